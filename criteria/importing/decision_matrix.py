"""Alternatives in rows, criteria in columns, a row of types and a row of weights -> measured values of a panel."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from criteria.hierarchy import Criterion, Direction
from criteria.importing.draft import Draft, Ids, Remarks
from criteria.importing.sheets import Cell, Sheet, name, number, read_sheets
from criteria.panel import Panellist, Performance, Solution
from criteria.text import quoted

TYPE_ROWS = (
    "type",
    "types",
    "direction",
    "directions",
    "objective",
    "objectives",
    "sense",
    "goal",
    "min/max",
    "max/min",
)
WEIGHT_ROWS = ("weight", "weights")
MORE_IS_BETTER = ("max", "maximize", "maximise", "maximum", "benefit", "profit", "1", "+1", "+", "higher")
LESS_IS_BETTER = ("min", "minimize", "minimise", "minimum", "cost", "-1", "-", "−1", "lower")
SUM_TOLERANCE = 1e-9
ANYBODY = Panellist(id="P01")
"""Who judges where the file weighs nothing: somebody must."""
UNWEIGHED = "no weights are given: panellist P01 stands in panel.yaml to judge the criteria, add others there"


def read(path: Path, beside: Path | None, remarks: Remarks) -> Draft:  # noqa: ARG001
    """A decision matrix as a panel with given weights and performance.csv."""
    sheet, *more = read_sheets(path, remarks)
    for other in more:
        remarks.leave_out(f"the sheet {quoted(other.name)}")
    rows = [row for row in sheet.rows if row]
    header, *below = rows
    names = [name(cell, remarks) for cell in header[1:]]
    if not names:
        remarks.fault(header[0].line, 1, header[0].place, "no criteria: the first row names one in each column")
    kinds = {"type": TYPE_ROWS, "weight": WEIGHT_ROWS}
    special: dict[str, list[Cell]] = {}
    alternatives: list[list[Cell]] = []
    for row in below:
        word = row[0].text.strip().casefold()
        kind = next((kind for kind, words in kinds.items() if word in words), None)
        if kind is None:
            alternatives.append(row)
        elif kind in special:
            remarks.fault(
                row[0].line, 1, row[0].place, f"a second row of {kind}s: line {special[kind][0].line} has them"
            )
        else:
            special[kind] = row
        if len(row) != len(header):
            said = f"{len(row) - 1} values for {len(header) - 1} criteria"
            remarks.fault(row[0].line, len(row), row[0].place, said)
    remarks.stop()
    directions = _directions(header, special.get("type"), remarks)
    weights = [number(cell, remarks) for cell in special["weight"][1:]] if "weight" in special else None
    values = [[number(cell, remarks) for cell in row[1:]] for row in alternatives]
    labels = [name(row[0], remarks) for row in alternatives]
    if not alternatives:
        remarks.fault(header[0].line, 1, header[0].place, "no alternatives: each further row holds one")
    _refuse_repeated(header[1:], "criterion", remarks)
    _refuse_repeated([row[0] for row in alternatives], "alternative", remarks)
    _refuse_weights(special.get("weight"), weights, remarks)
    remarks.stop()
    return made(
        title=_title(sheet, path),
        criteria=names,
        directions=directions,
        weights=None if weights is None else [weight or 0.0 for weight in weights],
        alternatives=labels,
        values=[[value or 0.0 for value in row] for row in values],
        remarks=remarks,
    )


def _title(sheet: Sheet, path: Path) -> str:
    """The sheet's name where somebody chose one, else the file's."""
    return path.stem if sheet.name.casefold().startswith("sheet") else sheet.name


def _directions(header: Sequence[Cell], row: Sequence[Cell] | None, remarks: Remarks) -> list[Direction]:
    """Of each criterion; a fault is noted where it is not said."""
    if row is None:
        message = "no row of types: add one that begins with 'type' and says max or min under each criterion"
        remarks.fault(header[0].line, 1, header[0].place, message)
    found = []
    for cell in row[1:] if row else ():
        word = cell.text.strip().casefold()
        if word not in (*MORE_IS_BETTER, *LESS_IS_BETTER):
            message = f"{quoted(cell.text)} is no type: allowed are max, min, benefit, cost, 1 and -1"
            remarks.fault(cell.line, cell.column, cell.place, message)
        found.append(Direction.COST if word in LESS_IS_BETTER else Direction.BENEFIT)
    return found


def _refuse_repeated(cells: Sequence[Cell], what: str, remarks: Remarks) -> None:
    """Note every name that stands twice."""
    first: dict[str, str] = {}
    for cell in cells:
        word = cell.text.strip().casefold()
        if word in first:
            message = f"the {what} {quoted(cell.text.strip())} stands twice, first in {first[word]}"
            remarks.fault(cell.line, cell.column, cell.place, message)
        first.setdefault(word, cell.place)


def _refuse_weights(row: Sequence[Cell] | None, weights: Sequence[float | None] | None, remarks: Remarks) -> None:
    """Note weights below 0."""
    for cell, weight in zip(row[1:] if row else (), weights or (), strict=True):
        if weight is not None and weight < 0:
            message = f"{cell.text} is below 0: a criterion of which less is better has the type min"
            remarks.fault(cell.line, cell.column, cell.place, message)


def divided(weights: Sequence[float], remarks: Remarks) -> list[float]:
    """The weights divided by their sum where it is not 1, which is noted; as they are where all are 0."""
    total = sum(weights)
    if total == 0 or abs(total - 1) <= SUM_TOLERANCE:
        return list(weights)
    remarks.notice(f"the weights sum to {total:g}: each was divided by the sum")
    return [weight / total for weight in weights]


def made(
    *,
    title: str,
    criteria: Sequence[str],
    directions: Sequence[Direction],
    weights: Sequence[float] | None,
    alternatives: Sequence[str],
    values: Sequence[Sequence[float]],
    remarks: Remarks,
) -> Draft:
    """The draft of a decision matrix: one level of criteria, and measured values of solutions."""
    ids = Ids("goal", "alternative")
    criterion_ids = [ids.of(label, "c") for label in criteria]
    solution_ids = [ids.of(label, "a") for label in alternatives]
    if weights is None:
        remarks.notice(UNWEIGHED)
    else:
        weights = divided(weights, remarks)
    return Draft(
        title=remarks.name(title, 1, 1, "title"),
        criteria=tuple(
            Criterion(id=id, name=label, direction=direction, weight=None if weights is None else weights[place])
            for place, (id, label, direction) in enumerate(zip(criterion_ids, criteria, directions, strict=True))
        ),
        solutions=tuple(Solution(id=id, name=label) for id, label in zip(solution_ids, alternatives, strict=True)),
        panellists=(ANYBODY,) if weights is None else (),
        performance=Performance(
            criteria=tuple(criterion_ids),
            values={id: tuple(row) for id, row in zip(solution_ids, values, strict=True)},
        ),
    )
