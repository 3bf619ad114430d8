"""Results -> text in a format, and files written whole or not at all, with their provenance beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from mcda.results.base import Meta, Result
from mcda.table import Table


def rendered(
    result: Result,
    format: str,
    *,
    table: Table | None = None,
    more: Sequence[Table] = (),
    raw: bool = False,
    width: int = 100,
) -> str:
    """The result as `table`, `csv` or `json`.

    Parameters
    ----------
    table : Table, optional
        One of the result's tables in place of its first; JSON always holds everything.
    more : sequence of Table
        Below that one as `table`; CSV holds one table.
    raw : bool
        CSV as it is, without the apostrophe in front of what a spreadsheet would take for a formula.
    width : int
        Columns of the terminal.
    """
    if format == "json":
        import json

        return json.dumps(result.to_dict(), ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    shown = result.table() if table is None else table
    return shown.csv(raw) if format == "csv" else "\n".join(each.text(width) for each in (shown, *more))


def save(path: Path, text: str | Iterable[str], meta: Meta) -> None:
    """Write the text, or one piece of it after another, to the path and the provenance to path.meta.json.

    Each is written whole or not at all.

    A link is followed; a pipe or a device is written to as it is, and gets no provenance beside it.
    """
    path = path.resolve()
    if _write(path, (piece.encode() for piece in ([text] if isinstance(text, str) else text))):
        _replace(path.with_name(path.name + ".meta.json"), [meta_text(meta).encode()])


def meta_text(meta: Meta) -> str:
    """Provenance as JSON."""
    import json

    return json.dumps(dict(meta), ensure_ascii=False, indent=2) + "\n"


def save_text(path: Path, text: str) -> None:
    """Write the text to the path, whole or not at all, and nothing beside it; links, pipes and devices as in `save`."""
    save_bytes(path, text.encode())


def save_bytes(path: Path, content: bytes) -> None:
    """As `save_text`, of what is no text."""
    _write(path.resolve(), [content])


def _write(path: Path, pieces: Iterable[bytes]) -> bool:
    """Whether the path is a file, which then is written whole or not at all; else all goes to it as it is."""
    if path.exists() and not path.is_file():
        with path.open("wb") as file:
            file.writelines(pieces)
        return False
    _replace(path, pieces)
    return True


def _replace(path: Path, pieces: Iterable[bytes]) -> None:
    """Write beside the file and rename, so that a reader sees the old file or the new one."""
    import os
    import tempfile

    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
