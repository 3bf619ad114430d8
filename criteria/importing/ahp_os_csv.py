"""The participants' decision matrices that AHP-OS exports as CSV, with the hierarchy's text -> a panel."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from criteria.importing.ahp_os_hierarchy import AhpOsHierarchy, read_hierarchy
from criteria.importing.ahp_os_json import project_hierarchy
from criteria.importing.ahp_os_result import read_result
from criteria.importing.ahp_os_rows import Row, read_rows
from criteria.importing.draft import Draft, Ids, Remarks, panellist, ratio_fault
from criteria.importing.source import read_text
from criteria.panel import Judgement, Panellist, Solution
from criteria.text import clean_name, quoted, read_number

HIERARCHY_ENDING = ".hierarchy.txt"
SIZE = re.compile(r"(\d{1,3})x\1 decision matrix")
ROUNDED = 1e-6
"""AHP-OS writes six decimals."""


def read(path: Path, beside: Path | None, remarks: Remarks) -> Draft:
    """AHP-OS input data as a panel; the names of a node's children come from the hierarchy's text beside it."""
    rows, decimal = read_rows(read_text(path, remarks), remarks)
    hierarchy = _hierarchy(path, beside, remarks)
    matrices = _Matrices(rows, decimal, hierarchy, remarks)
    matrices.take()
    if not matrices.judgements:
        remarks.fault(1, 1, "rows", "no participant's matrix: this is no AHP-OS input data")
    remarks.stop()
    title = matrices.said.get("Project Name", "").strip() or hierarchy.goal
    return Draft(
        title=remarks.name(title, 1, 1, "Project Name"),
        criteria=hierarchy.criteria(matrices.judged, remarks),
        solutions=tuple(Solution(id=id, name=name) for name, id in matrices.alternatives.items()),
        panellists=tuple(matrices.people.values()),
        judgements=tuple(matrices.judgements),
    )


def _hierarchy(path: Path, beside: Path | None, remarks: Remarks) -> AhpOsHierarchy:
    """The hierarchy from its text, an exported project or the group's result."""
    file = beside or path.with_suffix(HIERARCHY_ENDING)
    if not file.is_file():
        message = f"no {file.name}: the matrices name no children; save the hierarchy's text there or name it"
        remarks.refuse(1, 1, "hierarchy", message)
    own = Remarks(file.name)
    text = read_text(file, own)
    if text.lstrip().startswith("{"):
        return project_hierarchy(text, own)
    if text.startswith("sep="):
        nodes = read_result(file).items()
        text = " ".join(f"{node}: {', '.join(children)};" for node, children in nodes)
    return read_hierarchy(text, 1, 1, "hierarchy", own)


class _Matrices:
    """The participants and their judgements, as the rows are taken in."""

    def __init__(self, rows: Sequence[Row], decimal: str, hierarchy: AhpOsHierarchy, remarks: Remarks) -> None:
        self.rows, self.decimal, self.hierarchy, self.remarks = rows, decimal, hierarchy, remarks
        self.said: dict[str, str] = {}
        self.people: dict[str, Panellist] = {}
        self.alternatives: dict[str, str] = {}
        self.judged: dict[str, None] = {}
        self.judgements: list[Judgement] = []
        self._ids = Ids()
        self._lines: dict[tuple[str, str], int] = {}

    def take(self) -> None:
        """Take in all rows: each means what its first field says, and a matrix is taken with its node."""
        who, taken = "", 0
        for place, row in enumerate(self.rows):
            label, value, size, *_ = (*row.fields, "", "", "")
            if label == "Participant":
                who = self._participant(value, row.line)
            elif label == "Alternatives":
                self._alternatives(row)
            elif label in ("Node", "Criterion"):
                taken = place + self._node(who, clean_name(value), size, place)
            elif not who:
                self.said.setdefault(label, value)
            elif any(row.fields) and place > taken:
                message = "no row of this file: allowed are Participant, Alternatives, Node and Criterion"
                self.remarks.fault(row.line, 1, "row", message)

    def _alternatives(self, row: Row) -> None:
        """The names of the alternatives, which stand again with every participant."""
        ids = Ids(*self.hierarchy.ids.values())
        names = [(at, name) for at, name in enumerate(row.fields[1:], start=2) if name.strip()]
        found = {self.remarks.name(name, row.line, at, "Alternatives"): ids.of(name, "a") for at, name in names}
        if len(found) < len(names) or (self.alternatives and list(found) != list(self.alternatives)):
            message = "a name stands twice, or others than with the participant before"
            self.remarks.fault(row.line, 2, "Alternatives", message)
        self.alternatives = self.alternatives or found

    def _participant(self, name: str, line: int) -> str:
        """A participant's name, added to the panellists."""
        if name in self.people:
            self.remarks.fault(line, 2, "Participant", f"{quoted(name)} stands twice")
        self.people[name] = panellist(self._ids, self.remarks.name(name, line, 2, "Participant"))
        return name

    def _node(self, who: str, node: str, size: str, place: int) -> int:
        """Take in the matrix below a row that names a node; how many rows that makes."""
        line = self.rows[place].line
        if (before := self._lines.setdefault((who, node), line)) != line:
            self.remarks.fault(line, 2, "Node", f"{quoted(who)} has judged {quoted(node)} in line {before} already")
        items = self.hierarchy.items(node, self.alternatives)
        if not items:
            self.remarks.fault(line, 2, "Node", self.hierarchy.nothing_compared(node, self.alternatives))
        sized = SIZE.fullmatch(size)
        if not who or not sized:
            found = "before any participant" if not who else f"{quoted(size)} is not 'NxN decision matrix'"
            self.remarks.fault(line, 3, "Node", found)
        count = int(sized[1]) if sized else 0
        if not items or not who or not sized:
            return count
        if count != len(items):
            self.remarks.fault(line, 3, "Node", f"{size}, but {quoted(node)} has {len(items)} items")
            return count
        values = self._matrix(self.rows[place + 1 : place + 1 + count], count, line)
        if values is not None:
            self.judged[node] = None
            self.judgements += self._pairs(self.people[who].id, node, tuple(items.values()), values, line + 1)
        return count

    def _matrix(self, rows: Sequence[Row], count: int, line: int) -> list[list[float]] | None:
        """The numbers of a matrix; None after noting what is wrong."""
        before = len(self.remarks.faults)
        values = []
        for row in rows:
            cells = row.fields[2:]
            if len(cells) < count or any(row.fields[:2]) or any(cells[count:]):
                self.remarks.fault(row.line, 3, "matrix", f"allowed are two empty fields and {count} numbers")
                continue
            numbers = [read_number(cell, self.decimal) for cell in cells[:count]]
            for column, (cell, number) in enumerate(zip(cells, numbers, strict=False), start=3):
                none = f"{quoted(cell)} is no number with the decimal mark {self.decimal}"
                if message := none if number is None else ratio_fault(number, cell):
                    self.remarks.fault(row.line, column, "matrix", message)
            values.append([number for number in numbers if number is not None])
        if len(rows) < count:
            self.remarks.fault(line, 3, "matrix", f"{len(rows)} rows of {count}: the file ends")
        return None if len(self.remarks.faults) > before else values

    def _pairs(
        self, who: str, node: str, items: tuple[str, ...], values: Sequence[Sequence[float]], line: int
    ) -> Iterator[Judgement]:
        """The judgements of a matrix; of each pair the larger number is exact, the other its rounded inverse."""
        for i, first in enumerate(items):
            if values[i][i] != 1:
                self.remarks.fault(line + i, i + 3, "matrix", f"{values[i][i]:g} on the diagonal: allowed is 1")
            for j, second in enumerate(items[i + 1 :], start=i + 1):
                there, back = values[i][j], values[j][i]
                if abs(min(there, back) - 1 / max(there, back)) > ROUNDED:
                    message = f"{there:g} and {back:g} across the diagonal are no inverses of each other"
                    self.remarks.fault(line + i, j + 3, "matrix", message)
                ratio = there if there >= back else 1 / back
                yield Judgement(panellist=who, node=self.hierarchy.ids[node], first=first, second=second, ratio=ratio)
