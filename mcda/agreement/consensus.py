"""How alike the panellists weigh: Goepel's consensus and homogeneity, and what chance alone would give."""

from __future__ import annotations

import numpy as np

from mcda.agreement.entropy import entropy
from mcda.arrays import Array, ArrayLike, finite, panellist_weights, priority_vectors, single


def _distinctness(priorities: ArrayLike, weights: ArrayLike | None) -> tuple[Array, int]:
    """exp(-H_beta): 1 where all priority vectors are the same; and the number of items."""
    vectors = priority_vectors(priorities)
    k, n = vectors.shape[-2:]
    say = panellist_weights(weights, k)
    vectors = vectors / vectors.sum(axis=-1, keepdims=True)
    within = np.asarray(entropy(vectors) @ say)
    between = entropy(np.einsum("k,...kn->...n", say, vectors)) - within
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
