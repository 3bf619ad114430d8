"""Why an alternative stands where it stands: each effect against scores that are computed anew here."""

import numpy as np
import pytest
from golden import ROOT
from panels import compare, panel, rate, steps_of

import mcda
from criteria import words
from mcda import AnalysisError
from mcda.ranking import RANKING_METHODS, topsis

SCALE = {"min": 0, "max": 10}


@pytest.fixture(scope="module")
def telemedicine():
    return mcda.read_panel(ROOT / "sample_panels" / "telemedicine")


def effects(explanation):
    return {effect.criterion: effect.effect for effect in explanation.effects}


def small(tmp_path, rows=None, **said):
    rows = rows or {"x": "9 5", "y": "3 6", "z": "3 4"}
    said = {"criteria": [{"id": "a", "weight": 0.6, "name": "Alpha"}, {"id": "b", "weight": 0.4}], **said}
    ratings = rate("P1", "a b", rows)
    return panel(tmp_path, solutions=" ".join(rows), panellists="P1", scale=SCALE, ratings=ratings, **said)


def test_an_effect_is_what_the_score_loses_if_the_alternative_were_average_there(tmp_path):
    """By a weighted sum of shares of the highest: x has 9/9 and 5/6; of the means 5 and 5 it would have 5/5, 5/6.

    With x's 9 replaced by 5, the highest of a is 5: x keeps 0.6, so a lifts by nothing; under minmax it is worth more.
    """
    made = small(tmp_path)
    by_max = mcda.explain(made, "x", method="weighted-sum", normalisation="max")
    assert by_max.score == pytest.approx(0.6 + 0.4 * 5 / 6)
    assert effects(by_max) == pytest.approx({"a": 0, "b": 0}, abs=1e-12)
    y = mcda.explain(made, "y", method="weighted-sum", normalisation="max")
    # a: 3/9 of now, 5/9 of the average; b: 6/6 now, 5/5 if average
    assert effects(y) == pytest.approx({"a": 0.6 * (3 / 9 - 5 / 9), "b": 0}, abs=1e-12)


def test_effects_have_the_sign_of_what_they_do(tmp_path):
    explanation = mcda.explain(small(tmp_path, {"x": "9 2", "y": "3 6", "z": "3 7"}), "x")
    by_criterion = effects(explanation)
    assert by_criterion["a"] > 0 > by_criterion["b"]
    assert [effect.criterion for effect in explanation.effects] == ["a", "b"]  # the strongest lift first
    first = explanation.effects[0]
    assert (first.name, first.weight, first.value, first.mean) == ("Alpha", pytest.approx(0.6), 9, 5)


def test_under_a_cost_criterion_less_lifts(tmp_path):
    criteria = [{"id": "a", "weight": 0.6, "direction": "cost"}, {"id": "b", "weight": 0.4}]
    made = small(tmp_path, {"x": "9 7", "y": "3 6", "z": "3 2"}, criteria=criteria)
    assert effects(mcda.explain(made, "x"))["a"] < 0 < effects(mcda.explain(made, "z"))["a"]


def test_it_says_in_words_what_lifts_and_what_holds_back(tmp_path):
    rows = {"x": "9 2", "y": "3 6", "z": "3 7"}
    explanation = mcda.explain(small(tmp_path, rows), "x")
    lift, hold = explanation.effects[0].effect, explanation.effects[-1].effect
    assert explanation.sentences() == (
        f"x is 1st of 3 with a score of {explanation.score:.3f}.",
        f"What lifts it: Alpha ({lift:+.3f}; 9 where the average is 5).",
        f"What holds it back: b ({hold:+.3f}; 2 where the average is 5).",
    )
    assert explanation.to_dict()["sentences"] == list(explanation.sentences())
    for sentence in explanation.sentences():
        assert sentence in str(explanation).replace("\n", " ")


def test_who_is_average_is_said_to_be(tmp_path):
    explanation = mcda.explain(small(tmp_path, {"x": "5 5", "y": "1 9", "z": "9 1"}), "x")
    assert explanation.sentences()[1:] == ("It is average under every criterion.",)


@pytest.mark.parametrize(
    ("place", "word"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (13, "13th")]
)
def test_places_are_written_as_people_say_them(tmp_path, place, word):
    rows = {f"s{number}": f"{10 - number / 2} {10 - number / 2}" for number in range(1, 14)}
    explanation = mcda.explain(small(tmp_path, rows), f"s{place}")
    assert explanation.sentences()[0].startswith(f"s{place} is {word} of 13 with a score of ")
    assert (explanation.rank, explanation.of) == (place, 13)


def test_the_twenty_first_is_no_twenty_oneth(tmp_path):
    rows = {f"s{number}": f"{10 - number / 4} {10 - number / 4}" for number in range(1, 24)}
    made = small(tmp_path, rows)
    assert [mcda.explain(made, f"s{n}").sentences()[0].split()[2] for n in (20, 21, 22, 23)] == [
        "20th",
        "21st",
        "22nd",
        "23rd",
    ]


@pytest.mark.parametrize("method", words.METHODS)
def test_every_method_can_be_explained(method, telemedicine):
    """The effect of a challenge on legislation, by the method itself on the changed matrix."""
    ranking = mcda.rank(telemedicine, method=method)
    explanation = mcda.explain(telemedicine, "legislation", method=method)
    assert len(explanation.effects) == 8
    assert [e.effect for e in explanation.effects] == sorted((e.effect for e in explanation.effects), reverse=True)
    place = ranking.alternatives.index("legislation")
    assert (explanation.rank, explanation.score) == (ranking.ranks[place], ranking.scores[place])
    effect = explanation.effects[0]
    below = {child.id for child in telemedicine.hierarchy.children(effect.criterion)}
    columns = [column for column, id in enumerate(ranking.criteria) if id in below]
    assert len(columns) == len(below)
    changed = ranking.values.copy()
    for column in columns:
        changed[place, column] = np.mean(ranking.values[:, column])
    domain = np.array([[0.0, 10.0]] * len(ranking.criteria))
    anew = RANKING_METHODS[method].score(changed, ranking.weights, np.ones(len(ranking.criteria)), None, domain)
    assert effect.effect == pytest.approx(ranking.scores[place] - anew[place], abs=1e-12)
    assert effect.weight == pytest.approx(sum(ranking.weights[column] for column in columns))


def test_a_cost_criterion_whose_children_were_compared_stays_one(tmp_path):
    """Ratings of the solutions stand above the judgements: their direction is the criterion's."""
    made = panel(
        tmp_path,
        criteria=[
            {"id": "a", "direction": "cost", "children": [{"id": "a1"}, {"id": "a2"}]},
            {"id": "b"},
        ],
        solutions="x y z",
        panellists="P1",
        scale=SCALE,
        judgements=[compare("P1", "goal", "a b", "1"), compare("P1", "a", "a1 a2", "1")],
        ratings=rate("P1", "a b", {"x": "9 6", "y": "1 5", "z": "2 4"}),
    )
    before, after = [[9, 6], [1, 5], [2, 4]], [[4, 6], [1, 5], [2, 4]]
    expected = topsis(before, [0.5, 0.5], [-1, 1])[0] - topsis(after, [0.5, 0.5], [-1, 1])[0]
    found = effects(mcda.explain(made, "x"))["a"]
    assert found == pytest.approx(expected, rel=1e-9)
    assert found < 0


def test_steps_compared_under_a_cost_criterion_leave_the_direction_of_its_ratings(tmp_path):
    made = panel(
        tmp_path,
        criteria=[{"id": "a", "weight": 1, "direction": "cost"}],
        solutions="x y z",
        steps=steps_of(x="s1 s2"),
        panellists="P1",
        scale=SCALE,
        judgements=compare("P1", "a", "s1 s2", "3"),
        ratings=rate("P1", "a", {"x": "2", "y": "4", "z": "9"}),
    )
    # 2 is 1.0 of the way from 9 to 2; the mean 5 would leave 4 the best: (9 - 5) / (9 - 4)
    assert effects(mcda.explain(made, "x")) == pytest.approx({"a": 1 - 4 / 5})


def test_rated_and_compared_criteria_can_be_explained_by_the_declared_scale(tmp_path):
    made = panel(
        tmp_path,
        criteria={"a": 0.5, "b": 0.5},
        solutions="x y",
        panellists="P1",
        scale=SCALE,
        judgements=compare("P1", "a", "x y", "3"),
        ratings=rate("P1", "b", {"x": "2", "y": "8"}),
    )
    domain, before = [[0, 1], [0, 10]], [[0.75, 2], [0.25, 8]]
    score = topsis(before, [0.5, 0.5], [1, 1], "scale", domain)[0]
    for criterion, after in (("a", [[0.5, 2], [0.25, 8]]), ("b", [[0.75, 5], [0.25, 8]])):
        expected = score - topsis(after, [0.5, 0.5], [1, 1], "scale", domain)[0]
        assert effects(mcda.explain(made, "x", normalisation="scale"))[criterion] == pytest.approx(expected)


def test_a_score_from_steps_is_explained_by_its_steps(tmp_path):
    made = panel(
        tmp_path,
        criteria={"a": 1.0},
        solutions="x y",
        steps=steps_of(x="s1", y="s2"),
        panellists="P1",
        ratings=rate("P1", "a", {"s1": "1", "s2": "2"}),
    )
    with pytest.raises(AnalysisError, match="derived from steps is explained by its steps: explain one of them"):
        mcda.explain(made, "x")
    assert mcda.explain(made, "s2").rank == 1


def test_a_theme_that_weighs_nothing_is_shown_by_the_plain_mean_of_what_is_below(tmp_path):
    children = [{"id": "a1", "weight": 0.25}, {"id": "a2", "weight": 0.75}]
    measured = {"x": {"a1": 1, "a2": 5, "b": 2}, "y": {"a1": 4, "a2": 2, "b": 6}}
    made = panel(
        tmp_path,
        criteria=[{"id": "a", "weight": 0, "children": children}, {"id": "b", "weight": 1}],
        solutions="x y",
        performance=measured,
    )
    found = {effect.criterion: effect for effect in mcda.explain(made, "x", method="weighted-sum").effects}
    assert (found["a"].weight, found["a"].value, found["a"].mean, found["a"].effect) == (0, 3, 3, 0)
    assert (found["b"].weight, found["b"].value, found["b"].mean) == (1, 2, 4)


def test_a_step_is_no_solution_and_is_looked_for_among_the_steps_first(tmp_path):
    ratings = rate("P1", "a", {"x": "3", "y": "1", "s1": "1", "s2": "2"})
    steps = steps_of(x="s1", y="s2")
    made = panel(tmp_path, criteria={"a": 1.0}, solutions="x y", steps=steps, panellists="P1", ratings=ratings)
    with pytest.raises(AnalysisError, match="'s1' is none of the solutions"):
        mcda.explain(made, "s1", of="solutions")
    assert (mcda.explain(made, "s1").of, mcda.explain(made, "s1").rank, mcda.explain(made, "x").rank) == (2, 2, 1)


def test_unknown_alternatives_are_refused_with_the_nearest(tmp_path):
    made = small(tmp_path, {"clinic": "1 2", "online": "2 1"})
    with pytest.raises(AnalysisError, match="no alternative 'clinics': did you mean 'clinic'"):
        mcda.explain(made, "clinics")
    assert mcda.explain(made, "CLINIC").alternative == "clinic"
    with pytest.raises(AnalysisError, match="the panel has no steps to rank"):
        mcda.explain(made, "clinic", of="steps")
