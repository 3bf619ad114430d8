"""How answers move from one round to the next, and which pairs are settled: in steps of the judgement scale."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mcda.agreement.spread import Spread
from mcda.arrays import ArrayLike, BoolArray, comparison_matrices
from mcda.steps import place_on_scale

SETTLED = 1.0
"""A pair is settled when its middle half lies within so many steps of the scale."""

MOVED = 1e-6
"""An answer that is off by less has not moved."""


def settled(spread: Spread, within: float = SETTLED) -> BoolArray:
    """Which pairs (p,) are settled: the quartiles of their judgements lie within so many steps of each other.

    Pairs that fewer than two judged are not.
    """
    apart = place_on_scale(spread.upper) - place_on_scale(spread.lower)
    return np.asarray((spread.judged > 1) & (apart <= within + MOVED))


class Shift(NamedTuple):
    """What became of the answers that the same panellists gave to the same pairs in two rounds."""

    compared: int
    """How many there are."""
    changed: int
    """How many are other answers than before."""
    steps: float
    """Mean distance between the two answers, in steps of the scale; NaN where none can be compared."""
    nearer: int
    """How many came nearer to the median of the earlier round."""
    farther: int
    """How many went farther from it."""


def shift(before: ArrayLike, after: ArrayLike) -> Shift:
    """How far answers moved between two rounds, and whether towards the group.

    Parameters
    ----------
    before, after : (k, n, n) float
        Comparison matrices of the same k panellists in the two rounds, NaN where one did not judge.

    Returns
    -------
    Shift

    Raises
    ------
    ValueError
        For matrices of different shapes, or such as are no comparisons.
    """
    earlier, later = comparison_matrices(before, "before"), comparison_matrices(after, "after")
    if earlier.shape != later.shape or earlier.ndim != 3:
        raise ValueError(f"before has shape {earlier.shape}, after {later.shape}: both must be (panellists, n, n)")
    first, second = np.triu_indices(earlier.shape[2], 1)
    old, new = (place_on_scale(each[:, first, second]) for each in (earlier, later))
    both = ~np.isnan(old) & ~np.isnan(new)
    if not both.any():
        return Shift(0, 0, float("nan"), 0, 0)
    some = ~np.isnan(old).all(axis=0)
    median = np.full(len(first), np.nan)
    median[some] = np.nanmedian(old[:, some], axis=0)
    moved = np.abs(new - old)
    closer = np.abs(old - median) - np.abs(new - median)
    return Shift(
        compared=int(both.sum()),
        changed=int((moved[both] > MOVED).sum()),
        steps=float(moved[both].mean()),
        nearer=int((closer[both] > MOVED).sum()),
        farther=int((closer[both] < -MOVED).sum()),
    )
