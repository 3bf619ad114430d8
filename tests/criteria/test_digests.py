"""What stands for files and a journal without saying what is in them."""

from dataclasses import replace
from hashlib import sha256

import pytest
from journals import judged, told
from panels import write

from criteria.files import read_files
from criteria.files.digests import FileDigest, file_digests, in_order, journal_digest, outline_digest


@pytest.mark.parametrize(
    ("content", "lines"), [(b"", 0), (b"a", 1), (b"a\n", 1), (b"a\nb", 2), (b"a\r\n\r\n", 2), (b"\n", 1)]
)
def test_a_file_is_its_hash_its_bytes_and_its_lines_with_the_last_one_ended_or_not(tmp_path, content, lines):
    (tmp_path / "ratings.csv").write_bytes(content)
    (tmp_path / "notes.txt").write_text("no part of it")
    digest = FileDigest(sha256=sha256(content).hexdigest(), bytes=len(content), lines=lines)
    assert file_digests(tmp_path) == {"ratings.csv": digest}


def test_a_journal_is_the_same_in_every_order_in_which_its_events_were_merged():
    first, second, third = told(judged("a", "b", 3), judged("b", "c", 2), judged("a", "c", 5))
    second = replace(second, id="9f2", time="2024-05-01T12:00:02.000Z")
    beside = replace(third, id="1c0", parents=("e1",), tick=2)
    digest = journal_digest([second, beside, first])
    assert [event.id for event in in_order([second, beside, first])] == ["e1", "1c0", "9f2"]
    assert (digest.events, digest.heads, digest.trail) == (3, ("1c0", "9f2"), "e11c9f")
    assert digest.last == "2024-05-01T12:00:02.000Z"
    empty = journal_digest([])
    assert (empty.events, empty.heads, empty.last, empty.trail) == (0, (), "", "")


def test_the_digest_of_an_outline_is_that_of_json_whose_letters_stay_as_they_are(tmp_path):
    """What was written into manifests is compared with it years later."""
    folder = write(
        tmp_path,
        question="کدام؟",
        criteria=[{"id": "a", "name": "هزینه", "direction": "cost", "weight": 0.25}, {"id": "b", "weight": 0.75}],
        solutions={"s": {"name": "Süd"}},
        steps=[{"id": "t", "solution": "s"}, {"id": "u", "solution": "s", "after": ["t"]}],
        scale={"min": 0, "max": 10},
        panellists={"P1": {"organisation": "North", "role": "Head", "weight": 2}},
    )
    text = (
        '{"question": "کدام؟", "criteria": [["a", "هزینه", "goal", -1, 0.25], ["b", "b", "goal", 1, 0.75]], '
        '"solutions": [["s", "Süd"]], "steps": [["t", "t", "s"], ["u", "u", "s", "t"]], "scale": [0.0, 10.0], '
        '"panellists": [["P1", "North", "Head", 2.0]]}'
    )
    assert outline_digest(read_files(folder)) == sha256(text.encode()).hexdigest()


def test_whatever_is_asked_and_of_whom_is_in_the_digest_of_the_outline(tmp_path):
    said = {
        "criteria": [{"id": "a", "name": "A", "children": [{"id": "c"}, {"id": "d"}]}, {"id": "b"}],
        "panellists": {"P1": {"organisation": "North", "role": "Head", "weight": 2}},
        "solutions": "s",
        "steps": [{"id": "t", "solution": "s"}, {"id": "u", "solution": "s", "after": ["t"]}],
        "scale": {"min": 0, "max": 10},
        "question": "Which?",
    }
    other = {
        "question": {"question": "What?"},
        "parent": {"criteria": [{"id": "a", "name": "A", "children": [{"id": "c"}]}, {"id": "b"}, {"id": "d"}]},
        "name": {"criteria": [{"id": "a", "children": [{"id": "c"}, {"id": "d"}]}, {"id": "b"}]},
        "direction": {"criteria": [{**said["criteria"][0], "direction": "cost"}, {"id": "b"}]},
        "weight": {"criteria": [{**said["criteria"][0], "weight": 1}, {"id": "b", "weight": 0}]},
        "solution": {"solutions": {"s": {"name": "S"}}},
        "after": {"steps": [*said["steps"][:1], {"id": "u", "solution": "s"}]},
        "scale": {"scale": {"min": 0, "max": 9}},
        "panellist": {"panellists": {"P1": {"organisation": "North", "role": "Head"}}},
        "role": {"panellists": {"P1": {"organisation": "North", "weight": 2}}},
    }
    same = {"title": "Another title", "settings": {"method": "vikor"}}

    def digest(name, changes):
        return outline_digest(read_files(write(tmp_path / name, **{**said, **changes})))

    first = digest("first", {})
    assert digest("same", same) == first
    assert len({first, *(digest(name, changes) for name, changes in other.items())}) == 1 + len(other)
    unscaled = {key: value for key, value in said.items() if key != "scale"}
    assert outline_digest(read_files(write(tmp_path / "unscaled", **unscaled))) != first
