"""Where settings, logs, crash reports and copies of sample panels lie, by the habits of the system."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import platformdirs

APP = "mcda"


class Places(NamedTuple):
    """Every path that mcda uses outside panel folders."""

    settings: Path
    """A TOML file that people may edit."""
    recent: Path
    """The panel that was open last."""
    log: Path
    crashes: Path
    """A folder, a file a crash."""
    samples: Path
    """A folder, a folder a copied sample panel."""


def places() -> Places:
    """The paths for this user; none of them need exist."""
    config, state, data = (
        Path(folder)
        for folder in (
            platformdirs.user_config_dir(APP),
            platformdirs.user_state_dir(APP),
            platformdirs.user_data_dir(APP),
        )
    )
    return Places(
        settings=config / "settings.toml",
        recent=state / "recent",
        log=state / "mcda.log",
        crashes=state / "crashes",
        samples=data / "samples",
    )


def last_panel() -> Path | None:
    """The panel folder that was open last; None if there is none, or it is not there any more."""
    try:
        folder = Path(places().recent.read_text(encoding="utf-8", errors="surrogateescape").strip("\n"))
        return folder if folder.is_absolute() and (folder / "panel.yaml").is_file() else None
    except (OSError, ValueError):
        return None


def remember(folder: Path) -> None:
    """Keep a panel folder as the last one; nothing depends on it, so that a failure is passed over."""
    path = places().recent
    with suppress(OSError, ValueError):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{folder.absolute()}\n", encoding="utf-8", errors="surrogateescape")
