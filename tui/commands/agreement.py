"""`mcda agreement PANEL`."""

from __future__ import annotations

from pathlib import Path

import click

from criteria import words
from criteria.files import read_panel
from tui.commands import options
from tui.commands.group import NOT_GOOD
from tui.commands.options import Output


@click.command(name="agreement")
@options.panel_argument
@click.option("--priorities", type=click.Choice(words.PRIORITIES), metavar="WORD", help="Priorities of a node.")
@click.option("--weighting", type=click.Choice(words.WEIGHTINGS), metavar="WORD", help="Say of each panellist.")
@click.option("--scale", type=click.Choice(words.SCALES), metavar="WORD", help="Judgement scale.")
@options.people_options
@click.option("--seed", type=int, default=0, show_default=True, metavar="N", help="Of the shuffles behind chance.")
@click.option("--strict", is_flag=True, help="Exit 1 if there is anything to warn of.")
@options.output_options
def command(
    folder: Path,
    output: Output,
    *,
    panellist: tuple[str, ...],
    organisation: tuple[str, ...],
    seed: int,
    strict: bool,
    **choices: str | None,
) -> None:
    """Show how much the panellists of PANEL agree at each node, beside what chance would give."""
    panel = read_panel(folder)
    who = options.people(panel, panellist, organisation)

    from mcda import analysis

    result = analysis.agreement(panel, panellists=who, seed=seed, **choices)
    output.write(result)
    output.say(result.meta["notices"])
    if strict and result.meta["notices"]:
        raise click.exceptions.Exit(NOT_GOOD)
