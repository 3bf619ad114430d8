"""What moving a weight does: scores along a path of weights, and the shares at which alternatives change places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from mcda.arrays import Array, ArrayLike, BoolArray, IntArray, criterion_weights, finite
from mcda.ranking import NORMALISATIONS, RANKING_METHODS
from mcda.ranking.problem import decision_problem, weigh
from mcda.ranking.ranks import TIE_TOLERANCE
from mcda.ranking.topsis import _squared_distances

GRID = 400
"""Cells of the grid on which crossings are looked for where no formula gives them."""

EDGE = 1e-9
"""How far from 0 and 1 that grid begins and ends: at the very ends some methods divide by zero."""

SAME_SHARE = 1e-9
"""Crossings closer together than this are one event: three alternatives that meet do so at almost one share."""

EXTREME_TO, EXACT_TO, SEEN_TO = 1e-10, 1e-14, 1e-12
"""How narrow a bracket gets around an extreme, the zero of a polynomial, and that of a difference of scores.
Polynomials are flat around an extreme: 1e-10 beside it they differ by far less than a tie."""

PROBES = np.array([0.23, 0.5, 0.71])
"""Where between two zeros a side is read: three places, since a polynomial may touch zero at one of them."""


class Crossings(NamedTuple):
    """Every share at which two alternatives change places, in ascending order."""

    share: Array
    """(k,) within 0 and 1, both excluded."""
    rises: IntArray
    """(k,) index of the alternative that is above from that share on."""
    passes: IntArray
    """(k,) index of the alternative that was above it until then."""
    above: BoolArray
    """(a, a) whether the row is above the column before the first crossing; neither is where two tie throughout."""
    exact: bool
    """Whether all crossings are zeros of polynomials; otherwise they were seen on a grid and bracketed."""


class FirstPlaces(NamedTuple):
    """Who is first along a path."""

    share: Array
    """(f,) where the set of first places changes, ascending."""
    first: BoolArray
    """(f + 1, a) whether an alternative is first before the first change, between two, and after the last."""


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


def crossings(
    values: ArrayLike,
    start: ArrayLike,
    end: ArrayLike,
    directions: ArrayLike,
    method: str = "topsis",
    normalisation: str | None = None,
    domain: ArrayLike | None = None,
    pooled: ArrayLike | None = None,
) -> Crossings:
    """Every share strictly between 0 and 1 at which two alternatives change places.

    Parameters
    ----------
    values : (a, m) float
        What a alternatives reach under m criteria, each column in its own units.
    start, end : (m,) float
        Weights at share 0 and at share 1, such as those of `weight_path`; any two weight vectors will do.
    directions : (m,) of 1 or -1
        1 where more is better, -1 where less is better.
    method, normalisation, domain
        As in `RANKING_METHODS[method].score`.
    pooled : (g, a) float, optional
        What is compared instead: g weighted sums of the alternatives' scores, such as the means of groups.

    Returns
    -------
    Crossings
        Alternatives that meet and part again on the same sides do not cross. Sides closer than 1e-12 are a tie, as in
        `competition_ranks`, and a tie between two sides is passed over: the share is where the new side begins.

    Raises
    ------
    ValueError
        For an unknown method, and whatever the method refuses.

    Notes
    -----
    Along the path the difference of two alternatives has the sign of a polynomial in the share t. Where scores are sums
    over the criteria (weighted-sum, promethee-ii, moora, mabac, spotis), or such sums times something that all
    alternatives share (ahp, ahp-ideal, aras, marcos), and of weighted-product in logarithms, it is a straight line. Of
    TOPSIS it is D-_i^2 D+_k^2 - D-_k^2 D+_i^2, a quartic, since its normalisations do not depend on weights. The zeros
    of a polynomial at which it changes sign lie one at most between two neighbouring extremes, which are such zeros of
    its derivative; so they are bracketed from the straight line upwards, without companion matrices, double roots or
    vanishing leading coefficients to look after.

    The other methods are scored on a grid of 400 cells and bracketed from there, `exact` is False, and two
    alternatives that change places twice within a cell are not seen.
    """
    array, w, signs = decision_problem(values, np.stack([finite(start, "start"), finite(end, "end")]), directions)
    if method not in RANKING_METHODS:
        raise ValueError(f"method {method!r} is not known: allowed are {', '.join(RANKING_METHODS)}")
    normalisation = normalisation or RANKING_METHODS[method].normalisation
    pool = None if pooled is None else finite(pooled, "pooled")
    if pool is not None and (pool.ndim != 2 or pool.shape[1] != len(array)):
        raise ValueError(f"pooled has shape {pool.shape}: it must be (groups, {len(array)}), a column an alternative")
    count = len(array) if pool is None else len(pool)
    if method in _COLUMNS:
        columns = _COLUMNS[method](method, array, signs, normalisation, domain)
        found = _lines(w, columns, pool)
    elif method == "weighted-product" and pool is None:
        found = _lines(w, np.log(_own_columns(method, array, signs, normalisation, domain)), None, least=1.0)
    elif method == "topsis" and pool is None:
        found = _quartics(w, *_squared_distances(array, signs, normalisation, domain))
    else:

        def score(weights: Array) -> Array:
            scores = RANKING_METHODS[method].score(array, weights, signs, normalisation, domain)
            return scores if pool is None else scores @ pool.T

        return _labelled(count, *_seen(score, w[0], w[1]), exact=False)
    return _labelled(count, *_sides(*found), exact=True)


def first_places(found: Crossings) -> FirstPlaces:
    """Who is first along the path, and the shares at which that changes.

    Crossings within 1e-9 of each other are one event, so that nobody is first for less than that.
    """
    better = found.above.sum(axis=0)
    shares: list[float] = []
    firsts = [better == better.min()]
    events = np.split(np.arange(len(found.share)), np.flatnonzero(np.diff(found.share) > SAME_SHARE) + 1)
    for event in events:
        np.subtract.at(better, found.rises[event], 1)
        np.add.at(better, found.passes[event], 1)
        first = better == better.min()
        if (first != firsts[-1]).any():
            shares.append(float(found.share[event[0]]))
            firsts.append(first)
    return FirstPlaces(np.array(shares), np.array(firsts))


Columns = Callable[[str, Array, Array, str, ArrayLike | None], Array]


def _own_columns(method: str, array: Array, signs: Array, normalisation: str, domain: ArrayLike | None) -> Array:
    """What each criterion alone would score each alternative, (a, m)."""
    return RANKING_METHODS[method].score(array, np.eye(len(signs)), signs, normalisation, domain).T


def _best_shares(method: str, array: Array, signs: Array, normalisation: str, domain: ArrayLike | None) -> Array:  # noqa: ARG001
    """Shares of the best value of each column, (a, m)."""
    return NORMALISATIONS["max"](array, signs, None)


def _shares_with_the_best(
    method: str,  # noqa: ARG001
    array: Array,
    signs: Array,
    normalisation: str,  # noqa: ARG001
    domain: ArrayLike | None,  # noqa: ARG001
) -> Array:
    """Shares of the sum of each column to which its best value is added once more, (a, m)."""
    shares = NORMALISATIONS["max"](array, signs, None)
    return np.asarray(shares / (1 + shares.sum(axis=0)))


_COLUMNS: dict[str, Columns] = {
    "weighted-sum": _own_columns,
    "promethee-ii": _own_columns,
    "moora": _own_columns,
    "mabac": _own_columns,
    "spotis": _own_columns,
    "ahp": _own_columns,
    "ahp-ideal": _best_shares,
    "marcos": _best_shares,
    "aras": _shares_with_the_best,
}
"""Method -> columns (a, m) whose weighted sum orders alternatives, and means of them, as its scores do."""


def _pairs(count: int) -> tuple[IntArray, IntArray]:
    """The two members of each pair of alternatives."""
    first, second = np.triu_indices(count, k=1)
    return first, second


def _lines(w: Array, columns: Array, pool: Array | None, least: float = 0.0) -> tuple[Array, Array]:
    """The lead of each pair's first under sums of columns: Bernstein coefficients (pairs, 2), and their sizes."""
    sizes = np.abs(columns)
    if pool is not None:
        columns, sizes = pool @ columns, np.abs(pool) @ sizes
    i, j = _pairs(len(columns))
    totals, largest = weigh(w, columns), weigh(w, sizes).max(axis=1)
    return (totals[:, i] - totals[:, j]).T, np.broadcast_to(np.maximum(largest, least), (len(i), 2))


def _quartics(w: Array, to_best: Array, to_worst: Array) -> tuple[Array, Array]:
    """The lead of each pair's first in TOPSIS closeness: Bernstein coefficients (pairs, 5), and their sizes."""
    i, j = _pairs(len(to_best))
    start, end = w
    squares = np.stack([start * start, start * end, end * end])
    best, worst = weigh(squares, to_best), weigh(squares, to_worst)
    first, second = _product(worst[:, i], best[:, j]), _product(worst[:, j], best[:, i])
    return first - second, first + second


def _product(p: Array, q: Array) -> Array:
    """Bernstein coefficients (k, 5) of the products of quadratics with Bernstein coefficients (3, k)."""
    return np.stack(
        [
            p[0] * q[0],
            (p[0] * q[1] + p[1] * q[0]) / 2,
            (p[0] * q[2] + 4 * p[1] * q[1] + p[2] * q[0]) / 6,
            (p[1] * q[2] + p[2] * q[1]) / 2,
            p[2] * q[2],
        ],
        axis=1,
    )


def _at(coefficients: Array, t: Array) -> Array:
    """Polynomials with Bernstein coefficients (k, n + 1) at points t (k, s), by de Casteljau."""
    points = np.broadcast_to(coefficients[:, None, :], (*t.shape, coefficients.shape[1]))
    late, early = t[..., None], 1 - t[..., None]
    for _ in range(coefficients.shape[1] - 1):
        points = early * points[..., :-1] + late * points[..., 1:]
    return np.asarray(points[..., 0])


def _carried(sides: Array) -> Array:
    """Sides (k, s) of -1, 0, 1 in which each tie has the side before it."""
    last = np.maximum.accumulate(np.where(sides != 0, np.arange(sides.shape[1]), 0), axis=1)
    return np.take_along_axis(sides, last, axis=1)


def _turns(sides: Array) -> tuple[IntArray, IntArray]:
    """Row and column of each entry of sides (k, s) on the opposite side from the last one before it that was no tie."""
    carried = _carried(sides)
    rows, columns = np.nonzero(carried[:, 1:] * carried[:, :-1] < 0)
    return rows, columns + 1


def _zeros(coefficients: Array, within: float) -> Array:
    """Where polynomials with Bernstein coefficients (k, n + 1) change sign within 0 and 1: (k, n), filled up with 1."""
    k, n = len(coefficients), coefficients.shape[1] - 1
    found = np.ones((k, n))
    if n == 1:
        first, last = coefficients.T
        crosses = first * last < 0
        found[crosses, 0] = first[crosses] / (first[crosses] - last[crosses])
        return found
    extremes = _zeros(np.diff(coefficients, axis=1), EXTREME_TO)
    knots = np.hstack([np.zeros((k, 1)), extremes, np.ones((k, 1))])
    heights = _at(coefficients, knots)
    rows, columns = _turns(np.sign(heights))
    found[rows, columns - 1] = _bracketed(
        lambda t, which: _at(coefficients[rows[which]], t[:, None])[:, 0],
        knots[rows, columns - 1],
        knots[rows, columns],
        heights[rows, columns - 1],
        heights[rows, columns],
        within,
    )
    return np.sort(found, axis=1)


def _sides(coefficients: Array, sizes: Array) -> tuple[IntArray, Array, Array, Array]:
    """Pair, share and new side of every crossing of the polynomials (k, n + 1), and the side each pair begins on.

    Coefficients below 1e-12 of the size of what they were added up from are 0, and so is a lead between two zeros.
    """
    coefficients = np.where(np.abs(coefficients) <= TIE_TOLERANCE * sizes, 0.0, coefficients)
    begins = np.sign(coefficients.sum(axis=1))
    mixed = np.flatnonzero((coefficients > 0).any(axis=1) & (coefficients < 0).any(axis=1))
    largest = sizes[mixed].max(axis=1, keepdims=True)
    coefficients, sizes = coefficients[mixed] / largest, sizes[mixed] / largest
    zeros = _zeros(coefficients, EXACT_TO)
    k, n = zeros.shape
    knots = np.hstack([np.zeros((k, 1)), zeros, np.ones((k, 1))])
    probes = (knots[:, :-1, None] + np.diff(knots, axis=1)[..., None] * PROBES).reshape(k, (n + 1) * len(PROBES))
    leads = _at(coefficients, probes)
    leads[np.abs(leads) <= TIE_TOLERANCE * _at(sizes, probes)] = 0.0
    sides = np.sign(leads).reshape(k, n + 1, len(PROBES))
    sides = np.where(np.diff(knots, axis=1) > 0, np.sign(sides.sum(axis=2)), 0.0)
    begins[mixed] = _begins(sides)
    rows, columns = _turns(sides)
    return mixed[rows], zeros[rows, columns - 1], sides[rows, columns], begins


def _begins(sides: Array) -> Array:
    """The first entry of each row of sides (k, s) that is no tie, 0 if all are."""
    return np.take_along_axis(sides, (sides != 0).argmax(axis=1)[:, None], axis=1)[:, 0]


def _seen(score: Callable[[Array], Array], start: Array, end: Array) -> tuple[IntArray, Array, Array, Array]:
    """As `_sides`, of scores that are only known point by point: seen on a grid, then bracketed."""
    shares = np.linspace(0.0, 1.0, GRID + 1)
    shares[[0, -1]] = EDGE, 1 - EDGE
    scores = score(weights_at(start, end, shares))
    i, j = _pairs(scores.shape[1])
    lead = (scores[:, i] - scores[:, j]).T
    lead[np.abs(lead) <= TIE_TOLERANCE * np.abs(scores).max(axis=1)] = 0.0
    sides = np.sign(lead)
    rows, columns = _turns(sides)

    def leads(t: Array, which: IntArray) -> Array:
        scores, each = score(weights_at(start, end, t)), np.arange(len(t))
        return scores[each, i[rows[which]]] - scores[each, j[rows[which]]]

    found = _bracketed(
        leads,
        shares[columns - 1],
        shares[columns],
        lead[rows, columns - 1],
        lead[rows, columns],
        SEEN_TO,
    )
    return rows, found, sides[rows, columns], _begins(sides)


def _labelled(count: int, pair: IntArray, share: Array, side: Array, begins: Array, exact: bool) -> Crossings:
    """The crossings of pairs as those of alternatives, in ascending order."""
    i, j = _pairs(count)
    above = np.zeros((count, count), dtype=bool)
    above[i, j], above[j, i] = begins > 0, begins < 0
    rises, passes = np.where(side > 0, i[pair], j[pair]), np.where(side > 0, j[pair], i[pair])
    order = np.lexsort((passes, rises, share))
    return Crossings(share[order], rises[order], passes[order], above, exact)


def _bracketed(
    function: Callable[[Array, IntArray], Array], low: Array, high: Array, at_low: Array, at_high: Array, within: float
) -> Array:
    """Where functions take the sign they have at the high end, (k,), by the ITP method of Oliveira & Takahashi (2021).

    `function(t, which)` gives those numbered `which`, each at its own t. At the low end they have the other sign or
    are 0. A jump is halved down to, a smooth zero is met in some six steps.
    """
    low, high = low.copy(), high.copy()
    sign = np.sign(at_high)
    at_low, at_high = np.minimum(sign * at_low, 0.0), sign * at_high
    width = high - low
    most = np.ceil(np.log2(np.maximum(width / (2 * within), 1.0))) + 1
    for step in range(int(most.max(initial=-1)) + 1):
        which = np.flatnonzero(high - low > 2 * within)
        if not len(which):
            break
        a, b = low[which], high[which]
        middle = (a + b) / 2
        secant = _secant(a, b, at_low[which], at_high[which])
        towards = np.sign(middle - secant)
        nudge = np.maximum(0.2 / width[which] * (b - a) ** 2, within)
        t = np.where(nudge <= np.abs(middle - secant), secant + towards * nudge, middle)
        reach = np.maximum(within * 2.0 ** (most[which] - step) - (b - a) / 2, 0.0)
        t = np.where(np.abs(t - middle) <= reach, t, middle - towards * reach)
        height = sign[which] * function(t, which)
        beyond = height > 0
        high[which[beyond]], at_high[which[beyond]] = t[beyond], height[beyond]
        low[which[~beyond]], at_low[which[~beyond]] = t[~beyond], height[~beyond]
    return _secant(low, high, at_low, at_high)


def _secant(low: Array, high: Array, at_low: Array, at_high: Array) -> Array:
    """Where straight lines from a height of 0 or less at `low` to one above 0 at `high` are 0."""
    return low - (high - low) * at_low / (at_high - at_low)
