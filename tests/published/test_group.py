"""Groups against print: AIJ, AIP and Goepel's consensus."""

import csv
from fractions import Fraction

import numpy as np
import pytest
from golden import ROOT
from matrices import filled, square

from mcda.aggregation import aggregate_judgements, aggregate_priorities
from mcda.agreement import consensus, homogeneity, word
from mcda.consistency import consistency_index, consistency_ratio
from mcda.priorities import eigenvector, geometric_mean
from mcda.ranking import ahp


@pytest.fixture(scope="module")
def panel():
    """The matrices of the 200 respondents of city200, (200, 5, 5)."""
    with (ROOT / "sample_panels" / "city200" / "judgements.csv").open(encoding="utf-8", newline="") as file:
        ratios = [float(Fraction(row["ratio"])) for row in csv.DictReader(file)]
    assert len(ratios) == 200 * 10
    return np.array([filled(5, row) for row in np.reshape(ratios, (200, 10))])


@pytest.fixture(scope="module")
def column_means(panel):
    """Mean of the columns, each divided by its sum: what ahpsurvey calls the arithmetic method."""
    return (panel / panel.sum(axis=1, keepdims=True)).mean(axis=2)


class TestCity200:
    """Cho, ahpsurvey (CRAN, MIT licence): data set city200 and the rendered vignette of 0.4.1.

    Culture, family, housing, jobs, transport.
    """

    def test_priorities_of_the_first_four_are_read_right(self, column_means):
        """Checks the data, not our methods: the vignette prints these by column means, some to four decimals."""
        printed = [
            [0.181, 0.433, 0.0904, 0.260, 0.0355],
            [0.227, 0.394, 0.0846, 0.253, 0.0418],
            [0.153, 0.485, 0.0860, 0.223, 0.0524],
            [0.131, 0.436, 0.0695, 0.327, 0.0364],
        ]
        np.testing.assert_allclose(column_means[:4], printed, rtol=0, atol=5.1e-4)

    def test_consistency_of_the_first_four(self, panel):
        """The vignette's random index for five criteria is 1.1081014, ours 1.1086."""
        printed = [0.0614, 0.0297, 0.0634, 0.0932]
        np.testing.assert_allclose(consistency_index(panel[:4]) / 1.1081014, printed, rtol=0, atol=5.1e-5)
        np.testing.assert_allclose(consistency_ratio(panel[:4]), printed, rtol=0, atol=1e-4)

    def test_130_of_the_200_are_consistent(self, panel):
        for random_index in ("alonso-lamata", "saaty-2005"):
            assert np.count_nonzero(consistency_ratio(panel, random_index) <= 0.1) == 130

    def test_by_an_older_table_133_are(self, panel):
        """With 1.12 of Saaty (1980): why the table must be named with the ratio."""
        assert np.count_nonzero(consistency_ratio(panel, "saaty-1980") <= 0.1) == 133

    def test_arithmetic_mean_of_priorities(self, column_means):
        found = aggregate_priorities(column_means, mean="arithmetic")
        np.testing.assert_allclose(found, [0.1620, 0.4367, 0.0761, 0.2827, 0.0424], rtol=0, atol=5.1e-5)

    def test_arithmetic_mean_of_the_consistent_ones_priorities(self, panel, column_means):
        consistent = consistency_ratio(panel) <= 0.1
        found = aggregate_priorities(column_means, weights=consistent.astype(float), mean="arithmetic")
        np.testing.assert_allclose(found, [0.1581, 0.4430, 0.0757, 0.2820, 0.0412], rtol=0, atol=5.1e-5)
        np.testing.assert_allclose(found, aggregate_priorities(column_means[consistent], mean="arithmetic"), rtol=1e-12)

    def test_geometric_mean_of_eigenvectors(self, panel):
        """The vignette prints it before normalisation: it sums to .98685."""
        printed = np.array([0.1526, 0.4483, 0.0705, 0.2758, 0.0397])
        found = aggregate_priorities(eigenvector(panel), mean="geometric")
        np.testing.assert_allclose(0.98685 * found, printed, rtol=0, atol=6e-5)
        np.testing.assert_allclose(found, printed / printed.sum(), rtol=0, atol=1.2e-4)

    def test_aggregated_judgements(self, panel):
        printed = [
            [1, 0.22, 3.093, 0.488, 4.64],
            [4.541, 1, 6.461, 1.704, 6.15],
            [0.323, 0.155, 1, 0.249, 2.93],
            [2.048, 0.587, 4.019, 1, 7.04],
            [0.216, 0.163, 0.342, 0.142, 1],
        ]
        np.testing.assert_allclose(aggregate_judgements(panel), printed, rtol=0, atol=0.005)


class TestVacation:
    """Glur, R package ahp, vignette and vacation.ahp: three with unequal votes plan between beach and mountains.

    Each node is the vote-weighted arithmetic mean of their priorities, then multiplied down. Printed in per cent.
    """

    VOTES = (0.4, 0.4, 0.2)
    DAD, MOM, KID = square(3, "4 9 4"), square(3, "1/4 1/9 1/5"), square(3, "1/9 1 9")
    BEACH_OR_MOUNTAINS = np.array(
        [
            [[1 / 3, 2 / 3], [1 / 7, 6 / 7], [2 / 3, 1 / 3]],
            [[1 / 3, 2 / 3], [2 / 3, 1 / 3], [6 / 7, 1 / 7]],
            [[1 / 2, 1 / 2], [1, 0], [1 / 3, 2 / 3]],
        ]
    )
    """[person, criterion, alternative]; criteria are costs, fun and spa. Kid gives the mountains no fun at all."""

    def criteria(self):
        return eigenvector([self.DAD, self.MOM, self.KID])

    def test_criteria_of_each_person(self):
        printed = [[71.7, 21.7, 6.6], [6.3, 19.4, 74.3], [9.1, 81.8, 9.1]]
        np.testing.assert_allclose(100 * self.criteria(), printed, rtol=0, atol=0.051)

    def test_answer_of_each_person(self):
        found = [ahp(self.BEACH_OR_MOUNTAINS[k].T, self.criteria()[k], [1, 1, 1]) for k in range(3)]
        np.testing.assert_allclose(100 * np.array(found), [[31.4, 68.6], [78.7, 21.3], [89.4, 10.6]], atol=0.051)

    def test_criteria_of_the_three(self):
        found = aggregate_priorities(self.criteria(), self.VOTES, mean="arithmetic")
        np.testing.assert_allclose(100 * found, [33.0, 32.8, 34.2], rtol=0, atol=0.051)

    def test_answer_of_the_three(self):
        criteria = aggregate_priorities(self.criteria(), self.VOTES, mean="arithmetic")
        shares = [aggregate_priorities(self.BEACH_OR_MOUNTAINS[:, c], self.VOTES, mean="arithmetic") for c in range(3)]
        np.testing.assert_allclose(100 * ahp(np.transpose(shares), criteria, [1, 1, 1]), [52.4, 47.6], atol=0.051)

    def test_a_share_of_nothing_has_no_geometric_mean(self):
        with pytest.raises(ValueError, match=r"priorities holds a zero: .* use the arithmetic mean"):
            aggregate_priorities(self.BEACH_OR_MOUNTAINS[:, 1], self.VOTES, mean="geometric")

    def test_inconsistency_of_each_person(self):
        """The package calls the largest of them, Mom's, the group's."""
        found = 100 * consistency_ratio([self.DAD, self.MOM, self.KID])
        np.testing.assert_allclose(found, [3.5, 6.8, 0], rtol=0, atol=0.051)


class TestConsensusExtremes:
    """Goepel (2018), IJAHP 10(3), 469-487, equations 11 to 21 and the test described there."""

    FOUR_FAVOURITES = np.where(np.eye(4, dtype=bool), 9 / 12, 1 / 12)

    def test_everybody_for_another_criterion_is_no_consensus(self):
        each = [np.where(np.arange(4) == k, 9.0, 1.0) for k in range(4)]
        priorities = geometric_mean([weights[:, None] / weights[None, :] for weights in each])
        np.testing.assert_allclose(priorities, self.FOUR_FAVOURITES, rtol=1e-12)
        assert consensus(priorities) == pytest.approx(0, abs=1e-9)

    def test_everybody_for_the_same_is_full_consensus(self):
        assert consensus(np.tile(self.FOUR_FAVOURITES[0], (4, 1))) == pytest.approx(1, abs=1e-12)

    def test_homogeneity_is_0_only_without_a_scale_to_bound_them(self):
        assert homogeneity(np.eye(4)) == pytest.approx(0, abs=1e-12)
        entropy = -(0.75 * np.log(0.75) + 3 / 12 * np.log(1 / 12))
        assert homogeneity(self.FOUR_FAVOURITES) == pytest.approx((np.exp(entropy - np.log(4)) - 1 / 4) / (3 / 4))

    @pytest.mark.parametrize(
        ("below", "above", "end"),
        [
            ("very low", "low", 0.5),
            ("low", "moderate", 0.65),
            ("moderate", "high", 0.75),
            ("high", "very high", 0.85),
        ],
    )
    def test_words_change_where_the_article_says(self, below, above, end):
        assert word(end - 0.001) == below
        assert word(end + 0.001) == above
