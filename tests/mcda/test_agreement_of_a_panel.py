"""How far a panel agrees: tiny panels worked out on paper, and what is said where there is nothing to compare."""

from math import exp, log

import numpy as np
import pytest
from panels import compare, panel

import mcda
from criteria import words
from mcda import AnalysisError

MEASURES = ("consensus", "homogeneity", "kendall-w", "kendall-w-p")


def two_items(tmp_path, *ratios, **said):
    ids = [f"P{place}" for place in range(1, len(ratios) + 1)]
    said = {"panellists": " ".join(ids), **said}
    judgements = [compare(id, "goal", "a b", str(ratio)) for id, ratio in zip(ids, ratios, strict=True)]
    return panel(tmp_path, criteria="a b", judgements=judgements, **said)


def row(agreement, scope, measure):
    (found,) = [m for m in agreement.measures if (m.scope, m.measure) == (scope, measure)]
    return found


def entropy(*shares):
    return -sum(share * log(share) for share in shares)


def test_who_says_the_same_agrees_wholly(tmp_path):
    agreement = mcda.agreement(two_items(tmp_path, 4, 4, 4))
    assert agreement["goal", "consensus"] == pytest.approx(1)
    assert agreement["goal", "homogeneity"] == pytest.approx(1)
    assert agreement["goal", "kendall-w"] == pytest.approx(1)
    assert row(agreement, "goal", "consensus").verdict == "very high"


def test_who_disagrees_as_far_as_the_scale_allows_has_no_consensus(tmp_path):
    """0.9 and 0.1 against 0.1 and 0.9: consensus 0 by definition.

    Homogeneity: 1/exp(ln 2 - H(0.9)), from its floor 1/2 to 1.
    """
    agreement = mcda.agreement(two_items(tmp_path, 9, "1/9"))
    assert agreement["goal", "consensus"] == pytest.approx(0, abs=1e-12)
    similarity = exp(entropy(0.9, 0.1) - log(2))
    assert agreement["goal", "homogeneity"] == pytest.approx((similarity - 0.5) / 0.5, rel=1e-12)
    assert agreement["goal", "kendall-w"] == pytest.approx(0, abs=1e-12)
    assert row(agreement, "goal", "consensus").verdict == "very low"
    assert row(agreement, "goal", "kendall-w").verdict == "very weak"


def test_consensus_in_between_by_hand(tmp_path):
    """3 : 1 and 1 : 1. Between them 0.625 and 0.375; the floor is that of 9 : 1."""
    between = entropy(0.625, 0.375) - (entropy(0.75, 0.25) + entropy(0.5, 0.5)) / 2
    floor = exp(entropy(0.9, 0.1)) / 2
    found = mcda.agreement(two_items(tmp_path, 3, 1))["goal", "consensus"]
    assert found == pytest.approx((exp(-between) - floor) / (1 - floor), rel=1e-12)


def test_a_wider_scale_leaves_the_same_priorities_more_consensus(tmp_path):
    """On the power scale 9 stands for 81, and 3 for 9: the floor is that of 81 : 1."""
    between = log(2) - entropy(0.9, 0.1)
    floor = exp(entropy(81 / 82, 1 / 82)) / 2
    found = mcda.agreement(two_items(tmp_path, 3, "1/3"), scale="power")["goal", "consensus"]
    assert found == pytest.approx((exp(-between) - floor) / (1 - floor), rel=1e-12)


def test_a_weight_counts_as_so_many_people(tmp_path):
    said = {"panellists": {"P1": {"weight": 2}, "P2": {}}}
    weighted = mcda.agreement(two_items(tmp_path / "w", 5, "1/3", **said))
    counted = mcda.agreement(two_items(tmp_path / "c", 5, 5, "1/3"))
    assert weighted["goal", "consensus"] == pytest.approx(counted["goal", "consensus"], rel=1e-12)


def test_kendalls_w_of_three_orders_by_hand(tmp_path):
    """Orders abc, abc, cab: rank sums 4, 7, 7; W = 12 * 6 / (9 * 24) = 1/3."""
    answers = ("2 4 2", "2 4 2", "2 1/2 1/4")
    ids = ("P1", "P2", "P3")
    made = panel(
        tmp_path,
        criteria="a b c",
        panellists="P1 P2 P3",
        judgements=[compare(id, "goal", "a b c", answer) for id, answer in zip(ids, answers, strict=True)],
    )
    kendall = row(mcda.agreement(made), "goal", "kendall-w")
    assert kendall.value == pytest.approx(1 / 3)
    assert kendall.chance == pytest.approx(1 / 3)  # 1/k
    assert kendall.verdict == "weak"


# Chance


def test_chance_is_what_shuffled_priorities_give(tmp_path):
    """Two people and two items: shuffled they are alike half of the time and opposed the other half."""
    agreement = mcda.agreement(two_items(tmp_path, 9, 9))
    opposed = 2 * exp(entropy(0.9, 0.1) - log(2)) - 1
    assert row(agreement, "goal", "consensus").chance == pytest.approx(0.5, abs=0.07)
    assert row(agreement, "goal", "homogeneity").chance == pytest.approx((1 + opposed) / 2, abs=0.05)
    assert row(agreement, "goal", "homogeneity").verdict == "above chance"
    # shuffled, they have the same order half of the time
    assert row(agreement, "goal", "kendall-w-p").value == pytest.approx(0.5, abs=0.03)
    assert row(agreement, "goal", "kendall-w-p").verdict == "chance could do it"


def test_the_seed_is_in_the_result_and_gives_the_same_again(tmp_path):
    made = two_items(tmp_path, 9, 3, "1/2")
    assert str(mcda.agreement(made, seed=5)) == str(mcda.agreement(made, seed=5))
    assert mcda.agreement(made, seed=5).meta["options"]["seed"] == 5
    first, other = (row(mcda.agreement(made, seed=seed), "goal", "consensus").chance for seed in (5, 6))
    assert first != other


# Where there is nothing to compare


def test_one_panellist_agrees_with_nobody(tmp_path):
    agreement = mcda.agreement(two_items(tmp_path, 4))
    assert [(m.scope, m.measure) for m in agreement.measures] == [
        (scope, measure) for scope in ("goal", "hierarchy") for measure in MEASURES
    ]
    for measure in agreement.measures:
        assert np.isnan(measure.value)
        assert np.isnan(measure.chance)
        assert measure.verdict == "not applicable: one panellist judged enough"


def test_a_panellist_without_a_say_is_no_second_one(tmp_path):
    made = two_items(tmp_path, 4, 5, panellists={"P1": {}, "P2": {"weight": 0}})
    assert np.isnan(mcda.agreement(made)["goal", "consensus"])


def test_a_node_that_nobody_judged_enough_is_said_to_be(tmp_path):
    made = panel(
        tmp_path,
        criteria={"a": "a1 a2 a3", "b": None},
        panellists="P1 P2",
        judgements=[
            [compare("P1", "goal", "a b", "3"), compare("P1", "a", "a1 a2", "3")],
            [compare("P2", "goal", "a b", "3"), compare("P2", "a", "a2 a3", "3")],
        ],
    )
    agreement = mcda.agreement(made)
    assert agreement["goal", "consensus"] == pytest.approx(1)
    assert row(agreement, "a", "consensus").verdict == "not applicable: no panellist judged enough"
    assert row(agreement, "hierarchy", "consensus").verdict == "not applicable: no panellist judged enough"
    assert agreement.meta["notices"] == ["hierarchy: without P1, P2, who did not judge every node enough"]


def test_the_hierarchy_is_compared_among_those_who_judged_it_all(tmp_path):
    """P1 and P2 give the leaves a1, a2, b 0.6, 0.15, 0.25 and 0.05, 0.2, 0.75."""
    made = panel(
        tmp_path,
        criteria={"a": "a1 a2", "b": None},
        panellists="P1 P2 P3",
        judgements=[
            [compare("P1", "goal", "a b", "3"), compare("P1", "a", "a1 a2", "4")],
            [compare("P2", "goal", "a b", "1/3"), compare("P2", "a", "a1 a2", "1/4")],
            compare("P3", "goal", "a b", "9"),
        ],
    )
    agreement = mcda.agreement(made)
    between = entropy(0.325, 0.175, 0.5) - (entropy(0.6, 0.15, 0.25) + entropy(0.05, 0.2, 0.75)) / 2
    expected = (exp(-between) - 1 / 3) / (1 - 1 / 3)
    assert agreement["hierarchy", "homogeneity"] == pytest.approx(expected, rel=1e-12)
    assert row(agreement, "hierarchy", "consensus").verdict == "no word: no scale bounds global weights"
    assert agreement.meta["notices"] == ["hierarchy: without P3, who did not judge every node enough"]


def test_given_weights_are_part_of_the_hierarchy_but_no_scope(tmp_path):
    criteria = [
        {"id": "a", "weight": 0.5, "children": [{"id": "a1"}, {"id": "a2"}]},
        {"id": "b", "weight": 0.5},
    ]
    judgements = [compare("P1", "a", "a1 a2", "9"), compare("P2", "a", "a1 a2", "1/9")]
    agreement = mcda.agreement(panel(tmp_path, criteria=criteria, panellists="P1 P2", judgements=judgements))
    assert {m.scope for m in agreement.measures} == {"a", "hierarchy"}
    between = entropy(0.25, 0.25, 0.5) - entropy(0.45, 0.05, 0.5)
    expected = (exp(-between) - 1 / 3) / (1 - 1 / 3)
    assert agreement["hierarchy", "homogeneity"] == pytest.approx(expected, rel=1e-12)


def test_a_single_criterion_leaves_nothing_to_agree_on(tmp_path):
    agreement = mcda.agreement(panel(tmp_path, criteria="a", panellists="P1 P2"))
    assert [(m.scope, m.verdict) for m in agreement.measures] == [
        ("hierarchy", "not applicable: there is a single item")
    ] * 4
    assert all(np.isnan(m.value) for m in agreement.measures)


def test_who_ties_everything_has_no_order_to_agree_on(tmp_path):
    agreement = mcda.agreement(two_items(tmp_path, 1, 1))
    assert np.isnan(agreement["goal", "kendall-w"])
    assert row(agreement, "goal", "kendall-w").verdict == "not applicable: everyone ties everything"


@pytest.mark.parametrize(
    ("option", "allowed"),
    [("priorities", words.PRIORITIES), ("weighting", words.WEIGHTINGS), ("scale", words.SCALES)],
)
def test_an_unknown_word_is_refused_with_the_list(tmp_path, option, allowed):
    with pytest.raises(AnalysisError) as error:
        mcda.agreement(two_items(tmp_path, 1, 1), **{option: "guess"})
    assert str(error.value) == f"{option} 'guess' is not known: allowed are {', '.join(allowed)}"


def test_the_module_of_the_engine_can_be_asked_of_a_panel(tmp_path):
    assert mcda.agreement(two_items(tmp_path, 2, 2))["goal", "consensus"] == pytest.approx(1)
    assert mcda.agreement.consensus([[0.5, 0.5], [0.5, 0.5]]) == pytest.approx(1)


def test_a_measure_that_is_not_there_is_a_missing_key(tmp_path):
    with pytest.raises(KeyError, match="concord"):
        mcda.agreement(two_items(tmp_path, 2, 2))["goal", "concord"]


def split_panel(tmp_path):
    """Two organisations of one mind each, that prefer opposite items; roles cross them."""
    ratios = {"P1": "4", "P2": "4", "P3": "1/4", "P4": "1/4"}
    return panel(
        tmp_path,
        criteria="a b",
        panellists={
            "P1": {"organisation": "One", "role": "doctor"},
            "P2": {"organisation": "One", "role": "nurse"},
            "P3": {"organisation": "Two", "role": "doctor"},
            "P4": {"organisation": "Two", "role": "nurse"},
        },
        judgements=[compare(id, "goal", "a b", ratio) for id, ratio in ratios.items()],
    )


def test_disagreement_is_split_by_organisation_or_by_role(tmp_path):
    """All of it lies between the organisations, none between the roles: ln 2 - H(0.8) in all."""
    whole = split_panel(tmp_path)
    all_of_it = log(2) - entropy(0.8, 0.2)
    between = mcda.agreement(whole, by="organisation")
    assert between["goal", "disagreement"] == pytest.approx(all_of_it)
    assert between["goal", "between"] == pytest.approx(all_of_it)
    assert between["goal", "within"] == pytest.approx(0, abs=1e-12)
    assert row(between, "goal", "between").verdict == "100% of the disagreement"
    # of the six ways to part four in two pairs, two put like to like
    assert between["goal", "between-p"] == pytest.approx(1 / 3, abs=0.02)
    assert row(between, "goal", "between").chance == pytest.approx(all_of_it / 3, rel=0.05)
    within = mcda.agreement(whole, by="role")
    assert within["goal", "within"] == pytest.approx(all_of_it)
    assert within["goal", "between-p"] == pytest.approx(1)


def test_without_parts_nothing_is_split(tmp_path):
    assert {m.measure for m in mcda.agreement(split_panel(tmp_path)).measures} == set(MEASURES)


def test_an_unknown_part_is_refused_with_the_known_ones(tmp_path):
    with pytest.raises(AnalysisError, match="by 'ministry' is not known: allowed are panellist, organisation, role"):
        mcda.agreement(split_panel(tmp_path), by="ministry")


def test_a_single_part_is_not_split(tmp_path):
    whole = two_items(tmp_path, 2, 3)
    found = mcda.agreement(whole, by="organisation")
    assert row(found, "goal", "between").verdict == "not applicable: a single part"


def test_nobody_disagrees(tmp_path):
    whole = two_items(tmp_path, 2, 2, panellists={"P1": {"organisation": "One"}, "P2": {"organisation": "Two"}})
    assert row(mcda.agreement(whole, by="organisation"), "goal", "between").verdict == "nobody disagrees"


def test_the_widest_spread_comes_first(tmp_path):
    whole = panel(
        tmp_path,
        criteria="a b c",
        panellists="P1 P2 P3",
        judgements=[
            compare("P1", "goal", "a b c", "2 9 1"),
            compare("P2", "goal", "a b c", "2 1 1"),
            compare("P3", "goal", "a b c", "3 1/9 ?"),
        ],
    )
    found = mcda.spreads(whole)
    assert [(pair.first, pair.second) for pair in found.pairs] == [("a", "c"), ("a", "b"), ("b", "c")]
    widest = found.widest(1)[0]
    assert (widest.for_first, widest.equal, widest.for_second, widest.judged) == (1, 1, 1, 3)
    assert (widest.lower, widest.median, widest.upper) == (pytest.approx(1 / 3), pytest.approx(1), pytest.approx(3))
    assert found.pairs[-1].judged == 2
    assert "1/3" in str(found)


def test_what_one_alone_judged_has_no_spread(tmp_path):
    assert mcda.spreads(two_items(tmp_path, 3)).pairs == ()


def test_how_near_each_is_to_all_others(tmp_path):
    """P4 is compared with the mean of the other three, 0.6 and 0.4, not with a mean that holds P4 too."""
    found = mcda.clusters(split_panel(tmp_path), "goal")
    near = dict(zip(found.panellists, found.to_group, strict=True))
    mixed = entropy(0.4, 0.6) - (entropy(0.2, 0.8) + entropy(0.6, 0.4)) / 2
    assert near["P4"] == pytest.approx(2 * exp(-mixed) - 1)
    assert dict(zip(found.panellists, found.order, strict=True)) == {"P1": -1, "P2": -1, "P3": -1, "P4": -1}
    assert found.similarity[0, 1] == pytest.approx(1)


def test_so_many_clusters_as_are_asked_for(tmp_path):
    found = mcda.clusters(split_panel(tmp_path), count=2)
    assert dict(zip(found.panellists, found.clusters.tolist(), strict=True)) == {"P1": 1, "P2": 1, "P3": 2, "P4": 2}
    assert found.sentences() == ("2 clusters, told apart clearly (mean silhouette 1.00).",)
    with pytest.raises(AnalysisError, match="allowed are 1 to 4 clusters"):
        mcda.clusters(split_panel(tmp_path), count=5)


def test_clusters_need_two_who_judged_enough(tmp_path):
    with pytest.raises(AnalysisError, match="1 judged enough"):
        mcda.clusters(two_items(tmp_path, 3))
    with pytest.raises(AnalysisError, match="node 'x' is not known: allowed are goal, hierarchy"):
        mcda.clusters(split_panel(tmp_path), "x")
