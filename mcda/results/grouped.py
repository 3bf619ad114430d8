"""The same question asked of parts of the panel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from mcda.results.base import Meta, Result, heading
from mcda.results.ranking import Ranking
from mcda.results.weights import Weights
from mcda.table import Table, joined

R = TypeVar("R", Weights, Ranking)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouped(Result, Generic[R]):
    """The same question asked of parts of the panel."""

    by: str
    """`organisation` or `panellist`."""
    results: Mapping[str, R]
    """Part -> its result."""
    meta: Meta = field(repr=False)

    def __getitem__(self, part: str) -> R:
        """The result of one part."""
        return self.results[part]

    def table(self) -> Table:
        """The parts' tables under each other, the part's name first."""
        parts = {name: result.table() for name, result in self.results.items()}
        return joined(self.by, parts, heading(self.meta, f"by {self.by}"), ())
