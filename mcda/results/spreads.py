"""Where the panel's judgements lie far apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mcda.results.base import Meta, Result, heading
from mcda.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class PairSpread:
    """What the panellists judged of one pair."""

    node: str
    first: str
    second: str
    judged: int
    """How many judged it."""
    lower: float
    """Lower quartile of how many times as important the first is."""
    median: float
    upper: float
    """Upper quartile."""
    for_first: int
    """How many favour the first."""
    equal: int
    for_second: int

    @property
    def width(self) -> float:
        """Upper over lower quartile, 1 or more."""
        return self.upper / self.lower


@dataclass(frozen=True, slots=True, kw_only=True)
class Spreads(Result):
    """Every pair that two or more judged, the widest spread of each node first."""

    pairs: tuple[PairSpread, ...]
    names: Mapping[str, str]
    """Of criteria and alternatives, by id."""
    meta: Meta = field(repr=False)

    def widest(self, count: int = 5) -> tuple[PairSpread, ...]:
        """The pairs of the whole panel with the widest spread, those with both sides taken first among equals."""
        return tuple(sorted(self.pairs, key=_by_width)[:count])

    def table(self) -> Table:
        """A row a pair."""
        columns = (
            "node",
            "first",
            "second",
            "judged",
            "lower",
            "median",
            "upper",
            "width",
            "for_first",
            "equal",
            "for_second",
        )
        quartiles = ("lower", "median", "upper")
        return Table(
            columns=columns,
            rows=tuple(tuple(getattr(pair, column) for column in columns) for pair in self.pairs),
            heading=heading(self.meta, f"how far apart the judgements of {len(self.pairs)} pairs lie"),
            notes=(
                "lower, median, upper: quartiles of how many times as important the first is; width: upper over lower.",
                "for first: how many are for the first, for neither, for the second.",
            ),
            shown=("node", "first", "second", "lower", "median", "upper", "width", "for_first"),
            spare=("width",),
            displayed={
                "for_first": [f"{pair.for_first} : {pair.equal} : {pair.for_second}" for pair in self.pairs],
                **{name: [ratio_text(getattr(pair, name)) for pair in self.pairs] for name in quartiles},
                "width": [f"{pair.width:.1f}" for pair in self.pairs],
            },
        )

    def details(self) -> dict[str, Any]:
        """The names behind the ids."""
        return {"names": dict(self.names)}


def _by_width(pair: PairSpread) -> tuple[float, int, str, str, str]:
    return (-pair.width, -min(pair.for_first, pair.for_second), pair.node, pair.first, pair.second)


def ratio_text(ratio: float) -> str:
    """A ratio as people judge: 3, 1/3, 2.5, 1/2.5."""
    over = max(ratio, 1 / ratio)
    text = f"{over:.1f}".removesuffix(".0")
    return text if ratio >= 1 or text == "1" else f"1/{text}"
