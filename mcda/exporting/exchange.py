"""A panel's own judgements for AHP-OS, and its journal as lines of JSON."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import isclose

from criteria.hierarchy import GOAL
from criteria.journal import Log
from criteria.journal.chain import COLUMNS, row_of
from criteria.panel import Panel
from criteria.text import visible

_OF_THE_SYNTAX = re.compile(r"[:;,=]")
NO_TIME = "1970-01-01 00:00:00"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchanged:
    """A text in another's form, and what of the panel that form could not hold."""

    text: str
    notices: tuple[str, ...]


def ahp_os(panel: Panel) -> Exchanged:
    """The project as JSON of AHP-OS (bpmsg.com): hierarchy, everybody's judgements, solutions as alternatives.

    AHP-OS holds whole intensities of 1 to 9 and complete nodes: others are rounded to the nearest, nodes with gaps are
    left out, and both are said. Its separators `: ; , =` become spaces in names; names that occur twice get their id.
    """
    names = _names(panel)
    code = sha256(panel.title.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    latest: dict[tuple[str, str], dict[tuple[str, str], float]] = defaultdict(dict)
    for judgement in sorted(panel.judgements, key=lambda each: each.round):
        own = latest[judgement.node, judgement.panellist]
        own[judgement.first, judgement.second] = judgement.ratio
        own[judgement.second, judgement.first] = 1 / judgement.ratio
    rows: list[dict[str, str]] = []
    incomplete: list[str] = []
    rounded, compared = 0, False
    for node in panel.nodes:
        items = node.items[: node.solutions] if node.solutions else node.items
        pairs = [(a, b) for place, a in enumerate(items) for b in items[place + 1 :]]
        inner = node.id == GOAL or bool(panel.hierarchy[node.id].children)
        for panellist in panel.panellists:
            own = latest.get((node.id, panellist.id), {})
            answered = [own[pair] for pair in pairs if pair in own]
            if not answered:
                continue
            if len(answered) < len(pairs):
                incomplete.append(f"{panellist.id} at {node.id}")
                continue
            compared = compared or not inner
            strengths = [max(ratio, 1 / ratio) for ratio in answered]
            digits = list(map(round, strengths))
            rounded += sum(not isclose(*pair, rel_tol=1e-9) for pair in zip(digits, strengths, strict=True))
            rows.append(
                {
                    "project_sc": code,
                    "pwc_part": panellist.id,
                    "pwc_timestamp": "0",
                    "pwc_node": names[node.id],
                    "pwc_ab": "".join("0" if ratio >= 1 else "1" for ratio in answered),
                    "pwc_intense": "".join(map(str, digits)),
                    "pwc_id": str(len(rows) + 1),
                }
            )
    project = {
        "project_id": "1",
        "project_sc": code,
        "project_name": names[GOAL],
        "project_description": "",
        "project_hText": _hierarchy_text(panel, names),
        "project_datetime": NO_TIME,
        "project_author": "mcda",
        "project_status": "1",
    }
    alternatives = [{"project_sc": code, "alt": names[each.id]} for each in panel.solutions] if compared else []
    notices = []
    if rounded:
        notices.append(f"AHP-OS holds whole intensities only: {rounded} judgements were rounded")
    if incomplete:
        notices.append(f"AHP-OS holds complete nodes only, left out: {', '.join(incomplete)}")
    said = {"pj": [project], "pwc": rows, "alt": alternatives}
    return Exchanged(text=json.dumps(said, ensure_ascii=False, indent=1) + "\n", notices=tuple(notices))


def _names(panel: Panel) -> dict[str, str]:
    """Id -> a name that AHP-OS can hold, unique whatever its case."""
    wanted = {GOAL: panel.title, **{each.id: each.name for each in (*panel.hierarchy, *panel.solutions)}}
    found: dict[str, str] = {}
    taken: set[str] = set()
    for id, name in wanted.items():
        plain = " ".join(_OF_THE_SYNTAX.sub(" ", visible(name)).split()) or id
        text = plain if plain.casefold() not in taken else f"{plain} ({id})"
        taken.add(text.casefold())
        found[id] = text
    return found


def _hierarchy_text(panel: Panel, names: dict[str, str]) -> str:
    """`node: child, child=weight;` for every node, the goal first."""
    statements = []
    for node in panel.hierarchy.nodes:
        children = panel.hierarchy.children(node.id)
        said = [names[child.id] + ("" if child.weight is None else f"={_share(child.weight)}") for child in children]
        statements.append(f"{names[node.id]}: {', '.join(said)};")
    return "\n".join(statements)


def _share(weight: float) -> str:
    """A weight without an exponent."""
    return format(weight, ".17f").rstrip("0").rstrip(".")


def journal_lines(log: Log) -> str:
    """Every event as a line of JSON under the names of the journal's columns, in the order of the file."""
    columns: Sequence[str] = tuple(COLUMNS)
    lines = (
        json.dumps({"number": number, **dict(zip(columns, row_of(event), strict=True))}, ensure_ascii=False)
        for number, event in zip(log.numbers, log.events, strict=True)
    )
    return "".join(f"{line}\n" for line in lines)
