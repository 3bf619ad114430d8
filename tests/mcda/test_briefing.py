"""The page that others read: the published numbers, nobody's name, nothing that a browser or Markdown would obey."""

from __future__ import annotations

import base64
import re
import sys
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from panels import compare, panel, rate

import mcda
from criteria.disclosure import as_told
from criteria.files import read_panel
from criteria.roadmap import Roadmap
from criteria.text import name_fault
from mcda.briefing.disclosure import told_on_page
from mcda.briefing.numbers import counted, listed, percent, score, sentence, weight
from mcda.briefing.opinions import agreement_section, weights_section
from mcda.briefing.orders import Sure
from mcda.briefing.page import html, markdown, require_jinja
from mcda.briefing.plans import has_costs, plan_answer, plan_section, planned
from mcda.briefing.sections import MADE_UP, briefing
from mcda.results.sensitivity import Interval
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
        for said in (section.title, *section.lead, *section.columns):
            assert said in in_html
            assert said in in_markdown
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


def test_an_order_that_lacks_values_is_refused_with_what_is_missing(tmp_path):
    people = "P1 P2 P3 P4 P5"
    given = panel(
        tmp_path,
        criteria="a b",
        panellists=people,
        solutions="one two",
        judgements=[compare(who, "goal", "a b", "3") for who in people.split()],
        ratings=[row for who in people.split() for row in rate(who, "a b", {"one": "3 5", "two": "4 ?"})],
        scale={"min": 0, "max": 10},
    )
    with pytest.raises(mcda.AnalysisError) as ranked:
        mcda.rank(given, of="solutions")
    with pytest.raises(mcda.AnalysisError) as told:
        briefing(given)
    assert str(told.value) == str(ranked.value)
    assert "two" in str(told.value)


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
    assert [score(value, 10, "+") for value in (0.25, 0.0, -0.5)] == ["+0.250", "+0.000", "-0.500"]
    assert (score(0.0, 9), score(12.3456, 9), weight(float("nan"), 9)) == ("0.000", "12", "–")
    shares = (0, 0.001, 0.005, 0.0051, 0.01, 0.5, 0.9949, 0.995, 0.999, 1, float("nan"))
    assert [percent(share) for share in shares] == [
        *("0 %", "< 1 %", "< 1 %", "1 %", "1 %", "50 %", "99 %", "> 99 %", "> 99 %", "100 %", "–")
    ]


def test_lists_and_counts_are_read_as_people_say_them():
    assert [listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])] == ["a", "a and b", "a, b and c"]
    assert [counted(number, "panellist") for number in (0, 1, 2, 1200)] == [
        *("0 panellists", "1 panellist", "2 panellists", "1,200 panellists")
    ]
    assert (sentence("only so many"), sentence("x")) == ("Only so many.", "X.")


# Section by section


@pytest.fixture(scope="module")
def sure(study):
    told = told_on_page(study, (), few=False)
    return Sure.of(told, told.orders["steps"], draws=500, seed=0)


def section(page, id):
    (found,) = [each for each in page.sections if each.id == id]
    return found


def test_the_page_says_of_what_it_is_and_how_it_was_made(study, page):
    assert [each.id for each in page.sections] == [
        *("panel", "ranking-steps", "ranking-solutions", "roadmap", "weights", "agreement", "sensitivity", "trace"),
        *("method", "limits"),
    ]
    assert page.figures == (("19", "panellists"), ("32", "criteria"), ("4", "solutions"), ("17", "steps"))
    assert (page.title, page.question, page.synthetic) == (study.title, study.question, True)
    assert not page.right_to_left
    meta = mcda.weights(study).meta
    assert page.provenance == (
        ("answers", "as they stand, not released"),
        *((f"version of {name}", word) for name, word in meta["versions"].items()),
        *((name.replace("_", " "), word) for name, word in meta["options"].items()),
        ("draws", "500"),
        ("seed", "0"),
    )
    weighed = mcda.weights(study)
    first, second = sorted(study.hierarchy.criteria, key=lambda each: -weighed[each.id])[:2]
    most = [f"{each.name} ({weight(weighed[each.id], 19)})" for each in (first, second)]
    assert page.answer[-1] == f"What weighs most: {most[0]} and {most[1]}."
    assert page.warnings == ()


def test_whoever_answered_is_counted(page):
    who = section(page, "panel")
    assert who.lead == (
        "19 panellists answered; nobody is named on this page.",
        "These are the answers as they stand; they were not released to the panel, and may still change.",
    )
    assert (who.columns, who.numeric, who.name_column) == (("Organisation", "People"), (1,), 0)
    assert [row.share for row in who.rows] == [8 / 19, 11 / 19]
    assert who.how == (
        "Organisations are named where their answers, and what they leave of the others', are those of 5 people or "
        "more. Some figures rest on fewer than 10 people: they are told to two digits."
    )


def test_weights_stand_by_size_below_their_theme_with_bars_against_the_largest(study, page):
    weighed = mcda.weights(study)
    found = section(page, "weights")
    wanted = []
    for theme in sorted(study.hierarchy.criteria, key=lambda each: -weighed[each.id]):
        wanted.append((theme, 0))
        wanted += [(child, 1) for child in sorted(theme.children, key=lambda each: -weighed[each.id])]
    largest = max(weighed.overall)
    local = dict(zip(weighed.criteria, weighed.local, strict=True))
    assert len(found.rows) == len(wanted) == 32
    for row, (criterion, level) in zip(found.rows, wanted, strict=True):
        assert row.cells == (criterion.name, weight(weighed[criterion.id], 19), weight(local[criterion.id], 19))
        assert row.share == pytest.approx(weighed[criterion.id] / largest)
        assert row.level == level
    assert found.numeric == (1, 2)
    assert found.lead[0] == (
        f"{study.question} Each answer compared two of these; together they give every one its weight."
    )
    assert found.how == (
        "Pairwise comparisons, combined by AIJ, priorities by geometric-mean, panellists weighed as declared, scale "
        "linear. `mcda weights`."
    )


def test_where_nothing_is_compared_the_weights_were_given(tmp_path):
    alone = panel(tmp_path, criteria={"a": {"b": None}}, panellists="P1")
    found = weights_section(alone, mcda.weights(alone), 19)
    assert found.lead == ("Which matters more? The weights were given.",)
    assert found.how == "As panel.yaml gives them. `mcda weights`."


def test_agreement_is_consensus_at_each_node_and_homogeneity_of_all(study, page):
    agreed = mcda.agreement(study)
    found = agreement_section(study, agreed)
    by = {(each.scope, each.measure): each for each in agreed.measures}
    wanted = [(study.hierarchy.name(node.id), by[node.id, "consensus"]) for node in study.hierarchy.nodes]
    wanted = {name if name != "the goal" else "The main criteria": measure for name, measure in wanted}
    wanted["All criteria together"] = by["hierarchy", "homogeneity"]
    cells = {name: (percent(m.value), percent(m.chance), m.verdict) for name, m in wanted.items()}
    assert {row.cells[0]: row.cells[1:] for row in found.rows} == cells
    assert {row.cells[0]: row.share for row in found.rows} == {name: m.value for name, m in wanted.items()}
    main = wanted["The main criteria"]
    assert found.lead == (f"On the main criteria consensus is {percent(main.value)}: {main.verdict}.",)
    assert found.how.endswith("Seed 0. `mcda agreement`.")
    told = section(page, "agreement").rows
    assert {row.cells for row in told} == {row.cells for row in found.rows} - {
        ("All criteria together", *cells["All criteria together"])
    }
    assert found.numeric == (1, 2)


def test_the_order_has_its_ranks_scores_and_shares(study, page, sure):
    report = mcda.sensitivity(study, "steps", draws=500)
    found = section(page, "ranking-steps")
    owner = {step.id: study.name(step.solution) for step in study.steps}
    for place, row in enumerate(found.rows):
        low, high = report.low[place], report.high[place]
        assert row.cells == (
            str(report.ranks[place]),
            f"{report.names[place]} · {owner[report.alternatives[place]]}",
            score(report.scores[place], 9),
            str(low) if low == high else f"{low} to {high}",
            percent(round(report.acceptability[place, 0], 2)),
        )
    assert found.numeric == (0, 2, 3, 4)
    assert found.columns == ("Rank", "Name", "Score", "Rank in 95 % of draws", "First in")
    assert found.name_column == 1
    first, second = report.names[:2]
    above = percent(report.pairwise[0, 1])
    apart = report.told_apart(dict(zip(report.alternatives, report.names, strict=True)))
    start = "Of the places, " if apart[0].isdigit() else ""
    assert found.lead == (
        f"{start}{apart}: of two neighbours the upper would have to be above in 95 % of the draws.",
        f"{first} is above {second} in {above} of them.",
    )
    assert found.how == (
        "Scores by topsis vector; ratings combined by mean. How sure: 500 draws, seed 0, doubted: inconsistency, "
        "panellists, ratings. `mcda rank`, `mcda sensitivity`."
    )
    assert (
        page.answer[:2]
        == sure.answer()
        == (
            f"First among 17 steps: {first}.",
            f"It stays first in {found.rows[0].cells[4]} of 500 recalculations in which the answers vary as much as "
            "they leave in doubt.",
        )
    )
    assert sure.answer(brief=True) == (
        f"First among 17 steps: {first}; it stays first in {found.rows[0].cells[4]} of them.",
    )
    assert page.answer[2].startswith("First among 4 solutions: ")


def test_an_order_that_ten_rest_on_is_told_in_full_with_what_a_reader_should_know(study, sure):
    told = told_on_page(study, (), few=False)
    ten = Sure.of(replace(told, fewest={**told.fewest, "steps": 10}), told.orders["steps"], draws=100, seed=0)
    nine = Sure.of(replace(told, fewest={**told.fewest, "steps": 9}), told.orders["steps"], draws=100, seed=0)
    exact = mcda.sensitivity(study, "steps", draws=100).acceptability
    np.testing.assert_array_equal(ten.report.acceptability, exact)
    np.testing.assert_array_equal(nine.report.acceptability, np.round(exact, 2))
    notices = mcda.rank(study, "steps").meta["notices"]
    assert len(notices) > 0
    assert sure.order_section().notes == tuple(map(sentence, notices))
    known = replace(told, behind={**told.behind, "steps": replace(told.behind["steps"], notices=tuple(notices))})
    assert Sure.of(known, told.orders["steps"], draws=1, seed=0).notices == ()


def test_the_shares_of_the_figure_sum_to_one_though_they_were_rounded(sure):
    rounded = sure.report.acceptability
    sums = rounded.sum(axis=1)
    assert np.abs(sums - 1).max() > 0.001
    whole = sure.order_section().drawn[0].acceptability
    for row, own, total in zip(whole, rounded, sums, strict=True):
        np.testing.assert_allclose(row, own / total)


def test_two_that_share_the_first_place_are_named_and_one_alone_is_above_nobody(sure):
    report = sure.report
    shared = np.array([1, 1, *range(3, 18)])
    both = replace(sure, report=replace(report, ranks=shared))
    assert both.answer() == (f"2 steps share the first place: {report.names[0]} and {report.names[1]}.",)
    alone = replace(sure, report=replace(report, ranks=shared[:1], names=report.names[:1], alternatives=("trust",)))
    assert alone.answer() == (f"First among 1 steps: {report.names[0]}.",)
    assert alone.order_section().lead == ()
    assert len(alone.order_section().rows) == 1
    few = replace(report, ranks=shared[1:], names=report.names[:2], alternatives=report.alternatives[:2])
    pair = replace(sure, report=replace(few, ranks=np.array([1, 2])))
    assert pair.answer()[0] == f"First among 2 steps: {report.names[0]}."
    assert (len(pair.answer()), len(pair.order_section().lead)) == (2, 2)
    together = replace(sure, report=replace(report, tiers=(report.alternatives,)))
    assert together.order_section().lead[0].startswith("No place can be told apart from its neighbours: of two")
    single = replace(sure, report=replace(report, tiers=tuple((id,) for id in report.alternatives)))
    assert single.order_section().lead[0].startswith("Of the places, 1 to 17 can be told apart: of two")
    exact = replace(sure, report=replace(report, low=np.full(17, 3), high=np.full(17, 3), moot=report.doubt))
    assert {row.cells[3] for row in exact.order_section().rows} == {"3"}
    assert "doubted: nothing. `mcda rank`" in exact.order_section().how


def interval(n, weight, low, high, below="", above="", exact=True):
    ends = {"low": low, "high": high, "first_low": low, "first_high": high}
    return Interval(criterion=f"c{n}", name=f"C{n}", weight=weight, **ends, below=below, above=above, exact=exact)


def test_weights_that_need_to_move_least_come_first(sure):
    names = dict(zip(sure.report.alternatives, sure.report.names, strict=True))
    given = (
        interval(1, 0.5, 0.1, 1.0, below="trust"),
        interval(2, 0.2, 0.0, 0.3, above="gone"),
        interval(3, 0.2, 0.0, 1.0),
        interval(4, 0.4, 0.35, 0.9, below="trust", above="ehr"),
    )
    found = replace(sure, report=replace(sure.report, intervals=given)).moves_section()
    assert [row.cells for row in found.rows] == [
        ("C4", "40 %", "35 % to 90 %", f"below: {names['trust']}; above: {names['ehr']}"),
        ("C2", "20 %", "0 % to 30 %", "above: gone"),
        ("C1", "50 %", "10 % to 100 %", f"below: {names['trust']}"),
    ]
    assert found.lead == ("3 of 4 weights could move far enough, each by itself, to change the first place.",)
    assert (found.numeric, found.title) == ((1, 2), "What would change the first of the steps")
    how = "One weight moves, all others keep their proportions; the ends are {}. `mcda sensitivity --intervals`."
    assert found.how == how.format("exact")
    own = sure.moves_section().lead[0]
    assert own.startswith(f"{sum(bool(each.below or each.above) for each in sure.report.intervals)} of 32 weights ")
    many = tuple(interval(n, 0.5, 0.5 - n / 100, 1.0, below="trust", exact=n > 1) for n in range(12, 0, -1))
    found = replace(sure, report=replace(sure.report, intervals=many)).moves_section()
    assert [row.cells[0] for row in found.rows] == [f"C{n}" for n in range(1, 11)]
    assert found.lead[0].endswith("the first place. These are the 10 that would have to move least.")
    assert found.how == how.format("searched on a fine grid")


def test_the_first_place_rests_on_what_lifts_it_and_what_holds_it_back(study, page, sure):
    first = mcda.rank(study, "steps").alternatives[0]
    effects = mcda.explain(study, first, "steps").effects
    found = section(page, "trace")
    heard = {}
    for theme in study.hierarchy.criteria:
        codes = [code for each in (theme, *theme.children) for code in each.evidence]
        heard[theme.id] = ", ".join(dict.fromkeys(codes)) or "–"
    assert [row.cells for row in found.rows] == [
        (each.name, score(each.effect, 9, "+"), weight(each.weight, 9), heard[each.criterion]) for each in effects
    ]
    lifts = [each.name for each in effects if each.effect > 1e-9][:3]
    holds = [each.name for each in reversed(effects) if each.effect < -1e-9][:3]
    wanted = [f"What lifts {study.name(first)} most: {listed(lifts)}."] if lifts else []
    wanted += [f"What holds it back: {listed(holds)}."] if holds else []
    assert lifts
    assert study.item(first).evidence == ()
    assert found.lead == tuple(wanted)
    assert (found.numeric, found.title) == ((1, 2), "What the first place rests on")
    assert found.how.endswith(f"`mcda trace PANEL {first}` follows each of them further.")
    meta = {**sure.report.meta, "options": {**sure.report.meta["options"], "scored": "steps"}}
    by_steps = replace(sure, report=replace(sure.report, meta=meta)).chain_section()
    assert (by_steps.lead, by_steps.rows) == (("Solutions are scored by the mean of their steps.",), ())


def test_whoever_has_few_effects_has_no_empty_sentences(tmp_path):
    people = "P1 P2 P3 P4 P5"
    given = panel(
        tmp_path,
        criteria="a b",
        panellists=people,
        solutions={"s": {"evidence": ["E1", "E2"]}, "t": {}},
        scale={"min": 0, "max": 10},
        settings={"method": "weighted-sum", "normalisation": "scale"},
        judgements=[compare(who, "goal", "a b", "3") for who in people.split()],
        ratings=[rate(who, "a b", {"s": "8 5", "t": "2 5"}) for who in people.split()],
    )
    page = briefing(given, draws=20)
    assert section(page, "weights").lead[0].startswith("Which matters more? Each answer compared two of these; ")
    found = section(page, "trace")
    assert found.lead == ("What lifts s most: a.", "Evidence of the study for it: E1, E2.")
    assert [row.cells[3] for row in found.rows] == ["–", "–"]


def test_three_at_most_lift_and_hold_back_the_strongest_first(tmp_path):
    """On the scale of the ratings s is 3, 2, 1 and 0.5 above the mean in a to d, 1, 1.5, 2 and 2.5 below in e to h."""
    people = "P1 P2 P3 P4 P5"
    rows = {"s": "8 8 8 8 2 2 2 2", "t": "2 4 6 7 4 5 6 7"}
    given = panel(
        tmp_path,
        criteria={id: 0.2 if id in "abcd" else 0.05 for id in "abcdefgh"},
        solutions="s t",
        scale={"min": 0, "max": 10},
        settings={"method": "weighted-sum", "normalisation": "scale"},
        panellists=people,
        ratings=[rate(who, "a b c d e f g h", rows) for who in people.split()],
    )
    found = section(briefing(given, draws=1), "trace")
    assert found.lead == ("What lifts s most: a, b and c.", "What holds it back: h, g and f.")


def test_a_roadmap_is_told_in_phases_or_all_at_once(page):
    plan = section(page, "roadmap").drawn[0]
    names = [plan.names[place] for place in plan.order]
    left = [name for name, chosen in zip(plan.names, plan.chosen, strict=True) if not chosen]
    found = plan_section(plan)
    share, last = percent(plan.own_share), f"{max(plan.ends[list(plan.order)]):g}"
    assert found.lead == (
        "13 of 17 steps can be taken for 60 of 60 million euros; they are worth more than any others that can.",
        f"Left out: {listed(left)}.",
        f"This is the best set in {share} of 500 recalculations.",
        f"It takes {last} months; the end hangs on {listed([plan.names[place] for place in plan.critical])}.",
        "Costs and durations are MADE UP.",
    )
    assert (found.columns, found.numeric) == (("Step", "When", "Cost", "Sure"), (1, 2, 3))
    when = {row.cells[0]: row.cells[1] for row in found.rows if row.level}
    assert when == {plan.names[place]: f"{plan.begins[place]:g} to {plan.ends[place]:g}" for place in plan.order}
    phases = {row.cells[0]: (row.cells[1], row.cells[3]) for row in found.rows if not row.level}
    ends = zip(plan.phase_names, plan.phase_begins, plan.phase_ends, strict=True)
    assert phases == {name: (f"{begin:g} to {end:g}", "") for name, begin, end in ends}
    assert [row.share for row in found.rows if row.level] == [plan.core_index[place] for place in plan.order]
    begin = plan.begin_day or "the beginning"
    sure_of = "Sure: in how many draws the best set of steps holds it."
    assert found.notes == (f"Cost in million euros. When: in months from {begin}. {sure_of}",)
    assert "exactly; 500 draws, seed 0. A step's worth" in found.how
    assert found.drawn[1] == "gantt"
    assert plan_answer(plan) == (
        f"With 60 million euros, 13 of 17 steps can be taken, beginning with: {names[0]} and {names[1]}."
    )

    meta = {**plan.meta, "costs_synthetic": False}
    plain = replace(
        plan,
        budget=np.inf,
        money="",
        timed=False,
        phases=np.zeros(17, dtype=int),
        phase_names=("1",),
        meta=meta,
    )
    found = plan_section(plain)
    assert found.lead == (
        "13 of 17 steps can be taken for 60; they are worth more than any others that can.",
        f"Left out: {listed(left)}.",
        f"This is the best set in {share} of 500 recalculations.",
    )
    assert (found.columns, found.numeric, found.drawn, found.notes) == (
        ("Step", "Cost", "Sure"),
        (1, 2),
        None,
        (sure_of,),
    )
    assert [row.cells for row in found.rows] == [
        (plan.names[place], f"{plan.costs[place]:g}", percent(plan.core_index[place])) for place in plan.order
    ]
    assert {row.level for row in found.rows} == {0}
    assert plan_answer(plain) == f"13 of 17 steps can be taken, beginning with: {names[0]} and {names[1]}."
    nothing = replace(plan, order=(), critical=(), chosen=np.full(17, False))
    assert plan_answer(nothing) == "With 60 million euros, 0 of 17 steps can be taken."
    assert plan_section(nothing).drawn is None
    assert "It takes" not in " ".join(plan_section(nothing).lead)
    assert "Left out" not in " ".join(
        plan_section(replace(plain, chosen=np.full(17, True), phases=np.zeros(17, int))).lead
    )


def test_how_sure_a_step_is_has_two_digits_where_fewer_than_ten_answered(study):
    exact = mcda.roadmap(study, draws=30, seed=0).core_index
    np.testing.assert_array_equal(planned(study, 19, 10, draws=30, seed=0).core_index, exact)
    np.testing.assert_array_equal(planned(study, 19, 9, draws=30, seed=0).core_index, np.round(exact, 2))
    assert not np.array_equal(exact, np.round(exact, 2))
    assert has_costs(study)
    assert not has_costs(replace(study, roadmap=Roadmap()))


def test_how_it_was_done_and_what_it_does_not_say(page):
    method, limits = section(page, "method"), section(page, "limits")
    assert len(method.lead) == 2
    assert method.lead[1].startswith("The steps and solutions were valued under the criteria, and ranked by topsis. ")
    assert len(limits.lead) == 4
    assert limits.lead[0] == "All answers are made up: no conclusion can be drawn from them."


def test_a_panel_without_alternatives_has_a_page_too():
    page = briefing(read_panel(ROOT / "sample_panels" / "city200"))
    assert [section.id for section in page.sections] == ["panel", "weights", "agreement", "method", "limits"]
    Reader(html(page))
    assert len(section(page, "method").lead) == 1
    assert page.figures == (("200", "panellists"), ("5", "criteria"))


def test_one_alone_agrees_with_nobody_and_without_costs_no_roadmap_is_missed(tmp_path):
    given = panel(
        tmp_path,
        criteria="a b",
        panellists="P1",
        solutions="x y",
        performance={"x": {"a": 4, "b": 1}, "y": {"a": 2, "b": 3}},
        judgements=[compare("P1", "goal", "a b", "3")],
    )
    page = briefing(given, draws=20, few=True)
    assert [section.id for section in page.sections][-3:] == ["trace", "method", "limits"]
    assert not {"agreement", "roadmap"} & {section.id for section in page.sections}
    assert page.warnings == ()


def test_commands_and_nothing_else_stand_as_code(written):
    assert re.findall("<code>(?!mcda )[^<]*</code>", written) == []
    assert "<code>mcda weights</code>." in written


def test_without_the_packages_of_pages_the_cure_is_named(monkeypatch):
    require_jinja()
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(ImportError, match=r"reports need jinja2 and matplotlib: pip install 'mcda-panel\[report\]'"):
        require_jinja()


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
    text = html(briefing(named(tmp_path, ["ضعف سیاست", "زیرساخت A", "فرهنگ"]), draws=20))
    assert '<html lang="fa" dir="rtl">' in text
    assert "<bdi>ضعف سیاست</bdi>" in text
    assert "<bdi>زیرساخت</bdi> A" in text
    assert not re.search("<bdi>[ -~]", text), "only what runs from right to left stands by itself"
    assert "`" not in text
    assert "<code>mcda weights</code>" in text
    assert "<code>Pairwise" not in text
    assert text.endswith("</html>\n")


def test_the_command_writes_both_forms_and_refuses_others(tmp_path, capsys):
    for name in ("r.html", "r.md"):
        assert run(["report", str(TELEMEDICINE), "-o", str(tmp_path / name), "--draws", "20", "-q"]) == 0
    assert (tmp_path / "r.md").read_text(encoding="utf-8").startswith("**MADE UP.**")
    assert run(["report", str(TELEMEDICINE), "-o", str(tmp_path / "r.pdf")]) == 2
    assert "does not end in .html or .md" in capsys.readouterr().err
