"""Judgement scales against Goepel (2018), IJAHP 10(3), 469-487, table 1 and the code of AHP-OS."""

import numpy as np
import pytest
from matrices import filled

from mcda.pairwise import SCALES, largest_ratio, rescale
from mcda.priorities import PRIORITY_METHODS

ONE_TO_NINE = np.arange(1.0, 10.0)


@pytest.mark.parametrize("method", PRIORITY_METHODS)
def test_one_criterion_nine_times_each_of_three_others_weighs_three_quarters(method):
    """Goepel (2018): the balanced scale for n criteria maps 9 to 9, and w = x / (x + n - 1)."""
    matrix = filled(4, [9, 9, 9, 1, 1, 1])
    weights = PRIORITY_METHODS[method](rescale(matrix, "balanced-n"))
    np.testing.assert_allclose(weights, [3 / 4, 1 / 12, 1 / 12, 1 / 12], rtol=1e-9)


@pytest.mark.parametrize("intensity", ONE_TO_NINE)
@pytest.mark.parametrize("n", [2, 3, 4, 7])
def test_on_the_balanced_scale_the_weight_of_the_favourite_rises_evenly(n, intensity):
    """Goepel (2018), after Salo & Hämäläinen (1997): equal steps of weight from 1/n to 9/(n + 8) between 1 and 9."""
    favourite = np.where(np.arange(n) == 0, intensity, 1.0)
    weights = PRIORITY_METHODS["geometric-mean"](rescale(favourite[:, None] / favourite[None, :], "balanced-n"))
    assert weights[0] == pytest.approx(1 / n + (9 / (n + 8) - 1 / n) * (intensity - 1) / 8, rel=1e-12)


@pytest.mark.parametrize(
    ("scale", "ratios"),
    [
        ("linear", ONE_TO_NINE),
        ("log", np.log2(ONE_TO_NINE + 1)),
        ("root", np.sqrt(ONE_TO_NINE)),
        ("inverse-linear", 9 / (10 - ONE_TO_NINE)),
        ("balanced", [1, 11 / 9, 12 / 8, 13 / 7, 14 / 6, 15 / 5, 16 / 4, 17 / 3, 18 / 2]),
        ("power", [1, 4, 9, 16, 25, 36, 49, 64, 81]),
        ("geometric", [1, 2, 4, 8, 16, 32, 64, 128, 256]),
    ],
)
def test_ratios_of_the_intensities_1_to_9(scale, ratios):
    matrices = np.array([filled(2, [x]) for x in ONE_TO_NINE])
    np.testing.assert_allclose(rescale(matrices, scale)[:, 0, 1], ratios, rtol=1e-12)


@pytest.mark.parametrize("n", [2, 3, 5, 9])
@pytest.mark.parametrize("scale", ["adaptive", "adaptive-balanced"])
def test_adaptive_scales_let_the_favourite_reach_nine_tenths(scale, n):
    """Goepel (2018): 9 is read as 9 (n - 1), so that one against all others weighs .9 whatever n."""
    assert largest_ratio(scale, n) == pytest.approx(9 * (n - 1), rel=1e-12)
    matrix = filled(n, [9.0] * (n - 1) + [1.0] * ((n - 1) * (n - 2) // 2))
    assert PRIORITY_METHODS["geometric-mean"](rescale(matrix, scale))[0] == pytest.approx(0.9, rel=1e-12)


def test_the_largest_ratios_are_those_of_the_consensus_index():
    """AHP-OS, classes/AhpGroup.php: M of each scale."""
    largest = {name: largest_ratio(name, 4) for name in SCALES}
    assert largest == pytest.approx(
        {
            "linear": 9,
            "log": 3.3219,
            "root": 3,
            "inverse-linear": 9,
            "balanced": 9,
            "balanced-n": 9,
            "adaptive": 27,
            "adaptive-balanced": 27,
            "power": 81,
            "geometric": 256,
        },
        rel=1e-5,
    )
