"""A file of very many alternatives and their measured values, CSV or Parquet -> rows, a few thousand at a time."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from criteria.faults import Fault, PanelError
from criteria.files.table import TableReader, numbered
from criteria.panel import Panel
from criteria.text import NAME_LENGTH, name_fault, nearest, number_fault, quoted, read_number, visible
from mcda.analysis.choices import AnalysisError
from mcda.arrays import Array, IntArray
from mcda.ranking.tiles import Block

FAULTS_NAMED = 20
"""More are counted."""

ROWS = 1 << 14
"""Rows read at a time."""

WORTH_PYARROW = 1 << 19
"""Bytes of a CSV file that take longer to read line by line than pyarrow takes to load."""

LONGEST = 4 * NAME_LENGTH
"""Bytes of an id or a name."""

MISSING = "the value is missing: every cell needs a number"


@dataclass(slots=True)
class Faults:
    """What is wrong with a file: the first faults, and how many more."""

    file: str
    named: list[Fault] = field(default_factory=list)
    more: int = 0

    def add(self, line: int, column: int, field: str, message: str) -> None:
        """Note a fault."""
        if len(self.named) < FAULTS_NAMED:
            self.named.append(Fault(file=self.file, line=line, column=column, field=field, message=message))
        else:
            self.more += 1

    def stop(self) -> None:
        """Raise PanelError if there is a fault."""
        if self.more:
            last = self.named[-1]
            message = f"{self.more} more faults are not listed"
            self.named.append(Fault(file=self.file, line=last.line, column=1, field="file", message=message))
        if self.named:
            raise PanelError(self.named)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Some alternatives that follow each other in a file."""

    values: Block
    """(rows, m), columns contiguous, in the order of the criteria."""
    ids: Callable[[], list[str]]
    names: Callable[[], list[str]]
    """Those of the column `name`, else the ids."""
    hashes: Callable[[Faults], Array]
    """(rows,) 64 bits that equal ids share; notes ids and names that cannot be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlternativesFile:
    """A file whose columns were checked against a panel's criteria."""

    path: Path
    columns: tuple[str, ...]
    """What each column of the file holds: `alternative`, `name` or the id of a criterion."""
    criteria: tuple[str, ...]
    """One level of the hierarchy, in the order of the panel."""
    decimal: str = "."
    delimiter: str = ","
    kind: str = "csv"
    """`parquet`; `csv` by pyarrow; `text`: CSV line by line, which finds the place of every fault."""
    about: int
    """How many rows it seems to have, for who waits."""
    stamp: tuple[int, int]
    """Size and time of the file when it was opened."""

    def rows(self) -> Iterator[Rows]:
        """The rows of the file, the same each time. Raises AnalysisError if the file has changed meanwhile."""
        read = {"parquet": _parquet_rows, "csv": _arrow_rows, "text": _text_rows}[self.kind]
        yield from read(self)
        if _stamp(self.path) != self.stamp:
            raise AnalysisError(f"{self.path.name} was changed while it was read: try again")

    def blocks(self) -> Iterator[Block]:
        """The values alone."""
        return (rows.values for rows in self.rows())

    def places(self) -> Iterator[tuple[int, str]]:
        """Line, or row of a Parquet file, and id of every alternative."""
        if self.kind == "parquet":
            row = 0
            for rows in self.rows():
                for id in rows.ids():
                    row += 1
                    yield row, id
            return
        at = self.columns.index("alternative")
        for line, _header, cells in TableReader(self.path, self.decimal).rows(self.columns, (), open_ended=True):
            yield line, cells[at].strip()


class UnreadableError(Exception):
    """The quick reader cannot take this CSV file; the one that goes line by line may, or says why not."""


def open_alternatives(panel: Panel, path: str | os.PathLike[str]) -> AlternativesFile:
    """The file, its columns known to fit the panel.

    Raises
    ------
    PanelError
        If it is not there, or for what is wrong with its columns.
    AnalysisError
        For a Parquet file where pyarrow is not installed.
    """
    path = Path(path)
    if not path.is_file():
        message = "this is a folder: name a file in it" if path.is_dir() else "there is no such file"
        raise PanelError([Fault(file=str(path), line=1, column=1, field="file", message=message)])
    faults = Faults(path.name)
    parquet = path.suffix.lower() in (".parquet", ".pq")
    if parquet and not _has_pyarrow():
        raise AnalysisError(f"{path.name}: Parquet files need pyarrow: pip install 'mcda-panel[parquet]', or use CSV")
    file = _parquet_file(panel, path, faults) if parquet else _csv_file(panel, path, faults)
    faults.stop()
    assert file is not None
    return file


def checked_blocks(file: AlternativesFile) -> Iterator[Block]:
    """The values of a file that is read for the first time.

    Raises
    ------
    PanelError
        At the end, with up to 20 faults, each with its line (of a Parquet file the row) and column, and the number of
        further ones.
    UnreadableError
        If the file is to be read as `text`.
    """
    faults = Faults(file.path.name)
    count = 0
    hashes = np.empty(file.about + ROWS, np.uint64)
    for rows in _text_rows(file, faults) if file.kind == "text" else file.rows():
        if count + ROWS > len(hashes):
            hashes.resize(2 * len(hashes), refcheck=False)
        hashes[count : count + len(rows.values)] = rows.hashes(faults)
        finite = np.isfinite(rows.values)
        if finite.all():
            yield rows.values
        else:
            _note_numbers(file, rows.values, count, faults)
            yield np.where(finite, rows.values, 0.0)
        count += len(rows.values)
    if not count and not faults.named:
        faults.add(1, 1, "rows", "no alternatives: add rows")
    faults.stop()
    _refuse_twins(file, hashes[:count], faults)
    faults.stop()


def _note_numbers(file: AlternativesFile, values: Block, before: int, faults: Faults) -> None:
    """Note the numbers of a Parquet file that are not finite; those of a CSV file are found line by line."""
    if file.kind == "csv":
        raise UnreadableError
    for row, j in np.argwhere(~np.isfinite(values)):
        name = file.criteria[j]
        found = MISSING if np.isnan(values[row, j]) else f"'{values[row, j]}' is not a finite number"
        faults.add(before + int(row) + 1, file.columns.index(name) + 1, name, found)


def _refuse_twins(file: AlternativesFile, hashes: Any, faults: Faults) -> None:
    """Note the ids that stand there twice; the sorted hashes tell where to look."""
    hashes.sort()
    twins = hashes[1:][hashes[1:] == hashes[:-1]]
    if not len(twins):
        return
    wanted = np.unique(twins)[: FAULTS_NAMED // 2]
    first: dict[str, int] = {}
    column = file.columns.index("alternative") + 1
    batch: list[tuple[int, str]] = []

    def look() -> None:
        known = np.isin(hashed([id for _, id in batch]), wanted)
        for place in np.flatnonzero(known):
            line, id = batch[place]
            if (before := first.setdefault(id, line)) != line:
                faults.add(line, column, "alternative", f"duplicate {quoted(id)}: line {before} has it already")

    for placed in file.places():
        batch.append(placed)
        if len(batch) == ROWS:
            look()
            batch.clear()
    if batch:
        look()
    if faults.named:
        faults.more = len(twins) - len(faults.named)


def hashed(ids: Sequence[str]) -> Any:
    """(ids,) 64 bits each, the same for equal ids."""
    texts = [(id[:NAME_LENGTH] or "?").encode() for id in ids]
    ends = np.cumsum(np.fromiter(map(len, texts), np.intp, len(texts)))
    return _hashes(np.frombuffer(b"".join(texts), np.uint8), np.concatenate(([0], ends)))


def _hashes(data: Any, offsets: IntArray) -> Any:
    """Multilinear hashes of texts, one or more, that lie one after another in `data`, none empty or above LONGEST."""
    starts = offsets[:-1]
    within = np.arange(offsets[0], offsets[-1]) - np.repeat(starts, np.diff(offsets))
    terms = (data[offsets[0] : offsets[-1]].astype(np.uint64) + np.uint64(1)) * _FACTORS[within]
    return np.asarray(np.add.reduceat(terms, starts - offsets[0]))


_FACTORS = np.random.default_rng(20_260_101).integers(0, 2**64, LONGEST, dtype=np.uint64, endpoint=False) | np.uint64(1)


def _stamp(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns


def _has_pyarrow() -> bool:
    """Whether pyarrow can be used."""
    try:
        import pyarrow  # noqa: F401
    except ImportError:
        return False
    return True


# The header


def _columns(panel: Panel, header: Sequence[str], faults: Faults) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What each column holds, and the criteria in the order of the panel; what is wrong with them is noted."""
    ids = tuple(criterion.id for criterion in panel.hierarchy)
    known = numbered(ids)
    columns: list[str] = []
    for place, title in enumerate(header, start=1):
        word = title.strip().casefold()
        if word == "alternative" or (word == "name" and word not in known):
            columns.append(word)
        elif word in known:
            columns.append(ids[known[word]])
        else:
            columns.append("")
            hint = nearest(word, ("alternative", "name", *ids))
            faults.add(1, place, "header", f"the column {quoted(title)} is no criterion: {hint}")
        if columns[-1] and columns[-1] in columns[:-1]:
            faults.add(1, place, "header", f"duplicate column {quoted(title)}: each column once")
    if "alternative" not in columns:
        faults.add(1, 1, "header", "the column 'alternative' is missing: it holds the id of each row")
    criteria: tuple[str, ...] = ()
    try:
        criteria = panel.hierarchy.level_of(name for name in columns if name not in ("", "alternative", "name"))
    except ValueError as error:
        faults.add(1, 1, "header", f"columns of criteria: {error}: every criterion needs a column, at one level")
    return tuple(columns), criteria


# CSV


def _csv_file(panel: Panel, path: Path, faults: Faults) -> AlternativesFile | None:
    table = TableReader(path, panel.settings.decimal)
    first = next(table.rows(("alternative",), (), open_ended=True), None)
    for fault in table.faults:
        faults.add(fault.line, fault.column, fault.field, fault.message)
    if first is None:
        return None
    columns, criteria = _columns(panel, first[1], faults)
    with path.open(encoding="utf-8-sig", newline="") as file:
        line = file.readline()
    from criteria.files.table import DELIMITERS

    quick = path.stat().st_size >= WORTH_PYARROW and '"' not in line and _has_pyarrow()
    return AlternativesFile(
        path=path,
        columns=columns,
        criteria=criteria,
        decimal=panel.settings.decimal,
        delimiter=max(DELIMITERS, key=line.count),
        kind="csv" if quick else "text",
        about=_about(path),
        stamp=_stamp(path),
    )


def _about(path: Path) -> int:
    """How many lines a file has if they are as long as its first ones."""
    with path.open("rb") as file:
        start = file.read(1 << 16)
    return int(path.stat().st_size * start.count(b"\n") / max(1, len(start)))


def _text_rows(file: AlternativesFile, faults: Faults | None = None) -> Iterator[Rows]:
    """The rows of a CSV file, line by line; what is wrong with them is noted, where faults are asked for."""
    table = TableReader(file.path, file.decimal)
    at = file.columns.index("alternative")
    at_name = file.columns.index("name") if "name" in file.columns else at
    at_criteria = [file.columns.index(id) for id in file.criteria]
    found = Faults(file.path.name) if faults is None else faults
    values = np.empty((len(at_criteria), ROWS))
    ids: list[str] = []
    names: list[str] = []
    for line, _header, cells in table.rows(file.columns, (), open_ended=True):
        _take_over(table, found)
        id = cells[at].strip()
        name = cells[at_name].strip() or id
        for text, column, word in ((id, at, "alternative"), (name, at_name, "name")):
            if message := _id_fault(text):
                found.add(line, column + 1, word, message)
                break
        values[:, len(ids)] = _numbers(file, [cells[column] for column in at_criteria], line, id, found)
        ids.append(id)
        names.append(name)
        if len(ids) == ROWS:
            yield _read(values.T, ids, names)
            values, ids, names = np.empty_like(values), [], []
    _take_over(table, found)
    if ids:
        yield _read(values[:, : len(ids)].T, ids, names)


def _take_over(table: TableReader, faults: Faults) -> None:
    """Move the faults of the table to ours, so that it never gives up."""
    for fault in table.faults:
        faults.add(fault.line, fault.column, fault.field, fault.message)
    table.faults.clear()


def _read(values: Block, ids: list[str], names: list[str]) -> Rows:
    return Rows(values=values, ids=lambda: ids, names=lambda: names, hashes=lambda _: hashed(ids))


def _id_fault(text: str) -> str | None:
    """Why the text can neither be an id nor a name."""
    return "the id is missing: every row needs one" if not text else name_fault(text)


def _numbers(file: AlternativesFile, texts: list[str], line: int, id: str, faults: Faults) -> list[float]:
    """The numbers that a row writes, in the order of the criteria."""
    if file.decimal == ".":
        try:
            numbers = list(map(float, texts))
        except ValueError:
            pass
        else:
            if all(map(_ordinary, numbers)) and "_" not in "".join(texts):
                return numbers
    numbers = []
    for name, text in zip(file.criteria, texts, strict=True):
        number = read_number(text, file.decimal)
        if number is None:
            what = number_fault(text, file.decimal, may_be_empty=False) if text.strip() else MISSING
            faults.add(line, file.columns.index(name) + 1, name, f"{what} (alternative {visible(id)})")
        numbers.append(0.0 if number is None else number)
    return numbers


def _ordinary(number: float) -> bool:
    return number - number == 0


def _arrow_rows(file: AlternativesFile) -> Iterator[Rows]:
    """The rows of a CSV file by pyarrow, which takes nothing but plain numbers and well-formed lines."""
    import pyarrow
    from pyarrow import csv

    types = {name: pyarrow.string() if name in ("alternative", "name") else pyarrow.float64() for name in file.columns}
    try:
        reader = csv.open_csv(
            file.path,
            read_options=csv.ReadOptions(column_names=list(file.columns), skip_rows=1, block_size=1 << 20),
            parse_options=csv.ParseOptions(delimiter=file.delimiter, newlines_in_values=True),
            convert_options=csv.ConvertOptions(column_types=types, null_values=[], decimal_point=file.decimal),
        )
        for batch in _even(reader):
            yield _arrow_read(file, batch)
    except pyarrow.ArrowInvalid:
        raise UnreadableError from None


# Parquet


def _parquet_file(panel: Panel, path: Path, faults: Faults) -> AlternativesFile | None:
    import pyarrow
    from pyarrow import parquet

    try:
        with parquet.ParquetFile(path) as source:
            schema, count = source.schema_arrow, source.metadata.num_rows
    except pyarrow.ArrowInvalid as error:
        faults.add(1, 1, "file", f"no Parquet file: {visible(str(error).splitlines()[0])}")
        return None
    columns, criteria = _columns(panel, schema.names, faults)
    types = pyarrow.types
    for place, (column, kind) in enumerate(zip(columns, schema.types, strict=True), start=1):
        if column in ("alternative", "name"):
            if not (types.is_integer(kind) or types.is_string(kind) or types.is_large_string(kind)):
                faults.add(1, place, column, f"the column holds {kind}: allowed are text and whole numbers")
        elif column and not (types.is_integer(kind) or types.is_floating(kind) or types.is_decimal(kind)):
            faults.add(1, place, column, f"the column holds {kind}: allowed are numbers")
    return AlternativesFile(
        path=path, columns=columns, criteria=criteria, kind="parquet", about=count, stamp=_stamp(path)
    )


def _parquet_rows(file: AlternativesFile) -> Iterator[Rows]:
    from pyarrow import parquet

    with parquet.ParquetFile(file.path, buffer_size=1 << 16, pre_buffer=False) as source:
        before = 0
        for batch in _even(source.iter_batches(batch_size=ROWS)):
            yield _arrow_read(file, batch, before)
            before += batch.num_rows


def _even(batches: Iterable[Any]) -> Iterator[Any]:
    """The batches cut anew, ROWS each but for the last: sums are then the same to the last bit, whatever the file."""
    import pyarrow

    waiting: list[Any] = []
    count = 0
    for batch in batches:
        waiting.append(batch)
        count += batch.num_rows
        if count < ROWS:
            continue
        together = pyarrow.Table.from_batches(waiting) if len(waiting) > 1 else None
        whole = batch if together is None else together.combine_chunks().to_batches()[0]
        for start in range(0, count - ROWS + 1, ROWS):
            yield whole.slice(start, ROWS)
        count %= ROWS
        waiting = [whole.slice(whole.num_rows - count)] if count else []
    if count:
        yield pyarrow.Table.from_batches(waiting).combine_chunks().to_batches()[0]


def _arrow_read(file: AlternativesFile, batch: Any, before: int = 0) -> Rows:
    """The rows of a batch, its columns copied side by side."""
    import pyarrow

    values = np.empty((len(file.criteria), batch.num_rows))
    for row, id in zip(values, file.criteria, strict=True):
        column = batch.column(file.columns.index(id))
        if column.type not in (pyarrow.float32(), pyarrow.float64()):
            column = column.cast(pyarrow.float64(), safe=False)
        if column.null_count:
            column = column.fill_null(np.nan)
        kind = np.float32 if column.type == pyarrow.float32() else np.float64
        np.copyto(row, np.frombuffer(column.buffers()[1], kind)[column.offset : column.offset + len(column)])
    ids = batch.column(file.columns.index("alternative")).cast(pyarrow.string())
    names = batch.column(file.columns.index("name")).cast(pyarrow.string()) if "name" in file.columns else ids

    def shown() -> list[str]:
        return [name or id for name, id in zip(_texts(names), _texts(ids), strict=True)]

    return Rows(
        values=values.T,
        ids=lambda: _texts(ids),
        names=shown,
        hashes=lambda faults: _arrow_hashes(file, ids, names, before, faults),
    )


def _texts(column: Any) -> list[str]:
    return [(text or "").strip() for text in column.to_pylist()]


def _arrow_hashes(file: AlternativesFile, ids: Any, names: Any, before: int, faults: Faults) -> Any:
    """The hashes of the ids, at once where they are plain; what cannot be an id or a name is noted."""
    named = () if names is ids else ((names, "name"),)
    for column, word in (*named, (ids, "alternative")):
        if _plain(column) is not None:
            continue
        for row, text in enumerate(_texts(column), start=before + 1):
            if (text or word == "alternative") and (message := _id_fault(text)):
                if file.kind == "csv":
                    raise UnreadableError
                faults.add(row, file.columns.index(word) + 1, word, message)
    plain = _plain(ids)
    return hashed(_texts(ids)) if plain is None else _hashes(*plain)


def _plain(column: Any) -> tuple[Any, IntArray] | None:
    """The bytes of a column of short texts of visible ASCII, and where each text begins; None for any other."""
    _, offsets, data = column.buffers()
    if column.null_count or data is None:
        return None
    ends = np.frombuffer(offsets, np.int32)[column.offset : column.offset + len(column) + 1].astype(np.intp)
    text = np.frombuffer(data, np.uint8)
    part = text[ends[0] : ends[-1]]
    lengths = np.diff(ends)
    if not len(part) or part.min() <= 0x20 or part.max() >= 0x7F or lengths.min() < 1 or lengths.max() > NAME_LENGTH:
        return None
    return text, ends
