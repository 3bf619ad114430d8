"""A list to choose from whose keys the footer names."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import OptionList

from tui.language import _


class Menu(OptionList, inherit_bindings=False):
    """An OptionList that says how it is used."""

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
