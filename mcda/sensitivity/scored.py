"""How draws are scored, and what each criterion adds to the scores before it is weighed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from mcda.arrays import Array, ArrayLike, finite
from mcda.ranking import RANKING_METHODS, RankingMethod, topsis, weighted_sum
from mcda.ranking.normalisation import normalisation_called
from mcda.ranking.sums import SUM_NORMALISATIONS
from mcda.ranking.topsis import TOPSIS_NORMALISATIONS, _squared_distances

Score: TypeAlias = "Callable[..., Array] | RankingMethod | str"
"""function(values, weights, directions) -> scores, higher is better; or a row or a name of RANKING_METHODS."""


@dataclass(frozen=True, slots=True, eq=False)
class Scoring:
    """How draws are scored; can be pickled if its function can."""

    method: str | None
    """A name of RANKING_METHODS; None where a function scores."""
    function: Callable[..., Array] | None
    normalisation: str
    domain: Array | None
    pooled: Array | None
    """(g, a) what is ranked instead: weighted sums of the alternatives' scores."""

    def scores(self, values: Array, weights: Array, signs: Array) -> Array:
        """Scores (draws, a) of values (a, m) under weights (draws, m) of sum 1."""
        if self.method is not None:
            found = RANKING_METHODS[self.method].score(values, weights, signs, self.normalisation, self.domain)
        else:
            assert self.function is not None
            found = finite(self.function(values, weights, signs), "scores")
            if found.ndim != 2 or len(found) != len(weights):
                raise ValueError(f"scores have shape {found.shape}: they must be ({len(weights)}, alternatives)")
        return self._pooled(found)

    def scores_each(self, values: Array, weights: Array, signs: Array) -> Array:
        """Scores (draws, w, a) of values (draws, a, m), under their own weights (draws, w, m) or all under (w, m)."""
        columns = columns_of(self, values, signs)
        if columns is not None:
            return self._pooled(columns.scores(weights))
        own = weights if weights.ndim == 3 else np.broadcast_to(weights, (len(values), *weights.shape))
        return np.stack([self.scores(each, w, signs) for each, w in zip(values, own, strict=True)])

    def _pooled(self, scores: Array) -> Array:
        """The scores of what is ranked."""
        return scores if self.pooled is None else np.einsum("...a,ga->...g", scores, self.pooled)


def scoring(
    score: Score, normalisation: str | None, domain: ArrayLike | None, pooled: ArrayLike | None = None
) -> Scoring:
    """The way to score that is meant; raises ValueError for an unknown one or options it cannot use."""
    function: Any = score
    while isinstance(function, partial) and not function.args and set(function.keywords) <= {"normalisation", "domain"}:
        normalisation = normalisation if normalisation is not None else function.keywords.get("normalisation")
        domain = domain if domain is not None else function.keywords.get("domain")
        function = function.func
    owner = getattr(function, "__self__", None)
    if isinstance(owner, RankingMethod) and function == owner.score:
        function = owner
    if isinstance(function, RankingMethod):
        method: str | None = function.name
    elif isinstance(function, str):
        method = function
    else:
        method = "topsis" if function is topsis else "weighted-sum" if function is weighted_sum else None
    group = None if pooled is None else finite(pooled, "pooled")
    ends = None if domain is None else finite(domain, "domain")
    if method is None:
        if normalisation is not None or ends is not None:
            if function is score:
                raise ValueError("normalisation and domain go with a method's name: give a function its own options")
            function = score
        return Scoring(None, function, "", None, group)
    if method not in RANKING_METHODS:
        raise ValueError(f"score {method!r} is not known: allowed are {', '.join(RANKING_METHODS)}")
    row = RANKING_METHODS[method]
    chosen = row.normalisation if normalisation is None else normalisation
    if chosen not in row.normalisations:
        allowed = ", ".join(row.normalisations)
        raise ValueError(f"normalisation {chosen!r} cannot be used with {method}: allowed is {allowed}")
    return Scoring(method, None, chosen, ends, group)


class Columns(NamedTuple):
    """What criteria add to the scores of alternatives, before weights: (..., a, m) each."""

    gain: Array
    """Normalised values; of TOPSIS the squared distances to the worst."""
    loss: Array | None
    """Of TOPSIS the squared distances to the best."""

    def scores(self, weights: Array) -> Array:
        """Scores (..., w, a) under weights (..., w, m) of sum 1."""
        if self.loss is None:
            return np.asarray(np.einsum("...wm,...am->...wa", weights, self.gain))
        squares = weights * weights
        worst = np.sqrt(np.einsum("...wm,...am->...wa", squares, self.gain))
        total = worst + np.sqrt(np.einsum("...wm,...am->...wa", squares, self.loss))
        return np.asarray(np.divide(worst, total, out=np.full_like(worst, 0.5), where=total > 0))


def columns_of(scoring: Scoring, values: Array, signs: Array) -> Columns | None:
    """The columns of values (a, m) or (draws, a, m); None for methods that are no sums of columns."""
    known = {"topsis": TOPSIS_NORMALISATIONS, "weighted-sum": SUM_NORMALISATIONS}
    if scoring.method is None or scoring.normalisation not in known.get(scoring.method, ()):
        return None
    domain = scoring.domain
    if values.ndim == 3:
        # a column is normalised by itself, so that those of all draws can stand side by side
        draws, a, m = values.shape
        side_by_side = np.ascontiguousarray(values.transpose(1, 0, 2)).reshape(a, draws * m)
        tiled = None if domain is None else np.tile(domain, (draws, 1))
        try:
            found = _flat_columns(scoring, side_by_side, np.tile(signs, draws), tiled)
        except ValueError:
            return None  # scored draw by draw, so that the refusal names the place
        shape = (a, draws, m)
        return Columns(*(None if part is None else part.reshape(shape).transpose(1, 0, 2) for part in found))  # type: ignore[arg-type]
    return _flat_columns(scoring, values, signs, domain)


def _flat_columns(scoring: Scoring, values: Array, signs: Array, domain: Array | None) -> Columns:
    """The columns of values (a, m)."""
    if scoring.method == "topsis":
        best, worst = _squared_distances(values, signs, scoring.normalisation, domain)
        return Columns(worst, best)
    return Columns(normalisation_called(scoring.normalisation)(values, signs, domain), None)
