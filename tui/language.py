"""The language of all that people see: gettext catalogues under tui/locale, chosen before a screen is imported."""

from __future__ import annotations

import gettext
import os
from pathlib import Path

DOMAIN = "mcda"
CATALOGUES = Path(__file__).parent / "locale"

_spoken = gettext.translation(DOMAIN, CATALOGUES, languages=[os.environ.get("MCDA_LANGUAGE", "en")], fallback=True)


def _(message: str) -> str:
    """The message in the chosen language; English where there is no translation."""
    return _spoken.gettext(message)


def plural(one: str, many: str, count: int) -> str:
    """The form of the message that goes with the count, which is put in for `{count}`."""
    return _spoken.ngettext(one, many, count).format(count=count)
