"""Journals as earlier releases wrote them, a file a form, never to be changed: read, gone on with, merged, copied."""

import re
import shutil
from contextlib import closing
from pathlib import Path

import pytest
from journals import judged, selected

from criteria.events import Cell, Pair, standing
from criteria.journal import JOURNAL_FILE, Journal, read_log
from criteria.journal.store import FORM

OLD = sorted((Path(__file__).parent / "journals").glob("form_*.db"))
WRITTEN = 12
FIRST_ROUND = {
    ("answer", Pair("goal", "a", "b")): (3, ""),
    ("answer", Pair("goal", "b", "c")): (1 / 3, ""),
    ("answer", Pair("goal", "a", "c")): (None, ""),
    ("answer", Cell("s1", "a")): (7.5, ""),
    ("comment", Pair("goal", "a", "b")): (None, "چرا؟"),
    ("reason", "goal"): (None, "so it is"),
}
"""What each file was made with; a rating was taken back and restored, a change of the first pair taken back."""


@pytest.fixture(params=OLD, ids=lambda path: path.stem)
def old(request, tmp_path):
    shutil.copy(request.param, tmp_path / JOURNAL_FILE)
    return tmp_path


def holds_what_was_answered(folder):
    log = read_log(folder, thorough=True)
    assert log.faults == ()
    now = standing(log.events[:WRITTEN])
    assert {slot: (held.value, held.text) for slot, held in now.sheet("P1", 1).held.items()} == FIRST_ROUND
    assert now.sheet("P1", 2).answer(Cell("s1", "a")).value == 4
    assert now.round == 2
    return log.events


def test_there_is_a_file_of_every_form():
    assert [int(re.findall(r"\d+", path.stem)[0]) for path in OLD] == list(range(1, FORM + 1))


def test_an_old_journal_is_read_without_being_changed(old):
    before = (old / JOURNAL_FILE).read_bytes()
    assert len(holds_what_was_answered(old)) == WRITTEN
    assert (old / JOURNAL_FILE).read_bytes() == before


def test_an_old_journal_is_migrated_when_it_is_written(old):
    with closing(Journal(old)) as journal:
        holds_what_was_answered(old)
        journal.append([judged("b", "c", 5)])
    assert len(holds_what_was_answered(old)) == WRITTEN + 1
    assert selected(old / JOURNAL_FILE, "PRAGMA user_version") == [(FORM,)]


def test_an_old_journal_is_merged_and_copied(old, tmp_path_factory):
    new = tmp_path_factory.mktemp("new")
    with closing(Journal(new)) as journal:
        assert journal.merge(read_log(old).events).new == WRITTEN
        copy = tmp_path_factory.mktemp("copy")
        journal.copy_to(copy / JOURNAL_FILE)
    assert set(holds_what_was_answered(copy)) == set(read_log(old).events)
