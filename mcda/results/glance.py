"""A panel at a glance while answers come in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mcda.results.base import Meta, Result, heading
from mcda.results.spreads import PairSpread
from mcda.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Contested:
    """A pair that the panel is not of one mind about."""

    spread: PairSpread
    between: float
    """Share of its disagreement that lies between organisations, 0 to 1; NaN where there is no telling."""
    split: bool
    """Whether that is more than chance, as many pairs as are shown being looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance(Result):
    """How far a panel agrees at the goal, what is settled, what to talk about, and how many contradict themselves."""

    consensus: float
    """S* at the goal; NaN if it cannot be said."""
    chance: float
    """What S* would be by chance."""
    verdict: str
    """The word for it, or why there is none."""
    pairs: int
    """How many pairs two or more have judged."""
    settled: float
    """Share of them whose middle half lies within a step of the scale, 0 to 1; NaN if there are none."""
    contested: tuple[Contested, ...]
    """The widest first."""
    judged: int
    """How many panellists have judged anything."""
    above: tuple[str, ...]
    """Ids of those whose consistency ratio is above 0.1 at some node."""
    names: Mapping[str, str]
    meta: Meta = field(repr=False)

    def table(self) -> Table:
        """A row a contested pair, the widest first."""
        return Table(
            columns=("node", "first", "second", "judged", "lower", "median", "upper", "between", "split"),
            rows=tuple(
                (
                    *(each.spread.node, each.spread.first, each.spread.second, each.spread.judged),
                    *(each.spread.lower, each.spread.median, each.spread.upper),
                    *(each.between, "by organisation" if each.split else ""),
                )
                for each in self.contested
            ),
            heading=heading(self.meta, f"{len(self.contested)} pairs to talk about"),
        )

    def details(self) -> dict[str, Any]:
        """What is said of the panel as a whole."""
        return {
            "consensus": self.consensus,
            "chance": self.chance,
            "verdict": self.verdict,
            "pairs": self.pairs,
            "settled": self.settled,
            "above": list(self.above),
        }
