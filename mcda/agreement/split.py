"""Disagreement split exactly into what lies between parts of a panel and what lies within them."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import NamedTuple

import numpy as np

from mcda.agreement.entropy import entropy
from mcda.arrays import Array, ArrayLike, IntArray, panellist_weights, priority_vectors, single

PERMUTATIONS = 9_999
SEED = 0
BLOCK_NUMBERS = 1_000_000
"""Numbers of shuffled parts held in memory at a time."""

SAME = 1e-12
"""Disagreements closer together than this are one: the last bit decides nothing."""


class Split(NamedTuple):
    """Disagreement and its two parts, in nats; `between` and `within` add up to `total`."""

    total: Array
    """(...) how much more diverse the panel's mean priorities are than those of its panellists: Goepel's H_beta."""
    between: Array
    """(...) the same of the parts, each as one."""
    within: Array
    """(...) the mean of what each part disagrees inside."""

    @property
    def share(self) -> Array:
        """(...) of the disagreement that lies between the parts, 0 to 1; NaN where nobody disagrees."""
        share = np.full(np.shape(self.total), np.nan)
        return single(np.divide(self.between, self.total, out=share, where=np.asarray(self.total > SAME)))


class Chance(NamedTuple):
    """What the split would be if panellists had been put into parts of the same sizes at random."""

    between: float
    """Mean of `Split.between`, in nats."""
    p: float
    """Chance of a `between` as large or larger."""


def split(priorities: ArrayLike, parts: Sequence[Hashable], weights: ArrayLike | None = None) -> Split:
    """How much of the panellists' disagreement lies between the parts of the panel, and how much within.

    Parameters
    ----------
    priorities : (..., k, n) float
        One vector a panellist, non-negative.
    parts : sequence of k
        The part of each panellist, such as the name of an organisation.
    weights : (k,) float, optional
        Say of each panellist. Equal if left out.

    Returns
    -------
    Split
        Nats, 0 or more.

    Notes
    -----
    H_beta = [H(mean) - sum_o L_o H(mean_o)] + [sum_o L_o H(mean_o) - sum_k l_k H(w_k)], H Shannon's entropy, L_o the
    say of a part; neither bracket can be negative, since H is concave. Beta diversity as in Goepel (2018), IJAHP 10(3);
    the nested split: Lande (1996), Oikos 76(1).
    """
    vectors, say, of_part = _checked(priorities, parts, weights)
    own = entropy(vectors) @ say
    of_parts = _mean_entropy(vectors, say, of_part[None, :])[..., 0]
    of_all = entropy(np.einsum("k,...kn->...n", say, vectors))
    between, within = (np.maximum(each, 0.0) for each in (of_all - of_parts, of_parts - own))
    return Split(single(between + within), single(between), single(within))


def split_by_chance(
    priorities: ArrayLike,
    parts: Sequence[Hashable],
    weights: ArrayLike | None = None,
    rng: np.random.Generator | None = None,
    permutations: int = PERMUTATIONS,
) -> Chance:
    """What `split` would find between parts that mean nothing, and how likely as much as was found is then.

    Parameters
    ----------
    priorities : (k, n) float
    parts, weights
        As in `split`.
    rng : numpy.random.Generator, optional
        One seeded with 0 if left out.
    permutations : int
        Of the panellists among the parts; each keeps priorities and say. The order that was found counts among them.

    Returns
    -------
    Chance
    """
    vectors, say, of_part = _checked(priorities, parts, weights)
    if vectors.ndim != 2:
        raise ValueError(f"priorities has shape {vectors.shape}: it must be (panellists, items)")
    rng = np.random.default_rng(SEED) if rng is None else rng
    of_all = float(entropy(say @ vectors))
    found = of_all - float(_mean_entropy(vectors, say, of_part[None, :])[0])
    k, groups = len(of_part), int(of_part.max()) + 1
    block = max(1, BLOCK_NUMBERS // (k * groups))
    total, as_large = 0.0, 0
    for start in range(0, permutations, block):
        shuffled = rng.permuted(np.tile(of_part, (min(block, permutations - start), 1)), axis=1)
        between = of_all - _mean_entropy(vectors, say, shuffled)
        total += float(between.sum())
        as_large += int(np.count_nonzero(between >= found - SAME))
    return Chance(between=total / permutations, p=(as_large + 1) / (permutations + 1))


def _checked(
    priorities: ArrayLike, parts: Sequence[Hashable], weights: ArrayLike | None
) -> tuple[Array, Array, IntArray]:
    """Priorities (..., k, n) of sum 1, says (k,) and the number of each panellist's part (k,)."""
    vectors = priority_vectors(priorities)
    k = vectors.shape[-2]
    if len(parts) != k:
        raise ValueError(f"parts holds {len(parts)} names: it must hold {k}, one for each panellist")
    numbers = {name: number for number, name in enumerate(dict.fromkeys(parts))}
    of_part = np.array([numbers[name] for name in parts], dtype=np.intp)
    return vectors / vectors.sum(axis=-1, keepdims=True), panellist_weights(weights, k), of_part


def _mean_entropy(vectors: Array, say: Array, of_part: IntArray) -> Array:
    """The weighted mean (..., p) over the parts of the entropy of each one's mean priorities, for p partings."""
    groups = int(of_part.max()) + 1
    shares = np.where(of_part[:, None, :] == np.arange(groups)[:, None], say, 0.0)
    weight = shares.sum(axis=-1)
    means = np.einsum("pgk,...kn->...pgn", shares, vectors, optimize=True)
    np.divide(means, weight[..., None], out=means, where=weight[..., None] > 0)
    return np.asarray((entropy(means) * weight).sum(axis=-1))
