"""Who sits down by lines, one after the other."""

from __future__ import annotations

from criteria.panel import Panellist
from criteria.text import quoted
from tui import logs
from tui.keyboard import as_keys
from tui.language import _
from tui.names import know, names_of
from tui.plain.answers import leaves
from tui.plain.conversation import DONE, NOT_GOOD, Conversation, LeaveError, nothing_changed
from tui.plain.talk import Calm, Talk
from tui.seat import RoundClosedError, SeatTakenError
from tui.sentences import hint
from tui.sitting import Sitting


def receive(sitting: Sitting, panellist: str | None, by: str, talk: Talk, calm: Calm, consistency: bool) -> int:
    """The exit code after one panellist has sat, or several one after the other."""
    panel = sitting.panel
    know(names_of(panel))
    talk.say(panel.title)
    if panel.synthetic:
        talk.say(_("The judgements in this panel's files are made up: nobody's opinion."))
    if not panel.panellists:
        talk.say(_("panel.yaml names no panellists: nobody can answer."))
        return NOT_GOOD
    if not sitting.ballot.questions:
        talk.say(_("There is nothing to ask: all weights are given and nothing is to be rated."))
        return DONE
    if closed := sitting.closed_because():
        talk.say(closed)
        return NOT_GOOD
    while True:
        try:
            who = _chosen(sitting, talk) if panellist is None else _named(sitting, panellist)
        except LeaveError:
            return DONE
        except EOFError:
            return DONE if talk.person else nothing_changed()
        try:
            session = sitting.begin(who.id, by)
        except SeatTakenError:
            said = _("{who} is answering in another window: close that one first.")
            talk.say(said.format(who=who.id))
            if panellist is None and talk.person:
                continue
            return NOT_GOOD
        except RoundClosedError:
            talk.say(sitting.closed_because() or _("The round is closed for {who}.").format(who=who.id))
            return NOT_GOOD
        logs.note("info", "sitting begun", count=session.answered)
        talk.say(_("You are {who}.").format(who=_introduced(who)))
        conversation = Conversation(sitting, session, talk, calm, consistency, may_hand_over=panellist is None)
        code = conversation.hold()
        sitting.end()
        if code is not None:
            return code


def _named(sitting: Sitting, id: str) -> Panellist:
    """The panellist of that id."""
    return next(one for one in sitting.panel.panellists if one.id.casefold() == id.casefold())


def _chosen(sitting: Sitting, talk: Talk) -> Panellist:
    """The panellist picked from the list and confirmed. Raises LeaveError, EOFError."""
    people = sitting.progress()
    talk.say("", _("Who are you?"))
    for number, one in enumerate(people, 1):
        said = _("{number}: {who}; {answered} of {asked} answered")
        talk.say(said.format(number=number, who=_introduced(one.panellist), answered=one.answered, asked=one.asked))
    by_id = {one.panellist.id.casefold(): one.panellist for one in people}
    by_number = {str(number): one.panellist for number, one in enumerate(people, 1)}
    picked: Panellist | None = None
    while True:
        if picked is None:
            line = talk.ask(_("Your number or id, or q to leave:"))
        else:
            talk.say(_introduced(picked))
            line = talk.ask(_("Enter if that is you, else your number or id:"))
        if not line and picked is not None:
            return picked
        word = line.casefold()
        if word not in by_id and leaves(word):
            raise LeaveError
        found = by_id.get(as_keys(word)) or by_number.get(str(int(word)) if word.isdecimal() else word)
        if found is None and line:
            ids = [one.panellist.id for one in people]
            talk.say(_("{text} is nobody here: {hint}").format(text=quoted(line), hint=hint(line, ids)))
        picked = found


def _introduced(who: Panellist) -> str:
    """Id, organisation and role."""
    return _(", ").join(filter(None, (who.id, who.organisation, who.role)))
