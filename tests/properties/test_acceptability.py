"""What must hold of rank shares, whatever the values and the draws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matrices import few

from mcda.ranking import RANKING_METHODS, competition_ranks
from mcda.sensitivity import UniformWeights, acceptability, accumulate

METHODS = ["topsis", "weighted-sum", "vikor", "promethee-ii", "ahp"]
every_method = pytest.mark.parametrize("method", METHODS)


@st.composite
def problems(draw, most=7):
    """Values on a coarse grid, so that ties occur; directions; weights, some of them 0."""
    a, m = draw(st.integers(1, most)), draw(st.integers(1, 4))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    values = rng.integers(1, 5, (a, m)).astype(float)
    weights = rng.integers(0, 4, (draw(st.integers(1, 60)), m)).astype(float)
    weights[weights.sum(axis=1) == 0] = 1
    return values, weights / weights.sum(axis=1, keepdims=True), rng.choice([-1, 1], m)


@every_method
@given(problem=problems())
@few
def test_every_draw_gives_every_rank_away_once(method, problem):
    found = acceptability(*problem, method)
    np.testing.assert_allclose(found.ranks.sum(axis=0), 1)
    np.testing.assert_allclose(found.ranks.sum(axis=1), 1)
    assert found.ranks.min() >= 0
    np.testing.assert_allclose(found.pairwise + found.pairwise.T, 1)
    a = len(found.ranks)
    np.testing.assert_allclose(a + 0.5 - found.pairwise.sum(axis=1), found.expected_rank, atol=1e-9)


@every_method
@given(problem=problems())
@few
def test_ranks_are_those_of_the_method_with_ties_split(method, problem):
    """Slowly, by the definition: who ties for rank r with t others has 1/t of the ranks from r on."""
    values, weights, signs = problem
    found = acceptability(values, weights, signs, method)
    expected = np.zeros_like(found.ranks)
    for w in weights:
        ranks = competition_ranks(RANKING_METHODS[method].score(values, w, signs))
        for i, rank in enumerate(ranks):
            tied = (ranks == rank).sum()
            expected[i, rank - 1 : rank - 1 + tied] += 1 / tied
    np.testing.assert_allclose(found.ranks, expected / len(weights), atol=1e-9)


@every_method
@given(problem=problems(), seed=st.integers(0, 99))
@few
def test_names_do_not_matter(method, problem, seed):
    values, weights, signs = problem
    order = np.random.default_rng(seed).permutation(len(values))
    found, again = acceptability(*problem, method), acceptability(values[order], weights, signs, method)
    np.testing.assert_allclose(again.ranks, found.ranks[order])
    np.testing.assert_allclose(again.pairwise, found.pairwise[np.ix_(order, order)])
    np.testing.assert_allclose(again.central_weights, found.central_weights[order], atol=1e-6)


@given(problem=problems())
@few
def test_central_weights_lie_in_the_simplex_and_put_the_alternative_first(problem):
    """Of sums the weights that put an alternative first are a convex set: their mean is one of them."""
    found = acceptability(*problem, "weighted-sum", normalisation="minmax")
    ever = found.ranks[:, 0] > 0
    assert np.isnan(found.central_weights[~ever]).all()
    np.testing.assert_allclose(found.central_weights[ever].sum(axis=1), 1)
    assert found.central_weights[ever].min() >= 0
    np.testing.assert_array_equal(found.confidence, ever)


@pytest.mark.parametrize("method", ["topsis", "weighted-sum", "promethee-ii"])
@given(problem=problems(), seed=st.integers(0, 99))
@few
def test_a_strictly_dominated_alternative_is_never_first(method, problem, seed):
    values, _, signs = problem
    values = np.vstack([values, values[0] - 0.5 * signs])
    m = len(signs)
    found = accumulate(UniformWeights(m), method, signs, values, draws=300, seed=seed)
    assert found.ranks[-1, 0] == 0
    assert found.pairwise[0, -1] == 1


@given(problem=problems(), level=st.floats(0.51, 0.999))
@few
def test_an_interval_holds_its_share_and_tiers_hold_everybody_once(problem, level):
    found = acceptability(*problem)
    for shares, (low, high) in zip(found.ranks, found.interval(level), strict=True):
        assert 1 <= low <= high <= len(shares)
        assert shares[low - 1 : high].sum() >= level - 1e-6
    assert sorted(i for tier in found.tiers(level) for i in tier) == list(range(len(found.ranks)))
    holistic = found.holistic()
    assert holistic.min() >= 0
    assert holistic.max() <= 1 + 1e-9


@every_method
@given(problem=problems(), draws=st.integers(1, 200))
@few
def test_weights_that_never_move_give_the_ranks_of_the_method(method, problem, draws):
    values, weights, signs = problem
    found = acceptability(values, np.repeat(weights[:1], draws, axis=0), signs, method)
    ranks = competition_ranks(RANKING_METHODS[method].score(values, weights[0], signs))
    for shares, rank in zip(found.ranks, ranks, strict=True):
        tied = (ranks == rank).sum()
        np.testing.assert_allclose(shares[rank - 1 : rank - 1 + tied], 1 / tied)
        assert shares.sum() == pytest.approx(1)


@given(problem=problems(), seed=st.integers(0, 999))
@few
def test_a_seed_is_a_result_and_another_seed_is_within_its_error(problem, seed):
    values, _, signs = problem
    draw = UniformWeights(len(signs))
    found, again, other = (
        accumulate(draw, "topsis", signs, values, draws=10_000, seed=each) for each in (seed, seed, seed + 1)
    )
    for name in ("ranks", "pairwise", "central_weights", "confidence"):
        assert getattr(found, name).tobytes() == getattr(again, name).tobytes()
    assert found.error.max() <= 0.005
    share = (found.ranks + other.ranks) / 2
    room = 5 * np.sqrt(2 * share * (1 - share) / 10_000) + 1e-3
    assert (np.abs(found.ranks - other.ranks) <= room).all()
