"""A goal over criteria over sub-criteria, to any depth, with branches of any length."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum

GOAL = "goal"
"""The id of the root."""


class Direction(IntEnum):
    """Whether more of a criterion is better (+1) or worse (-1)."""

    BENEFIT = 1
    COST = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """Something that solutions are weighed by: a challenge, a sub-theme."""

    id: str
    name: str
    description: str = ""
    direction: Direction = Direction.BENEFIT
    weight: float | None = None
    """Local weight among its siblings when given instead of judged; given to all siblings or none, summing to 1."""
    evidence: tuple[str, ...] = ()
    """Who named it, in the words of the source."""
    children: tuple[Criterion, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Something whose items are compared with each other: the goal, a criterion with children, or a leaf."""

    id: str
    items: tuple[str, ...]
    """Ids of the compared items: child criteria, or at a leaf the solutions and then the steps."""
    solutions: int = 0
    """How many of the items, the first, are solutions: they are not compared with the steps after them."""


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """The criteria of a panel as a tree; ids are unique under case folding."""

    criteria: tuple[Criterion, ...]
    """The goal's children."""
    _by_id: dict[str, Criterion] = field(init=False, repr=False, compare=False)
    _parents: dict[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_id: dict[str, Criterion] = {}
        parents: dict[str, str] = {}
        stack = [(criterion, GOAL) for criterion in reversed(self.criteria)]
        while stack:
            criterion, parent = stack.pop()
            by_id[criterion.id] = criterion
            parents[criterion.id] = parent
            stack.extend((child, criterion.id) for child in reversed(criterion.children))
        object.__setattr__(self, "_by_id", by_id)
        object.__setattr__(self, "_parents", parents)

    def __iter__(self) -> Iterator[Criterion]:
        """Every criterion, each before its children, in the order of the file."""
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def __getitem__(self, id: str) -> Criterion:
        return self._by_id[id]

    def __contains__(self, id: str) -> bool:
        return id in self._by_id

    def parent(self, id: str) -> str:
        """The id of the node above; `goal` for the goal's children."""
        return self._parents[id]

    def level(self, id: str) -> int:
        """How far below the goal: 1 for its children."""
        return 1 + sum(1 for _ in self.ancestors(id))

    def ancestors(self, id: str) -> Iterator[str]:
        """The criteria above one, nearest first, without the goal."""
        while (id := self._parents[id]) != GOAL:
            yield id

    def children(self, node: str) -> tuple[Criterion, ...]:
        """What stands directly below a node."""
        return self.criteria if node == GOAL else self._by_id[node].children

    @property
    def leaves(self) -> tuple[Criterion, ...]:
        """The criteria without children, in the order of the file."""
        return tuple(criterion for criterion in self if not criterion.children)

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The goal and every criterion that has children, each with its children."""
        inner = (Node(id=c.id, items=tuple(child.id for child in c.children)) for c in self if c.children)
        return (Node(id=GOAL, items=tuple(c.id for c in self.criteria)), *inner)

    def name(self, node: str) -> str:
        """What people call a node."""
        return "the goal" if node == GOAL else self._by_id[node].name

    def is_judged(self, node: str) -> bool:
        """Whether the weights below a node come from judgements rather than from the file."""
        return any(child.weight is None for child in self.children(node))

    def level_of(self, ids: Iterable[str]) -> tuple[str, ...]:
        """The given criteria in file order, checked to be one level: every leaf at or below exactly one of them.

        Raises ValueError naming a leaf that is covered twice or not at all.
        """
        chosen = set(ids)
        for leaf in self.leaves:
            above = [id for id in (leaf.id, *self.ancestors(leaf.id)) if id in chosen]
            if len(above) > 1:
                raise ValueError(f"'{above[0]}' and '{above[1]}' above it: use one level of the hierarchy")
            if not above:
                raise ValueError(f"nothing at or above '{leaf.id}'")
        return tuple(criterion.id for criterion in self if criterion.id in chosen)
