"""journal.db as a SQLite file: opened, migrated, appended to, read, copied."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

from criteria.events import Action, Event, in_order
from criteria.journal.chain import COLUMNS, JOURNAL_FILE, Log, broken, checked, event_of, heads_of, row_of, written
from criteria.journal.merging import Merged, conflicts

APPLICATION = int.from_bytes(b"mcda")
"""Marks the file as ours."""
SCHEMA = 1
PATIENCE = 10.0
"""Seconds that a writer waits for its turn."""

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
"""Schema -> the statements that lead to the next; 0 is an empty file."""
_INSERT = f"INSERT INTO events ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"
_SELECT = f"SELECT number, {', '.join(COLUMNS)} FROM events WHERE number > ? ORDER BY number"


class JournalError(OSError):
    """A journal cannot be read or written; names the file, what happened and what to do. Nothing is half written."""

    def __init__(self, path: Path, message: str) -> None:
        super().__init__(None, message)
        self.filename = str(path)
        self.strerror = message

    def __str__(self) -> str:
        return f"{self.filename}: {self.strerror}"


class Journal:
    """The journal of a panel folder, open for appending. Any number of processes may have it open at once.

    A rollback journal and `synchronous=EXTRA`: what `append` has returned survives a crash and a power cut.
    """

    def __init__(self, folder: Path, clock: Clock = lambda: datetime.now(UTC)) -> None:
        """Open the journal of the folder, which is made if there is none and migrated if it is older.

        Raises JournalError if it is newer than this tool, no journal, damaged, or cannot be written.
        """
        self.path = folder / JOURNAL_FILE
        self._clock = clock
        self._connection: sqlite3.Connection | None = None
        with _explained(self.path):
            self._opened()

    def append(self, actions: Sequence[Action]) -> tuple[Event, ...]:
        """The events that the actions became, all of them on the disk; or JournalError, and none is.

        May be called again after a failure, also when the disk was full or the folder could not be written.
        """
        with self._transaction() as connection:
            heads = connection.execute("SELECT id, tick FROM heads ORDER BY id").fetchall()
            events: list[Event] = []
            for action in actions:
                event = written(action, heads, self._clock())
                connection.execute(_INSERT, row_of(event))
                heads = [(event.id, event.tick)]
                events.append(event)
            if events:
                _set_heads(connection, heads)
        return tuple(events)

    def events(self, after: int = 0) -> list[tuple[int, Event]]:
        """The events with a number above the given one, each with its number."""
        with _explained(self.path):
            return [(row[0], event_of(row[1:])) for row in self._opened().execute(_SELECT, (after,))]

    def merge(self, events: Iterable[Event]) -> Merged:
        """Take in those events of another journal that this one has not. The same again changes nothing."""
        theirs = list(events)
        with self._transaction() as connection:
            ours = [event_of(row[1:]) for row in connection.execute(_SELECT, (0,))]
            known = {event.id for event in ours}
            new = [event for event in in_order(theirs) if event.id not in known]
            connection.executemany(_INSERT, map(row_of, new))
            if new:
                _set_heads(connection, heads_of([*ours, *new]))
        differing = conflicts(ours, theirs) if new else ()
        return Merged(new=len(new), known=len(theirs) - len(new), conflicts=differing)

    def copy_to(self, path: Path) -> None:
        """Write a whole copy of the journal to a path where nothing is yet, while others may go on writing."""
        with _explained(self.path):
            self._opened().execute("VACUUM INTO ?", (str(path),))
        with path.open("rb+") as file:
            os.fsync(file.fileno())

    def close(self) -> None:
        """Let the file go. Nothing needs saving: every event is on the disk already."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """The one writer's turn; on any failure nothing was written and the file is opened anew next time."""
        with _explained(self.path):
            try:
                connection = self._opened()
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                self.close()
                raise

    def _opened(self) -> sqlite3.Connection:
        """The connection, made if there is none."""
        if self._connection is None:
            connection = _connected(self.path, "rwc")
            try:
                _prepare(connection, self.path)
            except BaseException:
                connection.close()
                raise
            self._connection = connection
        return self._connection


def has_journal(folder: Path) -> bool:
    """Whether somebody has sat in this panel folder."""
    return (folder / JOURNAL_FILE).exists()


def read_log(folder: Path, thorough: bool = False) -> Log:
    """All events of a folder's journal, each checked against its hash; an empty log if there is no journal.

    `thorough` has SQLite check the whole file too. Raises JournalError if it cannot be read as a journal at all.
    """
    path = folder / JOURNAL_FILE
    return read_log_file(path, thorough) if path.exists() else Log()


def read_log_file(path: Path, thorough: bool = False) -> Log:
    """As `read_log`, of a journal by its own path."""
    with _explained(path), closing(_readable(path)) as connection:
        if _schema(connection, path) == 0:
            return Log()
        connection.execute("BEGIN")
        damage = connection.execute("PRAGMA integrity_check(1)").fetchone()[0] if thorough else "ok"
        rows = connection.execute(_SELECT, (0,)).fetchall()
        heads = {id for (id,) in connection.execute("SELECT id FROM heads")}
    log = checked(rows, heads)
    if damage != "ok":
        fault = broken(0, "file", f"SQLite finds it damaged ({damage}): go on from the latest backup")
        return Log(events=log.events, faults=(fault, *log.faults))
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
    return connection


def _readable(path: Path) -> sqlite3.Connection:
    """A connection for reading: one that may tidy up after a crash, or a read-only one where that is not allowed."""
    try:
        connection = _connected(path, "rw")
        connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchall()
    except sqlite3.OperationalError:
        return _connected(path, "ro")
    return connection


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Set the connection up for lasting writes; make or migrate the tables."""
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.execute("PRAGMA synchronous=EXTRA")
    if _schema(connection, path) == SCHEMA:
        return
    connection.execute("BEGIN IMMEDIATE")
    for version in range(_schema(connection, path), SCHEMA):
        for statement in filter(str.strip, _MIGRATIONS[version].split(";")):
            connection.execute(statement)
    connection.execute(f"PRAGMA application_id={APPLICATION}")
    connection.execute(f"PRAGMA user_version={SCHEMA}")
    connection.execute("COMMIT")


def _schema(connection: sqlite3.Connection, path: Path) -> int:
    """The version of the tables, 0 for an empty file. Raises JournalError for a newer one and for another's file."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    application = int(connection.execute("PRAGMA application_id").fetchone()[0])
    if application == 0 and version == 0 and not connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone():
        return 0
    if application != APPLICATION:
        raise JournalError(path, "this is no journal but another program's database: move it away")
    if version > SCHEMA:
        raise JournalError(
            path,
            f"it has the form {version} of a newer mcda, this one knows up to {SCHEMA}: update mcda; it is untouched",
        )
    return version


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn what SQLite says into what happened and what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise JournalError(path, _explanation(error)) from error


def _explanation(error: sqlite3.Error) -> str:
    code = getattr(error, "sqlite_errorcode", 0)
    primary = code & 0xFF
    safe = "all that was shown as saved is on the disk"
    if primary == sqlite3.SQLITE_FULL or code == sqlite3.SQLITE_IOERR_WRITE:
        return f"the disk is full: free some space and save again; {safe}"
    if code == sqlite3.SQLITE_READONLY_DBMOVED:
        return "the file was moved or deleted while it was open: put it back and save again"
    if primary in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
        return f"the file or its folder cannot be written: allow writing and save again; {safe}"
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return f"other programs kept it busy for {PATIENCE:.0f} seconds: save again; {safe}"
    if primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return f"it is damaged or no journal ({error}): go on from the latest backup"
    return f"{error}: try again; {safe}"
