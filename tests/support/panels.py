"""Small panel folders for tests: written from Python structures, read with the project's own reader."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from criteria.files import read_panel


def tree(spec):
    """Criteria as panel.yaml has them: of "a b c", of {id: None | weight | children}, or of a list as it is."""
    if isinstance(spec, str):
        return [{"id": id} for id in spec.split()]
    if not isinstance(spec, dict):
        return list(spec)
    found = []
    for id, below in spec.items():
        entry = {"id": id}
        if isinstance(below, (int, float)):
            entry["weight"] = below
        elif below is not None:
            entry["children"] = tree(below)
        found.append(entry)
    return found


def entries(spec, **common):
    """Panellists or solutions: of "a b c", of {id: {key: value}}, or of a list as it is."""
    if isinstance(spec, str):
        return [{"id": id, **common} for id in spec.split()]
    if isinstance(spec, dict):
        return [{"id": id, **more} for id, more in spec.items()]
    return list(spec)


def steps_of(**solutions):
    """Steps of solutions: steps_of(one="s1 s2", two="s3")."""
    return [{"id": id, "name": id, "solution": solution} for solution, ids in solutions.items() for id in ids.split()]


def compare(panellist, node, items, ratios, round=1):
    """Rows of judgements.csv: those above the diagonal row by row, `?` where the panellist did not judge."""
    names, words = items.split(), ratios.split() if isinstance(ratios, str) else [repr(ratio) for ratio in ratios]
    pairs = [(first, second) for place, first in enumerate(names) for second in names[place + 1 :]]
    assert len(pairs) == len(words)
    return [
        (round, panellist, node, first, second, ratio)
        for (first, second), ratio in zip(pairs, words, strict=True)
        if ratio != "?"
    ]


def of_organisations(names):
    """Panellists P1, P2, ..., one for each name, of that organisation or, where it is empty, of none."""
    return {f"P{n}": {"organisation": name} if name else {} for n, name in enumerate(names, start=1)}


def rate(panellist, criteria, rows, round=1):
    """Rows of ratings.csv: rate("P1", "c1 c2", {"a": "3 5", "b": "4 ?"}), `?` where the panellist did not rate."""
    return [
        (round, panellist, alternative, criterion, value)
        for alternative, values in rows.items()
        for criterion, value in zip(criteria.split(), str(values).split(), strict=True)
        if value != "?"
    ]


def write_table(path, header, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def write(folder, *, criteria, judgements=(), ratings=(), performance=None, panellists=(), solutions=(), **said):
    """The folder after writing a panel into it; `said` are further keys of panel.yaml.

    `performance` is {alternative: {criterion: value}}. JSON is YAML, so that is what panel.yaml is written in.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    panel = {"title": "A small panel", "criteria": tree(criteria), **said}
    if panellists:
        panel["panellists"] = entries(panellists)
    if solutions:
        panel["solutions"] = [{"name": entry["id"], **entry} for entry in entries(solutions)]
    (folder / "panel.yaml").write_text(json.dumps(panel, ensure_ascii=False, indent=1), encoding="utf-8")
    if judgements:
        write_table(
            folder / "judgements.csv", ("round", "panellist", "node", "first", "second", "ratio"), flattened(judgements)
        )
    if ratings:
        header = ("round", "panellist", "alternative", "criterion", "value")
        write_table(folder / "ratings.csv", header, flattened(ratings))
    if performance:
        columns = list(next(iter(performance.values())))
        rows = [(alternative, *(row[column] for column in columns)) for alternative, row in performance.items()]
        write_table(folder / "performance.csv", ("alternative", *columns), rows)
    return folder


def flattened(rows):
    """Rows from any nesting of lists of rows, in their order."""
    flat = []
    for row in rows:
        flat += flattened(row) if isinstance(row, list) else [row]
    return flat


def panel(folder, **said):
    """The panel that `write` writes, read again."""
    return read_panel(write(folder, **said))
