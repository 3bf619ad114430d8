"""All results of a panel as its answers stand at a moment, for the screens that show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from criteria.disclosure import FEW
from criteria.panel import Panel
from tui.language import _
from tui.room import Missing, told_to_room
from tui.sitting import Sitting

if TYPE_CHECKING:
    from mcda.results.agreement import Agreement
    from mcda.results.ranking import Ranking
    from mcda.results.told import Told
    from mcda.results.weights import Weights

KINDS = ("steps", "solutions")
VIEWS = (*KINDS, "weights", "agreement")


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """All results of a panel as its answers stood at a moment; each organisation's beside those of all, which is ''."""

    panel: Panel
    behind: Mapping[str, Panel]
    """Kind of an order -> the panel with the answers that it rests on."""
    released: bool
    time: str
    kind: str
    """`steps` or `solutions`, whichever `mcda rank` shows."""
    organisations: tuple[str, ...]
    orders: Mapping[tuple[str, str], Ranking | Missing]
    """(Kind, organisation) -> order."""
    weights: Mapping[str, Weights | Missing]
    agreement: Agreement | Missing

    @property
    def views(self) -> tuple[str, ...]:
        """What there is to see."""
        kinds = {kind for kind, _organisation in self.orders}
        return tuple(view for view in VIEWS if view in kinds or view in ("weights", "agreement"))


class Known(NamedTuple):
    """A panel with its answers and weights, and what its alternatives can be."""

    panel: Panel
    weights: Weights | Missing
    kinds: tuple[str, ...]
    """`steps`, `solutions` or both; first the one that `mcda rank` shows."""


def know(sitting: Sitting, facilitator: bool) -> Known | Missing:
    """The panel as its answers stand now; to the room as it was told, or why it cannot try other weights.

    Raises JournalError.
    """
    import mcda

    if not facilitator:
        return _known_to_the_room(told_to_room(sitting))
    panel = sitting.effective_panel()
    kinds = tuple(kind for kind, items in (("steps", panel.steps), ("solutions", panel.solutions)) if items)
    weights: Weights | Missing
    try:
        weights = mcda.weights(panel)
        if kinds and mcda.rank(panel).of != kinds[0]:
            kinds = kinds[::-1]
    except mcda.AnalysisError as error:
        weights = str(error)
    return Known(panel, weights, kinds)


def _known_to_the_room(told: Told | Missing) -> Known | Missing:
    """What was told, where that is enough to try other weights: scores at any weight say more than an order."""
    import mcda

    if isinstance(told, str):
        return told
    kinds = tuple(kind for kind, order in told.orders.items() if not isinstance(order, str) and kind in told.behind)
    if not kinds:
        return "\n".join(map(str, told.orders.values())) or _("The panel has nothing to rank.")
    if any(told.fewest[kind] < FEW for kind in kinds):
        return _("Some answers are those of fewer than ten panellists: other weights would say too much of each.")
    panel = told.behind[kinds[0]]
    together = tuple(kind for kind in kinds if told.behind[kind] == panel)
    try:
        return Known(panel, mcda.weights(panel), together)
    except mcda.AnalysisError as error:
        return str(error)


def find(sitting: Sitting, facilitator: bool) -> Findings | Missing:
    """All results as the answers stand now; to the room as they were told, or why it sees none. Raises JournalError."""
    return _find(sitting) if facilitator else _told(sitting, told_to_room(sitting))


def _told(sitting: Sitting, told: Told | Missing) -> Findings | Missing:
    """What was told to the room. How an organisation would order is not: it is told what weighs how much to it."""
    if isinstance(told, str):
        return told
    return Findings(
        panel=sitting.panel,
        behind=told.behind,
        released=True,
        time=datetime.now().strftime("%H:%M:%S"),
        kind=next(iter(told.orders), "weights"),
        organisations=tuple(told.parts["organisation"]),
        orders={(kind, ""): order for kind, order in told.orders.items()},
        weights={"": told.weights, **told.parts["organisation"]},
        agreement=told.agreement,
    )


def _find(sitting: Sitting) -> Findings:
    """All results as the answers stand now, as the facilitator sees them."""
    from mcda import analysis

    panel = sitting.effective_panel()
    released = sitting.standing().released
    organisations = tuple(filter(None, panel.organisations))

    orders: dict[tuple[str, str], Ranking | Missing] = {}
    kinds = [kind for kind, items in (("steps", panel.steps), ("solutions", panel.solutions)) if items]
    for kind in kinds:
        try:
            orders[kind, ""] = analysis.rank(panel, of=kind)
        except analysis.AnalysisError as error:
            orders[kind, ""] = str(error)
        try:
            grouped = analysis.rank_by(panel, "organisation", of=kind)
        except analysis.AnalysisError as error:
            orders.update({(kind, name): _lines_about(name, str(error).splitlines()) for name in organisations})
        else:
            for name in organisations:
                part = grouped.results.get(name)
                if part is None:
                    orders[kind, name] = _lines_about(name, grouped.meta["notices"])
                else:
                    said = _("the weights are those of {who}; the values are the whole panel's")
                    note = said.format(who=name)
                    meta = {**part.meta, "organisation": name, "notices": [note, *part.meta["notices"]]}
                    orders[kind, name] = replace(part, meta=meta)

    weights: dict[str, Weights | Missing] = {}
    try:
        weights[""] = analysis.weights(panel)
    except analysis.AnalysisError as error:
        weights[""] = str(error)
    try:
        weights.update(analysis.weights_by(panel, "organisation").results)
    except analysis.AnalysisError as error:
        weights.update(dict.fromkeys(organisations, str(error)))
    weights = {name: weights.get(name, _("Nobody of theirs counts in this panel.")) for name in ("", *organisations)}

    agreement: Agreement | Missing
    try:
        agreement = analysis.agreement(panel)
    except analysis.AnalysisError as error:
        agreement = str(error)
    try:
        kind = analysis.rank(panel).of
    except analysis.AnalysisError:
        kind = kinds[-1] if kinds else "weights"
    return Findings(
        panel=panel,
        behind=dict.fromkeys(kinds, panel),
        released=released,
        time=datetime.now().strftime("%H:%M:%S"),
        kind=kind,
        organisations=organisations,
        orders=orders,
        weights=weights,
        agreement=agreement,
    )


def _lines_about(name: str, lines: list[str]) -> Missing:
    """What an analysis by organisation says about one of them."""
    own = [line for line in lines if line.startswith(f"{name} is left out: ")]
    return "\n".join(own or lines)
