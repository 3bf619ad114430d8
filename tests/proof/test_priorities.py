"""Ten thousand matrices of order 2 to 15, consistent to wildly inconsistent: engine, LAPACK and 50 digits side by side.

Run with `pytest -m proof -s tests/proof`, which prints how far each is from 50 digits.
"""

import numpy as np
import pytest
from other_routes import (
    by_order,
    completion_by_mpmath,
    farthest,
    judgement_matrix,
    least_squares_by_lapack,
    least_squares_by_mpmath,
    quasi_reciprocal,
    several,
    vector_by_lapack,
    vector_by_mpmath,
)

from mcda.consistency import lambda_max
from mcda.priorities import complete, eigenvector, geometric_mean, harker

pytestmark = pytest.mark.proof

MATRICES = 10_000


def routes(batch):
    """Name -> (found, by LAPACK, by 50 digits) of matrices of one order, the engine's for a batch above a thousand."""
    whole = ~np.isnan(batch).any(axis=(1, 2))
    again = np.tile(batch, (2, 1, 1))
    quasi = [quasi_reciprocal(matrix) for matrix in batch]
    exact = [vector_by_mpmath(matrix) for matrix in quasi]
    vectors, values = np.array([vector for vector, _ in exact]), np.array([value for _, value in exact])
    lapack = np.array([vector_by_lapack(matrix) for matrix in quasi])
    means = [least_squares_by_lapack(matrix) for matrix in batch], [least_squares_by_mpmath(matrix) for matrix in batch]
    eigenvalues = np.array([np.linalg.eigvals(matrix).real.max() for matrix in batch[whole]])
    return {
        "geometric mean": (geometric_mean(again)[: len(batch)], *means),
        "geometric mean, one by one": ([geometric_mean(matrix) for matrix in batch], *means),
        "eigenvector": (eigenvector(np.tile(batch[whole], (4, 1, 1)))[: whole.sum()], lapack[whole], vectors[whole]),
        "eigenvector, one by one": ([eigenvector(matrix) for matrix in batch[whole]], lapack[whole], vectors[whole]),
        "Harker": (harker(again)[: len(batch)], lapack, vectors),
        "Harker, one by one": ([harker(matrix) for matrix in batch], lapack, vectors),
        "lambda max": (lambda_max(batch[whole]), eigenvalues, values[whole]),
    }


def test_priorities_are_those_of_50_digits():
    farthest_of = {}
    for batch in by_order(several(MATRICES, seed=2026)):
        for name, (found, lapack, exact) in routes(batch).items():
            ours, theirs, count = farthest_of.get(name, (0.0, 0.0, 0))
            ours, theirs = max(ours, farthest(found, exact)), max(theirs, farthest(lapack, exact))
            farthest_of[name] = ours, theirs, count + len(found)
    for name, (ours, theirs, count) in farthest_of.items():
        print(f"\n{name}: {count:,} matrices, engine {ours:.1e}, LAPACK {theirs:.1e}", end="")
    assert max(ours for ours, _, _ in farthest_of.values()) < 1e-12


def test_completions_are_those_of_50_digits():
    rng = np.random.default_rng(2027)
    apart = {"completion": 0.0, "its vector": 0.0}
    for n in range(4, 9):
        few = [judgement_matrix(rng, n, noise, judged) for noise in (0.3, 1.0) for judged in (0.6, 0.8)]
        batch = np.tile(few, (300, 1, 1))
        for found, vector, exact in zip(
            complete(batch)[:4], eigenvector(batch)[:4], map(completion_by_mpmath, few), strict=True
        ):
            apart["completion"] = max(apart["completion"], farthest(found, exact[0]))
            apart["its vector"] = max(apart["its vector"], farthest(vector, exact[1]))
    print("\n", ", ".join(f"{name}: {largest:.1e}" for name, largest in apart.items()))
    assert max(apart.values()) < 1e-11
