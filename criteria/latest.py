"""Of each panellist's answers to a question the one that holds: that of the latest round. Pure."""

from __future__ import annotations

from math import log

from criteria.events import Cell, Pair, Subject
from criteria.panel import Panel


def answers(panel: Panel) -> dict[Subject, dict[str, float]]:
    """Key of a subject -> panellist -> what holds: the latest rating, or logarithm of a ratio."""
    found: dict[Subject, dict[str, float]] = {}
    for judgement in sorted(panel.judgements, key=lambda each: each.round):
        pair = Pair(judgement.node, judgement.first, judgement.second)
        value = log(judgement.ratio) if pair == pair.key else -log(judgement.ratio)
        found.setdefault(pair.key, {})[judgement.panellist] = value
    for rating in sorted(panel.ratings, key=lambda each: each.round):
        found.setdefault(Cell(rating.alternative, rating.criterion), {})[rating.panellist] = rating.value
    return found
