"""The order by parts of the panel, or under other choices, side by side with the panel's own."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from criteria import words
from criteria.panel import Panel
from mcda.analysis.choices import check_word, chosen_options, chosen_panellists, provenance, shown_options
from mcda.analysis.scoring import chosen_scoring, rank, rank_by
from mcda.ranking import LIKENESSES, RANKING_METHODS
from mcda.results.base import Meta
from mcda.results.comparison import Comparison
from mcda.results.ranking import Ranking

CHOICES = {
    "method": words.METHODS,
    "normalisation": words.NORMALISATIONS,
    "priorities": words.PRIORITIES,
    "aggregation": words.AGGREGATIONS,
    "weighting": words.WEIGHTINGS,
    "scale": words.SCALES,
}
"""What can be chosen otherwise -> its words."""

OWN = "panel"
"""The name of the panel's own ranking."""


def compare(
    panel: Panel,
    by: str = "organisation",
    of: str | None = None,
    *,
    method: str | None = None,
    normalisation: str | None = None,
    priorities: str | None = None,
    aggregation: str | None = None,
    weighting: str | None = None,
    scale: str | None = None,
    ratings: str | None = None,
    scored: str | None = None,
) -> Comparison:
    """The order by parts of the panel, or under every other word of a choice, and how alike each is to the panel's own.

    Parameters
    ----------
    by : str
        `organisation`, `role`, `panellist` or a declared attribute: as each part weighs the criteria, on the whole
        panel's values. Or `method`, `normalisation`, `priorities`, `aggregation`, `weighting`, `scale`: under each of
        its words.
    of, method, normalisation, priorities, aggregation, weighting, scale, ratings, scored
        As in `rank`.

    Returns
    -------
    Comparison
        What cannot be ranked is left out and named in `meta["notices"]`.

    Raises
    ------
    AnalysisError
        As `rank`, of the panel's own ranking.
    """
    check_word("by", by, ("panellist", *panel.parts, *CHOICES))
    judging = {"priorities": priorities, "aggregation": aggregation, "weighting": weighting, "scale": scale}
    options = chosen_options(panel, judging)
    scoring = chosen_scoring(panel, of, method, normalisation, ratings, scored)
    asked = {**judging, "method": method, "normalisation": normalisation, "ratings": ratings, "scored": scored}
    own = rank(panel, of, **asked)
    meta = provenance(panel, chosen_panellists(panel, None), {**shown_options(options), **scoring.shown(), "by": by})
    found = {OWN: own}
    if by in CHOICES:
        present = getattr(scoring if by in ("method", "normalisation") else options, by)
        for word in CHOICES[by]:
            if word == present or (
                by == "normalisation" and word not in RANKING_METHODS[scoring.method].normalisations
            ):
                continue
            try:
                found[word] = rank(panel, of, **{**asked, **_otherwise(by, word)})
            except ValueError as error:
                meta["notices"].append(f"{word} is left out: {'; '.join(str(error).splitlines())}")
    else:
        parts = rank_by(panel, by, of, **asked)
        found |= {name if name != OWN else f"{name} ({by})": each for name, each in parts.results.items()}
        meta["notices"] += [notice for notice in parts.meta["notices"] if notice not in meta["notices"]]
    return _compared(found, scoring.of, by, meta)


def _otherwise(by: str, word: str) -> dict[str, str | None]:
    """Another word of a choice; another method takes its own normalisation."""
    return {"method": word, "normalisation": None} if by == "method" else {by: word}


def _compared(found: Mapping[str, Ranking], of: str, by: str, meta: Meta) -> Comparison:
    """The rankings with their alternatives in the order of the panel's own."""
    own = found[OWN]
    places = [[ranking.alternatives.index(id) for id in own.alternatives] for ranking in found.values()]
    ranks = np.stack([each.ranks[place] for each, place in zip(found.values(), places, strict=True)])
    return Comparison(
        of=of,
        by=by,
        variants=tuple(found),
        alternatives=own.alternatives,
        names=own.names,
        scores=np.stack([each.scores[place] for each, place in zip(found.values(), places, strict=True)]),
        ranks=ranks,
        likeness={name: np.asarray(alike(ranks[0], ranks)) for name, alike in LIKENESSES.items()},
        meta=meta,
    )
