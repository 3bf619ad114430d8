"""export, replay, merge, backup, round, and check of a journal: what they print, write and refuse."""

import csv
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from journal_writers import begin, started
from journals import NOON, Clock, changed, commented, judged, kept, rated, selected, skipped, undone
from panels import write, write_table

from criteria.events import Action, Kind, standing
from criteria.files import read_files, read_panel
from criteria.journal import JOURNAL_FILE, Journal, read_log
from tui.commands import COMMANDS
from tui.commands.group import run

TELEMEDICINE = Path(__file__).parents[2] / "sample_panels" / "telemedicine"
JUDGEMENTS = "round,panellist,node,first,second,ratio,comment"
RATINGS = "round,panellist,alternative,criterion,value,comment"


@pytest.fixture
def mcda(capsys):
    """Exit code, stdout and stderr of a command."""

    def done(*arguments):
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        return (code, *capsys.readouterr())

    return done


@pytest.fixture
def panel(tmp_path):
    """A folder with two judgements and two ratings in its files, and nobody has sat."""
    return write(
        tmp_path / "panel",
        criteria="a b c",
        panellists="P1 P2",
        solutions="s1 s2",
        scale={"min": 0, "max": 10},
        judgements=[(1, "P2", "goal", "b", "c", "0.5"), (1, "P1", "goal", "a", "b", "1/3")],
        ratings=[(1, "P1", "s2", "a", 5), (1, "P1", "s1", "a", 2.5)],
    )


@pytest.fixture
def whole(panel):
    """The same, with nothing missing for a ranking: a check finds no fault in its files."""
    rows = [(1, "P1", solution, criterion, 5) for solution in ("s1", "s2") for criterion in "abc"]
    write_table(panel / "ratings.csv", RATINGS.split(",")[:-1], rows)
    return panel


def append(folder, *actions, seconds=0):
    journal = Journal(folder, Clock(NOON + timedelta(seconds=seconds)))
    events = [event for action in actions for event in journal.append([action])]
    journal.close()
    return events


def answers(panel):
    return sorted(map(repr, panel.judgements)), sorted(map(repr, panel.ratings))


def files(folder):
    """Every file of a folder with its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# export


def test_export_lays_the_sittings_over_the_files_in_the_order_of_the_panel(mcda, panel):
    append(
        panel,
        judged("c", "a", 4, who="P2"),
        judged("b", "a", 0.1 + 0.2),
        skipped("b", "c", who="P2"),
        commented("b", "c", "no, idea"),
        judged("b", "c", 9, round=2),
        rated("s1", "a", 7),
    )
    code, out, err = mcda("export", panel, "judgements", "--format", "csv")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        JUDGEMENTS,
        "1,P1,goal,b,a,0.30000000000000004,",
        '1,P1,goal,b,c,,"no, idea"',
        "1,P2,goal,c,a,4,",
        "1,P2,goal,b,c,,",
        "2,P1,goal,b,c,9,",
    ]
    assert mcda("export", panel, "ratings")[1].splitlines() == [RATINGS, "1,P1,s1,a,7,", "1,P1,s2,a,5,"]


def test_what_is_exported_gives_the_same_panel(mcda, panel, tmp_path):
    append(panel, judged("c", "a", 1 / 9), skipped("a", "b"), commented("a", "c", "=1+1\n'ا"), rated("s2", "c", 0.1))
    again = shutil.copytree(panel, tmp_path / "again")
    (again / JOURNAL_FILE).unlink()
    for table in ("judgements", "ratings"):
        assert mcda("export", panel, table, "-o", tmp_path / f"{table}.csv")[:2] == (0, "")
        shutil.copy(tmp_path / f"{table}.csv", again)
    assert answers(read_files(again)) == answers(read_panel(panel))
    meta = json.loads((tmp_path / "ratings.csv.meta.json").read_text())
    assert meta["panel_sha256"] == read_panel(panel).sha256


def test_the_sample_panel_is_exported_whole(mcda, tmp_path):
    folder = shutil.copytree(TELEMEDICINE, tmp_path / "panel")
    for table in ("judgements", "ratings"):
        _, out, _ = mcda("export", TELEMEDICINE, table)
        (folder / f"{table}.csv").write_text(out, encoding="utf-8")
    assert answers(read_files(folder)) == answers(read_files(TELEMEDICINE))


def test_numbers_are_numbers_in_json_and_formulas_are_guarded_in_csv(mcda, panel):
    append(panel, commented("a", "b", "=1+1"))
    rows = json.loads(mcda("export", panel, "judgements", "--format", "json")[1])["rows"]
    assert rows[0] == {
        **{"round": 1, "panellist": "P1", "node": "goal", "first": "a", "second": "b"},
        **{"ratio": 1 / 3, "comment": "=1+1"},
    }
    assert ",1/3,'=1+1" in mcda("export", panel, "judgements", "--format", "csv")[1]
    assert ",1/3,=1+1" in mcda("export", panel, "judgements", "--format", "csv", "--raw")[1]
    assert "1/3" in mcda("export", panel, "judgements", "--format", "table")[1]


def test_the_decimal_comma_of_a_panel_is_kept(mcda, panel, tmp_path):
    said = json.loads((panel / "panel.yaml").read_text())
    (panel / "panel.yaml").write_text(json.dumps({**said, "settings": {"decimal": ","}}))
    (panel / "judgements.csv").unlink()
    (panel / "ratings.csv").unlink()
    append(panel, judged("a", "b", 2.5))
    _, out, _ = mcda("export", panel, "judgements", "--format", "csv")
    assert '"2,5"' in out
    again = shutil.copytree(panel, tmp_path / "again", ignore=shutil.ignore_patterns(JOURNAL_FILE))
    (again / "judgements.csv").write_text(out)
    assert answers(read_files(again)) == answers(read_panel(panel))


@pytest.mark.parametrize("name", ["judgements.csv", JOURNAL_FILE])
def test_no_file_of_the_panel_is_overwritten(mcda, panel, name):
    append(panel, judged("a", "b", 3))
    before = files(panel)
    code, _, err = mcda("export", panel, "judgements", "--format", "csv", "-o", panel / name)
    assert code == 2
    assert "one of the panel's own files" in err
    assert files(panel) == before


def test_answers_that_do_not_fit_are_warned_of(mcda, panel):
    append(panel, judged("a", "z", 3))
    code, out, err = mcda("export", panel, "judgements")
    assert code == 0
    assert "z" not in out
    assert "warning: journal.db: answers about what panel.yaml does not name" in err


# replay


def test_replay_gives_the_state_at_any_moment(mcda, panel):
    first, _, _ = append(panel, judged("a", "b", 5), judged("a", "b", 7), skipped("b", "c", who="P2"))
    append(panel, undone(first), seconds=60)

    def ratios(moment):
        _, out, _ = mcda("replay", panel, "--until", moment)
        assert out.splitlines()[0] == JUDGEMENTS
        return [row["ratio"] for row in csv.DictReader(io.StringIO(out))]

    assert ratios("2024-05-01T12:00:00Z") == ["1/3", "1/2"]
    assert ratios("2024-05-01T12:00:01Z") == ["5", "1/2"]
    assert ratios("2024-05-01T14:00:02+02:00") == ["7", "1/2"]
    assert ratios("2024-05-01T12:00:03.000Z") == ratios("2024-05-02") == ["7", ""]
    assert ratios("2024-04-30") == ["1/3", "1/2"]


def test_a_day_lasts_until_its_end_and_a_time_without_offset_is_local(panel):
    append(panel, judged("a", "b", 5))  # at noon, UTC
    command = "from tui.commands import main; main()"
    for zone, moment, ratio in (
        ("UTC-14", "2024-05-01", "1/3"),  # there noon, UTC, is two in the morning of the day after
        ("UTC-14", "2024-05-02", "5"),
        ("UTC-14", "2024-05-02T02:00:00", "1/3"),
        ("UTC-14", "2024-05-02T02:00:01", "5"),
        ("UTC+12", "2024-05-01", "5"),
        ("UTC+12", "2024-05-01T00:00", "1/3"),
    ):
        done = subprocess.run(
            [sys.executable, "-c", command, "replay", str(panel), "--until", moment],
            capture_output=True,
            text=True,
            env={**os.environ, "TZ": zone},
            timeout=60,
            check=True,
        )
        assert f"1,P1,goal,a,b,{ratio}," in done.stdout, (zone, moment)


def test_an_event_counts_as_it_stood_before_it_was_taken_back(mcda, panel):
    (event,) = append(panel, judged("a", "b", 5))
    append(panel, undone(event), seconds=60)
    assert "a,b,5," in mcda("replay", panel, "--until", "2024-05-01T12:00:59Z")[1]
    assert "a,b,1/3," in mcda("replay", panel)[1]
    assert mcda("replay", panel, "ratings")[1].splitlines()[0] == RATINGS


def test_events_are_listed_as_they_happened(mcda, panel):
    events = append(panel, judged("a", "b", 1 / 3, by="Fac"), rated("s1", "a", 7), kept("goal", "=so", who="P2"))
    append(panel, undone(events[1]), Action(kind=Kind.OPENED, round=2), seconds=60)
    _, out, _ = mcda("replay", panel, "--events", "--format", "csv")
    rows = list(csv.reader(io.StringIO(out)))
    assert rows[0] == [
        *("number", "time", "kind", "round", "panellist", "by", "node", "first", "second", "alternative"),
        *("criterion", "value", "text", "event", "id"),
    ]
    assert [row[:-1] for row in rows[1:]] == [
        ["1", "2024-05-01T12:00:01.000Z", "judged", "1", "P1", "Fac", "goal", "a", "b", "", "", str(1 / 3), "", ""],
        ["2", "2024-05-01T12:00:02.000Z", "rated", "1", "P1", "", "", "", "", "s1", "a", "7", "", ""],
        ["3", "2024-05-01T12:00:03.000Z", "kept", "1", "P2", "", "goal", "", "", "", "", "", "'=so", ""],
        ["4", "2024-05-01T12:01:01.000Z", "undone", "1", "P1", "", "", "", "", "", "", "", "", "2"],
        ["5", "2024-05-01T12:01:02.000Z", "opened", "2", "", "", "", "", "", "", "", "", "", ""],
    ]
    assert [row[-1] for row in rows[1:4]] == [event.id for event in events]
    _, out, _ = mcda("replay", panel, "--events", "--until", "2024-05-01T12:00:30Z", "--format", "csv")
    assert len(out.splitlines()) == 4


@pytest.mark.parametrize("moment", ["yesterday", "2024-13-01", "", "2024-05-01T25:00", "12:00"])
def test_a_moment_that_is_none_is_wrong_usage(mcda, panel, moment):
    code, out, err = mcda("replay", panel, "--until", moment)
    assert (code, out) == (2, "")
    assert "2024-05-01T10:30" in err


# merge


@pytest.fixture
def laptops(panel, tmp_path):
    """Two copies of a panel that went on separately; the second one's clock is a minute ahead."""
    append(panel, judged("a", "b", 3))
    other = shutil.copytree(panel, tmp_path / "other")
    append(panel, judged("a", "c", 5), rated("s1", "b", 5), seconds=30)
    append(other, judged("c", "a", 1 / 7), commented("a", "b", "why"), rated("s1", "b", 6), seconds=90)
    return panel, other


def test_merge_says_what_came_in_and_which_answers_differed(mcda, laptops):
    panel, other = laptops
    before = files(panel)
    dry = mcda("merge", panel, other, "--dry-run", "--format", "csv")
    assert dry[2].endswith("nothing was written\n")
    assert files(panel) == before
    code, out, err = mcda("merge", panel, other, "--format", "csv")
    assert code == 0
    assert out == dry[1]
    assert err == f"{other}: 3 new events, 1 known; 2 answers differed, the later one is kept\n"
    assert out.splitlines() == [
        "other,round,panellist,node,first,second,alternative,criterion,about,kept,dropped",
        f"{other},1,P1,goal,a,c,,,answer,7,5",
        f"{other},1,P1,,,,s1,b,answer,6,5",
    ]
    assert "1,P1,goal,c,a,1/7," in mcda("export", panel, "judgements")[1]


def test_merging_twice_or_the_other_way_round_gives_the_same(mcda, laptops, tmp_path):
    panel, other = laptops
    third = shutil.copytree(panel, tmp_path / "third")
    assert mcda("merge", panel, other)[0] == 0
    assert mcda("merge", other, third / JOURNAL_FILE)[0] == 0
    assert set(read_log(panel).events) == set(read_log(other).events)
    assert mcda("export", panel, "judgements")[1] == mcda("export", other, "judgements")[1]
    before = files(panel)
    code, _, err = mcda("merge", panel, other, third)
    assert code == 0
    assert err.count("0 new events") == 2
    assert files(panel) == before
    assert read_log(panel, thorough=True).faults == ()


def test_a_merge_into_a_panel_where_nobody_has_sat(mcda, laptops):
    panel, other = laptops
    (panel / JOURNAL_FILE).unlink()
    assert mcda("merge", panel, other, "--dry-run")[0] == 0
    assert not (panel / JOURNAL_FILE).exists()
    assert mcda("merge", panel, other)[0] == 0
    assert read_log(panel).events == read_log(other).events


def test_a_broken_journal_is_refused_with_its_fault_and_nothing_of_any_is_merged(mcda, laptops, tmp_path):
    panel, other = laptops
    broken = shutil.copytree(other, tmp_path / "broken")
    changed(broken / JOURNAL_FILE, "UPDATE events SET value = 9 WHERE number = 2")
    before = files(panel)
    code, out, err = mcda("merge", panel, other, broken)
    assert (code, out) == (1, "")
    assert f"{broken / JOURNAL_FILE}: journal.db:2:1: judged: event 2" in err
    assert files(panel) == before
    changed(panel / JOURNAL_FILE, "DELETE FROM events WHERE number = 1")
    code, _, err = mcda("merge", panel, other)
    assert code == 1
    assert "move journal.db away, then merge the latest backup" in err


def test_the_journal_of_another_panel_is_refused(mcda, panel, tmp_path):
    other = write(tmp_path / "other", criteria="x y", panellists="P1")
    append(other, judged("x", "y", 3), Action(kind=Kind.CLOSED))
    before = files(panel)
    code, _, err = mcda("merge", panel, other)
    assert code == 1
    assert "the journal of another panel: none of its 1 answer is about what panel.yaml names" in err
    assert files(panel) == before
    append(other, judged("a", "b", 3))
    code, _, err = mcda("merge", panel, other)
    assert code == 0
    assert "1 of 2 answers" in err


@pytest.mark.parametrize(
    ("make", "code", "said"),
    [
        (lambda _: None, 2, "does not exist"),
        (lambda path: path.mkdir(), 1, "no journal.db in this folder"),
        (lambda path: path.write_text("hello"), 1, "journal"),
        (lambda path: sqlite3.connect(path).execute("CREATE TABLE t (x)").connection.close(), 1, "another program"),
    ],
)
def test_what_is_no_journal_is_refused(mcda, panel, tmp_path, make, code, said):
    make(tmp_path / "other")
    before = files(panel)
    ended, out, err = mcda("merge", panel, tmp_path / "other")
    assert (ended, out) == (code, "")
    assert said in err
    assert files(panel) == before


# backup


def test_a_backup_is_the_panel_again(mcda, panel, tmp_path):
    (event, *_) = append(panel, judged("a", "b", 5), rated("s1", "a", 7))
    code, out, err = mcda("backup", panel, tmp_path / "copy")
    assert (code, out) == (0, f"{tmp_path / 'copy'}\n")
    assert err == f"3 files and a journal of 2 events up to {read_log(panel).events[-1].id[:10]}\n"
    assert answers(read_panel(tmp_path / "copy")) == answers(read_panel(panel))
    assert read_log(tmp_path / "copy", thorough=True) == read_log(panel, thorough=True)
    assert event in read_log(tmp_path / "copy").events
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy", "panel"]


def test_a_backup_stands_beside_the_panel_with_the_time_in_its_name(mcda, panel):
    code, out, err = mcda("backup", panel)
    made = Path(out.strip())
    assert code == 0
    assert made.parent == panel.parent
    at = datetime.strptime(made.name, "panel-backup-%Y%m%d-%H%M%S").astimezone()
    assert abs(at - datetime.now(UTC)) < timedelta(minutes=5)
    assert "3 files and no journal" in err


def test_a_backup_never_mixes_with_what_is_there(mcda, panel, tmp_path):
    (tmp_path / "copy").mkdir()
    assert mcda("backup", panel, tmp_path / "copy")[0] == 0
    before = files(tmp_path / "copy")
    for target in (tmp_path / "copy", tmp_path / "copy" / "panel.yaml", tmp_path / "nowhere" / "copy"):
        code, out, err = mcda("backup", panel, target)
        assert (code, out) == (1, "")
        assert "nothing was written" in err
    assert files(tmp_path / "copy") == before
    code, _, err = mcda("backup", tmp_path)
    assert code == 1
    assert "there is no panel.yaml" in err


def test_of_a_journal_that_cannot_be_copied_nothing_is_left(mcda, panel, tmp_path):
    (panel / JOURNAL_FILE).write_text("hello" * 1000)
    code, out, err = mcda("backup", panel, tmp_path / "copy")
    assert (code, out) == (1, "")
    assert JOURNAL_FILE in err
    assert [path.name for path in tmp_path.iterdir()] == ["panel"]


def test_a_broken_chain_is_copied_and_said(mcda, panel, tmp_path):
    append(panel, judged("a", "b", 5))
    changed(panel / JOURNAL_FILE, "UPDATE events SET value = 9")
    code, _, err = mcda("backup", panel, tmp_path / "copy")
    assert code == 1
    assert "journal.db:1:1: judged: event 1" in err
    assert (tmp_path / "copy" / JOURNAL_FILE).exists()


def test_a_backup_while_others_write_is_whole(mcda, panel, tmp_path):
    writer = started(panel, "P1", 0, pause=0.003)
    try:
        begin(writer)
        writer.stdout.readline()
        for number in range(5):
            assert mcda("backup", panel, tmp_path / f"copy{number}")[0] == 0
            time.sleep(0.02)
    finally:
        writer.kill()
        writer.communicate()
    counts = []
    for number in range(5):
        log = read_log(tmp_path / f"copy{number}", thorough=True)
        assert log.faults == ()
        assert set(log.events) <= set(read_log(panel).events)
        counts.append(len(log.events))
    assert counts == sorted(counts)
    assert counts[0] < counts[-1]


# round


def test_rounds_are_opened_and_closed_and_results_released(mcda, panel):
    header = "round,state,results,panellists,complete,answers"
    assert mcda("round", panel)[1].splitlines() == [header, "1,open,withheld,2,0,4"]
    assert not (panel / JOURNAL_FILE).exists()
    assert mcda("round", panel, "close") == (0, "", "round 1 is closed, results are withheld\n")
    assert mcda("round", panel, "close")[2] == "round 1 is closed, results are withheld; nothing was written\n"
    assert mcda("round", panel, "open", 2)[2] == "round 2 is open, results are withheld\n"
    assert mcda("round", panel, "open", 2)[2].endswith("; nothing was written\n")
    append(panel, judged("a", "b", 3, round=2), skipped("b", "c", round=2))
    assert mcda("round", panel, "release")[2].splitlines() == [
        "round 2 is open, results are released to the room",
        "fewer than 5 panellists have answered: nothing is told of so few",
    ]
    assert mcda("round", panel)[1].splitlines() == [header, "1,closed,,2,0,4", "2,open,released,1,0,1"]
    assert mcda("round", panel, "withhold")[2] == "round 2 is open, results are withheld\n"
    kinds = [event.action.kind for event in read_log(panel).events]
    assert kinds == ["closed", "opened", "judged", "skipped", "released", "withheld"]


@pytest.mark.parametrize(
    "words",
    [
        *(["open"], ["close", "2"], ["open", "0"], ["open", "1000"], ["shut"], ["open", "two"]),
        *(["readmit"], ["readmit", "P9"], ["note"], ["note", " "], ["finish", "now"]),
    ],
)
def test_a_round_that_cannot_be_is_wrong_usage(mcda, panel, words):
    code, out, _ = mcda("round", panel, *words)
    assert (code, out) == (2, "")
    assert not (panel / JOURNAL_FILE).exists()


@pytest.fixture
def with_rules(tmp_path):
    """A panel with rules of its rounds, in which nobody has answered everything."""
    rules = {"quorum": 2, "consensus": "consensus", "at_least": 0.8, "most_rounds": 2, "stable": 0.1}
    return write(tmp_path / "panel", criteria="a b c", panellists="P1 P2", rules=rules)


def test_a_panel_with_rules_goes_from_draft_to_final(mcda, with_rules):
    panel = with_rules
    assert mcda("round", panel)[1].splitlines()[1].startswith("1,draft,withheld,")
    assert mcda("round", panel, "feedback")[::2] == (1, "no round is open yet; nothing was written\n")
    assert mcda("round", panel, "open", 1)[2] == "round 1 is open, results are withheld\n"
    code, out, err = mcda("round", panel, "close")
    assert (code, out) == (1, "")
    assert err.startswith("0 have answered everything, the quorum is 2: --without-quorum closes all the same")
    assert mcda("round", panel, "close", "--without-quorum")[2] == "round 1 is closed, results are withheld\n"
    assert mcda("round", panel, "feedback")[2] == "round 1 is closed and fed back, results are withheld\n"
    assert mcda("round", panel, "feedback")[2].endswith("nothing was written\n")
    assert mcda("round", panel)[1].splitlines()[1].startswith("1,feedback,")
    assert mcda("round", panel, "open", 3)[::2] == (
        1,
        "the rules end after 2 rounds: 'finish' is next; nothing was written\n",
    )
    assert mcda("round", panel, "open", 2)[0] == 0
    assert mcda("round", panel, "finish")[0] == 1
    assert mcda("round", panel, "note", "one left early")[0] == 0
    assert mcda("round", panel, "close", "--without-quorum")[0] == 0
    assert mcda("round", panel, "finish")[2] == "round 2 was the last one, results are withheld\n"
    assert mcda("round", panel, "open", 2)[::2] == (1, "the panel is final: no round follows; nothing was written\n")
    assert mcda("round", panel, "readmit", "p1")[0] == 1
    kinds = [event.action.kind for event in read_log(panel).events]
    assert kinds == ["opened", "closed", "fed back", "opened", "noted", "closed", "finished"]


def test_the_rules_are_kept_as_they_were_before_the_first_round(mcda, with_rules):
    mcda("round", with_rules, "open", 1)
    first = "quorum 2; consensus: consensus at least 0.8; "
    first += "stop: after 2 rounds, or when at most 0.1 of the answers change"
    assert read_log(with_rules).events[0].action.text == first
    assert mcda("round", with_rules)[2] == ""
    path = with_rules / "panel.yaml"
    path.write_text(path.read_text().replace('"at_least": 0.8', '"at_least": 0.5'))
    mcda("round", with_rules, "open", 2)
    assert standing(read_log(with_rules).events).rules == first
    said = f"the rules were changed after the first round was opened: from '{first}' to"
    assert said in mcda("round", with_rules)[2]


def test_one_panellist_is_readmitted_to_a_closed_round(mcda, panel):
    mcda("round", panel, "close")
    assert mcda("judge", panel, "--panellist", "P1", "--plain")[0] == 1
    assert mcda("round", panel, "readmit", "p1")[0] == 0
    now = standing(read_log(panel).events)
    assert now.takes("P1", None)
    assert not now.takes("P2", None)
    mcda("round", panel, "close")
    mcda("round", panel, "open", 2)
    assert standing(read_log(panel).events).readmitted == frozenset()


# check


def test_check_reads_the_journal_and_counts_its_events(mcda, whole):
    append(whole, judged("a", "c", 5), rated("s1", "b", 7))
    code, out, err = mcda("check", whole)
    last = read_log(whole).events[-1].id[:10]
    assert (code, out) == (0, "")
    assert err == f"no faults: 2 panellists, 3 judgements, 6 ratings, a journal of 2 events up to {last}\n"


def test_check_finds_every_fault_of_the_journal_beside_those_of_the_files(mcda, whole):
    append(whole, judged("a", "c", 5), judged("b", "c", 5), rated("s1", "b", 7))
    changed(whole / JOURNAL_FILE, "UPDATE events SET value = 9 WHERE number = 1")
    changed(whole / JOURNAL_FILE, "DELETE FROM events WHERE number = 2")
    with (whole / "judgements.csv").open("a") as file:
        file.write("1,P1,goal,a,c,12\n")
    code, out, err = mcda("check", whole)
    assert code == 1
    assert [line.split(": ")[0] for line in out.splitlines()] == [
        *("judgements.csv:4:6", "journal.db:1:1", "journal.db:3:1"),
    ]
    assert "event 1 (judged, 2024-05-01T12:00:01.000Z) was changed after it was written" in out
    assert err.startswith("3 faults, a journal of ")
    rows = json.loads(mcda("check", whole, "--format", "json")[1])["faults"]
    assert [(row["file"], row["line"], row["field"]) for row in rows[1:]] == [
        *(("journal.db", 1, "judged"), ("journal.db", 3, "rated")),
    ]


def test_check_of_what_is_no_journal(mcda, whole):
    (whole / JOURNAL_FILE).write_text("hello")
    code, out, _ = mcda("check", whole)
    assert code == 1
    assert out.startswith("journal.db:1:1: file: ")


def test_check_finds_the_journal_of_another_panel(mcda, whole):
    append(whole, judged("x", "y", 3))
    code, out, _ = mcda("check", whole)
    assert code == 1
    assert out == (
        "journal.db:1:1: panel: the journal of another panel: none of its 1 answer is about what panel.yaml names\n"
    )


def test_check_finds_damage_that_no_event_shows(mcda, whole):
    append(whole, judged("a", "c", 5))
    before = (whole / JOURNAL_FILE).read_bytes()
    (event,) = read_log(whole).events
    place = before.rindex(event.id.encode())  # its copy in an index, or that among the heads
    (whole / JOURNAL_FILE).write_bytes(before[:place] + b"x" + before[place + 1 :])
    assert mcda("check", whole)[0] == 1


# All of them


@pytest.mark.parametrize("command", [["export", "judgements"], ["replay"], ["merge"], ["round"], ["backup"]], ids=str)
def test_a_folder_that_is_no_panel_ends_with_one(mcda, tmp_path, command):
    name, *more = command
    more = [str(tmp_path)] if name == "merge" else more
    code, out, err = mcda(name, tmp_path / "nowhere", *more)
    assert (code, out) == (1, "")
    assert "nowhere" in err


def test_sqlite_is_loaded_only_where_there_is_a_journal(panel):
    listing = "import sys\nfrom tui.commands.group import run\nrun({!r})\nprint('sqlite3' in sys.modules)"
    for words in (["check", str(panel)], *([name, "--help"] for name in COMMANDS)):
        done = subprocess.run(
            [sys.executable, "-c", listing.format(words)], capture_output=True, text=True, timeout=60, check=True
        )
        assert done.stdout.splitlines()[-1] == "False", words


def test_the_sql_of_the_documentation_reads_a_journal(panel):
    page = Path(__file__).parents[2] / "docs" / "panel-folder.md"
    _, _, rest = page.read_text(encoding="utf-8").partition("```sql\n")
    append(
        panel, judged("a", "b", 3), judged("b", "c", 3), skipped("a", "c"), kept("goal", "x"), judged("a", "b", 3, "P2")
    )
    rows = selected(panel / JOURNAL_FILE, rest.partition("```")[0])
    assert rows == [
        ("P1", 1, "judged", 2, "2024-05-01T12:00:02.000Z"),
        ("P1", 1, "skipped", 1, "2024-05-01T12:00:03.000Z"),
        ("P2", 1, "judged", 1, "2024-05-01T12:00:05.000Z"),
    ]


@pytest.mark.parametrize(("so_far", "round"), [([1], 3), ([1, 2], 1), ([], 3)])
def test_rounds_neither_go_back_nor_skip(mcda, panel, so_far, round):
    for number in so_far:
        mcda("round", panel, "open", number)
    before = len(read_log(panel).events)
    code, _, err = mcda("round", panel, "open", round)
    assert code == 1
    assert err.endswith("; nothing was written\n")
    assert len(read_log(panel).events) == before


def test_why_nobody_can_answer_is_said_by_phase(mcda, with_rules, capsys):
    said = {}
    for word in (None, "open", "close", "finish"):
        if word:
            mcda(
                "round",
                with_rules,
                *([word, 1] if word == "open" else [word]),
                *(["--without-quorum"] * (word == "close")),
            )
        capsys.readouterr()
        said[word] = mcda("judge", with_rules, "--panellist", "P1", "--plain")[1]
    assert "until the facilitator opens the first" in said[None]
    assert "until the facilitator opens the next" in said["close"]
    assert "The last round is over" in said["finish"]
