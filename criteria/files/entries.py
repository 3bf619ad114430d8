"""Reads single entries of a YAML tree: words, names, ids, numbers, lists; what does not fit becomes a fault."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from criteria.faults import Fault
from criteria.files.yaml_tree import YamlNode
from criteria.text import (
    clean_name,
    comment_fault,
    identifier_fault,
    name_fault,
    nearest,
    number_fault,
    quoted,
    read_number,
)


@dataclass(slots=True)
class Entries:
    """The entries of one file; every `read_` method returns a usable value and notes a fault if there was none."""

    file: str
    faults: list[Fault] = field(default_factory=list)

    def fault(self, node: YamlNode, field: str, message: str) -> None:
        """Note what is wrong at a node."""
        self.faults.append(Fault(file=self.file, line=node.line, column=node.column, field=field, message=message))

    def mapping(self, node: YamlNode, field: str, keys: Iterable[str]) -> dict[str, YamlNode]:
        """The entries of a mapping, those with an unknown key left out."""
        if node.entries is None:
            if not node.empty:
                self.fault(node, field, f"found {node.described()}, allowed is a mapping with {', '.join(keys)}")
            return {}
        known = tuple(keys)
        for key in node.entries:
            if key not in known:
                self.fault(node.keys[key], quoted(key).strip("'"), f"unknown key {quoted(key)}: {nearest(key, known)}")
        return {key: entry for key, entry in node.entries.items() if key in known and not entry.empty}

    def sequence(self, node: YamlNode | None, field: str) -> list[YamlNode]:
        """The items of a list; nothing for nothing."""
        if node is None or node.empty:
            return []
        if node.items is None:
            self.fault(node, field, f"found {node.described()}, allowed is a list (each item begins with '- ')")
            return []
        return node.items

    def text(self, node: YamlNode | None, field: str) -> str:
        """Any text: a description, a source."""
        if node is None:
            return ""
        if node.text is None:
            self.fault(node, field, f"found {node.described()}, allowed is text")
            return ""
        if message := comment_fault(node.text):
            self.fault(node, field, message)
        return node.text

    def name(self, node: YamlNode, field: str = "name") -> str:
        """A name for people, in NFC."""
        if node.text is None:
            self.fault(node, field, f"found {node.described()}, allowed is text")
            return "?"
        if message := name_fault(node.text):
            self.fault(node, field, message)
        return clean_name(node.text)

    def identifier(self, node: YamlNode | None, owner: YamlNode) -> str:
        """An id; the empty text where there is none that can be used."""
        if node is None:
            self.fault(owner, "id", "missing: every entry needs 'id: ...'")
            return ""
        if node.text is None:
            self.fault(node, "id", f"found {node.described()}, allowed is a word")
            return ""
        if message := identifier_fault(node.text):
            self.fault(node, "id", message)
            return ""
        return node.text

    def number(self, node: YamlNode, field: str, low: float | None = None) -> float | None:
        """A finite number, not below `low`; None after noting a fault."""
        if node.text is None:
            self.fault(node, field, f"{node.described()} is no number")
            return None
        value = read_number(node.text)
        if value is None:
            self.fault(node, field, number_fault(node.text, in_table=False))
            return None
        if low is not None and value < low:
            self.fault(node, field, f"{node.text} is too small: allowed are numbers from {low:g} up")
            return None
        return value

    def count(self, node: YamlNode, field: str, low: int) -> int | None:
        """A whole number, not below `low`; None after noting a fault."""
        value = self.number(node, field, low)
        if value is not None and value != int(value):
            self.fault(node, field, f"{node.text} is no whole number")
            return None
        return None if value is None else int(value)

    def word(self, node: YamlNode, field: str, allowed: Iterable[str]) -> str | None:
        """One of the allowed words; None after noting a fault."""
        words = tuple(allowed)
        if node.text in words:
            return node.text
        hint = nearest(node.text, words) if node.text else ""
        hint = hint if hint.startswith("did you mean") else ""
        self.fault(node, field, f"{node.described()} is not known: allowed are {', '.join(words)}; {hint}".rstrip("; "))
        return None

    def truth(self, node: YamlNode, field: str) -> bool:
        """true or false."""
        return self.word(node, field, ("true", "false")) == "true"

    def texts(self, node: YamlNode | None, field: str) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(self.text(item, field) for item in self.sequence(node, field))
