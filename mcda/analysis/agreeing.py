"""How much the panellists agree, node by node and over the whole hierarchy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from criteria.panel import Panel
from mcda import agreement as agreeing
from mcda import pairwise
from mcda.analysis.choices import (
    chosen_options,
    chosen_panellists,
    parts_of,
    provenance,
    shown_options,
)
from mcda.analysis.judging import Judging
from mcda.arrays import Array, BoolArray
from mcda.results.agreement import Agreement, Measure


def agreement(
    panel: Panel,
    by: str | None = None,
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
    by : str, optional
        `organisation`, `role` or an attribute that panel.yaml declares: disagreement is split, too, into what lies
        between the parts and what lies within them.
    priorities, weighting, scale : str, optional
        As in `weights`.
    panellists : sequence of str, optional
        Ids; all if left out.
    seed : int
        Of the shuffles behind the chance values and the permutation tests.

    Raises
    ------
    AnalysisError
        For unknown words, panellists or attributes.
    """
    options = chosen_options(panel, {"priorities": priorities, "weighting": weighting, "scale": scale})
    who = chosen_panellists(panel, panellists)
    parts = {member.id: name for name, members in parts_of(who, by).items() for member in members} if by else {}
    judging = Judging.of(panel, who, options)
    rng, shuffles = np.random.default_rng(seed), np.random.default_rng(seed)
    measures: list[Measure] = []

    def add(scope: str, vectors: Array, able: BoolArray, largest: float) -> None:
        found = _measures(scope, vectors[able], judging.say[able], largest, rng)
        if scope == "hierarchy":  # no scale bounds global weights
            found = [_without_word(each) for each in found]
        measures.extend(found)
        if parts:
            own = [parts[member.id] for member, counts in zip(who, able, strict=True) if counts]
            measures.extend(_split(scope, vectors[able], judging.say[able], own, shuffles))

    own = Own.of(panel, judging)
    for number, node in enumerate(panel.hierarchy.nodes):
        if panel.hierarchy.is_judged(node.id) and len(node.items) > 1:
            ratio = pairwise.largest_ratio(options.scale, len(node.items))
            add(node.id, own.local[number], own.able[number], ratio)
    judged = bool(measures)
    # Where every weight is given nobody could disagree.
    complete = own.complete if judged else np.zeros(len(who), dtype=bool)
    add("hierarchy", own.leaves, complete, pairwise.largest_ratio(options.scale, own.leaves.shape[1]))
    meta = provenance(panel, who, {**shown_options(options), "seed": seed} | ({"by": by} if by else {}))
    if judged and not complete.all():
        absent = ", ".join(p.id for p, whole in zip(who, complete, strict=True) if not whole)
        meta["notices"].append(f"hierarchy: without {absent}, who did not judge every node enough")
    return Agreement(measures=tuple(measures), meta=meta)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Own:
    """What the items weigh to each of k panellists by their own judgements alone."""

    local: tuple[Array, ...]
    """(k, n) of each node of the hierarchy; NaN for those who did not judge it enough."""
    able: tuple[BoolArray, ...]
    """(k,) of each node: who judged it enough, or everybody where weights are given."""
    leaves: Array
    """(k, leaves) global weights."""

    @classmethod
    def of(cls, panel: Panel, judging: Judging) -> Own:
        """By the priorities that the judging asks for."""
        k = len(judging.who)
        local, able = [], []
        for number, node in enumerate(panel.hierarchy.nodes):
            if panel.hierarchy.is_judged(node.id):
                own, enough = judging.own_priorities(number)
            else:
                given = np.array([child.weight for child in panel.hierarchy.children(node.id)], dtype=np.float64)
                own, enough = np.broadcast_to(given, (k, len(given))), np.ones(k, dtype=bool)
            local.append(own)
            able.append(enough)
        overall: dict[str, Array] = {}
        for node, own in zip(panel.hierarchy.nodes, local, strict=True):
            for place, id in enumerate(node.items):
                above = overall.get(node.id)
                overall[id] = own[:, place] if above is None else above * own[:, place]
        leaves = np.stack([overall[leaf.id] for leaf in panel.hierarchy.leaves], axis=1)
        return cls(local=tuple(local), able=tuple(able), leaves=leaves)

    @property
    def complete(self) -> BoolArray:
        """(k,) who judged every node enough."""
        return np.asarray(np.logical_and.reduce(self.able))


def _without_word(measure: Measure) -> Measure:
    """A measure of global weights, whose consensus has no word."""
    if measure.measure != "consensus" or np.isnan(measure.value):
        return measure
    return replace(measure, verdict="no word: no scale bounds global weights")


def _split(scope: str, priorities: Array, say: Array, parts: Sequence[str], rng: np.random.Generator) -> list[Measure]:
    """What lies between the parts and within them, in one scope."""
    nan = float("nan")
    names = ("disagreement", "between", "within", "between-p")
    if len(set(parts)) < 2 or priorities.shape[1] < 2:
        reason = "a single item" if priorities.shape[1] < 2 else "a single part" if parts else "nobody judged enough"
        return [
            Measure(scope=scope, measure=name, value=nan, chance=nan, verdict=f"not applicable: {reason}")
            for name in names
        ]
    found = agreeing.split(priorities, parts, say)
    total, between, within = (float(each) for each in found)
    if np.isnan(share := float(found.share)):
        verdicts = ("nobody disagrees",) * 4
        chance, p = 0.0, nan
    else:
        by_chance = agreeing.split_by_chance(priorities, parts, say, rng)
        chance, p = by_chance.between, by_chance.p
        said = "more than chance" if p < 0.05 else "chance could do it"
        verdicts = ("", f"{share:.0%} of the disagreement", f"{1 - share:.0%} of the disagreement", said)
    values, chances = (total, between, within, p), (nan, chance, total - chance, nan)
    return [
        Measure(scope=scope, measure=name, value=value, chance=expected, verdict=verdict)
        for name, value, expected, verdict in zip(names, values, chances, verdicts, strict=True)
    ]


def _measures(scope: str, priorities: Array, say: Array, largest: float, rng: np.random.Generator) -> list[Measure]:
    """Consensus, homogeneity and Kendall's W in one scope."""
    nan = float("nan")
    k = len(priorities)
    if k < 2 or priorities.shape[1] < 2:
        too_few = f"{'one panellist' if k else 'no panellist'} judged enough"
        reason = f"not applicable: {'there is a single item' if priorities.shape[1] < 2 else too_few}"
        names = ("consensus", "homogeneity", "kendall-w", "kendall-w-p")
        return [Measure(scope=scope, measure=name, value=nan, chance=nan, verdict=reason) for name in names]
    consensus = float(agreeing.consensus(priorities, say, largest))
    homogeneity = float(agreeing.homogeneity(priorities, say))
    by_chance, homogeneity_by_chance = agreeing.chance(priorities, say, largest, rng)
    concordance = agreeing.kendall_w(priorities, rng)
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
