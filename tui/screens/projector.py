"""What the room may see, large and without names: how many have answered; once revealed, the round's result."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Digits, Static

from criteria.journal import JournalError
from tui.language import _
from tui.room import Room, Telling
from tui.screens.following import FollowingScreen
from tui.screens.projector_text import Row, answered, ordered, revealed, round_line, weighed
from tui.show import fitted, show
from tui.sitting import Sitting
from tui.watching import Seen
from tui.widgets.bars import Bar, Bars
from tui.widgets.hints import Hints
from tui.widgets.large import ROW, Large, LargeRows, huge, spread

BESIDE = 100
"""Columns from which on the weights stand beside the order, where there is no room for them below it."""
ABOVE = 7
"""Lines of title, whose result it is, and keys, and those between."""
AROUND = 5
"""Lines of the large type that are no rows: the title, what is shown, the hints, and the blank ones between."""


class ProjectorScreen(FollowingScreen):
    """Read-only. `alone`: nothing lies below it, so that it is left by leaving the program. `large`: for far seats."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,p,P,ح,f10", "leave", _("back"), show=False, key_display="Esc", id="projector.leave"),
        Binding("q,Q,ض", "app.quit", _("leave"), show=False, key_display="q", id="projector.quit"),
        Binding("l,L,م", "large", _("large type"), key_display="l", id="projector.large"),
        Binding("left", "page(-1)", _("page"), key_display="←→", id="projector.page-before"),
        Binding("right,space", "page(1)", _("next page"), show=False, id="projector.next-page"),
        Binding("up", "scroll_by(-1)", _("up"), show=False, id="projector.up"),
        Binding("down", "scroll_by(1)", _("down"), show=False, id="projector.down"),
        Binding("pageup", "scroll_by(-10)", _("page up"), show=False, id="projector.page-up"),
        Binding("pagedown", "scroll_by(10)", _("page down"), show=False, id="projector.page-down"),
    ]

    class Looked(Message):
        """How many have answered, and the result of the round or why there is none; or what the trouble is."""

        def __init__(self, found: Seen | None, result: Room | str = "", trouble: str = "") -> None:
            super().__init__()
            self.found = found
            self.result = result
            self.trouble = trouble

    def __init__(self, sitting: Sitting, *, alone: bool, large: bool = False) -> None:
        super().__init__(sitting)
        self.alone = alone
        self.large = large
        self.page = 0
        self.found: Seen | None = None
        self.result: Room | str = ""
        self._telling = Telling(sitting)

    def compose(self) -> ComposeResult:
        """Title and question; how many have answered, or the result."""
        yield Static(id="title", markup=False)
        yield Static(id="about", markup=False)
        with Horizontal(id="count"):
            yield Digits(id="done")
            yield Static(id="of", markup=False)
        yield Static(id="huge", markup=False)
        with VerticalScroll(id="result", can_focus=False), Horizontal(id="both"):
            yield Bars(id="order")
            yield Bars(id="weights")
        yield LargeRows(id="large")
        yield Hints()

    def in_background(self) -> None:
        """Look, and find what the room may see, in a thread that only posts."""
        try:
            found = self.watcher.look()
            self.post_message(self.Looked(found, "" if found is None else self._telling.at(found)))
        except JournalError as error:
            self.post_message(self.Looked(None, trouble=str(error)))

    def on_projector_screen_looked(self, event: ProjectorScreen.Looked) -> None:
        """Draw what has changed. What cannot be read any more is not shown any more."""
        self.is_looking = False
        if event.trouble:
            self.found, self.result = None, ""
        elif event.found is None:
            return
        else:
            self.found, self.result = event.found, event.result
        self.draw()

    def draw(self) -> None:
        """Draw what the room may see; the only place that does."""
        if not self.is_mounted:
            return
        self.refresh_bindings()
        panel, found, result = self.sitting.panel, self.found, self.result
        width = max(self.size.width - 4, 20)
        title = panel.title + (" · " + _("MADE UP") if panel.synthetic else "")
        self.query_one("#title", Static).update(show(fitted(title, width)))
        told = isinstance(result, Room)
        self.set_class(self.large, "-large")
        self.query_one("#count").display = found is not None and not told and not self.large
        self.query_one("#huge").display = found is not None and not told and self.large
        self.query_one("#result").display = told and not self.large
        self.query_one("#large").display = told and self.large
        about = self.query_one("#about", Static)
        if found is None:
            about.update(show(_("One moment.")))
        elif isinstance(result, Room):
            self._draw_result(about, result, width)
        else:
            lines = [panel.question, round_line(found)]
            about.update(Content("\n").join(map(show, [*lines, result] if result else lines)))
            self._draw_count(found, width)

    def _draw_count(self, found: Seen, width: int) -> None:
        """How many have answered everything."""
        self.query_one("#done", Digits).update(str(found.complete))
        self.query_one("#of", Static).update(Content("\n").join(map(show, answered(found))))
        below = [line for said in answered(found) for line in spread(said, width, 2)]
        room = self.size.height - AROUND - len(below) - 4
        drawn = huge(str(found.complete), width, room)
        self.query_one("#huge", Static).update(Content("\n").join([Content(drawn), Content(), *map(show, below)]))

    def _draw_result(self, about: Static, result: Room, width: int) -> None:
        """The order and the weights: all of them, or a page in large type."""
        order = [] if isinstance(result.order, str) else ordered(result.order, result.fewest)
        weights = [] if isinstance(result.weights, str) else weighed(result.weights, result.people)
        if self.large:
            self._draw_page(about, result, [rows for rows in (order, weights) if rows], width)
            return
        about.update(Content("\n").join(map(show, revealed(result))))
        is_low = ABOVE + len(order) + 1 + len(weights) > self.size.height
        self.query_one("#both").set_class(is_low and self.size.width >= BESIDE, "-beside")
        for id, bars in (("#order", _numbered(order)), ("#weights", [Bar(*row[1:]) for row in weights])):
            self.query_one(id, Bars).display = bool(bars)
            self.query_one(id, Bars).show_bars(bars)

    def _draw_page(self, about: Static, result: Room, parts: list[list[Row]], width: int) -> None:
        """As many rows as can be large, of the order first, then of the weights."""
        room = max((self.size.height - AROUND - 1) // ROW, 1)
        pages = [(rows, start) for rows in parts for start in range(0, len(rows), room)]
        if not pages:
            return
        self.page %= len(pages)
        rows, start = pages[self.page]
        kinds = {"steps": _("Steps"), "solutions": _("Solutions")}
        what = _("Weights") if rows is parts[-1] and not isinstance(result.weights, str) else kinds[result.kind]
        place = _("page {page} of {pages}").format(page=self.page + 1, pages=len(pages))
        said = [" · ".join(revealed(result)), f"{what} · {place}"]
        about.update(Content("\n").join(show(fitted(line, width)) for line in said))
        large = [Large(str(row.rank), row.name, row.value, row.text) for row in rows]
        self.query_one(LargeRows).show_rows(large, large[start : start + room])

    def action_scroll_by(self, lines: int) -> None:
        """Read on; in large type by pages."""
        if self.large:
            self.action_page(1 if lines > 0 else -1)
            return
        self.query_one("#result").scroll_relative(y=lines, animate=False, immediate=True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Only what does something now."""
        return action != "page" or (self.large and isinstance(self.result, Room))

    def action_large(self) -> None:
        """Large type, or all on a page."""
        self.large = not self.large
        self.page = 0
        self.draw()

    def action_page(self, by: int) -> None:
        """Another page of the large type; after the last one the first."""
        self.page += by
        self.draw()

    def action_leave(self) -> None:
        """Back to the facilitator's screen, if this lies on it."""
        if not self.alone:
            self.dismiss()


def _numbered(rows: list[Row]) -> list[Bar]:
    """A bar a row, its rank before its name."""
    digits = len(str(len(rows)))
    return [Bar(f"{row.rank:>{digits}}  {row.name}", row.value, row.text) for row in rows]
