"""The Persian catalogue: `python tests/support/catalogue.py` takes new texts of tui/ into it and compiles it."""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "tui"
PO = SOURCES / "locale" / "fa" / "LC_MESSAGES" / "mcda.po"
MO = PO.with_suffix(".mo")
KEYWORDS = {"_": None, "plural": (1, 2)}


def extracted() -> Catalog:
    """Every text of tui/ that is to be translated."""
    found = Catalog()
    for name, _line, message, _comments, _context in extract_from_dir(SOURCES, [("**.py", "python")], None, KEYWORDS):
        found.add(message, locations=[(name, 0)])
    for message in found:
        # `10 % more` is no place for an argument.
        message.flags.discard("python-format")
    return found


def kept() -> Catalog:
    """The catalogue as it lies in the package."""
    return read_po(io.BytesIO(PO.read_bytes()), locale="fa")


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue in the form that gettext reads."""
    written = io.BytesIO()
    write_mo(written, catalogue)
    return written.getvalue()


def write(catalogue: Catalog) -> None:
    """Put the catalogue into the package, as text and compiled."""
    written = io.BytesIO()
    write_po(written, catalogue, width=120, include_lineno=False, ignore_obsolete=True)
    PO.write_bytes(written.getvalue())
    MO.write_bytes(compiled(kept()))


def main() -> None:
    """Take in new texts, drop those that are gone, and say which have no translation."""
    catalogue = kept()
    catalogue.update(extracted(), no_fuzzy_matching=True, update_creation_date=False)
    write(catalogue)
    for message in catalogue:
        if message.id and not all(message.string if isinstance(message.string, tuple) else [message.string]):
            print("no translation:", message.id)  # noqa: T201 - a command


if __name__ == "__main__":
    main()
