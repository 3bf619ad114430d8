"""Whose answers the order hangs on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from mcda.results.base import Meta, Result, heading, judged_by
from mcda.results.spreads import ratio_text
from mcda.table import Table

SHOWN = 20
"""Single judgements that a table shows, beside those that change the first place or the first few."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What becomes of the order without some answers, or with one of them moved by one step of the scale."""

    kind: str
    """`panellist` or `organisation`, left out; or `judgement`, moved."""
    who: str
    """Id of the panellist, or name of the organisation."""
    node: str = ""
    """Of a judgement: where."""
    first: str = ""
    second: str = ""
    given: float = float("nan")
    """Of a judgement: the ratio that was given."""
    moved: float = float("nan")
    """And the next one of the scale."""
    winners: tuple[str, ...]
    """Ids of those who are first then."""
    first_changes: bool
    """Whether they are others than now."""
    few_changes: bool
    """Whether the first few are others than now."""
    lead: float
    """Score of the present first place less that of the best other one."""
    shift: int
    """By how many places the alternative that moves most does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Influence(Result):
    """What each panellist, organisation and single judgement does to the order, by exact recomputation."""

    of: str
    winner: str
    """Id of the alternative in first place, the first of the panel's where several are."""
    winner_name: str
    lead: float
    """As it is now."""
    first: int
    """How many first places are looked at together."""
    people: tuple[Effect, ...]
    """Panellists and organisations left out, with their judgements and ratings, in the order of the panel."""
    indispensable: tuple[str, ...]
    """Ids or names of those without whom there is no order."""
    judgements: tuple[Effect, ...]
    """Every judgement moved up and down, the largest change of the lead first."""
    meta: Meta = field(repr=False)

    def decisive(self) -> tuple[Effect, ...]:
        """All that change the first place."""
        return tuple(effect for effect in (*self.people, *self.judgements) if effect.first_changes)

    def sentences(self) -> tuple[str, ...]:
        """On whom and what the first place hangs."""
        said = []
        for kind in ("panellist", "organisation"):
            effects = [effect for effect in self.people if effect.kind == kind]
            changing = [effect.who for effect in effects if effect.first_changes]
            if changing:
                said.append(f"Without {' or '.join(changing)} {self.winner_name} is not first alone.")
            elif effects:
                each = f"whichever of {len(effects)} {kind}s" if len(effects) > 1 else f"when {effects[0].who}"
                said.append(f"{self.winner_name} stays first {each} is left out.")
        if self.indispensable:
            said.append(f"There is no order without {' or '.join(self.indispensable)}.")
        if self.judgements:
            winner = sum(effect.first_changes for effect in self.judgements)
            few = sum(effect.few_changes for effect in self.judgements)
            said.append(
                f"Of {len(self.judgements):,} moves of a single judgement by one step {winner or 'none'} "
                f"{'changes' if winner == 1 else 'change'} the first place, {few or 'none'} the first {self.first}."
            )
        return tuple(said)

    def table(self) -> Table:
        """A row a panellist and organisation, then the judgements that matter most."""
        telling = [effect for effect in self.judgements if effect.first_changes or effect.few_changes]
        rest = [effect for effect in self.judgements if not (effect.first_changes or effect.few_changes)]
        return self._table((*self.people, *telling, *rest[: max(SHOWN - len(telling), 0)]))

    def _table(self, effects: tuple[Effect, ...]) -> Table:
        columns = (
            "kind",
            "who",
            "node",
            "first",
            "second",
            "given",
            "moved",
            "winner",
            "first_changes",
            "few_changes",
            "lead",
            "shift",
        )
        return Table(
            columns=columns,
            rows=tuple(
                (
                    effect.kind,
                    effect.who,
                    effect.node,
                    effect.first,
                    effect.second,
                    effect.given,
                    effect.moved,
                    " ".join(effect.winners),
                    effect.first_changes,
                    effect.few_changes,
                    effect.lead,
                    effect.shift,
                )
                for effect in effects
            ),
            heading=heading(self.meta, f"whose answers the order of {self.of} hangs on ({judged_by(self.meta)})"),
            notes=(
                *self.sentences(),
                f"lead: {self.winner} over the best other, {self.lead:.4f} now; (new): another is first. "
                f"few_changes: the first {self.first} are others; shift: places of the one that moves most.",
                "Panellists and organisations are left out with judgements and ratings; judgements are moved by one "
                "step of the scale.",
            ),
            shown=("who", "node", "winner", "few_changes", "lead", "shift"),
            spare=("few_changes", "shift"),
            displayed={
                "node": [_described(effect) for effect in effects],
                "winner": [
                    f"{' '.join(effect.winners)}{' (new)' if effect.first_changes else ''}" for effect in effects
                ],
                "few_changes": ["yes" if effect.few_changes else "" for effect in effects],
                "lead": [f"{effect.lead:.4f}" for effect in effects],
            },
        )

    def details(self) -> dict[str, Any]:
        """Every judgement, and what is said in words."""
        return {
            "of": self.of,
            "winner": self.winner,
            "lead": self.lead,
            "first": self.first,
            "indispensable": list(self.indispensable),
            "judgements": self._table(self.judgements).records(),
            "sentences": list(self.sentences()),
        }


def _described(effect: Effect) -> str:
    """What is done: who is left out, or which judgement is moved from where to where."""
    if effect.kind != "judgement":
        return f"{effect.kind} left out"
    return f"{effect.first} / {effect.second}: {ratio_text(effect.given)} -> {ratio_text(effect.moved)}"
