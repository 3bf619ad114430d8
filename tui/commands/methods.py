"""`mcda methods`."""

from __future__ import annotations

import click

from tui.commands import options
from tui.commands.options import Output


@click.command(name="methods")
@options.output_options
def command(output: Output) -> None:
    """List every method by name, with what it does and where it was printed."""
    from mcda.analysis.methods import methods

    output.write(methods())
