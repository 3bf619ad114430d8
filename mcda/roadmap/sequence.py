"""In which order chosen steps bring their value earliest, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from mcda.arrays import Array, ArrayLike
from mcda.roadmap.enumeration import MOST_SETS, feasible_sets
from mcda.roadmap.problem import SLACK, Problem


class Order(NamedTuple):
    """An order of steps."""

    places: tuple[int, ...]
    delay: float
    """Sum over the steps of value times when the step is done."""
    exact: bool
    """Whether no order has less delay."""


def sequence(values: ArrayLike, durations: ArrayLike, after: Sequence[Sequence[int]], most: int = MOST_SETS) -> Order:
    """The order of n steps, each begun when the one before is done, with the least sum of value times completion.

    Parameters
    ----------
    values, durations : (n,) float
        0 or more.
    after : n sequences of int
        Places of the steps that must come before each.

    Notes
    -----
    One chain of steps, no two at the same time: minimal total weighted completion time under precedence,
    1 | prec | sum w C. By dynamic programming over the sets that hold what their steps need: f(A + i) is the least
    over the last step i of f(A) + v_i times the duration of all of A + i. Of orders with the same delay the one is
    given that ends with the step that stands last. Where more than `most` such sets exist, the step comes next that,
    with all that it still needs, brings the most value for its time; then `exact` is false.
    """
    worth, takes = np.asarray(values, dtype=np.float64), np.asarray(durations, dtype=np.float64)
    n = len(worth)
    problem = Problem(
        costs=np.zeros(n),
        after=tuple(tuple(needs) for needs in after),
        durations=takes,
        uses=np.zeros((n, 0)),
        must=np.zeros(n, dtype=np.intp),
        phase_capacities=np.zeros((1, 0)),
    )
    sets = feasible_sets(problem, most)
    if sets is None:
        places = _by_density(worth, takes, problem.after)
        return Order(places, _delay(places, worth, takes), exact=False)
    masks = np.sort(sets.masks)
    size = np.zeros(len(masks), dtype=np.intp)
    whole = np.zeros(len(masks))
    for place in range(n):
        has = (masks >> (n - 1 - place)) & 1 == 1
        size += has
        whole += has * takes[place]
    least = np.where(masks == 0, 0.0, np.inf)
    last = np.zeros(len(masks), dtype=np.intp)
    for number in range(1, n + 1):
        at = np.flatnonzero(size == number)
        for place in range(n - 1, -1, -1):
            bit = 1 << (n - 1 - place)
            own = at[masks[at] & bit != 0]
            before = masks[own] ^ bit
            found = np.searchsorted(masks, before)
            there = masks[found] == before
            own, found = own[there], found[there]
            delay = least[found] + worth[place] * whole[own]
            better = delay < least[own] - SLACK * np.maximum(1.0, np.abs(delay))
            least[own[better]], last[own[better]] = delay[better], place
    mask, backwards = (1 << n) - 1, []
    while mask:
        place = int(last[np.searchsorted(masks, mask)])
        backwards.append(place)
        mask ^= 1 << (n - 1 - place)
    places = tuple(reversed(backwards))
    return Order(places, _delay(places, worth, takes), exact=True)


def _delay(places: Sequence[int], values: Array, durations: Array) -> float:
    """Sum of value times completion."""
    at = np.array(places, dtype=np.intp)
    return float(values[at] @ np.cumsum(durations[at]))


def _by_density(values: Array, durations: Array, after: Sequence[Sequence[int]]) -> tuple[int, ...]:
    """Next the step that, with all it still needs, brings the most value for its time."""
    done: list[int] = []

    def still_needed(place: int) -> list[int]:
        found: list[int] = []

        def add(step: int) -> None:
            if step not in done and step not in found:
                for other in after[step]:
                    add(other)
                found.append(step)

        add(place)
        return found

    while len(done) < len(values):
        chains = [still_needed(place) for place in range(len(values)) if place not in done]
        density = [values[chain].sum() / max(durations[chain].sum(), 1e-300) for chain in chains]
        done += chains[int(np.argmax(density))]
    return tuple(done)
