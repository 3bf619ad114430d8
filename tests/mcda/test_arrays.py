"""What arrays are let in, and what is said of those that are not."""

import re

import numpy as np
import pytest

from mcda.arrays import (
    comparison_matrices,
    criterion_weights,
    decision_matrix,
    direction_signs,
    finite,
    first_place,
    floats,
    place,
)


@pytest.mark.parametrize("dtype", ["int8", "uint8", "int16", "int64", "float16", "float32", "float64"])
def test_real_numbers_of_any_kind_become_float64(dtype):
    array = floats(np.array([1, 2, 3], dtype=dtype), "values")
    assert array.dtype == np.float64
    assert array.tolist() == [1, 2, 3]


def test_float64_is_not_copied():
    array = np.array([1.0, 2.0])
    assert floats(array, "values") is array


def test_none_is_a_missing_number():
    np.testing.assert_array_equal(floats([[1, None], [2.5, np.float32(3)]], "values"), [[1, np.nan], [2.5, 3]])


@pytest.mark.parametrize(
    ("values", "found"),
    [
        (np.array([True, False]), "found truth values (True)"),
        (np.array([1 + 2j]), "found complex numbers ((1+2j))"),
        (["strong", "weak"], "[0]: found 'strong'"),
        (np.array(["strong", "weak"]), ": found text ('strong')"),
        (np.array(["2026-03-01"], dtype="datetime64[D]"), "found datetime64[D]"),
        ([None, "strong"], "[1]: found 'strong'"),
        ([[1, None], [2, "2026-03-01"]], "[1, 1]: found '2026-03-01'"),
        ([None, True], "[1]: found True"),
        ([None, 2j], "[1]: found 2j"),
    ],
)
def test_what_is_not_a_real_number_is_refused_with_what_was_found(values, found):
    with pytest.raises(ValueError, match="allowed are real numbers") as error:
        floats(values, "values")
    assert str(error.value).startswith("values")
    assert found in str(error.value)


@pytest.mark.parametrize(
    ("values", "where"),
    [([True, 2, 5], "[0]"), ([1.5, True], "[1]"), (((1, 2), (np.True_, 1)), "[1, 0]"), ([[[1], [True]]], "[0, 1, 0]")],
)
def test_a_truth_value_among_numbers_is_refused_with_its_place(values, where):
    """Numpy would take it for 1."""
    with pytest.raises(ValueError, match=re.escape(f"values{where}: found ")):
        floats(values, "values")


def test_the_text_among_numbers_is_named_with_its_place():
    with pytest.raises(ValueError, match=r"values\[1\]: found 'strong'"):
        floats([3, "strong", 5], "values")


def test_rows_of_unequal_length_are_named():
    with pytest.raises(ValueError, match="values: row 1 has 1 values, row 0 has 2: all rows need the same length"):
        floats([[1, 2], [3]], "values")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf"), None])
def test_a_number_that_is_not_finite_is_refused_with_its_place(value):
    with pytest.raises(ValueError, match=r"weights\[1\] is (nan|inf|-inf): only finite numbers are allowed"):
        finite([0.5, value, 0.5], "weights")


def test_places_are_written_as_they_are_indexed():
    assert place((1, 2)) == "[1, 2]"
    assert place(first_place(np.array([[False, False], [False, True]]))) == "[1, 1]"


@pytest.mark.parametrize("values", [[1, 2], 3, [[[1]]]])
def test_a_decision_matrix_has_two_dimensions(values):
    with pytest.raises(ValueError, match=r"values has \d dimensions .*: it must be \(alternatives, criteria\)"):
        decision_matrix(values)


def test_a_decision_matrix_is_not_empty():
    with pytest.raises(ValueError, match="values is empty"):
        decision_matrix(np.empty((0, 3)))


def test_each_weight_vector_is_divided_by_its_sum():
    with pytest.warns(UserWarning, match="weights sum to 8, not 1"):
        found = criterion_weights([[0.25, 0.75], [2, 6]], 2)
    np.testing.assert_allclose(found, [[0.25, 0.75]] * 2, rtol=1e-15)


def test_directions_become_floats():
    assert direction_signs([1, -1], 2).tolist() == [1.0, -1.0]


class TestComparisonMatrices:
    def test_arguments_are_not_changed(self):
        rounded = np.array([[1, 3], [0.33, 1]])
        before = rounded.copy()
        with pytest.warns(UserWarning, match="matrices: rounded reciprocals"):
            comparison_matrices(rounded)
        np.testing.assert_array_equal(rounded, before)

    def test_a_matrix_without_fault_is_not_copied(self):
        matrix = np.array([[1, 4], [0.25, 1]])
        assert comparison_matrices(matrix) is matrix

    @pytest.mark.parametrize("shape", [(3,), (2, 3), (4, 2, 3)])
    def test_another_shape_than_square_is_refused(self, shape):
        with pytest.raises(ValueError, match="comparison matrices are square") as error:
            comparison_matrices(np.ones(shape))
        assert str(shape) in str(error.value)

    def test_no_items_are_refused(self):
        with pytest.raises(ValueError, match="at least one item is needed"):
            comparison_matrices(np.empty((0, 0)))

    def test_no_matrices_are_no_fault(self):
        assert comparison_matrices(np.empty((0, 3, 3))).shape == (0, 3, 3)

    @pytest.mark.parametrize("value", [0, -3, float("inf"), float("-inf")])
    def test_a_ratio_that_is_not_positive_and_finite_is_refused_with_its_place(self, value):
        matrix = np.ones((2, 3, 3))
        matrix[1, 0, 2] = value
        with pytest.raises(ValueError, match=rf"matrices\[1, 0, 2\] is {value:g}: a ratio is positive and finite"):
            comparison_matrices(matrix)

    def test_one_half_missing_is_refused_with_both_places(self):
        matrix = np.ones((2, 3, 3))
        matrix[1, 2, 0] = np.nan
        with pytest.raises(ValueError, match=r"matrices\[1, 2, 0\] is NaN but matrices\[1, 0, 2\] is not"):
            comparison_matrices(matrix)

    def test_an_item_against_itself_is_1(self):
        with pytest.raises(ValueError, match=r"matrices\[1, 1\] is 5: an item compared with itself is 1"):
            comparison_matrices([[1, 3, 5], [1 / 3, 5, 2], [1 / 5, 1 / 2, 1]])

    def test_an_item_against_itself_is_not_missing(self):
        with pytest.raises(ValueError, match=r"matrices\[0, 0\] is nan: an item compared with itself is 1"):
            comparison_matrices([[None, 3], [1 / 3, 1]])

    def test_a_pair_that_is_not_reciprocal_is_refused_with_both_places(self):
        with pytest.raises(ValueError, match=r"matrices\[0, 1\] is 3 and matrices\[1, 0\] is 0.5: one must be the inv"):
            comparison_matrices([[1, 3, 5], [0.5, 1, 2], [0.2, 0.5, 1]])

    @pytest.mark.parametrize("x", range(2, 10))
    def test_every_intensity_may_be_printed_to_two_decimals(self, x):
        printed = np.array([[1, x], [round(1 / x, 2), 1]])
        with_warning = printed[1, 0] * x != 1
        if with_warning:
            with pytest.warns(UserWarning, match="rounded reciprocals"):
                found = comparison_matrices(printed)
        else:
            found = comparison_matrices(printed)
        np.testing.assert_allclose(found, [[1, x], [1 / x, 1]], rtol=1e-15)

    @pytest.mark.parametrize("flip", [False, True])
    def test_a_reciprocal_off_by_more_than_rounding_is_refused(self, flip):
        printed = np.array([[1, 7], [0.15, 1]])
        with pytest.raises(ValueError, match="one must be the inverse of the other"):
            comparison_matrices(printed.T if flip else printed)

    def test_noise_in_the_last_digits_needs_no_warning(self):
        noisy = comparison_matrices([[1, 3], [1 / 3 + 1e-12, 1]])
        np.testing.assert_allclose(noisy, [[1, 3], [1 / 3, 1]], rtol=1e-11)

    def test_rounded_pairs_and_missing_pairs_go_together(self):
        with pytest.warns(UserWarning, match="rounded reciprocals"):
            found = comparison_matrices([[1, 3, None], [0.33, 1, 2], [None, 0.5, 1]])
        np.testing.assert_allclose(found, [[1, 3, np.nan], [1 / 3, 1, 2], [np.nan, 0.5, 1]], rtol=1e-15)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([[1, 10**400], [2, 3]], r"values\[0, 1\]: found a whole number too large for a float"),
        ([1, [2, 3]], "not an array of numbers"),
        ([[1, [2, 3]], [4, 5]], "not an array of numbers"),
        ([[1, 2], [3]], "row 1 has 1 values, row 0 has 2: all rows need the same length"),
    ],
)
def test_lists_that_are_no_array_of_numbers_are_refused(values, message):
    with pytest.raises(ValueError, match=message):
        floats(values, "values")
