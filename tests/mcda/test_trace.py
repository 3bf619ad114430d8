"""A rank is followed down to the answers: numbers counted again from the files, names only where asked for."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

import mcda
from criteria.faults import PanelError
from criteria.files import read_panel
from criteria.files.quotations import read_quotations
from tui.commands.group import run

ROOT = Path(__file__).parents[2]
TELEMEDICINE = ROOT / "sample_panels" / "telemedicine"


def rows(name):
    with (TELEMEDICINE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def found():
    return mcda.trace(read_panel(TELEMEDICINE), "trust")


def test_the_chain_begins_with_the_rank_and_counts_what_the_files_hold(found):
    panel = read_panel(TELEMEDICINE)
    ranking = mcda.rank(panel)
    first = found.links[0]
    assert (first.kind, first.of, first.value) == ("rank", "trust", ranking.scores[ranking.alternatives.index("trust")])
    assert first.text.startswith("2 of 17")
    for link in found.links:
        if link.kind == "judged by":
            own = [row for row in rows("judgements.csv") if row["node"] == link.of]
            people = {row["panellist"] for row in own}
            assert link.text == f"{len(people)} panellists: {len(own)} judgements"
        if link.kind == "rated by":
            own = [r for r in rows("ratings.csv") if (r["alternative"], r["criterion"]) == ("trust", link.of)]
            assert link.text == f"{len(own)} panellists: {len(own)} ratings"
            assert link.value == pytest.approx(sum(float(row["value"]) for row in own) / len(own))
    rated = [link.of for link in found.links if link.kind == "rated by"]
    assert sorted(rated) == sorted(leaf.id for leaf in panel.hierarchy.leaves)
    weights = mcda.weights(panel)
    assert all(link.value == weights[link.of] for link in found.links if link.kind == "weight")


def test_evidence_is_that_of_the_panel(found):
    panel = read_panel(TELEMEDICINE)
    wanted = {item.name: item.evidence for item in panel.hierarchy if item.evidence}
    wanted[found.name] = panel.item("trust").evidence
    heard = {}
    for link in found.links:
        if link.kind == "evidence":
            heard[link.name] = (*heard.get(link.name, ()), link.of)
    assert heard == wanted


def test_panellists_are_named_only_where_that_is_asked_for(capsys):
    arguments = ["trace", str(TELEMEDICINE), "trust", "--format", "json", "-q"]
    assert run(arguments) == 0
    said = capsys.readouterr().out
    links = json.loads(said)["rows"]
    texts = [
        link["text"] + (link["name"] or "") for link in links if link["kind"] in ("judged by", "rated by", "comment")
    ]
    assert not any("P0" in text for text in texts)
    assert run([*arguments, "--names"]) == 0
    links = json.loads(capsys.readouterr().out)["rows"]
    (goal, *_) = [link for link in links if link["kind"] == "judged by" and link["of"] == "goal"]
    assert goal["text"].startswith("P01, P02, ")
    (comment, *_) = [link for link in links if link["kind"] == "comment"]
    assert comment["name"] == "P01"


def test_quotations_stand_under_their_codes(tmp_path):
    path = tmp_path / "said.csv"
    path.write_text(' Evidence ,quotation\nP1,"No, never"\n\n,\nP1,=twice\nP99, of nobody\n', encoding="utf-8-sig")
    said = read_quotations(path)
    assert said == {"P1": ("No, never", "=twice"), "P99": ("of nobody",)}
    found = mcda.trace(read_panel(TELEMEDICINE), "trust", quotations=said)
    quotes = [link for link in found.links if link.kind == "quotation"]
    times = sum(link.kind == "evidence" and link.of == "P1" for link in found.links)
    assert times > 0
    assert [link.text for link in quotes] == ["No, never", "=twice"] * times
    place = found.links.index(quotes[0])
    assert (found.links[place - 1].kind, found.links[place - 1].of) == ("evidence", "P1")


@pytest.mark.parametrize(
    ("content", "faults"),
    [
        (b"", ["1:1: evidence: there is no such column: needed are evidence, quotation; none is known"]),
        (
            b"evidence,quote\na,b\n",
            ["1:1: quotation: there is no such column: needed are evidence, quotation; known are evidence, quote"],
        ),
        (b"\xff\xfe", ["1:1: encoding: the file is UTF-16: save it as UTF-8 ('CSV UTF-8' in a spreadsheet)"]),
        (
            b"evidence,quotation\na,b\nc,\xff\n",
            ["3:2: encoding: the byte 0xff is not UTF-8: save the file as UTF-8"],
        ),
        (
            b'note,quotation,evidence\nx,a\n\n,,\nn,"b\nc",\n',
            ["2:1: row: it has 2 fields, the header 3", "5:3: evidence: it is empty: name the code"],
        ),
        (
            b"note,quotation,evidence\nn," + b"x" * 10_001 + b",a",
            ["2:2: quotation: 'a': the text has 10001 characters: allowed are 10000"],
        ),
        (
            b"evidence,quotation\n,b\na," + b"x" * 200_000,
            ["2:1: evidence: it is empty: name the code", "3:1: row: no CSV: field larger than field limit (131072)"],
        ),
        (b"x" * 200_000, ["1:1: row: no CSV: field larger than field limit (131072)"]),
    ],
)
def test_what_is_no_file_of_quotations_is_refused_with_its_place(content, faults, tmp_path):
    path = tmp_path / "said.csv"
    path.write_bytes(content)
    with pytest.raises(PanelError) as caught:
        read_quotations(path)
    assert list(map(str, caught.value.faults)) == [f"said.csv:{fault}" for fault in faults]


def test_alternatives_that_were_compared_have_a_chain_too():
    found = mcda.trace(read_panel(ROOT / "sample_panels" / "car"), "odyssey")
    kinds = {link.kind for link in found.links}
    assert {"rank", "effect", "weight", "judged by", "compared by"} <= kinds


def test_an_unknown_alternative_is_refused_with_the_nearest(capsys):
    assert run(["trace", str(TELEMEDICINE), "trsut"]) == 2
    assert "did you mean 'trust'" in capsys.readouterr().err
