"""A briefing as one HTML page without network or script, or as Markdown; every text escaped."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Any

from criteria.text import RIGHT_TO_LEFT, inert
from mcda.briefing.facts import Briefing, Section
from mcda.briefing.sections import MADE_UP

if TYPE_CHECKING:
    from jinja2 import Environment

FORMS = (".html", ".md")
_MARKS = re.compile(r"([\\`*_\[\]<>|~&!#@]|^[+=-]|(?<=^\d)[.)]|(?<=^\d\d)[.)]|:(?=//)|(?<=www)\.)")
_TURNED = re.compile(rf"({RIGHT_TO_LEFT}(?:(?:{RIGHT_TO_LEFT}|[\u200c\s])*{RIGHT_TO_LEFT})?)")
"""A stretch of text that runs from right to left."""
_BEFORE_UNIT = re.compile(r"(?<=\d) %")
_COMMAND = re.compile(r"`([^`]*)`")


def require_jinja() -> None:
    """Raise ImportError, with the cure, where jinja2 or matplotlib is missing."""
    try:
        import jinja2  # noqa: F401
        import matplotlib  # noqa: F401
    except ImportError:
        raise ImportError("reports need jinja2 and matplotlib: pip install 'mcda-panel[report]'") from None


def html(page: Briefing) -> str:
    """The page as HTML, its figures inside; the same page gives the same bytes."""
    pictures = {section.id: _picture(section) for section in page.sections if section.drawn is not None}
    return _environment().get_template("report.html.j2").render(page=page, pictures=pictures, made_up=MADE_UP)


def markdown(page: Briefing) -> str:
    """The same facts as Markdown, without figures."""
    text = _environment().get_template("report.md.j2").render(page=page, made_up=MADE_UP)
    return re.sub(r"\n{3,}", "\n\n", text).rstrip() + "\n"


def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, select_autoescape

    found = Environment(
        loader=PackageLoader("mcda.briefing"),
        autoescape=select_autoescape(["html.j2"]),
        finalize=lambda value: inert(value) if type(value) is str else value,
        keep_trailing_newline=True,
    )
    found.filters |= {"md": _plain, "code": _with_code, "said": _said}
    return found


def _plain(text: str) -> str:
    """The text with nothing in it that Markdown would obey, in one line."""
    return _MARKS.sub(r"\\\1", " ".join(inert(text).split()))


def _said(text: str) -> Any:
    """The text escaped, each stretch from right to left by itself, so that it turns round no number beside it."""
    from markupsafe import Markup, escape

    parts = _TURNED.split(_BEFORE_UNIT.sub("\u00a0%", inert(text)))
    return Markup().join(
        Markup("<bdi>{}</bdi>").format(part) if place % 2 else escape(part) for place, part in enumerate(parts)
    )


def _with_code(text: str) -> Any:
    """The text escaped, what stands between backquotes as code."""
    from markupsafe import Markup, escape

    parts = _COMMAND.split(text)
    return Markup().join(
        Markup("<code>{}</code>").format(part) if place % 2 else escape(part) for place, part in enumerate(parts)
    )


def _picture(section: Section) -> str:
    """The figure of a section as the address of an image that is inside the page."""
    from mcda import plots

    assert section.drawn is not None
    result, kind, _ = section.drawn
    figure = plots.figure_of(result, kind)
    figure.suptitle("")
    return "data:image/svg+xml;base64," + base64.b64encode(plots.svg_of(figure)).decode()
