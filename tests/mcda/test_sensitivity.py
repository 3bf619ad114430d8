"""Moving the weight of one criterion: the path, the crossings worked out by hand, and the sweep of a panel."""

import json
from itertools import pairwise

import numpy as np
import pytest
from golden import ROOT
from panels import panel, rate, steps_of

import mcda
from mcda import AnalysisError, sensitivity
from mcda.ranking import RANKING_METHODS, competition_ranks
from mcda.sensitivity import Crossings, crossings, first_places, weight_path, weights_at
from mcda.sensitivity.polynomials import bracketed

SCALE = {"min": 0, "max": 10}
FIRST, SECOND = np.array([0.0, 1.0]), np.array([1.0, 0.0])
"""Weights of two criteria on the path of the first."""


@pytest.fixture(scope="module")
def telemedicine():
    return mcda.read_panel(ROOT / "sample_panels" / "telemedicine")


# The path


def test_members_keep_their_proportions_and_the_others_theirs():
    start, end = weight_path([0.1, 0.3, 0.2, 0.4], [0, 1])
    np.testing.assert_allclose(start, [0, 0, 1 / 3, 2 / 3])
    np.testing.assert_allclose(end, [0.25, 0.75, 0, 0])
    np.testing.assert_allclose(weights_at(start, end, 0.4), [0.1, 0.3, 0.2, 0.4])
    np.testing.assert_allclose(weights_at(start, end, [0.0, 0.5]), [start, [0.125, 0.375, 1 / 6, 1 / 3]])


def test_members_that_weigh_nothing_grow_alike():
    start, end = weight_path([0, 0.7, 0, 0.3], [0, 2])
    assert start.tolist() == [0, 0.7, 0, 0.3]
    assert end.tolist() == [0.5, 0, 0.5, 0]


def test_others_that_weigh_nothing_take_over_alike():
    start, end = weight_path([0, 1, 0], [1])
    assert start.tolist() == [0.5, 0, 0.5]
    assert end.tolist() == [0, 1, 0]


@pytest.mark.parametrize(
    ("weights", "members", "message"),
    [
        ([0.5, 0.5], [2], "members holds 2: allowed are 0 to 1"),
        ([0.5, 0.5], [-1], "members holds -1"),
        ([0.5, 0.5], [], "members are 0 of 2 criteria"),
        ([0.5, 0.5], [0, 1, 1], "members are 2 of 2 criteria"),
        ([1.5, -0.5], [0], r"weights\[1\] is -0.5"),
        ([[0.5, 0.5]], [0], r"weights has shape \(1, 2\)"),
    ],
)
def test_a_path_that_leads_nowhere_is_refused(weights, members, message):
    with pytest.raises(ValueError, match=message):
        weight_path(weights, members)


# Scores along it


def test_one_call_scores_all_between_the_ends():
    calls = []

    def score(weights):
        calls.append(len(weights))
        return weights @ np.array([[3.0, 1.0], [1.0, 2.0]]).T

    scores = sensitivity.sweep(score, FIRST, SECOND, [0, 0.25, 0.5, 1])
    np.testing.assert_allclose(scores, [[1, 2], [1.5, 1.75], [2, 1.5], [3, 1]])
    assert calls == [2, 1, 1]
    np.testing.assert_allclose(sensitivity.sweep(score, FIRST, SECOND, [0.25]), [[1.5, 1.75]])
    np.testing.assert_allclose(sensitivity.sweep(score, FIRST, SECOND, [1]), [[3, 1]])


def test_an_end_that_a_method_refuses_has_no_scores():
    """COCOSO divides by the score of the alternative that is the worst under all that weighs: one alone has a worst."""
    values = [[1, 9], [2, 8], [3, 7]]

    def score(weights):
        return RANKING_METHODS["cocoso"].score(values, weights, [1, 1])

    scores = sensitivity.sweep(score, FIRST, SECOND, [0, 0.5, 1])
    assert np.isnan(scores).all(axis=1).tolist() == [True, False, True]
    with pytest.raises(ValueError, match="cocoso divides by its score"):
        sensitivity.sweep(score, FIRST, SECOND, [0, 1])


def test_what_a_method_refuses_between_the_ends_is_refused():
    values = [[1, 7], [2, 8], [3, 9]]
    with pytest.raises(ValueError, match="cocoso divides by its score"):
        sensitivity.sweep(
            lambda weights: RANKING_METHODS["cocoso"].score(values, weights, [1, 1]), FIRST, SECOND, [0.5]
        )


@pytest.mark.parametrize("shares", [[], [-0.1], [1.1], 0.5, [[0.5]]])
def test_shares_are_a_list_of_numbers_from_0_to_1(shares):
    with pytest.raises(ValueError, match="not a list of numbers from 0 to 1"):
        sensitivity.sweep(lambda weights: weights, FIRST, SECOND, shares)


# Crossings, by hand

TWO = [[3, 1], [1, 2]]
"""x is best under the first criterion, y under the second. Over the best: x has 1 and 1/2, y has 1/3 and 1."""


@pytest.mark.parametrize(
    ("method", "normalisation", "share"),
    [
        ("weighted-sum", "max", 3 / 7),  # 2/3 t = 1/2 (1 - t)
        ("weighted-sum", "sum", 2 / 5),  # x 3/4 and 1/3, y 1/4 and 2/3: 1/2 t = 1/3 (1 - t)
        ("weighted-sum", "minmax", 1 / 2),
        ("weighted-sum", "scale", 1 / 3),  # of 0 to 10: x 0.3 and 0.1, y 0.1 and 0.2: 0.2 t = 0.1 (1 - t)
        ("weighted-product", "max", np.log(2) / np.log(6)),  # 3^t = 2^(1 - t)
        ("weighted-product", "sum", np.log(2) / np.log(6)),
        ("ahp", None, 2 / 5),
        ("ahp-ideal", None, 3 / 7),
        ("marcos", None, 3 / 7),
        ("aras", None, 7 / 17),  # sums with the best 7 and 5: x 3/7, 1/5, y 1/7, 2/5: 2/7 t = 1/5 (1 - t)
        ("moora", None, np.sqrt(10) / (np.sqrt(10) + 2 * np.sqrt(5))),  # 2/sqrt(10) t = 1/sqrt(5) (1 - t)
        ("mabac", None, 1 / 2),
        ("promethee-ii", None, 1 / 2),
        ("spotis", None, 1 / 3),
        ("vikor", None, 1 / 2),
        ("topsis", "minmax", 1 / 2),  # each at the best under one and at the worst under the other
        ("topsis", "max", 3 / 7),  # closeness of x: its lead in the first over the sum of both leads
        ("topsis", "vector", np.sqrt(10) / (np.sqrt(10) + 2 * np.sqrt(5))),
    ],
)
def test_two_alternatives_cross_where_their_leads_are_equal(method, normalisation, share):
    found = crossings(TWO, FIRST, SECOND, [1, 1], method, normalisation, [[0, 10], [0, 10]])
    assert found.share == pytest.approx([share], abs=1e-12)
    assert (found.rises.tolist(), found.passes.tolist()) == ([0], [1])
    assert found.above.tolist() == [[False, False], [True, False]]
    assert found.exact == (method != "vikor")


@pytest.mark.parametrize(
    ("method", "normalisation", "share"),
    [("topsis", "max", 3 / 7), ("weighted-product", "max", np.log(2) / np.log(6)), ("copras", None, 2 / 5)],
)
def test_where_no_formula_is_known_a_crossing_is_bracketed(method, normalisation, share):
    """Of the means of groups, here of one alternative each; and of COPRAS, which is a weighted sum without costs.

    On the last path they tie at the second place that is looked at, a 400th of the way.
    """
    near = share - 0.001, share + 0.399
    for start, end in ((FIRST, SECOND), ([0.03, 0.97], [0.98, 0.02]), ([near[0], 1 - near[0]], [near[1], 1 - near[1]])):
        found = crossings(TWO, start, end, [1, 1], method, normalisation, pooled=np.eye(2))
        assert found.share == pytest.approx([(share - start[0]) / (end[0] - start[0])], abs=1e-11)
        assert (found.rises.tolist(), found.passes.tolist(), found.exact) == ([0], [1], False)
        assert found.above.tolist() == [[False, False], [True, False]]


@pytest.mark.parametrize(
    ("method", "normalisation"),
    [
        ("topsis", "vector"),
        ("topsis", "minmax"),
        ("weighted-sum", "max"),
        ("weighted-product", "max"),
    ],
)
def test_every_change_of_sides_on_a_fine_scan_is_a_crossing(method, normalisation):
    """300 random problems a method: who is above whom at 2,001 shares is what the crossings up to there say."""
    generator = np.random.default_rng(22)
    shares = np.linspace(0, 1, 2001)[1:-1]
    met = 0
    for _ in range(300):
        a, m = generator.integers(2, 6), generator.integers(2, 6)
        values, directions = generator.uniform(0.5, 10, (a, m)), generator.choice([1, -1], m)
        members = generator.permutation(m)[: generator.integers(1, m)]
        ends, domain = weight_path(generator.dirichlet(np.ones(m)), members), np.tile([0.0, 10.0], (m, 1))
        found = crossings(values, *ends, directions, method, normalisation, domain)
        scores = RANKING_METHODS[method].score(values, weights_at(*ends, shares), directions, normalisation, domain)
        passed = np.zeros((len(shares), a, a), dtype=int)
        for share, rises, passes in zip(found.share, found.rises, found.passes, strict=True):
            passed[shares > share, rises, passes] += 1
            passed[shares > share, passes, rises] += 1
        above = found.above ^ (passed % 2 == 1)
        lead = scores[:, :, None] - scores[:, None, :]
        apart = np.abs(lead) > 1e-9 * np.abs(scores).max()
        assert (above == (lead > 0))[apart].all()
        assert (above | np.swapaxes(above, 1, 2) | np.eye(a, dtype=bool)).all()
        met += len(found.share)
    assert met > 300


def test_under_a_cost_criterion_the_smaller_rises():
    found = crossings(TWO, FIRST, SECOND, [-1, -1], "weighted-sum", "minmax")
    assert (found.share.tolist(), found.rises.tolist(), found.passes.tolist()) == ([0.5], [1], [0])


def test_topsis_may_cross_twice():
    """x is closer than y under either pair of criteria alone, yet farther under both together.

    Sums of squared distances to the worst (Q) and the best (P) over the first pair: x 1.0025 and 0.9025, y 0.5 and 0.5;
    over the second: x 0.845 and 0.245, y 1.16 and 0.36. Q_x P_y > Q_y P_x where, with r = (t / (1 - t))^2,
    (0.50125 - 0.45125) r^2 + (0.3609 + 0.4225 - 0.1225 - 1.0469) r + (0.3042 - 0.2842) > 0.
    """
    values = [[1, 0.05, 0.65, 0.65], [0.5, 0.5, 1, 0.4]]
    start, end = weight_path([0.25] * 4, [0, 1])
    found = crossings(values, start, end, [1] * 4, "topsis", "scale", [[0, 1]] * 4)
    roots = (0.386 + np.array([-1, 1]) * np.sqrt(0.386**2 - 4 * 0.05 * 0.02)) / (2 * 0.05)
    assert found.share == pytest.approx(np.sqrt(roots) / (1 + np.sqrt(roots)), abs=1e-12)
    assert (found.rises.tolist(), found.passes.tolist()) == ([1, 0], [0, 1])
    places = first_places(found)
    assert places.first.tolist() == [[True, False], [False, True], [True, False]]
    assert places.share.tolist() == found.share.tolist()


def test_topsis_may_cross_from_any_weights_to_any_others():
    """Over the best and at the worst as in TWO: x leads where 2/3 w_1 > 1/2 w_2, from w_1 = 0.2 to 0.6: at 3/7."""
    found = crossings(TWO, [0.2, 0.8], [0.6, 0.4], [1, 1], "topsis", "max")
    assert found.share == pytest.approx([(3 / 7 - 0.2) / 0.4], abs=1e-12)


def test_alternatives_that_only_touch_do_not_cross():
    """Closeness ties at a share of a half and nowhere else: the same side of a double root, in binary fractions.

    Q and P over the first pair of criteria: x 1.0625 and 0.5625, y 0.8125 and 0.3125; over both pairs 1.375 for all.
    """
    values = np.array([[1, 0.25, 0.25, 0.5], [0.75, 0.5, 0.75, 0]])
    domain = [[0, 1]] * 4
    start, end = weight_path([0.25] * 4, [0, 1])
    scores = RANKING_METHODS["topsis"].score(values, weights_at(start, end, [0.4, 0.5, 0.6]), [1] * 4, "scale", domain)
    assert competition_ranks(scores).tolist() == [[2, 1], [1, 1], [2, 1]]
    found = crossings(values, start, end, [1] * 4, "topsis", "scale", domain)
    assert not len(found.share)
    assert found.above.tolist() == [[False, False], [True, False]]


def test_those_tied_at_an_end_do_not_cross_there():
    """At share 0 only the second criterion counts, under which x and y are equal; at share 1 y and z are."""
    for method in ("topsis", "weighted-sum", "weighted-product", "vikor", "copras"):
        found = crossings([[3, 2], [1, 2], [1, 4]], FIRST, SECOND, [1, 1], method)
        assert (found.rises.tolist(), found.passes.tolist()) == ([0], [2]), method
        assert found.above.tolist() == [[False, True, False], [False, False, False], [True, True, False]], method


@pytest.mark.parametrize("method", RANKING_METHODS)
def test_twins_never_cross_and_pass_others_together(method):
    found = crossings([[3, 1], [3, 1], [2, 2], [1, 3]], FIRST, SECOND, [1, 1], method)
    pairs = list(zip(found.rises.tolist(), found.passes.tolist(), strict=True))
    assert (0, 1) not in pairs
    assert (1, 0) not in pairs
    shares = dict(zip(pairs, found.share.tolist(), strict=True))
    assert shares[0, 2] == pytest.approx(shares[1, 2], abs=1e-9)
    first = first_places(found).first
    assert (first[:, 0] == first[:, 1]).all()
    assert first[0].tolist() == [False, False, False, True]
    assert first[-1].tolist() == [True, True, False, False]


def test_rows_that_are_permutations_under_equal_weights_are_one_tie():
    values = [[0.1, 0.7, 0.3, 0.9], [0.7, 0.1, 0.9, 0.3], [0.7, 0.1, 0.3, 0.9]]
    start, end = weight_path([0.25] * 4, [0, 1])
    for method in ("topsis", "weighted-sum"):
        found = crossings(values, start, end, [1] * 4, method, "scale", [[0, 1]] * 4)
        assert not len(found.share)
        assert not found.above.any()
        assert first_places(found).first.tolist() == [[True, True, True]]


def test_three_that_meet_at_one_share_change_the_first_place_once():
    """x, y and z lie on a line and tie at a half, where x goes from last to first."""
    values = [[9, 1], [5, 5], [1, 9]]
    found = crossings(values, FIRST, SECOND, [1, 1], "weighted-sum", "scale", [[0, 10]] * 2)
    assert found.share == pytest.approx([0.5] * 3, abs=1e-12)
    places = first_places(found)
    assert places.share == pytest.approx([0.5])
    assert places.first.tolist() == [[False, False, True], [True, False, False]]


def test_a_first_place_may_be_lost_regained_and_kept():
    """x above y above z; y passes x and x passes y, then z passes y: x is first but for a while."""
    above = np.array([[False, True, True], [False, False, True], [False, False, False]])
    found = Crossings(np.array([0.1, 0.2, 0.3]), np.array([1, 0, 2]), np.array([0, 1, 1]), above, exact=True)
    places = first_places(found)
    assert places.share.tolist() == [0.1, 0.2]
    assert places.first.tolist() == [[True, False, False], [False, True, False], [True, False, False]]


@pytest.mark.parametrize(("apart", "events"), [(1e-9, 0), (2e-9, 2)])
def test_nobody_is_first_for_less_than_a_billionth(apart, events):
    above = np.array([[False, True], [False, False]])
    shares = np.array([0.0, apart])
    places = first_places(Crossings(shares, np.array([1, 0]), np.array([0, 1]), above, exact=True))
    assert places.share.tolist() == shares[:events].tolist()


@pytest.mark.parametrize(("method", "normalisation"), [("weighted-sum", "scale"), ("topsis", "max")])
def test_what_weighs_next_to_nothing_orders_those_that_nothing_else_tells_apart(method, normalisation):
    """As TWO, beside a third criterion that has all the weight and one value for both."""
    values = [[3, 1, 5], [1, 2, 5]]
    share = {"weighted-sum": 1 / 3, "topsis": 3 / 7}[method]
    start, end = [0, 1e-50, 1], [1e-50, 0, 1]
    if method == "weighted-sum":  # whose scores would tie: values next to nothing instead
        values, start, end = np.array(TWO) * 1e-13, FIRST, SECOND
    domain = [[0, 10]] * len(values[0])
    found = crossings(values, start, end, [1] * len(values[0]), method, normalisation, domain)
    assert found.share == pytest.approx([share], abs=1e-9)


def test_they_cross_where_nearly_all_weighs_nothing():
    """As TWO by TOPSIS over the best, where 0.9 t is 3/7 of what the first two weigh; the rest tells nobody apart."""
    found = crossings([[3, 1, 5], [1, 2, 5]], [0, 1e-3, 0.999], [0.9, 0.1, 0], [1, 1, 1], "topsis", "max")
    assert found.share == pytest.approx([3 / 7 * 1e-3 / (0.9 - 3 / 7 * 0.999)], rel=1e-9)


def test_means_of_groups_are_compared_instead():
    """Weighted sums of x, y, z, w by share t of the first: 9 t, 5, 1 t + 4, 9 (1 - t); the means of pairs tie where
    (9 t + 5) / 2 = (13 - 8 t) / 2.
    """
    values = [[9, 0], [5, 5], [5, 4], [0, 9]]
    pooled = [[0.5, 0.5, 0, 0], [0, 0, 0.5, 0.5]]
    found = crossings(values, FIRST, SECOND, [1, 1], "weighted-sum", "scale", [[0, 10]] * 2, pooled)
    assert found.share == pytest.approx([8 / 17])
    assert (found.rises.tolist(), found.passes.tolist(), found.exact) == ([0], [1], True)


def test_groups_whose_means_cancel_out_are_one_tie():
    """Net flows under the first criterion are 2/3, -2/3, -2/3, 2/3, and under the second the other way round."""
    values = [[2, 1], [1, 2], [1, 2], [2, 1]]
    pooled = [[0.5, 0.5, 0, 0], [0, 0, 0.5, 0.5]]
    found = crossings(values, FIRST, SECOND, [1, 1], "promethee-ii", pooled=pooled)
    assert not len(found.share)
    assert not found.above.any()


def test_one_alternative_is_always_first():
    for method in RANKING_METHODS:
        if method == "cocoso":
            continue  # it is the worst throughout, which cocoso divides by
        found = crossings([[3, 1]], FIRST, SECOND, [1, 1], method)
        assert not len(found.share)
        assert first_places(found).first.tolist() == [[True]]


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"method": "topsy"}, "method 'topsy' is not known: allowed are topsis, "),
        ({"normalisation": "sum"}, "normalisation 'sum' is not one of vector"),
        ({"method": "ahp", "normalisation": "max"}, "normalisation 'max' cannot be used with ahp"),
        ({"pooled": [[1.0]]}, r"pooled has shape \(1, 1\): it must be \(groups, 2\)"),
        ({"normalisation": "scale"}, "domain is missing"),
    ],
)
def test_what_cannot_be_compared_is_refused(said, message):
    with pytest.raises(ValueError, match=message):
        crossings(TWO, FIRST, SECOND, [1, 1], **said)


# Zeros of functions that are only known point by point

SMOOTH = {
    "a cube": (lambda t, c: t**3 - c**3),
    "a power": (lambda t, c: np.expm1(3 * t) - np.expm1(3 * c)),
    "a root that falls": (lambda t, c: np.sqrt(c) - np.sqrt(t)),
    "a steep rise": (lambda t, c: np.tanh(40 * (t - c))),
}
JUMPS = {
    "a jump": (lambda t, c: np.where(t >= c, 1.0, -1.0)),
    "a jump of which one side is near 0": (lambda t, c: np.where(t >= c, 1e-6, -1.0)),
}


@pytest.mark.parametrize("within", [1e-10, 1e-13])
@pytest.mark.parametrize("name", [*SMOOTH, *JUMPS])
def test_zeros_are_bracketed_in_few_steps(name, within):
    """A smooth one in some eleven steps, and none in more than halving takes, but two."""
    zeros, function = np.random.default_rng(0).uniform(0.02, 0.98, 300), (SMOOTH | JUMPS)[name]
    asked = np.zeros(300, dtype=int)

    def counted(t, which):
        asked[which] += 1
        return function(t - 4, zeros[which])

    low, high = np.full(300, 4.0), np.full(300, 5.0)
    found = bracketed(counted, low, high, function(low - 4, zeros), function(high - 4, zeros), within) - 4
    assert np.abs(found - zeros).max() <= (2 * within if name in JUMPS else 4e-15)
    halving = np.ceil(np.log2(1 / (2 * within)))
    assert asked.max() <= halving + 2
    assert name in JUMPS or asked.mean() <= 12
    assert (low == 4).all()
    assert (high == 5).all()


# Of a panel


def small(tmp_path, rows=None, criteria=None, **said):
    """x leads under a, y under b; by a weighted sum on the declared scale x is first where a weighs more than 1/3."""
    criteria = criteria or [{"id": "a", "weight": 0.6, "name": "Alpha"}, {"id": "b", "weight": 0.4}]
    rows = rows or {"x": "8 2", "y": "4 4", "z": "3 1"}
    ratings = rate("P1", "a b", rows)
    said = {"solutions": " ".join(rows), "panellists": "P1", "scale": SCALE, **said}
    return panel(tmp_path, criteria=criteria, ratings=ratings, **said)


BY_SCALE = {"method": "weighted-sum", "normalisation": "scale"}


def test_a_panel_is_swept_by_one_criterion(tmp_path):
    swept = mcda.sweep(small(tmp_path), "a", **BY_SCALE, points=11)
    assert (swept.criterion, swept.name, swept.share, swept.of) == ("a", "Alpha", 0.6, "solutions")
    assert swept.alternatives == swept.names == ("x", "y", "z")
    np.testing.assert_allclose(swept.shares, np.arange(11) / 10)
    np.testing.assert_allclose(swept.scores[:, 0], 0.8 * swept.shares + 0.2 * (1 - swept.shares))
    assert swept.ranks[[0, -1]].tolist() == [[2, 1, 3], [1, 2, 3]]
    (crossing,) = swept.crossings
    assert (crossing.share, crossing.rises, crossing.passes) == (pytest.approx(1 / 3), "x", "y")
    (flip,) = swept.flips
    assert (flip.share, flip.before, flip.after) == (crossing.share, ("y",), ("x",))
    assert swept.exact
    assert [swept.first_at(share) for share in (0, 0.33, 0.34, 1)] == [("y",), ("y",), ("x",), ("x",)]
    assert [swept.place(share) for share in (0, 0.31, 0.38, 1)] == [0, 3, 4, 10]
    assert swept.sentences() == ("y takes first place from x if Alpha weighs less than 0.333.",)
    assert mcda.sweep(swept_from := small(tmp_path), "b", **BY_SCALE).sentences() == (
        "y takes first place from x if b weighs more than 0.667.",
    )
    assert mcda.sweep(swept_from, "B", **BY_SCALE).criterion == "b"


def test_the_panels_own_share_is_added_to_the_grid(tmp_path):
    criteria = [{"id": "a", "weight": 0.61803}, {"id": "b", "weight": 0.38197}]
    swept = mcda.sweep(small(tmp_path, criteria=criteria), "a", points=5)
    assert swept.shares.tolist() == [0, 0.25, 0.5, 0.61803, 0.75, 1]
    assert swept.place(swept.share) == 3


def test_a_share_next_to_an_end_does_not_take_the_place_of_the_end(tmp_path):
    least = sensitivity.SAME_SHARE / 4
    made = small(tmp_path, criteria={"a": least, "b": 1 - least})
    assert mcda.sweep(made, "a", points=3).shares.tolist() == [0, least, 0.5, 1]
    assert mcda.sweep(made, "b", points=3).shares.tolist() == [0, 0.5, 1 - least, 1]
    beside = small(tmp_path / "b", criteria={"a": 0.5 + least, "b": 0.5 - least})
    assert mcda.sweep(beside, "a", points=3).shares.tolist() == [0, 0.5 + least, 1]


def test_nobody_takes_the_first_place_of_the_best_everywhere(tmp_path):
    swept = mcda.sweep(small(tmp_path, {"x": "8 7", "y": "4 4", "z": "3 5"}), "a", **BY_SCALE)
    assert [(c.rises, c.passes) for c in swept.crossings] == [("y", "z")]
    assert swept.flips == ()
    assert swept.first_at(0) == swept.first_at(1) == ("x",)
    assert swept.sentences() == ("x keeps first place whatever Alpha weighs.",)


def test_those_who_share_the_first_place_are_named_together(tmp_path):
    swept = mcda.sweep(small(tmp_path, {"x": "8 2", "y": "4 4", "z": "8 2"}), "a", **BY_SCALE)
    (flip,) = swept.flips
    assert flip.after == ("x", "z")
    assert swept.sentences() == ("y takes first place from x and z if Alpha weighs less than 0.333.",)
    beyond = mcda.sweep(small(tmp_path / "b", {"x": "8 2", "y": "4 4", "z": "8 2"}), "b", **BY_SCALE, points=3)
    assert beyond.first == ("x", "z")


def test_a_share_next_to_nothing_is_not_called_nothing(tmp_path):
    """x leads by 0.0004 under b and lags by 4 under a."""
    swept = mcda.sweep(small(tmp_path, {"x": "4 4.0004", "y": "8 4"}), "a", **BY_SCALE)
    (sentence,) = swept.sentences()
    assert sentence == f"x takes first place from y if Alpha weighs less than {0.0004 / 4.0004:.6f}."


@pytest.mark.parametrize("options", [{}, {"method": "vikor"}, {"method": "promethee-ii"}, BY_SCALE])
@pytest.mark.parametrize("criterion", ["policy", "no_roadmap", "economic"])
def test_at_the_panels_own_share_the_scores_are_those_of_rank(telemedicine, options, criterion):
    ranking, swept = mcda.rank(telemedicine, **options), mcda.sweep(telemedicine, criterion, **options)
    row = swept.place(swept.share)
    assert swept.shares[row] == swept.share == mcda.weights(telemedicine)[criterion]
    assert dict(zip(swept.alternatives, swept.scores[row].tolist(), strict=True)) == dict(
        zip(ranking.alternatives, ranking.scores.tolist(), strict=True)
    )
    assert dict(zip(swept.alternatives, swept.ranks[row].tolist(), strict=True)) == dict(
        zip(ranking.alternatives, ranking.ranks.tolist(), strict=True)
    )
    assert swept.first_at(swept.share) == tuple(
        id for id, rank in zip(ranking.alternatives, ranking.ranks, strict=True) if rank == 1
    )


def test_every_theme_and_every_leaf_can_be_moved(telemedicine):
    for criterion in telemedicine.hierarchy:
        swept = mcda.sweep(telemedicine, criterion.id, points=21)
        assert swept.exact
        for share, ranks in zip(swept.shares[1:-1], swept.ranks[1:-1], strict=True):
            first = tuple(id for id, rank in zip(swept.alternatives, ranks, strict=True) if rank == 1)
            assert swept.first_at(share) == first
        for one, next_ in pairwise(swept.flips):
            assert one.after == next_.before
            assert one.share < next_.share


@pytest.mark.parametrize(
    "options",
    [{}, {"panellists": [f"P{number:02}" for number in range(1, 19)]}, {"scale": "root"}, {"ratings": "additive"}],
)
def test_choices_are_those_of_rank(telemedicine, options):
    swept, ranking = mcda.sweep(telemedicine, "legal", **options), mcda.rank(telemedicine, **options)
    assert swept.meta["options"] == {**ranking.meta["options"], "criterion": "legal", "points": 101}
    assert swept.meta["panellists"] == ranking.meta["panellists"]
    assert swept.meta["notices"] == ranking.meta["notices"]
    assert sorted(swept.scores[swept.place(swept.share)]) == sorted(ranking.scores)


def test_solutions_by_the_mean_of_their_steps(tmp_path):
    """Scores of the solutions: one (9 t + 5) / 2, two (9 (1 - t) + t + 4) / 2, over 10: they tie at 8/17."""
    ratings = rate("P1", "a b", {"s1": "9 0", "s2": "5 5", "s3": "5 4", "s4": "0 9"})
    made = panel(
        tmp_path,
        criteria={"a": 0.25, "b": 0.75},
        solutions="one two",
        steps=steps_of(one="s1 s2", two="s3 s4"),
        panellists="P1",
        scale=SCALE,
        ratings=ratings,
    )
    for method, share in (("weighted-sum", 8 / 17), ("topsis", None)):
        options = {"of": "solutions", "method": method, "normalisation": "scale"}
        swept, ranking = mcda.sweep(made, "a", **options), mcda.rank(made, **options)
        assert swept.alternatives == ("one", "two")
        assert sorted(swept.scores[swept.place(0.25)]) == sorted(ranking.scores)
        assert swept.exact == (method == "weighted-sum")
        (flip,) = swept.flips
        assert (flip.before, flip.after) == (("two",), ("one",))
        if share:
            assert flip.share == pytest.approx(share, abs=1e-12)
        fine = mcda.sweep(made, "a", **options, points=10_001)
        turn = np.flatnonzero(np.diff(fine.scores[:, 0] > fine.scores[:, 1]))[0]
        assert fine.shares[turn] - 1e-9 <= flip.share <= fine.shares[turn + 1] + 1e-9


def test_a_method_that_divides_by_zero_at_an_end_has_no_scores_there(telemedicine):
    swept = mcda.sweep(telemedicine, "no_roadmap", method="cocoso", points=3)
    assert np.isnan(swept.scores).all(axis=1).tolist() == [False, False, False, True]
    assert swept.ranks[-1].tolist() == [0] * 17
    assert not swept.exact
    assert "cocoso has no scores where no_roadmap weighs 1" in swept.meta["notices"]
    rows = swept.to_dict()["rows"]
    assert {(row["score"], row["rank"]) for row in rows if row["share"] == 1} == {(None, None)}


THEMES = [{"id": "theme", "weight": 0.5, "children": [{"id": "leaf", "weight": 1}]}, {"id": "b", "weight": 0.5}]


@pytest.mark.parametrize(
    ("criterion", "said", "message"),
    [
        ("alfa", {}, "no criterion 'alfa': did you mean 'alpha'?"),
        ("goal", {}, "no criterion 'goal': known are alpha, b"),
        ("alpha", {"points": 2}, "points is 2: at least 3"),
        ("alpha", {"method": "topsy"}, "method 'topsy' is not known: allowed are topsis, "),
        ("alpha", {"of": "steps"}, "the panel has no steps to rank"),
        ("alpha", {"priorities": "best"}, "priorities 'best' is not known"),
        ("alpha", {"panellists": ["P2"]}, "no panellist 'P2'"),
    ],
)
def test_what_cannot_be_asked_is_refused(tmp_path, criterion, said, message):
    criteria = {"alpha": 0.5, "b": 0.5}
    ratings = rate("P1", "alpha b", {"x": "8 2", "y": "4 4"})
    made = panel(tmp_path, criteria=criteria, ratings=ratings, solutions="x y", panellists="P1", scale=SCALE)
    with pytest.raises(AnalysisError) as error:
        mcda.sweep(made, criterion, **said)
    assert message in str(error.value)


def test_below_the_values_nothing_can_be_moved(tmp_path):
    ratings = rate("P1", "theme b", {"x": "8 2", "y": "4 4"})
    made = panel(tmp_path, criteria=THEMES, ratings=ratings, solutions="x y", panellists="P1", scale=SCALE)
    message = "there are no values under 'leaf', only under 'theme' above it: move one of theme, b"
    with pytest.raises(AnalysisError, match=message):
        mcda.sweep(made, "leaf")
    assert mcda.sweep(made, "theme").share == 0.5


def test_what_is_all_that_weighs_cannot_be_moved(tmp_path):
    inner = [{"id": "c", "weight": 0.5}, {"id": "d", "weight": 0.5}]
    said = {"solutions": "x y", "panellists": "P1", "scale": SCALE}
    criteria = [{"id": "whole", "weight": 1, "children": inner}]
    ratings = rate("P1", "c d", {"x": "8 2", "y": "4 4"})
    made = panel(tmp_path / "two", criteria=criteria, ratings=ratings, **said)
    with pytest.raises(AnalysisError, match="'whole' is all that weighs: move one of c, d"):
        mcda.sweep(made, "whole")
    ratings = rate("P1", "a", {"x": "8", "y": "4"})
    made = panel(tmp_path / "one", criteria={"a": 1}, ratings=ratings, **said)
    with pytest.raises(AnalysisError, match="'a' is all that weighs: there is nothing to weigh"):
        mcda.sweep(made, "a")


@pytest.mark.parametrize("weight", [0, 1])
def test_what_weighs_nothing_or_everything_can_be_moved(tmp_path, weight):
    criteria = [{"id": "a", "weight": weight}, {"id": "b", "weight": 1 - weight}]
    swept = mcda.sweep(small(tmp_path, criteria=criteria), "a", **BY_SCALE, points=3)
    assert swept.share == weight
    assert swept.shares.tolist() == [0, 0.5, 1]
    assert swept.flips[0].share == pytest.approx(1 / 3)


# The result


def test_its_rows_are_tidy(telemedicine):
    swept = mcda.sweep(telemedicine, "legal", points=3)
    frame = swept.to_frame()
    assert frame.columns.tolist() == ["share", "alternative", "name", "score", "rank"]
    assert len(frame) == 4 * 17
    assert frame["share"].unique().tolist() == swept.shares.tolist()
    assert frame[frame["share"] == swept.share]["rank"].tolist() == swept.ranks[swept.place(swept.share)].tolist()
    found = swept.to_dict()
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert [each["share"] for each in found["crossings"]] == [crossing.share for crossing in swept.crossings]
    assert found["flips"] == [
        {"share": flip.share, "before": list(flip.before), "after": list(flip.after)} for flip in swept.flips
    ]
    assert found["share"] == swept.share


def test_it_says_in_words_where_the_first_place_flips(telemedicine):
    swept = mcda.sweep(telemedicine, "legal", points=3)
    text = str(swept)
    assert text.startswith("Telemedicine in Iran: 17 steps as Legal gaps weighs 0 to 100 %")
    for sentence in swept.sentences():
        assert sentence in text.replace("\n", " ")
    assert max(map(len, text.splitlines())) <= 100


def test_sentences_go_away_from_the_panels_own_share(telemedicine):
    swept = mcda.sweep(telemedicine, "economic")
    assert len(swept.flips) >= 2
    shares = [float(sentence.rpartition(" ")[2].rstrip(".")) for sentence in swept.sentences()]
    distances = [abs(share - swept.share) for share in shares]
    assert distances == sorted(distances)
    for sentence, share in zip(swept.sentences(), shares, strict=True):
        assert f"weighs {'more' if share > swept.share else 'less'} than" in sentence


def test_it_cannot_be_changed(telemedicine):
    swept = mcda.sweep(telemedicine, "legal", points=3)
    for array in (swept.shares, swept.scores, swept.ranks):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0
