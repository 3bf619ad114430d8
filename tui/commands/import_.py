"""`mcda import FORMAT FILE DIR`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from criteria.faults import PanelError
from criteria.importing import FORMATS, read_foreign
from criteria.text import visible
from tui.commands.check import counted
from tui.commands.group import NOT_GOOD, USAGE

if TYPE_CHECKING:
    from criteria.importing.draft import Draft
    from criteria.panel import Panel

LISTED = "\n".join(f"{word}: {format.reads}." for word, format in FORMATS.items())


@click.command(
    name="import",
    help=f"""Read FILE, kept in another program's FORMAT, into a new panel folder DIR.

    \b
    {LISTED.replace(chr(10), chr(10) + "    ")}

    The folder is written whole or not at all. The same file into the same folder again changes nothing.""",
)
@click.argument("format", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@click.argument("file", metavar="FILE", type=click.Path(exists=True, path_type=Path))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--mapping", type=click.Path(path_type=Path), metavar="FILE", help="Of a survey: FILE.mapping.yaml if left out."
)
@click.option(
    "--hierarchy", type=click.Path(path_type=Path), metavar="FILE", help="Of ahp-os-csv: the hierarchy's text."
)
@click.option(
    "--result",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Of ahp-os-csv and ahp-os-json: the group's result (CSV), to say how far its weights are from those here.",
)
@click.option("--propose", is_flag=True, help="Of a survey: print a mapping to begin with, and write nothing.")
@click.option("--yes", is_flag=True, help="Take the answers as they are read back, without asking.")
def command(
    format: str,
    file: Path,
    folder: Path,
    *,
    mapping: Path | None,
    hierarchy: Path | None,
    result: Path | None,
    propose: bool,
    yes: bool,
) -> None:
    """Import a file."""
    from criteria.importing.draft import Remarks
    from criteria.importing.folder import files_of, is_there, staged

    beside = {"mapping": mapping, "hierarchy": hierarchy}
    for option, given in beside.items():
        if given is not None and FORMATS[format].beside != option:
            raise click.UsageError(f"--{option}: a file of the format {format} needs none")
    if result is not None and not format.startswith("ahp-os"):
        raise click.UsageError(f"--result: a file of the format {format} has none")
    remarks = Remarks(file.name)
    try:
        if propose:
            _propose(format, file)
            return
        draft = read_foreign(format, file, beside.get(FORMATS[format].beside), remarks)
        files = files_of(draft, f"{visible(file.name)} ({format})")
        if is_there(folder, files):
            click.echo(f"{folder} holds just this already: nothing was written", err=True)
            return
        with staged(folder, files, file.name) as (panel, keep):
            _confirm(draft, panel, yes)
            if result is not None:
                remarks.notice(_beside(panel, result))
            keep()
    except PanelError as error:
        for fault in error.faults:
            click.echo(visible(str(fault)), err=True)
        click.echo(f"{counted(len(error.faults), 'fault')}: nothing was written", err=True)
        raise click.exceptions.Exit(NOT_GOOD) from None
    for said in remarks.notices:
        click.echo(f"notice: {visible(said)}", err=True)
    size = len(panel.hierarchy)
    held = f"{counted(len(panel.panellists), 'panellist')}, {counted(len(panel.judgements), 'judgement')}"
    values = f", {counted(len(panel.performance.values), 'alternative')} measured" if panel.performance.values else ""
    click.echo(f"wrote {folder}: {'1 criterion' if size == 1 else f'{size} criteria'}, {held}{values}", err=True)


def _beside(panel: Panel, result: Path) -> str:
    """How far the weights that AHP-OS gave are from those here, which are found in the way that it finds them."""
    from criteria.importing.ahp_os_result import matched, read_result
    from mcda import weights

    theirs = matched(read_result(result), panel, result.name)
    ours = weights(panel, priorities="eigenvector", aggregation="aij")
    local = dict(zip(ours.criteria, map(float, ours.local), strict=True))
    worst = max(theirs, key=lambda id: abs(theirs[id] - local[id]))
    return (
        f"of {len(theirs)} weights in {result.name} the one farthest from that found here is of '{worst}': "
        f"{theirs[worst]:.6g}, here {local[worst]:.6g}"
    )


def _propose(format: str, file: Path) -> None:
    """Print a mapping for a survey table."""
    if FORMATS[format].beside != "mapping":
        raise click.UsageError(f"--propose: the format {format} has no mapping")
    from criteria.importing.survey import proposal

    click.echo(proposal(file), nl=False)


def _confirm(draft: Draft, panel: Panel, yes: bool) -> None:
    """Read answers back as sentences; end with exit code 2 unless somebody says that they are right."""
    if not draft.decoded:
        return
    from criteria.events import Pair
    from tui.language import _
    from tui.sentences import read_back

    for said in draft.decoded:
        judged = said.judgement
        sentence = read_back(panel, Pair(node=judged.node, first=judged.first, second=judged.second), judged.ratio)
        click.echo(visible(f"{said.place}, {judged.panellist}: {said.answer}"), err=True)
        click.echo(visible(f"  {sentence}"), err=True)
    if yes:
        return
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        click.echo(
            _("Is that what they meant? With --yes it is taken so; if not, turn 'low:' in the mapping."), err=True
        )
        raise click.exceptions.Exit(USAGE)
    if not click.confirm(_("Is that what they meant?"), err=True):
        click.echo(_("Nothing was written. Turn 'low:' in the mapping from first to second, or back."), err=True)
        raise click.exceptions.Exit(USAGE)
