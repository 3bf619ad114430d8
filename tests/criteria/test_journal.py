"""The journal as a file: what is appended is there, what was changed is found, what is not ours is left alone."""

import json
import os
import random
import resource
import shutil
import sqlite3
import sys
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path

import pytest
from journal_writers import kill_many, many_answer
from journals import NOON, Clock, changed, commented, judged, kept, quick_folder, rated, selected, skipped, told, undone

from criteria.events import Action, Kind, standing, tick_at
from criteria.journal import JOURNAL_FILE, Follower, Journal, JournalError, Log, has_journal, read_log, read_log_file
from criteria.journal.merging import conflicts

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


@pytest.fixture(scope="module")
def history(tmp_path_factory):
    """A journal that holds HISTORY and the undoing of its fourth event."""
    with closing(Journal(tmp_path_factory.mktemp("history"), Clock())) as journal:
        events = [event for action in HISTORY for event in journal.append([action])]
        journal.append([undone(events[3])])
    return journal.path


@pytest.fixture
def folder(tmp_path, history):
    """A folder with a journal as that one."""
    shutil.copy(history, tmp_path)
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
    assert [(number, event.action.value) for number, event in journal.events(after=2)] == [(3, 7)]
    assert journal.append([]) == ()
    journal.close()


def test_no_journal_is_an_empty_log(tmp_path):
    assert has_journal(tmp_path) is False
    assert read_log(tmp_path) == Log()
    assert has_journal(tmp_path) is False
    appended(tmp_path)
    assert has_journal(tmp_path) is True
    assert read_log(tmp_path) == Log()


def test_of_an_anonymous_panel_only_the_day_of_what_panellists_do_is_written(tmp_path):
    """Half past one at night in Tehran is the evening before in UTC; the facilitator's deeds keep their time."""
    night = datetime(2024, 5, 2, 1, 30, 59, 987_000, tzinfo=timezone(timedelta(hours=3, minutes=30)))
    with closing(Journal(tmp_path, lambda: night, by_day=True)) as journal:
        (answer,) = journal.append([judged("a", "b", 3)])
        (opening,) = journal.append([Action(kind=Kind.OPENED, round=2)])
        (second,) = journal.append([judged("a", "b", 5, round=2)])
    assert (answer.time, answer.tick) == ("2024-05-01T00:00:00.000Z", tick_at(NOON.replace(hour=0)))
    assert (opening.time, opening.tick) == ("2024-05-01T22:00:59.987Z", tick_at(night))
    assert (second.time, second.tick) == (answer.time, opening.tick + 1)


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
    assert found(folder) == ["journal.db:0:1: heads: events after event 0 are missing"]


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


def test_damage_beside_the_events_is_found_by_a_thorough_look(folder):
    """The index over the ids of events, in which SQLite keeps them a second time, is wrong; the table is not."""
    before = read_log(folder)
    held = (folder / JOURNAL_FILE).read_bytes()
    id = before.events[2].id.encode()
    place = max(held.rindex(id), held.index(id + b"\x03"))
    (folder / JOURNAL_FILE).write_bytes(held[:place] + b"z" + held[place + 1 :])
    assert read_log(folder) == read_log_file(folder / JOURNAL_FILE) == before
    log = read_log(folder, thorough=True)
    assert log.events == before.events
    (fault,) = log.faults
    assert str(fault).startswith("journal.db:1:1: file: SQLite finds it damaged (")
    assert fault.message.endswith("): go on from the latest backup")


@pytest.mark.parametrize("size", [1, 50, 100, 4095, 4096, 5000, 8192])
def test_a_file_that_was_cut_short_is_found(folder, size):
    path = folder / JOURNAL_FILE
    path.write_bytes(path.read_bytes()[:size])
    assert found(folder)


# What is not ours, or not of today


def smallest_database(path):
    """One page of the smallest size, that holds no table any more."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in ("PRAGMA page_size = 512", "CREATE TABLE t (x)", "DROP TABLE t", "VACUUM"):
            connection.execute(statement)
    assert path.stat().st_size == 512


@pytest.mark.parametrize("make", [Path.touch, smallest_database], ids=["zero bytes", "one page"])
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


@contextmanager
def files_of_at_most(size):
    """As on a disk that takes no more: the system refuses to let a file grow beyond that."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def as_somebody_else():
    """As a user who may not look into pytest's folders; whoever runs the tests as such a user is one already."""
    if os.getuid() == 0:
        os.setresuid(65534, 65534, 0)
    try:
        yield
    finally:
        if os.geteuid() == 65534:
            os.setresuid(0, 0, 0)


def said_by(act):
    """What a JournalError says, without the path."""
    with pytest.raises(JournalError) as caught:
        act()
    return caught.value.strerror


SAFE = "all that was shown as saved is on the disk"


def test_after_a_full_disk_it_goes_on_without_being_opened_again(tmp_path):
    journal = Journal(tmp_path)
    saved = [journal.append([judged("a", "b", 1 + n)])[0].id for n in range(3)]
    troubles = []
    with files_of_at_most(journal.path.stat().st_size + 600):
        for n in range(40):
            try:
                saved += [event.id for event in journal.append([judged("a", "c", 1 + n)])]
            except JournalError as error:
                troubles.append(error.strerror)
    saved += [event.id for event in journal.append([judged("b", "c", 9)])]
    journal.close()
    assert len(set(troubles)) == 1
    assert troubles[0].startswith("the disk does not take it (disk I/O error, SQLITE_IOERR_")
    assert troubles[0].endswith(f"): free some space or look at the disk, and save again; {SAFE}")
    log = read_log(tmp_path, thorough=True)
    assert log.faults == ()
    assert [event.id for event in log.events] == saved


def test_a_disk_without_space_says_so(folder, monkeypatch):
    """By SQLite's own limit of a file's pages, of which it tells as of a disk without space."""
    connect = sqlite3.connect

    def small(*args, **more):
        connection = connect(*args, **more)
        connection.execute("PRAGMA max_page_count = 1")
        return connection

    monkeypatch.setattr(sqlite3, "connect", small)
    with closing(Journal(folder)) as journal:
        said = said_by(lambda: journal.append([commented("a", "b", "x" * 9000)]))
    assert said == f"the disk is full: free some space and save again; {SAFE}"


def test_a_folder_that_cannot_be_written_is_read_and_says_so(folder):
    with quick_folder() as name:  # pytest's own folders are closed to other users
        locked = Path(name)
        shutil.copy(folder / JOURNAL_FILE, locked)
        (locked / JOURNAL_FILE).chmod(0o444)
        locked.chmod(0o555)
        try:
            with as_somebody_else(), closing(Journal(locked)) as journal:
                assert [event for _, event in journal.events()] == list(read_log(locked).events)
                said = said_by(lambda: journal.append([judged("a", "b", 3)]))
            assert read_log(locked, thorough=True) == read_log(folder)
        finally:
            locked.chmod(0o755)
    assert said.startswith("the file or its folder cannot be written: allow writing, or look at the disk (attempt to ")
    assert said.endswith(f", SQLITE_READONLY), and save again; {SAFE}")


def test_a_journal_that_may_not_be_looked_at_is_there_and_cannot_be_read(folder):
    folder.chmod(0o700 if os.getuid() == 0 else 0)
    try:
        with as_somebody_else():
            assert has_journal(folder)
            assert said_by(lambda: read_log(folder)) == "the file cannot be read: allow reading"
    finally:
        folder.chmod(0o700)


def test_a_journal_that_others_keep_busy_says_how_long_it_waited(folder, monkeypatch):
    monkeypatch.setattr("criteria.journal.store.PATIENCE", 0.01)
    with closing(Journal(folder)) as journal, closing(sqlite3.connect(folder / JOURNAL_FILE)) as other:
        other.execute("BEGIN EXCLUSIVE")
        said = said_by(lambda: journal.append([judged("a", "b", 3)]))
        other.execute("ROLLBACK")
        assert len(journal.append([judged("a", "b", 3)])) == 1
    assert said == f"other programs kept it busy for 10 seconds: save again; {SAFE}"


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


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("failures", [1, 2, 3])
def test_what_a_failed_sync_has_left_in_the_file_is_not_written_twice(tmp_path, monkeypatch, failures, count):
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
    actions = [judged("a", "b", 3), judged("b", "c", 2)][:count]
    for _ in range(failures // 2):  # it tries twice itself
        with pytest.raises(JournalError, match="disk I/O error"):
            journal.append(actions)
    saved = journal.append(actions)
    last = journal.append([judged("a", "c", 5)])
    journal.close()
    log = read_log(tmp_path, thorough=True)
    assert log.faults == ()
    assert log.events == (*saved, *last)
    assert [event.action for event in saved] == actions


def test_damage_says_that_the_latest_backup_is_the_cure(folder):
    path = folder / JOURNAL_FILE
    path.write_bytes(b"SQLite format 4\0" + path.read_bytes()[16:])
    assert said_by(lambda: read_log(folder)) == (
        "it is damaged or no journal, or the disk does not give it back (file is not a database, SQLITE_NOTADB): "
        "try again, and if that does not help go on from the latest backup"
    )


def test_a_damaged_name_of_a_table_is_damage_too(folder):
    path = folder / JOURNAL_FILE
    path.write_bytes(path.read_bytes().replace(b"tableheadsheads", b"tableh\xffadsheads"))
    assert said_by(lambda: read_log(folder)) == (
        "it is damaged (its tables have no names): go on from the latest backup"
    )


def test_an_error_of_another_kind_leads_to_check(folder):
    changed(folder / JOURNAL_FILE, "ALTER TABLE events RENAME COLUMN text TO said")
    assert said_by(lambda: read_log(folder)) == "no such column: text: see 'mcda check'"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps the folder that somebody stands in")
def test_where_the_folder_that_one_stands_in_is_gone_the_system_refuses(tmp_path, monkeypatch):
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert said_by(lambda: read_log_file(Path(JOURNAL_FILE))) == (
        "the system refuses it (No such file or directory): look at the disk, and save again"
    )


def test_an_error_names_its_file_as_errors_of_the_system_do(tmp_path):
    with pytest.raises(OSError, match="cannot be made") as caught:
        Journal(tmp_path / "nowhere")
    assert caught.value.filename == str(tmp_path / "nowhere" / JOURNAL_FILE)
    assert str(caught.value) == f"{caught.value.filename}: {caught.value.strerror}"
    assert caught.value.strerror.startswith("the file was moved or deleted, or cannot be made (unable to open database")


@pytest.mark.parametrize(
    ("into", "said"),
    [("copy.db", "the disk does not take it"), ("nowhere/copy.db", "the file was moved or deleted, or cannot be made")],
)
def test_a_copy_that_fails_is_named_and_leaves_nothing_behind(folder, into, said):
    with closing(Journal(folder)) as journal:
        with files_of_at_most(4096), pytest.raises(JournalError, match=said) as caught:
            journal.copy_to(folder / into)
        assert caught.value.filename == str(folder / into)
        assert [path.name for path in folder.iterdir()] == [JOURNAL_FILE]
        journal.copy_to(folder / "copy.db")
    assert read_log_file(folder / "copy.db", thorough=True) == read_log(folder)


def test_a_journal_that_is_damaged_or_gone_is_named_itself_where_a_copy_was_wanted(folder):
    path = folder / JOURNAL_FILE
    whole = path.read_bytes()
    with closing(Journal(folder)) as journal:
        path.write_bytes(whole[:4096] + b"x" * (len(whole) - 4096))
        with pytest.raises(JournalError, match="it is damaged or no journal") as caught:
            journal.copy_to(folder / "copy.db")
        assert caught.value.filename == str(path)
    path.unlink()
    with pytest.raises(JournalError, match="put it back") as caught:
        journal.copy_to(folder / "copy.db")
    assert caught.value.filename == str(path)
    assert not any(folder.iterdir())


# Following


def test_a_follower_reads_what_is_new_and_another_file_from_its_beginning(folder, tmp_path_factory):
    here = tmp_path_factory.mktemp("here")
    follower = Follower(here)
    assert follower.news() == Log()
    assert follower.news() is None
    (here / JOURNAL_FILE).touch()
    assert follower.news() is None
    first = appended(here, judged("a", "b", 3), judged("b", "c", 2))
    assert follower.news() == Log(events=first, numbers=(1, 2))
    assert follower.news() is None
    second = appended(here, judged("a", "c", 4))
    assert follower.news() == Log(events=(*first, *second), numbers=(1, 2, 3))
    shutil.copy(folder / JOURNAL_FILE, here / "another")
    (here / "another").replace(here / JOURNAL_FILE)
    assert follower.news() == read_log(folder)
    assert follower.news() is None
    (here / JOURNAL_FILE).unlink()
    assert follower.news() == Log()
    assert follower.news() is None


def test_a_follower_passes_over_what_was_changed(folder):
    whole = read_log(folder)
    changed(folder / JOURNAL_FILE, "UPDATE events SET value = 4 WHERE number = 1")
    log = Follower(folder).news()
    assert (log.events, log.numbers, log.faults) == (whole.events[1:], whole.numbers[1:], ())


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


@pytest.mark.parametrize(
    ("ours", "theirs", "differ"),
    [
        (judged("a", "b", 3), judged("a", "b", 3), False),
        (judged("a", "b", 3), judged("a", "b", 1 / 3), True),
        (judged("a", "b", 0.7), judged("b", "a", 1 / 0.7), False),
        (judged("a", "b", 3), judged("a", "b", 3, who="P2"), False),
        (judged("a", "b", 3), judged("a", "b", 5, round=2), False),
        (skipped("a", "b"), skipped("b", "a"), False),
        (skipped("a", "b"), judged("a", "b", 3), True),
        (judged("a", "b", 3), skipped("b", "a"), True),
        (rated("s1", "a", 0), rated("s1", "a", 0), False),
        (rated("s1", "a", 7.5), rated("s1", "a", 7), True),
        (rated("s1", "a", 1000), rated("s1", "a", 1000 * (1 + 5e-13)), False),
        (commented("a", "b", "why"), commented("b", "a", "why"), False),
        (commented("a", "b", "why"), commented("a", "b", "so"), True),
        (commented("a", "b", "why"), judged("a", "b", 3), False),
        (kept("goal", "so it is"), kept("goal", "so it is"), False),
        (kept("goal", "so it is"), kept("goal", "no matter"), True),
    ],
)
def test_answers_conflict_where_they_say_something_else_about_the_same(ours, theirs, differ):
    here, there = (
        replace(event, id=name, parents=(), tick=tick)
        for name, tick, action in (("here", 2, ours), ("there", 1, theirs))
        for event in told(action)
    )
    found = conflicts([here], [there])
    assert len(found) == differ
    for conflict in found:
        about = "goal" if ours.kind is Kind.KEPT else ours.subject.key
        assert (conflict.panellist, conflict.round, conflict.about) == ("P1", 1, about)
        assert (conflict.kept.event, conflict.dropped.event) == ("here", "there")


def test_what_one_side_answered_after_it_had_all_of_the_other_is_no_conflict():
    first, second = told(judged("a", "b", 3), judged("a", "b", 5))
    assert conflicts([first], [first, second]) == conflicts([first, second], [first]) == ()
    other = replace(second, id="other", action=judged("b", "c", 2))
    assert conflicts([first, second], [first, other]) == ()


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
