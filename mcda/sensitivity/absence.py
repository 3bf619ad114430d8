"""What a group says when some of its members do not count: priorities and ratings of many smaller groups at once."""

from __future__ import annotations

import numpy as np

from mcda import leastsquares, pairwise
from mcda.arrays import Array, ArrayLike, BoolArray, comparison_matrices, finite
from mcda.priorities import PRIORITY_METHODS


def group_priorities(
    matrices: ArrayLike, say: ArrayLike, method: str = "geometric-mean", aggregation: str = "aij"
) -> Array:
    """What n items weigh to each of g groups of the same k panellists.

    Parameters
    ----------
    matrices : (k, n, n) float
        Of the panellists; NaN where one did not judge.
    say : (g, k) float
        How much each panellist counts in each group, relative; 0 who is absent.
    method : str
        Of PRIORITY_METHODS. AIJ with the geometric mean pools the judgements, as `pooled_priorities` does.
    aggregation : str
        `aij`, `aip` or `aip-arithmetic`.

    Returns
    -------
    (g, n) float
        Each row sums to 1; NaN where those who count did not compare enough to join the items.

    Notes
    -----
    The sums over panellists are one matrix product for all groups, so that leaving out each of k panellists takes
    about as long as a few panels, not k of them.
    """
    comparisons, counts = comparison_matrices(matrices), finite(say, "say")
    n = comparisons.shape[-1]
    if n == 1:
        return np.ones((len(counts), 1))
    judged = pairwise.judged(comparisons)
    found = np.full((len(counts), n), np.nan)
    if aggregation != "aij":
        able = leastsquares.connected(judged)
        counts = counts[:, able]
        some = counts.sum(axis=1) > 0
        if some.any():
            own = PRIORITY_METHODS[method](comparisons[able])
            shares = counts[some] / counts[some].sum(axis=1, keepdims=True)
            arithmetic = aggregation == "aip-arithmetic"
            found[some] = shares @ own if arithmetic else leastsquares.normalised_exp(shares @ np.log(own))
        return found
    logs = np.log(np.where(judged, comparisons, 1.0))
    weight, pooled = (np.tensordot(counts, part, 1) for part in (judged.astype(np.float64), logs))
    joined = leastsquares.connected(weight > 0)
    if not joined.any():
        return found
    weight, pooled = weight[joined], pooled[joined]
    if method == "geometric-mean":
        found[joined] = leastsquares.solve(weight, pooled)
        return found
    means = np.exp(pooled / np.where(weight > 0, weight, np.nan))
    means[:, np.arange(n), np.arange(n)] = 1.0
    found[joined] = PRIORITY_METHODS[method](means)
    return found


def group_ratings(ratings: ArrayLike, rated: BoolArray, say: ArrayLike) -> Array:
    """The mean rating of c cells by each of g groups of the same k raters, (g, c); NaN where none who counts rated.

    Parameters
    ----------
    ratings : (k, c) float
        Anything finite where not rated.
    rated : (k, c) bool
    say : (g, k) float
        How much each rater counts in each group, relative; 0 who is absent.
    """
    counts = finite(say, "say")
    weight = counts @ rated.astype(np.float64)
    total = counts @ np.where(rated, finite(ratings, "ratings"), 0.0)
    return np.asarray(total / np.where(weight > 0, weight, np.nan))
