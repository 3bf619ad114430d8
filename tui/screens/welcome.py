"""Where `mcda` begins: which panel to open; then the panel's home: sit, look at results, try other weights."""

from __future__ import annotations

import asyncio
import shutil
from functools import partial
from itertools import count
from pathlib import Path
from typing import ClassVar, NamedTuple

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static
from textual.widgets.option_list import Option

from criteria.faults import PanelError
from criteria.files import PANEL_FILE, TABLES, catalogue_names
from criteria.journal import JournalError
from criteria.text import quoted, read_number
from tui.language import _, plural
from tui.places import last_panel, places, remember
from tui.screens.ask import AskScreen
from tui.screens.export import path_of
from tui.screens.tell import TellScreen
from tui.show import fitted, show
from tui.sitting import Sitting
from tui.widgets.hints import Hints
from tui.widgets.menu import Menu

SAMPLE = "telemedicine"
SAMPLE_NOTE = "MADE_UP.txt"
MOST_PANELLISTS = 999
USUAL_PANELLISTS = 5


class Choice(NamedTuple):
    """A row of a menu: the letter that chooses it, the action behind it, what it says."""

    letter: str
    action: str
    text: str


class MenuScreen(Screen[None]):
    """A few choices: by arrows and Enter, by a letter, by the mouse."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,Q,ض", "app.quit", _("quit"), key_display="q", id="welcome.quit"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._choices: list[Choice] = []

    def compose(self) -> ComposeResult:
        """What this is, the choices, what there is to know."""
        yield Static(id="title", classes="title", markup=False)
        yield Static(id="about", markup=False)
        yield Menu(id="choices")
        yield Static(id="note", markup=False)
        yield Hints()

    def on_mount(self) -> None:
        """Show the choices."""
        self.draw()

    def on_resize(self) -> None:
        """Choices fit the width."""
        self.draw()

    def on_screen_resume(self) -> None:
        """How things stand may have changed meanwhile."""
        self.draw()

    def choices(self) -> list[Choice]:
        """What can be chosen now."""
        raise NotImplementedError

    def draw(self) -> None:
        """Draw the choices; the only place that does."""
        if not self.is_mounted:
            return
        self._choices = self.choices()
        options = self.query_one(Menu)
        highlighted = options.highlighted or 0
        options.clear_options()
        room = max(self.size.width - 10, 20)
        options.add_options([Option(show(f"{one.letter}  {fitted(one.text, room)}")) for one in self._choices])
        options.highlighted = min(highlighted, len(self._choices) - 1)
        options.focus()

    @on(Menu.OptionSelected)
    async def choose(self, event: Menu.OptionSelected) -> None:
        """Do what the row says."""
        await self.run_action(self._choices[event.option_index].action)

    def tell(self, title: str, lines: list[str]) -> None:
        """Something to be read before anything else happens."""
        self.app.push_screen(TellScreen(title, lines))


class WelcomeScreen(MenuScreen):
    """Lets somebody open a panel or make one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l,L,م", "last", _("open the last panel"), show=False, id="welcome.last"),
        Binding("o,O,خ", "open", _("open a panel"), show=False, id="welcome.open"),
        Binding("n,N,د", "new(0)", _("new panel from a catalogue"), show=False, id="welcome.new"),
        Binding("e,E,ث", "new(-1)", _("new empty panel"), show=False, id="welcome.empty"),
        Binding("s,S,س", "sample", _("try the sample panel"), show=False, id="welcome.sample"),
    ]

    class Opened(Message):
        """A panel was opened."""

        def __init__(self, sitting: Sitting) -> None:
            super().__init__()
            self.sitting = sitting

    def choices(self) -> list[Choice]:
        """Open, make, try, leave."""
        found = []
        if (last := last_panel()) is not None:
            found.append(Choice("l", "last", _("Open the last panel: {folder}").format(folder=last)))
        found.append(Choice("o", "open", _("Open a panel folder")))
        for number, name in enumerate(catalogue_names()):
            text = _("New panel from the catalogue {name}").format(name=name)
            found.append(Choice("n" if number == 0 else " ", f"new({number})", text))
        found.append(Choice("e", "new(-1)", _("New empty panel, to be filled in")))
        if sample_panel() is not None:
            found.append(Choice("s", "sample", _("Try the sample panel (its answers are made up)")))
        return [*found, Choice("q", "app.quit", _("Quit"))]

    def draw(self) -> None:
        """The choices under what this is."""
        if self.is_mounted:
            self.query_one("#title", Static).update("mcda")
            self.query_one("#about", Static).update(
                _("Weigh criteria by pairwise comparison, rank what helps, see how far a panel agrees.")
            )
        super().draw()

    def action_last(self) -> None:
        """Open the panel that was open last."""
        if (last := last_panel()) is not None:
            self.open(last)

    def action_open(self) -> None:
        """Ask for a folder and open it."""

        def named(text: str | None) -> None:
            if text is not None:
                self.open(path_of(text))

        self.app.push_screen(AskScreen(_("Which panel folder?"), f"{Path.cwd()}/", _folder_fault), named)

    @work(exclusive=True, group="open")
    async def open(self, folder: Path) -> None:
        """Read the panel in a folder; all that is wrong with it is shown."""
        note = self.query_one("#note", Static)
        note.update(_("One moment: the panel is read."))
        try:
            sitting = await asyncio.to_thread(Sitting, folder)
            await asyncio.to_thread(remember, folder)
        except PanelError as error:
            count = len(error.faults)
            title = plural("{count} fault: nothing was opened", "{count} faults: nothing was opened", count)
            self.tell(title, [str(folder), "", *map(str, error.faults)])
        except OSError as error:
            self.tell(_("Nothing was opened"), [f"{error.filename or folder}: {error.strerror or error}"])
        else:
            self.post_message(self.Opened(sitting))
        finally:
            note.update("")

    @work(exclusive=True, group="open")
    async def action_new(self, number: int) -> None:
        """Ask where and for how many, and write a new panel; from the catalogue of that number, or empty for -1."""
        from criteria.files.starter import write_panel

        catalogue = None if number < 0 else catalogue_names()[number]
        asked = _("In which folder? It is made if there is none.")
        text = await self.app.push_screen_wait(AskScreen(asked, f"{Path.cwd()}/", _new_folder_fault))
        if text is None:
            return
        asked = _("How many panellists? (1 to {most})").format(most=MOST_PANELLISTS)
        many = await self.app.push_screen_wait(AskScreen(asked, str(USUAL_PANELLISTS), _panellists_fault))
        if many is None:
            return
        folder = path_of(text)
        write = partial(write_panel, folder, catalogue, folder.resolve().name, _whole(many) or USUAL_PANELLISTS)
        try:
            path = await asyncio.to_thread(write)
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or str(error)
            self.tell(_("Nothing was written"), [f"{getattr(error, 'filename', None) or folder}: {why}"])
            return
        await asyncio.to_thread(remember, folder)
        await self.app.push_screen_wait(TellScreen(_("A new panel"), _what_next(path, catalogue)))
        if catalogue is None:
            self.draw()
        else:
            self.open(folder)

    @work(exclusive=True, group="open")
    async def action_sample(self) -> None:
        """Copy the sample panel to a fresh folder and open the copy."""
        try:
            folder = await asyncio.to_thread(copy_sample)
        except OSError as error:
            self.tell(_("The sample was not copied"), [f"{error.filename or ''}: {error.strerror or error}"])
            return
        lines = [
            _("Its judgements and ratings are MADE UP: they are nobody's opinion, and no conclusion can be drawn."),
            "",
            _("This is a copy of your own, to judge, rate and change as you like:"),
            f"  {folder}",
            "",
            _("Nothing in the original changes. Delete the folder when you are done."),
        ]
        await self.app.push_screen_wait(TellScreen(_("The sample panel"), lines))
        self.open(folder)


class HomeScreen(MenuScreen):
    """What can be done with a panel. `facilitator`: nobody has sat down in this run of the app yet."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s,S,س", "sit", _("sit down and answer"), show=False, id="home.sit"),
        Binding("r,R,ق", "results", _("results"), show=False, id="home.results"),
        Binding("w,W,ص", "what_if", _("what if weights were different"), show=False, id="home.what-if"),
        Binding("a,A,ش", "another", _("another panel"), show=False, id="home.another"),
    ]

    class Sat(Message):
        """The laptop goes round."""

    class Away(Message):
        """Another panel is wanted."""

    def __init__(self, sitting: Sitting, facilitator: bool, results: bool = False) -> None:
        """`results`: begin with them."""
        super().__init__()
        self.sitting = sitting
        self.facilitator = facilitator
        self._results = results

    def on_mount(self) -> None:
        """Show the choices, or the results on top of them."""
        super().on_mount()
        if self._results:
            self.action_results()

    def choices(self) -> list[Choice]:
        """Sit, results, sensitivity; another panel unless somebody has sat down."""
        found = [
            Choice("s", "sit", _("Sit down and answer; the keyboard goes round")),
            Choice("r", "results", _("Results: order, weights, agreement")),
            Choice("w", "what_if", _("What if a criterion weighed less or more?")),
        ]
        if self.facilitator:
            found.append(Choice("a", "another", _("Another panel")))
        return [*found, Choice("q", "app.quit", _("Quit"))]

    def draw(self) -> None:
        """The choices under the panel's title and how far its panellists are."""
        if self.is_mounted:
            panel = self.sitting.panel
            self.query_one("#title", Static).update(show(panel.title))
            said = [str(self.sitting.folder)]
            if panel.synthetic:
                said.append(_("The judgements in this panel's files are MADE UP: nobody's opinion."))
            said.append(self._progress())
            self.query_one("#about", Static).update(show(said[0]) if not said[1:] else _lines(said))
            note = _(
                "Once somebody has sat down, results open only when they are released to the room. F9, where the "
                "keyboard is handed over, leads back here."
            )
            self.query_one("#note", Static).update(note)
        super().draw()

    def _progress(self) -> str:
        """How far the panellists are, and what the room may see."""
        try:
            rows = self.sitting.progress()
            released = self.sitting.standing().released
        except JournalError as error:
            return str(error)
        done = sum(row.answered == row.asked for row in rows)
        begun = sum(0 < row.answered < row.asked for row in rows)
        far = _("{done} of {all} panellists are done, {begun} have begun.").format(
            done=done, all=len(rows), begun=begun
        )
        return far + " " + (_("Results are released to the room.") if released else _("Results are withheld."))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Another panel is no choice once somebody has sat down."""
        return self.facilitator if action == "another" else True

    def action_sit(self) -> None:
        """Let the keyboard go round."""
        self.post_message(self.Sat())

    def action_another(self) -> None:
        """Back to the start."""
        self.post_message(self.Away())

    def action_results(self) -> None:
        """Show the results, if they may be seen."""
        from tui.screens.results import ResultsScreen

        if self._may_see():
            self.app.push_screen(ResultsScreen(self.sitting, self.facilitator))

    def action_what_if(self) -> None:
        """Try other weights, if results may be seen."""
        from tui.screens.sensitivity import SensitivityScreen

        if self._may_see():
            self.app.push_screen(SensitivityScreen(self.sitting))

    def _may_see(self) -> bool:
        """Whether results may be seen here; says why not."""
        if self.facilitator:
            return True
        why = why_closed(self.sitting)
        if why:
            self.tell(_("Results are not open"), [why])
        return not why


def why_closed(sitting: Sitting) -> str:
    """Why results may not be seen after somebody has sat down; empty if they may."""
    try:
        released = sitting.standing().released
    except JournalError as error:
        return str(error)
    if released:
        return ""
    return _(
        "Somebody has sat down since mcda was started, so results stay closed here until the facilitator "
        "releases them to the room: mcda results, or mcda round PANEL release."
    )


def sample_panel() -> Path | None:
    """Where the sample panel lies: inside the installed package, or beside the packages in a checkout."""
    inside = Path(__file__).parents[1] / "samples" / SAMPLE
    beside = Path(__file__).parents[2] / "sample_panels" / SAMPLE
    return next((folder for folder in (inside, beside) if (folder / PANEL_FILE).is_file()), None)


def copy_sample() -> Path:
    """The fresh folder with a copy of the sample panel. Raises OSError."""
    source = sample_panel()
    if source is None:
        raise FileNotFoundError(2, _("the sample panel is not installed"), SAMPLE)
    above = places().samples
    above.mkdir(parents=True, exist_ok=True)
    for number in count(1):
        folder = above / (SAMPLE if number == 1 else f"{SAMPLE}-{number}")
        try:
            folder.mkdir()
        except FileExistsError:
            continue
        break
    note = _(
        "A copy of the sample panel of mcda, to try things on.\n"
        "Every judgement and rating that came with it is MADE UP: nobody's opinion.\n"
        "Change or delete this folder as you like.\n"
    )
    (folder / SAMPLE_NOTE).write_text(note, encoding="utf-8")
    for name in ("README.md", *TABLES, PANEL_FILE):
        if (source / name).exists():
            shutil.copyfile(source / name, folder / name)
    return folder


def _lines(texts: list[str]) -> str:
    """Several lines, each cleaned by itself."""
    return "\n".join(show(text).plain for text in texts)


def _folder_fault(text: str) -> str | None:
    """Why there is no panel folder of that name; a folder's own faults are told when it is read."""
    if not text.strip() or "\0" in text:
        return _("Write the path of a folder, or leave with Esc.")
    path = path_of(text)
    try:
        if not path.exists():
            return _("There is no folder {path}.").format(path=quoted(str(path), 200))
    except OSError as error:
        return error.strerror or str(error)
    return None


def _new_folder_fault(text: str) -> str | None:
    """Why no new panel can be written there."""
    if not text.strip() or "\0" in text:
        return _("Write the path of a folder, or leave with Esc.")
    path = path_of(text)
    try:
        if (path / PANEL_FILE).exists():
            return _("There is a panel already: choose another folder.")
        if path.exists() and not path.is_dir():
            return _("This is a file: write the path of a folder.")
    except OSError as error:
        return error.strerror or str(error)
    return None


def _panellists_fault(text: str) -> str | None:
    """Why that is no number of panellists."""
    number = _whole(text)
    if number is None or not 1 <= number <= MOST_PANELLISTS:
        return _("Write a whole number from 1 to {most}.").format(most=MOST_PANELLISTS)
    return None


def _whole(text: str) -> int | None:
    """The whole number that the text writes, in digits of any script."""
    value = read_number(text)
    return int(value) if value is not None and value == int(value) else None


def _what_next(path: Path, catalogue: str | None) -> list[str]:
    """What was written, and what to do with it."""
    lines = [_("Written: {path}").format(path=path), ""]
    if catalogue is None:
        return [
            *lines,
            _(
                "It holds an example of everything, explained by comments. Open it in a text editor, put your own "
                "criteria, solutions and panellists in their place, then open the panel here: it is the last panel "
                "of the list. All that is wrong with it is shown at once, also by mcda check."
            ),
        ]
    return [
        *lines,
        _("The criteria, solutions and steps are those of the catalogue {name}.").format(name=catalogue),
        _(
            "Its panellists are P01, P02 and so on: name organisations and roles in a text editor when you like. "
            "The panel can be answered now: Enter goes on to its home."
        ),
    ]
