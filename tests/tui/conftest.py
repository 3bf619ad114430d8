"""Screens are tested through the pilot; settings, logs and recent panels of a test lie in a folder of its own."""

import pytest


@pytest.fixture(autouse=True, scope="session")
def quick_waits():
    """Pilots look more often whether the app is idle."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("textual._wait.SLEEP_GRANULARITY", 0.001)
        yield


@pytest.fixture(autouse=True)
def home(tmp_path_factory, monkeypatch):
    """A home for settings, logs and samples that no other test has seen."""
    home = tmp_path_factory.mktemp("home")
    for name in ("CONFIG", "STATE", "DATA", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    return home
