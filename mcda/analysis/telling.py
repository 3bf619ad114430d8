"""What the room is told: the results at every release, held against each other and against all that was told before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from criteria.disclosure import FEW, FEWEST, Source, as_told, tellable
from criteria.events import Event, in_order, standing
from criteria.hierarchy import GOAL
from criteria.panel import Panel
from criteria.telling import ALWAYS, Release, digest_of, releases
from mcda.analysis.agreeing import agreement
from mcda.analysis.choices import AnalysisError, provenance
from mcda.analysis.releasing import EVERYWHERE, KINDS, Figure, State, Wanted
from mcda.analysis.scoring import rank
from mcda.analysis.weighing import labelled, weigh
from mcda.results.agreement import Agreement
from mcda.results.ranking import Ranking
from mcda.results.told import Missing, Told
from mcda.results.weights import Weights


def told(panel: Panel, events: Sequence[Event], *, fewest: int = FEWEST) -> Told | Missing:
    """What the room has been told of a panel, or why it has been told nothing.

    Parameters
    ----------
    panel : Panel
        Of the files alone, without the journal.
    events : sequence of Event
        All of the journal.
    fewest : int
        On how many people's answers whatever is told must rest; 1 tells everything of the latest release.

    Notes
    -----
    A figure is told anew if no combination of it with all that was told before rests on fewer than `fewest` people
    (`criteria.disclosure`), question by question; else it stands as it was told before. Whether results are withheld
    at the moment is for the caller to ask.
    """
    found = releases(events)
    return _told(panel, found, fewest) if found else "nothing was released yet"


def as_if_released(panel: Panel, events: Sequence[Event], *, fewest: int = FEWEST) -> Told | Missing:
    """What the room would be told if the answers as they stand were the first release; its event is empty.

    Parameters as in `told`.
    """
    now = standing(events)
    release = Release(
        event="", round=now.round, begun=now.begun, parts=(ALWAYS,), events=tuple(in_order(events)), digest=""
    )
    return _told(panel, [release], fewest)


def _told(panel: Panel, told_by: Sequence[Release], fewest: int) -> Told | Missing:
    """What several releases, one after another, leave told."""
    states: list[State] = []
    wanted: list[Wanted] = []
    so_far: dict[str, list[Source]] = {}
    stands: dict[Figure, int] = {}
    for place, release in enumerate(told_by):
        state = State.of(panel, release)
        if release.digest and release.digest != digest_of(state.panel, release.parts):
            return (
                f"the panel's files no longer hold what was told after round {release.round}, so that nobody knows "
                "what can be told beside it: put panel.yaml, judgements.csv and ratings.csv back as they were"
            )
        states.append(state)
        wanted.append(state.wanted())
        for figure in tellable(so_far, wanted[-1], fewest):
            stands[figure] = place
            for question, source in wanted[-1][figure].items():
                if source not in so_far.setdefault(question, []):
                    so_far[question].append(source)
        nobodys = [figure for figure, rests in wanted[-1].items() if not figure.part and not any(rests.values())]
        stands.update(dict.fromkeys(nobodys, place))
    answered = len(states[-1].answered)
    if answered == 0 and states[-1].numbers:
        return "nobody has answered yet"
    if 0 < answered < fewest:
        return f"fewer than {fewest} panellists have answered: nothing is told of so few"
    return _Telling(states, wanted, stands, fewest).told()


class _Telling:
    """Puts the figures together that stand after several releases."""

    def __init__(
        self, states: Sequence[State], wanted: Sequence[Wanted], stands: Mapping[Figure, int], fewest: int
    ) -> None:
        self.states = states
        self.wanted = wanted
        self.stands = stands
        self.fewest = fewest
        self.last = states[-1]
        self._weighed: dict[tuple[int, str, str], Weights] = {}
        self._agreements: dict[int, Agreement] = {}

    def told(self) -> Told:
        """What is told now."""
        parts: dict[str, dict[str, Weights]] = {by: {} for by in self._released()}
        members: dict[str, dict[str, int]] = {by: {} for by in self._released()}
        for (by, part), own in self.last.parts(self._released()).items():
            weights = self._weights(by, part) if part else ""
            if not isinstance(weights, str):
                parts[by][part] = weights
                members[by][part] = len({member.id for member in own} & self.last.answered)
        orders = [kind for kind in self.last.kinds() if Figure(kind) in self.stands]
        return Told(
            event=self.last.release.event,
            round=self.last.release.round,
            people=len(self.last.answered),
            weights=self._weights("", ""),
            orders={kind: self._order(kind) for kind in self.last.kinds()},
            agreement=self._agreement(),
            parts=parts,
            members=members,
            released=self._released(),
            notes=self._notes(self.wanted[-1]),
            lacking=self._notes(each for each in self.wanted[-1] if not each.part and each.what != "agreement"),
            panel=self.last.panel,
            behind={kind: self.states[self.stands[Figure(kind)]].panel for kind in orders},
            fewest={what: self._fewest(what) for what in ("weights", "agreement", *orders)},
        )

    def _released(self) -> tuple[str, ...]:
        """What the panel was told apart by at any release."""
        return tuple(dict.fromkeys(by for state in self.states for by in state.release.parts))

    def _weights(self, by: str, part: str) -> Weights | Missing:
        """What everything weighs to the panel or a part of it, node by node as it was told last."""
        panel, hierarchy = self.last.panel, self.last.panel.hierarchy
        figures = [Figure("weights", node, by, part) for node in self.last.numbers]
        if (figures or part) and not any(figure in self.stands for figure in figures):
            return self._not_told(figures)
        local: dict[str, float] = {}
        overall: dict[str, float] = {GOAL: 1.0}
        fewest: dict[str, int] = {GOAL: max(len(self.last.who), FEW)}
        for node in hierarchy.nodes:
            figure = Figure("weights", node.id, by, part)
            people = fewest[node.id]
            if figure in self.stands:
                people = min(people, self._people(figure))
            for id, share in zip(node.items, self._shares(figure, node.items), strict=True):
                fewest[id] = people
                local[id] = as_told(share, people)
                overall[id] = as_told(overall[node.id] * local[id], people)
        meta = self._meta(panel, figures, **({"by": by, "part": part} if part else {}))
        return labelled(hierarchy, local, overall, meta)

    def _shares(self, figure: Figure, items: Sequence[str]) -> Sequence[float]:
        """What each item of a node weighs among its siblings; NaN where that is not told."""
        if figure.about in self.last.numbers and figure not in self.stands:
            return [float("nan")] * len(items)
        place = self.stands.get(figure, len(self.states) - 1)
        key = place, figure.by, figure.part
        if key not in self._weighed:
            state = self.states[place]
            judging = state.judging.only(state.parts([figure.by])[figure.by, figure.part])
            self._weighed[key] = weigh(state.panel, judging, partial=True)
        weighed = self._weighed[key]
        return [float(weighed.local[weighed.criteria.index(item)]) for item in items]

    def _order(self, kind: str) -> Ranking | Missing:
        """The order as it was told last; without the values behind it."""
        figure = Figure(kind)
        if figure not in self.stands:
            return self._not_told([figure])
        state = self.states[self.stands[figure]]
        try:
            found = rank(state.panel, of=kind)
        except AnalysisError as error:
            return str(error)
        people = self._people(figure)
        scores = np.array([as_told(score, people) for score in found.scores.tolist()])
        return replace(
            found,
            scores=scores,
            weights=np.array([as_told(weight, people) for weight in found.weights.tolist()]),
            values=found.values[:0],
            raters=found.raters[:0],
            derived=None,
            meta=self._meta(state.panel, [figure], **found.meta["options"]),
        )

    def _agreement(self) -> Agreement | Missing:
        """How much the panel agrees, scope by scope as it was told last."""
        figures = [Figure("agreement", scope) for scope in (*self.last.numbers, EVERYWHERE)]
        measures = []
        for figure in figures:
            if figure in self.stands:
                place = self.stands[figure]
                state = self.states[place]
                if place not in self._agreements:
                    self._agreements[place] = agreement(state.panel)
                people = self._people(figure)
                measures += [
                    replace(each, value=as_told(each.value, people), chance=as_told(each.chance, people))
                    for each in self._agreements[place].measures
                    if each.scope == figure.about
                ]
        if not measures:
            return self._not_told(figures)
        return Agreement(measures=tuple(measures), meta=self._meta(self.last.panel, figures, seed=0))

    def _people(self, figure: Figure) -> int:
        """On the answers of how many people a figure rests, at the question with the fewest."""
        sources = self.wanted[self.stands[figure]][figure].values()
        return min((len({given.panellist for given in source}) for source in sources if source), default=FEW)

    def _fewest(self, what: str) -> int:
        """The same over all figures of the whole panel of that kind."""
        figures = [figure for figure in self.stands if figure.what == what and not figure.part]
        return min((self._people(figure) for figure in figures), default=FEW)

    def _meta(self, panel: Panel, figures: Iterable[Figure], **options: Any) -> dict[str, Any]:
        """Provenance without names: of which release, and what is told as it was before."""
        settings = {
            name: getattr(self.last.options, name) for name in ("priorities", "aggregation", "weighting", "scale")
        }
        meta = provenance(panel, (), {**settings, **options})
        for name in ("panel_sha256", "panellists", "anonymous"):
            meta.pop(name, None)
        meta["people"] = len(self.last.answered)
        meta["release"], meta["round"] = self.last.release.event, self.last.release.round
        meta["notices"] = list(self._notes(figures))
        return meta

    def _notes(self, figures: Iterable[Figure]) -> tuple[str, ...]:
        """Which of some figures are not told, or stand as they were told before."""
        absent: list[Figure] = []
        earlier: dict[int, list[Figure]] = {}
        for figure in figures:
            if not any(self.wanted[-1].get(figure, {}).values()):
                continue
            if figure not in self.stands:
                absent.append(figure)
            elif (release := self.states[self.stands[figure]].release).events != self.last.release.events:
                earlier.setdefault(release.round, []).append(figure)
        why = f"together with all that is told they would say something of fewer than {self.fewest} panellists"
        same = f"fewer than {self.fewest} answers to a question differ"
        return (
            *(f"not told: {named}: {why}" for named in [self._named(absent)] if named),
            *(f"as told after round {round}: {self._named(group)}: {same}" for round, group in earlier.items()),
        )

    def _named(self, figures: Sequence[Figure]) -> str:
        """Some figures in words; those of a part by its name alone where they are all there are."""
        groups: dict[str, list[str]] = {}
        for figure in figures:
            of = f"weights of {figure.by} {figure.part}" if figure.part else figure.what
            groups.setdefault(of, []).append(figure.about)
        said = []
        for of, about in groups.items():
            if of in KINDS:
                said.append(f"the order of the {of}")
            else:
                whole = set(about) >= set(self.last.numbers)
                said.append(of if whole else f"{of} at {', '.join(about)}")
        return "; ".join(said)

    def _not_told(self, figures: Iterable[Figure]) -> Missing:
        """Why none of some figures is told."""
        return "\n".join(self._notes(figures)) or "nobody has answered what this would rest on"
