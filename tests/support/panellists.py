"""Panellists at their keyboards in real terminals: who answers what is given, through the screens, several at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Empty, Queue
from time import monotonic, sleep

from terminal import MCDA, Terminal

from criteria.events import Pair, Subject
from criteria.session import Ballot

FOR_B = "!@#$%^&*("
"""What the keys 1 to 9 send with shift."""
AT_ONCE = 40
"""Questions that are typed ahead of the screen."""
QUIET = 2.0
"""Seconds without a change after which nothing more is on its way."""
CONTRADICTED = ("These answers cannot all hold", "This answer contradicts the others")
Answers = Mapping[Subject, float | None]
"""Key of a subject -> a ratio or a rating, None for "cannot say"; left out where the earlier answer is kept."""


def keys(asked: Subject, answers: Answers) -> str:
    """What is typed at a question."""
    if asked.key not in answers:
        return "\r"
    value = answers[asked.key]
    if value is None:
        return "-"
    if not isinstance(asked, Pair):
        return f"{value:g}\r"
    ratio = value if asked == asked.key else 1 / value
    strength = round(max(ratio, 1 / ratio))
    return (str(strength) if ratio >= 1 else FOR_B[strength - 1]) + "\r"


def sit(terminal: Terminal, folder: Path, panellist: str, ballot: Ballot, answers: Answers) -> None:
    """One whole sitting, from the shell and back to it; contradictions are looked at and left."""
    terminal.send(f"clear; {MCDA} judge {folder} --panellist {panellist}", "Enter")
    terminal.until(lambda: "press Enter to begin" in terminal.screen(), 60)
    terminal.send("Enter")
    asked = 1
    for section in ballot.sections:
        last = asked + len(section.questions)
        while asked < last:
            part = ballot.questions[asked - 1 : min(asked - 1 + AT_ONCE, last - 1)]
            terminal.until(lambda place=asked: f"answer {place} of" in _past_contradictions(terminal), 60)
            terminal.send("-l", "--", "".join(keys(question, answers) for question in part))
            asked = _asked_next(terminal, asked, asked + len(part), len(ballot.questions))
    terminal.send("C-q")
    terminal.until(lambda: not terminal.children(), 60)


def _asked_next(terminal: Terminal, typed: int, awaited: int, count: int) -> int:
    """The question that is asked after those typed, past what contradicts.

    What is typed ahead of a contradiction is dropped, as it was not meant for it: then that is an earlier question.
    """
    since, before, found = monotonic(), "", typed
    while found < awaited:
        screen = _past_contradictions(terminal)
        if "All questions are behind you" in screen:
            found = count + 1
        elif number := re.search(r"answer (\d+) of", screen):
            found = int(number[1])
        if screen != before:
            since, before = monotonic(), screen
        elif monotonic() - since > QUIET:
            break
        sleep(0.02)
    return found


def _past_contradictions(terminal: Terminal) -> str:
    """What stands on the screen; what contradicts is left as it is."""
    screen = terminal.screen()
    if any(said in screen for said in CONTRADICTED):
        terminal.send("n")
    return screen


def all_sit(
    places: Sequence[Terminal], folder: Path, ballots: Mapping[str, Ballot], answers: Mapping[str, Answers]
) -> None:
    """Everybody, as many at once as there are places."""
    waiting: Queue[str] = Queue()
    for panellist in answers:
        waiting.put(panellist)

    def at(terminal: Terminal) -> None:
        while True:
            try:
                panellist = waiting.get_nowait()
            except Empty:
                return
            sit(terminal, folder, panellist, ballots[panellist], answers[panellist])

    with ThreadPoolExecutor(len(places)) as pool:
        _all(pool.map(at, places))


def _all(results: Iterable[None]) -> None:
    """Wait for each; what one of them raised is raised here."""
    for _result in results:
        pass
