"""The order of solutions and steps: what panels say against the engine and against arithmetic done here."""

import numpy as np
import pytest
from golden import ROOT
from panels import compare, panel, rate, steps_of

import mcda
from criteria import words
from mcda import AnalysisError
from mcda.ranking import RANKING_METHODS, competition_ranks, topsis, vikor

SCALE = {"min": 0, "max": 10}
HALVES = {"a": 0.5, "b": 0.5}


@pytest.fixture(scope="module")
def telemedicine():
    return mcda.read_panel(ROOT / "sample_panels" / "telemedicine")


def scores(ranking):
    return dict(zip(ranking.alternatives, ranking.scores.tolist(), strict=True))


def ranks(ranking):
    return dict(zip(ranking.alternatives, ranking.ranks.tolist(), strict=True))


def rated(tmp_path, *rows, criteria=HALVES, panellists=None, solutions="x y z", **said):
    """A panel of which each of the rows is what one panellist rates: {"x": "3 5", ...} under a and b."""
    ids = [f"P{place}" for place in range(1, len(rows) + 1)]
    names = " ".join(criteria) if isinstance(criteria, dict) else criteria
    ratings = [rate(id, names, row) for id, row in zip(ids, rows, strict=True)]
    said = {"scale": SCALE, "panellists": panellists or " ".join(ids), **said}
    return panel(tmp_path, criteria=criteria, solutions=solutions, ratings=ratings, **said)


# Measured values


def test_measured_values_with_given_weights_are_the_engines_topsis(tmp_path):
    measured = {"x": (250, 16, 12), "y": (200, 16, 8), "z": (300, 32, 16), "w": (275, 32, 8)}
    made = panel(
        tmp_path,
        criteria=[
            {"id": "price", "weight": 0.25, "direction": "cost"},
            {"id": "storage", "weight": 0.25},
            {"id": "camera", "weight": 0.5},
        ],
        solutions="x y z w",
        performance={id: dict(zip(("price", "storage", "camera"), row, strict=True)) for id, row in measured.items()},
    )
    ranking = mcda.rank(made)
    expected = topsis(list(measured.values()), [0.25, 0.25, 0.5], [-1, 1, 1])
    assert scores(ranking) == pytest.approx(dict(zip(measured, expected, strict=True)), rel=1e-12)
    assert list(ranking.scores) == sorted(expected, reverse=True)
    assert ranking.of == "solutions"
    assert ranking.criteria == ("price", "storage", "camera")
    np.testing.assert_array_equal(ranking.values, [measured[id] for id in ranking.alternatives])
    assert not ranking.raters.any()
    assert ranking.directions.tolist() == [-1, 1, 1]
    assert np.isnan(ranking.domain).all()


def test_topsis_by_hand(tmp_path):
    """One criterion, cost: 1, 2 and 4 of the least and the most; the closeness is how far from the most."""
    made = panel(
        tmp_path,
        criteria=[{"id": "a", "weight": 1, "direction": "cost"}],
        solutions="x y z",
        performance={"x": {"a": 4}, "y": {"a": 1}, "z": {"a": 2}},
    )
    assert scores(mcda.rank(made)) == pytest.approx({"y": 1, "z": 2 / 3, "x": 0})


def test_columns_of_performance_may_stand_in_any_order(tmp_path):
    made = panel(
        tmp_path,
        criteria=[{"id": "a", "weight": 0.9}, {"id": "b", "weight": 0.1, "direction": "cost"}],
        solutions="x y",
        performance={"y": {"b": 3, "a": 2}, "x": {"b": 1, "a": 7}},
    )
    ranking = mcda.rank(made, method="weighted-sum", normalisation="minmax")
    assert scores(ranking) == pytest.approx({"x": 1, "y": 0})
    assert ranking.values.tolist() == [[7, 1], [2, 3]]


def test_an_alternative_without_a_row_of_measured_values_is_named(tmp_path):
    made = panel(tmp_path, criteria=HALVES, solutions="x y z", performance={"x": {"a": 1, "b": 2}})
    with pytest.raises(AnalysisError, match=r"performance\.csv has no row for y, z: every alternative needs one"):
        mcda.rank(made)


# Ratings


def test_the_mean_of_those_who_rated_a_cell_counts(tmp_path):
    made = rated(
        tmp_path,
        {"x": "2 4", "y": "6 ?", "z": "10 9"},
        {"x": "4 8", "y": "? 3", "z": "? 5"},
        panellists={"P1": {"weight": 3}, "P2": {}},
    )
    ranking = mcda.rank(made)
    cells = dict(zip(ranking.alternatives, ranking.values.tolist(), strict=True))
    assert cells == {"x": [2.5, 5.0], "y": [6.0, 3.0], "z": [10.0, 8.0]}  # 3 : 1
    raters = dict(zip(ranking.alternatives, ranking.raters.tolist(), strict=True))
    assert raters == {"x": [2, 2], "y": [1, 1], "z": [1, 2]}
    assert "Each cell was rated by 1 to 2 panellists." in str(ranking)
    by_head = mcda.rank(made, weighting="head")
    assert by_head.values[by_head.alternatives.index("x")].tolist() == [3.0, 6.0]


def test_an_empty_cell_is_named(tmp_path):
    made = rated(tmp_path, {"x": "2 ?", "y": "6 1", "z": "1 1"}, {"x": "2 ?", "y": "? 1", "z": "? ?"})
    with pytest.raises(AnalysisError, match="nobody rated x under b: every cell needs one rating at least"):
        mcda.rank(made)


def test_of_many_empty_cells_five_are_named(tmp_path):
    solutions = "s1 s2 s3 s4 s5 s6 s7 s8"
    rows = dict.fromkeys(solutions.split()[:-1], "1 ?") | {"s8": "1 1"}
    made = rated(tmp_path, rows, solutions=solutions)
    with pytest.raises(AnalysisError, match=r"nobody rated s1 under b, .*, s5 under b and 2 more:"):
        mcda.rank(made)


def test_of_five_empty_cells_all_are_named(tmp_path):
    made = rated(tmp_path, {"x": "? ?", "y": "? ?", "z": "? 1", "w": "1 1"}, solutions="x y z w")
    with pytest.raises(AnalysisError) as error:
        mcda.rank(made)
    cells = "x under a, x under b, y under a, y under b, z under a"
    assert str(error.value) == f"nobody rated {cells}: every cell needs one rating at least"


def test_a_cell_that_only_others_rated_is_empty_to_a_few(tmp_path):
    made = rated(tmp_path, {"x": "2 3", "y": "6 1", "z": "1 1"}, {"x": "2 3", "y": "1 ?", "z": "1 1"})
    assert mcda.rank(made, panellists=["P1"]).alternatives[0] == "y"
    with pytest.raises(AnalysisError, match="nobody rated y under b"):
        mcda.rank(made, panellists=["P2"])


def test_ratings_of_somebody_without_a_say_do_not_count(tmp_path):
    rows = {"x": "2 3", "y": "6 1", "z": "1 1"}, {"x": "10 10", "y": "0 0", "z": "0 0"}
    with_both = rated(tmp_path / "both", *rows, panellists={"P1": {}, "P2": {"weight": 0}})
    alone = rated(tmp_path / "alone", rows[0])
    assert scores(mcda.rank(with_both)) == scores(mcda.rank(alone))
    assert mcda.rank(with_both).raters.max() == 1


def test_of_several_rounds_the_latest_rating_holds(tmp_path):
    ratings = [
        rate("P1", "a b", {"x": "9 9", "y": "1 1"}),
        rate("P1", "a b", {"x": "1 ?"}, round=3),
        rate("P1", "a b", {"x": "5 2"}, round=2),
    ]
    made = panel(tmp_path, criteria=HALVES, solutions="x y", panellists="P1", ratings=ratings, scale=SCALE)
    ranking = mcda.rank(made)
    assert ranking.alternatives == ("x", "y")
    assert ranking.values.tolist() == [[1, 2], [1, 1]]
    assert ranking.raters.tolist() == [[1, 1], [1, 1]]


def test_leniency_is_taken_out_before_the_mean(tmp_path):
    """P2 gives 4 more than P1. P1 rated x and y, P2 rated y and z, so y joins them.

    Mean: 2, (3 + 7) / 2 = 5, 8. Without leniency, 2 down for P2 and 2 up for P1: 4, 5, 6.
    """
    made = rated(
        tmp_path, {"x": "2", "y": "3", "z": "?"}, {"x": "?", "y": "7", "z": "8"}, criteria={"a": 1.0}, settings={}
    )
    plain, additive = mcda.rank(made), mcda.rank(made, ratings="additive")
    assert plain.values[:, 0].tolist() == [8, 5, 2]
    np.testing.assert_allclose(additive.values[:, 0], [6, 5, 4], rtol=1e-12)
    assert additive.meta["options"]["ratings"] == "additive"
    assert plain.meta["options"]["ratings"] == "mean"


def test_without_leniency_no_value_leaves_the_scale(tmp_path):
    """By y, which both rated, P1 is 2.5 below and P2 2.5 above: x would be 12.5, z 6.5."""
    made = rated(tmp_path, {"x": "10 1", "y": "5 1", "z": "? ?"}, {"x": "? ?", "y": "10 6", "z": "9 6"})
    ranking = mcda.rank(made, ratings="additive")
    values = dict(zip(ranking.alternatives, ranking.values[:, 0].tolist(), strict=True))
    assert values == pytest.approx({"x": 10, "y": 7.5, "z": 6.5})


def test_ratings_need_no_scale(tmp_path):
    made = rated(tmp_path, {"x": "-10 1", "y": "500 1", "z": "1 1"}, scale=None)
    ranking = mcda.rank(made, method="weighted-sum", normalisation="minmax")
    assert ranking.values[:, 0].tolist() == [500, 1, -10]
    assert np.isnan(ranking.domain).all()


def test_leniency_can_turn_the_order(tmp_path):
    """The lenient one rated only x, the strict one everything: x looks best until the leniency goes."""
    made = rated(
        tmp_path,
        {"x": "9", "y": "?", "z": "9"},
        {"x": "4", "y": "5", "z": "4"},
        criteria={"a": 1.0},
        settings={"ratings": "additive"},
    )
    assert mcda.rank(made, ratings="mean").alternatives[0] == "x"
    assert mcda.rank(made).alternatives[0] == "y"


def test_without_gaps_leniency_changes_nothing(tmp_path):
    made = rated(tmp_path, {"x": "2 3", "y": "6 1", "z": "1 1"}, {"x": "9 8", "y": "7 8", "z": "9 9"})
    np.testing.assert_allclose(mcda.rank(made, ratings="additive").values, mcda.rank(made).values, rtol=1e-12)


# Directions


def test_less_is_better_of_ratings_under_a_cost_criterion(tmp_path):
    criteria = [{"id": "a", "direction": "cost", "weight": 0.5}, {"id": "b", "weight": 0.5}]
    made = panel(
        tmp_path,
        criteria=criteria,
        solutions="x y z",
        panellists="P1",
        scale=SCALE,
        ratings=rate("P1", "a b", {"x": "1 5", "y": "9 5", "z": "5 1"}),
    )
    for method in RANKING_METHODS:
        assert ranks(mcda.rank(made, method=method))["x"] == 1, method


def test_of_compared_alternatives_more_is_better_whatever_the_direction_says(tmp_path):
    """Who is compared is preferred, so a cheap solution gets the larger priority under cost too."""
    criteria = [{"id": "a", "direction": "cost", "weight": 0.5}, {"id": "b", "weight": 0.5}]
    judgements = [compare("P1", "a", "x y", "5"), compare("P1", "b", "x y", "1")]
    made = panel(tmp_path, criteria=criteria, solutions="x y", panellists="P1", judgements=judgements)
    ranking = mcda.rank(made)
    assert ranks(ranking) == {"x": 1, "y": 2}
    assert ranking.directions.tolist() == [1, 1]
    assert ranking.domain.tolist() == [[0, 1], [0, 1]]


# Levels of the hierarchy


def test_steps_and_solutions_may_be_rated_at_different_levels(tmp_path):
    made = panel(
        tmp_path,
        criteria=[
            {"id": "a", "weight": 0.7, "children": [{"id": "a1", "weight": 0.2}, {"id": "a2", "weight": 0.8}]},
            {"id": "b", "weight": 0.3},
        ],
        solutions="one two",
        steps=steps_of(one="s1 s2", two="s3"),
        panellists="P1",
        scale=SCALE,
        ratings=[
            rate("P1", "a b", {"one": "5 1", "two": "2 6"}),
            rate("P1", "a1 a2 b", {"s1": "1 2 3", "s2": "4 5 6", "s3": "7 8 0"}),
        ],
    )
    solutions, steps = mcda.rank(made, of="solutions"), mcda.rank(made, of="steps")
    assert solutions.criteria == ("a", "b")
    np.testing.assert_allclose(solutions.weights, [0.7, 0.3])
    assert steps.criteria == ("a1", "a2", "b")
    np.testing.assert_allclose(steps.weights, [0.14, 0.56, 0.3])
    assert mcda.rank(made).of == "steps"
    expected = topsis([[1, 2, 3], [4, 5, 6], [7, 8, 0]], [0.14, 0.56, 0.3], [1, 1, 1])
    assert scores(steps) == pytest.approx(dict(zip(("s1", "s2", "s3"), expected, strict=True)), rel=1e-12)


@pytest.mark.parametrize(
    ("rated_under", "message"),
    [
        ("a a1 b", "'a1' and 'a' above it: use one level of the hierarchy"),
        ("a1 b", "nothing at or above 'a2'"),
        ("a1 a2", "nothing at or above 'b'"),
    ],
)
def test_mixed_levels_are_refused_with_the_criteria(tmp_path, rated_under, message):
    values = " ".join("3" for _ in rated_under.split())
    made = panel(
        tmp_path,
        criteria=[{"id": "a", "weight": 0.7, "children": [{"id": "a1"}, {"id": "a2"}]}, {"id": "b", "weight": 0.3}],
        solutions="x y",
        panellists="P1",
        judgements=compare("P1", "a", "a1 a2", "1"),
        scale=SCALE,
        ratings=rate("P1", rated_under, {"x": values, "y": values}),
    )
    with pytest.raises(AnalysisError, match=f"values of the solutions: {message}"):
        mcda.rank(made)


# Several sources in one matrix


def test_measured_rated_and_compared_columns_stand_in_one_matrix(tmp_path):
    made = panel(
        tmp_path,
        criteria=[
            {"id": "a", "weight": 0.2, "direction": "cost"},
            {"id": "b", "weight": 0.3},
            {"id": "c", "weight": 0.5},
        ],
        solutions="x y",
        panellists="P1 P2",
        scale=SCALE,
        judgements=compare("P2", "c", "x y", "1/3"),
        ratings=[rate("P1", "b", {"x": "4", "y": "6"}), rate("P2", "b", {"x": "8", "y": "6"})],
        performance={"x": {"a": 1200}, "y": {"a": 900}},
    )
    ranking = mcda.rank(made)
    values = {"x": [1200, 6, 0.25], "y": [900, 6, 0.75]}
    cells = dict(zip(ranking.alternatives, ranking.values.tolist(), strict=True))
    assert cells["x"] == pytest.approx(values["x"])
    assert cells["y"] == pytest.approx(values["y"])
    assert ranking.raters.tolist() == [[0, 2, 0], [0, 2, 0]]
    assert ranking.directions.tolist() == [-1, 1, 1]
    np.testing.assert_array_equal(ranking.domain, [[np.nan, np.nan], [0, 10], [0, 1]])
    expected = topsis(list(values.values()), [0.2, 0.3, 0.5], [-1, 1, 1])
    assert scores(ranking) == pytest.approx(dict(zip("xy", expected, strict=True)), rel=1e-12)


def test_a_criterion_takes_its_values_from_one_file(tmp_path):
    common = {"criteria": HALVES, "solutions": "x y", "panellists": "P1", "scale": SCALE}
    ratings = rate("P1", "a b", {"x": "4 1", "y": "6 1"})
    measured = panel(tmp_path / "m", **common, ratings=ratings, performance={"x": {"b": 1}, "y": {"b": 2}})
    with pytest.raises(AnalysisError, match=r"'b' is measured in performance\.csv and valued elsewhere too"):
        mcda.rank(measured)
    compared = panel(tmp_path / "c", **common, ratings=ratings, judgements=compare("P1", "a", "x y", "1"))
    with pytest.raises(AnalysisError, match=r"'a' is compared in judgements\.csv and valued elsewhere too"):
        mcda.rank(compared)


def test_steps_are_ranked_where_they_were_compared_rated_or_measured(tmp_path):
    """Unless somebody says, and also where only the first of them or only the first criterion has something."""
    said = {"criteria": {"a": 1}, "solutions": "x y", "steps": steps_of(x="p q"), "scale": SCALE, "panellists": "P1"}
    compared = panel(tmp_path / "c", judgements=compare("P1", "a", "p q", "3"), **said)
    assert mcda.rank(compared, method="ahp").of == "steps"
    assert mcda.rank(panel(tmp_path / "r", ratings=rate("P1", "a", {"p": 1, "q": 2}), **said)).of == "steps"
    measured = panel(tmp_path / "m", performance={"p": {"a": 1}, "q": {"a": 2}}, **said)
    ranking = mcda.rank(measured)
    assert (ranking.of, ranking.alternatives, ranking.raters.tolist()) == ("steps", ("q", "p"), [[0], [0]])
    assert "scored" not in ranking.meta["options"]
    of_solutions = panel(tmp_path / "s", judgements=compare("P1", "a", "x y", "3"), **said)
    ranking = mcda.rank(of_solutions, method="ahp")
    assert (ranking.of, ranking.meta["options"]["scored"]) == ("solutions", "rated")


def test_steps_compared_under_a_criterion_leave_the_ratings_of_an_only_solution_alone(tmp_path):
    made = panel(
        tmp_path,
        criteria=HALVES,
        solutions="one",
        steps=steps_of(one="s1 s2"),
        panellists="P1",
        scale=SCALE,
        judgements=[compare("P1", "a", "s1 s2", "3"), compare("P1", "b", "s1 s2", "3")],
        ratings=rate("P1", "a b", {"one": "5 5"}),
    )
    assert mcda.rank(made, of="solutions").values.tolist() == [[5, 5]]
    assert mcda.rank(made, of="steps").alternatives == ("s1", "s2")


def test_compared_alternatives_that_nothing_joins_are_named(tmp_path):
    made = panel(
        tmp_path,
        criteria=HALVES,
        solutions="x y z",
        panellists="P1",
        judgements=[compare("P1", "a", "x y z", "1 1 1"), compare("P1", "b", "x y", "3")],
    )
    with pytest.raises(AnalysisError, match=r"b: the judged pairs fall into \{x, y\} and \{z\}"):
        mcda.rank(made)


def test_compared_alternatives_are_weighed_and_added_by_ahp(tmp_path):
    """Weights 3/4 and 1/4; priorities 4/5, 1/5 and 1/3, 2/3."""
    made = panel(
        tmp_path,
        criteria="a b",
        solutions="x y",
        panellists="P1",
        judgements=[
            compare("P1", "goal", "a b", "3"),
            compare("P1", "a", "x y", "4"),
            compare("P1", "b", "x y", "1/2"),
        ],
        settings={"method": "ahp"},
    )
    assert scores(mcda.rank(made)) == pytest.approx({"x": 0.6 + 1 / 12, "y": 0.15 + 1 / 6})
    ideal = 3 / 4 * 1 + 1 / 4 * 1 / 2, 3 / 4 * 1 / 4 + 1 / 4 * 1
    shares = {"x": ideal[0] / sum(ideal), "y": ideal[1] / sum(ideal)}
    assert scores(mcda.rank(made, method="ahp-ideal")) == pytest.approx(shares)


# Nothing to rank


def test_a_panel_without_values_cannot_be_ranked(tmp_path):
    made = panel(tmp_path, criteria=HALVES, solutions="x y")
    with pytest.raises(AnalysisError, match="no solutions were rated, measured or compared yet"):
        mcda.rank(made, scored="rated")


def test_a_panel_without_alternatives_cannot_be_ranked(tmp_path):
    made = panel(tmp_path, criteria=HALVES)
    with pytest.raises(AnalysisError, match="the panel has no solutions to rank"):
        mcda.rank(made, scored="rated")
    for asked in ({"of": "steps"}, {"scored": "steps"}, {"of": "solutions", "scored": "steps"}):
        with pytest.raises(AnalysisError, match="the panel has no steps to rank"):
            mcda.rank(made, **asked)


def test_without_weights_there_is_no_ranking(tmp_path):
    made = rated(tmp_path, {"x": "2 3", "y": "6 1", "z": "1 1"}, criteria="a b")
    with pytest.raises(AnalysisError, match="goal: nobody judged it yet: compare a with b"):
        mcda.rank(made)


@pytest.mark.parametrize(
    ("option", "allowed"),
    [
        ("of", ("solutions", "steps")),
        ("method", words.METHODS),
        ("ratings", words.RATINGS),
        ("scored", ("rated", "steps")),
        ("aggregation", words.AGGREGATIONS),
    ],
)
def test_an_unknown_word_is_refused_with_the_list(tmp_path, option, allowed):
    made = rated(tmp_path, {"x": "2 3", "y": "6 1", "z": "1 1"})
    with pytest.raises(AnalysisError) as error:
        mcda.rank(made, **{option: "guess"})
    assert str(error.value) == f"{option} 'guess' is not known: allowed are {', '.join(allowed)}"


def test_what_a_method_refuses_is_named_by_criterion(tmp_path):
    made = panel(
        tmp_path,
        criteria=HALVES,
        solutions="x y",
        performance={"x": {"a": 1, "b": 2}, "y": {"a": 3, "b": -1}},
    )
    with pytest.raises(AnalysisError, match=r"copras: .*values\[1, 1\] \(y under b\)"):
        mcda.rank(made, method="copras")


# Methods


def test_every_method_is_in_the_words_of_the_panel():
    assert tuple(RANKING_METHODS) == words.METHODS


@pytest.mark.parametrize("of", ["solutions", "steps"])
@pytest.mark.parametrize("method", words.METHODS)
def test_every_method_orders_the_telemedicine_panel(telemedicine, method, of):
    ranking = mcda.rank(telemedicine, of=of, method=method)
    ids = [alternative.id for alternative in (telemedicine.steps if of == "steps" else telemedicine.solutions)]
    assert sorted(ranking.alternatives) == sorted(ids)
    assert len(ranking.alternatives) == (17 if of == "steps" else 4)
    assert np.isfinite(ranking.scores).all()
    assert (np.diff(ranking.scores) <= 0).all()
    assert ranking.ranks.tolist() == competition_ranks(ranking.scores).tolist()
    assert ranking.weights.sum() == pytest.approx(1, abs=1e-12)
    assert ranking.meta["options"]["method"] == method
    assert ranking.meta["options"]["normalisation"] in RANKING_METHODS[method].normalisations


@pytest.mark.parametrize("method", words.METHODS)
def test_a_dominated_alternative_is_never_above(tmp_path, method):
    """x is better than y, and y than z, under both criteria; w is beside them."""
    rows = {"z": "2 3", "w": "9 1", "y": "4 5", "x": "6 7"}
    made = rated(tmp_path, rows, solutions="z w y x")
    place = ranks(mcda.rank(made, method=method))
    assert place["x"] < place["y"] < place["z"]


@pytest.mark.parametrize("method", words.METHODS)
def test_equal_alternatives_share_a_rank_in_the_order_of_the_panel(tmp_path, method):
    made = rated(tmp_path, {"z": "2 5", "x": "6 7", "y": "2 5", "w": "9 1"}, solutions="z x y w")
    ranking = mcda.rank(made, method=method)
    place = ranking.alternatives.index("z")
    assert ranking.alternatives[place : place + 2] == ("z", "y")
    assert ranking.ranks[place] == ranking.ranks[place + 1] == place + 1


def test_vikors_compromise_is_in_the_result(tmp_path):
    """Distances to the best: x (0, 1), y (1, 0), z (1, 1), halved by the weights: S .5, .5, 1; R .5 for all.

    Q is half of S stretched to 0..1, as all R are alike: 0, 0, .5. x and y tie; z is 1/(a - 1) behind, so not near.
    """
    made = rated(tmp_path, {"x": "10 5", "y": "5 10", "z": "5 5"})
    ranking = mcda.rank(made, method="vikor")
    assert scores(ranking) == pytest.approx({"x": 1, "y": 1, "z": 0.5})
    assert ranking.compromise == ("x", "y")
    assert "Compromise set: x, y." in str(ranking)
    assert ranking.to_dict()["compromise"] == ["x", "y"]
    assert mcda.rank(made, method="topsis").compromise == ()


def test_vikors_compromise_is_the_engines(telemedicine):
    ranking = mcda.rank(telemedicine, method="vikor")
    found = vikor(ranking.values, ranking.weights, ranking.directions)
    assert set(ranking.compromise) == {ranking.alternatives[place] for place in found.compromise}
    np.testing.assert_allclose(ranking.scores, 1 - found.Q, rtol=0, atol=1e-12)


# Normalisation


def test_the_normalisation_of_the_settings_belongs_to_the_method_beside_it(tmp_path):
    rows = {"x": "2 3", "y": "6 1", "z": "1 9"}
    made = rated(tmp_path, rows, settings={"method": "topsis", "normalisation": "scale"})
    assert mcda.rank(made).meta["options"]["normalisation"] == "scale"
    assert mcda.rank(made, method="weighted-sum").meta["options"]["normalisation"] != "scale"
    for method in words.METHODS:
        expected = "scale" if method == "topsis" else RANKING_METHODS[method].normalisation
        assert mcda.rank(made, method=method).meta["options"]["normalisation"] == expected


def test_a_normalisation_that_a_method_cannot_use_is_refused(tmp_path):
    made = rated(tmp_path, {"x": "2 3", "y": "6 1", "z": "1 9"})
    with pytest.raises(AnalysisError, match="normalisation of vikor 'vector' is not known: allowed are minmax"):
        mcda.rank(made, method="vikor", normalisation="vector")


def test_the_scale_normalisation_measures_against_the_declared_ends(tmp_path):
    """One criterion on 0 to 10: the closeness is the share of the scale, whatever the others are."""
    made = rated(tmp_path, {"x": "2", "y": "6", "z": "3"}, criteria={"a": 1.0})
    assert scores(mcda.rank(made, normalisation="scale")) == pytest.approx({"y": 0.6, "z": 0.3, "x": 0.2})


@pytest.mark.parametrize("method", ["topsis", "spotis"])
def test_without_a_declared_scale_there_is_nothing_to_measure_against(tmp_path, method):
    made = panel(tmp_path, criteria=HALVES, solutions="x y", performance={"x": {"a": 1, "b": 2}, "y": {"a": 3, "b": 1}})
    with pytest.raises(AnalysisError, match="'scale' needs a declared scale, and a, b has none"):
        mcda.rank(made, method=method, normalisation="scale")


# Solutions by their steps


def with_steps(tmp_path, rate_solutions, steps=None):
    ratings = [rate("P1", "a b", {"s1": "2 9", "s2": "5 5", "s3": "7 1", "s4": "1 2"})]
    if rate_solutions:
        ratings.append(rate("P1", "a b", {"one": "2 3", "two": "8 9"}))
    return panel(
        tmp_path,
        criteria=HALVES,
        solutions="one two",
        steps=steps or steps_of(one="s1 s2", two="s3 s4"),
        panellists="P1",
        scale=SCALE,
        ratings=ratings,
    )


def test_solutions_without_values_take_the_mean_of_their_steps(tmp_path):
    made = with_steps(tmp_path, rate_solutions=False)
    steps, solutions = scores(mcda.rank(made, of="steps")), mcda.rank(made, of="solutions")
    means = {"one": (steps["s1"] + steps["s2"]) / 2, "two": (steps["s3"] + steps["s4"]) / 2}
    assert scores(solutions) == pytest.approx(means, rel=1e-12)
    assert solutions.meta["options"]["scored"] == "steps"
    assert solutions.values.shape == solutions.raters.shape == (0, 2)
    assert solutions.derived is None
    assert "values" not in solutions.to_dict()


def test_both_scores_are_shown_where_both_exist(tmp_path):
    made = with_steps(tmp_path, rate_solutions=True)
    as_rated, by_steps = mcda.rank(made, of="solutions"), mcda.rank(made, of="solutions", scored="steps")
    assert scores(as_rated) == {"two": 1, "one": 0}
    assert as_rated.meta["options"]["scored"] == "rated"
    assert as_rated.derived == pytest.approx(scores(by_steps))
    assert by_steps.alternatives == ("one", "two")
    assert f"By the mean score of their steps: one {as_rated.derived['one']:.3f}, two" in str(as_rated)
    assert as_rated.to_dict()["derived"] == as_rated.derived


def test_a_solution_without_steps_has_no_score_by_them(tmp_path):
    made = with_steps(tmp_path, rate_solutions=False, steps=steps_of(one="s1 s2 s3 s4"))
    with pytest.raises(AnalysisError, match="solution 'two' has no steps to derive a score from"):
        mcda.rank(made, of="solutions")


def test_rated_solutions_are_ranked_though_their_steps_say_nothing(tmp_path):
    made = with_steps(tmp_path, rate_solutions=True, steps=steps_of(one="s1 s2 s3 s4"))
    ranking = mcda.rank(made, of="solutions")
    assert ranking.alternatives == ("two", "one")
    assert ranking.derived is None
    assert any("solution 'two' has no steps to derive a score from" in notice for notice in ranking.meta["notices"])


# Notices


def test_a_constant_criterion_is_named(tmp_path):
    ranking = mcda.rank(rated(tmp_path, {"x": "2 7", "y": "6 7", "z": "1 7"}))
    assert "b: the same value for all, so it tells nothing apart" in ranking.meta["notices"]
    assert not any(notice.startswith("a:") for notice in ranking.meta["notices"])


def test_all_alike_is_one_tie(tmp_path):
    ranking = mcda.rank(rated(tmp_path, {"x": "2 7", "y": "2 7", "z": "2 7"}))
    assert ranking.ranks.tolist() == [1, 1, 1]
    assert ranking.scores.tolist() == [0.5, 0.5, 0.5]
    assert "a, b: the same value for all, so it tells nothing apart" in ranking.meta["notices"]


def test_no_criterion_of_a_single_alternative_is_called_constant(tmp_path):
    assert mcda.rank(rated(tmp_path, {"x": "2 7"}, solutions="x")).meta["notices"] == []


def would_order_differently(ranking):
    return [notice for notice in ranking.meta["notices"] if "would order differently" in notice]


def test_it_is_said_where_the_declared_scale_would_order_differently(tmp_path):
    """Under a they differ much for what occurs, under b for what could: a decides by vector, b by the scale.

    Vector: a is (1, 2) / sqrt(5), b is (10, 7) / sqrt(149): y leads by 0.447 there, x by 0.246 here. Scale: y leads by
    0.1 there, x by 0.3 here.
    """
    made = rated(tmp_path, {"x": "1 10", "y": "2 7"}, solutions="x y")
    by_vector, by_scale = mcda.rank(made), mcda.rank(made, normalisation="scale")
    assert by_vector.alternatives == ("y", "x")
    assert by_scale.alternatives == ("x", "y")
    (notice,) = would_order_differently(by_vector)
    assert notice.endswith("2 of 2 solutions rank elsewhere, the first place among them")
    assert not would_order_differently(by_scale)
    assert not would_order_differently(mcda.rank(made, method="weighted-sum"))


def test_nothing_is_said_where_the_declared_scale_orders_alike(tmp_path):
    made = rated(tmp_path, {"x": "9 9", "y": "2 7", "z": "1 1"})
    assert mcda.rank(made).alternatives == mcda.rank(made, normalisation="scale").alternatives
    assert not would_order_differently(mcda.rank(made))


def test_of_solutions_scored_by_steps_it_is_the_steps_that_rank_elsewhere(tmp_path):
    made = panel(
        tmp_path,
        criteria=HALVES,
        solutions="one two",
        steps=steps_of(one="s1", two="s2 s3"),
        panellists="P1",
        scale=SCALE,
        ratings=rate("P1", "a b", {"s1": "1 10", "s2": "2 7", "s3": "1 7"}),
    )
    (notice,) = would_order_differently(mcda.rank(made, of="solutions"))
    assert "of 3 steps rank elsewhere" in notice


# Parts


def parted(tmp_path):
    """To x a is all that matters, to y b; z judged nothing. Everybody rated."""
    people = {"P1": {"organisation": "x"}, "P2": {"organisation": "y"}, "P3": {"organisation": "z"}}
    return panel(
        tmp_path,
        criteria="a b",
        solutions="s t",
        panellists=people,
        scale=SCALE,
        judgements=[compare("P1", "goal", "a b", "9"), compare("P2", "goal", "a b", "1/9")],
        ratings=[
            rate("P1", "a b", {"s": "9 ?", "t": "? 8"}),
            rate("P2", "a b", {"s": "? 1", "t": "2 ?"}),
            rate("P3", "a b", {"s": "5 5", "t": "4 4"}),
        ],
    )


def test_parts_differ_by_their_weights_and_share_the_values(tmp_path):
    by = mcda.rank_by(parted(tmp_path), "organisation")
    assert by["x"].alternatives == ("s", "t")
    assert by["y"].alternatives == ("t", "s")
    np.testing.assert_allclose(by["x"].weights, [0.9, 0.1])
    np.testing.assert_allclose(by["y"].weights, [0.1, 0.9])
    np.testing.assert_array_equal(by["x"].values, by["y"].values[::-1])
    assert by["x"].values.tolist() == [[7, 3], [3, 6]]
    frame = by.to_frame()
    assert frame.columns.tolist() == ["organisation", "rank", "alternative", "name", "score"]
    assert frame["organisation"].tolist() == ["x", "x", "y", "y"]


def test_parts_that_judged_too_little_are_left_out_and_named(tmp_path):
    by = mcda.rank_by(parted(tmp_path), "organisation")
    assert list(by.results) == ["x", "y"]
    assert any(notice.startswith("z is left out: goal: nobody judged it yet") for notice in by.meta["notices"])
    assert "only the weights differ by organisation; the values are the whole panel's" in by.meta["notices"]
    by = mcda.rank_by(parted(tmp_path), "panellist")
    assert list(by.results) == ["P1", "P2"]
    assert any(notice.startswith("P3 is left out: ") for notice in by.meta["notices"])


def test_what_is_to_be_said_of_the_panel_is_said_once_and_of_a_part_under_its_name(tmp_path):
    """An id with a blank is read without it; to x and y b is the same for all."""
    made = panel(
        tmp_path,
        criteria="a b",
        solutions="s t",
        panellists={"P1": {"organisation": "x"}, "P2": {"organisation": "y"}},
        scale=SCALE,
        judgements=[compare(" P1", "goal", "a b", "9"), compare("P2", "goal", "a b", "1/9")],
        ratings=[rate("P1", "a b", {"s": "9 5", "t": "4 5"})],
    )
    (read,) = made.notices
    assert mcda.rank_by(made, "organisation").meta["notices"] == [
        read,
        "only the weights differ by organisation; the values are the whole panel's",
        "x: b: the same value for all, so it tells nothing apart",
        "y: b: the same value for all, so it tells nothing apart",
    ]


def test_if_every_part_is_left_out_that_is_an_error(tmp_path):
    made = rated(tmp_path, {"x": "2 7", "y": "6 7", "z": "1 7"}, {"x": "2 7"}, criteria="a b")
    with pytest.raises(AnalysisError, match=r"P1 is left out: goal.*\nP2 is left out: goal"):
        mcda.rank_by(made, "panellist")
