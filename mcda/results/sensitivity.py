"""How sure the order is: what draws of the panel's doubts leave of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil, floor, isnan, log10, sqrt
from typing import Any

from mcda.arrays import Array, IntArray
from mcda.results.base import Meta, Result, heading, judged_by, lock
from mcda.table import Table

NORMAL_95 = 1.959963984540054
"""Half the width of the middle 95 % of a standard normal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """How far the weight of one criterion or theme may move, everything else in proportion."""

    criterion: str
    name: str
    weight: float
    """To the panel, 0 to 1."""
    low: float
    """The first place stays from this weight."""
    high: float
    """To this one."""
    first_low: float
    """The first few stay the same, in any order among them, from this weight."""
    first_high: float
    """To this one."""
    below: str
    """Id of the alternative that takes the first place below `low`; empty where none does."""
    above: str
    """Id of the one that takes it above `high`."""
    exact: bool
    """Whether the ends come from a formula; otherwise from a fine grid."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SensitivityReport(Result):
    """The order of the solutions or the steps, and how much of it the panel's doubts leave."""

    of: str
    """`solutions` or `steps`."""
    alternatives: tuple[str, ...]
    """Ids of a alternatives, best first, as `rank` has them."""
    names: tuple[str, ...]
    scores: Array
    """(a,) to the panel; higher is better."""
    ranks: IntArray
    """(a,) to the panel, 1, 2, 2, 4."""
    low: IntArray
    """(a,) best rank of the middle `level` of the draws."""
    high: IntArray
    """(a,) worst rank of them."""
    level: float
    acceptability: Array
    """(a, a) share of the draws in which the alternative has rank 1, 2, ...; ties are split."""
    pairwise: Array
    """(a, a) share of the draws in which the row is above the column; ties count half, 0.5 on the diagonal."""
    criteria: tuple[str, ...]
    """Ids of the m criteria that the alternatives have values under."""
    weights: Array
    """(m,) to the panel, or as they were shifted."""
    central: Array
    """(a, m) mean weights of the draws in which the alternative is first; NaN where it never is."""
    confidence: Array
    """(a,) share of the draws of values in which it is first under its central weights; 0 where it never is."""
    values_vary: bool
    """Whether the values were in doubt; otherwise `confidence` is 0 or 1."""
    tiers: tuple[tuple[str, ...], ...]
    """Ids in the order of their expected rank, a border where the upper of two neighbours is above in `level` of the
    draws: neighbours within a tier cannot be told apart."""
    first: int
    """How many first places are looked at together."""
    draws: int
    seed: int
    doubt: tuple[str, ...]
    """What was to be doubted."""
    moot: tuple[str, ...]
    """What of it this panel leaves nothing to doubt in."""
    panellists: Mapping[str, Mapping[str, Any]]
    """Panellist -> `resampled` and `rounded`; `spread`, the standard deviation of the logarithm of a judgement, 0 where
    it was not doubted; `freedom`, from how many judgements too many it was estimated."""
    intervals: tuple[Interval, ...] = ()
    """Of every criterion that can move, where they were asked for."""
    meta: Meta = field(repr=False)

    def __post_init__(self) -> None:
        lock(self.scores, self.ranks, self.low, self.high, self.acceptability, self.pairwise)
        lock(self.weights, self.central, self.confidence)

    @property
    def first_share(self) -> Array:
        """(a,) share of the draws in which the alternative is first."""
        return self.acceptability[:, 0]

    @property
    def among_first(self) -> Array:
        """(a,) share of the draws in which it is among the first few."""
        found: Array = self.acceptability[:, : self.first].sum(axis=1)
        return found

    def error(self, share: float) -> float:
        """Monte Carlo error of a share at 95 %: half the width of Wilson's interval, so above 0 for 0 and 1 too."""
        z = NORMAL_95**2 / self.draws
        return sqrt(z * share * (1 - share) + z * z / 4) / (1 + z)

    def sentences(self) -> tuple[str, ...]:
        """Which places can be told apart, and how often the first is above the second unless they share the place."""
        if len(self.alternatives) < 2:
            return ()
        share = self._share(float(self.pairwise[0, 1]))
        tied = f"{self.names[0]} and {self.names[1]} share the first place."
        above = f"{self.names[0]} is above {self.names[1]} in {share} of the draws."
        return (
            f"{self.told_apart()} (of two neighbours the upper is above in {_percent(self.level)} of the draws).",
            tied if self.ranks[0] == self.ranks[1] else above,
        )

    def told_apart(self, called: Mapping[str, str] | None = None) -> str:
        """Which places can be told apart: the places of this table if each tier is a stretch of them, else the
        alternatives, by their ids or as they are `called`."""
        if len(self.tiers) == 1:
            return "No place can be told apart from its neighbours"
        parts = self.stretches()
        if parts is None:
            groups = "; ".join(", ".join((called or {}).get(id, id) for id in each) for each in self.tiers)
            return f"In this order, by expected rank, groups can be told apart: {groups}"
        return "; ".join(
            f"{_places(first, last)} can{'' if apart else 'not'} be told apart" for first, last, apart in parts
        )

    def stretches(self) -> tuple[tuple[int, int, bool], ...] | None:
        """First and last place, and whether each of them can be told apart; None if a tier is no stretch of places."""
        parts: list[tuple[int, int, bool]] = []
        place = 1
        for tier in self.tiers:
            last = place + len(tier) - 1
            if set(tier) != set(self.alternatives[place - 1 : last]):
                return None
            apart = len(tier) == 1
            if apart and parts and parts[-1][2]:
                parts[-1] = (parts[-1][0], last, True)
            else:
                parts.append((place, last, apart))
            place = last + 1
        return tuple(parts)

    def table(self) -> Table:
        """A row an alternative, best first."""
        exact = zip(
            self.alternatives,
            self.names,
            self.scores,
            self.ranks,
            self.low,
            self.high,
            self.first_share,
            self.confidence,
            strict=True,
        )
        return Table(
            columns=("alternative", "name", "score", "rank", "rank_low", "rank_high", "first_share", "confidence"),
            rows=tuple(
                (id, name, float(score), int(rank), int(low), int(high), float(share), float(confidence))
                for id, name, score, rank, low, high, share, confidence in exact
            ),
            heading=heading(self.meta, f"how sure the order of {len(self.alternatives)} {self.of} is ({self._how()})"),
            notes=self._notes(),
            shown=("rank", "name", "alternative", "score", "rank_low", "rank_high", "first_share", "confidence"),
            spare=("alternative", "score"),
            displayed={
                "first_share": [self._share(float(share)) for share in self.first_share],
                "confidence": [
                    "n/a" if isnan(row[0]) else self._share(float(share)) if self.values_vary else _percent(share)
                    for share, row in zip(self.confidence, self.central, strict=True)
                ],
            },
        )

    def intervals_table(self) -> Table:
        """A row a criterion: how far its weight may move until the first place or the first few change."""
        columns = ("criterion", "name", "weight", "low", "high", "first_low", "first_high", "below", "above")
        inexact = [each.criterion for each in self.intervals if not each.exact]
        return Table(
            columns=columns,
            rows=tuple(tuple(getattr(each, column) for column in columns) for each in self.intervals),
            heading=heading(self.meta, f"how far each weight may move ({self._how(drawn=False)})"),
            notes=(
                "low, high: the first place stays; below, above: who takes it there.",
                f"first_low, first_high: the first {self.first} stay the same.",
                "What is below the criterion keeps its proportions, and so does everything else.",
                *(["Ends were looked for on a fine grid: this method has no formula for them."] if inexact else []),
            ),
            shown=("name", "criterion", "weight", "low", "high", "below", "above", "first_low", "first_high"),
            spare=("criterion",),
        )

    def details(self) -> dict[str, Any]:
        """Rank acceptabilities, pairwise shares, central weights, tiers, errors, panellists, intervals."""
        ids = self.alternatives
        more: dict[str, Any] = {
            "of": self.of,
            "doubt": list(self.doubt),
            "moot": list(self.moot),
            "draws": self.draws,
            "seed": self.seed,
            "level": self.level,
            "error": {
                "first_share": {id: self.error(float(share)) for id, share in zip(ids, self.first_share, strict=True)},
                "largest": self.error(0.5),
            },
            "acceptability": {id: row.tolist() for id, row in zip(ids, self.acceptability, strict=True)},
            "expected_rank": {
                id: float(row @ range(1, len(ids) + 1)) for id, row in zip(ids, self.acceptability, strict=True)
            },
            "pairwise": {
                id: dict(zip(ids, row.tolist(), strict=True)) for id, row in zip(ids, self.pairwise, strict=True)
            },
            "first": self.first,
            "among_first": dict(zip(ids, self.among_first.tolist(), strict=True)),
            "weights": dict(zip(self.criteria, self.weights.tolist(), strict=True)),
            "central_weights": {
                id: None if isnan(row[0]) else dict(zip(self.criteria, row.tolist(), strict=True))
                for id, row in zip(ids, self.central, strict=True)
            },
            "tiers": [list(tier) for tier in self.tiers],
            "panellists": {id: dict(each) for id, each in self.panellists.items()},
            "sentences": list(self.sentences()),
        }
        if self.intervals:
            more["intervals"] = self.intervals_table().records()
        return more

    def _how(self, drawn: bool = True) -> str:
        options = self.meta["options"]
        method = " ".join(filter(None, (options["method"], options["normalisation"])))
        draws = shifted = ""
        if drawn:
            draws = f"{self.draws:,} draws"
            if moved := options.get("shifted"):
                shifted = f"{moved['criterion']} weighing {_percent(moved['share'])}"
        return ", ".join(filter(None, (judged_by(self.meta), method, shifted, draws)))

    def _notes(self) -> tuple[str, ...]:
        """What can be told apart, what was doubted, and how exact the shares are."""
        among = [
            f"{id} {self._share(float(share))}"
            for id, share in zip(self.alternatives, self.among_first, strict=True)
            if share > self.error(0.0)
        ]
        several = 1 < self.first < len(self.alternatives)
        return (
            *self.sentences(),
            *([f"Among the first {self.first}: {', '.join(among)}."] if several else []),
            f"Doubted: {self._doubted()}. {self.draws:,} draws, seed {self.seed}; ± is the Monte Carlo error at 95 %.",
            f"rank_low, rank_high: the middle {_percent(self.level)} of the draws. first_share: first in so many. "
            "confidence: first in so many under the mean weights of the draws in which it is first.",
        )

    def _doubted(self) -> str:
        """The sources of doubt, with of how many panellists, and those that leave nothing to doubt."""
        everyone = self.panellists.values()
        counts = {
            "inconsistency": sum(each["spread"] > 0 for each in everyone),
            "rounding": sum(each["rounded"] for each in everyone),
            "panellists": sum(each["resampled"] for each in everyone),
        }
        words = [f"{word} ({counts[word]})" if word in counts else word for word in self.doubt if word not in self.moot]
        words += self.limits()
        nothing = f"; nothing to doubt in {', '.join(self.moot)}" if self.moot else ""
        return (", ".join(words) or "nothing") + nothing

    def limits(self) -> tuple[str, ...]:
        """The order and the bounds that the drawn weights keep, in words."""
        options = self.meta["options"]
        order, bounds = options.get("order", ()), options.get("bounds", {})
        return (
            *([f"with {' > '.join(order)}"] if order else []),
            *(f"{id} {_percent(low)} to {_percent(high)}" for id, (low, high) in bounds.items()),
        )

    def _share(self, share: float) -> str:
        """A share of the draws in percent, with its error."""
        return self.share_text(share, error=True)

    def share_text(self, share: float, *, error: bool = False) -> str:
        """A share of the draws in percent, to the digits that so many draws give; with its Monte Carlo `error`."""
        decimals = max(0, -floor(log10(100 * self.error(0.5) * 1.05)))
        unit = 10.0**-decimals
        if share in (0.0, 1.0):
            return "100 %" if share else "0 %"
        if round(100 * share, decimals) <= 0:
            return f"<{unit:.{decimals}f} %"
        if round(100 * share, decimals) >= 100:
            return f">{100 - unit:.{decimals}f} %"
        if not error:
            return f"{100 * share:.{decimals}f} %"
        half = max(unit, ceil(100 * self.error(share) / unit - 0.5) * unit)
        return f"{100 * share:.{decimals}f} ±{half:.{decimals}f} %"


def _places(first: int, last: int) -> str:
    """1, 1 and 2, or 1 to 3."""
    if last - first < 2:
        return " and ".join(str(place) for place in dict.fromkeys((first, last)))
    return f"{first} to {last}"


def _percent(share: float) -> str:
    return f"{100 * share:.12g} %"
