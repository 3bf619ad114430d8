"""`mcda import`: asked for a yes, written whole or not at all, into a new folder, the same again changes nothing."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from imports import EACH, SAMPLES

from criteria.importing import FORMATS
from tui.commands.group import run

MCDA = [sys.executable, "-c", "from tui.commands import main; main()"]
LIST_MODULES = """
import sys
from tui.commands import main
try:
    main(sys.argv[1:])
except SystemExit as end:
    print(end.code, *sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""


@pytest.fixture
def mcda(capsys):
    """Exit code, stdout and stderr of a command."""

    def done(*arguments):
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        return (code, *capsys.readouterr())

    return done


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize(("format", "name"), EACH)
def test_a_sample_is_imported_once_checked_and_not_written_again(format, name, tmp_path, mcda):
    folder = tmp_path / "panel"
    code, out, said = mcda("import", format, SAMPLES / name, folder, "--yes")
    assert (code, out) == (0, "")
    assert f"wrote {folder}: " in said
    assert mcda("check", folder)[0] == 0
    before = contents(folder)
    code, _, said = mcda("import", format, SAMPLES / name, folder, "--yes")
    assert (code, said) == (0, f"{folder} holds just this already: nothing was written\n")
    assert contents(folder) == before


def test_another_panel_is_never_written_over(tmp_path, mcda):
    folder = tmp_path / "panel"
    mcda("import", "decision-matrix", SAMPLES / "cars.csv", folder)
    before = contents(folder)
    code, _, said = mcda("import", "r-ahp", SAMPLES / "site.ahp", folder)
    assert code == 1
    assert "panel.yaml:1:1: folder: differs from what would be imported" in said
    assert "performance.csv:1:1: folder: " in said
    assert contents(folder) == before


def test_a_faulty_file_leaves_no_folder_behind(tmp_path, mcda):
    code, out, said = mcda("import", "matrices", SAMPLES / "dates.xlsx", tmp_path / "panel")
    assert (code, out) == (1, "")
    assert said.endswith("3 faults: nothing was written\n")
    assert not list(tmp_path.iterdir())


def test_a_panel_that_check_would_refuse_is_not_written(tmp_path, mcda):
    (tmp_path / "m.csv").write_text(",a,b,c,d\na,1,2,,\nb,,1,,\nc,,,1,3\nd,,,,1\n", encoding="utf-8")
    code, _, said = mcda("import", "matrices", tmp_path / "m.csv", tmp_path / "panel")
    assert code == 1
    assert "m.csv:1:1: goal: the judged pairs fall into {a, b} and {c, d} with nothing between" in said
    assert [path.name for path in tmp_path.iterdir()] == ["m.csv"]


def test_a_survey_is_read_back_and_waits_for_a_yes(tmp_path, mcda):
    code, out, said = mcda("import", "survey", SAMPLES / "limesurvey.csv", tmp_path / "panel")
    assert (code, out) == (2, "")
    assert said.splitlines() == [
        "line 2, PW[cost_skills], 7: -3",
        "  Cost matters 3 times as much as Skills.",
        "line 3, PW[skills_network], 8: 4",
        "  Network matters 4 times as much as Skills.",
        "line 2, PW[cost_network], 7: 2",
        "  Network matters 2 times as much as Cost.",
        "Is that what they meant? With --yes it is taken so; if not, turn 'low:' in the mapping.",
    ]
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("key", "written"), [("n", False), ("y", True)])
def test_on_a_terminal_somebody_is_asked(key, written, terminal, tmp_path):
    shutil.copy(SAMPLES / "limesurvey.csv", tmp_path)
    shutil.copy(SAMPLES / "limesurvey.csv.mapping.yaml", tmp_path)
    command = f"{sys.executable} -c 'from tui.commands import main; main()' import survey limesurvey.csv panel"
    terminal.send(f"cd {tmp_path}; {command}; echo ended $?", "Enter")
    terminal.until(lambda: "Is that what they meant? [y/N]" in terminal.screen())
    terminal.send(key, "Enter")
    terminal.until(lambda: f"ended {0 if written else 2}" in terminal.screen())
    assert (tmp_path / "panel" / "panel.yaml").exists() is written


def test_a_mapping_is_proposed_and_can_be_used_as_it_is(tmp_path, mcda):
    (tmp_path / "a.csv").write_text("id,cost_skills,cost_net,skills_net\nr1,-3,2,5\n", encoding="utf-8")
    code, _, said = mcda("import", "survey", tmp_path / "a.csv", tmp_path / "panel")
    assert code == 1
    assert "no mapping a.csv.mapping.yaml: 'mcda import survey a.csv DIR --propose' prints one" in said
    code, out, said = mcda("import", "survey", tmp_path / "a.csv", tmp_path / "panel", "--propose")
    assert (code, said) == (0, "")
    (tmp_path / "a.csv.mapping.yaml").write_text(out, encoding="utf-8")
    assert mcda("import", "survey", tmp_path / "a.csv", tmp_path / "panel", "--yes")[0] == 0
    rows = (tmp_path / "panel" / "judgements.csv").read_text(encoding="utf-8").splitlines()
    assert rows[1:] == ["1,r1,goal,cost,skills,3,", "1,r1,goal,cost,net,1/2,", "1,r1,goal,skills,net,1/5,"]


def test_options_that_a_format_does_not_have_are_refused(tmp_path, mcda):
    code, _, said = mcda("import", "dmsy", SAMPLES / "stock.dmsy", tmp_path / "p", "--mapping", "m.yaml")
    assert code == 2
    assert "--mapping: a file of the format dmsy needs none" in said
    assert mcda("import", "dmsy", SAMPLES / "stock.dmsy", tmp_path / "p", "--propose")[0] == 2


def test_the_result_of_ahp_os_names_children_and_is_held_against_the_weights_found_here(tmp_path, mcda):
    """Largest eigenvector of the sample's matrix, by numpy: 0.308996, 0.109452, 0.581552."""
    result = ("--result", SAMPLES / "result.csv")
    hierarchy = ("--hierarchy", SAMPLES / "result.csv")
    code, _, said = mcda("import", "ahp-os-csv", SAMPLES / "input.csv", tmp_path / "p", *hierarchy, *result)
    assert code == 0
    assert (
        "notice: of 3 weights in result.csv the one farthest from that found here is of 'cost': 0.308996, here 0.308996"
        in said
    )
    code, _, said = mcda("import", "ahp-os-json", SAMPLES / "project.json", tmp_path / "q", *result)
    assert code == 1
    assert "result.csv:1:1: Weights: 'network' is not below 'Tele barriers' in the imported panel" in said
    assert not (tmp_path / "q").exists()
    assert mcda("import", "dmsy", SAMPLES / "stock.dmsy", tmp_path / "r", *result)[0] == 2


def test_help_lists_every_format(mcda):
    code, out, _ = mcda("import", "--help")
    assert code == 0
    for word, format in FORMATS.items():
        assert f"{word}: {format.reads}." in " ".join(out.split())


def test_a_missing_library_is_told_with_the_line_that_installs_it(tmp_path):
    hidden = "import sys; sys.modules['openpyxl'] = None\nfrom tui.commands import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", hidden, "import", "matrices", str(SAMPLES / "panel.xlsx"), str(tmp_path / "p")],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert "XLSX files need openpyxl: pip install 'mcda-panel[excel]', or save each sheet as CSV" in done.stderr
    assert not list(tmp_path.iterdir())


def test_reading_a_text_loads_no_engine_and_no_library_for_workbooks(tmp_path):
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            LIST_MODULES,
            "import",
            "ahp-os-json",
            str(SAMPLES / "project.json"),
            str(tmp_path / "p"),
        ],
        capture_output=True,
        text=True,
        timeout=60,
    )
    code, *modules = done.stderr.splitlines()[-1].split()
    assert code == "0"
    assert not {"numpy", "pandas", "scipy", "openpyxl", "textual", "mcda", "defusedxml"} & set(modules)


def test_a_place_that_cannot_be_written_is_named(tmp_path, mcda):
    (tmp_path / "file").write_text("", encoding="utf-8")
    code, _, said = mcda("import", "dmsy", SAMPLES / "stock.dmsy", tmp_path / "file" / "p")
    assert code == 1
    assert str(tmp_path / "file") in said
    code, _, said = mcda("import", "dmsy", SAMPLES / "stock.dmsy", tmp_path / "file")
    assert code == 1
    assert "this is a file: name a new folder" in said
