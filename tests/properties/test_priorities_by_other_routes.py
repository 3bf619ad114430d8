"""Priorities to 1e-12 against LAPACK and arithmetic of 50 digits, from consistent to wildly inconsistent judgements."""

import numpy as np
from other_routes import (
    by_order,
    completion_by_mpmath,
    farthest,
    judgement_matrix,
    least_squares_by_lapack,
    least_squares_by_mpmath,
    quasi_reciprocal,
    several,
    vector_by_lapack,
    vector_by_mpmath,
)

from mcda.consistency import lambda_max
from mcda.priorities import complete, eigenvector, geometric_mean, harker


def test_the_geometric_mean_is_that_of_lapack():
    for batch in by_order(several(1120, seed=1)):
        assert farthest(geometric_mean(batch), [least_squares_by_lapack(matrix) for matrix in batch]) < 1e-12


def test_the_eigenvector_is_that_of_lapack():
    for batch in by_order([matrix for matrix in several(1120, seed=2) if not np.isnan(matrix).any()]):
        assert farthest(eigenvector(batch), [vector_by_lapack(matrix) for matrix in batch]) < 1e-12


def test_the_geometric_mean_is_that_of_50_digits():
    for matrix in several(112, seed=3):
        assert farthest(geometric_mean(matrix), least_squares_by_mpmath(matrix)) < 1e-12


def test_eigenvectors_and_lambda_max_are_those_of_50_digits():
    for matrix in several(112, seed=4):
        expected, value = vector_by_mpmath(quasi_reciprocal(matrix))
        assert farthest(harker(matrix), expected) < 1e-12
        if not np.isnan(matrix).any():
            assert farthest(eigenvector(matrix), expected) < 1e-12
            assert farthest(lambda_max(matrix), value) < 1e-12


def test_completions_are_those_of_50_digits():
    rng = np.random.default_rng(5)
    for n in (4, 5, 6):
        matrix = judgement_matrix(rng, n, 1.0, judged=0.7)
        completion, vector = completion_by_mpmath(matrix)
        np.testing.assert_allclose(complete(matrix), completion, rtol=1e-11)
        assert farthest(eigenvector(matrix), vector) < 1e-11


def test_a_matrix_among_thousands_is_as_right_as_alone():
    """How many are worked on at once decides nothing."""
    rng = np.random.default_rng(6)
    for noise in (0.3, 2.0):
        for judged in (1.0, 0.6):
            few = [judgement_matrix(rng, 6, noise, judged) for _ in range(8)]
            batch = np.tile(few, (130, 1, 1))
            for method, other in ((geometric_mean, least_squares_by_mpmath), (harker, harker_by_mpmath)):
                expected = [other(matrix) for matrix in few]
                assert farthest(method(batch), np.tile(expected, (130, 1))) < 1e-12
            np.testing.assert_allclose(eigenvector(batch)[:8], [eigenvector(matrix) for matrix in few], rtol=1e-11)


def harker_by_mpmath(matrix):
    return vector_by_mpmath(quasi_reciprocal(matrix))[0]
