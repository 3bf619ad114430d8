"""The facilitator's live screen: who is how far, how far they agree, what to talk about; and on to the next round."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static
from textual.worker import get_current_worker

from criteria.events import Action
from criteria.faults import PanelError
from criteria.journal import JournalError
from criteria.text import visible
from tui import facilitating
from tui.going_on import can, readmit_fault, step, write
from tui.keyboard import as_keys
from tui.language import _
from tui.screens.ask import AskScreen
from tui.screens.confirm import ConfirmScreen
from tui.screens.following import FollowingScreen
from tui.screens.projector import ProjectorScreen
from tui.screens.tell import TellScreen
from tui.screens.watch_text import group, help_lines, people, talk
from tui.show import fitted, show
from tui.sitting import Sitting
from tui.watching import Seen, how_long, response
from tui.widgets.hints import Hints

if TYPE_CHECKING:
    from mcda.results.glance import Glance

AGING = 20.0
"""Seconds after which 'now' may have become 'a minute ago'."""
GLANCING = 2.0
"""Seconds between two looks at how the panel as a whole stands while others answer."""
BESIDE = 76
"""Columns from which on what to talk about stands beside the panellists rather than below them."""
LONGEST_TIMER = 600
"""Minutes."""

_turn = Lock()
"""One glance is computed at a time: those who answer need the processor too."""


class WatchScreen(FollowingScreen):
    """Follows a sitting; names panellists, so it is not for the projector. `by`: who goes on with the rounds."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c,C,ز", "go_on('close')", _("close the round"), key_display="c", id="watch.close"),
        Binding("o,O,خ", "go_on('open')", _("open the next"), key_display="o", id="watch.open"),
        Binding("f,ب", "go_on('feedback')", _("feed back"), key_display="f", id="watch.feedback"),
        Binding("v,V,ر", "go_on('reveal')", _("reveal, hide"), key_display="v", id="watch.reveal"),
        Binding("t,T,ف", "timer", _("timer"), key_display="t", id="watch.timer"),
        Binding("p,P,ح", "projector", _("projector"), key_display="p", id="watch.projector"),
        Binding("question_mark,f1,؟", "help", _("help"), key_display="?", id="watch.help"),
        Binding("r,R,ق", "readmit", _("readmit a panellist"), show=False, key_display="r", id="watch.readmit"),
        Binding("n,N,د", "note", _("note to the record"), show=False, key_display="n", id="watch.note"),
        Binding("F,إ", "go_on('finish')", _("finish the panel"), show=False, key_display="F", id="watch.finish"),
        Binding("s,S,س", "sort", _("not done first, or in order"), show=False, key_display="s", id="watch.sort"),
        Binding("i,I,ه", "names", _("who contradicts themselves"), show=False, key_display="i", id="watch.names"),
        Binding("q,Q,ض", "app.quit", _("leave"), show=False, key_display="q", id="watch.quit"),
        Binding("up", "scroll_by(-1)", _("up"), show=False, id="watch.up"),
        Binding("down", "scroll_by(1)", _("down"), show=False, id="watch.down"),
        Binding("pageup", "scroll_by(-10)", _("page up"), show=False, id="watch.page-up"),
        Binding("pagedown", "scroll_by(10)", _("page down"), show=False, id="watch.page-down"),
        Binding("home", "scroll_by(-1000000)", _("top"), show=False, id="watch.top"),
        Binding("end", "scroll_by(1000000)", _("end"), show=False, id="watch.end"),
    ]

    class Looked(Message):
        """Something has happened in the sitting, or `trouble` says why it cannot be seen; neither if nothing has."""

        def __init__(self, found: Seen | None, trouble: str = "") -> None:
            super().__init__()
            self.found = found
            self.trouble = trouble

    class Glanced(Message):
        """How the panel as a whole stood by `about`, or what is missing for saying so."""

        def __init__(self, about: Seen, glance: Glance | str) -> None:
            super().__init__()
            self.about = about
            self.glance = glance

    class Done(Message):
        """Something was written, or why not."""

        def __init__(self, said: str, trouble: bool = False) -> None:
            super().__init__()
            self.said = said
            self.trouble = trouble

    def __init__(self, sitting: Sitting, by: str = "") -> None:
        super().__init__(sitting)
        self.by = by
        self.found: Seen | None = None
        self.glance: Glance | str | None = None
        self.undone_first = True
        self.by_name = False
        """Whether those who contradict themselves are named."""
        self.seconds: int | None = None
        """What is left of the timer; None if it does not run."""
        self._glanced: Seen | None = None
        """By which it was last begun to find how the panel as a whole stands."""
        self._trouble = ""
        self._looks = Lock()
        self._ticking: Timer | None = None

    def compose(self) -> ComposeResult:
        """Title, the round, the panel as a whole, panellists beside what to talk about."""
        yield Static(id="head", markup=False)
        yield Static(id="state", markup=False)
        with VerticalScroll(id="body", can_focus=False), Container(id="both"):
            yield Static(id="people", markup=False)
            yield Static(id="talk", markup=False)
        yield Static(id="status", markup=False)
        yield Hints()

    def on_mount(self) -> None:
        """Begin to let times grow older, and to look at the panel as a whole."""
        self.set_interval(AGING, self.draw)
        self.set_interval(GLANCING, self._glance_again)

    def in_background(self) -> None:
        """Look in a thread that only posts, one at a time: what is posted last was seen last."""
        with self._looks:
            try:
                self.post_message(self.Looked(self.watcher.look()))
            except JournalError as error:
                self.post_message(self.Looked(None, str(error)))

    def on_watch_screen_looked(self, event: WatchScreen.Looked) -> None:
        """Draw what has changed."""
        self.is_looking = False
        changed = event.found is not None or event.trouble != self._trouble
        self._trouble = event.trouble
        if event.found is not None:
            self.found = event.found
            self.refresh_bindings()
            if self._glanced is None:
                self._glance_again()
        if changed:
            self.draw()

    def _glance_again(self) -> None:
        """Begin to find how the panel as a whole stands, if anything has happened since."""
        if self.found is not None and self.found is not self._glanced:
            self._glanced = self.found
            self.run_worker(partial(self._glance, self.found), thread=True, exclusive=True, group="glance")

    def _glance(self, found: Seen) -> None:
        """Find how the panel stands, in a thread that only posts; not for those whom something newer has replaced."""
        from mcda import analysis

        worker = get_current_worker()
        with _turn:
            if worker.is_cancelled:
                return
            glance: Glance | str
            try:
                glance = analysis.glance(self.sitting.effective_panel(found.log))
            except (analysis.AnalysisError, PanelError) as error:
                glance = str(error)
        self.post_message(self.Glanced(found, glance))

    def on_watch_screen_glanced(self, event: WatchScreen.Glanced) -> None:
        """Say how the panel stands, unless that was said of something newer already."""
        if self.found is None or event.about.now.round == self.found.now.round:
            self.glance = event.glance
            self.draw()

    def draw(self) -> None:
        """Draw how things stand; the only place that does."""
        if not self.is_mounted:
            return
        width = max(self.size.width - 2, 20)
        panel, at = self.sitting.panel, datetime.now(UTC)
        title = panel.title + (" · " + _("MADE UP") if panel.synthetic else "")
        timer = self._timer_text()
        self.query_one("#head", Static).update(show(fitted(title, width - len(timer) - 1) + " " + timer))
        warned = _("facilitator's screen: not for the projector") + (f" · {self.by}" if self.by else "")
        self.query_one("#status", Static).update(show(fitted(self._trouble or warned, width)))
        if self.found is None:
            self.query_one("#state", Static).update(show(self._trouble or _("One moment: the journal is read.")))
            return
        lines = [how_long(self.found, at), response(self.found), *group(self.glance, self.by_name)]
        self.query_one("#state", Static).update(Content("\n").join(map(show, lines)))
        beside = self.size.width >= BESIDE
        self.query_one("#both").set_class(beside, "-beside")
        left = min(max(width * 9 // 20, 34), 50) if beside else width - 1
        people_rows, talk_rows = self.query_one("#people", Static), self.query_one("#talk", Static)
        people_rows.styles.width = left if beside else "100%"
        people_rows.update(people(self.found, self.undone_first, at, left - 2))
        talk_rows.update(talk(self.found.panel, self.glance, width - left - 3 if beside else left - 2))

    def _timer_text(self) -> str:
        if self.seconds is None:
            return ""
        if self.seconds == 0:
            return _("the time is up")
        return f"{self.seconds // 60}:{self.seconds % 60:02}"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what can be done now."""
        if self.found is None:
            return action not in ("go_on", "readmit", "note")
        return can(self.found, str(parameters[0]) if action == "go_on" else action)

    def action_go_on(self, word: str) -> None:
        """Ask once more whether the round is to be gone on with, as `mcda round` would."""
        assert self.found is not None
        try:
            wanted = step(self.found, word, self.by)
        except facilitating.RefusedError as error:
            self._say(str(error))
            return

        def answered(sure: bool | None) -> None:
            if sure:
                self._write(wanted.action, without_quorum=wanted.without_quorum)

        if wanted.title:
            lines = [visible(line) for line in wanted.lines]
            self.app.push_screen(ConfirmScreen(wanted.title, lines, anyway=wanted.without_quorum), answered)
        else:
            answered(True)

    def _write(self, action: Action, *, without_quorum: bool = False) -> None:
        self.run_worker(partial(self._written, action, without_quorum), thread=True, group="write")

    def _written(self, action: Action, without_quorum: bool) -> None:
        """Write it in a thread that only posts. It is said once it is seen: then the keys that follow on it hold."""
        try:
            done = self.Done(write(self.sitting, action, without_quorum=without_quorum))
        except (JournalError, facilitating.RefusedError) as error:
            done = self.Done(str(error), trouble=True)
        self.in_background()
        self.post_message(done)

    def on_watch_screen_done(self, event: WatchScreen.Done) -> None:
        """Say so."""
        self._say(event.said, trouble=event.trouble)

    def _say(self, message: str, *, trouble: bool = True) -> None:
        severity = "warning" if trouble else "information"
        self.notify(visible(message), severity=severity, markup=False)  # type: ignore[arg-type]

    def action_readmit(self) -> None:
        """Ask who, and let them answer."""
        assert self.found is not None
        found = self.found

        def fault(text: str) -> str | None:
            return readmit_fault(found, as_keys(text.strip()), self.by) or None

        def told(text: str | None) -> None:
            if text is not None:
                self._write(facilitating.asked(found.panel, found.now, "readmit", as_keys(text.strip()), self.by))

        self.app.push_screen(
            AskScreen(_("Who may answer though the round is closed? An id, such as P07."), "", fault), told
        )

    def action_note(self) -> None:
        """Ask for a note to the record."""
        assert self.found is not None
        found = self.found

        def told(text: str | None) -> None:
            if text is not None:
                self._write(facilitating.asked(found.panel, found.now, "note", text, self.by))

        asked = AskScreen(
            _("A note to the record, with its time"), "", lambda text: facilitating.note_fault(text) or None
        )
        self.app.push_screen(asked, told)

    def action_timer(self) -> None:
        """Ask for how long; nothing stops it."""

        def fault(text: str) -> str | None:
            good = not text.strip() or (text.strip().isdecimal() and 1 <= int(text) <= LONGEST_TIMER)
            return None if good else _("1 to {most} minutes, or nothing to stop it").format(most=LONGEST_TIMER)

        def told(text: str | None) -> None:
            if text is not None:
                self._start(int(text) * 60 if text.strip() else None)

        self.app.push_screen(AskScreen(_("How many minutes? Nothing stops the timer."), "", fault), told)

    def _start(self, seconds: int | None) -> None:
        if self._ticking is not None:
            self._ticking.stop()
        self.seconds = seconds
        self._ticking = self.set_interval(1.0, self._tick) if seconds is not None else None
        self.draw()

    def _tick(self) -> None:
        """A second less; at the end it rings."""
        assert self.seconds is not None
        self.seconds -= 1
        if self.seconds <= 0:
            self.seconds = 0
            self.app.bell()
            self._say(_("The time is up."), trouble=False)
            if self._ticking is not None:
                self._ticking.stop()
        self.draw()

    def action_projector(self) -> None:
        """What the room may see, in place of this."""
        self.app.push_screen(ProjectorScreen(self.sitting, alone=False))

    def action_sort(self) -> None:
        """Not done first, or in the order of the panel."""
        self.undone_first = not self.undone_first
        self.draw()

    def action_names(self) -> None:
        """Who contradicts themselves, or how many only."""
        self.by_name = not self.by_name
        self.draw()

    def action_scroll_by(self, lines: int) -> None:
        """Read on."""
        self.query_one("#body").scroll_relative(y=lines, animate=False, immediate=True)

    def action_help(self) -> None:
        """What is shown, the keys."""
        self.app.push_screen(TellScreen(_("Watch"), help_lines()))
