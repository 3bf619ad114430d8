"""How the group answered in the rounds before, as one panellist may see it: never before an answer of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from math import exp, log
from statistics import quantiles

from criteria.events import Cell, Pair, Subject
from criteria.panel import Panel

FEWEST_OTHERS = 5
"""Fewer answers of others are not fed back: their middle would say too much about each of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupAnswer:
    """What the group answered about one subject, and one panellist among them."""

    subject: Subject
    """The way round in which the numbers are meant."""
    own: float
    """What the panellist answered last: a ratio or a rating."""
    lower: float
    """Lower quartile of all answers, the own one included."""
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
            lower=1 / self.upper,
            median=1 / self.median,
            upper=1 / self.lower,
            answered=self.answered,
            comments=self.comments,
        )

    @property
    def place(self) -> int:
        """Where the own answer lies: -1 below the middle half, 0 within, 1 above."""
        if self.own < self.lower * (1 - 1e-9):
            return -1
        return 1 if self.own > self.upper * (1 + 1e-9) else 0


def feedback(panel: Panel, panellist: str, last: int) -> Mapping[Subject, GroupAnswer]:
    """What a panellist may see of the answers until a round.

    Parameters
    ----------
    panel : Panel
        With all answers, those of the journal too.
    panellist : str
        Id.
    last : int
        The round; of each answer the latest until then counts.

    Returns
    -------
    mapping
        Key of a subject -> what the group answered. Only subjects that this panellist has answered, and that enough
        others have. Quartiles of pairs are those of the logarithms (Hyndman & Fan 1996, type 7).
    """
    values: dict[Subject, dict[str, float]] = {}
    remarks: dict[Subject, dict[str, str]] = {}
    until = panel.in_rounds(1, last)
    for judgement in sorted(until.judgements, key=lambda each: each.round):
        pair = Pair(judgement.node, judgement.first, judgement.second)
        ratio = judgement.ratio if pair == pair.key else 1 / judgement.ratio
        values.setdefault(pair.key, {})[judgement.panellist] = log(ratio)
        remarks.setdefault(pair.key, {})[judgement.panellist] = judgement.comment
    for rating in sorted(until.ratings, key=lambda each: each.round):
        cell = Cell(rating.alternative, rating.criterion)
        values.setdefault(cell, {})[rating.panellist] = rating.value
        remarks.setdefault(cell, {})[rating.panellist] = rating.comment
    found: dict[Subject, GroupAnswer] = {}
    for subject, answers in values.items():
        if panellist in answers and len(answers) > FEWEST_OTHERS:
            quartiles = quantiles(answers.values(), n=4, method="inclusive")
            numbers = [answers[panellist], *quartiles]
            if isinstance(subject, Pair):
                numbers = [exp(number) for number in numbers]
            own, lower, median, upper = numbers
            said = [text for who, text in remarks[subject].items() if text and who != panellist]
            found[subject] = GroupAnswer(
                subject=subject,
                own=own,
                lower=lower,
                median=median,
                upper=upper,
                answered=len(answers),
                comments=tuple(sorted(said, key=_by_hash)),
            )
    return found


def _by_hash(text: str) -> bytes:
    """An order that says nothing about who wrote what or when."""
    return sha256(text.encode("utf-8", "surrogatepass")).digest()
