"""Who is asked about which nodes: what `asked:` may say, whose rows and events count, what a sitting then asks."""

import io
import json
import sys

import pytest
from journals import judged, rated, told
from panels import compare, rate, write

import mcda
from criteria import coverage
from criteria.asking import ballots
from criteria.events import Kind, Pair, standing
from criteria.files import read_files, read_panel
from criteria.files.overlay import overlaid
from criteria.hierarchy import Criterion, Hierarchy
from criteria.journal import Journal, read_log
from criteria.roles import barred
from criteria.session import SECONDS_A_PAIR, SECONDS_A_RATING, Ballot, Session
from tui.commands.group import run
from tui.sitting import Sitting

SAID = {
    "criteria": {"law": "court code police", "money": None, "net": "cable radio"},
    "panellists": {
        "P1": {"role": "Manager"},
        "P2": {"role": "Manager"},
        "P3": {"role": "Lawyer"},
        "P4": {},
    },
    "solutions": "s1 s2",
    "scale": {"min": 0, "max": 10},
}
ASKED = {"Manager": ["goal", "money", "net"], "Lawyer": ["law"]}
IDS = "goal, law, court, code, police, money, net, cable, radio"
EMPTY = "asked: the list of 'Manager' is empty: name what they are asked about, or leave the role out"


def base(folder, asked=ASKED, **more):
    return write(folder, **{**SAID, **more}, asked=asked)


@pytest.fixture
def folder(tmp_path):
    return base(tmp_path / "panel")


@pytest.fixture
def said(capsys):
    """Exit code, stdout and stderr of a command."""

    def done(*words):
        capsys.readouterr()
        code = run([str(word) for word in words])
        return (code, *capsys.readouterr())

    return done


def sections(folder, panellist):
    return [(section.about, len(section.questions)) for section in Ballot.of(read_files(folder), panellist).sections]


def test_each_role_is_asked_what_stands_on_its_list_and_others_everything(folder):
    assert sections(folder, "P1") == [("goal", 3), ("net", 1), ("money", 2), ("net", 2)]
    assert sections(folder, "P3") == [("law", 3), ("law", 2)]
    assert sections(folder, "P4") == [("goal", 3), ("law", 3), ("net", 1), ("law", 2), ("money", 2), ("net", 2)]


def test_a_criterion_stands_for_what_is_below_it_and_the_goal_only_for_itself(tmp_path):
    """Three levels, alternatives compared under the leaves: `law` covers its node, that of `court` and all leaves."""
    deep = {"law": {"court": "judge clerk", "code": None}, "money": None}
    folder = base(
        tmp_path / "deep", {"Manager": ["goal"], "Lawyer": ["law"]}, criteria=deep, scale={"min": 0, "max": 1}
    )
    said = json.loads((folder / "panel.yaml").read_text())
    del said["scale"]
    (folder / "panel.yaml").write_text(json.dumps(said))
    assert [about for about, _ in sections(folder, "P1")] == ["goal"]
    assert [about for about, _ in sections(folder, "P3")] == ["law", "court", "judge", "clerk", "code"]


def test_places_of_people_and_of_what_they_are_not_asked_about():
    law = Criterion(
        id="law", name="Law", children=(Criterion(id="court", name="Court"), Criterion(id="code", name="Code"))
    )
    tree = Hierarchy((law, Criterion(id="money", name="Money")))
    roles, ids = ["Lawyer", "", "Manager", "Clerk"], ["goal", "law", "court", "money"]
    assert barred({"Lawyer": ("law",), "Manager": ("goal",)}, tree, roles, ids) == {
        **dict.fromkeys([(0, 0), (0, 3)], "Lawyer"),
        **dict.fromkeys([(2, 1), (2, 2), (2, 3)], "Manager"),
    }
    assert barred({}, tree, roles, ids) == {}


def test_panellists_of_a_role_share_a_ballot_and_a_panel_without_roles_has_one(tmp_path, folder):
    asked = ballots(read_files(folder), standing([]), 1)
    assert list(asked) == ["P1", "P2", "P3", "P4"]
    assert asked["P1"] is asked["P2"]
    everything = ballots(read_files(write(tmp_path / "all", **SAID)), standing([]), 1)
    assert len({id(ballot) for ballot in everything.values()}) == 1
    assert len(everything["P3"].questions) == 3 + 3 + 1 + 3 * 2


def test_the_time_left_follows(folder):
    session = Session.resumed(read_files(folder), standing([]), "P3")
    assert session.seconds_left == 3 * SECONDS_A_PAIR + 2 * SECONDS_A_RATING


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        ({"Manger": ["goal"]}, "asked: 'Manger' is no panellist's role: did you mean 'Manager'?"),
        ({"Manager": []}, EMPTY),
        ({"Manager": None}, EMPTY),
        ({"Manager": ["lew"]}, "asked: 'lew' is no criterion and not 'goal' (role 'Manager'): did you mean 'law'?"),
        ({"Manager": [["law"]]}, "asked: a list is no criterion and not 'goal' (role 'Manager'): known are " + IDS),
        ({"Manager": "law"}, "asked: found 'law', allowed is a list (each item begins with '- ')"),
        ({"nobody": ["goal"]}, "asked: 'nobody' is no panellist's role: known are Manager, Lawyer"),
        (["law"], "asked: found a list, allowed is a mapping by role such as Treatment managers: [goal, policy]"),
    ],
)
def test_what_asked_may_not_say(tmp_path, asked, fault):
    with pytest.raises(mcda.PanelError) as caught:
        read_panel(base(tmp_path / "panel", asked))
    (found,) = caught.value.faults
    assert found.file == "panel.yaml"
    assert f"{found.field}: {found.message}" == fault
    lines = (tmp_path / "panel" / "panel.yaml").read_text().splitlines()
    assert found.line > lines.index(next(line for line in lines if '"asked"' in line))


def test_faults_of_asked_have_their_place_and_tables_are_still_read(faults):
    yaml = "criteria: [{id: a}, {id: b}]\npanellists: [{id: P1, role: Head}]\nasked: "
    empty = "asked: the list of 'Head' is empty: name what they are asked about, or leave the role out"
    assert faults(yaml + "{Head: }\n") == [f"panel.yaml:3:9: {empty}"]
    assert faults(yaml + "{Head: []}\n") == [f"panel.yaml:3:15: {empty}"]
    assert faults(yaml + "[Head]\n", judgements=["P1,goal,a,b,x"]) == [
        "panel.yaml:3:8: asked: found a list, allowed is a mapping by role such as Treatment managers: [goal, policy]",
        "judgements.csv:2:5: ratio: 'x' is no number: allowed are numbers such as 3, 0.25 or 2.5e-1 "
        "(panellist P1, a over b)",
    ]


def test_several_faults_of_asked_come_together_with_those_of_the_catalogue_read(tmp_path):
    folder = tmp_path / "panel"
    folder.mkdir()
    (folder / "panel.yaml").write_text(
        "catalogue: telemedicine\npanellists: [{id: P1, role: Head}]\nasked:\n  Head: [goal, polcy]\n  Foot: [legal]\n"
    )
    with pytest.raises(mcda.PanelError) as caught:
        read_panel(folder)
    assert [(fault.line, fault.column) for fault in caught.value.faults] == [(4, 16), (5, 3)]
    assert "did you mean 'policy'?" in str(caught.value)


def test_ids_and_nothing_under_asked_are_read_as_people_write_them(tmp_path):
    assert read_files(base(tmp_path / "a", {"Manager": ["LAW", "Goal", "law"]})).asked == {"Manager": ("law", "goal")}
    assert read_files(base(tmp_path / "b", None)).asked == {}


def test_rows_of_whoever_is_not_asked_are_faults_with_line_and_role(tmp_path):
    folder = base(
        tmp_path / "panel",
        judgements=[
            compare("P1", "goal", "law money", "3"),
            compare("P1", "law", "court code", "3"),
            compare("P4", "law", "court code", "3"),
            compare("P2", "law", "court code", "3"),
        ],
        ratings=[rate("P3", "law money", {"s1": "1 2"})],
    )
    with pytest.raises(mcda.PanelError) as caught:
        read_panel(folder)
    assert list(map(str, caught.value.faults)) == [
        "judgements.csv:3:3: node: 'law' is not asked of 'Manager' (panellist P1): see 'asked:' in panel.yaml",
        "judgements.csv:5:3: node: 'law' is not asked of 'Manager' (panellist P2): see 'asked:' in panel.yaml",
        "ratings.csv:3:4: criterion: 'money' is not asked of 'Lawyer' (panellist P3): see 'asked:' in panel.yaml",
    ]


def test_events_of_whoever_is_not_asked_do_not_count_and_are_named(folder):
    panel = read_files(folder)
    events = told(
        judged("court", "code", 3, who="P1", node="law"),
        judged("court", "code", 3, who="P3", node="law"),
        rated("s1", "money", 4, who="P3"),
        rated("s1", "money", 5, who="P2"),
    )
    counted, (notice,) = overlaid(panel, standing(events))
    assert [row.panellist for row in counted.judgements] == ["P3"]
    assert [row.panellist for row in counted.ratings] == ["P2"]
    assert "P1: court over code under law = 3" in notice
    assert "P3: s1 under money = 4" in notice


def test_a_node_that_nobody_is_asked_about_is_a_fault_of_check(tmp_path, said):
    panellists = {"P1": {"role": "Manager"}, "P2": {"role": "Lawyer"}}
    folder = base(tmp_path / "panel", {"Manager": ["goal", "net"], "Lawyer": ["law"]}, panellists=panellists)
    assert coverage.unasked(read_files(folder)) == ["money"]
    code, out, _ = said("check", folder)
    assert code == 1
    assert "panel.yaml:1:1: asked: nobody is asked about 'money': add it to the list of a role" in out
    assert said("check", base(tmp_path / "whole"))[0] == 0


def test_a_role_that_is_asked_nothing_is_told_and_its_holder_is_done(tmp_path, said, monkeypatch):
    folder = base(tmp_path / "panel", {"Lawyer": ["cable"]})
    assert coverage.asked_nothing(read_files(folder)) == ["Lawyer"]
    assert "asked: nothing is compared or rated at what stands under Lawyer" in said("check", folder)[2]
    sitting = Sitting(folder)
    try:
        assert [(one.panellist.id, one.asked) for one in sitting.progress()][2] == ("P3", 0)
        assert sitting.begin("P3").question is None
    finally:
        sitting.close()
    monkeypatch.setattr(sys, "stdin", io.StringIO("q\n"))
    code, out, _ = said("judge", folder, "--panellist", "P3", "--plain")
    assert (code, "0 of 0 answers are saved" in out) == (0, True)


def test_progress_and_complete_count_what_each_is_asked(folder, said):
    """P3 answers all five questions of the lawyers and is complete; the others have not begun."""
    session = Session.resumed(read_files(folder), standing([]), "P3")
    while session.question is not None:
        session = session.judge(2) if isinstance(session.question, Pair) else session.rate(5)
    journal = Journal(folder)
    journal.append(session.pending)
    journal.close()
    sitting = Sitting(folder)
    try:
        far = [(one.panellist.id, one.answered, one.asked) for one in sitting.progress()]
    finally:
        sitting.close()
    assert far == [("P1", 0, 8), ("P2", 0, 8), ("P3", 5, 5), ("P4", 0, 13)]
    assert json.loads(said("round", folder, "--format", "json")[1])["rows"][0]["complete"] == 1


def test_the_group_weighs_by_whoever_was_asked(tmp_path):
    """The goal is judged by managers and P4, `law` by the lawyer and P4: AIP and AIJ take whoever answered there."""
    folder = base(
        tmp_path / "panel",
        judgements=[
            compare("P1", "goal", "law money net", "2 2 1"),
            compare("P2", "goal", "law money net", "2 2 1"),
            compare("P4", "goal", "law money net", "2 2 1"),
            compare("P3", "law", "court code police", "4 4 1"),
            compare("P1", "net", "cable radio", "3"),
        ],
    )
    panel = read_panel(folder)
    for aggregation in ("aij", "aip"):
        local = {
            row["criterion"]: row["local"] for row in mcda.weights(panel, aggregation=aggregation).to_dict()["rows"]
        }
        assert [local[id] for id in ("law", "court", "cable")] == pytest.approx([1 / 2, 2 / 3, 3 / 4])


def test_lines_ask_by_role_and_say_so_in_their_counts(folder, said, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("a3\n\n"))
    code, out, _ = said("judge", folder, "--panellist", "P3", "--plain")
    assert code == 0
    assert "5 questions, 0 answered" in out
    assert "Section 1 of 2, law: 3 pairs" in out
    assert [event.action.kind for event in read_log(folder).events] == [Kind.JUDGED]
