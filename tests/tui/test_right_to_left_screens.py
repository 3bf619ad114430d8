"""Screens of a panel with Persian names: no two texts can change places, and what is kept is as it was typed."""

from __future__ import annotations

import json
import re

import pytest
from persian import CHALLENGES, QUESTION, SOLUTIONS, STEPS, TITLE, persian, with_steps
from screens import SIZES, play, text_of, until, until_shown
from textual.widgets import Input

from criteria.files import read_panel
from criteria.journal import read_log
from tui.names import CLOSE, OPEN, RIGHT_TO_LEFT
from tui.opening import results_app, sitting_app, watch_app
from tui.ordering import ordered
from tui.settings import Settings

POLICY, MECHANISMS = CHALLENGES["policy"], CHALLENGES["mechanisms"]
SHAPED_OR_MARKED = re.compile("[\u200e\u200f\u2066-\u2069\ufb50-\ufdff\ufe70-\ufefc]")
LATIN = re.compile("[A-Za-z]")
COMMENT = "این مهم است (۱۲)"


def seen(text):
    """As it stands on a screen that we put in order."""
    return ordered(text, "visual")


def sat(folder, script, way="visual", size=(80, 24)):
    async def seated(pilot):
        await until_shown(pilot, "press Enter to begin")
        await pilot.press("enter")
        await until_shown(pilot, "P1 · answer 1 of")
        await script(pilot)

    play(sitting_app(folder, Settings(text_direction=way), "P1"), seated, size)


def assert_apart(app):
    """On no row can a terminal that puts letters in order itself move a text beyond what stands beside it."""
    for row in text_of(app).splitlines():
        for part in re.split("\u200e", row):
            text = part.strip(" \u200f│")
            if RIGHT_TO_LEFT.search(text):
                assert "  " not in text, row
                assert not re.search("[\u2190-\u28ff]", text), row
                letters = RIGHT_TO_LEFT.findall(text)
                assert len(LATIN.findall(text)) < len(letters), row


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_a_stands_above_b_and_the_sentence_says_which_is_more(tmp_path, size):
    async def script(pilot):
        rows = [row.strip() for row in text_of(pilot.app).splitlines()]
        assert rows.index(f"A  {seen(POLICY)}") + 1 == rows.index(f"B  {seen(MECHANISMS)}")
        assert seen(QUESTION) in rows
        await pilot.press("3")
        await until_shown(pilot, f"{seen(POLICY)} matters 3")
        await pilot.press("s")
        await until_shown(pilot, f"{seen(MECHANISMS)} matters 3")
        await pilot.press("enter")
        await until_shown(pilot, "answer 2 of")
        (event,) = read_log(tmp_path).events
        assert (tuple(event.action.subject), event.action.value) == (("goal", "policy", "mechanisms"), 1 / 3)
        await pilot.press("u")
        await until_shown(pilot, "Taken back: ", "answer 1 of")

    sat(persian(tmp_path), script, size=size)


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_no_row_of_a_sitting_can_be_moved_about(tmp_path, size):
    async def script(pilot):
        assert_apart(pilot.app)
        for keys in (("3",), ("enter",), ("u",), ("question_mark",), ("escape", "c"), ("escape", "ctrl+p")):
            await pilot.press(*keys)
            await pilot.pause(0.2)
            assert_apart(pilot.app)
        await pilot.press(*"go to", "escape")
        await until_shown(pilot, "answer 1 of")
        for _part in range(8):
            await pilot.press("pagedown")
        await until_shown(pilot, "How much would each help")
        assert_apart(pilot.app)
        await pilot.press("7", "enter")
        await until_shown(pilot, "1 of 4 rated here")
        assert_apart(pilot.app)

    sat(persian(tmp_path), script, "terminal", size)


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_no_row_of_a_review_can_be_moved_about(tmp_path, size):
    folder = persian(tmp_path, answered=5)

    async def script(pilot):
        await until_shown(pilot, "press Enter to begin")
        await pilot.press("enter")
        await until_shown(pilot, "All questions are behind you")
        for _part in range(9):
            await pilot.press("pageup")
        await until_shown(pilot, "answer 1 of")
        await pilot.press("5", "enter")
        await until_shown(pilot, "These answers cannot all hold")
        assert_apart(pilot.app)
        await pilot.press("r")
        assert_apart(pilot.app)

    play(sitting_app(folder, Settings(text_direction="terminal"), "P4"), script, size)


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_no_row_of_results_can_be_moved_about(tmp_path, size):
    async def script(pilot):
        await until_shown(pilot, "can be told apart")
        assert_apart(pilot.app)
        for key in ("d", "d", "o", "right", "o", "right", "escape", "w", "enter", "t", "d", "escape", "escape"):
            await pilot.press(key)
            await pilot.pause(0.2)
            assert_apart(pilot.app)

    play(results_app(persian(tmp_path, answered=5), Settings(text_direction="terminal")), script, size)


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_no_row_of_a_roadmap_can_be_moved_about(tmp_path, size):
    async def script(pilot):
        await until_shown(pilot, "can be told apart")
        await pilot.press("m")
        await until_shown(pilot, "Budget", "draws", "core", STEPS["trust"][0][:8])
        assert_apart(pilot.app)
        for key in ("down", "x", "right"):
            await pilot.press(key)
            await pilot.pause(0.2)
            assert_apart(pilot.app)

    play(results_app(with_steps(tmp_path), Settings(text_direction="terminal")), script, size)


@pytest.mark.parametrize("projector", [False, True])
def test_no_row_of_a_watch_can_be_moved_about(tmp_path, projector):
    async def script(pilot):
        await until_shown(pilot, "of 5")
        if not projector:
            await until_shown(pilot, "talk about these", "↔")
        assert_apart(pilot.app)

    folder = persian(tmp_path, answered=5)
    play(watch_app(folder, Settings(text_direction="terminal"), projector=projector), script)


def test_below_a_line_stands_what_it_says(tmp_path):
    async def script(pilot):
        await pilot.press("c")
        await until_shown(pilot, "Comment on:")
        line = pilot.app.screen.query_one(Input)
        below = pilot.app.screen.query_one("#preview")
        assert not below.display
        line.value = "all right"
        await pilot.pause()
        assert not below.display
        line.value = COMMENT
        await until_shown(pilot, seen(COMMENT), COMMENT)
        assert text_of(pilot.app).count(seen(COMMENT)) == 1

    sat(persian(tmp_path), script)


def test_journal_and_exports_hold_what_was_typed(tmp_path, monkeypatch):
    folder = persian(tmp_path / "panel", answered=5)
    out = tmp_path / "out"
    out.mkdir()
    monkeypatch.chdir(out)

    async def comment(pilot):
        await until_shown(pilot, "press Enter to begin")
        await pilot.press("enter")
        await until_shown(pilot, "All questions are behind you")
        await pilot.press("backspace")
        await until_shown(pilot, "answer 60 of")
        await pilot.press("c")
        await until_shown(pilot, "Comment on:")
        pilot.app.screen.query_one(Input).value = COMMENT
        await pilot.press("enter")
        await until(pilot, lambda: read_log(folder).events)

    async def export(pilot):
        await until_shown(pilot, "can be told apart")
        for view in ("rank", "weights"):
            await pilot.press("e")
            await until_shown(pilot, "Write this table")
            pilot.app.screen.query_one(Input).value = f"{view}.csv"
            await pilot.press("enter")
            await until_shown(pilot, "Written:")
            pilot.app.clear_notifications()
            await pilot.press("right")
            await pilot.pause(0.2)

    visual = Settings(text_direction="visual")
    play(sitting_app(folder, visual, "P1"), comment)
    (event,) = read_log(folder).events
    assert event.action.text == COMMENT
    play(results_app(folder, visual), export)
    texts = {path.name: path.read_text(encoding="utf-8") for path in out.iterdir()}
    assert {"rank.csv", "weights.csv"} <= set(texts)
    assert all(name in texts["rank.csv"] for name in SOLUTIONS.values())
    assert all(name in texts["weights.csv"] for name in CHALLENGES.values())
    panel = read_panel(folder)
    assert panel.title == TITLE
    for text in (*texts.values(), json.dumps([name.name for name in panel.hierarchy], ensure_ascii=False)):
        assert not SHAPED_OR_MARKED.search(text)


def test_the_clipboard_holds_plain_text(tmp_path):
    async def script(pilot):
        pilot.app.copy_to_clipboard(f"{OPEN}{POLICY}{CLOSE} matters")
        assert pilot.app.clipboard == f"{POLICY} matters"

    sat(persian(tmp_path), script)
