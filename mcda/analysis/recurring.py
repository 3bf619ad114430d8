"""What the rounds of a panel have changed: stability first, then consensus."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from criteria.hierarchy import GOAL
from criteria.panel import Panel
from criteria.rules import Rules
from mcda import agreement as agreeing
from mcda import pairwise
from mcda.analysis.choices import AnalysisError, chosen_options, chosen_panellists, provenance, shown_options
from mcda.analysis.judging import Judging
from mcda.results.rounds import Round, Rounds


def rounds(
    panel: Panel,
    *,
    priorities: str | None = None,
    weighting: str | None = None,
    scale: str | None = None,
    panellists: Sequence[str] | None = None,
) -> Rounds:
    """What each round changed, and how far the panel agreed after it.

    Parameters
    ----------
    priorities, weighting, scale, panellists
        As in `agreement`. Steps are those of the scale that panellists answer on, 1/9 to 9.

    Returns
    -------
    Rounds
        After each round counts, of every answer, the latest until then.

    Raises
    ------
    AnalysisError
        If nobody has judged, and for unknown words and panellists.
    """
    options = chosen_options(panel, {"priorities": priorities, "weighting": weighting, "scale": scale})
    who = chosen_panellists(panel, panellists)
    numbers = sorted(set(panel.judgements.round))
    if not numbers:
        raise AnalysisError("nobody has judged yet: there are no rounds to compare")
    found: list[Round] = []
    before: Judging | None = None
    for number in numbers:
        until = Judging.of(panel.in_rounds(1, number), who, options)
        fresh = Judging.of(panel.in_rounds(number, number), who, options)
        found.append(_judged_by(panel.rules, _round(panel, until, fresh, before, number)))
        before = until
    return Rounds(rounds=tuple(found), meta=provenance(panel, who, shown_options(options)))


def _judged_by(rules: Rules | None, each: Round) -> Round:
    """The round with what the rules say of it."""
    if rules is None:
        return each
    reached = {"settled": each.settled, "consensus": each.consensus, "kendall-w": each.kendall_w}[rules.consensus]
    stop = ["rounds"] * (each.round >= rules.most_rounds) + ["stable"] * (each.changed <= rules.stable)
    return replace(each, agreed="yes" if reached >= rules.at_least else "no", stop=" ".join(stop))


def _round(panel: Panel, judging: Judging, fresh: Judging, before: Judging | None, number: int) -> Round:
    """How the panel stood after a round, against the one before; `fresh` are the answers of this round alone."""
    pairs = settled = compared = changed = nearer = 0
    steps = 0.0
    places = judging.places
    answered, known = np.zeros(len(places), dtype=bool), np.zeros(len(places), dtype=bool)
    for node in range(len(panel.nodes)):
        if not judging.answers.judged(node):
            continue
        spread = agreeing.spread(judging.answers.at(node)[places])
        pairs += int((spread.judged > 1).sum())
        settled += int(agreeing.settled(spread).sum())
        given = fresh.answers.at(node)[places]
        answered |= pairwise.judged(given).any(axis=(1, 2))
        if before is not None:
            known |= pairwise.judged(before.answers.at(node)[places]).any(axis=(1, 2))
            moved = agreeing.shift(before.answers.at(node)[places], given)
            compared, changed, nearer = compared + moved.compared, changed + moved.changed, nearer + moved.nearer
            steps += moved.compared * float(np.nan_to_num(moved.steps))
    own, able = judging.own_priorities([node.id for node in panel.hierarchy.nodes].index(GOAL))
    enough = int(able.sum()) > 1 and own.shape[1] > 1
    largest = pairwise.largest_ratio(judging.options.scale, own.shape[1])
    nan = float("nan")
    return Round(
        round=number,
        answered=int(answered.sum()),
        pairs=pairs,
        settled=settled / pairs if pairs else nan,
        consensus=float(agreeing.consensus(own[able], judging.say[able], largest)) if enough else nan,
        kendall_w=agreeing.kendall_w(own[able]).statistic if enough else nan,
        compared=compared,
        changed=changed / compared if compared else nan,
        steps=steps / compared if compared else nan,
        nearer=nearer / changed if changed else nan,
        joined=int((answered & ~known).sum()) if before is not None else 0,
        agreed="",
        stop="",
    )
