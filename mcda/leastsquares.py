"""Logarithmic least squares over judged pairs: one linear solve for any number of panellists and missing pairs."""

from __future__ import annotations

from functools import cache

import numpy as np

from mcda.arrays import Array, BoolArray, IntArray

TINY = float(np.finfo(np.float64).tiny)
"""Products below this have lost digits."""

NO_PIVOT = 1e-10
"""A pivot that has lost all but this share of its diagonal joins nothing any more."""


class DisconnectedError(ValueError):
    """Judged pairs do not join all items; `components` holds the groups that they do join, as tuples of indices."""

    def __init__(self, components: list[tuple[int, ...]], place: str = "") -> None:
        self.components = components
        groups = " and ".join("{" + ", ".join(map(str, group)) + "}" for group in components)
        first, second = components[0][0], components[1][0]
        super().__init__(
            f"the judged pairs{place} fall into {groups} with nothing between: judge for example {first} and {second}"
        )


def connected(judged: BoolArray) -> BoolArray:
    """Whether the judged pairs join all items.

    Parameters
    ----------
    judged : (..., n, n) bool
        Symmetric; [i, j] is true where i and j were compared.

    Returns
    -------
    (...) bool
    """
    return np.asarray(_reached(judged)[..., 0, :].all(axis=-1))


def components(judged: BoolArray) -> list[tuple[int, ...]]:
    """The groups of items that the judged pairs of one matrix (n, n) join, each in ascending order."""
    return list(dict.fromkeys(tuple(int(i) for i in np.flatnonzero(row)) for row in _reached(judged)))


def _reached(judged: BoolArray) -> BoolArray:
    """Which items (..., n, n) can be reached from which over judged pairs, n - 1 at most: each round doubles them."""
    *_, n = judged.shape
    reached = judged | np.eye(n, dtype=bool)
    for _ in range((n - 2).bit_length()):
        reached = np.matmul(reached, reached)
    return reached


def require_connected(judged: BoolArray) -> None:
    """Raise DisconnectedError for the first matrix of a batch (..., n, n) whose pairs do not join all items."""
    whole = connected(judged)
    if not whole.all():
        index = tuple(int(i) for i in np.argwhere(~np.atleast_1d(whole))[0])
        place = f" of matrix {list(index)}" if judged.ndim > 2 else ""
        raise DisconnectedError(components(judged[index] if judged.ndim > 2 else judged), place)


def solve(say: Array, logs: Array) -> Array:
    """Priorities of n items: the log-least-squares fit to weighted log ratios.

    Parameters
    ----------
    say : (..., n, n) float
        Symmetric, zero diagonal; [i, j] is the total weight of the judgements of i against j, 0 where there is none.
        Must join all items.
    logs : (..., n, n) float
        Antisymmetric; [i, j] is the weighted sum of the logarithms of how many times as important i is as j.

    Returns
    -------
    (..., n) float
        Positive, each vector summing to 1.

    Notes
    -----
    Minimises the weighted sum of (ln a_ij - y_i + y_j)^2: Laplacian(say) y = row sums of logs with sum(y) = 0, and
    w = exp(y) / sum. Bozóki, Fülöp & Rónyai (2010), Math. Comput. Modelling 52.
    """
    *_, n = say.shape
    laplacian = -say + np.einsum("...i,ij->...ij", say.sum(axis=-1), np.eye(n))
    # Adding a constant matrix moves only the null vector's eigenvalue and pins sum(y) to 0.
    pinned = laplacian + say.mean(axis=(-2, -1), keepdims=True) + (n == 1)
    return normalised_exp(np.linalg.solve(pinned, logs.sum(axis=-1)[..., None])[..., 0])


@cache
def pairs_of(n: int) -> tuple[IntArray, IntArray]:
    """The first and the second item of each pair of n, row-wise above the diagonal."""
    return np.triu_indices(n, 1)


@cache
def incidence(n: int) -> Array:
    """(p, n) with 1 at the first and -1 at the second item of each pair of n."""
    ups, downs = pairs_of(n)
    pairs = np.arange(len(ups))
    matrix = np.zeros((len(ups), n))
    matrix[pairs, ups], matrix[pairs, downs] = 1.0, -1.0
    return matrix


def fitted_logs(say: Array, logs: Array, n: int) -> tuple[Array, BoolArray]:
    """Log-least-squares logarithms of the priorities of many, up to a constant, and whether pairs join all items.

    Parameters
    ----------
    say : (p, count or 1) float
        Total weight of the judgements of each pair above the diagonal; one column holds for all.
    logs : (p, count) float
        Weighted sum of the logarithms of those judgements.

    Returns
    -------
    (n, count) float, (count or 1,) bool
        Numbers mean nothing where items are not joined.

    Notes
    -----
    As `solve`. Pairs of equal weight leave the means of the rows; one weight for all leaves one solution for all.
    """
    net = incidence(n).T @ logs
    if (say[0] > 0).all() and (say == say[0]).all():
        return net / (n * say[0]), np.ones(say.shape[1], dtype=bool)
    if say.shape[1] > 1:
        return _eliminated(say, net)
    laplacian = incidence(n).T @ (say * incidence(n))
    joined = bool(connected(laplacian < 0))
    pinned = laplacian + say.mean() if joined else np.eye(n)
    return np.linalg.solve(pinned, net), np.array([joined])


def _eliminated(say: Array, net: Array) -> tuple[Array, BoolArray]:
    """As `fitted_logs`, of row sums (n, count), the last logarithm 0.

    Gaussian elimination of the Laplacians side by side: many small systems are solved several times faster than one by
    one.
    """
    n, count = net.shape
    ups, downs = pairs_of(n)
    left = np.zeros((n, n, count))
    left[ups, downs] = left[downs, ups] = -say
    diagonal = -left.sum(axis=1)
    left[np.arange(n), np.arange(n)] = diagonal
    right = net.copy()
    joined = np.ones(count, dtype=bool)
    for place in range(n - 1):
        pivot = left[place, place]
        joined &= (pivot > NO_PIVOT * diagonal[place]) & (diagonal[place] > 0)
        pivot[~joined] = 1.0
        factors = left[place + 1 : n - 1, place] / pivot
        left[place + 1 : n - 1, place + 1 : n - 1] -= factors[:, None] * left[place, place + 1 : n - 1]
        right[place + 1 : n - 1] -= factors * right[place]
    found = np.zeros((n, count))
    for place in range(n - 2, -1, -1):
        below = (left[place, place + 1 : n - 1] * found[place + 1 : n - 1]).sum(axis=0)
        found[place] = (right[place] - below) / left[place, place]
    return found, joined


def row_means(rows: Array) -> Array:
    """The geometric mean (n, k) of each row of matrices side by side, (n, n, k); zeros are passed over."""
    with np.errstate(over="ignore", under="ignore", divide="ignore"):
        products = np.multiply.reduce(rows, axis=1)
        if products.min() > TINY and products.max() < np.inf:
            return np.asarray(np.exp(np.log(products) / len(rows)))
        logs = np.log(rows)
    logs[np.isneginf(logs)] = 0.0
    return np.asarray(np.exp(logs.mean(axis=1)))


def normalised_exp(logs: Array, axis: int = -1) -> Array:
    """exp of an axis divided by its sum, safe against overflow."""
    powers = np.exp(logs - logs.max(axis=axis, keepdims=True))
    return np.asarray(powers / powers.sum(axis=axis, keepdims=True))
