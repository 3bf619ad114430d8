"""Screens are tested through the pilot."""

import pytest

from tui import language


@pytest.fixture(autouse=True, scope="session")
def quick_waits():
    """Pilots look more often whether the app is idle."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("textual._wait.SLEEP_GRANULARITY", 0.001)
        yield


@pytest.fixture(autouse=True)
def english():
    """A command that spoke another language has spoken; the next test begins in English."""
    yield
    language.choose(language.ENGLISH)
