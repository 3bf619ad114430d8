"""Everything that a panel folder says, cross-checked: who judges, what they judged, what is to be ranked."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from hashlib import sha256
from typing import Any, TypeVar, overload

from criteria.hierarchy import GOAL, Criterion, Hierarchy, Node
from criteria.roadmap import Roadmap
from criteria.roles import Asked, is_asked
from criteria.rules import Rules

PARTS = ("organisation", "role")
"""What every panellist can be told by, beside declared attributes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panellist:
    """One of those who judge."""

    id: str
    organisation: str = ""
    role: str = ""
    weight: float = 1.0
    """Say in the group's result, relative to the others'; 0 counts as absent."""
    attributes: Mapping[str, str] = field(default_factory=dict, hash=False)
    """What else is declared: name -> value, such as region: north."""

    def part(self, by: str) -> str:
        """The part of the panel it belongs to by organisation, role or a declared attribute; may be empty."""
        if by in PARTS:
            return self.organisation if by == "organisation" else self.role
        return self.attributes.get(by, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """Something that could be done about the challenges; an alternative."""

    id: str
    name: str
    description: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step on the way to a solution; an alternative too."""

    id: str
    name: str
    solution: str
    after: tuple[str, ...] = ()
    """Ids of the steps that must come first."""
    description: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """How many times as important `first` is as `second` under `node`, to one panellist."""

    panellist: str
    node: str
    first: str
    second: str
    ratio: float
    """Dimensionless, 1/9 to 9. 1 is equal importance; below 1 favours `second`."""
    round: int = 1
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """How well an alternative does under a criterion, to one panellist, on the panel's scale."""

    panellist: str
    alternative: str
    criterion: str
    value: float
    round: int = 1
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Judgements(Sequence[Judgement]):
    """All judgements of a panel as columns, 18 bytes each: a million fit where a thousand objects would.

    Row i is `Judgement(...)` of the i-th entry of every column; the columns can be read without copying.
    """

    panellist_ids: tuple[str, ...]
    nodes: tuple[Node, ...]
    panellist: array[int] = field(default_factory=lambda: array("I"))
    """Index into `panellist_ids`."""
    node: array[int] = field(default_factory=lambda: array("I"))
    """Index into `nodes`."""
    first: array[int] = field(default_factory=lambda: array("H"))
    """Index into the node's items."""
    second: array[int] = field(default_factory=lambda: array("H"))
    ratio: array[float] = field(default_factory=lambda: array("d"))
    round: array[int] = field(default_factory=lambda: array("H"))
    comments: dict[int, str] = field(default_factory=dict)
    """Row -> comment, for the rows that have one."""

    def __len__(self) -> int:
        return len(self.ratio)

    @overload
    def __getitem__(self, index: int) -> Judgement: ...
    @overload
    def __getitem__(self, index: slice) -> list[Judgement]: ...
    def __getitem__(self, index: int | slice) -> Judgement | list[Judgement]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        row = range(len(self))[index]
        node = self.nodes[self.node[row]]
        return Judgement(
            panellist=self.panellist_ids[self.panellist[row]],
            node=node.id,
            first=node.items[self.first[row]],
            second=node.items[self.second[row]],
            ratio=self.ratio[row],
            round=self.round[row],
            comment=self.comments.get(row, ""),
        )


@dataclass(frozen=True, slots=True)
class Ratings(Sequence[Rating]):
    """All ratings of a panel as columns; row i is `Rating(...)` of the i-th entry of every column."""

    panellist_ids: tuple[str, ...]
    alternative_ids: tuple[str, ...]
    criterion_ids: tuple[str, ...]
    panellist: array[int] = field(default_factory=lambda: array("I"))
    """Index into `panellist_ids`."""
    alternative: array[int] = field(default_factory=lambda: array("I"))
    """Index into `alternative_ids`."""
    criterion: array[int] = field(default_factory=lambda: array("I"))
    """Index into `criterion_ids`."""
    value: array[float] = field(default_factory=lambda: array("d"))
    round: array[int] = field(default_factory=lambda: array("H"))
    comments: dict[int, str] = field(default_factory=dict)
    """Row -> comment, for the rows that have one."""

    def __len__(self) -> int:
        return len(self.value)

    @overload
    def __getitem__(self, index: int) -> Rating: ...
    @overload
    def __getitem__(self, index: slice) -> list[Rating]: ...
    def __getitem__(self, index: int | slice) -> Rating | list[Rating]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        row = range(len(self))[index]
        return Rating(
            panellist=self.panellist_ids[self.panellist[row]],
            alternative=self.alternative_ids[self.alternative[row]],
            criterion=self.criterion_ids[self.criterion[row]],
            value=self.value[row],
            round=self.round[row],
            comment=self.comments.get(row, ""),
        )


Columns = TypeVar("Columns", Judgements, Ratings)


def _rows_of(columns: Columns, rows: Sequence[int]) -> Columns:
    """Some of the rows, in their order."""
    parts = {each.name: getattr(columns, each.name) for each in fields(columns)}
    chosen: dict[str, Any] = {
        name: array(part.typecode, [part[row] for row in rows])
        for name, part in parts.items()
        if isinstance(part, array)
    }
    comments = {place: columns.comments[row] for place, row in enumerate(rows) if row in columns.comments}
    return replace(columns, **chosen, comments=comments)


@dataclass(frozen=True, slots=True, kw_only=True)
class Performance:
    """Measured values of alternatives under criteria, without a panellist."""

    criteria: tuple[str, ...] = ()
    values: dict[str, tuple[float, ...]] = field(default_factory=dict)
    """Alternative -> one value for each criterion, in the unit of the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The lowest and the highest rating."""

    min: float
    max: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The methods that a panel has chosen, in the words of `criteria.words`."""

    priorities: str = "geometric-mean"
    aggregation: str = "aij"
    weighting: str = "declared"
    method: str = "topsis"
    normalisation: str | None = None
    """None is the method's own."""
    random_index: str = "alonso-lamata"
    scale: str = "linear"
    ratings: str = "mean"
    intensities: str = "any"
    """`integers`: judgements are 1 to 9 and their inverses only."""
    decimal: str = "."


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """All that a panel folder says. Made by `read_panel`, which has checked that its parts fit each other."""

    title: str
    question: str
    """What a comparison asks."""
    synthetic: bool = False
    """Judgements are made up, which every output says."""
    anonymous: bool = False
    """Who answered when, and in which order panellists stand in panel.yaml, is not told by journal and exports."""
    hierarchy: Hierarchy
    solutions: tuple[Solution, ...] = ()
    steps: tuple[Step, ...] = ()
    scale: Scale | None = None
    panellists: tuple[Panellist, ...] = ()
    asked: Asked = field(default_factory=dict)
    """Role -> the nodes and criteria that its holders are asked about; other roles are asked everything."""
    settings: Settings = field(default_factory=Settings)
    rules: Rules | None = None
    """Of the rounds; with rules nobody is asked before the facilitator opens the first round."""
    roadmap: Roadmap = field(default_factory=Roadmap)
    """What steps cost and take, and the money there is."""
    judgements: Judgements
    ratings: Ratings
    performance: Performance = field(default_factory=Performance)
    wordings: Mapping[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)
    """(Id, field) -> language -> text, of the texts that are given in several; of title and question the id is empty.
    What stands elsewhere is the text in one of them."""
    notices: tuple[str, ...] = ()
    """What a reader of the files should know though it is no fault."""
    sha256: str = ""
    """Of the files that were read, for provenance."""

    @property
    def nodes(self) -> tuple[Node, ...]:
        """Everything whose items may be compared: the goal, inner criteria, then the leaves over the alternatives."""
        return self.judgements.nodes

    @property
    def alternatives(self) -> tuple[Solution | Step, ...]:
        """The solutions, then the steps."""
        return (*self.solutions, *self.steps)

    def asks(self, panellist: str, about: str) -> bool:
        """Whether a panellist is asked about a node or a criterion; their role decides."""
        role = next(known.role for known in self.panellists if known.id == panellist)
        return is_asked(self.asked, self.hierarchy, role, about)

    def in_rounds(self, first: int, last: int) -> Panel:
        """The panel with only the judgements and ratings of those rounds, both ends included."""

        def kept(columns: Columns) -> Columns:
            return _rows_of(columns, [row for row, round in enumerate(columns.round) if first <= round <= last])

        return replace(self, judgements=kept(self.judgements), ratings=kept(self.ratings))

    @property
    def listed(self) -> tuple[int, ...]:
        """Places of the panellists in the order in which exports list them: an anonymous panel's by hash of their ids.

        The files' SHA-256 goes into the hash, so that the order is another one in every panel, and the same each time.
        """
        places = range(len(self.panellists))
        if not self.anonymous:
            return tuple(places)

        def by_hash(place: int) -> bytes:
            return sha256(f"{self.sha256} {self.panellists[place].id}".encode()).digest()

        return tuple(sorted(places, key=by_hash))

    @property
    def parts(self) -> tuple[str, ...]:
        """What panellists can be told apart by: organisation, role and every declared attribute."""
        declared = (name for panellist in self.panellists for name in panellist.attributes)
        return tuple(dict.fromkeys((*PARTS, *declared)))

    @property
    def languages(self) -> tuple[str, ...]:
        """Tags of the languages in which texts are given; none where each is given in one only."""
        return tuple(dict.fromkeys(tag for texts in self.wordings.values() for tag in texts))

    @property
    def organisations(self) -> tuple[str, ...]:
        """The organisations of the panellists, in the order of first mention."""
        return tuple(dict.fromkeys(panellist.organisation for panellist in self.panellists))

    def item(self, id: str) -> Criterion | Solution | Step:
        """The criterion, solution or step of that id."""
        if id in self.hierarchy:
            return self.hierarchy[id]
        return next(alternative for alternative in self.alternatives if alternative.id == id)

    def name(self, id: str) -> str:
        """What people call the goal, a criterion, a solution or a step."""
        return self.hierarchy.name(id) if id == GOAL else self.item(id).name
