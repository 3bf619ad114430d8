"""The same sentence twice, as two kinds of terminal need it: whoever can read it says which line is right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.direction import Way
from tui.language import _
from tui.screens.ends_once import EndsOnce
from tui.show import show
from tui.widgets.hints import Hints
from tui.written import RightToLeft

if TYPE_CHECKING:
    from textual.filter import LineFilter

SENTENCE = "این سطر (شماره ۱۲) درست خوانده می‌شود."
"""Persian for: this line (number 12) reads correctly. Numbers and brackets go astray first."""


class Sample(Static):
    """The sentence as one kind of terminal needs it, whatever this one is taken for."""

    def __init__(self, way: Way) -> None:
        super().__init__(show(SENTENCE), id=way, classes="sample")
        self._ordering = RightToLeft(way)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """This kind's in place of the app's."""
        return [each for each in super().get_line_filters() if not isinstance(each, RightToLeft)] + [self._ordering]


class WhichLineScreen(ModalScreen[str | None], EndsOnce[str | None]):
    """Ends with `visual` for the first line, `terminal` for the second, `auto` for neither; None to be asked again."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1,۱,١", "dismiss('visual')", _("the first"), key_display="1", id="which-line.first"),
        Binding("2,۲,٢", "dismiss('terminal')", _("the second"), key_display="2", id="which-line.second"),
        Binding("0,۰,٠", "dismiss('auto')", _("neither, or I cannot say"), key_display="0", id="which-line.neither"),
        Binding("escape", "dismiss(None)", _("ask me later"), key_display="Esc", id="which-line.later"),
    ]

    def compose(self) -> ComposeResult:
        """What is asked, both lines, what the answer is for."""
        with Vertical(classes="sheet"):
            yield Static(_("Which line reads correctly?"), classes="title", markup=False)
            yield Static(show("کدام سطر درست خوانده می‌شود؟"), classes="title")
            yield Static("\n 1", markup=False)
            yield Sample("visual")
            yield Static("\n 2", markup=False)
            yield Sample("terminal")
            said = _("Terminals differ in how they write Persian. The answer is kept; ctrl+p, '{command}', asks again.")
            yield Static("\n" + said.format(command=_("Text direction")), markup=False)
        yield Hints()

    def on_click(self, event: events.Click) -> None:
        """A line that is clicked is the right one."""
        if isinstance(event.widget, Sample):
            self.dismiss(event.widget.id)
