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
        ("", "panel.yaml:1:1: yaml: the file is empty"),
        (" \n\n", "panel.yaml:1:1: yaml: the file is empty"),
        ("a:\n  E1: {x: 3}\n  E1: {x: 7}\n", "panel.yaml:3:3: yaml: the key 'E1' stands twice, first in line 2"),
        ('!!python/object/apply:os.system ["touch PWNED"]\n', "panel.yaml:1:1: yaml: the tag"),
        ("a: !!str b\n", "panel.yaml:1:4: yaml: the tag"),
        ("a: &x 1\nb: *x\n", "panel.yaml:1:4: yaml: anchors and aliases"),
        ("a: *x\n", "panel.yaml:1:4: yaml: anchors and aliases"),
        ("a: 1\n---\na: 2\n", "panel.yaml:2:1: yaml: a second document begins here"),
        ("a:\n\tb: 1\n", "panel.yaml:2:1: yaml: a tab cannot indent: use spaces"),
        ("a: [1, 2\n", "panel.yaml:2:1: yaml:"),
        ("a: b: c\n", "panel.yaml:1:5: yaml:"),
        ("? {a: b}\n: c\n", "panel.yaml:1:3: yaml: a key must be a word"),
        ("a: 1\nb: x\x00y\n", "panel.yaml:2:5: yaml: the character \\x00 is not allowed"),
        ("a: \x1b[2J\n", "panel.yaml:1:4: yaml: the character \\x1b is not allowed"),
        ('a: 1\nb: "\\UFFFFFFFF"\n', "panel.yaml:2:2: yaml: what comes after here cannot be read"),
        ("%YAML 1.11\n", "panel.yaml:1:1: yaml: what comes after here cannot be read"),
        ("%YAML 3.0\n---\na: 1\n", "panel.yaml:1:1: yaml:"),
    ],
)  # fmt: skip
def test_what_is_refused_is_refused_with_its_place(text, fault):
    _, faults = read(text)
    assert len(faults) == 1
    assert faults[0].startswith(fault)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 10_000 + "]" * 10_000,
        "{a: " * 10_000 + "}" * 10_000,
        "a: " + "\n".join(" " * depth + "- " for depth in range(100)),
        "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10)),
    ],
)
def test_what_is_too_deep_or_multiplies_itself_is_refused_at_once(text):
    began = time.perf_counter()
    tree, faults = read(text)
    assert tree is None
    assert len(faults) == 1
    assert time.perf_counter() - began < 1


def test_fifty_levels_are_read_and_fifty_one_are_not():
    assert read("[" * 50 + "]" * 50)[0] is not None
    assert "more than 50 levels" in read("[" * 51 + "]" * 51)[1][0]


def test_every_duplicate_key_of_a_file_is_told():
    assert len(read("a: 1\na: 2\nb: {c: 1, c: 2}\n")[1]) == 2


def test_a_text_too_long_to_be_a_panel_is_refused_unread(monkeypatch):
    monkeypatch.setattr("criteria.files.yaml_tree.CHARACTERS", 5)
    assert read("a: bc")[1] == []
    assert read("a: bcd") == (None, ["panel.yaml:1:1: yaml: the file has 6 characters: allowed are 5"])
