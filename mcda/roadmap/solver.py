"""The best set of steps and the phases of its steps by mixed-integer programming (HiGHS): exact for hundreds of steps.

x[j, p] is 1 where step j is done in phase p, y[k] where all steps of synergy k are chosen, z[k, p] where its saving
counts in phase p, and t[j] is when step j is done, counted from the beginning of its phase.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any, NamedTuple

import numpy as np

from mcda.arrays import Array, BoolArray, IntArray
from mcda.roadmap.problem import Problem

UNITS = 1e4
"""What sums of values and of costs are scaled to, so that the solver's absolute tolerances are small shares of them."""
TOLERANCE = 1e-6
EARLIER = 1e-6
"""How much the phase of a step counts whatever its value, so that worthless steps are early too."""

_stdout = Lock()
"""Held while stdout leads nowhere, lest another thread take that for the real one and leave it so."""


class UnsolvedError(ValueError):
    """The solver ended without an answer; the message is its own."""


@contextmanager
def _stdout_to_itself() -> Iterator[None]:
    """Keep stdout, which is data, from HiGHS: up to 1.12 it may print a stray line whatever it is told (issue 2783)."""
    import ctypes
    import os

    c = ctypes.CDLL("ucrtbase" if os.name == "nt" else None)
    with _stdout:
        try:
            kept = os.dup(1)
        except OSError:  # no stdout, nothing to keep
            yield
            return
        nowhere = os.open(os.devnull, os.O_WRONLY)
        c.fflush(None)
        os.dup2(nowhere, 1)
        try:
            yield
        finally:
            c.fflush(None)
            os.dup2(kept, 1)
            os.close(kept)
            os.close(nowhere)


class Chosen(NamedTuple):
    """A set of steps and where each is done."""

    chosen: BoolArray
    """(n,)"""
    phases: IntArray
    """(n,) from 0; -1 where not chosen."""


class _Rows:
    """Linear constraints, row by row."""

    def __init__(self, columns: int) -> None:
        self.columns = columns
        self.rows: list[IntArray] = []
        self.places: list[IntArray] = []
        self.factors: list[Array] = []
        self.low: list[float] = []
        self.high: list[float] = []

    def add(self, places: Any, factors: Any, low: float, high: float) -> None:
        """low <= factors @ variables[places] <= high."""
        at = np.asarray(places, dtype=np.intp).ravel()
        self.rows.append(np.full(len(at), len(self.low)))
        self.places.append(at)
        self.factors.append(np.broadcast_to(np.asarray(factors, dtype=np.float64), at.shape))
        self.low.append(low)
        self.high.append(high)

    def copy(self) -> _Rows:
        """The same rows, to which others can be added."""
        other = _Rows(self.columns)
        other.rows, other.places, other.factors = list(self.rows), list(self.places), list(self.factors)
        other.low, other.high = list(self.low), list(self.high)
        return other

    def constraint(self) -> Any:
        """As scipy takes it."""
        from scipy.optimize import LinearConstraint
        from scipy.sparse import csr_array

        where = np.concatenate(self.rows), np.concatenate(self.places)
        matrix = csr_array((np.concatenate(self.factors), where), shape=(len(self.low), self.columns))
        return LinearConstraint(matrix, np.array(self.low), np.array(self.high))


class _Model:
    """The constraints of a problem, to be solved for one aim after the other."""

    def __init__(self, problem: Problem, must: IntArray) -> None:
        n, p, k = problem.n, problem.phases, len(problem.synergies)
        self.problem = problem
        self.timed = bool(np.isfinite(problem.phase_lengths).any())
        self.x = np.arange(n * p).reshape(n, p)
        self.y = n * p + np.arange(k)
        self.z = n * p + k + np.arange(k * p).reshape(k, p)
        self.t = n * p + k + k * p + np.arange(n if self.timed else 0)
        self.columns = n * p + k + k * p + len(self.t)
        self.rows = _Rows(self.columns)
        self.costs = np.zeros(self.columns)
        self.costs[self.x] = problem.costs[:, None]
        self.costs[self.z] = -np.array([synergy.saves for synergy in problem.synergies]).reshape(k, 1)
        self.scale = UNITS / max(float(problem.costs.sum()), 1e-300)
        self._choice(must)
        self._limits()
        if self.timed:
            self._times()

    def _choice(self, must: IntArray) -> None:
        """Musts, needs, exclusions and synergies."""
        problem, rows, p = self.problem, self.rows, self.problem.phases
        for place in range(problem.n):
            rows.add(self.x[place], 1.0, float(must[place] > 0), float(must[place] >= 0))
            for other in set(problem.after[place]):
                for phase in range(p):
                    span = slice(0, phase + 1)
                    factors = np.repeat([1.0, -1.0], phase + 1)
                    rows.add([*self.x[place, span], *self.x[other, span]], factors, -np.inf, 0.0)
        for exclusion in problem.exclusions:
            rows.add(self.x[sorted(set(exclusion))], 1.0, -np.inf, 1.0)
        for number, synergy in enumerate(problem.synergies):
            members = sorted(set(synergy.members))
            for place in members:
                rows.add([self.y[number], *self.x[place]], [1.0, *[-1.0] * p], -np.inf, 0.0)
                for phase in range(p):
                    span = slice(0, phase + 1)
                    rows.add(
                        [*self.z[number, span], *self.x[place, span]], np.repeat([1.0, -1.0], phase + 1), -np.inf, 0.0
                    )
            for phase in range(p):
                # The saving counts where the last of the steps is: all are done by then, and one of them just then.
                rows.add([self.z[number, phase], *self.x[members, phase]], [1.0, *[-1.0] * len(members)], -np.inf, 0.0)
            inside = self.x[members].ravel()
            rows.add([self.y[number], *inside], [-1.0, *[1.0] * len(inside)], -np.inf, len(members) - 1.0)
            rows.add([*self.z[number], self.y[number]], [*[1.0] * p, -1.0], 0.0, 0.0)

    def _limits(self) -> None:
        """Money and capacities, of each phase and of all."""
        problem, rows, scale = self.problem, self.rows, self.scale
        if np.isfinite(problem.budget):
            spent = np.concatenate([self.x.ravel(), self.z.ravel()])
            rows.add(spent, scale * self.costs[spent], -np.inf, scale * problem.budget)
        for phase in range(problem.phases):
            if np.isfinite(problem.phase_budgets[phase]):
                spent = np.concatenate([self.x[:, phase], self.z[:, phase]])
                rows.add(spent, scale * self.costs[spent], -np.inf, scale * problem.phase_budgets[phase])
            for kind, capacity in enumerate(problem.phase_capacities[phase]):
                if np.isfinite(capacity):
                    unit = UNITS / max(float(problem.uses[:, kind].sum()), 1e-300)
                    rows.add(self.x[:, phase], unit * problem.uses[:, kind], -np.inf, unit * capacity)

    def _times(self) -> None:
        """What is done in a phase is done within its length, one after the other where one needs the other."""
        problem, rows = self.problem, self.rows
        ever = float(problem.durations.sum())
        lengths = np.minimum(problem.phase_lengths, ever)
        for place, done in enumerate(self.t):
            rows.add([done, *self.x[place]], [1.0, *[-problem.durations[place]] * problem.phases], 0.0, np.inf)
            rows.add([done, *self.x[place]], [1.0, *-lengths], -np.inf, 0.0)
            for other in set(problem.after[place]):
                for phase in range(problem.phases):
                    # t[place] >= t[other] + duration, unless one of the two is not in this phase.
                    at = [done, self.t[other], self.x[place, phase], self.x[other, phase]]
                    bound = ever + problem.durations[place]
                    rows.add(at, [1.0, -1.0, -bound, -bound], problem.durations[place] - 2 * bound, np.inf)

    def solve(self, aim: Array) -> Array | None:
        """The variables that make the aim smallest; None where nothing keeps the constraints."""
        from scipy.optimize import Bounds, milp

        upper = np.ones(self.columns)
        upper[self.t] = np.inf
        whole = np.ones(self.columns)
        whole[self.t] = 0
        with _stdout_to_itself():
            found = milp(
                aim,
                integrality=whole,
                bounds=Bounds(np.zeros(self.columns), upper),
                constraints=self.rows.constraint(),
                options={"mip_rel_gap": 0.0},
            )
        if found.x is None:
            if found.status == 2:
                return None
            raise UnsolvedError(f"the solver gave up: {found.message}")
        return np.asarray(found.x)

    def solved(self, aim: Array) -> Array:
        """As `solve`, where something is known to keep the constraints."""
        found = self.solve(aim)
        if found is None:
            raise UnsolvedError("the solver lost what it had found")
        return found

    def hold(self, aim: Array, found: Array) -> None:
        """Ask from now on for what is as good by that aim, which is of whole variables only."""
        places = np.flatnonzero(aim)
        if len(places):
            self.rows.add(places, aim[places], -np.inf, float(aim[places] @ np.round(found[places])) + TOLERANCE)

    def has_other(self, chosen: BoolArray) -> bool:
        """Whether another set keeps the constraints too."""
        kept = self.rows.copy()
        self.rows.add(self.x, np.repeat(np.where(chosen, -1.0, 1.0), self.problem.phases), 1.0 - chosen.sum(), np.inf)
        found = self.solve(np.zeros(self.columns))
        self.rows = kept
        return found is not None

    def chosen(self, found: Array) -> Chosen:
        """The set that variables stand for."""
        done = found[self.x] > 0.5
        chosen = np.asarray(done.any(axis=1))
        return Chosen(chosen, np.where(chosen, done.argmax(axis=1), -1))

    def worth(self, values: Array) -> Array:
        """What each variable adds to the value, scaled."""
        worth = np.zeros(self.columns)
        worth[self.x] = values[:, None]
        for number, synergy in enumerate(self.problem.synergies):
            worth[self.y[number]] = synergy.adds * values[list(synergy.members)].sum()
        return np.asarray(worth * (UNITS / max(float(np.abs(worth).sum()), 1e-300)))


def best_by_solver(problem: Problem, values: Array, ties: bool = True) -> Chosen | None:
    """The feasible set of steps that is worth most; None where none is feasible.

    Parameters
    ----------
    problem : Problem
    values : (n,) float
        0 or more.
    ties : bool
        Whether to look for others that are worth the same: of those the cheapest is taken, and of those that cost the
        same the one that holds the first step, in the order of the steps, that not both hold. Without it, any.

    Raises
    ------
    UnsolvedError
        If the solver finds no answer.
    """
    model = _Model(problem, problem.must)
    worth = model.worth(values)
    found = model.solve(-worth)
    if found is None or not ties:
        return None if found is None else model.chosen(found)
    paid = model.scale * model.costs
    model.hold(-worth, found)
    if not model.has_other(model.chosen(found).chosen):
        return model.chosen(found)
    found = model.solved(paid)
    model.hold(paid, found)
    return model.chosen(_first_of_equals(model, found))


def _first_of_equals(model: _Model, found: Array) -> Array:
    """Of all variables that keep the constraints those with the first step, then the second, and so on."""
    chosen = model.chosen(found).chosen
    if not model.has_other(chosen):
        return found
    for place in range(model.problem.n):
        if not model.chosen(found).chosen[place]:
            aim = np.zeros(model.columns)
            aim[model.x[place]] = -1.0
            found = model.solved(aim)
        held = float(model.chosen(found).chosen[place])
        model.rows.add(model.x[place], 1.0, held, held)
    return found


def phases_of(problem: Problem, chosen: BoolArray, values: Array) -> IntArray | None:
    """The phase of each step of a set, (n,), from 0 and -1 where not chosen; None where the phases cannot hold the set.

    The sum of value times phase is least: what is worth most comes earliest, counted in phases.
    """
    if not problem.phased:
        return np.where(chosen, 0, -1)
    model = _Model(problem, np.where(chosen, 1, -1))
    aim = np.zeros(model.columns)
    weight = values + EARLIER * max(float(values.sum()), 1.0)
    aim[model.x] = weight[:, None] * np.arange(problem.phases) * (UNITS / float(weight.sum() * problem.phases))
    found = model.solve(aim)
    return None if found is None else model.chosen(found).phases
