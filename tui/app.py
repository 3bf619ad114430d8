"""PanelApp: the terminal's table of contents. Screens own their drawing, the app owns the journal and its writer.

Only what the first frame needs is imported here; the screens are imported while the panel is read.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Static

from tui import direction, terminal
from tui.language import _
from tui.names import names_of
from tui.themes import THEMES
from tui.two_ways import TwoWayApp

if TYPE_CHECKING:
    from textual.app import SystemCommand
    from textual.theme import Theme

    from criteria.session import Section, Session
    from tui.screens.hand_over import HandOverScreen
    from tui.screens.sitting_screen import SittingScreen
    from tui.screens.welcome import WelcomeScreen
    from tui.settings import Settings
    from tui.sitting import Sitting

AGAIN_AFTER = 5.0
"""Seconds after which what could not be written is tried again."""
SETTLED_AFTER = 1.0
"""Seconds that a key waits at most for the screen to have understood the one before."""
Result = TypeVar("Result")
ENDING = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
"""What a system, or a terminal that is closed, ends a program with; Textual itself would die of them at once."""


class PanelApp(TwoWayApp):
    """A panel in the terminal: welcome, hand-over, judge, rate, review, results, sensitivity."""

    CSS_PATH = "app.tcss"
    TITLE = "mcda"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+p,f2", "command_palette", _("everything"), show=False, priority=True, id="app.palette"),
        Binding("ctrl+q", "quit", _("quit"), show=False, priority=True, id="app.quit"),
    ]

    def __init__(
        self, settings: Settings, opened: Callable[[], Sitting] | None, first: Callable[[PanelApp], Screen[None]]
    ) -> None:
        """`opened` gives the panel, read once the first frame is there; `first` the first screen after it."""
        super().__init__(settings)
        self.sitting: Sitting | None = None
        self.by = ""
        """Who enters answers on the panellists' behalf."""
        self.error: Exception | None = None
        """Why the panel could not be opened."""
        self.has_sat = False
        """Somebody has sat down since the start: results stay closed unless they are released to the room."""
        self._opened = opened
        self._first = first
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="journal")
        self._typed: deque[events.Key] = deque()
        self._shown_since = 0.0
        """When another screen came after an answer: keys from before were meant for the one that asked."""
        self._warned = False

    def compose(self) -> ComposeResult:
        """What stands there until the panel is read."""
        yield Static(_("One moment: the panel is read."), classes="title", markup=False)

    def on_mount(self) -> None:
        """Say what happens when the terminal goes; open the panel after the first frame."""
        loop = asyncio.get_running_loop()
        for number in ENDING:
            with suppress(NotImplementedError):
                loop.add_signal_handler(number, partial(self._end, number))
        for theme in THEMES:
            self.register_theme(theme)
        wanted = self.settings.theme
        self.theme = wanted if wanted in self.available_themes else THEMES[0].name
        if self.settings.motion == "reduced" or terminal.is_remote():
            self.animation_level = "none"
        self.call_after_refresh(self._open)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Where nothing is to move, the cursor of a line of text does not blink."""
        if self.animation_level == "none" and hasattr(event.widget, "cursor_blink"):
            event.widget.cursor_blink = False

    async def _open(self) -> None:
        """Read the panel and show the first screen; leave if it is no good."""
        try:
            if self._opened is not None:
                self.sitting = await self._in_writer(self._opened)
            screen = await self._in_writer(partial(self._first, self))
        except (OSError, ValueError) as error:
            self.error = error
            self.exit(return_code=1)
            return
        await self.push_screen(screen)
        self.expect(names_of(self.sitting.panel) if self.sitting is not None else ())
        self.set_interval(AGAIN_AFTER, self._write_again)
        self.theme_changed_signal.subscribe(self, self._remember)
        self.run_worker(_load_sitting_screens, thread=True, exit_on_error=False)

    def _remember(self, theme: Theme) -> None:
        """Keep the colours that somebody chose for the next time."""
        from criteria.faults import PanelError
        from tui.settings import write_setting

        try:
            write_setting("theme", theme.name)
        except (OSError, PanelError) as error:
            self.say(str(error))

    def _end(self, number: int) -> None:
        """Leave in order: the terminal is put back; nothing needs saving."""
        from tui import logs

        logs.note("warning", "ended by a signal", count=number)
        self.exit(return_code=128 + number)

    def on_unmount(self) -> None:
        """Leave seat and journal. Nothing needs saving."""
        self._writer.shutdown(wait=True)
        if self.sitting is not None:
            self.sitting.close()

    async def on_hand_over_screen_seated(self, event: HandOverScreen.Seated) -> None:
        """A panellist sits down."""
        from criteria.journal import JournalError
        from tui import logs
        from tui.seat import RoundClosedError, SeatTakenError

        assert self.sitting is not None
        try:
            session = self.sitting.begin(event.panellist, self.by)
        except SeatTakenError:
            self.say(_("{who} is answering in another window: close that one first.").format(who=event.panellist))
        except RoundClosedError:
            self.say(self.sitting.closed_because() or _("The round is closed for {who}.").format(who=event.panellist))
        except JournalError as error:
            self.say(str(error))
        else:
            self.has_sat = True
            logs.note("info", "sitting begun", count=session.answered)
            await self._show(session)

    async def on_welcome_screen_opened(self, event: WelcomeScreen.Opened) -> None:
        """A panel was opened."""
        if self.sitting is not None:
            self.sitting.close()
        self.sitting = event.sitting
        self.expect(names_of(self.sitting.panel))
        await self._home()

    async def on_home_screen_away(self) -> None:
        """Another panel is wanted."""
        from tui.screens.welcome import WelcomeScreen

        await self._to(WelcomeScreen())

    async def on_home_screen_sat(self) -> None:
        """The keyboard goes round."""
        from tui.screens.hand_over import HandOverScreen

        assert self.sitting is not None
        await self._to(HandOverScreen(self.sitting))

    async def action_home(self) -> None:
        """From the hand-over to the panel's home, unless somebody has sat down and results are withheld."""
        from tui.room import why_closed

        assert self.sitting is not None
        if self.has_sat and (why := why_closed(self.sitting)):
            self.say(why)
        else:
            await self._home()

    async def _home(self) -> None:
        """What can be done with the panel."""
        from tui.screens.home import HomeScreen

        assert self.sitting is not None
        await self._to(HomeScreen(self.sitting, facilitator=not self.has_sat))

    async def on_sitting_screen_answered(self, event: SittingScreen.Answered) -> None:
        """Write what was answered, and only then say that it is saved; then look whether a section holds together."""
        asked_on = self.screen
        await self._write(event.session, event.section)
        if self.screen is not asked_on:
            self._typed.clear()
        while self._typed and not self._is_writing():
            await self._type(self._typed.popleft())

    async def on_sitting_screen_left(self) -> None:
        """The panellist is done, or has been away for long: the next one, please."""
        from tui.screens.hand_over import HandOverScreen

        assert self.sitting is not None
        self.sitting.end()
        await self._to(HandOverScreen(self.sitting))

    async def on_event(self, event: events.Event) -> None:
        """Keys typed while an answer is being written wait for the next question: they are not meant for this one."""
        if not isinstance(event, events.Key):
            await super().on_event(event)
        elif event.time < self._shown_since:
            return
        elif self._typed or self._is_writing():
            self._typed.append(event)
        else:
            await self._type(event)

    async def _type(self, key: events.Key) -> None:
        """Handle a key, and wait until the screen knows whether it was an answer."""
        await super().on_event(key)
        if self._sitting_screen() is not None:
            for pump in filter(None, (self.focused, self.screen)):
                await _until_called(pump.call_next)

    def _is_writing(self) -> bool:
        screen = self._sitting_screen()
        return screen is not None and screen.is_writing

    def _sitting_screen(self) -> SittingScreen | None:
        """The screen that is shown, if it asks a panellist."""
        if self.sitting is None or not self.screen_stack:
            return None
        from tui.screens.sitting_screen import SittingScreen

        return self.screen if isinstance(self.screen, SittingScreen) else None

    async def _write(self, session: Session, section: Section | None = None) -> None:
        """Write it, draw what is asked next and what contradicts in the section; no other answer is taken before."""
        from criteria.journal import JOURNAL_FILE, JournalError
        from tui import logs
        from tui.seat import RoundClosedError

        assert self.sitting is not None
        try:
            saved = await self._in_writer(partial(self.sitting.write, session))
        except JournalError as error:
            logs.note("error", "not saved", count=len(session.pending), file=JOURNAL_FILE)
            await self._show(session, trouble=str(error))
            return
        except RoundClosedError:
            self.say(_("The round was closed meanwhile: this answer was not taken. All before it are saved."))
            self._shown_since = monotonic()
            await self.on_sitting_screen_left()
            return
        self._warned = False
        await self._show(saved.session, saved=saved.time)
        if section is not None:
            await self._review(saved.session, section)
        await _until_called(self.screen.call_after_refresh)

    async def _write_again(self) -> None:
        """Try what could not be written."""
        screen = self._sitting_screen()
        if screen is not None and screen.session is not None and screen.session.pending:
            await self._write(screen.session)

    async def _in_writer(self, work: Callable[[], Result]) -> Result:
        """What the work gives, done in the one thread that writes, so that the screen goes on being drawn."""
        return await asyncio.get_running_loop().run_in_executor(self._writer, work)

    async def _review(self, session: Session, section: Section) -> None:
        """Ask about judgements of a section that contradict each other, once all of it is answered."""
        if section.is_rating or not session.complete(section) or session.sheet.reason(section.about):
            return
        from mcda.analysis.sitting import contradictions
        from tui.screens.review import ReviewScreen

        assert self.sitting is not None
        found = contradictions(self.sitting.panel, section.about, session.ratios(section), section.items)
        if found:

            def reviewed(changed: Session | None) -> None:
                if changed is not None and (screen := self._sitting_screen()) is not None:
                    screen.move(changed, section)

            self._shown_since = monotonic()
            await self.push_screen(ReviewScreen(self.sitting, session, section, found), reviewed)

    async def _show(self, session: Session, *, trouble: str = "", saved: str = "") -> None:
        """The session on the screen that asks its question."""
        from tui.screens.judge import JudgeScreen
        from tui.screens.rate import RateScreen

        assert self.sitting is not None
        wanted = RateScreen if session.section is not None and session.section.is_rating else JudgeScreen
        shown = self._sitting_screen()
        if isinstance(shown, wanted):
            shown.take(session, trouble, saved)
            return
        screen = wanted(self.sitting, self.settings)
        screen.take(session, trouble, saved or (shown.saved if shown is not None else ""))
        self._shown_since = monotonic()
        await self._to(screen)

    async def _to(self, screen: Screen[None]) -> None:
        """The screen in place of those shown."""
        while len(self.screen_stack) > 2:
            await self.pop_screen()
        await self.switch_screen(screen)

    async def action_quit(self) -> None:
        """End. Asks once more only if something could not be saved."""
        screen = self._sitting_screen()
        unsaved = screen is not None and screen.session is not None and bool(screen.session.pending)
        if unsaved and not self._warned:
            self._warned = True
            self.say(_("Not everything is saved. Press ctrl+q again to leave without it."))
        elif unsaved or screen is None or screen.may_leave():
            self.exit()

    def say(self, message: str) -> None:
        """A message in the corner, never read as markup."""
        from criteria.text import visible

        self.notify(visible(message), severity="warning", markup=False, timeout=8)

    def action_command_palette(self) -> None:
        """Everything that can be done here, to be searched."""
        from textual.command import CommandPalette

        if not isinstance(self.screen, CommandPalette):
            self.push_screen(CommandPalette(placeholder=_("What do you want to do?"), id="--command-palette"))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """What the command palette offers."""
        from tui.screens.palette import commands

        return commands(self, screen)

    def _fatal_error(self) -> None:
        """A report without anybody's answers, in place of Textual's, which prints local variables."""
        from tui.logs import write_crash

        said = _("mcda stopped by a mistake of its own. All that was shown as saved is saved.")
        if self._exception is not None:
            said += " " + _("Report: {path}").format(path=write_crash(self._exception))
        self._exit_renderables.append(said)
        self._close_messages_no_wait()


async def _until_called(call: Callable[[Callable[[], None]], object]) -> None:
    """Wait until a screen or a widget has come to a call, or for a second at most if it is going away."""
    called = asyncio.Event()
    call(called.set)
    with suppress(TimeoutError):
        await asyncio.wait_for(called.wait(), SETTLED_AFTER)


def _load_sitting_screens() -> None:
    """Have them ready before somebody sits down."""
    import tui.screens.judge
    import tui.screens.rate  # noqa: F401


def run(app: PanelApp) -> int:
    """The exit code after the app has run; 130 if it was interrupted. Raises what kept the panel from being opened."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        app.run()
    finally:
        direction.tell("terminal")
    if app.error is not None:
        raise app.error
    return 130 if app.return_code is None else app.return_code
