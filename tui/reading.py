"""Reads panels in the language of whoever sits at the terminal: the one place where the two meet."""

from __future__ import annotations

import os
from pathlib import Path

from criteria import files
from criteria.languages import tag_fault
from criteria.panel import Panel


def language() -> str | None:
    """The language of the terminal, by MCDA_LANGUAGE, else by settings.toml; None where that is no language tag.

    Settings with faults do not keep a panel from being read: they count as if nobody had chosen.
    """
    chosen = os.environ.get("MCDA_LANGUAGE", "").strip()
    if not chosen:
        from tui.settings import Settings, SettingsError, read_settings

        try:
            chosen = read_settings().language
        except SettingsError:
            chosen = Settings().language
    tag = chosen.partition(".")[0].replace("_", "-")
    return None if tag_fault(tag) else tag


def read_panel(folder: Path) -> Panel:
    """As `criteria.files.read_panel`, in the language of the terminal."""
    return files.read_panel(folder, language())


def read_files(folder: Path) -> Panel:
    """As `criteria.files.read_files`, in the language of the terminal."""
    return files.read_files(folder, language())
