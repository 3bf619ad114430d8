"""A ballot as an Excel workbook: locked but for the answers, which are chosen from lists or checked when typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mcda.exporting.cells import put, saved, text_of
from tui.ballots.paper import Paper, unsaid
from tui.ballots.plan import Look, Plan, plans
from tui.language import _

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

OPEN, HEAD, SIDE_A, SIDE_B = "FFF9DB", "E8EDF3", "E6F0FA", "FBECE2"
"""Colours of what can be filled in, of headings, and of the two sides of a pair."""
LINE = "C9CED6"
LONGEST_HINT = 250
"""Characters that a spreadsheet shows when it refuses what was typed."""


def workbook(paper: Paper) -> bytes:
    """The ballot as an XLSX file; the same ballot gives the same bytes."""
    from openpyxl import Workbook
    from openpyxl.workbook.protection import WorkbookProtection

    book = Workbook()
    book.remove(book.active)
    lists = _Lists(book)
    for plan in plans(paper):
        sheet = book.create_sheet(plan.name)
        _fill(sheet, plan)
        _set_up(sheet, plan, paper.right_to_left)
        _restrict(sheet, plan, paper, lists)
    lists.finish()
    book.security = WorkbookProtection(lockStructure=True)
    book.properties.title, book.properties.creator = text_of(paper.title), "mcda"
    return saved(book)


def _fill(sheet: Worksheet, plan: Plan) -> None:
    """The lines of the plan; only cells for answers are unlocked."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

    def filled(colour: str) -> PatternFill:
        return PatternFill("solid", fgColor=colour)

    fonts = {
        Look.TITLE: Font(bold=True, size=16),
        Look.QUESTION: Font(italic=True, size=12),
        Look.COLUMNS: Font(bold=True),
        Look.HEADING: Font(bold=True),
    }
    thin = Side(style="thin", color=LINE)
    box, opened = Border(left=thin, right=thin, top=thin, bottom=thin), Protection(locked=False)
    wrapped, as_is = Alignment(wrap_text=True, vertical="top"), Alignment(vertical="top")
    tints = {2: filled(SIDE_A), 3: filled(SIDE_B)} if plan.answer == 4 else {}
    yellow, grey = filled(OPEN), filled(HEAD)
    for at, line in enumerate(plan.lines, start=1):
        for column, label in line.labels.items():
            cell = sheet.cell(at, column)
            put(cell, label)
            if line.look in fonts:
                cell.font = fonts[line.look]
            cell.alignment = wrapped if line.look in (Look.ASKED, Look.TERM) else as_is
            if column in tints and line.look in (Look.ASKED, Look.COLUMNS):
                cell.fill = tints[column]
        if line.look is Look.HEADING:
            for column in range(1, len(plan.widths) + 1):
                sheet.cell(at, column).fill = grey
        if line.asked is None:
            continue
        for column in plan.open:
            cell = sheet.cell(at, column)
            cell.fill, cell.border, cell.protection, cell.alignment = yellow, box, opened, wrapped
            cell.number_format = "General" if column == plan.answer and plan.unsaid else "@"
        if line.asked.before:
            cell = sheet.cell(at, plan.before)
            put(cell, line.asked.before)
            cell.alignment = wrapped


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

    def restriction(said: str, **what: Any) -> DataValidation:
        found = DataValidation(allow_blank=True, showErrorMessage=True, error=said[:LONGEST_HINT], **what)
        sheet.add_data_validation(found)
        return found

    def chosen(choices: tuple[str, ...]) -> DataValidation:
        return restriction(
            _("Choose from the list, or leave the cell empty."), type="list", formula1=lists.place_of(choices)
        )

    found: dict[tuple[int, tuple[str, ...]], DataValidation] = {}
    for at, line in enumerate(plan.lines, start=1):
        if line.asked is None or line.part is None:
            continue
        listed = {plan.unsaid: (unsaid(),)} if line.part.is_rating else {plan.answer: tuple(line.part.choices)}
        for column, choices in listed.items():
            if (column, choices) not in found:
                found[column, choices] = chosen(choices)
            found[column, choices].add(f"{get_column_letter(column)}{at}")
        if line.part.is_rating and paper.scale is not None:
            if (plan.answer, ()) not in found:
                said = _("A number from {range}, or leave the cell empty.").format(range=paper.rating_range)
                low, high = repr(paper.scale.min), repr(paper.scale.max)
                found[plan.answer, ()] = restriction(
                    said, type="decimal", operator="between", formula1=low, formula2=high
                )
            found[plan.answer, ()].add(f"{get_column_letter(plan.answer)}{at}")
