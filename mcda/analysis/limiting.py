"""What is known of weights that nobody judged: which weighs more, and between which limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from criteria.text import nearest, quoted
from mcda.analysis.choices import ChoiceError
from mcda.sensitivity import ConstrainedWeights, constrained

Bounds = Mapping[str, tuple[float | None, float | None]]
"""Criterion -> the least and the most that it weighs; None for an open end."""


class Limits(NamedTuple):
    """An order and bounds that some weights keep."""

    order: tuple[str, ...]
    """Ids of criteria from the one that weighs most."""
    bounds: Mapping[str, tuple[float, float]]
    draw: ConstrainedWeights
    """Weights uniform on those that keep them."""


def chosen_limits(criteria: Sequence[str], order: Sequence[str], bounds: Bounds, doubt: Sequence[str]) -> Limits | None:
    """The draw of weights that keep an order and bounds; None where neither is given.

    Raises AnalysisError for a criterion that the alternatives have no values under or that the order names twice, a
    bound that is no share or lies above its other end, limits that leave no room, and where weights are not in doubt.
    """
    order = (order,) if isinstance(order, str) else tuple(order)
    if not order and not bounds:
        return None
    if "ignorance" not in doubt:
        raise ChoiceError("an order and bounds are for weights that nobody knows: doubt 'ignorance' too")
    known = {id.casefold(): id for id in criteria}
    for id in (*order, *bounds):
        if id.casefold() not in known:
            raise ChoiceError(f"no values are under a criterion {quoted(id)}: {nearest(id, criteria)}")
    if len(order) == 1:
        raise ChoiceError(f"an order of {quoted(order[0])} alone says nothing: name two criteria or more")
    order = tuple(known[id.casefold()] for id in order)
    if twice := [id for place, id in enumerate(order) if id in order[:place]]:
        raise ChoiceError(f"the order names {quoted(twice[0])} twice: each criterion once")
    ends = {known[id.casefold()]: _ends(id, *pair) for id, pair in bounds.items()}
    low, high = (np.array([ends.get(id, (0.0, 1.0))[end] for id in criteria]) for end in (0, 1))
    if low.sum() > 1:
        raise ChoiceError(f"the lower bounds sum to {low.sum():g}: weights sum to 1, so lower them")
    if high.sum() < 1:
        raise ChoiceError(f"the upper bounds sum to {high.sum():g}: weights sum to 1, so raise them")
    try:
        draw = constrained(len(criteria), [criteria.index(id) for id in order], low, high)
    except ValueError:
        given = " and ".join(filter(None, ("the order" if order else "", "the bounds" if ends else "")))
        raise ChoiceError(f"no weights keep {given}, or next to none: loosen one of them") from None
    return Limits(order, ends, draw)


def _ends(id: str, low: float | None, high: float | None) -> tuple[float, float]:
    """The bounds of a criterion, open ends filled."""
    least, most = 0.0 if low is None else float(low), 1.0 if high is None else float(high)
    if not (0 <= least <= 1 and 0 <= most <= 1):
        raise ChoiceError(f"bounds of {id} are {least:g} and {most:g}: allowed are shares of the weight, 0 to 1")
    if least > most:
        raise ChoiceError(f"bounds of {id} are {least:g} and {most:g}: the first is the lower one")
    return least, most
