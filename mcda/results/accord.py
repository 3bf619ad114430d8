"""What journals ask of a report on a consensus process, filled in as far as a panel's files and journal know it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from criteria.text import visible
from mcda.results.base import Meta, Result
from mcda.table import Table

BLANK = "to be filled in by the authors"
SOURCE = "ACCORD: Gattrell et al. (2024), PLoS Med 21(1): e1004326, https://doi.org/10.1371/journal.pmed.1004326"
_MARKUP = re.compile(r"([\\`*_{}\[\]<>|~&#!$^@]|:(?=//)|(?<=www)\.)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that is asked, and what is known of it; empty where only the authors know."""

    part: str
    """The part of an article that it belongs to."""
    item: str
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Numbers of a part that read best as a table."""

    part: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Accord(Result):
    """The reporting sheet of a panel. It names no panellist."""

    title: str
    facts: tuple[Fact, ...]
    grids: tuple[Grid, ...]
    meta: Meta = field(repr=False)

    def table(self) -> Table:
        """A row an item."""
        return Table(
            columns=("part", "item", "said"),
            rows=tuple((fact.part, fact.item, fact.said or BLANK) for fact in self.facts),
            folded=True,
        )

    def markdown(self) -> str:
        """The sheet as Markdown; text from files is never markup."""
        lines = [f"# Reporting sheet: {escaped(self.title)}", "", f"Items after {SOURCE}, in words of our own."]
        lines.append(f"**[ {BLANK} ]** marks what no file of the panel can know.")
        for part in dict.fromkeys(fact.part for fact in self.facts):
            lines += ["", f"## {part}", ""]
            for fact in self.facts:
                if fact.part == part:
                    lines.append(f"- **{fact.item}.** {escaped(fact.said) if fact.said else f'**[ {BLANK} ]**'}")
            for grid in self.grids:
                if grid.part == part and grid.rows:
                    lines += ["", f"{grid.title}:", "", _row(grid.columns), _row(("---",) * len(grid.columns))]
                    lines += [_row(tuple(map(escaped, row))) for row in grid.rows]
        return "\n".join(lines) + "\n"


def escaped(text: str) -> str:
    """The text in one line that Markdown shows to the letter."""
    return _MARKUP.sub(r"\\\1", visible(" ".join(text.split())))


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"
