"""Judgements -> comparison matrices: [i, j] is how many times as important i is as j; and the scales that read them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import numpy as np

from mcda.arrays import Array, ArrayLike, BoolArray, comparison_matrices, floats

Scale: TypeAlias = Callable[[Array, int], Array]
"""Intensities 1 to 9 and the number of compared items -> ratios, 1 to 1."""


def from_upper_triangle(values: ArrayLike, n: int) -> Array:
    """The comparison matrix of the judgements above its diagonal.

    Parameters
    ----------
    values : (..., n (n - 1) / 2) float
        Row-wise: a12, a13, ..., a23, ...; positive, NaN or None where not judged.
    n : int
        Number of items.

    Returns
    -------
    (..., n, n) float
        Reciprocal, 1 on the diagonal, NaN in both halves where not judged.

    Raises
    ------
    ValueError
        If the number of values does not fit n, or one of them is no positive number; names its place.
    """
    upper = floats(values, "values")
    count = n * (n - 1) // 2
    if n < 1 or upper.shape[-1:] != (count,):
        raise ValueError(
            f"values has shape {upper.shape}: {n} items need {count} judgements, row-wise above the diagonal"
        )
    rows, columns = np.triu_indices(n, 1)
    matrix = np.ones((*upper.shape[:-1], n, n))
    matrix[..., rows, columns] = upper
    with np.errstate(divide="ignore", over="ignore"):
        matrix[..., columns, rows] = 1 / upper
    return comparison_matrices(matrix, "values")


def from_matrix(matrix: ArrayLike, names: Sequence[str]) -> Array:
    """A square matrix as printed, checked against the names of its items and made exactly reciprocal.

    Parameters
    ----------
    matrix : (n, n) nested lists or array
        [i, j] is how many times as important i is as j; None or NaN where not judged. Inverses that were rounded to two
        decimals (0.33 for 1/3) are made exact from the larger of the pair, with a warning.
    names : sequence of n str
        What the items are called.

    Raises
    ------
    ValueError
        Naming the items, if a name stands twice, a row has another length, or a pair is not reciprocal.
    """
    if twice := [name for place, name in enumerate(names) if name in names[:place]]:
        raise ValueError(f"duplicate name '{twice[0]}': each item once")
    if not names:
        raise ValueError("names is empty: at least one item is needed")
    rows = list(matrix) if isinstance(matrix, Sequence) else list(np.asarray(matrix))
    if len(rows) != len(names):
        raise ValueError(f"the matrix has {len(rows)} rows for {len(names)} names")
    for name, row in zip(names, rows, strict=True):
        if np.size(row) != len(names):
            raise ValueError(f"the row of '{name}' has {np.size(row)} values for {len(names)} items")
    try:
        return comparison_matrices(rows, "matrix")
    except ValueError as error:
        message = str(error)
        for i, first in enumerate(names):
            for j, second in enumerate(names):
                message = message.replace(f"matrix[{i}, {j}]", f"'{first}' over '{second}'")
        raise ValueError(message) from None


def judged(matrices: Array) -> BoolArray:
    """Where a matrix holds a judgement: (..., n, n), off the diagonal, not NaN."""
    *_, n = matrices.shape
    return np.asarray(~np.isnan(matrices) & ~np.eye(n, dtype=bool))


def rescale(matrix: ArrayLike, scale: str) -> Array:
    """The judgements as another scale reads them.

    Parameters
    ----------
    matrix : (..., n, n) float
        Reciprocal, with intensities 1 to 9 and their inverses; NaN where not judged.
    scale : str
        One of SCALES. Applied to each judgement, so before any aggregation.

    Returns
    -------
    (..., n, n) float
        Reciprocal.

    Raises
    ------
    ValueError
        For an unknown scale, with the list of them, or an intensity above 9 where the scale has no value for it.

    Notes
    -----
    Goepel (2018), IJAHP 10(3), table 1; Ishizaka, Balkenborg & Kaplan (2010).
    """
    if scale not in SCALES:
        raise ValueError(f"scale '{scale}' is not known: allowed are {', '.join(SCALES)}")
    comparisons = comparison_matrices(matrix, "matrix")
    if scale == "linear":
        return comparisons
    *_, n = comparisons.shape
    transposed = np.swapaxes(comparisons, -1, -2)
    intensity = np.fmax(comparisons, transposed)
    if (intensity > 9 * (1 + 1e-9)).any():
        raise ValueError(f"matrix holds {np.nanmax(intensity):g}: the scale '{scale}' reads intensities 1 to 9")
    with np.errstate(divide="ignore", invalid="ignore"):  # of a single item log(n - 1) is infinite, and its ratio 1
        ratios = np.where(intensity == 1, 1.0, SCALES[scale](intensity, n))
        return np.where(comparisons >= transposed, ratios, 1 / ratios)


def _adaptive(x: Array, n: int) -> Array:
    return np.asarray(x ** (1 + np.log(n - 1) / np.log(9)))


def _adaptive_balanced(x: Array, n: int) -> Array:
    weight = 1 / n + (0.9 - 1 / n) * (x - 1) / 8
    return np.asarray(weight * (n - 1) / (1 - weight))


SCALES: Mapping[str, Scale] = {
    "linear": lambda x, _: x,
    "log": lambda x, _: np.asarray(np.log2(x + 1)),
    "root": lambda x, _: np.asarray(np.sqrt(x)),
    "inverse-linear": lambda x, _: 9 / (10 - x),
    "balanced": lambda x, _: (9 + x) / (11 - x),
    "balanced-n": lambda x, n: (9 + (n - 1) * x) / (9 + n - x),
    "adaptive": _adaptive,
    "adaptive-balanced": _adaptive_balanced,
    "power": lambda x, _: x**2,
    "geometric": lambda x, _: np.asarray(2 ** (x - 1)),
}
"""Name -> ratio of an intensity among n items; every scale maps 1 to 1. Goepel (2018), IJAHP 10(3), table 1."""


def largest_ratio(scale: str, n: int) -> float:
    """The ratio that a scale gives to the intensity 9 among n items: the M of the consensus indices."""
    return float(SCALES[scale](np.array(9.0), max(n, 2)))
