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
from criteria.files import catalogue_names
from tui.language import _, plural
from tui.places import last_panel, remember
from tui.sample import copy_sample, sample_panel
from tui.screens.ask import AskScreen
from tui.screens.menu_screen import Choice, MenuScreen
from tui.screens.tell import TellScreen
from tui.sitting import Sitting
from tui.welcoming import (
    MOST_PANELLISTS,
    USUAL_PANELLISTS,
    about_sample,
    folder_fault,
    new_folder_fault,
    panellists_fault,
    what_next,
    whole,
)
from tui.writing import path_of


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

        self.app.push_screen(AskScreen(_("Which panel folder?"), f"{Path.cwd()}/", folder_fault), named)

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
        text = await self.app.push_screen_wait(AskScreen(asked, f"{Path.cwd()}/", new_folder_fault))
        if text is None:
            return
        asked = _("How many panellists? (1 to {most})").format(most=MOST_PANELLISTS)
        many = await self.app.push_screen_wait(AskScreen(asked, str(USUAL_PANELLISTS), panellists_fault))
        if many is None:
            return
        folder = path_of(text)
        write = partial(write_panel, folder, catalogue, folder.resolve().name, whole(many) or USUAL_PANELLISTS)
        try:
            path = await asyncio.to_thread(write)
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or str(error)
            self.tell(_("Nothing was written"), [f"{getattr(error, 'filename', None) or folder}: {why}"])
            return
        await asyncio.to_thread(remember, folder)
        await self.app.push_screen_wait(TellScreen(_("A new panel"), what_next(path, catalogue)))
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
        await self.app.push_screen_wait(TellScreen(_("The sample panel"), about_sample(folder)))
        self.open(folder)
