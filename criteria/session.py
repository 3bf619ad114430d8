"""One panellist's sitting, pure: what is asked, what was answered, what comes next. Each step gives a new Session."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import chain

from criteria.coverage import tasks
from criteria.events import Action, Cell, Event, Held, Kind, Pair, Sheet, Slot, Standing, Subject
from criteria.panel import Judgements, Panel, Ratings

SECONDS_A_PAIR = 15
SECONDS_A_RATING = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Questions that belong together: the pairs of one node, or the ratings under one criterion."""

    about: str
    """Id of the node or of the criterion."""
    items: tuple[str, ...]
    """What is compared or rated, in the order of the panel."""
    questions: tuple[Subject, ...]

    @property
    def is_rating(self) -> bool:
        """Whether alternatives are rated here rather than items compared."""
        return isinstance(self.questions[0], Cell)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """All that a panellist is asked, in the order of asking."""

    sections: tuple[Section, ...]
    questions: tuple[Subject, ...]
    place: dict[Subject, int] = field(repr=False, compare=False)
    """Key of a subject -> its place among the questions."""
    section_of: tuple[int, ...] = field(repr=False)
    """For each question the place of its section."""
    left: int = 0
    """How many pairs are settled and not asked again."""

    @property
    def pairs(self) -> int:
        """How many pairs there are, those that are not asked again included."""
        return self.left + sum(isinstance(question, Pair) for question in self.questions)

    @classmethod
    def of(cls, panel: Panel, panellist: str | None = None) -> Ballot:
        """All tasks of a panel, pairs before ratings; of a panellist those that their role is asked about."""
        sections = [
            (_cells if task.is_rating else _pairs)(task.about, task.items)
            for task in tasks(panel)
            if panellist is None or panel.asks(panellist, task.about)
        ]
        return cls.holding(sections)

    @classmethod
    def holding(cls, sections: Sequence[Section]) -> Ballot:
        """The ballot of those sections."""
        questions = tuple(question for section in sections for question in section.questions)
        return cls(
            sections=tuple(sections),
            questions=questions,
            place={question.key: place for place, question in enumerate(questions)},
            section_of=tuple(number for number, section in enumerate(sections) for _ in section.questions),
        )


def _pairs(node: str, items: Sequence[str]) -> Section:
    """All pairs, neighbours first, so that a few answers join all items; each item stands above as often as below."""
    n = len(items)
    questions = [
        Pair(node, items[start], items[(start + distance) % n])
        for distance in range(1, n // 2 + 1)
        for start in range(n if 2 * distance < n else n // 2)
    ]
    return Section(about=node, items=tuple(items), questions=tuple(questions))


def _cells(criterion: str, alternatives: Sequence[str]) -> Section:
    questions = tuple(Cell(alternative, criterion) for alternative in alternatives)
    return Section(about=criterion, items=tuple(alternatives), questions=questions)


def written_in_files(panel: Panel, panellist: str, round: int) -> Sheet:
    """What the CSV files hold of a panellist's answers in a round, as a sheet with nothing to take back."""
    held: dict[tuple[str, Subject | str], Held] = {}
    for judgement in (panel.judgements[row] for row in _own(panel, panellist, round, panel.judgements)):
        pair = Pair(judgement.node, judgement.first, judgement.second)
        held["answer", pair.key] = Held("", pair, judgement.ratio, "")
        if judgement.comment:
            held["comment", pair.key] = Held("", pair, None, judgement.comment)
    for rating in (panel.ratings[row] for row in _own(panel, panellist, round, panel.ratings)):
        cell = Cell(rating.alternative, rating.criterion)
        held["answer", cell.key] = Held("", cell, rating.value, "")
        if rating.comment:
            held["comment", cell.key] = Held("", cell, None, rating.comment)
    return Sheet(held=held)


def held_by(panel: Panel, now: Standing, panellist: str, round: int) -> Mapping[Slot, Held]:
    """What a panellist has said in a round: the files of a panel read without its journal, the journal's on top."""
    return {**written_in_files(panel, panellist, round).held, **now.sheet(panellist, round).held}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Session:
    """One panellist's sitting in one round.

    Every answer adds an action to `pending`; whoever owns the journal writes those and calls `saved` with the events.
    """

    ballot: Ballot
    panellist: str
    round: int
    by: str = ""
    """Who enters the answers on the panellist's behalf."""
    written: Sheet = field(repr=False)
    """What the files and the journal hold."""
    pending: tuple[Action, ...] = ()
    """What is not yet written, oldest first."""
    sheet: Sheet = field(repr=False)
    """What is written with what is pending on top: what the panellist sees."""
    at: int = 0
    """Place of the question that is asked; the number of questions when all are behind."""

    @classmethod
    def resumed(
        cls, panel: Panel, now: Standing, panellist: str, by: str = "", ballot: Ballot | None = None
    ) -> Session:
        """The sitting as it stands after the files of the panel (read without its journal) and the journal's events.

        It begins at the first open question.
        """
        ballot = ballot or Ballot.of(panel, panellist)
        base = written_in_files(panel, panellist, now.round)
        sheet = now.sheet(panellist, now.round).upon(base.held)
        session = cls(ballot=ballot, panellist=panellist, round=now.round, by=by, written=sheet, sheet=sheet)
        return session.at_first_open()

    @property
    def question(self) -> Subject | None:
        """What is asked now; None when all questions are behind."""
        return self.ballot.questions[self.at] if self.at < len(self.ballot.questions) else None

    @property
    def section(self) -> Section | None:
        """The section of the question."""
        return self.ballot.sections[self.ballot.section_of[self.at]] if self.question is not None else None

    @property
    def answered(self) -> int:
        """How many of the questions have an answer, `cannot say` included."""
        return sum(1 for question in self.ballot.questions if self.sheet.answer(question) is not None)

    @property
    def seconds_left(self) -> int:
        """About how long the open questions take."""
        return sum(
            SECONDS_A_PAIR if isinstance(question, Pair) else SECONDS_A_RATING
            for question in self.ballot.questions
            if self.sheet.answer(question) is None
        )

    def ratios(self, section: Section) -> dict[tuple[str, str], float]:
        """The judged pairs of a section: (first, second) -> how many times as important first is as second."""
        found = {}
        for pair in section.questions:
            if isinstance(pair, Pair) and (ratio := self.sheet.ratio(pair)) is not None:
                found[pair.first, pair.second] = ratio
        return found

    def complete(self, section: Section) -> bool:
        """Whether every question of a section has an answer."""
        return all(self.sheet.answer(question) is not None for question in section.questions)

    def judge(self, ratio: float) -> Session:
        """The question's first item is so many times as important as its second; on to the next open question."""
        return self._answer(Kind.JUDGED, self.question, ratio).to_next_open()

    def rate(self, value: float) -> Session:
        """The question's alternative does so well under its criterion; on to the next open question."""
        return self._answer(Kind.RATED, self.question, value).to_next_open()

    def skip(self) -> Session:
        """The panellist cannot say; on to the next open question."""
        return self._answer(Kind.SKIPPED, self.question, None).to_next_open()

    def revise(self, pair: Pair, ratio: float) -> Session:
        """Another answer about a pair, given after a look at what contradicts it."""
        return self._answer(Kind.REVISED, pair, ratio)

    def keep(self, node: str, reason: str) -> Session:
        """The judgements of a node stay as they are, for that reason."""
        return self._with(self._action(Kind.KEPT, node=node, text=reason))

    def comment(self, text: str) -> Session:
        """What the panellist has to say about the question."""
        return self._with(self._action(Kind.COMMENTED, subject=self.question, text=text))

    def undo(self) -> Session:
        """The latest action taken back, and its question asked again; the same session if there is none."""
        last = self.sheet.done
        if last is None:
            return self
        if self.pending and self.pending[-1].kind is not Kind.UNDONE:
            session = self._with_pending(self.pending[:-1])
        else:
            session = self._with(self._action(Kind.UNDONE, event=last.event))
        return session._at_subject(last.held.subject)

    def redo(self) -> Session:
        """What was taken back last restored; the same session if there is nothing."""
        if self.sheet.undone is None:
            return self
        last = self.sheet.undone
        if self.pending and self.pending[-1].kind is Kind.UNDONE:
            session = self._with_pending(self.pending[:-1])
        else:
            session = self._with(self._action(Kind.REDONE, event=last.event))
        return session._at_subject(last.held.subject)

    def saved(self, events: Iterable[Event]) -> Session:
        """The session once those of its pending actions that became events are written.

        What was taken back while it was being written becomes an action of its own; what was added stays pending.
        """
        sheet, pending = self.written, list(self.pending)
        back: list[Action] = []
        for event in events:
            sheet = sheet.after(event.action, event.id)
            if pending and pending[0] == event.action and not back:
                del pending[0]
            else:
                back.insert(0, self._opposite(event))
        return replace(self, written=sheet)._with_pending((*back, *pending))

    def back(self) -> Session:
        """The question before this one."""
        return replace(self, at=max(self.at - 1, 0))

    def forward(self) -> Session:
        """The question after this one; past the last one there is none."""
        return replace(self, at=min(self.at + 1, len(self.ballot.questions)))

    def go_to(self, subject: Subject) -> Session:
        """That question asked."""
        return replace(self, at=self.ballot.place[subject.key])

    def to_section(self, section: Section) -> Session:
        """The first open question of a section asked, or its first question where none is open."""
        open_ones = (question for question in section.questions if self.sheet.answer(question) is None)
        return self.go_to(next(open_ones, section.questions[0]))

    def at_first_open(self) -> Session:
        """The first open question asked."""
        return self._at_open_of(range(len(self.ballot.questions)))

    def to_next_open(self) -> Session:
        """The next open question asked: of the same section first, then from there on, then from the beginning."""
        section = self.section
        if section is None:
            return self.at_first_open()
        count, after = len(self.ballot.questions), self.at + 1
        start = self.ballot.place[section.questions[0].key]
        of_section = range(start, start + len(section.questions))
        return self._at_open_of(chain(range(after, of_section.stop), of_section, range(after, count), range(count)))

    def _at_open_of(self, places: Iterable[int]) -> Session:
        """The first open question of some places asked; none if none is open."""
        questions = self.ballot.questions
        open_ones = (place for place in places if self.sheet.answer(questions[place]) is None)
        return replace(self, at=next(open_ones, len(questions)))

    def _at_subject(self, subject: Subject | None) -> Session:
        return self.go_to(subject) if subject is not None and subject.key in self.ballot.place else self

    def _answer(self, kind: Kind, subject: Subject | None, value: float | None) -> Session:
        if subject is None:
            raise ValueError("no question is asked: all of them are behind")
        return self._with(self._action(kind, subject=subject, value=value))

    def _action(
        self,
        kind: Kind,
        *,
        subject: Subject | None = None,
        value: float | None = None,
        node: str = "",
        text: str = "",
        event: str = "",
    ) -> Action:
        return Action(
            kind=kind,
            panellist=self.panellist,
            round=self.round,
            by=self.by,
            subject=subject,
            value=value,
            node=node,
            text=text,
            event=event,
        )

    def _opposite(self, event: Event) -> Action:
        """What takes the event back."""
        if event.action.kind is Kind.UNDONE:
            return self._action(Kind.REDONE, event=event.action.event)
        of = event.action.event if event.action.kind is Kind.REDONE else event.id
        return self._action(Kind.UNDONE, event=of)

    def _with(self, action: Action) -> Session:
        return replace(self, pending=(*self.pending, action), sheet=self.sheet.after(action))

    def _with_pending(self, pending: tuple[Action, ...]) -> Session:
        sheet = reduce(Sheet.after, pending, self.written)
        return replace(self, pending=pending, sheet=sheet)


def _own(panel: Panel, panellist: str, round: int, rows: Judgements | Ratings) -> list[int]:
    """The places of a panellist's rows of a round."""
    number = next(place for place, known in enumerate(panel.panellists) if known.id == panellist)
    columns = zip(rows.panellist, rows.round, strict=True)
    return [row for row, (who, when) in enumerate(columns) if who == number and when == round]
