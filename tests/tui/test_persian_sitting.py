"""Sittings in Persian: a whole ballot with the keys of a Persian layout, one by lines, and what the screens show."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import panels
import pytest
from terminal import MCDA, Terminal, needs_tmux

from criteria.files import read_files, read_panel
from criteria.session import Ballot

TELEMEDICINE = Path(__file__).parents[2] / "sample_panels" / "telemedicine" / "panel.yaml"
SUPPORT = Path(__file__).parents[1] / "support"
PERSIAN = {"MCDA_LANGUAGE": "fa", "MCDA_TEXT_DIRECTION": "terminal"}
DIGITS = "۰۱۲۳۴۵۶۷۸۹"
FOR_B = "!٬٫﷼٪×،*)"
"""What the keys 1 to 9 send with Shift on a Persian layout."""


@pytest.fixture
def small(tmp_path):
    """A panel in Persian: three criteria, two solutions to rate, two panellists."""
    return panels.write(
        tmp_path / "small",
        title="سه چالش",
        question="کدام چالش بیشتر مانع پزشکی از راه دور است؟",
        criteria=[
            {"id": "a", "name": "ضعف سیاست‌گذاری"},
            {"id": "b", "name": "خلأهای قانونی"},
            {"id": "c", "name": "کمبود بودجه"},
        ],
        solutions=[{"id": "x", "name": "آموزش"}, {"id": "y", "name": "بیمه"}],
        panellists={"P1": {"organisation": "وزارت بهداشت"}, "P2": {}},
        scale={"min": 0, "max": 10},
    )


def answers(ballot):
    """What somebody says of each pair: the key pressed, and the ratio as the files write it."""
    for section in (each for each in ballot.sections if not each.is_rating):
        weights = {item: 2.0 ** -(place / 3) for place, item in enumerate(section.items)}
        for pair in section.questions:
            ratio = weights[pair.first] / weights[pair.second]
            strength = round(max(ratio, 1 / ratio))
            written = "1" if strength == 1 else str(strength) if ratio > 1 else f"1/{strength}"
            yield pair, DIGITS[strength] if ratio >= 1 else FOR_B[strength - 1], written


def judged(folder):
    """What the journal of a panel holds by now."""
    done = subprocess.run([MCDA, "export", folder, "judgements"], check=True, capture_output=True, text=True)
    return {
        (row["node"], row["first"], row["second"]): row["ratio"] for row in csv.DictReader(done.stdout.splitlines())
    }


@needs_tmux
def test_a_whole_ballot_is_answered_with_the_keys_of_a_persian_layout(tmp_path):
    folder = tmp_path / "panel"
    folder.mkdir()
    shutil.copy(TELEMEDICINE, folder)
    typed = list(answers(Ballot.of(read_files(folder))))
    assert len(typed) == 54
    terminal = Terminal(tmp_path)
    try:
        settings = " ".join(f"{name}={value}" for name, value in PERSIAN.items())
        terminal.send(f"clear; {settings} {MCDA} judge {folder} --panellist P08", "Enter")
        terminal.until(lambda: "برای آغاز Enter را بزنید" in terminal.screen())
        terminal.send("Enter")
        for place, (_pair, key, _ratio) in enumerate(typed, start=1):
            terminal.until(lambda shown=f"پاسخ {place} از": shown in terminal.screen())
            terminal.send("-l", key)
            terminal.send("Enter")
        terminal.until(lambda: "پاسخ 55 از" in terminal.screen())
        terminal.send("-l", "ع")
        terminal.until(lambda: "پاسخ 54 از" in terminal.screen())
        terminal.until(lambda: "(ذخیره شده)" not in terminal.screen())
        terminal.send("C-y")
        terminal.until(lambda: "(ذخیره شده)" in terminal.screen())
        terminal.send("C-q")
        terminal.until(lambda: not terminal.children())
    finally:
        terminal.close()
    assert judged(folder) == {tuple(pair): ratio for pair, _key, ratio in typed}


def by_lines(folder, *lines):
    """What is said to a script of lines, and the exit code."""
    done = subprocess.run(
        [MCDA, "judge", folder, "--plain"],
        input="".join(f"{line}\n" for line in lines),
        capture_output=True,
        text=True,
        env={**os.environ, **PERSIAN},
        timeout=60,
    )
    return done.stdout, done.stderr, done.returncode


def test_a_sitting_by_lines_is_persian_from_beginning_to_end(small):
    said, trouble, code = by_lines(
        small,
        *("ح۱", "", "راهنما", "الف۳", "", "ب۲٫۵", "نظر بستگی دارد", "", "مساوی", "", "برگردان", "ازنو"),
        *("تصویر", "مرور", "فهرست", "برو ۴", "۷٫۵", "نمی‌دانم", "برو ۹۹", "چرند", "خروج"),
    )
    assert code == 0
    assert trouble == ""
    assert "«ضعف سیاست‌گذاری» 3 برابر «خلأهای قانونی» مانع پزشکی از راه دور است." in said
    assert "«کمبود بودجه» 2.5 برابر «خلأهای قانونی» مانع پزشکی از راه دور است." in said
    assert "5 از 9 پاسخ ذخیره شده است." in said
    words = {word for line in said.splitlines() for word in line.split() if word.isascii() and word.isalpha()}
    assert words <= {"A", "B", "P", "c", "q", "r", "u", "who", "Enter"}
    assert judged(small) == {("goal", "a", "b"): "3", ("goal", "b", "c"): "0.4", ("goal", "c", "a"): "1"}
    ratings = {(row.alternative, row.criterion): row.value for row in read_panel(small).ratings}
    assert ratings["x", "a"] == 7.5


def test_a_mistyped_id_is_hinted_at_in_persian(small):
    said, trouble, code = by_lines(small, "ح۹", "P2", "", "خروج")
    assert code == 0
    assert "کسی با شناسۀ 'ح۹' اینجا نیست: آیا منظورتان" in said or "این‌ها شناخته‌اند: P1, P2" in said
    assert "stdin" not in trouble


PLAY = """
import asyncio, json, sys
from pathlib import Path
from tui import language
language.choose("fa")
import screens
from screens import play, until, until_shown
from tui.opening import results_app, sitting_app, watch_app, welcome_app
from tui.settings import Settings

folder, size = Path(sys.argv[1]), (int(sys.argv[2]), int(sys.argv[3]))
quick, seen = Settings(motion="reduced", text_direction="terminal"), {}

as_drawn = screens.text_of
def text_of(app):
    # Without the marks of direction, of which a screen shows nothing.
    return as_drawn(app).translate({0x200E: None, 0x200F: None})
screens.text_of = text_of

def shown(name, pilot):
    seen[name] = text_of(pilot.app)

async def welcome(pilot):
    await until_shown(pilot, "باز کردن پوشۀ پنل")
    shown("welcome", pilot)

async def sit(pilot):
    await until_shown(pilot, "برای آغاز Enter")
    shown("hand over", pilot)
    await pilot.press("enter")
    await until_shown(pilot, "پاسخ 1 از 9")
    await pilot.press("۳")
    await until_shown(pilot, "A 3 برابر")
    shown("judge", pilot)
    await pilot.press("؟")
    await until_shown(pilot, "با چه شدت؟")
    shown("help", pilot)
    await pilot.press("escape", "enter", "۳", "enter", "۳", "enter")
    await until_shown(pilot, "این پاسخ‌ها نمی‌توانند با هم درست باشند")
    shown("review", pilot)
    await pilot.press("د", "د", "د")
    await until_shown(pilot, "هنوز نه")
    shown("rate", pilot)
    await pilot.press("f2")
    await until_shown(pilot, "چه می‌خواهید بکنید؟")
    shown("palette", pilot)

async def pick(pilot):
    await until_shown(pilot, "Enter برمی‌گزیند" if size[0] > 70 else "برمی‌گزیند")
    shown("pick", pilot)
    await pilot.press("f9")
    await until_shown(pilot, "نشستن و پاسخ دادن")
    shown("home", pilot)

async def look(pilot):
    await until_shown(pilot, "وزن‌ها")
    await pilot.press("right")
    await until_shown(pilot, "▶ وزن‌ها")
    shown("results", pilot)

async def watch(pilot):
    await until_shown(pilot, "صفحۀ تسهیلگر")
    shown("watch", pilot)

play(welcome_app(quick), welcome, size)
play(sitting_app(folder, quick, "P1"), sit, size)
play(sitting_app(folder, quick), pick, size)
play(results_app(folder, quick), look, size)
play(watch_app(folder, quick), watch, size)
print(json.dumps(seen))
"""
HINTS = {
    "welcome": ["↑↓ انتخاب", "Enter ادامه", "q خروج"],
    "judge": ["←→ شدت", "= برابر", "? راهنما"],
    "review": ["r پیشنهاد", "k نگه داشتن", "n بعدی"],
    "rate": ["↑↓ سطر", "←→ امتیاز", "? راهنما"],
    "home": ["Enter ادامه", "q خروج"],
    "results": ["←→ نما", "e خروجی فایل", "Esc بازگشت"],
    "watch": ["c بستن دور", "p پرده", "? راهنما"],
}


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
def test_no_screen_cuts_a_persian_text(small, size):
    done = subprocess.run(
        [sys.executable, "-c", PLAY, str(small), *map(str, size)],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, **PERSIAN, "PYTHONPATH": str(SUPPORT)},
    )
    assert done.returncode == 0, done.stderr[-3000:]
    seen = json.loads(done.stdout)
    assert set(seen) >= set(HINTS)
    for name, text in seen.items():
        below_the_title = text.split("\n", 1)[1]
        assert "…" not in below_the_title, (name, text)
        assert all(hint in text.splitlines()[-1] for hint in HINTS.get(name, [])), (name, text)


SPEAK = """
import asyncio, sys
from screens import play, text_of, until_shown
from tui.opening import welcome_app
from tui.settings import Settings, read_settings

async def script(pilot):
    await until_shown(pilot, "Open a panel folder")
    await pilot.press("f2")
    await until_shown(pilot, "What do you want to do?")
    await pilot.press(*"فارسی")
    await until_shown(pilot, "The language, from the next start on")
    await pilot.press("down", "enter")
    await until_shown(pilot, "از آغاز بعدی")
play(welcome_app(Settings(motion="reduced", text_direction="terminal")), script)
print(read_settings().language)
"""


def test_persian_is_chosen_from_the_palette_and_kept():
    environment = {name: value for name, value in os.environ.items() if name != "MCDA_LANGUAGE"}
    done = subprocess.run(
        [sys.executable, "-c", SPEAK],
        capture_output=True,
        text=True,
        timeout=60,
        env={**environment, "PYTHONPATH": str(SUPPORT)},
    )
    assert done.stdout.strip() == "fa", done.stderr[-2000:]
