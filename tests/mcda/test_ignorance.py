"""Uniform weights within an order and bounds, against closed moments of simplices."""

import pickle
from dataclasses import replace

import numpy as np
import pytest

from mcda.sensitivity import constrained, hit_and_run


def ordered_mean(m):
    """Mean of weights that fall from the first to the last: (1/m) sum of 1/k for k from i to m."""
    return np.array([sum(1 / k for k in range(i, m + 1)) / m for i in range(1, m + 1)])


def ordered_covariance(m):
    """V C V' of corners V, whose column k has k times 1/k, and C = (I/m - 1/m^2)/(m + 1) of the whole simplex."""
    corners = np.triu(np.ones((m, m))) / np.arange(1, m + 1)
    return corners @ ((np.eye(m) / m - 1 / m**2) / (m + 1)) @ corners.T


def test_nothing_known_is_uniform_on_the_simplex():
    found = constrained(3)(np.random.default_rng(1), 5)
    np.testing.assert_array_equal(found, np.random.default_rng(1).dirichlet(np.ones(3), 5))


def test_a_whole_order_leaves_the_mean_of_its_corners():
    order = [2, 0, 3, 1]
    found = constrained(4, order)(np.random.default_rng(1), 50_000)[:, order]
    assert (np.diff(found, axis=1) <= 1e-15).all()
    np.testing.assert_allclose(found.mean(axis=0), ordered_mean(4), atol=0.002)
    np.testing.assert_allclose(np.cov(found.T), ordered_covariance(4), atol=2e-4)


def test_part_of_an_order_leaves_the_others_free():
    found = constrained(4, [3, 1])(np.random.default_rng(2), 50_000)
    assert (found[:, 3] >= found[:, 1]).all()
    free = np.random.default_rng(3).dirichlet(np.ones(4), 200_000)
    kept = free[free[:, 3] >= free[:, 1]]
    np.testing.assert_allclose(found.mean(axis=0), kept.mean(axis=0), atol=0.003)
    np.testing.assert_allclose(found.std(axis=0), kept.std(axis=0), atol=0.003)


def test_lower_bounds_leave_a_smaller_simplex():
    low = np.array([0.1, 0.0, 0.3])
    found = constrained(3, low=low)(np.random.default_rng(4), 50_000)
    assert (found >= low).all()
    np.testing.assert_allclose(found.mean(axis=0), low + 0.6 / 3, atol=0.002)
    np.testing.assert_allclose(found.var(axis=0), 0.36 * 2 / 36, rtol=0.03)


@pytest.mark.parametrize("m", [3, 6])
def test_a_walk_on_the_simplex_has_the_moments_of_a_uniform_one(m):
    none = np.empty((0, m)), np.empty(0)
    found = hit_and_run(np.random.default_rng(5), 20_480, *none, np.full(m, 1 / m))
    np.testing.assert_allclose(found.sum(axis=1), 1, rtol=1e-12)
    np.testing.assert_allclose(found.mean(axis=0), 1 / m, atol=0.006)
    np.testing.assert_allclose(np.cov(found.T), (np.eye(m) / m - 1 / m**2) / (m + 1), atol=0.0025)


def test_a_single_weight_is_everything():
    rng = np.random.default_rng(0)
    assert hit_and_run(rng, 3, np.empty((0, 1)), np.empty(0), np.ones(1)).tolist() == [[1]] * 3
    assert constrained(1, [0], [0.5], [1.0])(rng, 2).tolist() == [[1]] * 2


def test_a_walk_on_an_order_has_the_closed_moments():
    m = 5
    normals = (np.eye(m, k=1) - np.eye(m))[:-1]
    found = hit_and_run(np.random.default_rng(6), 20_480, normals, np.zeros(m - 1), ordered_mean(m))
    assert (np.diff(found, axis=1) <= 1e-12).all()
    np.testing.assert_allclose(found.mean(axis=0), ordered_mean(m), atol=0.005)
    np.testing.assert_allclose(np.cov(found.T), ordered_covariance(m), atol=6e-4)


def test_a_walk_and_rejection_tell_the_same():
    region = constrained(6, range(6), high=np.full(6, 0.3))
    walked = replace(region, walk=True)(np.random.default_rng(7), 10_240)
    kept = replace(region, walk=False)(np.random.default_rng(8), 10_240)
    for found in (walked, kept):
        assert found.max() <= 0.3 + 1e-9
        assert (np.diff(found, axis=1) <= 1e-9).all()
    np.testing.assert_allclose(walked.mean(axis=0), kept.mean(axis=0), atol=0.003)
    np.testing.assert_allclose(walked.std(axis=0), kept.std(axis=0), rtol=0.05)


def test_a_narrow_region_is_walked_through():
    region = constrained(8, low=np.full(8, 0.1), high=np.full(8, 0.14))
    assert region.walk
    found = region(np.random.default_rng(9), 1000)
    np.testing.assert_allclose(found.sum(axis=1), 1, rtol=1e-9)
    assert found.min() >= 0.1 - 1e-9
    assert found.max() <= 0.14 + 1e-9
    np.testing.assert_allclose(found.mean(axis=0), 1 / 8, atol=0.002)


def test_a_walk_begins_in_the_middle_of_the_largest_ball():
    """Within weights of at most 0.1, 0.4 and 0.6 a triangle is left, a tenth of the whole and upside down."""
    region = constrained(3, high=[0.1, 0.4, 0.6])
    assert region.walk
    middle = np.array([0.1, 0.4, 0.6]) - 0.1 / 3
    np.testing.assert_allclose(region.low + region.corners @ region.centre, middle, rtol=1e-9)
    found = region(np.random.default_rng(10), 20_480)
    np.testing.assert_allclose(found.mean(axis=0), middle, atol=5e-4)
    np.testing.assert_allclose(found.var(axis=0), 0.01 * 2 / 36, rtol=0.04)


def test_a_walk_forgets_where_it_began():
    corner = np.array([0.97, 0.01, 0.01, 0.01])
    found = hit_and_run(np.random.default_rng(11), 4096, np.empty((0, 4)), np.empty(0), corner)
    first = np.concatenate(
        [hit_and_run(np.random.default_rng(seed), 256, np.empty((0, 4)), np.empty(0), corner) for seed in range(8)]
    )
    for shares in (found, first):
        np.testing.assert_allclose(shares.mean(axis=0), 1 / 4, atol=0.015)
    assert np.corrcoef(found[:-256, 0], found[256:, 0])[0, 1] < 0.3  # of one walker from draw to draw


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({}, 0),
        ({"order": [2, 0, 1]}, 0),
        ({"low": [0.1, 0.2, 0.3]}, 0),
        ({"low": [0.1, 0.2, 0.3], "high": [0.5, 0.6, 0.7]}, 0),
        ({"order": [0, 1, 2], "low": [1 / 3, 0, 0], "high": [1, 1 / 2, 1 / 3]}, 0),
        ({"low": [0.1, 0.2, 0.3], "high": [0.4, 0.6, 0.6]}, 2),
        ({"order": [0, 1], "low": [0, 0.1, 0.1]}, 2),
    ],
)
def test_a_bound_that_holds_by_itself_is_no_constraint(asked, count):
    """Largest shares are 1, 1/2, 1/3 in an order, and what the other lower bounds leave; then draws are exact."""
    region = constrained(3, **asked)
    assert len(region.limits) == len(region.normals) == count
    assert not region.walk


def test_the_same_seed_gives_the_same_weights():
    region = constrained(8, low=np.full(8, 0.1), high=np.full(8, 0.14))
    again = pickle.loads(pickle.dumps(region))
    np.testing.assert_array_equal(region(np.random.default_rng(1), 70), again(np.random.default_rng(1), 70))
    for region in (constrained(3), constrained(3, high=[0.1, 0.4, 0.6])):
        assert region(np.random.default_rng(1), 0).shape == (0, 3)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"order": [0, 0]}, "once at most"),
        ({"order": [0, 3]}, "places 0 to 2"),
        ({"low": [0.5, 0.5, 0.5]}, "low sums to 1.5: below 1"),
        ({"low": [0.5, 0.5, 0]}, "low sums to 1: below 1"),
        ({"low": [0.3, 0, 0], "high": [0.3, 1, 1]}, "no room"),
        ({"low": [-0.1, 0, 0]}, "shares from 0 to 1"),
        ({"low": [0.5, 0, 0], "high": [0.4, 1, 1]}, "low is above high"),
        ({"high": [0.2, 0.2, 0.2]}, "no room"),
        ({"order": [0, 1, 2], "low": [0, 0, 0.5]}, "no room"),
        ({"order": [0, 1, 2], "high": [1 / 3, 1, 1]}, "no room"),
        ({"low": [0.5, 0]}, r"must be \(3,\)"),
        ({"high": [2, 1, 1]}, "shares from 0 to 1"),
    ],
)
def test_what_leaves_nothing_is_refused(asked, message):
    with pytest.raises(ValueError, match=message):
        constrained(3, **asked)
