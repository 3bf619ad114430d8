"""How a terminal writes letters that run from right to left: what it needs, guessed or chosen, and what it is told."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from typing import Literal, TypeAlias

from tui.language import _
from tui.terminal import is_terminal

IN_ORDER, BY_TERMINAL = "\x1b[8l", "\x1b[8h"
"""To terminals that know them: show what is written as it stands; put it in order yourself."""

_kept = False
"""Whether the terminal has been told not to put letters in order."""

Way: TypeAlias = Literal["visual", "terminal"]
"""Who shapes letters and puts them in order: we, or the terminal."""


def chosen(word: str) -> Way:
    """What the setting `text_direction` says, or what the environment speaks for."""
    ways: dict[str, Way] = {"visual": "visual", "terminal": "terminal"}
    return ways.get(word) or detected(os.environ)


def detected(environment: Mapping[str, str]) -> Way:
    """Who has to put letters in order, as far as the environment says: Konsole does and cannot be kept from it.

    VTE, of GNOME Terminal and its kin, does too, and is told not to. In tmux it is not reached, so that it goes on.
    """
    if environment.get("KONSOLE_VERSION"):
        return "terminal"
    inside = environment.get("TMUX") or environment.get("STY")
    return "terminal" if inside and environment.get("VTE_VERSION") else "visual"


def possible() -> bool:
    """Whether what shapes letters and puts them in order is installed."""
    return find_spec("bidi") is not None and find_spec("arabic_reshaper") is not None


def missing() -> str:
    """What to install for that."""
    return _("Text from right to left may look wrong here: pip install 'mcda-panel[fa]' helps.")


@contextmanager
def told(way: Way) -> Iterator[None]:
    """The terminal knows who puts letters in order, until this ends, however it does."""
    tell(way)
    try:
        yield
    finally:
        tell("terminal")


def tell(way: Way) -> None:
    """Say to the terminal who puts letters in order; nothing as long as that is the terminal, as it is at first."""
    global _kept
    terminal = sys.__stderr__
    if terminal is None or not is_terminal(terminal) or (way == "visual") == _kept:
        return
    _kept = way == "visual"
    # The terminal may be gone: then nobody is left to be told.
    with suppress(OSError, ValueError):
        terminal.write(IN_ORDER if _kept else BY_TERMINAL)
        terminal.flush()
