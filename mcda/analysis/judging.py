"""Judgements -> comparison matrices -> what each item of a node weighs, to the group and to each panellist."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from criteria.panel import Judgements, Panel, Panellist
from mcda import leastsquares, pairwise
from mcda.aggregation import WEIGHTINGS, aggregate_judgements, aggregate_priorities, pooled_priorities
from mcda.analysis.choices import AnalysisError, Options
from mcda.arrays import Array, BoolArray, IntArray
from mcda.priorities import PRIORITY_METHODS

PriorityMethod: TypeAlias = Callable[[Array], Array]
AnyArray: TypeAlias = np.ndarray[Any, Any]


ROWS = 2**16
"""Judgements that are put into matrices at once, so that what is made of them on the way stays small."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The judgements that hold, as arrays: of each panellist and pair the one of the latest round."""

    panellist: AnyArray
    node: AnyArray
    first: AnyArray
    second: AnyArray
    ratio: AnyArray

    def parts(self) -> Iterator[tuple[AnyArray, AnyArray, AnyArray, AnyArray, AnyArray]]:
        """All columns, so many rows at a time."""
        for start in range(0, len(self.ratio), ROWS):
            rows = slice(start, start + ROWS)
            yield self.panellist[rows], self.node[rows], self.first[rows], self.second[rows], self.ratio[rows]


def holding(judgements: Judgements) -> Columns:
    """The judgements that hold, of each panellist and pair the latest."""
    panellist, node, first, second, ratio, rounds = (
        np.asarray(getattr(judgements, name)) for name in ("panellist", "node", "first", "second", "ratio", "round")
    )
    if len(rounds) and rounds.min() != rounds.max():
        keep = latest(rounds, panellist, node, np.minimum(first, second), np.maximum(first, second))
        panellist, node, first, second, ratio = (c[keep] for c in (panellist, node, first, second, ratio))
    return Columns(panellist, node, first, second, ratio)


def latest(rounds: AnyArray, *keys: AnyArray) -> IntArray:
    """The rows of the latest round of each key, in their order."""
    order = np.lexsort((rounds, *keys))
    sorted_keys = np.stack([key[order] for key in keys])
    last = np.append((sorted_keys[:, 1:] != sorted_keys[:, :-1]).any(axis=0), True)
    return np.sort(order[last])


class Answers:
    """What every panellist judged, as comparison matrices made node by node when they are first asked for."""

    def __init__(self, panel: Panel) -> None:
        self.panel = panel
        self.place = {panellist.id: place for place, panellist in enumerate(panel.panellists)}
        """Of each panellist along the first axis of the matrices."""
        self._columns = holding(panel.judgements)
        self._judged: set[int] = set()
        for _, node, *_ in self._columns.parts():
            self._judged |= set(np.unique(node).tolist())
        self._matrices: dict[int, Array] = {}
        self._variances: dict[str, Array] = {}

    def at(self, number: int) -> Array:
        """The matrices (panellists, n, n) of the node with that number, on the scale as judged."""
        if number not in self._matrices:
            n = len(self.panel.nodes[number].items)
            matrices = np.full((len(self.place), n, n), np.nan)
            matrices[:, np.arange(n), np.arange(n)] = 1.0
            cells = matrices.ravel()
            for panellist, node, *pair, ratio in self._columns.parts():
                here = np.flatnonzero(node == number)
                who, first, second = (column[here].astype(np.intp) for column in (panellist, *pair))
                cells[(who * n + first) * n + second] = ratio[here]
                cells[(who * n + second) * n + first] = 1 / ratio[here]
            self._matrices[number] = matrices
        return self._matrices[number]

    def judged(self, number: int) -> bool:
        """Whether anybody judged at the node with that number."""
        return number in self._judged

    def variances(self, scale: str) -> Array:
        """How much each panellist's judgements scatter around their own priorities, (panellists,); NaN if not known.

        Of the logarithms, on that scale: residual sum of squares over judgements beyond those that join items, added up
        over all nodes.
        """
        from mcda.sensitivity.draws import Comparisons, inconsistency

        if scale not in self._variances:
            nodes = [number for number in range(len(self.panel.nodes)) if self.judged(number)]
            found = np.full(len(self.place), np.nan)
            if nodes:
                variance, freedom = inconsistency([Comparisons.of(self.at(number), scale) for number in nodes])
                found = np.where(freedom > 0, variance, np.nan)
            self._variances[scale] = found
        return self._variances[scale]


def say_of(answers: Answers, who: Sequence[Panellist], options: Options) -> Array:
    """How much each panellist counts, (k,), relative."""
    declared = np.array([panellist.weight for panellist in who], dtype=np.float64)
    organisations = [panellist.organisation or panellist.id for panellist in who]
    variances = np.full(len(who), np.nan)
    if options.weighting == "consistency":
        variances = answers.variances(options.scale)[[answers.place[panellist.id] for panellist in who]]
    return WEIGHTINGS[options.weighting](declared, organisations, variances)


@dataclass(frozen=True, slots=True)
class Judging:
    """Who judges and how: all that is needed to weigh the items of any node."""

    answers: Answers
    who: tuple[Panellist, ...]
    say: Array
    """(k,) how much each of them counts."""
    options: Options

    @classmethod
    def of(cls, panel: Panel, who: tuple[Panellist, ...], options: Options) -> Judging:
        """What those panellists judged, under those options."""
        return cls.by(Answers(panel), who, options)

    @classmethod
    def by(cls, answers: Answers, who: tuple[Panellist, ...], options: Options) -> Judging:
        """The same of answers that are at hand."""
        return cls(answers, who, say_of(answers, who, options), options)

    def only(self, who: tuple[Panellist, ...]) -> Judging:
        """The same of some of the panellists."""
        return Judging.by(self.answers, who, self.options)

    @property
    def places(self) -> list[int]:
        """Where they stand among the panel's panellists."""
        return [self.answers.place[panellist.id] for panellist in self.who]

    def matrices(self, number: int, items: slice = slice(None)) -> Array:
        """(k, n, n) of the node with that number, over a slice of its items, on the chosen scale."""
        everybody = self.answers.at(number)[:, items, items]
        chosen = everybody if len(self.who) == len(everybody) else everybody[self.places]
        return pairwise.rescale(chosen, self.options.scale) if self.options.scale != "linear" else chosen

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
