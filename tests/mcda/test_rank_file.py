"""Alternatives of a file, CSV or Parquet: the textbook's order, every fault with its place, memory that stays."""

import csv
import hashlib
import io
import tempfile
import tracemalloc

import numpy as np
import pyarrow
import pytest
from panels import panel as make_panel
from pyarrow import parquet

import mcda
from criteria.faults import PanelError
from mcda.analysis import AnalysisError, alternatives_file, ranked_lines

CRITERIA = {"cost": 0.4, "care": {"safety": 0.75, "waiting": 0.25}}
LEAVES = ("cost", "safety", "waiting")
WEIGHTS = np.array([0.4, 0.6 * 0.75, 0.6 * 0.25])
SIGNS = np.array([-1, 1, -1])
KINDS = ("csv", "text", "parquet")
every_kind = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture
def panel(tmp_path):
    criteria = [
        {"id": "cost", "weight": 0.4, "direction": "cost"},
        {
            "id": "care",
            "weight": 0.6,
            "children": [
                {"id": "safety", "weight": 0.75},
                {"id": "waiting", "weight": 0.25, "direction": "cost"},
            ],
        },
    ]
    return make_panel(tmp_path / "panel", criteria=criteria, scale={"min": 0, "max": 100})


def write(folder, kind, columns):
    """A file of columns. Of CSV files pyarrow reads the large ones, but none with a quoted header (`text`)."""
    if kind == "parquet":
        path = folder / "places.parquet"
        parquet.write_table(pyarrow.table(columns), path, row_group_size=40_000)
        return path
    path = folder / f"{kind}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        titles = ",".join(f'"{title}"' for title in columns) if kind == "text" else ",".join(columns)
        file.write(titles + "\n")
        csv.writer(file, lineterminator="\n").writerows(zip(*columns.values(), strict=True))
    return path


def places(rows, seed=3):
    """Ids and values with two decimals, some rows alike."""
    values = np.random.default_rng(seed).integers(100, 9_000, size=(rows, 3)) / 100
    values[rows // 3] = values[5 % rows]
    columns = {id: values[:, place].tolist() for place, id in enumerate(LEAVES)}
    return {"alternative": [f"m{row:06d}" for row in range(rows)], **columns}, values


def closeness(values, norm="vector"):
    unit = np.sqrt((values**2).sum(axis=0)) if norm == "vector" else np.full(3, 100.0)
    low, high = (values.min(axis=0), values.max(axis=0)) if norm == "vector" else (np.zeros(3), np.full(3, 100.0))
    factor = WEIGHTS / unit
    to_best = np.sqrt((((values - np.where(SIGNS > 0, high, low)) * factor) ** 2).sum(axis=1))
    to_worst = np.sqrt((((values - np.where(SIGNS > 0, low, high)) * factor) ** 2).sum(axis=1))
    return to_worst / (to_best + to_worst)


def ranks_of(scores):
    rising = np.sort(scores)
    return 1 + len(scores) - np.searchsorted(rising, scores + 1e-12, side="right")


def all_rows(panel, path, **options):
    pieces, _ = ranked_lines(panel, path, **options)
    return list(csv.DictReader(io.StringIO("".join(pieces))))


@pytest.mark.parametrize(
    ("kind", "rows"), [(kind, rows) for kind in KINDS for rows in (1, 3, 33_001)] + [("parquet", 70_001)]
)
def test_all_rows_are_ranked_best_first_as_the_textbook_says(panel, tmp_path, kind, rows):
    columns, values = places(rows)
    found = all_rows(panel, write(tmp_path, kind, columns))
    scores = closeness(values) if rows > 1 else np.array([0.5])
    ranks = ranks_of(scores)
    order = np.argsort(ranks, kind="stable")
    assert [row["alternative"] for row in found] == [columns["alternative"][place] for place in order]
    assert [int(row["rank"]) for row in found] == ranks[order].tolist()
    np.testing.assert_allclose([float(row["score"]) for row in found], scores[order], rtol=1e-11)


@every_kind
def test_the_best_are_the_first_of_all(panel, tmp_path, kind):
    columns, _ = places(35_000)
    path = write(tmp_path, kind, columns)
    best = mcda.rank_file(panel, path, top=12)
    first = all_rows(panel, path)[:12]
    assert best.count == 35_000
    assert best.alternatives == tuple(row["alternative"] for row in first)
    assert best.ranks.tolist() == [int(row["rank"]) for row in first]
    assert best.to_frame()["rank"].tolist() == best.ranks.tolist()
    assert best.to_dict()["ends"]["cost"] == [min(columns["cost"]), max(columns["cost"])]
    assert best.meta["file"]["alternatives"] == 35_000


@every_kind
def test_ties_share_a_rank_and_stand_in_the_order_of_the_file(panel, tmp_path, kind):
    rng = np.random.default_rng(8)
    kinds = rng.integers(0, 5, size=35_000)
    table = np.array([[10, 50, 5], [20, 50, 5], [10, 20, 5], [30, 70, 1], [10, 50, 5]], dtype=float)[kinds]
    columns = {"alternative": [f"x{row}" for row in range(len(kinds))]}
    columns |= {id: table[:, place].tolist() for place, id in enumerate(LEAVES)}
    path = write(tmp_path, kind, columns)
    found = all_rows(panel, path)
    ranks = ranks_of(closeness(table))
    expected = np.argsort(ranks, kind="stable")
    assert [int(row["alternative"][1:]) for row in found] == expected.tolist()
    assert [int(row["rank"]) for row in found] == ranks[expected].tolist()
    assert len(set(ranks)) == 4
    best = mcda.rank_file(panel, path, top=3)
    assert best.alternatives == tuple(f"x{row}" for row in expected[:3])
    assert best.meta["notices"] == ["others share rank 1 with the last one shown"]


@pytest.mark.parametrize("size", [1.0, 2.0**600])
@pytest.mark.parametrize("kind", ["text", "parquet"])
def test_a_few_rows_at_a_time_give_the_same_places_as_all_at_once(panel, tmp_path, monkeypatch, kind, size):
    """Eleven rows, some alike, read by fours and put in order by threes; also where squares would overflow."""
    monkeypatch.setattr("mcda.analysis.alternatives_file.ROWS", 4)
    monkeypatch.setattr("mcda.analysis.ranking_files.SHELF", 3)
    rows = [[9, 1, 9], [2, 7, 1], [3, 7, 2], [2, 7, 1], [4, 4, 4], [8, 3, 8], [2, 7, 1], [9, 1, 9]]
    table = np.array([*rows, [1, 9, 1], [5, 5, 5], [4, 4, 4]], dtype=float)
    ids = [f"m{row}" for row in range(11)]
    columns = {"alternative": ids, "name": [f"Place {id}" for id in ids]}
    columns |= {id: (size * table[:, place]).tolist() for place, id in enumerate(LEAVES)}
    path = write(tmp_path, kind, columns)
    ranks = ranks_of(closeness(table))
    order = np.argsort(ranks, kind="stable")
    pieces, meta = ranked_lines(panel, path)
    lines = list(csv.DictReader(io.StringIO("".join(pieces))))
    assert [(line["alternative"], line["name"]) for line in lines] == [(ids[row], f"Place {ids[row]}") for row in order]
    assert [int(line["rank"]) for line in lines] == ranks[order].tolist()
    np.testing.assert_allclose([float(line["score"]) for line in lines], closeness(table)[order], rtol=1e-11)
    assert meta["file"]["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    for top in range(1, 13):
        best = mcda.rank_file(panel, path, top)
        assert best.count == 11
        assert best.alternatives == tuple(ids[row] for row in order[:top])
        assert best.names == tuple(f"Place {ids[row]}" for row in order[:top])
        assert best.ranks.tolist() == ranks[order][:top].tolist()
        np.testing.assert_allclose(best.scores, closeness(table)[order][:top], rtol=1e-12)
        last, following = ranks[order][:top][-1], ranks[order][top : top + 1]
        said = [f"others share rank {last} with the last one shown"] if last in following else []
        assert best.meta["notices"] == said
        assert best.low.tolist() == (size * table.min(axis=0)).tolist()
        assert best.high.tolist() == (size * table.max(axis=0)).tolist()


def test_of_more_rows_than_shelves_hold_each_shelf_holds_more(panel, tmp_path, monkeypatch):
    monkeypatch.setattr("mcda.analysis.ranking_files.SHELF", 1)
    monkeypatch.setattr("mcda.analysis.ranking_files.SHELVES", 3)
    opened = []
    real = tempfile.TemporaryFile
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda: opened.append(real()) or opened[-1])
    columns, values = places(10)
    found = all_rows(panel, write(tmp_path, "parquet", columns))
    order = np.argsort(ranks_of(closeness(values)), kind="stable")
    assert [row["alternative"] for row in found] == [columns["alternative"][place] for place in order]
    assert len(opened) == 3


def test_a_single_row_is_first_and_tells_nothing_apart(panel, tmp_path):
    best = mcda.rank_file(panel, write(tmp_path, "text", places(1)[0]))
    assert (best.alternatives, best.ranks.tolist()) == (("m000000",), [1])
    assert best.meta["notices"] == []


def test_the_normalisation_of_the_settings_belongs_to_the_method_beside_it(tmp_path):
    settings = {"method": "weighted-sum", "normalisation": "sum"}
    made = make_panel(tmp_path / "panel", criteria=dict.fromkeys(LEAVES, 1 / 3), settings=settings)
    path = write(tmp_path, "text", places(4)[0])
    for asked, expected in (
        ({}, ("weighted-sum", "sum")),
        ({"method": "weighted-sum"}, ("weighted-sum", "sum")),
        ({"method": "topsis"}, ("topsis", "vector")),
        ({"normalisation": "max"}, ("weighted-sum", "max")),
    ):
        options = mcda.rank_file(made, path, **asked).meta["options"]
        assert (options["method"], options["normalisation"]) == expected


def test_every_reader_gives_the_same_bytes(panel, tmp_path):
    columns, _ = places(40_000)
    columns["name"] = [f"Ort, {id} ü" for id in columns["alternative"]]
    written = {"".join(ranked_lines(panel, write(tmp_path, kind, columns))[0]) for kind in KINDS}
    assert len(written) == 1
    assert '"Ort, m000000 ü"' in written.pop()


@every_kind
@pytest.mark.parametrize(
    ("method", "word"), [("topsis", "scale"), ("topsis", "minmax"), ("weighted-sum", "max"), ("weighted-sum", "sum")]
)
def test_methods_and_normalisations_score_as_the_engine_does(panel, tmp_path, kind, method, word):
    columns, values = places(2_000)
    best = mcda.rank_file(panel, write(tmp_path, kind, columns), 2_000, method, word)
    domain = [[0, 100]] * 3
    expected = mcda.ranking.RANKING_METHODS[method].score(values, WEIGHTS, SIGNS, word, domain)
    found = dict(zip(best.alternatives, best.scores, strict=True))
    np.testing.assert_allclose([found[id] for id in columns["alternative"]], expected, rtol=1e-12)


def test_columns_may_stand_at_a_higher_level_and_in_any_order(panel, tmp_path):
    path = tmp_path / "high.csv"
    path.write_text("CARE; alternative;cost\n3; b ;1\n5;a;2\n", encoding="utf-8")
    best = mcda.rank_file(panel, path)
    assert best.criteria == ("cost", "care")
    np.testing.assert_allclose(best.weights, [0.4, 0.6])
    assert set(best.alternatives) == {"a", "b"}


def test_numbers_may_have_decimal_commas_and_persian_digits(tmp_path):
    panel = make_panel(tmp_path / "panel", criteria={"a": 0.5, "b": 0.5}, settings={"decimal": ","})
    path = tmp_path / "commas.csv"
    path.write_text("alternative;a;b\nx;1,5;2\ny;۳;0,25\n", encoding="utf-8")
    best = mcda.rank_file(panel, path, method="weighted-sum")
    assert dict(zip(best.alternatives, best.scores, strict=True)) == {
        "x": pytest.approx(0.75),
        "y": pytest.approx(0.5 + 0.0625),
    }


def test_parquet_columns_may_be_whole_numbers_and_ids_codes(panel, tmp_path):
    path = tmp_path / "codes.parquet"
    columns = {
        "alternative": pyarrow.array([5, 70, 8], pyarrow.int32()),
        "cost": pyarrow.array([3, 1, 2], pyarrow.int16()),
        "safety": pyarrow.array([1.5, 2.5, 3.5], pyarrow.float32()),
        "waiting": pyarrow.array([1, 2, 3], pyarrow.uint64()),
    }
    parquet.write_table(pyarrow.table(columns), path)
    values = np.array([[3, 1.5, 1], [1, 2.5, 2], [2, 3.5, 3]])
    best = mcda.rank_file(panel, path)
    found = dict(zip(best.alternatives, best.scores, strict=True))
    np.testing.assert_allclose([found["5"], found["70"], found["8"]], closeness(values), rtol=1e-12)


# Faults


def refused(panel, path, **options):
    with pytest.raises(PanelError) as error:
        mcda.rank_file(panel, path, **options)
    return str(error.value).splitlines()


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("alternative,cost,safety,wating", "h.csv:1:4: header: the column 'wating' is no criterion: did you mean"),
        ("alternative,cost,safety,cost,waiting", "h.csv:1:4: header: duplicate column 'cost'"),
        ("cost,safety,waiting", "h.csv:1:1: header: the column 'alternative' is missing"),
        ("alternative,cost,safety", "h.csv:1:1: header: columns of criteria: nothing at or above 'waiting'"),
        ("alternative,cost,care,waiting", "h.csv:1:1: header: columns of criteria: 'waiting' and 'care' above it"),
    ],
)
def test_columns_that_do_not_fit_are_named(panel, tmp_path, header, said):
    path = tmp_path / "h.csv"
    path.write_text(f"{header}\n" + ",".join("x1234"[: header.count(",") + 1]) + "\n", encoding="utf-8")
    assert any(line.startswith(said) for line in refused(panel, path)), refused(panel, path)


@pytest.mark.parametrize("quote", ["", '"'])
@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            "x,1,two,3",
            ":4:3: safety: 'two' is no number: allowed are numbers such as 3, 0.25 or 2.5e-1 (alternative x)",
        ),
        ("x,1,,3", ":4:3: safety: the value is missing: every cell needs a number (alternative x)"),
        ("x,1,nan,3", ":4:3: safety: 'nan' is not a finite number"),
        ("x,1,2,1e999", ":4:4: waiting: '1e999' is not a finite number"),
        ("x,1,1_0,3", ":4:3: safety: '1_0' is no number"),
        ("x,1,2", ":4:3: row: line 4 has 3 fields, the header 4"),
        ("x,1,2,3,4", ":4:4: row: line 4 has 5 fields, the header 4"),
        (",1,2,3", ":4:1: alternative: the id is missing"),
        ("\x1b[2J,1,2,3", ":4:1: alternative: '\\x1b[2J' holds the control character"),
        ("a,1,2,3", ":4:1: alternative: duplicate 'a': line 2 has it already"),
    ],
)
def test_faults_of_a_row_have_their_line_and_column(panel, tmp_path, quote, row, said):
    path = tmp_path / "f.csv"
    lines = [f"{quote}alternative{quote},cost,safety,waiting", "a,1,2,3", "b,2,2,2", row, "c,3,1,2"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = refused(panel, path)
    assert len(found) == 1
    assert found[0].startswith(f"f.csv{said}"), found


@pytest.mark.parametrize("cell", ["two", "nan", "", "1e999"])
def test_faults_far_down_a_large_file_have_their_line(panel, tmp_path, cell):
    columns, _ = places(40_000)
    columns["waiting"][39_998] = cell
    found = refused(panel, write(tmp_path, "csv", columns))
    assert len(found) == 1
    assert found[0].startswith("csv.csv:40000:4: waiting: ")


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"safety": [1.0, None, 2.0]}, "f.parquet:2:3: safety: the value is missing"),
        ({"safety": [1.0, 2.0, float("inf")]}, "f.parquet:3:3: safety: 'inf' is not a finite number"),
        ({"safety": ["1", "2", "3"]}, "f.parquet:1:3: safety: the column holds string: allowed are numbers"),
        ({"alternative": ["a", None, "c"]}, "f.parquet:2:1: alternative: the id is missing"),
        ({"alternative": ["a", "b", "a"]}, "f.parquet:3:1: alternative: duplicate 'a': line 1 has it already"),
        ({"alternative": [0.5, 1.5, 2.5]}, "f.parquet:1:1: alternative: the column holds double: allowed are text"),
    ],
)
def test_faults_of_a_parquet_file_have_their_row(panel, tmp_path, cells, said):
    columns = {"alternative": ["a", "b", "c"], "cost": [1, 2, 3], "safety": [1.0, 2.0, 3.0], "waiting": [3, 2, 1]}
    path = tmp_path / "f.parquet"
    parquet.write_table(pyarrow.table(columns | cells), path)
    found = refused(panel, path)
    assert len(found) == 1
    assert found[0].startswith(said), found


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_what_is_no_such_file_is_said(panel, tmp_path, ending):
    path = tmp_path / f"odd.{ending}"
    assert refused(panel, path) == [f"{path}:1:1: file: there is no such file"]
    path.write_bytes(b"\xff\xfea\x00,\x00")
    assert ("UTF-16" if ending == "csv" else "no Parquet file") in refused(panel, path)[0]
    path.unlink()
    path.mkdir()
    assert "this is a folder" in refused(panel, path)[0]


def test_a_file_without_rows_is_refused(panel, tmp_path):
    path = tmp_path / "empty.csv"
    for text in ("", "alternative,cost,safety,waiting\n"):
        path.write_text(text, encoding="utf-8")
        assert len(refused(panel, path)) == 1
    empty = write(
        tmp_path,
        "parquet",
        {name: pyarrow.array([], "string") for name in ("alternative",)}
        | {id: pyarrow.array([], "double") for id in LEAVES},
    )
    assert refused(panel, empty) == [f"{empty.name}:1:1: rows: no alternatives: add rows"]


@every_kind
def test_twenty_faults_are_named_and_the_others_counted(panel, tmp_path, kind):
    columns, _ = places(500)
    columns["safety"] = [None if row % 5 == 0 else 1.0 for row in range(500)]
    path = write(tmp_path, kind, columns)
    found = refused(panel, path)
    assert len(found) == 21
    line = 96 if kind == "parquet" else 97
    assert found[-1] == f"{path.name}:{line}:1: file: 80 more faults are not listed"


@every_kind
def test_a_file_pasted_twice_is_found_out(panel, tmp_path, kind):
    columns, _ = places(40_000)
    doubled = {name: [*values, *values] for name, values in columns.items()}
    found = refused(panel, write(tmp_path, kind, doubled))
    assert len(found) == 11
    assert "duplicate 'm" in found[0]
    assert "39990 more faults" in found[-1]


@pytest.fixture
def blocks_of_64(monkeypatch):
    """Files are read 64 rows at a time, and those of 2,000 bytes by pyarrow."""
    monkeypatch.setattr(alternatives_file, "ROWS", 64)
    monkeypatch.setattr(alternatives_file, "WORTH_PYARROW", 2_000)


@pytest.mark.usefixtures("blocks_of_64")
@every_kind
@pytest.mark.parametrize("rows", [127, 128, 129])
def test_blocks_that_end_with_the_file_hold_all_rows_and_find_twins(panel, tmp_path, kind, rows):
    columns, values = places(rows)
    path = write(tmp_path, kind, columns)
    assert alternatives_file.open_alternatives(panel, path).kind == kind
    found = all_rows(panel, path)
    assert [int(row["rank"]) for row in found] == sorted(ranks_of(closeness(values)).tolist())
    assert {row["alternative"] for row in found} == set(columns["alternative"])
    columns["alternative"][-1] = columns["alternative"][3]
    at, before = (rows, 4) if kind == "parquet" else (rows + 1, 5)
    path = write(tmp_path, kind, columns)
    assert refused(panel, path) == [
        f"{path.name}:{at}:1: alternative: duplicate 'm000003': line {before} has it already"
    ]


@every_kind
def test_ids_that_share_a_hash_are_told_apart(panel, tmp_path, monkeypatch, kind):
    """With factors of one the hash of an id is that of its letters in any order."""
    monkeypatch.setattr(alternatives_file, "_FACTORS", np.ones(alternatives_file.LONGEST, np.uint64))
    columns = {"alternative": ["ab", "ba", "c", "abc", "cab"], **{id: [1.0, 2.0, 3.0, 4.0, 5.0] for id in LEAVES}}
    assert mcda.rank_file(panel, write(tmp_path, kind, columns)).count == 5
    columns["alternative"][3:] = ["cab", "cab"]
    found = refused(panel, write(tmp_path, kind, columns))
    assert "duplicate 'cab'" in found[0]


@pytest.mark.usefixtures("blocks_of_64")
def test_a_file_whose_rows_are_shorter_than_its_first_ones_has_more_of_them(panel, tmp_path):
    names = [f"{'a long name ' * 12}{row}" if row < 500 else "" for row in range(3_000)]
    columns, _ = places(3_000)
    path = write(tmp_path, "text", {"alternative": columns.pop("alternative"), "name": names, **columns})
    assert alternatives_file.open_alternatives(panel, path).about < 1_500
    best = mcda.rank_file(panel, path, top=3_000)
    assert best.count == 3_000
    shown = dict(zip(best.alternatives, best.names, strict=True))
    assert (shown["m000499"], shown["m000500"]) == (names[499], "m000500")
    with path.open("a", encoding="utf-8") as file:
        file.write("m000007,,1,2,3\n")
    assert refused(panel, path) == [f"{path.name}:3002:1: alternative: duplicate 'm000007': line 9 has it already"]


@pytest.mark.usefixtures("blocks_of_64")
@pytest.mark.parametrize(
    ("id", "said"),
    [
        ("", "the id is missing: every row needs one"),
        ("a\x1bb", "'a\\x1bb' holds the control character"),
        ("a\x7fb", "'a\\x7fb' holds the control character"),
        ("x" * 201, "'xxx"),
    ],
)
def test_an_id_that_cannot_be_is_named_by_its_line_however_the_file_is_read(panel, tmp_path, id, said):
    columns, _ = places(300)
    columns["alternative"][199] = id
    for kind, line in (("csv", 201), ("text", 201), ("parquet", 200)):
        path = write(tmp_path, kind, columns)
        assert alternatives_file.open_alternatives(panel, path).kind == kind
        (found,) = refused(panel, path)
        assert found.startswith(f"{path.name}:{line}:1: alternative: {said}")


@pytest.mark.usefixtures("blocks_of_64")
@every_kind
def test_ids_may_be_long_hold_blanks_and_any_letters_and_blanks_around_them_do_not_count(panel, tmp_path, kind):
    columns, _ = places(140)
    for place, id in ((7, "x" * 200), (20, "a b"), (21, "مرکز"), (22, "~!"), (70, " m000071x ")):
        columns["alternative"][place] = id
    best = mcda.rank_file(panel, write(tmp_path, kind, columns), top=140)
    assert set(best.alternatives) == {id.strip() for id in columns["alternative"]}
    columns["alternative"][130] = " m000003 "
    found = refused(panel, write(tmp_path, kind, columns))
    line, before = (131, 4) if kind == "parquet" else (132, 5)
    assert len(found) == 1
    assert found[0].endswith(f":{line}:1: alternative: duplicate 'm000003': line {before} has it already")


def test_a_name_that_cannot_be_is_named_and_one_that_is_missing_is_the_id(panel, tmp_path):
    columns, _ = places(4)
    columns["name"] = ["One", "", "Th\x1bree", None]
    for kind, line in (("text", 4), ("parquet", 3)):
        found = refused(panel, write(tmp_path, kind, columns))
        assert len(found) == 1
        assert f":{line}:5: name: 'Th\\x1bree' holds the control character" in found[0]
    columns["name"][2] = "Three"
    for kind in ("text", "parquet"):
        best = mcda.rank_file(panel, write(tmp_path, kind, columns))
        shown = dict(zip(best.alternatives, best.names, strict=True))
        assert list(map(shown.get, columns["alternative"])) == ["One", "m000001", "Three", "m000003"]


def test_a_file_that_changes_while_it_is_read_is_refused(panel, tmp_path):
    path = write(tmp_path, "text", places(5)[0])
    rows = alternatives_file.open_alternatives(panel, path).rows()
    next(rows)
    with path.open("a", encoding="utf-8") as file:
        file.write("late,1,2,3\n")
    with pytest.raises(AnalysisError, match=r"text\.csv was changed while it was read: try again"):
        next(rows)


def test_a_criterion_has_one_column_in_a_parquet_file_too(panel, tmp_path):
    path = tmp_path / "twice.parquet"
    columns = {"alternative": ["a"], "cost": [1], "safety": [1.0], "COST": [2], "waiting": [3]}
    parquet.write_table(pyarrow.table(columns), path)
    assert refused(panel, path) == ["twice.parquet:1:4: header: duplicate column 'COST': each column once"]


@every_kind
def test_what_the_method_refuses_is_named_by_its_place(panel, tmp_path, kind):
    columns, _ = places(40_000)
    columns["cost"][39_000] = -2.5
    line = 39_001 if kind == "parquet" else 39_002
    with pytest.raises(AnalysisError, match=rf":{line}:2: cost of 'm039000' is -2.5: the 'max' normalisation"):
        mcda.rank_file(panel, write(tmp_path, kind, columns), method="weighted-sum")


def test_methods_that_compare_all_at_once_are_refused(panel, tmp_path):
    path = write(tmp_path, "csv", places(5)[0])
    with pytest.raises(AnalysisError, match=r"method 'vikor' cannot rank a file .* allowed are topsis, weighted-sum"):
        mcda.rank_file(panel, path, method="vikor")
    with pytest.raises(AnalysisError, match="normalisation of topsis 'sum'"):
        mcda.rank_file(panel, path, normalisation="sum")
    with pytest.raises(AnalysisError, match="top 0 is not allowed"):
        mcda.rank_file(panel, path, top=0)


def test_a_scale_is_needed_where_it_is_asked_for(tmp_path):
    panel = make_panel(tmp_path / "panel", criteria={"a": 0.5, "b": 0.5})
    path = tmp_path / "f.csv"
    path.write_text("alternative,a,b\nx,1,2\n", encoding="utf-8")
    with pytest.raises(AnalysisError, match="'scale' needs a declared scale"):
        mcda.rank_file(panel, path, normalisation="scale")


def test_constant_columns_are_said_and_count_for_nothing(panel, tmp_path):
    columns, values = places(50)
    columns["safety"] = [0.0] * 50
    values[:, 1] = 0.0
    best = mcda.rank_file(panel, write(tmp_path, "csv", columns))
    assert best.meta["notices"] == ["safety: the same value for all, so it tells nothing apart"]
    assert best.alternatives[0] == columns["alternative"][int(mcda.ranking.topsis(values, WEIGHTS, SIGNS).argmax())]


def test_progress_only_grows_and_ends_with_everything(panel, tmp_path):
    told = []
    path = write(tmp_path, "parquet", places(100_000)[0])
    pieces, _ = ranked_lines(panel, path, progress=lambda done, total: told.append((done, total)))
    "".join(pieces)
    shares = [done / total for done, total in told]
    assert shares == sorted(shares)
    assert shares[-1] == 1


def test_progress_counts_every_row_of_every_pass(panel, tmp_path):
    path = write(tmp_path, "parquet", places(7)[0])
    for ask, passes in ((mcda.rank_file, 2), (ranked_lines, 3)):
        told = []
        found = ask(panel, path, progress=lambda *counts, told=told: told.append(counts))
        if ask is ranked_lines:
            "".join(found[0])
        assert told == [(7 * number, 7 * passes) for number in range(1, passes + 1)]


def test_memory_is_a_few_bytes_a_row_beside_blocks(panel, tmp_path):
    def peak(rows):
        path = tmp_path / f"{rows}.parquet"
        numbers = np.arange(rows)
        columns = {"alternative": numbers, **{id: numbers * 7.0 % (97 + place) for place, id in enumerate(LEAVES)}}
        parquet.write_table(pyarrow.table(columns), path)
        tracemalloc.start()
        try:
            mcda.rank_file(panel, path, top=5)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(10)
    few, many = peak(150_000), peak(450_000)
    assert many - few < 20 * 300_000
