"""What the judging and the rating screen share: the session, what is said about saving, comment, help, undo."""

from __future__ import annotations

from time import monotonic
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from criteria.events import Cell, Subject
from criteria.feedback import GroupAnswer
from criteria.session import Section, Session
from criteria.text import comment_fault
from tui import sentences
from tui.language import _, plural
from tui.screens.ask import AskScreen
from tui.screens.help import HelpScreen
from tui.screens.tell import TellScreen
from tui.settings import Settings
from tui.show import fitted, show
from tui.sitting import Sitting
from tui.widgets.hints import Hints

SECONDS_A_MINUTE = 60.0
LOOK_EVERY = 10.0
"""Seconds between two looks whether somebody is still there."""


class SittingScreen(Screen[None]):
    """Asks one question at a time of a session. What it is told to draw by `take` is all it draws."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u,U,ctrl+z,f3,ع", "undo", _("undo"), key_display="u", id="sitting.undo"),
        Binding("ctrl+y,f9", "redo", _("redo"), show=False, id="sitting.redo"),
        Binding("minus,f8", "skip", _("can't say"), key_display="-", id="sitting.skip"),
        Binding("backspace,f5", "back", _("question before"), show=False, id="sitting.back"),
        Binding("f6", "forward", _("question after"), show=False, id="sitting.forward"),
        Binding("pageup", "section(-1)", _("part before"), show=False, priority=True, id="sitting.part-before"),
        Binding("pagedown", "section(1)", _("next part"), show=False, priority=True, id="sitting.next-part"),
        Binding("c,C,ز,f4", "comment", _("comment"), show=False, id="sitting.comment"),
        Binding("g,G,ل", "group", _("what the group said"), show=False, id="sitting.group"),
        Binding("h,H,ا,f7", "hide", _("hide or show what the answers say so far"), show=False, id="sitting.hide"),
        Binding("question_mark,f1,؟", "help", _("help"), key_display="?", id="sitting.help"),
        Binding("f10,escape", "leave", _("hand over"), show=False, id="sitting.leave"),
    ]

    class Answered(Message):
        """Something was answered or taken back, or another question is wanted; `session` is how things now stand."""

        def __init__(self, session: Session, section: Section | None = None) -> None:
            super().__init__()
            self.session = session
            self.section = section
            """Where an answer was given."""

    class Left(Message):
        """The panellist gives the laptop away."""

    def __init__(self, sitting: Sitting, settings: Settings) -> None:
        super().__init__()
        self.sitting = sitting
        self.panel = sitting.panel
        self.settings = settings
        self.session: Session | None = None
        self.trouble = ""
        self.saved = ""
        self.is_writing = False
        """An answer was given and is on its way to the disk: what is on the screen is no question any more."""
        self.picture_shown = settings.consistency
        self._idle_since = 0.0
        self._warned_of = ""
        """The choice of which it was said last that it is not saved."""

    def compose(self) -> ComposeResult:
        """Head, question, the answer's own part, what is saved, keys."""
        yield Static(id="head", markup=False)
        yield Static(id="question", markup=False)
        yield Static(id="group", markup=False)
        with Vertical(id="body"):
            yield from self.compose_answer()
        yield Static(id="status", markup=False)
        yield Hints()

    def compose_answer(self) -> ComposeResult:
        """The widgets by which the question is answered."""
        raise NotImplementedError

    def draw_question(self, session: Session) -> None:
        """Put the session's question into those widgets."""
        raise NotImplementedError

    def unsaved(self) -> str:
        """What is chosen and not saved, in words; empty if nothing is."""
        raise NotImplementedError

    def may_leave(self) -> bool:
        """Whether what is on the screen may be left: nothing is unsaved, or that was said when it was tried before."""
        chosen = self.unsaved()
        if not chosen or chosen == self._warned_of:
            self._warned_of = ""
            return True
        self._warned_of = chosen
        said = _("Not saved: {what}. Enter saves it; the same key again goes on without it.")
        self.tell(said.format(what=chosen))
        return False

    def on_mount(self) -> None:
        """Begin to watch for a panellist who has left without handing over."""
        if self.settings.idle_minutes:
            self.still_there()
            self.set_interval(LOOK_EVERY, self._lock_if_left)

    def on_resize(self) -> None:
        """The head fits the width; what is chosen and not saved stays."""
        if self.session is not None and self.is_mounted:
            self.draw_head(self.session)

    def take(self, session: Session, trouble: str, saved: str) -> None:
        """Draw the session; `trouble` is why something is not saved, `saved` when something last was."""
        self.session = session
        self.is_writing = False
        self.trouble = trouble
        self.saved = saved or self.saved
        if self.is_mounted:
            self.draw()

    def draw(self) -> None:
        """Draw what the session says: the only place that does."""
        session = self.session
        if session is None:
            return
        self.still_there()
        self.draw_head(session)
        asked = (
            sentences.question(self.panel, session.question) if session.question else _("All questions are behind you.")
        )
        self.query_one("#question", Static).update(show(asked))
        self.draw_group(session)
        self.draw_question(session)
        self.draw_status(session)

    def draw_group(self, session: Session) -> None:
        """What the panellist and the group answered in the rounds before, where that may be seen."""
        said = self.query_one("#group", Static)
        group = self.group_answer(session)
        own = None if session.question is None else self.sitting.own_before(session.question)
        said.display = own is not None
        if session.question is None or own is None:
            return
        lines = [sentences.own_answer(session.question, own) if group is None else sentences.group_answer(group)]
        if group is not None and group.comments:
            lines.append(plural("{count} comment (g)", "{count} comments (g)", len(group.comments)))
        said.update(show(" ".join(lines)))

    def group_answer(self, session: Session) -> GroupAnswer | None:
        """Of the question, as it is asked; None where there is nothing to be seen."""
        if session.question is None:
            return None
        found = self.sitting.group.get(session.question.key)
        return None if found is None else found.asked(session.question)

    def own_before(self, session: Session, question: Subject) -> float | None:
        """What Enter keeps: the own answer of the rounds before, where it may be seen and none is given in this one."""
        return None if session.sheet.answer(question) is not None else self.sitting.own_before(question)

    def action_group(self) -> None:
        """What the group said of the question, with the comments of the others."""
        group = self.group_answer(self.session) if self.session is not None else None
        if group is None:
            self.notify(_("There is nothing to be seen of the group here."), markup=False)
            return
        lines = [sentences.group_answer(group)]
        if group.comments:
            lines += ["", _("Comments of others:"), *(f"· {comment}" for comment in group.comments)]
        lines += ["", _("Keep your answer or change it, as you think right; both are welcome.")]
        self.app.push_screen(TellScreen(self.named(group.subject), lines))

    def draw_head(self, session: Session) -> None:
        """The panel and the round; who is asked, and where they are."""
        width = max(self.size.width - 2, 20)
        who = session.panellist + (f" ({session.by})" if session.by else "")
        count = len(session.ballot.questions)
        place = _("answer {at} of {count}").format(at=session.at + 1, count=count) if session.question else _("done")
        right = f"{who} · {place}"
        title = self.panel.title + (" · " + _("MADE UP") if self.panel.synthetic else "")
        left = _("{title} · round {round}").format(title=title, round=session.round)
        self.query_one("#head", Static).update(show(fitted(left, width - cell_len(right) - 1) + " " + right))

    def draw_status(self, session: Session) -> None:
        """What is saved, and how long the rest takes."""
        status = self.query_one("#status", Static)
        status.set_class(bool(self.trouble), "-trouble")
        if self.trouble:
            count = len(session.pending)
            status.update(show(_("! NOT SAVED ({count}): {why}").format(count=count, why=self.trouble)))
            return
        parts = []
        if session.pending:
            parts.append(_("saving"))
        elif self.saved:
            parts.append(_("saved {time}").format(time=self.saved))
        else:
            parts.append(_("{count} answers so far, all saved").format(count=session.answered))
        if session.question is not None and (comment := session.sheet.comment(session.question)):
            parts.append(_("comment: {comment}").format(comment=fitted(comment, 30).rstrip()))
        if session.seconds_left:
            parts.append(sentences.minutes(session.seconds_left))
        if settled := sentences.settled(session.ballot):
            parts.append(settled)
        status.update(show(" · ".join(parts)))

    def move(self, session: Session, answered: Section | None = None) -> None:
        """Say that the session has moved on: the app writes what it holds and shows what it asks."""
        if not self.is_writing:
            self.is_writing = True
            self.post_message(self.Answered(session, answered))

    def action_undo(self) -> None:
        """Take the latest answer back."""
        if self.session is None or not self.may_leave():
            return
        done, back = self.session.sheet.done, self.session.undo()
        if done is None or back is self.session:
            self.notify(_("There is nothing to take back."), markup=False)
        else:
            self.tell(_("Taken back: {what}").format(what=sentences.done(self.panel, self.session, done)))
            self.move(back)

    def action_redo(self) -> None:
        """Restore what was taken back."""
        if self.session is None or not self.may_leave():
            return
        undone, again = self.session.sheet.undone, self.session.redo()
        if undone is None or again is self.session:
            self.notify(_("There is nothing to restore."), markup=False)
        else:
            self.tell(_("Restored: {what}").format(what=sentences.done(self.panel, self.session, undone)))
            self.move(again)

    def tell(self, said: str) -> None:
        """Say it in place of what was said before."""
        self.app.clear_notifications()
        self.notify(said, markup=False)

    def action_skip(self) -> None:
        """Cannot say."""
        if self.session is not None and self.session.question is not None:
            self.move(self.session.skip(), self.session.section)

    def action_back(self) -> None:
        """The question before."""
        if self.session is not None and self.may_leave():
            self.move(self.session.back())

    def action_forward(self) -> None:
        """The question after."""
        if self.session is not None and self.may_leave():
            self.move(self.session.forward())

    def action_section(self, by: int) -> None:
        """The first question of another section."""
        session = self.session
        if session is None or not self.may_leave():
            return
        sections = session.ballot.sections
        here = session.ballot.section_of[session.at] if session.question is not None else len(sections)
        if 0 <= here + by < len(sections):
            self.move(session.go_to(sections[here + by].questions[0]))

    def go_to_section(self, section: Section) -> None:
        """The first open question of a section, or its first one."""
        if self.session is not None:
            self.move(self.session.to_section(section))

    def action_comment(self) -> None:
        """Say something about the question."""
        session = self.session
        if session is None or session.question is None:
            return

        def said(text: str | None) -> None:
            if text is not None and self.session is not None:
                self.move(self.session.comment(text))

        title = _("Comment on: {what}").format(what=self.named(session.question))
        self.app.push_screen(AskScreen(title, session.sheet.comment(session.question), comment_fault), said)

    def action_help(self) -> None:
        """What is asked, what the scale means, which keys there are, what happens to answers."""
        if self.session is not None:
            self.app.push_screen(HelpScreen(self.panel, self.session.question))

    def action_hide(self) -> None:
        """Hide or show what the answers say so far."""
        self.picture_shown = not self.picture_shown
        self.draw()

    def action_leave(self) -> None:
        """Give the laptop away."""
        if self.may_leave():
            self.post_message(self.Left())

    def named(self, subject: Subject) -> str:
        """What a question is about, by names."""
        if isinstance(subject, Cell):
            first, second = subject.alternative, subject.criterion
        else:
            first, second = subject.first, subject.second
        return _("{first} and {second}").format(first=self.panel.name(first), second=self.panel.name(second))

    def on_key(self, _event: events.Key) -> None:
        """Somebody is there."""
        self.still_there()

    def on_mouse_down(self, _event: events.MouseDown) -> None:
        """Somebody is there."""
        self.still_there()

    def still_there(self) -> None:
        """Somebody is there."""
        self._idle_since = monotonic()

    def _lock_if_left(self) -> None:
        left = monotonic() - self._idle_since > SECONDS_A_MINUTE * self.settings.idle_minutes
        if left and self.session is not None and not self.session.pending:
            self.post_message(self.Left())
