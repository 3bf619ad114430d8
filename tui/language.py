"""The language of all that people see: gettext catalogues under tui/locale, chosen before a screen is imported."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gettext import NullTranslations

ENGLISH = "en"
"""The language of the source, which needs no catalogue."""
DOMAIN = "mcda"
CATALOGUES = Path(__file__).parent / "locale"

_chosen = ENGLISH
_spoken: NullTranslations | None = None


def choose(language: str) -> None:
    """Speak this language from now on: what was imported before has fixed some of its texts already.

    Raises
    ------
    OSError
        If there is no catalogue of that language.
    """
    global _chosen, _spoken
    _chosen = language
    if language == ENGLISH:
        _spoken = None
        return
    from gettext import translation

    _spoken = translation(DOMAIN, CATALOGUES, languages=[language])


def chosen() -> str:
    """The language that is spoken, `en` or `fa`."""
    return _chosen


def _(message: str) -> str:
    """The message in the chosen language; English where there is no translation."""
    return message if _spoken is None else _spoken.gettext(message)


def plural(one: str, many: str, count: int) -> str:
    """The form of the message that goes with the count, which is put in for `{count}`."""
    form = (one if count == 1 else many) if _spoken is None else _spoken.ngettext(one, many, count)
    return form.format(count=count)
