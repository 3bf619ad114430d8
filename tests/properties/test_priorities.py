"""What must hold of every way to priorities, whatever the judgements."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matrices import (
    any_matrices,
    complete_matrices,
    few,
    filled,
    gaps,
    groups,
    incomplete_matrices,
    judgements,
    pairs,
    quick,
    ratios,
    reordered,
    trees,
    weight_vectors,
    with_ratio,
    without,
)
from scipy.optimize import minimize

from mcda.consistency import lambda_max
from mcda.leastsquares import components, connected
from mcda.pairwise import SCALES, from_upper_triangle, rescale
from mcda.priorities import PRIORITY_METHODS, complete, eigenvector, geometric_mean

every_method = pytest.mark.parametrize("method", PRIORITY_METHODS)
every_scale = pytest.mark.parametrize("scale", SCALES)


def same(found, expected, rtol=1e-8):
    np.testing.assert_allclose(found, expected, rtol=rtol)


def largest_eigenvalue(matrix):
    return np.linalg.eigvals(matrix).real.max()


def least_squares(matrix):
    """Log least squares with one equation a judgement, by numpy's solver."""
    n = len(matrix)
    judged = [(i, j) for i, j in pairs(n) if not np.isnan(matrix[i, j])]
    design = np.zeros((len(judged) + 1, n))
    for row, (i, j) in enumerate(judged):
        design[row, i], design[row, j] = 1, -1
    design[-1] = 1
    logs = [np.log(matrix[pair]) for pair in judged]
    weights = np.exp(np.linalg.lstsq(design, np.array([*logs, 0.0]), rcond=None)[0])
    return weights / weights.sum()


# Every method


@every_method
@given(true_weights=weight_vectors())
@quick
def test_consistent_judgements_give_back_their_weights(method, true_weights):
    """A panellist who never contradicts themselves has one answer, by any method."""
    same(PRIORITY_METHODS[method](ratios(true_weights)), true_weights, rtol=1e-9)


@every_method
@given(true_weights=weight_vectors(least=2), data=st.data())
@quick
def test_so_do_those_with_judgements_missing(method, true_weights, data):
    missing = data.draw(gaps(len(true_weights)))
    same(PRIORITY_METHODS[method](without(ratios(true_weights), *missing)), true_weights)


@every_method
@given(matrix=any_matrices)
@quick
def test_priorities_are_positive_and_sum_to_1(method, matrix):
    found = PRIORITY_METHODS[method](matrix)
    assert found.shape == (len(matrix),)
    assert (found > 0).all()
    assert found.sum() == pytest.approx(1, abs=1e-12)


@every_method
@given(matrix=any_matrices, random=st.randoms(use_true_random=False))
@quick
def test_the_order_of_items_does_not_matter(method, matrix, random):
    order = list(range(len(matrix)))
    random.shuffle(order)
    same(PRIORITY_METHODS[method](reordered(matrix, order)), PRIORITY_METHODS[method](matrix)[order])


@every_method
@given(upper=st.lists(judgements, min_size=6, max_size=6), turned=st.sets(st.sampled_from(pairs(4))))
@quick
def test_which_way_round_a_pair_was_written_does_not_matter(method, upper, turned):
    matrix = filled(4, upper)
    for i, j in turned:
        matrix[j, i] = 1 / matrix[i, j]
        matrix[i, j] = 1 / matrix[j, i]
    same(PRIORITY_METHODS[method](matrix), PRIORITY_METHODS[method](filled(4, upper)), rtol=1e-9)


@every_method
@given(n=st.integers(2, 7), data=st.data())
@quick
def test_a_tree_of_judgements_is_followed_exactly(method, n, data):
    tree = data.draw(trees(n))
    matrix = without(np.ones((n, n)), *pairs(n))
    for i, j in tree:
        ratio = data.draw(judgements)
        matrix[i, j], matrix[j, i] = ratio, 1 / ratio
    found = PRIORITY_METHODS[method](matrix)
    for i, j in tree:
        assert found[i] / found[j] == pytest.approx(matrix[i, j], rel=1e-7)


@every_method
@given(matrix=incomplete_matrices(), data=st.data())
@quick
def test_a_judgement_that_says_what_the_others_imply_changes_nothing(method, matrix, data):
    """But for Harker's, of which that is true only where all others are consistent."""
    if method == "harker":
        matrix = np.where(np.isnan(matrix), np.nan, ratios(data.draw(weight_vectors(len(matrix), len(matrix)))))
    found = PRIORITY_METHODS[method](matrix)
    missing = [(i, j) for i, j in pairs(len(matrix)) if np.isnan(matrix[i, j])]
    if method in ("eigenvector", "lambda-max"):
        more = with_ratio(matrix, *missing[0], complete(matrix)[missing[0]])
    else:
        i, j = missing[0]
        more = with_ratio(matrix, i, j, found[i] / found[j])
    same(PRIORITY_METHODS[method](more), found, rtol=1e-7)


@every_method
@given(matrix=complete_matrices(), twin=st.integers(0, 6))
@quick
def test_an_item_entered_twice_weighs_the_same_twice(method, matrix, twin):
    twin %= len(matrix)
    order = [*range(len(matrix)), twin]
    found = PRIORITY_METHODS[method](reordered(matrix, order))
    assert found[-1] == pytest.approx(found[twin], rel=1e-9)


@every_method
@given(matrix=complete_matrices(), scaling=weight_vectors(least=7, most=7))
@quick
def test_other_units_of_the_items_rescale_the_weights(method, matrix, scaling):
    """D A D^-1 has the weights D w."""
    units = scaling[: len(matrix)]
    expected = units * PRIORITY_METHODS[method](matrix)
    same(PRIORITY_METHODS[method](matrix * ratios(units)), expected / expected.sum())


@every_method
@given(matrix=any_matrices, data=st.data())
@quick
def test_a_tiny_change_of_a_judgement_is_a_tiny_change_of_weights(method, matrix, data):
    judged = [(i, j) for i, j in pairs(len(matrix)) if not np.isnan(matrix[i, j])]
    i, j = data.draw(st.sampled_from(judged))
    changed = with_ratio(matrix, i, j, matrix[i, j] * (1 + 1e-9))
    assert np.abs(PRIORITY_METHODS[method](changed) - PRIORITY_METHODS[method](matrix)).max() < 1e-8


@every_method
@given(matrix=complete_matrices(), data=st.data(), more=st.floats(1, 9))
@quick
def test_a_stronger_judgement_never_lowers_the_ratio_of_its_weights(method, matrix, data, more):
    i, j = data.draw(st.sampled_from(pairs(len(matrix))))
    before = PRIORITY_METHODS[method](matrix)
    after = PRIORITY_METHODS[method](with_ratio(matrix, i, j, matrix[i, j] * more))
    assert after[i] / after[j] >= before[i] / before[j] * (1 - 1e-9)


@pytest.mark.parametrize("method", ["geometric-mean", "harker"])
@given(matrix=incomplete_matrices(), data=st.data(), more=st.floats(1, 9))
@quick
def test_nor_does_it_with_judgements_missing(method, matrix, data, more):
    i, j = data.draw(st.sampled_from([pair for pair in pairs(len(matrix)) if not np.isnan(matrix[pair])]))
    before = PRIORITY_METHODS[method](matrix)
    after = PRIORITY_METHODS[method](with_ratio(matrix, i, j, matrix[i, j] * more))
    assert after[i] / after[j] >= before[i] / before[j] * (1 - 1e-9)


@pytest.mark.parametrize("function", [*PRIORITY_METHODS.values(), complete], ids=[*PRIORITY_METHODS, "complete"])
@given(data=st.data(), n=st.integers(1, 5))
@few
def test_a_batch_is_a_loop(function, data, n):
    one = complete_matrices(n, n) if n < 3 else st.one_of(complete_matrices(n, n), incomplete_matrices(n, n))
    batch = np.array([data.draw(one) for _ in range(6)]).reshape(2, 3, n, n)
    found = function(batch)
    assert found.shape[:2] == (2, 3)
    for index in np.ndindex(2, 3):
        same(found[index], function(batch[index]), rtol=1e-9)


# Log least squares


@given(matrix=any_matrices)
@quick
def test_the_geometric_mean_of_the_transpose_is_the_inverse(matrix):
    inverse = 1 / geometric_mean(matrix)
    same(geometric_mean(matrix.T), inverse / inverse.sum())


@given(matrix=any_matrices)
@quick
def test_the_geometric_mean_is_log_least_squares(matrix):
    same(geometric_mean(matrix), least_squares(matrix))


@given(matrix=complete_matrices())
@quick
def test_the_geometric_mean_of_complete_judgements_is_that_of_rows(matrix):
    means = np.prod(matrix, axis=1) ** (1 / len(matrix))
    same(geometric_mean(matrix), means / means.sum(), rtol=1e-12)


@given(matrix=complete_matrices(), data=st.data(), factor=st.floats(1 / 9, 9))
@quick
def test_by_the_geometric_mean_the_ratio_grows_by_the_nth_root_of_the_square(matrix, data, factor):
    i, j = data.draw(st.sampled_from(pairs(len(matrix))))
    before = geometric_mean(matrix)
    after = geometric_mean(with_ratio(matrix, i, j, matrix[i, j] * factor))
    grown = factor ** (2 / len(matrix))
    assert after[i] / after[j] == pytest.approx(before[i] / before[j] * grown, rel=1e-9)


@given(matrix=any_matrices, power=st.floats(0.2, 2))
@quick
def test_powers_of_the_judgements_are_powers_of_the_weights(matrix, power):
    expected = geometric_mean(matrix) ** power
    same(geometric_mean(matrix**power), expected / expected.sum())


# Eigenvectors


@given(matrix=complete_matrices(most=9))
@quick
def test_the_eigenvector_is_one(matrix):
    found, value = eigenvector(matrix), float(lambda_max(matrix))
    assert np.abs(matrix @ found - value * found).max() <= 1e-12 * value


@given(matrix=incomplete_matrices())
@quick
def test_harkers_vector_is_an_eigenvector_of_the_quasi_reciprocal_matrix(matrix):
    missing = np.isnan(matrix)
    quasi = np.where(missing, 0, matrix) + np.diag(missing.sum(axis=1))
    found = PRIORITY_METHODS["harker"](matrix)
    assert np.abs(quasi @ found - largest_eigenvalue(quasi) * found).max() <= 1e-10


@pytest.mark.parametrize("method", ["eigenvector", "harker", "lambda-max"])
@given(matrix=complete_matrices(most=3))
@quick
def test_for_three_items_or_fewer_the_eigenvector_is_the_geometric_mean(method, matrix):
    same(PRIORITY_METHODS[method](matrix), geometric_mean(matrix), rtol=1e-10)


def test_for_four_items_it_need_not_be():
    matrix = filled(4, [9, 9, 1 / 9, 9, 1, 1])
    assert np.abs(eigenvector(matrix) - geometric_mean(matrix)).max() > 0.01


# Completion


@given(matrix=incomplete_matrices())
@quick
def test_a_completion_keeps_what_was_judged_and_is_reciprocal(matrix):
    found = complete(matrix)
    judged = ~np.isnan(matrix)
    np.testing.assert_array_equal(found[judged], matrix[judged])
    same(found * found.T, 1, rtol=1e-12)


@given(matrix=incomplete_matrices(), data=st.data())
@quick
def test_no_other_values_make_the_eigenvalue_smaller(matrix, data):
    found = complete(matrix)
    smallest = largest_eigenvalue(found)
    missing = [pair for pair in pairs(len(matrix)) if np.isnan(matrix[pair])]
    other = found.copy()
    for i, j in missing:
        other = with_ratio(other, i, j, found[i, j] * np.exp(data.draw(st.floats(-1, 1))))
    assert largest_eigenvalue(other) >= smallest * (1 - 1e-12)


@given(matrix=incomplete_matrices(most=5))
@few
def test_a_general_minimiser_finds_the_same_completion(matrix):
    missing = [pair for pair in pairs(len(matrix)) if np.isnan(matrix[pair])]

    def eigenvalue(logs):
        tried = matrix
        for (i, j), log in zip(missing, logs, strict=True):
            tried = with_ratio(tried, i, j, np.exp(log))
        return largest_eigenvalue(tried)

    best = minimize(eigenvalue, np.zeros(len(missing)), method="Powell", options={"xtol": 1e-8, "ftol": 1e-13})
    assert largest_eigenvalue(complete(matrix)) == pytest.approx(best.fun, rel=1e-8)
    assert largest_eigenvalue(complete(matrix)) <= best.fun * (1 + 1e-12)


# What is connected


@given(n=st.integers(1, 12), data=st.data())
@quick
def test_components_are_those_found_by_merging_pairs(n, data):
    judged = np.zeros((n, n), dtype=bool)
    if pairs(n):
        for i, j in data.draw(st.lists(st.sampled_from(pairs(n)), max_size=n + 2)):
            judged[i, j] = judged[j, i] = True
    expected = groups(judged)
    assert components(judged) == expected
    assert bool(connected(judged)) == (len(expected) == 1)


@given(n=st.integers(2, 8), data=st.data())
@few
def test_connected_looks_at_each_matrix_of_a_batch(n, data):
    batch = np.zeros((2, 3, n, n), dtype=bool)
    for index in np.ndindex(2, 3):
        for i, j in data.draw(st.lists(st.sampled_from(pairs(n)), max_size=2 * n)):
            batch[index][i, j] = batch[index][j, i] = True
    expected = [[len(groups(batch[i, j])) == 1 for j in range(3)] for i in range(2)]
    assert connected(batch).tolist() == expected


# Scales and matrices


on_the_scale = st.one_of(judgements, st.integers(1, 9).map(float))


@every_scale
@given(matrix=complete_matrices(ratio=on_the_scale), data=st.data())
@quick
def test_a_rescaled_matrix_is_reciprocal_and_keeps_preferences_and_gaps(scale, matrix, data):
    matrix = without(matrix, *data.draw(st.lists(st.sampled_from(pairs(len(matrix))), unique=True)))
    found = rescale(matrix, scale)
    judged = ~np.isnan(matrix)
    np.testing.assert_array_equal(judged, ~np.isnan(found))
    same((found * found.T)[judged], 1, rtol=1e-12)
    assert (np.diagonal(found) == 1).all()
    assert (np.sign(np.log(found[judged])) == np.sign(np.log(matrix[judged]))).all()


@every_scale
@given(n=st.integers(2, 10), less=st.floats(1, 9), more=st.floats(1, 9))
@quick
def test_scales_begin_at_1_and_never_fall(scale, n, less, more):
    less, more = sorted((less, more))
    low, high = (float(SCALES[scale](np.array(x), n)) for x in (less, more))
    assert low <= high * (1 + 1e-12)
    assert float(SCALES[scale](np.array(1.0), n)) == pytest.approx(1, rel=1e-12)
    assert low >= 1 - 1e-12


@every_scale
@given(data=st.data(), n=st.integers(2, 4))
@few
def test_a_rescaled_batch_is_a_loop(scale, data, n):
    batch = np.array([data.draw(complete_matrices(n, n)) for _ in range(6)]).reshape(2, 3, n, n)
    found = rescale(batch, scale)
    for index in np.ndindex(2, 3):
        np.testing.assert_array_equal(found[index], rescale(batch[index], scale))


@given(matrix=any_matrices)
@quick
def test_a_triangle_read_back_is_the_matrix(matrix):
    n = len(matrix)
    upper = [matrix[pair] for pair in pairs(n)]
    np.testing.assert_array_equal(from_upper_triangle(upper, n), matrix)
