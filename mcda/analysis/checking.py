"""How each panellist's judgements hold together, and which of them to look at again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from criteria.coverage import straight_liners
from criteria.panel import Panel, Panellist
from mcda import consistency as consistent
from mcda import leastsquares, pairwise
from mcda.analysis.choices import Options, chosen_options, chosen_panellists, provenance, shown_options
from mcda.analysis.judging import Judging
from mcda.arrays import Array
from mcda.results.consistency import Consistency, NodeConsistency, ProposedRevision

CR_LIMIT = 0.10
"""Saaty's convention."""
SHOWN = 6
"""How many names a warning lists."""


def consistency(
    panel: Panel,
    *,
    random_index: str | None = None,
    scale: str | None = None,
    panellists: Sequence[str] | None = None,
    revise: int = 0,
) -> Consistency:
    """How each panellist's judgements hold together at each node.

    Parameters
    ----------
    random_index, scale : str, optional
        Words of `mcda methods`; the panel's settings where left out.
    panellists : sequence of str, optional
        Ids; all if left out.
    revise : int
        How many judgements to propose for another look, for each panellist and node that is not consistent.
    """
    options = chosen_options(panel, {"random_index": random_index, "scale": scale})
    who = chosen_panellists(panel, panellists)
    judging = Judging.of(panel, who, options)
    found: list[list[NodeConsistency]] = [[] for _ in who]
    proposals: list[list[ProposedRevision]] = [[] for _ in who]
    for node, ids, matrices in _judged_nodes(panel, judging):
        for place, measured in enumerate(_node_consistency(matrices, node, ids, who, options)):
            found[place].append(measured)
            if revise and measured.verdict in ("inconsistent", "borderline"):
                proposals[place] += _proposals(matrices[place], measured, ids, revise, options.random_index)
    return Consistency(
        nodes=tuple(measured for own in found for measured in own),
        revisions=tuple(proposal for own in proposals for proposal in own),
        meta=provenance(panel, who, shown_options(options)),
    )


def ratios_above(
    panel: Panel,
    limit: float,
    *,
    random_index: str | None = None,
    scale: str | None = None,
    panellists: Sequence[str] | None = None,
) -> list[str]:
    """Who is above a consistency ratio and where, the highest first: "P13 at goal (0.37)"."""
    options = chosen_options(panel, {"random_index": random_index, "scale": scale})
    who = chosen_panellists(panel, panellists)
    return _above(panel, Judging.of(panel, who, options), limit)


def _above(panel: Panel, judging: Judging, limit: float) -> list[str]:
    """As `ratios_above`, of judgements whose matrices may have been made already."""
    return [f"{id} at {node} ({ratio:.2f})" for id, node, ratio in above(panel, judging, limit)]


def above(panel: Panel, judging: Judging, limit: float) -> list[tuple[str, str, float]]:
    """Who is above a consistency ratio, where, and by which ratio, the highest first."""
    who, options = judging.who, judging.options
    found: list[tuple[str, str, float]] = []
    for node, _, matrices in _judged_nodes(panel, judging):
        able = leastsquares.connected(pairwise.judged(matrices))
        ratios = np.full(len(who), np.nan)
        if able.any():
            ratios[able] = consistent.consistency_ratio(matrices[able], options.random_index)
        found += [(who[p].id, node, float(ratios[p])) for p in np.flatnonzero(ratios > limit)]
    return sorted(found, key=lambda one: -one[2])


def concerns(
    panel: Panel,
    *,
    random_index: str | None = None,
    scale: str | None = None,
    panellists: Sequence[str] | None = None,
) -> list[str]:
    """What to warn of before a result is used: inconsistent panellists, pairs left out, answers all alike."""
    options = chosen_options(panel, {"random_index": random_index, "scale": scale})
    who = chosen_panellists(panel, panellists)
    judging = Judging.of(panel, who, options)
    found = []
    if names := _above(panel, judging, CR_LIMIT):
        more = f" and {len(names) - SHOWN} more: see mcda consistency" if len(names) > SHOWN else ""
        found.append(f"CR over {CR_LIMIT:.2f} by {options.random_index}: {', '.join(names[:SHOWN])}{more}")
    left_out = np.zeros(len(who), dtype=np.intp)
    pairs = 0
    for _, ids, matrices in _judged_nodes(panel, judging):
        wanted = len(ids) * (len(ids) - 1) // 2
        pairs += wanted
        left_out += wanted - pairwise.judged(matrices).sum(axis=(-2, -1)) // 2
    if left_out.any():
        incomplete = [
            f"{who[p].id} ({left_out[p]} of {pairs})" for p in np.argsort(-left_out, kind="stable") if left_out[p]
        ]
        more = f" and {len(incomplete) - SHOWN} more" if len(incomplete) > SHOWN else ""
        found.append(f"missing pairs: {', '.join(incomplete[:SHOWN])}{more}")
    chosen = {panellist.id for panellist in who}
    if same := [id for id in straight_liners(panel) if id in chosen]:
        found.append(f"the same ratio in every answer: {', '.join(same)}")
    return found


def _judged_nodes(panel: Panel, judging: Judging) -> Iterator[tuple[str, tuple[str, ...], Array]]:
    """Each set of items that somebody compared: its node, the items and everybody's matrices (k, n, n)."""
    inner = len(panel.hierarchy.nodes)
    for number, node in enumerate(panel.nodes):
        if number < inner and not panel.hierarchy.is_judged(node.id):
            continue
        for span in (slice(0, node.solutions), slice(node.solutions, len(node.items))):
            if span.stop - span.start < 2:
                continue
            matrices = judging.matrices(number, span)
            if number < inner or pairwise.judged(matrices).any():
                yield node.id, node.items[span], matrices


def _node_consistency(
    matrices: Array, node: str, ids: Sequence[str], who: Sequence[Panellist], options: Options
) -> list[NodeConsistency]:
    """The measures of each panellist at one node."""
    k, n = matrices.shape[:2]
    judged = pairwise.judged(matrices)
    able = leastsquares.connected(judged)
    nan = np.full(k, np.nan)
    largest, gci, koczkodaj = nan.copy(), nan.copy(), nan.copy()
    ratios = {name: nan.copy() for name in consistent.RANDOM_INDICES}
    if able.any():
        part = matrices[able]
        largest[able] = consistent.lambda_max(part)
        gci[able] = consistent.geometric_consistency_index(part)
        koczkodaj[able] = consistent.koczkodaj_index(part)
        for name in ratios:
            ratios[name][able] = consistent.consistency_ratio(part, name)
    counts = judged.sum(axis=(-2, -1)) // 2
    return [
        NodeConsistency(
            panellist=panellist.id,
            node=node,
            items=n,
            judged=int(counts[place]),
            lambda_max=float(largest[place]),
            ci=float((largest[place] - n) / (n - 1)) if n > 2 else float("nan"),
            cr=float(ratios[options.random_index][place]),
            gci=float(gci[place]),
            koczkodaj=float(koczkodaj[place]),
            cycles=tuple((ids[a], ids[b], ids[c]) for a, b, c in consistent.three_cycles(matrices[place])),
            verdict=_verdict(int(counts[place]), bool(able[place]), [float(ratio[place]) for ratio in ratios.values()]),
        )
        for place, panellist in enumerate(who)
    ]


def _verdict(judged: int, connected: bool, ratios: Sequence[float]) -> str:
    """In words; borderline where the random indices disagree about 0.10."""
    if judged == 0:
        return "not judged"
    if not connected:
        return "not connected"
    known = [ratio for ratio in ratios if not np.isnan(ratio)]
    if not known:
        return "not applicable"
    if min(known) > CR_LIMIT:
        return "inconsistent"
    return "consistent" if max(known) <= CR_LIMIT else "borderline"


def _proposals(
    matrix: Array, measured: NodeConsistency, ids: Sequence[str], top: int, random_index: str
) -> list[ProposedRevision]:
    return [
        ProposedRevision(
            panellist=measured.panellist,
            node=measured.node,
            first=ids[revision.i],
            second=ids[revision.j],
            given=revision.given,
            proposed=revision.proposed,
            consistent=consistent.implied_ratio(matrix, revision.i, revision.j),
            cr=measured.cr,
            cr_after=revision.cr_after,
        )
        for revision in consistent.revisions(matrix, top, random_index)
    ]
