"""Which steps to take with the money there is: the arrows move the budget, and the plan follows."""

from __future__ import annotations

import math
import re
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static
from textual.worker import get_current_worker

from criteria.faults import PanelError
from criteria.journal import JournalError
from criteria.panel import Panel
from criteria.text import read_number
from tui.findings import know
from tui.keyboard import as_number
from tui.language import _
from tui.planning import Asked, Planned, plans
from tui.screens.ask import AskScreen
from tui.screens.ends_once import EndsOnce
from tui.screens.export import ask_and_write
from tui.screens.roadmap_text import about, changes, drawn, help_lines, made_up, more_money, rows, spent
from tui.screens.tell import TellScreen
from tui.show import fitted, show
from tui.sitting import Sitting
from tui.widgets.hints import Hints

if TYPE_CHECKING:
    from mcda.analysis import Planner
    from mcda.results.plan import Plan

KEPT = 64
"""Plans that are remembered: what was forgotten comes out the same again."""
PARTS = 100
"""Into about so many small moves the way from nothing to everything is cut."""
MUCH = 10
_EITHER = re.compile(r"\d،\d{3}(?!\d)")
"""A comma that may stand before decimals or between thousands."""
"""Small moves in a large one."""


class RoadmapScreen(EndsOnce[None]):
    """Shows the plan for a budget and pins, which are this screen's own."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", _("less money"), show=False, id="roadmap.less"),
        Binding("right", "move(1)", _("budget"), key_display="←→", id="roadmap.more"),
        Binding("pageup,shift+right", f"move({MUCH})", _("much more money"), show=False, id="roadmap.much-more"),
        Binding("pagedown,shift+left", f"move({-MUCH})", _("much less money"), show=False, id="roadmap.much-less"),
        Binding("home,0,۰,٠", "own", _("the panel's budget"), show=False, key_display="Home", id="roadmap.own"),
        Binding("b,B,ذ,f4", "budget", _("type it"), key_display="b", id="roadmap.budget"),
        Binding("i,I,ه,f7", "pin(True)", _("in"), key_display="i", id="roadmap.in"),
        Binding("x,X,ط,f8", "pin(False)", _("out"), key_display="x", id="roadmap.out"),
        Binding("u,U,ع,f5", "free", _("free all steps"), show=False, key_display="u", id="roadmap.free"),
        Binding("e,E,ث,f6", "export", _("export"), key_display="e", id="roadmap.export"),
        Binding("question_mark,f1,؟", "help", _("help"), show=False, key_display="?", id="roadmap.help"),
        Binding("escape,f10", "leave", _("back"), key_display="Esc", id="roadmap.leave"),
        Binding("up", "step(-1)", _("step before"), show=False, id="roadmap.up"),
        Binding("down", "step(1)", _("next step"), show=False, id="roadmap.down"),
        Binding("shift+up", "step(-10)", _("ten steps up"), show=False, id="roadmap.far-up"),
        Binding("shift+down", "step(10)", _("ten steps down"), show=False, id="roadmap.far-down"),
    ]

    class Learnt(Message):
        """The panel can be planned for, or `trouble` says why not."""

        def __init__(self, planner: Planner | None, trouble: str = "") -> None:
            super().__init__()
            self.planner = planner
            self.trouble = trouble

    class Found(Message):
        """A plan, as found so far; or it is said why there is none."""

        def __init__(self, asked: Asked, plan: Planned) -> None:
            super().__init__()
            self.asked = asked
            self.plan = plan

    def __init__(self, sitting: Sitting, facilitator: bool) -> None:
        """`facilitator`: as the answers stand now; the room plans with what was told, and writes no file."""
        super().__init__()
        self.sitting = sitting
        self.facilitator = facilitator
        self.planner: Planner | None = None
        self.asked = Asked(None)
        self.shown: Asked | None = None
        """What the plan on the screen was asked for: for a moment it may be an older one."""
        self.before: Plan | None = None
        """The plan that was shown before for something else."""
        self.cursor = 0
        """Place of the step that is looked at."""
        self._found: dict[Asked, Planned] = {}
        self._trouble = ""

    def compose(self) -> ComposeResult:
        """Title, the budget, what it buys, the steps, the one that is looked at."""
        yield Static(id="head", markup=False)
        with Horizontal(id="money"):
            yield Static(_("Budget"), id="what", markup=False)
            yield Static(" ◀ ", id="less", classes="arrow", markup=False)
            yield Static(id="amount", markup=False)
            yield Static(" ▶ ", id="more", classes="arrow", markup=False)
            yield Static(id="whose", markup=False)
        yield Static(id="said", markup=False)
        with VerticalScroll(id="steps", can_focus=False):
            yield Static(id="rows", markup=False)
        yield Static(id="about", markup=False)
        yield Hints()

    def on_mount(self) -> None:
        """Begin to read."""
        self.draw()
        self.run_worker(self._learn, thread=True, exclusive=True, group="learn")

    def on_resize(self) -> None:
        """Names fit the width."""
        self.draw()

    def _learn(self) -> None:
        """Read and weigh in a thread that only posts."""
        from mcda.analysis import AnalysisError, Planner

        try:
            known = know(self.sitting, self.facilitator)
            learnt = self.Learnt(None, known) if isinstance(known, str) else self.Learnt(Planner(known.panel))
        except (JournalError, PanelError, AnalysisError) as error:
            learnt = self.Learnt(None, str(error))
        self.post_message(learnt)

    def on_roadmap_screen_learnt(self, event: RoadmapScreen.Learnt) -> None:
        """Begin with the panel's own budget."""
        self.planner, self._trouble = event.planner, event.trouble
        if event.planner is not None:
            self._ask(Asked(None))
        self.draw()

    def _ask(self, asked: Asked) -> None:
        """Ask for another plan; what was being found for the one before is let go."""
        self.asked = asked
        self.workers.cancel_group(self, "plan")
        if asked in self._found:
            self._show(asked)
        self.run_worker(partial(self._plan, asked), thread=True, exclusive=True, group="plan")
        self.draw()

    def _plan(self, asked: Asked) -> None:
        """Find the plan in a thread that only posts."""
        worker = get_current_worker()
        assert self.planner is not None
        for found in plans(self.planner, asked, lambda: worker.is_cancelled):
            self.post_message(self.Found(asked, found))

    def on_roadmap_screen_found(self, event: RoadmapScreen.Found) -> None:
        """Show a plan, unless it says less than what is known; a late one stands until the one asked for comes."""
        known = self._found.pop(event.asked, None)
        self._found[event.asked] = event.plan if known is None or _draws(known) <= _draws(event.plan) else known
        while len(self._found) > KEPT:
            del self._found[next(iter(self._found))]
        if event.asked == self.asked or self.shown != self.asked:
            self._show(event.asked)
        self.draw()

    def _show(self, asked: Asked) -> None:
        """The plan that was found for that, beside the one before."""
        if asked != self.shown:
            self.before = self.plan or self.before
            self.shown = asked

    @property
    def found(self) -> Planned | None:
        """What is on the screen."""
        return None if self.shown is None else self._found.get(self.shown)

    @property
    def plan(self) -> Plan | None:
        """The plan on the screen; None where there is none."""
        return None if isinstance(self.found, str) else self.found

    @property
    def panel(self) -> Panel:
        """The panel, planned for or not."""
        return self.sitting.panel if self.planner is None else self.planner.panel

    @property
    def budget(self) -> float:
        """The money that is asked for; infinite for no limit."""
        own = self.panel.roadmap.budget
        money = own if self.asked.budget is None else self.asked.budget
        return math.inf if money is None else money

    @property
    def _top(self) -> float:
        """What all steps cost."""
        tasks = self.panel.roadmap.tasks
        return sum(task.cost or 0.0 for task in tasks.values())

    @property
    def _move(self) -> float:
        """A small move: 1, 2 or 5 times a power of ten; whole where all costs are."""
        least = max(self._top / PARTS, 1e-9)
        power = 10.0 ** math.floor(math.log10(least))
        move = next(times * power for times in (1, 2, 5, 10) if times * power >= least * 0.7)
        whole = all(float(task.cost or 0.0).is_integer() for task in self.panel.roadmap.tasks.values())
        return max(move, 1.0) if whole else move

    def draw(self) -> None:
        """Draw the plan or what is missing; the only place that does."""
        if not self.is_mounted:
            return
        self.refresh_bindings()
        panel, plan = self.panel, self.plan
        width = max(self.size.width - 2, 20)
        title = panel.title + (" · " + _("MADE UP") if made_up(panel) else "")
        right = (
            ""
            if plan is None
            else _("{draws} draws").format(draws=f"{plan.draws:,}")
            if plan.draws
            else _("computing …")
        )
        self.query_one("#head", Static).update(show(fitted(title, width - cell_len(right) - 1) + " " + right))
        self.query_one("#money").display = self.planner is not None
        money = _("no limit") if math.isinf(self.budget) else f"{self.budget:.12g} {panel.roadmap.money}".rstrip()
        self.query_one("#amount", Static).update(Content.assemble((show(money).plain, "bold")))
        whose = _("(the panel's)") if self.asked.budget is None else self._declared()
        self.query_one("#whose", Static).update(show(whose))
        self.query_one("#said", Static).update(Content("\n").join(map(show, self._said)))
        listed = self.query_one("#rows", Static)
        below = self.query_one("#about", Static)
        if plan is None:
            listed.update("")
            below.update("")
            return
        pins = dict(self.asked.pins)
        listed.update(drawn(self._pinned, plan, self._rows, self.cursor, pins, width - 2))
        below.update(show(fitted(about(self._pinned, plan, self.cursor, pins), width)))

    def _declared(self) -> str:
        own = self.panel.roadmap.budget
        return _("(the panel's: no limit)") if own is None else _("(the panel's: {money})").format(money=f"{own:g}")

    @property
    def _said(self) -> list[str]:
        """What the plan costs, what came in and went out, what more would buy; or why there is none."""
        if self._trouble:
            return self._trouble.splitlines()
        found, plan = self.found, self.plan
        if found is None:
            return [_("Computing …")]
        if plan is None:
            return [
                *str(found).splitlines(),
                _("Move the budget, pin back what you pinned (i or x again), or free all (u)."),
            ]
        said = [f"{spent(plan)} {made_up(self.panel)}".rstrip(), changes(plan, self.before), more_money(plan)]
        if plan.budget < self.budget and math.isfinite(plan.budget):
            said.append(_("The phases have {money} together: more cannot be spent.").format(money=f"{plan.budget:g}"))
        return [line for line in said if line]

    @property
    def _rows(self) -> list[int | str]:
        assert self.plan is not None
        return rows(self.plan)

    @property
    def _pinned(self) -> Panel:
        """The panel with the pins of the plan on the screen."""
        from mcda.analysis.planning_limits import pinned

        return self.panel if self.shown is None else pinned(self.panel, dict(self.shown.pins))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Only what does something now."""
        if action in ("move", "own", "budget", "pin"):
            return self.planner is not None
        if action == "step":
            return self.plan is not None
        if action == "export":
            return self.plan is not None and self.facilitator
        if action == "free":
            return bool(self.asked.pins)
        return True

    def action_move(self, times: int) -> None:
        """Less or more money, to the next multiple of a small move."""
        move = self._move
        budget = min(self.budget, self._top) / move
        multiple = math.floor(budget + 1e-9) if times > 0 else math.ceil(budget - 1e-9)
        wanted = min(max((multiple + times) * move, 0.0), max(self._top, 0.0))
        self._ask(self._with(float(f"{wanted:.12g}")))

    def _with(self, budget: float | None) -> Asked:
        own = self.panel.roadmap.budget
        return self.asked._replace(budget=None if budget == own else budget)

    def action_own(self) -> None:
        """The panel's budget."""
        self._ask(self._with(None))

    def action_budget(self) -> None:
        """Ask for a budget."""

        def named(text: str | None) -> None:
            if text is not None:
                self._ask(self._with(number(text) or 0.0))

        now = "" if math.isinf(self.budget) else f"{self.budget:.12g}"
        self.app.push_screen(AskScreen(_("Which budget?"), now, fault), named)

    def action_pin(self, must: bool) -> None:
        """The step must be in, or out; if that is so already, it is free again."""
        pins = dict(self.asked.pins)
        step = self.panel.steps[self.cursor].id
        if pins.get(step) is must:
            del pins[step]
        else:
            pins[step] = must
        self._ask(self.asked._replace(pins=tuple(sorted(pins.items()))))

    def action_free(self) -> None:
        """Every step may be in or out, as the panel says."""
        self._ask(self.asked._replace(pins=()))

    def action_step(self, by: int) -> None:
        """Another step; the list scrolls with it."""
        places = [row for row in self._rows if isinstance(row, int)]
        at = places.index(self.cursor) + by
        self.cursor = places[min(max(at, 0), len(places) - 1)]
        self.draw()
        line = self._rows.index(self.cursor) + 1
        area = self.query_one("#steps")
        top, height = round(area.scroll_offset.y), area.size.height
        if line < top + 1:
            area.scroll_to(y=max(line - 1, 0), animate=False, immediate=True)
        elif line >= top + height:
            area.scroll_to(y=line - height + 1, animate=False, immediate=True)

    def action_export(self) -> None:
        """Write the plan to a file."""
        assert self.plan is not None
        ask_and_write(self, self.plan, "roadmap")

    def action_help(self) -> None:
        """What is shown, and the keys; to the facilitator what there is to warn of."""
        notices = [] if self.plan is None or not self.facilitator else list(self.plan.meta["notices"])
        more = ["", _("Notices"), *(f"· {notice}" for notice in notices)] if notices else []
        self.app.push_screen(TellScreen(_("Roadmap"), [*help_lines(), *more]))

    def action_leave(self) -> None:
        """Back to where the roadmap was asked for."""
        self.dismiss()

    def on_click(self, event: events.Click) -> None:
        """The arrows beside the budget, by the mouse."""
        if self.planner is not None and event.widget is not None and event.widget.has_class("arrow"):
            self.action_move(-1 if event.widget.id == "less" else 1)


def _draws(found: Planned) -> float:
    """How much an answer says."""
    return math.inf if isinstance(found, str) else found.draws


def number(text: str) -> float | None:
    """The number that somebody typed, in any digits; None if it is none, or could be of thousands or of decimals."""
    return None if _EITHER.search(text) else read_number(as_number(text))


def fault(text: str) -> str | None:
    """Why a text is no budget; None if it is one."""
    money = number(text)
    return None if money is not None and money >= 0 else _("Write a number from 0 up, or leave with Esc.")
