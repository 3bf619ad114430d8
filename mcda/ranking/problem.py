"""The three arguments every method shares, checked together, and weighing columns with them."""

from __future__ import annotations

import numpy as np

from mcda.arrays import Array, ArrayLike, criterion_weights, decision_matrix, direction_signs


def decision_problem(values: ArrayLike, weights: ArrayLike, directions: ArrayLike) -> tuple[Array, Array, Array]:
    """Values (a, m), weights (m,) or (draws, m) summing to 1, and directions (m,), all float; ValueError if not."""
    array = decision_matrix(values)
    m = array.shape[1]
    return array, criterion_weights(weights, m), direction_signs(directions, m)


def weigh(weights: Array, columns: Array) -> Array:
    """Weighted sums (a,) or (draws, a) of columns (a, m); equal rows have equal sums to the last bit."""
    return np.einsum("...m,am->...a", weights, np.ascontiguousarray(columns))  # type: ignore[no-any-return]


def weigh_fast(weights: Array, columns: Array) -> Array:
    """As `weigh`, but many draws go through one matrix product, whose sums may differ in the last bit."""
    if weights.ndim == 1:
        return weigh(weights, columns)
    sums: Array = weights @ columns.T
    first: dict[bytes, int] = {}
    for row, alternative in enumerate(np.ascontiguousarray(columns)):
        twin = first.setdefault(alternative.tobytes(), row)
        if twin != row:
            sums[:, row] = sums[:, twin]
    return sums
