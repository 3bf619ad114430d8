"""What holds of any roadmap: more money never buys less, and a need never helps."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from portfolios import problem

from mcda import roadmap

FEW = st.integers(2, 8)


@st.composite
def cases(draw):
    n = draw(FEW)
    costs = draw(st.lists(st.integers(0, 20), min_size=n, max_size=n))
    values = draw(st.lists(st.floats(0, 1), min_size=n, max_size=n))
    after = {place: draw(st.sets(st.integers(0, place - 1), max_size=2)) for place in range(1, n)}
    return costs, values, after


def worth(costs, values, after, budget):
    best = roadmap.best_set(problem(costs, after=after, budget=budget), values)
    return np.array(values) @ best


@given(case=cases(), budget=st.floats(0, 100), more=st.floats(0, 50))
def test_more_money_never_buys_less_and_the_frontier_says_how_much(case, budget, more):
    costs, values, after = case
    less, rich = worth(*case, budget), worth(*case, budget + more)
    assert rich >= less - 1e-9
    edge = roadmap.frontier(problem(costs, after=after), values)
    row = np.searchsorted(edge.costs, budget * (1 + 1e-9) + 1e-9, side="right") - 1
    np.testing.assert_allclose(edge.worth[row], less, atol=1e-8)


@given(case=cases(), budget=st.floats(0, 100))
def test_what_is_chosen_keeps_its_needs_and_no_need_helps(case, budget):
    costs, values, after = case
    best = roadmap.best_set(problem(costs, after=after, budget=budget), values)
    assert all(best[other] for place, needs in after.items() if best[place] for other in needs)
    assert np.array(costs) @ best <= budget + 1e-6
    assert worth(costs, values, {}, budget) >= np.array(values) @ best - 1e-9


@settings(deadline=None)  # the first call loads the solver
@given(case=cases(), budget=st.integers(0, 60), count=st.integers(1, 3))
def test_phases_never_buy_more_than_the_same_money_without(case, budget, count):
    costs, values, after = case
    phased = problem(costs, after=after, phases=[budget / count] * count)
    best = roadmap.best_set(phased, values)
    assert np.array(values) @ best <= worth(costs, values, after, budget) + 1e-9
