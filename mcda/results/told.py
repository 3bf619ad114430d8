"""What the room has been told of a panel: figures that rest on enough people, without anybody's name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from criteria.panel import Panel
from mcda.results.agreement import Agreement
from mcda.results.ranking import Ranking
from mcda.results.weights import Weights

Missing: TypeAlias = str
"""Why something is not told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What all releases together leave told: each figure as it was told last."""

    event: str
    """Id of the latest release; empty for answers as they stand, which nobody released."""
    round: int
    people: int
    """Whose answers that release tells."""
    weights: Weights | Missing
    orders: Mapping[str, Ranking | Missing]
    """`steps` and `solutions`, those that the panel has; first the one that `mcda rank` shows."""
    agreement: Agreement | Missing
    parts: Mapping[str, Mapping[str, Weights]]
    """Organisation, role or an attribute that was released -> the parts that may be told -> what they weigh."""
    members: Mapping[str, Mapping[str, int]]
    """The same parts -> how many of their members answered."""
    released: tuple[str, ...]
    """What the panel is told apart by."""
    notes: tuple[str, ...]
    """What is not told, or told as it was after an earlier round, and why."""
    lacking: tuple[str, ...]
    """The same of the weights and orders of the whole panel alone."""
    panel: Panel = field(repr=False)
    """With the answers of the latest release."""
    behind: Mapping[str, Panel] = field(repr=False)
    """Kind of an order -> the panel with the answers that it rests on."""
    fewest: Mapping[str, int]
    """`weights`, `agreement` or the kind of an order -> on how many people's answers it rests, at the question with
    the fewest."""
