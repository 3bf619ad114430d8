"""The roadmap: which steps to take with the money there is, when, and how sure that is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from criteria.panel import Panel
from criteria.roadmap import Phase
from mcda import roadmap as engine
from mcda.analysis.choices import (
    AnalysisError,
    check_word,
    chosen_options,
    chosen_panellists,
    provenance,
    shown_options,
)
from mcda.analysis.doubting import DOUBT, caveats, moot_of, panel_draws, whole
from mcda.analysis.judging import Judging
from mcda.analysis.planning_words import clash_in_words, no_costs
from mcda.analysis.scoring import chosen_scoring, under
from mcda.analysis.values import DecisionMatrix, decision_matrix
from mcda.analysis.weighing import weigh
from mcda.arrays import Array, IntArray
from mcda.results.plan import Frontier, Plan
from mcda.roadmap import Problem, Synergy
from mcda.sensitivity.blocks import BLOCK, Span, block_draws
from mcda.sensitivity.draws import DOUBTS, PanelDraws

DRAWS, DRAWS_OF_A_SOLVER = 10_000, 200
"""How many draws are made unless somebody says, where all sets of steps are looked at, and where a solver is asked."""

SCORE = "weighted value functions, 0 to 1"
"""What a step's value is. TOPSIS closeness cannot be added up, as the values of a set of steps are."""


def roadmap(
    panel: Panel,
    *,
    budget: float | None = None,
    phases: int | None = None,
    draws: int | None = None,
    seed: int = 0,
    doubt: Sequence[str] | None = None,
    priorities: str | None = None,
    aggregation: str | None = None,
    weighting: str | None = None,
    scale: str | None = None,
    ratings: str | None = None,
    panellists: Sequence[str] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Plan:
    """The steps that are worth most within the limits, in phases and in order, and how often each is among the best.

    Parameters
    ----------
    panel : Panel
        Its block `roadmap:` says what steps cost and what limits there are.
    budget : float, optional
        For all phases together, in the unit of the costs; the panel's if left out, no limit where it has none.
    phases : int, optional
        So many phases with an equal part of the budget each and no length, in place of the panel's.
    draws : int, optional
        Of weights and values; 10,000 if left out, 200 where there are too many sets of steps to look at all.
    seed : int
        0 or more. The same seed gives the same plan.
    doubt : sequence of str, optional
        As in `sensitivity`.
    priorities, aggregation, weighting, scale, ratings, panellists
        As in `rank`.
    progress : function of (int, int), optional
        Called with the draws done and all of them where each takes a solver.

    Raises
    ------
    AnalysisError
        As `rank`; where costs are missing; where nothing keeps all limits, with limits that clash.

    Notes
    -----
    The value of a step is the sum over the criteria of weight times value function: linear from the worst to the best
    of the declared scale, and from the worst to the best step where a measured criterion has none. The value of a set
    of steps is their sum and what synergies add. The set is exact, and so are the phases of its steps (least sum of
    value times number of the phase); within a phase the steps are in the order with the least sum of value times
    completion, one after the other. Begin and end are the earliest where steps that do not need each other run side by
    side.
    """
    doubt = DOUBT if doubt is None else (doubt,) if isinstance(doubt, str) else doubt
    for word in doubt:
        check_word("doubt", word, DOUBTS)
    chosen_doubt = tuple(word for word in DOUBTS if word in doubt)
    seed = whole("seed", seed)
    if seed < 0:
        raise AnalysisError(f"seed is {seed}: allowed are whole numbers from 0 up")
    limits = _limits(panel, budget, phases)
    options = chosen_options(
        panel, {"priorities": priorities, "aggregation": aggregation, "weighting": weighting, "scale": scale}
    )
    who = chosen_panellists(panel, panellists)
    judging = Judging.of(panel, who, options)
    scoring = chosen_scoring(panel, "steps", "weighted-sum", "scale", ratings, None)
    weighed = weigh(panel, judging, partial="ignorance" in chosen_doubt)
    matrix = decision_matrix(panel, judging, "steps", scoring.ratings)
    weights = under(weighed, matrix)
    unjudged = bool(np.isnan(weights).any())
    if unjudged:
        weights = np.full(len(weights), 1 / len(weights))
    ends, guessed = _value_ends(matrix)
    values = _worth(matrix.values, weights, matrix.directions, ends)
    problem = limits.problem
    best = engine.best_set(problem, values)
    if best is None:
        raise AnalysisError(clash_in_words(panel, problem, limits.phases, engine.clash(problem)))
    sets = engine.feasible_sets(problem)
    count = whole("draws", (DRAWS if sets is not None else DRAWS_OF_A_SOLVER) if draws is None else draws)
    if count < 1:
        raise AnalysisError(f"draws is {count}: at least 1 is needed")
    draw = panel_draws(panel, judging, scoring, matrix, chosen_doubt)
    drawn = _drawn(draw, matrix, ends, count, seed)
    robust = engine.best_sets(problem, drawn, progress=progress)
    assert robust is not None
    at = engine.phases_of(problem, best, values)
    assert at is not None
    timed = engine.schedule(problem, at)
    order, exact = _order(problem, at, values)
    missed = engine.regret(problem, best, drawn, robust)
    asked = {**shown_options(options), "ratings": scoring.ratings, "score": SCORE, "budget": _finite(problem.money)}
    asked |= {"phases": problem.phases, "draws": count, "seed": seed, "doubt": list(chosen_doubt)}
    meta = provenance(panel, who, asked)
    meta["costs_synthetic"] = panel.roadmap.synthetic
    meta["notices"] += limits.notices
    if guessed:
        meta["notices"].append(f"{', '.join(guessed)}: no scale, so the worst step counts 0 and the best 1")
    meta["notices"] += caveats(draw, who, chosen_doubt)
    if unjudged:
        meta["notices"].append("the weights are not judged: the values are those of equal weights")
    if set(chosen_doubt) <= set(moot_of(draw, chosen_doubt)):
        meta["notices"].append("nothing is in doubt: every draw is the panel's own plan")
    if not exact:
        meta["notices"].append("the order within a phase is a good one, not surely the best: there are too many steps")
    steps = [step.id for step in panel.steps]
    edge = engine.frontier(problem, values)
    needs = engine.prices_of_needs(problem, values) if sets is not None else {}
    return Plan(
        steps=tuple(steps),
        names=tuple(step.name for step in panel.steps),
        chosen=best,
        values=values,
        costs=problem.costs,
        durations=problem.durations,
        phases=at,
        order=order,
        begins=timed.begins,
        ends=timed.ends,
        critical=timed.critical,
        phase_names=tuple(phase.name for phase in limits.phases),
        phase_budgets=problem.phase_budgets,
        phase_begins=timed.phase_begins,
        phase_ends=timed.phase_ends,
        after=problem.after,
        cost=float(problem.cost(best)),
        value=float(problem.worth(best) @ values),
        synergies=tuple(
            (tuple(steps[place] for place in synergy.members), synergy.adds, synergy.saves)
            for synergy in problem.synergies
            if best[list(synergy.members)].all()
        ),
        core_index=robust.core_index,
        portfolios=robust.chosen,
        portfolio_shares=robust.shares,
        expected_regret=float(missed.mean()),
        worst_regret=float(missed.max()),
        frontier=Frontier(
            chosen=edge.chosen, costs=edge.costs, values=edge.worth, steps=tuple(steps), exact=edge.exact, meta=meta
        ),
        needs={(steps[place], steps[other]): price for (place, other), price in needs.items()},
        budget=problem.money,
        money=panel.roadmap.money,
        time=panel.roadmap.time,
        timed=limits.timed,
        begin_day=panel.roadmap.begins,
        draws=count,
        seed=seed,
        doubt=chosen_doubt,
        meta=meta,
    )


class _Limits(NamedTuple):
    """What may be chosen, and how it was read."""

    problem: Problem
    phases: tuple[Phase, ...]
    timed: bool
    """Whether durations are given."""
    notices: list[str]


def _limits(panel: Panel, budget: float | None, phases: int | None) -> _Limits:
    """The panel's block `roadmap:` under what was asked for. Raises AnalysisError where it does not say enough."""
    said, steps = panel.roadmap, panel.steps
    if not steps:
        raise AnalysisError("the panel has no steps: write them under 'steps:' in panel.yaml")
    tasks = [said.tasks.get(step.id) for step in steps]
    free = [step.id for step, task in zip(steps, tasks, strict=True) if task is None or task.cost is None]
    free = [id for id in free if id not in said.tasks or said.tasks[id].must is not False]
    if free:
        raise AnalysisError(no_costs(free, len(steps)))
    durations = [None if task is None else task.duration for task in tasks]
    timed = any(duration is not None for duration in durations)
    without = [step.id for step, duration in zip(steps, durations, strict=True) if duration is None]
    if timed and without:
        raise AnalysisError(f"no duration is given for {', '.join(without)}: give all of them, 0 for none, or none")
    if not timed and any(phase.length is not None for phase in said.phases):
        raise AnalysisError("phases have lengths and steps no durations: write 'duration: ...' for every step")
    notices = [] if timed else ["no durations are given: every step counts as 1 long"]
    money = said.budget if budget is None else float(budget)
    if money is not None and not (np.isfinite(money) and money >= 0):
        raise AnalysisError(f"budget is {money:g}: allowed are numbers from 0 up")
    chosen = said.phases or (Phase(name="1"),)
    if phases is not None:
        count = whole("phases", phases)
        if not 1 <= count <= 100:
            raise AnalysisError(f"phases is {count}: allowed are 1 to 100")
        part = None if money is None else money / count
        chosen = tuple(Phase(name=str(number), budget=part) for number in range(1, count + 1))
    together = sum(np.inf if phase.budget is None else phase.budget for phase in chosen)
    if money is not None and together < money * (1 - 1e-9):
        notices.append(f"the phases have {together:g} together: the budget of {money:g} cannot all be spent")
    places = {step.id: place for place, step in enumerate(steps)}
    kinds = tuple(said.capacities)
    musts = {None: 0, True: 1, False: -1}
    problem = Problem(
        costs=np.array([0.0 if task is None or task.cost is None else task.cost for task in tasks]),
        after=tuple(tuple(dict.fromkeys(places[other] for other in step.after)) for step in steps),
        durations=np.array([1.0 if duration is None else duration for duration in durations]),
        uses=np.array(
            [[0.0 if task is None else task.uses.get(kind, 0.0) for kind in kinds] for task in tasks]
        ).reshape(len(steps), len(kinds)),
        must=np.array([musts[None if task is None else task.must] for task in tasks], dtype=np.intp),
        exclusions=tuple(tuple(places[id] for id in exclusion) for exclusion in said.exclusions),
        synergies=tuple(
            Synergy(members=tuple(places[id] for id in each.steps), adds=each.adds, saves=each.saves)
            for each in said.synergies
        ),
        budget=np.inf if money is None else money,
        phase_budgets=np.array([np.inf if phase.budget is None else phase.budget for phase in chosen]),
        phase_lengths=np.array([np.inf if phase.length is None else phase.length for phase in chosen]),
        phase_capacities=np.array(
            [[phase.capacities.get(kind, said.capacities[kind]) for kind in kinds] for phase in chosen]
        ).reshape(len(chosen), len(kinds)),
    )
    return _Limits(problem, chosen, timed, notices)


def _value_ends(matrix: DecisionMatrix) -> tuple[Array, list[str]]:
    """The ends (m, 2) of each criterion's value function, and the criteria whose ends are those of the steps."""
    ends = matrix.domain.copy()
    guessed = np.flatnonzero(np.isnan(ends).any(axis=1))
    ends[guessed, 0], ends[guessed, 1] = matrix.values[:, guessed].min(axis=0), matrix.values[:, guessed].max(axis=0)
    return ends, [matrix.criteria[place] for place in guessed]


def _worth(values: Array, weights: Array, directions: Array, ends: Array) -> Array:
    """Weighted value functions (..., a), 0 to 1, of values (..., a, m) under weights (..., m) of any sum."""
    width = ends[:, 1] - ends[:, 0]
    part = np.clip((values - ends[:, 0]) / np.where(width > 0, width, 1.0), 0.0, 1.0)
    part = np.where(directions > 0, part, 1.0 - part)
    part = np.where(width > 0, part, 0.0)
    shares = weights / weights.sum(axis=-1, keepdims=True)
    return np.asarray((part @ shares[..., None])[..., 0])


def _drawn(draw: PanelDraws, matrix: DecisionMatrix, ends: Array, draws: int, seed: int) -> Array:
    """The values of the steps (draws, a) in every draw."""
    blocks = block_draws(draw, seed, Span(0, -(-draws // BLOCK), draws), BLOCK)
    found = []
    for weights, values in blocks:
        drawn = np.asarray(weights, dtype=np.float64)
        found.append(_worth(matrix.values if values is None else values, drawn, matrix.directions, ends))
    return np.concatenate(found)


def _order(problem: Problem, phases: IntArray, values: Array) -> tuple[tuple[int, ...], bool]:
    """The chosen steps phase by phase, each phase in the order that brings value earliest; whether that is exact."""
    found: list[int] = []
    exact = True
    for phase in range(problem.phases):
        places = np.flatnonzero(phases == phase).tolist()
        number = {place: own for own, place in enumerate(places)}
        after = [[number[other] for other in problem.after[place] if other in number] for place in places]
        order = engine.sequence(values[places], problem.durations[places], after)
        found += [places[own] for own in order.places]
        exact &= order.exact
    return tuple(found), exact


def _finite(number: float) -> float | None:
    """The number as JSON has it: None for no limit."""
    return float(number) if np.isfinite(number) else None
