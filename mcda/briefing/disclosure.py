"""What a page may rest on: what the room was told, or would be told if the answers as they stand were released."""

from __future__ import annotations

from collections.abc import Sequence

from criteria.disclosure import FEWEST
from criteria.events import Event
from criteria.panel import Panel
from criteria.telling import releases
from mcda.analysis import AnalysisError, as_if_released, told
from mcda.results.told import Told

EVERYTHING = 1
"""On how many people's answers figures must rest where those few agreed."""


def told_on_page(panel: Panel, events: Sequence[Event], *, few: bool) -> Told:
    """All that a page says of the answers: those of the last release, or as they stand where there was none.

    Parameters
    ----------
    panel : Panel
        Of the files alone.
    events : sequence of Event
        All of the journal.
    few : bool
        Whether figures may rest on fewer than five people.

    Raises
    ------
    AnalysisError
        Where weights or an order may not be told, or only as they were told before: what a page says goes together.
        Agreement that may not be told is left out.
    """
    released = bool(releases(events))
    tell = told if released else as_if_released
    found = tell(panel, events, fewest=EVERYTHING if few else FEWEST)
    reasons = found.splitlines() if isinstance(found, str) else found.lacking
    if not isinstance(found, str) and not reasons:
        return found
    if few:
        raise AnalysisError("\n".join(reasons))
    publishing = "'mcda publish' writes" if released else "'mcda round PANEL release' and 'mcda publish' write"
    cure = f"{publishing} what may be told; --few writes the page all the same, where those few agreed"
    raise AnalysisError("\n".join(("the page would say too much of single panellists:", *reasons, cure)))
