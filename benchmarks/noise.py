"""Judgement noise through the hierarchy: ranks of 17 steps when everybody's judgements scatter as they contradict."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

import made_up
from panel import DECIMALS, in_order
from priorities import by_linalg, pairs_of
from ranking import textbook
from side_by_side import Piece, Report, difference

DRAWS = 10_000
CHECKED = 2_000
"""Draws by numpy that the shares are compared with."""

Priorities = Callable[[np.ndarray], np.ndarray]
"""(k, n, n) -> (k, n)"""


class Drawn:
    """Noisy judgements of a panel, drawn as `mcda.sensitivity` says that it draws them."""

    def __init__(self, panel: Any, ballots: list[made_up.Ballot], report: Any) -> None:
        self.nodes = panel.hierarchy.nodes
        doubts = [report.panellists[panellist.id] for panellist in panel.panellists]
        self.spread = np.array([doubt["spread"] for doubt in doubts])
        self.freedom = np.array([doubt["freedom"] for doubt in doubts])
        self.values = in_order(made_up.values(17), panel)
        self.matrices = [np.array([self._matrix(node, ballot[node.id]) for ballot in ballots]) for node in self.nodes]

    @staticmethod
    def _matrix(node: Any, pairs: dict[tuple[str, str], float]) -> np.ndarray:
        """Logarithms (n, n) of the judgements at a node."""
        logs = np.zeros((len(node.items), len(node.items)))
        for (first, second), ratio in pairs.items():
            i, j = node.items.index(first), node.items.index(second)
            logs[i, j], logs[j, i] = np.log(ratio), -np.log(ratio)
        return logs

    def noisy(self, rng: np.random.Generator) -> list[np.ndarray]:
        """One draw: the logarithms of each node, (k, n, n). A panellist's scatter is uncertain too: Student's t."""
        spread = self.spread * np.sqrt(self.freedom / rng.chisquare(self.freedom))
        found = []
        for logs in self.matrices:
            noise = np.triu(rng.normal(size=logs.shape), 1) * spread[:, None, None]
            found.append(logs + noise - noise.swapaxes(1, 2))
        return found

    def scores(self, rng: np.random.Generator, aggregation: str, priorities: Priorities) -> np.ndarray:
        """Scores (17,) of one draw."""
        shares: dict[str, float] = {"goal": 1.0}
        for node, logs in zip(self.nodes, self.noisy(rng), strict=True):
            if aggregation == "aij":
                local = priorities(np.exp(logs.mean(axis=0))[None])[0]
            else:
                local = np.exp(np.log(priorities(np.exp(logs))).mean(axis=0))
            shares |= dict(zip(node.items, shares[node.id] * local / local.sum(), strict=True))
        inner = {node.id for node in self.nodes}
        return textbook(self.values, np.array([share for name, share in shares.items() if name not in inner]))


def by_ahpy(matrices: np.ndarray) -> np.ndarray:
    """Priorities by ahpy, without its consistency ratio."""
    from ahpy import Compare

    n = matrices.shape[-1]
    found = [Compare("node", pairs_of(matrix), precision=DECIMALS, cr=False).local_weights for matrix in matrices]
    return np.array([[weights[i] for i in range(n)] for weights in found])


def eigenvectors(matrices: np.ndarray) -> np.ndarray:
    """Priorities by LAPACK."""
    return by_linalg(matrices)[0]


def many(drawn: Drawn, aggregation: str, priorities: Priorities, draws: int) -> np.ndarray:
    """Scores (draws, 17) from one seed."""
    rng = np.random.default_rng(5)
    return np.array([drawn.scores(rng, aggregation, priorities) for _ in range(draws)])


def noise(report: Report) -> None:
    """19 panellists, 1e4 draws, judgements aggregated (AIJ) and priorities aggregated (AIP)."""
    import mcda

    with tempfile.TemporaryDirectory() as name:
        different = made_up.write_panel(Path(name), 19)
        panel = mcda.read_panel(name)
    ballots = [different[number % len(different)] for number in range(19)]
    for aggregation, slice_ in (("aij", 40), ("aip", 4)):
        report.begin(f"Judgement noise, 19 panellists, 1e4 draws, {aggregation.upper()}")
        sensitivity = partial(mcda.sensitivity, panel, "steps", doubt=["inconsistency"], aggregation=aggregation)
        asked = partial(sensitivity, draws=DRAWS, priorities="eigenvector")
        found = asked()
        drawn = Drawn(panel, ballots, found)
        checked = CHECKED // 5 if report.quick else CHECKED
        by_hand = many(drawn, aggregation, eigenvectors, checked)
        ranks = (by_hand[:, None, :] > by_hand[:, :, None]).sum(axis=-1)
        places = [[step.id for step in panel.steps].index(id) for id in found.alternatives]
        shares = (ranks[:, places, None] == np.arange(17)).mean(axis=0)
        # Six standard errors of the difference of two shares at their widest.
        allowed = 6 * np.sqrt(0.25 / checked + 0.25 / DRAWS)
        report.agree("mcda, shares of ranks against a loop of LAPACK", difference(found.acceptability, shares), allowed)
        pieces = {
            "mcda.sensitivity, eigenvector": Piece(prepare=lambda asked=asked: asked),
            "mcda.sensitivity, geometric mean (default)": Piece(
                prepare=lambda sensitivity=sensitivity: partial(sensitivity, draws=DRAWS)
            ),
            "ahpy, loop": Piece(
                prepare=partial(partial, many, drawn, aggregation, by_ahpy, slice_),
                share=slice_ / DRAWS,
                expect=by_hand[:slice_],
                tolerance=1e-9,
            ),
            "numpy.linalg.eig, loop": Piece(
                prepare=partial(partial, many, drawn, aggregation, eigenvectors, slice_), share=slice_ / DRAWS
            ),
        }
        times = report.compare(pieces, "mcda.sensitivity, eigenvector", rounds=9)
        if "ahpy, loop" in times:
            report.reach(f"noise {aggregation}", times["ahpy, loop"] / times["mcda.sensitivity, eigenvector"])


COMPARISONS = (noise,)
