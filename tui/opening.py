"""The ways into the app: to sit with a panel, to watch it, to look at its results, or to be welcomed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tui.app import PanelApp, run
from tui.places import remember

if TYPE_CHECKING:
    from textual.screen import Screen

    from tui.settings import Settings
    from tui.sitting import Sitting


def sit(folder: Path, settings: Settings, panellist: str = "", by: str = "") -> int:
    """The exit code after a sitting. Raises PanelError, JournalError if the panel cannot be opened, NobodyError."""
    code = run(sitting_app(folder, settings, panellist, by))
    remember(folder)
    return code


def sitting_app(folder: Path, settings: Settings, panellist: str = "", by: str = "") -> PanelApp:
    """The app that begins with the hand-over. `panellist`: who sits, picked if empty; `by`: who enters answers."""

    def opened() -> Sitting:
        from tui.sitting import Sitting

        return Sitting(folder)

    def first(app: PanelApp) -> Screen[None]:
        from tui.screens.hand_over import HandOverScreen

        assert app.sitting is not None
        app.by = by
        return HandOverScreen(app.sitting, app.sitting.known(panellist) if panellist else "")

    return PanelApp(settings, opened, first)


def look(folder: Path, settings: Settings) -> int:
    """The exit code after a look at the results. Raises PanelError, JournalError if the panel cannot be opened."""
    code = run(results_app(folder, settings))
    remember(folder)
    return code


def results_app(folder: Path, settings: Settings) -> PanelApp:
    """The app that begins with the results, as the facilitator sees them; behind them is the panel's home."""

    def opened() -> Sitting:
        from tui.sitting import Sitting

        return Sitting(folder)

    def first(app: PanelApp) -> Screen[None]:
        from tui.screens.home import HomeScreen

        assert app.sitting is not None
        return HomeScreen(app.sitting, facilitator=True, results=True)

    return PanelApp(settings, opened, first)


def watch(folder: Path, settings: Settings, by: str = "", *, projector: bool = False, large: bool = False) -> int:
    """The exit code after a sitting was watched. Raises PanelError, JournalError if the panel cannot be opened."""
    code = run(watch_app(folder, settings, by, projector=projector, large=large))
    remember(folder)
    return code


def watch_app(
    folder: Path, settings: Settings, by: str = "", *, projector: bool = False, large: bool = False
) -> PanelApp:
    """The app with the facilitator's live screen, or with what the room may see, in large type perhaps.

    `by`: who goes on with the rounds.
    """

    def opened() -> Sitting:
        from tui.sitting import Sitting

        return Sitting(folder)

    def first(app: PanelApp) -> Screen[None]:
        from tui.screens.projector import ProjectorScreen
        from tui.screens.watch import WatchScreen

        assert app.sitting is not None
        return ProjectorScreen(app.sitting, alone=True, large=large) if projector else WatchScreen(app.sitting, by)

    return PanelApp(settings, opened, first)


def welcome(settings: Settings) -> int:
    """The exit code after somebody was welcomed."""
    return run(welcome_app(settings))


def welcome_app(settings: Settings) -> PanelApp:
    """The app that begins by asking for a panel."""

    def first(_app: PanelApp) -> Screen[None]:
        from tui.screens.welcome import WelcomeScreen

        return WelcomeScreen()

    return PanelApp(settings, None, first)
