"""The facts of a page, section by section, in words and numbers as people read them; both forms show the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from criteria.panel import Panel
from criteria.text import right_to_left
from mcda.analysis import AnalysisError, agreement, explain, rank, sensitivity, trace, weights
from mcda.analysis.values import has_values
from mcda.briefing.disclosure import FEWEST, of_few, parts_to_show
from mcda.briefing.facts import Briefing, Row, Section
from mcda.results.agreement import Agreement
from mcda.results.sensitivity import SensitivityReport
from mcda.results.weights import Weights

DRAWS = 10_000
MADE_UP = "Every judgement and every rating on this page was invented to try the tool. It is nobody's opinion."


def briefing(
    panel: Panel, *, draws: int = DRAWS, seed: int = 0, few: bool = False, more: Sequence[Section] = ()
) -> Briefing:
    """The facts of a page about a panel.

    Parameters
    ----------
    draws, seed : int
        Behind how sure the order is.
    few : bool
        Whether figures of fewer than five people may stand on it.
    more : sequence of Section
        Parts that others make, before the methods.

    Raises
    ------
    AnalysisError
        As `weights` and `rank`; and where figures would rest on fewer than five people.
    """
    if not few and (found := of_few(panel)):
        raise AnalysisError(
            f"the page would rest on fewer than {FEWEST} people: {'; '.join(found[:5])}; --few writes it all the same"
        )
    weighed = weights(panel)
    agreed = agreement(panel) if len(panel.panellists) > 1 else None
    kinds = [kind for kind in ("steps", "solutions") if has_values(panel, kind)]
    sure = {kind: sensitivity(panel, kind, draws=draws, seed=seed, intervals=True) for kind in kinds}
    sections = [_people(panel), _weights(panel, weighed)]
    sections += [_agreement(panel, agreed)] if agreed and agreed.measures else []
    sections += [_ranking(panel, report) for report in sure.values()]
    sections += [_moves(report) for report in list(sure.values())[:1]]
    sections += [_chain(panel, report) for report in list(sure.values())[:1]]
    sections += [*more, _method(panel, kinds), _limits(panel)]
    names = [each.name for each in (*panel.hierarchy, *panel.alternatives)]
    counts = {"panellist": panel.panellists, "judgement": panel.judgements, "rating": panel.ratings}
    meta = rank(panel, kinds[0]).meta if kinds else weighed.meta
    return Briefing(
        title=panel.title,
        question=panel.question,
        synthetic=panel.synthetic,
        right_to_left=right_to_left([panel.title, *names]),
        answer=_answer(weighed, list(sure.values())),
        figures=tuple(
            (f"{len(each):,}", thing if len(each) == 1 else f"{thing}s") for thing, each in counts.items() if each
        ),
        sections=tuple(sections),
        provenance=(
            ("SHA-256 of the panel", str(panel.sha256)),
            *((f"version of {name}", word) for name, word in meta["versions"].items()),
            ("draws", f"{draws:,}"),
            ("seed", str(seed)),
        ),
        notices=tuple(meta["notices"]),
    )


def _answer(weighed: Weights, sure: Sequence[SensitivityReport]) -> tuple[str, ...]:
    """What comes out, most important first."""
    said = []
    for report in sure:
        thing = report.of[:-1]
        first = [name for name, place in zip(report.names, report.ranks, strict=True) if place == 1]
        if len(first) > 1:
            said.append(f"{len(first)} {report.of} share the first place: {_and(first)}.")
            continue
        share = _percent(float(report.first_share[0]))
        said.append(f"First among {len(report.names)} {report.of}: {first[0]}.")
        if len(report.names) > 1:
            said.append(f"The {thing} stays first in {share} of {report.draws:,} draws of what answers leave in doubt.")
    top = [place for place, level in enumerate(weighed.levels) if level == 1]
    heaviest = sorted(top, key=lambda place: -weighed.overall[place])[:2]
    parts = [f"{weighed.names[place]} ({_percent(float(weighed.overall[place]))})" for place in heaviest]
    said.append(f"What weighs most: {_and(parts)}.")
    return tuple(said)


def _people(panel: Panel) -> Section:
    people = [panellist for panellist in panel.panellists if panellist.weight > 0]
    if not people:
        return Section(id="panel", title="Who was asked", lead=("Nobody was asked: all weights are given.",))
    parts = parts_to_show(Counter(panellist.organisation for panellist in people))
    named = {name: count for name, count in parts.items() if name}
    rows: tuple[Row, ...] = ()
    if named:
        every = [*named.items(), *([("Smaller ones together", parts[""])] if "" in parts else [])]
        rows = tuple(Row(cells=(name, str(count)), share=count / len(people)) for name, count in every)
    return Section(
        id="panel",
        title="Who was asked",
        lead=(f"{len(people)} panellist{'' if len(people) == 1 else 's'} answered; nobody is named on this page.",),
        columns=("Organisation", "People") if rows else (),
        numeric=(1,),
        rows=rows,
        how=f"Counted in the panel's files. Organisations of fewer than {FEWEST} people are not named.",
    )


def _weights(panel: Panel, weighed: Weights) -> Section:
    table = weighed.table()
    local, overall = table.displayed["local"], table.displayed["global"]
    order = _heaviest_first(panel, weighed)
    largest = max(float(weighed.overall[place]) for place in order)
    rows = tuple(
        Row(
            cells=(weighed.names[place], _share(overall[place]), _share(local[place])),
            share=float(weighed.overall[place]) / largest,
            level=weighed.levels[place] - 1,
        )
        for place in order
    )
    options = weighed.meta["options"]
    return Section(
        id="weights",
        title="What weighs how much",
        lead=(f"{panel.question} Each answer compared two of these; together they give every one its weight.",),
        columns=("Criterion", "Weight in all", "Among its siblings"),
        numeric=(1, 2),
        rows=rows,
        how=f"Pairwise comparisons, combined by {options['aggregation'].upper()}, priorities by "
        f"{options['priorities']}, panellists weighed as {options['weighting']}, scale "
        f"{options['scale']}. `mcda weights`.",
    )


def _heaviest_first(panel: Panel, weighed: Weights) -> list[int]:
    """Places of the criteria, siblings by weight, each before what is below it."""
    place = {id: number for number, id in enumerate(weighed.criteria)}
    found: list[int] = []

    def walk(node: str) -> None:
        for child in sorted(panel.hierarchy.children(node), key=lambda each: -weighed[each.id]):
            found.append(place[child.id])
            walk(child.id)

    walk("goal")
    return found


def _agreement(panel: Panel, agreed: Agreement) -> Section:
    rows, lead = [], []
    for measure in agreed.measures:
        if measure.measure != "consensus" and (measure.scope, measure.measure) != ("hierarchy", "homogeneity"):
            continue
        name = "All criteria together" if measure.scope == "hierarchy" else panel.hierarchy.name(measure.scope)
        if measure.scope == "goal":
            name = "The main criteria"
            lead.append(f"On the main criteria consensus is {_percent(measure.value)}: {measure.verdict}.")
        if measure.scope == "hierarchy" and measure.measure == "consensus":
            continue
        cells = (name, _percent(measure.value), _percent(measure.chance), measure.verdict)
        rows.append(Row(cells=cells, share=min(max(measure.value, 0.0), 1.0)))
    return Section(
        id="agreement",
        title="How far the panel agrees",
        lead=tuple(lead),
        columns=("Where", "Consensus", "By chance", "In words"),
        numeric=(1, 2),
        rows=tuple(rows),
        how="Consensus S* after Goepel (all criteria together: S), 100 % where everybody weighs alike; by chance: the "
        f"mean where the same people have no common view. Seed {agreed.meta['options']['seed']}. `mcda agreement`.",
    )


def _ranking(panel: Panel, report: SensitivityReport) -> Section:
    solutions = {solution.id: solution.name for solution in panel.solutions}
    belongs = {step.id: solutions.get(step.solution, "") for step in panel.steps} if report.of == "steps" else {}
    rows = []
    for place, id in enumerate(report.alternatives):
        low, high, share = int(report.low[place]), int(report.high[place]), float(report.first_share[place])
        name = report.names[place] + (f" · {belongs[id]}" if belongs.get(id) else "")
        spread = str(low) if low == high else f"{low} to {high}"
        cells = (str(int(report.ranks[place])), name, f"{report.scores[place]:.3f}", spread, _percent(share))
        rows.append(Row(cells=cells, share=share))
    options = report.meta["options"]
    method = " ".join(filter(None, (options["method"], options["normalisation"])))
    doubted = ", ".join(word for word in report.doubt if word not in report.moot) or "nothing"
    return Section(
        id=f"ranking-{report.of}",
        title=f"The order of the {report.of}, and how sure it is",
        lead=report.sentences(),
        columns=("Rank", "Name", "Score", f"Rank in {_percent(report.level)} of draws", "First in"),
        numeric=(0, 2, 3, 4),
        rows=tuple(rows),
        how=f"Scores by {method}; ratings combined by {options['ratings']}. How sure: {report.draws:,} draws, seed "
        f"{report.seed}, doubted: {doubted}. `mcda rank`, `mcda sensitivity`.",
        drawn=(report, "acceptability", f"How often each of the {report.of} takes each rank over all draws"),
    )


def _moves(report: SensitivityReport) -> Section:
    names = dict(zip(report.alternatives, report.names, strict=True))
    rows = []
    for each in report.intervals:
        others = [f"below: {names.get(each.below, each.below)}"] if each.below else []
        others += [f"above: {names.get(each.above, each.above)}"] if each.above else []
        keeps = "whatever it weighs" if not others else f"{_percent(each.low)} to {_percent(each.high)}"
        rows.append((each, Row(cells=(each.name, _percent(each.weight), keeps, "; ".join(others) or "–"))))
    fragile = [each for each, _ in rows if each.below or each.above]
    lead = f"{len(fragile)} of {len(rows)} weights could move far enough, each by itself, to change the first place."
    return Section(
        id="sensitivity",
        title=f"What would change the first of the {report.of}",
        lead=(lead,),
        columns=("Criterion", "Weight", "First place stays from", "Else first"),
        numeric=(1, 2),
        rows=tuple(row for each, row in rows if each.below or each.above),
        how="One weight moves, all others keep their proportions; the ends are "
        + ("exact" if all(each.exact for each in report.intervals) else "searched on a fine grid")
        + ". `mcda sensitivity --intervals`.",
    )


def _chain(panel: Panel, report: SensitivityReport) -> Section:
    """What the first place rests on."""
    first = report.alternatives[0]
    if report.meta["options"].get("scored") == "steps":
        lead = ("Solutions are scored by the mean of their steps.",)
        return Section(id="trace", title="What the first place rests on", lead=lead)
    explanation, chain = explain(panel, first, report.of), trace(panel, first, report.of)
    judges = {link.of: link for link in chain.links if link.kind == "judged by"}
    evidence: dict[str, list[str]] = {}
    for link in chain.links:
        if link.kind == "evidence":
            evidence.setdefault(link.name, []).append(link.of)
    rows = []
    for effect in explanation.effects:
        heard = ", ".join(dict.fromkeys(evidence.get(effect.name, []))) or "–"
        by = judges.get(panel.hierarchy.parent(effect.criterion))
        cells = (effect.name, f"{effect.effect:+.3f}", _percent(effect.weight), by.text if by else "given", heard)
        rows.append(Row(cells=cells))
    own = evidence.get(report.names[0], [])
    named = (f"Evidence of the study for it: {', '.join(own)}.",) if own else ()
    return Section(
        id="trace",
        title="What the first place rests on",
        lead=(*explanation.sentences(), *named),
        columns=("Criterion", "Effect on the score", "Weight", "Judged by", "Evidence"),
        numeric=(1, 2),
        rows=tuple(rows),
        how="Effect: how much lower the score would be with average values there. Evidence: codes of whom the study "
        f"heard, who are not these panellists. `mcda trace PANEL {first}` follows each of them further.",
    )


def _method(panel: Panel, kinds: Sequence[str]) -> Section:
    settings = panel.settings
    lead = [
        "People compared two criteria at a time: which matters more, and how many times as much. From all answers "
        "follows what each criterion weighs (Analytic Hierarchy Process).",
    ]
    if kinds:
        lead.append(
            f"The {_and(list(kinds))} were valued under the criteria, and ranked by {settings.method}. The order was "
            "then computed again many times with other people of the same organisations and with the slips that the "
            "answers themselves show."
        )
    return Section(id="method", title="How this was done", lead=tuple(lead))


def _limits(panel: Panel) -> Section:
    said = [
        "The weights are those of the people asked, and not of all whom the matter concerns.",
        "How sure the order is covers doubt about the answers, and not whether the right criteria were asked about.",
        "A score says where an alternative stands among these, not how good it is by itself.",
    ]
    if panel.synthetic:
        said.insert(0, "All answers are made up: no conclusion can be drawn from them.")
    return Section(id="limits", title="What this does not say", lead=tuple(said))


def _and(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _percent(share: float) -> str:
    """A share as people read it: whole percents, and no certainty that draws cannot give."""
    if share != share:
        return "–"
    if 0 < share < 0.005:
        return "< 1 %"
    if 0.995 <= share < 1:
        return "> 99 %"
    return f"{100 * share:.0f} %"


def _share(cell: str | int | float) -> str:
    return cell if isinstance(cell, str) else f"{100 * cell:.1f} %"
