"""The routes of the audit beside the engine that they check, beside worked examples, and where they give no number."""

from __future__ import annotations

from importlib.util import find_spec

import numpy as np
import pytest
from matrices import pairs, ratios, square, with_ratio, without

from mcda import agreement, consistency, priorities
from mcda.ranking import RANKING_METHODS
from mcda.routes import linear, peers
from mcda.routes.agreement import agreeing
from mcda.routes.scores import PRINTED, WITHOUT_CONSTANTS, printed_scores, telling

EVERY_WAY = [(name, word) for name, row in RANKING_METHODS.items() for word in row.normalisations]
every_way = pytest.mark.parametrize(("method", "word"), EVERY_WAY)
DOMAIN = np.array([[0.0, 10.0], [-2, 12], [0.05, 11], [0, 20], [0, 10]])


def table(seed, costs=True):
    """Values in 0.1 to 10, weights and directions of six alternatives under five criteria."""
    rng = np.random.default_rng(seed)
    signs = np.array([1.0, -1, 1, -1, 1]) if costs else np.ones(5)
    return rng.uniform(0.1, 10, (6, 5)), rng.dirichlet(np.ones(5)), signs


# Scores


@every_way
@pytest.mark.parametrize("costs", [True, False], ids=["costs", "benefits"])
def test_the_printed_formulas_give_the_scores_of_the_engine(method, word, costs):
    for seed in range(3):
        values, weights, signs = table(seed, costs)
        for domain in (DOMAIN, None) if word != "scale" or method == "spotis" else (DOMAIN,):
            ours = RANKING_METHODS[method].score(values, weights, signs, word, domain)
            np.testing.assert_allclose(printed_scores(method, values, weights, signs, word, domain), ours, rtol=1e-12)


@every_way
def test_the_printed_formulas_leave_out_the_columns_that_the_methods_leave_out(method, word):
    """One column is constant and one weighs nothing; `telling` names those that a method scores by."""
    values, weights, signs = table(4)
    values[:, 1], weights[2] = 3.0, 0.0
    weights /= weights.sum()
    domain = DOMAIN if word == "scale" and method != "spotis" else None
    ours = RANKING_METHODS[method].score(values, weights, signs, word, domain)
    np.testing.assert_allclose(printed_scores(method, values, weights, signs, word, domain), ours, rtol=1e-12)
    left_out = method in WITHOUT_CONSTANTS or method == "spotis"
    assert telling(method, values, weights, domain).tolist() == [True, not left_out, not left_out, True, True]


def test_on_its_declared_scale_spotis_counts_every_column():
    values, weights, signs = table(4)
    values[:, 1], weights[2] = 3.0, 0.0
    weights /= weights.sum()
    assert telling("spotis", values, weights, DOMAIN).all()
    ours = RANKING_METHODS["spotis"].score(values, weights, signs, domain=DOMAIN)
    np.testing.assert_allclose(printed_scores("spotis", values, weights, signs, "scale", DOMAIN), ours, rtol=1e-12)


@pytest.mark.parametrize(
    ("method", "word", "score"),
    [("topsis", "vector", 0.5), ("topsis", "minmax", 0.5), ("vikor", "minmax", 1.0), ("promethee-ii", "none", 0.0)],
)
def test_where_no_column_tells_anybody_apart_all_count_and_all_score_the_same(method, word, score):
    same, weights, signs = np.full((3, 2), 4.0), np.array([0.3, 0.7]), np.array([1.0, -1])
    assert telling("edas", same, weights, None).tolist() == [True, True]
    for alternatives in (3, 1):
        found = printed_scores(method, same[:alternatives], weights, signs, word, None)
        assert found.tolist() == [score] * alternatives


def test_of_two_alternatives_each_flows_by_the_criteria_that_prefer_it():
    found = printed_scores("promethee-ii", np.array([[2.0, 1], [1, 2]]), np.array([0.7, 0.3]), np.ones(2), "none", None)
    np.testing.assert_allclose(found, [0.4, -0.4], rtol=1e-12)


def test_columns_of_zeros_have_no_length():
    values, weights, signs = np.array([[0.0, 4], [0, 3]]), np.array([0.5, 0.5]), np.array([1.0, 1])
    np.testing.assert_allclose(printed_scores("topsis", values, weights, signs, "vector", None), [1, 0], atol=1e-15)
    np.testing.assert_allclose(printed_scores("moora", values, weights, signs, "vector", None), [0.4, 0.3], rtol=1e-12)


def test_codas_counts_the_city_block_distance_from_a_lead_of_002_on():
    """By hand: shares of 1, .98 and 0 under one criterion lead by .02, by 1 and by .98; each counts twice."""
    found = printed_scores("codas", np.array([[100.0], [98], [0]]), np.ones(1), np.ones(1), "max", None)
    leads = [0.02 * 2 + 1 * 2, -0.02 * 2 + 0.98 * 2, -1 * 2 - 0.98 * 2]
    np.testing.assert_allclose(found, leads, rtol=1e-12)
    close = printed_scores("codas", np.array([[100.0], [99], [0]]), np.ones(1), np.ones(1), "max", None)
    np.testing.assert_allclose(close, [0.01 + 2, -0.01 + 1.98, -2 - 1.98], rtol=1e-12)


def test_every_ranking_method_has_its_printed_formula():
    assert set(PRINTED) == set(RANKING_METHODS)


# pymcdm and scikit-criteria


CALLS = {
    ("topsis", "vector"): "TOPSIS(vector_normalization)",
    ("topsis", "minmax"): "TOPSIS(minmax_normalization)",
    ("topsis", "max"): "TOPSIS(max_normalization)",
    ("weighted-sum", "max"): "WSM(linear_normalization)",
    ("weighted-sum", "sum"): "WSM(sum_normalization)",
    ("weighted-sum", "minmax"): "WSM(minmax_normalization)",
    ("weighted-sum", "vector"): "WSM(vector_normalization)",
    ("weighted-product", "max"): "WPM(linear_normalization)",
    ("weighted-product", "sum"): "WPM(sum_normalization)",
    ("vikor", "minmax"): "1 - VIKOR(minmax_normalization)",
    ("promethee-ii", "none"): "PROMETHEE_II('usual')",
    ("copras", "sum"): "COPRAS()",
    ("edas", "average"): "EDAS()",
    ("aras", "sum"): "ARAS(sum_normalization)",
    ("mabac", "minmax"): "MABAC(minmax_normalization)",
    ("marcos", "max"): "MARCOS()",
    ("waspas", "max"): "WASPAS(linear_normalization)",
    ("cocoso", "minmax"): "COCOSO(minmax_normalization)",
    ("codas", "max"): "CODAS(linear_normalization)",
    ("moora", "vector"): "MOORA()",
    ("spotis", "scale"): "1 - SPOTIS(bounds)",
}


@every_way
def test_pymcdm_gives_the_scores_of_the_engine_or_says_why_it_cannot(method, word):
    values, weights, signs = table(1)
    domain = DOMAIN if word == "scale" else None
    found, call = peers.pymcdm_scores(method, values, weights, signs, word, domain)
    if (method, word) not in CALLS:
        assert np.isnan(found).all()
        assert found.shape == (6,)
        assert call == peers.UNABLE["pymcdm", "scale" if word == "scale" else method]
        return
    assert call == CALLS[method, word]
    if method != "copras":
        ours = RANKING_METHODS[method].score(values, weights, signs, word, domain)
        np.testing.assert_allclose(found, ours, rtol=1e-11)


@pytest.mark.parametrize("method", ["moora", "copras"])
def test_pymcdm_says_that_it_refuses_a_table_without_costs(method):
    values, weights, signs = table(1, costs=False)
    word = RANKING_METHODS[method].normalisation
    found, call = peers.pymcdm_scores(method, values, weights, signs, word, None)
    assert np.isnan(found).all()
    assert call == "pymcdm 1.4 refuses a table without a cost criterion"


def test_pymcdm_takes_the_ends_that_occur_where_spotis_has_no_scale():
    values, weights, signs = table(1)
    found, _ = peers.pymcdm_scores("spotis", values, weights, signs, "scale", None)
    np.testing.assert_allclose(found, RANKING_METHODS["spotis"].score(values, weights, signs), rtol=1e-12)


def test_what_pymcdm_gives_for_copras_is_known_to_the_last_digits():
    values, weights, signs = table(1)
    theirs, _ = peers.pymcdm_scores("copras", values, weights, signs, "sum", None)
    np.testing.assert_allclose(peers.copras_without_sums(values, weights), theirs, rtol=1e-12)


@pytest.mark.parametrize(
    ("method", "word", "call"),
    [
        ("topsis", "vector", "VectorScaler, TOPSIS()"),
        ("vikor", "minmax", "1 - VIKOR()"),
        ("moora", "vector", "VectorScaler, RatioMOORA()"),
    ],
)
@pytest.mark.skipif(not peers.has_scikit_criteria(), reason="scikit-criteria is not installed")
def test_scikit_criteria_gives_the_scores_of_the_engine(method, word, call):
    values, weights, signs = table(1)
    found, said = peers.scikit_scores(method, values, weights, signs, word)
    assert said == call
    np.testing.assert_allclose(found, RANKING_METHODS[method].score(values, weights, signs, word), rtol=1e-11)


@pytest.mark.parametrize(("method", "word"), [("topsis", "minmax"), ("weighted-sum", "vector"), ("moora", "minmax")])
def test_what_scikit_criteria_does_otherwise_it_is_not_asked(method, word):
    assert peers.scikit_scores(method, *table(1), word) is None


def test_scikit_criteria_is_asked_where_it_is_installed():
    assert peers.has_scikit_criteria() == (find_spec("skcriteria") is not None)


# Agreement


@pytest.mark.parametrize("n", [2, 3, 6])
@pytest.mark.parametrize("k", [2, 3, 8])
def test_agreement_by_the_printed_formulas_is_that_of_the_engine(k, n):
    rng = np.random.default_rng(10 * k + n)
    vectors, say = rng.dirichlet(np.ones(n), k), rng.uniform(1, 3, k)
    vectors[0] = np.arange(1, n + 1)
    vectors[0, :2] = 1
    found = agreeing(vectors, say, 7.0)
    assert found.consensus == pytest.approx(agreement.consensus(vectors, say, 7.0), rel=1e-11)
    assert found.homogeneity == pytest.approx(agreement.homogeneity(vectors, say), rel=1e-11)
    assert found.kendall_w == pytest.approx(agreement.kendall_w(vectors).statistic, rel=1e-11)


def test_those_who_weigh_the_same_agree_wholly_and_opposites_not_at_all():
    """As far apart as a scale to 9 lets them be, S* is 0; where each gives all to another item, S is."""
    assert agreeing(np.array([[5.0, 3, 2], [5, 3, 2]]), np.ones(2), 9.0) == pytest.approx((1, 1, 1), abs=1e-12)
    apart = agreeing(np.array([[9.0, 1, 1], [1, 9, 1], [1, 1, 9]]) / 11, np.ones(3), 9.0)
    assert (apart.consensus, apart.kendall_w) == pytest.approx((0, 0), abs=1e-12)
    assert agreeing(np.eye(4), np.ones(4), 9.0).homogeneity == pytest.approx(0, abs=1e-12)
    of_two = agreeing(np.array([[0.9, 0.1], [0.1, 0.9]]), np.ones(2), 9.0)
    assert of_two == pytest.approx((0, 0.9**-0.9 * 0.1**-0.1 - 1, 0), abs=1e-12)


def test_of_two_items_those_who_tie_them_are_left_out_of_w():
    """Three prefer the first, one the second, one neither: (3 - 1)^2 / (5 * 4)."""
    vectors = np.array([[2.0, 1], [3, 1], [5, 4], [1, 2], [1, 1 + 1e-13]])
    assert agreeing(vectors, np.ones(5), 9.0).kendall_w == pytest.approx(0.2)
    assert np.isnan(agreeing(np.full((3, 2), 0.5), np.ones(3), 9.0).kendall_w)
    assert np.isnan(agreeing(np.full((3, 3), 1 / 3), np.ones(3), 9.0).kendall_w)


def test_priorities_that_are_the_same_to_eleven_decimals_have_one_rank():
    vectors = np.array([[0.5, 0.3, 0.2], [0.4, 0.3, 0.3]])
    nearly = vectors + np.array([[0, 0, 0], [0, 2e-12, 0]])
    assert agreeing(nearly, np.ones(2), 9.0).kendall_w == agreeing(vectors, np.ones(2), 9.0).kendall_w
    clearly = vectors + np.array([[0, 0, 0], [0, 2e-11, 0]])
    assert agreeing(clearly, np.ones(2), 9.0).kendall_w == pytest.approx(1)


@pytest.mark.parametrize("vectors", [[[0.5, 0.5]], [[1.0], [1.0]]], ids=["one panellist", "one item"])
def test_where_nobody_can_agree_no_measure_says_anything(vectors):
    assert np.isnan(agreeing(np.array(vectors), np.ones(len(vectors)), 9.0)).all()


# Priorities and eigenvalues

ASKEW = square(5, "3 5 1/2 2 1/4 1/7 3 2 1/3 6")
"""Judgements of five items that contradict one another."""


def rows_of(matrix, say=1.0):
    """A row a judged pair."""
    return [(i, j, matrix[i, j], say) for i, j in pairs(len(matrix)) if not np.isnan(matrix[i, j])]


@pytest.mark.parametrize("gaps", [(), ((0, 1),), ((0, 4), (1, 3), (2, 3))])
def test_dense_algebra_gives_the_priorities_and_eigenvalues_of_the_engine(gaps):
    matrix = without(ASKEW, *gaps)
    close = {"rtol": 1e-9}
    np.testing.assert_allclose(linear.fitted(5, rows_of(matrix)), priorities.geometric_mean(matrix), **close)
    np.testing.assert_allclose(linear.harker(matrix), priorities.harker(matrix), **close)
    np.testing.assert_allclose(linear.completed(matrix), priorities.complete(matrix), **close)
    np.testing.assert_allclose(linear.eigenvector(linear.completed(matrix)), priorities.eigenvector(matrix), **close)
    assert linear.largest_eigenvalue(matrix) == pytest.approx(consistency.lambda_max(matrix), rel=1e-12)
    squares, freedom = linear.scatter(5, rows_of(matrix))
    assert freedom == 6 - len(gaps)
    assert 2 * squares / ((5 - 1) * (5 - 2) - 2 * len(gaps)) == pytest.approx(
        consistency.geometric_consistency_index(matrix)
    )


def test_the_largest_eigenvalue_of_three_items_is_known_in_closed_form():
    """1 + t + 1/t, t^3 what the first is worth beside the third by the second over what was said of them."""
    ring = np.cbrt(2 * 3 / 5)
    assert linear.largest_eigenvalue(square(3, "2 5 3")) == pytest.approx(1 + ring + 1 / ring, rel=1e-13)
    assert linear.largest_eigenvalue(square(3, "2 ? 3")) == pytest.approx(3, abs=1e-12)
    np.testing.assert_allclose(linear.completed(square(3, "2 ? 3")), square(3, "2 6 3"), rtol=1e-10)


def test_whoever_never_contradicts_themselves_has_their_weights_by_every_route():
    weights = np.array([0.5, 0.3, 0.15, 0.05])
    matrix = ratios(weights)
    for found in (linear.eigenvector(matrix), linear.harker(matrix), linear.fitted(4, rows_of(matrix))):
        np.testing.assert_allclose(found, weights, rtol=1e-12)
    assert linear.scatter(4, rows_of(matrix)) == (pytest.approx(0, abs=1e-25), 3)
    assert linear.completed(with_ratio(matrix, 0, 1, 4.0))[0, 1] == 4.0


def test_a_judgement_counts_as_much_as_its_say():
    """Twice as important to three, eight times to one: ln 2 (3 * 1 + 3) / 4 on average, 3 ln^2 2 beside it."""
    rows = [(0, 1, 2.0, 3.0), (0, 1, 8.0, 1.0)]
    np.testing.assert_allclose(linear.fitted(2, rows), np.array([2**1.5, 1]) / (1 + 2**1.5), rtol=1e-13)
    squares, freedom = linear.scatter(2, rows)
    assert (squares, freedom) == (pytest.approx(3 * np.log(2) ** 2), 1)
    assert linear.scatter(3, []) == (0.0, 0)


@pytest.mark.parametrize(
    ("n", "said", "joined"),
    [(1, [], True), (2, [], False), (2, [(0, 1)], True), (3, [(0, 1)], False), (3, [(0, 1), (2, 1)], True)],
)
def test_judgements_join_all_items_or_not(n, said, joined):
    assert linear.joined(n, [(*pair, 3.0, 1.0) for pair in said]) is joined
