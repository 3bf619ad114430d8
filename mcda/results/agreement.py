"""How much the panellists agree."""

from __future__ import annotations

from dataclasses import dataclass, field

from mcda.results.base import Meta, Result, heading, people
from mcda.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One figure of agreement in one place, beside what chance alone would give."""

    scope: str
    """A node, or `hierarchy` for the global weights of the leaves."""
    measure: str
    value: float
    chance: float
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement(Result):
    """How much the panellists agree, node by node and over the whole hierarchy."""

    measures: tuple[Measure, ...]
    meta: Meta = field(repr=False)

    def __getitem__(self, key: tuple[str, str]) -> float:
        """The value of a measure in a scope: agreement["goal", "consensus"]."""
        return {(m.scope, m.measure): m.value for m in self.measures}[key]

    def table(self) -> Table:
        """A row a scope and measure."""
        columns = ("scope", "measure", "value", "chance", "verdict")
        return Table(
            columns=columns,
            rows=tuple(tuple(getattr(measure, column) for column in columns) for measure in self.measures),
            displayed={"value": [_shown(measure) for measure in self.measures]},
            heading=heading(self.meta, f"agreement of {people(self.meta)} panellists"),
            notes=(
                "consensus: Goepel's S*, words of Goepel (2018); homogeneity: S, free of the judgement scale.",
                "chance: the mean if the same panellists had no common view (each one's priorities shuffled).",
            ),
        )


def _shown(measure: Measure) -> float | str:
    """The value as people see it: a chance too small for its digits is said to be."""
    return "<0.001" if measure.measure.endswith("-p") and measure.value < 0.0005 else measure.value
