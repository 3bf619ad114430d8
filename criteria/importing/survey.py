"""A wide survey table and its mapping -> judgements: a row a respondent, a column a pair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from criteria.importing.draft import Decoded, Draft, Ids, Remarks, panellist, ratio_fault, whole
from criteria.importing.mapping import CODINGS, FIRST, WORDS, Question, SurveyMapping, proposed, read_mapping
from criteria.importing.sheets import Cell, read_sheets
from criteria.panel import Judgement, Panellist
from criteria.text import clean_name, nearest, quoted, read_ratio

MISSING = ("", "na", "n/a", "nan", "null", "-", "–", ".")


def read(path: Path, beside: Path | None, remarks: Remarks) -> Draft:
    """A survey table as a panel of its respondents; the first answers are decoded for a person to confirm."""
    header, rows = _table(path, remarks)
    mapping_file = beside or path.with_name(f"{path.name}.mapping.yaml")
    if not mapping_file.is_file():
        message = (
            f"no mapping {mapping_file.name}: 'mcda import survey {path.name} DIR --propose' prints one to begin with"
        )
        remarks.refuse(1, 1, "mapping", message)
    names = [clean_name(cell.text) for cell in header]
    mapping = read_mapping(mapping_file, names)
    _say_unused(names, mapping, remarks)
    answers = _Answers(mapping, names, remarks)
    for row in rows:
        answers.take(row)
    if not answers.judgements:
        remarks.fault(1, 1, "rows", "nobody answered a pair")
    remarks.stop()
    if answers.missing:
        remarks.notice(f"pairs without an answer: {answers.missing}")
    return Draft(
        title=mapping.outline.title or remarks.name(path.stem, 1, 1, "title"),
        question=mapping.outline.question,
        criteria=mapping.outline.hierarchy.criteria,
        solutions=mapping.outline.solutions,
        panellists=tuple(answers.panellists),
        judgements=tuple(answers.judgements),
        decoded=tuple(_telling(answers.decoded)),
    )


def proposal(path: Path) -> str:
    """The text of a mapping for a table, to be looked at. Raises PanelError if the table cannot be read."""
    header, _ = _table(path, Remarks(path.name))
    return proposed([clean_name(cell.text) for cell in header], path.stem)


def _table(path: Path, remarks: Remarks) -> tuple[list[Cell], list[list[Cell]]]:
    """The header and the rows of the first sheet."""
    sheet, *more = read_sheets(path, remarks)
    for other in more:
        remarks.leave_out(f"the sheet {quoted(other.name)}")
    header, *rows = [row for row in sheet.rows if row]
    first: dict[str, str] = {}
    for cell in header:
        if (word := clean_name(cell.text)) and word in first:
            remarks.fault(cell.line, cell.column, cell.place, f"the column {quoted(word)} stands twice")
        first.setdefault(word, cell.place)
    for row in rows:
        if len(row) > len(header):
            message = f"the row has {len(row)} fields, the header {len(header)}"
            remarks.fault(row[0].line, len(row), row[-1].place, message)
    if not rows:
        remarks.fault(header[0].line, 1, header[0].place, "no rows below the header: nobody answered")
    remarks.stop()
    return header, rows


def _say_unused(names: Sequence[str], mapping: SurveyMapping, remarks: Remarks) -> None:
    """Note the columns that the mapping does not speak of."""
    used = {
        mapping.panellist,
        mapping.organisation,
        mapping.role,
        mapping.complete,
        *mapping.questions,
        *mapping.ignore,
    }
    for name in names:
        if name and name not in used:
            remarks.leave_out(f"the column {quoted(name)}")


class _Answers:
    """The respondents and judgements of a table, as its rows are taken in."""

    def __init__(self, mapping: SurveyMapping, names: Sequence[str], remarks: Remarks) -> None:
        self.mapping, self.names, self.remarks = mapping, names, remarks
        self.at = {name: place for place, name in enumerate(names)}
        self.ids = Ids()
        self.lines: dict[str, int] = {}
        self.panellists: list[Panellist] = []
        self.judgements: list[Judgement] = []
        self.decoded: list[Decoded] = []
        self.missing = 0

    def take(self, row: list[Cell]) -> None:
        """Take in one respondent."""
        mapping, line = self.mapping, row[0].line
        cells = {header: cell for header in mapping.questions if (cell := self._cell(row, header)) is not None}
        if all(cell.text.strip().casefold() in MISSING for cell in cells.values()):
            self.remarks.leave_out(f"line {line}: it answers no pair")
            return
        who = self._respondent(row, line)
        if mapping.complete and ((ended := self._cell(row, mapping.complete)) is None or ended.empty):
            self.remarks.notice(f"line {line}: {quoted(mapping.complete)} is empty, what was answered is taken")
        self.missing += len(mapping.questions) - len(cells)
        for header, cell in cells.items():
            if cell.text.strip().casefold() in MISSING:
                self.missing += 1
            elif (ratio := self._ratio(cell, header, mapping.questions[header])) is not None:
                asked = mapping.questions[header]
                said = Judgement(panellist=who, node=asked.node, first=asked.first, second=asked.second, ratio=ratio)
                self.judgements.append(said)
                self.decoded.append(Decoded(place=f"line {line}, {header}", answer=cell.text.strip(), judgement=said))

    def _cell(self, row: list[Cell], header: str) -> Cell | None:
        """The cell of a row under a header; None where the row ends before."""
        place = self.at[header]
        return row[place] if place < len(row) else None

    def _respondent(self, row: list[Cell], line: int) -> str:
        """The id of the one who answered, who is added to the panellists."""
        mapping = self.mapping
        cell = self._cell(row, mapping.panellist) if mapping.panellist else None
        if mapping.panellist and (cell is None or cell.empty):
            at = self.at[mapping.panellist] + 1
            self.remarks.fault(line, at, mapping.panellist, "nobody is named: the column says who answered")
        name = f"R{len(self.panellists) + 1:03d}" if cell is None else cell.text.strip()
        if cell is not None:
            name = self.remarks.name(name or "?", line, cell.column, cell.place)
            if (before := self.lines.setdefault(name.casefold(), line)) != line:
                self.remarks.fault(
                    line, cell.column, cell.place, f"{quoted(name)} has answered in line {before} already"
                )
        member = panellist(self.ids, name)
        parts = {}
        for part in ("organisation", "role"):
            column = getattr(mapping, part)
            if column and (said := self._cell(row, column)) is not None and not said.empty:
                parts[part] = self.remarks.name(said.text, line, said.column, said.place)
        member = replace(member, organisation=parts.get("organisation", ""), role=parts.get("role", ""))
        self.panellists.append(member)
        return member.id

    def _ratio(self, cell: Cell, header: str, asked: Question) -> float | None:
        """How many times as important the first is as the second; None after noting that the answer is not known."""
        text = clean_name(cell.text)
        if (meant := asked.answers.get(text.casefold())) is not None:
            return meant
        if self.mapping.coding == WORDS:
            hint = nearest(text, asked.answers) if asked.answers else "the mapping has no 'answers:'"
            self.remarks.fault(cell.line, cell.column, header, f"{quoted(text)} is no known answer: {hint}")
            return None
        value = cell.number if cell.number is not None else read_ratio(text, cell.decimal)
        allowed, times = CODINGS[self.mapping.coding]
        for_low = None if value is None else times(value)
        if for_low is None or ratio_fault(for_low, text):
            what = cell.fault_text if value is None else f"{quoted(text)} is off the scale"
            message = f"{what}; the coding {self.mapping.coding} has {allowed}"
            self.remarks.fault(cell.line, cell.column, header, message)
            return None
        return whole(for_low if asked.low == FIRST else 1 / for_low)


def _telling(decoded: Sequence[Decoded]) -> list[Decoded]:
    """Three answers that show the sign: unequal ones, of both sides and of different rows where there are any."""
    uneven = [said for said in decoded if said.judgement.ratio != 1] or list(decoded)
    chosen: list[Decoded] = []
    for above in (True, False, True):
        rows = {said.judgement.panellist for said in chosen}
        left = [said for said in uneven if said not in chosen]
        chosen += sorted(
            left, key=lambda said: ((said.judgement.ratio > 1) != above, said.judgement.panellist in rows)
        )[:1]
    return chosen
