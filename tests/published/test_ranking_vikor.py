"""VIKOR's measures and compromise sets from print."""

import numpy as np
import pytest

from mcda.ranking import competition_ranks, vikor


@pytest.mark.parametrize("values", [[[1, 3000], [2, 3750], [5, 4500]], [[6, 2], [7, 2.75], [10, 3.5]]])
def test_mountain_climber(values):
    """Opricovic & Tzeng (2004), EJOR 156(2): the same in both systems of units, the other two tied.

    Read in stored pages that quote the article; also in the tests of scikit-criteria and pymcdm.
    """
    result = vikor(values, [0.5, 0.5], [-1, 1])
    np.testing.assert_allclose(result.S, [0.5, 0.375, 0.5], atol=1e-12)
    np.testing.assert_allclose(result.R, [0.5, 0.25, 0.5], atol=1e-12)
    np.testing.assert_allclose(result.Q, [1, 0, 1], atol=1e-12)
    assert result.compromise == (1,)
    assert competition_ranks(-result.Q).tolist() == [2, 1, 2]


def test_too_small_an_advantage_proposes_two():
    """Tzeng & Huang (2011), Multiple Attribute Decision Making; read in scikit-criteria, tests/agg/test_vikor.py."""
    result = vikor([[5, 8, 4], [7, 6, 8], [8, 8, 6], [7, 4, 6]], [0.3, 0.4, 0.3], [1, 1, 1])
    np.testing.assert_allclose(result.S, [0.6, 0.3, 0.15, 0.65], atol=1e-12)
    np.testing.assert_allclose(result.R, [0.3, 0.2, 0.15, 0.4], atol=1e-12)
    np.testing.assert_allclose(result.Q, [0.75, 0.25, 0, 1], atol=1e-12)
    assert not result.acceptable_advantage
    assert result.acceptable_stability
    assert result.compromise == (2, 1)


def test_two_tied_winners_and_a_third_close_behind():
    """Read in scikit-criteria, tests/agg/test_vikor.py."""
    result = vikor([[4, 4, 4], [7, 6, 8], [8, 8, 6], [6, 8, 8]], [0.3, 0.4, 0.3], [1, 1, 1])
    np.testing.assert_allclose(result.S, [1, 0.275, 0.15, 0.15], atol=1e-12)
    np.testing.assert_allclose(result.R, [0.4, 0.2, 0.15, 0.15], atol=1e-12)
    np.testing.assert_allclose(result.Q, [1, 0.17352941, 0, 0], atol=1e-7)
    assert result.compromise == (2, 3, 1)


def test_a_constant_criterion_is_ignored():
    """Read in scikit-criteria, tests/agg/test_vikor.py, with weights 1, 1, 1: S and R are three times ours."""
    result = vikor([[1, 0, 3], [5, 0, 6]], [1 / 3, 1 / 3, 1 / 3], [1, 1, 1])
    np.testing.assert_allclose(3 * result.S, [2, 0], atol=1e-12)
    np.testing.assert_allclose(3 * result.R, [1, 0], atol=1e-12)
    np.testing.assert_allclose(result.Q, [1, 0], atol=1e-12)


def test_equal_regret_leaves_the_choice_to_utility():
    """Read in scikit-criteria, tests/agg/test_vikor.py, with weights 1, 1, 1: S and R are three times ours."""
    result = vikor([[1, 0, 3], [0, 5, 6]], [1 / 3, 1 / 3, 1 / 3], [1, 1, 1])
    np.testing.assert_allclose(3 * result.S, [2, 1], atol=1e-12)
    np.testing.assert_allclose(3 * result.R, [1, 1], atol=1e-12)
    np.testing.assert_allclose(result.Q, [0.5, 0], atol=1e-12)
    assert result.compromise == (1, 0)
