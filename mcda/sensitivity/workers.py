"""Processes of this machine that draws are spread over: begun when they are worth it, replaced when they are lost."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing.context import SpawnContext
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Any, Literal, ParamSpec, TypeVar

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

T = TypeVar("T")
P = ParamSpec("P")

MOST_PROCESSES = 61
"""As many as Windows can wait for at once."""


def cores() -> int:
    """How many cores this process may use, 1 or more."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Workers(Executor):
    """Runs what it is given in processes of this machine; if it loses one, with new ones.

    What was being done when a process was lost fails with BrokenProcessPool and may be given again, as `accumulate` and
    `mcda.sensitivity(panel)` do: so a lost worker costs time and not the result. Left by an exception, also by Ctrl+C,
    it ends its processes at once; they end too when this process does. Ctrl+C is not theirs to answer.

    A script whose `Workers` are to start must guard its own work by `if __name__ == "__main__":`, as for every pool of
    processes that is not forked.

    Parameters
    ----------
    count : int, optional
        How many processes, 1 or more; left out: as many as `cores()`.
    patience : float
        For so many seconds work is done here, as it is given, before processes are begun: starting them takes half a
        second of each core.
    """

    def __init__(self, count: int | None = None, patience: float = 0.0) -> None:
        if count is not None and count < 1:
            raise ValueError(f"count is {count}: at least one process is needed")
        self.count = min(cores() if count is None else count, MOST_PROCESSES)
        self._patience = patience
        self._pool: ProcessPoolExecutor | None = None
        self._context = _Context()
        self._closed = False

    def submit(self, work: Callable[P, T], /, *args: P.args, **options: P.kwargs) -> Future[T]:
        """What will come of the work; it and its arguments can be pickled."""
        if self._closed:
            raise RuntimeError("these workers were sent home: they take no more work")
        if self._patience > 0:
            begin = time.perf_counter()
            future = _done(work, *args, **options)
            self._patience -= time.perf_counter() - begin
            return future
        with _no_interruption():
            if self._pool is not None:
                try:
                    return self._pool.submit(work, *args, **options)
                except BrokenProcessPool:
                    self._pool.shutdown(wait=False)
            self._pool = ProcessPoolExecutor(self.count, mp_context=self._context, initializer=_begin)
            return self._pool.submit(work, *args, **options)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more work; the processes end with what they have."""
        self._closed = True
        if self._pool is not None:
            self._pool.shutdown(wait, cancel_futures=cancel_futures)

    def stop(self) -> None:
        """Take no more work and end the processes, whatever they are at."""
        self._closed = True
        if self._pool is not None:
            _forget(self._pool)
        for process in self._context.begun:
            process.kill()
        self.shutdown(cancel_futures=True)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> Literal[False]:
        """Wait for what was given; after an exception do not."""
        if kind is None:
            self.shutdown()
        else:
            self.stop()
        return False


class _Context(SpawnContext):
    """Begins processes afresh, which threads and locks of this one cannot hurt, and remembers them."""

    def __init__(self) -> None:
        self.begun: list[BaseProcess] = []

    def Process(self, *args: Any, **options: Any) -> BaseProcess:  # type: ignore[override]  # noqa: N802
        """A process that has not started yet."""
        process = super().Process(*args, **options)
        self.begun = [each for each in self.begun if each.is_alive()]
        self.begun.append(process)
        return process


def _forget(pool: ProcessPoolExecutor) -> None:
    """Make a pool forget for whom it works, so that it can end though its processes are killed.

    Its own thread would fail over what was cancelled, or over work that is gone when it looks for it, and the one that
    sends work to the processes would wait for ever for somebody to read it. There is no public way; where these parts
    are called otherwise, nothing is done.
    """
    parts: Any = pool
    with suppress(AttributeError):
        for item in list(parts._pending_work_items.values()):
            item.future = Future()
        parts._call_queue._reader.close()


def _done(work: Callable[P, T], *args: P.args, **options: P.kwargs) -> Future[T]:
    """What came of work that is done here and now."""
    future: Future[T] = Future()
    try:
        future.set_result(work(*args, **options))
    except Exception as failure:
        future.set_exception(failure)
    return future


@contextmanager
def _no_interruption() -> Iterator[None]:
    """Ctrl+C waits meanwhile, so that no process is half begun, and those that are begun never see it."""
    import signal
    import threading

    handler = signal.getsignal(signal.SIGINT)
    ours = threading.current_thread() is threading.main_thread() and callable(handler)
    masks = hasattr(signal, "pthread_sigmask")
    waited: list[tuple[int, FrameType | None]] = []
    if ours:
        signal.signal(signal.SIGINT, lambda number, frame: waited.append((number, frame)))
    if masks:
        from multiprocessing.resource_tracker import ensure_running

        ensure_running()  # what it starts lets Ctrl+C through again, so it has to be there before
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if masks else set()
    try:
        yield
    finally:
        if masks:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        if ours:
            signal.signal(signal.SIGINT, handler)
    if waited and callable(handler):
        handler(*waited[0])


def _begin() -> None:
    """Make a new process leave Ctrl+C to the one that began it, and end with that one."""
    import signal
    import threading

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Wait for the end of the process that began this one, then end."""
    from multiprocessing import parent_process

    parent = parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)
