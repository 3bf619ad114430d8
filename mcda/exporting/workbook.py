"""A panel as an Excel workbook: a sheet a table, numbers as numbers, and no formula made from anybody's text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcda.exporting.cells import put, saved, text_of
from mcda.exporting.tables import Tables, typed
from mcda.table import Cell, Table

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

WIDEST = 60


def workbook(tables: Tables) -> bytes:
    """The tables as an XLSX file; sheets run from right to left where the panel's names do."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "about"
    _fill(sheet, _about(tables), tables.right_to_left)
    for name, table in tables.tables.items():
        _fill(book.create_sheet(name), typed(table), tables.right_to_left)
    book.properties.title, book.properties.creator = text_of(tables.panel.title), "mcda"
    return saved(book)


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
            put(sheet.cell(at, place), cell)
    for place, column in enumerate(table.columns, start=1):
        head = sheet.cell(1, place)
        head.font, head.alignment = Font(bold=True), Alignment(vertical="top")
        widest = max([len(column), *(len(_shown(row[place - 1])) for row in table.rows[:1000])])
        sheet.column_dimensions[get_column_letter(place)].width = min(widest, WIDEST) + 2
    if table.rows:
        sheet.auto_filter.ref = sheet.dimensions


def _shown(cell: Cell) -> str:
    return cell.partition("\n")[0] if isinstance(cell, str) else f"{cell:.6g}"
