"""Why an alternative stands where it stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from criteria.panel import Panel
from criteria.text import nearest
from mcda.analysis.choices import AnalysisError, ChoiceError
from mcda.analysis.scoring import rank
from mcda.arrays import Array
from mcda.ranking import RANKING_METHODS
from mcda.results.explanation import Effect, Explanation
from mcda.results.ranking import Ranking


def explain(panel: Panel, alternative: str, of: str | None = None, **options: Any) -> Explanation:
    """Why an alternative stands where it stands: what each of the goal's criteria does for it.

    Parameters
    ----------
    alternative : str
        Id of a solution or a step.
    **options
        As in `rank`.

    Notes
    -----
    The effect of a criterion is the score minus the score with the alternative's values there replaced by the mean of
    all alternatives. So it works alike for every method; effects need not add up to anything.
    """
    known = {a.id.casefold(): a.id for a in panel.alternatives}
    if alternative.casefold() not in known:
        raise ChoiceError(f"no alternative '{alternative}': {nearest(alternative, known.values())}")
    alternative = known[alternative.casefold()]
    if of is None:
        of = "steps" if alternative in {step.id for step in panel.steps} else "solutions"
    ranking = rank(panel, of, **options)
    if alternative not in ranking.alternatives:
        raise ChoiceError(f"'{alternative}' is none of the {of}")
    if not len(ranking.values):
        raise AnalysisError("a score derived from steps is explained by its steps: explain one of them")
    place = ranking.alternatives.index(alternative)
    score = _rescorer(ranking)
    effects = []
    for criterion in panel.hierarchy.criteria:
        columns = [
            column
            for column, id in enumerate(ranking.criteria)
            if id == criterion.id or criterion.id in panel.hierarchy.ancestors(id)
        ]
        changed = ranking.values.copy()
        changed[place, columns] = ranking.values[:, columns].mean(axis=0)
        share = ranking.weights[columns]
        share = share / share.sum() if share.sum() > 0 else np.full(len(columns), 1 / len(columns))
        effects.append(
            Effect(
                criterion=criterion.id,
                name=criterion.name,
                weight=float(ranking.weights[columns].sum()),
                value=float(ranking.values[place, columns] @ share),
                mean=float(ranking.values[:, columns].mean(axis=0) @ share),
                effect=float(ranking.scores[place] - score(changed)[place]),
            )
        )
    return Explanation(
        alternative=alternative,
        name=ranking.names[place],
        rank=int(ranking.ranks[place]),
        of=len(ranking.alternatives),
        score=float(ranking.scores[place]),
        effects=tuple(sorted(effects, key=lambda effect: -effect.effect)),
        meta=ranking.meta,
    )


def _rescorer(ranking: Ranking) -> Callable[[Array], Array]:
    """The method of a ranking, for other values under the same criteria."""
    options = ranking.meta["options"]
    domain = None if np.isnan(ranking.domain).any() else ranking.domain
    method = RANKING_METHODS[options["method"]]
    return lambda values: method.score(values, ranking.weights, ranking.directions, options["normalisation"], domain)
