"""A sitting line by line, for screen readers, dumb terminals and scripts: a question on stdout, an answer on stdin.

No colour, no drawing, no line that is written over. An answer to a pair is read back and counts with an empty line; a
rating counts at once. `saved` is said when the answer is on the disk, and never before.
"""

from __future__ import annotations

from tui.plain.receiving import receive
from tui.plain.talk import held
from tui.sitting import Sitting


def sit(sitting: Sitting, panellist: str | None, by: str, *, consistency: bool = True, visual: bool = False) -> int:
    """The exit code after a sitting by lines of text.

    Parameters
    ----------
    panellist : whose sitting, an id of the panel; chosen from a list if None.
    by : who enters the answers on the panellist's behalf; empty if they do so themselves.
    consistency : whether answers that contradict each other are pointed out after each section.
    visual : whether letters that run from right to left are put in the order in which they are seen.

    Raises
    ------
    JournalError
        If the journal of the panel cannot be read.
    """
    try:
        return held(lambda talk, calm: receive(sitting, panellist, by, talk, calm, consistency), visual=visual)
    finally:
        sitting.end()
