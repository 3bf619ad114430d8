"""Draws in numbered blocks, each with its own seed, on any executor: the same draws whoever makes them, and when."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, TypeVar

import numpy as np

from mcda.arrays import Array

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

T = TypeVar("T")

Draw: TypeAlias = "Callable[[np.random.Generator, int], Array | tuple[Array, Array]]"
"""(generator, count) -> weights (count, m), or those with values (count, a, m); depends on nothing else."""

BLOCK = 2048
"""Draws of a block: their scores stay in a core's own cache."""

CELLS = 2**16
"""Values that are drawn or scored at once where draws bring their own: they stay in that cache too."""

IN_FLIGHT = 32
"""Tasks handed to an executor and not yet counted."""

ATTEMPTS = 3
"""How often a task is tried before its failure is believed."""

FEWEST, MOST = 32, 256
"""Blocks of a task: 64 tasks are made of all draws, unless that means fewer or more than these."""

SLOWER = 8
"""With drawn values a task has so many times fewer blocks, as a draw takes that much longer, and more."""


class LostWorkersError(RuntimeError):
    """An executor has lost workers and does not go on."""


class Span(NamedTuple):
    """Blocks that are drawn and counted together."""

    first: int
    """Number of the first block."""
    stop: int
    """Number after the last one."""
    draws: int


@dataclass(frozen=True, slots=True)
class UniformWeights:
    """Draws weights uniform on the simplex of m criteria: a `Draw` for those who know nothing of the weights.

    Exponentials, -log(1 - u), float32: on their own scale, since whoever ranks by weights divides them by their sum.
    Divided by it they are Dirichlet(1), as uniform points of the simplex are.
    """

    m: int
    """How many criteria, 1 or more."""

    def __post_init__(self) -> None:
        if self.m < 1:
            raise ValueError(f"m is {self.m}: at least one criterion is needed")

    def __call__(self, rng: np.random.Generator, count: int) -> Array:
        """Weights (count, m), float32, 0 or more, not divided by their sum."""
        weights: Any = rng.random((count, self.m), dtype=np.float32)
        np.subtract(np.float32(1), weights, out=weights)
        np.log(weights, out=weights)
        np.negative(weights, out=weights)
        if not weights[:, 0].all():
            weights += np.float32(1e-30)  # a row of zeros is no weight vector
        return weights  # type: ignore[no-any-return]


def generator(seed: int, block: int) -> np.random.Generator:
    """The generator of that block, whatever was drawn before: SFC64 from SeedSequence(seed, spawn_key=(block,))."""
    return np.random.Generator(np.random.SFC64(np.random.SeedSequence(seed, spawn_key=(block,))))


def block_draws(draw: Draw, seed: int, span: Span, block: int) -> Iterator[tuple[Array, Array | None]]:
    """Weights and, if the source draws them, values of each block of a span; the last block may be short."""
    left = span.draws
    for number in range(span.first, span.stop):
        count = min(block, left)
        drawn = draw(generator(seed, number), count)
        weights, values = drawn if isinstance(drawn, tuple) else (drawn, None)
        if len(weights) != count or (values is not None and len(values) != count):
            raise ValueError(f"the draws of block {number} are {len(weights)}: {count} were asked for")
        yield weights, values
        left -= count


def spans(draws: int, block: int = BLOCK, fewest: int = FEWEST, most: int = MOST) -> Iterator[Span]:
    """All blocks of so many draws, cut into tasks of `fewest` to `most`; the cuts depend on nothing but the numbers."""
    blocks = -(-draws // block)
    size = max(fewest, min(most, -(-blocks // 64)))
    for first in range(0, blocks, size):
        stop = min(first + size, blocks)
        yield Span(first, stop, min(stop * block, draws) - first * block)


def in_order(
    work: Callable[[Span], T],
    tasks: Iterable[Span],
    executor: Executor | None = None,
    in_flight: int = IN_FLIGHT,
    attempts: int = ATTEMPTS,
) -> Generator[tuple[Span, T], None, None]:
    """Each task with what came of it, in the order of the tasks, however they were spread.

    Parameters
    ----------
    work : function
        Of one task; a function that can be pickled where the executor's workers are processes.
    tasks : iterable of Span
        Read as they are needed: no list is kept.
    executor : Executor, optional
        Threads, processes, `Workers`, Dask's `client.get_executor()`. None: one after the other, here.
    in_flight : int
        How many tasks may wait in the executor or for the one before them; 1 or more.
    attempts : int
        A task that fails is tried so often, in case its worker and not the work was at fault; ValueError and TypeError
        are believed at once.

    Raises
    ------
    LostWorkersError
        If the executor has broken down, as a process pool does when one of its processes is killed and Dask's when its
        scheduler is gone: a new one is needed, and gives the same. One that replaces its processes, as
        `Workers` does, is given the tasks again.

    Notes
    -----
    When the caller stops, by KeyboardInterrupt or because it needs no more, tasks that have not begun are cancelled.
    """
    if executor is None:
        for task in tasks:
            yield task, work(task)
        return
    waiting: deque[tuple[Span, Future[T]]] = deque()
    try:
        for task in tasks:
            waiting.append((task, _handed(executor, work, task)))
            if len(waiting) >= in_flight:
                yield _next(executor, work, waiting, attempts)
        while waiting:
            yield _next(executor, work, waiting, attempts)
    finally:
        for _, future in waiting:
            future.cancel()


def _next(
    executor: Executor, work: Callable[[Span], T], waiting: deque[tuple[Span, Future[T]]], attempts: int
) -> tuple[Span, T]:
    """The foremost of the waiting tasks and what came of it."""
    from concurrent.futures import BrokenExecutor, CancelledError

    while True:
        task, future = waiting[0]
        try:
            found = future.result()
        except (ValueError, TypeError):
            raise
        except CancelledError as failure:  # as Dask does when the scheduler is gone, and takes tasks all the same
            raise _lost(task) from failure
        except Exception as failure:
            attempts -= 1
            if not attempts:
                if isinstance(failure, BrokenExecutor):
                    raise _lost(task) from failure
                raise
            waiting[0] = task, _handed(executor, work, task)
            for place, (other, lost) in enumerate(waiting):
                if _is_lost(lost):
                    waiting[place] = other, _handed(executor, work, other)
        else:
            waiting.popleft()
            return task, found


def _is_lost(future: Future[T]) -> bool:
    """Whether the task fell with a worker, and not by what it did itself."""
    from concurrent.futures import BrokenExecutor

    return future.done() and not future.cancelled() and isinstance(future.exception(), BrokenExecutor)


def _handed(executor: Executor, work: Callable[[Span], T], task: Span) -> Future[T]:
    """The future of a task."""
    from concurrent.futures import BrokenExecutor

    try:
        return executor.submit(work, task)
    except BrokenExecutor as failure:
        raise _lost(task) from failure


def _lost(task: Span) -> LostWorkersError:
    """What to say when an executor is of no use any more."""
    return LostWorkersError(
        f"workers were lost before block {task.first} was counted, and their executor does not go on: "
        f"with a new executor, or without one, the same call gives the same result"
    )
