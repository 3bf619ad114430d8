"""A roadmap as the text of a Mermaid Gantt chart, which Markdown pages draw."""

from __future__ import annotations

import re
from datetime import date, timedelta

from mcda.results.plan import Plan, made_up

DAYS = {
    **{"day": 1.0, "week": 7.0, "month": 30.4375, "quarter": 91.3125, "year": 365.25},
    **{"روز": 1.0, "هفته": 7.0, "ماه": 30.4375, "فصل": 91.3125, "سال": 365.25},
}
"""Unit of time, in English or Persian -> days."""
UNKNOWN_BEGIN = date(2000, 1, 1)


def mermaid(plan: Plan) -> str:
    """The plan as Mermaid reads it: a section a phase, a task a step, the chain that the end hangs on as `crit`.

    A time in words that are not days, weeks, months, quarters or years, in English or Persian, counts as days. Where
    the panel does not say when the first phase begins, days are counted from 2000-01-01, which a comment says.
    """
    begin = date.fromisoformat(plan.begin_day) if plan.begin_day else UNKNOWN_BEGIN
    unit = DAYS.get(plan.time.strip().lower().removesuffix("s"), 1.0)

    def day(time: float) -> str:
        return (begin + timedelta(days=round(time * unit))).isoformat()

    lines = ["gantt", f"    title {_plain(plan.meta.get('title', ''))}: roadmap", "    dateFormat YYYY-MM-DD"]
    lines += [f"    %% {said}" for said in made_up(plan.meta)]
    if not plan.begin_day:
        lines.append(f"    %% the panel does not say when it begins: counted from {UNKNOWN_BEGIN.isoformat()}")
    for number, name in enumerate(plan.phase_names):
        lines.append(f"    section {_plain(name)}")
        for place in plan.order:
            if plan.phases[place] == number:
                mark = "crit, " if place in plan.critical else ""
                id = re.sub(r"[^a-z0-9_]", "_", plan.steps[place])
                span = f"{day(plan.begins[place])}, {day(plan.ends[place])}"
                lines.append(f"    {_plain(plan.names[place])} :{mark}{id}_{place}, {span}")
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """The text without what Mermaid reads as its own."""
    return " ".join(re.sub(r"[:;#%,<>{}\[\]]", " ", text).split())
