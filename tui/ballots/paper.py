"""What a ballot says to one panellist: the questions in words, the answers to choose from, the own ones so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from criteria.events import Held, Pair, Standing, Subject
from criteria.panel import Panel, Scale
from criteria.session import SECONDS_A_PAIR, SECONDS_A_RATING, Ballot, Section, held_by
from criteria.text import right_to_left
from tui import sentences
from tui.ballots.token import Token, of_panel, of_person, of_questions
from tui.language import _, plural

STRONGEST = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question."""

    number: int
    """By which `mcda judge` counts it too."""
    subject: Subject
    names: tuple[str, ...]
    """Of a pair A and B, of a cell the alternative."""
    before: str
    """What this panellist has answered so far, in this round or an earlier one; empty if nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Questions that belong together."""

    heading: str
    asked: tuple[Asked, ...]
    choices: Mapping[str, float | None] = field(default_factory=dict)
    """Of pairs: sentence -> how many times as much A is as B, None where the panellist cannot say. Of ratings none."""
    sides: tuple[str, str, str] = ("", "", "")
    """Of pairs: that A is so many times as much, that both are alike, that B is."""

    @property
    def is_rating(self) -> bool:
        """Whether alternatives are rated here rather than items compared."""
        return not self.choices


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A ballot: nothing on it is anybody else's."""

    title: str
    question: str
    panellist: str
    round: int
    token: Token
    parts: tuple[Part, ...]
    """Pairs before ratings, as `mcda judge` asks."""
    scale: Scale | None
    terms: tuple[tuple[str, str], ...]
    """Names of what is asked about, with what they mean, where panel.yaml says that."""
    right_to_left: bool

    @property
    def asked(self) -> Iterator[Asked]:
        """All questions."""
        return (asked for part in self.parts for asked in part.asked)

    @property
    def pairs(self) -> int:
        """How many pairs are asked."""
        return sum(len(part.asked) for part in self.parts if not part.is_rating)

    @property
    def ratings(self) -> int:
        """How many ratings are asked."""
        return sum(len(part.asked) for part in self.parts if part.is_rating)

    @property
    def has_before(self) -> bool:
        """Whether this panellist has answered any of it."""
        return any(asked.before for asked in self.asked)

    @property
    def steps(self) -> tuple[str, ...]:
        """The ratings that can be ticked, where they are few whole numbers; else none."""
        if self.scale is None or not (self.scale.min.is_integer() and self.scale.max - self.scale.min <= 10):
            return ()
        return tuple(map(str, range(int(self.scale.min), int(self.scale.max) + 1)))

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """Whom it is for, and how much is asked."""
        counts = []
        if self.pairs:
            counts.append(_("pairs: {count}").format(count=self.pairs))
        if self.ratings:
            counts.append(_("ratings: {count}").format(count=self.ratings))
        minutes = max(round((self.pairs * SECONDS_A_PAIR + self.ratings * SECONDS_A_RATING) / 60), 1)
        takes = plural("about {count} minute", "about {count} minutes", minutes)
        return (
            (_("For"), self.panellist),
            (_("Round"), str(self.round)),
            (_("Asked"), _(", ").join([*counts, takes])),
            (_("Token"), str(self.token)),
        )

    @property
    def rating_range(self) -> str:
        """From which number to which ratings go."""
        return self._of_scale(_("{low} to {high}"))

    @property
    def rating_ends(self) -> str:
        """What the lowest and the highest rating mean."""
        return self._of_scale(_("{low} none to {high} solves it."))

    def _of_scale(self, said: str) -> str:
        assert self.scale is not None
        return said.format(low=sentences.number(self.scale.min), high=sentences.number(self.scale.max))


def sides() -> tuple[str, str]:
    """What the two of a pair are called."""
    return _("A"), _("B")


def unsaid() -> str:
    """What somebody says who cannot say."""
    return _("I cannot say")


def paper(panel: Panel, now: Standing, ballot: Ballot, panellist: str) -> Paper:
    """The ballot of a panellist in the latest round.

    Parameters
    ----------
    panel : Panel
        Read without its journal.
    now : Standing
        What the journal leaves standing.
    ballot : Ballot
        What this panellist is asked.
    panellist : str
        Id.
    """
    before = _before(panel, now, panellist)
    parts, number = [], 1
    for section in ballot.sections:
        parts.append(_part(panel, section, number, before))
        number += len(section.questions)
    of_this = of_panel(panel)
    person = of_person(of_this, panellist, now.round)
    scale = panel.scale and [panel.scale.min, panel.scale.max]
    questions = [
        [part.heading, scale, list(part.choices), [[*asked.subject, *asked.names] for asked in part.asked]]
        for part in parts
    ]
    names = [each.name for each in (*panel.hierarchy, *panel.alternatives)]
    return Paper(
        title=panel.title,
        question=panel.question,
        panellist=panellist,
        round=now.round,
        token=Token(of_this, person, of_questions(person, questions)),
        parts=tuple(parts),
        scale=panel.scale,
        terms=_terms(panel, ballot.sections),
        right_to_left=right_to_left([panel.title, *names]),
    )


def _part(panel: Panel, section: Section, number: int, before: Mapping[Subject, Held]) -> Part:
    """The questions of a section, of which the first has that number."""
    first = section.questions[0]
    heading, choices, three = sentences.question(panel, first), {}, ("", "", "")
    if isinstance(first, Pair):
        choices = _choices(panel, first)
        a, b = sides()
        three = (
            sentences.more(panel, first, (a, b), "…"),
            sentences.compared(panel, first, 1, (a, b)),
            sentences.more(panel, first, (b, a), "…"),
        )
    asked = [
        Asked(
            number=place,
            subject=subject,
            names=tuple(map(panel.name, subject[1:] if isinstance(subject, Pair) else subject[:1])),
            before=_said(panel, subject, before.get(subject.key)),
        )
        for place, subject in enumerate(section.questions, start=number)
    ]
    return Part(heading=heading, asked=tuple(asked), choices=choices, sides=three)


def _choices(panel: Panel, pair: Pair) -> dict[str, float | None]:
    """The answers about a pair, from A by far to B by far."""
    steps = [*map(float, range(STRONGEST, 0, -1)), *(1 / step for step in range(2, STRONGEST + 1))]
    return {**{sentences.compared(panel, pair, ratio, sides()): ratio for ratio in steps}, unsaid(): None}


def _said(panel: Panel, subject: Subject, held: Held | None) -> str:
    """What somebody has said about a subject; empty if nothing."""
    if held is None:
        return ""
    if held.value is None:
        return unsaid()
    if isinstance(subject, Pair):
        return sentences.compared(panel, subject, held.value if held.subject == subject else 1 / held.value, sides())
    return sentences.number(held.value)


def _before(panel: Panel, now: Standing, panellist: str) -> dict[Subject, Held]:
    """Key of a subject -> what a panellist has said of it last."""
    found: dict[Subject, Held] = {}
    for round in range(1, now.round + 1):
        for (slot, _about), held in held_by(panel, now, panellist, round).items():
            if slot == "answer" and held.subject is not None:
                found[held.subject.key] = held
    return found


def _terms(panel: Panel, sections: Sequence[Section]) -> tuple[tuple[str, str], ...]:
    """Name and description of all that is asked about and has one."""
    ids = dict.fromkeys(id for section in sections for id in (section.about, *section.items))
    things = [panel.item(id) for id in ids if id in panel.hierarchy or id != sections[0].about]
    return tuple((thing.name, " ".join(thing.description.split())) for thing in things if thing.description.strip())
