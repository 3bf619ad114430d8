"""The Persian catalogue holds every text of the interface, whole, and is what gettext reads."""

from __future__ import annotations

import ast
import gettext
import io
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import catalogue
import pytest
from rich.cells import cell_len

TUI = Path(__file__).parents[2] / "tui"
PLACE = re.compile(r"\{\w*[^}]*\}")
MESSAGES = [message for message in catalogue.kept() if message.id]


def called():
    """The texts that tui/ asks for, by its syntax trees: one text, or that of one and of many."""
    for path in TUI.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
            if name in ("_", "plural"):
                texts = node.args[: 1 if name == "_" else 2]
                assert all(isinstance(text, ast.Constant) for text in texts), f"{path}:{node.lineno}"
                yield tuple(text.value for text in texts)


def forms(text):
    return text if isinstance(text, tuple | list) else (text,)


def test_every_text_of_the_interface_is_in_the_catalogue_and_nothing_else():
    assert {tuple(forms(message.id)) for message in MESSAGES} == set(called()), "run tests/support/catalogue.py"


def test_no_translation_is_empty_or_a_guess():
    assert not [message.id for message in MESSAGES if not all(forms(message.string))]
    assert not [message.id for message in MESSAGES if message.fuzzy]
    assert not catalogue.kept().obsolete


def test_no_translation_loses_or_invents_what_is_put_in():
    for message in MESSAGES:
        wanted = sorted(PLACE.findall(forms(message.id)[-1]))
        for form in forms(message.string):
            assert sorted(PLACE.findall(form)) == wanted, message.id


def test_translations_keep_the_blanks_around_a_text_and_the_column_of_keys():
    for message in MESSAGES:
        for form in forms(message.string):
            text = forms(message.id)[-1]
            assert len(form) - len(form.lstrip(" ")) == len(text) - len(text.lstrip(" ")), text
            assert len(form) - len(form.rstrip()) == len(text) - len(text.rstrip()), text
            if re.match(r"\S.{0,10}  +\S", text) and len(keys := re.match(r"\S.*?  +(?=\S)", text)[0]) == 12:
                assert form.startswith(keys), text


def test_no_translation_holds_what_a_terminal_may_draw_wrongly():
    """Marks on letters and direction characters take no column, and not every terminal agrees."""
    for message in MESSAGES:
        for form in forms(message.string):
            assert not [letter for letter in form if unicodedata.combining(letter)], form
            assert not re.search(r"[\u200b\u200d-\u200f\u202a-\u202e\u2066-\u2069ي\u0643]", form), form
            assert not re.search(r"\s\u200c|\u200c\s|\u200c$|^\u200c", form), form
            assert cell_len(form) == len(form.replace("\u200c", "").replace("\n", "")), form


def test_the_compiled_catalogue_is_what_the_text_compiles_to():
    def read(data):
        spoken = gettext.GNUTranslations(io.BytesIO(data))._catalog
        return {text: translation for text, translation in spoken.items() if text}

    assert read(catalogue.MO.read_bytes()) == read(catalogue.compiled(catalogue.kept()))


def test_taking_in_the_texts_of_today_changes_nothing(tmp_path, monkeypatch, capsys):
    before = catalogue.PO.read_bytes()
    monkeypatch.setattr(catalogue, "PO", tmp_path / "mcda.po")
    monkeypatch.setattr(catalogue, "MO", tmp_path / "mcda.mo")
    catalogue.PO.write_bytes(before)
    catalogue.main()
    assert catalogue.PO.read_bytes() == before
    assert capsys.readouterr().out == ""


SPEAK = """
import sys
from tui import language
assert not any(name.startswith(("tui.screens", "tui.widgets", "tui.plain", "gettext")) for name in sys.modules)
print(language._("Results"), language.plural("{count} pair", "{count} pairs", 1))
print(language.plural("{count} pair", "{count} pairs", 3), "gettext" in sys.modules)
language.choose("fa")
print(language._("Results"), language.plural("{count} pair", "{count} pairs", 3), language._("no such text"))
"""


def test_english_loads_no_catalogue_and_persian_is_chosen_by_a_word():
    done = subprocess.run([sys.executable, "-c", SPEAK], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["Results 1 pair", "3 pairs False", "نتایج 3 زوج no such text"]


@pytest.mark.parametrize("module", ["ballot", "judge", "watch", "results"])
def test_no_command_speaks_before_the_language_is_chosen(module):
    script = f"import sys, tui.commands.{module}; print([n for n in sys.modules if 'tui.language' in n])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
