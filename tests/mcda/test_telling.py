"""What leaves the room gives nobody's answers away: attacked by differences, as raw results are too."""

import csv
import json
import re
import shutil
from math import log
from pathlib import Path

import numpy as np
import pytest
from journals import judged, rated, undone
from nineteen import PEOPLE, STEPS, closed, happens, made, opened, own, recovered
from panels import compare, of_organisations, panel, rate, steps_of, write

import mcda
from criteria.events import Action, Kind
from criteria.feedback import feedback
from criteria.files import read_files, read_panel
from criteria.journal import read_log
from criteria.telling import ALWAYS, Release, releases
from mcda.analysis import as_if_released, told
from mcda.analysis.releasing import Figure, State
from tui.commands.group import run
from tui.room import Room, room
from tui.sitting import Sitting


def weights_in(path):
    """Part -> what a, b and c weigh, of a published file."""
    found = {}
    with path.open() as file:
        for row in csv.DictReader(file):
            part = next(iter(row.values())) if "by" in path.name else ""
            found.setdefault(part, []).append(float(row["local"] or "nan"))
    return found


def published(folder, into, *parts):
    """Every vector of weights in what was published: (name, members as the attacker knows them, weights)."""
    options = [word for part in parts for word in ("--by", part)]
    assert run(["publish", str(folder), str(into), *options]) == 0
    panel = read_files(folder)
    found = [(into.name, frozenset(PEOPLE), weights_in(into / "weights.csv")[""])]
    for part in parts:
        for name, shares in weights_in(into / f"weights-by-{part}.csv").items():
            members = frozenset(one.id for one in panel.panellists if one.part(part) == name)
            found.append((f"{into.name} {name}", members, shares))
    return found


@pytest.fixture(scope="module")
def story(tmp_path_factory):
    """Two rounds, a release after each by everything; two change answers in the second, one is readmitted after it."""
    base = tmp_path_factory.mktemp("story")
    folder = made(base / "panel")
    happens(folder, opened(1), closed(1), ("role", "region"))
    first = read_panel(folder)
    vectors = published(folder, base / "first", "organisation", "role", "region")
    happens(folder, opened(2))
    for who in PEOPLE[:2]:
        happens(folder, judged("a", "b", 9, who=who, round=2), rated("x", "a", 10, who=who, round=2))
    happens(folder, closed(2), ("role", "region"))
    second = read_panel(folder)
    vectors += published(folder, base / "second", "organisation", "role", "region")
    readmitted = Action(kind=Kind.READMITTED, round=2, panellist=PEOPLE[5])
    happens(folder, readmitted, judged("b", "c", 9, who=PEOPLE[5], round=2))
    vectors += published(folder, base / "third", "organisation", "role", "region")
    return base, folder, vectors, first, second


def test_nothing_published_gives_a_single_answer_away(story):
    _, _, vectors, first, second = story
    before, after = own(first), own(second)
    secrets = {(who, "first"): vector for who, vector in before.items()}
    secrets |= {(who, "second"): vector for who, vector in after.items()}
    changed = {who: after[who] - before[who] for who in PEOPLE if np.abs(after[who] - before[who]).max() > 1e-9}
    assert len(changed) == 2
    secrets |= {(who, "change"): change for who, change in changed.items()}
    assert len(vectors) > 8
    assert recovered(vectors, secrets, 12) == set()


def test_the_same_attack_on_raw_results_finds_nearly_everybody(story):
    _, _, _, first, _ = story
    whole = [mcda.weights(first)[id] for id in "abc"]
    secrets = own(first)
    found = set()
    for who in PEOPLE:
        others = [one for one in PEOPLE if one != who]
        rest = [mcda.weights(first, panellists=others)[id] for id in "abc"]
        vectors = [("all", frozenset(PEOPLE), whole), ("but one", frozenset(others), rest)]
        found |= recovered(vectors, {who: secrets[who]}, 4)
    assert len(found) >= 0.9 * len(PEOPLE)


def test_single_judgements_come_back_from_raw_group_means_at_three_decimals():
    """From G over all m and H over all but one: G^m / H^(m - 1), to the nearest on the scale."""
    rng = np.random.default_rng(3)
    answers = np.clip(np.round(rng.normal(0.8, 0.7, (200, 19)) * 4), -8, 8).astype(int)
    ratios = np.exp(np.sign(answers) * np.log(np.abs(answers) + 1))
    hits = 0
    for row in ratios:
        whole, rest = np.exp(np.log(row).mean()), np.exp(np.log(row[1:]).mean())
        guess = 19 * log(round(whole, 3)) - 18 * log(round(rest, 3))
        hits += abs(STEPS[np.abs(STEPS - guess).argmin()] - log(row[0])) < 1e-9
    assert hits >= 0.9 * len(ratios)


def test_of_a_round_in_which_few_changed_what_was_told_before_stands(story):
    base, _, _, first, _ = story
    assert weights_in(base / "first" / "weights.csv") == weights_in(base / "second" / "weights.csv")
    assert weights_in(base / "first" / "weights.csv")[""] == pytest.approx([mcda.weights(first)[id] for id in "abc"])
    assert (base / "first" / "ranking.csv").read_bytes() == (base / "second" / "ranking.csv").read_bytes()
    said = json.loads((base / "second" / "weights.csv.meta.json").read_text())
    assert said["notices"] == ["as told after round 1: weights: fewer than 5 answers to a question differ"]


def test_what_is_readmitted_after_a_release_changes_not_a_byte(story):
    base, *_ = story
    for path in (base / "second").iterdir():
        assert path.read_bytes() == (base / "third" / path.name).read_bytes(), path.name


def test_enough_changed_answers_are_told_anew(tmp_path):
    folder = made(tmp_path / "panel")
    happens(folder, opened(1), closed(1), (), opened(2))
    for who in PEOPLE[:5]:
        happens(folder, judged("a", "b", 8.5, who=who, round=2))
    happens(folder, closed(2), ())
    found = told(read_files(folder), read_log(folder).events)
    wanted = mcda.weights(read_panel(folder))
    assert found.weights.local.tolist() == pytest.approx(wanted.local.tolist())
    assert found.round == 2


def test_a_release_tells_of_what_it_knew_whatever_a_merge_brings_later(tmp_path):
    folder = made(tmp_path / "panel")
    other = Path(shutil.copytree(folder, tmp_path / "other"))
    happens(folder, opened(1))
    shutil.copy(folder / "journal.db", other / "journal.db")
    for who in PEOPLE:
        happens(other, judged("a", "b", 9, who=who))
    happens(folder, closed(1), ())
    before = told(read_files(folder), read_log(folder).events)
    assert run(["merge", str(folder), str(other)]) == 0
    after = told(read_files(folder), read_log(folder).events)
    assert after.weights.local.tolist() == before.weights.local.tolist()
    assert mcda.weights(read_panel(folder)).local.tolist() != pytest.approx(before.weights.local.tolist())


def test_a_round_is_told_once_however_often_it_is_released(tmp_path):
    folder = made(tmp_path / "panel")
    withheld = Action(kind=Kind.WITHHELD)
    happens(folder, (), withheld)
    for who in PEOPLE[:9]:
        happens(folder, judged("a", "b", 9, who=who))
    happens(folder, (), withheld, ("role",))
    found = releases(read_log(folder).events)
    assert [one.parts for one in found] == [("organisation",), ("organisation", "role")]
    assert found[0].events == found[1].events == ()
    happens(folder, closed(1), ())
    assert len(releases(read_log(folder).events)) == 3


def test_files_that_were_changed_after_a_release_are_noticed(tmp_path):
    folder = made(tmp_path / "panel")
    happens(folder, ())
    text = (folder / "judgements.csv").read_text().splitlines()
    (folder / "judgements.csv").write_text("\n".join(text[:-3]) + "\n")
    found = told(read_files(folder), read_log(folder).events)
    assert isinstance(found, str)
    assert "no longer hold what was told after round 1" in found


@pytest.mark.parametrize("wanted", ["withheld", "few", "role"])
def test_publishing_is_refused_with_a_reason(tmp_path, capsys, wanted):
    folder = made(tmp_path / "panel")
    if wanted == "few":
        rows = (folder / "judgements.csv").read_text().splitlines()
        few = [row for row in rows if row.split(",")[1] in ("panellist", *PEOPLE[:4])]
        (folder / "judgements.csv").write_text("\n".join(few) + "\n")
        (folder / "ratings.csv").unlink()
    if wanted != "withheld":
        happens(folder, ())
    options = ["--by", "role"] if wanted == "role" else []
    assert run(["publish", str(folder), str(tmp_path / "out"), *options]) == 1
    reasons = {"withheld": "results are withheld", "few": "fewer than 5 panellists", "role": "release --parts role"}
    assert reasons[wanted] in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def kept_rows(folder, name, keep):
    """The CSV file of a folder with those of its rows alone that are kept."""
    header, *rows = (folder / name).read_text().splitlines()
    (folder / name).write_text("\n".join([header, *(row for row in rows if keep(row.split(",")))]) + "\n")


def released(folder):
    happens(folder, ())
    return told(read_files(folder), read_log(folder).events)


def test_nothing_is_told_before_anybody_answered_or_anything_was_released(tmp_path):
    folder = made(tmp_path / "panel")
    assert told(read_files(folder), read_log(folder).events) == "nothing was released yet"
    (folder / "judgements.csv").unlink()
    (folder / "ratings.csv").unlink()
    assert released(folder) == "nobody has answered yet"


@pytest.mark.parametrize("people", [1, 4, 5])
def test_five_must_have_answered(tmp_path, people):
    folder = made(tmp_path / "panel")
    for name in ("judgements.csv", "ratings.csv"):
        kept_rows(folder, name, lambda row: row[1] in PEOPLE[:people])
    found = released(folder)
    few = "fewer than 5 panellists have answered: nothing is told of so few"
    assert (found if people < 5 else found.people) == (few if people < 5 else 5)


def test_an_order_that_rests_on_the_ratings_of_few_is_not_told_beside_weights_that_are(tmp_path):
    folder = made(tmp_path / "panel")
    kept_rows(folder, "ratings.csv", lambda row: row[1] in PEOPLE[:4])
    found = released(folder)
    assert found.orders["solutions"] == (
        "not told: the order of the solutions: together with all that is told they would say something of fewer than 5 "
        "panellists"
    )
    assert found.weights.local.tolist() == mcda.weights(read_panel(folder)).local.tolist()
    assert found.lacking == (found.orders["solutions"],)
    assert found.behind == {}
    assert (found.fewest["weights"], found.people) == (19, 19)


def test_each_figure_has_the_digits_of_those_whom_it_rests_on(tmp_path):
    folder = made(tmp_path / "panel")
    kept_rows(folder, "ratings.csv", lambda row: row[1] in PEOPLE[:7])
    found = released(folder)
    assert found.fewest == {"weights": 19, "agreement": 19, "solutions": 7}
    assert found.weights.local.tolist() == mcda.weights(read_panel(folder)).local.tolist()
    assert found.orders["solutions"].scores.tolist() == [
        float(f"{score:.1e}") for score in mcda.rank(read_panel(folder)).scores
    ]


def test_weights_that_rest_on_the_judgements_of_few_are_not_told_and_neither_is_the_order(tmp_path):
    folder = made(tmp_path / "panel")
    kept_rows(folder, "judgements.csv", lambda row: row[1] in PEOPLE[:4])
    found = released(folder)
    reason = "together with all that is told they would say something of fewer than 5 panellists"
    assert found.weights == f"not told: weights: {reason}"
    assert found.orders == {"solutions": f"not told: the order of the solutions: {reason}"}
    assert found.agreement == f"not told: agreement: {reason}"
    assert (found.people, found.parts["organisation"]) == (19, {})
    assert found.lacking == (f"not told: weights; the order of the solutions: {reason}",)


def test_an_only_child_is_nothing_to_be_told_and_so_nothing_that_lacks(tmp_path):
    folder = write(
        tmp_path / "panel",
        criteria={"a": {"only": None}, "b": None},
        panellists=" ".join(PEOPLE),
        solutions="x y",
        scale={"min": 0, "max": 10},
        judgements=[compare(who, "goal", "a b", "3") for who in PEOPLE[:4]],
        ratings=[rate(who, "a b", {"x": "3 4", "y": "5 2"}) for who in PEOPLE],
    )
    assert released(folder).weights.startswith("not told: weights: together with all that is told ")


def test_the_order_that_rank_shows_stands_first(tmp_path):
    folder = made(tmp_path / "panel", steps=steps_of(x="p q"))
    found = released(folder)
    assert list(found.orders) == ["solutions", "steps"]
    assert isinstance(found.orders["steps"], str)  # nobody rated them
    with (folder / "ratings.csv").open("a") as file:
        file.writelines(f"1,{who},{step},{id},5\n" for who in PEOPLE for step in "pq" for id in "abc")
    draft = as_if_released(read_files(folder), read_log(folder).events)
    assert list(draft.orders) == ["steps", "solutions"]


def test_an_order_that_cannot_be_found_says_why(tmp_path):
    folder = made(tmp_path / "panel")
    kept_rows(folder, "ratings.csv", lambda row: row[2] == "x")
    assert "y" in released(folder).orders["solutions"]
    odd = made(tmp_path / "odd", settings={"method": "vikor", "normalisation": "sum"})
    assert "normalisation of vikor 'sum'" in released(odd).orders["solutions"]


def test_where_nobody_or_few_joined_all_items_there_is_no_agreement_to_tell(tmp_path):
    folder = made(tmp_path / "panel")
    kept_rows(folder, "judgements.csv", lambda row: row[3:5] == (["a", "b"] if row[1] < "XQ09" else ["b", "c"]))
    found = released(folder)
    assert {each.verdict for each in found.agreement.measures} == {"not applicable: no panellist judged enough"}
    nine_judged = [float(f"{share:.1e}") for share in mcda.weights(read_panel(folder)).local]
    assert found.weights.local.tolist() == nine_judged
    few = made(tmp_path / "few")
    kept_rows(few, "judgements.csv", lambda row: row[3:5] == ["a", "b"] or row[1] < "XQ04")
    reason = "together with all that is told they would say something of fewer than 5 panellists"
    assert released(few).agreement == f"not told: agreement: {reason}"
    own = made(tmp_path / "own", settings={"aggregation": "aip"})  # the mean of the weights of those four
    kept_rows(own, "judgements.csv", lambda row: row[3:5] == ["a", "b"] or row[1] < "XQ04")
    assert released(own).weights == f"not told: weights: {reason}"


def test_agreement_is_told_node_by_node_and_over_all(tmp_path):
    folder = made(tmp_path / "panel")
    found = released(folder)
    wanted = mcda.agreement(read_panel(folder))
    assert repr(found.agreement.measures) == repr(wanted.measures)
    assert {each.scope for each in found.agreement.measures} == {"goal", "hierarchy"}
    assert found.agreement.meta["options"]["seed"] == 0


@pytest.mark.parametrize(("people", "digits"), [(9, 2), (10, 17)])
def test_of_nine_people_two_digits_are_told_and_of_ten_all(tmp_path, people, digits):
    folder = made(tmp_path / "panel")
    for name in ("judgements.csv", "ratings.csv"):
        kept_rows(folder, name, lambda row: row[1] in PEOPLE[:people])
    found, exact = released(folder), read_panel(folder)

    def rounded(numbers):
        return [float(f"{number:.{digits - 1}e}") for number in numbers]

    ranking = mcda.rank(exact)
    assert found.weights.local.tolist() == rounded(mcda.weights(exact).local)
    assert found.orders["solutions"].scores.tolist() == rounded(ranking.scores)
    assert found.orders["solutions"].weights.tolist() == rounded(ranking.weights)
    assert [each.value for each in found.agreement.measures] == rounded(
        each.value for each in mcda.agreement(exact).measures
    )
    assert set(found.fewest.values()) == {people}


def test_what_is_told_of_an_order_holds_no_values_and_no_names(tmp_path):
    found = released(made(tmp_path / "panel")).orders["solutions"]
    assert found.values.shape == (0, 3)
    assert found.raters.shape == (0, 3)
    assert found.derived is None
    assert "panellists" not in found.meta
    assert "panel_sha256" not in found.meta
    assert (found.meta["people"], found.meta["round"], found.meta["notices"]) == (19, 1, [])
    assert found.meta["options"]["method"] == "topsis"


def test_below_a_node_that_few_judged_nothing_is_told_but_beside_it(tmp_path):
    """The goal was compared by all, what is below a by four: its weights are not told, those of b's children are."""
    rows = [compare(who, "goal", "a b", "3" if place % 2 else "1/2") for place, who in enumerate(PEOPLE)]
    rows += [compare(who, "a", "a1 a2", "2") for who in PEOPLE[:4]]
    rows += [compare(who, "b", "b1 b2", "4") for who in PEOPLE[:7]]
    criteria = {"a": "a1 a2", "b": "b1 b2"}
    folder = write(tmp_path / "panel", criteria=criteria, panellists=" ".join(PEOPLE), judgements=rows)
    found = released(folder)
    local = dict(zip(found.weights.criteria, found.weights.local.tolist(), strict=True))
    overall = dict(zip(found.weights.criteria, found.weights.overall.tolist(), strict=True))
    share = (3**9 / 2**10) ** (1 / 19)
    assert local["a"] == pytest.approx(share / (1 + share))
    assert np.isnan([local["a1"], local["a2"], overall["a1"], overall["a2"]]).all()
    assert (local["b1"], local["b2"]) == (0.8, 0.2)
    assert overall["b1"] == float(f"{0.8 / (1 + share):.1e}")  # seven people: two digits
    reason = "together with all that is told they would say something of fewer than 5 panellists"
    assert found.weights.meta["notices"] == [f"not told: weights at a: {reason}"]
    assert f"not told: weights at a; agreement at a, hierarchy: {reason}" in found.notes
    assert found.lacking == (f"not told: weights at a: {reason}",)
    assert found.fewest["weights"] == 7


def test_parts_are_told_with_how_many_of_their_members_answered(tmp_path):
    folder = made(tmp_path / "panel")
    for name in ("judgements.csv", "ratings.csv"):
        kept_rows(folder, name, lambda row: row[1] not in (PEOPLE[0], PEOPLE[9]))
    happens(folder, ("region",))
    found = told(read_files(folder), read_log(folder).events)
    assert found.released == ("organisation", "region")
    assert found.people == 17
    for by, parts in found.members.items():
        assert parts == {
            name: sum(one.part(by) == name and one.id not in (PEOPLE[0], PEOPLE[9]) for one in found.panel.panellists)
            for name in found.parts[by]
        }
    assert found.members["organisation"]
    (name, weights) = next(iter(found.parts["organisation"].items()))
    assert (weights.meta["options"]["by"], weights.meta["options"]["part"]) == ("organisation", name)


@pytest.mark.parametrize("aggregation", ["aij", "aip"])
def test_the_weights_of_a_part_rest_on_the_answers_of_its_members_alone(aggregation, tmp_path):
    """By priorities of their own only on those who joined all items: P2 has left a pair out, and P3 two."""
    people = of_organisations(["North"] * 3 + ["South"] * 3)
    answers = {"P2": "3 ? 2", "P3": "3 ? ?"}
    given = panel(
        tmp_path,
        criteria="a b c",
        panellists=people,
        judgements=[compare(who, "goal", "a b c", answers.get(who, "3 5 2")) for who in people],
        settings={"aggregation": aggregation},
    )
    release = Release(event="", round=1, begun=False, parts=(ALWAYS,), events=(), digest="")
    figures = State.of(given, release).wanted()
    behind = {
        part: {who for source in figures[Figure("weights", "goal", ALWAYS, part)].values() for who, _ in source}
        for part in ("North", "South")
    }
    assert behind["South"] == {"P4", "P5", "P6"}
    assert behind["North"] == ({"P1", "P2", "P3"} if aggregation == "aij" else {"P1", "P2"})


def test_as_if_released_is_what_a_first_release_would_tell(tmp_path):
    folder = made(tmp_path / "panel")
    happens(folder, opened(1), judged("a", "b", 9, who=PEOPLE[0]))
    draft = as_if_released(read_files(folder), read_log(folder).events)
    assert (draft.event, draft.round, draft.people) == ("", 1, 19)
    first = released(folder)
    assert first.event == read_log(folder).events[-1].id
    assert draft.weights.local.tolist() == first.weights.local.tolist()
    few = as_if_released(read_files(folder), read_log(folder).events, fewest=20)
    assert few == "fewer than 20 panellists have answered: nothing is told of so few"
    exact = as_if_released(read_files(folder), read_log(folder).events, fewest=1)
    assert sorted(exact.parts["organisation"]) == ["Insurer", "Ministry", "University"]


def test_a_folder_that_holds_something_else_is_left_as_it_is(tmp_path, capsys):
    folder = made(tmp_path / "panel")
    happens(folder, ())
    out = tmp_path / "out"
    assert run(["publish", str(folder), str(out)]) == 0
    assert run(["publish", str(folder), str(out)]) == 0
    assert "the same already" in capsys.readouterr().err
    (out / "weights.csv").write_text("mine")
    held = {path.name: path.read_bytes() for path in out.iterdir()}
    assert run(["publish", str(folder), str(out)]) == 1
    assert {path.name: path.read_bytes() for path in out.iterdir()} == held


def test_nothing_that_leaves_names_a_panellist(story):
    """The role x view matrix: files of publish and the room for everybody, feedback for a panellist."""
    base, folder, *_ = story
    texts = {str(path): path.read_text() for name in ("first", "second", "third") for path in (base / name).iterdir()}
    seen = room(Sitting(folder))
    assert isinstance(seen, Room)
    assert (seen.round, seen.people, seen.kind) == (2, 19, "solutions")
    texts["room"] = repr(seen)
    for result in (seen.order, seen.weights, seen.agreement, *seen.parts.values()):
        texts[f"room {type(result).__name__}"] = json.dumps(result.to_dict()) + str(result)
    panel = read_panel(folder)
    for who in PEOPLE[:3]:
        texts[f"feedback to {who}"] = repr(feedback(panel, who, 1))
    assert len(texts) > 30
    for where, text in texts.items():
        assert not re.search(r"xq\d\d", text, re.IGNORECASE), where


def test_organisations_of_eight_eight_and_three_hide_the_three_and_one_of_the_eight(story):
    _, folder, *_ = story
    assert list(room(Sitting(folder)).parts) == ["Ministry"]


def test_an_answer_taken_back_after_the_release_still_counts_as_told(tmp_path):
    folder = made(tmp_path / "panel")
    happens(folder, opened(1), judged("a", "b", 9, who=PEOPLE[0]))
    answer = read_log(folder).events[-1]
    happens(folder, closed(1), (), opened(1), undone(answer, who=PEOPLE[0]), closed(1), ())
    found = told(read_files(folder), read_log(folder).events)
    assert any(note.startswith("as told after round 1: weights; ") for note in found.notes)


def test_where_nobodys_answers_are_behind_it_everything_is_told(tmp_path):
    folder = write(
        tmp_path / "measured",
        criteria={"a": 0.5, "b": 0.5},
        solutions="x y",
        performance={"x": {"a": 2, "b": 1}, "y": {"a": 1, "b": 1}},
    )
    happens(folder, ())
    found = room(Sitting(folder))
    wanted = mcda.rank(read_panel(folder))
    assert found.order.scores.tolist() == wanted.scores.tolist()
    assert found.weights.local.tolist() == [0.5, 0.5]
    assert found.people == 0


def test_where_organisations_weigh_the_same_no_parts_that_cut_through_them_are_told(tmp_path):
    folder = made(tmp_path / "panel", settings={"weighting": "organisation"})
    happens(folder, ("region",))
    found = told(read_files(folder), read_log(folder).events)
    assert found.parts["region"] == {}
    assert list(found.parts["organisation"]) == ["Ministry"]


@pytest.mark.parametrize("by", ["aip", "consistency"])
def test_whoever_counts_by_all_answers_is_told_of_by_all_of_them(tmp_path, by):
    """A change at one node moves what somebody counts for at the others, too, where the consistent count for more."""
    settings = {"aip": {"aggregation": "aip"}, "consistency": {"weighting": "consistency"}}[by]
    folder = made(tmp_path / "panel", settings=settings)
    happens(folder, opened(1), closed(1), (), opened(2), judged("a", "b", 9, who=PEOPLE[3], round=2), closed(2), ())
    before = told(read_files(folder), read_log(folder).events[:3])
    after = told(read_files(folder), read_log(folder).events)
    assert after.weights.local.tolist() == before.weights.local.tolist()
    assert mcda.weights(read_panel(folder)).local.tolist() != pytest.approx(before.weights.local.tolist())


def test_of_fewer_than_ten_people_two_digits_are_told(story):
    _, folder, *_ = story
    (ministry,) = room(Sitting(folder)).parts.values()
    assert all(share == float(f"{share:.1e}") for share in ministry.local.tolist())
    exact = mcda.weights_by(read_panel(folder), "organisation")["Ministry"]
    assert ministry.local.tolist() != exact.local.tolist()


def test_parts_that_were_told_once_stand_though_a_later_release_names_them_no_more(tmp_path):
    folder = made(tmp_path / "panel")
    happens(folder, opened(1), closed(1), ("region",))
    before = told(read_files(folder), read_log(folder).events).parts["region"]
    assert before
    happens(folder, opened(2), closed(2), ())
    after = told(read_files(folder), read_log(folder).events).parts["region"]
    assert {name: each.local.tolist() for name, each in after.items()} == {
        name: each.local.tolist() for name, each in before.items()
    }
