"""Bars of eighth blocks, from nothing to the largest value, beside their labels and texts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from criteria.text import visible
from tui.show import fitted

EIGHTHS = " ▏▎▍▌▋▊▉"
NARROWEST_LABEL = 8
NARROWEST_BAR = 4


class Bar(NamedTuple):
    """A row: what it is about, how long its bar is, what is written behind it, what stands before it."""

    label: str
    value: float
    """In the unit of the other rows; NaN for no bar."""
    text: str
    mark: str = ""


class Bars(Widget, can_focus=False):
    """Rows of label, bar and text. A bar twice as long is a value twice as large: bars begin at 0."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"bars--bar", "bars--marked"}
    DEFAULT_CSS = """
    Bars {
        width: 1fr;
        height: auto;
        text-wrap: nowrap;
        & > .bars--bar { color: $primary; }
        & > .bars--marked { text-style: bold; }
    }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._rows: tuple[Bar, ...] = ()
        self._top = 0.0

    def show_bars(self, rows: Sequence[Bar], top: float | None = None) -> None:
        """Show these rows in place of the old ones; `top` is the value of a full bar, the largest one if not given."""
        self._rows = tuple(rows)
        largest = max((row.value for row in rows if math.isfinite(row.value)), default=0.0)
        self._top = largest if top is None else top
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """A line a row."""
        return len(self._rows)

    def render(self) -> Content:
        """The rows, each in its line."""
        marks, labels, bars, texts = self._columns(self.size.width)
        lines = []
        for row in self._rows:
            text = fitted(row.text, min(cell_len(visible(row.text)), texts))
            style = ".bars--marked" if row.mark else ""
            lines.append(
                Content.assemble(
                    (fitted(row.mark, marks) + fitted(row.label, labels) + " ", style),
                    (blocks(row.value, self._top, bars).ljust(bars), ".bars--bar"),
                    (" " * (1 + texts - cell_len(text)) + text, style),
                )
            )
        return Content("\n").join(lines)

    def _columns(self, width: int) -> tuple[int, int, int, int]:
        """The widths of mark, label, bar and text. Long texts take from the labels first, then from the bars."""
        marks = max((cell_len(visible(row.mark)) + 1 for row in self._rows if row.mark), default=0)
        texts = max((cell_len(visible(row.text)) for row in self._rows), default=0)
        longest = max((cell_len(visible(row.label)) for row in self._rows), default=0)
        room = width - marks - 2
        texts = max(0, min(texts, room - NARROWEST_LABEL))
        labels = min(longest, max(NARROWEST_LABEL, min(width * 2 // 5, room - texts - NARROWEST_BAR)))
        return marks, labels, max(0, room - texts - labels), texts


def blocks(value: float, top: float, width: int) -> str:
    """The bar of a value, `width` long at `top`; as short as can be, yet there, if the value is far below it."""
    if not value > 0 or not top > 0:
        return ""
    eighths = max(1, round(min(value / top, 1.0) * width * 8)) if width else 0
    return "█" * (eighths // 8) + EIGHTHS[eighths % 8].strip()
