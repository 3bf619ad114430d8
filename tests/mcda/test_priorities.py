"""Priorities of what is small, large, incomplete or in pieces."""

import random

import numpy as np
import pytest
from matrices import filled, square, without
from other_routes import vector_by_mpmath

from mcda.consistency import consistency_ratio, lambda_max, three_cycles
from mcda.leastsquares import DisconnectedError, components, connected
from mcda.priorities import PRIORITY_METHODS, complete

every_method = pytest.mark.parametrize("method", PRIORITY_METHODS)
EIGENVECTORS = ["eigenvector", "harker", "lambda-max"]


def priorities(method, matrix):
    return PRIORITY_METHODS[method](matrix)


def perron(matrix):
    """The principal eigenvector by LAPACK."""
    values, vectors = np.linalg.eig(matrix)
    vector = np.abs(vectors[:, values.real.argmax()])
    return vector / vector.sum()


def drawn_at_random(n, seed):
    generator = random.Random(seed)
    scale = [*(1 / x for x in range(9, 1, -1)), *range(1, 10)]
    return filled(n, [generator.choice(scale) for _ in range(n * (n - 1) // 2)])


@every_method
def test_a_single_item_has_all_the_weight(method):
    assert priorities(method, [[1]]).tolist() == [1]


@every_method
def test_two_items_share_as_judged(method):
    np.testing.assert_allclose(priorities(method, square(2, "7")), [0.875, 0.125], rtol=1e-12)


@every_method
def test_equal_judgements_give_equal_weights(method):
    np.testing.assert_allclose(priorities(method, np.ones((3, 3))), [1 / 3] * 3, rtol=1e-12)


@every_method
def test_a_full_circle_of_nines_gives_equal_weights(method):
    circle = square(3, "9 1/9 9")
    np.testing.assert_allclose(priorities(method, circle), [1 / 3] * 3, rtol=1e-12)
    assert three_cycles(circle) == [(0, 1, 2)]


@every_method
def test_a_chain_of_judgements_is_followed_exactly(method):
    """3 times, 2 times and 4 times: 24 : 8 : 4 : 1."""
    chain = square(4, "3 ? ? 2 ? 4")
    np.testing.assert_allclose(priorities(method, chain), np.array([24, 8, 4, 1]) / 37, rtol=1e-9)


@every_method
def test_a_star_of_judgements_is_followed_exactly(method):
    star = square(4, "2 4 8 ? ? ?")
    np.testing.assert_allclose(priorities(method, star), np.array([8, 4, 2, 1]) / 15, rtol=1e-9)


@every_method
@pytest.mark.parametrize("missing", [None, float("nan")])
def test_none_and_nan_are_missing(method, missing):
    matrix = [[1, missing, 5], [missing, 1, 2], [1 / 5, 1 / 2, 1]]
    np.testing.assert_allclose(priorities(method, matrix), [0.625, 0.25, 0.125], rtol=1e-9)


@pytest.mark.parametrize("method", EIGENVECTORS)
def test_sixteen_items_have_the_vector_that_lapack_finds(method):
    matrix = drawn_at_random(16, seed=35)
    np.testing.assert_allclose(priorities(method, matrix), perron(matrix), rtol=0, atol=1e-10)


def test_sixteen_items_have_the_means_of_their_rows():
    matrix = drawn_at_random(16, seed=35)
    means = np.prod(matrix, axis=1) ** (1 / 16)
    np.testing.assert_allclose(priorities("geometric-mean", matrix), means / means.sum(), rtol=1e-12)


@pytest.mark.parametrize("method", EIGENVECTORS)
def test_judgements_off_the_grid_have_the_vector_that_lapack_finds(method):
    matrix = filled(3, [2.6207413942088964, 5, 2])
    np.testing.assert_allclose(priorities(method, matrix), perron(matrix), rtol=0, atol=1e-10)


@pytest.mark.parametrize("method", EIGENVECTORS)
@pytest.mark.parametrize("huge", [1e9, 1e20])
def test_a_vector_that_powers_hardly_approach_is_found(method, huge):
    """A circle of huge ratios: the first two eigenvalues are nearly of one size, and some weights tiny."""
    matrix = filled(4, [huge, 5, 2, 3, 1e-6, 7])
    expected, value = vector_by_mpmath(matrix)
    np.testing.assert_allclose(priorities(method, matrix), expected, rtol=1e-12)
    assert lambda_max(matrix) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize("method", EIGENVECTORS)
def test_a_few_slow_ones_among_many_are_as_right_as_the_rest(method):
    slow, quick = filled(4, [1e9, 5, 2, 3, 1e-6, 7]), filled(4, [2, 5, 2, 3, 1, 7])
    batch = np.array([slow if place % 100 == 7 else quick for place in range(300)])
    found = priorities(method, batch)
    for matrix in (slow, quick):
        expected = vector_by_mpmath(matrix)[0]
        for place in np.flatnonzero((batch == matrix).all(axis=(1, 2))):
            np.testing.assert_allclose(found[place], expected, rtol=1e-12)


@pytest.mark.parametrize("method", EIGENVECTORS)
def test_consistent_judgements_by_the_hundred_need_no_second_look(method):
    weights = np.random.default_rng(3).dirichlet(np.ones(5), 300)
    found = priorities(method, weights[:, :, None] / weights[:, None, :])
    np.testing.assert_allclose(found, weights, rtol=1e-13)


@every_method
def test_a_ratio_of_a_billion_is_finite(method):
    """For three items all methods are the means of the rows."""
    matrix = filled(3, [1e9, 5, 2])
    means = np.cbrt(matrix.prod(axis=1))
    np.testing.assert_allclose(priorities(method, matrix), means / means.sum(), rtol=1e-9)


@every_method
@pytest.mark.parametrize("dtype", ["int8", "uint8", "int64", "float32"])
def test_numbers_of_any_kind_will_do(method, dtype):
    assert priorities(method, np.ones((3, 3), dtype=dtype)).tolist() == pytest.approx([1 / 3] * 3)


@every_method
@pytest.mark.parametrize("dtype", [bool, complex, str])
def test_truth_values_complex_numbers_and_text_are_refused(method, dtype):
    with pytest.raises(ValueError, match=r"matrices: found .*, allowed are real numbers"):
        priorities(method, np.ones((3, 3)).astype(dtype))


@every_method
def test_rounded_reciprocals_give_the_weights_of_the_exact_matrix(method):
    printed = [[1, 3, 5, 7], [0.33, 1, 3, 5], [0.2, 0.33, 1, 3], [0.14, 0.2, 0.33, 1]]
    with pytest.warns(UserWarning, match="rounded reciprocals"):
        found = priorities(method, printed)
    np.testing.assert_allclose(found, priorities(method, square(4, "3 5 7 3 5 3")), rtol=1e-12)


def test_rounded_reciprocals_do_not_make_a_ratio_negative():
    printed = [[1, 3, 7], [0.33, 1, 3], [0.14, 0.33, 1]]
    with pytest.warns(UserWarning, match="rounded reciprocals"):
        found = consistency_ratio(printed)
    assert found == pytest.approx(float(consistency_ratio(square(3, "3 7 3"))), rel=1e-9)
    assert found > 0


@every_method
def test_arguments_are_not_changed(method):
    matrix = square(4, "3 ? 2 ? 5 7")
    before = matrix.copy()
    priorities(method, matrix)
    np.testing.assert_array_equal(matrix, before)


class TestDisconnected:
    TWO_PAIRS = square(4, "3 ? ? ? ? 2")
    ONE_ALONE = square(4, "3 5 ? 2 ? ?")

    @every_method
    def test_two_pairs_apart_are_refused_with_both(self, method):
        with pytest.raises(DisconnectedError, match=r"\{0, 1\} and \{2, 3\} .* judge for example 0 and 2") as error:
            priorities(method, self.TWO_PAIRS)
        assert error.value.components == [(0, 1), (2, 3)]

    @every_method
    def test_an_item_that_nobody_compared_is_named(self, method):
        with pytest.raises(DisconnectedError, match=r"\{0, 1, 2\} and \{3\}") as error:
            priorities(method, self.ONE_ALONE)
        assert error.value.components == [(0, 1, 2), (3,)]

    @every_method
    def test_nothing_judged_at_all_is_as_many_pieces_as_items(self, method):
        with pytest.raises(DisconnectedError) as error:
            priorities(method, square(3, "? ? ?"))
        assert error.value.components == [(0,), (1,), (2,)]

    @every_method
    def test_the_matrix_of_a_batch_is_named(self, method):
        batch = np.array([[square(4, "1 2 3 4 5 6")] * 2, [square(4, "1 2 3 4 5 6"), self.TWO_PAIRS]])
        with pytest.raises(DisconnectedError, match=r"of matrix \[1, 1\] fall into"):
            priorities(method, batch)
        with pytest.raises(DisconnectedError, match=r"of matrix \[1\] fall into"):
            priorities(method, batch[1])

    def test_it_is_a_value_error(self):
        assert issubclass(DisconnectedError, ValueError)

    def test_complete_and_the_consistency_ratio_refuse_it_too(self):
        for function in (complete, consistency_ratio):
            with pytest.raises(DisconnectedError):
                function(self.TWO_PAIRS)


def test_a_long_chain_is_connected_and_a_cut_one_is_not():
    chain = np.zeros((13, 13), dtype=bool)
    for k in range(12):
        chain[k, k + 1] = chain[k + 1, k] = True
    assert connected(chain)
    assert components(chain) == [tuple(range(13))]
    chain[6, 7] = chain[7, 6] = False
    assert not connected(chain)
    assert components(chain) == [tuple(range(7)), tuple(range(7, 13))]


def test_for_inconsistent_judgements_with_gaps_the_methods_differ():
    """Otherwise a wrong row in the table would go unseen. `lambda-max` and `eigenvector` are one method."""
    matrix = square(4, "9 1/5 ? 7 3 5")
    found = {name: priorities(name, matrix) for name in PRIORITY_METHODS}
    np.testing.assert_array_equal(found["lambda-max"], found["eigenvector"])
    for one, other in (("harker", "lambda-max"), ("harker", "geometric-mean"), ("geometric-mean", "lambda-max")):
        assert np.abs(found[one] - found[other]).max() > 1e-3


def test_a_complete_matrix_is_its_own_completion():
    matrix = square(4, "3 5 7 3 5 3")
    np.testing.assert_array_equal(complete(matrix), matrix)


def test_the_completion_of_a_chain_is_what_the_chain_implies():
    chain = without(square(3, "3 1 2"), (0, 2))
    np.testing.assert_allclose(complete(chain), square(3, "3 6 2"), rtol=1e-9)


# Many at once


def many(count, n, seed):
    """Noisy matrices, one in ten of them drawn at random from the scale."""
    rng = np.random.default_rng(seed)
    weights = rng.dirichlet(np.ones(n), count)
    matrices = weights[:, :, None] / weights[:, None, :]
    ups, downs = np.triu_indices(n, 1)
    upper = matrices[:, ups, downs] * np.exp(0.3 * rng.normal(size=(count, len(ups))))
    scale = np.array([*(1 / x for x in range(9, 1, -1)), *range(1, 10)])
    upper[::10] = rng.choice(scale, upper[::10].shape)
    matrices[:, ups, downs], matrices[:, downs, ups] = upper, 1 / upper
    return matrices


@pytest.mark.parametrize(("count", "n"), [(3000, 3), (3000, 9), (1500, 24)])
def test_many_matrices_have_the_vectors_and_values_that_lapack_finds(count, n):
    """More than fit one block: errors stay below 1e-10."""
    matrices = many(count, n, seed=n)
    values, vectors = np.linalg.eig(matrices)
    largest = values.real.argmax(axis=-1)
    expected = np.abs(np.take_along_axis(vectors, largest[:, None, None], axis=-1)[..., 0])
    np.testing.assert_allclose(
        priorities("eigenvector", matrices), expected / expected.sum(axis=-1, keepdims=True), rtol=0, atol=1e-10
    )
    np.testing.assert_allclose(lambda_max(matrices), values.real.max(axis=-1), rtol=0, atol=1e-10)


@every_method
def test_one_of_many_that_is_refused_is_named(method):
    matrices = many(3000, 9, seed=1)
    matrices[2700, 3, 5] = -2.0
    with pytest.raises(ValueError, match=r"matrices\[2700, 3, 5\] is -2: a ratio is positive and finite"):
        priorities(method, matrices)


@every_method
def test_one_of_many_with_a_gap_has_its_own_priorities(method):
    matrices = many(1200, 5, seed=2)
    matrices[1100] = without(matrices[1100], (0, 3), (1, 2))
    found = priorities(method, matrices)
    np.testing.assert_allclose(found[1100], priorities(method, matrices[1100]), rtol=1e-9)
    np.testing.assert_allclose(found[7], priorities(method, matrices[7]), rtol=1e-9)


def test_products_beyond_a_float_leave_the_means_of_rows():
    """The product of the first row is 1e600, that of its logarithms is not."""
    weights = np.array([1e200, 1.0, 1.0, 1.0])
    found = priorities("geometric-mean", weights[:, None] / weights[None, :])
    np.testing.assert_allclose(found[1:], [1e-200] * 3, rtol=1e-9)


def test_many_completions_are_those_of_one_by_one():
    matrices = np.array([without(matrix, (0, 3), (1, 2), (2, 4)) for matrix in many(1200, 6, seed=3)])
    found = complete(matrices)
    for place in range(0, 1200, 150):
        np.testing.assert_allclose(found[place], complete(matrices[place]), rtol=1e-8)
