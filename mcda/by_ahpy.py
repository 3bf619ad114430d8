"""Priorities by the package ahpy, a second route to the same numbers; imported only when it is asked for."""

from __future__ import annotations

import numpy as np

from mcda import leastsquares
from mcda.arrays import Array, ArrayLike, comparison_matrices

PRECISION = 12
"""Decimals that ahpy keeps; its own default of 4 makes false ties."""


def eigenvector(matrices: ArrayLike) -> Array:
    """Priorities of n items by ahpy: the eigenvector of the matrix, its missing pairs completed.

    Parameters
    ----------
    matrices : (..., n, n) float
        Reciprocal, NaN where not judged.

    Returns
    -------
    (..., n) float
        Positive, each vector summing to 1; to about twelve decimals where complete, six where not.

    Raises
    ------
    DisconnectedError
        If the judged pairs do not connect all items, which ahpy itself would not notice.
    """
    comparisons = comparison_matrices(matrices)
    n = comparisons.shape[-1]
    leastsquares.require_connected(~np.isnan(comparisons) & ~np.eye(n, dtype=bool))
    flat = comparisons.reshape(-1, n, n)
    return np.array([_one(matrix) for matrix in flat]).reshape(comparisons.shape[:-1])


def _one(matrix: Array) -> list[float]:
    from ahpy import Compare

    n = len(matrix)
    if n == 1:
        return [1.0]
    pairs = {(str(i), str(j)): float(matrix[i, j]) for i in range(n) for j in range(i + 1, n) if matrix[i, j] > 0}
    found = Compare("node", pairs, precision=PRECISION).local_weights
    weights = [float(found[str(i)]) for i in range(n)]
    return [weight / sum(weights) for weight in weights]
