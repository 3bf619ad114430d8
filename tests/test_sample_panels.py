"""The sample panels are what their READMEs say, found with nothing but the csv module."""

import csv
import io
import subprocess
import sys
from collections import Counter, defaultdict
from fractions import Fraction
from itertools import combinations, permutations
from math import prod
from pathlib import Path

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[1]
PANELS = ROOT / "sample_panels"
TELEMEDICINE = PANELS / "telemedicine"
JUDGEMENT_COLUMNS = ["round", "panellist", "node", "first", "second", "ratio", "comment"]
RATING_COLUMNS = ["round", "panellist", "alternative", "criterion", "value", "comment"]


def load(path):
    return YAML(typ="safe", pure=True).load(path)


def read(path):
    """The rows of a CSV as dictionaries."""
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def by_node(rows):
    """(panellist, node) -> (first, second) -> ratio."""
    judged = defaultdict(dict)
    for row in rows:
        pair = row["first"], row["second"]
        assert pair not in judged[row["panellist"], row["node"]]
        judged[row["panellist"], row["node"]][pair] = Fraction(row["ratio"])
    return judged


def connected(judged, items):
    """Whether the judged pairs connect all items."""
    reached, new = set(), {items[0]}
    while new:
        reached |= new
        new = {item for pair in judged for item in pair if set(pair) & reached} - reached
    return reached == set(items)


def three_cycles(judged):
    """Triples where the first is preferred to the second, the second to the third, and the third to the first."""
    preferred = {pair if ratio > 1 else pair[::-1] for pair, ratio in judged.items() if ratio != 1}
    items = sorted({item for pair in judged for item in pair})
    return [
        (a, b, c) for a, b, c in permutations(items, 3) if a < b and a < c and {(a, b), (b, c), (c, a)} <= preferred
    ]


def priorities(judged, items):
    """(priorities, largest eigenvalue) of complete judgements, by repeated multiplication."""
    ratio = {(item, item): 1.0 for item in items}
    for (first, second), value in judged.items():
        ratio[first, second], ratio[second, first] = float(value), float(1 / value)
    weights = dict.fromkeys(items, 1 / len(items))
    for _ in range(500):
        product = {i: sum(ratio[i, j] * weights[j] for j in items) for i in items}
        total = sum(product.values())
        weights = {item: value / total for item, value in product.items()}
    return weights, total


@pytest.fixture(scope="module")
def catalogue():
    return load(ROOT / "criteria" / "catalogues" / "telemedicine.yaml")


@pytest.fixture(scope="module")
def nodes(catalogue):
    """Node -> the ids compared there."""
    inner = {challenge["id"]: [child["id"] for child in challenge["children"]] for challenge in catalogue["criteria"]}
    return {"goal": list(inner)} | inner


@pytest.fixture(scope="module")
def panellists():
    return [panellist["id"] for panellist in load(TELEMEDICINE / "panel.yaml")["panellists"]]


@pytest.fixture(scope="module")
def judged():
    return by_node(read(TELEMEDICINE / "judgements.csv"))


@pytest.fixture(scope="module")
def rated(catalogue):
    """The ratings of the steps."""
    steps = {step["id"] for step in catalogue["steps"]}
    return [row for row in read(TELEMEDICINE / "ratings.csv") if row["alternative"] in steps]


# --- telemedicine ---


def test_generating_again_gives_the_same_bytes(tmp_path):
    subprocess.run([sys.executable, TELEMEDICINE / "generate.py", "--into", tmp_path], check=True)
    for name in ("judgements.csv", "ratings.csv"):
        assert (tmp_path / name).read_bytes() == (TELEMEDICINE / name).read_bytes(), name


def test_the_panel_is_the_studys_table_1():
    panel = load(TELEMEDICINE / "panel.yaml")
    assert [panellist["id"] for panellist in panel["panellists"]] == [f"P{number:02}" for number in range(1, 20)]
    assert Counter(panellist["organisation"] for panellist in panel["panellists"]) == {
        "Ministry of Health": 8,
        "Health Insurance": 8,
        "Medical Informatics Association": 1,
        "Medical Council": 2,
    }
    assert Counter(panellist["role"] for panellist in panel["panellists"]) == {
        "Head of the Hospital Management Center": 1,
        "Head of Development and Organizational Transformation": 1,
        "Head of Insurance and Medical Economics Department": 1,
        "Head of Health Information Technology": 1,
        "Scientific and technological advisors of Research and Technology Vice-Chancellor": 4,
        "Head of the Health Insurance Evaluation and Monitoring Group": 1,
        "Strategic purchasing managers": 2,
        "Treatment managers": 2,
        "Head of Electronic Health Department": 1,
        "Head of the Department of Chronic Diseases and Geriatrics": 1,
        "Health insurance experts": 1,
        "Head of the Medical Informatics Association of the country": 1,
        "Directors of the Medical Council": 2,
    }


def test_it_is_said_to_be_made_up():
    assert load(TELEMEDICINE / "panel.yaml")["synthetic"] is True
    for name in ("judgements.csv", "ratings.csv"):
        first, *others = read(TELEMEDICINE / name)
        assert first["comment"].startswith("made up")
        assert not any(row["comment"] for row in others)


def test_rows_stand_by_panellist_then_as_in_the_catalogue(catalogue, nodes, panellists):
    sub_themes = [child for node, children in nodes.items() if node != "goal" for child in children]
    criteria = [*nodes["goal"], *sub_themes]
    alternatives = [entry["id"] for entry in (*catalogue["steps"], *catalogue["solutions"])]

    def place_of_judgement(row):
        items = nodes[row["node"]]
        return (
            panellists.index(row["panellist"]),
            list(nodes).index(row["node"]),
            items.index(row["first"]),
            items.index(row["second"]),
        )

    def place_of_rating(row):
        return (
            panellists.index(row["panellist"]),
            alternatives.index(row["alternative"]),
            criteria.index(row["criterion"]),
        )

    for name, place in (("judgements.csv", place_of_judgement), ("ratings.csv", place_of_rating)):
        places = [place(row) for row in read(TELEMEDICINE / name)]
        assert places == sorted(places)
        assert len(set(places)) == len(places)


def test_ratios_are_whole_numbers_up_to_9_or_their_inverses(judged):
    scale = {Fraction(n) for n in range(1, 10)} | {Fraction(1, n) for n in range(1, 10)}
    assert {ratio for pairs in judged.values() for ratio in pairs.values()} <= scale


def test_two_panellists_are_incomplete_and_still_connected(judged, nodes, panellists):
    wanted = {node: set(combinations(items, 2)) for node, items in nodes.items()}
    missing = {
        who: {node: len(pairs - set(judged.get((who, node), ()))) for node, pairs in wanted.items()}
        for who in panellists
    }
    assert sum(len(pairs) for pairs in wanted.values()) == 28 + 26
    assert {who: {node: n for node, n in gaps.items() if n} for who, gaps in missing.items() if sum(gaps.values())} == {
        "P06": {"goal": 9, "mechanisms": 2, "legal": 1},
        "P15": {"goal": 3, "electronic": 3},
    }
    for (who, node), pairs in judged.items():
        assert connected(pairs, nodes[node]), (who, node)
    assert ("P15", "electronic") not in judged


def test_one_panellist_contradicts_themselves(judged, nodes, panellists):
    cycles = {who: len(three_cycles(judged[who, "goal"])) for who in panellists}
    assert max(cycles, key=cycles.get) == "P13"
    assert {who: number for who, number in cycles.items() if number} == {"P07": 1, "P13": 4}

    random_index = 1.4057  # Alonso & Lamata (2006), eight items
    ratios = {
        who: (priorities(judged[who, "goal"], nodes["goal"])[1] - 8) / 7 / random_index
        for who in panellists
        if len(judged[who, "goal"]) == 28
    }
    assert len(ratios) == 17
    assert [who for who, ratio in ratios.items() if ratio > 0.1] == ["P13"]
    assert ratios["P13"] == pytest.approx(0.371, abs=5e-4)


def test_organisations_stress_different_challenges(judged, nodes):
    panel = load(TELEMEDICINE / "panel.yaml")
    stressed = defaultdict(list)
    for panellist in panel["panellists"]:
        pairs = judged[panellist["id"], "goal"]
        if len(pairs) == 28:
            for item in nodes["goal"]:
                wins = [ratio if pair[0] == item else 1 / ratio for pair, ratio in pairs.items() if item in pair]
                stressed[panellist["organisation"], item].append(float(prod(wins)) ** (1 / 8))
    mean = {key: prod(values) ** (1 / len(values)) for key, values in stressed.items()}
    assert mean["Health Insurance", "economic"] > 2 * mean["Ministry of Health", "economic"]
    assert mean["Ministry of Health", "policy"] > mean["Health Insurance", "policy"]
    assert mean["Medical Council", "culture"] > 2 * mean["Health Insurance", "culture"]
    assert mean["Medical Informatics Association", "electronic"] > mean["Ministry of Health", "electronic"]


def test_ratings_of_steps_are_balanced(rated, catalogue, nodes, panellists):
    steps = [step["id"] for step in catalogue["steps"]]
    sub_themes = [child for node, children in nodes.items() if node != "goal" for child in children]
    assert len(rated) == 2584
    assert Counter(row["panellist"] for row in rated) == dict.fromkeys(panellists, 136)

    cells = Counter((row["alternative"], row["criterion"]) for row in rated)
    assert set(cells) == {(step, sub_theme) for step in steps for sub_theme in sub_themes}
    assert Counter(cells.values()) == {6: 272, 7: 136}

    of_steps = Counter((row["panellist"], row["alternative"]) for row in rated)
    of_sub_themes = Counter((row["panellist"], row["criterion"]) for row in rated)
    assert (len(of_steps), set(of_steps.values())) == (19 * 17, {8})
    assert (len(of_sub_themes), set(of_sub_themes.values())) == (19 * 24, {5, 6})


def test_all_rate_all_solutions_against_all_challenges(catalogue, nodes, panellists):
    solutions = [solution["id"] for solution in catalogue["solutions"]]
    rows = [row for row in read(TELEMEDICINE / "ratings.csv") if row["alternative"] in solutions]
    cells = Counter((row["panellist"], row["alternative"], row["criterion"]) for row in rows)
    assert set(cells) == {
        (who, solution, node) for who in panellists for solution in solutions for node in nodes["goal"]
    }
    assert len(rows) == 608


def test_ratings_are_whole_numbers_on_the_scale():
    scale = load(TELEMEDICINE / "panel.yaml")["scale"]
    values = {row["value"] for row in read(TELEMEDICINE / "ratings.csv")}
    assert values == {str(value) for value in range(scale["min"], scale["max"] + 1)}


# --- all sample panels ---


@pytest.mark.parametrize(
    ("path", "columns"),
    [
        (TELEMEDICINE / "judgements.csv", JUDGEMENT_COLUMNS),
        (TELEMEDICINE / "ratings.csv", RATING_COLUMNS),
        (PANELS / "house" / "judgements.csv", JUDGEMENT_COLUMNS),
        (PANELS / "car" / "judgements.csv", JUDGEMENT_COLUMNS),
    ],
    ids=lambda value: f"{value.parent.name}-{value.stem}" if isinstance(value, Path) else "",
)
def test_a_file_is_clean(path, columns):
    content = path.read_bytes()
    assert content.isascii()  # so no byte order mark either
    assert b"\r" not in content
    assert content.endswith(b"\n")
    assert not content.endswith(b"\n\n")
    header, *rows = csv.reader(io.StringIO(content.decode()))
    assert header == columns
    assert {len(row) for row in rows} == {len(columns)}
    assert all(cell == cell.strip() for row in rows for cell in row)


# --- worked examples from print ---


def published_answer(name, panellist):
    """Overall priorities of the alternatives, and the largest eigenvalue at the goal."""
    panel = load(PANELS / name / "panel.yaml")
    judged = by_node(read(PANELS / name / "judgements.csv"))
    alternatives = [solution["id"] for solution in panel["solutions"]]
    overall = dict.fromkeys(alternatives, 0.0)
    seen = set()

    def walk(node, children, weight):
        seen.add((panellist, node))
        items = [child["id"] for child in children] or alternatives
        local, largest = priorities(judged[panellist, node], items)
        assert len(judged[panellist, node]) == len(items) * (len(items) - 1) // 2
        for item, share in local.items():
            if not children:
                overall[item] += weight * share
        for child in children:
            walk(child["id"], child.get("children", []), weight * local[child["id"]])
        return largest

    largest = walk("goal", panel["criteria"], 1.0)
    assert seen == set(judged)
    assert "synthetic" not in panel
    return overall, largest


def test_house_gives_the_answer_of_saaty_1990():
    overall, largest = published_answer("house", "saaty")
    assert overall == pytest.approx({"a": 0.396, "b": 0.341, "c": 0.263}, abs=6e-4)
    assert largest == pytest.approx(9.669, abs=6e-4)
    assert (largest - 8) / 7 / 1.41 == pytest.approx(0.169, abs=6e-4)


def test_car_gives_the_answer_of_the_jones_family():
    overall, largest = published_answer("car", "jones")
    expected = {
        "accord_sedan": 0.215,
        "accord_hybrid": 0.150,
        "pilot": 0.106,
        "cr-v": 0.167,
        "element": 0.144,
        "odyssey": 0.219,
    }
    assert overall == pytest.approx(expected, abs=6e-4)
    assert (largest - 4) / 3 / 0.8286 == pytest.approx(0.080, abs=6e-4)
