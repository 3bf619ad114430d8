"""How much the panellists agree, node by node and over the whole hierarchy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from criteria.panel import Panel
from mcda import agreement as agreeing
from mcda import pairwise
from mcda.analysis.choices import chosen_options, chosen_panellists, provenance, shown_options
from mcda.analysis.judging import Judging
from mcda.arrays import Array
from mcda.results.agreement import Agreement, Measure


def agreement(
    panel: Panel,
    *,
    priorities: str | None = None,
    weighting: str | None = None,
    scale: str | None = None,
    panellists: Sequence[str] | None = None,
    seed: int = 0,
) -> Agreement:
    """How much the panellists agree at each node and over the whole hierarchy, beside what chance would give.

    Parameters
    ----------
    priorities, weighting, scale : str, optional
        As in `weights`.
    panellists : sequence of str, optional
        Ids; all if left out.
    seed : int
        Of the shuffles behind the chance values and the permutation test.
    """
    options = chosen_options(panel, {"priorities": priorities, "weighting": weighting, "scale": scale})
    who = chosen_panellists(panel, panellists)
    judging = Judging.of(panel, who, options)
    rng = np.random.default_rng(seed)
    measures: list[Measure] = []
    own: dict[str, Array] = {}
    complete = np.ones(len(who), dtype=bool)
    for number, node in enumerate(panel.hierarchy.nodes):
        if not panel.hierarchy.is_judged(node.id):
            given = np.array([child.weight for child in panel.hierarchy.children(node.id)], dtype=np.float64)
            own[node.id] = np.tile(given, (len(who), 1))
            continue
        own[node.id], able = judging.own_priorities(number)
        complete &= able
        if len(node.items) > 1:
            ratio = pairwise.largest_ratio(options.scale, len(node.items))
            measures += _measures(node.id, own[node.id][able], judging.say[able], ratio, rng)
    leaves = _own_leaf_weights(panel, own)
    largest = pairwise.largest_ratio(options.scale, leaves.shape[-1])
    if not measures:  # every weight is given: nobody could disagree
        complete[:] = False
    for measure in _measures("hierarchy", leaves[complete], judging.say[complete], largest, rng):
        bounded = measure.measure != "consensus" or np.isnan(measure.value)
        measures.append(measure if bounded else replace(measure, verdict="no word: no scale bounds global weights"))
    meta = provenance(panel, who, {**shown_options(options), "seed": seed})
    if measures[0].scope != "hierarchy" and not complete.all():
        absent = ", ".join(p.id for p, whole in zip(who, complete, strict=True) if not whole)
        meta["notices"].append(f"hierarchy: without {absent}, who did not judge every node enough")
    return Agreement(measures=tuple(measures), meta=meta)


def _own_leaf_weights(panel: Panel, own: Mapping[str, Array]) -> Array:
    """The global weights of the leaves to each panellist, (k, leaves)."""
    overall: dict[str, Array] = {}
    for node in panel.hierarchy.nodes:
        for place, id in enumerate(node.items):
            above = overall.get(node.id)
            column = own[node.id][:, place]
            overall[id] = column if above is None else above * column
    return np.stack([overall[leaf.id] for leaf in panel.hierarchy.leaves], axis=1)


def _measures(scope: str, priorities: Array, say: Array, largest: float, rng: np.random.Generator) -> list[Measure]:
    """Consensus, homogeneity and Kendall's W in one scope."""
    nan = float("nan")
    k = len(priorities)
    if k < 2 or priorities.shape[-1] < 2:
        too_few = f"{'one panellist' if k else 'no panellist'} judged enough"
        reason = f"not applicable: {'there is a single item' if priorities.shape[-1] < 2 else too_few}"
        names = ("consensus", "homogeneity", "kendall-w", "kendall-w-p")
        return [Measure(scope=scope, measure=name, value=nan, chance=nan, verdict=reason) for name in names]
    consensus = float(agreeing.consensus(priorities, say, largest))
    homogeneity = float(agreeing.homogeneity(priorities, say))
    by_chance, homogeneity_by_chance = agreeing.chance(priorities, say, largest, rng)
    concordance = agreeing.kendall_w(-priorities, rng)
    if np.isnan(concordance.statistic):
        verdict = p_verdict = "not applicable: everyone ties everything"
    else:
        verdict = agreeing.concordance_word(concordance.statistic)
        p_verdict = "more than chance" if concordance.p < 0.05 else "chance could do it"
    return [
        Measure(scope=scope, measure="consensus", value=consensus, chance=by_chance, verdict=agreeing.word(consensus)),
        Measure(
            scope=scope,
            measure="homogeneity",
            value=homogeneity,
            chance=homogeneity_by_chance,
            verdict="above chance" if homogeneity > homogeneity_by_chance else "no more than chance",
        ),
        Measure(scope=scope, measure="kendall-w", value=concordance.statistic, chance=1 / k, verdict=verdict),
        Measure(scope=scope, measure="kendall-w-p", value=concordance.p, chance=nan, verdict=p_verdict),
    ]
