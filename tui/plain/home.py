"""Where `mcda --plain` begins: a panel is opened or made; then its home: sit, results, other weights, the roadmap."""

from __future__ import annotations

from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from criteria.faults import PanelError
from criteria.files import catalogue_names
from tui.language import _, plural
from tui.names import know, names_of
from tui.places import last_panel, remember
from tui.plain.conversation import LeaveError
from tui.plain.dialogue import Dialogue, Menu, Offer
from tui.plain.receiving import receive
from tui.plain.talk import Calm, Talk
from tui.room import why_untold
from tui.sample import copy_sample, sample_panel
from tui.sitting import Sitting
from tui.welcoming import (
    MOST_PANELLISTS,
    USUAL_PANELLISTS,
    about_sample,
    folder_fault,
    how_far,
    new_folder_fault,
    panellists_fault,
    what_next,
    whole,
)
from tui.writing import path_of

if TYPE_CHECKING:
    from tui.plain.results import Results
    from tui.plain.roadmap import Roadmap
    from tui.plain.what_if import WhatIf


class Welcome(Menu):
    """Lets somebody open a panel or make one. `consistency`: whether answers are checked while they are given."""

    def __init__(self, talk: Talk, calm: Calm, *, consistency: bool) -> None:
        super().__init__(talk, calm)
        self.consistency = consistency

    def begin(self) -> None:
        """Say what this is, and the choices."""
        self.talk.say(_("Weigh criteria by pairwise comparison, rank what helps, see how far a panel agrees."))
        self.listed()

    def offers(self) -> list[Offer]:
        """Open, make, try, leave."""
        found = []
        if (last := last_panel()) is not None:
            said = _("Open the last panel: {folder}").format(folder=last)
            found.append(Offer(("last", "l"), said, lambda _rest: self.open(last)))
        found.append(Offer(("open", "o"), _("Open a panel folder"), self._open, _("FOLDER")))
        for number, name in enumerate(catalogue_names()):
            said = _("New panel from the catalogue {name}").format(name=name)
            words = ("new", "n") if number == 0 else (name,)
            found.append(Offer(words, said, partial(self._new, name), _("FOLDER")))
        said = _("New empty panel, to be filled in")
        found.append(Offer(("empty", "e"), said, partial(self._new, None), _("FOLDER")))
        if sample_panel() is not None:
            found.append(Offer(("sample", "s"), _("Try the sample panel (its answers are made up)"), self._sample))
        return found

    def _open(self, rest: str) -> None:
        text = rest or self.text(_("Which panel folder? Enter alone leaves it:"), folder_fault)
        if text is not None:
            self.open(path_of(text))

    def open(self, folder: Path) -> None:
        """Read the panel in a folder and go to its home; all that is wrong with it is said."""
        try:
            sitting = Sitting(folder)
        except PanelError as error:
            count = len(error.faults)
            self.talk.say(plural("{count} fault: nothing was opened", "{count} faults: nothing was opened", count))
            self.talk.say(*map(str, error.faults))
            return
        except OSError as error:
            self.talk.say(_("Nothing was opened"), f"{error.filename or folder}: {error.strerror or error}")
            return
        remember(folder)
        know(names_of(sitting.panel))
        with closing(sitting):
            home = Home(self.talk, self.calm, sitting, consistency=self.consistency)
            home.hold()
        if not home.wants_another:
            raise LeaveError
        self.listed()

    def _new(self, catalogue: str | None, rest: str) -> None:
        """Ask where and for how many, and write a new panel."""
        from criteria.files.starter import write_panel

        asked = _("In which folder? It is made if there is none. Enter alone leaves it:")
        text = rest or self.text(asked, new_folder_fault)
        if text is None:
            return
        if why := new_folder_fault(text):
            self.refuse("{why}", why=why)
            return
        asked = _("How many panellists, 1 to {most}? Enter for {usual}:")
        asked = asked.format(most=MOST_PANELLISTS, usual=USUAL_PANELLISTS)
        many = self.text(asked, panellists_fault, str(USUAL_PANELLISTS))
        if many is None:
            return
        folder = path_of(text)
        try:
            path = write_panel(folder, catalogue, folder.resolve().name, whole(many) or USUAL_PANELLISTS)
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or str(error)
            self.talk.say(_("Nothing was written"), f"{getattr(error, 'filename', None) or folder}: {why}")
            return
        remember(folder)
        self.talk.say(*filter(None, what_next(path, catalogue)))
        if catalogue is not None:
            self.open(folder)

    def _sample(self, _rest: str) -> None:
        """Copy the sample panel to a fresh folder and open the copy."""
        try:
            folder = copy_sample()
        except OSError as error:
            self.talk.say(_("The sample was not copied"), f"{error.filename or ''}: {error.strerror or error}")
            return
        self.talk.say(*filter(None, about_sample(folder)))
        self.open(folder)


class Home(Menu):
    """What can be done with a panel; once somebody has sat down, results only as they were released to the room."""

    def __init__(self, talk: Talk, calm: Calm, sitting: Sitting, *, consistency: bool) -> None:
        super().__init__(talk, calm)
        self.sitting = sitting
        self.consistency = consistency
        self.wants_another = False

    def begin(self) -> None:
        """Say how far the panel is, and the choices."""
        self.talk.say("", self.sitting.panel.title, *how_far(self.sitting))
        self.talk.say(_("Once somebody has sat down, results open only when they are released to the room."))
        self.listed()

    def offers(self) -> list[Offer]:
        """Sit, results, other weights, roadmap; another panel unless somebody has sat down."""
        found = [
            Offer(("sit", "s"), _("Sit down and answer; the keyboard goes round"), self._sit),
            Offer(("results", "r"), _("Results: order, weights, agreement"), self._results),
            Offer(("what-if", "w"), _("What if a criterion weighed less or more?"), self._what_if),
            Offer(("roadmap", "m"), _("Roadmap: which steps to take with the money there is"), self._roadmap),
        ]
        if not self.sitting.has_sat:
            found.append(Offer(("another", "a"), _("Another panel"), self._another))
        return found

    def _sit(self, _rest: str) -> None:
        receive(self.sitting, None, "", self.talk, self.calm, self.consistency)
        self.listed()

    def _results(self, _rest: str) -> None:
        from tui.plain.results import Results

        self._look(Results)

    def _what_if(self, _rest: str) -> None:
        from tui.plain.what_if import WhatIf

        self._look(WhatIf)

    def _roadmap(self, _rest: str) -> None:
        from tui.plain.roadmap import Roadmap

        self._look(Roadmap)

    def _look(self, kind: type[Results] | type[WhatIf] | type[Roadmap]) -> None:
        """Talk about results, if they may be seen here; else why not."""
        why = why_untold(self.sitting) if self.sitting.has_sat else ""
        if why:
            self.talk.say(*why.splitlines())
            return
        dialogue: Dialogue = kind(self.talk, self.calm, self.sitting, not self.sitting.has_sat)
        dialogue.hold()
        self.listed()

    def _another(self, _rest: str) -> None:
        self.wants_another = True
        raise LeaveError
