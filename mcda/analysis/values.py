"""What alternatives are worth: ratings, measured values and comparisons -> one decision matrix."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from criteria.hierarchy import Hierarchy
from criteria.panel import Panel, Ratings
from mcda import leastsquares
from mcda.analysis.choices import AnalysisError
from mcda.analysis.judging import Judging, disconnected, latest
from mcda.arrays import Array, IntArray
from mcda.ratings import CELL_VALUES


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionMatrix:
    """What a alternatives are worth under m criteria at one level of the hierarchy."""

    alternatives: tuple[str, ...]
    criteria: tuple[str, ...]
    values: Array
    """(a, m)"""
    directions: Array
    """(m,)"""
    domain: Array
    """(m, 2) lowest and highest possible value; NaN where none was declared."""
    raters: IntArray
    """(a, m)"""


def span_of(panel: Panel, kind: str) -> slice:
    """Where the solutions or the steps stand among the alternatives of the panel."""
    split = len(panel.solutions)
    return slice(split, len(panel.alternatives)) if kind == "steps" else slice(0, split)


def decision_matrix(panel: Panel, rating: Judging, kind: str, how: str) -> DecisionMatrix:
    """Ratings, measured values and comparisons of the alternatives of one kind, each criterion from one source."""
    span = span_of(panel, kind)
    columns: dict[str, tuple[Array, IntArray, tuple[float, float], int]] = {}
    none = np.zeros(span.stop - span.start, dtype=np.intp)
    for id, values, raters in _rated(panel, rating, span, how):
        scale = (panel.scale.min, panel.scale.max) if panel.scale else (np.nan, np.nan)
        columns[id] = (values, raters, scale, int(panel.hierarchy[id].direction))
    for id, values in _measured(panel, span):
        _once(columns, id, "measured in performance.csv")
        columns[id] = (values, none, (np.nan, np.nan), int(panel.hierarchy[id].direction))
    for id, values in _compared(panel, rating, span):
        _once(columns, id, "compared in judgements.csv")
        columns[id] = (values, none, (0.0, 1.0), 1)
    if not columns:
        raise AnalysisError(f"no {kind} were rated, measured or compared yet: add ratings.csv or performance.csv")
    try:
        criteria = panel.hierarchy.level_of(columns)
    except ValueError as error:
        raise AnalysisError(f"values of the {kind}: {error}") from None
    return DecisionMatrix(
        alternatives=tuple(alternative.id for alternative in panel.alternatives[span]),
        criteria=criteria,
        values=np.stack([columns[id][0] for id in criteria], axis=1),
        directions=np.array([columns[id][3] for id in criteria], dtype=np.float64),
        domain=np.array([columns[id][2] for id in criteria]),
        raters=np.stack([columns[id][1] for id in criteria], axis=1),
    )


def _once(columns: Mapping[str, Any], id: str, how: str) -> None:
    if id in columns:
        raise AnalysisError(f"'{id}' is {how} and valued elsewhere too: each criterion takes its values from one file")


def _rated(panel: Panel, rating: Judging, span: slice, how: str) -> list[tuple[str, Array, IntArray]]:
    """Id, value and number of raters of every rated criterion, over a span of the alternatives."""
    ratings: Ratings = panel.ratings
    panellist, alternative, criterion = (
        np.asarray(column, dtype=np.intp) for column in (ratings.panellist, ratings.alternative, ratings.criterion)
    )
    value, rounds = np.asarray(ratings.value), np.asarray(ratings.round)
    place = np.full(len(panel.panellists), -1, dtype=np.intp)
    place[rating.places] = np.arange(len(rating.who))
    kept = np.flatnonzero((alternative >= span.start) & (alternative < span.stop))
    if len(kept) and rounds[kept].min() != rounds[kept].max():
        kept = kept[latest(rounds[kept], panellist[kept], alternative[kept], criterion[kept])]
    if not len(kept):
        return []
    used = np.flatnonzero(np.bincount(criterion[kept]))
    kept = kept[place[panellist[kept]] >= 0]
    shape = (span.stop - span.start, len(used))
    cells = np.searchsorted(used, criterion[kept]) + (alternative[kept] - span.start) * len(used)
    raters = np.bincount(cells, minlength=shape[0] * shape[1])
    if (raters == 0).any():
        raise _gaps(panel, span, used, np.flatnonzero(raters == 0))
    values = CELL_VALUES[how](cells, place[panellist[kept]], value[kept], rating.say, len(raters)).reshape(shape)
    if panel.scale:
        values = np.clip(values, panel.scale.min, panel.scale.max)
    counts = raters.reshape(shape)
    return [(ratings.criterion_ids[c], values[:, place], counts[:, place]) for place, c in enumerate(used)]


def _gaps(panel: Panel, span: slice, used: IntArray, empty: IntArray) -> AnalysisError:
    """Which cells nobody rated."""
    alternatives, criteria = panel.alternatives[span], [panel.ratings.criterion_ids[c] for c in used]
    cells = [f"{alternatives[cell // len(used)].id} under {criteria[cell % len(used)]}" for cell in empty[:5]]
    more = f" and {len(empty) - 5} more" if len(empty) > 5 else ""
    return AnalysisError(f"nobody rated {', '.join(cells)}{more}: every cell needs one rating at least")


def _measured(panel: Panel, span: slice) -> list[tuple[str, Array]]:
    """Id and values of every measured criterion, over a span of the alternatives."""
    performance = panel.performance
    ids = [alternative.id for alternative in panel.alternatives[span]]
    if not any(id in performance.values for id in ids):
        return []
    if missing := [id for id in ids if id not in performance.values]:
        raise AnalysisError(f"performance.csv has no row for {', '.join(missing)}: every alternative needs one")
    table = np.array([performance.values[id] for id in ids])
    return [(id, table[:, place]) for place, id in enumerate(performance.criteria)]


def _compared(panel: Panel, rating: Judging, span: slice) -> list[tuple[str, Array]]:
    """Id and priorities of every leaf under which alternatives were compared, over a span of them."""
    found = []
    for number in range(len(panel.hierarchy.nodes), len(panel.nodes)):
        if not rating.answers.judged(number):
            continue
        try:
            priorities = rating.priorities(number, span)
        except leastsquares.DisconnectedError as error:
            raise disconnected(panel, number, span, error) from None
        if priorities is not None and len(priorities) > 1:
            found.append((panel.nodes[number].id, priorities))
    return found


def movable(hierarchy: Hierarchy, criteria: Sequence[str]) -> dict[str, list[int]]:
    """Every criterion and theme at or above the level of those criteria -> their places, where others stand beside."""
    above = [(id, *hierarchy.ancestors(id)) for id in criteria]
    found = {each.id: [place for place, line in enumerate(above) if each.id in line] for each in hierarchy}
    return {id: members for id, members in found.items() if 0 < len(members) < len(above)}


def has_values(panel: Panel, of: str) -> bool:
    """Whether solutions or steps were rated, measured or compared."""
    ids = {alternative.id for alternative in (panel.steps if of == "steps" else panel.solutions)}
    split, wants_steps = len(panel.solutions), of == "steps"
    rated = (np.asarray(panel.ratings.alternative) >= split) == wants_steps
    measured = any(id in ids for id in panel.performance.values)
    outer = np.asarray(panel.judgements.node) >= len(panel.hierarchy.nodes)
    compared = (np.asarray(panel.judgements.first)[outer] >= split) == wants_steps
    return bool(rated.any() or measured or compared.any())
