"""The journal on top of the CSV files: the same panel as if everything stood in the files."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from journals import Clock, changed, commented, judged, kept, rated, skipped, told, undone
from panels import write

import mcda
from criteria.events import Action, Kind, standing
from criteria.faults import PanelError
from criteria.files import read_files, read_panel
from criteria.files.answers import exact, exact_ratio
from criteria.files.overlay import fitting, overlaid
from criteria.journal import JOURNAL_FILE, Journal
from criteria.text import read_number, read_ratio

SAID = {
    "criteria": "a b c",
    "panellists": "P1 P2",
    "solutions": "s1 s2",
    "scale": {"min": 0, "max": 10},
}
PAIRS = [("a", "b"), ("b", "c"), ("a", "c")]
RATIOS = {"P1": (3, 2, 5), "P2": (1 / 3, 4, 2)}
VALUES = {("P1", "s1"): (3, 5, 7), ("P1", "s2"): (6, 1, 2), ("P2", "s1"): (9, 9, 1), ("P2", "s2"): (2, 4, 8)}
JUDGEMENTS = [
    (1, who, "goal", first, second, repr(ratio))
    for who, ratios in RATIOS.items()
    for (first, second), ratio in zip(PAIRS, ratios, strict=True)
]
RATINGS = [
    (1, who, solution, criterion, value)
    for (who, solution), values in VALUES.items()
    for criterion, value in zip("abc", values, strict=True)
]


def append(folder, *actions):
    journal = Journal(folder, Clock())
    try:
        return journal.append(actions)
    finally:
        journal.close()


def answers(panel):
    """All judgements and ratings, in an order of their own."""
    return sorted(map(repr, panel.judgements)), sorted(map(repr, panel.ratings))


@pytest.fixture
def base(tmp_path):
    return read_files(write(tmp_path, judgements=JUDGEMENTS, ratings=RATINGS, **SAID))


def over(panel, *actions):
    return overlaid(panel, standing(told(*actions)))


def test_a_panel_judged_only_in_sittings_equals_that_of_the_files(tmp_path):
    written = write(tmp_path / "files", judgements=JUDGEMENTS, ratings=RATINGS, **SAID)
    sat = write(tmp_path / "sittings", **SAID)
    append(sat, *(judged(first, second, float(ratio), who=who) for _, who, _, first, second, ratio in JUDGEMENTS))
    append(sat, *(rated(solution, criterion, value, who=who) for _, who, solution, criterion, value in RATINGS))
    files, sittings = read_panel(written), read_panel(sat)
    assert answers(files) == answers(sittings)
    assert files.sha256 != sittings.sha256
    for ask in (mcda.weights, mcda.rank):
        assert ask(files).to_dict()["rows"] == ask(sittings).to_dict()["rows"]


def test_the_journal_wins_over_the_files_whichever_way_it_was_asked(base):
    panel, notices = over(base, judged("b", "a", 4), rated("s1", "a", 0))
    assert notices == []
    assert len(panel.judgements) == len(base.judgements)
    (now,) = [row for row in panel.judgements if row.panellist == "P1" and {row.first, row.second} == {"a", "b"}]
    assert (now.first, now.second, now.ratio) == ("b", "a", 4)
    (cell,) = [row for row in panel.ratings if (row.panellist, row.alternative, row.criterion) == ("P1", "s1", "a")]
    assert cell.value == 0


def test_cannot_say_takes_a_row_away_and_undo_brings_it_back(base):
    without, _ = over(base, skipped("b", "a"))
    assert len(without.judgements) == len(base.judgements) - 1
    again, _ = over(base, skipped("b", "a"), undone("e1"))
    assert answers(again) == answers(base)


def test_comments_are_laid_over_too(base):
    base.judgements.comments[0] = "of the file"
    assert over(base, judged("a", "b", 7))[0].judgements.comments == {len(JUDGEMENTS) - 1: "of the file"}
    said, _ = over(base, commented("b", "a", "later"))
    assert said.judgements.comments == {0: "later"}
    assert answers(replace(said, judgements=base.judgements)) == answers(base)
    assert over(base, commented("b", "a", ""))[0].judgements.comments == {}
    assert len(over(base, commented("b", "c", "x", who="P2"))[0].judgements) == len(JUDGEMENTS)


def test_the_latest_round_holds(tmp_path):
    folder = write(tmp_path, judgements=JUDGEMENTS, ratings=RATINGS, **SAID)
    before = mcda.weights(read_panel(folder)).to_dict()["rows"]
    append(folder, Action(kind=Kind.OPENED, round=2))
    append(folder, *(judged(*pair, 1, who=who, round=2) for who in RATIOS for pair in PAIRS))
    now = mcda.weights(read_panel(folder)).to_dict()["rows"]
    assert [row["local"] for row in now] == pytest.approx([1 / 3] * 3)
    assert before != now
    assert len(read_panel(folder).judgements) == 2 * len(JUDGEMENTS)


def test_cannot_say_in_a_later_round_leaves_the_answer_of_the_earlier(base):
    panel, _ = over(base, skipped("a", "b", round=2))
    assert answers(panel) == answers(base)


@pytest.mark.parametrize(
    ("action", "said"),
    [
        (judged("a", "d", 3), "P1: a over d under goal = 3"),
        (judged("a", "b", 3, who="P9"), "P9: a over b"),
        (judged("a", "b", 3, node="z"), "under z"),
        (judged("a", "a", 3), "a over a"),
        (judged("a", "b", 12), "= 12"),
        (judged("a", "b", 0.1), "= 0.1"),
        (judged("a", "b", 3, round=0), "a over b"),
        (judged("a", "b", 3, round=70_000), "a over b"),
        (rated("s1", "a", 11), "P1: s1 under a = 11"),
        (rated("s1", "a", -1), "s1 under a"),
        (rated("s9", "a", 1), "s9"),
        (rated("s1", "z", 1), "z"),
    ],
)
def test_what_the_panel_does_not_know_or_allow_does_not_count_and_is_named(base, action, said):
    panel, (notice,) = over(base, action)
    assert answers(panel) == answers(base)
    assert notice.startswith("journal.db: answers about what panel.yaml does not name or allow do not count: ")
    assert said in notice


def test_a_solution_is_not_compared_with_a_step(tmp_path):
    said = {**SAID, "scale": None, "steps": [{"id": "t1", "name": "t1", "solution": "s1"}]}
    del said["scale"]
    panel = read_files(write(tmp_path, **said))
    assert len(over(panel, judged("s1", "t1", 3, node="a"))[1]) == 1
    assert len(over(panel, judged("s1", "s2", 3, node="a"))[0].judgements) == 1


def test_whole_numbers_only_where_the_panel_says_so(tmp_path):
    panel = read_files(write(tmp_path, **SAID, settings={"intensities": "integers"}))
    assert len(over(panel, judged("a", "b", 2.5))[1]) == 1
    assert over(panel, judged("a", "b", 3), judged("b", "c", 1 / 7))[1] == []


def test_ids_are_known_whatever_their_case(base):
    panel, notices = over(base, judged("A", "B", 7, who="p1", node="GOAL"))
    assert notices == []
    assert [row.ratio for row in panel.judgements if (row.panellist, row.first, row.second) == ("P1", "a", "b")] == [7]


def test_a_changed_journal_is_said_and_what_was_changed_does_not_count(tmp_path):
    folder = write(tmp_path, judgements=JUDGEMENTS, **SAID)
    append(folder, judged("a", "b", 5), judged("b", "c", 9))
    changed(folder / JOURNAL_FILE, "UPDATE events SET value = 9 WHERE number = 1")
    panel = read_panel(folder)
    assert "journal.db is not as it was written: event 1" in panel.notices[-1]
    assert [row.ratio for row in panel.judgements if row.panellist == "P1"] == [3, 5, 9]


def test_a_journal_that_cannot_be_read_is_a_fault_of_the_panel(tmp_path):
    folder = write(tmp_path, **SAID)
    (folder / JOURNAL_FILE).write_text("hello")
    with pytest.raises(PanelError, match=r"journal.db:1:1: file: ") as caught:
        read_panel(folder)
    assert len(caught.value.faults) == 1
    read_files(folder)


def test_the_sample_panel_is_the_same_with_an_empty_journal(tmp_path):
    source = Path(__file__).parents[2] / "sample_panels" / "house"
    shutil.copytree(source, tmp_path, dirs_exist_ok=True)
    append(tmp_path)
    assert answers(read_panel(tmp_path)) == answers(read_files(source))


def test_how_many_events_fit_a_panel(base):
    strange = judged("x", "y", 3)
    events = told(judged("a", "b", 3), strange, rated("s1", "a", 3), Action(kind=Kind.CLOSED))
    assert fitting(base, events) == (2, 3)
    assert fitting(base, told(strange)) == (0, 1)


@pytest.mark.parametrize(
    ("value", "text"), [(3, "3"), (1 / 3, "1/3"), (1 / 9, "1/9"), (2.5, "2.5"), (0.3, "0.3"), (1, "1"), (None, "")]
)
def test_ratios_are_written_as_people_write_them_and_read_as_the_same(value, text):
    assert exact_ratio(value) == text
    assert value is None or read_ratio(text) == value


@pytest.mark.parametrize("value", [0.1 + 0.2, 1e22, 5e-324, 123456789.125, -7.0, 0.0])
def test_numbers_are_written_as_short_as_they_go_and_read_as_the_same(value):
    assert read_number(exact(value)) == value
    assert read_number(exact(value, ","), ",") == value


def test_a_reason_for_keeping_what_contradicts_itself_is_no_answer(tmp_path):
    folder = write(tmp_path, **SAID)
    journal = Journal(folder, Clock())
    journal.append([judged("a", "b", 3), kept("goal", "so it is")])
    journal.close()
    (row,) = read_panel(folder).judgements
    assert (row.first, row.second, row.ratio) == ("a", "b", 3)
