"""The ballots of a whole panel, filled in, opened and saved by LibreOffice, and read back."""

import random
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from ballots import ANSWER, UNSAID, asked, changed, choices, make, meant, put
from openpyxl import load_workbook

from criteria.events import Cell, Pair, standing
from criteria.files import read_files
from criteria.journal import read_log
from tui.commands.group import run

TELEMEDICINE = Path(__file__).parents[2] / "sample_panels" / "telemedicine"
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.mark.durability
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_what_nineteen_panellists_filled_in_is_what_the_journal_holds(tmp_path):
    """Who was asked what is found by the names on the ballot, and what they meant by its sentences."""
    folder = tmp_path / "panel"
    folder.mkdir()
    shutil.copy(TELEMEDICINE / "panel.yaml", folder)
    panel = read_files(folder)
    made, draw, expected, empty = make(folder, tmp_path / "out"), random.Random(7), {}, 0
    ids = {panel.name(each.id): each.id for each in (*panel.hierarchy, *panel.alternatives)}
    for who, path in made.items():

        def fill(book, who=who):
            nonlocal empty
            heading, sentences = "", choices(book)
            for number, (title, line) in asked(book).items():
                sheet = book[title]
                above = str(sheet[f"A{line - 1}"].value)
                heading = heading if above.isdigit() else above
                if title == "Pairs":
                    a, b = ids[sheet[f"B{line}"].value], ids[sheet[f"C{line}"].value]
                    node = next(node.id for node in panel.hierarchy.nodes if {a, b} <= {*node.items})
                    about, said = Pair(node, a, b), draw.choice(sentences)
                    value = meant(said)
                else:
                    criterion = re.match(r"How much would each help against (.+)\?", heading)[1]
                    about, said = (
                        Cell(ids[sheet[f"B{line}"].value], ids[criterion]),
                        draw.choice([*range(11), 7.5, UNSAID]),
                    )
                    value = None if said == UNSAID else said
                if draw.random() < 0.1:
                    empty += 1
                    continue
                put(book, (title, line), said)
                expected["answer", who, about] = value
                if draw.random() < 0.05:
                    text = f"=not a formula, {who} {number}: نظر «من»\nand more"
                    put(book, (title, line), comment=text)
                    sheet[f"E{line}"].data_type = "s"
                    expected["comment", who, about] = text

        changed(path, fill)
    subprocess.run(
        [
            *(OFFICE, "--headless", f"-env:UserInstallation={(tmp_path / 'office').as_uri()}", "--convert-to", "xlsx"),
            *("--outdir", tmp_path / "saved", *made.values()),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    saved = sorted((tmp_path / "saved").iterdir())
    assert len(saved) == 19
    book = load_workbook(saved[0])
    assert book["Pairs"].protection.sheet
    assert book["Pairs"].data_validations.dataValidation
    assert book["Pairs"][f"{ANSWER['Pairs']}3"].protection.locked is False
    assert run(["ballot", "read", str(folder), *map(str, saved), "--by", "A. Clerk"]) == 0

    log = read_log(folder)
    assert {event.action.by for event in log.events} == {"A. Clerk"}
    assert len(log.events) == len(expected)
    found = {
        (slot, who, one.subject): one.text if slot == "comment" else one.value
        for (who, round), sheet in standing(log.events).sheets.items()
        for (slot, _about), one in sheet.held.items()
        if round == 1
    }
    assert found == expected
    assert empty > 300
    before = (folder / "journal.db").read_bytes()
    assert run(["ballot", "read", str(folder), *map(str, saved)]) == 0
    assert (folder / "journal.db").read_bytes() == before
