"""A sitting: what is asked in which order, undo and redo, and that it goes on where it was left."""

from itertools import combinations
from pathlib import Path

import pytest
from panels import compare, panel, rate, steps_of

from criteria.events import Action, Cell, Event, Kind, Pair, standing
from criteria.files import read_files
from criteria.session import Ballot, Session, held_by

TELEMEDICINE = Path(__file__).parents[2] / "sample_panels" / "telemedicine"


class Book:
    """Writes the pending actions of a session as events, without hashes and without a file."""

    def __init__(self):
        self.events = []

    def write(self, session, actions=None):
        events = [self.event(action) for action in (session.pending if actions is None else actions)]
        return session.saved(events)

    def event(self, action):
        n = len(self.events) + 1
        self.events.append(Event(id=f"e{n}", parents=(), tick=n, time="", version="", action=action))
        return self.events[-1]


@pytest.fixture
def small(tmp_path):
    """Three criteria, two solutions to rate, and a judgement and a rating of P1 in the CSV files."""
    return panel(
        tmp_path,
        criteria="a b c",
        panellists="P1 P2",
        solutions="s1 s2",
        scale={"min": 0, "max": 10},
        judgements=[(1, "P1", "goal", "a", "b", "1/3")],
        ratings=[(1, "P1", "s1", criterion, 5) for criterion in "abc"],
    )


@pytest.fixture
def session(small):
    return Session.resumed(small, standing([]), "P1")


# What is asked


def test_a_panellist_of_the_telemedicine_panel_is_asked_54_pairs():
    """8 challenges in 28 pairs, and 26 pairs of their 24 sub-themes."""
    said = read_files(TELEMEDICINE)
    ballot = Ballot.of(said)
    pairs = [question for question in ballot.questions if isinstance(question, Pair)]
    sizes = [len(node.items) for node in said.hierarchy.nodes]
    assert len(pairs) == 54 == sum(n * (n - 1) // 2 for n in sizes)
    assert (ballot.pairs, ballot.left) == (54, 0)


@pytest.mark.parametrize("count", range(2, 12))
def test_every_pair_once_neighbours_first_and_nobody_always_on_top(tmp_path, count):
    ids = [f"c{n}" for n in range(count)]
    (section,) = Ballot.of(panel(tmp_path, criteria=" ".join(ids), panellists="P1")).sections
    pairs = section.questions
    assert {pair.key for pair in pairs} == {Pair("goal", *sorted(pair)) for pair in combinations(ids, 2)}
    assert len(pairs) == count * (count - 1) // 2
    joined = {id for pair in pairs[: count - 1] for id in (pair.first, pair.second)}
    assert joined == set(ids)
    for id in ids:
        above = sum(pair.first == id for pair in pairs)
        assert abs(above - (count - 1 - above)) <= 1


def test_ratings_are_asked_at_the_level_that_was_rated_else_at_the_top(tmp_path, small):
    cells = [question for question in Ballot.of(small).questions if isinstance(question, Cell)]
    assert cells == [Cell(solution, criterion) for criterion in "abc" for solution in ("s1", "s2")]
    deep = panel(
        tmp_path / "deep",
        criteria={"a": {"x": None, "y": None}, "b": None},
        panellists="P1",
        solutions="s1",
        steps=steps_of(s1="t1 t2"),
        scale={"min": 0, "max": 10},
        ratings=[rate("P1", "x y b", {"s1": "1 2 3"})],
    )
    asked = [section.about for section in Ballot.of(deep).sections if section.is_rating]
    assert asked == ["x", "y", "b", "a", "b"]


def test_without_a_scale_alternatives_are_compared_under_each_leaf(tmp_path):
    said = panel(tmp_path, criteria={"a": {"x": None, "y": None}, "b": None}, panellists="P1", solutions="s1 s2 s3")
    assert [section.about for section in Ballot.of(said).sections] == ["goal", "a", "x", "y", "b"]


def test_what_was_measured_or_given_is_not_asked(tmp_path):
    said = panel(
        tmp_path,
        criteria={"a": 0.5, "b": 0.5},
        panellists="P1",
        solutions="s1 s2",
        performance={"s1": {"a": 1, "b": 2}, "s2": {"a": 2, "b": 1}},
    )
    assert Ballot.of(said).questions == ()


def test_the_same_questions_are_the_same_ballot(small, tmp_path):
    other = panel(tmp_path / "other", criteria="a b c", panellists="P1")
    assert len({Ballot.of(small), Ballot.of(small, "P1"), Ballot.of(other)}) == 2


# Where it begins and goes on


def test_it_begins_at_the_first_open_question(session):
    assert session.question == Pair("goal", "b", "c")
    assert session.answered == 1 + 3
    assert session.seconds_left == 2 * 15 + 3 * 5
    assert session.sheet.ratio(Pair("goal", "b", "a")) == pytest.approx(3)


def test_an_answer_leads_to_the_next_open_question_and_around_to_the_first(session):
    session = session.judge(2).judge(3)
    assert session.question == Cell("s2", "a")
    session = session.forward().forward().rate(7).rate(8)
    assert session.question == Cell("s2", "a")
    session = session.skip().go_to(Cell("s2", "b")).rate(1)
    assert (session.question, session.section) == (None, None)
    assert session.answered == len(session.ballot.questions)
    assert session.complete(session.ballot.sections[0])
    with pytest.raises(ValueError, match="no question"):
        session.judge(3)


def test_the_section_is_finished_first_from_where_one_is_and_then_from_its_beginning(tmp_path):
    said = panel(tmp_path, criteria="a b c d", panellists="P1", solutions="s1", scale={"min": 0, "max": 10})
    session = Session.resumed(said, standing([]), "P1")
    pairs, cells = session.ballot.questions[:6], session.ballot.questions[6:]
    assert session.judge(1).question == pairs[1]
    assert session.forward().judge(1).question == pairs[2]
    assert session.go_to(pairs[5]).judge(1).question == pairs[0]
    one_left = session.go_to(cells[1]).rate(5).go_to(pairs[1])
    for _ in range(5):
        one_left = one_left.judge(1)
    assert one_left.question == pairs[0]
    assert [one_left.judge(1).question, one_left.judge(1).rate(5).question] == [cells[0], cells[2]]
    assert one_left.go_to(cells[2]).rate(5).question == cells[3]
    done = one_left.go_to(cells[2]).rate(5).rate(5)
    assert done.question == pairs[0]
    behind_all = done.go_to(cells[3]).forward()
    assert (behind_all.question, behind_all.section) == (None, None)
    assert behind_all.to_next_open().question == pairs[0]


def test_a_section_is_gone_to_at_its_first_open_question_or_at_its_first(session):
    pairs, ratings, *_ = session.ballot.sections
    assert session.forward().to_section(pairs).question == pairs.questions[1]
    assert session.to_section(ratings).question == Cell("s2", "a")
    assert session.judge(2).judge(3).to_section(pairs).question == pairs.questions[0]


def test_back_and_forward_stop_at_the_ends(session):
    assert session.go_to(Pair("goal", "b", "a")).back().at == 0
    for _ in range(30):
        session = session.forward()
    assert session.question is None
    assert session.back().question == session.ballot.questions[-1]


def test_another_round_begins_with_nothing(small):
    book = Book()
    book.write(Session.resumed(small, standing([]), "P1").judge(5))
    book.event(Action(kind=Kind.OPENED, round=2))
    second = Session.resumed(small, standing(book.events), "P1")
    assert (second.round, second.at, second.answered) == (2, 0, 0)


def test_it_is_resumed_at_the_first_question_left_open(small):
    book = Book()
    session = book.write(Session.resumed(small, standing([]), "P1", by="Facilitator").judge(5))
    again = Session.resumed(small, standing(book.events), "P1")
    assert again.question == session.question == Pair("goal", "c", "a")
    assert again.answered == session.answered
    assert book.events[0].action.by == "Facilitator"


def test_comments_of_the_files_stand_until_somebody_says_something_else(panel_folder):
    said = read_files(
        panel_folder(
            judgements="panellist,node,first,second,ratio,comment\nP1,goal,b,a,3,why\nP1,goal,b,c,2,\nP2,goal,b,a,4,mine\n",
            ratings="panellist,alternative,criterion,value,comment\nP1,s1,a,7,so it is\nP1,s2,a,8,\n",
        )
    )
    ab, bc, rated, other = Pair("goal", "a", "b"), Pair("goal", "b", "c"), Cell("s1", "a"), Cell("s2", "a")
    session = Session.resumed(said, standing([]), "P1")
    assert [session.sheet.comment(subject) for subject in (ab, bc, rated, other)] == ["why", "", "so it is", ""]
    assert session.sheet.held.keys() == {
        *(("answer", subject) for subject in (ab, bc, rated, other)),
        *(("comment", subject) for subject in (ab, rated)),
    }
    spoken = session.go_to(ab).comment("because")
    assert [spoken.sheet.comment(ab), spoken.undo().sheet.comment(ab)] == ["because", "why"]
    now = standing([Book().event(spoken.pending[0])])
    assert held_by(said, now, "P1", 1).keys() == session.sheet.held.keys()
    assert held_by(said, now, "P1", 1)["comment", ab].text == "because"
    assert held_by(said, now, "P1", 2) == {}


def test_ratios_of_a_section_are_in_the_direction_asked(session):
    assert session.ratios(session.ballot.sections[0]) == {("a", "b"): pytest.approx(1 / 3)}


# Undo and redo


def test_undo_goes_back_to_the_question_before_and_after_it_is_saved(session):
    asked = session.question
    assert session.judge(3).undo().question == asked
    book = Book()
    saved = book.write(session.judge(3))
    back = saved.undo()
    assert back.question == asked
    assert back.sheet.ratio(asked) is None
    again = back.redo()
    assert again.sheet.ratio(asked) == 3
    assert again.pending == ()


def test_undo_twice_before_the_first_is_saved_takes_back_two(session):
    book = Book()
    first, second = session.question, session.judge(2).question
    saved = book.write(session.judge(2).judge(3))
    back = saved.undo().undo()
    assert [action.event for action in back.pending] == ["e2", "e1"]
    assert back.sheet.ratio(first) is back.sheet.ratio(second) is None
    assert (back.redo().sheet.ratio(first), back.redo().sheet.ratio(second)) == (2, None)
    assert back.redo().redo().sheet.ratio(second) == 3
    assert back.redo().redo().pending == ()


def test_undo_before_anything_is_saved_takes_back_the_last_alone(session):
    both = session.judge(2).judge(3)
    assert both.undo().pending == both.pending[:1]
    assert both.undo().undo().pending == ()
    assert both.undo().undo().sheet.held == session.sheet.held


def test_two_that_are_taken_back_while_they_are_being_saved_are_taken_back_latest_first(session):
    book = Book()
    writing = session.judge(2).judge(3)
    saved = book.write(writing.undo().undo(), writing.pending)
    assert [(action.kind, action.event) for action in saved.pending] == [(Kind.UNDONE, "e2"), (Kind.UNDONE, "e1")]
    again = book.write(saved).redo()
    assert [again.sheet.ratio(action.subject) for action in writing.pending] == [2, None]


def test_undo_of_an_answer_over_the_files_brings_theirs_back_also_after_a_restart(small):
    book = Book()
    pair = Pair("goal", "a", "b")
    session = book.write(Session.resumed(small, standing([]), "P1").go_to(pair).judge(9))
    for resumed in (session, Session.resumed(small, standing(book.events), "P1")):
        back = resumed.undo()
        assert back.question == pair
        assert back.sheet.ratio(pair) == pytest.approx(1 / 3)


def test_nothing_to_undo_or_redo_is_the_same_session(session):
    assert session.undo() is session
    assert session.redo() is session
    assert session.judge(3).redo().pending == session.judge(3).pending


def test_what_is_answered_while_another_is_being_saved_stays_pending(session):
    book = Book()
    first = session.judge(2)
    both = first.judge(3)
    saved = book.write(both, first.pending)
    assert [action.value for action in saved.pending] == [3]
    assert saved.at == both.at
    assert book.write(saved).pending == ()


def test_what_is_taken_back_while_it_is_being_saved_is_taken_back_by_an_action_of_its_own(session):
    book = Book()
    asked = session.question
    writing = session.judge(2)
    saved = book.write(writing.undo().skip(), writing.pending)
    assert [action.kind for action in saved.pending] == [Kind.UNDONE, Kind.SKIPPED]
    saved = book.write(saved)
    assert saved.sheet.answer(asked).value is None
    undoing = saved.undo()
    restored = book.write(undoing.redo(), undoing.pending)
    assert [action.kind for action in restored.pending] == [Kind.REDONE]
    assert restored.sheet.answer(asked).value is None
    assert restored.sheet.answer(asked).event == "e3"


def test_comments_reasons_and_revisions_are_actions_too(session):
    pair = session.question
    said = session.comment("why").keep("goal", "so it is").revise(pair, 4)
    assert said.question == pair
    assert (said.sheet.comment(pair), said.sheet.reason("goal"), said.sheet.ratio(pair)) == ("why", "so it is", 4)
    assert said.undo().undo().undo().sheet.held == session.sheet.held


def test_compared_alternatives_are_asked_in_pairs_though_there_is_a_scale(tmp_path):
    said = panel(
        tmp_path,
        criteria="a b",
        panellists="P1",
        solutions="s1 s2 s3",
        scale={"min": 0, "max": 10},
        judgements=[compare("P1", "a", "s1 s2 s3", "1 2 ?")],
    )
    assert [(section.about, section.is_rating) for section in Ballot.of(said).sections] == [
        *(("goal", False), ("a", False), ("b", False)),
    ]
