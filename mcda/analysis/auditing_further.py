"""Agreement, ends of stability intervals and the roadmap of a panel derived again, for the audit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from math import fsum, inf, nan

import numpy as np

from criteria.panel import Panel
from mcda import pairwise
from mcda import roadmap as engine
from mcda.analysis.agreeing import agreement
from mcda.analysis.checks import Comparing
from mcda.analysis.choices import AnalysisError
from mcda.analysis.doubting import sensitivity
from mcda.analysis.planning import roadmap
from mcda.analysis.planning_limits import limits_of
from mcda.analysis.rederiving import Rederived
from mcda.analysis.scoring import chosen_scoring, mean_by_solution, rank
from mcda.arrays import Array
from mcda.results.audit import Check
from mcda.results.ranking import Ranking
from mcda.results.sensitivity import Interval
from mcda.routes.agreement import agreeing
from mcda.routes.scores import printed_scores

NAMES = {"consensus": "consensus S*", "homogeneity": "homogeneity S", "kendall-w": "Kendall's W"}
NEAR = 1e-4
"""How far around its end, as a share of all weights, the end of an interval is looked for."""
OF_A_SOLVER = 1e-5
"""HiGHS takes sets whose values differ by less for the same."""


def agreement_checks(again: Rederived, comparing: Comparing) -> Iterator[Check]:
    """Consensus, homogeneity and Kendall's W at each node and over the whole hierarchy."""
    hierarchy, scale = again.panel.hierarchy, again.options.scale
    own = {node.id: again.own(node.id, node.items) for node in hierarchy.nodes}
    complete = [who for who in again.say if all(who in judged for judged in own.values())]
    overall: dict[str, list[float]] = {who: [] for who in complete}
    for who in complete:
        shares: dict[str, float] = {}
        for node in hierarchy.nodes:
            for place, item in enumerate(node.items):
                shares[item] = float(own[node.id][who][place]) * shares.get(node.id, 1.0)
        overall[who] = [shares[leaf.id] for leaf in hierarchy.leaves]
    found = {}
    for node in hierarchy.nodes:
        able = own[node.id]
        say = np.array([again.say[who] for who in able])
        largest = pairwise.largest_ratio(scale, len(node.items))
        found[node.id] = agreeing(np.array(list(able.values())).reshape(len(able), len(node.items)), say, largest)
    say = np.array([again.say[who] for who in complete])
    leaves = np.array(list(overall.values())).reshape(len(complete), len(hierarchy.leaves))
    found["hierarchy"] = agreeing(leaves, say, pairwise.largest_ratio(scale, len(hierarchy.leaves)))
    routes = ["diversities as printed", "diversities as printed", "scipy's Friedman test"]
    for measure in agreement(again.panel).measures:
        if measure.measure in NAMES and not np.isnan(measure.value):
            place = list(NAMES).index(measure.measure)
            theirs = found[measure.scope][place]
            yield comparing(NAMES[measure.measure], measure.scope, measure.value, theirs, routes[place])


def interval_checks(again: Rederived, comparing: Comparing, kind: str) -> Iterator[Check]:
    """Each exact end of a stability interval: where two scores by the printed formula are the same."""
    panel = again.panel
    scoring = chosen_scoring(panel, kind, None, None, None, None)
    if len(panel.steps if kind == "steps" else panel.solutions) < 2:
        return
    report = sensitivity(panel, kind, draws=1, doubt=(), intervals=True)
    ranking = rank(panel, kind)
    _, overall = again.weights()
    values, directions = again.values(scoring.kind, ranking.criteria, scoring.ratings)
    domain = None if np.isnan(ranking.domain).any() else ranking.domain
    shares = np.array([overall[id] for id in ranking.criteria])
    order = [each.id for each in (panel.steps if kind == "steps" else panel.solutions)]

    def lead(each: Interval, other: str, end: float) -> float:
        """How far the first is above another where a criterion weighs so much."""
        moved = _moved(panel, ranking, shares, each.criterion, end)
        scores = printed_scores(scoring.method, values, moved, directions, scoring.normalisation, domain)
        scores = mean_by_solution(panel, scores) if scoring.by_steps else scores
        return float(scores[order.index(report.alternatives[0])] - scores[order.index(other)])

    for each in report.intervals:
        for end, other in ((each.low, each.below), (each.high, each.above)):
            if each.exact and other and 0 < end < 1:
                theirs = _crossing(partial(lead, each, other), end)
                of = f"{each.criterion}, {other} above the first of the {kind}"
                yield comparing("end of an interval", of, end, theirs, "scipy's brentq on the printed formula")


def _moved(panel: Panel, ranking: Ranking, shares: Array, criterion: str, end: float) -> Array:
    """The weights where a criterion and what is below it weigh so much together, all else in proportion."""
    below = np.array([criterion == id or criterion in panel.hierarchy.ancestors(id) for id in ranking.criteria])
    inside, outside = fsum(shares[below].tolist()), fsum(shares[~below].tolist())
    return np.where(below, shares * (end / inside), shares * ((1 - end) / outside))


def _crossing(lead: Callable[[float], float], end: float) -> float:
    """Where a lead is 0 near that end; infinite where it changes no sign there, so that the end is wrong."""
    from scipy.optimize import brentq

    low, high = max(end - NEAR, 1e-12), min(end + NEAR, 1 - 1e-12)
    before, after = lead(low), lead(high)
    if not before * after < 0:
        return inf
    return float(brentq(lead, low, high, xtol=1e-15, rtol=1e-14))


def roadmap_checks(again: Rederived, comparing: Comparing) -> Iterator[Check]:
    """What each step and the chosen set cost and are worth, and the best set by a solver where all were looked at."""
    panel = again.panel
    try:
        limits = limits_of(panel, None, None)
        plan = roadmap(panel, draws=1)
    except AnalysisError:
        return
    values = _worth(again, panel)
    for place, id in enumerate(plan.steps):
        yield comparing("value of a step in the roadmap", id, plan.values[place], values[id], "formula from print")
    chosen = {id for place, id in enumerate(plan.steps) if plan.chosen[place]}
    whole = [synergy for synergy in panel.roadmap.synergies if set(synergy.steps) <= chosen]
    cost = fsum(panel.roadmap.tasks[id].cost or 0.0 for id in chosen) - fsum(each.saves for each in whole)
    worth = fsum(values[id] for id in chosen) + fsum(each.adds * values[id] for each in whole for id in each.steps)
    yield comparing("cost of the roadmap", "chosen steps", plan.cost, cost, "sum over panel.yaml")
    yield comparing("value of the roadmap", "chosen steps", plan.value, worth, "sum over the steps")
    if engine.feasible_sets(limits.problem) is not None:
        yield comparing(
            "value of the roadmap",
            "best set",
            plan.value,
            _best(limits.problem, np.array([values[id] for id in plan.steps])),
            "HiGHS",
            allowed=OF_A_SOLVER,
        )


def _worth(again: Rederived, panel: Panel) -> dict[str, float]:
    """Step -> the sum over the criteria of weight times value function, criterion by criterion."""
    ranking = rank(panel, "steps")
    scoring = chosen_scoring(panel, "steps", "weighted-sum", "scale", None, None)
    _, overall = again.weights()
    values, directions = again.values("steps", ranking.criteria, scoring.ratings)
    total = fsum(overall[id] for id in ranking.criteria)
    found = {}
    for row, step in enumerate(panel.steps):
        parts = []
        for column, id in enumerate(ranking.criteria):
            low, high = ranking.domain[column].tolist()
            if np.isnan(low):
                low, high = float(values[:, column].min()), float(values[:, column].max())
            share = min(max((float(values[row, column]) - low) / (high - low), 0.0), 1.0) if high > low else 0.0
            good = directions[column] > 0
            parts.append(overall[id] / total * (share if good else 1 - share) * (high > low))
        found[step.id] = fsum(parts)
    return found


def _best(problem: engine.Problem, values: Array) -> float:
    """What the solver's best set is worth; NaN where it finds none."""
    found = engine.best_by_solver(problem, values)
    return nan if found is None else float(problem.worth(found.chosen) @ values)
