"""Where everything of a ballot stands in a workbook: written by this plan, and held against it when read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from tui.ballots.paper import Asked, Paper, Part, sides
from tui.language import _

FOR, ROUND, TOKEN = (3, 2), (4, 2), (6, 2)
"""Line and column of the first sheet where its panellist, its round and its token stand."""


class Look(Enum):
    """What a line is, and so how it looks."""

    TITLE = 1
    QUESTION = 2
    FACT = 3
    TEXT = 4
    COLUMNS = 5
    HEADING = 6
    ASKED = 7
    TERM = 8

    @property
    def is_said(self) -> bool:
        """Whether it is not part of a question and may be worded otherwise when the ballot comes back."""
        return self in (Look.FACT, Look.TEXT, Look.TERM)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a sheet."""

    look: Look
    labels: Mapping[int, str | int]
    """Column -> what stands there, locked."""
    asked: Asked | None = None
    """What is asked here, which opens the sheet's columns for answers."""
    part: Part | None = None
    """The part that it belongs to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A sheet; columns are numbered from 1, and 0 where there is no such column."""

    name: str
    lines: tuple[Line, ...]
    widths: tuple[int, ...]
    """Of the columns, in characters."""
    answer: int = 0
    unsaid: int = 0
    """Where a panellist says that they cannot say."""
    comment: int = 0
    before: int = 0
    """Where the own answers so far stand, which may be others when the ballot comes back."""

    @property
    def open(self) -> tuple[int, ...]:
        """The columns that can be filled in."""
        return tuple(column for column in (self.answer, self.unsaid, self.comment) if column)


def plans(paper: Paper) -> tuple[Plan, ...]:
    """The sheets of a ballot in their order."""
    found = [_front(paper)]
    if paper.pairs:
        found.append(_pairs(paper))
    if paper.ratings:
        found.append(_ratings(paper))
    if paper.terms:
        found.append(_terms(paper))
    return tuple(found)


def _front(paper: Paper) -> Plan:
    how = [_("Fill in the yellow cells; all others are locked. Leave empty what you have not answered.")]
    if paper.pairs:
        how.append(_("Pairs: choose a sentence from the list of the cell. A and B are the two on its line."))
    if paper.ratings:
        how.append(_("Ratings: a number from {range}, or say that you cannot say.").format(range=paper.rating_range))
    how += [
        _("Comments are seen with your answer by whoever evaluates them."),
        _("Save it as an Excel workbook (.xlsx) and send it back to whoever gave it to you. It is for you alone."),
    ]
    lines = [Line(look=Look.TITLE, labels={1: paper.title}), Line(look=Look.QUESTION, labels={1: paper.question})]
    lines += [Line(look=Look.FACT, labels={1: name, 2: said}) for name, said in paper.facts]
    lines += [Line(look=Look.TEXT, labels={1: text} if text else {}) for text in ("", *how)]
    return Plan(name=_("Ballot"), lines=tuple(lines), widths=(12, 90))


def _pairs(paper: Paper) -> Plan:
    a, b = sides()
    columns = {1: _("No."), 2: a, 3: b, 4: _("Answer"), 5: _("Comment")}
    return Plan(
        name=_("Pairs"),
        lines=tuple(_lines(paper, columns, is_rating=False)),
        widths=(6, 38, 38, 52, 36, 52 * paper.has_before),
        answer=4,
        comment=5,
        before=6,
    )


def _ratings(paper: Paper) -> Plan:
    columns = {1: _("No."), 2: paper.rating_ends, 3: _("Rating"), 4: _("Cannot say"), 5: _("Comment")}
    return Plan(
        name=_("Ratings"),
        lines=tuple(_lines(paper, columns, is_rating=True)),
        widths=(6, 62, 12, 18, 44, 20 * paper.has_before),
        answer=3,
        unsaid=4,
        comment=5,
        before=6,
    )


def _lines(paper: Paper, columns: Mapping[int, str], *, is_rating: bool) -> Iterator[Line]:
    """The names of the columns, then each part under its heading."""
    more = {6: _("So far")} if paper.has_before else {}
    yield Line(look=Look.COLUMNS, labels={**columns, **more})
    for part in paper.parts:
        if part.is_rating is is_rating:
            yield Line(look=Look.HEADING, labels={1: part.heading})
            for asked in part.asked:
                names = dict(enumerate(asked.names, start=2))
                yield Line(look=Look.ASKED, labels={1: asked.number, **names}, asked=asked, part=part)


def terms_name() -> str:
    """What the sheet is called that says what is meant."""
    return _("What is meant")


def _terms(paper: Paper) -> Plan:
    lines = [Line(look=Look.TERM, labels={1: name, 2: meaning}) for name, meaning in paper.terms]
    return Plan(name=terms_name(), lines=tuple(lines), widths=(44, 100))
