"""Names in sentences: each marked as a text of its own where it runs from right to left, so that order is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable

from criteria.panel import Panel
from criteria.text import RIGHT_TO_LEFT as SCRIPTS
from criteria.text import visible

OPEN, CLOSE = "\u2067", "\u2069"
"""From where to where a text in a line is one for itself (Unicode's isolate); `tui.ordering` takes them out again."""
RIGHT_TO_LEFT = re.compile(SCRIPTS)
"""A character of a script that is written from right to left."""
FEWEST_LEFT = 2
"""Letters from which on the beginning of a name that was cut is taken for one."""

_names: tuple[str, ...] = ()
_known: re.Pattern[str] | None = None


def know(names: Iterable[str]) -> None:
    """Mark these names from now on, in place of those known before."""
    global _names, _known
    right_to_left = {visible(name) for name in names if RIGHT_TO_LEFT.search(name)}
    _names = tuple(sorted(right_to_left, key=len, reverse=True))
    _known = re.compile(rf"(?<![\w\u200c])(?:{'|'.join(map(re.escape, _names))})(?![\w\u200c])") if _names else None


def names_of(panel: Panel) -> list[str]:
    """All that has a name in a panel, its question, and the units of its roadmap."""
    things = [panel.name(thing.id) for thing in (*panel.hierarchy, *panel.alternatives)]
    people = [name for one in panel.panellists for name in (one.organisation, one.role, *one.attributes.values())]
    plan = panel.roadmap
    planned = [plan.money, plan.time, *(phase.name for phase in plan.phases), *plan.capacities]
    return [name for name in (panel.title, panel.question, *things, *people, *planned) if name]


def apart(text: str) -> str:
    """The cleaned text with its known names marked, whole or cut."""
    if _known is None or not RIGHT_TO_LEFT.search(text):
        return text
    marked = _known.sub(lambda found: OPEN + found[0] + CLOSE, text)
    return re.sub(r"[^…]*\S…", _marked_where_cut, marked)


def _marked_where_cut(found: re.Match[str]) -> str:
    """What ends in an ellipsis, with the name that it cut marked."""
    kept = found[0].removesuffix("…")
    for length in range(len(kept), FEWEST_LEFT - 1, -1):
        if any(name.startswith(kept[-length:]) for name in _names):
            return f"{kept[:-length]}{OPEN}{kept[-length:]}…{CLOSE}"
    return found[0]


def isolated(text: str) -> str:
    """The text marked as one for itself, if it runs from right to left."""
    return OPEN + text + CLOSE if RIGHT_TO_LEFT.search(text) else text


def without_marks(text: str) -> str:
    """The text as it was before names in it were marked."""
    return text.replace(OPEN, "").replace(CLOSE, "")
