"""What arrays are let in, and what is said of those that are not."""

import re

import numpy as np
import pytest

from mcda import arrays
from mcda.arrays import (
    comparison_matrices,
    criterion_weights,
    decision_matrix,
    direction_signs,
    finite,
    first_place,
    floats,
    panellist_weights,
    place,
    priority_vectors,
    reciprocal,
    side_by_side,
)
from mcda.consistency import consistency_ratio
from mcda.priorities import geometric_mean
from mcda.ranking import topsis
from mcda.ranking.streamed import streamed_scores
from mcda.sensitivity.paths import weight_path


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
        (np.array([None, True]), "[1]: found True"),
        (np.array([[2, None], [None, "2"]], dtype=object), "[1, 1]: found '2'"),
        (np.array([], dtype=bool), "found truth values (none)"),
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


@pytest.mark.parametrize("at_once", [1, 4, 7, 1 << 18])
def test_the_first_that_is_not_finite_is_named_however_many_are_looked_at_together(monkeypatch, at_once):
    monkeypatch.setattr(arrays, "CHECKED_AT_ONCE", at_once)
    table, column = np.zeros((5, 3)), np.zeros(9)
    table[3, 1] = table[4, 0] = column[8] = np.inf
    with pytest.raises(ValueError, match=r"^table\[3, 1\] is inf: only finite"):
        finite(table, "table")
    with pytest.raises(ValueError, match=r"^column\[8\] is inf: only finite"):
        finite(column, "column")
    table[0, 2] = np.nan
    with pytest.raises(ValueError, match=r"^table\[0, 2\] is nan: only finite"):
        finite(table, "table")
    table[table != 0], column[8] = 7, 7
    np.testing.assert_array_equal(finite(table, "table"), table)
    np.testing.assert_array_equal(finite(column, "column"), column)


def test_a_single_number_has_no_place():
    with pytest.raises(ValueError, match=r"^limit is nan: only finite numbers"):
        finite(np.nan, "limit")


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


@pytest.mark.parametrize(("total", "is_said"), [(1.0009, False), (0.9991, False), (1.0011, True), (0.9989, True)])
def test_weights_may_miss_1_by_what_printing_takes(recwarn, total, is_said):
    found = criterion_weights([[0.5, 0.5], [0.25, total - 0.25]], 2)
    np.testing.assert_allclose(found[1], [0.25 / total, 1 - 0.25 / total], rtol=1e-12)
    assert [str(each.message) for each in recwarn] == [f"weights sum to {total}, not 1: divided by their sum"] * is_said


def test_of_several_sums_the_one_that_is_farthest_from_1_is_named():
    with pytest.warns(UserWarning, match=r"^weights sum to 0.4, not 1"):
        criterion_weights([[0.75, 0.75], [0.2, 0.2], [0.5, 0.5]], 2)


def test_no_draws_of_weights_are_no_fault():
    assert criterion_weights(np.empty((0, 3)), 3).shape == (0, 3)


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        (0.5, r"^weights has shape \(\): it must be \(2,\) or \(draws, 2\), one for each criterion"),
        ([0.5, 0.3, 0.2], r"^weights has shape \(3,\): it must be \(2,\)"),
        (np.ones((2, 3)), r"^weights has shape \(2, 3\)"),
        (np.ones((2, 2, 2)), r"^weights has shape \(2, 2, 2\)"),
        ([[0.5, 0.5], [1.5, -0.5]], r"^weights\[1, 1\] is -0.5: weights may not be negative"),
        ([[0.5, 0.5], [0, 0]], "^weights are all zero: at least one of the 2 criteria"),
    ],
)
def test_weights_of_criteria_that_cannot_be_are_refused(weights, message):
    with pytest.raises(ValueError, match=message):
        criterion_weights(weights, 2)


def test_a_criterion_may_weigh_nothing():
    assert criterion_weights([1, 0], 2).tolist() == [1, 0]
    assert panellist_weights([0, 4, 12], 3).tolist() == [0, 0.25, 0.75]
    assert panellist_weights(None, 4).tolist() == [0.25] * 4


@pytest.mark.parametrize(
    "call",
    [
        lambda: criterion_weights([1, 2], 2),
        lambda: topsis([[1, 2], [2, 1]], [1, 2], [1, 1]),
        lambda: next(streamed_scores(lambda: [np.eye(2)], [1, 2], [1, 1])),
        lambda: weight_path([1, 2], [0]),
        lambda: geometric_mean([[1, 3], [0.33, 1]]),
        lambda: consistency_ratio([[1, 3], [0.33, 1]]),
    ],
)
def test_a_warning_names_the_line_that_called_the_engine(call):
    """However deep in the engine the check stands."""
    with pytest.warns(UserWarning, match=r"weights sum to 3|rounded reciprocals") as said:
        call()
    assert {(each.filename, each.lineno) for each in said} == {(__file__, call.__code__.co_firstlineno)}


@pytest.mark.parametrize(
    ("priorities", "message"),
    [
        ([0.5, 0.5], r"^priorities has shape \(2,\): it must be \(panellists, items\), at least one of each"),
        (np.empty((2, 0)), r"^priorities has shape \(2, 0\)"),
        (np.empty((0, 2)), r"^priorities has shape \(0, 2\)"),
        ([[0.5, 0.5], [1.2, -0.2]], r"^priorities\[1, 1\] is -0.2: priorities are shares, not negative"),
        ([[[0.5, 0.5], [0.0, 0.0]]], r"^priorities\[0, 1\] are all zero: priorities are shares"),
    ],
)
def test_what_are_no_priorities_is_refused(priorities, message):
    with pytest.raises(ValueError, match=message):
        priority_vectors(priorities)


def test_no_panels_of_priorities_are_no_fault():
    assert priority_vectors(np.empty((0, 2, 3))).shape == (0, 2, 3)


def test_directions_become_floats():
    assert direction_signs([1, -1], 2).tolist() == [1.0, -1.0]


@pytest.mark.parametrize(
    ("directions", "message"),
    [
        ([1, 0], r"^directions\[1\] is 0: allowed are 1 \(benefit\) and -1 \(cost\)"),
        ([-2, 1], r"^directions\[0\] is -2"),
        ([1], r"^directions has shape \(1,\): it must be \(2,\), one for each criterion"),
    ],
)
def test_another_direction_is_refused(directions, message):
    with pytest.raises(ValueError, match=message):
        direction_signs(directions, 2)


@pytest.mark.parametrize(("numbers", "of_a_block"), [(2**17, 7), (27, 3), (20, 2), (1, 1)])
@pytest.mark.parametrize("turned", [1, 18, 2**15])
def test_blocks_side_by_side_hold_every_matrix_in_its_place(monkeypatch, numbers, of_a_block, turned):
    """Seven of 9 numbers each; in one go only as many as their room holds."""
    monkeypatch.setattr(arrays, "SIDE_BY_SIDE", numbers)
    monkeypatch.setattr(arrays, "TURNED", turned)
    matrices = np.random.default_rng(1).random((7, 3, 3))
    seen = []
    for block, rows in side_by_side(matrices):
        np.testing.assert_array_equal(rows.transpose(2, 0, 1), matrices[block])
        seen.append(rows.shape[2])
    assert sum(seen) == 7
    assert seen[0] == of_a_block


@pytest.mark.parametrize("ratio", [1, 3, 1 / 7, 1e12])
@pytest.mark.parametrize(
    ("off", "is_reciprocal"),
    [(1, True), (1 + 5e-10, True), (1 - 5e-10, True), (1 + 2e-9, False), (1 - 2e-9, False), (-1, False), (0, False)],
)
@pytest.mark.parametrize(("i", "j"), [(0, 1), (2, 0), (1, 2)])
def test_matrices_are_reciprocal_to_a_billionth(ratio, off, is_reciprocal, i, j):
    """So they need no second look; NaN, zero and infinity are no inverses."""
    rows = np.ones((3, 3, 2))
    rows[i, j, 1], rows[j, i, 1] = ratio, off / ratio
    assert reciprocal(rows) == is_reciprocal
    rows[0, 2, 0] = rows[2, 0, 0] = np.nan
    assert not reciprocal(rows)


@pytest.mark.parametrize("turned", [1, 40, 2**15])
def test_a_pair_that_is_not_reciprocal_is_found_wherever_it_stands(monkeypatch, turned):
    monkeypatch.setattr(arrays, "TURNED", turned)
    for i in range(5):
        for j in range(i + 1, 5):
            matrices = np.ones((4, 5, 5))
            matrices[2, i, j], matrices[2, j, i] = 2, 0.6
            with pytest.raises(ValueError, match=rf"matrices\[2, {i}, {j}\] is 2 and matrices\[2, {j}, {i}\] is 0.6"):
                comparison_matrices(matrices)


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

    @pytest.mark.parametrize(("larger", "smaller"), [(8, 0.13), (8, 0.12), (10, 0.101), (1.6, 0.63), (1.6, 0.62)])
    def test_half_a_unit_of_the_second_decimal_is_rounding_up_to_a_ratio_of_10(self, larger, smaller):
        with pytest.warns(UserWarning, match="rounded reciprocals"):
            found = comparison_matrices([[1, smaller], [larger, 1]])
        assert found[0, 1] == 1 / larger

    @pytest.mark.parametrize(("larger", "smaller"), [(8, 0.1301), (8, 0.1199), (11, 0.09), (10.01, 0.1)])
    def test_beyond_that_it_is_refused(self, larger, smaller):
        with pytest.raises(ValueError, match=rf"\[0, 1\] is {smaller:g} and matrices\[1, 0\] is {larger:g}: one must"):
            comparison_matrices([[1, smaller], [larger, 1]])

    def test_what_is_off_by_a_hundred_millionth_was_rounded(self):
        with pytest.warns(UserWarning, match="rounded reciprocals"):
            assert comparison_matrices([[1, 3], [0.33333333, 1]])[1, 0] == 1 / 3

    def test_noise_in_the_last_digits_needs_no_warning(self):
        noisy = comparison_matrices([[1, 3], [1 / 3 + 1e-12, 1]])
        np.testing.assert_allclose(noisy, [[1, 3], [1 / 3, 1]], rtol=1e-11)

    def test_what_is_as_good_as_exact_stays_beside_what_was_rounded(self):
        with pytest.warns(UserWarning, match="rounded reciprocals"):
            found = comparison_matrices([[1, 3, 7], [1 / 3 + 1e-12, 1, 2], [0.14, 0.5, 1]])
        assert found.tolist() == [[1, 3, 7], [1 / 3 + 1e-12, 1, 2], [1 / 7, 0.5, 1]]

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
