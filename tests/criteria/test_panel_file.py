"""panel.yaml: everything that it may say, and every way of saying it wrong."""

from hashlib import sha256

import pytest

from criteria.faults import PanelError
from criteria.files import catalogue_names, read_panel
from criteria.hierarchy import Direction
from criteria.rules import Rules
from criteria.words import METHODS

KEYS = (
    *("title", "source", "question", "criteria", "solutions", "steps", "synthetic", "anonymous", "catalogue", "scale"),
    *("panellists", "asked", "settings", "rules", "roadmap"),
)
FEW = "panellists: [{id: P1}]\n"
ITEMS = "criteria: [{id: a}, {id: b}]\n"
TWO = "criteria: [{id: a}, {id: b}]\n" + FEW


def test_everything_that_a_panel_can_say_is_read(panel_folder):
    panel = read_panel(
        panel_folder("""\
title: "  Cafe\u0301  "
question: Which is worse?
synthetic: true
criteria:
  - {id: A, name: ضعف سیاست‌گذاری, direction: cost, description: "two\\nlines", evidence: [P1, 'P2']}
  - id: b
    children: [{id: b1, weight: 0.25}, {id: b2, weight: 0.75}]
solutions: [{id: s, name: Sol, evidence: [x]}]
steps: [{id: t, name: "=1+1", solution: s, after: [u]}, {id: u, solution: s}]
scale: {min: -1, max: 1e1}
panellists: [{id: P1, organisation: Org, role: Head, weight: 2}, {id: P2, weight: 0}]
settings: {priorities: harker, decimal: ",", intensities: integers, method: vikor}
rules: {quorum: 2, consensus: kendall-w, at_least: 1, stable: 0.25, most_rounds: 1, settled_leave: true}
anonymous: true
""")
    )
    assert panel.title == "Café"
    assert panel.question == "Which is worse?"
    assert panel.synthetic
    assert panel.anonymous
    assert panel.rules == Rules(
        quorum=2, consensus="kendall-w", at_least=1, stable=0.25, most_rounds=1, settled_leave=True
    )
    a, b = panel.hierarchy.criteria
    assert (a.id, a.name, a.direction) == ("A", "ضعف سیاست‌گذاری", Direction.COST)
    assert (a.description, a.evidence) == ("two\nlines", ("P1", "P2"))
    assert (b.name, [child.weight for child in b.children]) == ("b", [0.25, 0.75])
    assert panel.steps[0].name == "=1+1"
    assert panel.steps[0].after == ("u",)
    assert (panel.scale.min, panel.scale.max) == (-1, 10)
    assert [p.weight for p in panel.panellists] == [2, 0]
    assert panel.settings.priorities == "harker"
    assert panel.settings.aggregation == "aij"
    assert panel.name("t") == "=1+1"
    assert panel.name("goal") == "the goal"
    assert panel.notices == ()


def test_a_step_refers_to_solution_and_steps_whatever_their_case(panel_folder):
    steps = "steps: [{id: t, solution: s, after: [U]}, {id: u, solution: S}]\n"
    panel = read_panel(panel_folder(TWO + "solutions: [{id: S}]\n" + steps))
    assert [(step.solution, step.after) for step in panel.steps] == [("S", ("u",)), ("S", ())]


def test_panellists_are_parted_by_what_is_declared(panel_folder):
    said = """panellists:
- {id: P1, role: Head, attributes: {region: north}}
- {id: P2, attributes: {region: south, age: 40}}
"""
    panel = read_panel(panel_folder(ITEMS + said))
    assert panel.parts == ("organisation", "role", "region", "age")
    assert [panellist.part("region") for panellist in panel.panellists] == ["north", "south"]
    assert [panellist.part("age") for panellist in panel.panellists] == ["", "40"]
    assert [panellist.part("role") for panellist in panel.panellists] == ["Head", ""]


def test_title_and_question_have_sensible_stand_ins(panel_folder):
    folder = panel_folder(TWO)
    panel = read_panel(folder)
    assert panel.title == folder.name
    assert panel.question == "Which matters more?"
    assert [(each.organisation, each.role, each.weight) for each in panel.panellists] == [("", "", 1)]
    assert (panel.synthetic, panel.anonymous, panel.rules, panel.scale) == (False, False, None, None)
    assert read_panel(panel_folder(TWO + "rules: {quorum: 0}\n")).rules == Rules(quorum=0)


def test_no_list_and_no_panellist_is_needed_where_every_weight_is_given(panel_folder):
    panel = read_panel(panel_folder("criteria: [{id: a, weight: 1}, {id: b, weight: 0, description: }]\nsteps:\n"))
    assert [criterion.weight for criterion in panel.hierarchy] == [1, 0]
    assert (panel.panellists, panel.steps) == ((), ())
    assert read_panel(panel_folder("criteria: [{id: a, children: [{id: b}]}]\n")).panellists == ()


def test_a_catalogue_brings_criteria_solutions_and_steps(panel_folder):
    panel = read_panel(panel_folder("catalogue: telemedicine\n" + FEW))
    assert len(panel.hierarchy.criteria) == 8
    assert len(panel.steps) == 17


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte order mark"])
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
def test_a_byte_order_mark_and_windows_line_ends_change_nothing(panel_folder, start, line_end):
    panel = read_panel(panel_folder(start + "title: ß\ncriteria: [{id: a}]\n".encode().replace(b"\n", line_end)))
    assert panel.title == "ß"


@pytest.mark.parametrize(
    ("yaml", "fault"),
    [
        # the file as a whole
        (b"", "panel.yaml:1:1: yaml: the file is empty: it needs at least 'criteria:' or 'catalogue:'"),
        (
            "- a\n- b\n",
            f"panel.yaml:1:1: panel: found a list, allowed is a mapping with {', '.join(KEYS)}",
        ),
        (
            "word\n",
            f"panel.yaml:1:1: panel: found 'word', allowed is a mapping with {', '.join(KEYS)}",
        ),
        ("title: x\n", "panel.yaml:1:1: criteria: missing: the file needs 'criteria:' or 'catalogue:'"),
        (
            "title: ß\n".encode("utf-16"),
            "panel.yaml:1:1: encoding: the file is UTF-16: save it as UTF-8 ('CSV UTF-8' in a spreadsheet)",
        ),
        (
            "a: 1\ntitle: äß\n".encode("latin-1"),
            "panel.yaml:2:8: encoding: the byte 0xe4 is not UTF-8: save the file as UTF-8",
        ),
        (
            "title: ä".encode() + b"\xff\n",
            "panel.yaml:1:9: encoding: the byte 0xff is not UTF-8: save the file as UTF-8",
        ),
        # keys
        (TWO + "titel: x\n", "panel.yaml:3:1: titel: unknown key 'titel': did you mean 'title'?"),
        ("criteria: [{id: a, nmae: x}]\n" + FEW, "panel.yaml:1:20: nmae: unknown key 'nmae': did you mean 'name'?"),
        (TWO + "scale: {min: 0, max: 9, step: 1}\n", "panel.yaml:3:25: step: unknown key 'step': known are min, max"),
        (
            TWO + "settings: {priority: harker}\n",
            "panel.yaml:3:12: priority: unknown key 'priority': did you mean 'priorities'?",
        ),
        (TWO + "title: a\ntitle: b\n", "panel.yaml:4:1: yaml: the key 'title' stands twice, first in line 3"),
        (TWO + "criteria: [{id: c}]\n", "panel.yaml:3:1: yaml: the key 'criteria' stands twice, first in line 1"),
        # texts
        (
            TWO + 'title: "a\\e[2J"\n',
            "panel.yaml:3:8: title: 'a\\x1b[2J' holds the control character \\x1b: names are one line of plain text",
        ),
        (TWO + "title: [a]\n", "panel.yaml:3:8: title: found a list, allowed is text"),
        (TWO + "synthetic: maybe\n", "panel.yaml:3:12: synthetic: 'maybe' is not known: allowed are true, false"),
        (
            "criteria: [{id: a, name: cost\u202egnp}]\n",
            "panel.yaml:1:26: name: 'cost<U+202E>gnp' holds U+202E, which turns the direction of text: leave it out",
        ),
        (
            "criteria: [{id: a, name: co\u200bst}]\n",
            "panel.yaml:1:26: name: 'co<U+200B>st' holds the invisible character U+200B: leave it out",
        ),
        (
            "criteria: [{id: a, name: " + "x" * 201 + "}]\n",
            "panel.yaml:1:26: name: 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…' has "
            "201 characters: allowed are 200",
        ),
        (
            "criteria: [{id: a, name: '   '}]\n",
            "panel.yaml:1:26: name: the name is empty: write at least one visible character",
        ),
        (
            "criteria: [{id: a, description: " + "x" * 10_001 + "}]\n",
            "panel.yaml:1:33: description: the text has 10001 characters: allowed are 10000",
        ),
        (
            'criteria: [{id: a, description: "\\ud800"}]\n',
            "panel.yaml:1:33: description: the text holds <U+D800>, half of a character, which no file "
            "can hold: leave it out",
        ),
        # ids
        ("criteria: [{name: a}]\n", "panel.yaml:1:12: id: missing: every entry needs 'id: ...'"),
        (
            "criteria: [{id: CON}]\n",
            "panel.yaml:1:17: id: 'CON' is no id: it ends in a dot or is a name that some systems reserve for devices",
        ),
        (
            "criteria: [{id: nul.csv}]\n",
            "panel.yaml:1:17: id: 'nul.csv' is no id: it ends in a dot or is a name that some systems "
            "reserve for devices",
        ),
        (
            "criteria: [{id: a b}]\n",
            "panel.yaml:1:17: id: 'a b' is no id: allowed are 1 to 64 of a-z, 0-9, '.', '_', '-', the "
            "first a letter or digit",
        ),
        ("criteria: [{id: [a]}]\n", "panel.yaml:1:17: id: found a list, allowed is a word"),
        ("criteria: [{id: Goal}]\n", "panel.yaml:1:17: id: 'goal' is the id of the root: choose another"),
        ("criteria: [{id: a}, {id: A}]\n", "panel.yaml:1:26: id: duplicate 'A': it stands in line 1 already"),
        (
            "criteria:\n- {id: a}\nsolutions:\n- {id: A}\n",
            "panel.yaml:4:8: id: duplicate 'A': it stands in line 2 already",
        ),
        (
            TWO + "solutions: [{id: s}]\nsteps: [{id: S, solution: s}]\n",
            "panel.yaml:4:14: id: duplicate 'S': it stands in line 3 already",
        ),
        (
            "criteria: [{id: a, children: [{id: b, children: [{id: a}]}]}]\n",
            "panel.yaml:1:55: id: 'a' stands below itself: a > b > a is a cycle",
        ),
        # criteria
        ("criteria: []\n", "panel.yaml:1:11: criteria: the list is empty: goal needs at least one criterion"),
        ("criteria: a\n", "panel.yaml:1:11: criteria: found 'a', allowed is a list (each item begins with '- ')"),
        (
            "criteria: [a]\n",
            "panel.yaml:1:12: criteria: found 'a', allowed is a mapping with id, name, direction, "
            "weight, description, evidence, children",
        ),
        (
            "criteria: [{id: a, children: []}]\n",
            "panel.yaml:1:30: children: the list is empty: a needs at least one criterion",
        ),
        (
            "criteria: [{id: a, direction: up}]\n",
            "panel.yaml:1:31: direction: 'up' is not known: allowed are benefit, cost",
        ),
        # given weights
        (
            "criteria: [{id: a, weight: 1}, {id: b}]\n",
            "panel.yaml:1:32: weight: 'b' has none though a sibling under goal has: give all of them or none",
        ),
        (
            "criteria: [{id: a, weight: 0}, {id: b, weight: 0}]\n",
            "panel.yaml:1:28: weight: a, b all weigh 0: at least one must weigh more",
        ),
        (
            "criteria: [{id: a, weight: -0.2}, {id: b, weight: 1}]\n",
            "panel.yaml:1:28: weight of a: -0.2 is too small: allowed are numbers from 0 up",
        ),
        (
            "criteria: [{id: a, weight: heavy}]\n",
            "panel.yaml:1:28: weight of a: 'heavy' is no number: allowed are numbers such as 3, 0.25 or 2.5e-1",
        ),
        (
            "criteria: [{id: a, weight: .nan}]\n",
            "panel.yaml:1:28: weight of a: '.nan' is no number: allowed are numbers such as 3, 0.25 or 2.5e-1",
        ),
        (
            "criteria: [{id: a, weight: '0,5'}]\n",
            "panel.yaml:1:28: weight of a: '0,5' has a decimal comma: write 0.5",
        ),
        # rules of the rounds
        (ITEMS + "rules: {quorum: 1.5}\n", "panel.yaml:2:17: quorum: 1.5 is no whole number"),
        (
            ITEMS + "rules: {most_rounds: 0}\n",
            "panel.yaml:2:22: most_rounds: 0 is too small: allowed are numbers from 1 up",
        ),
        (
            ITEMS + "rules: {at_least: 75}\n",
            "panel.yaml:2:19: at_least: 75 is too large: allowed are shares from 0 to 1",
        ),
        (
            ITEMS + "rules: {stable: 1.5}\n",
            "panel.yaml:2:17: stable: 1.5 is too large: allowed are shares from 0 to 1",
        ),
        (
            ITEMS + "rules: {consensus: mean}\n",
            "panel.yaml:2:20: consensus: 'mean' is not known: allowed are settled, consensus, kendall-w",
        ),
        (ITEMS + "rules: {quorm: 3}\n", "panel.yaml:2:9: quorm: unknown key 'quorm': did you mean 'quorum'?"),
        # attributes of panellists
        (
            ITEMS + "panellists: [{id: P1, attributes: north}]\n",
            "panel.yaml:2:35: attributes: found 'north', allowed is a mapping such as {region: north}",
        ),
        (
            ITEMS + "panellists: [{id: P1, attributes: {role: x}}]\n",
            "panel.yaml:2:36: attributes: 'role' has a place of its own beside id: choose another name",
        ),
        (
            ITEMS + "panellists: [{id: P1, attributes: {a b: x}}]\n",
            "panel.yaml:2:36: attributes: 'a b' is no id: allowed are 1 to 64 of a-z, 0-9, '.', '_', "
            "'-', the first a letter or digit",
        ),
        (
            ITEMS + "panellists: [{id: P1, attributes: {region: [x]}}]\n",
            "panel.yaml:2:44: region: found a list, allowed is text",
        ),
        # steps
        (TWO + "steps: [{id: t}]\n", "panel.yaml:3:9: solution: missing: step 't' must belong to one of none"),
        (
            TWO + "solutions: [{id: sol}]\nsteps: [{id: t, solution: sal}]\n",
            "panel.yaml:4:27: solution: 'sal' is no solution (step 't'): did you mean 'sol'?",
        ),
        (
            TWO + "solutions: [{id: s}]\nsteps: [{id: t, solution: s, after: [u]}]\n",
            "panel.yaml:4:38: after: 'u' is no step (step 't'): known are t",
        ),
        (
            TWO + "solutions: [{id: s}]\nsteps: [{id: t, solution: s, after: [t]}]\n",
            "panel.yaml:4:14: after: t after t is a cycle: no order exists",
        ),
        (
            TWO + "solutions: [{id: s}]\nsteps: [{solution: s}]\n",
            "panel.yaml:4:9: id: missing: every entry needs 'id: ...'",
        ),
        # scale
        (TWO + "scale: {min: 1}\n", "panel.yaml:3:8: scale: 'max' is missing: write for example {min: 0, max: 10}"),
        (TWO + "scale: {min: 5, max: 5}\n", "panel.yaml:3:8: scale: min 5 is not below max 5"),
        (
            TWO + "scale: {min: 0, max: inf}\n",
            "panel.yaml:3:22: max: 'inf' is not a finite number: write one",
        ),
        # panellists
        (
            "criteria: [{id: a}, {id: b}]\n",
            "panel.yaml:1:1: panellists: missing: nobody judges, and not every criterion has a given weight",
        ),
        (
            "criteria: [{id: a}, {id: b}]\npanellists: []\n",
            "panel.yaml:1:1: panellists: missing: nobody judges, and not every criterion has a given weight",
        ),
        (
            "criteria: [{id: a}]\npanellists: [{id: P1}, {id: p1}]\n",
            "panel.yaml:2:29: id: duplicate panellist 'p1': line 2 has it already",
        ),
        (
            "criteria: [{id: a}]\npanellists: [{id: P1, weight: -1}]\n",
            "panel.yaml:2:31: weight of P1: -1 is too small: allowed are numbers from 0 up",
        ),
        (
            "criteria: [{id: a}]\npanellists: [{id: P1, weight: NaN}]\n",
            "panel.yaml:2:31: weight of P1: 'NaN' is not a finite number: write one",
        ),
        (
            "criteria: [{id: a}]\npanellists: [{id: P1, weight: 0}]\n",
            "panel.yaml:2:13: weight: every panellist weighs 0: at least one must weigh more",
        ),
        # settings and catalogue
        (
            TWO + "settings: {method: topsy}\n",
            f"panel.yaml:3:20: method: 'topsy' is not known: allowed are {', '.join(METHODS)}; did you mean 'topsis'?",
        ),
        (TWO + "settings: {decimal: ;}\n", "panel.yaml:3:21: decimal: ';' is not known: allowed are ., ,"),
        (
            "catalogue: telemedecine\n" + FEW,
            "panel.yaml:1:12: catalogue: 'telemedecine' is no catalogue: did you mean 'telemedicine'?",
        ),
        (
            "catalogue: telemedicine\ncriteria: [{id: a}]\n" + FEW,
            "panel.yaml:2:11: criteria: stands beside 'catalogue:': write one of the two",
        ),
    ],
)
def test_each_fault_names_its_place_what_was_found_and_what_is_allowed(faults, yaml, fault):
    found = faults(yaml)
    assert fault in found


def test_a_cycle_of_steps_is_walked_through(faults):
    steps = "".join(f"- {{id: t{n}, solution: s, after: [t{(n + 1) % 3}]}}\n" for n in range(3))
    (fault,) = faults(TWO + "solutions: [{id: s}]\nsteps:\n" + steps)
    first = int(fault.split(": after: t")[1][0])
    place = f"panel.yaml:{5 + first}:8: after: "
    assert fault == place + " after ".join(f"t{(first + n) % 3}" for n in range(4)) + " is a cycle: no order exists"


def test_weights_that_do_not_sum_to_one_are_divided_by_their_sum_which_is_said(panel_folder):
    panel = read_panel(panel_folder("criteria:\n- {id: a, weight: 1.5}\n- {id: b, weight: 0.5}\n"))
    assert [c.weight for c in panel.hierarchy] == [0.75, 0.25]
    assert panel.notices == (
        "panel.yaml:2: weight: the weights under goal sum to 2, not 1: each was divided by the sum",
    )


def test_weights_off_by_rounding_are_mended_in_silence(panel_folder):
    panel = read_panel(panel_folder("criteria: [{id: a, weight: .333}, {id: b, weight: .333}, {id: c, weight: .3335}]"))
    assert sum(c.weight for c in panel.hierarchy) == pytest.approx(1, abs=1e-15)
    assert panel.notices == ()


def test_many_siblings_are_a_burden_that_is_said(panel_folder):
    many = "".join(f"- {{id: c{n}}}\n" for n in range(200))
    panel = read_panel(panel_folder("criteria:\n" + many + FEW))
    assert len(panel.hierarchy) == 200
    said = "panel.yaml: goal has {} criteria, which makes {} comparisons for each panellist: "
    cure = "group them so that no node has more than 9"
    assert panel.notices == (said.format(200, 19900) + cure,)


def test_up_to_nine_siblings_are_no_burden_and_given_weights_never(panel_folder):
    said = "panel.yaml: goal has {} criteria, which makes {} comparisons for each panellist: "
    cure = "group them so that no node has more than 9"
    ten = "".join(f"- {{id: c{n}}}\n" for n in range(10))
    assert read_panel(panel_folder("criteria:\n" + ten + FEW)).notices == (said.format(10, 45) + cure,)
    assert read_panel(panel_folder("criteria:\n" + ten.replace("- {id: c9}\n", "") + FEW)).notices == ()
    given = ten.replace("}", ", weight: 0.1}")
    assert read_panel(panel_folder("criteria:\n" + given + FEW)).notices == ()


def test_faults_come_in_the_order_of_the_file(faults):
    found = faults("criteria:\n- {id: a b}\n- {id: c, x: 1}\n- {id: c}\nsolutions: [{id: 's s'}]\nzzz: 1\n")
    places = [tuple(map(int, fault.split(":")[1:3])) for fault in found]
    assert places == sorted(places)
    assert len(found) >= 5


def test_all_faults_of_all_files_are_in_one_answer(faults):
    found = faults(
        judgements=["P1,goal,a,b,x", "P1,goal,a,a,3"], ratings=["P9,s1,a,5"], performance=["s1,1,2,", "s2,1,2,3"]
    )
    assert [line.split(":")[:3] for line in found] == [
        ["judgements.csv", "2", "5"],
        ["judgements.csv", "3", "4"],
        ["ratings.csv", "2", "1"],
        ["performance.csv", "2", "4"],
    ]


def test_a_folder_that_is_none_is_named(tmp_path):
    with pytest.raises(PanelError, match="nowhere:1:1: folder: there is no such folder"):
        read_panel(tmp_path / "nowhere")
    (tmp_path / "panel.yaml").write_text("criteria: [{id: a}]\n")
    with pytest.raises(PanelError, match="this is a file: name the folder it lies in"):
        read_panel(tmp_path / "panel.yaml")
    (tmp_path / "empty").mkdir()
    with pytest.raises(PanelError) as caught:
        read_panel(tmp_path / "empty")
    message = f"panel.yaml:1:1: file: there is no panel.yaml in {tmp_path / 'empty'}: 'mcda new' writes one"
    assert str(caught.value) == message


@pytest.mark.parametrize("panel", ["a: [", "criteria: []\n", "catalogue: no\n", "solutions: [{id: s}]\n"])
def test_tables_are_not_held_against_a_panel_file_that_says_nothing(faults, panel):
    """Every id of them would be unknown."""
    assert [fault.split(":")[0] for fault in faults(panel, judgements=["P1,goal,a,b,3"])] == ["panel.yaml"]


def test_the_hash_changes_with_any_file_and_with_nothing_else(panel_folder):
    before = read_panel(panel_folder(judgements=["P1,goal,a,b,3"])).sha256
    assert len(before) == 64
    assert read_panel(panel_folder(judgements=["P1,goal,a,b,3"])).sha256 == before
    assert read_panel(panel_folder(judgements=["P1,goal,a,b,4"])).sha256 != before
    assert read_panel(panel_folder(judgements=["P1,goal,a,b,3"], ratings=["P1,s1,a,5"])).sha256 != before


def test_the_hash_is_that_of_the_names_and_the_bytes_of_the_files_one_after_the_other(panel_folder):
    folder = panel_folder(judgements=["P1,goal,a,b,3"], ratings=["P1,s1,a,5"], performance=["s1,1,2,3"])
    (folder / "notes.txt").write_text("no part of it")
    names = ("panel.yaml", "judgements.csv", "ratings.csv", "performance.csv")
    whole = b"".join(name.encode() + (folder / name).read_bytes() for name in names)
    assert read_panel(folder).sha256 == sha256(whole).hexdigest()


def test_what_is_wrong_in_each_entry_is_told_once(faults):
    no_id = "is no id: allowed are 1 to 64 of a-z, 0-9, '.', '_', '-', the first a letter or digit"
    assert faults("criteria: [{id: a, weight: heavy}, {id: b, weight: 1}]\n" + FEW) == [
        "panel.yaml:1:28: weight of a: 'heavy' is no number: allowed are numbers such as 3, 0.25 or 2.5e-1",
    ]
    assert faults(ITEMS + "panellists: [{id: 'P 1', weight: x}]\n") == [
        f"panel.yaml:2:19: id: 'P 1' {no_id}",
        "panel.yaml:2:34: weight: 'x' is no number: allowed are numbers such as 3, 0.25 or 2.5e-1",
    ]
    assert faults("criteria: [{id: 'a b', weight: x}, {name: c, children: [{id: d e}]}]\n" + FEW)[::2] == [
        f"panel.yaml:1:17: id: 'a b' {no_id}",
        "panel.yaml:1:36: id: missing: every entry needs 'id: ...'",
    ]
    assert faults("criteria: [{id: a, weight: {}}]\n" + FEW) == ["panel.yaml:1:28: weight of a: a mapping is no number"]


def test_catalogues_and_panels_say_what_they_need(faults, tmp_path, monkeypatch):
    monkeypatch.setattr("criteria.files.CATALOGUES", tmp_path / "catalogues")
    (tmp_path / "catalogues").mkdir()
    for name, text in {"none": "title: x\n", "spoilt": "criteria: [{id: a}, {id: a}]\n", "empty": ""}.items():
        (tmp_path / "catalogues" / f"{name}.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "catalogues" / "latin.yaml").write_bytes(b"title: \xe4\n")
    found = {name: faults(f"catalogue: {name}\n{FEW}") for name in ("none", "spoilt", "empty", "latin", "nune")}
    assert found == {
        "none": ["none.yaml:1:1: criteria: missing: the file needs 'criteria:'"],
        "spoilt": ["spoilt.yaml:1:26: id: duplicate 'a': it stands in line 1 already"],
        "empty": ["empty.yaml:1:1: yaml: the file is empty: it needs at least 'criteria:' or 'catalogue:'"],
        "latin": ["latin.yaml:1:8: encoding: the byte 0xe4 is not UTF-8: save the file as UTF-8"],
        "nune": ["panel.yaml:1:12: catalogue: 'nune' is no catalogue: did you mean 'none'?"],
    }
    assert catalogue_names() == ("empty", "latin", "none", "spoilt")


def test_title_and_question_of_a_panel_stand_in_place_of_those_of_its_catalogue(panel_folder):
    plain = read_panel(panel_folder("catalogue: telemedicine\n" + FEW))
    own = read_panel(panel_folder("title: Ours\nquestion: Which is worse?\ncatalogue: telemedicine\n" + FEW))
    assert plain.title == "test_title_and_question_of_a_p0"[: len(plain.title)]
    assert plain.question == "Which challenge holds telemedicine back more?"
    assert (own.title, own.question) == ("Ours", "Which is worse?")
    assert ("", "question") in plain.wordings
    assert not {("", "title"), ("", "question")} & own.wordings.keys()
    assert ("", "title") not in plain.wordings


@pytest.mark.parametrize(
    ("panel", "message"),
    [
        (ITEMS + "panellists: [P1, {id: P2}]\n", "panellists: found "),
        ("criteria: [{id: a, description: [x]}, {id: b}]\n" + FEW, "description: found a list, allowed is text"),
    ],
)
def test_what_has_another_form_is_named(faults, panel, message):
    (found,) = faults(panel)
    assert message in found
