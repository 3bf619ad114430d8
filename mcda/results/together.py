"""How sure the order is, with the answers to further questions beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mcda.results.base import Meta, Result
from mcda.results.sensitivity import SensitivityReport
from mcda.table import Table


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Together(Result):
    """A sensitivity report and other results about the same order."""

    report: SensitivityReport
    others: Mapping[str, Result]
    """Word -> result."""

    @property
    def meta(self) -> Meta:
        """The report's provenance with the notices of all, and the options of the others under `answers`."""
        notices = [*self.report.meta["notices"]]
        for other in self.others.values():
            notices += other.meta["notices"]
        answers = {word: other.meta["options"] for word, other in self.others.items()}
        more: dict[str, Any] = {"answers": answers} if answers else {}
        return {**self.report.meta, **more, "notices": list(dict.fromkeys(notices))}

    def table(self) -> Table:
        """The report's first table."""
        return self.report.table()

    def details(self) -> dict[str, Any]:
        """The report's details, and under its word all that another result holds."""
        return self.report.details() | {
            word: {"rows": other.table().records(), **other.details()} for word, other in self.others.items()
        }
