"""The order of the alternatives under every defensible combination of methods."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from mcda.arrays import Array, IntArray
from mcda.results.base import Meta, Result, heading, lock
from mcda.table import Table

CHOICES = ("scale", "priorities", "aggregation", "weighting", "method", "normalisation")
"""What a specification chooses, in the order in which the choices take effect."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Specification:
    """One combination of methods."""

    scale: str
    priorities: str
    aggregation: str
    weighting: str
    method: str
    normalisation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Combinations that gave no order, and why."""

    what: str
    """The words that were refused together, as `weighted-sum max` or `linear eigenvector aip declared`."""
    count: int
    """How many specifications they take with them."""
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Influence:
    """What one choice does to the order where nothing but that choice differs."""

    choice: str
    """One of CHOICES."""
    words: tuple[str, ...]
    """Those that were tried and gave an order."""
    pairs: int
    """How many pairs of specifications differ in that choice only."""
    rank_change: float
    """Mean absolute change of an alternative's rank over those pairs; NaN without pairs."""
    first_change: float
    """Share of those pairs that differ in who is first, 0 to 1; NaN without pairs."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Specifications(Result):
    """How far the order of the solutions or the steps depends on methods that could as well have been chosen."""

    of: str
    """`solutions` or `steps`."""
    alternatives: tuple[str, ...]
    """Ids of a alternatives by the panel's own order, equal ones by their median rank."""
    names: tuple[str, ...]
    own: Specification
    """The panel's own choices."""
    own_ranks: IntArray
    """(a,) under the panel's own choices; 0 where those are refused."""
    specifications: tuple[Specification, ...]
    """The s combinations that gave an order."""
    ranks: IntArray
    """(s, a) 1, 2, 2, 4."""
    first: int
    """How many places count as the top."""
    influences: tuple[Influence, ...]
    """Of every choice, the one that moves ranks most first; those with nothing to compare last."""
    refused: tuple[Refusal, ...]
    repeated: int
    """How many specifications have the weights, the values, the method and the normalisation of another one."""
    meta: Meta = field(repr=False)

    def __post_init__(self) -> None:
        lock(self.own_ranks, self.ranks)

    @property
    def rank_low(self) -> IntArray:
        """(a,) the best rank that a specification gives."""
        return np.asarray(self.ranks.min(axis=0))

    @property
    def rank_high(self) -> IntArray:
        """(a,) the worst rank that a specification gives."""
        return np.asarray(self.ranks.max(axis=0))

    @property
    def median_rank(self) -> Array:
        """(a,)"""
        return np.asarray(np.median(self.ranks, axis=0))

    @property
    def first_share(self) -> Array:
        """(a,) share of the specifications in which an alternative is first, alone or with others; 0 to 1."""
        return np.asarray((self.ranks == 1).mean(axis=0))

    @property
    def top_share(self) -> Array:
        """(a,) share of the specifications in which an alternative has one of the first `first` ranks; 0 to 1."""
        return np.asarray((self.ranks <= self.first).mean(axis=0))

    @property
    def curve(self) -> Table:
        """A row a specification and alternative: the choices and the rank."""
        return Table(
            columns=("specification", *CHOICES, "alternative", "name", "rank"),
            rows=tuple(
                (number, *asdict(specification).values(), id, name, int(rank))
                for number, (specification, ranks) in enumerate(
                    zip(self.specifications, self.ranks, strict=True), start=1
                )
                for id, name, rank in zip(self.alternatives, self.names, ranks, strict=True)
            ),
            heading=heading(self.meta, f"{self.of} under {len(self.specifications)} specifications"),
        )

    def influence_table(self) -> Table:
        """A row a choice, the one that moves ranks most first."""
        return Table(
            columns=("choice", "words", "pairs", "rank_change", "first_change"),
            rows=tuple(
                (each.choice, " ".join(each.words), each.pairs, each.rank_change, each.first_change)
                for each in self.influences
            ),
            heading=heading(self.meta, f"what each choice does to the order of the {self.of}"),
            notes=(
                "pairs: specifications that differ in that choice only; rank change: mean absolute change of a rank.",
                "first change: share of those pairs that differ in who is first.",
            ),
            shares=("first_change",),
        )

    def sentences(self) -> tuple[str, ...]:
        """Who is first how often, which choice matters most, what was refused and what counts twice."""
        count = len(self.specifications)
        often = [
            f"{self.names[place]} in {100 * self.first_share[place]:.1f} %"
            for place in np.argsort(-self.first_share, kind="stable")
            if self.first_share[place] > 0
        ]
        more = f" and {len(often) - 3} more" if len(often) > 3 else ""
        said = [f"First in {count} specifications: {', '.join(often[:3])}{more}."]
        moving = [each for each in self.influences if each.pairs]
        if moving and moving[0].rank_change > 0:
            listed = ", ".join(f"{each.choice} {each.rank_change:.2f}" for each in moving)
            said.append(f"Ranks that a choice moves an alternative by, on average, where only it differs: {listed}.")
        elif moving:
            said.append("No choice moves any rank.")
        said += [f"Refused {each.count}: {each.what}: {each.reason}." for each in self.refused]
        if self.repeated:
            said.append(
                f"{self.repeated} of the {count} have the weights, values and scoring of another one "
                "(as AIP and AIJ of geometric means of complete answers) and count all the same."
            )
        return tuple(said)

    def table(self) -> Table:
        """A row an alternative, by the panel's own order."""
        top = f"rank {self.first}" if self.first == 1 else f"ranks 1 to {self.first}"
        own = " ".join(asdict(self.own).values())
        return Table(
            columns=("alternative", "name", "rank", "rank_low", "rank_high", "median_rank", "first_share", "top_share"),
            rows=tuple(
                (id, name, int(rank) if rank else float("nan"), int(low), int(high), *map(float, numbers))
                for id, name, rank, low, high, *numbers in zip(
                    self.alternatives,
                    self.names,
                    self.own_ranks,
                    self.rank_low,
                    self.rank_high,
                    self.median_rank,
                    self.first_share,
                    self.top_share,
                    strict=True,
                )
            ),
            heading=heading(
                self.meta, f"{len(self.alternatives)} {self.of} under {len(self.specifications)} specifications"
            ),
            notes=(
                f"rank: the panel's own choices ({own}); rank low, rank high: the best and the worst of all.",
                f"first share, top share: of the specifications, those that give rank 1, and {top}.",
                *self.sentences(),
            ),
            shown=("rank", "name", "rank_low", "rank_high", "median_rank", "first_share", "top_share"),
            shares=("first_share", "top_share"),
        )

    def details(self) -> dict[str, Any]:
        """The panel's own choices, every specification with its ranks, the influences, what was refused."""
        return {
            "own": asdict(self.own),
            "first": self.first,
            "curve": [
                {**asdict(specification), "ranks": dict(zip(self.alternatives, map(int, ranks), strict=True))}
                for specification, ranks in zip(self.specifications, self.ranks, strict=True)
            ],
            "influences": self.influence_table().records(),
            "refused": [asdict(each) for each in self.refused],
            "repeated": self.repeated,
            "sentences": list(self.sentences()),
        }
