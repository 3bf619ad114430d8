"""The order of solutions and steps, for the panel and for its parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from criteria import words
from criteria.panel import Panel, Solution, Step
from mcda.analysis.choices import (
    AnalysisError,
    check_word,
    chosen_options,
    chosen_panellists,
    parts_of,
    provenance,
    shown_options,
)
from mcda.analysis.judging import Judging
from mcda.analysis.values import DecisionMatrix, decision_matrix, has_values
from mcda.analysis.weighing import weigh
from mcda.arrays import Array
from mcda.ranking import RANKING_METHODS, competition_ranks, vikor
from mcda.results.grouped import Grouped
from mcda.results.ranking import Ranking
from mcda.results.weights import Weights

SOLUTION_SCORES = ("rated", "steps")


def rank(
    panel: Panel,
    of: str | None = None,
    method: str | None = None,
    normalisation: str | None = None,
    *,
    priorities: str | None = None,
    aggregation: str | None = None,
    weighting: str | None = None,
    scale: str | None = None,
    ratings: str | None = None,
    scored: str | None = None,
    panellists: Sequence[str] | None = None,
) -> Ranking:
    """The order of the solutions or the steps.

    Parameters
    ----------
    panel : Panel
    of : str, optional
        `solutions` or `steps`; steps where the panel has values for them.
    method, normalisation : str, optional
        Words of `mcda methods`; the panel's settings where left out, the method's own normalisation for another method.
    priorities, aggregation, weighting, scale : str, optional
        As in `weights`.
    ratings : str, optional
        `mean`: the weighted mean of those who rated a cell. `additive`: each panellist's leniency taken out before.
    scored : str, optional
        Of solutions: `rated` themselves, or the mean score of their `steps`. Rated where ratings exist.
    panellists : sequence of str, optional
        Ids of those whose judgements and ratings count; all if left out.

    Raises
    ------
    AnalysisError
        If weights or values are missing; names the nodes or cells.
    ValueError
        If the method refuses the values; names the criterion.
    """
    options = chosen_options(
        panel, {"priorities": priorities, "aggregation": aggregation, "weighting": weighting, "scale": scale}
    )
    who = chosen_panellists(panel, panellists)
    judging = Judging.of(panel, who, options)
    scoring = chosen_scoring(panel, of, method, normalisation, ratings, scored)
    return _rank(panel, judging, judging, scoring)


def rank_by(
    panel: Panel,
    by: str,
    of: str | None = None,
    method: str | None = None,
    normalisation: str | None = None,
    *,
    ratings: str | None = None,
    scored: str | None = None,
    **options: str | None,
) -> Grouped[Ranking]:
    """The order as each organisation or panellist weighs the criteria, on the values that the whole panel gave.

    Parameters as in `rank`; `by` is `organisation` or `panellist`. Parts whose judgements do not give all weights are
    left out and named in `meta["notices"]`.
    """
    chosen = chosen_options(panel, options)
    everyone = chosen_panellists(panel, None)
    scoring = chosen_scoring(panel, of, method, normalisation, ratings, scored)
    all_rate = Judging.of(panel, everyone, chosen)
    results: dict[str, Ranking] = {}
    left_out: list[str] = []
    for name, who in parts_of(everyone, by).items():
        try:
            results[name] = _rank(panel, all_rate.only(who), all_rate, scoring)
        except AnalysisError as error:
            left_out.append(f"{name} is left out: {'; '.join(str(error).splitlines())}")
    if not results:
        raise AnalysisError("\n".join(left_out))
    meta = provenance(panel, everyone, {**shown_options(chosen), **scoring.shown(), "by": by})
    meta["notices"] += [f"only the weights differ by {by}; the values are the whole panel's", *left_out]
    for name, result in results.items():
        meta["notices"] += [f"{name}: {notice}" for notice in result.meta["notices"] if notice not in panel.notices]
    return Grouped(by=by, results=results, meta=meta)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoring:
    """What is scored and how."""

    of: str
    method: str
    normalisation: str
    ratings: str
    scored: str

    @property
    def kind(self) -> str:
        """What the decision matrix is of: `steps` too where solutions are scored by theirs."""
        return self.of if self.scored == "rated" else "steps"

    @property
    def by_steps(self) -> bool:
        """Whether solutions take the mean score of their steps."""
        return self.kind != self.of

    def shown(self) -> dict[str, Any]:
        """As provenance shows it."""
        shown = asdict(self)
        if self.of == "steps":
            del shown["scored"]
        return shown


def chosen_scoring(
    panel: Panel,
    of: str | None,
    method: str | None,
    normalisation: str | None,
    ratings: str | None,
    scored: str | None,
) -> Scoring:
    """The panel's settings under what was asked for, checked against what the panel holds."""
    settings = panel.settings
    of = of or ("steps" if has_values(panel, "steps") else "solutions")
    check_word("of", of, ("solutions", "steps"))
    method = method or settings.method
    check_word("method", method, words.METHODS)
    row = RANKING_METHODS[method]
    if normalisation is None:
        normalisation = settings.normalisation if method == settings.method else None
        normalisation = normalisation or row.normalisation
    check_word(f"normalisation of {method}", normalisation, row.normalisations)
    ratings = ratings or settings.ratings
    check_word("ratings", ratings, words.RATINGS)
    if scored is None:
        by_steps = of == "solutions" and not has_values(panel, "solutions") and has_values(panel, "steps")
        scored = "steps" if by_steps else "rated"
    check_word("scored", scored, SOLUTION_SCORES)
    scoring = Scoring(of=of, method=method, normalisation=normalisation, ratings=ratings, scored=scored)
    if not (panel.steps if scoring.kind == "steps" else panel.solutions):
        raise AnalysisError(f"the panel has no {scoring.kind} to rank")
    return scoring


def _rank(panel: Panel, weighing: Judging, rating: Judging, scoring: Scoring) -> Ranking:
    """The ranking with the weights of some and the values of the same or others."""
    kind = scoring.kind
    weighed = weigh(panel, weighing, partial=False)
    matrix = decision_matrix(panel, rating, kind, scoring.ratings)
    weights = under(weighed, matrix)
    scores = scores_of(matrix, weights, scoring)
    derived: dict[str, float] | None = None
    without: list[str] = []
    alternatives = ranked(panel, scoring)
    if scoring.by_steps:
        result_scores = mean_by_solution(panel, scores)
        values, raters = matrix.values[:0], matrix.raters[:0]
    else:
        result_scores, values, raters = scores, matrix.values, matrix.raters
        if scoring.of == "solutions" and panel.steps and has_values(panel, "steps"):
            try:
                steps = decision_matrix(panel, rating, "steps", scoring.ratings)
                means = mean_by_solution(panel, scores_of(steps, under(weighed, steps), scoring))
                derived = dict(zip((solution.id for solution in panel.solutions), means.tolist(), strict=True))
            except AnalysisError as error:
                without.append(f"no scores of the solutions by their steps beside these: {error}")
    ranks = competition_ranks(result_scores)
    order = np.argsort(ranks, kind="stable")
    meta = provenance(panel, weighing.who, {**shown_options(weighing.options), **scoring.shown()})
    meta["notices"] += [*notices(matrix, weights, scoring, scores), *without]
    compromise: tuple[str, ...] = ()
    if scoring.method == "vikor" and not scoring.by_steps:
        set_ = vikor(matrix.values, weights, matrix.directions).compromise
        compromise = tuple(alternatives[int(place)].id for place in set_)
    return Ranking(
        of=scoring.of,
        alternatives=tuple(alternatives[place].id for place in order),
        names=tuple(alternatives[place].name for place in order),
        scores=result_scores[order],
        ranks=ranks[order],
        criteria=matrix.criteria,
        weights=weights,
        values=values[order] if len(values) else values,
        directions=matrix.directions,
        domain=matrix.domain,
        raters=raters[order] if len(raters) else raters,
        compromise=compromise,
        derived=derived,
        meta=meta,
    )


def ranked(panel: Panel, scoring: Scoring) -> tuple[Solution, ...] | tuple[Step, ...]:
    """The alternatives that get a rank, in the order of the panel."""
    return panel.steps if scoring.of == "steps" else panel.solutions


def mean_by_solution(panel: Panel, step_scores: Array) -> Array:
    """The mean score (..., solutions) of the steps of each solution, of step scores (..., steps)."""
    found = []
    for solution in panel.solutions:
        own = [place for place, step in enumerate(panel.steps) if step.solution == solution.id]
        if not own:
            raise AnalysisError(f"solution '{solution.id}' has no steps to derive a score from")
        found.append(step_scores[..., own].mean(axis=-1))
    return np.stack(found, axis=-1)


def final_scores(panel: Panel, scoring: Scoring, scores: Array) -> Array:
    """The scores (..., a) of what gets a rank, of those (..., b) of the decision matrix."""
    return mean_by_solution(panel, scores) if scoring.by_steps else scores


def under(weighed: Weights, matrix: DecisionMatrix) -> Array:
    """The weights of the criteria that the matrix has."""
    return np.array([weighed[id] for id in matrix.criteria])


def known_domain(matrix: DecisionMatrix) -> Array | None:
    """The declared scales (m, 2), None unless every criterion has one."""
    return None if np.isnan(matrix.domain).any() else matrix.domain


def scores_of(matrix: DecisionMatrix, weights: Array, scoring: Scoring) -> Array:
    """The scores (..., a) under weights (..., m); a refusal names criteria instead of columns."""
    if scoring.normalisation == "scale" and np.isnan(matrix.domain).any():
        unknown = [id for id, ends in zip(matrix.criteria, matrix.domain, strict=True) if np.isnan(ends).any()]
        raise AnalysisError(
            f"normalisation 'scale' needs a declared scale, and {', '.join(unknown)} has none: use another"
        )
    try:
        return RANKING_METHODS[scoring.method].score(
            matrix.values, weights, matrix.directions, scoring.normalisation, known_domain(matrix)
        )
    except ValueError as error:
        raise AnalysisError(f"{scoring.method}: {_named(str(error), matrix)}") from None


def _named(message: str, matrix: DecisionMatrix) -> str:
    """A message of the engine with ids behind each index of a cell, a row or a column."""

    def name(match: re.Match[str]) -> str:
        row, column = match.group(1), match.group(2)
        ids = [matrix.alternatives[int(row)]] if row != ":" else []
        ids += [matrix.criteria[int(column)]] if column is not None else []
        return f"{match.group()} ({' under '.join(ids)})"

    return re.sub(r"values\[(\d+|:)(?:, (\d+))?\]", name, message)


def notices(matrix: DecisionMatrix, weights: Array, scoring: Scoring, scores: Array) -> list[str]:
    """What a reader of the ranking should know: constant criteria, and an order that the normalisation decides."""
    found = []
    columns = zip(matrix.criteria, matrix.values.T, strict=True)
    if constant := [id for id, column in columns if len(column) > 1 and np.ptp(column) == 0]:
        found.append(f"{', '.join(constant)}: the same value for all, so it tells nothing apart")
    if scoring.method == "topsis" and scoring.normalisation != "scale" and not np.isnan(matrix.domain).any():
        other = RANKING_METHODS["topsis"].score(matrix.values, weights, matrix.directions, "scale", matrix.domain)
        here, there = competition_ranks(scores), competition_ranks(other)
        if (here != there).any():
            changed = int(np.count_nonzero(here != there))
            same_first = np.array_equal(here == 1, there == 1)
            found.append(
                f"'scale' would order differently: under that normalisation, which no other alternative can sway, "
                f"{changed} of {len(here)} {scoring.kind} rank elsewhere"
                + ("; the first place stays" if same_first else ", the first place among them")
            )
    return found
