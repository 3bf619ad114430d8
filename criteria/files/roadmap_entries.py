"""The block `roadmap:` of panel.yaml -> costs, durations, exclusions, synergies, phases, capacities."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from criteria.files.wordings import Wordings
from criteria.files.yaml_tree import YamlNode
from criteria.roadmap import Phase, Roadmap, Task, Together
from criteria.text import identifier_fault, nearest, quoted

ROADMAP_KEYS = (
    *("synthetic", "money", "time", "begins", "budget"),
    *("steps", "exclusions", "synergies", "phases", "capacities"),
)
TASK_KEYS = ("cost", "duration", "uses", "must")
SYNERGY_KEYS = ("steps", "adds", "saves")
PHASE_KEYS = ("name", "budget", "length", "capacities")


class RoadmapReader:
    """Reads one block; what does not fit the steps of the panel becomes a fault."""

    def __init__(self, wordings: Wordings, steps: tuple[str, ...]) -> None:
        self.wordings = wordings
        self.entries = wordings.entries
        self.steps = {step.casefold(): step for step in steps}

    def read(self, node: YamlNode) -> Roadmap:
        """The roadmap; what could not be read is left out."""
        read = self.entries
        top = read.mapping(node, "roadmap", ROADMAP_KEYS)
        capacities = self._amounts(top.get("capacities"), "capacities")
        phases = [
            self._phase(item, number, tuple(capacities))
            for number, item in enumerate(read.sequence(top.get("phases"), "phases"), 1)
        ]
        tasks = self._tasks(top.get("steps"), tuple(capacities))
        return Roadmap(
            synthetic="synthetic" in top and read.truth(top["synthetic"], "synthetic"),
            money=self.wordings.name(top["money"], "money") if "money" in top else "",
            time=self.wordings.name(top["time"], "time") if "time" in top else "",
            begins=self._day(top["begins"]) if "begins" in top else "",
            budget=read.number(top["budget"], "budget", 0.0) if "budget" in top else None,
            tasks=tasks,
            exclusions=self._exclusions(top.get("exclusions")),
            synergies=self._synergies(top.get("synergies"), tasks),
            phases=tuple(phases),
            capacities=capacities,
        )

    def _step(self, node: YamlNode, field: str, text: str | None) -> str:
        """The id of a step, whatever its case; the empty text after noting that there is none."""
        if text is None:
            self.entries.fault(node, field, f"found {node.described()}, allowed is the id of a step")
            return ""
        if (id := self.steps.get(text.casefold())) is None:
            hint = nearest(text, self.steps.values()) if self.steps else "the panel has no steps"
            self.entries.fault(node, field, f"{quoted(text)} is no step: {hint}")
            return ""
        return id

    def _set(self, node: YamlNode | None, owner: YamlNode, field: str) -> tuple[str, ...]:
        """Two steps or more; nothing after noting a fault."""
        items = self.entries.sequence(node, field)
        found = [self._step(item, field, item.text) for item in items]
        if not all(found):
            return ()
        if len(set(found)) < 2 or len(set(found)) < len(found):
            self.entries.fault(node or owner, field, "two different steps or more are needed, such as [one, another]")
            return ()
        return tuple(found)

    def _tasks(self, node: YamlNode | None, capacities: tuple[str, ...]) -> dict[str, Task]:
        """Step -> what it takes."""
        read = self.entries
        if node is None:
            return {}
        if node.entries is None:
            message = f"found {node.described()}, allowed is a mapping such as {{step: {{cost: 4, duration: 6}}}}"
            read.fault(node, "steps", message)
        found: dict[str, Task] = {}
        for key, item in (node.entries or {}).items():
            entry = read.mapping(item, "steps", TASK_KEYS)
            if not (id := self._step(node.keys[key], "steps", key)):
                continue
            if id in found:
                read.fault(node.keys[key], "steps", f"'{id}' stands twice, in different case")
            found[id] = Task(
                cost=read.number(entry["cost"], f"cost of {id}", 0.0) if "cost" in entry else None,
                duration=read.number(entry["duration"], f"duration of {id}", 0.0) if "duration" in entry else None,
                uses=self._amounts(entry.get("uses"), f"uses of {id}", capacities),
                must=read.truth(entry["must"], f"must of {id}") if "must" in entry else None,
            )
        return found

    def _amounts(self, node: YamlNode | None, field: str, known: tuple[str, ...] | None = None) -> dict[str, float]:
        """Capacity -> amount, 0 or more; of the known capacities where some are."""
        read = self.entries
        if node is None:
            return {}
        if node.entries is None:
            read.fault(node, field, f"found {node.described()}, allowed is a mapping such as {{staff: 5}}")
            return {}
        found: dict[str, float] = {}
        for name, entry in node.entries.items():
            if known is not None and name not in known:
                hint = nearest(name, known) if known else "write it under 'capacities:' of the roadmap first"
                read.fault(node.keys[name], field, f"{quoted(name)} is no capacity: {hint}")
            elif message := identifier_fault(name):
                read.fault(node.keys[name], field, message)
            elif (amount := read.number(entry, field, 0.0)) is not None:
                found[name] = amount
        return found

    def _exclusions(self, node: YamlNode | None) -> tuple[tuple[str, ...], ...]:
        """Sets of steps of which at most one is chosen."""
        found = [self._set(item, item, "exclusions") for item in self.entries.sequence(node, "exclusions")]
        return tuple(filter(None, found))

    def _synergies(self, node: YamlNode | None, tasks: Mapping[str, Task]) -> tuple[Together, ...]:
        """Sets of steps that are worth more or cost less together."""
        read = self.entries
        found = []
        for item in read.sequence(node, "synergies"):
            entry = read.mapping(item, "synergies", SYNERGY_KEYS)
            if item.entries is None:
                continue
            steps = self._set(entry.get("steps"), item, "steps")
            adds = (read.number(entry["adds"], "adds", -1.0) if "adds" in entry else None) or 0.0
            saves = (read.number(entry["saves"], "saves", 0.0) if "saves" in entry else None) or 0.0
            if "adds" not in entry and "saves" not in entry:
                message = "says nothing: write 'adds: 0.1' (a tenth more value), 'saves: 2' (so much money), or both"
                read.fault(item, "synergies", message)
            costs = [tasks[step].cost for step in steps if step in tasks]
            together = sum(cost for cost in costs if cost is not None)
            if steps and saves > together:
                read.fault(entry["saves"], "saves", f"{saves:g} is more than the {together:g} that the steps cost")
            found.append(Together(steps=steps, adds=adds, saves=saves))
        return tuple(found)

    def _phase(self, item: YamlNode, number: int, capacities: tuple[str, ...]) -> Phase:
        """A phase; one without a name is called by its number."""
        read = self.entries
        entry = read.mapping(item, "phases", PHASE_KEYS)
        return Phase(
            name=self.wordings.name(entry["name"]) if "name" in entry else str(number),
            budget=read.number(entry["budget"], "budget", 0.0) if "budget" in entry else None,
            length=read.number(entry["length"], "length", 0.0) if "length" in entry else None,
            capacities=self._amounts(entry.get("capacities"), "capacities", capacities),
        )

    def _day(self, node: YamlNode) -> str:
        """A day as YYYY-MM-DD; the empty text after noting a fault."""
        try:
            return date.fromisoformat(node.text or "").isoformat()
        except ValueError:
            message = f"{node.described()} is no day: allowed are days such as 2027-01-31"
            self.entries.fault(node, "begins", message)
            return ""
