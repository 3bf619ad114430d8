"""How much each weight matters to the winner's lead: halved, doubled and left out, one after the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from mcda.arrays import Array
from mcda.results.base import Meta, Result, heading, judged_by, lock
from mcda.table import Table


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TornadoReport(Result):
    """The winner's lead over the best of the others as each weight goes down and up, the widest swing first."""

    of: str
    """`solutions` or `steps`."""
    winner: str
    """Id of the alternative that is first now, the first of the panel's where several are."""
    winner_name: str
    lead: float
    """Its lead now, in units of the score; 0 where it shares the first place."""
    factor: float
    """Each weight is divided by it and multiplied by it, at most to 1; the others give way in proportion."""
    criteria: tuple[str, ...]
    """Ids of g criteria and themes that can move."""
    names: tuple[str, ...]
    weights: Array
    """(g,) to the panel."""
    shares: Array
    """(g, 2) the lower and the higher weight."""
    leads: Array
    """(g, 2) the lead at those weights; negative where another is first, NaN where the method has no scores."""
    without: Array
    """(g,) the lead where each weighs nothing."""
    takers: tuple[tuple[str, str], ...]
    """Ids of those who take the first place at the lower and at the higher weight; empty where the winner keeps it."""
    meta: Meta = field(repr=False)

    def __post_init__(self) -> None:
        lock(self.weights, self.shares, self.leads, self.without)

    @property
    def swing(self) -> Array:
        """(g,) between the smallest and the largest of the leads at the lower, the present and the higher weight."""
        found = np.column_stack([self.leads, np.full(len(self.leads), self.lead)])
        return np.asarray(np.fmax.reduce(found, axis=1) - np.fmin.reduce(found, axis=1))

    def sentences(self) -> tuple[str, ...]:
        """Who leads, which weights move the lead most, and which cost the first place."""
        most = ", ".join(f"{name} {swing:.3f}" for name, swing in zip(self.names[:3], self.swing[:3], strict=True))
        said = [
            f"{self.winner_name} leads by {self.lead:.3f}.",
            f"The lead swings most with the weights of: {most}.",
        ]
        lost = [
            f"{id} if {name} weighs {weight:.3f}"
            for name, ids, weights in zip(self.names, self.takers, self.shares, strict=True)
            for id, weight in zip(ids, weights, strict=True)
            if id
        ]
        if lost:
            more = f" and in {len(lost) - 5} more cases" if len(lost) > 5 else ""
            said.append(f"The first place goes to {'; to '.join(lost[:5])}{more}.")
        else:
            said.append("None of these weights costs the first place.")
        return tuple(said)

    def table(self) -> Table:
        """A row a criterion or theme, the widest swing first."""
        options = self.meta["options"]
        method = " ".join(filter(None, (options["method"], options["normalisation"])))
        columns = ("criterion", "name", "weight", "low", "high", "lead_low", "lead_high", "lead_without")
        numbers = np.column_stack([self.weights, self.shares, self.leads, self.without, self.swing])
        return Table(
            columns=(*columns, "swing", "below", "above"),
            rows=tuple(
                (id, name, *map(float, row), *takers)
                for id, name, row, takers in zip(self.criteria, self.names, numbers, self.takers, strict=True)
            ),
            heading=heading(
                self.meta,
                f"what the lead of {self.winner_name} becomes, {self.of} ({judged_by(self.meta)}, {method})",
            ),
            notes=(
                f"low, high: the weight divided and multiplied by {self.factor:g}, others in proportion; "
                "lead low, lead high: the lead there; lead without: where it weighs nothing.",
                "below, above: who takes the first place there. The lead may be smaller in between.",
                *self.sentences(),
            ),
            shown=("name", "weight", "low", "high", "lead_low", "lead_high", "lead_without", "below", "above"),
            spare=("lead_without", "low", "high"),
        )

    def details(self) -> dict[str, Any]:
        """Who leads, by how much, and by which factor weights move."""
        return {
            "of": self.of,
            "winner": self.winner,
            "lead": self.lead,
            "factor": self.factor,
            "sentences": list(self.sentences()),
        }
