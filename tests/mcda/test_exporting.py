"""What leaves for others comes back the same, and no name, however hostile, breaks a form or becomes a formula."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZIP_DEFLATED, ZipFile

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from journals import Clock, commented, judged, skipped
from openpyxl import load_workbook
from panels import compare, panel, write

import mcda
from criteria.events import Action, Kind
from criteria.files import read_files, read_panel
from criteria.journal import Journal, read_log
from criteria.text import comment_fault, name_fault
from mcda.exporting.cells import text_of
from mcda.exporting.decision import decision_table, dmsy, latex, latex_text, xmcda
from mcda.exporting.exchange import ahp_os, journal_lines
from mcda.exporting.tables import csv_files, tables_of, typed
from mcda.exporting.workbook import workbook
from mcda.table import Table
from tui.commands.group import run

ROOT = Path(__file__).parents[2]
TELEMEDICINE = ROOT / "sample_panels" / "telemedicine"
CAR = ROOT / "sample_panels" / "car"
XMCDA = "{http://www.decision-deck.org/2021/XMCDA-4.0.0}"


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_all_writes_five_tables_and_where_they_come_from(tmp_path):
    into = tmp_path / "out"
    assert run(["export", str(TELEMEDICINE), "all", "-o", str(into)]) == 0
    names = {"weights.csv", "ranking.csv", "agreement.csv", "judgements.csv", "ratings.csv", "meta.json"}
    assert {path.name for path in into.iterdir()} == names
    panel = read_panel(TELEMEDICINE)
    weighed = mcda.weights(panel)
    for row in rows((into / "weights.csv").read_text(encoding="utf-8")):
        assert float(row["global"]) == pytest.approx(weighed[row["criterion"]], rel=1e-11)
    ranked = rows((into / "ranking.csv").read_text(encoding="utf-8"))
    for of in ("steps", "solutions"):
        ranking = mcda.rank(panel, of)
        own = {row["alternative"]: float(row["score"]) for row in ranked if row["of"] == of}
        assert own == pytest.approx(dict(zip(ranking.alternatives, ranking.scores, strict=True)), rel=1e-11)
    assert json.loads((into / "meta.json").read_text(encoding="utf-8"))["panel_sha256"] == panel.sha256
    copy = tmp_path / "copy"
    shutil.copytree(TELEMEDICINE, copy)
    for name in ("judgements.csv", "ratings.csv"):
        shutil.copy(into / name, copy / name)
    again = read_panel(copy)
    assert set(again.judgements) == set(panel.judgements)
    assert set(again.ratings) == set(panel.ratings)


def test_for_excel_there_is_a_mark_and_no_formula(tmp_path):
    folder = write(
        tmp_path / "p",
        criteria=[{"id": "a", "name": "=1+1", "weight": 0.5}, {"id": "b", "name": "@b", "weight": 0.5}],
    )
    assert run(["export", str(folder), "all", "-o", str(tmp_path / "x"), "--excel", "-q"]) == 0
    content = (tmp_path / "x" / "weights.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert [row["name"] for row in rows(content.decode("utf-8-sig"))] == ["'=1+1", "'@b"]
    assert run(["export", str(folder), "all", "-o", str(tmp_path / "y"), "--raw", "-q"]) == 0
    raw = (tmp_path / "y" / "weights.csv").read_text(encoding="utf-8")
    assert [row["name"] for row in rows(raw)] == ["=1+1", "@b"]


def test_a_panel_that_says_too_little_gives_what_there_is(tmp_path, capsys):
    folder = write(
        tmp_path / "p", criteria="a b c", panellists="P1", judgements=compare("P1", "goal", "a b c", "3 ? ?")
    )
    into = tmp_path / "out"
    assert run(["export", str(folder), "all", "-o", str(into)]) == 0
    assert {path.name for path in into.iterdir()} == {"agreement.csv", "judgements.csv", "ratings.csv", "meta.json"}
    assert "no weights and no ranking: goal" in capsys.readouterr().err


def test_the_workbook_holds_numbers_as_numbers_and_the_same_bytes_each_time():
    tables = tables_of(TELEMEDICINE)
    content = workbook(tables)
    assert content == workbook(tables)
    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["about", "weights", "ranking", "agreement", "judgements", "ratings"]
    panel = read_panel(TELEMEDICINE)
    weighed = mcda.weights(panel)
    head, *body = book["weights"].values
    assert head == ("criterion", "name", "parent", "level", "local", "global", "rank")
    expected = {id: weighed[id] for id in weighed.criteria}
    assert {row[0]: row[5] for row in body} == pytest.approx(expected, rel=1e-14)
    ratios = [row[5] for row in list(book["judgements"].values)[1:]]
    assert ratios == pytest.approx(list(panel.judgements.ratio), rel=1e-15)
    assert all(book[name].freeze_panes == "A2" for name in book.sheetnames)
    assert not any(book[name].sheet_view.rightToLeft for name in book.sheetnames)
    assert ("MADE UP", "Judgements and ratings are made up: nobody's opinion.") in list(book["about"].values)


def test_sheets_have_a_header_in_bold_columns_as_wide_as_their_texts_and_a_filter(tmp_path):
    long = "x" * 70
    folder = write(
        tmp_path,
        title=long,
        synthetic=True,
        criteria=[{"id": "a", "name": "first line"}, {"id": "b"}],
        panellists="P1",
        judgements=[(1, "P1", "goal", "a", "b", "1/3")],
    )
    journal = Journal(folder, Clock())
    journal.append([skipped("a", "b", round=2), commented("a", "b", "too long to be seen\nat once", round=2)])
    journal.close()
    tables = tables_of(folder)
    book = load_workbook(io.BytesIO(workbook(tables)))
    judgements = book["judgements"]
    assert list(judgements.values) == [
        ("round", "panellist", "node", "first", "second", "ratio", "comment"),
        (1, "P1", "goal", "a", "b", 1 / 3, None),
        (2, "P1", "goal", "a", "b", None, "too long to be seen\nat once"),
    ]
    assert judgements.auto_filter.ref == "A1:G3"
    assert [(cell.font.bold, cell.alignment.vertical) for cell in judgements[1]] == [(True, "top")] * 7
    assert [cell.font.bold for cell in judgements[2]] == [False] * 7
    widths = {letter: each.width for letter, each in judgements.column_dimensions.items()}
    assert widths == {"A": 7, "B": 11, "C": 6, "D": 7, "E": 8, "F": 10, "G": 21}
    assert book["about"].column_dimensions["B"].width == 62
    empty = book["ratings"]
    assert empty.auto_filter.ref is None
    about = list(book["about"].values)
    meta = tables.meta
    assert about == [
        ("what", "is"),
        ("title", long),
        ("MADE UP", "Judgements and ratings are made up: nobody's opinion."),
        ("panellists", 1),
        ("SHA-256 of the panel", meta["panel_sha256"]),
        *((name, str(word)) for name, word in meta["options"].items()),
        *((f"version of {name}", word) for name, word in meta["versions"].items()),
        *(("notice", notice) for notice in meta["notices"]),
    ]
    assert (book.properties.title, book.properties.creator) == (long, "mcda")


def test_what_a_workbook_holds_has_no_time_and_no_formula(tmp_path):
    folder = write(tmp_path, criteria=[{"id": "a", "name": "=1+1 _x0041_", "weight": 1}], title="T")
    content = workbook(tables_of(folder))
    book = load_workbook(io.BytesIO(content))
    cell = book["weights"]["B2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1 _x005F_x0041_", "s", True)
    assert not book["weights"]["A2"].quotePrefix
    noon = datetime(1980, 1, 1)
    assert (book.properties.created, book.properties.modified) == (noon, noon)
    with ZipFile(io.BytesIO(content)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {part.compress_type for part in parts.infolist()} == {ZIP_DEFLATED}
    assert len(text_of("x" * 40_000)) == 32_767
    assert text_of("a\ufffeb\x07") == "a\ufffdb\\x07"


def test_forms_that_hold_numbers_get_ratios_as_numbers():
    table = Table(columns=("ratio", "comment"), rows=(("1/4", "1/3"), ("2.5", ""), ("", "x"), (3, "y")))
    found = typed(table)
    assert [row[1] for row in found.rows] == ["1/3", "", "x", "y"]
    assert [row[0] for row in found.rows if row[1] != "x"] == [0.25, 2.5, 3]
    assert np.isnan(found.rows[2][0])
    other = Table(columns=("a",), rows=(("1/4",),))
    assert typed(other) is other


def test_provenance_says_by_which_words_and_what_is_in_the_journal(two):
    meta = tables_of(two).meta
    assert meta["options"]["method"] == "weighted-sum"
    assert meta["options"]["seed"] == 0
    assert meta["journal"] == {"events": 0, "heads": []}
    journal = Journal(two, Clock())
    journal.append([Action(kind=Kind.OPENED, round=1)])
    journal.close()
    (event,) = read_log(two).events
    tables = tables_of(two)
    assert tables.meta["journal"] == {"events": 1, "heads": [event.id]}
    assert tables.meta["panel_sha256"] == read_panel(two).sha256 != read_files(two).sha256
    assert list(tables.tables) == ["weights", "ranking", "agreement", "judgements", "ratings"]
    assert {row["of"] for row in rows(tables.tables["ranking"].csv())} == {"solutions"}


def test_sheets_of_a_persian_panel_run_from_right_to_left(tmp_path):
    criteria = [{"id": "a", "name": "ضعف سیاست", "weight": 0.5}, {"id": "b", "name": "زیرساخت", "weight": 0.5}]
    folder = write(tmp_path, criteria=criteria, title="پزشکی از راه دور")
    book = load_workbook(io.BytesIO(workbook(tables_of(folder))))
    assert all(book[name].sheet_view.rightToLeft for name in book.sheetnames)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_libreoffice_reads_the_same_numbers(tmp_path):
    path = tmp_path / "p.xlsx"
    path.write_bytes(workbook(tables_of(CAR)))
    form = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
    where = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = ["soffice", where, "--headless", "--convert-to", form, "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    weighed = mcda.weights(read_panel(CAR))
    found = rows((tmp_path / "p-weights.csv").read_text(encoding="utf-8"))
    assert {row["criterion"]: float(row["global"]) for row in found} == pytest.approx(
        {id: weighed[id] for id in weighed.criteria}, rel=1e-12
    )


@pytest.mark.parametrize("of", ["steps", "solutions"])
def test_the_decision_table_comes_back_from_yaml_and_xml(of):
    panel = read_panel(TELEMEDICINE)
    ranking = mcda.rank(panel, of)
    table = decision_table(panel, of)
    said = yaml.safe_load(dmsy(table))
    assert (said["dmsy"]["dm_type"], said["dmsy"]["version"]) == ("discrete-dm", 1)
    data = said["data"]
    scores = mcda.ranking.topsis(data["matrix"], data["weights"], data["objectives"])
    found = dict(zip(data["alternatives"], scores, strict=True))
    assert found == pytest.approx(dict(zip(ranking.alternatives, ranking.scores, strict=True)), rel=1e-12)
    root = ElementTree.fromstring(xmcda(table))
    assert [child.tag.removeprefix(XMCDA) for child in root] == [
        *("alternatives", "criteria", "performanceTable", "criteriaScales", "criteriaValues")
    ]
    values = [float(real.text) for real in root.find(f"{XMCDA}performanceTable").iter(f"{XMCDA}real")]
    np.testing.assert_array_equal(np.reshape(values, table.values.shape), table.values)
    weights = [float(real.text) for real in root.find(f"{XMCDA}criteriaValues").iter(f"{XMCDA}real")]
    assert weights == list(table.weights)


def test_a_cost_is_a_minimum_elsewhere_too(tmp_path):
    criteria = [{"id": "a", "direction": "cost", "weight": 0.5}, {"id": "b", "weight": 0.5}]
    performance = {"s": {"a": 1e-5, "b": 2}, "t": {"a": 3e22, "b": 1.5e-7}}
    table = decision_table(panel(tmp_path, criteria=criteria, solutions="s t", performance=performance))
    data = yaml.safe_load(dmsy(table))["data"]
    assert (data["objectives"], data["matrix"]) == ([-1, 1], [[1e-5, 2], [3e22, 1.5e-7]])
    directions = ElementTree.fromstring(xmcda(table)).iter(f"{XMCDA}preferenceDirection")
    assert [each.text for each in directions] == ["min", "max"]


@pytest.fixture
def two(tmp_path):
    """A cost and a benefit; the second alternative costs twice as much, and 0.25 / 2 less is 0.875."""
    return write(
        tmp_path / "two",
        title="Two & two",
        criteria=[
            {"id": "a", "name": "Cost_%", "direction": "cost", "weight": 0.25},
            {"id": "b", "name": "Brücke 😀 𐀀", "weight": 0.75},
        ],
        solutions={"s": {"name": "One"}, "t": {"name": 'A "2"'}},
        performance={"t": {"a": 4, "b": 1e-5}, "s": {"a": 2, "b": 1e-5}},
        settings={"method": "weighted-sum", "normalisation": "max"},
    )


def test_a_decision_table_as_simple_yaml_is_that_of_scikit_criteria(two):
    assert dmsy(decision_table(read_panel(two))).splitlines() == [
        *("dmsy:", "  dm_type: discrete-dm", "  version: 1", "  meta:", '    description: "Two & two"'),
        *("data:", "  matrix:", "  - [2.0, 1.0e-05]", "  - [4.0, 1.0e-05]"),
        *("  objectives: [-1, 1]", "  weights: [0.25, 0.75]", "  dtypes: [float64, float64]"),
        *('  alternatives: ["s", "t"]', '  criteria: ["a", "b"]', "  extra:"),
        '    alternative_names: ["One", "A \\"2\\""]',
        '    criterion_names: ["Cost_%", "Br\\u00FCcke \\U0001F600 \\U00010000"]',
    ]


def test_weights_and_ranking_are_tables_of_latex(two):
    weights, ranking = latex(tables_of(two)).split("\n\n")
    assert weights.splitlines() == [
        *("% needs \\usepackage{booktabs}", "\\begin{table}"),
        *("\\caption{Two \\& two: weights.}\\label{tab:weights}", "\\begin{tabular}{llrrr}", "\\toprule"),
        *("criterion & name & local & global & rank \\\\", "\\midrule"),
        *("a & Cost\\_\\% & $0.2500$ & $0.2500$ & 2 \\\\", "b & Brücke 😀 𐀀 & $0.7500$ & $0.7500$ & 1 \\\\"),
        *("\\bottomrule", "\\end{tabular}", "\\end{table}"),
    ]
    assert ranking.splitlines()[1:] == [
        *("\\caption{Two \\& two: ranking.}\\label{tab:ranking}", "\\begin{tabular}{lrllr}", "\\toprule"),
        *("of & rank & alternative & name & score \\\\", "\\midrule", "solutions & 1 & s & One & $1.0000$ \\\\"),
        "solutions & 2 & t & A \\textquotedbl{}2\\textquotedbl{} & $0.8750$ \\\\",
        *("\\bottomrule", "\\end{tabular}", "\\end{table}"),
    ]


def test_latex_has_what_there_is_and_says_what_is_made_up(tmp_path):
    judgements = compare("P1", "goal", "a b c", "3 ? ?")
    some = write(tmp_path / "some", criteria="a b c", panellists="P1", judgements=judgements)
    with pytest.raises(mcda.AnalysisError, match="no weights and no ranking: goal"):
        latex(tables_of(some))
    weights = latex(tables_of(write(tmp_path / "weights", criteria={"a": 1}, title="T", synthetic=True)))
    said = "\\caption{T: weights. Judgements and ratings are MADE UP: nobody{'}s opinion.}"
    assert said in weights
    assert "tab:ranking" not in weights


def decoded(project, node, participant):
    """Ratios of a participant at a node, row-wise above the diagonal, as AHP-OS reads them."""
    (row,) = [row for row in project["pwc"] if (row["pwc_node"], row["pwc_part"]) == (node, participant)]
    pairs = zip(row["pwc_ab"], row["pwc_intense"], strict=True)
    return [int(digit) if side == "0" else 1 / int(digit) for side, digit in pairs]


def hierarchy_of(project):
    """Node -> names of its children, by the hierarchy text."""
    statements = [part.strip() for part in project["pj"][0]["project_hText"].split(";") if part.strip()]
    found = {}
    for statement in statements:
        node, _, children = statement.partition(":")
        found[node.strip()] = [child.partition("=")[0].strip() for child in children.split(",")]
    return found


def test_ahp_os_reads_the_same_judgements():
    panel = read_panel(TELEMEDICINE)
    exchanged = ahp_os(panel)
    project = json.loads(exchanged.text)
    tree = hierarchy_of(project)
    assert next(iter(tree)) == panel.title
    assert tree[panel.title] == [criterion.name for criterion in panel.hierarchy.criteria]
    given = {(j.panellist, j.node, j.first, j.second): j.ratio for j in panel.judgements}
    items = [criterion.id for criterion in panel.hierarchy.criteria]
    ratios = []
    for place, first in enumerate(items):
        for second in items[place + 1 :]:
            own = given.get(("P01", "goal", first, second))
            ratios.append(1 / given["P01", "goal", second, first] if own is None else own)
    assert decoded(project, panel.title, "P01") == pytest.approx(ratios, rel=1e-12)
    assert project["alt"] == []
    assert exchanged.notices == (
        "AHP-OS holds complete nodes only, left out: P06 at goal, P15 at goal, P06 at mechanisms, P06 at legal",
    )


def test_ahp_os_gets_alternatives_where_they_were_compared():
    exchanged = ahp_os(read_panel(CAR))
    project = json.loads(exchanged.text)
    assert len(project["alt"]) == 6
    assert {len(row["pwc_ab"]) for row in project["pwc"]} >= {6, 15}
    assert any("judgements were rounded" in notice for notice in exchanged.notices)


def test_given_weights_stand_in_the_hierarchy_text(tmp_path):
    given = panel(tmp_path, criteria={"x": 0.25, "y": 0.75, "z": 0}, title="G: of, all")
    text = json.loads(ahp_os(given).text)["pj"][0]["project_hText"]
    assert text == "G of all: x=0.25, y=0.75, z=0;"


def test_a_project_of_ahp_os_is_written_out(tmp_path):
    """The later round counts, whichever way it was asked; 2.4 is rounded, a gap leaves a node out; steps stay away."""
    given = panel(
        tmp_path,
        title="Choice",
        criteria=[{"id": "a", "name": "Same"}, {"id": "b", "name": "same"}, {"id": "c", "name": "a;b"}],
        panellists="P1 P2",
        solutions={"s": {"name": "Één"}, "t": {"name": "=="}},
        steps=[{"id": "u", "solution": "s"}, {"id": "v", "solution": "s"}],
        judgements=[
            compare("P1", "goal", "a b c", "9 1 1/4"),
            [(2, "P1", "goal", "b", "a", "2.4")],
            compare("P2", "goal", "a b c", "? 3 4"),
            compare("P2", "b", "s t", "1/7"),
            compare("P2", "a", "u v", "3"),
        ],
    )
    found = ahp_os(given)
    code = sha256(b"Choice").hexdigest()[:6]
    said = json.loads(found.text)
    common = {"project_sc": code, "pwc_timestamp": "0"}
    assert said["pwc"] == [
        {**common, "pwc_part": "P1", "pwc_node": "Choice", "pwc_ab": "101", "pwc_intense": "214", "pwc_id": "1"},
        {**common, "pwc_part": "P2", "pwc_node": "same (b)", "pwc_ab": "1", "pwc_intense": "7", "pwc_id": "2"},
    ]
    assert said["alt"] == [{"project_sc": code, "alt": name} for name in ("Één", "t")]
    assert said["pj"] == [
        {
            "project_id": "1",
            "project_sc": code,
            "project_name": "Choice",
            "project_description": "",
            "project_hText": "Choice: Same, same (b), a b;",
            "project_datetime": "1970-01-01 00:00:00",
            "project_author": "mcda",
            "project_status": "1",
        }
    ]
    assert found.notices == (
        "AHP-OS holds whole intensities only: 1 judgements were rounded",
        "AHP-OS holds complete nodes only, left out: P2 at goal",
    )
    assert found.text.startswith('{\n "pj": [')
    assert '"Één"' in found.text
    assert found.text.endswith("}\n")


def test_every_event_is_a_line(tmp_path):
    folder = write(tmp_path, criteria="a b c", panellists="P1")
    journal = Journal(folder, Clock())
    journal.append([judged("a", "b", 3.0), commented("a", "c", "چرا؟")])
    journal.close()
    from criteria.journal import read_log
    from criteria.journal.chain import COLUMNS, event_of, hash_of

    log = read_log(folder)
    assert "چرا؟" in journal_lines(log)
    lines = [json.loads(line) for line in journal_lines(log).splitlines()]
    assert [line["number"] for line in lines] == [1, 2]
    for line, event in zip(lines, log.events, strict=True):
        row = [line[column] for column in COLUMNS]
        assert event_of(row) == event
        assert hash_of(row) == event.id


HOSTILE = [
    *("=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "＝1", "'=x", "#N/A", "#REF!", "TRUE", "1/2", "1e5"),
    *("_x0041_", "a,b", 'a"b', "a;b:c=d", "</script><script>alert(1)</script>", "]]>", "&amp;&lt;", "<!--"),
    *("{{ 7*7 }}", "{% raw %}", "$x$ 100% #1 _a_ ~b^c\\input{/etc/passwd}", "\\end{tabular}", "``''--", "ضعف سیاست"),
    *("می‌خواهم", "漢字", "é", "😀", "null", "~", "yes", "- a", "a: b", "| a | b |", "`x`", "[a](javascript:alert(1))"),
    *("![x](http://e.x/y)", "\U0010fffd"),
]
texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=40)
names = texts.filter(lambda text: name_fault(text) is None and text.strip() == text)
comments = texts.filter(lambda text: comment_fault(text) is None)


def through_every_form(folder):
    """Nothing raises, every form can be read back, and names come back where the form can hold them."""
    given = read_panel(folder)
    tables = tables_of(folder)
    ids = [step.id for step in given.steps]
    wanted = {step.id: step.name for step in given.steps}
    raw = csv_files(tables, excel=False, raw=True)
    assert {row["alternative"]: row["name"] for row in rows(raw["ranking.csv"])} == wanted
    book = load_workbook(io.BytesIO(workbook(tables)))
    for sheet in book:
        assert not any(cell.data_type in "fe" for row in sheet.iter_rows() for cell in row)
    table = decision_table(given)
    extra = yaml.safe_load(dmsy(table))["data"]["extra"]
    assert dict(zip(ids, extra["alternative_names"], strict=True)) == wanted
    root = ElementTree.fromstring(xmcda(table))
    assert [each.get("id") for each in root.iter(f"{XMCDA}alternative")] == ids
    json.loads(ahp_os(given).text)
    body = latex(tables)
    assert body.count("\\end{tabular}") == body.count("\\begin{tabular}") == 2
    return book, wanted


def hostile_panel(folder, of_steps):
    criteria = [{"id": "a", "name": of_steps[0], "weight": 0.4}, {"id": "b", "weight": 0.6}]
    steps = [{"id": f"s{n}", "name": name, "solution": "one"} for n, name in enumerate(of_steps)]
    performance = {step["id"]: {"a": n + 1, "b": 7 - n % 5} for n, step in enumerate(steps)}
    write(
        folder,
        criteria=criteria,
        solutions="one",
        steps=steps,
        performance=performance,
        panellists="P1",
        title=of_steps[-1],
    )
    return folder


def test_a_thousand_hostile_names_break_no_form(tmp_path):
    rng = np.random.default_rng(11)
    of_steps = list(HOSTILE)
    while len(of_steps) < 1000:
        name = " ".join(rng.choice(HOSTILE, 2))
        if name_fault(name) is None:
            of_steps.append(name)
    book, wanted = through_every_form(hostile_panel(tmp_path, of_steps))
    found = {row[2]: row[3] for row in list(book["ranking"].values)[1:]}
    assert {id: re.sub(r"_x005F_", "_", name) for id, name in found.items()} == wanted


@settings(max_examples=30, deadline=None)
@given(of_steps=st.lists(names, min_size=2, max_size=6))
def test_any_name_that_a_panel_may_have_breaks_no_form(of_steps, tmp_path_factory):
    through_every_form(hostile_panel(tmp_path_factory.mktemp("p"), of_steps))


@settings(max_examples=30, deadline=None)
@given(comment=comments)
def test_any_comment_breaks_no_form(comment, tmp_path_factory):
    folder = write(tmp_path_factory.mktemp("p"), criteria="a b", panellists="P1")
    journal = Journal(folder, Clock())
    journal.append([judged("a", "b", 3.0), commented("a", "b", comment)])
    journal.close()
    tables = tables_of(folder)
    (row,) = rows(csv_files(tables, excel=True, raw=False)["judgements.csv"])
    assert not row["comment"].startswith(("=", "+", "-", "@"))
    book = load_workbook(io.BytesIO(workbook(tables)))
    assert not any(cell.data_type in "fe" for row in book["judgements"].iter_rows() for cell in row)


@given(text=texts)
def test_nothing_in_a_text_is_a_command_to_latex(text):
    written = latex_text(text)
    for harmless in (
        r"\\text[a-z]+\{\}",
        r"\\[&%$#_{}]",
        r"\{[\[\]\-'`]\}",
    ):
        written = re.sub(harmless, "", written)
    assert not re.search(r"[\\{}$&%#_^~\[\]]", written)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["all"], "give -o DIR"),
        (["workbook"], "give -o FILE.xlsx"),
        (["workbook", "-o", "x.xls"], "does not end in .xlsx"),
        (["dmsy", "--format", "json"], "has a form of its own"),
        (["judgements", "--of", "steps"], "--of chooses"),
        (["xmcda", "--raw"], "are about CSV"),
        (["all", "--excel", "--raw"], "use one of them"),
        (["excel"], "is not one of"),
        (["latex", "-o", "nowhere/x.tex"], "there is no folder"),
        (["judgements", "-o", "x.pdf"], "files are not written"),
        (["all", "-o", str(CAR)], "a panel's own folder"),
    ],
)
def test_wrong_usage_is_said_and_nothing_is_written(arguments, message, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert run(["export", str(CAR), *arguments]) == 2
    assert message in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_panel_without_alternatives_has_no_decision_table(capsys):
    assert run(["export", str(ROOT / "sample_panels" / "city200"), "dmsy"]) == 1
    assert "there is no table to export" in capsys.readouterr().err
