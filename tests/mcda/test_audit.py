"""The audit: other routes give the same numbers, whatever the options; what was changed by hand is found."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from dataclasses import fields, replace
from functools import partial
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pytest
from journals import Clock
from panels import compare, panel, rate, steps_of

import mcda
from criteria.events import Action, Kind, Pair
from criteria.faults import PanelError
from criteria.files import read_panel
from criteria.journal import Journal
from criteria.journal.chain import COLUMNS, hash_of
from mcda.analysis import auditing, auditing_further, manifesting
from mcda.analysis.checks import Comparing
from mcda.roadmap import enumeration
from mcda.routes.peers import has_scikit_criteria
from tui.commands.group import run

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", ["telemedicine", "house", "car", "city200"])
def test_every_published_number_of_the_sample_panels_comes_out_again(name):
    given = read_panel(ROOT / "sample_panels" / name)
    audit = mcda.audit(given)
    assert audit.failed == ()
    published = mcda.weights(given)
    by_route = {(c.what, c.of): c for c in audit.checks if c.route.startswith("numpy")}
    for place, criterion in enumerate(published.criteria):
        assert by_route["local weight", criterion].ours == published.local[place]
        assert by_route["global weight", criterion].ours == published.overall[place]
        assert by_route["global weight", criterion].difference < 1e-12
    for node in mcda.consistency(given).nodes:
        if not np.isnan(node.cr):
            assert by_route["consistency ratio", f"{node.panellist} at {node.node}"].ours == pytest.approx(node.cr)
    of_formulas = [c for c in audit.checks if c.route == "formula from print" and c.what.startswith("score")]
    wanted = {"telemedicine": 21, "house": 3, "car": 6, "city200": 0}
    assert len(of_formulas) == wanted[name]


def test_agreement_intervals_and_the_roadmap_come_out_again_by_another_route():
    """Every number that the commands print is there as `ours`, and its other route is no more than 1e-11 away."""
    given = read_panel(ROOT / "sample_panels" / "telemedicine")
    checks = mcda.audit(given).checks
    ours = {(c.what, c.of): c.ours for c in checks if c.route != "HiGHS"}
    words = {"consensus": "consensus S*", "homogeneity": "homogeneity S", "kendall-w": "Kendall's W"}
    measures = [measure for measure in mcda.agreement(given).measures if measure.measure in words]
    assert len(measures) == 30
    assert all(ours[words[each.measure], each.scope] == each.value for each in measures)
    intervals = mcda.sensitivity(given, "steps", draws=5, intervals=True).intervals
    ends = {value for what, value in ours.items() if what[0] == "end of an interval" and what[1].endswith("the steps")}
    assert ends == {each.low for each in intervals if each.below} | {each.high for each in intervals if each.above}
    assert len(ends) > 30
    plan = mcda.roadmap(given, draws=1)
    assert ours["cost of the roadmap", "chosen steps"] == plan.cost == 60
    assert ours["value of the roadmap", "chosen steps"] == plan.value
    of_steps = {what[1]: value for what, value in ours.items() if what[0] == "value of a step in the roadmap"}
    assert of_steps == dict(zip(plan.steps, plan.values.tolist(), strict=True))
    (solved,) = (c for c in checks if c.route == "HiGHS")
    assert solved.difference < 1e-6
    kinds = ("consensus S*", "homogeneity S", "Kendall's W", "end of an interval", "value of a step in the roadmap")
    assert max(c.difference for c in checks if c.what in kinds) < 1e-11


ROADMAPS = {
    "budget": {"budget": 9},
    "no limit": {},
    "synergies": {
        "budget": 12,
        "synergies": [{"steps": ["s1", "s4"], "adds": 0.3}, {"steps": ["s2", "s5"], "saves": 1}],
    },
    "phases": {"phases": [{"name": "I", "budget": 5}, {"name": "II", "budget": 4, "length": 3}]},
}


@pytest.mark.parametrize("name", ROADMAPS)
def test_every_kind_of_roadmap_comes_out_again(name, tmp_path):
    costs = {f"s{n}": {"cost": n, "duration": 4 - n // 2} for n in range(1, 6)}
    given = small(tmp_path, {}, roadmap={**ROADMAPS[name], "steps": costs})
    audit = mcda.audit(given)
    assert audit.failed == ()
    by_what = {c.what: c for c in audit.checks if c.of in ("chosen steps", "best set")}
    assert set(by_what) == {"cost of the roadmap", "value of the roadmap"}
    assert by_what["cost of the roadmap"].difference < 1e-12
    assert max(c.difference for c in audit.checks if c.what == "value of a step in the roadmap") < 1e-12


def test_an_end_of_an_interval_that_is_wrong_is_found():
    from mcda.analysis.auditing_further import _crossing

    assert _crossing(lambda share: share - 0.3, 0.3 + 1e-6) == pytest.approx(0.3, abs=1e-13)
    assert (
        Comparing(1e-9)("end of an interval", "a", 0.301, _crossing(lambda s: s - 0.3, 0.301), "r").verdict == "differs"
    )


RATIOS = ["3 5 1/2 2 1/4 1/7", "2 ? 1/3 4 ? 1/5", "1 2 3 1/2 1/3 4"]


def small(folder, settings, *, costs=True, spare=True, second=None, **said):
    """Three panellists, gaps in one's judgements, ratings with gaps of steps, unequal say and organisations."""
    criteria = [{"id": id, "direction": "cost" if costs and id in "bd" else "benefit"} for id in "abcd"]
    people = [
        {"id": "P1", "weight": 2, "organisation": "North"},
        {"id": "P2", "organisation": "North"},
        {"id": "P3", "organisation": "South"},
    ]
    rng = np.random.default_rng(3)
    rows = [
        rate(f"P{n}", "a b c d", {f"s{step}": " ".join(map(str, rng.integers(1, 10, 4))) for step in range(1, 6)})
        for n in (1, 2, 3)
    ]
    if spare:
        rows[1] = [row for place, row in enumerate(rows[1]) if place % 4]
    return panel(
        folder,
        criteria=criteria,
        panellists=people,
        solutions="one two",
        steps=steps_of(one="s1 s2 s3", two="s4 s5"),
        scale={"min": 0, "max": 10},
        judgements=[
            second if second and n == 2 else compare(f"P{n}", "goal", "a b c d", RATIOS[n - 1]) for n in (1, 2, 3)
        ],
        ratings=rows,
        settings=settings,
        **said,
    )


JUDGING = [
    {"priorities": priorities, "aggregation": aggregation, "weighting": weighting}
    for priorities in ("geometric-mean", "eigenvector", "harker", "lambda-max")
    for aggregation in ("aij", "aip", "aip-arithmetic")
    for weighting in ("declared", "head", "organisation", "consistency")
]


@pytest.mark.parametrize("settings", JUDGING, ids=lambda s: " ".join(s.values()))
def test_every_way_of_judging_comes_out_again(settings, tmp_path):
    audit = mcda.audit(small(tmp_path, settings))
    assert audit.failed == ()
    exact = 1e-9 if settings["priorities"] in ("geometric-mean", "harker") else 1e-7
    assert all(c.difference < exact for c in audit.checks if c.what.endswith("weight") and c.route.startswith("numpy"))


@pytest.mark.parametrize("scale", mcda.pairwise.SCALES)
def test_every_scale_comes_out_again(scale, tmp_path):
    audit = mcda.audit(small(tmp_path, {"scale": scale, "ratings": "additive"}))
    assert audit.failed == ()
    assert any("by the same function" in notice for notice in audit.meta["notices"]) is (scale != "linear")


SCORING = [
    {"method": row.name} if len(row.normalisations) == 1 else {"method": row.name, "normalisation": normalisation}
    for row in mcda.ranking.RANKING_METHODS.values()
    for normalisation in row.normalisations
]


@pytest.mark.parametrize("costs", [True, False], ids=["costs", "benefits"])
@pytest.mark.parametrize("settings", SCORING, ids=lambda s: " ".join(s.values()))
def test_every_ranking_method_comes_out_again(settings, costs, tmp_path):
    given = small(tmp_path, settings, costs=costs)
    audit = mcda.audit(given)
    assert audit.failed == ()
    printed = {c.of: c for c in audit.checks if c.route == "formula from print" and c.what == "score of a step"}
    ranking = mcda.rank(given, "steps")
    assert {id: c.ours for id, c in printed.items()} == dict(zip(ranking.alternatives, ranking.scores, strict=True))
    assert max(c.difference for c in printed.values()) < 1e-12
    theirs = [c for c in audit.checks if c.route.startswith("pymcdm") and c.what == "score of a step"]
    assert len(theirs) == 5
    if settings["method"] == "copras" and costs:
        assert {c.verdict for c in theirs} == {"explained"}
        assert min(c.difference for c in theirs) > 0.01


AWKWARD = [
    {},
    {"priorities": "eigenvector", "weighting": "consistency"},
    {"priorities": "lambda-max", "random_index": "saaty-2005"},
    {"priorities": "harker", "random_index": "saaty-1980"},
    {"priorities": "lambda-max", "aggregation": "aip", "weighting": "organisation"},
    {"priorities": "eigenvector", "aggregation": "aip-arithmetic", "random_index": "donegan-dodd"},
]


def awkward(folder, settings, *, values=True, **said):
    """A given node, an only child, a pair that nobody judged, somebody without a say; alternatives rated by two rounds,
    measured, and compared with a gap; a panellist who joins no items and one who judged a pair twice."""
    people = [
        {"id": "P1", "weight": 2, "organisation": "North"},
        {"id": "P2", "organisation": "North"},
        {"id": "P3"},
        {"id": "P4", "weight": 0},
    ]
    given = [{"id": "g1", "weight": 0.25}, {"id": "g2", "weight": 0.75, "direction": "cost"}]
    return panel(
        folder,
        criteria=[
            {"id": "g", "children": given},
            {"id": "a", "children": [{"id": f"a{n}"} for n in range(1, 5)]},
            {"id": "one", "children": [{"id": "only"}]},
        ],
        panellists=people,
        solutions="x y z w",
        steps=steps_of(x="s1 s2"),
        scale={"min": 0, "max": 10},
        judgements=[
            compare("P1", "goal", "a g one", "3 5 2"),
            compare("P2", "goal", "a g one", "1/2 4 6"),
            compare("P3", "goal", "a g", "2"),
            compare("P4", "goal", "a g one", "1/9 1/9 1/9"),
            compare("P1", "a", "a1 a2 a3 a4", "2 3 ? 4 5 1/2"),
            compare("P2", "a", "a1 a2 a3 a4", "1/3 2 ? ? 3 7"),
            compare("P1", "goal", "one a", "1/4", round=2),
            *([compare("P1", "a4", "x y z w", "2 ? 4 3 5 1/2")] if values else []),
            *([compare("P2", "a4", "x y z w", "1/2 ? 3 ? 4 ?")] if values else []),
        ],
        ratings=[
            rate("P1", "a1 a2", {"x": "3 5", "y": "8 1", "z": "2 2", "w": "9 4"}),
            rate("P2", "a1 a2", {"x": "4 ?", "y": "6 3", "z": "1 7", "w": "? 8"}),
            rate("P4", "a1 a2", {"x": "0 0", "y": "9 9", "z": "0 0", "w": "9 9"}),
            rate("P1", "a1 a2", {"x": "5 5"}, round=2),
        ]
        if values
        else (),
        performance={
            id: dict(zip(("a3", "g1", "g2", "only"), row, strict=True))
            for id, row in {"x": (3, 10, 7, 2), "y": (1, 30, 9, 3), "z": (2, 20, 8, 1), "w": (5, 25, 4, 4)}.items()
        }
        if values
        else None,
        settings=settings,
        **said,
    )


@pytest.mark.parametrize("settings", AWKWARD, ids=lambda s: " ".join(s.values()) or "usual")
def test_a_panel_with_everything_that_is_awkward_comes_out_again(settings, tmp_path):
    given = awkward(tmp_path, {"method": "weighted-sum", **settings})
    audit = mcda.audit(given)
    assert audit.failed == ()
    by_kind = {}
    for check in audit.checks:
        by_kind.setdefault((check.what, check.route), set()).add(check.of)
    lstsq = settings.get("priorities", "geometric-mean") == "geometric-mean"
    route = "numpy lstsq, a row a judgement" if lstsq else "numpy eig"
    every = {"a", "g", "one", "a1", "a2", "a3", "a4", "g1", "g2", "only"}
    assert by_kind["local weight", route] == by_kind["global weight", route] == every
    if settings.get("aggregation", "aij") == "aij":
        assert by_kind["local weight", "ahpy"] == {"a", "g", "one", "a1", "a2", "a3", "a4"}
        assert by_kind["global weight", "ahpy, its hierarchy"] == every
    else:
        assert ("local weight", "ahpy") not in by_kind
    # P1 and P2 joined more pairs than they need at the goal, below a, and among the alternatives under a4
    consistent = {f"{who} at {node}" for who in ("P1", "P2") for node in ("goal", "a")} | {"P1 at a4"}
    table = settings.get("random_index", "alonso-lamata")
    assert by_kind["largest eigenvalue", "numpy eigvals"] == consistent
    assert by_kind["consistency ratio", f"numpy eigvals, {table}"] == consistent
    assert by_kind["geometric consistency index", "numpy lstsq, a row a judgement"] == consistent
    other = "saaty-2005" if table == "saaty-2005" else "donegan-dodd"
    assert by_kind[f"consistency ratio by {other}", "ahpy"] == consistent
    assert by_kind["score of a solution", "formula from print"] == {"x", "y", "z", "w"}
    assert not any(what == "score of a step" for what, _ in by_kind)
    with_gaps = {c.of for c in audit.checks if c.verdict == "explained" and c.what.startswith("consistency ratio by")}
    assert with_gaps == consistent - {"P1 at goal", "P2 at goal"}


@pytest.mark.parametrize(("first", "second"), [("2 4 2", "3 9 3"), ("2 4 ?", "1/3 ? 5")])
def test_where_nobody_contradicts_themselves_the_consistent_count_as_declared(first, second, tmp_path):
    given = panel(
        tmp_path,
        criteria="a b c",
        panellists={"P1": {"weight": 3}, "P2": {}},
        judgements=[compare("P1", "goal", "a b c", first), compare("P2", "goal", "a b c", second)],
        settings={"weighting": "consistency"},
    )
    audit = mcda.audit(given)
    assert audit.failed == ()
    declared = mcda.weights(given, weighting="declared")
    theirs = {c.of: c.theirs for c in audit.checks if c.what == "local weight" and c.route.startswith("numpy")}
    assert theirs == pytest.approx(dict(zip("abc", declared.local, strict=True)), rel=1e-12)


def test_more_items_than_a_printed_table_has_are_audited_without_it(tmp_path):
    ids = " ".join(f"c{n}" for n in range(21))
    given = panel(tmp_path, criteria=ids, panellists="P1", judgements=compare("P1", "goal", ids, "1 " * 210))
    audit = mcda.audit(given)
    assert audit.failed == ()
    assert {c.what for c in audit.checks if c.of == "P1 at goal"} == {
        *("largest eigenvalue", "geometric consistency index", "consistency ratio")
    }


WRONG = {
    "weights": lambda real, by: replace(real, local=real.local + by, overall=real.overall + by),
    "consistency": lambda real, by: replace(
        real,
        nodes=tuple(replace(n, lambda_max=n.lambda_max + by, gci=n.gci + by, cr=n.cr + by) for n in real.nodes),
    ),
    "rank": lambda real, by: replace(real, scores=real.scores + by),
    "agreement": lambda real, by: replace(
        real, measures=tuple(replace(each, value=each.value + by) for each in real.measures)
    ),
    "sensitivity": lambda real, by: replace(
        real, intervals=tuple(replace(each, low=each.low + by, high=each.high + by) for each in real.intervals)
    ),
    "roadmap": lambda real, by: replace(real, values=real.values + by, cost=real.cost + by, value=real.value + by),
}
KINDS = {
    "weights": ("local weight", "global weight"),
    "consistency": ("largest eigenvalue", "geometric consistency index", "consistency ratio"),
    "rank": ("score of a step", "score of a solution"),
    "agreement": ("consensus S*", "homogeneity S", "Kendall's W"),
    "sensitivity": ("end of an interval",),
    "roadmap": ("value of a step in the roadmap", "cost of the roadmap", "value of the roadmap"),
}


def found_out(monkeypatch, given, by, *kinds):
    """The checks of numbers of those kinds after all of them were published wrong by so much."""
    for which in kinds:
        for module in (auditing, auditing_further):
            if (real := getattr(module, which, None)) is not None:
                wrong = partial(WRONG[which], by=by)
                monkeypatch.setattr(module, which, lambda *a, _real=real, _wrong=wrong, **k: _wrong(_real(*a, **k)))
    wanted = {what for which in kinds for what in KINDS[which]}
    checks = [check for check in mcda.audit(given).checks if check.what in wanted]
    assert {check.what for check in checks} == wanted
    return checks


@pytest.mark.parametrize("which", WRONG)
def test_numbers_that_are_published_wrong_are_found_by_every_route(which, tmp_path, monkeypatch):
    """Nobody left a pair out: the exact routes see 3e-8, and a solver what it tells apart."""
    costs = {f"s{n}": {"cost": n} for n in range(1, 6)}
    full = compare("P2", "goal", "a b c d", "2 3 1/3 4 2 1/5")
    said = {"settings": {"priorities": "eigenvector"}, "roadmap": {**ROADMAPS["synergies"], "steps": costs}}
    given = small(tmp_path, said.pop("settings"), second=full, **said)
    checks = found_out(monkeypatch, given, 3e-4 if which == "sensitivity" else 3e-8, which)
    silent = [check for check in checks if check.verdict != "differs"]
    assert {check.route for check in silent} <= {"HiGHS"} | ({"pymcdm"} if which == "rank" else set())


@pytest.mark.parametrize(
    ("by", "of_eig", "of_ahpy"),
    [(5e-8, "agrees", "agrees"), (1e-6, "differs", "agrees"), (1e-2, "differs", "differs")],
)
def test_where_gaps_are_filled_the_digits_of_who_fills_them_are_allowed(tmp_path, monkeypatch, by, of_eig, of_ahpy):
    """1e-7 of a minimiser and 1e-3 of ahpy; where nobody left a pair out, as at the goal, no more than elsewhere."""
    given = awkward(tmp_path, {"priorities": "lambda-max"}, values=False)
    checks = found_out(monkeypatch, given, by, "weights", "consistency")
    verdicts = {}
    for check in checks:
        verdicts.setdefault((check.route.partition(",")[0], check.of.endswith("at goal")), set()).add(check.verdict)
    assert verdicts == {
        ("numpy eig", False): {of_eig},
        ("numpy eigvals", False): {of_eig},
        ("numpy lstsq", False): {"differs"},
        ("ahpy", False): {of_ahpy},
        ("numpy eigvals", True): {"differs"},
        ("numpy lstsq", True): {"differs"},
    }


@pytest.mark.parametrize("kind", ["solutions", "steps"])
def test_two_alternatives_are_enough_for_the_ends_of_intervals_and_one_has_none(kind, tmp_path):
    """By hand: 4/6 a + 1/4 b is 2/6 a + 3/4 b where a weighs 0.6 and b 0.4."""

    def audited(names, folder):
        folder.mkdir()
        alternatives = {"solutions": " ".join(names)}
        if kind == "steps":
            alternatives = {"solutions": "all", "steps": steps_of(all=" ".join(names))}
        rows = dict(zip(names, ({"a": 4, "b": 1}, {"a": 2, "b": 3}), strict=False))
        said = {"settings": {"method": "weighted-sum", "normalisation": "sum"}}
        checks = mcda.audit(
            panel(folder, criteria={"a": 0.7, "b": 0.3}, performance=rows, **alternatives, **said)
        ).checks
        return [(c.of, c.ours, c.theirs) for c in checks if c.what == "end of an interval" and kind in c.of]

    assert audited("x", tmp_path / "one") == []
    assert audited("xy", tmp_path / "two") == [
        (f"{criterion}, y above the first of the {kind}", pytest.approx(end), pytest.approx(end))
        for criterion, end in (("a", 0.6), ("b", 0.4))
    ]


def test_a_step_that_costs_nothing_and_a_synergy_of_all_that_is_chosen_are_audited_too(tmp_path):
    """The best step is worth 1, the worst 0, and both together half more."""
    roadmap = {
        "steps": {"s1": {"cost": 2}, "s2": {"cost": 0}},
        "synergies": [{"steps": ["s1", "s2"], "saves": 1, "adds": 0.5}],
    }
    given = panel(
        tmp_path,
        criteria={"a": 1.0},
        solutions="one",
        steps=steps_of(one="s1 s2"),
        performance={"s1": {"a": 10}, "s2": {"a": 5}},
        scale={"min": 0, "max": 10},
        roadmap=roadmap,
    )
    audit = mcda.audit(given)
    assert audit.failed == ()
    numbers = {(c.what, c.of): c.theirs for c in audit.checks if "roadmap" in c.what}
    assert numbers["cost of the roadmap", "chosen steps"] == 1
    assert numbers["value of the roadmap", "chosen steps"] == pytest.approx(1.5)


def test_a_roadmap_of_too_many_sets_to_look_at_is_audited_without_the_solver(tmp_path, monkeypatch):
    monkeypatch.setattr(enumeration, "MOST_BITS", 4)
    audit = mcda.audit(small(tmp_path, {}, roadmap={"budget": 9, "steps": {f"s{n}": {"cost": n} for n in range(1, 6)}}))
    assert audit.failed == ()
    assert {c.of for c in audit.checks if c.what == "value of the roadmap"} == {"chosen steps"}


def test_steps_measured_without_a_scale_are_worth_their_place_between_the_ends(tmp_path):
    """Cheap and broad is good; what all measure alike is worth nothing."""
    given = panel(
        tmp_path,
        criteria=[
            {"id": "price", "weight": 0.5, "direction": "cost"},
            {"id": "reach", "weight": 0.25},
            {"id": "same", "weight": 0.25},
        ],
        solutions="x",
        steps=steps_of(x="p q r"),
        performance={
            "p": {"price": 10, "reach": 1, "same": 5},
            "q": {"price": 20, "reach": 4, "same": 5},
            "r": {"price": 30, "reach": 5, "same": 5},
        },
        roadmap={"budget": 1, "steps": {id: {"cost": 1} for id in "pqr"}},
    )
    audit = mcda.audit(given)
    assert audit.failed == ()
    values = {c.of: c.theirs for c in audit.checks if c.what == "value of a step in the roadmap"}
    assert values == pytest.approx({"p": 0.5, "q": 0.25 + 0.25 * 3 / 4, "r": 0.25})


@pytest.mark.parametrize(
    ("rated", "steps", "audited", "kept"),
    [
        ("p q", {"x": "p", "y": "q"}, ["step", "solution"], ["steps"]),
        ("p q", {"x": "p q"}, ["step"], ["steps"]),  # y has no steps to take a score from
        ("x y", {}, ["solution"], ["solutions"]),
        ("x y p q", {"x": "p q"}, ["step", "solution"], ["steps", "solutions"]),
        ("", {"x": "p q"}, [], []),
    ],
)
def test_what_can_be_ranked_is_audited_and_what_has_values_is_kept(tmp_path, rated, steps, audited, kept):
    given = panel(
        tmp_path,
        criteria={"a": 0.5, "b": 0.5},
        solutions="x y",
        steps=steps_of(**steps),
        performance={id: {"a": n + 1, "b": 3 - n % 2} for n, id in enumerate(rated.split())},
    )
    audit = mcda.audit(given)
    assert audit.failed == ()
    scored = dict.fromkeys(c.what for c in audit.checks if c.what.startswith("score"))
    assert list(scored) == [f"score of a {kind}" for kind in audited]
    made = manifesting.manifest(tmp_path, draws=5)
    assert [part for part in made.results if part.startswith("score")] == [f"score of {kind}" for kind in kept]


def test_an_alternative_alone_has_a_score_and_no_interval(tmp_path):
    given = panel(tmp_path, criteria={"a": 0.5, "b": 0.5}, solutions="x", performance={"x": {"a": 1, "b": 2}})
    audit = mcda.audit(given)
    assert audit.failed == ()
    assert {c.what for c in audit.checks} == {"local weight", "global weight", "score of a solution"}


@pytest.mark.skipif(not has_scikit_criteria(), reason="scikit-criteria is not installed")
@pytest.mark.parametrize(
    ("method", "call"),
    [
        ("topsis", "VectorScaler, TOPSIS()"),
        ("vikor", "1 - VIKOR()"),
        ("moora", "VectorScaler, RatioMOORA()"),
        ("weighted-sum", ""),
    ],
)
def test_where_scikit_criteria_is_installed_it_is_a_route_too(method, call, tmp_path):
    audit = mcda.audit(small(tmp_path / "panel", {"method": method}))
    assert audit.failed == ()
    assert audit.meta["versions"]["scikit-criteria"] == version("scikit-criteria")
    routes = [c.route for c in audit.checks if c.route.startswith("scikit-criteria") and c.what == "score of a step"]
    assert routes == ([f"scikit-criteria {call}"] * 5 if call else [])


def test_a_deviation_that_explains_nothing_is_a_difference():
    comparing = Comparing(1e-9)
    said = {"known": "it differs", "expected": 0.5}
    assert comparing("score", "a", 0.4, 0.5, "peer", **said).verdict == "explained"
    assert comparing("score", "a", 0.4, 0.6, "peer", **said).verdict == "differs"
    assert comparing("score", "a", 0.4, float("nan"), "peer", **said).verdict == "no answer"
    assert comparing("score", "a", 0.4, 0.4, "peer", **said).verdict == "agrees"
    assert comparing("score", "a", 0.4, 0.5, "peer", expected=0.5).verdict == "differs"


@pytest.mark.parametrize("tolerance", [-1e-12, float("inf"), float("nan")])
def test_a_tolerance_is_a_number_from_0_up(tolerance, tmp_path):
    given = panel(tmp_path, criteria={"a": 0.5, "b": 0.5})
    with pytest.raises(mcda.AnalysisError, match=r"tolerance is .*: allowed are numbers from 0 up"):
        mcda.audit(given, tolerance=tolerance)
    audit = mcda.audit(given, tolerance=0)
    assert (audit.tolerance, audit.meta["options"]["tolerance"]) == (0, 0)
    assert {check.difference for check in audit.checks} == {0}


def test_a_tolerance_that_rounding_exceeds_is_exit_code_1(capsys):
    assert run(["audit", str(ROOT / "sample_panels" / "house"), "--tolerance", "0", "--format", "table"]) == 1
    printed = capsys.readouterr().out
    assert "beyond the tolerance" in printed
    assert run(["audit", str(ROOT / "sample_panels" / "house"), "--tolerance", "nan"]) == 1
    assert "allowed are numbers from 0 up" in capsys.readouterr().err


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    """A panel with answers in a CSV file and twelve more in a journal."""
    folder = tmp_path_factory.mktemp("once") / "panel"
    small(folder, {})
    journal = Journal(folder, Clock())
    pairs = [("a", "b"), ("a", "c"), ("b", "c"), ("c", "d")]
    for n in (1, 2, 3):
        for first, second in pairs:
            pair = Pair("goal", first, second)
            journal.append([Action(kind=Kind.JUDGED, panellist=f"P{n}", subject=pair, value=2.0)])
    journal.close()
    return folder


@pytest.fixture
def sat(once, tmp_path):
    """A copy of it to change."""
    return Path(shutil.copytree(once, tmp_path / "panel"))


@pytest.fixture
def kept(sat, tmp_path):
    path = tmp_path / "manifest.json"
    assert run(["audit", str(sat), "--manifest", str(path), "-q"]) == 0
    return path


def against(folder, path, capsys):
    """Exit code and rows (part, of) of the comparison."""
    capsys.readouterr()
    code = run(["audit", str(folder), "--against", str(path), "-q", "--format", "json"])
    rows = json.loads(capsys.readouterr().out)["rows"]
    return code, rows


def test_what_is_unchanged_is_the_same_and_has_the_same_bytes(sat, kept, tmp_path, capsys):
    assert against(sat, kept, capsys) == (0, [])
    again = tmp_path / "again.json"
    assert run(["audit", str(sat), "--manifest", str(again), "-q"]) == 0
    assert again.read_bytes() == kept.read_bytes()


def test_a_manifest_names_no_panellist(kept):
    text = kept.read_text(encoding="utf-8")
    assert not any(f"P{n}" in text for n in (1, 2, 3))
    assert "North" not in text


def test_a_judgement_changed_in_a_csv_file_is_found(sat, kept, capsys):
    path = sat / "judgements.csv"
    path.write_text(path.read_text().replace("P1,goal,a,d,1/2", "P1,goal,a,d,9"))
    code, rows = against(sat, kept, capsys)
    assert code == 1
    assert ("judgements.csv", "content") in {(row["part"], row["of"]) for row in rows}
    changed = {row["of"] for row in rows if row["part"] == "global weight"}
    assert changed == {"a", "b", "c", "d"}
    weights = mcda.weights(read_panel(sat))
    assert all(float(row["now"]) == pytest.approx(weights[row["of"]]) for row in rows if row["part"] == "global weight")
    assert "consistency ratios at goal" in {row["part"] for row in rows}


def test_a_judgement_changed_in_the_journal_is_found(sat, kept, capsys):
    with sqlite3.connect(sat / "journal.db") as connection:
        connection.execute("UPDATE events SET value = 9 WHERE number = 7")
    connection.close()
    code, rows = against(sat, kept, capsys)
    assert code == 1
    assert ("journal.db", "event 7") in {(row["part"], row["of"]) for row in rows}
    assert run(["audit", str(sat), "--format", "csv"]) == 1
    assert "event 7 (judged, " in capsys.readouterr().err


def rewritten(folder, number, value):
    """Change a value and make the chain whole again from there, as somebody would who knows how."""
    with sqlite3.connect(folder / "journal.db") as connection:
        rows = connection.execute(f"SELECT number, {', '.join(COLUMNS)} FROM events ORDER BY number").fetchall()
        before = ""
        for at, *row in rows:
            if at >= number:
                row[1] = before
                if at == number:
                    row[list(COLUMNS).index("value")] = value
                row[0] = hash_of(row)
                connection.execute(
                    "UPDATE events SET id = ?, parents = ?, value = ? WHERE number = ?",
                    (row[0], row[1], row[list(COLUMNS).index("value")], at),
                )
            before = row[0]
        connection.execute("UPDATE heads SET id = ?", (before,))
    connection.close()


def test_a_chain_that_was_made_whole_again_differs_from_that_event_on(sat, kept, capsys):
    rewritten(sat, 7, 9.0)
    assert run(["check", str(sat)]) == 0
    code, rows = against(sat, kept, capsys)
    assert code == 1
    (row,) = (row for row in rows if row["part"] == "journal.db")
    assert row["of"].startswith("from event 7 on (")
    assert {"local weight", "global weight"} <= {row["part"] for row in rows}


def test_events_that_were_cut_off_or_added_are_found(sat, kept, capsys, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(sat, copy)
    with sqlite3.connect(copy / "journal.db") as connection:
        connection.execute("DELETE FROM events WHERE number > 10")
        connection.execute("UPDATE heads SET (id, tick) = (SELECT id, tick FROM events WHERE number = 10)")
    connection.close()
    code, rows = against(copy, kept, capsys)
    assert code == 1
    assert [row["of"] for row in rows if row["part"] == "journal.db"] == ["from event 11 on"]
    journal = Journal(sat, Clock())
    journal.append([Action(kind=Kind.NOTED, text="later")])
    journal.close()
    code, rows = against(sat, kept, capsys)
    assert code == 1
    (row,) = rows
    assert row["part"] == "journal.db"
    assert row["of"].startswith("from event 13 on (")
    assert row["then"].startswith("12 events")
    assert row["now"].startswith("13 events")


def test_a_number_changed_in_the_manifest_is_found(sat, kept, capsys):
    said = json.loads(kept.read_text())
    said["results"]["score of steps"]["s1"] += 1e-6
    kept.write_text(json.dumps(said))
    code, rows = against(sat, kept, capsys)
    assert code == 1
    assert [(row["part"], row["of"]) for row in rows] == [
        ("manifest", "the manifest was changed after it was written"),
        ("score of steps", "s1"),
    ]
    said["sha256"] = manifesting._digest(said)
    kept.write_text(json.dumps(said))
    code, rows = against(sat, kept, capsys)
    assert (code, [(row["part"], row["of"]) for row in rows]) == (1, [("score of steps", "s1")])


def kept_from(folder, path, **options):
    """The manifest of a folder, written where it is asked for and read again."""
    made = manifesting.manifest(folder, draws=20, **options)
    path.write_text(manifesting.manifest_text(made), encoding="utf-8")
    return made


def changed(path, *keys, to):
    """One value of a manifest as somebody would write it who knows how to make the digest right again."""
    said = json.loads(path.read_text(encoding="utf-8"))
    at = said
    for key in keys[:-1]:
        at = at[key]
    if to is None:
        del at[keys[-1]]
    else:
        at[keys[-1]] = to
    said["sha256"] = manifesting._digest(said)
    path.write_text(json.dumps(said), encoding="utf-8")


def different(folder, path):
    """(part, of, then, now) of what differs."""
    return [(each.part, each.of, each.then, each.now) for each in manifesting.compared(folder, path).differences]


def test_a_manifest_holds_what_the_commands_print_to_twelve_digits(sat, tmp_path):
    made = kept_from(sat, tmp_path / "m.json", seed=3)
    given = read_panel(sat)
    published, ranking = mcda.weights(given), mcda.rank(given, "steps")
    sure = mcda.sensitivity(given, "steps", draws=20, seed=3)

    def twelve(ids, numbers):
        return {id: float(f"{number:.12g}") for id, number in zip(ids, numbers, strict=True)}

    assert made.results == {
        "local weight": twelve(published.criteria, published.local),
        "global weight": twelve(published.criteria, published.overall),
        "score of steps": twelve(ranking.alternatives, ranking.scores),
        "first places of steps": twelve(sure.alternatives, sure.first_share),
    }
    lines = [f"{each.panellist} {each.cr:.6f}" for each in mcda.consistency(given).nodes]
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    assert made.digests == {"consistency ratios at goal": digest}
    assert (made.draws, made.seed, made.title, made.synthetic) == (20, 3, "A small panel", False)
    assert {"priorities", "random_index", "method", "normalisation", "ratings"} <= set(made.options)
    assert set(made.versions) == {"mcda", "python", "numpy", "scipy", "pandas", "pymcdm", "ahpy"}
    assert (made.journal.events, len(made.journal.trail)) == (12, 24)
    assert manifesting.read_manifest(tmp_path / "m.json") == (made, True)
    text = (tmp_path / "m.json").read_text(encoding="utf-8")
    assert text.startswith('{\n "form": 1,\n')
    assert text.endswith("}\n")
    assert list(json.loads(text)) == [field.name for field in fields(made)]


def test_a_package_that_is_not_installed_has_no_version(sat, tmp_path, monkeypatch):
    monkeypatch.setattr(manifesting, "PACKAGES", ("no-such-package-at-all", "scipy"))
    assert set(kept_from(sat, tmp_path / "m.json").versions) == {"mcda", "python", "numpy", "scipy"}


def test_numbers_nearer_than_a_billionth_and_shares_nearer_than_five_draws_are_the_same(sat, tmp_path):
    path = tmp_path / "m.json"
    made = kept_from(sat, path)
    for id, by in (("a", 4e-10), ("b", 9e-10), ("c", 1.2e-9), ("d", -1.2e-9)):
        changed(path, "results", "local weight", id, to=made.results["local weight"][id] + by)
    shares = made.results["first places of steps"]
    few, more = sorted(shares, key=shares.get)[:2]
    changed(path, "results", "first places of steps", few, to=shares[few] + 4.9 / 20)
    changed(path, "results", "first places of steps", more, to=shares[more] + 5.1 / 20)
    found = manifesting.compared(sat, path)
    assert [(each.part, each.of) for each in found.differences] == [
        *(("local weight", "c"), ("local weight", "d"), ("first places of steps", more))
    ]
    # the manifest, three files, outline, journal, each option, all numbers, one digest
    assert found.compared == 1 + 3 + 1 + 1 + len(made.options) + (4 + 4 + 5 + 5) + 1
    assert {key: found.meta["options"][key] for key in ("against", "draws", "seed")} == {
        **{"against": "m.json", "draws": 20, "seed": 0}
    }


def test_of_numbers_above_one_it_is_a_billionth_of_them(tmp_path):
    small(tmp_path / "panel", {"method": "cocoso"}, title="پنل")
    path = tmp_path / "m.json"
    scores = kept_from(tmp_path / "panel", path).results["score of steps"]
    assert '"title": "پنل"' in path.read_text(encoding="utf-8")
    rest = json.loads(path.read_text(encoding="utf-8"))
    digest = rest.pop("sha256")
    compact = json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert digest == hashlib.sha256(compact.encode()).hexdigest()
    best, next_best = sorted(scores, key=scores.get, reverse=True)[:2]
    assert scores[next_best] > 1.3
    changed(path, "results", "score of steps", best, to=scores[best] + 1.2e-9)
    changed(path, "results", "score of steps", next_best, to=scores[next_best] * (1 + 1.2e-9))
    assert [row[:2] for row in different(tmp_path / "panel", path)] == [("score of steps", next_best)]


def test_what_differs_stands_in_the_order_of_the_chain_with_both_sides(sat, tmp_path):
    """A catalogue stands outside the folder; the two digits with which the last event begins are all of its trail."""
    path = tmp_path / "m.json"
    made = kept_from(sat, path)
    (head,) = made.journal.heads
    changed(path, "files", "ratings.csv", to=None)
    changed(path, "files", "performance.csv", to={"sha256": "e" * 64, "bytes": 12, "lines": 1})
    changed(path, "outline", to="f" * 64)
    changed(path, "journal", "heads", to=[head[:2] + "0" * 30])
    changed(path, "options", "scale", to=None)
    changed(path, "options", "colour", to="red")
    changed(path, "results", "local weight", "b", to=float("nan"))
    changed(path, "results", "score of steps", "s1", to=None)
    changed(path, "results", "other", to={"x": 1.5})
    changed(path, "digests", "consistency ratios at goal", to="0" * 64)
    held, absent = (sat / "ratings.csv").read_bytes(), "there is none"
    file = f"{hashlib.sha256(held).hexdigest()[:10]}, {len(held.splitlines())} lines, {len(held)} bytes"
    assert different(sat, path) == [
        ("performance.csv", "content", f"{'e' * 10}, 1 lines, 12 bytes", absent),
        ("ratings.csv", "content", absent, file),
        ("panel.yaml", "criteria, alternatives, panellists or settings", "f" * 10, made.outline[:10]),
        (
            *("journal.db", "the latest event"),
            *(f"12 events up to {head[:2]}{'0' * 8}", f"12 events up to {head[:10]}"),
        ),
        ("options", "colour", "red", absent),
        ("options", "scale", absent, "linear"),
        ("local weight", "b", absent, f"{made.results['local weight']['b']:.12g}"),
        ("score of steps", "s1", absent, f"{made.results['score of steps']['s1']:.12g}"),
        ("other", "x", "1.5", absent),
        ("consistency ratios at goal", "all panellists", "0" * 10, made.digests["consistency ratios at goal"][:10]),
    ]


def test_draws_and_seeds_that_cannot_be_are_taken_as_the_least(sat, tmp_path):
    path = tmp_path / "m.json"
    kept_from(sat, path)
    changed(path, "draws", to=-3)
    changed(path, "seed", to=-1)
    found = manifesting.compared(sat, path)
    assert (found.meta["options"]["draws"], found.meta["options"]["seed"]) == (1, 0)
    assert found.differences == ()  # of one draw every share may fall the other way


def test_a_journal_that_came_later_differs_from_its_first_event_on(tmp_path):
    small(tmp_path / "panel", {})
    path = tmp_path / "m.json"
    kept_from(tmp_path / "panel", path)
    journal = Journal(tmp_path / "panel", Clock())
    journal.append([Action(kind=Kind.NOTED, text="first")])
    journal.close()
    ((part, of, then, now),) = different(tmp_path / "panel", path)
    assert (part, then) == ("journal.db", "0 events up to none")
    assert of.startswith("from event 1 on (")
    assert now.startswith("1 events up to ")


def test_a_manifest_that_was_changed_shows_both_digests(sat, tmp_path):
    path = tmp_path / "m.json"
    made = kept_from(sat, path)
    said = json.loads(path.read_text()) | {"title": "Another"}
    path.write_text(json.dumps(said))
    assert different(sat, path) == [
        ("manifest", "the manifest was changed after it was written", made.sha256, manifesting._digest(said))
    ]


def test_the_place_of_what_is_no_json_is_named(tmp_path):
    path = tmp_path / "odd.json"
    path.write_text('{\n "form": }')
    with pytest.raises(PanelError, match=r"^odd\.json:2:10: file: this is no JSON: Expecting value"):
        manifesting.read_manifest(path)


def test_other_versions_are_named_and_are_no_difference(sat, kept, capsys):
    said = json.loads(kept.read_text())
    said["versions"]["numpy"] = "1.0"
    said["sha256"] = manifesting._digest(said)
    kept.write_text(json.dumps(said))
    code, rows = against(sat, kept, capsys)
    assert (code, [(row["part"], row["of"], row["then"]) for row in rows]) == (0, [("versions", "numpy", "1.0")])


def test_another_catalogue_or_another_setting_is_found(sat, kept, capsys):
    path = sat / "panel.yaml"
    path.write_text(path.read_text().replace('"settings": {}', '"settings": {"random_index": "saaty-1980"}'))
    code, rows = against(sat, kept, capsys)
    assert code == 1
    assert {(row["part"], row["of"]) for row in rows} == {
        ("panel.yaml", "content"),
        ("options", "random_index"),
        ("consistency ratios at goal", "all panellists"),
    }


BROKEN = {
    "empty": (b"", "no JSON"),
    "text": (b"hello", "no JSON"),
    "binary": (b"\xff\xfe\x00", "no UTF-8"),
    "list": (b"[]", "no manifest"),
    "lacking": (b'{"form": 1}', "no manifest"),
    "deep": (b"[" * 100_000, "nested too deeply"),
    "nan": (b'{"form": NaN}', "form"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_manifest_is_refused_with_its_place(name, sat, tmp_path, capsys):
    content, message = BROKEN[name]
    path = tmp_path / "broken.json"
    path.write_bytes(content)
    assert run(["audit", str(sat), "--against", str(path), "-q"]) == 1
    printed = capsys.readouterr()
    assert printed.err.startswith("broken.json:1:")
    assert message in printed.err
    assert printed.out == ""


@pytest.mark.parametrize(
    ("key", "value", "field"),
    [
        ("form", 2, "form"),
        ("results", {"x": {"y": "z"}}, "results"),
        ("journal", {"events": -1}, "journal"),
        ("draws", "many", "draws"),
    ],
)
def test_a_manifest_with_a_wrong_value_names_its_key(key, value, field, sat, kept, capsys):
    said = json.loads(kept.read_text())
    said[key] = value
    kept.write_text(json.dumps(said))
    assert run(["audit", str(sat), "--against", str(kept), "-q"]) == 1
    assert capsys.readouterr().err.startswith(f"manifest.json:1:1: {field}")
