"""`mcda agreement PANEL`."""

from __future__ import annotations

from pathlib import Path

import click

from criteria import words
from tui.commands import options
from tui.commands.options import Output
from tui.reading import read_panel


@click.command(name="agreement")
@options.panel_argument
@click.option(
    "--by", metavar="WORD", help="Split disagreement by organisation, role or an attribute that panel.yaml declares."
)
@click.option("--pairs", is_flag=True, help="Show instead how far apart the judgements of each pair lie.")
@click.option("--clusters", is_flag=True, help="Show instead who weighs like whom, and how near to all others.")
@click.option("--rounds", is_flag=True, help="Show instead what each round changed and settled.")
@click.option("--node", metavar="ID", help="With --clusters: by the items of this node; else by all weights.")
@click.option("--priorities", type=click.Choice(words.PRIORITIES), metavar="WORD", help="Priorities of a node.")
@click.option("--weighting", type=click.Choice(words.WEIGHTINGS), metavar="WORD", help="Say of each panellist.")
@click.option("--scale", type=click.Choice(words.SCALES), metavar="WORD", help="Judgement scale.")
@options.people_options
@click.option("--seed", type=int, default=0, show_default=True, metavar="N", help="Of the shuffles behind chance.")
@options.strict_option
@options.output_options
def command(
    folder: Path,
    output: Output,
    *,
    by: str | None,
    pairs: bool,
    clusters: bool,
    rounds: bool,
    node: str | None,
    priorities: str | None,
    weighting: str | None,
    scale: str | None,
    panellist: tuple[str, ...],
    organisation: tuple[str, ...],
    seed: int,
    strict: bool,
) -> None:
    """Show how much the panellists of PANEL agree at each node, beside what chance would give."""
    if sum((by is not None, pairs, clusters, rounds)) > 1:
        raise click.UsageError("--by, --pairs, --clusters and --rounds stand against each other: use one of them")
    if node is not None and not clusters:
        raise click.UsageError("--node goes with --clusters")
    panel = read_panel(folder)
    options.check_part(panel, by)
    who = options.people(panel, panellist, organisation)

    from mcda import analysis
    from mcda.results.base import Result

    result: Result
    if pairs:
        result = analysis.spreads(panel, scale=scale, panellists=who)
    elif clusters:
        result = analysis.clusters(
            panel, node, priorities=priorities, weighting=weighting, scale=scale, panellists=who, seed=seed
        )
    elif rounds:
        result = analysis.rounds(panel, priorities=priorities, weighting=weighting, scale=scale, panellists=who)
    else:
        result = analysis.agreement(
            panel, by, priorities=priorities, weighting=weighting, scale=scale, panellists=who, seed=seed
        )
    output.write(result)
    output.close(result.meta["notices"], strict)
