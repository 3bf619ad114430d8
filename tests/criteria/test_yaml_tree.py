"""YAML as typed: every value a text with its place, and nothing that could surprise."""

import time

import pytest

from criteria.files.yaml_tree import read_yaml


def read(text):
    """The tree and the faults as text."""
    faults = []
    tree = read_yaml(text, "panel.yaml", faults)
    return tree, [str(fault) for fault in faults]


@pytest.mark.parametrize("word", ["no", "on", "yes", "017", "1:30", "2026-03-01", "1e3", "0x10", "NaN", ".inf", "TRUE"])
def test_values_stay_the_text_that_was_typed(word):
    tree, faults = read(f"a: {word}\n{word}: b\n")
    assert not faults
    assert tree.entries["a"].text == word
    assert tree.entries[word].text == "b"


def test_places_are_lines_and_characters():
    tree, _ = read("größe: {x: ۳, y: [ß, 'zwei']}\n# note\nb:\n  - c: d\n")
    root = tree.entries
    assert (root["größe"].line, root["größe"].column) == (1, 8)
    second = root["größe"].entries["y"].items[1]
    assert (second.line, second.column, second.text) == (1, 22, "zwei")
    inner = root["b"].items[0].entries["c"]
    assert (inner.line, inner.column) == (4, 8)
    assert (root["b"].items[0].keys["c"].line, root["b"].items[0].keys["c"].column) == (4, 5)


def test_crlf_line_ends_count_as_one():
    tree, _ = read("a: 1\r\nb: 2\r\n")
    assert (tree.entries["b"].line, tree.entries["b"].text) == (2, "2")


@pytest.mark.parametrize("written", ["", "~", "null"])
def test_nothing_is_nothing_unless_it_is_quoted(written):
    tree, _ = read(f"a: {written}\nb: '{written}'\n")
    assert tree.entries["a"].empty
    assert not tree.entries["b"].empty


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "panel.yaml:1:1: yaml: the file is empty: it needs at least 'criteria:' or 'catalogue:'"),
        (" \n\n", "panel.yaml:1:1: yaml: the file is empty: it needs at least 'criteria:' or 'catalogue:'"),
        ("a:\n  E1: {x: 3}\n  E1: {x: 7}\n", "panel.yaml:3:3: yaml: the key 'E1' stands twice, first in line 2"),
        (
            '!!python/object/apply:os.system ["touch PWNED"]\n',
            "panel.yaml:1:1: yaml: the tag 'tag:yaml.org,2002:python/object/apply:os.system' is not read: leave it out",
        ),
        ("a: !!str b\n", "panel.yaml:1:4: yaml: the tag 'tag:yaml.org,2002:str' is not read: leave it out"),
        ("a: &x 1\nb: *x\n", "panel.yaml:1:4: yaml: anchors and aliases (& and *) are not read: write the value out"),
        ("a: *x\n", "panel.yaml:1:4: yaml: anchors and aliases (& and *) are not read: write the value out"),
        ("a: 1\n---\na: 2\n", "panel.yaml:2:1: yaml: a second document begins here: a panel is one document"),
        ("a:\n\tb: 1\n", "panel.yaml:2:1: yaml: a tab cannot indent: use spaces"),
        ("? {a: b}\n: c\n", "panel.yaml:1:3: yaml: a key must be a word, found a mapping"),
        ("a: 1\nb: x\x00y\n", "panel.yaml:2:5: yaml: the character \\x00 is not allowed in a panel file"),
        ("a: \x1b[2J\n", "panel.yaml:1:4: yaml: the character \\x1b is not allowed in a panel file"),
    ],
)
def test_what_is_refused_is_refused_with_its_place(text, fault):
    assert read(text)[1] == [fault]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a: [1, 2\n", "panel.yaml:2:1: yaml: expected ',' or ']'"),
        ("a: b: c\n", "panel.yaml:1:5: yaml: mapping values are not allowed here"),
        ('a: 1\nb: "\\UFFFFFFFF"\n', "panel.yaml:2:2: yaml: what comes after here cannot be read: "),
        ("a: |\n \n   b\n", "panel.yaml:3:4: yaml: more indented follow up line than first in a block scalar"),
        ("%YAML 1.11\n", "panel.yaml:1:1: yaml: what comes after here cannot be read: "),
        ("%YAML 3.0\n---\na: 1\n", "panel.yaml:1:1: yaml: found incompatible YAML document"),
    ],
)
def test_what_the_parser_refuses_is_told_in_its_words_with_the_place(text, fault):
    tree, (found,) = read(text)
    assert tree is None
    assert found.startswith(fault)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[" * 10_000 + "]" * 10_000, "1:51: yaml: more than 50 levels: a panel is not nested so deeply"),
        ("{a: " * 10_000 + "}" * 10_000, "1:201: yaml: more than 50 levels: a panel is not nested so deeply"),
        (
            "a:\n" + "\n".join(" " * depth + "- " for depth in range(100)),
            "51:50: yaml: more than 50 levels: a panel is not nested so deeply",
        ),
        (
            "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10)),
            "1:5: yaml: anchors and aliases (& and *) are not read: write the value out",
        ),
    ],
)
def test_what_is_too_deep_or_multiplies_itself_is_refused_at_once(text, fault):
    began = time.process_time()
    assert read(text) == (None, [f"panel.yaml:{fault}"])
    assert time.process_time() - began < 1


def test_fifty_levels_are_read_and_fifty_one_are_not():
    assert read("[" * 50 + "]" * 50)[1] == []
    assert "more than 50 levels" in read("[" * 51 + "]" * 51)[1][0]


def test_every_duplicate_key_of_a_file_is_told_and_the_first_value_stays():
    tree, faults = read("a: 1\na: 2\nb: {c: 1,\n c: 2}\n")
    assert faults == [
        "panel.yaml:2:1: yaml: the key 'a' stands twice, first in line 1",
        "panel.yaml:4:2: yaml: the key 'c' stands twice, first in line 3",
    ]
    assert (tree.entries["a"].text, tree.entries["b"].entries["c"].text) == ("1", "1")


def test_what_stands_somewhere_is_described_as_people_would():
    root = read("{a: {b: c}, d: [], e: word, f: '', g: , h: '~'}")[0]
    assert [entry.described() for entry in root.entries.values()] == [
        *("a mapping", "a list", "'word'", "''", "nothing", "'~'"),
    ]


def with_aliases(text):
    faults = []
    tree = read_yaml(text, "site.ahp", faults, aliases=True)
    return tree, [str(fault) for fault in faults]


def test_where_they_are_wanted_aliases_stand_for_the_value_of_their_anchor_each_in_its_place():
    tree, faults = with_aliases("a: &x 3\nb: &y {c: *x, d: [1, 2]}\ne: [*y, *x, last]\nf: g\n")
    assert faults == []
    assert list(tree.entries) == ["a", "b", "e", "f"]
    first, second, last = tree.entries["e"].items
    assert (first.entries["c"].text, [each.text for each in first.entries["d"].items]) == ("3", ["1", "2"])
    assert (first.line, first.column, first.entries["c"].line, first.entries["c"].column) == (3, 5, 2, 11)
    assert (second.text, second.line, second.column, last.text) == ("3", 3, 9, "last")
    assert (tree.entries["a"].line, tree.entries["a"].column) == (1, 4)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a: *x\n", "1:4: yaml: *x stands for nothing that is complete before it"),
        ("a: &x [1, *x]\n", "1:11: yaml: *x stands for nothing that is complete before it"),
        ("a: &x {b: [*x]}\n", "1:12: yaml: *x stands for nothing that is complete before it"),
        ("a: &x [1, 2, 3]\nb: [*x, *x]\nc: *x\n", "3:4: yaml: aliases stand for more than 8 values"),
        ("a: &x {b: 1, c: 2, d: {}}\ne: [*x, *x, 5]\nf: *x\n", "3:4: yaml: aliases stand for more than 8 values"),
        ("a: &x 1\nb: &y [[1, 2, 3, 4], [5, 6]]\nc: *y\n", "3:4: yaml: aliases stand for more than 8 values"),
    ],
)
def test_aliases_of_nothing_of_themselves_or_of_too_much_are_refused(monkeypatch, text, fault):
    monkeypatch.setattr("criteria.files.yaml_tree.ALIASED", 8)
    assert with_aliases(text) == (None, [f"site.ahp:{fault}"])


def test_aliases_may_stand_for_as_much_as_is_allowed(monkeypatch):
    monkeypatch.setattr("criteria.files.yaml_tree.ALIASED", 8)
    assert with_aliases("a: &x [1, 2, 3]\nb: [*x, *x]\n")[1] == []
    assert with_aliases("a: &x 1\nb: [" + "*x, " * 8 + "]\n")[1] == []
    assert with_aliases("a: &x {" + ", ".join(f"k{n}: {n}" for n in range(7)) + "}\nb: *x\n")[1] == []


def test_characters_that_json_escapes_in_two_halves_are_one():
    assert read('a: "\\ud83d\\ude00 x"\n')[0].entries["a"].text == "😀 x"


def test_a_text_too_long_to_be_a_panel_is_refused_unread(monkeypatch):
    monkeypatch.setattr("criteria.files.yaml_tree.CHARACTERS", 5)
    assert read("a: bc")[1] == []
    assert read("a: bcd") == (None, ["panel.yaml:1:1: yaml: the file has 6 characters: allowed are 5"])
