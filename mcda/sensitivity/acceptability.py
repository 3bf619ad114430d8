"""What draws of weights and values say of an order: how often each alternative has each rank, and is above another."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from mcda.arrays import Array, ArrayLike, IntArray, criterion_weights, decision_matrix, direction_signs, finite
from mcda.ranking import competition_ranks, topsis
from mcda.sensitivity.blocks import (
    BLOCK,
    CELLS,
    FEWEST,
    IN_FLIGHT,
    MOST,
    SLOWER,
    Draw,
    Span,
    block_draws,
    in_order,
    spans,
)
from mcda.sensitivity.kernels import Counter, Tally
from mcda.sensitivity.scored import Score, Scoring, scoring

if TYPE_CHECKING:
    from concurrent.futures import Executor

SAME = 1e-9
"""Shares closer together than this are one share: the rest is rounding of split ties."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Acceptability:
    """How often each of a alternatives has each rank, over draws of weights under m criteria and perhaps of values."""

    ranks: Array
    """(a, a) share of the draws in which alternative i has rank 1, 2, ..., a; those that tie split their ranks between
    them. Rows and columns sum to 1."""
    central_weights: Array
    """(a, m) mean weights of the draws in which i is first, summing to 1; NaN where it never is."""
    confidence: Array
    """(a,) share of the draws of values in which nobody is above i at its central weights; 1 or 0 where the values are
    fixed. 0 where i is never first."""
    pairwise: Array
    """(a, a) share of the draws in which i is above k; ties are halves, and so is the diagonal. NaN if not counted."""
    draws: int

    @property
    def error(self) -> Array:
        """(a, a) Monte Carlo standard error of `ranks`: sqrt(p (1 - p)/draws), less where ties are split.

        It is 0 where a rank was never or always seen: there, 3/draws bounds the share's error at 95 %.
        """
        share = np.clip(self.ranks, 0.0, 1.0)
        return np.asarray(np.sqrt(share * (1 - share) / self.draws))

    @property
    def expected_rank(self) -> Array:
        """(a,) mean rank, 1 to a; ties have the mean of the ranks that they split."""
        return np.asarray(np.einsum("ir,r->i", self.ranks, np.arange(1.0, len(self.ranks) + 1)))

    def holistic(self, alpha: ArrayLike | None = None) -> Array:
        """One number for each alternative: its rank shares weighed by how good a rank is.

        Parameters
        ----------
        alpha : (a,) float, optional
            How good each rank is, best first, never rising, 0 or more. Left out: rank-order centroid weights,
            sum of 1/i for i from r to a, divided by that for r = 1, so that being always first is 1.

        Returns
        -------
        (a,) float
            Dimensionless, between the last and the first alpha.

        Raises
        ------
        ValueError
            For alphas of another shape, negative, or rising.

        Notes
        -----
        Lahdelma & Salminen (2001), Operations Research 49(3). The order by it depends on alpha, which nobody judged.
        """
        a = len(self.ranks)
        if alpha is None:
            tails = np.cumsum(1 / np.arange(a, 0, -1))[::-1]
            good = tails / tails[0]
        else:
            good = finite(alpha, "alpha")
            if good.shape != (a,) or good.min() < 0 or (np.diff(good) > 0).any():
                raise ValueError(f"alpha is {good.tolist()}: it must be ({a},), 0 or more, and never rise")
        return np.asarray(np.einsum("ir,r->i", self.ranks, good))

    def interval(self, level: float = 0.95) -> IntArray:
        """The ranks between which each alternative lies in at least that share of the draws, (a, 2) int, low and high.

        Central: at most (1 - level)/2 of the draws are on either side. Raises ValueError unless 0 < level < 1.
        """
        _check_share(level, "level")
        below = np.cumsum(self.ranks, axis=1)
        tail = (1 - level) / 2
        low = (below <= tail + SAME).sum(axis=1) + 1
        high = (below < 1 - tail - SAME).sum(axis=1) + 1
        return np.asarray(np.minimum(np.stack([low, high], axis=1), len(self.ranks)))

    def tiers(self, level: float = 0.95) -> tuple[tuple[int, ...], ...]:
        """Groups of alternatives that the draws cannot tell apart, indices, best group first.

        Alternatives are put in the order of their expected rank. Between two neighbours in it lies a border if the
        upper one is above the lower in at least `level` of the draws; a tier is what lies between two borders. So the
        two ends of a tier may well be told apart, with others between them that are told from neither.

        Raises ValueError for a level not above 0.5 and at most 1, and if pairs were not counted.
        """
        if not 0.5 < level <= 1:
            raise ValueError(f"level is {level:g}: allowed are shares above 0.5, up to 1")
        if np.isnan(self.pairwise).any():
            raise ValueError("pairs were not counted: ask for them with pairs=True")
        order = np.argsort(self.expected_rank, kind="stable")
        groups = [[int(order[0])]]
        for upper, lower in pairwise(order.tolist()):
            if self.pairwise[upper, lower] >= level - SAME:
                groups.append([])
            groups[-1].append(lower)
        return tuple(tuple(group) for group in groups)


def acceptability(
    values: ArrayLike,
    weights: ArrayLike,
    directions: ArrayLike,
    score: Score = topsis,
    *,
    normalisation: str | None = None,
    domain: ArrayLike | None = None,
    pooled: ArrayLike | None = None,
    pairs: bool = True,
) -> Acceptability:
    """How often each alternative has each rank over the weights, and values, that are given.

    Parameters
    ----------
    values : (a, m) or (draws, a, m) float
        What a alternatives reach under m criteria, each column in its own units; a table for all draws, or one each.
    weights : (draws, m) or (m,) float
        Non-negative; each divided by its sum. One vector is one draw, or goes with all draws of values.
    directions : (m,) of 1 or -1
        1 where more is better, -1 where less is better.
    score : function, RankingMethod or str
        function(values (a, m), weights (draws, m), directions (m,)) -> scores (draws, a), higher is better; or a row or
        a name of RANKING_METHODS. topsis and weighted-sum are ranked some hundred times faster than others.
    normalisation : str, optional
        Of a method of the table.
    domain : (m, 2) float, optional
        Low and high end of each criterion's scale; for "scale".
    pooled : (g, a) float, optional
        What is ranked instead: g weighted sums of the alternatives' scores, such as the means of groups.
    pairs : bool
        Whether to count who is above whom; of 100 alternatives that takes about as long as all else.

    Returns
    -------
    Acceptability
        Exact for these draws; ties are those of `competition_ranks`.

    Raises
    ------
    ValueError
        For a wrong shape or sign, an unknown method, and whatever the scorer refuses.

    Notes
    -----
    SMAA-2: Lahdelma & Salminen (2001), Operations Research 49(3); pairwise shares: Leskinen, Viitanen, Kangas & Kangas
    (2006), Forest Science 52(3). Draws that come from a generator are better given to `accumulate`.
    """
    array = finite(values, "values")
    if array.ndim not in (2, 3) or 0 in array.shape:
        raise ValueError(f"values has shape {array.shape}: it must be (a, m) or (draws, a, m), at least one of each")
    w = np.atleast_2d(criterion_weights(weights, array.shape[-1]))
    if not len(w):
        raise ValueError(f"weights has shape {w.shape}, no rows: at least one draw is needed")
    how = scoring(score, normalisation, domain, pooled)
    if array.ndim == 2:
        counter = Counter(how, directions, array, array.shape[-1], pairs)
        counter.add(w)
    else:
        if len(w) not in (1, len(array)):
            raise ValueError(f"values has {len(array)} draws, weights {len(w)}: give as many, or one weight vector")
        w = np.broadcast_to(w, (len(array), w.shape[1]))
        counter = Counter(how, directions, None, array.shape[-1], pairs)
        counter.add(w, array)
    return _judged(counter.tally(), how, directions, pairs, array if array.ndim == 2 else None, [array])


def accumulate(
    draw: Draw,
    score: Score,
    directions: ArrayLike,
    values: ArrayLike | None = None,
    *,
    draws: int,
    seed: int,
    normalisation: str | None = None,
    domain: ArrayLike | None = None,
    pooled: ArrayLike | None = None,
    pairs: bool = True,
    executor: Executor | None = None,
    block: int = BLOCK,
    in_flight: int = IN_FLIGHT,
    progress: Callable[[int, int], None] | None = None,
) -> Acceptability:
    """How often each alternative has each rank over draws that are made, counted and forgotten block by block.

    Parameters
    ----------
    draw : function
        (generator, count) -> weights (count, m), non-negative and on any scale, or a tuple of those and values
        (count, a, m). Depends on nothing but the generator; can be pickled where workers are processes.
    score, directions, normalisation, domain, pooled, pairs
        As in `acceptability`.
    values : (a, m) float, optional
        Where `draw` gives weights only.
    draws : int
        1 or more; `draws_for` says how many a given error takes.
    seed : int
        0 or more. The same seed gives the same bytes for any executor and any number of workers.
    executor : Executor, optional
        Threads, processes, `Workers`, Dask's `client.get_executor(pure=False)`. None: here, in one thread.
    block : int
        Draws made at once; another number makes other draws.
    in_flight : int
        Tasks that an executor is given at a time, of 32 to 256 blocks each, or 4 to 32 with drawn values. Best at least
        twice its workers.
    progress : function of (int, int), optional
        Called here, with the draws counted and all of them, after every task; without an executor before every block
        too, with the draws made. With drawn values all draws are gone through a second time, for the confidence, and
        both passes count. What it raises ends the count.

    Returns
    -------
    Acceptability

    Raises
    ------
    ValueError
        For arguments or draws of a wrong shape, sign or number, an unknown method, and whatever the scorer refuses.
    LostWorkersError
        If the executor broke down and does not mend; a new one gives the same result.

    Notes
    -----
    Memory does not grow with `draws`. For topsis and weighted-sum all draws of a block go through one matrix product in
    float32; draws in which two alternatives come out too close for that are scored again by the method itself.
    KeyboardInterrupt cancels what has not begun and is passed on.
    """
    if draws < 1 or block < 1 or in_flight < 1:
        raise ValueError(f"draws, block and in_flight are {draws}, {block} and {in_flight}: each must be 1 or more")
    if seed < 0:
        raise ValueError(f"seed is {seed}: allowed are whole numbers from 0 up")
    m = np.size(np.asarray(directions))
    signs = direction_signs(directions, m)
    fixed = None if values is None else decision_matrix(values)
    passes, slower = (1, 1) if fixed is not None else (2, SLOWER)
    tasks = partial(spans, draws, block, FEWEST // slower, MOST // slower)
    source = _told(draw, progress, passes * draws) if progress and executor is None else draw
    plan = _Plan(source, scoring(score, normalisation, domain, pooled), signs, fixed, seed, block, pairs)
    done, found = 0, None
    with closing(in_order(partial(_tally, plan), tasks(), executor, in_flight)) as tallies:
        for span, tally in tallies:
            found = tally if found is None else found.with_more(tally)
            done += span.draws
            if progress:
                progress(done, passes * draws)
    assert found is not None
    if fixed is not None:
        return _judged(found, plan.scoring, signs, pairs, fixed, [])
    central = _central(found)
    firsts = np.zeros(len(central), dtype=np.intp)
    with closing(in_order(partial(_firsts, plan, central), tasks(), executor, in_flight)) as counts:
        for span, count in counts:
            firsts += count
            done += span.draws
            if progress:
                progress(done, passes * draws)
    return _result(found, central, firsts / draws, pairs)


def draws_for(precision: float, level: float = 0.95) -> int:
    """How many draws keep the error of every share within `precision`, in that share of the cases.

    z^2/(4 precision^2), z the normal quantile of the level, for the least favourable share, 1/2: 9,604 for 0.01 at
    0.95.
    Raises ValueError for a precision or a level not between 0 and 1. Tervonen & Lahdelma (2007), EJOR 178(2).
    """
    from statistics import NormalDist

    _check_share(precision, "precision")
    _check_share(level, "level")
    z = NormalDist().inv_cdf((1 + level) / 2)
    return ceil(z * z / (4 * precision * precision))


@dataclass(frozen=True, slots=True, eq=False)
class _Plan:
    """What a worker needs to know to count any span of blocks."""

    draw: Draw
    scoring: Scoring
    signs: Array
    values: Array | None
    seed: int
    block: int
    pairs: bool


def _told(draw: Draw, progress: Callable[[int, int], None], total: int) -> Draw:
    """The draw, told before each block how many draws were made so far."""
    made = 0

    def drawn(rng: np.random.Generator, count: int) -> Array | tuple[Array, Array]:
        nonlocal made
        progress(made, total)
        made += count
        return draw(rng, count)

    return drawn


def _tally(plan: _Plan, span: Span) -> Tally:
    """The tally of a span of blocks."""
    counter = Counter(plan.scoring, plan.signs, plan.values, len(plan.signs), plan.pairs)
    for weights, values in block_draws(plan.draw, plan.seed, span, plan.block):
        counter.add(np.asarray(weights), None if values is None else np.asarray(values))
    return counter.tally()


def _firsts(plan: _Plan, central: Array, span: Span) -> IntArray:
    """In how many draws of a span's values nobody is above each alternative at its central weights, (a,)."""
    count = np.zeros(len(central), dtype=np.intp)
    for _, values in block_draws(plan.draw, plan.seed, span, plan.block):
        if values is None:
            raise ValueError("values were drawn for some blocks and not for others")
        count += _first_at(plan.scoring, plan.signs, values, central)
    return count


def _first_at(scoring: Scoring, signs: Array, values: Array, central: Array) -> IntArray:
    """In how many of the values (draws, a, m) nobody is above each alternative at its central weights, (a,)."""
    count = np.zeros(len(central), dtype=np.intp)
    ever = np.flatnonzero(~np.isnan(central[:, 0]))
    size = max(1, CELLS // max(values[0].size, len(ever) * len(central)))
    for start in range(0, len(values), size):
        scores = scoring.scores_each(values[start : start + size], central[ever], signs)
        places = competition_ranks(scores)[:, np.arange(len(ever)), ever]
        count[ever] += (places == 1).sum(axis=0)
    return count


def _central(tally: Tally) -> Array:
    """Mean weights where first, (a, m), summing to 1; NaN where never."""
    totals = tally.weights.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(tally.weights, totals, out=np.full_like(tally.weights, np.nan), where=totals > 0))


def _judged(
    tally: Tally, scoring: Scoring, directions: ArrayLike, pairs: bool, fixed: Array | None, drawn: list[Array]
) -> Acceptability:
    """The result, with the confidence at fixed values or over those that were drawn."""
    central = _central(tally)
    values = [fixed[None]] if fixed is not None else drawn
    signs = direction_signs(directions, central.shape[1])
    firsts = sum(_first_at(scoring, signs, each, central) for each in values)
    return _result(tally, central, np.asarray(firsts / sum(map(len, values))), pairs)


def _result(tally: Tally, central: Array, confidence: Array, pairs: bool) -> Acceptability:
    """Shares of counts."""
    found = Acceptability(
        ranks=tally.ranks / tally.draws,
        central_weights=central,
        confidence=confidence,
        pairwise=tally.wins / tally.draws if pairs else np.full_like(tally.wins, np.nan),
        draws=tally.draws,
    )
    for array in (found.ranks, found.central_weights, found.confidence, found.pairwise):
        array.setflags(write=False)
    return found


def _check_share(share: float, name: str) -> None:
    """Raise ValueError unless it lies between 0 and 1."""
    if not 0 < share < 1:
        raise ValueError(f"{name} is {share:g}: it must lie between 0 and 1")
