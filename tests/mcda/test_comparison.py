"""How alike two rankings are, against scipy, pymcdm and worked examples."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matrices import few
from pymcdm.correlations import rw, ws
from scipy.stats import kendalltau, rankdata

from mcda.ranking import LIKENESSES, tau_b, weighted_spearman, ws_coefficient

orders = st.integers(2, 9).flatmap(
    lambda a: st.tuples(st.permutations(range(1, a + 1)), st.permutations(range(1, a + 1)))
)


@given(two=orders)
@few
def test_without_ties_as_pymcdm(two):
    one, other = np.array(two, dtype=float)
    assert ws_coefficient(one, other) == pytest.approx(ws(one, other), abs=1e-12)
    assert weighted_spearman(one, other) == pytest.approx(rw(one, other), abs=1e-12)


@given(data=st.data())
@few
def test_tau_b_with_ties_as_scipy(data):
    a = data.draw(st.integers(2, 9))
    one, other = (
        rankdata(data.draw(st.lists(st.integers(0, 4), min_size=a, max_size=a)), method="min") for _ in range(2)
    )
    expected = kendalltau(one, other).statistic if len(set(one)) > 1 and len(set(other)) > 1 else np.nan
    assert tau_b(one, other) == pytest.approx(expected, abs=1e-12, nan_ok=True)


@pytest.mark.parametrize("name", LIKENESSES)
@given(two=orders)
@few
def test_the_same_order_is_1_and_nothing_is_more(name, two):
    one, other = np.array(two, dtype=float)
    assert LIKENESSES[name](one, one) == pytest.approx(1)
    assert LIKENESSES[name](one, other) <= 1 + 1e-12


@pytest.mark.parametrize("name", ["weighted-spearman", "tau-b"])
def test_the_opposite_order_is_minus_1(name):
    assert LIKENESSES[name]([1, 2, 3, 4, 5], [5, 4, 3, 2, 1]) == pytest.approx(-1)


def test_ws_by_hand():
    """Reference 1 2 3, others 2 1 3: 1 - (1/2 * 1/2 + 1/4 * 1/1)."""
    assert ws_coefficient([1, 2, 3], [2, 1, 3]) == pytest.approx(0.5)


@pytest.mark.parametrize("name", LIKENESSES)
def test_a_batch_is_its_cases(name):
    rng = np.random.default_rng(0)
    others = np.stack([rng.permutation(6) + 1 for _ in range(4)])
    found = LIKENESSES[name](np.arange(1, 7), others)
    assert found == pytest.approx([float(LIKENESSES[name](np.arange(1, 7), each)) for each in others])


@pytest.mark.parametrize("name", LIKENESSES)
def test_a_single_alternative_has_no_order(name):
    assert np.isnan(LIKENESSES[name]([1], [1]))
    several = LIKENESSES[name]([1], np.ones((3, 2, 1)))
    assert several.shape == (3, 2)
    assert np.isnan(several).all()


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ([1, 2], [1, 2, 3], "rank the same"),
        (1, [1], "rank the same"),
        ([1], 1, "rank the same"),
        ([0, 1], [1, 2], "reference holds ranks outside 1 to 2"),
        ([3, 1], [1, 2], "reference holds ranks outside 1 to 2"),
        ([1, 2], [1, 0.5], "ranks holds ranks outside 1 to 2"),
        ([1, 2], [2.5, 1], "ranks holds ranks outside 1 to 2"),
    ],
)
def test_what_is_refused(one, other, said):
    with pytest.raises(ValueError, match=said):
        tau_b(one, other)
