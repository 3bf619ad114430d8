"""Priorities by two routes that share nothing with the engine: LAPACK, and arithmetic of 50 digits by mpmath."""

from __future__ import annotations

import mpmath
import numpy as np
from matrices import filled, pairs, ratios, without

EXTREME, ON_THE_SCALE = "extreme", "on the scale"
NOISE = (0.0, 1e-6, 0.1, 0.3, 1.0, 2.0, ON_THE_SCALE, EXTREME)
"""Standard deviations of the logarithm of a judgement around true weights; judgements that follow no weights at all."""


def judgement_matrix(rng, n, noise, judged=1.0):
    """A comparison matrix of order n, the share of pairs that is judged joining all items."""
    count = n * (n - 1) // 2
    if noise == EXTREME:
        upper = rng.choice([1 / 9, 9.0], count)
    elif noise == ON_THE_SCALE:
        upper = rng.choice([1 / 9, 1 / 7, 1 / 5, 1 / 3, 1.0, 2.0, 4.0, 6.0, 8.0], count)
    else:
        weights = np.exp(rng.uniform(0, np.log(81), n))
        upper = [ratios(weights)[pair] * np.exp(noise * rng.normal()) for pair in pairs(n)]
    return without(filled(n, upper), *left_out(rng, n, judged))


def left_out(rng, n, judged):
    """Pairs to leave out so that this share of all, or as many as join the items, is judged."""
    order = rng.permutation(n)
    tree = {tuple(sorted((int(order[k]), int(order[rng.integers(k)])))) for k in range(1, n)}
    rest = [pair for pair in pairs(n) if pair not in tree]
    most = round((1 - judged) * n * (n - 1) / 2)
    return [rest[place] for place in rng.permutation(len(rest))[:most]]


def several(count, seed, orders=range(2, 16)):
    """So many matrices, every order and every noise in turn, each second one incomplete."""
    rng = np.random.default_rng(seed)
    found = []
    for number in range(count):
        rest, order = divmod(number, len(orders))
        cycle, noise = divmod(rest, len(NOISE))
        judged = rng.uniform(0, 1) if (order + noise + cycle) % 2 else 1.0
        found.append(judgement_matrix(rng, orders[order], NOISE[noise], judged))
    return found


def quasi_reciprocal(matrix):
    """Harker (1987): 0 for what was not judged, and on the diagonal 1 and how many were not in the row."""
    missing = np.isnan(matrix)
    return np.where(missing, 0.0, matrix) + np.diag(missing.sum(axis=1))


def by_order(matrices):
    """The matrices of each order, stacked."""
    orders = sorted({len(matrix) for matrix in matrices})
    return [np.array([matrix for matrix in matrices if len(matrix) == n]) for n in orders]


def farthest(found, expected):
    """The largest relative distance of a priority from what it should be."""
    return float(np.abs(np.asarray(found) / np.asarray(expected) - 1).max())


def equations(matrix):
    """The pairs that were judged."""
    return [(i, j) for i, j in pairs(len(matrix)) if not np.isnan(matrix[i, j])]


# LAPACK


def vector_by_lapack(matrix):
    """numpy.linalg.eig, the vector of the largest eigenvalue."""
    values, vectors = np.linalg.eig(matrix)
    found = vectors[:, values.real.argmax()].real
    return found / found.sum()


def least_squares_by_lapack(matrix):
    """numpy.linalg.lstsq, an equation a judgement."""
    n, judged = len(matrix), equations(matrix)
    design, logs = np.zeros((len(judged) + 1, n)), np.zeros(len(judged) + 1)
    for row, (i, j) in enumerate(judged):
        design[row, i], design[row, j], logs[row] = 1, -1, np.log(matrix[i, j])
    design[-1] = 1
    found = np.exp(np.linalg.lstsq(design, logs, rcond=None)[0])
    return found / found.sum()


# mpmath


def eliminated(rows):
    """The solver of a system (n, n) of mpf by Gaussian elimination with pivoting: right sides (n,) -> (n,)."""
    n, rows, order = len(rows), [list(row) for row in rows], list(range(len(rows)))
    for place in range(n):
        best = max(range(place, n), key=lambda row: abs(rows[row][place]))
        rows[place], rows[best] = rows[best], rows[place]
        order[place], order[best] = order[best], order[place]
        for row in range(place + 1, n):
            factor = rows[row][place] = rows[row][place] / rows[place][place]
            for column in range(place + 1, n):
                rows[row][column] -= factor * rows[place][column]

    def solve(right):
        found = [right[row] for row in order]
        for row in range(n):
            found[row] -= sum(rows[row][column] * found[column] for column in range(row))
        for row in reversed(range(n)):
            found[row] -= sum(rows[row][column] * found[column] for column in range(row + 1, n))
            found[row] /= rows[row][row]
        return found

    return solve


def vector_by_mpmath(matrix):
    """The vector of the largest eigenvalue, and that, by inverse iteration at 50 digits.

    No other vector of such a matrix is positive, so that it does not matter where the iteration began.
    """
    n = len(matrix)
    with mpmath.workdps(50):
        near = mpmath.mpf(float(np.linalg.eigvals(matrix).real.max())) * (1 + mpmath.mpf(10) ** -12)
        given = [[mpmath.mpf(float(value)) for value in row] for row in matrix]
        solve = eliminated([[given[i][j] - (near if i == j else 0) for j in range(n)] for i in range(n)])
        found = [mpmath.mpf(1)] * n
        for _ in range(6):
            found = solve(found)
            total = sum(found)
            found = [each / total for each in found]
        images = [sum(given[i][j] * found[j] for j in range(n)) / found[i] for i in range(n)]
        assert min(found) > 0
        assert max(images) - min(images) < mpmath.mpf(10) ** -40
        return np.array([float(each) for each in found]), float(images[0])


def least_squares_by_mpmath(matrix):
    """The normal equations at 50 digits, the logarithm of the last item 0."""
    n = len(matrix)
    with mpmath.workdps(50):
        left = [[mpmath.mpf(0)] * (n - 1) for _ in range(n - 1)]
        right = [mpmath.mpf(0)] * (n - 1)
        for i, j in equations(matrix):
            log = mpmath.log(mpmath.mpf(float(matrix[i, j])))
            for row, other, sign in ((i, j, 1), (j, i, -1)):
                if row < n - 1:
                    left[row][row] += 1
                    right[row] += sign * log
                    if other < n - 1:
                        left[row][other] -= 1
        powers = [*map(mpmath.exp, eliminated(left)(right)), mpmath.mpf(1)]
        return np.array([float(each / sum(powers)) for each in powers])


def completion_by_mpmath(matrix):
    """The completion of least lambda max, by 50 digits, and its vector.

    Missing x_ij = sqrt(w_i v_j / (w_j v_i)), w and v the right and left vectors, again and again until nothing moves.
    """
    n = len(matrix)
    with mpmath.workdps(50):
        right = [mpmath.mpf(float(each)) for each in least_squares_by_mpmath(matrix)]
        left = [1 / each for each in right]
        judged = {(i, j): mpmath.mpf(float(matrix[i, j])) for i in range(n) for j in range(n) if matrix[i, j] > 0}
        moved = mpmath.mpf(1)
        while moved > mpmath.mpf(10) ** -25:
            roots = [mpmath.sqrt(w / v) for w, v in zip(right, left, strict=True)]
            filled_in = [[judged.get((i, j)) or roots[i] / roots[j] for j in range(n)] for i in range(n)]
            images = [mpmath.fdot(row, right) for row in filled_in]
            mirrored = [mpmath.fdot([row[j] for row in filled_in], left) for j in range(n)]
            new = [each / sum(images) for each in images], [each / sum(mirrored) for each in mirrored]
            pairs_of_old_and_new = [*zip(new[0], right, strict=True), *zip(new[1], left, strict=True)]
            moved = max(abs(now / then - 1) for now, then in pairs_of_old_and_new)
            right, left = new
        completion = np.array([[float(value) for value in row] for row in filled_in])
        return completion, np.array([float(each) for each in right])
