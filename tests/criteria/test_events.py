"""What events leave standing: answers, comments and reasons, undo and redo, rounds."""

from datetime import UTC, datetime, timedelta

import pytest
from journals import NOON, commented, judged, kept, rated, redone, skipped, told, undone

from criteria.events import Action, Cell, Held, Kind, Pair, Sheet, standing, tick_at, until
from criteria.rules import Rules

AB, BC = Pair("goal", "a", "b"), Pair("goal", "b", "c")


def sheet(*actions):
    return standing(told(*actions)).sheet("P1", 1)


def ratio(*actions, pair=AB):
    return sheet(*actions).ratio(pair)


def test_an_answer_is_found_whichever_way_it_is_asked():
    answered = sheet(judged("b", "a", 4))
    assert answered.ratio(Pair("goal", "b", "a")) == 4
    assert answered.ratio(AB) == 0.25
    assert answered.ratio(BC) is None
    assert answered.answer(AB).subject == Pair("goal", "b", "a")


def test_the_later_answer_holds_and_cannot_say_is_an_answer():
    assert ratio(judged("a", "b", 3), judged("b", "a", 5)) == 0.2
    said = sheet(judged("a", "b", 3), skipped("a", "b"))
    assert said.ratio(AB) is None
    assert said.answer(AB) is not None


def test_comments_and_reasons_stand_beside_answers():
    said = sheet(judged("a", "b", 3), commented("b", "a", "why"), kept("goal", "so it is"))
    assert (said.ratio(AB), said.comment(AB), said.reason("goal")) == (3, "why", "so it is")
    assert (said.comment(BC), said.reason("a")) == ("", "")


def test_undo_brings_back_what_stood_before():
    assert ratio(judged("a", "b", 3), undone("e1")) is None
    assert ratio(judged("a", "b", 3), judged("a", "b", 5), undone("e2")) == 3
    assert ratio(judged("a", "b", 3), skipped("a", "b"), undone("e2")) == 3
    assert sheet(commented("a", "b", "x"), commented("a", "b", "y"), undone("e2")).comment(AB) == "x"
    assert sheet(kept("goal", "x"), undone("e1")).reason("goal") == ""


def test_redo_restores_it_and_can_be_undone_again():
    assert ratio(judged("a", "b", 3), undone("e1"), redone("e1")) == 3
    assert ratio(judged("a", "b", 3), undone("e1"), redone("e1"), undone("e1")) is None
    both = [judged("a", "b", 3), judged("a", "b", 5), undone("e2"), undone("e1")]
    assert ratio(*both) is None
    assert ratio(*both, redone("e1")) == 3
    assert ratio(*both, redone("e1"), redone("e2")) == 5


def test_undoing_what_was_overwritten_since_leaves_the_later_answer():
    overwritten = [judged("a", "b", 3), judged("a", "b", 5), undone("e1")]
    assert ratio(*overwritten) == 5
    assert ratio(*overwritten, undone("e2")) is None
    assert ratio(*overwritten, redone("e1")) == 3
    assert ratio(*overwritten, redone("e1"), undone("e1")) == 5


def test_undo_in_the_middle_of_three_answers_to_the_same():
    three = [judged("a", "b", 2), judged("a", "b", 3), judged("a", "b", 4), undone("e2")]
    assert ratio(*three) == 4
    assert ratio(*three, undone("e3")) == 2
    assert ratio(*three, undone("e3"), undone("e1")) is None


def test_a_new_action_ends_the_offer_to_redo():
    after = sheet(judged("a", "b", 3), undone("e1"), judged("b", "c", 2))
    assert after.undone is None
    assert after.done.event == "e3"
    assert sheet(judged("a", "b", 3), undone("e1")).undone.event == "e1"


def test_a_redo_of_another_window_counts_though_this_one_answered_in_between():
    """Both windows undid; one went on answering, the other restored: nobody's saved answer is lost."""
    actions = [judged("a", "b", 3), undone("e1"), judged("b", "c", 2), redone("e1")]
    assert ratio(*actions) == 3
    assert ratio(*actions, pair=BC) == 2
    assert ratio(*actions, undone("e1")) is None


@pytest.mark.parametrize("stray", [undone("nowhere"), redone("nowhere"), redone("e1")])
def test_taking_back_what_is_not_there_changes_nothing(stray):
    before, after = sheet(judged("a", "b", 3)), sheet(judged("a", "b", 3), stray)
    assert before.held == after.held
    assert after.done.event == "e1"
    assert after.undone is None


def test_an_action_undone_twice_is_undone_once():
    assert ratio(judged("a", "b", 3), judged("a", "b", 5), undone("e2"), undone("e2")) == 3


def test_panellists_and_rounds_have_sheets_of_their_own():
    now = standing(told(judged("a", "b", 3), judged("a", "b", 4, who="P2"), judged("a", "b", 5, round=2)))
    assert now.sheet("P1", 1).ratio(AB) == 3
    assert now.sheet("P2", 1).ratio(AB) == 4
    assert now.sheet("P1", 2).ratio(AB) == 5
    assert now.sheet("P3", 1).held == {}


def test_rounds_open_and_close_and_results_are_released():
    def after(*kinds):
        now = standing(told(*(Action(kind=Kind(kind), round=round) for kind, round in kinds)))
        return now.round, now.open, now.released

    assert after() == (1, True, False)
    assert after(("closed", 1)) == (1, False, False)
    assert after(("closed", 1), ("opened", 2)) == (2, True, False)
    assert after(("opened", 2), ("closed", 1)) == (2, True, False)
    assert after(("finished", 1)) == (1, False, False)
    assert after(("released", 1)) == (1, True, True)
    assert after(("released", 1), ("withheld", 1)) == (1, True, False)


def test_a_sheet_lies_upon_what_the_files_hold():
    base = {("answer", AB): Held("", AB, 7, ""), ("answer", BC): Held("", BC, 8, "")}
    lying = sheet(judged("a", "b", 3), judged("a", "b", 4)).upon(base)
    assert (lying.ratio(AB), lying.ratio(BC)) == (4, 8)
    once = lying.after(undone("e2"))
    assert once.ratio(AB) == 3
    assert once.after(undone("e1")).ratio(AB) == 7
    assert Sheet().upon(base).ratio(AB) == 7


def test_the_order_is_that_of_ticks_whatever_the_order_they_come_in():
    events = told(judged("a", "b", 3), judged("a", "b", 5), undone("e2"))
    assert standing(reversed(events)).sheet("P1", 1).held == standing(events).sheet("P1", 1).held


def test_ticks_are_milliseconds_since_1970():
    for moment in (datetime(1970, 1, 1, tzinfo=UTC), NOON, NOON + timedelta(microseconds=123_999)):
        assert tick_at(moment) == int(moment.timestamp() * 1000)


def test_events_until_a_moment():
    start = datetime(2024, 5, 1, tzinfo=UTC)
    events = told(judged("a", "b", 3), judged("a", "b", 5))
    ticks = [tick_at(start), tick_at(start + timedelta(milliseconds=123))]
    assert ticks[1] - ticks[0] == 123
    for event, tick in zip(events, ticks, strict=True):
        object.__setattr__(event, "tick", tick)
    for milliseconds, count in ((-1, 0), (0, 1), (122, 1), (123, 2)):
        assert len(until(events, start + timedelta(milliseconds=milliseconds))) == count


@pytest.mark.parametrize(
    "said",
    [
        {"kind": Kind.JUDGED, "value": 3},
        {"kind": Kind.JUDGED, "subject": AB},
        {"kind": Kind.JUDGED, "subject": AB, "value": 0},
        {"kind": Kind.JUDGED, "subject": AB, "value": -2},
        {"kind": Kind.RATED, "subject": Cell("s", "c"), "value": float("nan")},
        {"kind": Kind.RATED, "subject": Cell("s", "c"), "value": float("inf")},
        {"kind": Kind.SKIPPED, "subject": AB, "value": 3},
        {"kind": Kind.COMMENTED, "text": "x"},
        {"kind": Kind.KEPT, "text": "x"},
        {"kind": Kind.UNDONE},
        {"kind": Kind.REDONE},
    ],
)
def test_an_action_that_lacks_what_it_needs_cannot_be_made(said):
    with pytest.raises(ValueError, match=r"needs|value|ratio"):
        Action(panellist="P1", **said)


def test_a_rating_may_be_nothing_or_less():
    assert rated("s", "c", 0).value == 0
    assert rated("s", "c", -3).value == -3


# Rounds


RULES = Rules(most_rounds=2)


def opened(round=1, **more):
    return Action(kind=Kind.OPENED, round=round, **more)


def phase(*actions, rules=None):
    return standing(told(*actions)).phase(rules)


def test_a_panel_without_rules_is_open_from_the_beginning():
    assert phase() == "open"
    assert phase(rules=RULES) == "draft"
    assert standing([]).takes("P1", None)
    assert not standing([]).takes("P1", RULES)


def test_the_phases_of_a_panel():
    closed, fed_back = Action(kind=Kind.CLOSED), Action(kind=Kind.FED_BACK)
    so_far = []
    for action, after in [
        (opened(), "open"),
        (closed, "closed"),
        (fed_back, "feedback"),
        (opened(2), "open"),
        (Action(kind=Kind.CLOSED, round=2), "closed"),
        (Action(kind=Kind.NOTED, text="a remark"), "closed"),
        (Action(kind=Kind.FINISHED, round=2), "final"),
    ]:
        so_far.append(action)
        assert phase(*so_far, rules=RULES) == after
    assert not standing(told(*so_far)).takes("P1", RULES)


def test_the_first_opening_keeps_the_rules():
    now = standing(told(opened(text="as agreed"), opened(2, text="otherwise")))
    assert now.rules == "as agreed"


def test_who_is_readmitted_may_answer_until_the_round_is_closed_again():
    closed = Action(kind=Kind.CLOSED)
    back = Action(kind=Kind.READMITTED, panellist="P1")
    assert standing(told(closed, back)).takes("P1", None)
    assert not standing(told(closed, back)).takes("P2", None)
    assert not standing(told(closed, back, closed)).takes("P1", None)
    elsewhere = Action(kind=Kind.READMITTED, panellist="P1", round=3)
    assert not standing(told(closed, elsewhere)).takes("P1", None)


@pytest.mark.parametrize("said", [{"kind": Kind.READMITTED}, {"kind": Kind.NOTED}])
def test_what_says_nothing_is_no_action(said):
    with pytest.raises(ValueError, match="needs a"):
        Action(**said)
