"""What must hold of every ranking method, whatever the numbers."""

import numpy as np
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from mcda.ranking import RANKING_METHODS, ahp, ahp_ideal, codas, competition_ranks, topsis

quick = settings(max_examples=30, deadline=None)
few = settings(max_examples=10, deadline=None)
"""Where each of many methods is tried."""

every_method = pytest.mark.parametrize("method", RANKING_METHODS)

SMOOTH = [name for name in RANKING_METHODS if name != "codas"]
"""CODAS counts a difference of .02 and ignores a smaller one: rounding in the last bit may make its score jump."""

EVERY_WAY = [(name, word) for name, row in RANKING_METHODS.items() for word in row.normalisations]

FOR_ANY_SIGN = ["topsis", "vikor", "promethee-ii", "mabac", "moora", "spotis", "cocoso"]

grid = st.integers(1, 100).map(lambda tenths: tenths / 10)


@st.composite
def problems(draw, least_alternatives=2, least_criteria=1):
    """Positive values on a grid (so that ties occur), positive weights summing to 1, directions."""
    a = draw(st.integers(least_alternatives, 6))
    m = draw(st.integers(least_criteria, 5))
    values = np.array(draw(st.lists(grid, min_size=a * m, max_size=a * m))).reshape(a, m)
    parts = np.array(draw(st.lists(st.integers(1, 9), min_size=m, max_size=m)), dtype=float)
    directions = np.array(draw(st.lists(st.sampled_from([1, -1]), min_size=m, max_size=m)))
    return values, parts / parts.sum(), directions


def score(method, values, weights, directions, **options):
    """The scores; an alternative that cocoso cannot place ends the example."""
    try:
        return RANKING_METHODS[method].score(values, weights, directions, **options)
    except ValueError as error:
        if method == "cocoso" and "worst under every criterion" in str(error):
            reject()
        raise


def ranks(method, *problem, **options):
    return competition_ranks(score(method, *problem, **options)).tolist()


@every_method
@given(problem=problems(), random=st.randoms(use_true_random=False))
@few
def test_the_order_of_alternatives_does_not_matter(method, problem, random):
    values, weights, directions = problem
    order = list(range(len(values)))
    random.shuffle(order)
    expected = score(method, *problem)[order]
    np.testing.assert_allclose(score(method, values[order], weights, directions), expected, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("method", SMOOTH)
@given(problem=problems(), random=st.randoms(use_true_random=False))
@few
def test_the_order_of_criteria_does_not_matter(method, problem, random):
    values, weights, directions = problem
    order = list(range(len(weights)))
    random.shuffle(order)
    again = score(method, values[:, order], weights[order], directions[order])
    np.testing.assert_allclose(again, score(method, *problem), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("method", SMOOTH)
@given(problem=problems(), unit=st.floats(1e-3, 1e3), column=st.integers(0, 4))
@few
def test_the_units_of_a_criterion_do_not_matter(method, problem, unit, column):
    values, weights, directions = problem
    scaled = values.copy()
    scaled[:, column % len(weights)] *= unit
    np.testing.assert_allclose(
        score(method, scaled, weights, directions), score(method, *problem), rtol=1e-7, atol=1e-7
    )


@every_method
@given(problem=problems(least_criteria=2))
@few
def test_huge_and_tiny_columns_neither_overflow_nor_vanish(method, problem):
    values, weights, directions = problem
    scaled = values.copy()
    scaled[:, 0] *= 2.0**660
    scaled[:, 1] *= 2.0**-660
    np.testing.assert_allclose(
        score(method, scaled, weights, directions), score(method, *problem), rtol=1e-9, atol=1e-9
    )


@pytest.mark.parametrize("method", SMOOTH)
@given(problem=problems(), factor=st.floats(0.01, 100))
@few
@pytest.mark.filterwarnings("ignore:weights sum to")
def test_only_the_proportions_of_the_weights_matter(method, problem, factor):
    values, weights, directions = problem
    again = score(method, values, weights * factor, directions)
    np.testing.assert_allclose(again, score(method, *problem), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize(("method", "normalisation"), [pair for pair in EVERY_WAY if pair[0] in SMOOTH])
@given(problem=problems(), share=st.floats(0, 1))
@few
def test_a_dominated_alternative_never_ranks_higher(method, normalisation, problem, share):
    values, weights, directions = problem
    worst = np.where(directions > 0, values.min(axis=0), values.max(axis=0))
    values = np.vstack([values, values[0] + share * (worst - values[0])])
    domain = np.tile([0.0, 10.0], (len(weights), 1))
    found = np.array(ranks(method, values, weights, directions, normalisation=normalisation, domain=domain))
    signed = values * directions
    at_least = (signed[:, None, :] >= signed[None, :, :]).all(axis=-1)
    assert (found[:, None] <= found[None, :])[at_least].all()


def test_codas_can_prefer_a_dominated_alternative():
    """Its threshold of .02 makes it: the second is worse than the first everywhere and scores higher."""
    values = [[2.379, 8.711, 4.220], [2.333, 8.576, 4.134], [9.350, 5.788, 1.831]]
    scores = codas(values, [0.296, 0.584, 0.120], [1, 1, 1])
    assert scores[1] > scores[0]


@every_method
@given(problem=problems())
@few
def test_identical_alternatives_tie_to_the_last_bit(method, problem):
    values, weights, directions = problem
    values = np.vstack([values, values[0]])
    single = score(method, values, weights, directions)
    assert single[0] == single[-1]
    several = score(method, values, np.array([weights, weights[::-1], weights]), directions)
    assert (several[:, 0] == several[:, -1]).all()


@every_method
@given(row=st.lists(grid, min_size=2, max_size=6))
@few
def test_cyclic_shifts_of_one_row_are_one_tie(method, row):
    values = [row[shift:] + row[:shift] for shift in range(len(row))]
    m = len(row)
    assert ranks(method, values, np.full(m, 1 / m), np.ones(m)) == [1] * m


@every_method
@given(problem=problems(), more=st.lists(st.integers(1, 9), min_size=15, max_size=15))
@few
def test_many_weight_vectors_give_what_each_gives_alone(method, problem, more):
    values, weights, directions = problem
    m = len(weights)
    draws = np.vstack([weights, np.array(more[: 3 * m]).reshape(3, m)]).astype(float)
    draws /= draws.sum(axis=1, keepdims=True)
    together = score(method, values, draws, directions)
    assert together.shape == (4, len(values))
    alone = np.array([score(method, values, draw, directions) for draw in draws])
    np.testing.assert_allclose(together, alone, rtol=0, atol=1e-15)


@every_method
@given(problem=problems())
@few
def test_the_arguments_are_left_as_they_were(method, problem):
    for array in problem:
        array.setflags(write=False)
    kept = [array.copy() for array in problem]
    score(method, *problem)
    for array, before in zip(problem, kept, strict=True):
        np.testing.assert_array_equal(array, before)


@pytest.mark.parametrize("method", SMOOTH)
@given(problem=problems(least_criteria=2))
@few
def test_a_criterion_without_weight_is_as_if_it_were_not_there(method, problem):
    values, weights, directions = problem
    rest = weights[1:] / weights[1:].sum()
    with_it = score(method, values, np.concatenate([[0.0], rest]), directions)
    without = score(method, values[:, 1:], rest, directions[1:])
    np.testing.assert_allclose(with_it, without, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize(
    ("method", "normalisation"),
    [("topsis", "vector"), ("topsis", "minmax"), ("topsis", "max")]
    + [(name, None) for name in ("copras", "edas", "aras", "marcos", "waspas", "cocoso", "spotis")],
)
@given(problem=problems(least_criteria=2), value=st.sampled_from([0.0, 1.0, 7.3]))
@few
def test_a_constant_criterion_is_as_if_it_were_not_there(method, normalisation, problem, value):
    values, weights, directions = problem
    flat = values.copy()
    flat[:, 0] = value
    with_it = score(method, flat, weights, directions, normalisation=normalisation)
    rest = weights[1:] / weights[1:].sum()
    without = score(method, values[:, 1:], rest, directions[1:], normalisation=normalisation)
    np.testing.assert_allclose(with_it, without, rtol=1e-9, atol=1e-9)


@every_method
@given(problem=problems(least_criteria=2), value=st.sampled_from([0.0, 7.3]))
@few
def test_a_constant_criterion_never_gives_nan(method, problem, value):
    values, weights, directions = problem
    values[:, 0] = value
    assert np.isfinite(score(method, values, weights, directions)).all()


@every_method
@pytest.mark.parametrize("value", [0.0, 5.0])
@pytest.mark.parametrize("alternatives", [1, 3])
def test_equal_alternatives_are_one_tie(method, value, alternatives):
    values = np.full((alternatives, 3), value)
    scores = score(method, values, [[0.5, 0.3, 0.2], [0, 1, 0]], [1, 1, -1])
    assert np.isfinite(scores).all()
    assert competition_ranks(scores).tolist() == [[1] * alternatives] * 2


@pytest.mark.parametrize("method", FOR_ANY_SIGN)
@given(problem=problems(), shift=st.sampled_from([0.0, -5.0]))
@few
def test_a_cost_is_a_negative_benefit(method, problem, shift):
    values, weights, directions = problem
    values = values + shift
    again = score(method, values * directions, weights, np.ones_like(directions))
    np.testing.assert_allclose(again, score(method, values, weights, directions), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("normalisation", RANKING_METHODS["topsis"].normalisations)
@given(problem=problems())
@few
def test_turning_every_direction_turns_closeness_into_distance(normalisation, problem):
    values, weights, directions = problem
    domain = np.tile([0.0, 10.0], (len(weights), 1))
    closeness = topsis(values, weights, directions, normalisation, domain)
    assert ((closeness >= 0) & (closeness <= 1)).all()
    turned = topsis(values, weights, -directions, normalisation, domain)
    np.testing.assert_allclose(turned, 1 - closeness, rtol=0, atol=1e-12)


@pytest.mark.parametrize("normalisation", RANKING_METHODS["topsis"].normalisations)
@given(problem=problems(), column=st.integers(0, 4), gain=st.floats(0, 1))
@few
def test_improving_the_winner_keeps_it_first(normalisation, problem, column, gain):
    values, weights, directions = problem
    domain = np.tile([0.0, 10.0], (len(weights), 1))
    winner = int(np.argmax(topsis(values, weights, directions, normalisation, domain)))
    j = column % len(weights)
    best = 10.0 if directions[j] > 0 else 0.0
    better = values.copy()
    better[winner, j] += gain * (best - better[winner, j])
    assert ranks("topsis", better, weights, directions, normalisation=normalisation, domain=domain)[winner] == 1


@pytest.mark.parametrize(
    ("method", "normalisation"), [("topsis", "scale"), ("weighted-sum", "scale"), ("spotis", None)]
)
@given(problem=problems(), newcomer=st.lists(grid, min_size=5, max_size=5))
@few
def test_on_a_declared_scale_a_newcomer_changes_nothing_for_the_others(method, normalisation, problem, newcomer):
    values, weights, directions = problem
    domain = np.tile([0.0, 10.0], (len(weights), 1))
    before = score(method, values, weights, directions, normalisation=normalisation, domain=domain)
    joined = np.vstack([values, newcomer[: len(weights)]])
    after = score(method, joined, weights, directions, normalisation=normalisation, domain=domain)
    np.testing.assert_allclose(after[:-1], before, rtol=0, atol=1e-15)


@given(problem=problems(), copied=st.integers(0, 5), share=st.floats(0.1, 1))
@quick
def test_in_ideal_mode_a_newcomer_that_is_best_nowhere_leaves_the_others_as_they_were(problem, copied, share):
    """A copy, or worse than one: the proportions of all others stay. Belton & Gear (1983); Saaty (1994)."""
    values, weights, directions = problem
    before = ahp_ideal(values, weights, directions)
    copy = values[copied % len(values)] * np.where(directions > 0, share, 1 / share)
    after = ahp_ideal(np.vstack([values, copy]), weights, directions)[:-1]
    np.testing.assert_allclose(after / after.sum(), before, rtol=1e-12)


def test_in_distributive_mode_a_copy_can_reverse_an_order():
    """Belton & Gear (1983), Omega 11(3): three alternatives under three equal criteria, and a copy of the second."""
    values = np.array([[1.0, 9, 8], [9, 1, 9], [1, 1, 1]])
    equal, more = np.full(3, 1 / 3), [1, 1, 1]
    assert competition_ranks(ahp(values, equal, more)).tolist() == [2, 1, 3]
    assert competition_ranks(ahp(np.vstack([values, values[1]]), equal, more)).tolist() == [1, 2, 4, 2]


@given(problem=problems(), shift=st.floats(-100, 100))
@quick
def test_adding_one_number_to_a_column_does_not_matter_to_minmax(problem, shift):
    values, weights, directions = problem
    shifted = values + shift * np.eye(1, len(weights))
    np.testing.assert_allclose(
        topsis(shifted, weights, directions, "minmax"), topsis(values, weights, directions, "minmax"), atol=1e-9
    )


def test_adding_one_number_to_a_column_does_matter_to_its_length():
    """So nobody need look for that relation where the normalisation is by vectors."""
    values, weights, directions = np.array([[1.0, 5], [2, 3]]), [0.5, 0.5], [1, 1]
    shifted = topsis(values + np.array([10, 0]), weights, directions, "vector")
    assert np.abs(shifted - topsis(values, weights, directions, "vector")).max() > 0.01


@given(
    scores=st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=8),
    factor=st.floats(1e-3, 1e3),
)
@quick
def test_ranks_count_who_is_better(scores, factor):
    found = competition_ranks(scores)
    assert found.min() == 1
    assert competition_ranks(np.array(scores) * factor).tolist() == found.tolist()
    tolerance = 1e-11 * max(map(abs, scores))
    clearly_better = (np.array(scores)[:, None] < np.array(scores)[None, :] - tolerance).sum(axis=1)
    assert (found > clearly_better).all()
    assert sorted(found)[0] == 1
    for rank in found:
        assert (found < rank).sum() == rank - 1
