"""The journal as a file: what is appended is there, what was changed is found, what is not ours is left alone."""

import json
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from journal_writers import kill_many, many_answer
from journals import NOON, Clock, changed, commented, judged, kept, rated, selected, skipped, undone

from criteria.events import Action, Kind, standing
from criteria.journal import JOURNAL_FILE, Journal, JournalError, Log, has_journal, read_log, read_log_file

HISTORY = [
    judged("a", "b", 3),
    judged("b", "c", 1 / 3, by="Facilitator"),
    skipped("a", "c"),
    rated("s1", "a", 7.5),
    commented("a", "b", "چرا؟ \0 = '\n"),
    kept("goal", "so it is"),
    Action(kind=Kind.OPENED, round=2),
    rated("s1", "a", -0.0, round=2),
]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path):
    """A folder whose journal holds HISTORY and the undoing of its fourth event."""
    journal = Journal(tmp_path, Clock())
    events = [event for action in HISTORY for event in journal.append([action])]
    journal.append([undone(events[3])])
    journal.close()
    return tmp_path


def appended(folder, *actions):
    journal = Journal(folder, Clock())
    try:
        return journal.append(actions)
    finally:
        journal.close()


def found(folder, thorough=False):
    """The fields and messages of what is wrong with a journal, also where it cannot be read at all."""
    try:
        return [str(fault) for fault in read_log(folder, thorough).faults]
    except JournalError as error:
        return [str(error)]


# What is written


def test_what_was_appended_is_read_again(folder):
    log = read_log(folder, thorough=True)
    assert log.faults == ()
    assert [event.action for event in log.events][:-1] == HISTORY
    assert log.numbers == tuple(range(1, len(HISTORY) + 2))
    assert [event.parents for event in log.events[1:]] == [(event.id,) for event in log.events[:-1]]
    assert [event.time for event in log.events[:2]] == ["2024-05-01T12:00:01.000Z", "2024-05-01T12:00:02.000Z"]


def test_an_id_is_half_the_sha256_of_the_row_after_it(folder):
    """Computed here from what SQLite holds, so that a journal can be checked without this tool."""
    columns = "id, parents, tick, time, version, kind, panellist, round, entered_by, node, first, second, alternative, "
    for id, *row in selected(folder / JOURNAL_FILE, f"SELECT {columns} criterion, value, text, event FROM events"):
        said = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
        assert id == sha256(said.encode()).hexdigest()[:32]


def test_several_actions_are_written_together_or_not_at_all(tmp_path):
    events = appended(tmp_path, judged("a", "b", 3), judged("b", "c", 2))
    assert events[1].parents == (events[0].id,)
    journal = Journal(tmp_path)
    with pytest.raises(UnicodeEncodeError):
        journal.append([judged("a", "b", 5), commented("a", "b", "\ud800")])
    assert [event for _, event in journal.events()] == list(events)
    journal.append([judged("a", "b", 7)])
    assert len(journal.events(after=2)) == 1
    assert journal.append([]) == ()
    journal.close()


def test_no_journal_is_an_empty_log(tmp_path):
    assert not has_journal(tmp_path)
    assert read_log(tmp_path) == Log()
    assert not has_journal(tmp_path)


@pytest.mark.parametrize(("back", "by"), [(True, 3600), (False, 10 * 365 * 86_400)])
def test_the_order_is_kept_whatever_the_clock_does(tmp_path, back, by):
    clock = Clock()
    journal = Journal(tmp_path, clock)
    journal.append([judged("a", "b", 3)])
    clock.now += timedelta(seconds=-by if back else by)
    journal.append([judged("a", "b", 5)])
    clock.now = NOON
    journal.append([judged("a", "b", 7)])
    journal.close()
    events = read_log(tmp_path).events
    assert [event.tick for event in events] == sorted({event.tick for event in events})
    assert [held.value for held in standing(events).sheet("P1", 1).held.values()] == [7]
    said = [datetime.fromisoformat(event.time) for event in events]
    assert (said[1] < said[0]) is back


def test_the_clock_may_be_before_1970(tmp_path):
    journal = Journal(tmp_path, lambda: NOON.replace(year=1904))
    journal.append([judged("a", "b", 3)])
    journal.append([judged("a", "b", 5)])
    journal.close()
    assert [event.tick for event in read_log(tmp_path).events] == [0, 1]


# What was changed


CHANGES = {
    "id": "'0123456789abcdef0123456789abcdef'",
    **dict.fromkeys(("parents", "time", "version", "panellist", "entered_by", "text", "event"), "{} || 'x'"),
    **dict.fromkeys(("node", "first", "second", "alternative", "criterion"), "coalesce({}, '') || 'x'"),
    "kind": "CASE kind WHEN 'judged' THEN 'revised' ELSE 'judged' END",
    "tick": "tick + 1",
    "round": "round + 1",
    "value": "coalesce(value, 1.0) * 1.0000000000000002",
}


@pytest.mark.parametrize("column", CHANGES)
def test_a_change_of_any_column_of_any_event_is_found_at_its_number(folder, column):
    assert set(CHANGES) | {"number"} == {row[1] for row in selected(folder / JOURNAL_FILE, "PRAGMA table_info(events)")}
    original = (folder / JOURNAL_FILE).read_bytes()
    for number in range(1, len(HISTORY) + 2):
        if column == "value" and HISTORY[number - 1 : number] == [HISTORY[7]]:
            continue  # 0 times anything is 0
        (folder / JOURNAL_FILE).write_bytes(original)
        value = CHANGES[column].format(column)
        changed(folder / JOURNAL_FILE, f"UPDATE events SET {column} = {value} WHERE number = ?", number)
        assert any(fault.startswith(f"journal.db:{number}:1: ") for fault in found(folder)), number


def test_a_change_of_type_is_found_and_nothing_of_it_counts(folder):
    for value in ("'much'", "x'00'", "NULL"):
        changed(folder / JOURNAL_FILE, f"UPDATE events SET value = {value} WHERE number = 1")
        log = read_log(folder)
        assert log.faults[0].line == 1
        assert 1 not in log.numbers


def test_each_removed_event_is_found_also_the_last(folder):
    original = (folder / JOURNAL_FILE).read_bytes()
    count = len(HISTORY) + 1
    for number in range(1, count + 1):
        (folder / JOURNAL_FILE).write_bytes(original)
        changed(folder / JOURNAL_FILE, "DELETE FROM events WHERE number = ?", number)
        (fault,) = found(folder)
        assert "missing" in fault
        assert f"event {number + 1 if number < count else count - 1}" in fault
    changed(folder / JOURNAL_FILE, "DELETE FROM events")
    assert "missing" in found(folder)[0]


@pytest.mark.parametrize(
    "change", ["DELETE FROM heads", "UPDATE heads SET tick = 0", "INSERT INTO heads VALUES ('x', 1)"]
)
def test_changed_heads_are_found(folder, change):
    changed(folder / JOURNAL_FILE, change)
    assert found(folder)


def test_a_thousand_flipped_bits_are_found_or_harmless(folder):
    """After a flip either something is said or the very same events are read; never a wrong answer in silence."""
    before = {event.id: event for event in read_log(folder).events}
    original = (folder / JOURNAL_FILE).read_bytes()
    rng = random.Random(11)
    silent = 0
    for _ in range(1000):
        bit = rng.randrange(8 * len(original))
        flipped = bytearray(original)
        flipped[bit // 8] ^= 1 << bit % 8
        (folder / JOURNAL_FILE).write_bytes(flipped)
        if not found(folder):
            assert {event.id: event for event in read_log(folder).events} == before, bit
            silent += 1
        for beside in folder.glob("journal.db-*"):
            beside.unlink()
    assert silent < 1000


def test_a_bit_flipped_in_what_an_event_says_is_always_found(folder):
    original = (folder / JOURNAL_FILE).read_bytes()
    place = original.index(b"so it is")
    for bit in range(8 * len(b"so it is")):
        flipped = bytearray(original)
        flipped[place + bit // 8] ^= 1 << bit % 8
        (folder / JOURNAL_FILE).write_bytes(flipped)
        assert any(fault.startswith("journal.db:6:1: kept: event 6") for fault in found(folder))


def test_a_changed_journal_is_an_error_where_events_are_followed(folder):
    changed(folder / JOURNAL_FILE, "UPDATE events SET kind = 'guessed' WHERE number = 2")
    journal = Journal(folder)
    with pytest.raises(JournalError, match="mcda check"):
        journal.events()
    with pytest.raises(JournalError, match="mcda check"):
        journal.merge([])
    journal.close()


@pytest.mark.parametrize("size", [1, 50, 100, 4095, 4096, 5000, 8192])
def test_a_file_that_was_cut_short_is_found(folder, size):
    path = folder / JOURNAL_FILE
    path.write_bytes(path.read_bytes()[:size])
    assert found(folder)


# What is not ours, or not of today


@pytest.mark.parametrize("make", [Path.touch, lambda path: sqlite3.connect(path).close()], ids=["zero bytes", "empty"])
def test_an_empty_file_is_a_journal_of_the_first_form(tmp_path, make):
    make(tmp_path / JOURNAL_FILE)
    assert read_log(tmp_path) == Log()
    appended(tmp_path, judged("a", "b", 3))
    assert len(read_log(tmp_path, thorough=True).events) == 1


def test_a_journal_of_form_1_is_read_by_every_later_release(tmp_path):
    """Written out in SQL, as the first release wrote it; never to be changed."""
    path = tmp_path / JOURNAL_FILE
    connection = sqlite3.connect(path)
    connection.executescript(Path(__file__).with_name("journal_form_1.sql").read_text(encoding="utf-8"))
    connection.close()
    log = read_log(tmp_path, thorough=True)
    assert log.faults == ()
    assert [event.action for event in log.events] == [
        judged("a", "b", 3),
        rated("s1", "a", 7.5, by="Facilitator"),
        undone("8431be99fad6aa0b6d3493e591187d40"),
    ]
    appended(tmp_path, judged("b", "c", 5))
    assert len(read_log(tmp_path).events) == 4


def refused(folder, *said):
    """Assert that a journal is refused by readers and writers alike and stays as it is, byte for byte."""
    before = (folder / JOURNAL_FILE).read_bytes()
    for use in (lambda: read_log(folder), lambda: Journal(folder), lambda: read_log_file(folder / JOURNAL_FILE)):
        with pytest.raises(JournalError) as caught:
            use()
        for words in (str(folder / JOURNAL_FILE), *said):
            assert words in str(caught.value)
    assert (folder / JOURNAL_FILE).read_bytes() == before
    assert [path.name for path in folder.iterdir()] == [JOURNAL_FILE]


def test_a_journal_of_a_newer_release_is_refused_untouched(folder):
    changed(folder / JOURNAL_FILE, "PRAGMA user_version = 999")
    refused(folder, "999", "update mcda")


@pytest.mark.parametrize("form", [0, -1])
def test_a_form_that_cannot_be_is_refused(folder, form):
    changed(folder / JOURNAL_FILE, f"PRAGMA user_version = {form}")
    refused(folder, "damaged")


@pytest.mark.parametrize("mode", ["DELETE", "WAL"])
def test_another_programs_database_is_refused_untouched(tmp_path, mode):
    path = tmp_path / JOURNAL_FILE
    changed(path, f"PRAGMA journal_mode = {mode}")
    changed(path, "CREATE TABLE events (id TEXT)")
    refused(tmp_path, "another program")


@pytest.mark.parametrize("text", ["x", "round,panellist,node\n" * 5, "SQLite format 3\0" + "x" * 5000])
def test_a_text_file_is_refused_untouched(tmp_path, text):
    (tmp_path / JOURNAL_FILE).write_text(text)
    refused(tmp_path)


def test_a_folder_in_place_of_the_file_is_refused(tmp_path):
    (tmp_path / JOURNAL_FILE).mkdir()
    with pytest.raises(JournalError):
        Journal(tmp_path)
    with pytest.raises(JournalError):
        read_log(tmp_path)


# Disks and rights


CHILD = """
import os, resource, sys
from pathlib import Path
sys.path[:0] = {paths!r}
from journals import judged
from criteria.journal import Journal, JournalError, read_log
folder = Path({folder!r})
"""


def child(folder, code, **more):
    """What a process prints that runs the code with `folder`, `Journal`, `JournalError`, `read_log` and `judged`."""
    paths = [str(ROOT), str(ROOT / "tests" / "support")]
    done = subprocess.run(
        [sys.executable, "-c", CHILD.format(paths=paths, folder=str(folder)) + code],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        **more,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


FULL = """
journal = Journal(folder)
saved = [journal.append([judged("a", "b", 1 + n)])[0].id for n in range(3)]
soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (os.path.getsize(journal.path) + 600, hard))
failed = 0
for n in range(200):
    try:
        saved += [event.id for event in journal.append([judged("a", "c", 1 + n)])]
    except JournalError as error:
        failed += 1
        assert "disk" in str(error) and str(journal.path) in str(error), error
resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
saved += [event.id for event in journal.append([judged("b", "c", 9)])]
log = read_log(folder, thorough=True)
assert not log.faults, log.faults
assert [event.id for event in log.events] == saved
print(failed > 0)
"""


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="no limit on the size of files here")
def test_after_a_full_disk_it_goes_on_without_being_opened_again(tmp_path):
    assert child(tmp_path, FULL) == "True\n"


LOCKED = """
if os.getuid() == 0:
    os.setuid(65534)
print(len(read_log(folder).events))
journal = Journal(folder)
print(len(journal.events()))
try:
    journal.append([judged("a", "b", 3)])
except JournalError as error:
    print(error)
"""


def test_a_folder_that_cannot_be_written_is_read_and_says_so(folder):
    with tempfile.TemporaryDirectory() as name:  # pytest's own folders are closed to other users
        locked = Path(name)
        shutil.copy(folder / JOURNAL_FILE, locked)
        (locked / JOURNAL_FILE).chmod(0o444)
        locked.chmod(0o555)
        try:
            first, second, said = child(locked, LOCKED).splitlines()
        finally:
            locked.chmod(0o755)
    assert first == second == str(len(HISTORY) + 1)
    assert "cannot be written: allow writing" in said


def test_a_folder_that_is_not_there_says_so(tmp_path):
    with pytest.raises(JournalError, match="cannot be made"):
        Journal(tmp_path / "nowhere")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not let go of an open file")
def test_a_file_that_was_deleted_while_open_is_an_error_until_it_is_back(folder):
    path = folder / JOURNAL_FILE
    journal = Journal(folder)
    journal.append([judged("a", "b", 3)])
    aside = folder / "aside"
    path.rename(aside)
    for _ in range(3):
        with pytest.raises(JournalError, match="put it back"):
            journal.append([judged("a", "b", 5)])
        assert not path.exists()
    aside.rename(path)
    journal.append([judged("a", "b", 7)])
    journal.close()
    assert [event.action.value for event in read_log(folder).events[-2:]] == [3, 7]


def test_another_file_in_its_place_is_an_error(folder, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    appended(other, judged("a", "b", 9))
    journal = Journal(folder)
    (folder / JOURNAL_FILE).unlink()
    shutil.copy(other / JOURNAL_FILE, folder)
    for _ in range(2):
        with pytest.raises(JournalError, match=r"put (it|the first one) back"):
            journal.append([judged("a", "b", 5)])
    journal.close()
    assert len(read_log(folder).events) == 1


@pytest.mark.parametrize("failures", [1, 2, 3])
def test_what_a_failed_sync_has_left_in_the_file_is_not_written_twice(tmp_path, monkeypatch, failures):
    """As SQLite says where the folder could not be synced after all: an error, though the transaction is over."""
    left = [failures]

    class Unsynced(sqlite3.Connection):
        def execute(self, statement, *more):
            done = super().execute(statement, *more)
            if statement == "COMMIT" and armed and left[0]:
                left[0] -= 1
                raise sqlite3.OperationalError("disk I/O error")
            return done

    connect, armed = sqlite3.connect, []
    monkeypatch.setattr(sqlite3, "connect", lambda *args, **more: connect(*args, factory=Unsynced, **more))
    journal = Journal(tmp_path, Clock())
    armed.append(True)
    saved = []
    while not saved:
        with suppress(JournalError):
            saved = journal.append([judged("a", "b", 3), judged("b", "c", 2)])
    journal.append([judged("a", "c", 5)])
    journal.close()
    log = read_log(tmp_path, thorough=True)
    assert log.faults == ()
    assert log.events[:2] == saved
    assert [event.action.value for event in log.events] == [3, 2, 5]


# Many at once


def test_nineteen_write_at_once_into_a_journal_that_is_not_there_yet(tmp_path):
    many_answer(tmp_path, 19, 10)


def test_what_was_acknowledged_survives_being_killed(tmp_path):
    assert kill_many(tmp_path, 20, seed=3) > 0


def test_threads_may_share_a_journal(tmp_path):
    from concurrent.futures import ThreadPoolExecutor

    journal = Journal(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: (journal.append([judged("a", "b", 1 + n)]), journal.events()), range(40)))
    journal.close()
    log = read_log(tmp_path)
    assert (len(log.events), log.faults) == (40, ())


def test_a_copy_taken_while_others_write_opens(folder):
    journal, other = Journal(folder), Journal(folder)
    other.append([judged("b", "c", 2)])
    journal.copy_to(folder / "copy.db")
    other.append([judged("b", "c", 3)])
    log = read_log_file(folder / "copy.db", thorough=True)
    assert log.faults == ()
    assert log.events == read_log(folder).events[:-1]
    with pytest.raises(JournalError, match="there is a file already"):
        journal.copy_to(folder / "copy.db")
    assert read_log_file(folder / "copy.db").events == log.events
    journal.close()
    other.close()


def test_the_file_alone_is_the_whole_journal(tmp_path):
    """No second file beside it that a copy on a stick could miss, also while it is open."""
    (tmp_path / "one").mkdir()
    journal = Journal(tmp_path / "one")
    journal.append([judged("a", "b", 3)])
    assert [path.name for path in (tmp_path / "one").iterdir()] == [JOURNAL_FILE]
    shutil.copy(tmp_path / "one" / JOURNAL_FILE, tmp_path / JOURNAL_FILE)
    journal.close()
    assert len(read_log(tmp_path).events) == 1


# Merging


def forked(tmp_path, ours, theirs):
    """Two copies of a journal that went on separately, on laptops whose clocks agree."""
    common, left, right = (tmp_path / name for name in ("common", "left", "right"))
    for path in (common, left, right):
        path.mkdir(parents=True)
    appended(common, judged("a", "b", 3))
    for folder, actions, later in ((left, ours, 60), (right, theirs, 120)):
        shutil.copy(common / JOURNAL_FILE, folder)
        journal = Journal(folder, Clock(NOON + timedelta(seconds=later)))
        for action in actions:
            journal.append([action])
        journal.close()
    return left, right


def merged(into, other):
    journal = Journal(into)
    try:
        return journal.merge(read_log(other).events)
    finally:
        journal.close()


def test_two_laptops_unite_to_the_same_and_the_later_answer_is_kept(tmp_path):
    left, right = forked(tmp_path, [judged("a", "b", 5)], [judged("a", "b", 7), judged("b", "c", 2)])
    result = merged(left, right)
    assert (result.new, result.known) == (2, 1)
    (conflict,) = result.conflicts
    assert (conflict.panellist, conflict.round, conflict.kept.value, conflict.dropped.value) == ("P1", 1, 7, 5)
    assert merged(right, left).new == 1
    ours, theirs = read_log(left, thorough=True), read_log(right, thorough=True)
    assert ours.faults == theirs.faults == ()
    assert set(ours.events) == set(theirs.events)
    again = merged(left, right)
    assert (again.new, again.conflicts) == (0, ())


def test_what_follows_a_merge_names_both_sides_as_its_parents(tmp_path):
    left, right = forked(tmp_path, [judged("a", "b", 5)], [judged("b", "c", 2)])
    merged(left, right)
    (event,) = appended(left, judged("a", "c", 9))
    assert len(event.parents) == 2
    assert read_log(left).faults == ()


def test_the_same_answer_given_the_other_way_round_is_no_conflict(tmp_path):
    left, right = forked(tmp_path, [judged("a", "b", 3)], [judged("b", "a", 1 / 3)])
    assert merged(left, right).conflicts == ()
    left, right = forked(tmp_path / "2", [skipped("a", "b")], [judged("b", "a", 1 / 3)])
    assert len(merged(left, right).conflicts) == 1


def test_an_answer_that_the_other_side_had_seen_is_no_conflict(tmp_path):
    left, right = forked(tmp_path, [], [judged("a", "b", 7)])
    assert merged(left, right).conflicts == ()
    assert merged(right, left).conflicts == ()


def test_an_event_undone_on_one_laptop_stays_undone(tmp_path):
    left, right = forked(tmp_path, [judged("b", "c", 5)], [judged("b", "c", 7)])
    merged(left, right)
    ours = next(event for event in read_log(left).events if event.action.value == 5)
    appended(left, undone(ours))
    (held,) = [held for held in standing(read_log(left).events).sheet("P1", 1).held.values() if held.value != 3]
    assert held.value == 7


def test_a_forged_event_is_not_merged(folder, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    (event,) = appended(other, judged("a", "b", 9))
    forged = replace(event, action=judged("a", "b", 1))
    journal = Journal(folder)
    with pytest.raises(ValueError, match="changed after it was written"):
        journal.merge([event, forged])
    assert journal.merge([event, event]).new == 1
    journal.close()
    assert read_log(folder, thorough=True).faults == ()
