"""Lines to a person or to a program and back, and the signals that end the talk in good order."""

from __future__ import annotations

import errno
import os
import select
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from textwrap import fill
from types import FrameType

from criteria.text import visible
from tui import logs
from tui.direction import told
from tui.language import _, plural
from tui.terminal import is_terminal, let_pipe_go

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


def held(hold: Callable[[Talk, Calm], int], *, visual: bool = False) -> int:
    """The exit code of a talk, which signals end in good order, and the end of the lines that are typed."""
    talk = Talk(visual=visual)
    with orderly() as calm, told("visual" if talk.visual else "terminal"):
        try:
            try:
                code = hold(talk, calm)
            except EOFError:
                code = 0
            if talk.unread and not talk.person:
                many = plural("{count} line was not understood", "{count} lines were not understood", talk.unread)
                sys.stderr.write(many + "\n")
            return code
        except EndedError as end:
            calm.waiting = end.number
            logs.note("warning", "ended by a signal", count=end.number)
            # The terminal may be gone: then nobody reads the last line, and Python must not stumble over it.
            try:
                talk.say("", _("Interrupted. All that was shown as saved is saved."))
            except (OSError, EndedError):
                let_pipe_go()
            return 128 + end.number


class Talk:
    """Lines to a person or to a program, all of them without control characters.

    Letters that run from right to left stay in the order in which they are spoken, as a screen reader needs them;
    `visual` puts them in the order in which they are seen, for a terminal that does not.
    """

    def __init__(self, *, visual: bool = False) -> None:
        self.visual = visual and is_terminal(sys.stdout)
        self.unread = 0
        """Lines that could not be understood."""
        self._by_file = False
        """Whether lines are read from the file itself, since somebody waits for them only so long."""
        self._begun = b""
        """What has come of lines that nobody has asked for yet."""
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
        if self._by_file:
            return self._heard(None) or ""
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

    def heard(self, seconds: float) -> str | None:
        """The next line if it comes within so many seconds, else None. Raises EOFError when there are no more."""
        self._by_file = True
        return self._heard(seconds)

    def _heard(self, seconds: float | None) -> str | None:
        if sys.stdin is None or sys.stdin.closed:
            raise EOFError
        file = sys.stdin.fileno()
        with _hung_up():
            while b"\n" not in self._begun:
                if not select.select([file], [], [], seconds)[0]:
                    return None
                block = os.read(file, 65536)
                if not block and not self._begun:
                    raise EOFError
                self._begun += block or b"\n"
        line, _end, self._begun = self._begun.partition(b"\n")
        text = line.decode(errors="surrogateescape").strip()
        if not self.person:
            self.say(text)
        return text

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
