"""Which steps to take with the money there is: type a budget, pin steps in or out, hear the plan and what changed."""

from __future__ import annotations

from contextlib import closing
from math import isinf
from typing import TYPE_CHECKING

from criteria.faults import PanelError
from criteria.journal import JournalError
from criteria.text import nearest, read_number
from tui.findings import know
from tui.language import _
from tui.plain.conversation import LeaveError
from tui.plain.dialogue import Dialogue, Offer
from tui.plain.talk import Calm, Talk
from tui.planning import Asked, plans
from tui.screens.roadmap_text import changes, facts, made_up, more_money, rows, spent, surety
from tui.sitting import Sitting

if TYPE_CHECKING:
    from criteria.panel import Panel
    from mcda.results.plan import Plan


class Roadmap(Dialogue):
    """Says the plan for a budget and pins, which are this talk's own. The room writes no file."""

    def __init__(self, talk: Talk, calm: Calm, sitting: Sitting, facilitator: bool) -> None:
        super().__init__(talk, calm)
        self.sitting = sitting
        self.facilitator = facilitator
        self.asked = Asked(None)
        self.plan: Plan | None = None
        """The latest; None where there is none for what is asked."""
        self.before: Plan | None = None
        """The latest one of something else."""

    def begin(self) -> None:
        """Say the plan of the panel's own budget. Raises LeaveError once it was said that there can be none."""
        from mcda.analysis import AnalysisError, Planner

        try:
            known = know(self.sitting, self.facilitator)
            if isinstance(known, str):
                self.talk.say(*known.splitlines())
                raise LeaveError
            self.planner = Planner(known.panel)
        except (JournalError, PanelError, AnalysisError) as error:
            self.talk.say(*str(error).splitlines())
            raise LeaveError from None
        self._find()
        self.talk.say(
            _("Budget and pins are a what-if: nothing is written into the panel. Type ? for help, q to leave.")
        )

    def prompt(self) -> str:
        """What is asked."""
        return _("Budget, or what to do:")

    def offers(self) -> list[Offer]:
        """What can be done with the plan."""
        step = _("STEP")
        found = [
            Offer(("plan", "list"), _("the plan again"), lambda _rest: self._say()),
            Offer(("budget", "b"), _("another budget; a number alone does the same"), self._budget, _("NUMBER")),
            Offer(("own", "0"), _("the panel's own budget"), lambda _rest: self._ask(None)),
            Offer(("in", "i"), _("the step must be in"), lambda rest: self._pin(rest, True), step),
            Offer(("out", "x"), _("the step must be out"), lambda rest: self._pin(rest, False), step),
            Offer(("free", "u"), _("the step, or alone all steps, may be in or out"), self._free, step),
            Offer(("sure", "d"), _("how sure each step is, and what more money would buy"), self._sure),
        ]
        if self.facilitator:
            found.append(Offer(("write", "e"), _("the plan to a file"), self._write, _("FILE")))
        return found

    def about(self) -> list[str]:
        """What help says first."""
        return [_("The steps that are worth most together within the budget. STEP is a number of the plan, or an id.")]

    def typed(self, line: str) -> bool:
        """A budget."""
        if self._money(line) is None:
            return False
        self._budget(line)
        return True

    @staticmethod
    def _money(text: str) -> float | None:
        money = read_number(text.replace(",", ".").replace("،", "."))
        return money if money is not None and 0 <= money < float("inf") else None

    def _budget(self, text: str) -> None:
        money = self._money(text)
        if money is None:
            self.refuse(_("{text} is no budget: allowed are numbers from 0 up"), text=text)
        else:
            self._ask(money)

    def _ask(self, budget: float | None) -> None:
        own = self.planner.panel.roadmap.budget
        self.asked = self.asked._replace(budget=None if budget == own else budget)
        self._find()

    def _listed(self) -> list[int | str]:
        """What is listed: headings, and places of steps."""
        if self.plan is not None:
            return rows(self.plan)
        return list(range(len(self.planner.panel.steps)))

    def _step(self, text: str) -> str | None:
        """The id of the step that is meant; None once it was said that there is none."""
        steps = [step.id for step in self.planner.panel.steps]
        places = [row for row in self._listed() if isinstance(row, int)]
        by_word = {str(number): steps[place] for number, place in enumerate(places, 1)}
        by_word |= {id.casefold(): id for id in steps}
        word = str(int(text)) if text.isdecimal() else text.casefold()
        if word not in by_word:
            self.refuse(_("{text} is no step: {hint}"), text=text, hint=nearest(text, steps))
        return by_word.get(word)

    def _pin(self, text: str, must: bool) -> None:
        if (step := self._step(text)) is not None:
            pins = {**dict(self.asked.pins), step: must}
            self.asked = self.asked._replace(pins=tuple(sorted(pins.items())))
            self._find()

    def _free(self, text: str) -> None:
        step = self._step(text) if text else ""
        if step is not None:
            pins = tuple(pin for pin in self.asked.pins if text and pin[0] != step)
            self.asked = self.asked._replace(pins=pins)
            self._find()

    def _find(self, *, drawn: bool = False) -> None:
        """Find the plan for what is asked and say it: at once, or by all draws."""
        self.before = self.plan or self.before
        with closing(plans(self.planner, self.asked, lambda: False)) as found:  # type: ignore[type-var]
            for plan in found:
                self.plan = None if isinstance(plan, str) else plan
                missing = plan if isinstance(plan, str) else ""
                if not drawn:
                    break
        if missing:
            self.talk.say(*missing.splitlines(), _("Type another budget, or free for no pins."))
        else:
            self._say()

    def _pinned(self) -> Panel:
        from mcda.analysis.planning_limits import pinned

        return pinned(self.planner.panel, dict(self.asked.pins))

    def _say(self) -> None:
        """What the plan costs, what came in and went out, the steps in order, those not chosen and why."""
        plan, panel = self.plan, self.planner.panel
        if plan is None:
            self.talk.say(_("There is no plan for this budget and these pins."))
            return
        own = panel.roadmap.budget if self.asked.budget is None else self.asked.budget
        money = _("no limit") if own is None or isinf(own) else f"{own:.12g} {panel.roadmap.money}".rstrip()
        self.talk.say(_("Budget: {money}.").format(money=money), spent(plan), *filter(None, [made_up(panel)]))
        if self.before is not None and self.before is not plan:
            self.talk.say(changes(plan, self.before))
        if plan.draws or plan.frontier.exact:
            self.talk.say(more_money(plan))
        pins, number = dict(self.asked.pins), 0
        for row in self._listed():
            if isinstance(row, str):
                self.talk.say(row.rstrip(".") + ":")
                continue
            number += 1
            cost = _("cost {cost}, value {value}").format(cost=f"{plan.costs[row]:g}", value=f"{plan.values[row]:.3f}")
            said = [*facts(self._pinned(), plan, row, pins), cost, *([surety(plan, row)] if plan.draws else [])]
            self.talk.say(f"{number}: {', '.join(said)}")

    def _sure(self, _rest: str) -> None:
        self.talk.say(_("One moment: weights and values are drawn anew many times."))
        self._find(drawn=True)

    def _write(self, rest: str) -> None:
        if self.plan is not None and not self.plan.draws:
            self.talk.say(_("One moment: weights and values are drawn anew many times."))
            for plan in plans(self.planner, self.asked, lambda: False):
                self.plan = None if isinstance(plan, str) else plan
        self.write(self.plan, "roadmap", rest)
