"""SMAA-2 against what is printed or asserted elsewhere, and against integrals done by hand."""

from dataclasses import dataclass

import numpy as np
import pytest

from mcda.sensitivity import UniformWeights, accumulate, draws_for

SIGNS = np.ones(3)


def smaa(values, draws=400_000):
    return accumulate(
        UniformWeights(3),
        "weighted-sum",
        SIGNS,
        values,
        draws=draws,
        seed=0,
        normalisation="scale",
        domain=[[0, 1]] * 3,
    )


class TestTwoAlternatives:
    """JSMAA's SMAA2SimulationTest.testCorrectResults: values 1, 0, 1 and 0, 1, 0, weights uniform on the simplex.

    It asserts the order of the central weights. The numbers are integrals: the first wins where w2 < 1/2. The corner
    where w2 > 1/2 is a triangle with a quarter of the area and the mean 1/6, 2/3, 1/6; the whole has the mean 1/3.
    """

    found = smaa([[1, 0, 1], [0, 1, 0]])

    def test_order_of_the_central_weights_as_asserted(self):
        first, second = self.found.central_weights
        assert first[0] > second[0]
        assert first[1] < second[1]
        assert first[2] > second[2]

    def test_closed_form(self):
        np.testing.assert_allclose(self.found.ranks, [[3 / 4, 1 / 4], [1 / 4, 3 / 4]], atol=0.003)
        np.testing.assert_allclose(self.found.pairwise, [[1 / 2, 3 / 4], [1 / 4, 1 / 2]], atol=0.003)
        np.testing.assert_allclose(self.found.central_weights[0], [7 / 18, 2 / 9, 7 / 18], atol=0.002)
        np.testing.assert_allclose(self.found.central_weights[1], [1 / 6, 2 / 3, 1 / 6], atol=0.002)
        assert self.found.confidence.tolist() == [1, 1]


class TestEqualAlternatives:
    """JSMAA's testEqualRanks: all values 0, central weights .333 within .01."""

    found = smaa([[0, 0, 0], [0, 0, 0]], 20_000)

    def test_central_weights_as_asserted(self):
        np.testing.assert_allclose(self.found.central_weights, 0.333, atol=0.01)

    def test_ranks_are_split(self):
        """Not asserted there: each has half of both ranks, so that every rank is given away once."""
        np.testing.assert_allclose(self.found.ranks, 0.5)


@dataclass(frozen=True)
class Trials:
    """Draws of the partial values, linear from 0 to 1 over the scale, of measurements that are normal or log-normal."""

    def __call__(self, rng, count):
        measured = rng.normal(MEANS, DEVIATIONS, (count, 4, 6))
        measured[:, :, 0] = np.exp(measured[:, :, 0])
        low, high = np.array(SCALE).T
        values = (measured - low) / (high - low)
        return UniformWeights(6)(rng, count), np.concatenate([values[:, :, :1], 1 - values[:, :, 1:]], axis=2)


DRUGS = ["fluoxetine", "paroxetine", "sertraline", "venlafaxine"]
MEANS = [
    [0.0, 11.7, 7.2, 16.6, 13.7, 18.6],
    [0.086, 9.2, 10.6, 21.2, 14.3, 18.3],
    [0.095, 15.4, 7.5, 20.2, 15.0, 19.5],
    [0.113, 5.5, 15.7, 12.8, 11.2, 31.0],
]
DEVIATIONS = [
    [0.0, 2.5, 1.45, 3.27, 1.89, 1.79],
    [0.056, 1.86, 1.58, 5.15, 2.93, 3.7],
    [0.044, 2.65, 1.48, 3.78, 3.21, 2.6],
    [0.048, 2.32, 4.44, 2.45, 3.98, 1.68],
]
"""Efficacy, of its logarithm; diarrhoea, dizziness, headache, insomnia, nausea in per cent."""
SCALE = [[0.98, 1.23], [1.0, 20.6], [4.4, 24.4], [8.0, 31.3], [3.4, 21.3], [11.1, 34.0]]
"""From the lowest end of the 95 % intervals to the highest."""


class TestAntidepressants:
    """Values in doubt too: four drugs under efficacy and five adverse effects, no preferences.

    Tervonen, van Valkenhoef, Buskens, Hillege & Postmus (2011), Statistics in Medicine 30(12); numbers as asserted by
    JSMAA's SMAA2SimulationTest.testCorrectResultsWithBRModel, shares and weights within .02, confidence within .03.
    """

    found = accumulate(Trials(), lambda values, weights, _: weights @ values.T, np.ones(6), draws=20_000, seed=0)

    def test_rank_acceptabilities(self):
        asserted = [
            [0.20, 0.28, 0.30, 0.22],
            [0.25, 0.29, 0.27, 0.19],
            [0.17, 0.25, 0.29, 0.30],
            [0.39, 0.18, 0.15, 0.29],
        ]
        np.testing.assert_allclose(self.found.ranks, asserted, atol=0.02)

    def test_central_weights(self):
        asserted = [
            [0.08, 0.14, 0.23, 0.18, 0.16, 0.22],
            [0.18, 0.17, 0.15, 0.13, 0.15, 0.22],
            [0.21, 0.10, 0.22, 0.13, 0.15, 0.20],
            [0.18, 0.21, 0.12, 0.21, 0.19, 0.09],
        ]
        np.testing.assert_allclose(self.found.central_weights, asserted, atol=0.02)

    def test_confidence(self):
        np.testing.assert_allclose(self.found.confidence, [0.48, 0.44, 0.34, 0.74], atol=0.03)

    def test_no_drug_is_told_from_the_others(self):
        assert sorted(self.found.tiers()[0]) == list(range(len(DRUGS)))


def test_one_criterion_each():
    """Alternatives that have one criterion each are first where it weighs most, on a third of the simplex.

    The largest, middle and smallest of three uniform spacings have the means 11/18, 5/18 and 2/18; the two smaller ones
    fall on the other criteria evenly.
    """
    found = smaa(np.eye(3))
    np.testing.assert_allclose(found.ranks, 1 / 3, atol=0.003)
    expected = np.full((3, 3), 7 / 36)
    np.fill_diagonal(expected, 11 / 18)
    np.testing.assert_allclose(found.central_weights, expected, atol=0.002)


@pytest.mark.parametrize(("precision", "draws"), [(0.01, 9604)])
def test_draws_for_a_precision(precision, draws):
    """Tervonen & Lahdelma (2007), European Journal of Operational Research 178(2): 1.96^2/(4 d^2)."""
    assert draws_for(precision) == draws
