"""How far the order depends on methods that could as well have been chosen: all defensible combinations at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from criteria import words
from criteria.panel import Panel, Panellist
from mcda.analysis.choices import (
    AnalysisError,
    ChoiceError,
    Options,
    check_word,
    chosen_options,
    chosen_panellists,
    provenance,
    shown_options,
)
from mcda.analysis.judging import Answers, Judging, say_of
from mcda.analysis.scoring import Scoring, chosen_scoring, final_scores, ranked, scores_of, under
from mcda.analysis.values import DecisionMatrix, decision_matrix
from mcda.analysis.weighing import weigh
from mcda.arrays import Array, BoolArray, IntArray
from mcda.ranking import RANKING_METHODS, competition_ranks
from mcda.results.specifications import CHOICES, Influence, Refusal, Specification, Specifications

WEIGHING = ("scale", "priorities", "aggregation", "weighting")
"""The choices that weights depend on; the others are of the scoring."""

DEFENSIBLE: Mapping[str, tuple[str, ...]] = {
    "scale": ("linear", "log", "root", "inverse-linear", "balanced-n"),
    "priorities": ("geometric-mean", "eigenvector"),
    "aggregation": ("aij", "aip", "aip-arithmetic"),
    "weighting": ("declared", "head", "organisation"),
    "method": ("topsis", "weighted-sum", "weighted-product", "vikor", "promethee-ii"),
}
"""Choice -> the words that are tried unless others are asked for; the panel's own comes on top."""

SAME = 1e-9
"""Weights and values closer than this are the same ones."""

_ALLOWED: Mapping[str, tuple[str, ...]] = {
    "scale": words.SCALES,
    "priorities": words.PRIORITIES,
    "aggregation": words.AGGREGATIONS,
    "weighting": words.WEIGHTINGS,
    "method": words.METHODS,
    "normalisation": words.NORMALISATIONS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Basis:
    """What the alternatives are worth and what the criteria weigh, by one choice of how to read the answers."""

    options: Options
    matrix: DecisionMatrix
    weights: Array


def specifications(
    panel: Panel,
    of: str | None = None,
    *,
    first: int = 3,
    scales: Sequence[str] | None = None,
    priorities: Sequence[str] | None = None,
    aggregations: Sequence[str] | None = None,
    weightings: Sequence[str] | None = None,
    normalisations: Sequence[str] | None = None,
    methods: Sequence[str] | None = None,
    ratings: str | None = None,
    scored: str | None = None,
    panellists: Sequence[str] | None = None,
) -> Specifications:
    """The order of the solutions or the steps under every combination of methods, and which choice matters most.

    Parameters
    ----------
    panel : Panel
    of : str, optional
        `solutions` or `steps`; steps where the panel has values for them.
    first : int
        How many ranks count as the top, 1 or more.
    scales, priorities, aggregations, weightings, methods : sequence of str, optional
        Words of `mcda methods`. Left out: the panel's own and those of DEFENSIBLE, without those that cannot matter to
        this panel, such as the aggregations of a single panellist; `meta["notices"]` names them.
    normalisations : sequence of str, optional
        All that a method allows if left out. A method that prescribes one keeps it, as a part of the method.
    ratings, scored : str, optional
        As in `rank`; the same in every specification.
    panellists : sequence of str, optional
        Ids of those whose judgements and ratings count; all if left out.

    Raises
    ------
    AnalysisError
        For an unknown word, or if no combination gives an order. Those that are refused while others are not are
        counted and named in the result.

    Notes
    -----
    Simonsohn, Simmons & Nelson (2020), Nature Human Behaviour 4; of composite indicators Saisana, Saltelli & Tarantola
    (2005), J. R. Stat. Soc. A 168.
    """
    if first < 1:
        raise ChoiceError(f"first is {first}: at least one rank must count as the top")
    given = {
        "scale": scales,
        "priorities": priorities,
        "aggregation": aggregations,
        "weighting": weightings,
        "method": methods,
        "normalisation": normalisations,
    }
    asked = {choice: _checked(choice, chosen) for choice, chosen in given.items() if chosen is not None}
    # A choice with a single word is made: the panel's own order is by that word too.
    made = {choice: words[0] for choice, words in asked.items() if len(words) == 1}
    options = chosen_options(panel, {choice: made.get(choice) for choice in WEIGHING})
    method = made.get("method") or panel.settings.method
    fits = made.get("normalisation") in RANKING_METHODS[method].normalisations
    scoring = chosen_scoring(panel, of, method, made["normalisation"] if fits else None, ratings, scored)
    who = chosen_panellists(panel, panellists)
    answers = Answers(panel)
    tried, notices = _tried(panel, answers, who, options, scoring.method, asked)
    scorings = _scorings(scoring, tried["method"], asked.get("normalisation"))
    bases, refused = _bases(panel, answers, who, options, scoring, tried, len(scorings))
    ranks, done, refusals = _ranks(panel, bases, scorings)
    refused += refusals
    if not done.any():
        raise AnalysisError("\n".join(f"{each.what}: {each.reason}" for each in refused))
    specified = tuple(_specification(bases[basis].options, scorings[place]) for basis, place in np.argwhere(done))
    own_ranks, refusal = _own_ranks(panel, answers, who, options, scoring)
    alternatives = ranked(panel, scoring)
    order = np.lexsort((np.median(ranks[done], axis=0), own_ranks))
    meta = provenance(
        panel,
        who,
        {
            **shown_options(options),
            **scoring.shown(),
            "first": first,
            "tried": {
                **{choice: list(tried[choice]) for choice in WEIGHING},
                "scoring": [_called(s) for s in scorings],
            },
        },
    )
    meta["notices"] += [*notices, *refusal]
    return Specifications(
        of=scoring.of,
        alternatives=tuple(alternatives[place].id for place in order),
        names=tuple(alternatives[place].name for place in order),
        own=_specification(options, scoring),
        own_ranks=own_ranks[order],
        specifications=specified,
        ranks=ranks[done][:, order],
        first=first,
        influences=_influences(specified, ranks[done]),
        refused=tuple(refused),
        repeated=_repeated(bases, done),
        meta=meta,
    )


def _checked(choice: str, given: Sequence[str]) -> tuple[str, ...]:
    """The words that were asked for, each once; a single one may stand for a list."""
    chosen = (given,) if isinstance(given, str) else tuple(dict.fromkeys(given))
    if not chosen:
        raise ChoiceError(f"no {choice} to try: name one at least, of {', '.join(_ALLOWED[choice])}")
    for word in chosen:
        check_word(choice, word, _ALLOWED[choice])
    return chosen


def _tried(
    panel: Panel,
    answers: Answers,
    who: tuple[Panellist, ...],
    options: Options,
    method: str,
    asked: Mapping[str, tuple[str, ...]],
) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    """The words of each choice, and what is not varied because it cannot matter to this panel."""
    own = {**_words_of(options, WEIGHING), "method": method}
    idle: dict[str, str] = {}
    if not any(answers.judged(number) for number in range(len(panel.nodes))):
        idle = dict.fromkeys(("scale", "priorities", "aggregation"), "nothing was compared in pairs")
    if len(who) < 2:
        idle |= dict.fromkeys(("aggregation", "weighting"), "no two panellists count")
    tried = {
        choice: asked.get(choice) or tuple(dict.fromkeys((word, *(() if choice in idle else DEFENSIBLE[choice]))))
        for choice, word in own.items()
    }
    notices = [f"{choice} is not varied: {why}" for choice, why in idle.items() if choice not in asked]
    if "weighting" not in asked:
        tried["weighting"], alike = _telling(answers, who, options, tried["weighting"])
        notices += [f"weighting {word} is left out: it gives everybody the say of {other}" for word, other in alike]
    return tried, notices


def _telling(
    answers: Answers, who: tuple[Panellist, ...], options: Options, weightings: tuple[str, ...]
) -> tuple[tuple[str, ...], list[tuple[str, str]]]:
    """The weightings that differ, and which of the others is the same as which."""
    shares: dict[str, Array] = {}
    alike = []
    for word in weightings:
        say = say_of(answers, who, replace(options, weighting=word))
        share = say / say.sum()
        same = [other for other, theirs in shares.items() if np.allclose(share, theirs, rtol=SAME, atol=0)]
        if same:
            alike.append((word, same[0]))
        else:
            shares[word] = share
    return tuple(shares), alike


def _scorings(own: Scoring, methods: tuple[str, ...], normalisations: tuple[str, ...] | None) -> list[Scoring]:
    """Every method with every normalisation that was asked for, or that it allows."""
    found = []
    for method in methods:
        allowed = RANKING_METHODS[method].normalisations
        chosen = allowed if normalisations is None or len(allowed) == 1 else normalisations
        found += [replace(own, method=method, normalisation=word) for word in chosen]
    return found


def _bases(
    panel: Panel,
    answers: Answers,
    who: tuple[Panellist, ...],
    own: Options,
    scoring: Scoring,
    tried: Mapping[str, tuple[str, ...]],
    each: int,
) -> tuple[list[_Basis], list[Refusal]]:
    """Weights and values by every way to read the answers, and what was refused, `each` specifications at a time."""
    compared = any(answers.judged(number) for number in range(len(panel.hierarchy.nodes), len(panel.nodes)))
    matrices: dict[tuple[str, ...], DecisionMatrix] = {}
    bases: list[_Basis] = []
    failed: dict[str, list[tuple[str, ...]]] = {}
    for chosen in product(*(tried[choice] for choice in WEIGHING)):
        options = replace(own, **dict(zip(WEIGHING, chosen, strict=True)))
        judging = Judging.by(answers, who, options)
        key = chosen if compared else (options.weighting,)
        try:
            weighed = weigh(panel, judging, partial=False)
            if key not in matrices:
                matrices[key] = decision_matrix(panel, judging, scoring.kind, scoring.ratings)
            bases.append(_Basis(options=options, matrix=matrices[key], weights=under(weighed, matrices[key])))
        except ValueError as error:
            failed.setdefault("; ".join(str(error).splitlines()), []).append(chosen)
    return bases, [
        Refusal(what=_common(lost, tried), count=len(lost) * each, reason=reason) for reason, lost in failed.items()
    ]


def _common(lost: list[tuple[str, ...]], tried: Mapping[str, tuple[str, ...]]) -> str:
    """What combinations have in common: of each choice the words, unless they are all that were tried."""
    parts = []
    for place, choice in enumerate(WEIGHING):
        found = tuple(dict.fromkeys(chosen[place] for chosen in lost))
        if len(found) < len(tried[choice]):
            parts.append(f"{choice} {' or '.join(found)}")
    return ", ".join(parts) or "every way to read the answers"


def _ranks(
    panel: Panel, bases: Sequence[_Basis], scorings: Sequence[Scoring]
) -> tuple[IntArray, BoolArray, list[Refusal]]:
    """Ranks (bases, scorings, a), where there are any (bases, scorings), and what was refused."""
    done = np.zeros((len(bases), len(scorings)), dtype=bool)
    together: dict[int, list[int]] = {}
    for place, basis in enumerate(bases):
        together.setdefault(id(basis.matrix), []).append(place)
    scores: dict[tuple[int, int], Array] = {}
    failed: dict[tuple[int, str], int] = {}
    for number, scoring in enumerate(scorings):
        for places in together.values():
            matrix = bases[places[0]].matrix
            weights = np.stack([bases[place].weights for place in places])
            try:
                found = list(_scores(panel, matrix, weights, scoring))
            except ValueError:
                found = [_scores_or_why(panel, matrix, row, scoring) for row in weights]
            for place, row in zip(places, found, strict=True):
                if isinstance(row, str):
                    failed[number, row] = failed.get((number, row), 0) + 1
                else:
                    scores[place, number] = row
                    done[place, number] = True
    a = len(next(iter(scores.values()))) if scores else 0
    ranks = np.zeros((*done.shape, a), dtype=np.intp)
    if scores:
        ranks[done] = competition_ranks(
            np.stack([scores[int(place), int(number)] for place, number in np.argwhere(done)])
        )
    refused = [
        Refusal(what=_called(scorings[number]), count=count, reason=reason.removeprefix(f"{scorings[number].method}: "))
        for (number, reason), count in failed.items()
    ]
    return ranks, done, refused


def _scores(panel: Panel, matrix: DecisionMatrix, weights: Array, scoring: Scoring) -> Array:
    """Scores (..., a) of what gets a rank."""
    return final_scores(panel, scoring, scores_of(matrix, weights, scoring))


def _scores_or_why(panel: Panel, matrix: DecisionMatrix, weights: Array, scoring: Scoring) -> Array | str:
    """Scores (a,), or the reason why there are none."""
    try:
        return _scores(panel, matrix, weights, scoring)
    except ValueError as error:
        return str(error)


def _own_ranks(
    panel: Panel, answers: Answers, who: tuple[Panellist, ...], options: Options, scoring: Scoring
) -> tuple[IntArray, list[str]]:
    """Ranks (a,) by the panel's own choices; zeros and the reason if they are refused."""
    tried = {choice: (word,) for choice, word in _words_of(options, WEIGHING).items()}
    bases, refused = _bases(panel, answers, who, options, scoring, tried, 1)
    ranks, done, refusals = _ranks(panel, bases, [scoring])
    if done.any():
        return ranks[0, 0], []
    reasons = [f"the panel's own choices give no order: {each.reason}" for each in (*refused, *refusals)]
    return np.zeros(len(ranked(panel, scoring)), dtype=np.intp), reasons


def _repeated(bases: Sequence[_Basis], done: BoolArray) -> int:
    """How many specifications have the values, the weights and the scoring of an earlier one."""
    earlier = np.zeros(done.shape[1], dtype=np.intp)
    for place, basis in enumerate(bases):
        same = [
            other
            for other in range(place)
            if np.allclose(bases[other].weights, basis.weights, rtol=SAME, atol=SAME)
            and (bases[other].matrix is basis.matrix or _same_values(bases[other].matrix, basis.matrix))
        ]
        if same:
            earlier += done[place] & done[same].any(axis=0)
    return int(earlier.sum())


def _same_values(one: DecisionMatrix, other: DecisionMatrix) -> bool:
    return np.allclose(one.values, other.values, rtol=SAME, atol=SAME)


def _influences(specified: Sequence[Specification], ranks: IntArray) -> tuple[Influence, ...]:
    """What each choice does where nothing else differs, the one that moves ranks most first."""
    table = np.array([[getattr(each, choice) for choice in CHOICES] for each in specified])
    prescribed = np.array([len(RANKING_METHODS[each.method].normalisations) == 1 for each in specified])
    found = []
    for place, choice in enumerate(CHOICES):
        # A normalisation that a method prescribes is a part of the method.
        others = [
            c for c in range(len(CHOICES)) if c != place and (choice != "method" or CHOICES[c] != "normalisation")
        ]
        _, group = np.unique(table[:, others], axis=0, return_inverse=True)
        pairs, change, firsts = 0, 0.0, 0
        for number in range(group.max() + 1):
            members = np.flatnonzero(group == number)
            one, two = (members[side] for side in np.triu_indices(len(members), 1))
            kept = table[one, place] != table[two, place]
            if choice == "method":
                kept &= (table[one, -1] == table[two, -1]) | prescribed[one] | prescribed[two]
            one, two = one[kept], two[kept]
            pairs += len(one)
            change += float(np.abs(ranks[one] - ranks[two]).mean(axis=1).sum())
            firsts += int(((ranks[one] == 1) != (ranks[two] == 1)).any(axis=1).sum())
        found.append(
            Influence(
                choice=choice,
                words=tuple(dict.fromkeys(table[:, place].tolist())),
                pairs=pairs,
                rank_change=change / pairs if pairs else float("nan"),
                first_change=firsts / pairs if pairs else float("nan"),
            )
        )
    return tuple(sorted(found, key=lambda each: -each.rank_change if each.pairs else 1.0))


def _specification(options: Options, scoring: Scoring) -> Specification:
    return Specification(**_words_of(options, WEIGHING), method=scoring.method, normalisation=scoring.normalisation)


def _words_of(options: Options, choices: Sequence[str]) -> dict[str, str]:
    return {choice: getattr(options, choice) for choice in choices}


def _called(scoring: Scoring) -> str:
    return f"{scoring.method} {scoring.normalisation}"
