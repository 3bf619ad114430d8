"""The roadmap: which steps to take with the money there is, when, and how sure that is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np

from criteria.panel import Panel
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
from mcda.analysis.planning_limits import Limits, limits_of, pinned
from mcda.analysis.planning_words import clash_in_words
from mcda.analysis.scoring import chosen_scoring, under
from mcda.analysis.values import DecisionMatrix, decision_matrix
from mcda.analysis.weighing import weigh
from mcda.arrays import Array, BoolArray, IntArray
from mcda.results.plan import Frontier, Plan
from mcda.roadmap import Problem
from mcda.sensitivity.blocks import BLOCK, Span, block_draws
from mcda.sensitivity.draws import DOUBTS, PanelDraws

DRAWS, DRAWS_OF_A_SOLVER = 10_000, 200
"""How many draws are made unless somebody says, where all sets of steps are looked at, and where a solver is asked."""

SCORE = "weighted value functions, 0 to 1"
"""What a step's value is. TOPSIS closeness cannot be added up, as the values of a set of steps are."""

NO_PINS: Mapping[str, bool] = MappingProxyType({})


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
    asked = {"priorities": priorities, "aggregation": aggregation, "weighting": weighting, "scale": scale}
    planner = Planner(panel, seed=seed, doubt=doubt, ratings=ratings, panellists=panellists, **asked)
    return planner.plan(budget=budget, phases=phases, draws=draws, progress=progress)


class Planner:
    """Plans of a panel under one budget after another: its weights, values and draws are found once.

    `plan` gives what `roadmap` would give for the same choices. It may be asked from several threads.

    Parameters
    ----------
    panel, seed, doubt, ratings, panellists, **judged
        As in `roadmap`; `judged` are priorities, aggregation, weighting and scale.

    Raises
    ------
    AnalysisError
        As `rank`.
    """

    def __init__(
        self,
        panel: Panel,
        *,
        seed: int = 0,
        doubt: Sequence[str] | None = None,
        ratings: str | None = None,
        panellists: Sequence[str] | None = None,
        **judged: str | None,
    ) -> None:
        doubt = DOUBT if doubt is None else (doubt,) if isinstance(doubt, str) else doubt
        for word in doubt:
            check_word("doubt", word, DOUBTS)
        seed = whole("seed", seed)
        if seed < 0:
            raise AnalysisError(f"seed is {seed}: allowed are whole numbers from 0 up")
        limits_of(panel, None, None)
        self.panel = panel
        self.seed = seed
        self.doubt = tuple(word for word in DOUBTS if word in doubt)
        self._options = chosen_options(panel, judged)
        self._who = chosen_panellists(panel, panellists)
        judging = Judging.of(panel, self._who, self._options)
        self._scoring = chosen_scoring(panel, "steps", "weighted-sum", "scale", ratings, None)
        weighed = weigh(panel, judging, partial="ignorance" in self.doubt)
        self._matrix = decision_matrix(panel, judging, "steps", self._scoring.ratings)
        weights = under(weighed, self._matrix)
        self._unjudged = bool(np.isnan(weights).any())
        if self._unjudged:
            weights = np.ones(len(weights))
        self._ends, self._guessed = _value_ends(self._matrix)
        self.values = _worth(self._matrix.values, weights, self._matrix.directions, self._ends)
        """(n,) what each step is worth to the panel, 0 to 1."""
        self._draw = panel_draws(panel, judging, self._scoring, self._matrix, self.doubt)
        self._drawn: dict[int, Array] = {}
        """Draws -> the values of the steps in them, (draws, n)."""
        self._edge: tuple[object, engine.Frontier] | None = None
        """The frontier that was found last, after what it depends on."""

    def usual_draws(self, budget: float | None = None, pins: Mapping[str, bool] = NO_PINS) -> int:
        """How many draws are made unless somebody says: few where each takes a solver."""
        problem = limits_of(pinned(self.panel, pins), budget, None).problem
        return DRAWS_OF_A_SOLVER if engine.feasible_sets(problem) is None else DRAWS

    def plan(
        self,
        *,
        budget: float | None = None,
        phases: int | None = None,
        draws: int | None = None,
        pins: Mapping[str, bool] = NO_PINS,
        quick: bool = False,
        progress: Callable[[int, int], None] | None = None,
    ) -> Plan:
        """The plan under a budget and phases, as `roadmap`.

        Parameters
        ----------
        budget, phases, draws, progress
            As in `roadmap`.
        pins : mapping of str to bool
            Steps that must be chosen (True) or must not (False), whatever the panel says of them.
        quick : bool
            Without draws, which the plan then has 0 of: core indices are those of the panel's own values alone, what
            needs cost is not found, and the frontier is this set alone where it takes a solver.

        Raises
        ------
        AnalysisError
            As `roadmap`.
        """
        panel = pinned(self.panel, pins)
        limits = limits_of(panel, budget, phases)
        problem, values = limits.problem, self.values
        best = engine.best_set(problem, values)
        if best is None:
            raise AnalysisError(clash_in_words(panel, problem, limits.phases, engine.clash(problem)))
        sets = None if quick else engine.feasible_sets(problem)
        count = whole("draws", (DRAWS if sets is not None else DRAWS_OF_A_SOLVER) if draws is None else draws)
        if count < 1:
            raise AnalysisError(f"draws is {count}: at least 1 is needed")
        count = 0 if quick else count
        drawn = self._values_of(count) if count else values[None]
        robust = engine.best_sets(problem, drawn, progress=progress)
        assert robust is not None
        at = engine.phases_of(problem, best, values)
        assert at is not None
        timed = engine.schedule(problem, at)
        order, exact = _order(problem, at, values)
        missed = engine.regret(problem, best, drawn, robust)
        steps = [step.id for step in panel.steps]
        edge = self._frontier(problem, (phases, tuple(sorted(pins.items()))), best if quick else None)
        needs = engine.prices_of_needs(problem, values) if sets is not None else {}
        meta = self._meta(limits, count)
        if not exact:
            why = "the order within a phase is a good one, not surely the best: there are too many steps"
            meta["notices"].append(why)
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
            seed=self.seed,
            doubt=self.doubt,
            meta=meta,
        )

    def _values_of(self, draws: int) -> Array:
        """The values of the steps in so many draws, (draws, n), made once."""
        if draws not in self._drawn:
            self._drawn[draws] = _drawn(self._draw, self._matrix, self._ends, draws, self.seed)
        return self._drawn[draws]

    def _frontier(self, problem: Problem, key: object, best: BoolArray | None) -> engine.Frontier:
        """The frontier, which no budget changes; `key` is all else that it depends on. Where it takes a solver, and
        `best` is given, that set alone."""
        edge = self._edge
        if edge is None or edge[0] != key:
            if best is not None and engine.feasible_sets(replace(problem.unphased(), budget=np.inf)) is None:
                chosen = best[None]
                worth = problem.worth(chosen) @ self.values
                return engine.Frontier(chosen=chosen, costs=problem.cost(chosen), worth=worth, exact=False)
            self._edge = edge = key, engine.frontier(problem, self.values)
        return edge[1]

    def _meta(self, limits: Limits, draws: int) -> dict[str, Any]:
        """What was asked, and what there is to warn of."""
        problem = limits.problem
        asked = {**shown_options(self._options), "ratings": self._scoring.ratings, "score": SCORE}
        asked |= {"budget": _finite(problem.money), "phases": problem.phases, "draws": draws}
        asked |= {"seed": self.seed, "doubt": list(self.doubt)}
        meta = provenance(self.panel, self._who, asked)
        meta["costs_synthetic"] = self.panel.roadmap.synthetic
        meta["notices"] += limits.notices
        if self._guessed:
            guessed = ", ".join(self._guessed)
            meta["notices"].append(f"{guessed}: no scale, so the worst step counts 0 and the best 1")
        meta["notices"] += caveats(self._draw, self._who, self.doubt)
        if self._unjudged:
            meta["notices"].append("the weights are not judged: the values are those of equal weights")
        if set(self.doubt) <= set(moot_of(self._draw, self.doubt)):
            meta["notices"].append("nothing is in doubt: every draw is the panel's own plan")
        return meta


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
