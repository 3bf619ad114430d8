"""Intervals of any problem, ties and edges among them: what they hold, how they lie in each other."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcda.ranking import RANKING_METHODS, competition_ranks
from mcda.sensitivity import rank_reversals, stability, stability_intervals, tornado, weight_path, weights_at

quick = settings(max_examples=40, deadline=None)
few = settings(max_examples=10, deadline=None)
"""Where each of many methods is tried."""

WAYS = [
    ("topsis", "vector"),
    ("topsis", "scale"),
    ("weighted-sum", "scale"),
    ("weighted-sum", "minmax"),
    ("weighted-product", "max"),
    ("promethee-ii", "none"),
]
every_way = pytest.mark.parametrize(("method", "normalisation"), WAYS)


@st.composite
def problems(draw):
    """Coarse values, so that ties and twins are common; weights that may be 0, or all on one criterion."""
    a, m = draw(st.integers(1, 6)), draw(st.integers(2, 5))
    cells = draw(st.sampled_from([st.integers(1, 4), st.integers(1, 10), st.integers(1, 1000).map(lambda n: n / 100)]))
    values = np.array(draw(st.lists(cells, min_size=a * m, max_size=a * m)), dtype=float).reshape(a, m)
    parts = draw(st.lists(st.integers(0, 4), min_size=m, max_size=m).filter(any))
    directions = np.array(draw(st.lists(st.sampled_from([1, -1]), min_size=m, max_size=m)))
    return values, np.array(parts) / sum(parts), directions


def asked(problem, method, normalisation, keep):
    values, weights, directions = problem
    domain = np.tile([0.0, 10.0], (len(weights), 1))
    return values, weights, directions, method, normalisation, keep, domain


def scores(problem, method, normalisation, weights):
    values, _, directions = problem
    domain = np.tile([0.0, 10.0], (len(directions), 1))
    return RANKING_METHODS[method].score(values, weights, directions, normalisation, domain)


@every_way
@given(problem=problems())
@few
def test_intervals_lie_around_the_weights_and_in_each_other(method, normalisation, problem):
    """An order that stays keeps its winner and its first few."""
    values, weights, _ = problem
    order = stability_intervals(*asked(problem, method, normalisation, "order"))
    assert (order[:, 0] <= weights + 1e-12).all()
    assert (order[:, 1] >= weights - 1e-12).all()
    for keep in ("winner", *range(1, len(values) + 1)):
        found = stability_intervals(*asked(problem, method, normalisation, keep))
        assert (found[:, 0] <= order[:, 0] + 1e-9).all()
        assert (found[:, 1] >= order[:, 1] - 1e-9).all()
        if keep == len(values):
            assert (found == [0, 1]).all()
    winner = stability_intervals(*asked(problem, method, normalisation, "winner"))
    assert (winner == stability_intervals(*asked(problem, method, normalisation, 1))).all()


@every_way
@given(problem=problems(), data=st.data())
@few
def test_inside_nothing_changes_and_outside_something_has(method, normalisation, problem, data):
    values, weights, _ = problem
    m = len(weights)
    members = data.draw(st.lists(st.integers(0, m - 1), min_size=1, max_size=m - 1, unique=True))
    keep = data.draw(st.sampled_from(["winner", "order", *range(1, len(values) + 1)]))
    values, weights, directions, *rest = asked(problem, method, normalisation, keep)
    found = stability(values, weights, directions, members, *rest)
    ends = weight_path(weights, members)

    def state(share):
        ranks = competition_ranks(scores(problem, method, normalisation, weights_at(*ends, share)))
        return ranks.tolist() if keep == "order" else (ranks <= (1 if keep == "winner" else keep)).tolist()

    now = competition_ranks(scores(problem, method, normalisation, weights))
    now = now.tolist() if keep == "order" else (now <= (1 if keep == "winner" else keep)).tolist()
    gaps = np.concatenate([[0.0], found.holds.ravel(), [1.0]]).reshape(-1, 2)
    for ranges, same in ((found.holds, True), (gaps, False)):
        for low, high in ranges:
            if high - low > 1e-6:
                # two places, since alternatives may touch, or meet on their way past each other, at one of them
                assert same in {state(low + part * (high - low)) == now for part in (0.3719, 0.6173)}
    assert found.low <= found.share <= found.high
    assert (found.below is None) or found.share > 0
    assert (found.above is None) or found.share < 1
    assert (found.below is None) <= (found.low == 0)
    assert (found.above is None) <= (found.high == 1)


@every_way
@given(problem=problems())
@few
def test_all_criteria_at_once_are_each_alone(method, normalisation, problem):
    for keep in ("winner", "order"):
        values, weights, directions, *rest = asked(problem, method, normalisation, keep)
        found = stability_intervals(values, weights, directions, *rest)
        for criterion, interval in enumerate(found):
            alone = stability(values, weights, directions, [criterion], *rest)
            np.testing.assert_allclose([alone.low, alone.high], interval, atol=1e-9)


@every_way
@given(problem=problems(), order=st.randoms(use_true_random=False))
@few
def test_the_names_of_things_do_not_matter(method, normalisation, problem, order):
    values, weights, directions = problem
    rows, columns = list(range(len(values))), list(range(len(weights)))
    order.shuffle(rows)
    order.shuffle(columns)
    shuffled = values[np.ix_(rows, columns)], weights[columns], directions[columns]
    for keep in ("winner", "order", 1):
        found = stability_intervals(*asked(problem, method, normalisation, keep))
        again = stability_intervals(*asked(shuffled, method, normalisation, keep))
        np.testing.assert_allclose(found[columns], again, atol=1e-9)


@given(problem=problems(), factor=st.floats(1.01, 20))
@quick
def test_the_winner_leads_wherever_its_interval_reaches(problem, factor):
    values, weights, directions = problem
    if len(values) == 1:
        return
    found = tornado(values, weights, directions, RANKING_METHODS["topsis"].score, factor)
    assert found.lead >= -1e-12
    intervals = stability_intervals(values, weights, directions)
    inside = (found.shares >= intervals[:, :1]) & (found.shares <= intervals[:, 1:])
    assert (found.leads[inside] >= -1e-9).all()
    assert (found.without[intervals[:, 0] == 0] >= -1e-9).all()


@given(problem=problems(), seed=st.integers(0, 100))
@quick
def test_a_weighted_sum_on_declared_scales_reverses_nothing(problem, seed):
    values, weights, directions = problem
    domain = np.tile([0.0, 10.0], (len(weights), 1))

    def score(values, weights, directions):
        return RANKING_METHODS["weighted-sum"].score(values, weights, directions, "scale", domain)

    found = rank_reversals(values, weights, directions, score, 0.9, np.random.default_rng(seed), 2)
    assert found.pairs.same
    assert not found.worse.first_changed.any()
    for report in (found.worse, found.clones, found.alternatives):
        assert not report.reversed.any()
