"""The page that others read: the published numbers, nobody's name, nothing that a browser or Markdown would obey."""

from __future__ import annotations

import base64
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from panels import compare, panel, rate

import mcda
from criteria.disclosure import as_told
from criteria.files import read_panel
from criteria.text import name_fault
from mcda.briefing.numbers import percent, score, weight
from mcda.briefing.page import html, markdown
from mcda.briefing.sections import MADE_UP, briefing
from tui.commands.group import run

ROOT = Path(__file__).parents[2]
TELEMEDICINE = ROOT / "sample_panels" / "telemedicine"
VOID = {"meta", "img"}


class Reader(HTMLParser):
    """Tags, attributes and texts of a page; every tag closed where it should be."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.attributes, self.cells, self.texts = [], [], [], [], []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += attributes
        if tag not in VOID:
            self.open.append(tag)
        if tag == "td":
            self.cells.append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        data = data.replace("\u00a0", " ")
        self.texts.append(data)
        if "td" in self.open:
            self.cells[-1] += data


@pytest.fixture(scope="module")
def study():
    return read_panel(TELEMEDICINE)


@pytest.fixture(scope="module")
def page(study):
    return briefing(study, draws=500)


@pytest.fixture(scope="module")
def written(page):
    return html(page)


def test_the_page_needs_no_network_and_no_script(written):
    read = Reader(written)
    assert not {"script", "link", "iframe", "object", "form"} & set(read.tags)
    addresses = [value for name, value in read.attributes if name in ("src", "href", "srcset", "action")]
    assert len(addresses) == 3
    assert all(address.startswith("data:image/svg+xml;base64,") for address in addresses)
    assert not any(name.startswith("on") for name, _ in read.attributes)
    assert "url(" not in written
    assert "@import" not in written
    for address in addresses:
        root = ElementTree.fromstring(base64.b64decode(address.partition(",")[2]))
        assert root.tag.endswith("svg")
    assert "prefers-color-scheme: dark" in written
    assert "@media print" in written


def test_the_page_says_the_published_numbers(study, page, written):
    cells = Reader(written).cells
    weighed = mcda.weights(study)
    for criterion in study.hierarchy.criteria:
        row = cells.index(criterion.name)
        assert float(cells[row + 1].rstrip(" %")) == pytest.approx(100 * weighed[criterion.id], abs=0.1)
    ranking = mcda.rank(study)
    (section,) = [section for section in page.sections if section.id == "ranking-steps"]
    assert [row.cells[1].partition(" · ")[0] for row in section.rows] == list(ranking.names)
    raters = Counter((rating.alternative, rating.criterion) for rating in study.ratings)
    assert min(raters[id, leaf] for id in ranking.alternatives for leaf in ranking.criteria) < 10
    shown = [float(row.cells[2]) for row in section.rows]
    assert shown == [as_told(score, 9) for score in ranking.scores]
    report = mcda.sensitivity(study, "steps", draws=500)
    assert [row.share for row in section.rows] == [round(share, 2) for share in report.first_share.tolist()]


def test_both_forms_say_the_same(page, written):
    in_html = "\n".join(Reader(written).texts)
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown(page))
    in_markdown = "\n".join(child.content for token in tokens for child in token.children or [])
    for section in page.sections:
        for sentence in (section.title, *section.lead, *section.columns):
            assert sentence in in_html
            assert sentence in in_markdown
        for row in section.rows:
            for cell in row.cells:
                assert cell in in_html
                assert cell in in_markdown


def test_what_is_made_up_is_said_first(page, written):
    before = re.sub(r"&#39;", "'", written.partition("<h1")[0])
    assert f"MADE UP. {MADE_UP}" in before
    assert markdown(page).startswith(f"**MADE UP.** {MADE_UP}")


def test_nobody_is_named(study, page, written):
    """P10 and so on are codes of the study's evidence too, which stand in one column alone."""
    (chain,) = [section for section in page.sections if section.id == "trace"]
    heard = {row.cells[-1] for row in chain.rows} | {chain.lead[-1]}
    for text in (written, markdown(page)):
        without = re.sub(r"base64,[^\"]*", "", text)
        for codes in sorted(heard, key=len, reverse=True):
            without = without.replace(codes, "")
        assert "Medical Council" not in without
        assert not any(re.search(rf"\b{panellist.id}\b", without) for panellist in study.panellists)
        assert not any(panellist.role in without for panellist in study.panellists)


def test_the_same_panel_gives_the_same_bytes(study, written):
    assert html(briefing(study, draws=500)) == written


def test_organisations_are_counted_only_where_they_may_be_told(page):
    """Of 8, 8 and 3 the three are not told, and one of the eight would give them away."""
    (who,) = [section for section in page.sections if section.id == "panel"]
    assert [row.cells for row in who.rows] == [("Ministry of Health", "8"), ("All others together", "11")]


def test_figures_of_few_are_refused_unless_they_agreed(tmp_path, capsys):
    house = str(ROOT / "sample_panels" / "house")
    path = tmp_path / "r.html"
    assert run(["report", house, "-o", str(path)]) == 1
    assert "fewer than 5 panellists have answered: nothing is told of so few" in capsys.readouterr().err
    assert not path.exists()
    assert run(["report", house, "-o", str(path), "--few", "--draws", "50"]) == 0
    assert "House A" in path.read_text(encoding="utf-8")


def test_a_node_that_few_judged_is_refused(tmp_path):
    people = "P1 P2 P3 P4 P5"
    judgements = [compare(who, "goal", "a b", "3") for who in people.split()[:4]]
    judgements += [compare(who, "b", "c d", "3") for who in people.split()]
    given = panel(tmp_path, criteria={"a": None, "b": {"c": None, "d": None}}, panellists=people, judgements=judgements)
    with pytest.raises(mcda.AnalysisError, match="not told: weights at goal"):
        briefing(given)
    assert "2 panellists" not in markdown(briefing(given, few=True))


def test_the_roadmap_says_what_the_command_says(study, page):
    (section,) = [section for section in page.sections if section.id == "roadmap"]
    plan = mcda.roadmap(study, draws=500, seed=0)
    steps = [row for row in section.rows if row.level]
    assert [row.cells[0] for row in steps] == [plan.names[place] for place in plan.order]
    assert [row.cells[2] for row in steps] == [f"{plan.costs[place]:g}" for place in plan.order]
    assert [row.cells[3] for row in steps] == [percent(plan.core_index[place]) for place in plan.order]
    phases = [row for row in section.rows if not row.level]
    assert [(row.cells[0], float(row.cells[2])) for row in phases] == list(
        zip(plan.phase_names, plan.spent.tolist(), strict=True)
    )
    assert "13 of 17 steps can be taken for 60 of 60 million euros" in section.lead[0]
    assert "Costs and durations are MADE UP." in section.lead


def test_a_roadmap_that_cannot_be_made_leaves_the_page_without_one(tmp_path, capsys):
    people = [f"P{n}" for n in range(1, 13)]
    given = {
        "criteria": "a b",
        "panellists": " ".join(people),
        "solutions": [{"id": "x"}],
        "steps": [{"id": id, "name": id, "solution": "x"} for id in "st"],
        "judgements": [compare(who, "goal", "a b", "3") for who in people],
        "ratings": [rate(who, "a b", {"s": "3 5", "t": "4 2"}) for who in people],
        "roadmap": {"steps": {"s": {"cost": 4}}},
    }
    panel(tmp_path, **given)
    assert run(["report", str(tmp_path), "-o", str(tmp_path / "r.md"), "--draws", "20"]) == 0
    assert "there is no roadmap on the page: no cost is given for t" in capsys.readouterr().err
    assert "What to do first" not in (tmp_path / "r.md").read_text(encoding="utf-8")


def test_numbers_of_few_have_two_digits_and_never_more_than_those_of_many():
    scores = score(0.4837, 9), score(0.4837, 10), score(-0.00084, 9, "+"), score(0.4, 9)
    assert scores == ("0.48", "0.484", "-0.001", "0.40")
    weights = weight(0.2312, 9), weight(0.2312, 10), weight(0.0561, 9), weight(1, 9)
    assert weights == ("23 %", "23.1 %", "5.6 %", "100 %")
    assert [percent(share) for share in (0, 0.001, 0.5, 0.996, 1, float("nan"))] == [
        *("0 %", "< 1 %", "50 %", "> 99 %", "100 %", "–")
    ]


def test_a_panel_without_alternatives_has_a_page_too():
    page = briefing(read_panel(ROOT / "sample_panels" / "city200"))
    assert [section.id for section in page.sections] == ["panel", "weights", "agreement", "method", "limits"]
    Reader(html(page))


NASTY = [
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 1234567*8 }}{% raw %}",
    "&lt;b&gt; &amp;",
    "| a | b |",
    "[a](javascript:alert(1)) ![b](http://e.x)",
    "<http://e.x> http://e.x www.e.x",
    "*a* _b_ `c` ~~d~~",
    "# h",
    "1. x",
    "- x",
    "ضعف سیاست در پزشکی",
    "$x^2$",
]
texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=30)
names = texts.filter(lambda text: name_fault(text) is None and text.strip() == text)


def named(folder, names):
    people = [f"P{n}" for n in range(1, 6)]
    criteria = [{"id": f"c{n}", "name": name} for n, name in enumerate(names)]
    ids = " ".join(each["id"] for each in criteria)
    pairs = " ".join(["2"] * (len(names) * (len(names) - 1) // 2))
    solutions = [{"id": f"s{n}", "name": name, "evidence": [f"E{n}"]} for n, name in enumerate(names)]
    rows = {each["id"]: " ".join(str((n + m) % 7 + 1) for m in range(len(names))) for n, each in enumerate(solutions)}
    return panel(
        folder,
        title=names[0],
        question=names[-1],
        criteria=criteria,
        solutions=solutions,
        panellists=[{"id": who, "organisation": names[1]} for who in people],
        judgements=[compare(who, "goal", ids, pairs) for who in people],
        ratings=[rate(who, ids, rows) for who in people],
    )


def check_page(folder, names):
    given = named(folder, names)
    page = briefing(given, draws=20)
    text = html(page)
    read = Reader(text)
    assert not {"script", "b"} & (set(read.tags) - {"b"})
    assert read.tags.count("img") == 1
    assert all(criterion.name.replace("\xa0", " ") in read.cells for criterion in given.hierarchy)
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown(page))
    kinds = [token.type for token in tokens] + [child.type for token in tokens for child in token.children or []]
    assert not {"link_open", "image", "html_inline", "html_block", "code_inline", "s_open", "fence"} & set(kinds)
    assert not {"bullet_list_open", "ordered_list_open"} & {token.type for token in tokens[: len(tokens) - 80]}
    return text


def test_no_name_is_obeyed(tmp_path):
    text = check_page(tmp_path, NASTY)
    assert str(1234567 * 8) not in text


@settings(max_examples=8, deadline=None)
@given(given_names=st.lists(names, min_size=2, max_size=4, unique=True))
def test_any_name_that_a_panel_may_have_makes_a_page(given_names, tmp_path_factory):
    check_page(tmp_path_factory.mktemp("p"), given_names)


def test_a_persian_page_runs_from_right_to_left(tmp_path):
    page = briefing(named(tmp_path, ["ضعف سیاست", "زیرساخت", "فرهنگ"]), draws=20)
    assert '<html lang="fa" dir="rtl">' in html(page)


def test_the_command_writes_both_forms_and_refuses_others(tmp_path, capsys):
    for name in ("r.html", "r.md"):
        assert run(["report", str(TELEMEDICINE), "-o", str(tmp_path / name), "--draws", "20", "-q"]) == 0
    assert (tmp_path / "r.md").read_text(encoding="utf-8").startswith("**MADE UP.**")
    assert run(["report", str(TELEMEDICINE), "-o", str(tmp_path / "r.pdf")]) == 2
    assert "does not end in .html or .md" in capsys.readouterr().err
