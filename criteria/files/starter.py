"""Writes the panel.yaml of a new panel, with comments that explain it."""

from __future__ import annotations

import json
from pathlib import Path

from criteria.files import PANEL_FILE, read_catalogue
from criteria.hierarchy import Criterion

HEAD = """\
# A panel: what is weighed, what is ranked, and who judges. Read by `mcda check`, `mcda weights`, `mcda rank`, ...
# Ids are words of a-z, 0-9, '.', '_' and '-'; names may be in any script, or be given
# in several languages: {{en: Cost, fa: هزینه}}.
title: {title}
synthetic: false    # true if judgements are made up: every output then says so
"""

WRITTEN_OUT = """\

# The criteria, to any depth. Judged by pairwise comparison unless all siblings carry a `weight:`.
question: Which matters more?
criteria:
  - id: cost
    name: Cost
    direction: cost          # of measured values: less is better. The default is benefit
    description: What it costs in the first five years.
  - id: quality
    name: Quality of care
    evidence: [P1]           # who named it, if that is known
    children:
      - {id: safety, name: Safety}
      - {id: waiting, name: Waiting time}

# What is ranked. `steps:` may stand beside it, each with `solution:` and `after:`.
solutions:
  - {id: clinic, name: New clinic}
  - {id: online, name: Online visits}
"""

TAIL = """\

# Ratings go from min (no help at all) to max (solves it).
scale: {{min: 0, max: 10}}

# Who judges. `weight` (default 1) is a panellist's say in the group; 0 is absent.
panellists:
{panellists}

# What steps cost and how much money there is, for `mcda roadmap`:
#
#   roadmap:
#     money: million euros
#     budget: 40
#     steps: {{STEP: {{cost: 4, duration: 6}}, OTHER: {{cost: 9, duration: 8}}}}

# The methods; `mcda methods` lists all of them.
settings:
  priorities: geometric-mean     # also eigenvector, harker, lambda-max
  aggregation: aij               # also aip, aip-arithmetic
  weighting: declared            # also head, organisation, consistency
  method: topsis                 # how alternatives are scored
  normalisation: vector          # also minmax, max, sum, scale
  random_index: alonso-lamata    # also saaty-1980, saaty-2005, donegan-dodd
  scale: linear                  # of judgements: also log, root, balanced-n and others
  ratings: mean                  # also additive: without each panellist's leniency
  intensities: any               # integers: judgements are 1 to 9 and their inverses only
  decimal: "."                   # "," if the CSV files use decimal commas

# Beside this file, as comma-separated UTF-8 with these first lines:
#
#   judgements.csv   round,panellist,node,first,second,ratio,comment
#                    ratio: how many times as important first is as second, 1/9 to 9 (3, 1/3, 0.25).
#                    node: goal, or a criterion whose children are compared, or one without children under which the
#                    alternatives are compared
#   ratings.csv      round,panellist,alternative,criterion,value,comment
#   performance.csv  alternative and a column a criterion: measured values
#
# round and comment may be left out. Pairs may be left out as long as the others connect all items.
"""


def write_panel(folder: Path, catalogue: str | None, title: str, panellists: int) -> Path:
    """The path of the panel.yaml written into a folder, which is made if there is none.

    Raises FileExistsError if the folder holds a panel already.
    """
    body = WRITTEN_OUT if catalogue is None else _from_catalogue(catalogue)
    width = max(2, len(str(panellists)))
    people = "\n".join(
        f"  - {{id: P{number:0{width}d}, organisation: Organisation A, role: Expert}}"
        for number in range(1, panellists + 1)
    )
    text = HEAD.format(title=json.dumps(title, ensure_ascii=False)) + body + TAIL.format(panellists=people)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / PANEL_FILE
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)
    return path


def _from_catalogue(name: str) -> str:
    """The line that takes a catalogue in, and its ids as comments to write CSV files by."""
    outline = read_catalogue(name)
    lines = ["", "# Criteria, solutions and steps come from this catalogue, whose ids are:", "#"]
    for criterion in outline.hierarchy.criteria:
        lines += _described(criterion, 1)
    lines += ["#", "# and the solutions with their steps:", "#"]
    for solution in outline.solutions:
        lines.append(f"#   {solution.id}: {solution.name}")
        lines += [f"#     {step.id}: {step.name}" for step in outline.steps if step.solution == solution.id]
    return "\n".join([*lines, f"catalogue: {name}", ""])


def _described(criterion: Criterion, level: int) -> list[str]:
    """A criterion and what is below it, as comment lines."""
    own = f"#{'  ' * level} {criterion.id}: {criterion.name}"
    return [own, *(line for child in criterion.children for line in _described(child, level + 1))]
