"""What the comparisons work on: decision matrices, comparison matrices and panels, drawn from fixed seeds."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
PANEL = ROOT / "sample_panels" / "telemedicine"
M = 24
"""Criteria."""

Ballot = dict[str, dict[tuple[str, str], float]]
"""Node -> (first, second) -> how many times as important the first is."""


def values(alternatives: int) -> np.ndarray:
    """What so many alternatives reach under 24 criteria, all better when more."""
    return np.random.default_rng(0).uniform(1, 9, (alternatives, M))


def weights(draws: int) -> np.ndarray:
    """Uniform weights (draws, 24), each summing to 1."""
    return np.random.default_rng(1).dirichlet(np.ones(M), draws)


def matrices(count: int, n: int, missing: float = 0.0) -> np.ndarray:
    """Judgements (count, n, n) on the scale 1/9 to 9 by people who are somewhat inconsistent.

    A share `missing` of the pairs is NaN, but for those of neighbours, which join all items.
    """
    rng = np.random.default_rng(n)
    ups, downs = np.triu_indices(n, 1)
    logs = rng.normal(0, 0.7, (count, n))
    ratios = np.exp(logs[:, ups] - logs[:, downs] + rng.normal(0, 0.3, (count, len(ups))))
    intensity = np.clip(np.rint(np.maximum(ratios, 1 / ratios)), 1, 9)
    upper = np.where(ratios >= 1, intensity, 1 / intensity)
    if gaps := round(missing * len(ups)):
        free = np.flatnonzero(downs > ups + 1)
        chosen = np.argsort(rng.random((count, len(free))), axis=1)[:, :gaps]
        upper[np.arange(count)[:, None], free[chosen]] = np.nan
    found = np.ones((count, n, n))
    found[:, ups, downs] = upper
    found[:, downs, ups] = 1 / upper
    return found


def write_panel(folder: Path, people: int) -> list[Ballot]:
    """Write a panel of so many panellists with 54 judgements each, 17 steps measured under 24 criteria.

    The ballots are those of the sample panel's members who answered everything, again and again; returned once each.
    """
    import mcda

    hierarchy = mcda.read_panel(PANEL).hierarchy
    steps = [step.id for step in mcda.read_panel(PANEL).steps]
    listed = "".join(f"  - {{id: P{number:06d}}}\n" for number in range(people))
    (folder / "panel.yaml").write_text(f"catalogue: telemedicine\npanellists:\n{listed}")
    given: dict[str, list[dict[str, str]]] = {}
    with (PANEL / "judgements.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            given.setdefault(row["panellist"], []).append(row)
    most = max(map(len, given.values()))
    rows = [answers for answers in given.values() if len(answers) == most]
    texts = ["".join(f"P?,{r['node']},{r['first']},{r['second']},{r['ratio']}\n" for r in answers) for answers in rows]
    with (folder / "judgements.csv").open("w", encoding="utf-8", newline="") as file:
        file.write("panellist,node,first,second,ratio\n")
        file.writelines(texts[number % len(texts)].replace("P?", f"P{number:06d}") for number in range(people))
    with (folder / "performance.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["alternative", *(leaf.id for leaf in hierarchy.leaves)])
        writer.writerows([step, *row] for step, row in zip(steps, values(len(steps)).tolist(), strict=True))
    ballots: list[Ballot] = []
    for answers in rows:
        ballot: Ballot = {}
        for row in answers:
            top, _, bottom = row["ratio"].partition("/")
            ballot.setdefault(row["node"], {})[row["first"], row["second"]] = float(top) / float(bottom or 1)
        ballots.append(ballot)
    return ballots


def write_small_panel(folder: Path) -> None:
    """Write 17 alternatives measured under 24 criteria of equal weight, with nobody asked."""
    criteria = "".join(f"  - {{id: c{number}, weight: {1 / M}}}\n" for number in range(M))
    solutions = "".join(f"  - {{id: a{number}}}\n" for number in range(17))
    (folder / "panel.yaml").write_text(f"criteria:\n{criteria}solutions:\n{solutions}")
    with (folder / "performance.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["alternative", *(f"c{number}" for number in range(M))])
        writer.writerows([f"a{number}", *row] for number, row in enumerate(values(17).round(3).tolist()))
