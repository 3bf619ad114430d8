"""Where many polynomials, or functions known point by point, change sign within 0 and 1, all of them at once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from mcda.arrays import Array, IntArray
from mcda.ranking.ranks import TIE_TOLERANCE

EXTREME_TO, EXACT_TO = 1e-10, 1e-14
"""How narrow a bracket gets around an extreme and around the zero of a polynomial.
Polynomials are flat around an extreme: 1e-10 beside it they differ by far less than a tie."""

PROBES = np.array([0.23, 0.5, 0.71])
"""Where between two zeros a side is read: three places, since a polynomial may touch zero at one of them."""


def product(p: Array, q: Array) -> Array:
    """Bernstein coefficients (..., 5) of the products of quadratics with Bernstein coefficients (3, ...)."""
    return np.stack(
        [
            p[0] * q[0],
            (p[0] * q[1] + p[1] * q[0]) / 2,
            (p[0] * q[2] + 4 * p[1] * q[1] + p[2] * q[0]) / 6,
            (p[1] * q[2] + p[2] * q[1]) / 2,
            p[2] * q[2],
        ],
        axis=-1,
    )


def at(coefficients: Array, t: Array) -> Array:
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


def turns(sides: Array) -> tuple[IntArray, IntArray]:
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
    heights = at(coefficients, knots)
    rows, columns = turns(np.sign(heights))
    found[rows, columns - 1] = bracketed(
        lambda t, which: at(coefficients[rows[which]], t[:, None])[:, 0],
        knots[rows, columns - 1],
        knots[rows, columns],
        heights[rows, columns - 1],
        heights[rows, columns],
        within,
    )
    return np.sort(found, axis=1)


def sign_changes(coefficients: Array, sizes: Array) -> tuple[IntArray, Array, Array, Array]:
    """Pair, share and new side of every crossing of the polynomials (k, n + 1), and the side each pair begins on.

    Coefficients below 1e-12 of the size of what they were added up from are 0, and so is a lead between two zeros.
    """
    coefficients = np.where(np.abs(coefficients) <= TIE_TOLERANCE * sizes, 0.0, coefficients)
    begins = np.sign(coefficients.sum(axis=1))
    mixed = np.flatnonzero(np.ptp(np.sign(coefficients), axis=1) > 1)
    largest = sizes[mixed].max(axis=1, keepdims=True)
    coefficients, sizes = coefficients[mixed] / largest, sizes[mixed] / largest
    zeros = _zeros(coefficients, EXACT_TO)
    k, n = zeros.shape
    knots = np.hstack([np.zeros((k, 1)), zeros, np.ones((k, 1))])
    probes = (knots[:, :-1, None] + np.diff(knots, axis=1)[..., None] * PROBES).reshape(k, (n + 1) * len(PROBES))
    leads = at(coefficients, probes)
    leads[np.abs(leads) <= TIE_TOLERANCE * at(sizes, probes)] = 0.0
    sides = np.sign(leads).reshape(k, n + 1, len(PROBES))
    sides = np.where(np.diff(knots, axis=1) > 0, np.sign(sides.sum(axis=2)), 0.0)
    begins[mixed] = first_sides(sides)
    rows, columns = turns(sides)
    return mixed[rows], zeros[rows, columns - 1], sides[rows, columns], begins


def first_sides(sides: Array) -> Array:
    """The first entry of each row of sides (k, s) that is no tie, 0 if all are."""
    return np.take_along_axis(sides, (sides != 0).argmax(axis=1)[:, None], axis=1)[:, 0]


def bracketed(
    function: Callable[[Array, IntArray], Array], low: Array, high: Array, at_low: Array, at_high: Array, within: float
) -> Array:
    """Where functions take the sign they have at the high end, (k,), by the ITP method of Oliveira & Takahashi (2021).

    `function(t, which)` gives those numbered `which`, each at its own t. At the low end they have the other sign or
    are 0. A jump is halved down to, a smooth zero is met in some six steps.
    """
    low, high = low.copy(), high.copy()
    sign = np.sign(at_high)
    at_low, at_high = sign * at_low, np.abs(at_high)
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
