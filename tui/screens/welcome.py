"""Where `mcda` begins: which panel to open, or which to make."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Static

from criteria.faults import PanelError
from criteria.files import PANEL_FILE, catalogue_names
from criteria.text import quoted, read_number
from tui.language import _, plural
from tui.places import last_panel, remember
from tui.sample import copy_sample, sample_panel
from tui.screens.ask import AskScreen
from tui.screens.export import path_of
from tui.screens.menu_screen import Choice, MenuScreen
from tui.screens.tell import TellScreen
from tui.sitting import Sitting

MOST_PANELLISTS = 999
USUAL_PANELLISTS = 5


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
