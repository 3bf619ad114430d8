"""The screens of a sitting: hand-over, judge, rate, review, help; every key, and what the journal holds afterwards."""

from __future__ import annotations

import re
import shutil
import sqlite3
import threading
from pathlib import Path

import pytest
from screens import SIZES, assert_snapshot, play, text_of, until, until_shown

from criteria.events import Kind
from criteria.files import read_panel
from criteria.journal import read_log
from tui.opening import sitting_app
from tui.settings import Settings, read_settings
from tui.widgets.rating_grid import RatingGrid
from tui.widgets.scale_bar import ScaleBar

TELEMEDICINE = Path(__file__).parents[2] / "sample_panels" / "telemedicine" / "panel.yaml"


@pytest.fixture
def telemedicine(tmp_path):
    """The telemedicine panel before anybody has answered."""
    shutil.copy(TELEMEDICINE, tmp_path)
    return tmp_path


def sat(folder, script, panellist="P1", size=(80, 24), settings=None):
    """Sit down as a panellist, and play the script."""

    async def seated(pilot):
        await until_shown(pilot, "press Enter to begin")
        await pilot.press("enter")
        await until_shown(pilot, f"{panellist} · answer")
        await script(pilot)

    play(sitting_app(folder, settings or Settings(), panellist), seated, size)


def events(folder):
    return [event.action for event in read_log(folder).events]


def judged(folder):
    return {(row.first, row.second): row.ratio for row in read_panel(folder).judgements}


async def answered(pilot, *keys, place):
    """Press the keys and wait for the question at that place."""
    await pilot.press(*keys)
    await until_shown(pilot, f"answer {place} of")


def test_the_next_panellist_is_picked_from_a_list_and_begins_with_enter(telemedicine):
    async def script(pilot):
        await until_shown(pilot, "Who sits down now?", "P01 · Ministry of Health", "not begun", "MADE UP")
        await pilot.press("down", "down", "enter")
        await until_shown(pilot, "Give the keyboard to P03.")
        assert "P02" not in text_of(pilot.app)
        await pilot.press("escape")
        await until_shown(pilot, "Who sits down now?")
        await pilot.press("up", "enter")
        await until_shown(pilot, "Give the keyboard to P02.")
        await pilot.press("enter")
        await until_shown(pilot, "P02 · answer 1 of 222")

    play(sitting_app(telemedicine, Settings()), script)


def test_an_answer_is_read_back_and_saved_before_the_screen_says_so(telemedicine):
    async def script(pilot):
        assert "saved" in text_of(pilot.app)
        await pilot.press("3")
        await until_shown(
            pilot, "Policy weakness in telemedicine holds telemedicine back 3 times as much as", "Enter to save"
        )
        assert not read_log(telemedicine).events
        await answered(pilot, "enter", place=2)
        (event,) = read_log(telemedicine).events
        assert (event.action.kind, event.action.panellist, event.action.value) == (Kind.JUDGED, "P08", 3)
        assert tuple(event.action.subject) == ("goal", "policy", "mechanisms")
        assert re.search(r"saved \d\d:\d\d:\d\d · about \d+ minutes to go", text_of(pilot.app))

    sat(telemedicine, script, "P08")


def test_every_strength_of_either_side_takes_two_keys(panel_folder):
    folder = panel_folder()

    async def script(pilot):
        await answered(pilot, "3", "enter", place=2)
        await answered(pilot, "number_sign", "enter", place=3)
        await answered(pilot, "equals_sign", "enter", place=4)

    sat(folder, script)
    assert judged(folder) == {("a", "b"): 3, ("b", "c"): pytest.approx(1 / 3, abs=0), ("c", "a"): 1}


def test_the_same_strength_twice_running_is_two_answers(panel_folder):
    folder = panel_folder()

    async def script(pilot):
        await answered(pilot, "5", "enter", place=2)
        await answered(pilot, "5", "enter", place=3)
        await answered(pilot, "backspace", place=2)
        await answered(pilot, "enter", place=3)

    sat(folder, script)
    assert [(a.kind, a.value) for a in events(folder)] == [(Kind.JUDGED, 5)] * 3


def test_arrows_equal_and_swap_choose_and_enter_alone_saves_nothing(panel_folder):
    folder = panel_folder()

    async def script(pilot):
        await pilot.press("enter")
        await until_shown(pilot, "Choose a strength first")
        scale = pilot.app.screen.query_one(ScaleBar)
        for key, ratio in (("left", 2), ("left", 3), ("s", 1 / 3), ("right", 1 / 4), ("equals_sign", 1), ("home", 9)):
            await pilot.press(key)
            assert scale.ratio == pytest.approx(ratio)
        assert not events(folder)

    sat(folder, script)


@pytest.mark.parametrize("key", ["minus", "f8"])
def test_cannot_say_is_an_answer(panel_folder, key):
    folder = panel_folder()

    async def script(pilot):
        await answered(pilot, key, place=2)
        await answered(pilot, "backspace", place=1)
        await until_shown(pilot, "You said that you cannot say.")

    sat(folder, script)
    assert [a.kind for a in events(folder)] == [Kind.SKIPPED]
    assert not judged(folder)


@pytest.mark.parametrize("undo", ["u", "ctrl+z", "ع"])
def test_undo_asks_again_and_redo_restores(panel_folder, undo):
    folder = panel_folder()

    async def script(pilot):
        await answered(pilot, "7", "enter", place=2)
        await answered(pilot, undo, place=1)
        await until_shown(pilot, "no answer yet")
        assert not judged(folder)
        await pilot.press(undo)
        await until_shown(pilot, "There is nothing to take back.")
        await pilot.press("ctrl+y")
        await until(pilot, lambda: judged(folder) == {("a", "b"): 7})
        await until_shown(pilot, "A 7 times, very strongly")
        await pilot.press("ctrl+y")
        await until_shown(pilot, "There is nothing to restore.")

    sat(folder, script)
    assert [a.kind for a in events(folder)] == [Kind.JUDGED, Kind.UNDONE, Kind.REDONE]


def test_undo_reaches_behind_the_last_start(panel_folder):
    folder = panel_folder()

    async def first(pilot):
        await answered(pilot, "7", "enter", place=2)

    async def second(pilot):
        assert "answer 2 of" in text_of(pilot.app)
        await answered(pilot, "u", place=1)

    sat(folder, first)
    sat(folder, second)
    assert not judged(folder)


@pytest.mark.parametrize("key", ["c", "f4", "ز"])
def test_a_comment_is_kept_to_the_letter_and_shown_without_markup(panel_folder, key):
    folder = panel_folder()

    async def script(pilot):
        await pilot.press(key)
        await until_shown(pilot, "Comment on: Alpha and Beta")
        await pilot.press(*"[b]no", "right_square_bracket", "enter")
        await until_shown(pilot, "comment: [b]no]")
        await answered(pilot, "2", "enter", place=2)
        await pilot.press("c", *"x", "escape")
        await until(pilot, lambda: "Comment on" not in text_of(pilot.app))

    sat(folder, script)
    assert [row.comment for row in read_panel(folder).judgements] == ["[b]no]"]


@pytest.mark.parametrize("key", ["f1", "question_mark"])
def test_help_says_what_is_asked_what_strengths_mean_and_which_keys_there_are(telemedicine, key):
    async def script(pilot):
        await pilot.press(key)
        await until_shown(pilot, "Health policy does not carry telemedicine", "Named by P1, P2.", "moderately")
        await pilot.press("escape")
        await until_shown(pilot, "answer 1 of")

    sat(telemedicine, script, "P08", size=(80, 60))


@pytest.mark.parametrize("key", ["h", "f7"])
def test_the_picture_so_far_can_be_hidden(panel_folder, key):
    async def script(pilot):
        await answered(pilot, "3", "enter", place=2)
        await until_shown(pilot, "your answers together")
        await pilot.press(key)
        await until(pilot, lambda: "your answers together" not in text_of(pilot.app))
        await pilot.press(key)
        await until_shown(pilot, "your answers together")

    sat(panel_folder(), script)


def test_settings_hide_the_picture(panel_folder):
    async def script(pilot):
        assert "your answers together" not in text_of(pilot.app)

    sat(panel_folder(), script, settings=Settings(consistency=False))


def test_question_before_and_after_and_part_before_and_after(telemedicine):
    async def script(pilot):
        await answered(pilot, "f6", place=2)
        await answered(pilot, "f5", place=1)
        await answered(pilot, "backspace", place=1)
        await answered(pilot, "pagedown", place=29)
        await until_shown(pilot, "Within Policy weakness in telemedicine")
        await answered(pilot, "pageup", place=1)

    sat(telemedicine, script, "P08")


@pytest.mark.parametrize("key", ["f10", "escape"])
def test_handing_over_shows_nobodys_answers(panel_folder, key):
    async def script(pilot):
        await answered(pilot, "9", "enter", place=2)
        await pilot.press(key)
        await until_shown(pilot, "Who sits down now?", "1 of 15")
        assert "Alpha" not in text_of(pilot.app)

    sat(panel_folder(), script)


def test_who_leaves_the_keyboard_is_handed_over(panel_folder, monkeypatch):
    monkeypatch.setattr("tui.screens.sitting_screen.SECONDS_A_MINUTE", 0.5)
    monkeypatch.setattr("tui.screens.sitting_screen.LOOK_EVERY", 0.05)

    async def script(pilot):
        await until_shown(pilot, "Who sits down now?")

    sat(panel_folder(), script, settings=Settings(idle_minutes=1))


def test_everything_is_in_the_palette(panel_folder):
    async def script(pilot):
        await pilot.press("ctrl+p")
        await pilot.pause(0.2)
        await pilot.press(*"cannot")
        await pilot.press("escape")
        offered = {command.title for command in pilot.app.get_system_commands(pilot.app.screen)}
        for title in ("Undo", "Redo", "Can't say", "Comment", "Help", "Hand over", "Swap", "Equal", "Quit", "Theme"):
            assert title in offered
        assert "Go to steps against Beta" in offered

    sat(panel_folder(), script)


def test_keys_typed_while_an_answer_is_written_are_meant_for_the_next_question(panel_folder):
    folder = panel_folder()

    async def script(pilot):
        await answered(pilot, "2", "enter", place=2)
        other = sqlite3.connect(folder / "journal.db", isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        threading.Timer(0.5, lambda: other.execute("ROLLBACK")).start()
        await pilot.press("4", "enter", "minus")
        await until_shown(pilot, "answer 4 of")
        other.close()

    sat(folder, script)
    assert [(a.kind, a.subject[1:], a.value) for a in events(folder)] == [
        (Kind.JUDGED, ("a", "b"), 2),
        (Kind.JUDGED, ("b", "c"), 4),
        (Kind.SKIPPED, ("c", "a"), None),
    ]


def test_keys_typed_before_a_contradiction_is_shown_do_not_answer_it(panel_folder):
    folder = panel_folder()

    async def script(pilot):
        await pilot.press("3", "enter")
        await answered(pilot, "3", "enter", place=3)
        other = sqlite3.connect(folder / "journal.db", isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        threading.Timer(0.5, lambda: other.execute("ROLLBACK")).start()
        await pilot.press("3", "enter", "5", "enter")
        await until_shown(pilot, "These answers cannot all hold")
        other.close()
        await answered(pilot, *["n"] * len(pilot.app.screen.contradictions), place=4)

    sat(folder, script)
    assert [(a.kind, a.subject[1:], a.value) for a in events(folder)] == [
        (Kind.JUDGED, ("a", "b"), 3),
        (Kind.JUDGED, ("b", "c"), 3),
        (Kind.JUDGED, ("c", "a"), 3),
    ]


def test_what_cannot_be_saved_is_said_kept_and_saved_later(panel_folder):
    folder = panel_folder()

    async def script(pilot):
        (folder / "journal.db").mkdir()
        await pilot.press("4", "enter")
        await until_shown(pilot, "! NOT SAVED (1)")
        await pilot.press("ctrl+q")
        await until_shown(pilot, "Not everything")
        (folder / "journal.db").rmdir()
        await pilot.press("5", "enter")
        await until(pilot, lambda: "NOT SAVED" not in text_of(pilot.app))

    sat(folder, script)
    assert judged(folder) == {("a", "b"): 4, ("b", "c"): 5}


def contradict(pilot):
    """A three times B, B three times C, and yet C three times A."""
    return pilot.press("3", "enter", "3", "enter", "3", "enter")


def test_a_contradiction_is_shown_after_its_node_and_revised_by_the_panellist_alone(panel_folder):
    folder = panel_folder()

    async def script(pilot):
        await contradict(pilot)
        await until_shown(pilot, "These answers cannot all hold", "changing this mends most", "If you said instead:")
        before = len(events(folder))
        await pilot.press("enter")
        await until_shown(pilot, "This is what you said.")
        await pilot.press("r")
        assert len(events(folder)) == before
        await pilot.press("enter")
        await until(pilot, lambda: len(events(folder)) == before + 1)

    sat(folder, script)
    last = events(folder)[-1]
    assert last.kind is Kind.REVISED
    assert last.value != 3


@pytest.mark.parametrize("key", ["k", "f4"])
def test_a_contradiction_is_kept_for_a_reason(panel_folder, key):
    folder = panel_folder()

    async def script(pilot):
        await contradict(pilot)
        await until_shown(pilot, "These answers cannot all hold")
        await pilot.press(key)
        await until_shown(pilot, "Why do these answers stay?")
        await pilot.press("enter")
        await until_shown(pilot, "Write a few words")
        await pilot.press(*"so", "enter")
        await until_shown(pilot, "answer 4 of")

    sat(folder, script)
    assert (events(folder)[-1].kind, events(folder)[-1].text) == (Kind.KEPT, "so")


def test_a_contradiction_may_be_left_as_it_is(panel_folder):
    folder = panel_folder()

    async def script(pilot):
        await contradict(pilot)
        await until_shown(pilot, "These answers cannot all hold")
        for _left in range(3):
            if "cannot all hold" in text_of(pilot.app):
                await pilot.press("n")
        await until_shown(pilot, "answer 4 of")

    sat(folder, script)
    assert [a.kind for a in events(folder)] == [Kind.JUDGED] * 3


def test_a_key_that_comes_twice_leaves_what_is_below(panel_folder):
    """The second one is on its way to the review when that ends."""

    async def script(pilot):
        await contradict(pilot)
        await until_shown(pilot, "These answers cannot all hold")
        review = pilot.app.screen
        for _key in range(len(review.contradictions) + 1):
            review.action_next()
        await until_shown(pilot, "answer 4 of")

    sat(panel_folder(), script)


def test_consistent_answers_are_not_reviewed(panel_folder):
    async def script(pilot):
        await answered(pilot, "2", "enter", place=2)
        await answered(pilot, "2", "enter", place=3)
        await answered(pilot, "dollar_sign", "enter", place=4)
        await until_shown(pilot, "How much would each help against Alpha?")

    sat(panel_folder(), script)


def test_ratings_by_keyboard_end_in_a_farewell(panel_folder):
    folder = panel_folder()

    async def script(pilot):
        await pilot.press("pagedown")
        await until_shown(pilot, "How much would each help against Alpha?")
        await pilot.press("7", "enter")
        await until_shown(pilot, "1 of 2 rated here")
        await pilot.press("1", "0", "enter")
        await until_shown(pilot, "How much would each help against Beta?")
        await pilot.press("minus")
        await until_shown(pilot, "can't say", "1 of 2 rated here")
        for key in (*"34", *"56", *"78", *"91", "2"):
            await pilot.press(key, "enter")
            await pilot.pause()
        await until_shown(pilot, "Which matters more?")

    sat(folder, script)
    ratings = {(row.alternative, row.criterion): row.value for row in read_panel(folder).ratings}
    assert ratings["s1", "a"] == 7
    assert ratings["s2", "a"] == 10
    assert ("s1", "b") not in ratings
    assert [ratings[key] for key in (("s2", "b"), ("s1", "c"), ("s2", "c"), ("t1", "a"), ("t2", "a"))] == [
        3,
        4,
        5,
        6,
        7,
    ]


def test_a_choice_that_is_not_saved_yet_stays_while_another_row_is_saved(panel_folder):
    async def script(pilot):
        await pilot.press("pagedown")
        await until_shown(pilot, "against Alpha?")
        await pilot.press("5", "down", "6", "enter")
        await until_shown(pilot, "1 of 2 rated here")
        assert pilot.app.screen.query_one(RatingGrid).unsaved == (0,)

    sat(panel_folder(), script)


def test_after_the_last_question_enter_hands_over(panel_folder):
    folder = panel_folder("title: T\ncriteria: [{id: a, name: A}, {id: b, name: B}]\npanellists: [{id: P1}]\n")

    async def script(pilot):
        await pilot.press("2", "enter")
        await until_shown(pilot, "All questions are behind you.")
        await pilot.press("backspace")
        await until_shown(pilot, "answer 1 of 1")
        await pilot.press("enter")
        await until_shown(pilot, "All questions are behind you.")
        await pilot.press("enter")
        await until_shown(pilot, "Who sits down now?", "done")

    sat(folder, script)


def test_the_colours_that_were_chosen_are_remembered(panel_folder):
    async def script(pilot):
        pilot.app.theme = "nord"
        await until(pilot, lambda: read_settings().theme == "nord")

    sat(panel_folder(), script)


HOSTILE = "Cost [/foo] [@click=app.quit]x[/]"


def test_names_are_never_read_as_markup(panel_folder):
    folder = panel_folder(
        f'title: "[red]T[/x]"\ncriteria: [{{id: a, name: "{HOSTILE}"}}, {{id: b, name: "[b"}}, {{id: c, name: "]"}}]\n'
        f'solutions: [{{id: s, name: "{HOSTILE}"}}, {{id: t, name: "[/]"}}]\nscale: {{min: 0, max: 10}}\n'
        'panellists: [{id: p1, organisation: "[/o]", role: "[@click=app.quit]r[/]"}]\n'
    )

    async def script(pilot):
        await until_shown(pilot, "[red]T[/x]", "[/o]")
        await pilot.press("enter", "enter")
        await until_shown(pilot, HOSTILE)
        await pilot.press("f1")
        await until_shown(pilot, HOSTILE)
        await pilot.press("escape", *"3", "enter", *"3", "enter", *"3", "enter")
        await until_shown(pilot, "cannot all hold", HOSTILE)
        await pilot.press("escape", "escape", "escape", "ctrl+p")
        await pilot.press(*"go to")
        await until_shown(pilot, "Cost ［/foo］")
        await pilot.press("escape")
        await until_shown(pilot, f"against {HOSTILE}?")

    play(sitting_app(folder, Settings()), script)


@pytest.mark.parametrize("size", SIZES)
def test_snapshots(telemedicine, size):
    async def script(pilot):
        await until_shown(pilot, "Who sits down now?")
        await assert_snapshot(f"hand-over-{size}", pilot)
        await pilot.press("down", "enter", "enter")
        await until_shown(pilot, "answer 1 of")
        await assert_snapshot(f"judge-new-{size}", pilot)
        await answered(pilot, "3", "enter", place=2)
        await pilot.press("number_sign")
        await until_shown(pilot, "B 3 times")
        await assert_snapshot(f"judge-{size}", pilot)
        await pilot.press("f1")
        await until_shown(pilot, "Named by")
        await assert_snapshot(f"help-{size}", pilot)
        await pilot.press("escape", "minus")  # the strength that stands there is given up
        await until_shown(pilot, "answer 3 of")
        await pilot.press(*["pagedown"] * 9)
        await until_shown(pilot, "answer 55 of")
        await pilot.press("8", "enter", "minus", "4")
        await until_shown(pilot, "◉ 4")
        await assert_snapshot(f"rate-{size}", pilot)

    play(sitting_app(telemedicine, Settings(idle_minutes=0)), script, SIZES[size])


@pytest.mark.parametrize("size", SIZES)
def test_snapshots_of_a_review(panel_folder, size):
    async def script(pilot):
        await contradict(pilot)
        await until_shown(pilot, "cannot all hold")
        await assert_snapshot(f"review-{size}", pilot)

    sat(panel_folder(), script, size=SIZES[size])


def test_without_colours_all_is_said_by_words_and_marks(telemedicine, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")

    async def script(pilot):
        await answered(pilot, "3", "enter", place=2)
        await assert_snapshot("judge-no-color-80x24", pilot)

    sat(telemedicine, script, "P08")


@pytest.mark.parametrize("key", ["pagedown", "backspace", "f6", "f10"])
def test_what_is_chosen_and_not_saved_is_not_left_without_a_word(telemedicine, key):
    async def script(pilot):
        await pilot.press("enter")
        await until_shown(pilot, "Choose a strength first")
        await pilot.press("1", "enter")
        await until_shown(pilot, "answer 2 of")
        await pilot.press("7", key)
        await until_shown(pilot, "Not saved: A 7. Enter saves it", "answer 2 of")
        await pilot.press("enter")
        await until_shown(pilot, "answer 3 of")
        await pilot.press("5", key)
        await until_shown(pilot, "Not saved: A 5.")
        await pilot.press(key)
        await until(pilot, lambda: "answer 3 of" not in text_of(pilot.app))

    sat(telemedicine, script, panellist="P01")
    assert [action.value for action in events(telemedicine)] == [1, 7]


def test_what_is_taken_back_is_said(telemedicine):
    async def script(pilot):
        await answered(pilot, "3", "enter", place=2)
        await pilot.press("u")
        await until_shown(pilot, "Taken back: Policy weakness", "answer 1 of")
        await pilot.press("ctrl+y")
        await until_shown(pilot, "Restored:", "(saved)")

    sat(telemedicine, script, panellist="P01")


def test_quitting_with_a_choice_that_is_not_saved_asks_once(telemedicine):
    async def script(pilot):
        await pilot.press("7", "ctrl+q")
        await until_shown(pilot, "Not saved: A 7.")
        await pilot.press("ctrl+q")

    sat(telemedicine, script, panellist="P01")
    assert events(telemedicine) == []
