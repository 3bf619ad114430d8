"""Two numbers beside each other: whether they agree, and if not whether that was to be expected."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan

import numpy as np

from mcda.results.audit import Check


@dataclass(frozen=True, slots=True)
class Comparing:
    """Puts two numbers beside each other."""

    tolerance: float

    def __call__(
        self,
        what: str,
        of: str,
        ours: float,
        theirs: float,
        route: str,
        *,
        allowed: float = 0.0,
        known: str = "",
        expected: float = nan,
    ) -> Check:
        """A check. `known` is the route's deviation, which counts if it gives the `expected` number."""
        ours, theirs = float(ours), float(theirs)
        allowed = max(self.tolerance, allowed)
        remark, verdict = "", "agrees"
        if np.isnan(theirs):
            verdict, remark = ("agrees", "") if np.isnan(ours) else ("no answer", known)
        elif not abs(theirs - ours) <= allowed * max(1.0, abs(ours)):
            explained = known != "" and abs(theirs - expected) <= allowed * max(1.0, abs(expected))
            verdict, remark = ("explained", known) if explained else ("differs", known)
        return Check(
            what=what,
            of=of,
            ours=ours,
            theirs=theirs,
            route=route,
            difference=abs(theirs - ours),
            verdict=verdict,
            remark=remark,
        )
