"""Every result: frozen, plain JSON, a tidy frame that is the CSV, text and HTML fit to show, and its provenance."""

import csv
import hashlib
import io
import json
import re
import sys
from dataclasses import FrozenInstanceError, fields
from decimal import Decimal

import numpy as np
import pytest
from golden import ROOT
from panels import compare, panel, rate

import mcda
from mcda.analysis.methods import methods

COLUMNS = {
    "weights": ["criterion", "name", "parent", "level", "local", "global", "rank"],
    "rank": ["rank", "alternative", "name", "score"],
    "agreement": ["scope", "measure", "value", "chance", "verdict"],
}


@pytest.fixture(scope="module")
def telemedicine():
    return mcda.read_panel(ROOT / "sample_panels" / "telemedicine")


@pytest.fixture(scope="module")
def results(telemedicine):
    """Every kind of result, of a panel with gaps, several levels and many notices."""
    return {
        "weights": mcda.weights(telemedicine),
        "weights_by": mcda.weights_by(telemedicine, "panellist"),
        "rank": mcda.rank(telemedicine),
        "rank of solutions": mcda.rank(telemedicine, of="solutions", method="vikor"),
        "rank by steps": mcda.rank(telemedicine, of="solutions", scored="steps"),
        "rank_by": mcda.rank_by(telemedicine, "organisation"),
        "explain": mcda.explain(telemedicine, "legislation"),
        "agreement": mcda.agreement(telemedicine),
        "consistency": mcda.consistency(telemedicine, revise=2),
        "methods": methods(),
    }


KINDS = (
    *("weights", "weights_by", "rank", "rank of solutions", "rank by steps", "rank_by"),
    *("explain", "agreement", "consistency", "methods"),
)
every_result = pytest.mark.parametrize("kind", KINDS)
of_a_panel = pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "methods"])


def plain(value):
    """Whether there is nothing but JSON's own types in it, not even a subclass such as numpy's float."""
    if isinstance(value, dict):
        return all(type(key) is str and plain(below) for key, below in value.items())
    if isinstance(value, list):
        return all(map(plain, value))
    return value is None or type(value) in (str, int, float, bool)


@every_result
def test_it_cannot_be_changed(results, kind):
    result = results[kind]
    for field in fields(result):
        with pytest.raises(FrozenInstanceError):
            setattr(result, field.name, None)


@every_result
def test_two_results_can_be_compared_without_an_error(results, kind):
    assert results[kind] == results[kind]
    assert results[kind] != results["methods" if kind != "methods" else "weights"]


@every_result
def test_it_is_plain_json(results, kind):
    found = results[kind].to_dict()
    assert plain(found)
    assert json.loads(json.dumps(found, allow_nan=False)) == found


@every_result
def test_its_frame_is_its_csv(results, kind):
    frame = results[kind].to_frame()
    header, *rows = csv.reader(io.StringIO(results[kind].table().csv(raw=True)))
    assert frame.columns.tolist() == header
    assert len(frame) == len(rows) > 0
    for row, found in zip(rows, frame.itertuples(index=False), strict=True):
        for text, cell in zip(row, found, strict=True):
            if isinstance(cell, str):
                assert text == cell
            elif text == "":
                assert np.isnan(cell)
            else:
                assert float(text) == pytest.approx(cell, rel=1e-11)


@every_result
def test_its_records_are_its_frame(results, kind):
    frame, records = results[kind].to_frame(), results[kind].to_dict()["rows"]
    assert frame.columns.tolist() == list(records[0])
    assert frame.to_dict("list").keys() == records[0].keys()
    for name in frame.columns:
        for cell, other in zip(frame[name], (record[name] for record in records), strict=True):
            assert cell == other or (other is None and np.isnan(cell))


@pytest.mark.parametrize("kind", COLUMNS)
def test_its_columns_are_those_that_others_script_against(results, kind):
    assert results[kind].to_frame().columns.tolist() == COLUMNS[kind]
    assert results[kind].table().csv().splitlines()[0] == ",".join(COLUMNS[kind])


@pytest.mark.parametrize(("kind", "by"), [("weights_by", "panellist"), ("rank_by", "organisation")])
def test_parts_have_the_same_columns_behind_the_name_of_the_part(results, kind, by):
    assert results[kind].to_frame().columns.tolist() == [by, *COLUMNS[kind.removesuffix("_by")]]


@every_result
def test_it_shows_itself_in_a_terminal_and_in_a_notebook(results, kind):
    result = results[kind]
    assert str(result) == result.table().text()
    assert str(result).endswith("\n")
    assert max(map(len, str(result).splitlines())) <= 100
    html = result._repr_html_()
    assert html.count("<tr>") == html.count("</tr>") == len(result.table().rows) + 1


@pytest.mark.parametrize(
    ("kind", "within"), [("weights", "weighs"), ("rank", "17 steps"), ("rank of solutions", "4 sol")]
)
def test_its_heading_says_what_it_is(results, kind, within):
    assert str(results[kind]).splitlines()[0].startswith("Telemedicine in Iran: ")
    assert within in str(results[kind]).splitlines()[0]


# Provenance


@of_a_panel
def test_its_provenance_is_whole(results, kind, telemedicine):
    meta = results[kind].meta
    assert meta["title"] == "Telemedicine in Iran"
    assert meta["panellists"] == [f"P{number:02}" for number in range(1, 20)]
    assert meta["versions"] == {
        "mcda": mcda.__version__,
        "numpy": np.__version__,
        "python": ".".join(map(str, sys.version_info[:3])),
    }
    assert meta["panel_sha256"] == telemedicine.sha256
    assert re.fullmatch("[0-9a-f]{64}", meta["panel_sha256"])
    assert isinstance(meta["notices"], list)
    options = meta["options"]
    assert {"priorities", "aggregation", "weighting", "scale", "random_index"} <= set(options)
    assert all(options.values()) or options["seed"] == 0
    if kind.startswith("rank") or kind == "explain":
        assert {"of", "method", "normalisation", "ratings"} <= set(options)
    if kind == "agreement":
        assert options["seed"] == 0


def test_the_hash_is_of_the_files_that_were_read(tmp_path):
    judgements = compare("P1", "goal", "a b", "3")
    made = panel(tmp_path, criteria="a b", panellists="P1", judgements=judgements)
    digest = hashlib.sha256()
    for name in ("panel.yaml", "judgements.csv"):
        digest.update(name.encode() + (tmp_path / name).read_bytes())
    assert mcda.weights(made).meta["panel_sha256"] == digest.hexdigest()
    (tmp_path / "notes.txt").write_text("not read")
    assert mcda.weights(mcda.read_panel(tmp_path)).meta["panel_sha256"] == digest.hexdigest()


def test_options_are_what_was_asked_for_over_what_the_panel_says(tmp_path):
    made = panel(tmp_path, criteria={"a": 1.0}, settings={"priorities": "harker", "scale": "root"})
    options = mcda.weights(made, scale="log").meta["options"]
    assert (options["priorities"], options["scale"], options["aggregation"]) == ("harker", "log", "aij")


def test_notices_of_the_files_are_in_every_result(tmp_path):
    criteria = " ".join(f"c{number}" for number in range(10))
    judgements = compare("P1", "goal", criteria, "1 " * 45)
    made = panel(tmp_path, criteria=criteria, panellists="P1", judgements=judgements)
    assert any("goal has 10 criteria" in notice for notice in mcda.weights(made).meta["notices"])
    assert any("goal has 10 criteria" in notice for notice in mcda.agreement(made).meta["notices"])


def test_a_notice_of_one_result_is_not_in_the_next(telemedicine):
    before = list(telemedicine.notices)
    for _ in range(2):
        assert len(mcda.rank(telemedicine).meta["notices"]) == len(set(mcda.rank(telemedicine).meta["notices"]))
    assert list(telemedicine.notices) == before


# Made up


@of_a_panel
def test_a_made_up_panel_says_so(results, kind):
    assert results[kind].meta["synthetic"] is True
    assert "MADE UP" in str(results[kind]).splitlines()[1]
    assert "MADE UP" in results[kind]._repr_html_()


def test_a_panel_of_real_judgements_does_not(tmp_path):
    result = mcda.weights(panel(tmp_path, criteria={"a": 1.0}))
    assert result.meta["synthetic"] is False
    assert "MADE UP" not in str(result)


# Markup


def test_markup_in_names_is_shown_and_not_obeyed(tmp_path):
    made = panel(
        tmp_path,
        title="<script>alert(1)</script>",
        criteria=[{"id": "a", "name": "<b>bold</b> & more", "weight": 1}],
        solutions={"x": {"name": "<img src=x onerror=alert(2)>"}, "y": {"name": "Y"}},
        panellists=[{"id": "P1", "organisation": "<i>Org</i>"}, {"id": "P2", "organisation": "Other"}],
        ratings=rate("P1", "a", {"x": "1", "y": "2"}),
    )
    shown = [
        mcda.weights(made),
        mcda.rank(made),
        mcda.explain(made, "x"),
        mcda.weights_by(made, "organisation"),
        mcda.agreement(made),
    ]
    for result in shown:
        html = result._repr_html_()
        assert not re.search("<(script|b|img|i)[ >]", html)
    assert "&lt;b&gt;bold&lt;/b&gt; &amp; more" in shown[0]._repr_html_()
    assert "&lt;i&gt;Org&lt;/i&gt;" in shown[3]._repr_html_()


# Percentages that add up


def percentages(result):
    """(local, global) of each criterion as printed, to the tenth of a percent."""
    found = {}
    for line in str(result).splitlines():
        if match := re.search(r" (\S+) +(\d+\.\d) % +(\d+\.\d) % +\d+$", line):
            found[match[1]] = Decimal(match[2]), Decimal(match[3])
    return found


@pytest.mark.parametrize("aggregation", ["aij", "aip-arithmetic"])
def test_printed_percentages_sum_to_100_at_every_node_and_over_the_leaves(telemedicine, aggregation):
    whole = mcda.weights(telemedicine, aggregation=aggregation)
    some = [mcda.weights(telemedicine, aggregation=aggregation, panellists=[f"P{n:02}"]) for n in (1, 2, 3, 9, 13)]
    for weights in (whole, *some):
        shown = percentages(weights)
        assert list(shown) == list(weights.criteria)
        for node in dict.fromkeys(weights.parents):
            below = [id for id, parent in zip(weights.criteria, weights.parents, strict=True) if parent == node]
            assert sum(shown[id][0] for id in below) == Decimal("100.0")
            if node != "goal":
                assert sum(shown[id][1] for id in below) == shown[node][1]
        assert sum(shown[leaf][1] for leaf in weights.leaves) == Decimal("100.0")
        for id, own, share in zip(weights.criteria, weights.local, weights.overall, strict=True):
            assert abs(shown[id][0] - Decimal(100 * own)) < Decimal("0.1")
            if id in weights.leaves:
                assert abs(shown[id][1] - Decimal(100 * share)) < Decimal("0.1")


def test_thirds_are_printed_to_sum_to_100(tmp_path):
    shown = percentages(mcda.weights(panel(tmp_path, criteria={"a": 1 / 3, "b": 1 / 3, "c": 1 / 3})))
    assert [own for own, _ in shown.values()] == [Decimal("33.4"), Decimal("33.3"), Decimal("33.3")]
