"""The order under every combination of methods: each as `rank` gives it, what each choice does, what is refused."""

import json
from dataclasses import asdict, replace

import numpy as np
import pytest
from golden import ROOT
from panels import compare, panel, rate

import mcda
from mcda import AnalysisError
from mcda.analysis import specifying
from mcda.ranking import RANKING_METHODS, competition_ranks
from mcda.results.specifications import CHOICES

SCALE = {"min": 0, "max": 10}


@pytest.fixture(scope="module")
def telemedicine():
    return mcda.read_panel(ROOT / "sample_panels" / "telemedicine")


@pytest.fixture(scope="module")
def found(telemedicine):
    return mcda.specifications(telemedicine)


def small(folder, **more):
    """Two panellists who answered everything about three criteria, and two alternatives."""
    said = {
        "criteria": "c1 c2 c3",
        "panellists": {"p1": {"organisation": "one"}, "p2": {"organisation": "two"}},
        "solutions": "a b",
        "scale": SCALE,
        "judgements": [compare("p1", "goal", "c1 c2 c3", "2 4 3"), compare("p2", "goal", "c1 c2 c3", "1/2 1/5 1/3")],
        "ratings": [
            rate("p1", "c1 c2 c3", {"a": "8 5 2", "b": "3 5 7"}),
            rate("p2", "c1 c2 c3", {"a": "7 4 3", "b": "4 6 7"}),
        ],
    }
    return panel(folder, **(said | more))


def given(folder, performance, **more):
    """Alternatives measured under criteria whose weights are given."""
    said = {"criteria": {"c1": 0.5, "c2": 0.5}, "solutions": " ".join(performance), "performance": performance}
    return panel(folder, **(said | more))


# Each is what `rank` gives


def test_a_specification_is_what_rank_gives_with_those_words(telemedicine, found):
    for place in np.random.default_rng(3).choice(len(found.specifications), 25, replace=False):
        chosen = asdict(found.specifications[place])
        ranking = mcda.rank(telemedicine, **chosen)
        assert dict(zip(found.alternatives, found.ranks[place], strict=True)) == dict(
            zip(ranking.alternatives, ranking.ranks, strict=True)
        )


def test_the_rank_is_the_panels_own(telemedicine, found):
    ranking = mcda.rank(telemedicine)
    assert found.alternatives == ranking.alternatives
    assert found.own_ranks.tolist() == ranking.ranks.tolist()
    assert found.own in found.specifications
    assert asdict(found.own) == {choice: ranking.meta["options"][choice] for choice in CHOICES}


def test_every_combination_is_there_once(found):
    assert len(set(found.specifications)) == len(found.specifications)
    # 5 scales, 2 priorities, 3 aggregations, 2 weightings that differ; topsis 4, sum 5, product 2, vikor, promethee
    assert len(found.specifications) == 5 * 2 * 3 * 2 * (4 + 5 + 2 + 1 + 1)
    assert found.refused == ()
    assert "weighting head is left out: it gives everybody the say of declared" in found.meta["notices"]


def test_solutions_by_their_steps_too(telemedicine):
    result = mcda.specifications(
        telemedicine, "solutions", scored="steps", methods=["topsis", "codas"], scales=["linear"], priorities=["harker"]
    )
    assert result.of == "solutions"
    for specification, ranks in zip(result.specifications, result.ranks, strict=True):
        ranking = mcda.rank(telemedicine, "solutions", scored="steps", **asdict(specification))
        assert [dict(zip(ranking.alternatives, ranking.ranks, strict=True))[id] for id in result.alternatives] == [
            *ranks
        ]


def test_values_that_come_from_comparisons_follow_the_scale(tmp_path):
    said = small(
        tmp_path,
        criteria={"c1": 0.4, "c2": 0.6},
        judgements=[
            compare("p1", "c1", "a b", "3"),
            compare("p2", "c1", "a b", "2"),
            compare("p1", "c2", "a b", "1/5"),
        ],
        ratings=(),
    )
    result = mcda.specifications(said, scales=["linear", "power", "root"])
    for specification, ranks in zip(result.specifications, result.ranks, strict=True):
        ranking = mcda.rank(said, **asdict(specification))
        assert [dict(zip(ranking.alternatives, ranking.ranks, strict=True))[id] for id in result.alternatives] == [
            *ranks
        ]


# Shares and ranges


def test_rows_sum_up_the_curve(found):
    rows = {row["alternative"]: row for row in found.table().records()}
    ranks = {id: [] for id in found.alternatives}
    for row in found.curve.records():
        ranks[row["alternative"]].append(row["rank"])
    for id, own in ranks.items():
        row = rows[id]
        assert (row["rank_low"], row["rank_high"]) == (min(own), max(own))
        assert row["median_rank"] == np.median(own)
        assert row["first_share"] == pytest.approx(own.count(1) / len(own))
        assert row["top_share"] == pytest.approx(sum(rank <= 3 for rank in own) / len(own))
    assert found.table().columns == (
        *("alternative", "name", "rank", "rank_low", "rank_high", "median_rank", "first_share", "top_share"),
    )


def test_one_that_dominates_is_first_whatever_is_chosen(tmp_path):
    said = small(
        tmp_path,
        ratings=[rate(who, "c1 c2 c3", {"a": "8 8 8", "b": "3 5 7"}) for who in ("p1", "p2")],
    )
    result = mcda.specifications(said)
    assert result.first_share.tolist() == [1, 0]
    assert all(each.rank_change == 0 for each in result.influences if each.pairs)
    assert "No choice moves any rank." in result.sentences()


@pytest.mark.parametrize("first", [1, 2])
def test_how_many_ranks_count_as_the_top_can_be_said(tmp_path, first):
    result = mcda.specifications(small(tmp_path), first=first)
    wanted = result.first_share if first == 1 else np.ones(2)
    assert result.top_share.tolist() == wanted.tolist()


# What each choice does


def test_an_influence_is_the_mean_over_pairs_that_differ_in_nothing_else(tmp_path):
    """As a plain double loop says it."""
    result = mcda.specifications(
        scattered(tmp_path),
        scales=["linear", "root"],
        priorities=["geometric-mean"],
        aggregations=["aij"],
        methods=["topsis", "vikor", "weighted-sum"],
        normalisations=["minmax", "scale"],
    )
    chosen = [asdict(each) for each in result.specifications]
    table = np.array([[each[choice] for choice in CHOICES] for each in chosen])
    for influence in result.influences:
        changes, firsts = [], []
        for one in range(len(chosen)):
            for two in range(one):
                differing = [choice for choice, a, b in zip(CHOICES, table[one], table[two], strict=True) if a != b]
                if "vikor" in (table[one, 4], table[two, 4]) and "method" in differing and "normalisation" in differing:
                    differing.remove("normalisation")
                if differing == [influence.choice]:
                    changes.append(np.abs(result.ranks[one] - result.ranks[two]).mean())
                    firsts.append(((result.ranks[one] == 1) != (result.ranks[two] == 1)).any())
        assert influence.pairs == len(changes)
        assert influence.words == tuple(dict.fromkeys(each[influence.choice] for each in chosen))
        if changes:
            assert influence.rank_change == pytest.approx(np.mean(changes))
            assert influence.first_change == pytest.approx(np.mean(firsts))
    moved = [each.rank_change for each in result.influences]
    assert moved[:4] == sorted(moved[:4], reverse=True)
    assert moved[0] > moved[3] > 0
    assert [each.choice for each in result.influences[4:]] == ["priorities", "aggregation"]
    assert np.isnan([[each.rank_change, each.first_change] for each in result.influences[4:]]).all()


def scattered(folder, **more):
    """Three panellists of two organisations, and nine alternatives that lie close together."""
    rng = np.random.default_rng(6)
    ids = "rstuvwxyz"
    said = {
        "panellists": {
            id: {"organisation": name} for id, name in zip(("p1", "p2", "p3"), ("one", "one", "two"), strict=True)
        },
        "solutions": " ".join(ids),
        "judgements": [
            compare(id, "goal", "c1 c2 c3", row)
            for id, row in zip(("p1", "p2", "p3"), ("2 5 1", "1/3 2 4", "1/7 1/5 1"), strict=True)
        ],
        "ratings": [
            rate(id, "c1 c2 c3", {each: " ".join(map(str, rng.integers(2, 9, 3).tolist())) for each in ids})
            for id in ("p1", "p2", "p3")
        ],
    }
    return small(folder, **(said | more))


def test_the_panels_own_choices_are_those_of_which_there_is_one_word(tmp_path):
    made = small(tmp_path, settings={"scale": "power", "method": "vikor"})
    one = {"scales": ["log"], "priorities": ["eigenvector"], "methods": ["topsis"], "normalisations": ["minmax"]}
    own = mcda.specifications(made, **one).own
    assert (own.scale, own.priorities, own.method, own.normalisation) == ("log", "eigenvector", "topsis", "minmax")
    two = {"scales": ["log", "root"], "priorities": ["eigenvector", "harker"], "methods": ["topsis", "ahp"]}
    own = mcda.specifications(made, **two).own
    assert (own.scale, own.priorities, own.method, own.normalisation) == ("power", "geometric-mean", "vikor", "minmax")
    own = mcda.specifications(made, normalisations=["vector"], scales=["linear"], priorities=["harker"]).own
    assert (own.method, own.normalisation) == ("vikor", "minmax")


def test_weightings_that_give_the_same_say_are_tried_once(tmp_path):
    """Two of one organisation and one of another, each of whom counts twice."""
    organisations = {"p1": "one", "p2": "one", "p3": "two"}
    people = {id: {"organisation": name, "weight": 2} for id, name in organisations.items()}
    result = mcda.specifications(scattered(tmp_path, panellists=people), methods=["vikor"], scales=["linear"])
    assert {each.weighting for each in result.specifications} == {"declared", "organisation"}
    assert "weighting head is left out: it gives everybody the say of declared" in result.meta["notices"]
    asked = {"methods": ["vikor"], "priorities": ["eigenvector"], "aggregations": ["aij"]}
    result = mcda.specifications(scattered(tmp_path / "b"), weightings=["declared", "head"], **asked)
    assert {each.weighting for each in result.specifications} == {"declared", "head"}
    assert result.repeated == len(result.specifications) / 2


def test_values_of_comparisons_are_read_by_each_scale_and_count_once_where_they_are_the_same(tmp_path):
    """a is 2 to 1 and 1 to 3: b is first; squared, 4 to 1 and 1 to 9, a is. Of two items both priorities agree."""
    made = small(
        tmp_path,
        criteria={"c1": 0.59, "c2": 0.41},
        panellists="p1",
        judgements=[compare("p1", "c1", "a b", "2"), compare("p1", "c2", "a b", "1/3")],
        ratings=(),
    )
    result = mcda.specifications(made, scales=["linear", "power"], methods=["ahp", "ahp-ideal"])
    first = {
        (each.scale, each.method): result.alternatives[int(ranks.argmin())]
        for each, ranks in zip(result.specifications, result.ranks, strict=True)
    }
    assert first["linear", "ahp"] == "b"
    assert first["power", "ahp"] == "a"
    assert len(result.specifications) == 2 * 2 * 2
    assert result.repeated == 2 * 2


def test_the_choice_that_moves_ranks_most_comes_first(found):
    moved = [each.rank_change for each in found.influences]
    assert moved == sorted(moved, reverse=True)
    assert [row["choice"] for row in found.influence_table().records()] == [each.choice for each in found.influences]


def test_geometric_means_of_complete_answers_are_the_same_by_aij_and_aip(tmp_path):
    result = mcda.specifications(
        small(tmp_path), scales=["linear", "log"], priorities=["geometric-mean"], methods=["vikor", "topsis"]
    )
    by_aggregation = [each.aggregation for each in result.specifications].count("aip")
    assert result.repeated == by_aggregation > 0
    assert any("count all the same" in sentence for sentence in result.sentences())


# What cannot matter is not varied


def test_given_weights_leave_only_the_scoring_to_choose(tmp_path):
    result = mcda.specifications(given(tmp_path, {"a": {"c1": 3, "c2": 4}, "b": {"c1": 5, "c2": 3}}))
    assert {each.choice for each in result.influences if each.pairs} == {"method", "normalisation"}
    assert "scale is not varied: nothing was compared in pairs" in result.meta["notices"]


def test_what_is_asked_for_is_tried_even_if_it_cannot_matter(tmp_path):
    said = given(tmp_path, {"a": {"c1": 3, "c2": 4}, "b": {"c1": 5, "c2": 3}})
    result = mcda.specifications(said, scales=["linear", "root"], methods="vikor")
    assert [each.scale for each in result.specifications] == ["linear", "root"]
    assert result.repeated == 1


def test_the_panels_own_words_are_tried_beside_the_defensible_ones(tmp_path):
    said = small(tmp_path, settings={"scale": "power", "method": "moora"})
    result = mcda.specifications(said)
    assert result.own in result.specifications
    assert {"power", *specifying.DEFENSIBLE["scale"]} == {each.scale for each in result.specifications}


def test_no_defensible_word_is_unknown_and_no_slow_method_is_among_them():
    for choice, chosen in specifying.DEFENSIBLE.items():
        assert set(chosen) <= set(specifying._ALLOWED[choice])
    assert not {"edas", "aras", "marcos", "waspas", "cocoso", "codas", "spotis"} & set(specifying.DEFENSIBLE["method"])


@pytest.mark.parametrize(
    ("method", "normalisation", "costs"),
    [
        ("ahp", "sum", True),
        ("ahp-ideal", "max", True),
        ("mabac", "minmax", True),
        ("moora", "vector", True),
        ("copras", "sum", False),
    ],
)
def test_methods_left_out_order_as_a_weighted_sum_does(method, normalisation, costs):
    rng = np.random.default_rng(5)
    for _ in range(50):
        values, weights = rng.uniform(1, 9, (6, 4)), rng.dirichlet([1] * 4)
        directions = rng.choice([-1, 1], 4) if costs else np.ones(4)
        one = RANKING_METHODS[method].score(values, weights, directions)
        other = RANKING_METHODS["weighted-sum"].score(values, weights, directions, normalisation)
        assert competition_ranks(one).tolist() == competition_ranks(other).tolist()


# Refusals


def test_what_is_refused_is_counted_and_named(tmp_path):
    said = given(tmp_path, {"a": {"c1": -3, "c2": 4}, "b": {"c1": 5, "c2": 3}})
    result = mcda.specifications(said)
    assert {each.method for each in result.specifications} == {"topsis", "weighted-sum", "vikor", "promethee-ii"}
    assert {each.what for each in result.refused} >= {"weighted-product max", "topsis scale", "weighted-sum max"}
    assert all(each.count == 1 for each in result.refused)
    assert any("a under c1" in each.reason for each in result.refused)
    assert any(sentence.startswith("Refused 1: topsis scale: ") for sentence in result.sentences())
    assert len(result.specifications) + sum(each.count for each in result.refused) == 4 + 5 + 2 + 1 + 1
    twice = mcda.specifications(said, scales=["linear", "root"])
    assert all(each.count == 2 for each in twice.refused)
    assert twice.repeated == len(result.specifications) == len(twice.specifications) / 2


def test_aggregations_that_nobody_alone_can_feed_are_refused_together(tmp_path):
    said = small(
        tmp_path, judgements=[compare("p1", "goal", "c1 c2 c3", "2 ? ?"), compare("p2", "goal", "c1 c2 c3", "? ? 3")]
    )
    result = mcda.specifications(said, methods=["vikor", "weighted-product"])
    assert {each.aggregation for each in result.specifications} == {"aij"}
    assert [each.what for each in result.refused] == ["aggregation aip", "aggregation aip-arithmetic"]
    # scales, priorities, vikor and two normalisations of the weighted product
    assert {each.count for each in result.refused} == {5 * 2 * 3}


def test_the_rank_is_empty_where_the_panels_own_choices_are_refused(tmp_path):
    said = given(tmp_path, {"a": {"c1": -3, "c2": 4}, "b": {"c1": 5, "c2": 3}}, settings={"method": "weighted-product"})
    result = mcda.specifications(said)
    assert result.own_ranks.tolist() == [0, 0]
    assert [row["rank"] for row in result.table().records()] == [None, None]
    assert any(notice.startswith("the panel's own choices give no order") for notice in result.meta["notices"])


def test_nothing_but_refusals_is_an_error(tmp_path):
    said = small(tmp_path, judgements=[compare("p1", "goal", "c1 c2 c3", "2 ? ?")])
    with pytest.raises(AnalysisError, match=r"every way to read the answers: .*judge for example"):
        mcda.specifications(said)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"scales": ["linear", "liner"]}, "scale 'liner' is not known"),
        ({"methods": ["ahp", "best"]}, "method 'best' is not known"),
        ({"normalisations": ["none"]}, "normalisation 'none' is not known"),
        ({"priorities": []}, "no priorities to try"),
        ({"first": 0}, "first is 0"),
        ({"of": "people"}, "of 'people'"),
        ({"panellists": ["p9"]}, "no panellist 'p9'"),
    ],
)
def test_what_cannot_be_tried_is_refused(tmp_path, options, message):
    with pytest.raises(AnalysisError, match=message):
        mcda.specifications(small(tmp_path), **options)


def test_a_prescribed_normalisation_stays_whatever_is_asked_for(tmp_path):
    result = mcda.specifications(small(tmp_path), normalisations=["vector"], methods=["topsis", "vikor", "moora"])
    assert {(each.method, each.normalisation) for each in result.specifications} == {
        ("topsis", "vector"),
        ("vikor", "minmax"),
        ("moora", "vector"),
    }


# Forms


def test_all_forms_say_the_same(found):
    held = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert len(held["curve"]) == len(found.specifications)
    assert held["curve"][0]["ranks"] == dict(zip(found.alternatives, found.ranks[0].tolist(), strict=True))
    assert held["meta"]["options"]["tried"]["scale"][0] == "linear"
    assert list(found.to_frame().columns) == list(found.table().columns)
    text = str(found)
    assert "MADE UP" in text
    assert "First in 780 specifications" in text
    assert not found.ranks.flags.writeable


def test_one_answer_twice_is_the_same(telemedicine, found):
    again = mcda.specifications(telemedicine)
    assert again.to_dict() == found.to_dict()
    assert replace(again).own == found.own
