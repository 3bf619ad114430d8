"""A panel at a glance while answers come in: quick enough to be asked after every answer, and of numpy alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from criteria.hierarchy import GOAL
from criteria.panel import Panel, Panellist
from mcda import agreement as agreeing
from mcda import pairwise
from mcda.analysis.checking import CR_LIMIT, above
from mcda.analysis.choices import chosen_options, chosen_panellists, provenance, shown_options
from mcda.analysis.dissenting import spreads
from mcda.analysis.judging import Judging
from mcda.arrays import Array
from mcda.results.glance import Contested, Glance
from mcda.results.spreads import PairSpread

TO_TALK_ABOUT = 8
"""Pairs that a panel can talk about in a break."""
SURE = 0.05
"""A split as large as this likely by chance, over all pairs that are shown, is none."""
FEWEST = 2
"""Panellists without whom there is no agreement."""


def glance(panel: Panel, pairs: int = TO_TALK_ABOUT, *, seed: int = 0) -> Glance:
    """How far the panel agrees at the goal, what is settled, what to talk about, how many contradict themselves.

    Parameters
    ----------
    pairs : int
        How many of those with the widest spread are named.
    seed : int
        Of the shuffles behind the chance values.

    Returns
    -------
    Glance
        The consensus is that of `agreement`, the settled share that of `rounds` after the last one, the pairs are the
        widest of `spreads` that are not settled. What lies between organisations is, of each pair, that of the shares
        which its ratios give to the two items, by `mcda.agreement.split`; the limit of its chance is divided by the
        number of pairs (Bonferroni).
    """
    options = chosen_options(panel, {})
    who = chosen_panellists(panel, None)
    judging = Judging.of(panel, who, options)
    consensus, chance, verdict = _at_the_goal(panel, judging, seed)
    compared = settled = 0
    unsettled: set[tuple[str, str, str]] = set()
    anything = np.zeros(len(who), dtype=bool)
    for number, node in enumerate(panel.nodes):
        if not judging.answers.judged(number):
            continue
        answers = judging.answers.at(number)[judging.places]
        anything |= pairwise.judged(answers).any(axis=(1, 2))
        spread = agreeing.spread(answers)
        near = agreeing.settled(spread)
        compared += int((spread.judged > 1).sum())
        settled += int(near.sum())
        unsettled |= {
            (node.id, node.items[int(spread.first[pair])], node.items[int(spread.second[pair])])
            for pair in np.flatnonzero(~near)
        }
    widest = spreads(panel)
    wide = [pair for pair in widest.pairs if (pair.node, pair.first, pair.second) in unsettled]
    wide = sorted(wide, key=lambda pair: -pair.width)[:pairs]
    contested = [_contested(panel, judging, pair, SURE / len(wide), seed) for pair in wide]
    return Glance(
        consensus=consensus,
        chance=chance,
        verdict=verdict,
        pairs=compared,
        settled=settled / compared if compared else float("nan"),
        contested=tuple(contested),
        judged=int(anything.sum()),
        above=tuple(dict.fromkeys(id for id, _node, _ratio in above(panel, judging, CR_LIMIT))),
        names=widest.names,
        meta=provenance(panel, who, {**shown_options(options), "pairs": pairs, "seed": seed}),
    )


def _at_the_goal(panel: Panel, judging: Judging, seed: int) -> tuple[float, float, str]:
    """S* at the goal, what it would be by chance, and its word or why there is none."""
    nan = float("nan")
    number = [node.id for node in panel.hierarchy.nodes].index(GOAL)
    items = len(panel.hierarchy.nodes[number].items)
    if not panel.hierarchy.is_judged(GOAL) or items < FEWEST:
        return nan, nan, "not applicable: there is nothing to judge at the goal"
    own, able = judging.own_priorities(number)
    if able.sum() < FEWEST:
        few = "one panellist" if able.any() else "no panellist"
        return nan, nan, f"not applicable: {few} judged enough"
    largest = pairwise.largest_ratio(judging.options.scale, items)
    say = judging.say[able]
    consensus = float(agreeing.consensus(own[able], say, largest))
    by_chance, _homogeneity = agreeing.chance(own[able], say, largest, np.random.default_rng(seed))
    return consensus, by_chance, agreeing.word(consensus)


def _contested(panel: Panel, judging: Judging, spread: PairSpread, limit: float, seed: int) -> Contested:
    """The pair, and whether it divides organisations."""
    number = [node.id for node in panel.nodes].index(spread.node)
    items = panel.nodes[number].items
    ratios = judging.matrices(number)[:, items.index(spread.first), items.index(spread.second)]
    given = ~np.isnan(ratios)
    members = [member for member, counts in zip(judging.who, given, strict=True) if counts]
    none = Contested(spread=spread, between=float("nan"), split=False)
    if len(set(_parts(members))) < FEWEST:
        return none
    shares = _shares(ratios[given])
    say = judging.say[given]
    between = float(agreeing.split(shares, _parts(members), say).share)
    p = agreeing.split_by_chance(shares, _parts(members), say, np.random.default_rng(seed)).p
    return replace(none, between=between, split=p < limit)


def _parts(members: Sequence[Panellist]) -> list[str]:
    """The organisation of each."""
    return [member.organisation for member in members]


def _shares(ratios: Array) -> Array:
    """(k, 2) what each ratio gives to the first item and to the second."""
    return np.stack([ratios / (1 + ratios), 1 / (1 + ratios)], axis=1)
