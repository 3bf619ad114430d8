"""Ten broken files a format, each made of the good one: the fault names the place and what is allowed."""

import datetime
import io

import openpyxl
import pytest
from imports import SAMPLES, beside, faults, repacked

TEXTS = {
    ("survey", "limesurvey.csv"): [
        (
            '"-3";"2";"5"',
            '"-30";"2";"5"',
            "limesurvey.csv:2:6: PW[cost_skills]: '-30' is off the scale; the coding signed",
        ),
        ('"-3";"2";"5"', '"three";"2";"5"', "limesurvey.csv:2:6: PW[cost_skills]: 'three' is no number"),
        ('"-3";"2";"5"', '"01/03/2024";"2";"5"', "is no number but a date"),
        ('"8";"";"2"', '"7";"";"2"', "limesurvey.csv:3:1: field 1: '7' has answered in line 2 already"),
        ('"8";"";"2"', '"";"";"2"', "limesurvey.csv:3:1: id: nobody is named"),
        (
            "PW[cost_network]",
            "PW[cost_skills]",
            "limesurvey.csv:1:7: field 7: the column 'PW[cost_skills]' stands twice",
        ),
        ('"id"', '"token"', "limesurvey.csv.mapping.yaml:4:12: panellist: 'id' is no column: known are token"),
        (
            'PW[cost_skills]";"PW[cost_network]";"PW[skills_network]',
            'a";"b";"c',
            "pairs: missing, and no header is made of two criteria",
        ),
        ('"1";"";"4"', '"1";"";"4";"9"', "limesurvey.csv:3:9: field 9: the row has 9 fields, the header 8"),
        ('"1";"";"4"', '"1";"";"4', "limesurvey.csv:3:1: row: no CSV: ';' expected"),
        ('"1";"";"4"', '"1e400";"";"4"', "'1e400' is not a finite number"),
    ],
    ("ahp-os-json", "project.json"): [
        ('"011"', '"01"', "project.json:1:317: pwc_ab: 2 digits, but 3 items make 3 pairs (participant anna)"),
        ('"011"', '"012"', "pwc_ab: '2' is no digit of 0 to 1"),
        ('"325"', '"025"', "pwc_intense: '0' is no digit of 1 to 9"),
        ('"pwc_node": "cost"', '"pwc_node": "costs"', "pwc_node: 'costs' has nothing to compare: did you mean 'cost'?"),
        ("skills=0.6;", "skills;", "project_hText: 'skills' has no weight though others under 'Barriers' have"),
        ("skills=0.6;", "skills=0.5;", "the weights under 'Barriers' sum to 0.9, not 1"),
        ("skills: staff", "skill: staff", "'skill' is no child of a node before it"),
        ('"alt": "Hub"', '"alt": "Clinic"', "alt: the alternative 'Clinic' stands twice"),
        ('"pwc_part": "Babak M."', '"pwc_part": "anna"', "pwc_node: 'anna' has judged 'cost' in line 1 already"),
        ('"pj": [', '"pj": [ [,', "project.json:1:11: json: no JSON: Expecting value"),
        ('"pj": [', '"qj": [', "pj: no export of an AHP-OS project"),
        ('"alt": [', '"pj": 1, "alt": [', "the key 'pj' stands twice, first in line 1"),
    ],
    ("ahp-os-csv", "input.csv"): [
        ("sep=,", "sep=|", "input.csv:1:1: sep: 'sep=|' is not 'sep=,' or 'sep=;'"),
        ('"3.000000"', '"3,000000"', "input.csv:14:4: matrix: '3,000000' is no number with the decimal mark ."),
        ('"3.000000"', '"30.00000"', "input.csv:14:4: matrix: '30.00000' is off the scale 1/9 to 9"),
        ('"3.000000"', '"4.000000"', "input.csv:14:4: matrix: 4 and 0.333333 across the diagonal are no inverses"),
        ('"Node","Tele', '"Node","Tale', "input.csv:13:2: Node: 'Tale barriers' has nothing to compare: did you mean"),
        ('"3x3 dec', '"4x4 dec', "input.csv:13:3: Node: 4x4 decision matrix, but 'Tele barriers' has 3 items"),
        ('"3x3 dec', '"dec', "input.csv:13:3: Node: 'decision matrix' is not 'NxN decision matrix'"),
        (',,"2.000000","5.000000","1.000000",\n', "", "allowed are two empty fields and 3 numbers"),
        ('"Participant","anna"', "", "before any participant"),
        (',,"2.000000","5.000000","1.000000",', ',,"2.000000","5.000000","1.5",', "1.5 on the diagonal: allowed is 1"),
    ],
    ("decision-matrix", "cars.csv"): [
        ("objective;min;max;max\n", "", "cars.csv:1:1: field 1: no row of types: add one that begins with 'type'"),
        ("min;max;max", "min;max;best", "cars.csv:2:4: field 4: 'best' is no type: allowed are max, min"),
        ("0,5;0,3;0,2", "-0,5;0,3;0,2", "cars.csv:3:2: field 2: -0,5 is below 0"),
        ("20000", "20.000", "cars.csv:4:2: field 2: '20.000' has a decimal point, which this file does not use"),
        ("20000", "cheap", "cars.csv:4:2: field 2: 'cheap' is no number"),
        ("20000;4", ";4", "cars.csv:4:2: field 2: "),
        ("Car 1;31000", "Car 0;31000", "cars.csv:5:1: field 1: the alternative 'Car 0' stands twice"),
        (";Price;Comfort", ";Price;Price", "cars.csv:1:3: field 3: the criterion 'Price' stands twice"),
        ("31000;9;420", "31000;9", "cars.csv:5:3: field 1: 2 values for 3 criteria"),
        ("Car 0", "Car\u202e0", "holds U+202E, which turns the direction of text"),
        ("weight;0,5;0,3;0,2", "weight;0;0;0", "all weigh 0: at least one must weigh more"),
        ("Car 0;20000", '"Car 0;20000', "no CSV: a quotation mark opens here that nothing closes"),
    ],
    ("r-ahp", "site.ahp"): [
        (
            "pairwise: [[Cost, Reach, 3]]",
            "pairwiseFunction: function(a) 3",
            "site.ahp:11:11: pairwiseFunction: R code is not run",
        ),
        (
            "[[Cost, Reach, 3]]",
            "[[Cost, Rich, 3]]",
            "site.ahp:11:22: pairwise: 'Rich' is no child here: did you mean 'Reach'?",
        ),
        ("[[Cost, Reach, 3]]", "[[Cost, Reach, 12]]", "pairwise: '12' is off the scale 1/9 to 9"),
        ("[[Cost, Reach, 3]]", "[[Cost, Reach]]", "pairwise: found a list, allowed is [A, B, 3] or [A, B, 1/3]"),
        ("[[Cost, Reach, 3]]", "[[Cost, Reach, 1/0]]", "pairwise: '1/0' is no number"),
        ("{Clinic: 2}, {Hub: 1}", "{Clinic: 2}, {Hub: 0}", "are more than 9 to 1 apart: no judgement says that"),
        ("{Clinic: 2}, {Hub: 1}", "{Clinic: 2}", "score: 'Hub' has no number: each child needs one"),
        (
            "children: *alternatives",
            "children: *alternative",
            "*alternative stands for nothing that is complete before it",
        ),
        ("    - Bob: 1/3", "    - Bob: often", "site.ahp:9:12: decision-makers: 'often' is no number"),
        ("  children:\n    Cost", "\tchildren:\n    Cost", "site.ahp:13:1: yaml: a tab cannot indent"),
        ("    Reach:\n", "    Cost:\n", "yaml: the key 'Cost' stands twice, first in line 14"),
        ("priority:", "prioritise:", "'prioritise' is not known: did you mean 'priority'?"),
    ],
    ("dmsy", "stock.dmsy"): [
        ("[7, 5, 35]", "[7, 5]", "stock.dmsy:17:5: matrix: 2 items, where 3 are needed"),
        ("[7, 5, 35]", "[7, x, 35]", "stock.dmsy:17:9: matrix: 'x' is no number"),
        ("[7, 5, 35]", "[7, .nan, 35]", "stock.dmsy:17:9: matrix: "),
        ("[1, 1, -1]", "[1, 1, 0]", "objectives: '0' is no objective: allowed are 1 and -1"),
        ("[1, 1, -1]", "[1, 1]", "objectives: 2 items, where 3 are needed"),
        ("[2.0, 4.0, 1.0]", "[2.0, -4.0, 1.0]", "weights: -4.0 is too small: allowed are numbers from 0 up"),
        ("[ROE, CAP, RI]", "[ROE, ROE, RI]", "criteria: a name stands twice: each name once"),
        ("[PE, JN, AA", "[PE, PE, AA", "alternatives: a name stands twice: each name once"),
        ("weights:", "weihgts:", "weihgts: unknown key 'weihgts': did you mean 'weights'?"),
        ("dmsy:", "dmsx:", "dmsy: no decision matrix of scikit-criteria"),
        ("[2.0, 4.0, 1.0]", "!!python/object/apply:os.system [ls]", "is not read: leave it out"),
        ("[2.0, 4.0, 1.0]", "[0, 0, 0]", "all weigh 0"),
    ],
    ("xmcda", "weighed_4.xml"): [
        ("2021/XMCDA-4.0.0", "2009/XMCDA-2.1.0", "xmcda: 'XMCDA-2.1.0' is not read: allowed are XMCDA 3 and 4"),
        ("<real>12.5</real>", "<NA/>", "found <NA>, allowed is one real, integer, rational"),
        ("<real>12.5</real>", "<real>INF</real>", "real: 'INF' is no finite number"),
        (
            "<real>12.5</real>",
            "<rational><numerator>1</numerator><denominator>0</denominator></rational>",
            "no finite number",
        ),
        ("<preferenceDirection>min", "<preferenceDirection>low", "'low' is no direction: allowed are min and max"),
        ('<alternative id="a2"', '<alternative id="a1"', "alternative: the id 'a1' stands twice"),
        ("<alternativeID>a2", "<alternativeID>a3", "'a3' is no known alternativeID: known are a1, a2"),
        ("<real>0.4</real>", "<real>-0.4</real>", "-0.4 is below 0"),
        ("</xmcda>", "", "xml: no XML: no element found"),
        ("<xmcda ", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><xmcda ', "document types and entities"),
    ],
    ("refi-qda", "codebook.qdc"): [
        ('name="Cost"', 'name=""', "codebook.qdc:7:5: Code: the name is empty"),
        ('name="Cost"', f'name="{"x" * 201}"', "has 201 characters: allowed are 200"),
        ('name="Cost"', 'name="Co\u200bst"', "holds the invisible character U+200B"),
        ('name="Cost"', 'nam="Cost"', "codebook.qdc:7:5: Code: the name is empty"),
        ("CBE78355-9E56-54FA-BC4A-7BF62A2C6F24", "5b9323da-2c14-5c1c-8fba-72c7aed4d14f", "stands twice"),
        ('isCodable="true"/>', 'isCodable="maybe"/>', "isCodable is 'maybe': allowed are true and false"),
        ("<Codes>", "<Kodes>", "xml: no XML: mismatched tag"),
        ("<CodeBook ", "<!DOCTYPE bomb><CodeBook ", "document types and entities"),
        ("</CodeBook>", "</CodeBook><CodeBook/>", "xml: no XML: junk after document element"),
        ("Rules that hold it back", "x" * 10_001, "Description: the text has 10001 characters: allowed are 10000"),
        ("&amp;", "&undeclared;", "xml: no XML: undefined entity"),
    ],
}
CELLS = {
    ("survey", "slider.xlsx"): [
        ({"B2": 12}, "slider.xlsx:2:2: Cost vs Skills: '12' is off the scale; the coding nine has 1 to 9"),
        ({"B2": "much"}, "slider.xlsx:2:2: Cost vs Skills: 'much' is no number"),
        ({"B2": datetime.date(2024, 3, 1)}, "slider.xlsx:2:2: Cost vs Skills: '2024-03-01 00:00:00' is a date"),
        ({"B2": "=1+1"}, "slider.xlsx:2:2: B2: the formula has no value"),
        ({"B2": 4.5}, "'4.5' is off the scale"),
        ({"A3": "Anna"}, "slider.xlsx:3:1: A3: 'Anna' has answered in line 2 already"),
        ({"A3": None}, "slider.xlsx:3:1: Name: nobody is named"),
        ({"B1": "Cost vs Network"}, "slider.xlsx:1:3: C1: the column 'Cost vs Network' stands twice"),
        ({"B1": "Cost"}, "slider.xlsx.mapping.yaml:10:3: pairs: 'Cost vs Skills' is no column: did you mean"),
        ({"F2": 3}, "slider.xlsx:2:6: F2: the row has 6 fields, the header 4"),
    ],
    ("matrices", "panel.xlsx"): [
        ({"D2": datetime.date(2024, 2, 1)}, "panel.xlsx:2:4: anna!D2: '2024-02-01 00:00:00' is a date"),
        ({"D2": "half"}, "panel.xlsx:2:4: anna!D2: 'half' is no number"),
        ({"D2": 12}, "panel.xlsx:2:4: anna!D2: '12' is off the scale 1/9 to 9"),
        ({"D2": 0}, "panel.xlsx:2:4: anna!D2: '0' is not positive"),
        ({"B2": 2}, "panel.xlsx:2:2: anna!B2: '2' on the diagonal: allowed is 1"),
        ({"B3": 3}, "panel.xlsx:2:3: anna!C2: '3' is no inverse of '3' in anna!B3"),
        ({"A3": "Skill"}, "panel.xlsx:1:1: anna!A1: no square matrix"),
        ({"A6": "Costs"}, "Costs: 'Costs' is no item of another matrix"),
        ({"B6": "Skills", "A7": "Skills"}, "'Skills' stands under two nodes: each name once"),
        ({"D2": "=1/2"}, "panel.xlsx:2:4: anna!D2: the formula has no value"),
        ({"E3": 7}, "panel.xlsx:3:5: anna!E3: right of the matrix: leave it out"),
    ],
    ("maxqda", "codes.xlsx"): [
        ({"B1": "Kode"}, "codes.xlsx:1:1: A1: no column Code"),
        ({"B2": None}, "codes.xlsx:2:2: A2: no code in this row"),
        ({"B3": "Policy > "}, "codes.xlsx:3:2: B3: 'Policy > ' is no path of 1 to 20 codes"),
        ({"B3": "Policy"}, "codes.xlsx:3:2: B3: 'Policy' stands in line 2 already"),
        ({"B3": " > ".join("abcdefghijklmnopqrstuvw")}, "is no path of 1 to 20 codes"),
        ({"B3": "Policy > " + "x" * 201}, "has 201 characters: allowed are 200"),
        ({"B3": "Policy > a\nb"}, "holds the control character \\x0a"),
        ({"D3": "many"}, "codes.xlsx:3:4: D3: 'many' is no number"),
        ({"C2": "x" * 10_001}, "codes.xlsx:2:3: C2: the text has 10001 characters"),
        ({"E1": "Segment"}, "a list of coded segments needs both columns, Document name and Segment"),
    ],
}


def with_cells(content, cells):
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    for place, value in cells.items():
        book.worksheets[0][place] = value
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def all_cases(table):
    return [
        pytest.param(*key, *case, id=f"{key[0]}-{number}")
        for key, cases in table.items()
        for number, case in enumerate(cases)
    ]


def test_there_are_ten_for_each_format():
    assert {format for format, _ in (*TEXTS, *CELLS)} == {
        *("survey", "ahp-os-json", "ahp-os-csv", "matrices", "decision-matrix", "r-ahp", "dmsy", "xmcda"),
        *("maxqda", "refi-qda"),
    }
    assert min(map(len, (*TEXTS.values(), *CELLS.values()))) >= 10


@pytest.mark.parametrize(("format", "name", "old", "new", "said"), all_cases(TEXTS))
def test_a_broken_text_is_refused_by_its_place(format, name, old, new, said, tmp_path):
    text = (SAMPLES / name).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    found = faults(format, tmp_path / name, beside(format, SAMPLES / name))
    assert [fault for fault in found if said in fault], found
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(("format", "name", "cells", "said"), all_cases(CELLS))
def test_a_broken_workbook_is_refused_by_its_cell(format, name, cells, said, tmp_path):
    (tmp_path / name).write_bytes(with_cells((SAMPLES / name).read_bytes(), cells))
    found = faults(format, tmp_path / name, beside(format, SAMPLES / name))
    assert [fault for fault in found if said in fault], found


def test_fractions_that_a_spreadsheet_took_for_dates_are_named_one_and_all(tmp_path):
    found = faults("matrices", SAMPLES / "dates.xlsx")
    assert [fault.split(":")[3].strip() for fault in found] == ["D2", "B3", "D3"]
    assert all("is a date: a spreadsheet may have made it of a fraction" in fault for fault in found)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b'CodeRef targetGUID="2222', b'CodeRef targetGUID="7777', "is the guid of no code in the codebook"),
        (b"<CodeBook>", b"<CodeBuch>", "mismatched tag"),
        (b'name="Interview 1"', b'name="Interview&#x202e;1"', "holds U+202E"),
        (b"<Sources>", b"<!DOCTYPE a><Sources>", "no XML"),
    ],
)
def test_a_broken_project_is_refused(old, new, said, tmp_path):
    content = (SAMPLES / "project.qdpx").read_bytes()
    (tmp_path / "p.qdpx").write_bytes(repacked(content, lambda _, part: part.replace(old, new, 1)))
    found = faults("refi-qda", tmp_path / "p.qdpx")
    assert [fault for fault in found if said in fault], found


def test_of_very_many_faults_the_first_are_shown(tmp_path):
    rows = "".join(f"x{n},bad\n" for n in range(1000))
    (tmp_path / "m.csv").write_text(f",a\ntype,max\n{rows}", encoding="utf-8")
    found = faults("decision-matrix", tmp_path / "m.csv")
    assert len(found) == 201
    assert found[-1] == "m.csv:202:1: file: 200 faults and perhaps more: the rest was not read"
