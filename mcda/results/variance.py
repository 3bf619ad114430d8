"""How much of the doubt about the winner's lead each weight makes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from mcda.arrays import Array
from mcda.results.base import Meta, Result, heading, judged_by, lock
from mcda.table import Table


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Variance(Result):
    """Sobol' indices of the lead of the first place over the runner-up, with respect to the weights."""

    of: str
    """`solutions` or `steps`."""
    first: str
    """Id of the alternative in first place, the first of the panel's where several are."""
    runner_up: str
    """Id of the next one."""
    first_name: str
    runner_up_name: str
    lead: float
    """Score of the first place less that of the runner-up, under the panel's weights."""
    leads: tuple[float, float]
    """Quantiles of the lead when all weights vary, at the ends of the confidence level."""
    kept: float
    """Share of the draws in which the lead is above 0; 0 to 1."""
    criteria: tuple[str, ...]
    """Ids of m criteria, the largest total index first."""
    names: tuple[str, ...]
    weights: Array
    """(m,) the panel's weights, summing to 1."""
    first_order: Array
    """(m,) share of the lead's variance that this weight's factor makes alone; NaN where the lead never varies."""
    first_interval: Array
    """(m, 2) its bootstrap interval."""
    total_order: Array
    """(m,) share of the variance that stays if all factors but this one were known: what it makes with others too."""
    total_interval: Array
    """(m, 2) its bootstrap interval."""
    spread: float
    """Every weight is multiplied by a factor between 1/spread and spread."""
    confidence: float
    """Of the intervals, 0 to 1."""
    meta: Meta = field(repr=False)

    def __post_init__(self) -> None:
        lock(self.weights, self.first_order, self.first_interval, self.total_order, self.total_interval)

    def sentences(self) -> tuple[str, ...]:
        """Who leads whom, how surely, and which weights make the doubt."""
        low, high = self.leads
        said = [
            f"{self.first_name} leads {self.runner_up_name} by {self.lead:.3f}; by {low:.3f} to {high:.3f} in "
            f"{100 * self.confidence:g} % of the draws, and at all in {100 * self.kept:.1f} %."
        ]
        if np.isnan(self.total_order).any():
            said.append("The lead does not depend on the weights.")
        else:
            top = ", ".join(
                f"{name} {100 * share:.0f} %" for name, share in zip(self.names[:3], self.total_order[:3], strict=True)
            )
            said.append(f"The lead depends most on the weights of: {top} (total index).")
        return tuple(said)

    def table(self) -> Table:
        """A row a criterion, the largest total index first."""
        options = self.meta["options"]
        method = " ".join(filter(None, (options["method"], options["normalisation"])))
        return Table(
            columns=("criterion", "name", "first_order", "low", "high", "total_order", "total_low", "total_high"),
            rows=tuple(
                (id, name, *map(float, (first, *first_ends, total, *total_ends)))
                for id, name, first, first_ends, total, total_ends in zip(
                    self.criteria,
                    self.names,
                    self.first_order,
                    self.first_interval,
                    self.total_order,
                    self.total_interval,
                    strict=True,
                )
            ),
            heading=heading(
                self.meta,
                f"what the lead of {self.first_name} over {self.runner_up_name} depends on "
                f"({judged_by(self.meta)}, {method})",
            ),
            notes=(
                f"Each weight is multiplied by a factor of its own, 1/{self.spread:g} to {self.spread:g}, and all are "
                "divided by their sum.",
                "first order: share of the lead's variance by that weight alone; total order: with others too.",
                f"low, high: {100 * self.confidence:g} % bootstrap intervals; estimates can fall a little below 0.",
                *self.sentences(),
            ),
            shown=("name", "first_order", "low", "high", "total_order", "total_low", "total_high"),
        )

    def details(self) -> dict[str, Any]:
        """Who leads whom, by how much, and the weights."""
        return {
            "first": self.first,
            "runner_up": self.runner_up,
            "lead": self.lead,
            "leads": list(self.leads),
            "kept": self.kept,
            "weights": dict(zip(self.criteria, map(float, self.weights), strict=True)),
            "spread": self.spread,
            "confidence": self.confidence,
            "sentences": list(self.sentences()),
        }
