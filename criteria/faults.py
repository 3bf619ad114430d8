"""What is wrong with a panel's files: each fault with its place, all of them raised together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong in one place of a file: what was found and what is allowed."""

    file: str
    line: int
    """1 is the first line."""
    column: int
    """Of a YAML file the character, of a CSV file the field; 1 is the first."""
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.field}: {self.message}"


class PanelError(ValueError):
    """A panel folder cannot be used as it is; `faults` holds every fault of all its files, in file order."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))
