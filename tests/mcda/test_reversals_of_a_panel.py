"""What the order of a panel rests on, beside the panel ranked again without each part of it."""

import json
from itertools import pairwise

import numpy as np
import pytest
from golden import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from panels import compare, of_organisations, panel, rate, steps_of

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


def test_values_that_were_measured_stay_whoever_is_left_out(tmp_path):
    """Weights of the theme are given, those of the goal judged."""
    made = panel(
        tmp_path,
        criteria=[
            {"id": "a"},
            {"id": "t", "children": [{"id": "b", "weight": 0.3}, {"id": "c", "weight": 0.7}]},
        ],
        solutions="x y z",
        panellists="P1 P2",
        judgements=[compare("P1", "goal", "a t", "5"), compare("P2", "goal", "a t", "1/5")],
        performance={"x": {"a": 3, "b": 1, "c": 2}, "y": {"a": 1, "b": 4, "c": 2}, "z": {"a": 1, "b": 1, "c": 9}},
    )
    without = after(mcda.reversals(made), "panellist")
    assert without == {
        "P1": ranked(mcda.rank(made, panellists=["P2"])),
        "P2": ranked(mcda.rank(made, panellists=["P1"])),
    }
    assert without["P1"] != without["P2"]


@pytest.mark.parametrize("weighting", ["declared", "head", "organisation", "consistency"])
def test_the_say_is_that_of_those_who_remain(tmp_path, weighting):
    """Twelve alternatives that lie close together: their order tells weights and ratings."""
    organisations, weights = ("One", "One", "One", "Two"), (1, 2, 1, 1)
    judged = ("2 5 3", "1/2 1/3 2", "4 9 1", "1/5 1/7 1/3")
    people = {
        f"P{n}": {"organisation": name, "weight": weight}
        for n, (name, weight) in enumerate(zip(organisations, weights, strict=True), start=1)
    }
    rng = np.random.default_rng(4)
    made = panel(
        tmp_path,
        criteria="a b c",
        solutions=" ".join("nopqrstuvwxy"),
        panellists=people,
        judgements=[compare(id, "goal", "a b c", row) for id, row in zip(people, judged, strict=True)],
        scale={"min": 0, "max": 99},
        ratings=[rate(who, "a", {id: int(rng.integers(30, 60)) for id in "nopqrstuvwxy"}) for who in people],
        performance={id: dict(zip("bc", rng.dirichlet([9, 9]).tolist(), strict=True)) for id in "nopqrstuvwxy"},
    )
    found = mcda.reversals(made, weighting=weighting)
    for test, groups in (("panellist", [[id] for id in people]), ("organisation", [["P1", "P2", "P3"], ["P4"]])):
        rest = [[id for id in people if id not in group] for group in groups]
        expected = [ranked(mcda.rank(made, weighting=weighting, panellists=others)) for others in rest]
        names = list(people) if test == "panellist" else ["One", "Two"]
        assert after(found, test) == dict(zip(names, expected, strict=True))


@pytest.mark.parametrize(
    ("ratings", "reason"),
    [
        ("mean", "nobody else rated or compared x under a"),
        ("additive", "nobody rated x under a: every cell needs one rating at least"),
    ],
)
def test_without_the_only_one_who_rated_a_cell_there_is_no_order(tmp_path, ratings, reason):
    made = panel(
        tmp_path,
        criteria={"a": 0.5, "b": 0.5},
        solutions="x y",
        scale=SCALE,
        panellists="P1 P2 P3",
        ratings=[
            rate("P1", "a b", {"x": "5 6", "y": "7 6"}),
            rate("P2", "a b", {"x": "? 4", "y": "3 6"}),
            rate("P3", "a b", {"x": "? 9", "y": "9 ?"}),
        ],
    )
    found = mcda.reversals(made, ratings=ratings)
    with pytest.raises(AnalysisError, match="nobody rated x under a: every cell needs one rating at least"):
        mcda.rank(made, ratings=ratings, panellists=["P2", "P3"])
    (lost,) = found.unanswered
    assert (lost.test, lost.id, lost.reason) == ("panellist", "P1", reason)
    assert after(found, "panellist") == {
        left_out: ranked(mcda.rank(made, ratings=ratings, panellists=rest.split()))
        for left_out, rest in (("P2", "P1 P3"), ("P3", "P1 P2"))
    }


def test_every_node_that_nobody_else_joins_is_named(tmp_path):
    made = panel(
        tmp_path,
        criteria={"a": "a1 a2", "b": None},
        solutions="x y",
        panellists="P1 P2",
        judgements=[compare("P1", "goal", "a b", "2"), compare("P1", "a", "a1 a2", "2")],
        performance={"x": {"a": 1, "b": 2}, "y": {"a": 2, "b": 1}},
    )
    (lost,) = mcda.reversals(made).unanswered
    assert lost.reason == "the judgements of the others do not join all items of goal, a"


@pytest.mark.parametrize(
    ("organisations", "tried"),
    [
        (["One", "One", "One"], {}),
        (["", "", ""], {}),
        (["One", "", ""], {"One": "P1"}),
        (["One", "Two", "One", "One"], {"One": "P1 P3 P4", "Two": "P2"}),
        (["One", "One", "One", "One", "Two"], {"One": "P1 P2 P3 and 1 more", "Two": "P5"}),
    ],
)
def test_organisations_are_named_by_their_members_and_tried_where_somebody_remains(tmp_path, organisations, tried):
    people = of_organisations(organisations)
    made = panel(
        tmp_path,
        criteria="a b",
        solutions="x y",
        panellists=people,
        judgements=[compare(id, "goal", "a b", "3") for id in people],
        performance={"x": {"a": 1, "b": 2}, "y": {"a": 2, "b": 1}},
    )
    found = mcda.reversals(made)
    assert {change.id: change.name for change in found.of_test("organisation")} == tried
    assert found.unanswered == ()
    assert {change.id: change.name for change in found.of_test("panellist")} == {
        id: who.get("organisation", "") for id, who in people.items()
    }


def test_smaller_panels_may_be_weighed_a_few_at_a_time(telemedicine, report, monkeypatch):
    monkeypatch.setattr("mcda.analysis.reversing.BATCH", 4)
    again = mcda.reversals(telemedicine)
    assert again.changes == report.changes
    assert again.unanswered == report.unanswered


# Without a criterion; other alternatives


def measured(folder, performance, criteria=None):
    return panel(
        folder,
        criteria=criteria or {"a": 0.5, "b": 0.3, "c": 0.2},
        solutions=" ".join(performance),
        performance={id: dict(zip("abc", row, strict=True)) for id, row in performance.items()},
    )


@pytest.mark.parametrize(
    ("weights", "tried"), [((0.5, 0.5, 0), {"a", "b"}), ((1, 0, 0), set()), ((0.5, 0.3, 0.2), {"a", "b", "c"})]
)
def test_a_criterion_that_weighs_nothing_or_all_is_not_left_out(tmp_path, weights, tried):
    made = measured(tmp_path, {"x": (3, 1, 2), "y": (1, 4, 3)}, dict(zip("abc", weights, strict=True)))
    assert set(after(mcda.reversals(made), "criterion")) == tried


def test_what_the_method_cannot_score_is_said_and_the_rest_is_tried(tmp_path):
    """COPRAS divides by what the cost criteria give to x: nothing without b, nor where b tells nothing apart."""
    criteria = [{"id": id, "weight": 0.25, "direction": "cost"} for id in "ab"] + [{"id": "c", "weight": 0.5}]
    made = measured(tmp_path, {"x": (0, 2, 1), "y": (1, 2, 2), "z": (1, 3, 3)}, criteria)
    found = mcda.reversals(made, method="copras")
    said = "is 0 under every cost criterion that weighs: copras divides by their sum"
    assert [(each.test, each.id, each.reason) for each in found.unanswered] == [
        ("criterion", "b", f"copras: values[0] (x) {said}"),
        ("alternative", "", f"values[0] {said}"),
        ("pairs", "", f"values[0] {said}"),
    ]
    assert found.meta["notices"][-3:] == [
        f"no order without b: copras: values[0] (x) {said}",
        f"alternative is not tried: values[0] {said}",
        f"pairs is not tried: values[0] {said}",
    ]
    assert found.cycles is None
    assert {change.test for change in found.changes} == {"criterion", "clone", "newcomer", "worse"}
    assert set(after(found, "criterion")) == {"a", "c"}


def test_of_very_many_alternatives_none_comes_or_goes(tmp_path, monkeypatch):
    made = measured(tmp_path, {"x": (3, 1, 2), "y": (1, 4, 3), "z": (2, 2, 2)})
    monkeypatch.setattr("mcda.analysis.reversing.MOST_COMPARED", 3)
    assert mcda.reversals(made).cycles == 0
    monkeypatch.setattr("mcda.analysis.reversing.MOST_COMPARED", 2)
    found = mcda.reversals(made)
    assert {change.test for change in found.changes} == {"criterion"}
    assert found.cycles is None
    assert "alternatives come and go only among 2 or fewer: these are 3" in found.meta["notices"]


def test_a_single_alternative_has_no_order_to_reverse(tmp_path):
    found = mcda.reversals(measured(tmp_path, {"x": (3, 1, 2)}))
    assert "a single alternative has no order" in found.meta["notices"]
    assert {change.test for change in found.changes} == {"criterion"}


def test_the_way_down_of_an_alternative_that_was_made_worse_is_not_counted(tmp_path):
    """y is made as bad as z halfway: it falls behind x and z, which keep their order."""
    made = measured(tmp_path, {"w": (10, 10, 10), "y": (6, 6, 6), "x": (5, 5, 5), "z": (0, 0, 0)})
    found = mcda.reversals(made, method="weighted-sum", normalisation="minmax")
    (worse,) = [change for change in found.of_test("worse") if change.id == "y"]
    assert after(found, "worse")["y"] == {"w": 1, "x": 2, "y": 3, "z": 4}
    assert (worse.first, worse.first_stays, worse.few_stay, worse.order_stays) == (("w",), True, True, True)
    assert (worse.reversed, worse.shift) == (0, 0)


@pytest.fixture(scope="module")
def scattered(tmp_path_factory):
    """Seven alternatives with many ties, tried with two first places."""
    rng = np.random.default_rng(434)
    rows = {id: tuple(rng.integers(1, 6, 3).tolist()) for id in "tuvwxyz"}
    return mcda.reversals(measured(tmp_path_factory.mktemp("scattered"), rows), first=2)


def test_tries_stand_test_by_test_the_most_telling_first(scattered):
    tests = [change.test for change in scattered.changes]
    assert any(change.reversed for change in scattered.of_test("worse"))
    told = [
        (tests.index(each.test), each.first_stays, each.few_stay, -each.reversed, -each.shift)
        for each in scattered.changes
    ]
    assert told == sorted(told)
    assert list(dict.fromkeys(tests)) == ["criterion", "alternative", "clone", "newcomer", "worse", "pairs"]
    for place in (1, 2, 3, 4):  # each of the four decides somewhere
        assert any(one[:place] == two[:place] and one[place] != two[place] for one, two in pairwise(told))


def test_what_other_alternatives_change_is_what_plain_loops_count(scattered):
    now = dict(zip(scattered.alternatives, scattered.now.tolist(), strict=True))
    for change, ranks in zip(scattered.changes, scattered.ranks, strict=True):
        then = {id: rank for id, rank in zip(scattered.alternatives, ranks.tolist(), strict=True) if rank}
        led, leads = ({id for id in then if order[id] == min(order[other] for other in then)} for order in (now, then))
        assert (set(change.first), change.first_stays) == (leads, leads == led)
        kept = [id for id in then if (change.test, change.id) != ("worse", id)]
        was, became = (
            {id: 1 + sum(order[other] < order[id] for other in kept) for id in kept} for order in (now, then)
        )
        assert change.few_stay == all((was[id] <= 2) == (became[id] <= 2) for id in kept)
        assert change.order_stays == (was == became)
        assert change.shift == max(abs(was[id] - became[id]) for id in kept)
        assert change.reversed == sum(was[a] < was[b] and became[a] > became[b] for a in kept for b in kept)


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


def test_steps_are_named_as_steps(tmp_path):
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
