"""What each criterion weighs: local weights node by node, multiplied down the hierarchy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from criteria.hierarchy import GOAL, Hierarchy, Node
from criteria.panel import Panel
from mcda import leastsquares
from mcda.analysis.choices import (
    AnalysisError,
    chosen_options,
    chosen_panellists,
    parts_of,
    provenance,
    shown_options,
)
from mcda.analysis.judging import Judging, disconnected
from mcda.arrays import Array, IntArray
from mcda.ranking import competition_ranks
from mcda.results.base import Meta
from mcda.results.grouped import Grouped
from mcda.results.weights import Weights


def weights(
    panel: Panel,
    priorities: str | None = None,
    aggregation: str | None = None,
    *,
    weighting: str | None = None,
    scale: str | None = None,
    panellists: Sequence[str] | None = None,
    engine: str | None = None,
) -> Weights:
    """What each criterion weighs to the panel, or to some of its panellists.

    Parameters
    ----------
    panel : Panel
    priorities, aggregation, weighting, scale : str, optional
        Words of `mcda methods`; the panel's settings where left out.
    panellists : sequence of str, optional
        Ids of those whose judgements count; all if left out.
    engine : str, optional
        `mcda`, or `ahpy` for a second route by that package (eigenvector, precision 12).

    Raises
    ------
    AnalysisError
        If a node was not judged, or its judged pairs do not connect its items; all such nodes in one message.
    """
    options = chosen_options(
        panel,
        {
            "priorities": priorities,
            "aggregation": aggregation,
            "weighting": weighting,
            "scale": scale,
            "engine": engine,
        },
    )
    who = chosen_panellists(panel, panellists)
    return weigh(panel, Judging.of(panel, who, options), partial=False)


def weights_by(panel: Panel, by: str, **options: str | None) -> Grouped[Weights]:
    """What each criterion weighs to each organisation or panellist.

    Parameters
    ----------
    by : str
        `organisation` or `panellist`.
    **options
        As in `weights`. What a part did not judge is NaN, below it too.
    """
    chosen = chosen_options(panel, options)
    everyone = chosen_panellists(panel, None)
    judging = Judging.of(panel, everyone, chosen)
    parts = {name: weigh(panel, judging.only(who), partial=True) for name, who in parts_of(everyone, by).items()}
    return Grouped(by=by, results=parts, meta=provenance(panel, everyone, {**shown_options(chosen), "by": by}))


def weigh(panel: Panel, judging: Judging, partial: bool) -> Weights:
    """The weights of every criterion; of nodes that cannot be weighed an error, or NaN if `partial`."""
    hierarchy = panel.hierarchy
    local: dict[str, float] = {}
    missing: list[str] = []
    for number, node in enumerate(hierarchy.nodes):
        vector: Array | None
        children = hierarchy.children(node.id)
        if not hierarchy.is_judged(node.id):
            vector = np.array([child.weight for child in children], dtype=np.float64)
        else:
            try:
                vector = judging.priorities(number)
                if vector is None:
                    missing.append(f"{node.id}: nobody judged it yet: compare {_pair_of(node)}")
            except leastsquares.DisconnectedError as error:
                vector = None
                missing.append(str(disconnected(panel, number, slice(None), error)))
            except AnalysisError as error:
                vector = None
                missing.append(f"{node.id}: {error}")
        share = np.full(len(children), np.nan) if vector is None else vector
        local.update(zip(node.items, share.tolist(), strict=True))
    if missing and not partial:
        raise AnalysisError("\n".join(missing))
    overall: dict[str, float] = {GOAL: 1.0}
    for criterion in hierarchy:
        overall[criterion.id] = overall[hierarchy.parent(criterion.id)] * local[criterion.id]
    return labelled(hierarchy, local, overall, provenance(panel, judging.who, shown_options(judging.options)))


def labelled(hierarchy: Hierarchy, local: Mapping[str, float], overall: Mapping[str, float], meta: Meta) -> Weights:
    """What each criterion weighs, by its id: among its siblings and overall."""
    ids = tuple(criterion.id for criterion in hierarchy)
    shares = np.array([overall[id] for id in ids])
    levels = tuple(hierarchy.level(id) for id in ids)
    return Weights(
        criteria=ids,
        names=tuple(criterion.name for criterion in hierarchy),
        parents=tuple(hierarchy.parent(id) for id in ids),
        levels=levels,
        local=np.array([local[id] for id in ids]),
        overall=shares,
        ranks=ranks_by_level(shares, np.array(levels)),
        leaves=tuple(leaf.id for leaf in hierarchy.leaves),
        meta=meta,
    )


def _pair_of(node: Node) -> str:
    return f"{node.items[0]} with {node.items[1]} and so on"


def ranks_by_level(shares: Array, levels: IntArray) -> IntArray:
    """Ranks among the criteria of the same level; 0 where there is no weight."""
    ranks = np.zeros(len(shares), dtype=np.intp)
    for level in set(levels.tolist()):
        chosen = (levels == level) & ~np.isnan(shares)
        if chosen.any():
            ranks[chosen] = competition_ranks(shares[chosen])
    return ranks
