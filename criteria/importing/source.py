"""The bytes, the text and the packed files of a foreign file, within bounds."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path, PurePosixPath

from criteria.faults import PanelError
from criteria.files.table import encoding_fault
from criteria.importing.draft import Remarks
from criteria.text import quoted, visible

BYTES = 50_000_000
UNPACKED = 100_000_000
MEMBERS = 10_000
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)
"""What zipfile raises for an archive that is cut off, locked or packed in a way it does not know."""


def read_bytes(path: Path, remarks: Remarks) -> bytes:
    """What a file holds. Raises PanelError if there is none or it is too large."""
    if not path.is_file():
        what = "this is a folder: name a file" if path.is_dir() else "there is no such file"
        remarks.refuse(1, 1, "file", what)
    if (size := path.stat().st_size) > BYTES:
        remarks.refuse(1, 1, "file", f"the file has {size} bytes: allowed are {BYTES}")
    return path.read_bytes()


def read_text(path: Path, remarks: Remarks) -> str:
    """The text of a UTF-8 file with or without a byte-order mark. Raises PanelError if it is anything else or empty."""
    data = read_bytes(path, remarks)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise PanelError([*remarks.faults, encoding_fault(path)]) from None
    if not text.strip():
        remarks.refuse(1, 1, "file", "the file is empty")
    before, found, _ = text.partition("\0")
    if found:
        line = before.count("\n") + 1
        remarks.refuse(line, 1, "file", "the file holds the control character \\x00: it is no text")
    return text


def members(path: Path, remarks: Remarks) -> dict[str, int]:
    """The names and unpacked sizes of a ZIP file's members.

    Raises PanelError if it is none or holds a name that leads out of it.
    """
    sizes: dict[str, int] = {}
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                sizes[member.filename] = member.file_size
    except DAMAGED as error:
        remarks.fault(1, 1, "file", f"the file is damaged or no ZIP file: {visible(str(error))}")
    for name in sizes:
        inside = PurePosixPath(name.replace("\\", "/"))
        if inside.is_absolute() or ".." in inside.parts or ":" in name:
            remarks.fault(1, 1, "file", f"{quoted(name)} leads out of the file: it was not made by an export")
    if len(sizes) > MEMBERS:
        remarks.fault(1, 1, "file", f"{len(sizes)} files are in it: allowed are {MEMBERS}")
    remarks.stop()
    return sizes


def unpacked(path: Path, name: str, remarks: Remarks) -> bytes:
    """What a member of a ZIP file holds. Raises PanelError if it is damaged or too large."""
    if (size := members(path, remarks)[name]) > UNPACKED:
        remarks.refuse(1, 1, name, f"unpacked it has {size} bytes: allowed are {UNPACKED}")
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.read(name)
    except DAMAGED as error:
        remarks.refuse(1, 1, name, f"the file is damaged: {visible(str(error))}")
