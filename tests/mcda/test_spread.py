"""How far apart judgements lie: quartiles by hand, and the same whichever way round a pair is asked."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matrices import few

from mcda.agreement import spread
from mcda.pairwise import from_upper_triangle


def of_two(*ratios):
    return np.stack([from_upper_triangle([ratio], 2) for ratio in ratios])


def test_quartiles_by_hand():
    """1, 2, 4, 8, 16 have the logarithms 0, 1, 2, 3, 4 to the base 2: quartiles 2, 4 and 8."""
    found = spread(of_two(1, 2, 4, 8, 16))
    assert found.lower[0] == pytest.approx(2)
    assert found.median[0] == pytest.approx(4)
    assert found.upper[0] == pytest.approx(8)
    assert found.width[0] == pytest.approx(4)
    assert (found.for_first[0], found.equal[0], found.for_second[0], found.judged[0]) == (4, 1, 0, 5)


def test_who_did_not_judge_does_not_count():
    found = spread(of_two(3, np.nan, 1 / 3))
    assert found.judged[0] == 2
    assert (found.for_first[0], found.for_second[0]) == (1, 1)
    assert found.median[0] == pytest.approx(1)


def test_a_pair_that_nobody_judged_has_no_quartiles():
    found = spread(of_two(np.nan, np.nan))
    assert found.judged[0] == 0
    assert np.isnan([found.lower[0], found.median[0], found.upper[0], found.width[0]]).all()


@given(ratios=st.lists(st.sampled_from([1 / 9, 1 / 3, 1 / 2, 1, 2, 3, 5, 9]), min_size=1, max_size=9))
@few
def test_the_mirror_of_a_pair_says_the_same(ratios):
    one, other = spread(of_two(*ratios)), spread(of_two(*[1 / ratio for ratio in ratios]))
    assert one.lower[0] == pytest.approx(1 / other.upper[0])
    assert one.median[0] == pytest.approx(1 / other.median[0])
    assert one.for_first[0] == other.for_second[0]
    assert one.width[0] == pytest.approx(other.width[0])
    assert np.log(one.median[0]) == pytest.approx(np.median(np.log(ratios)), abs=1e-12)


def test_each_pair_has_its_own_answers():
    """Of three panellists and three items: 2, 4 and none of a over b; 1/3, 1, 1/3 of a over c; 1, 5, 6 of b over c."""
    answers = [[2, 1 / 3, 1], [4, 1, 5], [np.nan, 1 / 3, 6]]
    found = spread(np.array([from_upper_triangle(each, 3) for each in answers]))
    assert (found.first.tolist(), found.second.tolist()) == ([0, 0, 1], [1, 2, 2])
    assert found.judged.tolist() == [2, 3, 3]
    assert (found.for_first.tolist(), found.equal.tolist()) == ([2, 0, 2], [0, 1, 1])
    assert found.for_second.tolist() == [0, 2, 0]
    np.testing.assert_allclose(found.median, [np.sqrt(8), 1 / 3, 5], rtol=1e-12)
    np.testing.assert_allclose(found.lower, [2 * 2**0.25, 1 / 3, np.sqrt(5)], rtol=1e-12)
    np.testing.assert_allclose(found.upper, [4 / 2**0.25, np.sqrt(1 / 3), np.sqrt(30)], rtol=1e-12)


def test_a_single_matrix_is_no_panel():
    with pytest.raises(ValueError, match="panellists, n, n"):
        spread(from_upper_triangle([2.0], 2))
