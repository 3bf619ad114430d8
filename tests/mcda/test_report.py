"""Results leave as text in a format and as files that are written whole or not at all."""

import csv
import io
import json
import os
import stat
import sys

import pytest
from panels import compare, panel

import mcda
from mcda import report

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
