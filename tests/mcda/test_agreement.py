"""Agreement of few, of all alike and of none; and what is refused."""

import math
from importlib import import_module
from itertools import permutations

import numpy as np
import pytest

from mcda.agreement import (
    average_ranks,
    chance,
    concordance_word,
    consensus,
    homogeneity,
    kendall_w,
    word,
)

INDICES = {"consensus": consensus, "homogeneity": homogeneity}
every_index = pytest.mark.parametrize("index", INDICES)
LIMITS = import_module("mcda.agreement.consensus")
LARGE = {"SHUFFLED_NUMBERS": 20, "BLOCK_NUMBERS": 70}
"""Limits at which four panellists and five items are a large panel: three shuffles at a time."""


def spread(rows):
    sums = np.sum(rows, axis=0)
    return ((sums - sums.mean()) ** 2).sum()


class TestAverageRanks:
    def test_equal_values_share_the_mean_of_their_ranks(self):
        assert average_ranks([[30, 10, 20, 20], [5, 5, 5, 5]]).tolist() == [[4, 1, 2.5, 2.5], [2.5] * 4]

    def test_only_the_largest_value_of_a_rater_says_what_is_equal(self):
        """Whatever the unit, and whatever the unit of others."""
        assert average_ranks([[3e-15, 2e-15, 1e-15], [1e15, 3e15, 2e15]]).tolist() == [[3, 2, 1], [1, 3, 2]]
        assert average_ranks([[1.0, 1.0, 1.0 + 1e-15]]).tolist() == [[2, 2, 2]]

    def test_a_batch_is_its_panels(self):
        panels = np.random.default_rng(4).integers(0, 4, (2, 3, 5))
        assert average_ranks(panels).tolist() == [average_ranks(panel).tolist() for panel in panels]

    def test_they_are_refused_with_their_place_where_missing(self):
        with pytest.raises(ValueError, match=r"ranks\[1, 0\] is nan"):
            average_ranks([[1, 2], [None, 2]])


class TestKendallW:
    def test_ties_are_corrected_for(self):
        """12 S / (m^2 (n^3 - n) - m T): S = 34.5, T = 6 + 6: 414 / (540 - 36)."""
        ranks = [[1, 2.5, 2.5, 4], [1, 2, 3, 4], [2, 1, 3.5, 3.5]]
        assert kendall_w(ranks).statistic == pytest.approx(0.8214285714285714, rel=1e-12)
        assert kendall_w(ranks).statistic == pytest.approx(414 / 504, rel=1e-12)

    def test_two_opposite_raters_agree_in_nothing(self):
        result = kendall_w([[1, 2, 3], [3, 2, 1]])
        assert result.statistic == 0
        assert result.chi2 == 0
        assert result.p == 1

    def test_the_same_order_is_full_agreement(self):
        assert kendall_w([[1, 2, 3, 4]] * 5).statistic == 1

    @pytest.mark.parametrize("ranks", [np.ones((3, 3)), np.ones((5, 12)), [[1], [1]], [[1, 1]]])
    def test_raters_who_tie_everything_have_no_w(self, ranks):
        result = kendall_w(ranks)
        assert math.isnan(result.statistic)
        assert math.isnan(result.chi2)
        assert math.isnan(result.p)

    def test_one_who_ties_everything_among_others_is_counted(self):
        """Ranks 1 to 4, the same once more, and all 2.5: S = 20, 240 / (540 - 180)."""
        assert kendall_w([[1, 2, 3, 4], [1, 2, 3, 4], [1, 1, 1, 1]]).statistic == pytest.approx(240 / 360, rel=1e-12)

    def test_any_values_in_order_will_do(self):
        assert kendall_w([[0.1, 7, 30], [-5, 0, 2]]).statistic == 1

    @pytest.mark.parametrize("ranks", [[1, 2, 3], [], np.empty((0, 3)), np.empty((3, 0)), np.ones((2, 2, 2))])
    def test_another_shape_is_refused(self, ranks):
        with pytest.raises(ValueError, match=r"ranks has shape .*: it must be \(raters, items\)"):
            kendall_w(ranks)

    @pytest.mark.parametrize("other", list(permutations((1, 2, 3))))
    def test_chance_of_two_raters_and_three_items_by_counting(self, other):
        """All 36 pairs of orders are equally likely."""
        rows = [(1, 2, 3), other]
        orders = list(permutations((1, 2, 3)))
        larger = sum(spread([one, two]) >= spread(rows) for one in orders for two in orders)
        exact = larger / 36
        tolerance = 5 * math.sqrt(exact * (1 - exact) / 10_000) + 1.1e-4
        assert kendall_w(rows).p == pytest.approx(exact, abs=tolerance)

    @pytest.mark.parametrize(
        "rows", [((1, 2.5, 2.5), (1, 2, 3)), ((1, 2.5, 2.5), (3, 2, 1)), ((1.5, 1.5, 3, 4), (1, 2, 4, 3))]
    )
    def test_chance_with_ties_by_counting(self, rows):
        """One rater ties two items: half as many arrangements of that row. Some squares lie no more than 1 apart."""
        tied, plain = (sorted(set(permutations(row))) for row in rows)
        exact = np.mean([spread([one, two]) >= spread(rows) - 1e-9 for one in tied for two in plain])
        assert kendall_w(rows).p == pytest.approx(exact, abs=5 * math.sqrt(exact * (1 - exact) / 10_000) + 1.1e-4)

    def test_chance_of_more_than_seven_items_is_that_of_chi_square(self):
        """1 - F(chi2; n - 1); of 8 - 1 = 7 degrees of freedom 14.07 leaves 5 % and 18.48 leaves 1 %."""
        orders = np.random.default_rng(3).permuted(np.tile(np.arange(8.0), (4, 1)), axis=1)
        from scipy.stats import chi2, friedmanchisquare

        result = kendall_w(orders)
        assert result.p == pytest.approx(chi2.sf(result.chi2, 7), rel=1e-9)
        assert chi2.sf(14.067, 7) == pytest.approx(0.05, abs=1e-4)
        friedman = friedmanchisquare(*orders.T)
        assert result.chi2 == pytest.approx(friedman.statistic, rel=1e-9)

    def test_ties_go_into_chi_square_as_friedman_has_it(self):
        from scipy.stats import friedmanchisquare

        rows = np.random.default_rng(5).integers(1, 5, (6, 9)).astype(float)
        result = kendall_w(rows)
        friedman = friedmanchisquare(*rows.T)
        assert result.chi2 == pytest.approx(friedman.statistic, rel=1e-9)
        assert result.p == pytest.approx(friedman.pvalue, rel=1e-9)

    def test_the_same_ranks_have_the_same_p(self):
        ranks = [[1, 2, 3, 4], [2, 1, 3, 4], [1, 3, 2, 4]]
        assert kendall_w(ranks) == kendall_w(ranks)
        assert kendall_w(ranks, np.random.default_rng(1)) == kendall_w(ranks, np.random.default_rng(1))
        assert kendall_w(ranks) == kendall_w(ranks, np.random.default_rng(0))

    @pytest.mark.parametrize("n", range(3, 8))
    def test_up_to_seven_items_p_counts_permutations_and_the_observed_order_among_them(self, n):
        """So it is a whole number of 10,001ths and never 0."""
        assert kendall_w([list(range(n))] * 9).p == pytest.approx(1 / 10_001, rel=1e-9)
        in_part = kendall_w(np.random.default_rng(n).permuted(np.tile(np.arange(n), (3, 1)), axis=1)).p * 10_001
        assert in_part == pytest.approx(round(in_part), abs=1e-6)


class TestConsensus:
    @every_index
    @pytest.mark.parametrize(
        ("priorities", "message"),
        [
            ([0.5, 0.5], r"priorities has shape \(2,\): it must be \(panellists, items\)"),
            ([], r"priorities has shape \(0,\)"),
            (np.empty((0, 3)), r"priorities has shape \(0, 3\)"),
            ([[0.5, 0.5], [1.2, -0.2]], r"priorities\[1, 1\] is -0.2: priorities are shares"),
            ([[0.5, 0.5], [float("nan"), 1]], r"priorities\[1, 0\] is nan"),
            ([[0.5, 0.5], [0, 0]], r"priorities\[1\] are all zero"),
        ],
    )
    def test_what_are_no_priorities_is_refused(self, index, priorities, message):
        with pytest.raises(ValueError, match=message):
            INDICES[index](priorities)

    @every_index
    @pytest.mark.parametrize(
        ("weights", "message"),
        [
            ([1, -1], r"weights\[1\] is -1: weights may not be negative"),
            ([0, 0], "weights are all zero"),
            ([1, 1, 1], r"weights has shape \(3,\): it must be \(2,\)"),
            ([1, float("nan")], r"weights\[1\] is nan"),
        ],
    )
    def test_weights_that_cannot_be_are_refused(self, index, weights, message):
        with pytest.raises(ValueError, match=message):
            INDICES[index]([[0.5, 0.5], [0.1, 0.9]], weights)

    @every_index
    def test_a_single_item_has_no_agreement_to_speak_of(self, index):
        assert np.isnan(INDICES[index]([[1.0], [1.0]]))

    @every_index
    def test_a_single_panellist_agrees(self, index):
        assert INDICES[index]([[0.7, 0.2, 0.1]]) == pytest.approx(1, abs=1e-12)

    def test_the_linear_scale_ends_at_9(self):
        assert consensus([[0.7, 0.3], [0.4, 0.6]]) == consensus([[0.7, 0.3], [0.4, 0.6]], scale_max=9)

    @every_index
    def test_priorities_need_not_sum_to_1(self, index):
        """Of each panellist only their proportions count, in a batch of panels too."""
        panels = np.random.default_rng(5).dirichlet(np.ones(3), (2, 4))
        parts = panels * np.arange(1, 9).reshape(2, 4, 1)
        np.testing.assert_allclose(INDICES[index](parts), [INDICES[index](panel) for panel in panels], rtol=1e-12)

    def test_a_scale_without_contrast_has_no_lower_end(self):
        assert np.isnan(consensus([[0.5, 0.5], [0.4, 0.6]], scale_max=1))

    @every_index
    def test_a_share_of_nothing_is_legal(self, index):
        assert np.isfinite(INDICES[index]([[1, 0, 0], [0.5, 0.5, 0]]))

    def test_a_share_of_nothing_adds_nothing(self):
        """The means 3/4 and 1/4 have the entropy below, the panellists 0 and ln 2."""
        beta = -(0.75 * math.log(0.75) + 0.25 * math.log(0.25)) - math.log(2) / 2
        expected = (math.exp(-beta) - 1 / 3) / (2 / 3)
        assert homogeneity([[1, 0, 0], [0.5, 0.5, 0]]) == pytest.approx(expected, rel=1e-12)

    @pytest.mark.parametrize("m", [3, 9, 81])
    @pytest.mark.parametrize("n", [2, 3, 7])
    def test_as_many_panellists_as_items_each_for_another_as_far_as_the_scale_goes_have_none(self, m, n):
        priorities = np.where(np.eye(n, dtype=bool), m, 1.0)
        assert consensus(priorities, scale_max=m) == pytest.approx(0, abs=1e-12)

    def test_priorities_sharper_than_the_scale_are_below_none(self):
        assert consensus(np.eye(3)) < 0

    def test_the_wider_scale_asks_for_less(self):
        priorities = [[0.7, 0.2, 0.1], [0.2, 0.6, 0.2]]
        assert consensus(priorities, scale_max=3) < consensus(priorities, scale_max=9) < homogeneity(priorities)

    def test_by_hand_for_two_and_two(self):
        """Means .5, .5: H_gamma = ln 2, H_alpha = H(3/4); D_beta = 2 / exp(H(3/4))."""
        entropy = -(0.75 * math.log(0.75) + 0.25 * math.log(0.25))
        similarity = math.exp(entropy) / 2
        assert homogeneity([[0.75, 0.25], [0.25, 0.75]]) == pytest.approx((similarity - 0.5) / 0.5, rel=1e-12)


class TestWords:
    """The ends of the words belong to the word above, as in Goepel (2018) and Schmidt (1997)."""

    @pytest.mark.parametrize(
        ("value", "name"),
        [
            *((1, "very high"), (0.85, "very high"), (0.8499, "high"), (0.75, "high"), (0.7499, "moderate")),
            *((0.65, "moderate"), (0.6499, "low"), (0.5, "low"), (0.4999, "very low"), (-3, "very low")),
        ],
    )
    def test_of_consensus(self, value, name):
        assert word(value) == name

    @pytest.mark.parametrize(
        ("value", "name"),
        [
            *((1, "unusually strong"), (0.9, "unusually strong"), (0.8999, "strong"), (0.7, "strong")),
            *((0.6999, "moderate"), (0.5, "moderate"), (0.4999, "weak"), (0.3, "weak"), (0.2999, "very weak")),
            (0, "very weak"),
        ],
    )
    def test_of_concordance(self, value, name):
        assert concordance_word(value) == name


class TestChance:
    @pytest.mark.parametrize(("limits", "shuffles"), [({}, 1000), ({"SHUFFLED_NUMBERS": 500}, 25), (LARGE, 10)])
    def test_it_is_the_mean_of_shuffles_one_by_one(self, monkeypatch, limits, shuffles):
        """A thousand, of a large panel fewer, but ten at least; worked on together or in parts of the memory."""
        for name, value in limits.items():
            monkeypatch.setattr(LIMITS, name, value)
        priorities, say = np.random.default_rng(2).dirichlet(np.ones(5), 4), [1, 2, 3, 4]
        one_by_one = np.random.default_rng(9)
        panels = [one_by_one.permuted(priorities, axis=-1) for _ in range(shuffles)]
        expected = consensus(panels, say, 5.0).mean(), homogeneity(panels, say).mean()
        assert chance(priorities, say, 5.0, np.random.default_rng(9)) == pytest.approx(expected, rel=1e-12)

    def test_two_panellists_and_two_items_by_counting(self):
        """Shuffled, they agree half of the time and are opposite the other half."""
        priorities = np.array([[0.75, 0.25], [0.75, 0.25]])
        opposite = [[0.75, 0.25], [0.25, 0.75]]
        found = chance(priorities, None, 9.0, np.random.default_rng(1))
        expected = (1 + float(consensus(opposite))) / 2, (1 + float(homogeneity(opposite))) / 2
        assert found == pytest.approx(expected, abs=0.05)

    def test_those_who_distinguish_nothing_agree_by_chance_as_well(self):
        assert chance(np.full((3, 4), 0.25), None, 9.0, np.random.default_rng(1)) == pytest.approx((1, 1), abs=1e-12)

    def test_the_same_seed_gives_the_same(self):
        priorities = np.random.default_rng(2).dirichlet(np.ones(5), 4)
        once = chance(priorities, [1, 2, 3, 4], 9.0, np.random.default_rng(9))
        assert once == chance(priorities, [1, 2, 3, 4], 9.0, np.random.default_rng(9))

    def test_the_priorities_are_not_shuffled_in_place(self):
        priorities = np.random.default_rng(2).dirichlet(np.ones(5), 4)
        before = priorities.copy()
        chance(priorities, None, 9.0, np.random.default_rng(9))
        np.testing.assert_array_equal(priorities, before)


def test_ranks_that_differ_by_exactly_the_tolerance_are_tied():
    assert average_ranks([1.0, 1e-12, 0.0]).tolist() == [3, 1.5, 1.5]


def test_w_of_two_items_by_hand():
    """Sums of ranks 4 and 5, half a square around their mean; at most 9 times 6 twelfths."""
    assert kendall_w([[1, 2], [1, 2], [2, 1]]).statistic == pytest.approx(12 * 0.5 / (9 * 6))


@pytest.mark.parametrize(("raters", "permuted"), [(100, True), (101, False)])
def test_up_to_a_hundred_raters_p_is_a_share_of_permutations(raters, permuted):
    ranks = np.random.default_rng(3).permuted(np.tile([1, 2, 3], (raters, 1)), axis=1)
    found = kendall_w(ranks).p * 10_001
    assert (abs(found - round(found)) < 1e-6) == permuted
