"""Judgements as they are typed: which make a matrix, which are refused and with what words; and the scales."""

import re

import numpy as np
import pytest
from matrices import square, without

from mcda.pairwise import SCALES, from_matrix, from_upper_triangle, judged, largest_ratio, rescale
from mcda.priorities import geometric_mean

ABC = ("a", "b", "c")
every_scale = pytest.mark.parametrize("scale", SCALES)


def matrix_with(value, inverse=None):
    """a over b is the value; b over c is 2 and a over c is 5."""
    return [[1, value, 5], [1 / value if inverse is None else inverse, 1, 2], [0.2, 0.5, 1]]


class TestFromUpperTriangle:
    def test_values_go_row_by_row(self):
        found = from_upper_triangle([2, 3, 4, 5, 6, 7], 4)
        assert found[0].tolist() == [1, 2, 3, 4]
        assert found[1, 2:].tolist() == [5, 6]
        assert found[2, 3] == 7
        np.testing.assert_allclose(found * found.T, 1, rtol=1e-15)

    def test_a_batch_becomes_a_batch(self):
        values = np.array([[2, 3, 4], [5, 6, 7]], dtype=float)
        found = from_upper_triangle(values, 3)
        assert found.shape == (2, 3, 3)
        for one, row in zip(found, values, strict=True):
            np.testing.assert_array_equal(one, from_upper_triangle(row, 3))

    @pytest.mark.parametrize("missing", [None, float("nan")])
    def test_a_missing_judgement_is_missing_in_both_halves(self, missing):
        np.testing.assert_array_equal(from_upper_triangle([2, missing, 4], 3), without(square(3, "2 1 4"), (0, 2)))

    def test_one_item_needs_no_judgement(self):
        assert from_upper_triangle([], 1).tolist() == [[1]]

    def test_whole_numbers_of_one_byte_do_not_overflow(self):
        found = from_upper_triangle(np.array([9, 100, 120], dtype=np.int8), 3)
        np.testing.assert_allclose(found[1:, 0], [1 / 9, 1 / 100], rtol=1e-15)

    @pytest.mark.parametrize(("values", "n"), [([2, 3], 3), ([2, 3, 4, 5], 3), ([], 2), (3, 2), ([], 0)])
    def test_another_number_of_values_is_refused(self, values, n):
        with pytest.raises(ValueError, match=rf"{n} items need {n * (n - 1) // 2} judgements, row-wise"):
            from_upper_triangle(values, n)

    @pytest.mark.parametrize("value", [-3, 0, float("inf"), float("-inf")])
    def test_a_judgement_that_is_not_positive_and_finite_is_refused_with_its_items(self, value):
        with pytest.raises(ValueError, match=rf"values\[1, 2\] is {value:g}: a ratio is positive and finite"):
            from_upper_triangle([2, 3, value], 3)

    def test_a_ratio_too_small_to_be_inverted_is_refused(self):
        with pytest.raises(ValueError, match=r"values\[1, 0\] is inf"):
            from_upper_triangle([1e-320], 2)

    @pytest.mark.parametrize("value", [True, "1/3", "2026-03-01"])
    def test_they_are_refused_with_their_place_among_numbers(self, value):
        with pytest.raises(ValueError, match=rf"values\[1\]: found {value!r}, allowed are real numbers"):
            from_upper_triangle([3, value, 5], 3)

    @pytest.mark.parametrize("values", [np.array([True, True, True]), np.array([1j, 2, 3]), np.array(["1/3"] * 3)])
    def test_truth_values_complex_numbers_and_text_are_refused(self, values):
        with pytest.raises(ValueError, match=r"values: found .*, allowed are real numbers"):
            from_upper_triangle(values, 3)


class TestFromMatrix:
    @pytest.mark.parametrize("value", [-3, 0])
    def test_a_judgement_that_is_not_positive_is_refused_with_its_names(self, value):
        with pytest.raises(ValueError, match=f"'a' over 'b' is {value}: a ratio is positive and finite"):
            from_matrix(matrix_with(value, inverse=1), ABC)

    def test_an_infinite_judgement_is_refused_with_its_names(self):
        with pytest.raises(ValueError, match="'a' over 'b' is inf: a ratio is positive and finite"):
            from_matrix(matrix_with(float("inf"), inverse=0), ABC)

    @pytest.mark.parametrize("missing", [None, float("nan")])
    def test_a_missing_judgement_leaves_the_others_to_decide(self, missing):
        matrix = from_matrix([[1, missing, 5], [missing, 1, 2], [1 / 5, 1 / 2, 1]], ABC)
        np.testing.assert_allclose(geometric_mean(matrix), [0.625, 0.25, 0.125], rtol=1e-12)

    def test_a_judgement_missing_in_one_half_only_is_refused(self):
        with pytest.raises(ValueError, match="'a' over 'b' is NaN but 'b' over 'a' is not: both halves or neither"):
            from_matrix([[1, None, 5], [2, 1, 2], [0.2, 0.5, 1]], ABC)

    @pytest.mark.parametrize("word", ["strong", "2026-03-01"])
    def test_text_is_refused_with_its_names(self, word):
        with pytest.raises(ValueError, match=f"'a' over 'b': found '{word}', allowed are real numbers"):
            from_matrix([[1, word, 5], ["weak", 1, 2], [0.2, 0.5, 1]], ABC)

    def test_a_truth_value_is_refused(self):
        with pytest.raises(ValueError, match="'a' over 'b': found True, allowed are real numbers"):
            from_matrix([[1, True, 5], [True, 1, 2], [0.2, 0.5, 1]], ABC)

    @pytest.mark.parametrize("inverse", [3, 0.5])
    def test_both_directions_given_and_contradictory_are_refused_with_their_names(self, inverse):
        message = f"'a' over 'b' is 3 and 'b' over 'a' is {inverse}: one must be the inverse of the other"
        with pytest.raises(ValueError, match=message):
            from_matrix(matrix_with(3, inverse), ABC)

    @pytest.mark.parametrize(
        ("printed", "exact"),
        [
            ([[1, 3, 7], [0.33, 1, 3], [0.14, 0.33, 1]], "3 7 3"),
            ([[1, 3, 5, 7], [0.33, 1, 3, 5], [0.2, 0.33, 1, 3], [0.14, 0.2, 0.33, 1]], "3 5 7 3 5 3"),
            ([[1, 0.33, 7], [3, 1, 9], [0.14, 0.11, 1]], "1/3 7 9"),
        ],
    )
    def test_rounded_reciprocals_are_taken_for_the_exact_ones_and_it_is_said(self, printed, exact):
        with pytest.warns(UserWarning, match="matrix: rounded reciprocals were made exact"):
            found = from_matrix(printed, "abcd"[: len(printed)])
        np.testing.assert_allclose(found, square(len(printed), exact), rtol=1e-15)

    def test_noise_in_the_last_digits_changes_nothing(self):
        noisy = from_matrix(matrix_with(3, 0.3333333333343333), ABC)
        np.testing.assert_allclose(geometric_mean(noisy), geometric_mean(square(3, "3 5 2")), rtol=1e-9)

    @pytest.mark.parametrize("value", [10, 2.37, 2.6207413942088964])
    def test_ratios_off_the_grid_are_accepted_as_aggregation_makes_them(self, value):
        assert from_matrix(matrix_with(value), ABC)[0, 1] == value

    def test_a_row_of_another_length_is_refused_with_its_name(self):
        with pytest.raises(ValueError, match="the row of 'b' has 2 values for 3 items"):
            from_matrix([[1, 3, 5], [1 / 3, 1], [0.2, 0.5, 1]], ABC)

    def test_another_number_of_rows_is_refused(self):
        with pytest.raises(ValueError, match="the matrix has 2 rows for 3 names"):
            from_matrix([[1, 3], [1 / 3, 1]], ABC)

    def test_a_name_that_stands_twice_is_refused(self):
        with pytest.raises(ValueError, match="duplicate name 'a': each item once"):
            from_matrix(matrix_with(3), ["a", "b", "a"])

    def test_no_items_are_refused(self):
        with pytest.raises(ValueError, match="at least one item is needed"):
            from_matrix([], [])

    def test_an_item_against_itself_is_refused_with_its_name(self):
        with pytest.raises(ValueError, match="'a' over 'a' is 5: an item compared with itself is 1"):
            from_matrix([[5, 3, 5], [1 / 3, 1, 2], [0.2, 0.5, 1]], ABC)

    def test_one_item_is_a_matrix(self):
        assert from_matrix([[1]], ["a"]).tolist() == [[1]]

    def test_an_array_will_do(self):
        matrix = square(3, "3 5 2")
        np.testing.assert_array_equal(from_matrix(matrix, ABC), matrix)


def test_judged_is_what_is_neither_missing_nor_on_the_diagonal():
    found = judged(without(square(3, "2 3 4"), (0, 2)))
    assert found.tolist() == [[False, True, False], [True, False, True], [False, True, False]]


class TestRescale:
    def test_an_unknown_scale_is_refused_with_the_known_ones(self):
        with pytest.raises(ValueError, match="scale 'balanced n' is not known: allowed are linear, log, ") as error:
            rescale(square(2, "3"), "balanced n")
        assert all(name in str(error.value) for name in SCALES)

    @pytest.mark.parametrize("scale", sorted(set(SCALES) - {"linear"}))
    @pytest.mark.parametrize("judgement", ["10", "1/10", "1000000000"])
    def test_an_intensity_beyond_9_is_refused(self, scale, judgement):
        message = f"matrix holds {max(float(judgement.split('/')[-1]), 10):g}: the scale '{scale}' reads intensities"
        with pytest.raises(ValueError, match=re.escape(message)):
            rescale(square(3, f"{judgement} 2 3"), scale)

    def test_the_linear_scale_takes_ratios_as_they_are(self):
        matrix = square(3, "10 1/12 3")
        np.testing.assert_array_equal(rescale(matrix, "linear"), matrix)

    @every_scale
    @pytest.mark.parametrize("n", [1, 2, 3, 12])
    def test_equal_importance_stays_equal(self, scale, n):
        assert rescale(np.ones((n, n)), scale).tolist() == np.ones((n, n)).tolist()

    @every_scale
    def test_missing_judgements_stay_missing(self, scale):
        found = rescale(square(4, "3 ? 1/5 ? 9 1"), scale)
        np.testing.assert_array_equal(np.isnan(found), np.isnan(square(4, "3 ? 1/5 ? 9 1")))

    @every_scale
    @pytest.mark.parametrize("n", [2, 3, 12])
    def test_the_largest_ratio_is_what_9_becomes(self, scale, n):
        found = rescale(np.where(np.eye(n, dtype=bool), 1, square(n, "9 " * (n * (n - 1) // 2))), scale)
        assert found[0, n - 1] == pytest.approx(largest_ratio(scale, n), rel=1e-12)
