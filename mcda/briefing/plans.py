"""Which steps to take with the money there is, and when."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from criteria.disclosure import FEW
from criteria.panel import Panel
from mcda.analysis import roadmap
from mcda.briefing.facts import Row, Section
from mcda.briefing.numbers import listed, percent
from mcda.results.plan import MADE_UP, Plan


def has_costs(panel: Panel) -> bool:
    """Whether the panel says what any step costs."""
    return bool(panel.steps) and any(task.cost is not None for task in panel.roadmap.tasks.values())


def planned(panel: Panel, people: int, fewest: int, *, draws: int, seed: int) -> Plan:
    """The panel's roadmap. Raises AnalysisError as `roadmap`.

    `people` answered; behind each figure are `fewest`, at the question with the fewest.
    """
    found = roadmap(panel, draws=draws, seed=seed)
    meta = {**found.meta, "people": people}
    return replace(found, core_index=found.core_index if fewest >= FEW else np.round(found.core_index, 2), meta=meta)


def plan_answer(plan: Plan) -> str:
    """What can be done with the money, and what comes first."""
    of = f"With {plan.amount(plan.budget)}, " if np.isfinite(plan.budget) else ""
    said = f"{len(plan.order)} of {len(plan.steps)} steps can be taken"
    first = [plan.names[place] for place in plan.order[:2]]
    return f"{of}{said}" + (f", beginning with: {listed(first)}." if first else ".")


def plan_section(plan: Plan) -> Section:
    """A row a chosen step under its phase, in order, and the chart of them."""
    columns = ("Step", *(("When",) if plan.timed else ()), "Cost", "Sure")
    several = len(plan.phase_names) > 1
    rows: list[Row] = []
    for number, name in enumerate(plan.phase_names):
        if several:
            when = _when(plan, plan.phase_begins[number], plan.phase_ends[number])
            rows.append(Row(cells=(name, *when, f"{plan.spent[number]:g}", "")))
        rows += [
            Row(
                cells=(
                    plan.names[place],
                    *_when(plan, plan.begins[place], plan.ends[place]),
                    f"{plan.costs[place]:g}",
                    percent(float(plan.core_index[place])),
                ),
                share=float(plan.core_index[place]),
                level=int(several),
            )
            for place in plan.order
            if plan.phases[place] == number
        ]
    units = [f"Cost in {plan.money}."] if plan.money else []
    units += [f"When: in {plan.time} from {plan.begin_day or 'the beginning'}."] if plan.timed and plan.time else []
    synthetic = [MADE_UP] if plan.meta.get("costs_synthetic") else []
    return Section(
        id="roadmap",
        title="What to do first with the money there is",
        lead=(*_in_words(plan), *synthetic),
        columns=columns,
        numeric=tuple(range(1, len(columns))),
        rows=tuple(rows),
        notes=(" ".join([*units, "Sure: in how many draws the best set of steps holds it."]),),
        how=f"The set of steps that is worth most within all limits, exactly; {plan.draws:,} draws, seed {plan.seed}. "
        "A step's worth is the sum over the criteria of weight times value. `mcda roadmap`.",
        drawn=(plan, "gantt", "When each step is done; beside a bar: in how many draws the best set holds it")
        if plan.timed and plan.order
        else None,
    )


def _in_words(plan: Plan) -> list[str]:
    """What is chosen and left out, how sure that is, and how long it takes."""
    chosen, every = len(plan.order), len(plan.steps)
    of = f" of {plan.budget:g}" if np.isfinite(plan.budget) else ""
    cost = f"{plan.cost:g}{of} {plan.money}".rstrip()
    said = [f"{chosen} of {every} steps can be taken for {cost}; they are worth more than any others that can."]
    left = [name for place, name in enumerate(plan.names) if not plan.chosen[place]]
    if left:
        said.append(f"Left out: {listed(left)}.")
    said.append(f"This is the best set in {percent(plan.own_share)} of {plan.draws:,} recalculations.")
    if plan.timed and plan.critical:
        last = f"{float(np.nanmax(plan.ends)):g} {plan.time}".rstrip()
        said.append(f"It takes {last}; the end hangs on {listed([plan.names[place] for place in plan.critical])}.")
    return said


def _when(plan: Plan, begins: float, ends: float) -> tuple[str, ...]:
    """From when to when, if durations were given."""
    return (f"{begins:g} to {ends:g}",) if plan.timed else ()
