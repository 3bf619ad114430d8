"""Ranks of many draws, counted: exactly with ties split, and fast where a matrix product already gives the order."""

from __future__ import annotations

from functools import reduce
from typing import Any, NamedTuple

import numpy as np

from mcda.arrays import Array, ArrayLike, BoolArray, IntArray, decision_matrix, direction_signs, finite
from mcda.ranking import competition_ranks
from mcda.sensitivity.blocks import CELLS
from mcda.sensitivity.scored import Columns, Scoring, columns_of

PIECE = 2048
"""Draws whose scores are ranked at once: they stay in a core's own cache."""

PAIRED = 8192
"""Draws whose ranks are compared at once."""

LANES = 1024
"""Draws of which truth values are added eight at a time, in words whose bytes cannot overflow."""

TILED = 16
"""Draws whose keys are changed in one go, so that inner loops are long; divides PIECE."""

NARROW = 32
"""Up to so many alternatives comparing each with each is quicker than sorting."""

WIDEST = 255
"""Up to so many a rank is one byte; more are scored and ranked in float64."""

ONE_THREAD = 2**18
"""Multiplications in a matrix product that BLAS does not spread over threads: workers would fight over the cores, and
results must not depend on how many there are."""

UNIT = 2.0**30
"""A loss of 1 as an integer key."""

ROUNDING = 2.0**-24
"""Half a unit in the last place of a float32."""

NO_DISTANCE = 1e-20
"""Squared distances below this share of the largest come from criteria that tell nobody apart."""


class Tally(NamedTuple):
    """What draws have shown so far; tallies of other draws can be added to it."""

    ranks: Array
    """(a, a) in how many draws the row has the rank of the column; ties are split."""
    wins: Array
    """(a, a) in how many the row is above the column; ties are halves. 0 if not counted."""
    weights: Array
    """(a, m) sum of the weights, of sum 1 each, of the draws in which the row is first; ties are split."""
    draws: int

    def with_more(self, other: Tally) -> Tally:
        """Both together."""
        return Tally(
            self.ranks + other.ranks,
            self.wins + other.wins,
            self.weights + other.weights,
            self.draws + other.draws,
        )


class Counter:
    """Counts the ranks of draw after draw, in memory that does not grow with their number."""

    def __init__(self, scoring: Scoring, directions: ArrayLike, values: ArrayLike | None, m: int, wins: bool = True):
        """For values (a, m), or for draws that bring their own; with the `wins` of pairs or without."""
        self.scoring = scoring
        self.signs = direction_signs(directions, m)
        self.values = None if values is None else decision_matrix(values)
        if self.values is not None and self.values.shape[1] != m:
            raise ValueError(f"values has shape {self.values.shape}: weights and directions are of {m} criteria")
        self.m = m
        self.wins = wins
        self._tally: Tally | None = None
        self._doubtful: list[Array] = []
        self._ranker: _Narrow | _Wide | None = None
        if self.values is not None and scoring.pooled is None:
            columns = columns_of(scoring, self.values, self.signs)
            if columns is not None and len(self.values) <= WIDEST:
                self._ranker = (_Narrow if len(self.values) <= NARROW else _Wide)(columns, wins)

    def add(self, weights: Array, values: Array | None = None) -> None:
        """Count draws of weights (n, m), 0 or more and on any scale, with their values (n, a, m) if they have some.

        Raises ValueError for other shapes, a negative or non-finite weight, a row of zeros, and what the scorer
        refuses.
        """
        if weights.ndim != 2 or weights.shape[1] != self.m:
            raise ValueError(f"drawn weights have shape {weights.shape}: they must be (draws, {self.m})")
        if (values is None) == (self.values is None):
            raise ValueError("values are either given or drawn: one of the two")
        if values is not None and (values.ndim != 3 or values.shape[::2] != weights.shape):
            raise ValueError(f"drawn values have shape {values.shape}: they must be ({len(weights)}, a, {self.m})")
        size = PIECE
        if not self._ranker:
            each = self.values if values is None else values[0].ravel()
            assert each is not None
            size = max(1, min(PIECE, CELLS // max(1, len(each))))
        for start in range(0, len(weights), size):
            part = _checked(weights[start : start + size])
            if self._ranker:
                doubtful = self._ranker.add(part)
                if doubtful is not None:
                    self._doubtful.append(doubtful)
                    if sum(map(len, self._doubtful)) >= PIECE // 2:
                        self._settle()
            else:
                self._exactly(part, None if values is None else finite(values[start : start + size], "drawn values"))

    def tally(self) -> Tally:
        """What was counted."""
        self._settle()
        parts = (self._ranker.tally() if self._ranker else None, self._tally)
        return reduce(Tally.with_more, [part for part in parts if part is not None])

    def _settle(self) -> None:
        """Count the draws that float32 could not tell."""
        if self._doubtful:
            self._exactly(np.concatenate(self._doubtful), None)
            self._doubtful = []

    def _exactly(self, weights: Array, values: Array | None) -> None:
        """Count draws by the scorer itself."""
        w = weights.astype(np.float64)
        w /= w.sum(axis=1, keepdims=True)
        if values is not None:
            scores = self.scoring.scores_each(values, w[:, None, :], self.signs)[:, 0]
        else:
            assert self.values is not None
            scores = self.scoring.scores(self.values, w, self.signs)
        found = tally_of(scores, w, self.wins)
        self._tally = found if self._tally is None else self._tally.with_more(found)


def tally_of(scores: Array, weights: Array, wins: bool = True) -> Tally:
    """The tally of scores (n, a) under weights (n, m) of sum 1; ties are those of `competition_ranks`."""
    n, a = scores.shape
    places = competition_ranks(scores) - 1
    rows = np.arange(n)[:, None] * a
    shares = 1 / np.bincount((rows + places).ravel(), minlength=n * a)[rows + places]
    code = np.arange(a) * a + places
    ranks = np.zeros(a * a)
    for offset in range(round(1 / float(shares.min()))):
        held = shares < 1 / (offset + 0.5)
        ranks += np.bincount(code[held] + offset, weights=shares[held], minlength=a * a)
    draw, alternative = np.nonzero(places == 0)
    first = _sums_by(alternative, weights[draw] * shares[draw, alternative][:, None], a)
    won = _wins(places, bool((shares < 1).any())) if wins else np.zeros((a, a))
    return Tally(ranks.reshape(a, a), won, first, n)


def _wins(places: IntArray, ties: bool) -> Array:
    """In how many rows of places (n, a) each alternative is above each other one; ties, where there are some, half."""
    n, a = places.shape
    rows = -(-n // LANES) * LANES
    turned = np.zeros((a, rows), dtype=np.uint8 if a <= WIDEST else np.intp)
    turned[:, :n] = places.T
    won = _below(turned, np.greater)
    lost = _below(turned, np.less).T if ties else np.triu(n - won.T, 1)
    return np.asarray(np.where(np.eye(a, dtype=bool), n / 2, (won + lost + n - (won + lost).T) / 2))


def _below(places: Any, beats: np.ufunc) -> Array:
    """In how many of the places (a, rows) of an earlier alternative `beats` those of a later one, [later, earlier]."""
    a, rows = places.shape
    found, table = np.zeros((a, a)), np.empty((a, rows), dtype=bool)
    for i in range(a - 1):
        beats(places[i], places[i + 1 :], out=table[i + 1 :])
        found[i + 1 :, i] = _truths(table[i + 1 :])
    return found


def _sums_by(which: IntArray, rows: Array, a: int) -> Array:
    """The sums (a, m) of the rows (k, m) that belong to each alternative, added in their order."""
    sums = np.zeros((a, rows.shape[1]))
    if len(which):
        sizes = np.bincount(which, minlength=a)
        found = np.flatnonzero(sizes)
        starts = (np.cumsum(sizes) - sizes)[found]
        sums[found] = np.add.reduceat(rows[np.argsort(which, kind="stable")], starts, axis=0, dtype=np.float64)
    return sums


def _checked(weights: Array) -> Array:
    """The weights (n, m), float32 or float64 as they came, each row divided by its sum."""
    if weights.dtype not in (np.float32, np.float64):
        weights = np.asarray(weights, dtype=np.float64)
    sums = np.einsum("ij->i", weights)
    fine = (sums > 0) & np.isfinite(sums)
    if not fine.all() or weights.min() < 0:
        row = int((fine & (weights >= 0).all(axis=1)).argmin())
        raise ValueError(f"drawn weights {weights[row].tolist()}: they must be finite, 0 or more, and not all 0")
    return np.asarray(weights * (1 / sums)[:, None])


def _twins(columns: Columns) -> IntArray:
    """(a,) the first alternative that every criterion sees as it sees this one: they tie whatever the weights."""
    both = np.hstack([columns.gain, columns.gain if columns.loss is None else columns.loss])
    first: dict[bytes, int] = {}
    return np.array([first.setdefault(row.tobytes(), place) for place, row in enumerate(both + 0.0)])


class _Ranker:
    """What comparing and sorting have in common: losses (0 best, up to 1) of all alternatives by one matrix product.

    Of TOPSIS the loss is D+^2/(D+^2 + D-^2), which orders as closeness does and needs no root; of sums the weighted
    distance from the best of each column. float32 can confuse losses closer than `margin`: such draws are given back.
    """

    def __init__(self, columns: Columns, wins: bool):
        self.a, self.m = columns.gain.shape
        self.squared = columns.loss is not None
        loss = columns.gain.max(axis=0) - columns.gain if columns.loss is None else columns.loss
        total = loss if columns.loss is None else loss + columns.gain
        largest = total.max() or 1.0
        self.losses = np.asarray(loss / largest, dtype=np.float32)
        self.totals = np.asarray(total / largest, dtype=np.float32)
        self.slab = PIECE
        while self.slab > 16 and self.slab * self.losses.size > ONE_THREAD:
            self.slab //= 2
        self.twins = _twins(columns)
        self.sizes = np.bincount(self.twins, minlength=self.a)[self.twins]
        self.margin = np.float32((np.sqrt(self.m) + 3) * ROUNDING)
        self.count_wins = wins
        self.wins = np.zeros((self.a, self.a))
        self.weights = np.zeros((self.a, self.m))
        self.draws = 0
        self.factors = np.zeros((PIECE, self.m), dtype=np.float32)

    def _prepared(self, weights: Array) -> Any:
        """The factors (slabs, slab, m) of a piece: weights or their squares; older ones fill the last slab."""
        n = len(weights)
        if self.squared:
            np.multiply(weights, weights, out=self.factors[:n], casting="same_kind")
        else:
            np.copyto(self.factors[:n], weights, casting="same_kind")
        return self.factors.reshape(-1, self.slab, self.m)[: -(-n // self.slab)]

    def _between_twins(self, won: Array) -> Array:
        """The wins with half of the draws between alternatives that always tie."""
        return np.asarray(np.where(self.twins[:, None] == self.twins, self.draws / 2, won))


class _Narrow(_Ranker):
    """Compares every alternative with every other: ranks, wins and near ties all come out of one table."""

    def __init__(self, columns: Columns, wins: bool):
        super().__init__(columns, wins)
        a = self.a
        self.counts = np.zeros((a, a))
        self.loss = np.zeros((a, PIECE), dtype=np.float32)
        self.total = np.zeros((a, PIECE), dtype=np.float32)
        self.beyond = np.zeros((a, PIECE), dtype=np.float32)
        self.above = np.zeros((a, a, PIECE), dtype=bool)
        self.places = np.zeros((a, PIECE), dtype=np.uint8)
        self.every_place = np.arange(a, dtype=np.uint8)[:, None, None]
        tied = float((self.sizes - 1).sum()) / 2
        self.pairs = a * (a - 1) // 2 - round(tied)

    def add(self, weights: Array) -> Array | None:
        """Count a piece of draws; those that are too close to tell are given back."""
        n = len(weights)
        slabs = self._prepared(weights)
        rows = min(PIECE, -(-n // LANES) * LANES)
        self._weigh(self.losses, slabs, self.loss)
        loss, beyond = self.loss[:, :rows], self.beyond[:, :rows]
        if self.squared:
            self._weigh(self.totals, slabs, self.total)
            with np.errstate(invalid="ignore"):
                np.divide(loss, self.total[:, :rows], out=loss)
        np.add(loss, self.margin, out=beyond)
        above, places = self.above[:, :, :rows], self.places[:, :rows]
        np.less(beyond[:, None], loss[None], out=above)
        above[:, :, n:] = False
        np.add.reduce(above.view(np.uint8), axis=0, out=places)
        unclear = np.add.reduce(places[:, :n], axis=0, dtype=np.uint16) != self.pairs
        if self.squared:
            unclear |= self.total[0, :n] < NO_DISTANCE
        doubtful = np.flatnonzero(unclear)
        places[:, n:] = WIDEST
        if len(doubtful):
            above[:, :, doubtful] = False
            places[:, doubtful] = WIDEST
        if self.count_wins:
            self.wins += _truths(above)
        np.equal(places, self.every_place, out=above)
        self.counts += _truths(above)
        self.weights += self._first(above[0, :, :n], weights)
        self.draws += n - len(doubtful)
        return weights[doubtful] if len(doubtful) else None

    def tally(self) -> Tally:
        """What was counted: groups that always tie begin at a rank and share the ranks from there on."""
        ranks = np.zeros((self.a, self.a))
        for alternative, size in enumerate(self.sizes):
            for offset in range(size):
                ranks[alternative, offset:] += self.counts[: self.a - offset, alternative] / size
        won = self._between_twins(self.wins) if self.count_wins else self.wins
        return Tally(ranks, won, self.weights / self.sizes[:, None], self.draws)

    def _weigh(self, columns: Any, slabs: Any, out: Any) -> None:
        """Weighted sums of columns (a, m), written to (a, PIECE)."""
        used = out[:, : slabs.shape[0] * self.slab].reshape(self.a, -1, self.slab)
        np.matmul(columns, slabs.transpose(0, 2, 1), out=used.transpose(1, 0, 2))

    def _first(self, first: BoolArray, weights: Array) -> Array:
        """The sum of the weights (n, m) of those draws in which each alternative is first, (a, m)."""
        n = len(weights)
        whole = n - n % self.slab
        chosen = first.astype(weights.dtype)
        slabs = chosen[:, :whole].reshape(self.a, -1, self.slab).transpose(1, 0, 2)
        sums = np.matmul(slabs, weights[:whole].reshape(-1, self.slab, self.m)).sum(axis=0, dtype=np.float64)
        return np.asarray(sums + chosen[:, whole:].astype(np.float64) @ weights[whole:])


class _Wide(_Ranker):
    """Sorts integer keys whose low bits say whose they are: numpy sorts numbers far faster than it orders places."""

    def __init__(self, columns: Columns, wins: bool):
        super().__init__(columns, wins)
        a = self.a
        self.whose = np.int32(2 ** (a - 1).bit_length() - 1)
        self.close = np.uint32(np.ceil(self.margin * UNIT) + self.whose)
        self.losses *= np.float32(UNIT)
        self.loss = np.zeros((PIECE, a), dtype=np.float32)
        self.total = np.zeros((PIECE, a), dtype=np.float32)
        self.keys = np.zeros((PIECE, a), dtype=np.int32)
        self.gaps = np.zeros(PIECE * a, dtype=np.uint32)
        self.near = np.zeros(PIECE * a, dtype=bool)
        self.codes = np.zeros((PIECE, a), dtype=np.intp)
        self.numbers = np.tile(np.arange(a, dtype=np.int32), TILED)
        self.ranks = np.tile(np.arange(a, dtype=np.int32) * (self.whose + 1), TILED)
        self.of_ranks = np.zeros((a, self.whose + 1))
        self.starts = np.arange(PIECE)[:, None] * a
        self.has_twins = bool((self.sizes > 1).any())
        if wins:
            self.every_place = np.tile(np.arange(a, dtype=np.uint8), (PIECE, 1))
            self.places = np.zeros((PIECE, a), dtype=np.uint8)
            self.recent = np.zeros((a, PAIRED), dtype=np.uint8)
            self.filled = 0

    def add(self, weights: Array) -> Array | None:
        """Count a piece of draws; those that are too close to tell are given back."""
        n, a = len(weights), self.a
        slabs = self._prepared(weights)
        loss, keys, codes = self.loss[:n], self.keys[:n], self.codes[:n]
        gaps, near = self.gaps[: n * a - 1], self.near[: n * a - 1]
        self._weigh(self.losses, slabs, self.loss)
        with np.errstate(invalid="ignore"):
            if self.squared:
                self._weigh(self.totals, slabs, self.total)
                np.divide(loss, self.total[:n], out=loss)
            np.copyto(keys, loss, casting="unsafe")
        np.bitwise_and(keys, ~self.whose, out=keys)
        tiled = self.keys.reshape(-1, TILED * a)[: -(-n // TILED)]
        np.bitwise_or(tiled, self.numbers, out=tiled)
        keys.sort(axis=1)
        flat = keys.reshape(-1).view(np.uint32)
        np.subtract(flat[1:], flat[:-1], out=gaps)  # from one draw down to the next: beyond 2^31
        np.less_equal(gaps, self.close, out=near)
        np.bitwise_and(keys, self.whose, out=keys)
        close = np.flatnonzero(near)
        if self.has_twins:
            members = self.twins[keys.reshape(-1)]
            close = close[members[close] != members[close + 1]]
        unclear = np.zeros(n, dtype=bool)
        unclear[close // a] = True
        if self.squared:
            unclear |= self.total[:n, 0] < NO_DISTANCE
        doubtful = np.flatnonzero(unclear)
        if self.count_wins:
            np.add(keys, self.starts[:n], out=codes)
            self._remember(codes, doubtful)
        first: Any = keys[:, 0].astype(np.uint8)
        kept = weights
        if len(doubtful):
            first, kept = first[~unclear], weights[~unclear]
        np.add(tiled, self.ranks, out=tiled)
        np.copyto(codes, keys)
        if len(doubtful):
            codes[doubtful] = self.of_ranks.size
        self.of_ranks += np.bincount(codes.ravel(), minlength=self.of_ranks.size + 1)[:-1].reshape(a, -1)
        self.weights += _sums_by(first, kept, a)
        self.draws += n - len(doubtful)
        return weights[doubtful] if len(doubtful) else None

    def _weigh(self, columns: Any, slabs: Any, out: Any) -> None:
        """Weighted sums of columns (a, m), written to (PIECE, a)."""
        np.matmul(slabs, columns.T, out=out[: slabs.shape[0] * self.slab].reshape(-1, self.slab, self.a))

    def _remember(self, codes: IntArray, doubtful: IntArray) -> None:
        """Keep the ranks of a piece until there are enough of them to compare; doubtful draws tie throughout."""
        n = len(codes)
        if self.filled + n > PAIRED:
            self._compare()
        places = self.places[:n]
        places.reshape(-1)[codes.reshape(-1)] = self.every_place[:n].reshape(-1)
        places[doubtful] = 0
        np.copyto(self.recent[:, self.filled : self.filled + n], places.T)
        self.filled += n

    def _compare(self) -> None:
        """Count who is above whom in the ranks that were kept."""
        rows = -(-self.filled // LANES) * LANES
        self.recent[:, self.filled : rows] = 0
        recent = self.recent[:, :rows]
        self.wins += _below(recent, np.greater)
        self.filled = 0

    def tally(self) -> Tally:
        """What was counted: alternatives that always tie lie side by side, so each has the mean of its group."""
        won = self.wins
        if self.count_wins:
            self._compare()
            won = self._between_twins(self.wins + np.triu(self.draws - self.wins.T, 1))
        return Tally(self._levelled(self.of_ranks.T[: self.a]), won, self._levelled(self.weights), self.draws)

    def _levelled(self, rows: Array) -> Array:
        """Rows (a, ...) with those of twins replaced by their mean."""
        if not self.has_twins:
            return rows.copy()
        sums = np.zeros_like(rows)
        np.add.at(sums, self.twins, rows)
        return np.asarray(sums[self.twins] / self.sizes[:, None])


def _truths(table: BoolArray) -> Array:
    """How many of each last axis, a multiple of 1024 long, are true."""
    words = np.add.reduce(table.view(np.uint64).reshape(*table.shape[:-1], -1, LANES // 8), axis=-1)
    return np.asarray(np.add.reduce(words.view(np.uint8), axis=-1, dtype=np.float64))
