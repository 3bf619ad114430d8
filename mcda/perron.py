"""The largest eigenvalue of positive matrices and its vector, batched; and the completion that makes it smallest."""

from __future__ import annotations

import numpy as np

from mcda import leastsquares
from mcda.arrays import (
    Array,
    ArrayLike,
    BoolArray,
    IntArray,
    comparison_matrices,
    reciprocal,
    side_by_side,
    square_matrices,
)

TOLERANCE = 5e-13
"""How far a vector may be from its place, relatively, by how far it moved and how much less than before; and how far
the logarithms of a completion may be from those of the round before."""

ROUNDING = 4 * float(np.finfo(np.float64).eps)
"""Times n: bounds this close differ by rounding alone."""

FEW, LATE = 100, 0.1
"""Of more than so many matrices side by side this share goes on alone once the others have settled."""

NODA_STEPS = 50
"""Far more than it takes: each step doubles the digits once they are few."""

ROUNDS, LOOKS = 5, 100
"""Rounds between two looks at the bounds, and looks after which what has not settled is left to `_slow`."""

COMPLETIONS = 5000
"""Rounds after which a completion is taken as it is."""


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
    Power iteration from the geometric means of the rows, which is where the vector of a nearly consistent matrix lies,
    until the bounds of Collatz (1942) and Wielandt (1950), Math. Z. 48 and 52, meet: the eigenvalue lies between the
    smallest and the largest ratio of a vector's image to itself. Where that is slow: Noda (1971), Numer. Math. 17.
    """
    *lead, n, _ = matrices.shape
    flat = matrices.reshape(-1, n, n)
    values, vectors = np.empty(len(flat)), np.empty((len(flat), n))
    for block, rows in side_by_side(flat):
        values[block], vectors.T[:, block] = principal_side_by_side(rows)
    return values.reshape(lead), vectors.reshape(*lead, n)


def principal_of_judgements(matrices: ArrayLike) -> tuple[Array, Array]:
    """The largest eigenvalue and its vector of comparison matrices (..., n, n), NaN completed as by `completed`.

    Raises DisconnectedError if the judged pairs do not join all items, and ValueError for what is no comparison matrix.
    """
    array = square_matrices(matrices)
    *lead, n, _ = array.shape
    flat = array.reshape(-1, n, n)
    values, vectors = np.empty(len(flat)), np.empty((len(flat), n))
    for block, rows in side_by_side(flat):
        if not reciprocal(rows):
            return principal(completed(comparison_matrices(array)))
        values[block], vectors.T[:, block] = principal_side_by_side(rows)
    return values.reshape(lead), vectors.reshape(*lead, n)


def principal_side_by_side(rows: Array) -> tuple[Array, Array]:
    """As `principal`, (k,) and (n, k), of matrices side by side, (n, n, k), as many as fit a core's cache."""
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        values, vectors, late = _powers(rows, leastsquares.row_means(rows), _early(rows.shape[2]))
        if late.size:
            values[late], vectors[:, late], slow = _powers(rows[..., late], vectors[:, late], late.size)
            late = late[slow]
    if late.size:
        values[late], vectors.T[late] = _slow(rows[..., late])
    return values, vectors


def _early(count: int) -> int:
    """How many of so many matrices side by side settle before the others go on without them."""
    return count - int(LATE * count) if count > FEW else count


def _powers(rows: Array, vectors: Array, early: int) -> tuple[Array, Array, IntArray]:
    """Eigenvalues and vectors when so many have settled or it has taken too long, and which have not settled."""
    rounding = ROUNDING * len(rows)
    apart = np.full(rows.shape[2], np.nan)
    for _ in range(LOOKS):
        for _ in range(ROUNDS):
            before, vectors = vectors, np.einsum("ijk,jk->ik", rows, vectors)
        ratios = vectors / before
        vectors /= vectors.sum(axis=0)
        last, apart = apart, ratios.max(axis=0) / ratios.min(axis=0) - 1
        # from round to round the bounds shrink by this factor, and so does what is off
        shrinks = (apart / last) ** (1 / ROUNDS)
        settled = (apart <= rounding) | (apart * shrinks <= TOLERANCE * (1 - shrinks))
        if np.count_nonzero(settled) >= early:
            break
    return ratios.mean(axis=0), vectors, np.flatnonzero(~settled)


def _slow(rows: Array) -> tuple[Array, Array]:
    """As `principal`, (k,) and (k, n), of matrices side by side, (n, n, k), on which power iteration is slow.

    By LAPACK, which loses the digits of what is small; they are found by inverse iteration at the upper bound of the
    eigenvalue, in units of the items in which all of the vector is 1.
    """
    n, matrices = len(rows), rows.transpose(2, 0, 1)
    found, vectors = np.linalg.eig(matrices)
    largest = found.real.argmax(axis=1)
    values = np.take_along_axis(found.real, largest[:, None], axis=1)[:, 0]
    vectors = np.abs(np.take_along_axis(vectors, largest[:, None, None], axis=2)[..., 0])
    vectors /= vectors.sum(axis=1, keepdims=True)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        for _ in range(NODA_STEPS):
            scaled = matrices * (vectors[:, None, :] / vectors[:, :, None])
            sums = scaled.sum(axis=2)
            bounds = sums.max(axis=1) * (1 + ROUNDING * n)
            values = np.where(np.isfinite(bounds), sums.mean(axis=1), values)
            better = np.isfinite(bounds) & (bounds > sums.min(axis=1) * (1 + 2 * ROUNDING * n))
            if not better.any():
                break
            singular = bounds[better, None, None] * np.eye(n) - scaled[better]
            moved = vectors[better] * np.linalg.solve(singular, np.ones((len(singular), n))[..., None])[..., 0]
            vectors[better] = moved / moved.sum(axis=1)[:, None]
    return values, vectors


def completed(matrices: Array) -> Array:
    """The matrices with their missing pairs filled so that the largest eigenvalue is as small as it can be.

    Parameters
    ----------
    matrices : (..., n, n) float
        Reciprocal, NaN in both halves where not judged.

    Returns
    -------
    (..., n, n) float
        Reciprocal, without NaN. Unique.

    Raises
    ------
    DisconnectedError
        If the judged pairs of a matrix do not join all items.

    Notes
    -----
    At the minimum every missing x_ij equals sqrt(w_i v_j / (w_j v_i)), w and v the right and left vectors: filled and
    iterated to a fixed point. lambda max is convex in ln x. Bozóki, Fülöp & Rónyai (2010), Math. Comput. Modelling 52.
    """
    holes = np.isnan(matrices)
    if not holes.any():
        return matrices
    *_, n = matrices.shape
    judged = ~holes & ~np.eye(n, dtype=bool)
    leastsquares.require_connected(judged)
    fit = leastsquares.solve(judged.astype(np.float64), np.where(judged, np.log(matrices), 0.0))
    filled = np.array(matrices).reshape(-1, n, n)
    gaps = holes.reshape(filled.shape)
    incomplete = np.flatnonzero(gaps.any(axis=(1, 2)))
    gaps, logs = gaps[incomplete], np.log(fit.reshape(len(filled), n)[incomplete])
    for block, rows in side_by_side(filled[incomplete]):
        potentials = _fixed_point(rows, np.ascontiguousarray(gaps[block].transpose(1, 2, 0)), logs[block].T)
        ratios = np.exp(potentials[:, None] - potentials[None]).transpose(2, 0, 1)
        filled[incomplete[block]] = np.where(gaps[block], ratios, filled[incomplete[block]])
    return filled.reshape(matrices.shape)


def _fixed_point(rows: Array, holes: BoolArray, start: Array) -> Array:
    """Logarithms (n, k) whose differences fill the holes of matrices side by side, (n, n, k), from those of a fit."""
    n = len(rows)
    at, late = _rounds(rows, holes, np.concatenate([start, -start]), _early(rows.shape[2]))
    if late.size:
        at[:, late], _ = _rounds(rows[..., late], holes[..., late], at[:, late], late.size)
    return np.asarray((at[:n] - at[n:]) / 2)


def _rounds(rows: Array, holes: BoolArray, at: Array, early: int) -> tuple[Array, IntArray]:
    """The logarithms (2 n, k) of right and, below them, left vectors when so many have settled; and which need more.

    From the second round on the two last steps are put together so that they nearly cancel what is off. Anderson
    (1965), J. ACM 12(4).
    """
    n = len(rows)
    images = offs = np.zeros_like(at)
    for step in range(COMPLETIONS):
        powers, ratios = np.exp(at), np.exp((at[:n] - at[n:]) / 2)
        np.divide(ratios[:, None], ratios[None], out=rows, where=holes)
        image = np.concatenate([np.einsum("ijk,jk->ik", rows, powers[:n]), np.einsum("ijk,ik->jk", rows, powers[n:])])
        np.log(image, out=image)
        image[:n] -= image[:n].mean(axis=0)
        image[n:] -= image[n:].mean(axis=0)
        off = image - at
        settled = np.abs(off).max(axis=0) <= TOLERANCE
        if np.count_nonzero(settled) >= early:
            break
        bend = off - offs
        squares = np.einsum("ik,ik->k", bend, bend)
        shares = np.zeros(squares.shape)
        if step:
            np.divide(np.einsum("ik,ik->k", bend, off), squares, out=shares, where=squares > 0)
        at = image - shares * (image - images)
        images, offs = image, off
    return image, np.flatnonzero(~settled)
