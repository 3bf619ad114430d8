"""What was said, by the codes that a panel's criteria and steps name as evidence: a CSV file beside the panel."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from criteria.faults import Fault, PanelError
from criteria.files.table import encoding_fault
from criteria.text import comment_fault, nearest, quoted

COLUMNS = ("evidence", "quotation")


def read_quotations(path: Path) -> dict[str, tuple[str, ...]]:
    """Code -> quotations, of a CSV file with the columns `evidence` and `quotation`, in its order.

    Raises
    ------
    PanelError
        With every fault of the file: line, column, what was found and what is allowed.
    """

    def fault(line: int, column: int, field: str, message: str) -> Fault:
        return Fault(file=path.name, line=line, column=column, field=field, message=message)

    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise PanelError([encoding_fault(path)]) from None
    lines = csv.reader(io.StringIO(text, newline=""))
    found: dict[str, tuple[str, ...]] = {}
    faults: list[Fault] = []
    end = 0
    try:
        header = [cell.strip().casefold() for cell in next(lines, [])]
        if missing := [name for name in COLUMNS if name not in header]:
            needed = f"there is no such column: needed are {', '.join(COLUMNS)}; {nearest(missing[0], header)}"
            raise PanelError([fault(1, 1, missing[0], needed)])
        places = [header.index(name) for name in COLUMNS]
        end = lines.line_num
        for row in lines:
            line, end = end + 1, lines.line_num
            if not any(cell.strip() for cell in row):
                continue
            if len(row) <= max(places):
                faults.append(fault(line, 1, "row", f"it has {len(row)} fields, the header {len(header)}"))
                continue
            code, said = (row[place].strip() for place in places)
            if not code:
                faults.append(fault(line, places[0] + 1, "evidence", "it is empty: name the code"))
            elif message := comment_fault(said):
                faults.append(fault(line, places[1] + 1, "quotation", f"{quoted(code)}: {message}"))
            else:
                found[code] = (*found.get(code, ()), said)
    except csv.Error as error:
        faults.append(fault(end + 1, 1, "row", f"no CSV: {error}"))
    if faults:
        raise PanelError(faults)
    return found
