"""What must hold of every measure of consistency, whatever the judgements."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from matrices import (
    any_matrices,
    complete_matrices,
    few,
    filled,
    gaps,
    incomplete_matrices,
    pairs,
    quick,
    random_matrices,
    ratios,
    reordered,
    weight_vectors,
    with_ratio,
    without,
)

from mcda.consistency import (
    RANDOM_INDICES,
    consistency_index,
    consistency_ratio,
    geometric_consistency_index,
    implied_ratio,
    koczkodaj_index,
    lambda_max,
    revisions,
    three_cycles,
)
from mcda.priorities import complete

MEASURES = {
    "lambda max": lambda_max,
    "CI": consistency_index,
    "CR": consistency_ratio,
    "GCI": geometric_consistency_index,
    "Koczkodaj": koczkodaj_index,
}
every_measure = pytest.mark.parametrize("measure", MEASURES)
three_or_more = st.one_of(complete_matrices(least=3), incomplete_matrices())


def residual(matrix):
    """Sum of squares left by log least squares, and the number of judgements, by numpy's solver."""
    n = len(matrix)
    judged = [pair for pair in pairs(n) if not np.isnan(matrix[pair])]
    design = np.zeros((len(judged), n))
    for row, (i, j) in enumerate(judged):
        design[row, i], design[row, j] = 1, -1
    logs = np.array([np.log(matrix[pair]) for pair in judged])
    fitted = design @ np.linalg.lstsq(design, logs, rcond=None)[0]
    return ((logs - fitted) ** 2).sum(), len(judged)


# Every measure


@every_measure
@given(matrix=three_or_more, random=st.randoms(use_true_random=False))
@quick
def test_the_order_of_items_does_not_matter(measure, matrix, random):
    order = list(range(len(matrix)))
    random.shuffle(order)
    np.testing.assert_allclose(
        MEASURES[measure](reordered(matrix, order)), MEASURES[measure](matrix), rtol=1e-8, atol=1e-10
    )


@every_measure
@given(matrix=three_or_more)
@quick
def test_saying_the_opposite_throughout_is_as_consistent(measure, matrix):
    np.testing.assert_allclose(MEASURES[measure](matrix.T), MEASURES[measure](matrix), rtol=1e-8, atol=1e-10)


@every_measure
@given(matrix=three_or_more, scaling=weight_vectors(least=7, most=7))
@quick
def test_other_units_of_the_items_do_not_matter(measure, matrix, scaling):
    scaled = matrix * ratios(scaling[: len(matrix)])
    np.testing.assert_allclose(MEASURES[measure](scaled), MEASURES[measure](matrix), rtol=1e-7, atol=1e-9)


@every_measure
@given(true_weights=weight_vectors(least=3), data=st.data())
@quick
def test_consistent_judgements_are_found_so(measure, true_weights, data):
    matrix = without(ratios(true_weights), *data.draw(gaps(len(true_weights))))
    found = MEASURES[measure](matrix)
    if np.isnan(found):
        assert np.isnan(matrix).any()
    else:
        assert found == pytest.approx(len(matrix) if measure == "lambda max" else 0, abs=1e-9)


@every_measure
@given(matrix=three_or_more)
@quick
def test_none_is_below_what_consistent_judgements_have(measure, matrix):
    found = MEASURES[measure](matrix)
    assert np.isnan(found) or found >= (len(matrix) if measure == "lambda max" else 0)
    assert not np.signbit(found) or np.isnan(found)


@every_measure
@given(true_weights=weight_vectors(least=3), data=st.data(), factor=st.floats(1.5, 9))
@quick
def test_one_judgement_that_contradicts_the_others_is_seen(measure, true_weights, data, factor):
    matrix = ratios(true_weights)
    i, j = data.draw(st.sampled_from(pairs(len(matrix))))
    contradicted = with_ratio(matrix, i, j, matrix[i, j] * factor)
    assert MEASURES[measure](contradicted) > MEASURES[measure](matrix) + 1e-4


@every_measure
@given(data=st.data(), n=st.integers(1, 5))
@few
def test_a_batch_is_a_loop(measure, data, n):
    one = complete_matrices(n, n) if n < 3 else st.one_of(complete_matrices(n, n), incomplete_matrices(n, n))
    batch = np.array([data.draw(one) for _ in range(6)]).reshape(2, 3, n, n)
    found = MEASURES[measure](batch)
    assert found.shape == (2, 3)
    for index in np.ndindex(2, 3):
        np.testing.assert_allclose(found[index], MEASURES[measure](batch[index]), rtol=1e-9, atol=1e-12)


# lambda max and the consistency ratio


@given(matrix=complete_matrices(most=9))
@quick
def test_lambda_max_is_the_largest_eigenvalue(matrix):
    assert lambda_max(matrix) == pytest.approx(np.linalg.eigvals(matrix).real.max(), rel=1e-10)


@given(matrix=incomplete_matrices())
@quick
def test_lambda_max_of_missing_judgements_is_that_of_the_completion(matrix):
    assert lambda_max(matrix) == pytest.approx(np.linalg.eigvals(complete(matrix)).real.max(), rel=1e-10)


@given(matrix=complete_matrices(least=3, most=3))
@quick
def test_lambda_max_of_three_items_has_a_closed_form(matrix):
    """1 + c + 1/c, where c is the cube root of the product around the circle."""
    circle = np.cbrt(matrix[0, 1] * matrix[1, 2] * matrix[2, 0])
    assert lambda_max(matrix) == pytest.approx(1 + circle + 1 / circle, rel=1e-12)


@pytest.mark.parametrize("random_index", RANDOM_INDICES)
@given(matrix=complete_matrices(least=3))
@quick
def test_the_ratio_is_the_index_over_that_of_the_table(random_index, matrix):
    n = len(matrix)
    index = max(np.linalg.eigvals(matrix).real.max() - n, 0) / (n - 1)
    expected = index / RANDOM_INDICES[random_index](n)
    assert consistency_ratio(matrix, random_index) == pytest.approx(expected, rel=1e-8, abs=1e-12)


@given(matrix=incomplete_matrices(least=4))
@quick
def test_the_ratio_with_missing_judgements_is_over_the_reduced_index(matrix):
    n, missing = len(matrix), int(np.isnan(matrix).sum()) // 2
    expected = float(consistency_index(matrix)) / RANDOM_INDICES["alonso-lamata"](n, missing)
    found = consistency_ratio(matrix)
    if n * (n - 1) // 2 - missing == n - 1:
        assert np.isnan(found)
    else:
        assert found == pytest.approx(expected, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("n", range(3, 16))
def test_random_judgements_have_a_ratio_of_1_on_average(n):
    """The definition of the random index: every judgement drawn evenly from 1/9, ..., 9."""
    count = {3: 60_000, 4: 30_000}.get(n, 8_000 if n < 10 else 2_000)
    matrices = random_matrices(np.random.default_rng(2006 + n), count, n)
    assert consistency_ratio(matrices, "alonso-lamata").mean() == pytest.approx(1, abs=0.03)


# GCI


@given(matrix=three_or_more)
@quick
def test_gci_is_the_residual_over_its_degrees_of_freedom(matrix):
    squares, judged = residual(matrix)
    freedom = judged - len(matrix) + 1
    found = geometric_consistency_index(matrix)
    if freedom == 0:
        assert np.isnan(found)
    else:
        assert found == pytest.approx(squares / freedom, rel=1e-8, abs=1e-12)


@given(matrix=complete_matrices(least=3))
@quick
def test_gci_of_complete_judgements_is_as_printed(matrix):
    """2 / ((n - 1)(n - 2)) sum over i < j of ln^2(a_ij w_j / w_i), w the geometric means of the rows."""
    n = len(matrix)
    weights = np.prod(matrix, axis=1) ** (1 / n)
    squares = sum(np.log(matrix[i, j] * weights[j] / weights[i]) ** 2 for i, j in pairs(n))
    assert geometric_consistency_index(matrix) == pytest.approx(2 * squares / ((n - 1) * (n - 2)), rel=1e-9, abs=1e-12)


# Koczkodaj's index


@given(matrix=three_or_more)
@quick
def test_koczkodaj_is_between_0_and_1(matrix):
    found = koczkodaj_index(matrix)
    assert np.isnan(found) or 0 <= found < 1


@given(true_weights=weight_vectors(least=3), data=st.data(), factor=st.floats(1 / 9, 9))
@quick
def test_koczkodaj_of_one_wrong_judgement_is_how_wrong_it_is(true_weights, data, factor):
    matrix = ratios(true_weights)
    i, j = data.draw(st.sampled_from(pairs(len(matrix))))
    changed = with_ratio(matrix, i, j, matrix[i, j] * factor)
    assert koczkodaj_index(changed) == pytest.approx(1 - min(factor, 1 / factor), abs=1e-9)


@given(matrix=three_or_more)
@quick
def test_koczkodaj_is_the_worst_triad_judged_whole(matrix):
    n = len(matrix)
    triads = [
        min(abs(1 - direct / indirect), abs(1 - indirect / direct))
        for i, j in pairs(n)
        for k in range(j + 1, n)
        if not np.isnan(direct := matrix[i, k]) and not np.isnan(indirect := matrix[i, j] * matrix[j, k])
    ]
    found = koczkodaj_index(matrix)
    assert np.isnan(found) if not triads else found == pytest.approx(max(triads), rel=1e-9, abs=1e-12)


# Circular triads


@given(n=st.integers(3, 8), data=st.data())
@quick
def test_circular_triads_are_as_many_as_kendall_counts(n, data):
    """Without ties: n (n - 1)(2n - 1) / 12 - sum s^2 / 2, s the wins of each item. Kendall & Babington Smith (1940)."""
    count = n * (n - 1) // 2
    upper = data.draw(st.lists(st.sampled_from([3.0, 1 / 3, 9.0, 1 / 2]), min_size=count, max_size=count))
    matrix = filled(n, upper)
    wins = (matrix > 1).sum(axis=1)
    assert len(three_cycles(matrix)) == n * (n - 1) * (2 * n - 1) / 12 - (wins**2).sum() / 2


@given(matrix=any_matrices)
@quick
def test_each_circular_triad_is_one_and_stands_once(matrix):
    found = three_cycles(matrix)
    for i, j, k in found:
        assert i == min(i, j, k)
        assert matrix[i, j] > 1
        assert matrix[j, k] > 1
        assert matrix[k, i] > 1
    assert len({frozenset(triad) for triad in found}) == len(found)


@given(true_weights=weight_vectors(least=3))
@quick
def test_consistent_judgements_have_no_circular_triad(true_weights):
    assert three_cycles(ratios(true_weights)) == []


# Revisions


@given(matrix=three_or_more)
@quick
def test_what_is_proposed_first_contradicts_the_others_most(matrix):
    """Ordered by |ln(a_ij w_j / w_i)|, w the (Harker) eigenvector by LAPACK."""
    missing = np.isnan(matrix)
    quasi = np.where(missing, 0, matrix) + np.diag(missing.sum(axis=1))
    values, vectors = np.linalg.eig(quasi)
    weights = np.abs(vectors[:, values.real.argmax()])
    found = revisions(matrix, top=30)
    errors = [abs(np.log(one.given * weights[one.j] / weights[one.i])) for one in found]
    assert all(more >= less - 1e-8 for more, less in pairwise(errors))
    assert all(one.i < one.j for one in found)
    assert len({(one.i, one.j) for one in found}) == len(found)


@given(true_weights=weight_vectors(least=4), data=st.data(), factor=st.floats(1.5, 9))
@quick
def test_the_one_wrong_judgement_is_found_first_and_what_the_others_say_is_right(true_weights, data, factor):
    matrix = ratios(true_weights)
    i, j = data.draw(st.sampled_from(pairs(len(matrix))))
    assume(matrix[i, j] * factor < 800)
    wrong = with_ratio(matrix, i, j, matrix[i, j] * factor)
    assert [(one.i, one.j) for one in revisions(wrong, top=1)] == [(i, j)]
    assert implied_ratio(wrong, i, j) == pytest.approx(matrix[i, j], rel=1e-8)
