"""The power goes at any system call: all that was acknowledged is there. Without syncs the same test finds losses."""

import logging
import random

import pytest
from failing_calls import needs_strace
from power_cut import replayed, traced, written_out

from criteria.journal import JournalError, read_log

pytestmark = [pytest.mark.durability, needs_strace]
say = logging.getLogger(__name__).info
ANSWERS, SUBSETS = 60, 6
UNSAFE = """
import sqlite3, sys
connect = sqlite3.connect
class Unsafe(sqlite3.Connection):
    def execute(self, statement, *more):
        return super().execute(statement.replace("synchronous=EXTRA", {setting!r}), *more)
sqlite3.connect = lambda *args, **more: connect(*args, factory=Unsafe, **more)
sys.argv = sys.argv[1:]
import runpy
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def cut(tmp_path, *before):
    """How many states there were after power cuts, in how many an acknowledged answer was lost, in how many a fault."""
    folder, after, trace = tmp_path / "panel", tmp_path / "after", tmp_path / "trace"
    traced(folder, trace, ANSWERS, *before)
    rng = random.Random(5)
    states = lost = faulty = 0
    seen = set()
    for _, disk, acknowledged in replayed(trace, folder):
        for state in disk.states(rng, SUBSETS):
            key = hash((len(acknowledged), *sorted(state.items())))
            if key in seen:
                continue
            seen.add(key)
            states += 1
            written_out(state, after)
            try:
                log = read_log(after, thorough=True)
            except JournalError:
                faulty += 1
                continue
            faulty += bool(log.faults)
            lost += not {event.id for event in log.events} >= set(acknowledged)
    assert len(acknowledged) == ANSWERS
    return states, lost, faulty


def test_no_power_cut_loses_what_was_acknowledged(tmp_path):
    states, lost, faulty = cut(tmp_path)
    say(f"{states} states, {lost} lost, {faulty} faulty")
    assert states >= 5000
    assert (lost, faulty) == (0, 0)


@pytest.mark.parametrize(("setting", "tears"), [("synchronous=FULL", False), ("synchronous=OFF", True)])
def test_the_test_finds_what_is_not_safe(tmp_path, setting, tears):
    """FULL may forget the last commit, OFF may break the file: if this passes unseen, the test above proves nothing."""
    states, lost, faulty = cut(tmp_path, "-c", UNSAFE.format(setting=setting))
    say(f"{setting}: {states} states, {lost} lost, {faulty} faulty")
    assert lost > 0
    assert (faulty > 0) is tears
