"""When chosen steps begin and end, each as early as its phase and what it needs allow; what the end hangs on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mcda.arrays import Array, ArrayLike, IntArray
from mcda.roadmap.problem import Problem, topological


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Schedule:
    """n steps in p phases, in the unit of the durations from the beginning of the first phase."""

    begins: Array
    """(n,) NaN where not chosen."""
    ends: Array
    """(n,)"""
    phase_begins: Array
    """(p,)"""
    phase_ends: Array
    """(p,)"""
    critical: tuple[int, ...]
    """The chain of steps that ends last: each begins when the one before ends, so that to delay one delays the end."""


def schedule(problem: Problem, phases: ArrayLike) -> Schedule:
    """Begin and end of every step, each as early as possible; steps that do not need each other run side by side.

    Parameters
    ----------
    problem : Problem
    phases : (n,) int
        The phase of each step, from 0; -1 where not chosen.

    Notes
    -----
    Earliest start times under precedence, each not before its phase begins. A phase with a length ends after it, one
    without when its last step is done. Capacities are amounts that a phase has, not limits at a moment.
    """
    at: IntArray = np.asarray(phases, dtype=np.intp)
    n = problem.n
    begins, ends = np.full(n, np.nan), np.full(n, np.nan)
    phase_begins, phase_ends = np.zeros(problem.phases), np.zeros(problem.phases)
    before: dict[int, int | None] = {}
    order = topological(problem.after)
    now = 0.0
    closer: int | None = None
    for phase in range(problem.phases):
        phase_begins[phase] = end = now
        waits, latest = closer, closer
        for place in order:
            if at[place] != phase:
                continue
            begins[place], before[place] = now, waits
            for other in problem.after[place]:
                if ends[other] > begins[place]:
                    begins[place], before[place] = ends[other], other
            ends[place] = begins[place] + problem.durations[place]
            if ends[place] > end:
                end, latest = ends[place], place
        fixed = np.isfinite(problem.phase_lengths[phase])
        now = now + problem.phase_lengths[phase] if fixed else end
        closer = None if fixed else latest
        phase_ends[phase] = now
    critical: list[int] = []
    if (at >= 0).any():
        link: int | None = int(np.nanargmax(ends))
        while link is not None:
            critical.append(link)
            link = before[link]
    return Schedule(
        begins=begins,
        ends=ends,
        phase_begins=phase_begins,
        phase_ends=phase_ends,
        critical=tuple(reversed(critical)),
    )
