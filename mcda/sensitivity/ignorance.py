"""Weights of which little is known: uniform draws from the part of the simplex that keeps an order or bounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mcda.arrays import Array, ArrayLike, finite

FAIR_SHARE = 0.02
"""Draws are rejected rather than walked to where at least this share of them is kept."""

PILOT = 2000
"""Draws from which that share is told."""

CHAINS = 256
"""Walkers that share the draws of a call."""

NO_ROOM = 1e-9
"""A region in which no ball of this radius fits is empty, or a single point in some direction."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ConstrainedWeights:
    """Draws weights uniform on a region of the simplex: a `Draw`, made by `constrained`.

    The region is the image of part of a standard simplex, weights = `low` + `corners` @ shares, within `normals` and
    `limits`. Without those a draw is exact: shares are Dirichlet(1).
    """

    low: Array
    """(m,)"""
    corners: Array
    """(m, m) the corners of the simplex in its columns, from `low`."""
    normals: Array
    """(q, m) of the shares: normals @ shares <= limits."""
    limits: Array
    """(q,)"""
    walk: bool
    """Whether the constraints keep so little that draws walk instead of being rejected."""
    centre: Array
    """(m,) shares well inside."""

    def __call__(self, rng: np.random.Generator, count: int) -> Array:
        """Weights (count, m), each summing to 1."""
        if self.walk:
            shares = hit_and_run(rng, count, self.normals, self.limits, self.centre)
        else:
            shares = self._kept(rng, count)
        return np.asarray(self.low + shares @ self.corners.T)

    def _kept(self, rng: np.random.Generator, count: int) -> Array:
        """Shares (count, m) drawn from the whole simplex until enough of them keep the constraints."""
        found, missing = [], count
        while missing > 0:
            drawn = rng.dirichlet(np.ones(len(self.low)), missing if not len(self.limits) else 2 * missing + 8)
            if len(self.limits):
                drawn = drawn[(drawn @ self.normals.T <= self.limits).all(axis=1)]
            found.append(drawn[:missing])
            missing -= len(found[-1])
        return np.concatenate(found) if found else np.empty((0, len(self.low)))


def constrained(
    m: int, order: Sequence[int] = (), low: ArrayLike | None = None, high: ArrayLike | None = None
) -> ConstrainedWeights:
    """Draws of m weights, uniform on those that keep an order or bounds.

    Parameters
    ----------
    m : int
    order : sequence of int
        Places of criteria from the one that weighs most to the one that weighs least; those left out are free.
    low, high : (m,) float, optional
        Bounds of each weight, 0 and 1 where left out.

    Raises
    ------
    ValueError
        If the order names a place twice or none of the m, a bound is no share, or nothing, or next to nothing, is left.

    Notes
    -----
    An order, or lower bounds, leave a smaller simplex, which is drawn from exactly. Further bounds are kept by
    rejection where they leave a fair share of it, and by hit-and-run where they do not: Smith (1984), Oper. Res. 32; of
    weights Tervonen et al. (2013), EJOR 224.
    """
    least, most = _bounds(low, 0.0, m, "low"), _bounds(high, 1.0, m, "high")
    if (crossed := least > most).any():
        place = int(crossed.argmax())
        raise ValueError(f"low[{place}] is {least[place]:g} and high[{place}] is {most[place]:g}: low is above high")
    if len(set(order)) != len(order) or not all(0 <= place < m for place in order):
        raise ValueError(f"order is {list(order)}: each of the places 0 to {m - 1} once at most")
    if len(order) < 2:
        if least.sum() >= 1:
            raise ValueError(f"low sums to {least.sum():g}: below 1 is needed to leave a choice")
        start, corners = least, np.eye(m) * (1 - least.sum())
    else:
        start, corners = np.zeros(m), np.eye(m)
        for length, place in enumerate(order, 1):
            corners[:, place] = 0.0
            corners[list(order[:length]), place] = 1 / length
    # A bound that the simplex keeps by itself is no constraint.
    tops, bottoms = start + corners.max(axis=1), start + corners.min(axis=1)
    above, below = np.flatnonzero(most < tops - 1e-15), np.flatnonzero(least > bottoms + 1e-15)
    normals = np.concatenate([corners[above], -corners[below]])
    limits = np.concatenate([(most - start)[above], (start - least)[below]])
    centre, walk = np.full(m, 1 / m), False
    if len(limits):
        pilot = np.random.default_rng(0).dirichlet(np.ones(m), PILOT)
        walk = bool((pilot @ normals.T <= limits).all(axis=1).mean() < FAIR_SHARE)
        if walk:
            centre = _centre(normals, limits, m)
    return ConstrainedWeights(low=start, corners=corners, normals=normals, limits=limits, walk=walk, centre=centre)


def _bounds(bounds: ArrayLike | None, otherwise: float, m: int, name: str) -> Array:
    if bounds is None:
        return np.full(m, otherwise)
    array = finite(bounds, name)
    if array.shape != (m,) or array.min() < 0 or array.max() > 1:
        raise ValueError(f"{name} must be ({m},) shares from 0 to 1, found {array.tolist()}")
    return array


def _centre(normals: Array, limits: Array, m: int) -> Array:
    """The centre (m,) of the largest ball among shares that keep the constraints; ValueError if there is none."""
    from scipy.optimize import linprog

    # Within the plane of shares that sum to 1, a normal counts without its part across the plane.
    flat = np.concatenate([normals, -np.eye(m)])
    lengths = np.linalg.norm(flat - flat.mean(axis=1, keepdims=True), axis=1)
    solved = linprog(
        np.append(np.zeros(m), -1.0),
        A_ub=np.column_stack([flat, lengths]),
        b_ub=np.append(limits, np.zeros(m)),
        A_eq=np.append(np.ones(m), 0.0)[None, :],
        b_eq=[1.0],
        bounds=[(0, None)] * m + [(0, None)],
    )
    if solved.status != 0 or solved.x[-1] < NO_ROOM:
        raise ValueError("the order and the bounds leave no room for weights: loosen one of them")
    return np.asarray(solved.x[:m], dtype=np.float64)


def hit_and_run(rng: np.random.Generator, count: int, normals: Array, limits: Array, centre: Array) -> Array:
    """Shares uniform on the part of the standard simplex where normals @ shares <= limits, (count, m).

    Parameters
    ----------
    normals, limits : (q, m) and (q,) float
    centre : (m,) float
        Well inside.

    Notes
    -----
    Several walkers start at the centre, take 4 m^2 steps before the first draw counts, and m^2 / 2 between two that
    count. Each step goes to a uniform point of the whole line through the region, three times of four in the direction
    that exchanges two shares, along which a walk leaves the corners of a simplex soonest, else in a random one.
    """
    m = len(centre)
    if m == 1:
        return np.ones((count, 1))
    walkers = min(CHAINS, max(count, 1))
    rounds = -(-count // walkers)
    thin = max(m, m * m // 2)
    at, found = np.tile(centre, (walkers, 1)), np.empty((rounds, walkers, m))
    each = np.arange(walkers)
    for step in range(-4 * m * m, rounds * thin):
        if step % 4:
            line = np.zeros((walkers, m))
            first = rng.integers(m, size=walkers)
            line[each, first] = 1.0
            line[each, (first + rng.integers(1, m, size=walkers)) % m] = -1.0
        else:
            line = rng.standard_normal((walkers, m))
            line -= line.mean(axis=1, keepdims=True)
        speed = np.concatenate([line @ normals.T, -line], axis=1)
        room = np.concatenate([np.maximum(limits - at @ normals.T, 0.0), at], axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            times = room / speed
        ahead = np.where(speed > 0, times, np.inf).min(axis=1)
        behind = np.where(speed < 0, times, -np.inf).max(axis=1)
        at = at + (behind + (ahead - behind) * rng.random(walkers))[:, None] * line
        np.maximum(at, 0.0, out=at)
        at /= at.sum(axis=1, keepdims=True)
        if step >= 0 and step % thin == thin - 1:
            found[step // thin] = at
    return found.reshape(-1, m)[:count]
