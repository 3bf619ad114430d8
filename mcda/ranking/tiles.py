"""Rows of a large matrix, worked on in tiles that stay in the processor's cache, in a few threads."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from mcda.arrays import Array, BoolArray

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Block: TypeAlias = NDArray[Any]
else:
    Block = np.ndarray  # (rows, m) numbers of any real dtype

LOT = 1 << 13
"""Numbers in one matrix product: few enough that a BLAS does not start threads of its own under ours."""

LOTS = 32
"""Matrix products a tile: small enough for a cache, and so large that threads seldom wait for Python's lock."""

WORTH_THREADS = 16
"""Fewer tiles are done before another thread is there."""

MOST_THREADS = 4
"""More would only wait for the memory."""


@dataclass(slots=True)
class Room:
    """Where one thread works on one tile after another, of criteria side by side in memory or one below the other.

    A tile is worked on as `given`: (m, rows) if by columns, else several rows written as one long one (rows/g, g m),
    over which numpy is several times as fast as over short ones.
    """

    m: int
    by_columns: bool
    lot: int = field(init=False)
    """Rows in one matrix product."""
    rows: int = field(init=False)
    """Rows in a tile."""
    fold: int = field(init=False)
    """Rows written as one."""
    _loaded: Array | None = field(init=False, default=None)
    _work: Array = field(init=False)

    def __post_init__(self) -> None:
        self.lot = _lot(self.m)
        self.rows = LOTS * self.lot
        self.fold = max(1, self.lot // 4)
        self._work = np.zeros((self.m, self.rows) if self.by_columns else (self.rows, self.m))

    def take(self, rows: Block, unit: Array | None) -> Array:
        """The rows as `given`, as float64 and divided by the units; copied only where that asks for it."""
        plain = rows.dtype == np.float64 and unit is None
        if self.by_columns:
            return rows.T if plain else self._copied(rows.T, None if unit is None else unit[:, None])
        if not (plain and rows.flags.c_contiguous):
            rows = self._copied(rows, unit)
        return rows.reshape(-1, self.m * (self.fold if len(rows) % self.fold == 0 else 1))

    def _copied(self, given: Block, unit: Array | None) -> Array:
        """The numbers as float64, divided by the units, in room of their own."""
        if self._loaded is None:
            self._loaded = np.empty_like(self._work)
        loaded = self._loaded[:, : given.shape[1]] if self.by_columns else self._loaded[: len(given)]
        np.copyto(loaded, given)
        if unit is not None:
            loaded /= unit
        return loaded

    def spread(self, point: Array) -> Array:
        """One number a criterion, laid out to be used with `given`."""
        return point[:, None] if self.by_columns else np.tile(point, self.fold)

    def work(self, given: Array) -> Array:
        """Room of the shape of `given`; what is written there is what `weighed` weighs."""
        if self.by_columns:
            return self._work[:, : given.shape[1]]
        return self._work.reshape(-1)[: given.size].reshape(given.shape)

    def away(self, given: Array, point: Array) -> Array:
        """How far each number is from the spread point, in the room to work."""
        work = self.work(given)
        return np.subtract(given, point if self.by_columns else point[: given.shape[1]], out=work)

    def some(self, given: Array, rows: BoolArray) -> Array:
        """(some, m): those rows of `given`."""
        return given[:, rows].T if self.by_columns else given.reshape(-1, self.m)[rows]

    def over_rows(self, ufunc: np.ufunc, given: Array) -> Array:
        """(m,): a reduction of each criterion."""
        if self.by_columns:
            return ufunc.reduce(given, axis=1)  # type: ignore[no-any-return]
        return ufunc.reduce(ufunc.reduce(given, axis=0).reshape(-1, self.m), axis=0)  # type: ignore[no-any-return]

    def squares(self, given: Array) -> Array:
        """(m,): the sum of squares of each criterion."""
        if self.by_columns:
            return np.einsum("ij,ij->i", given, given)  # type: ignore[no-any-return]
        return np.einsum("ij,ij->j", given, given).reshape(-1, self.m).sum(axis=0)  # type: ignore[no-any-return]

    def weighed(self, weights: Array, count: int) -> Array:
        """(count,): the weighted sums of what stands in the room to work, always in products of one shape.

        So a row has the same sum wherever a block begins and however many threads there are.
        """
        if self.by_columns:
            return (weights @ self._work.reshape(self.m, LOTS, self.lot).transpose(1, 0, 2)).reshape(-1)[:count]
        return (self._work.reshape(LOTS, self.lot, self.m) @ weights).reshape(-1)[:count]


def in_tiles(block: Block, work: Callable[[Room, int, slice], None]) -> None:
    """Call `work` with a room, a number and the rows of each tile of the block; in threads if there are many."""
    m = block.shape[1]
    by_columns = m > 1 and block.strides[0] == block.itemsize
    room = Room(m, by_columns)
    tiles = -(-len(block) // room.rows)
    threads = min(MOST_THREADS, _cores()) if tiles >= WORTH_THREADS else 1
    numbers = iter(range(tiles))
    if threads == 1:
        _take_turns(room, numbers, work)
        return
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(threads - 1) as pool:
        others = [pool.submit(_take_turns, Room(m, by_columns), numbers, work) for _ in range(threads - 1)]
        _take_turns(room, numbers, work)
        for other in others:
            other.result()


def tile_count(block: Block) -> int:
    """How many tiles a block has."""
    return -(-len(block) // (LOTS * _lot(block.shape[1])))


def _lot(m: int) -> int:
    """The rows of m criteria in one matrix product, a power of 2."""
    return int(1 << max(0, (LOT // m).bit_length() - 1))


def _take_turns(room: Room, numbers: Iterator[int], work: Callable[[Room, int, slice], None]) -> None:
    """Work on the next tile that nobody has taken, until none is left."""
    with np.errstate(over="ignore", invalid="ignore"):
        for number in numbers:
            work(room, number, slice(number * room.rows, (number + 1) * room.rows))


def _cores() -> int:
    """How many cores this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1
