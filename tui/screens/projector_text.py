"""What the room is told on the projector: which round it is, whose result, the order and the weights as told."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from criteria.disclosure import DIGITS, FEW, as_told
from criteria.hierarchy import GOAL
from tui.language import _, plural
from tui.room import Room
from tui.screens.results_text import verdict
from tui.watching import Seen

if TYPE_CHECKING:
    from mcda.results.ranking import Ranking
    from mcda.results.weights import Weights


class Row(NamedTuple):
    """An alternative or a criterion: its rank, its name, how long its bar is, its figure."""

    rank: int
    name: str
    value: float
    text: str


def round_line(found: Seen) -> str:
    """Which round it is."""
    round = found.now.round
    words = {
        "draft": _("The first round is not open yet"),
        "open": _("Round {round}"),
        "closed": _("Round {round} is closed"),
        "feedback": _("Round {round} is closed"),
        "final": _("Round {round} was the last one"),
    }
    return words[found.phase].format(round=round)


def answered(found: Seen) -> list[str]:
    """Of how many, and the quorum; how many it are stands before it, large."""
    said = [_("of {count} have answered everything").format(count=len(found.progress))]
    rules = found.panel.rules
    if rules is not None and rules.quorum:
        said.append(_("quorum {quorum}").format(quorum=rules.quorum))
    return said


def revealed(result: Room) -> list[str]:
    """Whose result this is, and how far they agree."""
    said = _("Round {round}").format(round=result.round) + ": "
    lines = [said + plural("what {count} person says together", "what {count} people say together", result.people)]
    measures = () if isinstance(result.agreement, str) else result.agreement.measures
    words = [each.verdict for each in measures if (each.scope, each.measure) == (GOAL, "consensus")]
    return lines + [_("agreement: {word}").format(word=verdict(word)) for word in words]


def ordered(order: Ranking, people: int) -> list[Row]:
    """A row an alternative, best first."""
    lowest = min(0.0, float(order.scores.min()))
    rows = zip(order.ranks, order.names, order.scores, strict=True)
    return [Row(int(rank), name, float(score) - lowest, _score(float(score), people)) for rank, name, score in rows]


def _score(score: float, people: int) -> str:
    """A score to as many digits as may be told, zeros at the end included."""
    return _("no score") if math.isnan(score) else f"{score:#.{DIGITS if people < FEW else 3}g}".removesuffix(".")


def weighed(weights: Weights, people: int) -> list[Row]:
    """A row a child of the goal, the heaviest first."""
    places = [place for place, level in enumerate(weights.levels) if level == 1]
    places.sort(key=lambda place: -weights.overall[place])
    shares = [as_told(100 * float(weights.overall[place]), people) for place in places]
    return [
        Row(number, weights.names[place], share, f"{share:.3g} %")
        for number, (place, share) in enumerate(zip(places, shares, strict=True), 1)
        if not math.isnan(share)
    ]
