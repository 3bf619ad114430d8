"""Knapsacks whose best sets are in print: what is chosen is what is printed, by either route."""

import numpy as np
import portfolios
import pytest

from mcda import roadmap

P01 = (165, (23, 31, 29, 44, 53, 38, 63, 85, 89, 82), (92, 57, 49, 68, 60, 43, 67, 84, 87, 72), "1111010000", 309)
"""Burkardt, KNAPSACK_01, set P01: https://people.sc.fsu.edu/~jburkardt/datasets/knapsack_01/knapsack_01.html."""


@pytest.mark.parametrize("most", [0, 2**20])
def test_burkardts_first_knapsack(most):
    capacity, weights, profits, printed, optimum = P01
    found = roadmap.best_set(portfolios.problem(weights, budget=capacity), profits, most)
    assert "".join("01"[chosen] for chosen in found.astype(int)) == printed
    assert np.array(profits) @ found == optimum
