"""All results of a panel as its answers stand at a moment, for the screens that show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from criteria.panel import Panel
from tui.language import _
from tui.sitting import Sitting

if TYPE_CHECKING:
    from mcda.results.agreement import Agreement
    from mcda.results.ranking import Ranking
    from mcda.results.weights import Weights

KINDS = ("steps", "solutions")
VIEWS = (*KINDS, "weights", "agreement")
FEWEST_FOR_THE_ROOM = 3
"""Members of an organisation below which the room does not see it alone: its weights would be somebody's answers."""
Missing: TypeAlias = str
"""Why there is no result, a line for each thing that is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """All results of a panel as its answers stood at a moment; each organisation's beside those of all, which is ''."""

    panel: Panel
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


def know(sitting: Sitting) -> Known:
    """The panel as its answers stand now. Raises JournalError."""
    import mcda

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


def find(sitting: Sitting, facilitator: bool) -> Findings:
    """All results as the answers stand now. Raises JournalError.

    `facilitator`: with every organisation. The room sees only those with enough members.
    """
    from mcda import analysis

    panel = sitting.effective_panel()
    released = sitting.standing().released
    sizes = {name: sum(p.organisation == name for p in panel.panellists) for name in panel.organisations if name}
    fewest = 1 if facilitator else FEWEST_FOR_THE_ROOM
    organisations = tuple(name for name, size in sizes.items() if size >= fewest)

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
                    note = f"the weights are those of {name}; the values are the whole panel's"
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
