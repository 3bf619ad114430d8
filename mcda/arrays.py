"""Checks of shape, sign and finiteness that name the argument and the place, before any number is used."""

from __future__ import annotations

import sys
import warnings
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    from numpy.typing import ArrayLike, NDArray

    Array: TypeAlias = NDArray[np.float64]
    IntArray: TypeAlias = NDArray[np.intp]
    BoolArray: TypeAlias = NDArray[np.bool_]
else:  # numpy.typing costs as much start-up time as the rest of the engine and is of no use at run time
    Array = IntArray = BoolArray = NDArray = np.ndarray
    ArrayLike = object

__all__ = [
    "Array",
    "ArrayLike",
    "BoolArray",
    "IntArray",
    "comparison_matrices",
    "criterion_weights",
    "decision_matrix",
    "direction_signs",
    "finite",
    "first_place",
    "floats",
    "panellist_weights",
    "place",
    "priority_vectors",
    "reciprocal",
    "side_by_side",
    "single",
    "square_matrices",
]

ROUNDED_RECIPROCAL = 0.005
"""Half a unit of the second decimal: what a reciprocal printed as 0.33 or 0.14 may be off by."""

LARGEST_ROUNDED = 10.0
"""The largest ratio whose inverse two decimals can still tell."""

CHECKED_AT_ONCE = 1 << 18
"""So many numbers are looked at together."""

EXACT_RECIPROCAL = 1e-9
"""How far the product of a ratio and its inverse may be from 1."""

SIDE_BY_SIDE, TURNED = 2**17, 2**15
"""Numbers of a block of matrices side by side, and of those that are turned at once: few calls, and near caches."""

WEIGHT_SUM_TOLERANCE = 1e-3
"""Weights printed to a few decimals may miss 1 by this much without a word."""


def floats(values: ArrayLike, name: str) -> Array:
    """The values as float64, copied only if they were something else; None becomes NaN.

    Raises ValueError naming the argument and the place if one is a truth value, a complex number or text, or if rows
    differ in length.
    """
    if isinstance(values, (list, tuple)):
        _check_listed(values, name, ())
    try:
        array: NDArray[Any] = np.asarray(values)
    except ValueError:
        raise ValueError(f"{name}: {_ragged(values)}") from None
    if array.dtype == np.float64:
        return array
    if array.dtype.kind in "iuf":
        return array.astype(np.float64)
    if array.dtype.kind == "O":
        return _objects(array, name)
    kinds = {"b": "truth values", "c": "complex numbers", "U": "text", "S": "text"}
    found = kinds.get(array.dtype.kind, str(array.dtype))
    first = repr(array.flat[0].item()) if array.size else "none"
    raise ValueError(f"{name}: found {found} ({first}), allowed are real numbers")


def _check_listed(values: Any, name: str, index: tuple[int, ...]) -> None:
    """Refuse truth values and text in nested lists before numpy makes numbers, or text, of everything."""
    for position, value in enumerate(values):
        if isinstance(value, (list, tuple)):
            _check_listed(value, name, (*index, position))
        elif isinstance(value, (bool, np.bool_, str)):
            raise ValueError(f"{name}{place((*index, position))}: found {value!r}, allowed are real numbers")


def _objects(array: NDArray[Any], name: str) -> Array:
    """A float array from Python objects: None becomes NaN, everything that is not a number is refused."""
    result = np.empty(array.shape)
    for index, value in np.ndenumerate(array):
        if value is None:
            result[index] = np.nan
        elif isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool):
            try:
                result[index] = float(value)
            except OverflowError:
                raise ValueError(f"{name}{place(index)}: found a whole number too large for a float") from None
        else:
            raise ValueError(f"{name}{place(index)}: found {value!r}, allowed are real numbers")
    return result


def _ragged(values: Any) -> str:
    """Which row of a nested list has another length than the first."""
    try:
        lengths = [len(row) for row in values]
    except TypeError:
        return "not an array of numbers"
    for row, length in enumerate(lengths):
        if length != lengths[0]:
            return f"row {row} has {length} values, row 0 has {lengths[0]}: all rows need the same length"
    return "not an array of numbers"


def single(values: Array) -> Array:
    """The number of a single case, the array of a batch."""
    found: Array = np.asarray(values)[()]
    return found


def place(index: tuple[int, ...]) -> str:
    """An index as it is written after an array's name: [1, 2]; nothing of a single number."""
    return f"[{', '.join(str(int(i)) for i in index)}]" if index else ""


def first_place(mask: BoolArray) -> tuple[int, ...]:
    """The index of the first true element."""
    return tuple(int(i) for i in np.argwhere(mask)[0])


def finite(values: ArrayLike, name: str) -> Array:
    """The values as float64, every one of them finite. Raises ValueError naming the first that is not."""
    array = floats(values, name)
    for start, part in _parts(array):
        if not np.isfinite(part).all():
            index = first_place(~np.isfinite(part))
            index = (*(start + row for row in index[:1]), *index[1:])
            raise ValueError(f"{name}{place(index)} is {array[index]}: only finite numbers are allowed")
    return array


def _parts(array: Array) -> Iterator[tuple[int, Array]]:
    """Rows looked at together, with the number of the first: a mask of all would take an eighth of the room."""
    if array.size <= CHECKED_AT_ONCE:
        yield 0, array
        return
    rows = max(1, CHECKED_AT_ONCE * len(array) // array.size)
    for start in range(0, len(array), rows):
        yield start, array[start : start + rows]


def decision_matrix(values: ArrayLike, name: str = "values") -> Array:
    """The values of a alternatives under m criteria, (a, m), finite, at least one of each."""
    array = finite(values, name)
    if array.ndim != 2:
        raise ValueError(f"{name} has {array.ndim} dimensions {array.shape}: it must be (alternatives, criteria)")
    if 0 in array.shape:
        raise ValueError(f"{name} is empty {array.shape}: at least one alternative and one criterion are needed")
    return array


def criterion_weights(weights: ArrayLike, m: int, name: str = "weights") -> Array:
    """The weights of m criteria, (m,) or (draws, m), non-negative, each vector divided by its sum.

    Raises ValueError for another shape, a negative or non-finite weight, or a vector of zeros; warns when a sum is
    further from 1 than rounding explains.
    """
    array = finite(weights, name)
    if array.ndim not in (1, 2) or array.shape[-1] != m:
        raise ValueError(f"{name} has shape {array.shape}: it must be ({m},) or (draws, {m}), one for each criterion")
    if (bad := array < 0).any():
        index = first_place(bad)
        raise ValueError(f"{name}{place(index)} is {array[index]:g}: weights may not be negative")
    totals = array.sum(axis=-1, keepdims=True)
    if not totals.all():
        raise ValueError(f"{name} are all zero: at least one of the {m} criteria (the first is {name}[0]) must weigh")
    off = np.abs(totals - 1)
    if (off > WEIGHT_SUM_TOLERANCE).any():
        worst = float(totals.flat[int(off.argmax())])
        _warn(f"{name} sum to {worst:g}, not 1: divided by their sum")
    return array / totals  # type: ignore[no-any-return]


def panellist_weights(weights: ArrayLike | None, k: int, name: str = "weights") -> Array:
    """How much each of k panellists counts, (k,), summing to 1; equal for None. 0 counts as absent."""
    if weights is None:
        return np.full(k, 1 / k)
    say = finite(weights, name)
    if say.shape != (k,):
        raise ValueError(f"{name} has shape {say.shape}: it must be ({k},), one for each panellist")
    if (bad := say < 0).any():
        index = first_place(bad)
        raise ValueError(f"{name}{place(index)} is {say[index]:g}: weights may not be negative")
    if not say.any():
        raise ValueError(f"{name} are all zero: at least one of {k} panellists must weigh")
    return np.asarray(say / say.sum())


def priority_vectors(priorities: ArrayLike, name: str = "priorities") -> Array:
    """Priorities of k panellists, (..., k, n), non-negative, each vector with something in it."""
    vectors = finite(priorities, name)
    if vectors.ndim < 2 or 0 in vectors.shape[-2:]:
        raise ValueError(f"{name} has shape {vectors.shape}: it must be (panellists, items), at least one of each")
    if (bad := vectors < 0).any():
        index = first_place(bad)
        raise ValueError(f"{name}{place(index)} is {vectors[index]:g}: priorities are shares, not negative")
    if not (some := vectors.any(axis=-1)).all():
        raise ValueError(f"{name}{place(first_place(np.asarray(~some)))} are all zero: priorities are shares")
    return vectors


def direction_signs(directions: ArrayLike, m: int, name: str = "directions") -> Array:
    """+1 for each benefit and -1 for each cost criterion, (m,) float."""
    array = floats(directions, name)
    if array.shape != (m,):
        raise ValueError(f"{name} has shape {array.shape}: it must be ({m},), one for each criterion")
    wrong = np.abs(array) != 1
    if wrong.any():
        index = first_place(wrong)
        raise ValueError(f"{name}{place(index)} is {array[index]:g}: allowed are 1 (benefit) and -1 (cost)")
    return array


def comparison_matrices(matrices: ArrayLike, name: str = "matrices") -> Array:
    """Reciprocal comparison matrices, (..., n, n), positive, 1 on the diagonal; NaN in both halves where not judged.

    Reciprocals that were rounded to two decimals (0.33 for 1/3) are made exact from the larger of the two, with a
    warning. Anything less reciprocal is refused with its place, and so are zero, negative and infinite ratios.
    """
    array = square_matrices(matrices, name)
    *_, n = array.shape
    if all(reciprocal(rows) for _, rows in side_by_side(array.reshape(-1, n, n))):
        return array
    return _mended(array, name)


def square_matrices(matrices: ArrayLike, name: str = "matrices") -> Array:
    """Matrices (..., n, n) of at least one item; nothing is checked but their shape."""
    array = floats(matrices, name)
    if array.ndim < 2 or array.shape[-1] != array.shape[-2]:
        raise ValueError(f"{name} has shape {array.shape}: comparison matrices are square, (..., n, n)")
    *_, n = array.shape
    if n == 0:
        raise ValueError(f"{name} is empty {array.shape}: at least one item is needed")
    return array


def side_by_side(matrices: Array) -> Iterator[tuple[slice, Array]]:
    """Matrices (k, n, n) in blocks (n, n, size) and the places of each block, which is made in place of the last.

    Of matrices side by side the same cell is worked on in one go, which is several times faster than matrix by matrix.
    """
    *_, n = matrices.shape
    size, step = (max(1, numbers // n**2) for numbers in (SIDE_BY_SIDE, TURNED))
    room = np.empty(n * n * min(size, len(matrices)))
    for start in range(0, len(matrices), size):
        block = slice(start, start + size)
        turned = matrices[block].transpose(1, 2, 0)
        rows = room[: turned.size].reshape(turned.shape)
        for first in range(0, turned.shape[2], step):
            part = slice(first, first + step)
            rows[..., part] = turned[..., part]
        yield block, rows


def reciprocal(rows: Array) -> bool:
    """Whether matrices side by side, (n, n, k), hold positive ratios and their inverses; NaN is none."""
    if not rows.min() > 0:
        return False
    step = max(1, TURNED * len(rows) // rows.size)
    with np.errstate(over="ignore", invalid="ignore"):
        for i in range(0, len(rows), step):
            product = rows[i : i + step, i:] * rows[i:, i : i + step].swapaxes(0, 1)
            if product.max() - 1 > EXACT_RECIPROCAL or 1 - product.min() > EXACT_RECIPROCAL:
                return False
    return True


def _mended(array: Array, name: str) -> Array:
    """The slow half of `comparison_matrices`: says what is wrong, or accepts gaps and rounded reciprocals."""
    transposed = np.swapaxes(array, -1, -2)
    with np.errstate(over="ignore", invalid="ignore"):
        product = array * transposed
    missing = np.isnan(array)
    if (bad := (array <= 0) | np.isinf(array)).any():
        index = first_place(bad)
        raise ValueError(f"{name}{place(index)} is {array[index]:g}: a ratio is positive and finite")
    if (bad := missing != np.swapaxes(missing, -1, -2)).any():
        index = first_place(bad & missing)
        mirror = (*index[:-2], index[-1], index[-2])
        raise ValueError(f"{name}{place(index)} is NaN but {name}{place(mirror)} is not: both halves or neither")
    *_, n = array.shape
    diagonal = np.arange(n)
    if (bad := array[..., diagonal, diagonal] != 1).any():
        *lead, i = first_place(bad)
        index = (*lead, i, i)
        raise ValueError(f"{name}{place(index)} is {array[index]:g}: an item compared with itself is 1")
    exact = np.abs(product - 1) <= EXACT_RECIPROCAL
    larger = np.maximum(array, transposed)
    off = np.abs(np.minimum(array, transposed) - 1 / larger)
    rounded = (off <= ROUNDED_RECIPROCAL + 1e-12) & (larger <= LARGEST_ROUNDED)
    if (bad := ~(exact | rounded | missing)).any():
        index = first_place(bad)
        mirror = (*index[:-2], index[-1], index[-2])
        raise ValueError(
            f"{name}{place(index)} is {array[index]:g} and {name}{place(mirror)} is {array[mirror]:g}: "
            f"one must be the inverse of the other"
        )
    if exact[~missing].all():
        return array
    _warn(f"{name}: rounded reciprocals were made exact from the larger of each pair")
    return np.where(exact | missing, array, np.where(array >= transposed, larger, 1 / larger))


def _warn(message: str) -> None:
    """Warns of what the first caller outside this package handed in, and points there."""
    frame: FrameType | None = sys._getframe(1)
    level = 2
    while frame is not None and frame.f_globals["__name__"].partition(".")[0] == "mcda":
        frame, level = frame.f_back, level + 1
    warnings.warn(message, UserWarning, stacklevel=level)
