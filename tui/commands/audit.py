"""`mcda audit PANEL`."""

from __future__ import annotations

from pathlib import Path

import click

from tui.commands import options
from tui.commands.group import NOT_GOOD
from tui.commands.options import Output
from tui.reading import read_panel


@click.command(name="audit")
@options.panel_argument
@click.option("--tolerance", type=float, metavar="N", help="How far apart the numbers may be; 1e-9 if left out.")
@click.option("--all", "everything", is_flag=True, help="Every number in the table too; CSV and JSON always have all.")
@click.option(
    "--manifest",
    "manifest_file",
    type=click.Path(path_type=Path, dir_okay=False),
    callback=options.writable,
    metavar="FILE",
    help="Write what the numbers came from and were to FILE, to be checked years later.",
)
@click.option(
    "--against",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="FILE",
    help="Say what is not as the manifest FILE says: which file, from which event on, which number.",
)
@options.output_options
def command(
    folder: Path,
    output: Output,
    *,
    tolerance: float | None,
    everything: bool,
    manifest_file: Path | None,
    against: Path | None,
) -> None:
    """Derive every weight, consistency ratio and score of PANEL again by another route, and compare.

    Exit code 1 if a number differs by more than the tolerance, if the journal is not as it was written, or if anything
    is not as the manifest says.
    """
    from mcda import analysis, report
    from mcda.analysis import manifesting
    from mcda.analysis.auditing import TOLERANCE

    panel = read_panel(folder)
    audit = analysis.audit(panel, tolerance=TOLERANCE if tolerance is None else tolerance)
    good = not audit.failed and not _broken(folder, output)
    if against is not None:
        comparison = manifesting.compared(folder, against)
        output.write(comparison)
        good = good and not comparison.differs
        output.say(
            f"{check.what} of {check.of}: {check.ours:.12g}, by {check.route} {check.theirs:.12g}"
            for check in audit.failed
        )
    elif everything:
        output.write(audit)
    else:
        more = [audit.failed_table()] if audit.failed else []
        shown = audit.summary_table() if output.chosen_format() == "table" else None
        output.write(audit, shown, more)
    if manifest_file is not None:
        report.save_text(manifest_file, manifesting.manifest_text(manifesting.manifest(folder)))
    output.say(audit.meta["notices"])
    if not good:
        raise click.exceptions.Exit(NOT_GOOD)


def _broken(folder: Path, output: Output) -> bool:
    """Whether the journal is not as it was written, after saying where."""
    from criteria.journal import read_log

    faults = read_log(folder, thorough=True).faults
    output.say(str(fault) for fault in faults)
    return bool(faults)
