"""panel.yaml, or a catalogue -> hierarchy, solutions, steps, panellists and settings, with every fault noted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from math import isclose
from typing import Any

from criteria import words
from criteria.files.entries import Entries
from criteria.files.wordings import Wordings
from criteria.files.yaml_tree import YamlNode
from criteria.hierarchy import GOAL, Criterion, Direction, Hierarchy
from criteria.panel import PARTS, Panellist, Scale, Settings, Solution, Step
from criteria.rules import MEASURES, Rules
from criteria.text import UNREADABLE, identifier_fault, nearest

CATALOGUE_KEYS = ("title", "source", "question", "criteria", "solutions", "steps")
PANEL_KEYS = (
    *CATALOGUE_KEYS,
    "synthetic",
    "anonymous",
    "catalogue",
    "scale",
    "panellists",
    "asked",
    "settings",
    "rules",
    "roadmap",
)
CRITERION_KEYS = ("id", "name", "direction", "weight", "description", "evidence", "children")
SOLUTION_KEYS = ("id", "name", "description", "evidence")
STEP_KEYS = ("id", "name", "solution", "after", "description", "evidence")
PANELLIST_KEYS = ("id", "organisation", "role", "weight", "attributes")
SETTING_WORDS: Mapping[str, tuple[str, ...]] = {
    "priorities": words.PRIORITIES,
    "aggregation": words.AGGREGATIONS,
    "weighting": words.WEIGHTINGS,
    "method": words.METHODS,
    "normalisation": words.NORMALISATIONS,
    "random_index": words.RANDOM_INDICES,
    "scale": words.SCALES,
    "ratings": words.RATINGS,
    "intensities": words.INTENSITIES,
    "decimal": words.DECIMALS,
}
assert set(SETTING_WORDS) == {setting.name for setting in fields(Settings)}

WEIGHT_SUM_TOLERANCE = 1e-3
BURDEN = 9
"""More siblings than this are more than people compare well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """What panel.yaml says: everything of a panel but its judgements and values."""

    title: str = ""
    question: str = ""
    synthetic: bool = False
    anonymous: bool = False
    catalogue: YamlNode | None = None
    hierarchy: Hierarchy = field(default_factory=lambda: Hierarchy(()))
    solutions: tuple[Solution, ...] = ()
    steps: tuple[Step, ...] = ()
    scale: Scale | None = None
    panellists: tuple[Panellist, ...] = ()
    asked: YamlNode | None = None
    """As it stands in the file: it can be read once the criteria are known."""
    settings: Settings = field(default_factory=Settings)
    rules: Rules | None = None
    roadmap: YamlNode | None = None
    wordings: Mapping[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)
    """(Id, field) -> language -> text, of the texts that are given in several."""


class OutlineReader:
    """Reads one panel.yaml or catalogue; `faults` and `notices` fill as it goes.

    `wanted` are languages, the most wanted first.
    """

    def __init__(self, file: str, wanted: Sequence[str] = ()) -> None:
        self.entries = Entries(file)
        self.faults = self.entries.faults
        self.notices: list[str] = []
        self.wordings: Wordings
        self._wanted = wanted
        self._taken: dict[str, YamlNode] = {}

    def read(self, root: YamlNode, keys: tuple[str, ...]) -> Outline:
        """The outline; faults are noted, and what could not be read is left out."""
        read = self.entries
        self.wordings = wordings = Wordings(read, root, self._wanted)
        top = read.mapping(root, "panel", keys)
        if "catalogue" in top:
            for key in ("criteria", "solutions", "steps"):
                if key in top:
                    read.fault(top[key], key, "stands beside 'catalogue:': write one of the two")
        elif "criteria" not in top:
            missing = "'criteria:'" if keys is CATALOGUE_KEYS else "'criteria:' or 'catalogue:'"
            read.fault(root, "criteria", f"missing: the file needs {missing}")
        criteria = self._criteria(top.get("criteria"), "criteria", (), GOAL)
        solutions = tuple(self._solutions(top.get("solutions")))
        steps = self._steps(top.get("steps"), tuple(solution.id for solution in solutions))
        return Outline(
            title=wordings.name(top["title"], "title", "") if "title" in top else "",
            question=wordings.name(top["question"], "question", "") if "question" in top else "",
            synthetic="synthetic" in top and read.truth(top["synthetic"], "synthetic"),
            anonymous="anonymous" in top and read.truth(top["anonymous"], "anonymous"),
            catalogue=top.get("catalogue"),
            hierarchy=Hierarchy(criteria),
            solutions=solutions,
            steps=steps,
            scale=self._scale(top["scale"]) if "scale" in top else None,
            panellists=self._panellists(top.get("panellists")),
            asked=top.get("asked"),
            settings=self._settings(top["settings"]) if "settings" in top else Settings(),
            rules=self._rules(top["rules"]) if "rules" in top else None,
            roadmap=top.get("roadmap"),
            wordings=wordings.kept,
        )

    def _new_id(self, node: YamlNode | None, owner: YamlNode, ancestors: tuple[str, ...] = ()) -> str:
        """An id that nothing else of the panel has; the empty text otherwise."""
        id = self.entries.identifier(node, owner)
        if not id or node is None:
            return ""
        folded = id.casefold()
        if folded == GOAL:
            self.entries.fault(node, "id", f"'{GOAL}' is the id of the root: choose another")
        elif folded in ancestors:
            self.entries.fault(node, "id", f"'{id}' stands below itself: {' > '.join((*ancestors, folded))} is a cycle")
        elif folded in self._taken:
            first = self._taken[folded].line
            self.entries.fault(node, "id", f"duplicate '{id}': it stands in line {first} already")
        else:
            self._taken[folded] = node
            return id
        return ""

    def _criteria(
        self, node: YamlNode | None, field: str, ancestors: tuple[str, ...], parent: str
    ) -> tuple[Criterion, ...]:
        """The criteria below one node."""
        read = self.entries
        items = read.sequence(node, field)
        if node is not None and node.items is not None and not items:
            read.fault(node, field, f"the list is empty: {parent} needs at least one criterion")
        found: list[Criterion] = []
        weights: list[tuple[YamlNode, float | None]] = []
        for item in items:
            entry = read.mapping(item, field, CRITERION_KEYS)
            if item.entries is None:
                continue
            id = self._new_id(entry.get("id"), item, ancestors)
            direction = Direction.BENEFIT
            if "direction" in entry and read.word(entry["direction"], "direction", ("benefit", "cost")) == "cost":
                direction = Direction.COST
            weight = None
            if "weight" in entry:
                weight = read.number(entry["weight"], f"weight of {id}" if id else "weight", 0.0)
            weights.append((entry.get("weight", item), weight))
            found.append(
                Criterion(
                    id=id or f"{UNREADABLE}{item.line}.{item.column}",
                    name=self.wordings.name(entry["name"], id=id) if "name" in entry else id,
                    description=self.wordings.text(entry.get("description"), "description", id),
                    direction=direction,
                    weight=weight,
                    evidence=read.texts(entry.get("evidence"), "evidence"),
                    children=self._criteria(entry.get("children"), "children", (*ancestors, id.casefold()), id),
                )
            )
        return self._given_weights(found, weights, parent)

    def _given_weights(
        self, siblings: list[Criterion], weights: list[tuple[YamlNode, float | None]], parent: str
    ) -> tuple[Criterion, ...]:
        """The siblings with weights that sum to 1, or with none."""
        given = [weight for _, weight in weights if weight is not None]
        if not given:
            return tuple(siblings)
        if len(given) < len(siblings):
            for sibling, (node, weight) in zip(siblings, weights, strict=True):
                if weight is None and node.entries is not None:
                    message = f"'{sibling.id}' has none though a sibling under {parent} has: give all of them or none"
                    self.entries.fault(node, "weight", message)
            return tuple(siblings)
        total = sum(given)
        if total <= 0:
            ids = ", ".join(sibling.id for sibling in siblings)
            self.entries.fault(weights[0][0], "weight", f"{ids} all weigh 0: at least one must weigh more")
            return tuple(siblings)
        if not isclose(total, 1, rel_tol=0, abs_tol=WEIGHT_SUM_TOLERANCE):
            line = weights[0][0].line
            self.notices.append(
                f"{self.entries.file}:{line}: weight: the weights under {parent} sum to {total:g}, not 1: "
                "each was divided by the sum"
            )
        return tuple(replace(sibling, weight=weight / total) for sibling, weight in zip(siblings, given, strict=True))

    def _solutions(self, node: YamlNode | None) -> list[Solution]:
        read = self.entries
        found = []
        for item in read.sequence(node, "solutions"):
            entry = read.mapping(item, "solutions", SOLUTION_KEYS)
            if item.entries is None or not (id := self._new_id(entry.get("id"), item)):
                continue
            found.append(
                Solution(
                    id=id,
                    name=self.wordings.name(entry["name"], id=id) if "name" in entry else id,
                    description=self.wordings.text(entry.get("description"), "description", id),
                    evidence=read.texts(entry.get("evidence"), "evidence"),
                )
            )
        return found

    def _steps(self, node: YamlNode | None, solutions: tuple[str, ...]) -> tuple[Step, ...]:
        read = self.entries
        entries = [(item, read.mapping(item, "steps", STEP_KEYS)) for item in read.sequence(node, "steps")]
        entries = [(item, entry) for item, entry in entries if item.entries is not None]
        ids = [self._new_id(entry.get("id"), item) for item, entry in entries]
        found = []
        for id, (item, entry) in zip(ids, entries, strict=True):
            if not id:
                continue
            solution = self._known(entry.get("solution"), "solution", "no solution", solutions, id)
            if "solution" not in entry:
                message = f"missing: step '{id}' must belong to one of {', '.join(solutions) or 'none'}"
                read.fault(item, "solution", message)
            before = [
                self._known(step, "after", "no step", tuple(filter(None, ids)), id)
                for step in read.sequence(entry.get("after"), "after")
            ]
            found.append(
                Step(
                    id=id,
                    name=self.wordings.name(entry["name"], id=id) if "name" in entry else id,
                    solution=solution,
                    after=tuple(filter(None, before)),
                    description=self.wordings.text(entry.get("description"), "description", id),
                    evidence=read.texts(entry.get("evidence"), "evidence"),
                )
            )
        if cycle := _cycle({step.id: step.after for step in found}):
            message = f"{' after '.join(cycle)} is a cycle: no order exists"
            read.fault(self._taken[cycle[0].casefold()], "after", message)
        return tuple(found)

    def _known(self, node: YamlNode | None, field: str, what: str, ids: tuple[str, ...], step: str) -> str:
        """The id that a step refers to, whatever its case; the empty text after noting that there is none."""
        if node is None:
            return ""
        known = {id.casefold(): id for id in ids}
        if (id := known.get((node.text or "").casefold())) is None:
            message = f"{node.described()} is {what} (step '{step}'): {nearest(node.text or '', ids)}"
            self.entries.fault(node, field, message)
            return ""
        return id

    def _scale(self, node: YamlNode) -> Scale | None:
        read = self.entries
        entry = read.mapping(node, "scale", ("min", "max"))
        for key in ("min", "max"):
            if key not in entry:
                read.fault(node, "scale", f"'{key}' is missing: write for example {{min: 0, max: 10}}")
                return None
        low, high = read.number(entry["min"], "min"), read.number(entry["max"], "max")
        if low is None or high is None:
            return None
        if low >= high:
            read.fault(node, "scale", f"min {low:g} is not below max {high:g}")
            return None
        return Scale(min=low, max=high)

    def _panellists(self, node: YamlNode | None) -> tuple[Panellist, ...]:
        read = self.entries
        found: list[Panellist] = []
        taken: dict[str, int] = {}
        for item in read.sequence(node, "panellists"):
            entry = read.mapping(item, "panellists", PANELLIST_KEYS)
            if item.entries is None:
                continue
            id = read.identifier(entry.get("id"), item)
            if id.casefold() in taken:
                read.fault(entry["id"], "id", f"duplicate panellist '{id}': line {taken[id.casefold()]} has it already")
            elif id:
                taken[id.casefold()] = item.line
            weight, of_whom = 1.0, f"weight of {id}" if id else "weight"
            if "weight" in entry and (given := read.number(entry["weight"], of_whom, 0.0)) is not None:
                weight = given
            organisation = read.name(entry["organisation"], "organisation") if "organisation" in entry else ""
            role = read.name(entry["role"], "role") if "role" in entry else ""
            attributes = self._attributes(entry["attributes"]) if "attributes" in entry else {}
            found.append(Panellist(id=id, organisation=organisation, role=role, weight=weight, attributes=attributes))
        if found and node is not None and not any(panellist.weight for panellist in found):
            read.fault(node, "weight", "every panellist weighs 0: at least one must weigh more")
        return tuple(found)

    def _attributes(self, node: YamlNode) -> dict[str, str]:
        """Further things by which panellists can be told apart."""
        read = self.entries
        if node.entries is None:
            read.fault(node, "attributes", f"found {node.described()}, allowed is a mapping such as {{region: north}}")
        found: dict[str, str] = {}
        for name, entry in (node.entries or {}).items():
            key = node.keys[name]
            if message := identifier_fault(name):
                read.fault(key, "attributes", message)
            elif name.casefold() in (*PARTS, "panellist"):
                read.fault(key, "attributes", f"'{name}' has a place of its own beside id: choose another name")
            else:
                found[name] = read.name(entry, name)
        return found

    def _settings(self, node: YamlNode) -> Settings:
        read = self.entries
        chosen = {
            key: word
            for key, entry in read.mapping(node, "settings", SETTING_WORDS).items()
            if (word := read.word(entry, key, SETTING_WORDS[key])) is not None
        }
        return Settings(**chosen)

    def _rules(self, node: YamlNode) -> Rules:
        """The rules of the rounds; what is left out is as usual."""
        read = self.entries
        entries = read.mapping(node, "rules", [rule.name for rule in fields(Rules)])
        found: dict[str, Any] = {}
        for key, entry in entries.items():
            if key == "settled_leave":
                found[key] = read.truth(entry, key)
            elif key == "consensus":
                found[key] = read.word(entry, key, MEASURES)
            elif key in ("at_least", "stable"):
                found[key] = read.number(entry, key, 0.0)
                if found[key] is not None and found[key] > 1:
                    read.fault(entry, key, f"{entry.text} is too large: allowed are shares from 0 to 1")
            else:
                found[key] = read.count(entry, key, 1 if key == "most_rounds" else 0)
        return Rules(**{key: value for key, value in found.items() if value is not None})


def _cycle(after: Mapping[str, tuple[str, ...]]) -> list[str] | None:
    """A step and the steps it waits for, round to itself, or None where some order exists."""
    from graphlib import CycleError, TopologicalSorter

    try:
        TopologicalSorter(after).prepare()
    except CycleError as error:
        return list(reversed(error.args[1]))
    return None
