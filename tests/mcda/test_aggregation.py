"""Who counts how much, what is missing from a panel, and what is refused."""

import numpy as np
import pytest
from matrices import random_matrices, square, without

from mcda.aggregation import MEANS, WEIGHTINGS, aggregate_judgements, aggregate_priorities, pooled_priorities
from mcda.leastsquares import DisconnectedError
from mcda.priorities import PRIORITY_METHODS, eigenvector, geometric_mean

ONE, TWO = square(3, "3 5 2"), square(3, "1/3 5 8")
FUNCTIONS = {
    "AIJ": lambda weights: aggregate_judgements([ONE, TWO], weights),
    "pooled": lambda weights: pooled_priorities([ONE, TWO], weights),
    "AIP": lambda weights: aggregate_priorities(geometric_mean([ONE, TWO]), weights),
    "arithmetic AIP": lambda weights: aggregate_priorities(geometric_mean([ONE, TWO]), weights, mean="arithmetic"),
}
every_function = pytest.mark.parametrize("function", FUNCTIONS)


class TestWeightsOfPanellists:
    @every_function
    @pytest.mark.parametrize(
        ("weights", "message"),
        [
            ([1, -1], r"weights\[1\] is -1: weights may not be negative"),
            ([1, float("nan")], r"weights\[1\] is nan: only finite numbers"),
            ([1, float("inf")], r"weights\[1\] is inf: only finite numbers"),
            ([1, None], r"weights\[1\] is nan: only finite numbers"),
            ([0, 0], "weights are all zero: at least one of 2 panellists must weigh"),
            ([1], r"weights has shape \(1,\): it must be \(2,\), one for each panellist"),
            ([1, 1, 1], r"weights has shape \(3,\): it must be \(2,\)"),
            ([[1, 1]], r"weights has shape \(1, 2\): it must be \(2,\)"),
            ([1, "1"], r"weights\[1\]: found '1'"),
        ],
    )
    def test_those_that_cannot_be_are_refused_with_their_place(self, function, weights, message):
        with pytest.raises(ValueError, match=message):
            FUNCTIONS[function](weights)

    @every_function
    def test_only_their_proportions_count(self, function):
        np.testing.assert_allclose(FUNCTIONS[function]([19, 38]), FUNCTIONS[function]([1 / 3, 2 / 3]), rtol=1e-12)
        np.testing.assert_allclose(FUNCTIONS[function]([19, 19]), FUNCTIONS[function](None), rtol=1e-12)


class TestAij:
    def test_each_cell_is_the_geometric_mean(self):
        found = aggregate_judgements([square(3, "2 3 5"), square(3, "8 3 1/5")])
        np.testing.assert_allclose(found, square(3, "4 3 1"), rtol=1e-12)

    def test_weights_are_exponents(self):
        found = aggregate_judgements([square(2, "2"), square(2, "8")], [3, 1])
        assert found[0, 1] == pytest.approx(2 ** (3 / 4) * 8 ** (1 / 4), rel=1e-12)

    def test_a_cell_is_the_mean_of_those_who_judged_it(self):
        panel = [square(3, "3 5 2"), square(3, "3 ? 2"), square(3, "3 5 2")]
        np.testing.assert_allclose(aggregate_judgements(panel), square(3, "3 5 2"), rtol=1e-12)

    def test_what_nobody_judged_is_missing(self):
        found = aggregate_judgements([square(3, "3 ? 2"), square(3, "3 ? 8")])
        np.testing.assert_allclose(found, without(square(3, "3 1 4"), (0, 2)), rtol=1e-12)

    def test_what_only_somebody_without_weight_judged_is_missing(self):
        found = aggregate_judgements([square(3, "3 5 2"), square(3, "3 ? 2")], [0, 1])
        np.testing.assert_array_equal(np.isnan(found), np.isnan(square(3, "1 ? 1")))

    def test_one_panellist_is_the_group(self):
        np.testing.assert_allclose(aggregate_judgements([ONE]), ONE, rtol=1e-12)

    def test_arguments_are_not_changed(self):
        panel = np.array([square(3, "3 ? 2"), TWO])
        before = panel.copy()
        aggregate_judgements(panel)
        np.testing.assert_array_equal(panel, before)

    @pytest.mark.parametrize("function", [aggregate_judgements, pooled_priorities])
    def test_a_matrix_alone_is_no_panel(self, function):
        with pytest.raises(ValueError, match=r"matrices has shape \(3, 3\): it must be \(panellists, n, n\)"):
            function(ONE)

    @pytest.mark.parametrize("function", [aggregate_judgements, pooled_priorities])
    def test_no_panellists_are_refused(self, function):
        with pytest.raises(ValueError, match="matrices has shape"):
            function([])

    @pytest.mark.parametrize("function", [aggregate_judgements, pooled_priorities])
    def test_an_empty_panel_of_matrices_is_refused_in_our_words(self, function):
        with pytest.raises(ValueError, match=r"matrices has shape \(0, 3, 3\): .* one panellist or more"):
            function(np.empty((0, 3, 3)))

    def test_a_bad_judgement_is_refused_with_the_panellist(self):
        bad = ONE.copy()
        bad[0, 1] = -3
        with pytest.raises(ValueError, match=r"matrices\[1, 0, 1\] is -3"):
            aggregate_judgements([ONE, bad])


class TestPooled:
    def test_two_who_each_know_half_make_a_whole(self):
        """One knows a over b, the other b over c: 8 : 4 : 1."""
        found = pooled_priorities([square(3, "2 ? ?"), square(3, "? ? 4")])
        np.testing.assert_allclose(found, np.array([8, 4, 1]) / 13, rtol=1e-12)

    def test_each_judgement_counts_once(self):
        """Three judged a over c, one the way round by b: AIJ would let the one count as much as the three."""
        panel = [square(3, "? 2 ?"), square(3, "? 2 ?"), square(3, "? 2 ?"), square(3, "4 ? 4")]
        logs = np.log(pooled_priorities(panel))
        aij = np.log(geometric_mean(aggregate_judgements(panel)))
        # a over c: 3 judgements of ln 2 against one path of ln 16 made of two: (3 ln 2 + ln 16 / 2) / 3.5
        assert logs[0] - logs[2] == pytest.approx((3 * np.log(2) + np.log(16) / 2) / 3.5, rel=1e-12)
        assert aij[0] - aij[2] == pytest.approx((np.log(2) + np.log(16) / 2) / 1.5, rel=1e-12)

    def test_a_panel_that_leaves_items_apart_is_refused(self):
        with pytest.raises(DisconnectedError, match=r"\{0, 1\} and \{2, 3\}") as error:
            pooled_priorities([square(4, "3 ? ? ? ? ?"), square(4, "? ? ? ? ? 2")])
        assert error.value.components == [(0, 1), (2, 3)]

    def test_somebody_without_weight_joins_nothing(self):
        with pytest.raises(DisconnectedError):
            pooled_priorities([square(3, "2 ? ?"), square(3, "? ? 4")], [1, 0])


class TestAip:
    def test_arithmetic_and_geometric_differ(self):
        vectors = [[0.8, 0.2], [0.2, 0.8], [0.5, 0.5]]
        np.testing.assert_allclose(aggregate_priorities(vectors), [0.5, 0.5], rtol=1e-12)
        found = aggregate_priorities([[0.9, 0.1], [0.5, 0.5]])
        np.testing.assert_allclose(found, [3 / 4, 1 / 4], rtol=1e-12)
        found = aggregate_priorities([[0.9, 0.1], [0.5, 0.5]], mean="arithmetic")
        np.testing.assert_allclose(found, [0.7, 0.3], rtol=1e-12)

    @pytest.mark.parametrize("mean", MEANS)
    @pytest.mark.parametrize(
        ("priorities", "message"),
        [
            ([[0.5, 0.5], [1.2, -0.2]], r"priorities\[1, 1\] is -0.2: priorities are shares"),
            ([[0.5, 0.5], [float("nan"), 1]], r"priorities\[1, 0\] is nan"),
            ([[0.5, 0.5], [0, 0]], r"priorities\[1\] are all zero"),
            ([0.5, 0.5], r"priorities has shape \(2,\): it must be \(panellists, items\)"),
            ([], r"priorities has shape \(0,\)"),
            (np.empty((0, 3)), r"priorities has shape \(0, 3\): .* at least one of each"),
            ([[0.5, "0.5"]], r"priorities\[0, 1\]: found '0.5'"),
        ],
    )
    def test_what_are_no_priorities_is_refused(self, mean, priorities, message):
        with pytest.raises(ValueError, match=message):
            aggregate_priorities(priorities, mean=mean)

    def test_the_arithmetic_mean_sums_to_1_whatever_the_unit(self):
        found = aggregate_priorities([[[2, 2], [1, 3]], [[3, 1], [1, 1]]], mean="arithmetic")
        np.testing.assert_allclose(found, [[3 / 8, 5 / 8], [4 / 6, 2 / 6]], rtol=1e-12)

    def test_a_zero_is_legal_for_the_arithmetic_mean_only(self):
        vectors = [[1, 0], [0.5, 0.5]]
        np.testing.assert_allclose(aggregate_priorities(vectors, mean="arithmetic"), [0.75, 0.25], rtol=1e-12)
        with pytest.raises(ValueError, match=r"priorities holds a zero: .* use the arithmetic mean"):
            aggregate_priorities(vectors)

    def test_an_unknown_mean_is_refused_with_the_known_ones(self):
        with pytest.raises(ValueError, match="mean 'harmonic' is not known: allowed are geometric, arithmetic"):
            aggregate_priorities([[0.5, 0.5]], mean="harmonic")


def test_with_eigenvectors_the_mean_of_judgements_is_not_the_mean_of_priorities():
    """Only log least squares makes AIJ and geometric AIP the same; for three items the two methods are one."""
    panel = np.array([square(4, "9 1/9 9 9 1/5 9"), square(4, "1 9 1/9 1/9 9 1/9")])
    by_judgements = eigenvector(aggregate_judgements(panel))
    by_priorities = aggregate_priorities(eigenvector(panel))
    assert np.abs(by_judgements - by_priorities).max() > 0.01
    lapack = np.linalg.eig(panel)
    vectors = np.array(
        [np.abs(vector[:, value.real.argmax()]) for value, vector in zip(lapack[0], lapack[1], strict=True)]
    )
    mean = np.sqrt(vectors[0] * vectors[1])
    np.testing.assert_allclose(by_priorities, mean / mean.sum(), rtol=1e-9)


@pytest.mark.parametrize("method", PRIORITY_METHODS)
def test_two_who_are_exactly_opposite_leave_nothing(method):
    panel = np.array([square(3, "3 9 3"), square(3, "1/3 1/9 1/3")])
    np.testing.assert_allclose(PRIORITY_METHODS[method](aggregate_judgements(panel)), [1 / 3] * 3, rtol=1e-12)
    np.testing.assert_allclose(pooled_priorities(panel), [1 / 3] * 3, rtol=1e-12)


class TestWeightings:
    DECLARED = np.array([2.0, 1.0, 0.0, 3.0, 1.0])
    ORGANISATIONS = ("ministry", "ministry", "ministry", "clinic", "insurer")
    VARIANCES = np.array([0.0, 0.2, 9.0, 0.4, np.nan])

    @pytest.mark.parametrize(
        ("weighting", "expected"),
        [
            ("declared", [2, 1, 0, 3, 1]),
            ("head", [1, 1, 0, 1, 1]),
            ("organisation", [0.5, 0.5, 0, 1, 1]),
            # the mean of 0, 0.2 and 0.4 is 0.2; the variance of the one who is absent does not count
            ("consistency", [2 * 2, 1 * 1, 0, 3 * 0.4 / 0.6, 1]),
        ],
    )
    def test_say_of_each(self, weighting, expected):
        say = WEIGHTINGS[weighting](self.DECLARED, self.ORGANISATIONS, self.VARIANCES)
        assert say.tolist() == pytest.approx(expected)

    def test_where_nobody_contradicts_themselves_all_count_as_declared(self):
        for variances in (np.zeros(5), np.full(5, np.nan)):
            say = WEIGHTINGS["consistency"](self.DECLARED, self.ORGANISATIONS, variances)
            assert say.tolist() == self.DECLARED.tolist()

    def test_consistency_counts_whoever_weighs_anything(self):
        """The mean of 0.1 and 0.3 is 0.2: 2 * 0.2 / 0.3 of a half, 2 * 0.2 / 0.5 of a quarter."""
        say = WEIGHTINGS["consistency"](np.array([0.5, 0.25]), ("clinic", "insurer"), np.array([0.1, 0.3]))
        assert say.tolist() == pytest.approx([2 / 3, 0.2])

    def test_each_panellist_has_an_organisation(self):
        with pytest.raises(ValueError, match="longer"):
            WEIGHTINGS["organisation"](self.DECLARED, self.ORGANISATIONS[:-1], self.VARIANCES)

    @pytest.mark.parametrize("weighting", WEIGHTINGS)
    def test_a_declared_weight_of_0_is_absence_under_all(self, weighting):
        panel = random_matrices(np.random.default_rng(1), 5, 4)
        say = WEIGHTINGS[weighting](self.DECLARED, self.ORGANISATIONS, self.VARIANCES)
        present = self.DECLARED > 0
        rest = [name for name, here in zip(self.ORGANISATIONS, present, strict=True) if here]
        alone = WEIGHTINGS[weighting](self.DECLARED[present], rest, self.VARIANCES[present])
        np.testing.assert_allclose(
            aggregate_judgements(panel, say), aggregate_judgements(panel[present], alone), rtol=1e-12
        )
