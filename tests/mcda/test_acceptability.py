"""Rank acceptability: closed forms, ties, certainty, and what must sum to one; the fast ranks against exact ones."""

import tracemalloc
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matrices import few

from mcda.ranking import RANKING_METHODS, competition_ranks, topsis
from mcda.ranking import weighted_sum as normalised_sum
from mcda.sensitivity import (
    Acceptability,
    UniformWeights,
    acceptability,
    accumulate,
    crossings,
    draws_for,
    kernels,
    scored,
)

BENEFIT = np.ones(3)


def weighted_sum(values, weights, directions):
    """Values as they are, weighed and added."""
    return weights @ (values * directions).T


def simplex(draws, m, seed=0):
    """Weights uniform on the simplex."""
    return np.random.default_rng(seed).dirichlet(np.ones(m), draws)


def test_two_alternatives_have_a_closed_form():
    """Alternative 1 wins where w1 + w3 > w2, on three quarters of the simplex; the means are those of its parts.

    The case is JSMAA's testCorrectResults, which asserts the order of the central weights; the integrals are done by
    hand: where w2 > 1/2, a triangle with a quarter of the area, the mean is (1/6, 2/3, 1/6).
    """
    found = acceptability([[1, 0, 1], [0, 1, 0]], simplex(200_000, 3), BENEFIT, weighted_sum)
    np.testing.assert_allclose(found.ranks, [[3 / 4, 1 / 4], [1 / 4, 3 / 4]], atol=0.004)
    np.testing.assert_allclose(found.central_weights[0], [7 / 18, 2 / 9, 7 / 18], atol=0.003)
    np.testing.assert_allclose(found.central_weights[1], [1 / 6, 2 / 3, 1 / 6], atol=0.003)
    np.testing.assert_allclose(found.pairwise, [[1 / 2, 3 / 4], [1 / 4, 1 / 2]], atol=0.004)
    assert found.confidence.tolist() == [1, 1]
    np.testing.assert_allclose(found.error, np.sqrt(3 / 16 / 200_000), rtol=0.01)


def share_above(differences):
    """P(d . w > 0) for w uniform on the simplex: sum over d_j > 0 of d_j^(m - 1) / product of d_j - d_k over others."""
    d = np.asarray(differences)
    m = len(d)
    share = sum(d[j] ** (m - 1) / np.prod(d[j] - np.delete(d, j)) for j in range(m) if d[j] > 0)
    return min(max(share, 0.0), 1.0)  # but for the last digits


@pytest.mark.parametrize("m", [2, 3, 4, 6])
def test_any_two_alternatives_have_a_closed_form(m):
    """By a divided difference of max(x, 0)^(m - 1), at the m differences of the two alternatives."""
    generator = np.random.default_rng(m)
    for seed in range(40):
        values = generator.uniform(0, 1, (2, m))
        asked = {"normalisation": "scale", "domain": [[0, 1]] * m, "draws": 20_000, "seed": seed}
        found = accumulate(UniformWeights(m), "weighted-sum", np.ones(m), values, **asked)
        expected = share_above(values[0] - values[1])
        assert found.ranks[0, 0] == pytest.approx(expected, abs=5 * np.sqrt(expected * (1 - expected) / 20_000) + 1e-4)
        assert found.pairwise[0, 1] == found.ranks[0, 0]


@pytest.mark.parametrize(
    ("method", "normalisation"), [("topsis", "vector"), ("weighted-sum", "max"), ("weighted-product", "max")]
)
def test_under_two_criteria_shares_of_ranks_are_lengths_between_crossings(method, normalisation):
    """The weight of one of two criteria is uniform from 0 to 1, and the order between two crossings stays."""
    generator = np.random.default_rng(8)
    for seed in range(30):
        values = generator.uniform(1, 9, (5, 2))
        met = crossings(values, [0.0, 1.0], [1.0, 0.0], [1, -1], method, normalisation)
        ends = np.concatenate([[0.0], met.share, [1.0]])
        middles = (ends[1:] + ends[:-1]) / 2
        scores = RANKING_METHODS[method].score(values, np.stack([middles, 1 - middles], axis=1), [1, -1], normalisation)
        places = competition_ranks(scores)
        expected = np.array([[np.diff(ends)[places[:, i] == rank].sum() for rank in range(1, 6)] for i in range(5)])
        found = accumulate(
            UniformWeights(2), method, [1, -1], values, draws=20_000, seed=seed, normalisation=normalisation
        )
        np.testing.assert_allclose(found.ranks, expected, atol=5 * 0.5 / np.sqrt(20_000))


def test_equal_alternatives_split_their_ranks_and_have_the_mean_weights():
    found = acceptability(np.zeros((2, 3)), simplex(5_000, 3), BENEFIT, weighted_sum)
    assert (found.ranks == 0.5).all()
    assert (found.pairwise == 0.5).all()
    np.testing.assert_allclose(found.central_weights, 1 / 3, atol=0.01)
    assert found.confidence.tolist() == [1, 1]


def test_one_weight_vector_is_the_order_of_the_method():
    values, weights = np.random.default_rng(2).uniform(1, 9, (6, 3)), np.array([0.5, 0.3, 0.2])
    found = acceptability(values, [weights, weights], BENEFIT)
    ranks = competition_ranks(topsis(values, weights, BENEFIT))
    np.testing.assert_array_equal(found.ranks, np.eye(6)[ranks - 1])
    np.testing.assert_array_equal(found.interval(), np.stack([ranks, ranks], axis=1))
    np.testing.assert_array_equal(found.expected_rank, ranks)
    np.testing.assert_allclose(found.central_weights[ranks == 1], [weights])
    assert np.isnan(found.central_weights[ranks > 1]).all()
    assert found.confidence.tolist() == (ranks == 1).tolist()


def test_a_dominated_alternative_is_never_first():
    values = np.array([[3.0, 3, 3], [2, 2, 2], [1, 5, 1]])
    found = acceptability(values, simplex(2_000, 3), BENEFIT)
    assert found.ranks[1, 0] == 0
    assert found.pairwise[0, 1] == 1
    assert found.confidence[1] == 0


def test_values_may_be_drawn_too():
    """First with its central weights in half of the draws of its values."""
    values = np.array([[[2.0], [1.0]], [[0.0], [1.0]]] * 50)
    found = acceptability(values, np.ones((100, 1)), [1], weighted_sum)
    assert (found.ranks == 0.5).all()
    assert found.confidence.tolist() == [0.5, 0.5]


def test_an_interval_leaves_the_tails_out_and_the_holistic_index_weighs_ranks():
    values = np.array([[1.0, 0], [0, 1]])
    weights = np.array([[0.9, 0.1]] * 98 + [[0.1, 0.9]] * 2)
    found = acceptability(values, weights, [1, 1], weighted_sum)
    assert found.interval(0.95).tolist() == [[1, 1], [2, 2]]
    assert found.interval(0.99).tolist() == [[1, 2], [1, 2]]
    np.testing.assert_allclose(found.holistic([1, 0]), [0.98, 0.02])
    np.testing.assert_allclose(found.holistic([1, 1]), 1)
    np.testing.assert_allclose(found.holistic(), [0.98 + 0.02 / 3, 0.02 + 0.98 / 3])


def shares_of(ranks, pairwise=None, draws=1000):
    """A result that holds those shares."""
    ranks = np.asarray(ranks, dtype=float)
    a = len(ranks)
    pairwise = np.full((a, a), 0.5) if pairwise is None else np.asarray(pairwise, dtype=float)
    central = np.full((a, 2), 0.5)
    return Acceptability(ranks=ranks, central_weights=central, confidence=np.ones(a), pairwise=pairwise, draws=draws)


def test_an_interval_takes_tails_that_are_just_as_large_as_allowed():
    """2.5 % of the draws on either side are left out for 95 %, and what is a bit more is not."""
    found = shares_of([[0.025, 0.95, 0.025], [0.0251, 0.9498, 0.0251], [0.95, 0.025, 0.025]])
    assert found.interval().tolist() == [[2, 2], [1, 3], [1, 2]]
    for level in (0, 1, -0.1, 1.1):
        with pytest.raises(ValueError, match=f"level is {level:g}: it must lie between 0 and 1"):
            found.interval(level)


def test_errors_are_those_of_shares_whatever_rounding_did_to_them():
    found = shares_of([[1 + 2.3e-16, -1e-17, 0.0], [0.0, 0.2, 0.8], [0.0, 0.8, 0.2]], draws=400)
    np.testing.assert_allclose(found.error, [[0, 0, 0], [0, 0.02, 0.02], [0, 0.02, 0.02]], atol=1e-15)
    np.testing.assert_allclose(found.expected_rank, [1, 2.8, 2.2])


def test_a_border_between_tiers_lies_where_just_the_level_is_reached():
    ranks = [[0.7, 0.2, 0.1], [0.2, 0.6, 0.2], [0.1, 0.2, 0.7]]
    found = shares_of(ranks, [[0.5, 0.9, 1], [0.1, 0.5, 1], [0, 0, 0.5]])
    assert found.tiers(0.95) == ((0, 1), (2,))
    assert found.tiers(0.9) == found.tiers(0.9 + 1e-12) == ((0,), (1,), (2,))
    assert found.tiers(0.9001) == found.tiers(1) == ((0, 1), (2,))
    for level in (0.5, 1.01):
        with pytest.raises(ValueError, match=rf"level is {level}: allowed are shares above 0\.5, up to 1"):
            found.tiers(level)


def test_those_who_tie_in_a_single_draw_are_first_with_its_weights():
    found = acceptability(np.ones((3, 2)), [[0.25, 0.75]], [1, 1], weighted_sum)
    assert found.central_weights.tolist() == [[0.25, 0.75]] * 3
    assert found.draws == 1


@pytest.mark.parametrize(
    ("values", "weights", "message"),
    [
        (np.ones(3), np.full((2, 3), 1 / 3), "values has shape"),
        (np.ones((0, 3)), np.full((2, 3), 1 / 3), r"values has shape \(0, 3\): it must be"),
        (np.ones((2, 0, 3)), np.full((2, 3), 1 / 3), r"values has shape \(2, 0, 3\): it must be"),
        (np.ones((1, 1, 2, 3)), np.full((1, 3), 1 / 3), r"values has shape \(1, 1, 2, 3\): it must be"),
        (np.ones((2, 3)), np.ones((0, 3)), "no"),
        (np.ones((5, 2, 3)), np.full((4, 3), 1 / 3), "5 draws, weights 4"),
    ],
)
def test_shapes_that_do_not_fit_are_named(values, weights, message):
    with pytest.raises(ValueError, match=message):
        acceptability(values, weights, BENEFIT)


@pytest.mark.parametrize("method", ["topsis", "weighted-sum", "vikor", "promethee-ii"])
@few
@given(seed=st.integers(0, 1000), count=st.integers(2, 6))
def test_shares_sum_to_one_and_do_not_depend_on_the_names(method, seed, count):
    rng = np.random.default_rng(seed)
    values, weights = rng.uniform(1, 9, (count, 3)), simplex(600, 3, seed)
    score = RANKING_METHODS[method].score
    found = acceptability(values, weights, BENEFIT, score)
    np.testing.assert_allclose(found.ranks.sum(axis=0), 1)
    np.testing.assert_allclose(found.ranks.sum(axis=1), 1)
    np.testing.assert_allclose(found.pairwise + found.pairwise.T, 1)
    order = rng.permutation(count)
    again = acceptability(values[order], weights, BENEFIT, score)
    np.testing.assert_allclose(again.ranks, found.ranks[order])
    np.testing.assert_allclose(again.pairwise, found.pairwise[np.ix_(order, order)])
    first = found.ranks[:, 0] > 0
    np.testing.assert_allclose(found.central_weights[first].sum(axis=1), 1)


# The fast ways to rank against the scorer itself


def exactly(method, **options):
    """The method as a function nobody knows, so that it is called for every draw."""
    return lambda values, weights, directions: RANKING_METHODS[method].score(values, weights, directions, **options)


def assert_same(found, expected, central=1e-6):
    assert found.draws == expected.draws
    np.testing.assert_allclose(found.ranks, expected.ranks, atol=1e-5)
    np.testing.assert_allclose(found.pairwise, expected.pairwise, atol=1e-5)
    np.testing.assert_allclose(found.central_weights, expected.central_weights, atol=central)
    np.testing.assert_array_equal(found.confidence, expected.confidence)


WAYS = [
    ("topsis", "vector"),
    ("topsis", "minmax"),
    ("topsis", "max"),
    ("topsis", "scale"),
    ("weighted-sum", "max"),
    ("weighted-sum", "minmax"),
    ("weighted-sum", "scale"),
]


@pytest.mark.parametrize("a", [2, 3, 17, 33, 100, 255, 256])
@pytest.mark.parametrize(("method", "normalisation"), WAYS)
def test_fast_ranks_are_those_of_the_scorer(method, normalisation, a):
    rng = np.random.default_rng(a)
    values, signs = rng.uniform(1, 9, (a, 6)), np.array([1, -1, 1, 1, -1, 1])
    domain = np.tile([0, 10], (6, 1)) if normalisation == "scale" else None
    weights = rng.dirichlet(np.full(6, 0.5), 3000)
    found = acceptability(values, weights, signs, method, normalisation=normalisation, domain=domain)
    assert_same(
        found, acceptability(values, weights, signs, exactly(method, normalisation=normalisation, domain=domain)), 1e-12
    )


@pytest.mark.parametrize("a", [6, 40])
@pytest.mark.parametrize("method", ["topsis", "weighted-sum"])
def test_exact_ties_are_split_whatever_makes_them(method, a):
    """Equal rows always tie; rows that differ only where nothing weighs tie in some draws; so do mirrored weights."""
    rng = np.random.default_rng(a)
    values = rng.integers(1, 4, (a, 3)).astype(float)
    values[a // 2] = values[0] = values[1]
    weights = np.concatenate(
        [rng.dirichlet(np.ones(3), 500), np.eye(3), np.full((50, 3), 1 / 3), [[0.5, 0.5, 0], [0.25, 0.5, 0.25]]]
    )
    found = acceptability(values, weights, BENEFIT, method)
    assert_same(found, acceptability(values, weights, BENEFIT, exactly(method)), 1e-12)
    np.testing.assert_array_equal(found.ranks[0], found.ranks[a // 2])
    assert found.pairwise[0, 1] == found.pairwise[1, a // 2] == 0.5


@pytest.mark.parametrize("a", [2, 40])
def test_thousands_of_draws_may_be_ties(a):
    """Two best ones that are mirrored, under equal weights: float32 cannot tell, whatever the others are."""
    values = np.ones((a, 2))
    values[:2] = [[9, 4], [4, 9]]
    found = acceptability(values, np.full((5000, 2), 0.5), [1, 1])
    assert found.draws == 5000
    assert (found.ranks[:2, :2] == 0.5).all()
    assert found.pairwise[0, 1] == 0.5
    np.testing.assert_allclose(found.central_weights[:2], 0.5)


@pytest.mark.parametrize("a", [5, 40])
def test_twins_share_their_ranks_however_many_draws_there_are(a):
    """Of three best alternatives that are the same each has a third of the first three ranks."""
    values = np.random.default_rng(0).uniform(1, 5, (a, 4))
    values[[1, 2, a - 1]] = 9
    found = accumulate(UniformWeights(4), "topsis", np.ones(4), values, draws=10_000, seed=1)
    np.testing.assert_allclose(found.ranks[[1, 2, a - 1], :3], 1 / 3)
    np.testing.assert_allclose(found.central_weights[[1, 2, a - 1]], 0.25, atol=0.01)
    assert found.confidence[[1, 2, a - 1]].tolist() == [1, 1, 1]
    assert found.tiers()[0] == (1, 2, a - 1)


@pytest.mark.parametrize("a", [4, 40])
def test_alternatives_that_nothing_tells_apart_tie_in_every_draw(a):
    found = acceptability(np.full((a, 3), 7.0), simplex(300, 3), BENEFIT)
    np.testing.assert_allclose(found.ranks, 1 / a)
    assert (found.pairwise == 0.5).all()


@pytest.mark.parametrize("a", [4, 40])
def test_weights_on_what_tells_nobody_apart_make_a_tie(a):
    """TOPSIS would divide 0 by 0 in those draws."""
    values = np.random.default_rng(3).uniform(1, 9, (a, 2))
    values[:, 0] = 5
    found = acceptability(values, [[1, 0], [1, 0], [1 - 1e-14, 1e-14], [0.5, 0.5]], [1, 1])
    assert_same(
        found, acceptability(values, [[1, 0], [1, 0], [1 - 1e-14, 1e-14], [0.5, 0.5]], [1, 1], exactly("topsis"))
    )


def test_one_alternative_is_first_in_every_draw():
    found = acceptability([[1.0, 2.0]], simplex(10, 2), [1, 1])
    assert found.ranks.tolist() == [[1]]
    assert found.confidence.tolist() == [1]
    assert found.tiers() == ((0,),)
    assert found.interval().tolist() == [[1, 1]]


@pytest.mark.parametrize("kind", [kernels._Narrow, kernels._Wide])
@pytest.mark.parametrize("a", [2, 9, 32, 60])
@pytest.mark.parametrize("method", ["topsis", "weighted-sum"])
def test_comparing_and_sorting_count_the_same(method, a, kind, monkeypatch):
    """With twins among them; few draws are given back, and pairs are compared before all draws are there."""
    monkeypatch.setattr(kernels, "PAIRED", 4096)
    rng = np.random.default_rng(a)
    values, weights = rng.uniform(1, 9, (a, 8)), rng.dirichlet(np.ones(8), 5000)
    if a > 2:
        values[[a - 1, 4]] = values[[0, 1]]
    how = scored.scoring(method, "max", None)
    ranker = kind(scored.columns_of(how, values, np.ones(8)), True)
    given_back = [ranker.add(weights[start : start + 2048]) for start in range(0, 5000, 2048)]
    doubtful = [each for each in given_back if each is not None]
    assert sum(map(len, doubtful)) < 200
    found = ranker.tally()
    for each in doubtful:
        found = found.with_more(kernels.tally_of(how.scores(values, each, np.ones(8)), each))
    expected = kernels.tally_of(how.scores(values, weights, np.ones(8)), weights)
    assert found.draws == expected.draws
    np.testing.assert_array_equal(found.ranks, expected.ranks)
    np.testing.assert_array_equal(found.wins, expected.wins)
    np.testing.assert_allclose(found.weights, expected.weights)


def test_a_method_may_be_named_in_any_way():
    values, weights = np.random.default_rng(5).uniform(1, 9, (5, 3)), simplex(1000, 3)
    expected = acceptability(values, weights, BENEFIT, exactly("topsis", normalisation="minmax"))
    row, ends = RANKING_METHODS["topsis"], np.stack([values.min(axis=0), values.max(axis=0)], axis=1)
    for score, options in [
        ("topsis", {"normalisation": "minmax"}),
        (row, {"normalisation": "minmax"}),
        (row.score, {"normalisation": "minmax"}),
        (topsis, {"normalisation": "minmax"}),
        (partial(topsis, normalisation="minmax"), {}),
        (partial(topsis, normalisation="max"), {"normalisation": "minmax"}),
        (partial(topsis, normalisation="scale", domain=ends), {}),
        (partial(topsis, normalisation="scale", domain=[[0, 100]] * 3), {"domain": ends}),
    ]:
        found = acceptability(values, weights, BENEFIT, score, **options)
        np.testing.assert_array_equal(found.ranks, expected.ranks)
    assert scored.scoring(normalised_sum, None, None).method == "weighted-sum"
    assert scored.columns_of(scored.scoring("vikor", None, None), values, BENEFIT) is None  # no sum of columns


def test_a_function_that_nobody_knows_keeps_its_own_options():
    def score(values, weights, directions, normalisation):
        return RANKING_METHODS["topsis"].score(values, weights, directions, normalisation)

    values, weights = np.random.default_rng(5).uniform(1, 9, (5, 3)), simplex(1000, 3)
    expected = acceptability(values, weights, BENEFIT, exactly("topsis", normalisation="minmax"))
    for own in (partial(score, normalisation="minmax"), partial(lambda word, *p: score(*p, word), "minmax")):
        found = acceptability(values, weights, BENEFIT, own)
        np.testing.assert_array_equal(found.ranks, expected.ranks)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"score": "topsy"}, "'topsy' is not known: allowed are topsis"),
        ({"score": "topsis", "normalisation": "sum"}, "'sum' cannot be used with topsis"),
        ({"score": weighted_sum, "normalisation": "sum"}, "give a function its own options"),
        ({"score": lambda *problem: problem[1][:, 0]}, "scores have shape"),
        ({"score": lambda *problem: problem[1] * np.nan}, "scores"),
    ],
)
def test_a_scorer_that_cannot_be_used_is_refused(options, message):
    with pytest.raises(ValueError, match=message):
        acceptability(np.ones((2, 3)), simplex(5, 3), BENEFIT, **options)


def test_pooled_alternatives_have_the_means_of_their_members():
    values, weights = np.random.default_rng(6).uniform(1, 9, (5, 3)), simplex(500, 3)
    pooled = np.array([[0.5, 0.5, 0, 0, 0], [0, 0, 1, 0, 0], [0, 0, 0, 0.5, 0.5]])
    found = acceptability(values, weights, BENEFIT, pooled=pooled)
    ranks = competition_ranks(topsis(values, weights, BENEFIT) @ pooled.T)
    np.testing.assert_array_equal(found.ranks[:, 0], (ranks == 1).mean(axis=0))
    assert found.central_weights.shape == (3, 3)


# Draws of values


@pytest.mark.parametrize(("method", "normalisation"), [*WAYS, ("vikor", "minmax")])
def test_each_draw_of_values_is_scored_by_itself(method, normalisation):
    rng = np.random.default_rng(7)
    values, weights, signs = rng.uniform(1, 9, (200, 4, 3)), simplex(200, 3), np.array([1, -1, 1])
    domain = np.array([[0, 10], [0, 20], [1, 9]]) if normalisation == "scale" else None
    options = {"normalisation": normalisation, "domain": domain}
    found = acceptability(values, weights, signs, method, **options)
    score = RANKING_METHODS[method].score
    ranks = np.array([competition_ranks(score(v, w, signs, **options)) for v, w in zip(values, weights, strict=True)])
    np.testing.assert_allclose(found.ranks[:, 0], (ranks == 1).mean(axis=0), atol=1e-12)
    for i, central in enumerate(found.central_weights):
        firsts = [competition_ranks(score(v, central, signs, **options))[i] == 1 for v in values]
        assert found.confidence[i] == pytest.approx(np.mean(firsts))


def test_one_weight_vector_goes_with_all_draws_of_values():
    values = np.random.default_rng(8).uniform(1, 9, (50, 4, 3))
    one = acceptability(values, [0.5, 0.3, 0.2], BENEFIT)
    same = acceptability(values, np.tile([0.5, 0.3, 0.2], (50, 1)), BENEFIT)
    np.testing.assert_array_equal(one.ranks, same.ranks)
    np.testing.assert_array_equal(one.confidence, one.ranks[:, 0])


def test_a_refused_draw_of_values_names_its_place():
    values = np.ones((3, 2, 2))
    values[1, 1, 0] = -1
    with pytest.raises(ValueError, match=r"values\[1, 0\] is -1"):
        acceptability(values, [0.5, 0.5], [1, 1], "weighted-sum")


# Errors, intervals, tiers


def test_error_bars_hold_the_truth_about_as_often_as_they_say():
    """Over 300 seeds of 400 draws the share 3/4 lies within 1.96 errors in about 95 %."""
    values = [[1, 0, 1], [0, 1, 0]]
    held = 0
    for seed in range(300):
        found = accumulate(
            UniformWeights(3), "weighted-sum", BENEFIT, values, draws=400, seed=seed, normalisation="minmax"
        )
        held += abs(found.ranks[0, 0] - 0.75) <= 1.96 * found.error[0, 0]
    assert 0.91 <= held / 300 <= 0.98


def test_the_error_of_ten_thousand_draws_is_at_most_half_a_percent():
    found = accumulate(UniformWeights(3), "topsis", BENEFIT, [[1, 2, 3], [3, 2, 1]], draws=10_000, seed=0)
    assert found.error.max() <= 0.005


def test_how_many_draws_an_error_takes():
    """Tervonen & Lahdelma (2007): 9,604 for 0.01 at 95 %."""
    assert draws_for(0.01) == 9604
    assert draws_for(0.001) == 960_365
    assert draws_for(0.01, 0.99) == 16_588
    for precision, level in [(0, 0.95), (0.01, 1), (-1, 0.5), (1, 0.95)]:
        with pytest.raises(ValueError, match="must lie between 0 and 1"):
            draws_for(precision, level)


def test_tiers_part_where_a_neighbour_wins_nearly_always():
    values = np.array([[9.0, 8], [8, 9], [3, 4], [4, 3], [1, 1]])
    found = acceptability(values, simplex(2000, 2), [1, 1], weighted_sum)
    assert {frozenset(tier) for tier in found.tiers()} == {frozenset({0, 1}), frozenset({2, 3}), frozenset({4})}
    assert found.tiers()[-1] == (4,)
    with pytest.raises(ValueError, match=r"above 0\.5"):
        found.tiers(0.4)


@pytest.mark.parametrize("a", [5, 40])
def test_pairs_need_not_be_counted(a):
    values = np.random.default_rng(9).uniform(1, 9, (a, 3))
    some, more = (acceptability(values, simplex(500, 3), BENEFIT, pairs=pairs) for pairs in (False, True))
    np.testing.assert_array_equal(some.ranks, more.ranks)
    assert np.isnan(some.pairwise).all()
    with pytest.raises(ValueError, match="pairs=True"):
        some.tiers()


@pytest.mark.parametrize("alpha", [[1, 0], [1, 0.5, 0.6], [1, 0, -1]])
def test_alphas_that_are_no_worth_of_ranks_are_refused(alpha):
    found = acceptability(np.eye(3), simplex(10, 3), BENEFIT)
    with pytest.raises(ValueError, match="alpha is"):
        found.holistic(alpha)


def test_a_result_cannot_be_written_to():
    found = acceptability(np.eye(3), simplex(10, 3), BENEFIT)
    with pytest.raises(ValueError, match="read-only"):
        found.ranks[0, 0] = 1


def test_memory_does_not_grow_with_the_draws():
    values, peaks = np.random.default_rng(0).uniform(1, 9, (100, 24)), []
    for draws in (70_000, 280_000):
        tracemalloc.start()
        accumulate(UniformWeights(24), "topsis", np.ones(24), values, draws=draws, seed=0)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] <= 1.2 * peaks[0]
    assert peaks[1] <= 32 * 2**20
