"""How sure the order is, given what the panel's own answers leave in doubt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from criteria.hierarchy import GOAL
from criteria.panel import Panel, Panellist
from mcda import sensitivity as engine
from mcda.analysis.choices import (
    AnalysisError,
    ChoiceError,
    check_word,
    chosen_options,
    chosen_panellists,
    provenance,
    shown_options,
)
from mcda.analysis.judging import Judging, latest
from mcda.analysis.limiting import chosen_limits
from mcda.analysis.scoring import (
    Scoring,
    chosen_scoring,
    final_scores,
    known_domain,
    mean_by_solution,
    notices,
    ranked,
    scores_of,
    under,
)
from mcda.analysis.sweeping import criterion_called, members_of
from mcda.analysis.values import DecisionMatrix, decision_matrix, movable, span_of
from mcda.analysis.weighing import weigh
from mcda.arrays import Array, BoolArray, IntArray
from mcda.ranking import competition_ranks
from mcda.ratings import lenient_cell_means
from mcda.results.sensitivity import Interval, SensitivityReport
from mcda.results.weights import Weights
from mcda.sensitivity import UniformWeights, accumulate, draws_for
from mcda.sensitivity.blocks import IN_FLIGHT
from mcda.sensitivity.draws import DOUBTS, Branch, Cells, Comparisons, PanelDraws, People

if TYPE_CHECKING:
    from concurrent.futures import Executor

DOUBT = ("inconsistency", "panellists", "ratings")
"""What is doubted unless somebody asks for something else."""

STEPS = (1.0, 0.5, 0.25, 0.1, 0.05, 0.01)
"""What ratings may be whole multiples of."""

FEW = 3
"""Below so many judgements too many, how inconsistent a panellist is hardly shows."""


def sensitivity(
    panel: Panel,
    of: str | None = None,
    *,
    draws: int = 10_000,
    seed: int = 0,
    doubt: Sequence[str] | None = None,
    precision: float | None = None,
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
    level: float = 0.95,
    intervals: bool = False,
    order: Sequence[str] = (),
    bounds: Mapping[str, tuple[float | None, float | None]] | None = None,
    shifted: tuple[str, float] | None = None,
    executor: Executor | None = None,
    in_flight: int = IN_FLIGHT,
    progress: Callable[[int, int], None] | None = None,
) -> SensitivityReport:
    """How sure the order is: ranks, first places and who is above whom over draws of what is in doubt.

    Parameters
    ----------
    panel : Panel
    of : str, optional
        `solutions` or `steps`; steps where the panel has values for them.
    draws : int
        How many, 1 or more.
    seed : int
        0 or more. The same seed gives the same bytes, whatever the executor.
    doubt : sequence of str, optional
        DOUBT if left out, or `ignorance` alone where an order or bounds are given. Words of `DOUBTS`: `inconsistency`
        of those who are not resampled, `panellists` (others of the same organisations could have sat there), `ratings`
        (the same of those who rated), `rounding` of judgements, `ignorance` of all weights. Nothing that two of them
        see is counted twice. Empty: nothing.
    precision : float, optional
        In place of draws: Monte Carlo error of a share at 95 %, so that 0.01 takes 9,604 draws.
    method, normalisation, priorities, aggregation, weighting, scale, ratings, scored, panellists
        As in `rank`.
    first : int
        How many first places are looked at together, 1 or more.
    level : float
        Share of the draws that rank intervals hold, and that tells two places apart; above 0.5, below 1.
    intervals : bool
        Whether to find, exactly, how far each weight may move before the first places change.
    order : sequence of str, optional
        For `ignorance`: ids of criteria that the values are under, from the one that weighs most.
    bounds : mapping of str to (low, high), optional
        For `ignorance`: the least and the most that criteria weigh, 0 to 1; None for an open end.
    shifted : (str, float), optional
        Id of a criterion at or above the level of the values, and what it is to weigh, 0 to 1, in place of what it
        weighs to the panel: its odds are multiplied by the same factor in every draw, and what is below it keeps its
        proportions, as everything else does. Scores and ranks are those at that weight; at the panel's own weight
        nothing changes. `intervals` are the panel's own all the same.
    executor : Executor, optional
        Runs blocks of draws side by side: `mcda.sensitivity.Workers`, threads, or
        Dask's `client.get_executor(pure=False)`.
    in_flight : int
        How many tasks it is given at a time, 1 or more; best at least twice its workers.
    progress : function of (int, int), optional
        Called with the draws done and all of them.

    Raises
    ------
    AnalysisError
        As `rank`; for unknown words, for numbers out of range, for an order and bounds that no weights keep, and for a
        criterion that cannot be shifted.
    LostWorkersError
        If an executor that does not replace its workers has lost one: a new one gives the same.
    """
    if doubt is None:
        doubt = ("ignorance",) if order or bounds else DOUBT
    doubt = (doubt,) if isinstance(doubt, str) else doubt
    for word in doubt:
        check_word("doubt", word, DOUBTS)
    chosen = tuple(word for word in DOUBTS if word in doubt)
    draws, seed, first = whole("draws", draws), whole("seed", seed), whole("first", first)
    _check_numbers(draws, seed, precision, first, level)
    if precision is not None:
        draws = draws_for(precision)
    options = chosen_options(
        panel, {"priorities": priorities, "aggregation": aggregation, "weighting": weighting, "scale": scale}
    )
    who = chosen_panellists(panel, panellists)
    judging = Judging.of(panel, who, options)
    scoring = chosen_scoring(panel, of, method, normalisation, ratings, scored)
    weighed = weigh(panel, judging, partial="ignorance" in chosen)
    matrix = decision_matrix(panel, judging, scoring.kind, scoring.ratings)
    weights = under(weighed, matrix)
    if unjudged := bool(np.isnan(weights).any()):
        if intervals or shifted is not None:
            raise AnalysisError("the panel has not judged the weights that would be moved from where they are")
        weights = np.full(len(weights), 1 / len(weights))
    factors = None if shifted is None else _factors(panel, weighed, matrix, *shifted)
    if factors is not None:
        weights = weights * factors / (weights * factors).sum()
    draw = replace(panel_draws(panel, judging, scoring, matrix, chosen), factors=factors)
    means = mean_by_solution(panel, np.eye(len(matrix.values))).T if scoring.by_steps else None
    limits = chosen_limits(matrix.criteria, order, bounds or {}, chosen)
    if limits is not None:
        draw = replace(draw, instead=limits.draw)
    try:
        found = accumulate(
            draw,
            scoring.method,
            matrix.directions,
            None if draw.values_vary else matrix.values,
            draws=draws,
            seed=seed,
            normalisation=scoring.normalisation,
            domain=known_domain(matrix),
            pooled=means,
            executor=executor,
            in_flight=in_flight,
            progress=progress,
        )
    except ValueError as error:
        raise AnalysisError(f"{scoring.method}, in some of the draws: {error}") from None
    alternatives = ranked(panel, scoring)
    ids = [alternative.id for alternative in alternatives]
    own = scores_of(matrix, weights, scoring)
    scores = final_scores(panel, scoring, own)
    ranks = competition_ranks(scores)
    best_first = np.argsort(ranks, kind="stable")
    between = found.interval(level)[best_first]
    asked: dict[str, Any] = {**shown_options(options), **scoring.shown()}
    asked |= {"draws": draws, "seed": seed, "doubt": list(chosen), "level": level, "first": first}
    if shifted is not None:
        asked["shifted"] = {"criterion": criterion_called(panel, shifted[0]).id, "share": float(shifted[1])}
    meta = provenance(panel, who, asked)
    if limits is not None:
        meta["options"] |= {"order": list(limits.order), "bounds": {id: list(e) for id, e in limits.bounds.items()}}
    meta["notices"] += notices(matrix, weights, scoring, own)
    meta["notices"] += caveats(draw, who, chosen)
    if unjudged:
        meta["notices"].append("the weights are not judged: score and rank are those of equal weights")
    moot = moot_of(draw, chosen)
    if set(chosen) <= set(moot):
        meta["notices"].append("nothing is in doubt: every draw is the panel's own order")
    return SensitivityReport(
        of=scoring.of,
        alternatives=tuple(ids[place] for place in best_first),
        names=tuple(alternatives[place].name for place in best_first),
        scores=scores[best_first],
        ranks=ranks[best_first],
        low=between[:, 0],
        high=between[:, 1],
        level=level,
        acceptability=found.ranks[best_first],
        pairwise=found.pairwise[np.ix_(best_first, best_first)],
        criteria=matrix.criteria,
        weights=weights,
        central=found.central_weights[best_first],
        confidence=found.confidence[best_first],
        values_vary=draw.values_vary,
        tiers=tuple(tuple(ids[number] for number in tier) for tier in found.tiers(level)),
        first=first,
        draws=draws,
        seed=seed,
        doubt=chosen,
        moot=moot,
        panellists=_by_panellist(draw.people, who),
        intervals=_intervals(panel, weighed, matrix, scoring, means, first) if intervals else (),
        meta=meta,
    )


def whole(name: str, number: float) -> int:
    """A whole number, also one written as 1e6. Raises AnalysisError for anything else."""
    if isinstance(number, bool) or not isinstance(number, (int, float, np.integer, np.floating)):
        raise ChoiceError(f"{name} is {number!r}: a whole number is needed")
    if not float(number).is_integer():
        raise ChoiceError(f"{name} is {number:g}: a whole number is needed")
    return int(number)


def _check_numbers(draws: int, seed: int, precision: float | None, first: int, level: float) -> None:
    """Raise AnalysisError for numbers out of range."""
    if draws < 1:
        raise ChoiceError(f"draws is {draws}: at least 1 is needed")
    if seed < 0:
        raise ChoiceError(f"seed is {seed}: allowed are whole numbers from 0 up")
    if precision is not None and not 0 < precision < 0.5:
        raise ChoiceError(f"precision is {precision:g}: allowed are errors of a share above 0 and below 0.5")
    if first < 1:
        raise ChoiceError(f"first is {first}: at least 1 place is needed")
    if not 0.5 < level < 1:
        raise ChoiceError(f"level is {level:g}: allowed are shares above 0.5 and below 1")


def _factors(panel: Panel, weighed: Weights, matrix: DecisionMatrix, criterion: str, share: float) -> Array | None:
    """What the weights (m,) are multiplied by so that a criterion weighs that share to the panel; None if it does."""
    moved = criterion_called(panel, criterion)
    if not 0 <= share <= 1:
        raise ChoiceError(f"the share of '{moved.id}' is {share:g}: allowed are 0 to 1")
    members = members_of(panel, moved.id, matrix.criteria)
    own = min(weighed[moved.id], 1.0)
    if share == own:
        return None
    if not 0 < own < 1:
        raise AnalysisError(f"'{moved.id}' weighs {own:g} to the panel: there are no odds to multiply")
    factors = np.ones(len(matrix.criteria))
    if share == 1:
        factors[:] = 0.0
        factors[members] = 1.0
    else:
        factors[members] = share * (1 - own) / (own * (1 - share))
    return factors


def panel_draws(
    panel: Panel, judging: Judging, scoring: Scoring, matrix: DecisionMatrix, doubt: Sequence[str]
) -> PanelDraws:
    """Draws of the weights and values of a panel, ready for other processes."""
    hierarchy = panel.hierarchy
    places = {criterion.id: number for number, criterion in enumerate(hierarchy)}
    branches, compared = [], []
    for number, node in enumerate(hierarchy.nodes):
        given = np.array([child.weight for child in hierarchy.children(node.id)], dtype=np.float64)
        branches.append(
            Branch(
                above=-1 if node.id == GOAL else places[node.id],
                items=np.array([places[id] for id in node.items]),
                shares=_comparisons(judging, number) if hierarchy.is_judged(node.id) else given,
            )
        )
    span = span_of(panel, scoring.kind)
    for number in range(len(hierarchy.nodes), len(panel.nodes)):
        if judging.answers.judged(number):
            comparisons = _comparisons(judging, number, span)
            if comparisons.judged.any():
                compared.append((matrix.criteria.index(panel.nodes[number].id), comparisons))
    nodes = [branch.shares for branch in branches if isinstance(branch.shares, Comparisons)]
    nodes += [comparisons for _, comparisons in compared]
    people = People.of(nodes, judging.say, strata_of(judging.who), doubt)
    varying = bool(compared) and (people.resampled or people.moved)
    rated = np.flatnonzero((matrix.raters > 0).all(axis=0))
    cells = None
    if "ratings" in doubt and len(rated):
        cells = rating_cells(panel, judging, scoring, span, [matrix.criteria[column] for column in rated])
    return PanelDraws(
        people=people,
        branches=() if "ignorance" in doubt else tuple(branches),
        criteria=len(hierarchy),
        columns=np.array([places[id] for id in matrix.criteria]),
        method=judging.options.priorities,
        aggregation=judging.options.aggregation,
        instead=UniformWeights(len(matrix.criteria)) if "ignorance" in doubt else None,
        values=matrix.values,
        rated=rated,
        cells=cells,
        compared=tuple(compared) if varying else (),
    )


def strata_of(who: Sequence[Panellist]) -> IntArray:
    """Who stands for whom, (k,): members of an organisation, and all who have none or are alone in theirs together."""
    names = [panellist.organisation for panellist in who]
    groups = ["" if names.count(name) == 1 else name for name in names]
    known = {name: number for number, name in enumerate(dict.fromkeys(groups))}
    return np.array([known[name] for name in groups], dtype=np.intp)


def _comparisons(judging: Judging, number: int, items: slice = slice(None)) -> Comparisons:
    """What the panellists judged at the node with that number, over a slice of its items."""
    return Comparisons.of(judging.answers.at(number)[judging.places][:, items, items], judging.options.scale)


def rating_cells(panel: Panel, judging: Judging, scoring: Scoring, span: slice, criteria: Sequence[str]) -> Cells:
    """The ratings of the alternatives of a span under those criteria, by panellist."""
    columns = panel.ratings
    panellist, alternative, criterion = (
        np.asarray(column, dtype=np.intp) for column in (columns.panellist, columns.alternative, columns.criterion)
    )
    value, rounds = np.asarray(columns.value), np.asarray(columns.round)
    kept = np.flatnonzero((alternative >= span.start) & (alternative < span.stop))
    if rounds[kept].min() != rounds[kept].max():
        kept = kept[latest(rounds[kept], panellist[kept], alternative[kept], criterion[kept])]
    place = np.full(len(panel.panellists), -1, dtype=np.intp)
    place[judging.places] = np.arange(len(judging.who))
    kept = kept[place[panellist[kept]] >= 0]
    number = np.zeros(len(columns.criterion_ids), dtype=np.intp)
    for column, id in enumerate(criteria):
        number[columns.criterion_ids.index(id)] = column
    rater, given = place[panellist[kept]], value[kept]
    cell = (alternative[kept] - span.start) * len(criteria) + number[criterion[kept]]
    shape = len(judging.who), (span.stop - span.start) * len(criteria)
    if scoring.ratings == "additive":
        # What a rater's ratings lie above the cells by, on average, is how lenient the fit takes them to be.
        over = given - lenient_cell_means(cell, rater, given, judging.say, shape[1])[cell]
        times = np.bincount(rater, minlength=shape[0])
        given = given - (np.bincount(rater, over, shape[0]) / np.maximum(times, 1))[rater]
    table, rated = np.zeros(shape), np.zeros(shape)
    rated[rater, cell], table[rater, cell] = 1.0, given
    bounds = (panel.scale.min, panel.scale.max) if panel.scale else (-np.inf, np.inf)
    return Cells(ratings=table, rated=rated, step=_step(value), bounds=bounds)


def _step(values: Array) -> float:
    """The largest usual step that all ratings are multiples of; 0 if there is none."""
    return next((step for step in STEPS if (np.abs(values / step - np.rint(values / step)) < 1e-9).all()), 0.0)


def _by_panellist(people: People, who: Sequence[Panellist]) -> dict[str, dict[str, Any]]:
    """What was doubted about each panellist."""
    alone = np.bincount(people.strata)[people.strata] == 1
    return {
        panellist.id: {
            "resampled": bool(people.resampled and not alone[number]),
            "rounded": bool(people.rounded[number]),
            "spread": float(people.spread[number]),
            "freedom": int(people.freedom[number]),
        }
        for number, panellist in enumerate(who)
    }


def moot_of(draw: PanelDraws, doubt: Sequence[str]) -> tuple[str, ...]:
    """The sources of doubt that find nothing to doubt."""
    people, cells = draw.people, draw.cells
    some_stand = bool((np.bincount(people.strata) > 1).any())
    judged = draw.instead is None or bool(draw.compared)
    finds = {
        "rounding": judged and bool(people.rounded.any()),
        "inconsistency": judged and bool(people.spread.any()),
        "panellists": judged and people.resampled and some_stand,
        "ratings": cells is not None and (some_stand or cells.step > 0),
        "ignorance": len(draw.columns) > 1,
    }
    return tuple(word for word in doubt if not finds[word])


def caveats(draw: PanelDraws, who: Sequence[Panellist], doubt: Sequence[str]) -> list[str]:
    """Whose inconsistency cannot be told, or hardly, though it was asked for."""
    if "inconsistency" not in doubt or draw.instead is not None:
        return []
    people = draw.people
    moved = np.bincount(people.strata)[people.strata] == 1 if people.resampled else np.ones(len(who), dtype=bool)
    judged = np.zeros(len(who))
    for branch in draw.branches:
        if isinstance(branch.shares, Comparisons):
            judged += branch.shares.judged.sum(axis=1)
    none = moved & (judged > 0) & (people.freedom == 0)
    few = moved & (people.spread > 0) & (people.freedom < FEW)
    ids = np.array([panellist.id for panellist in who])
    found = []
    if none.any():
        found.append(f"no answer of {', '.join(ids[none])} checks another: how inconsistent they are is not known")
    if few.any():
        found.append(f"few answers of {', '.join(ids[few])} check others: how inconsistent they are hardly shows")
    return found


def _intervals(
    panel: Panel, weighed: Weights, matrix: DecisionMatrix, scoring: Scoring, means: Array | None, first: int
) -> tuple[Interval, ...]:
    """How far the weight of every criterion and theme at or above the level of the values may move."""
    weights = under(weighed, matrix)
    ids = [alternative.id for alternative in ranked(panel, scoring)]
    found = []
    for id, members in movable(panel.hierarchy, matrix.criteria).items():
        criterion = panel.hierarchy[id]
        winner, few = (_stability(matrix, weights, members, scoring, means, keep) for keep in (1, min(first, len(ids))))
        found.append(
            Interval(
                criterion=criterion.id,
                name=criterion.name,
                weight=min(weighed[criterion.id], 1.0),
                low=winner.low,
                high=winner.high,
                first_low=few.low,
                first_high=few.high,
                below=ids[winner.below] if winner.below is not None else "",
                above=ids[winner.above] if winner.above is not None else "",
                exact=winner.exact,
            )
        )
    return tuple(found)


class _Stable(NamedTuple):
    """Between which shares of a criterion what is kept holds, and who ends it there."""

    low: float
    high: float
    below: int | None
    above: int | None
    exact: bool


def _stability(
    matrix: DecisionMatrix,
    weights: Array,
    members: Sequence[int],
    scoring: Scoring,
    means: Array | None,
    keep: int,
) -> _Stable:
    """Of the first `keep` places."""
    domain = known_domain(matrix)
    if means is None:
        found = engine.stability(
            matrix.values,
            weights,
            matrix.directions,
            members,
            scoring.method,
            scoring.normalisation,
            keep,
            domain,
        )
        below, beyond = (each.rises if each else None for each in (found.below, found.above))
        return _Stable(found.low, found.high, below, beyond, found.exact)
    start, end = engine.weight_path(weights, members)
    crossings = engine.crossings(
        matrix.values, start, end, matrix.directions, scoring.method, scoring.normalisation, domain, means
    )
    share = float(weights[list(members)].sum())
    above, low, high = crossings.above.copy(), 0.0, 1.0
    # Places on the stretch around the present share, then the nearest crossings that change what is kept.
    stretches = [above.copy()]
    for rises, passes in zip(crossings.rises, crossings.passes, strict=True):
        above[rises, passes], above[passes, rises] = True, False
        stretches.append(above.copy())
    kept = [_first(stretch, keep) for stretch in stretches]
    here = int(np.searchsorted(crossings.share, share))
    takes: list[int | None] = [None, None]
    for number in range(here - 1, -1, -1):
        if (kept[number] != kept[here]).any():
            low, takes[0] = float(crossings.share[number]), int(crossings.passes[number])
            break
    for number in range(here, len(crossings.share)):
        if (kept[number + 1] != kept[here]).any():
            high, takes[1] = float(crossings.share[number]), int(crossings.rises[number])
            break
    return _Stable(low, high, takes[0], takes[1], crossings.exact)


def _first(above: BoolArray, keep: int) -> BoolArray:
    """Who has one of the first places, (a,)."""
    return np.asarray(above.sum(axis=0) < keep)
