"""What can be asked of a panel: where it is found, and what none of it can be told without."""

import pytest
from panels import compare, panel, rate, steps_of

import mcda
from mcda import AnalysisError, analysis


def test_all_that_can_be_asked_is_listed_and_there():
    assert dir(analysis) == sorted(analysis.__all__)
    assert [name for name in dir(analysis) if not hasattr(analysis, name)] == []
    assert analysis.rank is mcda.rank
    with pytest.raises(AttributeError, match=r"module 'mcda\.analysis' has no attribute 'score'"):
        _ = analysis.score


@pytest.fixture
def unjudged(tmp_path):
    """Rated steps and solutions under criteria that nobody compared."""
    return panel(
        tmp_path,
        criteria="a b",
        solutions="x y",
        steps=steps_of(x="p q"),
        panellists="P1 P2",
        scale={"min": 0, "max": 10},
        ratings=[rate(who, "a b", {"x": "5 3", "y": "4 6", "p": "1 2", "q": "2 1"}) for who in ("P1", "P2")],
        roadmap={"steps": {"p": {"cost": 1}, "q": {"cost": 1}}},
    )


@pytest.mark.parametrize(
    "ask",
    [
        mcda.weights,
        mcda.rank,
        mcda.sensitivity,
        mcda.influence,
        mcda.reversals,
        mcda.specifications,
        mcda.tornado,
        mcda.variance,
        mcda.roadmap,
        lambda asked: mcda.sweep(asked, "a"),
        lambda asked: mcda.rank_by(asked, "organisation"),
    ],
)
def test_nothing_can_be_told_without_weights(unjudged, ask):
    with pytest.raises(AnalysisError, match="goal: nobody judged it yet: compare a with b and so on"):
        ask(unjudged)


def test_a_file_of_alternatives_cannot_be_ranked_without_weights(unjudged, tmp_path):
    path = tmp_path / "places.csv"
    path.write_text("alternative,a,b\nm,1,2\n", encoding="utf-8")
    with pytest.raises(AnalysisError, match="goal: nobody judged it yet"):
        mcda.rank_file(unjudged, path)


@pytest.mark.parametrize(
    "ask",
    [
        mcda.rank,
        mcda.influence,
        mcda.reversals,
        mcda.tornado,
        lambda asked, of: mcda.sensitivity(asked, of, draws=300),
        lambda asked, of: mcda.specifications(asked, of, methods=["topsis"], scales=["linear"]),
    ],
)
def test_comparisons_of_steps_leave_rated_solutions_alone(tmp_path, ask):
    """Under a the steps were compared, and the solutions rated."""
    rated = [rate(who, "a b", {"x": "5 3", "y": "4 6"}) for who in ("P1", "P2")]
    rated += [rate(who, "b", {"p": "5", "q": "4"}) for who in ("P1", "P2")]
    judged = [compare("P1", "goal", "a b", "3"), compare("P2", "goal", "a b", "1/2")]
    said = {
        "criteria": "a b",
        "solutions": "x y",
        "steps": steps_of(x="p", y="q"),
        "panellists": "P1 P2",
        "scale": {"min": 0, "max": 10},
        "ratings": rated,
    }
    with_both = panel(tmp_path / "both", judgements=[*judged, compare("P1", "a", "p q", "2")], **said)
    without = panel(tmp_path / "without", judgements=judged, **said)
    one, other = (ask(asked, of="solutions").table() for asked in (with_both, without))
    assert one.csv() == other.csv()


@pytest.mark.parametrize("ask", [mcda.sensitivity, mcda.influence, mcda.reversals, mcda.specifications])
def test_the_first_places_are_three_unless_somebody_says_and_one_at_least(tmp_path, ask):
    measured = panel(
        tmp_path,
        criteria={"a": 0.4, "b": 0.6},
        solutions="x y",
        performance={"x": {"a": 3, "b": 1}, "y": {"a": 1, "b": 4}},
    )
    assert ask(measured).first == 3
    assert ask(measured, first=1).first == 1
    with pytest.raises(AnalysisError, match="first is 0: at least"):
        ask(measured, first=0)
