"""How alike two rankings of the same alternatives are: WS, weighted Spearman, Kendall's tau-b."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from mcda.arrays import Array, ArrayLike, finite, single


def _ranks(reference: ArrayLike, ranks: ArrayLike) -> tuple[Array, Array]:
    """Checked ranks (..., a) of the reference and of the others, from 1 up."""
    first, second = finite(reference, "reference"), finite(ranks, "ranks")
    if first.ndim < 1 or second.ndim < 1 or first.shape[-1] != second.shape[-1]:
        raise ValueError(
            f"reference has shape {first.shape}, ranks {second.shape}: they must rank the same alternatives"
        )
    for name, array in (("reference", first), ("ranks", second)):
        if ((array < 1) | (array > array.shape[-1])).any():
            raise ValueError(f"{name} holds ranks outside 1 to {array.shape[-1]}")
    return first, second


def ws_coefficient(reference: ArrayLike, ranks: ArrayLike) -> Array:
    """How alike two rankings are where the reference's first places count most: WS.

    Parameters
    ----------
    reference : (..., a) float
        Ranks of a alternatives, 1 the best. Its first places weigh most, so WS is not symmetric.
    ranks : (..., a) float
        Ranks of the same alternatives.

    Returns
    -------
    (...) float
        1 for the same ranks, 0 or a little above for opposite ones. NaN for a single alternative.

    Notes
    -----
    1 - sum 2^(-R) |R - Q| / max(|1 - R|, |a - R|), R of the reference. Sałabun & Urbaniak (2020), ICCS, LNCS 12138.
    """
    first, second = _ranks(reference, ranks)
    a = first.shape[-1]
    if a < 2:
        return single(np.full(np.broadcast_shapes(first.shape, second.shape)[:-1], np.nan))
    farthest = np.maximum(np.abs(1 - first), np.abs(a - first))
    return single(np.asarray(1 - (2.0**-first * np.abs(first - second) / farthest).sum(axis=-1)))


def weighted_spearman(reference: ArrayLike, ranks: ArrayLike) -> Array:
    """How alike two rankings are where both rankings' first places count most: weighted Spearman.

    Parameters
    ----------
    reference, ranks : (..., a) float
        Ranks of a alternatives, 1 the best.

    Returns
    -------
    (...) float
        1 for the same ranks, -1 for opposite ones without ties. NaN for a single alternative.

    Notes
    -----
    1 - 6 sum (x - y)^2 ((a - x + 1) + (a - y + 1)) / (a^4 + a^3 - a^2 - a). Pinto da Costa & Soares (2005), Aust.
    N. Z. J. Stat. 47.
    """
    first, second = _ranks(reference, ranks)
    a = float(first.shape[-1])
    if a < 2:
        return single(np.full(np.broadcast_shapes(first.shape, second.shape)[:-1], np.nan))
    differences = (first - second) ** 2 * (2 * a + 2 - first - second)
    return single(np.asarray(1 - 6 * differences.sum(axis=-1) / (a**4 + a**3 - a**2 - a)))


def tau_b(reference: ArrayLike, ranks: ArrayLike) -> Array:
    """How alike two rankings order pairs: Kendall's tau-b, corrected for ties.

    Parameters
    ----------
    reference, ranks : (..., a) float
        Ranks of a alternatives, 1 the best.

    Returns
    -------
    (...) float
        1 for the same order, -1 for the opposite one. NaN where one of them ties everything.

    Notes
    -----
    (C - D)/sqrt((n0 - n1)(n0 - n2)). Kendall (1945), Biometrika 33.
    """
    first, second = _ranks(reference, ranks)
    signs = [np.sign(each[..., :, None] - each[..., None, :]) for each in (first, second)]
    agreeing = (signs[0] * signs[1]).sum(axis=(-2, -1))
    untied = np.prod([np.abs(sign).sum(axis=(-2, -1)) for sign in np.broadcast_arrays(*signs)], axis=0)
    with np.errstate(invalid="ignore"):
        return single(np.asarray(agreeing / np.sqrt(untied)))


LIKENESSES: Mapping[str, Callable[[ArrayLike, ArrayLike], Array]] = {
    "ws": ws_coefficient,
    "weighted-spearman": weighted_spearman,
    "tau-b": tau_b,
}
"""Name -> reference ranks (..., a) and others' (..., a) to how alike they are (...)."""
