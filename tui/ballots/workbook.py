"""A ballot as an Excel workbook: locked but for the answers, which are chosen from lists or checked when typed."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from typing import TYPE_CHECKING, Any

from mcda.exporting.cells import put, saved, text_of
from tui.ballots.paper import Paper, Part, unsaid
from tui.ballots.plan import Look, Plan, plans
from tui.language import _

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

OPEN, HEAD, SIDE_A, SIDE_B = "FFF9DB", "E8EDF3", "E6F0FA", "FBECE2"
"""Colours of what can be filled in, of headings, and of the two sides of a pair."""
LINE = "C9CED6"
FONT = "Calibri"
HEIGHT = 15.5
"""Of a line of text, in points."""


def workbook(paper: Paper) -> bytes:
    """The ballot as an XLSX file; the same ballot gives the same bytes."""
    from openpyxl import Workbook
    from openpyxl.workbook.protection import WorkbookProtection

    book = Workbook()
    book.remove(book.active)
    lists = _Lists(book)
    for plan in plans(paper):
        sheet = book.create_sheet(plan.name)
        _fill(sheet, plan, paper.right_to_left)
        _set_up(sheet, plan, paper.right_to_left)
        _restrict(sheet, plan, paper, lists)
    lists.finish()
    book.security = WorkbookProtection(lockStructure=True)
    book.properties.title, book.properties.creator = text_of(paper.title), "mcda"
    return saved(book)


def _fill(sheet: Worksheet, plan: Plan, right_to_left: bool) -> None:
    """The lines of the plan; only cells for answers are unlocked."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

    def filled(colour: str) -> PatternFill:
        return PatternFill("solid", fgColor=colour)

    fonts = {
        Look.TITLE: Font(name=FONT, bold=True, size=16),
        Look.QUESTION: Font(name=FONT, italic=True, size=12),
        Look.COLUMNS: Font(name=FONT, bold=True),
        Look.HEADING: Font(name=FONT, bold=True),
    }
    thin = Side(style="thin", color=LINE)
    box, opened = Border(left=thin, right=thin, top=thin, bottom=thin), Protection(locked=False)
    # Text that is longer than its cell goes on over the next ones only from the side where the sheet begins.
    as_is = Alignment(horizontal="right" if right_to_left else "left", vertical="top")
    wrapped, counted = Alignment(wrap_text=True, vertical="top"), Alignment(horizontal="center", vertical="top")
    tints = {2: filled(SIDE_A), 3: filled(SIDE_B)} if plan.answer == 4 else {}
    yellow, grey = filled(OPEN), filled(HEAD)
    for at, line in enumerate(plan.lines, start=1):
        for column, label in line.labels.items():
            cell = sheet.cell(at, column)
            put(cell, label)
            if line.look in fonts:
                cell.font = fonts[line.look]
            cell.alignment = wrapped if line.look in (Look.ASKED, Look.TERM) else as_is
            if line.asked is not None and column == 1:
                cell.alignment = counted
            if column in tints and line.look in (Look.ASKED, Look.COLUMNS):
                cell.fill = tints[column]
        if line.look is Look.HEADING:
            for column in range(1, len(plan.widths) + 1):
                sheet.cell(at, column).fill = grey
        if line.look in (Look.ASKED, Look.TERM):
            texts = {**line.labels, plan.before: line.asked.before if line.asked else ""}
            needed = (_lines(str(text), plan.widths[column - 1]) for column, text in texts.items() if column)
            sheet.row_dimensions[at].height = HEIGHT * max(needed)
        if line.asked is None:
            continue
        for column in plan.open:
            cell = sheet.cell(at, column)
            cell.fill, cell.border, cell.protection, cell.alignment = yellow, box, opened, wrapped
            cell.number_format = "General" if column == plan.answer and plan.unsaid else "@"
        if line.asked.before:
            cell = sheet.cell(at, plan.before)
            put(cell, line.asked.before)
            cell.alignment = Alignment(wrap_text=True, vertical="top", indent=1)


def _set_up(sheet: Worksheet, plan: Plan, right_to_left: bool) -> None:
    """Widths, direction, protection, and how it is printed."""
    from openpyxl.utils import get_column_letter

    for column, width in enumerate(plan.widths, start=1):
        if width:
            sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.sheet_view.rightToLeft = right_to_left
    sheet.sheet_view.showGridLines = False
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "&A, &P / &N"
    if plan.answer:
        sheet.freeze_panes = "A2"
        sheet.print_title_rows = "1:1"


class _Lists:
    """The lists that answers are chosen from, on a hidden sheet, a column a list."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._columns: dict[tuple[str, ...], str] = {}

    def place_of(self, choices: tuple[str, ...]) -> str:
        """Where a list stands, as a formula names it."""
        from openpyxl.utils import get_column_letter, quote_sheetname

        letter = self._columns.setdefault(choices, get_column_letter(len(self._columns) + 1))
        return f"{quote_sheetname(_('Choices'))}!${letter}$1:${letter}${len(choices)}"

    def finish(self) -> None:
        """Write the lists that were asked for."""
        if not self._columns:
            return
        sheet = self._book.create_sheet(_("Choices"))
        for choices, letter in self._columns.items():
            for at, choice in enumerate(choices, start=1):
                put(sheet[f"{letter}{at}"], choice)
        sheet.sheet_state = "hidden"
        sheet.protection.sheet = True


def _restrict(sheet: Worksheet, plan: Plan, paper: Paper, lists: _Lists) -> None:
    """Let the cells of answers take nothing but answers."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    found: dict[tuple[str, str], DataValidation] = {}
    for part, first, last in _runs(plan):
        wanted = []
        if part.is_rating:
            assert paper.scale is not None
            said = _("A number from {range}, or leave the cell empty.").format(range=paper.rating_range)
            between = {"operator": "between", "formula1": repr(paper.scale.min), "formula2": repr(paper.scale.max)}
            wanted.append((plan.answer, said, {"type": "decimal", **between}))
        column, choices = (plan.unsaid, (unsaid(),)) if part.is_rating else (plan.answer, tuple(part.choices))
        said = _("Choose from the list, or leave the cell empty.")
        wanted.append((column, said, {"type": "list", "formula1": lists.place_of(choices)}))
        for column, said, what in wanted:
            letter = get_column_letter(column)
            if (letter, what["formula1"]) not in found:
                restriction = DataValidation(allow_blank=True, showErrorMessage=True, error=said, **what)
                sheet.add_data_validation(restriction)
                found[letter, what["formula1"]] = restriction
            found[letter, what["formula1"]].add(f"{letter}{first}:{letter}{last}")


def _runs(plan: Plan) -> Iterator[tuple[Part, int, int]]:
    """Each part with its first and its last line."""
    numbered = [(line.part, at) for at, line in enumerate(plan.lines, start=1) if line.part is not None]
    for part in dict.fromkeys(id(part) for part, _at in numbered):
        lines = [(each, at) for each, at in numbered if id(each) == part]
        yield lines[0][0], lines[0][1], lines[-1][1]


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a column of so many characters, rather one too many than one too few."""
    return max(1, ceil(len(text) * 1.05 / width)) if width else 1
