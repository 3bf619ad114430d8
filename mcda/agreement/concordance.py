"""Whether raters put items in the same order: Kendall's W, with its words and its test."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mcda.arrays import Array, ArrayLike, finite

CONCORDANCE_WORDS = (
    (0.9, "unusually strong"),
    (0.7, "strong"),
    (0.5, "moderate"),
    (0.3, "weak"),
    (-np.inf, "very weak"),
)
"""Lower ends of the words for W; Schmidt (1997), Decision Sciences 28, names the values 0.1, 0.3, 0.5, 0.7, 0.9."""


def concordance_word(value: float) -> str:
    """What Schmidt (1997) calls an agreement of this size."""
    return next(name for low, name in CONCORDANCE_WORDS if value >= low)


TIE = 1e-12
"""Values whose difference is a smaller share of the largest are equal: the last bit decides nothing."""


def average_ranks(values: ArrayLike) -> Array:
    """Ranks 1 to n along the last axis, ascending; equal values share the mean of their ranks. (..., n) -> (..., n)."""
    array = finite(values, "ranks")
    room = TIE * np.abs(array).max(axis=-1, initial=0.0)[..., None, None]
    difference = array[..., :, None] - array[..., None, :]
    below, above = (difference > room).sum(axis=-1), (difference < -room).sum(axis=-1)
    return np.asarray((array.shape[-1] + 1 + below - above) / 2)


class KendallW(NamedTuple):
    """Kendall's coefficient of concordance and its test."""

    statistic: float
    """W: 0 (no agreement) to 1 (the same order); NaN for one rater and where every rater ties everything."""
    chi2: float
    """k (n - 1) W."""
    p: float
    """Chance of a W as large or larger if every rater ordered at random."""


PERMUTATIONS = 10_000
SEED = 0
MOST_PERMUTED_ITEMS = 7
MOST_PERMUTED_RATERS = 100
"""Beyond either the chi-square approximation is good enough and permutations are slow."""


def kendall_w(ranks: ArrayLike, rng: np.random.Generator | None = None) -> KendallW:
    """Kendall's W, corrected for ties, with its p-value.

    Parameters
    ----------
    ranks : (raters, items) float
        Ranks, or any values whose order they express; equal values are ties.
    rng : numpy.random.Generator, optional
        For the permutation test. One seeded with 0 if left out.

    Returns
    -------
    KendallW
        p by chi-square with n - 1 degrees of freedom for more than seven items or a hundred raters, else by 10,000
        permutations (the observed order counted among them).

    Notes
    -----
    Kendall & Babington Smith (1939); Legendre (2005), J. Agric. Biol. Environ. Stat. 10.
    """
    array = average_ranks(ranks)
    if array.ndim != 2 or 0 in array.shape:
        raise ValueError(f"ranks has shape {array.shape}: it must be (raters, items), at least one of each")
    k, n = array.shape
    most = k**2 * (n**3 - n) - k * _ties(array)
    if k < 2 or most == 0:
        return KendallW(statistic=float("nan"), chi2=float("nan"), p=float("nan"))
    spread = _spread(array.sum(axis=0))
    statistic = float(12 * spread / most)
    chi2 = k * (n - 1) * statistic
    if n > MOST_PERMUTED_ITEMS or k > MOST_PERMUTED_RATERS:
        from scipy.special import chdtrc

        return KendallW(statistic=statistic, chi2=chi2, p=float(chdtrc(n - 1, chi2)))
    rng = np.random.default_rng(SEED) if rng is None else rng
    sums = sum(rng.permuted(np.tile(row, (PERMUTATIONS, 1)), axis=1) for row in array)
    as_large = np.count_nonzero(_spread(np.asarray(sums)) >= spread - 1e-9)
    return KendallW(statistic=statistic, chi2=chi2, p=float(as_large + 1) / (PERMUTATIONS + 1))


def _spread(sums: Array) -> Array:
    return np.asarray(((sums - sums.mean(axis=-1, keepdims=True)) ** 2).sum(axis=-1))


def _ties(ranks: Array) -> int:
    """Sum of t^3 - t over the groups of t equal ranks of all raters."""
    equal = (ranks[:, :, None] == ranks[:, None, :]).sum(axis=2)
    return int((equal**2 - 1).sum())
