"""Whose answers an order hangs on: every single change made in the panel's own files, and everything recomputed."""

import csv
from dataclasses import replace
from functools import cache

import pytest
from panels import compare, of_organisations, panel, rate

import mcda
from criteria.files import read_panel
from mcda import AnalysisError


def small(tmp_path):
    """Three panellists of two organisations, a theme with two criteria below it, some pairs not judged."""
    return panel(
        tmp_path,
        criteria={"cost": None, "use": {"now": None, "later": None}, "risk": None},
        solutions="a b c d",
        panellists={
            "P1": {"organisation": "One"},
            "P2": {"organisation": "Two"},
            "P3": {"organisation": "Two", "weight": 2},
        },
        scale={"min": 0, "max": 10},
        judgements=[
            compare("P1", "goal", "cost use risk", "3 1/2 9"),
            compare("P2", "goal", "cost use risk", "1 0.33 ?"),
            compare("P3", "goal", "cost use risk", "1/5 2.5 4"),
            compare("P1", "use", "now later", "1.5"),
            compare("P2", "use", "now later", "1/9"),
            compare("P3", "use", "now later", "1"),
        ],
        ratings=[
            rate("P1", "cost now later risk", {"a": "3 5 8 2", "b": "6 4 5 5", "c": "9 1 3 7", "d": "2 8 6 4"}),
            rate("P2", "cost now later risk", {"a": "4 5 7 3", "b": "6 6 5 5", "c": "8 2 3 6", "d": "3 7 6 4"}),
            rate("P3", "cost now later risk", {"a": "3 6 8 2", "b": "5 5 6 5", "c": "9 1 2 8", "d": "2 8 7 4"}),
        ],
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("small")


@pytest.fixture(scope="module")
def whole(folder):
    return small(folder)


@pytest.fixture(scope="module")
def moved(folder, whole):  # noqa: ARG001
    """Each changed panel, read once."""
    return cache(lambda *move: again(folder, *move))


def again(folder, who, node, first, second, ratio):
    """The panel with one judgement replaced in judgements.csv."""
    path = folder / "judgements.csv"
    before = path.read_text()
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if (row["panellist"], row["node"], row["first"], row["second"]) == (who, node, first, second):
            row["ratio"] = repr(ratio)
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    changed = read_panel(folder)
    path.write_text(before)
    return changed


def asked(effect):
    return effect.who, effect.node, effect.first, effect.second, effect.moved


def outcome(ranking, now, first):
    """What an Effect says, from the two rankings alone."""
    ranks = dict(zip(ranking.alternatives, ranking.ranks.tolist(), strict=True))
    before = dict(zip(now.alternatives, now.ranks.tolist(), strict=True))
    scores = dict(zip(ranking.alternatives, ranking.scores.tolist(), strict=True))
    winner = next(id for id in now.alternatives if before[id] == 1)
    return (
        {id for id in ranks if ranks[id] == 1} != {id for id in before if before[id] == 1},
        {id for id in ranks if ranks[id] <= first} != {id for id in before if before[id] <= first},
        scores[winner] - max(score for id, score in scores.items() if id != winner),
        max(abs(ranks[id] - before[id]) for id in ranks),
    )


OPTIONS = [
    {},
    {"priorities": "eigenvector"},
    {"aggregation": "aip"},
    {"aggregation": "aip-arithmetic", "priorities": "eigenvector"},
    {"scale": "balanced-n"},
    {"weighting": "organisation", "method": "weighted-sum"},
]
WEIGHTED = [*OPTIONS, {"weighting": "consistency"}]


@pytest.mark.parametrize("options", OPTIONS, ids=lambda options: " ".join(options.values()) or "own")
def test_every_move_is_what_recomputing_from_the_files_gives(whole, moved, options):
    found = mcda.influence(whole, first=2, **options)
    now = mcda.rank(whole, **options)
    # 11 judgements, each up and down, but 9 cannot rise and 1/9 cannot fall
    assert len(found.judgements) == 2 * 11 - 2
    for effect in found.judgements:
        ranking = mcda.rank(moved(*asked(effect)), **options)
        winner, few, lead, shift = outcome(ranking, now, 2)
        assert (effect.first_changes, effect.few_changes, effect.shift) == (winner, few, shift)
        assert effect.lead == pytest.approx(lead, abs=1e-12)


@pytest.mark.parametrize("options", WEIGHTED, ids=lambda options: " ".join(options.values()) or "own")
def test_whoever_is_left_out_is_left_out_of_everything(whole, options):
    now = mcda.rank(whole, **options)
    found = mcda.influence(whole, first=2, **options).people
    assert [effect.who for effect in found] == ["P1", "P2", "P3", "One", "Two"]
    for effect in found:
        gone = {"One": {"P1"}, "Two": {"P2", "P3"}}.get(effect.who, {effect.who})
        others = [id for id in ("P1", "P2", "P3") if id not in gone]
        ranking = mcda.rank(whole, panellists=others, **options)
        winner, few, lead, shift = outcome(ranking, now, 2)
        assert (effect.first_changes, effect.few_changes, effect.shift) == (winner, few, shift)
        assert effect.lead == pytest.approx(lead, abs=1e-12)


@pytest.mark.parametrize(
    ("given", "moved"),
    [
        ("3", {2, 4}),
        ("1", {1 / 2, 2}),
        ("1/2", {1 / 3, 1}),
        ("9", {8}),
        ("8", {7, 9}),
        ("1/8", {1 / 7, 1 / 9}),
        ("1/9", {1 / 8}),
        ("2.5", {2, 3}),
        ("0.4", {1 / 3, 1 / 2}),
        # written with two digits, 1/3 is still a step; off by more than a hundredth it is none
        ("0.33", {1 / 4, 1 / 2}),
        ("0.3299", {1 / 4, 1 / 3}),
    ],
)
def test_moves_go_to_the_next_step_on_either_side(tmp_path, given, moved):
    whole = panel(
        tmp_path,
        criteria="x y",
        solutions="a b",
        panellists="P1",
        judgements=[compare("P1", "goal", "x y", given)],
        performance={"a": {"x": 1, "y": 2}, "b": {"x": 2, "y": 1}},
    )
    found = mcda.influence(whole).judgements
    assert sorted(effect.moved for effect in found) == pytest.approx(sorted(moved))
    assert {(effect.who, effect.node, effect.first, effect.second) for effect in found} == {("P1", "goal", "x", "y")}


@pytest.mark.parametrize("options", [{"priorities": "eigenvector"}, {"aggregation": "aip"}])
def test_moves_may_be_worked_out_a_few_at_a_time(whole, monkeypatch, options):
    at_once = mcda.influence(whole, **options).judgements
    monkeypatch.setattr("mcda.analysis.influencing.PIECE", 3)
    in_pieces = mcda.influence(whole, **options).judgements
    assert [replace(effect, lead=0.0) for effect in in_pieces] == [replace(effect, lead=0.0) for effect in at_once]
    assert [effect.lead for effect in in_pieces] == pytest.approx([effect.lead for effect in at_once], abs=1e-12)


def test_a_criterion_that_stands_alone_has_no_judgement_to_move(tmp_path):
    whole = panel(
        tmp_path,
        criteria={"x": {"only": None}, "y": None},
        solutions="a b",
        panellists="P1",
        judgements=[compare("P1", "goal", "x y", "3")],
        performance={"a": {"only": 1, "y": 2}, "b": {"only": 2, "y": 1}},
    )
    assert [effect.node for effect in mcda.influence(whole).judgements] == ["goal", "goal"]


def test_an_only_alternative_hangs_on_nobody(tmp_path):
    whole = panel(
        tmp_path, criteria={"x": 0.5, "y": 0.5}, solutions="a", performance={"a": {"x": 1, "y": 2}}, panellists="P1"
    )
    with pytest.raises(AnalysisError, match="there is a single alternative: its place hangs on nobody"):
        mcda.influence(whole)


def test_the_judgements_that_move_the_lead_most_come_first(whole):
    found = mcda.influence(whole)
    changes = [abs(effect.lead - found.lead) for effect in found.judgements]
    assert changes == sorted(changes, reverse=True)
    assert changes[0] > changes[-1]


def test_a_say_by_consistency_is_said_to_stay_as_it_is(whole):
    said = "a judgement that is moved leaves everybody's say as it is"
    assert said in mcda.influence(whole, weighting="consistency").meta["notices"]
    assert said not in mcda.influence(whole).meta["notices"]


@pytest.mark.parametrize(
    ("organisations", "left_out"),
    [(["One", "One"], ["P1", "P2"]), (["One", ""], ["P1", "P2", "One"]), (["", ""], ["P1", "P2"])],
)
def test_whole_organisations_are_left_out_where_somebody_remains(tmp_path, organisations, left_out):
    people = of_organisations(organisations)
    made = panel(
        tmp_path,
        criteria="x y",
        solutions="a b",
        panellists=people,
        judgements=[compare(id, "goal", "x y", "3") for id in people],
        performance={"a": {"x": 1, "y": 2}, "b": {"x": 2, "y": 1}},
    )
    found = mcda.influence(made)
    assert [effect.who for effect in found.people] == left_out
    assert found.indispensable == ()


def test_compared_alternatives_move_too(tmp_path):
    whole = panel(
        tmp_path,
        criteria="x y",
        solutions="a b c",
        panellists="P1",
        judgements=[
            compare("P1", "goal", "x y", "2"),
            compare("P1", "x", "a b c", "2 3 2"),
            compare("P1", "y", "a b c", "1/3 1/2 1"),
        ],
        settings={"method": "ahp"},
    )
    now = mcda.rank(whole)
    found = mcda.influence(whole)
    assert {effect.node for effect in found.judgements} == {"goal", "x", "y"}
    assert not found.people  # nobody is left without the only one
    for effect in found.judgements:
        winner, few, lead, shift = outcome(mcda.rank(again(tmp_path, *asked(effect))), now, 3)
        assert (effect.first_changes, effect.few_changes, effect.shift) == (winner, few, shift)
        assert effect.lead == pytest.approx(lead, abs=1e-12)


def test_who_is_needed_is_named_rather_than_left_out(tmp_path):
    whole = panel(
        tmp_path,
        criteria="x y",
        solutions="a b",
        panellists="P1 P2",
        judgements=[compare("P1", "goal", "x y", "2")],
        scale={"min": 0, "max": 10},
        ratings=[rate("P1", "x y", {"a": "1 2", "b": "3 1"}), rate("P2", "x y", {"a": "1 2", "b": "3 1"})],
    )
    found = mcda.influence(whole)
    assert [effect.who for effect in found.people] == ["P2"]
    assert found.indispensable == ("P1",)
    assert (
        "without P1 there is no order: goal: nobody judged it yet: compare x with y and so on"
        in (found.meta["notices"])
    )


def test_the_table_holds_everybody_and_the_telling_judgements(whole):
    found = mcda.influence(whole, first=2)
    records = found.table().records()
    assert [record["who"] for record in records[:5]] == ["P1", "P2", "P3", "One", "Two"]
    assert sum(record["first_changes"] for record in records) == len(found.decisive())
    assert len(found.to_dict()["judgements"]) == len(found.judgements)
    assert any(f"Of {len(found.judgements)} moves" in said for said in found.sentences())
