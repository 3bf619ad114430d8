"""Where the panellists disagree: which pairs lie far apart, and who weighs like whom."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from criteria.panel import Panel
from mcda import agreement as agreeing
from mcda.analysis.agreeing import Own
from mcda.analysis.choices import (
    AnalysisError,
    ChoiceError,
    check_word,
    chosen_options,
    chosen_panellists,
    provenance,
    shown_options,
)
from mcda.analysis.judging import Judging
from mcda.arrays import Array, BoolArray
from mcda.ranking import competition_ranks, tau_b
from mcda.results.clusters import Clusters
from mcda.results.spreads import PairSpread, Spreads

WHOLE = "hierarchy"


def spreads(panel: Panel, *, scale: str | None = None, panellists: Sequence[str] | None = None) -> Spreads:
    """How far apart the judgements of each pair lie, the widest of each node first.

    Parameters
    ----------
    scale : str, optional
        A word of `mcda methods`; the panel's setting if left out. Ratios are those that it reads.
    panellists : sequence of str, optional
        Ids; all if left out.

    Returns
    -------
    Spreads
        Pairs that fewer than two judged are left out.
    """
    options = chosen_options(panel, {"scale": scale})
    who = chosen_panellists(panel, panellists)
    judging = Judging.of(panel, who, options)
    found: list[PairSpread] = []
    for number, node in enumerate(panel.nodes):
        if not judging.answers.judged(number):
            continue
        spread = agreeing.spread(judging.matrices(number))
        of_node = [
            PairSpread(
                node=node.id,
                first=node.items[int(spread.first[pair])],
                second=node.items[int(spread.second[pair])],
                judged=int(spread.judged[pair]),
                lower=float(spread.lower[pair]),
                median=float(spread.median[pair]),
                upper=float(spread.upper[pair]),
                for_first=int(spread.for_first[pair]),
                equal=int(spread.equal[pair]),
                for_second=int(spread.for_second[pair]),
            )
            for pair in np.flatnonzero(spread.judged > 1)
        ]
        found += sorted(of_node, key=lambda pair: -pair.width)
    names = {id: panel.name(id) for pair in found for id in (pair.first, pair.second)}
    return Spreads(pairs=tuple(found), names=names, meta=provenance(panel, who, {"scale": options.scale}))


def clusters(
    panel: Panel,
    node: str | None = None,
    count: int | None = None,
    *,
    priorities: str | None = None,
    weighting: str | None = None,
    scale: str | None = None,
    panellists: Sequence[str] | None = None,
    seed: int = 0,
) -> Clusters:
    """Who weighs like whom: how near each panellist is to all others, and the clusters that this makes.

    Parameters
    ----------
    node : str, optional
        `goal` or a criterion with children: by what its items weigh. Left out: by the global weights of the leaves.
    count : int, optional
        How many clusters; as many as there is structure for if left out.
    priorities, weighting, scale, panellists
        As in `agreement`.
    seed : int
        Of the shuffles behind chance.

    Raises
    ------
    ChoiceError
        For unknown words, and if fewer than two judged enough.
    """
    options = chosen_options(panel, {"priorities": priorities, "weighting": weighting, "scale": scale})
    who = chosen_panellists(panel, panellists)
    judging = Judging.of(panel, who, options)
    own = Own.of(panel, judging)
    scope = node or WHOLE
    ids = [each.id for each in panel.hierarchy.nodes]
    check_word("node", scope, (*ids, WHOLE))
    vectors, able = (own.leaves, own.complete) if scope == WHOLE else _at(own, ids.index(scope))
    members = [member for member, counts in zip(who, able, strict=True) if counts]
    if len(members) < 2:
        raise AnalysisError(f"{scope}: {len(members)} judged enough: at least two are needed to be compared")
    if count is not None and not 1 <= count <= len(members):
        raise ChoiceError(f"count is {count}: allowed are 1 to {len(members)} clusters")
    vectors, say = vectors[able], judging.say[able]
    found = agreeing.clusters(vectors, count, np.random.default_rng(seed))
    others = _without_each(vectors, say)
    near = [float(agreeing.similarity(a[None], b[None])[0, 0]) for a, b in zip(vectors, others, strict=True)]
    meta = provenance(panel, who, {**shown_options(options), "node": scope, "count": count, "seed": seed})
    if len(members) < len(who):
        absent = ", ".join(p.id for p, counts in zip(who, able, strict=True) if not counts)
        meta["notices"].append(f"without {absent}, who did not judge enough")
    return Clusters(
        scope=scope,
        panellists=tuple(member.id for member in members),
        organisations=tuple(member.organisation for member in members),
        clusters=found.of + 1,
        silhouette=found.silhouette,
        p=found.p,
        to_group=np.array(near),
        order=np.asarray(tau_b(competition_ranks(others), competition_ranks(vectors))),
        similarity=agreeing.similarity(vectors),
        meta=meta,
    )


def _at(own: Own, number: int) -> tuple[Array, BoolArray]:
    return own.local[number], own.able[number]


def _without_each(vectors: Array, say: Array) -> Array:
    """(k, n) the weighted mean of the vectors of all but each."""
    total = say @ vectors
    rest = total - say[:, None] * vectors
    return np.asarray(rest / rest.sum(axis=1, keepdims=True))
