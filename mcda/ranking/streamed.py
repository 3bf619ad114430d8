"""Scores of very many alternatives in two passes over blocks of rows: what each column holds, then the scores."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from mcda.arrays import Array, ArrayLike, BoolArray, IntArray, criterion_weights, direction_signs
from mcda.ranking.normalisation import WITHOUT_RATIOS, domain_ends, no_ratio, outside_domain
from mcda.ranking.tiles import Block, Room, in_tiles, tile_count

Blocks = Callable[[], Iterable[Block]]
"""Gives the same blocks (rows, m) each time it is called."""

STREAMED = {
    "topsis": ("vector", "minmax", "max", "scale"),
    "weighted-sum": ("max", "sum", "minmax", "vector", "scale"),
}
"""Methods that can score block after block -> their normalisations, the default first."""

LARGE = 1 << 16
"""So many values, and more, are worth going over in tiles."""

FEW_DRAWS = 16
"""More weight vectors are faster in one matrix product."""

CLOSE = 1e-4
"""Share of the longest squared distance below which a difference of squares would be off by more than 1e-13."""

SEARCHED = 4096
"""Rows looked through at a time for the one to name."""

SMALLEST, LARGEST = 2.0**-300, 2.0**300
"""Between these sizes no square and no sum of squares overflows or vanishes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """What a pass over all alternatives says about each of m criteria, values divided by `unit`."""

    count: int
    """How many alternatives."""
    unit: Array | None
    """(m,) powers of 2; None, for ones, unless squares would overflow or vanish."""
    low: Array
    """(m,) lowest value, and so on."""
    high: Array
    squares: Array
    """(m,) sum of squares."""

    @property
    def sizes(self) -> Array:
        """(m,) largest absolute value; 1 for a column of zeros."""
        return _or_one(np.maximum(self.high, -self.low))

    @property
    def lengths(self) -> Array:
        """(m,) Euclidean length; 1 for a column of zeros."""
        return _or_one(np.sqrt(self.squares))

    @property
    def spans(self) -> Array:
        """(m,) highest less lowest value; 1 where they are the same."""
        return _or_one(self.high - self.low)


Scorer = Callable[[Room, Array, int, Array], None]
"""Writes the scores of a tile, as its room has it, of so many rows into (draws, rows)."""


def streamed_scores(
    blocks: Blocks,
    weights: ArrayLike,
    directions: ArrayLike,
    method: str = "topsis",
    normalisation: str | None = None,
    domain: ArrayLike | None = None,
) -> Iterator[Array]:
    """Scores of alternatives that come block after block, in memory that does not grow with their number.

    Parameters
    ----------
    blocks : callable giving an iterable of (rows, m) arrays
        Called twice, and three times for the normalisation "sum"; it gives the same finite numbers each time, each
        column in its own units. Blocks may differ in length and be of any real dtype; all is computed in float64.
    weights : (m,) float
        Non-negative; divided by their sum.
    directions : (m,) of 1 or -1
        1 where more is better, -1 where less is better.
    method : {"topsis", "weighted-sum"}
        A key of STREAMED.
    normalisation : str, optional
        One of STREAMED[method]; its first if left out.
    domain : (m, 2) float, optional
        Low and high end of each criterion's scale; only for "scale", which needs it.

    Yields
    ------
    (rows,) float
        The scores of a block, higher is better: those of `RANKING_METHODS[method].score` to 1e-12.

    Raises
    ------
    ValueError
        With the first scores, for whatever the method refuses; `values[row, column]` counts rows over all blocks.
    """
    score, _ = block_scorer(blocks, weights, directions, method, normalisation, domain)
    for block in blocks():
        yield score(block)


def block_scorer(
    blocks: Blocks,
    weights: ArrayLike,
    directions: ArrayLike,
    method: str = "topsis",
    normalisation: str | None = None,
    domain: ArrayLike | None = None,
) -> tuple[Callable[[Block], Array], Columns]:
    """The second pass of `streamed_scores`, block -> scores, and what the first one found."""
    if method not in STREAMED:
        raise ValueError(f"{method!r} compares all alternatives at once: allowed in blocks are {', '.join(STREAMED)}")
    word = STREAMED[method][0] if normalisation is None else normalisation
    if word not in STREAMED[method]:
        raise ValueError(f"normalisation {word!r} is not one of {', '.join(STREAMED[method])}, which {method} can use")
    m = len(np.atleast_1d(np.asarray(directions)))
    signs, w = direction_signs(directions, m), criterion_weights(weights, m)
    if w.ndim != 1:
        raise ValueError(f"weights has shape {w.shape}: it must be ({m},), one for each criterion")
    columns = gathered(blocks, m)
    scorer = SCORERS[method](columns, blocks, w[None, :], signs, word, domain)
    return lambda block: scored(scorer, columns, block, 1)[0], columns


def gathered(blocks: Blocks, m: int) -> Columns:
    """What is to be known of each of m columns first; ValueError at the first number that is not finite."""
    found = _gathered(blocks, m, None)
    sizes = found.sizes
    if sizes.min() >= SMALLEST and sizes.max() <= LARGEST:
        return found
    return _gathered(blocks, m, np.ldexp(1.0, np.frexp(sizes)[1] - 1))


def _gathered(blocks: Blocks, m: int, unit: Array | None) -> Columns:
    """One pass over all blocks."""
    count = 0
    low, high, squares = np.full(m, np.inf), np.full(m, -np.inf), np.zeros(m)
    for block in blocks():
        if block.ndim != 2 or block.shape[1] != m or block.dtype.kind not in "iuf":
            raise ValueError(f"a block of {block.dtype} has shape {block.shape}: it must be real, (alternatives, {m})")
        if not len(block):
            continue
        parts = np.empty((3, tile_count(block), m))

        def gather(room: Room, number: int, rows: slice, block: Block = block, parts: Array = parts) -> None:
            given = room.take(block[rows], unit)
            parts[2, number] = room.squares(given)
            parts[0, number] = room.over_rows(np.minimum, given)
            parts[1, number] = room.over_rows(np.maximum, given)

        in_tiles(block, gather)
        np.minimum(low, parts[0].min(axis=0), out=low)
        np.maximum(high, parts[1].max(axis=0), out=high)
        for part in parts[2]:
            squares += part
        if not (np.isfinite(low).all() and np.isfinite(high).all()):
            raise _not_finite(blocks)
        count += len(block)
    if not count:
        raise ValueError(f"values is empty (0, {m}): at least one alternative and one criterion are needed")
    return Columns(count=count, unit=unit, low=low, high=high, squares=squares)


def scored(scorer: Scorer, columns: Columns, block: Block, draws: int) -> Array:
    """The scores (draws, rows) of a block."""
    scores = np.empty((draws, len(block)))

    def score(room: Room, _number: int, rows: slice) -> None:
        out = scores[:, rows]
        scorer(room, room.take(block[rows], columns.unit), out.shape[1], out)

    in_tiles(block, score)
    return scores


def _closeness(
    columns: Columns, blocks: Blocks, w: Array, signs: Array, normalisation: str, domain: ArrayLike | None
) -> Scorer:
    """The second pass of `topsis`: distances to the best and the worst of each column, for weights (draws, m)."""
    low, high = columns.low, columns.high
    if normalisation == "scale":
        low, high = _domain(columns, blocks, domain)
        unit = high - low
    elif normalisation == "vector":
        unit = columns.lengths
    else:
        unit = columns.spans if normalisation == "minmax" else columns.sizes
    best, worst = np.where(signs == 1, high, low), np.where(signs == 1, low, high)
    reach = best - worst
    factors = (w / unit) ** 2
    linear = 2 * factors * reach
    longest = factors @ reach**2

    def score(room: Room, given: Array, count: int, out: Array) -> None:
        """D+^2 is D-^2 - 2 c (x - worst) + c^2 criterion by criterion, c = best - worst: one square serves both."""
        far = np.empty_like(out)
        away = room.away(given, room.spread(worst))
        for draw in range(len(factors)):
            far[draw] = longest[draw] - room.weighed(linear[draw], count)
        np.multiply(away, away, out=away)
        for draw in range(len(factors)):
            out[draw] = room.weighed(factors[draw], count)
        far += out
        if (close := far < CLOSE * longest[:, None]).any():
            for draw in map(int, np.flatnonzero(close.any(axis=1))):
                gaps = room.some(given, close[draw]) - best
                far[draw, close[draw]] = np.einsum("am,am,m->a", gaps, gaps, factors[draw])
        with np.errstate(divide="ignore", invalid="ignore"):
            np.divide(far, out, out=far)
            np.sqrt(far, out=far)
            far += 1
            np.divide(1, far, out=out)
        if (longest == 0).any():
            out[longest == 0] = 0.5

    return score


def _weighted_mean(
    columns: Columns, blocks: Blocks, w: Array, signs: Array, normalisation: str, domain: ArrayLike | None
) -> Scorer:
    """The second pass of `weighted_sum`: what is added is linear in x, or in 1/x under cost for "max" and "sum"."""
    cost = signs == -1
    start = np.zeros(len(signs))
    inverse = np.zeros(len(signs), dtype=bool)
    constant = np.zeros(len(w))
    if normalisation in ("max", "sum"):
        _refuse_no_ratio(columns, blocks, cost, normalisation)
        inverse = cost & (columns.low > 0)
        factors = np.where(inverse, columns.low, 1 / columns.sizes)
        if normalisation == "sum":
            factors = factors / _or_one(_totals(columns, blocks, inverse))
    elif normalisation == "vector":
        factors = np.where(cost, -1, 1) / columns.lengths
        constant = w[:, cost].sum(axis=1)
    else:
        low, high, spans = columns.low, columns.high, columns.spans
        if normalisation == "scale":
            low, high = _domain(columns, blocks, domain)
            spans = high - low
        start = np.where(cost, high, low)
        factors = np.where(cost, -1, 1) / spans
    inverted = np.flatnonzero(inverse)
    weights = w * factors

    def score(room: Room, given: Array, count: int, out: Array) -> None:
        away = room.away(given, room.spread(start))
        if len(inverted):
            _invert(room, away, inverted)
        for draw, factor in enumerate(weights):
            out[draw] = room.weighed(factor, count)
        out += constant[:, None]

    return score


SCORERS = {"topsis": _closeness, "weighted-sum": _weighted_mean}


def large(values: ArrayLike, weights: ArrayLike) -> bool:
    """Whether values are so many, and weights so few, that going over them in tiles is faster."""
    return (
        isinstance(values, np.ndarray)
        and values.size >= LARGE
        and values.ndim == 2
        and values.dtype.kind in "iuf"
        and np.size(weights) <= FEW_DRAWS * values.shape[1]
    )


def large_scores(
    method: str,
    values: ArrayLike,
    weights: ArrayLike,
    directions: ArrayLike,
    normalisation: str,
    domain: ArrayLike | None,
) -> Array:
    """The scores (a,) or (draws, a) of values that are `large`, by a method and normalisation of STREAMED."""
    block = np.asarray(values)
    m = block.shape[1]
    w, signs = criterion_weights(weights, m), direction_signs(directions, m)

    def whole() -> Iterable[Block]:
        return (block,)

    columns = gathered(whole, m)
    scorer = SCORERS[method](columns, whole, np.atleast_2d(w), signs, normalisation, domain)
    scores = scored(scorer, columns, block, w.size // m)
    return scores[0] if w.ndim == 1 else scores


def _or_one(sizes: Array) -> Array:
    """The sizes with 1 in place of 0, to divide by."""
    return np.where(sizes == 0, 1.0, sizes)


def _invert(room: Room, away: Array, columns: IntArray) -> None:
    """1/x in place of x in some columns of what stands in the room to work."""
    for j in columns:
        column = away[j] if room.by_columns else away.reshape(-1, room.m)[:, j]
        np.divide(1.0, column, out=column)


def _totals(columns: Columns, blocks: Blocks, inverse: BoolArray) -> Array:
    """(m,) sums of x over the largest, or of the lowest over x where `inverse`, over all blocks."""
    totals = np.zeros(len(inverse))
    factors = np.where(inverse, columns.low, 1 / columns.sizes)
    inverted = np.flatnonzero(inverse)
    for block in blocks():
        parts = np.empty((tile_count(block), len(totals)))

        def add(room: Room, number: int, rows: slice, block: Block = block, parts: Array = parts) -> None:
            given = room.take(block[rows], columns.unit)
            work = room.work(given)
            np.copyto(work, given)
            _invert(room, work, inverted)
            parts[number] = room.over_rows(np.add, work)

        in_tiles(block, add)
        for part in parts:
            totals += part * factors
    return totals


def _domain(columns: Columns, blocks: Blocks, domain: ArrayLike | None) -> tuple[Array, Array]:
    """The ends of each declared scale in the units of the columns, after checking that no value is outside."""
    low, high = domain_ends(domain, len(columns.low))
    unit = 1.0 if columns.unit is None else columns.unit
    if (columns.low * unit < low).any() or (columns.high * unit > high).any():
        row, j, value = _first(blocks, lambda block: (block < low) | (block > high))
        raise ValueError(outside_domain(row, j, value, low, high))
    return low / unit, high / unit


def _refuse_no_ratio(columns: Columns, blocks: Blocks, cost: BoolArray, normalisation: str) -> None:
    """Raise ValueError at the first value that "max" or "sum" can make no ratio of."""
    telling = (columns.low != 0) | (columns.high != 0)
    if ((columns.low < 0) | ((columns.low == 0) & cost & telling)).any():
        row, j, value = _first(blocks, lambda block: ((block < 0) | ((block == 0) & cost)) & telling)
        raise ValueError(no_ratio(row, j, value, f"the '{normalisation}' normalisation", WITHOUT_RATIOS))


def _not_finite(blocks: Blocks) -> ValueError:
    row, j, value = _first(blocks, lambda block: ~np.isfinite(block))
    return ValueError(f"values[{row}, {j}] is {value}: only finite numbers are allowed")


def _first(blocks: Blocks, wrong: Callable[[Block], BoolArray]) -> tuple[int, int, float]:
    """Row over all blocks, column and value of the first number that is wrong; only asked for where there is one."""
    count = 0
    for block in blocks():
        for start in range(0, len(block), SEARCHED):
            mask = wrong(block[start : start + SEARCHED])
            if mask.any():
                row, j = (int(index) for index in np.argwhere(mask)[0])
                return count + start + row, j, float(block[start + row, j])
        count += len(block)
    raise ValueError("the blocks did not give the same numbers again")
