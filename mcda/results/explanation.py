"""Why an alternative stands where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from mcda.results.base import Meta, Result, heading
from mcda.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What one criterion does for one alternative."""

    criterion: str
    name: str
    weight: float
    value: float
    """The alternative's value, the mean of its sub-criteria by weight where there are several."""
    mean: float
    """The same for the average alternative."""
    effect: float
    """How much lower its score would be if it were average here; negative where it is held back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation(Result):
    """Why an alternative stands where it stands: which criteria lift it and which hold it back."""

    alternative: str
    name: str
    rank: int
    of: int
    score: float
    effects: tuple[Effect, ...]
    """Strongest lift first."""
    meta: Meta = field(repr=False)

    def sentences(self) -> tuple[str, ...]:
        """In plain words."""
        lifts = [effect for effect in self.effects if effect.effect > 1e-9]
        holds = [effect for effect in reversed(self.effects) if effect.effect < -1e-9]
        said = [f"{self.name} is {_ordinal(self.rank)} of {self.of} with a score of {self.score:.3f}."]
        if lifts:
            said.append(f"What lifts it: {_listed(lifts[:3])}.")
        if holds:
            said.append(f"What holds it back: {_listed(holds[:3])}.")
        if not lifts and not holds:
            said.append("It is average under every criterion.")
        return tuple(said)

    def table(self) -> Table:
        """A row a criterion, the strongest lift first."""
        columns = ("criterion", "name", "weight", "value", "mean", "effect")
        return Table(
            columns=columns,
            rows=tuple(tuple(getattr(effect, column) for column in columns) for effect in self.effects),
            heading=(*heading(self.meta, f"why {self.name} is {_ordinal(self.rank)}"), *self.sentences()),
            notes=("effect: how much lower the score would be if the alternative were average under that criterion.",),
            shown=("name", "weight", "value", "mean", "effect"),
            shares=("weight",),
        )

    def details(self) -> dict[str, Any]:
        """The sentences."""
        return {"sentences": list(self.sentences())}


def _ordinal(number: int) -> str:
    ending = "th" if number // 10 % 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _listed(effects: list[Effect]) -> str:
    """Criteria with their sign and size."""
    return "; ".join(
        f"{effect.name} ({effect.effect:+.3f}; {effect.value:.3g} where the average is {effect.mean:.3g})"
        for effect in effects
    )
