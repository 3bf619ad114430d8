"""What each panellist is asked in a round. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from criteria.panel import Panel
from criteria.session import Ballot


def ballots(panel: Panel) -> Mapping[str, Ballot]:
    """What each panellist of a panel (read without its journal) is asked: by id, in the order of the panel."""
    of_role: dict[str | None, Ballot] = {}
    found = {}
    for panellist in panel.panellists:
        role = panellist.role if panellist.role in panel.asked else None
        if role not in of_role:
            of_role[role] = Ballot.of(panel, panellist.id)
        found[panellist.id] = of_role[role]
    return found
