"""What criteria weigh to a panel: every expected number by hand or by a few lines of arithmetic here."""

import sys
from dataclasses import FrozenInstanceError
from fractions import Fraction
from math import prod

import numpy as np
import pytest
from golden import ROOT
from panels import compare, panel, rate

import mcda
from criteria import words
from mcda import AnalysisError
from mcda.analysis import judging


def local(weights):
    return dict(zip(weights.criteria, weights.local.tolist(), strict=True))


def overall(weights):
    return dict(zip(weights.criteria, weights.overall.tolist(), strict=True))


def geometric(rows):
    """The normalised geometric mean of each row, written out."""
    means = [prod(row) ** (1 / len(row)) for row in rows]
    return [mean / sum(means) for mean in means]


def two(tmp_path, *ratios, panellists=None, **said):
    """A panel of which everybody says how many times as important a is as b."""
    ids = [f"P{place}" for place in range(1, len(ratios) + 1)]
    judgements = [compare(id, "goal", "a b", str(ratio)) for id, ratio in zip(ids, ratios, strict=True)]
    return panel(tmp_path, criteria="a b", panellists=panellists or " ".join(ids), judgements=judgements, **said)


@pytest.fixture(scope="module")
def telemedicine():
    return mcda.read_panel(ROOT / "sample_panels" / "telemedicine")


# Given weights


def test_given_weights_need_no_panellist(tmp_path):
    weights = mcda.weights(panel(tmp_path, criteria={"a": 0.2, "b": 0.5, "c": 0.3}))
    assert overall(weights) == pytest.approx({"a": 0.2, "b": 0.5, "c": 0.3})
    assert weights.ranks.tolist() == [3, 1, 2]
    assert weights.meta["panellists"] == []


def test_given_weights_are_multiplied_down_branches_of_any_length(tmp_path):
    criteria = [
        {"id": "a", "weight": 0.25},
        {
            "id": "b",
            "weight": 0.75,
            "children": [
                {"id": "b1", "weight": 0.4},
                {
                    "id": "b2",
                    "weight": 0.6,
                    "children": [{"id": "b2x", "weight": 0.9}, {"id": "b2y", "weight": 0.1}],
                },
            ],
        },
    ]
    weights = mcda.weights(panel(tmp_path, criteria=criteria))
    assert weights.criteria == ("a", "b", "b1", "b2", "b2x", "b2y")
    assert weights.parents == ("goal", "goal", "b", "b", "b2", "b2")
    assert weights.levels == (1, 1, 2, 2, 3, 3)
    assert weights.leaves == ("a", "b1", "b2x", "b2y")
    np.testing.assert_allclose(weights.overall, [0.25, 0.75, 0.3, 0.45, 0.405, 0.045])
    np.testing.assert_allclose(weights.local, [0.25, 0.75, 0.4, 0.6, 0.9, 0.1])
    assert weights.ranks.tolist() == [2, 1, 2, 1, 1, 2]  # among criteria of the same level


def test_some_nodes_are_given_and_others_judged(tmp_path):
    criteria = [
        {"id": "a", "weight": 0.6, "children": [{"id": "a1"}, {"id": "a2"}]},
        {"id": "b", "weight": 0.4, "children": [{"id": "b1", "weight": 0.5}, {"id": "b2", "weight": 0.5}]},
    ]
    weights = mcda.weights(
        panel(tmp_path, criteria=criteria, panellists="P1", judgements=compare("P1", "a", "a1 a2", "1/4"))
    )
    assert overall(weights) == pytest.approx({"a": 0.6, "a1": 0.12, "a2": 0.48, "b": 0.4, "b1": 0.2, "b2": 0.2})


def test_a_weight_of_zero_may_be_given(tmp_path):
    weights = mcda.weights(panel(tmp_path, criteria={"a": 0, "b": 1}))
    assert overall(weights) == {"a": 0, "b": 1}


# Judged weights


def test_one_panellist_gets_the_geometric_mean_of_each_row(tmp_path):
    made = panel(tmp_path, criteria="a b c", panellists="P1", judgements=compare("P1", "goal", "a b c", "2 6 4"))
    expected = geometric([[1, 2, 6], [1 / 2, 1, 4], [1 / 6, 1 / 4, 1]])
    np.testing.assert_allclose(mcda.weights(made).overall, expected, rtol=1e-12)


def test_three_levels_and_unequal_branches_multiply_down(tmp_path):
    made = panel(
        tmp_path,
        criteria={"a": {"a1": {"x": None, "y": None}, "a2": None}, "b": None},
        panellists="P1",
        judgements=[
            compare("P1", "goal", "a b", "3"),
            compare("P1", "a", "a1 a2", "1/4"),
            compare("P1", "a1", "x y", "9"),
        ],
    )
    weights = mcda.weights(made)
    expected = {"a": 3 / 4, "a1": 3 / 20, "x": 27 / 200, "y": 3 / 200, "a2": 3 / 5, "b": 1 / 4}
    assert overall(weights) == pytest.approx(expected)
    assert sum(weights[leaf] for leaf in weights.leaves) == pytest.approx(1, abs=1e-15)


@pytest.mark.parametrize("scale", words.SCALES)
@pytest.mark.parametrize("priorities", words.PRIORITIES)
def test_an_only_child_weighs_what_its_parent_weighs(tmp_path, priorities, scale):
    made = panel(
        tmp_path,
        criteria={"a": {"only": None}, "b": None},
        panellists="P1 P2",
        judgements=[compare(id, "goal", "a b", "1/2") for id in ("P1", "P2")],
    )
    weights = mcda.weights(made, priorities=priorities, scale=scale)
    assert local(weights)["only"] == pytest.approx(1, abs=1e-12)
    assert weights["only"] == pytest.approx(weights["a"], rel=1e-12)


def test_a_goal_with_one_criterion_gives_it_everything(tmp_path):
    assert mcda.weights(panel(tmp_path, criteria="a", panellists="P1"))["a"] == 1


@pytest.mark.parametrize("aggregation", words.AGGREGATIONS)
@pytest.mark.parametrize("priorities", words.PRIORITIES)
def test_siblings_and_leaves_sum_to_one(priorities, aggregation, telemedicine):
    weights = mcda.weights(telemedicine, priorities, aggregation)
    for parent in set(weights.parents):
        below = [share for share, above in zip(weights.local, weights.parents, strict=True) if above == parent]
        assert sum(below) == pytest.approx(1, abs=1e-12)
    assert sum(weights[leaf] for leaf in weights.leaves) == pytest.approx(1, abs=1e-12)
    assert len(weights.leaves) == 24
    for id, parent in zip(weights.criteria, weights.parents, strict=True):
        above = 1.0 if parent == "goal" else weights[parent]
        assert weights[id] == pytest.approx(above * local(weights)[id], rel=1e-12)


# Many panellists


def test_judgements_are_pooled_by_their_geometric_mean(tmp_path):
    """9 and 1 make 3, so 3/4 and 1/4."""
    assert mcda.weights(two(tmp_path, 9, 1))["a"] == pytest.approx(3 / 4)


def test_the_arithmetic_mean_of_priorities_is_another_answer(tmp_path):
    """9 gives 0.9 and 1 gives 0.5, whose mean is 0.7."""
    assert mcda.weights(two(tmp_path, 9, 1), aggregation="aip-arithmetic")["a"] == pytest.approx(0.7)


def test_pooled_judgements_are_pooled_priorities_for_geometric_means(tmp_path):
    made = panel(
        tmp_path,
        criteria={"a": "a1 a2 a3", "b": None, "c": None},
        panellists={"P1": {"weight": 2}, "P2": {"weight": 0.5}, "P3": {}},
        judgements=[
            [compare("P1", "goal", "a b c", "2 3 4"), compare("P1", "a", "a1 a2 a3", "1/5 3 7")],
            [compare("P2", "goal", "a b c", "1/7 1 5"), compare("P2", "a", "a1 a2 a3", "2 9 9")],
            [compare("P3", "goal", "a b c", "6 1/2 1/9"), compare("P3", "a", "a1 a2 a3", "1 1 1/3")],
        ],
    )
    pooled = mcda.weights(made, "geometric-mean", "aij")
    np.testing.assert_allclose(mcda.weights(made, "geometric-mean", "aip").local, pooled.local, rtol=1e-12)
    assert np.abs(mcda.weights(made, "geometric-mean", "aip-arithmetic").local - pooled.local).max() > 0.01
    # by hand: the weighted geometric mean of what each says, 2 : 0.5 : 1
    ab = (2**2 * (1 / 7) ** 0.5 * 6) ** (1 / 3.5)
    ac = (3**2 * 1**0.5 * (1 / 2)) ** (1 / 3.5)
    bc = (4**2 * 5**0.5 * (1 / 9)) ** (1 / 3.5)
    expected = geometric([[1, ab, ac], [1 / ab, 1, bc], [1 / ac, 1 / bc, 1]])
    np.testing.assert_allclose(pooled.local[[0, 4, 5]], expected, rtol=1e-12)


def test_each_panellist_scales_their_judgements_before_they_are_pooled(tmp_path):
    """On the balanced scale 9 stays 9 and 1 stays 1: their mean is 3. The mean first and then the scale gives 1.5."""
    made = two(tmp_path, 9, 1)
    assert mcda.weights(made, scale="balanced")["a"] == pytest.approx(3 / 4)
    assert mcda.weights(two(tmp_path / "3", 3), scale="balanced")["a"] == pytest.approx(1.5 / 2.5)


def test_the_scale_of_the_settings_holds_until_another_is_asked_for(tmp_path):
    made = two(tmp_path, 3, settings={"scale": "power"})
    assert mcda.weights(made)["a"] == pytest.approx(9 / 10)
    assert mcda.weights(made, scale="linear")["a"] == pytest.approx(3 / 4)
    assert mcda.weights(made).meta["options"]["scale"] == "power"


def test_a_declared_weight_is_an_exponent_of_the_judgement(tmp_path):
    """(8^3 * 1/2)^(1/4) = 4."""
    made = two(tmp_path, 8, "1/2", panellists={"P1": {"weight": 3}, "P2": {"weight": 1}})
    assert mcda.weights(made)["a"] == pytest.approx(4 / 5)
    assert mcda.weights(made, weighting="head")["a"] == pytest.approx(2 / 3)  # (8 * 1/2)^(1/2) = 2


def test_each_organisation_has_the_same_say_however_many_it_sends(tmp_path):
    """Three of one say 8, one of the other 1/2: (8 * 1/2)^(1/2) = 2, while heads give (8^3 / 2)^(1/4) = 4."""
    people = {f"P{place}": {"organisation": "big"} for place in (1, 2, 3)} | {"P4": {"organisation": "small"}}
    made = two(tmp_path, 8, 8, 8, "1/2", panellists=people)
    assert mcda.weights(made, weighting="organisation")["a"] == pytest.approx(2 / 3)
    assert mcda.weights(made, weighting="head")["a"] == pytest.approx(4 / 5)
    assert mcda.weights(made)["a"] == pytest.approx(4 / 5)


def test_without_an_organisation_everybody_is_their_own(tmp_path):
    people = {"P1": {"organisation": "big"}, "P2": {"organisation": "big"}, "P3": {}, "P4": {}}
    made = two(tmp_path, 8, 8, 1, 1, panellists=people)
    # big, P3 and P4 have a third each: 8^(1/3) = 2
    assert mcda.weights(made, weighting="organisation")["a"] == pytest.approx(2 / 3)


@pytest.mark.parametrize("aggregation", words.AGGREGATIONS)
@pytest.mark.parametrize("weighting", words.WEIGHTINGS)
def test_a_panellist_who_weighs_nothing_is_absent(tmp_path, weighting, aggregation):
    people = {"P1": {"organisation": "x"}, "P2": {"organisation": "x", "weight": 0}}
    made = two(tmp_path, 4, "1/9", panellists=people)
    weights = mcda.weights(made, aggregation=aggregation, weighting=weighting)
    assert weights["a"] == pytest.approx(4 / 5)
    assert weights.meta["panellists"] == ["P1"]


def test_where_weights_are_given_nobody_scatters_and_all_count_alike(tmp_path):
    made = panel(
        tmp_path,
        criteria={"a": 0.25, "b": 0.75},
        panellists="P1 P2",
        solutions="x y",
        scale={"min": 0, "max": 10},
        ratings=[rate("P1", "a b", {"x": "2 4", "y": "6 8"}), rate("P2", "a b", {"x": "4 4", "y": "6 8"})],
        settings={"weighting": "consistency"},
    )
    assert overall(mcda.weights(made)) == {"a": 0.25, "b": 0.75}
    ranking = mcda.rank(made)
    assert dict(zip(ranking.alternatives, ranking.values[:, 0], strict=True)) == {"x": 3, "y": 6}


def test_many_judgements_are_put_into_matrices_part_by_part(tmp_path, monkeypatch):
    rows = ["2 3 4", "1/5 3 7", "6 1/2 1/9"]
    judgements = [compare(f"P{n}", "goal", "a b c", row) for n, row in enumerate(rows)]
    made = panel(tmp_path, criteria="a b c", panellists="P0 P1 P2", judgements=judgements)
    whole = mcda.weights(made)
    for few in (1, 4, 9):
        monkeypatch.setattr(judging, "ROWS", few)
        assert mcda.weights(made).local.tolist() == whole.local.tolist()


def test_some_panellists_can_be_asked_alone(tmp_path):
    made = two(tmp_path, 9, 1, "1/4")
    assert mcda.weights(made, panellists=["P3"])["a"] == pytest.approx(1 / 5)
    weights = mcda.weights(made, panellists=["p2", "P1"])
    assert weights["a"] == pytest.approx(3 / 4)
    assert weights.meta["panellists"] == ["P1", "P2"]


def test_an_unknown_panellist_is_refused_with_the_known_ones(tmp_path):
    with pytest.raises(AnalysisError, match="no panellist 'P9': known are P1, P2"):
        mcda.weights(two(tmp_path, 9, 1), panellists=["P9"])


def test_only_panellists_without_a_say_are_refused(tmp_path):
    made = two(tmp_path, 9, 1, panellists={"P1": {}, "P2": {"weight": 0}})
    with pytest.raises(AnalysisError, match="no panellist with a weight above 0"):
        mcda.weights(made, panellists=["P2"])


# Gaps


def test_incomplete_panellists_are_pooled_pair_by_pair(tmp_path):
    """Two say a is twice b, one that b is 3 times c: nothing contradicts, so 6 : 3 : 1."""
    made = panel(
        tmp_path,
        criteria="a b c",
        panellists="P1 P2 P3",
        judgements=[
            compare("P1", "goal", "a b", "2"),
            compare("P2", "goal", "a b", "2"),
            compare("P3", "goal", "b c", "3"),
        ],
    )
    np.testing.assert_allclose(mcda.weights(made).overall, [0.6, 0.3, 0.1], rtol=1e-12)


def test_a_pair_that_two_judged_weighs_as_two(tmp_path):
    """Least squares over the logs, by numpy's own solver: a row a judgement."""
    made = panel(
        tmp_path,
        criteria="a b c",
        panellists="P1 P2",
        judgements=[compare("P1", "goal", "a b c", "2 8 ?"), compare("P2", "goal", "a b c", "4 ? 5")],
    )
    rows = np.array([[1, -1, 0], [1, 0, -1], [1, -1, 0], [0, 1, -1], [1, 1, 1]], dtype=float)
    logs = np.linalg.lstsq(rows, np.log([2, 8, 4, 5, 1]), rcond=None)[0]
    np.testing.assert_allclose(mcda.weights(made).overall, np.exp(logs) / np.exp(logs).sum(), rtol=1e-10)


def test_nodes_that_nothing_joins_are_all_named_in_one_error(tmp_path):
    made = panel(
        tmp_path,
        criteria={"a": "a1 a2 a3", "b": "b1 b2 b3 b4", "c": "c1 c2"},
        panellists="P1",
        judgements=[
            compare("P1", "goal", "a b c", "1 1 1"),
            compare("P1", "a", "a1 a2 a3", "3 ? ?"),
            compare("P1", "b", "b1 b2 b3 b4", "3 ? ? ? ? 2"),
        ],
    )
    with pytest.raises(AnalysisError) as error:
        mcda.weights(made)
    lines = str(error.value).splitlines()
    assert len(lines) == 3
    assert lines[0].startswith("a: the judged pairs fall into {a1, a2} and {a3}")
    assert lines[0].endswith("judge for example a1 over a3")
    assert lines[1].startswith("b: the judged pairs fall into {b1, b2} and {b3, b4}")
    assert lines[2] == "c: nobody judged it yet: compare c1 with c2 and so on"


def test_more_than_two_parts_are_all_named(tmp_path):
    judgements = compare("P1", "goal", "a b", "2")
    made = panel(tmp_path, criteria="a b c d", panellists="P1", judgements=judgements)
    with pytest.raises(
        AnalysisError, match=r"goal: .* \{a, b\} and \{c\} and \{d\} with nothing between: .* a over c$"
    ):
        mcda.weights(made)


@pytest.mark.parametrize("aggregation", ["aip", "aip-arithmetic"])
def test_priorities_are_pooled_over_those_who_joined_all_items(tmp_path, aggregation):
    made = panel(
        tmp_path,
        criteria="a b c",
        panellists="P1 P2",
        judgements=[compare("P1", "goal", "a b c", "2 4 2"), compare("P2", "goal", "a b c", "1/9 ? ?")],
    )
    np.testing.assert_allclose(mcda.weights(made, aggregation=aggregation).overall, [4 / 7, 2 / 7, 1 / 7])


def test_if_nobody_joined_all_items_priorities_cannot_be_pooled(tmp_path):
    made = panel(
        tmp_path,
        criteria="a b c",
        panellists="P1 P2",
        judgements=[compare("P1", "goal", "a b", "2"), compare("P2", "goal", "b c", "2")],
    )
    with pytest.raises(
        AnalysisError, match=r"goal: no panellist alone compared enough to join all items, which 'aip' needs: use aij"
    ):
        mcda.weights(made, aggregation="aip")
    np.testing.assert_allclose(mcda.weights(made, aggregation="aij").overall, [4 / 7, 2 / 7, 1 / 7])


# Rounds


def test_of_several_rounds_the_latest_answer_holds(tmp_path):
    made = panel(
        tmp_path,
        criteria="a b c",
        panellists="P1",
        judgements=[
            compare("P1", "goal", "a c", "9", round=3),
            compare("P1", "goal", "a b c", "5 1/9 3"),
            compare("P1", "goal", "b a", "1/3", round=2),  # the same pair the other way round
        ],
    )
    np.testing.assert_allclose(mcda.weights(made).overall, [9 / 13, 3 / 13, 1 / 13], rtol=1e-12)


def test_rounds_are_of_each_panellist_and_pair(tmp_path):
    made = panel(
        tmp_path,
        criteria="a b",
        panellists="P1 P2",
        judgements=[
            compare("P1", "goal", "a b", "9"),
            compare("P2", "goal", "a b", "1"),
            compare("P1", "goal", "a b", "4", round=2),
        ],
    )
    assert mcda.weights(made)["a"] == pytest.approx(2 / 3)  # (4 * 1)^(1/2)


# Parts


def test_weights_by_panellist_are_each_ones_own(tmp_path):
    by = mcda.weights_by(two(tmp_path, 9, 1, "1/4"), "panellist")
    assert list(by.results) == ["P1", "P2", "P3"]
    assert [by[id]["a"] for id in by.results] == pytest.approx([0.9, 0.5, 0.2])
    assert by["P1"].meta["panellists"] == ["P1"]
    assert by.meta["panellists"] == ["P1", "P2", "P3"]


def test_weights_by_organisation_pool_each_organisation(tmp_path):
    people = {"P1": {"organisation": "x"}, "P2": {}, "P3": {"organisation": "x"}}
    by = mcda.weights_by(two(tmp_path, 9, "1/4", 1, panellists=people), "organisation")
    assert {name: result["a"] for name, result in by.results.items()} == pytest.approx({"x": 0.75, "(none)": 0.2})


def test_what_a_part_did_not_judge_is_nan_and_below_it_too(tmp_path):
    made = panel(
        tmp_path,
        criteria={"a": {"a1": "x y", "a2": None}, "b": None},
        panellists="P1 P2",
        judgements=[
            [compare("P1", "goal", "a b", "3"), compare("P1", "a1", "x y", "4")],
            compare("P2", "a", "a1 a2", "2"),
        ],
    )
    by = mcda.weights_by(made, "panellist")
    nan = float("nan")
    first, second = by["P1"], by["P2"]
    assert first.criteria == ("a", "a1", "x", "y", "a2", "b")
    np.testing.assert_allclose(first.local, [0.75, nan, 0.8, 0.2, nan, 0.25])
    np.testing.assert_allclose(first.overall, [0.75, nan, nan, nan, nan, 0.25])
    assert first.ranks.tolist() == [1, 0, 0, 0, 0, 2]
    assert [record["rank"] for record in first.table().records()] == [1, None, None, None, None, 2]
    np.testing.assert_allclose(second.local, [nan, 2 / 3, nan, nan, 1 / 3, nan])
    assert np.isnan(second.overall).all()
    frame = by.to_frame()
    assert frame.columns.tolist()[0] == "panellist"
    assert frame["global"].isna().sum() == 4 + 6


def test_a_criterion_keeps_its_shown_weight_where_what_is_below_it_has_none(tmp_path):
    made = panel(
        tmp_path,
        criteria={"a": "a1 a2", "b": None},
        panellists="P1 P2",
        judgements=[
            compare("P1", "goal", "a b", "1"),
            [compare("P2", "goal", "a b", "1"), compare("P2", "a", "a1 a2", "1")],
        ],
    )
    shown = mcda.weights_by(made, "panellist").table().displayed["global"]
    np.testing.assert_allclose(shown, [0.5, np.nan, np.nan, 0.5, 0.5, 0.25, 0.25, 0.5])


def test_parts_need_panellists(tmp_path):
    with pytest.raises(AnalysisError, match="no panellists to tell apart"):
        mcda.weights_by(panel(tmp_path, criteria={"a": 1.0}), "panellist")


def test_an_unknown_part_is_refused_with_the_known_ones(tmp_path):
    with pytest.raises(AnalysisError, match="by 'region' is not known: allowed are panellist, organisation, role"):
        mcda.weights_by(two(tmp_path, 1), "region")


# Engines and words


def test_the_second_route_gives_the_eigenvector(tmp_path, telemedicine):
    made = panel(tmp_path, criteria="a b c", panellists="P1", judgements=compare("P1", "goal", "a b c", "2 9 1/3"))
    by_ahpy = mcda.weights(made, engine="ahpy")
    np.testing.assert_allclose(by_ahpy.overall, mcda.weights(made, "eigenvector").overall, rtol=0, atol=1e-10)
    assert by_ahpy.meta["options"]["engine"] == "ahpy"
    assert by_ahpy.meta["options"]["priorities"] == "eigenvector"
    for aggregation in words.AGGREGATIONS:
        other = mcda.weights(telemedicine, "eigenvector", aggregation)
        found = mcda.weights(telemedicine, aggregation=aggregation, engine="ahpy")
        np.testing.assert_allclose(found.overall, other.overall, rtol=0, atol=1e-5)


def test_the_second_route_knows_no_other_priorities(tmp_path):
    with pytest.raises(AnalysisError, match="ahpy knows no priorities 'geometric-mean'"):
        mcda.weights(two(tmp_path, 1), priorities="geometric-mean", engine="ahpy")


@pytest.mark.parametrize(
    ("option", "allowed"),
    [
        ("priorities", words.PRIORITIES),
        ("aggregation", words.AGGREGATIONS),
        ("weighting", words.WEIGHTINGS),
        ("scale", words.SCALES),
        ("engine", ("mcda", "ahpy")),
    ],
)
def test_an_unknown_word_is_refused_with_the_list(tmp_path, option, allowed):
    with pytest.raises(AnalysisError) as error:
        mcda.weights(two(tmp_path, 1), **{option: "median"})
    assert str(error.value) == f"{option} 'median' is not known: allowed are {', '.join(allowed)}"


def test_an_unknown_option_is_refused_with_the_list(tmp_path):
    with pytest.raises(TypeError, match="'agregation' is no option: there are priorities, aggregation"):
        mcda.weights_by(two(tmp_path, 1), "panellist", agregation="aip")


def test_weights_cannot_be_changed_and_know_their_criteria(tmp_path):
    weights = mcda.weights(two(tmp_path, 3))
    with pytest.raises(FrozenInstanceError):
        weights.leaves = ()
    with pytest.raises(KeyError, match="nothing"):
        weights["nothing"]


def test_the_say_of_consistency_is_that_of_residuals_by_dense_least_squares(tmp_path):
    """Variances around each one's own fit, over both nodes, by numpy; then the weighted geometric mean."""
    said = {"P1": ("2 4 2", "3 9 3"), "P2": ("2 9 2", "3 2 5"), "P3": ("1/3 1/2 1", "1 1 1")}
    judgements = [
        compare(id, node, items, ratios)
        for id, both in said.items()
        for node, items, ratios in zip(("goal", "x"), ("x y z", "p q r"), both, strict=True)
    ]
    whole = panel(
        tmp_path,
        criteria={"x": {"p": None, "q": None, "r": None}, "y": None, "z": None},
        panellists={"P1": {}, "P2": {"weight": 2}, "P3": {}},
        judgements=judgements,
    )
    design = np.array([[1, -1, 0], [1, 0, -1], [0, 1, -1.0]])
    variance = {}
    for id, both in said.items():
        logs = [np.log([float(Fraction(word)) for word in ratios.split()]) for ratios in both]
        # one judgement too many at each of the two nodes
        residuals = [log - design @ np.linalg.lstsq(design, log, rcond=None)[0] for log in logs]
        variance[id] = sum((each**2).sum() for each in residuals) / 2
    mean = np.mean(list(variance.values()))
    say = {id: (2 if id == "P2" else 1) * 2 * mean / (variance[id] + mean) for id in said}
    logs = sum(
        share * np.log([float(Fraction(word)) for word in said[id][0].split()]) for id, share in say.items()
    ) / sum(say.values())
    fit = np.linalg.lstsq(design, logs, rcond=None)[0]
    found = mcda.weights(whole, weighting="consistency")
    expected = np.exp(fit) / np.exp(fit).sum()
    assert [found["x"], found["y"], found["z"]] == pytest.approx(expected.tolist())


def test_provenance_says_by_which_engine_and_python_and_whether_ids_are_codes(tmp_path):
    said = {"criteria": "a b", "panellists": "P1", "judgements": compare("P1", "goal", "a b", "3")}
    plain = mcda.weights(panel(tmp_path / "plain", **said)).meta
    assert plain["versions"]["python"] == ".".join(map(str, sys.version_info[:3]))
    assert "engine" not in plain["options"]
    assert plain["options"]["scale"] == "linear"
    assert "anonymous" not in plain
    coded = mcda.weights(panel(tmp_path / "coded", anonymous=True, **said), engine="ahpy").meta
    assert coded["options"]["engine"] == "ahpy"
    assert coded["anonymous"] is True
