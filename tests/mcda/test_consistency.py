"""Where consistency is not defined, what is proposed when it is bad, and what is refused."""

from fractions import Fraction
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given
from matrices import (
    SCALE,
    any_matrices,
    complete_matrices,
    filled,
    groups,
    pairs,
    quick,
    random_matrices,
    square,
    with_ratio,
    without,
)

from mcda.consistency import (
    RANDOM_INDICES,
    SAATY_SCALE,
    Triad,
    at_odds,
    consistency_index,
    consistency_ratio,
    geometric_consistency_index,
    implied_ratio,
    koczkodaj_index,
    lambda_max,
    revisions,
    smallest_change,
    three_cycles,
    worst_triads,
)

MEASURES = {
    "CR": consistency_ratio,
    "CI": consistency_index,
    "GCI": geometric_consistency_index,
    "Koczkodaj": koczkodaj_index,
}
every_measure = pytest.mark.parametrize("measure", MEASURES)
every_index = pytest.mark.parametrize("random_index", RANDOM_INDICES)

SIXTEEN = random_matrices(np.random.default_rng(16), 1, 16)[0]


class TestNotApplicable:
    @every_measure
    @pytest.mark.parametrize("matrix", [[[1.0]], square(2, "7")], ids=["one item", "two items"])
    def test_one_and_two_items_have_no_consistency(self, measure, matrix):
        assert np.isnan(MEASURES[measure](matrix))

    @every_index
    def test_whatever_the_table(self, random_index):
        assert np.isnan(consistency_ratio(square(2, "7"), random_index))

    def test_their_lambda_max_is_their_number(self):
        assert lambda_max([[1.0]]) == 1
        assert lambda_max(square(2, "7")) == pytest.approx(2, rel=1e-12)

    @pytest.mark.parametrize("measure", ["CR", "GCI", "Koczkodaj"])
    def test_judgements_with_none_to_spare_have_no_consistency(self, measure):
        assert np.isnan(MEASURES[measure](square(4, "3 ? ? 2 ? 4")))

    def test_one_judgement_to_spare_is_enough(self):
        """A ring of four: 3, 2, 4 and 1/24 of it all agree, 24 is off."""
        assert consistency_ratio(square(4, "3 ? 24 2 ? 4")) == pytest.approx(0, abs=1e-9)
        assert consistency_ratio(square(4, "3 ? 1 2 ? 4")) > 0.1

    def test_a_ring_of_four_holds_no_whole_triad(self):
        assert np.isnan(koczkodaj_index(square(4, "3 ? 1 2 ? 4")))

    def test_a_batch_may_mix_what_is_and_is_not_defined(self):
        batch = np.array([square(3, "2 ? 2"), square(3, "2 4 2"), square(3, "2 1/4 2")])
        found = consistency_ratio(batch)
        assert np.isnan(found[0])
        assert found[1] == pytest.approx(0, abs=1e-12)
        circle = np.cbrt(2 * 2 / (1 / 4))
        assert found[2] == pytest.approx((1 + circle + 1 / circle - 3) / 2 / 0.5247, rel=1e-9)


class TestBeyondTheTables:
    def test_alonso_and_lamata_go_on_by_their_line(self):
        expected = (lambda_max(SIXTEEN) - 16) / (2.7699 * 16 - 4.3513 - 16)
        assert consistency_ratio(SIXTEEN) == pytest.approx(float(expected), rel=1e-12)

    @pytest.mark.parametrize("random_index", ["saaty-1980", "saaty-2005"])
    def test_tables_that_end_at_15_have_no_ratio_for_16(self, random_index):
        assert np.isfinite(RANDOM_INDICES[random_index](15))
        assert np.isnan(consistency_ratio(SIXTEEN, random_index))

    def test_donegan_and_dodd_end_at_20(self):
        assert np.isfinite(consistency_ratio(SIXTEEN, "donegan-dodd"))
        assert np.isfinite(RANDOM_INDICES["donegan-dodd"](20))
        assert np.isnan(RANDOM_INDICES["donegan-dodd"](21))

    @every_index
    @pytest.mark.parametrize("n", range(1, 45))
    def test_no_number_of_items_is_an_error(self, random_index, n):
        value = RANDOM_INDICES[random_index](n)
        assert np.isnan(value) or 0.4 < value < 2

    @pytest.mark.parametrize("n", [1, 2])
    @every_index
    def test_there_is_no_index_below_three_items(self, random_index, n):
        assert np.isnan(RANDOM_INDICES[random_index](n))

    @every_index
    def test_the_index_grows_with_the_items(self, random_index):
        """But for 12 items in Saaty (1980), which are printed so."""
        values = [RANDOM_INDICES[random_index](n) for n in range(3, 16)]
        falls = [n for n, (one, next_one) in enumerate(pairwise(values), 4) if next_one < one]
        assert falls == ([12] if random_index == "saaty-1980" else [])

    @every_index
    def test_it_grows_slowly_after_ten(self, random_index):
        """But for 12 and 13 items in Saaty (1980)."""
        known = [RANDOM_INDICES[random_index](n) for n in range(10, 21)]
        steps = np.diff([value for value in known if not np.isnan(value)])
        assert len(steps) >= 5
        if random_index == "saaty-1980":
            steps = np.delete(steps, [1, 2])
        assert (steps > 0).all()
        assert (steps < 0.04).all()


class TestMissingPairs:
    """Ágoston & Csató (2022), Omega 110: RI(n, m) is about (1 - 2 m / ((n - 1)(n - 2))) RI(n)."""

    @pytest.mark.parametrize(
        ("n", "missing", "share"), [(4, 0, 1), (4, 1, 2 / 3), (4, 2, 1 / 3), (5, 1, 5 / 6), (5, 5, 1 / 6), (6, 4, 0.6)]
    )
    @every_index
    def test_the_index_shrinks_in_proportion(self, random_index, n, missing, share):
        index = RANDOM_INDICES[random_index]
        assert index(n, missing) == pytest.approx(share * index(n), rel=1e-12)

    @pytest.mark.parametrize("n", range(3, 9))
    def test_a_tree_has_none(self, n):
        assert np.isnan(RANDOM_INDICES["alonso-lamata"](n, n * (n - 1) // 2 - (n - 1)))

    @pytest.mark.parametrize(("n", "gaps"), [(4, [(0, 1)]), (5, [(0, 1), (2, 3)]), (5, [(0, 1), (0, 2)])])
    def test_random_incomplete_judgements_have_a_ratio_of_1_on_average(self, n, gaps):
        """The formula is a fit, some per cent off."""
        matrices = np.array([without(m, *gaps) for m in random_matrices(np.random.default_rng(n), 3000, n)])
        assert consistency_ratio(matrices).mean() == pytest.approx(1, abs=0.08)


class TestRefused:
    def test_an_unknown_random_index_is_refused_with_the_known_ones(self):
        with pytest.raises(ValueError, match="random index 'saaty' is not known: allowed are alonso-lamata") as error:
            consistency_ratio(square(3, "2 4 2"), "saaty")
        assert all(name in str(error.value) for name in RANDOM_INDICES)

    @pytest.mark.parametrize("function", [three_cycles, revisions, worst_triads, at_odds])
    def test_functions_of_one_matrix_refuse_a_batch(self, function):
        with pytest.raises(ValueError, match=r"matrix has shape \(2, 3, 3\): give one matrix"):
            function(np.ones((2, 3, 3)))

    @every_measure
    def test_negative_judgements_are_refused_with_their_place(self, measure):
        matrix = np.ones((3, 3))
        matrix[0, 1] = -3
        with pytest.raises(ValueError, match=r"matrices\[0, 1\] is -3"):
            MEASURES[measure](matrix)


class TestZero:
    @every_index
    def test_equal_judgements_are_consistent_and_zero_has_no_sign(self, random_index):
        found = consistency_ratio(np.ones((5, 5)), random_index)
        assert found == 0
        assert not np.signbit(found)

    @pytest.mark.parametrize("measure", ["CI", "GCI", "Koczkodaj"])
    def test_so_they_are_by_every_measure(self, measure):
        found = MEASURES[measure](np.ones((5, 5)))
        assert found == 0
        assert not np.signbit(found)

    @pytest.mark.parametrize("n", range(3, 10))
    def test_rounding_makes_nothing_more_than_consistent(self, n):
        """A computed eigenvalue may be n less a few units in the last place."""
        parts = np.random.default_rng(n).uniform(1, 9, (3000, n))
        matrices = parts[:, :, None] / parts[:, None, :]
        assert (consistency_ratio(matrices) >= 0).all()
        assert (consistency_index(matrices) >= 0).all()
        assert (lambda_max(matrices) >= n).all()
        np.testing.assert_allclose(consistency_ratio(matrices), 0, atol=1e-12)


class TestThreeCycles:
    def test_they_begin_with_the_smallest_and_go_the_way_of_the_preference(self):
        assert three_cycles(square(3, "9 1/9 9")) == [(0, 1, 2)]
        assert three_cycles(square(3, "1/9 9 1/9")) == [(0, 2, 1)]

    def test_equal_importance_is_no_preference(self):
        assert three_cycles(square(3, "9 1 9")) == []
        assert three_cycles(np.ones((4, 4))) == []

    def test_a_missing_pair_is_no_preference(self):
        assert three_cycles(square(3, "9 ? 9")) == []

    def test_a_low_consistency_ratio_does_not_rule_them_out(self):
        """a is a little before b, b before c and c before a, and all far before d and e."""
        matrix = square(5, "1.2 1/1.2 9 9  1.2 9 9  9 9  1".replace("1/1.2", "5/6"))
        assert three_cycles(matrix) == [(0, 1, 2)]
        assert consistency_ratio(matrix) < 0.1


class TestRevisions:
    def test_the_scale_is_saatys(self):
        np.testing.assert_allclose(SAATY_SCALE, [float(x) for x in SCALE], rtol=1e-15)
        assert Fraction(1, 9) in SCALE

    def test_one_wrong_judgement_in_a_consistent_matrix_is_found_and_mended(self):
        """8 : 4 : 2 : 1, but the first is said to be only as important as the last."""
        [first, *_] = revisions(square(4, "2 4 1 2 4 2"))
        assert (first.i, first.j, first.given) == (0, 3, 1)
        assert implied_ratio(square(4, "2 4 1 2 4 2"), 0, 3) == pytest.approx(8, rel=1e-9)
        assert first.proposed == 8
        assert first.cr_after == pytest.approx(0, abs=1e-9)

    def test_a_small_contradiction_is_found_too(self):
        [first, *_] = revisions(filled(4, [2, 4, 8.04, 2, 4, 2]))
        assert (first.i, first.j, first.given, first.proposed) == (0, 3, 8.04, 8)

    def test_consistent_judgements_need_none(self):
        assert revisions(square(4, "2 4 8 2 4 2")) == []

    @pytest.mark.parametrize("matrix", [[[1.0]], square(2, "9"), square(4, "3 ? ? 2 ? 4")])
    def test_judgements_that_nothing_contradicts_need_none(self, matrix):
        assert revisions(matrix) == []

    @pytest.mark.parametrize("top", [0, 1, 2, 5])
    def test_there_are_no_more_than_asked_for(self, top):
        matrix = random_matrices(np.random.default_rng(top), 1, 6)[0]
        assert len(revisions(matrix, top)) == top

    def test_more_come_after_those_before(self):
        matrix = random_matrices(np.random.default_rng(3), 1, 6)[0]
        assert revisions(matrix) == revisions(matrix, 3)
        assert revisions(matrix, 2) == revisions(matrix, 5)[:2]

    def test_a_judgement_that_joins_two_groups_is_never_proposed(self):
        """{0, 1, 2} and {3, 4, 5} with one judgement between them: without it nothing could be said."""
        matrix = np.full((6, 6), np.nan)
        for base in (0, 3):
            matrix[base : base + 3, base : base + 3] = square(3, "9 1/9 9")
        matrix[2, 3], matrix[3, 2] = 9, 1 / 9
        found = revisions(matrix, top=20)
        assert {(one.i, one.j) for one in found} == {(0, 1), (0, 2), (1, 2), (3, 4), (3, 5), (4, 5)}

    @pytest.mark.parametrize("seed", range(10))
    def test_proposals_are_on_the_scale_judged_and_of_the_stated_effect(self, seed):
        generator = np.random.default_rng(seed)
        matrix = without(random_matrices(generator, 1, 6)[0], (0, 1), (2, 5))
        for one in revisions(matrix, top=4, random_index="saaty-2005"):
            assert one.given == matrix[one.i, one.j]
            assert np.isclose(one.proposed, SAATY_SCALE).any()
            after = matrix.copy()
            after[one.i, one.j], after[one.j, one.i] = one.proposed, 1 / one.proposed
            assert one.cr_after == pytest.approx(float(consistency_ratio(after, "saaty-2005")), rel=1e-9)
            judged = ~np.isnan(without(matrix, (one.i, one.j)))
            assert groups(judged) == [tuple(range(6))]

    @pytest.mark.parametrize(("ratio", "nearest"), [(2.44, 2), (2.47, 3), (1 / 2.44, 1 / 2), (1 / 2.47, 1 / 3)])
    def test_a_proposal_is_the_value_of_the_scale_nearest_by_ratio(self, ratio, nearest):
        """From 2.47 it is 1.21 times to 3 and 1.24 times to 2, though 2 is nearer by difference."""
        matrix = filled(3, [ratio, 9 if ratio < 1 else 1 / 9, 1])
        found = {(one.i, one.j): one for one in revisions(matrix)}
        assert implied_ratio(matrix, 0, 2) == pytest.approx(ratio, rel=1e-9)
        assert found[0, 2].proposed == pytest.approx(nearest, rel=1e-12)

    def test_arguments_are_not_changed(self):
        matrix = random_matrices(np.random.default_rng(1), 1, 5)[0]
        before = matrix.copy()
        revisions(matrix)
        np.testing.assert_array_equal(matrix, before)


def test_koczkodaj_looks_at_the_worst_triad():
    """Two triads agree; in the other two 16 stands against 8: 1 - 8/16."""
    matrix = square(4, "2 4 16 2 4 2")
    worst = max(
        min(abs(1 - matrix[i, k] / (matrix[i, j] * matrix[j, k])), abs(1 - matrix[i, j] * matrix[j, k] / matrix[i, k]))
        for i, j in pairs(4)
        for k in range(j + 1, 4)
    )
    assert worst == 0.5
    assert koczkodaj_index(matrix) == pytest.approx(0.5, rel=1e-12)


@pytest.mark.parametrize(("second", "index"), [("4", 0), ("8", 0.5), ("1", 0.75)])
def test_koczkodaj_of_three_items_is_how_far_one_judgement_is_from_the_two_others(second, index):
    """2 times 2 against 4, 8 and 1."""
    assert koczkodaj_index(square(3, f"2 {second} 2")) == pytest.approx(index, abs=1e-12)


def test_gci_is_the_mean_square_of_what_the_priorities_leave():
    """2 / ((n - 1)(n - 2)) sum ln^2(a_ij w_j / w_i), w the geometric means of the rows; Aguaron & Moreno (2003)."""
    matrices = random_matrices(np.random.default_rng(4), 3, 5)
    expected = []
    for matrix in matrices:
        w = matrix.prod(axis=1) ** (1 / 5)
        expected.append(2 / 12 * sum(np.log(matrix[i, j] * w[j] / w[i]) ** 2 for i, j in pairs(5)))
    np.testing.assert_allclose(geometric_consistency_index(matrices), expected, rtol=1e-9)


def test_gci_and_cr_say_the_same_of_three_items():
    """lambda max = 1 + 2 cosh(u) and GCI = 3 u^2, u the third of the log of the circle."""
    matrix = square(3, "2 1/3 5")
    u = np.log(2 * 5 / (1 / 3)) / 3
    assert geometric_consistency_index(matrix) == pytest.approx(3 * u**2, rel=1e-12)
    assert lambda_max(matrix) == pytest.approx(1 + 2 * np.cosh(u), rel=1e-12)


def of_three(product):
    """CR of three items whose judgements multiply to this on the way round: 1 + t + 1/t with t its cube root."""
    t = product ** (1 / 3)
    return (t + 1 / t - 2) / 2 / 0.5247  # Alonso & Lamata (2006)


class TestWorstTriads:
    def test_each_triad_once_with_the_product_on_the_way_round(self):
        """8 : 4 : 2 : 1, but the first is 16 times the last: 2 for 1 by way of either of the others."""
        found = worst_triads(square(4, "2 4 16 2 4 2"))
        assert [triad[:3] for triad in found] == [(0, 3, 1), (0, 3, 2)]
        assert [triad.factor for triad in found] == pytest.approx([2, 2], rel=1e-12)

    def test_the_worst_comes_first(self):
        """Products 3 * 4 * 2, 3 * 2 / 1, 2 / (1/2) and 4 * 1 / 2 by hand."""
        found = worst_triads(square(4, "3 1/2 1  4 2  1"), top=None)
        assert found[0] == Triad(0, 1, 2, pytest.approx(24, rel=1e-12))
        assert found[1] == Triad(0, 1, 3, pytest.approx(6, rel=1e-12))
        assert found[2] == Triad(0, 3, 2, pytest.approx(2, rel=1e-12))
        assert found[3] == Triad(1, 2, 3, pytest.approx(2, rel=1e-12))

    def test_triads_with_a_missing_pair_are_passed_over(self):
        assert worst_triads(square(4, "3 ? 1 2 ? 4")) == []
        assert [triad[:3] for triad in worst_triads(square(4, "9 ? 1/9 9 9 9"))] == [(0, 1, 3), (1, 2, 3)]

    @pytest.mark.parametrize("matrix", [[[1.0]], square(2, "9"), square(4, "2 4 8 2 4 2")])
    def test_consistent_judgements_have_none(self, matrix):
        assert worst_triads(matrix) == []

    def test_factors_that_differ_by_rounding_stand_in_the_order_of_their_indices(self):
        """Products 2 and 2 (1 + 3e-10); two others are off by 3e-10, which is none."""
        assert [triad[:3] for triad in worst_triads(filled(4, [2, 1, 1, 1, 1 + 3e-10, 1]))] == [(0, 1, 2), (0, 1, 3)]

    def test_they_are_three_where_no_number_is_asked_for(self):
        matrix = random_matrices(np.random.default_rng(1), 1, 6)[0]
        assert worst_triads(matrix) == worst_triads(matrix, 3) == worst_triads(matrix, None)[:3]

    @pytest.mark.parametrize("top", [0, 1, 3])
    def test_there_are_no_more_than_asked_for(self, top):
        assert len(worst_triads(random_matrices(np.random.default_rng(1), 1, 6)[0], top)) == top

    @quick
    @given(matrix=any_matrices)
    def test_they_are_all_and_say_what_the_other_measures_say(self, matrix):
        found = worst_triads(matrix, top=None)
        for i, j, k, factor in found:
            assert i < min(j, k)
            assert factor > 1
            assert matrix[i, j] * matrix[j, k] * matrix[k, i] == pytest.approx(factor, rel=1e-9)
        assert all(one.factor >= after.factor * (1 - 1e-8) for one, after in pairwise(found))
        products = [matrix[i, j] * matrix[j, k] * matrix[k, i] for i, j, k in combinations(range(len(matrix)), 3)]
        assert len(found) == sum(abs(np.log(product)) > 1e-8 for product in products)
        assert set(three_cycles(matrix)) <= {triad[:3] for triad in found}
        if found:
            assert koczkodaj_index(matrix) == pytest.approx(1 - 1 / found[0].factor, rel=1e-9)


class TestAtOdds:
    def test_three_judgements_that_contradict_each_other_are_equally_far_off(self):
        """A third of ln(24) each."""
        found = at_odds(square(3, "3 1/2 4"))
        assert {(one.i, one.j) for one in found} == {(0, 1), (0, 2), (1, 2)}
        assert [one.error for one in found] == pytest.approx([np.log(24) / 3] * 3, abs=1e-9)
        assert len({one.error for one in found}) == 1

    @quick
    @given(matrix=any_matrices)
    def test_revisions_stand_in_their_order(self, matrix):
        assert [(one.i, one.j) for one in at_odds(matrix)] == [(one.i, one.j) for one in revisions(matrix, 99)]

    @quick
    @given(matrix=any_matrices)
    def test_they_are_as_far_off_as_the_eigenvector_says(self, matrix):
        """By LAPACK, of missing pairs Harker's; only judgements without which the others still join all items."""
        missing = np.isnan(matrix)
        values, vectors = np.linalg.eig(np.where(missing, 0, matrix) + np.diag(missing.sum(axis=1)))
        weights = np.abs(vectors[:, values.real.argmax()])
        expected = {
            (i, j): abs(np.log(matrix[i, j] * weights[j] / weights[i]))
            for i, j in pairs(len(matrix))
            if not missing[i, j] and len(groups(~np.isnan(without(matrix, (i, j))))) == 1
        }
        found = {(one.i, one.j): one.error for one in at_odds(matrix)}
        for pair, error in expected.items():
            assert found.get(pair, 0.0) == pytest.approx(error, abs=2e-9)
        assert set(found) <= set(expected)

    def test_what_differs_by_rounding_stands_in_the_order_of_its_indices(self):
        """Of three items all are a third of ln(24) off, whichever way the last digits fell."""
        for scaled in (1, 1 / 3, 7, 1 / 9):
            found = at_odds(square(3, "3 1/2 4") * [[1, scaled, 1], [1 / scaled, 1, 1 / scaled], [1, scaled, 1]])
            assert [(one.i, one.j) for one in found] == [(0, 1), (0, 2), (1, 2)]

    def test_without_judgements_there_is_nothing_to_order(self):
        with pytest.raises(ValueError, match="judged pairs fall into"):
            at_odds(square(3, "? ? 2"))


class TestSmallestChange:
    """3, 4 and 2 on the way round multiply to 24; a CR of 0.10 is a product of 2.63."""

    CIRCLE = square(3, "3 1/2 4")

    @pytest.mark.parametrize(
        ("i", "j", "given_ratio", "proposed", "product"),
        [
            (2, 0, 2, 1 / 5, 12 / 5),  # a quarter would leave 3
            (0, 2, 1 / 2, 5, 12 / 5),
            (1, 2, 4, 1 / 3, 2),  # a half would leave 3
            (0, 1, 3, 1 / 4, 2),  # a third would leave 8/3
        ],
    )
    def test_it_is_the_first_step_within_the_limit(self, i, j, given_ratio, proposed, product):
        found = smallest_change(self.CIRCLE, i, j)
        assert found[:2] == (i, j)
        assert found.given == pytest.approx(given_ratio)
        assert found.proposed == pytest.approx(proposed, rel=1e-12)
        assert found.cr_after == pytest.approx(of_three(product), rel=1e-9)

    def test_a_wider_limit_asks_for_less(self):
        """A half leaves 6 and a CR of 0.35, a third 4 and 0.21."""
        assert smallest_change(self.CIRCLE, 2, 0, limit=0.4).proposed == pytest.approx(1 / 2)
        assert smallest_change(self.CIRCLE, 2, 0, limit=0.3).proposed == pytest.approx(1 / 3)

    def test_what_was_given_need_not_be_on_the_scale(self):
        matrix = filled(3, [3, 1 / 2.5, 4])
        found = smallest_change(matrix, 2, 0)
        assert found.given == pytest.approx(2.5)
        assert found.proposed == pytest.approx(1 / 5)
        assert found.cr_after == pytest.approx(of_three(12 / 5), rel=1e-9)

    def test_where_no_step_reaches_the_limit_it_is_the_best(self):
        """The two others imply 1/81, and 1/9 leaves 9."""
        found = smallest_change(square(3, "9 1/9 9"), 2, 0)
        assert found.proposed == pytest.approx(1 / 9)
        assert found.cr_after == pytest.approx(of_three(9), rel=1e-9)
        assert found.cr_after > 0.1

    def test_the_limit_itself_is_within_the_limit(self):
        found = smallest_change(self.CIRCLE, 2, 0)
        assert smallest_change(self.CIRCLE, 2, 0, limit=found.cr_after) == found
        assert smallest_change(self.CIRCLE, 2, 0, limit=found.cr_after * 0.999).proposed < found.proposed

    @pytest.mark.parametrize(("given_ratio", "proposed"), [(5, 3), (1, 2), (1 / 3, 2), (9, 3)])
    def test_of_two_values_as_near_to_what_the_others_say_it_is_the_first_on_the_way(self, given_ratio, proposed):
        """The two others imply the root of 6, half way from 2 to 3."""
        found = smallest_change(filled(3, [np.sqrt(6), given_ratio, 1]), 0, 2, limit=0)
        assert found.proposed == pytest.approx(proposed, rel=1e-12)

    def test_what_is_within_the_limit_stays(self):
        assert smallest_change(square(3, "2 5 2"), 0, 2)[2:] == (5, 5, pytest.approx(of_three(5 / 4), rel=1e-9))

    @pytest.mark.parametrize(("given_ratio", "implied"), [(2, 2.2), (2.5, 2.6)])
    def test_what_no_step_makes_better_stays(self, given_ratio, implied):
        """To 3 it is further from 2.6 than from 2.5."""
        found = smallest_change(filled(3, [2, given_ratio, implied / 2]), 0, 2, limit=0)
        assert found.proposed == found.given == given_ratio

    def test_another_scale_has_other_steps(self):
        found = smallest_change(self.CIRCLE, 2, 0, scale=[1 / 16, 1 / 8, 1 / 2, 1, 2])
        assert found.proposed == 1 / 8
        assert found.cr_after == pytest.approx(of_three(12 / 8), rel=1e-9)

    def test_beyond_the_end_of_a_table_it_is_the_nearest_step(self):
        matrix = np.ones((16, 16))
        matrix[0, 15], matrix[15, 0] = 9, 1 / 9
        found = smallest_change(matrix, 0, 15, random_index="saaty-1980")
        assert found.proposed == 1
        assert np.isnan(found.cr_after)

    @quick
    @given(matrix=complete_matrices(least=3, most=5))
    def test_no_step_before_it_is_within_the_limit(self, matrix):
        for i, j in pairs(len(matrix)):
            found = smallest_change(matrix, i, j)
            after = float(consistency_ratio(with_ratio(matrix, i, j, found.proposed)))
            assert found.cr_after == pytest.approx(after, abs=1e-9)
            low, high = sorted((found.given, found.proposed))
            between = [value for value in SAATY_SCALE if low * (1 + 1e-9) < value < high * (1 - 1e-9)]
            for ratio in [float(consistency_ratio(with_ratio(matrix, i, j, value))) for value in between]:
                assert ratio > 0.1
                assert ratio >= found.cr_after - 1e-9
            assert found.cr_after <= consistency_ratio(matrix) + 1e-9

    @quick
    @given(matrix=complete_matrices(least=3, most=5))
    def test_the_two_ways_to_ask_have_one_answer(self, matrix):
        one, other = smallest_change(matrix, 0, 2), smallest_change(matrix, 2, 0)
        assert one.proposed == pytest.approx(1 / other.proposed, rel=1e-9)
        assert one.cr_after == pytest.approx(other.cr_after, abs=1e-9)

    @pytest.mark.parametrize(("i", "j"), [(0, 1), (2, 2)])
    def test_what_was_not_judged_cannot_change(self, i, j):
        with pytest.raises(ValueError, match=rf"matrix\[{i}, {j}\] is no judgement"):
            smallest_change(square(4, "? 2 3 4 5 6"), i, j)

    def test_a_judgement_that_alone_joins_two_items_cannot_be_compared_with_others(self):
        with pytest.raises(ValueError, match="judged pairs fall into"):
            smallest_change(square(4, "2 ? ? 3 ? 4"), 0, 1)

    def test_arguments_are_not_changed(self):
        before = self.CIRCLE.copy()
        smallest_change(self.CIRCLE, 2, 0)
        np.testing.assert_array_equal(self.CIRCLE, before)
