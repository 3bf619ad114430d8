"""What happens in a sitting: actions, the events they become once written, and what they leave standing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from math import isfinite
from typing import NamedTuple, TypeAlias

from criteria.rules import Rules


class Kind(StrEnum):
    """What an event says."""

    JUDGED = "judged"
    RATED = "rated"
    SKIPPED = "skipped"
    """The panellist cannot say."""
    REVISED = "revised"
    """Judged again after a look at what contradicts it."""
    KEPT = "kept"
    """Contradicting judgements of a node were looked at and kept, with a reason."""
    COMMENTED = "commented"
    UNDONE = "undone"
    REDONE = "redone"
    OPENED = "opened"
    """A round may be answered."""
    CLOSED = "closed"
    RELEASED = "released"
    """Results may be shown to the room."""
    WITHHELD = "withheld"
    FED_BACK = "fed back"
    """Panellists may see, in the next round, how the group answered in this one."""
    FINISHED = "finished"
    """No further round is opened."""
    READMITTED = "readmitted"
    """One panellist may answer in the round though it is closed."""
    NOTED = "noted"
    """The facilitator's note to the record."""


class Pair(NamedTuple):
    """Two items of a node as they are asked: how many times as important is `first` as `second`?"""

    node: str
    first: str
    second: str

    @property
    def key(self) -> Pair:
        """The same two items in alphabetical order, whichever way they are asked."""
        return self if self.first <= self.second else Pair(self.node, self.second, self.first)


class Cell(NamedTuple):
    """An alternative under a criterion, to be rated."""

    alternative: str
    criterion: str

    @property
    def key(self) -> Cell:
        """Itself: a cell can be asked in one way only."""
        return self


Subject: TypeAlias = Pair | Cell
"""What an answer is about."""

WITH_A_VALUE = frozenset({Kind.JUDGED, Kind.RATED, Kind.REVISED})
ABOUT_A_SUBJECT = WITH_A_VALUE | {Kind.SKIPPED, Kind.COMMENTED}
ABOUT_AN_EVENT = frozenset({Kind.UNDONE, Kind.REDONE})
OF_THE_PANEL = frozenset(
    {
        Kind.OPENED,
        Kind.CLOSED,
        Kind.RELEASED,
        Kind.WITHHELD,
        Kind.FED_BACK,
        Kind.FINISHED,
        Kind.READMITTED,
        Kind.NOTED,
    }
)
"""The kinds that concern the panel as a whole."""

PHASES = ("draft", "open", "closed", "feedback", "final")
"""Not begun; a round is answered; it is over; its answers are fed back; no round follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something that a panellist or the facilitator did, not yet written.

    Raises ValueError if it lacks what its kind needs.
    """

    kind: Kind
    panellist: str = ""
    """Whose answer it is, or who is readmitted; empty for what concerns the whole panel."""
    round: int = 1
    by: str = ""
    """Who entered it on the panellist's behalf; empty if they did so themselves."""
    subject: Subject | None = None
    node: str = ""
    """Of `kept`: whose judgements."""
    value: float | None = None
    """Of a pair how many times as important its first is as its second; of a cell the rating."""
    text: str = ""
    """A comment, a reason or a note; of `opened` the rules of the rounds as panel.yaml then had them."""
    event: str = ""
    """Of `undone` and `redone`: the id of the event that is taken back or restored."""

    def __post_init__(self) -> None:
        if self.kind in ABOUT_A_SUBJECT and self.subject is None:
            raise ValueError(f"an action '{self.kind}' needs a subject")
        if (self.kind in WITH_A_VALUE) is (self.value is None):
            raise ValueError(f"an action '{self.kind}' has a value if it judges, rates or revises, else none")
        if self.value is not None and not isfinite(self.value):
            raise ValueError(f"the value {self.value} is no finite number")
        if self.value is not None and isinstance(self.subject, Pair) and self.value <= 0:
            raise ValueError(f"the ratio {self.value} is not positive")
        if self.kind is Kind.KEPT and not self.node:
            raise ValueError("an action 'kept' needs a node")
        if self.kind in ABOUT_AN_EVENT and not self.event:
            raise ValueError(f"an action '{self.kind}' needs the id of an event")
        if self.kind is Kind.READMITTED and not self.panellist:
            raise ValueError("an action 'readmitted' needs a panellist")
        if self.kind is Kind.NOTED and not self.text:
            raise ValueError("an action 'noted' needs a text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An action as it was written."""

    id: str
    """Its own SHA-256, by which later events name it: 32 hexadecimal digits."""
    parents: tuple[str, ...]
    """Ids of the latest events when it was written: one, or several after journals were merged."""
    tick: int
    """Milliseconds since 1970, but always above the parents': gives the order whatever the clock did."""
    time: str
    """What the clock said, UTC, ISO 8601 with milliseconds."""
    version: str
    """Of the tool."""
    action: Action


class Held(NamedTuple):
    """What an event left standing."""

    event: str
    """Its id; empty for what the CSV files say or what is not written yet."""
    subject: Subject | None
    value: float | None
    """None where the panellist cannot say."""
    text: str


Slot: TypeAlias = tuple[str, Subject | str]
"""What an action fills: (answer, subject), (comment, subject) or (reason, node)."""


class Done(NamedTuple):
    """An action that can be taken back."""

    event: str
    slot: Slot
    held: Held
    before: Held | None
    """What stood in the slot."""
    earlier: Done | None
    """The one done before; a chain rather than a list, so that a sheet costs nothing to keep."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sheet:
    """What one panellist has answered in one round, and what can be taken back or restored."""

    held: Mapping[Slot, Held] = field(default_factory=dict, repr=False)
    done: Done | None = field(default=None, repr=False)
    """The latest; its `earlier` are those before."""
    undone: Done | None = field(default=None, repr=False)
    """The latest taken back."""
    shelved: Done | None = field(default=None, repr=False)
    """Those taken back before the latest action: not offered again here, but another window may restore one."""

    def answer(self, subject: Subject) -> Held | None:
        """The answer about a subject, as it was asked then; None if there is none."""
        return self.held.get(("answer", subject.key))

    def ratio(self, pair: Pair) -> float | None:
        """How many times as important the pair's first is as its second; None if not judged."""
        held = self.answer(pair)
        if held is None or held.value is None:
            return None
        return held.value if held.subject == pair else 1 / held.value

    def comment(self, subject: Subject) -> str:
        """What was said about a subject; empty if nothing."""
        held = self.held.get(("comment", subject.key))
        return held.text if held else ""

    def reason(self, node: str) -> str:
        """Why contradicting judgements of a node were kept; empty if they were not."""
        held = self.held.get(("reason", node))
        return held.text if held else ""

    def after(self, action: Action, event: str = "") -> Sheet:
        """The sheet once the action, written as that event, has happened. What cannot be taken back is passed over."""
        if action.kind is Kind.UNDONE:
            return self._without(action.event)
        if action.kind is Kind.REDONE:
            return self._with_again(action.event)
        slot = _slot(action)
        held = Held(event, action.subject, action.value, action.text)
        done = Done(event, slot, held, self.held.get(slot), self.done)
        shelved = _stacked(_listed(self.undone), self.shelved)
        return Sheet(held={**self.held, slot: held}, done=done, shelved=shelved)

    def upon(self, base: Mapping[Slot, Held]) -> Sheet:
        """The sheet over what stood before its first action, such as the answers of the CSV files."""
        done = [one if one.before else one._replace(before=base.get(one.slot)) for one in _listed(self.done)]
        return replace(self, held={**base, **self.held}, done=_stacked(done, None))

    def _without(self, event: str) -> Sheet:
        """The sheet with the action of that event taken back."""
        later, found = _split(self.done, event)
        if found is None:
            return self
        held = dict(self.held)
        over = next((place for place in reversed(range(len(later))) if later[place].slot == found.slot), None)
        if over is not None:
            later[over] = later[over]._replace(before=found.before)
        elif found.before is not None:
            held[found.slot] = found.before
        else:
            del held[found.slot]
        undone = found._replace(earlier=self.undone)
        return replace(self, held=held, done=_stacked(later, found.earlier), undone=undone)

    def _with_again(self, event: str) -> Sheet:
        """The sheet with what was taken back restored."""
        undone, found = _taken(self.undone, event)
        shelved, on_the_shelf = _taken(self.shelved, event)
        again = found or on_the_shelf
        if again is None:
            return self
        done = again._replace(before=self.held.get(again.slot), earlier=self.done)
        return Sheet(held={**self.held, again.slot: again.held}, done=done, undone=undone, shelved=shelved)


def _slot(action: Action) -> Slot:
    """What the action fills."""
    if action.subject is None:
        return "reason", action.node
    return "comment" if action.kind is Kind.COMMENTED else "answer", action.subject.key


def _listed(chain: Done | None) -> list[Done]:
    """All of a chain, latest first."""
    return _split(chain, None)[0]


def _split(chain: Done | None, event: str | None) -> tuple[list[Done], Done | None]:
    """Those of a chain after the one of that event, latest first, and that one; None if it is not there."""
    later: list[Done] = []
    while chain is not None and chain.event != event:
        later.append(chain)
        chain = chain.earlier
    return later, chain


def _stacked(later: Iterable[Done], earlier: Done | None) -> Done | None:
    """The chain in which those, latest first, come after the earlier ones."""
    for done in reversed(list(later)):
        earlier = done._replace(earlier=earlier)
    return earlier


def _taken(chain: Done | None, event: str) -> tuple[Done | None, Done | None]:
    """The chain without the one of that event, and that one; the same chain and None if it is not there."""
    later, found = _split(chain, event)
    return (chain, None) if found is None else (_stacked(later, found.earlier), found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What all events together leave standing."""

    sheets: Mapping[tuple[str, int], Sheet] = field(default_factory=dict)
    """(Panellist, round) -> sheet."""
    round: int = 1
    """The latest that was opened."""
    open: bool = True
    """Whether it may be answered."""
    released: bool = False
    """Whether results may be shown to the room; opening a round withholds them, so that nobody answers by them."""
    begun: bool = False
    """Whether a round was opened by somebody; a panel with rules waits for that."""
    fed_back: int = 0
    """The latest round whose answers panellists may see when they answer the next one; 0 if none."""
    finished: bool = False
    rules: str = ""
    """As panel.yaml had them when the first round was opened."""
    readmitted: frozenset[str] = frozenset()
    """Who may answer in the latest round though it is closed."""

    def takes(self, panellist: str, rules: Rules | None) -> bool:
        """Whether a panellist may answer in the latest round of a panel with those rules, if it has any."""
        if self.finished or (rules is not None and not self.begun):
            return False
        return self.open or panellist in self.readmitted

    def phase(self, rules: Rules | None) -> str:
        """One of PHASES, in which a panel with those rules is."""
        if self.finished:
            return "final"
        if rules is not None and not self.begun:
            return "draft"
        if self.open:
            return "open"
        return "feedback" if self.fed_back == self.round else "closed"

    def sheet(self, panellist: str, round: int) -> Sheet:
        """What a panellist has answered in a round; an empty sheet if nothing."""
        return self.sheets.get((panellist, round), Sheet())


def standing(events: Iterable[Event]) -> Standing:
    """What the events leave standing, taken in the order of their ticks."""
    sheets: dict[tuple[str, int], Sheet] = {}
    now = Standing()
    for event in in_order(events):
        action = event.action
        if action.kind in OF_THE_PANEL:
            now = _of_the_panel(now, action)
        else:
            whose = action.panellist, action.round
            sheets[whose] = sheets.get(whose, Sheet()).after(action, event.id)
    return replace(now, sheets=sheets)


def _of_the_panel(now: Standing, action: Action) -> Standing:
    """The panel after something that concerns the whole of it."""
    of_this_round = action.round == now.round
    match action.kind:
        case Kind.OPENED:
            rules = now.rules if now.begun else action.text
            return replace(
                now, round=action.round, open=True, released=False, begun=True, rules=rules, readmitted=frozenset()
            )
        case Kind.CLOSED:
            return replace(now, open=False, readmitted=frozenset()) if of_this_round else now
        case Kind.FED_BACK:
            return replace(now, fed_back=max(now.fed_back, action.round))
        case Kind.FINISHED:
            return replace(now, open=False, finished=True, readmitted=frozenset())
        case Kind.READMITTED:
            return replace(now, readmitted=now.readmitted | {action.panellist}) if of_this_round else now
        case Kind.RELEASED | Kind.WITHHELD:
            return replace(now, released=action.kind is Kind.RELEASED)
    return now


def tick_at(moment: datetime) -> int:
    """Milliseconds from 1970 to a moment that knows its offset, in whole numbers and thus exact."""
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def until(events: Iterable[Event], moment: datetime) -> list[Event]:
    """The events that had been written at a moment, in their order. Their ticks tell, which never go back."""
    last = tick_at(moment)
    return [event for event in in_order(events) if event.tick <= last]


def in_order(events: Iterable[Event]) -> list[Event]:
    """The events in the order in which they count: the same on every machine that has them."""
    return sorted(events, key=lambda event: (event.tick, event.id))
