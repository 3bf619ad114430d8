"""What to write where a roadmap cannot be made: costs that are missing, and limits that clash, in words."""

from __future__ import annotations

from collections.abc import Sequence

from criteria.panel import Panel
from criteria.roadmap import Phase
from mcda.roadmap import Limit, Problem


def no_costs(steps: Sequence[str], count: int) -> str:
    """Which steps lack a cost, and where to write it."""
    first = steps[0]
    if len(steps) == count:
        return (
            "no costs are given, and a roadmap needs them. Write into panel.yaml, for every step:\n"
            f"roadmap:\n  steps:\n    {first}: {{cost: 4, duration: 6}}"
        )
    listed = ", ".join(steps[:10]) + (f" and {len(steps) - 10} more" if len(steps) > 10 else "")
    return (
        f"no cost is given for {listed}: write 'cost: ...' under 'roadmap: steps:' in panel.yaml, 0 for what is free, "
        "or 'must: false' for what is not to be chosen"
    )


def clash_in_words(panel: Panel, problem: Problem, phases: Sequence[Phase], limits: Sequence[Limit]) -> str:
    """Limits that cannot be kept together, a line each."""
    lines = [f"- {_said(panel, problem, phases, limit)}" for limit in limits]
    return "\n".join(
        ("no choice of steps keeps all limits. These cannot be kept together, and without any one they could:", *lines)
    )


def _said(panel: Panel, problem: Problem, phases: Sequence[Phase], limit: Limit) -> str:
    """One limit."""
    steps, places = panel.steps, limit.places
    money = f" {panel.roadmap.money}" if panel.roadmap.money else ""
    time = f" {panel.roadmap.time}" if panel.roadmap.time else ""

    def step(place: int) -> str:
        return f"'{steps[place].id}' (cost {problem.costs[place]:g}{money})"

    if limit.kind == "must":
        return f"{step(places[0])} must be chosen"
    if limit.kind == "must-not":
        return f"'{steps[places[0]].id}' must not be chosen"
    if limit.kind == "needs":
        return f"{step(places[0])} comes after {step(places[1])}"
    if limit.kind == "exclusion":
        return f"at most one of {', '.join(steps[place].id for place in problem.exclusions[places[0]])} is chosen"
    if limit.kind == "budget":
        return f"the budget is {problem.budget:g}{money}"
    name = f"phase '{phases[places[0]].name}'"
    if limit.kind == "phase-budget":
        return f"{name} has a budget of {problem.phase_budgets[places[0]]:g}{money}"
    if limit.kind == "phase-length":
        return f"{name} is {problem.phase_lengths[places[0]]:g}{time} long"
    capacity = tuple(panel.roadmap.capacities)[places[1]]
    return f"{name} has {problem.phase_capacities[places]:g} of '{capacity}'"
