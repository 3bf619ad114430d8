"""Whole foreign files and the whole panel folders that they become, both written by hand."""

import unicodedata
import zipfile

import pytest
from imports import EACH, SAMPLES, beside, faults, files, notices

from criteria.faults import PanelError
from criteria.files import read_panel
from criteria.importing import read_foreign
from criteria.importing.ahp_os_result import matched, read_result
from criteria.importing.draft import Remarks
from criteria.importing.mapping import proposed
from criteria.importing.survey import proposal

NOBODY = "nobody has judged yet: panellist P01 stands in panel.yaml, add others there"
UNWEIGHED = "no weights are given: panellist P01 stands in panel.yaml to judge the criteria, add others there"


@pytest.fixture
def becomes(tmp_path):
    """Imports the first of some files, holds what it becomes against what is wanted, and that it passes the check."""

    def held(format, given, panel, *, judgements=(), performance=(), told=(), more=None):
        for name, content in given.items():
            if isinstance(content, str):
                (tmp_path / name).write_text(content, encoding="utf-8")
        paths = [tmp_path / name for name in given]
        found = {name: content.decode() for name, content in files(format, *paths).items()}
        tables = {"judgements.csv": "round,panellist,node,first,second,ratio,comment", "performance.csv": None}
        wanted = {"panel.yaml": f"# Imported from {paths[0].name} ({format}).\n{panel}"}
        if judgements:
            wanted["judgements.csv"] = "\n".join([tables["judgements.csv"], *(f"1,{row}," for row in judgements), ""])
        if performance:
            wanted["performance.csv"] = "\n".join([*performance, ""])
        assert found == wanted | (more or {})
        assert notices(format, *paths) == list(told)
        assert faults(format, *paths) == []

    return held


def criteria(*ids, indent="  "):
    return "".join(f"{indent}- id: {id}\n{indent}  name: {id}\n" for id in ids)


def test_input_data_of_ahp_os_with_alternatives_and_a_project_beside_it(becomes):
    one = ';;"1,000000";"1,000000";\n;;"1,000000";"1,000000";\n'
    rows = f"""\
sep=;
"Project Name";" "
"Participant";"Zoë"
"Alternatives";"Site A";"";"Site B"
"Node";"Barriers";"2x2 decision matrix"
;;"1,000000";"2,000000";
;;"0,500000";"1,000000";
"Criterion";"cost";"2x2 decision matrix"
;;"1,000000";"0,111111";
;;"9,000000";"1,000000";
""
"Participant";"Bob"
"Alternatives";"Site A";"Site B"
"Node";"staff";"2x2 decision matrix"
{one}"Node";"patients";"2x2 decision matrix"
{one}"""
    text = "Barriers: cost=0, skills=1; skills: staff=0.5, patients=0.5;"
    below = criteria("staff", "patients", indent="      ").replace("name: staff", "name: staff\n        weight: 0.5")
    panel = f"""\
title: Barriers
criteria:
{criteria("cost", "skills")}    children:
{below}        weight: 0.5
solutions:
  - id: site-a
    name: Site A
  - id: site-b
    name: Site B
panellists:
  - {{id: zoe, attributes: {{name: "Zoë"}}}}
  - {{id: Bob}}
"""
    becomes(
        "ahp-os-csv",
        {"i.csv": rows, "h.json": f' {{"pj": [{{"project_hText": "{text}"}}]}}'},
        panel,
        judgements=[
            "zoe,goal,cost,skills,2",
            "zoe,cost,site-a,site-b,1/9",
            "Bob,staff,site-a,site-b,1",
            "Bob,patients,site-a,site-b,1",
        ],
        told=["left out: the given weights under 'Barriers', which participants have judged"],
    )


@pytest.mark.parametrize(("name", "title"), [("null", "Goal"), ('" "', "Goal"), ('"null"', '"null"')])
def test_a_project_of_ahp_os_without_a_name_is_called_by_its_goal(name, title, becomes):
    project = f'{{"pj": [{{"project_hText": "Goal: a=0.25, b=0.75", "project_name": {name}}}], "pwc": null}}'
    weighed = criteria("a").rstrip() + "\n    weight: 0.25\n" + criteria("b").rstrip() + "\n    weight: 0.75\n"
    becomes("ahp-os-json", {"p.json": project}, f"title: {title}\ncriteria:\n{weighed}")


OF_SEGMENTS = ["Color", "Document group", "Beginning", "End", "Modified by"]
TOLD = {
    "google_forms.csv": ["pairs without an answer: 1"],
    "limesurvey.csv": [
        "line 3: 'submitdate' is empty, what was answered is taken",
        "left out: line 4: it answers no pair",
        "pairs without an answer: 1",
    ],
    "slider.xlsx": ["pairs without an answer: 1"],
    "site.ahp": ["left out: the attributes of the alternatives"],
    "stock.dmsy": ["the weights sum to 7: each was divided by the sum"],
    "compared_4.xml": ["left out: criteriaValues: the comparisons in criteriaMatrix weigh the criteria"],
    "codes.xlsx": ["left out: the column 'Color'", NOBODY],
    "segments.xlsx": [*(f"left out: the column '{column}'" for column in OF_SEGMENTS), NOBODY],
    "codebook.qdc": ["left out: sets of codes", NOBODY],
    "project.qdpx": [NOBODY],
}
"""Sample -> what is said to whoever imports it, seen by looking at it; nothing of the others."""


@pytest.mark.parametrize(("format", "name"), EACH)
def test_what_is_left_out_or_guessed_is_said(format, name):
    assert notices(format, SAMPLES / name) == TOLD.get(name, [])


@pytest.mark.parametrize(
    ("format", "name", "word", "accented"),
    [
        ("ahp-os-csv", "input.csv", "Tele barriers", "Coût"),
        ("ahp-os-csv", "input.csv", "cost", "coût"),
        ("ahp-os-json", "project.json", "cost", "coût"),
        ("ahp-os-json", "project.json", "Clinic", "Clínica"),
        ("r-ahp", "site.ahp", "Clinic", "Clínica"),
        ("r-ahp", "site.ahp", "Cost", "Coût"),
        ("dmsy", "stock.dmsy", "ROE", "RÖE"),
        ("decision-matrix", "cars.csv", "Price", "Prix payé"),
        ("xmcda", "compared_4.xml", "Clinic", "Clínica"),
        ("refi-qda", "codebook.qdc", "Cost", "Coût"),
    ],
)
def test_names_with_accents_apart_are_those_with_joined_ones(format, name, word, accented, tmp_path):
    """As text is written on some systems: the letter, then its accent."""
    made = []
    for form in ("NFC", "NFD"):
        second = beside(format, SAMPLES / name)
        for sample in (SAMPLES / name, *([second] if second else [])):
            text = sample.read_text(encoding="utf-8")
            (tmp_path / sample.name).write_text(text.replace(word, unicodedata.normalize(form, accented)), "utf-8")
        made.append(files(format, tmp_path / name, second and tmp_path / second.name))
    assert made[0] == made[1]
    assert accented in made[0]["panel.yaml"].decode()


def test_a_result_of_ahp_os_names_the_children_as_the_text_of_the_hierarchy_does():
    by_text, by_result = (
        files("ahp-os-csv", SAMPLES / "input.csv", second) for second in (None, SAMPLES / "result.csv")
    )
    assert by_result == by_text


RESULT = """\
sep=;
"Node";"Café"
"Weights";"cost";"skills";"CR"
"Group result";0,25;0,75;n/a
"Node";"skills";"2 items"
"Weights";"staff";"patients";"CR"
"Group result";0;1;0,0
"Node";"pTot"
"Weights";"cost";"CR"
"Group result";9;9
"Node";"pGlb"
"Group result";9
"""
PANEL = """\
criteria:
  - {id: cost, name: cost, weight: 0.5}
  - id: sk
    name: skills
    weight: 0.5
    children: [{id: st, name: staff, weight: 0.5}, {id: pa, name: patients, weight: 0.5}]
"""


@pytest.fixture
def panel(tmp_path):
    (tmp_path / "panel").mkdir()
    (tmp_path / "panel" / "panel.yaml").write_text(PANEL, encoding="utf-8")
    return read_panel(tmp_path / "panel")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_result_of_ahp_os_gives_the_weights_below_each_node(form, panel, tmp_path):
    (tmp_path / "r.csv").write_text(unicodedata.normalize(form, RESULT), encoding="utf-8")
    result = read_result(tmp_path / "r.csv")
    assert result == {"Café": {"cost": 0.25, "skills": 0.75}, "skills": {"staff": 0, "patients": 1}}
    assert matched(result, panel, "r.csv") == {"cost": 0.25, "sk": 0.75, "st": 0, "pa": 1}


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        (
            "Group result",
            "Result",
            ["r.csv:1:1: rows: no node's group result: allowed are results in the mode Hierarchy"],
        ),
        ("0,25;0,75;n/a", "0,25", ["r.csv:4:2: Group result: allowed is a number for each child of 'Café'"]),
        ("0,25", "0.25", ["r.csv:4:2: Group result: allowed is a number for each child of 'Café'"]),
        (
            '"Weights"',
            '"Weight"',
            [
                "r.csv:4:2: Group result: allowed is a number for each child of 'Café'",
                "r.csv:7:2: Group result: allowed is a number for each child of 'skills'",
            ],
        ),
        (
            '"skills";"2',
            '"kills";"2',
            ["r.csv:1:1: Node: 'kills' is no node of the imported panel: did you mean 'skills'?"],
        ),
        (
            '"patients"',
            '"patient"',
            ["r.csv:1:1: Weights: 'patient' is not below 'skills' in the imported panel: did you mean 'patients'?"],
        ),
    ],
)
def test_a_result_of_ahp_os_that_says_nothing_or_something_else_is_refused(old, new, lines, panel, tmp_path):
    assert old in RESULT
    (tmp_path / "r.csv").write_text(RESULT.replace(old, new), encoding="utf-8")
    with pytest.raises(PanelError) as raised:
        matched(read_result(tmp_path / "r.csv"), panel, "r.csv")
    assert str(raised.value).splitlines() == lines


def test_a_survey_with_all_that_a_mapping_can_say(becomes):
    """Of nine, 5 is equal and each step two more: 3 is five times for the low side, 9 is nine times for the other."""
    table = """\
Name,At,Role,Q1,"Pairs [Cost_Skills]",Q3,Q4,Q5,Note,Done
Anna,Ministry,doctor,5,3,9,Left,Equal,x,yes
Bob,,,6,-,,equal,left,,
Cyn
"Dé","Clinic, east",nurse,NA,1,.,n/a,LEFT ,y,no
Eve,,,5
"""
    mapping = """\
question: Which holds it back more?
coding: nine
low: first
panellist: Name
organisation: At
role: Role
complete: Done
answers: {left: 5, equal: 1}
criteria:
  - {id: barrier, name: Barriers, children: [{id: cost}, {id: Skills}]}
  - {id: law}
solutions: [{id: x}, {id: y}]
pairs:
  Q1: {first: barrier, second: LAW}
  "Pairs [Cost_Skills]": {node: BARRIER, first: cost, second: skills, low: second}
  Q3: {node: law, first: y, second: x}
  Q4: {node: cost, first: y, second: x, answers: {Left: 7}}
  Q5: {node: skills, first: x, second: y}
"""
    panel = f"""\
title: t
question: "Which holds it back more?"
criteria:
  - id: barrier
    name: Barriers
    children:
{criteria("cost", "Skills", indent="      ")}{criteria("law")}solutions:
{criteria("x", "y")}panellists:
  - {{id: Anna, organisation: "Ministry", role: "doctor"}}
  - {{id: Bob}}
  - {{id: de, organisation: "Clinic, east", role: "nurse", attributes: {{name: "Dé"}}}}
  - {{id: Eve}}
"""
    judged = """\
Anna,goal,barrier,law,1
Anna,barrier,cost,Skills,1/5
Anna,law,y,x,1/9
Anna,cost,y,x,7
Anna,Skills,x,y,1
Bob,goal,barrier,law,1/3
Bob,cost,y,x,1
Bob,Skills,x,y,5
de,barrier,cost,Skills,1/9
de,Skills,x,y,5
Eve,goal,barrier,law,1"""
    told = [
        "left out: the column 'Note'",
        "line 3: 'Done' is empty, what was answered is taken",
        "left out: line 4: it answers no pair",
        "line 6: 'Done' is empty, what was answered is taken",
        "pairs without an answer: 9",
    ]
    becomes("survey", {"t.csv": table, "m.yaml": mapping}, panel, judgements=judged.splitlines(), told=told)


def test_pairs_are_found_in_the_headers_by_ids_and_by_names_at_every_node(tmp_path):
    headers = ["a_digital skills", "Which? [Cost_DIGITAL SKILLS]", "b_a", "x_y", "x_y [b_b]", "c_a", "id"]
    (tmp_path / "t.csv").write_text(",".join(headers) + "\n2,3,4,5,6,7,8\n", encoding="utf-8")
    named = "{id: a, name: Cost, children: [{id: x}, {id: y}]}, {id: b, name: Digital skills}"
    (tmp_path / "m.yaml").write_text(f"coding: ratio\ncriteria: [{named}]\n", encoding="utf-8")
    draft = read_foreign("survey", tmp_path / "t.csv", tmp_path / "m.yaml", Remarks("t.csv"))
    found = [(said.node, said.first, said.second, said.ratio) for said in draft.judgements]
    assert found == [("goal", "a", "b", 2), ("goal", "a", "b", 3), ("goal", "b", "a", 4), ("a", "x", "y", 5)]


def test_answers_of_both_sides_and_of_different_people_are_read_back(tmp_path):
    """Three at most: for the first side, for the second, for the first again; of different people if it can be."""
    shown = {
        "1,1/2,3\n4,1,1\n": ["line 2, b_c: 3", "line 2, a_c: 1/2", "line 3, a_b: 4"],
        "3,1/2,1\n4,5,6\n7,1,1\n": ["line 2, a_b: 3", "line 2, a_c: 1/2", "line 3, a_b: 4"],
        "1,2,1/3\n1/4,5,1\n": ["line 2, a_c: 2", "line 3, a_b: 1/4", "line 3, a_c: 5"],
        "1,1,1\n": ["line 2, a_b: 1", "line 2, a_c: 1", "line 2, b_c: 1"],
        "1,2,1\n": ["line 2, a_c: 2"],
    }
    (tmp_path / "m.yaml").write_text(
        "coding: ratio\nlow: second\ncriteria: [{id: a}, {id: b}, {id: c}]\n", encoding="utf-8"
    )
    for answers, wanted in shown.items():
        (tmp_path / "t.csv").write_text("a_b,a_c,b_c\n" + answers, encoding="utf-8")
        draft = read_foreign("survey", tmp_path / "t.csv", tmp_path / "m.yaml", Remarks("t.csv"))
        assert [f"{said.place}: {said.answer}" for said in draft.decoded] == wanted


def test_a_mapping_is_proposed_as_far_as_the_headers_show_it():
    """Pairs by _, vs and versus, also between brackets; what is left asks who answered, the rest is to be ignored."""
    headers = ["Who", "", "Cost_Skills", "Q [Cost vs. Net work]", "Skills versus Net work", "a_b_c", "_x", 'A "date"']
    assert (
        proposed(headers, "T: 1")
        == """\
# How the table is understood. What stands behind # is a guess or a hint: look at every line.
title: "T: 1"
coding: signed     # or ratio, steps, nine, seventeen, words
low: first         # whom negative or low numbers favour: the sentences that are read back will show it
# answers: {Much more: 5, Equal: 1, Much less: 1/5}    # of the coding words: first over second
panellist: "Who"
ignore: ["a_b_c", "_x", "A \\"date\\""]
criteria:
  - {id: cost, name: "Cost"}
  - {id: skills, name: "Skills"}
  - {id: net-work, name: "Net work"}
pairs:
  "Cost_Skills": {first: cost, second: skills}
  "Q [Cost vs. Net work]": {first: cost, second: net-work}
  "Skills versus Net work": {first: skills, second: net-work}
"""
    )


def test_a_proposal_is_that_of_the_headers_of_the_first_sheet(tmp_path):
    (tmp_path / "t.csv").write_text(" a_b ,id\n1,2\n", encoding="utf-8")
    assert proposal(tmp_path / "t.csv") == proposed(["a_b", "id"], "t")


def test_where_no_header_shows_a_pair_the_proposal_shows_how_one_is_written():
    assert proposed(["q1"], "t").splitlines()[5:] == [
        'panellist: "q1"',
        "ignore: []",
        "criteria:",
        "  - {id: cost, name: Cost}    # no header shows a pair: name the criteria here",
        "pairs:",
        '  "A column": {first: cost, second: skills}',
    ]
    assert [line for line in proposed(["a_b"], "t").splitlines() if line.startswith("panellist")] == []


def test_a_decision_matrix_whose_weights_do_not_sum_to_one(becomes):
    table = "Table,Price,Comfort\n\nmin/max,-1,HIGHER\nx,0,1e3\nweights,1,3\n12,-2.5,0\n"
    panel = """\
title: m
criteria:
  - id: price
    name: Price
    direction: cost
    weight: 0.25
  - id: comfort
    name: Comfort
    weight: 0.75
solutions:
  - id: x
    name: x
  - id: "12"
    name: "12"
"""
    becomes(
        "decision-matrix",
        {"m.csv": table},
        panel,
        performance=["alternative,price,comfort", "x,0,1000", "12,-2.5,0"],
        told=["the weights sum to 4: each was divided by the sum"],
    )


@pytest.mark.parametrize(
    ("weight", "wanted", "told"),
    [
        ("0.333333333333", 0.333333333333, []),
        ("0.33333333", 1 / 3, ["the weights sum to 1: each was divided by the sum"]),
        ("0", 0, []),
    ],
)
def test_weights_that_sum_to_one_but_for_rounding_are_kept(weight, wanted, told, tmp_path):
    (tmp_path / "m.csv").write_text(
        f",a,b,c\ntype,max,max,max\nweight,{weight},{weight},{weight}\nx,1,2,3\n", encoding="utf-8"
    )
    remarks = Remarks("m.csv")
    draft = read_foreign("decision-matrix", tmp_path / "m.csv", None, remarks)
    assert [criterion.weight for criterion in draft.criteria] == pytest.approx([wanted] * 3, rel=1e-15)
    assert remarks.notices == told


def test_a_decision_matrix_without_weights_and_with_names_that_ids_are_taken_by(becomes):
    panel = """\
title: m
criteria:
  - id: goal-2
    name: Goal
  - id: alternative-2
    name: Alternative
solutions:
  - id: alternative-3
    name: alternative
panellists:
  - {id: P01}
"""
    becomes(
        "decision-matrix",
        {"m.csv": ",Goal,Alternative\ntype,max,+\nalternative,1,2\n"},
        panel,
        performance=["alternative,goal-2,alternative-2", "alternative-3,1,2"],
        told=[UNWEIGHED],
    )


def test_a_matrix_of_scikit_criteria_with_more_than_is_read(becomes):
    text = """\
dmsy: {version: 1}
data:
  matrix: [[0, 2.5], [1e3, -4]]
  objectives: [-1, 1]
  weights: [0, 0.5]
  alternatives: [x, y]
  criteria: [Price, Comfort]
  extra: {made: today}
"""
    panel = """\
title: s
criteria:
  - id: price
    name: Price
    direction: cost
    weight: 0
  - id: comfort
    name: Comfort
    weight: 1
solutions:
  - id: x
    name: x
  - id: y
    name: y
"""
    becomes(
        "dmsy",
        {"s.dmsy": text},
        panel,
        performance=["alternative,price,comfort", "x,0,2.5", "y,1000,-4"],
        told=["left out: what stands under 'extra'", "the weights sum to 0.5: each was divided by the sum"],
    )


def xmcda(*parts):
    return f'<xmcda xmlns="http://www.decision-deck.org/2019/XMCDA-3.1.1">{"".join(parts)}</xmcda>'


KNOWN = '<criteria><criterion id="c1" name="Cost"/><criterion id="c2"/></criteria>'


def number(tag, id, value, item="criterionValues"):
    return f"<{item}><{tag}>{id}</{tag}><values><value>{value}</value></values></{item}>"


def test_a_problem_of_xmcda_whose_weights_do_not_sum_to_one(becomes):
    """A criterion may weigh nothing, a value may have a description; tags that are not read are said."""

    def scaled(id, word):
        said = f"<quantitative><preferenceDirection> {word} </preferenceDirection></quantitative>"
        return f"<criterionScale><criterionID>{id}</criterionID><scales><scale>{said}</scale></scales></criterionScale>"

    half = "<rational><numerator>2</numerator><denominator>4</denominator></rational>"
    values = {"c1": "<description/><integer>3</integer>", "c2": half, "c3": "<real>0</real>"}
    given = "".join(number("criterionID", id, value, "criterionValue") for id, value in values.items())
    measured = "".join(number("criterionID", id, value, "performance") for id, value in reversed(values.items()))
    text = xmcda(
        '<criteria><criterion id="c1" name="Cost"/><criterion id="c2"/><criterion id="c3"/></criteria>',
        '<alternatives><alternative id="a1" name="Site A"/></alternatives>',
        f"<criteriaScales>{scaled('c1', 'min')}{scaled('c2', 'max')}{scaled('c3', 'max')}</criteriaScales>",
        f"<criteriaValues><description/>{given}</criteriaValues>",
        "<method/><method/>",
        "<performanceTable><alternativePerformances><alternativeID>a1</alternativeID>"
        f"{measured}</alternativePerformances></performanceTable>",
    )
    panel = f"""\
title: x
criteria:
  - id: cost
    name: Cost
    direction: cost
    weight: {3 / 3.5!r}
  - id: c2
    name: c2
    weight: {0.5 / 3.5!r}
  - id: c3
    name: c3
    weight: 0
solutions:
  - id: site-a
    name: Site A
"""
    told = ["left out: method", "the weights sum to 3.5: each was divided by the sum"]
    performance = ["alternative,cost,c2,c3", "site-a,3,0.5,0"]
    becomes("xmcda", {"x.xml": text}, panel, performance=performance, told=told)


def test_criteria_of_xmcda_that_nobody_weighs_wait_for_a_panellist(becomes):
    panel = f"title: x\ncriteria:\n{criteria('cost').replace('name: cost', 'name: Cost')}{criteria('c2')}"
    panel += "panellists:\n  - {id: P01}\n"
    becomes("xmcda", {"x.xml": xmcda(KNOWN)}, panel, told=[UNWEIGHED])


def test_whole_matrices_of_xmcda_are_two_panellists(becomes):
    """The inverse below the diagonal says the same again, ones on the diagonal say nothing."""

    def matrix(name, there, back):
        def row(first, *cells):
            columns = "".join(number("criterionID", id, f"<real>{value}</real>", "column") for id, value in cells)
            return f"<row><criterionID>{first}</criterionID>{columns}</row>"

        rows = row("c1", ("c1", 1), ("c2", there)) + row("c2", ("c1", back), ("c2", 1))
        return f"<criteriaMatrix {name}>{rows}</criteriaMatrix>"

    text = xmcda(matrix('id="m1"', 4, 0.25), KNOWN, matrix("", 0.5, 2))
    panel = f"title: x\ncriteria:\n{criteria('cost').replace('name: cost', 'name: Cost')}{criteria('c2')}"
    panel += "panellists:\n  - {id: m1}\n  - {id: P02}\n"
    judged = ["m1,goal,cost,c2,4", "m1,goal,c2,cost,1/4", "P02,goal,cost,c2,1/2", "P02,goal,c2,cost,2"]
    becomes("xmcda", {"x.xml": text}, panel, judgements=judged)


def test_the_faults_of_all_files_of_a_folder_are_said_together(tmp_path):
    (tmp_path / "x").mkdir()
    texts = {
        "a.xml": xmcda(KNOWN),
        "b.xml": "<xmcda/>",
        "c.xml": "<xmcda>",
        "d.xml": xmcda("<criteria><criterion id='c1'/></criteria>"),
    }
    for name, text in texts.items():
        (tmp_path / "x" / name).write_text(text, encoding="utf-8")
    assert faults("xmcda", tmp_path / "x") == [
        "b.xml:1:1: xmcda: 'xmcda' is not read: allowed are XMCDA 3 and 4",
        "c.xml:1:8: xml: no XML: no element found",
    ]
    for name in ("b.xml", "c.xml"):
        (tmp_path / "x" / name).unlink()
    assert faults("xmcda", tmp_path / "x") == ["d.xml:1:72: criterion: the id 'c1' stands twice"]


def test_weights_of_the_goal_given_by_one_alone_are_given_weights(becomes):
    leaf = "preferences: [[x, y, 2]]\n      children: *a\n"
    text = f"""\
Alternatives: &a
  x:
  y:
Goal:
  author: me
  description: Which?
  preferences:
    score: {{c: 1, d: 3}}
  children:
    c:
      description: Costs
      decision-makers: [Ann: 1]
      {leaf}    d:
      {leaf}"""
    panel = """\
title: g
criteria:
  - id: c
    name: c
    weight: 0.25
    description: Costs
  - id: d
    name: d
    weight: 0.75
solutions:
  - id: x
    name: x
  - id: y
    name: y
panellists:
  - {id: P01}
"""
    told = ["left out: the votes under 'c': those of the goal hold"]
    told += ["left out: the author of the goal", "left out: the description of the goal"]
    becomes("r-ahp", {"g.ahp": text}, panel, judgements=["P01,c,x,y,2", "P01,d,x,y,2"], told=told)


@pytest.mark.parametrize(
    ("votes", "said", "panellists", "judged"),
    [
        ("", "score: {c: 2, d: 0.25}", "{id: P01}", ["P01,goal,c,d,8"]),
        ("", "score: {c: 0, d: 0}", None, None),
        ("  decision-makers: [Ann: 1/2, Bob: 0]\n", "score: {c: 10, d: 30}", "{id: P01}", ["P01,goal,c,d,1/3"]),
        (
            "  decision-makers: [Ann: 1/2, Bob: 0]\n",
            "{Ann: {priority: {c: 9, d: 1}}, Bob: {pairwise: [[c, d, 1]]}}",
            "{id: Ann, weight: 0.5}\n  - {id: Bob, weight: 0}",
            ["Ann,goal,c,d,9", "Bob,goal,c,d,1"],
        ),
    ],
)
def test_scores_with_votes_are_judgements(votes, said, panellists, judged, tmp_path):
    leaf = "      children: {x: , y: }\n      preferences: [[x, y, 2]]\n"
    said = said if said.startswith("{") else f"{{{said}}}"
    text = f"Alternatives: {{x: , y: }}\nGoal:\n{votes}  preferences: {said}\n"
    text += f"  children:\n    c:\n{leaf}    d:\n{leaf}"
    (tmp_path / "g.ahp").write_text(text, encoding="utf-8")
    if judged is None:
        assert faults("r-ahp", tmp_path / "g.ahp") == [
            "g.ahp:3:24: score: 0 for 'c' and 0 for 'd' are more than 9 to 1 apart: no judgement says that"
        ]
        return
    found = {name: content.decode() for name, content in files("r-ahp", tmp_path / "g.ahp").items()}
    weighed = [line for line in found["panel.yaml"].splitlines() if "weight: 0." in line and "id" not in line]
    rows = [line for line in found["judgements.csv"].splitlines() if ",goal," in line]
    if votes:
        assert f"panellists:\n  - {panellists}" in found["panel.yaml"]
        assert rows == [f"1,{row}," for row in judged]
    else:
        assert weighed == [f"    weight: {2 / 2.25!r}", f"    weight: {0.25 / 2.25!r}"]
        assert rows == []


PROJECT = """\
<Project name=" Study ">
<CodeBook><Codes>
 <Code guid="{A1}" name="Policy" isCodable="0"/>
 <Code guid="a2" name="Cost"><Description> dear </Description><Code name="Once" isCodable="1"/></Code>
</Codes><Sets><Set name="s"/></Sets></CodeBook>
<Sources>
 <TextSource name="P1"><PlainTextContent> who pays? nobody</PlainTextContent>
  <PlainTextSelection startPosition="1" endPosition="10">
   <Coding><CodeRef targetGUID="A2"/><CodeRef targetGUID="{a1}"/></Coding></PlainTextSelection>
  <PlainTextSelection startPosition="5" endPosition="999999999"><Coding><CodeRef targetGUID="a2"/></Coding>
   </PlainTextSelection>
  <PlainTextSelection name="far" startPosition="0" endPosition="1000000000">
   <Coding><CodeRef targetGUID="a2"/></Coding></PlainTextSelection>
  <PlainTextSelection name="odd" startPosition="x" endPosition="3"><Coding><CodeRef targetGUID="a2"/></Coding>
   </PlainTextSelection>
 </TextSource>
 <Comment><Coding><CodeRef targetGUID="nowhere"/></Coding></Comment>
 <TextSource name="P1" plainTextPath="internal://T.TXT">
  <PlainTextSelection startPosition="4" endPosition="6"><Coding><CodeRef targetGUID="a2"/></Coding>
  </PlainTextSelection></TextSource>
 <PDFSource><PDFSelection name="p. 3"><Coding><CodeRef targetGUID="a2"/></Coding></PDFSelection>
  <Representation plainTextPath="internal://sources/r.txt">
   <PlainTextSelection startPosition="0" endPosition="2"><Coding><CodeRef targetGUID="a2"/></Coding>
   </PlainTextSelection></Representation></PDFSource>
 <PictureSource name="P4"><Coding><CodeRef targetGUID="a2"/></Coding></PictureSource>
 <TextSource name="P5" plainTextPath="internal://gone.txt">
  <PlainTextSelection startPosition="0" endPosition="2"><Coding><CodeRef targetGUID="a2"/></Coding>
  </PlainTextSelection></TextSource>
</Sources></Project>"""


def packed(path, project):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Project.QDE", project)
        archive.writestr("sources/t.txt", "\ufeffyes\r\nno".encode())
        archive.writestr("Sources/r.txt", "oh dear")


def test_passages_of_a_refi_qda_project_are_where_their_positions_say(becomes, tmp_path):
    """Text of the project or of a file in it; a passage's name where there is no text; a whole source has neither."""
    packed(tmp_path / "p.QDPX", PROJECT)
    panel = """\
title: Study
criteria:
  - id: policy
    name: Policy
    evidence:
      - "P1: who pays?"
  - id: cost
    name: Cost
    description: dear
    evidence:
      - "P1: who pays?"
      - "P1: pays? nobody"
      - "P1: far"
      - "P1: odd"
      - "P1': no"
      - "Interview 3: p. 3"
      - "Interview 3: oh"
      - P4
      - P5
    children:
      - id: once
        name: Once
panellists:
  - {id: P01}
"""
    codes = "criterion,name,parent,guid,codable,segments\npolicy,Policy,goal,A1,false,1\n"
    codes += "cost,Cost,goal,a2,true,9\nonce,Once,cost,,true,0\n"
    curve = "number,interview,segments,codes,new,total\n1,P1,5,2,2,2\n2,P1',1,1,0,2\n3,Interview 3,2,1,0,2\n"
    curve += "4,P4,1,1,0,2\n5,P5,1,1,0,2\n"
    told = [
        "left out: sets of codes",
        "the code 'Once' has no guid: nothing leads back from it",
        "a category without codes stands as a criterion: 'Policy'",
        NOBODY,
    ]
    becomes("refi-qda", {"p.QDPX": None}, panel, told=told, more={"codes.csv": codes, "saturation.csv": curve})


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        (' targetGUID="A2"', "", ["p.qdpx:9:12: CodeRef: '' is the guid of no code in the codebook"]),
        (
            '"P4"',
            '"\u202e"',
            ["p.qdpx:25:2: PictureSource: '<U+202E>' holds U+202E, which turns the direction of text: leave it out"],
        ),
    ],
)
def test_a_passage_without_a_code_or_a_source_without_a_sound_name_is_refused(old, new, lines, tmp_path):
    assert old in PROJECT
    packed(tmp_path / "p.qdpx", PROJECT.replace(old, new, 1))
    assert faults("refi-qda", tmp_path / "p.qdpx") == lines


def test_an_archive_without_a_project_or_with_a_broken_part_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "p.qdpx", "w") as archive:
        archive.writestr("notes.txt", "x")
    said = "no project.qde in it: this is no REFI-QDA project"
    assert faults("refi-qda", tmp_path / "p.qdpx") == [f"p.qdpx:1:1: file: {said}"]
    packed(tmp_path / "p.qdpx", PROJECT)
    content = (tmp_path / "p.qdpx").read_bytes()
    (tmp_path / "p.qdpx").write_bytes(content.replace(b"who pays?", b"who paid?"))
    (fault,) = faults("refi-qda", tmp_path / "p.qdpx")
    assert fault.startswith("p.qdpx:1:1: Project.QDE: the file is damaged: Bad CRC-32")
    (tmp_path / "p.qdpx").write_bytes(content[:-30])
    (fault,) = faults("refi-qda", tmp_path / "p.qdpx")
    assert fault.startswith("p.qdpx:1:1: file: the file is damaged or no ZIP file: ")


def test_a_project_of_refi_qda_without_sources_is_named_by_its_file(tmp_path):
    packed(tmp_path / "p.qdpx", '<Project><CodeBook><Codes><Code guid="a" name="A"/></Codes></CodeBook></Project>')
    found = files("refi-qda", tmp_path / "p.qdpx")
    assert list(found) == ["panel.yaml", "codes.csv"]
    assert b"title: p\n" in found["panel.yaml"]


def test_a_code_system_of_maxqda_with_more_columns_than_are_read(becomes):
    long = "x" * 63
    table = f"Code,,Colour,Code memo,Frequency,Memo\nA,,red, dear ,2.0,no\nA > B,,,,,\n{long},,,,0,\nC\\D > E,,,,7,\n"
    panel = f"""\
title: c
criteria:
  - id: a
    name: A
    description: dear
    children:
      - id: b
        name: B
  - id: {"x" * 56}
    name: {long}
  - id: c
    name: C
    children:
      - id: d
        name: D
        children:
          - id: e
            name: E
panellists:
  - {{id: P01}}
"""
    codes = "criterion,name,parent,guid,codable,segments\na,A,goal,,true,2\nb,B,a,,true,0\n"
    codes += f"{'x' * 56},{long},goal,,true,0\n"
    codes += "c,C,goal,,true,0\nd,D,c,,true,0\ne,E,d,,true,7\n"
    told = ["left out: the column 'Colour'", "left out: the column 'Memo'"]
    told += [f"'{long}' has 63 characters: MAXQDA may have cut it", NOBODY]
    becomes("maxqda", {"c.csv": table}, panel, told=told, more={"codes.csv": codes})


def test_segments_of_maxqda_become_evidence_up_to_a_length_and_a_number(tmp_path):
    """300 characters of each and 50 of a code; the counts are of all."""
    for segments in (50, 51):
        rows = [f"A,P{n % 2},{'y' * (299 + n)}" for n in range(segments)]
        (tmp_path / "c.csv").write_text(
            "\n".join(["Code,Document,Segment", *rows, "B,=P2,a  b", "B,P0"]) + "\n", "utf-8"
        )
        draft = read_foreign("maxqda", tmp_path / "c.csv", None, remarks := Remarks("c.csv"))
        assert draft.criteria[0].evidence[:3] == (f"P0: {'y' * 299}", f"P1: {'y' * 300}", f"P0: {'y' * 299}…")
        assert len(draft.criteria[0].evidence) == 50
        assert draft.criteria[1].evidence == ("=P2: a b", "P0")
        more = ["left out: quotations of a code after the first 50"] if segments > 50 else []
        assert remarks.notices == [*more, NOBODY]
        assert draft.beside["codes.csv"].splitlines()[1:] == [f"a,A,goal,,true,{segments}", "b,B,goal,,true,2"]
        assert draft.beside["saturation.csv"].splitlines()[1:] == [
            f"1,P0,{26 + segments - 50},2,2,2",
            "2,P1,25,1,0,2",
            "3,'=P2,1,1,0,2",
        ]


def test_of_many_categories_without_codes_the_first_ten_are_named(tmp_path):
    codes = "".join(f'<Code guid="{n}" name="c{n}" isCodable="false"/>' for n in range(11))
    (tmp_path / "c.qdc").write_text(f"<CodeBook><Codes>{codes}</Codes></CodeBook>", encoding="utf-8")
    named = ", ".join(f"'c{n}'" for n in range(10))
    assert notices("refi-qda", tmp_path / "c.qdc")[0] == f"a category without codes stands as a criterion: {named}"


def test_matrices_of_a_folder_with_gaps_are_told_apart_by_their_files(becomes, tmp_path):
    folder = tmp_path / "m"
    folder.mkdir()
    texts = {
        "Zoë.csv": ";A;B;C\nA;1;0,33;2\nB;3;1;\nC;;;1\n\n\nA;x;y\nx;1;1\ny;1;1\n",
        "anna.csv": ",C,A,B\nC,,,\nA,,,9\nB,,,1\n\nB,y,x\ny,1,\nx,0.11,1\n\nA,x,y\nx,1,\ny,,1\n\nC,x,y\nx,,0.2\ny,,\n",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    panel = """\
title: m
criteria:
  - id: a
    name: A
  - id: b
    name: B
  - id: c
    name: C
solutions:
  - id: x
    name: x
  - id: y
    name: y
panellists:
  - {id: zoe, attributes: {name: "Zoë"}}
  - {id: anna}
"""
    judged = ["zoe,goal,a,b,1/3", "zoe,goal,a,c,2", "zoe,a,x,y,1", "anna,goal,a,b,9", "anna,b,y,x,9", "anna,c,x,y,1/5"]
    becomes("matrices", {"m": None}, panel, judgements=judged)


def test_matrices_with_other_items_than_elsewhere_and_broken_files_are_refused_together(tmp_path):
    folder = tmp_path / "m"
    folder.mkdir()
    texts = {"a.csv": ",A,B\nA,1,3\nB,,1\n", "b.csv": "\n,A,C\nA,1,3\nC,,1\n"}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    assert faults("matrices", folder) == ["b.csv:2:1: field 1: the items are 'A', 'C', elsewhere 'A', 'B'"]
    (folder / "c.csv").write_text(",A\n", encoding="utf-8")
    (folder / "d.csv").write_text("", encoding="utf-8")
    assert faults("matrices", folder) == [
        "c.csv:1:1: field 1: no square matrix: "
        "the first row and the first column name the same items in the same order",
        "d.csv:1:1: file: the file is empty",
    ]


@pytest.mark.parametrize(
    ("format", "name", "field"),
    [
        ("survey", "slider.xlsx", "title"),
        ("matrices", "panel.xlsx", "file"),
        ("decision-matrix", "cars.csv", "title"),
        ("r-ahp", "site.ahp", "title"),
        ("dmsy", "stock.dmsy", "title"),
        ("xmcda", "weighed_4.xml", "file"),
        ("maxqda", "codes.xlsx", "title"),
        ("refi-qda", "codebook.qdc", "title"),
    ],
)
def test_a_file_whose_name_cannot_be_a_title_is_refused(format, name, field, tmp_path):
    """Where the file says no title itself, it is called by its name."""
    odd = tmp_path / ("a\u200b" + (SAMPLES / name).suffix)
    odd.write_bytes((SAMPLES / name).read_bytes().replace(b"  name: Site\n", b""))
    second = beside(format, SAMPLES / name)
    if second:
        text = second.read_text(encoding="utf-8").partition("\n")[2]
        (tmp_path / "m.yaml").write_text(text, encoding="utf-8")
    (fault,) = faults(format, odd, second and tmp_path / "m.yaml")
    assert fault.partition(": ")[0].endswith(":1:1")
    assert fault.endswith(f": {field}: 'a<U+200B>' holds the invisible character U+200B: leave it out")
