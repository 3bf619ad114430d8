"""Properties of draws that hold for any answers."""

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mcda.pairwise import SCALES, from_upper_triangle
from mcda.sensitivity import constrained
from mcda.sensitivity.draws import Comparisons, People, priorities, resampled, rounding_margins, sampled

RATIOS = st.sampled_from([1 / x for x in range(9, 1, -1)] + [1.0 * x for x in range(1, 10)])
DOUBTS = st.lists(st.sampled_from(["rounding", "inconsistency", "panellists"]), unique=True)


@st.composite
def groups(draw):
    """Answers of some panellists over some items, with gaps, the first one's without."""
    n, k = draw(st.integers(2, 5)), draw(st.integers(1, 5))
    pairs = n * (n - 1) // 2
    rows = [draw(st.lists(RATIOS, min_size=pairs, max_size=pairs))]
    rows += [draw(st.lists(st.one_of(st.just(np.nan), RATIOS), min_size=pairs, max_size=pairs)) for _ in range(k - 1)]
    strata = draw(st.lists(st.integers(0, 2), min_size=k, max_size=k))
    return Comparisons.of(from_upper_triangle(np.array(rows), n)), np.array(strata)


@settings(deadline=None)
@given(groups(), DOUBTS, st.sampled_from(["aij", "aip", "aip-arithmetic"]), st.integers(0, 2**32))
def test_draws_are_weights(group, doubt, aggregation, seed):
    """Positive, summing to 1, whatever is doubted and however gaps lie."""
    node, strata = group
    who = People.of([node], np.ones(len(strata)), strata, doubt)
    rng = np.random.default_rng(seed)
    factors = resampled(rng, strata, 20) if who.resampled else None
    found = priorities(node, who, sampled(who, factors, rng, 20), rng, "geometric-mean", aggregation)
    assert found.shape[1] == node.n
    assert (found >= 0).all()
    np.testing.assert_allclose(found.sum(axis=1), 1, rtol=1e-9)


@given(groups(), DOUBTS)
def test_every_panellist_is_moved_by_one_source_at_most(group, doubt):
    node, strata = group
    who = People.of([node], np.ones(len(strata)), strata, doubt)
    alone = np.bincount(strata)[strata] == 1
    sources = (who.spread > 0).astype(int) + who.rounded + (who.resampled & ~alone)
    assert sources.max() <= 1


@given(st.lists(st.integers(0, 4), min_size=1, max_size=12), st.integers(0, 2**32))
def test_a_resample_keeps_the_size_of_each_stratum(strata, seed):
    strata = np.array(strata)
    factors = resampled(np.random.default_rng(seed), strata, 10)
    assert (factors >= 0).all()
    for stratum in set(strata.tolist()):
        np.testing.assert_allclose(factors[:, strata == stratum].sum(axis=1), (strata == stratum).sum())


@given(RATIOS, st.sampled_from(sorted(SCALES)), st.integers(2, 9))
def test_margins_of_an_inverse_are_the_mirror(ratio, scale, n):
    low, high = rounding_margins(ratio, scale, n)
    mirrored_low, mirrored_high = rounding_margins(1 / ratio, scale, n)
    assert low <= 0 <= high
    np.testing.assert_allclose([mirrored_low, mirrored_high], [-high, -low], rtol=1e-9)


@settings(deadline=None, max_examples=50)
@given(st.integers(2, 6).flatmap(lambda m: st.tuples(st.permutations(range(m)), st.integers(0, m))), st.data())
def test_constraints_are_kept(ordered, data):
    places, length = ordered
    m, order = len(places), places[:length]
    low = np.array(data.draw(st.lists(st.floats(0, 1 / m), min_size=m, max_size=m)))
    high = np.array(data.draw(st.lists(st.floats(1 / m, 1), min_size=m, max_size=m)))
    try:
        region = constrained(m, order, low, high)
    except ValueError:
        assume(False)
    found = region(np.random.default_rng(0), 50)
    np.testing.assert_allclose(found.sum(axis=1), 1, rtol=1e-9)
    assert (found >= low - 1e-9).all()
    assert (found <= high + 1e-9).all()
    assert (np.diff(found[:, order], axis=1) <= 1e-9).all()
