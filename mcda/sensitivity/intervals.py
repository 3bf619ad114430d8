"""How far weights may move, others in proportion, before the winner, the first k or the order change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np

from mcda.arrays import Array, ArrayLike, BoolArray, IntArray
from mcda.ranking import RANKING_METHODS, competition_ranks
from mcda.ranking.problem import decision_problem
from mcda.sensitivity.crossings import SAME_SHARE, Crossings, crossings_of_paths
from mcda.sensitivity.paths import weight_path

Keep = Literal["winner", "order"] | int


class Overtaking(NamedTuple):
    """Who takes whose place."""

    rises: int
    """Index of the alternative that is above from there on, going away from the present weights."""
    passes: int
    """Index of the one that was above it, or tied with it, until then."""


class Stability(NamedTuple):
    """Where on the path of one criterion or theme the winner, the first k or the order are what they are now."""

    share: float
    """What the members weigh together now, 0 to 1."""
    low: float
    """Down to here, from the present share, what is kept holds; 0 where it never changes."""
    high: float
    """Up to here; 1 where it never changes."""
    holds: Array
    """(k, 2) all ranges of shares in which it holds, ascending: an order may be lost and come back."""
    below: Overtaking | None
    """The pair that changes it just below `low`; None where nothing does."""
    above: Overtaking | None
    """The pair that changes it just above `high`; None where nothing does."""
    exact: bool
    """Whether the ends are zeros of polynomials; otherwise they were seen on a grid and bracketed."""


def stability_intervals(
    values: ArrayLike,
    weights: ArrayLike,
    directions: ArrayLike,
    method: str = "topsis",
    normalisation: str | None = None,
    keep: Keep = "winner",
    domain: ArrayLike | None = None,
) -> Array:
    """How far the weight of each criterion may move, others in proportion, before what is kept would change, (m, 2).

    Parameters
    ----------
    values : (a, m) float
        What a alternatives reach under m criteria, each column in its own units.
    weights : (m,) float
        Non-negative; divided by their sum.
    directions : (m,) of 1 or -1
        1 where more is better, -1 where less is better.
    method : str
        A name of RANKING_METHODS.
    normalisation : str, optional
        A word that the method can use; "vector" when left out, or the method's own where it cannot use that.
    keep : "winner", "order" or int
        The set of first places, all ranks, or the set of those with rank k or better, 1 to a. Ties belong: of two that
        are first, both are kept.
    domain : (m, 2) float, optional
        Low and high end of each criterion's scale; only for "scale".

    Returns
    -------
    (m, 2) float
        Lowest and highest share of each criterion, around the present one: 0 <= low <= weight <= high <= 1, and 0 and 1
        where nothing changes on the way there. Both are the present weight where what is kept is a tie that any move
        breaks. A single criterion is all that weighs, whatever it weighs: 0 and 1.

    Raises
    ------
    ValueError
        For an unknown method or an unknown thing to keep, and whatever the method refuses.

    Notes
    -----
    Exact where `crossings` is. Alternatives that tie at a single share and part on the same sides, or at weight 0 or 1,
    change nothing there. Of methods without polynomials, a tie over a range of shares counts as the side before it.
    Mareschal (1988), European Journal of Operational Research 33(1), for sums; Triantaphyllou & Sánchez (1997),
    Decision Sciences 28(1), for one weight at a time.
    """
    array, w, signs = decision_problem(values, _vector(weights), directions)
    normalisation = _chosen(method, normalisation)
    ranks = _ranks_now(array, w, signs, method, normalisation, domain)
    keep = _checked(keep, len(array))
    if len(w) == 1:
        return np.array([[0.0, 1.0]])
    ends = np.concatenate([weight_path(w, [criterion]) for criterion in range(len(w))])
    intervals = np.empty((len(w), 2))
    for criterion, found in enumerate(crossings_of_paths(array, ends, signs, method, normalisation, domain)):
        edges, held, _ = _held(found, ranks, keep)
        intervals[criterion] = _ends(edges, w[criterion], _run(edges, held, w[criterion]))
    return intervals


def stability(
    values: ArrayLike,
    weights: ArrayLike,
    directions: ArrayLike,
    members: Sequence[int],
    method: str = "topsis",
    normalisation: str | None = None,
    keep: Keep = "winner",
    domain: ArrayLike | None = None,
) -> Stability:
    """Where what is kept holds as one criterion or theme weighs from nothing to everything, and which pair ends it.

    Parameters
    ----------
    values, weights, directions, method, normalisation, keep, domain
        As in `stability_intervals`.
    members : sequence of int
        Indices of the criteria that move together, as in `weight_path`: some, not all.

    Returns
    -------
    Stability
        Of the pairs that change places at one share, that with the lowest indices of those that matter: across the
        border of the first k, or within them where a tie parts.

    Raises
    ------
    ValueError
        As `stability_intervals` and `weight_path`.
    """
    array, w, signs = decision_problem(values, _vector(weights), directions)
    normalisation = _chosen(method, normalisation)
    ranks = _ranks_now(array, w, signs, method, normalisation, domain)
    keep = _checked(keep, len(array))
    ends = np.stack(weight_path(w, members))
    share = min(float(w[sorted(set(members))].sum()), 1.0)
    (found,) = crossings_of_paths(array, ends, signs, method, normalisation, domain)
    edges, held, taken = _held(found, ranks, keep)
    run = _run(edges, held, share)
    low, high = _ends(edges, share, run)
    now = _above_now(found, ranks)
    kept = None if keep == "order" else _state(now.sum(axis=0), keep).astype(bool)
    beside: list[Overtaking | None] = []
    for inside, outside in _borders(edges, share, run):
        if not 0 <= outside < len(held):
            beside.append(None)
            continue
        before = now if inside is None else _above(found, taken[inside])
        beside.append(_overtaking(before, _above(found, taken[outside]), kept))
    return Stability(share, low, high, _ranges(edges, held, share), beside[0], beside[1], found.exact)


def _vector(weights: ArrayLike) -> ArrayLike:
    """The weights, unless they are many vectors: then ValueError."""
    if np.ndim(weights) > 1:
        raise ValueError(f"weights has shape {np.shape(weights)}: stability is that of one weight vector, (m,)")
    return weights


def _chosen(method: str, normalisation: str | None) -> str:
    """The normalisation to use."""
    if method not in RANKING_METHODS:
        raise ValueError(f"method {method!r} is not known: allowed are {', '.join(RANKING_METHODS)}")
    words = RANKING_METHODS[method].normalisations
    return normalisation or ("vector" if "vector" in words else words[0])


def _checked(keep: Keep, count: int) -> Keep:
    """What to keep; ValueError if it is neither a word nor a number of places."""
    if isinstance(keep, str):
        if keep in ("winner", "order"):
            return keep
    elif not isinstance(keep, bool) and isinstance(keep, (int, np.integer)) and 1 <= keep <= count:
        return int(keep)
    raise ValueError(f"keep is {keep!r}: allowed are 'winner', 'order' and a number of first places, 1 to {count}")


def _ranks_now(
    array: Array, w: Array, signs: Array, method: str, normalisation: str, domain: ArrayLike | None
) -> IntArray:
    """The ranks at the present weights, (a,)."""
    return competition_ranks(RANKING_METHODS[method].score(array, w, signs, normalisation, domain))


def _above_now(found: Crossings, ranks: IntArray) -> BoolArray:
    """Who is above whom at the present weights, (a, a); a pair that ties throughout ties now too."""
    return np.asarray((ranks[:, None] < ranks) & (found.above | found.above.T))


def _state(places: IntArray, keep: Keep) -> IntArray | BoolArray:
    """What is kept, (..., a), where so many (..., a) are above each alternative."""
    if keep == "order":
        return places
    if keep == "winner":
        return np.asarray(places == places.min(axis=-1, keepdims=True))
    return np.asarray(places < keep)


def _held(found: Crossings, ranks: IntArray, keep: Keep) -> tuple[Array, BoolArray, IntArray]:
    """The shares (s + 1,) between which the order stays, whether what is kept holds there, and crossings until then."""
    now = _above_now(found, ranks).sum(axis=0)
    count = len(found.share)
    steps = np.zeros((count + 1, len(now)), dtype=np.intp)
    steps[0] = found.above.sum(axis=0)
    rows = np.arange(1, count + 1)
    steps[rows, found.rises], steps[rows, found.passes] = -1, 1
    begins = np.flatnonzero(np.diff(found.share, prepend=-1.0) > SAME_SHARE)
    taken = np.append(begins, count)
    better = steps.cumsum(axis=0)[taken]
    edges = np.concatenate([[0.0], found.share[begins], [1.0]])
    return edges, (_state(better, keep) == _state(now, keep)).all(axis=1), taken


def _run(edges: Array, held: BoolArray, share: float) -> tuple[int, int] | None:
    """The first and the last piece of the range around the present share; None if it holds at that share alone."""
    near = np.flatnonzero(held & (edges[:-1] <= share + SAME_SHARE) & (edges[1:] >= share - SAME_SHARE))
    if not len(near):
        return None
    broken = np.flatnonzero(~held)
    left, right = broken[broken < near[0]], broken[broken > near[-1]]
    return int(left[-1]) + 1 if len(left) else 0, int(right[0]) - 1 if len(right) else len(held) - 1


def _ends(edges: Array, share: float, run: tuple[int, int] | None) -> tuple[float, float]:
    """The lowest and the highest share of the range around the present one."""
    if run is None:
        return share, share
    return min(float(edges[run[0]]), share), max(float(edges[run[1] + 1]), share)


def _borders(edges: Array, share: float, run: tuple[int, int] | None) -> list[tuple[int | None, int]]:
    """The pieces inside and outside of the low and of the high end; inside is None where it is the present alone."""
    if run is not None:
        return [(run[0], run[0] - 1), (run[1], run[1] + 1)]
    outside = np.searchsorted(edges, share - SAME_SHARE) - 1, np.searchsorted(edges, share + SAME_SHARE) - 1
    return [(None, int(piece)) for piece in outside]


def _above(found: Crossings, taken: int) -> BoolArray:
    """Who is above whom, (a, a), after so many crossings."""
    above = found.above.copy()
    for rises, passes in zip(found.rises[:taken], found.passes[:taken], strict=True):
        above[rises, passes], above[passes, rises] = True, False
    return above


def _overtaking(before: BoolArray, after: BoolArray, kept: BoolArray | None) -> Overtaking:
    """The first pair that changes places; if a set is kept one across its border, or within it where a tie parts."""
    new = after & ~before
    if kept is not None:
        across, within = new & ~kept[:, None] & kept, new & kept[:, None] & kept
        new = next((those for those in (across, within) if those.any()), new)
    rises, passes = np.argwhere(new)[0]
    return Overtaking(int(rises), int(passes))


def _ranges(edges: Array, held: BoolArray, share: float) -> Array:
    """All ranges of shares in which what is kept holds, the present share among them, (k, 2)."""
    turns = np.flatnonzero(np.diff(held, prepend=False, append=False))
    ranges = edges[turns].reshape(-1, 2)
    around = (ranges[:, 0] <= share + SAME_SHARE) & (ranges[:, 1] >= share - SAME_SHARE)
    if around.any():
        ranges[around, 0] = np.minimum(ranges[around, 0], share)
        ranges[around, 1] = np.maximum(ranges[around, 1], share)
        return ranges
    return np.insert(ranges, np.searchsorted(ranges[:, 0], share), share, axis=0)
