"""Files that are hostile or damaged in any way: refused within bounds, without a traceback, nothing written."""

import os
import random
import zipfile

import openpyxl
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
    ("format", "name", "text", "place"),
    [
        ("refi-qda", "deep.qdc", "<a>" * 100_000, "1:301: xml"),
        ("ahp-os-json", "deep.json", "[" * 100_000, "1:1: json"),
        ("ahp-os-json", "deep.json", '{"pj": ' + "[" * 60 + "]" * 60 + "}", "1:57: json"),
        ("r-ahp", "deep.ahp", "[" * 10_000, "1:51: yaml"),
        ("dmsy", "deep.dmsy", "dmsy: " + "{a: " * 10_000, "1:203: yaml"),
    ],
)
def test_what_is_nested_too_deeply_is_refused(format, name, text, place, tmp_path):
    (tmp_path / name).write_text(text, encoding="utf-8")
    (found,) = faults(format, tmp_path / name)
    assert found.startswith(f"{name}:{place}: more than {100 if format == 'refi-qda' else 50} levels")


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
    assert found.startswith("p.qdpx:1:1: file: '")
    assert "evil' leads out of the file" in found


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("xl/vbaProject.bin", "m.xlsx:1:1: file: the workbook holds macros"),
        ("xl/externalLinks/externalLink1.xml", "m.xlsx:1:1: file: the workbook takes values from other files"),
    ],
)
def test_a_workbook_with_macros_or_links_is_refused(part, said, tmp_path):
    (tmp_path / "m.xlsx").write_bytes((SAMPLES / "panel.xlsx").read_bytes())
    with zipfile.ZipFile(tmp_path / "m.xlsx", "a") as archive:
        archive.writestr(part, "x")
    (found,) = faults("matrices", tmp_path / "m.xlsx")
    assert found.startswith(said)


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
    assert found.startswith("b.xlsx:1:1: file: the file is damaged or no XLSX file: ")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("m.csv", b"", "m.csv:1:1: file: the file is empty"),
        ("m.csv", b"\xff\xfea\x00", "UTF-16"),
        ("m.csv", b"a,b\n\xe9,1\n", "m.csv:2:1: encoding: the byte 0xe9 is not UTF-8"),
        ("m.csv", b"a,b\nx\x00,1\n", "m.csv:2:1: file: the file holds the control character"),
        ("m.xls", b"\xd0\xcf\x11\xe0", "m.xls:1:1: file: a .xls file is not read: save it as XLSX or CSV"),
        ("m.xlsx", b"PK\x03\x04", "m.xlsx:1:1: file: the file is damaged or no ZIP file: "),
        ("m.xlsx", b"a,b\n", "damaged or no ZIP file"),
    ],
)
def test_what_is_no_table_is_refused(name, content, said, tmp_path):
    (tmp_path / name).write_bytes(content)
    (found,) = faults("decision-matrix", tmp_path / name)
    assert said in found


LIMITS = [
    (
        "source.BYTES",
        ("r-ahp", "site.ahp"),
        565,
        "site.ahp:1:1: file: the file has 565 bytes: allowed are 564",
    ),
    (
        "source.MEMBERS",
        ("refi-qda", "project.qdpx"),
        3,
        "project.qdpx:1:1: file: 3 files are in it: allowed are 2",
    ),
    (
        "dmsy.CHARACTERS",
        ("dmsy", "stock.dmsy"),
        743,
        "stock.dmsy:1:1: file: the file has 743 characters: allowed are 742",
    ),
    (
        "r_ahp.CHARACTERS",
        ("r-ahp", "site.ahp"),
        565,
        "site.ahp:1:1: file: the file has 565 characters: allowed are 564",
    ),
    (
        "ahp_os_hierarchy.CHARACTERS",
        ("ahp-os-csv", "input.csv"),
        38,
        "input.hierarchy.txt:1:1: hierarchy: the hierarchy has 38 characters: allowed are 37",
    ),
    (
        "sheets.CELLS",
        ("decision-matrix", "cars.csv"),
        24,
        "cars.csv:6:1: file: more than 23 cells or 2000 columns: too large to import",
    ),
    (
        "sheets.COLUMNS",
        ("decision-matrix", "cars.csv"),
        4,
        "cars.csv:1:1: file: more than 500000 cells or 3 columns: too large to import",
    ),
    (
        "sheets.COLUMNS",
        ("survey", "slider.xlsx"),
        4,
        "slider.xlsx:1:1: Answers: more than 500000 cells or 3 columns: too large to import",
    ),
    (
        "xml_tree.ELEMENTS",
        ("refi-qda", "codebook.qdc"),
        9,
        "codebook.qdc:13:5: xml: more than 100 levels or 8 elements: no export is as large",
    ),
    (
        "xml_tree.DEPTH",
        ("refi-qda", "codebook.qdc"),
        4,
        "codebook.qdc:5:7: xml: more than 3 levels or 1000000 elements: no export is as large",
    ),
    (
        "json_tree.DEPTH",
        ("ahp-os-json", "project.json"),
        3,
        "project.json:1:9: json: more than 2 levels: no export is nested so deeply",
    ),
]


@pytest.mark.parametrize(
    ("limit", "sample", "size", "said"), LIMITS, ids=[f"{each[0]}-{each[1][1]}" for each in LIMITS]
)
def test_a_file_as_large_as_may_be_is_read_and_a_larger_one_is_refused(
    limit, sample, size, said, monkeypatch, tmp_path
):
    """The sizes are those of the samples, counted by hand."""
    format, name = sample
    (tmp_path / name).write_bytes((SAMPLES / name).read_bytes())
    monkeypatch.setattr(f"criteria.importing.{limit}", size)
    assert faults(format, tmp_path / name) == []
    monkeypatch.setattr(f"criteria.importing.{limit}", size - 1)
    assert faults(format, tmp_path / name) == [said]


@pytest.mark.parametrize(
    ("format", "name", "size", "said"),
    [
        ("r-ahp", "g.ahp", 2_000_001, "file: the file has 2000001 characters: allowed are 2000000"),
        ("dmsy", "s.dmsy", 5_000_001, "file: the file has 5000001 characters: allowed are 5000000"),
        ("ahp-os-json", "p.json", 50_000_001, "file: the file has 50000001 bytes: allowed are 50000000"),
        ("ahp-os-csv", "i.csv", 100_001, "hierarchy: the hierarchy has 100001 characters: allowed are 100000"),
    ],
)
def test_a_file_that_is_a_little_too_large_is_refused(format, name, size, said, tmp_path):
    path = tmp_path / name
    path.write_text("x" * size if format in ("r-ahp", "dmsy") else "sep=,\n", encoding="utf-8")
    if format == "ahp-os-json":
        os.truncate(path, size)
    second = tmp_path / "h.txt"
    second.write_text("x" * size if format == "ahp-os-csv" else "", encoding="utf-8")
    assert faults(format, path, second) == [f"{'h.txt' if format == 'ahp-os-csv' else name}:1:1: {said}"]


def test_an_archive_as_large_as_may_be_is_unpacked(monkeypatch, tmp_path):
    for format, name, part in (("refi-qda", "project.qdpx", "project.qde"), ("matrices", "panel.xlsx", None)):
        (tmp_path / name).write_bytes((SAMPLES / name).read_bytes())
        with zipfile.ZipFile(SAMPLES / name) as archive:
            size = sum(member.file_size for member in archive.infolist() if part in (member.filename, None))
        for limit, said in (
            (size, []),
            (size - 1, [f"{name}:1:1: {part or 'file'}: unpacked it has {size} bytes: allowed are {size - 1}"]),
        ):
            monkeypatch.setattr(f"criteria.importing.{'source' if part else 'sheets'}.UNPACKED", limit)
            assert faults(format, tmp_path / name) == said


def test_a_workbook_of_as_many_cells_as_may_be_is_read(monkeypatch, tmp_path):
    """Each row counts for one cell more than it has, so that empty rows without end are bounded too."""
    book = openpyxl.Workbook()
    book.active.title = "one"
    for row in ([None, "a", "b"], ["a", 1, 3], ["b", None, 1], [None]):
        book.active.append(row)
    book.create_sheet("two").append(["a"])
    book.save(tmp_path / "m.xlsx")
    monkeypatch.setattr("criteria.importing.sheets.CELLS", 13)
    assert faults("matrices", tmp_path / "m.xlsx") == [
        "m.xlsx:1:1: two: more than 13 cells or 2000 columns: too large to import"
    ]
    del book["two"]
    book.save(tmp_path / "m.xlsx")
    assert faults("matrices", tmp_path / "m.xlsx") == []


@pytest.mark.parametrize(
    ("format", "limit", "kind", "sample"),
    [("matrices", "matrices.PANELLISTS", "CSV", ",a,b\na,1,3\nb,,1\n"), ("xmcda", "xmcda.FILES", "XML", "")],
)
def test_a_folder_of_as_many_files_as_may_be_is_read(format, limit, kind, sample, monkeypatch, tmp_path):
    more = ", one a panellist" if format == "matrices" else ""
    folder = tmp_path / "many"
    folder.mkdir()
    (folder / "notes.txt").write_text("none of them", encoding="utf-8")
    usual = "1000, one a panellist" if format == "matrices" else "100"
    assert faults(format, folder) == [f"many:1:1: folder: 0 {kind} files: allowed are 1 to {usual}"]
    monkeypatch.setattr(f"criteria.importing.{limit}", 2)
    assert faults(format, folder) == [f"many:1:1: folder: 0 {kind} files: allowed are 1 to 2{more}"]
    text = sample or (SAMPLES / "weighed_4.xml").read_text(encoding="utf-8")
    (folder / f"1.{kind}").write_text(text, encoding="utf-8")
    (folder / f"2.{kind.lower()}").write_text(text if more else "<a>", encoding="utf-8")
    assert [fault for fault in faults(format, folder) if " files: " in fault] == []
    (folder / f"3.{kind}").write_text(text, encoding="utf-8")
    assert faults(format, folder) == [f"many:1:1: folder: 3 {kind} files: allowed are 1 to 2{more}"]


@pytest.mark.parametrize("format", ["ahp-os-json", "r-ahp", "dmsy", "refi-qda", "survey"])
def test_a_file_that_is_not_there_or_a_folder_is_refused(format, tmp_path):
    (tmp_path / "folder").mkdir()
    assert faults(format, tmp_path / "folder") == ["folder:1:1: file: this is a folder: name a file"]
    assert faults(format, tmp_path / "gone") == ["gone:1:1: file: there is no such file"]


def test_the_line_of_a_control_character_is_named(tmp_path):
    (tmp_path / "g.ahp").write_bytes(b"a\n\nb: \0\nc: \0\n")
    assert faults("r-ahp", tmp_path / "g.ahp") == [
        "g.ahp:3:1: file: the file holds the control character \\x00: it is no text"
    ]


def deep(format, levels):
    """A file of criteria so many levels deep, one within the other."""
    names = [f"c{level}" for level in range(1, levels + 1)]
    if format == "refi-qda":
        codes = "".join(f'<Code guid="{name}" name="{name}">' for name in names)
        return "deep.qdc", f"<CodeBook><Codes>{codes}{'</Code>' * levels}</Codes></CodeBook>"
    if format == "maxqda":
        return "deep.csv", f"Code\n{' > '.join(names)}\n"
    if format == "ahp-os-json":
        text = " ".join(f"{above}: {name}=1;" for above, name in zip(["Goal", *names], names, strict=False))
        return "deep.json", f'{{"pj": [{{"project_hText": "{text}"}}]}}'
    if format == "matrices":
        nodes = ["", *names[:-1]]
        return "deep.csv", "\n\n".join(
            f"{node},{name},{name}b\n{name},1,2\n{name}b,,1" for node, name in zip(nodes, names, strict=True)
        )
    lines = ["Alternatives: &a", "  x:", "  y:", "Goal:"]
    for level, name in enumerate(names):
        lines += [f"{'  ' * level} children:", f"{'  ' * level}  {name}:"]
    indent = "  " * levels
    return "deep.ahp", "\n".join([*lines, f"{indent} preferences: [[x, y, 2]]", f"{indent} children: *a", ""])


@pytest.mark.parametrize(
    ("format", "said"),
    [
        ("refi-qda", "deep.qdc:1:1: codes: 'c21' lies 21 levels deep: allowed are 20"),
        ("maxqda", "deep.csv:2:1: field 1: '"),
        ("ahp-os-json", "deep.json:1:27: project_hText: 'c21' lies more than 20 levels deep"),
        ("matrices", "deep.csv:1:1: c20: what is below 'c20' lies more than 20 levels deep"),
        ("r-ahp", "deep.ahp:45:42: children: more than 20 levels of criteria"),
    ],
)
def test_criteria_twenty_levels_deep_are_read_and_deeper_ones_are_refused(format, said, tmp_path):
    for levels in (20, 21):
        name, text = deep(format, levels)
        (tmp_path / name).write_text(text, encoding="utf-8")
        found = faults(format, tmp_path / name)
        if levels == 20:
            assert found == []
        else:
            assert found[-1].startswith(said)
