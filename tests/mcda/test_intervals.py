"""How far a weight may move: intervals worked out by hand, thousands of random problems, and the tornado of leads."""

import numpy as np
import pytest

from mcda.ranking import RANKING_METHODS, competition_ranks, topsis, weighted_sum
from mcda.sensitivity import stability, stability_intervals, tornado, weight_path, weights_at

TEN = [[0, 10], [0, 10]]
BY_SCALE = ("weighted-sum", "scale")


def intervals(values, weights, keep="winner", method="weighted-sum", normalisation="scale", domain=None):
    m = len(weights)
    domain = [[0, 10]] * m if domain is None else domain
    return stability_intervals(values, weights, [1] * m, method, normalisation, keep, domain)


def of_first(values, weights, keep="winner", members=(0,), method="weighted-sum"):
    m = len(weights)
    return stability(values, weights, [1] * m, members, method, "scale", keep, [[0, 10]] * m)


# By hand. By share t of the first criterion x scores 8 t + 2 (1 - t), y 4, z 3 t + 1 (1 - t), in tenths.

THREE = [[8, 2], [4, 4], [3, 1]]
TWICE = [[10, 0.5, 6.5, 6.5], [5, 5, 10, 4]]


def test_the_winner_stays_down_to_where_the_second_meets_it():
    np.testing.assert_allclose(intervals(THREE, [0.6, 0.4]), [[1 / 3, 1], [0, 2 / 3]])
    found = of_first(THREE, [0.6, 0.4])
    assert (found.share, found.low, found.high, found.exact) == (0.6, pytest.approx(1 / 3), 1.0, True)
    assert (found.below, found.above) == ((1, 0), None)
    np.testing.assert_allclose(found.holds, [[1 / 3, 1]])


def test_the_first_two_stay_throughout():
    assert intervals(THREE, [0.6, 0.4], keep=2).tolist() == [[0, 1], [0, 1]]
    assert intervals(THREE, [0.6, 0.4], keep=3).tolist() == [[0, 1], [0, 1]]
    found = of_first(THREE, [0.6, 0.4], keep=2)
    assert (found.low, found.high, found.below, found.above, found.holds.tolist()) == (0, 1, None, None, [[0, 1]])


def test_an_order_may_be_lost_below_and_above():
    """x 9 t + 1 (1 - t), y 5, z 4 (1 - t) + 7 t: z meets y at 1/3, x meets y at 1/2, x meets z at 3/5."""
    values = [[9, 1], [5, 5], [7, 4]]
    np.testing.assert_allclose(intervals(values, [0.55, 0.45], keep="order")[0], [0.5, 0.6])
    found = of_first(values, [0.55, 0.45], keep="order")
    assert (found.below, found.above) == ((1, 0), (0, 2))
    winner = of_first(values, [0.55, 0.45])
    assert (winner.low, winner.high) == (pytest.approx(1 / 3), pytest.approx(0.6))
    assert (winner.below, winner.above) == ((1, 2), (0, 2))


def test_what_is_lost_may_come_back():
    """TOPSIS closeness of two pairs of criteria that cross twice: x first, then y, then x again."""
    values = TWICE
    roots = np.sqrt((0.386 + np.array([-1, 1]) * np.sqrt(0.386**2 - 4 * 0.05 * 0.02)) / (2 * 0.05))
    low, high = roots / (1 + roots)
    inner = of_first(values, [0.25] * 4, members=[0, 1], method="topsis")
    assert (inner.low, inner.high) == (pytest.approx(low), pytest.approx(high))
    np.testing.assert_allclose(inner.holds, [[low, high]])
    assert (inner.below, inner.above) == ((0, 1), (0, 1))
    outer = of_first(values, [0.05, 0.05, 0.45, 0.45], members=[0, 1], method="topsis")
    assert (outer.low, outer.high) == (0, pytest.approx(low))
    np.testing.assert_allclose(outer.holds, [[0, low], [high, 1]])
    assert (outer.below, outer.above) == (None, (1, 0))


def test_members_in_any_order_and_twice_are_one_theme():
    values = np.random.default_rng(4).uniform(0, 10, (5, 4))
    one, other = (of_first(values, [0.1, 0.2, 0.3, 0.4], "order", members) for members in ([0, 2], [2, 0, 2]))
    assert one.share == other.share == pytest.approx(0.4)
    assert (one.low, one.high, one.below, one.above) == (other.low, other.high, other.below, other.above)


def test_a_theme_that_weighs_everything_weighs_no_more():
    """1/6, 4/6 and 1/6 add up to a bit more than 1 in floating point."""
    found = of_first([[9, 0, 0, 1], [1, 8, 2, 9]], np.array([1, 4, 1, 0]) / 6, members=[0, 1, 2])
    assert (found.share, found.high) == (1, 1)


def test_the_first_two_may_be_counted_by_numpy():
    found, same = (of_first(THREE, [0.6, 0.4], keep=keep) for keep in (2, np.int64(2)))
    assert (found.low, found.high) == (same.low, same.high)


def test_of_pairs_that_change_places_at_once_one_at_the_border_is_named():
    """x, 9 t + 1 (1 - t), y, 5, and z, t + 9 (1 - t), meet at a half, below which z is first and x last."""
    x, y, z = [9, 1], [5, 5], [1, 9]
    assert of_first([z, y, x], [0.6, 0.4]).below == (0, 2)  # z takes the first place from x
    assert of_first([z, y, x], [0.6, 0.4], keep="order").below == (0, 1)  # z passes y
    assert of_first([y, x, z], [0.6, 0.4], keep=2).below == (2, 0)  # z comes among the first two, y stays


# Ties and edges


def test_a_tie_for_first_is_broken_by_any_move():
    found = of_first(THREE, [1 / 3, 2 / 3])
    assert found.low == found.high == found.share == 1 / 3
    assert (found.below, found.above) == ((1, 0), (0, 1))
    assert found.holds.tolist() == [[1 / 3, 1 / 3]]
    assert intervals(THREE, [1 / 3, 2 / 3], keep=2).tolist() == [[0, 1], [0, 1]]
    assert intervals(THREE, [1 / 3, 2 / 3], keep="order")[0].tolist() == [1 / 3, 1 / 3]


def test_twins_share_what_they_have():
    values = [[8, 2], [8, 2], [4, 4], [3, 1]]
    for keep in ("winner", 1, 2, "order"):
        np.testing.assert_allclose(intervals(values, [0.6, 0.4], keep)[0], [1 / 3, 1])
    np.testing.assert_allclose(intervals(values, [0.2, 0.8], 2)[0], [0, 1 / 3])  # y and both x to rank 2
    found = of_first(values, [0.6, 0.4])
    assert found.below == (2, 0)


def test_a_tie_at_a_weight_of_nothing_lasts_no_longer():
    """Under the second criterion alone x and y tie; with some of the first x leads."""
    values = [[3, 2], [1, 2], [0, 1]]
    found = of_first(values, [0.0, 1.0])
    assert (found.share, found.low, found.high, found.below, found.above) == (0, 0, 0, None, (0, 1))
    assert found.holds.tolist() == [[0, 0]]
    assert of_first(values, [0.5, 0.5]).holds.tolist() == [[0, 1]]
    assert intervals(values, [0, 1]).tolist() == [[0, 0], [1, 1]]


def test_all_weight_on_one_criterion():
    """The others, which weigh nothing, grow alike: 9 t of x meets (8 + 2) / 2 (1 - t) + 1 t of y at 5/13."""
    values = [[9, 0, 0], [1, 8, 2]]
    found = intervals(values, [1, 0, 0])
    np.testing.assert_allclose(found, [[5 / 13, 1], [0, 0.5], [0, 0.8]])


def test_alternatives_that_touch_keep_their_sides():
    values = np.array([[10, 2.5, 2.5, 5], [7.5, 5, 7.5, 0]])
    for share, expected in ((0.4, [0, 1]), (0.5, [0.5, 0.5])):
        weights = weights_at(*weight_path([0.25] * 4, [0, 1]), share)
        found = of_first(values, weights, members=[0, 1], method="topsis")
        assert [found.low, found.high] == expected
    assert found.below == found.above == (1, 0)
    np.testing.assert_allclose(found.holds, [[0.5, 0.5]])


def test_one_alternative_or_identical_ones_stay_as_they_are():
    for values in ([[3, 1]], [[3, 1]] * 3):
        for keep in ("winner", "order", 1):
            for method in ("topsis", "weighted-sum", "weighted-product", "vikor"):
                found = stability_intervals(values, [0.3, 0.7], [1, -1], method, keep=keep)
                assert found.tolist() == [[0, 1], [0, 1]]


def test_one_criterion_weighs_all_whatever_it_weighs():
    assert stability_intervals([[3], [1]], [2 / 2], [1]).tolist() == [[0, 1]]
    with pytest.raises(ValueError, match="members are 1 of 1 criteria"):
        stability([[3], [1]], [1], [1], [0])


def test_a_normalisation_left_out_is_vector_where_that_can_be_used():
    values, weights = np.random.default_rng(1).uniform(1, 9, (5, 3)), [0.2, 0.3, 0.5]
    for method, row in RANKING_METHODS.items():
        if method == "cocoso":
            continue
        word = "vector" if "vector" in row.normalisations else row.normalisation
        domain = [[0, 10]] * 3
        named = stability_intervals(values, weights, [1, 1, -1], method, word, domain=domain)
        assert named.tolist() == stability_intervals(values, weights, [1, 1, -1], method, domain=domain).tolist()


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"method": "topsy"}, "method 'topsy' is not known: allowed are topsis, "),
        ({"normalisation": "sum"}, "normalisation 'sum' is not|normalisation 'sum' cannot"),
        ({"method": "ahp", "normalisation": "vector"}, "normalisation 'vector' cannot be used with ahp"),
        ({"normalisation": "scale"}, "domain is missing"),
        ({"keep": "first"}, "keep is 'first': allowed are 'winner', 'order' and a number of first places, 1 to 3"),
        ({"keep": 0}, "keep is 0"),
        ({"keep": 4}, "keep is 4"),
        ({"keep": True}, "keep is True"),
        ({"keep": 1.5}, "keep is 1.5"),
    ],
)
def test_what_cannot_be_kept_is_refused(said, message):
    with pytest.raises(ValueError, match=message):
        stability_intervals(THREE, [0.6, 0.4], [1, 1], **said)
    with pytest.raises(ValueError, match=message):
        stability(THREE, [0.6, 0.4], [1, 1], [0], **said)


def test_many_weight_vectors_are_refused():
    for ask in (stability_intervals, lambda *problem: stability(*problem, [0]), lambda *p: tornado(*p, topsis)):
        with pytest.raises(ValueError, match=r"weights has shape \(1, 2\)"):
            ask(THREE, [[0.6, 0.4]], [1, 1])


# Brute force: the state at many shares at once, by the method's own scores


def state(ranks, keep):
    if keep == "order":
        return ranks
    return ranks <= (1 if keep == "winner" else keep)


@pytest.mark.parametrize(
    ("method", "normalisation"),
    [("topsis", "vector"), ("topsis", "scale"), ("weighted-sum", "vector"), ("weighted-product", "max")],
)
def test_intervals_are_what_a_scan_of_the_scores_finds(method, normalisation):
    """Some 1,000 intervals a method: the state is the present one at 100 shares inside, and another 1e-8 beyond."""
    generator = np.random.default_rng(20)
    scanned = 0
    for _ in range(110):
        a, m = generator.integers(2, 7), generator.integers(2, 6)
        values, directions = generator.uniform(0.5, 10, (a, m)), generator.choice([1, -1], m)
        weights, domain = generator.dirichlet(np.ones(m)), np.tile([0.0, 10.0], (m, 1))
        ends = [weight_path(weights, [criterion]) for criterion in range(m)]
        row = RANKING_METHODS[method]
        for keep in ("winner", "order", int(generator.integers(1, a + 1))):
            found = stability_intervals(values, weights, directions, method, normalisation, keep, domain)
            assert (found[:, 0] >= 0).all()
            assert (found[:, 1] <= 1).all()
            assert ((found[:, 0] < weights) & (weights < found[:, 1])).all()
            inside = np.linspace(found[:, 0] + 1e-8, found[:, 1] - 1e-8, 100, axis=1)
            beyond = np.clip(found + np.array([-1e-8, 1e-8]), 0, 1)
            shares = np.hstack([inside, beyond])
            tried = np.concatenate([weights_at(*ends[j], shares[j]) for j in range(m)])
            scores = row.score(values, np.vstack([weights, tried]), directions, normalisation, domain)
            states = state(competition_ranks(scores), keep)
            same = (states[1:] == states[0]).all(axis=1).reshape(m, -1)
            assert same[:, :100].all()
            assert (~same[:, 100:] | (found == [0, 1])).all()
            scanned += m
    assert scanned > 1000


def test_ranges_are_where_a_scan_of_the_scores_finds_the_same():
    """Every one of 2,001 shares is inside a range exactly where the state is the present one."""
    generator = np.random.default_rng(21)
    returned = 0
    for problem in range(150):
        a, m = generator.integers(2, 7), generator.integers(3, 7)
        values, weights = generator.uniform(0, 10, (a, m)), generator.dirichlet(np.ones(m))
        members = generator.permutation(m)[: generator.integers(1, m)]
        if problem % 3 == 0:  # two that cross twice, and others
            values = np.vstack([TWICE, generator.uniform(0.1, 4, (a, 4))])
            weights, members = weights_at(*weight_path([0.25] * 4, [0, 1]), generator.uniform(0, 0.25)), [0, 1]
            values -= generator.uniform(0, 0.01, values.shape)
            m = 4
        ends, shares = weight_path(weights, members), np.linspace(0.0, 1.0, 2001)[1:-1]

        def score(shares, values=values, ends=ends):
            return topsis(values, weights_at(*ends, shares), [1] * len(ends[0]), "scale", [[0, 10]] * len(ends[0]))

        ranks = competition_ranks(score(shares))
        for keep in ("winner", "order", int(generator.integers(1, a + 1))):
            found = stability(values, weights, np.ones(m), members, "topsis", "scale", keep, [[0, 10]] * m)
            returned += len(found.holds) > 1
            near = np.abs(shares[:, None] - found.holds.ravel()).min(axis=1) < 1e-9
            inside = ((shares[:, None] >= found.holds[:, 0]) & (shares[:, None] <= found.holds[:, 1])).any(axis=1)
            now = state(competition_ranks(score([found.share])[0]), keep)
            same = (state(ranks, keep) == now).all(axis=1)
            assert (inside == same)[~near].all()
            here = found.holds[(found.holds[:, 0] <= found.share) & (found.holds[:, 1] >= found.share)]
            assert here.tolist() == [[found.low, found.high]]
            for limit, pair, beyond in ((found.low, found.below, -1e-7), (found.high, found.above, 1e-7)):
                if pair is None:
                    assert limit in (0, 1)
                    continue
                inner, outer = score([limit - beyond, limit + beyond])
                assert inner[pair.rises] < inner[pair.passes]
                assert outer[pair.rises] > outer[pair.passes]
                if keep != "order":
                    assert now[[pair.passes, pair.rises]].tolist() == [True, False]
    assert returned > 0


# Leads


def test_leads_at_half_and_at_double_the_weight():
    """x 8 t + 2 (1 - t) leads y, 4, by 6 t - 2 in tenths; the second criterion's share is 1 - t."""
    found = tornado(THREE, [0.6, 0.4], [1, 1], lambda v, w, d: weighted_sum(v, w, d, "scale", TEN))
    assert (found.winner, found.lead) == (0, pytest.approx(0.16))
    np.testing.assert_allclose(found.shares, [[0.3, 1], [0.2, 0.8]])
    np.testing.assert_allclose(found.leads, [[-0.02, 0.4], [0.28, -0.08]])
    np.testing.assert_allclose(found.without, [-0.2, 0.4])


def test_a_lead_is_lost_outside_the_interval_only():
    generator = np.random.default_rng(5)
    for _ in range(50):
        values, weights = generator.uniform(0, 10, (5, 4)), generator.dirichlet(np.ones(4))
        found = tornado(values, weights, np.ones(4), topsis, factor=1.5)
        for criterion, (low, high) in enumerate(stability_intervals(values, weights, np.ones(4))):
            inside = (found.shares[criterion] > low) & (found.shares[criterion] < high)
            assert (found.leads[criterion][inside] > 0).all()
        assert found.lead > 0


def test_themes_move_together():
    values, weights = np.random.default_rng(6).uniform(0, 10, (5, 4)), np.array([0.1, 0.2, 0.3, 0.4])
    found = tornado(values, weights, [1] * 4, topsis, groups=[[0, 1], [3]])
    assert found.leads.shape == (2, 2)
    np.testing.assert_allclose(found.shares, [[0.15, 0.6], [0.2, 0.8]])
    half = topsis(values, [0.05, 0.1, 0.85 * 3 / 7, 0.85 * 4 / 7], [1] * 4)
    assert found.leads[0, 0] == pytest.approx(half[found.winner] - np.delete(half, found.winner).max())


def test_those_who_share_first_place_lead_by_nothing():
    found = tornado([[8, 2], [8, 2], [1, 1]], [0.5, 0.5], [1, 1], topsis)
    assert (found.winner, found.lead) == (0, 0)
    assert found.leads.tolist() == [[0, 0], [0, 0]]


def test_weights_that_a_method_refuses_have_no_lead():
    values = [[1, 9], [2, 8], [3, 7], [2.5, 7.7]]
    found = tornado(values, [0.5, 0.5], [1, 1], lambda v, w, d: RANKING_METHODS["cocoso"].score(v, w, d))
    assert np.isnan(found.without).all()
    assert not np.isnan(found.leads[:, 0]).any()
    quarter, half = ([w, 1 - w] for w in (0.25, 0.5))
    for lead, weights in ((found.lead, half), (found.leads[0, 0], quarter), (found.leads[1, 0], quarter[::-1])):
        scores = RANKING_METHODS["cocoso"].score(values, weights, [1, 1])
        assert lead == pytest.approx(scores[found.winner] - np.delete(scores, found.winner).max())


@pytest.mark.parametrize(
    ("problem", "said", "message"),
    [
        ((THREE, [0.6, 0.4], [1, 1]), {"factor": 1}, "factor is 1: it must be above 1"),
        ((THREE, [0.6, 0.4], [1, 1]), {"factor": np.nan}, "factor is nan"),
        ((THREE, [0.6, 0.4], [1, 1]), {"factor": np.inf}, "factor is inf"),
        ((THREE, [0.6, 0.4], [1, 1]), {"groups": [[0, 1]]}, "members are 2 of 2"),
        (([[1, 2]], [0.6, 0.4], [1, 1]), {}, "values has 1 alternative"),
        (([[1], [2]], [1], [1]), {}, "members are 1 of 1"),
    ],
)
def test_a_lead_needs_somebody_to_lead_over(problem, said, message):
    with pytest.raises(ValueError, match=message):
        tornado(*problem, topsis, **said)
