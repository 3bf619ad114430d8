"""A panel as an Excel workbook: a sheet a table, numbers as numbers, and no formula made from anybody's text."""

from __future__ import annotations

import io
import re
from datetime import datetime
from math import isnan
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from criteria.text import guarded, inert
from mcda.exporting.tables import Tables, typed
from mcda.table import Cell, Table

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

LONGEST = 32_767
"""Characters that a cell holds."""
WIDEST = 60
NO_TIME = datetime(1980, 1, 1)
"""In place of when it was made, so that the same panel gives the same bytes."""
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NO_CHARACTER = re.compile("[\ufffe\uffff]")
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def require_openpyxl() -> None:
    """Raise ImportError, with the cure, where openpyxl is missing."""
    try:
        import openpyxl  # noqa: F401
    except ImportError:
        raise ImportError("workbooks need openpyxl: pip install 'mcda-panel[excel]'") from None


def workbook(tables: Tables) -> bytes:
    """The tables as an XLSX file; sheets run from right to left where the panel's names do."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "about"
    _fill(sheet, _about(tables), tables.right_to_left)
    for name, table in tables.tables.items():
        _fill(book.create_sheet(name), typed(table), tables.right_to_left)
    book.properties.title, book.properties.creator = _text(tables.panel.title), "mcda"
    book.properties.created = NO_TIME
    written = io.BytesIO()
    book.save(written)
    return _timeless(written.getvalue())


def _about(tables: Tables) -> Table:
    """Where the numbers come from."""
    meta = tables.meta
    rows: list[tuple[Cell, ...]] = [("title", meta["title"])]
    if meta["synthetic"]:
        rows.append(("MADE UP", "Judgements and ratings are made up: nobody's opinion."))
    rows += [("panellists", len(meta["panellists"])), ("SHA-256 of the panel", meta["panel_sha256"])]
    rows += [(name, str(word)) for name, word in meta["options"].items()]
    rows += [(f"version of {name}", word) for name, word in meta["versions"].items()]
    rows += [("notice", notice) for notice in meta["notices"]]
    return Table(columns=("what", "is"), rows=tuple(rows))


def _fill(sheet: Worksheet, table: Table, right_to_left: bool) -> None:
    """The header, frozen, and the rows under it."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    sheet.sheet_view.rightToLeft = right_to_left
    sheet.freeze_panes = "A2"
    for at, row in enumerate((table.columns, *table.rows), start=1):
        for place, cell in enumerate(row, start=1):
            _put(sheet.cell(at, place), cell)
    for place, column in enumerate(table.columns, start=1):
        head = sheet.cell(1, place)
        head.font, head.alignment = Font(bold=True), Alignment(vertical="top")
        widest = max([len(column), *(len(_shown(row[place - 1])) for row in table.rows[:1000])])
        sheet.column_dimensions[get_column_letter(place)].width = min(widest, WIDEST) + 2
    if table.rows:
        sheet.auto_filter.ref = sheet.dimensions


def _put(cell: Any, value: Cell) -> None:
    """A number as it is, nothing for NaN, and a text as a text whatever it begins with."""
    if isinstance(value, str):
        cell.value = text = _text(value)
        cell.data_type = "s"
        cell.quotePrefix = guarded(text) != text
    elif not (isinstance(value, float) and isnan(value)):
        cell.value = value


def _text(text: str) -> str:
    """What a cell can hold; `_x0041_`, which would be read as A, keeps its letters."""
    return _ESCAPE.sub("_x005F_", _NO_CHARACTER.sub("\ufffd", inert(text)))[:LONGEST]


def _shown(cell: Cell) -> str:
    return cell.partition("\n")[0] if isinstance(cell, str) else f"{cell:.6g}"


def _timeless(content: bytes) -> bytes:
    """The same file without the time of its making."""
    written = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as made, ZipFile(written, "w", ZIP_DEFLATED) as kept:
        for info in made.infolist():
            part = made.read(info)
            if info.filename == "docProps/core.xml":
                part = _MODIFIED.sub(rb"\g<1>1980-01-01T00:00:00Z", part)
            kept.writestr(ZipInfo(info.filename, (1980, 1, 1, 0, 0, 0)), part, ZIP_DEFLATED)
    return written.getvalue()
