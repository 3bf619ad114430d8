"""What stands for the files and the journal of a panel without saying what is in them, to be compared years later."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from criteria.events import Event
from criteria.files import PANEL_FILE, TABLES
from criteria.journal.chain import heads_of
from criteria.panel import Panel


@dataclass(frozen=True, slots=True, kw_only=True)
class FileDigest:
    """What stands for a file."""

    sha256: str
    bytes: int
    lines: int


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalDigest:
    """What stands for a journal."""

    events: int
    heads: tuple[str, ...]
    """Ids of the latest events, which are hashes of all before them."""
    last: str
    """When the latest was written, UTC; empty without events."""
    trail: str
    """Two hexadecimal digits of the id of each event, in the order that counts: enough to find the first one that is
    not as it was, too little to try out what an event says."""


def file_digests(folder: str | os.PathLike[str]) -> dict[str, FileDigest]:
    """Name -> digest of each of the panel's files that there is."""
    found = {}
    for name in (PANEL_FILE, *TABLES):
        path = Path(folder) / name
        if path.exists():
            content = path.read_bytes()
            lines = content.count(b"\n") + (not content.endswith(b"\n") and bool(content))
            found[name] = FileDigest(sha256=sha256(content).hexdigest(), bytes=len(content), lines=lines)
    return found


def journal_digest(events: Sequence[Event]) -> JournalDigest:
    """The digest of a journal's events."""
    ordered = in_order(events)
    return JournalDigest(
        events=len(ordered),
        heads=tuple(sorted(id for id, _ in heads_of(ordered))),
        last=ordered[-1].time if ordered else "",
        trail="".join(event.id[:2] for event in ordered),
    )


def in_order(events: Sequence[Event]) -> list[Event]:
    """The events in the order that counts, the same in every copy of a journal."""
    return sorted(events, key=lambda event: (event.tick, event.id))


def outline_digest(panel: Panel) -> str:
    """SHA-256 of what is asked and of whom: criteria, alternatives, panellists and the scale of ratings.

    With a catalogue the criteria stand outside the folder; this covers them. Names and question count in every language
    that they are given in, so that it is the same whichever of them the panel was read in.
    """
    hierarchy = panel.hierarchy
    names = {id: texts for (id, field), texts in panel.wordings.items() if field in ("name", "question")}

    def name(id: str, text: str) -> str | list[str]:
        return [part for pair in sorted(names[id].items()) for part in pair] if id in names else text

    said = {
        "question": name("", panel.question),
        "criteria": [
            [each.id, name(each.id, each.name), hierarchy.parent(each.id), int(each.direction), each.weight]
            for each in hierarchy
        ],
        "solutions": [[each.id, name(each.id, each.name)] for each in panel.solutions],
        "steps": [[each.id, name(each.id, each.name), each.solution, *each.after] for each in panel.steps],
        "scale": [panel.scale.min, panel.scale.max] if panel.scale else [],
        "panellists": [[each.id, each.organisation, each.role, each.weight] for each in panel.panellists],
    }
    return sha256(json.dumps(said, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()
