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

from tui.commands.group import run

PANELS = Path(__file__).parents[2] / "sample_panels"
TELEMEDICINE, HOUSE = str(PANELS / "telemedicine"), str(PANELS / "house")
MCDA = [sys.executable, "-c", "from tui.commands import main; main()"]
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


def test_intervals_are_another_table(mcda):
    code, out, _ = mcda(TELEMEDICINE, "--of", "solutions", "--draws", "50", "--intervals", "--format", "csv")
    assert code == 0
    assert out.splitlines()[0] == "criterion,name,weight,low,high,first_low,first_high,below,above"
    for row in rows(out):
        assert float(row["low"]) <= float(row["weight"]) <= float(row["high"])
    _, out, _ = mcda(TELEMEDICINE, "--of", "solutions", "--draws", "50", "--intervals", "--format", "json")
    assert len(json.loads(out)["intervals"]) == 8


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
def test_numbers_out_of_range_end_with_1(mcda, words):
    code, out, err = mcda(HOUSE, *words)
    assert (code, out) == (1, "")
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
    asked = [*MCDA, "sensitivity", TELEMEDICINE, "--draws", "1e7", "--doubt", "ignorance"]
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
    assert " of 10,000,000 draws" in seen.decode()


def test_interrupting_long_work_ends_with_130():
    asked = [*MCDA, "sensitivity", TELEMEDICINE, "--draws", "1e8"]
    process = subprocess.Popen(asked, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment())
    time.sleep(2)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert out == b""
    assert b"interrupted" in err
