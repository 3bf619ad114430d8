"""What a panel agrees on before its first round: when enough have answered, when it agrees, when it stops."""

from __future__ import annotations

from dataclasses import dataclass

MEASURES = ("settled", "consensus", "kendall-w")
"""By what consensus is told: the share of settled pairs, Goepel's S* or Kendall's W, both at the goal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Rules of the rounds, declared beforehand so that nobody can choose them by their outcome."""

    quorum: int = 0
    """How many panellists must have answered everything before a round is closed; 0 for no such rule."""
    consensus: str = "settled"
    """One of MEASURES."""
    at_least: float = 0.75
    """Where consensus is reached, 0 to 1."""
    most_rounds: int = 3
    """After so many the panel stops, whatever it agrees on."""
    stable: float = 0.15
    """It stops too after a round in which at most this share of the repeated answers changed, 0 to 1."""
    settled_leave: bool = False
    """Whether pairs that are settled are not asked again in the next round."""

    def __str__(self) -> str:
        """The rules in one line, as the record keeps them."""
        quorum = f"quorum {self.quorum}; " if self.quorum else ""
        return (
            f"{quorum}consensus: {self.consensus} at least {self.at_least:g}; "
            f"stop: after {self.most_rounds} rounds, or when at most {self.stable:g} of the answers change"
            f"{'; settled pairs leave' * self.settled_leave}"
        )
