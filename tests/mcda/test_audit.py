"""The audit: other routes give the same numbers, whatever the options; what was changed by hand is found."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import numpy as np
import pytest
from journals import Clock
from panels import compare, panel, rate, steps_of

import mcda
from criteria.events import Action, Kind, Pair
from criteria.files import read_panel
from criteria.journal import Journal
from criteria.journal.chain import COLUMNS, hash_of
from mcda.analysis import manifesting
from mcda.analysis.checks import Comparing
from tui.commands.group import run

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", ["telemedicine", "house", "car", "city200"])
def test_every_published_number_of_the_sample_panels_comes_out_again(name):
    given = read_panel(ROOT / "sample_panels" / name)
    audit = mcda.audit(given)
    assert audit.failed == ()
    published = mcda.weights(given)
    by_route = {(c.what, c.of): c for c in audit.checks if c.route.startswith("numpy")}
    for place, criterion in enumerate(published.criteria):
        assert by_route["local weight", criterion].ours == published.local[place]
        assert by_route["global weight", criterion].ours == published.overall[place]
        assert by_route["global weight", criterion].difference < 1e-12
    for node in mcda.consistency(given).nodes:
        if not np.isnan(node.cr):
            assert by_route["consistency ratio", f"{node.panellist} at {node.node}"].ours == pytest.approx(node.cr)
    of_formulas = [c for c in audit.checks if c.route == "formula from print" and c.what.startswith("score")]
    wanted = {"telemedicine": 21, "house": 3, "car": 6, "city200": 0}
    assert len(of_formulas) == wanted[name]


def test_agreement_intervals_and_the_roadmap_come_out_again_by_another_route():
    """Every number that the commands print is there as `ours`, and its other route is no more than 1e-11 away."""
    given = read_panel(ROOT / "sample_panels" / "telemedicine")
    checks = mcda.audit(given).checks
    ours = {(c.what, c.of): c.ours for c in checks if c.route != "HiGHS"}
    words = {"consensus": "consensus S*", "homogeneity": "homogeneity S", "kendall-w": "Kendall's W"}
    measures = [measure for measure in mcda.agreement(given).measures if measure.measure in words]
    assert len(measures) == 30
    assert all(ours[words[each.measure], each.scope] == each.value for each in measures)
    intervals = mcda.sensitivity(given, "steps", draws=5, intervals=True).intervals
    ends = {value for what, value in ours.items() if what[0] == "end of an interval" and what[1].endswith("the steps")}
    assert ends == {each.low for each in intervals if each.below} | {each.high for each in intervals if each.above}
    assert len(ends) > 30
    plan = mcda.roadmap(given, draws=1)
    assert ours["cost of the roadmap", "chosen steps"] == plan.cost == 60
    assert ours["value of the roadmap", "chosen steps"] == plan.value
    of_steps = {what[1]: value for what, value in ours.items() if what[0] == "value of a step in the roadmap"}
    assert of_steps == dict(zip(plan.steps, plan.values.tolist(), strict=True))
    (solved,) = (c for c in checks if c.route == "HiGHS")
    assert solved.difference < 1e-6
    kinds = ("consensus S*", "homogeneity S", "Kendall's W", "end of an interval", "value of a step in the roadmap")
    assert max(c.difference for c in checks if c.what in kinds) < 1e-11


ROADMAPS = {
    "budget": {"budget": 9},
    "no limit": {},
    "synergies": {
        "budget": 12,
        "synergies": [{"steps": ["s1", "s4"], "adds": 0.3}, {"steps": ["s2", "s5"], "saves": 1}],
    },
    "phases": {"phases": [{"name": "I", "budget": 5}, {"name": "II", "budget": 4, "length": 3}]},
}


@pytest.mark.parametrize("name", ROADMAPS)
def test_every_kind_of_roadmap_comes_out_again(name, tmp_path):
    costs = {f"s{n}": {"cost": n, "duration": 4 - n // 2} for n in range(1, 6)}
    given = small(tmp_path, {}, roadmap={**ROADMAPS[name], "steps": costs})
    audit = mcda.audit(given)
    assert audit.failed == ()
    by_what = {c.what: c for c in audit.checks if c.of in ("chosen steps", "best set")}
    assert set(by_what) == {"cost of the roadmap", "value of the roadmap"}
    assert by_what["cost of the roadmap"].difference < 1e-12
    assert max(c.difference for c in audit.checks if c.what == "value of a step in the roadmap") < 1e-12


def test_an_end_of_an_interval_that_is_wrong_is_found():
    from mcda.analysis.auditing_further import _crossing

    assert _crossing(lambda share: share - 0.3, 0.3 + 1e-6) == pytest.approx(0.3, abs=1e-13)
    assert (
        Comparing(1e-9)("end of an interval", "a", 0.301, _crossing(lambda s: s - 0.3, 0.301), "r").verdict == "differs"
    )


RATIOS = ["3 5 1/2 2 1/4 1/7", "2 ? 1/3 4 ? 1/5", "1 2 3 1/2 1/3 4"]


def small(folder, settings, *, costs=True, spare=True, **said):
    """Three panellists, gaps in one's judgements, ratings with gaps of steps, unequal say and organisations."""
    criteria = [{"id": id, "direction": "cost" if costs and id in "bd" else "benefit"} for id in "abcd"]
    people = [
        {"id": "P1", "weight": 2, "organisation": "North"},
        {"id": "P2", "organisation": "North"},
        {"id": "P3", "organisation": "South"},
    ]
    rng = np.random.default_rng(3)
    rows = [
        rate(f"P{n}", "a b c d", {f"s{step}": " ".join(map(str, rng.integers(1, 10, 4))) for step in range(1, 6)})
        for n in (1, 2, 3)
    ]
    if spare:
        rows[1] = [row for place, row in enumerate(rows[1]) if place % 4]
    return panel(
        folder,
        criteria=criteria,
        panellists=people,
        solutions="one two",
        steps=steps_of(one="s1 s2 s3", two="s4 s5"),
        scale={"min": 0, "max": 10},
        judgements=[compare(f"P{n}", "goal", "a b c d", RATIOS[n - 1]) for n in (1, 2, 3)],
        ratings=rows,
        settings=settings,
        **said,
    )


JUDGING = [
    {"priorities": priorities, "aggregation": aggregation, "weighting": weighting}
    for priorities in ("geometric-mean", "eigenvector", "harker", "lambda-max")
    for aggregation in ("aij", "aip", "aip-arithmetic")
    for weighting in ("declared", "head", "organisation", "consistency")
]


@pytest.mark.parametrize("settings", JUDGING, ids=lambda s: " ".join(s.values()))
def test_every_way_of_judging_comes_out_again(settings, tmp_path):
    audit = mcda.audit(small(tmp_path, settings))
    assert audit.failed == ()
    exact = 1e-9 if settings["priorities"] in ("geometric-mean", "harker") else 1e-7
    assert all(c.difference < exact for c in audit.checks if c.what.endswith("weight") and c.route.startswith("numpy"))


@pytest.mark.parametrize("scale", mcda.pairwise.SCALES)
def test_every_scale_comes_out_again(scale, tmp_path):
    assert mcda.audit(small(tmp_path, {"scale": scale, "ratings": "additive"})).failed == ()


SCORING = [
    {"method": row.name} if len(row.normalisations) == 1 else {"method": row.name, "normalisation": normalisation}
    for row in mcda.ranking.RANKING_METHODS.values()
    for normalisation in row.normalisations
]


@pytest.mark.parametrize("costs", [True, False], ids=["costs", "benefits"])
@pytest.mark.parametrize("settings", SCORING, ids=lambda s: " ".join(s.values()))
def test_every_ranking_method_comes_out_again(settings, costs, tmp_path):
    given = small(tmp_path, settings, costs=costs)
    audit = mcda.audit(given)
    assert audit.failed == ()
    printed = {c.of: c for c in audit.checks if c.route == "formula from print" and c.what == "score of a step"}
    ranking = mcda.rank(given, "steps")
    assert {id: c.ours for id, c in printed.items()} == dict(zip(ranking.alternatives, ranking.scores, strict=True))
    assert max(c.difference for c in printed.values()) < 1e-12
    theirs = [c for c in audit.checks if c.route.startswith("pymcdm") and c.what == "score of a step"]
    assert len(theirs) == 5
    if settings["method"] == "copras" and costs:
        assert {c.verdict for c in theirs} == {"explained"}
        assert min(c.difference for c in theirs) > 0.01


def test_a_deviation_that_explains_nothing_is_a_difference():
    comparing = Comparing(1e-9)
    said = {"known": "it differs", "expected": 0.5}
    assert comparing("score", "a", 0.4, 0.5, "peer", **said).verdict == "explained"
    assert comparing("score", "a", 0.4, 0.6, "peer", **said).verdict == "differs"
    assert comparing("score", "a", 0.4, float("nan"), "peer", **said).verdict == "no answer"
    assert comparing("score", "a", 0.4, 0.4, "peer", **said).verdict == "agrees"


def test_a_tolerance_that_rounding_exceeds_is_exit_code_1(capsys):
    assert run(["audit", str(ROOT / "sample_panels" / "house"), "--tolerance", "0", "--format", "table"]) == 1
    printed = capsys.readouterr().out
    assert "beyond the tolerance" in printed
    assert run(["audit", str(ROOT / "sample_panels" / "house"), "--tolerance", "nan"]) == 1
    assert "allowed are numbers from 0 up" in capsys.readouterr().err


@pytest.fixture
def sat(tmp_path):
    """A panel with answers in a CSV file and twelve more in a journal."""
    folder = tmp_path / "panel"
    small(folder, {})
    journal = Journal(folder, Clock())
    pairs = [("a", "b"), ("a", "c"), ("b", "c"), ("c", "d")]
    for n in (1, 2, 3):
        for first, second in pairs:
            pair = Pair("goal", first, second)
            journal.append([Action(kind=Kind.JUDGED, panellist=f"P{n}", subject=pair, value=2.0)])
    journal.close()
    return folder


@pytest.fixture
def kept(sat, tmp_path):
    path = tmp_path / "manifest.json"
    assert run(["audit", str(sat), "--manifest", str(path), "-q"]) == 0
    return path


def against(folder, path, capsys):
    """Exit code and rows (part, of) of the comparison."""
    capsys.readouterr()
    code = run(["audit", str(folder), "--against", str(path), "-q", "--format", "json"])
    rows = json.loads(capsys.readouterr().out)["rows"]
    return code, rows


def test_what_is_unchanged_is_the_same_and_has_the_same_bytes(sat, kept, tmp_path, capsys):
    assert against(sat, kept, capsys) == (0, [])
    again = tmp_path / "again.json"
    assert run(["audit", str(sat), "--manifest", str(again), "-q"]) == 0
    assert again.read_bytes() == kept.read_bytes()


def test_a_manifest_names_no_panellist(kept):
    text = kept.read_text(encoding="utf-8")
    assert not any(f"P{n}" in text for n in (1, 2, 3))
    assert "North" not in text


def test_a_judgement_changed_in_a_csv_file_is_found(sat, kept, capsys):
    path = sat / "judgements.csv"
    path.write_text(path.read_text().replace("P1,goal,a,d,1/2", "P1,goal,a,d,9"))
    code, rows = against(sat, kept, capsys)
    assert code == 1
    assert ("judgements.csv", "content") in {(row["part"], row["of"]) for row in rows}
    changed = {row["of"] for row in rows if row["part"] == "global weight"}
    assert changed == {"a", "b", "c", "d"}
    weights = mcda.weights(read_panel(sat))
    assert all(float(row["now"]) == pytest.approx(weights[row["of"]]) for row in rows if row["part"] == "global weight")
    assert "consistency ratios at goal" in {row["part"] for row in rows}


def test_a_judgement_changed_in_the_journal_is_found(sat, kept, capsys):
    with sqlite3.connect(sat / "journal.db") as connection:
        connection.execute("UPDATE events SET value = 9 WHERE number = 7")
    connection.close()
    code, rows = against(sat, kept, capsys)
    assert code == 1
    assert ("journal.db", "event 7") in {(row["part"], row["of"]) for row in rows}
    assert run(["audit", str(sat), "--format", "csv"]) == 1
    assert "event 7 (judged, " in capsys.readouterr().err


def rewritten(folder, number, value):
    """Change a value and make the chain whole again from there, as somebody would who knows how."""
    with sqlite3.connect(folder / "journal.db") as connection:
        rows = connection.execute(f"SELECT number, {', '.join(COLUMNS)} FROM events ORDER BY number").fetchall()
        before = ""
        for at, *row in rows:
            if at >= number:
                row[1] = before
                if at == number:
                    row[list(COLUMNS).index("value")] = value
                row[0] = hash_of(row)
                connection.execute(
                    "UPDATE events SET id = ?, parents = ?, value = ? WHERE number = ?",
                    (row[0], row[1], row[list(COLUMNS).index("value")], at),
                )
            before = row[0]
        connection.execute("UPDATE heads SET id = ?", (before,))
    connection.close()


def test_a_chain_that_was_made_whole_again_differs_from_that_event_on(sat, kept, capsys):
    rewritten(sat, 7, 9.0)
    assert run(["check", str(sat)]) == 0
    code, rows = against(sat, kept, capsys)
    assert code == 1
    (row,) = (row for row in rows if row["part"] == "journal.db")
    assert row["of"].startswith("from event 7 on (")
    assert {"local weight", "global weight"} <= {row["part"] for row in rows}


def test_events_that_were_cut_off_or_added_are_found(sat, kept, capsys, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(sat, copy)
    with sqlite3.connect(copy / "journal.db") as connection:
        connection.execute("DELETE FROM events WHERE number > 10")
        connection.execute("UPDATE heads SET (id, tick) = (SELECT id, tick FROM events WHERE number = 10)")
    connection.close()
    code, rows = against(copy, kept, capsys)
    assert code == 1
    assert [row["of"] for row in rows if row["part"] == "journal.db"] == ["from event 11 on"]
    journal = Journal(sat, Clock())
    journal.append([Action(kind=Kind.NOTED, text="later")])
    journal.close()
    code, rows = against(sat, kept, capsys)
    assert code == 1
    (row,) = rows
    assert row["part"] == "journal.db"
    assert row["of"].startswith("from event 13 on (")
    assert row["then"].startswith("12 events")
    assert row["now"].startswith("13 events")


def test_a_number_changed_in_the_manifest_is_found(sat, kept, capsys):
    said = json.loads(kept.read_text())
    said["results"]["score of steps"]["s1"] += 1e-6
    kept.write_text(json.dumps(said))
    code, rows = against(sat, kept, capsys)
    assert code == 1
    assert [(row["part"], row["of"]) for row in rows] == [
        ("manifest", "the manifest was changed after it was written"),
        ("score of steps", "s1"),
    ]
    said["sha256"] = manifesting._digest(said)
    kept.write_text(json.dumps(said))
    code, rows = against(sat, kept, capsys)
    assert (code, [(row["part"], row["of"]) for row in rows]) == (1, [("score of steps", "s1")])


def test_other_versions_are_named_and_are_no_difference(sat, kept, capsys):
    said = json.loads(kept.read_text())
    said["versions"]["numpy"] = "1.0"
    said["sha256"] = manifesting._digest(said)
    kept.write_text(json.dumps(said))
    code, rows = against(sat, kept, capsys)
    assert (code, [(row["part"], row["of"], row["then"]) for row in rows]) == (0, [("versions", "numpy", "1.0")])


def test_another_catalogue_or_another_setting_is_found(sat, kept, capsys):
    path = sat / "panel.yaml"
    path.write_text(path.read_text().replace('"settings": {}', '"settings": {"random_index": "saaty-1980"}'))
    code, rows = against(sat, kept, capsys)
    assert code == 1
    assert {(row["part"], row["of"]) for row in rows} == {
        ("panel.yaml", "content"),
        ("options", "random_index"),
        ("consistency ratios at goal", "all panellists"),
    }


BROKEN = {
    "empty": (b"", "no JSON"),
    "text": (b"hello", "no JSON"),
    "binary": (b"\xff\xfe\x00", "no UTF-8"),
    "list": (b"[]", "no manifest"),
    "lacking": (b'{"form": 1}', "no manifest"),
    "deep": (b"[" * 100_000, "no"),
    "nan": (b'{"form": NaN}', "form"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_manifest_is_refused_with_its_place(name, sat, tmp_path, capsys):
    content, message = BROKEN[name]
    path = tmp_path / "broken.json"
    path.write_bytes(content)
    assert run(["audit", str(sat), "--against", str(path), "-q"]) == 1
    printed = capsys.readouterr()
    assert printed.err.startswith("broken.json:1:")
    assert message in printed.err
    assert printed.out == ""


@pytest.mark.parametrize(
    ("key", "value", "field"),
    [
        ("form", 2, "form"),
        ("results", {"x": {"y": "z"}}, "results"),
        ("journal", {"events": -1}, "journal"),
        ("draws", "many", "draws"),
    ],
)
def test_a_manifest_with_a_wrong_value_names_its_key(key, value, field, sat, kept, capsys):
    said = json.loads(kept.read_text())
    said[key] = value
    kept.write_text(json.dumps(said))
    assert run(["audit", str(sat), "--against", str(kept), "-q"]) == 1
    assert capsys.readouterr().err.startswith(f"manifest.json:1:1: {field}")
