"""Rank reversal: what an order becomes when alternatives or criteria come, go or get worse that should not matter."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import NamedTuple

import numpy as np

from mcda.arrays import Array, ArrayLike, BoolArray, IntArray
from mcda.ranking import competition_ranks
from mcda.ranking.problem import decision_problem

Score = Callable[[Array, Array, Array], Array]
"""Values (a, m), weights (m,), directions (m,) -> scores (a,), higher is better, such as `topsis`."""


class Reversals(NamedTuple):
    """The orders before and after each of c changes, of the alternatives that can be compared."""

    changed: IntArray
    """(c,) index of the alternative, or of the criterion, that was replaced, added once more or removed."""
    before: IntArray
    """(c, a) ranks before, among those compared; 0 for one that was removed."""
    after: IntArray
    """(c, a) ranks after, among the same."""
    first_changed: BoolArray
    """(c,) whether the set of first places became another."""
    reversed: IntArray
    """(c,) how many pairs stand the other way round. Pairs that tie before or after are not counted, nor those of an
    alternative that was made worse."""


class PairedOrder(NamedTuple):
    """The order that alternatives have two at a time."""

    above: BoolArray
    """(a, a) whether the row is above the column in the problem of those two alone."""
    cycles: IntArray
    """(c, 3) triples, each at or above the next and the third at or above the first, one of them above: empty where the
    pairs are transitive. The lowest index comes first."""
    ranks: IntArray
    """(a,) one more than how many are above it in pairs: where transitive, the pairs recombined into an order."""
    whole: IntArray
    """(a,) ranks when all are scored together."""
    reversed: int
    """How many pairs stand the other way round in the whole."""
    same: bool
    """Whether the pairs are transitive and their order is that of the whole, ties included."""


class RankReversals(NamedTuple):
    """All tests of one method on one problem; what leaving out a criterion changes is no fault of the method."""

    worse: Reversals
    """Test 1: an alternative that is not first is replaced by a worse one. The first place may not change."""
    pairs: PairedOrder
    """Tests 2 and 3: alternatives two at a time are transitive, and recombined they are the order of the whole."""
    clones: Reversals
    """Each alternative is there twice."""
    alternatives: Reversals
    """Each alternative is left out."""
    criteria: Reversals
    """Each criterion is left out."""
    newcomers: Reversals
    """A worse copy of each alternative comes beside it, half the way, or `amount`, to the worst values."""


def rank_reversals(
    values: ArrayLike,
    weights: ArrayLike,
    directions: ArrayLike,
    score: Score,
    amount: float = 0.5,
    generator: np.random.Generator | None = None,
    tries: int = 1,
) -> RankReversals:
    """All rank reversal tests at once: worse alternatives, pairs, clones, and leaving one out.

    Parameters
    ----------
    values : (a, m) float
        What a alternatives reach under m criteria, each column in its own units.
    weights : (m,) float
        Non-negative; divided by their sum.
    directions : (m,) of 1 or -1
        1 where more is better, -1 where less is better.
    score : function
        Values, weights and directions -> scores (a,), higher is better, such as `topsis`. It is called with fewer and
        with more alternatives, always with all criteria.
    amount, generator, tries
        As in `with_worse`.

    Returns
    -------
    RankReversals

    Raises
    ------
    ValueError
        For an amount outside 0 to 1, tries below 1, and whatever the score refuses of any of the problems.

    Notes
    -----
    Tests 1 to 3 of Wang & Triantaphyllou (2008), Omega 36(1); clones: Belton & Gear (1983), Omega 11(3).
    """
    array, w, signs = _problem(values, weights, directions)
    return RankReversals(
        with_worse(array, w, signs, score, amount, generator, tries),
        in_pairs(array, w, signs, score),
        with_clone(array, w, signs, score),
        without_alternative(array, w, signs, score),
        without_criterion(array, w, signs, score),
        with_newcomer(array, w, signs, score, amount),
    )


def with_worse(
    values: ArrayLike,
    weights: ArrayLike,
    directions: ArrayLike,
    score: Score,
    amount: float = 0.5,
    generator: np.random.Generator | None = None,
    tries: int = 1,
) -> Reversals:
    """What changes when an alternative that is not first is replaced by a worse one, each in turn.

    Parameters
    ----------
    values, weights, directions, score
        As in `rank_reversals`.
    amount : float
        Above 0, at most 1: each value goes that part of its way to the worst value that occurs in its column, and so
        stays within every scale. An alternative that is the worst under every criterion stays as it is.
    generator : numpy.random.Generator, optional
        Each value goes a part of its own instead, drawn evenly from 0 to `amount`.
    tries : int
        How many worse ones are tried for each alternative; without a generator they are all alike.

    Returns
    -------
    Reversals
        A row for each that is not first, in order, and each try.
    """
    array, w, signs = _problem(values, weights, directions)
    _check_amount(amount)
    if tries < 1:
        raise ValueError(f"tries is {tries}: at least 1 is needed")
    ranks = competition_ranks(score(array, w, signs))
    changed = np.repeat(np.flatnonzero(ranks > 1), tries)
    before, after = _blank(len(changed), ranks), _blank(len(changed), ranks)
    for row, alternative in enumerate(changed):
        part = amount if generator is None else generator.uniform(0.0, amount, len(w))
        replaced = array.copy()
        replaced[alternative] = _worse(array, signs, int(alternative), part)
        before[row], after[row] = ranks, competition_ranks(score(replaced, w, signs))
    return _reversals(changed, before, after, apart=changed)


def with_clone(values: ArrayLike, weights: ArrayLike, directions: ArrayLike, score: Score) -> Reversals:
    """What changes among the alternatives when one of them is there twice, each in turn: a row an alternative.

    Parameters and errors as in `rank_reversals`; the copy itself is not compared.
    """
    array, w, signs = _problem(values, weights, directions)
    scores = score(array, w, signs)
    ranks = competition_ranks(scores)
    before, after = _blank(len(ranks), ranks), _blank(len(ranks), ranks)
    for row in range(len(ranks)):
        more = np.vstack([array, array[row]])
        before[row], after[row] = ranks, competition_ranks(score(more, w, signs)[:-1])
    return _reversals(np.arange(len(ranks)), before, after)


def with_newcomer(
    values: ArrayLike, weights: ArrayLike, directions: ArrayLike, score: Score, amount: float = 0.5
) -> Reversals:
    """What changes among the alternatives when a worse copy of one comes beside it, each in turn: a row each.

    Parameters and errors as in `with_worse`; the newcomer itself, at or below the original everywhere, is not compared.
    """
    array, w, signs = _problem(values, weights, directions)
    _check_amount(amount)
    ranks = competition_ranks(score(array, w, signs))
    before, after = _blank(len(ranks), ranks), _blank(len(ranks), ranks)
    for row in range(len(ranks)):
        more = np.vstack([array, _worse(array, signs, row, amount)])
        before[row], after[row] = ranks, competition_ranks(score(more, w, signs)[:-1])
    return _reversals(np.arange(len(ranks)), before, after)


def without_alternative(values: ArrayLike, weights: ArrayLike, directions: ArrayLike, score: Score) -> Reversals:
    """What changes among the others when one alternative is left out, each in turn: a row an alternative.

    Parameters and errors as in `rank_reversals`. The first place is that among the others, so leaving out the winner
    changes it only if another than the second follows. A single alternative has no others: no row.
    """
    array, w, signs = _problem(values, weights, directions)
    scores = score(array, w, signs)
    changed = np.arange(len(scores) if len(scores) > 1 else 0)
    before = np.zeros((len(changed), len(scores)), dtype=np.intp)
    after = np.zeros_like(before)
    for row in changed:
        others = changed != row
        before[row, others] = competition_ranks(scores[others])
        after[row, others] = competition_ranks(score(array[others], w, signs))
    return _reversals(changed, before, after)


def without_criterion(values: ArrayLike, weights: ArrayLike, directions: ArrayLike, score: Score) -> Reversals:
    """What changes when one criterion is left out, each in turn: a row for each that weighs something, but not all.

    Parameters and errors as in `rank_reversals`. Its weight becomes 0 and the others grow in proportion; its column
    stays, so that a scale fits, and a method that reads values without weight still sees them.
    """
    array, w, signs = _problem(values, weights, directions)
    ranks = competition_ranks(score(array, w, signs))
    changed = np.flatnonzero((w > 0) & (w < 1))
    before, after = _blank(len(changed), ranks), _blank(len(changed), ranks)
    for row, criterion in enumerate(changed):
        rest = w.copy()
        rest[criterion] = 0.0
        before[row], after[row] = ranks, competition_ranks(score(array, rest / rest.sum(), signs))
    return _reversals(changed, before, after)


def in_pairs(values: ArrayLike, weights: ArrayLike, directions: ArrayLike, score: Score) -> PairedOrder:
    """The order of alternatives scored two at a time, whether it is transitive, and how it differs from the whole.

    Parameters and errors as in `rank_reversals`. Two alternatives with equal values are a tie.
    """
    array, w, signs = _problem(values, weights, directions)
    whole = competition_ranks(score(array, w, signs))
    count = len(whole)
    above = np.zeros((count, count), dtype=bool)
    for i, j in combinations(range(count), 2):
        if (array[i] != array[j]).any():
            first, second = competition_ranks(score(array[[i, j]], w, signs))
            above[i, j], above[j, i] = first < second, second < first
    level = ~above.T
    circle = np.einsum("ij,jk,ki->ijk", level, level, level, dtype=np.intp) > 0
    some = above[:, :, None] | above[None, :, :] | above.T[:, None, :]
    cycles = np.argwhere(circle & some)
    cycles = cycles[cycles.argmin(axis=1) == 0]
    ranks = above.sum(axis=0) + 1
    opposite = int((above & (whole[:, None] > whole)).sum())
    return PairedOrder(above, cycles, ranks, whole, opposite, not len(cycles) and bool((ranks == whole).all()))


def opposite_pairs(before: ArrayLike, after: ArrayLike) -> int:
    """How many pairs of a alternatives stand the other way round in the second of two rankings, (a,) and (a,).

    Pairs that tie in either are not counted. By merging halves, in a log(a)^2, so that 100,000 alternatives can be
    compared.
    """
    first, second = np.asarray(before), np.asarray(after)
    return _inversions(second[np.lexsort((second, first))])


def _inversions(ranks: Array | IntArray) -> int:
    """How often a later one is below an earlier one."""
    if len(ranks) <= 64:
        return int(np.triu(ranks[:, None] > ranks, 1).sum())
    half = len(ranks) // 2
    earlier, later = ranks[:half], ranks[half:]
    across = half * len(later) - int(np.searchsorted(np.sort(earlier), later, side="right").sum())
    return _inversions(earlier) + _inversions(later) + across


def _problem(values: ArrayLike, weights: ArrayLike, directions: ArrayLike) -> tuple[Array, Array, Array]:
    """The checked problem of one weight vector."""
    if np.ndim(weights) > 1:
        raise ValueError(f"weights has shape {np.shape(weights)}: reversals are those of one weight vector, (m,)")
    return decision_problem(values, weights, directions)


def _check_amount(amount: float) -> None:
    """Raise ValueError unless it is part of a way."""
    if not 0 < amount <= 1:
        raise ValueError(f"amount is {amount:g}: it must be above 0 and at most 1, the way to the worst value")


def _worse(array: Array, signs: Array, alternative: int, part: float | Array) -> Array:
    """The values (m,) of an alternative, each that part of its way to the worst in its column."""
    low, high = array.min(axis=0), array.max(axis=0)
    worse = array[alternative] + part * (np.where(signs > 0, low, high) - array[alternative])
    return np.asarray(np.clip(worse, low, high))  # rounding may not leave a scale


def _blank(count: int, ranks: IntArray) -> IntArray:
    """Room for so many rows of ranks."""
    return np.zeros((count, len(ranks)), dtype=np.intp)


def _reversals(changed: IntArray, before: IntArray, after: IntArray, apart: IntArray | None = None) -> Reversals:
    """What the ranks say; pairs with the alternatives `apart` (c,) are not counted."""
    opposite = (before[:, :, None] < before[:, None, :]) & (after[:, :, None] > after[:, None, :])
    if apart is not None:
        rows = np.arange(len(apart))
        opposite[rows, apart, :] = opposite[rows, :, apart] = False
    first_changed = ((before == 1) != (after == 1)).any(axis=1)
    return Reversals(changed, before, after, first_changed, opposite.sum(axis=(1, 2)))
