"""The examples of the README and the documentation do what they say."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from criteria.files import read_panel
from tui.commands.group import run

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks(language: str) -> list[pytest.param]:
    return [
        pytest.param(text, id=f"{page.stem}-{number}")
        for page in PAGES
        for number, (found, text) in enumerate(BLOCK.findall(page.read_text(encoding="utf-8")))
        if found == language
    ]


@pytest.mark.parametrize("text", blocks("console"))
def test_a_command_prints_what_the_page_shows(text, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    command, _, shown = text.partition("\n")
    assert command.startswith("$ mcda ")
    assert run(shlex.split(command.removeprefix("$ mcda "))) == 0
    printed = capsys.readouterr().out
    assert shown.rstrip("\n")
    assert printed.startswith(shown.rstrip("\n"))


@pytest.mark.parametrize("text", blocks("session"))
def test_a_session_goes_as_the_page_shows(text, tmp_path, monkeypatch, capsys):
    """Beside the files that the page imports; each command prints what stands below it, to stdout or stderr."""
    shutil.copytree(ROOT / "tests" / "imported" / "samples", tmp_path / "here")
    monkeypatch.chdir(tmp_path / "here")
    for command, shown in re.findall(r"^\$ (.+)\n((?:[^$].*\n)*)", text, re.MULTILINE):
        program, *words = shlex.split(command)
        if program == "cat":
            printed = [Path(words[0]).read_text(encoding="utf-8")]
        else:
            assert program == "mcda"
            assert run(words) == 0
            printed = list(capsys.readouterr())
        assert any(found.startswith(shown.removesuffix("...\n")) for found in printed), printed


@pytest.mark.parametrize("page", [page for page in PAGES if "```python" in page.read_text(encoding="utf-8")], ids=str)
def test_the_python_of_a_page_runs_from_top_to_bottom(page, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    for language, text in BLOCK.findall(page.read_text(encoding="utf-8")):
        if language == "python":
            exec(compile(text, str(page), "exec"), names)
    assert capsys.readouterr().out


@pytest.mark.parametrize("text", blocks("yaml"))
def test_the_panel_of_a_page_is_read_without_fault(text, tmp_path):
    (tmp_path / "panel.yaml").write_text(text, encoding="utf-8")
    panel = read_panel(tmp_path)
    assert [leaf.id for leaf in panel.hierarchy.leaves] == ["cost", "safety", "waiting"]


def test_the_readme_has_exactly_two_lines_of_set_up():
    (text,) = [text for language, text in BLOCK.findall(PAGES[0].read_text(encoding="utf-8")) if language == "sh"]
    first, second = text.splitlines()
    assert first.endswith("mcda rank sample_panels/telemedicine")
    assert "pytest" in second
