"""ratings.csv and performance.csv -> what alternatives are worth under criteria, rated or measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from criteria.files.table import TableReader, numbered, places
from criteria.panel import Performance, Ratings, Scale
from criteria.roles import not_asked
from criteria.text import nearest, number_fault, quoted, read_number, visible

COLUMNS = ("round", "panellist", "alternative", "criterion", "value", "comment")
REMEMBERED = 10_000
"""Texts of values that are kept in memory."""


def read_ratings(
    table: TableReader,
    panellists: tuple[str, ...],
    alternatives: tuple[str, ...],
    criteria: tuple[str, ...],
    scale: Scale | None,
    barred: Mapping[tuple[int, int], str],
) -> Ratings:
    """The ratings of a file whose panellists, alternatives and criteria are known; faults are noted in the table.

    `barred` are places of panellists and of criteria that they are not asked about -> their role.
    """
    result = Ratings(panellists, alternatives, criteria)
    known = numbered(panellists), numbered(alternatives), numbered(criteria)
    words = ("panellist", "alternative", "criterion")
    ids = panellists, alternatives, criteria
    values: dict[str, float] = {}
    rounds: dict[str, int] = {}
    seen: dict[int, int] = {}
    at: tuple[int, ...] = ()
    for line, header, row in table.rows(COLUMNS, (*words, "value")):
        at = at or places(header, COLUMNS)
        at_round, *at_ids, at_value, at_comment = at
        numbers = [table.find(row[column], lookup) for column, lookup in zip(at_ids, known, strict=True)]
        count = len(table.faults)
        for number, column, word, words_known in zip(numbers, at_ids, words, ids, strict=True):
            if number is None:
                table.fault(
                    line, column + 1, word, f"{quoted(row[column])} is no {word}: {nearest(row[column], words_known)}"
                )
        if not (text := row[at_value].strip()):
            continue
        round_text = row[at_round] if at_round >= 0 else ""
        round = rounds[round_text] = rounds.get(round_text) or table.round_number(round_text, line, at_round + 1)
        value = values.get(text)
        if value is None:
            read = _rating(text, table.decimal, scale)
            if isinstance(read, str):
                who, what, under = (visible(row[column]) for column in at_ids)
                table.fault(line, at_value + 1, "value", f"{read} (panellist {who}, {what} under {under})")
                continue
            value = read
            if len(values) < REMEMBERED:
                values[text] = value
        if len(table.faults) > count:
            continue
        panellist, alternative, criterion = (number for number in numbers if number is not None)
        if (role := barred.get((panellist, criterion))) is not None:
            table.fault(line, at_ids[2] + 1, "criterion", not_asked(role, criteria[criterion], panellists[panellist]))
            continue
        key = ((round * len(panellists) + panellist) * len(alternatives) + alternative) * len(criteria) + criterion
        if (before := seen.setdefault(key, line)) != line:
            about = f"(panellist {row[at_ids[0]]}, {row[at_ids[1]]} under {row[at_ids[2]]})"
            table.fault(
                line, at_ids[1] + 1, "alternative", f"duplicate: line {before} has it already {about}: keep one"
            )
        if at_comment >= 0 and row[at_comment]:
            table.keep_comment(result.comments, len(result), row[at_comment], line, at_comment + 1)
        result.panellist.append(panellist)
        result.alternative.append(alternative)
        result.criterion.append(criterion)
        result.value.append(value)
        result.round.append(round)
    table.finish()
    return result


def _rating(text: str, decimal: str, scale: Scale | None) -> float | str:
    """The rating that the text writes, or what is wrong with it."""
    value = read_number(text, decimal)
    if value is None:
        return number_fault(text, decimal)
    if scale is not None and not scale.min <= value <= scale.max:
        return f"{visible(text)} is off the scale {scale.min:g} to {scale.max:g}"
    return value


def read_performance(table: TableReader, alternatives: tuple[str, ...], criteria: tuple[str, ...]) -> Performance:
    """The measured values of a file: a row an alternative, a column a criterion."""
    known, known_criteria = numbered(alternatives), numbered(criteria)
    columns = ("alternative", *criteria)
    values: dict[str, tuple[float, ...]] = {}
    lines: dict[str, int] = {}
    measured: list[str] | None = None
    at_alternative = 0
    for line, header, row in table.rows(columns, ("alternative",), open_ended=True):
        if measured is None:
            at_alternative = header.index("alternative")
            measured = _measured(table, header, at_alternative, criteria, known_criteria)
        number = table.find(row[at_alternative], known)
        if number is None:
            hint = nearest(row[at_alternative], alternatives)
            message = f"{quoted(row[at_alternative])} is no alternative: {hint}"
            table.fault(line, at_alternative + 1, "alternative", message)
            continue
        id = alternatives[number]
        if id in lines:
            message = f"duplicate '{id}': line {lines[id]} has it already"
            table.fault(line, at_alternative + 1, "alternative", message)
        lines[id] = line
        cells: list[float] = []
        for column, (name, text) in enumerate(zip(header, row, strict=True)):
            if column == at_alternative:
                continue
            value = read_number(text, table.decimal)
            if value is None:
                what = (
                    number_fault(text, table.decimal, may_be_empty=False)
                    if text.strip()
                    else "the value is missing: every cell needs a number"
                )
                table.fault(line, column + 1, quoted(name).strip("'"), f"{what} (alternative {id})")
            cells.append(value or 0.0)
        values[id] = tuple(cells)
    table.finish()
    return Performance(criteria=tuple(measured or ()), values=values)


def _measured(
    table: TableReader, header: Sequence[str], at_alternative: int, criteria: Sequence[str], known: Mapping[str, int]
) -> list[str]:
    """The criteria that the columns of a header stand for, after noting those that are none."""
    measured = []
    for column, name in enumerate(header):
        if column == at_alternative:
            continue
        number = table.find(name, known)
        if number is None:
            message = f"the column {quoted(name)} is no criterion: {nearest(name, criteria)}"
            table.fault(1, column + 1, "header", message)
        elif criteria[number] in measured:
            table.fault(1, column + 1, "header", f"duplicate column {quoted(name)}: each criterion once")
        else:
            measured.append(criteria[number])
    return measured
