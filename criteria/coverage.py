"""Which judgements are still missing for an answer: pairs that nobody joined, nodes that nobody judged."""

from __future__ import annotations

from collections.abc import Iterable

from criteria.panel import Panel


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
        if pairs and len(groups) > 1:
            found.append((node.id, [[node.items[item] for item in group] for group in groups]))
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
