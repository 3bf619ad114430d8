"""Many panellists -> one group: AIJ (of judgements), AIP (of priorities), and how much say each panellist has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from mcda import leastsquares
from mcda.arrays import TURNED, Array, ArrayLike, comparison_matrices, panellist_weights, priority_vectors


def _panel(matrices: ArrayLike) -> Array:
    """Checked comparison matrices of at least one panellist."""
    comparisons = comparison_matrices(matrices)
    if comparisons.ndim < 3 or comparisons.shape[-3] == 0:
        raise ValueError(
            f"matrices has shape {comparisons.shape}: it must be (panellists, n, n), one panellist or more"
        )
    return comparisons


def aggregate_judgements(matrices: ArrayLike, weights: ArrayLike | None = None) -> Array:
    """The group's comparison matrix (AIJ): the weighted geometric mean of those who judged each pair.

    Parameters
    ----------
    matrices : (..., k, n, n) float
        Of k panellists; NaN where one did not judge.
    weights : (k,) float, optional
        Say of each panellist, relative; 0 counts as absent. Equal if left out.

    Returns
    -------
    (..., n, n) float
        Reciprocal; NaN where nobody judged. A pair that few judged counts in it as much as one that all did: for
        priorities of incomplete panels use `pooled_priorities`.

    Notes
    -----
    Only the geometric mean keeps reciprocity. Aczél & Saaty (1983), J. Math. Psychol. 27.
    """
    comparisons = _panel(matrices)
    say, logs = _pooled(comparisons, panellist_weights(weights, comparisons.shape[-3]))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.exp(logs / say))


def _pooled(comparisons: Array, say: Array) -> tuple[Array, Array]:
    """Total weight and weighted sum of logs of each pair, over the panellists who judged it, (..., n, n) each."""
    *lead, k, n, _ = comparisons.shape
    flat, step = comparisons.reshape(*lead, k, n * n), max(1, TURNED // n**2)
    total, logs = np.zeros((*lead, n * n)), np.zeros((*lead, n * n))
    for start in range(0, k, step):
        part, weights = flat[..., start : start + step, :], say[start : start + step]
        judged = ~np.isnan(part)
        total += weights @ judged.astype(np.float64)
        logs += weights @ np.log(np.where(judged, part, 1.0))
    return total.reshape(*lead, n, n), logs.reshape(*lead, n, n)


def pooled_priorities(matrices: ArrayLike, weights: ArrayLike | None = None) -> Array:
    """The group's priorities: log least squares over all judgements of all panellists at once.

    Parameters as in `aggregate_judgements`. A complete panel gets the geometric-mean priorities of its AIJ matrix.

    Returns
    -------
    (..., n) float
        Positive, each vector summing to 1.

    Raises
    ------
    DisconnectedError
        If the judgements of all panellists together do not connect all items.

    Notes
    -----
    Each judgement counts once, with its panellist's weight. Bozóki, Fülöp & Rónyai (2010), Math. Comput. Modelling 52.
    """
    comparisons = _panel(matrices)
    say, logs = _pooled(comparisons, panellist_weights(weights, comparisons.shape[-3]))
    *_, n = say.shape
    pairs = say * ~np.eye(n, dtype=bool)
    leastsquares.require_connected(pairs > 0)
    return leastsquares.solve(pairs, logs)


def _geometric(priorities: Array, say: Array) -> Array:
    if (priorities <= 0).any():
        raise ValueError("priorities holds a zero: its geometric mean would forget the others; use the arithmetic mean")
    return leastsquares.normalised_exp(np.asarray(say @ np.log(priorities)))


def _arithmetic(priorities: Array, say: Array) -> Array:
    mean = say @ priorities
    return np.asarray(mean / mean.sum(axis=-1, keepdims=True))


MEANS: Mapping[str, Callable[[Array, Array], Array]] = {"geometric": _geometric, "arithmetic": _arithmetic}
"""Name -> (..., k, n) priorities and (k,) say to (..., n)."""


def aggregate_priorities(priorities: ArrayLike, weights: ArrayLike | None = None, mean: str = "geometric") -> Array:
    """The group's priorities (AIP): the weighted mean of the panellists' own.

    Parameters
    ----------
    priorities : (..., k, n) float
        Of k panellists, non-negative; positive for the geometric mean.
    weights : (k,) float, optional
        Say of each panellist, relative. Equal if left out.
    mean : str
        `geometric` or `arithmetic`.

    Returns
    -------
    (..., n) float
        Summing to 1.

    Notes
    -----
    Of the priorities at one node: multiply down the hierarchy afterwards, not before. With geometric-mean priorities,
    geometric AIP equals AIJ. Forman & Peniwati (1998), EJOR 108; Barzilai & Golany (1994), INFOR 32.
    """
    if mean not in MEANS:
        raise ValueError(f"mean '{mean}' is not known: allowed are {', '.join(MEANS)}")
    vectors = priority_vectors(priorities)
    return MEANS[mean](vectors, panellist_weights(weights, vectors.shape[-2]))


def _declared(weights: Array, organisations: Sequence[str], variances: Array) -> Array:  # noqa: ARG001 - called alike
    return weights


def _by_head(weights: Array, organisations: Sequence[str], variances: Array) -> Array:  # noqa: ARG001
    return np.where(weights > 0, 1.0, 0.0)


def _by_organisation(weights: Array, organisations: Sequence[str], variances: Array) -> Array:  # noqa: ARG001
    members = Counter(name for name, weight in zip(organisations, weights, strict=True) if weight > 0)
    return np.array(
        [1 / members[name] if weight > 0 else 0.0 for name, weight in zip(organisations, weights, strict=True)]
    )


def _by_consistency(weights: Array, organisations: Sequence[str], variances: Array) -> Array:  # noqa: ARG001
    known = ~np.isnan(variances) & (weights > 0)
    if not variances[known].any():
        return weights
    mean = variances[known].mean()
    return weights * np.where(known, 2 * mean / (np.where(known, variances, mean) + mean), 1.0)


WEIGHTINGS: Mapping[str, Callable[[Array, Sequence[str], Array], Array]] = {
    "declared": _declared,
    "head": _by_head,
    "organisation": _by_organisation,
    "consistency": _by_consistency,
}
"""Name -> declared weights (k,), organisations and variances (k,) of their judgements, NaN where not known, to the say
of each panellist (k,): as declared, the same for each head, the same for each organisation, or as declared times
2 v / (s + v), s the own variance and v the mean of all, so that nobody counts more than twice. A declared weight of 0
is absence under all of them."""
