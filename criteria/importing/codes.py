"""The codes of a qualitative analysis -> draft criteria: the tree, whence each code comes, when no more came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from criteria.hierarchy import GOAL, Criterion
from criteria.importing.decision_matrix import ANYBODY
from criteria.importing.draft import Draft, Ids, Remarks
from criteria.importing.folder import csv_text, depth_fault
from criteria.text import guarded, inert, quoted

QUOTED = 300
"""Characters of a quotation that become evidence."""
EVIDENCE = 50
"""Quotations of a code that do."""


@dataclass(slots=True, kw_only=True)
class Code:
    """A code or a category, with the codes below it."""

    name: str
    guid: str = ""
    description: str = ""
    is_codable: bool = True
    children: list[Code] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    count: int | None = None
    """How many segments were coded with it, where the file says so without showing them."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A passage of an interview that a code was given to."""

    interview: str
    text: str


def draft_of(codes: Sequence[Code], interviews: Sequence[str], title: str, remarks: Remarks) -> Draft:
    """Codes as criteria that wait to be judged.

    Beside the panel stand codes.csv and, where interviews are known, saturation.csv. `interviews` are all of them in
    the order of the file.
    """
    ids = Ids(GOAL)
    named = {id(code): ids.of(code.name, "c") for code in _all(codes)}
    criteria = tuple(_criterion(code, named) for code in codes)
    if message := depth_fault(criteria):
        remarks.fault(1, 1, "codes", message)
    remarks.stop()
    if empty := [code.name for code in _all(codes) if not code.is_codable and not code.children]:
        remarks.notice(f"a category without codes stands as a criterion: {', '.join(map(quoted, empty[:10]))}")
    if any(len(code.segments) > EVIDENCE for code in _all(codes)):
        remarks.leave_out(f"quotations of a code after the first {EVIDENCE}")
    remarks.notice("nobody has judged yet: panellist P01 stands in panel.yaml, add others there")
    beside = {"codes.csv": _codes_csv(codes, named)}
    if interviews:
        beside["saturation.csv"] = _saturation_csv(codes, interviews)
    return Draft(title=remarks.name(title, 1, 1, "title"), criteria=criteria, panellists=(ANYBODY,), beside=beside)


def _all(codes: Sequence[Code]) -> Iterator[Code]:
    """The codes and all below them, each before its children."""
    for code in codes:
        yield code
        yield from _all(code.children)


def _criterion(code: Code, named: dict[int, str]) -> Criterion:
    """A code as a criterion, its quotations as evidence."""
    evidence = []
    for segment in code.segments[:EVIDENCE]:
        text = " ".join(segment.text.split())
        text = text if len(text) <= QUOTED else text[: QUOTED - 1] + "…"
        evidence.append(inert(f"{segment.interview}: {text}" if text else segment.interview))
    return Criterion(
        id=named[id(code)],
        name=code.name,
        description=code.description,
        evidence=tuple(evidence),
        children=tuple(_criterion(child, named) for child in code.children),
    )


def _codes_csv(codes: Sequence[Code], named: dict[int, str]) -> str:
    """Which code each criterion comes from."""
    parents = {id(child): named[id(code)] for code in _all(codes) for child in code.children}
    rows = (
        (
            named[id(code)],
            guarded(code.name),
            parents.get(id(code), GOAL),
            guarded(code.guid),
            "true" if code.is_codable else "false",
            len(code.segments) if code.count is None else code.count,
        )
        for code in _all(codes)
    )
    return csv_text(("criterion", "name", "parent", "guid", "codable", "segments"), rows)


def _saturation_csv(codes: Sequence[Code], interviews: Sequence[str]) -> str:
    """How many codes each interview brought that none before it had."""
    used: dict[str, set[int]] = {interview: set() for interview in interviews}
    segments = dict.fromkeys(interviews, 0)
    for code in _all(codes):
        for segment in code.segments:
            used[segment.interview].add(id(code))
            segments[segment.interview] += 1
    known: set[int] = set()
    rows = []
    for number, interview in enumerate(interviews, start=1):
        new = used[interview] - known
        known |= new
        counts = segments[interview], len(used[interview]), len(new), len(known)
        rows.append((number, guarded(inert(interview)), *counts))
    return csv_text(("number", "interview", "segments", "codes", "new", "total"), rows)
