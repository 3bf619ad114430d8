"""A whole panel, from its judgements to the order of 17 steps: in memory, and from CSV."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

import made_up
from made_up import Ballot
from side_by_side import Piece, Report, Work, whole

SLICE = 19
"""Panellists whom the glue of peers works on; its time is linear in them."""
DECIMALS = 12


def glue(ballots: Sequence[Ballot], nodes: Sequence[Any], values: np.ndarray, ratios: bool = True) -> Work:
    """Scores (17,) by ahpy and pymcdm: everybody's eigenvectors, their geometric mean node by node, TOPSIS."""
    from ahpy import Compare
    from pymcdm.methods import TOPSIS
    from pymcdm.normalizations import vector_normalization

    method, types = TOPSIS(vector_normalization), np.ones(values.shape[1])

    def run() -> np.ndarray:
        found = {"goal": 1.0}
        for node in nodes:
            logs = np.zeros(len(node.items))
            for ballot in ballots:
                local = Compare(node.id, ballot[node.id], precision=DECIMALS, cr=ratios).local_weights
                logs += np.log([local[item] for item in node.items])
            shares = np.exp(logs / len(ballots))
            found |= dict(zip(node.items, found[node.id] * shares / shares.sum(), strict=True))
        weights = np.array([weight for name, weight in found.items() if name not in {node.id for node in nodes}])
        return method(values, weights / weights.sum(), types, verbose=False)

    return run


def scores(ranking: Any, panel: Any) -> np.ndarray:
    """Scores in the order of the panel's steps."""
    found = dict(zip(ranking.alternatives, ranking.scores, strict=True))
    return np.array([found[step.id] for step in panel.steps])


def in_order(values: np.ndarray, panel: Any) -> np.ndarray:
    """Columns in the order in which the nodes list the leaves."""
    leaves = [leaf.id for leaf in panel.hierarchy.leaves]
    listed = [item for node in panel.hierarchy.nodes for item in node.items if item in leaves]
    return values[:, [leaves.index(leaf) for leaf in listed]]


def in_memory(report: Report) -> None:
    """19, 1e3 and 1e5 panellists: eigenvectors of everybody, their means (AIP), TOPSIS."""
    import mcda

    taken = {}
    for people in (19, 1_000) if report.quick else (19, 1_000, 100_000):
        report.begin(f"{people:,} panellists to their ranking, in memory")
        with tempfile.TemporaryDirectory() as name:
            different = made_up.write_panel(Path(name), people)
            panel = mcda.read_panel(name)
        few = min(people, SLICE)
        ballots = [different[number % len(different)] for number in range(few)]
        values = in_order(made_up.values(17), panel)
        rank = partial(mcda.rank, panel, of="steps", priorities="eigenvector", aggregation="aip")
        only = rank(panellists=[panellist.id for panellist in panel.panellists[:few]])
        expected = scores(only, panel)
        arguments = ballots, panel.hierarchy.nodes, values
        pieces = {
            "mcda.rank, AIP, eigenvector": whole(rank),
            "mcda.rank, AIJ, geometric mean (default)": whole(partial(mcda.rank, panel, of="steps")),
            "ahpy + pymcdm": Piece(
                prepare=partial(glue, *arguments), share=few / people, expect=expected, tolerance=1e-10
            ),
            "ahpy + pymcdm, cr=False": Piece(
                prepare=partial(glue, *arguments, ratios=False), share=few / people, expect=expected, tolerance=1e-10
            ),
        }
        if people <= 1_000:
            pieces["mcda.consistency, everybody's ratios"] = whole(partial(mcda.consistency, panel))
        times = report.compare(pieces, "mcda.rank, AIP, eigenvector", rounds=15, patience=4)
        taken[people] = times["mcda.rank, AIP, eigenvector"]
        if "ahpy + pymcdm" in times:
            report.reach(f"panel {people}", times["ahpy + pymcdm, cr=False"] / taken[people])
    if 100_000 in taken:
        report.reach("panel linear", taken[100_000] / (100 * taken[1_000]))


def by_pandas(path: Path) -> Work:
    import pandas

    return lambda: pandas.read_csv(path)


def by_polars(path: Path) -> Work:
    import polars

    return lambda: polars.read_csv(path)


def by_pyarrow(path: Path) -> Work:
    from pyarrow import csv

    return lambda: csv.read_csv(path)


def regrouped(path: Path, people: int) -> list[Ballot]:
    """The ballots of the first panellists of a CSV file, by pandas."""
    import pandas

    frame = pandas.read_csv(path, nrows=54 * people)
    ballots: dict[str, Ballot] = {}
    for row in frame.itertuples(index=False):
        top, _, bottom = str(row.ratio).partition("/")
        pairs = ballots.setdefault(row.panellist, {}).setdefault(row.node, {})
        pairs[row.first, row.second] = float(top) / float(bottom or 1)
    return list(ballots.values())


def off(ballots: Sequence[Ballot], others: Sequence[Ballot]) -> float:
    """The largest difference of a judgement."""
    return max(
        abs(ballot[node][pair] - ratio)
        for ballot, other in zip(ballots, others, strict=True)
        for node, pairs in other.items()
        for pair, ratio in pairs.items()
    )


def from_csv(report: Report) -> None:
    """The same from judgements.csv, a row a judgement, with every row checked."""
    for people in (19, 1_000) if report.quick else (19, 1_000, 100_000):
        report.begin(f"{people:,} panellists to their ranking, from long CSV")
        with tempfile.TemporaryDirectory() as name:
            _so_many_from_csv(report, Path(name), people)


def _so_many_from_csv(report: Report, folder: Path, people: int) -> None:
    """So many panellists, whose files are written into the folder."""
    import mcda

    different, few, path = made_up.write_panel(folder, people), min(people, SLICE), folder / "judgements.csv"
    ballots = [different[number % len(different)] for number in range(few)]
    report.agree("ballots as pandas reads them", off(regrouped(path, few), ballots), 1e-12)
    options = {"of": "steps", "priorities": "eigenvector", "aggregation": "aip"}
    pieces = {
        "mcda.read_panel + mcda.rank": whole(lambda: mcda.rank(mcda.read_panel(folder), **options)),
        "pandas, the parse alone": Piece(prepare=partial(by_pandas, path)),
        "polars, the parse alone": Piece(prepare=partial(by_polars, path)),
        "pyarrow, the parse alone": Piece(prepare=partial(by_pyarrow, path)),
    }
    times = report.time(pieces, rounds=9, patience=6)
    sample = mcda.read_panel(made_up.PANEL)
    asked = partial(glue, ballots, sample.hierarchy.nodes, in_order(made_up.values(17), sample), ratios=False)
    rest = report.time(
        {
            "ballots": Piece(prepare=lambda: partial(regrouped, path, few), share=few / people),
            "glue": Piece(prepare=asked, share=few / people),
        }
    )
    scaled = frozenset[str]()
    if len(rest) == 2 and "pandas, the parse alone" in times:
        times["pandas + ahpy + pymcdm"] = times["pandas, the parse alone"] + rest["ballots"] + rest["glue"]
        scaled = frozenset(["pandas + ahpy + pymcdm"] if few < people else [])
    report.show(times, "mcda.read_panel + mcda.rank", scaled)
    if people == 100_000 and "polars, the parse alone" in times:
        report.reach("panel csv", times["mcda.read_panel + mcda.rank"] / times["polars, the parse alone"])


COMPARISONS = (in_memory, from_csv)
