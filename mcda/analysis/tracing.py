"""The chain of evidence behind a rank: effects, weights, who judged and rated, comments, what the study heard."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from math import nan
from typing import Any

from criteria.hierarchy import Criterion
from criteria.panel import Panel, Solution, Step
from mcda.analysis.explaining import explain
from mcda.analysis.judging import holding
from mcda.analysis.scoring import rank
from mcda.analysis.weighing import weights
from mcda.results.explanation import Effect
from mcda.results.ranking import Ranking
from mcda.results.trace import Link, Trace
from mcda.results.weights import Weights


def trace(
    panel: Panel,
    alternative: str,
    of: str | None = None,
    *,
    quotations: Mapping[str, Sequence[str]] | None = None,
    names: bool = False,
    **options: Any,
) -> Trace:
    """What the rank of a solution or a step rests on, down to the comments and to what the study heard.

    Parameters
    ----------
    alternative : str
        Id.
    quotations : mapping of str to sequence of str, optional
        Code of the evidence -> what was said.
    names : bool
        Whether the ids of those who judged, rated and commented stand in it; else how many there were.
    of, **options
        As in `rank`.

    Raises
    ------
    AnalysisError
        As `explain`.
    """
    explanation = explain(panel, alternative, of, **options)
    chosen = {"method", "normalisation", "ratings", "scored"}
    ranking = rank(panel, kind_of(panel, explanation.alternative, of), **options)
    weighed = weights(panel, **{key: value for key, value in options.items() if key not in chosen})
    chain = _Chain(panel, ranking, weighed, explanation.alternative, quotations or {}, names)
    method = " ".join(filter(None, (ranking.meta["options"]["method"], ranking.meta["options"]["normalisation"])))
    links = [
        Link(
            level=0,
            kind="rank",
            of=explanation.alternative,
            name=explanation.name,
            value=explanation.score,
            text=f"{explanation.rank} of {explanation.of} by this score",
            source=f"mcda rank ({method})",
        ),
        *chain.evidence(1, panel.item(explanation.alternative)),
    ]
    for effect in explanation.effects:
        links += chain.below(effect)
    meta = {**ranking.meta, "options": {**ranking.meta["options"], "names": names}}
    return Trace(alternative=explanation.alternative, name=explanation.name, links=tuple(links), meta=meta)


def kind_of(panel: Panel, alternative: str, of: str | None) -> str:
    """`steps` or `solutions`, as `explain` takes it."""
    return of or ("steps" if alternative in {step.id for step in panel.steps} else "solutions")


class _Chain:
    """Makes the links of one alternative."""

    def __init__(
        self,
        panel: Panel,
        ranking: Ranking,
        weighed: Weights,
        alternative: str,
        quotations: Mapping[str, Sequence[str]],
        names: bool,
    ) -> None:
        self.panel, self.ranking, self.weighed = panel, ranking, weighed
        self.alternative, self.quotations, self.names = alternative, quotations, names
        self.place = ranking.alternatives.index(alternative)
        counted = set(ranking.meta["panellists"])
        columns = holding(panel.judgements)
        ids, nodes = panel.judgements.panellist_ids, panel.judgements.nodes
        self.judges: dict[str, dict[str, int]] = {}
        for who, node in zip(columns.panellist, columns.node, strict=True):
            if ids[who] in counted:
                own = self.judges.setdefault(nodes[node].id, {})
                own[ids[who]] = own.get(ids[who], 0) + 1
        self.ratings = [each for each in panel.ratings if each.alternative == alternative and each.panellist in counted]
        self.remarks = [each for each in panel.judgements if each.comment and each.panellist in counted]

    def below(self, effect: Effect) -> Iterator[Link]:
        """A criterion of the goal and all that it rests on."""
        criterion = self.panel.hierarchy[effect.criterion]
        yield Link(
            level=1,
            kind="effect",
            of=criterion.id,
            name=criterion.name,
            value=effect.effect,
            text=f"its value is {effect.value:.3g}, the average {effect.mean:.3g}",
            source="mcda rank --explain",
        )
        yield from self._weight(2, criterion)
        yield from self._judged(2, self.panel.hierarchy.parent(criterion.id), criterion)
        yield from self.evidence(2, criterion)
        yield from self._rated(2, criterion)
        for child in self._inside(criterion):
            yield from self._weight(2, child)
            yield from self._judged(3, self.panel.hierarchy.parent(child.id), child)
            yield from self.evidence(3, child)
            yield from self._rated(3, child)

    def _inside(self, criterion: Criterion) -> Iterator[Criterion]:
        """The criteria below one, each before its children, down to those that values are under."""
        if criterion.id not in self.ranking.criteria:
            for child in criterion.children:
                yield child
                yield from self._inside(child)

    def _weight(self, level: int, criterion: Criterion) -> Iterator[Link]:
        local = float(self.weighed.local[self.weighed.criteria.index(criterion.id)])
        given = "" if criterion.weight is None else ", given in panel.yaml"
        yield Link(
            level=level,
            kind="weight",
            of=criterion.id,
            name=criterion.name,
            value=self.weighed[criterion.id],
            text=f"{100 * local:.1f} % of its siblings{given}",
            source="mcda weights",
        )

    def _judged(self, level: int, node: str, criterion: Criterion) -> Iterator[Link]:
        """Who compared the criteria of the node, and what they said about this one."""
        own = self.judges.get(node, {})
        if criterion.weight is not None or not own:
            return
        yield Link(
            level=level,
            kind="judged by",
            of=node,
            name=self.panel.hierarchy.name(node),
            value=float(len(own)),
            text=self._people(own, sum(own.values()), "judgement"),
            source="judgements.csv, journal.db",
        )
        for remark in self.remarks:
            if remark.node == node and criterion.id in (remark.first, remark.second):
                about = f"{remark.first} against {remark.second}"
                yield self._comment(level + 1, about, remark.comment, remark.panellist)

    def _rated(self, level: int, criterion: Criterion) -> Iterator[Link]:
        """Who rated the alternative there, or where its value comes from."""
        if criterion.id not in self.ranking.criteria:
            return
        value = float(self.ranking.values[self.place, self.ranking.criteria.index(criterion.id)])
        own = dict.fromkeys(each.panellist for each in self.ratings if each.criterion == criterion.id)
        measured = criterion.id in self.panel.performance.criteria
        compared = self._people(self.judges.get(criterion.id, {}), 0, "judgement")
        yield Link(
            level=level,
            kind="rated by" if own else "measured" if measured else "compared by",
            of=criterion.id,
            name=criterion.name,
            value=value,
            text=self._people(own, len(own), "rating") if own else "performance.csv" if measured else compared,
            source="ratings.csv, journal.db"
            if own
            else "performance.csv"
            if measured
            else "judgements.csv, journal.db",
        )
        for rating in self.ratings:
            if rating.criterion == criterion.id and rating.comment:
                yield self._comment(level + 1, criterion.id, rating.comment, rating.panellist)

    def _comment(self, level: int, of: str, text: str, who: str) -> Link:
        return Link(
            level=level, kind="comment", of=of, name=who if self.names else "", value=nan, text=text, source="panellist"
        )

    def evidence(self, level: int, item: Criterion | Solution | Step) -> Iterator[Link]:
        """Whom the study heard on it, and what they said."""
        for code in item.evidence:
            yield Link(level=level, kind="evidence", of=code, name=item.name, value=nan, text=code, source="panel.yaml")
            for said in self.quotations.get(code, ()):
                yield Link(
                    level=level + 1, kind="quotation", of=code, name="", value=nan, text=said, source="quotations"
                )

    def _people(self, own: Collection[str], count: int, thing: str) -> str:
        """How many, or who, and how many answers they gave."""
        who = ", ".join(own) if self.names else f"{len(own)} panellist{'' if len(own) == 1 else 's'}"
        return who + (f": {count} {thing}{'' if count == 1 else 's'}" if count else "")
