"""Line by line: text as it is spoken, without marks; as it is seen only where that was chosen, on a terminal."""

from __future__ import annotations

import os
import re
import subprocess

import pytest
from persian import CHALLENGES, QUESTION, TITLE, persian
from terminal import MCDA, needs_tmux

from tui.ordering import ordered

POLICY, MECHANISMS = CHALLENGES["policy"], CHALLENGES["mechanisms"]
MARKS = re.compile("[\u200e\u200f\u2066-\u2069\ufb50-\ufdff\ufe70-\ufefc]")


@pytest.mark.parametrize("word", ["ask", "visual", "terminal"])
def test_a_script_is_given_plain_text(tmp_path, word):
    done = subprocess.run(
        [MCDA, "judge", persian(tmp_path), "--panellist", "P1", "--plain"],
        input="a3\n\nq\n",
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "MCDA_TEXT_DIRECTION": word},
    )
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert {TITLE, QUESTION, f"A: {POLICY}", f"B: {MECHANISMS}"} <= set(lines)
    assert f"{POLICY} matters 3 times as much as {MECHANISMS}." in lines
    assert not MARKS.search(done.stdout + done.stderr)
    assert "\x1b" not in done.stdout + done.stderr


@needs_tmux
@pytest.mark.parametrize(
    ("word", "said", "told"),
    [("auto", f"A: {POLICY}", []), ("visual", f"A: {ordered(POLICY, 'visual')}", [b"\x1b[8l", b"\x1b[8h"])],
)
def test_a_terminal_is_given_what_was_chosen(terminal, tmp_path, word, said, told):
    folder = persian(tmp_path / "panel")
    terminal.send(f"clear; MCDA_TEXT_DIRECTION={word} {MCDA} judge {folder} --panellist P1 --plain", "Enter")
    terminal.until(lambda: "Answer:" in terminal.screen())
    shown = terminal.output.read_bytes().decode()
    assert said in shown.replace("\r", "").splitlines()
    assert bool(MARKS.search(shown)) == (word == "visual")
    terminal.send("a3", "Enter")
    terminal.until(lambda: "matters 3 times as much as" in terminal.screen())
    terminal.send("q", "Enter")
    terminal.until(lambda: not terminal.children())
    assert re.findall(rb"\x1b\[8[lh]", terminal.output.read_bytes()) == told
