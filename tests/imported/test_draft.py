"""What importers share: names become ids, faults are gathered, and a draft becomes the files of a folder."""

import os
import stat

import pytest

from criteria.faults import PanelError
from criteria.hierarchy import Criterion, Direction
from criteria.importing.draft import Draft, Ids, Remarks, ratio_fault, whole
from criteria.importing.folder import files_of, is_there, staged
from criteria.panel import Judgement, Panellist, Performance, Solution


def test_a_name_becomes_an_id_that_nothing_else_has():
    ids = Ids("goal", "Alternative")
    long = "x" * 80
    given = {
        "Café au lait!": "cafe-au-lait",
        "Goal": "goal-2",
        "goal ": "goal-3",
        "alternative": "alternative-2",
        "هزینه": "c1",
        "con": "c2",
        "!": "c3",
        long: "x" * 56,
        long + "y": "x" * 56 + "-2",
        "a" * 55 + " b": "a" * 55,
        "c": "c",
        "C": "c4",
    }
    assert {name: ids.of(name, "c") for name in given} == given


def test_an_id_is_kept_as_it_is_written_unless_another_is_the_same_in_capitals():
    ids = Ids()
    names = ["Anna", "P.07", "anna", "Anna B", "con", "con"]
    assert [ids.of(name, "p", as_written=True) for name in names] == ["Anna", "P.07", "anna-2", "anna-b", "p1", "p2"]
    assert Ids().of("Anna", "p") == "anna"


@pytest.mark.parametrize(
    ("ratio", "number"),
    [
        (3.0000000001, 3),
        (9.000000005, 9),
        (9.00000001, 9.00000001),
        (2.000000003, 2.000000003),
        (2.5, 2.5),
        (1, 1),
        (0.9999999999, 1),
        (1 / 3 + 1e-11, 1 / 3),
        (0.3333, 0.3333),
        (0.11, 1 / 9),
        (0.111111, 1 / 9),
        (0.11111111, 1 / 9),
        (0.12, 0.12),
        (0.1112, 0.1112),
    ],
)
def test_a_ratio_is_whole_or_the_inverse_of_one_up_to_the_ninth_digit(ratio, number):
    assert whole(ratio) == number


@pytest.mark.parametrize(
    ("ratio", "said"),
    [
        (9.000000008, None),
        (9.00000001, "'x' is off the scale 1/9 to 9"),
        (0.11111111105, None),
        (0.11, None),
        (0.111111, None),
        (0.11111111, None),
        (0.11111, None),
        (0.1, "'x' is off the scale 1/9 to 9"),
        (0.1111111109, "'x' is off the scale 1/9 to 9"),
        (0.0, "'x' is not positive: allowed are 1/9 to 9"),
        (-1.0, "'x' is not positive: allowed are 1/9 to 9"),
    ],
)
def test_a_ratio_is_refused_beyond_the_scale_and_what_rounding_takes_from_it(ratio, said):
    assert ratio_fault(ratio, "x") == said


def test_faults_are_raised_together_in_the_order_of_files_and_places():
    remarks = Remarks("b.csv")
    for line, column in ((2, 1), (1, 3), (1, 2)):
        remarks.fault(line, column, "x", "wrong")
    Remarks("a.csv", remarks.faults).fault(9, 9, "y", "wrong too")
    with pytest.raises(PanelError) as raised:
        remarks.stop()
    lines = ["a.csv:9:9: y: wrong too", *(f"b.csv:{at}: x: wrong" for at in ("1:2", "1:3", "2:1"))]
    assert str(raised.value).splitlines() == lines


def test_what_cannot_be_read_any_further_is_raised_with_what_was_wrong_before():
    remarks = Remarks("b.csv")
    remarks.fault(2, 1, "x", "wrong")
    with pytest.raises(PanelError) as raised:
        remarks.refuse(1, 1, "file", "too large")
    assert str(raised.value).splitlines() == ["b.csv:1:1: file: too large", "b.csv:2:1: x: wrong"]


def test_after_two_hundred_faults_nothing_more_is_read():
    remarks = Remarks("b.csv")
    for line in range(1, 200):
        remarks.fault(line, 2, "x", "wrong")
    assert len(remarks.faults) == 199
    with pytest.raises(PanelError) as raised:
        remarks.fault(200, 2, "x", "wrong")
    assert len(raised.value.faults) == 201
    assert str(raised.value.faults[199]) == "b.csv:200:2: x: wrong"
    assert str(raised.value.faults[200]) == "b.csv:200:1: file: 200 faults and perhaps more: the rest was not read"


def test_what_is_said_twice_is_noted_once():
    remarks = Remarks("b.csv")
    for what in ("a column", "a sheet", "a column"):
        remarks.leave_out(what)
    assert remarks.notices == ["left out: a column", "left out: a sheet"]


def draft(**others):
    """Three criteria, one of them weighed below a name that YAML could misread, and all that a draft can hold."""
    cost = Criterion(
        id="cost",
        name="Cost: \u20ac",
        direction=Direction.COST,
        description='What it\n"costs"',
        evidence=("P1: dear\x85", "P2: null"),
        children=(
            Criterion(id="once", name="Null", weight=0.25),
            Criterion(id="yearly", name="x" * 99, weight=0.75),
        ),
    )
    return Draft(
        title="Tele (2024), a/b",
        question="Which?",
        criteria=(cost, Criterion(id="reach", name="x" * 100)),
        solutions=(Solution(id="s1", name="-", description="By post", evidence=("P3",)),),
        panellists=(
            Panellist(id="P1"),
            Panellist(id="P2", organisation="Ministry", role="doctor", weight=1 / 4, attributes={"name": "Zoë"}),
        ),
        judgements=(
            Judgement(panellist="P1", node="goal", first="cost", second="reach", ratio=1 / 3, comment="=1"),
            Judgement(panellist="P2", node="goal", first="cost", second="reach", ratio=2.5),
        ),
        performance=Performance(criteria=("once", "reach"), values={"s1": (0.1, 1e20)}),
        beside={"codes.csv": "criterion\n"},
        **others,
    )


PANEL = f"""\
# Imported from a.csv (survey).
title: Tele (2024), a/b
question: "Which?"
criteria:
  - id: cost
    name: "Cost: \u20ac"
    direction: cost
    description: "What it\\n\\"costs\\""
    evidence:
      - "P1: dear\\u0085"
      - "P2: null"
    children:
      - id: once
        name: "Null"
        weight: 0.25
      - id: yearly
        name: {"x" * 99}
        weight: 0.75
  - id: reach
    name: "{"x" * 100}"
solutions:
  - id: s1
    name: "-"
    description: By post
    evidence:
      - P3
panellists:
  - {{id: P1}}
  - {{id: P2, organisation: "Ministry", role: "doctor", weight: 0.25, attributes: {{name: "Zo\u00eb"}}}}
"""


def test_a_draft_becomes_files_that_can_be_read_by_people_and_misread_by_nobody():
    found = {name: content.decode("utf-8") for name, content in files_of(draft(), "a.csv (survey)").items()}
    assert found["panel.yaml"] == PANEL
    assert found["judgements.csv"].splitlines() == [
        "round,panellist,node,first,second,ratio,comment",
        "1,P1,goal,cost,reach,1/3,'=1",
        "1,P2,goal,cost,reach,2.5,",
    ]
    assert found["performance.csv"] == "alternative,once,reach\ns1,0.1,1e+20\n"
    assert found["codes.csv"] == "criterion\n"
    assert list(found) == ["panel.yaml", "judgements.csv", "performance.csv", "codes.csv"]


def test_what_a_draft_does_not_hold_makes_no_file_and_no_entry():
    alone = Draft(title="T", criteria=(Criterion(id="a", name="A"),))
    panel = "# Imported from x.\ntitle: T\ncriteria:\n  - id: a\n    name: A\n"
    assert files_of(alone, "x") == {"panel.yaml": panel.encode()}


GOOD = {"panel.yaml": b"criteria: [{id: a, weight: 1}]\n"}


def test_a_folder_is_made_with_those_above_it_and_the_rights_that_new_folders_have(tmp_path):
    folder = tmp_path / "far" / "off" / "panel"
    before = os.umask(0o027)
    try:
        with staged(folder, GOOD, "a.csv") as (panel, keep):
            keep()
            assert os.umask(0o027) == 0o027
    finally:
        os.umask(before)
    assert [criterion.id for criterion in panel.hierarchy] == ["a"]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o750
    assert [path.name for path in folder.parent.iterdir()] == ["panel"]


def test_a_folder_that_is_not_kept_leaves_nothing(tmp_path):
    with staged(tmp_path / "panel", GOOD, "a.csv"):
        assert [path.name.startswith(".panel.") for path in tmp_path.iterdir()] == [True]
    assert not list(tmp_path.iterdir())


def test_what_check_would_refuse_is_a_fault_of_the_file_it_came_from(tmp_path):
    wrong = {"panel.yaml": b"\n\ncriteria: [{id: a, weight: -1}]\n"}
    with pytest.raises(PanelError) as raised, staged(tmp_path / "panel", wrong, "a.csv"):
        pass
    (fault,) = raised.value.faults
    assert str(fault) == "a.csv:1:1: weight of a: -1 is too small: allowed are numbers from 0 up"
    assert not list(tmp_path.iterdir())


def test_answers_that_contradict_each_other_are_named_without_lines_of_files_that_nobody_sees(tmp_path):
    rows = b"panellist,node,first,second,ratio\nP1,goal,a,b,3\nP1,goal,b,a,3\n"
    wrong = {"panel.yaml": b"criteria: [{id: a}, {id: b}]\npanellists: [{id: P1}]\n", "judgements.csv": rows}
    with pytest.raises(PanelError) as raised, staged(tmp_path / "panel", wrong, "a.csv"):
        pass
    said = "first: both directions disagree: b over a is 3 here, and a over b is 3 (panellist P1): keep one"
    assert str(raised.value) == f"a.csv:1:1: {said}"


def test_a_folder_is_there_if_it_holds_the_very_same_files(tmp_path):
    folder = tmp_path / "panel"
    files = GOOD | {"codes.csv": b"criterion\n"}
    assert not is_there(folder, files)
    folder.mkdir()
    assert not is_there(folder, files)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    assert is_there(folder, files)


def test_all_that_another_folder_holds_is_named(tmp_path):
    folder = tmp_path / "panel"
    folder.mkdir()
    (folder / "panel.yaml").write_bytes(b"criteria: [{id: b, weight: 1}]\n")
    (folder / "ratings.csv").write_bytes(b"round,panellist,alternative,criterion,value,comment\n")
    (folder / "journal.csv").mkdir()
    with pytest.raises(PanelError) as raised:
        is_there(folder, GOOD | {"codes.csv": b"criterion\n", "journal.csv": b""})
    assert str(raised.value).splitlines() == [
        f"panel.yaml:1:1: folder: differs from what would be imported into {folder}: name a new folder",
        f"codes.csv:1:1: folder: is missing beside what would be imported into {folder}: name a new folder",
        f"journal.csv:1:1: folder: differs from what would be imported into {folder}: name a new folder",
        f"ratings.csv:1:1: folder: {folder} holds another panel: name a new folder",
    ]


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "panel").write_text("", encoding="utf-8")
    with pytest.raises(PanelError) as raised:
        is_there(tmp_path / "panel", GOOD)
    assert str(raised.value) == f"{tmp_path / 'panel'}:1:1: folder: this is a file: name a new folder"
