"""What a release tells: which answers, of which parts, once for each time that a round was closed."""

from dataclasses import replace
from hashlib import sha256
from math import log

import pytest
from journals import judged, rated, told
from panels import compare, rate, write

from criteria.events import Action, Event, Kind
from criteria.files import read_files
from criteria.telling import answering, before, digest_of, releases, tells_more, to_release

CLOSED, FINISHED = Action(kind=Kind.CLOSED), Action(kind=Kind.FINISHED)
OPENED, SECOND = Action(kind=Kind.OPENED), Action(kind=Kind.OPENED, round=2)
CLOSED_2 = Action(kind=Kind.CLOSED, round=2)
READMITTED = Action(kind=Kind.READMITTED, panellist="P1")
ANSWER, LATER = judged("a", "b", 3), judged("a", "b", 5)


def released(said="by organisation", round=1):
    return Action(kind=Kind.RELEASED, round=round, text=said)


def event(id, action, *parents, tick=0):
    """An event of a journal that several laptops went on with."""
    return Event(id=id, parents=parents, tick=tick, time="", version="", action=action)


def numbers(release):
    """Of the events that count."""
    return [int(each.id.removeprefix("e")) for each in release.events]


@pytest.mark.parametrize(
    ("actions", "counted", "round", "begun"),
    [
        pytest.param([ANSWER, LATER], [1, 2], 1, False, id="a panel without rounds is told as it stands"),
        pytest.param([OPENED, ANSWER], [1, 2], 1, True, id="so is a round that is open"),
        pytest.param([ANSWER, CLOSED, READMITTED, LATER], [1, 2], 1, False, id="a closed one as it was closed"),
        pytest.param([OPENED, ANSWER, CLOSED, READMITTED, LATER, CLOSED], [1, 2, 3], 1, True, id="the first time"),
        pytest.param([OPENED, ANSWER, CLOSED_2, LATER], [1, 2, 3, 4], 1, True, id="another round's close is none"),
        pytest.param([OPENED, CLOSED, OPENED, LATER], [1, 2, 3, 4], 1, True, id="opened again it is told anew"),
        pytest.param([OPENED, CLOSED, SECOND, LATER], [1, 2, 3, 4], 2, True, id="a second round"),
        pytest.param([SECOND, ANSWER, CLOSED_2, LATER], [1, 2, 3], 2, True, id="a second round, closed"),
        pytest.param([OPENED, ANSWER, FINISHED, LATER], [1, 2, 3], 1, True, id="the end closes, too"),
        pytest.param([OPENED, CLOSED, LATER, FINISHED], [1, 2], 1, True, id="but not what is closed"),
    ],
)
def test_a_release_tells_what_was_answered_until_the_round_was_closed(actions, counted, round, begun):
    events = told(*actions, released())
    (release,) = releases(events)
    assert (release.event, release.round, release.begun) == (events[-1].id, round, begun)
    assert numbers(release) == counted
    assert [each.action for each in release.events] == [actions[number - 1] for number in counted]


def test_a_release_knows_only_what_it_was_written_after():
    """Two laptops fork after e1 and are merged by e5; an answer of e2 comes in only then, whatever the clocks say."""
    events = [
        event("e1", ANSWER, tick=5),
        event("e2", LATER, "e1", tick=1),
        event("e3", judged("b", "c", 2), "e1", "lost", tick=7),
        event("e4", released(), "e3", tick=8),
        event("e5", released("by organisation, role"), "e2", "e4", tick=9),
        event("e6", READMITTED, "e1", tick=6),
    ]
    ordered = [events[1], events[0], events[5], *events[2:5]]
    assert [each.id for each in before(ordered, events[3])] == ["e1", "e3"]
    assert [each.id for each in before(ordered, events[4])] == ["e2", "e1", "e3", "e4"]
    first, second = releases(reversed(events))
    assert (first.event, numbers(first)) == ("e4", [1, 3])
    assert (second.event, numbers(second)) == ("e5", [1, 3]), "the same round is told of the same answers"


def test_of_a_round_that_was_told_only_further_parts_are_told():
    said = [
        "by organisation",
        "by organisation",
        "by role, organisation; answers 1f",
        "by role",
        "by region; answers 2e",
    ]
    found = releases(told(ANSWER, released(said[0]), LATER, *map(released, said[1:])))
    assert [(release.event, release.parts, release.digest) for release in found] == [
        ("e2", ("organisation",), ""),
        ("e5", ("organisation", "role"), "1f"),
        ("e7", ("organisation", "region"), "2e"),
    ]
    assert [numbers(release) for release in found] == [[1]] * 3


def test_releases_stand_in_the_order_in_which_they_were_made_whichever_round_they_tell_of():
    """The third comes from a laptop that knows nothing of the second round."""
    events = [
        event("e1", CLOSED, tick=1),
        event("e2", released(), "e1", tick=2),
        event("e3", SECOND, "e2", tick=3),
        event("e4", released(round=2), "e3", tick=4),
        event("e5", released("by role"), "e2", tick=5),
    ]
    assert [(release.event, release.round) for release in releases(events)] == [("e2", 1), ("e4", 2), ("e5", 1)]


# The action


def base(folder, **more):
    return read_files(
        write(
            folder,
            criteria="a b",
            panellists={"P1": {"organisation": "North"}, "P2": {"organisation": "South", "weight": 2}, "P3": {}},
            solutions="x",
            scale={"min": 0, "max": 10},
            judgements=[compare("P1", "goal", "a b", "3"), compare("P2", "goal", "b a", "4", round=2)],
            ratings=[rate("P2", "a b", {"x": "1 7"})],
            **more,
        )
    )


@pytest.fixture
def panel(tmp_path):
    return base(tmp_path / "panel")


def test_the_digest_is_half_the_sha256_of_answers_and_of_whose_they_are(panel):
    """Journals keep it: computed here by another hand, from what the files say."""
    answers = [
        "(Cell(alternative='x', criterion='a'), 'P2', 1.0)",
        "(Cell(alternative='x', criterion='b'), 'P2', 7.0)",
        f"(Pair(node='goal', first='a', second='b'), 'P1', {log(3)!r})",
        f"(Pair(node='goal', first='a', second='b'), 'P2', {-log(4)!r})",
    ]
    people = ["('P1', 1.0, 'North', '')", "('P2', 2.0, 'South', '')"]
    expected = sha256(repr((answers, people)).encode()).hexdigest()[:32]
    assert digest_of(panel, ("organisation", "role")) == expected


def test_the_digest_notices_answers_weights_and_parts_of_those_who_answered_and_nothing_else(panel):
    def changed(place, **more):
        people = list(panel.panellists)
        people[place] = replace(people[place], **more)
        return digest_of(replace(panel, panellists=tuple(people)), ("organisation",))

    same = digest_of(panel, ("organisation",))
    assert changed(1, weight=3.0) != same
    assert changed(1, organisation="East") != same
    assert changed(1, role="Lawyer") == same
    assert changed(2, weight=0.0, organisation="East") == same
    assert digest_of(panel.in_rounds(1, 1), ("organisation",)) != same
    assert digest_of(replace(panel, panellists=panel.panellists[::-1], title="Other"), ("organisation",)) == same


def test_what_is_released_names_its_parts_once_and_holds_the_answers_as_they_stand(panel):
    events = told(OPENED, judged("a", "b", 9, who="P1"), CLOSED, judged("a", "b", 7, who="P1"))
    action = to_release(panel, events, ("role", "organisation", "role"))
    (release,) = releases([*events, event("e5", action, "e4", tick=5)])
    assert (action.kind, action.round, action.panellist) == (Kind.RELEASED, 1, "")
    assert action.text == f"by organisation, role; answers {release.digest}"
    assert release.parts == ("organisation", "role")
    held = answering(panel, release)
    assert [(row.panellist, row.ratio) for row in held.judgements] == [("P1", 9)]
    assert release.digest == digest_of(held, release.parts)


def test_each_release_holds_the_answers_of_its_own_round(panel):
    """Of a panel whose rounds were never opened, the files' answers of all rounds count; else those until the round."""
    events = told(released(), SECOND, rated("x", "a", 5, who="P1", round=2))
    action = to_release(panel, events)
    first, second = releases([*events, event("e4", action, "e3", tick=4)])
    assert action.round == 2
    assert (first.begun, second.begun) == (False, True)
    assert len(answering(panel, first).judgements) == 2
    assert len(answering(panel, replace(first, begun=True)).judgements) == 1
    assert [row.value for row in answering(panel, second).ratings] == [1, 7, 5]
    assert action.text == f"by organisation; answers {digest_of(answering(panel, second), ('organisation',))}"


def test_a_release_tells_more_where_it_names_a_part_or_a_round_that_was_not_told():
    role = released("by organisation, role")
    assert tells_more([], released())
    events = told(CLOSED, released())
    assert not tells_more(events, released())
    assert tells_more(events, role)
    events = told(CLOSED, released(), role)
    assert not tells_more(events, role)
    assert tells_more(told(CLOSED, released(), SECOND), released())
    assert tells_more([*told(CLOSED, released()), event("x", SECOND, "e1", tick=-9)], released())


def test_what_happened_on_two_laptops_at_once_is_told_together(panel):
    """Their last events are both before the release."""
    events = [
        event("e1", OPENED, tick=1000),
        event("e2", judged("a", "b", 9, who="P1"), "e1", tick=1001),
        event("e3", judged("a", "b", 1, who="P2"), "e1", tick=1005),
    ]
    action = to_release(panel, events)
    (release,) = releases([*events, event("e4", action, "e2", "e3", tick=1006)])
    assert {(row.panellist, row.ratio) for row in answering(panel, release).judgements} == {("P1", 9), ("P2", 1)}
    assert release.digest == digest_of(answering(panel, release), ("organisation",))
