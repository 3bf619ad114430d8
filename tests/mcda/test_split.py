"""Disagreement between and within parts, against entropies written out and permutations counted one by one."""

from importlib import import_module
from itertools import permutations
from math import exp, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matrices import few, priority_panels
from scipy.stats import entropy

from mcda.agreement import homogeneity, split, split_by_chance

LIMITS = import_module("mcda.agreement.split")


def by_the_book(priorities, parts, say):
    """Between and within, with scipy's entropy and a loop over the parts."""
    mean = np.average(priorities, axis=0, weights=say)
    between, within = entropy(mean), 0.0
    for part in set(parts):
        members = np.array([each == part for each in parts])
        share = say[members].sum()
        own = np.average(priorities[members], axis=0, weights=say[members])
        inside = entropy(own) - np.average([entropy(p) for p in priorities[members]], weights=say[members])
        between -= share * entropy(own)
        within += share * inside
    return between, within


@given(priorities=priority_panels(), data=st.data())
@few
def test_parts_by_the_book(priorities, data):
    k = len(priorities)
    parts = data.draw(st.lists(st.sampled_from("abc"), min_size=k, max_size=k))
    say = np.array(data.draw(st.lists(st.integers(1, 5), min_size=k, max_size=k)), dtype=float)
    found = split(priorities, parts, say)
    between, within = by_the_book(priorities, parts, say / say.sum())
    assert found.between == pytest.approx(between, abs=1e-12)
    assert found.within == pytest.approx(within, abs=1e-12)
    assert found.total == pytest.approx(between + within, abs=1e-12)
    assert found.between >= 0
    assert found.within >= 0
    # the whole is what homogeneity is made of
    n = priorities.shape[1]
    if n > 1:
        assert homogeneity(priorities, say) == pytest.approx((exp(-found.total) - 1 / n) / (1 - 1 / n), abs=1e-9)


def test_two_camps_of_one_mind_each_disagree_only_between():
    found = split([[0.9, 0.1], [0.9, 0.1], [0.1, 0.9], [0.1, 0.9]], ["a", "a", "b", "b"])
    assert found.within == pytest.approx(0, abs=1e-15)
    assert found.total == pytest.approx(log(2) - entropy([0.9, 0.1]))
    assert found.share == pytest.approx(1)


def test_two_camps_that_are_split_alike_disagree_only_within():
    found = split([[0.9, 0.1], [0.1, 0.9], [0.9, 0.1], [0.1, 0.9]], ["a", "a", "b", "b"])
    assert found.between == pytest.approx(0, abs=1e-15)
    assert found.share == pytest.approx(0)


def test_nobody_disagrees_so_there_is_no_share():
    found = split([[0.5, 0.5], [0.5, 0.5]], ["a", "b"])
    assert found.total == 0
    assert np.isnan(found.share)


def test_a_part_whose_members_have_no_say_is_not_there():
    priorities, parts = np.random.default_rng(6).dirichlet(np.ones(3), 5), list("aabbc")
    found, alone = split(priorities, parts, [1, 2, 3, 4, 0]), split(priorities[:4], parts[:4], [1, 2, 3, 4])
    assert tuple(found) == pytest.approx(tuple(alone), rel=1e-12)


def test_only_the_proportions_of_what_panellists_weigh_count():
    priorities, parts = np.random.default_rng(6).dirichlet(np.ones(3), 4), list("aabb")
    found = split(priorities * [[1], [5], [9], [2]], parts)
    assert tuple(found) == pytest.approx(tuple(split(priorities, parts)), rel=1e-12)


def test_chance_is_9999_shuffles_where_no_other_number_is_asked_for():
    """None of which parts two camps of twelve as they are."""
    camps = np.repeat([[0.9, 0.1], [0.1, 0.9]], 12, axis=0)
    assert split_by_chance(camps, [*"a" * 12, *"b" * 12]).p == 1 / 10_000


def test_a_batch_is_its_cases():
    rng = np.random.default_rng(3)
    batch = rng.dirichlet(np.ones(4), (5, 6))
    parts = list("aabbcc")
    found = split(batch, parts)
    for number, case in enumerate(batch):
        assert found.between[number] == pytest.approx(float(split(case, parts).between), abs=1e-14)
        assert found.share[number] == pytest.approx(float(split(case, parts).share), abs=1e-12)


def test_chance_is_that_of_all_permutations():
    """Six panellists, two parts of three: all 720 orders, counted; the test draws 9,999 of them."""
    rng = np.random.default_rng(0)
    priorities = rng.dirichlet(np.ones(3), 6)
    parts = list("aaabbb")
    found = float(split(priorities, parts).between)
    all_of_them = [
        float(split(priorities, [parts[place] for place in order]).between) for order in permutations(range(6))
    ]
    exact = np.mean([each >= found - 1e-12 for each in all_of_them])
    chance = split_by_chance(priorities, parts)
    assert chance.p == pytest.approx(exact, abs=4 * np.sqrt(exact * (1 - exact) / 9_999) + 1e-4)
    assert chance.between == pytest.approx(np.mean(all_of_them), rel=0.03)


@pytest.mark.parametrize("numbers", [1_000_000, 60, 1])
def test_chance_is_the_mean_of_shuffles_one_by_one(monkeypatch, numbers):
    """However many fit into memory together; the order that was found counts among them."""
    monkeypatch.setattr(LIMITS, "BLOCK_NUMBERS", numbers)
    rng = np.random.default_rng(4)
    priorities, parts, say = rng.dirichlet(np.ones(3), 6), np.array(list("aabbbc")), rng.uniform(1, 3, 6)
    one_by_one, number = np.random.default_rng(0), np.array([0, 0, 1, 1, 1, 2])
    found = [split(priorities, one_by_one.permuted(number).tolist(), say).between for _ in range(50)]
    as_large = sum(each >= split(priorities, parts.tolist(), say).between - 1e-12 for each in found)
    chance = split_by_chance(priorities, parts.tolist(), say, permutations=50)
    assert chance.between == pytest.approx(np.mean(found), rel=1e-12)
    assert chance.p == (as_large + 1) / 51


def test_p_values_of_parts_that_mean_nothing_are_uniform():
    rng = np.random.default_rng(5)
    p = [
        split_by_chance(rng.dirichlet(np.ones(4), 9), list("aaabbbccc"), rng=rng, permutations=199).p
        for _ in range(400)
    ]
    assert np.mean(np.array(p) <= 0.05) == pytest.approx(0.05, abs=0.035)
    assert np.mean(p) == pytest.approx(0.5, abs=0.06)


@pytest.mark.parametrize(
    ("priorities", "parts", "weights", "said"),
    [
        ([[0.5, 0.5], [0.5, 0.5]], ["a"], None, "parts holds 1 names: it must hold 2"),
        ([[0.5, -0.5]], ["a"], None, "not negative"),
        ([[0.5, 0.5]], ["a"], [0.0], "all zero"),
    ],
)
def test_what_is_refused(priorities, parts, weights, said):
    with pytest.raises(ValueError, match=said):
        split(priorities, parts, weights)


def test_chance_is_asked_of_one_panel_at_a_time():
    with pytest.raises(ValueError, match=r"priorities has shape \(2, 2, 2\): it must be \(panellists, items\)"):
        split_by_chance(np.full((2, 2, 2), 0.5), ["a", "b"])
