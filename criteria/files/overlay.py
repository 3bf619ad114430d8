"""What the journal's events leave standing, laid over what the CSV files say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias

from criteria.events import Cell, Held, Pair, Standing, standing
from criteria.faults import PanelError
from criteria.files.table import numbered
from criteria.journal import JOURNAL_FILE, JournalError, Log, read_log
from criteria.journal.chain import broken
from criteria.panel import Judgements, Panel, Ratings

Key: TypeAlias = tuple[int, int, int, int, int]
"""Numbers that stand for a panellist, a round and what is answered, whichever way it is asked."""
SHOWN = 6
"""How many unknown ids a notice lists."""


def with_journal(panel: Panel, folder: Path) -> Panel:
    """The panel of the files with the journal of the folder on top. Raises PanelError if it cannot be read."""
    try:
        log = read_log(folder)
    except JournalError as error:
        raise PanelError([broken(1, "file", error.strerror or str(error))]) from None
    return with_events(panel, log)


def with_events(panel: Panel, log: Log) -> Panel:
    """The panel of the files with what events left standing on top, and notices of what is wrong with them."""
    changed, notices = overlaid(panel, standing(log.events))
    if log.faults:
        count = len(log.faults)
        more = f" and {count - 1} more" if count > 1 else ""
        notices.append(f"{JOURNAL_FILE} is not as it was written: {log.faults[0].message}{more}; see 'mcda check'")
    ids = sorted(event.id for event in log.events)
    digest = sha256("\n".join([panel.sha256, *ids]).encode()).hexdigest()
    return replace(changed, notices=(*panel.notices, *notices), sha256=digest)


def overlaid(panel: Panel, now: Standing) -> tuple[Panel, list[str]]:
    """The panel with the journal's answers in place of those that the files have for the same, and notices.

    "Cannot say" takes an answer of the files away. Answers about what panel.yaml does not name do not count.
    """
    strangers: set[str] = set()
    panel = replace(
        panel,
        judgements=_judgements(panel.judgements, now, strangers),
        ratings=_ratings(panel.ratings, now, strangers),
    )
    if not strangers:
        return panel, []
    shown = ", ".join(sorted(strangers)[:SHOWN]) + (", ..." if len(strangers) > SHOWN else "")
    return panel, [f"journal.db: answers about what panel.yaml does not name do not count: {shown}"]


def _judgements(base: Judgements, now: Standing, strangers: set[str]) -> Judgements:
    """The judgements with the journal's on top."""
    who = numbered(base.panellist_ids)
    where = numbered([node.id for node in base.nodes])
    items = [numbered(node.items) for node in base.nodes]
    answers: dict[Key, tuple[Held, int, int]] = {}
    comments: dict[Key, str] = {}
    for panellist, round, slot, held in _held(now):
        if not isinstance(pair := held.subject, Pair):
            continue
        node = where.get(pair.node, -1)
        if panellist not in who or node < 0 or not items[node].keys() >= {pair.first, pair.second}:
            strangers.add(f"{panellist}: {pair.first} over {pair.second} under {pair.node}")
            continue
        first, second = items[node][pair.first], items[node][pair.second]
        key = who[panellist], round, node, min(first, second), max(first, second)
        if slot == "comment":
            comments[key] = held.text
        else:
            answers[key] = held, first, second
    if not answers and not comments:
        return base
    result = Judgements(base.panellist_ids, base.nodes)

    def add(key: Key, first: int, second: int, ratio: float, comment: str) -> None:
        if comment:
            result.comments[len(result)] = comment
        result.panellist.append(key[0])
        result.round.append(key[1])
        result.node.append(key[2])
        result.first.append(first)
        result.second.append(second)
        result.ratio.append(ratio)

    columns = zip(base.panellist, base.round, base.node, base.first, base.second, base.ratio, strict=True)
    for row, (panellist_, round, node, first, second, ratio) in enumerate(columns):
        key = panellist_, round, node, min(first, second), max(first, second)
        if key not in answers:
            add(key, first, second, ratio, comments.get(key, base.comments.get(row, "")))
        elif key not in comments and row in base.comments:
            comments[key] = base.comments[row]
    for key, (held, first, second) in answers.items():
        if held.value is not None:
            add(key, first, second, held.value, comments.get(key, ""))
    return result


def _ratings(base: Ratings, now: Standing, strangers: set[str]) -> Ratings:
    """The ratings with the journal's on top."""
    who, alternatives, criteria = map(numbered, (base.panellist_ids, base.alternative_ids, base.criterion_ids))
    answers: dict[Key, Held] = {}
    comments: dict[Key, str] = {}
    for panellist, round, slot, held in _held(now):
        if not isinstance(cell := held.subject, Cell):
            continue
        if panellist not in who or cell.alternative not in alternatives or cell.criterion not in criteria:
            strangers.add(f"{panellist}: {cell.alternative} under {cell.criterion}")
            continue
        key = who[panellist], round, alternatives[cell.alternative], criteria[cell.criterion], 0
        if slot == "comment":
            comments[key] = held.text
        else:
            answers[key] = held
    if not answers and not comments:
        return base
    result = Ratings(base.panellist_ids, base.alternative_ids, base.criterion_ids)

    def add(key: Key, value: float, comment: str) -> None:
        if comment:
            result.comments[len(result)] = comment
        result.panellist.append(key[0])
        result.round.append(key[1])
        result.alternative.append(key[2])
        result.criterion.append(key[3])
        result.value.append(value)

    columns = zip(base.panellist, base.round, base.alternative, base.criterion, base.value, strict=True)
    for row, (panellist_, round, alternative, criterion, value) in enumerate(columns):
        key = panellist_, round, alternative, criterion, 0
        if key not in answers:
            add(key, value, comments.get(key, base.comments.get(row, "")))
        elif key not in comments and row in base.comments:
            comments[key] = base.comments[row]
    for key, held in answers.items():
        if held.value is not None:
            add(key, held.value, comments.get(key, ""))
    return result


def _held(now: Standing) -> Iterator[tuple[str, int, str, Held]]:
    """Panellist, round, `answer` or `comment`, and what is held, of all that stands."""
    for (panellist, round), sheet in now.sheets.items():
        for (slot, _), held in sheet.held.items():
            if slot != "reason":
                yield panellist.casefold(), round, slot, held
