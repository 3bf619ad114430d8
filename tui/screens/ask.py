"""A line of text from somebody: a comment, a reason, a file name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from tui.language import _
from tui.names import RIGHT_TO_LEFT
from tui.screens.ends_once import EndsOnce
from tui.show import show
from tui.widgets.hints import Hints
from tui.written import RightToLeft

if TYPE_CHECKING:
    from textual.filter import LineFilter


class Line(Input):
    """A line that shows what is typed character by character, so that the cursor stands where the next one comes."""

    def get_line_filters(self) -> Sequence[LineFilter]:
        """All but the one that puts letters in order."""
        return [each for each in super().get_line_filters() if not isinstance(each, RightToLeft)]


class AskScreen(ModalScreen[str | None], EndsOnce[str | None]):
    """Asks for a line of text; None if it was left with Escape. `fault` says why a text cannot be taken."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", _("save"), key_display="Enter", id="ask.take"),
        Binding("escape", "dismiss(None)", _("leave"), key_display="Esc", id="ask.leave"),
    ]

    def __init__(self, title: str, text: str = "", fault: Callable[[str], str | None] = lambda _text: None) -> None:
        super().__init__()
        self._asked = title
        self._text = text
        self._fault = fault

    def compose(self) -> ComposeResult:
        """What is asked, the line, what it says, why it cannot be taken."""
        with Vertical(classes="sheet"):
            yield Static(show(self._asked), classes="title")
            yield Line(self._text)
            yield Static(id="preview", markup=False)
            yield Static(_("Enter saves, Esc leaves."), id="fault", markup=False)
        yield Hints()

    @on(Input.Changed)
    def preview(self, event: Input.Changed) -> None:
        """Below the line what it says, where letters run from right to left: the line shows them one by one."""
        below = self.query_one("#preview", Static)
        below.display = bool(RIGHT_TO_LEFT.search(event.value))
        below.update(show(event.value))

    @on(Input.Submitted)
    def action_take(self) -> None:
        """Give the text back, unless it cannot be taken."""
        text = self.query_one(Input).value
        if message := self._fault(text):
            self.query_one("#fault", Static).update(show(message))
        else:
            self.dismiss(text)
