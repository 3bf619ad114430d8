"""What the screens paint can be read: 7:1 for text, 3:1 for drawings, in each of our themes; and without colours."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from contrast import contrast, painted
from screens import play, text_of, until, until_shown

from tui.opening import results_app, sitting_app, watch_app, welcome_app
from tui.settings import Settings, read_settings
from tui.themes import THEMES

SAMPLES = Path(__file__).parents[2] / "sample_panels"
NAMES = [theme.name for theme in THEMES]
READ, SEEN = 7.0, 3.0
"""WCAG 2.2: 1.4.6 for text, 1.4.11 for what is drawn."""


@pytest.fixture
def telemedicine(tmp_path):
    """A copy of the sample panel, to write into."""
    return Path(shutil.copytree(SAMPLES / "telemedicine", tmp_path / "telemedicine"))


def unreadable(app):
    """The words of the screen that cannot be read, with their contrast."""
    found = {
        (each.text, round(each.ratio, 2)) for each in painted(app) if each.ratio < (SEEN if each.is_drawn else READ)
    }
    return sorted(found)


class Looking:
    """Walks from screen to screen; keeps what cannot be read on each, in each of the themes."""

    def __init__(self, pilot, themes):
        self.pilot, self.app, self.themes, self.bad = pilot, pilot.app, themes, {}

    async def at(self, name, *texts):
        """Look at the screen once the texts stand on it."""
        await until_shown(self.pilot, *texts)
        for theme in self.themes:
            self.app.theme = theme
            await self.pilot.pause()
            assert len(painted(self.app)) > 5
            if found := unreadable(self.app):
                self.bad[name, theme] = found

    async def press(self, *keys):
        await self.pilot.press(*keys)
        await self.pilot.pause()


async def opening(look):
    await look.at("welcome", "New empty panel", "Quit")
    await look.press("down")
    await look.at("welcome, second row", "▶n")
    await look.press("o")
    await look.at("ask", "Which panel folder?")
    await look.press("x", "enter")
    await look.at("ask, refused", "There is no folder")
    await look.press("escape", "s")
    await look.at("tell", "The sample panel")
    await look.press("enter")
    await look.at("home", "What if a criterion weighed")
    await look.press("s")
    await look.at("hand-over", "Who sits down now?")


async def judging(look):
    await look.at("hand-over, picked", "press Enter to begin")
    await look.press("enter")
    await look.at("judge", "answer 1 of", "no answer yet")
    await look.press("3")
    await look.at("judge, chosen", "Enter to save")
    await look.press("enter")
    await look.at("judge, saved", "answer 2 of", "saved")
    await look.press("u")
    await look.at("judge, taken back", "Taken back")
    await look.press("question_mark")
    await look.at("help", "How strong?")
    await look.press("escape", "c")
    await look.at("comment", "Comment on")
    await look.press("escape", "ctrl+p")
    await look.at("palette", "What do you want to do?")
    await look.press("t", "h", "e", "m")
    await look.at("palette, searching", "Change the colours")
    await look.press("escape", *["pagedown"] * 12)
    await look.at("rate", "How much would each help")
    await look.press("7", "enter", "right")
    await look.at("rate, saved", "1 of 4 rated here")
    screen = look.app.screen
    screen.take(screen.session, "the disk is full", "")
    await look.at("not saved", "NOT SAVED")
    for severity in ("information", "warning", "error"):
        look.app.notify(f"a message: {severity}", title="A title", severity=severity, timeout=60)
    await look.at("messages", "a message: error")


async def reviewing(look):
    await look.at("hand-over, picked", "press Enter to begin")
    await look.press("enter")
    for key, place in (("9", 2), ("9", 3), ("9", 4)):
        await look.at("judge", f"answer {place - 1} of")
        await look.press(key, "enter")
    await look.at("review", "cannot all hold")
    await look.press("r")
    await look.at("review, proposed", "If you said instead")
    await look.press("k")
    await look.at("reason", "Why do these answers stay?")


async def results(look):
    await look.at("results, early", "Agreement")
    await look.at("steps", "first in")
    await look.press("d")
    await look.at("doubt", "ranks", "first")
    await look.press("d", "right", "right")
    await look.at("weights", "What weighs how much")
    await look.press("l", "o")
    await look.at("weights, all levels", " %)")
    await look.press("right")
    await look.at("agreement", "weighed alike")
    await look.press("question_mark")
    await look.at("results, help", "another view")
    await look.press("escape", "p")
    await look.at("release", "Everybody at this")
    await look.press("e")
    await look.at("export", "Write this table")


async def trying(look):
    await look.at("steps", "first in")
    await look.press("escape", "w")
    await look.at("criteria", "What if one of these")
    await look.press("down", "enter")
    await look.at("lines", "first, in % of")
    await look.press("pageup")
    await look.at("lines, elsewhere", "%")
    await look.press("t")
    await look.at("table", "here")
    await look.press("d")
    await look.at("doubt at a weight", "draws at")
    await look.press("escape", "escape", "m")
    await look.at("roadmap", "core index", "draws")
    await look.press("down", "i")
    await look.at("roadmap, pinned", "▶+")
    await look.press("b")
    await look.at("budget", "Which budget?")


async def watching(look):
    await look.at("watch", "talk about these", "agreement:")
    await look.press("i", "c")
    await look.at("confirm", "Close round 1?")
    await look.press("enter")
    await look.at("closed", "open the next")
    await look.press("v", "enter")
    await look.at("revealed", "released to the room")
    await look.press("p")
    await look.at("projector", "what 19 people say together")
    await look.press("l")
    await look.at("projector, large", "page 1 of")


async def counting(look):
    await look.at("count", "have answered everything")
    await look.press("l")
    await look.at("count, large", "█")


SCRIPTS = {
    "opening": (opening, lambda _folder, settings: welcome_app(settings)),
    "judging": (judging, lambda folder, settings: sitting_app(folder, settings, "P01")),
    "reviewing": (reviewing, lambda folder, settings: sitting_app(folder, settings, "P1")),
    "results": (results, results_app),
    "trying": (trying, results_app),
    "watching": (watching, watch_app),
    "counting": (counting, lambda folder, settings: watch_app(folder, settings, projector=True)),
}


def walk_through(name, themes, telemedicine, panel_folder):
    walk, made = SCRIPTS[name]
    folder = panel_folder() if name == "reviewing" else telemedicine
    if name == "judging":
        (folder / "judgements.csv").unlink()
        (folder / "ratings.csv").unlink()

    async def walked(pilot):
        look = Looking(pilot, themes)
        await walk(look)
        assert not look.bad

    play(made(folder, Settings()), walked)


@pytest.mark.parametrize("script", SCRIPTS)
def test_all_that_a_screen_says_can_be_read(telemedicine, panel_folder, script):
    walk_through(script, NAMES, telemedicine, panel_folder)


@pytest.mark.parametrize("script", SCRIPTS)
def test_without_colours_too(telemedicine, panel_folder, monkeypatch, script):
    monkeypatch.setenv("NO_COLOR", "1")
    walk_through(script, NAMES[:1], telemedicine, panel_folder)


def test_contrast_is_that_of_the_standard():
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((255, 255, 255), (0x76, 0x76, 0x76)) == pytest.approx(4.54, abs=0.005), "WCAG's own example"
    assert contrast((255, 255, 255), (0x59, 0x59, 0x59)) == pytest.approx(7.0, abs=0.01)


def test_the_chosen_row_is_marked_and_bold_without_colours(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")

    async def script(pilot):
        await until_shown(pilot, "Quit")
        await pilot.press("down")
        (marked,) = (line for line in text_of(pilot.app).splitlines() if "▶" in line)
        assert "▶e  New empty" in marked or "▶n  New panel" in marked
        strips = pilot.app.screen._compositor.render_strips()
        bold = [segment for strip in strips for segment in strip if "▶" in segment.text and segment.style.bold]
        assert bold

    play(welcome_app(Settings()), script)


def test_a_theme_is_picked_in_the_palette_and_remembered():
    async def script(pilot):
        await until_shown(pilot, "Quit")
        assert pilot.app.theme == "panel-dark"
        await pilot.press("ctrl+p")
        for letter in "theme":
            await pilot.press(letter)
        await until_shown(pilot, "Change the colours")
        await pilot.press("enter")
        await until_shown(pilot, "high-contrast")
        for letter in "contrast":
            await pilot.press(letter)
        await until(pilot, lambda: "panel-light" not in text_of(pilot.app))
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.theme == "high-contrast")

    play(welcome_app(Settings()), script)
    assert read_settings().theme == "high-contrast"


@pytest.mark.parametrize(
    ("wanted", "given"), [("nord", "nord"), ("panel-light", "panel-light"), ("none", "panel-dark")]
)
def test_textuals_own_themes_stay_and_an_unknown_one_is_ours(wanted, given):
    async def script(pilot):
        await until_shown(pilot, "Quit")
        assert pilot.app.theme == given

    play(welcome_app(Settings(theme=wanted)), script)
