"""Alternatives against one criterion after another, on the panel's scale."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from criteria.events import Cell
from criteria.session import Section, Session
from tui import sentences
from tui.language import _, plural
from tui.screens.sitting_screen import SittingScreen
from tui.show import show
from tui.widgets.rating_grid import RatingGrid


class RateScreen(SittingScreen):
    """Asks how well each alternative does under a criterion."""

    _asked: Section | None = None

    def compose_answer(self) -> ComposeResult:
        """The grid, and what the current row says."""
        yield RatingGrid()
        yield Static(id="sentence", markup=False)

    def on_mount(self) -> None:
        """Draw what was given before."""
        super().on_mount()
        self.draw()

    def draw_question(self, session: Session) -> None:
        """The section's alternatives with their ratings so far, the session's question as the current row."""
        section = session.section
        cell = session.question
        if section is None or not isinstance(cell, Cell):
            return
        assert self.panel.scale is not None
        held = [session.sheet.answer(question) for question in section.questions]
        grid = self.query_one(RatingGrid)
        grid.ask(
            [self.panel.name(item) for item in section.items],
            [answer.value if answer else None for answer in held],
            [row for row, answer in enumerate(held) if answer is not None and answer.value is None],
            self.panel.scale.min,
            self.panel.scale.max,
            row=section.questions.index(cell),
            keep_choices=section is self._asked,
            before=[self.own_before(session, question) for question in section.questions],
        )
        self._asked = section
        grid.focus()
        answered = sum(answer is not None for answer in held)
        text = _("{answered} of {count} rated here").format(answered=answered, count=len(held))
        if value := session.sheet.answer(cell):
            said = _("you cannot say") if value.value is None else sentences.rated(self.panel, cell, value.value)
            text += " · " + said
        self.query_one("#sentence", Static).update(show(text))

    def unsaved(self) -> str:
        """How many ratings are chosen and not saved."""
        rows = self.query_one(RatingGrid).unsaved
        return plural("{count} rating", "{count} ratings", len(rows)) if rows else ""

    @on(RatingGrid.Rated)
    def rate(self, event: RatingGrid.Rated) -> None:
        """A rating counts; on to the next row."""
        if (session := self._at(event.row)) is not None:
            self.move(session.rate(event.value), session.section)

    @on(RatingGrid.Skipped)
    def cannot_say(self, event: RatingGrid.Skipped) -> None:
        """No rating; on to the next row."""
        if (session := self._at(event.row)) is not None:
            self.move(session.skip(), session.section)

    @on(RatingGrid.Moved)
    def moved(self, event: RatingGrid.Moved) -> None:
        """Another row: the question is about that one now."""
        self.still_there()
        if (session := self._at(event.row)) is not None:
            self.session = session
            self.draw_head(session)
            self.draw_group(session)

    @on(RatingGrid.Missing)
    def missing(self) -> None:
        """Enter without a value."""
        self.notify(_("Choose a value first: arrows or digits. '-' if you cannot say."), markup=False)

    @on(RatingGrid.PastEnd)
    def past_end(self) -> None:
        """Enter on the last row."""
        if self.session is not None:
            self.move(self.session.to_next_open())

    def _at(self, row: int) -> Session | None:
        """The session at a row of the grid."""
        session = self.session
        if session is None or session.section is None:
            return None
        return session.go_to(session.section.questions[row])
