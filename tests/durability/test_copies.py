"""A journal copied at any moment while it is written and opened elsewhere: good and with all that was shown as saved.

`copy_to`, which `mcda backup` uses, takes its turn among the writers. Other programs do not: what they have copied
in the middle of a save is whole, or is found not to be; it never passes for the whole.
"""

import logging
import random
import subprocess
import sys
from collections import deque
from contextlib import closing
from pathlib import Path
from threading import Thread

import pytest
from failing_calls import PANEL, needs_strace
from journal_writers import begin, started
from journals import judged
from power_cut import replayed, traced, written_out

from criteria.journal import JOURNAL_FILE, Journal, JournalError, read_log, read_log_file

pytestmark = pytest.mark.durability
say = logging.getLogger(__name__).info
MCDA = Path(sys.executable).with_name("mcda")
WRITERS, EACH, PAUSE, ANSWERS = 4, 100, 0.05, 60


class Room:
    """Processes that answer at once, and what each was told is saved, as soon as it is told."""

    def __init__(self, folder):
        self.folder, self.saved = folder, []
        self.processes = [started(folder, f"P{number}", EACH, PAUSE) for number in range(WRITERS)]
        self.listeners = [Thread(target=self._listen, args=(process,)) for process in self.processes]

    def _listen(self, process):
        for line in process.stdout:
            self.saved.append(line.decode().strip())

    def __enter__(self):
        for process, listener in zip(self.processes, self.listeners, strict=True):
            begin(process)
            listener.start()
        return self

    def __exit__(self, *_):
        for process, listener in zip(self.processes, self.listeners, strict=True):
            listener.join()
            process.stdin.close()
            process.stdout.close()
            assert process.wait() == 0

    def goes_on(self):
        return any(listener.is_alive() for listener in self.listeners)


def is_whole(log, saved):
    """Assert that a log is good and holds what was saved."""
    assert log.faults == ()
    assert {event.id for event in log.events} >= set(saved)


def test_copies_taken_all_the_time_hold_all_that_was_saved_before(tmp_path):
    folder, elsewhere = tmp_path / "panel", tmp_path / "elsewhere"
    folder.mkdir()
    elsewhere.mkdir()
    copies = 0
    with closing(Journal(folder)) as journal, Room(folder) as room:
        while room.goes_on():
            saved = list(room.saved)
            copy = elsewhere / f"{copies}.db"
            journal.copy_to(copy)
            is_whole(read_log_file(copy, thorough=True), saved)
            copies += 1
    assert len(read_log(folder).events) == WRITERS * EACH
    (elsewhere / "0.db").rename(elsewhere / JOURNAL_FILE)
    with closing(Journal(elsewhere)) as journal:
        journal.append([judged("a", "c", 2)])
        journal.merge(read_log(folder).events)
    is_whole(read_log(elsewhere, thorough=True), room.saved)
    say(f"{copies} copies while {WRITERS * EACH} answers were saved, all whole")
    assert copies >= 20


def test_backups_taken_all_the_time_hold_all_that_was_saved_before(tmp_path):
    folder = tmp_path / "panel"
    folder.mkdir()
    (folder / "panel.yaml").write_text(PANEL)
    backups = 0
    with closing(Journal(folder)), Room(folder) as room:
        while room.goes_on():
            saved, copy = list(room.saved), tmp_path / str(backups)
            subprocess.run([str(MCDA), "backup", str(folder), str(copy)], check=True, capture_output=True)
            is_whole(read_log(copy, thorough=True), saved)
            backups += 1
    say(f"{backups} backups while {WRITERS * EACH} answers were saved, all whole")
    assert backups >= 3


@needs_strace
def test_the_folder_as_it_is_after_any_system_call_holds_all_that_was_saved(tmp_path):
    """What a snapshot of the file system holds; and the file alone, or copied file by file, is whole or found."""
    folder, elsewhere, trace = tmp_path / "panel", tmp_path / "elsewhere", tmp_path / "trace"
    traced(folder, trace, ANSWERS)
    rng = random.Random(5)
    before, moments = deque(maxlen=40), 0
    alone, apart = [], []
    for _, disk, acknowledged in replayed(trace, folder):
        state, saved = {name: file.with_all() for name, file in disk.now.items()}, list(acknowledged)
        if before and before[-1] == (state, saved):
            continue  # a sync changes nothing that could be copied
        written_out(state, elsewhere)
        is_whole(read_log(elsewhere, thorough=True), saved)
        moments += 1
        before.append((state, saved))
        if JOURNAL_FILE in state:
            alone.append(passes({JOURNAL_FILE: state[JOURNAL_FILE]}, saved, elsewhere))
            earlier, known = rng.choice(before)
            file = {JOURNAL_FILE: earlier[JOURNAL_FILE]} if JOURNAL_FILE in earlier else {}
            apart.append(passes({**state, **file}, known, elsewhere))
    say(f"{moments} moments, all whole; the file alone whole in {sum(alone)} of {len(alone)}, the others found")
    say(f"{sum(apart)} of {len(apart)} copies taken file by file were whole, the others found")
    assert moments >= 1000
    assert 0 < sum(alone) < len(alone)


def passes(state, saved, folder):
    """Whether files pass for a good journal, which then must hold what was saved."""
    written_out(state, folder)
    try:
        log = read_log(folder, thorough=True)
    except JournalError:
        return False
    if log.faults:
        return False
    is_whole(log, saved)
    return True
