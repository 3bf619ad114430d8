"""The last line of a screen: the few keys that matter most, each of which can be clicked too."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from tui.names import isolated

MOST = 6
"""How many hints a person takes in."""
BETWEEN = 2
"""Columns between two hints."""


class _Hint(NamedTuple):
    """A key as it is shown, what it does, and the key that a click presses."""

    shown: str
    does: str
    key: str

    @property
    def width(self) -> int:
        """Columns that it takes."""
        return cell_len(self.shown) + 1 + cell_len(self.does)


class Hints(Widget, can_focus=False):
    """The shown bindings of the screen, as many as fit, drawn in place: Textual's Footer makes new widgets often."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"hints--key"}
    DEFAULT_CSS = """
    Hints {
        dock: bottom;
        height: 1;
        text-wrap: nowrap;
        background: $panel;
        padding: 0 1;
        & > .hints--key { text-style: bold; color: $foreground; }
    }
    """
    ALLOW_SELECT = False

    def on_mount(self) -> None:
        """Draw again whenever other keys matter."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, _screen: Screen[object]) -> None:
        self.refresh()

    def render(self) -> Content:
        """The hints side by side."""
        between = " " * BETWEEN
        parts: list[tuple[str, str] | str] = []
        for hint in self._fitting():
            parts += [between] if parts else []
            parts += [(hint.shown, ".hints--key"), " " + isolated(hint.does)]
        return Content.assemble(*parts)

    def _fitting(self) -> list[_Hint]:
        """Those that the line has room for: the last ones give way first, but the very last, which is help."""
        hints: dict[str, _Hint] = {}
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if binding.show and active.enabled and binding.description not in hints:
                shown = binding.key_display or self.app.get_key_display(binding)
                hints[binding.description] = _Hint(shown, binding.description, binding.key)
        chosen = list(hints.values())[:MOST]
        while len(chosen) > 1 and sum(hint.width + BETWEEN for hint in chosen) - BETWEEN > self.size.width:
            del chosen[-2]
        return chosen

    def on_click(self, event: events.Click) -> None:
        """Press the key under the mouse."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        start = 0
        for hint in self._fitting():
            if start <= offset.x < start + hint.width:
                self.app.simulate_key(hint.key)
            start += hint.width + BETWEEN
