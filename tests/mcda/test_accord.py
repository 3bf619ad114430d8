"""The reporting sheet: its numbers against counts of the test's own, nobody named, text from files never markup."""

import re
from pathlib import Path

import numpy as np
import pytest
from journals import Clock, judged, skipped
from panels import rate, write

from criteria.events import Action, Kind
from criteria.files import read_files
from criteria.journal import Journal, Log, read_log
from criteria.rules import Rules
from mcda import analysis
from mcda.results.accord import BLANK, escaped
from tui.commands.group import run

KEPT = Path(__file__).with_name("accord.md")
IDS = [f"Xp{place}" for place in range(1, 8)]
PAIRS = (("law", "net"), ("law", "cash"), ("net", "cash"))
FIRST = {id: (3, value, 2) for id, value in zip(IDS, (1, 3, 5, 7, 9, 2), strict=False)}
SECOND = {"Xp1": (3, 5, 2), "Xp2": (3, 3, 2), "Xp7": (3, 4, 2)}
RULES = {"quorum": 3, "at_least": 0.6, "most_rounds": 2, "stable": 0.1}


@pytest.fixture
def folder(tmp_path):
    """Two rounds of real events: six answer first, Xp6 cannot say once, Xp7 joins in the second."""
    people = {id: {"organisation": "Ministry" if id < "Xp6" else "Clinic", "role": "Head"} for id in IDS}
    title = "Law | <b>net</b> & *cash*"
    folder = write(tmp_path / "panel", title=title, criteria="law net cash", panellists=people, rules=RULES)
    journal = Journal(folder, Clock())
    rules = str(read_files(folder).rules)
    journal.append([Action(kind=Kind.OPENED, round=1, text=rules)])
    for id, ratios in FIRST.items():
        journal.append([judged(*pair, ratio, who=id) for pair, ratio in zip(PAIRS[:2], ratios, strict=False)])
        last = skipped(*PAIRS[2], who=id) if id == "Xp6" else judged(*PAIRS[2], ratios[2], who=id)
        journal.append([last])
    journal.append([Action(kind=kind, round=1) for kind in (Kind.CLOSED, Kind.FED_BACK)])
    journal.append([Action(kind=Kind.READMITTED, round=1, panellist="Xp3")])
    journal.append([Action(kind=Kind.NOTED, round=1, text="xp6 left <early>\n# not a heading")])
    journal.append([Action(kind=Kind.OPENED, round=2, text=rules)])
    for id, ratios in SECOND.items():
        journal.append([judged(*pair, r, who=id, round=2) for pair, r in zip(PAIRS, ratios, strict=True)])
    journal.append([Action(kind=Kind.CLOSED, round=2), Action(kind=Kind.FINISHED, round=2)])
    journal.close()
    return folder


@pytest.fixture
def sheet(folder):
    return analysis.accord(read_files(folder), read_log(folder))


def said(sheet):
    return {fact.item: fact.said for fact in sheet.facts}


def place(ratio):
    """Steps away from 1."""
    return np.where(ratio >= 1, ratio - 1, 1 - 1 / ratio)


def settled(answers):
    """Share of pairs whose middle half lies within a step; all answers here are whole and above 1."""
    columns = [np.array([row[at] for row in answers if row[at] is not None], dtype=float) for at in range(3)]
    quartiles = [np.exp(np.quantile(np.log(column), [0.25, 0.75])) for column in columns]
    steps = np.arange(1.0, 10.0)
    return np.mean(
        [
            np.interp(np.log(u), np.log(steps), steps) - np.interp(np.log(d), np.log(steps), steps) <= 1
            for d, u in quartiles
        ]
    )


def test_its_numbers_are_those_of_the_answers(sheet):
    rounds, changes = sheet.grids
    assert [row[3:] for row in rounds.rows] == [
        ("6 of 7", "6 of 7", "1", "3: held"),
        ("3 of 7", "3 of 7", "0", "3: held"),
    ]
    repeated = [(FIRST[id][at], SECOND[id][at]) for id in ("Xp1", "Xp2") for at in range(3)]
    moved = [float(abs(place(new) - place(old))) for old, new in repeated]
    assert changes.rows[1][:4] == (
        *("2", str(len(repeated)), f"{np.mean([m > 0 for m in moved]):.0%}", f"{np.mean(moved):.2f}"),
    )
    assert changes.rows[1][4] == "100%"
    assert [row[-1] for row in changes.rows] == ["0", "1"]
    first = [(*ratios[:2], None if id == "Xp6" else ratios[2]) for id, ratios in FIRST.items()]
    latest = {**dict(zip(FIRST, first, strict=True)), **SECOND}
    assert [row[5] for row in changes.rows] == [f"{settled(first):.0%}", f"{settled(list(latest.values())):.0%}"]


def test_its_facts_are_those_of_the_journal(sheet):
    facts = said(sheet)
    assert facts["By organisation"] == "in parts put together: 7"
    assert facts["By role"] == "Head: 7"
    assert facts["Set beforehand"] == "yes, and not changed since"
    assert facts["Definition of consensus and stopping rule"] == str(Rules(**RULES))
    assert facts["Joined after the first round"] == "1"
    assert facts["Readmitted to a closed round"] == "1"
    assert facts["Questions never answered"] == "0 of 21 over all panellists"
    assert facts["State"] == "final, round 2"
    verdicts = [fact.said for fact in sheet.facts if fact.item == "Verdict by the rules"]
    assert verdicts == [
        "Round 1: consensus is reached; by the rules the panel goes on.",
        "Round 2: consensus is reached; by the rules the panel stops, since it is the last round allowed.",
    ]


def test_nobody_is_named_in_sheet_or_provenance(folder, tmp_path):
    assert run(["accord", str(folder), "-o", str(tmp_path / "accord.md")]) == 0
    for path in (tmp_path / "accord.md", tmp_path / "accord.md.meta.json"):
        assert not re.search("xp[1-7]", path.read_text(encoding="utf-8"), re.IGNORECASE)


def test_text_from_files_is_shown_to_the_letter(sheet):
    text = sheet.markdown()
    assert text.startswith("# Reporting sheet: Law \\| \\<b\\>net\\</b\\> \\& \\*cash\\*\n")
    assert "[a panellist\\] left \\<early\\> \\# not a heading".replace("[", "\\[", 1) in text
    assert escaped("see https://a.b www.c") == "see https\\://a.b www\\.c"
    for line in text.splitlines():
        if line.startswith("|"):
            assert len(re.findall(r"(?<!\\)\|", line)) in (8, 10)


def test_what_only_the_authors_know_is_marked(sheet):
    blanks = [fact.item for fact in sheet.facts if not fact.said]
    assert sheet.markdown().count(f"**[ {BLANK} ]**") == len(blanks) + 1
    assert any("funding" in item for item in blanks)


def test_questions_are_those_of_the_first_round_though_settled_pairs_leave_later(folder):
    path = folder / "panel.yaml"
    path.write_text(path.read_text().replace('"quorum": 3', '"settled_leave": true, "quorum": 7'))
    sheet = analysis.accord(read_files(folder), read_log(folder))
    assert said(sheet)["Questions never answered"] == "0 of 21 over all panellists"
    assert [row[-1] for row in sheet.grids[0].rows] == ["7: not held"] * 2


def test_a_draft_and_changed_rules_are_said(folder):
    assert said(analysis.accord(read_files(folder), Log(events=())))["State"] == "draft, not begun"
    path = folder / "panel.yaml"
    path.write_text(path.read_text().replace('"at_least": 0.6', '"at_least": 0.5'))
    assert said(analysis.accord(read_files(folder), read_log(folder)))["Set beforehand"].startswith("changed since: ")


@pytest.mark.parametrize(
    ("sizes", "counted"),
    [
        ({"North": 6, "South": 5}, "North: 6; South: 5"),
        ({"North": 4}, "in parts put together: 4"),
        ({"North": 5, "": 1}, "in parts put together: 6"),
        ({"": 5}, "not declared: 5"),
        ({"North": 7, "South": 6, "East": 4}, "North: 7; in parts put together: 10"),
        ({"North": 6, "South": 5, "East": 3, "West": 2}, "North: 6; South: 5; in parts put together: 5"),
    ],
)
def test_parts_of_fewer_than_five_are_put_together_and_never_one_of_them_alone(tmp_path, sizes, counted):
    places = [name for name, size in sizes.items() for _ in range(size)]
    people = {f"Xp{n}": {"organisation": name} if name else {} for n, name in enumerate(places)}
    folder = write(tmp_path, criteria="law net", panellists=people)
    facts = said(analysis.accord(read_files(folder), Log(events=())))
    assert facts["By organisation"] == counted
    assert facts["By role"] == ("in parts put together: 4" if len(people) < 5 else f"not declared: {len(people)}")
    assert facts["Panel size"] == f"{len(people)} panellists named in panel.yaml"


@pytest.fixture
def loose(tmp_path):
    """No rules, two rounds: Xp1 answers all in the first, Xp2 one pair in the second, Xp3 nothing."""
    people = {"Xp1": {"role": "Head"}, "Xp2": {}, "Xp3": {}}
    folder = write(
        tmp_path / "loose", criteria="law net cash", panellists=people, asked={"Head": ["goal", "law"]}, synthetic=True
    )
    journal = Journal(folder, Clock())
    journal.append([Action(kind=Kind.OPENED, round=1, by="The chair")])
    journal.append([judged(*pair, 2, who="Xp1") for pair in PAIRS])
    journal.append([Action(kind=Kind.CLOSED, round=1, by="Xp1"), Action(kind=Kind.OPENED, round=2)])
    journal.append([judged("law", "net", 2, who="Xp2", round=2)])
    journal.append([Action(kind=Kind.NOTED, round=2, text="Xp1, xp2-like and Xp3.doc; axp1, Xp2_3")])
    journal.close()
    return folder


def test_what_a_panel_without_rules_did_is_counted(loose):
    sheet = analysis.accord(read_files(loose), read_log(loose))
    facts = said(sheet)
    assert facts["Data"] == "MADE UP: nobody's opinion"
    assert facts["Who was asked what"] == "Head: the goal, law"
    assert facts["Feedback"] == "none was given"
    assert facts["Definition of consensus and stopping rule"] == "none was declared"
    assert facts["Set beforehand"] == "no: when the first round was opened no rules were declared"
    assert facts["State"] == "open, round 2"
    assert facts["Questions never answered"] == "5 of 9 over all panellists"
    assert facts["Joined after the first round"] == "1"
    assert facts["Readmitted to a closed round"] == "0"
    assert facts["Note to the record"] == "[a panellist], xp2-like and [a panellist].doc; axp1, Xp2_3"
    assert "Verdict by the rules" not in facts
    events = read_log(loose).events
    assert facts["Record"].endswith(f"; {len(events)} events, the latest {events[-1].id}")
    times = {(each.action.kind, each.action.round): each.time for each in events}
    assert sheet.grids[0].rows == (
        (
            *("1", f"{times[Kind.OPENED, 1]} by The chair", f"{times[Kind.CLOSED, 1]} by [a panellist]"),
            *("1 of 3", "1 of 3", "0", "none"),
        ),
        ("2", times[Kind.OPENED, 2], "not recorded", "1 of 3", "0 of 3", "0", "none"),
    )
    assert sheet.grids[1].rows[0] == ("1", "0", "", "", "", "", "", "", "0")
    assert sheet.meta["synthetic"] is True


def test_before_anybody_answered_there_are_no_changes_and_no_verdict(tmp_path):
    folder = write(tmp_path, criteria="law net", panellists="Xp1", rules=RULES)
    sheet = analysis.accord(read_files(folder), Log(events=()))
    assert said(sheet)["Set beforehand"] == "no round has been opened yet"
    assert said(sheet)["Record"].endswith("; 0 events, the latest none")
    assert sheet.grids[0].rows == (("1", "not recorded", "not recorded", "0 of 1", "0 of 1", "0", "3: not held"),)
    assert sheet.grids[1].rows == ()
    assert "What each round changed" not in sheet.markdown()
    assert sheet.table().columns == ("part", "item", "said")


def test_answers_to_what_was_not_asked_count_as_an_answer_but_leave_the_questions_open(tmp_path):
    """The head is asked about law alone, and said something about net before; rated in a second round too."""
    folder = write(
        tmp_path,
        criteria={"law": "a b", "net": "c d"},
        panellists={"Xp1": {"role": "Head"}},
        asked={"Head": ["law"]},
        solutions="x y",
        scale={"min": 0, "max": 10},
        ratings=rate("Xp1", "a", {"x": "3"}, round=2),
    )
    journal = Journal(folder, Clock())
    journal.append([judged("c", "d", 3, who="Xp1", node="net")])
    journal.close()
    sheet = analysis.accord(read_files(folder), read_log(folder))
    # a against b, and x and y under a, where values are rated
    assert said(sheet)["Questions never answered"] == "2 of 3 over all panellists"
    assert [(row[0], row[3], row[4]) for row in sheet.grids[0].rows] == [
        ("1", "1 of 1", "0 of 1"),
        ("2", "1 of 1", "0 of 1"),
    ]


def test_the_sheet_is_the_kept_one(sheet):
    """But for the line that names version and hashes."""
    lines = [line for line in sheet.markdown().splitlines() if not line.startswith("- **Record.**")]
    assert lines == KEPT.read_text(encoding="utf-8").splitlines()
