"""What must hold of every measure of agreement."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from matrices import few, priority_panels, quick, rankings, say
from scipy.stats import rankdata, spearmanr

from mcda.agreement import average_ranks, chance, consensus, homogeneity, kendall_w

INDICES = {"consensus": consensus, "homogeneity": homogeneity}
every_index = pytest.mark.parametrize("index", INDICES)


def w(ranks):
    return kendall_w(ranks).statistic


# Kendall's W


@given(ranks=rankings(ties=True))
@few
def test_average_ranks_are_those_of_scipy(ranks):
    np.testing.assert_array_equal(average_ranks(ranks), rankdata(ranks, axis=-1))


@given(ranks=rankings(ties=True, items=(8, 11)))
@quick
def test_w_is_between_0_and_1(ranks):
    assume((np.ptp(ranks, axis=1) > 0).any())
    assert -1e-12 <= w(ranks) <= 1 + 1e-12


@given(ranks=rankings(items=(8, 11)))
@quick
def test_w_is_mean_spearman_in_other_units(ranks):
    """Mean Spearman = (m W - 1) / (m - 1), without ties."""
    m = len(ranks)
    mean = np.mean([spearmanr(one, other).statistic for one, other in combinations(ranks, 2)])
    assert w(ranks) == pytest.approx((mean * (m - 1) + 1) / m, abs=1e-9)


@given(ranks=rankings(ties=True, items=(8, 11)), data=st.data())
@quick
def test_the_order_of_raters_and_of_items_does_not_matter(ranks, data):
    assume((np.ptp(ranks, axis=1) > 0).any())
    raters = data.draw(st.permutations(range(len(ranks))))
    items = data.draw(st.permutations(range(ranks.shape[1])))
    found = kendall_w(ranks[raters][:, items])
    expected = kendall_w(ranks)
    assert found.statistic == pytest.approx(expected.statistic, abs=1e-12)
    assert found.p == pytest.approx(expected.p, abs=1e-9)


@given(ranks=rankings(ties=True, items=(8, 11)), times=st.integers(2, 4))
@quick
def test_reversing_all_ranks_and_repeating_the_panel_keep_w(ranks, times):
    assume((np.ptp(ranks, axis=1) > 0).any())
    assert w(-ranks) == pytest.approx(w(ranks), abs=1e-12)
    assert w(np.tile(ranks, (times, 1))) == pytest.approx(w(ranks), abs=1e-12)


@given(ranks=rankings(ties=True, items=(8, 11)))
@quick
def test_w_is_1_if_and_only_if_all_order_alike(ranks):
    assume((np.ptp(ranks, axis=1) > 0).all())
    alike = (average_ranks(ranks) == average_ranks(ranks[:1])).all()
    assert (w(ranks) > 1 - 1e-9) == alike
    assert w(np.tile(ranks[:1], (3, 1))) == pytest.approx(1, abs=1e-12)


@given(ranks=rankings(raters=(1, 1), items=(8, 11)))
@quick
def test_two_exactly_opposite_raters_have_a_w_of_0(ranks):
    assert w([ranks[0], -ranks[0]]) == pytest.approx(0, abs=1e-12)


@given(ranks=rankings(ties=True, items=(2, 9)))
@few
def test_chi_square_is_m_times_n_less_1_times_w(ranks):
    m, n = ranks.shape
    result = kendall_w(ranks)
    if (np.ptp(ranks, axis=1) == 0).all():
        assert np.isnan([result.statistic, result.chi2, result.p]).all()
    else:
        assert result.chi2 == pytest.approx(m * (n - 1) * result.statistic, rel=1e-12)
        assert 0 < result.p <= 1


# Consensus and homogeneity


@every_index
@given(vectors=priority_panels(), data=st.data())
@quick
def test_the_order_of_panellists_and_of_items_does_not_matter(index, vectors, data):
    weights = data.draw(say(len(vectors)))
    people = data.draw(st.permutations(range(len(vectors))))
    items = data.draw(st.permutations(range(vectors.shape[1])))
    found = INDICES[index](vectors[people][:, items], weights[people])
    assert found == pytest.approx(float(INDICES[index](vectors, weights)), abs=1e-9)


@every_index
@given(vectors=priority_panels(least=1, most=1), k=st.integers(1, 6), data=st.data())
@quick
def test_identical_panellists_agree_fully(index, vectors, k, data):
    found = INDICES[index](np.repeat(vectors, k, axis=0), data.draw(say(k)))
    assert found == pytest.approx(1, abs=1e-12)
    assert found <= 1


@every_index
@given(vectors=priority_panels(), data=st.data())
@quick
def test_agreement_is_at_most_1_and_less_if_any_differ(index, vectors, data):
    found = INDICES[index](vectors, data.draw(say(len(vectors))))
    assert found <= 1
    if np.abs(vectors - vectors[0]).max() > 1e-3:
        assert found < 1


@given(vectors=priority_panels())
@quick
def test_homogeneity_is_not_negative_with_as_many_panellists_as_items_or_fewer(vectors):
    """exp(-H_beta) is at least 1 / k with equal weights."""
    assume(len(vectors) <= vectors.shape[1])
    assert homogeneity(vectors) >= -1e-12


@every_index
@given(vectors=priority_panels(), data=st.data())
@quick
def test_a_panellist_twice_is_one_of_twice_the_weight(index, vectors, data):
    weights = data.draw(say(len(vectors)))
    double = weights.copy()
    double[0] *= 2
    again = INDICES[index](np.concatenate([vectors, vectors[:1]]), [*weights, weights[0]])
    assert again == pytest.approx(float(INDICES[index](vectors, double)), abs=1e-9)


@every_index
@given(vectors=priority_panels(), data=st.data())
@quick
def test_a_panellist_without_weight_is_absent(index, vectors, data):
    weights = data.draw(say(len(vectors)))
    absent = weights.copy()
    absent[0] = 0
    rest = float(INDICES[index](vectors[1:], weights[1:]))
    assert INDICES[index](vectors, absent) == pytest.approx(rest, abs=1e-9)


@every_index
@given(vectors=priority_panels(), factor=st.floats(1e-3, 1e3))
@quick
def test_only_the_proportions_count(index, vectors, factor):
    expected = float(INDICES[index](vectors))
    assert INDICES[index](factor * vectors) == pytest.approx(expected, abs=1e-9)
    assert INDICES[index](vectors, np.full(len(vectors), factor)) == pytest.approx(expected, abs=1e-9)


@given(vectors=priority_panels(), m=st.floats(2, 300))
@quick
def test_consensus_is_as_printed(vectors, m):
    """S* = (exp(-H_beta) - cor) / (1 - cor), cor = exp(H_alpha,min) / n. Goepel (2018), equations 11 to 21."""
    n = vectors.shape[1]
    shannon = [-(vector * np.log(vector)).sum() for vector in vectors]
    mean = vectors.mean(axis=0)
    beta = -(mean * np.log(mean)).sum() - np.mean(shannon)
    top, rest = m / (n + m - 1), 1 / (n + m - 1)
    cor = np.exp(-top * np.log(top) - (n - 1) * rest * np.log(rest)) / n
    assert consensus(vectors, scale_max=m) == pytest.approx((np.exp(-beta) - cor) / (1 - cor), abs=1e-9)
    assert homogeneity(vectors) == pytest.approx((np.exp(-beta) - 1 / n) / (1 - 1 / n), abs=1e-9)


@every_index
@given(data=st.data(), k=st.integers(1, 4), n=st.integers(2, 5))
@few
def test_a_batch_is_a_loop(index, data, k, n):
    batch = np.array([data.draw(priority_panels(k, k, (n, n))) for _ in range(6)]).reshape(2, 3, k, n)
    weights = data.draw(say(k))
    found = INDICES[index](batch, weights)
    assert found.shape == (2, 3)
    for place in np.ndindex(2, 3):
        assert found[place] == pytest.approx(float(INDICES[index](batch[place], weights)), abs=1e-12)


@given(vectors=priority_panels(least=3, items=(3, 5)))
@few
def test_a_panel_of_one_mind_agrees_more_than_by_chance(vectors):
    assume(np.ptp(vectors[0]) > 0.2)
    of_one_mind = np.repeat(vectors[:1], len(vectors), axis=0)
    by_chance = chance(of_one_mind, None, 9.0, np.random.default_rng(1))
    assert by_chance[0] < consensus(of_one_mind) - 1e-3
    assert by_chance[1] < homogeneity(of_one_mind) - 1e-3
