"""What a roadmap is made under: what steps cost and take, what rules out or helps what, money, phases, capacities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What it takes to carry out a step."""

    cost: float | None = None
    """In the roadmap's unit of money; None where nobody said."""
    duration: float | None = None
    """In the roadmap's unit of time."""
    uses: Mapping[str, float] = field(default_factory=dict, hash=False)
    """Capacity -> how much of it the step uses up in its phase."""
    must: bool | None = None
    """True: it has to be chosen. False: it must not be. None: it may be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Steps that are worth more, or cost less, when all of them are chosen."""

    steps: tuple[str, ...]
    adds: float = 0.0
    """Share of the sum of their values on top, -1 or more; below 0 where they do the same thing twice."""
    saves: float = 0.0
    """In the unit of money."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A stretch of time with its own money."""

    name: str
    budget: float | None = None
    """None where only the whole roadmap's counts."""
    length: float | None = None
    """None where it takes as long as its steps do."""
    capacities: Mapping[str, float] = field(default_factory=dict, hash=False)
    """Of this phase, in place of the roadmap's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Roadmap:
    """The block `roadmap:` of a panel."""

    synthetic: bool = False
    """Costs and durations are made up, which every output says."""
    money: str = ""
    """Unit of costs, in words."""
    time: str = ""
    """Unit of durations, in words."""
    begins: str = ""
    """Day on which the first phase begins, YYYY-MM-DD."""
    budget: float | None = None
    tasks: Mapping[str, Task] = field(default_factory=dict, hash=False)
    """Step -> what it takes."""
    exclusions: tuple[tuple[str, ...], ...] = ()
    """Ids of steps of which at most one is chosen."""
    synergies: tuple[Together, ...] = ()
    phases: tuple[Phase, ...] = ()
    capacities: Mapping[str, float] = field(default_factory=dict, hash=False)
    """Name -> how much of it each phase has."""
