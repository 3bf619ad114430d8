"""A second round on the screen: the group's middle after an own answer, and nothing of anybody before."""

from __future__ import annotations

import io

import pytest
from journals import commented, judged, rated
from panels import write
from screens import assert_snapshot, play, text_of, until_shown

from criteria.events import Action, Kind
from criteria.files import read_panel
from criteria.journal import Journal, read_log
from tui.commands.group import run
from tui.opening import sitting_app
from tui.settings import Settings

ANSWERS = {"P1": 1, "P2": 2, "P3": 4, "P4": 8, "P5": 8, "P6": 8}
SECRET = "money is no object"


@pytest.fixture
def second_round(tmp_path):
    """Six have answered a over b, P1 to P5 the other pairs; P2 has left a comment; the second round is open."""
    write(tmp_path, criteria="a b c", panellists=" ".join([*ANSWERS, "P7"]))
    journal = Journal(tmp_path)
    for who, ratio in ANSWERS.items():
        journal.append([judged("a", "b", ratio, who=who), judged("b", "c", 3, who=who)])
    journal.append([judged("c", "a", 5, who=who) for who in list(ANSWERS)[:5]])
    journal.append([commented("a", "b", SECRET, who="P2")])
    journal.append([Action(kind=Kind.CLOSED), Action(kind=Kind.FED_BACK), Action(kind=Kind.OPENED, round=2)])
    journal.close()
    return tmp_path


def sat(folder, panellist, script, size=(80, 24)):
    async def seated(pilot):
        await until_shown(pilot, "press Enter to begin")
        await pilot.press("enter")
        await until_shown(pilot, f"{panellist} · answer")
        await script(pilot)

    play(sitting_app(folder, Settings(), panellist), seated, size)


def test_the_own_answer_and_the_groups_middle_are_shown_and_enter_keeps(second_round):
    """1, 2, 4, 8, 8, 8: quartiles 2^1.25 = 2.4, 2^2.5 = 5.7 and 8."""

    async def script(pilot):
        await until_shown(pilot, "You said before: equal. Of 6, half said A 2.4 to A 8", "the middle is A 5.7")
        await until_shown(pilot, "yours is not among them", "1 comment (g)")
        assert SECRET not in text_of(pilot.app)
        await pilot.press("g")
        await until_shown(pilot, f"· {SECRET}", "Keep your answer or change it")
        assert "P2" not in text_of(pilot.app)
        await pilot.press("escape")
        await pilot.press("enter")
        await until_shown(pilot, "answer 2 of 3")

    sat(second_round, "P1", script)
    last = read_log(second_round).events[-1].action
    assert (last.kind, last.round, last.value) == (Kind.JUDGED, 2, 1)


def test_an_answer_can_be_changed(second_round):
    async def script(pilot):
        await until_shown(pilot, "You said before: A 2.")
        await pilot.press("5", "enter")
        await until_shown(pilot, "answer 2 of 3")

    sat(second_round, "P2", script)
    row = next(row for row in read_panel(second_round).judgements if row.panellist == "P2" and row.round == 2)
    assert (row.first, row.second, row.ratio) == ("a", "b", 5)


@pytest.mark.parametrize("size", [(80, 24), (60, 20)], ids=["80x24", "60x20"])
def test_it_fits(second_round, size):
    async def script(pilot):
        await until_shown(pilot, "You said before: A 4.")
        await assert_snapshot(f"second-round-{size[0]}x{size[1]}", pilot)

    sat(second_round, "P3", script, size)


@pytest.mark.parametrize("size", [(80, 24), (60, 20)], ids=["80x24", "60x20"])
def test_enter_keeps_a_rating_of_the_round_before_too(tmp_path, size):
    solutions, scale = {"s": {}, "t": {}, "u": {}}, {"scale": {"min": 0, "max": 10}}
    write(tmp_path, criteria="a b", panellists=" ".join(ANSWERS), solutions=solutions, **scale)
    journal = Journal(tmp_path)
    for who, value in ANSWERS.items():
        journal.append([judged("a", "b", 2, who=who), *(rated(each, "a", value, who=who) for each in "stu")])
    journal.append([Action(kind=Kind.CLOSED), Action(kind=Kind.FED_BACK), Action(kind=Kind.OPENED, round=2)])
    journal.close()
    whole = size[0] >= 72

    async def script(pilot):
        await pilot.press("enter")
        await until_shown(pilot, "You said before: 4.", "0 of 3 rated here", "○ 4 Enter to keep" if whole else "○ 4 ↵")
        assert text_of(pilot.app).count("○ 4 before" if whole else "○ 4") == (2 if whole else 3)
        await pilot.press("enter")
        await until_shown(pilot, "1 of 3 rated here")
        await pilot.press("right")
        await until_shown(pilot, "◉ 5 Enter to save" if whole else "◉ 5 ↵")
        await pilot.press("enter")
        await until_shown(pilot, "2 of 3 rated here")
        await pilot.press("minus")
        await until_shown(pilot, "answer 5 of")

    sat(tmp_path, "P3", script, size)
    said = [event.action for event in read_log(tmp_path).events if event.action.round == 2][1:]
    assert [(each.kind, each.subject[:1], each.value) for each in said] == [
        (Kind.JUDGED, ("goal",), 2),
        (Kind.RATED, ("s",), 4),
        (Kind.RATED, ("t",), 5),
        (Kind.SKIPPED, ("u",), None),
    ]


def test_who_has_not_answered_sees_nothing_of_the_group(second_round):
    async def late(pilot):
        for place in (1, 2, 3):
            await until_shown(pilot, f"answer {place} of 3", "no answer yet")
            shown = text_of(pilot.app)
            assert "before" not in shown
            assert "comment" not in shown
            await pilot.press("g")
            await until_shown(pilot, "nothing to be seen")
            await pilot.press("f6")

    sat(second_round, "P7", late)


def test_the_own_answer_is_shown_and_kept_where_too_few_have_answered(second_round):
    """Five answered the third pair, four others: nothing is said of them."""

    async def script(pilot):
        await pilot.press("f6", "f6")
        await until_shown(pilot, "answer 3 of 3", "You said before: A 5.")
        assert "half said" not in text_of(pilot.app)
        await pilot.press("enter")
        await until_shown(pilot, " saved ")

    sat(second_round, "P1", script)
    (kept,) = [each for each in read_panel(second_round).judgements if each.round == 2]
    assert (kept.first, kept.second, kept.ratio) == ("c", "a", pytest.approx(5))


def test_without_feedback_a_second_round_shows_nothing(second_round):
    journal = Journal(second_round)
    journal.append([Action(kind=Kind.CLOSED, round=2), Action(kind=Kind.OPENED, round=3)])
    journal.close()

    async def script(pilot):
        await until_shown(pilot, "answer 1 of 3", "no answer yet")
        assert "before" not in text_of(pilot.app)

    sat(second_round, "P1", script)


@pytest.mark.parametrize("panellist", ANSWERS)
def test_in_the_first_round_nothing_of_anybody_is_on_the_screen(tmp_path, panellist):
    """Answers and comments of others are looked for on every screen of a sitting."""
    write(tmp_path, criteria="a b c", panellists=" ".join(ANSWERS))
    journal = Journal(tmp_path)
    for who in ANSWERS:
        if who != panellist:
            journal.append([judged("a", "b", 7, who=who), commented("a", "b", f"secret of {who}", who=who)])
    journal.close()

    async def script(pilot):
        for place in (1, 2, 3):
            await until_shown(pilot, f"answer {place} of 3", "no answer yet")
            for keys in ([], ["g"], ["question_mark"]):
                await pilot.press(*keys)
                await pilot.pause()
                shown = text_of(pilot.app)
                assert "secret" not in shown
                assert not any(who in shown for who in ANSWERS if who != panellist)
                assert "A 7" not in shown
            await pilot.press("escape", "f6")

    sat(tmp_path, panellist, script)


def test_by_lines_the_group_is_told_and_an_empty_line_keeps(second_round, monkeypatch, capsys):
    """What the screen shows, a line of text says; what P2 remarked comes without a name."""
    monkeypatch.setattr("sys.stdin", io.StringIO("\n5\n\nq\n"))
    assert run(["judge", str(second_round), "--panellist", "P1", "--plain"]) == 0
    said = capsys.readouterr().out
    assert "You said before: equal. Of 6, half said A 2.4 to A 8" in said
    assert f"A comment of another: {SECRET}" in said
    assert "Enter to keep your answer, or another one:" in said
    answers = [event.action for event in read_log(second_round).events][-2:]
    assert [(action.subject.second, action.value) for action in answers] == [("b", 1), ("c", 5)]


def test_by_lines_who_has_not_answered_is_told_nothing(second_round, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO("next\nnext\nnext\nq\n"))
    run(["judge", str(second_round), "--panellist", "P7", "--plain"])
    said = capsys.readouterr().out
    assert "before" not in said.split("Round 2", 1)[1]
    assert SECRET not in said
