"""A file in several languages says in each of them what a file in that language alone would say."""

import json
import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from criteria.files import read_files
from criteria.files.digests import outline_digest
from criteria.text import name_fault

LANGUAGES = ("en", "fa", "pt-BR", "ckb")
letters = st.text(st.sampled_from("abcXYZ گچپژ'\":{}[],&*#۳-"), min_size=1, max_size=12)
texts = letters.filter(lambda text: name_fault(text) is None)


@st.composite
def panels(draw, languages):
    """panel.yaml as a tree whose texts are given in all the languages, or as plain text."""

    def text():
        plain = draw(st.integers(0, 3)) == 0
        order = draw(st.permutations(languages))
        return draw(texts) if plain else {language: draw(texts) for language in order}

    def entry(id, **more):
        with_text = {"description": text()} if draw(st.booleans()) else {}
        return {"id": id, "name": text(), **with_text, **more}

    below = [entry(f"b{place}") for place in range(draw(st.integers(2, 3)))]
    panel = {
        "title": text(),
        "question": text(),
        "criteria": [entry("a"), entry("b", children=below)],
        "solutions": [entry("s1"), entry("s2")],
        "steps": [entry("t1", solution="s1"), entry("t2", solution="s2", after=["t1"])],
        "panellists": [{"id": "P1"}],
        "roadmap": {"money": text(), "time": text(), "phases": [{"name": text()}]},
    }
    return {key: panel[key] for key in draw(st.permutations(list(panel)))}


def only(said, language):
    """The tree with the texts of one language as plain text."""
    if isinstance(said, dict) and set(said) <= set(LANGUAGES):
        return said[language]
    if isinstance(said, dict):
        return {key: only(value, language) for key, value in said.items()}
    return [only(each, language) for each in said] if isinstance(said, list) else said


def read(said, language):
    """The panel of that tree, without what stands for its file."""
    with tempfile.TemporaryDirectory() as name:
        # In no Unicode escapes, since YAML reads JSON but for halves of characters.
        (Path(name) / "panel.yaml").write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
        return read_files(name, language)


def bare(panel):
    return replace(panel, sha256="", wordings={})


@settings(max_examples=60, deadline=None)
@given(st.data(), st.lists(st.sampled_from(LANGUAGES), min_size=1, max_size=3, unique=True))
def test_reading_in_a_language_is_reading_a_file_in_it_alone(data, languages):
    said = data.draw(panels(languages))
    wanted = data.draw(st.sampled_from(languages))
    panel = read(said, wanted)
    assert bare(panel) == bare(read(only(said, wanted), None))
    assert panel.notices == ()
    assert {outline_digest(read(said, language)) for language in (None, *languages)} == {outline_digest(panel)}
