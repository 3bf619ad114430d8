"""A result written to a file that somebody names: the same table as the command writes with -o."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from textual.screen import Screen

from criteria.text import visible
from tui.language import _
from tui.screens.ask import AskScreen
from tui.writing import fault, path_of, save, unused

if TYPE_CHECKING:
    from mcda.results.base import Result


def ask_and_write(screen: Screen[None], result: Result, name: str) -> None:
    """Ask on top of the screen for a file and write the result to it, its provenance beside it; say what happened."""

    def named(text: str | None) -> None:
        if text is not None:
            screen.run_worker(_write(screen, result, path_of(text)), group="export", exit_on_error=False)

    title = _("Write this table to which file? (.csv, .json or .txt)")
    screen.app.push_screen(AskScreen(title, str(unused(Path.cwd(), name)), fault), named)


async def _write(screen: Screen[None], result: Result, path: Path) -> None:
    """Write and say where, or why it was not written."""
    try:
        await asyncio.to_thread(save, result, path)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        said = _("Not written: {path}: {why}").format(path=path, why=why)
        screen.app.notify(visible(said), severity="error", markup=False, timeout=12)
    else:
        screen.app.notify(visible(_("Written: {path}").format(path=path)), markup=False, timeout=12)
