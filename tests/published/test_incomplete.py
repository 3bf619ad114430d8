"""Incomplete matrices against print."""

import numpy as np
import pytest
from matrices import square

from mcda.consistency import lambda_max
from mcda.priorities import PRIORITY_METHODS, complete, eigenvector, harker


class TestOneMissingOfSix:
    """Bozóki, Fülöp & Rónyai (2010), Math. Comput. Modelling 52, 318-333; numbers read in AHPy, tests/test_ahp.py."""

    MATRIX = square(4, "1 5 2  3 4  ?")

    def test_completion(self):
        """Printed .730297106886979; the exact value is the square root of 8/15."""
        completed = complete(self.MATRIX)
        assert completed[2, 3] == pytest.approx(0.730297106886979, abs=2e-6)
        assert completed[2, 3] == pytest.approx(np.sqrt(8 / 15), rel=1e-12)
        assert completed[3, 2] == pytest.approx(np.sqrt(15 / 8), rel=1e-12)

    def test_what_was_judged_stays(self):
        judged = ~np.isnan(self.MATRIX)
        np.testing.assert_array_equal(complete(self.MATRIX)[judged], self.MATRIX[judged])

    def test_weights(self):
        np.testing.assert_allclose(eigenvector(self.MATRIX), [0.3738, 0.3920, 0.0985, 0.1357], atol=5.1e-5)

    def test_consistency_ratio_with_the_random_index_of_a_complete_matrix(self):
        """AHPy divides by Donegan & Dodd's .8286 for four items."""
        assert (lambda_max(self.MATRIX) - 4) / 3 / 0.8286 == pytest.approx(0.0372, abs=5.1e-5)


class TestTwoOfThree:
    """Harker (1987), Mathematical Modelling 9(11), 837-848: a over b is 2, b over c is 2."""

    MATRIX = square(3, "2 ? 2")

    @pytest.mark.parametrize("method", PRIORITY_METHODS)
    def test_weights_are_four_two_and_one_sevenths(self, method):
        np.testing.assert_allclose(PRIORITY_METHODS[method](self.MATRIX), [4 / 7, 2 / 7, 1 / 7], rtol=1e-9)

    def test_the_quasi_reciprocal_matrix_has_the_eigenvalue_3(self):
        quasi = np.array([[2, 2, 0], [0.5, 1, 2], [0, 0.5, 2]])
        np.testing.assert_allclose(quasi @ harker(self.MATRIX), 3 * harker(self.MATRIX), rtol=1e-9)

    def test_lambda_max_is_3(self):
        assert lambda_max(self.MATRIX) == pytest.approx(3, abs=1e-9)
