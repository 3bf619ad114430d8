"""`mcda rank PANEL`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from criteria.panel import Panel
from tui.commands import options
from tui.commands.options import Output, Verdict
from tui.commands.progress import Progress
from tui.reading import read_panel


@click.command(name="rank")
@options.panel_argument
@options.scoring_options
@click.option(
    "--alternatives",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Rank the rows of FILE (.csv, .parquet) instead: alternative, perhaps name, and a column a criterion.",
)
@click.option("--top", type=click.IntRange(1), metavar="K", help="Of --alternatives only the K best.")
@click.option("--explain", metavar="ALTERNATIVE", help="Say what lifts ALTERNATIVE and what holds it back.")
@options.judging_options
@options.random_index_option
@options.by_option
@options.people_options
@options.verdict_options
@options.output_options
def command(
    folder: Path,
    output: Output,
    verdict: Verdict,
    *,
    alternatives: Path | None,
    top: int | None,
    explain: str | None,
    by: str | None,
    panellist: tuple[str, ...],
    organisation: tuple[str, ...],
    random_index: str | None,
    scale: str | None,
    **choices: str | None,
) -> None:
    """Rank the solutions or the steps of PANEL, or the alternatives of a file by what PANEL finds important."""
    panel = read_panel(folder)
    options.check_part(panel, by)
    who = options.people(panel, panellist, organisation)
    if by is not None and (who is not None or explain is not None):
        raise click.UsageError("--by stands against --panellist, --organisation and --explain: use one of them")
    choices_behind = {"panellists": who, "random_index": random_index, "scale": scale}
    if alternatives is not None:
        against = {
            "--by": by,
            "--explain": explain,
            **{f"--{word}": choices[word] for word in ("of", "ratings", "scored")},
        }
        if given := [option for option, value in against.items() if value is not None]:
            raise click.UsageError(f"{given[0]} is about the panel's own alternatives: leave out --alternatives")
        of_file = {word: choice for word, choice in choices.items() if f"--{word}" not in against}
        notices = _rank_file(panel, alternatives, top, output, scale=scale, panellists=who, **of_file)
        verdict.close(panel, output, notices, choices_behind)
        return
    if top is not None:
        raise click.UsageError("--top counts the rows of --alternatives: give a file, too")

    from mcda import analysis
    from mcda.results.base import Result

    result: Result
    if by is not None:
        result = analysis.rank_by(panel, by, scale=scale, **choices)
    elif explain is not None:
        result = analysis.explain(panel, explain, scale=scale, panellists=who, **choices)
    else:
        result = analysis.rank(panel, scale=scale, panellists=who, **choices)
    output.write(result)
    verdict.close(panel, output, result.meta["notices"], choices_behind)


def _rank_file(panel: Panel, path: Path, top: int | None, output: Output, **choices: Any) -> list[str]:
    """Write the order of the alternatives of a file, and give what there is to say of it."""
    from mcda import analysis

    if output.path is not None and output.path.exists() and output.path.samefile(path):
        raise click.UsageError(f"'{output.path}' is the file that is read: write to another")
    if top is not None:
        with Progress(unit="rows") as progress:
            best = analysis.rank_file(panel, path, top, progress=progress, **choices)
        output.write(best)
        return list(best.meta["notices"])
    if output.format in ("table", "json") or output.chosen_format() == "json":
        raise click.UsageError("all rows of a file are written as CSV: give --top K for a table or JSON")
    with Progress(unit="rows") as progress:
        lines, meta = analysis.ranked_lines(panel, path, progress=progress, raw=output.raw, **choices)
        if output.path is None:
            for line in lines:
                click.echo(line, nl=False)
        else:
            from mcda import report

            report.save(output.path, lines, meta)
    return list(meta["notices"])
