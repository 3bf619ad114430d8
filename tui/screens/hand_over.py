"""Between two panellists: who sits down next. Nobody's answers are on the screen."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static
from textual.widgets.option_list import Option

from criteria.journal import JournalError
from tui.language import _
from tui.show import fitted, show
from tui.sitting import Progress, Sitting
from tui.widgets.hints import Hints
from tui.widgets.menu import MarkedList


class HandOverScreen(Screen[None]):
    """Lets somebody pick who sits down, then waits for that panellist to press Enter."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "enter", _("begin"), key_display="Enter", id="hand-over.enter"),
        Binding("escape,backspace", "other", _("somebody else"), key_display="Esc", id="hand-over.other"),
        Binding("f9", "app.home", _("the panel's home"), key_display="F9", id="hand-over.home"),
    ]

    class Seated(Message):
        """The panellist who was picked has the keyboard."""

        def __init__(self, panellist: str) -> None:
            super().__init__()
            self.panellist = panellist

    def __init__(self, sitting: Sitting, panellist: str = "") -> None:
        super().__init__()
        self.sitting = sitting
        self.picked = panellist

    def compose(self) -> ComposeResult:
        """The panel, what is asked, the list."""
        panel = self.sitting.panel
        yield Static(show(panel.title), classes="title")
        if panel.synthetic:
            yield Static(_("The judgements in this panel's files are MADE UP: nobody's opinion."), markup=False)
        yield Static(id="who", markup=False)
        yield MarkedList(id="panellists", markup=False)
        yield Hints()

    def on_mount(self) -> None:
        """Show the list, or whom the laptop is for."""
        self.draw()

    def on_resize(self) -> None:
        """The list fits the width."""
        self.draw()

    def draw(self) -> None:
        """Draw who can sit, or who has been picked."""
        options = self.query_one(MarkedList)
        options.display = not self.picked
        self.refresh_bindings()
        if self.picked:
            give = show(_("Give the keyboard to {who}.").format(who=self.picked))
            begin = show(_("{who}: press Enter to begin.").format(who=self.picked))
            self.query_one("#who", Static).update(Content("\n\n").join([give, begin]))
            self.set_focus(None)
            return
        try:
            asked = _("Who sits down now? Arrows choose, Enter picks.")
            self.query_one("#who", Static).update(show(self.sitting.closed_because() or asked))
            rows = self.sitting.progress()
        except JournalError as error:
            self.query_one("#who", Static).update(show(str(error)))
            return
        highlighted = options.highlighted
        options.clear_options()
        options.add_options([Option(show(_row(row, self.size.width - 6))) for row in rows])
        open_rows = [place for place, row in enumerate(rows) if row.answered < row.asked]
        options.highlighted = highlighted if highlighted is not None else (open_rows or [0])[0]
        options.focus()

    @on(MarkedList.OptionSelected)
    def pick(self, event: MarkedList.OptionSelected) -> None:
        """Somebody was picked from the list."""
        self.picked = self.sitting.panel.panellists[event.option_index].id
        self.draw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Beginning, and picking somebody else, make sense once somebody was picked."""
        return action not in ("enter", "other") or bool(self.picked)

    def action_enter(self) -> None:
        """The panellist who was picked begins."""
        if self.picked:
            self.post_message(self.Seated(self.picked))

    def on_click(self) -> None:
        """A click does what Enter does, once somebody was picked."""
        self.action_enter()

    def action_other(self) -> None:
        """Back to the list."""
        self.picked = ""
        self.draw()


def _row(row: Progress, width: int) -> str:
    """Id, organisation, role, and how far they are."""
    if row.answered == row.asked:
        far = _("done")
    elif row.answered == 0:
        far = _("not begun")
    else:
        far = _("{answered} of {asked}").format(answered=row.answered, asked=row.asked)
    who = " · ".join(filter(None, (row.panellist.id, row.panellist.organisation, row.panellist.role)))
    return fitted(who, max(width - 14, 10)) + f"  {far:>12}"
