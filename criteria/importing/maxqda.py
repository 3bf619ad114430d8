"""A code system or a list of coded segments that MAXQDA wrote as XLSX -> draft criteria."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from criteria.importing.codes import Code, Segment, draft_of
from criteria.importing.draft import Draft, Remarks
from criteria.importing.folder import LEVELS
from criteria.importing.sheets import Cell, number, read_sheets
from criteria.text import quoted

CUT = 63
"""Characters of a name that MAXQDA keeps."""
COLUMNS = {
    "code": ("code", "code system", "codesystem"),
    "memo": ("memo", "code memo", "codememo"),
    "count": ("coded segments", "all coded segments", "frequency", "codings", "coded segments of all documents"),
    "interview": ("document name", "document", "dokumentname", "dokument"),
    "segment": ("segment", "coded segment", "text"),
}
"""What a column holds -> the headers that say so."""


def read(path: Path, beside: Path | None, remarks: Remarks) -> Draft:  # noqa: ARG001
    """A table with the column Code as criteria: one row a code, or one row a coded segment of an interview."""
    sheet, *more = read_sheets(path, remarks)
    for other in more:
        remarks.leave_out(f"the sheet {quoted(other.name)}")
    header, *rows = [row for row in sheet.rows if row]
    at = _columns(header, remarks)
    roots: list[Code] = []
    interviews: dict[str, None] = {}
    described: dict[int, int] = {}
    for row in rows:
        cell = _cell(row, at["code"])
        if cell is None or cell.empty:
            remarks.fault(row[0].line, at["code"] + 1, row[0].place, "no code in this row")
            continue
        code = _placed(roots, cell, remarks)
        if code is None:
            continue
        if "interview" in at:
            _take_segment(code, row, at, interviews, remarks)
        elif (before := described.setdefault(id(code), cell.line)) != cell.line:
            remarks.fault(cell.line, cell.column, cell.place, f"{quoted(cell.text)} stands in line {before} already")
        if (memo := _cell(row, at.get("memo"))) is not None and not memo.empty:
            code.description = remarks.text(memo.text.strip(), memo.line, memo.column, memo.place)
        if (said := _cell(row, at.get("count"))) is not None and not said.empty:
            code.count = int(number(said, remarks) or 0)
    if not roots:
        remarks.fault(header[0].line, 1, header[0].place, "no code stands below the header")
    remarks.stop()
    return draft_of(roots, tuple(interviews), path.stem, remarks)


def _columns(header: Sequence[Cell], remarks: Remarks) -> dict[str, int]:
    """Where each thing stands. Raises PanelError if there is no column of codes."""
    at: dict[str, int] = {}
    for place, cell in enumerate(header):
        word = cell.text.strip().casefold()
        what = next((what for what, words in COLUMNS.items() if word in words), None)
        if what is None or what in at:
            if word:
                remarks.leave_out(f"the column {quoted(cell.text.strip())}")
        else:
            at[what] = place
    if "code" not in at:
        message = "no column Code: MAXQDA writes one into its code systems and lists of segments"
        remarks.fault(header[0].line, 1, header[0].place, message)
    if ("interview" in at) != ("segment" in at):
        message = "a list of coded segments needs both columns, Document name and Segment"
        remarks.fault(header[0].line, 1, header[0].place, message)
    remarks.stop()
    return at


def _cell(row: Sequence[Cell], place: int | None) -> Cell | None:
    return row[place] if place is not None and place < len(row) else None


def _placed(roots: list[Code], cell: Cell, remarks: Remarks) -> Code | None:
    """The code at the end of a path such as `A > B` or `A\\B`, made with all above it where it is new."""
    names = [name.strip() for name in re.split(r"\s>\s|\\", cell.text)]
    if not all(names) or len(names) > LEVELS:
        message = f"{quoted(cell.text)} is no path of 1 to {LEVELS} codes: allowed are 'A', 'A > B', 'A\\B'"
        remarks.fault(cell.line, cell.column, cell.place, message)
        return None
    siblings, found = roots, None
    for name in names:
        found = next((code for code in siblings if code.name == name), None)
        if found is None:
            found = Code(name=remarks.name(name, cell.line, cell.column, cell.place))
            if len(name) == CUT:
                remarks.notice(f"{quoted(name, CUT)} has {CUT} characters: MAXQDA may have cut it")
            siblings.append(found)
        siblings = found.children
    return found


def _take_segment(
    code: Code, row: Sequence[Cell], at: dict[str, int], interviews: dict[str, None], remarks: Remarks
) -> None:
    """Take in a passage that a code was given to."""
    named, text = _cell(row, at["interview"]), _cell(row, at["segment"])
    if named is None or named.empty:
        remarks.fault(row[0].line, at["interview"] + 1, row[0].place, "no document is named in this row")
        return
    interview = remarks.name(named.text, named.line, named.column, named.place)
    interviews.setdefault(interview)
    code.segments.append(Segment(interview, "" if text is None else text.text))
