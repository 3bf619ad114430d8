"""Sittings in a real terminal, tmux, killed at random moments: what was shown as saved is there, the shell goes on."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from criteria.events import Kind
from criteria.journal import read_log

pytestmark = [
    pytest.mark.durability,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed"),
]
TELEMEDICINE = Path(__file__).parents[2] / "sample_panels" / "telemedicine" / "panel.yaml"
SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGHUP)
KILLS = 100


class Terminal:
    """A shell in tmux, 80x24, whose output is kept to the letter."""

    def __init__(self, folder: Path) -> None:
        self.socket = folder / "tmux"
        self.output = folder / "output"
        self.tmux("-f", os.devnull, "new-session", "-d", "-x", "80", "-y", "24", "bash --norc --noprofile")
        self.tmux("pipe-pane", "-o", f"cat >> {self.output}")
        self.send("PS1='ready> '", "Enter")
        self.until(lambda: "ready>" in self.screen())

    def tmux(self, *words: str) -> str:
        """What a tmux command prints."""
        command = ["tmux", "-S", str(self.socket), *words]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def send(self, *keys: str) -> None:
        """Type."""
        self.tmux("send-keys", *keys)

    def screen(self) -> str:
        """What stands on the screen."""
        return self.tmux("capture-pane", "-p")

    def until(self, holds, seconds: float = 20) -> None:
        """Wait until something holds."""
        end = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < end, self.screen()
            time.sleep(0.02)

    def shown(self) -> int:
        """The number of the question that was shown last, in all output so far."""
        found = re.findall(rb"answer (\d+) of", self.output.read_bytes())
        return int(found[-1]) if found else 0

    def children(self) -> list[int]:
        """The processes that the shell runs."""
        shell = self.tmux("display-message", "-p", "#{pane_pid}").strip()
        listed = subprocess.run(["ps", "--ppid", shell, "-o", "pid="], check=False, capture_output=True, text=True)
        return [int(pid) for pid in listed.stdout.split()]

    def close(self) -> None:
        """End it."""
        subprocess.run(["tmux", "-S", str(self.socket), "kill-server"], check=False, capture_output=True)


@pytest.fixture
def terminal(tmp_path):
    """A terminal of its own."""
    terminal = Terminal(tmp_path)
    yield terminal
    terminal.close()


def judgements(folder: Path) -> int:
    return sum(event.action.kind is Kind.JUDGED for event in read_log(folder).events)


def test_kills_in_a_terminal_lose_nothing_that_was_shown_as_saved(terminal, tmp_path):
    """Each answer moves on to the next question only once it is saved: question n shown is n - 1 answers saved."""
    chance = random.Random(5)
    mcda = Path(sys.executable).with_name("mcda")
    panel = tmp_path / "panel"
    for kill in range(KILLS):
        if kill % 5 == 0:
            shutil.rmtree(panel, ignore_errors=True)
            panel.mkdir()
            shutil.copy(TELEMEDICINE, panel)
        before = judgements(panel)
        terminal.output.write_bytes(b"")
        terminal.send(f"clear; {mcda} judge {panel} --panellist P08", "Enter")
        terminal.until(lambda: "press Enter to begin" in terminal.screen())
        terminal.send("Enter")
        terminal.until(lambda next_one=before + 1: terminal.shown() == next_one)
        for _answer in range(chance.randint(0, 4)):
            terminal.send(str(chance.randint(1, 2)), "Enter")
        time.sleep(chance.uniform(0, 0.25))
        number = chance.choice(SIGNALS)
        (process,) = terminal.children()
        os.kill(process, number)
        terminal.until(lambda: not terminal.children())
        saved = terminal.shown() - 1
        log = read_log(panel, thorough=True)
        assert not log.faults
        stored = judgements(panel)
        assert saved <= stored <= saved + 1, f"{number.name}: {stored} stored, {saved} shown as saved"
        word = f"w{kill}"
        terminal.send(f"echo {word}$((1+1))", "Enter")
        terminal.until(
            lambda typed=f"echo {word}$((1+1))", said=f"{word}2": (
                typed in terminal.screen() and said in terminal.screen()
            )
        )
        terminal.send("reset", "Enter")
        terminal.until(lambda: terminal.screen().strip() == "ready>")
