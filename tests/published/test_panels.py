"""Published examples from a panel folder to the answer: written to files as printed, read, weighed and ranked."""

import numpy as np
import pytest
from golden import ROOT
from panels import compare, panel

import mcda

# Saaty (1990), How to make a decision: The Analytic Hierarchy Process, EJOR 48(1), 9-26. Weights of the criteria to
# eight digits in AHP-OS (bpmsg/ahp-os, examples); the houses' comparisons give back the printed answer.
HOUSE_CRITERIA = "size transportation neighbourhood age yard modern_facilities condition financing"
HOUSE_JUDGEMENTS = "5 3 7 6 6 1/3 1/4  1/3 5 3 3 1/5 1/7  6 3 4 6 1/5  1/3 1/4 1/7 1/8  1/2 1/5 1/6  1/5 1/6  1/2"
HOUSES = {
    "size": "6 8 4",
    "transportation": "7 1/5 1/8",
    "neighbourhood": "8 6 1/4",
    "age": "1 1 1",
    "yard": "5 4 1/3",
    "modern_facilities": "8 6 1/5",
    "condition": "1/2 1/2 1",
    "financing": "1/7 1/5 3",
}
HOUSE_WEIGHTS = {
    "size": 0.17301496,
    "transportation": 0.05397584,
    "neighbourhood": 0.18810657,
    "age": 0.01750819,
    "yard": 0.03104399,
    "modern_facilities": 0.03632262,
    "condition": 0.16683835,
    "financing": 0.33318948,
}

# Wikipedia, Analytic hierarchy process - car example (the Jones family); read in AHPy's tests/test_ahp.py.
CARS = "accord_sedan accord_hybrid pilot cr-v element odyssey"
CAR_TREE = {
    "cost": "price fuel maintenance resale",
    "safety": None,
    "style": None,
    "capacity": "cargo passenger",
}
CAR_JUDGEMENTS = {
    "goal": ("cost safety style capacity", "3 7 3  9 1  1/7"),
    "cost": ("price fuel maintenance resale", "2 5 3  2 2  1/2"),
    "capacity": ("cargo passenger", "1/5"),
    "price": (CARS, "9 9 1 1/2 5  1 1/9 1/9 1/7  1/9 1/9 1/7  1/2 5  6"),
    "fuel": (
        CARS,
        "100/113 1.41 1.15 1.24 1.19  1.59 1.3 1.4 1.35  100/123 100/114 100/118  1.08 1.04  100/104",
    ),
    "maintenance": (CARS, "3/2 4 4 4 5  4 4 4 5  1 6/5 1  1 3  2"),
    "resale": (CARS, "3 4 1/2 2 2  2 1/5 1 1  1/6 1/2 1/2  4 4  1"),
    "safety": (CARS, "1 5 7 9 1/3  5 7 9 1/3  2 9 1/8  2 1/8  1/9"),
    "style": (CARS, "1 7 5 9 6  7 5 9 6  1/6 3 1/3  7 5  1/5"),
    "cargo": (CARS, "1 1/2 1/2 1/2 1/3  1/2 1/2 1/2 1/3  1 1 1/2  1 1/2  1/2"),
    "passenger": (CARS, "1 1/2 1 3 1/2  1/2 1 3 1/2  2 6 1  3 1/2  1/6"),
}

as_written = pytest.mark.parametrize("source", ["written here", "sample panel"])


@pytest.fixture
def house(tmp_path, source):
    """As typed here, and as it stands in the sample panel."""
    if source == "sample panel":
        return mcda.read_panel(ROOT / "sample_panels" / "house")
    return panel(
        tmp_path,
        criteria=HOUSE_CRITERIA,
        solutions="a b c",
        panellists="saaty",
        judgements=[
            compare("saaty", "goal", HOUSE_CRITERIA, HOUSE_JUDGEMENTS),
            *(compare("saaty", criterion, "a b c", ratios) for criterion, ratios in HOUSES.items()),
        ],
        settings={"priorities": "eigenvector", "method": "ahp", "random_index": "saaty-1980"},
    )


@pytest.fixture
def car(tmp_path, source):
    if source == "sample panel":
        return mcda.read_panel(ROOT / "sample_panels" / "car")
    return panel(
        tmp_path,
        criteria=CAR_TREE,
        solutions=CARS,
        panellists="jones",
        judgements=[compare("jones", node, items, ratios) for node, (items, ratios) in CAR_JUDGEMENTS.items()],
        settings={"priorities": "eigenvector", "method": "ahp", "random_index": "donegan-dodd"},
    )


def ratio_at(panel, node):
    (found,) = [measured for measured in mcda.consistency(panel).nodes if measured.node == node]
    return found


@as_written
@pytest.mark.parametrize("engine", ["mcda", "ahpy"])
def test_house_weights(house, engine):
    weights = mcda.weights(house, engine=engine)
    assert dict(zip(weights.criteria, weights.overall, strict=True)) == pytest.approx(HOUSE_WEIGHTS, abs=6e-6)


@as_written
def test_house_consistency(house):
    """Printed with the random index 1.41: above 0.10, and so in the source."""
    goal = ratio_at(house, "goal")
    assert goal.lambda_max == pytest.approx(9.669, abs=6e-4)
    assert goal.cr == pytest.approx(0.169, abs=6e-4)
    assert goal.verdict == "inconsistent"


@as_written
def test_house_answer(house):
    ranking = mcda.rank(house)
    assert ranking.alternatives == ("a", "b", "c")
    np.testing.assert_allclose(ranking.scores, [0.396, 0.341, 0.263], rtol=0, atol=6e-4)


@as_written
def test_house_b_overtakes_a_in_the_ideal_mode(house):
    assert mcda.rank(house, method="ahp-ideal").alternatives == ("b", "a", "c")


@as_written
def test_car_weights(car):
    weights = mcda.weights(car)
    printed = {"cost": 0.510, "safety": 0.234, "style": 0.041, "capacity": 0.215}
    assert {id: weights[id] for id in printed} == pytest.approx(printed, abs=6e-4)
    local = dict(zip(weights.criteria, weights.local, strict=True))
    below = {"price": 0.4881, "fuel": 0.2515, "maintenance": 0.0999, "resale": 0.1605}
    assert {id: local[id] for id in below} == pytest.approx(below, abs=6e-4)
    assert (local["cargo"], local["passenger"]) == pytest.approx((1 / 6, 5 / 6))


@as_written
@pytest.mark.parametrize(
    ("node", "printed"),
    [("goal", 0.080), ("cost", 0.0164), ("price", 0.072), ("safety", 0.085), ("style", 0.107), ("resale", 0.005)],
)
def test_car_consistency(car, node, printed):
    """By the random index of Donegan & Dodd."""
    assert ratio_at(car, node).cr == pytest.approx(printed, abs=6e-4)


@as_written
def test_car_two_items_have_no_ratio(car):
    assert np.isnan(ratio_at(car, "capacity").cr)


@as_written
@pytest.mark.parametrize(
    ("criterion", "printed", "tolerance"),
    [
        ("price", [0.246, 0.025, 0.025, 0.246, 0.366, 0.093], 6e-4),
        ("fuel", [0.187, 0.211, 0.132, 0.163, 0.151, 0.157], 6e-4),
        ("maintenance", [0.358, 0.313, 0.084, 0.100, 0.088, 0.057], 6e-4),
        ("resale", [0.225, 0.095, 0.055, 0.416, 0.105, 0.105], 6e-4),
        ("safety", [0.216, 0.216, 0.075, 0.036, 0.022, 0.434], 6e-4),
        ("style", [0.358, 0.358, 0.039, 0.155, 0.023, 0.068], 6e-4),
        ("cargo", [0.0894, 0.0894, 0.1702, 0.1702, 0.1702, 0.3106], 6e-5),
        ("passenger", [0.1364, 0.1364, 0.2727, 0.1364, 0.0455, 0.2727], 6e-5),
    ],
)
def test_cars_under_each_criterion(car, criterion, printed, tolerance):
    ranking = mcda.rank(car)
    column = ranking.values[:, ranking.criteria.index(criterion)]
    found = dict(zip(ranking.alternatives, column, strict=True))
    np.testing.assert_allclose([found[id] for id in CARS.split()], printed, rtol=0, atol=tolerance)


@as_written
def test_car_answer(car):
    ranking = mcda.rank(car)
    printed = {
        "odyssey": 0.219,
        "accord_sedan": 0.215,
        "cr-v": 0.167,
        "accord_hybrid": 0.150,
        "element": 0.144,
        "pilot": 0.106,
    }
    assert ranking.alternatives == tuple(printed)
    assert dict(zip(ranking.alternatives, ranking.scores, strict=True)) == pytest.approx(printed, abs=6e-4)


class TestLeavesAtDifferentDepths:
    """AHPy, tests/test_ahp.py: b and c under the goal, d and e under b, f and g under d; scores under c, e, f and g."""

    @pytest.fixture
    def mixed(self, tmp_path):
        scores = {"x": (2, 1, 2, 1), "y": (4, 2, 4, 2), "z": (4, 3, 4, 3)}
        return panel(
            tmp_path,
            criteria={"b": {"d": "f g", "e": None}, "c": None},
            solutions="x y z",
            panellists="P1",
            judgements=[
                compare("P1", "goal", "b c", "1"),
                compare("P1", "b", "d e", "4"),
                compare("P1", "d", "f g", "2"),
            ],
            performance={id: dict(zip("cefg", row, strict=True)) for id, row in scores.items()},
            settings={"method": "ahp"},
        )

    def test_weights(self, mixed):
        weights = mcda.weights(mixed)
        printed = {"b": 0.5, "c": 0.5, "d": 0.4, "e": 0.1, "f": 0.2667, "g": 0.1333}
        assert {id: weights[id] for id in printed} == pytest.approx(printed, abs=6e-5)

    def test_answer(self, mixed):
        ranking = mcda.rank(mixed)
        found = dict(zip(ranking.alternatives, ranking.scores, strict=True))
        assert found == pytest.approx({"x": 0.1922, "y": 0.3844, "z": 0.4233}, abs=1.1e-4)


def test_the_simulated_respondents_of_ahpsurvey():
    """Cho, ahpsurvey (CRAN, MIT licence), vignette 0.4.1; eigenvectors' geometric mean is printed summing to .98685."""
    whole = mcda.read_panel(ROOT / "sample_panels" / "city200")
    assert whole.synthetic
    found = mcda.weights(whole)
    printed = np.array([0.1526, 0.4483, 0.0705, 0.2758, 0.0397])
    np.testing.assert_allclose(found.overall, printed / 0.98685, rtol=0, atol=6e-5)
    ratios = mcda.consistency(whole)
    assert sum(node.cr <= 0.1 for node in ratios.nodes) == 130
    np.testing.assert_allclose(
        [node.cr for node in ratios.nodes[:4]], [0.0614, 0.0297, 0.0634, 0.0932], rtol=0, atol=1.5e-4
    )
    older = mcda.consistency(whole, random_index="saaty-1980")
    assert sum(node.cr <= 0.1 for node in older.nodes) == 133
