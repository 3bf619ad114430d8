"""What weights and values could be instead: draws from the doubt that a panel's own answers leave, batched.

Every answer is a logarithm on the pairs above the diagonal of its node, (k panellists, p pairs). A draw changes how
much each panellist counts (`resampled`), or moves the answers of those who are not resampled (`inconsistency`,
`rounding`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from mcda import leastsquares, pairwise, perron
from mcda.arrays import Array, ArrayLike, BoolArray, IntArray
from mcda.priorities import PRIORITY_METHODS
from mcda.sensitivity.blocks import CELLS

DOUBTS: Mapping[str, str] = {
    "rounding": "a judgement of the scale stands for all that rounds to it",
    "inconsistency": "a panellist's answers contradict each other by so much",
    "panellists": "others of the same organisations could have sat on the panel",
    "ratings": "others of the same organisations could have rated",
    "ignorance": "all weights are equally likely",
}
"""Name -> what is doubted."""

NO_NOISE = 1e-20
"""A mean square of residuals below this is the arithmetic's, not the panellist's."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Comparisons:
    """What k panellists answered at a node of n items, pair by pair above the diagonal, row-wise."""

    n: int
    logs: Array
    """(k, p) natural logarithm of how many times as important the first is as the second; 0 where not judged."""
    judged: Array
    """(k, p) 1 where judged, else 0."""
    low: Array
    """(k, p) how far below its logarithm an answer may have been meant, 0 or less; see `rounding_margins`."""
    high: Array
    """(k, p) how far above, 0 or more."""

    @classmethod
    def of(cls, matrices: Array, scale: str = "linear") -> Comparisons:
        """Of matrices (k, n, n) as they were judged, in intensities 1 to 9, NaN where not; `scale` is one of SCALES."""
        n = matrices.shape[-1]
        rows, columns = leastsquares.pairs_of(n)
        given = matrices[:, rows, columns]
        read = pairwise.rescale(matrices, scale)[:, rows, columns]
        judged = ~np.isnan(given)
        low, high = rounding_margins(given, scale, n)
        logs = np.log(np.where(judged, read, 1.0))
        return cls(n=n, logs=logs, judged=judged.astype(np.float64), low=low, high=high)


def rounding_margins(ratios: ArrayLike, scale: str, n: int) -> tuple[Array, Array]:
    """How far below and above its logarithm a judgement may have been meant.

    Parameters
    ----------
    ratios : (...) float
        As judged, 1/9 to 9; NaN where not. Whole intensities and their inverses, also those written 0.33 or 0.14,
        stand for all that rounds to them: 3 for 2.5 to 3.5, 1 for 1/1.5 to 1.5, and 9 for as much above as below.
        Others stand for themselves.
    scale : str
        One of SCALES, which reads the ends too.
    n : int
        Number of compared items.

    Returns
    -------
    (...) and (...) float
        0 or less, and 0 or more.
    """
    asked = np.asarray(ratios, dtype=np.float64)
    ratio = np.where(np.isnan(asked), 1.5, asked)
    important = ratio >= 1
    whole = np.clip(np.rint(np.maximum(ratio, 1 / ratio)), 1, 9)
    off = np.abs(ratio - np.where(important, whole, 1 / whole))
    of_scale = off <= np.where(important, 1e-9, 0.005 + 1e-12)
    # At 1, 1.5, 2, ..., 9: down from each whole intensity and up to the next half, the ends being their own mirror.
    halves = np.diff(np.log(pairwise.SCALES[scale](np.arange(1.0, 9.25, 0.5), max(n, 2))))
    down, up = np.append(halves[0], halves[1::2]), np.append(halves[0::2], halves[-1])
    place = whole.astype(np.intp) - 1
    low = np.where(important, down[place], up[place])
    high = np.where(important, up[place], down[place])
    return -np.where(of_scale, low, 0.0), np.where(of_scale, high, 0.0)


def inconsistency(nodes: Sequence[Comparisons]) -> tuple[Array, IntArray]:
    """How much the answers of each of k panellists scatter around what fits them best, over all their nodes.

    Returns
    -------
    variance : (k,) float
        Of the logarithm of a judgement: the residual sum of squares over the freedom; 0 without freedom.
    freedom : (k,) int
        Judgements beyond those that join the items: m - n + 1 at a node whose items are all joined.

    Notes
    -----
    At a single complete node the variance is the geometric consistency index. Crawford & Williams (1985).
    """
    k = len(nodes[0].logs)
    squares, freedom = np.zeros(k), np.zeros(k, dtype=np.intp)
    for node in nodes:
        inverse, rank = _inverse_laplacians(node)
        ups, downs = leastsquares.pairs_of(node.n)
        fitted = np.einsum("kij,kj->ki", inverse, (node.logs * node.judged) @ leastsquares.incidence(node.n))
        residuals = (node.logs - fitted[:, ups] + fitted[:, downs]) * node.judged
        squares += (residuals**2).sum(axis=1)
        freedom += node.judged.sum(axis=1).astype(np.intp) - rank
    variance = squares / np.maximum(freedom, 1)
    return np.where(variance > NO_NOISE, variance, 0.0), freedom


def _inverse_laplacians(node: Comparisons) -> tuple[Array, IntArray]:
    """Pseudo-inverse (k, n, n) and rank (k,) of the Laplacian of each panellist's judged pairs."""
    incidence = leastsquares.incidence(node.n)
    laplacians = np.einsum("pi,kp,pj->kij", incidence, node.judged, incidence)
    values, vectors = np.linalg.eigh(laplacians)
    some = values > 1e-9
    inverted = np.divide(1.0, values, out=np.zeros_like(values), where=some)
    return np.einsum("kir,kr,kjr->kij", vectors, inverted, vectors), np.asarray(some.sum(axis=1))


def resampled(rng: np.random.Generator, strata: IntArray, count: int) -> Array:
    """How often each panellist counts when panels are drawn anew from the same organisations, (count, k).

    Parameters
    ----------
    rng : Generator
    strata : (k,) int
        Which panellists stand for each other. One who stands alone always counts once.
    count : int

    Notes
    -----
    Of n members of a stratum n - 1 are drawn with replacement and count n / (n - 1) times: sums over a stratum keep its
    size, and the variance of a mean is that of a sample rather than (n - 1) / n of it. Rao & Wu (1988), J. Am. Stat.
    Assoc. 83.
    """
    factors = np.ones((count, len(strata)))
    rows = np.arange(count)[:, None]
    for stratum in np.unique(strata):
        members = np.flatnonzero(strata == stratum)
        n = len(members)
        if n > 1:
            chosen = rng.integers(n, size=(count, n - 1)) + n * rows
            times = np.bincount(chosen.ravel(), minlength=count * n).reshape(count, n)
            factors[:, members] = times * (n / (n - 1))
    return factors


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class People:
    """What is doubted about each of k panellists; nothing that two sources see is counted twice."""

    say: Array
    """(k,) how much each counts, relative."""
    strata: IntArray
    """(k,) which of them stand for each other."""
    resampled: bool
    """Whether those who do not stand alone are drawn anew, with all their judgements."""
    spread: Array
    """(k,) standard deviation of the logarithm of a judgement; 0 where inconsistency is not doubted."""
    freedom: IntArray
    """(k,) from how many judgements too many it was estimated."""
    rounded: BoolArray
    """(k,) whose judgements stand for all that rounds to them."""

    @classmethod
    def of(cls, nodes: Sequence[Comparisons], say: Array, strata: IntArray, doubt: Sequence[str]) -> People:
        """What those words of DOUBTS mean for each panellist.

        How panellists differ holds their inconsistency already, and that holds what rounding does: so a panellist is
        resampled, or moved by inconsistency or by rounding, whichever of the two is larger.
        """
        k = len(say)
        anew = "panellists" in doubt
        alone = np.bincount(strata)[strata] == 1
        moved = alone if anew else np.ones(k, dtype=bool)
        nothing = np.zeros(k), np.zeros(k, dtype=np.intp)
        variance, freedom = inconsistency(nodes) if nodes and "inconsistency" in doubt else nothing
        by_rounding = _rounding_variance(nodes, k) if "rounding" in doubt else np.zeros(k)
        return cls(
            say=say,
            strata=strata,
            resampled=anew,
            spread=np.where(moved & (variance >= by_rounding), np.sqrt(variance), 0.0),
            freedom=freedom,
            rounded=np.asarray(moved & (by_rounding > variance)),
        )

    @property
    def moved(self) -> bool:
        """Whether anybody's judgements are moved."""
        return bool(self.spread.any() or self.rounded.any())


def _rounding_variance(nodes: Sequence[Comparisons], k: int) -> Array:
    """Mean variance (k,) of what the judgements of each panellist may have stood for."""
    squares, judged = np.zeros(k), np.zeros(k)
    for node in nodes:
        squares += ((node.high - node.low) ** 2 * node.judged).sum(axis=1) / 12
        judged += node.judged.sum(axis=1)
    return squares / np.maximum(judged, 1)


class Sample(NamedTuple):
    """Of each draw, who counts how much and how far each panellist's judgements scatter; one row holds for all."""

    say: Array
    """(count or 1, k)"""
    spread: Array
    """(count or 1, k); draws of the standard deviations, larger and smaller together, so that what is moved by them is
    Student's t: with a panellist's freedom alone, with their joint freedom together."""
    draws: int


def sampled(people: People, factors: Array | None, rng: np.random.Generator, count: int) -> Sample:
    """Who counts and who scatters in each draw; `factors` (count, k) of a resample, or None."""
    say = people.say[None, :] if factors is None else people.say * factors
    spread = np.zeros((1, len(people.say)))
    if (some := people.spread > 0).any():
        freedom = _joint_freedom((people.say[some] * people.spread[some]) ** 2, people.freedom[some])
        spread = people.spread * np.sqrt(freedom / rng.chisquare(freedom, (count, 1)))
    return Sample(say, spread, count)


def _joint_freedom(variances: Array, freedom: IntArray) -> float:
    """Of a sum of variances that were each estimated with a freedom of its own. Welch (1947), Biometrika 34."""
    return float(variances.sum() ** 2 / (variances**2 / (freedom + 2)).sum() - 2)


def priorities(
    node: Comparisons,
    people: People,
    sample: Sample,
    rng: np.random.Generator,
    method: str = "geometric-mean",
    aggregation: str = "aij",
) -> Array:
    """What the items of a node weigh to the group in each draw, (count, n), or (1, n) where nothing is in doubt.

    A draw that leaves a node too few answers to join its items takes everybody's there.
    """
    if node.n == 1:
        return np.ones((1, 1))
    if aggregation != "aij":
        return _mean_of_own(node, people, sample, rng, method, "arithmetic" if "arithmetic" in aggregation else "log")
    say, logs = (sample.say @ node.judged).T, (sample.say @ (node.logs * node.judged)).T
    everybody, theirs = people.say @ node.judged, people.say @ (node.logs * node.judged)
    noise = _pooled_noise(node, people, sample, rng)
    logs = logs if noise is None else logs + noise
    if method == "geometric-mean":
        fitted, joined = leastsquares.fitted_logs(say, logs, node.n)
        if not joined.all():
            fitted[:, ~joined] = leastsquares.fitted_logs(everybody[:, None], theirs[:, None], node.n)[0]
        return leastsquares.normalised_exp(fitted, axis=0).T
    if not say.all():
        say = np.broadcast_to(say, logs.shape)
        gaps = ~leastsquares.connected(_square(say, node.n) > 0)
        say, logs = np.where(gaps, everybody[:, None], say), np.where(gaps, theirs[:, None], logs)
    with np.errstate(divide="ignore", invalid="ignore"):
        return vectors_of(np.where(say > 0, logs / say, np.nan), node.n, method).T


def normals(rng: np.random.Generator, rows: int, count: int) -> Array:
    """Standard normal numbers (rows, count), float32, none beyond 5.8: three times as fast as numpy's own.

    Two from each two uniform ones, by their polar coordinates. Box & Muller (1958), Ann. Math. Stat. 29(2).
    """
    half = -(-rows // 2)
    uniform: Any = rng.random((2, half, count), dtype=np.float32)
    radius = np.sqrt(np.float32(-2) * np.log(np.float32(1) - uniform[0]))
    angle = np.float32(2 * np.pi) * uniform[1]
    found: Any = np.empty((2, half, count), dtype=np.float32)
    np.multiply(radius, np.cos(angle), out=found[0])
    np.multiply(radius, np.sin(angle), out=found[1])
    return found.reshape(2 * half, count)[:rows]  # type: ignore[no-any-return]


def _pooled_noise(node: Comparisons, people: People, sample: Sample, rng: np.random.Generator) -> Array | None:
    """The weighted sum (p, count) over the panellists of what moves their judgements of each pair.

    The sum of normal errors is one normal error, so that a pair takes one number whatever the number of panellists.
    """
    noise: Array | None = None
    p = node.judged.shape[1]
    if (some := people.spread > 0).any():
        variances = (sample.spread[:, some] * people.say[some]) ** 2
        judged = node.judged[some]
        # Where everybody judged every pair, what scatters is one number for all pairs.
        variance = variances.sum(axis=1) if judged.all() else (variances @ judged).T
        noise = np.sqrt(variance) * normals(rng, p, sample.draws)
    who, pairs = np.nonzero(people.rounded[:, None] & (node.high > node.low))
    if len(who):
        low, say = node.low[who, pairs], people.say[who]
        to_pairs = np.zeros((p, len(who)))
        to_pairs[pairs, np.arange(len(who))] = say * (node.high[who, pairs] - low)
        moved = to_pairs @ rng.random((len(who), sample.draws)) + np.bincount(pairs, say * low, p)[:, None]
        noise = moved if noise is None else noise + moved
    return noise


def _mean_of_own(
    node: Comparisons, people: People, sample: Sample, rng: np.random.Generator, method: str, mean: str
) -> Array:
    """The weighted mean (count, n) of the panellists' own priorities, of those who joined all items."""
    given = np.where(node.judged > 0, node.logs, np.nan)
    able = leastsquares.connected(_square(node.judged.T, node.n) > 0)
    own = np.zeros((len(able), node.n))
    for who in np.flatnonzero(able):
        own[who] = _own(given[who][:, None], node.n, method, mean)[:, 0]
    say = (sample.say * able).T
    total = own.T @ say
    for who in np.flatnonzero(able & ((people.spread > 0) | people.rounded)):
        moved = _own(given[who][:, None] + _own_noise(node, people, sample, rng, int(who)), node.n, method, mean)
        total = total + say[who] * (moved - own[who][:, None])
    weight = say.sum(axis=0)
    absent = weight <= 0
    found = total / np.where(absent, 1.0, weight)
    if absent.any():
        everybody = people.say * able
        found[:, absent] = (everybody @ own / everybody.sum())[:, None]
    return (leastsquares.normalised_exp(found, axis=0) if mean == "log" else found / found.sum(axis=0)).T


def _own_noise(node: Comparisons, people: People, sample: Sample, rng: np.random.Generator, who: int) -> Array:
    """What moves the judgements of one panellist, (p, count)."""
    p = node.judged.shape[1]
    if people.rounded[who]:
        low, high = node.low[who][:, None], node.high[who][:, None]
        return np.asarray(low + (high - low) * rng.random((p, sample.draws)))
    return np.asarray(sample.spread[:, who] * normals(rng, p, sample.draws))


def _own(logs: Array, n: int, method: str, mean: str) -> Array:
    """Priorities (n, count), or their logarithms up to a constant, of the logarithms (p, count) of judgements."""
    if mean == "log" and method == "geometric-mean":
        return leastsquares.fitted_logs((~np.isnan(logs[:, :1])).astype(np.float64), np.nan_to_num(logs), n)[0]
    found = vectors_of(logs, n, method)
    return np.log(found) if mean == "log" else found


def vectors_of(logs: Array, n: int, method: str) -> Array:
    """Priorities (n, count) by a method of the logarithms (p, count) of judgements, NaN where not judged.

    Without gaps all eigenvectors are one, and of three items that is the geometric mean.
    """
    whole = not np.isnan(logs).any()
    if whole and (n <= 3 or method == "geometric-mean"):
        means = leastsquares.fitted_logs(np.ones((len(logs), 1)), logs, n)[0]
        return leastsquares.normalised_exp(means, axis=0)
    ups, downs = leastsquares.pairs_of(n)
    rows = np.ones((n, n, logs.shape[1]))
    rows[ups, downs], rows[downs, ups] = np.exp(logs), np.exp(-logs)
    if whole:
        return perron.principal_side_by_side(rows)[1]
    return PRIORITY_METHODS[method](rows.transpose(2, 0, 1)).T


def _square(pairs: Array, n: int) -> Array:
    """Symmetric matrices (count, n, n) of pairs (p, count) above the diagonal."""
    ups, downs = leastsquares.pairs_of(n)
    square = np.zeros((pairs.shape[1], n, n))
    square[:, ups, downs] = square[:, downs, ups] = pairs.T
    return square


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Branch:
    """A node of the hierarchy: where its items stand among all criteria, and what they weigh among themselves."""

    above: int
    """Place of the criterion that it is, -1 for the goal."""
    items: IntArray
    """(n,) places of its items."""
    shares: Array | Comparisons
    """(n,) weights that are given, or what was judged instead."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cells:
    """The ratings of c cells by k raters, and what is doubted about them."""

    ratings: Array
    """(k, c); 0 where not rated."""
    rated: Array
    """(k, c) 1 where rated, else 0."""
    step: float
    """Between neighbouring ratings; a cell with one rater is known to half of it."""
    bounds: tuple[float, float]
    """Of the scale; infinite where there is none."""

    def draw(self, people: People, factors: Array | None, rng: np.random.Generator, count: int) -> Array:
        """The cells' values (count, c): means over raters who are resampled, or moved by half a step."""
        say = np.broadcast_to(people.say if factors is None else people.say * factors, (count, len(people.say)))
        alone = np.flatnonzero(self.rated.sum(axis=0) == 1)
        off = rng.random((count, len(alone))) - 0.5
        given = self.ratings * self.rated
        everybody = people.say @ given / (people.say @ self.rated)
        found = np.empty((count, given.shape[1]))
        step = max(1, CELLS // max(1, given.shape[1]))
        for start in range(0, count, step):
            part = slice(start, start + step)
            cells, weight = found[part], say[part] @ self.rated
            np.matmul(say[part], given, out=cells)
            if weight.all():
                cells /= weight
            else:
                np.divide(cells, weight, out=cells, where=weight > 0)
                np.copyto(cells, everybody, where=weight <= 0)
            cells[:, alone] += self.step * off[part]
            np.clip(cells, *self.bounds, out=cells)
        return found


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PanelDraws:
    """Draws of a panel's weights and values: a `Draw`, which can be pickled and keeps no state."""

    people: People
    branches: tuple[Branch, ...]
    """Each after the one above it."""
    criteria: int
    """How many criteria there are in all."""
    columns: IntArray
    """(m,) places of those that the values are under."""
    method: str = "geometric-mean"
    """Of PRIORITY_METHODS."""
    aggregation: str = "aij"
    """Or `aip`, `aip-arithmetic`."""
    instead: Callable[[np.random.Generator, int], Array] | None = None
    """Draws the weights where the judgements are not asked."""
    values: Array
    """(a, m) as everybody rated, measured or compared them."""
    rated: IntArray
    """Columns of the values that are cells, alternatives first: cell = alternative * len(rated) + its place here."""
    cells: Cells | None = None
    """None where ratings are not doubted."""
    compared: tuple[tuple[int, Comparisons], ...] = ()
    """Columns of the values that come from comparisons of the alternatives."""
    factors: Array | None = None
    """(m,) what the drawn weights are multiplied by, before they are divided by their sum; None leaves them."""

    @property
    def values_vary(self) -> bool:
        """Whether draws hold values."""
        return self.cells is not None or bool(self.compared)

    def __call__(self, rng: np.random.Generator, count: int) -> Array | tuple[Array, Array]:
        """Weights (count, m), of any sum, with values (count, a, m) where they vary."""
        people = self.people
        factors = None
        if people.resampled or self.cells is not None:
            factors = resampled(rng, people.strata, count)
        sample = sampled(people, factors if people.resampled else None, rng, count)
        weights = self.weights(sample, rng, count)
        if self.factors is not None:
            weights = weights * self.factors
        if not self.values_vary:
            return weights
        rated = None if self.cells is None else self.cells.draw(people, factors, rng, count)
        if rated is not None and len(self.rated) == len(self.columns):
            return weights, rated.reshape(count, *self.values.shape)
        values = np.repeat(self.values[None], count, axis=0)
        if rated is not None:
            values[:, :, self.rated] = rated.reshape(count, -1, len(self.rated))
        for column, comparisons in self.compared:
            values[:, :, column] = priorities(comparisons, people, sample, rng, self.method, self.aggregation)
        return weights, values

    def weights(self, sample: Sample, rng: np.random.Generator, count: int) -> Array:
        """Global weights (count, m)."""
        if self.instead is not None:
            return self.instead(rng, count)
        overall = np.ones((self.criteria, count))
        for branch in self.branches:
            local = branch.shares
            if isinstance(local, Comparisons):
                local = priorities(local, self.people, sample, rng, self.method, self.aggregation)
            above = overall[branch.above] if branch.above >= 0 else 1.0
            overall[branch.items] = above * np.atleast_2d(local).T
        return np.ascontiguousarray(overall[self.columns].T)
