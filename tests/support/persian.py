"""A small panel with Persian names: the study's eight challenges and four solutions; people and answers made up."""

from __future__ import annotations

import random

from panels import compare, rate, write

CHALLENGES = {
    "policy": "ضعف سیاست‌گذاری در پزشکی از راه دور",
    "mechanisms": "نامشخص بودن سازوکارهای اجرایی",
    "communication": "نبود زیرساخت ارتباطی و مخابراتی",
    "culture": "نبود زیرساخت فرهنگی در پذیرش",
    "electronic": "نبود الزامات الکترونیکی",
    "bureaucracy": "تشریفات اداری زائد",
    "legal": "خلأهای قانونی",
    "economy": "عوامل اقتصادی",
}
SOLUTIONS = {
    "determination": "عزم ملی",
    "roadmap": "تدوین نقشه راه",
    "infrastructure": "توسعه زیرساخت سلامت الکترونیک (EHR)",
    "community": "آماده‌سازی جامعه",
}
STEPS = {
    "trust": ("تقویت باور در سطح حاکمیت", "determination", []),
    "budget": ("پیش‌بینی منابع مالی مشخص", "determination", ["trust"]),
    "records": ("استفاده از پرونده الکترونیک سلامت", "infrastructure", []),
    "law": ("قانون‌گذاری (IT)", "roadmap", []),
}
TITLE = "پزشکی از راه دور در ایران"
QUESTION = "کدام چالش مانع بزرگ‌تری است؟"


def with_steps(folder):
    """The folder after writing a panel into it that rates four steps with Persian names, in two phases."""
    items = " ".join(CHALLENGES)
    pairs = len(CHALLENGES) * (len(CHALLENGES) - 1) // 2
    rows = {id: " ".join(str((place * 3 + at) % 10) for at in range(8)) for place, id in enumerate(STEPS)}
    return write(
        folder,
        title=TITLE,
        criteria=[{"id": id, "name": name} for id, name in CHALLENGES.items()],
        solutions={id: {"name": name} for id, name in SOLUTIONS.items()},
        steps=[
            {"id": id, "name": name, "solution": solution, "after": after}
            for id, (name, solution, after) in STEPS.items()
        ],
        scale={"min": 0, "max": 10},
        panellists={"P1": {"organisation": "دانشگاه"}},
        judgements=compare("P1", "goal", items, [2] * pairs),
        ratings=rate("P1", items, rows),
        roadmap={
            "money": "میلیارد ریال",
            "budget": 10,
            "phases": [{"name": "پایه‌ها", "budget": 5, "length": 6}, {"name": "خدمات", "budget": 5, "length": 6}],
            "steps": {id: {"cost": 3, "duration": 2} for id in STEPS},
        },
    )


def persian(folder, answered=0):
    """The folder after writing the panel into it; the first `answered` of its five panellists have answered all."""
    chance = random.Random(8)
    items = " ".join(CHALLENGES)
    pairs = len(CHALLENGES) * (len(CHALLENGES) - 1) // 2
    people = [f"P{number}" for number in range(1, 6)]
    judgements = [
        compare(who, "goal", items, [chance.choice((1, 3, 5, 1 / 3, 2)) for _pair in range(pairs)])
        for who in people[:answered]
    ]
    ratings = [
        rate(who, items, {id: " ".join(str(chance.randint(0, 10)) for _one in CHALLENGES) for id in SOLUTIONS})
        for who in people[:answered]
    ]
    return write(
        folder,
        title=TITLE,
        question=QUESTION,
        synthetic=True,
        criteria=[{"id": id, "name": name} for id, name in CHALLENGES.items()],
        solutions={id: {"name": name} for id, name in SOLUTIONS.items()},
        scale={"min": 0, "max": 10},
        panellists={
            who: {"organisation": organisation, "role": "کارشناس"}
            for who, organisation in zip(
                people, ["وزارت بهداشت", "بیمه سلامت", "وزارت بهداشت", "دانشگاه", "بیمه سلامت"], strict=True
            )
        },
        judgements=judgements,
        ratings=ratings,
    )
