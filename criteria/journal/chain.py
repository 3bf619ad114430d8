"""The chain of hashes: an action becomes an event, an event a row, and back; what was changed or is missing shows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from criteria import __version__
from criteria.events import OF_THE_PANEL, Action, Cell, Event, Kind, Pair, Subject, tick_at
from criteria.faults import Fault
from criteria.text import visible

JOURNAL_FILE = "journal.db"
COLUMNS: dict[str, Any] = {
    "id": str,
    "parents": str,
    "tick": int,
    "time": str,
    "version": str,
    "kind": str,
    "panellist": str,
    "round": int,
    "entered_by": str,
    "node": str | None,
    "first": str | None,
    "second": str | None,
    "alternative": str | None,
    "criterion": str | None,
    "value": float | None,
    "text": str,
    "event": str,
}
"""Of a row that holds an event, with the type of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """What a journal holds, and what is wrong with it."""

    events: tuple[Event, ...] = ()
    """Those that are as they were written, in the order in which they came into this file."""
    faults: tuple[Fault, ...] = ()
    numbers: tuple[int, ...] = ()
    """Of the events, as faults name them."""


def written(action: Action, heads: Sequence[tuple[str, int]], now: datetime, by_day: bool) -> Event:
    """The action as an event after those heads (id, tick). `by_day`: of what a panellist does only the day is kept."""
    if by_day and action.kind not in OF_THE_PANEL:
        now = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    event = Event(
        id="",
        parents=tuple(id for id, _ in heads),
        tick=max(0, tick_at(now), *(tick + 1 for _, tick in heads)),
        time=now.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        version=__version__,
        action=action,
    )
    return replace(event, id=hash_of(row_of(event)))


def hash_of(row: Sequence[Any]) -> str:
    """Half of the SHA-256 over all that a row says after its id, the ids of the event's parents included."""
    said = json.dumps(row[1:], ensure_ascii=False, separators=(",", ":"))
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
    value = None if action.value is None else float(action.value) + 0.0  # SQLite keeps no -0.0
    return (
        *(event.id, " ".join(event.parents), event.tick, event.time, event.version),
        *(str(action.kind), action.panellist, action.round, action.by),
        *(node, first, second, alternative, criterion, value, action.text, action.event),
    )


def event_of(row: Sequence[Any]) -> Event:
    """The event that a row holds. Raises ValueError if it holds none."""
    for (column, type), cell in zip(COLUMNS.items(), row, strict=True):
        if not isinstance(cell, type):
            raise ValueError(f"'{column}' cannot be {cell!r:.60}")
    id, parents, tick, time, version, kind, panellist, round, by, *more = row
    node, first, second, alternative, criterion, value, text, event = more
    subject: Subject | None = None
    if first is not None:
        subject = Pair(node, first, second)
    elif alternative is not None:
        subject = Cell(alternative, criterion)
    if subject is not None and None in subject:
        raise ValueError("half of what it is about is missing")
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


def checked(rows: Sequence[Sequence[Any]], stored_heads: set[tuple[str, int]]) -> Log:
    """The events of numbered rows, and where the chain of hashes is broken."""
    good: dict[int, Event] = {}
    faults: list[Fault] = []
    known: set[str] = set()
    for number, *row in rows:
        known.add(row[0])
        try:
            event = event_of(row)
        except ValueError as error:
            said = visible(str(error))
            faults.append(broken(number, "event", f"event {number} was changed after it was written: {said}"))
            continue
        if hash_of(row) == event.id:
            good[number] = event
        else:
            said = f"event {number} ({event.action.kind}, {visible(event.time)}) was changed after it was written"
            faults.append(broken(number, str(event.action.kind), said))
    for number, event in good.items():
        if not known.issuperset(event.parents):
            said = f"an event right before event {number} ({event.time}) is missing"
            faults.append(broken(number, str(event.action.kind), said))
    if not faults and stored_heads != set(heads_of(good.values())):
        last = max(good, default=0)
        faults.append(broken(last, "heads", f"events after event {last} are missing"))
    faults.sort(key=lambda fault: fault.line)
    return Log(events=tuple(good.values()), faults=tuple(faults), numbers=tuple(good))


def broken(number: int, field: str, message: str) -> Fault:
    """A fault of the journal at an event's number."""
    return Fault(file=JOURNAL_FILE, line=number, column=1, field=field, message=message)
