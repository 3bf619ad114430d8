"""What the order rests on: the panel ranked again without each panellist, organisation, criterion and alternative."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from criteria.hierarchy import GOAL
from criteria.panel import Panel, Panellist
from mcda import pairwise
from mcda import sensitivity as engine
from mcda.analysis.choices import (
    NO_PART,
    ChoiceError,
    chosen_options,
    chosen_panellists,
    parts_of,
    provenance,
    shown_options,
)
from mcda.analysis.doubting import rating_cells
from mcda.analysis.judging import Judging, say_of
from mcda.analysis.scoring import (
    Scoring,
    chosen_scoring,
    final_scores,
    known_domain,
    notices,
    ranked,
    scores_of,
    under,
)
from mcda.analysis.values import DecisionMatrix, decision_matrix, movable, span_of
from mcda.analysis.weighing import weigh
from mcda.arrays import Array, BoolArray, IntArray
from mcda.ranking import RANKING_METHODS, competition_ranks
from mcda.results.reversals import Change, ReversalReport, Unanswered

BATCH = 512
"""How many smaller panels are weighed at a time."""

MOST_COMPARED = 100
"""Of more alternatives, what their coming and going does is not tried: pairs and triples of them grow too many."""


def reversals(
    panel: Panel,
    of: str | None = None,
    *,
    first: int = 3,
    method: str | None = None,
    normalisation: str | None = None,
    priorities: str | None = None,
    aggregation: str | None = None,
    weighting: str | None = None,
    scale: str | None = None,
    ratings: str | None = None,
    scored: str | None = None,
    panellists: Sequence[str] | None = None,
) -> ReversalReport:
    """What the order rests on: who is first without each panellist, organisation, criterion, alternative.

    Parameters
    ----------
    panel : Panel
    of : str, optional
        `solutions` or `steps`; steps where the panel has values for them.
    first : int
        How many first places are looked at together, 1 or more.
    method, normalisation, priorities, aggregation, weighting, scale, ratings, scored, panellists
        As in `rank`.

    Returns
    -------
    ReversalReport
        Each try is the order as `rank` would have it of the panel changed in that way, and exact.

    Raises
    ------
    AnalysisError
        As `rank`, and for `first` below 1. A try that gives no order is named in the result.

    Notes
    -----
    Copies, worse ones and pairs keep the values that the panel gave. Tests 1 to 3 of Wang & Triantaphyllou (2008),
    Omega 36(1); clones: Belton & Gear (1983), Omega 11(3).
    """
    if first < 1:
        raise ChoiceError(f"first is {first}: at least 1 place is needed")
    options = chosen_options(
        panel, {"priorities": priorities, "aggregation": aggregation, "weighting": weighting, "scale": scale}
    )
    who = chosen_panellists(panel, panellists)
    judging = Judging.of(panel, who, options)
    scoring = chosen_scoring(panel, of, method, normalisation, ratings, scored)
    weighed = weigh(panel, judging, partial=False)
    matrix = decision_matrix(panel, judging, scoring.kind, scoring.ratings)
    weights = under(weighed, matrix)
    basis = _Basis(panel=panel, judging=judging, scoring=scoring, matrix=matrix, weights=weights)
    now = competition_ranks(basis.scores(matrix.values, weights))
    tries = [*_without_people(basis, now), *_without_criteria(basis, now)]
    meta = provenance(panel, who, {**shown_options(options), **scoring.shown(), "first": first})
    meta["notices"] += notices(matrix, weights, scoring, scores_of(matrix, weights, scoring))
    cycles = None
    if why := _incomparable(basis):
        meta["notices"].append(why)
    else:
        found, cycles = _with_other_alternatives(basis, now)
        tries += found
    unanswered = tuple(each for each in tries if isinstance(each, Unanswered))
    meta["notices"] += [
        f"no order without {each.id}: {each.reason}" if each.id else f"{each.test} is not tried: {each.reason}"
        for each in unanswered
    ]
    alternatives = ranked(panel, scoring)
    order = np.argsort(now, kind="stable")
    ids = [alternative.id for alternative in alternatives]
    answered = [each for each in tries if isinstance(each, _Try)]
    changes = [_change(each, ids, first) for each in answered]
    tests = list(dict.fromkeys(change.test for change in changes))
    worst = sorted(
        range(len(changes)),
        key=lambda place: (
            tests.index(changes[place].test),
            changes[place].first_stays,
            changes[place].few_stay,
            -changes[place].reversed,
            -changes[place].shift,
        ),
    )
    return ReversalReport(
        of=scoring.of,
        alternatives=tuple(ids[place] for place in order),
        names=tuple(alternatives[place].name for place in order),
        now=now[order],
        first=first,
        changes=tuple(changes[place] for place in worst),
        ranks=np.array([answered[place].after[order] for place in worst], dtype=np.intp).reshape(len(worst), len(ids)),
        cycles=cycles,
        unanswered=unanswered,
        meta=meta,
    )


class _Try(NamedTuple):
    """One change to the panel, and the ranks (a,) before and after it, 0 where there is none."""

    test: str
    id: str
    name: str
    before: IntArray
    after: IntArray
    apart: int | None = None
    """An alternative that was itself changed: its own way down is not counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Basis:
    """The panel as it is."""

    panel: Panel
    judging: Judging
    scoring: Scoring
    matrix: DecisionMatrix
    weights: Array

    def scores(self, values: Array, weights: Array) -> Array:
        """The scores (..., a) of what gets a rank, of values (b, m) and weights (..., m)."""
        matrix = self.matrix if values is self.matrix.values else replace(self.matrix, values=values)
        return final_scores(self.panel, self.scoring, scores_of(matrix, weights, self.scoring))


def _without_people(basis: _Basis, now: IntArray) -> Iterator[_Try | Unanswered]:
    """The order without each panellist and without each organisation of several members or one."""
    who = basis.judging.who
    if len(who) < 2:
        return
    groups = [("panellist", each.id, each.organisation, {place}) for place, each in enumerate(who)]
    place_of = {each.id: place for place, each in enumerate(who)}
    groups += [
        ("organisation", name, _members(members), {place_of[each.id] for each in members})
        for name, members in parts_of(who, "organisation").items()
        if name != NO_PART and len(members) < len(who)
    ]
    for start in range(0, len(groups), BATCH):
        part = groups[start : start + BATCH]
        say = np.stack([_say_without(basis, who, left_out) for *_, left_out in part])
        for (test, id, name, _), ranks in zip(part, _ranks_by_say(basis, say), strict=True):
            yield (
                Unanswered(test=test, id=id, reason=ranks)
                if isinstance(ranks, str)
                else _Try(test, id, name, now, ranks)
            )


def _members(members: Sequence[Panellist]) -> str:
    """Who they are, in place of a name."""
    return " ".join(each.id for each in members[:3]) + (f" and {len(members) - 3} more" if len(members) > 3 else "")


def _say_without(basis: _Basis, who: Sequence[Panellist], left_out: set[int]) -> Array:
    """How much each panellist counts, (k,), where some are left out."""
    rest = [place for place in range(len(who)) if place not in left_out]
    say = np.zeros(len(who))
    judging = basis.judging
    if judging.options.weighting in ("organisation", "consistency"):  # it depends on who else is there
        say[rest] = say_of(judging.answers, [who[place] for place in rest], judging.options)
    else:
        say[rest] = judging.say[rest]
    return say


def _ranks_by_say(basis: _Basis, say: Array) -> Iterator[IntArray | str]:
    """The ranks (a,) in each of g panels (g, k), or why there are none."""
    matrix = basis.matrix
    weights, unjoined = _weights_by_say(basis, say)
    values = _values_by_say(basis, say)
    for row in range(len(say)):
        at = matrix.values if values is None else values[row]
        if isinstance(at, str):
            yield at
        elif np.isnan(weights[row]).any():
            yield f"the judgements of the others do not join all items of {', '.join(unjoined[row])}"
        elif np.isnan(at).any():
            cell = np.argwhere(np.isnan(at))[0]
            yield f"nobody else rated or compared {matrix.alternatives[cell[0]]} under {matrix.criteria[cell[1]]}"
        else:
            try:
                yield competition_ranks(basis.scores(at, weights[row]))
            except ValueError as error:
                yield "; ".join(str(error).splitlines())


def _weights_by_say(basis: _Basis, say: Array) -> tuple[Array, list[list[str]]]:
    """What the criteria of the matrix weigh in each of g panels, (g, m), NaN and the nodes where that is not known."""
    hierarchy, judging = basis.panel.hierarchy, basis.judging
    overall: dict[str, Array] = {GOAL: np.ones(len(say))}
    unjoined: list[list[str]] = [[] for _ in say]
    for number, node in enumerate(hierarchy.nodes):
        if hierarchy.is_judged(node.id):
            shares = _priorities_by_say(judging, number, slice(None), say)
            for row in np.flatnonzero(np.isnan(shares).any(axis=1)):
                unjoined[row].append(node.id)
        else:
            shares = np.array([[child.weight for child in hierarchy.children(node.id)]], dtype=np.float64)
        for place, id in enumerate(node.items):
            overall[id] = overall[node.id] * shares[:, place]
    return np.stack([overall[id] for id in basis.matrix.criteria], axis=1), unjoined


def _priorities_by_say(judging: Judging, number: int, items: slice, say: Array) -> Array:
    """What each item of a node weighs in each of g panels, (g, n)."""
    options = judging.options
    return engine.group_priorities(judging.matrices(number, items), say, options.priorities, options.aggregation)


def _values_by_say(basis: _Basis, say: Array) -> Sequence[Array | str] | None:
    """The values (b, m) in each of g panels, NaN where nobody rated; None where they do not depend on people."""
    panel, judging, matrix, scoring = basis.panel, basis.judging, basis.matrix, basis.scoring
    span = span_of(panel, scoring.kind)
    rated = np.flatnonzero((matrix.raters > 0).all(axis=0))
    compared = [
        number for number in range(len(panel.hierarchy.nodes), len(panel.nodes)) if _compared(basis, number, span)
    ]
    if not len(rated) and not compared:
        return None
    if scoring.ratings == "additive":
        return [_values_of(basis, [judging.who[place] for place in np.flatnonzero(row)]) for row in say]
    values = np.repeat(matrix.values[None], len(say), axis=0)
    if len(rated):
        cells = rating_cells(panel, judging, scoring, span, [matrix.criteria[column] for column in rated])
        found = engine.group_ratings(cells.ratings, cells.rated > 0, say).clip(*cells.bounds)
        values[:, :, rated] = found.reshape(len(say), len(matrix.values), len(rated))
    for number in compared:
        column = matrix.criteria.index(panel.nodes[number].id)
        values[:, :, column] = _priorities_by_say(judging, number, span, say)
    return list(values)


def _compared(basis: _Basis, number: int, span: slice) -> bool:
    """Whether those who count compared alternatives of a span in pairs at that node."""
    judging = basis.judging
    return judging.answers.judged(number) and bool(pairwise.judged(judging.matrices(number, span)).any())


def _values_of(basis: _Basis, who: Sequence[Panellist]) -> Array | str:
    """The values (b, m) by some panellists, fitted anew, or why there are none."""
    try:
        judging = basis.judging.only(tuple(who))
        return decision_matrix(basis.panel, judging, basis.scoring.kind, basis.scoring.ratings).values
    except ValueError as error:
        return "; ".join(str(error).splitlines())


def _without_criteria(basis: _Basis, now: IntArray) -> Iterator[_Try | Unanswered]:
    """The order without each criterion and theme that weighs something, but not all."""
    hierarchy = basis.panel.hierarchy
    for id, members in movable(hierarchy, basis.matrix.criteria).items():
        if not 0 < basis.weights[members].sum() < 1:
            continue
        start, _ = engine.weight_path(basis.weights, members)
        try:
            ranks = competition_ranks(basis.scores(basis.matrix.values, start))
        except ValueError as error:
            yield Unanswered(test="criterion", id=id, reason="; ".join(str(error).splitlines()))
        else:
            yield _Try("criterion", id, hierarchy[id].name, now, ranks)


def _incomparable(basis: _Basis) -> str:
    """Why alternatives do not come and go; empty if they do."""
    if basis.scoring.by_steps:
        return "solutions stand by their steps: what happens when alternatives come and go is asked of the steps"
    count = len(basis.matrix.values)
    if count > MOST_COMPARED:
        return f"alternatives come and go only among {MOST_COMPARED} or fewer: these are {count}"
    return "" if count > 1 else "a single alternative has no order"


def _with_other_alternatives(basis: _Basis, now: IntArray) -> tuple[list[_Try | Unanswered], int | None]:
    """The order as alternatives come, go, get worse and are scored two at a time, and how many cycles these make."""
    matrix, weights, scoring = basis.matrix, basis.weights, basis.scoring
    alternatives = ranked(basis.panel, scoring)
    domain = known_domain(matrix)

    def score(values: Array, weights: Array, directions: Array) -> Array:
        return RANKING_METHODS[scoring.method].score(values, weights, directions, scoring.normalisation, domain)

    problem = matrix.values, weights, matrix.directions, score
    tests = {
        "alternative": engine.without_alternative,
        "clone": engine.with_clone,
        "newcomer": engine.with_newcomer,
        "worse": engine.with_worse,
    }
    found: list[_Try | Unanswered] = []
    for test, run in tests.items():
        try:
            done = run(*problem)
        except ValueError as error:
            found.append(Unanswered(test=test, id="", reason=str(error)))
            continue
        for changed, before, after in zip(done.changed, done.before, done.after, strict=True):
            each = alternatives[changed]
            found.append(_Try(test, each.id, each.name, before, after, int(changed) if test == "worse" else None))
    try:
        pairs = engine.in_pairs(*problem)
    except ValueError as error:
        return [*found, Unanswered(test="pairs", id="", reason=str(error))], None
    return [*found, _Try("pairs", "", "", now, pairs.ranks)], len(pairs.cycles)


def _change(tried: _Try, ids: Sequence[str], first: int) -> Change:
    """What a try changes."""
    before, after = tried.before, tried.after
    leads, led = after == after[after > 0].min(), before == 1
    kept: BoolArray = after > 0
    if tried.apart is not None:
        kept = kept & (np.arange(len(after)) != tried.apart)
    was, became = (competition_ranks(-ranks[kept]) for ranks in (before, after))
    return Change(
        test=tried.test,
        id=tried.id,
        name=tried.name,
        first=tuple(id for id, leading in zip(ids, leads, strict=True) if leading),
        first_stays=bool((leads == led).all()),
        few_stay=bool(((was <= first) == (became <= first)).all()),
        order_stays=bool((was == became).all()),
        reversed=engine.opposite_pairs(was, became),
        shift=int(np.abs(was - became).max(initial=0)),
    )
