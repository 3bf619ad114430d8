"""The line that says how far long work is: what it says, what it drops, and that it goes away."""

import io
import time

import pytest

from tui.commands.progress import Progress, duration, line


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (59.4, "59 s"),
        (59.6, "1 min 0 s"),
        (200, "3 min 20 s"),
        (3600, "1 h 0 min"),
        (18_720, "5 h 12 min"),
        (360_000, "100 h 0 min"),
    ],
)
def test_durations_in_words(seconds, words):
    assert duration(seconds) == words


def test_a_wide_terminal_is_told_everything():
    assert line(250, 1_000_000_000, 75.0, "3 workers", 120) == (
        f"{'░' * 30}  0.0 %  250 of 1,000,000,000 draws  1 min 15 s left  3 workers"
    )
    assert line(600, 1000, None, "", 120) == f"{'█' * 18}{'░' * 12}  60.0 %  600 of 1,000 draws"


@pytest.mark.parametrize("width", range(1, 130))
def test_nothing_is_wider_than_the_terminal(width):
    shown = line(123_456_789, 10**9, 86_399, "12 workers", width)
    assert len(shown) <= max(width, len("12.3 %"))
    assert "12.3 %" in shown


def test_before_anything_is_known_the_bar_is_empty():
    assert line(0, 0, None, "", 40).endswith("░  0.0 %")


class Screen(io.StringIO):
    """A terminal, or not."""

    def __init__(self, terminal):
        super().__init__()
        self._terminal = terminal

    def isatty(self):
        return self._terminal


def shown(monkeypatch, terminal=True, term="xterm", wait=0.2):
    """What is written while something takes that long."""
    screen = Screen(terminal)
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setenv("TERM", term)
    monkeypatch.setattr("tui.commands.progress.PATIENCE", 0.05)
    monkeypatch.setattr("tui.commands.progress.OFTEN", 0.01)
    monkeypatch.setattr("tui.commands.progress.KNOWN", 0.0)
    with Progress(lambda: "2 workers") as progress:
        progress(1, 4)
        time.sleep(wait)
    return screen.getvalue()


def test_a_terminal_sees_it_and_then_a_clean_line(monkeypatch):
    drawn = shown(monkeypatch)
    assert "25.0 %  1 of 4 draws  0 s left  2 workers" in drawn
    assert drawn.endswith("\r\x1b[K")


def test_what_is_done_at_once_shows_nothing(monkeypatch):
    assert shown(monkeypatch, wait=0) == ""


@pytest.mark.parametrize("where", [{"terminal": False}, {"term": "dumb"}])
def test_a_file_or_a_terminal_without_codes_is_spared(monkeypatch, where):
    assert shown(monkeypatch, **where) == ""
