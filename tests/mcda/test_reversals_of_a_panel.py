"""What the order of a panel rests on, beside the panel ranked again without each part of it."""

import json

import numpy as np
import pytest
from golden import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from panels import compare, panel, rate, steps_of

import mcda
from mcda import AnalysisError, leastsquares
from mcda.aggregation import aggregate_judgements, aggregate_priorities, pooled_priorities
from mcda.priorities import PRIORITY_METHODS
from mcda.ranking import RANKING_METHODS, competition_ranks
from mcda.sensitivity import group_priorities, group_ratings, opposite_pairs, rank_reversals

SCALE = {"min": 0, "max": 10}


@pytest.fixture(scope="module")
def telemedicine():
    return mcda.read_panel(ROOT / "sample_panels" / "telemedicine")


@pytest.fixture(scope="module")
def report(telemedicine):
    return mcda.reversals(telemedicine)


def after(report, test):
    """Id -> {alternative: rank} of one test."""
    return {
        change.id: {id: rank for id, rank in zip(report.alternatives, ranks.tolist(), strict=True) if rank}
        for change, ranks in zip(report.changes, report.ranks, strict=True)
        if change.test == test
    }


def ranked(ranking):
    return dict(zip(ranking.alternatives, ranking.ranks.tolist(), strict=True))


# Without a panellist


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"of": "solutions", "priorities": "eigenvector", "weighting": "organisation"},
        {"weighting": "consistency"},
        {"of": "solutions", "aggregation": "aip-arithmetic", "method": "vikor"},
        {"of": "solutions", "aggregation": "aip", "scale": "balanced-n", "ratings": "additive"},
        {"of": "solutions", "scored": "steps", "method": "weighted-product", "normalisation": "max"},
        {"of": "solutions", "panellists": ["P01", "P02", "P09", "P17"]},
    ],
)
def test_without_a_panellist_it_is_the_ranking_of_the_others(telemedicine, options):
    found = mcda.reversals(telemedicine, **options)
    assert ranked(mcda.rank(telemedicine, **options)) == dict(zip(found.alternatives, found.now.tolist(), strict=True))
    everybody = options.pop("panellists", [member.id for member in telemedicine.panellists])
    without = after(found, "panellist")
    unanswered = {each.id for each in found.unanswered if each.test == "panellist"}
    assert set(without) | unanswered == set(everybody)
    for left_out in everybody:
        rest = [id for id in everybody if id != left_out]
        if left_out in unanswered:
            with pytest.raises(AnalysisError):
                mcda.rank(telemedicine, panellists=rest, **options)
        else:
            assert without[left_out] == ranked(mcda.rank(telemedicine, panellists=rest, **options))


def test_without_an_organisation_it_is_the_ranking_of_the_others(telemedicine, report):
    without = after(report, "organisation")
    assert {each.id for each in report.unanswered} == {"Health Insurance"}
    for name in telemedicine.organisations:
        rest = [member.id for member in telemedicine.panellists if member.organisation != name]
        if name in without:
            assert without[name] == ranked(mcda.rank(telemedicine, panellists=rest))
        else:
            with pytest.raises(AnalysisError, match="nobody rated legislation under provider_authentication"):
                mcda.rank(telemedicine, panellists=rest)
    assert any("no order without Health Insurance: nobody else rated" in notice for notice in report.meta["notices"])


def test_what_a_change_says_follows_from_the_ranks(report):
    now = dict(zip(report.alternatives, report.now.tolist(), strict=True))
    for change in report.of_test("panellist"):
        then = after(report, "panellist")[change.id]
        first = [id for id in then if then[id] == 1]
        assert set(change.first) == set(first)
        assert change.first_stays == (first == ["finance"])
        few = {id for id in now if now[id] <= 3}
        assert change.few_stay == (few == {id for id in then if then[id] <= 3})
        assert change.order_stays == (now == then)
        assert change.shift == max(abs(now[id] - then[id]) for id in now)
        turned = [(one, two) for one in now for two in now if now[one] < now[two] and then[one] > then[two]]
        assert change.reversed == len(turned)
    takers = {change.id for change in report.of_test("panellist") if not change.first_stays}
    assert takers == {"P04", "P09", "P11", "P15"}
    assert "The first place changes in 4 of 19. Without P15, P04, P11 or P09: Strengthening" in report.sentences()[0]


def pairs(folder, **judged):
    """Three panellists compare three criteria and three alternatives under each of them."""
    rows = [
        [
            compare(who, "goal", "a b c", judged.get(who, "2 3 2")),
            compare(who, "a", "x y z", "3 5 2"),
            compare(who, "b", "x y z", f"1/{number} 1/3 1/2"),
            compare(who, "c", "x y z", f"1 1/{number} 1/4"),
        ]
        for number, who in enumerate(("P1", "P2", "P3"), start=2)
    ]
    return panel(folder, criteria="a b c", solutions="x y z", panellists="P1 P2 P3", judgements=rows)


def test_alternatives_that_were_compared_in_pairs_are_compared_by_the_others(tmp_path):
    compared = pairs(tmp_path, P3="9 9 1/9")
    without = after(mcda.reversals(compared, method="ahp"), "panellist")
    for left_out in ("P1", "P2", "P3"):
        rest = [id for id in ("P1", "P2", "P3") if id != left_out]
        assert without[left_out] == ranked(mcda.rank(compared, method="ahp", panellists=rest))


def test_without_the_only_one_who_compared_alternatives_there_are_no_values(tmp_path):
    """Under c, P3 alone compared the alternatives, and nobody rated them: without P3 there are no values there."""
    mixed = panel(
        tmp_path,
        criteria="a b c",
        solutions="x y",
        scale=SCALE,
        panellists="P1 P2 P3",
        judgements=[
            *(compare(who, "goal", "a b c", f"{number} 3 2") for number, who in enumerate(("P1", "P2"), start=1)),
            compare("P3", "c", "x y", "5"),
        ],
        ratings=[rate(who, "a b", {"x": "5 6", "y": "7 6"}) for who in ("P1", "P2", "P3")],
    )
    found = mcda.reversals(mixed)
    assert {each.id: each.reason for each in found.unanswered} == {
        "P3": "nobody else rated or compared x under c",
    }
    assert set(after(found, "panellist")) == {"P1", "P2"}


def test_without_the_one_who_joins_the_items_there_is_no_order_and_it_is_said(tmp_path):
    split = panel(
        tmp_path,
        criteria="a b c",
        solutions="x y",
        scale=SCALE,
        panellists="P1 P2",
        judgements=[compare("P1", "goal", "a b c", "2 3 2"), compare("P2", "goal", "a b c", "2 ? ?")],
        ratings=[rate(who, "a b c", {"x": "5 6 7", "y": "7 6 5"}) for who in ("P1", "P2")],
    )
    found = mcda.reversals(split)
    (lost,) = found.unanswered
    assert (lost.test, lost.id) == ("panellist", "P1")
    assert "do not join all items of goal" in lost.reason
    assert list(after(found, "panellist")) == ["P2"]


def test_a_single_panellist_and_given_weights_leave_criteria_and_alternatives_to_try(tmp_path):
    measured = panel(
        tmp_path,
        criteria={"a": 0.5, "b": 0.3, "c": 0.2},
        solutions="x y z",
        performance={"x": {"a": 3, "b": 1, "c": 2}, "y": {"a": 1, "b": 4, "c": 2}, "z": {"a": 1, "b": 1, "c": 9}},
    )
    found = mcda.reversals(measured, first=1)
    assert {change.test for change in found.changes} == {
        "criterion",
        "alternative",
        "clone",
        "newcomer",
        "worse",
        "pairs",
    }
    json.dumps(found.to_dict(), allow_nan=False)


# Without a criterion; other alternatives


def test_without_a_criterion_or_a_theme_the_others_grow_in_proportion(telemedicine, report):
    ranking = mcda.rank(telemedicine)
    without = after(report, "criterion")
    assert len(without) == 8 + 24
    for id, then in without.items():
        below = {leaf for leaf in ranking.criteria if id in (leaf, *telemedicine.hierarchy.ancestors(leaf))}
        rest = ranking.weights * [leaf not in below for leaf in ranking.criteria]
        scores = mcda.ranking.topsis(ranking.values, rest / rest.sum(), ranking.directions)
        assert then == dict(zip(ranking.alternatives, competition_ranks(scores).tolist(), strict=True))


@pytest.mark.parametrize("method", ["topsis", "promethee-ii"])
def test_other_alternatives_are_those_of_the_engine(telemedicine, method):
    found = mcda.reversals(telemedicine, of="solutions", method=method)
    ranking = mcda.rank(telemedicine, of="solutions", method=method)
    score = RANKING_METHODS[method].score
    tests = rank_reversals(ranking.values, ranking.weights, ranking.directions, score)
    for test, expected in (
        ("alternative", tests.alternatives),
        ("clone", tests.clones),
        ("newcomer", tests.newcomers),
        ("worse", tests.worse),
    ):
        then = after(found, test)
        assert len(then) == len(expected.changed)
        for place, ranks, changed, opposite in zip(
            expected.changed, expected.after, expected.first_changed, expected.reversed, strict=True
        ):
            id = ranking.alternatives[place]
            assert then[id] == {a: r for a, r in zip(ranking.alternatives, ranks.tolist(), strict=True) if r}
            (change,) = [each for each in found.of_test(test) if each.id == id]
            assert (change.first_stays, change.reversed) == (not changed, opposite)
    assert after(found, "pairs")[""] == dict(zip(ranking.alternatives, tests.pairs.ranks.tolist(), strict=True))
    assert found.cycles == len(tests.pairs.cycles)


def test_solutions_that_stand_by_their_steps_are_not_doubled(telemedicine):
    found = mcda.reversals(telemedicine, of="solutions", scored="steps")
    assert {change.test for change in found.changes} == {"panellist", "organisation", "criterion"}
    assert found.cycles is None
    assert any("is asked of the steps" in notice for notice in found.meta["notices"])


def test_a_method_that_reads_each_alternative_by_itself_changes_nothing_without_reason(telemedicine):
    found = mcda.reversals(telemedicine, method="weighted-sum", normalisation="scale")
    for test in ("alternative", "clone", "newcomer", "pairs"):
        assert all(change.order_stays and not change.reversed for change in found.of_test(test)), test
    assert all(change.first_stays and not change.reversed for change in found.of_test("worse"))


def test_a_table_has_a_row_a_try_those_that_change_most_first(report):
    table = report.table()
    assert table.columns == (
        *("test", "id", "name", "first", "first_stays", "few_stay", "order_stays"),
        *("reversed", "shift"),
    )
    assert len(table.rows) == len(report.changes) == len(report.ranks)
    stays = [change.first_stays for change in report.of_test("criterion")]
    assert stays == sorted(stays)
    said = json.loads(json.dumps(report.to_dict(), allow_nan=False))
    assert said["rows"][0]["first_stays"] is False
    assert said["ranks"][0]["ranks"]["trust"] == 1
    assert said["now"]["finance"] == 1


def test_steps_are_named_as_steps_and_a_first_place_of_none_is_refused(tmp_path):
    stepped = panel(
        tmp_path,
        criteria="a b",
        solutions="x",
        steps=steps_of(x="s t"),
        scale=SCALE,
        panellists="P1 P2",
        judgements=[compare(who, "goal", "a b", "2") for who in ("P1", "P2")],
        ratings=[rate(who, "a b", {"s": "5 6", "t": "7 6"}) for who in ("P1", "P2")],
    )
    assert any("whichever step is there twice (2)" in sentence for sentence in mcda.reversals(stepped).sentences())
    with pytest.raises(AnalysisError, match="first is 0"):
        mcda.reversals(stepped, first=0)


# Arrays


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_smaller_groups_weigh_what_their_members_alone_would(data):
    n, k = data.draw(st.integers(2, 4)), data.draw(st.integers(1, 4))
    rng = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1)))
    matrices = np.ones((k, n, n))
    for i, j in zip(*np.triu_indices(n, 1), strict=True):
        ratios = np.exp(rng.normal(0, 1, k))
        ratios[rng.random(k) < 0.2] = np.nan
        matrices[:, i, j], matrices[:, j, i] = ratios, 1 / ratios
    say = rng.integers(0, 3, (5, k)).astype(float)
    for method, aggregation in (
        ("geometric-mean", "aij"),
        ("harker", "aij"),
        ("geometric-mean", "aip"),
        ("harker", "aip-arithmetic"),
    ):
        found = group_priorities(matrices, say, method, aggregation)
        for row, counts in zip(found, say, strict=True):
            expected = alone(matrices[counts > 0], counts[counts > 0], method, aggregation)
            np.testing.assert_allclose(row, np.full(n, np.nan) if expected is None else expected, rtol=1e-9)


def alone(matrices, say, method, aggregation):
    """The priorities of those who count, None where they join nothing."""
    if not len(say):
        return None
    try:
        if aggregation == "aij":
            pooled = pooled_priorities(matrices, say)
            return (
                pooled if method == "geometric-mean" else PRIORITY_METHODS[method](aggregate_judgements(matrices, say))
            )
        able = leastsquares.connected(mcda.pairwise.judged(matrices))
        if not able.any():
            return None
        mean = "arithmetic" if aggregation == "aip-arithmetic" else "geometric"
        return aggregate_priorities(PRIORITY_METHODS[method](matrices[able]), say[able], mean)
    except mcda.DisconnectedError:
        return None


@pytest.mark.parametrize("aggregation", ["aij", "aip", "aip-arithmetic"])
def test_a_single_item_weighs_everything_to_anybody(aggregation):
    found = group_priorities(np.ones((2, 1, 1)), [[1, 1], [0, 3], [0, 0]], aggregation=aggregation)
    assert found.tolist() == [[1], [1], [1]]


def test_cells_are_the_means_of_those_who_rated_them():
    ratings = np.array([[1.0, 5.0], [3.0, 0.0], [8.0, 7.0]])
    rated = np.array([[True, True], [True, False], [True, True]])
    found = group_ratings(ratings, rated, [[1, 1, 0], [0, 2, 0], [1, 0, 3]])
    np.testing.assert_allclose(found, [[2, 5], [3, np.nan], [25 / 4, 26 / 4]])


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), max_size=150))
def test_opposite_pairs_are_those_that_loops_find(ranks):
    before, after = [one for one, _ in ranks], [two for _, two in ranks]
    expected = sum(b < c and a > d for b, a in ranks for c, d in ranks)
    assert opposite_pairs(before, after) == expected


@pytest.mark.parametrize("count", [64, 65, 66, 131, 1000])
def test_opposite_pairs_of_many_are_those_that_loops_find(count):
    """With many ties; up to 64 are compared at once, more are halved and merged."""
    before, after = np.random.default_rng(count).integers(1, count // 8, (2, count))
    expected = sum(
        int(((before > first) & (after < second)).sum()) for first, second in zip(before, after, strict=True)
    )
    assert opposite_pairs(before, after) == expected
