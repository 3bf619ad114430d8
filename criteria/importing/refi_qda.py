"""A codebook (.qdc) or a project (.qdpx) of REFI-QDA -> draft criteria, with quotations where there are interviews."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from criteria.importing.codes import Code, Segment, draft_of
from criteria.importing.draft import Draft, Remarks
from criteria.importing.source import members, read_bytes, unpacked
from criteria.importing.xml_tree import Element, read_xml
from criteria.text import quoted

PROJECT = "project.qde"
INTERNAL = "internal://"


def read(path: Path, beside: Path | None, remarks: Remarks) -> Draft:  # noqa: ARG001
    """A tree of codes as a tree of criteria; their GUIDs stand in codes.csv."""
    packed = path.suffix.lower() == ".qdpx"
    root = read_xml(_project(path, remarks) if packed else read_bytes(path, remarks), remarks)
    codes = root.first("Codes") if root.name == "CodeBook" else root.first("CodeBook", "Codes")
    if codes is None:
        remarks.refuse(root.line, root.column, root.name, "no codes: a codebook has <CodeBook> with <Codes>")
    if root.first("Sets", "Set") or root.first("CodeBook", "Sets", "Set"):
        remarks.leave_out("sets of codes")
    by_guid: dict[str, Code] = {}
    roots = [_code(element, by_guid, remarks) for element in codes.all("Code")]
    if not roots:
        remarks.fault(codes.line, codes.column, "Codes", "the codebook is empty")
    remarks.stop()
    interviews = _interviews(path, root, by_guid, remarks) if packed else ()
    remarks.stop()
    origin = root.attributes.get("name", "") if packed else ""
    return draft_of(roots, interviews, origin.strip() or path.stem, remarks)


def _project(path: Path, remarks: Remarks) -> bytes:
    """The XML within a project's archive."""
    names = [name for name in members(path, remarks) if name.casefold() == PROJECT]
    if not names:
        remarks.refuse(1, 1, "file", f"no {PROJECT} in it: this is no REFI-QDA project")
    return unpacked(path, names[0], remarks)


def _code(element: Element, by_guid: dict[str, Code], remarks: Remarks) -> Code:
    """A code with all below it."""
    name = remarks.name(element.attributes.get("name", ""), element.line, element.column, "Code")
    guid = element.attributes.get("guid", "").strip().strip("{}")
    codable = element.attributes.get("isCodable", "true").strip().casefold()
    if codable not in ("true", "false", "1", "0"):
        message = f"isCodable is {quoted(codable)}: allowed are true and false"
        remarks.fault(element.line, element.column, "Code", message)
    about = remarks.text(element.said("Description"), element.line, element.column, "Description")
    code = Code(name=name, guid=guid, description=about, is_codable=codable in ("true", "1"))
    if not guid:
        remarks.notice(f"the code {quoted(name)} has no guid: nothing leads back from it")
    elif by_guid.setdefault(guid.casefold(), code) is not code:
        remarks.fault(element.line, element.column, "Code", f"the guid {quoted(guid)} stands twice")
    code.children = [_code(child, by_guid, remarks) for child in element.all("Code")]
    return code


def _interviews(path: Path, root: Element, by_guid: Mapping[str, Code], remarks: Remarks) -> tuple[str, ...]:
    """The names of the sources in their order, after their coded passages went to the codes."""
    sources = root.first("Sources")
    names: dict[str, None] = {}
    files = members(path, remarks)
    for source in () if sources is None else sources.children:
        if not source.name.endswith("Source"):
            continue
        name = source.attributes.get("name", "").strip() or f"Interview {len(names) + 1}"
        name = remarks.name(name, source.line, source.column, source.name)
        while name in names:
            name += "'"
        names[name] = None
        text = _text(path, source, files, remarks)
        for holder, reference in _coded(source):
            guid = reference.attributes.get("targetGUID", "").strip().strip("{}")
            code = by_guid.get(guid.casefold())
            if code is None:
                message = f"{quoted(guid)} is the guid of no code in the codebook"
                remarks.fault(reference.line, reference.column, "CodeRef", message)
            else:
                code.segments.append(Segment(name, _passage(holder, text)))
    return tuple(names)


def _coded(source: Element) -> Iterator[tuple[Element, Element]]:
    """Each passage of a source, or the source itself, with each reference to a code that it was given."""
    stack = [source]
    while stack:
        holder = stack.pop()
        for coding in holder.all("Coding"):
            yield from ((holder, reference) for reference in coding.all("CodeRef"))
        stack += reversed([child for child in holder.children if child.name != "Coding"])


def _text(path: Path, source: Element, files: Mapping[str, int], remarks: Remarks) -> str:
    """The plain text of a source; empty where the project does not hold it."""
    if (content := source.first("PlainTextContent")) and content.text:
        return content.text
    for holder in (source, *source.all("Representation")):
        wanted = holder.attributes.get("plainTextPath", "").removeprefix(INTERNAL).casefold().removeprefix("sources/")
        for file in files:
            if wanted and file.casefold() == f"sources/{wanted}":
                return unpacked(path, file, remarks).decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
    return ""


def _passage(holder: Element, text: str) -> str:
    """What was said in a passage: the text from its start to its end, else what the program called it."""
    start, end = (holder.attributes.get(key, "") for key in ("startPosition", "endPosition"))
    if text and start.isdecimal() and end.isdecimal() and max(len(start), len(end)) < 10:
        return text[int(start) : int(end)]
    return holder.attributes.get("name", "") if holder.name.endswith("Selection") else ""
