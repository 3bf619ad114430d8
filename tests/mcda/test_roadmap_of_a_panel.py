"""The roadmap of a panel: its values, draws, words and tables beside other routes."""

import json
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from golden import ROOT
from panels import panel, steps_of

import mcda
from mcda import AnalysisError
from mcda.results.mermaid import mermaid

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


def test_core_indices_are_shares_of_draws_that_are_made_anew(telemedicine, plan):
    """The values of each draw once more, from the draws of `sensitivity`; the best set by a solver for some of them."""
    from mcda import roadmap as engine
    from mcda.analysis import doubting, planning_limits
    from mcda.analysis.choices import chosen_options, chosen_panellists
    from mcda.analysis.judging import Judging
    from mcda.analysis.scoring import chosen_scoring
    from mcda.analysis.values import decision_matrix
    from mcda.sensitivity.blocks import generator

    judging = Judging.of(telemedicine, chosen_panellists(telemedicine, None), chosen_options(telemedicine, {}))
    scoring = chosen_scoring(telemedicine, "steps", "weighted-sum", "scale", None, None)
    matrix = decision_matrix(telemedicine, judging, "steps", scoring.ratings)
    draw = doubting.panel_draws(telemedicine, judging, scoring, matrix, doubting.DOUBT)
    weights, values = draw(generator(7, 0), 500)
    worth = [(row / row.sum()) @ (cells.T / 10) for row, cells in zip(weights, values, strict=True)]
    problem = planning_limits.limits_of(telemedicine, None, None).problem
    found = engine.best_sets(problem, worth)
    np.testing.assert_allclose(found.core_index, plan.core_index)
    for number in range(0, 500, 125):
        solved = engine.best_by_solver(problem, worth[number])
        np.testing.assert_array_equal(solved.chosen, found.chosen[found.which[number]])


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


def test_many_steps_are_chosen_by_a_solver(tmp_path):
    ids = [f"t{number}" for number in range(70)]
    rng = np.random.default_rng(1)
    ratings = {id: {"a": int(rng.integers(1, 10)), "b": int(rng.integers(1, 10))} for id in ids}
    asked = small(
        tmp_path,
        {"steps": {id: {"cost": int(rng.integers(1, 9)), "duration": 1} for id in ids}, "budget": 60},
        ratings,
        steps=steps_of(one=" ".join(ids)),
    )
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


@pytest.mark.parametrize(
    ("roadmap", "options", "message"),
    [
        (
            {},
            {},
            "no costs are given, and a roadmap needs them. Write into panel.yaml, for every step:\nroadmap:",
        ),
        ({"steps": costs(p=1, q=1)}, {}, "no cost is given for r, s"),
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
        ({"steps": costs(p=1, q=1, r=1, s=1)}, {"phases": 0}, "phases is 0: allowed are 1 to 100"),
        ({"steps": costs(p=1, q=1, r=1, s=1)}, {"draws": 0}, "draws is 0: at least 1 is needed"),
        ({"steps": costs(p=1, q=1, r=1, s=1)}, {"seed": -1}, "seed is -1"),
        ({"steps": costs(p=1, q=1, r=1, s=1)}, {"doubt": ("fate",)}, "doubt 'fate' is not known"),
    ],
)
def test_what_cannot_be_planned_is_refused(tmp_path, roadmap, options, message):
    with pytest.raises(AnalysisError) as error:
        mcda.roadmap(small(tmp_path, roadmap), **options)
    assert str(error.value).startswith(message)


def test_limits_that_clash_are_said_in_words(tmp_path):
    steps = {**costs(p=4, q=5, r=1, s=1), "p": {"cost": 4, "must": True}}
    after = [{"id": id, "name": id, "solution": "one", **({"after": ["q"]} if id == "p" else {})} for id in "pqrs"]
    asked = small(tmp_path, {"steps": steps, "budget": 8, "money": "tons"}, steps=after)
    with pytest.raises(AnalysisError) as error:
        mcda.roadmap(asked)
    assert str(error.value).splitlines()[1:] == [
        "- 'p' (cost 4 tons) must be chosen",
        "- the budget is 8 tons",
        "- 'p' (cost 4 tons) comes after 'q' (cost 5 tons)",
    ]


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
