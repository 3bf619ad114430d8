"""A rank is followed down to the answers: numbers counted again from the files, names only where asked for."""

from __future__ import annotations

import csv
import json
from math import isnan
from pathlib import Path

import pytest
from panels import compare, panel, rate, steps_of, write

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
    judged = [link for link in found.links if link.kind == "judged by"]
    assert {(link.of == "goal", link.level) for link in judged} == {(True, 2), (False, 3)}
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


@pytest.fixture
def small(tmp_path):
    """Two levels, weights judged and given, values rated and measured, comments; P3 weighs nothing and is not heard."""
    write(
        tmp_path,
        criteria=[
            {
                "id": "law",
                "name": "Law",
                "evidence": ["E1"],
                "children": [
                    {"id": "law1", "name": "Old law", "weight": 0.25, "evidence": ["E2"]},
                    {"id": "law2", "name": "New law", "weight": 0.75},
                ],
            },
            {"id": "cost", "name": "Cost", "direction": "cost"},
        ],
        panellists={"P1": {}, "P2": {}, "P3": {"weight": 0}},
        solutions={"x": {"name": "Ex", "evidence": ["E9"]}, "y": {"name": "Why"}},
        scale={"min": 0, "max": 10},
        settings={"method": "weighted-sum", "normalisation": "minmax"},
        performance={"x": {"cost": 30}, "y": {"cost": 10}},
    )
    (tmp_path / "judgements.csv").write_text(
        "panellist,node,first,second,ratio,comment\n"
        "P1,goal,law,cost,3,Law first.\nP2,goal,law,cost,3,\nP3,goal,law,cost,1/9,Never.\n"
    )
    (tmp_path / "ratings.csv").write_text(
        "panellist,alternative,criterion,value,comment\n"
        "P1,x,law1,8,Proven.\nP2,x,law1,6,\nP3,x,law1,0,No.\nP1,x,law2,4,\n"
        "P1,y,law1,5,Elsewhere.\nP1,y,law2,2,\n"
    )
    return read_panel(tmp_path)


def test_a_chain_by_hand(small):
    """Ex is best under both laws and dearest: 0.75 by its score; of the average it would lose half of each share."""
    found = mcda.trace(small, "x", quotations={"E1": ("Too slow.",), "E9": ("A joy.",)})
    law, old, new, cost = 0.75, 0.75 * 0.25, 0.75 * 0.75, 0.25
    goal = small.hierarchy.name("goal")
    expected = [
        (0, "rank", "x", "Ex", law, "1 of 2 by this score", "mcda rank (weighted-sum minmax)"),
        (1, "evidence", "E9", "Ex", None, "E9", "panel.yaml"),
        (2, "quotation", "E9", "", None, "A joy.", "quotations"),
        (1, "effect", "law", "Law", law, "its value is 4.75, the average 3.75", "mcda rank --explain"),
        (2, "weight", "law", "Law", law, "75.0 % of its siblings", "mcda weights"),
        (2, "judged by", "goal", goal, 2, "2 panellists: 2 judgements", "judgements.csv, journal.db"),
        (3, "comment", "law against cost", "", None, "Law first.", "panellist"),
        (2, "evidence", "E1", "Law", None, "E1", "panel.yaml"),
        (3, "quotation", "E1", "", None, "Too slow.", "quotations"),
        (2, "weight", "law1", "Old law", old, "25.0 % of its siblings, given in panel.yaml", "mcda weights"),
        (3, "evidence", "E2", "Old law", None, "E2", "panel.yaml"),
        (3, "rated by", "law1", "Old law", 7, "2 panellists: 2 ratings", "ratings.csv, journal.db"),
        (4, "comment", "law1", "", None, "Proven.", "panellist"),
        (2, "weight", "law2", "New law", new, "75.0 % of its siblings, given in panel.yaml", "mcda weights"),
        (3, "rated by", "law2", "New law", 4, "1 panellist: 1 rating", "ratings.csv, journal.db"),
        (1, "effect", "cost", "Cost", -cost, "its value is 30, the average 20", "mcda rank --explain"),
        (2, "weight", "cost", "Cost", cost, "25.0 % of its siblings", "mcda weights"),
        (2, "judged by", "goal", goal, 2, "2 panellists: 2 judgements", "judgements.csv, journal.db"),
        (3, "comment", "law against cost", "", None, "Law first.", "panellist"),
        (2, "measured", "cost", "Cost", 30, "performance.csv", "performance.csv"),
    ]
    links = [
        (each.level, each.kind, each.of, each.name, None if isnan(each.value) else each.value, each.text, each.source)
        for each in found.links
    ]
    assert [link[:3] for link in links] == [link[:3] for link in expected]
    assert [link[5:] for link in links] == [link[5:] for link in expected]
    assert [link[3] for link in links] == [link[3] for link in expected]
    for link, (*_, value, _, _) in zip(links, expected, strict=True):
        if link[1] != "effect":
            assert link[4] == (value if value is None else pytest.approx(value))
    effects = {each.criterion: each.effect for each in mcda.explain(small, "x").effects}
    assert [link[4] for link in links if link[1] == "effect"] == [effects["law"], effects["cost"]]
    assert found.meta["options"]["names"] is False


def test_a_chain_with_names_says_who(small):
    links = mcda.trace(small, "x", names=True).links
    texts = [link.text for link in links if link.kind in ("judged by", "rated by")]
    assert texts == ["P1, P2: 2 judgements", "P1, P2: 2 ratings", "P1: 1 rating", "P1, P2: 2 judgements"]
    assert [link.name for link in links if link.kind == "comment"] == ["P1"] * 3


def test_a_chain_is_by_the_choices_that_were_asked_for(small):
    found = mcda.trace(small, "X", of="solutions", method="topsis", aggregation="aip")
    assert found.links[0].source == "mcda rank (topsis vector)"
    assert found.links[0].value == mcda.rank(small, method="topsis").scores[0]
    assert found.alternative == "x"


def test_who_compared_alternatives_is_counted_without_the_answers(tmp_path):
    judgements = [compare(who, "a", "x y", "3") for who in ("P1", "P2")]
    made = panel(tmp_path, criteria={"a": 1.0}, solutions="x y", panellists="P1 P2", judgements=judgements)
    (link,) = (link for link in mcda.trace(made, "x").links if link.kind == "compared by")
    assert (link.level, link.value, link.text) == (2, pytest.approx(0.75), "2 panellists")
    assert link.source == "judgements.csv, journal.db"


def test_comments_stand_with_the_criteria_that_they_are_about(tmp_path):
    write(
        tmp_path,
        criteria={"a": None, "b": None, "c": {"only": None}},
        panellists="P1",
        solutions="x y",
        performance={"x": {"a": 1, "b": 2, "only": 4}, "y": {"a": 2, "b": 3, "only": 3}},
    )
    (tmp_path / "judgements.csv").write_text(
        "panellist,node,first,second,ratio,comment\nP1,goal,a,b,2,Of a and b.\nP1,goal,a,c,2,\n"
    )
    effect, said = "", []
    for link in mcda.trace(read_panel(tmp_path), "x").links:
        effect = link.of if link.kind == "effect" else effect
        if link.kind in ("judged by", "comment"):
            said.append((effect, link.kind, link.of))
    assert sorted(said) == [
        ("a", "comment", "a against b"),
        ("a", "judged by", "goal"),
        ("b", "comment", "a against b"),
        ("b", "judged by", "goal"),
        ("c", "judged by", "goal"),  # and nobody compared its only child
    ]


def test_steps_are_traced_as_steps_and_solutions_as_solutions(tmp_path):
    ratings = rate("P1", "a", {"x": "1", "y": "2", "z": "3", "s1": "1", "s2": "2"})
    steps = steps_of(x="s1 s2")
    made = panel(tmp_path, criteria={"a": 1.0}, solutions="x y z", steps=steps, panellists="P1", ratings=ratings)
    texts = [mcda.trace(made, id).links[0].text for id in ("s2", "x", "z")]
    assert texts == ["1 of 2 by this score", "3 of 3 by this score", "1 of 3 by this score"]
    assert mcda.trace(made, "y", of="solutions").links == mcda.trace(made, "Y").links


def test_an_unknown_alternative_is_refused_with_the_nearest(capsys):
    assert run(["trace", str(TELEMEDICINE), "trsut"]) == 2
    assert "did you mean 'trust'" in capsys.readouterr().err
