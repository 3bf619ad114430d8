"""Who weighs like whom: against relative entropies by scipy and the definition of the silhouette."""

from importlib import import_module

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matrices import few, priority_panels
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import cdist, squareform
from scipy.special import rel_entr

from mcda.agreement import clusters, divergence, homogeneity, silhouette, similarity

LIMITS = import_module("mcda.agreement.similarity")


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


def test_only_the_proportions_of_what_panellists_weigh_count():
    priorities = np.random.default_rng(3).dirichlet(np.ones(4), 3)
    found = similarity(priorities * [[1], [5], [9]], 2 * priorities[:2])
    np.testing.assert_allclose(found, similarity(priorities)[:, :2], rtol=1e-12)
    np.testing.assert_allclose(found, similarity(priorities, priorities[:2]), rtol=1e-12)


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
    assert found.p == 1 / 200  # none of 199 shuffles is told apart as well


def test_where_nothing_tells_them_apart_there_is_one_cluster():
    rng = np.random.default_rng(1)
    found = clusters(rng.dirichlet(np.full(8, 5.0), 19))
    assert found.of.tolist() == [0] * 19
    assert np.isnan(found.silhouette)


def by_the_book(priorities, shuffles):
    """Clusters by linkages cut at each number, and how often shuffled weights are told apart as well."""

    def clearest(vectors):
        distances = np.array(
            [
                [np.sqrt(max(rel_entr(a, (a + b) / 2).sum() + rel_entr(b, (a + b) / 2).sum(), 0) / 2) for b in vectors]
                for a in vectors
            ]
        )
        tree = linkage(squareform(distances, checks=False), "average")
        cuts = [fcluster(tree, number, "maxclust") for number in range(2, min(8, len(vectors) - 1) + 1)]
        widths = [by_definition(distances, cut) if cut.max() > 1 else 0.0 for cut in cuts]
        return max(zip(widths, cuts, strict=True), key=lambda pair: pair[0])

    rng = np.random.default_rng(0)
    width, cut = clearest(priorities)
    shuffled = [rng.permuted(priorities, axis=0) for _ in range(shuffles)]
    as_clear = sum(clearest(each / each.sum(axis=1, keepdims=True))[0] >= width - 1e-12 for each in shuffled)
    return cut, width, (as_clear + 1) / (shuffles + 1)


@pytest.mark.parametrize(("k", "camps"), [(3, 2), (4, 2), (6, 2), (7, 3), (18, 9), (8, 1)])
def test_clusters_by_the_book(monkeypatch, k, camps):
    """Also where one time in twenty decides, and with more camps than are looked for."""
    monkeypatch.setattr(LIMITS, "SHUFFLED_DISTANCES", 19 * k**2)
    monkeypatch.setattr(LIMITS, "FEWEST_SHUFFLES", 1)
    rng = np.random.default_rng(k)
    centres = rng.dirichlet(np.ones(5), camps)
    priorities = np.array([rng.dirichlet(500 * centres[who % camps] + 0.1) for who in range(k)])
    cut, width, p = by_the_book(priorities, 19)
    found = clusters(priorities)
    assert found.p == p
    if width > 0.25 and p <= 0.05:
        assert found.silhouette == pytest.approx(width, rel=1e-9)
        np.testing.assert_array_equal(found.of[:, None] == found.of, cut[:, None] == cut)
    else:
        assert found.of.tolist() == [0] * k
        assert np.isnan(found.silhouette)


@pytest.mark.parametrize(("numbers", "shuffles"), [(50 * 8**2, 50), (1, 39)])
def test_of_a_large_panel_fewer_shuffles_say_what_chance_gives(monkeypatch, numbers, shuffles):
    monkeypatch.setattr(LIMITS, "SHUFFLED_DISTANCES", numbers)
    priorities = np.repeat([[6, 2, 1, 1], [1, 1, 6, 2]], 4, axis=0) + np.random.default_rng(2).uniform(0, 0.1, (8, 4))
    assert clusters(priorities).p == 1 / (shuffles + 1)


def test_few_who_look_told_apart_as_often_by_chance_are_one_cluster():
    """Cut in two they have a silhouette above 0.25."""
    priorities = np.random.default_rng(1).dirichlet(np.ones(3), 5)
    assert clusters(priorities, 2).silhouette > 0.25
    found = clusters(priorities)
    assert found.p > 0.05
    assert found.of.tolist() == [0] * 5
    assert np.isnan(found.silhouette)


def test_panellists_of_one_mind_are_one_cluster():
    found = clusters(np.full((4, 3), 1 / 3))
    assert found.of.tolist() == [0] * 4
    assert np.isnan(found.silhouette)
    assert found.p == 1


def test_as_many_as_are_asked_for():
    rng = np.random.default_rng(1)
    found = clusters(rng.dirichlet(np.ones(8), 9), 4)
    assert sorted(set(found.of.tolist())) == [0, 1, 2, 3]
    sizes = np.bincount(found.of)
    assert (np.diff(sizes) <= 0).all()


def test_one_alone_is_a_cluster_where_one_is_asked_for():
    found = clusters([[0.2, 0.8]], 1)
    assert found.of.tolist() == [0]
    assert np.isnan([found.silhouette, found.p]).all()


def test_where_there_are_no_clusters_some_are_found_one_time_in_twenty_at_most(monkeypatch):
    """With 39 shuffles for chance, which are as fair as 199."""
    monkeypatch.setattr(LIMITS, "MOST_SHUFFLES", 39)
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
    with pytest.raises(ValueError, match=r"priorities has shape \(2, 2, 2\): it must be \(panellists, items\)"):
        similarity(np.full((2, 2, 2), 0.5))
