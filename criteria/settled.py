"""Which pairs are settled after a round, so that they need not be asked again. Pure."""

from __future__ import annotations

from bisect import bisect_right
from math import log
from statistics import quantiles

from criteria.disclosure import FEWEST
from criteria.events import Pair
from criteria.latest import answers
from criteria.panel import Panel

WITHIN = 1.0
"""A pair is settled when the middle half of its answers lies within so many steps of the scale."""
SLACK = 1e-6
"""What they may be off by."""
STEPS = tuple(log(step) for step in (*(1 / n for n in range(9, 1, -1)), *range(1, 10)))
"""Logarithms of the steps of the scale, 1/9 to 9."""


def settled(panel: Panel, last: int) -> frozenset[Pair]:
    """The pairs, by their keys, that the answers until a round have settled.

    Parameters
    ----------
    panel : Panel
        With all answers, those of the journal too.
    last : int
        The round; of each answer the latest until then counts.

    Returns
    -------
    frozenset of Pair
        Those whose quartiles (of the logarithms, Hyndman & Fan 1996, type 7) lie within one step of the scale of each
        other, as `mcda.agreement.settled` has it, and that at least `disclosure.FEWEST` panellists who weigh something
        have judged: that a pair is not asked again tells how the group answered.
    """
    counts = {panellist.id for panellist in panel.panellists if panellist.weight > 0}
    found = set()
    for pair, said in answers(panel.in_rounds(1, last)).items():
        of = [logarithm for panellist, logarithm in said.items() if panellist in counts]
        if isinstance(pair, Pair) and len(of) >= FEWEST:
            lower, _, upper = quantiles(of, n=4, method="inclusive")
            if _place(upper) - _place(lower) <= WITHIN + SLACK:
                found.add(pair)
    return frozenset(found)


def _place(logarithm: float) -> float:
    """Where the logarithm of a ratio stands among the steps, between two of them in proportion."""
    step = min(max(bisect_right(STEPS, logarithm) - 1, 0), len(STEPS) - 2)
    place = step + (logarithm - STEPS[step]) / (STEPS[step + 1] - STEPS[step])
    return min(max(place, 0.0), len(STEPS) - 1.0)
