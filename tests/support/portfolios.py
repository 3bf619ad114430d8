"""Random choices of steps, and the same answers by plain Python over every set, phase and order."""

from __future__ import annotations

from itertools import chain, combinations, permutations, product

import numpy as np

from mcda.roadmap import Problem, Synergy


def problem(
    costs, *, after=None, durations=None, uses=None, must=None, phases=None, lengths=None, capacities=(), **more
):
    """A problem, what is left out being no limit; `phases` are budgets, `capacities` those of every phase."""
    n = len(costs)
    budgets = np.array([np.inf] if phases is None else phases, dtype=float)
    return Problem(
        costs=np.array(costs, dtype=float),
        after=tuple(tuple((after or {}).get(place, ())) for place in range(n)),
        durations=np.array([1.0] * n if durations is None else durations, dtype=float),
        uses=np.array(uses, dtype=float) if uses is not None else np.zeros((n, len(capacities))),
        must=np.array([0] * n if must is None else must, dtype=np.intp),
        phase_budgets=budgets,
        phase_lengths=np.full(len(budgets), np.inf) if lengths is None else np.array(lengths, dtype=float),
        phase_capacities=np.tile(np.array(capacities, dtype=float), (len(budgets), 1)),
        **more,
    )


def random_problem(rng, n, phases=1, whole=True, timed=False):
    """Needs, exclusions, synergies, musts, a capacity and a budget, drawn; costs are whole numbers so that some tie."""
    turned = rng.permutation(n)
    after = {
        int(turned[place]): tuple(int(turned[other]) for other in range(place) if rng.random() < 0.15)
        for place in range(n)
    }
    pairs = lambda size: tuple(rng.choice(n, size, replace=False).tolist())  # noqa: E731
    budget = float(rng.integers(5, 25))
    return problem(
        rng.integers(0, 9, n) if whole else rng.random(n) * 9,
        after=after,
        durations=rng.integers(0, 5, n),
        uses=rng.integers(0, 3, (n, 1)),
        must=rng.choice([0] * 7 + [1, -1], n),
        exclusions=tuple(pairs(2) for _ in range(rng.integers(0, 3))),
        synergies=tuple(
            Synergy(
                members=pairs(int(rng.integers(2, 4))),
                adds=float(rng.choice([0, 0.5, -0.5, 0.25])),
                saves=float(rng.choice([0, 1, 2])),
            )
            for _ in range(rng.integers(0, 3))
        ),
        budget=budget,
        phases=[budget / phases * 1.1] * phases if phases > 1 else None,
        lengths=[6.0] * phases if timed else None,
        capacities=(8.0,),
    )


def subsets(n):
    """Every set of n places."""
    return chain.from_iterable(combinations(range(n), size) for size in range(n + 1))


def cost(asked, chosen):
    saved = sum(each.saves for each in asked.synergies if set(each.members) <= set(chosen))
    return sum(asked.costs[place] for place in chosen) - saved


def value(asked, chosen, values):
    more = sum(
        each.adds * sum(values[place] for place in each.members)
        for each in asked.synergies
        if set(each.members) <= set(chosen)
    )
    return sum(values[place] for place in chosen) + more


def can_be_chosen(asked, chosen):
    """Needs, exclusions, musts and the budget for all phases."""
    held = set(chosen)
    return (
        all(set(asked.after[place]) <= held for place in chosen)
        and all(len(held & set(exclusion)) <= 1 for exclusion in asked.exclusions)
        and all(
            (place in held) if must > 0 else must == 0 or place not in held for place, must in enumerate(asked.must)
        )
        and cost(asked, chosen) <= asked.budget + 1e-9
    )


def fits(asked, chosen, at):
    """Whether the steps, each in the phase that `at` says, keep the limits of the phases."""
    if any(at[other] > at[place] for place in chosen for other in asked.after[place]):
        return False
    for phase in range(asked.phases):
        here = [place for place in chosen if at[place] == phase]
        saved = sum(
            each.saves
            for each in asked.synergies
            if set(each.members) <= set(chosen) and max(at[place] for place in each.members) == phase
        )
        if sum(asked.costs[place] for place in here) - saved > asked.phase_budgets[phase] + 1e-9:
            return False
        if any(asked.uses[here].sum(axis=0) > asked.phase_capacities[phase] + 1e-9):
            return False

        def done(place, here=here):
            before = [done(other) for other in asked.after[place] if other in here]
            return asked.durations[place] + max(before, default=0.0)

        if any(done(place) > asked.phase_lengths[phase] + 1e-9 for place in here):
            return False
    return True


def phasings(asked, chosen):
    """Every way to put the steps into phases that keeps the limits."""
    for where in product(range(asked.phases), repeat=len(chosen)):
        at = dict(zip(chosen, where, strict=True))
        if fits(asked, chosen, at):
            yield at


def feasible(asked):
    """Every set that keeps all limits."""
    return [
        chosen
        for chosen in subsets(asked.n)
        if can_be_chosen(asked, chosen) and next(phasings(asked, chosen), None) is not None
    ]


def best(asked, values):
    """The set that is worth most, then the cheapest, then the one with the first step that not both hold; or None."""
    sets = feasible(asked)
    if not sets:
        return None
    key = lambda chosen: (  # noqa: E731
        -round(value(asked, chosen, values), 8),
        round(cost(asked, chosen), 8),
        [place not in chosen for place in range(asked.n)],
    )
    found = min(sets, key=key)
    return np.isin(np.arange(asked.n), found)


def least_delay(values, durations, after):
    """The least sum of value times completion over all orders."""
    orders = (
        order
        for order in permutations(range(len(values)))
        if all(order.index(other) < order.index(place) for place in order for other in after[place])
    )
    return min(
        sum(values[place] * t for place, t in zip(o, np.cumsum(durations[list(o)]), strict=True)) for o in orders
    )
