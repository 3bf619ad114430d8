"""Priorities of single comparison matrices against print: numbers retyped, tolerance about half a printed digit."""

import numpy as np
import pytest
from matrices import filled, square

from mcda.consistency import RANDOM_INDICES, consistency_ratio, lambda_max
from mcda.priorities import eigenvector, geometric_mean
from mcda.ranking import ahp

WEALTH = square(7, "4 9 6 6 5 5  7 5 5 3 4  1/5 1/5 1/7 1/5  1 1/3 1/3  1/3 1/3  2")
DRINKS = square(7, "9 5 2 1 1 1/2  1/3 1/9 1/9 1/9 1/9  1/3 1/4 1/3 1/9  1/2 1 1/3  2 1/2  1/3")
TABLET = square(4, "3 2 5  1/2 3  6")


def test_wealth_of_seven_nations():
    """Saaty (1977), J. Math. Psychol. 15, 234-281: US, USSR, China, France, UK, Japan, West Germany."""
    np.testing.assert_allclose(eigenvector(WEALTH), [0.427, 0.230, 0.021, 0.052, 0.052, 0.123, 0.094], atol=5.1e-4)
    assert lambda_max(WEALTH) == pytest.approx(7.61, abs=0.005)


class TestDrinks:
    """Saaty (2008), Int. J. Services Sciences 1(1), 83-98, table 2: coffee, wine, tea, beer, soda, milk, water.

    Table 2 shows tea over wine as 2; only 3 gives the printed weights and ratio, and is what AHP-OS and AHPy use.
    """

    def test_weights_are_those_of_the_paper(self):
        np.testing.assert_allclose(
            eigenvector(DRINKS), [0.177, 0.019, 0.042, 0.116, 0.190, 0.129, 0.327], rtol=0, atol=5.1e-4
        )

    def test_weights_are_those_of_ahp_os(self):
        """AHP-OS, views/ahpExamples.html; it stops its power iteration early, hence 2e-5 for eight printed digits."""
        printed = [0.17745695, 0.01914863, 0.04183306, 0.11642521, 0.18957337, 0.12878625, 0.32677653]
        np.testing.assert_allclose(eigenvector(DRINKS), printed, rtol=0, atol=2e-5)

    @pytest.mark.parametrize(
        ("random_index", "printed", "tolerance"),
        [("saaty-2005", 0.022, 5e-4), ("donegan-dodd", 0.0235, 5e-5)],
        ids=["the paper", "AHPy, tests/test_ahp.py"],
    )
    def test_consistency_ratio_is_that_printed(self, random_index, printed, tolerance):
        assert consistency_ratio(DRINKS, random_index) == pytest.approx(printed, abs=tolerance)


class TestTablet:
    """Goepel, BPMSG AHP-OS manual: display size, battery life, weight, design."""

    def test_weights(self):
        np.testing.assert_allclose(eigenvector(TABLET), [0.464, 0.163, 0.308, 0.065], atol=5.1e-4)

    def test_consistency_ratio_by_the_line_that_ahp_os_uses(self):
        """CR = (lambda max - n) / (2.7699 n - 4.3513 - n), Alonso & Lamata (2006), not their table."""
        assert (lambda_max(TABLET) - 4) / (2.7699 * 4 - 4.3513 - 4) == pytest.approx(0.028, abs=5e-4)
        assert RANDOM_INDICES["alonso-lamata"].line == (2.7699, -4.3513)


@pytest.mark.parametrize(
    ("judgement", "difference", "tolerance"), [(3, 0, 1e-12), (3.5, 0.028, 5e-4), (2.5, -0.036, 5e-4)]
)
def test_rounding_uncertainty_of_a_single_judgement(judgement, difference, tolerance):
    """Goepel (2018), IJAHP 10(3), 469-487: of two criteria 3 gives .75, +.028 and -.036 for half a step."""
    assert eigenvector(filled(2, [judgement]))[0] - 0.75 == pytest.approx(difference, abs=tolerance)
    assert geometric_mean(filled(2, [judgement]))[0] - 0.75 == pytest.approx(difference, abs=tolerance)


def test_direct_scores_become_shares():
    """Haas & Meixner, An Illustrated Guide to the AHP: miles per gallon of Civic, Saturn, Escort, Clio.

    Read in AHPy, tests/test_ahp.py.
    """
    np.testing.assert_allclose(ahp([[34], [27], [24], [28]], [1], [1]), [0.3009, 0.2389, 0.2124, 0.2478], atol=5.1e-5)
