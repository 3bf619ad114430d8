"""VIKOR: group utility S, individual regret R, their compromise Q, and the set of alternatives to propose."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mcda.arrays import Array, ArrayLike, BoolArray
from mcda.ranking.normalisation import minmax
from mcda.ranking.problem import decision_problem, weigh
from mcda.ranking.ranks import TIE_TOLERANCE, levelled


@dataclass(frozen=True, slots=True, kw_only=True)
class Vikor:
    """The VIKOR measures of a alternatives, for one weight vector or for each of several draws."""

    S: Array
    """(..., a) weighted sum of the distances to the best, 0 to 1; lower is better."""
    R: Array
    """(..., a) largest weighted distance to the best, 0 to 1; lower is better."""
    Q: Array
    """(..., a) compromise between S and R, 0 to 1; lower is better."""
    acceptable_advantage: BoolArray
    """(...) whether the second best Q is at least 1/(a - 1) behind the best (condition C1)."""
    acceptable_stability: BoolArray
    """(...) whether the best by Q is also the best by S or by R (condition C2)."""
    proposed: BoolArray
    """(..., a) whether the alternative belongs to the compromise set."""

    @property
    def compromise(self) -> tuple[int, ...]:
        """Indices of the compromise set, best Q first; for one weight vector (for draws see `proposed`)."""
        if self.Q.ndim != 1:
            raise ValueError(f"Q has shape {self.Q.shape}: one compromise set per draw, read `proposed` instead")
        order = np.argsort(self.Q, kind="stable")
        return tuple(int(i) for i in order if self.proposed[i])


def vikor(values: ArrayLike, weights: ArrayLike, directions: ArrayLike, v: float = 0.5) -> Vikor:
    """S, R, Q (lower is better) and the compromise set of the alternatives.

    Parameters
    ----------
    values : (a, m) float
        Finite, any sign.
    weights : (m,) or (draws, m) float
        Non-negative; divided by their sum.
    directions : (m,) of 1 or -1
        1 where more is better, -1 where less is better.
    v : float
        0 to 1, the weight of the majority's utility S against the largest regret R.

    Returns
    -------
    Vikor
        A constant criterion is ignored. The S or R part of Q is 0 when all have the same S or R.

    Raises
    ------
    ValueError
        For a wrong shape or sign, a non-finite number, or v outside 0 to 1.

    Notes
    -----
    Opricovic & Tzeng (2004), EJOR 156(2). The compromise set is the best by Q alone if C1 and C2 hold; the best and the
    second best if only C2 fails; all that are less than 1/(a - 1) behind the best if C1 fails. Values within 1e-12 are
    one value in all of these comparisons.
    """
    array, w, signs = decision_problem(values, weights, directions)
    a = array.shape[0]
    if not 0 <= v <= 1:
        raise ValueError(f"v is {v:g}: allowed is 0 (regret only) to 1 (majority only)")
    distance = minmax(array, -signs)
    utility = levelled(weigh(w, distance), 1.0)
    regret = levelled((w[..., None, :] * distance).max(axis=-1), 1.0)
    compromise = levelled(v * _stretched(utility) + (1 - v) * _stretched(regret), 1.0)
    return _with_conditions(utility, regret, compromise, 1 / (a - 1) if a > 1 else 0.0)


def vikor_score(values: ArrayLike, weights: ArrayLike, directions: ArrayLike) -> Array:
    """1 - Q of VIKOR with v = 0.5, 0 to 1, so that higher is better; arguments as in `vikor`."""
    return 1 - vikor(values, weights, directions).Q


def _stretched(measure: Array) -> Array:
    """Each vector from its lowest, 0, to its highest, 1; 0 throughout when they are the same."""
    low = measure.min(axis=-1, keepdims=True)
    span = measure.max(axis=-1, keepdims=True) - low
    span[span == 0] = 1.0
    stretched: Array = (measure - low) / span
    return stretched


def _with_conditions(utility: Array, regret: Array, compromise: Array, advantage: float) -> Vikor:
    """The result of levelled measures with Opricovic and Tzeng's two conditions and the set that follows from them."""
    behind = compromise - compromise.min(axis=-1, keepdims=True)
    best = behind == 0
    alone = best.sum(axis=-1) == 1
    second = np.where(best, np.inf, behind).min(axis=-1)
    c1 = alone & (second >= advantage - TIE_TOLERANCE)
    leads = (utility == utility.min(axis=-1, keepdims=True)) | (regret == regret.min(axis=-1, keepdims=True))
    c2 = (best & leads).any(axis=-1)
    near = best | (behind < advantage - TIE_TOLERANCE)
    runners_up = behind <= second[..., None]
    proposed = np.where(c1[..., None], np.where(c2[..., None], best, runners_up), near)
    return Vikor(
        S=utility,
        R=regret,
        Q=compromise,
        acceptable_advantage=np.asarray(c1),
        acceptable_stability=np.asarray(c2),
        proposed=proposed,
    )
