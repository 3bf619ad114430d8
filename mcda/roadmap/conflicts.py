"""Which limits cannot be kept together: a smallest clash, of which none can be left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from mcda.roadmap.problem import Problem
from mcda.roadmap.solver import best_by_solver


class Limit(NamedTuple):
    """One of the things that a choice of steps must keep."""

    kind: str
    """must, must-not, needs, exclusion, budget, phase-budget, phase-length or capacity."""
    places: tuple[int, ...] = ()
    """Of the steps it is about; of `needs` the step and the one it needs; of `exclusion` its number; of a phase's
    limits the phase; of a capacity the phase and which one."""


def limits_of(problem: Problem) -> list[Limit]:
    """Every limit of a problem, those that are easiest to understand last."""
    found = [Limit("capacity", place) for place in _finite(problem.phase_capacities)]
    found += [Limit("phase-length", place) for place in _finite(problem.phase_lengths)]
    found += [Limit("phase-budget", place) for place in _finite(problem.phase_budgets)]
    found += [Limit("needs", (place, other)) for place, needs in enumerate(problem.after) for other in needs]
    found += [Limit("exclusion", (number,)) for number in range(len(problem.exclusions))]
    found += [Limit("must-not", (int(place),)) for place in np.flatnonzero(problem.must < 0)]
    found += [Limit("budget")] if np.isfinite(problem.budget) else []
    found += [Limit("must", (int(place),)) for place in np.flatnonzero(problem.must > 0)]
    return found


def _finite(limits: np.ndarray) -> list[tuple[int, ...]]:
    return [tuple(int(number) for number in place) for place in np.argwhere(np.isfinite(limits))]


def only(problem: Problem, limits: Iterable[Limit]) -> Problem:
    """The problem with these of its limits and no others."""
    kept = set(limits)
    must = np.zeros_like(problem.must)
    after: list[tuple[int, ...]] = []
    for place, needs in enumerate(problem.after):
        after.append(tuple(other for other in needs if Limit("needs", (place, other)) in kept))
        if Limit("must", (place,)) in kept or Limit("must-not", (place,)) in kept:
            must[place] = problem.must[place]
    parts = {"capacity": "phase_capacities", "phase-length": "phase_lengths", "phase-budget": "phase_budgets"}
    loose = {name: np.full_like(getattr(problem, name), np.inf) for name in parts.values()}
    for limit in kept:
        if limit.kind in parts:
            loose[parts[limit.kind]][limit.places] = getattr(problem, parts[limit.kind])[limit.places]
    return replace(
        problem,
        after=tuple(after),
        must=must,
        exclusions=tuple(
            each for number, each in enumerate(problem.exclusions) if Limit("exclusion", (number,)) in kept
        ),
        budget=problem.budget if Limit("budget") in kept else np.inf,
        **loose,
    )


def clash(problem: Problem) -> tuple[Limit, ...]:
    """Limits that no choice of steps keeps together, though any of them left out the others can be kept; else none.

    Notes
    -----
    The deletion filter for irreducible infeasible subsets of Chinneck (2008), Feasibility and Infeasibility in
    Optimization, from either end of the list of limits; the smaller of the two is given. It is irreducible; there
    may be a smaller one elsewhere.
    """
    limits = limits_of(problem)
    if _can_be_kept(problem, limits):
        return ()
    forwards, backwards = _filtered(problem, limits), _filtered(problem, limits[::-1])
    return tuple(forwards if len(forwards) <= len(backwards) else backwards)


def _filtered(problem: Problem, limits: list[Limit]) -> list[Limit]:
    """The limits that remain when each that is not needed for the clash is left out, one after the other."""
    kept = list(limits)
    for limit in limits:
        fewer = [other for other in kept if other != limit]
        if not _can_be_kept(problem, fewer):
            kept = fewer
    return [limit for limit in limits_of(problem)[::-1] if limit in kept]


def _can_be_kept(problem: Problem, limits: Iterable[Limit]) -> bool:
    """Whether some choice of steps keeps them all."""
    return best_by_solver(only(problem, limits), np.zeros(problem.n), ties=False) is not None
