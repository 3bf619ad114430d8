"""What the room sees of a panel: told once a round, never of few, and nothing while results are withheld."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from criteria.events import standing
from criteria.journal import JournalError, read_log
from tui.language import _
from tui.sitting import Sitting

if TYPE_CHECKING:
    from mcda.results.agreement import Agreement
    from mcda.results.ranking import Ranking
    from mcda.results.told import Told
    from mcda.results.weights import Weights
    from tui.watching import Seen

Missing: TypeAlias = str
"""Why there is no result, a line for each thing that is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What the room may see: told once a round, never of few."""

    round: int
    """After which it was told."""
    people: int
    """Whose answers count."""
    kind: str
    """`steps` or `solutions`, whichever `mcda rank` shows; `weights` where nothing is ranked."""
    order: Ranking | Missing
    """With figures as they are told: two digits below ten people."""
    fewest: int
    """On how many people's answers the order rests, at the question with the fewest."""
    weights: Weights | Missing
    agreement: Agreement | Missing
    parts: Mapping[str, Weights]
    """Organisations that may be told."""


def room(sitting: Sitting) -> Room | Missing:
    """What the room may see now, or why it sees nothing. Raises JournalError."""
    told = told_to_room(sitting)
    if isinstance(told, str):
        return told
    kind = next(iter(told.orders), "weights")
    return Room(
        round=told.round,
        people=told.people,
        kind=kind,
        order=told.orders.get(kind, _("The panel has nothing to rank.")),
        fewest=told.fewest.get(kind, told.people),
        weights=told.weights,
        agreement=told.agreement,
        parts=told.parts["organisation"],
    )


def told_to_room(sitting: Sitting) -> Told | Missing:
    """All that was told of the panel, or why the room sees nothing now. Raises JournalError."""
    from mcda.analysis import told

    events = read_log(sitting.folder).events
    if not standing(events).released:
        return _("Results are withheld until the facilitator releases them.")
    return told(sitting.panel, events)


class Telling:
    """What the room sees as a sitting goes on, computed once for each state of the rounds."""

    def __init__(self, sitting: Sitting) -> None:
        self.sitting = sitting
        self._latest: tuple[tuple[object, ...], Room | Missing] | None = None

    def at(self, found: Seen) -> Room | Missing:
        """What it may see, or why not; empty while results are withheld. Raises JournalError."""
        if not found.now.released:
            return ""
        state = (found.now.round, found.phase, found.closed)
        if self._latest is None or self._latest[0] != state:
            self._latest = state, room(self.sitting)
        return self._latest[1]


def why_closed(sitting: Sitting) -> str:
    """Why the panel's home is closed after somebody has sat down; empty if it is not."""
    try:
        released = sitting.standing().released
    except JournalError as error:
        return str(error)
    if released:
        return ""
    return _(
        "Somebody has sat down since mcda was started, so results stay closed here until the facilitator "
        "releases them to the room: mcda results, or mcda round PANEL release."
    )


def why_untold(sitting: Sitting) -> str:
    """Why results may not be seen after somebody has sat down; empty if they may."""
    if why := why_closed(sitting):
        return why
    try:
        told = told_to_room(sitting)
    except JournalError as error:
        return str(error)
    return told if isinstance(told, str) else ""
