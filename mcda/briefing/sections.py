"""The facts of a page, section by section, in words and numbers as people read them; both forms show the same."""

from __future__ import annotations

from collections.abc import Sequence

from criteria.disclosure import FEW, FEWEST
from criteria.events import Event
from criteria.panel import Panel
from criteria.telling import ALWAYS
from criteria.text import right_to_left
from mcda.analysis import AnalysisError, weights
from mcda.analysis.values import has_values
from mcda.briefing.disclosure import told_on_page
from mcda.briefing.facts import Briefing, Row, Section
from mcda.briefing.numbers import counted, listed, weight
from mcda.briefing.opinions import agreement_section, weights_section
from mcda.briefing.orders import Sure
from mcda.briefing.plans import has_costs, plan_answer, plan_section, planned
from mcda.results.ranking import Ranking
from mcda.results.told import Told
from mcda.results.weights import Weights

DRAWS = 10_000
MADE_UP = "Every judgement and every rating on this page was invented to try the tool. It is nobody's opinion."


def briefing(
    panel: Panel, events: Sequence[Event] = (), *, draws: int = DRAWS, seed: int = 0, few: bool = False
) -> Briefing:
    """The facts of a page about a panel: of its last release, or of its answers as they stand if there was none.

    Parameters
    ----------
    panel : Panel
        Of the files alone, without the journal.
    events : sequence of Event
        All of the journal.
    draws, seed : int
        Behind how sure the order is.
    few : bool
        Whether figures of fewer than five people may stand on it.

    Raises
    ------
    AnalysisError
        As `weights` and `rank`; and where a figure may not be told, or only as it was told before.
    """
    told = told_on_page(panel, events, few=few)
    answers = told.panel
    options = weights(answers).meta["options"]
    assert not isinstance(told.weights, str)
    sure = [Sure.of(told, order, draws=draws, seed=seed) for order in _orders(told)]
    sections = [_people(told), *(each.order_section() for each in sure)]
    warnings = list(panel.notices)
    answer = [said for place, each in enumerate(sure) for said in each.answer(brief=place > 0)]
    if has_costs(answers) and any(each.report.of == "steps" for each in sure):
        try:
            plan = planned(answers, told.people, told.fewest["steps"], draws=draws, seed=seed)
            sections.append(plan_section(plan))
            answer.append(plan_answer(plan))
        except AnalysisError as error:
            warnings.append(f"there is no roadmap on the page: {error}")
    sections.append(weights_section(answers, told.weights, told.fewest["weights"]))
    if not isinstance(told.agreement, str) and told.people > 1:
        sections.append(agreement_section(answers, told.agreement))
    for each in sure[:1]:
        sections += [each.moves_section(), each.chain_section()]
    sections += [_method(answers, [each.report.of for each in sure]), _limits(answers)]
    names = [each.name for each in (*panel.hierarchy, *panel.alternatives)]
    return Briefing(
        title=panel.title,
        question=panel.question,
        synthetic=panel.synthetic,
        right_to_left=right_to_left([panel.title, *names]),
        answer=(*answer, _heaviest(told.weights, told)),
        figures=_figures(told),
        sections=tuple(sections),
        provenance=(
            ("answers", f"released after round {told.round}" if told.event else "as they stand, not released"),
            *((("release", told.event),) if told.event else ()),
            *((f"version of {name}", word) for name, word in told.weights.meta["versions"].items()),
            *((name.replace("_", " "), str(word)) for name, word in options.items()),
            ("draws", f"{draws:,}"),
            ("seed", str(seed)),
        ),
        warnings=tuple(warnings),
    )


def _orders(told: Told) -> list[Ranking]:
    """The orders that there are values for. Raises AnalysisError where one of them cannot be made all the same."""
    found = []
    for kind, order in told.orders.items():
        if has_values(told.panel, kind):
            if isinstance(order, str):
                raise AnalysisError(order)
            found.append(order)
    return found


def _figures(told: Told) -> tuple[tuple[str, str], ...]:
    """Of how many people, criteria, solutions and steps the page is."""
    panel = told.panel
    counts = (
        (told.people, "panellist", "panellists"),
        (len(tuple(panel.hierarchy)), "criterion", "criteria"),
        (len(panel.solutions), "solution", "solutions"),
        (len(panel.steps), "step", "steps"),
    )
    return tuple((f"{count:,}", one if count == 1 else many) for count, one, many in counts if count)


def _heaviest(weighed: Weights, told: Told) -> str:
    """What weighs most."""
    top = [place for place, level in enumerate(weighed.levels) if level == 1]
    heaviest = sorted(top, key=lambda place: -weighed.overall[place])[:2]
    shares = [weight(float(weighed.overall[place]), told.fewest["weights"]) for place in heaviest]
    parts = [f"{weighed.names[place]} ({share})" for place, share in zip(heaviest, shares, strict=True)]
    return f"What weighs most: {listed(parts)}."


def _people(told: Told) -> Section:
    """How many answered, and the organisations that may be told of."""
    title = "Who was asked"
    if not told.people:
        return Section(id="panel", title=title, lead=("Nobody was asked: all weights are given.",))
    named = told.members[ALWAYS]
    rest = told.people - sum(named.values())
    every = [*named.items(), *([("All others together", rest)] if rest else [])]
    rows = tuple(Row(cells=(name, str(count)), share=count / told.people) for name, count in every) if named else ()
    since = (
        f"These are the answers that were released after round {told.round}."
        if told.event
        else "These are the answers as they stand; they were not released to the panel, and may still change."
    )
    digits = min(told.fewest.values()) < FEW
    return Section(
        id="panel",
        title=title,
        lead=(f"{counted(told.people, 'panellist')} answered; nobody is named on this page.", since),
        columns=("Organisation", "People") if rows else (),
        numeric=(1,),
        rows=rows,
        how=f"Organisations are named where their answers, and what they leave of the others', are those of {FEWEST} "
        "people or more."
        + (f" Some figures rest on fewer than {FEW} people: they are told to two digits." if digits else ""),
    )


def _method(panel: Panel, kinds: Sequence[str]) -> Section:
    settings = panel.settings
    lead = [
        "People compared two criteria at a time: which matters more, and how many times as much. From all answers "
        "follows what each criterion weighs (Analytic Hierarchy Process).",
    ]
    if kinds:
        lead.append(
            f"The {listed(list(kinds))} were valued under the criteria, and ranked by {settings.method}. The order was "
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
