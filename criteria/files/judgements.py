"""judgements.csv -> the columns of `Judgements`, a million rows in seconds, each pair once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate, islice
from operator import eq

from criteria.files.table import TableReader, numbered, places
from criteria.hierarchy import Node
from criteria.panel import Judgements
from criteria.text import nearest, number_fault, quoted, read_ratio, visible

COLUMNS = ("round", "panellist", "node", "first", "second", "ratio", "comment")
LARGEST_RATIO = 9
ROUNDED = 0.005
"""What a ratio printed with two decimals may be off by: 0.33 is taken as agreeing with 3, 0.11 as 1/9."""


def read_judgements(
    table: TableReader, panellists: tuple[str, ...], nodes: tuple[Node, ...], integers: bool
) -> Judgements:
    """The judgements of a file whose panellists, nodes and items are known; faults are noted in the table."""
    result = Judgements(panellists, nodes)
    who, where = numbered(panellists), numbered([node.id for node in nodes])
    items = [numbered(node.items) for node in nodes]
    starts = [0, *accumulate(len(node.items) ** 2 for node in nodes)]
    pairs: dict[tuple[str, str, str], tuple[int, int, int]] = {}
    ratios: dict[str, float] = {}
    typed: dict[str, int] = {}
    rounds: dict[str, int] = {"": 1, "1": 1}
    keys: list[int] = []
    lines: list[int] = []
    straight = True
    for line, header, row in table.rows(COLUMNS, ("panellist", "node", "first", "second", "ratio")):
        if straight:
            at_round, at_who, at_node, at_first, at_second, at_ratio, at_comment = places(header, COLUMNS)
            straight = False
        pair_text = row[at_node], row[at_first], row[at_second]
        panellist, pair, ratio = typed.get(row[at_who]), pairs.get(pair_text), ratios.get(row[at_ratio])
        if panellist is None or pair is None or ratio is None:
            count = len(table.faults)
            panellist = table.find(row[at_who], who)
            if panellist is None:
                message = f"{quoted(row[at_who])} is no panellist: {nearest(row[at_who], panellists)}"
                table.fault(line, at_who + 1, "panellist", message)
            if pair is None:
                columns = at_node + 1, at_first + 1, at_second + 1
                pair = _pair(table, line, row[at_who], pair_text, columns, nodes, where, items)
            if not (ratio_text := row[at_ratio].strip()):
                continue
            context = f"(panellist {visible(row[at_who])}, {visible(pair_text[1])} over {visible(pair_text[2])})"
            ratio, message = _ratio(ratio_text, table.decimal, integers)
            if message:
                table.fault(line, at_ratio + 1, "ratio", f"{message} {context}")
            if len(table.faults) > count:
                continue
            assert panellist is not None
            assert pair is not None
            if len(typed) < 1_000_000:
                typed[row[at_who]] = panellist
            if len(pairs) < 1_000_000:
                pairs[pair_text] = pair
            if len(ratios) < 10_000:
                ratios[row[at_ratio]] = ratio
        round_text = row[at_round] if at_round >= 0 else ""
        if (round := rounds.get(round_text, 0)) == 0:
            round = rounds[round_text] = table.round_number(round_text, line, at_round + 1)
            if not round:
                continue
        if at_comment >= 0 and row[at_comment]:
            table.keep_comment(result.comments, len(lines), row[at_comment], line, at_comment + 1)
        node, first, second = pair
        result.panellist.append(panellist)
        result.node.append(node)
        result.first.append(first)
        result.second.append(second)
        result.ratio.append(ratio)
        result.round.append(round)
        lines.append(line)
        low, high = (first, second) if first < second else (second, first)
        width = len(nodes[node].items)
        keys.append(((round * len(panellists) + panellist) * starts[-1] + starts[node]) + low * width + high)
    table.finish()
    return _without_repeats(table, result, keys, lines, at_first + 1 if lines else 1)


def _pair(
    table: TableReader,
    line: int,
    panellist: str,
    texts: tuple[str, str, str],
    columns: tuple[int, int, int],
    nodes: Sequence[Node],
    where: Mapping[str, int],
    items: Sequence[Mapping[str, int]],
) -> tuple[int, int, int] | None:
    """Node, first and second as numbers, or None after noting what is unknown."""
    node = table.find(texts[0], where)
    if node is None:
        hint = nearest(texts[0], [node.id for node in nodes])
        table.fault(line, columns[0], "node", f"{quoted(texts[0])} is no node with items to compare: {hint}")
        return None
    found = []
    for text, column, name in zip(texts[1:], columns[1:], ("first", "second"), strict=True):
        number = table.find(text, items[node])
        if number is None:
            hint = f"{nearest(text, nodes[node].items)} (panellist {visible(panellist)})"
            table.fault(line, column, name, f"{quoted(text)} is not compared under '{nodes[node].id}': {hint}")
        found.append(number)
    first, second = found
    if first is None or second is None:
        return None
    if first == second:
        message = f"{quoted(texts[2])} is compared with itself: leave the row out"
        table.fault(line, columns[2], "second", message)
        return None
    if (first < nodes[node].solutions) != (second < nodes[node].solutions):
        message = (
            f"a solution is compared with a step, {quoted(texts[1])} with {quoted(texts[2])}: compare like with like"
        )
        table.fault(line, columns[2], "second", message)
        return None
    return node, first, second


def _ratio(text: str, decimal: str, integers: bool) -> tuple[float, str]:
    """The ratio that the text writes, and what is wrong with it, if anything."""
    value = read_ratio(text, decimal)
    if value is None:
        return 1.0, number_fault(text, decimal)
    if value <= 0:
        return 1.0, f"{visible(text)} is not positive: allowed are 1/9 to 9"
    if 1 / LARGEST_RATIO - ROUNDED <= value < 1 / LARGEST_RATIO:
        value = 1 / LARGEST_RATIO
    if not 1 / LARGEST_RATIO <= value <= LARGEST_RATIO:
        return 1.0, f"{visible(text)} is off the scale 1/9 to 9"
    if integers:
        whole = round(max(value, 1 / value))
        nearest_whole = float(whole) if value >= 1 else 1 / whole
        if abs(value - nearest_whole) > (ROUNDED if value < 1 else 1e-9):
            return 1.0, f"{visible(text)} is off the scale of whole numbers 1 to 9 and their inverses"
        value = nearest_whole
    return value, ""


def _without_repeats(
    table: TableReader, judgements: Judgements, keys: list[int], lines: list[int], column: int
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
    return abs(one - other) <= 1e-9 * one or abs(1 / one - 1 / other) <= ROUNDED or abs(one - other) <= ROUNDED
