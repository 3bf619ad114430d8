"""PROMETHEE: how much each alternative is preferred to each other one; PREFERENCE_FUNCTIONS (name -> function)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from mcda.arrays import Array, ArrayLike
from mcda.ranking.problem import decision_problem, weigh
from mcda.ranking.ranks import levelled


def usual(d: Array, q: float, p: float, s: float) -> Array:  # noqa: ARG001
    """Type I: any advantage d above 0 is full preference, 1."""
    return (d > 0).astype(np.float64)


def u_shape(d: Array, q: float, p: float, s: float) -> Array:  # noqa: ARG001
    """Type II: an advantage d up to q is none, above it full preference."""
    return (d > q).astype(np.float64)


def v_shape(d: Array, q: float, p: float, s: float) -> Array:  # noqa: ARG001
    """Type III: preference d/p, rising to 1 at p."""
    return np.clip(d / p, 0.0, 1.0)


def level(d: Array, q: float, p: float, s: float) -> Array:  # noqa: ARG001
    """Type IV: none up to q, a half up to p, full above."""
    return 0.5 * (d > q) + 0.5 * (d > p)


def linear(d: Array, q: float, p: float, s: float) -> Array:  # noqa: ARG001
    """Type V, v-shape with indifference: none up to q, (d - q)/(p - q), full from p."""
    return np.clip((d - q) / (p - q), 0.0, 1.0)


def gaussian(d: Array, q: float, p: float, s: float) -> Array:  # noqa: ARG001
    """Type VI: 1 - exp(-d^2 / (2 s^2)) for an advantage d above 0."""
    share = np.maximum(d, 0.0) / s
    return -np.expm1(-0.5 * share * share)


PreferenceFunction = Callable[[Array, float, float, float], Array]

PREFERENCE_FUNCTIONS: dict[str, PreferenceFunction] = {
    "usual": usual,
    "u-shape": u_shape,
    "v-shape": v_shape,
    "level": level,
    "linear": linear,
    "gaussian": gaussian,
}
"""Types I to VI of Brans, Vincke & Mareschal (1986): name -> function(d, q, p, s), all in the column's units."""

_NEEDS_P = {"v-shape", "level", "linear"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference:
    """How an advantage under one criterion turns into a preference between 0 and 1."""

    function: str = "usual"
    """A name of PREFERENCE_FUNCTIONS."""
    q: float = 0.0
    """Indifference: advantages up to this count for nothing. In the criterion's units, 0 or more."""
    p: float = 0.0
    """Strict preference: advantages from this on count in full. In the criterion's units, above q."""
    s: float = 0.0
    """Where the gaussian bends. In the criterion's units, positive."""

    def __post_init__(self) -> None:
        if self.function not in PREFERENCE_FUNCTIONS:
            raise ValueError(
                f"preference function {self.function!r} is not known: allowed are {', '.join(PREFERENCE_FUNCTIONS)}"
            )
        if not (0 <= self.q < np.inf):
            raise ValueError(f"q is {self.q:g}: the indifference threshold must be finite and 0 or more")
        if self.function in _NEEDS_P and not (self.q < self.p < np.inf):
            raise ValueError(f"p is {self.p:g}: {self.function!r} needs it finite and above q, which is {self.q:g}")
        if self.function == "gaussian" and not (0 < self.s < np.inf):
            raise ValueError(f"s is {self.s:g}: 'gaussian' needs it finite and positive")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrometheeFlows:
    """The preferences between a alternatives and the flows that follow, for one weight vector or several draws."""

    pi: Array
    """(..., a, a) preference of the row over the column, 0 to 1."""
    positive: Array
    """(..., a) mean preference over the others, 0 to 1; higher is better."""
    negative: Array
    """(..., a) mean preference of the others over it, 0 to 1; lower is better."""
    net: Array
    """(..., a) positive minus negative, -1 to 1; higher is better."""


def promethee_ii(
    values: ArrayLike,
    weights: ArrayLike,
    directions: ArrayLike,
    preference: Sequence[Preference] | None = None,
) -> Array:
    """Net outranking flow of each alternative, -1 to 1, higher is better; the flows of a vector sum to 0.

    Parameters
    ----------
    values : (a, m) float
        Finite, any sign.
    weights : (m,) or (draws, m) float
        Non-negative; divided by their sum.
    directions : (m,) of 1 or -1
        1 where more is better, -1 where less is better.
    preference : m Preference, optional
        One for each criterion; "usual" (any advantage counts in full) for all if left out.

    Returns
    -------
    (a,) or (draws, a) float
        Divided by a - 1, 0 for a single alternative. Differences smaller than the rounding of the sums are ties.

    Raises
    ------
    ValueError
        For a wrong shape or sign, a non-finite number, or another number of preferences than criteria.

    Notes
    -----
    Brans, Vincke & Mareschal (1986), EJOR 24(2), who do not divide by a - 1. A constant column prefers nobody.
    """
    preferences, w = _preferences(values, weights, directions, preference)
    others = max(preferences.shape[1] - 1, 1)
    by_criterion = (preferences.sum(axis=2) - preferences.sum(axis=1)).T / others
    return levelled(weigh(w, by_criterion), 1.0)


def promethee_flows(
    values: ArrayLike,
    weights: ArrayLike,
    directions: ArrayLike,
    preference: Sequence[Preference] | None = None,
) -> PrometheeFlows:
    """The preference matrix pi and the positive, negative and net flows; arguments and errors as in `promethee_ii`."""
    preferences, w = _preferences(values, weights, directions, preference)
    pi = np.einsum("...m,mab->...ab", w, preferences)
    others = max(preferences.shape[1] - 1, 1)
    positive = levelled(pi.sum(axis=-1) / others, 1.0)
    negative = levelled(pi.sum(axis=-2) / others, 1.0)
    return PrometheeFlows(pi=pi, positive=positive, negative=negative, net=levelled(positive - negative, 1.0))


def _preferences(
    values: ArrayLike, weights: ArrayLike, directions: ArrayLike, preference: Sequence[Preference] | None
) -> tuple[Array, Array]:
    """How much each alternative is preferred to each other under each criterion, (m, a, a), and the weights."""
    array, w, signs = decision_problem(values, weights, directions)
    a, m = array.shape
    chosen = [Preference()] * m if preference is None else list(preference)
    if len(chosen) != m:
        raise ValueError(f"preference has {len(chosen)} entries: it must have {m}, one for each criterion")
    result = np.empty((m, a, a))
    for j, shape in enumerate(chosen):
        column = signs[j] * array[:, j]
        with np.errstate(over="ignore"):
            advantage = column[:, None] - column[None, :]
        result[j] = PREFERENCE_FUNCTIONS[shape.function](advantage, shape.q, shape.p, shape.s)
    return result, w
