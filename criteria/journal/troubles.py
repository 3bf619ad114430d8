"""What can go wrong with the journal's file: where, what happened, and what to do about it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 10.0
"""Seconds that a writer waits for its turn."""
FORBIDDEN = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH)
UNWRITTEN = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, *FORBIDDEN)
"""SQLite's codes for what keeps a file from being written."""


class JournalError(OSError):
    """A journal cannot be read or written; names the file, what happened and what to do. Nothing is half written."""

    def __init__(self, path: Path, message: str) -> None:
        super().__init__(None, message)
        self.filename = str(path)
        self.strerror = message

    def __str__(self) -> str:
        return f"{self.filename}: {self.strerror}"


@contextmanager
def explained(path: Path, copy: Path | None = None) -> Iterator[None]:
    """Turn what SQLite says into what happened and what to do. It may be a copy being made that cannot be written."""
    try:
        yield
    except sqlite3.Error as error:
        where = copy if copy and _primary(error) in UNWRITTEN and is_there(path) else path
        raise JournalError(where, _explanation(error, where)) from error
    except JournalError:
        raise
    except OSError as error:
        raise JournalError(
            path, f"the system refuses it ({error.strerror}): look at the disk, and save again"
        ) from error
    except UnicodeDecodeError as error:
        raise JournalError(path, "it is damaged (its tables have no names): go on from the latest backup") from error


def is_there(path: Path) -> bool:
    """Whether there is a file, also where the system does not let it be looked at."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


def _primary(error: sqlite3.Error) -> int:
    """SQLite's code without what tells more; 0 where Python's module has found the error."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _explanation(error: sqlite3.Error, path: Path) -> str:
    primary = _primary(error)
    safe = "all that was shown as saved is on the disk"
    said = f"{error}, {getattr(error, 'sqlite_errorname', 'no code')}"
    moved = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_READONLY_DBMOVED
    if moved or not is_there(path):
        cure = "put it back, or look at rights and disk, and save again"
        return f"the file was moved or deleted, or cannot be made ({said}): {cure}"
    if not os.access(path, os.R_OK):
        return "the file cannot be read: allow reading"
    if primary == sqlite3.SQLITE_FULL:
        return f"the disk is full: free some space and save again; {safe}"
    if primary == sqlite3.SQLITE_IOERR:
        return f"the disk does not take it ({said}): free some space or look at the disk, and save again; {safe}"
    if primary in FORBIDDEN:
        cure = f"allow writing, or look at the disk ({said}), and save again"
        return f"the file or its folder cannot be written: {cure}; {safe}"
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return f"other programs kept it busy for {PATIENCE:.0f} seconds: save again; {safe}"
    if primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        cure = "try again, and if that does not help go on from the latest backup"
        return f"it is damaged or no journal, or the disk does not give it back ({said}): {cure}"
    return f"{error}: see 'mcda check'"
