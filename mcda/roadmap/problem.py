"""What may be chosen: costs, what needs what, what rules out what, what helps what, and the limits of each phase."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from mcda.arrays import Array, BoolArray, IntArray

SLACK = 1e-9
"""Sums of costs or values that differ by less than this share of the larger, or of 1, are the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Synergy:
    """Steps that are worth more, or cost less, together."""

    members: tuple[int, ...]
    """Places of two steps or more."""
    adds: float = 0.0
    """Share of the sum of their values on top when all are chosen; -1 or more, below 0 where they overlap."""
    saves: float = 0.0
    """What all of them together cost less, 0 or more, in the unit of the costs."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Problem:
    """n steps, p phases one after the other and r things beside money that phases have so much of.

    Every chosen step is done within one phase, after the chosen phases of all that it needs or, in the same phase,
    after they are done. What it costs and uses counts in its phase; the saving of a synergy counts in the phase in
    which the last of its steps is done. What a phase does not spend is not there in the next.

    Raises
    ------
    ValueError
        For shapes that do not fit, numbers out of range, and steps that need each other in a circle.
    """

    costs: Array
    """(n,) 0 or more."""
    after: tuple[tuple[int, ...], ...]
    """n tuples: places of the steps that each one needs."""
    durations: Array
    """(n,) 0 or more; of use where phases have lengths, and for the order."""
    uses: Array
    """(n, r) 0 or more."""
    must: IntArray
    """(n,) 1 where a step must be chosen, -1 where it must not, else 0."""
    exclusions: tuple[tuple[int, ...], ...] = ()
    """Places of steps of which at most one is chosen."""
    synergies: tuple[Synergy, ...] = ()
    budget: float = np.inf
    """For all phases together."""
    phase_budgets: Array = field(default_factory=lambda: np.array([np.inf]))
    """(p,)"""
    phase_lengths: Array = field(default_factory=lambda: np.array([np.inf]))
    """(p,) in the unit of the durations; infinite where a phase takes as long as its steps do."""
    phase_capacities: Array
    """(p, r)"""

    def __post_init__(self) -> None:
        n, r, p = len(self.costs), self.uses.shape[-1], len(self.phase_budgets)
        shapes = {
            "after": (len(self.after), n),
            "durations": (self.durations.shape, (n,)),
            "uses": (self.uses.shape, (n, r)),
            "must": (self.must.shape, (n,)),
            "phase_lengths": (self.phase_lengths.shape, (p,)),
            "phase_capacities": (self.phase_capacities.shape, (p, r)),
        }
        for name, (found, wanted) in shapes.items():
            if found != wanted:
                raise ValueError(f"{name} has shape {found}: {wanted} fits {n} steps and {p} phases")
        for name in ("costs", "durations", "uses"):
            numbers = getattr(self, name)
            if not (np.isfinite(numbers).all() and (numbers >= 0).all()):
                raise ValueError(f"{name} must be finite and 0 or more")
        for name in ("budget", "phase_budgets", "phase_lengths", "phase_capacities"):
            if not (np.asarray(getattr(self, name)) >= 0).all():
                raise ValueError(f"{name} must be 0 or more")
        for synergy in self.synergies:
            if len(set(synergy.members)) < 2 or synergy.adds < -1 or synergy.saves < 0:
                raise ValueError("a synergy needs two steps, adds -1 or more, and saves 0 or more")
        topological(self.after)

    @property
    def n(self) -> int:
        """How many steps."""
        return len(self.costs)

    @property
    def phases(self) -> int:
        """How many phases."""
        return len(self.phase_budgets)

    @property
    def phased(self) -> bool:
        """Whether phases limit what the limits of all of them together allow."""
        return self.phases > 1 or bool(np.isfinite(self.phase_lengths).any())

    @property
    def money(self) -> float:
        """What all phases have together."""
        return float(min(self.budget, self.phase_budgets.sum()))

    def unphased(self) -> Problem:
        """The same with all phases as one that takes as long as it takes."""
        return replace(
            self,
            budget=self.money,
            phase_budgets=np.array([np.inf]),
            phase_lengths=np.array([np.inf]),
            phase_capacities=self.phase_capacities.sum(axis=0, keepdims=True),
        )

    def cost(self, chosen: BoolArray) -> Array:
        """What sets of steps (..., n) cost, (...), with what synergies save."""
        total = chosen @ self.costs
        for synergy in self.synergies:
            total = total - synergy.saves * chosen[..., list(synergy.members)].all(axis=-1)
        return np.asarray(total)

    def worth(self, chosen: BoolArray) -> Array:
        """What each step counts for in sets of steps (..., n), (..., n): 0, or 1 and what synergies add.

        The value of a set is the product of this with the values of the steps.
        """
        counts = chosen.astype(np.float64)
        for synergy in self.synergies:
            members = list(synergy.members)
            counts[..., members] += synergy.adds * chosen[..., members].all(axis=-1, keepdims=True)
        return counts


def within(amount: Array | float, limit: Array | float) -> BoolArray:
    """Whether amounts keep a limit, but for the rounding of sums."""
    tolerance = SLACK * np.maximum(1.0, np.where(np.isfinite(limit), np.abs(limit), 1.0))
    return np.asarray(amount <= limit + tolerance)


def topological(after: Sequence[Sequence[int]]) -> list[int]:
    """Places of all steps such that each stands behind those it needs. Raises ValueError where they need each other."""
    from graphlib import CycleError, TopologicalSorter

    try:
        return list(TopologicalSorter({place: sorted(needs) for place, needs in enumerate(after)}).static_order())
    except CycleError as error:
        raise ValueError(f"steps {' after '.join(map(str, error.args[1]))} need each other: no order exists") from None
