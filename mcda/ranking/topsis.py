"""TOPSIS: closeness to the best and distance from the worst that occurs (or that the scale allows)."""

from __future__ import annotations

import numpy as np

from mcda.arrays import Array, ArrayLike
from mcda.ranking.normalisation import declared_domain, largest_sizes
from mcda.ranking.problem import decision_problem, weigh_fast
from mcda.ranking.streamed import STREAMED, large, large_scores

TOPSIS_NORMALISATIONS = STREAMED["topsis"]


def topsis(
    values: ArrayLike,
    weights: ArrayLike,
    directions: ArrayLike,
    normalisation: str = "vector",
    domain: ArrayLike | None = None,
) -> Array:
    """Closeness of each alternative to the ideal, 0 to 1, higher is better.

    Parameters
    ----------
    values : (a, m) float
        What a alternatives reach under m criteria. Finite, any sign, each column in its own units.
    weights : (m,) or (draws, m) float
        Non-negative; divided by their sum.
    directions : (m,) of 1 or -1
        1 where more is better, -1 where less is better.
    normalisation : {"vector", "minmax", "max", "scale"}
        vector: x/||x||. minmax: (x - min)/(max - min). max: x/max|x|. scale: (x - low)/(high - low) of the domain.
    domain : (m, 2) float, optional
        Low and high end of each criterion's scale; only for "scale", which needs it.

    Returns
    -------
    (a,) or (draws, a) float
        D-/(D+ + D-), dimensionless. 1 at the ideal, 0 at the anti-ideal, 0.5 for all when nothing tells them apart.

    Raises
    ------
    ValueError
        For a wrong shape, sign or non-finite number, an unknown normalisation, a missing domain or a value outside it.

    Notes
    -----
    Hwang & Yoon (1981), Multiple Attribute Decision Making. Every column is normalised as it stands and its ideal is
    the best value by direction, so that a cost column is never inverted; for "max" that is the usual 1 - x/max, for
    "minmax" the usual reversal. A constant or zero column is as if it were not there. With "scale" the ideals are the
    ends of the declared scale (García-Cascales & Lamata 2012), a constant column counts like any other, and no
    alternative can change the order of two others.
    """
    if normalisation in TOPSIS_NORMALISATIONS and large(values, weights):
        return large_scores("topsis", values, weights, directions, normalisation, domain)
    array, w, signs = decision_problem(values, weights, directions)
    to_best, to_worst = _squared_distances(array, signs, normalisation, domain)
    squared = w * w
    worst = weigh_fast(squared, to_worst)
    total = weigh_fast(squared, to_best)
    np.sqrt(worst, out=worst)
    np.sqrt(total, out=total)
    total += worst
    if total.all():
        worst /= total
        return worst
    return np.divide(worst, total, out=np.full_like(worst, 0.5), where=total > 0)


def _squared_distances(array: Array, signs: Array, normalisation: str, domain: ArrayLike | None) -> tuple[Array, Array]:
    """Unweighted squared distances to the best and to the worst of each column, (a, m) each."""
    if normalisation == "scale":
        low, high = declared_domain(array, domain)
        share = (array - low) / (high - low)
        best = np.where(signs == 1, 1 - share, share)
        worst = np.where(signs == 1, share, 1 - share)
        return best * best, worst * worst
    scaled = array / largest_sizes(array)
    low, high = scaled.min(axis=0), scaled.max(axis=0)
    if normalisation == "vector":
        unit = np.sqrt(np.einsum("ij,ij->j", scaled, scaled))
    elif normalisation == "minmax":
        unit = high - low
    elif normalisation == "max":
        unit = np.ones_like(high)
    else:
        raise ValueError(
            f"normalisation {normalisation!r} is not one of {', '.join(TOPSIS_NORMALISATIONS)}, which topsis can use"
        )
    unit[unit == 0] = 1.0
    benefit = signs == 1
    best = (scaled - np.where(benefit, high, low)) / unit
    worst = (scaled - np.where(benefit, low, high)) / unit
    return best * best, worst * worst
