"""The rows of a CSV file under known columns, one at a time; what does not fit becomes a fault with line and field."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from criteria.faults import Fault
from criteria.text import comment_fault, nearest, quoted, read_number, unguarded, visible

FAULTS_SHOWN = 200
ROUNDS = 999
DELIMITERS = ",;\t"


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Have the system's errors name the file, as those of reading and closing do not."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or str(path)
        raise


def _lines(path: Path) -> Iterator[str]:
    """The decoded lines of a file. Raises UnicodeDecodeError at a byte that is no UTF-8."""
    with naming(path), path.open(encoding="utf-8-sig", newline="") as lines:
        yield from lines


def encoding_fault(path: Path) -> Fault:
    """Where a file stops being UTF-8, and what it probably is."""
    with path.open("rb") as file:
        if (start := file.read(2)) in (b"\xff\xfe", b"\xfe\xff"):
            message = "the file is UTF-16: save it as UTF-8 ('CSV UTF-8' in a spreadsheet)"
            return Fault(file=path.name, line=1, column=1, field="encoding", message=message)
        file.seek(0)
        del start
        for number, line in enumerate(file, start=1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError as error:
                message = f"the byte 0x{line[error.start]:02x} is not UTF-8: save the file as UTF-8"
                column = _column(path, line[: error.start].decode("utf-8-sig"))
                return Fault(file=path.name, line=number, column=column, field="encoding", message=message)
    return Fault(file=path.name, line=1, column=1, field="encoding", message="the file is not UTF-8: save it as UTF-8")


def _column(path: Path, before: str) -> int:
    """The column after some text of a line: of a CSV file the field, of others the character."""
    if path.suffix != ".csv":
        return len(before) + 1
    outside_quotes = re.sub(r'"[^"]*"?', "", before)
    return 1 + max(outside_quotes.count(delimiter) for delimiter in DELIMITERS)


@dataclass(slots=True)
class TableReader:
    """The rows of one CSV file under known columns."""

    path: Path
    decimal: str
    faults: list[Fault] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    _trimmed: set[str] = field(default_factory=set)

    def fault(self, line: int, column: int, field: str, message: str) -> None:
        """Note what is wrong in a field."""
        self.faults.append(Fault(file=self.path.name, line=line, column=column, field=field, message=message))

    @property
    def hopeless(self) -> bool:
        """So many faults that more would not help."""
        return len(self.faults) >= FAULTS_SHOWN

    def give_up(self, line: int) -> None:
        """Note that nothing from a line on was looked at."""
        self.fault(line, 1, "file", f"{FAULTS_SHOWN} faults and perhaps more: the rest was not read")

    def rows(
        self, columns: Sequence[str], required: Sequence[str], open_ended: bool = False
    ) -> Iterator[tuple[int, Sequence[str], list[str]]]:
        """Line, header and fields of each row, in the order of the file; blank lines are passed over.

        The delimiter is the one the header uses: comma, semicolon or tab. `open_ended` lets the caller judge columns.
        """
        lines = _lines(self.path)
        line, any_row = 0, False
        try:
            first = next(lines, "")
            if not first.strip():
                self.fault(1, 1, "header", f"the file is empty: its first line must be {','.join(columns)}")
                return
            delimiter = max(DELIMITERS, key=first.count)
            reader = csv.reader(_chained(first, lines), delimiter=delimiter, strict=True)
            header = [name.strip() for name in next(reader)]
            if not self._header_fits(header, columns, required, open_ended):
                return
            line = reader.line_num
            for row in reader:
                begins, line = line + 1, reader.line_num
                if not any(row):
                    continue
                if len(row) == len(header):
                    any_row = True
                    yield begins, header, row
                else:
                    self._misshapen(begins, header, row)
                if self.hopeless:
                    self.give_up(line + 1)
                    return
        except UnicodeDecodeError:
            self.faults.append(encoding_fault(self.path))
            return
        except csv.Error as error:
            said = visible(str(error))
            message = "a quotation mark opens here that nothing closes" if said == "unexpected end of data" else said
            self.fault(line + 1, 1, "row", f"no CSV: {message}")
            return
        if not any_row and not self.faults:
            self.fault(2, 1, "rows", "no rows below the header: add some, or delete the file")

    def _header_fits(
        self, header: list[str], columns: Sequence[str], required: Sequence[str], open_ended: bool
    ) -> bool:
        """Whether the columns can be read; what keeps them from it is noted."""
        before = len(self.faults)
        for column, name in enumerate(header, start=1):
            if name in header[: column - 1]:
                self.fault(1, column, "header", f"duplicate column {quoted(name)}: each column once")
            elif not open_ended and name not in columns:
                self.fault(1, column, "header", f"unknown column {quoted(name)}: {nearest(name, columns)}")
        for name in required:
            if name not in header:
                message = f"the column '{name}' is missing: the first line must be {','.join(columns)}"
                self.fault(1, 1, "header", message)
        return len(self.faults) == before

    def _misshapen(self, line: int, header: list[str], row: list[str]) -> None:
        message = f"line {line} has {len(row)} fields, the header {len(header)}"
        if row[len(header) :]:
            for column, (left, right) in enumerate(pairwise(row), start=1):
                if left.strip().lstrip("-").isdigit() and right.strip().isdigit():
                    message += (
                        f": is {quoted(f'{left},{right}')} in field {column} a decimal comma? Write {left}.{right}, "
                        "or quote it and put 'decimal: \",\"' into the settings of panel.yaml"
                    )
                    break
        self.fault(line, min(len(row), len(header)), "row", message)

    def find(self, text: str, known: Mapping[str, int]) -> int | None:
        """The number of a known id, under case folding and with stray spaces taken off (which is noted)."""
        number = known.get(text.casefold())
        if number is None:
            number = known.get(text.strip().casefold())
            if number is not None:
                self._trimmed.add(text)
        return number

    def finish(self) -> None:
        """Turn what was mended on the way into notices."""
        for text in sorted(self._trimmed):
            self.notices.append(f"{self.path.name}: {quoted(text)} was read as '{text.strip()}'")

    def round_number(self, text: str, line: int, column: int) -> int:
        """The number of a round; 1 where none is given, 0 after noting a fault."""
        text = text.strip()
        if not text:
            return 1
        value = read_number(text)
        if value is None or value != int(value) or not 1 <= value <= ROUNDS:
            self.fault(line, column, "round", f"{quoted(text)} is no round: allowed are 1 to {ROUNDS}")
            return 0
        return int(value)

    def keep_comment(self, comments: dict[int, str], row: int, text: str, line: int, column: int) -> None:
        """Store a comment to the letter, unless it is too long."""
        if message := comment_fault(text):
            self.fault(line, column, "comment", message)
        comments[row] = unguarded(text)


def _chained(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def places(header: Sequence[str], columns: Sequence[str]) -> tuple[int, ...]:
    """Where each column stands in the header; -1 for one that was left out."""
    return tuple(header.index(name) if name in header else -1 for name in columns)


def numbered(ids: Sequence[str]) -> dict[str, int]:
    """Each id under case folding -> its place in the sequence."""
    return {id.casefold(): number for number, id in enumerate(ids)}
