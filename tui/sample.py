"""The sample panel: where it is, and a copy of it to play with."""

from __future__ import annotations

import shutil
from itertools import count
from pathlib import Path

from criteria.files import PANEL_FILE, TABLES
from tui.language import _
from tui.places import places

SAMPLE = "telemedicine"
SAMPLE_NOTE = "MADE_UP.txt"


def sample_panel() -> Path | None:
    """Where the sample panel lies: inside the installed package, or beside the packages in a checkout."""
    inside = Path(__file__).parent / "samples" / SAMPLE
    beside = Path(__file__).parents[1] / "sample_panels" / SAMPLE
    return next((folder for folder in (inside, beside) if (folder / PANEL_FILE).is_file()), None)


def copy_sample() -> Path:
    """The fresh folder with a copy of the sample panel. Raises OSError."""
    source = sample_panel()
    if source is None:
        raise FileNotFoundError(2, _("the sample panel is not installed"), SAMPLE)
    above = places().samples
    above.mkdir(parents=True, exist_ok=True)
    for number in count(1):
        folder = above / (SAMPLE if number == 1 else f"{SAMPLE}-{number}")
        try:
            folder.mkdir()
        except FileExistsError:
            continue
        break
    note = _(
        "A copy of the sample panel of mcda, to try things on.\n"
        "Every judgement and rating that came with it is MADE UP: nobody's opinion.\n"
        "Change or delete this folder as you like.\n"
    )
    (folder / SAMPLE_NOTE).write_text(note, encoding="utf-8")
    for name in ("README.md", *TABLES, PANEL_FILE):
        if (source / name).exists():
            shutil.copyfile(source / name, folder / name)
    return folder
