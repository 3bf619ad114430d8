"""Whose answers the order hangs on: everything is recomputed without them, or with one of them moved by a step."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from criteria.hierarchy import Node
from criteria.panel import Panel, Panellist, Solution, Step
from mcda import leastsquares, pairwise
from mcda.aggregation import aggregate_judgements, aggregate_priorities
from mcda.analysis.choices import (
    NO_PART,
    AnalysisError,
    ChoiceError,
    chosen_options,
    chosen_panellists,
    parts_of,
    provenance,
    shown_options,
)
from mcda.analysis.judging import Judging
from mcda.analysis.scoring import Scoring, chosen_scoring, final_scores, ranked, scores_of, under
from mcda.analysis.values import DecisionMatrix, decision_matrix, span_of
from mcda.analysis.weighing import weigh
from mcda.arrays import Array, IntArray
from mcda.priorities import PRIORITY_METHODS
from mcda.ranking import competition_ranks
from mcda.results.influence import Effect, Influence
from mcda.results.weights import Weights
from mcda.steps import STEPS

PIECE = 4096
"""Moves worked on at a time."""

ON_STEP = 0.01
"""A ratio this close to a step, as a share of it, is that step: 0.33 is 1/3."""


def influence(
    panel: Panel,
    of: str | None = None,
    *,
    method: str | None = None,
    normalisation: str | None = None,
    priorities: str | None = None,
    aggregation: str | None = None,
    weighting: str | None = None,
    scale: str | None = None,
    ratings: str | None = None,
    scored: str | None = None,
    panellists: Sequence[str] | None = None,
    first: int = 3,
) -> Influence:
    """Whose answers the order hangs on: each panellist, each organisation, each judgement moved by one step.

    Parameters
    ----------
    of, method, normalisation, priorities, aggregation, weighting, scale, ratings, scored, panellists
        As in `rank`.
    first : int
        How many first places are looked at together, 1 or more.

    Returns
    -------
    Influence
        By recomputation of the whole order, nothing approximated. Those without whom weights or values would be missing
        are named in `meta["notices"]`.

    Raises
    ------
    AnalysisError
        As `rank`.
    """
    if first < 1:
        raise ChoiceError(f"first is {first}: at least 1 place is needed")
    options = chosen_options(
        panel, {"priorities": priorities, "aggregation": aggregation, "weighting": weighting, "scale": scale}
    )
    who = chosen_panellists(panel, panellists)
    judging = Judging.of(panel, who, options)
    scoring = chosen_scoring(panel, of, method, normalisation, ratings, scored)
    matrix = decision_matrix(panel, judging, scoring.kind, scoring.ratings)
    weighed = weigh(panel, judging, partial=False)
    now = _Order(final_scores(panel, scoring, scores_of(matrix, under(weighed, matrix), scoring)), first)
    alternatives = ranked(panel, scoring)
    if len(alternatives) < 2:
        raise AnalysisError("there is a single alternative: its place hangs on nobody")
    indispensable: list[str] = []
    meta = provenance(panel, who, {**shown_options(options), **scoring.shown(), "first": first})
    people: list[Effect] = []
    for kind, name, others in _left_out(who):
        try:
            scores = _scores(panel, judging.only(others), scoring)
        except (AnalysisError, ValueError) as error:
            indispensable.append(name)
            meta["notices"].append(f"without {name} there is no order: {'; '.join(str(error).splitlines())}")
            continue
        people += [Effect(kind=kind, who=name, **changed) for changed in now.against(scores[None, :], alternatives)]
    if options.weighting == "consistency":
        meta["notices"].append("a judgement that is moved leaves everybody's say as it is")
    judgements: list[Effect] = []
    for moves, scores in _moved_scores(panel, judging, weighed, matrix, scoring):
        changes = now.against(final_scores(panel, scoring, scores), alternatives)
        judgements += [
            Effect(kind="judgement", **move._asdict(), **changed) for move, changed in zip(moves, changes, strict=True)
        ]
    judgements.sort(key=lambda effect: -abs(effect.lead - now.lead))
    winner = alternatives[now.winner]
    return Influence(
        of=scoring.of,
        winner=winner.id,
        winner_name=winner.name,
        lead=now.lead,
        first=first,
        people=tuple(people),
        indispensable=tuple(indispensable),
        judgements=tuple(judgements),
        meta=meta,
    )


def _left_out(who: tuple[Panellist, ...]) -> Iterator[tuple[str, str, tuple[Panellist, ...]]]:
    """Each panellist, then each organisation, with everybody else; nobody where there is nobody else."""
    if len(who) < 2:
        return
    for member in who:
        yield "panellist", member.id, tuple(other for other in who if other is not member)
    for name, members in parts_of(who, "organisation").items():
        others = tuple(other for other in who if other not in members)
        if others and name != NO_PART:
            yield "organisation", name, others


def _scores(panel: Panel, judging: Judging, scoring: Scoring) -> Array:
    """The scores (a,) of what is ranked, from the beginning."""
    matrix = decision_matrix(panel, judging, scoring.kind, scoring.ratings)
    weights = under(weigh(panel, judging, partial=False), matrix)
    return final_scores(panel, scoring, scores_of(matrix, weights, scoring))


class _Order:
    """The order as it is now, and how others differ from it."""

    def __init__(self, scores: Array, first: int) -> None:
        self.ranks = competition_ranks(scores)
        self.winner = int(np.argmin(self.ranks))
        self.first = first
        self.lead = float(self._leads(scores[None, :])[0])

    def _leads(self, scores: Array) -> Array:
        """How far the present winner is above the best other one, (q,), in scores (q, a)."""
        others = np.delete(scores, self.winner, axis=1)
        return np.asarray(scores[:, self.winner] - others.max(axis=1, initial=-np.inf))

    def against(self, scores: Array, alternatives: Sequence[Solution | Step]) -> Iterator[dict[str, Any]]:
        """Of each of the scores (q, a), the parts of an Effect that say what has changed."""
        ranks = competition_ranks(scores)
        winners = ranks == 1
        of_winner = (winners != (self.ranks == 1)).any(axis=1)
        of_first = ((ranks <= self.first) != (self.ranks <= self.first)).any(axis=1)
        shifts = np.abs(ranks - self.ranks).max(axis=1)
        for number, lead in enumerate(self._leads(scores)):
            yield {
                "winners": tuple(alternatives[int(place)].id for place in np.flatnonzero(winners[number])),
                "first_changes": bool(of_winner[number]),
                "few_changes": bool(of_first[number]),
                "lead": float(lead),
                "shift": int(shifts[number]),
            }


class _Move(NamedTuple):
    """One judgement, and the next one of the scale."""

    who: str
    node: str
    first: str
    second: str
    given: float
    moved: float


class _Steps(NamedTuple):
    """Moves of single judgements at one node, q of them."""

    who: IntArray
    """(q,) the panellist."""
    row: IntArray
    """(q,) the first item."""
    column: IntArray
    """(q,) the second item."""
    given: Array
    """(q,) as judged."""
    moved: Array
    """(q,) one step away."""
    change: Array
    """(q,) of the logarithm, on the chosen scale."""

    def named(self, judging: Judging, node: str, items: Sequence[str]) -> list[_Move]:
        """With ids in place of numbers."""
        columns = zip(self.who, self.row, self.column, self.given, self.moved, strict=True)
        return [
            _Move(judging.who[who].id, node, items[row], items[column], float(given), float(moved))
            for who, row, column, given, moved in columns
        ]


def _moved_scores(
    panel: Panel, judging: Judging, weighed: Weights, matrix: DecisionMatrix, scoring: Scoring
) -> Iterator[tuple[list[_Move], Array]]:
    """Every judgement moved up and down, with the scores (q, a) of the decision matrix then, node by node."""
    weights = under(weighed, matrix)
    for number, node in enumerate(panel.hierarchy.nodes):
        steps = _steps(judging, number) if panel.hierarchy.is_judged(node.id) else None
        if steps is not None:
            local = _moved_priorities(judging, number, steps)
            moved = _with_local(panel, weighed, matrix, node, local, weights)
            yield steps.named(judging, node.id, node.items), scores_of(matrix, moved, scoring)
    span = span_of(panel, scoring.kind)
    for number in range(len(panel.hierarchy.nodes), len(panel.nodes)):
        node = panel.nodes[number]
        steps = _steps(judging, number, span) if judging.answers.judged(number) else None
        if steps is not None:
            column = matrix.criteria.index(node.id)
            found = []
            for local in _moved_priorities(judging, number, steps, span):
                values = matrix.values.copy()
                values[:, column] = local
                found.append(scores_of(replace(matrix, values=values), weights, scoring))
            yield steps.named(judging, node.id, node.items[span]), np.stack(found)


def _steps(judging: Judging, number: int, items: slice = slice(None)) -> _Steps | None:
    """Every judgement at a node moved to the next step of the scale on either side; None where there are none."""
    given = judging.answers.at(number)[judging.places][:, items, items]
    n = given.shape[2]
    rows, columns = np.triu_indices(n, 1)
    who, pair = np.nonzero(~np.isnan(given[:, rows, columns]))
    if not len(who):
        return None
    ratios = given[who, rows[pair], columns[pair]]
    nearest = np.abs(np.log(ratios[:, None] / STEPS)).argmin(axis=1)
    on_step = np.abs(ratios / STEPS[nearest] - 1) < ON_STEP
    above = np.where(on_step, nearest + 1, np.searchsorted(STEPS, ratios))
    below = np.where(on_step, nearest - 1, np.searchsorted(STEPS, ratios) - 1)
    next_ones = np.concatenate([above, below])
    who, pair, ratios = np.tile(who, 2), np.tile(pair, 2), np.tile(ratios, 2)
    there = (next_ones >= 0) & (next_ones < len(STEPS))
    who, pair, ratios, moved = who[there], pair[there], ratios[there], STEPS[next_ones[there]]
    read = [_read(each, judging.options.scale, n) for each in (ratios, moved)]
    return _Steps(who, rows[pair], columns[pair], ratios, moved, np.log(read[1] / read[0]))


def _read(ratios: Array, scale: str, n: int) -> Array:
    """Ratios (q,) as the scale reads them for n items."""
    inverted = ratios < 1
    read = pairwise.SCALES[scale](np.where(inverted, 1 / ratios, ratios), n)
    return np.where(inverted, 1 / read, read)


def _moved_priorities(judging: Judging, number: int, steps: _Steps, items: slice = slice(None)) -> Array:
    """What the items of a node weigh to the group after each of the moves, (q, n)."""
    matrices, options, say = judging.matrices(number, items), judging.options, judging.say
    if options.aggregation == "aij" and options.priorities == "geometric-mean":
        return _moved_fit(matrices, say, steps)
    method = PRIORITY_METHODS[options.priorities]
    if options.aggregation == "aij":
        weight = (say[:, None, None] * ~np.isnan(matrices)).sum(axis=0)
        mean = aggregate_judgements(matrices, say)
        change = steps.change * say[steps.who] / weight[steps.row, steps.column]
        return _in_pieces(lambda part: method(_with_change(mean, steps, change, part)), len(change))
    able = leastsquares.connected(pairwise.judged(matrices))
    own = np.ones(matrices.shape[:2])
    own[able] = method(matrices[able])
    mean_name = "arithmetic" if options.aggregation == "aip-arithmetic" else "geometric"

    def of_part(part: IntArray) -> Array:
        vectors = np.repeat(own[None], len(part), axis=0)
        counts = able[steps.who[part]]
        moved = _with_change(matrices, steps, steps.change, part[counts])
        vectors[np.flatnonzero(counts), steps.who[part[counts]]] = method(moved)
        return np.asarray(aggregate_priorities(vectors[:, able], say[able], mean_name))

    return _in_pieces(of_part, len(steps.who))


def _moved_fit(matrices: Array, say: Array, steps: _Steps) -> Array:
    """The same by log least squares: a change of one logarithm moves the fit along one column of the inverse."""
    judged = pairwise.judged(matrices)
    weight = np.einsum("k,kij->ij", say, judged.astype(np.float64))
    logs = np.einsum("k,kij->ij", say, np.log(np.where(judged, matrices, 1.0)))
    inverse = np.linalg.pinv(np.diag(weight.sum(axis=0)) - weight, hermitian=True)
    change = (say[steps.who] * steps.change)[:, None]
    return leastsquares.normalised_exp(
        inverse @ logs.sum(axis=1) + change * (inverse[steps.row] - inverse[steps.column])
    )


def _with_change(matrices: Array, steps: _Steps, change: Array, part: IntArray) -> Array:
    """Comparison matrices (q, n, n) after some of the moves: of the group (n, n), or of whoever moved (k, n, n)."""
    own = matrices[steps.who[part]] if matrices.ndim == 3 else np.repeat(matrices[None], len(part), axis=0)
    each, rows, columns, factor = np.arange(len(part)), steps.row[part], steps.column[part], np.exp(change[part])
    own[each, rows, columns] *= factor
    own[each, columns, rows] /= factor
    return own


def _in_pieces(work: Callable[[IntArray], Array], count: int) -> Array:
    """The rows (count, n) of what is worked out for so many numbers, a piece at a time."""
    return np.concatenate([work(np.arange(start, min(start + PIECE, count))) for start in range(0, count, PIECE)])


def _with_local(
    panel: Panel, weighed: Weights, matrix: DecisionMatrix, node: Node, local: Array, weights: Array
) -> Array:
    """The weights (q, m) under the matrix's criteria when the items of a node weigh as in local (q, n)."""
    before = {id: float(share) for id, share in zip(weighed.criteria, weighed.local, strict=True)}
    moved = np.repeat(weights[None], len(local), axis=0)
    for column, id in enumerate(matrix.criteria):
        for item in (id, *panel.hierarchy.ancestors(id)):
            if item in node.items:
                moved[:, column] *= local[:, node.items.index(item)] / before[item]
    return moved
