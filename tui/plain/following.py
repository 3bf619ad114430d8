"""A talk that goes on saying what happens in a sitting; lines are taken as they come, and none need come."""

from __future__ import annotations

from time import sleep

from tui.language import _
from tui.plain.conversation import LeaveError
from tui.plain.dialogue import Dialogue
from tui.plain.talk import Calm, Talk
from tui.sitting import Sitting
from tui.watching import Watcher

EVERY = 1.0
"""Seconds between two looks at the journal."""


class Following(Dialogue):
    """Looks at the journal every second, and takes a line if there is one."""

    def __init__(self, talk: Talk, calm: Calm, sitting: Sitting) -> None:
        super().__init__(talk, calm)
        self.sitting = sitting
        self.watcher = Watcher(sitting)
        self._listens = True

    def prompt(self) -> str:
        """Nothing is asked: what happens would break into it."""
        return ""

    def look(self) -> None:
        """Say what has happened since the last look."""
        raise NotImplementedError

    def hold(self) -> None:
        """Follow until it is left. A script that has no more lines to give follows all the same."""
        try:
            self.begin()
            if self.talk.person:
                self.talk.say(_("Type ? for what can be typed here, q to leave."))
            while True:
                self._take_line()
                self.look()
        except LeaveError:
            return

    def _take_line(self) -> None:
        """Do what a line says, if one comes within a second."""
        if not self._listens:
            sleep(EVERY)
            return
        try:
            if line := self.talk.heard(EVERY):
                self.turn(line)
        except EOFError:
            if self.talk.person:
                raise LeaveError from None
            self._listens = False
