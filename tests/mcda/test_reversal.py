"""Rank reversal: orders worked out by hand, printed examples that reverse, and methods that cannot."""

from functools import partial

import numpy as np
import pytest

from mcda.ranking import RANKING_METHODS, competition_ranks, topsis, weighted_sum
from mcda.sensitivity import (
    in_pairs,
    rank_reversals,
    with_clone,
    with_newcomer,
    with_worse,
    without_alternative,
    without_criterion,
)

ahp = RANKING_METHODS["ahp"].score
TEN = [[0, 10]] * 3


def declared(method, m):
    """A scorer on declared scales, on which no alternative depends on another."""
    return partial(RANKING_METHODS[method].score, normalisation="scale", domain=[[0, 10]] * m)


BELTON_GEAR = [[1, 9, 8], [9, 1, 9], [1, 1, 1]]
"""Under three equal criteria shares add up to 0.451, 0.470, 0.079; with a second B to 0.365, 0.289, 0.057, 0.289."""


def test_a_copy_of_the_winner_costs_it_the_first_place():
    found = with_clone(BELTON_GEAR, [1 / 3] * 3, [1] * 3, ahp)
    assert found.changed.tolist() == [0, 1, 2]
    assert found.before.tolist() == [[2, 1, 3]] * 3
    assert found.after.tolist() == [[2, 1, 3], [1, 2, 3], [2, 1, 3]]
    assert found.first_changed.tolist() == [False, True, False]
    assert found.reversed.tolist() == [0, 1, 0]
    assert not with_clone(BELTON_GEAR, [1 / 3] * 3, [1] * 3, RANKING_METHODS["ahp-ideal"].score).reversed.any()


@pytest.mark.parametrize("level", [3, 4])
def test_pairs_that_are_level_before_or_after_are_not_reversed(level):
    """All are level among three, or among four with the copy; else the last is the best, or the first."""
    found = with_clone([[2], [1], [0]], [1], [1], lambda v, *_: v[:, 0] * (len(v) != level) * (-1) ** len(v))
    assert found.reversed.tolist() == [0, 0, 0]
    assert found.first_changed.all()


def test_without_the_third_the_first_two_change_places():
    """Shares of x, y, z by two equal criteria, in sums: (6/9 + 2/21), (2/9 + 10/21), (1/9 + 9/21); of x and y alone
    6/8 + 2/12 > 2/8 + 10/12 no longer holds: 11/12 < 13/12.
    """
    values = [[6, 2], [2, 10], [1, 9]]
    found = without_alternative(values, [0.5, 0.5], [1, 1], ahp)
    assert found.before.tolist() == [[0, 1, 2], [1, 0, 2], [1, 2, 0]]
    assert found.after.tolist() == [[0, 1, 2], [1, 0, 2], [2, 1, 0]]
    assert found.first_changed.tolist() == [False, False, True]
    assert found.reversed.tolist() == [0, 0, 1]


def test_pairs_tell_another_order_than_the_whole():
    """As above; x and z alone 6/7 + 2/11 > 1/7 + 9/11: y above x above z, y above z."""
    found = in_pairs([[6, 2], [2, 10], [1, 9]], [0.5, 0.5], [1, 1], ahp)
    assert found.above.tolist() == [[False, False, True], [True, False, True], [False, False, False]]
    assert (found.ranks.tolist(), found.whole.tolist()) == ([2, 1, 3], [1, 2, 3])
    assert (len(found.cycles), found.reversed, found.same) == (0, 1, False)


def circle(values, _weights, _directions):
    """Two at a time each beats the next, the last the first; all together the first column decides."""
    first = values[:, 0]
    if len(values) > 2:
        return -first
    beaten = (first[0] - first[1]) % 3 == 1
    return np.array([0.0, 1.0]) if beaten else np.array([1.0, 0.0])


def test_pairs_that_go_round_in_a_circle():
    found = in_pairs([[0], [1], [2]], [1], [1], circle)
    assert found.above.tolist() == [[False, True, False], [False, False, True], [True, False, False]]
    assert found.cycles.tolist() == [[0, 1, 2]]
    assert (found.ranks.tolist(), found.whole.tolist()) == ([2, 2, 2], [1, 2, 3])
    assert (found.reversed, found.same) == (1, False)


def nearly(values, _weights, _directions):
    """A lead of less than 2 does not count two at a time: 0 as good as 1, 1 as good as 2, but 2 better than 0."""
    first = values[:, 0]
    return first if len(first) > 2 else np.where(np.ptp(first) < 2, 0.0, first)


@pytest.mark.parametrize("values", [[[0], [1], [2]], [[2], [0], [1]], [[1], [2], [0]]])
def test_ties_of_pairs_that_do_not_add_up(values):
    found = in_pairs(values, [1], [1], nearly)
    assert found.cycles.tolist() == [[0, 1, 2]]
    assert (found.reversed, found.same) == (0, False)


def test_pairs_that_are_level_in_the_whole_are_not_reversed():
    """A lead of 2 counts two at a time, and not among more."""
    found = in_pairs([[2], [0], [1]], [1], [1], lambda *problem: nearly(*problem) * (len(problem[0]) == 2))
    assert found.whole.tolist() == [1, 1, 1]
    assert found.above.sum() == 1
    assert (found.reversed, found.same) == (0, False)


def test_identical_alternatives_are_one_in_pairs():
    found = in_pairs([[3, 1], [3, 1], [1, 2]], [0.5, 0.5], [1, 1], declared("weighted-sum", 2))
    assert found.above.tolist() == [[False, False, True], [False, False, True], [False] * 3]
    assert found.ranks.tolist() == found.whole.tolist() == [1, 1, 3]
    assert found.same
    assert not len(found.cycles)


def test_a_worse_one_goes_part_of_the_way_to_the_worst():
    seen = []

    def score(values, weights, directions):
        seen.append(values)
        return weighted_sum(values, weights, directions, "scale", [[0, 10]] * 2)

    values = np.array([[8.0, 2], [4, 6], [2, 9]])
    found = with_worse(values, [0.5, 0.5], [1, -1], score, amount=0.25)
    assert found.changed.tolist() == [1, 2]
    np.testing.assert_allclose(seen[1], [[8, 2], [3.5, 6.75], [2, 9]])
    np.testing.assert_allclose(seen[2], values)  # the worst under both
    assert not found.first_changed.any()
    assert found.reversed.tolist() == [0, 0]
    assert found.before.tolist() == found.after.tolist() == [[1, 2, 3]] * 2


def test_a_worse_copy_beside_the_winner_may_cost_it_the_first_place():
    """A copy of B half the way to 1 everywhere, (5, 1, 5): shares of A, B, C become (1/16 + 9/12 + 8/23),
    (9/16 + 1/12 + 9/23), (1/16 + 1/12 + 1/23): 1.160, 1.037, 0.189.
    """
    found = with_newcomer(BELTON_GEAR, [1 / 3] * 3, [1] * 3, ahp)
    assert found.before.tolist() == [[2, 1, 3]] * 3
    assert found.after[1].tolist() == [1, 2, 3]
    assert found.first_changed.tolist()[1]
    assert not with_newcomer(BELTON_GEAR, [1 / 3] * 3, [1] * 3, RANKING_METHODS["ahp-ideal"].score).reversed.any()
    with pytest.raises(ValueError, match="amount is 0"):
        with_newcomer(BELTON_GEAR, [1 / 3] * 3, [1] * 3, ahp, amount=0.0)


def test_a_worse_one_never_leaves_the_scale_by_rounding():
    """1 and 10 under a cost criterion from 0 to 10: parts of the way add up to 10, not to a bit more."""
    generator = np.random.default_rng(87)
    values = [[10, 1], [10, 3], [1, 0.7]]
    with_worse(values, [0.9, 0.1], [-1, 1], declared("weighted-sum", 2), 0.9, generator, tries=500)


def test_worse_ones_at_random_are_repeatable_and_stay_between():
    seen = []

    def score(values, weights, directions):
        seen.append(values)
        return topsis(values, weights, directions)

    values = np.random.default_rng(3).uniform(0, 10, (4, 3))
    one, other = (
        with_worse(values, [1 / 3] * 3, [1] * 3, score, 0.8, np.random.default_rng(8), tries=5) for _ in range(2)
    )
    assert len(one.changed) == 15
    assert all((a == b).all() for a, b in zip(one, other, strict=True))
    for tried in seen:
        assert (tried <= values + 1e-12).all()
        assert (tried >= values.min(axis=0) - 1e-12).all()
    assert len({tried.tobytes() for tried in seen}) == 16


def test_a_worse_alternative_may_change_the_winner_by_topsis():
    """Lengths of columns shrink with what is in them, so some problem among these 400 changes hands; on declared
    scales none does.
    """
    generator = np.random.default_rng(2)
    changed = 0
    for _ in range(400):
        values, weights = generator.uniform(0, 10, (4, 3)), generator.dirichlet(np.ones(3))
        changed += with_worse(values, weights, [1] * 3, topsis, 1.0).first_changed.any()
        assert not with_worse(values, weights, [1] * 3, declared("topsis", 3), 1.0).first_changed.any()
    assert changed > 0


@pytest.mark.parametrize("method", ["weighted-sum", "topsis", "spotis"])
def test_on_declared_scales_nothing_reverses(method):
    generator = np.random.default_rng(11)
    for _ in range(40):
        values, weights = generator.integers(0, 11, (5, 3)).astype(float), generator.dirichlet(np.ones(3))
        found = rank_reversals(values, weights, [1, -1, 1], declared(method, 3))
        for report in (found.worse, found.clones, found.alternatives):
            assert not report.reversed.any()
            assert not report.first_changed.any()
        assert found.pairs.same


def test_a_weighted_product_never_reverses():
    generator = np.random.default_rng(12)
    for _ in range(40):
        values, weights = generator.uniform(0.5, 10, (5, 3)), generator.dirichlet(np.ones(3))
        found = rank_reversals(values, weights, [1, -1, 1], RANKING_METHODS["weighted-product"].score)
        assert not any(report.reversed.any() for report in (found.worse, found.clones, found.alternatives))
        assert found.pairs.same


def test_leaving_out_a_criterion():
    """x leads by the first, y by the second and third; the fourth weighs nothing and is not left out."""
    values = [[9, 1, 3, 5], [2, 4, 5, 5]]
    found = without_criterion(values, [0.5, 0.3, 0.2, 0], [1] * 4, declared("weighted-sum", 4))
    assert found.changed.tolist() == [0, 1, 2]
    assert found.before.tolist() == [[1, 2]] * 3
    assert found.after.tolist() == [[2, 1], [1, 2], [1, 2]]
    assert found.reversed.tolist() == [1, 0, 0]
    assert found.first_changed.tolist() == [True, False, False]
    assert not len(without_criterion(values, [1, 0, 0, 0], [1] * 4, declared("weighted-sum", 4)).changed)


def test_reports_are_what_the_orders_say_pair_by_pair():
    generator = np.random.default_rng(13)
    for _ in range(30):
        values, weights = generator.uniform(0, 10, (6, 4)), generator.dirichlet(np.ones(4))
        reports = rank_reversals(values, weights, [1, 1, -1, 1], topsis)
        for report in (reports.clones, reports.alternatives, reports.criteria):
            for before, after, first, count in zip(*report[1:], strict=True):
                opposite = [(before[i] - before[j]) * (after[i] - after[j]) < 0 for i in range(6) for j in range(i)]
                assert sum(opposite) == count
                assert first == (set(np.flatnonzero(before == 1)) != set(np.flatnonzero(after == 1)))
        for row, gone in enumerate(reports.alternatives.changed):
            others = np.arange(6) != gone
            alone = competition_ranks(topsis(values[others], weights, [1, 1, -1, 1]))
            assert reports.alternatives.after[row, others].tolist() == alone.tolist()
            assert reports.alternatives.after[row, gone] == reports.alternatives.before[row, gone] == 0


def test_one_alternative_has_nothing_to_reverse():
    found = rank_reversals([[3, 1]], [0.5, 0.5], [1, 1], topsis)
    assert (len(found.worse.changed), len(found.alternatives.changed), len(found.clones.changed)) == (0, 0, 1)
    assert not found.clones.reversed.any()
    assert not found.clones.first_changed.any()
    assert found.pairs.same


def test_arguments_are_left_as_they_were():
    values, weights = np.random.default_rng(1).uniform(0, 10, (4, 3)), np.array([0.2, 0.3, 0.5])
    copies = values.copy(), weights.copy()
    rank_reversals(values, weights, [1] * 3, topsis)
    assert (values == copies[0]).all()
    assert (weights == copies[1]).all()


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"amount": 0}, "amount is 0: it must be above 0 and at most 1"),
        ({"amount": 1.5}, "amount is 1.5"),
        ({"amount": np.nan}, "amount is nan"),
        ({"tries": 0}, "tries is 0: at least 1"),
        ({"weights": [[0.5, 0.5]]}, r"weights has shape \(1, 2\)"),
    ],
)
def test_what_cannot_be_tried_is_refused(said, message):
    problem = {"values": [[8, 2], [4, 6]], "weights": [0.5, 0.5], "directions": [1, 1], "score": topsis, **said}
    with pytest.raises(ValueError, match=message):
        rank_reversals(**problem)
