"""Screens are tested through the pilot."""

import pytest


@pytest.fixture(autouse=True, scope="session")
def quick_waits():
    """Pilots look more often whether the app is idle."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("textual._wait.SLEEP_GRANULARITY", 0.001)
        yield
