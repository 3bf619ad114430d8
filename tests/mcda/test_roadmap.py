"""The engine of the roadmap beside brute force, and one of its routes beside the other."""

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


def test_what_a_need_costs_by_hand():
    """With 5 to spend, the step worth 9 cannot be had, as what it needs costs 4: without the need it is 9 - 6 more."""
    asked = problem([4, 4, 5], after={1: (0,)}, budget=5)
    assert roadmap.prices_of_needs(asked, [1, 9, 6]) == {(1, 0): 3.0}


def test_synergies_by_hand():
    """Together 0 and 1 cost 2 less and are worth half more; apart they are beaten by 2."""
    asked = problem([4, 4, 5], budget=6, synergies=(Synergy(members=(0, 1), adds=0.5, saves=2),))
    for most in (0, 2**20):
        assert roadmap.best_set(asked, [2, 2, 5], most).tolist() == [True, True, False]
    assert asked.cost(np.array([True, True, False])) == 6
    assert asked.worth(np.array([[True, True, False], [True, False, False]])).tolist() == [[1.5, 1.5, 0], [1, 0, 0]]


def test_ties_go_to_the_cheapest_then_to_the_first_step():
    asked = problem([3, 2, 2], budget=3)
    for most in (0, 2**20):
        assert roadmap.best_set(asked, [1, 1, 1], most).tolist() == [False, True, False]


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        (problem([5, 5, 1], must=[1, 1, 0], budget=8), {Limit("budget"), Limit("must", (0,)), Limit("must", (1,))}),
        (
            problem([1, 1], must=[1, -1], after={0: (1,)}),
            {Limit("must", (0,)), Limit("must-not", (1,)), Limit("needs", (0, 1))},
        ),
        (
            problem([1, 1, 1], must=[1, 0, 1], after={2: (1,)}, exclusions=((0, 1),)),
            {Limit("must", (0,)), Limit("must", (2,)), Limit("needs", (2, 1)), Limit("exclusion", (0,))},
        ),
        (
            problem([1, 1], must=[0, 1], after={1: (0,)}, durations=[3, 4], phases=[9], lengths=[6]),
            {Limit("must", (1,)), Limit("needs", (1, 0)), Limit("phase-length", (0,))},
        ),
        (
            problem([1, 1], must=[1, 1], uses=[[2], [2]], capacities=(3,)),
            {Limit("must", (0,)), Limit("must", (1,)), Limit("capacity", (0, 0))},
        ),
    ],
)
def test_limits_that_clash_by_hand(asked, wanted):
    assert roadmap.best_set(asked, np.ones(asked.n)) is None
    assert set(roadmap.clash(asked)) == wanted


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
        ({"costs": [1, 2], "durations": [1]}, "durations has shape"),
        ({"costs": [1, 2], "after": {0: (1,), 1: (0,)}}, "need each other"),
        ({"costs": [1, 2], "budget": -1.0}, "budget must be 0 or more"),
        ({"costs": [1, 2], "synergies": (Synergy(members=(0,)),)}, "a synergy needs two steps"),
    ],
)
def test_what_is_no_problem_is_refused(wrong, said):
    with pytest.raises(ValueError, match=said):
        problem(**wrong)


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


def test_without_phases_what_is_chosen_is_in_the_first():
    from mcda.roadmap.solver import phases_of

    assert phases_of(problem([1, 2, 3]), np.array([True, False, True]), np.ones(3)).tolist() == [0, -1, 0]
