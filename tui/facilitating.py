"""What a facilitator may do with the rounds, and when: the same by `mcda round` and on the screen of `mcda watch`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from criteria.events import Action, Kind, Standing
from criteria.files.table import ROUNDS
from criteria.text import comment_fault, quoted
from tui.language import _, plural
from tui.sentences import hint

if TYPE_CHECKING:
    from criteria.panel import Panel

WORDS = {
    "open": Kind.OPENED,
    "close": Kind.CLOSED,
    "feedback": Kind.FED_BACK,
    "readmit": Kind.READMITTED,
    "note": Kind.NOTED,
    "finish": Kind.FINISHED,
    "release": Kind.RELEASED,
    "withhold": Kind.WITHHELD,
}
WITH_MORE = {"open": "a number", "readmit": "a panellist", "note": "a text"}
"""Words that need something more, and what."""


class MistakenError(ValueError):
    """What is asked for makes no sense, or something is missing."""


class RefusedError(ValueError):
    """The rules are against it. `quorum`: closing without the quorum is what they are against."""

    def __init__(self, message: str, quorum: bool = False) -> None:
        super().__init__(message)
        self.quorum = quorum


def asked(panel: Panel, now: Standing, word: str, more: str | None, by: str = "") -> Action:
    """What is to be written, by whom. Raises MistakenError where something is missing or makes no sense."""
    if (more is not None) is (word not in WITH_MORE):
        needed = f"needs {WITH_MORE[word]}" if word in WITH_MORE else f"takes nothing more, found {quoted(more or '')}"
        raise MistakenError(f"'{word}' {needed}")
    if word == "open":
        if not (str(more).isdecimal() and 1 <= int(str(more)) <= ROUNDS):
            raise MistakenError(f"{quoted(str(more))} is no round: allowed are 1 to {ROUNDS}")
        return Action(kind=Kind.OPENED, round=int(str(more)), by=by, text=str(panel.rules or ""))
    if word == "readmit":
        ids = {panellist.id.casefold(): panellist.id for panellist in panel.panellists}
        if str(more).casefold() not in ids:
            words = _("{text} is no panellist: {hint}")
            raise MistakenError(words.format(text=quoted(str(more)), hint=hint(str(more), ids.values())))
        return Action(kind=Kind.READMITTED, round=now.round, by=by, panellist=ids[str(more).casefold()])
    if word == "note" and (fault := note_fault(str(more))):
        raise MistakenError(fault)
    return Action(kind=WORDS[word], round=now.round, by=by, text=more or "")


def note_fault(text: str) -> str:
    """Why a text cannot be a note; empty if it can."""
    return comment_fault(text) or ("" if text.strip() else _("the note is empty"))


def is_so(panel: Panel, now: Standing, action: Action) -> bool:
    """Whether the action would change nothing."""
    phase = now.phase(panel.rules)
    match action.kind:
        case Kind.OPENED:
            return phase == "open" and now.round == action.round
        case Kind.CLOSED:
            return not now.open
        case Kind.FED_BACK:
            return now.fed_back >= now.round
        case Kind.FINISHED:
            return now.finished
        case Kind.READMITTED:
            return now.takes(action.panellist, panel.rules)
        case Kind.RELEASED | Kind.WITHHELD:
            return now.released is (action.kind is Kind.RELEASED)
    return False


def check(panel: Panel, now: Standing, action: Action, complete: int, *, without_quorum: bool = False) -> None:
    """Raise RefusedError if the action may not be; `complete`: how many have answered everything in the round."""
    rules = panel.rules
    if now.finished and action.kind in (Kind.OPENED, Kind.READMITTED, Kind.FED_BACK):
        raise RefusedError(_("the panel is final: no round follows"))
    if action.kind in (Kind.FED_BACK, Kind.FINISHED) and now.phase(rules) in ("open", "draft"):
        raise RefusedError(said(panel, now) + (_(": close it first") if now.begun else ""))
    if action.kind is Kind.OPENED and rules is not None and action.round > rules.most_rounds:
        raise RefusedError(
            plural(
                "the rules end after {count} round: 'finish' is next",
                "the rules end after {count} rounds: 'finish' is next",
                rules.most_rounds,
            )
        )
    if action.kind is Kind.OPENED and (trouble := _out_of_order(panel, now, action.round)):
        raise RefusedError(trouble)
    if action.kind is Kind.CLOSED and rules is not None and not without_quorum and complete < rules.quorum:
        words = _("{complete} have answered everything, the quorum is {quorum}")
        raise RefusedError(words.format(complete=complete, quorum=rules.quorum), quorum=True)


def next_round(panel: Panel, now: Standing) -> int:
    """The round that is opened next."""
    return 1 if panel.rules is not None and not now.begun else now.round + 1


def said(panel: Panel, now: Standing) -> str:
    """How the rounds stand, in a line."""
    results = _("released to the room") if now.released else _("withheld")
    phase = now.phase(panel.rules)
    if phase == "draft":
        return _("no round is open yet")
    states = {
        "open": _("is open"),
        "closed": _("is closed"),
        "feedback": _("is closed and fed back"),
        "final": _("was the last one"),
    }
    words = _("round {round} {state}, results are {results}")
    return words.format(round=now.round, state=states[phase], results=results)


def changed_rules(panel: Panel, now: Standing) -> list[str]:
    """That the rules are not those of the beginning."""
    if not now.begun or now.rules == str(panel.rules or ""):
        return []
    before, after = (text or _("no rules") for text in (now.rules, str(panel.rules or "")))
    words = _("the rules were changed after the first round was opened: from '{before}' to '{after}'")
    return [words.format(before=before, after=after)]


def _out_of_order(panel: Panel, now: Standing, round: int) -> str:
    """Why that round is not the one to open; empty if it is: the same again or the next one."""
    if panel.rules is not None and not now.begun:
        return "" if round == 1 else _("no round was opened yet: the first is 1")
    if now.round <= round <= now.round + 1:
        return ""
    return _("{said}: open {round} again, or {next}").format(said=said(panel, now), round=now.round, next=now.round + 1)
