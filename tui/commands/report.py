"""`mcda report PANEL`."""

from __future__ import annotations

from pathlib import Path

import click

from tui.commands import options
from tui.reading import read_files


@click.command(name="report")
@options.panel_argument
@click.option(
    "-o",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    callback=options.writable,
    metavar="FILE",
    help="Write to FILE: .html or .md. Markdown on stdout if left out.",
)
@click.option("--draws", type=click.IntRange(1), default=10_000, metavar="N", help="Behind how sure the order is.")
@click.option("--seed", type=click.IntRange(0), default=0, metavar="N", help="Of the draws.")
@click.option("--few", is_flag=True, help="Write it though figures rest on fewer than five people, who agreed to that.")
@click.option("-q", "--quiet", is_flag=True, help="No warnings.")
def command(folder: Path, *, path: Path | None, draws: int, seed: int, few: bool, quiet: bool) -> None:
    """Write one page about PANEL that can be read in five minutes.

    What comes out, who was asked, the order and how sure it is, the roadmap, what weighs how much, how far they agree,
    what would change the first place, what it rests on, method and limits; each number with how it was obtained. HTML
    without network and script, to be sent, shown on a phone or printed; or the same facts as Markdown. Nobody is named.
    It shows what was released last, or the answers as they stand where nothing was.
    """
    from mcda import report
    from mcda.briefing import page

    if path is not None and path.suffix.lower() not in page.FORMS:
        raise click.UsageError(f"'{path.name}' does not end in {' or '.join(page.FORMS)}")
    try:
        page.require_jinja()
    except ImportError as error:
        raise click.UsageError(str(error)) from None
    from criteria.events import standing
    from criteria.journal import read_log
    from criteria.telling import releases
    from mcda.briefing.sections import briefing

    panel, log = read_files(folder), read_log(folder)
    facts = briefing(panel, log.events, draws=draws, seed=seed, few=few)
    text = page.html(facts) if path is not None and path.suffix.lower() == ".html" else page.markdown(facts)
    if path is None:
        click.echo(text, nl=False)
    else:
        report.save_text(path, text)
    warnings = list(facts.warnings)
    if releases(log.events) and not standing(log.events).released:
        warnings.append("results are withheld at the moment: the page shows what was released before")
    options.Output(None, path, False, quiet).say(warnings)
