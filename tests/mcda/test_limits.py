"""Sensitivity with an order and bounds of unknown weights, beside closed forms."""

import numpy as np
import pytest
from golden import ROOT
from panels import panel, rate

import mcda
from mcda import AnalysisError


@pytest.fixture(scope="module")
def telemedicine():
    return mcda.read_panel(ROOT / "sample_panels" / "telemedicine")


@pytest.fixture
def measured(tmp_path):
    """x is above y where a weighs more than 6/11: by sum over columns, 3/4 and 1/5 against 1/4 and 4/5."""
    return panel(
        tmp_path,
        criteria={"a": 0.4, "b": 0.6},
        solutions="x y",
        performance={"x": {"a": 3, "b": 1}, "y": {"a": 1, "b": 4}},
        settings={"method": "weighted-sum", "normalisation": "sum"},
    )


@pytest.mark.parametrize(
    ("limits", "low", "high"),
    [
        ({"order": ["a", "b"]}, 0.5, 1.0),
        ({"order": ["B", "a"], "bounds": {"b": (None, 0.9)}}, 0.1, 0.5),
        ({"bounds": {"a": (0.4, None)}}, 0.4, 1.0),
        ({"bounds": {"a": (0.5, 0.7)}}, 0.5, 0.7),
    ],
)
def test_weights_of_two_criteria_are_uniform_on_what_is_left(measured, limits, low, high):
    found = mcda.sensitivity(measured, draws=20_000, seed=3, **limits)
    assert found.doubt == ("ignorance",)
    share = dict(zip(found.alternatives, found.first_share, strict=True))["x"]
    assert share == pytest.approx(max(0, high - max(low, 6 / 11)) / (high - low), abs=0.015)
    central = found.central[found.alternatives.index("x"), 0]
    if share:
        assert central == pytest.approx((max(low, 6 / 11) + high) / 2, abs=0.01)


def test_without_limits_nothing_changes(telemedicine):
    plain = mcda.sensitivity(telemedicine, of="solutions", draws=300, doubt=["ignorance"])
    empty = mcda.sensitivity(telemedicine, of="solutions", draws=300, doubt=["ignorance"], order=[], bounds={})
    assert (plain.acceptability == empty.acceptability).all()
    assert "order" not in plain.meta["options"]


def test_values_stay_in_doubt_beside_weights_that_keep_limits(telemedicine):
    found = mcda.sensitivity(
        telemedicine, of="solutions", draws=500, doubt=["ignorance", "ratings"], order=["policy", "legal"]
    )
    assert found.values_vary
    assert found.doubt == ("ratings", "ignorance")


def test_limits_are_recorded_and_said(telemedicine):
    found = mcda.sensitivity(
        telemedicine, of="solutions", draws=100, order=["policy", "Legal"], bounds={"culture": (None, 0.25)}
    )
    assert found.meta["options"]["order"] == ["policy", "legal"]
    assert found.meta["options"]["bounds"] == {"culture": [0.0, 0.25]}
    assert "with policy > legal, culture 0 % to 25 %" in " ".join(found.table().notes)
    means = np.nansum(found.central * found.first_share[:, None], axis=0)
    assert means[found.criteria.index("policy")] > means[found.criteria.index("legal")]


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        ({"order": ["polcy", "legal"]}, "'polcy': did you mean 'policy'"),
        ({"order": ["roadmap", "policy"]}, "no values are under a criterion 'roadmap': known are policy"),
        ({"order": ["policy"]}, "'policy' alone says nothing"),
        ({"order": ["policy", "legal", "policy"]}, "names 'policy' twice"),
        ({"bounds": {"legl": (0.1, 0.2)}}, "did you mean 'legal'"),
        ({"bounds": {"legal": (0.3, 0.2)}}, "legal are 0.3 and 0.2: the first is the lower one"),
        ({"bounds": {"legal": (-0.1, 0.2)}}, "allowed are shares of the weight, 0 to 1"),
        ({"bounds": {"legal": (float("nan"), None)}}, "allowed are shares"),
        ({"bounds": {"legal": (1.5, None)}}, "legal are 1.5 and 1: allowed are shares"),
        ({"bounds": {"legal": (None, 1.5)}}, "legal are 0 and 1.5: allowed are shares"),
        ({"bounds": {"legal": (None, -0.5)}}, "legal are 0 and -0.5: allowed are shares"),
        ({"bounds": {"legal": (1.0, None)}}, "no weights keep the bounds, or next to none"),
        ({"bounds": {"legal": (0.6, None), "policy": (0.5, None)}}, "the lower bounds sum to 1.1"),
        ({"bounds": dict.fromkeys(("policy", "legal"), (0.5, None))}, "no weights keep the bounds, or next to none"),
        (
            {"order": ["policy", "legal"], "bounds": {"policy": (None, 0.1), "legal": (0.2, None)}},
            "no weights keep the order and the bounds",
        ),
        ({"order": ["policy", "legal"], "doubt": ["ratings"]}, "doubt 'ignorance' too"),
        ({"bounds": {"legal": (0.1, None)}, "doubt": []}, "doubt 'ignorance' too"),
    ],
)
def test_limits_that_say_nothing_or_too_much_are_refused(telemedicine, limits, message):
    with pytest.raises(AnalysisError, match=message):
        mcda.sensitivity(telemedicine, of="solutions", draws=50, **limits)


def test_upper_bounds_of_all_must_leave_room(measured):
    with pytest.raises(AnalysisError, match=r"the upper bounds sum to 0\.9"):
        mcda.sensitivity(measured, draws=50, bounds={"a": (None, 0.5), "b": (None, 0.4)})
    for bounds in ({"a": (None, 0.5), "b": (None, 0.5)}, {"a": (0.5, None), "b": (0.5, None)}):
        with pytest.raises(AnalysisError, match="no weights keep the bounds, or next to none"):
            mcda.sensitivity(measured, draws=50, bounds=bounds)


def test_nobody_need_have_judged_what_is_not_known(tmp_path):
    """Two criteria that nobody compared: x is above y wherever the first weighs more, half of the simplex."""
    unjudged = panel(
        tmp_path,
        criteria="a b",
        solutions="x y",
        panellists="P1",
        scale={"min": 0, "max": 10},
        ratings=[rate("P1", "a b", {"x": "6 4", "y": "4 6"})],
        settings={"method": "weighted-sum"},
    )
    with pytest.raises(AnalysisError, match="goal: nobody judged it yet"):
        mcda.sensitivity(unjudged, draws=100)
    found = mcda.sensitivity(unjudged, draws=4000, doubt=["ignorance"])
    assert found.first_share[0] == pytest.approx(0.5, abs=4 * 0.5 / 4000**0.5)
    assert found.weights.tolist() == [0.5, 0.5]
    assert found.ranks.tolist() == [1, 1]
    assert any("score and rank are those of equal weights" in notice for notice in found.meta["notices"])
    ordered = mcda.sensitivity(unjudged, draws=400, order=["a", "b"])
    assert ordered.alternatives[int(ordered.first_share.argmax())] == "x"
    assert ordered.first_share.max() == 1
    with pytest.raises(AnalysisError, match="has not judged the weights"):
        mcda.sensitivity(unjudged, draws=100, doubt=["ignorance"], intervals=True)
