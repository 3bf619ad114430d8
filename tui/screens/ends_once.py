"""A screen on top of another that ends once, however fast its key is pressed."""

from __future__ import annotations

from textual.await_complete import AwaitComplete
from textual.screen import Screen, ScreenResultType


class EndsOnce(Screen[ScreenResultType]):
    """Gives its result once. A second key that is on its way when it ends would take the screen below with it."""

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """End with a result; nothing if it has ended."""
        return super().dismiss(result) if self.is_active else AwaitComplete()
