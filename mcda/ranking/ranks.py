"""Scores to ranks, and ties: what counts as the same score."""

from __future__ import annotations

import numpy as np

from mcda.arrays import Array, ArrayLike, IntArray, finite

TIE_TOLERANCE = 1e-12
"""Scores closer than this, relative to the size of what was added up, are one score: the rest is rounding."""


def competition_ranks(scores: ArrayLike) -> IntArray:
    """Ranks of a scores: 1 for the highest, tied ones share the best rank of their group (1, 2, 2, 4).

    Parameters
    ----------
    scores : (..., a) float
        Higher is better. Each vector along the last axis is ranked on its own.

    Returns
    -------
    (..., a) int
        1 to a. Two scores are tied when they differ by at most 1e-12 of the largest absolute score of their vector;
        each is compared with the first of its group, so a chain of small steps does not become one tie.

    Raises
    ------
    ValueError
        If a score is NaN or infinite, or there is no axis to rank along.

    Notes
    -----
    Standard competition ranking. An argsort is not a rank: this is its inverse permutation, with ties.
    """
    array = finite(scores, "scores")
    if array.ndim == 0:
        raise ValueError(f"scores is a single number ({array:g}): it must be (..., alternatives)")
    if array.shape[-1] == 0:
        return np.empty(array.shape, dtype=np.intp)
    tolerance = TIE_TOLERANCE * np.abs(array).max(axis=-1, keepdims=True)
    order, leaders = _groups(array, tolerance)
    ranks = np.empty(array.shape, dtype=np.intp)
    np.put_along_axis(ranks, order, leaders + 1, axis=-1)
    return ranks


def levelled(scores: Array, magnitude: float) -> Array:
    """The scores (..., a), those that differ only by the rounding of terms of size `magnitude` made equal."""
    tolerance = np.array([TIE_TOLERANCE * magnitude])
    order, leaders = _groups(scores, tolerance)
    sources = np.take_along_axis(order, leaders, axis=-1)
    result = np.empty_like(scores)
    np.put_along_axis(result, order, np.take_along_axis(scores, sources, axis=-1), axis=-1)
    result[np.abs(result) <= tolerance] = 0.0
    return result


def _groups(scores: Array, tolerance: Array) -> tuple[IntArray, IntArray]:
    """Positions from the highest score down, and for each of them the position where its group of ties begins."""
    count = scores.shape[-1]
    order = np.argsort(-scores, axis=-1, kind="stable")
    falling = np.take_along_axis(scores, order, axis=-1)
    leaders = np.broadcast_to(np.arange(count), scores.shape).copy()
    with np.errstate(over="ignore"):
        if (falling[..., :-1] - falling[..., 1:] > tolerance).all():
            return order, leaders
        if scores.ndim == 1:
            return order, group_starts(falling, float(tolerance[0]))
        first = falling[..., 0]
        for position in range(1, count):
            same = first - falling[..., position] <= tolerance[..., 0]
            leaders[..., position] = np.where(same, leaders[..., position - 1], position)
            first = np.where(same, first, falling[..., position])
    return order, leaders


def group_starts(falling: Array, tolerance: float) -> IntArray:
    """For each of a falling row of scores the position of the first that it ties with."""
    starts = np.flatnonzero(np.concatenate(([True], falling[:-1] - falling[1:] > tolerance)))
    ends = np.append(starts[1:], len(falling))
    leaders = np.repeat(starts, ends - starts)
    for run in np.flatnonzero(falling[starts] - falling[ends - 1] > tolerance):
        leader = starts[run]
        for position in range(leader, ends[run]):
            if falling[leader] - falling[position] > tolerance:
                leader = position
            leaders[position] = leader
    return leaders
