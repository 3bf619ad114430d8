"""Square comparison matrices, one sheet or CSV file a panellist -> judgements.

The first row and the first column of a matrix name its items. The first of a sheet is the goal's. More may follow
below, each after an empty row, with the node whose items they compare in the corner. Items under several nodes are
alternatives. Half of a matrix is enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from criteria.faults import PanelError
from criteria.hierarchy import GOAL, Criterion
from criteria.importing.draft import Draft, Ids, Remarks, panellist
from criteria.importing.folder import LEVELS
from criteria.importing.sheets import Cell, Sheet, name, ratio, read_sheets
from criteria.panel import Judgement, Panellist, Solution
from criteria.text import clean_name, quoted

ROUNDED = 0.005
"""What an inverse with two decimals may be off by."""
PANELLISTS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Matrix:
    """A square of cells with the names of its items."""

    file: str
    panellist: str
    corner: str
    """Empty for the first matrix of a sheet, which is the goal's."""
    items: tuple[str, ...]
    rows: tuple[tuple[Cell | None, ...], ...]
    at: Cell


def read(path: Path, beside: Path | None, remarks: Remarks) -> Draft:  # noqa: ARG001
    """Matrices as a panel; the hierarchy is that of the first sheet."""
    matrices: list[_Matrix] = []
    for file, sheet in _all_sheets(path, remarks):
        own = Remarks(file, remarks.faults, remarks.notices)
        matrices += _matrices(file, sheet, own)
    remarks.stop()
    tree = _Tree(matrices, remarks)
    remarks.stop()
    judgements: list[Judgement] = []
    people: dict[str, Panellist] = {}
    ids = Ids()
    seen: dict[tuple[str, str], _Matrix] = {}
    for matrix in matrices:
        own = Remarks(matrix.file, remarks.faults, remarks.notices)
        if matrix.panellist not in people:
            people[matrix.panellist] = panellist(ids, matrix.panellist)
        if seen.setdefault((matrix.panellist, matrix.corner), matrix) is not matrix:
            own.fault(matrix.at.line, 1, matrix.at.place, f"a second matrix of {quoted(matrix.corner or 'the goal')}")
        items = tree.items(matrix, own)
        if items:
            node = tree.ids[matrix.corner] if matrix.corner else GOAL
            judgements += _judgements(matrix, people[matrix.panellist].id, node, items, own)
    if not judgements:
        remarks.fault(1, 1, "file", "no judgement stands in any matrix")
    remarks.stop()
    return Draft(
        title=remarks.name(path.stem, 1, 1, "file"),
        criteria=tree.criteria(),
        solutions=tuple(Solution(id=tree.ids[label], name=label) for label in tree.alternatives),
        panellists=tuple(people.values()),
        judgements=tuple(judgements),
    )


def _all_sheets(path: Path, remarks: Remarks) -> Iterator[tuple[str, Sheet]]:
    """Each sheet with the file that it is in: the file's, or those of all CSV files of a folder."""
    if not path.is_dir():
        yield from ((path.name, sheet) for sheet in read_sheets(path, remarks))
        return
    files = sorted(file for file in path.iterdir() if file.suffix.lower() == ".csv")
    if not files or len(files) > PANELLISTS:
        remarks.refuse(1, 1, "folder", f"{len(files)} CSV files: allowed are 1 to {PANELLISTS}, one a panellist")
    for file in files:
        try:
            yield from ((file.name, sheet) for sheet in read_sheets(file, Remarks(file.name, [], remarks.notices)))
        except PanelError as error:
            remarks.faults.extend(error.faults)


def _matrices(file: str, sheet: Sheet, remarks: Remarks) -> Iterator[_Matrix]:
    """The matrices of a sheet, which empty rows keep apart."""
    who = remarks.name(sheet.name, 1, 1, "sheet")
    blocks: list[list[list[Cell]]] = [[]]
    for row in sheet.rows:
        if row:
            blocks[-1].append(row)
        elif blocks[-1]:
            blocks.append([])
    for number, block in enumerate(filter(None, blocks)):
        header, *below = block
        corner = header[0]
        labels = [name(cell, remarks) for cell in header[1:]]
        rows = [name(row[0], remarks) for row in below]
        if len(labels) < 2 or rows != labels or len({label.casefold() for label in labels}) < len(labels):
            message = "no square matrix: the first row and the first column name the same items in the same order"
            remarks.fault(corner.line, corner.column, corner.place, message)
            continue
        if number and corner.empty:
            remarks.fault(corner.line, 1, corner.place, "nothing in the corner: a further matrix names its node there")
        for row in below:
            if len(row) > len(header):
                remarks.fault(row[0].line, len(header) + 1, row[len(header)].place, "right of the matrix: leave it out")
        yield _Matrix(
            file=file,
            panellist=who,
            corner=clean_name(corner.text) if number else "",
            items=tuple(labels),
            rows=tuple(tuple(row[at] if at < len(row) else None for at in range(1, len(header))) for row in below),
            at=corner,
        )


class _Tree:
    """What lies below what, from the matrices of all sheets."""

    def __init__(self, matrices: Sequence[_Matrix], remarks: Remarks) -> None:
        self.children: dict[str, tuple[str, ...]] = {}
        for matrix in matrices:
            self.children.setdefault(matrix.corner, matrix.items)
        under: dict[frozenset[str], list[str]] = {}
        for node, items in self.children.items():
            under.setdefault(frozenset(items), []).append(node)
        compared = next((nodes for nodes in under.values() if len(nodes) > 1), [])
        self.alternatives = self.children[compared[0]] if compared else ()
        self.children = {node: items for node, items in self.children.items() if node not in compared}
        parents: dict[str, str] = {}
        for node, items in self.children.items():
            for label in items:
                if label in parents or label in self.alternatives:
                    remarks.fault(1, 1, node or "goal", f"{quoted(label)} stands under two nodes: each name once")
                parents[label] = node
        for node in (*self.children, *compared):
            if node and node not in parents:
                remarks.fault(1, 1, node, f"{quoted(node)} is no item of another matrix")
        for node in self.children:
            above, deep = node, 1
            while above in parents and deep <= LEVELS:
                above, deep = parents[above], deep + 1
            if deep > LEVELS:
                remarks.fault(1, 1, node, f"what is below {quoted(node)} lies more than {LEVELS} levels deep")
        if "" not in self.children:
            remarks.fault(1, 1, "goal", "no sheet begins with a matrix of its own items: the first one is the goal's")
        ids = Ids(GOAL)
        self.ids = {label: ids.of(label, "c") for label in (*parents, *self.alternatives)}

    def criteria(self, node: str = "") -> tuple[Criterion, ...]:
        """The criteria below a node, the goal if none is named."""
        return tuple(
            Criterion(id=self.ids[label], name=label, children=self.criteria(label) if label in self.children else ())
            for label in self.children[node]
        )

    def items(self, matrix: _Matrix, remarks: Remarks) -> Mapping[str, str]:
        """Names -> ids of a matrix's items, in its order; nothing after noting that they are others than elsewhere."""
        expected = self.children.get(matrix.corner, self.alternatives)
        same = sorted(matrix.items) == sorted(expected)
        if not same:
            here, there = (", ".join(map(quoted, items)) for items in (matrix.items, expected))
            message = f"the items are {here}, elsewhere {there}"
            remarks.fault(matrix.at.line, matrix.at.column, matrix.at.place, message)
        return {label: self.ids[label] for label in matrix.items} if same else {}


def _judgements(
    matrix: _Matrix, who: str, node: str, items: Mapping[str, str], remarks: Remarks
) -> Iterator[Judgement]:
    """The judgements of a matrix: of each pair the number that is written, of two inverses the larger one."""
    ids = tuple(items.values())
    values = [[None if cell is None or cell.empty else ratio(cell, remarks) for cell in row] for row in matrix.rows]
    for i, row in enumerate(matrix.rows):
        cell, own = row[i], values[i][i]
        if cell is not None and own is not None and own != 1:
            remarks.fault(cell.line, cell.column, cell.place, f"{quoted(cell.text)} on the diagonal: allowed is 1")
        for j in range(i + 1, len(ids)):
            there, back = values[i][j], values[j][i]
            if there is None and back is None:
                continue
            if there is not None and back is not None and not _inverses(there, back):
                at, other = row[j], matrix.rows[j][i]
                assert at is not None
                assert other is not None
                message = f"{quoted(at.text)} is no inverse of {quoted(other.text)} in {other.place}"
                remarks.fault(at.line, at.column, at.place, message)
            yield Judgement(panellist=who, node=node, first=ids[i], second=ids[j], ratio=_exact(there, back))


def _inverses(there: float, back: float) -> bool:
    """Whether two numbers are inverses but for rounding to two decimals."""
    return abs(min(there, back) - 1 / max(there, back)) <= ROUNDED


def _exact(there: float | None, back: float | None) -> float:
    """The ratio that two cells across the diagonal say; the smaller of two inverses may have been rounded."""
    if there is None:
        assert back is not None
        return 1 / back
    return 1 / back if back is not None and back > there else there
