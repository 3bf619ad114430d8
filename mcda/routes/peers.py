"""What pymcdm and scikit-criteria give for the same table, and what is known of where they differ; audit alone.

Both are called as they are, without the checks and the handling of constant columns that stand around our own calls.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any

import numpy as np

from mcda.arrays import Array

DEVIATIONS: Mapping[tuple[str, str], str] = {
    ("pymcdm", "copras"): "pymcdm 1.4 leaves out the sums of Q, so that cost is added instead of divided by: costs win",
    (
        "ahpy",
        "geometric-mean",
    ): "another method: ahpy computes the eigenvector, the panel's weights are by least squares",
    ("ahpy", "harker"): "another method where pairs are missing: ahpy fills them in, Harker leaves them out",
    (
        "ahpy",
        "gaps",
    ): "ahpy divides by the random index of complete matrices, which is too lenient where pairs are missing",
}
"""(Package, where) -> in which way it is known to differ."""

UNABLE: Mapping[tuple[str, str], str] = {
    ("pymcdm", "ahp"): "pymcdm takes judgements of 1 to 9 only, which group means are not",
    ("pymcdm", "ahp-ideal"): "pymcdm takes judgements of 1 to 9 only, which group means are not",
    ("pymcdm", "scale"): "pymcdm knows no declared scales",
    ("pymcdm", "moora"): "pymcdm 1.4 refuses a table without a cost criterion",
    ("pymcdm", "copras"): "pymcdm 1.4 refuses a table without a cost criterion",
}
"""(Package, method or normalisation) -> why it gives no number."""

_NORMALISATIONS = {
    "vector": "vector_normalization",
    "minmax": "minmax_normalization",
    "max": "linear_normalization",
    "sum": "sum_normalization",
}


def pymcdm_scores(
    method: str, values: Array, weights: Array, signs: Array, normalisation: str, domain: Array | None
) -> tuple[Array, str]:
    """Scores (a,) by pymcdm, higher is better, NaN where it gives none; the call in words, or why there are none."""
    from pymcdm import methods, normalizations

    nothing = np.full(len(values), np.nan)
    costly = bool((signs == -1).any())
    for case in (method, normalisation):
        if ("pymcdm", case) in UNABLE and not (case in ("moora", "copras") and costly) and method != "spotis":
            return nothing, UNABLE["pymcdm", case]
    word = _NORMALISATIONS.get(normalisation, "")
    if method == "topsis" and normalisation == "max":
        word = "max_normalization"
    function = getattr(normalizations, word) if word else None
    if method == "spotis":
        ends = np.array([values.min(axis=0), values.max(axis=0)]).T if domain is None else domain
        return 1 - _called(methods.SPOTIS(ends), values, weights, signs), "1 - SPOTIS(bounds)"
    calls: dict[str, tuple[Any, str]] = {
        "topsis": (methods.TOPSIS, "TOPSIS"),
        "weighted-sum": (methods.WSM, "WSM"),
        "weighted-product": (methods.WPM, "WPM"),
        "vikor": (methods.VIKOR, "VIKOR"),
        "mabac": (methods.MABAC, "MABAC"),
        "aras": (methods.ARAS, "ARAS"),
        "waspas": (methods.WASPAS, "WASPAS"),
        "cocoso": (methods.COCOSO, "COCOSO"),
        "codas": (methods.CODAS, "CODAS"),
    }
    if method in calls:
        kind, name = calls[method]
        scores = _called(kind(function), values, weights, signs)
        return (1 - scores if method == "vikor" else scores), f"{'1 - ' if method == 'vikor' else ''}{name}({word})"
    plain = {"edas": methods.EDAS, "marcos": methods.MARCOS, "moora": methods.MOORA, "copras": methods.COPRAS}
    if method == "promethee-ii":
        return _called(methods.PROMETHEE_II("usual"), values, weights, signs), "PROMETHEE_II('usual')"
    return _called(plain[method](), values, weights, signs), f"{plain[method].__name__}()"


def _called(method: Any, values: Array, weights: Array, signs: Array) -> Array:
    """What a method of pymcdm gives; its validation prints warnings and changes no number."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(method(values, weights, signs, validation=False), dtype=np.float64)


def copras_without_sums(values: Array, weights: Array) -> Array:
    """What pymcdm's COPRAS gives (a,), as its source reads: S+ + S-, over the largest."""
    total = (values / values.sum(axis=0) * weights).sum(axis=1)
    return np.asarray(total / total.max())


def has_scikit_criteria() -> bool:
    """Whether scikit-criteria is installed; it is large, and nothing but the audit would use it."""
    return find_spec("skcriteria") is not None


def scikit_scores(
    method: str, values: Array, weights: Array, signs: Array, normalisation: str
) -> tuple[Array, str] | None:
    """Scores (a,) by scikit-criteria, higher is better, and the call in words; None for what it does otherwise."""
    if (method, normalisation) not in (("topsis", "vector"), ("vikor", "minmax"), ("moora", "vector")):
        return None
    from warnings import catch_warnings, simplefilter

    with catch_warnings():
        simplefilter("ignore")
        from skcriteria import mkdm
        from skcriteria.agg.moora import RatioMOORA
        from skcriteria.agg.topsis import TOPSIS
        from skcriteria.agg.vikor import VIKOR
        from skcriteria.preprocessing.scalers import VectorScaler

        table = mkdm(values, objectives=signs.astype(int).tolist(), weights=weights)
        if method == "vikor":
            return 1 - np.asarray(VIKOR().evaluate(table).e_.q_k), "1 - VIKOR()"
        scaled = VectorScaler(target="matrix").transform(table)
        if method == "topsis":
            return np.asarray(TOPSIS().evaluate(scaled).e_.similarity), "VectorScaler, TOPSIS()"
        return np.asarray(RatioMOORA().evaluate(scaled).e_.score), "VectorScaler, RatioMOORA()"
