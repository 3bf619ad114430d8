"""The group result that AHP-OS exports as CSV: weights to hold others against, names of each node's children."""

from __future__ import annotations

from pathlib import Path

from criteria.hierarchy import GOAL
from criteria.importing.ahp_os_rows import Row, read_rows
from criteria.importing.draft import Remarks
from criteria.importing.source import read_text
from criteria.panel import Panel
from criteria.text import clean_name, nearest, quoted, read_number

TOTALS = ("pTot", "pGlb")
"""What AHP-OS calls the global weights, after those of the nodes."""


def read_result(path: Path) -> dict[str, dict[str, float]]:
    """Name of a node, the goal first -> name of a child -> the group's weight. Raises PanelError if there are none."""
    remarks = Remarks(path.name)
    rows, decimal = read_rows(read_text(path, remarks), remarks)
    found: dict[str, dict[str, float]] = {}
    node, names = "", list[str]()
    for row in rows:
        label = row.fields[0] if row.fields else ""
        if label == "Node":
            node, names = clean_name((*row.fields, "")[1]), []
        elif label == "Weights":
            names = [clean_name(name) for name in row.fields[1:-1]]
        elif label == "Group result" and node and node not in TOTALS:
            found[node] = _weights(row, node, names, decimal, remarks)
    if not found:
        message = "no node's group result: allowed are results in the mode Hierarchy"
        remarks.fault(1, 1, "rows", message)
    remarks.stop()
    return found


def _weights(row: Row, node: str, names: list[str], decimal: str, remarks: Remarks) -> dict[str, float]:
    """The weights of a row of a group's result, which ends with the consistency ratio."""
    values = [read_number(cell, decimal) for cell in row.fields[1 : len(names) + 1]]
    if len(values) < len(names) or None in values or not names:
        remarks.fault(row.line, 2, "Group result", f"allowed is a number for each child of {quoted(node)}")
    return {name: value for name, value in zip(names, values, strict=False) if value is not None}


def matched(result: dict[str, dict[str, float]], panel: Panel, file: str) -> dict[str, float]:
    """Id of a criterion -> its weight among its siblings in a result.

    Raises PanelError naming what is not in the panel.
    """
    remarks = Remarks(file)
    ids = {criterion.name: criterion.id for criterion in panel.hierarchy}
    nodes = {next(iter(result)): GOAL, **{name: id for name, id in ids.items() if panel.hierarchy.children(id)}}
    found = {}
    for node, weights in result.items():
        if node not in nodes:
            remarks.fault(1, 1, "Node", f"{quoted(node)} is no node of the imported panel: {nearest(node, nodes)}")
            continue
        known = {child.name: child.id for child in panel.hierarchy.children(nodes[node])}
        for name, weight in weights.items():
            if name in known:
                found[known[name]] = weight
            else:
                message = f"{quoted(name)} is not below {quoted(node)} in the imported panel: {nearest(name, known)}"
                remarks.fault(1, 1, "Weights", message)
    remarks.stop()
    return found
