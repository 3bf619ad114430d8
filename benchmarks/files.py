"""Alternatives by the million that stay in a file: scores of all rows, and the best of a panel's ranking."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np

import made_up
from side_by_side import Piece, Report, Work, whole

ROWS, QUICK_ROWS = 5_000_000, 500_000
BLOCK = 1 << 17
NAMES = [f"c{number}" for number in range(made_up.M)]


def write(folder: Path, rows: int) -> None:
    """float32 values as columns of an array on disk and as Parquet, beside a panel that weighs all criteria alike."""
    import pyarrow
    import pyarrow.parquet

    made_up.write_small_panel(folder)
    columns = np.lib.format.open_memmap(folder / "values.npy", "w+", np.float32, (made_up.M, rows))
    for number, column in enumerate(columns):
        column[:] = np.random.default_rng(number).uniform(1, 9, rows)
    columns.flush()
    table = pyarrow.table({"alternative": [f"m{row}" for row in range(rows)], **dict(zip(NAMES, columns, strict=True))})
    pyarrow.parquet.write_table(table, folder / "values.parquet")


def ours(folder: Path) -> Work:
    """All scores, from the array on disk."""
    import mcda

    values = np.load(folder / "values.npy", mmap_mode="r").T
    weights, signs = np.ones(made_up.M), np.ones(made_up.M)

    def blocks() -> Iterator[np.ndarray]:
        return (values[start : start + BLOCK] for start in range(0, len(values), BLOCK))

    return lambda: np.concatenate(list(mcda.ranking.streamed_scores(blocks, weights, signs)))


def best(folder: Path) -> Work:
    """The hundred best, by the panel's weights, from Parquet, with their ids and every cell checked."""
    import mcda

    panel = mcda.read_panel(folder)
    return lambda: mcda.rank_file(panel, folder / "values.parquet", top=100, method="topsis")


def by_polars(folder: Path) -> Work:
    """All scores, from Parquet, streaming: one query for norms and ideals, one for the scores."""
    import polars

    frame = polars.scan_parquet(folder / "values.parquet")

    def run() -> np.ndarray:
        columns = [polars.col(name).cast(polars.Float64) for name in NAMES]
        found = frame.select(
            *((column**2).sum().alias(f"s{column.meta.output_name()}") for column in columns),
            *(column.min().alias(f"l{column.meta.output_name()}") for column in columns),
            *(column.max().alias(f"h{column.meta.output_name()}") for column in columns),
        ).collect(engine="streaming")
        known = found.row(0, named=True)
        units = [known[f"s{name}"] ** 0.5 for name in NAMES]
        best, worst = (
            sum(
                ((column - known[f"{end}{name}"]) / unit) ** 2
                for name, column, unit in zip(NAMES, columns, units, strict=True)
            ).sqrt()
            for end in "hl"
        )
        return frame.select(worst / (worst + best)).collect(engine="streaming").to_series().to_numpy()

    return run


def by_dask(folder: Path) -> Work:
    """All scores, from the array on disk, as expressions on chunks."""
    import dask
    import dask.array

    columns = np.load(folder / "values.npy", mmap_mode="r")
    dask.config.set(scheduler="threads")

    def run() -> np.ndarray:
        values = dask.array.from_array(columns, chunks=(made_up.M, BLOCK)).astype(np.float64)
        squares, low, high = dask.compute((values**2).sum(axis=1), values.min(axis=1), values.max(axis=1))
        unit = np.sqrt(squares)[:, None]
        best = dask.array.sqrt((((values - high[:, None]) / unit) ** 2).sum(axis=0))
        worst = dask.array.sqrt((((values - low[:, None]) / unit) ** 2).sum(axis=0))
        return (worst / (worst + best)).compute()

    return run


def many_alternatives(report: Report) -> None:
    """5e6 x 24, float32, twelve bytes a row at most in memory."""
    rows = QUICK_ROWS if report.quick else ROWS
    report.begin(f"TOPSIS out of core, {rows:,} x 24")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, rows)
        expected = ours(folder)()
        peers: dict[str, Callable[[Path], Work]] = {"polars, streaming": by_polars, "dask.array": by_dask}
        pieces = {"mcda.ranking.streamed_scores": whole(ours(folder))}
        pieces |= {
            peer: Piece(prepare=partial(work, folder), expect=expected, tolerance=1e-12) for peer, work in peers.items()
        }
        pieces["mcda.rank_file, the hundred best"] = Piece(prepare=partial(best, folder))
        times = report.compare(pieces, "mcda.ranking.streamed_scores", rounds=5, patience=6)
    mine = times["mcda.ranking.streamed_scores"]
    for key, peer in (("file polars", "polars, streaming"), ("file dask", "dask.array")):
        if peer in times and not report.quick:
            report.reach(key, times[peer] / mine)


COMPARISONS = (many_alternatives,)
