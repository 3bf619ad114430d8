"""Side by side with the peers, in one run: `python benchmarks/run.py`. Prints ratios and checks that the answers agree.

Minima of interleaved repetitions; read the ratios, not the times. Not part of the tests.
"""

from __future__ import annotations

import csv
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
PANEL = ROOT / "sample_panels" / "telemedicine"

SCRIPT = """
import argparse, csv
import numpy as np
parser = argparse.ArgumentParser()
parser.add_argument("file")
rows = list(csv.reader(open(parser.parse_args().file)))
values = np.array([[float(cell) for cell in row[1:]] for row in rows[1:]])
weighted = values / np.sqrt((values**2).sum(axis=0)) / values.shape[1]
worst = np.sqrt(((weighted - weighted.min(axis=0)) ** 2).sum(axis=1))
best = np.sqrt(((weighted - weighted.max(axis=0)) ** 2).sum(axis=1))
scores = worst / (worst + best)
for place in np.argsort(-scores):
    print(rows[place + 1][0], scores[place])
"""
PEER_SCRIPT = """
import sys
import numpy as np, pandas
from pymcdm.methods import TOPSIS
from pymcdm.normalizations import vector_normalization
frame = pandas.read_csv(sys.argv[1], index_col=0)
m = frame.shape[1]
print(pandas.Series(TOPSIS(vector_normalization)(frame.to_numpy(), np.full(m, 1 / m), np.ones(m)), frame.index))
"""


def interleaved(work: dict[str, Callable[[], object]], repetitions: int) -> dict[str, float]:
    """The shortest time of each piece of work, in seconds, the pieces taking turns."""
    shortest = dict.fromkeys(work, float("inf"))
    for _ in range(repetitions):
        for name, piece in work.items():
            begin = time.perf_counter()
            piece()
            shortest[name] = min(shortest[name], time.perf_counter() - begin)
    return shortest


def show(title: str, times: dict[str, float], base: str) -> None:
    print(f"\n{title}\n{'':<34}{'ms':>10}  {'x ' + base}")
    for name, seconds in times.items():
        print(f"{name:<34}{1e3 * seconds:>10.2f}  {seconds / times[base]:.2f}")


def small_panel(folder: Path) -> None:
    """17 alternatives measured under 24 criteria of equal weight."""
    rng = np.random.default_rng(0)
    criteria = "".join(f"  - {{id: c{j}, weight: {1 / 24}}}\n" for j in range(24))
    solutions = "".join(f"  - {{id: a{i}}}\n" for i in range(17))
    (folder / "panel.yaml").write_text(f"criteria:\n{criteria}solutions:\n{solutions}")
    with (folder / "performance.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["alternative", *(f"c{j}" for j in range(24))])
        writer.writerows([f"a{i}", *row] for i, row in enumerate(rng.uniform(1, 9, (17, 24)).round(3)))


def cold_start() -> None:
    """Whole processes, from nothing to the answer."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        small_panel(folder)
        script, peer = folder / "script.py", folder / "peer.py"
        script.write_text(SCRIPT)
        peer.write_text(PEER_SCRIPT)
        mcda, table = Path(sys.executable).with_name("mcda"), folder / "performance.csv"
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "mcda --help": [mcda, "--help"],
            "argparse + numpy script, 17 x 24": [sys.executable, script, table],
            "mcda rank, 17 x 24": [mcda, "rank", folder],
            "mcda rank, telemedicine": [mcda, "rank", PANEL],
            "pandas + pymcdm script, 17 x 24": [sys.executable, peer, table],
        }
        environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}

        def process(command: list[object]) -> Callable[[], object]:
            return lambda: subprocess.run(command, capture_output=True, check=True, env=environment)

        times = interleaved({name: process(command) for name, command in commands.items()}, 9)
    show("Cold start", times, "python -c pass")
    show("Cold start", times, "argparse + numpy script, 17 x 24")


def whole_panel() -> None:
    """19 panellists, 9 nodes, 17 steps under 24 sub-themes: from the judgements in memory to the order."""
    import ahpy
    from pymcdm.methods import TOPSIS
    from pymcdm.normalizations import vector_normalization

    import mcda

    panel = mcda.read_panel(PANEL)
    judgements = list(panel.judgements)
    values = mcda.rank(panel, priorities="eigenvector").values
    nodes = panel.hierarchy.nodes

    def peers() -> dict[str, float]:
        found: dict[str, float] = {"goal": 1.0}
        for node in nodes:
            pairs: dict[tuple[str, str], list[float]] = {}
            for judgement in judgements:
                if judgement.node == node.id:
                    pairs.setdefault((judgement.first, judgement.second), []).append(judgement.ratio)
            means = {pair: float(np.exp(np.mean(np.log(ratios)))) for pair, ratios in pairs.items()}
            local = ahpy.Compare(node.id, means, precision=12).local_weights
            found |= {item: found[node.id] * float(local[item]) for item in node.items}
        weights = np.array([found[leaf.id] for leaf in panel.hierarchy.leaves])
        TOPSIS(vector_normalization)(values, weights / weights.sum(), np.ones(24))
        return found

    def ours() -> mcda.results.weights.Weights:
        weights = mcda.weights(panel, priorities="eigenvector")
        mcda.rank(panel, priorities="eigenvector")
        return weights

    theirs, mine = peers(), ours()
    error = max(abs(theirs[leaf.id] - mine[leaf.id]) for leaf in panel.hierarchy.leaves)
    print(f"\nLargest difference of a weight: {error:.1e}")
    work = {
        "mcda.weights, geometric mean": lambda: mcda.weights(panel),
        "mcda.rank, geometric mean": lambda: mcda.rank(panel),
        "mcda.weights + mcda.rank, eigenvector": ours,
        "ahpy + pymcdm, group only": peers,
        "mcda.consistency, 19 x 9 nodes": lambda: mcda.consistency(panel),
    }
    show("A panel of 19 to its ranking, in memory", interleaved(work, 15), "mcda.rank, geometric mean")


def million_judgements() -> None:
    """Reading and weighing 18,519 panellists with 54 judgements each, in a process of its own."""
    with (PANEL / "judgements.csv").open(encoding="utf-8", newline="") as file:
        ballot = [row for row in csv.DictReader(file) if row["panellist"] == "P01"]
    with tempfile.TemporaryDirectory() as name:
        folder, people = Path(name), 1_000_000 // len(ballot) + 1
        listed = "".join(f"  - {{id: P{i:05d}}}\n" for i in range(people))
        (folder / "panel.yaml").write_text(f"catalogue: telemedicine\npanellists:\n{listed}")
        with (folder / "judgements.csv").open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["panellist", "node", "first", "second", "ratio"])
            for i in range(people):
                writer.writerows([f"P{i:05d}", b["node"], b["first"], b["second"], b["ratio"]] for b in ballot)
        lines = (folder / "judgements.csv").read_text()

        def raw() -> None:
            for _ in csv.reader(lines.splitlines()):
                pass

        code = (
            "import sys, time, resource, mcda\n"
            "begin = time.perf_counter()\n"
            "panel = mcda.read_panel(sys.argv[1])\n"
            "read = time.perf_counter()\n"
            "mcda.weights(panel)\n"
            "peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024\n"
            "print(read - begin, time.perf_counter() - read, peak, len(panel.judgements))\n"
        )
        done = subprocess.run([sys.executable, "-c", code, folder], capture_output=True, check=True, text=True)
        reading, weighing, peak, count = map(float, done.stdout.split())
        bound = interleaved({"csv": raw}, 3)["csv"]
    print(f"\n{count:,.0f} judgements")
    print(f"read and checked in {reading:.2f} s, {reading / bound:.1f} times csv.reader alone")
    print(f"weighed in {weighing:.2f} s")
    print(f"peak memory of the process {peak:.0f} MB")


BARE_APP = """
from textual.app import App
from textual.widgets import Static

class Bare(App):
    def compose(self):
        yield Static("first frame")

Bare().run()
"""


def first_output(command: list[str], words: bytes) -> None:
    """Run a command in a terminal of 80x24 until it has shown the words, then kill it."""
    import fcntl
    import pty
    import struct
    import termios

    terminal, other = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    environment = {**os.environ, "TERM": "xterm-256color"}
    process = subprocess.Popen(
        command, stdin=other, stdout=other, stderr=other, env=environment, start_new_session=True
    )
    os.close(other)
    shown = b""
    while words not in shown:
        shown += os.read(terminal, 65_536)
    process.kill()
    process.wait()
    os.close(terminal)


def sitting() -> None:
    """A sitting in a terminal: from the command to the first frame and to the list of panellists; an answer saved."""
    import sqlite3

    from criteria.events import Action, Kind, Pair
    from criteria.journal import Journal

    mcda = str(Path(sys.executable).with_name("mcda"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "panel.yaml").write_bytes((PANEL / "panel.yaml").read_bytes())
        judge = [mcda, "judge", name]
        work: dict[str, Callable[[], object]] = {
            "bare Textual app": lambda: first_output([sys.executable, "-c", BARE_APP], b"first frame"),
            "mcda judge, first frame": lambda: first_output(judge, b"panel is read"),
            "mcda judge, who sits down": lambda: first_output(judge, b"Who sits down"),
        }
        show("A sitting, to the first frame", interleaved(work, 7), "bare Textual app")

        journal = Journal(folder)
        action = Action(kind=Kind.JUDGED, panellist="P08", subject=Pair("goal", "policy", "legal"), value=3.0)
        plain = sqlite3.connect(folder / "plain.db", isolation_level=None)
        plain.executescript("PRAGMA synchronous=EXTRA; CREATE TABLE answers (text TEXT);")
        row = "x" * 250

        def insert() -> None:
            plain.execute("BEGIN IMMEDIATE")
            plain.execute("INSERT INTO answers VALUES (?)", (row,))
            plain.execute("COMMIT")

        saving = {"bare INSERT, synchronous=EXTRA": insert, "Journal.append": lambda: journal.append([action])}
        show("An answer saved", interleaved(saving, 200), "bare INSERT, synchronous=EXTRA")
        journal.close()
        plain.close()


def sweeping() -> None:
    """The order of 17 steps while one weight goes from 0 to 1, with every exact point at which it changes."""
    from pymcdm.methods import TOPSIS
    from pymcdm.normalizations import vector_normalization

    import mcda

    panel = mcda.read_panel(PANEL)
    ranking = mcda.rank(panel)
    start, end = mcda.sensitivity.weight_path(ranking.weights, [0])

    def peer() -> None:
        method, types = TOPSIS(vector_normalization), np.ones(24)
        for share in np.linspace(0, 1, 101):
            weights = (1 - share) * start + share * end
            method(ranking.values, weights / weights.sum(), types, verbose=False)

    work = {
        "mcda.sweep, with crossings": lambda: mcda.sweep(panel, ranking.criteria[0]),
        "pymcdm TOPSIS, 101 weights": peer,
    }
    show("A weight swept, in memory", interleaved(work, 15), "mcda.sweep, with crossings")


def acceptability() -> None:
    """Ranks of 17 and of 100 alternatives under 1,000,000 uniform weights of 24 criteria, one thread each."""
    from pymcdm.methods import TOPSIS
    from pymcdm.normalizations import vector_normalization

    from mcda.sensitivity import UniformWeights, accumulate

    slice_, whole, signs = 2_000, 1_000_000, np.ones(24)
    method = TOPSIS(vector_normalization)
    for a, goal in ((17, 650), (100, 200)):
        rng = np.random.default_rng(0)
        values, weights = rng.uniform(1, 9, (a, 24)), rng.dirichlet(np.ones(24), slice_)

        def peer(values: np.ndarray = values, weights: np.ndarray = weights, a: int = a) -> np.ndarray:
            counts = np.zeros((a, a))
            for w in weights:
                scores = method(values, w, signs, validation=False, verbose=False)
                counts[(-scores).argsort(), np.arange(a)] += 1
            return counts / len(weights)

        def ours(pairs: bool, values: np.ndarray = values) -> np.ndarray:
            return accumulate(UniformWeights(24), "topsis", signs, values, draws=whole, seed=0, pairs=pairs).ranks

        print(f"\nLargest difference of a share, {a} alternatives: {abs(peer() - ours(False)).max():.3f}")
        work: dict[str, Callable[[], object]] = {
            f"pymcdm, unchecked, {slice_:,}": peer,
            "mcda, ranks and central weights": lambda ours=ours: ours(False),
            "mcda, pairs too": lambda ours=ours: ours(True),
        }
        times = interleaved(work, 7)
        loop = times.pop(f"pymcdm, unchecked, {slice_:,}") * whole / slice_
        print(f"{a} x 24, {whole:,} draws: the loop would take {loop:.0f} s")
        for name, seconds in times.items():
            print(f"{name:<34}{1e3 * seconds:>10.1f} ms  1/{loop / seconds:.0f} of the loop (aimed at: 1/{goal})")


MEMORY_OF_DRAWS = """
import sys
import numpy as np
from mcda.sensitivity import UniformWeights, accumulate
def peak():
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM")) / 1024
values, signs = np.random.default_rng(0).uniform(1, 9, (100, 24)), np.ones(24)
before = peak()
accumulate(UniformWeights(24), "topsis", signs, values, draws=int(sys.argv[1]), seed=0)
print(peak() - before)
"""


def memory_of_draws() -> None:
    """How far the peak of a process rises above what it needs before, 100 x 24. Linux only."""
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    for draws in (100_000, 1_000_000):
        command = [sys.executable, "-c", MEMORY_OF_DRAWS, str(draws)]
        done = subprocess.run(command, capture_output=True, check=True, text=True, env=environment)
        print(f"{draws:>9,} draws: {float(done.stdout):.1f} MB more (aimed at: at most 32, and no more for more draws)")


def acceptability_on_two_cores() -> None:
    """17 x 24, 10,000,000 draws: one thread, two threads, two processes; the bytes are compared."""
    from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

    from mcda.sensitivity import UniformWeights, accumulate

    values, signs = np.random.default_rng(0).uniform(1, 9, (17, 24)), np.ones(24)

    def ours(executor: ThreadPoolExecutor | ProcessPoolExecutor | None) -> bytes:
        found = accumulate(
            UniformWeights(24), "topsis", signs, values, draws=10_000_000, seed=0, pairs=False, executor=executor
        )
        return found.ranks.tobytes() + found.central_weights.tobytes()

    with ThreadPoolExecutor(2) as threads, ProcessPoolExecutor(2) as processes:
        assert ours(None) == ours(threads) == ours(processes)
        work = {"one thread": None, "two threads": threads, "two processes": processes}
        times = interleaved({name: lambda each=each: ours(each) for name, each in work.items()}, 3)
    show("10,000,000 draws, 17 x 24", times, "one thread")


def main() -> None:
    """All of it."""
    cold_start()
    whole_panel()
    sweeping()
    acceptability()
    memory_of_draws()
    acceptability_on_two_cores()
    sitting()
    million_judgements()
    print(f"\npeak memory of this script {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
