"""Crossing points against the scores themselves: seen on a dense grid and halved down to, for every method."""

from contextlib import contextmanager

import numpy as np
import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st

from mcda.ranking import RANKING_METHODS
from mcda.sensitivity import crossings, first_places, sweep, weight_path, weights_at

quick = settings(max_examples=25, deadline=None)
few = settings(max_examples=10, deadline=None)
"""Where each of many methods is tried."""

EVERY_WAY = [(name, word) for name, row in RANKING_METHODS.items() for word in row.normalisations]
EXACT = [
    *("topsis", "weighted-sum", "weighted-product", "promethee-ii", "moora", "mabac", "spotis"),
    *("ahp", "ahp-ideal", "aras", "marcos"),
]
EXACT_WAYS = [pair for pair in EVERY_WAY if pair[0] in EXACT]
STEADY_WAYS = [pair for pair in EVERY_WAY if pair[0] != "codas"]
"""CODAS counts a difference of .02 and ignores a smaller one, so that its score jumps, there and back in no time."""
SMOOTH_WAYS = [pair for pair in STEADY_WAYS if pair[0] != "vikor"]
"""VIKOR stretches regrets to 0 to 1, so that its score jumps at a share where all regrets are equal."""

every_way = pytest.mark.parametrize(("method", "normalisation"), EVERY_WAY)

grid = st.integers(1, 100).map(lambda tenths: tenths / 10)
coarse = st.integers(1, 5).map(float)


@st.composite
def problems(draw, cells=grid):
    """Values 0.1 to 10, weights, directions, and which criteria move: some, not all."""
    a, m = draw(st.integers(2, 6)), draw(st.integers(2, 5))
    values = np.array(draw(st.lists(cells, min_size=a * m, max_size=a * m))).reshape(a, m)
    parts = np.array(draw(st.lists(st.integers(1, 9), min_size=m, max_size=m)), dtype=float)
    directions = np.array(draw(st.lists(st.sampled_from([1, -1]), min_size=m, max_size=m)))
    members = draw(st.lists(st.integers(0, m - 1), min_size=1, max_size=m - 1, unique=True))
    return values, parts / parts.sum(), directions, members


@contextmanager
def unless_hopeless():
    """An alternative that cocoso cannot place, the worst under every criterion, ends the example."""
    try:
        yield
    except ValueError as error:
        if "worst under every criterion" in str(error):
            reject()
        raise


def largest(scores):
    """The largest absolute score, 1 where all are 0."""
    return np.abs(scores).max() or 1.0


def domain_of(values):
    return np.tile([0.0, 10.0], (values.shape[1], 1))


def scorer(problem, method, normalisation, ends):
    """Shares -> scores, by the method itself."""
    values, _, directions, _ = problem

    def score(shares):
        weights = weights_at(*ends, np.asarray(shares))
        return RANKING_METHODS[method].score(values, weights, directions, normalisation, domain_of(values))

    return score


def found_for(problem, method, normalisation):
    """The crossings, and the scores by share."""
    values, weights, directions, members = problem
    ends = weight_path(weights, members)
    with unless_hopeless():
        found = crossings(values, *ends, directions, method, normalisation, domain_of(values))
    return found, scorer(problem, method, normalisation, ends)


def leads(scores):
    """(p, a, a) the lead of each alternative over each other."""
    return scores[:, :, None] - scores[:, None, :]


def orders(found):
    """Between which shares the order stays, and the (a, a) matrix of who is above whom there."""
    above = found.above.copy()
    low = 0.0
    for share, rises, passes in zip(found.share, found.rises, found.passes, strict=True):
        yield low, share, above.copy()
        assert above[passes, rises]
        assert not above[rises, passes]
        above[rises, passes], above[passes, rises] = True, False
        low = share
    yield low, 1.0, above


@pytest.mark.parametrize(("method", "normalisation"), STEADY_WAYS)
@given(problem=problems())
@few
def test_crossings_are_where_the_scores_themselves_change_sides(method, normalisation, problem):
    """Each change of sides between neighbours of a dense grid, halved down to, is one of the crossings found."""
    found, score = found_for(problem, method, normalisation)
    assert found.exact == (method in EXACT)
    shares = np.linspace(0, 1, 102)[1:-1]
    scores = score(shares)
    apart = leads(scores)
    size = largest(scores)
    for i in range(len(found.above)):
        for j in range(i):
            sure = np.flatnonzero(np.abs(apart[:, i, j]) > 1e-9 * size)
            changes = apart[sure[1:], i, j] * apart[sure[:-1], i, j] < 0
            of_pair = np.isin(found.rises, [i, j]) & np.isin(found.passes, [i, j])
            for low, high in zip(shares[sure[:-1][changes]], shares[sure[1:][changes]], strict=True):
                inside = of_pair & (found.share >= low) & (found.share <= high)
                assert inside.sum() % 2 == 1
                if inside.sum() == 1:
                    rises = found.rises[inside][0] == i
                    before = (apart[shares == low, i, j] > 0)[0]
                    assert rises != before
                    for _ in range(45):
                        middle = (low + high) / 2
                        now = score([middle])[0]
                        low, high = (middle, high) if (now[i] > now[j]) == before else (low, middle)
                    lead_near = np.diff(score([max(low - 1e-5, 0), min(high + 1e-5, 1)])[:, [i, j]], axis=1)
                    flat = np.abs(lead_near).min() < 1e-7 * size
                    assert flat or found.share[inside][0] == pytest.approx(low, abs=1e-7)


@pytest.mark.parametrize(("method", "normalisation"), EXACT_WAYS)
@given(problem=problems() | problems(coarse))
@few
def test_between_crossings_the_order_stays(method, normalisation, problem):
    """Whoever is said to be above is not below, at several places between two neighbouring crossings."""
    found, score = found_for(problem, method, normalisation)
    assert (np.diff(found.share) >= 0).all()
    assert ((found.share > 0) & (found.share < 1)).all()
    for low, high, above in orders(found):
        scores = score(low + (high - low) * np.array([0.01, 0.3, 0.5, 0.8, 0.99]))
        lead = leads(scores) / largest(scores)
        assert (lead[:, above] > -1e-11).all()
        tied = ~above & ~above.T
        assert (np.abs(lead[:, tied]) < 1e-11).all()
        if high - low > 1e-4:
            assert (lead[:, above] > 0).any(axis=0).all()


@every_way
@given(problem=problems())
@few
def test_on_either_side_of_a_crossing_the_scores_say_who_is_above(method, normalisation, problem):
    found, score = found_for(problem, method, normalisation)
    assume(len(found.share))
    each = np.arange(len(found.share))
    for beside, above in ((-1e-8, found.passes), (1e-8, found.rises)):
        below = np.where(above == found.rises, found.passes, found.rises)
        scores = score(np.clip(found.share + beside, 0, 1))
        assert (scores[each, above] - scores[each, below]).min() > -1e-12 * largest(scores)


@pytest.mark.parametrize(("method", "normalisation"), SMOOTH_WAYS)
@given(problem=problems())
@few
def test_at_a_crossing_the_two_have_one_score(method, normalisation, problem):
    found, score = found_for(problem, method, normalisation)
    assume(len(found.share))
    scores = score(found.share)
    each = np.arange(len(scores))
    lead = scores[each, found.rises] - scores[each, found.passes]
    assert np.abs(lead).max() < 1e-9 * largest(scores)


@pytest.mark.parametrize(("method", "normalisation"), EXACT_WAYS)
@given(problem=problems())
@few
def test_first_places_are_those_of_the_scores(method, normalisation, problem):
    found, score = found_for(problem, method, normalisation)
    places = first_places(found)
    ends = np.concatenate([[0], places.share, [1]])
    assert (np.diff(places.share) > 0).all()
    assert (places.first[1:] != places.first[:-1]).any(axis=1).all()
    for low, high, first in zip(ends[:-1], ends[1:], places.first, strict=True):
        scores = score([(low + high) / 2])[0]
        assert first.any()
        assert scores[first].min() == pytest.approx(scores.max(), abs=1e-11 * largest(scores))


@every_way
@given(problem=problems(), random=st.randoms(use_true_random=False))
@few
def test_the_order_of_alternatives_and_criteria_does_not_matter(method, normalisation, problem, random):
    values, weights, directions, members = problem
    found, _ = found_for(problem, method, normalisation)
    rows, columns = list(range(values.shape[0])), list(range(values.shape[1]))
    random.shuffle(rows)
    if method != "codas":  # whose score may jump with the last bit
        random.shuffle(columns)
    moved = [columns.index(member) for member in members]
    shuffled = (values[np.ix_(rows, columns)], weights[columns], directions[columns], moved)
    again, _ = found_for(shuffled, method, normalisation)
    back = np.array(rows)
    assert (again.above == found.above[np.ix_(rows, rows)]).all()
    same = sorted(zip(found.rises.tolist(), found.passes.tolist(), found.share.tolist(), strict=True))
    other = sorted(zip(back[again.rises].tolist(), back[again.passes].tolist(), again.share.tolist(), strict=True))
    assert [each[:2] for each in same] == [each[:2] for each in other]
    assert [each[2] for each in same] == pytest.approx([each[2] for each in other], abs=1e-6)


@given(problem=problems(), others=st.lists(st.integers(1, 9), min_size=5, max_size=5))
@quick
def test_topsis_crosses_exactly_between_any_two_weight_vectors(problem, others):
    """Where no criterion's weight is 0 at an end the difference is a quartic with all of its terms."""
    values, weights, directions, _ = problem
    target = np.array(others[: len(weights)], dtype=float)
    ends = weights, target / target.sum()
    found = crossings(values, *ends, directions, "topsis", "vector")
    score = scorer(problem, "topsis", "vector", ends)
    for low, high, above in orders(found):
        scores = score(low + (high - low) * np.array([0.01, 0.3, 0.5, 0.8, 0.99]))
        lead = leads(scores)
        assert (lead[:, above] > -1e-11).all()
        assert (np.abs(lead[:, ~above & ~above.T]) < 1e-11).all()


@pytest.mark.parametrize(("method", "normalisation"), EXACT_WAYS)
@given(problem=problems(), more=st.lists(st.integers(0, 1), min_size=6, max_size=6))
@few
def test_means_of_groups_cross_where_their_mean_scores_do(method, normalisation, problem, more):
    values, weights, directions, members = problem
    a = len(values)
    of_first = np.array([0, 1, *more[: a - 2]])
    pooled = np.array([of_first == 0, of_first == 1]) / np.bincount(of_first, minlength=2)[:, None]
    ends = weight_path(weights, members)
    found = crossings(values, *ends, directions, method, normalisation, domain_of(values), pooled)
    assert found.exact == (method not in ("topsis", "weighted-product"))
    score = scorer(problem, method, normalisation, ends)
    for low, high, above in orders(found):
        if high - low > 0.01 or found.exact:
            scores = score(low + (high - low) * np.array([0.01, 0.5, 0.99]))
            assert (leads(scores @ pooled.T)[:, above] > -1e-9 * largest(scores)).all()


@every_way
@given(problem=problems())
@few
def test_a_sweep_is_each_share_scored_alone(method, normalisation, problem):
    values, weights, directions, members = problem
    ends = weight_path(weights, members)
    one = RANKING_METHODS[method]

    def score(w):
        return one.score(values, w, directions, normalisation, domain_of(values))

    shares = np.array([0, 0.2, 0.5, 0.9, 1])
    with unless_hopeless():
        scores = sweep(score, *ends, shares)
    for share, row in zip(shares, scores, strict=True):
        if not np.isnan(row).any():
            np.testing.assert_allclose(row, score(weights_at(*ends, share)), rtol=1e-9, atol=1e-12)
        else:
            assert share in (0, 1)
