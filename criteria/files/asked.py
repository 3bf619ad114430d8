"""`asked:` of panel.yaml -> role -> the nodes and criteria that its holders are asked about."""

from __future__ import annotations

from collections.abc import Sequence

from criteria.files.entries import Entries
from criteria.files.yaml_tree import YamlNode
from criteria.hierarchy import GOAL, Hierarchy
from criteria.panel import Panellist
from criteria.text import clean_name, nearest, quoted

EXAMPLE = "Treatment managers: [goal, policy]"


def read_asked(
    read: Entries, node: YamlNode | None, panellists: Sequence[Panellist], hierarchy: Hierarchy
) -> dict[str, tuple[str, ...]]:
    """The roles with what they are asked about; faults are noted, and what could not be read is left out."""
    if node is None:
        return {}
    if node.entries is None:
        read.fault(node, "asked", f"found {node.described()}, allowed is a mapping by role such as {EXAMPLE}")
        return {}
    roles = tuple(dict.fromkeys(panellist.role for panellist in panellists if panellist.role))
    known = {id.casefold(): id for id in (GOAL, *(criterion.id for criterion in hierarchy))}
    found: dict[str, tuple[str, ...]] = {}
    for name, entry in node.entries.items():
        role, faults = clean_name(name), len(read.faults)
        if role not in roles:
            read.fault(node.keys[name], "asked", f"{quoted(name)} is no panellist's role: {nearest(role, roles)}")
        ids = []
        for item in read.sequence(entry, "asked"):
            id = known.get((item.text or "").casefold())
            if id is None:
                hint = nearest(item.text or "", known.values())
                message = f"{item.described()} is no criterion and not '{GOAL}' (role {quoted(role)}): {hint}"
                read.fault(item, "asked", message)
            else:
                ids.append(id)
        if entry.empty or entry.items == []:
            message = f"the list of {quoted(role)} is empty: name what they are asked about, or leave the role out"
            read.fault(node.keys[name] if entry.empty else entry, "asked", message)
        if len(read.faults) == faults:
            found[role] = tuple(dict.fromkeys(ids))
    return found
