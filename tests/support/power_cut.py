"""What a disk may hold after the power went at some system call, from the calls that strace saw.

A file's writes are pending until it is synced. A folder's changes (a file made, renamed or deleted) are pending until a
sync of the folder; a sync of a file makes the changes of folders that came before it last too, as journalling file
systems do. At a power cut any part of what is pending may be on the disk: nothing, all, or any 512-byte sectors.
"""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from journal_writers import WRITER, environment

SECTOR = 512
TRACED = "openat,write,pwrite64,fsync,fdatasync,ftruncate,unlink"
_CALL = re.compile(r"^(?:\[?\w* ?\d+\]? +)?(\w+)\((.*)\) += +(-?\d+)")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_PATH = re.compile(r"^\d+<([^>]*)>")


@dataclass
class File:
    """The bytes of a file that last, and what is not yet sure to."""

    lasting: bytes = b""
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)
    """(offset, bytes), or (size, None) where it was cut or stretched."""

    def write(self, offset: int, data: bytes | None) -> None:
        self.pending.append((offset, data))

    def sync(self) -> None:
        self.lasting, self.pending = self.with_all(), []

    def with_all(self) -> bytes:
        return _applied(self.lasting, self.pending)

    def with_some(self, rng: random.Random) -> bytes:
        """The lasting bytes with any of the pending sectors."""
        sectors = []
        for offset, data in self.pending:
            if data is None:
                sectors.append((offset, data))
            else:
                sectors += [(offset + at, data[at : at + SECTOR]) for at in range(0, len(data), SECTOR)]
        return _applied(self.lasting, [sector for sector in sectors if rng.random() < 0.5])


@dataclass
class Disk:
    """A folder with the files in it, as they last and as they may be."""

    lasting: dict[str, File] = field(default_factory=dict)
    now: dict[str, File] = field(default_factory=dict)
    changes: list[tuple[str, File | None]] = field(default_factory=list)
    """(name, file or None where it was deleted), in their order, not yet sure to last."""

    def change(self, name: str, file: File | None) -> None:
        _changed(self.now, name, file)
        self.changes.append((name, file))

    def sync_folder(self) -> None:
        for name, file in self.changes:
            _changed(self.lasting, name, file)
        self.changes = []

    def states(self, rng: random.Random, subsets: int) -> Iterator[dict[str, bytes]]:
        """Name -> bytes of what may be there after a power cut now."""
        yield {name: file.lasting for name, file in self.lasting.items()}
        yield {name: file.with_all() for name, file in self.now.items()}
        for _ in range(subsets):
            names = dict(self.lasting)
            for name, file in self.changes[: rng.randint(0, len(self.changes))]:
                _changed(names, name, file)
            yield {name: file.with_some(rng) for name, file in names.items()}


def traced(folder: Path, trace: Path, answers: int, *before: str) -> None:
    """Let a process answer so often into a new folder, and keep its system calls; `before` goes before its script."""
    folder.mkdir()
    strace = ["strace", "-f", "-y", "-xx", "-s", "200000", "-e", f"trace={TRACED}", "-o", str(trace)]
    subprocess.run(
        [*strace, sys.executable, *before, str(WRITER), str(folder), "P1", str(answers), "0"],
        input=b"\n",
        capture_output=True,
        check=True,
        env=environment(),
        timeout=300,
    )


def written_out(state: dict[str, bytes], folder: Path) -> None:
    """A folder that holds just these files."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, data in state.items():
        (folder / name).write_bytes(data)


def replayed(trace: Path, folder: Path) -> Iterator[tuple[str, Disk, list[str]]]:
    """After each system call: its name, the disk, and what had been acknowledged on stdout by then."""
    disk, acknowledged = Disk(), []
    for line in trace.read_text(encoding="utf-8", errors="replace").splitlines():
        if (match := _CALL.match(line)) is None or int(match[3]) < 0:
            continue
        call, arguments = match[1], match[2]
        texts = [bytes.fromhex(text.replace("\\x", "")) for text in _TEXT.findall(arguments)]
        if call == "write" and arguments.startswith("1<"):
            acknowledged += texts[0].decode().split()
            yield call, disk, acknowledged
            continue
        if call in ("openat", "unlink"):
            path = Path(texts[0].decode(errors="replace"))
        elif found := _PATH.match(arguments):
            path = Path(bytes(found[1], "latin-1").decode("unicode_escape").removesuffix(" (deleted)"))
        else:
            continue
        if path == folder and call in ("fsync", "fdatasync"):
            disk.sync_folder()
        elif path.parent == folder:
            _do(disk, call, path.name, arguments, texts)
        else:
            continue
        yield call, disk, acknowledged


def _do(disk: Disk, call: str, name: str, arguments: str, texts: list[bytes]) -> None:
    """A system call on a file of the folder."""
    numbers = [int(number) for number in re.findall(r", (-?\d+)(?=,|$)", arguments)]
    if call == "openat":
        if "O_CREAT" in arguments and name not in disk.now:
            disk.change(name, File())
    elif call == "unlink":
        disk.change(name, None)
    elif name not in disk.now:
        return
    elif call == "pwrite64":
        disk.now[name].write(numbers[-1], texts[0])
    elif call == "ftruncate":
        disk.now[name].write(numbers[-1], None)
    elif call in ("fsync", "fdatasync"):
        disk.now[name].sync()
        disk.sync_folder()
    else:
        raise ValueError(f"'{call}' on a file of the panel was not expected")


def _changed(names: dict[str, File], name: str, file: File | None) -> None:
    if file is None:
        names.pop(name, None)
    else:
        names[name] = file


def _applied(data: bytes, writes: list[tuple[int, bytes | None]]) -> bytes:
    """The bytes after writes and cuts."""
    result = bytearray(data)
    for offset, written in writes:
        end = offset + len(written or b"")
        result.extend(bytes(max(0, end - len(result))))
        if written is None:
            del result[offset:]
        else:
            result[offset:end] = written
    return bytes(result)
