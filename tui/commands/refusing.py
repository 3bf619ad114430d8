"""How a command ends that cannot do what it was asked for, and nothing of it was done."""

from __future__ import annotations

from typing import NoReturn

import click

from criteria.text import visible
from tui.commands.group import NOT_GOOD


def refuse(*lines: str) -> NoReturn:
    """Say why, a line each, and end with the exit code for what is not good."""
    for line in lines:
        click.echo(visible(line), err=True)
    raise click.exceptions.Exit(NOT_GOOD)


def refuse_to_write(*lines: str) -> NoReturn:
    """As `refuse`, saying last that nothing was written."""
    refuse(*lines[:-1], f"{lines[-1].rstrip('.')}; nothing was written")
