"""What results say of numbers that the test chose: sentences, rows, what people see of them, details, all by hand."""

import csv
import io
import json
import re
from dataclasses import FrozenInstanceError, fields, is_dataclass, replace
from html import unescape

import numpy as np
import pytest
from scipy.stats import binomtest

from mcda.results.accord import BLANK, Accord, Fact, Grid
from mcda.results.agreement import Agreement, Measure
from mcda.results.audit import Audit, Check
from mcda.results.base import judged_by, people
from mcda.results.clusters import Clusters
from mcda.results.comparison import Comparison
from mcda.results.consistency import Consistency, NodeConsistency
from mcda.results.explanation import Effect as Lift
from mcda.results.explanation import Explanation
from mcda.results.file_ranking import FileRanking
from mcda.results.glance import Contested, Glance
from mcda.results.grouped import Grouped
from mcda.results.influence import SHOWN, Effect, Influence
from mcda.results.manifest import Comparison as Against
from mcda.results.manifest import Difference
from mcda.results.mermaid import mermaid
from mcda.results.methods import Method, Methods
from mcda.results.plan import Beyond, Frontier, Plan
from mcda.results.ranking import Ranking
from mcda.results.reversals import Change, ReversalReport, Unanswered
from mcda.results.rounds import Round, Rounds
from mcda.results.sensitivity import Interval, SensitivityReport
from mcda.results.specifications import Influence as Moves
from mcda.results.specifications import Refusal, Specification, Specifications
from mcda.results.spreads import PairSpread, Spreads, ratio_text
from mcda.results.sweep import Crossing, Flip, Sweep
from mcda.results.together import Together
from mcda.results.tornado import TornadoReport
from mcda.results.trace import Link, Trace
from mcda.results.variance import Variance
from mcda.results.weights import Weights

NAN, INF = float("nan"), float("inf")
OPTIONS = {
    "priorities": "geometric-mean",
    "aggregation": "aij",
    "scale": "linear",
    "random_index": "alonso-lamata",
    "method": "weighted-sum",
    "normalisation": "max",
}
META = {"title": "Clinics", "synthetic": False, "panellists": ["P1", "P2"], "options": OPTIONS, "notices": []}
HOW = "2 panellists, geometric-mean, aij, weighted-sum max"


def array(*numbers):
    return np.array(numbers, dtype=float)


def whole(*numbers):
    return np.array(numbers, dtype=np.intp)


accord = Accord(
    title="Law & care",
    facts=(Fact(part="Title", item="Title", said="Law " + "and care " * 20), Fact(part="Title", item="Method")),
    grids=(Grid(part="Title", title="Rounds", columns=("a", "b"), rows=(("1", "x|y"),)),),
    meta=META,
)
agreement = Agreement(
    measures=(
        Measure(scope="goal", measure="consensus", value=0.0004, chance=0.5, verdict="none"),
        Measure(scope="goal", measure="kendall-w-p", value=0.0005, chance=NAN, verdict=""),
        Measure(scope="law", measure="kendall-w-p", value=0.00049, chance=NAN, verdict=""),
    ),
    meta=META,
)
audit = Audit(
    checks=(
        Check(what="score", of="x", ours=1, theirs=1.25, route="print", difference=0.25, verdict="differs"),
        Check(what="score", of="y", ours=1, theirs=1.5, route="print", difference=0.5, verdict="differs"),
        Check(what="score", of="z", ours=1, theirs=1, route="print", difference=0.0, verdict="agrees"),
        Check(what="cr", of="P1", ours=1, theirs=NAN, route="peer", difference=NAN, verdict="no answer", remark="no"),
    ),
    tolerance=1e-9,
    meta=META,
)
clusters = Clusters(
    scope="goal",
    panellists=("P1", "P2", "P3"),
    organisations=("North", "South", ""),
    clusters=whole(2, 1, 1),
    silhouette=0.5,
    p=0.0125,
    to_group=array(0.9, 0.25, 0.75),
    order=array(1, -1, 0.5),
    similarity=np.array([[1, 0.1, 0.2], [0.1, 1, 0.3], [0.2, 0.3, 1]]),
    meta=META,
)
comparison = Comparison(
    of="steps",
    by="role",
    variants=("panel", "nurse", "doctor", "both"),
    alternatives=("x", "y", "z"),
    names=("Ex", "Why", "Zed"),
    scores=np.array([[3.0, 3, 1], [3, 3, 2], [1, 2, 3], [2, 1, 3]]),
    ranks=np.array([[1, 1, 3], [1, 1, 3], [3, 2, 1], [2, 3, 1]]),
    likeness={"tau-b": array(1, 1, -0.5, -1)},
    meta=META,
)
consistency = Consistency(
    nodes=(
        NodeConsistency(
            **{"panellist": "P1", "node": "goal", "items": 3, "judged": 3, "lambda_max": 3.5, "ci": 0.25, "cr": 0.5},
            **{"gci": 0.75, "koczkodaj": 0.125, "cycles": (("a", "b", "c"),), "verdict": "inconsistent"},
        ),
    ),
    meta=META,
)
explanation = Explanation(
    alternative="x",
    name="Ex",
    rank=2,
    of=5,
    score=0.5,
    effects=tuple(
        Lift(criterion=id, name=id.upper(), weight=0.2, value=4, mean=3, effect=effect)
        for id, effect in zip("abcdefgh", (0.4, 0.3, 0.2, 0.1, -0.1, -0.2, -0.25, -0.3), strict=True)
    ),
    meta=META,
)
file_ranking = FileRanking(
    count=1_200,
    alternatives=("x", "y"),
    names=("Ex", "Why"),
    scores=array(0.75, 0.5),
    ranks=whole(1, 2),
    criteria=("a", "b"),
    weights=array(0.25, 0.75),
    directions=array(1, -1),
    low=array(0, 1),
    high=array(9, 8),
    meta=META | {"file": {"name": "places.csv"}},
)
WIDE = PairSpread(
    **{"node": "goal", "first": "a", "second": "b", "judged": 4, "lower": 0.25, "median": 2.5, "upper": 4},
    **{"for_first": 1, "equal": 2, "for_second": 3},
)
NARROW = replace(WIDE, second="c", lower=1 / 2.5, median=1, upper=1.6)
glance = Glance(
    consensus=0.5,
    chance=0.25,
    verdict="low",
    pairs=3,
    settled=2 / 3,
    contested=(Contested(spread=WIDE, between=0.75, split=True), Contested(spread=NARROW, between=NAN, split=False)),
    judged=4,
    above=("P2",),
    names={"a": "A"},
    meta=META,
)
spreads = Spreads(pairs=(WIDE, NARROW), names={"a": "A"}, meta=META)
LEFT_OUT = Effect(
    **{"kind": "panellist", "who": "P1", "winners": ("y",), "first_changes": True, "few_changes": True},
    **{"lead": -0.5, "shift": 2},
)
MOVED = Effect(
    **{"kind": "judgement", "who": "P2", "node": "goal", "first": "a", "second": "b", "given": 2, "moved": 1 / 3},
    **{"winners": ("x",), "first_changes": False, "few_changes": False, "lead": 0.12346, "shift": 0},
)
influence = Influence(
    of="steps",
    winner="x",
    winner_name="Ex",
    lead=0.1,
    first=2,
    people=(LEFT_OUT, replace(LEFT_OUT, who="P2", winners=("x",), first_changes=False, few_changes=False)),
    indispensable=("P3", "P4"),
    judgements=(MOVED, replace(MOVED, few_changes=True), replace(MOVED, first_changes=True)),
    meta=META,
)
against = Against(
    differences=(
        Difference(part="options", of="scale", then="linear", now="log"),
        Difference(part="versions", of="numpy", then="1", now="2", counts=False),
    ),
    compared=12,
    meta=META,
)
methods = Methods(
    methods=(
        Method(kind="scale", name="linear", default=True, normalisations=(), summary="As judged.", source="Saaty"),
        Method(kind="method", name="topsis", default=False, normalisations=("a", "b"), summary="Near.", source="H."),
    )
)
frontier = Frontier(
    steps=("p", "q", "r", "s", "t"),
    chosen=np.array([[0, 0, 0, 0, 0], [1, 0, 0, 0, 0], [1, 1, 0, 1, 0], [1, 0, 1, 0, 0]], dtype=bool),
    costs=array(0, 2, 6, 8),
    values=array(0, 0.5, 0.875, 1.25),
    exact=True,
    meta=META,
)
plan = Plan(
    steps=("p", "q", "r", "s", "t"),
    names=("Portal", "Queue", "Radio", "Staff", "Tents"),
    chosen=np.array([True, True, False, True, False]),
    values=array(0.5, 0.25, 0.75, 0.125, 0.0625),
    costs=array(2, 3, 6, 1, 9),
    durations=array(2, 1, 4, 1.5, 1),
    phases=whole(0, 1, -1, 0, -1),
    order=(0, 3, 1),
    begins=array(0, 2, NAN, 0.5, NAN),
    ends=array(2, 3, NAN, 2, NAN),
    critical=(0, 1),
    phase_names=("1", "Later"),
    phase_budgets=array(4, INF),
    phase_begins=array(0, 2),
    phase_ends=array(2, 3),
    after=((), (0,), (), (), (0, 1)),
    cost=5.5,
    value=0.8,
    synergies=((("p", "q"), 0.2, 0.5),),
    core_index=array(1, 0.6, 0.0004, 0.9999, 0),
    portfolios=np.array([[1, 0, 1, 0, 0], [1, 1, 0, 1, 0]], dtype=bool),
    portfolio_shares=array(0.4, 0.6),
    expected_regret=0.0625,
    worst_regret=0.25,
    frontier=frontier,
    needs={("q", "p"): 0.1, ("t", "q"): 0.4, ("t", "p"): 0.0, ("r", "p"): 0.2, ("s", "p"): 0.3},
    budget=6,
    money="tons",
    time="months",
    timed=True,
    begin_day="2026-03-01",
    draws=1_000,
    seed=7,
    doubt=("rounding",),
    meta=META | {"options": OPTIONS | {"score": "weighted-sum scale"}, "costs_synthetic": True},
)
ranking = Ranking(
    of="solutions",
    alternatives=("x", "y"),
    names=("Ex", "Why"),
    scores=array(0.75, 0.5),
    ranks=whole(1, 2),
    criteria=("a", "b"),
    weights=array(0.25, 0.75),
    values=np.array([[1.0, 2.0], [3.0, 4.0]]),
    directions=array(1, -1),
    domain=np.full((2, 2), NAN),
    raters=np.array([[0, 2], [3, 3]]),
    compromise=("x", "y"),
    derived={"x": 0.25, "y": 0.5},
    meta=META,
)


def change(test, id, first="x", stays=True, few=True, order=True, **more):
    said = {"first_stays": stays, "few_stay": few, "order_stays": order, "reversed": 0, "shift": 0}
    return Change(test=test, id=id, name=id.upper(), first=tuple(first), **(said | more))


reversals = ReversalReport(
    of="steps",
    alternatives=("x", "y", "z"),
    names=("Ex", "Why", "Zed"),
    now=whole(1, 2, 3),
    first=2,
    changes=(
        change("panellist", "P1", "y", stays=False, few=False, order=False, reversed=2, shift=2),
        change("panellist", "P2", "y", stays=False, order=False, reversed=1, shift=1),
        change("panellist", "P3", "yz", stays=False, order=False),
        change("panellist", "P4"),
        change("alternative", "x", "y"),
        change("clone", "z", "z", stays=False, order=False),
        change("newcomer", "y"),
        change("worse", "z", "y", stays=False),
        change("pairs", "", reversed=1),
    ),
    ranks=whole([2, 1, 3], [2, 1, 3], [3, 1, 1], [1, 2, 3], [0, 1, 2], [2, 3, 1], [1, 2, 3], [2, 1, 3], [1, 2, 3]),
    cycles=2,
    unanswered=tuple(Unanswered(test="panellist", id=f"P{n}", reason="no pairs") for n in range(5, 12)),
    meta=META,
)


def of_round(number, **said):
    usual = {"answered": 4, "pairs": 3, "settled": 2 / 3, "consensus": 0.5, "kendall_w": 0.25, "compared": 8}
    usual |= {"changed": 0.25, "steps": 0.5, "nearer": 1.0, "joined": 0, "agreed": "", "stop": ""}
    return Round(round=number, **(usual | said))


rounds = Rounds(
    rounds=(
        of_round(1, settled=1 / 3, compared=0, changed=NAN, steps=NAN, nearer=NAN, agreed="no"),
        of_round(2, agreed="yes", stop="rounds stable"),
    ),
    meta=META,
)
interval = Interval(
    **{"criterion": "a", "name": "Alpha", "weight": 0.5, "low": 0.25, "high": 1, "first_low": 0, "first_high": 1},
    **{"below": "y", "above": "", "exact": True},
)
sensitivity = SensitivityReport(
    of="steps",
    alternatives=("x", "y", "z"),
    names=("Ex", "Why", "Zed"),
    scores=array(0.75, 0.5, 0.25),
    ranks=whole(1, 2, 3),
    low=whole(1, 1, 2),
    high=whole(2, 3, 3),
    level=0.9,
    acceptability=np.array([[0.7, 0.2, 0.1], [0.3, 0.5, 0.2], [0, 0.3, 0.7]]),
    pairwise=np.array([[0.5, 0.75, 1], [0.25, 0.5, 0.6], [0, 0.4, 0.5]]),
    criteria=("a", "b"),
    weights=array(0.5, 0.5),
    central=np.array([[0.6, 0.4], [0.3, 0.7], [NAN, NAN]]),
    confidence=array(0.8, 1, 0),
    values_vary=True,
    tiers=(("x",), ("y", "z")),
    first=2,
    draws=1_000,
    seed=3,
    doubt=("inconsistency", "rounding", "panellists", "weights", "values"),
    moot=("values",),
    panellists={
        "P1": {"resampled": True, "rounded": True, "spread": 0.5, "freedom": 2},
        "P2": {"resampled": True, "rounded": False, "spread": 0.0, "freedom": 0},
    },
    intervals=(interval,),
    meta=META | {"options": OPTIONS | {"order": ["a", "b"], "bounds": {"a": [0.1, 0.625]}}},
)


def specification(**said):
    own = {"scale": "linear", "priorities": "harker", "aggregation": "aij", "weighting": "head", "method": "topsis"}
    return Specification(**(own | {"normalisation": "vector"} | said))


specifications = Specifications(
    of="steps",
    alternatives=("w", "x", "y", "z"),
    names=("Wye", "Ex", "Why", "Zed"),
    own=specification(),
    own_ranks=whole(1, 0, 2, 3),
    specifications=(specification(), specification(scale="log"), specification(scale="root")),
    ranks=whole([1, 2, 3, 4], [1, 1, 3, 4], [4, 1, 2, 3]),
    first=2,
    influences=(
        Moves(choice="scale", words=("linear", "log"), pairs=3, rank_change=0.75, first_change=0.5),
        Moves(choice="method", words=("topsis",), pairs=0, rank_change=NAN, first_change=NAN),
    ),
    refused=(Refusal(what="copras sum", count=2, reason="it divides by zero"),),
    repeated=1,
    meta=META,
)
sweep = Sweep(
    of="steps",
    criterion="a",
    name="Alpha",
    share=0.5,
    alternatives=("x", "y", "z"),
    names=("Ex", "Why", "Zed"),
    shares=array(0, 0.5, 1),
    scores=np.array([[NAN, NAN, NAN], [3, 2, 1], [1, 2, 3]]),
    ranks=whole([0, 0, 0], [1, 2, 3], [3, 2, 1]),
    crossings=(Crossing(share=0.6, rises="z", passes="y"),),
    first=("y",),
    flips=(
        Flip(share=0.1, before=("y",), after=("x", "z")),
        Flip(share=0.45, before=("x", "z"), after=("x",)),
        Flip(share=0.5, before=("x",), after=("x", "y", "z")),
        Flip(share=0.9996, before=("x", "y", "z"), after=("z",)),
    ),
    exact=True,
    meta=META,
)
tornado = TornadoReport(
    of="steps",
    winner="x",
    winner_name="Ex",
    lead=0.25,
    factor=2,
    criteria=("a", "b", "c", "d"),
    names=("Alpha", "Beta", "Gamma", "Delta"),
    weights=array(0.4, 0.3, 0.2, 0.1),
    shares=np.array([[0.2, 0.8], [0.15, 0.6], [0.1, 0.4], [0.05, 0.2]]),
    leads=np.array([[-0.5, 0.5], [0.5, -0.25], [NAN, 0.75], [0.125, 0.25]]),
    without=array(-1, 0.5, NAN, 0.1),
    takers=(("y", ""), ("", "z"), ("", ""), ("", "")),
    meta=META,
)
trace = Trace(
    alternative="x",
    name="Ex",
    links=(
        Link(level=0, kind="rank", of="x", name="Ex", value=0.75, text="1 of 2", source="mcda rank"),
        Link(level=1, kind="effect", of="a", name="A", value=0.125, text="its value is " + "long " * 30, source="s"),
        Link(level=2, kind="judged by", of="goal", name="", value=3, text="3 panellists", source="s"),
        Link(level=3, kind="comment", of="a", name="", value=NAN, text="No.", source="panellist"),
    ),
    meta=META,
)
variance = Variance(
    of="steps",
    first="x",
    runner_up="y",
    first_name="Ex",
    runner_up_name="Why",
    lead=0.5,
    leads=(-0.125, 0.75),
    kept=0.975,
    criteria=("a", "b", "c", "d"),
    names=("Alpha", "Beta", "Gamma", "Delta"),
    weights=array(0.4, 0.3, 0.2, 0.1),
    first_order=array(0.4, 0.3, 0.2, 0.1),
    first_interval=np.array([[0.3, 0.5], [0.2, 0.4], [0.1, 0.3], [0, 0.2]]),
    total_order=array(0.95, 0.35, 0.25, 0.15),
    total_interval=np.array([[0.9, 1.0], [0.3, 0.4], [0.2, 0.3], [0.1, 0.2]]),
    spread=2,
    confidence=0.9,
    meta=META,
)
weights = Weights(
    criteria=("a", "a1", "a2", "b"),
    names=("Alpha", "One", "Two", "Beta"),
    parents=("goal", "a", "a", "goal"),
    levels=(1, 2, 2, 1),
    local=array(0.6006, NAN, NAN, 0.3994),
    overall=array(0.6006, NAN, NAN, 0.3994),
    ranks=whole(1, 0, 0, 2),
    leaves=("a1", "a2", "b"),
    meta=META,
)
grouped = Grouped(by="role", results={"nurse": weights, "doctor": weights}, meta=META)
together = Together(
    report=replace(sensitivity, meta=sensitivity.meta | {"notices": ["one"]}),
    others={"tornado": replace(tornado, meta=META | {"notices": ["two", "one"]})},
)
RESULTS = {
    name: made
    for name, made in list(globals().items())
    if is_dataclass(made) and not isinstance(made, type) and hasattr(made, "table")
}
every_result = pytest.mark.parametrize("made", RESULTS.values(), ids=RESULTS)


def seen(result, column):
    """What people see in a column, row by row."""
    table = result if hasattr(result, "columns") else result.table()
    shown = table.shown or table.columns
    cells = [unescape(cell) for cell in re.findall("<td>(.*?)</td>", table.html())]
    return cells[shown.index(column) :: len(shown)]


# All of them


@every_result
def test_its_rows_are_its_csv_its_json_and_its_html(made):
    table, said = made.table(), json.loads(json.dumps(made.to_dict(), allow_nan=False, default=str))
    header, *rows = csv.reader(io.StringIO(table.csv(raw=True)))
    assert tuple(header) == table.columns
    assert len(rows) == len(table.rows) == len(said["rows"]) == made._repr_html_().count("<tr>") - 1 > 0
    assert str(made) == table.text()
    assert all(list(row) == list(table.columns) for row in said["rows"])
    assert said["meta"]["title"] == "Clinics" if made.meta else made is methods


@every_result
def test_its_arrays_and_fields_are_frozen_and_its_provenance_is_not_printed(made):
    for field in fields(made):
        held = getattr(made, field.name)
        with pytest.raises(FrozenInstanceError):
            setattr(made, field.name, None)
        if isinstance(held, np.ndarray):
            assert not held.flags.writeable, field.name
    assert "meta=" not in repr(made) or made is together


@pytest.mark.parametrize(
    ("meta", "said"),
    [
        (META, "2 panellists, geometric-mean, aij"),
        (META | {"panellists": ["P1"]}, "1 panellist, geometric-mean, aij"),
        (
            META | {"people": 7, "options": {"priorities": "harker", "scale": "root"}},
            "7 panellists, harker, root scale",
        ),
        ({"options": {"aggregation": "aip"}}, "aip"),
        ({"people": 0}, ""),
    ],
)
def test_headings_say_how_many_judged_and_how(meta, said):
    assert judged_by(meta) == said
    assert people(meta) == {"2": 2, "1": 1, "7": 7}.get(said[:1], 0)


# One by one


def test_a_sheet_has_a_row_an_item_and_marks_what_authors_fill_in():
    table = accord.table()
    assert [row[:2] for row in table.rows] == [("Title", "Title"), ("Title", "Method")]
    assert table.rows[1][2] == BLANK
    assert "…" not in table.text()
    assert "Rounds:\n\n| a | b |\n| --- | --- |\n| 1 | x\\|y |\n" in accord.markdown()


def test_a_probability_too_small_for_its_digits_is_said_to_be():
    assert seen(agreement, "value") == ["0.000", "0.001", "<0.001"]
    assert agreement.table().rows[2][2] == 0.00049
    assert agreement["goal", "consensus"] == 0.0004
    assert agreement.table().heading == ("Clinics: agreement of 2 panellists",)


def test_an_audit_is_summed_up_by_number_route_and_verdict():
    table = audit.summary_table()
    assert table.rows[:2] == (("score", "print", 2, 0.5, "differs"), ("score", "print", 1, 0.0, "agrees"))
    assert table.rows[2][:3] == ("cr", "peer", 1)
    assert seen(table, "largest_difference") == ["5.0e-01", "0.0e+00", ""]
    assert table.heading == ("Clinics: 4 numbers by another route, 2 beyond the tolerance",)
    assert table.notes == ("Tolerance 1e-09 where a route is exact.", "no.")
    assert [row[1] for row in audit.failed_table().rows] == ["x", "y"]
    assert audit.details() == {"tolerance": 1e-9, "failed": 2}
    fine = replace(audit, checks=audit.checks[2:])
    assert fine.summary_table().heading == ("Clinics: 2 numbers by another route, all accounted for",)


def test_a_long_remark_of_an_audit_is_folded_and_not_cut():
    long = replace(audit.checks[0], route="a route with a long name " * 6)
    assert "…" not in replace(audit, checks=(long,)).summary_table().text()


def test_panellists_stand_by_cluster_and_the_nearest_to_the_group_first():
    assert clusters.table().rows == (
        ("P3", "", 1, 0.75, 0.5),
        ("P2", "South", 1, 0.25, -1.0),
        ("P1", "North", 2, 0.9, 1.0),
    )
    said = "2 clusters, told apart weakly (mean silhouette 0.50, as clear by chance in 1.2 % of panels without any)."
    assert clusters.sentences() == (said,)
    assert clusters.table().notes[0] == said
    assert clusters.details() == {
        "scope": "goal",
        "silhouette": 0.5,
        "p": 0.0125,
        "similarity": {
            "P1": {"P1": 1, "P2": 0.1, "P3": 0.2},
            "P2": {"P1": 0.1, "P2": 1, "P3": 0.3},
            "P3": {"P1": 0.2, "P2": 0.3, "P3": 1},
        },
        "sentences": [said],
    }


def test_clusters_that_were_asked_for_have_no_chance_and_one_alone_is_none():
    asked = replace(clusters, silhouette=0.51, p=NAN)
    assert asked.sentences() == ("2 clusters, told apart clearly (mean silhouette 0.51).",)
    one = replace(clusters, clusters=whole(1, 1, 1), silhouette=NAN, p=NAN)
    (said,) = one.sentences()
    assert said.startswith("No clusters: ")
    assert (one.details()["silhouette"], one.details()["p"]) == (None, None)


def test_variants_stand_side_by_side_with_who_is_first():
    rows = (("panel", "x y", 1.0), ("nurse", "x y", 1.0), ("doctor", "z", -0.5), ("both", "z", -1.0))
    assert comparison.table().rows == rows
    assert comparison.table().heading == ("Clinics: the order of 3 steps by role",)
    assert comparison.sentences() == ("x and y are first in 1 of the 3 others.",)
    assert comparison.table().notes[0] == comparison.sentences()[0]
    assert comparison.ranks_table().rows[6:8] == (("doctor", "x", "Ex", 1.0, 3), ("doctor", "y", "Why", 2.0, 2))
    assert {key: comparison.details()[key] for key in ("of", "by", "sentences")} == {
        "of": "steps",
        "by": "role",
        "sentences": ["x and y are first in 1 of the 3 others."],
    }
    single = replace(comparison, variants=("panel",), ranks=comparison.ranks[:1].copy())
    assert single.sentences() == ("There is nothing to compare with.",)
    ahead = replace(comparison, ranks=whole([1, 2, 3], [1, 1, 3], [1, 2, 3], [1, 3, 2]))
    assert ahead.sentences() == ("x is first in 2 of the 3 others.",)


def test_an_explanation_names_three_that_lift_and_three_that_hold_back_and_not_what_is_rounding():
    said = ("Ex is 2nd of 5 with a score of 0.500.", "What lifts it: ", "What holds it back: ")
    first, lifts, holds = explanation.sentences()
    assert first == said[0]
    means = "4 where the average is 3"
    assert lifts == f"{said[1]}A (+0.400; {means}); B (+0.300; {means}); C (+0.200; {means})."
    assert holds == f"{said[2]}H (-0.300; {means}); G (-0.250; {means}); F (-0.200; {means})."
    rounding = [replace(explanation.effects[0], effect=effect) for effect in (9e-10, -9e-10)]
    assert replace(explanation, effects=(*rounding,)).sentences()[1:] == ("It is average under every criterion.",)
    assert len(replace(explanation, effects=explanation.effects[:1]).sentences()) == 2
    assert len(replace(explanation, effects=explanation.effects[-1:]).sentences()) == 2
    assert explanation.table().heading == ("Clinics: why Ex is 2nd", *explanation.sentences())
    assert seen(explanation, "weight") == ["20.0 %"] * 8


@pytest.mark.parametrize(
    ("place", "word"),
    [
        (3, "3rd"),
        (9, "9th"),
        (10, "10th"),
        (12, "12th"),
        (20, "20th"),
        (22, "22nd"),
        (101, "101st"),
        (111, "111th"),
        (113, "113th"),
    ],
)
def test_places_are_written_as_people_say_them(place, word):
    assert replace(explanation, rank=place, of=200).sentences()[0].startswith(f"Ex is {word} of 200")


def test_the_best_of_a_file_are_said_to_be_some_of_it():
    assert file_ranking.table().rows == ((1, "x", "Ex", 0.75), (2, "y", "Why", 0.5))
    assert file_ranking.table().heading == (f"Clinics: the 2 best of 1,200 alternatives of places.csv ({HOW})",)
    everything = replace(file_ranking, count=2, meta={**file_ranking.meta, "panellists": [], "options": OPTIONS})
    assert everything.table().heading[0].startswith("Clinics: 2 alternatives of places.csv (geometric-mean, aij, ")
    bare = {**file_ranking.meta, "panellists": [], "options": {"method": "topsis", "normalisation": "vector"}}
    assert replace(file_ranking, meta=bare).table().heading[0].endswith("places.csv (topsis vector)")
    assert file_ranking.details() == {
        "count": 1_200,
        "weights": {"a": 0.25, "b": 0.75},
        "ends": {"a": [0, 9], "b": [1, 8]},
    }


def test_a_glance_lists_the_contested_pairs_and_what_is_said_of_the_whole():
    assert glance.table().records() == [
        {
            **{"node": "goal", "first": "a", "second": "b", "judged": 4, "lower": 0.25, "median": 2.5, "upper": 4},
            **{"between": 0.75, "split": "by organisation"},
        },
        {
            **{"node": "goal", "first": "a", "second": "c", "judged": 4, "lower": 0.4, "median": 1, "upper": 1.6},
            **{"between": None, "split": ""},
        },
    ]
    assert glance.table().heading == ("Clinics: 2 pairs to talk about",)
    assert glance.details() == {
        **{"consensus": 0.5, "chance": 0.25, "verdict": "low", "pairs": 3, "settled": 2 / 3, "above": ["P2"]},
    }


def test_spreads_are_shown_as_people_judge():
    assert seen(spreads, "lower") == ["1/4", "1/2.5"]
    assert seen(spreads, "median") == ["2.5", "1"]
    assert seen(spreads, "upper") == ["4", "1.6"]
    assert seen(spreads, "width") == ["16.0", "4.0"]
    assert seen(spreads, "for_first") == ["1 : 2 : 3"] * 2
    assert spreads.table().heading == ("Clinics: how far apart the judgements of 2 pairs lie",)
    assert spreads.details() == {"names": {"a": "A"}}


@pytest.mark.parametrize(
    ("ratio", "text"),
    [(1, "1"), (1.04, "1"), (1 / 1.04, "1"), (9, "9"), (1 / 9, "1/9"), (1.5, "1.5"), (1 / 1.5, "1/1.5")],
)
def test_a_ratio_is_written_as_people_judge(ratio, text):
    assert ratio_text(ratio) == text


def test_the_widest_pairs_stand_first_of_equals_those_with_both_sides_taken_then_by_name():
    torn = replace(WIDE, node="law", for_first=2, for_second=2)
    alike = [replace(WIDE, **said) for said in ({}, {"first": "b"}, {"second": "c"}, {"node": "law"})]
    found = replace(spreads, pairs=(NARROW, *alike[::-1], torn))
    assert found.widest(9) == (torn, alike[0], alike[2], alike[1], alike[3], NARROW)
    assert found.widest() == found.widest(5) == found.widest(9)[:5]


def test_influence_says_on_whom_and_what_the_first_place_hangs():
    assert influence.sentences() == (
        "Without P1 Ex is not first alone.",
        "There is no order without P3 or P4.",
        "Of 3 moves of a single judgement by one step 1 changes the first place, 1 the first 2.",
    )
    assert [effect.who for effect in influence.decisive()] == ["P1", "P2"]
    shown = influence.table()
    assert [row[1] for row in shown.rows] == ["P1", "P2", "P2", "P2", "P2"]
    assert seen(shown, "node") == ["panellist left out"] * 2 + ["a / b: 2 -> 1/3"] * 3
    assert seen(shown, "winner") == ["y (new)", "x", "x", "x (new)", "x"]
    assert seen(shown, "few_changes") == ["yes", "", "yes", "", ""]
    assert seen(shown, "lead") == ["-0.5000", "-0.5000", "0.1235", "0.1235", "0.1235"]
    assert influence.details()["judgements"][1]["few_changes"] is True
    assert influence.details()["indispensable"] == ["P3", "P4"]


def test_influence_of_a_panel_without_parts_or_judgements_says_what_there_is():
    one = replace(LEFT_OUT, kind="organisation", who="North", winners=("x",), first_changes=False)
    alone = replace(influence, people=(one,), indispensable=(), judgements=(MOVED, MOVED))
    assert alone.sentences() == (
        "Ex stays first when North is left out.",
        "Of 2 moves of a single judgement by one step none change the first place, none the first 2.",
    )
    several = replace(alone, people=(one, one), judgements=())
    assert several.sentences() == ("Ex stays first whichever of 2 organisations is left out.",)
    assert replace(several, people=()).sentences() == ()


@pytest.mark.parametrize(("telling", "rows"), [(3, 20), (19, 20), (20, 20), (22, 22)])
def test_twenty_judgements_are_shown_and_all_that_change_something(telling, rows):
    changing = [replace(MOVED, first_changes=True)] * telling
    made = replace(influence, people=(), judgements=(*[MOVED] * 25, *changing))
    assert SHOWN == 20
    assert [row[8] for row in made.table().rows] == [True] * telling + [False] * (rows - telling)


def test_a_comparison_with_a_manifest_counts_what_differs():
    assert against.differs
    assert against.table().heading == ("Clinics: against the manifest, 1 of 12 things differ",)
    assert against.table().notes == ("Other versions of Python or of packages are named, but are no difference.",)
    assert replace(against, differences=against.differences[:1]).table().notes == ()
    same = replace(against, differences=against.differences[1:])
    assert not same.differs
    assert same.table().heading == ("Clinics: against the manifest, all 12 things are the same",)
    long = Difference(part="panel.yaml", of="content", then="long " * 30, now="short")
    assert "…" not in str(replace(against, differences=(long,)))


def test_methods_say_which_is_the_default_and_what_they_allow():
    assert methods.table().rows == (
        ("scale", "linear", "yes", "", "As judged.", "Saaty"),
        ("method", "topsis", "", "a b", "Near.", "H."),
    )
    long = replace(methods.methods[0], summary="many words " * 20)
    assert "…" not in str(Methods(methods=(long,)))


# The roadmap


def test_a_plan_says_what_it_costs_how_sure_it_is_and_what_more_money_buys():
    assert plan.sentences() == (
        "3 of 5 steps cost 5.5 tons of 6 and are worth 0.800 together.",
        "This set is the best in 60.0 % of 1,000 draws, where 2 different ones are; it is worth 0.062 less than the "
        "best on average, 0.250 at worst.",
        "core (in the best set of every draw): p.",
        "borderline (in that of some): q 60.0 %, r 0.1 %, s 99.9 %.",
        "exterior (in none): t.",
        "Without limits to its phases the same money would buy 0.075 more value.",
        "2 tons more would buy r in place of q, s: 0.375 more value, phases apart.",
        "In value, that t needs q costs 0.400; that s needs p costs 0.300; that r needs p costs 0.200.",
        "It takes 3 months; the end hangs on p, q.",
    )
    assert [plan.role(place) for place in range(5)] == ["core", "borderline", "borderline", "borderline", "exterior"]
    assert plan.own_share == pytest.approx(0.6)
    assert plan.side_by_side == (("p", "s"),)
    assert plan.beyond() == Beyond(money=2, bought=("r",), gone=("q", "s"), value=0.375)


def test_a_plan_without_limits_times_units_or_doubt_says_less():
    bare = replace(
        plan,
        budget=INF,
        money="",
        time="",
        value=1.25,
        needs={("t", "p"): 0.0},
        phase_names=("1",),
        portfolios=plan.portfolios[1:].copy(),
        portfolio_shares=array(1),
        core_index=array(1, 1, 1, 1, 1),
    )
    assert bare.sentences() == (
        "3 of 5 steps cost 5.5 and are worth 1.250 together.",
        "This set is the best in 100.0 % of 1,000 draws; it is worth 0.062 less than the best on average, "
        "0.250 at worst.",
        "core (in the best set of every draw): p, q, r, s, t.",
        "It takes 3; the end hangs on p, q.",
    )
    assert len(replace(bare, timed=False).sentences()) == len(replace(bare, critical=()).sentences()) == 3
    assert bare.beyond() is None
    assert replace(plan, budget=7.5).beyond() == Beyond(money=0.5, bought=("r",), gone=("q", "s"), value=0.375)
    only = replace(plan, budget=1, phase_names=("1",))
    assert only.about_money()[-1] == "1 tons more would buy p: 0.500 more value."


def test_the_row_of_the_frontier_is_the_last_that_the_budget_reaches():
    assert [replace(plan, budget=budget).here for budget in (-1, 0, 1.9, 2, 5.9, 6, 6 - 1e-10, 7, 8, INF)] == [
        *(0, 0, 0, 1, 1, 2, 2, 2, 3, 3)
    ]
    assert plan.price_of_phases == pytest.approx(0.075)
    assert replace(plan, value=0.875 - 1e-10).price_of_phases == 0
    assert replace(plan, frontier=replace(frontier, exact=False)).price_of_phases == 0


def test_a_plan_has_a_row_a_step_and_a_line_a_phase():
    table = plan.table()
    assert table.rows == (
        (1, "p", "Portal", 1, 2.0, 0.5, 1.0),
        (2, "s", "Staff", 1, 1.0, 0.125, 0.9999),
        (3, "q", "Queue", 2, 3.0, 0.25, 0.6),
    )
    assert table.heading == ("Clinics: roadmap (2 panellists, geometric-mean, aij, weighted-sum scale)",)
    lines = ("Phase 1: 3 tons of 4, 0 to 2 months.", "Phase 2, Later: 2.5 tons, 2 to 3 months.")
    assert plan.phase_lines() == lines
    assert table.notes[1:3] == lines
    assert table.notes[-1] == "Costs and durations are MADE UP."
    assert replace(plan, timed=False).phase_lines()[0] == "Phase 1: 3 tons of 4."
    assert replace(plan, time="").phase_lines()[1] == "Phase 2, Later: 2.5 tons, 2 to 3."
    single = replace(plan, phase_names=("1",), meta=META | {"options": plan.meta["options"]}).table()
    assert single.notes[1] == plan.sentences()[0]
    assert "MADE UP" not in single.notes[-1]


def test_a_saving_counts_in_the_phase_that_completes_the_synergy():
    assert plan.spent.tolist() == [3, 2.5]
    assert replace(plan, synergies=((("q", "p"), 0, 1), (("p", "s"), 0, 0.25))).spent.tolist() == [2.75, 2]


def test_a_plan_holds_everything_for_programs():
    assert plan.details() == {
        **{"cost": 5.5, "value": 0.8, "budget": 6, "money": "tons", "time": "months", "begins": "2026-03-01"},
        "steps": [
            {
                **{"step": id, "name": name, "chosen": phase is not None, "phase": phase, "begins": begin, "ends": end},
                **{"cost": cost, "duration": duration, "value": value, "core_index": index, "role": role},
                "after": after,
            }
            for id, name, phase, begin, end, cost, duration, value, index, role, after in (
                ("p", "Portal", 1, 0, 2, 2, 2, 0.5, 1, "core", []),
                ("q", "Queue", 2, 2, 3, 3, 1, 0.25, 0.6, "borderline", ["p"]),
                ("r", "Radio", None, None, None, 6, 4, 0.75, 0.0004, "borderline", []),
                ("s", "Staff", 1, 0.5, 2, 1, 1.5, 0.125, 0.9999, "borderline", []),
                ("t", "Tents", None, None, None, 9, 1, 0.0625, 0, "exterior", ["p", "q"]),
            )
        ],
        "phases": [
            {"phase": 1, "name": "1", "budget": 4, "spent": 3, "begins": 0, "ends": 2},
            {"phase": 2, "name": "Later", "budget": None, "spent": 2.5, "begins": 2, "ends": 3},
        ],
        "synergies": [{"steps": ["p", "q"], "adds": 0.2, "saves": 0.5}],
        "critical": ["p", "q"],
        "side_by_side": [["p", "s"]],
        "portfolios": [{"share": 0.4, "steps": ["p", "r"]}, {"share": 0.6, "steps": ["p", "q", "s"]}],
        "own_share": pytest.approx(0.6),
        "expected_regret": 0.0625,
        "worst_regret": 0.25,
        "price_of_phases": pytest.approx(0.075),
        "frontier": {
            "exact": True,
            "rows": [
                {"cost": 0, "value": 0, "steps": "", "added": "", "dropped": ""},
                {"cost": 2, "value": 0.5, "steps": "p", "added": "p", "dropped": ""},
                {"cost": 6, "value": 0.875, "steps": "p q s", "added": "q s", "dropped": ""},
                {"cost": 8, "value": 1.25, "steps": "p r", "added": "r", "dropped": "q s"},
            ],
        },
        "needs": [
            {"step": "q", "needs": "p", "costs": 0.1},
            {"step": "t", "needs": "q", "costs": 0.4},
            {"step": "t", "needs": "p", "costs": 0},
            {"step": "r", "needs": "p", "costs": 0.2},
            {"step": "s", "needs": "p", "costs": 0.3},
        ],
        "sentences": list(plan.sentences()),
    }
    bare = replace(plan, timed=False, begin_day="", budget=INF).details()
    assert (bare["begins"], bare["budget"], bare["steps"][0]["duration"]) == (None, None, None)


def test_a_frontier_says_whether_there_are_others_between():
    assert frontier.details() == {"exact": True}
    assert frontier.table().notes == ("added, dropped: against the row above.",)
    said = replace(frontier, exact=False, meta=plan.meta).table().notes
    assert said == (
        "added, dropped: against the row above. The best at evenly spaced budgets; there are others between.",
        "Costs and durations are MADE UP.",
    )
    every = np.array([[False] * 5, [True] * 5])
    many = replace(frontier, chosen=every, steps=tuple(f"step-with-a-long-id-{id}" for id in "pqrst"))
    assert "…" not in str(many)


def test_a_mermaid_chart_is_written_out_by_hand():
    marked = replace(plan, names=("Portal: new", *plan.names[1:]), steps=("p-1", *plan.steps[1:]), time=" Weeks ")
    assert mermaid(marked).splitlines() == [
        "gantt",
        "    title Clinics: roadmap",
        "    dateFormat YYYY-MM-DD",
        "    %% Costs and durations are MADE UP.",
        "    section 1",
        "    Portal new :crit, p_1_0, 2026-03-01, 2026-03-15",
        "    Staff :s_3, 2026-03-05, 2026-03-15",
        "    section Later",
        "    Queue :crit, q_1, 2026-03-15, 2026-03-22",
    ]
    undated = mermaid(replace(plan, begin_day="", meta=META)).splitlines()
    assert undated[3] == "    %% the panel does not say when it begins: counted from 2000-01-01"
    assert undated[5] == "    Portal :crit, p_0, 2000-01-01, 2000-03-02"  # two months of 30.4375 days


@pytest.mark.parametrize(
    ("unit", "days"),
    [
        *(("day", 1), ("week", 7), ("month", 30), ("quarter", 91), ("year", 365), ("sprint", 1), ("", 1)),
        *(("روز", 1), ("هفته", 7), ("ماه", 30), ("فصل", 91), ("سال", 365)),
    ],
)
def test_units_of_time_are_turned_into_days(unit, days):
    one = replace(plan, time=unit, ends=array(1, 3, NAN, 2, NAN), begin_day="2026-01-01")
    wanted = np.datetime64("2026-01-01") + days
    assert f"    Portal :crit, p_0, 2026-01-01, {wanted}" in mermaid(one).splitlines()


# Orders


def test_a_ranking_says_who_rated_and_what_the_steps_alone_would_give():
    assert ranking.table().rows == ((1, "x", "Ex", 0.75), (2, "y", "Why", 0.5))
    assert ranking.table().heading == (f"Clinics: 2 solutions ({HOW})",)
    assert ranking.table().notes == (
        "Compromise set: x, y.",
        "By the mean score of their steps: x 0.250, y 0.500.",
        "Each cell was rated by 2 to 3 panellists.",
    )
    assert ranking.details() == {
        "weights": {"a": 0.25, "b": 0.75},
        "values": {"x": {"a": 1, "b": 2}, "y": {"a": 3, "b": 4}},
        "raters": {"x": {"a": 0, "b": 2}, "y": {"a": 3, "b": 3}},
        "compromise": ["x", "y"],
        "derived": {"x": 0.25, "y": 0.5},
    }
    one = replace(ranking, raters=np.array([[0, 1], [1, 1]]), compromise=(), derived=None)
    assert one.table().notes == ("Each cell was rated by 1 panellist.",)
    assert set(one.details()) == {"weights", "values", "raters"}
    derived = replace(one, values=ranking.values[:0], raters=ranking.raters[:0])
    assert derived.table().notes == ()
    assert set(derived.details()) == {"weights"}


def test_reversals_say_what_changes_the_first_place_test_by_test():
    assert reversals.sentences() == (
        "The first place changes in 3 of 4. Without P1 or P2: Why is first; Without P3: Why and Zed are first. There "
        "is no order without P5, P6, P7, P8, P9 or 2 more. The first 2 stay in 3, the order stays in 1.",
        "The first place stays whichever step is left out, among the others (1). The first 2 stay in 1, the order "
        "stays in 1.",
        "The first place changes in 1 of 1. With a second z: Zed is first. The first 2 stay in 1, the order stays in "
        "0.",
        "The first place stays whichever step is joined by a worse copy (1). The first 2 stay in 1, the order stays in "
        "1.",
        "The first place changes in 1 of 1. With a worse z: Why is first. The first 2 stay in 1, the order stays in 1.",
        "Two at a time, triples that go round in a circle: 2; pairs that stand the other way round than in the whole: "
        "1.",
    )
    (said,) = replace(reversals, changes=reversals.changes[-1:], cycles=0).sentences()
    assert said.startswith("Two at a time no three go round in a circle; ")


@pytest.mark.parametrize("first", [1, 3])
def test_the_first_few_are_not_named_where_they_are_one_or_all(first):
    alone = replace(reversals, first=first, changes=reversals.changes[4:5], unanswered=())
    assert alone.sentences() == (
        "The first place stays whichever step is left out, among the others (1). The order stays in 1.",
    )


@pytest.mark.parametrize(("count", "said"), [(1, "Q0"), (2, "Q0 or Q1"), (5, "Q0, Q1, Q2, Q3 or Q4"), (6, "1 more")])
def test_of_many_five_are_named(count, said):
    gone = tuple(Unanswered(test="panellist", id=f"Q{n}", reason="") for n in range(count))
    sentence = replace(reversals, unanswered=gone).sentences()[0]
    assert f"There is no order without {'Q0, Q1, Q2, Q3, Q4 or ' if count > 5 else ''}{said}." in sentence


def test_reversals_have_a_row_a_try_and_only_the_tests_that_were_made_are_described():
    table = reversals.table()
    assert table.rows[0] == ("panellist", "P1", "P1", "y", False, False, False, 2, 2)
    assert table.rows[2][3] == "y z"
    assert seen(table, "first_stays")[:4] == ["NO", "NO", "NO", "yes"]
    assert seen(table, "few_stay")[:4] == ["NO", "yes", "yes", "yes"]
    assert seen(table, "order_stays")[:4] == ["NO", "NO", "NO", "yes"]
    assert table.heading == (f"Clinics: what the order of steps rests on ({HOW})",)
    assert [note.partition(":")[0] for note in table.notes[:7]] == [
        *("panellist", "alternative", "clone", "newcomer", "worse", "pairs", "few")
    ]
    details = reversals.details()
    assert details["now"] == {"x": 1, "y": 2, "z": 3}
    assert details["ranks"][4] == {"test": "alternative", "id": "x", "ranks": {"y": 1, "z": 2}}
    assert details["unanswered"][0] == {"test": "panellist", "id": "P5", "reason": "no pairs"}
    assert (details["first"], details["cycles"], details["of"]) == (2, 2, "steps")
    assert details["sentences"] == list(reversals.sentences())


def test_rounds_say_what_the_latest_one_changed():
    assert rounds.sentences() == (
        "In round 2 25% of 8 answers changed, by 0.50 steps on average over all; settled pairs: 33% before, 67% now.",
    )
    assert rounds.verdicts() == (
        "Round 1: consensus is not reached; by the rules the panel goes on.",
        "Round 2: consensus is reached; by the rules the panel stops, since it is the last round allowed and few "
        "enough answers changed.",
    )
    table = rounds.table()
    assert table.rows[1] == (2, 4, 3, 2 / 3, 0.5, 0.25, 8, 0.25, 0.5, 1.0, 0, "yes", "rounds stable")
    assert table.heading == ("Clinics: what 2 rounds changed",)
    assert table.notes[:3] == (*rounds.sentences(), *rounds.verdicts())
    assert rounds.details() == {"sentences": list(rounds.sentences()), "verdicts": list(rounds.verdicts())}


def test_a_single_round_and_one_that_nobody_answered_again_say_what_is_settled():
    alone = replace(rounds, rounds=(of_round(1),))
    assert alone.sentences() == ("67% of 3 pairs are settled.",)
    assert alone.verdicts() == ()
    assert alone.table().heading == ("Clinics: what 1 round changed",)
    idle = replace(rounds, rounds=(of_round(1), of_round(2, compared=0)))
    assert idle.sentences() == ("Nobody answered again in round 2. 67% of 3 pairs are settled.",)
    assert replace(rounds, rounds=(of_round(1, pairs=0),)).sentences() == ("No pair was judged by two or more.",)


def test_specifications_say_who_is_first_how_often_and_which_choice_matters():
    assert specifications.sentences() == (
        "First in 3 specifications: Wye in 66.7 %, Ex in 66.7 %.",
        "Ranks that a choice moves an alternative by, on average, where only it differs: scale 0.75.",
        "Refused 2: copras sum: it divides by zero.",
        "1 of the 3 have the weights, values and scoring of another one (as AIP and AIJ of geometric means of complete "
        "answers) and count all the same.",
    )
    assert specifications.table().rows == (
        ("w", "Wye", 1, 1, 4, 1.0, 2 / 3, 2 / 3),
        ("x", "Ex", pytest.approx(NAN, nan_ok=True), 1, 2, 1.0, 2 / 3, 1.0),
        ("y", "Why", 2, 2, 3, 3.0, 0.0, 1 / 3),
        ("z", "Zed", 3, 3, 4, 4.0, 0.0, 0.0),
    )
    assert specifications.table().heading == ("Clinics: 4 steps under 3 specifications",)
    assert specifications.table().notes[:2] == (
        "rank: the panel's own choices (linear harker aij head topsis vector); rank low, rank high: the best and the "
        "worst of all.",
        "first share, top share: of the specifications, those that give rank 1, and ranks 1 to 2.",
    )
    assert replace(specifications, first=1).table().notes[1].endswith("rank 1, and rank 1.")
    assert seen(specifications, "first_share") == ["66.7 %", "66.7 %", "0.0 %", "0.0 %"]


def test_of_those_who_are_first_somewhere_three_are_named():
    each = replace(specifications, ranks=whole([1, 2, 3, 4], [4, 1, 2, 3], [4, 1, 2, 3], [3, 4, 1, 2], [3, 4, 2, 1]))
    assert each.sentences()[0] == "First in 3 specifications: Ex in 40.0 %, Wye in 20.0 %, Why in 20.0 % and 1 more."
    three = replace(specifications, ranks=whole([1, 2, 3, 4], [4, 1, 2, 3], [3, 4, 1, 2]))
    assert three.sentences()[0] == "First in 3 specifications: Wye in 33.3 %, Ex in 33.3 %, Why in 33.3 %."


def test_a_choice_that_moves_nothing_and_no_choice_at_all():
    still = replace(specifications.influences[0], rank_change=0)
    calm = replace(specifications, influences=(still,), refused=(), repeated=0)
    assert calm.sentences()[1:] == ("No choice moves any rank.",)
    assert replace(calm, influences=specifications.influences[1:]).sentences()[1:] == ()


def test_specifications_hold_every_order_for_programs():
    table = specifications.influence_table()
    assert table.rows[0] == ("scale", "linear log", 3, 0.75, 0.5)
    assert seen(table, "first_change") == ["50.0 %", "n/a"]
    assert table.heading == ("Clinics: what each choice does to the order of the steps",)
    curve = specifications.curve
    assert len(curve.rows) == 12
    assert curve.rows[5] == (2, "log", "harker", "aij", "head", "topsis", "vector", "x", "Ex", 1)
    assert curve.heading == ("Clinics: steps under 3 specifications",)
    details = specifications.details()
    own = {"scale": "linear", "priorities": "harker", "aggregation": "aij", "weighting": "head", "method": "topsis"}
    assert details["own"] == own | {"normalisation": "vector"}
    assert details["curve"][2] == details["own"] | {"scale": "root", "ranks": {"w": 4, "x": 1, "y": 2, "z": 3}}
    assert details["influences"] == table.records()
    assert details["refused"] == [{"what": "copras sum", "count": 2, "reason": "it divides by zero"}]
    assert (details["first"], details["repeated"]) == (2, 1)
    assert details["sentences"] == list(specifications.sentences())


# How sure an order is


@pytest.mark.parametrize(("draws", "times"), [(100, 30), (1_000, 0), (1_000, 1_000), (5_000, 1), (64, 32)])
def test_the_error_of_a_share_is_half_of_wilsons_interval(draws, times):
    ends = binomtest(times, draws).proportion_ci(0.95, "wilson")
    assert replace(sensitivity, draws=draws).error(times / draws) == pytest.approx(
        (ends.high - ends.low) / 2, rel=1e-12
    )


@pytest.mark.parametrize(
    ("draws", "share", "text"),
    [
        *((1_000, 0.0, "0 %"), (1_000, 1.0, "100 %"), (1_000, 0.004, "<1 %"), (1_000, 0.996, ">99 %")),
        *((1_000, 0.5, "50 ±3 %"), (1_000, 0.05, "5 ±1 %"), (10_000, 0.01, "1 ±1 %"), (1_000, 0.006, "1 ±1 %")),
        *((100, 0.5, "50 ±10 %"), (100_000, 0.0004, "<0.1 %"), (100_000, 0.9996, ">99.9 %")),
        *((100_000, 0.5, "50.0 ±0.3 %"), (10_500, 0.5, "50 ±1 %"), (10_700, 0.5, "50.0 ±0.9 %")),
    ],
)
def test_shares_have_the_digits_that_so_many_draws_give(draws, share, text):
    """The error of 50 % is 9.6, 3.1, 0.98, 0.96, 0.95 and 0.31 points of 100, 1,000, 10,000, ... draws."""
    report = replace(sensitivity, draws=draws)
    assert report.share_text(share, error=True) == text
    assert report.share_text(share) == text.partition(" ±")[0].removesuffix(" %") + " %"


def test_the_places_that_can_be_told_apart_are_said_in_words():
    assert sensitivity.sentences() == (
        "1 can be told apart; 2 and 3 cannot be told apart (of two neighbours the upper is above in 90 % of the "
        "draws).",
        "Ex is above Why in 75 ±3 % of the draws.",
    )
    assert sensitivity.stretches() == ((1, 1, True), (2, 3, False))
    apart = replace(sensitivity, tiers=(("x",), ("y",), ("z",)))
    assert apart.stretches() == ((1, 3, True),)
    assert apart.told_apart() == "1 to 3 can be told apart"
    below = replace(sensitivity, tiers=(("y", "x"), ("z",)))
    assert below.told_apart() == "1 and 2 cannot be told apart; 3 can be told apart"
    assert (
        replace(sensitivity, tiers=(("x", "y", "z"),)).told_apart() == "No place can be told apart from its neighbours"
    )
    crossed = replace(sensitivity, tiers=(("x", "z"), ("y",)))
    assert crossed.stretches() is None
    said = "In this order, by expected rank, groups can be told apart: "
    assert crossed.told_apart() == f"{said}x, z; y"
    assert crossed.told_apart({"z": "Zed"}) == f"{said}x, Zed; y"
    shared = replace(sensitivity, ranks=whole(1, 1, 3))
    assert shared.sentences()[1] == "Ex and Why share the first place."


def test_one_alternative_alone_has_no_neighbours():
    alone = replace(sensitivity, alternatives=("x",), names=("Ex",), tiers=(("x",),))
    assert alone.sentences() == ()


def test_a_report_says_what_was_doubted_and_how_exact_it_is():
    table = sensitivity.table()
    assert table.rows == (
        ("x", "Ex", 0.75, 1, 1, 2, 0.7, 0.8),
        ("y", "Why", 0.5, 2, 1, 3, 0.3, 1.0),
        ("z", "Zed", 0.25, 3, 2, 3, 0.0, 0.0),
    )
    assert seen(table, "first_share") == ["70 ±3 %", "30 ±3 %", "0 %"]
    assert seen(table, "confidence") == ["80 ±2 %", "100 %", "n/a"]
    sure = replace(sensitivity, values_vary=False, confidence=array(1, 0, 0))
    assert seen(sure, "confidence") == ["100 %", "0 %", "n/a"]
    assert table.heading == (f"Clinics: how sure the order of 3 steps is ({HOW}, 1,000 draws)",)
    assert table.notes[2:5] == (
        "Among the first 2: x 90 ±2 %, y 80 ±2 %, z 30 ±3 %.",
        "Doubted: inconsistency (1), rounding (1), panellists (2), weights, with a > b, a 10 % to 62.5 %; nothing to "
        "doubt in values. 1,000 draws, seed 3; ± is the Monte Carlo error at 95 %.",
        "rank_low, rank_high: the middle 90 % of the draws. first_share: first in so many. confidence: first in so "
        "many under the mean weights of the draws in which it is first.",
    )
    calm = replace(sensitivity, doubt=(), moot=(), meta=META)
    assert calm.table().notes[3].startswith("Doubted: nothing. ")
    assert calm.limits() == ()


@pytest.mark.parametrize("first", [1, 3])
def test_the_first_few_are_told_only_where_they_are_some(first):
    assert not any(note.startswith("Among") for note in replace(sensitivity, first=first).table().notes)


def test_who_is_hardly_ever_among_the_first_few_is_not_listed():
    rare = np.array([[0.7, 0.3, 0], [0.298, 0.698, 0.004], [0.002, 0.002, 0.996]])
    notes = replace(sensitivity, acceptability=rare).table().notes
    assert "Among the first 2: x 100 %, y >99 %, z <1 %." in notes
    never = np.array([[0.7, 0.3, 0], [0.3, 0.699, 0.001], [0, 0.001, 0.999]])
    assert "Among the first 2: x 100 %, y >99 %." in replace(sensitivity, acceptability=never).table().notes


def test_a_shift_of_a_weight_is_said_in_the_heading_of_the_draws_alone():
    meta = META | {"options": OPTIONS | {"shifted": {"criterion": "a", "share": 0.25}}}
    moved = replace(sensitivity, meta=meta)
    assert moved.table().heading[0].endswith(f"({HOW}, a weighing 25 %, 1,000 draws)")
    assert moved.intervals_table().heading == (f"Clinics: how far each weight may move ({HOW})",)


def test_intervals_have_a_row_a_criterion_and_say_where_no_formula_is():
    table = sensitivity.intervals_table()
    assert table.rows == (("a", "Alpha", 0.5, 0.25, 1, 0, 1, "y", ""),)
    assert table.notes[1:] == (
        "first_low, first_high: the first 2 stay the same.",
        "What is below the criterion keeps its proportions, and so does everything else.",
    )
    searched = replace(sensitivity, intervals=(interval, replace(interval, exact=False))).intervals_table()
    assert searched.notes[3] == "Ends were looked for on a fine grid: this method has no formula for them."


def test_a_report_holds_everything_for_programs():
    details = sensitivity.details()
    errors = {id: sensitivity.error(share) for id, share in zip("xyz", (0.7, 0.3, 0), strict=True)}
    assert details.pop("error") == {"first_share": errors, "largest": sensitivity.error(0.5)}
    assert details.pop("intervals") == sensitivity.intervals_table().records()
    assert details.pop("sentences") == list(sensitivity.sentences())
    assert details.pop("expected_rank") == pytest.approx({"x": 1.4, "y": 1.9, "z": 2.7})
    assert details.pop("among_first") == pytest.approx({"x": 0.9, "y": 0.8, "z": 0.3})
    assert details == {
        **{
            "of": "steps",
            "doubt": list(sensitivity.doubt),
            "moot": ["values"],
            "draws": 1_000,
            "seed": 3,
            "level": 0.9,
        },
        "acceptability": {"x": [0.7, 0.2, 0.1], "y": [0.3, 0.5, 0.2], "z": [0, 0.3, 0.7]},
        "pairwise": {
            "x": {"x": 0.5, "y": 0.75, "z": 1},
            "y": {"x": 0.25, "y": 0.5, "z": 0.6},
            "z": {"x": 0, "y": 0.4, "z": 0.5},
        },
        "first": 2,
        "weights": {"a": 0.5, "b": 0.5},
        "central_weights": {"x": {"a": 0.6, "b": 0.4}, "y": {"a": 0.3, "b": 0.7}, "z": None},
        "tiers": [["x"], ["y", "z"]],
        "panellists": sensitivity.panellists,
    }
    assert "intervals" not in replace(sensitivity, intervals=()).details()


def test_answers_to_further_questions_stand_beside_the_report():
    assert together.meta["notices"] == ["one", "two"]
    assert together.meta["answers"] == {"tornado": OPTIONS}
    assert together.table() == sensitivity.table()
    assert together.details()["tornado"] == {"rows": tornado.table().records(), **tornado.details()}
    assert together.details()["draws"] == 1_000
    assert "answers" not in Together(report=sensitivity, others={}).meta


def test_a_sweep_says_who_takes_the_first_place_going_away_from_the_panels_own_weight():
    assert sweep.sentences() == (
        "Ex, Why and Zed take first place from Ex if Alpha weighs more than 0.500.",
        "Ex and Zed take first place from Ex if Alpha weighs less than 0.450.",
        "Why takes first place from Ex and Zed if Alpha weighs less than 0.100.",
        "Zed takes first place from Ex, Why and Zed if Alpha weighs more than 0.999600.",
    )
    steady = replace(sweep, flips=(), first=("x", "y"))
    assert steady.sentences() == ("Ex and Why keep first place whatever Alpha weighs.",)
    assert replace(steady, first=("x",)).sentences() == ("Ex keeps first place whatever Alpha weighs.",)


@pytest.mark.parametrize(
    ("share", "first"), [(0, "y"), (0.1, "y"), (0.2, "xz"), (0.47, "x"), (0.6, "xyz"), (0.9996, "xyz"), (1, "z")]
)
def test_who_is_first_at_a_share_is_who_took_the_place_last(share, first):
    assert sweep.first_at(share) == tuple(first)


@pytest.mark.parametrize(("share", "weight"), [(0.0004, "0.000400"), (0.0006, "0.001"), (0.9994, "0.999")])
def test_a_weight_next_to_nothing_or_everything_keeps_six_digits(share, weight):
    flip = Flip(share=share, before=("x",), after=("y",))
    assert replace(sweep, flips=(flip,)).sentences()[0].endswith(f" than {weight}.")


def test_a_sweep_has_a_row_a_share_and_alternative():
    table = sweep.table()
    assert len(table.rows) == 9
    assert table.records()[1] == {"share": 0, "alternative": "y", "name": "Why", "score": None, "rank": None}
    assert table.rows[5] == (0.5, "z", "Zed", 1.0, 3)
    assert seen(table, "share")[3] == "50.0 %"
    assert table.heading == (f"Clinics: 3 steps as Alpha weighs 0 to 100 %, to the panel 50.0 % ({HOW})",)
    assert [sweep.place(share) for share in (0, 0.2, 0.3, 0.74, 0.9)] == [0, 0, 1, 1, 2]
    assert sweep.details() == {
        "criterion": "a",
        "share": 0.5,
        "crossings": [{"share": 0.6, "rises": "z", "passes": "y"}],
        "first": ["y"],
        "flips": [
            {"share": flip.share, "before": list(flip.before), "after": list(flip.after)} for flip in sweep.flips
        ],
        "exact": True,
        "sentences": list(sweep.sentences()),
    }


def test_a_tornado_says_which_weights_move_the_lead_most_and_which_cost_the_first_place():
    np.testing.assert_allclose(tornado.swing, [1, 0.75, 0.5, 0.125])
    assert tornado.sentences() == (
        "Ex leads by 0.250.",
        "The lead swings most with the weights of: Alpha 1.000, Beta 0.750, Gamma 0.500.",
        "The first place goes to y if Alpha weighs 0.200; to z if Beta weighs 0.600.",
    )
    assert replace(tornado, takers=(("", ""),) * 4).sentences()[2] == "None of these weights costs the first place."
    many = replace(tornado, takers=(("y", "z"),) * 3 + (("", ""),)).sentences()[2]
    assert many.count(" if ") == 5
    assert many.endswith("to y if Gamma weighs 0.100 and in 1 more cases.")
    five = replace(tornado, takers=(("y", "z"), ("y", "z"), ("y", ""), ("", ""))).sentences()[2]
    assert five.endswith("to y if Gamma weighs 0.100.")


def test_a_tornado_has_a_row_a_criterion():
    table = tornado.table()
    assert table.rows[1] == ("b", "Beta", 0.3, 0.15, 0.6, 0.5, -0.25, 0.5, 0.75, "", "z")
    assert table.heading == (f"Clinics: what the lead of Ex becomes, steps ({HOW})",)
    assert table.notes[0].startswith("low, high: the weight divided and multiplied by 2, others in proportion; ")
    assert tornado.details() == {
        **{"of": "steps", "winner": "x", "lead": 0.25, "factor": 2, "sentences": list(tornado.sentences())},
    }


def test_a_trace_is_indented_by_what_rests_on_what():
    assert seen(trace, "kind") == ["rank", "· effect", "·· judged by", "··· comment"]
    assert seen(trace, "value") == ["0.750", "0.125", "", ""]
    assert trace.table().heading == ("Clinics: what the rank of Ex rests on",)
    assert "…" not in str(trace)
    assert trace.details() == {"alternative": "x", "name": "Ex"}


def test_variance_says_how_surely_the_first_leads_and_which_weights_make_the_doubt():
    assert variance.sentences() == (
        "Ex leads Why by 0.500; by -0.125 to 0.750 in 90 % of the draws, and at all in 97.5 %.",
        "The lead depends most on the weights of: Alpha 95 %, Beta 35 %, Gamma 25 % (total index).",
    )
    table = variance.table()
    assert table.rows[3] == ("d", "Delta", 0.1, 0.0, 0.2, 0.15, 0.1, 0.2)
    assert table.heading == (f"Clinics: what the lead of Ex over Why depends on ({HOW})",)
    assert table.notes[0].startswith("Each weight is multiplied by a factor of its own, 1/2 to 2, ")
    assert table.notes[2].startswith("low, high: 90 % bootstrap intervals")
    assert variance.details() == {
        **{"first": "x", "runner_up": "y", "lead": 0.5, "leads": [-0.125, 0.75], "kept": 0.975, "spread": 2},
        **{"weights": {"a": 0.4, "b": 0.3, "c": 0.2, "d": 0.1}, "confidence": 0.9},
        "sentences": list(variance.sentences()),
    }


def test_weights_are_indented_rounded_to_add_up_and_empty_where_nobody_judged():
    assert seen(weights, "name") == ["Alpha", "  One", "  Two", "Beta"]
    assert seen(weights, "local") == ["60.1 %", "n/a", "n/a", "39.9 %"]
    assert seen(weights, "global") == ["60.1 %", "n/a", "n/a", "39.9 %"]
    assert seen(weights, "rank") == ["1", "n/a", "n/a", "2"]
    assert weights.table().heading == ("Clinics: what weighs how much (2 panellists, geometric-mean, aij)",)
    assert weights["a"] == 0.6006
    with pytest.raises(KeyError):
        weights["c"]


def test_parts_stand_below_each_other_behind_their_name():
    assert grouped["nurse"] is weights
    assert [row[:2] for row in grouped.table().rows] == [
        (part, id) for part in ("nurse", "doctor") for id in ("a", "a1", "a2", "b")
    ]
    assert grouped.table().heading == ("Clinics: by role",)
    assert seen(grouped, "name")[1] == "  One"


def test_consistency_lists_the_circles():
    assert consistency.table().records() == [
        {
            **{"panellist": "P1", "node": "goal", "items": 3, "judged": 3, "lambda_max": 3.5, "ci": 0.25, "cr": 0.5},
            **{"gci": 0.75, "koczkodaj": 0.125, "three_cycles": 1, "verdict": "inconsistent"},
        }
    ]
    assert consistency.details() == {
        "three_cycles": [{"panellist": "P1", "node": "goal", "items": ["a", "b", "c"]}],
        "revisions": [],
    }
