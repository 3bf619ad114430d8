"""A report as Markdown: the tables of docs/benchmarks.md."""

from __future__ import annotations

from collections.abc import Iterable

from side_by_side import Report, clock
from targets import TARGETS, written


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    """Lines of a table; the first column is text, the rest as well."""
    cells = [list(head), *map(list, rows)]
    ruled = [cells[0], ["---"] * len(cells[0]), *cells[1:]]
    return ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in ruled]


def markdown(report: Report, machine: list[str]) -> str:
    """Machine, figures beside targets, times, memory, agreement and who could not be asked."""
    lines = ["### Machine", "", *(f"- {line}" for line in machine), "", "### Beside the targets", ""]
    rows = []
    for key, target in TARGETS.items():
        figure = report.figures.get(key)
        verdict = "not measured" if figure is None else "yes" if target.reached(figure) else "**no**"
        rows.append((target.says, target.wish, "" if figure is None else written(figure, target.unit), verdict))
    lines += [*table(("what", "target", "figure", "reached"), rows), "", "### Times", ""]
    rows = []
    for title, times, one, scaled in report.tables:
        shown = [
            f"{name} {clock(seconds, name in scaled)} ({written(seconds / times[one], 'x')})"
            for name, seconds in times.items()
            if name != one
        ]
        rows.append((title, f"{one} {clock(times[one])}" if one in times else one, "; ".join(shown)))
    lines += [*table(("comparison", "1 x", "beside it"), rows), ""]
    if report.memory:
        rows = [(what, f"{megabytes:,.1f} MB") for what, megabytes in report.memory]
        lines += ["### Memory beyond what was there before", "", *table(("what", "extra peak"), rows), ""]
    lines += [
        "### Agreement",
        "",
        f"{len(report.agreements)} comparisons of answers, {len(report.differing)} further apart than allowed. "
        "For each of us and our peers the one that used up most of what it is allowed:",
        "",
    ]
    worst: dict[str, tuple[str, str, float, float]] = {}
    for each in report.agreements:
        if each[1] not in worst or each[2] / (each[3] or 1) > worst[each[1]][2] / (worst[each[1]][3] or 1):
            worst[each[1]] = each
    rows = [(who, title, f"{largest:.1e}", f"{allowed:.1e}") for title, who, largest, allowed in worst.values()]
    lines += table(("who", "in", "largest difference", "allowed"), rows)
    if report.failures:
        lines += ["", "### Not answered", "", *(f"- {failure}" for failure in report.failures)]
    return "\n".join(lines) + "\n"
