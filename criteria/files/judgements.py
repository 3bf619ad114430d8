"""judgements.csv -> the columns of `Judgements`, a million rows in seconds, each pair once."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from itertools import islice
from math import isclose
from operator import eq
from typing import NamedTuple, TypeAlias

from criteria.files.table import TableReader, numbered, places
from criteria.hierarchy import Node
from criteria.panel import Judgements
from criteria.roles import not_asked
from criteria.text import nearest, number_fault, quoted, read_ratio, visible

COLUMNS = ("round", "panellist", "node", "first", "second", "ratio", "comment")
REQUIRED = ("panellist", "node", "first", "second", "ratio")
REMEMBERED = 1_000_000
"""Texts of each kind that are kept in memory."""
LARGEST_RATIO = 9
ROUNDED = 0.005
"""What a ratio printed with two decimals may be off by: 0.33 is taken as agreeing with 3."""
SMALLEST_WRITTEN = 0.11
"""1/9 with two decimals."""


def read_judgements(
    table: TableReader,
    panellists: tuple[str, ...],
    nodes: tuple[Node, ...],
    integers: bool,
    barred: Mapping[tuple[int, int], str],
) -> Judgements:
    """The judgements of a file whose panellists, nodes and items are known; faults are noted in the table.

    `integers` allows only the whole numbers 1 to 9 and their inverses; `barred` are places of panellists and of nodes
    that they are not asked about -> their role.
    """
    words = _Words(table, panellists, nodes, integers)
    result = Judgements(panellists, nodes)
    most = sum(len(node.items) ** 2 for node in nodes)
    keys, lines = array("q"), array("Q")
    at: _Places | None = None
    for line, header, row in table.rows(COLUMNS, REQUIRED):
        at = at or _Places(*places(header, COLUMNS))
        round_text = row[at.round] if at.round >= 0 else ""
        known = words.known(row, at, round_text) or words.learnt(row, at, round_text, line)
        if known is None:
            continue
        panellist, (node, first, second, pair), ratio, round = known
        if (role := barred.get((panellist, node))) is not None:
            table.fault(line, at.node + 1, "node", not_asked(role, nodes[node].id, panellists[panellist]))
            continue
        if at.comment >= 0 and row[at.comment]:
            table.keep_comment(result.comments, len(lines), row[at.comment], line, at.comment + 1)
        result.panellist.append(panellist)
        result.node.append(node)
        result.first.append(first)
        result.second.append(second)
        result.ratio.append(ratio)
        result.round.append(round)
        lines.append(line)
        keys.append((round * len(panellists) + panellist) * most + pair)
    table.finish()
    return result if at is None else _without_repeats(table, result, keys, lines, at.first + 1)


class _Places(NamedTuple):
    """Which field of a row holds what; -1 where the file has no such column."""

    round: int
    panellist: int
    node: int
    first: int
    second: int
    ratio: int
    comment: int


_Pair: TypeAlias = tuple[int, int, int, int]
"""Node, first and second, and what is the same number for both directions of a pair and for no other pair."""
_Known: TypeAlias = tuple[int, _Pair, float, int]
"""Panellist, pair, ratio, round."""


class _Words:
    """What the texts of a row mean; each text is understood once and then looked up."""

    def __init__(
        self, table: TableReader, panellists: tuple[str, ...], nodes: tuple[Node, ...], integers: bool
    ) -> None:
        self.table, self.panellists, self.nodes, self.integers = table, panellists, nodes, integers
        self.who = numbered(panellists)
        self.where = numbered([node.id for node in nodes])
        self.items = [numbered(node.items) for node in nodes]
        self.panellist_of: dict[str, int] = {}
        self.pair_of: dict[tuple[str, str, str], _Pair] = {}
        self.numbers: dict[tuple[int, ...], int] = {}
        self.ratio_of: dict[str, float] = {}
        self.round_of: dict[str, int] = {}

    def known(self, row: list[str], at: _Places, round_text: str) -> _Known | None:
        """The row, if each of its texts was met before."""
        panellist = self.panellist_of.get(row[at.panellist])
        pair = self.pair_of.get((row[at.node], row[at.first], row[at.second]))
        ratio = self.ratio_of.get(row[at.ratio])
        round = self.round_of.get(round_text)
        if panellist is None or pair is None or ratio is None or round is None:
            return None
        return panellist, pair, ratio, round

    def learnt(self, row: list[str], at: _Places, round_text: str, line: int) -> _Known | None:
        """The row, its texts remembered; None where nothing was answered or after noting what is wrong."""
        before = len(self.table.faults)
        panellist = self.table.find(row[at.panellist], self.who)
        if panellist is None:
            message = f"{quoted(row[at.panellist])} is no panellist: {nearest(row[at.panellist], self.panellists)}"
            self.table.fault(line, at.panellist + 1, "panellist", message)
        pair = self._pair(row, at, line)
        if not (text := row[at.ratio].strip()):
            return None
        ratio = _ratio(text, self.table.decimal, self.integers)
        if isinstance(ratio, str):
            about = f"(panellist {visible(row[at.panellist])}, {visible(row[at.first])} over {visible(row[at.second])})"
            self.table.fault(line, at.ratio + 1, "ratio", f"{ratio} {about}")
        round = self.table.round_number(round_text, line, at.round + 1)
        if panellist is None or pair is None or isinstance(ratio, str) or len(self.table.faults) > before:
            return None
        if max(len(self.ratio_of), len(self.pair_of)) < REMEMBERED:
            self.panellist_of[row[at.panellist]] = panellist
            self.pair_of[row[at.node], row[at.first], row[at.second]] = pair
            self.ratio_of[row[at.ratio]] = ratio
            self.round_of[round_text] = round
        return panellist, pair, ratio, round

    def _pair(self, row: list[str], at: _Places, line: int) -> _Pair | None:
        """What is compared as numbers, or None after noting what is unknown."""
        node = self.table.find(row[at.node], self.where)
        if node is None:
            hint = nearest(row[at.node], [node.id for node in self.nodes])
            message = f"{quoted(row[at.node])} is no node with items to compare: {hint}"
            self.table.fault(line, at.node + 1, "node", message)
            return None
        first = self._item(row, at, at.first, "first", node, line)
        second = self._item(row, at, at.second, "second", node, line)
        if first is None or second is None:
            return None
        solutions = self.nodes[node].solutions
        if first == second:
            message = f"{quoted(row[at.second])} is compared with itself: leave the row out"
        elif (first < solutions) != (second < solutions):
            both = f"{quoted(row[at.first])} with {quoted(row[at.second])}"
            message = f"a solution is compared with a step, {both}: compare like with like"
        else:
            number = self.numbers.setdefault((node, *sorted((first, second))), len(self.numbers))
            return node, first, second, number
        self.table.fault(line, at.second + 1, "second", message)
        return None

    def _item(self, row: list[str], at: _Places, column: int, field: str, node: int, line: int) -> int | None:
        """The place of an item among those of a node, or None after noting that it is none of them."""
        item = self.table.find(row[column], self.items[node])
        if item is None:
            hint = nearest(row[column], self.nodes[node].items)
            about = f"(panellist {visible(row[at.panellist])})"
            message = f"{quoted(row[column])} is not compared under '{self.nodes[node].id}': {hint} {about}"
            self.table.fault(line, column + 1, field, message)
        return item


def _ratio(text: str, decimal: str, integers: bool) -> float | str:
    """The ratio that the text writes, or what is wrong with it."""
    value = read_ratio(text, decimal)
    if value is None:
        return number_fault(text, decimal)
    if value <= 0:
        return f"{visible(text)} is not positive: allowed are 1/9 to 9"
    if value >= SMALLEST_WRITTEN:
        value = max(value, 1 / LARGEST_RATIO)
    if not 1 / LARGEST_RATIO <= value <= LARGEST_RATIO:
        return f"{visible(text)} is off the scale 1/9 to 9"
    if integers:
        inverse = value < 1
        meant = 1 / round(1 / value) if inverse else float(round(value))
        if abs(value - meant) > (ROUNDED if inverse else 1e-9):
            return f"{visible(text)} is off the scale of whole numbers 1 to 9 and their inverses"
        value = meant
    return value


def _without_repeats(
    table: TableReader, judgements: Judgements, keys: Sequence[int], lines: Sequence[int], column: int
) -> Judgements:
    """The judgements with each pair once; a pair given twice is a fault unless its two directions agree."""
    ordered = sorted(keys)
    if not any(map(eq, ordered, islice(ordered, 1, None))):
        return judgements
    seen: dict[int, int] = {}
    repeated: set[int] = set()
    for row, key in enumerate(keys):
        if (before := seen.setdefault(key, row)) == row:
            continue
        old, new = judgements[before], judgements[row]
        who = f"(panellist {new.panellist}, {new.first} over {new.second})"
        turned = new.first != old.first
        said = 1 / new.ratio if turned else new.ratio
        if turned and _agree(said, old.ratio):
            repeated.add(row)
        elif turned:
            message = (
                f"both directions disagree: {new.first} over {new.second} is {new.ratio:.6g} here, and {old.first} "
                f"over {old.second} is {old.ratio:.6g} in line {lines[before]} (panellist {new.panellist}): keep one"
            )
            table.fault(lines[row], column, "first", message)
        else:
            message = f"duplicate: {new.ratio:.6g} here, {old.ratio:.6g} in line {lines[before]} {who}: keep one"
            table.fault(lines[row], column, "first", message)
        if table.hopeless:
            table.give_up(lines[row] + 1)
            break
    if repeated:
        table.notices.append(
            f"{table.path.name}: {len(repeated)} pairs stand in both directions, agreeing: counted once"
        )
    kept = Judgements(judgements.panellist_ids, judgements.nodes)
    for row in range(len(judgements)):
        if row not in repeated:
            if row in judgements.comments:
                kept.comments[len(kept)] = judgements.comments[row]
            for name in ("panellist", "node", "first", "second", "ratio", "round"):
                getattr(kept, name).append(getattr(judgements, name)[row])
    return kept


def _agree(one: float, other: float) -> bool:
    """Whether two ratios are the same but for an inverse that was rounded to two decimals."""
    return isclose(one, other, rel_tol=0, abs_tol=ROUNDED) or isclose(1 / one, 1 / other, rel_tol=0, abs_tol=ROUNDED)
