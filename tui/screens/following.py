"""A screen that follows a sitting: it looks at the journal again and again while others answer."""

from __future__ import annotations

from tui.screens.ends_once import EndsOnce
from tui.sitting import Sitting
from tui.watching import Watcher

EVERY = 0.5
"""Seconds between two looks at the journal."""


class FollowingScreen(EndsOnce[None]):
    """Looks in the background, one look at a time; whoever takes what was found sets `is_looking` to False."""

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self.sitting = sitting
        self.watcher = Watcher(sitting)
        self.is_looking = False

    def on_mount(self) -> None:
        """Begin to look."""
        self.draw()
        self.look()
        self.set_interval(EVERY, self.look)

    def on_resize(self) -> None:
        """What is shown fits the width."""
        self.draw()

    def look(self) -> None:
        """Look whether something has happened, unless a look is still on its way."""
        if not self.is_looking:
            self.is_looking = True
            self.run_worker(self.in_background, thread=True, group="look")

    def draw(self) -> None:
        """Draw how things stand."""
        raise NotImplementedError

    def in_background(self) -> None:
        """Look, in a thread that only posts."""
        raise NotImplementedError
