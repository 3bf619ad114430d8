"""The order of the alternatives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mcda.arrays import Array, IntArray
from mcda.results.base import Meta, Result, heading, judged_by, lock
from mcda.table import Table


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ranking(Result):
    """The order of the solutions or the steps, best first by score."""

    of: str
    """`solutions` or `steps`."""
    alternatives: tuple[str, ...]
    """Ids of a alternatives, best first; equal ones in the order of the panel."""
    names: tuple[str, ...]
    scores: Array
    """(a,); higher is better, by any method."""
    ranks: IntArray
    """(a,) 1, 2, 2, 4."""
    criteria: tuple[str, ...]
    """Ids of the m criteria that the alternatives were scored under."""
    weights: Array
    """(m,), summing to 1."""
    values: Array
    """(a, m) decision matrix, in the order of `alternatives`; (0, m) where the scores were derived from steps."""
    directions: Array
    """(m,) 1 where more is better, -1 where less is."""
    domain: Array
    """(m, 2) lowest and highest possible value of each criterion; NaN where none was declared."""
    raters: IntArray
    """(a, m) how many panellists rated each cell; 0 where it was measured or compared."""
    compromise: tuple[str, ...] = ()
    """VIKOR's compromise set."""
    derived: Mapping[str, float] | None = None
    """Of solutions that were rated themselves: what the mean score of their steps would be."""
    meta: Meta = field(repr=False)

    def __post_init__(self) -> None:
        lock(self.scores, self.ranks, self.weights, self.values, self.directions, self.domain, self.raters)

    def table(self) -> Table:
        """A row an alternative, best first."""
        exact = zip(self.ranks, self.alternatives, self.names, self.scores, strict=True)
        method = " ".join(filter(None, (self.meta["options"]["method"], self.meta["options"]["normalisation"])))
        notes = []
        if self.compromise:
            notes.append(f"Compromise set: {', '.join(self.compromise)}.")
        if self.derived is not None:
            steps = ", ".join(f"{id} {score:.3f}" for id, score in self.derived.items())
            notes.append(f"By the mean score of their steps: {steps}.")
        if self.raters.any():
            low, high = int(self.raters[self.raters > 0].min()), int(self.raters.max())
            count = f"{low}" if low == high else f"{low} to {high}"
            notes.append(f"Each cell was rated by {count} panellist{'' if high == 1 else 's'}.")
        return Table(
            columns=("rank", "alternative", "name", "score"),
            rows=tuple((int(rank), id, name, float(score)) for rank, id, name, score in exact),
            heading=heading(self.meta, f"{len(self.alternatives)} {self.of} ({judged_by(self.meta)}, {method})"),
            notes=tuple(notes),
            shown=("rank", "name", "alternative", "score"),
            bar="score",
        )

    def details(self) -> dict[str, Any]:
        """The weights, and where the alternatives were scored themselves the decision matrix and who rated it."""
        more: dict[str, Any] = {"weights": dict(zip(self.criteria, map(float, self.weights), strict=True))}
        if len(self.values):
            more["values"] = self._by_cell(self.values, float)
            more["raters"] = self._by_cell(self.raters, int)
        if self.compromise:
            more["compromise"] = list(self.compromise)
        if self.derived is not None:
            more["derived"] = dict(self.derived)
        return more

    def _by_cell(self, cells: Array | IntArray, kind: type) -> dict[str, dict[str, Any]]:
        """Alternative -> criterion -> cell."""
        return {
            alternative: dict(zip(self.criteria, map(kind, row), strict=True))
            for alternative, row in zip(self.alternatives, cells, strict=True)
        }
