"""Bad and borderline input to the ranking methods: refused with its place, or defined and finite."""

import subprocess
import sys
from dataclasses import FrozenInstanceError

import numpy as np
import pytest

from mcda.ranking import (
    NORMALISATIONS,
    PREFERENCE_FUNCTIONS,
    RANKING_METHODS,
    Preference,
    competition_ranks,
    copras,
    moora,
    promethee_flows,
    promethee_ii,
    topsis,
    vikor,
    weighted_product,
    weighted_sum,
)
from mcda.ranking.normalisation import normalisation_called
from mcda.ranking.ranks import levelled

VALUES = [[7, 3, 9], [4, 6, 5], [8, 8, 2], [5, 1, 7]]
WEIGHTS = [0.5, 0.3, 0.2]
DIRECTIONS = [1, 1, -1]

every_method = pytest.mark.parametrize("method", RANKING_METHODS)
RATIO_METHODS = [name for name, row in RANKING_METHODS.items() if row.needs_positive]


def replaced(row, column, value):
    return [[value if (i, j) == (row, column) else x for j, x in enumerate(line)] for i, line in enumerate(VALUES)]


def score(method, values=VALUES, weights=WEIGHTS, directions=DIRECTIONS, *options, **named):
    return RANKING_METHODS[method].score(values, weights, directions, *options, **named)


def ranks(method, *problem):
    return competition_ranks(score(method, *problem)).tolist()


# Values


@every_method
@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf"), None])
def test_a_value_that_is_not_finite_is_refused_with_its_place(method, value):
    with pytest.raises(ValueError, match=r"values\[1, 1\] is .*: only finite numbers"):
        score(method, replaced(1, 1, value))


@every_method
@pytest.mark.parametrize("value", ["n/a", "7"])
def test_text_among_the_values_is_refused(method, value):
    with pytest.raises(ValueError, match=r"values\[\d, \d\]: found '"):
        score(method, replaced(1, 1, value))


@every_method
@pytest.mark.parametrize("dtype", [bool, complex])
def test_truth_values_and_complex_numbers_are_refused(method, dtype):
    with pytest.raises(ValueError, match=r"values: found (truth values|complex numbers)"):
        score(method, np.array(VALUES, dtype=dtype))


@every_method
def test_another_number_of_dimensions_is_refused(method):
    with pytest.raises(ValueError, match=r"values has 3 dimensions \(2, 2, 3\)"):
        score(method, [VALUES[:2], VALUES[2:]])
    with pytest.raises(ValueError, match=r"values has 1 dimensions \(3,\)"):
        score(method, VALUES[0])


@every_method
@pytest.mark.parametrize("values", [np.empty((0, 3)), np.empty((3, 0))])
def test_no_alternatives_and_no_criteria_are_refused(method, values):
    with pytest.raises(ValueError, match="values is empty"):
        score(method, values)


@every_method
def test_rows_of_unequal_length_are_refused(method):
    with pytest.raises(ValueError, match="values: row 1 has 2 values, row 0 has 3"):
        score(method, [[7, 3, 9], [4, 6], [8, 8, 2]])


@pytest.mark.parametrize("dtype", ["int8", "uint8", "int64", "float32"])
def test_integers_are_turned_into_floats_before_they_are_squared(dtype):
    values = np.array([[70, 3, 9], [40, 6, 5], [80, 8, 2], [50, 1, 7]], dtype=dtype)
    np.testing.assert_allclose(topsis(values, WEIGHTS, DIRECTIONS), score("topsis"), rtol=1e-6)


@pytest.mark.parametrize("unit", [1e9, 1e200, 1e-200])
@every_method
def test_large_and_small_units_change_nothing(method, unit):
    values = np.array(VALUES, dtype=float)
    values[:, 0] *= unit
    np.testing.assert_allclose(score(method, values), score(method), rtol=1e-9)


# Weights


@every_method
@pytest.mark.filterwarnings("ignore:weights sum to")
@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ([0, 0, 0], "weights are all zero"),
        ([0.7, -0.2, 0.5], r"weights\[1\] is -0.2: weights may not be negative"),
        ([0.5, float("nan"), 0.5], r"weights\[1\] is nan"),
        ([0.4, 0.3, 0.2, 0.1], r"weights has shape \(4,\): it must be \(3,\)"),
        ([[0.5], [0.3], [0.2]], r"weights has shape \(3, 1\): it must be \(3,\)"),
        ([WEIGHTS, [0, 0, 0]], "weights are all zero"),
        ([WEIGHTS, [1.2, 0, -0.2]], r"weights\[1, 2\] is -0.2"),
        ([True, True, False], r"weights\[0\]: found True"),
    ],
)
def test_weights_that_cannot_be_are_refused(method, weights, message):
    with pytest.raises(ValueError, match=message):
        score(method, weights=weights)


@every_method
def test_weights_that_sum_to_2_are_divided_by_it_and_it_is_said(method):
    with pytest.warns(UserWarning, match="weights sum to 2, not 1"):
        doubled = score(method, weights=[1.0, 0.6, 0.4])
    np.testing.assert_allclose(doubled, score(method), rtol=1e-12)


@every_method
def test_weights_off_by_rounding_are_accepted_in_silence(method):
    rounded = score(method, weights=[0.3333, 0.3333, 0.3333])
    np.testing.assert_allclose(rounded, score(method, weights=[1 / 3, 1 / 3, 1 / 3]), rtol=1e-9, atol=1e-12)


# Directions


@every_method
@pytest.mark.parametrize(
    ("directions", "message"),
    [
        ([1, 1], r"directions has shape \(2,\): it must be \(3,\)"),
        ([1, 0, -1], r"directions\[1\] is 0: allowed are 1 \(benefit\) and -1 \(cost\)"),
        (["max", "max", "min"], r"directions\[0\]: found 'max'"),
    ],
)
def test_directions_that_cannot_be_are_refused(method, directions, message):
    with pytest.raises(ValueError, match=message):
        score(method, directions=directions)


# What is borderline but legal


@every_method
def test_a_criterion_of_zeros_ranks_as_if_it_were_not_there(method):
    values = [[7, 0, 9], [4, 0, 5], [8, 0, 2], [6, 0, 7]]
    rest = [[7, 9], [4, 5], [8, 2], [6, 7]]
    found = ranks(method, values, WEIGHTS, [1, -1, -1])
    assert found == ranks(method, rest, [0.5 / 0.7, 0.2 / 0.7], [1, -1])


@every_method
def test_alternatives_that_are_all_the_same_tie(method):
    assert ranks(method, [[5, 5, 5]] * 3, WEIGHTS, DIRECTIONS) == [1, 1, 1]


@pytest.mark.parametrize(
    ("method", "all_score"),
    {
        **dict.fromkeys(["topsis", "edas"], 1 / 2),
        **dict.fromkeys(["weighted-sum", "weighted-product", "vikor", "aras", "waspas", "spotis"], 1),
        **dict.fromkeys(["promethee-ii", "mabac", "cocoso", "codas"], 0),
        **dict.fromkeys(["copras", "ahp", "ahp-ideal"], 1 / 3),
        "marcos": 2 / 3,
        "moora": (0.5 + 0.3 - 0.2) / np.sqrt(3),
    }.items(),
)
def test_what_alternatives_that_are_all_the_same_score(method, all_score):
    """As the functions say; with weights that differ too, under which nothing tells them apart either."""
    np.testing.assert_allclose(score(method, [[5, 5, 5]] * 3), [all_score] * 3, rtol=1e-12)
    draws = score(method, [[5, 5, 5]] * 3, [WEIGHTS, WEIGHTS])
    np.testing.assert_allclose(draws, np.full((2, 3), all_score), rtol=1e-12)


@pytest.mark.parametrize("method", [name for name in RANKING_METHODS if name != "cocoso"])
def test_a_single_criterion_orders_by_itself(method):
    assert ranks(method, [[7], [4], [8]], [1.0], [1]) == [2, 3, 1]


@every_method
def test_equal_rows_tie(method):
    found = ranks(method, [[7, 3, 9], [4, 6, 5], [7, 3, 9]], WEIGHTS, DIRECTIONS)
    assert found[0] == found[2]


@every_method
def test_cyclic_shifts_of_a_row_under_equal_weights_tie(method):
    values = [[0.2, 7.5, 9.7, 6.7], [7.5, 9.7, 6.7, 0.2], [9.7, 6.7, 0.2, 7.5], [6.7, 0.2, 7.5, 9.7]]
    assert ranks(method, values, [0.25] * 4, [1] * 4) == [1, 1, 1, 1]


@every_method
def test_a_criterion_that_weighs_nothing_is_as_if_it_were_not_there(method):
    with_it = score(
        method, [[*row, other] for row, other in zip(VALUES, [2, 9, 4, 1], strict=True)], [*WEIGHTS, 0], [1, 1, -1, 1]
    )
    np.testing.assert_allclose(with_it, score(method), rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize(
    "method", ["topsis", "copras", "edas", "aras", "marcos", "waspas", "cocoso", "codas", "spotis"]
)
def test_the_weight_of_a_criterion_that_tells_nobody_apart_is_shared_out(method):
    with_it = score(method, [[*row, 4] for row in VALUES], [0.25, 0.15, 0.1, 0.5], [1, 1, -1, 1])
    np.testing.assert_allclose(with_it, score(method), rtol=1e-12)


@pytest.mark.parametrize(("method", "word"), [("topsis", "scale"), ("weighted-sum", "scale"), ("spotis", "scale")])
def test_several_weight_vectors_on_a_declared_scale_are_scored_as_each_alone(method, word):
    draws, domain = np.array([WEIGHTS, [0.1, 0.1, 0.8]]), [[0, 10], [-2, 8], [1, 11]]
    together = score(method, weights=draws, normalisation=word, domain=domain)
    for found, weights in zip(together, draws, strict=True):
        alone = score(method, weights=weights, normalisation=word, domain=domain)
        np.testing.assert_allclose(found, alone, rtol=1e-14)


def test_the_ideal_is_at_1_and_the_anti_ideal_at_0():
    closeness = topsis([[9, 9, 1], [1, 1, 9], [5, 5, 5]], WEIGHTS, DIRECTIONS)
    assert closeness[0] == 1
    assert closeness[1] == 0
    assert competition_ranks(closeness).tolist() == [1, 3, 2]


def test_negative_values_are_defined_where_lengths_and_ranges_are_used():
    values = [[-7, 3, 9], [4, -6, 5], [8, 8, -2], [5, 1, 7]]
    # pyDecision and scikit-criteria give .2852, .5011, 1, .6568 for vector normalisation.
    np.testing.assert_allclose(topsis(values, WEIGHTS, DIRECTIONS), [0.2852, 0.5011, 1, 0.6568], atol=5.1e-5)
    for method in set(RANKING_METHODS) - set(RATIO_METHODS):
        assert np.isfinite(score(method, values)).all()


# What a method is not defined for


@pytest.mark.parametrize("method", RATIO_METHODS)
def test_ratios_of_negative_values_are_refused_with_their_place(method):
    with pytest.raises(ValueError, match=r"values\[1, 1\] is -6: .* needs positive values; use "):
        score(method, replaced(1, 1, -6))


def test_the_cure_for_a_cost_of_zero_is_named():
    message = r"values\[1, 2\] is 0: the 'max' normalisation needs positive values; use vector, minmax or scale"
    with pytest.raises(ValueError, match=message):
        weighted_sum(replaced(1, 2, 0), WEIGHTS, DIRECTIONS)


@pytest.mark.parametrize("method", ["weighted-sum", "weighted-product", "aras", "marcos", "waspas", "codas", "ahp"])
def test_a_cost_of_zero_is_refused_where_it_is_divided_by(method):
    with pytest.raises(ValueError, match=r"values\[1, 2\] is 0"):
        score(method, replaced(1, 2, 0))


@pytest.mark.parametrize("method", sorted(set(RATIO_METHODS) - {"weighted-product"}))
def test_a_benefit_of_zero_is_legal(method):
    assert np.isfinite(score(method, replaced(1, 1, 0))).all()


def test_a_zero_that_a_product_would_make_of_everything_is_refused():
    with pytest.raises(
        ValueError, match=r"values\[1, 1\] is 0: weighted-product needs positive values; use weighted-sum"
    ):
        weighted_product(replaced(1, 1, 0), WEIGHTS, DIRECTIONS)


def test_copras_refuses_an_alternative_without_any_cost():
    with pytest.raises(ValueError, match=r"values\[1\] is 0 under every cost criterion that weighs"):
        copras(replaced(1, 2, 0), WEIGHTS, DIRECTIONS)
    assert np.isfinite(copras(replaced(1, 2, 0), [0.6, 0.4, 0], DIRECTIONS)).all()


def test_copras_without_costs_is_the_weighted_sum_of_shares():
    found = copras(VALUES, WEIGHTS, [1, 1, 1])
    np.testing.assert_allclose(found, weighted_sum(VALUES, WEIGHTS, [1, 1, 1], "sum"), rtol=1e-12)


def test_marcos_refuses_an_anti_ideal_of_zero():
    with pytest.raises(ValueError, match=r"values\[1, 0\] is 0, .* marcos divides by"):
        score("marcos", [[7, 3], [0, 6], [8, 0]], [0.5, 0.5], [1, 1])
    with pytest.raises(ValueError, match=r"values\[2, 1\] is 0, .* every criterion that weighs"):
        score("marcos", [[7, 3, 5], [1, 6, 5], [8, 0, 5]], [0, 0.5, 0.5], [1, 1, 1])
    assert np.isfinite(score("marcos", [[7, 3], [0, 6], [8, 1]], [0.5, 0.5], [1, 1])).all()
    assert np.isfinite(score("marcos", [[7, 3], [0, 6], [8, 1]], [0.5, 0.5], [1, -1])).all()


def test_cocoso_refuses_an_alternative_that_is_the_worst_throughout():
    with pytest.raises(ValueError, match=r"values\[1\] is the worst under every criterion that weighs: cocoso"):
        score("cocoso", [[9, 9, 1], [1, 1, 9], [5, 5, 5], [1, 1, 9]])


def test_moora_needs_no_cost():
    assert np.isfinite(moora(VALUES, WEIGHTS, [1, 1, 1])).all()


def test_mabac_of_a_thousand_alternatives_is_around_the_border():
    values = np.random.default_rng(5).uniform(1, 10, (1000, 24))
    scores = score("mabac", values, np.full(24, 1 / 24), np.ones(24))
    assert abs(scores.mean()) < 0.05


# Normalisations and domains


@every_method
def test_a_normalisation_the_method_cannot_use_is_refused_with_those_it_can(method):
    with pytest.raises(ValueError, match=f"normalisation 'vektor' cannot be used with {method}: allowed is ") as error:
        score(method, normalisation="vektor")
    assert all(word in str(error.value) for word in RANKING_METHODS[method].normalisations)


@every_method
def test_every_allowed_normalisation_works_and_the_first_is_the_default(method):
    row = RANKING_METHODS[method]
    domain = [[0, 10]] * 3
    for word in row.normalisations:
        assert np.isfinite(row.score(VALUES, WEIGHTS, DIRECTIONS, normalisation=word, domain=domain)).all()
    named = row.score(VALUES, WEIGHTS, DIRECTIONS, normalisation=row.normalisation)
    np.testing.assert_array_equal(row.score(VALUES, WEIGHTS, DIRECTIONS), named)


def test_an_unknown_normalisation_is_refused_by_the_functions_too():
    with pytest.raises(ValueError, match="normalisation 'sum' is not one of vector, minmax, max, scale"):
        topsis(VALUES, WEIGHTS, DIRECTIONS, "sum")
    with pytest.raises(ValueError, match="normalisation 'vektor' is not one of max, sum, minmax, vector, scale"):
        weighted_sum(VALUES, WEIGHTS, DIRECTIONS, "vektor")


@pytest.mark.parametrize(
    ("domain", "message"),
    [
        (None, r"domain is missing: 'scale' needs .* \(3, 2\)"),
        ([[0, 10]], r"domain has shape \(1, 2\): it must be \(3, 2\)"),
        ([[0, 10], [5, 5], [0, 10]], r"domain\[1\] is 5 to 5: the low end must be below the high end"),
        ([[0, 10], [0, float("nan")], [0, 10]], r"domain\[1, 1\] is nan"),
        ([[0, 10], [0, 7], [0, 10]], r"values\[2, 1\] is 8: outside domain\[1\], 0 to 7"),
        ([[5, 10], [0, 10], [0, 10]], r"values\[1, 0\] is 4: outside domain\[0\], 5 to 10"),
    ],
)
def test_a_domain_that_cannot_be_is_refused(domain, message):
    with pytest.raises(ValueError, match=message):
        topsis(VALUES, WEIGHTS, DIRECTIONS, "scale", domain)
    if domain is not None:
        with pytest.raises(ValueError, match=message):
            score("spotis", domain=domain)


def test_topsis_on_a_scale_measures_from_its_ends():
    closeness = topsis([[10, 0], [0, 10], [5, 5], [7.5, 5]], [0.5, 0.5], [1, -1], "scale", [[0, 10], [0, 10]])
    np.testing.assert_allclose(closeness, [1, 0, 0.5, np.sqrt(13) / (np.sqrt(13) + np.sqrt(5))], rtol=1e-12)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("vector", [[0.6, 0.2], [0.8, 0.4]]),
        ("minmax", [[0, 0], [1, 1]]),
        ("max", [[0.75, 0.75], [1, 1]]),
        ("sum", [[3 / 7, 3 / 7], [4 / 7, 4 / 7]]),
        ("scale", [[0.5, 0.5], [0.75, 0.6]]),
    ],
)
def test_normalised_values_are_higher_for_better(name, expected):
    values, directions = np.array([[3.0, 4.0], [4.0, 3.0]]), np.array([1.0, -1.0])
    domain = np.array([[1, 5], [-1, 9]])
    np.testing.assert_allclose(NORMALISATIONS[name](values, directions, domain), expected, rtol=1e-12)
    for j in ([0], [1]):
        alone = NORMALISATIONS[name](values[:, j], directions[j], domain[j])
        np.testing.assert_allclose(alone, np.array(expected)[:, j], rtol=1e-12)
    if name == "scale":
        return
    for unit in (1e-300, 1e300):
        np.testing.assert_allclose(NORMALISATIONS[name](values * unit, directions), expected, rtol=1e-12)


@pytest.mark.parametrize(("name", "zeros"), [("vector", [0, 1]), ("minmax", [0, 0]), ("max", [0, 0]), ("sum", [0, 0])])
def test_normalised_columns_of_zeros_are_as_the_functions_say(name, zeros):
    values, directions = np.array([[0, 0, 3.0, 3], [0, 0, 4, 4]]), np.array([1.0, -1, 1, -1])
    found = NORMALISATIONS[name](values, directions)
    np.testing.assert_array_equal(found[:, :2], [zeros, zeros])
    np.testing.assert_array_equal(found[:, 2:], NORMALISATIONS[name](values[:, 2:], directions[2:]))


# Parameters of single methods


@pytest.mark.parametrize("v", [-0.1, 1.1, float("nan")])
def test_vikor_refuses_a_strategy_weight_outside_0_to_1(v):
    with pytest.raises(ValueError, match="v is"):
        vikor(VALUES, WEIGHTS, DIRECTIONS, v=v)


@pytest.mark.parametrize(("v", "measure"), [(0, "R"), (1, "S")])
def test_vikor_may_count_regret_alone_or_the_majority_alone(v, measure):
    found = vikor(VALUES, WEIGHTS, DIRECTIONS, v)
    of = getattr(found, measure)
    np.testing.assert_allclose(found.Q, (of - of.min()) / np.ptp(of), atol=1e-12)


def test_vikor_of_a_single_alternative_proposes_it():
    assert vikor([[7, 3, 9]], WEIGHTS, DIRECTIONS).compromise == (0,)


def test_vikor_of_several_draws_has_a_set_for_each():
    result = vikor(VALUES, [WEIGHTS, [0.1, 0.1, 0.8]], DIRECTIONS)
    assert result.proposed.shape == (2, 4)
    assert result.proposed.any(axis=1).all()
    with pytest.raises(ValueError, match="one compromise set per draw"):
        _ = result.compromise


def test_vikor_without_stability_proposes_the_two_best():
    """The best compromise is neither the best in mean, the last, nor in regret, the first."""
    result = vikor([[7, 6, 0], [1, 8, 9], [10, 4, 1], [4, 8, 6], [6, 6, 8], [3, 10, 7]], [0.5, 0.3, 0.2], [1, 1, 1])
    assert int(np.argmin(result.S)) == 5
    assert int(np.argmin(result.R)) == 0
    assert result.acceptable_advantage
    assert not result.acceptable_stability
    assert result.compromise == (4, 2)


@pytest.mark.parametrize(
    ("values", "winner", "first_by"),
    [([[3, 9, 1], [5, 1, 6], [9, 0, 3], [1, 9, 8]], 2, "S"), ([[0, 2, 2], [8, 0, 3], [1, 3, 8], [2, 0, 1]], 1, "R")],
)
def test_vikor_is_stable_where_the_winner_leads_in_mean_or_in_regret_alone(values, winner, first_by):
    result = vikor(values, [0.5, 0.3, 0.2], [1, 1, 1])
    assert [name for name in "SR" if int(np.argmin(getattr(result, name))) == winner] == [first_by]
    assert result.acceptable_stability
    assert result.compromise == (winner,)


def test_vikor_takes_an_advantage_of_just_one_over_the_others_as_enough():
    """Under one criterion Q is how far behind the best: a half of three is enough, a third of four is not near."""
    result = vikor([[9], [4.5], [0]], [1], [1])
    assert result.acceptable_advantage
    assert result.compromise == (0,)
    result = vikor([[9], [8], [6], [0]], [1], [1])
    np.testing.assert_allclose(result.Q, [0, 1 / 9, 1 / 3, 1])
    assert not result.acceptable_advantage
    assert result.compromise == (0, 1)


def test_vikor_with_a_clear_and_stable_winner_proposes_it_alone():
    result = vikor([[9, 9, 1], [1, 1, 9], [3, 3, 7]], WEIGHTS, DIRECTIONS)
    assert result.acceptable_advantage
    assert result.acceptable_stability
    assert result.compromise == (0,)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"function": "v shape"}, "preference function 'v shape' is not known: allowed are usual, u-shape, v-shape"),
        ({"function": "u-shape", "q": -1}, "q is -1"),
        ({"function": "v-shape"}, "p is 0: 'v-shape' needs it finite and above q, which is 0"),
        ({"function": "linear", "q": 5, "p": 5}, "p is 5: 'linear' needs it finite and above q, which is 5"),
        ({"function": "level", "q": 5, "p": float("inf")}, "p is inf"),
        ({"function": "u-shape", "q": float("inf")}, "q is inf: the indifference threshold must be finite"),
        ({"function": "gaussian"}, "s is 0: 'gaussian' needs it finite and positive"),
        ({"function": "gaussian", "s": float("inf")}, "s is inf"),
    ],
)
def test_a_preference_that_cannot_be_is_refused(options, message):
    with pytest.raises(ValueError, match=message):
        Preference(**options)


def test_one_preference_for_each_criterion_is_asked_for():
    with pytest.raises(ValueError, match="preference has 2 entries: it must have 3"):
        promethee_ii(VALUES, WEIGHTS, DIRECTIONS, [Preference(), Preference()])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("usual", [0, 0, 1, 1, 1, 1, 1]),
        ("u-shape", [0, 0, 0, 0, 1, 1, 1]),
        ("v-shape", [0, 0, 0.25, 0.5, 0.75, 1, 1]),
        ("level", [0, 0, 0, 0, 0.5, 0.5, 1]),
        ("linear", [0, 0, 0, 0, 0.5, 1, 1]),
        ("gaussian", [0, 0, *(1 - np.exp(-np.array([1, 4, 9, 16, 25]) / 18))]),
    ],
)
def test_preference_functions_at_and_around_their_thresholds(name, expected):
    advantages = np.array([-1.0, 0, 1, 2, 3, 4, 5])
    np.testing.assert_allclose(PREFERENCE_FUNCTIONS[name](advantages, 2, 4, 3), expected, rtol=1e-12)


def test_of_two_alternatives_each_flows_by_the_criteria_that_prefer_it():
    flows = promethee_flows([[2, 1], [1, 2]], [0.7, 0.3], [1, 1])
    np.testing.assert_allclose(flows.positive, [0.7, 0.3], rtol=1e-12)
    np.testing.assert_allclose(flows.negative, [0.3, 0.7], rtol=1e-12)
    for net in (flows.net, promethee_ii([[2, 1], [1, 2]], [0.7, 0.3], [1, 1])):
        np.testing.assert_allclose(net, [0.4, -0.4], rtol=1e-12)


def test_flows_that_are_less_than_a_1e_12th_apart_are_one_and_no_others():
    for gap, are_one in ((7e-13, True), (1.5e-12, False)):
        flows = promethee_flows([[1, 2], [2, 1], [0, 0]], [0.5 + gap, 0.5 - gap], [1, 1])
        assert (flows.positive[0] == flows.positive[1]) is np.bool_(are_one)
        assert (flows.negative[0] == flows.negative[1]) is np.bool_(are_one)


def test_an_advantage_may_bend_below_one_unit():
    found = promethee_flows([[1.0], [0.5]], [1], [1], [Preference(function="gaussian", s=0.5)])
    assert found.pi[0, 1] == pytest.approx(1 - np.exp(-0.5))


def test_promethee_flows_of_several_draws_agree_with_the_net_flow():
    draws = [WEIGHTS, [0.1, 0.2, 0.7]]
    flows = promethee_flows(VALUES, draws, DIRECTIONS)
    assert flows.pi.shape == (2, 4, 4)
    np.testing.assert_allclose(flows.net, promethee_ii(VALUES, draws, DIRECTIONS), atol=1e-15)
    np.testing.assert_allclose(flows.positive - flows.negative, flows.net, atol=1e-12)


# Ranks


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([3, 1, 2, 2], [1, 4, 2, 2]),
        ([0.5], [1]),
        ([], []),
        ([0, 0, 0], [1, 1, 1]),
        ([1.0, 1.0 - 1e-13, 0.5], [1, 1, 3]),
        ([1.0, 1.0 - 1e-11, 0.5], [1, 2, 3]),
        ([-3, -1, -2], [3, 1, 2]),
        ([[1, 2], [2, 1]], [[2, 1], [1, 2]]),
        ([1e300, -1e300, 1e299], [1, 3, 2]),
        ([1.7e308, -1.7e308], [1, 2]),
    ],
)
def test_ranks(scores, expected):
    assert competition_ranks(scores).tolist() == expected


def test_a_chain_of_small_steps_is_not_one_tie():
    steps = 1 - 0.7e-12 * np.arange(4)
    assert competition_ranks(steps).tolist() == [1, 1, 3, 3]


def test_equal_rows_tie_to_the_last_bit_wherever_they_stand_in_a_matrix_product():
    """Of which the rows at the edges may be summed in another order."""
    rng = np.random.default_rng(0)
    for a, m in [(8, 33), (14, 33), (102, 24)]:
        values = np.tile(rng.random(m), (a, 1))
        values[3] = rng.random(m)
        found = topsis(values, rng.dirichlet(np.ones(m), 5), np.ones(m))
        np.testing.assert_array_equal(np.delete(found, 3, axis=1), np.tile(found[:, :1], a - 1))


def test_ranks_keep_the_leading_axes():
    scores = np.random.default_rng(1).random((3, 2, 5))
    found = competition_ranks(scores)
    assert found.shape == (3, 2, 5)
    assert np.issubdtype(found.dtype, np.integer)
    assert found[2, 1].tolist() == competition_ranks(scores[2, 1]).tolist()


@pytest.mark.parametrize(
    ("scores", "message"),
    [([1, float("nan")], r"scores\[1\] is nan"), ([float("inf"), 1], r"scores\[0\] is inf"), (1.0, "single number")],
)
def test_scores_that_cannot_be_ranked_are_refused(scores, message):
    with pytest.raises(ValueError, match=message):
        competition_ranks(scores)


# The table


def test_the_table_has_the_promised_names():
    assert list(RANKING_METHODS) == [
        "topsis", "weighted-sum", "weighted-product", "vikor", "promethee-ii", "copras", "edas", "aras", "mabac",
        "marcos", "waspas", "cocoso", "codas", "moora", "spotis", "ahp", "ahp-ideal",
    ]  # fmt: skip


@every_method
def test_a_row_says_what_it_is_and_where_it_was_printed(method):
    row = RANKING_METHODS[method]
    assert row.name == method
    assert row.summary.endswith(".")
    assert any(character.isdigit() for character in row.source)
    with pytest.raises(FrozenInstanceError):
        row.summary = "another"


@every_method
def test_a_row_says_whether_negative_values_are_refused(method):
    row = RANKING_METHODS[method]
    values = np.array(replaced(1, 1, -6), dtype=float)
    if not row.needs_positive:
        assert np.isfinite(row.score(values, WEIGHTS, DIRECTIONS)).all()
        return
    with pytest.raises(ValueError, match="needs positive values"):
        row.score(values, WEIGHTS, DIRECTIONS)


def test_importing_the_methods_loads_neither_pymcdm_nor_pandas_nor_scipy():
    code = "import sys, mcda.ranking; print([m for m in ('pymcdm', 'pandas', 'scipy') if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_an_unknown_normalisation_is_refused_where_it_is_looked_up_and_by_the_product():
    with pytest.raises(ValueError, match="'cubic' is not known: allowed are vector, minmax, max, sum, scale"):
        normalisation_called("cubic")
    with pytest.raises(ValueError, match=r"'cubic' is not one of .*, which weighted-product can use"):
        weighted_product([[1, 2], [3, 1]], [0.5, 0.5], [1, 1], "cubic")


def test_topsis_on_a_scale_that_does_not_begin_at_0():
    """By hand: 4, 10 and 7 of 1 to 10 are 1/3, 1 and 2/3 of the way; the ends of the scale are ideal and anti-ideal."""
    values, weights, domain = [[4, 10], [10, 1], [7, 7]], [0.6, 0.4], [[1, 10], [1, 10]]
    expected = [np.sqrt(0.2) / (np.sqrt(0.2) + 0.4), 0.6, 2 / 3]
    np.testing.assert_allclose(topsis(values, weights, [1, 1], "scale", domain), expected, rtol=1e-12)
    np.testing.assert_allclose(topsis(values, weights, [-1, -1], "scale", domain), 1 - np.array(expected), rtol=1e-12)


def test_scores_are_one_where_they_differ_by_rounding_of_what_was_added_up():
    """A 1e-12th of the terms: of terms of a million a millionth."""
    scores = np.array([[3.0, 3.0 - 5e-7, 3.0 - 2e-6, 1e-6], [1.0, 2.0, 3.0, 9e-7]])
    found = levelled(scores, 1e6)
    assert found.tolist() == [[3.0, 3.0, 3.0 - 2e-6, 0.0], [1.0, 2.0, 3.0, 0.0]]
    assert levelled(scores[0, :3], 1.0).tolist() == scores[0, :3].tolist()
    assert levelled(np.array([1e-12, 1.0, -1e-12]), 1.0).tolist() == [0.0, 1.0, 0.0]


APART = {
    "spotis on its scale": ("spotis", lambda gap: ([[0.5], [0.5 + gap]], [1], [1], None, [[0, 1]])),
    "spotis": ("spotis", lambda gap: ([[0.5], [0.5 + gap], [0], [1]], [1], [1])),
    "vikor": ("vikor", lambda gap: ([[0.5], [0.5 + gap], [0], [1]], [1], [1])),
    "mabac": ("mabac", lambda gap: ([[0.5], [0.5 + gap], [0], [1]], [1], [1])),
    "moora": ("moora", lambda gap: ([[0.6], [0.6 + gap], [np.sqrt(0.28)]], [1], [1])),
    "promethee-ii": ("promethee-ii", lambda gap: ([[1, 2], [2, 1], [0, 0]], [0.5 + gap / 2, 0.5 - gap / 2], [1, 1])),
    "codas of 100": ("codas", lambda gap: ([[1 - gap / 1.98], [1], *[[0]] * 98], [1], [1])),
}
"""Two alternatives whose scores should be so far apart; those of codas, sums over a hundred, a hundred times as far."""


@pytest.mark.parametrize("name", APART)
def test_scores_that_are_less_than_a_1e_12th_apart_are_one_and_no_others(name):
    method, problem = APART[name]
    one, other = score(method, *problem(7e-13))[:2]
    assert one == other
    one, other = score(method, *problem(1.5e-12))[:2]
    assert one < other


def test_topsis_by_a_constant_criterion_alone_is_one_half_beside_other_weights():
    found = topsis([[5, 1], [5, 3]], [[1, 0], [0, 1]], [1, 1], "vector")
    np.testing.assert_allclose(found, [[0.5, 0.5], [0, 1]], rtol=1e-12)


def test_ties_in_a_batch_are_those_of_each_vector_alone():
    scores = np.array([[3, 1, 3, 2], [5, 5, 5, 5], [1, 2, 2, 0], [4, 3, 2, 1], [1, 1 - 8e-13, 1 - 1.6e-12, 0]])
    expected = [[1, 4, 1, 3], [1, 1, 1, 1], [3, 1, 1, 4], [1, 2, 3, 4], [1, 1, 3, 4]]
    assert competition_ranks(scores).tolist() == expected
    assert [competition_ranks(row).tolist() for row in scores] == expected


def test_a_difference_of_exactly_the_tolerance_is_a_tie():
    scores = [1.0, 1e-12, 0.0]
    assert competition_ranks(scores).tolist() == [1, 2, 2]
    assert competition_ranks([scores, [0.0, 1e-12, 1.0]]).tolist() == [[1, 2, 2], [2, 2, 1]]


def test_topsis_between_smallest_and_largest_is_topsis_on_a_scale_with_these_ends():
    values, weights = [[4, 10], [10, 1], [7, 7]], [0.6, 0.4]
    on_a_scale = topsis(values, weights, [1, -1], "scale", [[4, 10], [1, 10]])
    np.testing.assert_allclose(topsis(values, weights, [1, -1], "minmax"), on_a_scale, rtol=1e-12)


@pytest.mark.parametrize(
    ("scores", "expected"),
    [([-1, -1 - 8e-13, -1 - 1.6e-12], [1, 1, 3]), ([1.0, 2e-12, 1e-12, 0.0], [1, 2, 2, 4])],
)
def test_a_chain_of_small_steps_below_0_and_of_whole_tolerances_is_not_one_tie(scores, expected):
    assert competition_ranks(scores).tolist() == expected
