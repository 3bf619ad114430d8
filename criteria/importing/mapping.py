"""The mapping beside a survey table: which column asks which pair, what the answers mean, whom low numbers favour."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from criteria.files.panel_file import Outline, OutlineReader
from criteria.files.yaml_tree import YamlNode, read_yaml
from criteria.hierarchy import GOAL
from criteria.importing.draft import Ids, Remarks, whole
from criteria.importing.folder import json_text
from criteria.importing.source import read_text
from criteria.text import nearest, quoted, read_ratio

FIRST, SECOND = "first", "second"
KEYS = ("title", "question", "criteria", "solutions")
OWN_KEYS = ("panellist", "organisation", "role", "complete", "ignore", "coding", "low", "answers", "pairs")
PAIR_KEYS = ("node", "first", "second", "low", "answers")


def _signed(value: float) -> float | None:
    if abs(value) in (0, 1):
        return 1.0
    return None if abs(value) < 1 else (-value if value < 0 else 1 / value)


def _around(middle: float, step: int) -> Callable[[float], float | None]:
    """A scale of whole numbers around its middle: how far from it says how many times, below it for the low side."""

    def times(value: float) -> float | None:
        away = value - middle
        if away != int(away):
            return None
        strong = step * abs(away) + 1
        return strong if away <= 0 else 1 / strong

    return times


CODINGS: Mapping[str, tuple[str, Callable[[float], float | None]]] = {
    "ratio": ("numbers such as 3, 1/3, 0.25", lambda value: 1 / whole(value) if value > 0 else None),
    "signed": ("-9 to -2, 1 (also 0 and -1) as equal, 2 to 9", _signed),
    "steps": ("-8 to 8 with 0 as equal", _around(0, 1)),
    "nine": ("1 to 9 with 5 as equal", _around(5, 2)),
    "seventeen": ("1 to 17 with 9 as equal", _around(9, 1)),
}
"""Word -> the numbers that it allows, and a number -> what it says for the side that low ones favour."""
WORDS = "words"
"""The coding in which `answers` says what each answer means."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a column asks."""

    node: str
    first: str
    second: str
    low: str
    """The side that low numbers favour: `first` or `second`."""
    answers: Mapping[str, float] = field(default_factory=dict)
    """Answer, case folded -> how many times as important the first is as the second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyMapping:
    """How a survey table is understood."""

    outline: Outline
    coding: str
    questions: Mapping[str, Question]
    """Header of a column -> what it asks."""
    panellist: str = ""
    organisation: str = ""
    role: str = ""
    complete: str = ""
    """The column that is empty where somebody did not finish."""
    ignore: tuple[str, ...] = ()


class _Reader:
    """Reads one mapping file; faults gather in the reader of its panel part."""

    def __init__(self, file: str, headers: Sequence[str]) -> None:
        self.panel = OutlineReader(file)
        self.read = self.panel.entries
        self.headers = headers

    def mapping(self, root: YamlNode) -> SurveyMapping:
        """The mapping that a file holds."""
        outline = self.panel.read(root, (*KEYS, *OWN_KEYS))
        top = {} if root.entries is None else root.entries
        coding = "ratio"
        if "coding" in top:
            coding = self.read.word(top["coding"], "coding", (*CODINGS, WORDS)) or coding
        else:
            self.read.fault(root, "coding", f"missing: one of {', '.join((*CODINGS, WORDS))}")
        low = self._low(top.get("low"), "")
        if "low" not in top and coding not in (WORDS, "ratio"):
            message = "missing: whom low or negative numbers favour, 'low: first' or 'low: second'"
            self.read.fault(root, "low", message)
        answers = self._answers(top.get("answers"))
        columns = {key: self._column(top.get(key), key) for key in ("panellist", "organisation", "role", "complete")}
        return SurveyMapping(
            outline=outline,
            coding=coding,
            questions=self._pairs(
                top.get("pairs"), root, outline, low or (SECOND if coding == "ratio" else FIRST), answers
            ),
            ignore=self.read.texts(top.get("ignore"), "ignore"),
            **columns,
        )

    def _low(self, node: YamlNode | None, otherwise: str) -> str:
        return otherwise if node is None else self.read.word(node, "low", (FIRST, SECOND)) or otherwise

    def _column(self, node: YamlNode | None, key: str) -> str:
        """The header of a column that the table must have."""
        name = self.read.text(node, key)
        if node is not None and name not in self.headers:
            self.read.fault(node, key, f"{quoted(name)} is no column: {nearest(name, self.headers)}")
        return name

    def _answers(self, node: YamlNode | None) -> dict[str, float]:
        """What each answer means."""
        entries = None if node is None else node.entries
        if node is not None and entries is None:
            self.read.fault(node, "answers", f"found {node.described()}, allowed is a mapping such as {{Much more: 5}}")
        found = {}
        for answer, entry in (entries or {}).items():
            value = read_ratio(entry.text or "")
            if value is None or not 1 / 9 <= value <= 9:
                message = f"{entry.described()} is no ratio from 1/9 to 9: how many times as much first is as second"
                self.read.fault(entry, "answers", message)
            else:
                found[answer.strip().casefold()] = value
        return found

    def _pairs(
        self, node: YamlNode | None, root: YamlNode, outline: Outline, low: str, answers: dict[str, float]
    ) -> dict[str, Question]:
        """What each column asks: as written, or by headers such as A_B."""
        nodes = _nodes(outline)
        if node is None:
            found = _by_header(self.headers, outline, low, answers)
            if not found:
                self.read.fault(root, "pairs", "missing, and no header is made of two criteria as in cost_skills")
            return found
        if node.entries is None:
            self.read.fault(node, "pairs", f"found {node.described()}, allowed is a mapping: column -> first, second")
        questions = {}
        for header, entry in (node.entries or {}).items():
            if header not in self.headers:
                hint = nearest(header, self.headers)
                self.read.fault(node.keys[header], "pairs", f"{quoted(header)} is no column: {hint}")
            said = self.read.mapping(entry, "pairs", PAIR_KEYS)
            if entry.entries is None and not entry.empty:
                continue
            at = self.read.text(said.get("node"), "node") or GOAL
            if at.casefold() not in nodes:
                self.read.fault(said["node"], "node", f"{quoted(at)} has nothing to compare: {nearest(at, nodes)}")
                continue
            id, items = nodes[at.casefold()]
            first, second = (self._item(said.get(side), node.keys[header], side, items) for side in (FIRST, SECOND))
            if first and first == second:
                self.read.fault(entry, SECOND, f"'{first}' is compared with itself")
            own = self._answers(said.get("answers"))
            questions[header] = Question(
                node=id, first=first, second=second, low=self._low(said.get("low"), low), answers={**answers, **own}
            )
        return questions

    def _item(self, node: YamlNode | None, owner: YamlNode, side: str, items: Mapping[str, str]) -> str:
        """The id of a compared item."""
        if node is None:
            self.read.fault(owner, side, f"missing: each pair needs '{side}: ...'")
            return ""
        text = self.read.text(node, side)
        if text.casefold() not in items:
            self.read.fault(node, side, f"{quoted(text)} is not compared here: {nearest(text, items.values())}")
            return ""
        return items[text.casefold()]


def _nodes(outline: Outline) -> dict[str, tuple[str, dict[str, str]]]:
    """Each node whose items may be compared, under case folding -> its id, and its items' ids under case folding."""
    hierarchy = outline.hierarchy
    items = {node.id: node.items for node in hierarchy.nodes}
    if outline.solutions:
        items |= {leaf.id: tuple(solution.id for solution in outline.solutions) for leaf in hierarchy.leaves}
    return {node.casefold(): (node, {id.casefold(): id for id in ids}) for node, ids in items.items()}


def _by_header(headers: Sequence[str], outline: Outline, low: str, answers: Mapping[str, float]) -> dict[str, Question]:
    """The columns whose header, or what stands between its last brackets, is two criteria joined by _."""
    found = {}
    for node in outline.hierarchy.nodes:
        names = {id.casefold(): id for id in node.items}
        names |= {outline.hierarchy[id].name.casefold(): id for id in node.items}
        joined = {f"{a}_{b}": (names[a], names[b]) for a in names for b in names if names[a] != names[b]}
        for header in headers:
            inner = re.fullmatch(r".*\[(.+)\]", header)
            pair = joined.get((inner[1] if inner else header).strip().casefold())
            if pair and header not in found:
                found[header] = Question(node=node.id, first=pair[0], second=pair[1], low=low, answers=answers)
    return found


def read_mapping(path: Path, headers: Sequence[str]) -> SurveyMapping:
    """How a mapping file says that a table with these headers is understood. Raises PanelError with every fault."""
    remarks = Remarks(path.name)
    text = unicodedata.normalize("NFC", read_text(path, remarks))
    root = read_yaml(text, path.name, remarks.faults)
    remarks.stop()
    assert root is not None
    reader = _Reader(path.name, headers)
    mapping = reader.mapping(root)
    remarks.faults.extend(reader.panel.faults)
    remarks.stop()
    return mapping


def proposed(headers: Sequence[str], title: str) -> str:
    """The text of a mapping for a table: pairs as far as headers show them, the rest to be filled in."""
    pairs = {}
    for header in headers:
        inner = re.fullmatch(r".*\[(.+)\]", header)
        parts = re.split(r"_| vs\.? | versus ", (inner[1] if inner else header).strip())
        if len(parts) == 2 and all(parts):
            pairs[header] = parts
    ids = Ids(GOAL)
    items = dict.fromkeys(item for parts in pairs.values() for item in parts)
    named = {item: ids.of(item, "c") for item in items}
    rest = [header for header in headers if header not in pairs and header]
    lines = [
        "# How the table is understood. What stands behind # is a guess or a hint: look at every line.",
        f"title: {json_text(title)}",
        "coding: signed     # or " + ", ".join(word for word in (*CODINGS, WORDS) if word != "signed"),
        "low: first         # whom negative or low numbers favour: the sentences that are read back will show it",
        "# answers: {Much more: 5, Equal: 1, Much less: 1/5}    # of the coding words: first over second",
        *(f"panellist: {json_text(rest[0])}" for _ in rest[:1]),
        f"ignore: [{', '.join(map(json_text, rest[1:]))}]",
        "criteria:",
        *(f"  - {{id: {id}, name: {json_text(item)}}}" for item, id in named.items()),
        *(["  - {id: cost, name: Cost}    # no header shows a pair: name the criteria here"] if not named else []),
        "pairs:",
        *(f"  {json_text(column)}: {{first: {named[a]}, second: {named[b]}}}" for column, (a, b) in pairs.items()),
        *(['  "A column": {first: cost, second: skills}'] if not pairs else []),
    ]
    return "\n".join(lines) + "\n"
