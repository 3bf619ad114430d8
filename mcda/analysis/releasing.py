"""What a release tells of: the answers as they stood, and on which of them every figure rests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from criteria.disclosure import Given, Source
from criteria.events import Cell, Pair, Subject
from criteria.latest import answers
from criteria.panel import Panel, Panellist
from criteria.telling import ALWAYS, Release, answering
from mcda.analysis.agreeing import Own
from mcda.analysis.choices import AnalysisError, Options, chosen_options, chosen_panellists
from mcda.analysis.judging import Judging
from mcda.analysis.scoring import chosen_scoring

KINDS = ("steps", "solutions")
EVERYWHERE = "hierarchy"
"""The scope of agreement over all nodes together."""


class Figure(NamedTuple):
    """What is told or not as a whole."""

    what: str
    """`weights`, `agreement`, `steps` or `solutions`."""
    about: str = ""
    """Of weights and agreement: the node, or EVERYWHERE."""
    by: str = ""
    part: str = ""
    """Of which part of the panel; empty of all."""


Wanted: TypeAlias = Mapping[Figure, Mapping[str, Source]]
"""Figure -> question -> the answers that it rests on."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class State:
    """The answers that a release tells, and what could be told of them."""

    release: Release
    panel: Panel
    options: Options
    who: tuple[Panellist, ...]
    judging: Judging
    own: Own
    by_question: Mapping[Subject, Mapping[str, float]]
    numbers: Mapping[str, int]
    """Judged nodes with something to compare -> their numbers."""

    @classmethod
    def of(cls, panel: Panel, release: Release) -> State:
        """The panel as that release tells it."""
        told = answering(panel, release)
        options = chosen_options(told, {})
        who = chosen_panellists(told, None)
        judging = Judging.of(told, who, options)
        counts = {member.id for member in who}
        held = {
            question: {one: value for one, value in values.items() if one in counts}
            for question, values in answers(told).items()
        }
        nodes = enumerate(told.hierarchy.nodes)
        return cls(
            release=release,
            panel=told,
            options=options,
            who=who,
            judging=judging,
            own=Own.of(told, judging),
            by_question=held,
            numbers={n.id: i for i, n in nodes if told.hierarchy.is_judged(n.id) and len(n.items) > 1},
        )

    @property
    def answered(self) -> set[str]:
        """Everybody whose answers count."""
        return {who for values in self.by_question.values() for who in values}

    def parts(self, released: Sequence[str]) -> dict[tuple[str, str], tuple[Panellist, ...]]:
        """(By what, name) -> members of the parts that could be told of; the whole panel is ("", "")."""
        found: dict[tuple[str, str], tuple[Panellist, ...]] = {("", ""): self.who}
        for by in released:
            # The say of an organisation is shared out among those of its members who count: other parts cut through it.
            if by == ALWAYS or self.options.weighting != "organisation":
                for member in self.who:
                    if name := member.part(by):
                        found[by, name] = (*found.get((by, name), ()), member)
        return found

    def wanted(self) -> Wanted:
        """All that could be told."""
        found: dict[Figure, dict[str, Source]] = {}
        whole: dict[str, Source] = {}
        for (by, part), members in self.parts(self.release.parts).items():
            ids = {member.id for member in members}
            for node in self.numbers:
                found[Figure("weights", node, by, part)] = self._judged(node, ids)
        for node in self.numbers:
            whole |= found[Figure("weights", node)]
            found[Figure("agreement", node)] = {node: self._answers_of(node, self._able(node))}
        complete = {member.id for member, able in zip(self.who, self.own.complete, strict=True) if able}
        found[Figure("agreement", EVERYWHERE)] = {node: self._answers_of(node, complete) for node in self.numbers}
        for kind in self.kinds():
            found[Figure(kind)] = whole | self._valued(kind)
        return found

    def kinds(self) -> tuple[str, ...]:
        """`steps` and `solutions`, those that the panel has; first the one that `mcda rank` shows."""
        has = {"steps": bool(self.panel.steps), "solutions": bool(self.panel.solutions)}
        kinds = tuple(kind for kind in KINDS if has[kind])
        try:
            first = chosen_scoring(self.panel, None, None, None, None, None).of
        except AnalysisError:
            return kinds
        return tuple(sorted(kinds, key=lambda kind: kind != first))

    def _able(self, node: str) -> set[str]:
        """Who judged a node enough for priorities of their own."""
        able = self.own.able[self.numbers[node]]
        return {member.id for member, enough in zip(self.who, able, strict=True) if enough}

    def _judged(self, node: str, members: set[str]) -> dict[str, Source]:
        """What the weights of a node rest on: its questions, and all of them together."""
        if self.options.aggregation != "aij":
            members = members & self._able(node)
        # Whoever is consistent counts for more, everywhere.
        nodes = set(self.numbers) if self.options.weighting == "consistency" else {node}
        single = self._singly(question for question in self._pairs() if question.node in nodes)
        found = {question: _of(values, members) for question, values in single.items()}
        return found | {each: self._answers_of(each, members) for each in nodes}

    def _pairs(self) -> list[Pair]:
        """The pairs of criteria that were judged."""
        return [pair for pair in self.by_question if isinstance(pair, Pair) and pair.node in self.numbers]

    def _singly(self, questions: Iterable[Subject]) -> dict[str, Mapping[str, float]]:
        return {" ".join(question): self.by_question[question] for question in questions}

    def _answers_of(self, node: str, members: set[str]) -> Source:
        """Each member's answers at a node, all together."""
        return _together([self.by_question[pair] for pair in sorted(self._pairs()) if pair.node == node], members)

    def _valued(self, kind: str) -> dict[str, Source]:
        """What the values of the steps or the solutions rest on: each cell and pair, and all of them together."""
        try:
            kind = chosen_scoring(self.panel, kind, None, None, None, None).kind
        except AnalysisError:
            return {}
        ids = {each.id for each in (self.panel.steps if kind == "steps" else self.panel.solutions)}
        questions = [
            question
            for question in self.by_question
            if (question.alternative if isinstance(question, Cell) else question.first) in ids
        ]
        everybody = {member.id for member in self.who}
        found = {text: _of(values, everybody) for text, values in self._singly(questions).items()}
        ordered = [self.by_question[question] for question in sorted(questions, key=str)]
        return found | {f"values of the {kind}": _together(ordered, everybody)}


def _of(values: Mapping[str, float], members: set[str]) -> Source:
    """The answers of some of those who gave one."""
    return frozenset(Given(who, value) for who, value in values.items() if who in members)


def _together(questions: Sequence[Mapping[str, float]], members: set[str]) -> Source:
    """All that each member answered to some questions, as one answer."""
    said = {who: repr([values.get(who) for values in questions]) for who in members}
    nothing = repr([None] * len(questions))
    return frozenset(Given(who, text) for who, text in said.items() if text != nothing)
