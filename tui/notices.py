"""Messages in the corner of the screen that go away by themselves."""

from __future__ import annotations

from textual.notifications import Notification

SHORTEST = 1.0
"""Seconds that a message stays once it is being drawn."""


class Notice(Notification):
    """A message whose time never runs out between being chosen and being drawn.

    Textual (8.2) asks whether its time is over and then, as it draws it, how much is left: where that has become less
    than nothing, as on a slow computer after a change of screens, its timer runs for ever and nothing else happens.
    """

    @property
    def time_left(self) -> float:
        """Seconds until it goes away."""
        return max(super().time_left, SHORTEST)

    @property
    def has_expired(self) -> bool:
        """Whether its time is over."""
        return super().time_left <= 0
