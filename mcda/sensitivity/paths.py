"""What moving a weight does: scores along a path of weights."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from mcda.arrays import Array, ArrayLike, BoolArray, criterion_weights, finite


def weight_path(weights: ArrayLike, members: Sequence[int]) -> tuple[Array, Array]:
    """The ends of the path on which some criteria together weigh from nothing to everything, (m,) and (m,).

    Parameters
    ----------
    weights : (m,) float
        Non-negative; divided by their sum.
    members : sequence of int
        Indices of the criteria that move: one, or all leaves of a theme.

    Returns
    -------
    start, end : (m,) float
        Each sums to 1; start is 0 for the members, end for all others. At share t of the members the weights are
        (1 - t) start + t end: members keep their proportions, and so do the others; those that are all 0 are equal.

    Raises
    ------
    ValueError
        For weights of a wrong shape or sign, a member that is no index, or members that are none or all criteria.
    """
    array = finite(weights, "weights")
    if array.ndim != 1:
        raise ValueError(f"weights has shape {array.shape}: a path begins at one weight vector, (m,)")
    w = criterion_weights(array, len(array))
    moved = np.zeros(len(w), dtype=bool)
    for member in members:
        if not 0 <= member < len(w):
            raise ValueError(f"members holds {member}: allowed are 0 to {len(w) - 1}")
        moved[member] = True
    if not moved.any() or moved.all():
        raise ValueError(f"members are {moved.sum()} of {len(w)} criteria: some must move and some must give way")
    ends = []
    for part in (~moved, moved):
        own = np.where(part, w, 0.0)
        ends.append(own / own.sum() if own.any() else part / part.sum())
    return ends[0], ends[1]


def weights_at(start: ArrayLike, end: ArrayLike, shares: ArrayLike) -> Array:
    """The weights (..., m) at the given shares (...) of a path from start (m,) to end (m,)."""
    t = finite(shares, "shares")[..., None]
    return (1 - t) * finite(start, "start") + t * finite(end, "end")


def sweep(score: Callable[[Array], Array], start: ArrayLike, end: ArrayLike, shares: ArrayLike) -> Array:
    """The scores along a path of weights, (p, a).

    Parameters
    ----------
    score : function
        Weights (draws, m) -> scores (draws, a), higher is better. Called once with all shares between 0 and 1, and
        once for each end among the shares.
    start, end : (m,) float
        Weights at share 0 and at share 1, as `weight_path` gives them.
    shares : (p,) float
        0 to 1.

    Returns
    -------
    (p, a) float
        NaN at an end that the scorer refuses: some methods divide by zero where one criterion is all that weighs.

    Raises
    ------
    ValueError
        For shares outside 0 to 1, and whatever the scorer refuses between the ends, or at all shares.
    """
    t = finite(shares, "shares")
    if t.ndim != 1 or not len(t) or t.min() < 0 or t.max() > 1:
        raise ValueError(f"shares of shape {t.shape} are not a list of numbers from 0 to 1")
    w = weights_at(start, end, t)
    parts: list[tuple[BoolArray, Array]] = []
    refusal: ValueError | None = None
    inside = (t > 0) & (t < 1)
    if inside.any():
        parts.append((inside, score(w[inside])))
    for edge in (t == 0, t == 1):
        if edge.any():
            try:
                parts.append((edge, score(w[edge])))
            except ValueError as error:
                refusal = error
    if not parts:
        assert refusal is not None
        raise refusal
    scores = np.full((len(t), parts[0][1].shape[-1]), np.nan)
    for where, found in parts:
        scores[where] = found
    return scores
