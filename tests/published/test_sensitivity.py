"""How far weights may move, and what a copy does to an order, against worked examples from print."""

from itertools import combinations

import numpy as np
import pytest

from mcda.ranking import RANKING_METHODS
from mcda.sensitivity import crossings, stability, stability_intervals, weight_path, with_clone

WEIGHTS = np.array([0.3277, 0.3058, 0.2876, 0.0790])
PRIORITIES = np.array(
    [
        [0.3088, 0.2897, 0.3867, 0.1922],
        [0.2163, 0.3458, 0.1755, 0.6288],
        [0.4509, 0.2473, 0.1194, 0.0575],
        [0.0240, 0.1172, 0.3184, 0.1215],
    ]
)
"""Triantaphyllou & Sánchez (1997), Decision Sciences 28(1), 151-194: the AHP example of four criteria."""

BY_SUMS = ("weighted-sum", "scale")
DOMAIN = [[0, 1]] * 4


def change(i, j, k):
    """Theorem 1 of the paper: what is to be taken off weight k, as the other weights stay, for i and j to tie."""
    lead = PRIORITIES[j] @ WEIGHTS - PRIORITIES[i] @ WEIGHTS
    return lead / (PRIORITIES[j, k] - PRIORITIES[i, k])


def test_final_preferences_are_those_printed():
    scores = RANKING_METHODS["weighted-sum"].score(PRIORITIES, WEIGHTS, [1] * 4, "scale", DOMAIN)
    np.testing.assert_allclose(scores, [0.3162, 0.2768, 0.2621, 0.1449], atol=2e-4)


@pytest.mark.parametrize("k", range(4))
def test_every_feasible_change_of_a_weight_is_a_crossing(k):
    """Taken off and divided by the new sum, as the paper has it, the weight is (w - change) / (sum - change)."""
    found = crossings(PRIORITIES, *weight_path(WEIGHTS / WEIGHTS.sum(), [k]), [1] * 4, *BY_SUMS, DOMAIN)
    expected = {}
    for i, j in combinations(range(4), 2):
        less = change(i, j, k)
        if less < WEIGHTS[k]:
            share = (WEIGHTS[k] - less) / (WEIGHTS.sum() - less)
            if 0 < share < 1:
                expected[i, j] = share
    pairs = [tuple(sorted(pair)) for pair in zip(found.rises.tolist(), found.passes.tolist(), strict=True)]
    assert dict(zip(pairs, found.share.tolist(), strict=True)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("pair", "k", "percent"),
    [
        ((0, 1), 1, -229.7),
        ((0, 1), 2, 64.9),
        ((0, 1), 3, -114.3),
        ((0, 2), 0, -115.8),
        ((0, 2), 2, 70.1),
        ((1, 2), 0, -18.9),
        ((1, 2), 1, 48.2),
        ((1, 2), 2, 89.9),
        ((1, 2), 3, 32.1),
        ((1, 3), 2, -320.9),
        ((2, 3), 0, 83.9),
        ((2, 3), 2, -205.1),
        ((2, 3), 3, -2321.8),
    ],
)
def test_relative_changes_evaluated_from_the_formula_of_the_paper(pair, k, percent):
    """These percentages are the printed formula evaluated at the printed inputs; no printed table was at hand."""
    assert 100 * change(*pair, k) / WEIGHTS[k] == pytest.approx(percent, abs=0.06)


def test_the_smallest_relative_change_that_loses_the_first_place_is_that_of_the_third_criterion():
    """64.9 % off the third criterion loses the first place to the second; 115.8 % more of the first to the third."""
    weights = WEIGHTS / WEIGHTS.sum()
    intervals = stability_intervals(PRIORITIES, weights, [1] * 4, *BY_SUMS, domain=DOMAIN)
    third = (WEIGHTS[2] - change(0, 1, 2)) / (WEIGHTS.sum() - change(0, 1, 2))
    assert intervals[2].tolist() == pytest.approx([third, 1])
    assert intervals[0].tolist() == pytest.approx(
        [0, (0.3277 + 1.1580 * 0.3277) / (1.0001 + 1.1580 * 0.3277)], abs=1e-3
    )
    found = stability(PRIORITIES, weights, [1] * 4, [2], *BY_SUMS, domain=DOMAIN)
    assert (found.below, found.above) == ((1, 0), None)
    order = stability(PRIORITIES, weights, [1] * 4, [0], *BY_SUMS, keep="order", domain=DOMAIN)
    assert order.above == (2, 1)  # 18.9 % more of the first criterion


def test_a_copy_reverses_the_distributive_mode():
    """Belton & Gear (1983), Omega 11(3): .45, .47, .08, and with a copy of the second .37, .29, .06, .29."""
    values = np.array([[1, 9, 8], [9, 1, 9], [1, 1, 1]])
    ahp = RANKING_METHODS["ahp"].score
    np.testing.assert_allclose(ahp(values, [1 / 3] * 3, [1] * 3), [0.45, 0.47, 0.08], atol=0.005)
    copied = ahp(np.vstack([values, values[1]]), [1 / 3] * 3, [1] * 3)
    np.testing.assert_allclose(copied, [0.37, 0.29, 0.06, 0.29], atol=0.005)
    assert with_clone(values, [1 / 3] * 3, [1] * 3, ahp).first_changed.tolist() == [False, True, False]
