"""The same priorities by another program: an independent computation on random judgements."""

import numpy as np
import pytest
from matrices import random_matrices, square, without

from mcda import by_ahpy
from mcda.consistency import consistency_ratio
from mcda.leastsquares import DisconnectedError
from mcda.priorities import eigenvector


@pytest.mark.parametrize("n", range(2, 10))
def test_priorities_are_those_of_ahpy(n):
    matrices = random_matrices(np.random.default_rng(n), 5, n)
    np.testing.assert_allclose(by_ahpy.eigenvector(matrices), eigenvector(matrices), rtol=0, atol=1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_priorities_of_incomplete_judgements_are_those_of_ahpy(seed):
    """It completes them by another minimisation, and stops earlier."""
    matrix = without(random_matrices(np.random.default_rng(seed), 1, 5)[0], (0, 1), (2, 4))
    np.testing.assert_allclose(by_ahpy.eigenvector(matrix), eigenvector(matrix), rtol=0, atol=1e-5)


def test_a_single_item_has_all_the_weight():
    assert by_ahpy.eigenvector([[1]]).tolist() == [1]


def test_leading_axes_stay():
    matrices = random_matrices(np.random.default_rng(1), 6, 3).reshape(2, 3, 3, 3)
    found = by_ahpy.eigenvector(matrices)
    assert found.shape == (2, 3, 3)
    np.testing.assert_array_equal(found[1, 2], by_ahpy.eigenvector(matrices[1, 2]))


def test_the_order_of_items_is_ours_though_ahpy_sorts_by_weight():
    np.testing.assert_allclose(by_ahpy.eigenvector(square(3, "1/2 1/4 1/2")), [1 / 7, 2 / 7, 4 / 7], rtol=1e-9)


def test_more_than_ten_items_keep_their_order():
    weights = np.arange(1.0, 13.0)
    found = by_ahpy.eigenvector(weights[:, None] / weights[None, :])
    np.testing.assert_allclose(found, weights / weights.sum(), rtol=1e-9)


def test_judgements_in_pieces_are_refused_which_ahpy_would_not_notice():
    with pytest.raises(DisconnectedError) as error:
        by_ahpy.eigenvector(square(4, "3 ? ? ? ? 2"))
    assert error.value.components == [(0, 1), (2, 3)]


@pytest.mark.parametrize(("ours", "theirs"), [("donegan-dodd", "dd"), ("saaty-2005", "saaty")])
def test_the_consistency_ratio_is_that_of_ahpy(ours, theirs):
    for matrix in random_matrices(np.random.default_rng(7), 5, 6):
        found = by_ahpy.consistency_ratio(matrix, theirs)
        assert found == pytest.approx(float(consistency_ratio(matrix, ours)), abs=1e-3)


def test_weights_multiply_down_a_hierarchy():
    """Care to cost as 3 to 1, and 1 to 4 below care; weights are given below safety, and cost has a single item."""
    found = by_ahpy.hierarchy_weights(
        {
            "goal": (("care", "cost"), square(2, "3")),
            "care": (("safety", "effect"), square(2, "1/4")),
            "cost": (("price",), np.ones((1, 1))),
            "safety": (("patients", "staff", "others"), np.array([0.5, 0.3, 0.2])),
        }
    )
    assert found == pytest.approx(
        {
            "care": 0.75,
            "cost": 0.25,
            "safety": 0.15,
            "effect": 0.6,
            "price": 0.25,
            "patients": 0.075,
            "staff": 0.045,
            "others": 0.03,
        },
        rel=1e-9,
    )
