"""What the rounds of a panel have changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from mcda.results.base import Meta, Result, heading
from mcda.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """How the panel stood after one round: of each answer the latest until then counts."""

    round: int
    answered: int
    """How many panellists judged something in this round."""
    pairs: int
    """How many pairs two or more have judged."""
    settled: float
    """Share of those whose middle half lies within one step of the scale, 0 to 1."""
    consensus: float
    """Goepel's S* at the goal."""
    kendall_w: float
    """Of the order of the goal's items."""
    compared: int
    """Answers of this round that the same panellist had given before."""
    changed: float
    """Share of them that are other answers, 0 to 1; NaN in the first round."""
    steps: float
    """How far they moved on average, in steps of the scale."""
    nearer: float
    """Share of those that changed that came nearer to the median before; NaN where none changed."""
    joined: int
    """How many panellists judged for the first time though it is not the first round."""
    agreed: str
    """Whether consensus was reached by the rules: yes or no; empty where none are declared."""
    stop: str
    """By which rules the panel stops here: rounds, stable, or both; empty for neither."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounds(Result):
    """How a panel's answers moved from round to round, and what they settled."""

    rounds: tuple[Round, ...]
    meta: Meta = field(repr=False)

    def table(self) -> Table:
        """A row a round."""
        columns = (
            "round",
            "answered",
            "pairs",
            "settled",
            "consensus",
            "kendall_w",
            "compared",
            "changed",
            "steps",
            "nearer",
            "joined",
            "agreed",
            "stop",
        )
        return Table(
            columns=columns,
            rows=tuple(tuple(getattr(each, column) for column in columns) for each in self.rounds),
            heading=heading(self.meta, f"what {len(self.rounds)} round{'s' * (len(self.rounds) > 1)} changed"),
            notes=(
                *self.sentences(),
                *self.verdicts(),
                "settled: pairs whose middle half is within one step of the scale. consensus, kendall_w: at the goal.",
                "changed: of the answers that the same panellist had given before; steps: how far they moved on "
                "average; nearer: of those that changed, how many came nearer to the median before.",
            ),
            spare=("compared", "joined", "pairs", "kendall_w"),
            shares=("settled", "changed", "nearer"),
        )

    def verdicts(self) -> tuple[str, ...]:
        """By the rules of panel.yaml: for each round whether consensus was reached and whether the panel stops."""
        why = {"rounds": "it is the last round allowed", "stable": "few enough answers changed"}
        found = []
        for each in self.rounds:
            if each.agreed:
                reasons = " and ".join(why[word] for word in each.stop.split())
                found.append(
                    f"Round {each.round}: consensus is {'' if each.agreed == 'yes' else 'not '}reached; by the rules "
                    f"the panel {f'stops, since {reasons}' if reasons else 'goes on'}."
                )
        return tuple(found)

    def sentences(self) -> tuple[str, ...]:
        """What the latest round changed."""
        latest = self.rounds[-1]
        if not latest.pairs:
            return ("No pair was judged by two or more.",)
        settled = f"{latest.settled:.0%} of {latest.pairs} pairs are settled."
        if len(self.rounds) < 2:
            return (settled,)
        before = self.rounds[-2]
        if not latest.compared:
            return (f"Nobody answered again in round {latest.round}. {settled}",)
        return (
            f"In round {latest.round} {latest.changed:.0%} of {latest.compared} answers changed, by {latest.steps:.2f} "
            f"steps on average over all; settled pairs: {before.settled:.0%} before, {latest.settled:.0%} now.",
        )

    def details(self) -> dict[str, Any]:
        """What is said in words."""
        return {"sentences": list(self.sentences()), "verdicts": list(self.verdicts())}
