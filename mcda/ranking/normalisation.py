"""Columns in their own units to columns that can be weighed against each other; NORMALISATIONS (name -> function)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from mcda.arrays import Array, ArrayLike, BoolArray, finite, first_place, place

WITHOUT_RATIOS = "use vector, minmax or scale"
"""The cure where a value is negative, or zero and to be divided by."""

Normalisation = Callable[[Array, Array, ArrayLike | None], Array]


def vector(values: Array, directions: Array, domain: ArrayLike | None = None) -> Array:  # noqa: ARG001
    """Each column divided by its Euclidean length; a cost column becomes 1 minus that.

    Parameters
    ----------
    values : (a, m) float
        Finite, any sign, any size: squares neither overflow nor vanish.
    directions : (m,) float
        1 for benefit, -1 for cost.
    domain
        Not used.

    Returns
    -------
    (a, m) float
        -1 to 1 for benefit, 0 to 2 for cost; higher is better. A column of zeros has length 0 and stays 0 (cost: 1).

    Notes
    -----
    Hwang & Yoon (1981), Multiple Attribute Decision Making, chapter 2. Never 1/x: the flip is linear.
    """
    scaled = values / largest_sizes(values)
    lengths = np.sqrt(np.einsum("ij,ij->j", scaled, scaled))
    lengths[lengths == 0] = 1.0
    scaled /= lengths
    return np.where(directions == -1, 1 - scaled, scaled)


def minmax(values: Array, directions: Array, domain: ArrayLike | None = None) -> Array:  # noqa: ARG001
    """Each column stretched from its worst value, 0, to its best, 1.

    Parameters
    ----------
    values : (a, m) float
        Finite, any sign.
    directions : (m,) float
        1 for benefit, (x - min)/(max - min); -1 for cost, (max - x)/(max - min).
    domain
        Not used.

    Returns
    -------
    (a, m) float
        0 to 1, higher is better. A constant column tells nobody apart and is 0 throughout.

    Notes
    -----
    Weitendorf's linear normalisation, as printed by Opricovic & Tzeng (2004), EJOR 156(2).
    """
    scaled = values / largest_sizes(values)
    low = scaled.min(axis=0)
    high = scaled.max(axis=0)
    span = high - low
    span[span == 0] = 1.0
    stretched: Array = np.where(directions == -1, high - scaled, scaled - low) / span
    return stretched


def linear_max(values: Array, directions: Array, domain: ArrayLike | None = None) -> Array:  # noqa: ARG001
    """Each column as a share of its best value: x/max for benefit, min/x for cost.

    Parameters
    ----------
    values : (a, m) float
        0 or more under a benefit criterion, positive under a cost criterion.
    directions : (m,) float
        1 for benefit, -1 for cost.
    domain
        Not used.

    Returns
    -------
    (a, m) float
        0 to 1, higher is better. A column of zeros stays 0.

    Raises
    ------
    ValueError
        If a value is negative, or zero under a cost criterion; names the place.

    Notes
    -----
    Podvezko (2011), Inzinerine Ekonomika 22(2); Hwang & Yoon (1981), where it is the linear scale transformation.
    """
    refuse_non_positive(values, directions, "the 'max' normalisation", WITHOUT_RATIOS)
    return _ratios(values, directions)


def linear_sum(values: Array, directions: Array, domain: ArrayLike | None = None) -> Array:  # noqa: ARG001
    """Each column as shares of its sum; under a cost criterion the shares of 1/x.

    Parameters
    ----------
    values : (a, m) float
        0 or more under a benefit criterion, positive under a cost criterion.
    directions : (m,) float
        1 for benefit, -1 for cost.
    domain
        Not used.

    Returns
    -------
    (a, m) float
        0 to 1, higher is better, each column summing to 1. A column of zeros stays 0.

    Raises
    ------
    ValueError
        If a value is negative, or zero under a cost criterion; names the place.

    Notes
    -----
    Podvezko (2011), Inzinerine Ekonomika 22(2).
    """
    refuse_non_positive(values, directions, "the 'sum' normalisation", WITHOUT_RATIOS)
    shares = _ratios(values, directions)
    totals = shares.sum(axis=0)
    totals[totals == 0] = 1.0
    shares /= totals
    return shares


def scale(values: Array, directions: Array, domain: ArrayLike | None = None) -> Array:
    """Each column as its place between the declared worst, 0, and the declared best, 1.

    Parameters
    ----------
    values : (a, m) float
        Finite, within the domain.
    directions : (m,) float
        1 for benefit, -1 for cost.
    domain : (m, 2) float
        The lowest and the highest value the scale of each criterion allows, whether anybody has it or not.

    Returns
    -------
    (a, m) float
        0 to 1, higher is better. No value depends on another alternative, hence no rank reversal.

    Raises
    ------
    ValueError
        If there is no domain, its low is not below its high, or a value lies outside; names the place.

    Notes
    -----
    García-Cascales & Lamata (2012), Mathematical and Computer Modelling 56(5-6).
    """
    low, high = declared_domain(values, domain)
    share = (values - low) / (high - low)
    return np.where(directions == -1, 1 - share, share)


NORMALISATIONS: dict[str, Normalisation] = {
    "vector": vector,
    "minmax": minmax,
    "max": linear_max,
    "sum": linear_sum,
    "scale": scale,
}
"""Name -> function(values, directions, domain=None); what comes back is higher for better, whatever the direction."""


def normalisation_called(name: str) -> Normalisation:
    """The function of that name; raises ValueError with the names there are."""
    if name not in NORMALISATIONS:
        raise ValueError(f"normalisation {name!r} is not known: allowed are {', '.join(NORMALISATIONS)}")
    return NORMALISATIONS[name]


def largest_sizes(values: Array) -> Array:
    """The largest absolute value of each column, 1 for a column of zeros: what to divide by before squaring."""
    sizes: Array = np.abs(values).max(axis=0)
    sizes[sizes == 0] = 1.0
    return sizes


def telling_columns(values: Array) -> BoolArray:
    """Which columns hold more than one value: the others tell nobody apart."""
    return (values != values[0]).any(axis=0)  # type: ignore[no-any-return]


def refuse_non_positive(values: Array, directions: Array, what: str, cure: str) -> None:
    """Raise ValueError at the first value no ratio can be made of: negative, or zero under a cost criterion.

    A column of zeros passes, since it tells nobody apart.
    """
    if values.min() > 0:
        return
    bad = (values < 0) | ((values == 0) & (directions == -1))
    bad &= (values != 0).any(axis=0)
    if bad.any():
        row, j = first_place(bad)
        raise ValueError(no_ratio(row, j, float(values[row, j]), what, cure))


def declared_domain(values: Array, domain: ArrayLike | None) -> tuple[Array, Array]:
    """The low and the high end of each criterion's declared scale, (m,) and (m,), all values within them."""
    low, high = domain_ends(domain, values.shape[1])
    outside = (values < low) | (values > high)
    if outside.any():
        row, j = first_place(outside)
        raise ValueError(outside_domain(row, j, float(values[row, j]), low, high))
    return low, high


def domain_ends(domain: ArrayLike | None, m: int) -> tuple[Array, Array]:
    """The low and the high end of each of m declared scales, (m,) and (m,)."""
    if domain is None:
        raise ValueError(f"domain is missing: 'scale' needs the low and high end of each of the {m} criteria, ({m}, 2)")
    ends = finite(domain, "domain")
    if ends.shape != (m, 2):
        raise ValueError(f"domain has shape {ends.shape}: it must be ({m}, 2), low and high for each criterion")
    low, high = ends[:, 0], ends[:, 1]
    if not (low < high).all():
        row = first_place(~(low < high))[0]
        raise ValueError(f"domain[{row}] is {low[row]:g} to {high[row]:g}: the low end must be below the high end")
    return low, high


def outside_domain(row: int, j: int, value: float, low: Array, high: Array) -> str:
    """What is said of a value outside its declared scale."""
    return (
        f"values{place((row, j))} is {value:g}: outside domain[{j}], {low[j]:g} to {high[j]:g}; "
        f"correct the value or widen the scale"
    )


def no_ratio(row: int, j: int, value: float, what: str, cure: str) -> str:
    """What is said of a value that no ratio can be made of."""
    return f"values{place((row, j))} is {value:g}: {what} needs positive values; {cure}"


def _ratios(values: Array, directions: Array) -> Array:
    """x/max for benefit and min/x for cost, a column of zeros left at 0."""
    if not (directions == -1).any():
        return values / largest_sizes(values)
    low = values.min(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        inverse = np.where(values > 0, low / values, 0.0)
    return np.where(directions == -1, inverse, values / largest_sizes(values))
