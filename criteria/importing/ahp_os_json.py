"""A project exported by AHP-OS as JSON -> a panel: hierarchy, participants, judgements, alternatives."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from criteria.files.entries import Entries
from criteria.files.yaml_tree import YamlNode
from criteria.importing.ahp_os_hierarchy import AhpOsHierarchy, read_hierarchy
from criteria.importing.draft import Draft, Ids, Remarks, panellist
from criteria.importing.json_tree import read_json
from criteria.importing.source import read_text
from criteria.panel import Judgement, Panellist, Solution
from criteria.text import clean_name, quoted

PARTS = ("pj", "pwc", "alt")


def read(path: Path, beside: Path | None, remarks: Remarks) -> Draft:  # noqa: ARG001
    """An AHP-OS project as a panel."""
    read = Entries(path.name, remarks.faults)
    parts = _parts(read_json(read_text(path, remarks), remarks), read)
    remarks.stop()
    project = parts["pj"][0]
    hierarchy = _hierarchy(project, read, remarks)
    alternatives = _alternatives(parts["alt"], hierarchy, read, remarks)
    ids = Ids()
    people: dict[str, Panellist] = {}
    judgements: list[Judgement] = []
    judged: dict[tuple[str, str], YamlNode] = {}
    for entry in parts["pwc"]:
        who, node = _text(entry, "pwc_part", read), clean_name(_text(entry, "pwc_node", read))
        if who not in people:
            people[who] = panellist(ids, remarks.name(who, entry.line, entry.column, "pwc_part"))
        if (before := judged.setdefault((who, node), entry)) is not entry:
            read.fault(entry, "pwc_node", f"{quoted(who)} has judged {quoted(node)} in line {before.line} already")
        items = hierarchy.items(node, alternatives)
        if not items:
            read.fault(entry, "pwc_node", hierarchy.nothing_compared(node, alternatives))
        else:
            judgements += _judgements(entry, people[who].id, hierarchy.ids[node], tuple(items.values()), read)
    remarks.stop()
    nodes = {node for _, node in judged}
    title = _text(project, "project_name", read).strip() or hierarchy.goal
    return Draft(
        title=remarks.name(title, project.line, project.column, "project_name"),
        criteria=hierarchy.criteria(nodes, remarks),
        solutions=tuple(Solution(id=id, name=name) for name, id in alternatives.items()),
        panellists=tuple(people.values()),
        judgements=tuple(judgements),
    )


def project_hierarchy(text: str, remarks: Remarks) -> AhpOsHierarchy:
    """The hierarchy of an exported project. Raises PanelError if there is none."""
    read = Entries(remarks.file, remarks.faults)
    parts = _parts(read_json(text, remarks), read)
    remarks.stop()
    return _hierarchy(parts["pj"][0], read, remarks)


def _parts(root: YamlNode, read: Entries) -> dict[str, list[YamlNode]]:
    """The entries of the three lists of an export."""
    parts: dict[str, list[YamlNode]] = {}
    if root.entries is None or "pj" not in root.entries:
        read.fault(root, "pj", f"no export of an AHP-OS project: it has the lists {', '.join(PARTS)}")
    else:
        for part in PARTS:
            parts[part] = read.sequence(root.entries.get(part), part)
            for entry in parts[part]:
                if entry.entries is None:
                    read.fault(entry, part, f"found {entry.described()}, allowed is an object")
        if len(parts["pj"]) != 1:
            read.fault(root, "pj", f"{len(parts['pj'])} projects: one is read at a time")
    return parts


def _text(entry: YamlNode, key: str, read: Entries) -> str:
    """A text of an entry; empty where there is none, or null."""
    node = (entry.entries or {}).get(key)
    return "" if node is None or node.empty else read.text(node, key)


def _hierarchy(project: YamlNode, read: Entries, remarks: Remarks) -> AhpOsHierarchy:
    """The hierarchy that a project describes."""
    at = (project.entries or {}).get("project_hText", project)
    return read_hierarchy(_text(project, "project_hText", read), at.line, at.column, "project_hText", remarks)


def _alternatives(
    entries: list[YamlNode], hierarchy: AhpOsHierarchy, read: Entries, remarks: Remarks
) -> dict[str, str]:
    """The names of the alternatives -> ids."""
    ids = Ids(*hierarchy.ids.values())
    found: dict[str, str] = {}
    for entry in entries:
        name = remarks.name(_text(entry, "alt", read), entry.line, entry.column, "alt")
        if name in found:
            read.fault(entry, "alt", f"the alternative {quoted(name)} stands twice")
        found[name] = ids.of(name, "a")
    return found


def _judgements(entry: YamlNode, who: str, node: str, items: tuple[str, ...], read: Entries) -> Iterator[Judgement]:
    """The judgements that two rows of digits say: whom each pair favours, and how much."""
    sides, strengths = _text(entry, "pwc_ab", read), _text(entry, "pwc_intense", read)
    pairs = list(combinations(items, 2))
    for key, digits, allowed in (("pwc_ab", sides, "01"), ("pwc_intense", strengths, "123456789")):
        if len(digits) != len(pairs):
            message = f"{len(digits)} digits, but {len(items)} items make {len(pairs)} pairs (participant {who})"
            read.fault(entry, key, message)
            return
        if stray := set(digits) - set(allowed):
            message = f"{quoted(min(stray))} is no digit of {allowed[0]} to {allowed[-1]} (participant {who})"
            read.fault(entry, key, message)
            return
    for (first, second), side, strength in zip(pairs, sides, strengths, strict=True):
        ratio = float(strength) if side == "0" else 1 / float(strength)
        yield Judgement(panellist=who, node=node, first=first, second=second, ratio=ratio)
