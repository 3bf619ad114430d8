"""What a page tells of releases: no more than publishing, attacked by the differences of two pages."""

import csv
import re

import numpy as np
import pytest
from journals import judged, rated
from nineteen import PEOPLE, closed, happens, made, opened, own, recovered
from panels import compare, rate, write

import mcda
from criteria.files import read_files, read_panel
from criteria.journal import read_log
from criteria.text import inert
from mcda import plots
from mcda.briefing.page import html, markdown
from mcda.briefing.sections import briefing
from tui.commands.group import run


def page_of(folder, **options):
    return briefing(read_files(folder), read_log(folder).events, draws=50, **options)


def section_of(page, id):
    (found,) = [section for section in page.sections if section.id == id]
    return found


def local_weights(page):
    """What a, b and c weigh on a page."""
    shares = {row.cells[0]: float(row.cells[2].rstrip(" %")) / 100 for row in section_of(page, "weights").rows}
    return [shares[id] for id in "abc"]


@pytest.fixture(scope="module")
def two_pages(tmp_path_factory):
    """A page and a publication after each of two releases; six change their answers to everything in between."""
    base = tmp_path_factory.mktemp("pages")
    folder = made(base / "panel")
    happens(folder, opened(1), closed(1), ())
    first = read_panel(folder), page_of(folder)
    assert run(["publish", str(folder), str(base / "first")]) == 0
    happens(folder, opened(2))
    for who in PEOPLE[:6]:
        pairs = [judged(*pair, 9 - PEOPLE.index(who), who=who, round=2) for pair in ("ab", "ac", "bc")]
        cells = [rated(thing, id, 9.5, who=who, round=2) for thing in "xy" for id in "abc"]
        happens(folder, *pairs, *cells)
    happens(folder, closed(2), ())
    second = read_panel(folder), page_of(folder)
    assert run(["publish", str(folder), str(base / "second")]) == 0
    return base, folder, first, second


def test_two_pages_give_no_answer_away(two_pages):
    _, _, (before, first), (after, second) = two_pages
    then, now = own(before), own(after)
    secrets = {(who, "then"): vector for who, vector in then.items()}
    secrets |= {(who, "now"): vector for who, vector in now.items()}
    secrets |= {(who, "change"): now[who] - then[who] for who in PEOPLE[:6]}
    vectors = [("first", frozenset(PEOPLE), local_weights(first)), ("second", frozenset(PEOPLE), local_weights(second))]
    assert vectors[0][2] != vectors[1][2]
    assert recovered(vectors, secrets, 12) == set()


def test_a_page_says_what_was_published(two_pages):
    base, _, *pages = two_pages
    for name, (_, page) in zip(("first", "second"), pages, strict=True):
        with (base / name / "weights.csv").open() as file:
            wanted = {row["criterion"]: float(row["local"]) for row in csv.DictReader(file)}
        assert local_weights(page) == [pytest.approx(wanted[id], abs=0.00051) for id in "abc"]
        with (base / name / "ranking.csv").open() as file:
            ranked = {row["name"]: float(row["score"]) for row in csv.DictReader(file)}
        shown = {row.cells[1]: float(row.cells[2]) for row in section_of(page, "ranking-solutions").rows}
        assert shown == pytest.approx(ranked, abs=0.00051)
        agreed = section_of(page, "agreement").rows
        with (base / name / "agreement.csv").open() as file:
            published = [float(row["value"]) for row in csv.DictReader(file) if row["measure"] == "consensus"]
        assert float(agreed[0].cells[1].rstrip(" %")) == pytest.approx(100 * published[0], abs=0.51)


def test_a_page_names_nobody_and_no_hash_of_the_answers(two_pages):
    """Whoever knows all answers but one could try the last until a hash of them fits."""
    _, folder, *pages = two_pages
    for panel, page in pages:
        for text in (html(page), markdown(page)):
            assert not re.search(r"xq\d\d", text, re.IGNORECASE)
            assert panel.sha256 not in text
            assert read_files(folder).sha256 not in text


def test_where_few_changed_their_answers_the_page_is_refused(tmp_path, capsys):
    folder = made(tmp_path / "panel")
    happens(folder, opened(1), closed(1), (), opened(2))
    for who in PEOPLE[:2]:
        happens(folder, judged("a", "b", 9, who=who, round=2), rated("x", "a", 10, who=who, round=2))
    happens(folder, closed(2), ())
    path = tmp_path / "page.md"
    assert run(["report", str(folder), "-o", str(path), "--draws", "50"]) == 1
    said = capsys.readouterr().err
    assert "as told after round 1: weights; the order of the solutions: fewer than 5 answers" in said
    assert "'mcda publish' writes what may be told" in said
    assert not path.exists()
    agreed = page_of(folder, few=True)
    wanted = mcda.weights(read_panel(folder))
    assert local_weights(agreed) == [pytest.approx(wanted.local[place], abs=0.00051) for place in range(3)]


def test_of_an_open_round_nothing_stands_on_the_page(tmp_path, capsys):
    folder = made(tmp_path / "panel")
    happens(folder, opened(1), closed(1), ())
    before = html(page_of(folder))
    happens(folder, opened(2))
    for who in PEOPLE[:7]:
        happens(folder, judged("a", "b", 9, who=who, round=2))
    assert html(page_of(folder)) == before
    assert mcda.weights(read_panel(folder)).local.tolist() != pytest.approx(mcda.weights(read_files(folder)).local)
    assert run(["report", str(folder), "-o", str(tmp_path / "p.html"), "--draws", "50"]) == 0
    assert "results are withheld at the moment" in capsys.readouterr().err


def test_a_page_of_answers_that_nobody_released_says_so(tmp_path):
    folder = made(tmp_path / "panel")
    for who in PEOPLE:
        happens(folder, judged("a", "b", 9, who=who))
    page = page_of(folder)
    wanted = mcda.weights(read_panel(folder))
    assert local_weights(page) == [pytest.approx(wanted.local[place], abs=0.00051) for place in range(3)]
    assert any("they were not released to the panel" in said for said in section_of(page, "panel").lead)
    assert ("answers", "as they stand, not released") in page.provenance
    happens(folder, ())
    released = page_of(folder)
    assert "These are the answers that were released after round 1." in section_of(released, "panel").lead
    assert local_weights(released) == local_weights(page)


def test_changed_files_are_refused_whoever_agreed(tmp_path):
    folder = made(tmp_path / "panel")
    happens(folder, ())
    text = (folder / "judgements.csv").read_text().splitlines()
    (folder / "judgements.csv").write_text("\n".join(text[:-3]) + "\n")
    for few in (False, True):
        with pytest.raises(mcda.AnalysisError, match="no longer hold what was told after round 1"):
            page_of(folder, few=few)


def seven(folder):
    """A panel of seven with sub-criteria, steps and costs, none of it round."""
    rng = np.random.default_rng(8)
    people = [f"XQ{n}" for n in range(7)]
    ratios = [1 / 7, 1 / 3, 2, 3, 5]
    judgements = [compare(who, "goal", "a b c", rng.choice(ratios, 3).tolist()) for who in people]
    judgements += [compare(who, "c", "d e f", rng.choice(ratios, 3).tolist()) for who in people]
    steps = {step: " ".join(map(str, rng.integers(1, 10, 5))) for step in ("s", "t", "u", "v")}
    ratings = [rate(who, "a b d e f", steps) for who in people]
    ratings += [rate(who, "a b d e f", {"s": " ".join(map(str, rng.integers(1, 10, 5)))}, round=2) for who in people]
    return write(
        folder,
        criteria={"a": None, "b": None, "c": {"d": None, "e": None, "f": None}},
        panellists=" ".join(people),
        solutions=[{"id": "one"}],
        steps=[{"id": id, "name": id, "solution": "one"} for id in steps],
        scale={"min": 0, "max": 10},
        judgements=judgements,
        ratings=ratings,
        roadmap={"budget": 9, "steps": {id: {"cost": 3, "duration": 2} for id in steps}},
    )


def digits_of(number):
    """How many significant digits a number is written with."""
    return len(re.sub(r"[^0-9]", "", number).strip("0").lstrip("0")) or 1


def test_of_fewer_than_ten_people_no_number_has_more_than_two_digits_pictures_included(tmp_path):
    folder = seven(tmp_path / "panel")
    page = page_of(folder)
    answers = ("weights", "agreement", "ranking-steps", "roadmap", "sensitivity", "trace")
    sections = [section_of(page, id) for id in answers]
    cells = [cell for section in sections for row in section.rows for cell in row.cells]
    texts = [*cells, *page.answer, *(said for section in sections for said in section.lead)]
    for section in sections:
        if section.drawn is not None:
            from matplotlib.text import Text

            result, kind, _ = section.drawn
            figure = plots.figure_of(result, kind)
            figure.suptitle("")
            texts += [text.get_text() for text in figure.findobj(Text)]
    numbers = [number for text in texts for number in re.findall(r"\d[\d,]*(?:\.\d+)?", inert(text))]
    assert len(numbers) > 60
    assert {number for number in numbers if digits_of(number) > 2} <= {"95"}
    exact = mcda.weights(read_panel(folder))
    assert any(digits_of(f"{share:.3f}") > 2 for share in exact.overall)
    ranking = section_of(page, "ranking-steps")
    assert all(row.share == round(row.share, 2) for row in ranking.rows)
    np.testing.assert_allclose(ranking.drawn[0].acceptability.sum(axis=1), 1.0)
    widths = re.findall(r"--s: ([\d.]+)%", html(page))
    assert widths
    assert all(re.fullmatch(r"\d{1,3}", width) for width in widths)


def test_a_panel_of_ten_has_a_third_digit(two_pages):
    _, _, (_, first), _ = two_pages
    scores = [row.cells[2] for row in section_of(first, "ranking-solutions").rows]
    assert any(digits_of(number) == 3 for number in scores)


def test_nobodys_answers_make_a_page(tmp_path):
    write(
        tmp_path,
        criteria={"a": 0.5, "b": 0.5},
        solutions="x y",
        performance={"x": {"a": 2, "b": 1}, "y": {"a": 1, "b": 1}},
    )
    page = page_of(tmp_path)
    assert section_of(page, "panel").lead == ("Nobody was asked: all weights are given.",)
    assert section_of(page, "weights").lead[0].endswith("The weights were given.")
