"""TOPSIS: one ranking, of a few alternatives and of a million; and the order while a weight moves."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

import bound
import made_up
from side_by_side import Piece, Report, Work, difference, whole

MILLION = 1_000_000


def textbook(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Closeness to the ideal in plain numpy; all criteria are benefits."""
    weighted = values / np.sqrt((values**2).sum(axis=0)) * weights
    best = np.sqrt(((weighted - weighted.max(axis=0)) ** 2).sum(axis=1))
    worst = np.sqrt(((weighted - weighted.min(axis=0)) ** 2).sum(axis=1))
    return worst / (worst + best)


def ours(values: np.ndarray, weights: np.ndarray) -> Work:
    import mcda

    signs = np.ones(len(weights))
    return lambda: mcda.ranking.topsis(values, weights, signs)


def by_pymcdm(values: np.ndarray, weights: np.ndarray, validation: bool = True) -> Work:
    from pymcdm.methods import TOPSIS
    from pymcdm.normalizations import vector_normalization

    method, types = TOPSIS(vector_normalization), np.ones(len(weights))
    return lambda: method(values, weights, types, validation=validation)


def by_scikit_criteria(values: np.ndarray, weights: np.ndarray) -> Work:
    """Its matrix object is made beforehand."""
    import skcriteria
    from skcriteria.agg.topsis import TOPSIS
    from skcriteria.pipelines import mkpipe
    from skcriteria.preprocessing.scalers import VectorScaler

    pipeline = mkpipe(VectorScaler(target="matrix"), TOPSIS())
    matrix = skcriteria.mkdm(values, [max] * len(weights), weights=weights)
    return lambda: pipeline.evaluate(matrix).e_.similarity


def by_pydecision(values: np.ndarray, weights: np.ndarray) -> Work:
    from pyDecision.algorithm import topsis_method

    types = ["max"] * len(weights)
    return lambda: topsis_method(values, weights, types, graph=False, verbose=False)


def by_pyrepo(values: np.ndarray, weights: np.ndarray) -> Work:
    from pyrepo_mcda.mcda_methods import TOPSIS
    from pyrepo_mcda.normalizations import vector_normalization

    method, types = TOPSIS(normalization_method=vector_normalization), np.ones(len(weights))
    return lambda: method(values, weights, types)


PEERS: dict[str, Callable[[np.ndarray, np.ndarray], Work]] = {
    "pymcdm": by_pymcdm,
    "pymcdm, validation=False": partial(by_pymcdm, validation=False),
    "scikit-criteria": by_scikit_criteria,
    "pyDecision": by_pydecision,
    "pyrepo-mcda": by_pyrepo,
}


def one_ranking(report: Report) -> None:
    """17 x 24, a single call."""
    import mcda

    report.begin("TOPSIS, 17 x 24")
    values, weights = made_up.values(17), made_up.weights(1)[0]
    expected = textbook(values, weights)
    pieces = {"mcda.ranking.topsis": Piece(prepare=partial(ours, values, weights), expect=expected)}
    pieces |= {
        name: Piece(prepare=partial(peer, values, weights), expect=expected, tolerance=1e-12)
        for name, peer in PEERS.items()
    }
    pieces["numpy, as in a textbook"] = whole(lambda: textbook(values, weights))
    with tempfile.TemporaryDirectory() as name:
        made_up.write_small_panel(Path(name))
        panel = mcda.read_panel(name)
    pieces["mcda.rank of a panel, with names and provenance"] = whole(lambda: mcda.rank(panel))
    report.compare(pieces, "mcda.ranking.topsis", rounds=100, patience=0.5)


def a_million(report: Report) -> None:
    """1e6 x 24, in one call."""
    report.begin("TOPSIS, 1e6 x 24")
    values, weights = made_up.values(MILLION), made_up.weights(1)[0]
    expected = textbook(values, weights)
    pieces = {"mcda.ranking.topsis": Piece(prepare=partial(ours, values, weights), expect=expected)}
    slow = {"pymcdm", "pyrepo-mcda"} if report.quick else set()
    for name, peer in PEERS.items():
        if name in slow:  # a slice has other ideals: only its time is of use
            pieces[name] = Piece(prepare=partial(peer, values[: MILLION // 50], weights), share=1 / 50)
        else:
            pieces[name] = Piece(prepare=partial(peer, values, weights), expect=expected)
    pieces["numpy, as in a textbook"] = whole(lambda: textbook(values, weights))
    pieces["bound: the matrix read twice"] = Piece(prepare=partial(bound.reading, values, 2))
    times = report.compare(pieces, "mcda.ranking.topsis", rounds=9, patience=6)
    mine = times["mcda.ranking.topsis"]
    if "pymcdm" in times:
        report.reach("topsis pymcdm", times["pymcdm"] / mine)
        report.reach("topsis unchecked", times["pymcdm, validation=False"] / mine)
    report.reach("topsis bound", mine / times["bound: the matrix read twice"])
    bytes_read = 2 * values.nbytes / times["bound: the matrix read twice"]
    report.say(f"  read at {bytes_read / 1e9:.1f} GB/s by one core")


def a_weight_swept(report: Report) -> None:
    """The order of 17 steps while one weight goes from 0 to 1, with every exact point at which it changes."""
    from pymcdm.methods import TOPSIS
    from pymcdm.normalizations import vector_normalization

    import mcda

    report.begin("A weight swept from 0 to 1, 17 x 24")
    panel = mcda.read_panel(made_up.PANEL)
    ranking = mcda.rank(panel)
    start, end = mcda.sensitivity.weight_path(ranking.weights, [0])
    method, types = TOPSIS(vector_normalization), np.ones(len(start))
    points = [(1 - share) * start + share * end for share in np.linspace(0, 1, 101)]

    def peer() -> np.ndarray:
        return np.array([method(ranking.values, w / w.sum(), types, verbose=False) for w in points])

    swept = mcda.ranking.topsis(ranking.values, np.array(points), types)
    report.agree("pymcdm, scores along the way", difference(peer(), swept), 1e-12)
    pieces = {
        "mcda.sweep, with crossings": whole(lambda: mcda.sweep(panel, ranking.criteria[0])),
        "pymcdm, 101 weights and no crossings": whole(peer),
    }
    report.compare(pieces, "mcda.sweep, with crossings", rounds=15)


COMPARISONS = (one_ranking, a_million, a_weight_swept)
