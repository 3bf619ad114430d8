"""What is still missing for an answer: pairs that nobody joined, nodes that nobody judged, levels that do not fit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from criteria.faults import Fault
from criteria.panel import Panel
from criteria.roles import is_asked


def components(size: int, pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """The items 0..size-1 in groups that the pairs connect, each group and the list in ascending order."""
    root = list(range(size))

    def top(item: int) -> int:
        while root[item] != item:
            root[item] = root[root[item]]
            item = root[item]
        return item

    for first, second in pairs:
        a, b = sorted((top(first), top(second)))
        root[b] = a
    groups: dict[int, list[int]] = {}
    for item in range(size):
        groups.setdefault(top(item), []).append(item)
    return list(groups.values())


def disconnected(panel: Panel) -> list[tuple[str, list[list[str]]]]:
    """The nodes with judgements that do not join all items, even taken together, each with its groups of items."""
    judged: list[set[tuple[int, int]]] = [set() for _ in panel.nodes]
    columns = panel.judgements
    for number, first, second in set(zip(columns.node, columns.first, columns.second, strict=True)):
        judged[number].add((first, second))
    found = []
    for node, pairs in zip(panel.nodes, judged, strict=True):
        groups = components(len(node.items), pairs)
        for kind in (range(node.solutions), range(node.solutions, len(node.items))):
            own = [group for group in groups if group[0] in kind]
            if len(own) > 1 and any(pair[0] in kind for pair in pairs):
                found.append((node.id, [[node.items[item] for item in group] for group in own]))
    return found


def unjudged(panel: Panel) -> list[str]:
    """The nodes whose weights are to be judged and that nobody has judged yet."""
    judged = set(panel.judgements.node)
    return [
        node.id
        for number, node in enumerate(panel.nodes)
        if number not in judged
        and len(node.items) > 1
        and (node.id not in panel.hierarchy or panel.hierarchy[node.id].children)
        and panel.hierarchy.is_judged(node.id)
    ]


def straight_liners(panel: Panel) -> list[str]:
    """The panellists who gave the same ratio three times or more and never another."""
    lowest: dict[int, float] = {}
    highest: dict[int, float] = {}
    count: dict[int, int] = {}
    for panellist, ratio in zip(panel.judgements.panellist, panel.judgements.ratio, strict=True):
        lowest[panellist] = min(ratio, lowest.get(panellist, ratio))
        highest[panellist] = max(ratio, highest.get(panellist, ratio))
        count[panellist] = count.get(panellist, 0) + 1
    return [panel.judgements.panellist_ids[p] for p in count if count[p] >= 3 and lowest[p] == highest[p]]


def levels(panel: Panel) -> list[tuple[str, str]]:
    """`solutions` or `steps` whose values are not at one level of the hierarchy, each with what is wrong."""
    split = len(panel.solutions)
    compared = {
        (first >= split, panel.nodes[node].id)
        for node, first in set(zip(panel.judgements.node, panel.judgements.first, strict=True))
        if node >= len(panel.hierarchy.nodes)
    }
    ratings = panel.ratings
    rated = {
        (alternative >= split, ratings.criterion_ids[criterion])
        for alternative, criterion in set(zip(ratings.alternative, ratings.criterion, strict=True))
    }
    steps = {step.id for step in panel.steps}
    measured = {(id in steps, criterion) for id in panel.performance.values for criterion in panel.performance.criteria}
    found = []
    for is_step, kind in ((False, "solutions"), (True, "steps")):
        used = {criterion for of_steps, criterion in compared | rated | measured if of_steps is is_step}
        if used:
            try:
                panel.hierarchy.level_of(used)
            except ValueError as error:
                found.append((kind, str(error)))
    return found


def are_compared(panel: Panel, kind: str) -> bool:
    """Whether somebody compared the `solutions` or the `steps` in pairs under a leaf."""
    split, inner = len(panel.solutions), len(panel.hierarchy.nodes)
    compared = set(zip(panel.judgements.node, panel.judgements.first, strict=True))
    return any(node >= inner and (first >= split) == (kind == "steps") for node, first in compared)


def rated_level(panel: Panel, kind: str) -> tuple[str, ...]:
    """The criteria under which `solutions` or `steps` are rated: those that ratings use, else the goal's children."""
    split, ratings = len(panel.solutions), panel.ratings
    rated = set(zip(ratings.alternative, ratings.criterion, strict=True))
    used = {ratings.criterion_ids[number] for place, number in rated if (place >= split) == (kind == "steps")}
    if not used:
        return tuple(criterion.id for criterion in panel.hierarchy.criteria)
    return tuple(criterion.id for criterion in panel.hierarchy if criterion.id in used)


class Task(NamedTuple):
    """What a panel asks of somebody: to compare the items of a node, or to rate alternatives under a criterion."""

    about: str
    """Id of the node or of the criterion."""
    items: tuple[str, ...]
    """What is compared or rated, in the order of the panel."""
    is_rating: bool


def tasks(panel: Panel) -> list[Task]:
    """The pairs of every judged node, then the ratings of the alternatives, or their pairs where there is no scale.

    Alternatives that were measured in performance.csv are not asked about.
    """
    hierarchy = panel.hierarchy
    found = [
        Task(node.id, node.items, False)
        for node in hierarchy.nodes
        if len(node.items) > 1 and hierarchy.is_judged(node.id)
    ]
    for kind, ids in (
        ("solutions", tuple(solution.id for solution in panel.solutions)),
        ("steps", tuple(step.id for step in panel.steps)),
    ):
        if any(id in panel.performance.values for id in ids):
            continue
        if panel.scale is not None and not are_compared(panel, kind):
            found += [Task(criterion, ids, True) for criterion in rated_level(panel, kind) if ids]
        elif len(ids) > 1:
            found += [Task(leaf.id, ids, False) for leaf in hierarchy.leaves]
    return found


def unasked(panel: Panel) -> list[str]:
    """The nodes to be compared and the criteria to be rated under that no panellist is asked about."""
    if not panel.asked:
        return []
    roles = {panellist.role for panellist in panel.panellists}
    wanted = dict.fromkeys(task.about for task in tasks(panel))
    return [id for id in wanted if not any(is_asked(panel.asked, panel.hierarchy, role, id) for role in roles)]


def asked_nothing(panel: Panel) -> list[str]:
    """The roles whose holders are asked nothing, since nothing is compared or rated at what is on their list."""
    wanted = [task.about for task in tasks(panel)] if panel.asked else []
    return [role for role in panel.asked if not any(is_asked(panel.asked, panel.hierarchy, role, id) for id in wanted)]


def faults(panel: Panel) -> tuple[Fault, ...]:
    """What would keep the panel from being ranked though each of its files is well formed."""
    found = [
        Fault(
            file="panel.yaml",
            line=1,
            column=1,
            field="asked",
            message=f"nobody is asked about '{id}': add it to the list of a role",
        )
        for id in unasked(panel)
    ]
    found += [
        Fault(
            file="judgements.csv",
            line=1,
            column=1,
            field=node,
            message=f"the judged pairs fall into {' and '.join('{' + ', '.join(group) + '}' for group in groups)} with "
            f"nothing between: judge for example {groups[0][0]} over {groups[1][0]}",
        )
        for node, groups in disconnected(panel)
    ]
    file = "ratings.csv" if panel.ratings else "performance.csv" if panel.performance.values else "judgements.csv"
    found += [
        Fault(file=file, line=1, column=1, field="criterion", message=f"values of the {kind}: {message}")
        for kind, message in levels(panel)
    ]
    return tuple(found)


def notices(panel: Panel) -> tuple[str, ...]:
    """What a facilitator should look at: nodes not judged yet, and panellists who always answer the same."""
    found = []
    if idle := asked_nothing(panel):
        found.append(f"asked: nothing is compared or rated at what stands under {', '.join(idle)}")
    if missing := unjudged(panel):
        found.append(f"nobody has judged {', '.join(missing)} yet")
    if same := straight_liners(panel):
        found.append(f"the same ratio in every answer: {', '.join(same)} (kept, but worth a question)")
    return tuple(found)
