"""What one panellist's answers at one node say while they are given: priorities so far, and what contradicts what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import TypeAlias

import numpy as np

from criteria.hierarchy import Node
from criteria.panel import Panel
from criteria.text import nearest
from mcda import consistency as consistent
from mcda import leastsquares, pairwise
from mcda.analysis.checking import CR_LIMIT
from mcda.analysis.choices import AnalysisError, Options, chosen_options
from mcda.arrays import Array, IntArray
from mcda.priorities import PRIORITY_METHODS

Answers: TypeAlias = Mapping[tuple[str, str], float]
"""(first, second) -> how many times as important first is as second; pairs that were not judged are absent."""

WORDS = ("nothing to compare yet", "agree well", "agree roughly", "contradict each other")
"""How answers hold together, from no answer that others check to a CR above ROUGH_LIMIT."""
ROUGH_LIMIT = 0.20
"""The CR up to which answers agree roughly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What a panellist's answers at one node say so far."""

    items: tuple[str, ...]
    """The compared items, in the order of the file."""
    priorities: tuple[float, ...]
    """Of the items in the largest group that answers join, summing to 1 over them; NaN for the others."""
    whole: bool
    """The answers join all items."""
    checked: int
    """Answers that others check: those beyond the ones needed to join what is joined."""
    ratio: float
    """CR; of items that are not all joined yet the highest of the groups that are. NaN where `checked` is 0."""
    word: str
    """One of WORDS."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Judgements that cannot all hold, and the smallest change that would mend them. A proposal, never applied."""

    triad: tuple[tuple[str, str, float], ...]
    """(first, second, ratio of 1 or more) of three judgements, in the direction of preference, the one to change last.

    Empty if the judgement contradicts the others only through more than three.
    """
    pair: tuple[str, str]
    """The judgement to change, as the panellist was asked."""
    given: float
    """How many times as important pair[0] is as pair[1]."""
    proposed: float
    """The same after the change: a value of 1/9, 1/8, ..., 9."""
    ratio_before: float
    """CR as judged, of the items that answers join with these."""
    ratio_after: float
    """CR with the proposed answer."""
    before: tuple[tuple[str, float], ...]
    """(item, priority) of those items, best first, with the given answer."""
    after: tuple[tuple[str, float], ...]
    """The same with the proposed answer."""
    mends: bool
    """Whether the CR after is within the limit."""


def picture(panel: Panel, node: str, answers: Answers, items: Sequence[str] | None = None) -> Picture:
    """What a panellist's answers at one node say so far.

    Parameters
    ----------
    panel : Panel
        Its settings choose priorities, scale and random index.
    node : str
        Id of the goal, a criterion with children, or a leaf over the alternatives.
    answers : Answers
        Those between items that are not compared here are left out.
    items : sequence of str, optional
        Which of the node's items are compared; all if left out, which a leaf over both solutions and steps refuses.

    Raises
    ------
    AnalysisError
        For an unknown node or item, solutions with steps, a pair answered twice, or a ratio that is not positive.

    Notes
    -----
    "agree well" is a CR up to 0.10 without a three-cycle, "agree roughly" one up to 0.20. Where the items are not all
    joined yet the groups are looked at one by one, so the word is there with the first answer that others check. For
    more items than the panel's random index was printed for, the CR is by Alonso & Lamata's line.
    """
    compared = _Compared.of(panel, node, answers, items)
    parts = compared.parts()
    largest = max(parts, key=lambda part: len(part.places))
    priorities = np.full(len(compared.ids), np.nan)
    if len(largest.places) > 1 or len(compared.ids) == 1:
        priorities[largest.places] = largest.priorities(largest.matrix)
    ratio = max((part.ratio for part in parts if part.checked), default=float("nan"))
    checked = sum(part.checked for part in parts)
    return Picture(
        items=compared.ids,
        priorities=tuple(priorities.tolist()),
        whole=len(parts) == 1,
        checked=checked,
        ratio=ratio,
        word=_word(checked, ratio, bool(consistent.three_cycles(compared.matrix))),
    )


def contradictions(
    panel: Panel,
    node: str,
    answers: Answers,
    items: Sequence[str] | None = None,
    top: int = 3,
    limit: float = CR_LIMIT,
) -> tuple[Contradiction, ...]:
    """The judgements of a panellist at one node to look at again, the most contradictory first.

    Parameters
    ----------
    panel, node, answers, items
        As for `picture`, and so are the errors.
    top : int
        How many at most.
    limit : float
        The CR above which answers contradict each other.

    Returns
    -------
    tuple of Contradiction
        Above the limit: judgements in the order of `mcda.consistency.at_odds`, of those equally far off the one that
        mends most with the smallest change first, each with the first step of the scale that comes within the limit,
        else the best step; those that no step brings nearer are passed over. The triad is the worst that holds the
        judgement and that the proposal makes less contradictory.
        Within the limit: the three-cycles, each with the smallest change to equal importance that breaks it and does
        not raise the CR; otherwise nothing.
        Items that are not all joined are looked at group by group, the most contradictory first.
    """
    compared = _Compared.of(panel, node, answers, items)
    parts = sorted((part for part in compared.parts() if part.checked), key=lambda part: -part.ratio)
    found = (told for part in parts for told in _found(part, limit))
    return tuple(islice(found, max(top, 0)))


def _word(checked: int, ratio: float, cycle: bool) -> str:
    """How answers with this CR hold together."""
    if not checked:
        return WORDS[0]
    if ratio <= CR_LIMIT and not cycle:
        return WORDS[1]
    return WORDS[2] if ratio <= ROUGH_LIMIT else WORDS[3]


@dataclass(frozen=True, slots=True)
class _Compared:
    """The items that are compared and the answers about them, as given and as the panel's scale reads them."""

    ids: tuple[str, ...]
    given: Array
    """(n, n), NaN where not judged."""
    matrix: Array
    """The same on the panel's scale."""
    asked: frozenset[tuple[int, int]]
    """The pairs that were judged, as they were asked."""
    ladder: Array
    """The values of SAATY_SCALE on the panel's scale."""
    options: Options

    @classmethod
    def of(cls, panel: Panel, node: str, answers: Answers, items: Sequence[str] | None) -> _Compared:
        """Those of one node. Raises AnalysisError."""
        options = chosen_options(panel, {})
        found = _node(panel, node)
        ids, alike = _items(found, items)
        given, asked = _given(found, ids, answers)
        # A scale that depends on the number of items is read with all that may be compared, as analysis reads it.
        upper = pairwise.SCALES[options.scale](consistent.SAATY_SCALE[9:], max(alike, 2))
        ladder = np.concatenate([1 / upper[::-1], [1.0], upper])
        matrix = given
        if options.scale != "linear":
            padded = np.full((alike, alike), np.nan)
            padded[np.diag_indices(alike)] = 1.0
            padded[: len(ids), : len(ids)] = given
            matrix = pairwise.rescale(padded, options.scale)[: len(ids), : len(ids)]
        return cls(ids, given, matrix, asked, ladder, options)

    def parts(self) -> list[_Part]:
        """The groups of items that answers join, in the order of their first items."""
        judged = pairwise.judged(self.matrix)
        return [_Part.of(self, np.array(group, dtype=np.intp)) for group in leastsquares.components(judged)]


@dataclass(frozen=True, slots=True)
class _Part:
    """Items that answers join with each other and with no other item."""

    of_all: _Compared
    places: IntArray
    """Among all compared items."""
    matrix: Array
    """(k, k), on the panel's scale."""
    checked: int
    random_index: str
    """The panel's, or for more items than its table has the one that goes on."""
    ratio: float
    """CR, NaN where nothing can be inconsistent."""

    @classmethod
    def of(cls, compared: _Compared, places: IntArray) -> _Part:
        """That of those places."""
        matrix = compared.matrix[np.ix_(places, places)]
        checked = int(pairwise.judged(matrix).sum()) // 2 - len(places) + 1
        word = compared.options.random_index
        known = len(places) < 3 or not np.isnan(consistent.RANDOM_INDICES[word](len(places)))
        random_index = word if known else "alonso-lamata"
        ratio = float(consistent.consistency_ratio(matrix, random_index)) if checked else float("nan")
        return cls(compared, places, matrix, checked, random_index, ratio)

    def priorities(self, matrix: Array) -> Array:
        """What each item weighs among those of the part, (k,), by its matrix or one like it."""
        return PRIORITY_METHODS[self.of_all.options.priorities](matrix)

    def order(self, matrix: Array) -> tuple[tuple[str, float], ...]:
        """Each item and its priority, best first; what is equal in the order of the file."""
        weights = self.priorities(matrix)
        best = np.argsort(-weights.round(consistent.TIE_DIGITS), kind="stable")
        return tuple((self.of_all.ids[self.places[i]], float(weights[i])) for i in best)

    def asked(self, i: int, j: int) -> tuple[int, int]:
        """The two items in the order in which they were asked."""
        return (i, j) if (int(self.places[i]), int(self.places[j])) in self.of_all.asked else (j, i)


def _found(part: _Part, limit: float) -> Iterator[Contradiction]:
    """The contradictions of joined items, one after the other."""
    if part.ratio > limit:
        triads = consistent.worst_triads(part.matrix, None)
        for change in _changes(part, limit):
            yield _told(part, change, _third(part, change, triads), limit)
    else:
        yield from _broken_cycles(part, limit)


def _changes(part: _Part, limit: float) -> Iterator[consistent.Revision]:
    """The changes that bring the CR down, the most inconsistent judgements first and of equals what mends best."""
    ladder = part.of_all.ladder

    def merit(change: consistent.Revision) -> tuple[bool, float]:
        mends = change.cr_after <= limit
        badness = abs(np.log(change.proposed / change.given)) if mends else change.cr_after
        return not mends, _rounded(badness)

    for _, tied in groupby(consistent.at_odds(part.matrix), key=lambda residual: residual.error):
        changes = [
            consistent.smallest_change(part.matrix, *part.asked(i, j), limit, part.random_index, scale=ladder)
            for i, j, _ in sorted(tied)
        ]
        yield from sorted((change for change in changes if change.proposed != change.given), key=merit)


def _third(part: _Part, change: consistent.Revision, triads: Sequence[consistent.Triad]) -> int | None:
    """The item that makes the worst triad with the pair of those that the change makes less contradictory."""
    i, j = change.i, change.j
    for triad in triads:
        if i in triad[:3] and j in triad[:3]:
            k = next(item for item in triad[:3] if item not in (i, j))
            others = part.matrix[j, k] * part.matrix[k, i]
            if abs(np.log(change.proposed * others)) < abs(np.log(change.given * others)):
                return k
    return None


def _broken_cycles(part: _Part, limit: float) -> Iterator[Contradiction]:
    """Each three-cycle, the most contradictory first, with its least judgement that can become 1 at no cost."""
    matrix = part.matrix
    cycles = consistent.three_cycles(matrix)
    seen = set()
    strength = {(i, j, k): _rounded(np.log(matrix[i, j] * matrix[j, k] * matrix[k, i])) for i, j, k in cycles}
    for i, j, k in sorted(cycles, key=lambda cycle: -strength[cycle]):
        options = []
        for first, second, third in ((i, j, k), (j, k, i), (k, i, j)):
            pair = part.asked(first, second)
            changed = _with(matrix, *pair, 1.0)
            after = float(consistent.consistency_ratio(changed, part.random_index))
            change = consistent.Revision(*pair, float(matrix[pair]), 1.0, after)
            raised = after > part.ratio + 1e-9
            options.append((raised, _rounded(matrix[first, second]), _rounded(after), change, third))
        *_, change, third = min(options, key=lambda option: option[:3])
        if (change.i, change.j) not in seen:
            seen.add((change.i, change.j))
            yield _told(part, change, third, limit)


def _told(part: _Part, change: consistent.Revision, third: int | None, limit: float) -> Contradiction:
    """The change in names and in answers as a panellist gives them."""
    compared = part.of_all
    x, y = int(part.places[change.i]), int(part.places[change.j])
    step = int(np.abs(np.log(compared.ladder / change.proposed)).argmin())
    return Contradiction(
        triad=() if third is None else _triad(compared, x, y, int(part.places[third])),
        pair=(compared.ids[x], compared.ids[y]),
        given=float(compared.given[x, y]),
        proposed=float(consistent.SAATY_SCALE[step]),
        ratio_before=part.ratio,
        ratio_after=change.cr_after,
        before=part.order(part.matrix),
        after=part.order(_with(part.matrix, change.i, change.j, change.proposed)),
        mends=change.cr_after <= limit,
    )


def _triad(compared: _Compared, x: int, y: int, z: int) -> tuple[tuple[str, str, float], ...]:
    """The three judgements in the direction of preference, that of x and y last, the others as a chain if they are."""
    given = compared.given
    chain = ((y, z), (z, x)) if given[y, z] >= 1 and given[z, x] >= 1 else ((x, z), (z, y))
    directed = [pair if given[pair] >= 1 else pair[::-1] for pair in (*chain, (x, y))]
    return tuple((compared.ids[first], compared.ids[second], float(given[first, second])) for first, second in directed)


def _rounded(value: float) -> float:
    """The value without what is but rounding, so that it decides no order."""
    return round(float(value), consistent.TIE_DIGITS)


def _with(matrix: Array, i: int, j: int, ratio: float) -> Array:
    """A copy in which i is so many times as important as j."""
    changed = matrix.copy()
    changed[i, j], changed[j, i] = ratio, 1 / ratio
    return changed


def _node(panel: Panel, id: str) -> Node:
    """The node of that id. Raises AnalysisError with the nearest."""
    for node in panel.nodes:
        if node.id == id:
            return node
    raise AnalysisError(f"no node '{id}': {nearest(id, (node.id for node in panel.nodes))}")


def _items(node: Node, items: Sequence[str] | None) -> tuple[tuple[str, ...], int]:
    """The compared items in the order of the file, and of how many that may be compared. Raises AnalysisError."""
    solutions, others = node.items[: node.solutions], node.items[node.solutions :]
    if items is None:
        chosen = frozenset(node.items)
    else:
        chosen = frozenset(items)
        if unknown := [id for id in items if id not in node.items]:
            raise AnalysisError(f"no item '{unknown[0]}' at {node.id}: {nearest(unknown[0], node.items)}")
    if not chosen:
        raise AnalysisError(f"{node.id}: no items to compare")
    if not chosen.isdisjoint(solutions) and not chosen.isdisjoint(others):
        raise AnalysisError(f"{node.id}: solutions and steps are not compared with each other: name the items of one")
    alike = others if chosen.isdisjoint(solutions) else solutions
    return tuple(id for id in alike if id in chosen), len(alike)


def _given(node: Node, ids: tuple[str, ...], answers: Answers) -> tuple[Array, frozenset[tuple[int, int]]]:
    """The answers as a matrix (n, n), and the pairs as they were asked. Raises AnalysisError."""
    place = {id: i for i, id in enumerate(ids)}
    matrix = np.full((len(ids), len(ids)), np.nan)
    matrix[np.diag_indices(len(ids))] = 1.0
    asked = set()
    for (first, second), ratio in answers.items():
        for id in (first, second):
            if id not in node.items:
                raise AnalysisError(f"no item '{id}' at {node.id}: {nearest(id, node.items)}")
        if first == second:
            raise AnalysisError(f"{node.id}: {first} is compared with itself")
        if (second, first) in answers:
            raise AnalysisError(f"{node.id}: {first} and {second} are answered twice: keep one")
        if not 0 < ratio < float("inf"):
            raise AnalysisError(f"{node.id}: {first} over {second} is {ratio:g}: a ratio is positive and finite")
        if first in place and second in place:
            i, j = place[first], place[second]
            matrix[i, j], matrix[j, i] = ratio, 1 / ratio
            asked.add((i, j))
    return matrix, frozenset(asked)
