"""Methods computed by pymcdm, within our checks and our handling of columns that tell nobody apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from mcda.arrays import Array, ArrayLike
from mcda.ranking.normalisation import declared_domain, largest_sizes, minmax, refuse_non_positive, telling_columns
from mcda.ranking.problem import decision_problem
from mcda.ranking.ranks import levelled

_CURE = "use topsis, vikor, promethee-ii or spotis"


def edas(values: ArrayLike, weights: ArrayLike, directions: ArrayLike) -> Array:
    """Appraisal score of each alternative against the average one, 0 to 1, higher is better; 0.5 when all are equal.

    Parameters
    ----------
    values : (a, m) float
        0 or more.
    weights : (m,) or (draws, m) float
        Non-negative; divided by their sum.
    directions : (m,) of 1 or -1
        1 where more is better, -1 where less is better.

    Returns
    -------
    (a,) or (draws, a) float
        Columns that are constant or weigh nothing are left out and the other weights fill their place.

    Raises
    ------
    ValueError
        For a wrong shape or non-finite number, or a negative value: distances are divided by the average.

    Notes
    -----
    Keshavarz Ghorabaee, Zavadskas, Olfat & Turskis (2015), Informatica 26(3). Computed by pymcdm.
    """
    from pymcdm.methods import EDAS

    array, w, signs = decision_problem(values, weights, directions)
    refuse_non_positive(array, np.ones_like(signs), "edas", _CURE)
    return _each_draw(array, w, signs, _scorer(EDAS()), tie=0.5)


def aras(values: ArrayLike, weights: ArrayLike, directions: ArrayLike) -> Array:
    """Utility degree of each alternative, its share of the optimal one's, 0 to 1, higher is better; 1 if all are equal.

    Parameters
    ----------
    values : (a, m) float
        0 or more under a benefit criterion, positive under a cost criterion.
    weights : (m,) or (draws, m) float
        Non-negative; divided by their sum.
    directions : (m,) of 1 or -1
        1 where more is better, -1 where less is better.

    Returns
    -------
    (a,) or (draws, a) float
        The optimal alternative has the best value of each column. Columns that are constant or weigh nothing are left
        out and the other weights fill their place.

    Raises
    ------
    ValueError
        For a wrong shape or non-finite number, a negative value, or zero under a cost criterion.

    Notes
    -----
    Zavadskas & Turskis (2010), Technological and Economic Development of Economy 16(2): shares of the sum of x, for
    cost of 1/x, the optimal alternative included. Computed by pymcdm, with zeros allowed in benefit columns.
    """
    from pymcdm.methods import ARAS

    array, w, signs = decision_problem(values, weights, directions)
    refuse_non_positive(array, signs, "aras", _CURE)
    return _each_draw(array, w, signs, _scorer(ARAS(normalization_function=_share_of_sum)), tie=1.0)


def marcos(values: ArrayLike, weights: ArrayLike, directions: ArrayLike) -> Array:
    """Utility f(K) of each alternative between anti-ideal and ideal, 0 to 1, higher is better; 2/3 when all are equal.

    Parameters
    ----------
    values : (a, m) float
        0 or more under a benefit criterion, positive under a cost criterion; not 0 at worst under all that weigh.
    weights : (m,) or (draws, m) float
        Non-negative; divided by their sum.
    directions : (m,) of 1 or -1
        1 where more is better, -1 where less is better.

    Returns
    -------
    (a,) or (draws, a) float
        Columns that are constant or weigh nothing are left out and the other weights fill their place.

    Raises
    ------
    ValueError
        For a wrong shape or non-finite number, a negative value, zero under a cost criterion, or an anti-ideal of 0.

    Notes
    -----
    Stević, Pamučar, Puška & Chatterjee (2020), Computers & Industrial Engineering 140: x/max, for cost min/x. Computed
    by pymcdm.
    """
    from pymcdm.methods import MARCOS

    array, w, signs = decision_problem(values, weights, directions)
    refuse_non_positive(array, signs, "marcos", _CURE)
    score = _scorer(MARCOS())

    def with_an_anti_ideal(columns: Array, shares: Array, types: Array) -> Array:
        if ((types == 1) & (columns.min(axis=0) == 0)).all():
            j = int(np.flatnonzero((array.min(axis=0) == 0) & telling_columns(array))[0])
            row = int(array[:, j].argmin())
            raise ValueError(
                f"values[{row}, {j}] is 0, and so is the worst value of every criterion that weighs: marcos divides by "
                f"their sum; {_CURE}"
            )
        return score(columns, shares, types)

    return _each_draw(array, w, signs, with_an_anti_ideal, tie=2 / 3)


def waspas(values: ArrayLike, weights: ArrayLike, directions: ArrayLike) -> Array:
    """Half the weighted sum plus half the weighted product, 0 to 1, higher is better; 1 when all are equal.

    Parameters
    ----------
    values : (a, m) float
        0 or more under a benefit criterion, positive under a cost criterion.
    weights : (m,) or (draws, m) float
        Non-negative; divided by their sum.
    directions : (m,) of 1 or -1
        1 where more is better, -1 where less is better.

    Returns
    -------
    (a,) or (draws, a) float
        Columns that are constant or weigh nothing are left out and the other weights fill their place.

    Raises
    ------
    ValueError
        For a wrong shape or non-finite number, a negative value, or zero under a cost criterion.

    Notes
    -----
    Zavadskas, Turskis, Antucheviciene & Zakarevicius (2012), Elektronika ir Elektrotechnika 122(6), lambda = 0.5:
    x/max, for cost min/x. Computed by pymcdm, with zeros allowed in benefit columns.
    """
    from pymcdm.methods import WASPAS

    array, w, signs = decision_problem(values, weights, directions)
    refuse_non_positive(array, signs, "waspas", _CURE)
    return _each_draw(array, w, signs, _scorer(WASPAS(normalization_function=_share_of_best)), tie=1.0)


def cocoso(values: ArrayLike, weights: ArrayLike, directions: ArrayLike) -> Array:
    """Compromise k of three appraisals of each alternative, positive, higher is better; 0 when all are equal.

    Parameters
    ----------
    values : (a, m) float
        Finite, any sign; no alternative may be the worst under every criterion that weighs.
    weights : (m,) or (draws, m) float
        Non-negative; divided by their sum.
    directions : (m,) of 1 or -1
        1 where more is better, -1 where less is better.

    Returns
    -------
    (a,) or (draws, a) float
        Columns that are constant or weigh nothing are left out and the other weights fill their place.

    Raises
    ------
    ValueError
        For a wrong shape or sign, a non-finite number, or an alternative that is the worst throughout: the method
        divides by its score, 0.

    Notes
    -----
    Yazdani, Zarate, Zavadskas & Turskis (2019), Management Decision 57(9), lambda = 0.5, min-max. Computed by pymcdm.
    """
    from pymcdm.methods import COCOSO

    array, w, signs = decision_problem(values, weights, directions)
    score = _scorer(COCOSO())

    def without_a_zero(columns: Array, shares: Array, types: Array) -> Array:
        hopeless = (minmax(columns, types) == 0).all(axis=1)
        if hopeless.any():
            row = int(np.flatnonzero(hopeless)[0])
            raise ValueError(
                f"values[{row}] is the worst under every criterion that weighs: cocoso divides by its score, 0; "
                f"leave it out or use another method"
            )
        return score(columns, shares, types)

    return _each_draw(array, w, signs, without_a_zero, tie=0.0)


def codas(values: ArrayLike, weights: ArrayLike, directions: ArrayLike) -> Array:
    """Assessment H of each alternative by its lead in distance from the worst, higher is better; 0 when all are equal.

    Parameters
    ----------
    values : (a, m) float
        0 or more under a benefit criterion, positive under a cost criterion.
    weights : (m,) or (draws, m) float
        Non-negative; divided by their sum.
    directions : (m,) of 1 or -1
        1 where more is better, -1 where less is better.

    Returns
    -------
    (a,) or (draws, a) float
        Each vector sums to 0. Columns that are constant or weigh nothing are left out and the other weights fill their
        place. Differences smaller than the rounding of the sums are ties.

    Raises
    ------
    ValueError
        For a wrong shape or non-finite number, a negative value, or zero under a cost criterion.

    Notes
    -----
    Keshavarz Ghorabaee, Zavadskas, Turskis & Antucheviciene (2016), Economic Computation and Economic Cybernetics
    50(3), tau = 0.02: x/max, for cost min/x. Computed by pymcdm, with zeros allowed in benefit columns. The threshold
    makes the score jump, so that the method may put an alternative before another that is better everywhere.
    """
    from pymcdm.methods import CODAS

    array, w, signs = decision_problem(values, weights, directions)
    refuse_non_positive(array, signs, "codas", _CURE)
    return levelled(
        _each_draw(array, w, signs, _scorer(CODAS(normalization_function=_share_of_best)), tie=0.0),
        float(array.shape[0]),
    )


def spotis(values: ArrayLike, weights: ArrayLike, directions: ArrayLike, domain: ArrayLike | None = None) -> Array:
    """1 minus the weighted distance of each alternative from the ideal point, 0 to 1, higher is better.

    Parameters
    ----------
    values : (a, m) float
        Finite, any sign, within the domain if one is given.
    weights : (m,) or (draws, m) float
        Non-negative; divided by their sum.
    directions : (m,) of 1 or -1
        1 where more is better, -1 where less is better.
    domain : (m, 2) float, optional
        Low and high end of each criterion's scale; the lowest and highest value in each column if left out.

    Returns
    -------
    (a,) or (draws, a) float
        1 at the ideal point. With a domain no alternative can change the order of two others. Without one, constant
        columns are left out, the other weights fill their place, and all get 1 when all are equal.

    Raises
    ------
    ValueError
        For a wrong shape or sign, a non-finite number, or a value outside the domain.

    Notes
    -----
    Dezert, Tchamova, Han & Tacnet (2020), FUSION 2020, who print the distance, lower is better. Computed by pymcdm.
    """
    from pymcdm.methods import SPOTIS

    array, w, signs = decision_problem(values, weights, directions)

    def score(columns: Array, shares: Array, types: Array) -> Array:
        unit = np.array([[0.0, 1.0]] * columns.shape[1])
        return 1 - _scorer(SPOTIS(unit))(columns, shares, types)

    if domain is None:
        return levelled(_each_draw(minmax(array, np.ones_like(signs)), w, signs, score, tie=1.0), 1.0)
    low, high = declared_domain(array, domain)
    share = (array - low) / (high - low)
    result = np.empty((*w.shape[:-1], array.shape[0]))
    for draw in np.ndindex(w.shape[:-1]):
        result[draw] = score(share, w[draw], signs)
    return levelled(result, 1.0)


def _scorer(method: Any) -> Callable[[Array, Array, Array], Array]:
    """A pymcdm method as a function of values, weights and directions; the checks were ours."""

    def score(columns: Array, shares: Array, types: Array) -> Array:
        return np.asarray(method(columns, shares, types, validation=False), dtype=np.float64)

    return score


def _each_draw(
    array: Array, w: Array, signs: Array, score: Callable[[Array, Array, Array], Array], tie: float
) -> Array:
    """One score vector per weight vector, from the columns that weigh and tell; `tie` for all where none does.

    Columns are first divided by their largest size, which no method here depends on, so that no square overflows.
    """
    telling = telling_columns(array)
    scaled = array / largest_sizes(array)
    result = np.full((*w.shape[:-1], array.shape[0]), tie)
    for draw in np.ndindex(w.shape[:-1]):
        counts = telling & (w[draw] > 0)
        if counts.any():
            shares = w[draw][counts]
            result[draw] = score(scaled[:, counts], shares / shares.sum(), signs[counts])
    return result


def _share_of_sum(x: Array, cost: bool) -> Array:
    """Shares of the sum of x, for cost of 1/x."""
    inverse: Array = x.min() / x if cost else x
    share: Array = inverse / inverse.sum()
    return share


def _share_of_best(x: Array, cost: bool) -> Array:
    """x, the largest of which is 1, for cost the smallest over x."""
    share: Array = x.min() / x if cost else x
    return share
