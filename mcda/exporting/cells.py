"""What cells of a workbook can hold, without formulas made from anybody's text; workbooks without a time."""

from __future__ import annotations

import io
import re
from datetime import datetime
from math import isnan
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from criteria.text import guarded, inert
from mcda.table import Cell

LONGEST = 32_767
"""Characters that a cell holds."""
NO_TIME = datetime(1980, 1, 1)
"""In place of when it was made, so that the same panel gives the same bytes."""
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NO_CHARACTER = re.compile("[\ufffe\uffff]")
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def require_openpyxl() -> None:
    """Raise ImportError, with the cure, where openpyxl is missing."""
    try:
        import openpyxl  # noqa: F401
    except ImportError:
        raise ImportError("workbooks need openpyxl: pip install 'mcda-panel[excel]'") from None


def put(cell: Any, value: Cell) -> None:
    """A number as it is, nothing for NaN, and a text as a text whatever it begins with."""
    if isinstance(value, str):
        cell.value = text = text_of(value)
        cell.data_type = "s"
        cell.quotePrefix = guarded(text) != text
    elif not (isinstance(value, float) and isnan(value)):
        cell.value = value


def text_of(text: str) -> str:
    """What a cell can hold; `_x0041_`, which would be read as A, keeps its letters."""
    return _ESCAPE.sub("_x005F_", _NO_CHARACTER.sub("\ufffd", inert(text)))[:LONGEST]


def saved(book: Any) -> bytes:
    """The workbook as the bytes of a file without the time of its making."""
    book.properties.created = NO_TIME
    made = io.BytesIO()
    book.save(made)
    written = io.BytesIO()
    with ZipFile(made) as source, ZipFile(written, "w", ZIP_DEFLATED) as kept:
        for info in source.infolist():
            part = source.read(info)
            if info.filename == "docProps/core.xml":
                part = _MODIFIED.sub(rb"\g<1>1980-01-01T00:00:00Z", part)
            kept.writestr(ZipInfo(info.filename, (1980, 1, 1, 0, 0, 0)), part, ZIP_DEFLATED)
    return written.getvalue()
