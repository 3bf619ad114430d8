"""Results -> text in a format, and files written whole or not at all, with their provenance beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from mcda.results.base import Meta, Result
from mcda.results.grouped import Grouped
from mcda.results.told import Told
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


def publication(told: Told, parts: Sequence[str] = ()) -> dict[str, str]:
    """Name -> text of the files that hold what was told: CSV with its provenance beside it, and a README.

    `parts`: organisation, role or attributes by which weights are written too. What is not told has no file.
    """
    orders = {("ranking" if not place else f"ranking-{kind}"): o for place, (kind, o) in enumerate(told.orders.items())}
    results: dict[str, Result | str] = {"weights": told.weights, **orders, "agreement": told.agreement}
    for by in parts:
        if told.parts.get(by):
            meta = {**next(iter(told.parts[by].values())).meta, "notices": list(told.notes)}
            results[f"weights-by-{by}"] = Grouped(by=by, results=told.parts[by], meta=meta)
    files: dict[str, str] = {}
    metas: list[Meta] = []
    for name, result in results.items():
        if not isinstance(result, str):
            metas.append(result.meta)
            files[f"{name}.csv"] = rendered(result, "csv")
            files[f"{name}.csv.meta.json"] = meta_text(result.meta)
    if files:
        made_up = " Judgements and ratings are MADE UP: nobody's opinion." if metas[0].get("synthetic") else ""
        said = f"{metas[0]['title']}: what was released after round {told.round}, of {told.people} panellists.{made_up}"
        files["README.md"] = "\n".join([said, *(f"- {note}" for note in told.notes)]) + "\n"
    return files


def save_folder(folder: Path, files: Mapping[str, str | bytes]) -> bool:
    """Write a new folder of files, whole or not at all; False if it holds the very same already.

    Raises FileExistsError if it holds anything else.
    """
    import os
    import shutil

    folder = folder.resolve()
    content = {name: said.encode() if isinstance(said, str) else said for name, said in files.items()}
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        if folder.is_dir() and all(_holds(folder / name, said) for name, said in content.items()):
            return False
        raise FileExistsError(f"{folder}: it is there already and holds something else: name a new folder")
    partial = folder.with_name(f".{folder.name}.{os.getpid()}.partial")
    partial.mkdir()
    try:
        for name, said in content.items():
            with (partial / name).open("xb") as file:
                file.write(said)
                file.flush()
                os.fsync(file.fileno())
        if folder.exists():
            folder.rmdir()
        partial.rename(folder)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    return True


def _holds(path: Path, content: bytes) -> bool:
    """Whether a file holds those very bytes."""
    return path.is_file() and path.read_bytes() == content


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
