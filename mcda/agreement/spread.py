"""How far apart a panel's judgements of each pair lie."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mcda.arrays import Array, ArrayLike, IntArray, comparison_matrices

EQUAL = 1e-9
"""A ratio this close to 1 favours neither side."""


class Spread(NamedTuple):
    """What k panellists judged of each pair of n items, the p = n (n - 1)/2 pairs above the diagonal, row-wise."""

    first: IntArray
    """(p,) the first item of each pair."""
    second: IntArray
    """(p,) the second."""
    judged: IntArray
    """(p,) how many judged it."""
    lower: Array
    """(p,) lower quartile of how many times as important the first is; NaN where nobody judged."""
    median: Array
    """(p,)"""
    upper: Array
    """(p,) upper quartile."""
    for_first: IntArray
    """(p,) how many favour the first."""
    equal: IntArray
    """(p,) how many favour neither."""
    for_second: IntArray
    """(p,) how many favour the second."""

    @property
    def width(self) -> Array:
        """(p,) upper over lower quartile: 1 where the middle half judged the same."""
        return np.asarray(self.upper / self.lower)


def spread(matrices: ArrayLike) -> Spread:
    """How far apart the judgements of each pair lie: quartiles, and how many stand on each side.

    Parameters
    ----------
    matrices : (k, n, n) float
        Comparison matrices of k panellists, NaN where not judged.

    Returns
    -------
    Spread

    Notes
    -----
    Quartiles are those of the logarithms, by linear interpolation (Hyndman & Fan 1996, type 7), so that a pair and its
    mirror say the same.
    """
    comparisons = comparison_matrices(matrices)
    if comparisons.ndim != 3:
        raise ValueError(f"matrices has shape {comparisons.shape}: it must be (panellists, n, n)")
    first, second = np.triu_indices(comparisons.shape[2], 1)
    ratios = comparisons[:, first, second]
    given = ~np.isnan(ratios)
    quartiles = np.full((3, len(first)), np.nan)
    some = given.any(axis=0)
    if some.any():
        quartiles[:, some] = np.exp(np.nanquantile(np.log(ratios[:, some]), [0.25, 0.5, 0.75], axis=0))
    above, below = ratios > 1 + EQUAL, ratios < 1 - EQUAL
    return Spread(
        first=first,
        second=second,
        judged=given.sum(axis=0),
        lower=quartiles[0],
        median=quartiles[1],
        upper=quartiles[2],
        for_first=above.sum(axis=0),
        equal=(given & ~above & ~below).sum(axis=0),
        for_second=below.sum(axis=0),
    )
