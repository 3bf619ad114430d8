"""Comparison matrices -> priorities: what each of n items weighs among its siblings."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from mcda import leastsquares, perron
from mcda.arrays import (
    Array,
    ArrayLike,
    BoolArray,
    comparison_matrices,
    reciprocal,
    side_by_side,
    square_matrices,
)
from mcda.leastsquares import DisconnectedError

__all__ = ["PRIORITY_METHODS", "DisconnectedError", "complete", "eigenvector", "geometric_mean", "harker"]


def _judged(comparisons: Array) -> BoolArray:
    """Where a pair was judged, diagonal left out; every matrix checked to be connected."""
    *_, n = comparisons.shape
    judged = ~np.isnan(comparisons) & ~np.eye(n, dtype=bool)
    leastsquares.require_connected(judged)
    return np.asarray(judged)


def geometric_mean(matrices: ArrayLike) -> Array:
    """Priorities of n items: the normalised geometric mean of each row.

    Parameters
    ----------
    matrices : (..., n, n) float
        [i, j] is how many times as important i is as j; [j, i] is its inverse; NaN where nobody judged.

    Returns
    -------
    (..., n) float
        Positive, each vector summing to 1. Dimensionless.

    Raises
    ------
    DisconnectedError
        If the judged pairs do not connect all items; carries the components.

    Notes
    -----
    Logarithmic least squares. Crawford & Williams (1985), J. Math. Psychol. 29; incomplete: Bozóki, Fülöp & Rónyai
    (2010), Math. Comput. Modelling 52.
    """
    array = square_matrices(matrices)
    *lead, n, _ = array.shape
    flat = array.reshape(-1, n, n)
    found = np.empty(flat.shape[:2])
    for block, rows in side_by_side(flat):
        if not reciprocal(rows):
            return _least_squares(comparison_matrices(array))
        means = leastsquares.row_means(rows)
        found[block] = (means / means.sum(axis=0)).T
    return found.reshape(*lead, n)


def _least_squares(comparisons: Array) -> Array:
    """As `geometric_mean`, of checked matrices that may have gaps."""
    judged = _judged(comparisons)
    return leastsquares.solve(judged.astype(np.float64), np.where(judged, np.log(comparisons), 0.0))


def eigenvector(matrices: ArrayLike) -> Array:
    """Priorities of n items: the principal right eigenvector, of missing pairs the lambda-max-optimal completion.

    Parameters and errors are those of `geometric_mean`.

    Returns
    -------
    (..., n) float
        Positive, each vector summing to 1.

    Notes
    -----
    Saaty (1977), J. Math. Psychol. 15. Its ranking can differ from that of the transposed matrix, the geometric mean's
    cannot: Johnson, Beine & Wang (1979).
    """
    return perron.principal_of_judgements(matrices)[1]


def harker(matrices: ArrayLike) -> Array:
    """Priorities of n items: the eigenvector with 0 for missing pairs and 1 + their number on the diagonal.

    Parameters and errors are those of `geometric_mean`; without missing pairs it is `eigenvector`.

    Returns
    -------
    (..., n) float
        Positive, each vector summing to 1.

    Notes
    -----
    Harker (1987), Mathematical Modelling 9(11).
    """
    comparisons = comparison_matrices(matrices)
    missing = np.isnan(comparisons)
    if missing.any():
        _judged(comparisons)
        *_, n = comparisons.shape
        diagonal = np.einsum("...i,ij->...ij", missing.sum(axis=-1), np.eye(n))
        comparisons = np.where(missing, 0.0, comparisons) + diagonal
    return perron.principal(comparisons)[1]


def complete(matrix: ArrayLike) -> Array:
    """The lambda-max-optimal completion of missing pairs.

    Parameters
    ----------
    matrix : (..., n, n) float
        Reciprocal, NaN where not judged.

    Returns
    -------
    (..., n, n) float
        Reciprocal, the judged pairs as given, the missing ones such that lambda max is as small as it can be. Unique.

    Raises
    ------
    DisconnectedError
        If the judged pairs do not connect all items.

    Notes
    -----
    Bozóki, Fülöp & Rónyai (2010), Math. Comput. Modelling 52.
    """
    return perron.completed(comparison_matrices(matrix))


PRIORITY_METHODS: Mapping[str, Callable[[ArrayLike], Array]] = {
    "geometric-mean": geometric_mean,
    "eigenvector": eigenvector,
    "harker": harker,
    "lambda-max": eigenvector,
}
"""Name -> (..., n, n) comparison matrices to (..., n) priorities. `eigenvector` of an incomplete matrix is that of its
lambda-max-optimal completion, which `lambda-max` says outright."""
