"""How far the peak of a process rises above what it needed before, each piece of work in a process of its own."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

import acceptability
import files
import made_up
import noise
import panel
import ranking
from side_by_side import Report, Work

STATUS = Path("/proc/self/status")
MILLION = 1_000_000


def _topsis(name: str) -> Work:
    """One ranking of a million, by us or by a peer."""
    peer = ranking.PEERS.get(name, ranking.ours)
    peer(made_up.values(50), made_up.weights(1)[0])()
    return peer(made_up.values(MILLION), made_up.weights(1)[0])


def _file() -> Work:
    """The hundred best of 5e6 rows of Parquet."""
    folder = tempfile.TemporaryDirectory()
    few = Path(folder.name) / "few"
    few.mkdir()
    files.write(few, 1_000)
    files.best(few)()
    files.write(Path(folder.name), files.ROWS)
    work = files.best(Path(folder.name))

    def run() -> None:
        work()
        folder.cleanup()

    return run


def _draws(alternatives: int, draws: int) -> Work:
    """Ranks over so many draws; what a thousand need to be imported is there before."""
    acceptability.ours(made_up.values(alternatives), 1)()
    return acceptability.ours(made_up.values(alternatives), draws)


def _draws_by_pysensmcda(draws: int) -> Work:
    acceptability.by_pysensmcda(made_up.values(17), made_up.weights(10))()
    return acceptability.by_pysensmcda(made_up.values(17), made_up.weights(draws))


def _panel(people: int) -> Work:
    """A panel read from CSV, its ranking by AIP."""
    import mcda

    folder = tempfile.TemporaryDirectory()
    made_up.write_panel(Path(folder.name), people)
    options = {"of": "steps", "priorities": "eigenvector", "aggregation": "aip"}

    def run() -> None:
        mcda.rank(mcda.read_panel(folder.name), **options)
        folder.cleanup()

    return run


def _panel_by_peers(people: int) -> Work:
    """The same panel by pandas, ahpy and pymcdm."""
    import mcda

    folder = tempfile.TemporaryDirectory()
    path = Path(folder.name)
    made_up.write_panel(path, people)
    read = mcda.read_panel(made_up.PANEL)
    values = panel.in_order(made_up.values(17), read)
    panel.glue(panel.regrouped(path / "judgements.csv", 2), read.hierarchy.nodes, values, ratios=False)()

    def run() -> None:
        ballots = panel.regrouped(path / "judgements.csv", people)
        panel.glue(ballots, read.hierarchy.nodes, values, ratios=False)()
        folder.cleanup()

    return run


def _noise(aggregation: str) -> Work:
    """Judgement noise of 19 panellists."""
    import mcda

    with tempfile.TemporaryDirectory() as name:
        made_up.write_panel(Path(name), 19)
        read = mcda.read_panel(name)
    options = {"doubt": ["inconsistency"], "aggregation": aggregation, "priorities": "eigenvector"}
    mcda.sensitivity(read, "steps", draws=1, **options)
    return partial(mcda.sensitivity, read, "steps", draws=noise.DRAWS, **options)


WORK = {
    "TOPSIS 1e6 x 24, mcda": partial(_topsis, "mcda"),
    **{f"TOPSIS 1e6 x 24, {name}": partial(_topsis, name) for name in ranking.PEERS},
    "the hundred best of 5e6 rows of Parquet": _file,
    "acceptability 17 x 24, 1e4 draws": partial(_draws, 17, 10_000),
    "acceptability 17 x 24, 1e6 draws": partial(_draws, 17, MILLION),
    "acceptability 17 x 24, 1e8 draws": partial(_draws, 17, 100 * MILLION),
    "acceptability 100 x 24, 1e6 draws": partial(_draws, 100, MILLION),
    "acceptability 17 x 24, 1e4 draws, pysensmcda": partial(_draws_by_pysensmcda, 10_000),
    "1e3 panellists from long CSV, mcda": partial(_panel, 1_000),
    "1e5 panellists from long CSV, mcda": partial(_panel, 100_000),
    "1e3 panellists from long CSV, pandas + ahpy + pymcdm": partial(_panel_by_peers, 1_000),
    "judgement noise AIJ, 1e4 draws": partial(_noise, "aij"),
    "judgement noise AIP, 1e4 draws": partial(_noise, "aip"),
}
"""Name -> what prepares the work."""
SLOW = (
    "the hundred best of 5e6 rows of Parquet",
    "acceptability 17 x 24, 1e8 draws",
    "1e5 panellists from long CSV, mcda",
    "TOPSIS 1e6 x 24, pymcdm",
    "TOPSIS 1e6 x 24, pyrepo-mcda",
    "TOPSIS 1e6 x 24, pyDecision",
    "TOPSIS 1e6 x 24, scikit-criteria",
)
"""Left out of a quick run."""


def peaks(report: Report) -> None:
    """All of them, and the targets."""
    report.begin("Peak memory beyond what was there before")
    if not STATUS.exists():
        report.fail("all", "this system does not tell a process's peak as Linux does")
        return
    found: dict[str, float] = {}
    for name in WORK:
        if report.quick and name in SLOW:
            continue
        done = subprocess.run([sys.executable, __file__, name], capture_output=True, text=True)
        if done.returncode:
            report.fail(name, (done.stderr.strip().splitlines() or ["it ended without a word"])[-1])
            continue
        found[name] = float(done.stdout.splitlines()[-1])
        report.remember(name, found[name])
    million, hundred = (found.get(f"acceptability 17 x 24, {draws} draws") for draws in ("1e6", "1e8"))
    if "TOPSIS 1e6 x 24, mcda" in found:
        report.reach("topsis memory", found["TOPSIS 1e6 x 24, mcda"] / (MILLION * made_up.M * 8 / 1e6))
    if (best := found.get("the hundred best of 5e6 rows of Parquet")) is not None:
        report.reach("file memory", best - files.ROWS * 8 / 1e6)  # a score is eight bytes
    if "acceptability 100 x 24, 1e6 draws" in found:
        report.reach("acceptability memory", found["acceptability 100 x 24, 1e6 draws"])
    if million is not None and hundred is not None:
        report.reach("acceptability growth", max(hundred - million, 0.0))


def peak() -> float:
    """The most memory that this process has had since the peak was last forgotten, in megabytes."""
    line = next(line for line in STATUS.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024 / 1e6


def main(name: str) -> None:
    """Do one piece of work and print by how much the peak rose."""
    work = WORK[name]()
    Path("/proc/self/clear_refs").write_text("5")  # the peak is what there is now
    before = peak()
    work()
    print(peak() - before)


COMPARISONS = (peaks,)

if __name__ == "__main__":
    main(sys.argv[1])
