"""Whose answers an order hangs on: every single change made in the panel's own files, and everything recomputed."""

import csv

import numpy as np
import pytest
from panels import compare, panel, rate

import mcda
from criteria.files import read_panel
from mcda import AnalysisError

STEPS = [1 / 9, 1 / 8, 1 / 7, 1 / 6, 1 / 5, 1 / 4, 1 / 3, 1 / 2, 1, 2, 3, 4, 5, 6, 7, 8, 9]


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
            compare("P1", "use", "now later", "2"),
            compare("P2", "use", "now later", "1/9"),
            compare("P3", "use", "now later", "1"),
        ],
        ratings=[
            rate("P1", "cost now later risk", {"a": "3 5 8 2", "b": "6 4 5 5", "c": "9 1 3 7", "d": "2 8 6 4"}),
            rate("P2", "cost now later risk", {"a": "4 5 7 3", "b": "6 6 5 5", "c": "8 2 3 6", "d": "3 7 6 4"}),
            rate("P3", "cost now later risk", {"a": "3 6 8 2", "b": "5 5 6 5", "c": "9 1 2 8", "d": "2 8 7 4"}),
        ],
    )


def again(folder, effect):
    """The panel with one judgement replaced in judgements.csv."""
    path = folder / "judgements.csv"
    before = path.read_text()
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if (row["panellist"], row["node"], row["first"], row["second"]) == (
            effect.who,
            effect.node,
            effect.first,
            effect.second,
        ):
            row["ratio"] = repr(effect.moved)
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    changed = read_panel(folder)
    path.write_text(before)
    return changed


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
def test_every_move_is_what_recomputing_from_the_files_gives(tmp_path, options):
    whole = small(tmp_path)
    found = mcda.influence(whole, first=2, **options)
    now = mcda.rank(whole, **options)
    # 11 judgements, each up and down, but 9 cannot rise and 1/9 cannot fall
    assert len(found.judgements) == 2 * 11 - 2
    for effect in found.judgements:
        ranking = mcda.rank(again(tmp_path, effect), **options)
        winner, few, lead, shift = outcome(ranking, now, 2)
        assert (effect.first_changes, effect.few_changes, effect.shift) == (winner, few, shift)
        assert effect.lead == pytest.approx(lead, abs=1e-12)


@pytest.mark.parametrize("options", WEIGHTED, ids=lambda options: " ".join(options.values()) or "own")
def test_whoever_is_left_out_is_left_out_of_everything(tmp_path, options):
    whole = small(tmp_path)
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


def test_moves_go_to_the_next_step_on_either_side(tmp_path):
    found = mcda.influence(small(tmp_path)).judgements
    for effect in found:
        nearest = int(np.abs(np.log(np.array(STEPS) / effect.given)).argmin())
        if effect.given == 2.5:
            assert effect.moved in (2, 3)
        else:
            assert effect.moved in [pytest.approx(STEPS[i]) for i in (nearest - 1, nearest + 1) if 0 <= i < 17]


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
        winner, few, lead, shift = outcome(mcda.rank(again(tmp_path, effect)), now, 3)
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
    assert any("without P1 there is no order" in notice for notice in found.meta["notices"])


def test_no_place_is_refused(tmp_path):
    with pytest.raises(AnalysisError, match="at least 1 place"):
        mcda.influence(small(tmp_path), first=0)


def test_the_table_holds_everybody_and_the_telling_judgements(tmp_path):
    found = mcda.influence(small(tmp_path), first=2)
    records = found.table().records()
    assert [record["who"] for record in records[:5]] == ["P1", "P2", "P3", "One", "Two"]
    assert sum(record["first_changes"] for record in records) == len(found.decisive())
    assert len(found.to_dict()["judgements"]) == len(found.judgements)
    assert any(f"Of {len(found.judgements)} moves" in said for said in found.sentences())
