"""A step of the rounds before it is written: what will happen, whether to ask once more; and the writing itself."""

from __future__ import annotations

from typing import NamedTuple

from criteria.events import Action
from criteria.journal import read_log
from tui import facilitating
from tui.language import _
from tui.sitting import Sitting
from tui.watching import Seen, response, seen


class Step(NamedTuple):
    """What is to be written, and what is asked before."""

    action: Action
    title: str
    """The question; empty where nothing is asked, since it harms nobody."""
    lines: list[str]
    """What will happen."""
    without_quorum: bool = False
    """The quorum is against it: it may be done all the same."""


def step(found: Seen, word: str, by: str) -> Step:
    """What `close`, `open`, `feedback`, `finish` or `reveal` would do now. Raises RefusedError where it may not be."""
    more = None
    if word == "reveal":
        word = "withhold" if found.now.released else "release"
    if word == "open":
        more = str(facilitating.next_round(found.panel, found.now))
    action = facilitating.asked(found.panel, found.now, word, more, by)
    title = _titles().get(word, "").format(round=action.round)
    try:
        facilitating.check(found.panel, found.now, action, found.complete)
    except facilitating.RefusedError as error:
        if not error.quorum:
            raise
        return Step(action, title, [str(error), missing(found)], without_quorum=True)
    return Step(action, title, _told(found, word, action.round))


def can(found: Seen, word: str) -> bool:
    """Whether that makes sense in the state of the rounds."""
    phases = {
        "close": ("open",),
        "open": ("draft", "closed", "feedback"),
        "feedback": ("closed",),
        "finish": ("closed", "feedback"),
        "readmit": ("closed", "feedback"),
    }
    return word not in phases or found.phase in phases[word]


def missing(found: Seen) -> str:
    """Who is not done."""
    return _("Not done: {who}.").format(who=_(", ").join(found.missing)) if found.missing else _("Everybody is done.")


def readmit_fault(found: Seen, id: str, by: str) -> str:
    """Why nobody of that id can be let in again; empty if they can."""
    try:
        action = facilitating.asked(found.panel, found.now, "readmit", id, by)
    except facilitating.MistakenError as error:
        return str(error)
    so = facilitating.is_so(found.panel, found.now, action)
    return _("{who} may answer already").format(who=id) if so else ""


def write(sitting: Sitting, action: Action, *, without_quorum: bool = False) -> str:
    """How the rounds stand once it is written, unless it cannot be any more. Raises JournalError, RefusedError."""
    panel = sitting.panel
    found = seen(sitting, read_log(sitting.folder))
    if facilitating.is_so(panel, found.now, action):
        return _("{said}; nothing was written").format(said=facilitating.said(panel, found.now))
    facilitating.check(panel, found.now, action, found.complete, without_quorum=without_quorum)
    sitting.record(action)
    return facilitating.said(panel, sitting.standing())


def _titles() -> dict[str, str]:
    return {
        "open": _("Open round {round}?"),
        "close": _("Close round {round}?"),
        "feedback": _("Feed back round {round}?"),
        "finish": _("Finish after round {round}?"),
        "release": _("Reveal the results of round {round}?"),
    }


def _told(found: Seen, word: str, round: int) -> list[str]:
    """What will happen."""
    return {
        "close": [
            response(found),
            missing(found),
            _("Nobody can answer in round {round} afterwards.").format(round=round),
        ],
        "open": [_("Everybody can answer in round {round}. Results are withheld.").format(round=round)],
        "feedback": [_("In the next round each will see the group's middle, once they have answered themselves.")],
        "finish": [_("No round follows. This cannot be taken back.")],
        "release": [_("The room sees the results of the closed round on the projector and in mcda results.")],
        "withhold": [],
    }[word]
