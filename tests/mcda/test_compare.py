"""Orders side by side: each is the one that `rank` gives, and is as like the panel's as scipy says."""

import pytest
from panels import compare, panel, rate
from scipy.stats import kendalltau

import mcda
from criteria import words
from mcda import AnalysisError
from mcda.ranking import RANKING_METHODS


def two_parts(tmp_path):
    return panel(
        tmp_path,
        criteria="x y",
        solutions="a b c d",
        panellists={
            "P1": {"organisation": "One", "attributes": {"region": "north"}},
            "P2": {"organisation": "Two", "attributes": {"region": "south"}},
            "P3": {"organisation": "Two", "attributes": {"region": "north"}},
        },
        scale={"min": 0, "max": 10},
        judgements=[compare("P1", "goal", "x y", "7"), compare("P2", "goal", "x y", "1/5")],
        ratings=[rate("P3", "x y", {"a": "9 1", "b": "6 6", "c": "2 9", "d": "4 3"})],
    )


def test_parts_weigh_and_the_whole_panel_values(tmp_path):
    whole = two_parts(tmp_path)
    found = mcda.compare(whole)
    assert found.variants == ("panel", "One", "Two")
    assert found.winners(1) == ("a",)
    assert found.winners(2) == ("c",)
    for number, ids in enumerate(([], ["P1"], ["P2", "P3"])):
        by = mcda.rank_by(whole, "organisation").results
        own = mcda.rank(whole) if not ids else by[found.variants[number]]
        ranks = dict(zip(own.alternatives, own.ranks.tolist(), strict=True))
        assert found.ranks[number].tolist() == [ranks[id] for id in found.alternatives]
        assert found.likeness["tau-b"][number] == pytest.approx(
            kendalltau(found.ranks[0], found.ranks[number]).statistic
        )


def test_by_a_declared_attribute(tmp_path):
    assert mcda.compare(two_parts(tmp_path), "region").variants == ("panel", "north", "south")


def test_by_method_every_other_one_with_its_own_normalisation(tmp_path):
    whole = two_parts(tmp_path)
    found = mcda.compare(whole, "method")
    assert found.variants[0] == "panel"
    assert "topsis" not in found.variants
    for number, method in enumerate(found.variants[1:], 1):
        own = mcda.rank(whole, method=method)
        ranks = dict(zip(own.alternatives, own.ranks.tolist(), strict=True))
        assert found.ranks[number].tolist() == [ranks[id] for id in found.alternatives]


def test_what_cannot_be_ranked_is_named(tmp_path):
    found = mcda.compare(two_parts(tmp_path), "panellist")
    assert found.variants == ("panel", "P1", "P2")
    assert any(notice.startswith("P3 is left out") for notice in found.meta["notices"])


def measured(folder, performance, **said):
    names = list(next(iter(performance.values())))
    criteria = {name: 1 / len(names) for name in names}
    return panel(folder, criteria=criteria, solutions=" ".join(performance), performance=performance, **said)


def test_choices_that_cannot_rank_these_values_are_left_out_and_named(tmp_path):
    """Shares of a sum of 0, or of negative numbers, are none."""
    whole = measured(tmp_path, {"a": {"x": -3, "y": 2}, "b": {"x": 1, "y": 5}}, settings={"method": "weighted-sum"})
    found = mcda.compare(whole, "normalisation", normalisation="minmax")
    left_out = [notice.partition(" is left out: ")[0] for notice in found.meta["notices"] if " is left out" in notice]
    allowed = RANKING_METHODS["weighted-sum"].normalisations
    assert found.variants[0] == "panel"
    assert sorted([*found.variants[1:], *left_out]) == sorted(set(allowed) - {"minmax"})
    assert any(notice.startswith("max is left out: ") and "-3" in notice for notice in found.meta["notices"])
    for number, word in enumerate(found.variants[1:], 1):
        own = mcda.rank(whole, normalisation=word)
        scores = dict(zip(own.alternatives, own.scores.tolist(), strict=True))
        assert found.scores[number].tolist() == [scores[id] for id in found.alternatives]


def test_a_method_has_its_own_normalisations_alone(tmp_path):
    whole = measured(tmp_path, {"a": {"x": 3, "y": 2}, "b": {"x": 1, "y": 5}})
    found = mcda.compare(whole, "normalisation", method="vikor")
    assert found.variants == ("panel",)
    by_method = mcda.compare(whole, "method", method="weighted-sum", normalisation="sum")
    assert "weighted-sum" not in by_method.variants
    assert by_method.meta["options"]["by"] == "method"
    place = by_method.variants.index("topsis")
    ranking = mcda.rank(whole, method="topsis")
    assert dict(zip(by_method.alternatives, by_method.scores[place], strict=True)) == dict(
        zip(ranking.alternatives, ranking.scores, strict=True)
    )


@pytest.mark.parametrize(
    ("by", "own", "every"),
    [
        ("priorities", "geometric-mean", words.PRIORITIES),
        ("aggregation", "aij", words.AGGREGATIONS),
        ("weighting", "declared", words.WEIGHTINGS),
        ("scale", "linear", words.SCALES),
    ],
)
def test_by_a_choice_of_judging_every_other_word_is_tried(tmp_path, by, own, every):
    whole = two_parts(tmp_path)
    found = mcda.compare(whole, by)
    assert found.variants == ("panel", *(word for word in every if word != own))
    for number, word in enumerate(found.variants[1:], 1):
        own = mcda.rank(whole, **{by: word})
        scores = dict(zip(own.alternatives, own.scores.tolist(), strict=True))
        assert found.scores[number].tolist() == [scores[id] for id in found.alternatives]


def test_a_part_that_is_called_as_the_whole_is_told_apart_from_it(tmp_path):
    people = {"P1": {"organisation": "panel"}, "P2": {"organisation": "Two"}}
    judgements = [compare("P1", "goal", "x y", "7"), compare("P2", "goal", "x y", "1/5")]
    performance = {"a": {"x": 3, "y": 2}, "b": {"x": 1, "y": 5}}
    whole = panel(
        tmp_path, criteria="x y", panellists=people, solutions="a b", judgements=judgements, performance=performance
    )
    found = mcda.compare(whole)
    assert found.variants == ("panel", "panel (organisation)", "Two")
    assert len(found.meta["notices"]) == len(set(found.meta["notices"]))


def test_an_unknown_part_is_refused_with_the_known_ones(tmp_path):
    with pytest.raises(AnalysisError, match="organisation, role, region"):
        mcda.compare(two_parts(tmp_path), "regoin")


def test_tables_hold_the_variants_and_every_rank(tmp_path):
    found = mcda.compare(two_parts(tmp_path))
    assert found.table().columns == ("variant", "first", "ws", "weighted_spearman", "tau_b")
    assert len(found.ranks_table().records()) == 3 * 4
    assert found.to_dict()["ranks"] == found.ranks_table().records()
    assert found.sentences() == (f"{found.winners(0)[0]} is first in 0 of the 2 others.",)
