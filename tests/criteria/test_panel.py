"""What a panel answers about itself: rows of columns, rounds, parts, and the order in which people are listed."""

from hashlib import sha256

import pytest

from criteria.files import read_files
from criteria.panel import Judgement, Panellist, Rating

SAID = """\
criteria: [{id: a, name: Alpha}, {id: b}, {id: c}]
solutions: [{id: s1, name: One}, {id: s2}]
steps: [{id: t1, name: First, solution: s1}]
scale: {min: 0, max: 10}
panellists:
- {id: P1, organisation: North, role: Head, attributes: {region: hills}}
- {id: P2, organisation: South}
- {id: P3, organisation: North, role: Clerk}
asked: {Clerk: [a]}
"""
JUDGED = """\
round,panellist,node,first,second,ratio,comment
1,P1,goal,a,b,3,
2,P1,goal,b,c,1/2,why
3,P2,goal,c,a,4,
4,P1,goal,a,b,5,so it is
"""
RATED = """\
round,panellist,alternative,criterion,value,comment
1,P1,s1,a,7,
2,P2,t1,b,2.5,well
3,P3,s2,a,1,
"""


@pytest.fixture
def panel(panel_folder):
    return read_files(panel_folder(SAID, judgements=JUDGED, ratings=RATED))


def test_rows_are_judgements_and_ratings_from_either_end_and_in_slices(panel):
    judgements, ratings = panel.judgements, panel.ratings
    assert judgements[0] == Judgement(panellist="P1", node="goal", first="a", second="b", ratio=3)
    assert judgements[-1] == judgements[3]
    assert judgements[3] == Judgement(
        panellist="P1", node="goal", first="a", second="b", ratio=5, round=4, comment="so it is"
    )
    assert ratings[0] == Rating(panellist="P1", alternative="s1", criterion="a", value=7)
    assert ratings[-2] == Rating(panellist="P2", alternative="t1", criterion="b", value=2.5, round=2, comment="well")
    for rows in (judgements, ratings):
        every = list(rows)
        assert len(every) == len(rows)
        assert (rows[1:], rows[::-1], rows[5:]) == (every[1:], every[::-1], [])
        with pytest.raises(IndexError):
            rows[len(rows)]


def test_of_some_rounds_the_answers_of_these_are_kept_with_their_comments(panel):
    some = panel.in_rounds(2, 3)
    assert list(some.judgements) == panel.judgements[1:3]
    assert list(some.ratings) == panel.ratings[1:3]
    assert (some.judgements.comments, some.ratings.comments) == ({0: "why"}, {0: "well"})
    assert list(panel.in_rounds(5, 9).judgements) == []
    assert some.panellists == panel.panellists


def test_an_anonymous_panel_lists_people_by_a_hash_that_is_another_in_every_panel(panel, panel_folder):
    assert panel.listed == (0, 1, 2)
    hidden = read_files(panel_folder(SAID + "anonymous: true\n"))
    assert hidden.listed == tuple(
        sorted(range(3), key=lambda place: sha256(f"{hidden.sha256} P{place + 1}".encode()).hexdigest())
    )


def test_parts_are_told_by_organisation_role_or_what_is_declared(panel):
    first, second, _ = panel.panellists
    assert [first.part(by) for by in panel.parts] == ["North", "Head", "hills"]
    assert [second.part(by) for by in (*panel.parts, "age")] == ["South", "", "", ""]
    assert panel.organisations == ("North", "South")
    assert (Panellist(id="x").weight, Panellist(id="x").part("organisation")) == (1, "")
    assert len({*panel.panellists}) == 3


def test_whoever_has_a_role_is_asked_what_stands_there_and_everybody_else_everything(panel):
    asked = {who: [id for id in ("goal", "a", "b") if panel.asks(who, id)] for who in ("P1", "P2", "P3")}
    assert asked == {"P1": ["goal", "a", "b"], "P2": ["goal", "a", "b"], "P3": ["a"]}


def test_names_of_the_goal_criteria_solutions_and_steps(panel):
    assert [panel.name(id) for id in ("goal", "a", "s1", "t1")] == ["the goal", "Alpha", "One", "First"]
    assert [each.id for each in panel.alternatives] == ["s1", "s2", "t1"]
    assert [panel.item(id).id for id in ("c", "s2", "t1")] == ["c", "s2", "t1"]


def test_a_panel_that_says_nothing_of_it_is_neither_made_up_nor_anonymous_and_has_no_rules(panel):
    assert (panel.synthetic, panel.anonymous, panel.rules, panel.languages) == (False, False, None, ())
    assert (panel.roadmap.synthetic, panel.roadmap.budget) == (False, None)
