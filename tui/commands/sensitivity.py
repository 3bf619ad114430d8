"""`mcda sensitivity PANEL`."""

from __future__ import annotations

from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from tui.commands import doubts, figures, options
from tui.commands.figures import plot_option
from tui.commands.options import Output
from tui.commands.progress import Progress
from tui.commands.workers import Address, team, worker_options
from tui.reading import read_panel

if TYPE_CHECKING:
    from collections.abc import Callable

    from criteria.panel import Panel
    from mcda.results.base import Result

F = TypeVar("F", bound="Callable[..., Any]")


ANSWERS = {
    "intervals": "How far each weight may move until the first places change.",
    "specifications": "The order under every defensible choice of methods; a choice that is given stays.",
    "reversals": "The order without each panellist, criterion, alternative; what should not matter and does.",
    "sobol": "Which weights the lead of the first place depends on, all of them varied at once.",
    "tornado": "The lead of the first place at half and twice each weight.",
}
"""Options that ask for another table in place of the ranks, and what it says."""

VARIED = {
    "scale": "scales",
    "priorities": "priorities",
    "aggregation": "aggregations",
    "weighting": "weightings",
    "method": "methods",
    "normalisation": "normalisations",
}
"""Option -> what specifications call the words that they try."""

KINDS = {"intervals": "stability", "specifications": "specification-curve"}
"""Option -> the plot of its answer, where that is called something else."""


def _answers(function: F) -> F:
    """`asked`: the words of ANSWERS that were given, gathered."""

    @wraps(function)
    def gathered(*args: Any, **options: Any) -> Any:
        return function(*args, asked=[word for word in ANSWERS if options.pop(word)], **options)

    for word, help in reversed(ANSWERS.items()):
        gathered = click.option(f"--{word}", is_flag=True, help=help)(gathered)
    return cast(F, gathered)


@click.command(name="sensitivity")
@options.panel_argument
@click.option("--draws", default="10000", callback=doubts.count, metavar="N", help="How many draws: 10000, or 1e6.")
@click.option("--precision", type=float, metavar="N", help="Draw for this error of a share at 95 %, such as 0.01.")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, metavar="N", help="Of the draws.")
@click.option(
    "--doubt",
    multiple=True,
    callback=doubts.words,
    metavar="WORD",
    help=f"What is in doubt, repeatable: {', '.join((*doubts.DOUBTS, doubts.NOTHING))}; "
    "else inconsistency, panellists, ratings.",
)
@click.option(
    "--order", callback=doubts.order, metavar="IDS", help="Of unknown weights: a,b,c, from the one that weighs most."
)
@click.option(
    "--bound",
    multiple=True,
    callback=doubts.bounds,
    metavar="ID=LOW:HIGH",
    help="Of an unknown weight, repeatable: legal=0.1:0.4, legal=0.1: or legal=:0.4.",
)
@click.option("--level", type=float, default=0.95, show_default=True, metavar="N", help="What rank intervals hold.")
@click.option(
    "--first", type=click.IntRange(1), default=3, show_default=True, metavar="K", help="First places together."
)
@_answers
@options.scoring_options
@options.judging_options
@options.people_options
@worker_options
@options.strict_option
@plot_option
@options.output_options
def command(
    folder: Path,
    output: Output,
    *,
    draws: int,
    precision: float | None,
    doubt: tuple[str, ...] | None,
    order: tuple[str, ...],
    bound: dict[str, doubts.Ends],
    asked: list[str],
    plot: tuple[Path, ...],
    panellist: tuple[str, ...],
    organisation: tuple[str, ...],
    scheduler: Address | None,
    workers: int | None,
    strict: bool,
    **choices: Any,
) -> None:
    """Say how sure the order of PANEL is: ranks over draws of what its own answers leave in doubt."""
    if (order or bound) and doubt is not None and "ignorance" not in doubt:
        raise click.UsageError("--order and --bound are of weights that nobody knows: add --doubt ignorance")
    asked_for = click.get_current_context().get_parameter_source("draws")
    if precision is not None and asked_for is click.core.ParameterSource.COMMANDLINE:
        raise click.UsageError("--precision chooses the draws: leave out --draws")
    if len(asked) > 1 and output.chosen_format() == "csv":
        listed = ", ".join(f"--{word}" for word in asked)
        raise click.UsageError(f"CSV holds one table: give one of {listed}, or --format table or json for all of them")
    panel = read_panel(folder)
    choices["panellists"] = options.people(panel, panellist, organisation)

    from mcda.analysis import doubting
    from mcda.results.together import Together

    with (
        team(scheduler, workers, output.say) as at_work,
        Progress(at_work.said) as progress,
    ):
        report = doubting.sensitivity(
            panel,
            draws=draws,
            precision=precision,
            doubt=doubt,
            intervals="intervals" in asked,
            order=order,
            bounds=bound,
            executor=at_work.executor,
            in_flight=at_work.in_flight,
            progress=progress,
            **choices,
        )
    others = {word: _answer(panel, word, choices) for word in asked if word != "intervals"}
    result = Together(report=report, others=others)
    shown = {word: others.get(word, report) for word in asked} or {"acceptability": report}
    figures.draw({word: (each, KINDS.get(word, word)) for word, each in shown.items()}, plot)
    tables = [report.intervals_table() if word == "intervals" else others[word].table() for word in asked]
    output.write(result, tables[0] if tables else None, tables[1:])
    output.close(result.meta["notices"], strict)


def _answer(panel: Panel, word: str, choices: dict[str, Any]) -> Result:
    """The answer to one of ANSWERS but the intervals, by the same choices."""
    from mcda import analysis

    kept = {name: given for name, given in choices.items() if name not in ("level", "first", "seed")}
    if word == "reversals":
        return analysis.reversals(panel, first=choices["first"], **kept)
    if word == "tornado":
        return analysis.tornado(panel, **kept)
    if word == "sobol":
        return analysis.variance(panel, seed=choices["seed"], **kept)
    tried: dict[str, Any] = {
        several: [given] for one, several in VARIED.items() if (given := kept.pop(one)) is not None
    }
    return analysis.specifications(panel, first=choices["first"], **tried, **kept)
