"""XMCDA 3 or 4, one file or a folder with a file a tag -> performances, weights and comparisons of a panel."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from criteria.faults import PanelError
from criteria.hierarchy import GOAL, Criterion, Direction
from criteria.importing.decision_matrix import ANYBODY, UNWEIGHED, divided
from criteria.importing.draft import Draft, Ids, Remarks, panellist, ratio_fault, whole
from criteria.importing.source import read_bytes
from criteria.importing.xml_tree import Element, read_xml
from criteria.panel import Judgement, Panellist, Performance, Solution
from criteria.text import nearest, quoted, read_number

VERSIONS = ("XMCDA-3.", "XMCDA-4.")
FILES = 100
READ = ("alternatives", "criteria", "performanceTable", "criteriaScales", "criteriaValues", "criteriaMatrix")


@dataclass(frozen=True, slots=True)
class _Part:
    """A top-level tag and the file that it stands in."""

    element: Element
    remarks: Remarks

    def fault(self, at: Element, message: str) -> None:
        """Note what is wrong at an element of this part."""
        self.remarks.fault(at.line, at.column, at.name, message)


def read(path: Path, beside: Path | None, remarks: Remarks) -> Draft:  # noqa: ARG001
    """An XMCDA problem as a panel with performance.csv, given weights or judgements."""
    parts = _parts(path, remarks)
    reader = _Reader(parts, remarks)
    names = reader.named("criteria", "criterion", Ids(GOAL, "alternative"), "c")
    alternatives = reader.named("alternatives", "alternative", Ids(GOAL, *(id for id, _ in names.values())), "a")
    remarks.stop()
    directions = reader.directions(names)
    weights = reader.weights(names)
    people, judgements = reader.comparisons(names)
    values = reader.performances(names, alternatives)
    if not names:
        remarks.fault(1, 1, "criteria", "no criteria are named")
    if values and (missing := [id for id in names if id not in directions]):
        hint = "add criteriaScales with a preferenceDirection min or max"
        remarks.fault(1, 1, "criteriaScales", f"{quoted(missing[0])} has no direction: {hint}")
    remarks.stop()
    if judgements and weights:
        remarks.leave_out("criteriaValues: the comparisons in criteriaMatrix weigh the criteria")
        weights = {}
    if not judgements and not weights:
        remarks.notice(UNWEIGHED)
        people = [ANYBODY]
    weights = dict(zip(weights, divided(list(weights.values()), remarks), strict=True))
    return Draft(
        title=remarks.name(path.stem, 1, 1, "file"),
        criteria=tuple(
            Criterion(id=id, name=name, direction=directions.get(key, Direction.BENEFIT), weight=weights.get(key))
            for key, (id, name) in names.items()
        ),
        solutions=tuple(Solution(id=id, name=name) for id, name in alternatives.values()),
        panellists=tuple(people),
        judgements=tuple(judgements),
        performance=Performance(criteria=tuple(id for id, _ in names.values()) if values else (), values=values),
    )


def _parts(path: Path, remarks: Remarks) -> dict[str, list[_Part]]:
    """The top-level tags of a file, or of all XML files of a folder, by name."""
    files = [path]
    if path.is_dir():
        files = sorted(file for file in path.iterdir() if file.suffix.lower() == ".xml")
        if not files or len(files) > FILES:
            remarks.refuse(1, 1, "folder", f"{len(files)} XML files: allowed are 1 to {FILES}")
    parts: dict[str, list[_Part]] = {}
    for file in files:
        own = Remarks(file.name, [], remarks.notices)
        try:
            root = read_xml(read_bytes(file, own), own)
            if root.name.casefold() != "xmcda" or not any(word in root.namespace for word in VERSIONS):
                found = root.namespace.rpartition("/")[2] or root.name
                own.refuse(root.line, root.column, root.name, f"{quoted(found)} is not read: allowed are XMCDA 3 and 4")
        except PanelError as error:
            remarks.faults.extend(error.faults)
            continue
        shared = Remarks(file.name, remarks.faults, remarks.notices)
        for element in root.children:
            parts.setdefault(element.name, []).append(_Part(element, shared))
    remarks.stop()
    for name in parts:
        if name not in READ:
            remarks.leave_out(name)
    return parts


class _Reader:
    """Reads the parts one kind after the other; faults are noted with their file."""

    def __init__(self, parts: Mapping[str, list[_Part]], remarks: Remarks) -> None:
        self.parts, self.remarks = parts, remarks

    def _of(self, name: str) -> Iterator[_Part]:
        yield from self.parts.get(name, ())

    def named(self, tag: str, item: str, ids: Ids, otherwise: str) -> dict[str, tuple[str, str]]:
        """The items of a list: id in the file -> id in the panel and name."""
        found: dict[str, tuple[str, str]] = {}
        for part in self._of(tag):
            for element in part.element.all(item):
                key = element.attributes.get("id", "")
                if not key or key in found:
                    part.fault(element, f"the id {quoted(key)} stands twice" if key else "the id is missing")
                    continue
                name = element.attributes.get("name", "").strip() or key
                name = part.remarks.name(name, element.line, element.column, item)
                found[key] = ids.of(name, otherwise), name
        return found

    def directions(self, names: Mapping[str, tuple[str, str]]) -> dict[str, Direction]:
        """What criteriaScales say."""
        found: dict[str, Direction] = {}
        for part, item, key in self._items("criteriaScales", ("criterionScales", "criterionScale"), names):
            scale = item.first("scales", "scale", "quantitative", "preferenceDirection")
            if scale is None:
                part.fault(item, "no quantitative scale with a preferenceDirection: others are not read")
            elif (word := scale.text.strip()) not in ("min", "max"):
                part.fault(scale, f"{quoted(word)} is no direction: allowed are min and max")
            else:
                found[key] = Direction.COST if word == "min" else Direction.BENEFIT
        return found

    def weights(self, names: Mapping[str, tuple[str, str]]) -> dict[str, float]:
        """What criteriaValues say; they weigh all criteria or none."""
        found: dict[str, float] = {}
        for part, item, key in self._items("criteriaValues", ("criterionValues", "criterionValue"), names):
            if (value := self._value(part, item)) is not None:
                if value < 0:
                    part.fault(item, f"{value:g} is below 0")
                found[key] = value
        if found and (missing := [key for key in names if key not in found]):
            self.remarks.fault(1, 1, "criteriaValues", f"{quoted(missing[0])} has no weight though others have")
        return found

    def _items(
        self, tag: str, tags: tuple[str, ...], names: Mapping[str, tuple[str, str]]
    ) -> Iterator[tuple[_Part, Element, str]]:
        """The items of a list about criteria, each criterion once."""
        seen: set[str] = set()
        for part in self._of(tag):
            for item in part.element.children:
                if item.name in tags and (key := self._key(part, item, "criterionID", names)) is not None:
                    if key in seen:
                        part.fault(item, f"{quoted(key)} stands twice: one list is read")
                    seen.add(key)
                    yield part, item, key

    def _key(self, part: _Part, item: Element, tag: str, known: Mapping[str, object]) -> str | None:
        """The known id that an item names; None after noting that it is none."""
        key = item.said(tag)
        if key in known:
            return key
        part.fault(item, f"{quoted(key)} is no known {tag}: {nearest(key, known)}")
        return None

    def comparisons(self, names: Mapping[str, tuple[str, str]]) -> tuple[list[Panellist], list[Judgement]]:
        """Who compared the criteria, a matrix a panellist, and how."""
        ids = Ids()
        people: list[Panellist] = []
        judgements: list[Judgement] = []
        for number, part in enumerate(self._of("criteriaMatrix"), start=1):
            matrix = part.element
            name = matrix.attributes.get("name") or matrix.attributes.get("id") or f"P{number:02d}"
            member = panellist(ids, part.remarks.name(name, matrix.line, matrix.column, "criteriaMatrix"))
            people.append(member)
            for row in matrix.all("row"):
                first = self._key(part, row, "criterionID", names)
                for column in row.all("column"):
                    second = self._key(part, column, "criterionID", names)
                    if first is None or second is None or (value := self._value(part, column)) is None:
                        continue
                    if message := ratio_fault(value, f"{value:g}"):
                        part.fault(column, message)
                    elif first == second and value != 1:
                        part.fault(column, f"{value:g} on the diagonal: allowed is 1")
                    elif first != second:
                        pair = names[first][0], names[second][0]
                        ratio = whole(value)
                        judgements.append(
                            Judgement(panellist=member.id, node=GOAL, first=pair[0], second=pair[1], ratio=ratio)
                        )
        return people, judgements

    def performances(
        self, names: Mapping[str, tuple[str, str]], alternatives: Mapping[str, tuple[str, str]]
    ) -> dict[str, tuple[float, ...]]:
        """The performance of each alternative under each criterion."""
        found: dict[str, tuple[float, ...]] = {}
        for part in self._of("performanceTable"):
            for item in part.element.all("alternativePerformances"):
                alternative = self._key(part, item, "alternativeID", alternatives)
                values: dict[str, float | None] = {}
                for performance in item.all("performance"):
                    key = self._key(part, performance, "criterionID", names)
                    if key is None:
                        continue
                    if key in values:
                        part.fault(performance, f"{quoted(key)} stands twice")
                    values[key] = self._value(part, performance)
                if missing := [key for key in names if key not in values]:
                    part.fault(item, f"no performance under {quoted(missing[0])}: every one is needed")
                elif alternative is not None:
                    id = alternatives[alternative][0]
                    if id in found:
                        part.fault(item, f"{quoted(alternative)} stands twice: one table is read")
                    found[id] = tuple(value for key in names if (value := values[key]) is not None)
        return found

    def _value(self, part: _Part, item: Element) -> float | None:
        """The number in an item; None after noting that there is none."""
        values = item.first("values")
        found = [
            child
            for value in ([] if values is None else values.all("value"))
            for child in value.children
            if child.name != "description"
        ]
        if len(found) != 1 or found[0].name not in KINDS:
            said = " and ".join(f"<{child.name}>" for child in found) or "nothing"
            part.fault(found[0] if found else item, f"found {said}, allowed is one {', '.join(KINDS)}")
            return None
        number = KINDS[found[0].name](found[0])
        if number is None:
            part.fault(found[0], f"{quoted(found[0].text.strip())} is no finite number")
        return number


def _rational(element: Element) -> float | None:
    """The quotient that an element says."""
    above, below = read_number(element.said("numerator")), read_number(element.said("denominator"))
    return None if above is None or not below else above / below


KINDS: Mapping[str, Callable[[Element], float | None]] = {
    "real": lambda element: read_number(element.text),
    "integer": lambda element: read_number(element.text),
    "rational": _rational,
}
"""Tag of a value that is a number -> the number."""
