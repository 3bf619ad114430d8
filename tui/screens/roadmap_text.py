"""A plan in the words and rows of the screen: what is chosen in which order, what is not and why, what changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from criteria.panel import Panel
from tui.language import _, plural
from tui.show import fitted, show
from tui.widgets.bars import blocks

if TYPE_CHECKING:
    from mcda.results.plan import Plan

WIDE, NARROW = 100, 72
"""Columns of the terminal from which bars are long, and below which there is no room for bars and values."""
SHORTEST_NAME = 10


def rows(plan: Plan) -> list[int | str]:
    """What stands below each other: headings, and the places of steps; the chosen ones phase by phase in order."""
    found: list[int | str] = []
    for number in range(len(plan.phase_names)):
        if len(plan.phase_names) > 1:
            found.append(phase(plan, number))
        found += [place for place in plan.order if plan.phases[place] == number]
    others = [place for place in range(len(plan.steps)) if not plan.chosen[place]]
    if others:
        found.append(_("Not chosen"))
    return found + sorted(others, key=lambda place: -plan.values[place])


def phase(plan: Plan, number: int) -> str:
    """A phase: when it is, what it spends and of how much."""
    name, budget = plan.phase_names[number], plan.phase_budgets[number]
    called = _("{number}, {name}").format(number=number + 1, name=name) if name != str(number + 1) else name
    when = ""
    if plan.timed:
        ends = f"{plan.phase_ends[number]:g} {plan.time}".rstrip()
        when = _(", {begins} to {ends}").format(begins=f"{plan.phase_begins[number]:g}", ends=ends)
    return _("Phase {called}: {money}{of}{when}.").format(
        called=called,
        money=plan.amount(plan.spent[number]),
        of=_(" of {budget}").format(budget=f"{budget:g}") if isfinite(budget) else "",
        when=when,
    )


def drawn(
    panel: Panel, plan: Plan, listed: Sequence[int | str], cursor: int, pins: Mapping[str, bool], width: int
) -> Content:
    """A line for each row under a head; `cursor` is the place of the step that is looked at."""
    numbers = {place: number for number, place in enumerate(plan.order, 1)}
    digits = len(str(len(plan.steps)))
    bar = 0 if width < NARROW else 4 if width < WIDE else 16
    waits = {place: _why(panel, plan, place, numbers) for place in listed if isinstance(place, int)}
    costs = {place: f"{plan.costs[place]:g}" for place in waits}
    sure = {place: surety(plan, place) for place in waits}
    head = {"wait": _("after, or why not"), "cost": _("cost"), "value": _("value"), "sure": _("core index")}
    cost = max(cell_len(text) for text in (head["cost"], *costs.values()))
    role = max(cell_len(text) for text in (head["sure"], *sure.values()))
    value = 0 if width < NARROW else max(cell_len(head["value"]), 5)
    fixed = 3 + digits + 2 + 2 + cost + (2 + value if value else 0) + (2 + bar if bar else 0) + 2 + role
    wait = min(max(cell_len(text) for text in waits.values()), max(width - fixed - 24, 11))
    name = max(width - fixed - wait - 2, SHORTEST_NAME)

    def line(mark: str, number: str, cells: tuple[str, str, str, str, str, str]) -> str:
        called, waiting, price, worth, blocked, how = cells
        parts = [f"{mark:<3}{number:>{digits}}  {fitted(called, name)}  {fitted(waiting, wait)}  {price:>{cost}}"]
        parts += [f"  {worth:>{value}}"] if value else []
        parts += [f"  {fitted(blocked, bar)}"] if bar else []
        return ("".join(parts) + f"  {how}").rstrip()

    heads = _("step"), head["wait"], head["cost"], head["value"], "", head["sure"]
    lines = [Content.styled(line("", "", heads), "bold")]
    for row in listed:
        if isinstance(row, str):
            lines.append(Content.styled(show(fitted(row, width).rstrip()).plain, "bold"))
            continue
        mark = ("▶" if row == cursor else " ") + _pin_mark(pins.get(plan.steps[row]))
        index = blocks(float(plan.core_index[row]), 1.0, bar) if plan.draws else ""
        cells = plan.names[row], waits[row], costs[row], f"{plan.values[row]:.3f}", index, sure[row]
        lines.append(show(line(mark, str(numbers.get(row, "")), cells)))
    return Content("\n").join(lines)


def _pin_mark(pin: bool | None) -> str:
    return " " if pin is None else "+" if pin else "-"


def surety(plan: Plan, place: int) -> str:
    """Core, borderline with the core index, exterior; or that it is being computed."""
    if not plan.draws:
        return "…"
    words = {"core": _("core"), "borderline": _("borderline"), "exterior": _("exterior")}
    role = plan.role(place)
    share = min(max(100 * float(plan.core_index[place]), 0.1), 99.9)
    return words[role] + (f" {share:.1f} %" if role == "borderline" else "")


def _why(panel: Panel, plan: Plan, place: int, numbers: Mapping[int, int]) -> str:
    """Of a chosen step those it waits for, by their numbers; of another one why it is not chosen."""
    if not plan.chosen[place]:
        return why_not(panel, plan, place)
    before = sorted(numbers[other] for other in plan.after[place])
    return _("after {numbers}").format(numbers=", ".join(map(str, before))) if before else ""


def why_not(panel: Panel, plan: Plan, place: int) -> str:
    """Why a step is not chosen, in a few words. `panel` has the pins of the plan."""
    id, said = plan.steps[place], panel.roadmap
    task = said.tasks.get(id)
    if task is not None and task.must is False:
        return _("must not be chosen")
    missing = [plan.steps[other] for other in plan.after[place] if not plan.chosen[other]]
    if missing:
        return _("needs {steps}").format(steps=", ".join(missing))
    taken = {plan.steps[other] for other in plan.order}
    for exclusion in said.exclusions:
        if id in exclusion and (rivals := [other for other in exclusion if other in taken]):
            return _("not beside {steps}").format(steps=", ".join(rivals))
    left = plan.budget - plan.cost
    if plan.costs[place] > left + 1e-9 * max(1.0, plan.budget):
        return _("only {money} left").format(money=f"{max(left, 0.0):g}")
    if said.phases or said.capacities:
        return _("no phase has room")
    return _("adds no value")


def changes(plan: Plan, before: Plan | None) -> str:
    """Which steps come in and go out against the plan before."""
    if before is None:
        return ""
    come = [plan.steps[place] for place in range(len(plan.steps)) if plan.chosen[place] and not before.chosen[place]]
    go = [plan.steps[place] for place in range(len(plan.steps)) if before.chosen[place] and not plan.chosen[place]]
    if not come and not go:
        return _("The same steps as before.")
    said = [_("In: {steps}.").format(steps=", ".join(come))] if come else []
    said += [_("Out: {steps}.").format(steps=", ".join(go))] if go else []
    return " ".join(said)


def spent(plan: Plan) -> str:
    """What the plan costs and is worth."""
    steps = plural("{count} step", "{count} steps", len(plan.order))
    said = _("{steps}: cost {money}, worth {value}.")
    return said.format(steps=steps, money=plan.amount(plan.cost), value=f"{plan.value:.3f}")


def made_up(panel: Panel) -> str:
    """What of the panel is made up; empty if nothing is."""
    words = {
        (True, True): _("Judgements and costs are MADE UP."),
        (True, False): _("Judgements are MADE UP."),
        (False, True): _("Costs and durations are MADE UP."),
    }
    return words.get((panel.synthetic, panel.roadmap.synthetic), "")


def more_money(plan: Plan) -> str:
    """What more money would buy."""
    if not isfinite(plan.budget):
        return _("There is no limit to the money.")
    if not plan.draws and not plan.frontier.exact:
        return _("What more money would buy: computing …")
    if (more := plan.beyond()) is None:
        return _("More money would buy nothing more.")
    said = _("{money} more would buy {bought}{instead}: {value} more value{apart}.")
    return said.format(
        money=plan.amount(more.money),
        bought=", ".join(more.bought),
        instead=_(" in place of {steps}").format(steps=", ".join(more.gone)) if more.gone else "",
        value=f"{more.value:.3f}",
        apart=_(", phases apart") if len(plan.phase_names) > 1 else "",
    )


def about(panel: Panel, plan: Plan, place: int, pins: Mapping[str, bool]) -> str:
    """One step in a line: its id and whole name, when it is done, what it waits for, whether it is pinned."""
    return " · ".join(facts(panel, plan, place, pins))


def facts(panel: Panel, plan: Plan, place: int, pins: Mapping[str, bool]) -> list[str]:
    """The same one by one."""
    id = plan.steps[place]
    parts = [f"{id}: {plan.names[place]}"]
    if plan.chosen[place]:
        if plan.timed:
            ends = f"{plan.ends[place]:g} {plan.time}".rstrip()
            parts.append(_("from {begins} to {ends}").format(begins=f"{plan.begins[place]:g}", ends=ends))
        if plan.after[place]:
            parts.append(_("after {steps}").format(steps=", ".join(plan.steps[other] for other in plan.after[place])))
    else:
        parts.append(why_not(panel, plan, place))
    if id in pins:
        parts.append(_("pinned in") if pins[id] else _("pinned out"))
    return parts


def help_lines() -> list[str]:
    """What is shown, and the keys."""
    return [
        _(
            "The steps that are worth most together within the budget, needs, exclusions and phases, as by mcda "
            "roadmap. Core steps are in the best set of every draw of weights and values, exterior ones in none, "
            "borderline ones in some: the core index says in how many."
        ),
        _("Budget and pins are a what-if of this screen: nothing is written into the panel."),
        "",
        _("← →         a little less or more money"),
        _("PgDn PgUp   much less, much more; Shift with ← → too"),
        _("Home, 0     the panel's budget"),
        _("b, F4       type a budget"),
        _("↑ ↓         another step; with Shift ten further"),
        _("i, F7       the step must be in; again: free"),
        _("x, F8       the step must be out; again: free"),
        _("u, F5       free all steps"),
        _("e, F6       write the plan to a file (facilitator)"),
        _("Esc, F10    back"),
    ]
