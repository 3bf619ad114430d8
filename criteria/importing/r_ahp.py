"""The YAML of the R package ahp -> a panel. Functions in it are refused with their line, never run."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path

from criteria.files.entries import Entries
from criteria.files.yaml_tree import YamlNode, read_yaml
from criteria.hierarchy import GOAL, Criterion
from criteria.importing.draft import Draft, Ids, Remarks, panellist, ratio_fault, whole
from criteria.importing.folder import LEVELS
from criteria.importing.source import read_text
from criteria.panel import Judgement, Panellist, Solution
from criteria.text import nearest, number_fault, quoted, read_ratio

CHARACTERS = 2_000_000
NODE_KEYS = ("name", "description", "author", "decision-makers", "preferences", "children")
KINDS = ("pairwise", "score", "priority")
FUNCTIONS = ("pairwiseFunction", "scoreFunction", "priorityFunction", "preferenceFunction")
ALONE = "P01"
"""Who judges where the file names nobody."""


def read(path: Path, beside: Path | None, remarks: Remarks) -> Draft:  # noqa: ARG001
    """An .ahp file as a panel; scores and priorities become the judgements that say the same."""
    text = read_text(path, remarks)
    if len(text) > CHARACTERS:
        remarks.refuse(1, 1, "file", f"the file has {len(text)} characters: allowed are {CHARACTERS}")
    root = read_yaml(unicodedata.normalize("NFC", text), path.name, remarks.faults, aliases=True)
    remarks.stop()
    assert root is not None
    reader = _Reader(remarks)
    top = reader.read.mapping(root, "file", ("Version", "Alternatives", "Goal"))
    for key in ("Alternatives", "Goal"):
        if key not in top:
            reader.read.fault(root, key, f"missing: an .ahp file has '{key}:'")
    remarks.stop()
    reader.alternatives(top["Alternatives"])
    title = reader.goal(top["Goal"]) or remarks.name(path.stem, 1, 1, "title")
    remarks.stop()
    return Draft(
        title=title,
        criteria=reader.below[GOAL],
        solutions=tuple(Solution(id=id, name=name) for name, id in reader.solutions.items()),
        panellists=tuple(reader.people.values()),
        judgements=tuple(reader.judgements),
    )


class _Reader:
    """Reads one file; nodes are taken in from the goal down."""

    def __init__(self, remarks: Remarks) -> None:
        self.remarks = remarks
        self.read = Entries(remarks.file, remarks.faults)
        self.ids, self.people_ids = Ids(GOAL), Ids()
        self.solutions: dict[str, str] = {}
        self.people: dict[str, Panellist] = {}
        self.votes: dict[str, float] = {}
        self.below: dict[str, tuple[Criterion, ...]] = {}
        self.judgements: list[Judgement] = []

    def alternatives(self, node: YamlNode) -> None:
        """The names of the alternatives."""
        if not node.entries:
            self.read.fault(node, "Alternatives", f"found {node.described()}, allowed is a mapping of alternatives")
            return
        for label, key in node.keys.items():
            name = self.remarks.name(label, key.line, key.column, "Alternatives")
            self.solutions[name] = self.ids.of(name, "a")
        if any(alternative.entries for alternative in node.entries.values()):
            self.remarks.leave_out("the attributes of the alternatives")

    def goal(self, node: YamlNode) -> str:
        """The goal's name, after taking in all that is below it."""
        said = self.read.mapping(node, "Goal", NODE_KEYS)
        self._votes(said.get("decision-makers"))
        self._criteria(node, said, GOAL, 0)
        for key in ("author", "description"):
            if key in said:
                self.remarks.leave_out(f"the {key} of the goal")
        if self.below.get(GOAL) == ():
            message = "the alternatives stand right below the goal: a panel has criteria between them"
            self.read.fault(said["children"], "children", message)
        return self.read.name(said["name"]) if "name" in said else ""

    def _votes(self, node: YamlNode | None) -> None:
        """The say of each decision maker."""
        for item in self.read.sequence(node, "decision-makers"):
            if item.entries is None or len(item.entries) != 1:
                self.read.fault(item, "decision-makers", f"found {item.described()}, allowed is 'name: vote'")
                continue
            ((name, vote),) = item.entries.items()
            if (value := self._amount(vote, "decision-makers")) is not None:
                self.votes[name] = value

    def _amount(self, node: YamlNode, field: str) -> float | None:
        """A vote, a score or a priority; None after noting that it is none."""
        value = read_ratio(node.text or "")
        if value is None or value < 0:
            self.read.fault(node, field, f"{node.described()} is no number from 0 up, such as 2, 0.5 or 1/3")
            return None
        return value

    def _criteria(self, at: YamlNode, said: Mapping[str, YamlNode], node: str, deep: int) -> None:
        """Take in the children of a node so deep below the goal, and what is said of them."""
        children = said.get("children")
        named = {} if children is None else children.entries or {}
        if not named:
            self.read.fault(at, "children", "missing: a node has children, at the leaves 'children: *alternatives'")
            return
        if set(named) == set(self.solutions):
            self._preferences(said.get("preferences"), at, node, self.solutions)
            self.below[node] = ()
            return
        if deep == LEVELS:
            self.read.fault(at, "children", f"more than {LEVELS} levels of criteria")
            return
        items = {label: self.ids.of(label, "c") for label in named}
        weights = self._preferences(said.get("preferences"), at, node, items)
        found = []
        assert children is not None
        for label, id in items.items():
            entry, key = named[label], children.keys[label]
            inner = self.read.mapping(entry, label, NODE_KEYS)
            if "decision-makers" in inner:
                self.remarks.leave_out(f"the votes under {quoted(label)}: those of the goal hold")
            self._criteria(entry, inner, id, deep + 1)
            name = self.remarks.name(label, key.line, key.column, "children")
            about = self.read.text(inner.get("description"), "description")
            below = self.below.get(id, ())
            found.append(Criterion(id=id, name=name, description=about, weight=weights.get(label), children=below))
        self.below[node] = tuple(found)

    def _preferences(
        self, node: YamlNode | None, at: YamlNode, id: str, items: Mapping[str, str]
    ) -> Mapping[str, float]:
        """Take in what was said of the items of a node; their weights where they are given by one alone."""
        if node is not None and node.items is not None:
            self._pairs(node, self._person(ALONE, node), id, items)
            return {}
        if node is None or node.entries is None:
            if len(items) > 1:
                self.read.fault(node or at, "preferences", "missing: nobody says how the children compare")
            return {}
        if any(key in (*KINDS, *FUNCTIONS) for key in node.entries):
            return self._said(node, ALONE, id, items, alone=not self.votes)
        for name, said in node.entries.items():
            if said.entries is None:
                message = f"found {said.described()}, allowed is one of {', '.join(KINDS)}"
                self.read.fault(said, "preferences", message)
            else:
                self._said(said, name, id, items, alone=False)
        return {}

    def _said(self, node: YamlNode, who: str, id: str, items: Mapping[str, str], alone: bool) -> Mapping[str, float]:
        """Take in what one decision maker says of the items of a node."""
        assert node.entries is not None
        person = self._person(who, node)
        for key, entry in node.entries.items():
            if key in FUNCTIONS:
                message = "R code is not run: write its answers out as 'pairwise:' or 'score:'"
                self.read.fault(node.keys[key], key, message)
            elif key not in KINDS:
                self.read.fault(node.keys[key], "preferences", f"{quoted(key)} is not known: {nearest(key, KINDS)}")
            elif len(node.entries) > 1:
                self.read.fault(node.keys[key], "preferences", f"{quoted(key)} stands beside another: write one")
            elif key == "pairwise":
                self._pairs(entry, person, id, items)
            elif values := self._values(entry, key, items):
                if alone and id == GOAL and all(values.values()):
                    total = sum(values.values())
                    return {label: value / total for label, value in values.items()}
                self._from_values(entry, key, values, person, id, items)
        return {}

    def _person(self, name: str, at: YamlNode) -> str:
        """The id of a decision maker, who is added to the panellists."""
        if name not in self.people:
            known = self.remarks.name(name, at.line, at.column, "preferences")
            self.people[name] = panellist(self.people_ids, known, self.votes.get(name, 1.0))
        return self.people[name].id

    def _pairs(self, node: YamlNode, who: str, id: str, items: Mapping[str, str]) -> None:
        """Take in a list of [A, B, how many times]."""
        for row in self.read.sequence(node, "pairwise"):
            texts = [item.text or "" for item in row.items or ()]
            if len(texts) != 3:
                self.read.fault(row, "pairwise", f"found {row.described()}, allowed is [A, B, 3] or [A, B, 1/3]")
                continue
            first, second, written = texts
            unknown = [name for name in (first, second) if name not in items]
            value = read_ratio(written)
            if unknown:
                message = f"{quoted(unknown[0])} is no child here: {nearest(unknown[0], items)}"
                self.read.fault(row, "pairwise", message)
            elif first == second:
                self.read.fault(row, "pairwise", f"{quoted(first)} is compared with itself")
            elif value is None:
                self.read.fault(row, "pairwise", number_fault(written))
            elif off := ratio_fault(value, written):
                self.read.fault(row, "pairwise", off)
            else:
                self._judge(who, id, items[first], items[second], value)

    def _values(self, node: YamlNode, key: str, items: Mapping[str, str]) -> dict[str, float]:
        """The scores or priorities of the items; nothing after noting what is wrong."""
        pairs = [(name, entry) for name, entry in (node.entries or {}).items()]
        for item in node.items or ():
            if item.entries is None:
                self.read.fault(item, key, f"found {item.described()}, allowed is 'name: number'")
            pairs += (item.entries or {}).items()
        values = {}
        before = len(self.remarks.faults)
        for name, entry in pairs:
            if name not in items:
                self.read.fault(entry, key, f"{quoted(name)} is no child here: {nearest(name, items)}")
            elif (value := self._amount(entry, key)) is not None:
                values[name] = value
        missing = [name for name in items if name not in values]
        if missing and len(self.remarks.faults) == before:
            self.read.fault(node, key, f"{quoted(missing[0])} has no number: each child needs one")
        return {} if len(self.remarks.faults) > before else values

    def _from_values(
        self, node: YamlNode, key: str, values: Mapping[str, float], who: str, id: str, items: Mapping[str, str]
    ) -> None:
        """Take in the judgements that say the same as scores: the ratio of each two of them."""
        for first, second in combinations(values, 2):
            high, low = max(values[first], values[second]), min(values[first], values[second])
            if not low or ratio_fault(high / low, ""):
                message = f"{values[first]:g} for {quoted(first)} and {values[second]:g} for {quoted(second)} are more "
                self.read.fault(node, key, message + "than 9 to 1 apart: no judgement says that")
            else:
                self._judge(who, id, items[first], items[second], values[first] / values[second])

    def _judge(self, who: str, node: str, first: str, second: str, ratio: float) -> None:
        said = Judgement(panellist=who, node=node, first=first, second=second, ratio=whole(ratio))
        self.judgements.append(said)
