"""Who weighs like whom: similarity of two panellists, and clusters of those who are alike."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mcda.agreement.entropy import entropy
from mcda.arrays import Array, ArrayLike, IntArray, priority_vectors

STRUCTURE = 0.25
"""A mean silhouette up to this shows no substantial structure: Kaufman & Rousseeuw (1990), Finding Groups in Data."""

MOST_CLUSTERS = 8
SEED = 0
SHUFFLED_DISTANCES = 4_000_000
FEWEST_SHUFFLES, MOST_SHUFFLES = 39, 199
"""Panels shuffled for chance: 199, fewer where the panel is so large that they take long."""


def similarity(priorities: ArrayLike, others: ArrayLike | None = None) -> Array:
    """How alike two panellists weigh: Goepel's relative homogeneity of the two.

    Parameters
    ----------
    priorities : (k, n) float
        One vector a panellist, non-negative.
    others : (l, n) float, optional
        Whom they are compared with; each other if left out.

    Returns
    -------
    (k, l) float
        1 for the same priorities, 0 where each gives all weight to other items.

    Notes
    -----
    2 exp(-H_beta) - 1, H_beta the Jensen-Shannon divergence in nats; its root is a metric (Endres & Schindelin 2003,
    IEEE Trans. Inf. Theory 49). Pairwise S as in Goepel (2018), IJAHP 10(3).
    """
    return np.asarray(2 * np.exp(-divergence(priorities, others)) - 1)


def divergence(priorities: ArrayLike, others: ArrayLike | None = None) -> Array:
    """Jensen-Shannon divergence (k, l) of each of k vectors from each of l others, in nats, 0 to ln 2."""
    left = _shares(priorities, "priorities")
    right = left if others is None else _shares(others, "others")
    if left.shape[1] != right.shape[1]:
        raise ValueError(f"others has shape {right.shape}: it must be (others, {left.shape[1]})")
    mixed = entropy((left[:, None] + right[None, :]) / 2)
    return np.maximum(mixed - (entropy(left)[:, None] + entropy(right)[None, :]) / 2, 0.0)


def _shares(priorities: ArrayLike, name: str) -> Array:
    vectors = priority_vectors(priorities, name)
    if vectors.ndim != 2:
        raise ValueError(f"{name} has shape {vectors.shape}: it must be (panellists, items)")
    return np.asarray(vectors / vectors.sum(axis=1, keepdims=True))


class Clusters(NamedTuple):
    """Groups of panellists who weigh alike."""

    of: IntArray
    """(k,) the cluster of each, 0 the largest; all 0 where nothing tells them apart."""
    silhouette: float
    """How well they are told apart, -1 to 1; NaN for a single cluster."""
    p: float
    """Chance of clusters told apart as well where there are none; NaN where a number was asked for, and for fewer than
    three panellists."""


def clusters(priorities: ArrayLike, count: int | None = None, rng: np.random.Generator | None = None) -> Clusters:
    """Groups of those who weigh like each other and unlike the rest.

    Parameters
    ----------
    priorities : (k, n) float
        One vector a panellist, non-negative.
    count : int, optional
        How many, 1 to k. Left out: the number up to 8 with the largest mean silhouette; but one if that is not above
        0.25, or if chance gives as much more often than one time in twenty.
    rng : numpy.random.Generator, optional
        Of the shuffles behind chance. One seeded with 0 if left out.

    Returns
    -------
    Clusters

    Notes
    -----
    Average linkage (Sokal & Michener 1958, by scipy) over the roots of `divergence`; silhouettes: Rousseeuw (1987), J.
    Comput. Appl. Math. 20. Chance: what each item weighs is shuffled among the panellists, which leaves no clusters.
    """
    vectors = _shares(priorities, "priorities")
    k = len(vectors)
    if count is not None and not 1 <= count <= k:
        raise ValueError(f"count is {count}: allowed are 1 to {k} clusters")
    distances = np.sqrt(divergence(vectors))
    if count is not None:
        found = _joined(distances, count)
        return Clusters(found, silhouette(distances, found), float("nan"))
    alone = np.zeros(k, dtype=np.intp)
    if k < 3:
        return Clusters(alone, float("nan"), float("nan"))
    found, width = _clearest(distances)
    rng = np.random.default_rng(SEED) if rng is None else rng
    shuffles = int(np.clip(SHUFFLED_DISTANCES / k**2, FEWEST_SHUFFLES, MOST_SHUFFLES))
    as_clear = 0
    for _ in range(shuffles):
        as_clear += _clearest(np.sqrt(divergence(rng.permuted(vectors, axis=0))))[1] >= width - 1e-12
    p = (as_clear + 1) / (shuffles + 1)
    return Clusters(found, width, p) if width > STRUCTURE and p <= 0.05 else Clusters(alone, float("nan"), p)


def _clearest(distances: Array) -> tuple[IntArray, float]:
    """The clusters with the largest mean silhouette, and that; 0 where equal distances leave a single cluster."""
    counts = range(2, min(MOST_CLUSTERS, len(distances) - 1) + 1)
    all_of_them = [_joined(distances, count) for count in counts]
    widths = np.nan_to_num([silhouette(distances, found) for found in all_of_them])
    best = int(widths.argmax())
    return all_of_them[best], float(widths[best])


def _joined(distances: Array, count: int) -> IntArray:
    """(k,) so many clusters by average linkage, the largest first, then by their first member."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    if len(distances) == 1:
        return np.zeros(1, dtype=np.intp)
    found = fcluster(linkage(squareform(distances, checks=False), "average"), count, "maxclust")
    sizes = np.bincount(found)
    firsts = {label: int(np.flatnonzero(found == label)[0]) for label in set(found.tolist())}
    order = sorted(firsts, key=lambda label: (-int(sizes[label]), firsts[label]))
    return np.array([order.index(label) for label in found.tolist()], dtype=np.intp)


def silhouette(distances: Array, of: IntArray) -> float:
    """Mean silhouette of clusters over distances (k, k): how much closer each is to its own than to the next cluster.

    -1 to 1; a cluster of one counts 0. NaN for a single cluster. Rousseeuw (1987), J. Comput. Appl. Math. 20.
    """
    labels = np.unique(of)
    if len(labels) < 2:
        return float("nan")
    member = of[:, None] == labels
    sizes = member.sum(axis=0)
    sums = distances @ member
    own_size = sizes[np.searchsorted(labels, of)]
    inside = sums[member] / np.maximum(own_size - 1, 1)
    outside = np.where(member, np.inf, sums / sizes).min(axis=1)
    larger = np.maximum(inside, outside)
    width = np.zeros(len(of))
    np.divide(outside - inside, larger, out=width, where=(own_size > 1) & (larger > 0))
    return float(width.mean())
