"""A whole ballot by keyboard in a real terminal: two keys a pair, and the files say what was typed."""

from __future__ import annotations

import csv
import shutil
import subprocess
from pathlib import Path

import pytest
from terminal import MCDA, needs_tmux

from criteria.files import read_files
from criteria.session import Ballot

pytestmark = needs_tmux
TELEMEDICINE = Path(__file__).parents[2] / "sample_panels" / "telemedicine" / "panel.yaml"
FOR_B = "!@#$%^&*("
"""What the keys 1 to 9 send with shift."""


def answers(ballot):
    """What somebody who is nearly consistent says of each pair: key pressed, and ratio as the files write it."""
    for section in ballot.sections:
        if section.is_rating:
            continue
        weights = {item: 2.0 ** -(place / 3) for place, item in enumerate(section.items)}
        for pair in section.questions:
            ratio = weights[pair.first] / weights[pair.second]
            strength = round(max(ratio, 1 / ratio))
            key = str(strength) if ratio >= 1 else FOR_B[strength - 1]
            written = "1" if strength == 1 else str(strength) if ratio > 1 else f"1/{strength}"
            yield pair, key, written


@pytest.fixture
def panel(tmp_path):
    """The telemedicine panel before anybody has answered."""
    folder = tmp_path / "panel"
    folder.mkdir()
    shutil.copy(TELEMEDICINE, folder)
    return folder


def test_a_ballot_takes_two_keys_a_pair_and_its_csv_is_what_was_typed(terminal, panel):
    typed = list(answers(Ballot.of(read_files(panel))))
    assert len(typed) == 54
    terminal.send(f"clear; {MCDA} judge {panel} --panellist P08", "Enter")
    terminal.until(lambda: "press Enter to begin" in terminal.screen())
    terminal.send("Enter")
    for place, (_pair, key, _ratio) in enumerate(typed, start=1):
        terminal.until(lambda shown=f"answer {place} of": shown in terminal.screen())
        terminal.send("-l", key)
        terminal.send("Enter")
    terminal.until(lambda: "answer 55 of" in terminal.screen())
    terminal.send("C-q")
    terminal.until(lambda: not terminal.children())
    exported = subprocess.run([MCDA, "export", panel, "judgements"], check=True, capture_output=True, text=True).stdout
    rows = {(row["node"], row["first"], row["second"]): row["ratio"] for row in csv.DictReader(exported.splitlines())}
    assert rows == {tuple(pair): ratio for pair, _key, ratio in typed}
