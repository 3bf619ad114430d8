"""Answers that move between rounds, by hand and against a loop over panellists and pairs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matrices import few
from panels import compare, panel

import mcda
from mcda import AnalysisError
from mcda.agreement import settled, shift, spread
from mcda.pairwise import from_upper_triangle
from mcda.steps import STEPS, place_on_scale


def of_two(*ratios):
    return np.stack([from_upper_triangle([ratio], 2) for ratio in ratios])


def test_places_on_the_scale_count_steps_from_equal():
    np.testing.assert_allclose(place_on_scale(STEPS), np.arange(-8, 9), atol=1e-12)
    assert place_on_scale(np.sqrt(6)) == pytest.approx(1.5)  # half way from 2 to 3, in logarithms
    assert place_on_scale(1 / np.sqrt(6)) == pytest.approx(-1.5)
    assert place_on_scale(20.0) == 8
    assert not STEPS.flags.writeable
    assert np.isnan(place_on_scale(np.nan))


@pytest.mark.parametrize(
    ("ratios", "is_settled"),
    [
        ((3, 3, 3, 3), True),
        ((2, 3, 3, 2), True),  # neighbouring steps
        ((4, 4), True),
        ((1, 1, 3, 3), False),
        ((1 / 2, 1 / 2, 2, 2), False),
        ((9, 2, 2, 2, 2), True),  # one alone does not unsettle a pair
        ((3, np.nan), False),  # one judgement is no agreement
    ],
)
def test_a_pair_is_settled_when_its_middle_half_is_within_a_step(ratios, is_settled):
    assert settled(spread(of_two(*ratios))).tolist() == [is_settled]


def test_a_shift_by_hand():
    """From 1, 3, 9 (median 3) to 3, 3, 5: two changed, by 2 + 0 + 4 steps, both nearer to 3."""
    found = shift(of_two(1, 3, 9), of_two(3, 3, 5))
    assert (found.compared, found.changed, found.nearer, found.farther) == (3, 2, 2, 0)
    assert found.steps == pytest.approx(2)


def test_who_judged_once_only_is_not_compared():
    found = shift(of_two(np.nan, 3), of_two(3, np.nan))
    assert (found.compared, found.changed, found.nearer, found.farther) == (0, 0, 0, 0)
    assert np.isnan(found.steps)


@given(data=st.data())
@few
def test_a_shift_panellist_by_panellist(data):
    k, n = data.draw(st.integers(1, 5)), data.draw(st.integers(2, 4))
    answer = st.sampled_from([*STEPS.tolist(), float("nan")])
    pairs = n * (n - 1) // 2
    old, new = (
        np.array(data.draw(st.lists(st.lists(answer, min_size=pairs, max_size=pairs), min_size=k, max_size=k)))
        for _ in range(2)
    )
    place = {round(float(step), 9): number - 8 for number, step in enumerate(STEPS)}
    compared = changed = nearer = farther = steps = 0
    for pair in range(pairs):
        said = [place[round(float(x), 9)] for x in old[:, pair] if not np.isnan(x)]
        for who in range(k):
            if np.isnan(old[who, pair]) or np.isnan(new[who, pair]):
                continue
            a, b, middle = (
                place[round(float(old[who, pair]), 9)],
                place[round(float(new[who, pair]), 9)],
                np.median(said),
            )
            compared += 1
            changed += a != b
            steps += abs(a - b)
            nearer += abs(b - middle) < abs(a - middle)
            farther += abs(b - middle) > abs(a - middle)
    found = shift(*(np.stack([from_upper_triangle(row, n) for row in each]) for each in (old, new)))
    assert (found.compared, found.changed, found.nearer, found.farther) == (compared, changed, nearer, farther)
    if compared:
        assert found.steps == pytest.approx(steps / compared)


def two_rounds(tmp_path):
    return panel(
        tmp_path,
        criteria="a b c",
        panellists="P1 P2 P3",
        judgements=[
            compare("P1", "goal", "a b c", "1 3 3"),
            compare("P2", "goal", "a b c", "3 3 3"),
            compare("P3", "goal", "a b c", "9 3 1/3"),
            compare("P1", "goal", "a b c", "3 ? ?", round=2),
            compare("P3", "goal", "a b c", "4 3 ?", round=2),
        ],
    )


def test_rounds_of_a_panel(tmp_path):
    """P1 goes from 1 to 3, P3 from 9 to 4 and stays at 3: 2 of 3 changed, by (2 + 5 + 0)/3 steps, both nearer."""
    first, second = mcda.rounds(two_rounds(tmp_path)).rounds
    assert (first.answered, first.pairs, first.compared) == (3, 3, 0)
    assert np.isnan([first.changed, first.steps, first.nearer]).all()
    assert first.settled == pytest.approx(1 / 3)  # a over c; 1 3 9 and 3 3 1/3 spread too far
    assert (second.answered, second.compared) == (2, 3)
    assert (second.changed, second.nearer) == (pytest.approx(2 / 3), pytest.approx(1))
    assert second.steps == pytest.approx(7 / 3)
    assert second.settled == pytest.approx(2 / 3)


def test_after_each_round_the_latest_answers_count(tmp_path):
    whole = two_rounds(tmp_path)
    found = mcda.rounds(whole).rounds
    assert found[1].consensus == pytest.approx(mcda.agreement(whole)["goal", "consensus"])
    assert found[0].consensus == pytest.approx(mcda.agreement(whole.in_rounds(1, 1))["goal", "consensus"])
    assert found[1].kendall_w == pytest.approx(mcda.agreement(whole)["goal", "kendall-w"])


def test_rounds_keep_their_comments_and_ratings(tmp_path):
    whole = two_rounds(tmp_path)
    assert [judgement.round for judgement in whole.in_rounds(2, 2).judgements] == [2, 2, 2]
    assert list(whole.in_rounds(1, 9).judgements) == list(whole.judgements)


def test_nobody_has_judged(tmp_path):
    with pytest.raises(AnalysisError, match="nobody has judged yet"):
        mcda.rounds(panel(tmp_path, criteria={"a": 0.5, "b": 0.5}, panellists="P1"))


def test_the_rules_say_of_each_round_whether_it_agreed_and_whether_the_panel_stops(tmp_path):
    """Round 1: P1 to P5 say 1, 1, 9, 9, 9, which is not settled. Round 2: P1, P2 say 9; P3 to P5 repeat 9; P6 joins."""
    rules = {"consensus": "settled", "at_least": 1, "most_rounds": 3, "stable": 0.1}
    rows = [
        *(compare(f"P{n}", "goal", "a b", "1" if n < 3 else "9") for n in range(1, 6)),
        *(compare(f"P{n}", "goal", "a b", "9", round=2) for n in range(1, 7)),
        *(compare(f"P{n}", "goal", "a b", "9", round=3) for n in range(1, 7)),
    ]
    people = "P1 P2 P3 P4 P5 P6"
    found = mcda.rounds(panel(tmp_path, criteria="a b", panellists=people, judgements=rows, rules=rules))
    assert [(each.agreed, each.stop, each.joined) for each in found.rounds] == [
        ("no", "", 0),
        ("yes", "", 1),
        ("yes", "rounds stable", 0),
    ]
    assert found.to_dict()["verdicts"] == [
        "Round 1: consensus is not reached; by the rules the panel goes on.",
        "Round 2: consensus is reached; by the rules the panel goes on.",
        "Round 3: consensus is reached; by the rules the panel stops, since it is the last round allowed and few "
        "enough answers changed.",
    ]
    without = mcda.rounds(panel(tmp_path, criteria="a b", panellists=people, judgements=rows))
    assert [each.agreed + each.stop for each in without.rounds] == ["", "", ""]
    assert without.verdicts() == ()


def test_two_rounds_of_the_same_panellists_are_asked_for():
    with pytest.raises(ValueError, match=r"before has shape \(2, 2, 2\), after \(1, 2, 2\)"):
        shift(of_two(3, 5), of_two(3))
    with pytest.raises(ValueError, match="both must be"):
        shift(of_two(3)[0], of_two(3)[0])


def test_a_pair_that_nobody_judged_has_no_quartiles_and_the_others_a_width():
    found = spread([from_upper_triangle([ratio, np.nan, np.nan], 3) for ratio in (2, 4, 8)])
    np.testing.assert_allclose(found.width[0], np.sqrt(32) / np.sqrt(8))  # half way from 4 to 8, and from 2 to 4
    assert np.isnan(found.width[1:]).all()
    assert np.isnan(spread(np.where(np.eye(2) == 1, [np.eye(2)] * 3, np.nan)).width).all()
    with pytest.raises(ValueError, match=r"matrices has shape \(2, 2\)"):
        spread(np.ones((2, 2)))


def test_one_panellist_or_one_criterion_has_nothing_to_agree_on(tmp_path):
    alone = panel(tmp_path / "a", criteria="a b", panellists="P1 P2", judgements=compare("P1", "goal", "a b", "3"))
    rows = [compare(id, "a", "b c", "3") for id in ("P1", "P2")]
    single = panel(tmp_path / "b", criteria={"a": "b c"}, panellists="P1 P2", judgements=rows)
    for asked in (alone, single):
        (found,) = mcda.rounds(asked).rounds
        assert np.isnan([found.consensus, found.kendall_w]).all()
    rows = [compare("P1", "goal", "b c", "3"), compare("P2", "goal", "b c", "2")]
    (found,) = mcda.rounds(panel(tmp_path / "c", criteria="b c", panellists="P1 P2", judgements=rows)).rounds
    assert not np.isnan([found.consensus, found.kendall_w]).any()


@pytest.mark.parametrize(("changed", "stop"), [("9", ""), ("3", "stable")])
def test_no_answer_may_change_where_nothing_less_is_stable(tmp_path, changed, stop):
    rules = {"consensus": "consensus", "at_least": 0.5, "most_rounds": 3, "stable": 0}
    rows = [
        *(compare(id, "goal", "a b", "3") for id in ("P1", "P2")),
        compare("P1", "goal", "a b", "3", round=2),
        compare("P2", "goal", "a b", changed, round=2),
    ]
    found = mcda.rounds(panel(tmp_path, criteria="a b", panellists="P1 P2", judgements=rows, rules=rules)).rounds
    assert [each.stop for each in found] == ["", stop]
    assert found[0].agreed == "yes"
