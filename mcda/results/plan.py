"""A roadmap: the chosen steps in phases and in order, how sure they are, and what other budgets would buy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from mcda.arrays import Array, BoolArray, IntArray
from mcda.results.base import Meta, Result, heading, judged_by, lock
from mcda.table import Table

MADE_UP = "Costs and durations are MADE UP."


@dataclass(frozen=True, slots=True, kw_only=True)
class Beyond:
    """What the next larger budget that changes anything would change."""

    money: float
    """How much more it is, in the unit of the costs."""
    bought: tuple[str, ...]
    """Ids of the steps that come in."""
    gone: tuple[str, ...]
    """Ids of those that go out."""
    value: float
    """How much more the set is worth."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Frontier(Result):
    """Sets of steps, the cheapest first, each worth more than all that cost no more."""

    steps: tuple[str, ...]
    """Ids of all n."""
    chosen: BoolArray
    """(f, n)"""
    costs: Array
    """(f,)"""
    values: Array
    """(f,)"""
    exact: bool
    """Whether these are all such sets; else they are the best at evenly spaced budgets."""
    meta: Meta = field(repr=False)

    def __post_init__(self) -> None:
        lock(self.chosen, self.costs, self.values)

    def table(self) -> Table:
        """A row a set: cost, value, what is in it, and what comes in and goes out from the row above."""
        rows = []
        for number, chosen in enumerate(self.chosen):
            before = self.chosen[number - 1] if number else np.zeros_like(chosen)
            cells = (self._ids(chosen), self._ids(chosen & ~before), self._ids(before & ~chosen))
            rows.append((float(self.costs[number]), float(self.values[number]), *cells))
        all_of_them = "" if self.exact else " The best at evenly spaced budgets; there are others between."
        return Table(
            columns=("cost", "value", "steps", "added", "dropped"),
            rows=tuple(rows),
            heading=heading(self.meta, "what each budget buys, apart from phases"),
            notes=(f"added, dropped: against the row above.{all_of_them}", *made_up(self.meta)),
            shown=("cost", "value", "added", "dropped"),
            folded=True,
        )

    def _ids(self, chosen: BoolArray) -> str:
        return " ".join(self.steps[place] for place in np.flatnonzero(chosen))

    def details(self) -> dict[str, Any]:
        """Whether these are all."""
        return {"exact": self.exact}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Plan(Result):
    """Which of n steps to take in which of p phases, in which order."""

    steps: tuple[str, ...]
    """Ids of all n, in the order of the panel."""
    names: tuple[str, ...]
    chosen: BoolArray
    """(n,)"""
    values: Array
    """(n,) weighted value functions, 0 to 1."""
    costs: Array
    """(n,) in `money`."""
    durations: Array
    """(n,) in `time`; 1 where none were given."""
    phases: IntArray
    """(n,) from 0; -1 where not chosen."""
    order: tuple[int, ...]
    """Places of the chosen steps, first to last."""
    begins: Array
    """(n,) in `time` from the beginning of the first phase; NaN where not chosen."""
    ends: Array
    """(n,)"""
    critical: tuple[int, ...]
    """Places of the chain of steps that the end hangs on, in the order of time."""
    phase_names: tuple[str, ...]
    phase_budgets: Array
    """(p,) infinite where a phase has none of its own."""
    phase_begins: Array
    """(p,)"""
    phase_ends: Array
    """(p,)"""
    after: tuple[tuple[int, ...], ...]
    """n tuples: places of the steps that each one needs."""
    cost: float
    """Of all chosen steps, with what synergies save."""
    value: float
    """Of all chosen steps, with what synergies add."""
    synergies: tuple[tuple[tuple[str, ...], float, float], ...]
    """Those that the plan has: ids, share of value on top, money saved."""
    core_index: Array
    """(n,) share of the draws whose best set holds the step."""
    portfolios: BoolArray
    """(k, n) the sets that are best in some draw, the one that is most often first."""
    portfolio_shares: Array
    """(k,) of the draws."""
    expected_regret: float
    """How much less the plan is worth than the best set of a draw, on average over the draws, in units of value."""
    worst_regret: float
    """The same in the draw where it is most."""
    frontier: Frontier
    needs: Mapping[tuple[str, str], float]
    """(step, needed) -> how much more the best set would be worth without that need; empty with too many steps."""
    budget: float
    """For all phases together; infinite for none."""
    money: str
    """Unit of costs, in words."""
    time: str
    """Unit of durations."""
    timed: bool
    """Whether durations were given."""
    begin_day: str
    """Day on which the first phase begins, YYYY-MM-DD; may be empty."""
    draws: int
    seed: int
    doubt: tuple[str, ...]
    meta: Meta = field(repr=False)

    def __post_init__(self) -> None:
        lock(self.chosen, self.values, self.costs, self.durations, self.phases, self.begins, self.ends)
        lock(self.phase_budgets, self.phase_begins, self.phase_ends)
        lock(self.core_index, self.portfolios, self.portfolio_shares)

    def role(self, place: int) -> str:
        """Of the draws' best sets a `core` step is in all, an `exterior` one in none, a `borderline` one in some."""
        index = self.core_index[place]
        return "core" if index >= 1 else "exterior" if index <= 0 else "borderline"

    @property
    def own_share(self) -> float:
        """Share of the draws in which this set of steps is the best."""
        same = (self.portfolios == self.chosen).all(axis=1)
        return float(self.portfolio_shares[same].sum())

    @property
    def side_by_side(self) -> tuple[tuple[str, str], ...]:
        """Pairs of chosen steps that run at the same time for a while."""
        return tuple(
            (self.steps[place], self.steps[other])
            for number, place in enumerate(self.order)
            for other in self.order[number + 1 :]
            if min(self.ends[place], self.ends[other]) > max(self.begins[place], self.begins[other])
        )

    @property
    def here(self) -> int:
        """The row of the frontier that the budget reaches: what it would buy if there were no phases."""
        return max(int(np.searchsorted(self.frontier.costs, self.budget * (1 + 1e-9), side="right")) - 1, 0)

    @property
    def price_of_phases(self) -> float:
        """How much more the budget would buy if there were no phases, in units of value, 0 or more."""
        gain = float(self.frontier.values[self.here]) - self.value
        return gain if self.frontier.exact and gain > 1e-9 else 0.0

    def sentences(self) -> tuple[str, ...]:
        """What it costs and is worth, how sure it is, what more money would buy, and what the end hangs on."""
        said = [
            f"{len(self.order)} of {len(self.steps)} steps cost {self.amount(self.cost)}"
            + (f" of {self.budget:g}" if np.isfinite(self.budget) else "")
            + f" and are worth {self.value:.3f} together."
        ]
        said.append(
            f"This set is the best in {100 * self.own_share:.1f} % of {self.draws:,} draws"
            + (f", where {len(self.portfolio_shares)} different ones are" if len(self.portfolio_shares) > 1 else "")
            + f"; it is worth {self.expected_regret:.3f} less than the best on average, "
            f"{self.worst_regret:.3f} at worst."
        )
        by_role = {word: [place for place in range(len(self.steps)) if self.role(place) == word] for word in _ROLES}
        for word, meaning in _ROLES.items():
            if by_role[word]:
                said.append(f"{word} ({meaning}): {', '.join(self._with_index(place) for place in by_role[word])}.")
        said += self.about_money()
        if dear := {pair: price for pair, price in self.needs.items() if price > 0}:
            first = sorted(dear.items(), key=lambda item: -item[1])[:3]
            listed = "; ".join(f"that {step} needs {other} costs {price:.3f}" for (step, other), price in first)
            said.append(f"In value, {listed}.")
        if self.timed and self.critical:
            chain = ", ".join(self.steps[place] for place in self.critical)
            last = float(np.nanmax(self.ends))
            said.append(f"It takes {last:g}{f' {self.time}' if self.time else ''}; the end hangs on {chain}.")
        return tuple(said)

    def about_money(self) -> list[str]:
        """What phases cost in value, and what a little more money would buy."""
        said = []
        if self.price_of_phases:
            said.append(f"Without limits to its phases the same money would buy {self.price_of_phases:.3f} more value.")
        if (more := self.beyond()) is not None:
            instead = f" in place of {', '.join(more.gone)}" if more.gone else ""
            apart = ", phases apart" if len(self.phase_names) > 1 else ""
            said.append(
                f"{self.amount(more.money)} more would buy {', '.join(more.bought)}{instead}: "
                f"{more.value:.3f} more value{apart}."
            )
        return said

    def beyond(self) -> Beyond | None:
        """What the next larger budget would change, phases apart; None if more money buys nothing or has no limit."""
        edge, row = self.frontier, self.here + 1
        if row >= len(edge.costs):
            return None
        news, gone = edge.chosen[row] & ~edge.chosen[row - 1], edge.chosen[row - 1] & ~edge.chosen[row]
        return Beyond(
            money=float(edge.costs[row] - self.budget),
            bought=tuple(self.steps[place] for place in np.flatnonzero(news)),
            gone=tuple(self.steps[place] for place in np.flatnonzero(gone)),
            value=float(edge.values[row] - edge.values[row - 1]),
        )

    def _with_index(self, place: int) -> str:
        """Its id, of a borderline step with its core index, which rounding does not make a core or exterior one's."""
        share = min(max(100 * self.core_index[place], 0.1), 99.9)
        return f"{self.steps[place]} {share:.1f} %" if self.role(place) == "borderline" else self.steps[place]

    def amount(self, number: float) -> str:
        """An amount of money in its unit."""
        return f"{number:g} {self.money}".rstrip()

    def table(self) -> Table:
        """A row a chosen step, in order."""
        rows = tuple(
            (
                number,
                self.steps[place],
                self.names[place],
                int(self.phases[place]) + 1,
                float(self.costs[place]),
                float(self.values[place]),
                float(self.core_index[place]),
            )
            for number, place in enumerate(self.order, 1)
        )
        several = len(self.phase_names) > 1
        return Table(
            columns=("order", "step", "name", "phase", "cost", "value", "core_index"),
            rows=rows,
            heading=heading(self.meta, f"roadmap ({judged_by(self.meta)}, {self.meta['options']['score']})"),
            notes=(
                "core index: share of the draws whose best set of steps holds the step.",
                *(self.phase_lines() if several else ()),
                *self.sentences(),
                *made_up(self.meta),
            ),
            shown=("order", "step", "name", "phase", "cost", "value", "core_index"),
            spare=("name",),
            shares=("core_index",),
        )

    def phase_lines(self) -> tuple[str, ...]:
        """A line a phase: when it is, what it spends and of how much."""
        unit = f" {self.time}" if self.time else ""
        said = []
        for number, name in enumerate(self.phase_names):
            spent = self.spent[number]
            of = f" of {self.phase_budgets[number]:g}" if np.isfinite(self.phase_budgets[number]) else ""
            when = f", {self.phase_begins[number]:g} to {self.phase_ends[number]:g}{unit}" if self.timed else ""
            called = name if name == str(number + 1) else f"{number + 1}, {name}"
            said.append(f"Phase {called}: {self.amount(spent)}{of}{when}.")
        return tuple(said)

    @property
    def spent(self) -> Array:
        """(p,) what each phase spends; a synergy's saving is the last of its steps' phase's."""
        found = np.bincount(self.phases[self.chosen], self.costs[self.chosen], len(self.phase_names)).astype(float)
        for ids, _, saves in self.synergies:
            found[max(int(self.phases[self.steps.index(id)]) for id in ids)] -= saves
        return found

    def details(self) -> dict[str, Any]:
        """All steps, phases, portfolios, the frontier, and what needs cost."""

        def number(value: float) -> float | None:
            return float(value) if np.isfinite(value) else None

        return {
            "cost": self.cost,
            "value": self.value,
            "budget": number(self.budget),
            "money": self.money,
            "time": self.time,
            "begins": self.begin_day or None,
            "steps": [
                {
                    "step": id,
                    "name": self.names[place],
                    "chosen": bool(self.chosen[place]),
                    "phase": int(self.phases[place]) + 1 if self.chosen[place] else None,
                    "begins": number(self.begins[place]),
                    "ends": number(self.ends[place]),
                    "cost": float(self.costs[place]),
                    "duration": float(self.durations[place]) if self.timed else None,
                    "value": float(self.values[place]),
                    "core_index": float(self.core_index[place]),
                    "role": self.role(place),
                    "after": [self.steps[other] for other in self.after[place]],
                }
                for place, id in enumerate(self.steps)
            ],
            "phases": [
                {
                    "phase": place + 1,
                    "name": name,
                    "budget": number(self.phase_budgets[place]),
                    "spent": float(self.spent[place]),
                    "begins": number(self.phase_begins[place]),
                    "ends": number(self.phase_ends[place]),
                }
                for place, name in enumerate(self.phase_names)
            ],
            "synergies": [{"steps": list(ids), "adds": adds, "saves": saves} for ids, adds, saves in self.synergies],
            "critical": [self.steps[place] for place in self.critical],
            "side_by_side": [list(pair) for pair in self.side_by_side],
            "portfolios": [
                {"share": float(share), "steps": [self.steps[place] for place in np.flatnonzero(chosen)]}
                for share, chosen in zip(self.portfolio_shares, self.portfolios, strict=True)
            ],
            "own_share": self.own_share,
            "expected_regret": self.expected_regret,
            "worst_regret": self.worst_regret,
            "price_of_phases": self.price_of_phases,
            "frontier": {"exact": self.frontier.exact, "rows": self.frontier.table().records()},
            "needs": [{"step": step, "needs": other, "costs": price} for (step, other), price in self.needs.items()],
            "sentences": list(self.sentences()),
        }


_ROLES = {
    "core": "in the best set of every draw",
    "borderline": "in that of some",
    "exterior": "in none",
}


def made_up(meta: Meta) -> tuple[str, ...]:
    """That costs are made up, where they are."""
    return (MADE_UP,) if meta.get("costs_synthetic") else ()
