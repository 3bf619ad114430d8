"""Processes of this machine: the same bytes however many are killed, and none left behind."""

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

import mcda
from mcda.sensitivity import LostWorkersError, UniformWeights, Workers, accumulate
from mcda.sensitivity.blocks import FEWEST, MOST, SLOWER, spans
from mcda.sensitivity.workers import _begin, _no_interruption, cores

VALUES = np.random.default_rng(0).uniform(1, 9, (7, 4))
ROOT = Path(__file__).parents[2]


def counted(draw, values=VALUES, draws=200_000, **options):
    return accumulate(draw, "topsis", np.ones(4), values, draws=draws, seed=3, **options)


def bytes_of(found):
    parts = (found.ranks, found.central_weights, found.confidence, found.pairwise)
    return b"".join(part.tobytes() for part in parts)


@dataclass(frozen=True)
class Mortal:
    """Draws weights, and kills its process once if a sign is there that it should."""

    sign: Path
    values: bool = False

    def __call__(self, rng, count):
        if self.sign.exists():
            self.sign.unlink(missing_ok=True)
            os.kill(os.getpid(), signal.SIGKILL)
        weights = UniformWeights(4)(rng, count)
        return (weights, VALUES + rng.normal(0, 0.5, (count, 7, 4))) if self.values else weights


class Deadly:
    """Kills every process that asks it."""

    def __call__(self, rng, count):  # noqa: ARG002
        os.kill(os.getpid(), signal.SIGKILL)


def test_killed_processes_cost_time_and_not_the_result(tmp_path):
    draw, small = Mortal(tmp_path / "sign"), {"block": 512, "in_flight": 2}
    here = counted(draw, **small)
    draw.sign.touch()
    told = []

    def progress(done, total):
        if not told:
            draw.sign.touch()
        told.append((done, total))

    with Workers(2) as workers:
        there = counted(draw, executor=workers, progress=progress, **small)
    assert not draw.sign.exists()
    assert bytes_of(here) == bytes_of(there)
    counts = np.cumsum([span.draws for span in spans(200_000, 512)])
    assert told == [(done, 200_000) for done in counts.tolist()]


def test_one_that_is_killed_in_the_second_pass_does_not_matter_either(tmp_path):
    draw, draws = Mortal(tmp_path / "sign", values=True), 60_000
    here = counted(draw, None, draws)

    def progress(done, total):
        assert total == 2 * draws
        if done == draws:
            draw.sign.touch()

    with Workers(2) as workers:
        there = counted(draw, None, draws, executor=workers, progress=progress)
    assert not draw.sign.exists()
    assert bytes_of(here) == bytes_of(there)


def test_work_that_kills_every_process_is_given_up():
    with Workers(1) as workers, pytest.raises(LostWorkersError, match="lost before block 0"):
        counted(Deadly(), executor=workers)


def test_patience_is_spent_here_before_processes_are_begun():
    with Workers(1, patience=60) as workers:
        assert workers.submit(os.getpid).result() == os.getpid()
        assert isinstance(workers.submit(int, "word").exception(), ValueError)
        assert workers.submit(os.getpid).result() == os.getpid()
    with Workers(1, patience=0.01) as workers:
        workers.submit(time.sleep, 0.02).result()
        assert workers.submit(os.getpid).result() != os.getpid()
        left = [workers.submit(pow, base, 2) for base in range(4)]
    assert [future.result(timeout=0) for future in left] == [0, 1, 4, 9]  # waited for, not cancelled
    with pytest.raises(RuntimeError, match="sent home"):
        workers.submit(int)


def test_as_many_as_there_are_cores_unless_told():
    assert Workers().count == cores() >= 1
    assert [Workers(count).count for count in (1, 3)] == [1, 3]
    assert Workers(1000).count == 61  # more than Windows can wait for at once
    with pytest.raises(ValueError, match="count is 0"):
        Workers(0)


def test_where_nobody_says_which_cores_may_be_used_all_are(monkeypatch):
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    for told, expected in ((5, 5), (None, 1)):
        monkeypatch.setattr(os, "cpu_count", lambda told=told: told)
        assert cores() == expected


@pytest.mark.parametrize("masked", [True, False], ids=["signals can be masked", "they cannot"])
def test_an_interruption_waits_until_processes_are_begun(monkeypatch, masked):
    if not masked:
        monkeypatch.delattr(signal, "pthread_sigmask", raising=False)
    seen = []
    before = signal.signal(signal.SIGINT, lambda number, _: seen.append(number))
    try:
        with _no_interruption():
            signal.raise_signal(signal.SIGINT)
            assert seen == []
        assert seen == [signal.SIGINT]
        signal.raise_signal(signal.SIGINT)
        assert seen == [signal.SIGINT] * 2
    finally:
        signal.signal(signal.SIGINT, before)


def test_processes_are_begun_from_any_thread():
    """Only the main thread may say what becomes of Ctrl+C."""

    def begin():
        with _no_interruption():
            return signal.getsignal(signal.SIGINT)

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with ThreadPoolExecutor(1) as threads:
            assert threads.submit(begin).result() is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_process_leaves_interruptions_to_the_one_that_began_it_and_ends_with_it(monkeypatch):
    ended, parent = threading.Event(), threading.Event()
    parent.join = parent.wait
    codes = []
    handler, threads = signal.getsignal(signal.SIGINT), set(threading.enumerate())
    with monkeypatch.context() as patch:
        patch.setattr(multiprocessing, "parent_process", lambda: parent)
        patch.setattr(os, "_exit", lambda code: (codes.append(code), ended.set()))
        try:
            _begin()
            assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
        finally:
            signal.signal(signal.SIGINT, handler)
        (waiting,) = set(threading.enumerate()) - threads
        assert waiting.daemon
        assert codes == []
        parent.set()
        assert ended.wait(10)
    assert codes == [1]


def test_a_panel_asks_them():
    panel = mcda.read_panel(ROOT / "sample_panels" / "house")
    with Workers(2) as workers:
        there = mcda.sensitivity(panel, draws=9_000, doubt=["rounding"], executor=workers, in_flight=3)
    assert there.to_dict() == mcda.sensitivity(panel, draws=9_000, doubt=["rounding"]).to_dict()


def alive(pid):
    """Whether a process is there and has not ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def gone(pids, seconds=30):
    """Whether all those processes end within that time."""
    end = time.monotonic() + seconds
    while any(map(alive, pids)):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes in /proc")
def test_none_is_left_behind_when_something_goes_wrong():
    def failing():
        with Workers(2) as workers:
            pids.append(workers.submit(os.getpid).result())
            for _ in range(2):
                workers.submit(time.sleep, 600)
            pids.extend(process.pid for process in multiprocessing.active_children())
            raise KeyboardInterrupt

    pids = []
    with pytest.raises(KeyboardInterrupt):
        failing()
    assert len(set(pids)) >= 2
    assert gone(pids)


ENDLESS = """
import os, time
from mcda.sensitivity import Workers
workers = Workers(1)
print(workers.submit(os.getpid).result(), flush=True)
workers.submit(time.sleep, 600).result()
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes in /proc")
def test_none_is_left_behind_by_a_process_that_is_killed():
    asked = [sys.executable, "-c", ENDLESS]
    with subprocess.Popen(asked, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)}) as parent:
        pid = int(parent.stdout.readline())
        parent.kill()
    assert gone([pid])


@pytest.mark.parametrize("draws", [1, 8_192, 8_193, 600_000, 10**7])
def test_tasks_are_smaller_where_draws_take_longer(draws):
    quick, slow = (list(spans(draws, fewest=FEWEST // by, most=MOST // by)) for by in (1, SLOWER))
    for found in (quick, slow):
        assert sum(span.draws for span in found) == draws
    assert max(span.stop - span.first for span in slow) <= MOST // SLOWER
    assert len(slow) >= len(quick)
