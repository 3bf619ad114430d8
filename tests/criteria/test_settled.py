"""Settled pairs leave the next round: the same as the engine's, the same for the whole round, kept by everybody."""

import io
import json
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from journals import Clock, commented, judged, kept, skipped, told
from matrices import few
from panels import compare, panel, write

from criteria.asking import ballots
from criteria.events import Action, Kind, Pair, standing
from criteria.files import read_files
from criteria.journal import Journal
from criteria.rules import Rules
from criteria.settled import settled
from mcda import agreement
from mcda.analysis.judging import Answers
from tui.commands.group import run
from tui.sitting import Sitting

IDS = [f"P{place}" for place in range(1, 7)]
AB, AC, BC = (Pair("goal", *pair) for pair in ("ab", "ac", "bc"))
ROUND_1 = [compare(id, "goal", "a b c", f"3 {ac} 2") for id, ac in zip(IDS, (1, 3, 5, 7, 9, "1/5"), strict=True)]
"""All six say 3 for a over b and 2 for b over c; over a and c they are at odds."""


def base(folder, **more):
    said = {"criteria": "a b c", "panellists": " ".join(IDS), "judgements": ROUND_1, "rules": {"settled_leave": True}}
    return write(folder, **{**said, **more})


def asked(folder, *actions, round=2):
    found = ballots(read_files(folder), standing(told(*actions)), round)
    return {id: {question.key for question in ballot.questions} for id, ballot in found.items()}


@given(data=st.data())
@few
def test_settled_is_what_the_engine_calls_settled(data, tmp_path_factory):
    """On panels of five to eight, in two rounds, each pair judged by some; of fewer than five the engine says more."""
    people = [f"P{place}" for place in range(data.draw(st.integers(5, 8)))]
    words = st.sampled_from(["1/9", "1/4", "1/3", "1/2", "1", "2", "2.5", "3", "4", "9", "?"])
    rows = [
        compare(id, "goal", "a b c d", " ".join(data.draw(words) for _ in range(6)), round=round)
        for round in (1, 2)
        for id in people
    ]
    said = panel(tmp_path_factory.mktemp("p"), criteria="a b c d", panellists=" ".join(people), judgements=rows)
    for last in (1, 2):
        spread = agreement.spread(Answers(said.in_rounds(1, last)).at(0))
        items = said.nodes[0].items
        expected = {
            Pair("goal", items[first], items[second])
            for first, second, judged, is_settled in zip(
                spread.first, spread.second, spread.judged, agreement.settled(spread), strict=True
            )
            if is_settled and judged >= 5
        }
        assert settled(said, last) == expected


@pytest.mark.parametrize(
    ("lower", "upper", "is_so"),
    [
        ("2", "3", True),
        ("2", "3.1", False),
        ("1.5", "2.9", False),
        ("7.5", "8.5", True),
        ("7.46", "8.5", False),
        ("7.5", "9", False),
        ("8", "9", True),
        ("1/9", "1/8", True),
        ("1/9", "0.126", False),
        ("1/9", "0.134", False),
    ],
)
def test_a_pair_is_settled_where_its_middle_half_is_no_wider_than_a_step(tmp_path, lower, upper, is_so):
    """Between two steps by the logarithm: 1.5 is 0.58 and 2.9 is 1.92 steps above 1, 7.5 is 14.52 above 1/9."""
    answers = [lower, lower, lower, upper, upper]
    rows = [compare(id, "goal", "a b", ratio) for id, ratio in zip(IDS, answers, strict=False)]
    said = panel(tmp_path, criteria="a b", panellists=" ".join(IDS), judgements=rows)
    assert (AB in settled(said, 1)) is is_so


def test_nobody_is_asked_again_what_is_settled_and_nothing_leaves_without_the_rule(tmp_path):
    assert asked(base(tmp_path / "on")) == {id: {AC} for id in IDS}
    assert asked(base(tmp_path / "on"), round=1) == {id: {AB, AC, BC} for id in IDS}
    assert asked(base(tmp_path / "off", rules={})) == {id: {AB, AC, BC} for id in IDS}
    assert asked(base(tmp_path / "few", judgements=ROUND_1[:4])) == {id: {AB, AC, BC} for id in IDS}


def test_whoever_weighs_nothing_settles_nothing(tmp_path):
    people = [{"id": id, "weight": 0 if id in ("P1", "P2") else 1} for id in IDS]
    assert asked(base(tmp_path / "panel", panellists=people)) == {id: {AB, AC, BC} for id in IDS}


def test_whoever_only_commented_on_a_settled_pair_is_asked_it_and_whoever_cannot_say_is_not(tmp_path):
    folder = base(tmp_path / "panel", judgements=ROUND_1[:5])
    assert asked(folder)["P6"] == {AB, AC, BC}
    assert asked(folder, commented("a", "b", "why?", who="P6"), kept("goal", "so", who="P6"))["P6"] == {AB, AC, BC}
    assert asked(folder, skipped("b", "a", who="P6"))["P6"] == {AC, BC}
    assert asked(folder, skipped("b", "a", who="P6", round=2))["P6"] == {AB, AC, BC}


def test_what_is_left_out_is_counted_and_a_section_without_questions_is_none(tmp_path):
    folder = base(tmp_path / "panel", judgements=[compare(id, "goal", "a b c", "3 6 2") for id in IDS])
    of = ballots(read_files(folder), standing([]), 2)["P1"]
    assert (of.sections, of.questions, of.left, of.pairs) == ((), (), 3, 3)
    of = ballots(read_files(base(tmp_path / "two")), standing([]), 2)["P1"]
    assert ([question.key for question in of.questions], of.left, of.pairs) == ([AC], 2, 3)
    assert of.sections[0].items == ("a", "b", "c")


def test_answers_of_the_round_change_nothing_about_what_it_asks(tmp_path):
    folder = base(tmp_path / "panel")
    before = asked(folder)
    assert asked(folder, *(judged("a", "b", 9 if id < "P4" else 1 / 9, who=id, round=2) for id in IDS)) == before
    assert asked(folder, *(judged("a", "c", 3, who=id, round=2) for id in IDS)) == before


def test_who_joins_late_is_asked_all_that_they_have_not_answered_and_sees_nothing_before(tmp_path):
    folder = base(tmp_path / "panel", panellists=" ".join([*IDS, "P7", "P8"]))
    journal = Journal(folder, Clock())
    journal.append([Action(kind=Kind.OPENED, round=1), skipped("b", "c", who="P8"), Action(kind=Kind.CLOSED, round=1)])
    journal.append([Action(kind=Kind.FED_BACK, round=1), Action(kind=Kind.OPENED, round=2)])
    sitting = Sitting(folder)
    try:
        late = sitting.begin("P7")
        assert {question.key for question in late.ballot.questions} == {AB, AC, BC}
        assert sitting.group == {}
        sitting.write(late.judge(3))
        assert {question.key for question in sitting.begin("P8").ballot.questions} == {AB, AC}
        assert {question.key for question in sitting.begin("P1").ballot.questions} == {AC}
        assert AC in sitting.group
        assert [(one.answered, one.asked) for one in sitting.progress()] == [(0, 1)] * 6 + [(1, 3), (0, 2)]
        assert [row.panellist for row in sitting.effective_panel().judgements if row.round == 2] == ["P7"]
    finally:
        sitting.close()
        journal.close()


def test_commands_and_lines_say_how_many_left_and_complete_goes_by_what_is_asked(tmp_path, capsys, monkeypatch):
    folder = base(tmp_path / "panel")
    for words in (("open", "1"), ("close",), ("open", "2")):
        assert run(["round", str(folder), *words]) == 0
    monkeypatch.setattr(sys, "stdin", io.StringIO("a3\n\n"))
    capsys.readouterr()
    assert run(["judge", str(folder), "--panellist", "P2", "--plain"]) == 0
    out = capsys.readouterr().out
    assert "Round 2: 1 question, 0 answered" in out
    assert "2 of 3 pairs are settled and not asked again." in out
    assert run(["round", str(folder), "--format", "json"]) == 0
    out, err = capsys.readouterr()
    assert [row["complete"] for row in json.loads(out)["rows"]] == [6, 1]
    assert err.splitlines() == [
        "round 2: 2 of 3 pairs are settled and not asked again",
        "Round 1: consensus is not reached; by the rules the panel goes on.",
    ]


def test_the_rule_is_kept_in_the_record_only_where_it_is_declared():
    assert str(Rules(settled_leave=True)) == f"{Rules()}; settled pairs leave"


def test_the_record_keeps_the_rules_in_one_line():
    assert str(Rules()) == (
        "consensus: settled at least 0.75; stop: after 3 rounds, or when at most 0.15 of the answers change"
    )
    said = Rules(quorum=5, consensus="kendall-w", at_least=0.6, most_rounds=4, stable=0.1, settled_leave=True)
    assert str(said) == (
        "quorum 5; consensus: kendall-w at least 0.6; stop: after 4 rounds, or when at most 0.1 of the answers change; "
        "settled pairs leave"
    )


def test_the_rule_is_true_or_false(faults):
    said = "criteria: [{id: a}, {id: b}]\npanellists: [{id: P1}]\nrules: {settled_leave: maybe}\n"
    (fault,) = faults(said)
    assert fault.startswith("panel.yaml:3:24: settled_leave: 'maybe' is not known: allowed are true, false")


def test_steps_are_those_of_the_scale():
    from criteria.settled import STEPS
    from mcda import steps

    np.testing.assert_allclose(np.exp(STEPS), steps.STEPS, rtol=1e-15)
    assert pytest.approx(agreement.SETTLED) == 1
