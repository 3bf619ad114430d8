"""JSON text -> a tree whose every node knows its line and column, as `criteria.files.yaml_tree` has it."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from math import isfinite

from criteria.files.yaml_tree import DEPTH, YamlNode
from criteria.importing.draft import Remarks
from criteria.text import quoted, visible

_TOKEN = re.compile(r'("(?:[^"\\]|\\.)*")|([{}\[\]:,])|([^\s{}\[\]:,"]+)')


def read_json(text: str, remarks: Remarks) -> YamlNode:
    """The document in the text; numbers stay the text that was typed.

    Raises PanelError at a syntax error and after noting every key that stands twice and every number that is none.
    """
    try:
        json.loads(text, parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        remarks.fault(error.lineno, error.colno, "json", f"no JSON: {visible(error.msg)}")
    except RecursionError:
        remarks.fault(1, 1, "json", f"more than {DEPTH} levels: no export is nested so deeply")
    remarks.stop()
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    open_nodes: list[tuple[YamlNode, YamlNode | None]] = []
    root: YamlNode | None = None
    for token in _TOKEN.finditer(text):
        word, mark, bare = token.groups()
        line = bisect_right(starts, token.start())
        column = token.start() - starts[line - 1] + 1
        if mark in ("}", "]"):
            open_nodes.pop()
            continue
        if mark in (":", ","):
            continue
        node = YamlNode(line=line, column=column)
        if mark:
            node.entries, node.items = ({}, None) if mark == "{" else (None, [])
        else:
            node.text, node.plain = (json.loads(word), False) if word else (bare, True)
            if bare not in (None, "true", "false", "null") and not isfinite(float(bare)):
                remarks.fault(line, column, "json", f"{quoted(bare)} is no finite number")
        root = root or node
        if open_nodes:
            _place(node, open_nodes, remarks)
        if mark:
            if len(open_nodes) == DEPTH:
                remarks.refuse(line, column, "json", f"more than {DEPTH} levels: no export is nested so deeply")
            open_nodes.append((node, None))
    remarks.stop()
    assert root is not None
    return root


def _place(node: YamlNode, open_nodes: list[tuple[YamlNode, YamlNode | None]], remarks: Remarks) -> None:
    """Put a node into the innermost open one, there as the key of what comes next or under the key before it."""
    parent, key = open_nodes[-1]
    if parent.items is not None:
        parent.items.append(node)
    elif key is None:
        open_nodes[-1] = (parent, node)
    else:
        assert parent.entries is not None
        name = key.text or ""
        if name in parent.entries:
            message = f"the key {quoted(name)} stands twice, first in line {parent.keys[name].line}"
            remarks.fault(key.line, key.column, "json", message)
        parent.entries[name], parent.keys[name] = node, key
        open_nodes[-1] = (parent, None)
