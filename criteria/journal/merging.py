"""What a merge of two journals brought, and where both held different answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from criteria.events import Event, Held, Subject, standing


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
    """What came in by a merge."""

    new: int
    known: int
    conflicts: tuple[Conflict, ...]


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
            if our is None or our.event in seen_there or their.event in seen_here or our[1:] == their[1:]:
                continue
            kept = both.sheet(panellist, round).held.get(slot, our)
            dropped = our if kept.event == their.event else their
            conflict = Conflict(panellist=panellist, round=round, about=slot[1], kept=kept, dropped=dropped)
            found.append(conflict)
    return tuple(found)
