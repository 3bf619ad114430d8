"""`mcda watch PANEL`."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from criteria.text import visible
from tui.commands import in_lines, options
from tui.commands.beginning import held, prepared
from tui.commands.options import Output

COLUMNS = ("panellist", "organisation", "state", "answered", "asked", "cannot_say", "last_seen")


@click.command(name="watch")
@options.panel_argument
@click.option("--projector", is_flag=True, help="What the room may see, large and without names; read-only.")
@click.option("--large", is_flag=True, help="With --projector: in type for the back row; l turns it on and off.")
@options.entered_by_option("Who goes on with the rounds; kept in the journal.")
@click.option(
    "--plain", is_flag=True, help="A line for each thing that happens, words for the rounds; also without a terminal."
)
@click.option("--once", is_flag=True, help="Say how far each panellist is, as a table, and end.")
@options.output_options
def command(folder: Path, output: Output, *, projector: bool, large: bool, by: str, plain: bool, once: bool) -> None:
    """Follow a sitting of PANEL as the facilitator: who is how far, how far they agree; close, open, reveal.

    The screen names panellists and is not for the projector: --projector, on another screen, is. Panellists answer with
    `mcda judge` on the same folder.
    """
    if projector and once:
        raise click.UsageError("--projector goes on until it is left: it goes without --once")
    if large and not projector:
        raise click.UsageError("--large goes with --projector")
    if not once and (output.format is not None or output.path is not None):
        raise click.UsageError("--format and -o go with --once")
    settings = prepared()
    from tui import terminal

    if once:
        _once(folder, output)
        return

    def watched() -> int:
        if plain or terminal.refuse():
            return in_lines.watch(folder, by, projector=projector)
        for warning in terminal.warnings():
            click.echo(f"warning: {visible(warning)}", err=True)
        from tui.opening import watch

        return watch(folder, settings, by, projector=projector, large=large)

    raise click.exceptions.Exit(held(settings, watched, kept="The sitting goes on."))


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
