"""Whatever stands in the files: a panel or a PanelError, and what is written is what is read."""

import csv
import json
import math
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from criteria.faults import PanelError
from criteria.files import read_panel
from criteria.files.yaml_tree import read_yaml
from criteria.text import (
    clean_name,
    comment_fault,
    guarded,
    identifier_fault,
    name_fault,
    number_fault,
    read_number,
    read_ratio,
    unguarded,
    visible,
)

quick = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])

PANEL = """\
criteria: [{id: a}, {id: b}, {id: c}]
solutions: [{id: s1}, {id: s2}]
scale: {min: 0, max: 10}
panellists: [{id: P1}, {id: P2}]
"""
YAML_PARTS = [
    *["criteria", "id", "name", "weight", "children", "steps", "solution", "after", "panellists", "settings", "scale"],
    *[": ", "- ", "\n", "  ", "{", "}", "[", "]", ",", '"', "'", "\\x", "\\U", "FFFFFFFF", "&a", "*a", "!t", "|", ">"],
    *["%YAML ", "1.1", "9", "---", "#", "\t", "\0", "\x85", "a", "b", "0.5", "-1", "~", "?", "ß", "۳", "\u202e", "😀"],
]
CSV_PARTS = [
    *["round", "panellist", "node", "first", "second", "ratio", "comment", "alternative", "criterion", "value"],
    *[",", ",", ",", ";", "\t", "\n", "\r", '"', "P1", "goal", "a", "b", "c", "s1", "s2", "3", "1/3", "0", "-1", "NaN"],
    *["1e999", "1/0", "۳", "'", "=1", "\0", "\x1b", "\ufeff", " "],
]
HEADERS = {
    "judgements": "round,panellist,node,first,second,ratio,comment\n",
    "ratings": "round,panellist,alternative,criterion,value,comment\n",
    "performance": "alternative,a,b,c\n",
}


def outcome(panel, **tables):
    """The panel of a folder of those texts or bytes, or None after a PanelError that is fit for a terminal."""
    with tempfile.TemporaryDirectory() as name:
        for file, content in {"panel.yaml": panel, **{f"{name}.csv": text for name, text in tables.items()}}.items():
            (Path(name) / file).write_bytes(content if isinstance(content, bytes) else content.encode())
        try:
            return read_panel(name)
        except PanelError as error:
            faults = error.faults
    assert faults
    for fault in faults:
        assert fault.line >= 1
        assert fault.column >= 1
        assert "\x1b" not in str(fault)
        assert "\n" not in str(fault)
    return None


@quick
@given(st.lists(st.sampled_from(YAML_PARTS), max_size=40).map("".join) | st.text())
def test_any_text_as_a_panel_file_is_read_or_refused(text):
    outcome(text)


@quick
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content):
    outcome(content)
    for table in HEADERS:
        outcome(PANEL, **{table: content})


@quick
@given(st.sampled_from(sorted(HEADERS)), st.booleans(), st.lists(st.sampled_from(CSV_PARTS), max_size=40).map("".join))
def test_any_text_as_a_table_is_read_or_refused(table, headed, text):
    panel = outcome(PANEL, **{table: (HEADERS[table] if headed else "") + text})
    if panel is not None:
        assert all(1 / 9 <= ratio <= 9 for ratio in panel.judgements.ratio)
        assert all(0 <= value <= 10 for value in panel.ratings.value)


@quick
@given(st.text(st.characters(codec="utf-8")))
def test_any_text_in_quotes_is_a_value_as_it_was_typed(text):
    faults = []
    tree = read_yaml(f"a: {json.dumps(text)}\n", "panel.yaml", faults)
    assert not faults
    assert tree.entries["a"].text == text


@quick
@given(st.text() | st.lists(st.sampled_from(["'", "=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "x"])).map("".join))
def test_guarded_text_never_starts_a_formula_and_comes_back_whole(text):
    assert guarded(text)[:1] not in tuple("=+-@\t\r\n\0＝＋－＠")
    assert unguarded(guarded(text)) == text


@quick
@given(st.text())
def test_messages_about_any_text_are_fit_for_any_terminal(text):
    for message in (identifier_fault(text), name_fault(text), comment_fault(text), number_fault(text), visible(text)):
        if message is not None:
            message.encode()
            assert message == visible(message)


@quick
@given(st.text())
def test_a_name_that_passes_still_passes_once_it_is_clean(text):
    if name_fault(text) is None:
        assert name_fault(clean_name(text)) is None
        assert clean_name(clean_name(text)) == clean_name(text)


@quick
@given(st.floats(allow_nan=False, allow_infinity=False), st.sampled_from([".", ","]))
def test_a_number_comes_back_whatever_the_decimal_sign(value, decimal):
    assert read_number(repr(value).replace(".", decimal), decimal) == value


@quick
@given(st.text() | st.lists(st.sampled_from("0123456789/.,e+-۱ ")).map("".join), st.sampled_from([".", ","]))
def test_any_text_as_a_ratio_is_a_finite_number_or_none(text, decimal):
    value = read_ratio(text, decimal)
    assert value is None or not math.isnan(value)
    assert read_number(text, decimal) is None or text.strip()


ids = st.from_regex(r"\A[a-z0-9][a-z0-9_-]{0,8}\Z").filter(lambda id: id != "goal" and identifier_fault(id) is None)
names = st.text(max_size=30).filter(lambda text: name_fault(text) is None)
comments = st.text(st.characters(codec="utf-8"), max_size=30)
ratios = st.sampled_from([f"1/{n}" for n in range(9, 1, -1)] + [str(n) for n in range(1, 10)])


@st.composite
def panels(draw):
    """The names of criteria and the judgements of a panel, as written."""
    criteria = draw(st.dictionaries(ids, names, min_size=2, max_size=5))
    panellists = draw(st.lists(ids, min_size=1, max_size=3, unique=True))
    order = list(criteria)
    pairs = [(a, b) for place, a in enumerate(order) for b in order[place + 1 :]]
    cells = draw(
        st.lists(st.tuples(st.sampled_from(panellists), st.sampled_from(pairs), st.integers(1, 999)), unique=True)
    )
    return criteria, panellists, [(who, *pair, n, draw(ratios), draw(comments)) for who, pair, n in cells]


@quick
@given(panels())
def test_a_panel_that_is_written_and_read_is_the_same(panel):
    criteria, panellists, rows = panel
    yaml = "criteria:\n" + "".join(f"- {{id: '{id}', name: {json.dumps(name)}}}\n" for id, name in criteria.items())
    yaml += "panellists:\n" + "".join(f"- {{id: '{id}'}}\n" for id in panellists)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "panel.yaml").write_text(yaml, encoding="utf-8")
        if rows:
            with (Path(folder) / "judgements.csv").open("w", encoding="utf-8", newline="") as file:
                table = csv.writer(file)
                table.writerow(["comment", "ratio", "round", "second", "first", "node", "panellist"])
                table.writerows([guarded(c), ratio, n, b, a, "goal", who] for who, a, b, n, ratio, c in rows)
        read = read_panel(folder)
    assert {c.id: c.name for c in read.hierarchy} == {id: clean_name(name) for id, name in criteria.items()}
    assert [(j.panellist, j.first, j.second, j.round, j.ratio, j.comment) for j in read.judgements] == [
        (who, a, b, n, read_ratio(ratio), comment) for who, a, b, n, ratio, comment in rows
    ]
