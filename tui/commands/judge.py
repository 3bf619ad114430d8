"""`mcda judge PANEL`."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from criteria.text import visible
from tui.commands import options
from tui.commands.beginning import held, prepared
from tui.commands.group import USAGE

if TYPE_CHECKING:
    from tui.settings import Settings

MOUNTS = Path("/proc/mounts")
"""Where Linux lists its file systems."""
OVER_A_NETWORK = re.compile(
    r"nfs\d*|cifs|smb\d*|smbfs|9p|afs|ceph|glusterfs|lustre|davfs|ncpfs|gpfs|beegfs|"
    r"fuse\.(sshfs|rclone|s3fs|glusterfs|davfs2|smbnetfs|gvfsd-fuse|curlftpfs|onedriver)"
)


@click.command(name="judge")
@options.panel_argument
@click.option("--panellist", default="", metavar="ID", help="Who answers; picked from a list if left out.")
@options.entered_by_option("Who enters the answers for them, say from paper.")
@click.option("--plain", is_flag=True, help="Line by line, for screen readers, simple terminals and scripts.")
def command(folder: Path, panellist: str, by: str, plain: bool) -> None:
    """Answer the questions of PANEL; each answer is saved at once, and a sitting goes on where it was left."""
    settings = prepared()
    from tui import terminal
    from tui.seat import NobodyError

    if not plain and (reason := terminal.refuse()):
        click.echo(reason, err=True)
        raise click.exceptions.Exit(USAGE)
    warnings = [] if plain else terminal.warnings()
    if kind := network_file_system(folder):
        warnings.append(
            f"{folder.absolute()} lies on a network file system ({kind}), where two computers may not see each other's "
            "writes: keep the panel on a local disk, or give each computer its own folder and merge them"
        )
    for warning in warnings:
        click.echo(f"warning: {visible(warning)}", err=True)

    def sat() -> int:
        try:
            if plain:
                return _in_lines(folder, panellist, by, settings)
            from tui.opening import sit

            return sit(folder, settings, panellist, by)
        except NobodyError as error:
            raise click.UsageError(f"--panellist: {error}") from None

    raise click.exceptions.Exit(held(settings, sat))


def _in_lines(folder: Path, panellist: str, by: str, settings: Settings) -> int:
    """The exit code after a sitting by lines of text."""
    from tui import plain
    from tui.sitting import Sitting

    with closing(Sitting(folder)) as sitting:
        who = sitting.known(panellist) if panellist else None
        visual = settings.text_direction == "visual"
        return plain.sit(sitting, who, by, consistency=settings.consistency, visual=visual)


def network_file_system(folder: Path) -> str | None:
    """The kind of network file system that a folder lies on; None if it lies on none or that is not known."""
    try:
        lines = MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return None
    place = folder.resolve()
    found, deepest = "", -1
    for line in lines:
        _device, mounted, kind, *_more = line.split(" ")
        root = Path(re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), mounted))
        # Of several on the same place the last one is seen.
        if place.is_relative_to(root) and len(root.parts) >= deepest:
            found, deepest = kind, len(root.parts)
    return found if OVER_A_NETWORK.fullmatch(found) else None
