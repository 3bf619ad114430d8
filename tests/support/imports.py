"""Foreign files for tests: read by an importer, written into a folder, damaged in many ways."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

from criteria.faults import PanelError
from criteria.importing import read_foreign
from criteria.importing.draft import Remarks
from criteria.importing.folder import files_of, staged

SAMPLES = Path(__file__).parents[1] / "imported" / "samples"
OF_FORMAT = {
    "survey": ("google_forms.csv", "limesurvey.csv", "slider.xlsx"),
    "ahp-os-json": ("project.json",),
    "ahp-os-csv": ("input.csv",),
    "matrices": ("panel.xlsx",),
    "decision-matrix": ("cars.csv", "clinics.xlsx"),
    "r-ahp": ("car.ahp", "site.ahp"),
    "dmsy": ("stock.dmsy",),
    "xmcda": ("weighed_3.xml", "weighed_4.xml", "compared_4.xml"),
    "maxqda": ("codes.xlsx", "segments.xlsx"),
    "refi-qda": ("codebook.qdc", "project.qdpx"),
}
EACH = [(format, name) for format, names in OF_FORMAT.items() for name in names]
BESIDE = {"survey": ".mapping.yaml", "ahp-os-csv": ".hierarchy.txt"}


def beside(format, path):
    """The sample's second file, where the format has one."""
    ending = BESIDE.get(format)
    if ending is None:
        return None
    return path.with_suffix(ending) if ending.startswith(".hier") else path.with_name(path.name + ending)


def files(format, path, second=None):
    """The files that an importer makes of a file; with the sample's own second file unless another is given."""
    draft = read_foreign(format, path, second or beside(format, SAMPLES / path.name), Remarks(path.name))
    return files_of(draft, f"{path.name} ({format})")


def notices(format, path, second=None):
    """What whoever imports a file is told, the sample's own second file with it unless another is given."""
    remarks = Remarks(path.name)
    read_foreign(format, path, second or beside(format, SAMPLES / path.name), remarks)
    return remarks.notices


def panel_of(format, path, folder, second=None):
    """The panel that an importer writes into a folder."""
    with staged(folder, files(format, path, second), path.name) as (panel, keep):
        keep()
    return panel


def faults(format, path, second=None):
    """What is wrong with a file, as the lines of the error; nothing if it can be imported."""
    try:
        with staged(path.parent / "never", files(format, path, second), path.name):
            return []
    except PanelError as error:
        return [str(fault) for fault in error.faults]


def repacked(content, change):
    """A ZIP file with `change(name, content)` for the content of each member; None leaves the member out."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            new = change(member.filename, source.read(member.filename))
            if new is not None:
                target.writestr(member.filename, new)
    return written.getvalue()


WORDS = [
    b"",
    b"0",
    b"-1",
    b"1e400",
    b"nan",
    b"1/0",
    b"\x00",
    b"\xff\xfe",
    b'"',
    b"'",
    b"=1+1",
    b"&a",
    b"*a",
    b"<!DOCTYPE x>",
]
WORDS += [b"\xe2\x80\xae", b"\n\n", b";", b",", b":", b"{", b"}", b"[", b"]", b"<a>", b"</a>", b"9" * 40, b"x" * 300]


def mutated(content, random: random.Random):
    """The bytes with one to four small damages; now and then those of an archive's members."""
    if content[:2] == b"PK" and random.random() < 0.7:
        return repacked(content, lambda _name, part: mutated(part, random) if random.random() < 0.3 else part)
    for _ in range(random.randint(1, 4)):
        at, length = random.randrange(len(content) + 1), random.choice([0, 1, 1, 2, 8, 60])
        kind = random.randrange(4)
        if kind == 0:
            content = content[:at] + random.choice(WORDS) + content[at + length :]
        elif kind == 1:
            content = content[:at] + content[at + length :]
        elif kind == 2:
            other = random.randrange(len(content) + 1)
            content = content[:at] + content[other : other + length] + content[at:]
        else:
            lines = content.split(b"\n")
            lines.insert(random.randrange(len(lines) + 1), random.choice(lines))
            content = b"\n".join(lines)
    return content
