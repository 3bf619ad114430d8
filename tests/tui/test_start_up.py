"""Starting `mcda` costs no more than the command needs."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = str(Path(__file__).parents[2] / "sample_panels" / "house")
HEAVY = {"pandas", "scipy", "pymcdm", "ahpy", "textual", "openpyxl", "jinja2"}
LIST_MODULES = """
import json, sys
from tui.commands import main
try:
    main(json.loads(sys.argv[1]))
except SystemExit as end:
    print(json.dumps([end.code, sorted({name.partition(".")[0] for name in sys.modules})]), file=sys.stderr)
"""


def loaded(*arguments):
    """The exit code of a command and the top-level modules that it loaded."""
    done = subprocess.run(
        [sys.executable, "-c", LIST_MODULES, json.dumps(arguments)], capture_output=True, text=True, timeout=60
    )
    code, modules = json.loads(done.stderr.splitlines()[-1])
    return code, set(modules)


def test_help_loads_neither_numpy_nor_click():
    code, modules = loaded("--help")
    assert code == 0
    assert not modules & (HEAVY | {"numpy", "click", "matplotlib", "ruamel", "mcda"})


def test_check_computes_nothing_and_loads_nothing_that_could():
    code, modules = loaded("check", HOUSE)
    assert code == 0
    assert not modules & (HEAVY | {"numpy", "matplotlib", "mcda"})


@pytest.mark.parametrize("command", ["weights", "rank"])
def test_weights_and_ranks_need_numpy_alone(command):
    code, modules = loaded(command, HOUSE, "--format", "csv")
    assert code == 0
    assert "numpy" in modules
    assert not modules & (HEAVY | {"matplotlib"})


SIT = """
import json, sys
from pathlib import Path
from screens import play, until_shown
from tui.opening import sitting_app
from tui.settings import Settings

async def script(pilot):
    await until_shown(pilot, "press Enter to begin")
    await pilot.press("enter")
    await until_shown(pilot, "answer 1 of")
    await pilot.press("3", "enter", "3", "enter", "3", "enter")
    await until_shown(pilot, "These answers cannot all hold")
    await pilot.press("n", "n", "n")
    await until_shown(pilot, "How much would each help")

play(sitting_app(Path(sys.argv[1]), Settings(), "P1"), script)
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def test_judging_reviewing_and_rating_load_no_engine_but_numpy(panel_folder):
    support = str(Path(__file__).parents[1] / "support")
    done = subprocess.run(
        [sys.executable, "-c", SIT, str(panel_folder())],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "PYTHONPATH": support},
    )
    modules = set(json.loads(done.stdout))
    assert {"numpy", "textual"} <= modules
    assert not modules & {"pandas", "scipy", "matplotlib", "pymcdm", "ahpy", "bidi", "arabic_reshaper"}


@pytest.mark.parametrize(
    ("shell", "marks"), [("bash", ["complete -o", "COMP_WORDS"]), ("zsh", ["#compdef mcda"]), ("fish", ["complete "])]
)
def test_completion_scripts_are_printed(shell, marks):
    done = subprocess.run(
        [sys.executable, "-c", "from tui.commands import main; main()", "completion", shell],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0
    for mark in ("_MCDA_COMPLETE", *marks):
        assert mark in done.stdout


def test_a_shell_is_told_the_commands():
    environment = {**os.environ, "_MCDA_COMPLETE": "bash_complete", "COMP_WORDS": "mcda we", "COMP_CWORD": "1"}
    done = subprocess.run(
        [sys.executable, "-c", "from tui.commands import main; main([])"],
        capture_output=True,
        text=True,
        timeout=60,
        env=environment,
    )
    assert done.stdout.split() == ["plain,weights"]
