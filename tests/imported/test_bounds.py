"""Files that are hostile or damaged in any way: refused within bounds, without a traceback, nothing written."""

import os
import random
import zipfile

import pytest
from imports import EACH, SAMPLES, beside, faults, mutated, repacked

from criteria.faults import PanelError
from criteria.importing.ahp_os_result import read_result

MUTATIONS = int(os.environ.get("MCDA_MUTATIONS", "20"))
"""Of each sample; a thousand are run with MCDA_MUTATIONS=1000."""


@pytest.mark.parametrize(("format", "name"), EACH)
def test_a_damaged_file_is_imported_or_refused_but_never_trips(format, name, tmp_path):
    good = (SAMPLES / name).read_bytes()
    refused = 0
    for seed in range(MUTATIONS):
        (tmp_path / name).write_bytes(mutated(good, random.Random(seed)))
        refused += bool(faults(format, tmp_path / name))
    assert refused
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(("format", "name"), [each for each in EACH if beside(each[0], SAMPLES / each[1])])
def test_a_damaged_second_file_is_read_or_refused_but_never_trips(format, name, tmp_path):
    second = beside(format, SAMPLES / name)
    refused = 0
    for seed in range(MUTATIONS):
        damaged = tmp_path / second.name
        damaged.write_bytes(mutated(second.read_bytes(), random.Random(seed)))
        (tmp_path / name).write_bytes((SAMPLES / name).read_bytes())
        refused += bool(faults(format, tmp_path / name, damaged))
    assert refused


def test_a_damaged_result_of_ahp_os_is_read_or_refused_but_never_trips(tmp_path):
    good, refused = (SAMPLES / "result.csv").read_bytes(), 0
    for seed in range(MUTATIONS * 3):
        (tmp_path / "result.csv").write_bytes(mutated(good, random.Random(seed)))
        try:
            read_result(tmp_path / "result.csv")
        except PanelError:
            refused += 1
    assert refused


def test_aliases_that_stand_for_too_much_are_refused(tmp_path):
    """Nine levels of nine: 387 million values if they were written out."""
    lines = ["a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    (tmp_path / "bomb.ahp").write_text("\n".join(lines), encoding="utf-8")
    (found,) = faults("r-ahp", tmp_path / "bomb.ahp")
    assert "aliases stand for more than 100000 values" in found


def test_an_alias_within_itself_is_refused(tmp_path):
    (tmp_path / "loop.ahp").write_text("Goal: &goal\n  children: *goal\n", encoding="utf-8")
    (found,) = faults("r-ahp", tmp_path / "loop.ahp")
    assert found.startswith("loop.ahp:2:13: yaml: *goal stands for nothing that is complete before it")


def test_entities_are_refused(tmp_path):
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    text = f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><CodeBook><Codes>&l9;</Codes></CodeBook>'
    (tmp_path / "bomb.qdc").write_text(text, encoding="utf-8")
    (found,) = faults("refi-qda", tmp_path / "bomb.qdc")
    assert "document types and entities" in found


@pytest.mark.parametrize(
    ("format", "name", "text"),
    [
        ("refi-qda", "deep.qdc", "<a>" * 100_000),
        ("ahp-os-json", "deep.json", "[" * 100_000),
        ("ahp-os-json", "deep.json", '{"pj": ' + "[" * 60 + "]" * 60 + "}"),
        ("r-ahp", "deep.ahp", "[" * 10_000),
        ("dmsy", "deep.dmsy", "dmsy: " + "{a: " * 10_000),
    ],
)
def test_what_is_nested_too_deeply_is_refused(format, name, text, tmp_path):
    (tmp_path / name).write_text(text, encoding="utf-8")
    (found,) = faults(format, tmp_path / name)
    assert "levels" in found


def test_codes_deeper_than_a_panel_are_refused(tmp_path):
    inner = "".join(f'<Code guid="{n}" name="c{n}" isCodable="true">' for n in range(30))
    text = f"<CodeBook><Codes>{inner}{'</Code>' * 30}</Codes></CodeBook>"
    (tmp_path / "deep.qdc").write_text(text, encoding="utf-8")
    (found,) = faults("refi-qda", tmp_path / "deep.qdc")
    assert "lies 21 levels deep: allowed are 20" in found


@pytest.mark.parametrize(("format", "name"), [("refi-qda", "bomb.qdpx"), ("matrices", "bomb.xlsx")])
def test_an_archive_that_unpacks_to_too_much_is_refused(format, name, tmp_path):
    with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("project.qde", bytes(100_000_001))
    assert (tmp_path / name).stat().st_size < 1_000_000
    (found,) = faults(format, tmp_path / name)
    assert "unpacked it has 100000001 bytes: allowed are 100000000" in found


@pytest.mark.parametrize("inside", ["../../evil", "/etc/evil", "..\\..\\evil", "C:evil"])
def test_an_archive_with_a_name_that_leads_out_of_it_is_refused(inside, tmp_path):
    with zipfile.ZipFile(tmp_path / "p.qdpx", "w") as archive:
        archive.writestr("project.qde", "<Project/>")
        archive.writestr(inside, "evil")
    (found,) = faults("refi-qda", tmp_path / "p.qdpx")
    assert "evil' leads out of the file" in found


@pytest.mark.parametrize(
    ("part", "said"), [("xl/vbaProject.bin", "macros"), ("xl/externalLinks/externalLink1.xml", "other files")]
)
def test_a_workbook_with_macros_or_links_is_refused(part, said, tmp_path):
    (tmp_path / "m.xlsx").write_bytes((SAMPLES / "panel.xlsx").read_bytes())
    with zipfile.ZipFile(tmp_path / "m.xlsx", "a") as archive:
        archive.writestr(part, "x")
    (found,) = faults("matrices", tmp_path / "m.xlsx")
    assert said in found


def test_a_sheet_of_many_columns_is_refused(tmp_path):
    (tmp_path / "wide.csv").write_text(",".join("x" * 3000) + "\n", encoding="utf-8")
    (found,) = faults("decision-matrix", tmp_path / "wide.csv")
    assert "more than 500000 cells or 2000 columns" in found


def test_entities_within_a_workbook_are_refused(tmp_path):
    """A workbook is XML in a ZIP file: what makes a bomb of XML makes one of a workbook."""
    bomb = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'

    def with_bomb(name, part):
        return part.replace(b"?>", b"?>" + bomb, 1) if name.endswith("sheet1.xml") else part

    (tmp_path / "b.xlsx").write_bytes(repacked((SAMPLES / "panel.xlsx").read_bytes(), with_bomb))
    (found,) = faults("matrices", tmp_path / "b.xlsx")
    assert "damaged or no XLSX file" in found


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("m.csv", b"", "the file is empty"),
        ("m.csv", b"\xff\xfea\x00", "UTF-16"),
        ("m.csv", b"a,b\n\xe9,1\n", "m.csv:2:1: encoding: the byte 0xe9 is not UTF-8"),
        ("m.csv", b"a,b\nx\x00,1\n", "m.csv:2:1: file: the file holds the control character"),
        ("m.xls", b"\xd0\xcf\x11\xe0", "a .xls file is not read: save it as XLSX or CSV"),
        ("m.xlsx", b"PK\x03\x04", "damaged or no ZIP file"),
        ("m.xlsx", b"a,b\n", "damaged or no ZIP file"),
    ],
)
def test_what_is_no_table_is_refused(name, content, said, tmp_path):
    (tmp_path / name).write_bytes(content)
    (found,) = faults("decision-matrix", tmp_path / name)
    assert said in found
