"""Whole hierarchies against print, multiplied down by hand: local priorities, products and the answer at the goal."""

import numpy as np
import pytest
from matrices import square

from mcda.consistency import consistency_ratio, lambda_max
from mcda.priorities import eigenvector
from mcda.ranking import ahp, ahp_ideal


class TestHouse:
    """Saaty (1990), EJOR 48(1), 9-26: three houses under eight criteria; the criteria to eight digits in AHP-OS."""

    CRITERIA = square(
        8, "5 3 7 6 6 1/3 1/4  1/3 5 3 3 1/5 1/7  6 3 4 6 1/5  1/3 1/4 1/7 1/8  1/2 1/5 1/6  1/5 1/6  1/2"
    )
    HOUSES = tuple(
        square(3, text)
        for text in ("6 8 4", "7 1/5 1/8", "8 6 1/4", "1 1 1", "5 4 1/3", "8 6 1/5", "1/2 1/2 1", "1/7 1/5 3")
    )

    def problem(self):
        return np.transpose(eigenvector(np.array(self.HOUSES))), eigenvector(self.CRITERIA), np.ones(8)

    def test_criteria(self):
        printed = [
            *(0.17301496, 0.05397584, 0.18810657, 0.01750819),
            *(0.03104399, 0.03632262, 0.16683835, 0.33318948),
        ]
        np.testing.assert_allclose(eigenvector(self.CRITERIA), printed, rtol=0, atol=6e-6)

    def test_consistency(self):
        """The ratio is printed with the random index 1.41."""
        assert lambda_max(self.CRITERIA) == pytest.approx(9.669, abs=5.1e-4)
        assert consistency_ratio(self.CRITERIA, "saaty-1980") == pytest.approx(0.169, abs=5.1e-4)

    def test_neighbourhood(self):
        """Some copies print .745 for the first: the three would not sum to 1."""
        np.testing.assert_allclose(eigenvector(self.HOUSES[2]), [0.754, 0.065, 0.181], atol=1e-3)

    def test_house_a_is_first_when_shares_are_distributed(self):
        np.testing.assert_allclose(ahp(*self.problem()), [0.396, 0.341, 0.263], atol=5.1e-4)

    def test_house_b_overtakes_a_when_each_criterion_is_measured_against_its_best(self):
        scores = ahp_ideal(*self.problem())
        assert np.argsort(-scores).tolist() == [1, 0, 2]


class TestCar:
    """Wikipedia, Analytic hierarchy process - car example: the Jones family and six cars; read in AHPy's tests.

    Accord Sedan, Accord Hybrid, Pilot, CR-V, Element, Odyssey.
    """

    JUDGEMENTS: dict = {  # noqa: RUF012 - read only
        "goal": (4, "3 7 3  9 1  1/7"),
        "cost": (4, "2 5 3  2 2  1/2"),
        "capacity": (2, "1/5"),
        "price": (6, "9 9 1 1/2 5  1 1/9 1/9 1/7  1/9 1/9 1/7  1/2 5  6"),
        "fuel": (6, "100/113 1.41 1.15 1.24 1.19  1.59 1.3 1.4 1.35  100/123 100/114 100/118  1.08 1.04  100/104"),
        "maintenance": (6, "3/2 4 4 4 5  4 4 4 5  1 6/5 1  1 3  2"),
        "resale": (6, "3 4 1/2 2 2  2 1/5 1 1  1/6 1/2 1/2  4 4  1"),
        "safety": (6, "1 5 7 9 1/3  5 7 9 1/3  2 9 1/8  2 1/8  1/9"),
        "style": (6, "1 7 5 9 6  7 5 9 6  1/6 3 1/3  7 5  1/5"),
        "cargo": (6, "1 1/2 1/2 1/2 1/3  1/2 1/2 1/2 1/3  1 1 1/2  1 1/2  1/2"),
        "passenger": (6, "1 1/2 1 3 1/2  1/2 1 3 1/2  2 6 1  3 1/2  1/6"),
    }

    def matrix(self, node):
        return square(*self.JUDGEMENTS[node])

    @pytest.mark.parametrize(
        ("node", "printed", "tolerance"),
        [
            ("goal", [0.510, 0.234, 0.041, 0.215], 5.1e-4),
            ("cost", [0.4881, 0.2515, 0.0999, 0.1605], 5.1e-4),
            ("price", [0.246, 0.025, 0.025, 0.246, 0.366, 0.093], 5.1e-4),
            ("fuel", [0.187, 0.211, 0.132, 0.163, 0.151, 0.157], 5.1e-4),
            ("maintenance", [0.358, 0.313, 0.084, 0.100, 0.088, 0.057], 5.1e-4),
            ("resale", [0.225, 0.095, 0.055, 0.416, 0.105, 0.105], 5.1e-4),
            ("safety", [0.216, 0.216, 0.075, 0.036, 0.022, 0.434], 5.1e-4),
            ("style", [0.358, 0.358, 0.039, 0.155, 0.023, 0.068], 5.1e-4),
            ("cargo", [0.0894, 0.0894, 0.1702, 0.1702, 0.1702, 0.3106], 5.1e-5),
            ("passenger", [0.1364, 0.1364, 0.2727, 0.1364, 0.0455, 0.2727], 5.1e-5),
            ("capacity", [1 / 6, 5 / 6], 1e-12),
        ],
    )
    def test_local_priorities(self, node, printed, tolerance):
        np.testing.assert_allclose(eigenvector(self.matrix(node)), printed, rtol=0, atol=tolerance)

    @pytest.mark.parametrize(
        ("node", "printed", "tolerance"),
        [
            ("goal", 0.080, 5.1e-4),
            ("cost", 0.0164, 5.1e-5),
            ("price", 0.072, 5.1e-4),
            ("safety", 0.085, 5.1e-4),
            ("style", 0.107, 5.1e-4),
            ("resale", 0.005, 5.1e-4),
        ],
    )
    def test_consistency_by_donegan_and_dodd(self, node, printed, tolerance):
        assert consistency_ratio(self.matrix(node), "donegan-dodd") == pytest.approx(printed, abs=tolerance)

    def test_the_odyssey_wins(self):
        cost, safety, style, capacity = eigenvector(self.matrix("goal"))
        weights = [
            *(cost * eigenvector(self.matrix("cost"))),
            safety,
            style,
            *(capacity * eigenvector(self.matrix("capacity"))),
        ]
        assert sum(weights) == pytest.approx(1, abs=1e-12)
        leaves = ("price", "fuel", "maintenance", "resale", "safety", "style", "cargo", "passenger")
        values = np.transpose([eigenvector(self.matrix(leaf)) for leaf in leaves])
        printed = [0.215, 0.150, 0.106, 0.167, 0.144, 0.219]
        np.testing.assert_allclose(ahp(values, weights, np.ones(8)), printed, rtol=0, atol=5.1e-4)


class TestLeavesAtDifferentDepths:
    """AHPy, tests/test_ahp.py: pairwise nodes above, direct scores of x, y and z below.

    a has b and c; b has d and e; d has f and g; c, e, f and g hold the scores.
    """

    @staticmethod
    def leaves():
        b, c = eigenvector(square(2, "1"))
        d, e = b * eigenvector(square(2, "4"))
        f, g = d * eigenvector(square(2, "2"))
        return b, c, d, e, f, g

    def test_global_weights(self):
        np.testing.assert_allclose(self.leaves(), [0.5, 0.5, 0.4, 0.1, 0.2667, 0.1333], rtol=0, atol=5.1e-5)

    def test_answer(self):
        _, c, _, e, f, g = self.leaves()
        scores = np.transpose([[2, 4, 4], [1, 2, 3], [2, 4, 4], [1, 2, 3]])
        printed = [0.1922, 0.3844, 0.4233]
        np.testing.assert_allclose(ahp(scores, [c, e, f, g], np.ones(4)), printed, rtol=0, atol=1.1e-4)
