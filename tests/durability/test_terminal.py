"""Sittings in a real terminal, tmux, killed at random moments: what was shown as saved is there, the shell goes on."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from pathlib import Path

import pytest
from terminal import MCDA, needs_tmux

from criteria.events import Kind
from criteria.journal import read_log

pytestmark = [pytest.mark.durability, needs_tmux]
TELEMEDICINE = Path(__file__).parents[2] / "sample_panels" / "telemedicine" / "panel.yaml"
SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGHUP)
KILLS = 100


def judgements(folder: Path) -> int:
    return sum(event.action.kind is Kind.JUDGED for event in read_log(folder).events)


def test_kills_in_a_terminal_lose_nothing_that_was_shown_as_saved(terminal, tmp_path):
    """Each answer moves on to the next question only once it is saved: question n shown is n - 1 answers saved."""
    chance = random.Random(5)

    panel = tmp_path / "panel"
    for kill in range(KILLS):
        if kill % 5 == 0:
            shutil.rmtree(panel, ignore_errors=True)
            panel.mkdir()
            shutil.copy(TELEMEDICINE, panel)
        before = judgements(panel)
        terminal.output.write_bytes(b"")
        terminal.send(f"clear; {MCDA} judge {panel} --panellist P08", "Enter")
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
