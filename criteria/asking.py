"""What each panellist is asked in a round: by role, and without what is settled where the rules say so. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace

from criteria.events import Pair, Standing, Subject
from criteria.panel import Panel
from criteria.session import Ballot
from criteria.settled import settled


def ballots(panel: Panel, now: Standing, round: int) -> Mapping[str, Ballot]:
    """What each panellist is asked in a round: by id, in the order of the panel.

    Parameters
    ----------
    panel : Panel
        Read without its journal.
    now : Standing
        What the journal leaves standing.
    round : int
        Only answers of the rounds before it decide, so that nothing changes while it is answered.

    Returns
    -------
    mapping
        With `settled_leave` in the rules, without the pairs that are settled and that this panellist has answered
        before: who joins late is asked everything that they have not answered.
    """
    of_role: dict[str | None, Ballot] = {}
    found = {}
    for panellist in panel.panellists:
        role = panellist.role if panellist.role in panel.asked else None
        if role not in of_role:
            of_role[role] = Ballot.of(panel, panellist.id)
        found[panellist.id] = of_role[role]
    if round == 1 or panel.rules is None or not panel.rules.settled_leave:
        return found
    from criteria.files.overlay import overlaid

    leaving = settled(overlaid(panel, now)[0], round - 1)
    before = _answered(panel, now, round - 1)
    return {id: _without(ballot, leaving & before.get(id, set())) for id, ballot in found.items()}


def _answered(panel: Panel, now: Standing, last: int) -> dict[str, set[Subject | str]]:
    """The pairs and cells, by their keys, that each panellist has answered until a round, `cannot say` included."""
    found: dict[str, set[Subject | str]] = {}
    for judgement in panel.in_rounds(1, last).judgements:
        pair = Pair(judgement.node, judgement.first, judgement.second)
        found.setdefault(judgement.panellist, set()).add(pair.key)
    for (panellist, round), sheet in now.sheets.items():
        if round <= last:
            found.setdefault(panellist, set()).update(about for slot, about in sheet.held if slot == "answer")
    return found


def _without(ballot: Ballot, leaving: AbstractSet[Subject]) -> Ballot:
    """The ballot without those pairs, which it counts."""
    sections = []
    for section in ballot.sections:
        questions = tuple(question for question in section.questions if question.key not in leaving)
        if questions:
            sections.append(replace(section, questions=questions))
    kept = Ballot.holding(sections)
    return replace(kept, left=len(ballot.questions) - len(kept.questions))
