"""journal.db as a SQLite file: opened, migrated, appended to, read, copied."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from typing import Any, TypeAlias

from criteria.events import Action, Event
from criteria.journal.chain import (
    COLUMNS,
    JOURNAL_FILE,
    Log,
    broken,
    checked,
    event_of,
    hash_of,
    heads_of,
    row_of,
    written,
)
from criteria.journal.merging import Merged, merged
from criteria.journal.troubles import PATIENCE, JournalError, explained, is_there

APPLICATION = int.from_bytes(b"mcda")
"""Marks the file as ours."""
FORM = 1
"""Of the tables; each release that changes them counts one up."""
SMALLEST_PAGE = 512
"""Bytes that every SQLite file has, unless it is empty."""

Clock: TypeAlias = Callable[[], datetime]

_TABLES = """
    CREATE TABLE events (
        number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, parents TEXT NOT NULL, tick INTEGER NOT NULL,
        time TEXT NOT NULL, version TEXT NOT NULL, kind TEXT NOT NULL, panellist TEXT NOT NULL, round INTEGER NOT NULL,
        entered_by TEXT NOT NULL, node TEXT, first TEXT, second TEXT, alternative TEXT, criterion TEXT, value REAL,
        text TEXT NOT NULL, event TEXT NOT NULL
    );
    CREATE TABLE heads (id TEXT PRIMARY KEY, tick INTEGER NOT NULL);
"""
_MIGRATIONS = {0: _TABLES}
"""Form -> the statements that lead to the next; 0 is an empty file."""
_INSERT = f"INSERT INTO events ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"
_SELECT = f"SELECT number, {', '.join(COLUMNS)} FROM events WHERE number > ? ORDER BY number"
_KNOWN = "SELECT 1 FROM events WHERE id = ?"


class Journal:
    """The journal of a panel folder, open for appending. Any number of processes and threads may have it open at once.

    A rollback journal and `synchronous=EXTRA`: what `append` has returned survives a crash and a power cut.
    """

    def __init__(self, folder: Path, clock: Clock = lambda: datetime.now(UTC), by_day: bool = False) -> None:
        """Open the journal of the folder, which is made if there is none and migrated if it is older.

        `by_day`: of an anonymous panel; of what panellists do only the day is written.

        Raises JournalError if it cannot be made, is newer than this tool, no journal, or damaged.
        """
        self.path = folder / JOURNAL_FILE
        self._clock = clock
        self._by_day = by_day
        self._turn = RLock()
        self._connection: sqlite3.Connection | None = None
        self._head: str | None = None
        """An event that is known to be in the file, so that another file in its place is noticed; None at first."""
        self._attempted: list[Event] = []
        """What the last attempt to append tried to write, until one succeeds."""
        with self._explained():
            self._opened()

    def append(self, actions: Sequence[Action]) -> tuple[Event, ...]:
        """The events that the actions became, all of them on the disk; or JournalError, and none is.

        May be called again after a failure, also when the disk was full or the folder could not be written: what a
        failed attempt has left in the file after all is not written a second time.
        """
        with self._turn:
            try:
                return self._appended(actions)
            except JournalError:
                with suppress(JournalError), self._explained():
                    if self._left_behind(self._opened(), actions):
                        return self._appended(actions)
                raise

    def _appended(self, actions: Sequence[Action]) -> tuple[Event, ...]:
        """The events that the actions became; heads are set anew even if none is, so that all is synced."""
        with self._transaction() as connection:
            heads = connection.execute("SELECT id, tick FROM heads ORDER BY id").fetchall()
            events = self._left_behind(connection, actions)
            for action in actions[len(events) :]:
                event = written(action, heads, self._clock(), self._by_day)
                connection.execute(_INSERT, row_of(event))
                heads = [(event.id, event.tick)]
                events.append(event)
            if events:
                _set_heads(connection, heads)
            self._attempted = events
        self._attempted = []
        self._head = heads[0][0] if heads else ""
        return tuple(events)

    def _left_behind(self, connection: sqlite3.Connection, actions: Sequence[Action]) -> list[Event]:
        """The events of the first of these actions, if an attempt that failed has left them in the file after all.

        It does where the folder could not be synced once the transaction was over.
        """
        tried = self._attempted
        same = bool(tried) and [event.action for event in tried] == list(actions[: len(tried)])
        return list(tried) if same and connection.execute(_KNOWN, (tried[-1].id,)).fetchone() else []

    def events(self, after: int = 0) -> list[tuple[int, Event]]:
        """The events with a number above the given one, each with its number."""
        with self._explained():
            return self._read(self._opened(), after)

    def merge(self, events: Iterable[Event]) -> Merged:
        """Take in those events of another journal that this one has not. The same again changes nothing.

        Raises ValueError if one of them is not as it was written.
        """
        theirs = list(events)
        if any(hash_of(row_of(event)) != event.id for event in theirs):
            raise ValueError("an event to be merged was changed after it was written")
        with self._transaction() as connection:
            ours = [event for _, event in self._read(connection, 0)]
            result = merged(ours, theirs)
            connection.executemany(_INSERT, map(row_of, result.events))
            if result.new:
                _set_heads(connection, heads_of([*ours, *result.events]))
        self._head = result.events[-1].id if result.new else self._head
        return result

    def copy_to(self, path: Path) -> None:
        """Write a whole copy of the journal to a path where nothing is yet, while others may go on writing."""
        if path.exists():
            raise JournalError(path, "there is a file already: choose another name")
        try:
            with self._explained(), explained(self.path, copy=path):
                self._opened().execute("VACUUM INTO ?", (str(path),))
            with path.open("rb+") as file:
                os.fsync(file.fileno())
        except BaseException:
            path.unlink(missing_ok=True)
            raise

    def close(self) -> None:
        """Let the file go. Nothing needs saving: every event is on the disk already."""
        with self._turn:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _read(self, connection: sqlite3.Connection, after: int) -> list[tuple[int, Event]]:
        """Numbers and events above a number."""
        try:
            return [(row[0], event_of(row[1:])) for row in connection.execute(_SELECT, (after,))]
        except ValueError as error:
            said = f"an event was changed after it was written ({error}): see 'mcda check'"
            raise JournalError(self.path, said) from error

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """The one writer's turn; on any failure nothing was written and the file is opened anew next time."""
        with self._explained():
            try:
                connection = self._opened()
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                self.close()
                raise

    def _opened(self) -> sqlite3.Connection:
        """The connection, made if there is none; it is never made to another file than at first."""
        if self._connection is None:
            connection = _connected(self.path, "rwc" if self._head is None else "rw")
            try:
                _prepare(connection, self.path)
                head = connection.execute("SELECT id FROM heads").fetchone()
                if self._head and not connection.execute(_KNOWN, (self._head,)).fetchone():
                    raise JournalError(self.path, "another file lies here now: put the first one back and save again")
            except BaseException:
                connection.close()
                raise
            self._head = self._head or (head[0] if head else "")
            self._connection = connection
        return self._connection

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """One thread at a time, and what goes wrong explained."""
        with self._turn, explained(self.path):
            yield


class Follower:
    """A folder's journal read as it grows, by somebody who writes nothing and holds the file only while reading."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / JOURNAL_FILE
        self._log: Log | None = None

    def news(self) -> Log | None:
        """All events so far; None if nothing has happened since the last call. Only what is new is read.

        A file in the place of the one before is read from its beginning; no file is an empty log. Events that are not
        as they were written are passed over: `mcda check` names them. Raises JournalError.
        """
        before = self._log or Log()
        last = (before.numbers[-1], before.events[-1].id) if before.events else (0, "")
        same, rows = not before.events, []
        if is_there(self._path):
            with explained(self._path), closing(_connected(self._path, "rw")) as connection:
                connection.execute("BEGIN")
                if _form(connection, self._path):
                    known = connection.execute("SELECT 1 FROM events WHERE number = ? AND id = ?", last).fetchone()
                    same = same or known is not None
                    rows = connection.execute(_SELECT, (last[0] if same else 0,)).fetchall()
        if self._log is not None and same and not rows:
            return None
        kept = before if same else Log()
        sound = [(number, event_of(row)) for number, *row in rows if hash_of(row) == row[0]]
        self._log = Log(
            events=(*kept.events, *(event for _, event in sound)),
            numbers=(*kept.numbers, *(number for number, _ in sound)),
        )
        return self._log


def has_journal(folder: Path) -> bool:
    """Whether somebody has sat in this panel folder."""
    return is_there(folder / JOURNAL_FILE)


def read_log(folder: Path, thorough: bool = False) -> Log:
    """All events of a folder's journal, each checked against its hash; an empty log if there is no journal.

    `thorough` has SQLite check the whole file too. Raises JournalError if it cannot be read as a journal at all.
    """
    path = folder / JOURNAL_FILE
    return read_log_file(path, thorough) if is_there(path) else Log()


def read_log_file(path: Path, thorough: bool = False) -> Log:
    """As `read_log`, of a journal by its own path."""
    with explained(path), closing(_connected(path, "rw")) as connection:
        connection.execute("BEGIN")
        if _form(connection, path) == 0:
            return Log()
        damage = connection.execute("PRAGMA integrity_check(1)").fetchone()[0] if thorough else "ok"
        rows: list[tuple[Any, ...]] = connection.execute(_SELECT, (0,)).fetchall()
        heads = set(connection.execute("SELECT id, tick FROM heads").fetchall())
    log = checked(rows, heads)
    if damage != "ok":
        fault = broken(1, "file", f"SQLite finds it damaged ({damage}): go on from the latest backup")
        return replace(log, faults=(fault, *log.faults))
    return log


def _set_heads(connection: sqlite3.Connection, heads: Iterable[tuple[str, int]]) -> None:
    connection.execute("DELETE FROM heads")
    connection.executemany("INSERT INTO heads (id, tick) VALUES (?, ?)", heads)


def _connected(path: Path, mode: str) -> sqlite3.Connection:
    """A connection that commits only when told to, and waits its turn."""
    address = f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(
        address, uri=True, timeout=PATIENCE, isolation_level=None, check_same_thread=False, cached_statements=16
    )
    connection.text_factory = lambda text: text.decode("utf-8", "replace")
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute("PRAGMA cell_size_check=ON")
    return connection


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Set the connection up for lasting writes; make or migrate the tables. A file that is refused stays as it is."""
    connection.execute("BEGIN")
    form = _form(connection, path)
    connection.execute("COMMIT")
    for setting in ("journal_mode=DELETE", "synchronous=EXTRA", "fullfsync=ON"):
        connection.execute(f"PRAGMA {setting}")
    if form == FORM:
        return
    connection.execute("BEGIN IMMEDIATE")
    for earlier in range(_form(connection, path), FORM):
        for statement in filter(str.strip, _MIGRATIONS[earlier].split(";")):
            connection.execute(statement)
    connection.execute(f"PRAGMA application_id={APPLICATION}")
    connection.execute(f"PRAGMA user_version={FORM}")
    connection.execute("COMMIT")


def _form(connection: sqlite3.Connection, path: Path) -> int:
    """The form of the tables, 0 for an empty file; to be asked in a transaction, since others may be making them.

    Raises JournalError for a newer one and for another's file.
    """
    form = int(connection.execute("PRAGMA user_version").fetchone()[0])
    application = int(connection.execute("PRAGMA application_id").fetchone()[0])
    if application == 0 and form == 0 and not connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone():
        if 0 < path.stat().st_size < SMALLEST_PAGE:
            raise JournalError(path, "it is no journal or was cut short: go on from the latest backup")
        return 0
    if application != APPLICATION:
        raise JournalError(path, "this is no journal but another program's database: move it away")
    if form > FORM:
        raise JournalError(
            path, f"it has the form {form} of a newer mcda, this one knows up to {FORM}: update mcda; it is untouched"
        )
    if form < 1:
        raise JournalError(
            path, f"it is damaged, the form of its tables cannot be {form}: go on from the latest backup"
        )
    return form
