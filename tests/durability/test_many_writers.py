"""A whole panel answers at once, far faster than people do, and copies are taken meanwhile."""

import logging
import shutil
import time

import pytest
from journal_writers import many_answer

from criteria.journal import JOURNAL_FILE, Journal, JournalError, has_journal, read_log, read_log_file

pytestmark = pytest.mark.durability
say = logging.getLogger(__name__).info


def test_nineteen_panellists_answer_171_questions_at_once(tmp_path):
    folder = tmp_path / "panel"
    folder.mkdir()

    def copy():
        while not has_journal(folder) or len(read_log(folder).events) < 500:
            time.sleep(0.05)
        journal = Journal(folder)
        journal.copy_to(tmp_path / "copy.db")
        journal.close()

    began = time.monotonic()
    events = many_answer(folder, 19, 171, meanwhile=copy)
    say(f"{len(events)} answers in {time.monotonic() - began:.1f} s")
    copied = read_log_file(tmp_path / "copy.db", thorough=True)
    assert copied.faults == ()
    assert len(copied.events) >= 500
    assert list(copied.events) == list(events[: len(copied.events)])


def test_a_plain_copy_of_the_file_is_whole_or_found_not_to_be(tmp_path):
    """`cp` in the middle of a commit may catch half of it; what it caught must not pass for the whole."""
    folder = tmp_path / "panel"
    folder.mkdir()
    copies = []

    def copy():
        while not has_journal(folder):
            time.sleep(0.01)
        for number in range(200):
            (tmp_path / str(number)).mkdir()
            shutil.copy(folder / JOURNAL_FILE, tmp_path / str(number))
            copies.append(tmp_path / str(number))

    events = many_answer(folder, 4, 171, meanwhile=copy)
    whole = 0
    for copy_of in copies:
        try:
            log = read_log(copy_of, thorough=True)
        except JournalError:
            continue
        if not log.faults:
            assert list(log.events) == list(events[: len(log.events)])
            whole += 1
    say(f"{whole} of {len(copies)} plain copies were whole, the others were found")
    assert whole
