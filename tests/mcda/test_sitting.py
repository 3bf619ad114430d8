"""What one panellist's answers say while they are given: the picture so far, and the review of what contradicts."""

import json
import subprocess
import sys
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from matrices import any_matrices, few, filled, quick, square
from panels import compare, panel, steps_of

import mcda
from mcda import AnalysisError
from mcda.analysis.sitting import WORDS, contradictions, picture
from mcda.consistency import SAATY_SCALE, at_odds, consistency_ratio
from mcda.pairwise import rescale
from mcda.priorities import PRIORITY_METHODS, geometric_mean

NOTHING, WELL, ROUGHLY, NOT = WORDS
CIRCLE = {("policy", "legal"): 3, ("legal", "economic"): 4, ("economic", "policy"): 2}
AT_A_LEAF = {("one", "two"): 2, ("s1", "s2"): 3, ("s2", "s3"): 4, ("s3", "s1"): 2}


@pytest.fixture(scope="module")
def three(tmp_path_factory):
    return panel(tmp_path_factory.mktemp("three"), criteria="policy legal economic", panellists="P1")


@pytest.fixture(scope="module")
def of_size(tmp_path_factory):
    """A panel of so many criteria c0, c1, ..."""
    made = {}

    def of(n):
        if n not in made:
            names = " ".join(f"c{i}" for i in range(n))
            made[n] = panel(tmp_path_factory.mktemp("criteria"), criteria=names, panellists="P1")
        return made[n]

    return of


@pytest.fixture(scope="module")
def alternatives(tmp_path_factory):
    """Solutions and steps under the leaves a1, a2 and b."""
    return panel(
        tmp_path_factory.mktemp("leaves"),
        criteria={"a": {"a1": None, "a2": None}, "b": None},
        panellists="P1",
        solutions="one two three",
        steps=steps_of(one="s1 s2 s3"),
    )


def settings(of, **chosen):
    return replace(of, settings=replace(of.settings, **chosen))


def of_three(product):
    """CR of three items whose judgements multiply to this on the way round: 1 + t + 1/t with t its cube root."""
    t = product ** (1 / 3)
    return (t + 1 / t - 2) / 2 / 0.5247  # Alonso & Lamata (2006)


def answers_of(matrix):
    """The judged pairs of a matrix as answers between c0, c1, ..."""
    return {(f"c{i}", f"c{j}"): float(matrix[i, j]) for i, j in combinations(range(len(matrix)), 2) if matrix[i, j] > 0}


def matrix_of(items, answers):
    matrix = np.full((len(items), len(items)), np.nan)
    np.fill_diagonal(matrix, 1)
    for (first, second), ratio in answers.items():
        i, j = items.index(first), items.index(second)
        matrix[i, j], matrix[j, i] = ratio, 1 / ratio
    return matrix


def said(answers, first, second):
    return answers[first, second] if (first, second) in answers else 1 / answers[second, first]


class TestPicture:
    def test_before_the_first_answer_nothing_is_known(self, three):
        found = picture(three, "goal", {})
        assert found.items == ("policy", "legal", "economic")
        assert np.isnan(found.priorities).all()
        assert (found.whole, found.checked, found.word) == (False, 0, NOTHING)
        assert np.isnan(found.ratio)

    def test_one_answer_joins_two_items(self, three):
        found = picture(three, "goal", {("economic", "policy"): 3})
        assert found.priorities == pytest.approx((1 / 4, np.nan, 3 / 4), nan_ok=True)
        assert (found.whole, found.checked, found.word) == (False, 0, NOTHING)

    @pytest.mark.parametrize("pairs", [[("c0", "c1"), ("c1", "c2"), ("c2", "c3")], [("c0", "c1"), ("c2", "c3")]])
    def test_answers_that_no_other_checks_have_nothing_to_compare(self, of_size, pairs):
        found = picture(of_size(4), "goal", dict.fromkeys(pairs, 9))
        assert (found.checked, found.word) == (0, NOTHING)
        assert np.isnan(found.ratio)
        assert contradictions(of_size(4), "goal", dict.fromkeys(pairs, 9)) == ()

    def test_answers_that_agree(self, of_size):
        """8 : 4 : 2 : 1."""
        found = picture(of_size(4), "goal", answers_of(square(4, "2 4 8 2 4 2")))
        assert found.priorities == pytest.approx((8 / 15, 4 / 15, 2 / 15, 1 / 15), rel=1e-12)
        assert (found.whole, found.checked, found.word) == (True, 3, WELL)
        assert found.ratio == pytest.approx(0, abs=1e-12)

    def test_answers_that_cannot_all_hold(self, three):
        """Geometric means of the rows: the cube roots of 3/2, 4/3 and 1/2."""
        found = picture(three, "goal", CIRCLE)
        roots = np.cbrt([3 / 2, 4 / 3, 1 / 2])
        assert found.priorities == pytest.approx(tuple(roots / roots.sum()), rel=1e-12)
        assert (found.whole, found.checked, found.word) == (True, 1, NOT)
        assert found.ratio == pytest.approx(of_three(24), rel=1e-9)

    @pytest.mark.parametrize(("product", "word"), [(2.6, WELL), (2.7, ROUGHLY), (3.9, ROUGHLY), (4.0, NOT)])
    def test_the_word_follows_the_ratio(self, three, product, word):
        """A CR of 0.10 is a product of 2.634 on the way round, one of 0.20 a product of 3.92."""
        answers = {("policy", "legal"): 3, ("legal", "economic"): 2, ("policy", "economic"): 6 / product}
        found = picture(three, "goal", answers)
        assert found.ratio == pytest.approx(of_three(product), rel=1e-9)
        assert found.word == word

    def test_a_circle_never_agrees_well(self, three):
        answers = {("policy", "legal"): 1.2, ("legal", "economic"): 1.2, ("economic", "policy"): 1.2}
        found = picture(three, "goal", answers)
        assert found.ratio == pytest.approx(of_three(1.2**3), rel=1e-9)
        assert found.ratio < 0.1
        assert found.word == ROUGHLY

    def test_the_word_is_there_before_all_items_are_joined(self, of_size):
        answers = {("c0", "c1"): 3, ("c1", "c3"): 4, ("c3", "c0"): 2}
        found = picture(of_size(5), "goal", answers)
        assert (found.whole, found.checked, found.word) == (False, 1, NOT)
        assert found.ratio == pytest.approx(of_three(24), rel=1e-9)
        roots = np.cbrt([3 / 2, 4 / 3, 1 / 2])
        a, b, d = roots / roots.sum()
        assert found.priorities == pytest.approx((a, b, np.nan, d, np.nan), nan_ok=True)

    def test_a_smaller_group_may_be_the_one_that_contradicts_itself(self, of_size):
        answers = {("c0", "c1"): 2, ("c1", "c2"): 2, ("c2", "c3"): 2, ("c4", "c5"): 3, ("c5", "c6"): 4, ("c6", "c4"): 2}
        found = picture(of_size(7), "goal", answers)
        assert (found.whole, found.checked, found.word) == (False, 1, NOT)
        assert found.priorities[:4] == pytest.approx((8 / 15, 4 / 15, 2 / 15, 1 / 15))
        assert np.isnan(found.priorities[4:]).all()

    def test_a_single_item_weighs_all(self, of_size):
        found = picture(of_size(1), "goal", {})
        assert (found.priorities, found.whole, found.word) == ((1.0,), True, NOTHING)

    @pytest.mark.parametrize("method", PRIORITY_METHODS)
    def test_the_panel_chooses_the_priorities(self, of_size, method):
        matrix = square(5, "3 ? 1/2 5 4 ? 2 3 ? 1/3")
        found = picture(settings(of_size(5), priorities=method), "goal", answers_of(matrix))
        assert found.priorities == pytest.approx(tuple(PRIORITY_METHODS[method](matrix)), rel=1e-9)

    @pytest.mark.parametrize("scale", ["root", "balanced-n", "adaptive"])
    def test_it_is_what_analysis_says_of_the_same_judgements(self, tmp_path, scale):
        text = "3 1/2 4 7 1/3 2 5 4 6 1/2"
        judgements = compare("P1", "goal", "c0 c1 c2 c3 c4", text)
        judged = panel(
            tmp_path, criteria="c0 c1 c2 c3 c4", panellists="P1", judgements=judgements, settings={"scale": scale}
        )
        found = picture(judged, "goal", answers_of(square(5, text)))
        assert found.ratio == pytest.approx(mcda.consistency(judged).nodes[0].cr, rel=1e-9)
        assert found.priorities == pytest.approx(tuple(geometric_mean(rescale(square(5, text), scale))), rel=1e-9)

    def test_the_panel_chooses_the_random_index(self, three):
        found = picture(settings(three, random_index="saaty-1980"), "goal", CIRCLE)
        assert found.ratio == pytest.approx(of_three(24) * 0.5247 / 0.58, rel=1e-9)

    def test_beyond_its_table_the_ratio_is_by_alonso_and_lamatas_line(self, of_size):
        matrix = np.ones((16, 16))
        matrix[0, 15], matrix[15, 0] = 9, 1 / 9
        many = settings(of_size(16), random_index="saaty-1980")
        found = picture(many, "goal", answers_of(matrix))
        largest = np.linalg.eigvals(matrix).real.max()
        assert found.ratio == pytest.approx((largest - 16) / (2.7699 * 16 - 4.3513 - 16), rel=1e-9)
        assert found.word == WELL
        [first] = contradictions(many, "goal", answers_of(matrix), limit=0.01, top=1)
        assert (first.pair, first.given) == (("c0", "c15"), 9)

    @quick
    @given(data=st.data())
    def test_the_order_of_the_items_is_of_no_matter(self, of_size, data):
        matrix = data.draw(any_matrices)
        n = len(matrix)
        order = data.draw(st.permutations(range(n)))
        renamed = {(f"c{order[int(a[1:])]}", f"c{order[int(b[1:])]}"): r for (a, b), r in answers_of(matrix).items()}
        one, other = picture(of_size(n), "goal", answers_of(matrix)), picture(of_size(n), "goal", renamed)
        assert (one.whole, one.checked) == (other.whole, other.checked)
        assert one.ratio == pytest.approx(other.ratio, abs=1e-9, nan_ok=True)
        assert one.priorities == pytest.approx([other.priorities[order[i]] for i in range(n)], rel=1e-8)

    @quick
    @given(matrix=any_matrices, turned=st.randoms(use_true_random=False))
    def test_how_a_pair_was_asked_is_of_no_matter(self, of_size, matrix, turned):
        answers = answers_of(matrix)
        other_way = dict(
            ((a, b), ratio) if turned.random() < 0.5 else ((b, a), 1 / ratio) for (a, b), ratio in answers.items()
        )
        one, other = (picture(of_size(len(matrix)), "goal", given) for given in (answers, other_way))
        assert one.priorities == pytest.approx(other.priorities, rel=1e-9)
        assert one.ratio == pytest.approx(other.ratio, abs=1e-9, nan_ok=True)
        assert one.word == other.word


class TestContradictions:
    def test_three_answers_that_cannot_all_hold(self, three):
        """The product is 24; 1/5 for the last leaves 12/5, and the first is within a CR of 0.10, a product of 2.63."""
        found = contradictions(three, "goal", CIRCLE)
        first = found[0]
        assert first.triad == (("policy", "legal", 3), ("legal", "economic", 4), ("economic", "policy", 2))
        assert (first.pair, first.given) == (("economic", "policy"), 2)
        assert first.proposed == pytest.approx(1 / 5)
        assert first.ratio_before == pytest.approx(of_three(24), rel=1e-9)
        assert first.ratio_after == pytest.approx(of_three(12 / 5), rel=1e-9)
        assert first.mends
        before, after = np.cbrt([3 / 2, 4 / 3, 1 / 2]), np.cbrt([3 * 5, 4 / 3, 1 / 5 / 4])
        assert (
            [item for item, _ in first.before] == [item for item, _ in first.after] == ["policy", "legal", "economic"]
        )
        assert [share for _, share in first.before] == pytest.approx(list(before / before.sum()))
        assert [share for _, share in first.after] == pytest.approx(list(after / after.sum()))

    def test_of_judgements_equally_far_off_the_smallest_change_that_mends_comes_first(self, three):
        """2 to 1/5 is ten times; 3 to 1/4 and 4 to 1/3 are twelve."""
        found = contradictions(three, "goal", CIRCLE)
        assert [one.pair for one in found] == [("economic", "policy"), ("policy", "legal"), ("legal", "economic")]
        assert [one.proposed for one in found] == pytest.approx([1 / 5, 1 / 4, 1 / 3])
        assert all(one.mends for one in found)

    def test_asked_the_other_way_it_is_the_inverse(self, three):
        answers = {**CIRCLE, ("policy", "economic"): 1 / 2}
        del answers["economic", "policy"]
        first, *_ = contradictions(three, "goal", answers)
        assert (first.pair, first.given) == (("policy", "economic"), 1 / 2)
        assert first.proposed == pytest.approx(5)
        assert first.triad[-1] == ("economic", "policy", 2)

    def test_judgements_that_go_no_circle_are_told_in_the_direction_of_preference(self, three):
        """Twice and once more would be 2 rather than 9."""
        answers = {("policy", "legal"): 2, ("economic", "legal"): 1, ("economic", "policy"): 1 / 9}
        found = {one.pair: one.triad for one in contradictions(three, "goal", answers)}
        long_way = (("policy", "legal", 2), ("legal", "economic", 1), ("policy", "economic", 9))
        assert found["economic", "policy"] == long_way
        assert found["policy", "legal"] == (("policy", "economic", 9), ("economic", "legal", 1), ("policy", "legal", 2))

    @pytest.mark.parametrize("seed", range(12))
    def test_the_triad_is_the_worst_of_those_that_the_change_makes_less_contradictory(self, of_size, seed):
        draws = np.random.default_rng(seed)
        scale = [*(1 / np.arange(9, 1, -1)), *range(1, 10)]
        items = [f"c{i}" for i in range(6)]
        answers = {pair: float(draws.choice(scale)) for pair in combinations(items, 2) if draws.random() < 0.7}

        def factor(triad, said):
            ratio = {**said, **{(b, a): 1 / r for (a, b), r in said.items()}}
            a, b, c = triad
            return round(abs(np.log(ratio[a, b] * ratio[b, c] * ratio[c, a])), 9)

        judged = [triad for triad in combinations(items, 3) if all(pair in answers for pair in combinations(triad, 2))]
        for one in contradictions(of_size(6), "goal", answers):
            changed = {**answers, one.pair: one.proposed}
            of_the_pair = [triad for triad in judged if set(one.pair) <= set(triad)]
            mended = [triad for triad in of_the_pair if factor(triad, changed) < factor(triad, answers)]
            named = {item for judgement in one.triad for item in judgement[:2]}
            assert bool(named) == bool(mended)
            if mended:
                assert factor(sorted(named), answers) == max(factor(triad, answers) for triad in mended)

    def test_where_nothing_reaches_the_limit_the_best_is_proposed(self, three):
        answers = dict.fromkeys(CIRCLE, 9)
        for one in contradictions(three, "goal", answers):
            assert not one.mends
            assert one.proposed == pytest.approx(1 / 9)
            assert one.ratio_after == pytest.approx(of_three(9), rel=1e-9)

    @pytest.mark.parametrize("text", ["2 4 8 2 4 2", "1 1 1 1 1 1", "2 4 9 2 4 2"])
    def test_answers_that_agree_hold_none(self, of_size, text):
        assert contradictions(of_size(4), "goal", answers_of(square(4, text))) == ()

    def test_a_small_circle_is_broken_by_equal_importance(self, of_size):
        """c0 a little over c1, c1 over c2, c2 over c0 more so, and all far over c3 and c4."""
        matrix = square(5, "1.1 1/1.5 9 9  1.2 9 9  9 9  1".replace("1/1.5", "2/3"))
        found = contradictions(of_size(5), "goal", answers_of(matrix))
        [only] = found
        assert consistency_ratio(matrix) < 0.1
        assert only.triad == (("c1", "c2", 1.2), ("c2", "c0", pytest.approx(1.5)), ("c0", "c1", 1.1))
        assert (only.pair, only.given, only.proposed) == (("c0", "c1"), 1.1, 1)
        matrix[0, 1] = matrix[1, 0] = 1
        assert only.ratio_after == pytest.approx(float(consistency_ratio(matrix)), abs=1e-9)
        assert only.ratio_after <= only.ratio_before
        assert only.mends

    def test_a_judgement_that_breaks_two_circles_is_proposed_once(self, of_size):
        """c0 a little over c1; both c2 and c3 are above c0 and below c1."""
        answers = {("c0", "c1"): 1.1, ("c1", "c2"): 1.2, ("c2", "c0"): 1.3, ("c1", "c3"): 1.25, ("c3", "c0"): 1.4}
        answers["c2", "c3"] = 1
        found = contradictions(of_size(4), "goal", answers, top=9)
        assert [(one.pair, one.proposed) for one in found] == [(("c0", "c1"), 1)]
        assert found[0].triad == (("c1", "c3", 1.25), ("c3", "c0", 1.4), ("c0", "c1", 1.1))  # the worse of the two

    def test_judgements_in_no_triad_are_proposed_without_one(self, of_size):
        """A ring of four: 3, 2, 4 and so 24, but 1 is said."""
        answers = {("c0", "c1"): 3, ("c1", "c2"): 2, ("c2", "c3"): 4, ("c0", "c3"): 1}
        found = contradictions(of_size(4), "goal", answers, top=4)
        assert {one.pair for one in found} == set(answers)
        assert all(one.triad == () for one in found)

    def test_items_not_joined_are_looked_at_group_by_group(self, of_size):
        """The second group is worse: 9, 9 and 9 on the way round."""
        answers = {("c0", "c1"): 3, ("c1", "c2"): 4, ("c2", "c0"): 2, ("c3", "c4"): 9, ("c4", "c5"): 9, ("c5", "c3"): 9}
        found = contradictions(of_size(6), "goal", answers, top=6)
        assert [one.ratio_before for one in found] == pytest.approx([of_three(729)] * 3 + [of_three(24)] * 3)
        assert {item for item, _ in found[0].before} == {"c3", "c4", "c5"}
        assert {item for item, _ in found[-1].before} == {"c0", "c1", "c2"}

    @pytest.mark.parametrize("top", [0, 1, 2])
    def test_there_are_no_more_than_asked_for(self, three, top):
        assert contradictions(three, "goal", CIRCLE, top=top) == contradictions(three, "goal", CIRCLE)[:top]

    def test_a_higher_limit_lets_more_pass(self, three):
        answers = {("policy", "legal"): 2, ("legal", "economic"): 2, ("policy", "economic"): 1}
        assert contradictions(three, "goal", answers)
        assert contradictions(three, "goal", answers, limit=0.3) == ()

    def test_the_scale_of_the_panel_reads_the_answers_and_the_proposal(self, three):
        """Square roots: the product is the root of 24; 1/2 for 2 leaves that of 6, and 1 that of 12, too much."""
        first, *_ = contradictions(settings(three, scale="root"), "goal", CIRCLE)
        assert (first.pair, first.given, first.proposed) == (("economic", "policy"), 2, 1 / 2)
        assert first.triad[0] == ("policy", "legal", 3)
        assert first.ratio_before == pytest.approx(of_three(24**0.5), rel=1e-9)
        assert first.ratio_after == pytest.approx(of_three(6**0.5), rel=1e-9)

    @few
    @given(matrix=any_matrices, scale=st.sampled_from(["linear", "balanced", "power"]))
    def test_proposals_do_what_they_say(self, of_size, matrix, scale):
        n, answers = len(matrix), answers_of(matrix)
        items = [f"c{i}" for i in range(n)]
        for one in contradictions(settings(of_size(n), scale=scale), "goal", answers):
            assert answers[one.pair] == one.given
            assert np.isclose(SAATY_SCALE, one.proposed, rtol=1e-12).any()
            before, after = (
                rescale(matrix_of(items, given), scale) for given in (answers, answers | {one.pair: one.proposed})
            )
            assert one.ratio_before == pytest.approx(float(consistency_ratio(before)), abs=1e-9)
            assert one.ratio_after == pytest.approx(float(consistency_ratio(after)), abs=1e-9)
            assert one.ratio_after < one.ratio_before + 1e-9
            assert one.mends == (one.ratio_after <= 0.1)
            for shown, expected in ((one.before, before), (one.after, after)):
                assert dict(shown) == pytest.approx(dict(zip(items, geometric_mean(expected), strict=True)), rel=1e-9)
                assert [share for _, share in shown] == pytest.approx(sorted(dict(shown).values(), reverse=True))
            if one.triad:
                assert {*one.triad[-1][:2]} == {*one.pair}
                assert len({frozenset(told[:2]) for told in one.triad}) == 3
                assert len({item for told in one.triad for item in told[:2]}) == 3
                for a, b, ratio in one.triad:
                    assert ratio >= 1
                    assert ratio == pytest.approx(said(answers, a, b), rel=1e-12)

    @few
    @given(matrix=any_matrices)
    def test_the_change_brings_the_triad_that_is_shown_nearer(self, of_size, matrix):
        answers = answers_of(matrix)
        for one in contradictions(of_size(len(matrix)), "goal", answers):
            if one.triad:
                a, b = one.pair
                c = next(item for told in one.triad for item in told[:2] if item not in one.pair)
                others = said(answers, b, c) * said(answers, c, a)
                assert abs(np.log(others * one.proposed)) < abs(np.log(others * one.given))

    @few
    @given(matrix=any_matrices)
    def test_how_a_pair_was_asked_turns_only_the_pair(self, of_size, matrix):
        answers = answers_of(matrix)
        turned = {(b, a): 1 / ratio for (a, b), ratio in answers.items()}
        found = contradictions(of_size(len(matrix)), "goal", answers)
        again = contradictions(of_size(len(matrix)), "goal", turned)
        assert [one.pair for one in found] == [one.pair[::-1] for one in again]
        for one, other in zip(found, again, strict=True):
            assert one.proposed == pytest.approx(1 / other.proposed)
            assert one.ratio_after == pytest.approx(other.ratio_after, abs=1e-9)
            assert {frozenset(told[:2]) for told in one.triad} == {frozenset(told[:2]) for told in other.triad}

    @few
    @given(data=st.data())
    def test_the_order_of_the_items_is_of_no_matter(self, of_size, data):
        """But where judgements are equally far off."""
        upper = data.draw(st.lists(st.integers(-219, 219).map(lambda log: np.exp(log / 100)), min_size=10, max_size=10))
        matrix = filled(5, upper)
        errors = sorted(one.error for one in at_odds(matrix))
        assume(all(np.diff(errors) > 1e-6))
        order = data.draw(st.permutations(range(5)))
        renamed = {(f"c{order[int(a[1:])]}", f"c{order[int(b[1:])]}"): r for (a, b), r in answers_of(matrix).items()}
        found, again = (contradictions(of_size(5), "goal", answers) for answers in (answers_of(matrix), renamed))
        if found and found[0].ratio_before > 0.1:
            assert [tuple(f"c{order[int(id[1:])]}" for id in one.pair) for one in found] == [one.pair for one in again]
            assert [one.proposed for one in found] == pytest.approx([one.proposed for one in again])


class TestLeaves:
    def test_steps_are_looked_at_without_the_solutions(self, alternatives):
        found = picture(alternatives, "a1", AT_A_LEAF, ["s3", "s1", "s2"])
        assert found.items == ("s1", "s2", "s3")
        assert (found.whole, found.checked, found.word) == (True, 1, NOT)
        first, *_ = contradictions(alternatives, "a1", AT_A_LEAF, ["s1", "s2", "s3"])
        assert first.pair == ("s3", "s1")

    def test_and_solutions_without_the_steps(self, alternatives):
        found = picture(alternatives, "b", AT_A_LEAF, ["one", "two", "three"])
        assert found.priorities == pytest.approx((2 / 3, 1 / 3, np.nan), nan_ok=True)
        assert contradictions(alternatives, "b", AT_A_LEAF, ["one", "two", "three"]) == ()

    def test_a_scale_counts_all_steps_though_some_are_looked_at(self, alternatives):
        """Of three items the adaptive scale reads x as x to the power 1 + log 2 / log 9."""
        found = picture(settings(alternatives, scale="adaptive"), "a1", {("s1", "s2"): 3}, ["s1", "s2"])
        ratio = 3 ** (1 + np.log(2) / np.log(9))
        assert found.priorities == pytest.approx((ratio / (1 + ratio), 1 / (1 + ratio)), rel=1e-12)

    @pytest.mark.parametrize("items", [None, ["one", "s1"]])
    def test_solutions_and_steps_together_are_refused(self, alternatives, items):
        with pytest.raises(AnalysisError, match="a1: solutions and steps are not compared with each other"):
            picture(alternatives, "a1", {}, items)

    def test_items_that_the_node_has_not_are_refused(self, alternatives):
        with pytest.raises(AnalysisError, match="no item 's11' at a1: did you mean 's1'"):
            picture(alternatives, "a1", {}, ["s11"])


class TestRefused:
    @pytest.mark.parametrize("question", [picture, contradictions])
    @pytest.mark.parametrize(
        ("node", "answers", "message"),
        [
            ("gaol", {}, "no node 'gaol': did you mean 'goal'"),
            ("goal", {("policy", "legl"): 2}, "no item 'legl' at goal: did you mean 'legal'"),
            ("goal", {("policy", "policy"): 2}, "goal: policy is compared with itself"),
            ("goal", {("policy", "legal"): 2, ("legal", "policy"): 2}, "goal: policy and legal are answered twice"),
            ("goal", {("policy", "legal"): 0}, "goal: policy over legal is 0: a ratio is positive and finite"),
            ("goal", {("policy", "legal"): float("nan")}, "goal: policy over legal is nan"),
            ("goal", {("policy", "legal"): float("inf")}, "goal: policy over legal is inf"),
        ],
    )
    def test_it_names_the_place_and_the_cure(self, three, question, node, answers, message):
        with pytest.raises(AnalysisError, match=message):
            question(three, node, answers)

    def test_nothing_to_compare_is_refused(self, three):
        with pytest.raises(AnalysisError, match="goal: no items to compare"):
            picture(three, "goal", {}, [])


def test_arguments_are_not_changed(three):
    answers = dict(CIRCLE)
    picture(three, "goal", answers)
    contradictions(three, "goal", answers)
    assert answers == CIRCLE


def test_it_needs_numpy_alone():
    script = (
        "import json, sys, mcda.analysis.sitting; print(json.dumps(sorted({n.partition('.')[0] for n in sys.modules})))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    loaded = set(json.loads(done.stdout))
    assert "numpy" in loaded
    assert not loaded & {"scipy", "pandas", "pymcdm", "ahpy", "textual", "click", "matplotlib"}
