"""Who weighs like whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import isnan
from typing import Any

from mcda.arrays import Array, IntArray
from mcda.results.base import Meta, Result, heading, lock
from mcda.table import Table


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Clusters(Result):
    """How near each panellist is to the group and to each other, and the clusters that this makes."""

    scope: str
    """A node, or `hierarchy` for the global weights of the leaves."""
    panellists: tuple[str, ...]
    """Ids of the k who judged enough."""
    organisations: tuple[str, ...]
    clusters: IntArray
    """(k,) 1 the largest; all 1 where nothing tells them apart."""
    silhouette: float
    """How well the clusters are told apart, -1 to 1; NaN for a single one."""
    p: float
    """Chance of clusters told apart as well where there are none; NaN where their number was asked for."""
    to_group: Array
    """(k,) similarity to the mean of all others, 0 to 1."""
    order: Array
    """(k,) Kendall's tau-b of the own order of the items with that of all others."""
    similarity: Array
    """(k, k) of each two, 0 to 1."""
    meta: Meta = field(repr=False)

    def __post_init__(self) -> None:
        lock(self.clusters, self.to_group, self.order, self.similarity)

    def table(self) -> Table:
        """A row a panellist, by cluster, the nearest to the group first."""
        places = sorted(range(len(self.panellists)), key=lambda place: (self.clusters[place], -self.to_group[place]))
        return Table(
            columns=("panellist", "organisation", "cluster", "to_group", "order"),
            rows=tuple(
                (
                    self.panellists[place],
                    self.organisations[place],
                    int(self.clusters[place]),
                    float(self.to_group[place]),
                    float(self.order[place]),
                )
                for place in places
            ),
            heading=heading(self.meta, f"who weighs like whom ({self.scope})"),
            notes=(
                *self.sentences(),
                "to_group: similarity of the own weights to the mean of all others, 1 the same, 0 nothing in common.",
                "order: Kendall's tau-b of the own order with that of all others, 1 the same, -1 the opposite.",
            ),
        )

    def sentences(self) -> tuple[str, ...]:
        """How many clusters there are, and how clear they are."""
        count = int(self.clusters.max(initial=1))
        if count == 1:
            return ("No clusters: nothing tells some panellists apart from the others more than chance would.",)
        words = "clearly" if self.silhouette > 0.5 else "weakly"
        chance = "" if isnan(self.p) else f", as clear by chance in {100 * self.p:.1f} % of panels without any"
        return (f"{count} clusters, told apart {words} (mean silhouette {self.silhouette:.2f}{chance}).",)

    def details(self) -> dict[str, Any]:
        """The similarity of each two, and how clear the clusters are."""
        ids = self.panellists
        return {
            "scope": self.scope,
            "silhouette": None if isnan(self.silhouette) else self.silhouette,
            "p": None if isnan(self.p) else self.p,
            "similarity": {
                id: dict(zip(ids, row.tolist(), strict=True)) for id, row in zip(ids, self.similarity, strict=True)
            },
            "sentences": list(self.sentences()),
        }
