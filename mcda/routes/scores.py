"""The ranking methods once more, each as its source prints it: PRINTED (name -> function); for the audit alone.

Every function takes values (a, m), weights (m,) summing to 1, directions (m,) of 1 or -1, the word of a normalisation
and the declared scales (m, 2) or None, and gives scores (a,), higher is better. Sources are those of RANKING_METHODS.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

import numpy as np

from mcda.arrays import Array

Printed: TypeAlias = Callable[[Array, Array, Array, str, Array | None], Array]
COPRAS_OF_PYMCDM = "pymcdm 1.4 adds the weighted shares of the costs instead of dividing by them"


def normalised(values: Array, signs: Array, word: str, domain: Array | None) -> Array:
    """The values (a, m) under one of max, sum, minmax, vector and scale, higher is better."""
    columns = []
    for j, x in enumerate(values.T):
        good = signs[j] == 1
        if word == "max":
            column = x / x.max() if good else x.min() / x
        elif word == "sum":
            column = x / x.sum() if good else (1 / x) / (1 / x).sum()
        elif word == "vector":
            share = x / np.linalg.norm(x)
            column = share if good else 1 - share
        else:
            low, high = (x.min(), x.max()) if word == "minmax" or domain is None else domain[j]
            column = np.zeros(len(x)) if high == low else ((x - low) if good else (high - x)) / (high - low)
        columns.append(column)
    return np.array(columns).T


def _topsis(values: Array, w: Array, signs: Array, word: str, domain: Array | None) -> Array:
    if word == "scale":
        shares = normalised(values, signs, word, domain)
        best, worst = np.ones(len(w)), np.zeros(len(w))
    else:
        units = {
            "vector": np.linalg.norm(values, axis=0),
            "max": np.abs(values).max(axis=0),
            "minmax": np.ptp(values, 0),
        }
        shares = signs * values / np.where(units[word] > 0, units[word], 1.0)
        best, worst = shares.max(axis=0), shares.min(axis=0)
    up = np.linalg.norm(w * (shares - worst), axis=1)
    down = np.linalg.norm(w * (best - shares), axis=1)
    return np.array([u / (u + d) if u + d > 0 else 0.5 for u, d in zip(up, down, strict=True)])


def _weighted_sum(values: Array, w: Array, signs: Array, word: str, domain: Array | None) -> Array:
    return np.asarray(normalised(values, signs, word, domain) @ w)


def _weighted_product(values: Array, w: Array, signs: Array, word: str, domain: Array | None) -> Array:
    return np.asarray(np.prod(normalised(values, signs, word, domain) ** w, axis=1))


def _vikor(values: Array, w: Array, signs: Array, _word: str, _domain: Array | None) -> Array:
    far = normalised(values, -signs, "minmax", None) * w
    q = np.zeros(len(values))
    for measure in (far.sum(axis=1), far.max(axis=1)):
        if np.ptp(measure) > 0:
            q += 0.5 * (measure - measure.min()) / np.ptp(measure)
    return 1 - q


def _promethee(values: Array, w: Array, signs: Array, _word: str, _domain: Array | None) -> Array:
    a = len(values)
    flows = [sum(w @ np.sign(signs * (values[i] - values[k])) for k in range(a)) for i in range(a)]
    return np.array(flows, dtype=np.float64) / max(a - 1, 1)


def _copras(values: Array, w: Array, signs: Array, _word: str, _domain: Array | None) -> Array:
    shares = values / values.sum(axis=0) * w
    plus, minus = shares[:, signs == 1].sum(axis=1), shares[:, signs == -1].sum(axis=1)
    return np.asarray(plus + (minus.sum() / (minus * (1 / minus).sum()) if minus.any() else 0.0))


def _edas(values: Array, w: Array, signs: Array, _word: str, _domain: Array | None) -> Array:
    mean = values.mean(axis=0)
    lead = signs * (values - mean) / mean
    above, below = np.maximum(lead, 0) @ w, np.maximum(-lead, 0) @ w
    return np.asarray((above / above.max() + 1 - below / below.max()) / 2)


def _aras(values: Array, w: Array, signs: Array, _word: str, _domain: Array | None) -> Array:
    ideal = np.where(signs == 1, values.max(axis=0), values.min(axis=0))
    shares = normalised(np.vstack([ideal, values]), signs, "sum", None) @ w
    return np.asarray(shares[1:] / shares[0])


def _marcos(values: Array, w: Array, signs: Array, _word: str, _domain: Array | None) -> Array:
    best = np.where(signs == 1, values.max(axis=0), values.min(axis=0))
    worst = np.where(signs == 1, values.min(axis=0), values.max(axis=0))
    total, ideal, anti = (np.where(signs == 1, x / best, best / x) @ w for x in (values, best, worst))
    to_ideal, to_anti = total / ideal, total / anti
    f_ideal, f_anti = to_anti / (to_ideal + to_anti), to_ideal / (to_ideal + to_anti)
    return np.asarray((to_ideal + to_anti) / (1 + (1 - f_ideal) / f_ideal + (1 - f_anti) / f_anti))


def _waspas(values: Array, w: Array, signs: Array, _word: str, _domain: Array | None) -> Array:
    shares = normalised(values, signs, "max", None)
    return np.asarray(0.5 * shares @ w + 0.5 * np.prod(shares**w, axis=1))


def _cocoso(values: Array, w: Array, signs: Array, _word: str, _domain: Array | None) -> Array:
    shares = normalised(values, signs, "minmax", None)
    s, p = shares @ w, (shares**w).sum(axis=1)
    a = (s + p) / (s + p).sum()
    b = s / s.min() + p / p.min()
    c = (s + p) / (s.max() + p.max())
    return np.asarray(np.cbrt(a * b * c) + (a + b + c) / 3)


def _codas(values: Array, w: Array, signs: Array, _word: str, _domain: Array | None) -> Array:
    shares = normalised(values, signs, "max", None) * w
    away = shares - shares.min(axis=0)
    straight, city = np.linalg.norm(away, axis=1), np.abs(away).sum(axis=1)
    leads, more = straight[:, None] - straight, city[:, None] - city
    return np.asarray((leads + np.where(np.abs(leads) >= 0.02, more, 0.0)).sum(axis=1))


def _mabac(values: Array, w: Array, signs: Array, _word: str, _domain: Array | None) -> Array:
    raised = normalised(values, signs, "minmax", None) + 1
    border = np.array([np.exp(np.mean(np.log(column))) for column in raised.T])
    return np.asarray((raised - border) @ w)


def _moora(values: Array, w: Array, signs: Array, _word: str, _domain: Array | None) -> Array:
    lengths = np.linalg.norm(values, axis=0)
    return np.asarray(values / np.where(lengths > 0, lengths, 1.0) @ (w * signs))


def _spotis(values: Array, w: Array, signs: Array, _word: str, domain: Array | None) -> Array:
    return np.asarray(normalised(values, signs, "scale", domain) @ w)


def _ahp(values: Array, w: Array, signs: Array, _word: str, _domain: Array | None) -> Array:
    total = normalised(values, signs, "sum", None) @ w
    return np.asarray(total / total.sum())


def _ahp_ideal(values: Array, w: Array, signs: Array, _word: str, _domain: Array | None) -> Array:
    total = normalised(values, signs, "max", None) @ w
    return np.asarray(total / total.sum())


PRINTED: Mapping[str, Printed] = {
    "topsis": _topsis,
    "weighted-sum": _weighted_sum,
    "weighted-product": _weighted_product,
    "vikor": _vikor,
    "promethee-ii": _promethee,
    "copras": _copras,
    "edas": _edas,
    "aras": _aras,
    "mabac": _mabac,
    "marcos": _marcos,
    "waspas": _waspas,
    "cocoso": _cocoso,
    "codas": _codas,
    "moora": _moora,
    "spotis": _spotis,
    "ahp": _ahp,
    "ahp-ideal": _ahp_ideal,
}
"""Name -> the method as printed."""

WITHOUT_CONSTANTS = ("copras", "edas", "aras", "marcos", "waspas", "cocoso", "codas")
"""Methods whose columns that are constant or weigh nothing are left out, the other weights filling their place."""


def printed_scores(
    method: str, values: Array, weights: Array, signs: Array, normalisation: str, domain: Array | None
) -> Array:
    """Scores (a,) by the printed formula, its columns chosen as `docs/methods.md` says."""
    chosen = telling(method, values, weights, domain)
    w = weights[chosen] / weights[chosen].sum()
    ends = None if domain is None else domain[chosen]
    with np.errstate(divide="ignore", invalid="ignore"):
        return PRINTED[method](values[:, chosen], w, signs[chosen], normalisation, ends)


def telling(method: str, values: Array, weights: Array, domain: Array | None) -> Array:
    """Which columns (m,) a method scores by."""
    some = np.ones(len(weights), dtype=bool)
    if method in WITHOUT_CONSTANTS or (method == "spotis" and domain is None):
        some = (np.ptp(values, axis=0) > 0) & (weights > 0)
    return some if some.any() else np.ones(len(weights), dtype=bool)
