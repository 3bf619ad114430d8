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
    assert agreement.meta["notices"] == []


def test_who_ties_everything_has_no_order_to_agree_on(tmp_path):
    agreement = mcda.agreement(two_items(tmp_path, 1, 1))
    assert np.isnan(agreement["goal", "kendall-w"])
    assert row(agreement, "goal", "kendall-w").verdict == "not applicable: everyone ties everything"
    assert row(agreement, "goal", "kendall-w-p").verdict == "not applicable: everyone ties everything"
    # shuffled, nothing changes
    assert row(agreement, "goal", "homogeneity").verdict == "no more than chance"
    assert agreement.meta["notices"] == []


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
    found = mcda.agreement(whole, by="organisation")
    assert row(found, "goal", "between").verdict == "nobody disagrees"
    assert [row(found, "goal", name).chance for name in ("between", "within")] == [0, 0]
    assert np.isnan(found["goal", "between-p"])


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
    assert mcda.clusters(split_panel(tmp_path), count=1).clusters.tolist() == [1, 1, 1, 1]
    two = mcda.clusters(split_panel(tmp_path), count=2, panellists=["P1", "P3"])
    assert two.clusters.tolist() == [1, 2]


def test_clusters_need_two_who_judged_enough(tmp_path):
    with pytest.raises(AnalysisError, match="1 judged enough"):
        mcda.clusters(two_items(tmp_path, 3))
    with pytest.raises(AnalysisError, match="node 'x' is not known: allowed are goal, hierarchy"):
        mcda.clusters(split_panel(tmp_path), "x")


def test_who_judged_too_little_is_in_no_cluster_and_that_is_said(tmp_path):
    """P1 and P2 weigh all alike, P3 the other way round; P4 judged the goal alone, P5 nothing."""
    ratios = {"P1": ("4", "3"), "P2": ("4", "3"), "P3": ("1/4", "1/3"), "P4": ("2", None), "P5": (None, None)}
    rows = [
        [compare(id, "goal", "a b", goal) if goal else [], compare(id, "a", "a1 a2", below) if below else []]
        for id, (goal, below) in ratios.items()
    ]
    people = {id: {"organisation": id.lower(), "weight": 2 if id == "P1" else 1} for id in ratios}
    made = panel(tmp_path, criteria={"a": "a1 a2", "b": None}, panellists=people, judgements=rows)
    found = mcda.clusters(made, count=2)
    assert found.panellists == ("P1", "P2", "P3")
    assert found.organisations == ("p1", "p2", "p3")
    assert "without P4, P5, who did not judge enough" in found.meta["notices"]
    assert found.clusters.tolist() == [1, 1, 2]
    np.testing.assert_allclose(found.similarity[:2, :2], 1)
    # global weights of a1, a2 and b; the mean of the others has P1 twice
    own = np.array([[0.6, 0.2, 0.2], [0.6, 0.2, 0.2], [0.05, 0.15, 0.8]])
    for number, (place, say) in enumerate((([1, 2], [1, 1]), ([0, 2], [2, 1]), ([0, 1], [2, 1]))):
        others = np.average(own[place], axis=0, weights=say)
        apart = entropy(*((own[number] + others) / 2)) - (entropy(*own[number]) + entropy(*others)) / 2
        assert found.to_group[number] == pytest.approx(2 * exp(-apart) - 1)
    at_goal = mcda.clusters(made, "goal", seed=5)
    assert at_goal.panellists == ("P1", "P2", "P3", "P4")
    assert at_goal.scope == "goal"
    assert "without P5, who did not judge enough" in at_goal.meta["notices"]
    assert (at_goal.meta["options"]["node"], at_goal.meta["options"]["seed"]) == ("goal", 5)
    assert mcda.clusters(made, "a").meta["options"] | {"node": "goal", "seed": 5} == at_goal.meta["options"]
    three = mcda.clusters(made, count=3, panellists=["P1", "P2", "P3"])
    assert three.meta["options"]["count"] == 3
    assert three.meta["notices"] == []
    for count, known in ((0, 4), (5, 4)):
        with pytest.raises(AnalysisError, match=f"count is {count}: allowed are 1 to {known} clusters"):
            mcda.clusters(made, "goal", count)


def test_spreads_are_node_by_node_and_by_the_scale_that_is_asked_for(tmp_path):
    made = panel(
        tmp_path,
        criteria={"a": "a1 a2", "b": None},
        panellists="P1 P2 P3",
        judgements=[
            [compare(id, "goal", "a b", ratio), compare(id, "a", "a1 a2", below)]
            for id, ratio, below in (("P1", "2", "9"), ("P2", "3", "1/9"), ("P3", "2", "1"))
        ],
    )
    found = mcda.spreads(made, panellists=["P1", "P2"])
    assert [(pair.node, pair.judged) for pair in found.pairs] == [("goal", 2), ("a", 2)]
    assert found.names == {"a": "a", "b": "b", "a1": "a1", "a2": "a2"}
    squared = mcda.spreads(made, scale="power").pairs[0]
    assert (squared.lower, squared.median, squared.upper) == pytest.approx((4, 4, 6))
    assert (squared.for_first, squared.equal, squared.for_second) == (3, 0, 0)


def test_each_scope_is_split_among_those_who_judged_it(tmp_path):
    """Both organisations judged the goal, one alone what is below a."""
    people = {"P1": {"organisation": "One"}, "P2": {"organisation": "One"}, "P3": {"organisation": "Two"}}
    rows = [
        [compare("P1", "goal", "a b", "4"), compare("P1", "a", "a1 a2", "2")],
        [compare("P2", "goal", "a b", "4"), compare("P2", "a", "a1 a2", "3")],
        compare("P3", "goal", "a b", "1/4"),
    ]
    made = panel(tmp_path / "p", criteria={"a": "a1 a2", "b": "b1"}, panellists=people, judgements=rows)
    found = mcda.agreement(made, by="organisation")
    scopes = ("goal", "a", "hierarchy")
    parts = ("disagreement", "between", "within", "between-p")
    assert [(m.scope, m.measure) for m in found.measures] == [
        (scope, measure) for scope in scopes for measure in (*MEASURES, *parts)
    ]
    assert found["goal", "within"] == pytest.approx(0, abs=1e-12)
    assert row(found, "goal", "between-p").verdict == "chance could do it"
    assert row(found, "a", "between").verdict == "not applicable: a single part"
    assert row(found, "hierarchy", "between").verdict == "not applicable: a single part"
    assert found.meta["options"]["by"] == "organisation"
    assert "by" not in mcda.agreement(made).meta["options"]
    alone = mcda.agreement(panel(tmp_path / "one", criteria="a", panellists=people), by="organisation")
    assert row(alone, "hierarchy", "between").verdict == "not applicable: a single item"
    none = mcda.agreement(panel(tmp_path / "none", criteria="a b", panellists=people), by="organisation")
    assert row(none, "hierarchy", "between").verdict == "not applicable: nobody judged enough"


def test_what_is_more_than_chance_and_what_is_not_is_told_apart(tmp_path):
    """Of 252 ways to part ten in two fives 2 part them by their answers, so 0.008 is more than chance."""
    people = {f"P{n}": {"organisation": "One" if n < 6 else "Two"} for n in range(1, 11)}
    rows = [compare(id, "goal", "a b", "5" if who["organisation"] == "One" else "1/5") for id, who in people.items()]
    found = mcda.agreement(panel(tmp_path / "a", criteria="a b", panellists=people, judgements=rows), by="organisation")
    assert row(found, "goal", "between-p").verdict == "more than chance"
    assert row(found, "goal", "between").verdict == "100% of the disagreement"
    assert row(found, "goal", "within").verdict == "0% of the disagreement"
    total, between = found["goal", "disagreement"], row(found, "goal", "between").chance
    assert row(found, "goal", "within").chance == pytest.approx(total - between)
    assert np.isnan([row(found, "goal", name).chance for name in ("disagreement", "between-p")]).all()
    assert row(found, "goal", "kendall-w-p").verdict == "chance could do it"
    rows = [compare(id, "goal", "a b c", "2 5 3") for id in people]
    same = mcda.agreement(panel(tmp_path / "b", criteria="a b c", panellists=people, judgements=rows))
    assert row(same, "goal", "kendall-w-p").verdict == "more than chance"
    assert np.isnan(row(same, "goal", "kendall-w-p").chance)
    assert row(same, "goal", "kendall-w").chance == pytest.approx(1 / 10)
    apart = mcda.agreement(two_items(tmp_path / "c", 9, "1/9"))
    assert row(apart, "goal", "homogeneity").verdict == "no more than chance"
