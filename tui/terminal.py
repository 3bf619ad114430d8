"""What the terminal is, and whether the full screen can be drawn on it."""

from __future__ import annotations

import codecs
import os
import sys
from typing import TextIO

from tui.language import _


def refuse() -> str | None:
    """Why the full screen cannot run here and what to do instead, in one line; None if it can."""
    if not is_terminal(sys.stdin):
        return _(
            "stdin is no terminal: the full screen needs one; with --plain questions and answers are lines of text"
        )
    if not is_terminal(sys.stderr):
        return _("stderr is no terminal: the full screen is drawn there; do not redirect it, or use --plain")
    if os.environ.get("TERM", "") in ("", "dumb"):
        found = _("TERM is dumb") if os.environ.get("TERM") else _("TERM is not set")
        return found + _(": the full screen cannot be drawn; use --plain, which asks line by line")
    return None


def warnings() -> list[str]:
    """What will not look as it should, each in one line."""
    encoding = getattr(sys.stderr, "encoding", None) or "ascii"
    if _is_utf8(encoding):
        return []
    said = _("the terminal's encoding is {encoding}, not UTF-8: some characters will be wrong; set LANG=C.UTF-8")
    return [said.format(encoding=encoding)]


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a person is at the other end; a closed stream has no end."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False


def is_remote() -> bool:
    """Whether every change of the screen has to travel."""
    return bool(os.environ.get("SSH_CONNECTION") or os.environ.get("SSH_TTY"))


def facts() -> dict[str, str]:
    """What a crash report says about the terminal."""
    found = {name: os.environ.get(name, "") for name in ("TERM", "COLORTERM", "NO_COLOR")}
    try:
        size = os.get_terminal_size(sys.__stderr__.fileno() if sys.__stderr__ else 2)
        found["size"] = f"{size.columns}x{size.lines}"
    except (OSError, ValueError):
        found["size"] = "none"
    for name, stream in (("stdin", sys.stdin), ("stdout", sys.stdout), ("stderr", sys.stderr)):
        kind = "terminal" if is_terminal(stream) else "no terminal"
        found[name] = f"{kind}, {getattr(stream, 'encoding', None) or 'no encoding'}"
    found["multiplexer"] = "tmux" if os.environ.get("TMUX") else "screen" if os.environ.get("STY") else "none"
    found["remote"] = "ssh" if is_remote() else "no"
    return found


def _is_utf8(encoding: str) -> bool:
    try:
        return codecs.lookup(encoding).name == "utf-8"
    except LookupError:
        return False


def let_pipe_go() -> None:
    """Point stdout, whose reader has had enough, at nothing, so that Python can close it without complaint."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
