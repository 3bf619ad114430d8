"""What happens to the order when one criterion weighs less or more than it does to the panel."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from criteria.hierarchy import Criterion
from criteria.panel import Panel
from criteria.text import nearest
from mcda import sensitivity
from mcda.analysis.choices import (
    AnalysisError,
    ChoiceError,
    chosen_options,
    chosen_panellists,
    provenance,
    shown_options,
)
from mcda.analysis.judging import Judging
from mcda.analysis.scoring import (
    chosen_scoring,
    final_scores,
    known_domain,
    mean_by_solution,
    notices,
    ranked,
    scores_of,
    under,
)
from mcda.analysis.values import decision_matrix, movable
from mcda.analysis.weighing import weigh
from mcda.arrays import Array
from mcda.ranking import competition_ranks
from mcda.results.sweep import Crossing, Flip, Sweep

FEWEST_POINTS = 3


def sweep(
    panel: Panel,
    criterion: str,
    *,
    of: str | None = None,
    method: str | None = None,
    normalisation: str | None = None,
    priorities: str | None = None,
    aggregation: str | None = None,
    weighting: str | None = None,
    scale: str | None = None,
    ratings: str | None = None,
    scored: str | None = None,
    panellists: Sequence[str] | None = None,
    points: int = 101,
) -> Sweep:
    """The order of the solutions or the steps for every weight of one criterion, and where it changes.

    Parameters
    ----------
    panel : Panel
    criterion : str
        Id of a criterion at any level at or above the one at which the alternatives have values. Its global weight goes
        from 0 to 1; what is below it keeps its proportions, and so does everything else.
    of, method, normalisation, priorities, aggregation, weighting, scale, ratings, scored, panellists
        As in `rank`.
    points : int
        How many evenly spaced shares are scored, 3 or more; the panel's own comes on top.

    Raises
    ------
    AnalysisError
        As `rank`; for an unknown criterion, one below the level of the values, or one beside which nothing weighs.
    """
    if points < FEWEST_POINTS:
        raise ChoiceError(f"points is {points}: at least {FEWEST_POINTS} are needed, which are 0, 0.5 and 1")
    moved = criterion_called(panel, criterion)
    options = chosen_options(
        panel, {"priorities": priorities, "aggregation": aggregation, "weighting": weighting, "scale": scale}
    )
    who = chosen_panellists(panel, panellists)
    judging = Judging.of(panel, who, options)
    scoring = chosen_scoring(panel, of, method, normalisation, ratings, scored)
    weighed = weigh(panel, judging, partial=False)
    matrix = decision_matrix(panel, judging, scoring.kind, scoring.ratings)
    members = members_of(panel, moved.id, matrix.criteria)
    weights = under(weighed, matrix)

    def score(weights: Array) -> Array:
        return final_scores(panel, scoring, scores_of(matrix, weights, scoring))

    start, end = sensitivity.weight_path(weights, members)
    share = min(weighed[moved.id], 1.0)
    shares = _with(np.linspace(0.0, 1.0, points), share)
    scores = sensitivity.sweep(score, start, end, shares)
    scores[shares == share] = score(weights)
    scored_at = ~np.isnan(scores).any(axis=1)
    ranks = np.zeros(scores.shape, dtype=np.intp)
    ranks[scored_at] = competition_ranks(scores[scored_at])
    found = sensitivity.crossings(
        matrix.values,
        start,
        end,
        matrix.directions,
        scoring.method,
        scoring.normalisation,
        known_domain(matrix),
        mean_by_solution(panel, np.eye(len(matrix.values))).T if scoring.by_steps else None,
    )
    alternatives = ranked(panel, scoring)
    ids = [alternative.id for alternative in alternatives]
    changes = sensitivity.first_places(found)
    firsts = [tuple(ids[place] for place in np.flatnonzero(first)) for first in changes.first]
    asked = {**shown_options(options), **scoring.shown(), "criterion": moved.id, "points": points}
    meta = provenance(panel, who, asked)
    meta["notices"] += notices(matrix, weights, scoring, scores_of(matrix, weights, scoring))
    if not scored_at.all():
        ends = " and ".join(f"{end:g}" for end in shares[~scored_at])
        meta["notices"].append(f"{scoring.method} has no scores where {moved.id} weighs {ends}")
    return Sweep(
        of=scoring.of,
        criterion=moved.id,
        name=moved.name,
        share=share,
        alternatives=tuple(ids),
        names=tuple(alternative.name for alternative in alternatives),
        shares=shares,
        scores=scores,
        ranks=ranks,
        crossings=tuple(
            Crossing(share=float(at), rises=ids[rises], passes=ids[passes])
            for at, rises, passes in zip(found.share, found.rises, found.passes, strict=True)
        ),
        first=firsts[0],
        flips=tuple(
            Flip(share=float(at), before=before, after=after)
            for at, before, after in zip(changes.share, firsts, firsts[1:], strict=False)
        ),
        exact=found.exact,
        meta=meta,
    )


def criterion_called(panel: Panel, id: str) -> Criterion:
    """The criterion of that id, however it is capitalised. Raises AnalysisError with the nearest one."""
    known = {each.id.casefold(): each for each in panel.hierarchy}
    if id.casefold() not in known:
        raise ChoiceError(f"no criterion '{id}': {nearest(id, (each.id for each in known.values()))}")
    return known[id.casefold()]


def members_of(panel: Panel, criterion: str, columns: Sequence[str]) -> list[int]:
    """The columns of the decision matrix that belong to a criterion. Raises AnalysisError where it cannot move."""
    able = movable(panel.hierarchy, columns)
    if criterion in able:
        return able[criterion]
    cure = f"move one of {', '.join(able)}" if able else "there is nothing to weigh against each other"
    over = next((id for id in panel.hierarchy.ancestors(criterion) if id in columns), None)
    if over is None:
        raise AnalysisError(f"'{criterion}' is all that weighs: {cure}")
    raise AnalysisError(f"there are no values under '{criterion}', only under '{over}' above it: {cure}")


def _with(grid: Array, share: float) -> Array:
    """The grid with one more share, in place of an inner point that is next to it."""
    beside = np.abs(grid - share) < sensitivity.SAME_SHARE
    beside[[0, -1]] = False
    return np.union1d(grid[~beside], [share])
