"""`mcda watch PANEL`."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

import click

from criteria.faults import PanelError
from criteria.text import visible
from tui.commands import options
from tui.commands.group import NOT_GOOD, USAGE
from tui.commands.options import Output

COLUMNS = ("panellist", "organisation", "state", "answered", "asked", "cannot_say", "last_seen")


@click.command(name="watch")
@options.panel_argument
@click.option("--projector", is_flag=True, help="What the room may see, large and without names; read-only.")
@options.entered_by_option("Who goes on with the rounds; kept in the journal.")
@click.option("--plain", is_flag=True, help="A line for each thing that happens; so it is too without a terminal.")
@click.option("--once", is_flag=True, help="Say how far each panellist is, as a table, and end.")
@options.output_options
def command(folder: Path, output: Output, *, projector: bool, by: str, plain: bool, once: bool) -> None:
    """Follow a sitting of PANEL as the facilitator: who is how far, how far they agree; close, open, reveal.

    The screen names panellists and is not for the projector: --projector, on another screen, is. Panellists answer with
    `mcda judge` on the same folder.
    """
    from tui.settings import read_settings

    if projector and (plain or once):
        raise click.UsageError("--projector is drawn: it goes without --plain and --once")
    if not once and (output.format is not None or output.path is not None):
        raise click.UsageError("--format and -o go with --once")
    settings = read_settings()
    # The language is chosen before anything that speaks is imported.
    if settings.language != "en":
        os.environ.setdefault("MCDA_LANGUAGE", settings.language)
    from tui import logs, terminal

    refused = terminal.refuse()
    if projector and refused:
        click.echo(_without_plain(refused), err=True)
        raise click.exceptions.Exit(USAGE)
    if once:
        _once(folder, output)
        return
    logs.start_log(settings.log_level)
    try:
        if plain or refused:
            code = _in_lines(folder)
        else:
            for warning in terminal.warnings():
                click.echo(f"warning: {visible(warning)}", err=True)
            from tui.opening import watch

            code = watch(folder, settings, by, projector=projector)
    except (click.ClickException, click.exceptions.Exit, PanelError, OSError):
        raise
    except Exception as error:
        path = logs.write_crash(error)
        click.echo(f"mcda stopped by a mistake of its own. The sitting goes on. Report: {path}", err=True)
        code = NOT_GOOD
    finally:
        logs.stop_log()
    raise click.exceptions.Exit(code)


def _without_plain(reason: str) -> str:
    """Why nothing can be drawn: the projector has no lines of text."""
    return reason.partition(":")[0].partition(";")[0] + ": the projector's screen cannot be drawn here"


def _in_lines(folder: Path) -> int:
    """The exit code after watching by lines of text, which goes on until it is interrupted."""
    from tui.plain.watching import watch
    from tui.sitting import Sitting

    with closing(Sitting(folder)) as sitting:
        watch(sitting)
    return 0


def _once(folder: Path, output: Output) -> None:
    """A row a panellist on stdout, how the panel stands on stderr."""
    from criteria.journal import read_log
    from tui.commands.listing import Listing, meta_of
    from tui.dates import shown
    from tui.plain.watching import state
    from tui.sitting import Sitting
    from tui.watching import seen

    with closing(Sitting(folder)) as sitting:
        found = seen(sitting, read_log(folder))
        rows = [
            (
                *(one.panellist.id, one.panellist.organisation),
                "done" if one.done else "answering" if one.seen or one.answered else "not begun",
                *(one.answered, one.asked, one.unsaid, shown(one.seen) if output.to_people() else one.seen),
            )
            for one in found.progress
        ]
        output.write(Listing(meta=meta_of(sitting.panel), columns=COLUMNS, rows=rows))
        if not output.quiet:
            for line in state(sitting, found):
                click.echo(visible(line), err=True)
