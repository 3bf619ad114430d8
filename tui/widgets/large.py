"""Figures and names that are read from the back row: digits of many cells, letters set apart, few rows a page."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from textwrap import wrap
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Size
from textual.renderables.digits import DIGITS, DIGITS3X3_BOLD
from textual.widget import Widget

from criteria.text import visible
from tui.show import fitted
from tui.widgets.bars import blocks

ROW = 4
"""Lines of a row: three of its figures, and one that keeps it off the next."""
HUGE = {
    "0": ("███", "█ █", "█ █", "█ █", "███"),
    "1": (" █ ", "██ ", " █ ", " █ ", "███"),
    "2": ("███", "  █", "███", "█  ", "███"),
    "3": ("███", "  █", "███", "  █", "███"),
    "4": ("█ █", "█ █", "███", "  █", "  █"),
    "5": ("███", "█  ", "███", "  █", "███"),
    "6": ("███", "█  ", "███", "█ █", "███"),
    "7": ("███", "  █", "  █", "  █", "  █"),
    "8": ("███", "█ █", "███", "█ █", "███"),
    "9": ("███", "█ █", "███", "  █", "███"),
}
"""Digits of three by five dots; a dot is two columns wide and a line high, since cells are narrow."""
LARGEST = 3
"""Times that such a digit is drawn at most."""


class Large(NamedTuple):
    """A row: its figures at the left, its name, the length of its bar, its figures at the right."""

    number: str
    name: str
    value: float
    """In the unit of the other rows; NaN for no bar."""
    text: str


class LargeRows(Widget, can_focus=False):
    """Rows of which a name is two lines and a figure three."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"large-rows--bar"}
    DEFAULT_CSS = """
    LargeRows {
        width: 1fr;
        height: auto;
        text-wrap: nowrap;
        text-style: bold;
        & > .large-rows--bar { color: $primary; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows: tuple[Large, ...] = ()
        self._top = 0.0
        self._widest = 0, 0

    def show_rows(self, rows: Sequence[Large], page: Sequence[Large]) -> None:
        """Show a page of the rows; the columns and the full bar are those of all, so that nothing jumps."""
        self._rows = tuple(page)
        self._top = max((row.value for row in rows if row.value == row.value), default=0.0)
        self._widest = (
            max((cell_len(figures(row.number)[0]) for row in rows), default=0),
            max((cell_len(figures(row.text)[0]) for row in rows), default=0),
        )
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Four lines a row."""
        return ROW * len(self._rows)

    def render(self) -> Content:
        """Number, name over bar, figure."""
        left, right = self._widest
        room = max(self.size.width - left - right - 4, 8)
        lines = []
        for row in self._rows:
            names = spread(row.name, room, 2)
            bar = blocks(row.value, self._top, room).ljust(room)
            middle = [*((fitted(name, room), "") for name in names), (bar, ".large-rows--bar")]
            middle = [*middle, *[(" " * room, "")] * (3 - len(middle))][:3]
            for number, (text, style), figure in zip(figures(row.number), middle, figures(row.text), strict=True):
                lines.append(Content.assemble(f"{number:>{left}}  ", (text, style), f"  {figure:>{right}}"))
            lines.append(Content())
        return Content("\n").join(lines)


def figures(text: str) -> tuple[str, str, str]:
    """The text in digits of three lines; what is no digit stands in the last one."""
    rows = ["", "", ""]
    for letter in visible(text):
        place = DIGITS.find(letter) if letter != " " else 0
        cells = DIGITS3X3_BOLD[3 * place : 3 * place + 3] if place >= 0 else ["", "", letter]
        width = 3 if place >= 0 else cell_len(letter)
        rows = [row + cell.ljust(width) for row, cell in zip(rows, cells, strict=True)]
    return rows[0], rows[1], rows[2]


def huge(digits: str, width: int, height: int) -> str:
    """A whole number as large as there is room for; as it is where there is none."""
    size = min(LARGEST, height // 5, (width + 2) // (8 * max(len(digits), 1)))
    if size < 1:
        return digits
    lines = []
    for line in range(5):
        dots = "  ".join("".join(dot * 2 * size for dot in HUGE[digit][line]) for digit in digits)
        lines += [dots.rstrip()] * size
    return "\n".join(lines)


def spread(text: str, width: int, most: int) -> list[str]:
    """The text in at most so many lines, its letters set apart where there is room; joined letters stay joined."""
    clean = visible(text)
    joined = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in clean)
    if not joined:
        apart = _lines([" ".join(word) for word in clean.split()], "   ", width)
        if len(apart) <= most and all(cell_len(line) <= width for line in apart):
            return apart
    close = wrap(clean, width, break_long_words=True) or [""]
    if len(close) > most:
        close = [*close[: most - 1], fitted(" ".join(close[most - 1 :]), width).rstrip()]
    return close


def _lines(words: Sequence[str], between: str, width: int) -> list[str]:
    """Words, filled into lines of that width; a longer one has a line of its own."""
    lines = [""]
    for word in words:
        joined = lines[-1] + between + word if lines[-1] else word
        if cell_len(joined) <= width or not lines[-1]:
            lines[-1] = joined
        else:
            lines.append(word)
    return lines
