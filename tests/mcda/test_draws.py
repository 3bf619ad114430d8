"""What is drawn from a panel's doubts, against closed forms, simulations and numpy's dense least squares."""

import pickle
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from statistics import NormalDist

import numpy as np
import pytest

from mcda import leastsquares
from mcda.aggregation import aggregate_judgements, aggregate_priorities, pooled_priorities
from mcda.consistency import geometric_consistency_index
from mcda.pairwise import SCALES, from_upper_triangle, rescale
from mcda.priorities import PRIORITY_METHODS
from mcda.sensitivity import UniformWeights, accumulate
from mcda.sensitivity.draws import (
    Branch,
    Cells,
    Comparisons,
    PanelDraws,
    People,
    inconsistency,
    normals,
    priorities,
    resampled,
    rounding_margins,
    sampled,
    vectors_of,
)

NAN = np.nan
GAPS = np.array(
    [
        [3, 5, 2, 2, 1 / 2, 1 / 4],
        [2, 7, 3, 5, NAN, 1 / 3],
        [4, NAN, 2, 2, 1, NAN],
    ]
)
"""Three panellists over four items, two of them with gaps, all joined."""


def comparisons(upper, n=4, scale="linear"):
    return Comparisons.of(from_upper_triangle(np.asarray(upper, dtype=float), n), scale)


def people(nodes, doubt, say=None, strata=None):
    k = len(nodes[0].logs)
    say = np.ones(k) if say is None else np.asarray(say, dtype=float)
    return People.of(nodes, say, np.arange(k) if strata is None else np.asarray(strata), doubt)


def drawn(node, who, count, seed=0, method="geometric-mean", aggregation="aij"):
    rng = np.random.default_rng(seed)
    factors = resampled(rng, who.strata, count) if who.resampled else None
    return priorities(node, who, sampled(who, factors, rng, count), rng, method, aggregation)


# Rounding


@pytest.mark.parametrize(
    ("ratio", "low", "high"),
    [
        (1, 1 / 1.5, 1.5),
        (2, 1.5, 2.5),
        (3, 2.5, 3.5),
        (9, 8.5, 81 / 8.5),
        (1 / 3, 1 / 3.5, 1 / 2.5),
        (1 / 9, 8.5 / 81, 1 / 8.5),
        (2.5, 2.5, 2.5),
        (1 / 2.5, 1 / 2.5, 1 / 2.5),
        (1.003, 1.003, 1.003),
        (9.7, 9.7, 9.7),
    ],
)
def test_a_judgement_stands_for_all_that_rounds_to_it(ratio, low, high):
    below, above = rounding_margins([ratio], "linear", 5)
    assert ratio * np.exp(below[0]) == pytest.approx(low, rel=1e-12)
    assert ratio * np.exp(above[0]) == pytest.approx(high, rel=1e-12)


@pytest.mark.parametrize(("written", "meant"), [(0.33, 3), (0.14, 7), (0.17, 6), (0.13, 8), (0.11, 9)])
def test_an_inverse_written_with_two_decimals_is_one_of_the_scale(written, meant):
    for found, expected in zip(
        rounding_margins(written, "linear", 4), rounding_margins(1 / meant, "linear", 4), strict=True
    ):
        assert found == expected


@pytest.mark.parametrize("scale", SCALES)
def test_margins_are_read_by_the_scale(scale):
    low, high = rounding_margins(4.0, scale, 5)
    at = {x: SCALES[scale](np.array(x), 5) for x in (3.5, 4.0, 4.5)}
    assert np.exp(low) == pytest.approx(at[3.5] / at[4.0], rel=1e-12)
    assert np.exp(high) == pytest.approx(at[4.5] / at[4.0], rel=1e-12)


def test_what_was_not_judged_has_no_margin():
    low, high = rounding_margins([NAN], "linear", 3)
    assert low[0] == high[0] == 0


@pytest.mark.parametrize("aggregation", ["aij", "aip", "aip-arithmetic"])
def test_rounded_judgements_are_uniform_in_logarithm(aggregation):
    node = comparisons([[3]], n=2)
    found = drawn(node, people([node], ["rounding"]), 200_000, aggregation=aggregation)
    logs = np.log(found[:, 0] / found[:, 1])
    low, high = np.log(2.5), np.log(3.5)
    assert logs.min() >= low - 1e-12
    assert logs.max() <= high + 1e-12
    assert logs.mean() == pytest.approx((low + high) / 2, abs=5e-4)
    assert logs.var() == pytest.approx((high - low) ** 2 / 12, rel=0.01)


def test_rounding_of_a_group_is_the_weighted_mean_of_each_ones():
    node = comparisons([[3], [1 / 2], [7]], n=2)
    say = np.array([1.0, 2.0, 1.0])
    found = drawn(node, people([node], ["rounding"], say), 200_000)
    logs = np.log(found[:, 0] / found[:, 1])
    ends = np.log([[2.5, 3.5], [1 / 2.5, 1 / 1.5], [6.5, 7.5]])
    share = say / say.sum()
    assert logs.mean() == pytest.approx(share @ ends.mean(axis=1), abs=1e-3)
    assert logs.var() == pytest.approx(share**2 @ (np.diff(ends)[:, 0] ** 2 / 12), rel=0.02)


# Inconsistency


def test_what_was_not_judged_says_nothing():
    node = comparisons(GAPS)
    np.testing.assert_array_equal(node.judged, ~np.isnan(GAPS))
    np.testing.assert_array_equal(node.logs, np.nan_to_num(np.log(GAPS)))


def test_a_complete_node_has_the_geometric_consistency_index_for_variance():
    upper = np.array([[3, 5, 2, 2, 1 / 2, 1 / 4]])
    variance, freedom = inconsistency([comparisons(upper)])
    assert freedom.tolist() == [3]
    assert variance[0] == pytest.approx(geometric_consistency_index(from_upper_triangle(upper[0], 4)), rel=1e-12)


def residuals(row, n):
    """Residual sum of squares and freedom by a dense least squares of one row a judgement."""
    ups, downs = np.triu_indices(n, 1)
    kept = np.flatnonzero(~np.isnan(row))
    design = np.zeros((len(kept), n))
    design[np.arange(len(kept)), ups[kept]], design[np.arange(len(kept)), downs[kept]] = 1, -1
    target = np.log(row[kept])
    fit = np.linalg.lstsq(design, target, rcond=None)[0]
    return ((target - design @ fit) ** 2).sum(), len(kept) - np.linalg.matrix_rank(design)


def test_the_variance_is_that_of_the_residuals_over_all_nodes():
    other = np.array([[2, 3, 4], [NAN, 1 / 5, 3], [NAN, NAN, NAN]])
    variance, freedom = inconsistency([comparisons(GAPS), comparisons(other, n=3)])
    for place in range(3):
        parts = [residuals(GAPS[place], 4), residuals(other[place], 3)]
        squares, free = (sum(part) for part in zip(*parts, strict=True))
        assert freedom[place] == free
        assert variance[place] == pytest.approx(squares / free, rel=1e-9)


def test_whoever_never_contradicts_themselves_does_not_scatter():
    upper = [[3, 3 / 7, 1 / 7], [0.3, 0.3 * 1.7, 1.7], [5, 5 * 1.1, 1.1]]
    variance, freedom = inconsistency([comparisons(upper, n=3)])
    assert freedom.tolist() == [1, 1, 1]
    assert variance.tolist() == [0, 0, 0]


def test_answers_that_check_no_other_leave_no_freedom_and_no_doubt():
    node = comparisons([[3, 5, NAN, NAN, NAN, 2]])
    variance, freedom = inconsistency([node])
    assert freedom.tolist() == [0]
    assert variance.tolist() == [0]
    assert len(drawn(node, people([node], ["inconsistency"]), 100)) == 1


def laplacian_inverse(judged, n):
    ups, downs = np.triu_indices(n, 1)
    matrix = np.zeros((n, n))
    for up, down, some in zip(ups, downs, judged, strict=True):
        contrast = np.zeros(n)
        contrast[up], contrast[down] = 1, -1
        matrix += some * np.outer(contrast, contrast)
    return np.linalg.pinv(matrix)


def test_the_posterior_has_the_closed_covariance():
    """Multivariate t: s^2 L+ times freedom / (freedom - 2). Freedom comes from a second node too, so that it is 13."""
    upper = np.array([[3, 5, 2, 2, 1 / 2, NAN]])
    rng = np.random.default_rng(4)
    more = comparisons(np.exp(rng.normal(0, 0.4, (1, 15))), n=6)
    node = comparisons(upper)
    variance, freedom = inconsistency([node, more])
    assert freedom[0] == 12
    logs = np.log(drawn(node, people([node, more], ["inconsistency"]), 400_000))
    centred = logs - logs.mean(axis=1, keepdims=True)
    expected = variance[0] * laplacian_inverse(~np.isnan(upper[0]), 4) * freedom[0] / (freedom[0] - 2)
    np.testing.assert_allclose(np.cov(centred.T), expected, atol=0.015 * expected.max())


def test_the_posterior_scatters_as_refits_of_simulated_answers_do():
    """The covariance of draws, their spread held, is that of refits of answers made with that spread."""
    matrices = from_upper_triangle(GAPS, 4)
    say, node = np.array([1.0, 3.0, 2.0]), Comparisons.of(matrices)
    who = replace(people([node], ["inconsistency"], say), freedom=np.full(3, 10**9))
    rng = np.random.default_rng(8)
    upper = np.exp(np.log(GAPS) + who.spread[:, None] * rng.standard_normal((40_000, 3, 6)))
    refits = np.log(pooled_priorities(from_upper_triangle(upper, 4), say))
    draws = np.log(drawn(node, who, 40_000))
    for found in (refits, draws):
        found -= found.mean(axis=1, keepdims=True)
    np.testing.assert_allclose(draws.mean(axis=0), refits.mean(axis=0), atol=0.01)
    np.testing.assert_allclose(np.cov(draws.T), np.cov(refits.T), atol=0.03 * np.cov(refits.T).max())


@pytest.mark.parametrize("aggregation", ["aip", "aip-arithmetic"])
def test_the_mean_of_own_posteriors_scatters_as_refits_do(aggregation):
    matrices = from_upper_triangle(GAPS, 4)
    say, node = np.array([1.0, 3.0, 2.0]), Comparisons.of(matrices)
    who = replace(people([node], ["inconsistency"], say), freedom=np.full(3, 10**9))
    rng = np.random.default_rng(9)
    upper = np.exp(np.log(GAPS) + who.spread[:, None] * rng.standard_normal((20_000, 3, 6)))
    own = PRIORITY_METHODS["geometric-mean"](from_upper_triangle(upper, 4))
    refits = aggregate_priorities(own, say, "geometric" if aggregation == "aip" else "arithmetic")
    draws = drawn(node, who, 20_000, aggregation=aggregation)
    np.testing.assert_allclose(draws.mean(axis=0), refits.mean(axis=0), atol=0.005)
    np.testing.assert_allclose(draws.std(axis=0), refits.std(axis=0), rtol=0.03)


def test_intervals_of_a_weight_cover_it_as_often_as_they_say():
    """Of 4,000 panellists who err by 20 % around the same weights, 95 % intervals hold the weight for 95 %."""
    truth, panels, count = np.array([0.5, 0.3, 0.2]), 4000, 399
    rng = np.random.default_rng(12)
    ups, downs = np.triu_indices(3, 1)
    exact = np.log(truth[ups] / truth[downs])
    covered = 0
    for seed in range(panels):
        nodes = [comparisons(np.exp(exact + 0.2 * rng.standard_normal((1, 3))), n=3) for _ in range(3)]
        found = drawn(nodes[0], people(nodes, ["inconsistency"]), count, seed)
        low, high = np.quantile(found[:, 0], [0.025, 0.975])
        covered += low <= truth[0] <= high
    assert 0.94 < covered / panels < 0.96


@pytest.mark.parametrize(("n", "k", "judged"), [(3, 1, 1.0), (6, 1, 0.5), (4, 3, 1.0), (6, 4, 0.6), (4, 12, 1.0)])
def test_intervals_of_a_ratio_of_weights_cover_it_for_single_panellists_and_for_groups(n, k, judged):
    """ln(w_i/w_j) of 1,200 panels, each with weights of its own and panellists who err by 15 to 60 %.

    Over all pairs of items; pairs of a panel hang together, so that the error of the mean is that of the panels' means.
    """
    rng = np.random.default_rng(14)
    ups, downs = np.triu_indices(n, 1)
    joining = downs == ups + 1
    covered = []
    for seed in range(1200):
        truth = np.log(rng.dirichlet(np.full(n, 3.0)))
        exact = truth[ups] - truth[downs]
        answers = exact + rng.uniform(0.15, 0.6, (k, 1)) * rng.standard_normal((k, len(exact)))
        answers[(rng.random(answers.shape) > judged) & ~joining] = NAN
        node = comparisons(np.exp(answers), n=n)
        logs = np.log(np.maximum(drawn(node, people([node], ["inconsistency"]), 399, seed), 1e-300))
        if len(logs) == 1:
            continue  # one panellist, and no answer checks another
        low, high = np.quantile(logs[:, ups] - logs[:, downs], [0.025, 0.975], axis=0, method="weibull")
        covered.append(((low <= exact) & (exact <= high)).mean())
    assert len(covered) > 1000
    assert np.mean(covered) == pytest.approx(0.95, abs=0.01 + 3 * np.std(covered) / np.sqrt(len(covered)))


def test_the_joint_freedom_of_a_group_is_welchs():
    """One alone keeps its own; of two that scatter alike it is nearly that of both together."""
    node = comparisons(GAPS)
    alone = people([node], ["inconsistency"], say=[1.0, 0.0, 0.0])
    spread = sampled(alone, None, np.random.default_rng(0), 100_000).spread[:, 0] ** 2
    freedom = alone.freedom[0]
    assert spread.mean() == pytest.approx(alone.spread[0] ** 2 * freedom / (freedom - 2), rel=0.1)
    both = replace(alone, say=np.ones(3), spread=np.full(3, 0.3), freedom=np.array([30, 30, 30]))
    spread = sampled(both, None, np.random.default_rng(0), 100_000).spread ** 2
    assert (spread == spread[:, :1]).all()
    assert spread[:, 0].mean() == pytest.approx(0.09 * 94 / 92, rel=0.002)
    one, other = 0.3**2, (2 * 0.05) ** 2  # what each adds to the variance of the sum
    joint = (one + other) ** 2 / (one**2 / 12 + other**2 / 14) - 2
    uneven = replace(both, say=np.array([1.0, 2, 5]), spread=np.array([0.3, 0.05, 0]), freedom=np.array([10, 12, 1]))
    spread = sampled(uneven, None, np.random.default_rng(0), 100_000).spread ** 2
    np.testing.assert_allclose(spread.mean(axis=0), np.array([0.09, 0.0025, 0]) * joint / (joint - 2), rtol=0.01)


@pytest.mark.parametrize("aggregation", ["aij", "aip", "aip-arithmetic"])
@pytest.mark.parametrize("doubt", [["inconsistency"], ["rounding"], ["panellists"], ["inconsistency", "panellists"]])
def test_how_much_each_counts_is_relative(doubt, aggregation):
    node, say = comparisons(np.where(np.isnan(GAPS), 3, GAPS)), np.array([1.0, 3.0, 2.0])
    one, other = (
        drawn(node, people([node], doubt, factor * say, [0, 0, 1]), 50, aggregation=aggregation)
        for factor in (1.0, 0.01)
    )
    assert len(one) == 50
    np.testing.assert_allclose(one, other, rtol=1e-6)
    alike = drawn(node, people([node], doubt, np.ones(3), [0, 0, 1]), 50, aggregation=aggregation)
    assert np.abs(alike - one).max() > 0.01


@pytest.mark.parametrize("method", ["geometric-mean", "harker"])
def test_where_answers_are_missing_it_is_relative_too(method):
    node, say = comparisons(GAPS[::2]), np.array([3.0, 1.0])
    one, other = (
        drawn(node, people([node], ["panellists"], factor * say, [0, 0]), 20, method=method) for factor in (1.0, 0.01)
    )
    np.testing.assert_allclose(one, other, rtol=1e-6)
    alone = PRIORITY_METHODS[method](from_upper_triangle(GAPS[0], 4))
    assert {tuple(np.round(row, 6)) for row in one} > {tuple(np.round(alone, 6))}


@pytest.mark.parametrize("aggregation", ["aij", "aip", "aip-arithmetic"])
def test_a_pair_scatters_as_those_do_who_judged_it(aggregation):
    """Three of four judged; each scatters by a spread of its own, and counts as much as said."""
    node = comparisons([[2], [2], [2], [NAN]], n=2)
    say, spread = np.array([1.0, 2.0, 1.0, 5.0]), np.array([0.1, 0.3, 0.2, 0.9])
    who = replace(people([node], [], say), spread=spread, freedom=np.full(4, 10**9))
    logs = np.log(drawn(node, who, 40_000, aggregation=aggregation))
    share = np.array([1, 2, 1]) / 4
    lead = logs[:, 0] - logs[:, 1]
    assert lead.mean() == pytest.approx(np.log(2), abs=0.01)
    assert lead.var() == pytest.approx(share**2 @ spread[:3] ** 2, rel=0.03)


# Nothing is counted twice


def test_each_panellist_is_moved_by_one_source_only():
    node = comparisons(GAPS)
    strata = [0, 0, 1]
    both = people([node], ["inconsistency", "panellists"], strata=strata)
    assert both.resampled
    assert (both.spread > 0).tolist() == [False, False, True]
    alone = people([node], ["inconsistency"], strata=strata)
    assert (alone.spread > 0).all()
    assert not alone.rounded.any()
    rounded = people([node], ["rounding", "panellists"], strata=strata)
    assert rounded.rounded.tolist() == [False, False, True]


def test_rounding_counts_where_it_is_more_than_the_inconsistency():
    consistent, wild = [2, 4, 2], [2, 1 / 9, 9]
    node = comparisons([consistent, wild], n=3)
    who = people([node], ["inconsistency", "rounding"])
    assert who.rounded.tolist() == [True, False]
    assert (who.spread > 0).tolist() == [False, True]


@pytest.mark.parametrize("part", [0.96, 1.04])
def test_the_larger_of_two_variances_moves_the_answers(part):
    """Four judgements, of which one, 3, is of the scale: its width squared over 12, and over 4; and a triangle that
    misses by d, whose residuals have the variance d^2 / 3.
    """
    by_rounding = np.log(3.5 / 2.5) ** 2 / 12 / 4
    misses = np.sqrt(3 * part * by_rounding)
    nodes = [comparisons([[3]], n=2), comparisons([[2.2, 2.2 * 3.3 * np.exp(misses), 3.3]], n=3)]
    who = people(nodes, ["inconsistency", "rounding"])
    assert who.rounded.tolist() == [part < 1]
    assert who.spread.tolist() == [0.0] if part < 1 else who.spread**2 == pytest.approx([part * by_rounding])
    assert who.moved


@pytest.mark.parametrize("doubt", [[], ["panellists"], ["ratings"]])
def test_answers_stay_where_nothing_moves_them(doubt):
    who = people([comparisons(GAPS)], doubt)
    assert not who.moved
    assert not who.rounded.any()
    assert who.resampled == ("panellists" in doubt)


def test_identical_consistent_panellists_leave_no_doubt():
    node = comparisons([[2, 4, 8, 2, 4, 2]] * 5)
    who = people([node], ["inconsistency", "panellists"], strata=[0, 0, 0, 1, 1])
    found = drawn(node, who, 500)
    np.testing.assert_allclose(found, np.broadcast_to(np.array([8, 4, 2, 1]) / 15, found.shape), rtol=1e-12)


# Resampling


def test_a_resample_keeps_the_size_of_each_organisation():
    strata = np.array([0, 1, 0, 2, 1, 0, 0])
    factors = resampled(np.random.default_rng(1), strata, 1000)
    for stratum in range(3):
        np.testing.assert_allclose(factors[:, strata == stratum].sum(axis=1), (strata == stratum).sum(), rtol=1e-12)
    assert (factors[:, 3] == 1).all()
    assert set(factors[:, 1]) == {0, 2}  # one of two is drawn
    np.testing.assert_allclose(factors.mean(axis=0), 1, atol=0.15)


def test_a_resampled_mean_varies_as_the_mean_of_a_sample_does():
    values = np.array([1.0, 4.0, 2.0, 9.0, 3.0])
    means = resampled(np.random.default_rng(2), np.zeros(5, dtype=int), 200_000) @ values / 5
    assert means.mean() == pytest.approx(values.mean(), abs=0.01)
    assert means.var() == pytest.approx(values.var(ddof=1) / 5, rel=0.02)


def test_resampled_priorities_are_those_of_the_resampled_panel():
    matrices = from_upper_triangle(GAPS, 4)
    node = Comparisons.of(matrices)
    say = np.array([1.0, 2.0, 1.0])
    who = people([node], ["panellists"], say, [0, 0, 0])
    rng = np.random.default_rng(3)
    factors = resampled(rng, who.strata, 50)
    found = priorities(node, who, sampled(who, factors, rng, 50), rng)
    for row, factor in zip(found, factors, strict=True):
        np.testing.assert_allclose(row, pooled_priorities(matrices, say * factor), rtol=1e-9)


@pytest.mark.parametrize("method", ["geometric-mean", "harker"])
@pytest.mark.parametrize("aggregation", ["aij", "aip"])
def test_a_resample_without_enough_answers_takes_everybodys(method, aggregation):
    upper = np.array([[3, 5, 2], [NAN, NAN, NAN], [NAN, NAN, NAN]])
    node = comparisons(upper, n=3)
    who = people([node], ["panellists"], [3.0, 2.0, 1.0], strata=[0, 0, 0])
    found = drawn(node, who, 200, method=method, aggregation=aggregation)
    alone = PRIORITY_METHODS[method](from_upper_triangle(upper[0], 3))
    np.testing.assert_allclose(found, np.broadcast_to(alone, found.shape), rtol=1e-6)


# Without a doubt


@pytest.mark.parametrize("aggregation", ["aij", "aip", "aip-arithmetic"])
@pytest.mark.parametrize("method", PRIORITY_METHODS)
@pytest.mark.parametrize("scale", ["linear", "balanced-n"])
def test_without_doubt_priorities_are_the_panels(method, aggregation, scale):
    matrices = from_upper_triangle(GAPS, 4)
    if method == "eigenvector":
        matrices = from_upper_triangle(np.where(np.isnan(GAPS), 2.0, GAPS), 4)
    say = np.array([1.0, 3.0, 2.0])
    node = Comparisons.of(matrices, scale)
    (found,) = drawn(node, people([node], [], say), 7, method=method, aggregation=aggregation)
    read = rescale(matrices, scale)
    if aggregation == "aij":
        single = PRIORITY_METHODS[method](aggregate_judgements(read, say))
        expected = pooled_priorities(read, say) if method == "geometric-mean" else single
    else:
        mean = "geometric" if aggregation == "aip" else "arithmetic"
        expected = aggregate_priorities(PRIORITY_METHODS[method](read), say, mean)
    np.testing.assert_allclose(found, expected, rtol=1e-6)


def test_side_by_side_elimination_is_the_solution_one_by_one():
    rng = np.random.default_rng(5)
    say = rng.uniform(0.1, 3, (200, 10)) * (rng.random((200, 10)) < 0.6)
    logs = rng.normal(size=(200, 10)) * (say > 0)
    ups, downs = np.triu_indices(5, 1)
    square, antisymmetric = np.zeros((200, 5, 5)), np.zeros((200, 5, 5))
    square[:, ups, downs] = square[:, downs, ups] = say
    antisymmetric[:, ups, downs], antisymmetric[:, downs, ups] = logs, -logs
    joined = leastsquares.connected(square > 0)
    assert joined.any()
    assert not joined.all()
    found, told = leastsquares.fitted_logs(say.T, logs.T, 5)
    np.testing.assert_array_equal(told, joined)
    expected = leastsquares.solve(square[joined], antisymmetric[joined])
    np.testing.assert_allclose(leastsquares.normalised_exp(found.T[joined]), expected, rtol=1e-9)


@pytest.mark.parametrize("aggregation", ["aij", "aip"])
def test_a_single_item_weighs_everything(aggregation):
    node = comparisons(np.empty((3, 0)), n=1)
    who = people([node, comparisons(GAPS)], ["inconsistency", "rounding"])
    assert drawn(node, who, 10, aggregation=aggregation).tolist() == [[1]]


# Ratings


def cells(ratings, step=1.0, bounds=(0.0, 10.0)):
    ratings = np.asarray(ratings, dtype=float)
    return Cells(ratings=np.nan_to_num(ratings), rated=(~np.isnan(ratings)) * 1.0, step=step, bounds=bounds)


def test_a_cell_of_one_rater_is_known_to_half_a_step():
    node = comparisons([[2], [2]], n=2)
    who = people([node], ["ratings"], strata=[0, 0])
    rng = np.random.default_rng(6)
    found = cells([[7, 10], [NAN, NAN]]).draw(who, resampled(rng, who.strata, 50_000), rng, 50_000)
    assert found[:, 0].min() >= 6.5
    assert found[:, 0].max() <= 7.5
    assert found[:, 0].var() == pytest.approx(1 / 12, rel=0.02)
    assert found[:, 1].max() == 10
    assert (found[:, 1] == 10).mean() == pytest.approx(0.5, abs=0.01)


def test_a_cell_is_the_mean_of_its_resampled_raters():
    ratings = [[2, 5], [4, 9], [9, NAN]]
    say = np.array([0.1, 0.1, 0.2])
    node = comparisons([[2], [2], [2]], n=2)
    who = people([node], ["ratings"], say, [0, 0, 0])
    rng = np.random.default_rng(7)
    factors = resampled(rng, who.strata, 100)
    found = cells(ratings).draw(who, factors, rng, 100)
    for row, factor in zip(found, say * factors, strict=True):
        assert row[0] == pytest.approx(factor @ [2, 4, 9] / factor.sum(), rel=1e-12)
        some = factor[:2]
        assert row[1] == pytest.approx(some @ [5, 9] / some.sum() if some.any() else 7.0, rel=1e-12)


def test_a_lenient_rater_is_lenient_in_all_cells_of_a_draw():
    """Where raters differ by a constant only, no draw changes what lies between two cells."""
    node = comparisons([[2], [2], [2]], n=2)
    who = people([node], ["ratings"], strata=[0, 0, 0])
    rng = np.random.default_rng(7)
    found = cells([[2, 4], [4, 6], [5, 7]]).draw(who, resampled(rng, who.strata, 100), rng, 100)
    np.testing.assert_allclose(found[:, 1] - found[:, 0], 2, rtol=1e-12)
    assert found[:, 0].std() > 0.1


# Whole panels


def panel_draws(doubt, instead=None):
    """Three themes: one with two criteria that are judged, a leaf, and one with two whose weights are given."""
    top = comparisons([[3, 2, 1], [5, 3, 1 / 2], [2, 1, 1 / 3], [4, 4, 1]], n=3)
    inner = comparisons([[3], [1 / 2], [2], [NAN]], n=2)
    who = People.of([top, inner], np.ones(4), np.array([0, 0, 1, 1]), doubt)
    ratings = np.random.default_rng(0).integers(0, 11, (4, 15)).astype(float)
    table = cells(ratings)
    return PanelDraws(
        people=who,
        branches=(
            Branch(above=-1, items=np.array([0, 1, 2]), shares=top),
            Branch(above=0, items=np.array([3, 4]), shares=inner),
            Branch(above=2, items=np.array([5, 6]), shares=np.array([0.25, 0.75])),
        ),
        criteria=7,
        columns=np.array([3, 4, 1, 5, 6]),
        instead=instead,
        values=ratings.mean(axis=0).reshape(3, 5),
        rated=np.arange(5),
        cells=table if "ratings" in doubt else None,
    )


def test_weights_are_multiplied_down_the_hierarchy():
    draw = panel_draws(["inconsistency"])
    weights = draw(np.random.default_rng(1), 300)
    np.testing.assert_allclose(weights.sum(axis=1), 1, rtol=1e-12)
    np.testing.assert_allclose(weights[:, 4] / weights[:, 3], 3, rtol=1e-12)
    alone = np.unique(np.round(panel_draws([])(np.random.default_rng(1), 5), 12), axis=0)
    assert len(alone) == 1


def test_values_are_rated_compared_or_measured_column_by_column():
    """Criteria 0 and 2 are rated, 1 is compared, 3 is measured; nobody doubts the answers."""
    above = comparisons([[2, 4, 2], [1, 4, 4]], n=3)
    who = people([above], ["ratings"], strata=[0, 1])
    ratings = np.array([[[3.0, 5], [4, 6], [7, 1]], [[5.0, 5], [8, 2], [7, 3]]])
    draw = PanelDraws(
        people=who,
        branches=(Branch(above=-1, items=np.arange(4), shares=np.array([0.1, 0.2, 0.3, 0.4])),),
        criteria=4,
        columns=np.arange(4),
        values=np.full((3, 4), 77.0),
        rated=np.array([0, 2]),
        cells=cells(ratings.reshape(2, 6)),
        compared=((1, above),),
        factors=np.array([1.0, 1.0, 2.0, 0.5]),
    )
    weights, values = draw(np.random.default_rng(0), 5)
    np.testing.assert_allclose(weights, [[0.1, 0.2, 0.6, 0.2]] * 5)
    means = ratings.mean(axis=0)
    priority = pooled_priorities(from_upper_triangle(np.array([[2, 4, 2], [1, 4, 4]]), 3), np.ones(2))
    expected = np.column_stack([means[:, 0], priority, means[:, 1], [77.0] * 3])
    np.testing.assert_allclose(values, np.broadcast_to(expected, (5, 3, 4)))
    assert draw.values_vary
    for part in ({"cells": None}, {"compared": ()}):
        assert replace(draw, **part).values_vary
    fixed = replace(draw, cells=None, compared=())
    assert not fixed.values_vary
    np.testing.assert_allclose(fixed(np.random.default_rng(0), 5), [[0.1, 0.2, 0.6, 0.2]] * 5)
    measured = replace(draw, cells=None)(np.random.default_rng(0), 5)[1]
    np.testing.assert_allclose(measured[:, :, [0, 2, 3]], 77)
    np.testing.assert_allclose(measured[:, :, 1], np.tile(priority, (5, 1)))


def test_ignorance_takes_the_place_of_all_judgements():
    draw = panel_draws(["ignorance"], instead=UniformWeights(5))
    weights = draw(np.random.default_rng(1), 50_000)
    shares = weights / weights.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(shares.mean(axis=0), 0.2, atol=0.003)


ALL = ["rounding", "inconsistency", "panellists", "ratings"]


@pytest.mark.parametrize("doubt", [*([word] for word in ALL), ALL])
def test_the_same_seed_gives_the_same_draws_also_after_a_journey(doubt):
    draw = panel_draws(doubt)
    again = pickle.loads(pickle.dumps(draw))
    first, second = (each(np.random.default_rng(3), 100) for each in (draw, again))
    other = draw(np.random.default_rng(4), 100)
    for one, two, three in zip(
        *(each if isinstance(each, tuple) else (each,) for each in (first, second, other)), strict=True
    ):
        np.testing.assert_array_equal(one, two)
        assert one.shape == three.shape
    last = (first[1], other[1]) if isinstance(first, tuple) else (first, other)
    assert not np.array_equal(*last)


@pytest.mark.parametrize("pool", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_the_numbers_do_not_depend_on_the_executor(pool):
    draw, directions = panel_draws(ALL), np.ones(5)
    here = accumulate(draw, "topsis", directions, draws=5000, seed=2, block=64)
    with pool(2) as executor:
        there = accumulate(draw, "topsis", directions, draws=5000, seed=2, block=64, executor=executor)
    np.testing.assert_array_equal(here.ranks, there.ranks)
    np.testing.assert_array_equal(here.central_weights, there.central_weights)
    np.testing.assert_array_equal(here.confidence, there.confidence)


# Fast ways and slow ones


@pytest.mark.parametrize("equal", [True, False])
def test_one_weight_for_all_draws_has_the_solution_of_each(equal):
    """The mean of the rows and the one matrix for all, against a solution draw by draw."""
    rng = np.random.default_rng(6)
    say = np.full((10, 1), 0.7) if equal else rng.uniform(0.1, 3, (10, 1))
    logs = rng.normal(size=(10, 30))
    found, joined = leastsquares.fitted_logs(say, logs, 5)
    assert joined.all()
    ups, downs = np.triu_indices(5, 1)
    square, antisymmetric = np.zeros((5, 5)), np.zeros((30, 5, 5))
    square[ups, downs] = square[downs, ups] = say[:, 0]
    antisymmetric[:, ups, downs], antisymmetric[:, downs, ups] = logs.T, -logs.T
    expected = leastsquares.solve(np.broadcast_to(square, (30, 5, 5)), antisymmetric)
    np.testing.assert_allclose(leastsquares.normalised_exp(found, axis=0).T, expected, rtol=1e-9)


def test_one_weight_for_all_that_joins_nothing_is_told():
    say = np.array([1.0, 0, 0, 0, 0, 1])[:, None]
    _, joined = leastsquares.fitted_logs(say, np.zeros((6, 3)), 4)
    assert joined.tolist() == [False]


def test_normal_numbers_are_normal():
    """By the test of Kolmogorov and Smirnov, and uncorrelated between the halves that share uniform numbers."""
    found = normals(np.random.default_rng(8), 5, 40_000).astype(np.float64)
    assert found.shape == (5, 40_000)
    shares = np.linspace(0.001, 0.999, 499)
    below = np.searchsorted(np.sort(found.ravel()), [NormalDist().inv_cdf(share) for share in shares]) / found.size
    assert np.abs(below - shares).max() < 1.95 / np.sqrt(found.size)  # beyond it lies one in a thousand
    assert np.abs(np.corrcoef(found) - np.eye(5)).max() < 5 / np.sqrt(40_000)
    assert np.abs(np.corrcoef(found**2) - np.eye(5)).max() < 5 / np.sqrt(40_000)


@pytest.mark.parametrize("method", ["eigenvector", "lambda-max"])
@pytest.mark.parametrize("n", [3, 4, 5])
def test_moved_eigenvectors_are_those_of_the_moved_matrices(method, n):
    """One panellist, so that the aggregate is the panellist; each draw against LAPACK on its own matrix."""
    rng = np.random.default_rng(n)
    logs = rng.normal(size=(n * (n - 1) // 2, 12))
    found = vectors_of(logs, n, method)
    for draw in range(12):
        values, vectors = np.linalg.eig(from_upper_triangle(np.exp(logs[:, draw]), n))
        expected = np.abs(vectors[:, values.real.argmax()])
        np.testing.assert_allclose(found[:, draw], expected / expected.sum(), rtol=1e-8)
