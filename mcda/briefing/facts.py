"""What stands on a page: sections of sentences and tables, each with how its numbers were obtained."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mcda.results.base import Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of a table."""

    cells: tuple[str, ...]
    share: float | None = None
    """0 to 1, drawn as a bar; None for no bar."""
    level: int = 0
    """How far it is set in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the page."""

    id: str
    title: str
    lead: tuple[str, ...] = ()
    """Sentences above the table."""
    columns: tuple[str, ...] = ()
    numeric: tuple[int, ...] = ()
    """Places of the columns that hold numbers."""
    rows: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()
    how: str = ""
    """How the numbers were obtained."""
    drawn: tuple[Result, str, str] | None = None
    """A result, the kind of its figure, and the figure in words."""

    @property
    def name_column(self) -> int:
        """The place of the first column that holds words."""
        return next((place for place in range(len(self.columns)) if place not in self.numeric), 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Briefing:
    """All that stands on a page."""

    title: str
    question: str
    synthetic: bool
    right_to_left: bool
    answer: tuple[str, ...]
    """What comes out, in a few sentences."""
    figures: tuple[tuple[str, str], ...]
    """Number and what it counts, the first thing seen."""
    sections: tuple[Section, ...]
    provenance: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...] = ()
    """What whoever writes the page should know; it does not stand on it."""
