"""However a table is cut into blocks, and in whatever order its rows come, its scores are the same."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcda.ranking import RANKING_METHODS, STREAMED, streamed_scores

EVERY_WAY = [(method, word) for method, words in STREAMED.items() for word in words]


@st.composite
def tables(draw):
    """Values on a grid (so that ties and ideals occur), weights, directions, and where the rows are cut."""
    a, m = draw(st.integers(1, 40)), draw(st.integers(1, 5))
    grid = st.integers(1, 12).map(float)
    values = np.array(draw(st.lists(grid, min_size=a * m, max_size=a * m))).reshape(a, m)
    parts = np.array(draw(st.lists(st.integers(0, 9), min_size=m, max_size=m)), dtype=float)
    parts[draw(st.integers(0, m - 1))] += 1
    directions = np.array(draw(st.lists(st.sampled_from([1, -1]), min_size=m, max_size=m)))
    cuts = sorted(draw(st.lists(st.integers(0, a), max_size=5)))
    dtype = draw(st.sampled_from(["float64", "float32", "int16"]))
    order = draw(st.sampled_from("CF"))
    return np.array(values, dtype=dtype, order=order), parts / parts.sum(), directions, cuts


@pytest.mark.parametrize(("method", "word"), EVERY_WAY)
@given(table=tables(), random=st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_blocks_and_their_order_change_nothing(method, word, table, random):
    values, weights, directions, cuts = table
    domain = np.tile([0.0, 13.0], (len(weights), 1))
    expected = RANKING_METHODS[method].score(values, weights, directions, word, domain)

    def streamed(rows):
        blocks = np.split(rows, cuts)
        return np.concatenate(list(streamed_scores(lambda: blocks, weights, directions, method, word, domain)))

    np.testing.assert_allclose(streamed(values), expected, rtol=1e-12, atol=1e-14)
    order = list(range(len(values)))
    random.shuffle(order)
    np.testing.assert_allclose(streamed(values[order]), expected[order], rtol=1e-12, atol=1e-14)
