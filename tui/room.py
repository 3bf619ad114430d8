"""What the room may see: told once a round, never of few."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from criteria.disclosure import FEWEST, as_told
from criteria.events import Kind, in_order
from criteria.journal import Log, read_log
from tui.findings import Missing
from tui.language import _
from tui.sitting import Sitting

if TYPE_CHECKING:
    from criteria.panel import Panel
    from mcda.results.agreement import Agreement
    from mcda.results.ranking import Ranking
    from mcda.results.weights import Weights


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What the room may see: told once a round, never of few."""

    round: int
    people: int
    """How many have answered."""
    kind: str
    """`steps`, `solutions` or `weights`."""
    order: Ranking | Missing
    weights: Weights | Missing
    agreement: Agreement | Missing
    parts: Mapping[str, Weights] = field(default_factory=dict)
    """Organisations that may be told."""


def room(sitting: Sitting) -> Room | str:
    """The result of the latest round, released and closed, as it stood when it was closed; or why there is none.

    Raises JournalError.
    """
    import numpy as np

    from mcda import analysis

    log = read_log(sitting.folder)
    now = sitting.standing(log)
    if not now.released:
        return _("The results are withheld.")
    if now.open:
        return _("The round is still open.")
    panel = sitting.effective_panel(_until_closed(log, now.round))
    people = len({*panel.judgements.panellist, *panel.ratings.panellist})
    if people < FEWEST:
        return _("Fewer than {count} people have answered: their result would say who said what.").format(count=FEWEST)

    order: Ranking | Missing
    weights: Weights | Missing
    agreement: Agreement | Missing
    try:
        found = analysis.weights(panel)
        told = [
            np.array([as_told(float(each), people) for each in each_of]) for each_of in (found.local, found.overall)
        ]
        weights = replace(found, local=told[0], overall=told[1])
    except analysis.AnalysisError as error:
        weights = str(error)
    try:
        ranking = analysis.rank(panel)
        scores = np.array([as_told(float(score), people) for score in ranking.scores])
        order = replace(ranking, scores=scores)
    except analysis.AnalysisError as error:
        order = str(error)
    try:
        measured = analysis.agreement(panel)
        measures = [replace(each, value=as_told(each.value, people)) for each in measured.measures]
        agreement = replace(measured, measures=tuple(measures))
    except analysis.AnalysisError as error:
        agreement = str(error)
    return Room(
        round=now.round,
        people=people,
        kind=order.of if not isinstance(order, str) else _kind(panel),
        order=order,
        weights=weights,
        agreement=agreement,
    )


def _kind(panel: Panel) -> str:
    """What there is to put in an order."""
    return "steps" if panel.steps else "solutions" if panel.solutions else "weights"


def _until_closed(log: Log, round: int) -> Log:
    """What had happened when the round was closed: who is readmitted afterwards changes nothing that is told."""
    ordered = in_order(log.events)
    closed = [place for place, event in enumerate(ordered) if event.action.kind in (Kind.CLOSED, Kind.FINISHED)]
    kept = [place for place in closed if ordered[place].action.round == round]
    return Log(events=tuple(ordered[: kept[-1] + 1] if kept else ordered))
