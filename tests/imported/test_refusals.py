"""Small files with faults of several kinds: all are said at once, word for word, each with its place."""

import pytest
from imports import faults

GOOD_HIERARCHY = "Goal: cost, skills, network;"
GOOD_MATRIX = ',,"1.0","3.0","0.5",\n,,"0.333333","1.0","0.2",\n,,"2.0","5.0","1.0",\n'
TOP = '"Node","Goal","3x3 decision matrix"\n'
SIDES = '"Alternatives","x","y"\n"Node","cost","2x2 decision matrix"\n,,"1","2"\n,,"0.5","1"\n'


def ahp_os(rows, hierarchy=GOOD_HIERARCHY):
    """Input data of AHP-OS and the hierarchy's text; the rows begin in line 2."""
    return {"i.csv": "sep=,\n" + rows, "h.txt": hierarchy}


def hierarchy(text, rows=f'"Participant","anna"\n{TOP}{GOOD_MATRIX}'):
    return ahp_os(rows, text)


def project(pwc="", text="Goal: cost, skills;", alt=""):
    """A project of AHP-OS, its entries in lines of their own."""
    return {"p.json": f'{{"pj": [\n{{"project_hText": "{text}"}}],\n"pwc": [\n{pwc}],\n"alt": [\n{alt}]}}'}


def survey(mapping, table="id,a_b\nr1,3\n"):
    return {"t.csv": table, "m.yaml": mapping}


TWO = "criteria: [{id: a}, {id: b}]\n"
LEAF = "      preferences: [[x, y, 2]]\n      children: *a\n"


def r_ahp(goal, alternatives="&a\n  x:\n  y:\n"):
    """An .ahp file; its goal begins in line 4 and is indented by two, its child `c` in line 5 of `ONE_CHILD`."""
    return {"g.ahp": f"Alternatives: {alternatives}Goal:\n{goal}"}


def xmcda(*parts, version="http://www.decision-deck.org/2021/XMCDA-4.0.0"):
    """A problem with the criteria c1 and c2 (line 2) and the alternative a1 (line 3); further parts begin in line 4."""
    known = '<criteria><criterion id="c1"/><criterion id="c2"/></criteria>'
    measured = '<alternatives><alternative id="a1"/></alternatives>'
    return {"x.xml": "\n".join([f'<xmcda xmlns="{version}">', known, measured, *parts, "</xmcda>"])}


def value(number, kind="real"):
    return f"<values><value><{kind}>{number}</{kind}></value></values>"


def weights(*of):
    rows = "\n".join(f"<criterionValues><criterionID>{id}</criterionID>{said}</criterionValues>" for id, said in of)
    return f"<criteriaValues>\n{rows}\n</criteriaValues>"


def scale(id, word="max"):
    said = f"<quantitative><preferenceDirection>{word}</preferenceDirection></quantitative>"
    return f"<criterionScales><criterionID>{id}</criterionID><scales><scale>{said}</scale></scales></criterionScales>"


def scales(*rows):
    return "\n".join(["<criteriaScales>", *rows, "</criteriaScales>"])


def performances(*rows, alternative="a1"):
    """The performances of an alternative, which begin in the third line of this part."""
    rows = "\n".join(f"<performance><criterionID>{id}</criterionID>{said}</performance>" for id, said in rows)
    return (
        f"<performanceTable>\n<alternativePerformances><alternativeID>{alternative}</alternativeID>\n"
        f"{rows}\n</alternativePerformances></performanceTable>"
    )


def comparisons(*cells):
    """A matrix of a panellist with a row of one cell for each (row, column, value); they begin in its second line."""
    rows = "\n".join(
        f"<row><criterionID>{row}</criterionID>\n<column><criterionID>{column}</criterionID>{said}</column></row>"
        for row, column, said in cells
    )
    return f'<criteriaMatrix name="anna">\n{rows}\n</criteriaMatrix>'


BOTH_SCALES = scales(scale("c1"), scale("c2"))
WHOLE = [
    # AHP-OS, matrices
    (
        "ahp-os-csv",
        {"i.csv": "sep=,\n"},
        [
            "i.csv:1:1: hierarchy: no i.hierarchy.txt: the matrices name no children; "
            "save the hierarchy's text there or name it"
        ],
    ),
    (
        "ahp-os-csv",
        {"i.csv": "id,a_b\n", "h.txt": GOOD_HIERARCHY},
        ["i.csv:1:1: sep: 'id,a_b' is not 'sep=,' or 'sep=;': this is no file of AHP-OS"],
    ),
    (
        "ahp-os-csv",
        ahp_os('"Participant","anna"\n'),
        ["i.csv:1:1: rows: no participant's matrix: this is no AHP-OS input data"],
    ),
    (
        "ahp-os-csv",
        ahp_os(f'"Participant","anna"\n"Participant","anna"\n{TOP}{GOOD_MATRIX}'),
        ["i.csv:3:2: Participant: 'anna' stands twice"],
    ),
    (
        "ahp-os-csv",
        ahp_os(f'"Participant",""\n{TOP}{GOOD_MATRIX}'),
        [
            "i.csv:1:1: rows: no participant's matrix: this is no AHP-OS input data",
            "i.csv:2:2: Participant: the name is empty: write at least one visible character",
            "i.csv:3:3: Node: before any participant",
        ],
    ),
    (
        "ahp-os-csv",
        ahp_os('"Participant","anna"\n' + TOP.replace("3x3", "3x4") + GOOD_MATRIX),
        [
            "i.csv:1:1: rows: no participant's matrix: this is no AHP-OS input data",
            "i.csv:3:3: Node: '3x4 decision matrix' is not 'NxN decision matrix'",
            *(
                f"i.csv:{line}:1: row: no row of this file: allowed are Participant, Alternatives, Node and Criterion"
                for line in (4, 5, 6)
            ),
        ],
    ),
    (
        "ahp-os-csv",
        ahp_os(f'"Participant","anna"\n{TOP}{GOOD_MATRIX}{TOP}{GOOD_MATRIX}'),
        ["i.csv:7:2: Node: 'anna' has judged 'Goal' in line 3 already"],
    ),
    (
        "ahp-os-csv",
        ahp_os('"Participant","anna"\n"Judged","Goal"\n' + TOP + GOOD_MATRIX + '"Author","bob"\n\n'),
        [
            "i.csv:3:1: row: no row of this file: allowed are Participant, Alternatives, Node and Criterion",
            "i.csv:8:1: row: no row of this file: allowed are Participant, Alternatives, Node and Criterion",
        ],
    ),
    (
        "ahp-os-csv",
        ahp_os(f'"Participant","anna"\n{TOP}' + ',,"1.0","3.0","0.5",\n,,"0.333333","1.0","0.2",'),
        [
            "i.csv:1:1: rows: no participant's matrix: this is no AHP-OS input data",
            "i.csv:3:3: matrix: 2 rows of 3: the file ends",
        ],
    ),
    (
        "ahp-os-csv",
        ahp_os(
            f'"Participant","anna"\n{TOP}' + GOOD_MATRIX.replace('"0.5",', '"0.5","7"').replace(',,"2.0', ',"b","2.0')
        ),
        [
            "i.csv:1:1: rows: no participant's matrix: this is no AHP-OS input data",
            "i.csv:4:3: matrix: allowed are two empty fields and 3 numbers",
            "i.csv:6:3: matrix: allowed are two empty fields and 3 numbers",
        ],
    ),
    (
        "ahp-os-csv",
        ahp_os(
            f'"Participant","anna"\n{TOP}' + GOOD_MATRIX.replace('"1.0","0.2"', '"1.5","0"').replace('"5.0"', '"50"')
        ),
        [
            "i.csv:1:1: rows: no participant's matrix: this is no AHP-OS input data",
            "i.csv:5:5: matrix: '0' is not positive: allowed are 1/9 to 9",
            "i.csv:6:4: matrix: '50' is off the scale 1/9 to 9",
        ],
    ),
    (
        "ahp-os-csv",
        ahp_os(f'"Participant","anna"\n{TOP}' + GOOD_MATRIX.replace('"1.0","0.2"', '"1.5","0.21"')),
        [
            "i.csv:5:4: matrix: 1.5 on the diagonal: allowed is 1",
            "i.csv:5:5: matrix: 0.21 and 5 across the diagonal are no inverses of each other",
        ],
    ),
    (
        "ahp-os-csv",
        ahp_os('"Participant","anna"\n' + SIDES + '"Participant","bob"\n"Alternatives","x","z"\n'),
        ["i.csv:8:2: Alternatives: a name stands twice, or others than with the participant before"],
    ),
    (
        "ahp-os-csv",
        ahp_os('"Participant","anna"\n' + SIDES.replace('"y"', '"y","","y","\u202e"')),
        [
            "i.csv:3:2: Alternatives: a name stands twice, or others than with the participant before",
            "i.csv:3:6: Alternatives: '<U+202E>' holds U+202E, which turns the direction of text: leave it out",
            "i.csv:4:3: Node: 2x2 decision matrix, but 'cost' has 3 items",
            "i.csv:1:1: rows: no participant's matrix: this is no AHP-OS input data",
        ],
    ),
    (
        "ahp-os-csv",
        ahp_os('"Project Name","a\u200bb"\n"Participant","anna"\n' + TOP + GOOD_MATRIX),
        ["i.csv:1:1: Project Name: 'a<U+200B>b' holds the invisible character U+200B: leave it out"],
    ),
    # AHP-OS, the hierarchy's text
    *(
        ("ahp-os-csv", hierarchy(text), [f"h.txt:1:1: hierarchy: {said}" for said in told])
        for text, told in (
            (";\n;", ["no hierarchy: allowed are statements such as 'Goal: cost, skills, network;'"]),
            (
                "Goal",
                [
                    "'Goal' is no statement: allowed are 'node: child, child=0.4, ...;'",
                    "no hierarchy: allowed are statements such as 'Goal: cost, skills, network;'",
                ],
            ),
            (
                "Goal: cost,, network",
                [
                    "'Goal: cost,, network' is no statement: allowed are 'node: child, child=0.4, ...;'",
                    "no hierarchy: allowed are statements such as 'Goal: cost, skills, network;'",
                ],
            ),
            (f"{GOOD_HIERARCHY} : staff", ["': staff' is no statement: allowed are 'node: child, child=0.4, ...;'"]),
            (f"{GOOD_HIERARCHY} cost: a, b; cost: c, d", ["'cost' has children twice"]),
            ("Goal: cost, Goal, cost", ["'Goal' stands twice: each name once", "'cost' stands twice: each name once"]),
            (f"{GOOD_HIERARCHY} cost: a, network", ["'network' stands twice: each name once"]),
            (f"{GOOD_HIERARCHY} cost: a, Goal", ["'Goal' stands twice: each name once"]),
            (
                "Goal: cost=, skills=x, network=-1",
                [
                    "'' is no weight of 'cost'",
                    "'x' is no weight of 'skills'",
                    "'-1' is no weight of 'network'",
                ],
            ),
            (
                "Goal: cost=0.5, skills=0.3, network=0.2; cost: a=0.5, b",
                ["'b' has no weight though others under 'cost' have: all of them or none"],
            ),
            ("Goal: cost=0.5, skills=0.3, network=0.1989", ["the weights under 'Goal' sum to 0.9989, not 1"]),
            ("Goal: cost=0.5, skills=0.3, network=0.2011", ["the weights under 'Goal' sum to 1.0011, not 1"]),
            (
                "Goal: cost, skills, net\u200bwork",
                ["'net<U+200B>work' holds the invisible character U+200B: leave it out"],
            ),
        )
    ),
    (
        "ahp-os-csv",
        {"i.csv": f'sep=,\n"Participant","anna"\n{TOP}{GOOD_MATRIX}', "h.txt": '{"pj": []}'},
        ["h.txt:1:1: pj: 0 projects: one is read at a time"],
    ),
    # AHP-OS, a project
    (
        "ahp-os-json",
        {"p.json": "[]"},
        ["p.json:1:1: pj: no export of an AHP-OS project: it has the lists pj, pwc, alt"],
    ),
    (
        "ahp-os-json",
        {"p.json": '{"pwc": []}'},
        ["p.json:1:1: pj: no export of an AHP-OS project: it has the lists pj, pwc, alt"],
    ),
    (
        "ahp-os-json",
        {"p.json": '{"pj": [{}, {}],\n "pwc": [1],\n "alt": {}}'},
        [
            "p.json:1:1: pj: 2 projects: one is read at a time",
            "p.json:2:10: pwc: found '1', allowed is an object",
            "p.json:3:9: alt: found a mapping, allowed is a list (each item begins with '- ')",
        ],
    ),
    (
        "ahp-os-json",
        {"p.json": '{"pj": [\n{}]}'},
        ["p.json:2:1: project_hText: no hierarchy: allowed are statements such as 'Goal: cost, skills, network;'"],
    ),
    (
        "ahp-os-json",
        project('{"pwc_part": "a", "pwc_node": "cost", "pwc_ab": "0", "pwc_intense": "3"}'),
        ["p.json:4:1: pwc_node: 'cost' has nothing to compare: known are Goal"],
    ),
    (
        "ahp-os-json",
        project('{"pwc_part": "", "pwc_node": "Goal", "pwc_ab": "0", "pwc_intense": "10"}'),
        [
            "p.json:4:1: pwc_part: the name is empty: write at least one visible character",
            "p.json:4:1: pwc_intense: 2 digits, but 2 items make 1 pairs (participant p1)",
        ],
    ),
    (
        "ahp-os-json",
        {"p.json": '{"pj": [{"project_hText": "Goal: a, b", "project_name": "x\\u202ey"}]}'},
        ["p.json:1:9: project_name: 'x<U+202E>y' holds U+202E, which turns the direction of text: leave it out"],
    ),
    (
        "ahp-os-json",
        {"p.json": '{"pj":\n  [{"a": 1e999, "b": -NaN}]}'},
        ["p.json:2:22: json: no JSON: Expecting value"],
    ),
    (
        "ahp-os-json",
        {"p.json": '{"pj":\n  [{"a": 1e999,\n "b": NaN, "c": "1e999"}],\n "pj" : 1}'},
        [
            "p.json:2:10: json: '1e999' is no finite number",
            "p.json:3:7: json: 'NaN' is no finite number",
            "p.json:4:2: json: the key 'pj' stands twice, first in line 1",
        ],
    ),
    # survey and mapping
    (
        "survey",
        {"t.csv": "id,a_b\nr1,3\n"},
        [
            "t.csv:1:1: mapping: no mapping t.csv.mapping.yaml: 'mcda import survey t.csv DIR --propose' "
            "prints one to begin with"
        ],
    ),
    ("survey", survey(TWO), ["m.yaml:1:1: coding: missing: one of ratio, signed, steps, nine, seventeen, words"]),
    (
        "survey",
        survey(f"coding: loud\n{TWO}"),
        ["m.yaml:1:9: coding: 'loud' is not known: allowed are ratio, signed, steps, nine, seventeen, words"],
    ),
    (
        "survey",
        survey(f"coding: nine\n{TWO}"),
        ["m.yaml:1:1: low: missing: whom low or negative numbers favour, 'low: first' or 'low: second'"],
    ),
    (
        "survey",
        survey(f"coding: nine\nlow: left\n{TWO}"),
        ["m.yaml:2:6: low: 'left' is not known: allowed are first, second"],
    ),
    (
        "survey",
        survey(f"coding: words\nanswers: [more]\n{TWO}"),
        ["m.yaml:2:10: answers: found a list, allowed is a mapping such as {Much more: 5}"],
    ),
    (
        "survey",
        survey(f"coding: words\nanswers:\n  most: 9.1\n  more: 9\n  less: 1/9\n  least: 0.11\n  none: [1]\n{TWO}"),
        [
            f"m.yaml:{line}: answers: {what} is no ratio from 1/9 to 9: how many times as much first is as second"
            for line, what in (("3:9", "'9.1'"), ("6:10", "'0.11'"), ("7:9", "a list"))
        ],
    ),
    (
        "survey",
        survey(f"coding: ratio\npairs: [a_b]\n{TWO}"),
        ["m.yaml:2:8: pairs: found a list, allowed is a mapping: column -> first, second"],
    ),
    (
        "survey",
        survey(f"coding: ratio\npairs:\n  a_b: [a, b]\n  id:\n{TWO}"),
        [
            "m.yaml:3:8: pairs: found a list, allowed is a mapping with node, first, second, low, answers",
            "m.yaml:4:3: first: missing: each pair needs 'first: ...'",
            "m.yaml:4:3: second: missing: each pair needs 'second: ...'",
        ],
    ),
    (
        "survey",
        survey(f"coding: ratio\npairs:\n  a_b: {{node: a, first: a, second: b}}\n{TWO}"),
        ["m.yaml:3:15: node: 'a' has nothing to compare: known are goal"],
    ),
    (
        "survey",
        survey(f"coding: ratio\npairs:\n  a_b: {{first: a, second: A}}\n  id: {{first: aa, second: b}}\n{TWO}"),
        [
            "m.yaml:3:8: second: 'a' is compared with itself",
            "m.yaml:4:15: first: 'aa' is not compared here: did you mean 'a'?",
        ],
    ),
    (
        "survey",
        survey(f"coding: ratio\npanellist: who\n{TWO}"),
        ["m.yaml:2:12: panellist: 'who' is no column: known are id, a_b"],
    ),
    (
        "survey",
        survey(f"coding: words\n{TWO}"),
        [
            "t.csv:2:2: a_b: '3' is no known answer: the mapping has no 'answers:'",
            "t.csv:1:1: rows: nobody answered a pair",
        ],
    ),
    (
        "survey",
        survey(f"coding: words\nanswers: {{more: 3}}\n{TWO}", "a_b\nmor\n"),
        ["t.csv:2:1: a_b: 'mor' is no known answer: did you mean 'more'?", "t.csv:1:1: rows: nobody answered a pair"],
    ),
    (
        "survey",
        survey(f"coding: signed\nlow: first\n{TWO}", "a_b\n0.5\n10\n-9.5\n"),
        [
            "t.csv:1:1: rows: nobody answered a pair",
            *(
                f"t.csv:{line}:1: a_b: '{answer}' is off the scale; "
                "the coding signed has -9 to -2, 1 (also 0 and -1) as equal, 2 to 9"
                for line, answer in ((2, "0.5"), (3, "10"), (4, "-9.5"))
            ),
        ],
    ),
    *(
        (
            "survey",
            survey(f"coding: {coding}\nlow: first\n{TWO}", f"a_b\n{low}\n{high}\n"),
            [
                "t.csv:1:1: rows: nobody answered a pair",
                f"t.csv:2:1: a_b: '{low}' is off the scale; the coding {coding} has {allowed}",
                f"t.csv:3:1: a_b: '{high}' is off the scale; the coding {coding} has {allowed}",
            ],
        )
        for coding, low, high, allowed in (
            ("nine", 0, 10, "1 to 9 with 5 as equal"),
            ("seventeen", 0, 18, "1 to 17 with 9 as equal"),
        )
    ),
    (
        "survey",
        survey(f"coding: ratio\n{TWO}", "a_b\n0\n"),
        [
            "t.csv:2:1: a_b: '0' is off the scale; the coding ratio has numbers such as 3, 1/3, 0.25",
            "t.csv:1:1: rows: nobody answered a pair",
        ],
    ),
    (
        "survey",
        survey(f"coding: ratio\n{TWO}", "a_b\n"),
        ["t.csv:1:1: field 1: no rows below the header: nobody answered"],
    ),
    (
        "survey",
        survey(f"coding: steps\nlow: first\n{TWO}", "a_b\n-9\n0.5\n9\n"),
        [
            "t.csv:1:1: rows: nobody answered a pair",
            *(
                f"t.csv:{line}:1: a_b: '{answer}' is off the scale; the coding steps has -8 to 8 with 0 as equal"
                for line, answer in ((2, "-9"), (3, "0.5"), (4, "9"))
            ),
        ],
    ),
    (
        "survey",
        survey(f"coding: ratio\n{TWO}", "id,a_b,,\nr1,3,,x\n"),
        ["t.csv:2:4: field 4: the row has 4 fields, the header 2"],
    ),
    (
        "survey",
        survey(f"coding: ratio\n{TWO}", "id,a_b,id\n"),
        [
            "t.csv:1:3: field 3: the column 'id' stands twice",
            "t.csv:1:1: field 1: no rows below the header: nobody answered",
        ],
    ),
    (
        "survey",
        survey(
            f"coding: ratio\npanellist: id\norganisation: at\n{TWO}",
            "a_b,id,at\n3,Anna\u200b,x\n3,Bob,\u202e\n3\n3,bob\n",
        ),
        [
            "t.csv:2:2: field 2: 'Anna<U+200B>' holds the invisible character U+200B: leave it out",
            "t.csv:3:3: field 3: '<U+202E>' holds U+202E, which turns the direction of text: leave it out",
            "t.csv:4:2: id: nobody is named: the column says who answered",
            "t.csv:5:2: field 2: 'bob' has answered in line 3 already",
        ],
    ),
    # matrices
    ("matrices", {"m.csv": ",a,b\na,1,\nb,,1\n"}, ["m.csv:1:1: file: no judgement stands in any matrix"]),
    (
        "matrices",
        {"m.csv": ",a,b\na,1,3\nb,1/3,1\n\n\n,c,d\nc,1,2\nd,,1\n"},
        ["m.csv:6:1: field 1: nothing in the corner: a further matrix names its node there"],
    ),
    (
        "matrices",
        {"m.csv": ",a,b\na,1,3\nb,,1\n\na,c,d\nc,1,2\nd,,1\n\na,c,d\nc,1,2\nd,,1\n"},
        ["m.csv:9:1: field 1: a second matrix of 'a'"],
    ),
    (
        "matrices",
        {"m.csv": ",a\na,1\n\na,c,C\nc,1,2\nC,,1\n\nb,c,d\nd,1,2\nc,,1\n"},
        [
            f"m.csv:{line}:1: field 1: no square matrix: "
            "the first row and the first column name the same items in the same order"
            for line in (1, 4, 8)
        ],
    ),
    (
        "matrices",
        {"m.csv": ",a,b\na,1,3,,4\nb,,1,5\n"},
        [f"m.csv:{line}:4: field 4: right of the matrix: leave it out" for line in (2, 3)],
    ),
    (
        "matrices",
        {"a\u200b.csv": ",a,b\na,1,3\nb,,1\n"},
        ["a\u200b.csv:1:1: sheet: 'a<U+200B>' holds the invisible character U+200B: leave it out"],
    ),
    (
        "matrices",
        {"m.csv": ",a,b,x\na,1,3,\nb,,1,2\nx,,,\n\na,x,y\nx,1,2\ny,,1\n\nb,x,y\nx,1,2\ny,,1\n"},
        ["m.csv:1:1: goal: 'x' stands under two nodes: each name once"],
    ),
    (
        "matrices",
        {"m.csv": ",a,b\na,1,3\nb,,1\n\na,c,d\nc,1,2\nd,,1\n\nb,c,e\nc,1,2\ne,,1\n"},
        ["m.csv:1:1: b: 'c' stands under two nodes: each name once"],
    ),
    (
        "matrices",
        {"m.csv": ",a,b\na,1,3\nb,,1\n\nc,c,d\nc,1,2\nd,,1\n"},
        ["m.csv:1:1: c: what is below 'c' lies more than 20 levels deep"],
    ),
    (
        "matrices",
        {"m.csv": ",a,b\na,1,3\nb,,1\n\na,a,b\na,1,2\nb,,1\n"},
        [
            "m.csv:1:1: a: 'a' is no item of another matrix",
            "m.csv:1:1: goal: no sheet begins with a matrix of its own items: the first one is the goal's",
        ],
    ),
    (
        "matrices",
        {"m.csv": ",a,b\na,2,3\nb,1/2,1\n"},
        [
            "m.csv:2:2: field 2: '2' on the diagonal: allowed is 1",
            "m.csv:2:3: field 3: '3' is no inverse of '1/2' in field 2",
        ],
    ),
    # decision matrix
    (
        "decision-matrix",
        {"m.csv": "criteria\nx\n"},
        ["m.csv:1:1: field 1: no criteria: the first row names one in each column"],
    ),
    (
        "decision-matrix",
        {"m.csv": "\n,a,b\ntype,max,min\nsense,max,min\nx,1,\ny,1,2,3\n"},
        [
            "m.csv:4:1: field 1: a second row of types: line 3 has them",
            "m.csv:5:2: field 1: 1 values for 2 criteria",
            "m.csv:6:4: field 1: 3 values for 2 criteria",
        ],
    ),
    (
        "decision-matrix",
        {"m.csv": ",a,b\ntype,max,best\nweight,-1,x\n"},
        [
            "m.csv:1:1: field 1: no alternatives: each further row holds one",
            "m.csv:2:3: field 3: 'best' is no type: allowed are max, min, benefit, cost, 1 and -1",
            "m.csv:3:2: field 2: -1 is below 0: a criterion of which less is better has the type min",
            "m.csv:3:3: field 3: 'x' is no number: allowed are numbers such as 3, 0.25 or 2.5e-1",
        ],
    ),
    (
        "decision-matrix",
        {"m.csv": ";a;A \ntype;max;min\nx;1,5;2.5\nx;1;2\n"},
        [
            "m.csv:1:3: field 3: the criterion 'A' stands twice, first in field 2",
            "m.csv:3:3: field 3: '2.5' has a decimal point, which this file does not use: write ','",
            "m.csv:4:1: field 1: the alternative 'x' stands twice, first in field 1",
        ],
    ),
    (
        "decision-matrix",
        {"m.csv": 'sep=,\n,a\ntype,max\nx,"1,5"\n'},
        ["m.csv:4:2: field 2: '1,5' has a decimal comma, which this file does not use: write '.'"],
    ),
    # scikit-criteria
    (
        "dmsy",
        {"s.dmsy": "dmsy: 1\n"},
        ["s.dmsy:1:1: dmsy: no decision matrix of scikit-criteria: it begins with 'dmsy:' and has 'data:'"],
    ),
    (
        "dmsy",
        {"s.dmsy": "[dmsy, data]\n"},
        ["s.dmsy:1:1: dmsy: no decision matrix of scikit-criteria: it begins with 'dmsy:' and has 'data:'"],
    ),
    (
        "dmsy",
        {"s.dmsy": "dmsy: 1\ndata:\n  dtypes: [int]\n"},
        [
            f"s.dmsy:3:3: {key}: missing: data needs '{key}:'"
            for key in ("matrix", "objectives", "weights", "alternatives", "criteria")
        ],
    ),
    (
        "dmsy",
        {
            "s.dmsy": "dmsy: 1\ndata:\n  matrix: []\n  objectives: []\n  weights: []\n"
            "  alternatives: []\n  criteria: []\n"
        },
        [
            "s.dmsy:6:17: alternatives: the list is empty: allowed are one name or more",
            "s.dmsy:7:13: criteria: the list is empty: allowed are one name or more",
        ],
    ),
    (
        "dmsy",
        {
            "s.dmsy": "dmsy: 1\ndata:\n  matrix: [[1]]\n  objectives: [1]\n  weights: [1]\n"
            "  alternatives: x\n  criteria: [a, A, '']\n"
        },
        [
            "s.dmsy:6:17: alternatives: found 'x', allowed is a list (each item begins with '- ')",
            "s.dmsy:7:13: criteria: a name stands twice: each name once",
            "s.dmsy:7:20: criteria: the name is empty: write at least one visible character",
        ],
    ),
    (
        "dmsy",
        {
            "s.dmsy": "dmsy: 1\ndata:\n  matrix: [[1, 2], [3]]\n  objectives: [1, max]\n  weights: [1, 1, 1]\n"
            "  alternatives: [x]\n  criteria: [a, b]\n"
        },
        [
            "s.dmsy:3:11: matrix: 2 items, where 1 are needed",
            "s.dmsy:3:20: matrix: 1 items, where 2 are needed",
            "s.dmsy:4:19: objectives: 'max' is no objective: allowed are 1 and -1",
            "s.dmsy:5:12: weights: 3 items, where 2 are needed",
        ],
    ),
    # the R package ahp
    (
        "r-ahp",
        {"g.ahp": "Version: 2.0\nGoals:\n"},
        [
            "g.ahp:1:1: Alternatives: missing: an .ahp file has 'Alternatives:'",
            "g.ahp:1:1: Goal: missing: an .ahp file has 'Goal:'",
            "g.ahp:2:1: Goals: unknown key 'Goals': did you mean 'Goal'?",
        ],
    ),
    (
        "r-ahp",
        r_ahp("  name: G\n", "[x, y]\n"),
        [
            "g.ahp:1:15: Alternatives: found a list, allowed is a mapping of alternatives",
            "g.ahp:3:3: children: missing: a node has children, at the leaves 'children: *alternatives'",
        ],
    ),
    (
        "r-ahp",
        r_ahp("  preferences: [[x, y, 2]]\n  children: *a\n"),
        ["g.ahp:6:13: children: the alternatives stand right below the goal: a panel has criteria between them"],
    ),
    (
        "r-ahp",
        r_ahp(
            f"  name: [G]\n  decision-makers:\n    - Ann\n    - {{Bob: 1, Eve: 2}}\n    - Joe: -1\n    - Sue: [2]\n"
            f"  preferences: [[c, d, 2]]\n  children:\n    c:\n{LEAF}    d:\n{LEAF}"
        ),
        [
            "g.ahp:5:9: name: found a list, allowed is text",
            "g.ahp:7:7: decision-makers: found 'Ann', allowed is 'name: vote'",
            "g.ahp:8:7: decision-makers: found a mapping, allowed is 'name: vote'",
            "g.ahp:9:12: decision-makers: '-1' is no number from 0 up, such as 2, 0.5 or 1/3",
            "g.ahp:10:12: decision-makers: a list is no number from 0 up, such as 2, 0.5 or 1/3",
        ],
    ),
    (
        "r-ahp",
        r_ahp(f"  children:\n    c:\n{LEAF}    d:\n      preferences: 3\n      children: *a\n"),
        [
            "g.ahp:5:3: preferences: missing: nobody says how the children compare",
            "g.ahp:10:20: preferences: missing: nobody says how the children compare",
        ],
    ),
    (
        "r-ahp",
        r_ahp(
            f"  preferences:\n    Ann: likes it\n    Bob:\n      pairwise: [[c, d, 2]]\n      score: [c: 1]\n"
            f"    Eve: {{loves: c, scoreFunction: f}}\n  children:\n    c:\n{LEAF}    d:\n{LEAF}"
        ),
        [
            "g.ahp:6:10: preferences: found 'likes it', allowed is one of pairwise, score, priority",
            "g.ahp:8:7: preferences: 'pairwise' stands beside another: write one",
            "g.ahp:9:7: preferences: 'score' stands beside another: write one",
            "g.ahp:10:11: preferences: 'loves' is not known: known are pairwise, score, priority",
            "g.ahp:10:21: scoreFunction: R code is not run: write its answers out as 'pairwise:' or 'score:'",
        ],
    ),
    (
        "r-ahp",
        r_ahp(
            "  preferences: [[c, c, 2], [c, d, 2, 3], c, [d, c, 0], [c, x, many]]\n"
            f"  children:\n    c:\n{LEAF}    d:\n{LEAF}"
        ),
        [
            "g.ahp:5:17: pairwise: 'c' is compared with itself",
            "g.ahp:5:28: pairwise: found a list, allowed is [A, B, 3] or [A, B, 1/3]",
            "g.ahp:5:42: pairwise: found 'c', allowed is [A, B, 3] or [A, B, 1/3]",
            "g.ahp:5:45: pairwise: '0' is not positive: allowed are 1/9 to 9",
            "g.ahp:5:56: pairwise: 'x' is no child here: known are c, d",
        ],
    ),
    (
        "r-ahp",
        r_ahp(
            f"  preferences:\n    Ann: {{score: [c, {{c: 1}}, {{e: 1}}, {{d: -2}}]}}\n    Bob: {{priority: {{c: 1}}}}\n"
            f"    Eve: {{score: {{c: 9.1, d: 1}}}}\n  children:\n    c:\n{LEAF}    d:\n{LEAF}"
        ),
        [
            "g.ahp:6:19: score: found 'c', allowed is 'name: number'",
            "g.ahp:6:34: score: 'e' is no child here: known are c, d",
            "g.ahp:6:42: score: '-2' is no number from 0 up, such as 2, 0.5 or 1/3",
            "g.ahp:7:21: priority: 'd' has no number: each child needs one",
            "g.ahp:8:18: score: 9.1 for 'c' and 1 for 'd' are more than 9 to 1 apart: no judgement says that",
        ],
    ),
    (
        "r-ahp",
        r_ahp("  preferences: [[c, \u202ed, 2]]\n  children:\n    c:\n" + LEAF + '    "\u202ed":\n' + LEAF),
        ["g.ahp:10:5: children: '<U+202E>d' holds U+202E, which turns the direction of text: leave it out"],
    ),
    # XMCDA
    (
        "xmcda",
        {"x.xml": '<xmcda xmlns="http://www.decision-deck.org/2021/XMCDA-4.0.0"/>'},
        ["x.xml:1:1: criteria: no criteria are named"],
    ),
    ("xmcda", {"x.xml": "\n <problem/>"}, ["x.xml:2:2: problem: 'problem' is not read: allowed are XMCDA 3 and 4"]),
    (
        "xmcda",
        xmcda(version="http://www.decision-deck.org/2009/XMCDA-2.2.1"),
        ["x.xml:1:1: xmcda: 'XMCDA-2.2.1' is not read: allowed are XMCDA 3 and 4"],
    ),
    (
        "xmcda",
        xmcda(
            '<criteria><criterion id="c1"/> <criterion name="x"/></criteria>',
            '<alternatives><alternative id="a2" name="\u200b"/></alternatives>',
        ),
        [
            "x.xml:4:11: criterion: the id 'c1' stands twice",
            "x.xml:4:32: criterion: the id is missing",
            "x.xml:5:15: alternative: '<U+200B>' holds the invisible character U+200B: leave it out",
        ],
    ),
    (
        "xmcda",
        xmcda(
            scales(
                scale("c1", "low"),
                "<criterionScales><criterionID>c2</criterionID></criterionScales>",
                scale("c1"),
                scale("c3"),
            )
        ),
        [
            "x.xml:5:76: preferenceDirection: 'low' is no direction: allowed are min and max",
            "x.xml:6:1: criterionScales: no quantitative scale with a preferenceDirection: others are not read",
            "x.xml:7:1: criterionScales: 'c1' stands twice: one list is read",
            "x.xml:8:1: criterionScales: 'c3' is no known criterionID: known are c1, c2",
        ],
    ),
    (
        "xmcda",
        xmcda(weights(("c1", value(-2)), ("c1", value("many")), ("c3", value(1)))),
        [
            "x.xml:1:1: criteriaValues: 'c2' has no weight though others have",
            "x.xml:5:1: criterionValues: -2 is below 0",
            "x.xml:6:1: criterionValues: 'c1' stands twice: one list is read",
            "x.xml:6:62: real: 'many' is no finite number",
            "x.xml:7:1: criterionValues: 'c3' is no known criterionID: known are c1, c2",
        ],
    ),
    (
        "xmcda",
        xmcda(
            weights(
                ("c1", "<values/>"),
                ("c2", "<values><value><real>1</real></value><value><integer>2</integer></value></values>"),
            )
        ),
        [
            "x.xml:5:1: criterionValues: found nothing, allowed is one real, integer, rational",
            "x.xml:6:62: real: found <real> and <integer>, allowed is one real, integer, rational",
        ],
    ),
    (
        "xmcda",
        xmcda(
            comparisons(
                ("c1", "c2", value(10)), ("c1", "c1", value(2)), ("c3", "c2", value(2)), ("c2", "c1", value("x"))
            )
        ),
        [
            "x.xml:6:1: column: '10' is off the scale 1/9 to 9",
            "x.xml:8:1: column: 2 on the diagonal: allowed is 1",
            "x.xml:9:1: row: 'c3' is no known criterionID: known are c1, c2",
            "x.xml:12:53: real: 'x' is no finite number",
        ],
    ),
    (
        "xmcda",
        xmcda(
            BOTH_SCALES,
            performances(("c1", value(1)), ("c1", value(2))),
            performances(("c1", value(1)), ("c2", value("x")), alternative="a2"),
        ),
        [
            "x.xml:9:1: alternativePerformances: no performance under 'c2': every one is needed",
            "x.xml:11:1: performance: 'c1' stands twice",
            "x.xml:14:1: alternativePerformances: 'a2' is no known alternativeID: known are a1",
            "x.xml:16:58: real: 'x' is no finite number",
        ],
    ),
    (
        "xmcda",
        xmcda(BOTH_SCALES, *[performances(("c1", value(1)), ("c2", value(2)))] * 2),
        ["x.xml:14:1: alternativePerformances: 'a1' stands twice: one table is read"],
    ),
    (
        "xmcda",
        xmcda(BOTH_SCALES, performances(("c1", value(1)), ("c2", value(2)), ("c3", value(3)))),
        ["x.xml:12:1: performance: 'c3' is no known criterionID: known are c1, c2"],
    ),
    (
        "xmcda",
        xmcda(scales(scale("c1")), performances(("c1", value(1)), ("c2", value(2)))),
        ["x.xml:1:1: criteriaScales: 'c2' has no direction: add criteriaScales with a preferenceDirection min or max"],
    ),
    ("xmcda", {"x.xml": "<xmcda>\n <a></b>"}, ["x.xml:2:7: xml: no XML: mismatched tag"]),
    (
        "xmcda",
        {"x.xml": '<?xml version="1.0" encoding="klingon"?><xmcda/>'},
        ["x.xml:1:1: xml: no XML: unknown encoding: klingon"],
    ),
    ("xmcda", {"x.xml": "<a>\n  <!DOCTYPE x>"}, ["x.xml:2:5: xml: no XML: not well-formed (invalid token)"]),
    (
        "xmcda",
        {"x.xml": "\n  <!DOCTYPE x><a/>"},
        ["x.xml:2:14: xml: document types and entities (<!DOCTYPE, <!ENTITY) are not read: no export needs them"],
    ),
    # MAXQDA and REFI-QDA
    ("maxqda", {"c.csv": "Code,Memo\n"}, ["c.csv:1:1: field 1: no code stands below the header"]),
    (
        "maxqda",
        {"c.csv": "Memo,Code,Segment\n"},
        ["c.csv:1:1: field 1: a list of coded segments needs both columns, Document name and Segment"],
    ),
    (
        "maxqda",
        {"c.csv": "Segment,Code,Document\nx,A\ny,,P1\nz,A,\u202e\n"},
        [
            "c.csv:2:3: field 1: no document is named in this row",
            "c.csv:3:2: field 1: no code in this row",
            "c.csv:4:3: field 3: '<U+202E>' holds U+202E, which turns the direction of text: leave it out",
        ],
    ),
    ("refi-qda", {"c.qdc": "\n<Project/>"}, ["c.qdc:2:1: Project: no codes: a codebook has <CodeBook> with <Codes>"]),
    ("refi-qda", {"c.qdc": "<CodeBook/>"}, ["c.qdc:1:1: CodeBook: no codes: a codebook has <CodeBook> with <Codes>"]),
    ("refi-qda", {"c.qdc": "<CodeBook>\n <Codes/></CodeBook>"}, ["c.qdc:2:2: Codes: the codebook is empty"]),
    (
        "refi-qda",
        {
            "c.qdc": '<CodeBook><Codes><Code guid="{a}" name="A"/>\n'
            '<Code guid="A" name="B" isCodable="maybe"/></Codes></CodeBook>'
        },
        [
            "c.qdc:2:1: Code: isCodable is 'maybe': allowed are true and false",
            "c.qdc:2:1: Code: the guid 'A' stands twice",
        ],
    ),
]


@pytest.mark.parametrize(("format", "files", "lines"), WHOLE)
def test_all_that_is_wrong_with_a_file_is_said_at_once_each_with_its_place(format, files, lines, tmp_path):
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    first, *second = (tmp_path / name for name in files)
    assert sorted(faults(format, first, *second)) == sorted(lines)
