"""Lists to choose from whose chosen row is marked, whatever the colours."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.strip import Strip
from textual.widgets import OptionList

from tui.language import _

MARK = "▶"


class MarkedList(OptionList):
    """An OptionList with a mark before the row that Enter picks: without colours it could not be told."""

    DEFAULT_CSS = """
    MarkedList {
        padding: 0 1 0 0;
        & > .option-list--option { padding: 0 0 0 1; }
    }
    """

    def render_line(self, y: int) -> Strip:
        """The row, its first column taken by the mark."""
        strip = super().render_line(y)
        row = self.scroll_offset.y + y
        if self.highlighted is None or row >= len(self._lines) or self._lines[row] != (self.highlighted, 0):
            return strip
        blank, rest = strip.divide([1, strip.cell_length])
        style = next((segment.style for segment in blank), None)
        return Strip.join([Strip([Segment(MARK, style)], 1), rest])


class Menu(MarkedList, inherit_bindings=False):
    """A list that says how it is used."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "cursor_up", _("choose"), key_display="↑↓", id="menu.up"),
        Binding("down", "cursor_down", _("next row"), show=False, id="menu.down"),
        Binding("enter", "select", _("go on"), key_display="Enter", id="menu.select"),
        Binding("pageup", "page_up", _("page up"), show=False, id="menu.page-up"),
        Binding("pagedown", "page_down", _("page down"), show=False, id="menu.page-down"),
        Binding("home", "first", _("first row"), show=False, id="menu.first"),
        Binding("end", "last", _("last row"), show=False, id="menu.last"),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)
