"""Who is asked and by which methods: what a caller wants laid over the panel's settings, and the provenance of it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from criteria import __version__, words
from criteria.panel import PARTS, Panel, Panellist
from criteria.text import nearest

ENGINES = ("mcda", "ahpy")
NO_PART = "(none)"
"""The part of those who declare none."""


class AnalysisError(ValueError):
    """The panel does not say enough for the answer; the message names what is missing and the cure."""


class ChoiceError(AnalysisError):
    """What was asked for does not exist or is not allowed, whatever the panel says; the message names what is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Every choice behind a result; what is not given comes from the panel's settings."""

    priorities: str
    aggregation: str
    weighting: str
    scale: str
    random_index: str
    engine: str = "mcda"


def chosen_options(panel: Panel, given: Mapping[str, str | None]) -> Options:
    """The panel's settings under what was asked for; unknown words are refused with the list."""
    allowed = {
        "priorities": words.PRIORITIES,
        "aggregation": words.AGGREGATIONS,
        "weighting": words.WEIGHTINGS,
        "scale": words.SCALES,
        "random_index": words.RANDOM_INDICES,
        "engine": ENGINES,
    }
    if unknown := [name for name in given if name not in allowed]:
        raise TypeError(f"'{unknown[0]}' is no option: there are {', '.join(allowed)}")
    chosen = {name: getattr(panel.settings, name, "mcda") for name in allowed}
    chosen.update({name: word for name, word in given.items() if word is not None})
    for name, word in chosen.items():
        check_word(name, word, allowed[name])
    if chosen["engine"] == "ahpy" and chosen["priorities"] != "eigenvector":
        if given.get("priorities") is not None:
            raise ChoiceError(f"ahpy knows no priorities '{chosen['priorities']}': it computes the eigenvector")
        chosen["priorities"] = "eigenvector"
    return Options(**chosen)


def check_word(name: str, word: str, allowed: Iterable[str]) -> None:
    """Raise ChoiceError with the list of words if the word is none of them."""
    if word not in allowed:
        raise ChoiceError(f"{name} '{word}' is not known: allowed are {', '.join(allowed)}")


def chosen_panellists(panel: Panel, panellists: Sequence[str] | None) -> tuple[Panellist, ...]:
    """The panellists that were asked for, without those who weigh nothing."""
    if panellists is None:
        return tuple(panellist for panellist in panel.panellists if panellist.weight > 0)
    known = {panellist.id.casefold(): panellist for panellist in panel.panellists}
    if unknown := [id for id in panellists if id.casefold() not in known]:
        raise ChoiceError(f"no panellist '{unknown[0]}': {nearest(unknown[0], (p.id for p in panel.panellists))}")
    wanted = {id.casefold() for id in panellists}
    chosen = tuple(p for p in panel.panellists if p.id.casefold() in wanted and p.weight > 0)
    if not chosen:
        raise AnalysisError("no panellist with a weight above 0 was chosen")
    return chosen


def provenance(panel: Panel, who: Sequence[Panellist], options: Mapping[str, Any]) -> dict[str, Any]:
    """Provenance: what was computed from what, with which methods and versions."""
    return {
        "title": panel.title,
        "synthetic": panel.synthetic,
        **({"anonymous": True} if panel.anonymous else {}),
        "panel_sha256": panel.sha256,
        "panellists": [panellist.id for panellist in who],
        "options": dict(options),
        "versions": {
            "mcda": __version__,
            "numpy": np.__version__,
            "python": ".".join(str(part) for part in sys.version_info[:3]),
        },
        "notices": list(panel.notices),
    }


def parts_of(who: Sequence[Panellist], by: str) -> dict[str, tuple[Panellist, ...]]:
    """The panellists by name of their part: each alone, or by organisation, role or a declared attribute."""
    declared = (name for panellist in who for name in panellist.attributes)
    check_word("by", by, dict.fromkeys(("panellist", *PARTS, *declared)))
    parts: dict[str, list[Panellist]] = {}
    for panellist in who:
        name = panellist.id if by == "panellist" else panellist.part(by) or NO_PART
        parts.setdefault(name, []).append(panellist)
    if not parts:
        raise AnalysisError("the panel has no panellists to tell apart")
    return {name: tuple(members) for name, members in parts.items()}


def shown_options(options: Options) -> dict[str, Any]:
    """The options as provenance shows them."""
    return {name: value for name, value in asdict(options).items() if not (name == "engine" and value == "mcda")}
