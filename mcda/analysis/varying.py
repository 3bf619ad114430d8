"""Which weights the lead of the first place depends on, when all of them vary at once."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from criteria.panel import Panel
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
from mcda.analysis.values import decision_matrix
from mcda.analysis.weighing import weigh
from mcda.arrays import Array, IntArray
from mcda.ranking import competition_ranks
from mcda.results.variance import Variance

FEWEST_DRAWS = 16
RESAMPLES = 999
"""Of the bootstrap."""
BATCH = 1 << 16
"""How many weight vectors are scored at a time."""
CONSTANT = 1e-12
"""A lead that varies by no more than this of its size does not vary."""


def variance(
    panel: Panel,
    of: str | None = None,
    *,
    draws: int = 1024,
    seed: int = 0,
    spread: float = 2.0,
    confidence: float = 0.95,
    method: str | None = None,
    normalisation: str | None = None,
    priorities: str | None = None,
    aggregation: str | None = None,
    weighting: str | None = None,
    scale: str | None = None,
    ratings: str | None = None,
    scored: str | None = None,
    panellists: Sequence[str] | None = None,
) -> Variance:
    """Sobol' indices of the lead of the first place over the runner-up: which weights make the doubt about it.

    Parameters
    ----------
    panel : Panel
    of : str, optional
        `solutions` or `steps`; steps where the panel has values for them.
    draws : int
        A power of two, 16 or more. draws (m + 2) vectors of m weights are scored.
    seed : int
        Of the draws and of the bootstrap.
    spread : float
        Above 1. The weight of every criterion that the alternatives have values under is multiplied by an independent
        factor, log-uniform between 1/spread and spread, and all are divided by their sum.
    confidence : float
        Of the intervals, between 0 and 1.
    method, normalisation, priorities, aggregation, weighting, scale, ratings, scored, panellists
        As in `rank`.

    Raises
    ------
    AnalysisError
        As `rank`; for draws, spread or confidence out of range; with fewer than two alternatives or criteria.

    Notes
    -----
    `scipy.stats.sobol_indices`, estimators of Saltelli et al. (2010), Comput. Phys. Commun. 181; Sobol' (2001), Math.
    Comput. Simul. 55. The two alternatives stay the same in all draws, whoever is first there. Intervals by the
    percentile bootstrap over the draws.
    """
    _check(draws, spread, confidence)
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

    def score(weights: Array) -> Array:
        return final_scores(panel, scoring, scores_of(matrix, weights, scoring))

    own = score(weights)
    first, runner_up = np.argsort(competition_ranks(own), kind="stable")[:2]

    def lead(factors: Array) -> Array:
        """(n,) of factors (m, n)."""
        varied = (weights[:, None] * factors).T
        varied /= varied.sum(axis=1, keepdims=True)
        scores = np.concatenate([score(varied[start : start + BATCH]) for start in range(0, len(varied), BATCH)])
        return np.asarray(scores[:, first] - scores[:, runner_up])

    size = float(np.abs(own).max())
    indices, intervals, leads = _sobol(lead, len(weights), draws, spread, confidence, seed, CONSTANT * size)
    tail = (1 - confidence) / 2
    order = np.lexsort((-indices[0], -indices[1]))
    asked = {
        **shown_options(options),
        **scoring.shown(),
        "draws": draws,
        "seed": seed,
        "spread": spread,
        "confidence": confidence,
    }
    meta = provenance(panel, who, asked)
    meta["notices"] += notices(matrix, weights, scoring, scores_of(matrix, weights, scoring))
    if np.ptp(own[[first, runner_up]]) <= CONSTANT * size:
        meta["notices"].append("the first place is shared: the lead is that of the first of them in the panel's order")
    return Variance(
        of=scoring.of,
        first=alternatives[int(first)].id,
        runner_up=alternatives[int(runner_up)].id,
        first_name=alternatives[int(first)].name,
        runner_up_name=alternatives[int(runner_up)].name,
        lead=float(own[first] - own[runner_up]),
        leads=(float(np.quantile(leads, tail)), float(np.quantile(leads, 1 - tail))),
        kept=float((leads > CONSTANT * size).mean()),
        criteria=tuple(matrix.criteria[place] for place in order),
        names=tuple(panel.hierarchy[matrix.criteria[place]].name for place in order),
        weights=weights[order],
        first_order=indices[0, order],
        first_interval=intervals[0, order],
        total_order=indices[1, order],
        total_interval=intervals[1, order],
        spread=float(spread),
        confidence=float(confidence),
        meta=meta,
    )


def _check(draws: int, spread: float, confidence: float) -> None:
    """Raise AnalysisError for numbers that no indices come from."""
    if draws < FEWEST_DRAWS or draws & (draws - 1):
        near = max(FEWEST_DRAWS, 1 << max(draws - 1, 0).bit_length())
        raise ChoiceError(f"draws is {draws}: it must be a power of two, {FEWEST_DRAWS} or more, as {near}")
    if not (spread > 1 and math.isfinite(spread)):
        raise ChoiceError(f"spread is {spread:g}: it must be above 1, as 2 for weights from half to double")
    if not 0 < confidence < 1:
        raise ChoiceError(f"confidence is {confidence:g}: it must be between 0 and 1, as 0.95")


def _sobol(
    lead: Callable[[Array], Array],
    m: int,
    draws: int,
    spread: float,
    confidence: float,
    seed: int,
    least: float,
) -> tuple[Array, Array, Array]:
    """First and total indices (2, m), their intervals (2, m, 2) and the leads of independent draws (2 draws,)."""
    from scipy import stats

    rng = np.random.default_rng(seed)
    drawn: list[Array] = []

    def kept(factors: Array) -> Array:
        found = lead(factors)
        drawn.append(found.copy())  # what is given back is centred in place
        return found

    factor = stats.loguniform(1 / spread, spread)
    found = stats.sobol_indices(func=kept, n=draws, dists=[factor] * m, rng=rng)
    at_a, at_b, mixed = drawn
    leads = np.concatenate([at_a, at_b])
    if np.ptp(leads) <= least:
        nan = np.full((2, m), np.nan)
        return nan, np.full((2, m, 2), np.nan), leads
    leads_by = {"f_A": at_a[None], "f_B": at_b[None], "f_AB": mixed.reshape(draws, m).T[:, None]}

    def again(chosen: IntArray) -> Array:
        """(2, m) of some of the draws."""
        part = {name: values[..., chosen] for name, values in leads_by.items()}
        result = stats.sobol_indices(func=part, n=draws)
        return np.stack([result.first_order, result.total_order])

    indices = np.stack([found.first_order, found.total_order])
    assert np.allclose(again(np.arange(draws)), indices, atol=1e-6), "the leads are not in the order of the draws"
    interval = stats.bootstrap(
        (np.arange(draws),),
        again,
        vectorized=False,
        method="percentile",
        n_resamples=RESAMPLES,
        confidence_level=confidence,
        rng=rng,
    ).confidence_interval
    return indices, np.stack([interval.low, interval.high], axis=-1), leads
