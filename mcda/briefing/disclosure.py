"""What a page for others may rest on: never on fewer than five people. The one place where the page asks."""

from __future__ import annotations

from collections.abc import Mapping

from criteria.panel import Panel
from mcda.analysis.judging import holding

FEWEST = 5


def parts_to_show(counts: Mapping[str, int]) -> dict[str, int]:
    """The parts of a panel, name -> people, that may be named; what is too small is together under an empty name."""
    shown = {name: count for name, count in counts.items() if count >= FEWEST and name}
    rest = sum(counts.values()) - sum(shown.values())
    return {**shown, "": rest} if rest else shown


def of_few(panel: Panel) -> list[str]:
    """What of the whole panel's figures would rest on fewer than FEWEST people; empty where nothing does."""
    people = {panellist.id for panellist in panel.panellists if panellist.weight > 0}
    if not people:
        return []
    if len(people) < FEWEST:
        return [f"the panel has {len(people)} panellist{'' if len(people) == 1 else 's'}"]
    found = []
    judgements = holding(panel.judgements)
    judges: dict[int, set[int]] = {}
    for who, node in zip(judgements.panellist.tolist(), judgements.node.tolist(), strict=True):
        judges.setdefault(node, set()).add(who)
    for node, own in judges.items():
        if len(own) < FEWEST:
            found.append(f"only {len(own)} judged {panel.nodes[node].id}")
    raters: dict[int, set[int]] = {}
    for who, alternative in zip(panel.ratings.panellist, panel.ratings.alternative, strict=True):
        raters.setdefault(alternative, set()).add(who)
    for alternative, own in raters.items():
        if len(own) < FEWEST:
            found.append(f"only {len(own)} rated {panel.ratings.alternative_ids[alternative]}")
    return found
