"""What more money buys: the sets of steps that nothing cheaper or better beats, and what each need costs."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from mcda.arrays import Array, ArrayLike, BoolArray
from mcda.roadmap.enumeration import MOST_SETS, feasible_sets
from mcda.roadmap.problem import SLACK, Problem
from mcda.roadmap.selection import best_set
from mcda.roadmap.solver import best_by_solver

BLOCK = 2**16
GRID = 20
"""At so many budgets a solver is asked where there are too many sets to look at."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Frontier:
    """f sets of steps, the cheapest first, each worth more than all that cost less."""

    chosen: BoolArray
    """(f, n)"""
    costs: Array
    """(f,)"""
    worth: Array
    """(f,)"""
    exact: bool
    """Whether these are all such sets; else they are the best at evenly spaced budgets."""


def frontier(problem: Problem, values: ArrayLike, most: int = MOST_SETS) -> Frontier:
    """Every set that is worth more than all that cost no more, whatever the budget.

    Needs, exclusions, musts and capacities are kept; the budget and the limits of single phases are not.

    Notes
    -----
    Exact where at most `most` sets are feasible. Beyond, a solver is asked for the best set at 20 evenly spaced
    budgets.
    """
    worth = np.asarray(values, dtype=np.float64)
    free = replace(problem.unphased(), budget=np.inf)
    sets = feasible_sets(free, most)
    if sets is None:
        return _at_some_budgets(free, worth)
    totals = np.empty(len(sets))
    for start in range(0, len(sets), BLOCK):
        part = slice(start, start + BLOCK)
        totals[part] = free.worth(sets.chosen(part)) @ worth
    # Sets come the cheapest first; of those that cost the same the best.
    costs = np.round(sets.costs, 9)
    order = np.lexsort((-totals, costs))
    kept: list[int] = []
    for place in order[np.diff(np.maximum.accumulate(totals[order]), prepend=-np.inf) > 0]:
        if not kept or totals[place] > totals[kept[-1]] + SLACK * max(1.0, abs(totals[kept[-1]])):
            kept.append(int(place))
    return Frontier(
        chosen=sets.chosen(np.array(kept, dtype=np.intp)), costs=sets.costs[kept], worth=totals[kept], exact=True
    )


def _at_some_budgets(problem: Problem, values: Array) -> Frontier:
    """The best sets at evenly spaced budgets up to what the best of all costs."""
    all_of_it = best_by_solver(problem, values)
    found: list[BoolArray] = []
    if all_of_it is not None:
        for budget in np.linspace(0.0, float(problem.cost(all_of_it.chosen)), GRID + 1):
            best = best_by_solver(replace(problem, budget=float(budget)), values)
            if best is not None and not any(np.array_equal(best.chosen, other) for other in found):
                found.append(best.chosen)
    chosen = np.array(found, dtype=np.bool_).reshape(len(found), problem.n)
    return Frontier(chosen=chosen, costs=problem.cost(chosen), worth=problem.worth(chosen) @ values, exact=False)


def prices_of_needs(problem: Problem, values: ArrayLike, most: int = MOST_SETS) -> dict[tuple[int, int], float]:
    """How much more the best set would be worth if a step did not need another: (step, needed) -> value, 0 or more.

    Each need is dropped alone. Needs of steps where nothing is feasible with all of them are left out.
    """
    worth = np.asarray(values, dtype=np.float64)
    now = _reach(problem, worth, most)
    if now == -np.inf:
        return {}
    found = {}
    for place, needs in enumerate(problem.after):
        for other in needs:
            after = list(problem.after)
            after[place] = tuple(each for each in needs if each != other)
            gain = _reach(replace(problem, after=tuple(after)), worth, most) - now
            found[place, other] = gain if gain > SLACK * max(1.0, abs(now)) else 0.0
    return found


def _reach(problem: Problem, values: Array, most: int) -> float:
    """What the best set is worth; minus infinity where nothing keeps all limits."""
    best = best_set(problem, values, most)
    return -np.inf if best is None else float(problem.worth(best) @ values)
