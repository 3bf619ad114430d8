"""Priorities and eigenvalues by numpy's dense lstsq and eig, one row a judgement; gaps by scipy's minimiser."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np

from mcda.arrays import Array

Row: TypeAlias = tuple[int, int, float, float]
"""First, second, how many times as important first is as second, and how much the judgement counts."""


def fitted(n: int, rows: Sequence[Row]) -> Array:
    """Priorities of n items: exp of the least-squares fit of ln ratio = y_first - y_second, a row a judgement.

    Parameters
    ----------
    n : int
    rows : sequence of Row
        Must join all items.

    Returns
    -------
    (n,) float
        Positive, summing to 1.
    """
    design, target = _system(n, rows)
    logs = np.linalg.lstsq(np.vstack([design, np.ones(n)]), np.append(target, 0.0), rcond=None)[0]
    return _normalised(np.exp(logs))


def scatter(n: int, rows: Sequence[Row]) -> tuple[float, int]:
    """Residual sum of squares of that fit, and how many judgements more there are than the fit needs."""
    if not rows:
        return 0.0, 0
    design, target = _system(n, rows)
    logs = np.linalg.lstsq(design, target, rcond=None)[0]
    return float(((target - design @ logs) ** 2).sum()), len(rows) - int(np.linalg.matrix_rank(design))


def joined(n: int, rows: Sequence[Row]) -> bool:
    """Whether the judgements join all items."""
    return n == 1 or (bool(rows) and int(np.linalg.matrix_rank(_system(n, rows)[0])) == n - 1)


def eigenvector(matrix: Array) -> Array:
    """Priorities of the items of a complete matrix (n, n): its principal right eigenvector by numpy's eig."""
    values, vectors = np.linalg.eig(matrix)
    return _normalised(np.abs(vectors[:, int(values.real.argmax())].real))


def harker(matrix: Array) -> Array:
    """The same of a matrix with gaps (NaN), by Harker (1987): a gap is 0, and each adds 1 to the diagonal."""
    gaps = np.isnan(matrix)
    return eigenvector(np.where(gaps, 0.0, matrix) + np.diag(gaps.sum(axis=1)))


def completed(matrix: Array) -> Array:
    """The matrix (n, n) with its gaps filled so that the largest eigenvalue is smallest.

    By scipy's L-BFGS over the logarithms of the gaps, in which the eigenvalue is convex, then a root of its slope.
    Bozóki, Fülöp & Rónyai (2010).
    """
    ups, downs = np.nonzero(np.triu(np.isnan(matrix), 1))
    if not len(ups):
        return matrix
    from scipy.optimize import minimize, root

    def filled(logs: Array) -> Array:
        whole = matrix.copy()
        whole[ups, downs], whole[downs, ups] = np.exp(logs), np.exp(-logs)
        return whole

    def value_and_slope(logs: Array) -> tuple[float, Array]:
        whole = filled(logs)
        right, left = eigenvector(whole), eigenvector(whole.T)
        slope = left[ups] * whole[ups, downs] * right[downs] - left[downs] * whole[downs, ups] * right[ups]
        return _largest(whole), slope / (left @ right)

    near = minimize(value_and_slope, np.zeros(len(ups)), jac=True, method="L-BFGS-B", options={"ftol": 1e-15}).x
    found = root(lambda logs: value_and_slope(logs)[1], near, tol=1e-14).x
    return filled(found)


def largest_eigenvalue(matrix: Array) -> float:
    """The largest eigenvalue of a matrix (n, n), of one with gaps the smallest that filling them can give."""
    return _largest(completed(matrix))


def _largest(matrix: Array) -> float:
    return float(np.linalg.eigvals(matrix).real.max())


def _system(n: int, rows: Sequence[Row]) -> tuple[Array, Array]:
    """A row a judgement, times the root of how much it counts: (r, n) and (r,)."""
    design, target = np.zeros((len(rows), n)), np.zeros(len(rows))
    for place, (first, second, ratio, say) in enumerate(rows):
        design[place, first], design[place, second] = np.sqrt(say), -np.sqrt(say)
        target[place] = np.sqrt(say) * np.log(ratio)
    return design, target


def _normalised(vector: Array) -> Array:
    return np.asarray(vector / vector.sum())
