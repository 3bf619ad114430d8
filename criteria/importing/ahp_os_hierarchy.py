"""The hierarchy text of AHP-OS, `Goal: cost=0.4, skills; skills: staff, patients;` -> criteria."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from criteria.hierarchy import GOAL, Criterion
from criteria.importing.draft import Ids, Remarks
from criteria.importing.folder import LEVELS
from criteria.text import nearest, quoted, read_number

WEIGHTS_SUM = 1e-3
"""How far given weights may sum from 1."""
CHARACTERS = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class AhpOsHierarchy:
    """A goal and what is below it, by the names that AHP-OS uses."""

    goal: str
    children: Mapping[str, tuple[str, ...]]
    """Name of a node -> names of its children."""
    weights: Mapping[str, float]
    """Name -> given weight."""
    ids: Mapping[str, str]
    """Name of a node or a leaf -> id; the goal's is `goal`."""

    @property
    def leaves(self) -> tuple[str, ...]:
        """The names without children, in the order of the text."""
        named = dict.fromkeys(child for children in self.children.values() for child in children)
        return tuple(name for name in named if name not in self.children)

    def items(self, node: str, alternatives: Mapping[str, str]) -> Mapping[str, str]:
        """Names -> ids of what is compared under a node, the alternatives under a leaf; nothing where nothing is."""
        if node in self.children:
            return {name: self.ids[name] for name in self.children[node]}
        return alternatives if node in self.ids else {}

    def nothing_compared(self, node: str, alternatives: Collection[str]) -> str:
        """Why a node has no matrix."""
        known = (*self.children, *(self.leaves if alternatives else ()))
        return f"{quoted(node)} has nothing to compare: {nearest(node, known)}"

    def criteria(self, judged: Collection[str], remarks: Remarks) -> tuple[Criterion, ...]:
        """The goal's children; weights are given unless the node's name is among the judged ones, which is noted."""
        for node, names in self.children.items():
            if node in judged and any(name in self.weights for name in names):
                remarks.leave_out(f"the given weights under {quoted(node)}, which participants have judged")
        return self._below(self.goal, judged)

    def _below(self, node: str, judged: Collection[str]) -> tuple[Criterion, ...]:
        return tuple(
            Criterion(
                id=self.ids[name],
                name=name,
                weight=None if node in judged else self.weights.get(name),
                children=self._below(name, judged) if name in self.children else (),
            )
            for name in self.children[node]
        )


def read_hierarchy(text: str, line: int, column: int, field: str, remarks: Remarks) -> AhpOsHierarchy:
    """The hierarchy that a text describes. Raises PanelError if it is none, naming the statement."""

    def fault(message: str) -> None:
        remarks.fault(line, column, field, message)

    children: dict[str, tuple[str, ...]] = {}
    weights: dict[str, float] = {}
    parents: dict[str, str] = {}
    if len(text) > CHARACTERS:
        remarks.refuse(line, column, field, f"the hierarchy has {len(text)} characters: allowed are {CHARACTERS}")
    for statement in filter(None, (part.strip() for part in text.split(";"))):
        node, colon, below = statement.partition(":")
        node = " ".join(node.split())
        items = [" ".join(item.split()) for item in below.split(",")]
        if not colon or not node or not all(items):
            fault(f"{quoted(statement)} is no statement: allowed are 'node: child, child=0.4, ...;'")
            continue
        node = remarks.name(node, line, column, field)
        if node in children:
            fault(f"{quoted(node)} has children twice")
        if children and node not in parents:
            fault(f"{quoted(node)} is no child of a node before it: it must be spelt as it is there")
        names = []
        for item in items:
            name, equals, given = (part.strip() for part in item.partition("="))
            name = remarks.name(name, line, column, field)
            weight = read_number(given) if equals else None
            if weight is not None and weight >= 0:
                weights[name] = weight
            elif equals:
                fault(f"{quoted(given)} is no weight of {quoted(name)}")
            if name in parents or name == next(iter(children), node):
                fault(f"{quoted(name)} stands twice: each name once")
            parents[name] = node
            names.append(name)
        children[node] = tuple(names)
        _refuse_weights(node, names, weights, fault)
    if not children:
        fault("no hierarchy: allowed are statements such as 'Goal: cost, skills, network;'")
    remarks.stop()
    goal = next(iter(children))
    levels = {goal: 0}
    for name, node in parents.items():
        levels[name] = levels[node] + 1
        if levels[name] > LEVELS:
            remarks.refuse(line, column, field, f"{quoted(name)} lies more than {LEVELS} levels deep")
    ids = Ids(GOAL)
    return AhpOsHierarchy(
        goal=goal,
        children=children,
        weights=weights,
        ids={goal: GOAL} | {name: ids.of(name, "c") for name in parents},
    )


def _refuse_weights(
    node: str, names: Sequence[str], weights: Mapping[str, float], fault: Callable[[str], None]
) -> None:
    """Note weights that some of the children lack, or that do not sum to 1."""
    given = [weights[name] for name in names if name in weights]
    if not given:
        return
    without = [name for name in names if name not in weights]
    if without:
        fault(f"{quoted(without[0])} has no weight though others under {quoted(node)} have: all of them or none")
    elif abs(sum(given) - 1) > WEIGHTS_SUM:
        fault(f"the weights under {quoted(node)} sum to {sum(given):g}, not 1")
