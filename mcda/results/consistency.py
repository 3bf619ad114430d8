"""How judgements hold together, and which to look at again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from mcda.results.base import Meta, Result, heading
from mcda.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeConsistency:
    """How one panellist's judgements at one node hold together; NaN where a measure does not apply."""

    panellist: str
    node: str
    items: int
    judged: int
    """Pairs judged, of items (items - 1) / 2."""
    lambda_max: float
    ci: float
    cr: float
    gci: float
    koczkodaj: float
    cycles: tuple[tuple[str, str, str], ...]
    """Circular triads: first preferred to second, second to third, third to first."""
    verdict: str
    """In words: consistent or inconsistent by Saaty's 0.10, borderline where the choice of the random index decides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedRevision:
    """A judgement to look at again: what was said, what the others say, and what that would do."""

    panellist: str
    node: str
    first: str
    second: str
    given: float
    proposed: float
    consistent: float
    cr: float
    cr_after: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Consistency(Result):
    """How each panellist's judgements hold together, node by node. The group's matrix gets no verdict: means hide."""

    nodes: tuple[NodeConsistency, ...]
    revisions: tuple[ProposedRevision, ...] = ()
    meta: Meta = field(repr=False)

    def table(self) -> Table:
        """A row a panellist and node."""
        columns = (
            "panellist",
            "node",
            "items",
            "judged",
            "lambda_max",
            "ci",
            "cr",
            "gci",
            "koczkodaj",
            "three_cycles",
            "verdict",
        )
        rows = tuple(
            (
                *(node.panellist, node.node, node.items, node.judged, node.lambda_max, node.ci, node.cr, node.gci),
                *(node.koczkodaj, len(node.cycles), node.verdict),
            )
            for node in self.nodes
        )
        table = self.meta["options"]["random_index"]
        return Table(
            columns=columns,
            rows=rows,
            heading=heading(self.meta, f"consistency of each panellist (random index: {table})"),
            notes=(
                "CR above 0.10 is usually looked at again; three-cycles are contradictions that a low CR can hide.",
            ),
            shown=("panellist", "node", "judged", "cr", "gci", "koczkodaj", "three_cycles", "verdict"),
            spare=("judged", "koczkodaj"),
        )

    def revision_table(self) -> Table:
        """A row a judgement to look at again, for each panellist and node the most inconsistent first."""
        columns = ("panellist", "node", "first", "second", "given", "proposed", "consistent", "cr", "cr_after")
        return Table(
            columns=columns,
            rows=tuple(tuple(getattr(revision, column) for column in columns) for revision in self.revisions),
            heading=heading(self.meta, "judgements to look at again"),
            notes=("proposed: the nearest value of the scale to what the other judgements say. Nothing is changed.",),
        )

    def details(self) -> dict[str, Any]:
        """The circular triads and the proposed revisions."""
        cycles = [
            {"panellist": node.panellist, "node": node.node, "items": list(cycle)}
            for node in self.nodes
            for cycle in node.cycles
        ]
        return {"three_cycles": cycles, "revisions": self.revision_table().records()}
