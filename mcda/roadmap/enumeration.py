"""All sets of steps that keep the limits, and the best of them under many values at once: exact, by looking at all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mcda.arrays import Array, BoolArray, IntArray
from mcda.roadmap.problem import SLACK, Problem, topological, within

MOST_SETS = 2**20
"""So many sets are looked at: all there are of 20 steps."""
MOST_BITS = 62
TABLE_BITS = 24
CELLS = 2**22
"""Values of sets that are computed at once."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sets:
    """Sets of n steps that keep the limits of all phases together, the cheapest first.

    Among those that cost the same, the set comes first that holds the first step, in the order of the steps, that not
    both hold.
    """

    n: int
    masks: IntArray
    """(s,) the first step is the highest of n bits."""
    costs: Array
    """(s,)"""

    def __len__(self) -> int:
        return len(self.masks)

    def chosen(self, places: IntArray | slice = slice(None)) -> BoolArray:
        """Which steps the sets at those places hold, (..., n)."""
        return members_of(self.masks[places], self.n)


def members_of(masks: IntArray, n: int) -> BoolArray:
    """Which of n steps the sets hold, (..., n)."""
    return np.asarray((np.asarray(masks)[..., None] >> np.arange(n - 1, -1, -1)) & 1 == 1)


def feasible_sets(problem: Problem, most: int = MOST_SETS) -> Sets | None:
    """Every set of steps that keeps needs, exclusions, musts, and the limits of all phases together.

    Parameters
    ----------
    problem : Problem
        Of its phases only the sums of their limits are kept.
    most : int
        None is returned where there are more sets than this, or more than 62 steps.

    Notes
    -----
    Steps are added in topological order, so that only sets that hold what their steps need are ever made.
    """
    n = problem.n
    if n > MOST_BITS:
        return None
    bit = [1 << (n - 1 - place) for place in range(n)]
    against = [0] * n
    for exclusion in problem.exclusions:
        for place in exclusion:
            against[place] |= sum(bit[other] for other in set(exclusion) - {place})
    capacity = problem.phase_capacities.sum(axis=0)
    most_saved = sum(synergy.saves for synergy in problem.synergies)
    masks = np.zeros(1, dtype=np.int64)
    costs = np.zeros(1)
    uses = np.zeros((1, len(capacity)))
    for place in topological(problem.after):
        needs = sum(bit[other] for other in set(problem.after[place]))
        fit = (masks & needs == needs) & (masks & against[place] == 0)
        fit &= within(costs + problem.costs[place] - most_saved, problem.money)
        fit &= within(uses + problem.uses[place], capacity).all(axis=1)
        if problem.must[place] < 0:
            continue
        more = masks[fit] | bit[place], costs[fit] + problem.costs[place], uses[fit] + problem.uses[place]
        if problem.must[place] > 0:
            masks, costs, uses = more
        else:
            masks, costs = np.concatenate([masks, more[0]]), np.concatenate([costs, more[1]])
            uses = np.concatenate([uses, more[2]])
        if len(masks) > most:
            return None
    for synergy in problem.synergies:
        whole = sum(bit[place] for place in set(synergy.members))
        costs = costs - synergy.saves * (masks & whole == whole)
    kept = within(costs, problem.money)
    masks, costs = masks[kept], costs[kept]
    order = np.lexsort((-masks, np.round(costs, 9)))
    return Sets(n=n, masks=masks[order], costs=costs[order])


def contenders(problem: Problem, sets: Sets, positive: BoolArray, alive: BoolArray | None = None) -> IntArray:
    """Places of the sets that can be best: those to which no step can be added that is surely worth something.

    Parameters
    ----------
    positive : (n,) bool
        Steps whose value is above 0, whatever the draw.
    alive : (s,) bool, optional
        Sets that count; all if left out.
    """
    alive = np.ones(len(sets), dtype=np.bool_) if alive is None else alive
    if any(synergy.adds < 0 for synergy in problem.synergies):
        return np.flatnonzero(alive)
    living = np.sort(sets.masks[alive])
    table = None
    if sets.n <= TABLE_BITS:
        table = np.zeros(1 << sets.n, dtype=np.bool_)
        table[living] = True
    beaten = ~alive
    for place in np.flatnonzero(positive):
        more = sets.masks | (1 << (sets.n - 1 - int(place)))
        if table is not None:
            there = table[more]
        else:
            there = living[np.minimum(np.searchsorted(living, more), len(living) - 1)] == more
        beaten |= there & (more != sets.masks)
    return np.flatnonzero(~beaten)


def best_of(problem: Problem, sets: Sets, places: IntArray, values: Array) -> tuple[IntArray, Array]:
    """For each row of values (d, n) the place of the set that is worth most, of those at `places`, and its worth.

    Of sets that are worth the same the first is taken: the cheapest.
    """
    counts = problem.worth(sets.chosen(places))
    found = np.empty(len(values), dtype=np.intp)
    best = np.empty(len(values))
    step = max(1, CELLS // max(1, len(places)))
    for start in range(0, len(values), step):
        part = slice(start, start + step)
        totals = values[part] @ counts.T
        best[part] = top = totals.max(axis=1)
        tolerance = SLACK * np.maximum(1.0, np.abs(top))
        found[part] = (totals >= (top - tolerance)[:, None]).argmax(axis=1)
    return places[found], best
