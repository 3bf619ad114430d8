"""What the journal's events leave standing, laid over what the CSV files say."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from hashlib import sha256
from math import isclose
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from criteria.events import Event, Held, Pair, Standing, Subject, standing
from criteria.faults import PanelError
from criteria.files.judgements import LARGEST_RATIO
from criteria.files.table import ROUNDS, numbered
from criteria.journal import JOURNAL_FILE, JournalError, Log, read_log
from criteria.journal.chain import broken
from criteria.panel import Judgements, Panel, Ratings
from criteria.roles import barred

Row: TypeAlias = tuple[Any, ...]
"""Numbers in the order of PAIRS or CELLS; the last is None where the panellist cannot say."""
Key: TypeAlias = tuple[int, ...]
"""Numbers that stand for a panellist, a round and what is answered, whichever way it is asked."""
Columns = TypeVar("Columns", Judgements, Ratings)

PAIRS = ("panellist", "round", "node", "first", "second", "ratio")
CELLS = ("panellist", "round", "alternative", "criterion", "value")
"""The columns of `Judgements` and of `Ratings`."""
SLACK = 1e-9
"""What a ratio may be off the scale by and still is meant to be its end."""
SHOWN = 6
"""How many answers that do not fit a notice lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What the journal says about pairs or about cells."""

    rows: dict[Key, Row] = field(default_factory=dict)
    comments: dict[Key, str] = field(default_factory=dict)
    asked: dict[Key, Row] = field(default_factory=dict)
    """What was answered or commented on, as it was asked and without a value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """A panel's answers with the journal's on top."""

    judgements: Judgements
    ratings: Ratings
    unsaid_pairs: tuple[tuple[Row, str], ...]
    """Rows with None for a ratio where the panellist cannot say or only commented, each with its comment."""
    unsaid_cells: tuple[tuple[Row, str], ...]
    unfit: tuple[str, ...]
    """Answers that the panel does not know or does not allow, which do not count."""


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
    on_top = laid(panel, now)
    panel = replace(panel, judgements=on_top.judgements, ratings=on_top.ratings)
    if not on_top.unfit:
        return panel, []
    shown = ", ".join(on_top.unfit[:SHOWN]) + (", ..." if len(on_top.unfit) > SHOWN else "")
    said = "answers about what panel.yaml does not name or allow do not count"
    return panel, [f"{JOURNAL_FILE}: {said}: {shown}"]


def laid(panel: Panel, now: Standing) -> Laid:
    """The panel's answers with those that stand in the journal on top."""
    lookup = _Lookup(panel)
    pairs, cells = Answers(), Answers()
    unfit: set[str] = set()
    for (panellist, round), sheet in now.sheets.items():
        for (slot, _), held in sheet.held.items():
            if held.subject is None:
                continue
            row = lookup.row(panellist, round, held)
            if row is None:
                unfit.add(_named(panellist, held))
                continue
            is_pair = isinstance(held.subject, Pair)
            into, key = (pairs, _pair_key(row)) if is_pair else (cells, _cell_key(row))
            into.asked.setdefault(key, (*row[:-1], None))
            if slot == "comment":
                into.comments[key] = held.text
            else:
                into.rows[key] = row
    judgements, ratings = panel.judgements, panel.ratings
    if pairs.asked:
        judgements = Judgements(judgements.panellist_ids, judgements.nodes)
    if cells.asked:
        ratings = Ratings(ratings.panellist_ids, ratings.alternative_ids, ratings.criterion_ids)
    return Laid(
        judgements=judgements,
        unsaid_pairs=_lay(pairs, panel.judgements, judgements, PAIRS, _pair_key),
        ratings=ratings,
        unsaid_cells=_lay(cells, panel.ratings, ratings, CELLS, _cell_key),
        unfit=tuple(sorted(unfit)),
    )


def fitting(panel: Panel, events: Iterable[Event]) -> tuple[int, int]:
    """How many of the events that are about a pair or a cell the panel knows, and how many there are."""
    lookup = _Lookup(panel)
    known = [
        lookup.place(event.action.panellist, event.action.subject) is not None
        for event in events
        if event.action.subject is not None
    ]
    return sum(known), len(known)


class _Lookup:
    """The numbers of the ids that a panel names, whatever their case, and who is not asked where."""

    def __init__(self, panel: Panel) -> None:
        self.panel = panel
        self.panellists = numbered(panel.judgements.panellist_ids)
        self.nodes = numbered([node.id for node in panel.nodes])
        self.items = [numbered(node.items) for node in panel.nodes]
        self.alternatives = numbered(panel.ratings.alternative_ids)
        self.criteria = numbered(panel.ratings.criterion_ids)
        roles = [panellist.role for panellist in panel.panellists]
        self.barred_nodes = barred(panel.asked, panel.hierarchy, roles, [node.id for node in panel.nodes])
        self.barred_criteria = barred(panel.asked, panel.hierarchy, roles, panel.ratings.criterion_ids)

    def place(self, panellist: str, subject: Subject) -> tuple[int, ...] | None:
        """Panellist, then node, first and second or alternative and criterion; None if the panel lacks one of them."""
        found = [self.panellists.get(panellist.casefold())]
        if isinstance(subject, Pair):
            node = self.nodes.get(subject.node.casefold())
            items = {} if node is None else self.items[node]
            found += [node, items.get(subject.first.casefold()), items.get(subject.second.casefold())]
        else:
            alternative, criterion = subject
            found += [self.alternatives.get(alternative.casefold()), self.criteria.get(criterion.casefold())]
        numbers = tuple(number for number in found if number is not None)
        return numbers if len(numbers) == len(found) else None

    def row(self, panellist: str, round: int, held: Held) -> Row | None:
        """What is held as a row; None if the panel does not name or allow it."""
        assert held.subject is not None
        place = self.place(panellist, held.subject)
        if place is None or not 1 <= round <= ROUNDS:
            return None
        who, *what = place
        if isinstance(held.subject, Pair):
            node, first, second = what
            if (who, node) in self.barred_nodes:
                return None
            solutions = self.panel.nodes[node].solutions
            if first == second or (first < solutions) != (second < solutions):
                return None
        else:
            _, criterion = what
            if (who, criterion) in self.barred_criteria:
                return None
        value = held.value
        if value is not None:
            value = self._ratio(value) if isinstance(held.subject, Pair) else self._rating(value)
            if value is None:
                return None
        return (who, round, *what, value)

    def _ratio(self, value: float) -> float | None:
        """The ratio, or None if it is off the scale."""
        on_scale = min(max(value, 1 / LARGEST_RATIO), float(LARGEST_RATIO))
        if not isclose(value, on_scale, rel_tol=SLACK):
            return None
        if self.panel.settings.intensities == "integers":
            strength = max(on_scale, 1 / on_scale)
            if not isclose(strength, round(strength), rel_tol=SLACK):
                return None
        return on_scale

    def _rating(self, value: float) -> float | None:
        """The rating, or None if it is off the scale."""
        scale = self.panel.scale
        return value if scale is None or scale.min <= value <= scale.max else None


def _pair_key(row: Row) -> Key:
    panellist, round, node, first, second, _ = row
    return panellist, round, node, min(first, second), max(first, second)


def _cell_key(row: Row) -> Key:
    return row[:-1]


def _lay(
    answers: Answers, base: Columns, result: Columns, columns: tuple[str, ...], key_of: Callable[[Row], Key]
) -> tuple[tuple[Row, str], ...]:
    """Fill the result with the base's rows that were not answered again and with the answers; what is left unsaid."""
    if result is base:
        return ()
    comments = dict(answers.comments)
    said: set[Key] = set()

    def add(key: Key, row: Row) -> None:
        said.add(key)
        if comment := comments.get(key):
            result.comments[len(result)] = comment
        for name, cell in zip(columns, row, strict=True):
            getattr(result, name).append(cell)

    for number, row in enumerate(zip(*(getattr(base, name) for name in columns), strict=True)):
        key = key_of(row)
        if number in base.comments:
            comments.setdefault(key, base.comments[number])
        if key not in answers.rows:
            add(key, row)
    for key, row in answers.rows.items():
        if row[-1] is not None:
            add(key, row)
    unsaid = {key: row for key, row in answers.asked.items() if key not in said}
    return tuple(
        (row, comments.get(key, "")) for key, row in unsaid.items() if key in answers.rows or comments.get(key)
    )


def _named(panellist: str, held: Held) -> str:
    """An answer as a notice names it."""
    if isinstance(held.subject, Pair):
        said = f"{panellist}: {held.subject.first} over {held.subject.second} under {held.subject.node}"
    else:
        assert held.subject is not None
        said = f"{panellist}: {held.subject.alternative} under {held.subject.criterion}"
    return said if held.value is None else f"{said} = {held.value:.6g}"
