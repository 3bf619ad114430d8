"""Runs a command and turns what went wrong into a message and an exit code."""

from __future__ import annotations

import importlib
import keyword
import sys

import click

from criteria import __version__
from criteria.faults import PanelError
from criteria.text import visible
from tui.commands import COMMANDS, overview

DONE, NOT_GOOD, USAGE, INTERRUPTED = 0, 1, 2, 130


class CommandGroup(click.Group):
    """`mcda`: loads the module of a command when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The commands in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = f"{cmd_name}_" if keyword.iskeyword(cmd_name) else cmd_name
        command: click.Command = importlib.import_module(f"tui.commands.{module}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does it, with the nearest known command where the word is none."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from criteria.text import nearest, quoted

            raise click.UsageError(f"{quoted(args[0])} is no command: {nearest(args[0], COMMANDS)}", ctx)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """As click does it, but that a pipe whose reader has had enough is no failure."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            from tui.terminal import let_pipe_go

            let_pipe_go()
            raise click.exceptions.Exit(DONE) from None
        return result

    def get_help(self, ctx: click.Context) -> str:  # noqa: ARG002
        """The overview."""
        return overview().rstrip()


@click.group(cls=CommandGroup, name="mcda")
@click.version_option(__version__, prog_name="mcda")
def mcda() -> None:
    """Weigh, rank, and see how far a panel agrees."""


def run(arguments: list[str]) -> int:
    """The exit code after running the command that the arguments name."""
    _prepare_output()
    try:
        code = mcda.main(arguments, prog_name="mcda", standalone_mode=False)
    except click.Abort:
        click.echo("interrupted", err=True)
        return INTERRUPTED
    except KeyboardInterrupt:
        click.echo("interrupted", err=True)
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return USAGE
    except PanelError as error:
        for fault in error.faults:
            click.echo(visible(str(fault)), err=True)
        count = len(error.faults)
        click.echo(f"{count} fault{'' if count == 1 else 's'}: nothing was computed", err=True)
        return NOT_GOOD
    except OSError as error:
        click.echo(f"{error.filename or 'the system'}: {error.strerror or error}", err=True)
        return NOT_GOOD
    except ValueError as error:
        if type(error).__module__.partition(".")[0] != "mcda":
            raise
        from mcda.analysis.choices import ChoiceError

        click.echo(str(error), err=True)
        return USAGE if isinstance(error, ChoiceError) else NOT_GOOD
    return code if isinstance(code, int) else DONE


def _prepare_output() -> None:
    """UTF-8 and bare line feeds for whatever reads a pipe, on every system; on a terminal whatever it can show."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure and sys.stdout.isatty():
        reconfigure(errors="replace")
    elif reconfigure:
        reconfigure(encoding="utf-8", newline="\n")
