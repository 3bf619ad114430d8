"""The roadmap of a panel: its values, draws, words and tables beside other routes."""

import json
from dataclasses import replace
from itertools import combinations, permutations, product

import numpy as np
import pytest
from golden import ROOT
from panels import compare, panel, rate, steps_of

import mcda
from mcda import AnalysisError
from mcda import roadmap as engine
from mcda.analysis import Planner, doubting, planning_limits
from mcda.analysis.choices import chosen_options, chosen_panellists
from mcda.analysis.judging import Judging
from mcda.analysis.scoring import chosen_scoring
from mcda.analysis.values import decision_matrix
from mcda.results.mermaid import mermaid
from mcda.sensitivity.blocks import BLOCK, generator

RATED = {"p": {"a": 8, "b": 2}, "q": {"a": 4, "b": 6}, "r": {"a": 10, "b": 10}, "s": {"a": 0, "b": 5}}
WORTH = {"p": 0.56, "q": 0.48, "r": 1.0, "s": 0.2}
"""0.6 a / 10 + 0.4 b / 10."""


def small(folder, roadmap, ratings=RATED, **said):
    """Four steps, rated by one panellist on 0 to 10 under criteria that weigh 0.6 and 0.4."""
    rows = [(1, "P1", step, criterion, value) for step, row in ratings.items() for criterion, value in row.items()]
    said.setdefault("steps", steps_of(one="p q r s"))
    return panel(
        folder,
        criteria={"a": 0.6, "b": 0.4},
        solutions="one",
        panellists="P1",
        ratings=rows,
        scale={"min": 0, "max": 10},
        roadmap=roadmap,
        **said,
    )


def costs(**of):
    return {step: {"cost": cost} for step, cost in of.items()}


@pytest.fixture(scope="module")
def telemedicine():
    return mcda.read_panel(ROOT / "sample_panels" / "telemedicine")


@pytest.fixture(scope="module")
def plan(telemedicine):
    return mcda.roadmap(telemedicine, draws=500, seed=7)


def test_values_and_the_best_set_by_hand(tmp_path):
    asked = small(tmp_path, {"steps": costs(p=2, q=3, r=6, s=1), "budget": 6, "money": "tons"})
    found = mcda.roadmap(asked, doubt=())
    np.testing.assert_allclose(found.values, list(WORTH.values()))
    best = max(
        (
            each
            for size in range(5)
            for each in combinations("pqrs", size)
            if sum({"p": 2, "q": 3, "r": 6, "s": 1}[s] for s in each) <= 6
        ),
        key=lambda each: sum(WORTH[step] for step in each),
    )
    assert {found.steps[place] for place in found.order} == set(best) == {"p", "q", "s"}
    assert (found.cost, found.value) == (6, pytest.approx(1.24))
    assert found.core_index.tolist() == [1, 1, 0, 1]
    assert [found.role(place) for place in range(4)] == ["core", "core", "exterior", "core"]
    assert (found.expected_regret, found.worst_regret, found.own_share) == (0, 0, 1)
    assert "nothing is in doubt: every draw is the panel's own plan" in found.meta["notices"]
    assert "2 tons more would buy r in place of q, s: 0.320 more value." in found.sentences()


def test_less_is_better_where_a_criterion_says_so_and_measured_ends_are_those_of_the_steps(tmp_path):
    asked = panel(
        tmp_path,
        criteria=[{"id": "a", "weight": 0.5, "direction": "cost"}, {"id": "b", "weight": 0.5}],
        solutions="one",
        steps=steps_of(one="p q r"),
        performance={"p": {"a": 10, "b": 1}, "q": {"a": 20, "b": 3}, "r": {"a": 30, "b": 2}},
        roadmap={"steps": costs(p=1, q=1, r=1), "budget": 1},
    )
    found = mcda.roadmap(asked)
    np.testing.assert_allclose(found.values, [0.5, 0.75, 0.25])
    assert "a, b: no scale, so the worst step counts 0 and the best 1" in found.meta["notices"]
    assert found.steps[found.order[0]] == "q"


def without_a_scale(folder):
    """Ratings that may be anything, and a measured cost: the ends of the value functions are those of the steps."""
    rows = [rate(who, "b", row) for who, row in (("P1", {"p": 2, "q": 6, "r": 7}), ("P2", {"p": 3, "q": 6, "r": 4}))]
    return panel(
        folder,
        criteria=[{"id": "b"}, {"id": "c", "direction": "cost"}],
        solutions="one",
        steps=steps_of(one="p q r"),
        panellists="P1 P2",
        judgements=[compare("P1", "goal", "b c", "4"), compare("P2", "goal", "b c", "1/2")],
        ratings=rows,
        performance={"p": {"c": 9}, "q": {"c": 6}, "r": {"c": 5}},
        roadmap={"steps": costs(p=2, q=4, r=4), "budget": 6},
    )


def test_core_indices_are_shares_of_draws_that_are_made_anew(telemedicine, plan):
    """The values of each draw once more, from the draws of `sensitivity`; the best set by a solver for some of them."""
    worth = drawn_anew(telemedicine, 500, 7, 0.0, 10.0)
    problem = planning_limits.limits_of(telemedicine, None, None).problem
    found = engine.best_sets(problem, worth)
    np.testing.assert_allclose(found.core_index, plan.core_index)
    for number in range(0, 500, 125):
        solved = engine.best_by_solver(problem, worth[number])
        np.testing.assert_array_equal(solved.chosen, found.chosen[found.which[number]])


def drawn_anew(asked, draws, seed, worst, best):
    """What each step is worth in each draw of `sensitivity`: linear between two ends, never beyond them."""
    judging = Judging.of(asked, chosen_panellists(asked, None), chosen_options(asked, {}))
    scoring = chosen_scoring(asked, "steps", "weighted-sum", "scale", None, None)
    matrix = decision_matrix(asked, judging, "steps", scoring.ratings)
    draw = doubting.panel_draws(asked, judging, scoring, matrix, doubting.DOUBT)
    counts = [min(BLOCK, draws - start) for start in range(0, draws, BLOCK)]
    worth = []
    for block, count in enumerate(counts):
        weights, values = draw(generator(seed, block), count)
        parts = np.clip((values - worst) / (best - worst), 0, 1)
        worth += [cells @ (row / row.sum()) for row, cells in zip(weights, parts, strict=True)]
    return np.array(worth)


def test_without_a_scale_draws_beyond_the_worst_and_the_best_step_count_as_those(tmp_path):
    """2,100 draws are more than one block of them. Within 6 are none, one, p and q, p and r."""
    found = mcda.roadmap(without_a_scale(tmp_path), draws=2100, seed=5)
    worth = drawn_anew(without_a_scale(tmp_path), 2100, 5, np.array([2.5, 9.0]), np.array([6.0, 5.0]))
    sets = np.array([each for each in product((0, 1), repeat=3) if np.array(each) @ [2, 4, 4] <= 6])
    totals = worth @ sets.T
    best = totals.max(axis=1)
    np.testing.assert_allclose(found.core_index, sets[totals.argmax(axis=1)].mean(axis=0))
    assert 0 < found.core_index[1] < 1
    missed = best - worth @ found.chosen
    assert found.expected_regret == pytest.approx(missed.mean())
    assert found.worst_regret == pytest.approx(missed.max())
    assert "b, c: no scale, so the worst step counts 0 and the best 1" in found.meta["notices"]


def test_the_same_seed_gives_the_same_plan_and_another_seed_another(telemedicine, plan):
    again = mcda.roadmap(telemedicine, draws=500, seed=7)
    assert json.dumps(again.to_dict()) == json.dumps(plan.to_dict())
    assert mcda.roadmap(telemedicine, draws=500, seed=8).core_index.tolist() != plan.core_index.tolist()


def test_a_plan_keeps_all_that_the_panel_asks(telemedicine, plan):
    said, chosen = telemedicine.roadmap, {plan.steps[place] for place in plan.order}
    place = {id: plan.order.index(plan.steps.index(id)) for id in chosen}
    by_id = {step.id: step for step in telemedicine.steps}
    assert plan.cost <= said.budget
    for id in chosen:
        for before in by_id[id].after:
            assert before in chosen
            assert place[before] < place[id]
            assert plan.ends[plan.steps.index(before)] <= plan.begins[plan.steps.index(id)]
    for number, phase in enumerate(said.phases):
        here = [id for id in chosen if plan.phases[plan.steps.index(id)] == number]
        assert sum(said.tasks[id].cost for id in here) <= phase.budget
        assert sum(said.tasks[id].uses["staff"] for id in here) <= said.capacities["staff"]
        assert all(plan.ends[plan.steps.index(id)] <= plan.phase_ends[number] for id in here)
    assert not {"gradual", "referral"} <= chosen


def test_the_table_is_what_others_script_against(plan):
    table = plan.table()
    assert table.columns == ("order", "step", "name", "phase", "cost", "value", "core_index")
    assert [row[0] for row in table.rows] == list(range(1, len(plan.order) + 1))
    assert list(plan.to_frame().columns) == list(table.columns)
    assert "Costs and durations are MADE UP." in str(plan)
    document = plan.to_dict()
    assert len(document["steps"]) == 17
    assert sum(row["share"] for row in document["portfolios"]) == pytest.approx(1)
    assert document["meta"]["options"]["score"] == "weighted value functions, 0 to 1"


@pytest.mark.parametrize("budget", [10, 25, 40.0, 70])
def test_a_larger_budget_is_worth_no_less(telemedicine, budget):
    few = mcda.roadmap(telemedicine, budget=budget, draws=1)
    more = mcda.roadmap(telemedicine, budget=budget + 5, draws=1)
    assert few.cost <= budget
    assert more.value >= few.value


def test_phases_asked_for_share_the_budget(tmp_path):
    asked = small(tmp_path, {"steps": costs(p=2, q=3, r=6, s=1), "budget": 12})
    found = mcda.roadmap(asked, phases=3)
    assert found.phase_budgets.tolist() == [4, 4, 4]
    assert {found.steps[place] for place in found.order} == {"p", "q", "s"}
    assert found.spent.tolist() == [3, 3, 0]
    assert found.price_of_phases == pytest.approx(1.0)
    assert "Without limits to its phases the same money would buy 1.000 more value." in found.sentences()


def many(folder):
    """Seventy steps: more sets of them than anybody could look at."""
    ids = [f"t{number}" for number in range(70)]
    rng = np.random.default_rng(1)
    ratings = {id: {"a": int(rng.integers(1, 10)), "b": int(rng.integers(1, 10))} for id in ids}
    steps = {id: {"cost": int(rng.integers(1, 9)), "duration": 1} for id in ids}
    return small(folder, {"steps": steps, "budget": 60}, ratings, steps=steps_of(one=" ".join(ids)))


def test_many_steps_are_chosen_by_a_solver(tmp_path):
    asked = many(tmp_path)
    done = []
    found = mcda.roadmap(asked, draws=3, progress=lambda made, total: done.append((made, total)))
    assert done == [(1, 3), (2, 3), (3, 3)]
    assert not found.frontier.exact
    assert "the order within a phase is a good one" in " ".join(found.meta["notices"])
    assert found.cost <= 60
    # No cheaper or equal swap of one step for another is worth more.
    out, held = np.flatnonzero(~found.chosen), np.flatnonzero(found.chosen)
    for add in out:
        for drop in held:
            if found.costs[add] - found.costs[drop] <= 60 - found.cost:
                assert found.values[add] <= found.values[drop] + 1e-9


def test_a_plan_before_any_draw_is_that_of_the_panels_own_values(tmp_path):
    asked = small(tmp_path / "few", {"steps": costs(p=2, q=3, r=6, s=1), "budget": 6}, steps=needing(r="p"))
    planner = Planner(asked)
    quick, whole = planner.plan(quick=True), planner.plan(draws=50)
    assert (quick.draws, whole.draws) == (0, 50)
    assert quick.meta["options"]["draws"] == 0
    np.testing.assert_array_equal(quick.chosen, whole.chosen)
    np.testing.assert_array_equal(quick.core_index, quick.chosen)
    assert quick.portfolio_shares.tolist() == [1]
    assert (quick.expected_regret, quick.worst_regret) == (0, 0)
    assert quick.needs == {}
    assert set(whole.needs) == {("r", "p")}
    assert quick.frontier.exact
    np.testing.assert_array_equal(quick.frontier.costs, whole.frontier.costs)


def test_of_very_many_steps_the_frontier_before_any_draw_is_the_set_alone(tmp_path):
    planner = Planner(many(tmp_path))
    quick = planner.plan(quick=True)
    assert quick.frontier.chosen.tolist() == [quick.chosen.tolist()]
    assert quick.frontier.costs.tolist() == [quick.costs[quick.chosen].sum()]
    assert quick.frontier.values.tolist() == pytest.approx([quick.values[quick.chosen].sum()])
    assert not quick.frontier.exact
    assert planner.usual_draws() == 200
    assert planner.plan(draws=1).needs == {}


def test_a_planner_gives_the_roadmaps_of_one_choice_after_the_other(tmp_path):
    steps = {"p": {"cost": 2}, "q": {"cost": 3, "must": True}, "r": {"cost": 6}, "s": {"cost": 1}}
    asked = small(tmp_path / "p", {"steps": steps, "budget": 6, "phases": [{"name": "one"}, {"name": "two"}]})
    planner = Planner(asked, seed=3, doubt="ratings")
    assert planner.usual_draws() == 10_000
    for chosen in ({}, {"budget": 9}, {"budget": 4, "phases": 1}, {"phases": 2}, {"draws": 7}, {}):
        chosen = {"draws": 20, **chosen}
        alone = mcda.roadmap(asked, seed=3, doubt=("ratings",), **chosen)
        assert json.dumps(planner.plan(**chosen).to_dict()) == json.dumps(alone.to_dict())
    for pins in ({"p": False}, {"r": True, "q": False}, {"q": True}, {"s": True, "p": False}):
        pinned = {id: {**task, **({"must": pins[id]} if id in pins else {})} for id, task in steps.items()}
        alone = small(
            tmp_path / "-".join(pins), {"steps": pinned, "budget": 6, "phases": [{"name": "one"}, {"name": "two"}]}
        )
        alone = mcda.roadmap(alone, seed=3, doubt="ratings", draws=20)
        found = planner.plan(draws=20, pins=pins)
        assert found.table().csv() == alone.table().csv()
        assert found.frontier.table().csv() == alone.frontier.table().csv()
    free = small(tmp_path / "free", {"steps": {id: steps[id] for id in "pqr"} | {"s": {"must": False}}, "budget": 6})
    with pytest.raises(AnalysisError, match="no cost is given for s"):
        Planner(free).plan(pins={"s": True})


def needing(**after):
    """The four steps, some of them after others."""
    return [{"id": id, "name": id, "solution": "one", "after": after.get(id, "").split()} for id in "pqrs"]


def test_within_a_phase_the_order_brings_value_earliest(tmp_path):
    """Of all orders that keep the phases and what steps need, beside how long after the begin each value comes."""
    lasts = {"p": 5, "q": 1, "r": 9, "s": 2}
    steps = {id: {"cost": 1, "duration": lasts[id]} for id in "pqrs"}
    phases = [{"name": "early", "budget": 3}, {"name": "late", "budget": 1}]
    asked = small(tmp_path, {"steps": steps, "phases": phases}, steps=needing(q="p"))
    found = mcda.roadmap(asked, draws=1)
    of_phase = dict(zip("pqrs", found.phases.tolist(), strict=True))
    assert of_phase == {"p": 0, "q": 0, "r": 0, "s": 1}

    def delay(order):
        ends = np.cumsum([lasts[id] for id in order])
        return sum(WORTH[id] * end for id, end in zip(order, ends, strict=True))

    early = [each for each in permutations("pqr") if each.index("p") < each.index("q")]
    assert [found.steps[place] for place in found.order] == [*min(early, key=delay), "s"]
    assert not any("a good one, not surely the best" in notice for notice in found.meta["notices"])


def test_what_nobody_judged_is_planned_by_equal_weights_where_weights_are_in_doubt(tmp_path):
    asked = panel(
        tmp_path,
        criteria="a b",
        solutions="one",
        steps=steps_of(one="p q"),
        panellists="P1",
        scale={"min": 0, "max": 10},
        ratings=rate("P1", "a b", {"p": "8 2", "q": "1 7"}),
        roadmap={"steps": costs(p=1, q=1), "budget": 1},
    )
    found = mcda.roadmap(asked, draws=4000, doubt="ignorance")
    np.testing.assert_allclose(found.values, [0.5, 0.4])
    # p is worth more wherever a weighs more than 5/12
    np.testing.assert_allclose(found.core_index, [7 / 12, 5 / 12], atol=0.03)
    assert "the weights are not judged: the values are those of equal weights" in found.meta["notices"]


def test_a_measured_criterion_that_is_the_same_for_all_is_worth_nothing(tmp_path):
    for direction in ("benefit", "cost"):
        asked = panel(
            tmp_path / direction,
            criteria=[{"id": "a", "weight": 0.5}, {"id": "b", "weight": 0.5, "direction": direction}],
            solutions="one",
            steps=steps_of(one="p q"),
            performance={"p": {"a": 1, "b": 4}, "q": {"a": 3, "b": 4}},
            roadmap={"steps": costs(p=1, q=1)},
        )
        assert mcda.roadmap(asked, draws=1).values.tolist() == [0, 0.5]


def test_synergies_are_named_where_all_of_them_are_chosen(tmp_path):
    asked = small(
        tmp_path,
        {
            "steps": costs(p=2, q=3, r=6, s=1),
            "synergies": [{"steps": ["p", "q"], "adds": 0.5, "saves": 1}, {"steps": ["q", "r"], "adds": 0.1}],
            "budget": 5,
        },
    )
    found = mcda.roadmap(asked, doubt=())
    assert {found.steps[place] for place in found.order} == {"p", "q", "s"}
    assert found.synergies == ((("p", "q"), 0.5, 1.0),)
    assert (found.cost, found.value) == (5, pytest.approx(1.5 * (WORTH["p"] + WORTH["q"]) + WORTH["s"]))


def test_what_is_planned_with_is_recorded(tmp_path):
    asked = small(tmp_path, {"steps": costs(p=2, q=3, r=6, s=1), "synthetic": True})
    found = mcda.roadmap(asked, doubt=(), seed=4)
    assert (found.draws, found.seed, found.doubt, found.timed) == (10_000, 4, (), False)
    assert found.budget == np.inf
    assert found.meta["costs_synthetic"]
    options = found.meta["options"]
    assert (options["budget"], options["phases"], options["draws"], options["seed"]) == (None, 1, 10_000, 4)
    assert (options["ratings"], options["doubt"]) == ("mean", [])
    assert "no durations are given: every step counts as 1 long" in found.meta["notices"]
    assert found.durations.tolist() == [1, 1, 1, 1]
    assert found.phase_names == ("1",)
    limited = mcda.roadmap(asked, doubt=(), draws=1, budget=7, phases=2)
    assert (limited.meta["options"]["budget"], limited.meta["options"]["phases"]) == (7, 2)
    assert limited.phase_names == ("1", "2")


@pytest.mark.parametrize(
    ("parts", "said"),
    [((3, 2), "the phases have 5 together: the budget of 6 cannot all be spent"), ((3, 3), ""), ((3, None), "")],
)
def test_money_that_no_phase_may_spend_is_said(tmp_path, parts, said):
    phases = [{"name": str(part), **({} if part is None else {"budget": part})} for part in parts]
    asked = small(tmp_path, {"steps": costs(p=2, q=3, r=6, s=1), "budget": 6, "phases": phases})
    notices = [notice for notice in mcda.roadmap(asked, draws=1).meta["notices"] if "together" in notice]
    assert notices == ([said] if said else [])


def test_steps_that_are_ruled_out_need_no_cost_and_those_that_take_no_time_none(tmp_path):
    steps = {**costs(p=2, q=0), "r": {"must": False}, "s": {"cost": 1, "must": True}}
    found = mcda.roadmap(small(tmp_path / "a", {"steps": steps, "budget": 1}), draws=1)
    assert {found.steps[place] for place in found.order} == {"q", "s"}
    assert found.costs.tolist() == [2, 0, 0, 1]
    free = mcda.roadmap(small(tmp_path / "b", {"steps": {**steps, "s": {"cost": 1}}, "budget": 1}), budget=0, draws=1)
    assert [free.steps[place] for place in free.order] == ["q"]
    steps = {id: {"cost": 1, "duration": lasts} for id, lasts in zip("pqrs", (0, 2, 3, 0), strict=True)}
    timed = mcda.roadmap(small(tmp_path / "c", {"steps": steps}), draws=1)
    assert timed.timed
    assert timed.durations.tolist() == [0, 2, 3, 0]
    assert not any("no durations" in notice for notice in timed.meta["notices"])


def test_a_phase_may_have_its_own_capacities(tmp_path):
    """Two each can be done by the staff of a phase, none by that of the second, who has a capacity of his own."""
    uses = {"p": {"staff": 2}, "q": {"staff": 2}, "r": {"staff": 2, "rooms": 1}, "s": {"rooms": 1}}
    asked = small(
        tmp_path,
        {
            "steps": {id: {"cost": 1, "uses": uses[id]} for id in "pqrs"},
            "capacities": {"staff": 4, "rooms": 1},
            "phases": [{"name": "first"}, {"name": "second", "capacities": {"staff": 1}}],
        },
    )
    found = mcda.roadmap(asked, draws=1)
    of_phase = dict(zip("pqrs", found.phases.tolist(), strict=True))
    assert of_phase == {"p": 0, "q": -1, "r": 0, "s": 1}


def test_many_phases_may_be_asked_for(tmp_path):
    found = mcda.roadmap(small(tmp_path, {"steps": costs(p=1, q=1, r=1, s=1)}), phases=100, draws=1)
    assert len(found.phase_names) == 100
    assert found.phases.tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("roadmap", "options", "message"),
    [
        (
            {},
            {},
            "no costs are given, and a roadmap needs them. Write into panel.yaml, for every step:\nroadmap:",
        ),
        (
            {"steps": costs(p=1, q=1)},
            {},
            "no cost is given for r, s: write 'cost: ...' under 'roadmap: steps:' in panel.yaml, 0 for what is free, "
            "or 'must: false' for what is not to be chosen",
        ),
        ({"steps": {**costs(p=1, q=1, r=1), "s": {"must": True}}}, {}, "no cost is given for s: "),
        (
            {"steps": {**costs(p=1, q=1, r=1, s=1), "p": {"cost": 1, "duration": 3}}},
            {},
            "no duration is given for q, r, s",
        ),
        (
            {"steps": costs(p=1, q=1, r=1, s=1), "phases": [{"length": 3}]},
            {},
            "phases have lengths and steps no durations",
        ),
        ({"steps": costs(p=1, q=1, r=1, s=1)}, {"budget": -1}, "budget is -1: allowed are numbers from 0 up"),
        ({"steps": costs(p=1, q=1, r=1, s=1)}, {"budget": float("nan")}, "budget is nan"),
        ({"steps": costs(p=1, q=1, r=1, s=1)}, {"budget": float("inf")}, "budget is inf"),
        ({"steps": costs(p=1, q=1, r=1, s=1)}, {"phases": 0}, "phases is 0: allowed are 1 to 100"),
        ({"steps": costs(p=1, q=1, r=1, s=1)}, {"phases": 101}, "phases is 101: allowed are 1 to 100"),
        ({"steps": costs(p=1, q=1, r=1, s=1)}, {"phases": 1.5}, "phases is 1.5: a whole number is needed"),
        ({"steps": costs(p=1, q=1, r=1, s=1)}, {"draws": 0.5}, "draws is 0.5: a whole number is needed"),
        ({"steps": costs(p=1, q=1, r=1, s=1)}, {"seed": "x"}, "seed is 'x': a whole number is needed"),
        ({"steps": costs(p=1, q=1, r=1, s=1)}, {"draws": 0}, "draws is 0: at least 1 is needed"),
        ({"steps": costs(p=1, q=1, r=1, s=1)}, {"seed": -1}, "seed is -1"),
        ({"steps": costs(p=1, q=1, r=1, s=1)}, {"doubt": ("fate",)}, "doubt 'fate' is not known"),
    ],
)
def test_what_cannot_be_planned_is_refused(tmp_path, roadmap, options, message):
    with pytest.raises(AnalysisError) as error:
        mcda.roadmap(small(tmp_path, roadmap), **options)
    assert str(error.value).startswith(message)


def test_of_many_steps_without_a_cost_ten_are_named(tmp_path):
    ids = [f"t{number}" for number in range(13)]
    ratings = {id: {"a": 1, "b": 2} for id in ids}
    asked = small(tmp_path, {"steps": costs(t0=1, t1=1)}, ratings, steps=steps_of(one=" ".join(ids)))
    with pytest.raises(AnalysisError, match=r"no cost is given for t2, t3, t4, .*, t11 and 1 more: write"):
        mcda.roadmap(asked)
    asked = small(tmp_path, {"steps": costs(t0=1, t1=1, t2=1)}, ratings, steps=steps_of(one=" ".join(ids)))
    with pytest.raises(AnalysisError, match=r"t3, .*, t12: write"):
        mcda.roadmap(asked)


def test_a_panel_without_steps_has_no_roadmap(tmp_path):
    asked = panel(tmp_path, criteria={"a": 1}, solutions="x y", performance={"x": {"a": 1}, "y": {"a": 2}})
    with pytest.raises(AnalysisError, match="the panel has no steps: write them under 'steps:'"):
        mcda.roadmap(asked)


CHOSEN = {id: {"cost": cost, "must": True} for id, cost in {"p": 4, "q": 5, "r": 1, "s": 0}.items()}
MUST = {id: f"- '{id}' (cost {task['cost']} tons) must be chosen" for id, task in CHOSEN.items()}


@pytest.mark.parametrize(
    ("roadmap", "after", "said"),
    [
        (
            {"steps": {**costs(p=4, q=5, r=1, s=1), "p": {"cost": 4, "must": True}}, "budget": 8},
            {"p": "q"},
            [MUST["p"], "- the budget is 8 tons", "- 'p' (cost 4 tons) comes after 'q' (cost 5 tons)"],
        ),
        (
            {"steps": {**costs(p=4, q=5, r=1, s=1), "p": {"cost": 4, "must": True}, "q": {"cost": 5, "must": False}}},
            {"p": "q"},
            [MUST["p"], "- 'q' must not be chosen", "- 'p' (cost 4 tons) comes after 'q' (cost 5 tons)"],
        ),
        (
            {
                "steps": {**CHOSEN, **costs(r=1, s=1)},
                "exclusions": [["r", "s"], ["p", "q", "r"]],
                "budget": 99,
            },
            {},
            [MUST["p"], MUST["q"], "- at most one of p, q, r is chosen"],
        ),
        (
            {"steps": CHOSEN, "phases": [{"name": "early", "budget": 4.5}, {"name": "late", "budget": 4.25}]},
            {},
            [
                MUST["q"],
                "- phase 'early' has a budget of 4.5 tons",
                "- phase 'late' has a budget of 4.25 tons",
            ],
        ),
        (
            {
                "steps": {id: {**task, "duration": 3} for id, task in CHOSEN.items()},
                "phases": [{"name": "early", "length": 2}, {"name": "late", "length": 2.5}],
                "time": "months",
            },
            {},
            [MUST["s"], "- phase 'early' is 2 months long", "- phase 'late' is 2.5 months long"],
        ),
        (
            {
                "steps": {**CHOSEN, "s": {"cost": 0, "must": True, "uses": {"rooms": 3}}},
                "capacities": {"staff": 1, "rooms": 2},
                "phases": [{"name": "early"}, {"name": "late", "capacities": {"rooms": 1}}],
            },
            {},
            [MUST["s"], "- phase 'early' has 2 of 'rooms'", "- phase 'late' has 1 of 'rooms'"],
        ),
    ],
)
def test_limits_that_clash_are_said_in_words(tmp_path, roadmap, after, said):
    asked = small(tmp_path, {**roadmap, "money": "tons"}, steps=needing(**after))
    with pytest.raises(AnalysisError) as error:
        mcda.roadmap(asked)
    first, *lines = str(error.value).splitlines()
    assert first == (
        "no choice of steps keeps all limits. These cannot be kept together, and without any one they could:"
    )
    assert sorted(lines) == sorted(said)


def test_limits_that_clash_are_said_without_units_where_the_panel_has_none(tmp_path):
    asked = small(tmp_path, {"steps": {**costs(p=1, q=1, r=1), "s": {"cost": 3, "must": True}}, "budget": 2})
    with pytest.raises(AnalysisError, match=r"\n- 's' \(cost 3\) must be chosen\n- the budget is 2$"):
        mcda.roadmap(asked)


def test_a_mermaid_chart_has_every_step_in_its_phase_with_its_days(plan):
    lines = mermaid(plan).splitlines()
    assert lines[0] == "gantt"
    assert [line.split("section ")[1] for line in lines if "section" in line] == list(plan.phase_names)
    tasks = [line for line in lines if " :" in line]
    assert len(tasks) == len(plan.order)
    assert "    Strengthening trust and belief at the governance level :trust_0, 2000-01-01, 2000-05-02" in tasks
    dated = replace(plan, begin_day="2027-03-01", time="weeks")
    assert "trust_0, 2027-03-01, 2027-03-29" in mermaid(dated)


def test_a_plan_is_drawn_as_a_gantt_chart(plan, tmp_path):
    from mcda import plots

    figure = plots.figure_of(plan)
    axes = figure.axes[0]
    assert [label.get_text().replace("\n", " ") for label in axes.get_yticklabels()] == [
        plan.names[p] for p in plan.order
    ]
    bars = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in axes.patches]
    np.testing.assert_allclose(bars, [(plan.begins[place], plan.ends[place]) for place in plan.order])
    plots.save_plot(figure, tmp_path / "plan.svg")
    assert (tmp_path / "plan.svg").stat().st_size > 10_000
