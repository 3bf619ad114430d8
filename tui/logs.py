"""What is kept about a run for whoever mends mcda: a log that turns over, a report of a crash. Neither names anybody.

A line of the log holds fixed words, kinds, counts and the names of mcda's own files. A crash report holds versions,
the terminal and where in the code it happened: no values of variables and no message of an exception, which may quote
anything.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from time import gmtime
from types import TracebackType

from criteria import __version__
from tui.places import places

LARGEST = 500_000
"""Bytes of a log file before the next one is begun."""
OLDER = 3
"""How many full log files are kept."""

_logger = logging.getLogger("mcda")
_logger.propagate = False
_logger.addHandler(logging.NullHandler())


class _QuietFile(RotatingFileHandler):
    """A log that nothing depends on: what cannot be written, on a full disk say, is left out without a word."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name is logging's
        """Go on."""


def start_log(level: str) -> None:
    """Write to the log from now on what is of that level (debug, info, warning, error) or above."""
    stop_log()
    path = places().log
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = _QuietFile(path, maxBytes=LARGEST, backupCount=OLDER, encoding="utf-8", delay=True)
    except OSError:
        return
    line = logging.Formatter("%(asctime)sZ %(levelname)s %(process)d %(message)s", "%Y-%m-%dT%H:%M:%S")
    line.converter = gmtime
    file.setFormatter(line)
    _logger.addHandler(file)
    _logger.setLevel(level.upper())


def stop_log() -> None:
    """Write to the log no longer."""
    for handler in _logger.handlers[:]:
        if isinstance(handler, _QuietFile):
            _logger.removeHandler(handler)
            handler.close()


def note(level: str, what: str, /, *, kind: str = "", count: int | None = None, file: str = "") -> None:
    """Put a line into the log.

    Parameters
    ----------
    level : debug, info, warning or error.
    what : words that are written in the code, never made from a panel or from what somebody typed.
    kind : of an event or an exception.
    file : the name of one of mcda's own files, such as journal.db.
    """
    facts = {"kind": kind, "count": "" if count is None else str(count), "file": file}
    said = "".join(f" {name}={value}" for name, value in facts.items() if value)
    _logger.log(logging.getLevelNamesMapping()[level.upper()], "%s%s", what, said)


def write_crash(error: BaseException, facts: Mapping[str, str] | None = None) -> Path:
    """The path of a new report about an exception; raises OSError if it cannot be written.

    `facts` are about the terminal; those of `tui.terminal` if left out.
    """
    if facts is None:
        from tui.terminal import facts as of_terminal

        facts = of_terminal()
    now = datetime.now(UTC)
    folder = places().crashes
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"crash-{now:%Y%m%dT%H%M%S}-{now.microsecond:06d}-{os.getpid()}.txt"
    python = ".".join(map(str, sys.version_info[:3]))
    lines = [
        f"mcda {__version__}",
        f"time {now:%Y-%m-%dT%H:%M:%SZ}",
        f"python {python} on {sys.platform}",
        *(f"{name} {value}" for name, value in facts.items()),
        "",
        *_told(error, set()),
    ]
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write("\n".join(lines) + "\n")
    note("error", "crash", kind=type(error).__name__, file=path.name)
    return path


def _told(error: BaseException, seen: set[int]) -> Iterator[str]:
    """An exception, after what it came from: its kind and the places in the code, without its message."""
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and id(before) not in seen:
        yield from _told(before, seen)
        yield "which led to:" if error.__cause__ else "while that was dealt with:"
    yield _kind(error)
    yield from _places(error.__traceback__)
    if isinstance(error, BaseExceptionGroup):
        for number, part in enumerate(error.exceptions, 1):
            if id(part) not in seen:
                yield f"part {number}:"
                yield from _told(part, seen)


def _kind(error: BaseException) -> str:
    """The class of an exception, with the system's or SQLite's number if it has one."""
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    numbers = [
        f"{name} {number}"
        for name in ("errno", "sqlite_errorcode")
        if isinstance(number := getattr(error, name, None), int)
    ]
    return f"{kind} ({', '.join(numbers)})" if numbers else kind


def _places(traceback: TracebackType | None) -> Iterator[str]:
    """Module, line and function of each frame, outermost first. Modules, since a path may hold somebody's name."""
    while traceback is not None:
        code = traceback.tb_frame.f_code
        module = traceback.tb_frame.f_globals.get("__name__", "?")
        yield f"  {module}:{traceback.tb_lineno} {code.co_qualname}"
        traceback = traceback.tb_next
