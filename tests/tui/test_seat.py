"""A panellist's seat is held by one process, and free again whatever becomes of that process."""

import signal
import subprocess
import sys

import pytest

from tui.seat import SEATS_FILE, Seat

pytest.importorskip("fcntl")

HOLD = """
import sys
from pathlib import Path
from tui.seat import Seat
seat = Seat.taken(Path(sys.argv[1]), sys.argv[2])
print("held" if seat else "taken", flush=True)
sys.stdin.readline()
if seat:
    seat.leave()
print("left", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def elsewhere(tmp_path):
    """Takes a seat of the folder in another process; its first line says whether it got it."""
    started = []

    def take(panellist):
        command = [sys.executable, "-c", HOLD, str(tmp_path), panellist]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        started.append(process)
        return process, process.stdout.readline().strip()

    yield take
    for process in started:
        process.kill()
        process.communicate()


def test_a_seat_is_one_process_s_and_only_that_seat(elsewhere, tmp_path):
    process, said = elsewhere("P01")
    assert said == "held"
    assert Seat.taken(tmp_path, "P01") is None
    assert Seat.taken(tmp_path, "p01") is None
    other = Seat.taken(tmp_path, "P02")
    assert other is not None
    assert elsewhere("P02")[1] == "taken"
    other.leave()
    process.stdin.write("\n")
    process.stdin.flush()
    assert process.stdout.readline() == "left\n"
    mine = Seat.taken(tmp_path, "P01")
    assert mine is not None
    assert elsewhere("P01")[1] == "taken"
    mine.leave()
    mine.leave()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM], ids=lambda number: number.name)
def test_a_seat_is_free_once_its_process_is_gone(elsewhere, tmp_path, number):
    process, said = elsewhere("P01")
    assert said == "held"
    process.send_signal(number)
    process.wait(timeout=30)
    seat = Seat.taken(tmp_path, "P01")
    assert seat is not None
    seat.leave()


def test_where_nothing_can_be_locked_every_seat_is_free(tmp_path):
    (tmp_path / SEATS_FILE).mkdir()
    for _ in range(2):
        assert Seat.taken(tmp_path, "P01") is not None
    assert Seat.taken(tmp_path / "nowhere", "P01") is not None
