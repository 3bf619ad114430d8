"""`mcda roadmap PANEL`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from tui.commands import doubts, figures, options
from tui.commands.options import Output
from tui.commands.progress import Progress
from tui.reading import read_panel


def _folder_exists(ctx: click.Context, param: click.Parameter, value: Path | None) -> Path | None:  # noqa: ARG001
    """The path, refused before anything is computed where its folder is not there."""
    if value is not None and not value.parent.is_dir():
        raise click.BadParameter(f"there is no folder '{value.parent}'")
    return value


@click.command(name="roadmap")
@options.panel_argument
@click.option("--budget", type=click.FloatRange(0), metavar="N", help="For all phases; else the panel's.")
@click.option("--phases", type=click.IntRange(1, 100), metavar="N", help="So many equal ones, in place of the panel's.")
@click.option("--frontier", is_flag=True, help="What every budget would buy, in place of the plan.")
@click.option(
    "--draws", callback=doubts.maybe_count, metavar="N", help="How many draws: 10000, or 200 for very many steps."
)
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, metavar="N", help="Of the draws.")
@click.option(
    "--doubt",
    multiple=True,
    callback=doubts.words,
    metavar="WORD",
    help=f"What is in doubt, repeatable: {', '.join((*doubts.DOUBTS, doubts.NOTHING))}; "
    "else inconsistency, panellists, ratings.",
)
@click.option("--ratings", type=click.Choice(["mean", "additive"]), metavar="WORD", help="mean, or additive.")
@options.judging_options
@options.people_options
@figures.gantt_option
@click.option(
    "--mermaid",
    type=click.Path(path_type=Path, dir_okay=False),
    callback=_folder_exists,
    metavar="FILE",
    help="Write the plan as a Mermaid Gantt chart.",
)
@options.strict_option
@options.output_options
def command(
    folder: Path,
    output: Output,
    *,
    frontier: bool,
    gantt: tuple[Path, ...],
    mermaid: Path | None,
    panellist: tuple[str, ...],
    organisation: tuple[str, ...],
    strict: bool,
    **choices: Any,
) -> None:
    """Plan the steps of PANEL: which are worth their money, in which phase and order, and how sure that is."""
    panel = read_panel(folder)
    choices["panellists"] = options.people(panel, panellist, organisation)

    from mcda import analysis, report

    with Progress() as progress:
        plan = analysis.roadmap(panel, progress=progress, **choices)
    figures.draw({"gantt": (plan, "gantt")}, gantt)
    if mermaid is not None:
        from mcda.results.mermaid import mermaid as as_mermaid

        report.save(mermaid, as_mermaid(plan), plan.meta)
    output.write(plan, plan.frontier.table() if frontier else None)
    output.close(plan.meta["notices"], strict)
