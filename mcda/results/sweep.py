"""The order of the alternatives for every weight of one criterion."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from mcda.arrays import Array, IntArray
from mcda.results.base import Meta, Result, heading, judged_by, lock
from mcda.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """Where one alternative rises above another as the criterion weighs more."""

    share: float
    """The weight of the criterion there, within 0 and 1."""
    rises: str
    """Id of the alternative that is above from there on."""
    passes: str
    """Id of the one that was above until then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """Where the first place changes hands."""

    share: float
    """The weight of the criterion there, within 0 and 1."""
    before: tuple[str, ...]
    """Ids of those who are first where it weighs a little less."""
    after: tuple[str, ...]
    """Ids of those who are first where it weighs a little more."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sweep(Result):
    """The order of the solutions or the steps as one criterion goes from weighing nothing to weighing everything."""

    of: str
    """`solutions` or `steps`."""
    criterion: str
    """Id of the criterion that moves; what is below it keeps its proportions, and so does everything else."""
    name: str
    share: float
    """Its global weight to the panel, 0 to 1."""
    alternatives: tuple[str, ...]
    """Ids of a alternatives in the order of the panel."""
    names: tuple[str, ...]
    shares: Array
    """(p,) ascending, 0 and 1 and the panel's own share among them."""
    scores: Array
    """(p, a); higher is better. NaN at an end where the method divides by zero."""
    ranks: IntArray
    """(p, a) 1, 2, 2, 4; 0 where there is no score."""
    crossings: tuple[Crossing, ...]
    """Every share at which two alternatives change places, ascending."""
    first: tuple[str, ...]
    """Ids of those who are first where the criterion weighs next to nothing."""
    flips: tuple[Flip, ...]
    """Every share at which the first place changes hands, ascending."""
    exact: bool
    """Whether crossings come from a formula; otherwise from a fine grid, on which a very short change may be missed."""
    meta: Meta = field(repr=False)

    def __post_init__(self) -> None:
        lock(self.shares, self.scores, self.ranks)

    def first_at(self, share: float) -> tuple[str, ...]:
        """Ids of those who are first where the criterion weighs that much, ties exactly at a flip or an end aside."""
        first = self.first
        for flip in self.flips:
            if share > flip.share:
                first = flip.after
        return first

    def place(self, share: float) -> int:
        """Index of the scored share that is nearest."""
        return int(np.abs(self.shares - share).argmin())

    def sentences(self) -> tuple[str, ...]:
        """Who takes first place from whom at which weight, going away from the panel's own, nearest first."""
        said = []
        for flip in self.flips:
            more = flip.share >= self.share
            winners, losers = (flip.after, flip.before) if more else (flip.before, flip.after)
            takes = "takes" if len(winners) == 1 else "take"
            said.append(
                f"{self._called(winners)} {takes} first place from {self._called(losers)} "
                f"if {self.name} weighs {'more' if more else 'less'} than {_weight(flip.share)}."
            )
        distance = [abs(flip.share - self.share) for flip in self.flips]
        said = [said[place] for place in np.argsort(distance, kind="stable")]
        keeps = "keeps" if len(self.first) == 1 else "keep"
        return tuple(said) or (f"{self._called(self.first)} {keeps} first place whatever {self.name} weighs.",)

    def table(self) -> Table:
        """A row a share and alternative."""
        return Table(
            columns=("share", "alternative", "name", "score", "rank"),
            rows=tuple(
                (float(share), id, name, float(score), int(rank) if rank else float("nan"))
                for share, scores, ranks in zip(self.shares, self.scores, self.ranks, strict=True)
                for id, name, score, rank in zip(self.alternatives, self.names, scores, ranks, strict=True)
            ),
            heading=heading(
                self.meta,
                f"{len(self.alternatives)} {self.of} as {self.name} weighs 0 to 100 %, to the panel "
                f"{100 * self.share:.1f} % ({judged_by(self.meta)}, {self._method()})",
            ),
            notes=self.sentences(),
            shown=("share", "name", "alternative", "score", "rank"),
            shares=("share",),
        )

    def details(self) -> dict[str, Any]:
        """What moves, what it weighs to the panel, and where the order changes."""
        return {
            "criterion": self.criterion,
            "share": self.share,
            "crossings": [asdict(crossing) for crossing in self.crossings],
            "first": list(self.first),
            "flips": [
                {"share": flip.share, "before": list(flip.before), "after": list(flip.after)} for flip in self.flips
            ],
            "exact": self.exact,
            "sentences": list(self.sentences()),
        }

    def _called(self, ids: tuple[str, ...]) -> str:
        """The names of alternatives, joined."""
        names = [self.names[self.alternatives.index(id)] for id in ids]
        return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))

    def _method(self) -> str:
        options = self.meta["options"]
        return " ".join(filter(None, (options["method"], options["normalisation"])))


def _weight(share: float) -> str:
    """A share to three decimals, to six where it would look like nothing or everything."""
    text = f"{share:.3f}"
    return text if 0 < float(text) < 1 else f"{share:.6f}"
