"""What the winner's lead becomes as one weight after the other is halved, doubled, or left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from mcda.arrays import Array, ArrayLike
from mcda.ranking import competition_ranks
from mcda.ranking.problem import decision_problem
from mcda.sensitivity.paths import weight_path, weights_at

Score = Callable[[Array, Array, Array], Array]
"""Values (a, m), weights (m,) or (draws, m), directions (m,) -> scores (a,) or (draws, a), higher is better."""


class Tornado(NamedTuple):
    """The winner's lead over the best of the others, now and with other weights."""

    winner: int
    """Index of the alternative that is first now, the lowest of those that share first place."""
    lead: float
    """Its lead now, in units of the score; 0 where it shares first place."""
    leads: Array
    """(g, 2) its lead where each criterion or theme weighs less and more; negative where another is first, NaN where
    the method has no scores."""
    without: Array
    """(g,) its lead where each weighs nothing."""
    shares: Array
    """(g, 2) the lower and the higher share at which the leads are."""


def tornado(
    values: ArrayLike,
    weights: ArrayLike,
    directions: ArrayLike,
    score: Score,
    factor: float = 2.0,
    groups: Sequence[Sequence[int]] | None = None,
) -> Tornado:
    """How much each weight matters to the winner's lead.

    Parameters
    ----------
    values : (a, m) float
        What two or more alternatives reach under two or more criteria, each column in its own units.
    weights : (m,) float
        Non-negative; divided by their sum.
    directions : (m,) of 1 or -1
        1 where more is better, -1 where less is better.
    score : function
        Values, weights (draws, m) and directions -> scores (draws, a), higher is better, such as `topsis`.
    factor : float
        Above 1: each share is divided by it and multiplied by it, at most to 1; the other weights give way in
        proportion.
    groups : sequence of sequences of int, optional
        Indices of the criteria that move together, such as the leaves of a theme; each criterion alone if left out.

    Returns
    -------
    Tornado
        A row a criterion or group, in the order given.

    Raises
    ------
    ValueError
        For a factor of 1 or less, fewer than two alternatives or criteria, groups that `weight_path` refuses, and
        whatever the score refuses at the present weights.

    Notes
    -----
    Where the score refuses other weights (some methods divide by zero where one criterion is all that weighs), the lead
    is NaN. A lead is that at the ends of the range; between them it need not be monotone.
    """
    if not factor > 1 or not np.isfinite(factor):
        raise ValueError(f"factor is {factor:g}: it must be above 1, so that shares fall and rise")
    if np.ndim(weights) > 1:
        raise ValueError(f"weights has shape {np.shape(weights)}: a tornado is that of one weight vector, (m,)")
    array, w, signs = decision_problem(values, weights, directions)
    if len(array) == 1:
        raise ValueError("values has 1 alternative: nobody is there to lead over")
    moved = [[criterion] for criterion in range(len(w))] if groups is None else groups
    now = score(array, w[None, :], signs)[0]
    winner = int(competition_ranks(now).argmin())
    shares = np.empty((len(moved), 2))
    tried = np.empty((len(moved), 3, len(w)))
    for row, members in enumerate(moved):
        start, end = weight_path(w, members)
        share = w[sorted(set(members))].sum()
        shares[row] = share / factor, min(share * factor, 1.0)
        tried[row] = weights_at(start, end, [0.0, *shares[row]])
    scores = _scored(score, array, tried.reshape(-1, len(w)), signs, len(now))
    leads = _lead(scores, winner).reshape(-1, 3)
    return Tornado(winner, float(_lead(now, winner)), leads[:, 1:], leads[:, 0], shares)


def _scored(score: Score, array: Array, weights: Array, signs: Array, ranked: int) -> Array:
    """The scores (draws, ranked), NaN where they are refused."""
    try:
        return score(array, weights, signs)
    except ValueError:
        scores = np.full((len(weights), ranked), np.nan)
        for row, each in enumerate(weights):
            try:
                scores[row] = score(array, each[None, :], signs)[0]
            except ValueError:
                continue
        return scores


def _lead(scores: Array, winner: int) -> Array:
    """Of the winner over the best of the others, (...)."""
    return np.asarray(scores[..., winner] - np.delete(scores, winner, axis=-1).max(axis=-1))
