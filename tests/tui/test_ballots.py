"""`mcda ballot`: what a ballot holds, what comes back from it into the journal, and what does not."""

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from ballots import UNSAID, asked, changed, choices, filled, make, meant, put, sentence
from journals import selected
from openpyxl import load_workbook
from panels import compare, rate, write

from criteria.asking import ballots
from criteria.events import Cell, Pair, standing
from criteria.files import read_files, read_panel
from criteria.journal import read_log
from tui.commands.group import run
from tui.seat import Seat

SMALL = {
    "criteria": [{"id": "law", "name": "Legal gaps", "description": "No clear law."}, {"id": "cost"}, {"id": "net"}],
    "solutions": "s1 s2",
    "panellists": "Zoe Yan",
    "scale": {"min": 0, "max": 10},
}
TELEMEDICINE = Path(__file__).parents[2] / "sample_panels" / "telemedicine"


@pytest.fixture
def folder(tmp_path):
    return write(tmp_path / "panel", **SMALL)


@pytest.fixture
def mcda(capsys):
    """Exit code, stdout and stderr of a command."""

    def done(*arguments):
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        return (code, *capsys.readouterr())

    return done


def held(folder, who, round=1):
    """What the journal holds of somebody: of pairs in alphabetical order."""
    found = {}
    for (slot, about), one in standing(read_log(folder).events).sheet(who, round).held.items():
        value = one.text if slot == "comment" else one.value
        if isinstance(about, Pair) and one.subject != about and slot == "answer" and value is not None:
            value = 1 / value
        found[slot, about] = value
    return found


def everything(path):
    """All that a ballot says, as text."""
    if path.suffix == ".html":
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as archive:
        return "\n".join(archive.read(name).decode("utf-8") for name in archive.namelist())


# made


def test_each_panellist_is_asked_just_what_the_sitting_asks(tmp_path):
    made = make(TELEMEDICINE, tmp_path / "out", "--panellist", "P07")
    panel = read_files(TELEMEDICINE)
    expected = ballots(panel, standing([]), 1)["P07"].questions
    book = load_workbook(made["P07"])
    said = []
    for number, (title, line) in asked(book).items():
        columns = (2, 3) if title == "Pairs" else (2,)
        said.append((number, *(book[title].cell(line, column).value for column in columns)))
    names = [
        (panel.name(each.first), panel.name(each.second)) if isinstance(each, Pair) else (panel.name(each.alternative),)
        for each in expected
    ]
    assert said == [(number, *each) for number, each in enumerate(names, start=1)]


def test_only_the_cells_of_answers_can_be_filled_in_and_only_with_answers(folder, tmp_path):
    book = load_workbook(make(folder, tmp_path / "out")["Zoe"])
    unlocked = {(s.title, c.coordinate) for s in book for row in s.iter_rows() for c in row if not c.protection.locked}
    assert all(sheet.protection.sheet for sheet in book)
    expected = set()
    for title, line in asked(book).values():
        expected |= {(title, f"{column}{line}") for column in ("DE" if title == "Pairs" else "CDE")}
    assert unlocked == expected
    (of_pairs,) = book["Pairs"].data_validations.dataValidation
    assert (of_pairs.type, of_pairs.formula1, str(of_pairs.sqref)) == ("list", "'Choices'!$A$1:$A$18", "D3:D5")
    kinds = {each.type: each for each in book["Ratings"].data_validations.dataValidation}
    assert set(kinds) == {"decimal", "list"}
    assert (kinds["decimal"].formula1, kinds["decimal"].formula2) == ("0.0", "10.0")
    assert book["Choices"].sheet_state == "hidden"
    assert not any(c.data_type == "f" for sheet in book for row in sheet.iter_rows() for c in row)


def test_no_choice_can_be_read_the_wrong_way_round(folder, tmp_path):
    """Every step of the scale once for each side, said in words, and that one cannot say."""
    book = load_workbook(make(folder, tmp_path / "out")["Zoe"])
    said = choices(book)
    assert said[0] == "A matters 9 times as much as B."
    assert said[-2] == "B matters 9 times as much as A."
    assert [meant(each) for each in said] == [*range(9, 0, -1), *(1 / n for n in range(2, 10)), None]


def test_a_ballot_holds_nothing_of_anybody_else(tmp_path):
    panellists = {"Zoe": {"organisation": "Omega"}, "Yan": {"organisation": "Sigma", "role": "Rector"}}
    judged = [compare("Zoe", "goal", "law cost net", "7 6 5"), compare("Yan", "goal", "law cost net", "1/8 1/8 1/8")]
    folder = write(
        tmp_path / "panel",
        **{**SMALL, "panellists": panellists},
        judgements=judged,
        ratings=[rate("Yan", "law", {"s1": "9", "s2": "8.25"})],
    )
    for form in ("xlsx", "html"):
        made = make(folder, tmp_path / form, "--format", form)
        own, other = everything(made["Zoe"]), everything(made["Yan"])
        assert "Zoe" in own
        assert "A matters 7 times as much as B." in own
        assert not re.search("Yan|Sigma|Omega|Rector|8[.]25", own)
        assert "8.25" in other
        assert not re.search("Zoe|Sigma|Omega|Rector", other)


def test_in_a_further_round_the_own_answers_before_stand_beside_the_question(tmp_path, mcda):
    folder = write(tmp_path / "panel", **SMALL, judgements=[compare("Zoe", "goal", "law cost net", "3 5 2.5")])
    mcda("round", folder, "close")
    mcda("round", folder, "open", 2)
    path = make(folder, tmp_path / "out")["Zoe"]
    assert path.name == "ballot-Zoe-round-2.xlsx"
    sheet = load_workbook(path)["Pairs"]
    assert [sheet[f"F{line}"].value for line in (1, 3, 4, 5)] == [
        *("So far", "A matters 3 times as much as B.", "A matters 2.5 times as much as B."),
        "B matters 5 times as much as A.",
    ]
    assert mcda("ballot", "read", folder, filled(path, {1: "A matters 4 times as much as B."}))[0] == 0
    assert held(folder, "Zoe", 2) == {("answer", Pair("goal", "cost", "law")): 1 / 4}
    assert held(folder, "Zoe", 1) == {}


def test_who_is_asked_less_by_role_has_a_shorter_ballot(tmp_path):
    panellists = {"Zoe": {"role": "Lawyer"}, "Yan": {"role": "Manager"}}
    folder = write(tmp_path / "panel", **{**SMALL, "panellists": panellists}, asked={"Lawyer": ["law"]})
    made = make(folder, tmp_path / "out")
    assert asked(load_workbook(made["Zoe"])) == {1: ("Ratings", 3), 2: ("Ratings", 4)}
    assert len(asked(load_workbook(made["Yan"]))) == 3 + 6


def test_settled_pairs_are_left_out_and_whoever_is_asked_nothing_gets_no_ballot(tmp_path, mcda):
    who = [f"P{n}" for n in range(1, 7)]
    folder = write(
        tmp_path / "panel",
        criteria="law cost net",
        panellists=" ".join([*who, "late"]),
        judgements=[compare(each, "goal", "law cost net", "3 3 1") for each in who],
        rules={"settled_leave": True},
    )
    for words in (["open", 1], ["close"], ["open", 2]):
        assert mcda("round", folder, *words)[0] == 0
    code, _, said = mcda("ballot", "make", folder, "-o", tmp_path / "out")
    assert code == 0
    assert "P1 is asked nothing in round 2: no ballot" in said
    (path,) = (tmp_path / "out").iterdir()
    assert path.name == "ballot-late-round-2.xlsx"
    assert len(asked(load_workbook(path))) == 3


def test_the_same_ballots_are_the_same_bytes_and_others_are_never_written_over(folder, tmp_path, mcda):
    made = make(folder, tmp_path / "out")
    before = {name: path.read_bytes() for name, path in made.items()}
    assert "the folder holds the same 2 ballots already" in mcda("ballot", "make", folder, "-o", tmp_path / "out")[2]
    filled(made["Zoe"], {1: UNSAID})
    answered = made["Zoe"].read_bytes()
    code, _, said = mcda("ballot", "make", folder, "-o", tmp_path / "out")
    assert code == 1
    assert "holds something else: name a new folder; nothing was written" in said
    assert made["Zoe"].read_bytes() == answered != before["Zoe"]
    assert made["Yan"].read_bytes() == before["Yan"]


def test_names_that_run_from_right_to_left_turn_the_ballot(tmp_path):
    persian = [{"id": "law", "name": "خلأهای قانونی"}, {"id": "cost", "name": "هزینه"}]
    folder = write(tmp_path / "panel", **{**SMALL, "title": "پزشکی از راه دور", "criteria": persian})
    book = load_workbook(make(folder, tmp_path / "out")["Zoe"])
    assert all(sheet.sheet_view.rightToLeft for sheet in book if sheet.sheet_state == "visible")
    assert 'dir="rtl"' in everything(make(folder, tmp_path / "html", "--format", "html")["Zoe"])


def test_in_persian_a_ballot_asks_in_persian_and_is_read_back(tmp_path, mcda, monkeypatch):
    """Tabs, heads and choices; what is filled in counts as it does in English."""
    monkeypatch.setenv("MCDA_LANGUAGE", "fa")
    folder = write(tmp_path / "panel", criteria="a b", panellists="P1")
    assert mcda("ballot", "make", folder, "-o", tmp_path / "out")[0] == 0
    (path,) = (tmp_path / "out").iterdir()
    assert load_workbook(path).sheetnames[:2] == ["برگۀ پاسخ", "زوج\u200cها"]
    code, table, _ = mcda("ballot", "read", folder, path, "--dry-run", "--format", "csv")
    assert code == 0
    assert table.splitlines()[1].startswith(f"{path.name},P1,1,1,0")


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "<script>alert(1)</script>", "@SUM(1)", "+1 -2", "_x0041_bc"])
def test_names_are_text_whatever_they_look_like(name, tmp_path, mcda):
    folder = write(tmp_path / "panel", **{**SMALL, "criteria": [{"id": "a", "name": name}, {"id": "b"}], "title": name})
    path = make(folder, tmp_path / "out")["Zoe"]
    cell = load_workbook(path)["Pairs"]["B3"]
    assert cell.data_type == "s"
    assert mcda("ballot", "read", folder, path)[0] == 0
    assert "<script>" not in everything(make(folder, tmp_path / "html", "--format", "html")["Zoe"])


def test_a_page_to_print_asks_the_same_by_the_same_numbers(folder, tmp_path):
    text = everything(make(folder, tmp_path / "out", "--format", "html", "--panellist", "zoe")["Zoe"])
    assert re.findall(r'class="no">(\d+)<', text) == [str(n) for n in range(1, 10)]
    assert text.count("A matters … times as much as B.") == text.count("B matters … times as much as A.") == 3
    assert "No clear law." in text


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--panellist", "Zo"], 2, "'Zo' is no panellist: did you mean 'Zoe'?"),
        (["-o", "missing/out"], 2, "there is no folder"),
        (["--format", "pdf"], 2, "'pdf' is not one of 'xlsx', 'html'"),
    ],
)
def test_what_cannot_be_made_is_refused(words, code, said, folder, tmp_path, mcda):
    found = mcda("ballot", "make", folder, "-o", tmp_path / "out", *words)
    assert found[0] == code
    assert said in found[2]
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("missing", ["openpyxl", "jinja2"])
def test_a_missing_library_is_named_with_the_cure(missing, folder, tmp_path, mcda, monkeypatch):
    monkeypatch.setitem(sys.modules, missing, None)
    form = "xlsx" if missing == "openpyxl" else "html"
    code, _, said = mcda("ballot", "make", folder, "-o", tmp_path / "out", "--format", form)
    assert code == 2
    assert "pip install 'mcda-panel[" in said


def test_nothing_is_made_or_read_while_no_round_is_open(folder, tmp_path, mcda):
    path = make(folder, tmp_path / "out")["Zoe"]
    mcda("round", folder, "close")
    closed = "The round is closed: nobody can answer until the facilitator opens the next; nothing was written"
    assert mcda("ballot", "make", folder, "-o", tmp_path / "more")[::2] == (1, closed + "\n")
    assert mcda("ballot", "read", folder, path)[::2] == (1, closed + "\n")
    mcda("round", folder, "readmit", "Yan")
    assert list(make(folder, tmp_path / "more")) == ["Yan"]
    code, _, said = mcda("ballot", "read", folder, path)
    assert code == 1
    assert "Ballot!B6: round 1 is not open to Zoe" in said


# read


def test_answers_come_back_as_they_were_meant(folder, tmp_path, mcda):
    """The pairs are law-cost, cost-net and net-law; then s1 and s2 under each criterion."""
    path = make(folder, tmp_path / "out")["Zoe"]
    book = load_workbook(path)
    answers = {1: sentence(book, 3), 2: sentence(book, 1 / 7), 3: UNSAID, 4: 7.5, 5: 0, 7: UNSAID}
    filled(path, answers, {1: "Laws first.\nAlways.", 9: "no idea"})
    code, out, said = mcda("ballot", "read", folder, path, "--by", "A. Clerk", "--format", "csv")
    assert (code, said) == (0, "1 ballot: 6 answers and 2 comments written\n")
    assert out.splitlines() == [
        "file,panellist,round,questions,answered,unsaid,comments,unanswered,new,same,changed",
        "ballot-Zoe-round-1.xlsx,Zoe,1,9,6,2,2,3,8,0,0",
    ]
    assert held(folder, "Zoe") == {
        ("answer", Pair("goal", "cost", "law")): 1 / 3,
        ("answer", Pair("goal", "cost", "net")): 1 / 7,
        ("answer", Pair("goal", "law", "net")): None,
        ("answer", Cell("s1", "law")): 7.5,
        ("answer", Cell("s2", "law")): 0,
        ("answer", Cell("s2", "cost")): None,
        ("comment", Pair("goal", "cost", "law")): "Laws first.\nAlways.",
        ("comment", Cell("s2", "net")): "no idea",
    }
    assert selected(folder / "journal.db", "SELECT DISTINCT panellist, round, entered_by FROM events") == [
        ("Zoe", 1, "A. Clerk")
    ]
    assert [(row.first, row.second, row.ratio) for row in read_panel(folder).judgements] == [
        ("law", "cost", 3),
        ("cost", "net", 1 / 7),
    ]


def test_the_same_ballot_again_changes_nothing(folder, tmp_path, mcda):
    path = filled(make(folder, tmp_path / "out")["Zoe"], {1: UNSAID, 4: 7}, {4: "so"})
    mcda("ballot", "read", folder, path)
    before = (folder / "journal.db").read_bytes()
    code, out, said = mcda("ballot", "read", folder, path, "--format", "csv")
    assert (code, said) == (0, "1 ballot: 0 answers and 0 comments written\n")
    assert out.endswith(",0,3,0\n")
    assert (folder / "journal.db").read_bytes() == before
    assert selected(folder / "journal.db", "SELECT DISTINCT entered_by FROM events") == [("ballot",)]


def test_an_empty_ballot_writes_no_journal(folder, tmp_path, mcda):
    assert mcda("ballot", "read", folder, make(folder, tmp_path / "out")["Zoe"])[0] == 0
    assert not (folder / "journal.db").exists()


def test_what_differs_is_listed_and_taken_only_if_told_to(tmp_path, mcda):
    folder = write(tmp_path / "panel", **SMALL, judgements=[compare("Zoe", "goal", "law cost", "3")])
    made = make(folder, tmp_path / "out")
    filled(made["Zoe"], {1: "B matters 2 times as much as A.", 2: UNSAID, 4: 6}, {4: "two"})
    filled(made["Yan"], {4: 5})
    code, _, said = mcda("ballot", "read", folder, *made.values(), "--dry-run", "--replace")
    assert (code, said.splitlines()[-1]) == (0, "2 ballots: 4 answers and 1 comment; nothing was written")
    assert {path.name for path in folder.iterdir()} == {"panel.yaml", "judgements.csv"}
    code, out, said = mcda("ballot", "read", folder, *made.values())
    assert (code, out) == (1, "")
    assert said == (
        "ballot-Zoe-round-1.xlsx:3:4: Pairs!D3: 'cost matters 2 times as much as Legal gaps.' takes the place of "
        "what Zoe has said: 'Legal gaps matters 3 times as much as cost.'\n"
        "1 difference: --replace takes what the ballots say, --keep what was said before; nothing was written\n"
    )
    assert not (folder / "journal.db").exists()
    code, _, said = mcda("ballot", "read", folder, *made.values(), "--keep")
    assert code == 0
    assert said.endswith("; kept as it was\n2 ballots: 3 answers and 1 comment written\n")
    assert ("answer", Pair("goal", "cost", "law")) not in held(folder, "Zoe")
    assert held(folder, "Yan") == {("answer", Cell("s1", "law")): 5}
    code, _, said = mcda("ballot", "read", folder, made["Zoe"], "--replace")
    assert (code, said.splitlines()[-1]) == (0, "1 ballot: 1 answer and 0 comments written")
    assert held(folder, "Zoe")["answer", Pair("goal", "cost", "law")] == 2
    filled(made["Zoe"], {4: 7}, {4: "three"})
    code, _, said = mcda("ballot", "read", folder, made["Zoe"])
    assert code == 1
    assert "'s1 against Legal gaps: 7 on 0 to 10.' takes the place of what Zoe has said: 's1 against" in said
    assert "Ratings!E3: 'three' takes the place of what Zoe has said: 'two'" in said
    assert mcda("ballot", "read", folder, made["Zoe"], "--replace", "--keep")[0] == 2


def test_an_answer_given_the_other_way_round_is_the_same(tmp_path, mcda):
    folder = write(tmp_path / "panel", **SMALL, judgements=[compare("Zoe", "goal", "cost law", "1/3")])
    path = filled(make(folder, tmp_path / "out")["Zoe"], {1: "A matters 3 times as much as B."})
    assert mcda("ballot", "read", folder, path, "--format", "csv")[1].endswith(",0,1,0\n")


@pytest.mark.parametrize(
    ("number", "written", "value"),
    [
        (4, "۷", 7),
        (4, "٧٫٥", 7.5),
        (4, "7,5", 7.5),
        (4, " 6 ", 6),
        (4, "i cannot say", None),
        (1, "a matters ۳ times  as much as b", 3),
        (1, "B MATTERS 2 TIMES AS MUCH AS A.", 1 / 2),
        (1, "I cannot say.", None),
    ],
)
def test_digits_spaces_and_letters_of_other_keyboards_are_read(number, written, value, folder, tmp_path, mcda):
    path = filled(make(folder, tmp_path / "out")["Zoe"], {number: written})
    assert mcda("ballot", "read", folder, path)[0] == 0
    expected = value if number == 4 or value is None else 1 / value
    assert list(held(folder, "Zoe").values()) == [expected]


def test_answers_given_meanwhile_do_not_spoil_a_ballot(folder, tmp_path, mcda):
    """The own answers so far stand on it, but they are no part of what is asked."""
    path = make(folder, tmp_path / "out")["Zoe"]
    other = tmp_path / "other.xlsx"
    shutil.copy(path, other)
    mcda("ballot", "read", folder, filled(other, {2: UNSAID}))
    assert mcda("ballot", "read", folder, filled(path, {1: UNSAID, 2: UNSAID}))[0] == 0
    later = make(folder, tmp_path / "later")["Zoe"]
    assert load_workbook(later)["Pairs"]["F3"].value == UNSAID
    assert mcda("ballot", "read", folder, later)[0] == 0


def test_nobody_s_ballot_is_taken_while_they_answer(folder, tmp_path, mcda):
    made = make(folder, tmp_path / "out")
    for path in made.values():
        filled(path, {4: 3})
    hold = "import sys; from pathlib import Path; from tui.seat import Seat; s = Seat.taken(Path(sys.argv[1]), 'Yan')"
    hold += "; print('held', flush=True); sys.stdin.readline()"
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "held\n"
        code, _, said = mcda("ballot", "read", folder, *made.values())
        assert (code, said) == (
            1,
            "Yan is answering in another window: try again once they have left; nothing was written\n",
        )
        assert not (folder / "journal.db").exists()
        process.communicate("\n")
    assert mcda("ballot", "read", folder, *made.values())[0] == 0
    seat = Seat.taken(folder, "Yan")
    assert seat is not None
    seat.leave()


def test_times_of_an_anonymous_panel_are_days(tmp_path, mcda):
    folder = write(tmp_path / "panel", **SMALL, anonymous=True)
    path = filled(make(folder, tmp_path / "out")["Zoe"], {4: 3})
    code, _, said = mcda("ballot", "read", folder, path)
    assert code == 0
    assert "it names panellists" in said
    ((time,),) = selected(folder / "journal.db", "SELECT time FROM events")
    assert "T00:00:00" in time


def test_a_ballot_can_be_emptied_of_an_answer_without_taking_it_back(folder, tmp_path, mcda):
    path = make(folder, tmp_path / "out")["Zoe"]
    mcda("ballot", "read", folder, filled(path, {4: 3}))
    changed(path, lambda book: put(book, ("Ratings", 3), ""))
    code, out, _ = mcda("ballot", "read", folder, path, "--format", "csv")
    assert code == 0
    assert out.endswith(",9,0,0,0,9,0,0,0\n")
    assert held(folder, "Zoe") == {("answer", Cell("s1", "law")): 3}


@pytest.mark.parametrize("words", [[], ["mak"], ["make"], ["read"], ["read", "panel"]])
def test_wrong_usage_is_told(words, mcda, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    code, _, said = mcda("ballot", *words)
    assert code == 2
    assert "Usage: mcda ballot" in said


@pytest.mark.parametrize("name", ["house", "car", "city200"])
def test_a_ballot_of_a_published_panel_holds_the_answers_of_its_files(name, tmp_path, mcda):
    """What stands in the last column, copied into the answers, is what the files say."""
    folder = tmp_path / "panel"
    shutil.copytree(TELEMEDICINE.parent / name, folder)
    first = read_files(folder).panellists[0].id
    path = make(folder, tmp_path / "out", "--panellist", first)[first]
    copied = 0

    def copy(book):
        nonlocal copied
        known = set(choices(book))
        for title, line in asked(book).values():
            before = book[title][f"F{line}"].value
            if title == "Ratings" or before in known:
                put(book, (title, line), before)
                copied += before is not None

    changed(path, copy)
    code, out, _ = mcda("ballot", "read", folder, path, "--format", "csv")
    assert code == 0
    assert copied
    assert out.endswith(f",0,{copied},0\n")
