"""Where nothing is to move, nothing does: no blinking cursor, no sliding; and the projector's large type."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from screens import play, text_of, until_shown
from textual.widgets import Input

from criteria.events import Action, Kind
from criteria.journal import Journal
from tui.commands.group import run
from tui.opening import watch_app, welcome_app
from tui.settings import Settings
from tui.widgets.large import HUGE, figures, huge, spread

TELEMEDICINE = Path(__file__).parents[2] / "sample_panels" / "telemedicine"


@pytest.mark.parametrize(
    ("motion", "remote", "level"), [("full", "", "full"), ("reduced", "", "none"), ("full", "10.0.0.1 22", "none")]
)
def test_nothing_blinks_or_slides_where_that_is_wanted_and_over_ssh(monkeypatch, motion, remote, level):
    monkeypatch.setenv("SSH_CONNECTION", remote)
    monkeypatch.delenv("SSH_TTY", raising=False)

    async def script(pilot):
        await until_shown(pilot, "Quit")
        assert pilot.app.animation_level == level
        await pilot.press("o")
        await until_shown(pilot, "Which panel folder?")
        assert pilot.app.screen.query_one(Input).cursor_blink is (level == "full")
        await pilot.press("escape", "ctrl+p")
        await until_shown(pilot, "What do you want to do?")
        assert pilot.app.screen.query_one(Input).cursor_blink is (level == "full")

    play(welcome_app(Settings(motion=motion)), script)


def test_textuals_own_variable_is_kept(monkeypatch):
    monkeypatch.delenv("SSH_CONNECTION", raising=False)
    monkeypatch.setattr("textual.constants.TEXTUAL_ANIMATIONS", "none")

    async def script(pilot):
        await until_shown(pilot, "Quit")
        assert pilot.app.animation_level == "none"

    play(welcome_app(Settings()), script)


def test_figures_are_three_lines_high():
    assert figures("0.7") == ("┏━┓╺━┓", "┃ ┃  ┃", "┗━┛.  ╹") or len({len(line) for line in figures("0.7")}) == 1
    assert [len(line) for line in figures("24 %")] == [10, 10, 10]


@pytest.mark.parametrize(
    ("digits", "width", "height", "size"), [("14", 76, 12, 2), ("7", 76, 30, 3), ("123", 20, 24, 0)]
)
def test_a_number_is_as_large_as_there_is_room_for(digits, width, height, size):
    lines = huge(digits, width, height).splitlines()
    if not size:
        assert lines == [digits]
        return
    assert len(lines) == 5 * size
    assert max(map(len, lines)) <= width
    full = sum(line.count("█") for line in lines)
    assert full == 2 * size * size * sum("".join(HUGE[digit]).count("█") for digit in digits)


def test_letters_are_set_apart_where_there_is_room_and_joined_ones_never():
    assert spread("Legal gaps", 40, 2) == ["L e g a l   g a p s"]
    assert spread("Legal gaps", 12, 2) == ["L e g a l", "g a p s"]
    assert spread("Legal gaps everywhere", 12, 2) == ["Legal gaps", "everywhere"]
    assert spread("سیاست‌گذاری", 40, 2) == ["سیاست‌گذاری"]
    assert len(spread("word " * 40, 20, 2)) == 2


def test_the_projector_in_large_type_has_pages_of_all_rows(tmp_path):
    folder = Path(shutil.copytree(TELEMEDICINE, tmp_path / "telemedicine"))
    pages = []

    async def counted(pilot):
        await until_shown(pilot, "███", "h a v e")
        assert "o f   1 9" in text_of(pilot.app)
        await pilot.press("l")
        await until_shown(pilot, "of 19 have answered everything")

    play(watch_app(folder, Settings(), projector=True, large=True), counted)
    with closing(Journal(folder)) as journal:
        journal.append([Action(kind=Kind.CLOSED)])
    assert run(["round", str(folder), "release"]) == 0

    async def paged(pilot):
        await until_shown(pilot, "page 1 of 7")
        for page in range(1, 8):
            await until_shown(pilot, f"page {page} of 7")
            pages.append(text_of(pilot.app))
            await pilot.press("right")
        await until_shown(pilot, "page 1 of 7")
        await pilot.press("pageup")
        await until_shown(pilot, "page 7 of 7")

    play(watch_app(folder, Settings(), projector=True, large=True), paged)
    assert "L e g i s l a t i o n" in "".join(pages)
    assert "Steps · page 5 of 7" in pages[4]
    assert "Weights · page 6 of 7" in pages[5]
    assert not [page for page in pages if "P01" in page]


def test_large_type_is_the_projectors(tmp_path, capsys):
    assert run(["watch", str(tmp_path), "--large"]) == 2
    assert "--large goes with --projector" in capsys.readouterr().err
