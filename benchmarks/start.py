"""Whole processes from nothing: to the help, to a ranking, to the first frame of a sitting; and an answer saved."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

import made_up
from side_by_side import Report, Work, whole

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
scores = TOPSIS(vector_normalization)(frame.to_numpy(), np.full(m, 1 / m), np.ones(m))
for name, score in pandas.Series(scores, frame.index).sort_values(ascending=False).items():
    print(name, score)
"""
BARE_APP = """
from textual.app import App
from textual.widgets import Static

class Bare(App):
    def compose(self):
        yield Static("first frame")

Bare().run()
"""


def command(name: str) -> str:
    """A command of the environment that runs this."""
    return str(Path(sys.executable).with_name(name))


def process(words: list[str]) -> Work:
    """A whole process, to its end; gives what it printed."""
    return lambda: subprocess.run(words, capture_output=True, check=True, text=True).stdout


def printed_scores(text: str, name: int, score: int, separator: str | None) -> dict[str, float]:
    """Alternative -> score, from the columns of printed lines that hold them."""
    rows = [line.split(separator) for line in text.splitlines()]
    return {row[name]: float(row[score]) for row in rows if row and row[score][0].isdigit()}


def cold(report: Report) -> None:
    """From the command to the answer, one BLAS thread for all."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made_up.write_small_panel(folder)
        script, peer, table = folder / "script.py", folder / "peer.py", str(folder / "performance.csv")
        script.write_text(SCRIPT)
        peer.write_text(PEER_SCRIPT)
        mcda, python = command("mcda"), sys.executable
        report.begin("Cold start")
        plain, theirs = [python, str(script), table], [python, str(peer), table]
        expected = printed_scores(process(plain)(), 0, 1, None)
        answers = {
            "mcda rank": printed_scores(process([mcda, "rank", name, "--format", "csv"])(), 1, 3, ","),
            "pandas + pymcdm script": printed_scores(process(theirs)(), 0, 1, None),
        }
        for who, answer in answers.items():
            largest = max(abs(answer[key] - value) for key, value in expected.items())
            report.agree(who, largest, 1e-11)
        pieces = {
            "python -c pass": whole(process([python, "-c", "pass"])),
            "mcda --help": whole(process([mcda, "--help"])),
            "argparse + numpy script, 17 x 24": whole(process(plain)),
            "mcda rank, 17 x 24": whole(process([mcda, "rank", name])),
            "mcda rank, 19 panellists": whole(process([mcda, "rank", str(made_up.PANEL)])),
            "pandas + pymcdm script, 17 x 24": whole(process(theirs)),
        }
        times = report.compare(pieces, "python -c pass", rounds=11, patience=12)
    report.reach("help", times["mcda --help"] / times["python -c pass"])
    report.reach("rank script", times["mcda rank, 17 x 24"] / times["argparse + numpy script, 17 x 24"])
    report.reach("rank peer", times["pandas + pymcdm script, 17 x 24"] / times["mcda rank, 17 x 24"])


def until_shown(words: list[str], shown: bytes) -> None:
    """Run a command in a terminal of 80x24 until it has shown these words, then kill it."""
    import fcntl
    import pty
    import struct
    import termios

    terminal, other = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    environment = {**os.environ, "TERM": "xterm-256color"}
    started = subprocess.Popen(words, stdin=other, stdout=other, stderr=other, env=environment, start_new_session=True)
    os.close(other)
    found = b""
    try:
        while shown not in found:
            found += os.read(terminal, 65_536)
    except OSError:  # the terminal closes with the process
        raise RuntimeError(f"ended before it showed {shown.decode()!r}: {found[-200:]!r}") from None
    finally:
        started.kill()
        started.wait()
        os.close(terminal)


def first_frames(report: Report) -> None:
    """A sitting in a terminal, from the command to the first frame and to the list of panellists."""
    report.begin("A sitting, to the first frame")
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "panel.yaml").write_bytes((made_up.PANEL / "panel.yaml").read_bytes())
        judge = [command("mcda"), "judge", name]
        pieces = {
            "minimal Textual app": whole(partial(until_shown, [sys.executable, "-c", BARE_APP], b"first frame")),
            "mcda judge, first frame": whole(partial(until_shown, judge, b"panel is read")),
            "mcda judge, who sits down": whole(partial(until_shown, judge, b"Who sits down")),
        }
        times = report.compare(pieces, "minimal Textual app", rounds=9, patience=12)
    if {"minimal Textual app", "mcda judge, first frame"} <= times.keys():
        report.reach("first frame", times["mcda judge, first frame"] / times["minimal Textual app"])


def an_answer_saved(report: Report) -> None:
    """An answer on the disk, with its hash, beside a bare row in SQLite that is as safe."""
    from criteria.events import Action, Kind, Pair
    from criteria.journal import Journal

    report.begin("An answer saved")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "panel.yaml").write_bytes((made_up.PANEL / "panel.yaml").read_bytes())
        journal = Journal(folder)
        action = Action(kind=Kind.JUDGED, panellist="P08", subject=Pair("goal", "policy", "legal"), value=3.0)
        plain = sqlite3.connect(folder / "plain.db", isolation_level=None)
        plain.executescript("PRAGMA synchronous=EXTRA; CREATE TABLE answers (text TEXT);")

        def insert() -> None:
            plain.execute("BEGIN IMMEDIATE")
            plain.execute("INSERT INTO answers VALUES (?)", ("x" * 250,))
            plain.execute("COMMIT")

        pieces = {
            "bare INSERT, synchronous=EXTRA": whole(insert),
            "Journal.append": whole(partial(journal.append, [action])),
        }
        report.compare(pieces, "bare INSERT, synchronous=EXTRA", rounds=200)
        journal.close()
        plain.close()


COMPARISONS = (cold, first_frames, an_answer_saved)
