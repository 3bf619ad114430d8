"""Something to be read: faults, notices, what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.language import _
from tui.screens.ends_once import EndsOnce
from tui.show import show
from tui.widgets.hints import Hints


class TellScreen(ModalScreen[None], EndsOnce[None]):
    """A text that scrolls, until it was read."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,f1", "dismiss", _("back"), key_display="Esc", id="tell.back"),
        Binding("up,down", "", _("read on"), key_display="↑↓", id="tell.scroll"),
    ]

    def __init__(self, title: str, lines: Sequence[str]) -> None:
        super().__init__()
        self._about = title
        self._lines = lines

    def compose(self) -> ComposeResult:
        """The title stays, the lines scroll."""
        with VerticalScroll(classes="sheet"):
            yield Static(Content.styled(show(self._about).plain, "bold"))
            yield Static(Content("\n").join([Content(), *map(show, self._lines)]))
        yield Hints()
