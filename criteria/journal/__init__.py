"""The journal of a panel: what happened in its sittings, one event after another, never changed afterwards.

Each event names by their hashes the events that were latest when it was written, as commits do: a changed or missing
one is noticed, and the journals of several laptops unite to the same set of events whatever the order.
"""

from criteria.journal.chain import JOURNAL_FILE, Log
from criteria.journal.merging import Conflict, Merged
from criteria.journal.store import Follower, Journal, has_journal, read_log, read_log_file
from criteria.journal.troubles import JournalError

__all__ = [
    "JOURNAL_FILE",
    "Conflict",
    "Follower",
    "Journal",
    "JournalError",
    "Log",
    "Merged",
    "has_journal",
    "read_log",
    "read_log_file",
]
