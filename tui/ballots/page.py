"""A ballot as a page to be printed and filled in with a pen. Who types it in goes by the numbers of the questions."""

from __future__ import annotations

from criteria.text import inert
from tui.ballots.paper import STRONGEST, Paper, sides, unsaid
from tui.language import _


def require_jinja() -> None:
    """Raise ImportError, with the cure, where jinja2 is missing."""
    try:
        import jinja2  # noqa: F401
    except ImportError:
        raise ImportError("printable ballots need jinja2: pip install 'mcda-panel[report]'") from None


def page(paper: Paper) -> str:
    """The ballot as HTML without network or script; the same ballot gives the same text."""
    from jinja2 import Environment, PackageLoader, select_autoescape

    environment = Environment(
        loader=PackageLoader("tui.ballots", ""),
        autoescape=select_autoescape(["html.j2"]),
        finalize=lambda value: inert(value) if type(value) is str else value,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    words = {
        "how": _("Tick one box for each question, or none where you have not answered. It is for you alone."),
        "rate": _("Tick a number, or write one between them."),
        "write": _("Write a number."),
        "comments": _("Comments, each with the number of its question:"),
        "terms": _("What is meant"),
        "before": _("So far:"),
    }
    return environment.get_template("ballot.html.j2").render(
        paper=paper, sides=sides(), unsaid=unsaid(), times=range(2, STRONGEST + 1), words=words
    )
