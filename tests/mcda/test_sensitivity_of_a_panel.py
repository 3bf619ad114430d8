"""How sure the order of a panel is: the report beside `rank`, closed forms and what a panel makes impossible."""

import json
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from golden import ROOT
from panels import compare, of_organisations, panel, rate, steps_of

import mcda
from mcda import AnalysisError
from mcda.analysis import DOUBT
from mcda.sensitivity import UniformWeights, accumulate
from mcda.sensitivity.draws import DOUBTS
from tui.commands.doubts import DOUBTS as OFFERED

SCALE = {"min": 0, "max": 10}


@pytest.fixture(scope="module")
def telemedicine():
    return mcda.read_panel(ROOT / "sample_panels" / "telemedicine")


@pytest.fixture(scope="module")
def report(telemedicine):
    return mcda.sensitivity(telemedicine, of="steps", draws=3000, seed=7)


def small(folder, judged, rated, organisations=None, **said):
    """Two criteria and two solutions; each panellist judges a over b and rates x and y under both."""
    ids = [f"P{number}" for number in range(1, len(judged) + 1)]
    people = {id: {} for id in ids}
    for id, organisation in zip(ids, organisations or [], strict=False):
        people[id]["organisation"] = organisation
    return panel(
        folder,
        criteria="a b",
        solutions="x y",
        scale=SCALE,
        panellists=people,
        judgements=[compare(id, "goal", "a b", ratio) for id, ratio in zip(ids, judged, strict=True)],
        ratings=[rate(id, "a b", row) for id, row in zip(ids, rated, strict=True)],
        **said,
    )


# Beside rank


@pytest.mark.parametrize(
    "choices",
    [
        {},
        {"of": "solutions"},
        {"of": "solutions", "scored": "steps"},
        {"method": "vikor"},
        {"normalisation": "scale", "ratings": "additive"},
        {"priorities": "eigenvector", "aggregation": "aip", "weighting": "organisation", "scale": "balanced-n"},
        {"of": "solutions", "panellists": [f"P{number:02d}" for number in range(1, 13)]},
    ],
)
def test_scores_and_ranks_are_those_of_rank(telemedicine, choices):
    ranking = mcda.rank(telemedicine, **choices)
    found = mcda.sensitivity(telemedicine, draws=50, **choices)
    assert found.alternatives == ranking.alternatives
    np.testing.assert_array_equal(found.scores, ranking.scores)
    np.testing.assert_array_equal(found.ranks, ranking.ranks)


@pytest.mark.parametrize("name", ["telemedicine", "house", "car"])
def test_without_a_doubt_every_draw_is_the_panels_own(name):
    found = mcda.sensitivity(mcda.read_panel(ROOT / "sample_panels" / name), draws=20, doubt=())
    assert (found.low == found.ranks).all()
    assert (found.high == found.ranks).all()
    np.testing.assert_array_equal(found.acceptability, np.eye(len(found.ranks)))
    np.testing.assert_allclose(found.central[0], found.weights, rtol=1e-6)
    assert [len(tier) for tier in found.tiers] == [1] * len(found.ranks)


def test_shares_fit_together(report):
    count = len(report.alternatives)
    np.testing.assert_allclose(report.acceptability.sum(axis=0), 1)
    np.testing.assert_allclose(report.acceptability.sum(axis=1), 1)
    np.testing.assert_allclose(report.pairwise + report.pairwise.T, 1)
    np.testing.assert_allclose(
        report.acceptability @ np.arange(1, count + 1), count + 0.5 - report.pairwise.sum(axis=1)
    )
    assert report.among_first.sum() == pytest.approx(3)
    assert sorted(id for tier in report.tiers for id in tier) == sorted(report.alternatives)
    ever = report.first_share > 0
    np.testing.assert_allclose(report.central[ever].sum(axis=1), 1)
    assert np.isnan(report.central[~ever]).all()
    assert (report.confidence[~ever] == 0).all()


def test_rank_intervals_hold_the_level(report):
    for shares, low, high in zip(report.acceptability, report.low, report.high, strict=True):
        assert shares[: low - 1].sum() <= 0.025 + 1e-9
        assert shares[high:].sum() <= 0.025 + 1e-9


# What is doubted


def test_identical_consistent_panellists_leave_no_doubt(tmp_path):
    same = small(tmp_path, ["3"] * 4, [{"x": "8 2", "y": "4 6"}] * 4)
    found = mcda.sensitivity(same, draws=200)
    assert found.first_share.tolist() == [1, 0]
    np.testing.assert_allclose(found.central[0], [0.75, 0.25], rtol=1e-12)


def test_a_shared_first_place_is_said_as_that(tmp_path):
    same = small(tmp_path, ["3"] * 4, [{"x": "8 2", "y": "8 2"}] * 4)
    assert mcda.sensitivity(same, draws=50).sentences()[1] == "x and y share the first place."


def test_two_panellists_of_one_organisation_are_either_the_one_or_the_other(tmp_path):
    """Of two, one is drawn and counts twice: a draw is one panellist's order, half the time each."""
    split = small(tmp_path, ["9", "1/9"], [{"x": "9 1", "y": "1 8"}] * 2)
    found = mcda.sensitivity(split, draws=20_000, doubt=["panellists"], of="solutions")
    assert found.first_share == pytest.approx([0.5, 0.5], abs=0.015)
    central = dict(zip(found.alternatives, found.central, strict=True))
    np.testing.assert_allclose(central["x"], [0.9, 0.1], rtol=1e-9)
    np.testing.assert_allclose(central["y"], [0.1, 0.9], rtol=1e-9)


def test_those_alone_in_their_organisation_stand_for_each_other(tmp_path):
    ratings = [{"x": "9 1", "y": "1 8"}] * 4
    four = small(tmp_path, ["9", "1/9", "3", "3"], ratings, ["one", "two", "three", "three"])
    found = mcda.sensitivity(four, draws=50)
    assert all(each["resampled"] for each in found.panellists.values())
    three = small(tmp_path / "more", ["9", "3", "3"], ratings[:3], ["one", "three", "three"])
    found = mcda.sensitivity(three, draws=50)
    assert [each["resampled"] for each in found.panellists.values()] == [False, True, True]


def test_weights_of_all_kinds_are_equally_likely_under_ignorance(tmp_path):
    """Weighted sums of x = (1, 0) and y = (0, 1) on the scale: x is first where a weighs more than b."""
    given = small(tmp_path, ["9"], [{"x": "10 0", "y": "0 10"}])
    asked = {"method": "weighted-sum", "normalisation": "scale", "doubt": ["ignorance"]}
    found = mcda.sensitivity(given, draws=40_000, **asked)
    assert found.first_share == pytest.approx([0.5, 0.5], abs=0.01)
    np.testing.assert_allclose(found.central, [[0.75, 0.25], [0.25, 0.75]], atol=0.01)
    assert found.moot == ()
    assert mcda.sensitivity(given, draws=50, doubt="ignorance").doubt == ("ignorance",)


def test_a_rating_of_one_rater_is_known_to_half_a_step(tmp_path):
    """x is 5 +- 0.5 and y 5.4 +- 0.05, as all ratings are tenths: here the step is 0.1, and x never passes y."""
    tenths = small(tmp_path, ["1"], [{"x": "5 5", "y": "5.4 5.4"}])
    found = mcda.sensitivity(tenths, draws=500, doubt=["ratings"], method="weighted-sum")
    assert found.first_share.tolist() == [1, 0]
    wholes = small(tmp_path / "wholes", ["1"], [{"x": "5 5", "y": "6 5"}])
    found = mcda.sensitivity(wholes, draws=20_000, doubt=["ratings"], method="weighted-sum", normalisation="scale")
    # x - y is (u1 - u2 + u3 - u4 - 1) / 2 of uniforms within 1/2: x is above with P(Irwin-Hall(4) > 3) = 1/24.
    assert found.first_share[found.alternatives.index("x")] == pytest.approx(1 / 24, abs=0.005)


@pytest.mark.parametrize("step", [1, 0.5, 0.25, 0.1, 0.05, 0.01])
def test_the_step_of_ratings_is_the_largest_that_all_are_multiples_of(tmp_path, step):
    """y is one step above x under a alone. As above x is first with P(Irwin-Hall(4) > 3) = 1/24."""
    made = small(tmp_path, ["1"], [{"x": "5 5", "y": f"{5 + step} 5"}])
    asked = {"doubt": ["ratings"], "method": "weighted-sum", "normalisation": "scale"}
    found = mcda.sensitivity(made, draws=4000, **asked)
    assert found.first_share[found.alternatives.index("x")] == pytest.approx(1 / 24, abs=0.013)
    assert found.moot == ()


def test_ratings_without_a_step_are_not_in_doubt_where_nobody_else_rated(tmp_path):
    made = small(tmp_path, ["1"], [{"x": "5 5", "y": "5.123 5"}])
    found = mcda.sensitivity(made, draws=50, doubt=["ratings"])
    assert found.moot == ("ratings",)
    assert "nothing is in doubt: every draw is the panel's own order" in found.meta["notices"]


def test_of_several_rounds_the_latest_ratings_are_in_doubt(tmp_path):
    """Of solutions and steps alike, and of those who were asked for alone."""
    said = {
        "criteria": {"a": 0.5, "b": 0.5},
        "solutions": "x y",
        "steps": steps_of(x="p", y="q"),
        "scale": SCALE,
        "panellists": "P1 P2 P3",
    }
    rows = {"P1": ("5 4", "4 5"), "P2": ("6 3", "3 7"), "P3": ("4 4", "5 5")}

    def rated(id, round=1):
        first, second = rows[id]
        return rate(id, "a b", {"x": first, "y": second, "p": second, "q": first}, round=round)

    earlier = rate("P1", "a b", {"x": "0 0", "y": "9 9", "p": "1 1", "q": "2 ?"})
    in_rounds = panel(tmp_path / "rounds", ratings=[earlier, rated("P2"), rated("P1", 2), rated("P3", 2)], **said)
    at_once = panel(tmp_path / "once", ratings=[rated("P1"), rated("P2"), rated("P3")], **said)
    two = panel(tmp_path / "two", ratings=[rated("P1"), rated("P2")], **said | {"panellists": "P1 P2"})
    for of in ("solutions", "steps"):
        asked = {"of": of, "draws": 60, "doubt": ["panellists", "ratings"]}
        one, other = (mcda.sensitivity(each, **asked) for each in (in_rounds, at_once))
        assert one.values_vary
        np.testing.assert_array_equal(one.acceptability, other.acceptability)
        assert 0 < one.first_share[0] < 1
        few, alone = mcda.sensitivity(in_rounds, panellists=["P1", "P2"], **asked), mcda.sensitivity(two, **asked)
        np.testing.assert_array_equal(few.acceptability, alone.acceptability)


def test_without_leniency_raters_who_agree_leave_nothing_in_doubt(tmp_path):
    """x, y and z are 3, 5 and 6 to all three; P2 gives two more and P3 one less, each to two of them."""
    made = panel(
        tmp_path,
        criteria={"a": 0.5, "b": 0.5},
        solutions="x y z",
        scale=SCALE,
        panellists="P1 P2 P3",
        ratings=[
            rate("P1", "a b", {"x": "3 3", "y": "5 5", "z": "6 6"}),
            rate("P2", "a b", {"x": "5 5", "y": "7 7", "z": "? ?"}),
            rate("P3", "a b", {"x": "2 2", "y": "? ?", "z": "5 5"}),
        ],
    )
    asked = {"method": "weighted-sum", "draws": 300, "doubt": ["panellists", "ratings"]}
    found = mcda.sensitivity(made, ratings="additive", **asked)
    assert found.alternatives == ("z", "y", "x")
    np.testing.assert_array_equal(found.acceptability, np.eye(3))
    assert 0 < mcda.sensitivity(made, ratings="mean", **asked).first_share[0] < 1


def test_measured_values_and_given_weights_are_not_in_doubt(tmp_path):
    measured = panel(
        tmp_path,
        criteria={"a": 0.25, "b": 0.75},
        solutions="x y",
        performance={"x": {"a": 1, "b": 5}, "y": {"a": 4, "b": 2}},
    )
    found = mcda.sensitivity(measured, draws=100)
    assert found.first_share.tolist() == [1, 0]
    assert found.moot == DOUBT
    assert "nothing to doubt in inconsistency, panellists, ratings" in str(found).replace("\n", " ")


def test_compared_alternatives_are_in_doubt_as_criteria_are():
    house = mcda.read_panel(ROOT / "sample_panels" / "house")
    found = mcda.sensitivity(house, draws=500)
    assert found.values_vary
    assert 0 < found.first_share[1] < 1
    assert found.moot == ("panellists", "ratings")
    assert 0 < mcda.sensitivity(house, draws=500, doubt=["inconsistency"]).first_share[1] < 1
    still = mcda.sensitivity(house, draws=20, doubt=["ratings"])
    assert not still.values_vary
    assert still.first_share[0] == 1


def test_whose_inconsistency_is_not_known_is_said(tmp_path):
    bare = small(tmp_path, ["3"], [{"x": "8 2", "y": "4 6"}])
    assert "no answer of P1 checks another" in mcda.sensitivity(bare, draws=20).meta["notices"][0]
    thin = panel(
        tmp_path / "thin",
        criteria="a b c",
        solutions="x y",
        scale=SCALE,
        panellists="P1",
        judgements=[compare("P1", "goal", "a b c", "3 5 9")],
        ratings=[rate("P1", "a b c", {"x": "8 2 1", "y": "4 6 5"})],
    )
    assert "few answers of P1 check others" in mcda.sensitivity(thin, draws=20).meta["notices"][0]


@pytest.mark.parametrize(
    ("judged", "said"),
    [
        ("3 ? 5 ? ? 2", "no answer of P1 checks another: how inconsistent they are is not known"),
        ("3 5 5 ? ? 2", "few answers of P1 check others: how inconsistent they are hardly shows"),
        ("3 5 5 4 ? 2", "few answers of P1 check others: how inconsistent they are hardly shows"),
        ("3 5 5 4 9 2", ""),
        ("2 4 8 2 4 2", ""),
        ("2 4 8 2 ? ?", ""),
    ],
)
def test_few_answers_hardly_show_how_inconsistent_somebody_is(tmp_path, judged, said):
    """Of six pairs of four criteria three join them; the others check them. Those who check and agree show nothing."""
    values = {"x": {"a": 1, "b": 2, "c": 3, "d": 4}, "y": {"a": 4, "b": 3, "c": 2, "d": 1}}
    made = panel(
        tmp_path,
        criteria="a b c d",
        solutions="x y",
        panellists="P1 P2",
        judgements=[compare("P1", "goal", "a b c d", judged)],
        performance=values,
    )
    alone = {"draws": 20, "doubt": ["inconsistency"], "panellists": ["P1"]}
    found = [each for each in mcda.sensitivity(made, **alone).meta["notices"] if "inconsistent" in each]
    assert found == ([said] if said else [])
    # who did not judge is not said to; who is drawn anew is not moved; nobody is who is not doubted
    for doubt in (["inconsistency"], ["inconsistency", "panellists"], ["panellists"], ["ratings"]):
        notices = mcda.sensitivity(made, draws=20, doubt=doubt).meta["notices"]
        expected = [said] if said and doubt == ["inconsistency"] else []
        assert [each for each in notices if "inconsistent" in each] == expected
    unknown = mcda.sensitivity(made, draws=20, doubt=["inconsistency", "ignorance"])
    assert unknown.meta["notices"] == []
    assert unknown.moot == ("inconsistency",)


def test_what_is_doubted_about_each_panellist_is_told(tmp_path):
    """The variance is the geometric consistency index of Crawford and Williams; P2 never contradicts himself."""
    rows = {"P1": [2, 9, 1, 3, 5, 1 / 2], "P2": [2, 4, 8, 2, 4, 2]}
    made = panel(
        tmp_path,
        criteria="a b c d",
        solutions="x y",
        panellists="P1 P2",
        judgements=[compare(id, "goal", "a b c d", row) for id, row in rows.items()],
        performance={"x": {"a": 1, "b": 2, "c": 3, "d": 4}, "y": {"a": 4, "b": 3, "c": 2, "d": 1}},
    )
    logs = np.zeros((4, 4))
    logs[np.triu_indices(4, 1)] = np.log(rows["P1"])
    logs -= logs.T
    means = logs.mean(axis=1)
    index = ((logs - means[:, None] + means)[np.triu_indices(4, 1)] ** 2).sum() * 2 / (3 * 2)
    still = {"resampled": False, "rounded": False, "spread": 0.0, "freedom": 3}
    told = mcda.sensitivity(made, draws=20, doubt=["inconsistency"]).panellists
    assert told == {"P1": still | {"spread": pytest.approx(index**0.5)}, "P2": still}
    told = mcda.sensitivity(made, draws=20, doubt=["inconsistency", "rounding"]).panellists
    assert told == {"P1": still | {"spread": pytest.approx(index**0.5)}, "P2": still | {"rounded": True}}
    told = mcda.sensitivity(made, draws=20, doubt=["panellists", "inconsistency"]).panellists
    assert told == {"P1": still | {"resampled": True}, "P2": still | {"resampled": True}}
    told = mcda.sensitivity(made, draws=20, doubt=[]).panellists
    assert told == dict.fromkeys(rows, still | {"freedom": 0})


@pytest.mark.parametrize(
    ("organisations", "resampled"),
    [
        (["one", "two", "", ""], [True] * 4),
        (["one", "one", "two", ""], [True] * 4),
        (["one", "one", "two", "two"], [True] * 4),
        (["one", "one", "one", ""], [True, True, True, False]),
    ],
)
def test_those_of_no_organisation_stand_for_those_alone_in_theirs(tmp_path, organisations, resampled):
    people = of_organisations(organisations)
    made = panel(
        tmp_path,
        criteria="a b",
        solutions="x y",
        panellists=people,
        judgements=[compare(id, "goal", "a b", "3") for id in people],
        performance={"x": {"a": 1, "b": 2}, "y": {"a": 4, "b": 3}},
    )
    found = mcda.sensitivity(made, draws=20, doubt=["panellists"])
    assert [each["resampled"] for each in found.panellists.values()] == resampled


@pytest.mark.parametrize(
    ("doubt", "moot"),
    [
        (["rounding"], []),
        (["inconsistency"], ["inconsistency"]),
        (["panellists"], ["panellists"]),
        (["ratings"], []),
        (["ignorance"], []),
        (["rounding", "ignorance"], ["rounding"]),
        (["rounding", "inconsistency", "panellists", "ratings"], ["inconsistency", "panellists"]),
    ],
)
def test_a_doubt_that_finds_nothing_is_named(tmp_path, doubt, moot):
    """A single panellist, who compares two criteria and rates by whole numbers."""
    made = small(tmp_path, ["3"], [{"x": "8 2", "y": "4 6"}])
    found = mcda.sensitivity(made, draws=20, doubt=doubt)
    assert found.moot == tuple(moot)
    said = "nothing is in doubt: every draw is the panel's own order" in found.meta["notices"]
    assert said == (doubt == moot)


def test_a_single_criterion_leaves_no_weight_unknown(tmp_path):
    made = panel(tmp_path, criteria={"a": 1}, solutions="x y", performance={"x": {"a": 1}, "y": {"a": 2}})
    assert mcda.sensitivity(made, draws=20, doubt=["ignorance"]).moot == ("ignorance",)


def test_two_who_rate_stand_for_each_other_whatever_the_step(tmp_path):
    made = small(tmp_path, ["3", "3"], [{"x": "8.123 2", "y": "4 6"}, {"x": "2 2", "y": "4 6"}])
    found = mcda.sensitivity(made, draws=200, doubt=["ratings"])
    assert found.moot == ()
    assert 0 < found.first_share[0] < 1
    alone = small(tmp_path / "a", ["3"] * 3, [{"x": "8.123 2", "y": "4 6"}] * 3, ["one", "one", "one"])
    assert mcda.sensitivity(alone, draws=20, doubt=["ratings"]).moot == ()


def test_numbers_may_be_written_as_floats(tmp_path):
    made = small(tmp_path, ["3"], [{"x": "8 2", "y": "4 6"}])
    found = mcda.sensitivity(made, draws=2e1, seed=np.int64(3), first=1.0)
    assert [found.draws, found.seed, found.first] == [20, 3, 1]
    assert all(type(number) is int for number in (found.draws, found.seed, found.first))


def test_what_is_left_out_is_10_000_draws_of_seed_0_and_intervals_of_95_percent(tmp_path):
    found = mcda.sensitivity(small(tmp_path, ["3"], [{"x": "8 2", "y": "4 6"}]))
    assert (found.draws, found.seed, found.level, found.intervals) == (10_000, 0, 0.95, ())


def test_a_single_draw_is_one_order(tmp_path):
    found = mcda.sensitivity(small(tmp_path, ["3"], [{"x": "8 2", "y": "4 6"}]), draws=1, intervals=True)
    assert sorted(found.first_share.tolist()) == [0, 1]
    assert [each.criterion for each in found.intervals] == ["a", "b"]


def test_either_of_two_may_be_first_or_second(tmp_path):
    found = mcda.sensitivity(small(tmp_path, ["1"], [{"x": "9 1", "y": "1 9"}]), draws=100, doubt=["ignorance"])
    assert (found.low.tolist(), found.high.tolist()) == ([1, 1], [2, 2])


def test_compared_alternatives_are_in_doubt_where_somebody_is_moved_or_drawn_anew(tmp_path):
    """x and y are close under a, where both contradict themselves; b is the same for all."""
    made = panel(
        tmp_path,
        criteria={"a": 0.5, "b": 0.5},
        solutions="x y z",
        panellists="P1 P2",
        judgements=[
            [compare("P1", "a", "x y z", "2 3 5"), compare("P2", "a", "x y z", "1/2 4 3")],
            [compare(id, "b", "x y z", "1 1 1") for id in ("P1", "P2")],
        ],
        settings={"method": "ahp"},
    )
    for doubt in ("inconsistency", "rounding", "panellists"):
        found = mcda.sensitivity(made, draws=200, doubt=[doubt])
        assert found.values_vary
        assert 0 < found.first_share[0] < 1, doubt
    still = mcda.sensitivity(made, draws=20, doubt=["ratings"])
    assert not still.values_vary
    assert still.first_share[0] == 1


def test_ratings_without_a_scale_have_no_ends(tmp_path):
    made = panel(
        tmp_path,
        criteria={"a": 0.5, "b": 0.5},
        solutions="x y",
        panellists="P1 P2",
        ratings=[rate("P1", "a b", {"x": "-80 2", "y": "4 600"}), rate("P2", "a b", {"x": "70 900", "y": "5 -6"})],
    )
    found = mcda.sensitivity(made, draws=100, doubt=["ratings"])
    assert 0 < found.first_share[0] < 1


def test_the_words_of_doubt_are_those_of_the_command():
    assert tuple(DOUBTS) == OFFERED
    assert set(DOUBT) <= set(DOUBTS)


# Draws


def test_the_same_seed_gives_the_same_bytes(telemedicine):
    one, two, other = (mcda.sensitivity(telemedicine, draws=700, seed=seed) for seed in (3, 3, 4))
    assert json.dumps(one.to_dict()) == json.dumps(two.to_dict())
    assert one.table().csv() != other.table().csv()


def test_numbers_do_not_depend_on_the_executor(telemedicine):
    here = mcda.sensitivity(telemedicine, draws=5000, seed=3)
    with ProcessPoolExecutor(2) as executor:
        there = mcda.sensitivity(telemedicine, draws=5000, seed=3, executor=executor)
    assert json.dumps(here.to_dict()) == json.dumps(there.to_dict())


def test_precision_says_how_many_draws(tmp_path):
    given = small(tmp_path, ["9"], [{"x": "10 0", "y": "0 10"}])
    found = mcda.sensitivity(given, precision=0.05)
    assert found.draws == 385
    assert found.error(0.5) == pytest.approx(0.05, rel=0.01)


@pytest.mark.parametrize("draws", [1000, 9604, 10**6])
@pytest.mark.parametrize("share", [0.5, 0.3, 0.1, 0.05])
def test_the_error_of_a_share_holds_the_truth_in_95_percent(report, draws, share):
    """Exactly, by the binomial distribution of what is counted."""
    from scipy.stats import binom

    counts = np.arange(*binom.interval(1 - 1e-12, draws, share), dtype=int)
    said = replace(report, draws=draws)
    held = [abs(count / draws - share) <= said.error(count / draws) for count in counts]
    assert 0.94 < binom.pmf(counts, draws, share)[held].sum() < 0.96


def test_shares_that_are_counted_err_as_they_say(report):
    """500 seeds: the first wins where w1 > 0.3, in 0.7 of all weights. 0.95 within 3.5 of its own errors of 0.0097."""
    said, held = replace(report, draws=1000), 0
    for seed in range(500):
        found = accumulate(
            UniformWeights(2),
            "weighted-sum",
            [1, 1],
            [[0.7, 0], [0, 0.3]],
            draws=1000,
            seed=seed,
            normalisation="scale",
            domain=[[0, 1]] * 2,
        )
        held += abs(found.ranks[0, 0] - 0.7) <= said.error(found.ranks[0, 0])
    assert held / 500 == pytest.approx(0.95, abs=0.034)


def test_progress_comes_to_its_end(telemedicine):
    seen = []
    mcda.sensitivity(telemedicine, draws=300, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1][0] == seen[-1][1]
    assert seen == sorted(seen)


# At another weight of a criterion


@pytest.mark.parametrize("id", ["legal", "POLICY", "hippa"])
def test_at_the_panels_own_weight_a_shift_changes_nothing(telemedicine, id):
    plain = mcda.sensitivity(telemedicine, draws=500, seed=2)
    id = id if id != "hippa" else plain.criteria[-1]
    own = mcda.weights(telemedicine)[id.casefold()]
    found = mcda.sensitivity(telemedicine, draws=500, seed=2, shifted=(id, own))
    for name in ("scores", "ranks", "acceptability", "pairwise", "central", "confidence", "weights"):
        np.testing.assert_array_equal(getattr(found, name), getattr(plain, name))
    assert found.alternatives == plain.alternatives
    beside = mcda.sensitivity(telemedicine, draws=500, seed=2, shifted=(id, own * (1 + 1e-12)))
    np.testing.assert_allclose(beside.acceptability, plain.acceptability, atol=1e-9)


@pytest.mark.parametrize("choices", [{"of": "steps"}, {"of": "solutions", "method": "vikor"}, {"of": "solutions"}])
def test_scores_at_another_weight_are_those_of_the_sweep(telemedicine, choices):
    sweep = mcda.sweep(telemedicine, "legal", **choices)
    for share in (0.0, 0.01, 0.5, 0.9, 1.0):
        found = mcda.sensitivity(telemedicine, draws=20, shifted=("legal", share), **choices)
        order = [sweep.alternatives.index(id) for id in found.alternatives]
        place = sweep.place(share)
        np.testing.assert_allclose(found.scores, sweep.scores[place][order], rtol=1e-9, atol=1e-12)
        np.testing.assert_array_equal(found.ranks, sweep.ranks[place][order])
        assert found.names == tuple(sweep.names[at] for at in order)
        without = mcda.sensitivity(telemedicine, draws=20, doubt=(), shifted=("legal", share), **choices)
        assert without.first_share[0] == pytest.approx(1 / (found.ranks == 1).sum())


@pytest.mark.parametrize("share", [0.0, 0.2, 0.75, 1.0])
def test_a_shift_multiplies_the_odds_of_every_draw(tmp_path, share):
    """Two criteria, simple weighting, values certain: x is first where a weighs more than a threshold."""
    judged = small(
        tmp_path,
        ["3", "1/2", "5", "4", "2"],
        [{"x": "8 2", "y": "2 7"}] * 5,
        settings={"method": "weighted-sum", "normalisation": "scale"},
    )
    own = mcda.weights(judged)["a"]
    found = mcda.sensitivity(judged, draws=4000, seed=1, doubt=["panellists"], shifted=("a", share))
    # 8 a + 2 (1 - a) > 2 a + 7 (1 - a) where a > 5/11
    logs = np.log([3, 1 / 2, 5, 4, 2])
    picks = np.stack(np.meshgrid(*[np.arange(5)] * 4, indexing="ij"), axis=-1).reshape(-1, 4)
    odds = np.exp(logs[picks].mean(axis=1))  # of all panels of n - 1 drawn from n
    assert own / (1 - own) == pytest.approx(np.exp(logs.mean()))
    with np.errstate(divide="ignore"):
        odds = odds * np.divide(share, 1 - share) / (own / (1 - own))
    expected = (odds > 5 / 6).mean()
    assert found.first_share[found.alternatives.index("x")] == pytest.approx(expected, abs=0.03)
    assert found.meta["options"]["shifted"] == {"criterion": "a", "share": share}
    assert f"a weighing {100 * share:g} %" in str(found)


def test_what_cannot_be_shifted_is_refused(telemedicine, tmp_path):
    for shifted, message in (
        (("legl", 0.2), "no criterion 'legl'.*legal"),
        (("legal", 1.5), "'legal' is 1.5: allowed are 0 to 1"),
        (("legal", float("nan")), "allowed are 0 to 1"),
    ):
        with pytest.raises(AnalysisError, match=message):
            mcda.sensitivity(telemedicine, draws=10, shifted=shifted)
    with pytest.raises(AnalysisError, match="no values under"):
        mcda.sensitivity(telemedicine, of="solutions", draws=10, shifted=("priority", 0.5))
    nothing = panel(
        tmp_path,
        criteria={"a": 1.0, "b": 0.0},
        solutions="x y",
        performance={"x": {"a": 1, "b": 2}, "y": {"a": 2, "b": 1}},
    )
    for id, weight in (("a", 1), ("b", 0)):
        with pytest.raises(AnalysisError, match=f"'{id}' weighs {weight} to the panel: there are no odds"):
            mcda.sensitivity(nothing, draws=10, shifted=(id, 0.5))


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"doubt": ["noise"]}, "doubt 'noise' is not known: allowed are rounding"),
        ({"draws": 0}, "at least 1"),
        ({"draws": 2.5}, r"draws is 2\.5: a whole number is needed"),
        ({"draws": True}, "draws is True: a whole number is needed"),
        ({"draws": "9"}, "draws is '9': a whole number is needed"),
        ({"seed": 0.5}, r"seed is 0\.5: a whole number is needed"),
        ({"first": float("inf")}, "first is inf: a whole number is needed"),
        ({"seed": -1}, "from 0 up"),
        ({"precision": 0.0}, "above 0"),
        ({"precision": 0.5}, r"precision is 0\.5: allowed are errors of a share above 0 and below 0\.5"),
        ({"level": 1.0}, "below 1"),
        ({"level": 0.5}, r"level is 0\.5: allowed are shares above 0\.5 and below 1"),
        ({"of": "people"}, "allowed are solutions, steps"),
        ({"panellists": ["P99"]}, "no panellist 'P99'"),
    ],
)
def test_what_cannot_be_asked_is_refused(telemedicine, asked, message):
    with pytest.raises(AnalysisError, match=message):
        mcda.sensitivity(telemedicine, **asked)


# What is said


def test_provenance_says_what_was_drawn(report):
    options = report.meta["options"]
    assert (options["draws"], options["seed"], options["doubt"]) == (3000, 7, list(DOUBT))
    assert "inconsistency (1), panellists (18), ratings" in " ".join(report.table().notes)
    assert "3,000 draws, seed 7" in " ".join(report.table().notes)


def test_everything_is_in_the_dictionary(report):
    said = json.loads(json.dumps(report.to_dict(), allow_nan=False))
    for key in ("acceptability", "pairwise", "central_weights", "tiers", "error", "among_first", "panellists"):
        assert said[key]
    assert said["central_weights"]["university"] is None
    columns = "alternative,name,score,rank,rank_low,rank_high,first_share,confidence"
    assert ",".join(report.to_frame().columns) == columns


def test_shares_have_the_digits_that_so_many_draws_give(telemedicine):
    few, many = (mcda.sensitivity(telemedicine, doubt=["inconsistency"], draws=n) for n in (1000, 200_000))
    assert few.table().displayed["first_share"][0].split()[0].isdigit()
    shown = many.table().displayed["first_share"][0]
    share, error = shown.removesuffix(" %").split(" ±")
    assert len(share.partition(".")[2]) == len(error.partition(".")[2]) == 1
    assert float(share) == pytest.approx(100 * many.first_share[0], abs=0.05)


def test_the_places_that_can_be_told_apart_are_said_in_words(telemedicine):
    said = mcda.sensitivity(telemedicine, of="solutions", draws=2000).sentences()
    assert said[0].startswith("1 and 2 cannot be told apart; 3 and 4 can be told apart")
    assert said[1].startswith("National determination is above Development of e-health")


# Intervals


def test_intervals_are_where_the_sweep_changes_hands(telemedicine):
    found = mcda.sensitivity(telemedicine, of="solutions", draws=20, intervals=True)
    assert [each.criterion for each in found.intervals] == [child.id for child in telemedicine.hierarchy.criteria]
    for each in found.intervals:
        sweep = mcda.sweep(telemedicine, each.criterion, of="solutions")
        below = [flip for flip in sweep.flips if flip.share < sweep.share]
        above = [flip for flip in sweep.flips if flip.share > sweep.share]
        assert each.weight == pytest.approx(sweep.share)
        assert each.low == pytest.approx(below[-1].share if below else 0, abs=1e-9)
        assert each.high == pytest.approx(above[0].share if above else 1, abs=1e-9)
        assert each.below == (below[-1].before[0] if below else "")
        assert each.above == (above[0].after[0] if above else "")
        assert each.first_low <= each.weight <= each.first_high


def test_intervals_of_solutions_by_their_steps_are_where_the_sweep_changes_hands(tmp_path):
    made = panel(
        tmp_path,
        criteria={"a": 0.4, "b": 0.35, "c": 0.25},
        solutions="one two three",
        steps=steps_of(one="s1 s2", two="s3", three="s4"),
        scale=SCALE,
        panellists="P1",
        ratings=[rate("P1", "a b c", {"s1": "9 2 4", "s2": "7 3 1", "s3": "2 8 5", "s4": "3 4 9"})],
    )
    asked = {"of": "solutions", "scored": "steps", "method": "weighted-sum"}
    found = mcda.sensitivity(made, draws=20, intervals=True, first=2, **asked)
    for each in found.intervals:
        sweep = mcda.sweep(made, each.criterion, **asked)
        below = [flip.share for flip in sweep.flips if flip.share < sweep.share]
        above = [flip.share for flip in sweep.flips if flip.share > sweep.share]
        assert (each.low, each.high) == pytest.approx((max(below, default=0), min(above, default=1)), abs=1e-9)
        two = {
            frozenset(np.array(sweep.alternatives)[ranks <= 2])
            for ranks in sweep.ranks[(sweep.shares > each.first_low + 1e-9) & (sweep.shares < each.first_high - 1e-9)]
        }
        assert len(two) == 1
        assert each.exact
