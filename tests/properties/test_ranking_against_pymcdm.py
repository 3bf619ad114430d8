"""Methods written here against pymcdm, where it is right: an independent computation on random problems."""

import numpy as np
import pytest

from mcda.ranking import RANKING_METHODS


def peers():
    from pymcdm import methods, normalizations

    return {
        ("topsis", "minmax"): methods.TOPSIS(),
        ("topsis", "max"): methods.TOPSIS(normalizations.max_normalization),
        ("topsis", "vector"): methods.TOPSIS(normalizations.vector_normalization),
        ("weighted-sum", "sum"): methods.WSM(normalizations.sum_normalization),
        ("weighted-sum", "max"): methods.WSM(normalizations.linear_normalization),
        ("weighted-sum", "vector"): methods.WSM(normalizations.vector_normalization),
        ("weighted-sum", "minmax"): methods.WSM(normalizations.minmax_normalization),
        ("weighted-product", "sum"): methods.WPM(normalizations.sum_normalization),
        ("weighted-product", "max"): methods.WPM(normalizations.linear_normalization),
        ("promethee-ii", None): methods.PROMETHEE_II("usual"),
        ("mabac", None): methods.MABAC(),
        ("moora", None): methods.MOORA(),
    }


@pytest.mark.parametrize("seed", range(20))
def test_scores_are_those_of_pymcdm(seed):
    generator = np.random.default_rng(seed)
    a, m = generator.integers(2, 18), generator.integers(2, 25)
    values = generator.uniform(0.1, 10, (a, m))
    weights = generator.dirichlet(np.ones(m))
    directions = generator.choice([-1, 1], m)
    directions[0] = -1
    for (method, normalisation), peer in peers().items():
        ours = RANKING_METHODS[method].score(values, weights, directions, normalisation)
        theirs = peer(values, weights, directions, validation=False)
        np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-12, err_msg=f"{method}, {normalisation}")


def test_vikor_is_one_minus_that_of_pymcdm():
    from pymcdm import methods

    generator = np.random.default_rng(7)
    values, weights = generator.uniform(0.1, 10, (9, 5)), generator.dirichlet(np.ones(5))
    theirs = methods.VIKOR()(values, weights, np.array([1, -1, 1, 1, -1]), validation=False)
    ours = RANKING_METHODS["vikor"].score(values, weights, [1, -1, 1, 1, -1])
    np.testing.assert_allclose(ours, 1 - theirs, atol=1e-12)


def test_where_pymcdm_is_wrong_ours_differs():
    """Why COPRAS, MOORA and MABAC are written here; when this fails, pymcdm has changed and they may go through it."""
    from pymcdm import methods

    values = np.array([[42, 19, 13, 110], [71, 18, 11, 200], [53, 20, 12, 149]], dtype=float)
    weights, directions = np.array([0.26, 0.23, 0.24, 0.27]), np.array([1, 1, -1, -1])
    theirs = methods.COPRAS()(values, weights, directions, validation=False)
    assert np.argmax(theirs) == 1
    assert np.argmax(RANKING_METHODS["copras"].score(values, weights, directions)) == 2
    with pytest.raises(ValueError, match="only profit criteria"):
        methods.MOORA()(values, weights, np.ones(4), validation=False)
    many = np.random.default_rng(1).uniform(1, 10, (400, 24))
    equal = np.full(24, 1 / 24)
    assert methods.MABAC()(many, equal, np.ones(24), validation=False).mean() > 1
    assert abs(RANKING_METHODS["mabac"].score(many, equal, np.ones(24)).mean()) < 0.1
