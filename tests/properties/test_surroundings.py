"""What must not change a digit: the order of hashes, the locale, the time zone, the number of threads, the folder."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PANEL = ROOT / "sample_panels" / "telemedicine"
COMMANDS = ("weights", "rank", "consistency", "agreement")
ALL_AT_ONCE = f"""
from tui.commands.group import run
for command in {COMMANDS}:
    run([command, {str(PANEL)!r}, "--format", "csv", "--raw"])
"""

PLAIN = {"PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8", "TZ": "UTC", "OPENBLAS_NUM_THREADS": "1"}


def printed(folder, **surroundings):
    """What the commands print of the sample panel."""
    environment = {**os.environ, **PLAIN, "PYTHONPATH": str(ROOT), **surroundings}
    done = subprocess.run(
        [sys.executable, "-c", ALL_AT_ONCE], cwd=folder, env=environment, capture_output=True, timeout=120, check=True
    )
    return done.stdout


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    found = printed(tmp_path_factory.mktemp("here"))
    assert found.count(b"\n") > 50
    return found


@pytest.mark.parametrize(
    "surroundings",
    [
        pytest.param({"PYTHONHASHSEED": "1"}, id="hashes"),
        pytest.param({"PYTHONHASHSEED": "4242", "LC_ALL": "de_DE.UTF-8"}, id="locale"),
        pytest.param({"TZ": "Pacific/Auckland"}, id="time zone"),
        pytest.param({"OPENBLAS_NUM_THREADS": "2", "OMP_NUM_THREADS": "2"}, id="threads"),
    ],
)
def test_the_surroundings_change_no_digit(expected, tmp_path, surroundings):
    assert printed(tmp_path, **surroundings) == expected
