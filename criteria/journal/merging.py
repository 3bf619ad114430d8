"""What a merge of two journals brings, and where both held different answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from criteria.events import Event, Held, Pair, Subject, in_order, standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A panellist answered the same on two laptops, differently."""

    panellist: str
    round: int
    about: Subject | str
    """Of a reason the node."""
    kept: Held
    """The later one."""
    dropped: Held


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What comes in by a merge."""

    new: int
    known: int
    conflicts: tuple[Conflict, ...]
    events: tuple[Event, ...] = field(default=(), repr=False)
    """The new ones, in their order."""


def merged(ours: Sequence[Event], theirs: Iterable[Event]) -> Merged:
    """What their events bring that ours are not yet."""
    own = {event.id for event in ours}
    other = {event.id: event for event in theirs}
    new = tuple(event for event in in_order(other.values()) if event.id not in own)
    differing = conflicts(ours, tuple(other.values())) if new else ()
    return Merged(new=len(new), known=len(other) - len(new), conflicts=differing, events=new)


def conflicts(ours: Sequence[Event], theirs: Sequence[Event]) -> tuple[Conflict, ...]:
    """Where both sides hold an answer that the other had not seen, and the two differ."""
    here, there = standing(ours), standing(theirs)
    both = standing({event.id: event for event in (*ours, *theirs)}.values())
    seen_here, seen_there = {event.id for event in ours}, {event.id for event in theirs}
    found = []
    for (panellist, round), sheet in there.sheets.items():
        own = here.sheet(panellist, round)
        for slot, their in sheet.held.items():
            our = own.held.get(slot)
            if our is None or our.event in seen_there or their.event in seen_here or _same(our, their):
                continue
            kept = both.sheet(panellist, round).held.get(slot, our)
            dropped = our if kept.event == their.event else their
            conflict = Conflict(panellist=panellist, round=round, about=slot[1], kept=kept, dropped=dropped)
            found.append(conflict)
    return tuple(found)


def _same(one: Held, other: Held) -> bool:
    """Whether two answers say the same, be it with the pair the other way round."""
    turned = isinstance(one.subject, Pair) and one.subject != other.subject
    value = 1 / one.value if turned and one.value is not None else one.value
    if value is None or other.value is None:
        return value is other.value and one.text == other.text
    return abs(value - other.value) <= 1e-12 * abs(value) and one.text == other.text
