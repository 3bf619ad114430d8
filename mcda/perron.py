"""The largest eigenvalue of positive matrices and its vector, batched; and the completion that makes it smallest."""

from __future__ import annotations

import numpy as np

from mcda.arrays import Array

TOLERANCE = 1e-14
ITERATIONS = 500
BLOCK = 2048
"""Matrices worked on at a time: small enough to stay in the cache."""


def principal(matrices: Array) -> tuple[Array, Array]:
    """The largest eigenvalue and its vector of non-negative matrices whose powers become positive.

    Parameters
    ----------
    matrices : (..., n, n) float
        Non-negative, with a positive diagonal and every item reachable from every other.

    Returns
    -------
    (...) float, (..., n) float
        Each vector positive, summing to 1.

    Notes
    -----
    Power iteration from the geometric means of the rows, which is where the vector of a nearly consistent matrix lies;
    what has not settled after 500 rounds goes to LAPACK.
    """
    n = matrices.shape[-1]
    flat = matrices.reshape(-1, n, n)
    values, vectors = np.empty(len(flat)), np.empty((len(flat), n))
    for start in range(0, len(flat), BLOCK):
        block = slice(start, start + BLOCK)
        values[block], vectors[block] = _principal_block(flat[block])
    lead = matrices.shape[:-2]
    return values.reshape(lead), vectors.reshape((*lead, n))


def _principal_block(matrices: Array) -> tuple[Array, Array]:
    """As `principal`, for matrices (k, n, n) that fit the cache."""
    rows = np.ascontiguousarray(matrices.transpose(1, 2, 0))
    n = len(rows)
    with np.errstate(divide="ignore"):
        logs = np.log(rows)
    logs[np.isneginf(logs)] = 0.0
    vectors = np.exp(logs.mean(axis=1))
    vectors /= vectors.sum(axis=0)
    for _ in range(ITERATIONS):
        products = (rows * vectors).sum(axis=1)
        sums = products.sum(axis=0)
        products /= sums
        change = np.abs(products - vectors).max()
        vectors = products
        if change < TOLERANCE:
            break
    else:
        return _by_lapack(matrices)
    products = (rows * vectors).sum(axis=1)
    values = (products / vectors).sum(axis=0) / n
    return values, vectors.T


def _by_lapack(matrices: Array) -> tuple[Array, Array]:
    """As `principal`, for matrices (k, n, n) on which power iteration is slow."""
    values, vectors = np.linalg.eig(matrices)
    largest = values.real.argmax(axis=-1)
    chosen = np.abs(np.take_along_axis(vectors, largest[:, None, None], axis=-1)[..., 0])
    value = np.take_along_axis(values.real, largest[:, None], axis=-1)[:, 0]
    return value, chosen / chosen.sum(axis=-1, keepdims=True)


def completed(matrices: Array) -> Array:
    """The matrices with their missing pairs filled so that the largest eigenvalue is as small as it can be.

    Parameters
    ----------
    matrices : (..., n, n) float
        Reciprocal, NaN in both halves where not judged; the judged pairs must join all items.

    Returns
    -------
    (..., n, n) float
        Reciprocal, without NaN. Unique.

    Notes
    -----
    At the minimum every missing x_ij equals sqrt(w_i v_j / (w_j v_i)), w and v the right and left vectors: filled and
    iterated to a fixed point. lambda max is convex in ln x. Bozóki, Fülöp & Rónyai (2010), Math. Comput. Modelling 52.
    """
    n = matrices.shape[-1]
    flat = matrices.reshape(-1, n, n).copy()
    holes = np.isnan(flat)
    open_ones = np.flatnonzero(holes.any(axis=(-2, -1)))
    if len(open_ones):
        flat[open_ones] = _fixed_point(flat[open_ones], holes[open_ones])
    return flat.reshape(matrices.shape)


def _fixed_point(matrices: Array, holes: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Array:
    """The filled matrices (k, n, n), starting from the log-least-squares fit."""
    from mcda.leastsquares import solve

    say = (~holes).astype(np.float64)
    n = matrices.shape[-1]
    say[:, np.arange(n), np.arange(n)] = 0.0
    start = solve(say, np.where(holes, 0.0, np.log(np.where(holes, 1.0, matrices))))
    fill = start[:, :, None] / start[:, None, :]
    result = np.where(holes, fill, matrices)
    active = np.arange(len(matrices))
    right, left = start, 1 / start
    for _ in range(10 * ITERATIONS):
        current = result[active]
        for _ in range(2):
            right = np.matmul(current, right[..., None])[..., 0]
            right /= right.sum(axis=-1, keepdims=True)
            left = np.matmul(left[..., None, :], current)[..., 0, :]
            left /= left.sum(axis=-1, keepdims=True)
        ratio = np.sqrt(right / left)
        filled = np.where(holes[active], ratio[:, :, None] / ratio[:, None, :], current)
        change = np.abs(np.log(filled / current)).max(axis=(-2, -1))
        result[active] = filled
        going = change > TOLERANCE
        if not going.any():
            break
        active, right, left = active[going], right[going], left[going]
    return result
