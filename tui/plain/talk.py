"""Lines to a person or to a program and back, and the signals that end the talk in good order."""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from textwrap import fill
from types import FrameType

from criteria.text import visible
from tui.terminal import is_terminal

ENDINGS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
"""What ends a sitting in good order."""

HANGUP = 1
"""The number of SIGHUP, which Windows does not have."""
NARROWEST = 20
"""Columns below which lines are left as they are."""


class EndedError(BaseException):
    """The system or Ctrl+C ends the sitting; `number` is the signal's."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class Calm:
    """Holds back a signal while an answer is written, so that what is saved is also said to be."""

    def __init__(self) -> None:
        self.busy = False
        self.waiting: int | None = None

    def heard(self, number: int, _frame: FrameType | None) -> None:
        """End now, or once the answer is written; what comes after the first signal changes nothing."""
        if self.waiting is not None:
            return
        self.waiting = number
        if not self.busy:
            raise EndedError(number)

    def while_writing(self, write: Callable[[], None]) -> None:
        """Write undisturbed."""
        self.busy = True
        try:
            write()
        finally:
            self.busy = False
            if self.waiting is not None:
                raise EndedError(self.waiting)


@contextmanager
def orderly() -> Iterator[Calm]:
    """Signals end the sitting in good order; those that are ignored, as under nohup, stay ignored."""
    calm = Calm()
    before = {number: signal.getsignal(number) for number in ENDINGS}
    for number, handler in before.items():
        if handler is not signal.SIG_IGN:
            signal.signal(number, calm.heard)
    try:
        yield calm
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class Talk:
    """Lines to a person or to a program, all of them without control characters.

    Letters that run from right to left stay in the order in which they are spoken, as a screen reader needs them;
    `visual` puts them in the order in which they are seen, for a terminal that does not.
    """

    def __init__(self, *, visual: bool = False) -> None:
        self.visual = visual and is_terminal(sys.stdout)
        self.person = is_terminal(sys.stdin)
        """Whether somebody types at a terminal, rather than a script or a file giving the lines."""
        if sys.stdin is not None and (change := getattr(sys.stdin, "reconfigure", None)):
            # Bytes that are no text become something that is refused as an answer rather than a crash.
            more = {} if self.person else {"encoding": "utf-8"}
            change(errors="surrogateescape", **more)

    def say(self, *lines: str) -> None:
        """Print lines, on a terminal broken between words."""
        width = _columns()
        clean = [visible(line) for line in lines]
        folded = [
            fill(line, width, break_long_words=False, break_on_hyphens=False) if width else line for line in clean
        ]
        self._write("".join(self._as_seen(line) + "\n" for line in folded))

    def ask(self, prompt: str) -> str:
        """The next line, without blanks around it. Raises EOFError when there is none."""
        self._write(self._as_seen(visible(prompt)) + " ")
        line = ""
        if sys.stdin is not None and not sys.stdin.closed:
            with _hung_up():
                line = sys.stdin.readline()
        if not line:
            self.say("")
            raise EOFError
        line = line.strip()
        if not self.person:
            self.say(line)
        return line

    def _as_seen(self, lines: str) -> str:
        """The lines of a paragraph as the terminal needs them."""
        if not self.visual:
            return lines
        from tui.names import apart
        from tui.ordering import ordered

        return "\n".join(ordered(line, "visual") for line in apart(lines).split("\n"))

    def _write(self, text: str) -> None:
        with _hung_up():
            sys.stdout.write(text)
            sys.stdout.flush()


@contextmanager
def _hung_up() -> Iterator[None]:
    """What a terminal says that has gone is what SIGHUP says, which may come later or not at all."""
    try:
        yield
    except OSError as error:
        if error.errno != errno.EIO:
            raise
        raise EndedError(HANGUP) from None


def _columns() -> int:
    """The columns of the terminal that stdout is; 0 if it is none or does not say."""
    if not is_terminal(sys.stdout):
        return 0
    try:
        columns = os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError):
        return 0
    return columns if columns >= NARROWEST else 0
