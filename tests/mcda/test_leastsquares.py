"""Log least squares of many at once, against an equation a judgement; and which judged pairs join items."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matrices import few, groups, pairs

from mcda.leastsquares import (
    components,
    connected,
    fitted_logs,
    incidence,
    normalised_exp,
    require_connected,
    row_means,
    solve,
)


def joined_in(n, *judged):
    found = np.zeros((n, n), dtype=bool)
    for i, j in judged:
        found[i, j] = found[j, i] = True
    return found


@pytest.mark.parametrize("n", range(1, 19))
def test_a_chain_of_any_length_is_one_group_and_a_cut_one_two(n):
    """Its ends are n - 1 steps apart, which is the most there can be."""
    chain = [(k, k + 1) for k in range(n - 1)]
    assert components(joined_in(n, *chain)) == [tuple(range(n))]
    assert connected(joined_in(n, *chain))
    if n > 1:
        assert components(joined_in(n, *chain[:-1])) == [tuple(range(n - 1)), (n - 1,)]
        assert not connected(joined_in(n, *chain[:-1]))


def test_the_first_matrix_in_pieces_is_named_with_its_place():
    whole, apart = joined_in(3, (0, 1), (1, 2)), joined_in(3, (0, 2))
    with pytest.raises(ValueError, match=r"^the judged pairs fall into \{0, 2\} and \{1\} with nothing between: judge"):
        require_connected(apart)
    with pytest.raises(ValueError, match=r"^the judged pairs of matrix \[1\] fall into \{0, 2\} and \{1\} "):
        require_connected(np.array([whole, apart]))
    batch = np.array([[whole, whole], [apart, apart]])
    with pytest.raises(
        ValueError, match=r"^the judged pairs of matrix \[1, 0\] fall into \{0, 2\} and \{1\} .* 0 and 1"
    ):
        require_connected(batch)


@st.composite
def many(draw, columns):
    """Say and logs (p, count) of n items, 0 where a pair was not judged; say in as many columns, or in one for all."""
    n, count = draw(st.integers(2, 5)), draw(st.integers(1, 4))
    p = n * (n - 1) // 2
    wide = count if columns == "each" else 1
    part = st.integers(0, 3)
    say = np.array(draw(st.lists(st.lists(part, min_size=wide, max_size=wide), min_size=p, max_size=p)), dtype=float)
    if columns == "equal":
        say[:] = draw(st.integers(1, 3))
    logs = np.array(
        draw(st.lists(st.lists(st.integers(-200, 200), min_size=count, max_size=count), min_size=p, max_size=p))
    )
    return n, say, np.where(say > 0, logs / 100, 0.0)


@pytest.mark.parametrize("columns", ["each", "one", "equal"])
@given(data=st.data())
@few
def test_fits_of_many_are_least_squares_one_by_one(columns, data):
    """Judgements of the mean log, counted by their weight; where pairs do not join all items that is said."""
    n, say, logs = data.draw(many(columns))
    found, joined = fitted_logs(say, logs, n)
    assert found.shape == (n, logs.shape[1])
    assert joined.shape == (say.shape[1],)
    for column in range(logs.shape[1]):
        weight = say[:, min(column, say.shape[1] - 1)]
        whole = len(groups(joined_in(n, *(pair for pair, w in zip(pairs(n), weight, strict=True) if w > 0)))) == 1
        assert joined[min(column, len(joined) - 1)] == whole
        if whole:
            root, judged = np.sqrt(weight), weight > 0
            mean = logs[judged, column] / weight[judged]
            expected = np.linalg.lstsq(root[judged, None] * incidence(n)[judged], root[judged] * mean, rcond=None)[0]
            own = found[:, column] - found[:, column].mean()
            np.testing.assert_allclose(own, expected - expected.mean(), atol=1e-12)
            square, antisymmetric = np.zeros((2, n, n))
            for pair, w, log in zip(pairs(n), weight, logs[:, column], strict=True):
                square[pair] = square[pair[::-1]] = w
                antisymmetric[pair], antisymmetric[pair[::-1]] = log, -log
            np.testing.assert_allclose(
                np.log(solve(square, antisymmetric)), own - np.log(np.exp(own).sum()), atol=1e-12
            )


def test_a_single_item_has_all_there_is():
    assert solve(np.zeros((1, 1)), np.zeros((1, 1))).tolist() == [1]


def test_a_pair_of_hardly_any_weight_joins_nothing():
    """One of 1e-12 against 1 would leave four digits."""
    say, logs = np.array([[1.0, 1.0], [1e-12, 1e-6], [0.0, 0.0]]), np.zeros((3, 2))
    assert fitted_logs(say, logs, 3)[1].tolist() == [False, True]


def test_row_means_pass_over_zeros_and_survive_any_size():
    """Of 2, 0 and 4 the cube root of 8; of 1e200, 1e200 and 1e-100 that of 1e300, which multiplied out is infinite."""
    rows = np.array([[2.0, 0, 4], [1e200, 1e200, 1e-100], [1e-200, 1e-200, 1e100], [1, 2, 4]])
    found = row_means(np.stack([rows, rows[::-1]], axis=-1))
    expected = [2, 1e100, 1e-100, 2]
    np.testing.assert_allclose(found, np.array([expected, expected[::-1]]).T, rtol=1e-12)


def test_powers_are_shares_of_their_axis_however_large():
    logs = np.array([[1000.0, 1000 + np.log(3)], [-2000, -2000 - np.log(4)]])
    np.testing.assert_allclose(normalised_exp(logs), [[0.25, 0.75], [0.8, 0.2]], rtol=1e-12)
    np.testing.assert_allclose(normalised_exp(logs.T, axis=0), [[0.25, 0.8], [0.75, 0.2]], rtol=1e-12)
