"""What may be told together, against trying every few people by brute force."""

import random
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.disclosure import Given, discloses, tellable


def discloses_by_trying(sources, fewest):
    """Whether leaving out all answers of some, fewer than so many, people lowers the rank of the matrix."""
    told = [source for source in sources if source]
    rows = [(answer.panellist, [float(answer in source) for source in told]) for answer in set().union(*told)]
    people = sorted({who for who, _ in rows})

    def rank(without):
        kept = [row for who, row in rows if who not in without]
        return np.linalg.matrix_rank(np.array(kept)) if kept else 0

    return any(
        rank(few) < rank(()) for count in range(1, fewest) for few in combinations(people, min(count, len(people)))
    )


@st.composite
def sources(draw):
    """Of up to 11 people who may change their answer from one figure to the next."""
    people = [f"P{number}" for number in range(draw(st.integers(1, 11)))]
    answers = dict.fromkeys(people, 0)
    found = []
    for _ in range(draw(st.integers(1, 5))):
        for who in draw(st.sets(st.sampled_from(people), max_size=3)):
            answers[who] = draw(st.integers(0, 2))
        members = draw(st.sets(st.sampled_from(people), min_size=1))
        found.append(frozenset(Given(who, answers[who]) for who in members))
    return found


@given(sources(), st.integers(2, 5))
def test_what_discloses_is_what_some_few_people_make_the_difference_of(told, fewest):
    assert discloses(told, fewest) is discloses_by_trying(told, fewest)


@pytest.mark.parametrize(("count", "people", "is_so"), [(20, 24, False), (24, 24, True)])
def test_many_sources_are_judged_as_exactly_as_few(count, people, is_so):
    """Minors of such matrices are far above what is small: arithmetic modulo a lesser number would go astray."""
    rng = random.Random(0)
    told = [frozenset(Given(f"P{n}", 1) for n in rng.sample(range(people), 12)) for _ in range(count)]
    assert discloses(told, 2) is discloses_by_trying(told, 2) is is_so


def test_what_rests_on_each_of_five_groups_of_people_discloses_nothing():
    """Fifteen sources, independent within each of five groups: what they give away together rests on one in each."""
    rng = random.Random(0)
    members = [rng.sample(range(90), 45) for _ in range(15)]
    matrix = np.array([[float(n in each) for each in members] for n in range(90)])
    assert [np.linalg.matrix_rank(matrix[group::5]) for group in range(5)] == [15] * 5
    assert not discloses(frozenset(Given(f"P{n}", 1) for n in each) for each in members)


def test_what_each_has_ten_people_of_its_own_for_discloses_nothing():
    """Fourteen of fifteen sources share others, too, in any way: whatever they give away rests on ten and more."""
    rng = random.Random(0)
    own = [range(10 * place, 10 * place + 10) for place in range(15)]
    shared = [rng.sample(range(150, 190), 20) for _ in range(14)]
    members = [{*mine, *more} for mine, more in zip(own, [*shared, []], strict=True)]
    assert not discloses(frozenset(Given(f"P{n}", 1) for n in each) for each in members)


@given(sources(), sources(), st.integers(2, 5))
def test_whatever_is_tellable_together_with_what_was_told_discloses_nothing(told, wanted, fewest):
    before = [source for source in told if not discloses([source], fewest)][:1]
    names = tellable({"q": before}, {str(n): {"q": source} for n, source in enumerate(wanted)}, fewest)
    chosen = [wanted[int(name)] for name in names]
    if chosen:
        assert not discloses_by_trying([*before, *chosen], fewest)
