"""Priorities and lambda max of many comparison matrices, complete and incomplete."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

import made_up
from side_by_side import Piece, Report, Work, difference

ORDERS = (3, 4, 5, 6, 7, 8, 9, 24)
TOLERANCE = 1e-9
DONEGAN_DODD = {
    **{3: 0.4914, 4: 0.8286, 5: 1.0591, 6: 1.1797, 7: 1.2519, 8: 1.3171, 9: 1.3733},
    24: 1.5371 + 4 / 5 * (1.5619 - 1.5371),
}
"""The random indices by which ahpy divides; for 24 items it takes what lies between 20 and 25."""

Answer = tuple[np.ndarray, np.ndarray]
"""Priorities (k, n) and lambda max (k,)."""


def ours(matrices: np.ndarray, method: str = "eigenvector") -> Work:
    import mcda

    priorities = mcda.priorities.PRIORITY_METHODS[method]
    return lambda: (priorities(matrices), mcda.consistency.lambda_max(matrices))


def by_linalg(matrices: np.ndarray) -> Answer:
    """By LAPACK, all matrices in one call of numpy.linalg.eig."""
    found, vectors = np.linalg.eig(matrices)
    largest = found.real.argmax(axis=-1)
    chosen = np.take_along_axis(vectors.real, largest[:, None, None], axis=-1)[..., 0]
    return chosen / chosen.sum(axis=-1, keepdims=True), np.take_along_axis(found.real, largest[:, None], axis=-1)[:, 0]


def pairs_of(matrix: np.ndarray) -> dict[tuple[int, int], float]:
    """What ahpy takes: the judged pairs above the diagonal."""
    n = len(matrix)
    return {(i, j): float(matrix[i, j]) for i in range(n) for j in range(i + 1, n) if matrix[i, j] > 0}


def by_ahpy(matrices: np.ndarray) -> Work:
    """With 12 decimals; lambda max from its consistency ratio."""
    from ahpy import Compare

    n = matrices.shape[-1]
    asked = [pairs_of(matrix) for matrix in matrices]

    def run() -> Answer:
        nodes = [Compare("node", pairs, precision=12) for pairs in asked]
        weights = np.array([[node.local_weights[i] for i in range(n)] for node in nodes])
        ratios = np.array([node.consistency_ratio for node in nodes])
        return weights, n + ratios * DONEGAN_DODD[n] * (n - 1)

    return run


def by_pymcdm(matrices: np.ndarray) -> Work:
    from pymcdm.weights.subjective import AHP

    n = matrices.shape[-1]

    def run() -> Answer:
        found = [AHP(matrix=matrix) for matrix in matrices]
        weights = np.array([each() for each in found])
        return weights, n + np.array([each.get_cr() for each in found]) * AHP.RI_M[n - 1] * (n - 1)

    return run


def by_pydecision(matrices: np.ndarray) -> Work:
    from pyDecision.algorithm import ahp_method

    n = matrices.shape[-1]
    saaty = (0, 0, 0, 0.58, 0.9, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59)

    def run() -> Answer:
        found = [ahp_method(matrix, wd="max_eigen") for matrix in matrices]
        return np.array([w for w, _ in found]), n + np.array([cr for _, cr in found]) * saaty[n] * (n - 1)

    return run


def by_pyanp(matrices: np.ndarray, harker: bool = False) -> Work:
    """It stops when a step changes less than 1e-10."""
    from pyanp.priority import pri_eigen

    given = np.nan_to_num(matrices)

    def run() -> Answer:
        weights = np.array([pri_eigen(matrix, use_harker=harker) for matrix in given])
        return weights, np.array([pri_eigen(matrix, use_harker=harker, return_eigenval=True) for matrix in given])

    return run


PEERS: dict[str, tuple[Callable[[np.ndarray], Work], float]] = {
    "ahpy": (by_ahpy, TOLERANCE),
    "pymcdm": (by_pymcdm, TOLERANCE),
    "pyDecision": (by_pydecision, TOLERANCE),
    "pyanp": (by_pyanp, 1e-7),
}
"""Name -> what it does, and how far it may be off; pyanp's power iteration stops early."""


def _title(kind: str, count: int, n: int) -> str:
    return f"{kind}, {count:,} of order {n}"


def complete(report: Report) -> None:
    """Eigenvectors and lambda max of complete matrices."""
    sizes = (19, 1_000) if report.quick else (19, 1_000, 100_000)
    for n in ORDERS:
        for count in (*sizes, 100_000) if n == 9 and report.quick else sizes:
            report.begin(_title("Priorities and lambda max", count, n))
            matrices = made_up.matrices(min(count, 20_000), n)
            if count > len(matrices):
                matrices = np.tile(matrices, (count // len(matrices), 1, 1))
            few, some = matrices[: min(count, 100)], matrices[: min(count, 2_000)]
            pieces = {
                "mcda, eigenvector": Piece(prepare=partial(ours, matrices)),
                "mcda, geometric mean": Piece(prepare=partial(ours, matrices, "geometric-mean")),
            }
            expected = by_linalg(few)
            for name, (peer, tolerance) in PEERS.items():
                pieces[name] = Piece(
                    prepare=partial(peer, few), share=len(few) / count, expect=expected, tolerance=tolerance
                )
            pieces["numpy.linalg.eig, batched"] = Piece(
                prepare=lambda some=some: partial(by_linalg, some), share=len(some) / count
            )
            error = difference(ours(some)(), by_linalg(some))
            report.agree("mcda, eigenvector, against LAPACK", error, 1e-10)
            times = report.compare(pieces, "mcda, eigenvector", rounds=5, patience=1)
            if (count, n) == (100_000, 9):
                mine = times["mcda, eigenvector"]
                if "ahpy" in times:
                    report.reach("priorities ahpy", times["ahpy"] / mine)
                report.reach("priorities eig", times["numpy.linalg.eig, batched"] / mine)
                report.reach("priorities error", error)


def lambda_of(completed: np.ndarray) -> np.ndarray:
    """Lambda max (k,) by LAPACK."""
    return np.linalg.eigvals(completed).real.max(axis=-1)


def incomplete(report: Report) -> None:
    """Thirty pairs in a hundred missing: the completion of least lambda max, and Harker's eigenvector."""
    sizes = (19, 1_000) if report.quick else (19, 1_000, 100_000)
    for n in ORDERS:
        if n == 3:
            continue  # one missing pair of three leaves a tree, which nothing can contradict
        for count in sizes:
            if n == 24 and count > 1_000:
                continue
            report.begin(_title("Priorities and lambda max, 30 % missing", count, n))
            _completions(report, made_up.matrices(min(count, 10_000), n, missing=0.3), count, n)


def _completions(report: Report, drawn: np.ndarray, count: int, n: int) -> None:
    """So many incomplete matrices, side by side."""
    import mcda

    matrices = drawn if count <= len(drawn) else np.tile(drawn, (count // len(drawn), 1, 1))
    few = matrices[: min(count, 100)]
    eigenvector, smallest = ours(few)()
    pieces: dict[str, Piece] = {
        "mcda, eigenvector of the best completion": Piece(prepare=partial(ours, matrices)),
        "mcda, geometric mean (least squares)": Piece(
            prepare=lambda: partial(mcda.priorities.geometric_mean, matrices)
        ),
        "mcda, Harker": Piece(prepare=lambda: partial(mcda.priorities.harker, matrices)),
    }
    if n <= 9 or not report.quick:
        # ahpy minimises one pair after the other until a round changes them by less than 1e-4; of order 24 for seconds.
        asked = few[: 1 if n > 9 else 3 if report.quick else 10]
        pieces["ahpy"] = Piece(
            prepare=partial(by_ahpy, asked),
            share=len(asked) / count,
            expect=(eigenvector[: len(asked)], smallest[: len(asked)]),
            tolerance=1e-4,
        )
    pieces["pyanp, Harker"] = Piece(prepare=partial(_weights_by_pyanp, few), share=len(few) / count)
    difference_of_harker = difference(mcda.priorities.harker(few), _weights_by_pyanp(few)())
    report.agree("mcda against pyanp, Harker", difference_of_harker, 1e-7)
    filled = mcda.priorities.complete(few)
    report.agree("mcda, lambda max of the completion against LAPACK", difference(smallest, lambda_of(filled)), 1e-9)
    times = report.compare(pieces, "mcda, eigenvector of the best completion", rounds=5, patience=1)
    if n == 8 and count == 1_000 and "ahpy" in times:
        report.reach("incomplete", times["ahpy"] / times["mcda, eigenvector of the best completion"])
        found: Any = by_ahpy(asked)()
        report.reach("incomplete minimum", float((smallest[: len(asked)] - found[1]).max()))


def _weights_by_pyanp(matrices: np.ndarray) -> Work:
    """Harker's priorities alone."""
    from pyanp.priority import pri_eigen

    given = np.nan_to_num(matrices)
    return lambda: np.array([pri_eigen(matrix, use_harker=True) for matrix in given])


COMPARISONS = (complete, incomplete)
