"""Processes that answer at the same time, and processes that are killed while they answer."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from criteria.journal import read_log

WRITER = Path(__file__).with_name("journal_writer.py")
SIGNALS = [signal.SIGKILL, signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])]


def environment():
    """What a process needs to find the tool."""
    return {**os.environ, "PYTHONPATH": str(WRITER.parents[2])}


def started(folder, panellist, count, pause=0):
    """A process that is ready to answer."""
    return subprocess.Popen(
        [sys.executable, str(WRITER), str(folder), panellist, str(count), str(pause)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment(),
        bufsize=0,  # else communicate() would miss what was read ahead
    )


def begin(writer):
    """Let a process answer."""
    writer.stdin.write(b"\n")
    writer.stdin.flush()


def many_answer(folder, writers, each, meanwhile=lambda: None):
    """The events after so many processes have answered so often at once; each answer must be there, in its order."""
    processes = [started(folder, f"P{number}", each) for number in range(writers)]
    for process in processes:
        begin(process)
    meanwhile()
    said = [process.communicate(timeout=600)[0].decode().split() for process in processes]
    assert [process.returncode for process in processes] == [0] * writers
    log = read_log(folder, thorough=True)
    assert log.faults == ()
    for number, ids in enumerate(said):
        assert len(ids) == each
        assert [event.id for event in log.events if event.action.panellist == f"P{number}"] == ids
    assert len(log.events) == writers * each
    return log.events


def kill_many(folder, times, seed, longest=0.03):
    """Kill a process that answers so many times; how many answers were acknowledged in all.

    After each kill the journal holds all that was acknowledged, at most one answer more, and no fault.
    """
    rng = random.Random(seed)
    acknowledged = 0
    stored = []
    waiting = started(folder, "P1", 0)
    for _ in range(times):
        process, waiting = waiting, started(folder, "P1", 0)  # the next one starts meanwhile
        begin(process)
        first = process.stdout.readline() if rng.random() < 0.7 else b""  # the others die while they open the file
        time.sleep(rng.uniform(0, longest))
        process.send_signal(rng.choice(SIGNALS))
        told, _ = process.communicate(timeout=60)
        whole, _, torn = (first + told).decode().rpartition("\n")
        assert torn == ""
        log = read_log(folder)
        assert log.faults == ()
        ids = [event.id for event in log.events]
        new = ids[len(stored) :]
        assert ids[: len(stored)] == stored
        assert new[: len(whole.split())] == whole.split()
        assert len(new) - len(whole.split()) <= 1
        acknowledged += len(whole.split())
        stored = ids
    waiting.kill()
    waiting.communicate()
    assert read_log(folder, thorough=True).faults == ()
    return acknowledged
