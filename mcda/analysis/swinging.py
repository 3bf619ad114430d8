"""How much each weight swings the lead of the first place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from criteria.panel import Panel
from mcda import sensitivity as engine
from mcda.analysis.choices import (
    AnalysisError,
    ChoiceError,
    chosen_options,
    chosen_panellists,
    provenance,
    shown_options,
)
from mcda.analysis.judging import Judging
from mcda.analysis.scoring import chosen_scoring, final_scores, notices, ranked, scores_of, under
from mcda.analysis.values import decision_matrix, movable
from mcda.analysis.weighing import weigh
from mcda.arrays import Array
from mcda.ranking import competition_ranks
from mcda.results.tornado import TornadoReport


def tornado(
    panel: Panel,
    of: str | None = None,
    *,
    factor: float = 2.0,
    method: str | None = None,
    normalisation: str | None = None,
    priorities: str | None = None,
    aggregation: str | None = None,
    weighting: str | None = None,
    scale: str | None = None,
    ratings: str | None = None,
    scored: str | None = None,
    panellists: Sequence[str] | None = None,
) -> TornadoReport:
    """What the winner's lead becomes as the weight of each criterion and theme is halved, doubled and left out.

    Parameters
    ----------
    panel : Panel
    of : str, optional
        `solutions` or `steps`; steps where the panel has values for them.
    factor : float
        Above 1: each weight is divided by it and multiplied by it, at most to 1; the others give way in proportion.
    method, normalisation, priorities, aggregation, weighting, scale, ratings, scored, panellists
        As in `rank`.

    Raises
    ------
    AnalysisError
        As `rank`; for a factor of 1 or less, and with fewer than two alternatives or criteria.
    """
    if not (factor > 1 and np.isfinite(factor)):
        raise ChoiceError(f"factor is {factor:g}: it must be above 1, as 2 for weights from half to double")
    options = chosen_options(
        panel, {"priorities": priorities, "aggregation": aggregation, "weighting": weighting, "scale": scale}
    )
    who = chosen_panellists(panel, panellists)
    judging = Judging.of(panel, who, options)
    scoring = chosen_scoring(panel, of, method, normalisation, ratings, scored)
    weighed = weigh(panel, judging, partial=False)
    matrix = decision_matrix(panel, judging, scoring.kind, scoring.ratings)
    weights = under(weighed, matrix)
    alternatives = ranked(panel, scoring)
    if len(alternatives) < 2 or len(weights) < 2:
        what = "alternative" if len(alternatives) < 2 else "criterion"
        raise AnalysisError(f"there is a single {what}: a lead that weights decide needs two")

    def score(_values: Array, weights: Array, _directions: Array) -> Array:
        return final_scores(panel, scoring, scores_of(matrix, weights, scoring))

    moved = movable(panel.hierarchy, matrix.criteria)
    groups = list(moved.values())
    found = engine.tornado(matrix.values, weights, matrix.directions, score, factor, groups)
    takers = []
    for members, shares, leads in zip(groups, found.shares, found.leads, strict=True):
        ends = engine.weight_path(weights, members)
        taken = []
        for share, lead in zip(shares, leads, strict=True):
            at = engine.weights_at(*ends, float(share))
            taker = ""
            if lead < 0:  # by rounding alone it is still a shared first place
                ranks = competition_ranks(score(matrix.values, at, matrix.directions))
                taker = "" if ranks[found.winner] == 1 else alternatives[int(ranks.argmin())].id
            taken.append(taker)
        takers.append((taken[0], taken[1]))
    ids = list(moved)
    report = TornadoReport(
        of=scoring.of,
        winner=alternatives[found.winner].id,
        winner_name=alternatives[found.winner].name,
        lead=found.lead,
        factor=float(factor),
        criteria=tuple(ids),
        names=tuple(panel.hierarchy[id].name for id in ids),
        weights=np.array([min(weighed[id], 1.0) for id in ids]),
        shares=found.shares,
        leads=found.leads,
        without=found.without,
        takers=tuple(takers),
        meta=provenance(panel, who, {**shown_options(options), **scoring.shown(), "factor": float(factor)}),
    )
    report.meta["notices"].extend(notices(matrix, weights, scoring, scores_of(matrix, weights, scoring)))
    return _widest_first(report)


def _widest_first(report: TornadoReport) -> TornadoReport:
    """The same rows, the widest swing on top."""
    order = np.argsort(-report.swing, kind="stable")
    return replace(
        report,
        criteria=tuple(report.criteria[place] for place in order),
        names=tuple(report.names[place] for place in order),
        weights=report.weights[order],
        shares=report.shares[order],
        leads=report.leads[order],
        without=report.without[order],
        takers=tuple(report.takers[place] for place in order),
    )
