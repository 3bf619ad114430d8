"""Priorities by the package ahpy, a second route to the same numbers; imported only when it is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
    *lead, n, _ = comparisons.shape
    leastsquares.require_connected(~np.isnan(comparisons) & ~np.eye(n, dtype=bool))
    flat = comparisons.reshape(-1, n, n)
    return np.array([_one(matrix) for matrix in flat]).reshape(*lead, n)


def consistency_ratio(matrix: Array, random_index: str) -> float:
    """The consistency ratio of one matrix (n, n) by ahpy; of one with gaps over the index of complete matrices.

    Parameters
    ----------
    matrix : (n, n) float
        Reciprocal, NaN where not judged; the judged pairs join all items.
    random_index : str
        ahpy's word: `dd` (Donegan & Dodd 1991) or `saaty` (2005).
    """
    from ahpy import Compare

    return float(Compare("node", _pairs(matrix), precision=PRECISION, random_index=random_index).consistency_ratio)


def hierarchy_weights(nodes: Mapping[str, tuple[Sequence[str], Array]]) -> dict[str, float]:
    """Global weight of every item of a hierarchy, by ahpy's own.

    Parameters
    ----------
    nodes : mapping of str to (items, matrix)
        Node -> its n items and their comparisons (n, n), or their given weights (n,); the root first, each before
        those below it. An item that is a node carries its name.
    """
    from ahpy import Compare

    made = {}
    for node, (items, given) in nodes.items():
        said: dict[str, float] | dict[tuple[str, str], float]
        if given.ndim == 1 or len(items) == 1:
            said = dict(zip(items, given.ravel().tolist(), strict=True))
        else:
            said = {(items[int(i)], items[int(j)]): ratio for (i, j), ratio in _pairs(given).items()}
        made[node] = Compare(node, said, precision=PRECISION)
    for node in reversed(list(nodes)):
        if below := [made[item] for item in nodes[node][0] if item in made]:
            made[node].add_children(below)
    found: dict[str, float] = {}
    for node in nodes:
        found |= {item: float(weight) for item, weight in made[node].global_weights.items()}
    return found


def _pairs(matrix: Array) -> dict[tuple[str, str], float]:
    """The judged pairs above the diagonal, as ahpy takes them."""
    n = len(matrix)
    return {
        (str(i), str(j)): float(matrix[i, j]) for i in range(n) for j in range(i + 1, n) if not np.isnan(matrix[i, j])
    }


def _one(matrix: Array) -> list[float]:
    from ahpy import Compare

    n = len(matrix)
    if n == 1:
        return [1.0]
    found = Compare("node", _pairs(matrix), precision=PRECISION).local_weights
    weights = [float(found[str(i)]) for i in range(n)]
    return [weight / sum(weights) for weight in weights]
