"""The words that choose a method."""

from __future__ import annotations

from dataclasses import dataclass, field

from mcda.results.base import Meta, Result
from mcda.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """One word that chooses a method."""

    kind: str
    name: str
    default: bool
    normalisations: tuple[str, ...]
    """Of a scoring method: those that it allows, its own first."""
    summary: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Methods(Result):
    """Every method by name."""

    methods: tuple[Method, ...]
    meta: Meta = field(default_factory=dict, repr=False)

    def table(self) -> Table:
        """A row a method."""
        return Table(
            columns=("kind", "name", "default", "normalisations", "summary", "source"),
            rows=tuple(
                (m.kind, m.name, "yes" if m.default else "", " ".join(m.normalisations), m.summary, m.source)
                for m in self.methods
            ),
            shown=("kind", "name", "default", "summary", "source"),
            folded=True,
        )
