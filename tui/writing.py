"""A result written to a file that somebody names: where, why not, and in which form."""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from criteria.files import PANEL_FILE, TABLES
from criteria.text import quoted, visible
from tui.language import _

if TYPE_CHECKING:
    from mcda.results.base import Result

FORMATS = {".csv": "csv", ".json": "json", ".txt": "table"}
"""Ending of the file -> what is written into it."""


def path_of(text: str) -> Path:
    """The path that somebody typed, from the root on."""
    path = Path(text.strip())
    try:
        path = path.expanduser()
    except RuntimeError:  # There is no such user.
        return path.absolute()
    return path.absolute()


def fault(text: str) -> str | None:
    """Why nothing can be written under that name; None if something can."""
    if not text.strip() or "\0" in text:
        return _("Write the name of a file, or leave with Esc.")
    path = path_of(text)
    try:
        if path.is_dir():
            return _("{path} is a folder: write the name of a file in it.").format(path=quoted(str(path), 200))
        if not path.parent.is_dir():
            return _("There is no folder {path}.").format(path=quoted(str(path.parent), 200))
        of_the_panel = path.name.casefold() in (PANEL_FILE, *TABLES) and (path.parent / PANEL_FILE).exists()
        if of_the_panel:
            return _("{name} is one of the panel's own files: choose another name.").format(name=quoted(path.name))
        if path.suffix.lower() not in FORMATS:
            return _("End the name in .csv, .json or .txt.")
        if path.exists() or path.is_symlink():
            return _("There is a file {name} already: choose another name.").format(name=quoted(path.name))
    except OSError as error:
        return visible(error.strerror or str(error))
    return None


def unused(folder: Path, name: str) -> Path:
    """A path in the folder under which nothing lies yet: the name as a CSV file, with a number if need be."""
    stem = re.sub(r"[^\w.-]+", "-", name.casefold()).strip("-.") or "table"
    for number in count(1):
        path = folder / (f"{stem}.csv" if number == 1 else f"{stem}-{number}.csv")
        if not path.exists():
            return path
    raise AssertionError


def save(result: Result, path: Path) -> None:
    """Write the result in the form that the ending names, its provenance beside it. Raises OSError, ValueError."""
    from mcda import report

    report.save(path, report.rendered(result, FORMATS[path.suffix.lower()]), result.meta)
