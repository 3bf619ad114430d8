"""How far judgements contradict each other, by which measure, and which of them to look at again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np

from mcda import leastsquares, perron
from mcda.arrays import Array, ArrayLike, BoolArray, comparison_matrices, floats, single

TIE_DIGITS = 9
"""Decimals of a logarithm, or of a CR, below which a difference is rounding and decides no order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RandomIndex:
    """The mean consistency index of random matrices, by number of items."""

    values: tuple[float, ...]
    """For n = 3, 4, ..."""
    source: str
    line: tuple[float, float] | None = None
    """Slope and intercept of the mean lambda max over n, for matrices beyond the table; None where none was printed."""

    def __call__(self, n: int, missing: int = 0) -> float:
        """The index for n items with so many missing pairs; NaN where nothing can be inconsistent or none is known."""
        pairs, tree = n * (n - 1) // 2, n - 1
        if n < 3 or pairs - missing <= tree:
            return float("nan")
        if n - 3 < len(self.values):
            index = self.values[n - 3]
        elif self.line is not None:
            slope, intercept = self.line
            index = (slope * n + intercept - n) / (n - 1)
        else:
            return float("nan")
        return index * (1 - 2 * missing / ((n - 1) * (n - 2)))


RANDOM_INDICES: Mapping[str, RandomIndex] = {
    "alonso-lamata": RandomIndex(
        values=(
            *(0.5247, 0.8816, 1.1086, 1.2479, 1.3417, 1.4057, 1.4499),
            *(1.4854, 1.5140, 1.5365, 1.5551, 1.5713, 1.5838),
        ),
        source="Alonso & Lamata (2006), IJUFKS 14(4), 445-459; beyond 15 items their line of lambda max",
        line=(2.7699, -4.3513),
    ),
    "saaty-1980": RandomIndex(
        values=(0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59),
        source="Saaty (1980), The Analytic Hierarchy Process; the entry for 12 items as printed",
    ),
    "saaty-2005": RandomIndex(
        values=(0.52, 0.89, 1.11, 1.25, 1.35, 1.40, 1.45, 1.49, 1.52, 1.54, 1.56, 1.58, 1.59),
        source="Saaty & Vargas (2012), Models, Methods, Concepts & Applications of the AHP; first printed in 2005",
    ),
    "donegan-dodd": RandomIndex(
        values=(
            *(0.4914, 0.8286, 1.0591, 1.1797, 1.2519, 1.3171, 1.3733),
            *(1.4055, 1.4213, 1.4497, 1.4643, 1.4822, 1.4969),
            *(1.5078, 1.5153, 1.5262, 1.5313, 1.5371),
        ),
        source="Donegan & Dodd (1991), Math. Comput. Modelling 15(10), 135-137",
    ),
}
"""Name -> table. For missing pairs each is reduced as Ágoston & Csató (2022), Omega 110, found for the first."""


def _index_named(name: str) -> RandomIndex:
    """The table of that name. Raises ValueError with the list of names."""
    if name not in RANDOM_INDICES:
        raise ValueError(f"random index '{name}' is not known: allowed are {', '.join(RANDOM_INDICES)}")
    return RANDOM_INDICES[name]


def _completed(matrices: ArrayLike) -> tuple[Array, BoolArray]:
    """The matrices without gaps, and where the gaps were."""
    comparisons = comparison_matrices(matrices)
    return perron.completed(comparisons), np.asarray(np.isnan(comparisons))


def lambda_max(matrices: ArrayLike) -> Array:
    """The largest eigenvalue; n if the judgements are consistent and larger if not.

    Parameters
    ----------
    matrices : (..., n, n) float
        Reciprocal; of missing pairs (NaN) the completion with the smallest value is taken.

    Returns
    -------
    (...) float
        At least n.
    """
    values, vectors = perron.principal_of_judgements(matrices)
    return single(np.maximum(values, vectors.shape[-1]))


def consistency_index(matrices: ArrayLike) -> Array:
    """CI = (lambda max - n) / (n - 1); NaN for fewer than three items. Shapes as in `lambda_max`. Saaty (1977)."""
    values = lambda_max(matrices)
    *_, n = np.shape(matrices)
    return single((values - n) / (n - 1) if n > 2 else np.full_like(values, np.nan))


def consistency_ratio(matrices: ArrayLike, random_index: str = "alonso-lamata") -> Array:
    """CR: the consistency index as a share of that of random judgements.

    Parameters
    ----------
    matrices : (..., n, n) float
        Reciprocal, NaN where not judged.
    random_index : str
        One of RANDOM_INDICES. The tables differ by up to 18 %: name the one that was used.

    Returns
    -------
    (...) float
        0 if consistent, 1 on average for random judgements. NaN ("not applicable") where nothing can be inconsistent:
        two items or fewer, or no more judged pairs than are needed to join them; also beyond the end of a table.

    Notes
    -----
    Saaty (1977). Missing pairs: lambda max of the optimal completion over the reduced index of Ágoston & Csató (2022).
    """
    table = _index_named(random_index)
    comparisons, missing = _completed(matrices)
    *_, n = comparisons.shape
    index = np.maximum(perron.principal(comparisons)[0] - n, 0.0) / max(n - 1, 1)
    gaps = missing.sum(axis=(-2, -1)) // 2
    expected = np.array([table(n, gap) for gap in range(n * n)])
    return single(index / expected[gaps])


def geometric_consistency_index(matrices: ArrayLike) -> Array:
    """GCI: the mean squared log error of the judgements around the geometric-mean priorities.

    Parameters
    ----------
    matrices : (..., n, n) float
        Reciprocal, NaN where not judged.

    Returns
    -------
    (...) float
        0 if consistent; about 0.31, 0.35, 0.37 (n = 3, 4, more) where CR is 0.10. NaN where nothing can be
        inconsistent.

    Notes
    -----
    GCI = 2 / ((n - 1)(n - 2)) sum over i < j of ln^2(a_ij w_j / w_i); with m judged pairs the divisor is m - n + 1.
    Crawford & Williams (1985); Aguarón & Moreno-Jiménez (2003), EJOR 147(1).
    """
    errors, freedom = _log_errors(matrices)
    squares = np.nansum(errors**2, axis=(-2, -1)) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        return single(np.where(freedom > 0, squares / freedom, np.nan))


def _log_errors(matrices: ArrayLike) -> tuple[Array, Array]:
    """ln(a_ij w_j / w_i), NaN where not judged, with the least-squares w; and the degrees of freedom."""
    comparisons = comparison_matrices(matrices)
    *_, n = comparisons.shape
    judged = ~np.isnan(comparisons) & ~np.eye(n, dtype=bool)
    leastsquares.require_connected(judged)
    logs = np.log(comparisons)
    weights = np.log(leastsquares.solve(judged.astype(np.float64), np.where(judged, logs, 0.0)))
    return logs - weights[..., :, None] + weights[..., None, :], judged.sum(axis=(-2, -1)) / 2 - n + 1


def koczkodaj_index(matrices: ArrayLike) -> Array:
    """Koczkodaj's index: how far the worst triad is from a_ik = a_ij a_jk.

    Parameters
    ----------
    matrices : (..., n, n) float
        Reciprocal; triads with a missing pair are passed over.

    Returns
    -------
    (...) float
        0 (no triad contradicts itself) to 1. NaN where no triad was judged whole.

    Notes
    -----
    max over triads of min(|1 - a_ik / (a_ij a_jk)|, |1 - a_ij a_jk / a_ik|). Koczkodaj (1993), Math. Comput. Modelling
    18(7).
    """
    comparisons = comparison_matrices(matrices)
    *_, n = comparisons.shape
    if n < 3:
        return single(np.full(comparisons.shape[:-2], np.nan))
    i, j, k = np.array(list(combinations(range(n), 3))).T
    ratio = comparisons[..., i, k] / (comparisons[..., i, j] * comparisons[..., j, k])
    worst = np.minimum(np.abs(1 - ratio), np.abs(1 - 1 / ratio))
    whole = ~np.isnan(worst)
    return single(np.where(whole.any(axis=-1), np.where(whole, worst, -1.0).max(axis=-1), np.nan))


def three_cycles(matrix: ArrayLike) -> list[tuple[int, int, int]]:
    """The circular triads: i preferred to j, j to k and yet k to i.

    Parameters
    ----------
    matrix : (n, n) float
        Reciprocal; equal importance (1) and missing pairs are no preference.

    Returns
    -------
    list of (i, j, k)
        Each triad once, beginning with its smallest index and going the way of the preference.

    Notes
    -----
    Kendall & Babington Smith (1940), Biometrika 31. A CR under 0.10 does not rule them out.
    """
    comparisons = _one_matrix(matrix)
    prefers = comparisons > 1 + 1e-12
    cycles = []
    for i, j, k in combinations(range(len(comparisons)), 3):
        if prefers[i, j] and prefers[j, k] and prefers[k, i]:
            cycles.append((i, j, k))
        elif prefers[i, k] and prefers[k, j] and prefers[j, i]:
            cycles.append((i, k, j))
    return cycles


class Triad(NamedTuple):
    """Three judgements of which each follows from the two others, were they consistent."""

    i: int
    j: int
    k: int
    factor: float
    """a_ij a_jk a_ki, above 1; of consistent judgements it is 1."""


def worst_triads(matrix: ArrayLike, top: int | None = 3) -> list[Triad]:
    """The triads that contradict themselves, the most contradictory first.

    Parameters
    ----------
    matrix : (n, n) float
        Reciprocal; triads with a missing pair are passed over.
    top : int or None
        How many at most; None for all.

    Returns
    -------
    list of Triad
        Each triad once, beginning with its smallest index and going the way round on which the product of the three
        judgements is above 1, so a three-cycle goes the way of the preference, as in `three_cycles`. Triads that agree
        to 1e-9 are left out; equal factors stand in the order of their indices.

    Notes
    -----
    The first is the triad of `koczkodaj_index`, which is 1 - 1 / factor. Koczkodaj (1993), Math. Comput. Modelling
    18(7); Bozóki & Rapcsák (2008), J. Global Optim. 42.
    """
    comparisons = _one_matrix(matrix)
    i, j, k = np.array(list(combinations(range(len(comparisons)), 3)), dtype=np.intp).reshape(-1, 3).T
    logs = np.log(comparisons[i, j] * comparisons[j, k] * comparisons[k, i])
    size = np.where(np.isnan(logs), 0.0, np.abs(logs)).round(TIE_DIGITS)
    order = np.argsort(-size, kind="stable")[: np.count_nonzero(size)][:top]
    j, k = np.where(logs > 0, (j, k), (k, j))
    return [Triad(int(i[t]), int(j[t]), int(k[t]), float(np.exp(np.abs(logs[t])))) for t in order]


class Revision(NamedTuple):
    """A judgement that contradicts the others, and what would mend it. A proposal, never applied by itself."""

    i: int
    j: int
    given: float
    """How many times as important i is as j, as judged."""
    proposed: float
    """A value of the scale (1 to 9 and inverses), the nearest to what the other judgements give or on the way there."""
    cr_after: float
    """CR with the proposed value instead."""


SAATY_SCALE: Array = np.array([*(1 / x for x in range(9, 1, -1)), *range(1, 10)], dtype=np.float64)
"""1/9, 1/8, ..., 1, 2, ..., 9."""


def implied_ratio(matrix: ArrayLike, i: int, j: int) -> float:
    """How many times as important i is as j by the other judgements alone.

    The ratio of Harker's vector without the pair. Raises DisconnectedError if only this judgement joins the two.
    Saaty (2003), EJOR 145(1), 85-91.
    """
    without = _one_matrix(matrix).copy()
    without[i, j] = without[j, i] = np.nan
    leastsquares.require_connected(~np.isnan(without) & ~np.eye(len(without), dtype=bool))
    weights = _harker(without)
    return float(weights[i] / weights[j])


class Residual(NamedTuple):
    """How far a judgement is from what the priorities say."""

    i: int
    j: int
    error: float
    """|ln(a_ij w_j / w_i)| to nine decimals, so that what is equal but for rounding is equal here."""


def at_odds(matrix: ArrayLike) -> list[Residual]:
    """The judgements that others could replace and that differ from them, the most inconsistent first.

    Parameters
    ----------
    matrix : (n, n) float
        Reciprocal, NaN where not judged; the judged pairs must join all items.

    Returns
    -------
    list of Residual
        i < j. Without judgements whose removal would leave items unjoined; empty for two items or fewer and for
        consistent judgements.

    Notes
    -----
    w is the eigenvector, of missing pairs Harker's. Saaty (2003), EJOR 145(1), 85-91.
    """
    comparisons = _one_matrix(matrix)
    judged = ~np.isnan(comparisons) & ~np.eye(len(comparisons), dtype=bool)
    leastsquares.require_connected(judged)
    rows, columns = np.nonzero(np.triu(judged))
    weights = _harker(comparisons)
    errors = np.abs(np.log(comparisons[rows, columns] * weights[columns] / weights[rows]))
    without = np.repeat(judged[None], len(rows), axis=0)
    each = np.arange(len(rows))
    without[each, rows, columns] = without[each, columns, rows] = False
    errors[~leastsquares.connected(without)] = 0.0
    errors = errors.round(TIE_DIGITS)
    order = np.argsort(-errors, kind="stable")[: np.count_nonzero(errors)]
    return [Residual(int(rows[place]), int(columns[place]), float(errors[place])) for place in order]


def revisions(matrix: ArrayLike, top: int = 3, random_index: str = "alonso-lamata") -> list[Revision]:
    """The judgements to look at again, the most inconsistent first.

    Parameters
    ----------
    matrix : (n, n) float
        Reciprocal, NaN where not judged.
    top : int
        How many at most.
    random_index : str
        One of RANDOM_INDICES, for the CR after.

    Returns
    -------
    list of Revision
        Judgements whose removal would leave the items connected and that differ from what the others say; empty for two
        items or fewer and for consistent judgements.

    Notes
    -----
    Ordered as `at_odds` is; the proposal is the nearest value of the scale to `implied_ratio`. Saaty (2003), EJOR
    145(1), 85-91.
    """
    comparisons = _one_matrix(matrix)
    found = at_odds(comparisons)[:top]
    if not found:
        return []
    i, j = np.array([(one.i, one.j) for one in found]).T
    implied = _implied(comparisons, i, j)
    proposed = SAATY_SCALE[np.abs(np.log(SAATY_SCALE / implied[:, None])).argmin(axis=1)]
    # One at a time: in a batch the last digits of a CR would depend on its company, and so on `top`.
    after = [float(consistency_ratio(changed, random_index)) for changed in _changed(comparisons, i, j, proposed)]
    return [
        Revision(one.i, one.j, float(comparisons[one.i, one.j]), float(value), ratio)
        for one, value, ratio in zip(found, proposed, after, strict=True)
    ]


def smallest_change(
    matrix: ArrayLike,
    i: int,
    j: int,
    limit: float = 0.10,
    random_index: str = "alonso-lamata",
    scale: ArrayLike = SAATY_SCALE,
) -> Revision:
    """The first value of the scale, on the way to what the other judgements say, with which the CR is within a limit.

    Parameters
    ----------
    matrix : (n, n) float
        Reciprocal, NaN where not judged.
    i, j : int
        The judgement that may change. It need not be a value of the scale as it stands.
    limit : float
        The CR to come down to.
    random_index : str
        One of RANDOM_INDICES.
    scale : (s,) float
        The values that may be proposed, ascending.

    Returns
    -------
    Revision
        The way goes from the judgement to the value of the scale nearest to `implied_ratio`. Where none of its steps
        brings the CR down to the limit it is the step with the lowest CR, and where the table has no index for n items
        the last. Proposed is what was given where that is within the limit already or no step has a lower CR.

    Raises
    ------
    ValueError
        If the two were not compared.
    DisconnectedError
        If only this judgement joins the two.

    Notes
    -----
    lambda max is convex in ln a_ij (Bozóki, Fülöp & Rónyai 2010), so the CR falls all the way to its minimum.
    """
    comparisons = _one_matrix(matrix)
    given = float(comparisons[i, j])
    if i == j or np.isnan(given):
        raise ValueError(f"matrix[{i}, {j}] is no judgement: only what was judged can change")
    steps = np.array([given, *_way(given, implied_ratio(comparisons, i, j), floats(scale, "scale"))])
    ratios = np.atleast_1d(consistency_ratio(_changed(comparisons, i, j, steps), random_index))
    if np.isnan(ratios).any():
        chosen = len(steps) - 1
    elif (within := np.flatnonzero(ratios <= limit)).size:
        chosen = int(within[0])
    else:
        chosen = int(ratios.round(TIE_DIGITS).argmin())
    return Revision(i, j, given, float(steps[chosen]), float(ratios[chosen]))


def _way(given: float, implied: float, scale: Array) -> Array:
    """The values of an ascending scale from a given one, without it, to the nearest to an implied one.

    Of two equally near it is the one that is nearer to what was given.
    """
    distance = np.abs(np.log(scale / implied)).round(TIE_DIGITS)
    ends = scale[distance == distance.min()]
    end = ends[np.abs(np.log(ends / given)).argmin()]
    if end > given:
        return np.asarray(scale[(scale > given * (1 + 1e-9)) & (scale <= end)])
    return np.asarray(scale[(scale < given * (1 - 1e-9)) & (scale >= end)][::-1])


def _changed(comparisons: Array, i: Any, j: Any, values: Array) -> Array:
    """A copy of the matrix for each of the values (k,), which there is how many times as important i is as j."""
    changed = np.repeat(comparisons[None], len(values), axis=0)
    each = np.arange(len(values))
    changed[each, i, j], changed[each, j, i] = values, 1 / values
    return changed


def _implied(comparisons: Array, i: Any, j: Any) -> Array:
    """For each of the pairs (k,), none of them needed to join all items, i over j by Harker's vector without it."""
    weights = _harker(_changed(comparisons, i, j, np.full(len(i), np.nan)))
    each = np.arange(len(i))
    return np.asarray(weights[each, i] / weights[each, j])


def _harker(comparisons: Array) -> Array:
    """The eigenvectors of matrices (..., n, n), of missing pairs as Harker (1987) leaves them out."""
    *_, n = comparisons.shape
    missing = np.isnan(comparisons)
    diagonal = np.einsum("...i,ij->...ij", missing.sum(axis=-1), np.eye(n))
    return perron.principal(np.where(missing, 0.0, comparisons) + diagonal)[1]


def _one_matrix(matrix: Any) -> Array:
    """A single checked comparison matrix."""
    comparisons = comparison_matrices(matrix, "matrix")
    if comparisons.ndim != 2:
        raise ValueError(f"matrix has shape {comparisons.shape}: give one matrix (n, n) at a time")
    return comparisons
