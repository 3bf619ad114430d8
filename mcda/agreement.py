"""How much the panellists agree: consensus, homogeneity, Kendall's W; and what chance alone would give."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mcda.arrays import Array, ArrayLike, finite, panellist_weights, priority_vectors, single


def _entropy(shares: Array) -> Array:
    """Shannon entropy of the last axis, in nats; 0 ln 0 counts 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(-np.where(shares > 0, shares * np.log(shares), 0.0).sum(axis=-1))


def _distinctness(priorities: ArrayLike, weights: ArrayLike | None) -> tuple[Array, int]:
    """exp(-H_beta): 1 where all priority vectors are the same; and the number of items."""
    vectors = priority_vectors(priorities)
    k, n = vectors.shape[-2:]
    say = panellist_weights(weights, k)
    vectors = vectors / vectors.sum(axis=-1, keepdims=True)
    within = np.asarray(_entropy(vectors) @ say)
    between = _entropy(np.einsum("k,...kn->...n", say, vectors)) - within
    return np.exp(-np.maximum(between, 0.0)), n


def consensus(priorities: ArrayLike, weights: ArrayLike | None = None, scale_max: float = 9.0) -> Array:
    """Goepel's AHP consensus indicator S*, from the diversity between the panellists' priorities.

    Parameters
    ----------
    priorities : (..., k, n) float
        One vector a panellist, non-negative.
    weights : (k,) float, optional
        Say of each panellist. Equal if left out, as in the source.
    scale_max : float
        Largest ratio of the judgement scale (M): 9 on the linear one.

    Returns
    -------
    (...) float
        1 for identical panellists, 0 when each prefers another item as far as the scale allows; negative when their
        priorities are sharper than the scale allows. NaN for a single item.

    Notes
    -----
    Shannon entropies, H_alpha,min for the scale. Goepel (2018), IJAHP 10(3), 469-487, equations 11 to 21; the
    weighted form takes weighted means throughout.
    """
    similarity, n = _distinctness(priorities, weights)
    top, rest = scale_max / (n + scale_max - 1), 1 / (n + scale_max - 1)
    lowest = -top * np.log(top) - (n - 1) * rest * np.log(rest)
    return _above_chance(similarity, float(np.exp(lowest) / n))


def homogeneity(priorities: ArrayLike, weights: ArrayLike | None = None) -> Array:
    """Goepel's relative homogeneity S: as `consensus`, without reference to a judgement scale.

    Parameters as in `consensus`. Fit for global weights, which no scale bounds.

    Returns
    -------
    (...) float
        1 for identical panellists, 0 when each gives all weight to another item (n panellists). NaN for a single item.
    """
    similarity, n = _distinctness(priorities, weights)
    return _above_chance(similarity, 1 / n)


def _above_chance(similarity: Array, floor: float) -> Array:
    if floor >= 1 - 1e-15:
        return single(np.full_like(similarity, np.nan))
    return single((similarity - floor) / (1 - floor))


WORDS = ((0.85, "very high"), (0.75, "high"), (0.65, "moderate"), (0.5, "low"), (-np.inf, "very low"))
"""Lower ends of the words for S* in Goepel (2018); his manual and program use other ends."""


def word(value: float) -> str:
    """What Goepel (2018) calls a consensus of this size."""
    return next(name for low, name in WORDS if value >= low)


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
    below = (difference > room).sum(axis=-1)
    equal = (np.abs(difference) <= room).sum(axis=-1)
    return np.asarray(below + (equal + 1) / 2)


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
    most = k**2 * (n**3 - n) - k * _ties(array).sum()
    if k < 2 or n < 2 or most <= 0:
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


def _ties(ranks: Array) -> Array:
    """Sum of t^3 - t over the groups of t equal ranks of each rater, (k,)."""
    equal = (ranks[:, :, None] == ranks[:, None, :]).sum(axis=-1)
    return np.asarray((equal**2 - 1).sum(axis=-1))


SHUFFLED_NUMBERS = 20_000_000
BLOCK_NUMBERS = 1_000_000
"""Priorities shuffled in all, and held in memory at a time."""


def chance(
    priorities: ArrayLike, weights: ArrayLike | None, scale_max: float, rng: np.random.Generator
) -> tuple[float, float]:
    """What `consensus` and `homogeneity` would be on average if the same panellists had no common view.

    Parameters
    ----------
    priorities : (k, n) float
        One vector a panellist. Each is shuffled among the items, which keeps how sharply a panellist distinguishes.
    weights, scale_max
        As in `consensus`.
    rng : numpy.random.Generator
        For the shuffles of the whole panel: 1,000, fewer where the panel is so large that each is nearly the mean.

    Returns
    -------
    float, float
        Mean S* and mean S.
    """
    vectors = finite(priorities, "priorities")
    shuffles = int(np.clip(SHUFFLED_NUMBERS / vectors.size, 10, 1000))
    found = np.empty((shuffles, 2))
    for start in range(0, shuffles, block := max(1, BLOCK_NUMBERS // vectors.size)):
        some = min(block, shuffles - start)
        shuffled = rng.permuted(np.broadcast_to(vectors, (some, *vectors.shape)), axis=-1)
        found[start : start + some, 0] = consensus(shuffled, weights, scale_max)
        found[start : start + some, 1] = homogeneity(shuffled, weights)
    by_chance, homogeneity_by_chance = found.mean(axis=0)
    return float(by_chance), float(homogeneity_by_chance)
