"""Who sits where: a panellist answers in one place at a time, on one machine; and why somebody cannot sit down."""

from __future__ import annotations

from contextlib import suppress
from hashlib import sha256
from io import BufferedRandom
from pathlib import Path

SEATS_FILE = "seats.lock"


class SeatTakenError(Exception):
    """Somebody answers for this panellist in another window."""


class RoundClosedError(Exception):
    """The round is not open for answers."""


class NobodyError(ValueError):
    """There is no such panellist."""


class Seat:
    """A panellist's seat in a panel folder, held until `leave` or until the process ends, however it ends.

    A lock on one byte of a file: the system lets it go with the process. Where files cannot be locked or written, every
    seat is free; answers are safe all the same, since the journal takes one writer at a time.
    """

    def __init__(self, file: BufferedRandom | None) -> None:
        self._file = file

    @classmethod
    def taken(cls, folder: Path, panellist: str) -> Seat | None:
        """The seat, now held; None if another process holds it."""
        try:
            import fcntl

            file = (folder / SEATS_FILE).open("a+b", buffering=0)
        except (ImportError, OSError):
            return cls(None)
        place = int.from_bytes(sha256(panellist.casefold().encode()).digest()[:6])
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
        except (BlockingIOError, PermissionError):
            file.close()
            return None
        except OSError:
            file.close()
            return cls(None)
        return cls(file)  # type: ignore[arg-type]

    def leave(self) -> None:
        """Let somebody else have it."""
        if self._file is not None:
            with suppress(OSError):  # the system lets go of the lock whatever it says of the file
                self._file.close()
            self._file = None
