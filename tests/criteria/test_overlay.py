"""The journal on top of the CSV files: the same panel as if everything stood in the files."""

import shutil
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from journals import Clock, changed, commented, judged, kept, rated, skipped, told, undone
from panels import write

import mcda
from criteria.events import Action, Kind, standing
from criteria.faults import PanelError
from criteria.files import read_files, read_panel
from criteria.files.answers import exact, exact_ratio
from criteria.files.answers import judged as judged_rows
from criteria.files.answers import rated as rated_rows
from criteria.files.overlay import fitting, overlaid, with_events
from criteria.journal import JOURNAL_FILE, Journal, JournalError, Log, read_log
from criteria.panel import Judgements, Panellist
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
        (judged("a", "b", 3, who="P9"), "P9: a over b under goal = 3"),
        (judged("a", "b", 3, node="z"), "P1: a over b under z = 3"),
        (judged("a", "a", 3), "P1: a over a under goal = 3"),
        (judged("a", "b", 12), "P1: a over b under goal = 12"),
        (judged("a", "b", 0.1), "P1: a over b under goal = 0.1"),
        (judged("a", "b", 9 * (1 + 2e-9)), "P1: a over b under goal = 9"),
        (judged("a", "b", (1 - 2e-9) / 9), "P1: a over b under goal = 0.111111"),
        (judged("a", "b", 3, round=0), "P1: a over b under goal = 3"),
        (judged("a", "b", 3, round=1000), "P1: a over b under goal = 3"),
        (skipped("a", "d"), "P1: a over d under goal"),
        (rated("s1", "a", 11), "P1: s1 under a = 11"),
        (rated("s1", "a", -1), "P1: s1 under a = -1"),
        (rated("s9", "a", 1), "P1: s9 under a = 1"),
        (rated("s1", "z", 1), "P1: s1 under z = 1"),
        (rated("s1", "a", 1, who="P9"), "P9: s1 under a = 1"),
    ],
)
def test_what_the_panel_does_not_know_or_allow_does_not_count_and_is_named(base, action, said):
    panel, (notice,) = over(base, action)
    assert answers(panel) == answers(base)
    assert notice == f"journal.db: answers about what panel.yaml does not name or allow do not count: {said}"


def test_of_many_answers_that_do_not_fit_six_are_named(base):
    strange = [judged("a", f"x{n}", 3) for n in range(7)]
    named = [f"P1: a over x{n} under goal = 3" for n in range(7)]
    assert over(base, *strange[:6])[1][0].endswith(f"do not count: {', '.join(named[:6])}")
    assert over(base, *strange)[1][0].endswith(f"do not count: {', '.join(named[:6])}, ...")


@pytest.mark.parametrize(
    ("value", "end"), [(9 * (1 + 5e-10), 9), ((1 - 5e-10) / 9, 1 / 9), (9, 9), (1 / 9, 1 / 9), (8.5, 8.5)]
)
def test_a_ratio_that_is_off_the_scale_by_rounding_alone_is_its_end(base, value, end):
    panel, notices = over(base, judged("a", "b", value, round=999))
    assert notices == []
    assert (panel.judgements[-1].ratio, panel.judgements[-1].round) == (end, 999)


def test_the_scale_of_ratings_has_its_ends(base):
    panel, notices = over(base, rated("s1", "a", 0, round=2), rated("s1", "b", 10, round=2))
    assert notices == []
    assert [rating.value for rating in panel.ratings if rating.round == 2] == [0, 10]


def test_a_solution_is_not_compared_with_a_step(tmp_path):
    said = {**SAID, "scale": None, "steps": [{"id": "t1", "name": "t1", "solution": "s1"}]}
    del said["scale"]
    panel = read_files(write(tmp_path, **said))
    assert len(over(panel, judged("s1", "t1", 3, node="a"))[1]) == 1
    assert len(over(panel, judged("t1", "s1", 3, node="a"))[1]) == 1
    assert len(over(panel, judged("s1", "s2", 3, node="a"))[0].judgements) == 1
    assert len(over(panel, judged("s2", "s1", 3, node="a"))[0].judgements) == 1


def test_whole_numbers_only_where_the_panel_says_so(tmp_path):
    panel = read_files(write(tmp_path, **SAID, settings={"intensities": "integers"}))
    assert len(over(panel, judged("a", "b", 2.5))[1]) == 1
    assert over(panel, judged("a", "b", 3), judged("b", "c", 1 / 7), judged("a", "c", 3 * (1 + 5e-10)))[1] == []
    assert len(over(panel, judged("a", "b", 1 / 2.5))[1]) == 1
    assert len(over(panel, judged("a", "b", 3 * (1 + 5e-9)))[1]) == 1


def test_ids_are_known_whatever_their_case(base):
    panel, notices = over(base, judged("A", "B", 7, who="p1", node="GOAL"))
    assert notices == []
    assert [row.ratio for row in panel.judgements if (row.panellist, row.first, row.second) == ("P1", "a", "b")] == [7]


def test_a_changed_journal_is_said_and_what_was_changed_does_not_count(tmp_path):
    folder = write(tmp_path, judgements=JUDGEMENTS, **SAID)
    append(folder, judged("a", "b", 5), judged("b", "c", 9))
    changed(folder / JOURNAL_FILE, "UPDATE events SET value = 9 WHERE number = 1")
    panel = read_panel(folder)
    (fault,) = read_log(folder).faults
    assert panel.notices[-1] == f"journal.db is not as it was written: {fault.message}; see 'mcda check'"
    changed(folder / JOURNAL_FILE, "UPDATE events SET value = 8 WHERE number = 2")
    first, *_ = read_log(folder).faults
    assert read_panel(folder).notices[-1] == (
        f"journal.db is not as it was written: {first.message} and 1 more; see 'mcda check'"
    )
    changed(folder / JOURNAL_FILE, "UPDATE events SET value = 9 WHERE number = 2")
    assert [row.ratio for row in panel.judgements if row.panellist == "P1"] == [3, 5, 9]


def test_a_journal_that_cannot_be_read_is_a_fault_of_the_panel(tmp_path):
    folder = write(tmp_path, **SAID)
    (folder / JOURNAL_FILE).write_text("hello")
    with pytest.raises(JournalError) as refused:
        read_log(folder)
    with pytest.raises(PanelError) as caught:
        read_panel(folder)
    assert list(map(str, caught.value.faults)) == [f"journal.db:1:1: file: {refused.value.strerror}"]
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
    ("value", "text"),
    [
        (3, "3"),
        (1 / 3, "1/3"),
        (1 / 9, "1/9"),
        (2.5, "2.5"),
        (0.3, "0.3"),
        (1, "1"),
        (0, "0"),
        (0.9, "0.9"),
        (None, ""),
    ],
)
def test_ratios_are_written_as_people_write_them_and_read_as_the_same(value, text):
    assert exact_ratio(value) == text
    assert value is None or read_ratio(text) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        *((0.1 + 0.2, "0.30000000000000004"), (1e22, "1e+22"), (5e-324, "5e-324"), (123456789.125, "123456789.125")),
        *((-7.0, "-7"), (0.0, "0"), (-0.0, "0"), (1e15, "1000000000000000"), (1e16, "1e+16"), (True, "1"), (2, "2")),
    ],
)
def test_numbers_are_written_as_short_as_they_go_and_read_as_the_same(value, text):
    assert exact(value) == text
    assert read_number(exact(value)) == value
    assert read_number(exact(value, ","), ",") == value


def test_a_reason_for_keeping_what_contradicts_itself_is_no_answer(tmp_path):
    folder = write(tmp_path, **SAID)
    journal = Journal(folder, Clock())
    journal.append([judged("a", "b", 3), kept("goal", "so it is")])
    journal.close()
    (row,) = read_panel(folder).judgements
    assert (row.first, row.second, row.ratio) == ("a", "b", 3)


def test_all_answers_are_listed_by_round_panellist_and_place_in_the_panel(base):
    base.judgements.comments[4] = "bell\x07"
    now = standing(
        told(
            judged("c", "b", 2, who="P1", round=2),
            skipped("b", "a", who="P1"),
            commented("b", "a", "no idea"),
            commented("a", "c", "of a pair nobody judged", who="P2", round=2),
            judged("a", "b", 1, who="P2", round=2),
            judged("s2", "s1", 4, node="a"),
            skipped("s1", "s2", node="b"),
        )
    )
    assert judged_rows(base, now) == [
        (1, "P1", "goal", "b", "a", None, "no idea"),
        (1, "P1", "goal", "a", "c", 5, ""),
        (1, "P1", "goal", "b", "c", 2, ""),
        (1, "P1", "a", "s2", "s1", 4, ""),
        (1, "P1", "b", "s1", "s2", None, ""),
        (1, "P2", "goal", "a", "b", 1 / 3, ""),
        (1, "P2", "goal", "a", "c", 2, ""),
        (1, "P2", "goal", "b", "c", 4, "bell\\x07"),
        (2, "P1", "goal", "c", "b", 2, ""),
        (2, "P2", "goal", "a", "b", 1, ""),
        (2, "P2", "goal", "a", "c", None, "of a pair nobody judged"),
    ]
    kinds = {Kind.SKIPPED: {}, Kind.COMMENTED: {"text": "why?\x07"}}
    cells = [
        Action(kind=kind, panellist="P1", subject=rated("s2", "b", 1).subject, **more) for kind, more in kinds.items()
    ]
    rows = rated_rows(
        base, standing(told(rated("s2", "a", 7.5, who="P2"), *cells, rated("s1", "c", 7), rated("s1", "a", 9, round=3)))
    )
    assert rows == [
        *((1, "P1", "s1", "a", 3, ""), (1, "P1", "s2", "a", 6, "")),
        *((1, "P1", "s1", "b", 5, ""), (1, "P1", "s2", "b", None, "why?\\x07")),
        *((1, "P1", "s1", "c", 7, ""), (1, "P1", "s2", "c", 2, "")),
        *((1, "P2", "s1", "a", 9, ""), (1, "P2", "s2", "a", 7.5, "")),
        *((1, "P2", "s1", "b", 9, ""), (1, "P2", "s2", "b", 4, "")),
        *((1, "P2", "s1", "c", 1, ""), (1, "P2", "s2", "c", 8, "")),
        (3, "P1", "s1", "a", 9, ""),
    ]


def test_an_anonymous_panel_lists_its_answers_in_no_order_of_its_panellists(base):
    people = tuple(Panellist(id=f"P{n}") for n in range(1, 9))
    ids = tuple(person.id for person in people)
    judgements = Judgements(ids, base.judgements.nodes)
    for who in range(8):
        for name, value in {"panellist": who, "node": 0, "first": 0, "second": 1, "ratio": 3.0, "round": 1}.items():
            getattr(judgements, name).append(value)
    panel = replace(base, panellists=people, anonymous=True, judgements=judgements)
    listed = [ids[place] for place in panel.listed]
    assert listed != sorted(listed)
    assert [row[1] for row in judged_rows(panel, standing([]))] == listed


def test_the_hash_of_a_panel_counts_events_whatever_their_order(base):
    events = told(judged("a", "b", 3), rated("s1", "a", 3))
    log = Log(events=tuple(events), faults=())
    turned = Log(events=tuple(reversed(events)), faults=())
    wanted = sha256("\n".join([base.sha256, "e1", "e2"]).encode()).hexdigest()
    assert with_events(base, log).sha256 == with_events(base, turned).sha256 == wanted
