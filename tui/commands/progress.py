"""How far long work is, on one line of a terminal: percent, draws, time left. Nothing where there is no terminal."""

from __future__ import annotations

import os
import shutil
import sys
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Literal

import click

PATIENCE = 0.5
"""Seconds before anything is shown: what takes less needs no bar."""
OFTEN = 0.2
"""Seconds between two drawings."""
KNOWN = 3.0
"""Seconds after which the time left can be told."""
CELLS = 30
"""Of a bar that has room enough."""
WIPE = "\r\x1b[K"
"""To the beginning of the line, and nothing on it."""


class Progress:
    """A line on stderr that says how much is done; entered before the work, called during it, left after it."""

    def __init__(self, more: Callable[[], str] | None = None, unit: str = "draws") -> None:
        """`more` says what else there is to know, such as how many workers there are; `unit` is what is counted."""
        self._more = more
        self._unit = unit
        self._begin = self._told = time.monotonic()
        self._done = self._total = 0
        self._over = threading.Event()
        self._drawing: threading.Thread | None = None

    def __call__(self, done: int, total: int) -> None:
        """So many draws are done of all; those that are gone through twice count twice."""
        self._done, self._total, self._told = done, total, time.monotonic()

    def __enter__(self) -> Progress:
        if sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
            self._drawing = threading.Thread(target=self._draw, daemon=True)
            self._drawing.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> Literal[False]:
        """Leave the line as it was before."""
        self._over.set()
        if self._drawing is not None:
            self._drawing.join(timeout=1)
        return False

    def _draw(self) -> None:
        """Draw until it is over."""
        if self._over.wait(PATIENCE):
            return
        while not self._over.is_set():
            more = self._more() if self._more is not None else ""
            width = shutil.get_terminal_size().columns - 1
            click.echo(WIPE + line(self._done, self._total, self._left(), more, width, self._unit), nl=False, err=True)
            self._over.wait(OFTEN)
        click.echo(WIPE, nl=False, err=True)

    def _left(self) -> float | None:
        """Seconds, if it goes on as it went; None where that cannot be told yet."""
        done, now = self._done, time.monotonic()
        if not done or now - self._begin < KNOWN:
            return None
        return max(0.0, (self._told - self._begin) * (self._total / done - 1) - (now - self._told))


def line(done: int, total: int, left: float | None, more: str, width: int, unit: str = "draws") -> str:
    """A bar, percent, how many are done, time left in seconds and more, as far as there is room for them."""
    share = done / total if total else 0.0
    parts = [f"{100 * share:.1f} %"]
    parts += [f"{done:,} of {total:,} {unit}"] if total else []
    parts += [f"{duration(left)} left"] if left is not None else []
    parts += [more] if more else []
    while len("  ".join(parts)) > width and len(parts) > 1:
        parts.pop()
    text = "  ".join(parts)
    cells = min(CELLS, width - len(text) - 2)
    if cells < 5:
        return text
    filled = int(cells * share)
    return f"{'█' * filled}{'░' * (cells - filled)}  {text}"


def duration(seconds: float) -> str:
    """In the two largest units: 45 s, 3 min 20 s, 5 h 12 min."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"
