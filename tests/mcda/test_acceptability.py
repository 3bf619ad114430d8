"""Rank acceptability: closed forms, ties, certainty, and what must sum to one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matrices import few

from mcda.ranking import RANKING_METHODS, competition_ranks, topsis
from mcda.sensitivity import acceptability

BENEFIT = np.ones(3)


def weighted_sum(values, weights, directions):
    """Values as they are, weighed and added."""
    return weights @ (values * directions).T


def simplex(draws, m, seed=0):
    """Weights uniform on the simplex."""
    return np.random.default_rng(seed).dirichlet(np.ones(m), draws)


def test_two_alternatives_have_a_closed_form():
    """Alternative 1 wins where w1 + w3 > w2, on three quarters of the simplex; the means are those of its parts.

    The case is JSMAA's testCorrectResults, which asserts the order of the central weights; the integrals are done by
    hand: where w2 > 1/2, a triangle with a quarter of the area, the mean is (1/6, 2/3, 1/6).
    """
    found = acceptability([[1, 0, 1], [0, 1, 0]], simplex(200_000, 3), BENEFIT, weighted_sum)
    np.testing.assert_allclose(found.ranks, [[3 / 4, 1 / 4], [1 / 4, 3 / 4]], atol=0.004)
    np.testing.assert_allclose(found.central_weights[0], [7 / 18, 2 / 9, 7 / 18], atol=0.003)
    np.testing.assert_allclose(found.central_weights[1], [1 / 6, 2 / 3, 1 / 6], atol=0.003)
    np.testing.assert_allclose(found.pairwise, [[1 / 2, 3 / 4], [1 / 4, 1 / 2]], atol=0.004)
    assert found.confidence.tolist() == [1, 1]
    np.testing.assert_allclose(found.error, np.sqrt(3 / 16 / 200_000), rtol=0.01)


def test_equal_alternatives_split_their_ranks_and_have_the_mean_weights():
    found = acceptability(np.zeros((2, 3)), simplex(5_000, 3), BENEFIT, weighted_sum)
    assert (found.ranks == 0.5).all()
    assert (found.pairwise == 0.5).all()
    np.testing.assert_allclose(found.central_weights, 1 / 3, atol=0.01)
    assert found.confidence.tolist() == [1, 1]


def test_one_weight_vector_is_the_order_of_the_method():
    values, weights = np.random.default_rng(2).uniform(1, 9, (6, 3)), np.array([0.5, 0.3, 0.2])
    found = acceptability(values, [weights, weights], BENEFIT)
    ranks = competition_ranks(topsis(values, weights, BENEFIT))
    np.testing.assert_array_equal(found.ranks, np.eye(6)[ranks - 1])
    np.testing.assert_array_equal(found.interval(), np.stack([ranks, ranks], axis=1))
    np.testing.assert_array_equal(found.expected_rank, ranks)
    np.testing.assert_allclose(found.central_weights[ranks == 1], [weights])
    assert np.isnan(found.central_weights[ranks > 1]).all()
    assert found.confidence.tolist() == (ranks == 1).tolist()


def test_a_dominated_alternative_is_never_first():
    values = np.array([[3.0, 3, 3], [2, 2, 2], [1, 5, 1]])
    found = acceptability(values, simplex(2_000, 3), BENEFIT)
    assert found.ranks[1, 0] == 0
    assert found.pairwise[0, 1] == 1
    assert found.confidence[1] == 0


def test_values_may_be_drawn_too():
    """First with its central weights in half of the draws of its values."""
    values = np.array([[[2.0], [1.0]], [[0.0], [1.0]]] * 50)
    found = acceptability(values, np.ones((100, 1)), [1], weighted_sum)
    assert (found.ranks == 0.5).all()
    assert found.confidence.tolist() == [0.5, 0.5]


def test_an_interval_leaves_the_tails_out_and_the_holistic_index_weighs_ranks():
    values = np.array([[1.0, 0], [0, 1]])
    weights = np.array([[0.9, 0.1]] * 98 + [[0.1, 0.9]] * 2)
    found = acceptability(values, weights, [1, 1], weighted_sum)
    assert found.interval(0.95).tolist() == [[1, 1], [2, 2]]
    assert found.interval(0.99).tolist() == [[1, 2], [1, 2]]
    np.testing.assert_allclose(found.holistic([1, 0]), [0.98, 0.02])
    np.testing.assert_allclose(found.holistic(), [0.98 + 0.02 / 3, 0.02 + 0.98 / 3])


@pytest.mark.parametrize(
    ("values", "weights", "message"),
    [
        (np.ones(3), np.full((2, 3), 1 / 3), "values has shape"),
        (np.ones((2, 3)), np.ones((0, 3)), "no"),
        (np.ones((5, 2, 3)), np.full((4, 3), 1 / 3), "5 draws, weights 4"),
    ],
)
def test_shapes_that_do_not_fit_are_named(values, weights, message):
    with pytest.raises(ValueError, match=message):
        acceptability(values, weights, BENEFIT)


@pytest.mark.parametrize("method", ["topsis", "weighted-sum", "vikor", "promethee-ii"])
@few
@given(seed=st.integers(0, 1000), count=st.integers(2, 6))
def test_shares_sum_to_one_and_do_not_depend_on_the_names(method, seed, count):
    rng = np.random.default_rng(seed)
    values, weights = rng.uniform(1, 9, (count, 3)), simplex(600, 3, seed)
    score = RANKING_METHODS[method].score
    found = acceptability(values, weights, BENEFIT, score)
    np.testing.assert_allclose(found.ranks.sum(axis=0), 1)
    np.testing.assert_allclose(found.ranks.sum(axis=1), 1)
    np.testing.assert_allclose(found.pairwise + found.pairwise.T, 1)
    order = rng.permutation(count)
    again = acceptability(values[order], weights, BENEFIT, score)
    np.testing.assert_allclose(again.ranks, found.ranks[order])
    np.testing.assert_allclose(again.pairwise, found.pairwise[np.ix_(order, order)])
    first = found.ranks[:, 0] > 0
    np.testing.assert_allclose(found.central_weights[first].sum(axis=1), 1)
