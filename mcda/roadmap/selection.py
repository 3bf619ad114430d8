"""The best set of steps, under one set of values or under many: by looking at all sets, by a solver beyond."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mcda.arrays import Array, ArrayLike, BoolArray, IntArray
from mcda.roadmap.enumeration import MOST_SETS, Sets, best_of, contenders, feasible_sets
from mcda.roadmap.problem import Problem
from mcda.roadmap.solver import best_by_solver, phases_of


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BestSets:
    """The best set of each of d draws, and the k different ones among them, those that are best most often first."""

    chosen: BoolArray
    """(k, n)"""
    which: IntArray
    """(d,) the place of each draw's best set."""
    worth: Array
    """(d,) what it is worth."""

    @property
    def counts(self) -> IntArray:
        """(k,) draws in which each set is best."""
        return np.bincount(self.which, minlength=len(self.chosen))

    @property
    def shares(self) -> Array:
        """(k,) of the draws in which each set is best."""
        return self.counts / len(self.which)

    @property
    def core_index(self) -> Array:
        """(n,) share of the draws whose best set holds the step: 1 core, 0 exterior, between them borderline."""
        return np.asarray(self.counts @ self.chosen / len(self.which))


def best_set(problem: Problem, values: ArrayLike, most: int = MOST_SETS) -> BoolArray | None:
    """Which steps are chosen, (n,); None where nothing keeps all limits.

    Parameters
    ----------
    problem : Problem
    values : (n,) float
        0 or more.
    most : int
        Where more sets than this keep the limits of all phases together, a solver finds the best.

    Notes
    -----
    Exact by either way. What is worth most (sums that differ by less than 1e-9 are the same), of that the cheapest, of
    that what holds the first step, in the order of the steps, that not both hold.
    """
    worth = np.asarray(values, dtype=np.float64)
    sets = feasible_sets(problem, most)
    if sets is None:
        found = best_by_solver(problem, worth)
        return None if found is None else found.chosen
    best = _by_looking(problem, sets, worth[None])
    return None if best is None else best.chosen[0]


def best_sets(
    problem: Problem,
    values: ArrayLike,
    most: int = MOST_SETS,
    progress: Callable[[int, int], None] | None = None,
) -> BestSets | None:
    """The best set under each of d rows of values (d, n), and how often each is; None where nothing keeps all limits.

    The core index is that of Liesiö, Mild & Salo (2007), EJOR 181, and (2008), EJOR 190, with draws of the values in
    place of all values that are possible, so that core and exterior are those of the draws.

    `progress` is called with the draws done and all of them where a solver is asked once a draw.
    """
    worth = np.asarray(values, dtype=np.float64)
    sets = feasible_sets(problem, most)
    if sets is not None:
        return _by_looking(problem, sets, worth)
    found = []
    for number, row in enumerate(worth):
        best = best_by_solver(problem, row, ties=False)
        if best is None:
            return None
        found.append(best.chosen)
        if progress is not None:
            progress(number + 1, len(worth))
    best_rows = np.array(found)
    totals = (problem.worth(best_rows) * worth).sum(axis=1)
    different, which = np.unique(best_rows, axis=0, return_inverse=True)
    return _often_first(different, which.ravel(), totals)


def _by_looking(problem: Problem, sets: Sets, values: Array) -> BestSets | None:
    """The best sets by looking at all of them; those that the phases cannot hold are found as they would win."""
    positive = np.asarray((values > 0).all(axis=0))
    alive = np.ones(len(sets), dtype=np.bool_)
    held: set[int] = set()
    which = np.zeros(len(values), dtype=np.intp)
    worth = np.zeros(len(values))
    open_ = np.arange(len(values))
    while len(open_):
        places = contenders(problem, sets, positive, alive)
        if not len(places):
            return None
        which[open_], worth[open_] = best_of(problem, sets, places, values[open_])
        winners, draw = np.unique(which[open_], return_index=True)
        for place, number in zip(winners.tolist(), open_[draw], strict=True):
            if problem.phased and place not in held:
                if phases_of(problem, sets.chosen(place), values[number]) is None:
                    alive[place] = False
                else:
                    held.add(place)
        open_ = open_[~alive[which[open_]]]
    different, numbers = np.unique(which, return_inverse=True)
    return _often_first(sets.chosen(different), numbers, worth)


def _often_first(chosen: BoolArray, which: IntArray, worth: Array) -> BestSets:
    """With the sets that are best most often first."""
    order = np.argsort(-np.bincount(which, minlength=len(chosen)), kind="stable")
    return BestSets(chosen=chosen[order], which=np.argsort(order, kind="stable")[which], worth=worth)


def regret(problem: Problem, chosen: BoolArray, values: ArrayLike, best: BestSets) -> Array:
    """How much less a set of steps (n,) is worth than the best one in each draw of values (d, n), (d,), 0 or more."""
    own = np.asarray(values, dtype=np.float64) @ problem.worth(chosen)
    return np.maximum(best.worth - own, 0.0)
