"""A real terminal in tests: a shell in tmux whose screen can be read and whose output is kept to the letter."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

needs_tmux = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
MCDA = Path(sys.executable).with_name("mcda")


class Terminal:
    """A shell in tmux, 80x24 unless said otherwise, in a server of its own."""

    def __init__(self, folder: Path, columns: int = 80, lines: int = 24) -> None:
        self.socket = folder / "tmux"
        self.output = folder / "output"
        size = ("-x", str(columns), "-y", str(lines))
        self.tmux("-f", os.devnull, "new-session", "-d", *size, "bash --norc --noprofile")
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

    def until(self, holds: Callable[[], object], seconds: float = 20) -> None:
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
