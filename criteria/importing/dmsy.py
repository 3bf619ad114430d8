"""The YAML in which scikit-criteria saves a decision matrix (DMSY) -> measured values of a panel."""

from __future__ import annotations

from pathlib import Path

from criteria.files.entries import Entries
from criteria.files.yaml_tree import YamlNode, read_yaml
from criteria.hierarchy import Direction
from criteria.importing.decision_matrix import made
from criteria.importing.draft import Draft, Remarks
from criteria.importing.source import read_text
from criteria.text import quoted

CHARACTERS = 5_000_000
KEYS = ("matrix", "objectives", "weights", "dtypes", "alternatives", "criteria", "extra")


def read(path: Path, beside: Path | None, remarks: Remarks) -> Draft:  # noqa: ARG001
    """A saved decision matrix as a panel with given weights and performance.csv."""
    text = read_text(path, remarks)
    if len(text) > CHARACTERS:
        remarks.refuse(1, 1, "file", f"the file has {len(text)} characters: allowed are {CHARACTERS}")
    read = Entries(path.name, remarks.faults)
    root = read_yaml(text, path.name, remarks.faults)
    remarks.stop()
    assert root is not None
    data = _data(root, read)
    remarks.stop()
    extra = data.get("extra")
    if extra is not None and extra.entries:
        remarks.leave_out("what stands under 'extra'")
    names = _names(data["criteria"], "criteria", read, remarks)
    alternatives = _names(data["alternatives"], "alternatives", read, remarks)
    remarks.stop()
    directions = [_direction(item, read) for item in _row(data["objectives"], "objectives", len(names), read)]
    weights = [read.number(item, "weights", 0.0) or 0.0 for item in _row(data["weights"], "weights", len(names), read)]
    rows = _row(data["matrix"], "matrix", len(alternatives), read)
    values = [[read.number(cell, "matrix") or 0.0 for cell in _row(row, "matrix", len(names), read)] for row in rows]
    remarks.stop()
    return made(
        title=path.stem,
        criteria=names,
        directions=directions,
        weights=weights,
        alternatives=alternatives,
        values=values,
        remarks=remarks,
    )


def _data(root: YamlNode, read: Entries) -> dict[str, YamlNode]:
    """The entries below `data`."""
    top = root.entries or {}
    data: dict[str, YamlNode] = {}
    if "dmsy" not in top or "data" not in top:
        read.fault(root, "dmsy", "no decision matrix of scikit-criteria: it begins with 'dmsy:' and has 'data:'")
    else:
        data = read.mapping(top["data"], "data", KEYS)
        for key in (key for key in KEYS if key not in ("dtypes", "extra", *data)):
            read.fault(top["data"], key, f"missing: data needs '{key}:'")
    return data


def _row(node: YamlNode, field: str, count: int, read: Entries) -> list[YamlNode]:
    """The items of a list that must have a certain number of them."""
    items = read.sequence(node, field)
    if len(items) != count:
        read.fault(node, field, f"{len(items)} items, where {count} are needed")
    return items


def _names(node: YamlNode, field: str, read: Entries, remarks: Remarks) -> list[str]:
    """The names in a list that must have some, each once."""
    items = read.sequence(node, field)
    if node.items == []:
        read.fault(node, field, "the list is empty: allowed are one name or more")
    names = [remarks.name(read.text(item, field), item.line, item.column, field) for item in items]
    if len({name.casefold() for name in names}) < len(names):
        read.fault(node, field, "a name stands twice: each name once")
    return names


def _direction(node: YamlNode, read: Entries) -> Direction:
    if node.text not in ("1", "-1"):
        read.fault(node, "objectives", f"{quoted(node.text or '')} is no objective: allowed are 1 and -1")
    return Direction.COST if node.text == "-1" else Direction.BENEFIT
