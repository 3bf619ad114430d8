"""Each importer on a true sample: what it reads, the same bytes each time, and a panel that `mcda check` accepts."""

import csv
import unicodedata
from textwrap import dedent

import numpy as np
import pytest
from imports import EACH, SAMPLES, files, panel_of

import mcda
from criteria import coverage
from criteria.files import read_panel
from criteria.hierarchy import Direction
from criteria.importing import FORMATS

PANELS = SAMPLES.parents[2] / "sample_panels"
ANNA = [("cost", "skills", 3), ("cost", "network", 1 / 2), ("skills", "network", 1 / 5)]
"""The matrix that most samples hold, of one panellist."""


def judged(panel, panellist, node="goal"):
    """What a panellist has said at a node: first, second and ratio."""
    return [
        (said.first, said.second, said.ratio)
        for said in panel.judgements
        if said.panellist == panellist and said.node == node
    ]


def rows_of(path):
    """The rows of a CSV file by column."""
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def said_by_rows(matrix):
    """Priorities by the geometric mean of each row, worked out here."""
    means = np.prod(np.array(matrix, dtype=float), axis=1) ** (1 / len(matrix))
    return means / means.sum()


def test_every_format_has_a_sample():
    assert {format for format, _ in EACH} == set(FORMATS)


@pytest.mark.parametrize(("format", "name"), EACH)
def test_a_sample_becomes_a_panel_that_check_accepts_and_the_same_bytes_each_time(format, name, tmp_path):
    panel = panel_of(format, SAMPLES / name, tmp_path / "panel")
    assert coverage.faults(panel) == ()
    assert read_panel(tmp_path / "panel").judgements == panel.judgements
    written = {file.name: file.read_bytes() for file in (tmp_path / "panel").iterdir()}
    assert written == files(format, SAMPLES / name)
    assert [file.name for file in tmp_path.iterdir()] == ["panel"]


def test_words_of_a_google_form_are_the_ratios_that_the_mapping_gives_them(tmp_path):
    panel = panel_of("survey", SAMPLES / "google_forms.csv", tmp_path / "p")
    assert judged(panel, "R001") == [("policy", "cost", 5), ("policy", "skills", 3), ("cost", "skills", 1)]
    assert judged(panel, "R002") == [("policy", "cost", 1 / 3), ("policy", "skills", 1), ("cost", "skills", 5)]
    assert judged(panel, "R003") == [("policy", "cost", 3), ("policy", "skills", 5)]
    assert panel.organisations == ("Ministry of Health", "Insurance, social")


def test_lime_survey_with_negative_for_the_left(tmp_path):
    panel = panel_of("survey", SAMPLES / "limesurvey.csv", tmp_path / "p")
    assert judged(panel, "7") == ANNA
    assert judged(panel, "8") == [("cost", "skills", 1), ("skills", "network", 1 / 4)]


def test_the_other_sign_turns_every_answer(tmp_path):
    mapping = tmp_path / "turned.yaml"
    text = (SAMPLES / "limesurvey.csv.mapping.yaml").read_text(encoding="utf-8")
    mapping.write_text(text.replace("low: first", "low: second"), encoding="utf-8")
    panel = panel_of("survey", SAMPLES / "limesurvey.csv", tmp_path / "p", mapping)
    assert judged(panel, "7") == [("cost", "skills", 1 / 3), ("cost", "network", 2), ("skills", "network", 5)]


def test_a_slider_of_nine_has_equal_in_the_middle(tmp_path):
    panel = panel_of("survey", SAMPLES / "slider.xlsx", tmp_path / "p")
    assert judged(panel, "Anna") == [("cost", "skills", 3), ("cost", "network", 1), ("skills", "network", 1 / 5)]
    assert judged(panel, "Babak") == [("cost", "skills", 1), ("cost", "network", 9)]


@pytest.mark.parametrize(
    ("coding", "answers"),
    [
        ("ratio", {"3": 1 / 3, "1/3": 3, "0.25": 4, "1": 1, "0.111": 9, "9": 1 / 9}),
        ("signed", {"-9": 9, "-2": 2, "-1.5": 1.5, "-1": 1, "0": 1, "1": 1, "1.25": 0.8, "4": 1 / 4}),
        ("steps", {"-8": 9, "-1": 2, "0": 1, "8": 1 / 9}),
        ("nine", {"1": 9, "4": 3, "5": 1, "9": 1 / 9}),
        ("seventeen", {"1": 9, "8": 2, "9": 1, "17": 1 / 9}),
    ],
)
def test_each_coding_says_how_much_the_side_of_low_numbers_is_favoured(coding, answers, tmp_path):
    """Worked out by hand; the 17-point scale is that of most paper forms, 9 8 ... 2 1 2 ... 9."""
    rows = "".join(f"{answer}\n" for answer in answers)
    (tmp_path / "t.csv").write_text(f"a_b\n{rows}", encoding="utf-8")
    mapping = f"coding: {coding}\nlow: first\ncriteria: [{{id: a}}, {{id: b}}]\n"
    (tmp_path / "m.yaml").write_text(mapping, encoding="utf-8")
    panel = panel_of("survey", tmp_path / "t.csv", tmp_path / "p", tmp_path / "m.yaml")
    assert list(panel.judgements.ratio) == list(answers.values())


@pytest.mark.parametrize(("table", "mapping"), [("NFD", "NFC"), ("NFC", "NFD"), ("NFD", "NFD")])
def test_accents_that_stand_apart_in_a_survey_or_its_mapping_are_found(table, mapping, tmp_path):
    """Headers, respondents and worded answers, of which each file has its own form."""
    (tmp_path / "t.csv").write_text(unicodedata.normalize(table, "café,coût_qualité\nZoë,Très\n"), encoding="utf-8")
    said = """
        coding: words
        answers: {Très: 5}
        panellist: café
        criteria: [{id: a, name: Coût}, {id: b, name: Qualité}]
        pairs: {coût_qualité: {first: a, second: b}}
    """
    (tmp_path / "m.yaml").write_text(dedent(unicodedata.normalize(mapping, said)), encoding="utf-8")
    panel = panel_of("survey", tmp_path / "t.csv", tmp_path / "p", tmp_path / "m.yaml")
    assert judged(panel, "zoe", "goal") == [("a", "b", 5)]
    assert panel.panellists[0].attributes["name"] == "Zoë"


def test_the_published_survey_gives_its_published_weights(tmp_path):
    """city200 as ahpsurvey ships it, negative for the left: means of the respondents' priorities from its vignette."""
    names = ["culture", "family", "housing", "jobs", "transport"]
    header = [f"{a}_{b}" for place, a in enumerate(names) for b in names[place + 1 :]]
    answers: dict[str, dict[str, str]] = {}
    for row in rows_of(PANELS / "city200" / "judgements.csv"):
        value = row["ratio"].removeprefix("1/")
        sign = "-" if not row["ratio"].startswith("1/") and value != "1" else ""
        answers.setdefault(row["panellist"], {})[f"{row['first']}_{row['second']}"] = sign + value
    rows = "".join(",".join([who, *(said[column] for column in header)]) + "\n" for who, said in answers.items())
    (tmp_path / "city.csv").write_text(",".join(["id", *header]) + "\n" + rows, encoding="utf-8")
    listed = "\n".join(f"  - {{id: {name}}}" for name in names)
    mapping = f"coding: signed\nlow: first\npanellist: id\ncriteria:\n{listed}\n"
    (tmp_path / "city.csv.mapping.yaml").write_text(mapping, encoding="utf-8")
    panel = panel_of("survey", tmp_path / "city.csv", tmp_path / "p", tmp_path / "city.csv.mapping.yaml")
    assert len(panel.judgements) == 2000
    found = mcda.weights(panel, priorities="eigenvector", aggregation="aip").to_frame().set_index("criterion")["local"]
    published = dict(zip(names, [0.1546, 0.4542, 0.0715, 0.2795, 0.0402], strict=True))
    assert {name: round(found[name], 4) for name in names} == published


def test_an_ahp_os_project_in_alternatives_mode(tmp_path):
    panel = panel_of("ahp-os-json", SAMPLES / "project.json", tmp_path / "p")
    assert judged(panel, "anna", "cost") == [
        ("clinic", "hub", 3),
        ("clinic", "online", 1 / 2),
        ("hub", "online", 1 / 5),
    ]
    assert judged(panel, "babak-m", "staff") == [
        ("clinic", "hub", 1 / 3),
        ("clinic", "online", 1),
        ("hub", "online", 5),
    ]
    assert panel.title == "Tele/barriers"
    assert dict(panel.panellists[1].attributes) == {"name": "Babak M."}
    assert [panel.hierarchy[id].weight for id in ("cost", "skills", "staff", "patients")] == [0.4, 0.6, 0.5, 0.5]
    assert judged(panel, "anna", "patients")[-1] == ("hub", "online", 1)


def test_ahp_os_matrices_give_exact_inverses_and_the_weights_of_their_rows(tmp_path):
    panel = panel_of("ahp-os-csv", SAMPLES / "input.csv", tmp_path / "p")
    assert judged(panel, "anna") == ANNA
    found = mcda.weights(panel).to_frame()["local"]
    np.testing.assert_allclose(found, said_by_rows([[1, 3, 1 / 2], [1 / 3, 1, 1 / 5], [2, 5, 1]]), rtol=1e-12)


def test_half_a_workbook_of_matrices_with_fractions_formulas_and_text(tmp_path):
    panel = panel_of("matrices", SAMPLES / "panel.xlsx", tmp_path / "p")
    assert judged(panel, "anna") == ANNA
    assert judged(panel, "anna", "cost") == [("staff", "patients", 1 / 3)]
    assert judged(panel, "babak") == [("cost", "skills", 1 / 2), ("cost", "network", 1 / 4), ("skills", "network", 2)]


def test_a_folder_of_csv_matrices_with_alternatives_under_two_criteria(tmp_path):
    folder = tmp_path / "matrices"
    folder.mkdir()
    text = ",A,B\nA,1,4\nB,1/4,1\n\nA,x,y\nx,1,0.33\ny,3,1\n\nB,x,y\nx,1,\ny,2,1\n"
    for name in ("one", "two"):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    panel = panel_of("matrices", folder, tmp_path / "p")
    assert [panellist.id for panellist in panel.panellists] == ["one", "two"]
    assert [solution.id for solution in panel.solutions] == ["x", "y"]
    assert judged(panel, "two", "a") == [("x", "y", 1 / 3)]
    assert judged(panel, "two", "b") == [("x", "y", 1 / 2)]


@pytest.mark.parametrize(
    ("name", "directions", "weights", "first"),
    [
        ("cars.csv", (-1, 1, 1), (0.5, 0.3, 0.2), (20000, 4, 310.5)),
        ("clinics.xlsx", (-1, 1, 1), (0.5, 0.3, 0.2), (10, 3, 40)),
    ],
)
def test_a_decision_matrix_keeps_directions_weights_and_values(name, directions, weights, first, tmp_path):
    panel = panel_of("decision-matrix", SAMPLES / name, tmp_path / "p")
    assert tuple(criterion.direction for criterion in panel.hierarchy) == tuple(map(Direction, directions))
    assert tuple(criterion.weight for criterion in panel.hierarchy) == weights
    assert next(iter(panel.performance.values.values())) == first


def test_a_decision_matrix_without_weights_waits_for_a_panellist(tmp_path):
    (tmp_path / "m.csv").write_text(",a,b\ntype,max,min\nx,1,2\ny,3,4\n", encoding="utf-8")
    panel = panel_of("decision-matrix", tmp_path / "m.csv", tmp_path / "p")
    assert panel.hierarchy.is_judged("goal")
    assert len(panel.panellists) == 1


def test_the_car_of_the_r_package_has_the_published_priorities(tmp_path):
    """Wikipedia's car example, as printed; see sample_panels/car."""
    panel = panel_of("r-ahp", SAMPLES / "car.ahp", tmp_path / "p")
    found = mcda.weights(panel, priorities="eigenvector").to_frame().set_index("criterion")["local"]
    top = {"cost": 0.510, "safety": 0.234, "style": 0.041, "capacity": 0.215}
    assert {id: round(found[id], 3) for id in top} == top
    ranking = mcda.rank(panel, of="solutions", method="ahp", priorities="eigenvector").to_frame()
    printed = {"odyssey": 0.219, "accord-sedan": 0.215, "cr-v": 0.167, "accord-hybrid": 0.150, "element": 0.144}
    scores = ranking.set_index("alternative")["score"]
    assert {id: round(scores[id], 3) for id in printed} == printed


def test_pairs_of_version_1_of_the_r_package(tmp_path):
    leaf = "      preferences:\n        - [x, y, {}]\n      children: *a\n"
    text = "Alternatives: &a\n  x:\n  y:\nGoal:\n  name: G\n  preferences:\n    - [c, d, 1/4]\n  children:\n"
    text += f"    c:\n{leaf.format(3)}    d:\n{leaf.format(1)}"
    (tmp_path / "old.ahp").write_text(text, encoding="utf-8")
    panel = panel_of("r-ahp", tmp_path / "old.ahp", tmp_path / "p")
    assert judged(panel, "P01") == [("c", "d", 1 / 4)]
    assert judged(panel, "P01", "c") == [("x", "y", 3)]


def test_scores_priorities_and_votes_of_the_r_package(tmp_path):
    panel = panel_of("r-ahp", SAMPLES / "site.ahp", tmp_path / "p")
    assert [panellist.weight for panellist in panel.panellists] == [2 / 3, 1 / 3]
    assert judged(panel, "Bob", "cost") == [("clinic", "hub", 2)]
    assert judged(panel, "Ann", "reach") == [("clinic", "hub", 0.3 / 0.7)]


def test_a_matrix_of_scikit_criteria_gives_its_topsis(tmp_path):
    """Similarities by scikit-criteria 0.10: VectorScaler of the matrix, SumScaler of the weights, TOPSIS."""
    panel = panel_of("dmsy", SAMPLES / "stock.dmsy", tmp_path / "p")
    scores = mcda.rank(panel, of="solutions", method="topsis").to_frame().set_index("alternative")["score"]
    printed = [0.5597289583436349, 0.37608208783873265, 0.5766691659326783, 0.20769329117980292, 0.4386420670155632]
    np.testing.assert_allclose(scores[["pe", "jn", "aa", "fx", "mm"]], printed, rtol=1e-9)
    assert scores["gn"] == pytest.approx(0.7898850975409063)


@pytest.mark.parametrize("name", ["weighed_3.xml", "weighed_4.xml"])
def test_both_versions_of_xmcda_say_the_same(name, tmp_path):
    panel = panel_of("xmcda", SAMPLES / name, tmp_path / "p")
    assert panel.performance.values == {"clinic": (12.5, 40), "hub": (20, 30)}
    assert [criterion.weight for criterion in panel.hierarchy] == [0.4, 0.6]
    assert [criterion.direction for criterion in panel.hierarchy] == [Direction.COST, Direction.BENEFIT]


def test_a_matrix_of_xmcda_is_a_panellist_and_a_third_stays_a_third(tmp_path):
    panel = panel_of("xmcda", SAMPLES / "compared_4.xml", tmp_path / "p")
    assert judged(panel, "Anna") == [("cost", "reach", 1 / 3)]


def test_xmcda_split_into_a_file_a_tag(tmp_path):
    from xml.etree import ElementTree

    root = ElementTree.parse(SAMPLES / "weighed_4.xml").getroot()
    folder = tmp_path / "problem"
    folder.mkdir()
    for number, child in enumerate(root):
        part = ElementTree.Element(root.tag)
        part.append(child)
        ElementTree.ElementTree(part).write(folder / f"{number}.xml")
    panel = panel_of("xmcda", folder, tmp_path / "p")
    assert panel.performance.values == {"clinic": (12.5, 40), "hub": (20, 30)}


def test_the_codes_of_maxqda_are_a_tree_with_memos(tmp_path):
    panel = panel_of("maxqda", SAMPLES / "codes.xlsx", tmp_path / "p")
    assert [criterion.id for criterion in panel.hierarchy.children("policy")] == [
        "legal-gaps",
        "redundant-bureaucracies",
    ]
    assert panel.hierarchy["legal-gaps"].description == "No law on e-prescriptions"
    assert "legal-gaps,Legal gaps,policy,,true,4\n" in (tmp_path / "p" / "codes.csv").read_text(encoding="utf-8")


def test_segments_of_maxqda_are_evidence_and_a_saturation_curve(tmp_path):
    """Counted by hand: P1 brings two codes, P2 one more, P3 none."""
    panel = panel_of("maxqda", SAMPLES / "segments.xlsx", tmp_path / "p")
    assert panel.hierarchy["legal-gaps"].evidence == ("P1: There is no law for it.", "P3: The law says nothing.")
    curve = rows_of(tmp_path / "p" / "saturation.csv")
    assert [(row["interview"], row["new"], row["total"]) for row in curve] == [
        ("P1", "2", "2"),
        ("P2", "1", "3"),
        ("P3", "0", "3"),
    ]


def test_a_refi_qda_project_keeps_guids_and_quotations(tmp_path):
    panel = panel_of("refi-qda", SAMPLES / "project.qdpx", tmp_path / "p")
    assert panel.hierarchy["legal-gaps"].evidence == ("Interview 1: There is no law for it.",)
    assert panel.hierarchy["cost"].evidence == (
        "Interview 1: who pays?",
        "Interview 2: We do not know what to pay.",
    )
    codes = rows_of(tmp_path / "p" / "codes.csv")
    assert codes[1]["guid"] == "22222222-1111-4111-8111-111111111111"
    assert [row["codable"] for row in codes] == ["false", "true", "true"]


def test_an_apostrophe_that_kept_a_spreadsheet_from_a_formula_is_taken_off_again(tmp_path):
    name = '=HYPERLINK("http://x/","cost")'
    rows = [["", "'" + name], ["type", "max"], ["weight", 1], ["x", 3]]
    with (tmp_path / "m.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    panel = panel_of("decision-matrix", tmp_path / "m.csv", tmp_path / "p")
    assert panel.hierarchy.criteria[0].name == name


@pytest.mark.parametrize(("low", "ratio"), [("", 3), ("low: second\n", 3), ("low: first\n", 1 / 3)])
def test_a_ratio_is_for_the_first_unless_the_mapping_says_otherwise(low, ratio, tmp_path):
    (tmp_path / "t.csv").write_text("a_b\n3\n", encoding="utf-8")
    (tmp_path / "m.yaml").write_text(f"coding: ratio\n{low}criteria: [{{id: a}}, {{id: b}}]\n", encoding="utf-8")
    panel = panel_of("survey", tmp_path / "t.csv", tmp_path / "p", tmp_path / "m.yaml")
    assert list(panel.judgements.ratio) == [ratio]


def test_names_in_no_latin_letters_keep_their_script(tmp_path):
    (tmp_path / "m.csv").write_text(",هزینه,کیفیت\ntype,min,max\nتهران,1,2\nشیراز,3,4\n", encoding="utf-8")
    panel = panel_of("decision-matrix", tmp_path / "m.csv", tmp_path / "p")
    assert [(criterion.id, criterion.name) for criterion in panel.hierarchy] == [("c1", "هزینه"), ("c2", "کیفیت")]
