"""The panel.yaml of a new panel: read as it stands, and never written over another one."""

import re

import pytest

from criteria.files import read_panel
from criteria.files.starter import write_panel


def test_a_new_panel_is_read_as_it_stands(tmp_path):
    path = write_panel(tmp_path / "deep" / "new", None, 'Clinics: "2027" هزینه', 3)
    assert path == tmp_path / "deep" / "new" / "panel.yaml"
    panel = read_panel(path.parent)
    assert panel.title == 'Clinics: "2027" هزینه'
    assert panel.notices == ()
    assert [criterion.id for criterion in panel.hierarchy] == ["cost", "quality", "safety", "waiting"]
    assert [panellist.id for panellist in panel.panellists] == ["P01", "P02", "P03"]
    assert {(one.organisation, one.role, one.weight) for one in panel.panellists} == {("Organisation A", "Expert", 1)}
    assert (panel.scale.min, panel.scale.max) == (0, 10)
    assert "هزینه" in path.read_text(encoding="utf-8").splitlines()[3], "written as people read it, not escaped"


@pytest.mark.parametrize(("count", "first", "last"), [(1, "P01", "P01"), (99, "P01", "P99"), (100, "P001", "P100")])
def test_panellists_are_numbered_with_as_many_digits_as_the_last_needs(tmp_path, count, first, last):
    ids = [panellist.id for panellist in read_panel(write_panel(tmp_path, None, "x", count).parent).panellists]
    assert (len(ids), ids[0], ids[-1]) == (count, first, last)


def test_a_panel_that_is_there_is_not_written_over(tmp_path):
    path = write_panel(tmp_path, None, "first", 2)
    before = path.read_bytes()
    with pytest.raises(FileExistsError):
        write_panel(tmp_path, None, "second", 3)
    assert path.read_bytes() == before


def test_the_ids_of_a_catalogue_are_written_out_as_comments_a_level_deeper_each(tmp_path):
    path = write_panel(tmp_path, "telemedicine", "Ours", 2)
    text = path.read_text(encoding="utf-8")
    panel = read_panel(tmp_path)
    assert len(panel.hierarchy) == 32
    assert panel.title == "Ours"
    wanted = []
    for challenge in panel.hierarchy.criteria:
        wanted.append(f"#   {challenge.id}: {challenge.name}")
        wanted += [f"#     {child.id}: {child.name}" for child in challenge.children]
    for solution in panel.solutions:
        wanted.append(f"#   {solution.id}: {solution.name}")
        wanted += [f"#     {step.id}: {step.name}" for step in panel.steps if step.solution == solution.id]
    assert len(wanted) == 8 + 24 + 4 + 17
    assert re.findall(r"^# {3,5}[a-z_]+: [A-Z].*$", text, re.MULTILINE) == wanted
    assert "\ncatalogue: telemedicine\n" in text
