"""Ranks of alternatives over uniform weights: loops of TOPSIS by the peers, the C kernel, workers of every kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial

import numpy as np

import bound
import made_up
import ranking
from side_by_side import Piece, Report, Work, difference, fastest

SLICE = 320
"""Draws that a loop makes; its time is linear in them."""


def ours(values: np.ndarray, draws: int, pairs: bool = False, executor: Executor | None = None) -> Work:
    from mcda.sensitivity import UniformWeights, accumulate

    draw, signs = UniformWeights(values.shape[1]), np.ones(values.shape[1])
    return lambda: accumulate(draw, "topsis", signs, values, draws=draws, seed=0, pairs=pairs, executor=executor).ranks


def loop(peer: Callable[[np.ndarray, np.ndarray], Work], values: np.ndarray, weights: np.ndarray) -> Work:
    """Ranks counted over a loop of a peer's rankings; what a peer builds once is built once if it can be."""
    a = len(values)
    works = [peer(values, w) for w in weights]

    def run() -> np.ndarray:
        counts = np.zeros((a, a))
        for work in works:
            counts[(-work()).argsort(), np.arange(a)] += 1
        return counts / len(works)

    return run


def by_pysensmcda(values: np.ndarray, weights: np.ndarray) -> Work:
    from pymcdm.methods import TOPSIS
    from pymcdm.normalizations import vector_normalization
    from pysensmcda.smaa import simulate

    method, types = TOPSIS(vector_normalization), np.ones(values.shape[1])
    return lambda: simulate(method, values, types, weights=weights, store="accumulate").rank_acceptability()


def by_numpy(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Shares of ranks in float64, by argsort."""
    best, worst = bound.squared_distances(values)
    squares = weights**2
    scores = np.sqrt(squares @ worst.T)
    scores /= scores + np.sqrt(squares @ best.T)
    order = np.argsort(-scores, axis=1)
    a = len(values)
    places = order * a + np.arange(a)
    return np.bincount(places.ravel(), minlength=a * a).reshape(a, a) / len(weights)


def _same_weights(report: Report, values: np.ndarray) -> None:
    """Compare ours and the kernel with float64 argsort on the same weights."""
    from mcda.sensitivity import acceptability

    weights = made_up.weights(32_000)
    expected = by_numpy(values, weights)
    exact = acceptability(values, weights, np.ones(values.shape[1]), pairs=False).ranks
    report.agree("mcda, on the weights given to numpy's argsort", difference(exact, expected), 1e-12)
    try:
        answer = bound.kernel(values, 0, weights)()
    except bound.NoCompilerError as error:
        report.fail("C kernel", error)
    else:
        report.agree("C kernel in float32, on the same weights", difference(answer, expected), 1e-3)


def loops(report: Report) -> None:
    """17 x 24 and 100 x 24, 1e4 to 1e6 draws, one thread."""
    for a in (17, 100):
        values = made_up.values(a)
        report.begin(f"Acceptability, {a} x 24")
        _same_weights(report, values)
        for draws in (100_000,) if report.quick else (10_000, 100_000, 1_000_000):
            _loops_over(report, values, draws)


def _loops_over(report: Report, values: np.ndarray, draws: int) -> None:
    """So many draws of these alternatives, side by side."""
    a, signs = len(values), np.ones(values.shape[1])
    report.begin(f"Acceptability, {a} x 24, {draws:.0e} draws".replace("e+0", "e"))
    from mcda.sensitivity import acceptability

    weights = made_up.weights(SLICE)
    sliced = acceptability(values, weights, signs, pairs=False).ranks
    few = acceptability(values, weights[: SLICE // 8], signs, pairs=False).ranks
    # Two samples of the same shares: six standard errors of their difference.
    sampling = 6 * np.sqrt(0.25 * 2 / draws)
    mine = ours(values, draws)
    expected = mine()
    pieces = {"mcda": Piece(prepare=lambda: mine)}
    pieces["mcda, pairs counted too"] = Piece(prepare=partial(ours, values, draws, True), expect=expected)
    for name, peer in ranking.PEERS.items():
        slow = name == "scikit-criteria"
        chosen, answer = (weights[: SLICE // 8], few) if slow else (weights, sliced)
        pieces[f"loop of {name}"] = Piece(
            prepare=partial(loop, peer, values, chosen), share=len(chosen) / draws, expect=answer
        )
    pieces["pysensmcda.smaa.simulate"] = Piece(
        prepare=partial(by_pysensmcda, values, weights), share=SLICE / draws, expect=sliced
    )
    pieces["bound: the matrix product alone"] = Piece(prepare=partial(bound.product, values, draws))
    pieces["bound: C kernel"] = Piece(
        prepare=partial(bound.kernel, values, draws), expect=expected, tolerance=float(sampling)
    )
    times = report.compare(pieces, "mcda", patience=3)
    if draws == 1_000_000:
        peers = [name for name in times if name.startswith(("loop", "pysensmcda"))]
        report.reach(f"acceptability {a}", fastest(times, *peers) / times["mcda"])
        if "bound: C kernel" in times:
            report.reach(f"acceptability {a} bound", times["mcda"] / times["bound: C kernel"])
    if draws == 100_000 and a == 17:
        report.reach("refresh", 1e3 * times["mcda, pairs counted too"])


@contextmanager
def dask_workers(number: int) -> Iterator[Executor]:
    """So many processes of Dask, one thread each."""
    from dask.distributed import Client, LocalCluster

    cluster = LocalCluster(n_workers=number, threads_per_worker=1, dashboard_address=None, silence_logs=50)
    with cluster, Client(cluster) as client:
        yield client.get_executor()


def workers(report: Report) -> None:
    """17 x 24: nobody, threads, processes and Dask, one and two of them; the bytes are compared."""
    draws = 1_000_000 if report.quick else 10_000_000
    report.begin(f"Acceptability, 17 x 24, {draws:.0e} draws by workers".replace("e+0", "e"))
    values = made_up.values(17)
    kinds = {"thread": ThreadPoolExecutor, "process": ProcessPoolExecutor, "Dask worker": dask_workers}
    with ExitStack() as stack:
        pieces = {"here": Piece(prepare=partial(ours, values, draws))}
        for number in (1, 2):
            for kind, make in kinds.items():
                name = f"{number} {kind}{'' if number == 1 else 'es' if kind == 'process' else 's'}"
                try:
                    executor = stack.enter_context(make(number))
                except Exception as error:  # Dask may be absent, or may not open its sockets
                    report.fail(name, error)
                    continue
                pieces[name] = Piece(prepare=partial(ours, values, draws, False, executor))
        answers = {name: piece.prepare()().tobytes() for name, piece in pieces.items()}
        others = sum(answer != answers["here"] for answer in answers.values())
        times = report.compare(pieces, "here", rounds=5, patience=15)
    report.reach("workers differ", others)
    report.reach("one worker", max(s for name, s in times.items() if name.startswith("1")) / times["here"])
    report.reach("two workers", 2 * max(s for name, s in times.items() if name.startswith("2")) / times["here"])


COMPARISONS = (loops, workers)
