"""Sobol' indices of the lead: against the same integrals by quadrature, and what they must be in plain cases."""

import json
from itertools import product

import numpy as np
import pytest
from golden import ROOT
from panels import panel

import mcda
from mcda import AnalysisError


def given(folder, weights, performance, **more):
    """Alternatives measured under criteria whose weights are given."""
    return panel(folder, criteria=weights, solutions=" ".join(performance), performance=performance, **more)


def by_quadrature(lead, m, spread, points=24):
    """First and total indices of lead(factors (m,)) of m log-uniform factors, by Gauss-Legendre over all of them."""
    nodes, shares = np.polynomial.legendre.leggauss(points)
    factors, shares = spread**nodes, shares / 2
    values = np.array([lead(np.array(each)) for each in product(factors, repeat=m)]).reshape([points] * m)

    def mean(array, axes):
        for axis in sorted(axes, reverse=True):
            array = np.tensordot(array, shares, axes=(axis, 0))
        return array

    every = set(range(m))
    total = mean(values**2, every) - mean(values, every) ** 2
    first = [mean(mean(values, every - {i}) ** 2, {0}) - mean(values, every) ** 2 for i in range(m)]
    without = [mean(mean(values, {i}) ** 2, set(range(m - 1))) - mean(values, every) ** 2 for i in range(m)]
    return np.array(first) / total, 1 - np.array(without) / total


@pytest.fixture(scope="module")
def telemedicine():
    return mcda.read_panel(ROOT / "sample_panels" / "telemedicine")


@pytest.mark.parametrize("method", ["topsis", "weighted-sum", "vikor"])
def test_indices_are_those_of_quadrature(tmp_path, method):
    weights = {"c1": 0.5, "c2": 0.3, "c3": 0.2}
    performance = {
        "a": {"c1": 9, "c2": 4, "c3": 5},
        "b": {"c1": 5, "c2": 8, "c3": 6},
        "c": {"c1": 2, "c2": 3, "c3": 9},
    }
    said = given(tmp_path, weights, performance)
    result = mcda.variance(said, method=method, draws=4096, spread=3)
    values = np.array([list(row.values()) for row in performance.values()])
    places = [list(performance).index(id) for id in (result.first, result.runner_up)]

    def lead(factors):
        varied = factors * np.array(list(weights.values()))
        scores = mcda.ranking.RANKING_METHODS[method].score(values, varied / varied.sum(), [1, 1, 1])
        return scores[places[0]] - scores[places[1]]

    first, total = by_quadrature(lead, 3, 3.0)
    order = [list(weights).index(id) for id in result.criteria]
    np.testing.assert_allclose(result.first_order, first[order], atol=0.03)
    np.testing.assert_allclose(result.total_order, total[order], atol=0.03)
    for interval, truth in ((result.first_interval, first[order]), (result.total_interval, total[order])):
        assert (interval[:, 0] <= truth + 0.02).all()
        assert (interval[:, 1] >= truth - 0.02).all()


def test_a_criterion_that_weighs_nothing_makes_no_variance(tmp_path):
    performance = {"a": {"c1": 9, "c2": 4, "c3": 1}, "b": {"c1": 5, "c2": 8, "c3": 6}}
    result = mcda.variance(given(tmp_path, {"c1": 0.6, "c2": 0.4, "c3": 0}, performance))
    assert result.criteria[-1] == "c3"
    assert result.total_order[-1] == pytest.approx(0, abs=1e-12)
    assert result.total_interval[-1] == pytest.approx([0, 0], abs=1e-12)


def test_two_weights_that_trade_off_alike_have_the_same_indices(tmp_path):
    performance = {"a": {"c1": 9, "c2": 4}, "b": {"c1": 4, "c2": 9}}
    result = mcda.variance(given(tmp_path, {"c1": 0.5, "c2": 0.5}, performance), method="weighted-sum", draws=4096)
    assert result.total_order[0] == pytest.approx(result.total_order[1], abs=0.03)
    assert any("first place is shared" in notice for notice in result.meta["notices"])
    assert result.lead == 0
    assert result.kept == pytest.approx(0.5, abs=0.01)


def test_a_lead_that_no_weight_moves_has_no_indices(tmp_path):
    performance = {"a": {"c1": 2, "c2": 2}, "b": {"c1": 1, "c2": 1}}
    result = mcda.variance(given(tmp_path, {"c1": 0.3, "c2": 0.7}, performance), method="weighted-sum")
    assert np.isnan(result.total_order).all()
    assert "The lead does not depend on the weights." in result.sentences()
    assert result.table().records()[0]["first_order"] is None
    assert result.kept == 1
    json.dumps(result.to_dict(), allow_nan=False)


def test_the_lead_is_that_of_the_ranking(telemedicine):
    ranking = mcda.rank(telemedicine)
    result = mcda.variance(telemedicine, draws=64)
    assert (result.first, result.runner_up) == ranking.alternatives[:2]
    assert result.lead == pytest.approx(ranking.scores[0] - ranking.scores[1])
    assert dict(zip(result.criteria, result.weights, strict=True)) == pytest.approx(
        dict(zip(ranking.criteria, ranking.weights, strict=True))
    )
    assert (np.diff(result.total_order) <= 0).all()


def test_how_often_and_how_far_the_lead_holds_is_that_of_plain_draws(telemedicine):
    ranking = mcda.rank(telemedicine)
    result = mcda.variance(telemedicine)
    factors = np.exp(np.random.default_rng(11).uniform(-np.log(2), np.log(2), (20000, len(ranking.weights))))
    weights = ranking.weights * factors
    scores = mcda.ranking.topsis(ranking.values, weights / weights.sum(axis=1, keepdims=True), ranking.directions)
    leads = scores[:, 0] - scores[:, 1]
    assert result.kept == pytest.approx((leads > 0).mean(), abs=0.03)
    assert result.leads == pytest.approx(np.quantile(leads, [0.025, 0.975]), abs=0.01)


def test_solutions_by_the_mean_of_their_steps(telemedicine):
    ranking = mcda.rank(telemedicine, "solutions", scored="steps")
    result = mcda.variance(telemedicine, "solutions", scored="steps", draws=32)
    assert result.lead == pytest.approx(ranking.scores[0] - ranking.scores[1])


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(telemedicine):
    one, two, three = (mcda.variance(telemedicine, draws=64, seed=seed) for seed in (4, 4, 5))
    assert one.table().csv() == two.table().csv()
    assert json.dumps(one.to_dict()) == json.dumps(two.to_dict())
    assert one.table().csv() != three.table().csv()
    assert one.meta["options"]["seed"] == 4


def test_the_global_generator_is_left_alone(telemedicine):
    before = np.random.get_state()[1].copy()
    mcda.variance(telemedicine, draws=16)
    assert (np.random.get_state()[1] == before).all()


def test_columns_and_forms(telemedicine):
    result = mcda.variance(telemedicine, draws=16, confidence=0.5)
    assert list(result.to_frame().columns) == (
        ["criterion", "name", "first_order", "low", "high", "total_order", "total_low", "total_high"]
    )
    assert (result.total_interval[:, 0] <= result.total_interval[:, 1]).all()
    assert "50 % bootstrap intervals" in str(result)
    assert "MADE UP" in str(result)
    assert not result.first_order.flags.writeable


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"draws": 1000}, "draws is 1000: it must be a power of two, 16 or more, as 1024"),
        ({"draws": 0}, "as 16"),
        ({"draws": 8}, "draws is 8: it must be a power of two, 16 or more, as 16"),
        ({"draws": 1023}, "as 1024"),
        ({"draws": 1025}, "as 2048"),
        ({"spread": 1}, "spread is 1: it must be above 1"),
        ({"spread": float("inf")}, "spread is inf"),
        ({"confidence": 1}, "confidence is 1"),
        ({"confidence": 0}, "confidence is 0"),
        ({"method": "best"}, "method 'best' is not known"),
    ],
)
def test_numbers_that_give_no_indices_are_refused(telemedicine, options, message):
    with pytest.raises(AnalysisError, match=message):
        mcda.variance(telemedicine, **options)


@pytest.mark.parametrize(
    ("weights", "performance", "what"),
    [
        ({"c1": 0.5, "c2": 0.5}, {"a": {"c1": 1, "c2": 2}}, "alternative"),
        ({"c1": 1}, {"a": {"c1": 1}, "b": {"c1": 2}}, "criterion"),
    ],
)
def test_a_lead_needs_two_of_each(tmp_path, weights, performance, what):
    with pytest.raises(AnalysisError, match=f"there is a single {what}"):
        mcda.variance(given(tmp_path, weights, performance))
