"""What an analysis answers: frozen, labelled, with provenance. Each result knows its table; nothing here computes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from mcda.arrays import Array, IntArray
from mcda.table import Table, joined, largest_remainder

Meta = Mapping[str, Any]
"""Provenance in plain JSON types: versions, panel and its SHA-256, every option, seed, notices."""


class Result(Protocol):
    """What every result can do, given its meta and its table."""

    @property
    def meta(self) -> Meta:
        """Provenance."""

    def table(self) -> Table:
        """Rows under named columns."""

    def details(self) -> dict[str, Any]:
        """What the JSON form holds beside meta and rows."""
        return {}

    def to_frame(self) -> Any:
        """The rows as a tidy pandas.DataFrame."""
        return self.table().frame()

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types: meta, rows and the details."""
        return {"meta": dict(self.meta), "rows": self.table().records(), **self.details()}

    def __str__(self) -> str:
        """The table as text."""
        return self.table().text()

    def _repr_html_(self) -> str:
        """The table as a notebook shows it."""
        return self.table().html()


def _heading(meta: Meta, line: str) -> tuple[str, ...]:
    """Title, what this is, and that it is made up if it is."""
    made_up = ("Judgements and ratings are MADE UP: nobody's opinion.",) if meta.get("synthetic") else ()
    return (f"{meta.get('title', '')}: {line}", *made_up)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights(Result):
    """What each criterion weighs, among its siblings (local) and in all (global)."""

    criteria: tuple[str, ...]
    """Ids of m criteria, each before its children."""
    names: tuple[str, ...]
    parents: tuple[str, ...]
    levels: tuple[int, ...]
    local: Array
    """(m,); those of siblings sum to 1."""
    overall: Array
    """(m,) global weights; those of the leaves sum to 1."""
    ranks: IntArray
    """(m,) by global weight among the criteria of the same level, 1 the heaviest, ties share."""
    leaves: tuple[str, ...]
    meta: Meta = field(repr=False)

    def __getitem__(self, criterion: str) -> float:
        """The global weight of a criterion."""
        return float(self.overall[self.criteria.index(criterion)])

    def table(self) -> Table:
        """A row a criterion."""
        names = tuple("  " * (level - 1) + name for level, name in zip(self.levels, self.names, strict=True))
        exact = zip(
            self.criteria, self.names, self.parents, self.levels, self.local, self.overall, self.ranks, strict=True
        )
        return Table(
            columns=("criterion", "name", "parent", "level", "local", "global", "rank"),
            rows=tuple((i, n, p, level, float(own), float(all_), int(r)) for i, n, p, level, own, all_, r in exact),
            heading=_heading(self.meta, f"what weighs how much ({judged_by(self.meta)})"),
            notes=("local: among its siblings; global: in all. Ranks are among criteria of the same level.",),
            shown=("name", "criterion", "local", "global", "rank"),
            shares=("local", "global"),
            displayed={"name": names, "local": self._local_shares(), "global": self._global_shares()},
        )

    def _local_shares(self) -> list[float]:
        """Local weights rounded to a tenth of a percent so that siblings sum to 100 %."""
        shares = [0.0] * len(self.criteria)
        for parent in dict.fromkeys(self.parents):
            siblings = [place for place, above in enumerate(self.parents) if above == parent]
            rounded = largest_remainder([float(self.local[place]) for place in siblings], 3)
            for place, share in zip(siblings, rounded, strict=True):
                shares[place] = share
        return shares

    def _global_shares(self) -> list[float]:
        """Global weights rounded so that the leaves sum to 100 % and every criterion to its children."""
        shares = [0.0] * len(self.criteria)
        places = {criterion: place for place, criterion in enumerate(self.criteria)}
        leaves = [places[leaf] for leaf in self.leaves]
        for place, share in zip(leaves, largest_remainder([float(self.overall[p]) for p in leaves], 3), strict=True):
            shares[place] = share
        for place in sorted(range(len(shares)), key=lambda place: -self.levels[place]):
            if (parent := self.parents[place]) in places:
                shares[places[parent]] += shares[place]
        return shares


def judged_by(meta: Meta) -> str:
    """How many judged and by which methods, in a few words."""
    parts = []
    if meta.get("panellists"):
        count = len(meta["panellists"])
        parts.append(f"{count} panellist{'' if count == 1 else 's'}")
    options = meta.get("options", {})
    parts += [options[key] for key in ("priorities", "aggregation") if options.get(key)]
    if options.get("scale", "linear") != "linear":
        parts.append(f"{options['scale']} scale")
    return ", ".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking(Result):
    """The order of the solutions or the steps, best first by score."""

    of: str
    """`solutions` or `steps`."""
    alternatives: tuple[str, ...]
    """Ids of a alternatives, best first; equal ones in the order of the panel."""
    names: tuple[str, ...]
    scores: Array
    """(a,); higher is better, by any method."""
    ranks: IntArray
    """(a,) 1, 2, 2, 4."""
    criteria: tuple[str, ...]
    """Ids of the m criteria that the alternatives were scored under."""
    weights: Array
    """(m,), summing to 1."""
    values: Array
    """(a, m) decision matrix, in the order of `alternatives`."""
    raters: IntArray
    """(a, m) how many panellists rated each cell; 0 where it was measured or compared."""
    compromise: tuple[str, ...] = ()
    """VIKOR's compromise set."""
    derived: Mapping[str, float] | None = None
    """Of solutions that were rated themselves: what the mean score of their steps would be."""
    meta: Meta = field(repr=False)

    def table(self) -> Table:
        """A row an alternative, best first."""
        exact = zip(self.ranks, self.alternatives, self.names, self.scores, strict=True)
        method = " ".join(filter(None, (self.meta["options"]["method"], self.meta["options"]["normalisation"])))
        notes = []
        if self.compromise:
            notes.append(f"Compromise set: {', '.join(self.compromise)}.")
        if self.derived is not None:
            steps = ", ".join(f"{id} {score:.3f}" for id, score in self.derived.items())
            notes.append(f"By the mean score of their steps: {steps}.")
        if self.raters.any():
            low, high = int(self.raters[self.raters > 0].min()), int(self.raters.max())
            notes.append(f"Each cell was rated by {low if low == high else f'{low} to {high}'} panellists.")
        return Table(
            columns=("rank", "alternative", "name", "score"),
            rows=tuple((int(rank), id, name, float(score)) for rank, id, name, score in exact),
            heading=_heading(self.meta, f"{len(self.alternatives)} {self.of} ({judged_by(self.meta)}, {method})"),
            notes=tuple(notes),
            shown=("rank", "name", "alternative", "score"),
            bar="score",
        )

    def details(self) -> dict[str, Any]:
        """The decision matrix, the weights, and how many rated each cell."""
        matrix = {
            alternative: dict(zip(self.criteria, map(float, row), strict=True))
            for alternative, row in zip(self.alternatives, self.values, strict=True)
        }
        raters = {
            alternative: dict(zip(self.criteria, map(int, row), strict=True))
            for alternative, row in zip(self.alternatives, self.raters, strict=True)
        }
        weights = dict(zip(self.criteria, map(float, self.weights), strict=True))
        more: dict[str, Any] = {"weights": weights, "values": matrix, "raters": raters}
        if self.compromise:
            more["compromise"] = list(self.compromise)
        if self.derived is not None:
            more["derived"] = dict(self.derived)
        return more


R = TypeVar("R", Weights, Ranking)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouped(Result, Generic[R]):
    """The same question asked of parts of the panel."""

    by: str
    """`organisation` or `panellist`."""
    results: Mapping[str, R]
    """Part -> its result."""
    meta: Meta = field(repr=False)

    def __getitem__(self, part: str) -> R:
        """The result of one part."""
        return self.results[part]

    def table(self) -> Table:
        """The parts' tables under each other, the part's name first."""
        parts = {name: result.table() for name, result in self.results.items()}
        return joined(self.by, parts, _heading(self.meta, f"by {self.by}"), ())


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeConsistency:
    """How one panellist's judgements at one node hold together; NaN where a measure does not apply."""

    panellist: str
    node: str
    items: int
    judged: int
    """Pairs judged, of items (items - 1) / 2."""
    lambda_max: float
    ci: float
    cr: float
    gci: float
    koczkodaj: float
    cycles: tuple[tuple[str, str, str], ...]
    """Circular triads: first preferred to second, second to third, third to first."""
    verdict: str
    """In words: consistent or inconsistent by Saaty's 0.10, borderline where the choice of the random index decides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedRevision:
    """A judgement to look at again: what was said, what the others say, and what that would do."""

    panellist: str
    node: str
    first: str
    second: str
    given: float
    proposed: float
    consistent: float
    cr: float
    cr_after: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Consistency(Result):
    """How each panellist's judgements hold together, node by node. The group's matrix gets no verdict: means hide."""

    nodes: tuple[NodeConsistency, ...]
    revisions: tuple[ProposedRevision, ...] = ()
    meta: Meta = field(repr=False)

    def table(self) -> Table:
        """A row a panellist and node."""
        columns = (
            "panellist",
            "node",
            "items",
            "judged",
            "lambda_max",
            "ci",
            "cr",
            "gci",
            "koczkodaj",
            "three_cycles",
            "verdict",
        )
        rows = tuple(
            (
                *(node.panellist, node.node, node.items, node.judged, node.lambda_max, node.ci, node.cr, node.gci),
                *(node.koczkodaj, len(node.cycles), node.verdict),
            )
            for node in self.nodes
        )
        table = self.meta["options"]["random_index"]
        return Table(
            columns=columns,
            rows=rows,
            heading=_heading(self.meta, f"consistency of each panellist (random index: {table})"),
            notes=(
                "CR above 0.10 is usually looked at again; three-cycles are contradictions that a low CR can hide.",
            ),
            shown=("panellist", "node", "judged", "cr", "gci", "koczkodaj", "three_cycles", "verdict"),
        )

    def revision_table(self) -> Table:
        """A row a judgement to look at again, for each panellist and node the most inconsistent first."""
        columns = ("panellist", "node", "first", "second", "given", "proposed", "consistent", "cr", "cr_after")
        return Table(
            columns=columns,
            rows=tuple(tuple(getattr(revision, column) for column in columns) for revision in self.revisions),
            heading=_heading(self.meta, "judgements to look at again"),
            notes=("proposed: the nearest value of the scale to what the other judgements say. Nothing is changed.",),
        )

    def details(self) -> dict[str, Any]:
        """The circular triads and the proposed revisions."""
        cycles = [
            {"panellist": node.panellist, "node": node.node, "items": list(cycle)}
            for node in self.nodes
            for cycle in node.cycles
        ]
        return {"three_cycles": cycles, "revisions": self.revision_table().records()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One figure of agreement in one place, beside what chance alone would give."""

    scope: str
    """A node, or `hierarchy` for the global weights of the leaves."""
    measure: str
    value: float
    chance: float
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement(Result):
    """How much the panellists agree, node by node and over the whole hierarchy."""

    measures: tuple[Measure, ...]
    meta: Meta = field(repr=False)

    def __getitem__(self, key: tuple[str, str]) -> float:
        """The value of a measure in a scope: agreement["goal", "consensus"]."""
        return next(m.value for m in self.measures if (m.scope, m.measure) == key)

    def table(self) -> Table:
        """A row a scope and measure."""
        columns = ("scope", "measure", "value", "chance", "verdict")
        return Table(
            columns=columns,
            rows=tuple(tuple(getattr(measure, column) for column in columns) for measure in self.measures),
            heading=_heading(self.meta, f"agreement of {len(self.meta['panellists'])} panellists"),
            notes=(
                "consensus: Goepel's S*, words of Goepel (2018); homogeneity: S, free of the judgement scale.",
                "chance: the mean if the same panellists had no common view (each one's priorities shuffled).",
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What one criterion does for one alternative."""

    criterion: str
    name: str
    weight: float
    value: float
    """The alternative's value, the mean of its sub-criteria by weight where there are several."""
    mean: float
    """The same for the average alternative."""
    effect: float
    """How much lower its score would be if it were average here; negative where it is held back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation(Result):
    """Why an alternative stands where it stands: which criteria lift it and which hold it back."""

    alternative: str
    name: str
    rank: int
    of: int
    score: float
    effects: tuple[Effect, ...]
    """Strongest lift first."""
    meta: Meta = field(repr=False)

    def sentences(self) -> tuple[str, ...]:
        """In plain words."""
        lifts = [effect for effect in self.effects if effect.effect > 1e-9]
        holds = [effect for effect in reversed(self.effects) if effect.effect < -1e-9]
        said = [f"{self.name} is {_ordinal(self.rank)} of {self.of} with a score of {self.score:.3f}."]
        if lifts:
            said.append(f"What lifts it: {_listed(lifts[:3])}.")
        if holds:
            said.append(f"What holds it back: {_listed(holds[:3])}.")
        if not lifts and not holds:
            said.append("It is average under every criterion.")
        return tuple(said)

    def table(self) -> Table:
        """A row a criterion, the strongest lift first."""
        columns = ("criterion", "name", "weight", "value", "mean", "effect")
        return Table(
            columns=columns,
            rows=tuple(tuple(getattr(effect, column) for column in columns) for effect in self.effects),
            heading=(*_heading(self.meta, f"why {self.name} is {_ordinal(self.rank)}"), *self.sentences()),
            notes=("effect: how much lower the score would be if the alternative were average under that criterion.",),
            shown=("name", "weight", "value", "mean", "effect"),
            shares=("weight",),
        )

    def details(self) -> dict[str, Any]:
        """The sentences."""
        return {"sentences": list(self.sentences())}


def _ordinal(number: int) -> str:
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _listed(effects: list[Effect]) -> str:
    """Criteria with their sign and size."""
    return "; ".join(
        f"{effect.name} ({effect.effect:+.3f}; {effect.value:.3g} where the average is {effect.mean:.3g})"
        for effect in effects
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """One word that chooses a method."""

    kind: str
    name: str
    default: bool
    normalisations: tuple[str, ...]
    """Of a scoring method: those that it allows, its own first."""
    summary: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Methods(Result):
    """Every method by name."""

    methods: tuple[Method, ...]
    meta: Meta = field(default_factory=dict, repr=False)

    def table(self) -> Table:
        """A row a method."""
        return Table(
            columns=("kind", "name", "default", "normalisations", "summary", "source"),
            rows=tuple(
                (m.kind, m.name, "yes" if m.default else "", " ".join(m.normalisations), m.summary, m.source)
                for m in self.methods
            ),
            shown=("kind", "name", "default", "summary", "source"),
        )
