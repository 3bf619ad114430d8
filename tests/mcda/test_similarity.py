"""Who weighs like whom: against relative entropies by scipy and the definition of the silhouette."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matrices import few, priority_panels
from scipy.spatial.distance import cdist
from scipy.special import rel_entr

from mcda.agreement import clusters, divergence, homogeneity, silhouette, similarity


@given(priorities=priority_panels())
@few
def test_divergence_is_the_mean_relative_entropy_from_the_middle(priorities):
    found = divergence(priorities)
    for i, one in enumerate(priorities):
        for k, other in enumerate(priorities):
            middle = (one + other) / 2
            expected = (rel_entr(one, middle).sum() + rel_entr(other, middle).sum()) / 2
            assert found[i, k] == pytest.approx(expected, abs=1e-12)


@given(priorities=priority_panels())
@few
def test_similarity_is_the_homogeneity_of_the_two(priorities):
    """Goepel's S of two panellists has the floor 1/2 for two items; that of the pair does not depend on n."""
    found = similarity(priorities)
    assert found.min() >= -1e-12
    assert found.max() <= 1 + 1e-12
    np.testing.assert_allclose(np.diagonal(found), 1, atol=1e-12)
    if priorities.shape[1] == 2:
        pair = homogeneity(priorities[:2]) if len(priorities) > 1 else 1.0
        assert found[0, min(1, len(priorities) - 1)] == pytest.approx(float(pair), abs=1e-12)


def by_definition(distances, of):
    """The mean silhouette, panellist by panellist."""
    widths = []
    for i, own in enumerate(of):
        mates = [k for k in range(len(of)) if of[k] == own and k != i]
        if not mates:
            widths.append(0.0)
            continue
        inside = np.mean(distances[i, mates])
        outside = min(np.mean(distances[i, np.flatnonzero(of == label)]) for label in set(of.tolist()) - {own})
        widths.append((outside - inside) / max(inside, outside) if max(inside, outside) > 0 else 0.0)
    return np.mean(widths)


@given(data=st.data())
@few
def test_silhouette_by_definition(data):
    k = data.draw(st.integers(3, 9))
    points = np.array(data.draw(st.lists(st.tuples(*[st.integers(0, 9)] * 2), min_size=k, max_size=k)), dtype=float)
    of = np.array(data.draw(st.lists(st.integers(0, 2), min_size=k, max_size=k)))
    distances = cdist(points, points)
    if len(set(of.tolist())) > 1:
        assert silhouette(distances, of) == pytest.approx(by_definition(distances, of), abs=1e-12)
    else:
        assert np.isnan(silhouette(distances, of))


def test_three_camps_are_found():
    rng = np.random.default_rng(2)
    camps = rng.dirichlet(np.ones(5), 3)
    sizes = (4, 7, 3)
    priorities = np.concatenate([rng.dirichlet(camp * 3000, size) for camp, size in zip(camps, sizes, strict=True)])
    found = clusters(priorities)
    assert found.of.tolist() == [1] * 4 + [0] * 7 + [2] * 3  # the largest first
    assert found.silhouette > 0.5


def test_where_nothing_tells_them_apart_there_is_one_cluster():
    rng = np.random.default_rng(1)
    found = clusters(rng.dirichlet(np.full(8, 5.0), 19))
    assert found.of.tolist() == [0] * 19
    assert np.isnan(found.silhouette)


def test_as_many_as_are_asked_for():
    rng = np.random.default_rng(1)
    found = clusters(rng.dirichlet(np.ones(8), 9), 4)
    assert sorted(set(found.of.tolist())) == [0, 1, 2, 3]
    sizes = np.bincount(found.of)
    assert (np.diff(sizes) <= 0).all()


def test_where_there_are_no_clusters_some_are_found_one_time_in_twenty_at_most():
    rng = np.random.default_rng(7)
    found = [clusters(rng.dirichlet(np.full(4, 4.0), 6), rng=rng).of.any() for _ in range(25)]
    assert np.mean(found) < 0.05 + 3 * np.sqrt(0.05 * 0.95 / 25)


@pytest.mark.parametrize("k", [1, 2])
def test_one_or_two_make_no_clusters(k):
    assert clusters(np.full((k, 3), 1 / 3)).of.tolist() == [0] * k


def test_what_is_refused():
    with pytest.raises(ValueError, match="allowed are 1 to 2"):
        clusters([[0.5, 0.5], [0.2, 0.8]], 3)
    with pytest.raises(ValueError, match="others has shape"):
        divergence([[0.5, 0.5]], [[0.2, 0.3, 0.5]])
