"""Comparison matrices for tests: from printed triangles, at random, and with judgements left out."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st

quick = settings(max_examples=30, deadline=None)
few = settings(max_examples=15, deadline=None)

SCALE = [*(Fraction(1, x) for x in range(9, 1, -1)), *(Fraction(x) for x in range(1, 10))]
"""1/9, ..., 1/2, 1, 2, ..., 9."""


def square(n, text):
    """The (n, n) matrix of judgements printed above the diagonal row by row; `1/3` is exact, `?` is not judged."""
    upper = [float("nan") if word == "?" else float(Fraction(word)) for word in text.split()]
    assert len(upper) == n * (n - 1) // 2
    return filled(n, upper)


def filled(n, upper):
    """The (n, n) matrix of numbers above the diagonal, written out one by one."""
    matrix = np.ones((n, n))
    for (i, j), ratio in zip(pairs(n), upper, strict=True):
        matrix[i, j], matrix[j, i] = ratio, 1 / ratio
    return matrix


def pairs(n):
    return [(i, j) for i in range(n) for j in range(i + 1, n)]


def ratios(weights):
    """The matrix of somebody who never contradicts themselves."""
    return weights[:, None] / weights[None, :]


def without(matrix, *gaps):
    """A copy in which the pairs were not judged."""
    copy = np.array(matrix, dtype=float)
    for i, j in gaps:
        copy[i, j] = copy[j, i] = np.nan
    return copy


def with_ratio(matrix, i, j, ratio):
    """A copy in which i is so many times as important as j."""
    copy = matrix.copy()
    copy[i, j], copy[j, i] = ratio, 1 / ratio
    return copy


def reordered(matrix, order):
    return matrix[np.ix_(order, order)]


def random_matrices(generator, count, n):
    """Matrices with judgements drawn evenly from the scale, (count, n, n)."""
    upper = generator.choice([float(x) for x in SCALE], (count, n * (n - 1) // 2))
    matrices = np.ones((count, n, n))
    for place, (i, j) in enumerate(pairs(n)):
        matrices[:, i, j], matrices[:, j, i] = upper[:, place], 1 / upper[:, place]
    return matrices


def groups(judged):
    """The sets of items that judged pairs join, by merging one pair after the other."""
    parent = list(range(len(judged)))

    def root(i):
        while parent[i] != i:
            i = parent[i]
        return i

    for i, j in pairs(len(judged)):
        if judged[i, j]:
            parent[root(j)] = root(i)
    found = {}
    for i in range(len(judged)):
        found.setdefault(root(i), []).append(i)
    return sorted(tuple(group) for group in found.values())


judgements = st.one_of(
    st.sampled_from([float(x) for x in SCALE]), st.integers(-219, 219).map(lambda log: float(np.exp(log / 100)))
)
"""A ratio on the scale or between its ends."""


@st.composite
def weight_vectors(draw, least=1, most=8):
    """Positive, summing to 1, none more than 81 times another."""
    n = draw(st.integers(least, most))
    parts = np.exp(np.array(draw(st.lists(st.integers(0, 439), min_size=n, max_size=n))) / 100)
    return parts / parts.sum()


@st.composite
def complete_matrices(draw, least=2, most=7, ratio=judgements):
    n = draw(st.integers(least, most))
    count = n * (n - 1) // 2
    return filled(n, draw(st.lists(ratio, min_size=count, max_size=count)))


@st.composite
def trees(draw, n):
    """Pairs that join n items with none to spare."""
    order = draw(st.permutations(range(n)))
    return [(order[k], order[draw(st.integers(0, k - 1))]) for k in range(1, n)]


@st.composite
def gaps(draw, n, at_least_one=False):
    """Pairs that may be left out and leave the others joining n items."""
    tree = {tuple(sorted(pair)) for pair in draw(trees(n))}
    rest = [pair for pair in pairs(n) if pair not in tree]
    if not rest:
        return []
    return draw(st.lists(st.sampled_from(rest), unique=True, min_size=int(at_least_one)))


@st.composite
def incomplete_matrices(draw, least=3, most=7):
    """At least one pair not judged, the others joining all items."""
    matrix = draw(complete_matrices(least, most))
    return without(matrix, *draw(gaps(len(matrix), at_least_one=True)))


any_matrices = st.one_of(complete_matrices(), incomplete_matrices())


@st.composite
def panels(draw, least=2, most=5, items=(2, 6), missing=False):
    """(k, n, n): the matrices of k panellists; with gaps if asked for, the pairs of each still joining all items."""
    k, n = draw(st.integers(least, most)), draw(st.integers(*items))
    members = [draw(complete_matrices(n, n)) for _ in range(k)]
    return np.array([without(matrix, *draw(gaps(n))) if missing else matrix for matrix in members])


@st.composite
def priority_panels(draw, least=2, most=6, items=(2, 6)):
    """(k, n): the priorities of k panellists."""
    k, n = draw(st.integers(least, most)), draw(st.integers(*items))
    return np.array([draw(weight_vectors(n, n)) for _ in range(k)])


def say(k):
    """Positive weights of k panellists, on their own scale."""
    return st.lists(st.integers(1, 9), min_size=k, max_size=k).map(lambda parts: np.array(parts, dtype=float))


@st.composite
def rankings(draw, raters=(2, 6), items=(2, 8), ties=False):
    """(k, n) ranks of k raters."""
    k, n = draw(st.integers(*raters)), draw(st.integers(*items))
    row = st.lists(st.integers(1, n), min_size=n, max_size=n) if ties else st.permutations(range(1, n + 1)).map(list)
    return np.array([draw(row) for _ in range(k)], dtype=float)
