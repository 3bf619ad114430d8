"""A sitting by lines in which strace has the system refuse a call on a file of the panel, as a bad disk would."""

from __future__ import annotations

import re
import select
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from criteria.events import Pair, standing
from criteria.journal import Log, read_log

needs_strace = pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
MCDA = Path(sys.executable).with_name("mcda")
PANEL = "title: Small\ncriteria: [{id: a, name: A}, {id: b, name: B}, {id: c, name: C}]\npanellists: [{id: P1}]\n"
FILES = ("", "panel.yaml", "journal.db", "journal.db-journal", "seats.lock")
"""What the sitting touches in the panel's folder, the folder itself first."""
PATIENCE = 60
"""Seconds until a sitting that says nothing is taken to hang."""
PROMPTS = ("Answer: ", "or another answer: ", "go NUMBER: ", "q to leave without it: ")
LINES = ("3", "", "-", "", "b5", "", "u", "r", "go 1", "a7", "", "q")
"""A, cannot say, B; the last taken back and restored; the first changed; the end."""
AB, BC, CA = (Pair("goal", *pair) for pair in ("ab", "bc", "ca"))
STATES: list[dict[Pair, float | None]] = [
    {},
    {AB.key: 3},
    {AB.key: 3, BC.key: None},
    {AB.key: 3, BC.key: None, CA.key: 5},
    {AB.key: 3, BC.key: None},
    {AB.key: 3, BC.key: None, CA.key: 5},
    {AB.key: 7, BC.key: None, CA.key: 5},
]
"""What holds after so many of them were saved, of each pair as it stands in alphabetical order."""


@dataclass
class Sat:
    """How a sitting went."""

    code: int = 0
    said: str = ""
    errors: str = ""
    saved: int = 0
    """How often it said that an answer was saved."""
    wrong: list[str] = field(default_factory=list)
    """Moments at which the journal held something else than had been shown as saved."""

    @property
    def troubles(self) -> list[str]:
        """Why something was not saved, as it was said."""
        return re.findall("^NOT SAVED: (/.*)$", self.said, re.MULTILINE)


def held(log: Log) -> dict[Pair, float | None]:
    """The answers that a journal leaves standing, each pair in alphabetical order."""
    sheet = standing(log.events).sheet("P1", 1)
    return {key: sheet.ratio(key) for kind, key in sheet.held if kind == "answer"}


def sit(folder: Path, *inject: str, trace: Path, tries: int = 3) -> Sat:
    """How a sitting went through LINES while calls failed; what is not saved is tried again at most so often."""
    folder.mkdir()
    (folder / "panel.yaml").write_text(PANEL)
    paths = [word for name in FILES for word in ("-P", str(folder / name))]
    sitting = [str(MCDA), "judge", str(folder), "--plain", "--panellist", "P1"]
    process = subprocess.Popen(
        ["strace", "-f", "--seccomp-bpf", "-o", str(trace), *paths, *inject, *sitting],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,
    )
    sat, lines = Sat(), list(LINES)
    while (heard := _until_asked(process)).endswith(PROMPTS):
        sat.said += heard
        sat.saved = len(re.findall(r"^saved \d\d:", sat.said, re.MULTILINE))
        stored, failed = held(read_log(folder, thorough=True)), heard.endswith(PROMPTS[-1])
        if stored != STATES[sat.saved] and not (failed and stored == STATES[sat.saved + 1]):
            sat.wrong.append(f"{sat.saved} saved, stored {stored}")
        if failed and not (tries := tries - 1):
            break
        process.stdin.write(("" if failed else lines.pop(0)).encode() + b"\n")
    rest, errors = process.communicate(timeout=PATIENCE)
    sat.said += rest.decode() if heard.endswith(PROMPTS) else heard + rest.decode()
    sat.errors, sat.code = errors.decode(), process.returncode
    return sat


def _until_asked(process: subprocess.Popen[bytes]) -> str:
    """What is said until a line is wanted, or until the end."""
    heard = ""
    while not heard.endswith(PROMPTS):
        ready, _, _ = select.select([process.stdout], [], [], PATIENCE)
        assert ready, f"nothing was said for {PATIENCE} seconds after {heard!r}"
        said = process.stdout.read(65536)
        if not said:
            break
        heard += said.decode()
    return heard


def calls(trace: Path) -> Counter[str]:
    """How often each system call was made on the panel's files."""
    return Counter(re.findall(r"^\d+ +(\w+)\(", trace.read_text(errors="replace"), re.MULTILINE))
