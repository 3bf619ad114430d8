"""The system refuses a call of a sitting, or all from that one on: nothing shown as saved is lost, nothing is torn.

The sitting is the command itself, line by line, and the refusals come from strace, so that neither knows of the other.
"""

import logging
import re

import pytest
from failing_calls import STATES, calls, held, needs_strace, sit

from criteria.journal import read_log

pytestmark = [pytest.mark.durability, needs_strace]
say = logging.getLogger(__name__).info
ERRORS = ("EIO", "ENOSPC", "EACCES", "EINTR")
OF_WRITING = ("openat", "pwrite64", "fdatasync", "unlink")
CAUSES = re.compile(r"the disk is full|look at the disk|cannot be (made|written|read)|does not give it back")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """How often each call is made in a sitting in which none fails."""
    root = tmp_path_factory.mktemp("all good")
    sat = sit(root / "panel", trace=root / "trace")
    assert (sat.code, sat.saved, sat.wrong, sat.troubles) == (0, len(STATES) - 1, [], [])
    return calls(root / "trace")


def is_orderly(sat, folder):
    """Assert what holds of any sitting: no crash, and every message names the place and the cause."""
    assert "Traceback" not in sat.said + sat.errors
    assert "mistake of its own" not in sat.said + sat.errors
    assert sat.wrong == []
    for trouble in sat.troubles:
        assert trouble.startswith(str(folder))
        assert CAUSES.search(trouble), trouble
    if never_began(sat):
        assert sat.code in (1, 2)
        assert str(folder) in sat.errors or "answering in another window" in sat.said  # so EACCES says of a lock
    else:
        assert sat.code in (0, 1), sat.errors


def never_began(sat):
    """Whether the panel could not be opened at all."""
    return "Question 1" not in sat.said


@pytest.mark.parametrize("error", ERRORS)
def test_a_call_that_fails_once_costs_nothing_but_another_try(made, error, tmp_path):
    """The answer stays, Enter tries again, and in the end all is there once: six events for six things done."""
    runs = refused = 0
    for call, times in made.items():
        for time in range(1, times + 1):
            folder = tmp_path / f"{call}-{time}"
            sat = sit(
                folder, "-e", f"trace={call}", "-e", f"inject={call}:error={error}:when={time}", trace=tmp_path / "t"
            )
            runs += 1
            refused += bool(sat.troubles)
            is_orderly(sat, folder)
            if never_began(sat):
                continue
            log = read_log(folder, thorough=True)
            assert (sat.code, sat.saved, held(log), log.faults) == (0, len(STATES) - 1, STATES[-1], ()), (call, time)
            assert len(log.events) == len(STATES) - 1
    say(f"{error}: {runs} calls refused once each; {refused} sittings said that something was not saved, then saved it")


@pytest.mark.parametrize("error", ["EIO", "ENOSPC", "EACCES"])
def test_calls_that_fail_from_some_moment_on_lose_nothing_that_was_saved(made, error, tmp_path):
    runs = stopped = 0
    for call in OF_WRITING:
        for time in range(1, made[call] + 1):
            folder = tmp_path / f"{call}-{time}"
            inject = ("-e", f"trace={call}", "-e", f"inject={call}:error={error}:when={time}+")
            sat = sit(folder, *inject, trace=tmp_path / "trace", tries=2)
            runs += 1
            is_orderly(sat, folder)
            if not (folder / "journal.db").exists():
                assert sat.saved == 0
                continue
            log = read_log(folder, thorough=True)
            assert log.faults == ()
            assert held(log) in STATES[sat.saved : sat.saved + 2]
            if sat.saved < len(STATES) - 1:
                assert sat.code == 1
                stopped += 1
    say(f"{error}: {runs} sittings in which a call fails from some moment on, {stopped} ended with an answer not saved")
