"""What a roadmap is made under: the panel's block `roadmap:` and what was asked for, as the engine takes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from criteria.panel import Panel
from criteria.roadmap import Phase, Task
from mcda.analysis.choices import AnalysisError
from mcda.analysis.doubting import whole
from mcda.analysis.planning_words import no_costs
from mcda.roadmap import Problem, Synergy


class Limits(NamedTuple):
    """What may be chosen, and how it was read."""

    problem: Problem
    phases: tuple[Phase, ...]
    timed: bool
    """Whether durations are given."""
    notices: list[str]


def limits_of(panel: Panel, budget: float | None, phases: int | None) -> Limits:
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
    return Limits(problem, chosen, timed, notices)


def pinned(panel: Panel, pins: Mapping[str, bool]) -> Panel:
    """The panel where steps must be chosen (True) or must not (False), whatever it says of them itself."""
    tasks = {**panel.roadmap.tasks}
    for step, must in pins.items():
        tasks[step] = replace(tasks.get(step, Task()), must=must)
    return replace(panel, roadmap=replace(panel.roadmap, tasks=tasks))
