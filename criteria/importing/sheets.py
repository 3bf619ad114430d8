"""CSV or XLSX -> sheets of cells that know where they stand."""

from __future__ import annotations

import csv
import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from criteria.faults import PanelError
from criteria.importing.draft import Remarks, ratio_fault, whole
from criteria.importing.source import UNPACKED, members, read_text
from criteria.text import number_fault, quoted, read_number, read_ratio, unguarded, visible

DELIMITERS = ",;\t"
CELLS = 500_000
COLUMNS = 2_000
PACKED = (".xlsx", ".xlsm", ".xltx", ".xltm")
_NUMBER = re.compile(r"[+-]?\d+[.,]\d+")
_COMMA = re.compile(r"[+-]?\d+,\d+")
NEEDED = "XLSX files need openpyxl: pip install 'mcda-panel[excel]', or save each sheet as CSV"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What stands in one place of a sheet."""

    text: str
    line: int
    column: int
    place: str
    """`B2` or `Sheet!B2` in a workbook, the number of the field in a CSV file."""
    number: float | None = None
    """Where a workbook holds a number."""
    is_date: bool = False
    is_formula: bool = False
    decimal: str = "."

    @property
    def empty(self) -> bool:
        """Nothing stands here."""
        return not self.text.strip()

    @property
    def fault_text(self) -> str:
        """Why this is no number."""
        if self.is_date:
            return f"{quoted(self.text)} is a date: a spreadsheet may have made it of a fraction; type '1/3 or 0.25"
        if _NUMBER.fullmatch(self.text.strip()):
            other = "comma" if self.decimal == "." else "point"
            return f"{quoted(self.text)} has a decimal {other}, which this file does not use: write '{self.decimal}'"
        return number_fault(self.text, self.decimal)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Rows of cells, without the empty ones at the end."""

    name: str
    rows: list[list[Cell]]


def number(cell: Cell, remarks: Remarks) -> float | None:
    """The number in a cell; None after noting that there is none."""
    value = cell.number if cell.number is not None else read_number(cell.text, cell.decimal)
    if value is None:
        remarks.fault(cell.line, cell.column, cell.place, cell.fault_text)
    return value


def ratio(cell: Cell, remarks: Remarks) -> float | None:
    """The ratio in a cell, a number or a fraction such as 1/3; None after noting that there is none."""
    value = cell.number if cell.number is not None else read_ratio(cell.text, cell.decimal)
    if value is None:
        remarks.fault(cell.line, cell.column, cell.place, cell.fault_text)
        return None
    if message := ratio_fault(value, cell.text):
        remarks.fault(cell.line, cell.column, cell.place, message)
        return None
    return whole(value)


def name(cell: Cell, remarks: Remarks) -> str:
    """The name in a cell; a fault is noted where there is none."""
    return remarks.name(cell.text, cell.line, cell.column, cell.place)


def read_sheets(path: Path, remarks: Remarks, valueless: bool = False) -> list[Sheet]:
    """The sheets of a workbook in its order, or the one of a CSV file, those with nothing in them left out.

    Raises PanelError if the file cannot be read, is too large, holds macros or links or, unless `valueless` ones are
    read as empty cells, formulas without a value.
    """
    if path.suffix.lower() in PACKED:
        sheets = _workbook(path, remarks, valueless)
    elif path.suffix.lower() in (".xls", ".xlsb", ".ods"):
        remarks.refuse(1, 1, "file", f"a {path.suffix} file is not read: save it as XLSX or CSV")
    else:
        sheets = [Sheet(name=path.stem, rows=_table(read_text(path, remarks), remarks))]
    remarks.stop()
    sheets = [sheet for sheet in sheets if any(sheet.rows)]
    if not sheets:
        remarks.refuse(1, 1, "file", "the file is empty")
    return sheets


def _table(text: str, remarks: Remarks) -> list[list[Cell]]:
    """The rows of a CSV file under the delimiter that it declares (sep=;) or that its first line uses most.

    Decimals have commas where any number of the file has, which a file with commas between its fields cannot.
    """
    first = text.partition("\n")[0]
    declared = re.fullmatch(r'"?sep=([,;\t])"?\s*', first)
    outside_quotes = re.sub(r'"[^"]*"?', "", first)
    delimiter = declared[1] if declared else max(DELIMITERS, key=outside_quotes.count)
    found: list[tuple[int, list[str]]] = []
    count = 0
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True)
    line = 0
    try:
        for fields in reader:
            begins, line = line + 1, reader.line_num
            count += len(fields)
            if count > CELLS or len(fields) > COLUMNS:
                remarks.refuse(line, 1, "file", f"more than {CELLS} cells or {COLUMNS} columns: too large to import")
            found.append((begins, [] if declared and begins == 1 else list(map(unguarded, fields))))
    except csv.Error as error:
        said = visible(str(error))
        message = "a quotation mark opens here that nothing closes" if said == "unexpected end of data" else said
        remarks.fault(line + 1, 1, "row", f"no CSV: {message}")
    commas = delimiter != "," and any(_COMMA.fullmatch(field.strip()) for _, fields in found for field in fields)
    decimal = "," if commas else "."
    return [
        _trimmed(
            [
                Cell(text=field, line=line, column=column, place=f"field {column}", decimal=decimal)
                for column, field in enumerate(fields, start=1)
            ]
        )
        for line, fields in found
    ]


def _trimmed(cells: list[Cell]) -> list[Cell]:
    """The cells up to the last one that is not empty."""
    while cells and cells[-1].empty and not cells[-1].is_formula:
        cells.pop()
    return cells


def _workbook(path: Path, remarks: Remarks, valueless: bool) -> list[Sheet]:
    """The visible sheets of a workbook, with the values that its formulas had when it was saved."""
    parts = members(path, remarks)
    if (size := sum(parts.values())) > UNPACKED:
        remarks.refuse(1, 1, "file", f"unpacked it has {size} bytes: allowed are {UNPACKED}")
    if any("vbaproject" in part.lower() for part in parts):
        remarks.fault(1, 1, "file", "the workbook holds macros: save it as XLSX without them")
    if any("externallink" in part.lower() for part in parts):
        remarks.fault(
            1, 1, "file", "the workbook takes values from other files: paste them as values and save it again"
        )
    remarks.stop()
    try:
        import openpyxl
    except ImportError:
        remarks.refuse(1, 1, "file", NEEDED)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            content = path.read_bytes()
            values = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            formulas = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False)
            return list(_sheets(values, formulas, remarks, valueless))
    except PanelError:
        raise
    except Exception as error:
        # The library raises whatever it stumbles over in a damaged file.
        remarks.refuse(1, 1, "file", f"the file is damaged or no XLSX file: {visible(str(error))[:200]}")


def _sheets(values: Any, formulas: Any, remarks: Remarks, valueless: bool) -> Iterator[Sheet]:
    """The visible worksheets; a formula that has no value is a fault unless `valueless` ones are wanted."""
    count = 0
    several = sum(sheet.sheet_state == "visible" for sheet in values.worksheets) > 1
    for sheet, written in zip(values.worksheets, formulas.worksheets, strict=True):
        if sheet.sheet_state != "visible":
            remarks.leave_out(f"the hidden sheet {quoted(sheet.title)}")
            continue
        sheet.reset_dimensions()
        written.reset_dimensions()
        rows: list[list[Cell]] = []
        for found, formula_row in zip(sheet.iter_rows(), written.iter_rows(), strict=True):
            cells: list[Cell] = []
            for at, formula in zip(found, formula_row, strict=True):
                line, column = len(rows) + 1, len(cells) + 1
                place = f"{_letters(column)}{line}"
                place = f"{visible(sheet.title)}!{place}" if several else place
                is_formula = formula.data_type == "f"
                cells.append(_cell(at.value, line, column, place, is_formula))
                if at.value is None and is_formula and not valueless:
                    message = "the formula has no value: open the file in a spreadsheet and save it there"
                    remarks.fault(line, column, place, message)
            rows.append(_trimmed(cells))
            count += len(cells) + 1
            if count > CELLS or len(cells) > COLUMNS:
                message = f"more than {CELLS} cells or {COLUMNS} columns: too large to import"
                remarks.refuse(len(rows), 1, visible(sheet.title), message)
        yield Sheet(name=sheet.title, rows=rows)


def _cell(value: object, line: int, column: int, place: str, is_formula: bool) -> Cell:
    """The cell of a workbook that holds a value."""
    is_date = isinstance(value, (date, datetime, time, timedelta))
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        text = "" if value is None else str(value)
        return Cell(text=text, line=line, column=column, place=place, is_date=is_date, is_formula=is_formula)
    text = str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(value)
    return Cell(text=text, line=line, column=column, place=place, number=float(value), is_formula=is_formula)


def _letters(column: int) -> str:
    """The name of a column: A, B, ..., Z, AA."""
    found = ""
    while column:
        column, place = divmod(column - 1, 26)
        found = chr(ord("A") + place) + found
    return found
