"""A bar on stderr for work that takes a while."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import click

WAIT = 1.0
"""Seconds before a bar is worth drawing."""

WIDTH = 30


def bar() -> Callable[[int, int], None] | None:
    """Draws how much of how much is done, once it has taken a while; None where stderr is no terminal."""
    if not sys.stderr.isatty():
        return None
    began, last = time.monotonic(), -1

    def shown(done: int, total: int) -> None:
        nonlocal last
        tenth = 1000 * done // total
        if tenth == last or (last < 0 and time.monotonic() - began < WAIT):
            return
        last = tenth
        filled = WIDTH * done // total
        end = "\r\x1b[K" if done >= total else ""
        click.echo(f"\r{'█' * filled}{'░' * (WIDTH - filled)} {tenth / 10:5.1f} %{end}", nl=False, err=True)

    return shown
