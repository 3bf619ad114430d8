"""Measures of agreement once more: Goepel's by diversities as he prints them, Kendall's by scipy's Friedman test."""

from __future__ import annotations

from math import exp, fsum, log, nan
from typing import NamedTuple

import numpy as np

from mcda.arrays import Array

DIGITS = 11
"""Priorities that are the same to so many decimals have the same rank."""


class Agreeing(NamedTuple):
    """How much panellists agree; NaN where a measure says nothing."""

    consensus: float
    homogeneity: float
    kendall_w: float


def agreeing(vectors: Array, say: Array, largest: float) -> Agreeing:
    """Consensus S*, homogeneity S and Kendall's W of priorities (k, n) of k panellists with a say (k,).

    Parameters
    ----------
    largest : float
        Largest ratio of the judgement scale.

    Notes
    -----
    Goepel (2018), IJAHP 10(3): D_alpha = exp(mean entropy), D_gamma = exp(entropy of the mean), D_beta their ratio;
    S* = (1 / D_beta - D_alpha,min / D_gamma,max) / (1 - D_alpha,min / D_gamma,max), with D_alpha,min that of a
    panellist who prefers one item as far as the scale allows and D_gamma,max = n; S with D_alpha,min = 1.
    """
    k, n = vectors.shape
    if k < 2 or n < 2:
        return Agreeing(nan, nan, nan)
    shares = (say / fsum(say.tolist())).tolist()
    own = [[share / fsum(row) for share in row] for row in vectors.tolist()]
    mean = [fsum(share * row[item] for share, row in zip(shares, own, strict=True)) for item in range(n)]
    alpha = exp(fsum(share * _entropy(row) for share, row in zip(shares, own, strict=True)))
    beta = exp(_entropy(mean)) / alpha
    sharpest = exp(_entropy([largest / (n + largest - 1)] + [1 / (n + largest - 1)] * (n - 1)))
    consensus, homogeneity = ((1 / beta - least / n) / (1 - least / n) for least in (sharpest, 1.0))
    return Agreeing(consensus, homogeneity, _kendall_w(vectors))


def _entropy(shares: list[float]) -> float:
    return -fsum(share * log(share) for share in shares if share > 0)


def _kendall_w(vectors: Array) -> float:
    """W = chi2 / (k (n - 1)), with Friedman's chi2; of two items, which scipy refuses, from how many prefer which."""
    from scipy.stats import friedmanchisquare

    k, n = vectors.shape
    rounded = np.round(vectors, DIGITS)
    if n == 2:
        signs = np.sign(rounded[:, 0] - rounded[:, 1])
        decided = int(np.count_nonzero(signs))
        return float(signs.sum() ** 2 / (k * decided)) if decided else nan
    with np.errstate(divide="ignore", invalid="ignore"):
        return float(friedmanchisquare(*rounded.T).statistic / (k * (n - 1)))
