"""The arguments and options that commands share, and the way a result leaves: to the terminal, a pipe or a file."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from criteria import words
from criteria.text import name_fault, visible
from tui.commands.group import NOT_GOOD

if TYPE_CHECKING:
    from criteria.panel import Panel
    from mcda.results.base import Result
    from mcda.table import Table

F = TypeVar("F", bound=Callable[..., Any])
FORMATS = ("table", "csv", "json")
RAW = (
    "this is of the raw folder: it names panellists, or may rest on fewer than five of them; "
    "'mcda publish' writes what may leave the room"
)
"""Said of every result of an anonymous panel."""
ENDINGS = {".csv": "csv", ".json": "json", ".txt": "table", "": "csv"}
"""Of a file -> what is written into it unless --format says otherwise."""


def panel_argument(function: F) -> F:
    """PANEL: the folder."""
    return click.argument("folder", metavar="PANEL", type=click.Path(path_type=Path))(function)


def _choice(name: str, allowed: Sequence[str], help: str) -> Callable[[F], F]:
    return click.option(f"--{name}", type=click.Choice(list(allowed)), metavar="WORD", help=help)


def _all(function: F, *decorators: Callable[[F], F]) -> F:
    """The function under several decorators, the first one outermost."""
    for decorator in reversed(decorators):
        function = decorator(function)
    return function


def _listed(allowed: Sequence[str]) -> str:
    return ", ".join(allowed)


def scoring_options(function: F) -> F:
    """What is ranked, by which method and on which values."""
    return _all(
        function,
        _choice("of", ("solutions", "steps"), "solutions or steps."),
        _choice("method", words.METHODS, f"Method: {_listed(words.METHODS)}."),
        _choice(
            "normalisation",
            words.NORMALISATIONS,
            f"Normalisation: {_listed(words.NORMALISATIONS)}; each method has its own.",
        ),
        _choice("ratings", words.RATINGS, "mean, or additive: without each panellist's leniency."),
        _choice("scored", ("rated", "steps"), "Solutions as rated, or by their steps."),
    )


def judging_options(function: F) -> F:
    """How judgements become weights."""
    return _all(
        function,
        _choice("priorities", words.PRIORITIES, f"Priorities of a node: {_listed(words.PRIORITIES)}."),
        _choice("aggregation", words.AGGREGATIONS, f"Panellists to group: {_listed(words.AGGREGATIONS)}."),
        _choice("weighting", words.WEIGHTINGS, f"Say of each panellist: {_listed(words.WEIGHTINGS)}."),
        _choice("scale", words.SCALES, f"Judgement scale: {_listed(words.SCALES)}."),
    )


def people_options(function: F) -> F:
    """Whose answers count."""
    return _all(
        function,
        click.option("--panellist", "panellist", multiple=True, metavar="ID", help="Only this panellist; repeatable."),
        click.option("--organisation", multiple=True, metavar="NAME", help="Only this organisation; repeatable."),
    )


def random_index_option(function: F) -> F:
    """The table behind the consistency ratio."""
    listed = _listed(words.RANDOM_INDICES)
    return _choice("random-index", words.RANDOM_INDICES, f"Random index of the CR: {listed}.")(function)


def by_option(function: F) -> F:
    """Parts of the panel side by side."""
    said = "Parts: organisation, role, panellist, or an attribute that panel.yaml declares."
    return click.option("--by", metavar="WORD", help=said)(function)


def _name(ctx: click.Context, param: click.Parameter, value: str) -> str:  # noqa: ARG001
    """The name, refused if it cannot be shown in one line."""
    if value and (message := name_fault(value)):
        raise click.BadParameter(message)
    return value.strip()


def entered_by_option(help: str) -> Callable[[F], F]:
    """Who does it, as the journal keeps it with each event."""
    return click.option("--by", default="", metavar="NAME", callback=_name, help=help)


strict_option = click.option("--strict", is_flag=True, help="Exit 1 if there is anything to warn of.")


def check_part(panel: Panel, by: str | None, more: Sequence[str] = ()) -> None:
    """Refuse a part, or one of `more` words, that the panel does not know."""
    known = ("panellist", *panel.parts, *more)
    if by is not None and by not in known:
        from criteria.text import nearest, quoted

        raise click.UsageError(f"--by: {quoted(by)} is not known: {nearest(by, known)}")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What makes a result not good enough, so that the exit code is 1."""

    max_cr: float | None
    strict: bool

    def close(self, panel: Panel, output: Output, notices: Sequence[str], choices: Mapping[str, Any]) -> None:
        """Say what there is to warn of; end with exit code 1 where the result is not good enough.

        `choices` are the `panellists`, `scale` and `random_index` behind the result.
        """
        from mcda.analysis.checking import concerns, ratios_above

        warnings = [*notices, *concerns(panel, **choices)]
        output.say(warnings)
        failed = self.strict and bool(warnings)
        if self.max_cr is not None and (above := ratios_above(panel, self.max_cr, **choices)):
            output.say([f"CR above {self.max_cr:g}: {', '.join(above)}"])
            failed = True
        if failed:
            raise click.exceptions.Exit(NOT_GOOD)


def _limit(ctx: click.Context, param: click.Parameter, value: float | None) -> float | None:  # noqa: ARG001
    """The number, from 0 up; NaN, which nothing is above, is none."""
    if value is not None and not value >= 0:
        raise click.BadParameter("allowed are numbers from 0 up")
    return value


def verdict_options(function: F) -> F:
    """`verdict`: --max-cr and --strict gathered."""

    @wraps(function)
    def gathered(*args: Any, max_cr: float | None, strict: bool, **options: Any) -> Any:
        return function(*args, verdict=Verdict(max_cr, strict), **options)

    return _all(
        cast(F, gathered),
        click.option(
            "--max-cr",
            type=float,
            callback=_limit,
            metavar="N",
            help="Exit 1 if a panellist's CR at some node is above N.",
        ),
        strict_option,
    )


@dataclass(frozen=True, slots=True)
class Output:
    """Where a result goes and in which form."""

    format: str | None
    path: Path | None
    raw: bool
    quiet: bool

    def chosen_format(self) -> str:
        """The format asked for; else by the file's ending; else a table for people and CSV for programs."""
        if self.format is not None:
            return self.format
        if self.path is not None:
            return ENDINGS[self.path.suffix.lower()]
        return "table" if sys.stdout.isatty() else "csv"

    def to_people(self) -> bool:
        """Whether a table is shown rather than written into a file or for programs."""
        return self.path is None and self.chosen_format() == "table"

    def write(self, result: Result, table: Table | None = None, more: Sequence[Table] = ()) -> None:
        """Show a result, or some of its tables, with its provenance beside the file if it goes to one."""
        from mcda import report

        form = self.chosen_format()
        text = report.rendered(result, form, table=table, more=more, raw=self.raw, width=self.width())
        if self.path is None:
            click.echo(text, nl=False)
        else:
            report.save(self.path, text, result.meta)
        if result.meta.get("anonymous") and not self.quiet:
            click.echo(RAW, err=True)

    def width(self) -> int:
        """Columns of the terminal; 100 where there is none."""
        import shutil

        return shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() and self.path is None else 100

    def say(self, lines: Iterable[str]) -> None:
        """Talk on stderr, in lines between words where that is a terminal."""
        if self.quiet:
            return
        for line in lines:
            text = f"warning: {visible(line)}"
            if sys.stderr.isatty():
                import shutil
                import textwrap

                text = "\n".join(textwrap.wrap(text, max(shutil.get_terminal_size().columns, 20)))
            click.echo(text, err=True)

    def close(self, warnings: Sequence[str], strict: bool) -> None:
        """Say what there is to warn of; where that is no good, end with exit code 1."""
        self.say(warnings)
        if strict and warnings:
            raise click.exceptions.Exit(NOT_GOOD)


def writable(ctx: click.Context, param: click.Parameter, value: Path | None) -> Path | None:  # noqa: ARG001
    """The path, refused before anything is computed for it; None, which is stdout, for '-'."""
    return writable_path(value)


def writable_path(value: Path | None) -> Path | None:
    """The same of a path at hand."""
    if value is None or str(value) == "-":
        return None
    if not value.parent.is_dir():
        raise click.BadParameter(f"there is no folder '{value.parent}'")
    from criteria.files import PANEL_FILE, TABLES

    if value.name in (PANEL_FILE, *TABLES, "journal.db") and (value.parent / PANEL_FILE).exists():
        raise click.BadParameter(f"'{value}' is one of the panel's own files")
    return value


def output_options(function: F) -> F:
    """`output`: --format, -o, --raw, -q gathered."""

    @wraps(function)
    def gathered(
        *args: Any, format: str | None, output_file: Path | None, raw: bool, quiet: bool, **options: Any
    ) -> Any:
        if format is None and output_file is not None and output_file.suffix.lower() not in ENDINGS:
            endings = ", ".join(filter(None, ENDINGS))
            raise click.UsageError(f"'{output_file.suffix}' files are not written: end in {endings}, or give --format")
        return function(*args, output=Output(format, output_file, raw, quiet), **options)

    return _all(
        cast(F, gathered),
        click.option("--format", type=click.Choice(FORMATS), metavar="WORD", help="table, csv or json."),
        click.option(
            "-o",
            "output_file",
            type=click.Path(path_type=Path, dir_okay=False),
            callback=writable,
            metavar="FILE",
            help="Write to FILE (.csv, .json, .txt), its provenance to FILE.meta.json.",
        ),
        click.option("--raw", is_flag=True, help="CSV without the apostrophe that keeps spreadsheets from formulas."),
        click.option("-q", "--quiet", is_flag=True, help="No warnings."),
    )


def people(panel: Panel, panellist: Sequence[str], organisation: Sequence[str]) -> list[str] | None:
    """The ids that the people options choose; None for everybody."""
    if not panellist and not organisation:
        return None
    known = {name.casefold(): name for name in panel.organisations if name}
    if unknown := [name for name in organisation if name.casefold() not in known]:
        from criteria.text import nearest, quoted

        raise click.UsageError(f"{quoted(unknown[0])} is no organisation: {nearest(unknown[0], known.values())}")
    chosen = {name.casefold() for name in organisation}
    members = [member.id for member in panel.panellists if member.organisation.casefold() in chosen]
    return [*dict.fromkeys((*panellist, *members))]
