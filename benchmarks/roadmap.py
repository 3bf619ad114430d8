"""The best set of steps under money and needs, 17 steps in 1e4 draws and 300 once: beside loops and bare HiGHS."""

from __future__ import annotations

from functools import partial

import numpy as np

from side_by_side import Piece, Report

DRAWS = 10_000
NEEDS = {1: (2, 3), 2: (0,), 3: (0,), 5: (4,), 6: (4,), 7: (5, 6), 8: (5, 6), 10: (9,)}
"""Those of the study's 17 steps."""
BUDGET, MANY_BUDGET = 60.0, 2000.0


def needs_of(n: int, rng: np.random.Generator) -> tuple[tuple[int, ...], ...]:
    """Up to two earlier steps that each step needs."""
    return tuple(
        tuple(sorted(set(rng.integers(0, place, rng.integers(0, 3)).tolist()))) if place else () for place in range(n)
    )


def by_python(costs: list[float], after: tuple[tuple[int, ...], ...], budget: float, draws: np.ndarray) -> np.ndarray:
    """The best set of each draw by a loop over all sets that hold what their steps need."""
    n = len(costs)
    needs = [sum(1 << other for other in each) for each in after]
    found = []
    for draw in draws:
        values = draw.tolist()
        best, top = 0, 0.0
        for mask in range(1 << n):
            cost = value = 0.0
            for place in range(n):
                if mask >> place & 1:
                    if mask & needs[place] != needs[place]:
                        break
                    cost += costs[place]
                    value += values[place]
            else:
                if cost <= budget and value > top:
                    best, top = mask, value
        found.append([bool(best >> place & 1) for place in range(n)])
    return np.array(found)


def by_highs(costs: np.ndarray, after: tuple[tuple[int, ...], ...], budget: float, draws: np.ndarray) -> np.ndarray:
    """The best set of each draw by scipy.optimize.milp, its constraints built once."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    n = len(costs)
    pairs = [(place, other) for place, needs in enumerate(after) for other in needs]
    rows = np.repeat(np.arange(1, len(pairs) + 1), 2)
    where = np.concatenate([np.zeros(n, int), rows]), np.concatenate([np.arange(n), np.ravel(pairs).astype(int)])
    entries = np.concatenate([costs, np.tile([1.0, -1.0], len(pairs))])
    limits = LinearConstraint(csr_array((entries, where)), -np.inf, np.r_[budget, np.zeros(len(pairs))])
    asked = partial(milp, integrality=np.ones(n), bounds=Bounds(0, 1), constraints=limits, options={"mip_rel_gap": 0})
    return np.array([asked(-draw).x > 0.5 for draw in draws])


def problem_of(costs: np.ndarray, after: tuple[tuple[int, ...], ...], budget: float):
    """The same for us."""
    from mcda.roadmap import Problem

    n = len(costs)
    return Problem(
        costs=costs,
        after=after,
        durations=np.ones(n),
        uses=np.zeros((n, 0)),
        must=np.zeros(n, dtype=int),
        phase_capacities=np.zeros((1, 0)),
        budget=budget,
    )


def draws_of_17(report: Report) -> None:
    """17 steps with the study's needs, 1e4 draws of their values."""
    from mcda.roadmap import best_sets

    rng = np.random.default_rng(7)
    costs = rng.integers(1, 13, 17).astype(float)
    after = tuple(NEEDS.get(place, ()) for place in range(17))
    draws = rng.random((DRAWS, 17))
    problem = problem_of(costs, after, BUDGET)

    def ours(values: np.ndarray) -> np.ndarray:
        found = best_sets(problem, values)
        return found.chosen[found.which]

    expected = ours(draws)
    report.begin("Roadmap, best sets of 17 steps, 1e4 draws")
    few, some = (1, 20) if report.quick else (2, 100)
    pieces = {
        "mcda.roadmap.best_sets": Piece(prepare=lambda: partial(ours, draws)),
        "scipy milp (HiGHS), a draw at a time": Piece(
            prepare=lambda: partial(by_highs, costs, after, BUDGET, draws[:some]),
            share=some / DRAWS,
            expect=expected[:some],
        ),
        "plain Python, every set": Piece(
            prepare=lambda: partial(by_python, costs.tolist(), after, BUDGET, draws[:few]),
            share=few / DRAWS,
            expect=expected[:few],
        ),
    }
    times = report.compare(pieces, "mcda.roadmap.best_sets")
    if "scipy milp (HiGHS), a draw at a time" in times:
        report.reach("roadmap draws", times["scipy milp (HiGHS), a draw at a time"] / times["mcda.roadmap.best_sets"])


def once_300(report: Report) -> None:
    """300 steps, each after up to two others, once."""
    from mcda.roadmap import best_set

    rng = np.random.default_rng(3)
    costs, after, values = rng.integers(1, 100, 300).astype(float), needs_of(300, rng), rng.random(300)
    problem = problem_of(costs, after, MANY_BUDGET)
    report.begin("Roadmap, best set of 300 steps")
    expected = by_highs(costs, after, MANY_BUDGET, values[None])[0]
    pieces = {
        "mcda.roadmap.best_set": Piece(prepare=lambda: partial(best_set, problem, values), expect=expected),
        "scipy milp (HiGHS), bare, ties left open": Piece(
            prepare=lambda: lambda: by_highs(costs, after, MANY_BUDGET, values[None])[0], expect=expected
        ),
    }
    times = report.compare(pieces, "mcda.roadmap.best_set")
    bare = "scipy milp (HiGHS), bare, ties left open"
    if bare in times:
        report.reach("roadmap 300", times["mcda.roadmap.best_set"] / times[bare])


COMPARISONS = (draws_of_17, once_300)
