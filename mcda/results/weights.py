"""What the criteria weigh."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import isnan

from mcda.arrays import Array, IntArray
from mcda.results.base import Meta, Result, heading, judged_by, lock
from mcda.table import Table, largest_remainder


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Weights(Result):
    """What each criterion weighs, among its siblings (local) and in all (global)."""

    criteria: tuple[str, ...]
    """Ids of m criteria, each before its children."""
    names: tuple[str, ...]
    parents: tuple[str, ...]
    levels: tuple[int, ...]
    local: Array
    """(m,); those of siblings sum to 1."""
    overall: Array
    """(m,) global weights; those of the leaves sum to 1."""
    ranks: IntArray
    """(m,) by global weight among the criteria of the same level, 1 the heaviest, ties share; 0 without a weight."""
    leaves: tuple[str, ...]
    meta: Meta = field(repr=False)

    def __post_init__(self) -> None:
        lock(self.local, self.overall, self.ranks)

    def __getitem__(self, criterion: str) -> float:
        """The global weight of a criterion."""
        if criterion not in self.criteria:
            raise KeyError(criterion)
        return float(self.overall[self.criteria.index(criterion)])

    def table(self) -> Table:
        """A row a criterion."""
        names = tuple("  " * (level - 1) + name for level, name in zip(self.levels, self.names, strict=True))
        exact = zip(
            self.criteria, self.names, self.parents, self.levels, self.local, self.overall, self.ranks, strict=True
        )
        return Table(
            columns=("criterion", "name", "parent", "level", "local", "global", "rank"),
            rows=tuple(
                (id, name, parent, level, float(own), float(overall), int(rank) if rank else float("nan"))
                for id, name, parent, level, own, overall, rank in exact
            ),
            heading=heading(self.meta, f"what weighs how much ({judged_by(self.meta)})"),
            notes=("local: among its siblings; global: in all. Ranks are among criteria of the same level.",),
            shown=("name", "criterion", "local", "global", "rank"),
            shares=("local", "global"),
            displayed={"name": names, "local": self._local_shares(), "global": self._global_shares()},
        )

    def _local_shares(self) -> list[float]:
        """Local weights rounded to a tenth of a percent so that siblings sum to 100 %."""
        shares: dict[int, float] = {}
        for parent in dict.fromkeys(self.parents):
            siblings = [place for place, above in enumerate(self.parents) if above == parent]
            rounded = largest_remainder([float(self.local[place]) for place in siblings], 3)
            shares |= dict(zip(siblings, rounded, strict=True))
        return [shares[place] for place in range(len(shares))]

    def _global_shares(self) -> list[float]:
        """Global weights rounded so that the goal's children sum to 100 %, and all others to what is shown above."""
        places = {id: place for place, id in enumerate(self.criteria)}
        shares: list[float] = self.overall.tolist()
        for parent in dict.fromkeys(self.parents):
            below = [place for place, above in enumerate(self.parents) if above == parent]
            exact = [float(self.overall[place]) for place in below]
            total = shares[places[parent]] if parent in places else None
            if not any(map(isnan, exact)):
                for place, share in zip(below, largest_remainder(exact, 3, total), strict=True):
                    shares[place] = share
        return shares
