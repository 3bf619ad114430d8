"""Results in the words and rows of the screen: orders and weights as bars, agreement as lines."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual.content import Content

from criteria.hierarchy import GOAL
from criteria.panel import Panel
from tui.language import _
from tui.show import fitted, show
from tui.widgets.bars import Bar

if TYPE_CHECKING:
    from mcda.results.agreement import Agreement, Measure
    from mcda.results.ranking import Ranking
    from mcda.results.weights import Weights

NARROW = 72
"""Columns of the terminal below which agreement is said in fewer words."""


def ranked(order: Ranking, sure: Mapping[str, str] | None = None, room: int = 0) -> list[Bar]:
    """A bar an alternative, best first; the numbers as the command shows them, and in `room` how sure each is."""
    lowest = min(0.0, float(order.scores.min()))
    digits = len(str(len(order.ranks)))
    return [
        Bar(
            f"{rank:>{digits}}  {name}",
            float(score) - lowest,
            score_text(float(score)) + ("  " + fitted((sure or {}).get(id, ""), room) if room else ""),
        )
        for rank, id, name, score in zip(order.ranks, order.alternatives, order.names, order.scores, strict=True)
    ]


def score_text(score: float) -> str:
    """A score as tables show it."""
    return _("no score") if math.isnan(score) else f"{score:.3f}".replace("-0.000", "0.000")


def weighed(weights: Weights, all_levels: bool) -> list[Bar]:
    """A bar a criterion: the goal's children, the heaviest first, or everything as a tree."""
    shown = weights.table().displayed
    places = [place for place, level in enumerate(weights.levels) if all_levels or level == 1]
    if not all_levels:
        places.sort(key=lambda place: (weights.ranks[place] == 0, weights.ranks[place]))
    rows = []
    for place in places:
        share, own = float(str(shown["global"][place])), float(str(shown["local"][place]))
        text = _share(share)
        name = weights.names[place]
        if all_levels:
            name = "  " * (weights.levels[place] - 1) + name
            text = f"{text:>7} ({_share(own):>7})"
        elif weights.ranks[place]:
            name = f"{weights.ranks[place]:>2}  {name}"
        else:
            name = f" –  {name}"
        rows.append(Bar(name, float(weights.overall[place]), text))
    return rows


def _share(share: float) -> str:
    return _("not known") if math.isnan(share) else f"{100 * share:.1f} %"


def view_name(view: str) -> str:
    """What a view is called."""
    return {
        "steps": _("Steps"),
        "solutions": _("Solutions"),
        "weights": _("Weights"),
        "agreement": _("Agreement"),
    }[view]


def agreed(panel: Panel, agreement: Agreement, width: int) -> Content:
    """A line a node: how alike its items are weighed, and how alike they are ordered."""
    scopes: dict[str, dict[str, Measure]] = {}
    for measure in agreement.measures:
        scopes.setdefault(measure.scope, {})[measure.measure] = measure
    narrow = width < NARROW
    alike, order = (23, 16) if narrow else (30, 19)
    room = max(width - alike - order - 2, 8)
    heads = fitted(_("weighed alike"), alike), fitted(_("same order"), order)
    head = f"{'':{room}} {heads[0]} {heads[1]}"
    lines = [Content.styled(head.rstrip(), "bold")]
    for scope, measures in scopes.items():
        consensus, concordance = measures["consensus"], measures["kendall-w"]
        name = fitted(_("the goal") if scope == GOAL else scope_name(panel, scope), room)
        if math.isnan(consensus.value):
            lines.append(show(f"{name} {verdict(consensus.verdict)}"))
            continue
        said = f"{word_of(consensus)} {consensus.value:.3f}"
        chance = _("chance {value}").format(value=f"{consensus.chance:.3f}")
        said += f" ({consensus.chance:.3f})" if narrow else f" ({chance})"
        ordered = verdict(concordance.verdict)
        if not math.isnan(concordance.value):
            ordered += f" {concordance.value:.3f}"
            ordered += "" if measures["kendall-w-p"].verdict == "more than chance" else " ?"
        lines.append(show(f"{name} {fitted(said, alike)} {fitted(ordered, order)}"))
    lines += [Content(), *map(show, _agreement_notes())]
    return Content("\n").join(lines)


def _agreement_notes() -> list[str]:
    return [
        _("Weighed alike: Goepel's S*, 0 to 1. In the same order: Kendall's W, 0 to 1."),
        _("In brackets: what the same panellists would give by chance, without a common view."),
        _("A ? behind the order: chance could do it."),
    ]


def scope_name(panel: Panel, scope: str) -> str:
    """What agreement is about, other than the goal."""
    return _("all weights together") if scope == "hierarchy" else panel.name(scope)


def word_of(measure: Measure) -> str:
    """The word for a consensus; none where no word fits."""
    return _("no word:") if measure.verdict.startswith("no word") else verdict(measure.verdict)


def verdict(words: str) -> str:
    """A verdict of `mcda.agreement` in the language of the screen."""
    known: Mapping[str, str] = {
        "very low": _("very low"),
        "low": _("low"),
        "moderate": _("moderate"),
        "high": _("high"),
        "very high": _("very high"),
        "very weak": _("very weak"),
        "weak": _("weak"),
        "strong": _("strong"),
        "very strong": _("very strong"),
        "unusually strong": _("unusually strong"),
        "none": _("none"),
        "more than chance": _("more than chance"),
        "chance could do it": _("chance could do it"),
        "not applicable: there is a single item": _("there is a single item"),
        "not applicable: one panellist judged enough": _("only one panellist judged enough"),
        "not applicable: no panellist judged enough": _("no panellist judged enough"),
        "not applicable: everyone ties everything": _("everyone ties everything"),
    }
    return known.get(words, words)


def help_lines() -> list[str]:
    """What is shown, and the keys."""
    return [
        _("The numbers are those of mcda rank, mcda weights and mcda agreement, with the panel's own methods."),
        _("Equal scores share a rank. Bars begin at nothing."),
        _(
            "Beside a score stands how often the place is first when the answers are drawn anew within what they leave "
            "in doubt, or else between which ranks it lies; the numbers are those of mcda sensitivity."
        ),
        _("o or F3 shows the order as one organisation weighs the criteria; the values stay the whole panel's."),
        _(
            "The room sees what was released, once a round: nothing that rests on fewer than five panellists, be it by "
            "what it leaves of what was told before."
        ),
        "",
        _("← →         another view"),
        _("↑ ↓         read on; PgUp, PgDn, Home, End too"),
        _("d, F9       how sure the order is, as a table"),
        _("o, F3       all panellists, or one organisation"),
        _("m           the roadmap: which steps to take with the money there is"),
        _("l, F7       of the weights: all levels"),
        _("e, F6       write the table to a file"),
        _("r, F5       read what has come in"),
        _("p, F8       release to the room, or withhold (facilitator)"),
        _("Esc, F10    back"),
    ]
