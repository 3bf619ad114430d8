"""Kendall's W against print."""

import numpy as np
import pytest

from mcda.agreement import average_ranks, concordance_word, kendall_w

BIRDS = [
    [10.4, 10.8, 11.1, 10.2, 10.3, 10.2, 10.7, 10.5, 10.8, 11.2, 10.6, 11.4],
    [7.4, 7.6, 7.9, 7.2, 7.4, 7.1, 7.4, 7.2, 7.8, 7.7, 7.8, 8.3],
    [17.0, 17.0, 20.0, 14.5, 15.5, 13.0, 19.5, 16.0, 21.0, 20.0, 18.0, 22.0],
]


class TestTwelveBirds:
    """Zar, Biostatistical Analysis, example 20.5: wing, tail and bill length; rank sums also in the UNISTAT manual."""

    def test_rank_sums(self):
        printed = [14.5, 21, 30.5, 6, 11, 3.5, 20, 11.5, 29, 28.5, 22.5, 36]
        assert average_ranks(BIRDS).sum(axis=0).tolist() == printed

    def test_w_corrected_for_ties(self):
        assert kendall_w(BIRDS).statistic == pytest.approx(0.924, abs=5.1e-4)

    def test_chance_of_so_much_agreement(self):
        """chi-square is k (n - 1) W = 3 * 11 * .924, with 11 degrees of freedom far beyond the 1 % value of 24.7."""
        result = kendall_w(BIRDS)
        assert result.chi2 == pytest.approx(3 * 11 * 0.924, abs=33 * 5.1e-4)
        assert 0 < result.p < 0.01


@pytest.mark.parametrize(
    ("value", "name"),
    [(0.1, "very weak"), (0.3, "weak"), (0.5, "moderate"), (0.7, "strong"), (0.9, "unusually strong")],
)
def test_words_for_w(value, name):
    """Schmidt (1997), Decision Sciences 28(3), 763-774."""
    assert concordance_word(value) == name


def test_ties_without_correction_would_understate_w():
    uncorrected = 12 * np.var(average_ranks(BIRDS).sum(axis=0)) * 12 / (9 * (12**3 - 12))
    assert uncorrected < kendall_w(BIRDS).statistic - 0.005
