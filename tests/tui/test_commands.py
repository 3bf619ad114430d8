"""Each command from its arguments to its output, its exit code and what it says on the way."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tui.commands import COMMANDS, main
from tui.commands.group import run

PANELS = Path(__file__).parents[2] / "sample_panels"
TELEMEDICINE, HOUSE = str(PANELS / "telemedicine"), str(PANELS / "house")
START = "from tui.commands import main; main()"
MCDA = [sys.executable, "-c", START]
TABLES = {
    "weights": "criterion,name,parent,level,local,global,rank",
    "rank": "rank,alternative,name,score",
    "agreement": "scope,measure,value,chance,verdict",
}


@pytest.fixture
def mcda(capsys):
    """Exit code, stdout and stderr of a command."""

    def done(*arguments):
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        return (code, *capsys.readouterr())

    return done


@pytest.mark.parametrize("command", TABLES)
def test_csv_has_the_columns_that_others_script_against(mcda, command):
    code, out, _ = mcda(command, TELEMEDICINE, "--format", "csv")
    assert code == 0
    assert out.splitlines()[0] == TABLES[command]
    assert "\r" not in out
    assert out.endswith("\n")
    lengths = {len(row) for row in csv.reader(io.StringIO(out))}
    assert lengths == {len(TABLES[command].split(","))}


@pytest.mark.parametrize("command", [*TABLES, "consistency"])
def test_json_is_json_without_nan_and_says_where_it_comes_from(mcda, command):
    code, out, _ = mcda(command, TELEMEDICINE, "--format", "json")
    assert code == 0
    said = json.loads(out, parse_constant=pytest.fail)
    assert said["meta"]["synthetic"] is True
    assert len(said["meta"]["panel_sha256"]) == 64
    assert said["rows"]


@pytest.mark.parametrize("command", [*TABLES, "consistency"])
def test_tables_say_that_judgements_are_made_up(mcda, command):
    code, out, _ = mcda(command, TELEMEDICINE, "--format", "table")
    assert code == 0
    assert "MADE UP" in out
    assert max(map(len, out.splitlines())) <= 100


def test_the_same_input_gives_the_same_bytes(mcda):
    for arguments in (["rank", TELEMEDICINE], ["agreement", TELEMEDICINE, "--seed", "3"]):
        assert mcda(*arguments) == mcda(*arguments)


def test_a_pipe_gets_csv(mcda):
    assert mcda("rank", HOUSE)[1].startswith("rank,alternative,name,score\n1,")


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_methods_are_listed_in_each_format(mcda, form):
    code, out, _ = mcda("methods", "--format", form)
    assert code == 0
    assert "promethee-ii" in out


def test_no_arguments_are_wrong_usage_but_show_the_way(capsys):
    for arguments, code in (([], 2), (["--help"], 0)):
        with pytest.raises(SystemExit) as end:
            main(arguments)
        assert end.value.code == code
        out = capsys.readouterr().out
        assert all(f"  {command}" in out for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(mcda, command):
    code, out, _ = mcda(command, "--help")
    assert code == 0
    assert out.startswith(f"Usage: mcda {command}")


def test_the_version_is_printed(mcda):
    code, out, _ = mcda("--version")
    assert code == 0
    assert out.startswith("mcda, version ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["wieghts", HOUSE], ["'wieghts' is no command: did you mean 'weights'?"]),
        (["\x1b[2J"], ["\\x1b[2J"]),
        (["weights"], ["Missing argument 'PANEL'"]),
        (["weights", HOUSE, "--aggregation", "aji"], ["aij", "aip", "aip-arithmetic"]),
        (["rank", HOUSE, "--method", "topsy"], ["topsis", "vikor", "promethee-ii"]),
        (["weights", HOUSE, "--format", "xml"], ["table", "csv", "json"]),
        (["weights", HOUSE, "--engine", "other"], ["mcda", "ahpy"]),
        (["weights", HOUSE, "--by", "x"], ["panellist, organisation, role"]),
        (["rank", HOUSE, "--by", "rolle"], ["did you mean 'role'?"]),
        (["agreement", HOUSE, "--by", "method"], ["panellist, organisation, role"]),
        (["agreement", HOUSE, "--pairs", "--clusters"], ["stand against each other"]),
        (["agreement", HOUSE, "--node", "goal"], ["--node goes with --clusters"]),
        (["compare", HOUSE, "--by", "metod"], ["did you mean 'method'?"]),
        (["influence", HOUSE, "--first", "0"], ["--first"]),
        (["weights", HOUSE, "--formt", "csv"], ["--formt", "--format"]),
        (["weights", HOUSE, "--max-cr", "high"], ["--max-cr"]),
        (["weights", HOUSE, "--max-cr", "nan"], ["--max-cr", "from 0 up"]),
        (["weights", HOUSE, "--max-cr", "-1"], ["--max-cr", "from 0 up"]),
        (["weights", TELEMEDICINE, "--organisation", "Ministry of Helth"], ["did you mean 'Ministry of Health'?"]),
        (["weights", TELEMEDICINE, "--by", "panellist", "--panellist", "P01"], ["--by stands against"]),
        (["rank", TELEMEDICINE, "--by", "organisation", "--explain", "trust"], ["--by stands against"]),
        (["weights", HOUSE, "-o", "/nowhere/at/all.csv"], ["there is no folder '/nowhere/at'"]),
        (["completion", "tcsh"], ["bash", "zsh", "fish"]),
        (["new", "x", "--catalogue", "none"], ["telemedicine"]),
        (["new", "x", "--title", "a\x1b[2J"], ["--title", "\\x1b"]),
        (["new", "x", "--panellists", "0"], ["--panellists"]),
    ],
)
def test_wrong_usage_ends_with_two_and_the_words_that_are_allowed(mcda, arguments, said):
    code, out, err = mcda(*arguments)
    assert code == 2
    assert out == ""
    assert "\x1b" not in err
    for words in said:
        assert words in err


@pytest.mark.parametrize("command", ["check", "weights", "rank", "consistency", "agreement"])
def test_a_folder_that_is_none_ends_with_one(mcda, tmp_path, command):
    code, out, err = mcda(command, tmp_path / "nowhere")
    assert code == 1
    assert "there is no such folder" in out + err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["rank", TELEMEDICINE, "--explain", "trsut"], "no alternative 'trsut'"),
        (["weights", TELEMEDICINE, "--panellist", "P99"], "no panellist 'P99': did you mean 'P"),
        (["weights", TELEMEDICINE, "--engine", "ahpy", "--priorities", "harker"], "ahpy knows no priorities 'harker'"),
    ],
)
def test_what_there_is_not_ends_with_two_and_a_reason(mcda, arguments, said):
    code, out, err = mcda(*arguments)
    assert (code, out) == (2, "")
    assert said in err


def test_check_tells_faults_in_each_format_and_ends_with_one(mcda, panel_folder):
    folder = panel_folder(judgements=["P1,goal,a,b,12"], performance="alternative,=1+1\ns1,1\n")
    code, out, err = mcda("check", folder)
    assert code == 1
    assert out.startswith("judgements.csv:2:5: ratio: 12 is off the scale 1/9 to 9 (panellist P1, a over b)\n")
    assert err == "2 faults\n"
    code, out, _ = mcda("check", folder, "--format", "json")
    assert code == 1
    fault = json.loads(out)["faults"][0]
    assert (fault["file"], fault["line"], fault["column"], fault["field"]) == ("judgements.csv", 2, 5, "ratio")
    code, out, _ = mcda("check", folder, "--format", "csv")
    assert code == 1
    rows = list(csv.reader(io.StringIO(out)))
    assert rows[0] == ["file", "line", "column", "field", "message"]
    assert rows[1][:4] == ["judgements.csv", "2", "5", "ratio"]
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)


def test_a_formula_as_a_key_is_neutralised_in_the_csv_of_faults(mcda, panel_folder):
    _, out, _ = mcda("check", panel_folder("criteria: [{id: a}]\n'=1+1': x\n"), "--format", "csv")
    assert ",'=1+1," in out


def test_check_counts_what_it_found_in_order(mcda):
    code, out, err = mcda("check", TELEMEDICINE)
    assert (code, out) == (0, "")
    assert "no faults: 19 panellists, 1008 judgements, 3192 ratings" in err


def test_strict_turns_notices_into_a_verdict(mcda, panel_folder):
    folder = panel_folder(judgements=["P1,goal,a,b,3", "P1,goal,b,c,3"])
    assert mcda("weights", folder)[0] == 0
    code, out, err = mcda("weights", folder, "--strict")
    assert code == 1
    assert out.startswith(TABLES["weights"])
    assert "warning: missing pairs: P2 (3 of 3), P1 (1 of 3)" in err
    assert mcda("check", folder)[0] == mcda("check", folder, "--strict")[0] == 0


def test_faults_stop_every_command_before_it_computes(mcda, panel_folder):
    folder = panel_folder(judgements=["P1,goal,a,b,12"])
    for command in ("weights", "rank", "consistency", "agreement"):
        code, out, err = mcda(command, folder)
        assert (code, out) == (1, "")
        assert "judgements.csv:2:5: ratio: 12 is off the scale" in err
        assert err.endswith("1 fault: nothing was computed\n")


def test_a_ratio_above_the_limit_fails_the_verdict_but_not_the_output(mcda):
    code, out, err = mcda("weights", TELEMEDICINE, "--max-cr", "0.3")
    assert code == 1
    assert len(out.splitlines()) > 8
    assert "CR above 0.3: P16 at policy" in err
    assert mcda("weights", TELEMEDICINE, "--max-cr", "5")[0] == 0


def test_quiet_says_nothing_and_judges_all_the_same(mcda):
    assert mcda("weights", TELEMEDICINE, "-q")[::2] == (0, "")
    assert mcda("weights", TELEMEDICINE, "-q", "--strict")[::2] == (1, "")


def test_parts_of_the_panel_stand_side_by_side(mcda):
    _, out, _ = mcda("weights", TELEMEDICINE, "--by", "organisation")
    assert out.splitlines()[0] == "organisation," + TABLES["weights"]
    parts = {row["organisation"] for row in csv.DictReader(io.StringIO(out))}
    assert "Ministry of Health" in parts
    _, out, _ = mcda("rank", TELEMEDICINE, "--by", "panellist", "--of", "steps")
    assert out.splitlines()[0] == "panellist," + TABLES["rank"]


def test_one_panellist_is_chosen_by_id_or_by_organisation_in_any_case(mcda):
    _, alone, _ = mcda("weights", TELEMEDICINE, "--panellist", "p01", "--format", "json")
    assert json.loads(alone)["meta"]["panellists"] == ["P01"]
    _, some, _ = mcda("weights", TELEMEDICINE, "--organisation", "MINISTRY OF HEALTH", "--format", "json")
    chosen = json.loads(some)["meta"]["panellists"]
    assert "P01" in chosen
    assert 1 < len(chosen) < 19


def test_the_latest_round_holds(mcda, panel_folder):
    yaml = "criteria: [{id: a}, {id: b}]\npanellists: [{id: P1}]\n"
    text = "round,panellist,node,first,second,ratio\n2,P1,goal,b,a,3\n1,P1,goal,a,b,9\n"
    _, out, _ = mcda("weights", panel_folder(yaml, judgements=text), "--format", "json")
    assert [row["local"] for row in json.loads(out)["rows"]] == pytest.approx([0.25, 0.75])


def test_a_second_engine_agrees(mcda):
    def shares(*options):
        return [row["global"] for row in json.loads(mcda("weights", HOUSE, "--format", "json", *options)[1])["rows"]]

    assert shares("--engine", "ahpy") == pytest.approx(shares("--priorities", "eigenvector"), abs=1e-6)


def test_an_explanation_names_what_lifts_an_alternative(mcda):
    code, out, _ = mcda("rank", TELEMEDICINE, "--explain", "trust")
    assert code == 0
    assert out.splitlines()[0].startswith("criterion,name,weight,value")


# Files


@pytest.mark.parametrize(("name", "begins"), [("w.csv", "criterion,"), ("w.json", "{"), ("w.txt", "Three criteria: ")])
def test_a_file_gets_the_format_of_its_ending_and_its_provenance(mcda, panel_folder, tmp_path, name, begins):
    folder = panel_folder(judgements=["P1,goal,a,b,3", "P1,goal,b,c,2"])
    path = tmp_path / name
    path.write_text("old")
    code, out, _ = mcda("weights", folder, "-o", path)
    assert (code, out) == (0, "")
    assert path.read_text().startswith(begins)
    meta = json.loads((tmp_path / f"{name}.meta.json").read_text())
    assert meta["title"] == "Three criteria"
    assert meta["options"]["priorities"] == "geometric-mean"
    assert [entry.name for entry in tmp_path.iterdir() if entry.name.startswith(".")] == []


def test_a_refused_panel_leaves_the_old_file_alone(mcda, panel_folder, tmp_path):
    (tmp_path / "w.csv").write_text("old")
    assert mcda("weights", panel_folder(judgements=["P1,goal,a,b,12"]), "-o", tmp_path / "w.csv")[0] == 1
    assert (tmp_path / "w.csv").read_text() == "old"
    assert not (tmp_path / "w.csv.meta.json").exists()


@pytest.mark.parametrize("options", [[], ["--catalogue", "telemedicine"]])
def test_a_new_panel_has_no_faults_and_is_never_overwritten(mcda, tmp_path, options):
    folder = tmp_path / "deep" / "panel"
    code, out, err = mcda("new", folder, "--title", 'Ours: "new" #1', "--panellists", "12", *options)
    assert (code, out) == (0, "")
    assert "then: mcda check" in err
    before = (folder / "panel.yaml").read_bytes()
    code, _, err = mcda("check", folder)
    assert code == 0
    assert "nobody has judged goal" in err
    assert "no faults: 12 panellists" in err
    assert mcda("check", folder, "--strict")[0] == 1
    code, _, err = mcda("new", folder)
    assert code == 1
    assert "there is a panel already; nothing was written" in err
    assert (folder / "panel.yaml").read_bytes() == before


def test_a_new_panel_cannot_lie_in_a_file(mcda, tmp_path):
    (tmp_path / "file").write_text("x")
    code, _, err = mcda("new", tmp_path / "file")
    assert code == 1
    assert "this is a file; nothing was written" in err


# Processes


def process(*arguments, **more):
    return subprocess.run([*MCDA, *arguments], capture_output=True, timeout=60, check=False, **more)


@pytest.mark.parametrize(
    "environment",
    [
        {"NO_COLOR": "1", "LANG": "C", "LC_ALL": "C"},
        {"PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"COLUMNS": "20", "TERM": "dumb"},
    ],
    ids=["plain C", "ascii", "no UTF-8 mode", "narrow"],
)
def test_no_terminal_setting_breaks_names_in_any_script(panel_folder, environment):
    yaml = "criteria: [{id: a, name: ضعف سیاست‌گذاری}, {id: b, name: 費用}]\npanellists: [{id: P1}]\n"
    folder = str(panel_folder(yaml, judgements=["P1,goal,a,b,3"]))
    for form in ("table", "csv", "json"):
        done = process("weights", folder, "--format", form, env={**os.environ, **environment})
        assert done.returncode == 0, done.stderr
        assert "費用" in done.stdout.decode("utf-8")
        assert b"\x1b" not in done.stdout


@pytest.mark.parametrize(
    ("arguments", "faults"),
    [
        (["methods"], 1),
        (["check", "FAULTY", "--format", "csv"], 1),
        (["check", "FAULTY", "--format", "csv"], 200),
        (["--help"], 1),
        (["rank", "--help"], 1),
    ],
)
def test_a_reader_that_has_had_enough_is_no_fault(panel_folder, arguments, faults):
    folder = str(panel_folder(judgements=["P1,goal,a,b,12"] * faults))
    reader, writer = os.pipe()
    os.close(reader)
    words = [folder if word == "FAULTY" else word for word in arguments]
    try:
        done = subprocess.run([*MCDA, *words], stdout=writer, stderr=subprocess.PIPE, timeout=60, check=False)
    finally:
        os.close(writer)
    assert b"Traceback" not in done.stderr
    assert b"BrokenPipe" not in done.stderr
    assert done.returncode == 0


def test_an_interrupt_ends_with_130_and_no_traceback(tmp_path, panel_folder):
    folder = panel_folder()
    (tmp_path / "judgements.csv").unlink(missing_ok=True)
    os.mkfifo(tmp_path / "judgements.csv")
    # Where the tests themselves run in the background, an interrupt would be ignored by what they start.
    listening = f"import signal; signal.signal(signal.SIGINT, signal.default_int_handler); {START}"
    command = [sys.executable, "-c", listening, "weights", str(folder)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    # Opening the pipe for writing waits until the command has opened it for reading: it is under way.
    with (tmp_path / "judgements.csv").open("wb"):
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=60)
    assert running.returncode == 130
    assert out == b""
    assert b"interrupted" in err
    assert b"Traceback" not in err


def test_an_ascii_terminal_shows_what_it_can(panel_folder):
    pty = pytest.importorskip("pty")
    yaml = "criteria: [{id: a, name: 費用}, {id: b}]\npanellists: [{id: P1}]\n"
    folder = str(panel_folder(yaml, judgements=["P1,goal,a,b,3"]))
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [*MCDA, "weights", folder],
        stdout=theirs,
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )
    os.close(theirs)
    shown = os.read(ours, 100_000)
    os.close(ours)
    assert done.returncode == 0, done.stderr
    assert b"75.0 %" in shown


def test_an_output_file_is_written_through_a_link(tmp_path):
    target, link = tmp_path / "target.csv", tmp_path / "link.csv"
    target.write_text("old")
    link.symlink_to(target)
    assert run(["weights", TELEMEDICINE, "-q", "-o", str(link)]) == 0
    assert link.is_symlink()
    assert target.read_text().startswith("criterion,name,")
    assert target.with_name("target.csv.meta.json").exists()


def test_a_device_is_written_to_and_stays_a_device(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE)
    try:
        assert run(["weights", TELEMEDICINE, "-q", "-o", str(pipe)]) == 0
        assert reader.communicate(timeout=60)[0].startswith(b"criterion,name,")
    finally:
        reader.kill()
    assert pipe.is_fifo()
    assert not pipe.with_name("pipe.meta.json").exists()


def test_a_dash_is_stdout(capsys, monkeypatch, tmp_path):
    panel = str(Path(TELEMEDICINE).resolve())
    monkeypatch.chdir(tmp_path)
    assert run(["weights", panel, "-q", "-o", "-"]) == 0
    assert capsys.readouterr().out.startswith("criterion,name,")
    assert not Path("-").exists()


@pytest.mark.parametrize(
    ("name", "reason"),
    [("judgements.csv", "one of the panel's own files"), ("out.xlsx", "'.xlsx' files are not written: end in .csv")],
)
def test_what_should_not_be_written_is_refused_before_anything_is(panel_folder, capsys, name, reason):
    folder = panel_folder()
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert run(["weights", str(folder), "-o", str(folder / name)]) == 2
    assert reason in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_fresh_panel_is_told_what_its_ranking_lacks(tmp_path, capsys):
    assert run(["new", str(tmp_path / "fresh")]) == 0
    assert run(["rank", str(tmp_path / "fresh")]) == 1
    assert "nobody judged it yet" in capsys.readouterr().err
