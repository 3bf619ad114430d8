"""A ballot that comes back -> what was answered on it, held against what was asked; every fault of it at once."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from criteria.asking import ballots
from criteria.events import Standing, Subject
from criteria.faults import Fault, PanelError
from criteria.importing.draft import Remarks
from criteria.importing.sheets import Cell, Sheet, read_sheets
from criteria.panel import Panel, Scale
from criteria.text import comment_fault, inert, quoted, read_number, visible, western
from tui.ballots.paper import Asked, Paper, Part, paper, unsaid
from tui.ballots.plan import FOR, ROUND, TOKEN, Plan, plans, terms_name
from tui.ballots.token import Token, of_panel, of_person, read_token
from tui.sentences import number

ENDING = ".xlsx"
OWNERS = ("~$", ".~lock.")
"""Begin the names of files by which a program marks a workbook as open."""
COLUMNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
AGAIN = "make the ballot again, or put panel.yaml back as it was"

Answer: TypeAlias = tuple[float | None, Cell]
"""The ratio of a pair as it was asked, or the rating, None where they cannot say; and where it stands."""
Comment: TypeAlias = tuple[str, Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What a ballot came back with."""

    file: str
    panellist: str
    round: int
    questions: int
    """How many it asks."""
    answers: Mapping[Subject, Answer] = field(default_factory=dict)
    comments: Mapping[Subject, Comment] = field(default_factory=dict)


class BallotReader:
    """Reads ballots of a panel in its latest round."""

    def __init__(self, panel: Panel, now: Standing) -> None:
        """`panel`: read without its journal; `now`: what that leaves standing."""
        self._panel, self._now = panel, now
        self._ballots = ballots(panel, now, now.round)
        self._of_panel = of_panel(panel)
        self._owners = {
            of_person(self._of_panel, panellist.id, round): (panellist.id, round)
            for panellist in panel.panellists
            for round in range(1, now.round + 1)
        }

    def read(self, path: Path) -> Filled:
        """What was answered. Raises PanelError with every fault of the file."""
        remarks = Remarks(path.name)
        if path.name.startswith(OWNERS):
            message = "a program keeps this file while it has the ballot open: close it, and leave this out"
            remarks.fault(1, 1, "file", message)
        elif path.suffix.lower() != ENDING:
            remarks.fault(1, 1, "file", f"'{visible(path.suffix)}' files are not read as ballots: save it as {ENDING}")
        remarks.stop()
        sheets = read_sheets(path, remarks, valueless=True)
        asked = self._paper(sheets[0], remarks)
        answers: dict[Subject, Answer] = {}
        comments: dict[Subject, Comment] = {}
        by_name = {sheet.name: sheet for sheet in sheets if sheet.name != terms_name()}
        faults: list[Fault] = []
        for plan in plans(asked):
            if plan.name != terms_name():
                own = Remarks(path.name)
                for question, answer, comment in _answers(by_name.pop(plan.name, None), plan, asked.scale, own):
                    if answer is not None:
                        answers[question.subject] = answer
                    if comment is not None:
                        comments[question.subject] = comment
                faults += own.faults
        for name in by_name:
            message = "the ballot was made without this sheet: answers count in their own cells"
            faults.append(Fault(file=path.name, line=1, column=1, field=visible(name), message=message))
        if faults:
            raise PanelError(faults)
        return Filled(
            file=path.name,
            panellist=asked.panellist,
            round=asked.round,
            questions=asked.pairs + asked.ratings,
            answers=answers,
            comments=comments,
        )

    def _paper(self, front: Sheet, remarks: Remarks) -> Paper:
        """The ballot as it was made. Raises PanelError if it is not of this panel, round and one of its panellists."""
        at, whose = _cell(front, *TOKEN), _cell(front, *FOR)
        token = read_token(at.text)
        if token is None:
            found = quoted(at.text) if at.text else "nothing"
            message = f"found {found} where a ballot has its token: this is no ballot, or it was changed"
            remarks.fault(at.line, at.column, at.place, message)
            remarks.stop()
        assert token is not None
        if token.panel != self._of_panel:
            title = _plain(_typed(_cell(front, 1, 1)))
            said = f"its title is {quoted(title)}, this one's {quoted(self._panel.title)}"
            if title == _plain(self._panel.title):
                said = f"of the same title, but with another question or other criteria or alternatives: {AGAIN}"
            remarks.fault(at.line, at.column, at.place, f"this is the ballot of another panel: {said}")
            remarks.stop()
        owner = self._owners.get(token.person)
        if owner is None:
            message = "the token is of no panellist in any round so far: it was changed, or they left panel.yaml"
            remarks.fault(at.line, at.column, at.place, message)
            remarks.stop()
        assert owner is not None
        panellist, round = owner
        if whose.text.strip() != panellist:
            message = f"found {quoted(whose.text)}, but the ballot was made for '{panellist}': give each their own"
            remarks.fault(whose.line, whose.column, whose.place, message)
        written = _cell(front, *ROUND)
        if western(written.text.strip()) != str(round):
            message = f"found {quoted(written.text)}, but the ballot was made for round {round}"
            remarks.fault(written.line, written.column, written.place, message)
        if round != self._now.round:
            message = f"this is a ballot of round {round}, and round {self._now.round} is the latest: make it again"
            remarks.fault(at.line, at.column, at.place, message)
        elif not self._now.takes(panellist, self._panel.rules):
            message = f"round {round} is not open to {panellist}: see 'mcda round'"
            remarks.fault(at.line, at.column, at.place, message)
        remarks.stop()
        return self._asked_as(token, panellist, at, remarks)

    def _asked_as(self, token: Token, panellist: str, at: Cell, remarks: Remarks) -> Paper:
        """The ballot of a panellist, if it is still the one that the token is of."""
        made = paper(self._panel, self._now, self._ballots[panellist], panellist)
        if made.token != token:
            message = f"what {panellist} is asked is not what it was when the ballot was made: {AGAIN}"
            remarks.fault(at.line, at.column, at.place, message)
        remarks.stop()
        return made


def _check_labels(sheet: Sheet, plan: Plan, remarks: Remarks) -> None:
    """Note where something stands in locked cells that did not, or does not stand any more."""
    for at, row in enumerate(sheet.rows, start=1):
        line = plan.lines[at - 1] if at <= len(plan.lines) else None
        labels = {} if line is None else line.labels
        ignored = (plan.before, *(plan.open if line is not None and line.asked is not None else ()))
        for column in sorted({*(cell.column for cell in row), *labels} - {*ignored}):
            if column in labels and line is not None and line.look.is_said:
                continue
            _check_label(_cell(sheet, at, column), labels.get(column), remarks)


def _check_label(cell: Cell, label: str | int | None, remarks: Remarks) -> None:
    """Note that a locked cell was changed."""
    found, expected = _plain(_typed(cell)), "" if label is None else _plain(inert(str(label)))
    said = quoted(found) if found else "nothing"
    if found and not expected:
        message = f"found {said} where nothing is asked: answers count in the yellow cells"
        remarks.fault(cell.line, cell.column, cell.place, message)
    elif found != expected:
        message = f"found {said} where the ballot says {quoted(expected)}: it was changed"
        remarks.fault(cell.line, cell.column, cell.place, message)


def _answers(
    sheet: Sheet | None, plan: Plan, scale: Scale | None, remarks: Remarks
) -> Iterator[tuple[Asked, Answer | None, Comment | None]]:
    """What was answered to each question of a sheet, and what was said about it; nothing if the sheet is not whole."""
    if sheet is None:
        message = "the sheet is missing, empty or hidden: the ballot is not whole"
        remarks.fault(1, 1, visible(plan.name), message)
        return
    last = max((at for at, row in enumerate(sheet.rows, start=1) if row), default=0)
    if last < len(plan.lines):
        message = f"the sheet ends after line {last} of {len(plan.lines)}: the ballot is not whole"
        remarks.fault(last + 1, 1, visible(plan.name), message)
        return
    _check_labels(sheet, plan, remarks)
    for at, line in enumerate(plan.lines, start=1):
        if line.asked is not None and line.part is not None:
            answer = _answer(sheet, at, plan, line.part, scale, remarks)
            yield line.asked, answer, _comment(_cell(sheet, at, plan.comment), remarks)


def _answer(sheet: Sheet, at: int, plan: Plan, part: Part, scale: Scale | None, remarks: Remarks) -> Answer | None:
    """The answer on a line; None where there is none, or after noting why it cannot be one."""
    cell = _cell(sheet, at, plan.answer)
    if not part.is_rating:
        return _pair(cell, part, remarks)
    assert scale is not None
    beside = _cell(sheet, at, plan.unsaid)
    value = _rating(cell, scale, remarks)
    if _is_empty(beside):
        return value
    if beside.is_formula or _word(_typed(beside)) != _word(unsaid()):
        message = f"found {_found(beside)}, allowed is {quoted(unsaid())} or nothing"
        remarks.fault(beside.line, beside.column, beside.place, message)
        return None
    if not _is_empty(cell):
        message = f"there is a rating in {cell.place} too: leave one of them"
        remarks.fault(beside.line, beside.column, beside.place, message)
        return None
    return None, beside


def _pair(cell: Cell, part: Part, remarks: Remarks) -> Answer | None:
    if _is_empty(cell):
        return None
    known = {_word(choice): value for choice, value in part.choices.items()}
    word = _word(_typed(cell))
    if cell.is_formula or cell.is_date or word not in known:
        first, last = quoted(next(iter(part.choices))), quoted(unsaid())
        message = f"found {_found(cell)}, allowed are the sentences of its list, {first} to {last}"
        remarks.fault(cell.line, cell.column, cell.place, message)
        return None
    return known[word], cell


def _rating(cell: Cell, scale: Scale, remarks: Remarks) -> Answer | None:
    if _is_empty(cell):
        return None
    if _word(_typed(cell)) == _word(unsaid()) and not cell.is_formula:
        return None, cell
    value = cell.number if cell.number is not None else _number(cell.text)
    if cell.is_formula or cell.is_date or value is None or not scale.min <= value <= scale.max:
        allowed = f"allowed are numbers from {number(scale.min)} to {number(scale.max)}"
        remarks.fault(cell.line, cell.column, cell.place, f"found {_found(cell)}, {allowed}")
        return None
    return value, cell


def _number(text: str) -> float | None:
    """The number in a text, with a decimal point or comma."""
    value = read_number(text)
    return value if value is not None else read_number(text, ",")


def _comment(cell: Cell, remarks: Remarks) -> Comment | None:
    if cell.is_formula:
        message = f"found {_found(cell)}, allowed is text: an apostrophe in front of it makes it text"
        remarks.fault(cell.line, cell.column, cell.place, message)
        return None
    text = _typed(cell).strip()
    if fault := comment_fault(text):
        remarks.fault(cell.line, cell.column, cell.place, fault)
        return None
    return (text, cell) if text else None


def _is_empty(cell: Cell) -> bool:
    return cell.empty and not (cell.is_date or cell.is_formula)


def _found(cell: Cell) -> str:
    """What stands in a cell, and what a spreadsheet has made of it."""
    if cell.is_formula:
        return "a formula"
    said = quoted(cell.text)
    return f"the date {said}, which a spreadsheet may have made of a number" if cell.is_date else said


def _cell(sheet: Sheet, line: int, column: int) -> Cell:
    """What stands in a place; an empty cell beyond what is filled."""
    row = sheet.rows[line - 1] if line <= len(sheet.rows) else []
    if column <= len(row):
        return row[column - 1]
    return Cell(text="", line=line, column=column, place=f"{visible(sheet.name)}!{COLUMNS[column - 1]}{line}")


def _typed(cell: Cell) -> str:
    """The text of a cell as it was typed: workbooks write some characters by their numbers."""
    from openpyxl.utils.escape import unescape

    return str(unescape(cell.text)).replace("\r\n", "\n").replace("\r", "\n")


def _plain(text: str) -> str:
    """The text whatever its spaces and the form of its letters."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _word(text: str) -> str:
    """The text as an answer: whatever its case and digits, with a full stop or without."""
    return western(_plain(text)).casefold().rstrip(". ")
