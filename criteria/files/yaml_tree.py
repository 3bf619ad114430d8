"""YAML 1.2 text -> a tree whose every node knows its line and column; values stay the text that was typed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from criteria.faults import Fault
from criteria.text import quoted, visible

DEPTH = 50
CHARACTERS = 20_000_000
ALIASED = 100_000
"""Values that all aliases of a file may stand for."""


@dataclass(slots=True)
class YamlNode:
    """A scalar (`text`), a mapping (`entries`) or a sequence (`items`)."""

    line: int
    column: int
    text: str | None = None
    plain: bool = False
    """Written without quotes, so that an empty word or ~ or null means nothing."""
    entries: dict[str, YamlNode] | None = None
    keys: dict[str, YamlNode] = field(default_factory=dict)
    """Where each key of a mapping stands."""
    items: list[YamlNode] | None = None

    @property
    def empty(self) -> bool:
        """Nothing was written here."""
        return self.plain and self.text in ("", "~", "null", "Null", "NULL")

    def described(self) -> str:
        """What stands here, for a message."""
        if self.entries is not None:
            return "a mapping"
        if self.items is not None:
            return "a list"
        return "nothing" if self.empty else quoted(self.text or "")


class _RefusedError(Exception):
    """The document cannot be read any further."""


@dataclass(slots=True)
class _Tree:
    """Grows from the events of the parser."""

    file: str
    faults: list[Fault]
    aliases: bool = False
    """Whether a value may stand for another one (&name, *name)."""
    root: YamlNode | None = None
    documents: int = 0
    _open: list[YamlNode] = field(default_factory=list)
    _keys: list[tuple[str, YamlNode] | None] = field(default_factory=list)
    """For each open mapping the key whose value comes next."""
    _anchored: dict[str, YamlNode] = field(default_factory=dict)
    _nodes: int = 0

    def fault(self, line: int, column: int, message: str) -> None:
        self.faults.append(Fault(file=self.file, line=line, column=column, field="yaml", message=message))

    def refuse(self, line: int, column: int, message: str) -> _RefusedError:
        self.fault(line, column, message)
        return _RefusedError()

    def grow(self, event: Any) -> None:
        """Take in one event; raises _RefusedError after noting why."""
        kind = type(event).__name__
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        if kind == "DocumentStartEvent":
            self.documents += 1
            if self.documents > 1:
                raise self.refuse(line, column, "a second document begins here: a panel is one document")
        elif kind in ("MappingEndEvent", "SequenceEndEvent"):
            self._open.pop()
            self._keys.pop()
        elif not self.aliases and (kind == "AliasEvent" or getattr(event, "anchor", None) is not None):
            raise self.refuse(line, column, "anchors and aliases (& and *) are not read: write the value out")
        elif kind == "AliasEvent":
            self._repeat(event.anchor, line, column)
        elif kind in ("ScalarEvent", "MappingStartEvent", "SequenceStartEvent"):
            if event.tag not in (None, "!"):
                raise self.refuse(line, column, f"the tag {quoted(str(event.tag))} is not read: leave it out")
            node = YamlNode(line=line, column=column)
            if kind == "ScalarEvent":
                node.text, node.plain = _whole(event.value), event.style is None
            elif kind == "MappingStartEvent":
                node.entries = {}
            else:
                node.items = []
            if event.anchor is not None:
                self._anchored[event.anchor] = node
            self._place(node)

    def _repeat(self, anchor: str, line: int, column: int) -> None:
        """Put the value that an anchor names here too, unless it is not known, is around here or makes too much."""
        node = self._anchored.get(anchor)
        if node is None or any(node is around for around in self._open):
            raise self.refuse(line, column, f"*{visible(anchor)} stands for nothing that is complete before it")
        self._nodes += _size(node, ALIASED)
        if self._nodes > ALIASED:
            raise self.refuse(line, column, f"aliases stand for more than {ALIASED} values")
        copy = replace(node, line=line, column=column)
        depth = len(self._open)
        self._place(copy)
        del self._open[depth:], self._keys[depth:]

    def _place(self, node: YamlNode) -> None:
        """Put a node under the innermost open one, as an item, a key or the value of the last key."""
        if not self._open:
            self.root = node
        elif (parent := self._open[-1]).items is not None:
            parent.items.append(node)
        elif (key := self._keys[-1]) is None:
            if node.text is None:
                raise self.refuse(node.line, node.column, f"a key must be a word, found {node.described()}")
            self._keys[-1] = (node.text, node)
            return
        else:
            assert parent.entries is not None
            name, at = key
            if name in parent.entries:
                first = parent.keys[name].line
                self.fault(at.line, at.column, f"the key {quoted(name)} stands twice, first in line {first}")
            else:
                parent.entries[name], parent.keys[name] = node, at
            self._keys[-1] = None
        if node.text is None:
            if len(self._open) == DEPTH:
                raise self.refuse(node.line, node.column, f"more than {DEPTH} levels: a panel is not nested so deeply")
            self._open.append(node)
            self._keys.append(None)


def _size(node: YamlNode, limit: int) -> int:
    """How many values a node holds, itself included; no further than the limit."""
    count, stack = 0, [node]
    while stack and count <= limit:
        count += 1
        inner = stack.pop()
        stack += (inner.entries or {}).values()
        stack += inner.items or ()
    return count


def _whole(text: str) -> str:
    """The text with each character that JSON escapes in two halves (above U+FFFF) put together."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def read_yaml(text: str, file: str, faults: list[Fault], aliases: bool = False) -> YamlNode | None:
    """The document in the text, or None after adding to `faults` what keeps it from being read.

    Refused: syntax errors, duplicate keys, tags, a second document, more than 50 levels, and anchors and aliases unless
    `aliases` are wanted.
    """
    tree = _Tree(file, faults, aliases)
    if not text.strip():
        tree.fault(1, 1, "the file is empty: it needs at least 'criteria:' or 'catalogue:'")
        return None
    if len(text) > CHARACTERS:
        tree.fault(1, 1, f"the file has {len(text)} characters: allowed are {CHARACTERS}")
        return None

    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError
    from ruamel.yaml.reader import ReaderError

    line, column = 1, 1
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            tree.grow(event)
            line, column = event.end_mark.line + 1, event.end_mark.column + 1
    except _RefusedError:
        return None
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        message = visible(str(error.problem or error.context))
        if "'\\t'" in message:
            message = "a tab cannot indent: use spaces"
        tree.fault(mark.line + 1, mark.column + 1, message)
        return None
    except ReaderError as error:
        before, found = text[: error.position], visible(text[error.position])
        line, column = before.count("\n") + 1, error.position - before.rfind("\n")
        tree.fault(line, column, f"the character {found} is not allowed in a panel file")
        return None
    except (AssertionError, OverflowError, ValueError) as error:
        # What the parser does not place itself: \U with no such character, %YAML with no such version.
        tree.fault(line, column, f"what comes after here cannot be read: {visible(str(error))}")
        return None
    return tree.root
