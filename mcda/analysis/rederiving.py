"""A panel's weights, consistency and values once more, row by row from its answers, for the audit alone.

Shares with the rest of `analysis` the panel and the words of its options, and none of the arithmetic.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import exp, fsum, log

import numpy as np

from criteria.panel import Panel, Panellist
from mcda import pairwise
from mcda.analysis.choices import Options
from mcda.arrays import Array
from mcda.routes import linear
from mcda.routes.linear import Row


@dataclass(frozen=True, slots=True)
class Rederived:
    """What a panel's answers say, by dense linear algebra."""

    panel: Panel
    who: tuple[Panellist, ...]
    options: Options
    answers: dict[tuple[str, str], dict[tuple[str, str], float]] = field(init=False, repr=False)
    """(node, panellist) -> pair -> ratio; of a pair that was answered in several rounds the latest."""
    say: dict[str, float] = field(init=False)
    """Panellist -> how much they count."""

    def __post_init__(self) -> None:
        found: dict[tuple[str, str], dict[tuple[str, str], float]] = defaultdict(dict)
        chosen = {panellist.id for panellist in self.who}
        for judgement in sorted(self.panel.judgements, key=lambda each: each.round):
            if judgement.panellist in chosen:
                own = found[judgement.node, judgement.panellist]
                own.pop((judgement.second, judgement.first), None)
                own[judgement.first, judgement.second] = judgement.ratio
        object.__setattr__(self, "answers", dict(found))
        object.__setattr__(self, "say", self._say())

    def local(self, node: str, items: Sequence[str]) -> Array:
        """What each of the criteria below a node weighs to the panel, (n,); given weights as they are."""
        if not self.panel.hierarchy.is_judged(node):
            return np.array([child.weight for child in self.panel.hierarchy.children(node)], dtype=np.float64)
        return self.group(node, items)

    def group(self, node: str, items: Sequence[str]) -> Array:
        """What each of the items compared at a node weighs to the panel, (n,)."""
        if len(items) == 1:
            return np.ones(1)
        if self.options.aggregation == "aij":
            if self.options.priorities == "geometric-mean":
                rows = [row for who in self.say for row in self.rows(node, items, who, self.say[who])]
                return linear.fitted(len(items), rows)
            return self._priorities(self.mean(node, items))
        own = {who: self.rows(node, items, who) for who in self.say}
        able = [who for who, rows in own.items() if linear.joined(len(items), rows)]
        vectors = np.array([self._own(node, items, who) for who in able])
        shares = np.array([self.say[who] for who in able])
        if self.options.aggregation == "aip":
            vectors = np.exp(shares @ np.log(vectors) / shares.sum())
            return np.asarray(vectors / vectors.sum())
        vectors = shares @ vectors
        return np.asarray(vectors / vectors.sum())

    def own(self, node: str, items: Sequence[str]) -> dict[str, Array]:
        """Panellist -> what the criteria below a node weigh to them alone, (n,), of those who judged it enough; given
        weights to everybody."""
        if not self.panel.hierarchy.is_judged(node):
            return dict.fromkeys(self.say, self.local(node, items))
        able = [who for who in self.say if linear.joined(len(items), self.rows(node, items, who))]
        return {who: np.ones(1) if len(items) == 1 else self._own(node, items, who) for who in able}

    def rows(self, node: str, items: Sequence[str], who: str, say: float = 1.0) -> list[Row]:
        """A row for each judgement of a panellist about those items of a node, on the chosen scale."""
        matrix = self.matrix(node, items, who)
        pairs = zip(*np.nonzero(np.triu(~np.isnan(matrix), 1)), strict=True)
        return [(int(i), int(j), float(matrix[i, j]), say) for i, j in pairs]

    def matrix(self, node: str, items: Sequence[str], who: str) -> Array:
        """The comparisons of a panellist, (n, n), on the chosen scale; NaN where there is none."""
        place = {item: number for number, item in enumerate(items)}
        matrix = np.full((len(items), len(items)), np.nan)
        np.fill_diagonal(matrix, 1.0)
        for (first, second), ratio in self.answers.get((node, who), {}).items():
            if first in place and second in place:
                matrix[place[first], place[second]], matrix[place[second], place[first]] = ratio, 1 / ratio
        return matrix if self.options.scale == "linear" else pairwise.rescale(matrix, self.options.scale)

    def mean(self, node: str, items: Sequence[str]) -> Array:
        """The geometric mean (n, n) of those who judged each pair, by their say; NaN where nobody did."""
        logs: dict[tuple[int, int], list[tuple[float, float]]] = defaultdict(list)
        for who, say in self.say.items():
            for i, j, ratio, _ in self.rows(node, items, who):
                logs[i, j].append((say, log(ratio)))
        matrix = np.full((len(items), len(items)), np.nan)
        np.fill_diagonal(matrix, 1.0)
        for (i, j), said in logs.items():
            mean = fsum(say * each for say, each in said) / fsum(say for say, _ in said)
            matrix[i, j], matrix[j, i] = exp(mean), exp(-mean)
        return matrix

    def weights(self) -> tuple[dict[str, float], dict[str, float]]:
        """Criterion -> local and global weight."""
        local: dict[str, float] = {}
        for node in self.panel.hierarchy.nodes:
            local |= dict(zip(node.items, self.local(node.id, node.items).tolist(), strict=True))
        overall = {}
        for criterion in self.panel.hierarchy:
            overall[criterion.id] = local[criterion.id]
            for above in self.panel.hierarchy.ancestors(criterion.id):
                overall[criterion.id] *= local[above]
        return local, overall

    def values(self, kind: str, criteria: Sequence[str], ratings: str) -> tuple[Array, Array]:
        """The decision matrix (a, m) of the solutions or the steps under those criteria, and the directions (m,)."""
        alternatives = [each.id for each in (self.panel.steps if kind == "steps" else self.panel.solutions)]
        rated = self._ratings(alternatives)
        held = {cell for cell, _ in rated}
        cells = self._additive(rated) if ratings == "additive" else self._means(rated)
        columns, directions = [], []
        for criterion in criteria:
            direction = float(self.panel.hierarchy[criterion].direction)
            if any(under == criterion for _, under in held):
                column = [cells[alternative, criterion] for alternative in alternatives]
                if self.panel.scale:
                    column = np.clip(column, self.panel.scale.min, self.panel.scale.max).tolist()
            elif criterion in self.panel.performance.criteria:
                place = self.panel.performance.criteria.index(criterion)
                column = [self.panel.performance.values[alternative][place] for alternative in alternatives]
            else:
                column, direction = self.group(criterion, alternatives).tolist(), 1.0
            columns.append(column)
            directions.append(direction)
        return np.array(columns, dtype=np.float64).T, np.array(directions)

    def _own(self, node: str, items: Sequence[str], who: str) -> Array:
        """One panellist's own priorities, (n,)."""
        if self.options.priorities == "geometric-mean":
            return linear.fitted(len(items), self.rows(node, items, who))
        return self._priorities(self.matrix(node, items, who))

    def _priorities(self, matrix: Array) -> Array:
        """Priorities of a matrix by the chosen eigenvector."""
        if self.options.priorities == "harker":
            return linear.harker(matrix)
        return linear.eigenvector(linear.completed(matrix))

    def _say(self) -> dict[str, float]:
        """How much each panellist counts, by the words of `criteria.words.WEIGHTINGS`."""
        say = {panellist.id: float(panellist.weight) for panellist in self.who}
        if self.options.weighting == "head":
            return dict.fromkeys(say, 1.0)
        if self.options.weighting == "organisation":
            members = Counter(panellist.organisation or panellist.id for panellist in self.who)
            return {panellist.id: 1 / members[panellist.organisation or panellist.id] for panellist in self.who}
        if self.options.weighting == "consistency":
            scattered = {who: variance for who in say if (variance := self._variance(who)) is not None}
            mean = fsum(scattered.values()) / len(scattered) if scattered else 0.0
            if mean > 0:
                return {who: own * 2 * mean / (scattered.get(who, mean) + mean) for who, own in say.items()}
        return say

    def _variance(self, who: str) -> float | None:
        """Residual mean square of the logarithms of all judgements of a panellist; None if nothing is left over."""
        squares, freedom = 0.0, 0
        for node in self.panel.nodes:
            more, free = linear.scatter(len(node.items), self.rows(node.id, node.items, who))
            squares, freedom = squares + more, freedom + free
        if freedom == 0:
            return None
        return squares / freedom if squares / freedom > 1e-20 else 0.0

    def _ratings(self, alternatives: Sequence[str]) -> dict[tuple[tuple[str, str], str], float]:
        """((alternative, criterion), panellist) -> rating, of the latest round."""
        found = {}
        wanted = set(alternatives)
        for rating in sorted(self.panel.ratings, key=lambda each: each.round):
            if rating.panellist in self.say and rating.alternative in wanted:
                found[(rating.alternative, rating.criterion), rating.panellist] = rating.value
        return found

    def _means(self, rated: dict[tuple[tuple[str, str], str], float]) -> dict[tuple[str, str], float]:
        """Cell -> mean rating by say."""
        cells: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
        for (cell, who), value in rated.items():
            cells[cell].append((self.say[who], value))
        return {
            cell: fsum(say * value for say, value in said) / fsum(say for say, _ in said)
            for cell, said in cells.items()
        }

    def _additive(self, rated: dict[tuple[tuple[str, str], str], float]) -> dict[tuple[str, str], float]:
        """Cell -> value under rating = cell + leniency, by dense least squares; leniencies sum to 0 by weight."""
        cells = {cell: place for place, cell in enumerate(dict.fromkeys(cell for cell, _ in rated))}
        raters = {who: place for place, who in enumerate(dict.fromkeys(who for _, who in rated))}
        design, target = np.zeros((len(rated), len(cells) + len(raters))), np.zeros(len(rated))
        for row, ((cell, who), value) in enumerate(rated.items()):
            root = self.say[who] ** 0.5
            design[row, cells[cell]] = design[row, len(cells) + raters[who]] = root
            target[row] = root * value
        found = np.linalg.lstsq(design, target, rcond=None)[0]
        lenient, total = found[len(cells) :], np.zeros(len(raters))
        for _, who in rated:
            total[raters[who]] += self.say[who]
        group = {who: {who} for who in raters}
        by_cell: dict[tuple[str, str], str] = {}
        for cell, who in rated:
            joined = group[by_cell.setdefault(cell, who)] | group[who]
            for member in joined:
                group[member] = joined
        values = {}
        for cell, place in cells.items():
            places = [raters[member] for member in group[by_cell[cell]]]
            values[cell] = float(found[place] + total[places] @ lenient[places] / total[places].sum())
        return values
