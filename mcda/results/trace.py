"""What a rank rests on, link by link down to what people said."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import isnan
from typing import Any

from mcda.results.base import Meta, Result, heading
from mcda.table import Table

COLUMNS = ("level", "kind", "of", "name", "value", "text", "source")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One link of the chain; those that it rests on follow it, one level deeper."""

    level: int
    """0 for the rank."""
    kind: str
    """rank, effect, weight, judged by, rated by, comment, evidence or quotation."""
    of: str
    """Id of what it is about: an alternative, a criterion, a node, or the code of the evidence."""
    name: str
    value: float
    """The number; NaN where there is none."""
    text: str
    source: str
    """Where the number or the text comes from: a command, or a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace(Result):
    """What the rank of an alternative rests on."""

    alternative: str
    name: str
    links: tuple[Link, ...]
    meta: Meta = field(repr=False)

    def table(self) -> Table:
        """A row a link, what it rests on below it."""
        return Table(
            columns=COLUMNS,
            rows=tuple(tuple(getattr(link, column) for column in COLUMNS) for link in self.links),
            heading=heading(self.meta, f"what the rank of {self.name} rests on"),
            notes=("effect: how much lower the score would be if the alternative were average under that criterion.",),
            shown=("kind", "name", "value", "text"),
            folded=True,
            displayed={
                "kind": ["·" * link.level + " " * bool(link.level) + link.kind for link in self.links],
                "value": [_shown(link) for link in self.links],
            },
        )

    def details(self) -> dict[str, Any]:
        """The alternative."""
        return {"alternative": self.alternative, "name": self.name}


def _shown(link: Link) -> str:
    """The number as people see it; how many judged is in the text."""
    return "" if isnan(link.value) or link.kind == "judged by" else f"{link.value:.3f}"
