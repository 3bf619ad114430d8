"""Results leave as text in a format and as files that are written whole or not at all."""

import csv
import io
import json
import os
import re
import stat
import sys
from dataclasses import replace

import pytest
from panels import compare, panel, rate

import mcda
from mcda import report
from mcda.analysis import as_if_released
from mcda.table import Table

posix = pytest.mark.skipif(sys.platform == "win32", reason="permissions are those of POSIX")


@pytest.fixture
def weights(tmp_path):
    judgements = compare("P1", "goal", "a b", "3")
    return mcda.weights(panel(tmp_path / "panel", criteria="a b", panellists="P1", judgements=judgements))


def test_the_three_formats_of_a_result(weights):
    assert report.rendered(weights, "table") == str(weights)
    assert report.rendered(weights, "csv") == weights.table().csv()
    assert json.loads(report.rendered(weights, "json")) == weights.to_dict()
    assert report.rendered(weights, "json").endswith("}\n")


def test_json_keeps_letters_as_they_are(tmp_path):
    made = mcda.weights(panel(tmp_path, criteria=[{"id": "a", "name": "سیاست", "weight": 1}], title="پنل"))
    text = report.rendered(made, "json")
    assert "سیاست" in text
    assert "پنل" in text


def test_another_table_of_the_result_can_be_shown_and_json_holds_everything(tmp_path):
    judgements = compare("P1", "goal", "a b c", "2 1/2 4")
    made = panel(tmp_path, criteria="a b c", panellists="P1", judgements=judgements)
    result = mcda.consistency(made, revise=1)
    shown = report.rendered(result, "csv", table=result.revision_table())
    assert shown.startswith("panellist,node,first,second,given,proposed,")
    assert report.rendered(result, "json", table=result.revision_table()) == report.rendered(result, "json")


def test_formulas_are_guarded_unless_raw(tmp_path):
    made = mcda.weights(panel(tmp_path, criteria=[{"id": "a", "name": "=cmd|x", "weight": 1}]))
    names = [next(csv.DictReader(io.StringIO(report.rendered(made, "csv", raw=raw))))["name"] for raw in (False, True)]
    assert names == ["'=cmd|x", "=cmd|x"]
    assert report.rendered(made, "csv") == report.rendered(made, "csv", raw=False)


def test_json_holds_no_number_that_json_does_not_know(weights):
    with pytest.raises(ValueError, match="not JSON compliant"):
        report.rendered(replace(weights, meta={**weights.meta, "share": float("nan")}), "json")


def test_a_table_is_as_wide_as_the_terminal(tmp_path):
    made = mcda.weights(panel(tmp_path, criteria=[{"id": "a", "name": "long " * 30, "weight": 1}]))
    assert max(map(len, report.rendered(made, "table", width=70).splitlines())) <= 70
    assert max(map(len, report.rendered(made, "table", width=140).splitlines())) > 100


# Files


def test_a_file_is_written_with_its_provenance_beside_it(tmp_path, weights):
    path = tmp_path / "out.csv"
    report.save(path, "a,b\n1,پ\n", weights.meta)
    assert path.read_bytes() == "a,b\n1,پ\n".encode()
    assert json.loads((tmp_path / "out.csv.meta.json").read_text(encoding="utf-8")) == weights.meta
    assert sorted(file.name for file in tmp_path.iterdir()) == ["out.csv", "out.csv.meta.json", "panel"]


def test_a_file_is_replaced(tmp_path):
    path = tmp_path / "out.csv"
    for text in ("a much longer text than the second\n", "short\n"):
        report.save(path, text, {})
        assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("failing", ["fsync", "write", "replace"])
def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch, failing):
    path = tmp_path / "out.csv"
    report.save(path, "old\n", {"which": "old"})

    def fail(*_, **__):
        raise OSError(28, "No space left on device")

    text = "new\n"
    if failing == "fsync":
        monkeypatch.setattr(os, "fsync", fail)
    elif failing == "replace":
        monkeypatch.setattr(type(path), "replace", fail)
    else:
        text = "half a character: \ud800\n"  # cannot be encoded, so the write itself fails
    with pytest.raises((OSError, UnicodeEncodeError)):
        report.save(path, text, {"which": "new"})
    assert path.read_text(encoding="utf-8") == "old\n"
    assert json.loads((tmp_path / "out.csv.meta.json").read_text(encoding="utf-8")) == {"which": "old"}
    assert sorted(file.name for file in tmp_path.iterdir()) == ["out.csv", "out.csv.meta.json"]


def test_an_interruption_leaves_nothing_behind(tmp_path, monkeypatch):
    def interrupt(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        report.save(tmp_path / "out.csv", "new\n", {})
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        report.save(tmp_path / "nowhere" / "out.csv", "x\n", {})


@posix
@pytest.mark.parametrize(("mask", "expected"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_who_may_read_a_file_is_decided_by_the_umask(tmp_path, mask, expected):
    before = os.umask(mask)
    try:
        report.save(tmp_path / "out.csv", "x\n", {})
        assert os.umask(mask) == mask  # left as it was
    finally:
        os.umask(before)
    for name in ("out.csv", "out.csv.meta.json"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == expected


@posix
def test_a_link_is_followed_and_a_pipe_is_written_to_as_it_is(tmp_path):
    real, link, pipe = tmp_path / "real.csv", tmp_path / "link.csv", tmp_path / "pipe"
    link.symlink_to(real)
    report.save(link, iter(["a\n", "b\n"]), {"x": 1})
    assert link.is_symlink()
    assert real.read_text() == "a\nb\n"
    assert (tmp_path / "real.csv.meta.json").read_text() == '{\n  "x": 1\n}\n'
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    report.save(pipe, iter(["a\n", "b\n"]), {"x": 1})
    assert os.read(reader, 100) == b"a\nb\n"
    report.save_text(pipe, "c")
    assert os.read(reader, 100) == b"c"
    os.close(reader)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.csv", "pipe", "real.csv", "real.csv.meta.json"]


def test_a_file_by_itself_has_nothing_beside_it(tmp_path):
    report.save_text(tmp_path / "a.md", "پ")
    report.save_bytes(tmp_path / "b.xlsx", b"\x00\xff")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        "a.md": "پ".encode(),
        "b.xlsx": b"\x00\xff",
    }


def test_provenance_is_json_that_people_can_read():
    text = report.meta_text({"title": "پنل", "of": [1]})
    assert text == '{\n  "title": "پنل",\n  "of": [\n    1\n  ]\n}\n'


def test_tables_below_the_first_are_text_alone_and_the_terminal_is_100_wide(weights):
    long = Table(columns=("a",), rows=(("x" * 200,),))
    shown = report.rendered(weights, "table", table=long, more=[long])
    assert shown == f"{long.text(100)}\n{long.text(100)}"
    assert report.rendered(weights, "csv", table=long, more=[long]) == long.csv()
    assert report.rendered(weights, "json").startswith('{\n  "')


# Folders


FILES = {"one.csv": "a\n", "two.bin": b"\x00"}


def test_a_folder_is_written_once_and_the_same_again_is_no_change(tmp_path):
    folder = tmp_path / "out"
    assert report.save_folder(folder, FILES) is True
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {"one.csv": b"a\n", "two.bin": b"\x00"}
    assert report.save_folder(folder, FILES) is False
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_empty_folder_is_filled(tmp_path):
    (tmp_path / "out").mkdir()
    assert report.save_folder(tmp_path / "out", FILES) is True
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["one.csv", "two.bin"]


@pytest.mark.parametrize("there", ["other", "less", "a folder", "a file"])
def test_a_folder_that_holds_something_else_stays_as_it_is(tmp_path, there):
    folder = tmp_path / "out"
    if there == "a file":
        folder.write_text("mine")
    else:
        folder.mkdir()
        (folder / "one.csv").write_text("b\n" if there == "other" else "a\n")
    if there == "a folder":
        (folder / "two.bin").mkdir()
    before = sorted(tmp_path.rglob("*"))
    message = re.escape(f"{folder}: it is there already and holds something else: name a new folder")
    with pytest.raises(FileExistsError, match=message):
        report.save_folder(folder, FILES)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_folder_that_cannot_be_written_whole_is_not_there(tmp_path, monkeypatch):
    with pytest.raises(FileNotFoundError):
        report.save_folder(tmp_path / "out", {"one.csv": "a\n", "no/where.csv": "b\n"})
    assert list(tmp_path.iterdir()) == []

    def interrupt(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        report.save_folder(tmp_path / "out", FILES)
    assert list(tmp_path.iterdir()) == []


# What was told


@pytest.fixture
def told(tmp_path):
    """What would be told of ten people of two organisations, five each, about steps and solutions."""
    people = [f"P{n}" for n in range(10)]
    made = panel(
        tmp_path / "told",
        criteria="a b",
        title="Told",
        synthetic=True,
        panellists={who: {"organisation": "North" if n < 5 else "South"} for n, who in enumerate(people)},
        solutions="s t",
        steps=[{"id": id, "solution": "s"} for id in "uv"],
        scale={"min": 0, "max": 10},
        judgements=[compare(who, "goal", "a b", "3") for who in people],
        ratings=[rate(who, "a b", {"s": "7 2", "t": "3 5", "u": "1 2", "v": "3 4"}) for who in people],
    )
    return as_if_released(made, ())


def test_what_was_told_is_published_as_tables_their_provenance_and_a_word_about_them(told):
    (first, second), by = told.orders.items(), {"North": told.weights, "South": told.weights}
    files = report.publication(replace(told, round=2, parts={"organisation": by}, notes=("a", "b")), ["organisation"])
    results = {
        "weights": told.weights,
        "ranking": first[1],
        f"ranking-{second[0]}": second[1],
        "agreement": told.agreement,
    }
    for name, result in results.items():
        assert files[f"{name}.csv"] == report.rendered(result, "csv")
        assert json.loads(files[f"{name}.csv.meta.json"]) == json.loads(json.dumps(dict(result.meta)))
    parts = list(csv.DictReader(io.StringIO(files["weights-by-organisation.csv"])))
    assert [row["organisation"] for row in parts] == ["North", "North", "South", "South"]
    assert json.loads(files["weights-by-organisation.csv.meta.json"])["notices"] == ["a", "b"]
    assert files["README.md"] == (
        "Told: what was released after round 2, of 10 panellists. "
        "Judgements and ratings are MADE UP: nobody's opinion.\n- a\n- b\n"
    )
    assert set(files) == {
        *(f"{name}.csv{end}" for name in (*results, "weights-by-organisation") for end in ("", ".meta.json")),
        "README.md",
    }


def test_what_is_not_told_has_no_file(told):
    weights = replace(told.weights, meta={**told.weights.meta, "synthetic": False})
    orders = dict.fromkeys(told.orders, "too few")
    little = replace(told, weights=weights, orders=orders, agreement="too few", parts={}, notes=("too few",))
    files = report.publication(little, ["organisation", "region"])
    assert sorted(files) == ["README.md", "weights.csv", "weights.csv.meta.json"]
    assert files["README.md"] == "Told: what was released after round 1, of 10 panellists.\n- too few\n"
    assert report.publication(replace(little, weights="too few")) == {}
