"""`mcda sensitivity PANEL`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from criteria import words
from criteria.files import read_panel
from tui.commands import options
from tui.commands.group import NOT_GOOD
from tui.commands.options import Output
from tui.commands.progress import Progress
from tui.commands.workers import Address, team, worker_options

DOUBTS = ("rounding", "inconsistency", "panellists", "ratings", "ignorance")
NOTHING = "nothing"


def _count(ctx: click.Context, param: click.Parameter, value: str) -> int:  # noqa: ARG001
    """A whole number, also as 1e6 or 10_000."""
    try:
        number = float(value)
    except ValueError:
        raise click.BadParameter(f"'{value}' is not a number") from None
    if not (number >= 1 and number.is_integer()):
        raise click.BadParameter(f"{value} is no whole number from 1 up")
    return int(number)


def _words(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...] | None:  # noqa: ARG001
    """The words, each given alone or several with commas between; None where there are none."""
    found = [word for value in values for word in value.split(",")]
    for word in found:
        if word not in (*DOUBTS, NOTHING):
            from criteria.text import nearest, quoted

            raise click.BadParameter(f"{quoted(word)} is no source of doubt: {nearest(word, (*DOUBTS, NOTHING))}")
    if NOTHING in found and len(set(found)) > 1:
        raise click.BadParameter(f"'{NOTHING}' stands against all others")
    return tuple(word for word in found if word != NOTHING) if found else None


@click.command(name="sensitivity")
@options.panel_argument
@click.option("--of", type=click.Choice(["solutions", "steps"]), metavar="WORD", help="solutions or steps.")
@click.option("--draws", default="10000", callback=_count, metavar="N", help="How many draws: 10000, or 1e6.")
@click.option("--precision", type=float, metavar="N", help="Draw for this error of a share at 95 %, such as 0.01.")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, metavar="N", help="Of the draws.")
@click.option(
    "--doubt",
    multiple=True,
    callback=_words,
    metavar="WORD",
    help=f"What is in doubt, repeatable: {', '.join(DOUBTS)}, {NOTHING}; else inconsistency, panellists, ratings.",
)
@click.option("--level", type=float, default=0.95, show_default=True, metavar="N", help="What rank intervals hold.")
@click.option(
    "--first", type=click.IntRange(1), default=3, show_default=True, metavar="K", help="First places together."
)
@click.option("--intervals", is_flag=True, help="How far each weight may move until the first places change.")
@click.option("--method", type=click.Choice(words.METHODS), metavar="WORD", help=f"Method: {', '.join(words.METHODS)}.")
@click.option(
    "--normalisation",
    type=click.Choice(words.NORMALISATIONS),
    metavar="WORD",
    help=f"Normalisation: {', '.join(words.NORMALISATIONS)}; each method has its own.",
)
@click.option("--ratings", type=click.Choice(words.RATINGS), metavar="WORD", help="mean or additive, as in rank.")
@click.option(
    "--scored", type=click.Choice(["rated", "steps"]), metavar="WORD", help="Solutions as rated, or by their steps."
)
@options.judging_options
@options.people_options
@worker_options
@click.option("--strict", is_flag=True, help="Exit 1 if there is anything to warn of.")
@options.output_options
def command(
    folder: Path,
    output: Output,
    *,
    draws: int,
    precision: float | None,
    doubt: tuple[str, ...] | None,
    intervals: bool,
    panellist: tuple[str, ...],
    organisation: tuple[str, ...],
    scheduler: Address | None,
    workers: int | None,
    strict: bool,
    **choices: Any,
) -> None:
    """Say how sure the order of PANEL is: ranks over draws of what its own answers leave in doubt."""
    panel = read_panel(folder)
    who = options.people(panel, panellist, organisation)

    from mcda.analysis import doubting

    with (
        team(scheduler, workers, output.say) as at_work,
        Progress(at_work.said) as progress,
    ):
        result = doubting.sensitivity(
            panel,
            draws=draws,
            precision=precision,
            doubt=doubting.DOUBT if doubt is None else doubt,
            intervals=intervals,
            panellists=who,
            executor=at_work.executor,
            in_flight=at_work.in_flight,
            progress=progress,
            **choices,
        )
    output.write(result, result.intervals_table() if intervals else None)
    output.say(result.meta["notices"])
    if strict and result.meta["notices"]:
        raise click.exceptions.Exit(NOT_GOOD)
