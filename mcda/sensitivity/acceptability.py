"""What many draws of weights say together: how often each alternative takes each rank, and with which weights."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from mcda.arrays import Array, ArrayLike, IntArray, criterion_weights, direction_signs, finite
from mcda.ranking import competition_ranks, topsis

Score = Callable[[Array, Array, Array], Array]
"""Values (a, m), weights (m,) or (draws, m), directions (m,) -> scores (a,) or (draws, a), higher is better."""

BLOCK = 512
"""Draws that are scored at once."""


class Acceptability(NamedTuple):
    """Shares of draws, each with its Monte Carlo error in `error`. Ties are split: two firsts have half a draw each."""

    ranks: Array
    """(a, a): [i, r] is the share of draws in which alternative i has rank r + 1. Rows and columns sum to 1."""
    central_weights: Array
    """(a, m): the mean of the weights with which the alternative is first; NaN where it never is."""
    confidence: Array
    """(a,): the share of value draws in which it is first with its central weights, 1 or 0 for fixed values; 0 where it
    is never first."""
    pairwise: Array
    """(a, a): [i, k] is the share of draws in which i scores above k, equal scores counting half."""
    draws: int

    @property
    def error(self) -> Array:
        """(a, a): the standard error of each share in `ranks`."""
        return np.asarray(np.sqrt(self.ranks * (1 - self.ranks) / self.draws))

    @property
    def expected_rank(self) -> Array:
        """(a,): the mean rank, 1 to a."""
        return np.asarray(self.ranks @ np.arange(1, len(self.ranks) + 1))

    def interval(self, level: float = 0.95) -> IntArray:
        """(a, 2): the lowest and the highest rank once (1 - level) / 2 of the draws are left out on either side."""
        below = np.cumsum(self.ranks, axis=1)
        tail = (1 - level) / 2 + 1e-12
        low = (below <= tail).sum(axis=1) + 1
        high = (below < 1 - tail).sum(axis=1) + 1
        return np.stack([low, high], axis=1)

    def holistic(self, worth: ArrayLike | None = None) -> Array:
        """(a,): the worth of the ranks, averaged over the draws; rank-order centroid weights unless others are given.

        `worth` is (a,), not rising; centroids are 1 for the first rank once they are divided by it.
        """
        count = len(self.ranks)
        if worth is None:
            centroid = np.cumsum(1 / np.arange(count, 0, -1))[::-1]
            return np.asarray(self.ranks @ (centroid / centroid[0]))
        return np.asarray(self.ranks @ finite(worth, "worth"))


def acceptability(values: ArrayLike, weights: ArrayLike, directions: ArrayLike, score: Score = topsis) -> Acceptability:
    """How often each alternative takes each rank over draws of weights, and of values where these are uncertain.

    Parameters
    ----------
    values : (a, m) or (draws, a, m) float
        The decision matrix, or one for each draw.
    weights : (draws, m) float
        Not negative; each row divided by its sum.
    directions : (m,) of +1 and -1
        1 where more is better.
    score : callable
        Of RANKING_METHODS or `mcda.ranking`: values, weights, directions -> scores, higher is better.

    Returns
    -------
    Acceptability

    Raises
    ------
    ValueError
        If the shapes do not fit, there are no draws, or the method refuses the values.

    Notes
    -----
    SMAA-2: Lahdelma & Salminen (2001), Operations Research 49(3). Pairwise winning: Leskinen et al. (2006). Ties share
    the ranks that they take up. Draws are scored in blocks, so that memory does not grow with them.
    """
    array = finite(values, "values")
    if array.ndim not in (2, 3):
        raise ValueError(f"values has shape {array.shape}: it must be (alternatives, criteria) or (draws, ..., ...)")
    count, m = array.shape[-2:]
    drawn = np.atleast_2d(criterion_weights(weights, m))
    signs = direction_signs(directions, m)
    draws = len(drawn)
    if draws == 0:
        raise ValueError("weights has no rows: give at least one draw")
    if array.ndim == 3 and len(array) != draws:
        raise ValueError(f"values has {len(array)} draws, weights {draws}: give as many of both")
    drawn = drawn / drawn.sum(axis=1, keepdims=True)

    taken, above = np.zeros((count, count)), np.zeros((count, count))
    weight_sums, firsts = np.zeros((count, m)), np.zeros(count)
    for start in range(0, draws, BLOCK):
        block = slice(start, min(start + BLOCK, draws))
        scored = array if array.ndim == 2 else array[block]
        ranks = competition_ranks(_scores(score, scored, drawn[block], signs))
        shares = _shares(ranks)
        taken += shares.sum(axis=0)
        first = shares[:, :, 0]
        weight_sums += first.T @ drawn[block]
        firsts += first.sum(axis=0)
        for i in range(count):
            above[i] += (ranks[:, i, None] < ranks).sum(axis=0) + (ranks[:, i, None] == ranks).sum(axis=0) / 2
    with np.errstate(invalid="ignore"):
        central = np.where(firsts[:, None] > 0, weight_sums / firsts[:, None], np.nan)
    return Acceptability(
        ranks=taken / draws,
        central_weights=central,
        confidence=_confidence(score, array, central, signs),
        pairwise=above / draws,
        draws=draws,
    )


def _scores(score: Score, values: Array, weights: Array, signs: Array) -> Array:
    """(draws, a): one batched call where the values are fixed, else a call a draw."""
    if values.ndim == 2:
        return np.asarray(score(values, weights, signs))
    return np.stack([score(own, row, signs) for own, row in zip(values, weights, strict=True)])


def _shares(ranks: IntArray) -> Array:
    """(draws, a, a): how much of each rank an alternative takes; 1 / t of each of the t ranks that t of them share."""
    count = ranks.shape[1]
    size = (ranks[:, :, None] == ranks[:, None, :]).sum(axis=2)
    places = np.arange(1, count + 1)
    inside = (places >= ranks[:, :, None]) & (places < (ranks + size)[:, :, None])
    return np.asarray(inside / size[:, :, None])


def _confidence(score: Score, values: Array, central: Array, signs: Array) -> Array:
    """(a,): how often each is first with its central weights."""
    found = np.zeros(len(central))
    matrices = values[None] if values.ndim == 2 else values
    for i in np.flatnonzero(~np.isnan(central[:, 0])):
        firsts = [competition_ranks(score(matrix, central[i], signs))[i] == 1 for matrix in matrices]
        found[i] = np.mean(firsts)
    return found
