"""The winner's lead at other weights, beside `sweep` and the scores themselves."""

import json

import numpy as np
import pytest
from golden import ROOT
from panels import panel

import mcda
from mcda import AnalysisError

MEASURED = {"x": {"a": 3, "b": 1}, "y": {"a": 1, "b": 4}}


@pytest.fixture(scope="module")
def telemedicine():
    return mcda.read_panel(ROOT / "sample_panels" / "telemedicine")


@pytest.mark.parametrize(
    "options", [{}, {"method": "vikor", "of": "solutions"}, {"of": "solutions", "scored": "steps"}]
)
def test_leads_are_those_of_a_sweep_at_the_same_weights(telemedicine, options):
    found = mcda.tornado(telemedicine, factor=1.5, **options)
    assert found.leads.shape == (len(found.criteria), 2)
    for row in (0, 1, len(found.criteria) - 1):
        swept = mcda.sweep(telemedicine, found.criteria[row], points=20_001, **options)
        assert found.weights[row] == pytest.approx(swept.share)
        np.testing.assert_allclose(found.shares[row], [swept.share / 1.5, min(1.5 * swept.share, 1)])
        winner = swept.alternatives.index(found.winner)
        for share, lead, taker in zip(
            [0.0, *found.shares[row]],
            [found.without[row], *found.leads[row]],
            [None, *found.takers[row]],
            strict=True,
        ):
            scores = swept.scores[swept.place(share)]
            assert lead == pytest.approx(scores[winner] - np.delete(scores, winner).max(), abs=2e-3)
            if taker is not None and abs(lead) > 2e-3:
                best = swept.alternatives[int(scores.argmax())]
                assert taker == ("" if best == found.winner else best)


def test_leads_of_two_measured_alternatives_by_hand(tmp_path):
    """By sum over columns: x 3/4 and 1/5, y 1/4 and 4/5; the lead of y is 0.6 - 1.1 w with w the weight of a."""
    measured = panel(tmp_path, criteria={"a": 0.4, "b": 0.6}, solutions="x y", performance=MEASURED)
    found = mcda.tornado(measured, method="weighted-sum", normalisation="sum")
    assert (found.winner, found.criteria) == ("y", ("b", "a"))
    assert found.lead == pytest.approx(0.16)
    np.testing.assert_allclose(found.shares, [[0.3, 1.0], [0.2, 0.8]])
    np.testing.assert_allclose(found.leads, [[-0.17, 0.6], [0.38, -0.28]])
    np.testing.assert_allclose(found.without, [-0.5, 0.6])
    np.testing.assert_allclose(found.swing, [0.77, 0.66])
    assert found.takers == (("x", ""), ("", "x"))


def test_the_widest_swing_is_on_top_and_sentences_name_who_takes_the_first_place(telemedicine):
    found = mcda.tornado(telemedicine)
    assert (np.diff(found.swing) <= 0).all()
    assert found.criteria[0] == "policy"
    assert "The first place goes to trust if Policy weakness in telemedicine weighs 0.463" in found.sentences()[2]
    said = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert said["rows"][0]["above"] == "trust"
    assert len(said["rows"]) == 32


def test_a_lead_needs_a_factor_two_alternatives_and_two_criteria(tmp_path):
    measured = panel(tmp_path / "one", criteria={"a": 1.0}, solutions="x y", performance={"x": {"a": 3}, "y": {"a": 1}})
    with pytest.raises(AnalysisError, match="single criterion"):
        mcda.tornado(measured)
    with pytest.raises(AnalysisError, match="factor is 1"):
        mcda.tornado(measured, factor=1)
    single = panel(tmp_path / "two", criteria={"a": 0.4, "b": 0.6}, solutions="x", performance={"x": {"a": 3, "b": 1}})
    with pytest.raises(AnalysisError, match="single alternative"):
        mcda.tornado(single)
