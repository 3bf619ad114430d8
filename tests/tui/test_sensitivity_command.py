"""`mcda sensitivity` from its arguments to its output, its exit code and what it says on the way."""

import csv
import io
import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from panels import panel

from tui.commands.group import run

PANELS = Path(__file__).parents[2] / "sample_panels"
TELEMEDICINE, HOUSE = str(PANELS / "telemedicine"), str(PANELS / "house")
MCDA = [sys.executable, "-c", "from tui.commands import main; main()"]
SHOWN = "from tui.commands import main, progress; progress.PATIENCE = progress.OFTEN = 0.01; main()"
AT_ONCE = [sys.executable, "-c", SHOWN]
"""What is done is shown from the beginning, and often."""
COLUMNS = "alternative,name,score,rank,rank_low,rank_high,first_share,confidence"


@pytest.fixture
def mcda(capsys):
    """Exit code, stdout and stderr of a command."""

    def done(*arguments):
        capsys.readouterr()
        code = run(["sensitivity", *map(str, arguments)])
        return (code, *capsys.readouterr())

    return done


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_csv_has_the_columns_that_others_script_against(mcda):
    code, out, err = mcda(TELEMEDICINE, "--draws", "500", "--format", "csv")
    assert code == 0
    assert out.splitlines()[0] == COLUMNS
    assert len(rows(out)) == 17
    assert "\r" not in out + err
    assert sum(float(row["first_share"]) for row in rows(out)) == pytest.approx(1)
    assert all(int(row["rank_low"]) <= int(row["rank_high"]) for row in rows(out))


def test_score_and_rank_are_those_of_rank(mcda, capsys):
    _, out, _ = mcda(TELEMEDICINE, "--of", "solutions", "--draws", "50", "--method", "vikor", "--format", "csv")
    assert run(["rank", TELEMEDICINE, "--of", "solutions", "--method", "vikor", "--format", "csv"]) == 0
    ranked = rows(capsys.readouterr().out)
    assert [(row["alternative"], row["score"], row["rank"]) for row in rows(out)] == [
        (row["alternative"], row["score"], row["rank"]) for row in ranked
    ]


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(mcda):
    one, two, other = (mcda(HOUSE, "--draws", "1e3", "--seed", seed, "--format", "json")[1] for seed in (5, 5, 6))
    assert one == two
    assert one != other
    said = json.loads(one, parse_constant=pytest.fail)
    assert (said["meta"]["options"]["seed"], said["draws"]) == (5, 1000)


def test_a_file_has_its_provenance_beside_it(mcda, tmp_path):
    code, out, _ = mcda(HOUSE, "--draws", "100", "-o", tmp_path / "sure.csv")
    assert (code, out) == (0, "")
    assert (tmp_path / "sure.csv").read_text(encoding="utf-8").startswith(COLUMNS)
    meta = json.loads((tmp_path / "sure.csv.meta.json").read_text(encoding="utf-8"))
    assert meta["options"]["doubt"] == ["inconsistency", "panellists", "ratings"]


@pytest.mark.parametrize(
    ("words", "doubted"),
    [
        (["--doubt", "ratings"], ["ratings"]),
        (["--doubt", "ratings", "--doubt", "rounding"], ["rounding", "ratings"]),
        (["--doubt", "ratings,rounding"], ["rounding", "ratings"]),
        (["--doubt", "nothing"], []),
    ],
)
def test_doubts_are_named_once_or_several_times(mcda, words, doubted):
    code, out, _ = mcda(TELEMEDICINE, "--draws", "50", *words, "--format", "json")
    assert code == 0
    assert json.loads(out)["doubt"] == doubted


def test_intervals_hold_the_present_weight(mcda):
    _, out, _ = mcda(TELEMEDICINE, "--of", "solutions", "--draws", "50", "--intervals", "--format", "csv")
    assert len(rows(out)) == 8
    for row in rows(out):
        assert float(row["low"]) <= float(row["weight"]) <= float(row["high"])


ASKED = {
    "intervals": "criterion,name,weight,low,high,first_low,first_high,below,above",
    "specifications": "alternative,name,rank,rank_low,rank_high,median_rank,first_share,top_share",
    "reversals": "test,id,name,first,first_stays,few_stay,order_stays,reversed,shift",
    "sobol": "criterion,name,first_order,low,high,total_order,total_low,total_high",
    "tornado": "criterion,name,weight,low,high,lead_low,lead_high,lead_without,swing,below,above",
}
"""Option -> the columns of its table."""
FEW = (TELEMEDICINE, "--of", "solutions", "--draws", "50")
EVERYTHING = [f"--{word}" for word in ASKED]


@pytest.mark.parametrize("word", ASKED)
def test_one_question_has_its_own_table(mcda, word):
    code, out, _ = mcda(*FEW, f"--{word}", "--format", "csv")
    assert (code, out.splitlines()[0]) == (0, ASKED[word])
    assert len(rows(out)) >= 4


def test_several_questions_are_one_json_object_that_holds_everything(mcda):
    code, out, err = mcda(*FEW, *EVERYTHING, "--format", "json")
    assert code == 0
    said = json.loads(out, parse_constant=pytest.fail)
    assert set(ASKED) <= set(said)
    assert {"meta", "rows", "acceptability", "pairwise", "tiers", "central_weights", "sentences"} <= set(said)
    for word, columns in ASKED.items():
        found = said[word] if word == "intervals" else said[word]["rows"]
        assert ",".join(found[0]) == columns
    assert said["meta"]["answers"]["sobol"]["draws"] == 1024
    assert "weighting head is left out" in err
    assert any("weighting head is left out" in notice for notice in said["meta"]["notices"])


def test_several_questions_are_tables_one_below_the_other(mcda):
    code, out, _ = mcda(*FEW, "--tornado", "--intervals", "--format", "table")
    assert code == 0
    parts = [mcda(*FEW, f"--{word}", "--format", "table")[1] for word in ("intervals", "tornado")]
    assert out == "\n".join(parts)


def test_several_questions_are_too_many_for_csv(mcda, tmp_path):
    for words in (["--format", "csv"], [], ["-o", tmp_path / "both.csv"]):
        code, out, err = mcda(*FEW, "--tornado", "--intervals", *words)
        assert (code, out) == (2, "")
        assert "CSV holds one table: give one of --intervals, --tornado, or --format table or json" in err
    assert not list(tmp_path.iterdir())


def test_every_question_is_asked_by_the_same_choices(mcda):
    choices = ("--method", "vikor", "--panellist", "P01", "--panellist", "P09", "--seed", "3")
    said = json.loads(mcda(*FEW, *EVERYTHING, *choices, "--first", "2", "--format", "json")[1])
    for word in ("reversals", "tornado", "sobol"):
        assert said["meta"]["answers"][word]["method"] == "vikor"
    assert said["meta"]["answers"]["sobol"]["seed"] == 3
    assert (said["reversals"]["first"], said["specifications"]["first"]) == (2, 2)
    assert {row["id"] for row in said["reversals"]["rows"] if row["test"] == "panellist"} == {"P01", "P09"}
    assert {each["method"] for each in said["specifications"]["curve"]} == {"vikor"}
    assert len({each["scale"] for each in said["specifications"]["curve"]}) == 5


def test_an_order_and_bounds_mean_that_weights_are_unknown(mcda):
    words = ("--order", "policy, legal", "--bound", "culture=:0.1", "--bound", "economic=0.2:0.5")
    code, out, _ = mcda(*FEW, *words, "--format", "json")
    assert code == 0
    said = json.loads(out)
    assert said["doubt"] == ["ignorance"]
    assert said["meta"]["options"]["order"] == ["policy", "legal"]
    assert said["meta"]["options"]["bounds"] == {"culture": [0.0, 0.1], "economic": [0.2, 0.5]}
    assert mcda(*FEW, *words, "--doubt", "ignorance,ratings")[0] == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--order", "policy"], "two criteria or more"),
        (["--order", "policy,,legal"], "two criteria or more"),
        (["--bound", "legal"], "'legal' is no bound: write ID=0.1:0.4"),
        (["--bound", "legal=0.1"], "is no bound"),
        (["--bound", "legal=:"], "is no bound"),
        (["--bound", "=0.1:0.2"], "is no bound"),
        (["--bound", "legal=a:0.2"], "'a' in 'legal=a:0.2' is not a number"),
        (["--bound", "legal=0.1:2"], "2 in 'legal=0.1:2' is no share"),
        (["--bound", "legal=nan:1"], "is no share"),
        (["--bound", "legal=0.1:", "--bound", "legal=:0.4"], "'legal' has two bounds"),
        (["--order", "policy,legal", "--doubt", "ratings"], "add --doubt ignorance"),
        (["--bound", "legal=0.1:", "--doubt", "nothing"], "add --doubt ignorance"),
        (["--plot", "figure.pdf"], "'figure.pdf' does not end in .svg or .png"),
        (["--plot", "/no/such/folder/figure.svg"], "there is no folder '/no/such/folder'"),
    ],
)
def test_wrong_words_are_told_what_to_write(mcda, words, message):
    code, out, err = mcda(*FEW, *words)
    assert (code, out) == (2, "")
    assert message in err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--order", "polcy,legal"], "did you mean 'policy'"),
        (["--bound", "lega=0.1:0.2"], "did you mean 'legal'"),
        (["--bound", "legal=0.4:0.2"], "the first is the lower one"),
        (["--order", "policy,legal", "--bound", "policy=:0.1", "--bound", "legal=0.2:"], "no weights keep the order"),
    ],
)
def test_limits_that_do_not_fit_the_panel_end_with_2(mcda, words, message):
    code, out, err = mcda(*FEW, *words)
    assert (code, out) == (2, "")
    assert message in err


def test_the_provenance_beside_a_file_is_that_of_its_table(mcda, tmp_path):
    assert mcda(*FEW, "--tornado", "-o", tmp_path / "leads.csv")[0] == 0
    meta = json.loads((tmp_path / "leads.csv.meta.json").read_text(encoding="utf-8"))
    assert meta["answers"]["tornado"]["factor"] == 2


def test_a_figure_shows_what_was_asked_for(mcda, tmp_path):
    code, out, _ = mcda(*FEW, "--plot", tmp_path / "sure.svg", "--plot", tmp_path / "sure.PNG", "--format", "csv")
    assert (code, out.splitlines()[0]) == (0, COLUMNS)
    assert (tmp_path / "sure.PNG").read_bytes().startswith(b"\x89PNG")
    assert "Telemedicine in Iran: ranks of 4 solutions" in (tmp_path / "sure.svg").read_text(encoding="utf-8")


def test_each_answer_has_its_own_figure(mcda, tmp_path):
    choices = ("--scale", "linear", "--method", "topsis", "--plot", tmp_path / "all.svg", "--format", "json")
    assert mcda(*FEW, *EVERYTHING, *choices)[0] == 0
    titles = {
        "intervals": "how far each weight may move",
        "specifications": "specifications",
        "reversals": "when one thing is left out",
        "sobol": "depends on",
        "tornado": "at other weights",
    }
    assert {path.name for path in tmp_path.iterdir()} == {f"all-{word}.svg" for word in titles}
    for word, title in titles.items():
        assert title in (tmp_path / f"all-{word}.svg").read_text(encoding="utf-8").replace("\n", " ")


def test_figures_of_several_answers_carry_their_names(mcda, tmp_path):
    code, _, _ = mcda(*FEW, "--intervals", "--tornado", "--plot", tmp_path / "a.b.svg", "--format", "json")
    assert code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.b-intervals.svg", "a.b-tornado.svg"]


def test_a_figure_that_cannot_be_drawn_leaves_no_file_and_no_output(mcda, tmp_path):
    panel(tmp_path / "p", criteria={"a": 1.0}, solutions="x y", performance={"x": {"a": 3}, "y": {"a": 1}})
    code, out, err = mcda(tmp_path / "p", "--intervals", "--plot", tmp_path / "figure.svg")
    assert (code, out) == (1, "")
    assert "of two criteria or more" in err
    assert not (tmp_path / "figure.svg").exists()


def test_without_matplotlib_the_cure_is_named_before_anything_is_computed(mcda, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    code, out, err = mcda(*FEW, "--plot", tmp_path / "figure.svg")
    assert (code, out) == (2, "")
    assert "pip install 'mcda-panel[plots]'" in err
    assert mcda(*FEW)[0] == 0


def test_the_table_says_how_exact_its_shares_are(mcda):
    _, out, _ = mcda(HOUSE, "--draws", "500", "--format", "table")
    assert "±" in out
    assert "500 draws, seed 0" in out


def test_precision_takes_the_place_of_draws(mcda):
    _, out, _ = mcda(HOUSE, "--precision", "0.05", "--format", "json")
    assert json.loads(out)["draws"] == 385


@pytest.mark.parametrize(
    "words",
    [
        ["--draws", "0"],
        ["--draws", "many"],
        ["--draws", "1.5"],
        ["--draws", "inf"],
        ["--seed", "-1"],
        ["--first", "0"],
        ["--doubt", "raitings"],
        ["--doubt", "nothing,ratings"],
        ["--method", "coin"],
    ],
)
def test_wrong_usage_ends_with_2(mcda, words):
    code, out, err = mcda(HOUSE, *words)
    assert (code, out) == (2, "")
    assert err


def test_a_misspelt_doubt_is_told_the_nearest(mcda):
    assert "ratings" in mcda(HOUSE, "--doubt", "raitings")[2]


@pytest.mark.parametrize("words", [["--level", "1"], ["--precision", "2"], ["--level", "nan"]])
def test_numbers_out_of_range_end_with_2(mcda, words):
    code, out, err = mcda(HOUSE, *words)
    assert (code, out) == (2, "")
    assert "allowed" in err


def test_strict_ends_with_1_where_there_is_a_warning(mcda):
    code, _, err = mcda(TELEMEDICINE, "--draws", "50", "--strict")
    assert code == 1
    assert "'scale' would order differently" in err


def test_nothing_is_drawn_on_stderr_that_is_no_terminal(mcda):
    assert "█" not in mcda(TELEMEDICINE, "--of", "solutions", "--draws", "1e5", "--doubt", "ignorance")[2]


def environment():
    return {**os.environ, "PYTHONPATH": str(PANELS.parent)}


def test_a_terminal_sees_how_far_long_work_is():
    main, worker = pty.openpty()
    asked = [*AT_ONCE, "sensitivity", TELEMEDICINE, "--draws", "5e6", "--doubt", "ignorance"]
    process = subprocess.Popen(asked, stdout=subprocess.DEVNULL, stderr=worker, env=environment())
    os.close(worker)
    seen = b""
    try:
        while part := os.read(main, 4096):
            seen += part
    except OSError:
        pass  # Linux says so when the last writer has closed
    os.close(main)
    assert process.wait(timeout=60) == 0
    assert "░" in seen.decode()
    assert " of 5,000,000 draws" in seen.decode()


def test_interrupting_long_work_ends_with_130():
    asked = [*MCDA, "sensitivity", TELEMEDICINE, "--draws", "1e8"]
    process = subprocess.Popen(asked, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment())
    time.sleep(2)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert out == b""
    assert b"interrupted" in err
