"""The order of the steps or the solutions: how sure it is, what would change it, and what its first place rests on."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from criteria.disclosure import FEW
from criteria.panel import Panel
from mcda.analysis import explain, rank, sensitivity
from mcda.briefing.facts import Row, Section
from mcda.briefing.numbers import listed, percent, score, sentence, weight
from mcda.results.ranking import Ranking
from mcda.results.sensitivity import Interval, SensitivityReport
from mcda.results.told import Told

MOVES = 10
"""Weights whose moves are shown at most."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sure:
    """An order as it is told, and how sure it is."""

    panel: Panel
    """With the answers behind it."""
    told: Ranking
    report: SensitivityReport
    people: int
    """Behind each figure, at the question with the fewest."""
    notices: tuple[str, ...]
    """What a reader of the order should know."""

    @classmethod
    def of(cls, told: Told, order: Ranking, *, draws: int, seed: int) -> Sure:
        """By that many draws of the answers behind an order that was told."""
        kind, panel = order.of, told.behind[order.of]
        report = sensitivity(panel, kind, draws=draws, seed=seed, intervals=True)
        people = told.fewest[kind]
        scores = dict(zip(order.alternatives, order.scores.tolist(), strict=True))
        shares = report.acceptability if people >= FEW else np.round(report.acceptability, 2)
        report = replace(
            report,
            scores=np.array([scores[id] for id in report.alternatives]),
            acceptability=shares,
            meta={**report.meta, "people": told.people},
        )
        known = set(panel.notices)
        notices = tuple(each for each in rank(panel, kind).meta["notices"] if each not in known)
        return cls(panel=panel, told=order, report=report, people=people, notices=notices)

    def answer(self, brief: bool = False) -> tuple[str, ...]:
        """What is first, and how sure that is."""
        report = self.report
        first = [name for name, place in zip(report.names, report.ranks, strict=True) if place == 1]
        if len(first) > 1:
            return (f"{len(first)} {report.of} share the first place: {listed(first)}.",)
        said = f"First among {len(report.names)} {report.of}: {first[0]}"
        if len(report.names) < 2:
            return (f"{said}.",)
        share = percent(float(report.first_share[0]))
        if brief:
            return (f"{said}; it stays first in {share} of them.",)
        how = "recalculations in which the answers vary as much as they leave in doubt"
        return (f"{said}.", f"It stays first in {share} of {report.draws:,} {how}.")

    def order_section(self) -> Section:
        """A row an alternative, best first, and the figure of its ranks."""
        report, panel = self.report, self.panel
        solutions = {solution.id: solution.name for solution in panel.solutions}
        belongs = {step.id: solutions.get(step.solution, "") for step in panel.steps} if report.of == "steps" else {}
        rows = []
        for place, id in enumerate(report.alternatives):
            low, high, share = int(report.low[place]), int(report.high[place]), float(report.first_share[place])
            name = report.names[place] + (f" · {belongs[id]}" if belongs.get(id) else "")
            spread = str(low) if low == high else f"{low} to {high}"
            shown = score(float(report.scores[place]), self.people)
            rows.append(Row(cells=(str(int(report.ranks[place])), name, shown, spread, percent(share)), share=share))
        options = report.meta["options"]
        method = " ".join(filter(None, (options["method"], options["normalisation"])))
        doubted = ", ".join(word for word in report.doubt if word not in report.moot) or "nothing"
        return Section(
            id=f"ranking-{report.of}",
            title=f"The order of the {report.of}, and how sure it is",
            lead=self._apart(),
            columns=("Rank", "Name", "Score", f"Rank in {percent(report.level)} of draws", "First in"),
            numeric=(0, 2, 3, 4),
            rows=tuple(rows),
            notes=tuple(map(sentence, self.notices)),
            how=f"Scores by {method}; ratings combined by {options['ratings']}. How sure: {report.draws:,} draws, seed "
            f"{report.seed}, doubted: {doubted}. `mcda rank`, `mcda sensitivity`.",
            drawn=(self._whole(), "acceptability", f"How often each of the {report.of} takes each rank over all draws"),
        )

    def _whole(self) -> SensitivityReport:
        """The report with shares of ranks that sum to 1 though they were rounded."""
        shares = self.report.acceptability
        return replace(self.report, acceptability=shares / shares.sum(axis=1, keepdims=True))

    def _apart(self) -> tuple[str, ...]:
        """Which places can be told apart, and how often the first is above the second."""
        report = self.report
        if len(report.alternatives) < 2:
            return ()
        above = percent(float(report.pairwise[0, 1]))
        apart = report.told_apart(dict(zip(report.alternatives, report.names, strict=True)))
        apart = f"Of the places, {apart}" if apart[0].isdigit() else apart
        return (
            f"{apart}: of two neighbours the upper would have to be above in {percent(report.level)} of the draws.",
            f"{report.names[0]} is above {report.names[1]} in {above} of them.",
        )

    def moves_section(self) -> Section:
        """How far the weights that need to move least may move before another is first."""
        report = self.report
        names = dict(zip(report.alternatives, report.names, strict=True))
        fragile = [each for each in report.intervals if each.below or each.above]
        rows = []
        for each in sorted(fragile, key=_room)[:MOVES]:
            others = [f"below: {names.get(each.below, each.below)}"] if each.below else []
            others += [f"above: {names.get(each.above, each.above)}"] if each.above else []
            keeps = f"{percent(each.low)} to {percent(each.high)}"
            rows.append(Row(cells=(each.name, percent(each.weight), keeps, "; ".join(others))))
        lead = (
            f"{len(fragile)} of {len(report.intervals)} weights could move far enough, each by itself, to change the "
            "first place."
        )
        least = f" These are the {len(rows)} that would have to move least."
        return Section(
            id="sensitivity",
            title=f"What would change the first of the {report.of}",
            lead=(lead + (least if len(fragile) > len(rows) else ""),),
            columns=("Criterion", "Weight", "First place stays from", "Else first"),
            numeric=(1, 2),
            rows=tuple(rows),
            how="One weight moves, all others keep their proportions; the ends are "
            + ("exact" if all(each.exact for each in report.intervals) else "searched on a fine grid")
            + ". `mcda sensitivity --intervals`.",
        )

    def chain_section(self) -> Section:
        """What the first place rests on."""
        report, title = self.report, "What the first place rests on"
        first = report.alternatives[0]
        if report.meta["options"].get("scored") == "steps":
            return Section(id="trace", title=title, lead=("Solutions are scored by the mean of their steps.",))
        effects = explain(self.panel, first, report.of).effects
        own = self.panel.item(first).evidence
        rows = []
        for effect in effects:
            heard = ", ".join(self._evidence(effect.criterion)) or "–"
            shown = score(effect.effect, self.people, "+")
            rows.append(Row(cells=(effect.name, shown, weight(effect.weight, self.people), heard)))
        lifts = [effect.name for effect in effects if effect.effect > 1e-9][:3]
        holds = [effect.name for effect in reversed(effects) if effect.effect < -1e-9][:3]
        lead = [f"What lifts {report.names[0]} most: {listed(lifts)}."] if lifts else []
        lead += [f"What holds it back: {listed(holds)}."] if holds else []
        lead += [f"Evidence of the study for it: {', '.join(own)}."] if own else []
        return Section(
            id="trace",
            title=title,
            lead=tuple(lead),
            columns=("Criterion", "Effect on the score", "Weight", "Evidence"),
            numeric=(1, 2),
            rows=tuple(rows),
            how="Effect: how much lower the score would be with average values there. Evidence: codes of whom the "
            f"study heard, who are not these panellists. `mcda trace PANEL {first}` follows each of them further.",
        )

    def _evidence(self, criterion: str) -> list[str]:
        """Codes of whom the study heard on a criterion of the goal and on all below it."""
        hierarchy = self.panel.hierarchy
        below = [each for each in hierarchy if each.id == criterion or criterion in hierarchy.ancestors(each.id)]
        return list(dict.fromkeys(code for each in below for code in each.evidence))


def _room(interval: Interval) -> float:
    """How far a weight may move, towards the nearer end, until another alternative is first."""
    ends = [interval.low] * bool(interval.below) + [interval.high] * bool(interval.above)
    return min(abs(end - interval.weight) for end in ends)
