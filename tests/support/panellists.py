"""Panellists at their keyboards in real terminals: who answers what is given, through the screens, several at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from queue import Empty, Queue
from time import monotonic, sleep

from terminal import MCDA, Terminal

from criteria.events import Pair, Subject
from criteria.session import Ballot, Section

FOR_B = "!@#$%^&*("
"""What the keys 1 to 9 send with shift."""
QUIET = 20.0
"""Seconds without a change after which nothing more is on its way."""
AGAIN = 3.0
"""Seconds after which a key is pressed again: one that comes while another screen is drawn is not taken."""
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
    awaited, again = "answer 1 of", ""
    for questions in _in_one_go(ballot.sections):
        _past_contradictions(terminal, awaited, again)
        typed = "".join(keys(question, answers) for question in questions)
        terminal.send("-l", "--", typed)
        asked += len(questions)
        awaited = f"answer {asked} of" if asked <= len(ballot.questions) else "All questions are behind you"
        again = typed if len(questions) == 1 else ""
    _past_contradictions(terminal, awaited, again)
    while terminal.children():
        terminal.send("C-q")
        with suppress(AssertionError):
            terminal.until(lambda: not terminal.children(), AGAIN)


def _in_one_go(sections: Iterable[Section]) -> list[list[Subject]]:
    """The questions that are typed ahead of the screen: those of a part of pairs; the first rating, then all others."""
    pairs = [list(each.questions) for each in sections if not each.is_rating]
    ratings = [question for each in sections if each.is_rating for question in each.questions]
    return [part for part in (*pairs, ratings[:1], ratings[1:]) if part]


def _past_contradictions(terminal: Terminal, awaited: str, again: str) -> None:
    """Wait for what is awaited; what contradicts is left as it is. `again`: typed once more where nothing moves on."""
    changed = pressed = monotonic()
    before, key = "", again
    while awaited not in (screen := terminal.screen()):
        now = monotonic()
        if screen != before:
            changed, before = now, screen
            key = "n" if any(said in screen for said in CONTRADICTED) else again
            pressed = now if key == again else 0.0
        if key and now - pressed > AGAIN:
            terminal.send("-l", "--", key)
            pressed = now
        assert now - changed < QUIET, f"{awaited!r} does not come:\n{screen}"
        sleep(0.1)


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
