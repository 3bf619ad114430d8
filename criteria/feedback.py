"""How the group answered in the rounds before, as one panellist may see it: never before an answer of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import exp, log
from statistics import quantiles

from criteria.disclosure import DIGITS, FEW, FEWEST, Given, Source, as_told, discloses
from criteria.events import Cell, Pair, Subject
from criteria.panel import Panel

FEWEST_OTHERS = FEWEST
"""Fewer answers of others are not fed back: their middle would say too much about each of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupAnswer:
    """What the group answered about one subject, and one panellist among them."""

    subject: Subject
    """The way round in which the numbers are meant."""
    own: float
    """What the panellist answered last: a ratio or a rating."""
    lower: float
    """Lower quartile of all answers, the own one included; of fewer than ten it has two digits, as all that follow."""
    median: float
    upper: float
    """Upper quartile."""
    answered: int
    """How many answered."""
    comments: tuple[str, ...] = ()
    """Of the others, without names and in no order that tells whose they are."""

    def asked(self, subject: Subject) -> GroupAnswer:
        """The same as somebody is asked who is asked the other way round, if they are."""
        if subject == self.subject or not isinstance(subject, Pair):
            return self
        return GroupAnswer(
            subject=subject,
            own=1 / self.own,
            lower=as_told(1 / self.upper, self.answered),
            median=as_told(1 / self.median, self.answered),
            upper=as_told(1 / self.lower, self.answered),
            answered=self.answered,
            comments=self.comments,
        )

    @property
    def place(self) -> int:
        """Where the own answer lies: -1 below the middle half, 0 within, 1 above."""
        slack = 1e-9 if self.answered >= FEW else 0.5 / 10 ** (DIGITS - 1)
        if self.own < self.lower - slack * abs(self.lower):
            return -1
        return 1 if self.own > self.upper + slack * abs(self.upper) else 0


def feedback(
    panel: Panel, panellist: str, last: int, fed_back: Sequence[tuple[Panel, int]] = ()
) -> Mapping[Subject, GroupAnswer]:
    """What a panellist may see of the answers until a round.

    Parameters
    ----------
    panel : Panel
        With all answers, those of the journal too.
    panellist : str
        Id.
    last : int
        The round; of each answer the latest until then counts.
    fed_back : sequence of (Panel, int)
        What was fed back, in its order: the panel with the answers of that moment, and the round; that panel and round
        alone if left out. Where fewer than five answers have changed since the figures before, but some have, those
        stay: the difference would say too much about whoever changed theirs.

    Returns
    -------
    mapping
        Key of a subject -> what the group answered. Only subjects that this panellist has answered, and that enough
        others have. Quartiles of pairs are those of the logarithms (Hyndman & Fan 1996, type 7).
    """
    told = [_until(each, round) for each, round in fed_back or [(panel, last)]]
    found: dict[Subject, GroupAnswer] = {}
    for subject, said in _until(panel, last).items():
        shown: list[Source] = []
        answers: Mapping[str, float] = {}
        for held in told:
            latest = {who: value for who, (value, _) in held.get(subject, {}).items()}
            source = frozenset(Given(who, value) for who, value in latest.items())
            if len(latest) > FEWEST_OTHERS and not discloses((*shown, source)):
                shown.append(source)
                answers = latest
        if panellist in said and answers:
            numbers = [said[panellist][0], *quantiles(answers.values(), n=4, method="inclusive")]
            if isinstance(subject, Pair):
                numbers = [exp(number) for number in numbers]
            own, *quartiles = numbers
            lower, median, upper = (as_told(number, len(answers)) for number in quartiles)
            comments = [text for who, (_, text) in said.items() if text and who != panellist]
            found[subject] = GroupAnswer(
                subject=subject,
                own=own,
                lower=lower,
                median=median,
                upper=upper,
                answered=len(answers),
                comments=tuple(sorted(comments, key=_by_hash)),
            )
    return found


def own_answers(panel: Panel, panellist: str, last: int) -> Mapping[Subject, float]:
    """Key of a subject -> what a panellist answered last until a round: a ratio or a rating."""
    return {
        subject: exp(said[panellist][0]) if isinstance(subject, Pair) else said[panellist][0]
        for subject, said in _until(panel, last).items()
        if panellist in said
    }


def _until(panel: Panel, last: int) -> dict[Subject, dict[str, tuple[float, str]]]:
    """Key of a subject -> panellist -> the latest answer until a round, of a pair its logarithm, and the comment."""
    until = panel.in_rounds(1, last)
    found: dict[Subject, dict[str, tuple[float, str]]] = {}
    for judgement in sorted(until.judgements, key=lambda each: each.round):
        pair = Pair(judgement.node, judgement.first, judgement.second)
        ratio = judgement.ratio if pair == pair.key else 1 / judgement.ratio
        found.setdefault(pair.key, {})[judgement.panellist] = log(ratio), judgement.comment
    for rating in sorted(until.ratings, key=lambda each: each.round):
        cell = Cell(rating.alternative, rating.criterion)
        found.setdefault(cell, {})[rating.panellist] = rating.value, rating.comment
    return found


def _by_hash(text: str) -> bytes:
    """An order that says nothing about who wrote what or when."""
    return sha256(text.encode("utf-8", "surrogatepass")).digest()
