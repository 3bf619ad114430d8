"""Actions in a few words, clocks that stand still, and journals changed behind the tool's back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from criteria.events import Action, Cell, Event, Kind, Pair

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)


def judged(first, second, value, who="P1", node="goal", **more):
    return Action(kind=Kind.JUDGED, panellist=who, subject=Pair(node, first, second), value=value, **more)


def skipped(first, second, who="P1", node="goal", **more):
    return Action(kind=Kind.SKIPPED, panellist=who, subject=Pair(node, first, second), **more)


def commented(first, second, text, who="P1", node="goal", **more):
    return Action(kind=Kind.COMMENTED, panellist=who, subject=Pair(node, first, second), text=text, **more)


def rated(alternative, criterion, value, who="P1", **more):
    return Action(kind=Kind.RATED, panellist=who, subject=Cell(alternative, criterion), value=value, **more)


def kept(node, reason, who="P1", **more):
    return Action(kind=Kind.KEPT, panellist=who, node=node, text=reason, **more)


def undone(event, who="P1", **more):
    return Action(kind=Kind.UNDONE, panellist=who, event=getattr(event, "id", event), **more)


def redone(event, who="P1", **more):
    return Action(kind=Kind.REDONE, panellist=who, event=getattr(event, "id", event), **more)


def quick_folder():
    """A folder in memory where there is such a thing, for tests that write hundreds of events."""
    memory = Path("/dev/shm")
    return TemporaryDirectory(dir=memory if memory.is_dir() else None)


class Clock:
    """A clock that goes on a second whenever somebody looks at it, and can be set."""

    def __init__(self, now=NOON):
        self.now = now

    def __call__(self):
        self.now += timedelta(seconds=1)
        return self.now


def told(*actions):
    """Events of actions, one after another, with ids e1, e2, ... and no hashes."""
    return [
        Event(id=f"e{n}", parents=(f"e{n - 1}",) if n > 1 else (), tick=n, time="", version="", action=action)
        for n, action in enumerate(actions, start=1)
    ]


def changed(path, statement, *values):
    """Change a journal as another program could."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement, values)


def selected(path, statement):
    """What a journal's tables hold, asked past the tool."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(statement).fetchall()
