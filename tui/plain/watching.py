"""A sitting watched line by line, for screen readers and scripts: each thing that happens, and words for the rounds."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from criteria.events import Action
from criteria.faults import PanelError
from criteria.journal import JournalError
from tui import facilitating
from tui.going_on import can, readmit_fault, step, write
from tui.language import _, plural
from tui.plain.dialogue import Offer
from tui.plain.following import Following
from tui.plain.talk import Calm, Talk
from tui.room import Telling
from tui.sitting import Sitting
from tui.watching import Seen, agreed, changes, how_long, inconsistent, last_seen, ratio, response, settled

if TYPE_CHECKING:
    from mcda.results.glance import Glance

LONGEST_TIMER = 600
"""Minutes."""


def state(sitting: Sitting, found: Seen) -> list[str]:
    """How the round and the panel as a whole stand."""
    lines = [how_long(found, datetime.now(UTC)), response(found)]
    glance = glanced(sitting, found)
    if isinstance(glance, str):
        return [*lines, *glance.splitlines()]
    return [*lines, agreed(glance), settled(glance), inconsistent(glance, by_name=False)]


def glanced(sitting: Sitting, found: Seen) -> Glance | str:
    """How the panel as a whole stands, or what is missing for saying so."""
    from mcda import analysis

    try:
        return analysis.glance(sitting.effective_panel(found.log))
    except (analysis.AnalysisError, PanelError) as error:
        return str(error)


class Watching(Following):
    """Says each change with its time, and takes words for the rounds. `by`: who goes on with them."""

    def __init__(self, talk: Talk, calm: Calm, sitting: Sitting, by: str) -> None:
        super().__init__(talk, calm, sitting)
        self.by = by
        self.rings: float | None = None
        """When the timer rings, by the machine's clock; None if none runs."""

    def begin(self) -> None:
        """Say how the sitting stands, and how far each panellist is."""
        found = self.watcher.look()
        assert found is not None
        self.found: Seen = found
        self.talk.say(self.sitting.panel.title)
        self._state("")
        self._say_people(in_order=True)

    def look(self) -> None:
        """Say each change with its time, and when the timer rings."""
        after = self.watcher.look()
        if after is not None:
            time = datetime.now().strftime("%H:%M:%S")
            self.talk.say(*(f"{time} {line}" for line in changes(self.found, after)))
            self.found = after
        if self.rings is not None and monotonic() >= self.rings:
            self.rings = None
            self.talk.say(_("The time is up."))

    def offers(self) -> list[Offer]:
        """The rounds as far as they can be gone on with, then what can be heard."""
        rounds = {
            "close": ("c", _("close the round; says who is missing, and asks once more")),
            "open": ("o", _("open the next round; asks once more")),
            "feedback": ("f", _("feed back: in the next round panellists see the group's middle")),
            "reveal": ("v", _("reveal the results to the room, or withhold them")),
            "finish": ("end", _("finish: no round follows; asks once more")),
        }
        found = [
            Offer((word, letter), does, partial(self._go_on, word))
            for word, (letter, does) in rounds.items()
            if can(self.found, word)
        ]
        if can(self.found, "readmit"):
            said = _("let one panellist answer though the round is closed")
            found.append(Offer(("readmit", "r"), said, self._readmit, _("ID")))
        return [
            *found,
            Offer(("note", "n"), _("add a note to the record"), self._note, _("TEXT")),
            Offer(("timer", "t"), _("say when so many minutes are over; alone stops it"), self._timer, _("MINUTES")),
            Offer(("state", "s"), _("how the round and the panel stand"), self._state),
            Offer(("people", "l"), _("how far each panellist is, not done first"), self._people),
            Offer(("talk", "k"), _("the pairs to talk about"), self._contested),
            Offer(("names", "i"), _("who contradicts themselves"), self._names),
            Offer(("projector", "p"), _("what the room may see"), self._projector),
        ]

    def about(self) -> list[str]:
        """That this names panellists."""
        return [_("This is the facilitator's: it names panellists. Nothing is written but by these words.")]

    def _go_on(self, word: str, _rest: str) -> None:
        try:
            wanted = step(self.found, word, self.by)
        except facilitating.RefusedError as error:
            self.talk.say(str(error))
            return
        if not wanted.title or self.sure(wanted.lines, wanted.title):
            self._write(wanted.action, without_quorum=wanted.without_quorum)

    def _write(self, action: Action, *, without_quorum: bool = False) -> None:
        """Write it, unless it cannot be any more, and say how things stand then."""
        said: list[str] = []
        try:
            self.calm.while_writing(lambda: said.append(write(self.sitting, action, without_quorum=without_quorum)))
        except (JournalError, facilitating.RefusedError) as error:
            said.append(str(error))
        self.talk.say(*said)

    def _readmit(self, rest: str) -> None:
        if why := readmit_fault(self.found, rest, self.by):
            self.refuse("{why}", why=why)
        else:
            self._write(facilitating.asked(self.found.panel, self.found.now, "readmit", rest, self.by))

    def _note(self, rest: str) -> None:
        if why := facilitating.note_fault(rest):
            self.refuse("{why}", why=why)
        else:
            self._write(facilitating.asked(self.found.panel, self.found.now, "note", rest, self.by))

    def _timer(self, rest: str) -> None:
        if not rest:
            self.rings = None
            self.talk.say(_("No timer runs."))
        elif rest.isdecimal() and 1 <= int(rest) <= LONGEST_TIMER:
            self.rings = monotonic() + 60 * int(rest)
            said = plural("The timer runs for {count} minute.", "The timer runs for {count} minutes.", int(rest))
            self.talk.say(said)
        else:
            self.refuse(_("{text} is no time: allowed are 1 to {most} minutes"), text=rest, most=LONGEST_TIMER)

    def _state(self, _rest: str) -> None:
        self.talk.say(*state(self.sitting, self.found))

    def _names(self, _rest: str) -> None:
        glance = glanced(self.sitting, self.found)
        self.talk.say(*(glance.splitlines() if isinstance(glance, str) else [inconsistent(glance, by_name=True)]))

    def _people(self, _rest: str) -> None:
        self._say_people(in_order=False)

    def _say_people(self, *, in_order: bool) -> None:
        """How far each panellist is, in the order of the panel or those first who are not done."""
        for one in sorted(self.found.progress, key=lambda one: not in_order and one.done):
            words = _("{who}: {answered} of {asked} answered, {seen}")
            seen = last_seen(one, self.found, datetime.now(UTC))
            self.talk.say(words.format(who=one.panellist.id, answered=one.answered, asked=one.asked, seen=seen))

    def _contested(self, _rest: str) -> None:
        glance = glanced(self.sitting, self.found)
        if isinstance(glance, str):
            self.talk.say(*glance.splitlines())
            return
        if not glance.contested:
            self.talk.say(_("nothing yet: no pair lies apart"))
            return
        self.talk.say(_("The middle half of the answers: how many times the first one counts."))
        for each in glance.contested:
            said = _("{first} against {second}: from {lower} to {upper}").format(
                first=self.found.panel.name(each.spread.first),
                second=self.found.panel.name(each.spread.second),
                lower=ratio(each.spread.lower),
                upper=ratio(each.spread.upper),
            )
            self.talk.say(said + (", " + _("split by organisation") if each.split else ""))

    def _projector(self, _rest: str) -> None:
        from tui.plain.projecting import shown

        self.talk.say(*shown(self.found, Telling(self.sitting).at(self.found)))
