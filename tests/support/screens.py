"""Screens in tests: an app played through its pilot, what stands on its screen as plain text, and snapshots of that."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Awaitable, Callable
from difflib import unified_diff
from pathlib import Path

from textual._context import visible_screen_stack
from textual.app import App
from textual.pilot import Pilot

SNAPSHOTS = Path(__file__).parents[1] / "tui" / "snapshots"
SIZES = {"80x24": (80, 24), "60x20": (60, 20)}


def text_of(app: App) -> str:
    """The screen line by line, without colours and without the blanks at the ends of lines."""
    visible_screen_stack.set(app._background_screens)
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())


def play(app: App, script: Callable[[Pilot], Awaitable[None]], size: tuple[int, int] = (80, 24)) -> None:
    """Run the app without a terminal, and the script on it."""

    async def run() -> None:
        async with app.run_test(size=size, notifications=True) as pilot:
            await script(pilot)

    asyncio.run(run())


async def until(pilot: Pilot, holds: Callable[[], object], seconds: float = 10.0) -> None:
    """Wait until something holds; what stands on the screen is the message if it never does."""
    for _attempt in range(int(seconds * 100)):
        if holds():
            await pilot.pause()
            return
        await asyncio.sleep(0.01)
    raise AssertionError(text_of(pilot.app))


async def until_shown(pilot: Pilot, *texts: str) -> None:
    """Wait until all the texts stand on the screen."""
    await until(pilot, lambda: all(text in text_of(pilot.app) for text in texts))


async def assert_snapshot(name: str, pilot: Pilot) -> None:
    """The screen comes to be as tests/tui/snapshots has it. UPDATE_SNAPSHOTS=1 keeps it anew: look at the change."""
    path = SNAPSHOTS / f"{name}.txt"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        await asyncio.sleep(0.5)
        path.parent.mkdir(exist_ok=True)
        path.write_text(_timeless(pilot.app), encoding="utf-8")
    kept = path.read_text(encoding="utf-8")
    for _attempt in range(300):
        shown = _timeless(pilot.app)
        if shown == kept:
            return
        await asyncio.sleep(0.01)
    difference = unified_diff(kept.splitlines(), shown.splitlines(), "kept", "shown", lineterm="")
    raise AssertionError("\n".join([path.name, *difference]))


def _timeless(app: App) -> str:
    """The screen without the hour."""
    return re.sub(r"\d\d:\d\d:\d\d", "hh:mm:ss", text_of(app)) + "\n"
