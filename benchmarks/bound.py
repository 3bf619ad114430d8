"""What the machine allows: bytes streamed, a matrix product, and a kernel in C if there is a compiler."""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np

import environment

SOURCE = Path(__file__).with_name("bound.c")
BLOCK = 2048
LANES = 32
"""Draws that the kernel works on at once."""


class NoCompilerError(Exception):
    """There is no C compiler, or it does not compile the kernel."""


@cache
def library() -> ctypes.CDLL:
    """The kernel, compiled for this processor; raises NoCompilerError."""
    compiler = shutil.which(os.environ.get("CC", "cc"))
    if not compiler:
        raise NoCompilerError("no C compiler (cc) was found")
    folder = environment.cache()
    folder.mkdir(parents=True, exist_ok=True)
    built = folder / f"bound-{hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:16]}.so"
    if not built.exists():
        command = [compiler, "-O3", "-march=native", "-shared", "-fPIC", str(SOURCE), "-o", str(built)]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise NoCompilerError(done.stderr)
    found = ctypes.CDLL(str(built))
    found.stream.restype = ctypes.c_double
    return found


def _pointer(array: np.ndarray | None) -> ctypes.c_void_p | None:
    return None if array is None else ctypes.c_void_p(array.ctypes.data)


def squared_distances(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """To the best and to the worst that occurs, (a, m) each, of benefits after vector normalisation."""
    unit = values / np.sqrt((values**2).sum(axis=0))
    return (unit - unit.max(axis=0)) ** 2, (unit - unit.min(axis=0)) ** 2


def kernel(values: np.ndarray, draws: int, given: np.ndarray | None = None) -> Callable[[], np.ndarray]:
    """Shares of ranks (a, a) over at least so many uniform weights, or over those that are given, by the C kernel."""
    found = library()
    best, worst = (np.ascontiguousarray(each, dtype=np.float32) for each in squared_distances(values))
    a, m = values.shape
    total = len(given) if given is not None else -(-draws // LANES) * LANES
    kept = None if given is None else np.ascontiguousarray(given, dtype=np.float32)

    def run() -> np.ndarray:
        counts = np.zeros((a, a), dtype=np.uint64)
        refused = found.acceptability(
            _pointer(best),
            _pointer(worst),
            a,
            m,
            ctypes.c_uint64(total),
            ctypes.c_uint64(7),
            _pointer(kept),
            _pointer(counts),
        )
        assert not refused, "the kernel takes up to 256 alternatives and whole lanes of draws"
        return counts / total

    return run


def product(values: np.ndarray, draws: int) -> Callable[[], None]:
    """The matrix product that scores so many draws, in float32 and in blocks that stay in the cache; nothing else."""
    both = np.concatenate(squared_distances(values)).astype(np.float32).T.copy()
    squares = np.random.default_rng(0).random((BLOCK, values.shape[1]), dtype=np.float32)
    out = np.empty((BLOCK, both.shape[1]), dtype=np.float32)

    def run() -> None:
        for _ in range(-(-draws // BLOCK)):
            np.matmul(squares, both, out=out)

    return run


def reading(values: np.ndarray, times: int) -> Callable[[], float]:
    """The matrix read so many times from end to end by one core, by C or else by numpy."""
    flat = values.reshape(-1)
    try:
        found = library()
    except NoCompilerError:
        return lambda: sum(float(flat @ flat) for _ in range(times))
    length = ctypes.c_uint64(flat.size)
    return lambda: sum(found.stream(_pointer(flat), length) for _ in range(times))
