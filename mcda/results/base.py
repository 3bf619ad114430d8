"""What every result can do: show itself as a table, a frame, JSON, text and HTML, with its provenance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from mcda.arrays import Array, BoolArray, IntArray
from mcda.table import Table

Meta = Mapping[str, Any]
"""Provenance in plain JSON types: versions, panel and its SHA-256, every option, seed, notices."""


class Result(Protocol):
    """What every result can do, given its meta and its table."""

    @property
    def meta(self) -> Meta:
        """Provenance."""

    def table(self) -> Table:
        """Rows under named columns."""

    def details(self) -> dict[str, Any]:
        """What the JSON form holds beside meta and rows."""
        return {}

    def to_frame(self) -> Any:
        """The rows as a tidy pandas.DataFrame."""
        return self.table().frame()

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types: meta, rows and the details."""
        return {"meta": dict(self.meta), "rows": self.table().records(), **self.details()}

    def __str__(self) -> str:
        """The table as text."""
        return self.table().text()

    def _repr_html_(self) -> str:
        """The table as a notebook shows it."""
        return self.table().html()


def lock(*arrays: Array | BoolArray | IntArray) -> None:
    """Keep the arrays of a frozen result from being written to."""
    for array in arrays:
        array.setflags(write=False)


def heading(meta: Meta, line: str) -> tuple[str, ...]:
    """Title, what this is, and that it is made up if it is."""
    made_up = ("Judgements and ratings are MADE UP: nobody's opinion.",) if meta.get("synthetic") else ()
    return (f"{meta.get('title', '')}: {line}", *made_up)


def people(meta: Meta) -> int:
    """How many panellists a result rests on; of what was told to the room they are not named."""
    return int(meta["people"]) if "people" in meta else len(meta.get("panellists", ()))


def judged_by(meta: Meta) -> str:
    """How many judged and by which methods, in a few words."""
    parts = []
    if count := people(meta):
        parts.append(f"{count} panellist{'' if count == 1 else 's'}")
    options = meta.get("options", {})
    parts += [options[key] for key in ("priorities", "aggregation") if options.get(key)]
    if options.get("scale", "linear") != "linear":
        parts.append(f"{options['scale']} scale")
    return ", ".join(parts)
