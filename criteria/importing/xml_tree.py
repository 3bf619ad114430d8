"""XML -> elements that know their lines. No document type, and so no entities: what bombs are made of is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from criteria.importing.draft import Remarks
from criteria.text import visible

DEPTH = 100
ELEMENTS = 1_000_000


@dataclass(slots=True)
class Element:
    """A tag with what is in it; names are without their namespace."""

    name: str
    namespace: str
    line: int
    column: int
    attributes: dict[str, str]
    children: list[Element] = field(default_factory=list)
    text: str = ""

    def all(self, name: str) -> Iterator[Element]:
        """The children of a name."""
        return (child for child in self.children if child.name == name)

    def first(self, *path: str) -> Element | None:
        """The first child of the first name, its first child of the second, and so on; None where there is none."""
        found: Element | None = self
        for name in path:
            found = None if found is None else next(found.all(name), None)
        return found

    def said(self, *path: str) -> str:
        """The text of an element below, trimmed; empty where there is none."""
        found = self.first(*path)
        return "" if found is None else found.text.strip()


class _RefusedError(Exception):
    """The document is not read any further."""


class _Growing:
    """Grows a tree from the events of the parser."""

    def __init__(self, remarks: Remarks) -> None:
        self.remarks = remarks
        self.root: Element | None = None
        self.open: list[Element] = []
        self.count = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text
        self.parser.StartDoctypeDeclHandler = self.refuse_type

    def refuse(self, message: str) -> _RefusedError:
        """Note why the document is not read."""
        self.remarks.fault(self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1, "xml", message)
        return _RefusedError()

    def refuse_type(self, *_: object) -> None:
        """A document type may define entities, which can be endless or read other files."""
        raise self.refuse("document types and entities (<!DOCTYPE, <!ENTITY) are not read: no export needs them")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A tag opens."""
        namespace, _, local = name.rpartition(" ")
        self.count += 1
        if len(self.open) == DEPTH or self.count > ELEMENTS:
            raise self.refuse(f"more than {DEPTH} levels or {ELEMENTS} elements: no export is as large")
        element = Element(
            name=local,
            namespace=namespace,
            line=self.parser.CurrentLineNumber,
            column=self.parser.CurrentColumnNumber + 1,
            attributes={key.rpartition(" ")[2]: value for key, value in attributes.items()},
        )
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)

    def end(self, _: str) -> None:
        """A tag closes."""
        self.open.pop()

    def text(self, text: str) -> None:
        """Text within the innermost open tag."""
        self.open[-1].text += text


def read_xml(data: bytes, remarks: Remarks) -> Element:
    """The root of a document. Raises PanelError if it is no XML, has a document type or is too large."""
    growing = _Growing(remarks)
    try:
        growing.parser.Parse(data, True)
    except _RefusedError:
        pass
    except expat.ExpatError as error:
        message = visible(expat.ErrorString(error.code))
        remarks.fault(error.lineno, error.offset + 1, "xml", f"no XML: {message}")
    except (LookupError, ValueError) as error:
        remarks.fault(1, 1, "xml", f"no XML: {visible(str(error))}")
    remarks.stop()
    assert growing.root is not None
    return growing.root
