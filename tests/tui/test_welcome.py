"""The welcome screen and a panel's home: what can be opened and made, and when results stay closed."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import panels
import pytest
from screens import SIZES, assert_snapshot, play, text_of, until, until_shown

from criteria.files import read_panel
from tui.opening import results_app, sitting_app, welcome_app
from tui.places import last_panel, places, remember
from tui.sample import SAMPLE_NOTE, copy_sample, sample_panel
from tui.screens.ask import AskScreen
from tui.screens.hand_over import HandOverScreen
from tui.screens.home import HomeScreen
from tui.screens.results import ResultsScreen
from tui.screens.sensitivity import SensitivityScreen
from tui.screens.tell import TellScreen
from tui.screens.welcome import WelcomeScreen
from tui.settings import Settings
from tui.sitting import Sitting
from tui.widgets.menu import Menu

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "sample_panels" / "telemedicine"
QUICK = Settings(motion="reduced")


@pytest.fixture
def small(tmp_path):
    """A panel that two sit with, three questions each."""
    return panels.write(tmp_path / "small", title="Three things", criteria="a b c", panellists="P1 P2", solutions="x y")


def welcomed(script, size=(80, 24)):
    """Run the script on the welcome screen."""

    async def shown(pilot):
        await on(pilot, WelcomeScreen)
        await script(pilot)

    play(welcome_app(QUICK), shown, size)


async def on(pilot, screen):
    """Wait until a screen of that kind is shown."""
    await until(pilot, lambda: isinstance(pilot.app.screen, screen))


async def type_in(pilot, text):
    """Answer what is asked."""
    await on(pilot, AskScreen)
    pilot.app.screen.query_one("Input").value = str(text)
    await pilot.press("enter")


async def pick(pilot, how, letter):
    """Choose the row of that letter: by the letter, by arrows and Enter, or by the mouse."""
    menu = pilot.app.screen.query_one(Menu)
    rows = [str(menu.get_option_at_index(number).prompt)[0] for number in range(menu.option_count)]
    row = rows.index(letter)
    if how == "letter":
        await pilot.press(letter)
    elif how == "arrows":
        await pilot.press("home", *["down"] * row, "enter")
    else:
        await pilot.click(menu, offset=(6, row + 1))
    await pilot.pause()


HOW = ("letter", "arrows", "mouse")


@pytest.mark.parametrize("how", HOW)
def test_a_folder_is_opened_and_remembered(small, how):
    async def script(pilot):
        assert "Open the last panel" not in text_of(pilot.app)
        await pick(pilot, how, "o")
        await type_in(pilot, small)
        await on(pilot, HomeScreen)
        await until_shown(pilot, "Three things", "0 of 2 panellists are done", "Results are withheld.")
        assert last_panel() == small
        await pick(pilot, how, "a")
        await on(pilot, WelcomeScreen)
        await until_shown(pilot, "Open the last panel:")
        await pick(pilot, how, "l")
        await on(pilot, HomeScreen)

    welcomed(script)


def test_letters_of_a_persian_layout_choose_too(small):
    async def script(pilot):
        await pilot.press("خ")
        await type_in(pilot, small)
        await on(pilot, HomeScreen)
        for key, screen in (("ق", ResultsScreen), ("ص", SensitivityScreen)):
            await pilot.press(key)
            await on(pilot, screen)
            await pilot.press("escape")
            await on(pilot, HomeScreen)
        await pilot.press("ش")
        await on(pilot, WelcomeScreen)
        await pilot.press("م")
        await on(pilot, HomeScreen)
        await pilot.press("س")
        await on(pilot, HandOverScreen)
        await pilot.press("f9")
        await on(pilot, HomeScreen)
        await pilot.press("ض")
        assert pilot.app.return_code == 0

    welcomed(script)


def test_a_relative_path_is_meant_from_here(small, monkeypatch):
    monkeypatch.chdir(small.parent)

    async def script(pilot):
        await pilot.press("o")
        await type_in(pilot, " small ")
        await on(pilot, HomeScreen)
        assert pilot.app.sitting.folder == small

    welcomed(script)


def test_all_faults_of_a_bad_panel_are_shown_and_scroll(small):
    text = (small / "panel.yaml").read_text()
    (small / "panel.yaml").write_text(text.replace('"a"', '"[/a]"').replace('"x"', '"x y"'))
    (small / "judgements.csv").write_text("panellist,node,first,second,ratio\n" + "P9,goal,b,[red]c[/],77\n" * 30)

    async def script(pilot):
        for key in ("escape", "enter"):
            await pilot.press("o")
            await type_in(pilot, small)
            await on(pilot, TellScreen)
            found = re.search(r"(\d+) faults: nothing was opened", text_of(pilot.app))
            assert int(found[1]) > 30
            assert "[/a]" in text_of(pilot.app)
            assert "judgements.csv:31:" not in text_of(pilot.app)
            await pilot.press("end")
            await until_shown(pilot, "judgements.csv:31:")
            await pilot.press(key)
            await on(pilot, WelcomeScreen)
        assert last_panel() is None

    welcomed(script)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Write the path of a folder"),
        ("no/such/folder", "There is no folder"),
        ("a\0b", "Write the path of a folder"),
        ("x" * 5000, "name"),
    ],
)
def test_what_is_no_folder_is_refused_where_it_was_typed(text, said):
    async def script(pilot):
        await pilot.press("o")
        await type_in(pilot, text)
        await pilot.pause()
        assert isinstance(pilot.app.screen, AskScreen)
        assert said in text_of(pilot.app)
        await pilot.press("escape")
        await on(pilot, WelcomeScreen)

    welcomed(script)


def test_a_folder_without_a_panel_and_a_broken_journal_are_told(small, tmp_path):
    (tmp_path / "empty").mkdir()

    async def script(pilot):
        await pilot.press("o")
        await type_in(pilot, tmp_path / "empty")
        await on(pilot, TellScreen)
        await until_shown(pilot, "1 fault: nothing was opened", "there is no panel.yaml")
        await pilot.press("escape")
        (small / "journal.db").write_bytes(b"no journal at all" * 100)
        await pilot.press("o")
        await type_in(pilot, small)
        await on(pilot, HomeScreen)
        await until_shown(pilot, "it is damaged or no journal")
        await pilot.press("r")
        await on(pilot, ResultsScreen)
        await until_shown(pilot, "it is damaged or no journal")

    welcomed(script)


@pytest.mark.parametrize("how", HOW)
def test_a_new_panel_from_a_catalogue_can_be_sat_with_at_once(tmp_path, how):
    folder = tmp_path / "deep" / "new"

    async def script(pilot):
        await pick(pilot, how, "n")
        await type_in(pilot, folder)
        await type_in(pilot, "۱۲")
        await on(pilot, TellScreen)
        await until_shown(pilot, "Written:", "The panel can be answered now")
        await pilot.press("enter")
        await on(pilot, HomeScreen)
        await pick(pilot, how, "s")
        await on(pilot, HandOverScreen)
        await until_shown(pilot, "P12")

    welcomed(script)
    panel = read_panel(folder)
    assert len(panel.panellists) == 12
    assert panel.title == "new"
    assert [criterion.id for criterion in panel.hierarchy] == [c.id for c in read_panel(SAMPLE).hierarchy]
    assert last_panel() == folder


@pytest.mark.parametrize("how", HOW)
def test_a_new_empty_panel_says_what_to_do_next(tmp_path, how):
    async def script(pilot):
        await pick(pilot, how, "e")
        await type_in(pilot, tmp_path / "own")
        await type_in(pilot, "3")
        await on(pilot, TellScreen)
        await until_shown(pilot, "It holds an example of everything")
        await pilot.press("enter")
        await on(pilot, WelcomeScreen)
        await until_shown(pilot, "Open the last panel:")

    welcomed(script)
    assert len(read_panel(tmp_path / "own").panellists) == 3


def test_a_new_panel_never_takes_the_place_of_another(small, tmp_path):
    before = (small / "panel.yaml").read_bytes()
    (tmp_path / "file").write_text("kept")

    async def script(pilot):
        await pilot.press("n")
        for text, said in (
            (small, "There is a panel already"), (tmp_path / "file", "This is a file"), ("", "Write the path"),
        ):  # fmt: skip
            await type_in(pilot, text)
            await until_shown(pilot, said)
        await type_in(pilot, tmp_path / "new")
        for text in ("", "0", "1000", "2.5", "many", "-1", "1e300"):
            await until_shown(pilot, "How many panellists?")
            await type_in(pilot, text)
            await until_shown(pilot, "Write a whole number from 1 to 999.")
        await pilot.press("escape")
        await on(pilot, WelcomeScreen)
        await pilot.press("n", "escape")
        await on(pilot, WelcomeScreen)

    welcomed(script)
    assert (small / "panel.yaml").read_bytes() == before
    assert not (tmp_path / "new").exists()


def test_a_panel_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("kept")

    async def script(pilot):
        await pilot.press("e")
        await type_in(pilot, tmp_path / "file" / "below")
        await type_in(pilot, "3")
        await on(pilot, TellScreen)
        await until_shown(pilot, "Nothing was written")
        await pilot.press("escape")
        await on(pilot, WelcomeScreen)

    welcomed(script)


@pytest.mark.parametrize("how", HOW)
def test_the_sample_is_a_copy_that_says_it_is_made_up(how):
    before = {path.name: path.read_bytes() for path in SAMPLE.iterdir()}

    async def script(pilot):
        await pick(pilot, how, "s")
        await on(pilot, TellScreen)
        await until_shown(pilot, "MADE UP", "nobody's opinion")
        await pilot.press("enter")
        await on(pilot, HomeScreen)
        await until_shown(pilot, "MADE UP: nobody's opinion.")
        pilot.app.sitting.release(True)

    welcomed(script)
    folder = places().samples / "telemedicine"
    assert read_panel(folder).synthetic
    assert "MADE UP" in (folder / SAMPLE_NOTE).read_text()
    assert (folder / "journal.db").exists()
    assert {path.name: path.read_bytes() for path in SAMPLE.iterdir()} == before
    assert copy_sample() == places().samples / "telemedicine-2", "a fresh folder each time"
    assert not (places().samples / "telemedicine-2" / "journal.db").exists()


def test_the_sample_is_found_when_it_is_installed(tmp_path, monkeypatch):
    assert sample_panel() == SAMPLE
    installed = tmp_path / "site-packages"
    shutil.copytree(ROOT / "tui", installed / "tui", ignore=shutil.ignore_patterns("__pycache__"))
    for source, target in _wheel_files().items():
        (installed / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / source, installed / target)
    monkeypatch.setattr("tui.sample.__file__", str(installed / "tui" / "sample.py"))
    assert sample_panel() == installed / "tui" / "samples" / "telemedicine"
    assert read_panel(copy_sample()).synthetic


def _wheel_files():
    """What is put into the wheel beside the packages."""
    import tomllib

    with (ROOT / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]


def test_a_sample_that_cannot_be_copied_is_told(monkeypatch):
    def full(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfile", full)

    async def script(pilot):
        await pilot.press("s")
        await on(pilot, TellScreen)
        await until_shown(pilot, "No space left on device")

    welcomed(script)


def test_the_last_panel_is_offered_only_while_it_is_there(small, tmp_path):
    assert last_panel() is None
    remember(small)
    assert last_panel() == small
    shutil.move(small, tmp_path / "elsewhere")
    assert last_panel() is None
    places().recent.write_bytes(b"\xff\xfe\0 no path\n" * 3)
    assert last_panel() is None
    places().recent.unlink()
    places().recent.mkdir()
    remember(small)
    assert last_panel() is None


async def seated(pilot, who):
    """Somebody sits down."""
    await on(pilot, HandOverScreen)
    await until_shown(pilot, "Who sits down now?")
    await pilot.press("home", *["down"] * who, "enter", "enter")
    await until_shown(pilot, f"P{who + 1} · answer")


def test_results_stay_closed_once_somebody_has_sat_down_until_they_are_released(small):
    async def script(pilot):
        await pilot.press("o")
        await type_in(pilot, small)
        await on(pilot, HomeScreen)
        await pilot.press("s")
        await on(pilot, HandOverScreen)
        await pilot.press("f9")
        await on(pilot, HomeScreen)
        await pilot.press("r")
        await on(pilot, ResultsScreen)
        await pilot.press("escape", "s")
        await seated(pilot, 0)
        await pilot.press("f9", "3", "enter")
        await until_shown(pilot, "answer 2 of 6")
        await pilot.press("f10")
        await on(pilot, HandOverScreen)
        await pilot.press("f9")
        await until_shown(pilot, "Somebody has sat down since mcda was")
        assert isinstance(pilot.app.screen, HandOverScreen)

        Sitting(small).release(True)
        await pilot.press("f9")
        await on(pilot, HomeScreen)
        await until_shown(pilot, "Results are released to the room.")
        assert "Another panel" not in text_of(pilot.app)
        await pilot.press("a")
        await pilot.press("r")
        await on(pilot, TellScreen)
        await until_shown(pilot, "fewer than 5 panellists have answered: nothing is told of so few")
        await pilot.press("escape")
        await on(pilot, HomeScreen)

        Sitting(small).release(False)
        for key in ("r", "w", "m"):
            await pilot.press(key)
            await on(pilot, TellScreen)
            await until_shown(pilot, "Results are not open")
            await pilot.press("escape")
            await on(pilot, HomeScreen)

    welcomed(script)


def test_the_way_home_of_a_sitting_that_was_begun_by_its_command_is_closed_too(small):
    async def script(pilot):
        await seated(pilot, 1)
        await pilot.press("escape")
        await on(pilot, HandOverScreen)
        titles = {command.title: command for command in pilot.app.get_system_commands(pilot.app.screen)}
        await titles["The panel's home"].callback()
        await until_shown(pilot, "Somebody has sat down since mcda was")
        assert isinstance(pilot.app.screen, HandOverScreen)

    play(sitting_app(small, QUICK), script)


def test_results_begin_with_the_results_and_lead_home(small):
    async def script(pilot):
        await on(pilot, ResultsScreen)
        assert pilot.app.screen.facilitator
        await pilot.press("escape")
        await on(pilot, HomeScreen)

    play(results_app(small, QUICK), script)


def test_everything_is_in_the_palette_and_hints_are_few(small):
    def titles(pilot):
        return {command.title for command in pilot.app.get_system_commands(pilot.app.screen)}

    def hints(pilot):
        bindings = [active.binding for active in pilot.app.screen.active_bindings.values() if active.enabled]
        return {binding.description for binding in bindings if binding.show}

    async def script(pilot):
        assert titles(pilot) >= {
            "Open a panel",
            "New panel from a catalogue",
            "New empty panel",
            "Try the sample panel",
        }
        assert len(hints(pilot)) <= 6
        await pilot.press("o")
        await type_in(pilot, small)
        await on(pilot, HomeScreen)
        assert titles(pilot) >= {"Sit down and answer", "Results", "What if weights were different", "Another panel"}
        assert len(hints(pilot)) <= 6

    welcomed(script)


@pytest.mark.parametrize("size", SIZES)
def test_how_welcome_and_home_look(size, monkeypatch):
    monkeypatch.setattr("tui.screens.welcome.last_panel", lambda: Path("/home/panel"))

    async def script(pilot):
        await assert_snapshot(f"welcome-{size}", pilot)
        await pilot.press("s")
        await on(pilot, TellScreen)
        await pilot.press("enter")
        await on(pilot, HomeScreen)
        pilot.app.sitting.folder = Path("/home/panel")
        pilot.app.screen.draw()
        await assert_snapshot(f"home-{size}", pilot)

    welcomed(script, SIZES[size])


def test_how_welcome_looks_without_colours(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")

    async def script(pilot):
        await assert_snapshot("welcome-no-color-80x24", pilot)

    welcomed(script)


def start(*arguments, stdout=None):
    """`mcda` on a terminal of its own; the process and the terminal's other end."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
    command = [sys.executable, "-c", "from tui.commands import main; main()", *arguments]
    process = subprocess.Popen(
        command, stdin=theirs, stdout=stdout or theirs, stderr=theirs, env=environment, cwd=ROOT, start_new_session=True
    )
    os.close(theirs)
    return process, ours


def shows(terminal, text, seconds=20):
    """What came out of the terminal once the text did."""
    seen, end = b"", time.monotonic() + seconds
    while text not in seen and time.monotonic() < end:
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                seen += os.read(terminal, 65536)
            except OSError:
                break
    assert text in seen, seen[-2000:]
    return seen


def test_mcda_alone_welcomes_on_a_terminal():
    process, terminal = start()
    try:
        shows(terminal, b"Open a panel folder")
        os.write(terminal, b"q")
        assert process.wait(20) == 0
    finally:
        process.kill()
        process.wait()
        os.close(terminal)


def test_results_on_a_terminal(small):
    process, terminal = start("results", str(small))
    try:
        shows(terminal, b"What is missing")
        os.write(terminal, b"\x11")
        assert process.wait(20) == 0
    finally:
        process.kill()
        process.wait()
        os.close(terminal)
    assert last_panel() == small


def test_mcda_alone_without_a_terminal_prints_the_overview():
    done = subprocess.run(
        [sys.executable, "-c", "from tui.commands import main; main()"],
        capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stdout.startswith("Usage: mcda COMMAND")
    assert done.stderr == ""
    process, terminal = start(stdout=subprocess.PIPE)
    os.close(terminal)
    assert process.stdout.read().startswith(b"Usage: mcda COMMAND"), "stdout is a pipe"
    assert process.wait(20) == 2
    process.stdout.close()


@pytest.mark.parametrize("folder", ["no/such/folder"])
def test_results_of_no_panel_end_with_the_fault(folder):
    process, terminal = start("results", folder)
    try:
        shows(terminal, b"there is no such folder")
        assert process.wait(20) == 1
    finally:
        process.kill()
        process.wait()
        os.close(terminal)


def test_bad_settings_are_told_before_anything_is_drawn():
    path = places().settings
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text('colour = "red"\n')
    for arguments in ((), ("results", str(SAMPLE))):
        process, terminal = start(*arguments)
        try:
            shows(terminal, b"colour")
            assert process.wait(20) == 1
        finally:
            process.kill()
            process.wait()
            os.close(terminal)
