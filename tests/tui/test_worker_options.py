"""`mcda sensitivity` with workers: real processes, a real Dask scheduler, killed in the middle; errors in one line."""

import contextlib
import os
import pty
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tui.commands import workers
from tui.commands.group import run

ROOT = Path(__file__).parents[2]
HOUSE, TELEMEDICINE = (str(ROOT / "sample_panels" / name) for name in ("house", "telemedicine"))
LONG = [TELEMEDICINE, "--of", "steps", "--draws", "8e4", "--seed", "4", "-q", "--format", "json"]
"""Some seconds of work, twice through all draws."""
SECONDS = 120
"""A limit for whatever is waited for, on a machine that has much else to do."""
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes in /proc")


def until(holds):
    """What holds, once it does."""
    end = time.monotonic() + SECONDS
    while not (found := holds()):
        assert time.monotonic() < end
        time.sleep(0.01)
    return found


AT_ONCE = """
from tui.commands import main, progress, workers
progress.PATIENCE = progress.OFTEN = 0.01
workers.ANSWER = {answer}
main()
"""
"""What is done is shown from the beginning, and often."""


class Running:
    """A command in a session of its own whose stdout is kept and whose stderr is a terminal that is read."""

    def __init__(self, *arguments, answer=workers.ANSWER):
        main, terminal = pty.openpty()
        asked = [sys.executable, "-c", AT_ONCE.format(answer=answer), "sensitivity", *arguments]
        self.process = subprocess.Popen(
            asked, stdout=subprocess.PIPE, stderr=terminal, env=ENVIRONMENT, start_new_session=True
        )
        os.close(terminal)
        self.seen, self.out = b"", b""
        self._readers = [threading.Thread(target=self._read, args=(main,)), threading.Thread(target=self._keep)]
        for reader in self._readers:
            reader.start()

    def _read(self, main):
        with contextlib.suppress(OSError):  # Linux says so when the last writer has closed
            while part := os.read(main, 4096):
                self.seen += part
        os.close(main)

    def _keep(self):
        with self.process.stdout:
            self.out = self.process.stdout.read()

    def percent(self):
        """The last one shown, 0 if none was."""
        return float(([b"0", *re.findall(rb"(\d+\.\d) %", self.seen)])[-1])

    def children(self):
        """Processes that count for it: those that multiprocessing has begun."""
        pid = self.process.pid
        found = []
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in task.read_text().split():
                with contextlib.suppress(OSError):
                    if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
                        found.append(int(child))
        return found

    def ended(self):
        """Exit code and stdout."""
        code = self.process.wait(SECONDS)
        for reader in self._readers:
            reader.join(SECONDS)
        return code, self.out


@pytest.fixture(scope="module")
def answer():
    """What LONG gives in one process."""
    return Running(*LONG, "--workers", "1").ended()[1]


class Scheduler:
    """A scheduler of Dask and its workers, each a process."""

    def __init__(self, folder):
        self.log = folder / "scheduler.log"
        self.folder = folder
        self._processes = []
        self._begin("scheduler", "--host", "127.0.0.1", "--port", "0", log=self.log)
        self.address = until(lambda: re.search(r"Scheduler at: +(tcp://\S+)", self.log.read_text()))[1]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in self._processes:
            process.kill()
            process.wait()

    def stop(self):
        """Kills the scheduler alone."""
        self._processes[0].kill()

    def worker(self, before=""):
        """Starts a worker, with code that runs before; returns its process."""
        count = self.log.read_text().count("Register worker")
        options = ("--no-nanny", "--nthreads", "1", "--local-directory", str(self.folder))
        process = self._begin("worker", self.address, *options, log=self.folder / "worker.log", before=before)
        until(lambda: self.log.read_text().count("Register worker") > count)
        return process

    def _begin(self, *words, log, before=""):
        code = f"{before}\nfrom dask.__main__ import main; main()"
        with log.open("ab") as file:
            asked = [sys.executable, "-c", code, *words, "--no-dashboard"]
            process = subprocess.Popen(asked, stdout=file, stderr=file, env=ENVIRONMENT)
        self._processes.append(process)
        return process


def test_a_dask_scheduler_gives_the_same_bytes_whoever_is_killed(tmp_path, answer):
    short = [HOUSE, "--draws", "9e3", "--format", "json", "-q"]
    alone = Running(*short, "--workers", "1").ended()
    with Scheduler(tmp_path) as scheduler:
        at = ["--scheduler", scheduler.address]
        workers = [scheduler.worker()]
        assert Running(*short, *at).ended() == alone
        workers += [scheduler.worker(), scheduler.worker()]
        running = Running(*LONG, *at)
        for percent, victim in ((1, workers[0]), (55, workers[1])):
            until(lambda percent=percent: running.percent() >= percent)
            victim.kill()
            assert running.process.poll() is None
        assert running.ended() == (0, answer)
        assert b"3 workers" in running.seen
        running = Running(*LONG, *at, answer=3)
        until(lambda: running.percent() >= 1)
        scheduler.stop()
        assert running.ended() == (1, b"")
        assert running.seen.decode().rpartition("\x1b[K")[2].split("\r\n") == [
            f"{scheduler.address}: the scheduler is gone",
            "",
        ]


@needs_proc
def test_processes_of_this_machine_give_the_same_bytes_whoever_is_killed(answer):
    running = Running(*LONG, "--workers", "2")
    for percent in (1, 55):
        until(lambda percent=percent: running.percent() >= percent)
        os.kill(until(running.children)[0], signal.SIGKILL)
        assert running.process.poll() is None
    assert running.ended() == (0, answer)


@needs_proc
@pytest.mark.parametrize("moment", ["begun", "working"])
def test_an_interruption_leaves_nobody_and_nothing_behind(tmp_path, moment):
    running = Running(TELEMEDICINE, "--draws", "1e7", "--workers", "2", "-o", str(tmp_path / "sure.csv"))
    until(running.children if moment == "begun" else lambda: running.percent() > 0)
    os.killpg(running.process.pid, signal.SIGINT)
    assert running.ended() == (130, b""), running.seen
    assert running.seen.decode().rpartition("\x1b[K")[2].split() == ["interrupted"]
    assert not list(tmp_path.iterdir())

    def empty():
        try:
            os.killpg(running.process.pid, 0)
        except ProcessLookupError:
            return True
        return False

    until(empty)


@pytest.fixture
def mcda(capsys):
    """Exit code, stdout and stderr of a command."""

    def done(*arguments):
        capsys.readouterr()
        code = run(["sensitivity", *map(str, arguments)])
        return (code, *capsys.readouterr())

    return done


@pytest.mark.parametrize(
    "address", ["", "here", "tcp://here", "http://here:80", "here:0", "here:99999", "tcp://:1", "a b"]
)
def test_an_address_that_is_none_is_wrong_usage(mcda, address):
    code, out, err = mcda(HOUSE, "--scheduler", address)
    assert (code, out) == (2, "")
    assert "tcp://HOST:PORT" in err


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("here:8786", "tcp://here:8786"),
        ("tcp://10.0.0.1:8786", "tcp://10.0.0.1:8786"),
        ("tls://here:1", "tls://here:1"),
        ("tcp://[::1]:8786", "tcp://[::1]:8786"),
    ],
)
def test_addresses_are_read_as_dask_prints_them(text, read):
    assert str(workers.Address.read(text)) == read


@pytest.mark.parametrize("word", ["0", "-1", "all"])
def test_workers_are_a_whole_number(mcda, word):
    assert mcda(HOUSE, "--workers", word)[:2] == (2, "")


def test_workers_here_and_there_are_wrong_usage(mcda):
    code, _, err = mcda(HOUSE, "--workers", "2", "--scheduler", "here:1")
    assert code == 2
    assert "--scheduler and --workers" in err


def test_without_the_package_it_is_said_what_to_install(mcda, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    code, out, err = mcda(HOUSE, "--scheduler", "here:1")
    assert (code, out) == (2, "")
    assert err.splitlines() == [
        "Error: --scheduler needs the package 'distributed': pip install 'mcda-panel[distributed]'"
    ]


def spoken(*words, before=""):
    """Exit code, stdout, and the lines of stderr of a command in a process of its own."""
    code = f"{before}\nfrom tui.commands import main; main()"
    asked = [sys.executable, "-c", code, "sensitivity", HOUSE, *words]
    done = subprocess.run(asked, capture_output=True, text=True, env=ENVIRONMENT, timeout=SECONDS, check=False)
    return done.returncode, done.stdout, done.stderr.splitlines()


IMPATIENT = "import tui.commands.workers as workers; workers.ANSWER = 0.5"


def test_whoever_does_not_answer_is_named_in_one_line():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        assert spoken("--scheduler", address, before=IMPATIENT) == (
            1,
            "",
            [f"{address}: no scheduler answers within 0.5 s"],
        )
    code, out, (line,) = spoken("--scheduler", address)
    assert (code, out) == (1, "")
    assert line.startswith(f"{address}: no scheduler can be reached (")


def test_workers_that_cannot_count_the_same_are_refused_before_anything_is_drawn(tmp_path):
    with Scheduler(tmp_path) as scheduler:
        at = ["--scheduler", scheduler.address]
        assert spoken(*at, before=IMPATIENT) == (
            1,
            "",
            [f"{scheduler.address}: no worker has joined the scheduler within 0.5 s"],
        )
        other = scheduler.worker("import criteria; criteria.__version__ = '0.0.7'")
        code, out, (line,) = spoken(*at)
        assert (code, out) == (1, "")
        assert "has mcda-panel 0.0.7, here is " in line
        other.kill()
        scheduler.worker("import sys; sys.modules['criteria'] = sys.modules['mcda'] = None")
        code, out, (line,) = spoken(*at)
        assert (code, out) == (1, "")
        assert "lacks this package: install mcda-panel" in line
        (found,) = set(re.findall(r"Start worker at: +(tcp://\S+)", (tmp_path / "worker.log").read_text())[-1:])
        code, out, (line,) = spoken("--scheduler", found)
        assert (code, out) == (1, "")
        assert line == f"{found}: that is a worker, not its scheduler"
