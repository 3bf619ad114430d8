"""Judgements -> comparison matrices -> what each item of a node weighs, to the group and to each panellist."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from criteria.panel import Judgements, Panel, Panellist
from mcda import leastsquares, pairwise
from mcda.aggregation import aggregate_judgements, aggregate_priorities, pooled_priorities
from mcda.analysis.choices import AnalysisError, Options, say_of
from mcda.arrays import Array, BoolArray, IntArray
from mcda.priorities import PRIORITY_METHODS

PriorityMethod: TypeAlias = Callable[[Array], Array]


@dataclass(frozen=True, slots=True)
class Columns:
    """The judgements that hold, as arrays: of each panellist and pair the one of the latest round."""

    panellist: IntArray
    node: IntArray
    first: IntArray
    second: IntArray
    ratio: Array


def holding(judgements: Judgements) -> Columns:
    """The judgements that hold, of each panellist and pair the latest."""
    panellist, node, first, second = (
        np.asarray(column, dtype=np.intp)
        for column in (judgements.panellist, judgements.node, judgements.first, judgements.second)
    )
    ratio, rounds = np.asarray(judgements.ratio), np.asarray(judgements.round)
    if len(rounds) and rounds.min() != rounds.max():
        keep = latest(rounds, panellist, node, np.minimum(first, second), np.maximum(first, second))
        panellist, node, first, second, ratio = (c[keep] for c in (panellist, node, first, second, ratio))
    return Columns(panellist, node, first, second, ratio)


def latest(rounds: np.ndarray[Any, Any], *keys: IntArray) -> IntArray:
    """The rows of the latest round of each key, in their order."""
    order = np.lexsort((rounds, *keys))
    sorted_keys = np.stack([key[order] for key in keys])
    last = np.append((sorted_keys[:, 1:] != sorted_keys[:, :-1]).any(axis=0), True)
    return np.sort(order[last])


def _comparisons(panel: Panel, columns: Columns, number: int, who: Sequence[int], items: slice, scale: str) -> Array:
    """The comparison matrices (k, n, n) of some panellists at a node, over a slice of its items, on a scale."""
    place = np.full(len(panel.panellists), -1, dtype=np.intp)
    place[list(who)] = np.arange(len(who))
    start, stop, _ = items.indices(len(panel.nodes[number].items))
    of_node = columns.node == number
    rows, first, second = place[columns.panellist[of_node]], columns.first[of_node], columns.second[of_node]
    ratio = columns.ratio[of_node]
    kept = (rows >= 0) & (first >= start) & (first < stop)
    rows, first, second, ratio = rows[kept], first[kept] - start, second[kept] - start, ratio[kept]
    n = stop - start
    matrices = np.full((len(who), n, n), np.nan)
    matrices[:, np.arange(n), np.arange(n)] = 1.0
    matrices[rows, first, second] = ratio
    matrices[rows, second, first] = 1 / ratio
    return pairwise.rescale(matrices, scale) if scale != "linear" else matrices


@dataclass(frozen=True, slots=True)
class Judging:
    """Who judges and how: all that is needed to weigh the items of any node."""

    panel: Panel
    columns: Columns
    who: tuple[Panellist, ...]
    places: tuple[int, ...]
    """Of `who` among the panel's panellists."""
    say: Array
    options: Options

    @classmethod
    def of(cls, panel: Panel, who: tuple[Panellist, ...], options: Options) -> Judging:
        """What those panellists judged, under those options."""
        places = {panellist.id: place for place, panellist in enumerate(panel.panellists)}
        return cls(
            panel=panel,
            columns=holding(panel.judgements),
            who=who,
            places=tuple(places[panellist.id] for panellist in who),
            say=say_of(who, options.weighting) if who else np.empty(0),
            options=options,
        )

    def matrices(self, number: int, items: slice = slice(None)) -> Array:
        """(k, n, n) of the node with that number."""
        return _comparisons(self.panel, self.columns, number, self.places, items, self.options.scale)

    def priorities(self, number: int, items: slice = slice(None)) -> Array | None:
        """What each item of a node weighs to the group, (n,); None if nobody judged it."""
        matrices = self.matrices(number, items)
        if matrices.shape[-1] == 1:
            return np.ones(1)
        judged = pairwise.judged(matrices)
        if not judged.any():
            return None
        return _group(matrices, judged, self.say, self.options)

    def own_priorities(self, number: int) -> tuple[Array, BoolArray]:
        """What each item of a node weighs to each panellist, (k, n), and who judged enough to say so, (k,)."""
        matrices = self.matrices(number)
        able = leastsquares.connected(pairwise.judged(matrices))
        own = np.full(matrices.shape[:2], np.nan)
        if able.any():
            own[able] = _method(self.options)(matrices[able])
        return own, able


def _method(options: Options) -> PriorityMethod:
    if options.engine == "ahpy":
        from mcda.by_ahpy import eigenvector

        return eigenvector
    return PRIORITY_METHODS[options.priorities]


def _group(matrices: Array, judged: BoolArray, say: Array, options: Options) -> Array:
    """The group's priorities at one node, (n,). Raises DisconnectedError."""
    if options.aggregation == "aij":
        if options.priorities == "geometric-mean":
            return pooled_priorities(matrices, say)
        return _method(options)(aggregate_judgements(matrices, say))
    able = leastsquares.connected(judged)
    if not able.any():
        leastsquares.require_connected(np.asarray(judged.any(axis=0)))
        message = f"no panellist alone compared enough to join all items, which '{options.aggregation}' needs: use aij"
        raise AnalysisError(message)
    mean = "arithmetic" if options.aggregation == "aip-arithmetic" else "geometric"
    return aggregate_priorities(_method(options)(matrices[able]), say[able], mean)


def disconnected(panel: Panel, number: int, items: slice, error: leastsquares.DisconnectedError) -> AnalysisError:
    """The error with names in place of numbers."""
    node = panel.nodes[number]
    ids = node.items[items]
    groups = " and ".join("{" + ", ".join(ids[i] for i in group) + "}" for group in error.components)
    first, second = (ids[group[0]] for group in error.components[:2])
    message = f"the judged pairs fall into {groups} with nothing between: judge for example {first} over {second}"
    return AnalysisError(f"{node.id}: {message}")
