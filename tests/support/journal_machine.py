"""Two laptops on which panellists answer, in any order of events, held against plain lists and dictionaries.

Everything on the one side is real: sittings, journals, files, commands, a process that is killed. The other side is
a list of what was done on each laptop, and a few lines that say what then holds.
"""

from __future__ import annotations

import csv
import random
import shutil
import time
from contextlib import closing
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from journal_writers import begin, started
from journals import Clock, judged, quick_folder
from panels import write

from criteria.events import Cell, Pair, in_order, standing, until
from criteria.files import read_panel
from criteria.journal import Journal, read_log
from criteria.session import Session
from tui.commands.group import run
from tui.sitting import Sitting

SEATED = ("P1", "P2")
"""Who sits on the first laptop, each in a sitting of their own; P3 is whoever else writes."""
PANEL = {"criteria": "a b c", "panellists": "P1 P2 P3", "solutions": "s1 s2", "scale": {"min": 0, "max": 10}}
TURNED = {True: lambda value: value, False: lambda value: 1 / value}
QUESTIONS = 9
steps = st.sampled_from([1 / 9, 1 / 3, 0.7, 1.0, 2.5, 3.0, 9.0])
ratings = st.sampled_from([0.0, 2.5, 7.0, 10.0])
people = st.sampled_from(SEATED)
jumps = st.sampled_from([-10 * 365 * 86_400, -3_600, -0.5, 0.5, 3_600, 365 * 86_400])


class Deed(NamedTuple):
    """Something that was done, in the order in which it counts."""

    tick: int
    id: str
    who: str
    verb: str
    key: object = None
    value: float | None = None
    of: str = ""
    """Of what is taken back or restored: the id."""


def kept(deeds, who):
    """What somebody has done and not taken back, and what was taken back and may be restored, oldest first."""
    done, undone, shelved = [], [], []
    for deed in sorted(deed for deed in deeds if deed.who == who):
        if deed.verb == "answer":
            shelved, undone = shelved + undone, []
            done.append(deed)
        elif deed.verb == "undo":
            found = [one for one in done if one.id == deed.of]
            done = [one for one in done if one not in found]
            undone += found
        else:
            found = [one for one in undone + shelved if one.id == deed.of]
            undone, shelved = ([one for one in some if one not in found] for some in (undone, shelved))
            done += found
    return done, undone


def answers(deeds):
    """(Panellist, key of a question) -> the answer that holds; None where they cannot say."""
    found = {}
    for who in (*SEATED, "P3"):
        found |= {(who, deed.key): deed.value for deed in kept(deeds, who)[0]}
    return found


def stored(events):
    """The same of a journal's events."""
    found = {}
    for (who, _), sheet in standing(events).sheets.items():
        for kind, key in sheet.held:
            if kind == "answer":
                held = sheet.answer(key)
                found[who, key] = sheet.ratio(key) if isinstance(key, Pair) else held.value
    return found


def agree(found, expected):
    """Whether two such dictionaries say the same; a ratio may have been turned round and back."""
    return found.keys() == expected.keys() and all(
        found[slot] == value if value is None or found[slot] is None else found[slot] == pytest.approx(value, rel=1e-12)
        for slot, value in expected.items()
    )


class JournalMachine(RuleBasedStateMachine):
    """Laptop `here` with two sittings open at once, laptop `there`, and a list of deeds for each."""

    def __init__(self):
        super().__init__()
        self.kept_folder = quick_folder()
        self.root = Path(self.kept_folder.name)
        self.clock = Clock()
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr("tui.sitting.Journal", partial(Journal, clock=self.clock))
        self.here, self.there = (write(self.root / name, **PANEL) for name in ("here", "there"))
        self.deeds: dict[Path, list[Deed]] = {self.here: [], self.there: []}
        self.sittings: dict[str, Sitting] = {}
        self.sessions: dict[str, Session] = {}

    @initialize()
    def sit_down(self):
        for who in SEATED:
            self.sittings[who] = Sitting(self.here)
            self.sessions[who] = self.sittings[who].begin(who)

    def teardown(self):
        for sitting in self.sittings.values():
            sitting.close()
        self.patch.undo()
        self.kept_folder.cleanup()

    # Answering

    @rule(who=people, place=st.integers(0, QUESTIONS - 1), ratio=steps, rating=ratings)
    def answer(self, who, place, ratio, rating):
        self.answered(who, place, ratio, rating)

    @rule(choice=st.integers(0, 1000), ratio=steps, rating=ratings)
    def change(self, choice, ratio, rating):
        given = sorted(slot for slot in answers(self.deeds[self.here]) if slot[0] in SEATED)
        if given:
            who, key = given[choice % len(given)]
            self.answered(who, self.sessions[who].ballot.place[key], ratio, rating)

    @rule(who=people, place=st.integers(0, QUESTIONS - 1))
    def skip(self, who, place):
        session = self.at(who, place)
        self.save(session.skip(), "answer", session.question.key)

    def at(self, who, place):
        session = self.sessions[who]
        return session.go_to(session.ballot.questions[place])

    def answered(self, who, place, ratio, rating):
        session = self.at(who, place)
        question = session.question
        value = TURNED[question.key == question](ratio) if isinstance(question, Pair) else rating
        said = session.judge(ratio) if isinstance(question, Pair) else session.rate(rating)
        self.save(said, "answer", question.key, value)

    @rule(who=people)
    def undo(self, who):
        self.taken(who, "undo", kept(self.deeds[self.here], who)[0], self.sessions[who].undo())

    @rule(who=people)
    def redo(self, who):
        self.taken(who, "redo", kept(self.deeds[self.here], who)[1], self.sessions[who].redo())

    def taken(self, who, verb, choice, session):
        if not choice:
            assert session is self.sessions[who]
            assert self.sittings[who].write(session).time == ""
            return
        self.save(session, verb, of=choice[-1].id)

    def save(self, session, verb, key=None, value=None, of=""):
        """Has a session written, and notes it on the other side too."""
        who = session.panellist
        self.sessions[who] = self.sittings[who].write(session).session
        assert not self.sessions[who].pending
        self.noted(self.here, who, verb, key, value, of)

    def noted(self, folder, who, verb, key=None, value=None, of=""):
        known = {deed.id for deed in self.deeds[folder]}
        (event,) = (event for event in read_log(folder).events if event.id not in known)
        last = max((deed.tick for deed in self.deeds[folder]), default=-1)
        assert event.tick == max(last + 1, round(self.clock.now.timestamp() * 1000), 0)
        self.deeds[folder].append(Deed(event.tick, event.id, who, verb, key, value, of))

    # Coming and going

    @rule(who=people)
    def pause(self, who):
        self.sittings[who].end()
        self.sessions[who] = self.sittings[who].begin(who)

    @rule(who=people)
    def reopen(self, who):
        self.sittings[who].close()
        self.sittings[who] = Sitting(self.here)
        self.sessions[who] = self.sittings[who].begin(who)

    @rule(value=steps)
    def second_opener(self, value):
        with closing(Journal(self.here, self.clock)) as journal:
            journal.append([judged("b", "c", value, who="P3")])
        self.noted(self.here, "P3", "answer", Pair("goal", "b", "c"), value)

    @precondition(lambda self: self.killed < self.kills)
    @rule(seed=st.integers(0, 1000))
    def kill(self, seed):
        """A process that answers for P3 is killed; all it said is saved is there, and at most one answer more."""
        self.killed += 1
        rng = random.Random(seed)
        process = started(self.here, "P3", 0)
        begin(process)
        first = process.stdout.readline() if rng.random() < 0.7 else b""
        time.sleep(rng.uniform(0, 0.02))
        process.kill()
        acknowledged = (first + process.communicate(timeout=60)[0]).decode().split()
        known = {deed.id for deed in self.deeds[self.here]}
        new = [event for event in in_order(read_log(self.here).events) if event.id not in known]
        note(f"{len(acknowledged)} answers acknowledged")
        assert [event.id for event in new][: len(acknowledged)] == acknowledged
        assert len(new) <= len(acknowledged) + 1
        for number, event in enumerate(new):
            said = Deed(event.tick, event.id, "P3", "answer", Pair("goal", "a", "b"), 1 + number / 1024)
            self.deeds[self.here].append(said)

    killed, kills = 0, 3
    """So many processes are killed in a run: each takes as long to start as twenty answers to be saved."""

    @rule(seconds=jumps)
    def set_the_clock(self, seconds):
        self.clock.now += timedelta(seconds=seconds)

    # Two laptops

    @rule(who=people, value=steps)
    def answer_there(self, who, value):
        with closing(Journal(self.there, self.clock)) as journal:
            journal.append([judged("c", "a", value, who=who)])
        self.noted(self.there, who, "answer", Pair("goal", "a", "c"), 1 / value)

    @rule()
    def merge_from_there(self):
        self.merged(self.here, self.there)
        for who in SEATED:
            self.pause(who)

    @rule()
    def merge_from_here(self):
        self.merged(self.there, self.here)

    def merged(self, into, other):
        if not self.deeds[other]:
            return
        assert run(["merge", str(into), str(other), "-o", str(self.root / "conflicts.csv")]) == 0
        self.deeds[into] = sorted({*self.deeds[into], *self.deeds[other]})

    # Looking

    @rule()
    def export(self):
        """The files that are exported, and a panel that has these alone, say what the other side says."""
        again = self.root / "again"
        shutil.rmtree(again, ignore_errors=True)
        again.mkdir()
        expected, found = answers(self.deeds[self.here]), set()
        for table, keys in (("judgements", ("node", "first", "second")), ("ratings", ("alternative", "criterion"))):
            file = again / f"{table}.csv"
            assert run(["export", str(self.here), table, "-o", str(file)]) == 0
            with file.open(encoding="utf-8", newline="") as lines:
                rows = list(csv.DictReader(lines))
            for row in rows:
                subject = (Pair if table == "judgements" else Cell)(*(row[key] for key in keys))
                found.add((row["panellist"], subject.key))
            if not rows:
                file.unlink()  # a table without rows is refused
        assert found == expected.keys()
        panel, given = (
            read_panel(write(again, **PANEL)),
            {slot: value for slot, value in expected.items() if value is not None},
        )
        read = {(row.panellist, Cell(row.alternative, row.criterion)): row.value for row in panel.ratings}
        for row in panel.judgements:
            pair = Pair(row.node, row.first, row.second)
            read[row.panellist, pair.key] = TURNED[pair.key == pair](row.ratio)
        assert agree(read, given)

    @rule(choice=st.integers(0, 1000))
    def look_back(self, choice):
        """At any moment what had been done by then, as `mcda replay --until` shows it."""
        deeds = sorted(self.deeds[self.here])
        if not deeds:
            return
        last = deeds[choice % len(deeds)].tick
        moment = Clock().now.fromtimestamp(last / 1000, tz=self.clock.now.tzinfo)
        events = until(read_log(self.here).events, moment)
        assert [event.id for event in events] == [deed.id for deed in deeds if deed.tick <= last]
        assert agree(stored(events), answers([deed for deed in deeds if deed.tick <= last]))

    @invariant()
    def both_sides_agree(self):
        for folder, deeds in self.deeds.items():
            log = read_log(folder, thorough=True)
            assert log.faults == ()
            assert {event.id for event in log.events} == {deed.id for deed in deeds}
            assert agree(stored(log.events), answers(deeds))
            if folder == self.here:
                for session in self.sessions.values():
                    self.is_as_done(session, answers(deeds))

    def is_as_done(self, session, all_given):
        """A sitting that is open shows what was done, and asks for what is open."""
        given = {key: value for (who, key), value in all_given.items() if who == session.panellist}
        found = {}
        for key in (question.key for question in session.ballot.questions):
            if (held := session.sheet.answer(key)) is not None:
                found[key] = session.sheet.ratio(key) if isinstance(key, Pair) else held.value
        assert agree(found, given)
        assert session.answered == len(given)
        if len(given) < QUESTIONS:
            assert session.at_first_open().question.key not in given
