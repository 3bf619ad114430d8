"""The engine of the roadmap beside brute force, and one of its routes beside the other."""

from itertools import pairwise

import numpy as np
import portfolios
import pytest
from portfolios import problem, random_problem

from mcda import roadmap
from mcda.roadmap import Limit, Synergy, enumeration


def values_for(rng, n, whole):
    return rng.integers(0, 6, n).astype(float) if whole else rng.random(n)


@pytest.mark.parametrize("seed", range(200))
def test_looking_at_all_sets_and_a_solver_choose_the_same(seed):
    """With needs, exclusions, synergies, musts, a capacity, one to three phases, and ties where numbers are whole."""
    rng = np.random.default_rng(seed)
    n, whole = int(rng.integers(3, 11)), seed % 2 == 0
    asked = random_problem(rng, n, phases=1 + seed % 3, whole=whole, timed=seed % 5 == 0)
    values = values_for(rng, n, whole)
    looked, solved = roadmap.best_set(asked, values), roadmap.best_set(asked, values, most=0)
    assert (looked is None) == (solved is None)
    if looked is not None:
        np.testing.assert_array_equal(looked, solved)


@pytest.mark.parametrize("seed", range(40))
def test_the_best_set_is_that_of_brute_force(seed):
    rng = np.random.default_rng(1000 + seed)
    n, whole = int(rng.integers(3, 7)), seed % 2 == 0
    asked = random_problem(rng, n, phases=1 + seed % 3, whole=whole, timed=seed % 4 == 0)
    values = values_for(rng, n, whole)
    found, wanted = roadmap.best_set(asked, values), portfolios.best(asked, values)
    assert (found is None) == (wanted is None)
    if found is not None:
        np.testing.assert_array_equal(found, wanted)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("most", [0, 2**20])
def test_core_indices_and_regrets_are_those_of_brute_force_draw_by_draw(seed, most):
    rng = np.random.default_rng(2000 + seed)
    n = int(rng.integers(4, 7))
    asked = random_problem(rng, n, phases=1 + seed % 2, whole=False)
    draws = rng.random((25, n))
    found = roadmap.best_sets(asked, draws, most=most)
    best = [portfolios.best(asked, draw) for draw in draws]
    if best[0] is None:
        assert found is None
        return
    np.testing.assert_allclose(found.core_index, np.mean(best, axis=0))
    np.testing.assert_array_equal(found.chosen[found.which], best)
    assert (np.diff(found.shares) <= 0).all()
    np.testing.assert_allclose(found.shares, [(found.which == k).mean() for k in range(len(found.chosen))])
    worth = [portfolios.value(asked, np.flatnonzero(b), draw) for b, draw in zip(best, draws, strict=True)]
    np.testing.assert_allclose(found.worth, worth)
    own = best[0]
    mine = [portfolios.value(asked, np.flatnonzero(own), draw) for draw in draws]
    np.testing.assert_allclose(roadmap.regret(asked, own, draws, found), np.subtract(worth, mine), atol=1e-12)


@pytest.mark.parametrize("seed", range(20))
def test_the_frontier_is_that_of_brute_force(seed):
    rng = np.random.default_rng(3000 + seed)
    n = int(rng.integers(3, 8))
    asked = random_problem(rng, n, whole=seed % 2 == 0)
    values = values_for(rng, n, seed % 2 == 0)
    free = portfolios.problem(
        asked.costs,
        after=dict(enumerate(asked.after)),
        uses=asked.uses,
        must=asked.must,
        capacities=asked.phase_capacities[0],
        exclusions=asked.exclusions,
        synergies=asked.synergies,
    )
    pairs = sorted(
        {
            (round(portfolios.cost(free, chosen), 11), round(portfolios.value(free, chosen, values), 11))
            for chosen in portfolios.feasible(free)
        }
    )
    undominated = [
        (cost, value)
        for cost, value in pairs
        if not any(c <= cost and v >= value and (c, v) != (cost, value) for c, v in pairs)
    ]
    found = roadmap.frontier(asked, values)
    assert found.exact
    np.testing.assert_allclose(
        np.column_stack([found.costs, found.worth]).reshape(-1, 2), np.reshape(undominated, (-1, 2))
    )


def test_the_frontier_of_a_solver_is_part_of_the_exact_one():
    rng = np.random.default_rng(8)
    asked = problem(rng.integers(1, 9, 9), after={3: (1,), 5: (3, 4)})
    values = rng.random(9)
    exact, solved = roadmap.frontier(asked, values), roadmap.frontier(asked, values, most=0)
    assert not solved.exact
    points = set(zip(exact.costs.round(8), exact.worth.round(8), strict=True))
    assert set(zip(solved.costs.round(8), solved.worth.round(8), strict=True)) <= points
    assert len(solved.costs) > 10


def test_budgets_that_buy_nothing_are_not_on_the_frontier_of_a_solver():
    """The first step costs 5 and must be."""
    found = roadmap.frontier(problem([5, 1], must=[1, 0]), [1, 1], most=0)
    assert (found.costs.tolist(), found.worth.tolist()) == ([5, 6], [1, 2])


def test_beyond_all_sets_the_frontier_is_that_of_twenty_budgets():
    """Any sum up to 31 buys as much as it is; asked for are none, 31 and those between, 1.55 apart."""
    asked = problem([1, 2, 4, 8, 16])
    found = roadmap.frontier(asked, [1, 2, 4, 8, 16], most=31)
    assert found.costs.tolist() == found.worth.tolist() == sorted({int(1.55 * part + 1e-9) for part in range(21)})
    assert len(roadmap.frontier(asked, [1, 2, 4, 8, 16], most=32).costs) == 32


@pytest.mark.parametrize("most", [0, 2**20])
def test_where_nothing_can_be_chosen_money_buys_nothing_and_no_need_has_a_price(most):
    asked = problem([1, 1, 1], must=[1, 1, 0], after={2: (0,)}, exclusions=((0, 1),))
    found = roadmap.frontier(asked, [1, 2, 3], most)
    assert (found.chosen.shape, found.costs.tolist(), found.worth.tolist()) == ((0, 3), [], [])
    assert roadmap.prices_of_needs(asked, [1, 2, 3], most) == {}
    assert roadmap.best_sets(asked, [[1, 2, 3]], most) is None


def test_sets_that_are_worth_the_same_up_to_rounding_are_one_on_the_frontier():
    """The cheaper; and what is worth more by 1e-9 of a million is worth the same, by a little more it is not."""
    exclusive = problem([1, 2, 3], exclusions=((0, 1, 2),))
    assert roadmap.frontier(exclusive, [1, 1 + 5e-10, 1 + 1.5e-9]).costs.tolist() == [0, 1, 3]
    assert roadmap.frontier(exclusive, [1e6, 1e6 + 5e-4, 1e6 + 2e-3]).costs.tolist() == [0, 1, 3]
    assert roadmap.frontier(problem([1, 1], exclusions=((0, 1),)), [1, 2]).worth.tolist() == [0, 2]


@pytest.mark.parametrize("seed", range(30))
def test_the_order_has_the_least_delay_of_all_orders(seed):
    rng = np.random.default_rng(4000 + seed)
    n = int(rng.integers(1, 7))
    turned = rng.permutation(n)
    after = [()] * n
    for place in range(n):
        after[turned[place]] = tuple(int(turned[other]) for other in range(place) if rng.random() < 0.25)
    values, durations = rng.integers(0, 5, n).astype(float), rng.integers(0, 5, n).astype(float)
    found = roadmap.sequence(values, durations, after)
    least = portfolios.least_delay(values, durations, after)
    assert found.exact
    assert found.delay == pytest.approx(least)
    rough = roadmap.sequence(values, durations, after, most=0)
    assert not rough.exact
    assert rough.delay >= least - 1e-9
    for order in (found.places, rough.places):
        assert sorted(order) == list(range(n))
        assert all(order.index(other) < order.index(place) for place in order for other in after[place])


def test_where_there_are_too_many_sets_what_brings_most_for_its_time_comes_next():
    """With all that it still needs: 2 with 0 and 1 brings 12 in 3, 3 alone 3 in 1; what takes no time is first."""
    after = [(), (0,), (1, 0), (), ()]
    found = roadmap.sequence([1, 1, 10, 3, 0.5], [1, 1, 1, 1, 0], after, most=0)
    assert found.places == (4, 0, 1, 2, 3)
    assert found.delay == 1 * 1 + 1 * 2 + 10 * 3 + 3 * 4
    assert not found.exact


@pytest.mark.parametrize("most", [0, 2**20])
def test_steps_that_bring_the_same_for_their_time_keep_their_order(most):
    assert roadmap.sequence([1, 1, 2], [1, 1, 2], [(), (), ()], most).places == (0, 1, 2)


@pytest.mark.parametrize("unit", [1, 1e4])
def test_orders_whose_delay_differs_by_rounding_are_the_same(unit):
    """What brings its value at the same pace may be done in any order, and keeps its own."""
    for seed in range(5):
        paced = np.random.default_rng(seed).random(6) * unit
        assert roadmap.sequence(paced, paced, [()] * 6).places == tuple(range(6))


@pytest.mark.parametrize("seed", range(25))
def test_phases_bring_value_as_early_as_any_do(seed):
    rng = np.random.default_rng(5000 + seed)
    n = int(rng.integers(3, 6))
    asked = random_problem(rng, n, phases=3, whole=True, timed=seed % 2 == 0)
    values = 1 + rng.random(n)
    chosen = portfolios.best(asked, values)
    if chosen is None:
        return
    places = np.flatnonzero(chosen).tolist()
    found = roadmap.phases_of(asked, chosen, values)
    at = {place: int(found[place]) for place in places}
    assert portfolios.fits(asked, places, at)
    least = min(sum(values[p] * phase for p, phase in other.items()) for other in portfolios.phasings(asked, places))
    assert sum(values[p] * phase for p, phase in at.items()) == pytest.approx(least, abs=1e-4)


def test_what_cannot_be_held_by_phases_is_not_chosen():
    """Two steps of 6 are too much for phases of 5, though 12 in all are there."""
    asked = problem([6, 6, 4], phases=[5, 5, 5])
    assert roadmap.best_set(asked, [9, 9, 1]).tolist() == [False, False, True]
    assert roadmap.phases_of(asked, np.array([True, False, False]), np.ones(3)) is None


def test_a_schedule_by_hand():
    """1 and 2 wait for 0 and run side by side; 3 waits for both; phase 2 begins when its length says."""
    asked = problem([1] * 4, after={1: (0,), 2: (0,), 3: (1, 2)}, durations=[2, 3, 5, 1])
    found = roadmap.schedule(asked, [0, 0, 0, 0])
    assert found.begins.tolist() == [0, 2, 2, 7]
    assert found.ends.tolist() == [2, 5, 7, 8]
    assert found.critical == (0, 2, 3)
    phased = problem(
        [1] * 4, after={1: (0,), 2: (0,), 3: (1, 2)}, durations=[2, 3, 5, 1], phases=[9, 9], lengths=[10, 4]
    )
    found = roadmap.schedule(phased, [0, 0, -1, 1])
    assert found.begins.tolist()[:2] == [0, 2]
    assert np.isnan(found.begins[2])
    assert (found.begins[3], found.phase_begins.tolist(), found.phase_ends.tolist()) == (10, [0, 10], [10, 14])
    assert found.critical == (3,)
    loose = problem([1] * 3, durations=[2, 3, 4], phases=[9, 9])
    found = roadmap.schedule(loose, [0, 0, 1])
    assert (found.begins.tolist(), found.critical) == ([0, 0, 3], (1, 2))


def test_of_steps_that_end_together_the_chain_holds_the_first():
    """Whether a step needs both or a phase waits for both."""
    assert roadmap.schedule(problem([1] * 3, after={2: (0, 1)}, durations=[2, 2, 1]), [0, 0, 0]).critical == (0, 2)
    assert roadmap.schedule(problem([1] * 3, durations=[2, 2, 1], phases=[9, 9]), [0, 0, 1]).critical == (0, 2)


@pytest.mark.parametrize("seed", range(20))
def test_a_schedule_begins_every_step_as_early_as_it_may_and_its_chain_ends_last(seed):
    rng = np.random.default_rng(9000 + seed)
    n, lengths = int(rng.integers(1, 7)), rng.choice([np.inf, 9.0, 12.0], 3)
    after = {place: tuple(other for other in range(place) if rng.random() < 0.4) for place in range(n)}
    asked = problem([1] * n, after=after, durations=rng.integers(0, 4, n), phases=[99] * 3, lengths=lengths)
    at = [-1] * n
    for place in range(n):
        first = max([at[other] for other in after[place]], default=0)
        at[place] = int(rng.integers(max(first, 0), 3)) if rng.random() < 0.8 else -1
    found = roadmap.schedule(asked, at)
    began = 0.0
    for phase in range(3):
        assert found.phase_begins[phase] == began
        inside = [place for place in range(n) if at[place] == phase]
        for place in inside:
            needed = [found.ends[other] for other in after[place] if at[other] >= 0]
            assert found.begins[place] == max([began, *needed])
            assert found.ends[place] == found.begins[place] + asked.durations[place]
        last = max([began, *(found.ends[place] for place in inside)])
        began = found.phase_ends[phase] = began + lengths[phase] if np.isfinite(lengths[phase]) else last
    assert np.isnan(found.begins[np.array(at) < 0]).all()
    chain = list(found.critical)
    if max(at) < 0:
        assert chain == []
        return
    assert found.ends[chain[-1]] == np.nanmax(found.ends)
    assert found.begins[chain[0]] in found.phase_begins
    for one, other in pairwise(chain):
        assert found.ends[one] == found.begins[other]
        assert one in after[other] or at[one] < at[other]


def test_what_a_need_costs_by_hand():
    """With 5 to spend, the step worth 9 cannot be had, as what it needs costs 4: without the need it is 9 - 6 more."""
    asked = problem([4, 4, 5], after={1: (0,)}, budget=5)
    assert roadmap.prices_of_needs(asked, [1, 9, 6]) == {(1, 0): 3.0}
    assert roadmap.prices_of_needs(asked, [1, 9, 6], most=0) == {(1, 0): pytest.approx(3.0)}


@pytest.mark.parametrize(
    ("unit", "more", "price"), [(1, 5e-10, 0), (1, 1.5e-9, 1.5e-9), (1e6, 5e-4, 0), (1e6, 5e-3, 5e-3)]
)
def test_a_need_costs_nothing_where_without_it_only_rounding_is_gained(unit, more, price):
    asked = problem([4, 4, 5], after={1: (0,)}, budget=5)
    (found,) = roadmap.prices_of_needs(asked, [0, unit + more, unit]).values()
    assert found == pytest.approx(price, rel=1e-3)


def test_synergies_by_hand():
    """Together 0 and 1 cost 2 less and are worth half more; apart they are beaten by 2."""
    asked = problem([4, 4, 5], budget=6, synergies=(Synergy(members=(0, 1), adds=0.5, saves=2),))
    for most in (0, 2**20):
        assert roadmap.best_set(asked, [2, 2, 5], most).tolist() == [True, True, False]
    assert asked.cost(np.array([[True, True, False], [True, False, True]])).tolist() == [6, 9]
    assert asked.worth(np.array([[True, True, False], [True, False, False]])).tolist() == [[1.5, 1.5, 0], [1, 0, 0]]


def test_ties_go_to_the_cheapest_then_to_the_first_step():
    asked = problem([3, 2, 2], budget=3)
    for most in (0, 2**20):
        assert roadmap.best_set(asked, [1, 1, 1], most).tolist() == [False, True, False]


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        (problem([5, 5, 1], must=[1, 1, 0], budget=8), [Limit("must", (1,)), Limit("must", (0,)), Limit("budget")]),
        (
            problem([1, 1], must=[1, -1], after={0: (1,)}),
            [Limit("must", (0,)), Limit("must-not", (1,)), Limit("needs", (0, 1))],
        ),
        (
            problem([1, 1, 1], must=[1, 0, 1], after={2: (1,)}, exclusions=((0, 1),)),
            [Limit("must", (2,)), Limit("must", (0,)), Limit("exclusion", (0,)), Limit("needs", (2, 1))],
        ),
        (
            problem([1, 1], must=[0, 1], after={1: (0,)}, durations=[3, 4], phases=[9], lengths=[6]),
            [Limit("must", (1,)), Limit("needs", (1, 0)), Limit("phase-length", (0,))],
        ),
        (
            problem([1, 1], must=[1, 1], uses=[[2], [2]], capacities=(3,)),
            [Limit("must", (1,)), Limit("must", (0,)), Limit("capacity", (0, 0))],
        ),
    ],
)
def test_limits_that_clash_by_hand(asked, wanted):
    """Those that are easiest to understand come first."""
    assert roadmap.best_set(asked, np.ones(asked.n)) is None
    assert list(roadmap.clash(asked)) == wanted


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        # The budget holds 0 alone and 1 alone, the phase not even 0.
        (problem([6, 4, 4], must=[1, 1, 1], budget=7, phases=[5]), [Limit("must", (0,)), Limit("phase-budget", (0,))]),
        # 2 is too dear by itself, 0 is only with what it needs.
        (problem([1, 9, 9], must=[1, 0, 1], after={0: (1,)}, budget=5), [Limit("must", (2,)), Limit("budget")]),
        # 1 is too dear for the budget as 0 is for the phase.
        (problem([6, 9], must=[1, 1], budget=7, phases=[5]), [Limit("must", (1,)), Limit("budget")]),
    ],
)
def test_of_two_clashes_the_smaller_one_is_given_and_of_equal_ones_the_easier(asked, wanted):
    assert list(roadmap.clash(asked)) == wanted


def test_what_can_be_kept_together_does_not_clash():
    assert roadmap.clash(problem([5, 5], must=[1, 1], budget=10)) == ()


def test_every_limit_of_a_problem_and_none_that_limits_nothing():
    asked = problem(
        [1, 1, 1],
        after={1: (0, 2)},
        must=[1, -1, 0],
        exclusions=((0, 2),),
        budget=5,
        phases=[3, np.inf],
        lengths=[np.inf, 4],
        capacities=(2, np.inf),
    )
    assert roadmap.limits_of(asked) == [
        Limit("capacity", (0, 0)),
        Limit("capacity", (1, 0)),
        Limit("phase-length", (1,)),
        Limit("phase-budget", (0,)),
        Limit("needs", (1, 0)),
        Limit("needs", (1, 2)),
        Limit("exclusion", (0,)),
        Limit("must-not", (1,)),
        Limit("budget"),
        Limit("must", (0,)),
    ]
    assert roadmap.limits_of(roadmap.only(asked, roadmap.limits_of(asked))) == roadmap.limits_of(asked)
    assert roadmap.limits_of(roadmap.only(asked, [])) == []
    for limit in roadmap.limits_of(asked):
        assert roadmap.limits_of(roadmap.only(asked, [limit])) == [limit]


@pytest.mark.parametrize("seed", range(25))
def test_a_clash_cannot_be_kept_and_without_any_of_it_the_rest_can(seed):
    rng = np.random.default_rng(6000 + seed)
    n = int(rng.integers(3, 7))
    asked = random_problem(rng, n, phases=1 + seed % 2, timed=seed % 3 == 0)
    found = roadmap.clash(asked)
    assert bool(found) == (not portfolios.feasible(asked))
    if found:
        assert not portfolios.feasible(roadmap.only(asked, found))
        for limit in found:
            assert portfolios.feasible(roadmap.only(asked, set(found) - {limit}))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"costs": [-1, 2]}, "costs must be finite"),
        ({"costs": [1, np.inf]}, "costs must be finite"),
        ({"costs": [1, 2], "durations": [1, -1]}, "durations must be finite and 0 or more"),
        ({"costs": [1, 2], "durations": [1, np.nan]}, "durations must be finite and 0 or more"),
        ({"costs": [1, 2], "uses": [[1], [-1]], "capacities": (1,)}, "uses must be finite and 0 or more"),
        ({"costs": [1, 2], "durations": [1]}, r"durations has shape \(1,\): \(2,\) fits 2 steps and 1 phases"),
        ({"costs": [1, 2], "uses": [[1, 1], [1, 1]], "capacities": (1,)}, r"phase_capacities has shape \(1, 1\)"),
        ({"costs": [1, 2], "must": [1]}, r"must has shape \(1,\)"),
        ({"costs": [1, 2], "phases": [1, 2], "lengths": [1]}, r"phase_lengths has shape \(1,\): \(2,\) fits"),
        ({"costs": [1, 2], "phases": [1, -2]}, "phase_budgets must be 0 or more"),
        ({"costs": [1, 2], "phases": [1], "lengths": [np.nan]}, "phase_lengths must be 0 or more"),
        ({"costs": [1, 2], "capacities": (-1,)}, "phase_capacities must be 0 or more"),
        ({"costs": [1, 2], "synergies": (Synergy(members=(0, 1), adds=-1.5),)}, "adds -1 or more"),
        ({"costs": [1, 2], "synergies": (Synergy(members=(0, 1), saves=-1),)}, "saves 0 or more"),
        ({"costs": [1, 2], "after": {0: (1,), 1: (0,)}}, "need each other"),
        ({"costs": [1, 2], "budget": -1.0}, "budget must be 0 or more"),
        ({"costs": [1, 2], "synergies": (Synergy(members=(0,)),)}, "a synergy needs two steps"),
    ],
)
def test_what_is_no_problem_is_refused(wrong, said):
    with pytest.raises(ValueError, match=said):
        problem(**wrong)


@pytest.mark.parametrize("unit", [1, 1e6])
def test_rounding_is_a_1e_9th_of_what_is_added_up_or_of_1(unit):
    """Of a budget as of values: what is worth more by less than that is not taken where it is dearer."""
    for beyond, fits in ((0.5e-9, True), (1.5e-9, False)):
        assert roadmap.best_set(problem([unit * (1 + beyond)], budget=unit), [1])[0] == fits
        dear = roadmap.best_set(problem([1, 2], exclusions=((0, 1),)), [unit, unit * (1 + beyond)])
        assert dear.tolist() == [fits, not fits]


def test_a_synergy_of_which_nothing_is_said_changes_nothing():
    together = Synergy(members=(0, 1))
    assert (together.adds, together.saves) == (0, 0)


def test_zero_and_the_strongest_overlap_are_allowed():
    """Nothing to spend buys what is free; steps that add -1 together are worth nothing together."""
    free = problem(
        [0, 0, 1],
        durations=[0, 0, 0],
        budget=0.0,
        phases=[0],
        lengths=[0],
        uses=[[0], [0], [0]],
        capacities=(0,),
        synergies=(Synergy(members=(0, 1), adds=-1.0, saves=0.0),),
    )
    assert roadmap.best_set(free, [2, 3, 9]).tolist() == [False, True, False]
    assert free.worth(np.array([True, True, False])).tolist() == [0, 0, 0]


def test_all_phases_together_have_the_smaller_of_the_budget_and_their_budgets():
    assert problem([1], budget=5, phases=[2, 1]).money == 3
    assert problem([1], budget=2, phases=[2, 1]).money == 2
    assert problem([1], phases=[2, np.inf]).money == np.inf
    for asked, phased in [
        (problem([1], budget=2), False),
        (problem([1], phases=[2]), False),
        (problem([1], phases=[2], lengths=[3]), True),
        (problem([1], phases=[2, 1]), True),
    ]:
        assert asked.phased is phased


def test_sums_of_costs_may_be_rounded():
    """0.1 + 0.2 is more than 0.3 to a computer, not to a treasury."""
    assert roadmap.best_set(problem([0.1, 0.2], budget=0.3), [1, 1]).all()


def test_the_solver_leaves_stdout_to_the_data(capfd, monkeypatch):
    """HiGHS prints to the process's stdout, past Python; what is printed before and after stays."""
    import ctypes
    import os

    import scipy.optimize

    real, c = scipy.optimize.milp, ctypes.CDLL(None)

    def talks(*args, **options):
        c.puts(b"stray")
        return real(*args, **options)

    monkeypatch.setattr(scipy.optimize, "milp", talks)
    os.write(1, b"before\n")
    roadmap.best_set(problem([1, 2], budget=2), [1, 1], most=0)
    os.write(1, b"after\n")
    c.fflush(None)
    assert capfd.readouterr().out == "before\nafter\n"


@pytest.mark.parametrize("seed", range(15))
def test_the_sets_that_keep_the_limits_are_those_of_brute_force_in_their_order(seed):
    """The cheapest first, of those that cost the same the one with the first step that not both hold."""
    rng = np.random.default_rng(7000 + seed)
    asked = random_problem(rng, int(rng.integers(3, 8)), whole=seed % 2 == 0)
    sets = enumeration.feasible_sets(asked)
    wanted = sorted(
        (round(portfolios.cost(asked, chosen), 8), [place not in chosen for place in range(asked.n)])
        for chosen in portfolios.feasible(asked)
    )
    assert len(sets) == len(wanted)
    np.testing.assert_allclose(sets.costs, [cost for cost, _ in wanted], atol=1e-7)
    np.testing.assert_array_equal(sets.chosen(), ~np.reshape([out for _, out in wanted], (-1, asked.n)).astype(bool))


@pytest.mark.parametrize("limit", [{"budget": 1.0}, {"uses": [[1]] * 30, "capacities": (1,)}])
def test_sets_beyond_a_limit_are_not_made(limit):
    """Of thirty steps of which there is room for one, there are thirty sets and none, not two to the thirtieth."""
    assert len(enumeration.feasible_sets(problem([1] * 30, **limit), 31)) == 31


def test_as_many_sets_as_may_be_looked_at_are():
    asked = problem([1, 2, 4])
    assert enumeration.feasible_sets(asked, 8).costs.tolist() == list(range(8))
    assert enumeration.feasible_sets(asked, 7) is None
    assert enumeration.MOST_SETS == 2**20


@pytest.mark.parametrize("seed", range(8))
def test_the_sets_that_can_be_best_are_those_to_which_nothing_can_be_added(seed):
    """Nothing that is surely worth something; where steps overlap, any set can be best."""
    rng = np.random.default_rng(8000 + seed)
    asked = random_problem(rng, 6)
    sets = enumeration.feasible_sets(asked)
    positive, alive = rng.random(6) < 0.7, rng.random(len(sets)) < 0.8
    held = [frozenset(np.flatnonzero(chosen)) for chosen in sets.chosen()]
    living = {chosen for chosen, lives in zip(held, alive, strict=True) if lives}
    overlap = any(each.adds < 0 for each in asked.synergies)
    wanted = [
        place
        for place, chosen in enumerate(held)
        if chosen in living
        and (overlap or not any(chosen | {int(p)} in living - {chosen} for p in np.flatnonzero(positive)))
    ]
    assert enumeration.contenders(asked, sets, positive, alive).tolist() == wanted
    of_all = enumeration.contenders(asked, sets, positive)
    np.testing.assert_array_equal(of_all, enumeration.contenders(asked, sets, positive, np.ones(len(sets), dtype=bool)))


def test_the_best_of_many_draws_is_found_some_at_a_time(monkeypatch):
    """Of sets that are worth the same, up to rounding, the cheapest."""
    rng = np.random.default_rng(5)
    asked = problem([3, 1, 2, 2, 5], synergies=(Synergy(members=(0, 1), adds=0.5),))
    sets = enumeration.feasible_sets(asked)
    values = rng.integers(0, 3, (50, 5)).astype(float)
    places = np.arange(len(sets))[::2]
    totals = np.array([[asked.worth(sets.chosen(place)) @ row for place in places] for row in values])
    for cells in (2**22, 3 * len(places), 1):
        monkeypatch.setattr(enumeration, "CELLS", cells)
        found, worth = enumeration.best_of(asked, sets, places, values)
        np.testing.assert_allclose(worth, totals.max(axis=1), rtol=1e-12)
        np.testing.assert_array_equal(found, places[np.isclose(totals, totals.max(axis=1)[:, None]).argmax(axis=1)])


def test_without_a_stdout_the_solver_solves_too():
    """As where a service was started with it closed."""
    import os

    assert roadmap.best_set(problem([1, 2], budget=2), [1, 1], most=0).tolist() == [True, False]
    kept = os.dup(1)
    os.close(1)
    try:
        found = roadmap.best_set(problem([1, 2], budget=2), [1, 3], most=0)
    finally:
        os.dup2(kept, 1)
        os.close(kept)
    assert found.tolist() == [False, True]


@pytest.fixture
def solver(monkeypatch):
    """HiGHS with other options or bounds from its n-th call on: `solver(n, bounds=...)`."""
    import scipy.optimize

    real = scipy.optimize.milp

    def changed(first, **other):
        calls = []

        def milp(aim, **given):
            calls.append(aim)
            return real(aim, **{**given, **(other if len(calls) >= first else {})})

        monkeypatch.setattr(scipy.optimize, "milp", milp)

    return changed


def test_a_solver_that_gives_up_says_why(solver):
    solver(1, options={"time_limit": 0.0, "presolve": False})
    with pytest.raises(roadmap.UnsolvedError, match="the solver gave up: Time limit reached"):
        roadmap.best_set(problem([1, 2], budget=2), [1, 1], most=0)


def test_a_solver_that_loses_what_it_had_found_says_so(solver):
    """The first set is found, and another as good; then, asked for the cheapest, it finds that there is none."""
    from scipy.optimize import Bounds

    solver(3, bounds=Bounds(2, 3))
    with pytest.raises(roadmap.UnsolvedError, match="the solver lost what it had found"):
        roadmap.best_set(problem([1, 2], budget=2), [1, 1], most=0)


@pytest.mark.parametrize("seed", range(20))
def test_sets_without_a_table_of_all_are_looked_up_the_same(seed, monkeypatch):
    """As where there are too many steps for a table of all sets."""
    rng = np.random.default_rng(6000 + seed)
    asked = random_problem(rng, int(rng.integers(4, 9)), phases=1)
    sets = enumeration.feasible_sets(asked)
    positive, alive = rng.random(asked.n) < 0.7, rng.random(len(sets)) < 0.8
    alive[:1] = True
    wanted = enumeration.contenders(asked, sets, positive, alive)
    monkeypatch.setattr(enumeration, "TABLE_BITS", 0)
    np.testing.assert_array_equal(enumeration.contenders(asked, sets, positive, alive), wanted)


def test_more_steps_than_a_mask_has_bits_are_not_looked_at():
    assert enumeration.feasible_sets(problem(np.ones(62), budget=0.0)).masks.tolist() == [0]
    assert enumeration.feasible_sets(problem(np.ones(63), budget=0.0)) is None


@pytest.mark.parametrize("most", [0, 2**20])
def test_sets_that_are_best_most_often_come_first(most):
    found = roadmap.best_sets(problem([1, 2, 3], budget=3), [[1, 1, 1], [0, 0, 9], [0, 0, 8]], most)
    assert found.chosen.tolist() == [[False, False, True], [True, True, False]]
    assert (found.which.tolist(), found.counts.tolist()) == ([1, 0, 0], [2, 1])
    np.testing.assert_allclose(found.shares, [2 / 3, 1 / 3])
    np.testing.assert_allclose(found.core_index, [1 / 3, 1 / 3, 2 / 3])
    np.testing.assert_allclose(found.worth, [2, 9, 8])


def test_a_solver_says_after_each_row_how_far_it_is():
    told = []
    best = roadmap.best_sets(
        problem([1, 2, 3], budget=3), [[1, 1, 1], [0, 0, 9]], most=0, progress=lambda done, of: told.append((done, of))
    )
    assert told == [(1, 2), (2, 2)]
    assert best.chosen[best.which].tolist() == [[True, True, False], [False, False, True]]


def test_a_plan_of_nothing_has_no_critical_steps():
    found = roadmap.schedule(problem([1, 2]), [-1, -1])
    assert found.critical == ()
    assert np.isnan(found.begins).all()


def test_the_longer_of_two_at_once_is_critical():
    found = roadmap.schedule(problem([1, 1], durations=[5, 3]), [0, 0])
    assert found.critical == (0,)
    assert found.ends.tolist() == [5, 3]
    assert found.phase_ends.tolist() == [5]


@pytest.mark.parametrize("unit", [1e-12, 1e12])
@pytest.mark.parametrize("seed", range(6))
def test_a_solver_chooses_and_phases_the_same_in_every_unit(seed, unit):
    """Of money, of values and of what capacities count: none is so small or so large that the solver overlooks it."""
    rng = np.random.default_rng(7000 + seed)
    n = 6
    costs, uses, values = 1 + rng.random(n), 1 + rng.random((n, 1)), 1 + rng.random(n)

    def asked(unit):
        return problem(
            costs * unit,
            after={1: (0,)},
            phases=[4.5 * unit, 2.5 * unit],
            uses=uses * unit,
            capacities=(2.6 * unit,),
            synergies=(Synergy(members=(2, 3), saves=0.5 * unit),),
        )

    chosen = roadmap.best_set(asked(1.0), values, most=0)
    phases = roadmap.phases_of(asked(1.0), chosen, values)
    assert 0 < chosen.sum() < n
    np.testing.assert_array_equal(roadmap.best_set(asked(unit), values * unit, most=0), chosen)
    np.testing.assert_array_equal(roadmap.phases_of(asked(unit), chosen, values * unit), phases)


@pytest.mark.parametrize("unit", [1e-12, 1.0, 1e12])
def test_what_is_worth_most_comes_first_in_every_unit_of_value(unit):
    asked = problem([1, 1, 1, 1], phases=[2, 2])
    found = roadmap.phases_of(asked, np.ones(4, dtype=bool), unit * np.array([3.0, 1.0, 4.0, 2.0]))
    assert found.tolist() == [0, 1, 0, 1]


def test_steps_that_are_worth_nothing_are_early_too():
    asked = problem([1, 1, 1], phases=[3, 3])
    assert roadmap.phases_of(asked, np.ones(3, dtype=bool), np.array([1.0, 0.0, 0.0])).tolist() == [0, 0, 0]
    assert roadmap.phases_of(asked, np.ones(3, dtype=bool), np.zeros(3)).tolist() == [0, 0, 0]


def test_without_phases_what_is_chosen_is_in_the_first():
    from mcda.roadmap.solver import phases_of

    assert phases_of(problem([1, 2, 3]), np.array([True, False, True]), np.ones(3)).tolist() == [0, -1, 0]
