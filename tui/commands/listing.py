"""Rows that a command shows as they are, without having computed anything from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import nan
from typing import Any, TypeAlias

from criteria.panel import Panel
from mcda.results.base import Meta, Result
from mcda.table import Table

Row: TypeAlias = Sequence[str | int | float | None]
"""None is an empty cell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing(Result):
    """Rows under named columns."""

    meta: Meta
    columns: tuple[str, ...]
    rows: Sequence[Row]
    texts: Mapping[str, Callable[[float], str]] = field(default_factory=dict)
    """Columns of numbers that tables and CSV show in a text of their own; JSON has the numbers."""

    def table(self) -> Table:
        """The rows; numbers with a text of their own as that."""
        show = [self.texts.get(name) for name in self.columns]
        return Table(
            columns=self.columns,
            rows=tuple(tuple(_cell(cell, text) for cell, text in zip(row, show, strict=True)) for row in self.rows),
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types: meta and rows."""
        return {"meta": dict(self.meta), "rows": [dict(zip(self.columns, row, strict=True)) for row in self.rows]}


def _cell(cell: str | int | float | None, text: Callable[[float], str] | None) -> str | int | float:
    if text is not None:
        return text(cell) if isinstance(cell, (int, float)) else ""
    return nan if cell is None else cell


def meta_of(panel: Panel, **options: Any) -> Meta:
    """Where rows come from."""
    from mcda.analysis.choices import provenance

    return provenance(panel, panel.panellists, options)
