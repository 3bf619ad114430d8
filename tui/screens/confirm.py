"""A question before something that the whole panel notices: what will happen, and the key that lets it."""

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


class ConfirmScreen(ModalScreen[bool], EndsOnce[bool]):
    """Asks once more. `anyway`: it may only be done against the quorum, by a key of its own rather than by Enter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "dismiss(True)", _("do it"), key_display="Enter", id="confirm.do"),
        Binding("w,W,ص", "anyway", _("close without the quorum"), key_display="w", id="confirm.anyway"),
        Binding("escape", "dismiss(False)", _("leave it"), key_display="Esc", id="confirm.leave"),
    ]

    def __init__(self, title: str, lines: Sequence[str], *, anyway: bool = False) -> None:
        super().__init__()
        self._about = title
        self._lines = lines
        self._anyway = anyway

    def compose(self) -> ComposeResult:
        """What will happen."""
        with VerticalScroll(classes="sheet"):
            yield Static(Content.styled(show(self._about).plain, "bold"))
            yield Static(Content("\n").join([Content(), *map(show, self._lines)]))
        yield Hints()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter does it, or the key for doing it all the same."""
        if action == "anyway":
            return self._anyway
        return not (self._anyway and action == "dismiss" and parameters == (True,))

    def action_anyway(self) -> None:
        """Do it all the same."""
        self.dismiss(True)
