"""`mcda rank PANEL --alternatives FILE`: files in, files out, and nothing half written."""

import csv
import io
import json
import os
import subprocess
import sys

import pyarrow
import pytest
from panels import write
from pyarrow import parquet

from tui.commands.group import run

COLUMNS = "rank,alternative,name,score"


@pytest.fixture
def mcda(capsys):
    """Exit code, stdout and stderr of a command."""

    def done(*arguments):
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        return (code, *capsys.readouterr())

    return done


@pytest.fixture
def panel(tmp_path):
    return write(tmp_path / "panel", criteria={"a": 0.75, "b": 0.25}, solutions="x y")


@pytest.fixture
def places(tmp_path):
    path = tmp_path / "places.csv"
    path.write_text("alternative,name,a,b\np1,=One,1,1\np2,Two,3,4\np3,,3,4\np4,Four,2,2\n", encoding="utf-8")
    return path


def test_all_rows_are_written_best_first_with_provenance(mcda, panel, places, tmp_path):
    out = tmp_path / "out.csv"
    assert mcda("rank", panel, "--alternatives", places, "-o", out) == (0, "", "")
    rows = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
    assert out.read_text(encoding="utf-8").splitlines()[0] == COLUMNS
    assert [(row["rank"], row["alternative"], row["name"]) for row in rows] == [
        ("1", "p2", "Two"),
        ("1", "p3", "p3"),
        ("3", "p4", "Four"),
        ("4", "p1", "'=One"),
    ]
    meta = json.loads((tmp_path / "out.csv.meta.json").read_text(encoding="utf-8"))
    assert meta["file"]["alternatives"] == 4
    assert meta["options"]["method"] == "topsis"
    piped = mcda("rank", panel, "--alternatives", places, "--raw")[1]
    assert list(csv.DictReader(io.StringIO(piped)))[3]["name"] == "=One"


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_the_best_are_shown_in_each_format(mcda, panel, places, form):
    code, out, said = mcda("rank", panel, "--alternatives", places, "--top", 3, "--format", form)
    assert code == 0
    assert ("Four" in out, "One" in out) == (True, False)
    assert said == ""
    if form == "json":
        assert json.loads(out)["count"] == 4
    if form == "table":
        assert "the 3 best of 4 alternatives of places.csv (" in out


def test_a_shared_last_place_is_said(mcda, panel, places):
    code, out, said = mcda("rank", panel, "--alternatives", places, "--top", 1, "--format", "csv")
    assert (code, len(out.splitlines())) == (0, 2)
    assert said == "warning: others share rank 1 with the last one shown\n"
    assert mcda("rank", panel, "--alternatives", places, "--top", 1, "--strict")[0] == 1


def test_parquet_and_csv_give_the_same_bytes(mcda, panel, places, tmp_path):
    columns = {"alternative": ["p1", "p2", "p3", "p4"], "name": ["=One", "Two", None, "Four"]}
    path = tmp_path / "places.parquet"
    parquet.write_table(pyarrow.table(columns | {"a": [1, 3, 3, 2], "b": [1.0, 4, 4, 2]}), path)
    assert mcda("rank", panel, "--alternatives", path) == mcda("rank", panel, "--alternatives", places)


def test_faults_go_to_stderr_and_leave_the_old_file_as_it_was(mcda, panel, places, tmp_path):
    out = tmp_path / "out.csv"
    out.write_text("old", encoding="utf-8")
    places.write_text("alternative,a,b\np1,1,9\np2,many,1\np1,1,\n", encoding="utf-8")
    code, shown, said = mcda("rank", panel, "--alternatives", places, "-o", out)
    assert (code, shown) == (1, "")
    assert said.splitlines() == [
        "places.csv:3:2: a: 'many' is no number: allowed are numbers such as 3, 0.25 or 2.5e-1 (alternative p2)",
        "places.csv:4:3: b: the value is missing: every cell needs a number (alternative p1)",
        "2 faults: nothing was computed",
    ]
    assert out.read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.csv", "panel", "places.csv"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--method", "vikor"], 1, "method 'vikor' cannot rank a file of alternatives"),
        (["--normalisation", "sum"], 2, "allowed are vector, minmax, max, scale"),
        (["--normalisation", "scale"], 1, "needs a declared scale, and the panel has none"),
        (["--of", "steps"], 2, "--of is about the panel's own alternatives"),
        (["--explain", "x"], 2, "--explain is about the panel's own alternatives"),
        (["--by", "panellist"], 2, "--by is about the panel's own alternatives"),
        (["--format", "json"], 2, "give --top K for a table or JSON"),
        (["--top", "0"], 2, "--top"),
        (["--top", "many"], 2, "--top"),
    ],
)
def test_what_cannot_be_is_said(mcda, panel, places, arguments, code, said):
    found, out, talk = mcda("rank", panel, "--alternatives", places, *arguments)
    assert (found, out) == (code, "")
    assert said in talk


def test_the_file_that_is_read_is_not_written_over(mcda, panel, places):
    before = places.read_bytes()
    code, _, said = mcda("rank", panel, "--alternatives", places, "-o", places)
    assert (code, places.read_bytes()) == (2, before)
    assert "is the file that is read" in said


def test_top_without_a_file_is_wrong_usage(mcda, panel):
    code, _, said = mcda("rank", panel, "--top", 3)
    assert code == 2
    assert "--top counts the rows of --alternatives" in said


def test_a_csv_file_is_ranked_without_pyarrow_and_a_parquet_file_refused_by_name(panel, places, tmp_path):
    """In a Python that has all but pyarrow."""
    start = (
        "import sys\n"
        "class Absent:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.partition('.')[0] == 'pyarrow': raise ModuleNotFoundError(name)\n"
        "sys.meta_path.insert(0, Absent())\n"
        "from tui.commands import main; main()\n"
    )

    def ranked(path):
        command = [sys.executable, "-c", start, "rank", str(panel), "--alternatives", str(path)]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, env=dict(os.environ))

    done = ranked(places)
    assert (done.returncode, done.stdout.splitlines()[1][:9]) == (0, "1,p2,Two,")
    (tmp_path / "places.parquet").write_bytes(b"PAR1")
    done = ranked(tmp_path / "places.parquet")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "places.parquet: Parquet files need pyarrow: pip install 'mcda-panel[parquet]', or use CSV\n"


def test_ranking_a_csv_file_loads_no_pandas_and_no_scipy(panel, places):
    start = (
        "import json, sys\nfrom tui.commands import main\ntry: main(json.loads(sys.argv[1]))\n"
        "except SystemExit: print(sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)\n"
    )
    arguments = json.dumps(["rank", str(panel), "--alternatives", str(places)])
    done = subprocess.run([sys.executable, "-c", start, arguments], capture_output=True, text=True, timeout=60)
    assert "'numpy'" in done.stderr
    assert not any(f"'{name}'" in done.stderr for name in ("pandas", "scipy", "pymcdm", "matplotlib"))
