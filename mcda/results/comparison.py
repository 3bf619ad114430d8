"""The order under other choices, or by parts of the panel, side by side with the panel's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mcda.arrays import Array, IntArray
from mcda.results.base import Meta, Result, heading, lock
from mcda.table import Table


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Comparison(Result):
    """Several rankings of the same alternatives, and how alike each is to the panel's own."""

    of: str
    by: str
    """What differs: a choice such as `method`, or how the panel is parted, such as `organisation`."""
    variants: tuple[str, ...]
    """v names; the first is the panel's own."""
    alternatives: tuple[str, ...]
    """Ids of a alternatives, best first in the panel's own ranking."""
    names: tuple[str, ...]
    scores: Array
    """(v, a); comparable within a variant only."""
    ranks: IntArray
    """(v, a) 1, 2, 2, 4."""
    likeness: Mapping[str, Array]
    """`ws`, `weighted-spearman`, `tau-b` -> (v,) with the first variant; 1 for the same order."""
    meta: Meta = field(repr=False)

    def __post_init__(self) -> None:
        lock(self.scores, self.ranks, *self.likeness.values())

    def table(self) -> Table:
        """A row a variant: who is first, and how alike its order is to the panel's own."""
        return Table(
            columns=("variant", "first", *(name.replace("-", "_") for name in self.likeness)),
            rows=tuple(
                (variant, " ".join(self.winners(number)), *(float(each[number]) for each in self.likeness.values()))
                for number, variant in enumerate(self.variants)
            ),
            heading=heading(self.meta, f"the order of {len(self.alternatives)} {self.of} by {self.by}"),
            notes=(
                *self.sentences(),
                "ws: first places of the panel's order count most; weighted_spearman: those of both do; tau_b: every "
                "pair counts the same. 1 is the same order.",
            ),
        )

    def ranks_table(self) -> Table:
        """A row an alternative: its rank in every variant, those below each other for programs."""
        return Table(
            columns=("variant", "alternative", "name", "score", "rank"),
            rows=tuple(
                (variant, id, name, float(self.scores[number, place]), int(self.ranks[number, place]))
                for number, variant in enumerate(self.variants)
                for place, (id, name) in enumerate(zip(self.alternatives, self.names, strict=True))
            ),
            heading=heading(self.meta, f"the order of {len(self.alternatives)} {self.of} by {self.by}"),
        )

    def winners(self, variant: int) -> tuple[str, ...]:
        """Ids of those who are first in a variant."""
        return tuple(id for id, rank in zip(self.alternatives, self.ranks[variant], strict=True) if rank == 1)

    def sentences(self) -> tuple[str, ...]:
        """In how many variants the panel's first place stays."""
        own = self.winners(0)
        others = range(1, len(self.variants))
        same = sum(self.winners(number) == own for number in others)
        if not others:
            return ("There is nothing to compare with.",)
        return (f"{' and '.join(own)} {'is' if len(own) == 1 else 'are'} first in {same} of the {len(others)} others.",)

    def details(self) -> dict[str, Any]:
        """Ranks and scores of every variant."""
        return {
            "of": self.of,
            "by": self.by,
            "ranks": self.ranks_table().records(),
            "sentences": list(self.sentences()),
        }
