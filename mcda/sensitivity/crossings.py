"""The shares of a path of weights at which alternatives change places."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from mcda.arrays import Array, ArrayLike, BoolArray, IntArray, finite
from mcda.ranking import NORMALISATIONS, RANKING_METHODS
from mcda.ranking.problem import decision_problem, weigh
from mcda.ranking.ranks import TIE_TOLERANCE
from mcda.ranking.topsis import _squared_distances
from mcda.sensitivity.paths import weights_at
from mcda.sensitivity.polynomials import bracketed, first_sides, product, sign_changes, turns

GRID = 400
"""Cells of the grid on which crossings are looked for where no formula gives them."""

EDGE = 1e-9
"""How far from 0 and 1 that grid begins and ends: at the very ends some methods divide by zero."""

SAME_SHARE = 1e-9
"""Crossings closer together than this are one event: three alternatives that meet do so at almost one share."""

SEEN_TO = 1e-12
"""How narrow a bracket gets around the zero of a difference of scores."""


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
    ends = np.stack([finite(start, "start"), finite(end, "end")])
    return crossings_of_paths(values, ends, directions, method, normalisation, domain, pooled)[0]


def crossings_of_paths(
    values: ArrayLike,
    ends: Array,
    directions: ArrayLike,
    method: str = "topsis",
    normalisation: str | None = None,
    domain: ArrayLike | None = None,
    pooled: ArrayLike | None = None,
) -> list[Crossings]:
    """The crossings of each of c paths of weights, all polynomials at once; as `crossings` for one.

    Parameters
    ----------
    values, directions, method, normalisation, domain, pooled
        As in `crossings`.
    ends : (2 c, m) float
        Weights at share 0 and at share 1 of the first path, then of the second, and so on.
    """
    array, w, signs = decision_problem(values, ends, directions)
    w = w.reshape(len(w) // 2, 2, len(signs))
    if method not in RANKING_METHODS:
        raise ValueError(f"method {method!r} is not known: allowed are {', '.join(RANKING_METHODS)}")
    normalisation = normalisation or RANKING_METHODS[method].normalisation
    pool = None if pooled is None else finite(pooled, "pooled")
    if pool is not None and (pool.ndim != 2 or pool.shape[1] != len(array)):
        raise ValueError(f"pooled has shape {pool.shape}: it must be (groups, {len(array)}), a column an alternative")
    count = len(array) if pool is None else len(pool)
    if method in _COLUMNS:
        columns = _COLUMNS[method](method, array, signs, normalisation, domain)
        found = _lines(w, columns, pool, least=0.0)
    elif method == "weighted-product" and pool is None:
        found = _lines(w, np.log(_own_columns(method, array, signs, normalisation, domain)), None, least=1.0)
    elif method == "topsis" and pool is None:
        found = _quartics(w, *_squared_distances(array, signs, normalisation, domain))
    else:

        def score(weights: Array) -> Array:
            scores = RANKING_METHODS[method].score(array, weights, signs, normalisation, domain)
            return scores if pool is None else scores @ pool.T

        return [_labelled(count, *_seen(score, start, end), exact=False) for start, end in w]
    row, share, side, begins = sign_changes(*found)
    each = count * (count - 1) // 2
    stops = np.searchsorted(row, np.arange(len(w) + 1) * each)
    return [
        _labelled(
            count,
            row[first:last] - path * each,
            share[first:last],
            side[first:last],
            begins[path * each : (path + 1) * each],
            exact=True,
        )
        for path, (first, last) in enumerate(pairwise(stops))
    ]


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


def _lines(w: Array, columns: Array, pool: Array | None, least: float) -> tuple[Array, Array]:
    """The lead of each pair's first under sums of columns: Bernstein coefficients (paths * pairs, 2), and their sizes.

    w is (paths, 2, m), the weights at both ends of each path.
    """
    sizes = np.abs(columns)
    if pool is not None:
        columns, sizes = pool @ columns, np.abs(pool) @ sizes
    i, j = _pairs(len(columns))
    totals, largest = weigh(w, columns), weigh(w, sizes).max(axis=2)
    lead = np.swapaxes(totals[..., i] - totals[..., j], 1, 2)
    size = np.broadcast_to(np.maximum(largest, least)[:, None, :], lead.shape)
    return lead.reshape(-1, 2), size.reshape(-1, 2)


def _quartics(w: Array, to_best: Array, to_worst: Array) -> tuple[Array, Array]:
    """The lead of each pair's first in TOPSIS closeness, (paths * pairs, 5), as `_lines` gives it."""
    i, j = _pairs(len(to_best))
    start, end = w[:, 0], w[:, 1]
    squares = np.stack([start * start, start * end, end * end])
    best, worst = weigh(squares, to_best), weigh(squares, to_worst)
    first, second = product(worst[..., i], best[..., j]), product(worst[..., j], best[..., i])
    return (first - second).reshape(-1, 5), (first + second).reshape(-1, 5)


def _seen(score: Callable[[Array], Array], start: Array, end: Array) -> tuple[IntArray, Array, Array, Array]:
    """As `sign_changes`, of scores that are only known point by point: seen on a grid, then bracketed."""
    shares = np.linspace(0.0, 1.0, GRID + 1)
    shares[[0, -1]] = EDGE, 1 - EDGE
    scores = score(weights_at(start, end, shares))
    i, j = _pairs(scores.shape[1])
    lead = (scores[:, i] - scores[:, j]).T
    lead[np.abs(lead) <= TIE_TOLERANCE * np.abs(scores).max(axis=1)] = 0.0
    sides = np.sign(lead)
    rows, columns = turns(sides)

    def leads(t: Array, which: IntArray) -> Array:
        scores, each = score(weights_at(start, end, t)), np.arange(len(t))
        return scores[each, i[rows[which]]] - scores[each, j[rows[which]]]

    found = bracketed(
        leads,
        shares[columns - 1],
        shares[columns],
        lead[rows, columns - 1],
        lead[rows, columns],
        SEEN_TO,
    )
    return rows, found, sides[rows, columns], first_sides(sides)


def _labelled(count: int, pair: IntArray, share: Array, side: Array, begins: Array, exact: bool) -> Crossings:
    """The crossings of pairs as those of alternatives, in ascending order."""
    i, j = _pairs(count)
    above = np.zeros((count, count), dtype=bool)
    above[i, j], above[j, i] = begins > 0, begins < 0
    rises, passes = np.where(side > 0, i[pair], j[pair]), np.where(side > 0, j[pair], i[pair])
    order = np.lexsort((passes, rises, share))
    return Crossings(share[order], rises[order], passes[order], above, exact)
