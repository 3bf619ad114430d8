"""The lines of a CSV file that AHP-OS wrote -> fields."""

from __future__ import annotations

import re
from dataclasses import dataclass

from criteria.importing.draft import Remarks
from criteria.text import quoted


@dataclass(frozen=True, slots=True)
class Row:
    """The fields of a line, without the quotation marks around them."""

    line: int
    fields: tuple[str, ...]


def read_rows(text: str, remarks: Remarks) -> tuple[list[Row], str]:
    """The lines as fields, and the decimal mark that goes with the separator of the first line.

    Quotation marks within a value are neither doubled nor escaped, so a field ends at a mark before a separator.
    """
    first, _, rest = text.partition("\n")
    declared = re.fullmatch(r"sep=([,;])\s*", first)
    if not declared:
        remarks.refuse(1, 1, "sep", f"{quoted(first)} is not 'sep=,' or 'sep=;': this is no file of AHP-OS")
    separator = declared[1]
    field = re.compile(rf'(?:"(.*?)"|([^{separator}"]*))(?:{separator}|$)')
    rows = []
    for line, content in enumerate(rest.split("\n"), start=2):
        found, at = [], 0
        content = content.rstrip("\r")
        while at < len(content) and (match := field.match(content, at)):
            found.append(match[1] if match[1] is not None else match[2])
            at = match.end()
        rows.append(Row(line, tuple(found)))
    return rows, "," if separator == ";" else "."
