"""What must hold of every way from panellists to a group."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matrices import complete_matrices, few, filled, pairs, panels, priority_panels, quick, say
from other_routes import vector_by_lapack

from mcda.aggregation import MEANS, aggregate_judgements, aggregate_priorities, pooled_priorities
from mcda.consistency import geometric_consistency_index
from mcda.priorities import eigenvector, geometric_mean

OF_MATRICES = {"AIJ": aggregate_judgements, "pooled": pooled_priorities}
every_matrix_function = pytest.mark.parametrize("function", OF_MATRICES)
every_mean = pytest.mark.parametrize("mean", MEANS)
any_panels = panels(missing=True)


def same(found, expected, rtol=1e-9):
    np.testing.assert_allclose(found, expected, rtol=rtol)


def pooled_least_squares(panel, weights):
    """One equation for each judgement of each panellist, by numpy's solver."""
    n = panel.shape[-1]
    rows, logs = [np.ones(n)], [0.0]
    for matrix, weight in zip(panel, weights, strict=True):
        for i, j in pairs(n):
            if not np.isnan(matrix[i, j]):
                row = np.zeros(n)
                row[i], row[j] = np.sqrt(weight), -np.sqrt(weight)
                rows.append(row)
                logs.append(np.sqrt(weight) * np.log(matrix[i, j]))
    weights = np.exp(np.linalg.lstsq(np.array(rows), np.array(logs), rcond=None)[0])
    return weights / weights.sum()


@every_matrix_function
@given(panel=any_panels, data=st.data())
@quick
def test_the_order_of_panellists_does_not_matter(function, panel, data):
    weights = data.draw(say(len(panel)))
    order = data.draw(st.permutations(range(len(panel))))
    same(OF_MATRICES[function](panel[order], weights[order]), OF_MATRICES[function](panel, weights))


@every_matrix_function
@given(panel=any_panels, data=st.data())
@quick
def test_a_panellist_twice_is_one_of_twice_the_weight(function, panel, data):
    weights = data.draw(say(len(panel)))
    again = np.concatenate([panel, panel[:1]])
    double = weights.copy()
    double[0] *= 2
    same(OF_MATRICES[function](again, [*weights, weights[0]]), OF_MATRICES[function](panel, double))


@every_matrix_function
@given(panel=any_panels, data=st.data())
@quick
def test_a_panellist_without_weight_is_absent(function, panel, data):
    weights = data.draw(say(len(panel)))
    absent = weights.copy()
    absent[-1] = 0
    same(OF_MATRICES[function](panel, absent), OF_MATRICES[function](panel[:-1], weights[:-1]))


@every_matrix_function
@given(panel=any_panels, data=st.data(), factor=st.floats(1e-6, 1e6))
@quick
def test_only_the_proportions_of_weights_count(function, panel, data, factor):
    weights = data.draw(say(len(panel)))
    same(OF_MATRICES[function](panel, factor * weights), OF_MATRICES[function](panel, weights))


@every_matrix_function
@given(matrix=complete_matrices(), k=st.integers(1, 5), data=st.data())
@quick
def test_a_panel_of_one_mind_has_that_mind(function, matrix, k, data):
    found = OF_MATRICES[function](np.array([matrix] * k), data.draw(say(k)))
    same(found, matrix if function == "AIJ" else geometric_mean(matrix))


@every_matrix_function
@given(matrix=complete_matrices())
@quick
def test_two_who_are_exactly_opposite_cancel_out(function, matrix):
    n = len(matrix)
    expected = np.ones((n, n)) if function == "AIJ" else np.full(n, 1 / n)
    same(OF_MATRICES[function]([matrix, matrix.T]), expected)


@every_matrix_function
@given(panel=any_panels)
@quick
def test_the_opposite_panel_has_the_reciprocals(function, panel):
    opposite = np.swapaxes(panel, -1, -2)
    expected = 1 / OF_MATRICES[function](panel)
    same(OF_MATRICES[function](opposite), expected if function == "AIJ" else expected / expected.sum())


@every_matrix_function
@given(panel=any_panels, data=st.data())
@quick
def test_the_order_of_items_does_not_matter(function, panel, data):
    order = np.array(data.draw(st.permutations(range(panel.shape[-1]))))
    found = OF_MATRICES[function](panel[:, order][:, :, order])
    expected = OF_MATRICES[function](panel)
    same(found, expected[order][:, order] if function == "AIJ" else expected[order])


@every_matrix_function
@given(data=st.data(), k=st.integers(1, 4), n=st.integers(2, 4))
@few
def test_a_batch_is_a_loop(function, data, k, n):
    batch = np.array([data.draw(panels(k, k, (n, n), missing=True)) for _ in range(6)]).reshape(2, 3, k, n, n)
    weights = data.draw(say(k))
    found = OF_MATRICES[function](batch, weights)
    assert found.shape[:2] == (2, 3)
    for index in np.ndindex(2, 3):
        same(found[index], OF_MATRICES[function](batch[index], weights), rtol=1e-12)


# AIJ


@given(panel=any_panels, data=st.data())
@quick
def test_aggregated_judgements_are_reciprocal(panel, data):
    found = aggregate_judgements(panel, data.draw(say(len(panel))))
    judged = ~np.isnan(found)
    assert (judged == ~np.isnan(panel).all(axis=0)).all()
    same((found * found.T)[judged], 1)
    assert (np.diagonal(found) == 1).all()


@given(panel=any_panels)
@quick
def test_aggregated_judgements_lie_between_those_of_the_panellists(panel):
    found = aggregate_judgements(panel)
    judged = ~np.isnan(found)
    lowest = np.nanmin(panel[:, judged], axis=0)
    highest = np.nanmax(panel[:, judged], axis=0)
    assert (found[judged] >= lowest * (1 - 1e-9)).all()
    assert (found[judged] <= highest * (1 + 1e-9)).all()


@given(panel=panels(items=(3, 6)), data=st.data())
@quick
def test_a_group_is_no_less_consistent_than_its_least_consistent_member(panel, data):
    """Escobar, Aguarón & Moreno-Jiménez (2004), EJOR 153(2); the second, sharper form by Minkowski's inequality."""
    weights = data.draw(say(len(panel)))
    group = float(geometric_consistency_index(aggregate_judgements(panel, weights)))
    members = geometric_consistency_index(panel)
    assert group <= members.max() * (1 + 1e-9) + 1e-12
    assert np.sqrt(group) <= np.average(np.sqrt(members), weights=weights) * (1 + 1e-9) + 1e-9


@given(panel=panels(), data=st.data())
@quick
def test_with_geometric_means_aij_is_aip(panel, data):
    weights = data.draw(say(len(panel)))
    same(geometric_mean(aggregate_judgements(panel, weights)), aggregate_priorities(geometric_mean(panel), weights))


def test_with_eigenvectors_aij_is_not_aip():
    """Which holds for geometric means alone: found by LAPACK, so that nobody mends it."""
    panel = np.array([filled(4, [9, 1 / 5, 2, 3, 1 / 7, 4]), filled(4, [1 / 3, 6, 1 / 2, 8, 5, 1 / 9])])
    of_each = [vector_by_lapack(matrix) for matrix in panel]
    pooled, means = vector_by_lapack(np.exp(np.log(panel).mean(axis=0))), np.exp(np.log(of_each).mean(axis=0))
    means /= means.sum()
    assert np.abs(pooled - means).max() > 0.01
    same(eigenvector(aggregate_judgements(panel)), pooled)
    same(aggregate_priorities(eigenvector(panel)), means)


# Pooled


@given(panel=any_panels, data=st.data())
@quick
def test_pooled_priorities_are_least_squares_over_all_judgements(panel, data):
    weights = data.draw(say(len(panel)))
    same(pooled_priorities(panel, weights), pooled_least_squares(panel, weights), rtol=1e-8)


@given(panel=panels(), data=st.data())
@quick
def test_pooled_priorities_of_complete_panels_are_those_of_the_aggregated_judgements(panel, data):
    weights = data.draw(say(len(panel)))
    same(pooled_priorities(panel, weights), geometric_mean(aggregate_judgements(panel, weights)))


# AIP


@every_mean
@given(vectors=priority_panels(), data=st.data())
@quick
def test_group_priorities_are_positive_and_sum_to_1(mean, vectors, data):
    found = aggregate_priorities(vectors, data.draw(say(len(vectors))), mean)
    assert (found > 0).all()
    assert found.sum() == pytest.approx(1, abs=1e-12)


@every_mean
@given(vectors=priority_panels(), data=st.data())
@quick
def test_means_of_priorities_treat_panellists_alike(mean, vectors, data):
    weights = data.draw(say(len(vectors)))
    order = data.draw(st.permutations(range(len(vectors))))
    expected = aggregate_priorities(vectors, weights, mean)
    same(aggregate_priorities(vectors[order], weights[order], mean), expected)
    same(aggregate_priorities(vectors, 7 * weights, mean), expected)


@every_mean
@given(vectors=priority_panels(), data=st.data())
@quick
def test_means_of_priorities_count_twice_and_not_at_all(mean, vectors, data):
    weights = data.draw(say(len(vectors)))
    double, absent = weights.copy(), weights.copy()
    double[0] *= 2
    absent[0] = 0
    again = aggregate_priorities(np.concatenate([vectors, vectors[:1]]), [*weights, weights[0]], mean)
    same(again, aggregate_priorities(vectors, double, mean))
    rest = aggregate_priorities(vectors[1:], weights[1:], mean)
    same(aggregate_priorities(vectors, absent, mean), rest)


@every_mean
@given(vectors=priority_panels(least=1, most=1), k=st.integers(1, 5), data=st.data())
@quick
def test_the_mean_of_the_same_is_the_same(mean, vectors, k, data):
    same(aggregate_priorities(np.repeat(vectors, k, axis=0), data.draw(say(k)), mean), vectors[0])


@given(vectors=priority_panels(), data=st.data())
@quick
def test_the_geometric_mean_of_inverses_is_the_inverse(vectors, data):
    weights = data.draw(say(len(vectors)))
    expected = 1 / aggregate_priorities(vectors, weights)
    same(aggregate_priorities(1 / vectors, weights), expected / expected.sum())


@every_mean
@given(data=st.data(), k=st.integers(1, 4), n=st.integers(1, 5))
@few
def test_a_batch_of_priorities_is_a_loop(mean, data, k, n):
    batch = np.array([data.draw(priority_panels(k, k, (n, n))) for _ in range(6)]).reshape(2, 3, k, n)
    weights = data.draw(say(k))
    found = aggregate_priorities(batch, weights, mean)
    for index in np.ndindex(2, 3):
        same(found[index], aggregate_priorities(batch[index], weights, mean), rtol=1e-12)
