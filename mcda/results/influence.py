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
    winner_changes: bool
    """Whether they are others than now."""
    first_changes: bool
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
    judgements: tuple[Effect, ...]
    """Every judgement moved up and down, the largest change of the lead first."""
    meta: Meta = field(repr=False)

    def decisive(self) -> tuple[Effect, ...]:
        """All that change the first place."""
        return tuple(effect for effect in (*self.people, *self.judgements) if effect.winner_changes)

    def sentences(self) -> tuple[str, ...]:
        """On whom and what the first place hangs."""
        said = []
        for kind, without in (("panellist", "whichever panellist is left out"), ("organisation", "nor organisation")):
            effects = [effect for effect in self.people if effect.kind == kind]
            if not effects:
                continue
            changing = [effect.who for effect in effects if effect.winner_changes]
            if changing:
                said.append(f"Without {' or '.join(changing)} {self.winner_name} is not first alone.")
            elif kind == "panellist":
                said.append(f"{self.winner_name} stays first {without}.")
            else:
                said.append(f"{self.winner_name} stays first whichever organisation is left out.")
        if self.judgements:
            winner = sum(effect.winner_changes for effect in self.judgements)
            few = sum(effect.first_changes for effect in self.judgements)
            said.append(
                f"Of {len(self.judgements):,} moves of a single judgement by one step {winner or 'none'} "
                f"{'changes' if winner == 1 else 'change'} the first place, {few or 'none'} the first {self.first}."
            )
        return tuple(said)

    def table(self) -> Table:
        """A row a panellist and organisation, then the judgements that matter most."""
        telling = [effect for effect in self.judgements if effect.winner_changes or effect.first_changes]
        rest = [effect for effect in self.judgements if not (effect.winner_changes or effect.first_changes)]
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
            "winner_changes",
            "first_changes",
            "lead",
            "shift",
        )
        ratios = ("given", "moved")
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
                    int(effect.winner_changes),
                    int(effect.first_changes),
                    effect.lead,
                    effect.shift,
                )
                for effect in effects
            ),
            heading=heading(self.meta, f"whose answers the order of {self.of} hangs on ({judged_by(self.meta)})"),
            notes=(
                *self.sentences(),
                f"lead: {self.winner} over the best other, {self.lead:.4f} now. shift: places of the one that moves "
                "most.",
                "Panellists and organisations are left out with judgements and ratings; judgements are moved by one "
                "step of the scale.",
            ),
            displayed={
                **{
                    name: [
                        "" if effect.kind != "judgement" else ratio_text(getattr(effect, name)) for effect in effects
                    ]
                    for name in ratios
                },
                "winner_changes": ["yes" if effect.winner_changes else "" for effect in effects],
                "first_changes": ["yes" if effect.first_changes else "" for effect in effects],
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
            "judgements": self._table(self.judgements).records(),
            "sentences": list(self.sentences()),
        }
