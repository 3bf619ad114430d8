"""The best of very many alternatives that came from a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from mcda.arrays import Array, IntArray
from mcda.results.base import Meta, Result, heading, judged_by, lock
from mcda.table import Table


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FileRanking(Result):
    """The first of the alternatives of a file, best first by score."""

    count: int
    """How many alternatives the file has."""
    alternatives: tuple[str, ...]
    """Ids of the k best, best first; equal ones in the order of the file."""
    names: tuple[str, ...]
    scores: Array
    """(k,); higher is better."""
    ranks: IntArray
    """(k,) 1, 2, 2, 4, among all alternatives of the file."""
    criteria: tuple[str, ...]
    """Ids of the m criteria that are columns of the file."""
    weights: Array
    """(m,), summing to 1."""
    directions: Array
    """(m,) 1 where more is better, -1 where less is."""
    low: Array
    """(m,) lowest value in the file, and so on."""
    high: Array
    meta: Meta = field(repr=False)

    def __post_init__(self) -> None:
        lock(self.scores, self.ranks, self.weights, self.directions, self.low, self.high)

    def table(self) -> Table:
        """A row an alternative, best first."""
        exact = zip(self.ranks, self.alternatives, self.names, self.scores, strict=True)
        options = self.meta["options"]
        how = f"{judged_by(self.meta)}, {options['method']} {options['normalisation']}".removeprefix(", ")
        best = f"the {len(self.alternatives):,} best of " if len(self.alternatives) < self.count else ""
        return Table(
            columns=("rank", "alternative", "name", "score"),
            rows=tuple((int(rank), id, name, float(score)) for rank, id, name, score in exact),
            heading=heading(self.meta, f"{best}{self.count:,} alternatives of {self.meta['file']['name']} ({how})"),
            shown=("rank", "name", "alternative", "score"),
            bar="score",
        )

    def details(self) -> dict[str, Any]:
        """How many there are, the weights, and the lowest and highest value of each criterion."""
        ends = zip(self.criteria, self.low, self.high, strict=True)
        return {
            "count": self.count,
            "weights": dict(zip(self.criteria, map(float, self.weights), strict=True)),
            "ends": {id: [float(low), float(high)] for id, low, high in ends},
        }
