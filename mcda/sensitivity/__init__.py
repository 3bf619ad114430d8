"""How sure an order is: what moving a weight does, exactly, and what draws of weights say, in shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mcda.sensitivity.absence import group_priorities, group_ratings
from mcda.sensitivity.acceptability import Acceptability, acceptability, accumulate, draws_for
from mcda.sensitivity.blocks import Draw, LostWorkersError, UniformWeights
from mcda.sensitivity.crossings import SAME_SHARE, Crossings, FirstPlaces, crossings, first_places
from mcda.sensitivity.draws import DOUBTS
from mcda.sensitivity.ignorance import ConstrainedWeights, constrained, hit_and_run
from mcda.sensitivity.intervals import Overtaking, Stability, stability, stability_intervals
from mcda.sensitivity.paths import sweep, weight_path, weights_at
from mcda.sensitivity.reversal import (
    PairedOrder,
    RankReversals,
    Reversals,
    in_pairs,
    opposite_pairs,
    rank_reversals,
    with_clone,
    with_newcomer,
    with_worse,
    without_alternative,
    without_criterion,
)
from mcda.sensitivity.tornado import Tornado, tornado

if TYPE_CHECKING:
    from mcda.sensitivity.workers import Workers

__all__ = [
    "DOUBTS",
    "SAME_SHARE",
    "Acceptability",
    "ConstrainedWeights",
    "Crossings",
    "Draw",
    "FirstPlaces",
    "LostWorkersError",
    "Overtaking",
    "PairedOrder",
    "RankReversals",
    "Reversals",
    "Stability",
    "Tornado",
    "UniformWeights",
    "Workers",
    "acceptability",
    "accumulate",
    "constrained",
    "crossings",
    "draws_for",
    "first_places",
    "group_priorities",
    "group_ratings",
    "hit_and_run",
    "in_pairs",
    "opposite_pairs",
    "rank_reversals",
    "stability",
    "stability_intervals",
    "sweep",
    "tornado",
    "weight_path",
    "weights_at",
    "with_clone",
    "with_newcomer",
    "with_worse",
    "without_alternative",
    "without_criterion",
]


def __getattr__(name: str) -> Any:
    """`Workers`, once somebody asks for it: pools of processes take a while to import."""
    if name == "Workers":
        from mcda.sensitivity.workers import Workers

        return Workers
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
