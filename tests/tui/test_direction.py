"""Who puts letters in order: found from the environment, said to the terminal and taken back, asked once."""

from __future__ import annotations

import os
import re
import signal

import pytest
from panels import write
from persian import persian
from screens import play, text_of, until_shown
from terminal import MCDA, needs_tmux

from tui import direction
from tui.opening import sitting_app
from tui.settings import Settings, read_settings

ENVIRONMENTS = [
    ({}, "visual"),
    ({"TERM": "xterm-256color"}, "visual"),
    ({"VTE_VERSION": "7006"}, "visual"),
    ({"VTE_VERSION": "7006", "TMUX": "/tmp/tmux-1000/default,1,0"}, "terminal"),
    ({"VTE_VERSION": "7006", "STY": "1.pts-0"}, "terminal"),
    ({"TMUX": "/tmp/tmux-1000/default,1,0"}, "visual"),
    ({"KONSOLE_VERSION": "221203"}, "terminal"),
    ({"KONSOLE_VERSION": ""}, "visual"),
]


@pytest.mark.parametrize(("environment", "way"), ENVIRONMENTS)
def test_the_environment_says_who_puts_letters_in_order(environment, way):
    assert direction.detected(environment) == way


@pytest.mark.parametrize("word", ["visual", "terminal"])
@pytest.mark.parametrize(("environment", "_way"), ENVIRONMENTS)
def test_what_was_chosen_wins(environment, _way, word, monkeypatch):
    for name in ("VTE_VERSION", "KONSOLE_VERSION", "TMUX", "STY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert direction.chosen(word) == word
    assert direction.chosen("ask") == direction.chosen("auto") == direction.detected(environment)


@pytest.fixture
def start(terminal, home):
    """Starts a sitting with a panel in a real terminal, whose output is kept to the letter."""

    def started(folder, **variables):
        said = {"XDG_CONFIG_HOME": home / "config", "XDG_STATE_HOME": home / "state", **variables}
        words = " ".join(f"{name}={value}" for name, value in said.items())
        unset = "-u VTE_VERSION -u KONSOLE_VERSION -u MCDA_TEXT_DIRECTION"
        terminal.output.write_bytes(b"")
        terminal.send(f"clear; env {unset} {words} {MCDA} judge {folder} --panellist P1", "Enter")
        terminal.until(lambda: re.search("P1: |Which line", terminal.screen()) and terminal.children())
        return terminal

    return started


def order_words(terminal):
    """What was said to the terminal about order, in the order in which it was said."""
    return re.findall(rb"\x1b\[8[lh]", terminal.output.read_bytes())


def leave(terminal):
    terminal.send("C-q")
    terminal.until(lambda: not terminal.children())


@needs_tmux
@pytest.mark.parametrize("ending", ["ctrl+q", signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_the_terminal_is_told_and_told_again_however_the_app_ends(start, tmp_path, ending):
    terminal = start(persian(tmp_path / "panel"), MCDA_TEXT_DIRECTION="auto")
    terminal.until(lambda: order_words(terminal) == [b"\x1b[8l"])
    if ending == "ctrl+q":
        leave(terminal)
    else:
        (process,) = terminal.children()
        os.kill(process, ending)
        terminal.until(lambda: not terminal.children())
    terminal.until(lambda: order_words(terminal) == [b"\x1b[8l", b"\x1b[8h"])


@needs_tmux
def test_a_crash_leaves_the_terminal_as_it_was(terminal, tmp_path, home):
    """A screen that fails while it is drawn ends the app by Textual's last way out."""
    folder = persian(tmp_path / "panel")
    program = tmp_path / "crash.py"
    program.write_text(
        "import sys\nfrom pathlib import Path\nfrom tui import opening\nfrom tui.app import PanelApp, run\n"
        "from tui.settings import Settings\n"
        "app = opening.sitting_app(Path(sys.argv[1]), Settings(text_direction='visual'))\n"
        "PanelApp.action_home = lambda self: 1 / 0\n"
        "print('code', run(app))\n"
    )
    terminal.output.write_bytes(b"")
    terminal.send(f"clear; XDG_STATE_HOME={home}/state {MCDA.parent}/python {program} {folder}", "Enter")
    terminal.until(lambda: "Who sits down now?" in terminal.screen())
    terminal.send("F9")
    terminal.until(lambda: "code 1" in terminal.screen())
    assert order_words(terminal) == [b"\x1b[8l", b"\x1b[8h"]


@needs_tmux
def test_a_terminal_that_puts_in_order_itself_is_told_nothing(start, tmp_path):
    terminal = start(persian(tmp_path / "panel"), KONSOLE_VERSION="221203", MCDA_TEXT_DIRECTION="auto")
    leave(terminal)
    assert order_words(terminal) == []


@needs_tmux
def test_the_first_run_asks_once_and_the_answer_wins(start, tmp_path):
    folder = persian(tmp_path / "panel")
    terminal = start(folder)
    terminal.until(lambda: "Which line reads correctly?" in terminal.screen())
    terminal.send("2")
    terminal.until(lambda: read_settings().text_direction == "terminal")
    terminal.until(lambda: "press Enter to begin" in terminal.screen())
    leave(terminal)
    assert order_words(terminal) == [b"\x1b[8l", b"\x1b[8h"]
    start(folder)
    terminal.until(lambda: "press Enter to begin" in terminal.screen())
    assert "Which line" not in terminal.screen()
    leave(terminal)
    assert order_words(terminal) == []


@needs_tmux
def test_nobody_is_asked_where_all_runs_from_left_to_right(start, tmp_path):
    folder = write(tmp_path / "panel", criteria="a b", panellists="P1", solutions="s t")
    terminal = start(folder)
    terminal.until(lambda: "press Enter to begin" in terminal.screen())
    assert "Which line" not in terminal.screen()
    terminal.send("C-p")
    terminal.until(lambda: "What do you want to do?" in terminal.screen())
    terminal.send("-l", "text direction")
    terminal.until(lambda: "No matches found" in terminal.screen())
    terminal.send("Escape")
    leave(terminal)


@pytest.mark.parametrize(("key", "word", "way"), [("1", "visual", "visual"), ("۲", "terminal", "terminal")])
def test_the_palette_asks_again_and_all_is_drawn_anew(tmp_path, key, word, way):
    from persian import TITLE

    from tui.ordering import ordered

    async def script(pilot):
        await until_shown(pilot, "press Enter to begin")
        await pilot.press("ctrl+p")
        await until_shown(pilot, "What do you want to do?")
        await pilot.press(*"text direction")
        await until_shown(pilot, "Which way the terminal writes Persian")
        await pilot.press("down", "enter")
        await until_shown(pilot, "Which line reads correctly?")
        await pilot.press(key)
        await until_shown(pilot, "press Enter to begin", ordered(TITLE, way))
        assert pilot.app.settings.text_direction == word

    other = "terminal" if word == "visual" else "visual"
    play(sitting_app(persian(tmp_path), Settings(text_direction=other), "P1"), script)
    assert read_settings().text_direction == word


@pytest.mark.parametrize(("key", "kept"), [("0", "auto"), ("escape", "ask")])
def test_neither_is_an_answer_and_escape_is_none(tmp_path, key, kept):
    async def script(pilot):
        await until_shown(pilot, "press Enter to begin")
        pilot.app.action_text_direction()
        await until_shown(pilot, "Which line reads correctly?")
        await pilot.press(key)
        await until_shown(pilot, "press Enter to begin")
        assert "Which line" not in text_of(pilot.app)

    play(sitting_app(persian(tmp_path), Settings(), "P1"), script)
    assert read_settings().text_direction == kept


def test_without_the_packages_it_is_said_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(direction, "find_spec", lambda _name: None)

    async def script(pilot):
        await until_shown(pilot, "press Enter to begin", "'mcda-panel[fa]' helps.")

    play(sitting_app(persian(tmp_path), Settings(), "P1"), script)
