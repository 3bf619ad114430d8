"""A panel's decision table, alternatives against criteria with their weights, as DMSY, XMCDA and LaTeX."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

from criteria.panel import Panel
from criteria.text import visible
from mcda.analysis import AnalysisError, rank
from mcda.analysis.values import has_values
from mcda.arrays import Array
from mcda.exporting.tables import Tables
from mcda.results.base import Meta
from mcda.results.ranking import Ranking
from mcda.table import Table

XMCDA = "http://www.decision-deck.org/2021/XMCDA-4.0.0"
_NO_CHARACTER = re.compile("[\ufffe\uffff]")
_LATEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    **{mark: f"\\{mark}" for mark in "&%$#_{}"},
    **{mark: "{" + mark + "}" for mark in "[]-'`"},
}
"""`-`, quotes and brackets stand alone, so that two of them are no dash, no other quote and no argument."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionTable:
    """Alternatives against criteria, in the order of the panel."""

    title: str
    alternatives: tuple[str, ...]
    names: tuple[str, ...]
    criteria: tuple[str, ...]
    criterion_names: tuple[str, ...]
    directions: tuple[int, ...]
    weights: tuple[float, ...]
    values: Array
    """(a, m)"""
    meta: Meta


def decision_table(panel: Panel, of: str | None = None) -> DecisionTable:
    """The table that the solutions or the steps are ranked by; steps where they have values.

    Raises AnalysisError if they have none, or weights are missing.
    """
    of = of or ("steps" if has_values(panel, "steps") else "solutions")
    if not has_values(panel, of):
        raise AnalysisError(f"no {of} were rated, measured or compared: there is no table to export")
    ranking: Ranking = rank(panel, of)
    alternatives = panel.steps if of == "steps" else panel.solutions
    order = [ranking.alternatives.index(each.id) for each in alternatives]
    return DecisionTable(
        title=panel.title,
        alternatives=tuple(each.id for each in alternatives),
        names=tuple(each.name for each in alternatives),
        criteria=ranking.criteria,
        criterion_names=tuple(panel.hierarchy[id].name for id in ranking.criteria),
        directions=tuple(map(int, ranking.directions)),
        weights=tuple(map(float, ranking.weights)),
        values=ranking.values[order],
        meta=ranking.meta,
    )


def dmsy(table: DecisionTable) -> str:
    """The table as scikit-criteria's Decision Matrix Simple YAML, form 1; alternatives and criteria by their ids."""
    rows = "\n".join(f"  - [{', '.join(map(_yaml_number, row))}]" for row in table.values.tolist())
    dtypes = ", ".join(["float64"] * len(table.criteria))
    return (
        "dmsy:\n  dm_type: discrete-dm\n  version: 1\n  meta:\n"
        f"    description: {_yaml_text(table.title)}\n"
        "data:\n  matrix:\n"
        f"{rows}\n"
        f"  objectives: [{', '.join(map(str, table.directions))}]\n"
        f"  weights: [{', '.join(map(_yaml_number, table.weights))}]\n"
        f"  dtypes: [{dtypes}]\n"
        f"  alternatives: [{', '.join(map(_yaml_text, table.alternatives))}]\n"
        f"  criteria: [{', '.join(map(_yaml_text, table.criteria))}]\n"
        "  extra:\n"
        f"    alternative_names: [{', '.join(map(_yaml_text, table.names))}]\n"
        f"    criterion_names: [{', '.join(map(_yaml_text, table.criterion_names))}]\n"
    )


def _yaml_number(value: float) -> str:
    """A number that YAML 1.1 reads as one: 1e-05 would be a text to it, 1.0e-05 is none."""
    text = repr(float(value))
    return text if "." in text or "e" not in text else text.replace("e", ".0e")


def _yaml_text(text: str) -> str:
    """A text between quotes in ASCII alone, so that no reader's encoding matters."""
    return '"' + "".join(map(_yaml_character, text)) + '"'


def _yaml_character(character: str) -> str:
    code = ord(character)
    if character in '"\\':
        return "\\" + character
    if character.isascii() and character.isprintable():
        return character
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"


def xmcda(table: DecisionTable) -> str:
    """The table as XMCDA 4.0.0: alternatives, criteria, performances, directions and weights, in the schema's order."""
    root = ElementTree.Element("xmcda", xmlns=XMCDA)
    named(root, "alternatives", "alternative", table.alternatives, table.names)
    named(root, "criteria", "criterion", table.criteria, table.criterion_names)
    performances = ElementTree.SubElement(root, "performanceTable")
    for id, row in zip(table.alternatives, table.values.tolist(), strict=True):
        own = ElementTree.SubElement(performances, "alternativePerformances")
        ElementTree.SubElement(own, "alternativeID").text = id
        for criterion, value in zip(table.criteria, row, strict=True):
            performance = ElementTree.SubElement(own, "performance")
            ElementTree.SubElement(performance, "criterionID").text = criterion
            _real(performance, value)
    scales = ElementTree.SubElement(root, "criteriaScales")
    for criterion, direction in zip(table.criteria, table.directions, strict=True):
        own = ElementTree.SubElement(scales, "criterionScales")
        ElementTree.SubElement(own, "criterionID").text = criterion
        scale = ElementTree.SubElement(ElementTree.SubElement(own, "scales"), "scale")
        way = ElementTree.SubElement(ElementTree.SubElement(scale, "quantitative"), "preferenceDirection")
        way.text = "max" if direction == 1 else "min"
    weights = ElementTree.SubElement(root, "criteriaValues")
    for criterion, weight in zip(table.criteria, table.weights, strict=True):
        own = ElementTree.SubElement(weights, "criterionValues")
        ElementTree.SubElement(own, "criterionID").text = criterion
        _real(own, weight)
    ElementTree.indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def named(root: ElementTree.Element, group: str, tag: str, ids: Sequence[str], names: Sequence[str]) -> None:
    """A group of elements with an id and a name."""
    below = ElementTree.SubElement(root, group)
    for id, name in zip(ids, names, strict=True):
        ElementTree.SubElement(below, tag, id=id, name=_NO_CHARACTER.sub("\ufffd", visible(name)))


def _real(parent: ElementTree.Element, value: float) -> None:
    inner = ElementTree.SubElement(ElementTree.SubElement(parent, "values"), "value")
    ElementTree.SubElement(inner, "real").text = repr(value)


def latex(tables: Tables) -> str:
    """The weights and the ranking as LaTeX tables with booktabs; letters beyond Latin need XeLaTeX or LuaLaTeX."""
    parts = ["% needs \\usepackage{booktabs}"]
    made_up = " Judgements and ratings are MADE UP: nobody's opinion." if tables.meta["synthetic"] else ""
    for name in ("weights", "ranking"):
        if name in tables.tables:
            caption = latex_text(f"{tables.panel.title}: {name}.{made_up}")
            parts.append(_tabular(tables.tables[name], caption, name))
    if len(parts) == 1:
        raise AnalysisError("\n".join(tables.meta["notices"]))
    return "\n".join(parts)


def _tabular(table: Table, caption: str, label: str) -> str:
    columns = [name for name in table.columns if name not in ("parent", "level")]
    places = [table.columns.index(name) for name in columns]
    right = [all(not isinstance(row[place], str) for row in table.rows) for place in places]
    lines = [
        "\\begin{table}",
        f"\\caption{{{caption}}}\\label{{tab:{label}}}",
        f"\\begin{{tabular}}{{{''.join('r' if each else 'l' for each in right)}}}",
        "\\toprule",
        " & ".join(map(latex_text, columns)) + " \\\\",
        "\\midrule",
    ]
    for row in table.rows:
        cells = [row[place] for place in places]
        lines.append(" & ".join(_latex_cell(cell) for cell in cells) + " \\\\")
    return "\n".join([*lines, "\\bottomrule", "\\end{tabular}", "\\end{table}", ""])


def _latex_cell(cell: str | int | float) -> str:
    if isinstance(cell, str):
        return latex_text(cell)
    return str(cell) if isinstance(cell, int) else "" if cell != cell else f"${cell:.4f}$"


def latex_text(text: str) -> str:
    """The text with nothing in it that LaTeX would obey."""
    return "".join(_LATEX.get(character, character) for character in visible(text))
