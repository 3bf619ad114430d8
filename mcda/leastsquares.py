"""Logarithmic least squares over judged pairs: one linear solve for any number of panellists and missing pairs."""

from __future__ import annotations

import numpy as np

from mcda.arrays import Array, BoolArray

TINY = float(np.finfo(np.float64).tiny)
"""Products below this have lost digits."""


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
    n = judged.shape[-1]
    reach = judged | np.eye(n, dtype=bool)
    steps = 1
    while steps < n - 1:
        reach = np.matmul(reach, reach)
        steps *= 2
    return np.asarray(reach[..., 0, :].all(axis=-1))


def components(judged: BoolArray) -> list[tuple[int, ...]]:
    """The groups of items that the judged pairs of one matrix (n, n) join, each in ascending order."""
    n = len(judged)
    reach = judged | np.eye(n, dtype=bool)
    for _ in range(max(n - 1, 1).bit_length()):
        reach = reach @ reach
    return list(dict.fromkeys(tuple(int(i) for i in np.flatnonzero(row)) for row in reach))


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
    n = say.shape[-1]
    laplacian = -say + np.einsum("...i,ij->...ij", say.sum(axis=-1), np.eye(n))
    # Adding a constant matrix moves only the null vector's eigenvalue and pins sum(y) to 0.
    pinned = laplacian + say.sum(axis=(-2, -1), keepdims=True) / n**2 + (n == 1)
    return normalised_exp(np.linalg.solve(pinned, logs.sum(axis=-1)[..., None])[..., 0])


def row_means(rows: Array) -> Array:
    """The geometric mean (n, k) of each row of matrices side by side, (n, n, k); zeros are passed over."""
    with np.errstate(over="ignore", under="ignore", divide="ignore"):
        products = np.multiply.reduce(rows, axis=1)
        if products.min() > TINY and products.max() < np.inf:
            return np.asarray(np.exp(np.log(products) / len(rows)))
        logs = np.log(rows)
    logs[np.isneginf(logs)] = 0.0
    return np.asarray(np.exp(logs.mean(axis=1)))


def normalised_exp(logs: Array) -> Array:
    """exp of the last axis divided by its sum, safe against overflow."""
    powers = np.exp(logs - logs.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))
