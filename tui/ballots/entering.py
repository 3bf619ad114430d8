"""What ballots bring beside what stands already: new answers, the same ones, and those that would change one. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isclose
from typing import NamedTuple

from criteria.events import Action, Kind, Pair, Sheet, Standing, Subject
from criteria.faults import Fault
from criteria.importing.sheets import Cell
from criteria.panel import Panel
from criteria.session import held_by
from criteria.text import quoted
from tui import sentences
from tui.ballots.reading import Filled


class Change(NamedTuple):
    """An answer or a comment that would take the place of another."""

    action: Action
    said: Fault
    """Where it stands, and what it differs from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A ballot beside what stands."""

    filled: Filled
    new: tuple[Action, ...]
    """About what has no answer, or no comment, so far."""
    changes: tuple[Change, ...]
    same: int
    """How many answers and comments stand already."""

    def taken(self, *, replace: bool) -> tuple[Action, ...]:
        """What is to be written; `replace`: also what takes the place of something."""
        return (*self.new, *(change.action for change in self.changes)) if replace else self.new


def beside(panel: Panel, now: Standing, filled: Filled, by: str) -> Entry:
    """What a ballot brings.

    Parameters
    ----------
    panel : Panel
        Read without its journal.
    now : Standing
        What the journal leaves standing.
    filled : Filled
        The ballot.
    by : str
        Who enters it on the panellist's behalf.
    """
    sheet = Sheet(held=held_by(panel, now, filled.panellist, filled.round))
    new: list[Action] = []
    changes: list[Change] = []
    same = 0
    for action, cell in _actions(filled, by):
        stands, differs = _standing(panel, sheet, action)
        if stands is None:
            new.append(action)
        elif differs:
            said = f"{_said(panel, action)} takes the place of what {filled.panellist} has said: {stands}"
            fault = Fault(file=filled.file, line=cell.line, column=cell.column, field=cell.place, message=said)
            changes.append(Change(action, fault))
        else:
            same += 1
    return Entry(filled=filled, new=tuple(new), changes=tuple(changes), same=same)


def _actions(filled: Filled, by: str) -> Iterator[tuple[Action, Cell]]:
    """All that a ballot says, in the order of asking."""

    def action(kind: Kind, subject: Subject, value: float | None = None, text: str = "") -> Action:
        return Action(
            kind=kind, panellist=filled.panellist, round=filled.round, by=by, subject=subject, value=value, text=text
        )

    for subject, (value, cell) in filled.answers.items():
        given = Kind.JUDGED if isinstance(subject, Pair) else Kind.RATED
        yield action(Kind.SKIPPED if value is None else given, subject, value), cell
    for subject, (text, cell) in filled.comments.items():
        yield action(Kind.COMMENTED, subject, text=text), cell


def _standing(panel: Panel, sheet: Sheet, action: Action) -> tuple[str | None, bool]:
    """What stands where an action would, in words, None if nothing; and whether the action says something else."""
    subject = action.subject
    assert subject is not None
    if action.kind is Kind.COMMENTED:
        comment = sheet.comment(subject)
        return (quoted(comment) if comment else None), comment != action.text
    held = sheet.answer(subject)
    if held is None:
        return None, True
    value = sheet.ratio(subject) if isinstance(subject, Pair) else held.value
    said = _answer(panel, subject, value)
    if value is None or action.value is None:
        return said, value is not action.value
    return said, not isclose(value, action.value, rel_tol=1e-9)


def _said(panel: Panel, action: Action) -> str:
    """What an action says, in words."""
    assert action.subject is not None
    return quoted(action.text) if action.kind is Kind.COMMENTED else _answer(panel, action.subject, action.value)


def _answer(panel: Panel, subject: Subject, value: float | None) -> str:
    """An answer in words."""
    if value is None:
        return "'cannot say'"
    if isinstance(subject, Pair):
        return quoted(sentences.read_back(panel, subject, value), limit=500)
    return quoted(sentences.rated(panel, subject, value), limit=500)
