"""What was exported and imported again, or put back into a folder, gives the same numbers."""

import csv
import json
import shutil
import sqlite3
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from nineteen import PEOPLE, closed, happens, made, opened
from openpyxl import load_workbook
from panels import compare, write

import mcda
from criteria.files import read_files, read_panel
from criteria.journal import Journal
from criteria.journal.chain import COLUMNS
from mcda.exporting.tables import NAMES
from tui.commands.group import run

TELEMEDICINE = Path(__file__).parents[2] / "sample_panels" / "telemedicine"
EXACT = 1e-12


def exported(folder, what, path, *options):
    assert run(["export", str(folder), what, "-o", str(path), "-q", *options]) == 0
    return path


def imported(format, path, folder):
    assert run(["import", format, str(path), str(folder)]) == 0
    return read_panel(folder)


def scores(panel, of, **options):
    """Name of an alternative -> its score."""
    found = mcda.rank(panel, of, **options)
    return dict(zip(found.names, found.scores.tolist(), strict=True))


@pytest.mark.parametrize("of", ["steps", "solutions"])
@pytest.mark.parametrize(("form", "ending"), [("dmsy", "dmsy"), ("xmcda", "xml")])
def test_a_decision_table_comes_back_with_the_same_order(form, ending, of, tmp_path):
    given = read_panel(TELEMEDICINE)
    path = exported(TELEMEDICINE, form, tmp_path / f"t.{ending}", "--of", of)
    again = imported(form, path, tmp_path / "again")
    wanted = mcda.rank(given, of)
    back = mcda.rank(again, "solutions", method="topsis", normalisation="vector")
    if form == "dmsy":  # whose labels are ids
        assert back.names == wanted.alternatives
    else:
        assert sorted(back.names) == sorted(wanted.names)
    np.testing.assert_allclose(back.scores, wanted.scores, rtol=EXACT)
    np.testing.assert_allclose(sorted(back.weights), sorted(wanted.weights), rtol=EXACT)


def test_costs_and_extremes_come_back_by_each_way(tmp_path):
    rng = np.random.default_rng(4)
    performance = {f"alt{n}": dict(zip("abc", (rng.lognormal(0, 9, 3)).tolist(), strict=True)) for n in range(30)}
    weights = {"a": 1 / 3, "b": 1e-7, "c": 2 / 3 - 1e-7}
    criteria = [
        {"id": id, "weight": share, "direction": "cost" if id == "c" else "benefit"} for id, share in weights.items()
    ]
    folder = write(tmp_path / "p", criteria=criteria, solutions=" ".join(performance), performance=performance)
    wanted = scores(read_panel(folder), "solutions")
    for form, ending in (("dmsy", "dmsy"), ("xmcda", "xml")):
        again = imported(form, exported(folder, form, tmp_path / f"t.{ending}"), tmp_path / form)
        assert scores(again, "solutions") == pytest.approx(wanted, rel=EXACT)
        held = {id: list(row) for id, row in again.performance.values.items()}
        assert held == {id: list(row.values()) for id, row in performance.items()}


def test_a_project_of_ahp_os_comes_back_with_the_same_weights_and_order(tmp_path):
    rng = np.random.default_rng(5)
    whole = [*range(1, 10), *(f"1/{n}" for n in range(2, 10))]

    def judged(who, node, items):
        pairs = list(combinations(items.split(), 2))
        return compare(who, node, items, " ".join(str(whole[n]) for n in rng.integers(0, 17, len(pairs))))

    leaves = dict.fromkeys(("own", "bought", "cost", "laws"), "x y z")
    nodes = {"goal": "cost skills laws", "skills": "own bought", **leaves}
    people = "P1 P2 P3"
    folder = write(
        tmp_path / "p",
        criteria={"cost": None, "skills": {"own": None, "bought": None}, "laws": None},
        solutions=[{"id": id, "name": f"The {id}"} for id in "xyz"],
        panellists=people,
        judgements=[judged(who, node, items) for who in people.split() for node, items in nodes.items()],
        settings={"method": "ahp"},
    )
    given = read_panel(folder)
    again = imported("ahp-os-json", exported(folder, "ahp-os", tmp_path / "p.json"), tmp_path / "again")
    assert len(again.judgements) == len(given.judgements)
    for options in ({}, {"priorities": "eigenvector"}, {"aggregation": "aip"}):
        wanted, back = mcda.weights(given, **options), mcda.weights(again, **options)
        ours = dict(zip(wanted.names, wanted.overall.tolist(), strict=True))
        assert dict(zip(back.names, back.overall.tolist(), strict=True)) == pytest.approx(ours, rel=EXACT)
    assert scores(again, "solutions", method="ahp") == pytest.approx(
        scores(given, "solutions", method="ahp"), rel=EXACT
    )
    wanted, back = mcda.consistency(given), mcda.consistency(again)
    ratios = sorted(node.cr for node in wanted.nodes if node.items > 2)
    assert sorted(node.cr for node in back.nodes if node.items > 2) == pytest.approx(ratios, rel=1e-9)


@pytest.fixture(scope="module")
def sat(tmp_path_factory):
    """Nineteen who have sat: answers in files and in a journal, changed in a second round."""
    from journals import commented, judged, rated

    folder = made(tmp_path_factory.mktemp("sat") / "panel")
    happens(
        folder,
        opened(1),
        judged("a", "b", 1 / 3, who=PEOPLE[0]),
        commented("a", "b", "=1+1; it, depends", who=PEOPLE[0]),
    )
    happens(folder, closed(1), opened(2))
    for place, who in enumerate(PEOPLE[:9]):
        happens(folder, judged("b", "c", 1 + place / 7, who=who, round=2), rated("x", "a", place, who=who, round=2))
    return folder


def same_numbers(panel, given):
    """Whether weights, order and agreement are those of the panel that was given."""
    np.testing.assert_allclose(mcda.weights(panel).overall, mcda.weights(given).overall, rtol=EXACT)
    assert scores(panel, "solutions") == pytest.approx(scores(given, "solutions"), rel=EXACT)
    wanted = [measure.value for measure in mcda.agreement(given).measures]
    assert [measure.value for measure in mcda.agreement(panel).measures] == pytest.approx(
        wanted, rel=EXACT, nan_ok=True
    )


def test_the_five_tables_put_back_into_a_folder_give_the_same_numbers(sat, tmp_path):
    into = exported(sat, "all", tmp_path / "all")
    assert {path.name for path in into.iterdir()} == {*(f"{name}.csv" for name in NAMES), "meta.json"}
    copy = tmp_path / "copy"
    copy.mkdir()
    for path in (sat / "panel.yaml", into / "judgements.csv", into / "ratings.csv"):
        shutil.copy(path, copy)
    given = read_panel(sat)
    assert set(read_panel(copy).judgements) == set(given.judgements)
    same_numbers(read_panel(copy), given)
    meta = json.loads((into / "meta.json").read_text())
    assert meta["panel_sha256"] == given.sha256
    assert meta["journal"]["events"] == 23
    assert len(meta["journal"]["heads"]) == 1
    assert {"mcda", "numpy", "python"} <= set(meta["versions"])
    assert {"priorities", "aggregation", "weighting", "scale", "method", "seed"} <= set(meta["options"])


def test_a_workbooks_sheets_put_back_into_a_folder_give_the_same_numbers(sat, tmp_path):
    book = load_workbook(exported(sat, "workbook", tmp_path / "w.xlsx"), read_only=True)
    copy = tmp_path / "copy"
    copy.mkdir()
    shutil.copy(sat / "panel.yaml", copy)
    for name in ("judgements", "ratings"):
        with (copy / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(book[name].values)
    given = read_panel(sat)
    same_numbers(read_panel(copy), given)
    head, *rows = book["weights"].values
    found = {row[0]: row[head.index("global")] for row in rows}
    weighed = mcda.weights(given)
    assert found == pytest.approx(dict(zip(weighed.criteria, weighed.overall.tolist(), strict=True)), rel=EXACT)


def test_a_journal_made_of_its_lines_gives_the_same_numbers(sat, tmp_path):
    lines = exported(sat, "journal", tmp_path / "j.jsonl").read_text(encoding="utf-8").splitlines()
    copy = tmp_path / "copy"
    copy.mkdir()
    for path in sat.glob("*.[cy]*"):
        shutil.copy(path, copy)
    Journal(copy).close()
    names = ("number", *COLUMNS)
    with sqlite3.connect(copy / "journal.db") as connection:
        rows = [tuple(json.loads(line)[name] for name in names) for line in lines]
        connection.executemany(f"INSERT INTO events ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})", rows)
        id, tick = (rows[-1][names.index(name)] for name in ("id", "tick"))
        connection.execute("DELETE FROM heads")
        connection.execute("INSERT INTO heads (id, tick) VALUES (?, ?)", (id, tick))
    connection.close()
    assert run(["check", str(copy)]) == 0
    given = read_panel(sat)
    assert read_panel(copy).sha256 == given.sha256
    same_numbers(read_panel(copy), given)
    assert mcda.weights(read_files(copy)).overall.tolist() != pytest.approx(mcda.weights(given).overall.tolist())


FORMS = {"dmsy": "dmsy", "xmcda": "xml", "ahp-os": "json", "journal": "jsonl", "latex": "tex"}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_has_its_provenance_beside_it(sat, form, tmp_path):
    path = exported(sat, form, tmp_path / f"t.{FORMS[form]}")
    meta = json.loads(path.with_name(path.name + ".meta.json").read_text(encoding="utf-8"))
    assert meta["panel_sha256"] == read_panel(sat).sha256
    assert {"mcda", "numpy", "python"} <= set(meta["versions"])
    assert "notices" in meta
