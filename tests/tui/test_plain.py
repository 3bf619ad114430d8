"""A sitting line by line: what is said, what counts, what is on the disk however it ends."""

import fcntl
import io
import os
import re
import resource
import select
import shutil
import signal
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from panels import write

from criteria.events import Cell, Kind, Pair
from criteria.files import read_panel
from criteria.journal import Journal, JournalError, read_log
from criteria.panel import Scale
from criteria.session import Ballot
from tui.plain import sit
from tui.plain.answers import Answer, Command, UnreadableError, read_pair, read_rating, typed
from tui.sitting import Sitting

TELEMEDICINE = Path(__file__).parents[2] / "sample_panels" / "telemedicine"
MCDA = [sys.executable, "-c", "from tui.commands import main; main()"]
PROMPT = re.compile(r"(?:Answer|another answer|NUMBER|go on|without it|or id|to leave): $")
SAVED = re.compile(r"\bsaved \d\d:\d\d:\d\d\n")
EVIL = "\x1b[2J\u202egnp.exe\u200b"


class Lines(io.StringIO):
    """Lines as if somebody typed them at a terminal."""

    def isatty(self):
        return True


@pytest.fixture
def small(tmp_path):
    """A panel of three criteria, two solutions to rate, and three panellists of whom nobody has answered."""
    return write(
        tmp_path / "panel",
        title="A small panel",
        question="Which challenge hurts more?",
        criteria=[
            {"id": "law", "name": "Legal gaps", "description": "No law.\nNone at all.", "evidence": ["P1", "P2"]},
            {"id": "cost", "name": "Costs"},
            {"id": "net", "name": "Networks"},
        ],
        solutions={"train": {"name": "Training"}, "pilot": {"name": "A pilot"}},
        scale={"min": 0, "max": 10},
        panellists={"P1": {"organisation": "North", "role": "Head"}, "P2": {}, "P3": {}},
    )


@pytest.fixture
def talk(small, monkeypatch, capsys):
    """Exit code and what was said in a sitting of P1, or of whom is named, with these lines."""

    def held(*lines, who="P1", by="", person=True, folder=small, **options):
        text = "".join(f"{line}\n" for line in lines)
        monkeypatch.setattr(sys, "stdin", Lines(text) if person else io.StringIO(text))
        capsys.readouterr()
        sitting = Sitting(folder)
        try:
            code = sit(sitting, who, by, **options)
        finally:
            sitting.close()
        out, err = capsys.readouterr()
        return code, out + err

    return held


def judged(folder, who="P1"):
    """(first, second) -> ratio as the commands see it."""
    rows = [row for row in read_panel(folder).judgements if row.panellist == who]
    return {(row.first, row.second): pytest.approx(row.ratio) for row in rows}


def rated(folder, who="P1"):
    rows = [row for row in read_panel(folder).ratings if row.panellist == who]
    return {(row.alternative, row.criterion): row.value for row in rows}


# What a line means


@pytest.mark.parametrize(
    ("line", "ratio"),
    [
        *[(line, 3) for line in ("a3", "3a", "A 3", "a:3", "3", "3 A", "a۳", "٣", "الف۳", "الف ۳", "ش۳", "3.0")],
        *[(line, 1 / 3) for line in ("b3", "3b", "B 3", "ب۳", "۳ ب", "ذ۳", "1/3", "b03")],
        *[(line, 1) for line in ("=", "1", "a1", "b1", "۱")],
        *[(line, 2.5) for line in ("a2.5", "2,5", "۲٫۵", "۲،۵a")],
        *[("b2.5", 0.4), ("0.4", 0.4), ("9", 9), ("b9", 1 / 9), ("1/9", 1 / 9)],
    ],
)
def test_a_pair_is_answered_in_any_way_that_says_which_and_how_many_times(line, ratio):
    said = typed(line, lambda text: read_pair(text, integers=False))
    assert isinstance(said, Answer)
    assert said.value == pytest.approx(ratio, rel=1e-12)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("12", "'12' is off the scale: allowed are a3 or 3 (A 3 times)"),
        ("0", "off the scale"),
        ("-3", "off the scale"),
        ("b0.5", "off the scale"),
        ("1/12", "off the scale"),
        ("b", "does not say how many times: write for instance b3"),
        ("a3b", "no answer"),
        ("b1/3", "no answer"),
        ("three", "'three' is no answer: allowed are a3"),
        ("nan", "no answer"),
        ("3 4", "no answer"),
        ("1/0", "no answer"),
        ("\x1b[A", "'\\x1b[A' is no answer"),
        ("\udcff", "no answer"),
    ],
)
def test_what_is_no_answer_is_said_with_what_is_allowed(line, words):
    with pytest.raises(UnreadableError, match=re.escape(words)):
        typed(line, lambda text: read_pair(text, integers=False))


@pytest.mark.parametrize("line", ["2.5", "b2.5", "0.4", "2/3"])
def test_a_panel_of_whole_numbers_takes_no_others(line):
    with pytest.raises(UnreadableError, match="whole numbers"):
        read_pair(line, integers=True)
    assert read_pair("1/7", integers=True) == 1 / 7


@pytest.mark.parametrize(("line", "value"), [("0", 0), ("10", 10), ("2,5", 2.5), ("۷٫۵", 7.5), (" ٩ ", 9)])
def test_a_rating_is_a_number_within_the_scale(line, value):
    assert read_rating(line, Scale(min=0, max=10)) == value


@pytest.mark.parametrize("line", ["11", "-1", "=", "a3", "many", "inf"])
def test_a_rating_off_the_scale_is_said_with_the_scale(line):
    with pytest.raises(UnreadableError, match="allowed are numbers from 0 to 10"):
        read_rating(line, Scale(min=0, max=10))


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        *[(dash, Answer(None)) for dash in "-−–—"],
        *[("?", Command("help", "")), ("؟", Command("help", "")), ("c it depends", Command("comment", "it depends"))],
        *[("ز بستگی دارد", Command("comment", "بستگی دارد")), ("u", Command("undo", "")), ("ع", Command("undo", ""))],
        *[("U", Command("undo", "")), ("go 12", Command("go", "12")), ("ذشزن", Command("back", ""))],
        *[("q", Command("quit", "")), ("ض", Command("quit", "")), ("k both hold", Command("keep", "both hold"))],
    ],
)
def test_commands_are_words_on_any_layout(line, meant):
    assert typed(line, lambda text: read_pair(text, integers=False)) == meant


# Asking, reading back, saving


def test_a_pair_is_read_back_and_counts_with_enter(talk, small):
    code, said = talk("a3", "")
    assert code == 0
    assert "Round 1: 9 questions, 0 answered, about 1 minute to go." in said
    assert "Which challenge hurts more?\nA: Legal gaps\nB: Costs\n" in said
    assert "Legal gaps hurts 3 times as much as Costs.\n" in said
    assert said.index("3 times") < SAVED.search(said).start()
    assert said.endswith("1 of 9 answers are saved.\nNext time you go on at the first open question.\n")
    assert judged(small) == {("law", "cost"): 3}


def test_an_answer_that_was_not_confirmed_does_not_count(talk, small):
    code, said = talk("a3")
    assert code == 0
    assert "was not confirmed with Enter: it does not count" in said
    assert not SAVED.search(said)
    assert judged(small) == {}


def test_another_answer_takes_the_place_of_the_one_read_back(talk, small):
    talk("a3", "b5", "", "99", "=", "")
    assert judged(small) == {("law", "cost"): 1 / 5, ("cost", "net"): 1}


def test_what_cannot_be_said_is_an_answer_too(talk, small):
    _, said = talk("-", "", "next", "a2", "")
    assert "You cannot say about Legal gaps and Costs." in said
    assert "2 of 9 answers are saved" in said
    assert judged(small) == {("net", "law"): 2}


def test_ratings_are_saved_at_once_and_say_so(talk, small):
    _, said = talk("go 4", "7,5", "11", "-", "۳")
    assert "Ratings are saved at once, without a second Enter" in said
    assert "How much would Training help against Legal gaps? 0 none to 10 solves it." in said
    assert "Training against Legal gaps: 7.5 on 0 to 10.\nsaved" in said
    assert "'11' is off the scale: allowed are numbers from 0 to 10" in said
    assert rated(small) == {("train", "law"): 7.5, ("train", "cost"): 3}


def test_an_empty_line_answers_nothing(talk, small):
    _, said = talk("", "")
    assert said.count("Nothing was typed") == 2
    assert not (small / "journal.db").exists()


def test_help_describes_what_is_asked_and_what_may_be_typed(talk):
    _, said = talk("?", "go 5", "?")
    for words in ("No law.\nNone at all.\nNamed by P1, P2.", "3: moderately", "a3, 3a or 3", "q: leave", "A pilot"):
        assert words in said
    assert "A rating is saved at once; u takes it back." in said
    assert "who: hand over" not in said


def test_comments_stand_beside_the_answer_and_keep_what_was_typed(talk, small):
    _, said = talk("a3", f"c in {EVIL} only", "", "back", "c", "c", who="P2")
    assert "Your comment is noted." in said
    assert said.count("Legal gaps hurts 3 times") >= 2
    assert "Your comment is taken away." in said
    assert "Write your comment behind c" in said
    assert judged(small, "P2") == {("law", "cost"): 3}
    assert EVIL[0] not in said
    assert "\u202e" not in said
    texts = [event.action.text for event in read_log(small).events if event.action.kind is Kind.COMMENTED]
    assert texts == [f"in {EVIL} only", ""]


def test_a_comment_that_no_file_can_hold_is_refused(talk, small):
    _, said = talk("c " + "x" * 10_001)
    assert "the text has 10001 characters: allowed are 10000" in said
    assert not (small / "journal.db").exists()


def test_questions_can_be_left_out_and_come_back_to(talk, small):
    _, said = talk("next", "next", "a2", "", "go 1", "a4", "", "back", "back", "a9", "", "go 77", "list")
    assert "'77' is no question: write go and a number from 1 to 9" in said
    assert "1: the goal, pairs: 2 of 3, questions 1 to 3" in said
    assert "2: Legal gaps, ratings: 0 of 2, questions 4 to 5" in said
    assert judged(small) == {("net", "law"): 2, ("law", "cost"): 9}
    assert "So far: Legal gaps hurts 4 times as much as Costs." in said


def test_all_answered_ends_with_enter(talk, small):
    code, said = talk("a2", "", "a2", "", "b4", "", *"123456", "")
    assert code == 0
    assert "All questions are answered. Thank you." in said
    assert said.endswith("9 of 9 answers are saved.\n")
    assert len(rated(small)) == 6
    code, said = talk(person=False)
    assert code == 0
    assert "nothing is open" in said


def test_past_the_last_question_the_open_ones_are_one_enter_away(talk):
    _, said = talk("go 9", "next", "5", "u", "", "q")
    assert "9 questions are still open." in said
    assert "'5' is nothing that can be done here" in said
    assert "Nothing to take back." in said
    assert said.count("Question 1 of 9.") == 2


# Undo


def test_undo_and_redo_reach_across_a_restart(talk, small):
    talk("a3", "", "b2", "")
    _, said = talk("u", "u", "q")
    assert "Taken back: Networks hurts 2 times as much as Costs." in said
    assert "Taken back: Legal gaps hurts 3 times as much as Costs." in said
    assert "Question 1 of 9" in said.rpartition("Taken back")[2]
    assert judged(small) == {}
    _, said = talk("r", "r", "r", "q")
    assert "Restored: Networks hurts 2 times as much as Costs." in said
    assert "Nothing to restore." in said
    assert judged(small) == {("law", "cost"): 3, ("cost", "net"): 1 / 2}


def test_undo_names_comments_and_skips(talk):
    _, said = talk("c once", "-", "", "u", "u", "u")
    assert "Taken back: You cannot say about Legal gaps and Costs." in said
    assert "Taken back: the comment: once" in said
    assert "Nothing to take back." in said


def test_undo_drops_what_was_typed_and_not_confirmed(talk, small):
    _, said = talk("a3", "", "a9", "u", "")
    assert "What you typed does not count." in said
    assert judged(small) == {}


# Contradictions

AROUND = ("a9", "", "a9", "", "a9", "")
"""Law over costs over networks over law."""


def test_contradictions_are_asked_about_and_revised_only_on_request(talk, small):
    _, said = talk(*AROUND, "", "", "")
    assert "These three answers cannot all hold:" in said
    assert "The smallest change that mends most would be: " in said
    assert "Your answers here: contradict each other." in said
    assert judged(small) == {("law", "cost"): 9, ("cost", "net"): 9, ("net", "law"): 9}
    _, said = talk("u", "a9", "", "b9", "", "")
    pair = re.search(r"A: (.*)\nB: (.*)\nAnother answer", said)
    assert {pair[1], pair[2]} < {"Legal gaps", "Costs", "Networks"}
    assert sorted(map(str, (event.action.kind for event in read_log(small).events))).count("revised") == 1


def test_a_contradiction_is_kept_with_a_reason_and_not_asked_about_again(talk, small):
    _, said = talk(*AROUND, "k", "k both hold in my region", "go 1", "a8", "")
    assert "Write why behind k" in said
    assert "Kept, with your reason." in said
    assert said.count("These three answers cannot all hold:") == 1
    assert [event.action.text for event in read_log(small).events if event.action.kind is Kind.KEPT] == [
        "both hold in my region"
    ]


def test_a_script_is_told_of_contradictions_but_its_lines_meet_their_questions(talk, small):
    code, said = talk(*AROUND, "1", "2", person=False)
    assert code == 0
    assert "cannot all hold" in said
    assert "review 1 asks about it." in said
    assert rated(small) == {("train", "law"): 1, ("pilot", "law"): 2}
    _, said = talk("review 1", "k so be it", person=False)
    assert "Kept, with your reason." in said


def test_who_wants_no_consistency_sees_none(talk):
    _, said = talk(*AROUND, consistency=False)
    assert "cannot all hold" not in said
    assert "Your answers here" not in said


def test_the_picture_is_told_in_percent(talk):
    _, said = talk("a3", "", "picture", "go 4", "picture", "picture 1")
    assert "75 %: Legal gaps\n25 %: Costs\n1 more not known yet\n" in said
    assert "This is about pairs" in said


# Who sits


def test_a_panellist_is_picked_by_number_or_id_and_confirmed(talk, small):
    code, said = talk("7", "2", "p1", "", "a3", "", "who", "P3", "", "b2", "", "q", who=None)
    assert code == 0
    assert "1: P1, North, Head; 0 of 9 answered" in said
    assert "'7' is nobody here: known are P1, P2, P3" in said
    assert "You are P1, North, Head." in said
    assert "1: P1, North, Head; 1 of 9 answered" in said
    assert judged(small, "P1") == {("law", "cost"): 3}
    assert judged(small, "P3") == {("law", "cost"): 1 / 2}
    assert talk("q", who=None)[0] == 0
    assert talk(who=None, person=False)[0] == 2


def test_hand_over_is_not_for_one_panellists_sitting(talk):
    _, said = talk("who", who="P2")
    assert "This sitting is one panellist's: leave with q." in said


def test_who_enters_for_another_is_in_every_event(talk, small):
    _, said = talk("a3", "", by="Facilitator Fatemi")
    assert "Facilitator Fatemi enters the answers." in said
    assert {event.action.by for event in read_log(small).events} == {"Facilitator Fatemi"}


def test_a_made_up_panel_says_so(talk, tmp_path):
    folder = write(tmp_path / "p", criteria="a b", panellists="P1", synthetic=True)
    assert "are made up: nobody's opinion" in talk("q", folder=folder)[1]


def test_a_panel_that_asks_nothing_says_so(talk, tmp_path):
    folder = write(tmp_path / "p", criteria={"a": 0.5, "b": 0.5}, panellists="P1")
    code, said = talk(folder=folder)
    assert code == 0
    assert "There is nothing to ask" in said
    folder = write(tmp_path / "q", criteria={"a": 0.5, "b": 0.5})
    assert talk(folder=folder, who=None)[0] == 1


def test_a_closed_round_takes_no_answers(talk, small):
    from criteria.events import Action

    journal = Journal(small)
    journal.append([Action(kind=Kind.CLOSED)])
    journal.close()
    code, said = talk("a3", "")
    assert code == 1
    assert "The round is closed" in said
    assert judged(small) == {}


def test_a_round_that_closes_meanwhile_takes_no_more(talk, small, monkeypatch):
    from criteria.events import Action

    class Typing(Lines):
        def readline(self, *size):
            line = super().readline(*size)
            if line == "b5\n":
                journal = Journal(small)
                journal.append([Action(kind=Kind.CLOSED)])
                journal.close()
            return line

    monkeypatch.setattr(sys.modules[__name__], "Lines", Typing)
    code, said = talk("a3", "", "b5", "", "", "q")
    assert code == 1
    assert said.count("NOT SAVED: the round was closed while you answered") == 2
    assert "1 of 9 answers are saved" in said
    assert judged(small) == {("law", "cost"): 3}


# What cannot be written


def test_what_is_not_saved_is_never_said_to_be_and_tried_again(talk, small, monkeypatch):
    append = Journal.append
    failures = iter([True, True, False])

    def failing(self, actions):
        if next(failures, False):
            raise JournalError(self.path, "the disk is full: free some space and save again")
        return append(self, actions)

    monkeypatch.setattr(Journal, "append", failing)
    code, said = talk("a3", "", "what?", "", "", "b2", "")
    assert code == 0
    assert said.count("NOT SAVED: ") == 2
    assert SAVED.search(said).start() > said.rindex("NOT SAVED: ")
    assert judged(small) == {("law", "cost"): 3, ("cost", "net"): 1 / 2}


@pytest.mark.parametrize("end", [["q"], []])
def test_leaving_without_what_could_not_be_saved_says_so(talk, monkeypatch, end):
    def failing(self, _actions):
        raise JournalError(self.path, "the disk is full")

    monkeypatch.setattr(Journal, "append", failing)
    code, said = talk("a3", "", *end)
    assert code == 1
    assert "NOT SAVED: the last answer. Give it again next time." in said
    assert "0 of 9 answers are saved" in said


# Scripts


def test_lines_without_an_answer_end_with_two(talk, small):
    for lines in ((), ("a3",), ("list",), ("nonsense",)):
        code, said = talk(*lines, person=False)
        assert code == 2
        assert said.endswith("stdin was closed before an answer was given: nothing was changed\n")
    assert not (small / "journal.db").exists()


def test_a_script_is_told_how_many_of_its_lines_meant_nothing(talk):
    code, said = talk("x", "a3", "", "y", person=False)
    assert code == 0
    assert "2 lines were not understood\n" in said


# Processes


@pytest.fixture
def environment(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "MCDA_"))}
    return {**clean, "HOME": str(home), "TERM": "dumb"}


@pytest.fixture
def telemedicine(tmp_path):
    """The sample panel before anybody answered."""
    folder = tmp_path / "telemedicine"
    folder.mkdir()
    shutil.copy(TELEMEDICINE / "panel.yaml", folder)
    return folder


@pytest.fixture
def process(environment):
    """Starts `mcda judge --plain` with pipes; what is still running at the end is ended."""
    started = []

    def start(folder, who="P01", **more):
        command = [*MCDA, "judge", str(folder), "--plain", "--panellist", who]
        pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        started.append(subprocess.Popen(command, env=environment, **{**pipes, **more}))
        return started[-1]

    yield start
    for one in started:
        if one.poll() is None:
            one.kill()
        one.communicate()


class Terminal:
    """Our end of a pseudo terminal: waits for a prompt, types a line."""

    def __init__(self, file):
        self.file = file
        self.all = ""

    def prompt(self):
        """What was said up to the next prompt, or to the end."""
        said = ""
        while not PROMPT.search(said):
            assert select.select([self.file], [], [], 30)[0], self.all
            try:
                block = os.read(self.file, 100_000).decode()
            except OSError:
                break
            if not block:
                break
            said += block.replace("\r\n", "\n")
        self.all += said
        return said

    def type(self, line):
        os.write(self.file, f"{line}\n".encode())
        return self.prompt()


def test_a_whole_ballot_through_a_terminal_is_what_was_typed(telemedicine, process):
    panel = read_panel(telemedicine)
    ids = {panel.name(criterion.id): criterion.id for criterion in panel.hierarchy}
    weights = {id: 1 + place % 3 for place, id in enumerate(ids.values())}
    ours, theirs = os.openpty()
    running = process(telemedicine, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
    os.close(theirs)
    terminal, wanted, ratings, reviews = Terminal(ours), {}, {}, 0
    said = terminal.prompt()
    while "How much would" not in said:
        if "Another answer for A and B" in said:
            reviews += 1
            said = terminal.type("k I mean it")
            continue
        first, second = (ids[name] for name in re.findall(r"^[AB]: (.*)$", said, re.MULTILINE)[-2:])
        ratio = weights[first] / weights[second]
        if {first, second} <= {"attitude", "priority", "tenure"}:
            ratio = 5.0 if (first, second) != ("priority", "tenure") else 1 / 5
        said = terminal.type(f"a{ratio:g}" if ratio >= 1 else f"{1 / ratio:g} B")
        assert "Enter to save" in said
        wanted[first, second] = ratio
        said = terminal.type("")
        assert "saved " in said
    for value in ("3", "7.5", "10"):
        found = re.search(r"How much would (.*) help against (.*)\? 0", said)
        ratings[found[1], found[2]] = float(value)
        said = terminal.type(value)
    terminal.type("q")
    running.wait(timeout=30)
    os.close(ours)
    assert running.returncode == 0
    assert "\x1b" not in terminal.all
    assert len(wanted) == 54
    assert reviews == 1
    after = read_panel(telemedicine)
    assert judged(telemedicine, "P01") == {pair: pytest.approx(ratio) for pair, ratio in wanted.items()}
    names = {(after.name(r.alternative), after.name(r.criterion)): r.value for r in after.ratings}
    assert names == ratings
    assert "57 of 222 answers are saved" in terminal.all


def test_a_whole_ballot_by_pipe_is_what_was_typed_also_in_persian(telemedicine, process):
    questions = Ballot.of(read_panel(telemedicine)).questions
    digits = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
    lines, pairs, cells = [], {}, {}
    for number, question in enumerate(questions):
        if isinstance(question, Pair):
            strong = 1 + number % 4
            lines += [f"{strong}ب".translate(digits) if number % 2 else f"a{strong}", ""]
            pairs[question.first, question.second] = 1 / strong if number % 2 else strong
        else:
            assert isinstance(question, Cell)
            lines.append(str(number % 11).translate(digits))
            cells[question.alternative, question.criterion] = number % 11
    running = process(telemedicine)
    out, err = running.communicate("\n".join(lines).encode() + b"\n", timeout=60)
    assert (running.returncode, err) == (0, b"")
    assert f"{len(questions)} of {len(questions)} answers are saved" in out.decode()
    assert judged(telemedicine, "P01") == {pair: pytest.approx(ratio) for pair, ratio in pairs.items()}
    assert rated(telemedicine, "P01") == cells


def said_until(running, words):
    """All that was said up to these words."""
    said = b""
    while words.encode() not in said:
        block = os.read(running.stdout.fileno(), 100_000)
        assert block, said.decode()
        said += block
    return said.decode()


def send(running, *lines):
    running.stdin.write("".join(f"{line}\n" for line in lines).encode())
    running.stdin.flush()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT], ids=lambda number: number.name)
def test_a_signal_ends_in_order_and_all_that_was_said_to_be_saved_is(small, process, number):
    # Where the tests themselves run in the background, an interrupt would be ignored by what they start.
    listening = lambda: signal.signal(signal.SIGINT, signal.default_int_handler)  # noqa: E731
    running = process(small, "P1", preexec_fn=listening)
    send(running, "a3", "", "b2")
    said_until(running, "Networks hurts 2 times")
    running.send_signal(number)
    out, err = running.communicate(timeout=30)
    assert running.returncode == 128 + number
    assert "Interrupted. All that was shown as saved is saved." in out.decode()
    assert err == b""
    assert judged(small) == {("law", "cost"): 3}


@pytest.mark.parametrize("controlling", [True, False])
def test_a_terminal_that_is_closed_ends_in_order(small, process, controlling):
    ours, theirs = os.openpty()
    take = (lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0)) if controlling else None
    more = {"stdin": theirs, "stdout": theirs, "start_new_session": True, "preexec_fn": take}
    running = process(small, "P1", **more)
    os.close(theirs)
    terminal = Terminal(ours)
    terminal.prompt()
    terminal.type("a3")
    assert "saved " in terminal.type("")
    os.close(ours)
    _, err = running.communicate(timeout=30)
    assert running.returncode == 129
    assert err == b""
    assert judged(small) == {("law", "cost"): 3}


def test_a_killed_sitting_goes_on_where_it_was(small, process):
    running = process(small, "P1")
    send(running, "a3", "")
    said_until(running, "\nsaved ")
    running.kill()
    running.wait()
    out, _ = process(small, "P1").communicate(b"b2\n\n", timeout=30)
    assert "1 answered" in out.decode()
    assert judged(small) == {("law", "cost"): 3, ("cost", "net"): 1 / 2}


def test_a_full_disk_loses_nothing_and_pretends_nothing(small, process):
    running = process(small, "P1")
    said_until(running, "Answer: ")
    limits = resource.prlimit(running.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(running.pid, resource.RLIMIT_FSIZE, (2000, limits[1]))
    send(running, "a3", "", "")
    said = said_until(running, "NOT SAVED: ")
    said += said_until(running, "NOT SAVED: ")
    assert not re.search(r"^saved ", said, re.MULTILINE)
    resource.prlimit(running.pid, resource.RLIMIT_FSIZE, limits)
    send(running, "")
    assert re.search(r"saved \d\d:\d\d", said_until(running, "\nsaved "))
    out, _ = running.communicate(timeout=30)
    assert running.returncode == 0
    assert "1 of 9 answers are saved" in out.decode()
    assert judged(small) == {("law", "cost"): 3}


def test_a_taken_seat_is_said_and_ends_with_one(small, process):
    first = process(small, "P1")
    said_until(first, "Answer: ")
    second = process(small, "P1")
    out, _ = second.communicate(b"a3\n\n", timeout=30)
    assert second.returncode == 1
    assert "P1 is answering in another window: close that one first." in out.decode()
    first.kill()
    first.wait()
    assert process(small, "P1").communicate(b"a3\n\n", timeout=30)[1] == b""
