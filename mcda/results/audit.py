"""Whether every published number comes out again by another route."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import isnan
from typing import Any

from mcda.results.base import Meta, Result, heading
from mcda.table import Table

COLUMNS = ("what", "of", "ours", "theirs", "route", "difference", "verdict", "remark")
FAILED = "differs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One published number beside what another route gives for it."""

    what: str
    """`local weight`, `global weight`, `consistency ratio`, `score of a step` or `score of a solution`."""
    of: str
    """Id of a criterion or an alternative, or a panellist at a node."""
    ours: float
    theirs: float
    """NaN where that route gives none."""
    route: str
    difference: float
    """Of theirs from ours, absolute."""
    verdict: str
    """`agrees`; `differs`; `explained`, by a known deviation of the route that was itself computed; `no answer`."""
    remark: str = ""
    """In which way the route is known to differ, or why it gives no number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit(Result):
    """Every published number beside what other routes give for it."""

    checks: tuple[Check, ...]
    tolerance: float
    """Where a route is exact; relative to the number where that is above 1."""
    meta: Meta = field(repr=False)

    @property
    def failed(self) -> tuple[Check, ...]:
        """Those beyond the tolerance that no known deviation explains."""
        return tuple(check for check in self.checks if check.verdict == FAILED)

    def table(self) -> Table:
        """A row a number and route."""
        return self._table(self.checks, "every published number by another route")

    def failed_table(self) -> Table:
        """The rows of those that failed."""
        return self._table(self.failed, "beyond the tolerance")

    def summary_table(self) -> Table:
        """A row a kind of number, route and verdict: how many, and the largest difference."""
        groups: dict[tuple[str, str, str, str], list[Check]] = {}
        for check in self.checks:
            groups.setdefault((check.what, check.route, check.verdict, check.remark), []).append(check)
        rows = tuple(
            (what, route, len(own), _largest(check.difference for check in own), verdict)
            for (what, route, verdict, _), own in groups.items()
        )
        remarks = dict.fromkeys(check.remark for check in self.checks if check.remark)
        return Table(
            columns=("what", "route", "numbers", "largest_difference", "verdict"),
            rows=rows,
            heading=heading(self.meta, f"{len(self.checks)} numbers by another route, {self._failures()}"),
            notes=(f"Tolerance {self.tolerance:g} where a route is exact.", *(f"{remark}." for remark in remarks)),
            folded=True,
            displayed={"largest_difference": ["" if isnan(row[3]) else f"{row[3]:.1e}" for row in rows]},
        )

    def details(self) -> dict[str, Any]:
        """The tolerance and how many numbers failed."""
        return {"tolerance": self.tolerance, "failed": len(self.failed)}

    def _failures(self) -> str:
        count = len(self.failed)
        return "all accounted for" if count == 0 else f"{count} beyond the tolerance"

    def _table(self, checks: Iterable[Check], line: str) -> Table:
        rows = tuple(tuple(getattr(check, column) for column in COLUMNS) for check in checks)
        return Table(
            columns=COLUMNS,
            rows=rows,
            heading=heading(self.meta, line),
            shown=("what", "of", "ours", "theirs", "route", "difference", "verdict"),
        )


def _largest(differences: Iterable[float]) -> float:
    """The largest, NaN if there is none."""
    return max((each for each in differences if not isnan(each)), default=float("nan"))
