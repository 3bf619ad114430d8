"""The chain of hashes: an action becomes an event, an event a row, and back; what was changed or is missing shows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from criteria import __version__
from criteria.events import Action, Cell, Event, Kind, Pair, Subject
from criteria.faults import Fault

JOURNAL_FILE = "journal.db"
COLUMNS = (
    *("id", "parents", "tick", "time", "version", "kind", "panellist", "round", "entered_by"),
    *("node", "first", "second", "alternative", "criterion", "value", "text", "event"),
)
"""Of a row that holds an event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """The events of a journal in the order in which they were written there, and what is wrong with them."""

    events: tuple[Event, ...] = ()
    faults: tuple[Fault, ...] = ()


def written(action: Action, heads: Sequence[tuple[str, int]], now: datetime) -> Event:
    """The action as an event after those heads (id, tick)."""
    event = Event(
        id="",
        parents=tuple(id for id, _ in heads),
        tick=max(int(now.timestamp() * 1000), *(tick + 1 for _, tick in heads), 0),
        time=now.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        version=__version__,
        action=action,
    )
    return replace(event, id=_hash(event))


def _hash(event: Event) -> str:
    """Half of the SHA-256 over all that the event says, the ids of its parents included."""
    said = json.dumps(row_of(event)[1:], ensure_ascii=False, separators=(",", ":"))
    return sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def row_of(event: Event) -> tuple[Any, ...]:
    """The event as a row of the table."""
    action = event.action
    node = first = second = alternative = criterion = None
    if isinstance(action.subject, Pair):
        node, first, second = action.subject
    elif isinstance(action.subject, Cell):
        alternative, criterion = action.subject
    elif action.node:
        node = action.node
    value = None if action.value is None else float(action.value)
    return (
        *(event.id, " ".join(event.parents), event.tick, event.time, event.version),
        *(str(action.kind), action.panellist, action.round, action.by),
        *(node, first, second, alternative, criterion, value, action.text, action.event),
    )


def event_of(row: Sequence[Any]) -> Event:
    """The event that a row holds."""
    id, parents, tick, time, version, kind, panellist, round, by, *more = row
    node, first, second, alternative, criterion, value, text, event = more
    subject: Subject | None = None
    if first is not None:
        subject = Pair(node, first, second)
    elif alternative is not None:
        subject = Cell(alternative, criterion)
    return Event(
        id=id,
        parents=tuple(parents.split()),
        tick=tick,
        time=time,
        version=version,
        action=Action(
            kind=Kind(kind),
            panellist=panellist,
            round=round,
            by=by,
            subject=subject,
            node=node if subject is None and node is not None else "",
            value=value,
            text=text,
            event=event,
        ),
    )


def heads_of(events: Iterable[Event]) -> list[tuple[str, int]]:
    """Id and tick of those events that no other names as a parent."""
    events = list(events)
    named = {parent for event in events for parent in event.parents}
    return [(event.id, event.tick) for event in events if event.id not in named]


def checked(rows: Sequence[Sequence[Any]], stored_heads: set[str]) -> Log:
    """The events of numbered rows, and where the chain of hashes is broken."""
    events: dict[int, Event] = {}
    faults: list[Fault] = []
    for number, *columns in rows:
        try:
            event = event_of(columns)
        except (ValueError, TypeError, AttributeError):
            faults.append(broken(number, "event", f"event {number} was changed: it cannot be read"))
            continue
        events[number] = event
        if _hash(event) != event.id:
            said = f"event {number} ({event.action.kind}, {event.time}) was changed after it was written"
            faults.append(broken(number, str(event.action.kind), said))
    known = {event.id for event in events.values()}
    for number, event in events.items():
        if not known.issuperset(event.parents):
            said = f"an event right before event {number} ({event.time}) is missing"
            faults.append(broken(number, str(event.action.kind), said))
    if not faults and stored_heads != {id for id, _ in heads_of(events.values())}:
        last = max(events, default=0)
        faults.append(broken(last, "heads", f"events after event {last} are missing"))
    return Log(events=tuple(events.values()), faults=tuple(faults))


def broken(number: int, field: str, message: str) -> Fault:
    """A fault of the journal at an event's number."""
    return Fault(file=JOURNAL_FILE, line=number, column=1, field=field, message=message)
