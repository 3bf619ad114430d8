"""Whatever happened, in whatever order it came together: the same events, the same answers, the same session."""

import shutil
from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from journals import NOON, Clock, quick_folder
from panels import write

from criteria.events import Action, Cell, Event, Kind, Pair, standing
from criteria.files import read_files, read_panel
from criteria.files.answers import JUDGEMENTS, RATINGS, exact, exact_ratio, judged, rated
from criteria.files.overlay import with_events
from criteria.journal import Journal, Log, read_log
from criteria.session import Session
from criteria.text import COMMENT_LENGTH, guarded, inert

some = settings(max_examples=60, deadline=None)
few = settings(max_examples=20, deadline=None)

PANEL = {
    "criteria": "a b c",
    "panellists": "P1 P2",
    "solutions": "s1 s2",
    "scale": {"min": 0, "max": 10},
    "judgements": [(1, "P1", "goal", "a", "b", "1/3"), (1, "P2", "goal", "c", "b", "2.5")],
    "ratings": [
        (1, who, solution, criterion, 5) for who in ("P1", "P2") for solution in ("s1", "s2") for criterion in "abc"
    ],
}
SUBJECTS = [
    *(Pair("goal", first, second) for first, second in permutations("abc", 2)),
    *(Cell(solution, criterion) for solution in ("s1", "s2") for criterion in "abc"),
]
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
ratios = st.sampled_from([1 / 9, 1 / 3, 0.7, 1, 2.5, 3, 9]) | st.floats(1 / 9, 9)


@st.composite
def deeds(draw):
    """What somebody does: an answer, a comment, a reason, or the taking back or restoring of an earlier event."""
    who, round = draw(st.sampled_from(["P1", "P2"])), draw(st.sampled_from([1, 1, 1, 2]))
    said = {"panellist": who, "round": round}
    kind = draw(st.sampled_from(["answer", "answer", "skip", "comment", "keep", "undo", "undo", "redo"]))
    if kind == "keep":
        return Action(kind=Kind.KEPT, node="goal", text=draw(TEXTS), **said)
    if kind in ("undo", "redo"):
        return kind, draw(st.integers(0, 30)), said
    subject = draw(st.sampled_from(SUBJECTS))
    if kind == "skip":
        return Action(kind=Kind.SKIPPED, subject=subject, **said)
    if kind == "comment":
        return Action(kind=Kind.COMMENTED, subject=subject, text=draw(TEXTS), **said)
    if isinstance(subject, Pair):
        return Action(kind=Kind.JUDGED, subject=subject, value=draw(ratios), **said)
    return Action(kind=Kind.RATED, subject=subject, value=draw(st.floats(0, 10)), **said)


histories = st.lists(deeds(), max_size=12)


def happen(folder, history, clock):
    """Append a history to the journal of a folder."""
    journal = Journal(folder, clock)
    known = [event for _, event in journal.events()]
    for deed in history:
        if isinstance(deed, tuple):
            kind, place, said = deed
            if not known:
                continue
            event = known[place % len(known)]
            said = (
                {"panellist": event.action.panellist, "round": event.action.round} if event.action.panellist else said
            )
            deed = Action(kind=Kind.UNDONE if kind == "undo" else Kind.REDONE, event=event.id, **said)
        known += journal.append([deed])
    journal.close()


def merge(into, *others):
    journal = Journal(into)
    for other in others:
        journal.merge(read_log(other).events)
    journal.close()


def stands(folder):
    """Events and answers, and that nothing is wrong with the file."""
    log = read_log(folder, thorough=True)
    assert log.faults == ()
    sheets = standing(log.events).sheets
    return set(log.events), {whose: dict(sheet.held) for whose, sheet in sheets.items()}


@few
@given(common=histories, one=histories, two=histories, three=histories, late=st.integers(-100, 100))
def test_journals_unite_to_the_same_in_any_order_and_however_often(common, one, two, three, late):
    with quick_folder() as name:
        root = Path(name)
        (root / "common").mkdir()
        happen(root / "common", common, Clock())
        for folder, history, seconds in (("one", one, 30), ("two", two, late), ("three", three, 0)):
            shutil.copytree(root / "common", root / folder)
            happen(root / folder, history, Clock(NOON + timedelta(seconds=seconds)))
        for into in ("x", "y", "z"):
            (root / into).mkdir()
        merge(root / "x", root / "one", root / "two", root / "three")
        merge(root / "y", root / "two", root / "three")  # (two + three) ...
        merge(root / "z", root / "one")
        merge(root / "z", root / "y")  # ... and one before them
        merge(root / "y", root / "one", root / "two", root / "one")
        assert stands(root / "x") == stands(root / "y") == stands(root / "z")
        merge(root / "one", root / "two", root / "three", root / "one")
        assert stands(root / "one") == stands(root / "x")


@some
@given(history=histories, cut=st.integers(0, 12))
def test_a_journal_copied_at_any_moment_and_gone_on_with_elsewhere_is_the_same_journal(history, cut):
    with quick_folder() as name:
        root = Path(name)
        (root / "here").mkdir()
        clock = Clock()
        happen(root / "here", history[:cut], clock)
        shutil.copytree(root / "here", root / "there")
        happen(root / "there", history[cut:], clock)
        merge(root / "here", root / "there")
        assert stands(root / "here") == stands(root / "there")


# Sessions


MOVES = st.one_of(
    st.tuples(st.just("answer"), ratios),
    st.sampled_from([("skip",), ("back",), ("forward",), ("undo",), ("undo",), ("redo",), ("save",), ("restart",)]),
    st.tuples(st.just("comment"), TEXTS),
    st.tuples(st.just("keep"), TEXTS),
    st.tuples(st.just("go"), st.integers(0, 8)),
    st.tuples(st.just("late save"), st.integers(0, 3)),
)


class Desk:
    """A panellist's session, and the journal that it is written to, as a list."""

    def __init__(self, panel):
        self.panel, self.events, self.session = panel, [], Session.resumed(panel, standing([]), "P1")

    def write(self, actions):
        events = []
        for action in actions:
            n = len(self.events) + 1
            events.append(Event(id=f"e{n}", parents=(), tick=n, time="", version="", action=action))
            self.events.append(events[-1])
        return events

    def resumed(self):
        return Session.resumed(self.panel, standing(self.events), "P1")

    def move(self, name, *more):
        session = self.session
        if name == "save":
            session = session.saved(self.write(session.pending))
        elif name == "late save":  # the writer had begun with the oldest actions, and meanwhile some were taken back
            events = self.write(session.pending)
            for _ in range(more[0]):
                session = session.undo()
            session = session.saved(events)
        elif name == "restart":
            session = session.saved(self.write(session.pending))
            assert dict(session.sheet.held) == dict(self.resumed().sheet.held)
            session = self.resumed()
        elif name == "keep":
            session = session.keep("goal", *more)
        elif name == "go":
            session = session.go_to(session.ballot.questions[more[0]])
        elif name in ("answer", "skip", "comment") and session.question is None:
            return
        elif name == "answer":
            session = session.judge(*more) if isinstance(session.question, Pair) else session.rate(*more)
        else:
            session = getattr(session, name)(*more)
        self.session = session


def chain(done):
    """The events of a chain, latest first."""
    found = []
    while done is not None:
        found.append(done.event)
        done = done.earlier
    return found


@some
@given(moves=st.lists(MOVES, max_size=40))
def test_a_session_after_anything_is_the_one_that_is_resumed(moves):
    with quick_folder() as name:
        desk = Desk(read_files(write(name, **PANEL)))
    for move in moves:
        desk.move(*move)
    seen = dict(desk.session.sheet.held)
    while desk.session.pending:
        desk.move("save")
    resumed = desk.resumed()
    live = desk.session
    assert dict(live.sheet.held) == dict(resumed.sheet.held)
    assert {slot: held[1:] for slot, held in seen.items()} == {slot: held[1:] for slot, held in live.sheet.held.items()}
    assert chain(live.sheet.done) == chain(resumed.sheet.done)
    assert chain(live.sheet.undone) == chain(resumed.sheet.undone)
    assert resumed.question == live.at_first_open().question


@some
@given(moves=st.lists(MOVES.filter(lambda move: move[0] in ("answer", "skip", "comment", "go")), max_size=12))
def test_undoing_everything_leads_back_and_redoing_leads_forth(moves):
    with quick_folder() as name:
        desk = Desk(read_files(write(name, **PANEL)))
    before = dict(desk.session.sheet.held)
    for move in moves:
        desk.move(*move)
    desk.move("restart")
    after = dict(desk.session.sheet.held)
    count = len(desk.events)
    for _ in range(count + 1):
        desk.move("undo")
        desk.move("save")
    assert dict(desk.session.sheet.held) == before
    for _ in range(count + 1):
        desk.move("redo")
        desk.move("save")
    assert dict(desk.session.sheet.held) == after


# Export


def written(path, columns, rows, column, text, decimal):
    """The rows as CSV, written here by another hand than the tool's."""
    import csv

    at = columns.index(column)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        for row in rows:
            cells = [text(cell, decimal) if place == at else cell for place, cell in enumerate(row)]
            writer.writerow([*cells[:-1], guarded(cells[-1])])


def answers(panel):
    """All answers, comments with what a terminal would obey written out, as exports have them."""
    rows = [replace(row, comment=inert(row.comment)) for row in (*panel.judgements, *panel.ratings)]
    return sorted(map(repr, rows))


@some
@given(history=histories, decimal=st.sampled_from([".", ","]))
def test_what_is_exported_is_read_as_the_same_panel(history, decimal):
    assert COMMENT_LENGTH > 8
    said = dict(PANEL, settings={"decimal": decimal})
    if decimal == ",":
        said["judgements"] = [(1, "P1", "goal", "a", "b", "1/3"), (1, "P2", "goal", "c", "b", "2,5")]
    with quick_folder() as name:
        folder, again = write(Path(name) / "a", **said), write(Path(name) / "b", **said)
        happen(folder, history, Clock())
        panel, log = read_files(folder), read_log(folder)
        now = standing(log.events)
        written(again / "judgements.csv", JUDGEMENTS, judged(panel, now), "ratio", exact_ratio, decimal)
        written(again / "ratings.csv", RATINGS, rated(panel, now), "value", exact, decimal)
        for table in ("judgements.csv", "ratings.csv"):
            if (again / table).read_text(encoding="utf-8").count("\n") == 1:
                (again / table).unlink()
        assert answers(read_files(again)) == answers(read_panel(folder))
        assert judged(panel, now) == judged(with_events(panel, log), standing(log.events))
        assert answers(with_events(panel, Log())) == answers(panel)
