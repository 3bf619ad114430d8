"""What is asked and said where a panel is opened or made, and how far a panel is: on the screen and line by line."""

from __future__ import annotations

from pathlib import Path

from criteria.files import PANEL_FILE
from criteria.journal import JournalError
from criteria.text import quoted, read_number
from tui.language import _
from tui.sitting import Sitting
from tui.writing import path_of

MOST_PANELLISTS = 999
USUAL_PANELLISTS = 5


def folder_fault(text: str) -> str | None:
    """Why there is no panel folder of that name; a folder's own faults are told when it is read."""
    if not text.strip() or "\0" in text:
        return _("Write the path of a folder, or leave with Esc.")
    path = path_of(text)
    try:
        if not path.exists():
            return _("There is no folder {path}.").format(path=quoted(str(path), 200))
    except OSError as error:
        return error.strerror or str(error)
    return None


def new_folder_fault(text: str) -> str | None:
    """Why no new panel can be written there."""
    if not text.strip() or "\0" in text:
        return _("Write the path of a folder, or leave with Esc.")
    path = path_of(text)
    try:
        if (path / PANEL_FILE).exists():
            return _("There is a panel already: choose another folder.")
        if path.exists() and not path.is_dir():
            return _("This is a file: write the path of a folder.")
    except OSError as error:
        return error.strerror or str(error)
    return None


def panellists_fault(text: str) -> str | None:
    """Why that is no number of panellists."""
    number = whole(text)
    if number is None or not 1 <= number <= MOST_PANELLISTS:
        return _("Write a whole number from 1 to {most}.").format(most=MOST_PANELLISTS)
    return None


def whole(text: str) -> int | None:
    """The whole number that the text writes, in digits of any script."""
    value = read_number(text)
    return int(value) if value is not None and value == int(value) else None


def what_next(path: Path, catalogue: str | None) -> list[str]:
    """What was written, and what to do with it."""
    lines = [_("Written: {path}").format(path=path), ""]
    if catalogue is None:
        return [
            *lines,
            _(
                "It holds an example of everything, explained by comments. Open it in a text editor, put your own "
                "criteria, solutions and panellists in their place, then open the panel here: it is the last panel "
                "of the list. All that is wrong with it is shown at once, also by mcda check."
            ),
        ]
    return [
        *lines,
        _("The criteria, solutions and steps are those of the catalogue {name}.").format(name=catalogue),
        _(
            "Its panellists are P01, P02 and so on: name organisations and roles in a text editor when you like. "
            "The panel can be answered now: Enter goes on to its home."
        ),
    ]


def about_sample(folder: Path) -> list[str]:
    """What the copy of the sample panel is."""
    return [
        _("Its judgements and ratings are MADE UP: they are nobody's opinion, and no conclusion can be drawn."),
        "",
        _("This is a copy of your own, to judge, rate and change as you like:"),
        f"  {folder}",
        "",
        _("Nothing in the original changes. Delete the folder when you are done."),
    ]


def how_far(sitting: Sitting) -> list[str]:
    """Where the panel lies, whether its judgements are made up, how far its panellists are, what the room may see."""
    said = [str(sitting.folder)]
    if sitting.panel.synthetic:
        said.append(_("The judgements in this panel's files are MADE UP: nobody's opinion."))
    try:
        rows = sitting.progress()
        released = sitting.standing().released
    except JournalError as error:
        return [*said, str(error)]
    done = sum(row.answered == row.asked for row in rows)
    begun = sum(0 < row.answered < row.asked for row in rows)
    far = _("{done} of {all} panellists are done, {begun} have begun.").format(done=done, all=len(rows), begun=begun)
    told = _("Results are released to the room.") if released else _("Results are withheld.")
    return [*said, far + " " + told]
