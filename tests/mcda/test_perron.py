"""How soon eigenvectors and completions settle, alone and among many, and what is left where they do not."""

from itertools import groupby

import numpy as np
import pytest
from matrices import filled, with_ratio, without
from other_routes import ON_THE_SCALE, completion_by_mpmath, judgement_matrix, vector_by_mpmath

from mcda import perron
from mcda.consistency import lambda_max
from mcda.priorities import complete, eigenvector, geometric_mean

QUICK = filled(4, [2, 3, 4, 2, 2, 2])
SLOW = filled(4, [9, 1 / 9, 9, 9, 1 / 9, 9])


@pytest.fixture
def rounds(monkeypatch):
    """How many matrices went into each multiplication by their vectors, in its order."""
    sizes, multiplied = [], np.einsum

    def noted(how, *arrays):
        if how == "ijk,jk->ik":
            sizes.append(arrays[1].shape[1])
        return multiplied(how, *arrays)

    monkeypatch.setattr(np, "einsum", noted)
    return sizes


def asked_for(matrix):
    """Rounds after which what is off has shrunk to the tolerance: by the ratio of the first two eigenvalues."""
    first, second, *_ = sorted(np.abs(np.linalg.eigvals(matrix)), reverse=True)
    return np.log(perron.TOLERANCE) / np.log(second / first)


@pytest.mark.parametrize("noise", [0.1, 0.3, 1.0, ON_THE_SCALE])
def test_rounds_are_no_more_than_the_second_eigenvalue_asks_for(rounds, noise):
    """But for the five that lie between two looks at the bounds, of which there are two at least, and a look more."""
    rng = np.random.default_rng(1)
    for n in (4, 5, 7, 9, 12):
        for matrix in (judgement_matrix(rng, n, noise) for _ in range(4)):
            rounds.clear()
            eigenvector(matrix)
            assert len(rounds) in range(10, int(asked_for(matrix)) + 11, 5)


def test_consistent_judgements_take_the_first_five_rounds(rounds):
    eigenvector(np.ones((6, 6)))
    assert len(rounds) == 5


@pytest.mark.parametrize(("solve", "gaps"), [(eigenvector, ()), (complete, ((0, 3),))])
@pytest.mark.parametrize(
    ("count", "slow", "together"),
    [(100, 1, [100]), (101, 1, [101, 1]), (300, 5, [300, 5]), (300, 30, [300, 30]), (300, 31, [300])],
)
def test_of_more_than_a_hundred_a_tenth_may_go_on_alone(rounds, solve, gaps, count, slow, together):
    """The others wait for nobody, and all are as right as they are alone."""
    late, soon = without(SLOW, *gaps), without(QUICK, *gaps)
    is_late = np.random.default_rng(2).permutation(count) < slow
    found = solve(np.where(is_late[:, None, None], late, soon))
    assert [size for size, _ in groupby(rounds)] == together
    np.testing.assert_allclose(found[is_late], np.array([solve(late)] * slow), rtol=1e-11)
    np.testing.assert_allclose(found[~is_late], np.array([solve(soon)] * (count - slow)), rtol=1e-11)


@pytest.mark.parametrize(("others", "least", "most"), [(1.1, 1.1, 9), (8, 8, 8.6)])
def test_each_settles_by_its_own_bounds_however_fast_the_others_are(others, least, most):
    """Thirty circles, the slower the larger their ratio, among 270 others that settle at once or shortly before."""
    circles = [filled(4, [x, 1 / x, x, x * x, 1 / x, x]) for x in (*np.linspace(least, most, 30), others)]
    expected = [vector_by_mpmath(matrix)[0] for matrix in circles]
    found = eigenvector(np.array(circles + circles[-1:] * 269))[:31]
    np.testing.assert_allclose(found, expected, rtol=1e-12)
    np.testing.assert_allclose([eigenvector(matrix) for matrix in circles], expected, rtol=1e-12)


@pytest.mark.parametrize("noise", [0.1, 0.3, 1.0, ON_THE_SCALE])
def test_rounds_do_not_end_before_the_vector_is_as_near_as_is_promised(noise):
    """Held against a thousand rounds in numbers of more digits; some come close to what is allowed."""
    rng = np.random.default_rng(3)
    off = []
    for n in (4, 6, 9):
        matrices = np.array([judgement_matrix(rng, n, noise) for _ in range(60)])
        exact = np.ones((60, n, 1), dtype=np.longdouble)
        for _ in range(1000):
            exact = matrices @ exact
            exact /= exact.sum(axis=1, keepdims=True)
        off += [
            np.abs(eigenvector(matrix) / vector[:, 0] - 1).max() for matrix, vector in zip(matrices, exact, strict=True)
        ]
    assert max(off) <= perron.TOLERANCE + 20 * np.finfo(np.float64).eps


def one_after_the_other(matrix):
    """Rounds in which each missing pair is set to what the vectors say, until these stay; and the matrix then."""
    gaps = np.isnan(matrix)
    right = np.log(geometric_mean(matrix))
    left = -right
    for count in range(1, 1000):
        ratios = np.exp((right - left) / 2)
        filled_in = np.where(gaps, ratios[:, None] / ratios, matrix)
        before = right - right.mean(), left - left.mean()
        right, left = np.log(filled_in @ np.exp(before[0])), np.log(filled_in.T @ np.exp(before[1]))
        right, left = right - right.mean(), left - left.mean()
        if max(np.abs(right - before[0]).max(), np.abs(left - before[1]).max()) <= perron.TOLERANCE:
            return count, filled_in
    raise AssertionError("does not settle")


def test_two_steps_put_together_complete_judgements_in_two_thirds_of_the_rounds(rounds):
    rng, plain = np.random.default_rng(0), 0
    for noise in (0.1, 0.3, 1.0, 2.0):
        for n in (4, 5, 7, 9, 12):
            matrix = judgement_matrix(rng, n, noise, judged=0.6)
            count, completion = one_after_the_other(matrix)
            np.testing.assert_allclose(complete(matrix), completion, rtol=1e-11)
            plain += count
    assert len(rounds) < plain * 2 / 3


def circle(n, ratio):
    """Each of n items is so many times as important as the next, and the last as the first: powers hardly settle."""
    matrix = np.ones((n, n))
    for k in range(n):
        matrix = with_ratio(matrix, k, (k + 1) % n, ratio * (1 + 0.3 * k))
    return matrix


@pytest.mark.parametrize("steps", [50, 1])
def test_what_powers_hardly_approach_is_found_by_few_inversions(monkeypatch, steps):
    """Each doubles the digits; were they out after the first, what LAPACK found would stand."""
    monkeypatch.setattr(perron, "NODA_STEPS", steps)
    solved, solve = [], np.linalg.solve
    monkeypatch.setattr(np.linalg, "solve", lambda *arrays: solved.append(len(arrays[0])) or solve(*arrays))
    batch = np.array([circle(5, 1e4), circle(5, 1e8), circle(5, 1e4).T, np.ones((5, 5))])
    found, values = eigenvector(batch), lambda_max(batch)
    for place in range(3):
        expected, value = vector_by_mpmath(batch[place])
        assert found[place] == pytest.approx(expected, rel=1e-13)
        assert values[place] == pytest.approx(value, rel=1e-13)
    assert found[3].tolist() == pytest.approx([0.2] * 5)
    assert solved
    assert len(solved) <= 6  # of both functions
    assert max(solved) <= 3


def test_where_rounds_are_out_a_completion_is_nearly_found(monkeypatch):
    monkeypatch.setattr(perron, "COMPLETIONS", 10)
    matrix = without(SLOW, (0, 3))
    np.testing.assert_allclose(complete(matrix), completion_by_mpmath(matrix)[0], rtol=0.05)
