"""How a command that speaks to somebody begins and ends: settings, language, log; a mistake of our own is reported."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from criteria.faults import PanelError
from tui.commands.group import NOT_GOOD

if TYPE_CHECKING:
    from tui.settings import Settings


def prepared() -> Settings:
    """The settings, with the language chosen by them before anything that speaks is imported. Raises SettingsError."""
    from tui import language
    from tui.settings import read_settings

    settings = read_settings()
    language.choose(settings.language)
    return settings


def held(settings: Settings, act: Callable[[], int], *, kept: str = "All that was shown as saved is saved.") -> int:
    """The exit code of what somebody does, with a log of it.

    A mistake of our own becomes a report that names nobody, and a line that says what is `kept`, not a traceback.
    Raises what a command tells its user itself: click's exceptions, PanelError and OSError.
    """
    from tui import logs

    logs.start_log(settings.log_level)
    try:
        return act()
    except (click.ClickException, click.exceptions.Exit, PanelError, OSError):
        raise
    except Exception as error:
        path = logs.write_crash(error)
        click.echo(f"mcda stopped by a mistake of its own. {kept} Report: {path}", err=True)
        return NOT_GOOD
    finally:
        logs.stop_log()
