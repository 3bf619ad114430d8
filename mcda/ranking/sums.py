"""Scores that add or multiply across criteria: weighted sum and product, both AHP modes, COPRAS, MOORA, MABAC."""

from __future__ import annotations

import numpy as np

from mcda.arrays import Array, ArrayLike
from mcda.ranking.normalisation import (
    largest_sizes,
    linear_max,
    linear_sum,
    minmax,
    normalisation_called,
    refuse_non_positive,
    telling_columns,
)
from mcda.ranking.problem import decision_problem, weigh
from mcda.ranking.ranks import levelled
from mcda.ranking.streamed import STREAMED, large, large_scores

SUM_NORMALISATIONS = STREAMED["weighted-sum"]
PRODUCT_NORMALISATIONS = ("max", "sum")
_ASK_ANOTHER = "use topsis, vikor, promethee-ii or spotis"


def weighted_sum(
    values: ArrayLike,
    weights: ArrayLike,
    directions: ArrayLike,
    normalisation: str = "max",
    domain: ArrayLike | None = None,
) -> Array:
    """Weighted mean of the normalised values of each alternative, 0 to 1, higher is better.

    Parameters
    ----------
    values : (a, m) float
        Finite; for "max" and "sum" 0 or more under a benefit and positive under a cost criterion.
    weights : (m,) or (draws, m) float
        Non-negative; divided by their sum.
    directions : (m,) of 1 or -1
        1 where more is better, -1 where less is better.
    normalisation : {"max", "sum", "minmax", "vector", "scale"}
        A name of NORMALISATIONS.
    domain : (m, 2) float, optional
        Low and high end of each criterion's scale; only for "scale", which needs it.

    Returns
    -------
    (a,) or (draws, a) float
        Dimensionless. A constant column adds the same to every alternative.

    Raises
    ------
    ValueError
        For a wrong shape, sign or non-finite number, an unknown normalisation, or a value it is not defined for.

    Notes
    -----
    Simple additive weighting, as printed by Podvezko (2011), Inzinerine Ekonomika - Engineering Economics 22(2).
    """
    if normalisation not in SUM_NORMALISATIONS:
        raise ValueError(
            f"normalisation {normalisation!r} is not one of {', '.join(SUM_NORMALISATIONS)}, which weighted-sum can use"
        )
    if large(values, weights):
        return large_scores("weighted-sum", values, weights, directions, normalisation, domain)
    array, w, signs = decision_problem(values, weights, directions)
    return weigh(w, normalisation_called(normalisation)(array, signs, domain))


def weighted_product(values: ArrayLike, weights: ArrayLike, directions: ArrayLike, normalisation: str = "max") -> Array:
    """Weighted geometric mean of the normalised values of each alternative, above 0 up to 1, higher is better.

    Parameters
    ----------
    values : (a, m) float
        Positive, but a column of zeros is allowed and counts for nothing.
    weights : (m,) or (draws, m) float
        Non-negative; divided by their sum.
    directions : (m,) of 1 or -1
        1 where more is better, -1 where less is better: the exponent becomes minus the weight.
    normalisation : {"max", "sum"}
        Changes all scores by one factor; the ratio of two alternatives stays.

    Returns
    -------
    (a,) or (draws, a) float
        Dimensionless; prod x^(w * direction), each column first divided by its best value or its sum.

    Raises
    ------
    ValueError
        For a wrong shape or non-finite number, an unknown normalisation, or a value that is not positive.

    Notes
    -----
    Bridgman (1922); Miller & Starr (1969); printed with a worked example by Triantaphyllou (2000), Multi-criteria
    Decision Making Methods, chapter 2.
    """
    array, w, signs = decision_problem(values, weights, directions)
    if normalisation not in PRODUCT_NORMALISATIONS:
        raise ValueError(
            f"normalisation {normalisation!r} is not one of {', '.join(PRODUCT_NORMALISATIONS)}, "
            f"which weighted-product can use"
        )
    refuse_non_positive(array, np.full_like(signs, -1.0), "weighted-product", "use weighted-sum, topsis or vikor")
    shares = normalisation_called(normalisation)(array, signs, None)
    return np.exp(weigh(w, np.log(np.where(shares > 0, shares, 1.0))))


def ahp(values: ArrayLike, weights: ArrayLike, directions: ArrayLike) -> Array:
    """Priorities of the alternatives in AHP's distributive mode, summing to 1, higher is better.

    Parameters
    ----------
    values : (a, m) float
        Ratio-scale values: 0 or more under a benefit and positive under a cost criterion.
    weights : (m,) or (draws, m) float
        Non-negative; divided by their sum.
    directions : (m,) of 1 or -1
        1 where more is better; -1 where less is better: shares of 1/x.

    Returns
    -------
    (a,) or (draws, a) float
        Weighted sum of each column's shares. A column of zeros counts for nothing; if all do, everybody gets 1/a.

    Raises
    ------
    ValueError
        For a wrong shape or non-finite number, a negative value, or zero under a cost criterion.

    Notes
    -----
    Saaty (1990), EJOR 48(1). An added alternative changes every share, so two others may change places.
    """
    array, w, signs = decision_problem(values, weights, directions)
    refuse_non_positive(array, signs, "ahp", _ASK_ANOTHER)
    return _shares_of_total(weigh(w, linear_sum(array, signs)))


def ahp_ideal(values: ArrayLike, weights: ArrayLike, directions: ArrayLike) -> Array:
    """Priorities of the alternatives in AHP's ideal mode, summing to 1, higher is better.

    Parameters
    ----------
    values : (a, m) float
        Ratio-scale values: 0 or more under a benefit and positive under a cost criterion.
    weights : (m,) or (draws, m) float
        Non-negative; divided by their sum.
    directions : (m,) of 1 or -1
        1 where more is better; -1 where less is better: 1/x, the smallest being the ideal.

    Returns
    -------
    (a,) or (draws, a) float
        Weighted sum of each column over its best value, divided by its total. A column of zeros counts for nothing; if
        all do, everybody gets 1/a.

    Raises
    ------
    ValueError
        For a wrong shape or non-finite number, a negative value, or zero under a cost criterion.

    Notes
    -----
    Belton & Gear (1983), Omega 11(3); Saaty (1994), Interfaces 24(6). An added alternative that is best nowhere cannot
    change the order of the others.
    """
    array, w, signs = decision_problem(values, weights, directions)
    refuse_non_positive(array, signs, "ahp-ideal", _ASK_ANOTHER)
    return _shares_of_total(weigh(w, linear_max(array, signs)))


def copras(values: ArrayLike, weights: ArrayLike, directions: ArrayLike) -> Array:
    """Relative significance Q of each alternative, summing to 1, higher is better.

    Parameters
    ----------
    values : (a, m) float
        0 or more; no alternative may have 0 under all the cost criteria that weigh.
    weights : (m,) or (draws, m) float
        Non-negative; divided by their sum.
    directions : (m,) of 1 or -1
        1 where more is better, -1 where less is better.

    Returns
    -------
    (a,) or (draws, a) float
        Q = S+ + sum(S-) / (S- sum(1/S-)), S+ and S- the weighted shares of the benefit and cost columns; Q = S+ where
        no cost criterion weighs. Constant and zero columns are left out and the other weights fill their place.

    Raises
    ------
    ValueError
        For a wrong shape or non-finite number, a negative value, or an alternative whose S- is 0.

    Notes
    -----
    Zavadskas, Kaklauskas & Sarka (1994); as printed by Podvezko (2011), Inzinerine Ekonomika 22(2). Not through pymcdm:
    version 1.4.0 leaves out the sums, so that its score is S+ + S- and cost is rewarded.
    """
    array, w, signs = decision_problem(values, weights, directions)
    benefit = np.ones_like(signs)
    refuse_non_positive(array, benefit, "copras", _ASK_ANOTHER)
    w = w * telling_columns(array)
    shares = linear_sum(array, benefit)
    plus = weigh(np.where(signs == 1, w, 0.0), shares)
    minus = weigh(np.where(signs == -1, w, 0.0), shares)
    costly = minus.any(axis=-1, keepdims=True)
    if ((minus == 0) & costly).any():
        row = int(np.argwhere((minus == 0) & costly)[0][-1])
        raise ValueError(f"values[{row}] is 0 under every cost criterion that weighs: copras divides by their sum")
    with np.errstate(divide="ignore", invalid="ignore"):
        smallest = minus.min(axis=-1, keepdims=True)
        inverse = smallest / minus
        shared = minus.sum(axis=-1, keepdims=True) * inverse / inverse.sum(axis=-1, keepdims=True)
    return _shares_of_total(plus + np.where(costly, shared, 0.0))


def moora(values: ArrayLike, weights: ArrayLike, directions: ArrayLike) -> Array:
    """Weighted benefit minus weighted cost of each alternative after vector normalisation, -1 to 1, higher is better.

    Parameters
    ----------
    values : (a, m) float
        Finite, any sign.
    weights : (m,) or (draws, m) float
        Non-negative; divided by their sum.
    directions : (m,) of 1 or -1
        1 where more is better, -1 where less is better.

    Returns
    -------
    (a,) or (draws, a) float
        Dimensionless. Differences smaller than the rounding of the sums are ties. A constant column shifts every score.

    Raises
    ------
    ValueError
        For a wrong shape or sign or a non-finite number.

    Notes
    -----
    The ratio system of Brauers & Zavadskas (2006), Control and Cybernetics 35(2). Not through pymcdm: version 1.4.0
    refuses a problem without a cost criterion, where the second sum is simply empty.
    """
    array, w, signs = decision_problem(values, weights, directions)
    scaled = array / largest_sizes(array)
    lengths = np.sqrt(np.einsum("ij,ij->j", scaled, scaled))
    lengths[lengths == 0] = 1.0
    return levelled(weigh(w, signs * scaled / lengths), 1.0)


def mabac(values: ArrayLike, weights: ArrayLike, directions: ArrayLike) -> Array:
    """Distance of each alternative above or below the border area of the group, -1 to 1, higher is better.

    Parameters
    ----------
    values : (a, m) float
        Finite, any sign.
    weights : (m,) or (draws, m) float
        Non-negative; divided by their sum.
    directions : (m,) of 1 or -1
        1 where more is better, -1 where less is better.

    Returns
    -------
    (a,) or (draws, a) float
        sum of w (n + 1 - g), n the min-max value and g the geometric mean of n + 1 over the alternatives. Positive is
        above the border. Constant and zero columns are 0 everywhere. Differences smaller than rounding are ties.

    Raises
    ------
    ValueError
        For a wrong shape or sign or a non-finite number.

    Notes
    -----
    Pamučar & Ćirović (2015), Expert Systems with Applications 42(6). Not through pymcdm: version 1.4.0 takes the
    geometric mean of the weighted values as the root of their product, which underflows to 0 for some hundred
    alternatives.
    """
    array, w, signs = decision_problem(values, weights, directions)
    raised = minmax(array, signs) + 1
    border = np.exp(np.log(raised).mean(axis=0))
    return levelled(weigh(w, raised - border), 1.0)


def _shares_of_total(scores: Array) -> Array:
    """Each vector divided by its sum; equal shares where that is 0."""
    totals = scores.sum(axis=-1, keepdims=True)
    equal: Array = np.full_like(scores, 1 / scores.shape[-1])
    np.divide(scores, totals, out=equal, where=totals > 0)
    return equal
