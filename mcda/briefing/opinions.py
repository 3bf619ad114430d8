"""What people think: what weighs how much to them, and how far they agree."""

from __future__ import annotations

from criteria.hierarchy import GOAL
from criteria.panel import Panel
from mcda.briefing.facts import Row, Section
from mcda.briefing.numbers import percent, sentence, weight
from mcda.results.agreement import Agreement
from mcda.results.weights import Weights


def weights_section(panel: Panel, weighed: Weights, people: int) -> Section:
    """A row a criterion, siblings by weight. `people`: behind the figures, at the question with the fewest."""
    order = _heaviest_first(panel, weighed)
    largest = max(float(weighed.overall[place]) for place in order)
    rows = tuple(
        Row(
            cells=(
                weighed.names[place],
                weight(float(weighed.overall[place]), people),
                weight(float(weighed.local[place]), people),
            ),
            share=float(weighed.overall[place]) / largest,
            level=weighed.levels[place] - 1,
        )
        for place in order
    )
    options = weighed.meta["options"]
    asked = any(panel.hierarchy.is_judged(node.id) and len(node.items) > 1 for node in panel.hierarchy.nodes)
    return Section(
        id="weights",
        title="What weighs how much",
        lead=(
            f"{panel.question} "
            + (
                "Each answer compared two of these; together they give every one its weight."
                if asked
                else "The weights were given."
            ),
        ),
        columns=("Criterion", "Weight in all", "Among its siblings"),
        numeric=(1, 2),
        rows=rows,
        how=f"Pairwise comparisons, combined by {options['aggregation'].upper()}, priorities by "
        f"{options['priorities']}, panellists weighed as {options['weighting']}, scale "
        f"{options['scale']}. `mcda weights`."
        if asked
        else "As panel.yaml gives them. `mcda weights`.",
    )


def _heaviest_first(panel: Panel, weighed: Weights) -> list[int]:
    """Places of the criteria, siblings by weight, each before what is below it."""
    place = {id: number for number, id in enumerate(weighed.criteria)}
    found: list[int] = []

    def walk(node: str) -> None:
        for child in sorted(panel.hierarchy.children(node), key=lambda each: -weighed[each.id]):
            found.append(place[child.id])
            walk(child.id)

    walk(GOAL)
    return found


def agreement_section(panel: Panel, agreed: Agreement) -> Section:
    """A row a node, and one for the whole hierarchy."""
    rows, lead = [], []
    for measure in agreed.measures:
        wanted = "homogeneity" if measure.scope == "hierarchy" else "consensus"
        if measure.measure != wanted:
            continue
        name = "All criteria together" if measure.scope == "hierarchy" else panel.hierarchy.name(measure.scope)
        if measure.scope == GOAL:
            name = "The main criteria"
            lead.append(f"On the main criteria consensus is {percent(measure.value)}: {measure.verdict}.")
        cells = (name, percent(measure.value), percent(measure.chance), measure.verdict)
        rows.append(Row(cells=cells, share=min(max(measure.value, 0.0), 1.0)))
    return Section(
        id="agreement",
        title="How far the panel agrees",
        lead=tuple(lead),
        columns=("Where", "Consensus", "By chance", "In words"),
        numeric=(1, 2),
        rows=tuple(rows),
        notes=tuple(map(sentence, agreed.meta["notices"])),
        how="Consensus S* after Goepel (all criteria together: S), 100 % where everybody weighs alike; by chance: the "
        f"mean where the same people have no common view. Seed {agreed.meta['options']['seed']}. `mcda agreement`.",
    )
