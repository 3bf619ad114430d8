"""What may leave the room: nothing that rests on the answers of fewer than five people."""

import random
import time
from itertools import combinations

import pytest

from criteria.disclosure import Given, as_told, discloses, tellable


def of(*numbers, answer=1):
    return frozenset(Given(f"P{number}", answer) for number in numbers)


ALL = of(*range(19))


def six_groups(size):
    """Everybody, and four halves of them: each of six groups is in two. Two halves less the whole leave two groups."""
    groups = [range(size * place, size * (place + 1)) for place in range(6)]
    members = dict(zip(combinations(range(4), 2), groups, strict=True))
    halves = [of(*(n for two, group in members.items() if half in two for n in group)) for half in range(4)]
    return [of(*range(6 * size)), *halves]


@pytest.mark.parametrize(
    ("told", "is_so"),
    [
        ([], False),
        ([frozenset()], False),
        ([of(*range(4))], True),
        ([of(*range(5))], False),
        ([ALL, ALL], False),
        ([ALL, ALL - of(7)], True),
        ([ALL, of(*range(15))], True),
        ([ALL, of(*range(14))], False),
        ([ALL, of(*range(8)), of(*range(8, 16))], True),
        ([ALL, ALL - of(7) | of(7, answer=2)], True),
        ([ALL, ALL - of(*range(5)) | of(*range(5), answer=2)], False),
        # The first two less the last two are twice P20, though every two of them differ by ten and more.
        (
            [
                of(20, *range(10)),
                of(20, *range(10, 20)),
                of(*range(5), *range(10, 15)),
                of(*range(5, 10), *range(15, 20)),
            ],
            True,
        ),
        # Six and five who share three; three sources of which every combination rests on five and more of ten.
        ([of(*range(6)), of(*range(3, 8))], False),
        (six_groups(2), True),
        (six_groups(3), False),
        (six_groups(3)[::-1], False),
        ([of(0, 1, 2, 3, 4, 5), of(0, 1, 2, 3, 4, 6, 7, 8, 9), of(3, 4, 5, 8, 9)], False),
    ],
)
def test_figures_disclose_what_they_give_away_together(told, is_so):
    assert discloses(told) is is_so


def test_of_organisations_of_eight_eight_and_three_neither_the_three_nor_one_of_the_eight_are_told():
    sizes = {"A": range(8), "B": range(8, 16), "C": range(16, 19)}
    wanted = {"": {"q": ALL}} | {name: {"q": of(*members)} for name, members in sizes.items()}
    assert tellable({}, wanted) == ("", "A")
    assert tellable({"q": [ALL]}, {name: wanted[name] for name in "BC"}) == ("B",)


def test_a_figure_is_told_if_none_of_its_questions_discloses_anything():
    assert tellable({}, {"x": {"q": ALL, "r": of(1, 2)}, "y": {"q": ALL, "r": frozenset()}}) == ("y",)
    assert tellable({}, {"x": {"q": frozenset()}}) == ()


@pytest.mark.parametrize(("count", "size", "people"), [(8, 15, 30), (12, 15, 30), (20, 15, 40)])
def test_many_sets_that_overlap_at_random_are_judged_while_somebody_waits(count, size, people):
    rng = random.Random(7)
    told = [of(*rng.sample(range(people), size)) for _ in range(count)]
    start = time.monotonic()
    discloses(told)
    assert time.monotonic() - start < 15


def test_of_more_than_sixty_figures_it_is_said_that_they_disclose():
    told = [of(*range(start, start + 5)) for start in range(0, 5 * 61, 5)]
    assert not discloses(told[:60])
    assert not discloses([*told[:60], of(), *told[:60]])
    assert discloses(told)


def test_nothing_is_said_about_fewer_than_two_who_are_nobody():
    assert discloses([of(1)], 2)
    assert discloses([ALL, ALL - of(7)], 2)
    assert not discloses([of(1), ALL, ALL - of(7)], 1)
    assert not discloses([of(1)], 0)


@pytest.mark.parametrize(("value", "people", "told"), [(0.12345, 9, 0.12), (0.12345, 10, 0.12345), (123.4, 5, 120.0)])
def test_figures_of_few_people_have_two_digits(value, people, told):
    assert as_told(value, people) == told


def test_what_does_not_exist_is_told_as_such():
    assert as_told(float("nan"), 6) != as_told(float("nan"), 6)
