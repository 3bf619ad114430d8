"""Every published number derived again by another route, and how far the two are apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.metadata import version
from math import isfinite, nan

import numpy as np

from criteria.hierarchy import GOAL
from criteria.panel import Panel
from mcda import by_ahpy
from mcda import consistency as consistent
from mcda.analysis.auditing_further import agreement_checks, interval_checks, roadmap_checks
from mcda.analysis.checking import consistency
from mcda.analysis.checks import Comparing
from mcda.analysis.choices import AnalysisError, chosen_options, chosen_panellists, provenance, shown_options
from mcda.analysis.rederiving import Rederived
from mcda.analysis.scoring import chosen_scoring, mean_by_solution, rank
from mcda.analysis.values import has_values
from mcda.analysis.weighing import weights
from mcda.arrays import Array
from mcda.consistency import RANDOM_INDICES
from mcda.results.audit import Audit, Check
from mcda.results.weights import Weights
from mcda.routes import linear, peers
from mcda.routes.scores import printed_scores, telling

TOLERANCE = 1e-9
BY_MINIMISER = 1e-7
"""Where gaps are filled by a minimiser instead of by a formula."""
BY_AHPY = 1e-3
"""Where ahpy fills gaps, which it does until an answer moves by less than 1e-4."""
_AHPY_WORDS = {"saaty-2005": "saaty", "donegan-dodd": "dd"}


def audit(panel: Panel, *, tolerance: float = TOLERANCE) -> Audit:
    """Every weight, consistency ratio, measure of agreement, score, end of an interval and number of the roadmap of a
    panel beside what other routes give for it.

    Parameters
    ----------
    tolerance : float
        How far the two may be apart where the route is exact, absolute up to 1 and relative above; 0 or more.

    Returns
    -------
    Audit
        Under the panel's own settings. Routes: one row a judgement in numpy's lstsq and eig; formulas from print;
        ahpy and pymcdm; scikit-criteria where it is installed.

    Raises
    ------
    AnalysisError
        As `weights` and `rank` do, and for a tolerance that is no number from 0 up.
    """
    if not (isfinite(tolerance) and tolerance >= 0):
        raise AnalysisError(f"tolerance is {tolerance:g}: allowed are numbers from 0 up")
    options = chosen_options(panel, {})
    who = chosen_panellists(panel, None)
    again = Rederived(panel, who, options)
    comparing = Comparing(tolerance)
    checks = [*_weights(again, comparing), *_consistency(again, comparing), *agreement_checks(again, comparing)]
    for kind in ("steps", "solutions"):
        if _can_rank(panel, kind):
            checks += _scores(again, comparing, kind)
            checks += interval_checks(again, comparing, kind)
    checks += roadmap_checks(again, comparing)
    meta = provenance(panel, who, {**shown_options(options), "tolerance": tolerance})
    routes = ["ahpy", "pymcdm", *(["scikit-criteria"] if peers.has_scikit_criteria() else [])]
    meta["versions"] |= {name: version(name) for name in routes}
    if options.scale != "linear":
        meta["notices"].append(f"all routes put the scale '{options.scale}' on the judgements by the same function")
    return Audit(checks=tuple(checks), tolerance=tolerance, meta=meta)


def _weights(again: Rederived, comparing: Comparing) -> Iterator[Check]:
    """Local and global weights by least squares or eigenvectors, and by ahpy and its hierarchy."""
    panel, options = again.panel, again.options
    published = weights(panel)
    local, overall = again.weights()
    route = "numpy lstsq, a row a judgement" if options.priorities == "geometric-mean" else "numpy eig"
    by_minimiser = BY_MINIMISER if options.priorities in ("eigenvector", "lambda-max") and _has_gaps(again) else 0.0
    for place, id in enumerate(published.criteria):
        yield comparing("local weight", id, published.local[place], local[id], route, allowed=by_minimiser)
    for place, id in enumerate(published.criteria):
        yield comparing("global weight", id, published.overall[place], overall[id], route, allowed=by_minimiser)
    if options.aggregation == "aij":
        yield from _by_ahpy(again, published, comparing)


def _by_ahpy(again: Rederived, published: Weights, comparing: Comparing) -> Iterator[Check]:
    """The weights of the mean judgements by ahpy, node by node, and by ahpy's own hierarchy."""
    hierarchy, priorities = again.panel.hierarchy, again.options.priorities
    given: dict[str, tuple[Sequence[str], Array]] = {}
    local: dict[str, float] = {}
    gaps = False
    for node in hierarchy.nodes:
        if hierarchy.is_judged(node.id) and len(node.items) > 1:
            mean = again.mean(node.id, node.items)
            gaps = gaps or bool(np.isnan(mean).any())
            given[node.id] = (node.items, mean)
            vector = linear.eigenvector(linear.completed(mean))
        else:
            vector = again.local(node.id, node.items)
            given[node.id] = (node.items, vector)
        local |= dict(zip(node.items, vector.tolist(), strict=True))
    differs = priorities == "geometric-mean" or (priorities == "harker" and gaps)
    known, allowed = peers.DEVIATIONS["ahpy", priorities] if differs else "", BY_AHPY if gaps else 0.0
    for items, matrix in given.values():
        if matrix.ndim == 2:
            for item, theirs in zip(items, by_ahpy.eigenvector(matrix).tolist(), strict=True):
                ours, would = published.local[published.criteria.index(item)], local[item]
                yield comparing(
                    "local weight", item, ours, theirs, "ahpy", allowed=allowed, known=known, expected=would
                )
    overall = {GOAL: 1.0}
    for criterion in hierarchy:
        overall[criterion.id] = local[criterion.id] * overall[hierarchy.parent(criterion.id)]
    for item, theirs in by_ahpy.hierarchy_weights(given).items():
        ours, would = published[item], overall[item]
        route = "ahpy, its hierarchy"
        yield comparing("global weight", item, ours, theirs, route, allowed=allowed, known=known, expected=would)


def _has_gaps(again: Rederived) -> bool:
    """Whether a matrix that priorities are taken of lacks pairs: the panel's, or under AIP a panellist's."""
    for node in again.panel.hierarchy.nodes:
        if not again.panel.hierarchy.is_judged(node.id):
            continue
        if again.options.aggregation == "aij":
            if np.isnan(again.mean(node.id, node.items)).any():
                return True
        elif any(np.isnan(again.matrix(node.id, node.items, who)).any() for who in again.say):
            return True
    return False


def _consistency(again: Rederived, comparing: Comparing) -> Iterator[Check]:
    """Everybody's consistency ratio at each node by numpy's eigenvalues and by ahpy."""
    table = again.options.random_index
    word = _AHPY_WORDS.get(table, "dd")
    other = next(name for name, its in _AHPY_WORDS.items() if its == word)
    compared = list(_compared(again))
    published = consistency(again.panel).nodes
    for number, own in enumerate(published):
        node, items = compared[number % len(compared)]
        if np.isnan(own.cr):
            continue
        matrix = again.matrix(node, items, own.panellist)
        n, missing = own.items, int(np.isnan(matrix).sum()) // 2
        largest = linear.largest_eigenvalue(matrix)
        ci = (largest - n) / (n - 1)
        fewer = 1 - 2 * missing / ((n - 1) * (n - 2))
        of, allowed = f"{own.panellist} at {own.node}", BY_MINIMISER if missing else 0.0
        yield comparing("largest eigenvalue", of, own.lambda_max, largest, "numpy eigvals", allowed=allowed)
        squares, freedom = linear.scatter(n, again.rows(node, items, own.panellist))
        yield comparing("geometric consistency index", of, own.gci, squares / freedom, "numpy lstsq, a row a judgement")
        theirs = ci / (RANDOM_INDICES[table](n) * fewer)
        yield comparing("consistency ratio", of, own.cr, theirs, f"numpy eigvals, {table}", allowed=allowed)
        if n > len(RANDOM_INDICES[other].values) + 2:
            continue
        yield comparing(
            f"consistency ratio by {other}",
            of,
            float(consistent.consistency_ratio(matrix, other)),
            by_ahpy.consistency_ratio(matrix, word),
            "ahpy",
            allowed=BY_AHPY if missing else 0.0,
            known=peers.DEVIATIONS["ahpy", "gaps"] if missing else "",
            expected=ci / RANDOM_INDICES[other](n),
        )


def _compared(again: Rederived) -> Iterator[tuple[str, Sequence[str]]]:
    """Each set of items whose comparisons have a consistency: a node's children, and alternatives under a leaf."""
    hierarchy = again.panel.hierarchy
    for node in hierarchy.nodes:
        if hierarchy.is_judged(node.id) and len(node.items) > 1:
            yield node.id, node.items
    for node in again.panel.nodes[len(hierarchy.nodes) :]:
        for items in (node.items[: node.solutions], node.items[node.solutions :]):
            if len(items) > 1 and any(again.rows(node.id, items, who) for who in again.say):
                yield node.id, items


def _can_rank(panel: Panel, kind: str) -> bool:
    """Whether the solutions or the steps can be ranked; the solutions by their steps where each of them has some."""
    if has_values(panel, kind):
        return True
    with_steps = {step.solution for step in panel.steps}
    each = with_steps.issuperset(solution.id for solution in panel.solutions)
    return kind == "solutions" and each and has_values(panel, "steps")


def _scores(again: Rederived, comparing: Comparing, kind: str) -> Iterator[Check]:
    """The scores of the solutions or the steps by the printed formula and by the peers."""
    panel, ranking = again.panel, rank(again.panel, kind)
    scoring = chosen_scoring(panel, kind, None, None, None, None)
    method, normalisation = scoring.method, scoring.normalisation
    _, overall = again.weights()
    values, directions = again.values(scoring.kind, ranking.criteria, scoring.ratings)
    shares = np.array([overall[id] for id in ranking.criteria])
    domain = None if np.isnan(ranking.domain).any() else ranking.domain
    chosen = telling(method, values, shares, domain)
    part = (values[:, chosen], shares[chosen] / shares[chosen].sum(), directions[chosen])
    ends = None if domain is None else domain[chosen]
    order = [each.id for each in (panel.steps if kind == "steps" else panel.solutions)]

    def rows(scores: Array, route: str, known: str = "", expected: Array | None = None) -> Iterator[Check]:
        """A check an alternative, in the order of the ranking."""
        found, would = (
            mean_by_solution(panel, each) if scoring.by_steps else each
            for each in (scores, np.full(len(scores), nan) if expected is None else expected)
        )
        for place, id in enumerate(ranking.alternatives):
            at = order.index(id)
            yield comparing(
                f"score of a {kind[:-1]}", id, ranking.scores[place], found[at], route, known=known, expected=would[at]
            )

    yield from rows(printed_scores(method, *part, normalisation, ends), "formula from print")
    theirs, call = peers.pymcdm_scores(method, *part, normalisation, ends)
    if np.isnan(theirs).all():
        yield from rows(theirs, "pymcdm", known=call)
    else:
        known = peers.DEVIATIONS.get(("pymcdm", method), "")
        expected = peers.copras_without_sums(*part[:2]) if method == "copras" else None
        yield from rows(theirs, f"pymcdm {call}", known, expected)
    if peers.has_scikit_criteria() and (found := peers.scikit_scores(method, *part, normalisation)) is not None:
        yield from rows(found[0], f"scikit-criteria {found[1]}")
