"""Figures: what they show, that names stay names, and that the same figure gives the same bytes."""

import os
import stat
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from dataclasses import replace

import numpy as np
import pytest
from drawn import FILE, written
from golden import ROOT

import mcda
from mcda import plots
from mcda.plots.style import DARK, LABEL, LIGHT, LINES, label, note, percent, rank_ticks

NAMES = [
    "A name that goes on and on, well beyond what the margin of any figure can hold, and then further still",
    "تقویت اعتماد و باور در سطح حاکمیت و سیاست‌گذاری سلامت",
    r"Costs $100 or $x_1^2$, \frac{1}{2} & <b>50 %</b>",
    "C_1 ^ {unclosed $",
    "远程医疗",
]
SHARES = np.array([[0.6, 0.4, 0, 0, 0], [0.4, 0.6, 0, 0, 0], [0, 0, 1, 0, 0], [0, 0, 0, 0.5, 0.5], [0, 0, 0, 0.5, 0.5]])
MOVED = [[1, 2, 3, 5, 4], [2, 1, 0, 4, 3]]
NOW, LOW, HIGH = np.full(5, 0.2), np.array([0, 0.1, 0.2, 0.15, 0]), np.array([1, 0.3, 0.2, 0.9, 0.5])
SAID = {"title": "A title with $money$ and _marks_", "notice": plots.MADE_UP}


def curve(**more):
    ranks = [[1, 2, 3, 4, 5], [2, 1, 3, 4, 5], [1, 3, 2, 5, 4], [1, 2, 3, 5, 4]]
    choices = {"method": ["$a$", "b", "b", "$a$"], "scale": ["linear"] * 4, "priorities": ["x", "x", "y", "y"]}
    return plots.specification_curve(NAMES, ranks, choices, **(SAID | more))


def sweep_lines():
    shares = np.linspace(0, 1, 11)
    scores = np.stack([1 - shares, shares, 0.3 + 0 * shares, 0.2 + 0 * shares, 0.1 + 0 * shares], axis=1)
    return plots.sweep_lines(NAMES, shares, scores, 0.25, [0.5], criterion=NAMES[2], **SAID)


FIGURES = {
    "rank_acceptability": lambda: plots.rank_acceptability(NAMES, SHARES, **SAID),
    "stability": lambda: plots.stability(NAMES, NOW, LOW, HIGH, **SAID),
    "tornado": lambda: plots.tornado(NAMES, [-0.1, 0.2, np.nan, 0.1, 0.1], [0.3, 0.1, 0.1, np.nan, 0.4], 0.1, **SAID),
    "specification_curve": curve,
    "sweep_lines": sweep_lines,
    "sobol": lambda: plots.sobol(
        NAMES, NOW, HIGH, np.stack([LOW, HIGH], axis=1), np.stack([LOW, HIGH], axis=1), **SAID
    ),
    "reversals": lambda: plots.reversals(NAMES, ["$x_1^2$", "C_1 ^ {unclosed $"], MOVED, [1, 2, 3, 4, 5], **SAID),
}


@pytest.fixture(scope="module")
def telemedicine():
    return mcda.read_panel(ROOT / "sample_panels" / "telemedicine")


def texts(figure):
    """Everything that the figure says."""
    from matplotlib.text import Text

    return [text.get_text() for text in figure.findobj(Text) if text.get_text()]


# Writing


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("suffix", plots.FORMATS)
def test_the_same_figure_gives_the_same_bytes(name, suffix, tmp_path):
    for place in ("one", "two"):
        plots.save_plot(FIGURES[name](), tmp_path / f"{place}{suffix}")
    one, two = (tmp_path / f"{place}{suffix}" for place in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()
    assert sorted(tmp_path.iterdir()) == [one, two]
    if suffix == ".svg":
        tree = ElementTree.parse(one)
        assert "date" not in one.read_text(encoding="utf-8").lower().partition("<defs")[0]
        assert "A title with $money$" in next(tree.iter("{http://purl.org/dc/elements/1.1/}title")).text
    else:
        assert one.read_bytes().startswith(b"\x89PNG")


def test_the_users_settings_change_nothing_and_stay(tmp_path):
    import matplotlib

    plots.save_plot(curve(), tmp_path / "plain.svg")
    with matplotlib.rc_context({"font.size": 21, "axes.facecolor": "red", "text.usetex": True, "svg.hashsalt": "mine"}):
        plots.save_plot(curve(), tmp_path / "set.svg")
        assert matplotlib.rcParams["font.size"] == 21
        assert matplotlib.rcParams["text.usetex"]
    assert (tmp_path / "plain.svg").read_bytes() == (tmp_path / "set.svg").read_bytes()


@pytest.mark.parametrize("name", ["plot.pdf", "plot", "plot.svg.txt"])
def test_other_endings_are_refused_and_nothing_is_written(name, tmp_path):
    with pytest.raises(ValueError, match=r"does not end in \.svg or \.png"):
        plots.save_plot(curve(), tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_there_stays_whole_if_drawing_fails(tmp_path, monkeypatch):
    path = tmp_path / "plot.svg"
    path.write_text("before")
    figure = curve()
    monkeypatch.setattr(figure, "draw", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        plots.save_plot(figure, path)
    assert [each.read_text() for each in tmp_path.iterdir()] == ["before"]


def test_a_file_that_cannot_take_its_place_leaves_nothing_behind(tmp_path):
    (tmp_path / "plot.svg").mkdir()
    with pytest.raises(OSError, match=r"plot\.svg"):
        plots.save_plot(plots.stability(["a"], [0.5], [0], [1]), tmp_path / "plot.svg")
    assert [path.name for path in tmp_path.iterdir()] == ["plot.svg"]


def test_a_bitmap_has_150_dots_an_inch_and_a_drawing_inside_a_page_no_background(tmp_path):
    figure = plots.stability(["a"], [0.5], [0], [1])
    plots.save_plot(figure, tmp_path / "plot.png")
    sides = int.from_bytes((tmp_path / "plot.png").read_bytes()[16:20]) / 150
    assert sides == pytest.approx(figure.get_size_inches()[0], abs=0.01)
    assert figure.patch.get_alpha() is None
    assert plots.svg_of(figure).startswith(b"<?xml")
    assert {part.patch.get_alpha() for part in (figure, *figure.axes)} == {0}


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are those of POSIX")
def test_who_may_read_a_figure_is_decided_by_the_umask(tmp_path):
    before = os.umask(0o027)
    try:
        plots.save_plot(plots.stability(["a"], [0.5], [0], [1]), tmp_path / "plot.svg")
        assert os.umask(0o027) == 0o027
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "plot.svg").stat().st_mode) == 0o640


# Names


@pytest.mark.parametrize("name", FIGURES)
def test_names_are_shown_as_they_are_and_never_read_as_mathematics(name):
    from matplotlib.text import Text

    figure = FIGURES[name]()
    assert not any(text.get_parse_math() for text in figure.findobj(Text))
    said = [" ".join(text.split()) for text in texts(figure)]
    assert any(r"$x_1^2$" in text for text in said)
    assert any("C_1 ^ {unclosed $" in text for text in said)
    assert any(text.startswith("A title with $money$ and _marks_") for text in said)
    assert plots.MADE_UP in said


def test_long_names_are_broken_between_words_and_cut():
    first, second = label(NAMES[0]).split("\n")
    assert NAMES[0].startswith(f"{first} {second.removesuffix(' …')}")
    assert max(len(first), len(second)) <= LABEL
    assert label("a\nb\tc") == "a b c"
    assert label("x" * 200).count("\n") <= 1


def test_letters_of_persian_are_joined_and_run_from_the_right():
    """Joined letters are narrower than the same ones alone."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure()
    renderer = FigureCanvasAgg(figure).get_renderer()
    word, apart = "سلامت", "\u200c".join("سلامت")
    widths = [figure.text(0, 0, text).get_window_extent(renderer).width for text in (word, apart)]
    assert widths[0] < widths[1]


# What they show


def test_stacked_bars_are_the_shares():
    axes = plots.rank_acceptability(NAMES, SHARES).axes[0]
    widths = np.array([[bar.get_width() for bar in ranks] for ranks in axes.containers]).T
    np.testing.assert_allclose(widths, SHARES)
    starts = np.array([[bar.get_x() for bar in ranks] for ranks in axes.containers]).T
    np.testing.assert_allclose(starts + widths, SHARES.cumsum(axis=1))
    tops = [text.get_position()[1] for text in axes.get_yticklabels()]
    assert axes.get_ylim()[0] > axes.get_ylim()[1], "the first is on top"
    assert len(tops) == len(NAMES)


def test_lightness_tells_ranks_and_lines_apart_without_colour():
    from matplotlib.colors import to_rgb

    grey = np.array([0.299, 0.587, 0.114])
    axes = plots.rank_acceptability(NAMES, SHARES).axes[0]
    levels = [to_rgb(ranks[0].get_facecolor()) @ grey for ranks in axes.containers]
    assert (np.diff(levels) > 0.05).all()
    dashes = [str(dash) for _, dash, _ in LINES]
    assert len(set(dashes)) == len({marker for *_, marker in LINES}) == len(LINES)


def test_stability_lines_go_from_low_to_high_with_the_present_weight_on_them():
    axes = plots.stability(NAMES, NOW, LOW, HIGH).axes[0]
    spans = np.array([segment[:, 0] for segment in axes.collections[1].get_segments()])
    np.testing.assert_allclose(spans, np.stack([LOW, HIGH], axis=1))
    (marks,) = [line for line in axes.lines if line.get_label() == "weight now"]
    np.testing.assert_allclose(marks.get_xdata(), NOW)


def test_the_widest_bars_of_a_tornado_are_on_top():
    low, high = np.array([0.09, -0.2, 0.1]), np.array([0.15, 0.1, 0.3])
    axes = plots.tornado(["narrow", "widest", "wide"], low, high, 0.1).axes[0]
    assert [text.get_text() for text in axes.get_yticklabels()] == ["widest", "wide", "narrow"]
    less, more = ([bar.get_x() + bar.get_width() for bar in bars] for bars in axes.containers)
    np.testing.assert_allclose(less, low[[1, 2, 0]])
    np.testing.assert_allclose(more, high[[1, 2, 0]])
    assert "the first place changes hands" in [line.get_label() for line in axes.lines]


def test_specifications_are_sorted_by_the_rank_of_the_first_and_carry_their_choices_along():
    figure = curve(own=1)
    above, below = figure.axes
    drawn = {line.get_label(): line.get_ydata() for line in above.lines}
    first = drawn[label(NAMES[0], 60, 1)]
    assert np.rint(first).tolist() == [1, 1, 1, 2]
    second = drawn[label(NAMES[1], 60, 1)]
    assert np.rint(second).tolist() == [2, 2, 3, 1]
    labels = [text.get_text() for text in below.get_yticklabels()]
    assert labels == ["method: $a$", "b", "priorities: x", "y"], "a choice with a single word is left out"
    marked = [sorted(segment[0, 0] for segment in row.get_segments()) for row in below.collections]
    assert marked == [[1, 2], [3, 4], [1, 4], [2, 3]]
    assert next(line for line in above.lines if line.get_label() == "the panel's own choices").get_xdata()[0] == 4


def test_lines_that_are_first_anywhere_are_told_apart():
    shares = np.linspace(0, 1, 5)
    scores = np.tile(np.linspace(0.1, 0.5, 9), (5, 1))
    scores[-1, 0] = 0.9
    names = [f"n{place}" for place in range(9)]
    axes = plots.sweep_lines(names, shares, scores, 0.25, [0.9]).axes[0]
    told = [line.get_label() for line in axes.lines if line.get_label().startswith("n")]
    assert told == ["n8", "n7", "n6", "n5", "n4", "n0"]
    assert "now 25.0 %" in texts(axes.figure)


def test_every_figure_looks_as_it_is_known_to():
    """Sizes, colours, dashes and places: `python tests/support/drawn.py` writes them anew; read the difference."""
    assert written().splitlines() == FILE.read_text(encoding="utf-8").splitlines()


def test_bars_of_a_roadmap_go_from_begin_to_end_and_the_chain_is_dark():
    from matplotlib.colors import to_hex

    axes = plots.gantt(["x", "y", "z"], [0, 1, 4], [1, 4, 6], [0, 2], phases=[("P", 0, 4), ("Q", 4, 8)]).axes[0]
    bars = [(bar.get_x(), bar.get_width(), to_hex(bar.get_facecolor())) for bar in axes.patches]
    assert bars == [(0, 1, DARK), (1, 3, LIGHT), (4, 2, DARK)]
    assert [line.get_xdata()[0] for line in axes.lines] == [0, 4]
    assert [(text.get_text(), text.xy[0]) for text in axes.texts] == [("P", 2), ("Q", 6)]
    assert axes.get_xlim() == (0, 8 * 1.06)
    assert axes.get_xlabel() == "time"
    shares = plots.gantt(["x"], [0], [2], shares=[0.456], unit="months").axes[0]
    assert [text.get_text() for text in shares.texts] == ["46 %"]
    assert shares.get_xlabel() == "time (months)"


@pytest.mark.parametrize(
    ("top", "end", "ticks"),
    [
        *((1, 1.0, range(0, 101, 20)), (2, 1.0, range(0, 101, 20)), (0.51, 0.6, range(0, 61, 20))),
        *((0.5, 0.5, range(0, 51, 10)), (0.3, 0.3, range(0, 31, 10)), (0.21, 0.3, range(0, 31, 10))),
        *((0.2, 0.2, range(0, 21, 5)), (0.05, 0.1, range(0, 11, 5)), (0.0, 0.1, range(0, 11, 5))),
    ],
)
def test_an_axis_of_shares_ends_at_the_next_ten_percent(top, end, ticks):
    from matplotlib.figure import Figure

    axes = Figure().subplots()
    percent(axes, "share", top)
    assert axes.get_xlim() == (0, end)
    assert [text.get_text() for text in axes.get_xticklabels()] == [f"{tick} %" for tick in ticks]
    assert axes.get_xticks().tolist() == [tick / 100 for tick in ticks]


@pytest.mark.parametrize(
    ("ranks", "ticks"),
    [
        *((1, [1]), (3, [1, 2, 3]), (20, [*range(1, 21)]), (21, [1, 5, 10, 15, 20]), (25, [1, 5, 10, 15, 20, 25])),
        *((60, [1, *range(5, 61, 5)]), (61, [1, 10, 20, 30, 40, 50, 60]), (100, [1, *range(10, 101, 10)])),
    ],
)
def test_ranks_have_as_many_numbers_as_can_be_read(ranks, ticks):
    assert rank_ticks(ranks) == ticks


def test_a_word_at_a_line_stands_where_there_is_room():
    from matplotlib.figure import Figure

    axes = Figure().subplots()
    for share in (0.79, 0.8):
        note(axes, share, "now")
    assert [(text.xy[0], text.xyann[0], text.get_ha()) for text in axes.texts] == [
        *((0.79, 4, "left"), (0.8, -4, "right"))
    ]


# Of results


def test_results_draw_themselves(telemedicine, tmp_path):
    found = mcda.specifications(telemedicine, methods=["topsis"], scales=["linear"])
    figure = plots.figure_of(found)
    assert figure.get_suptitle().splitlines() == [
        "Telemedicine in Iran: steps under 48 specifications",
        "the panel's own choices: 19 panellists, geometric-mean, aij, topsis vector",
    ]
    assert plots.MADE_UP in texts(figure)
    swept = mcda.sweep(telemedicine, "legal")
    lines = plots.figure_of(swept, "sweep")
    assert any(text.startswith("weight of Legal gaps") for text in texts(lines))
    plots.save_plot(lines, str(tmp_path / "sweep.PNG"))
    assert (tmp_path / "sweep.PNG").stat().st_size > 10_000


@pytest.mark.parametrize(
    ("kind", "ask"),
    [
        ("acceptability", lambda panel: mcda.sensitivity(panel, of="solutions", draws=60, seed=4)),
        ("stability", lambda panel: mcda.sensitivity(panel, of="solutions", draws=60, seed=4, intervals=True)),
        ("tornado", lambda panel: mcda.tornado(panel, of="solutions")),
        ("reversals", lambda panel: mcda.reversals(panel, of="solutions")),
        ("sobol", lambda panel: mcda.variance(panel, of="solutions", draws=64, seed=4)),
    ],
)
def test_every_figure_says_which_panel_which_methods_and_that_it_is_made_up(telemedicine, kind, ask):
    figure = plots.figure_of(ask(telemedicine), kind)
    title = figure.get_suptitle()
    assert title.startswith("Telemedicine in Iran: ")
    assert "19 panellists, geometric-mean, aij, topsis vector" in title
    assert plots.MADE_UP in texts(figure)
    assert ("draws, seed 4" in title) == (kind in ("acceptability", "sobol"))


def title_of(figure):
    """Its lines, each as if it had never been broken."""
    return " ".join(figure.get_suptitle().split())


def test_figures_of_how_sure_an_order_is_say_what_was_doubted(telemedicine):
    report = mcda.sensitivity(telemedicine, of="solutions", draws=60, seed=4, intervals=True)
    start = (
        "Telemedicine in Iran: ranks of 4 solutions 19 panellists, geometric-mean, aij, topsis vector, 60 draws, seed 4"
    )
    doubted = ", ".join((*report.doubt, *report.limits()))
    assert title_of(plots.figure_of(report)) == f"{start}, doubted: {doubted}"
    less = replace(report, moot=("ratings",))
    assert title_of(plots.figure_of(less)) == f"{start}, doubted: {doubted.replace(', ratings', '')}"
    nothing = replace(report, moot=report.doubt)
    assert title_of(plots.figure_of(nothing)).endswith(", doubted: " + (", ".join(report.limits()) or "nothing"))
    figure = plots.figure_of(report, "stability")
    assert title_of(figure).startswith(
        "Telemedicine in Iran: how far each weight may move until another of the solutions is first 19 panellists, "
    )
    assert [text.get_text() for text in figure.axes[0].get_legend().get_texts()] == [
        *(f"{report.names[0]} stays first", "weight now"),
    ]
    np.testing.assert_allclose(
        [segment[:, 0] for segment in figure.axes[0].collections[1].get_segments()],
        [(each.low, each.high) for each in report.intervals],
    )


def test_figures_of_other_weights_are_those_of_their_results(telemedicine):
    found = mcda.tornado(telemedicine, of="solutions", factor=3)
    figure = plots.figure_of(found)
    assert [text.get_text() for text in figure.axes[0].get_legend().get_texts()][1:] == ["weight / 3", "weight × 3"]
    less, more = ([bar.get_x() + bar.get_width() for bar in bars] for bars in figure.axes[0].containers)
    order = np.argsort(-np.abs(found.leads - found.lead).max(axis=1), kind="stable")
    np.testing.assert_allclose(np.stack([less, more], axis=1), found.leads[order])
    assert figure.axes[0].get_xlabel() == f"lead of {found.winner_name} (now {found.lead:.3f})"
    parts = mcda.variance(telemedicine, of="solutions", draws=64, seed=4)
    figure = plots.figure_of(parts)
    alone, together = ([bar.get_width() for bar in bars] for bars in figure.axes[0].containers)
    np.testing.assert_allclose(alone, parts.first_order)
    np.testing.assert_allclose(together, parts.total_order)
    line = f"what the lead of {parts.first_name} over {parts.runner_up_name} depends on"
    assert title_of(figure).startswith(f"Telemedicine in Iran: {line} 19 panellists, ")
    assert title_of(figure).endswith("vector, 64 draws, seed 4")
    swept = mcda.sweep(telemedicine, "legal")
    axes = plots.figure_of(swept).axes[0]
    drawn = {line.get_label(): line.get_ydata() for line in axes.lines}
    told = [(place, name) for place, name in enumerate(swept.names) if label(name, 70, 1) in drawn]
    assert len(told) == len(LINES)
    for place, name in told:
        np.testing.assert_allclose(drawn[label(name, 70, 1)], swept.scores[:, place])


def test_the_figure_of_a_roadmap_is_that_of_its_plan(telemedicine):
    plan = mcda.roadmap(telemedicine, draws=20)
    figure = plots.figure_of(plan)
    axes = figure.axes[0]
    order = list(plan.order)
    assert [" ".join(text.get_text().split()) for text in axes.get_yticklabels()] == [
        " ".join(label(plan.names[place]).split()) for place in order
    ]
    bars = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in axes.patches]
    np.testing.assert_allclose(bars, np.stack([plan.begins[order], plan.ends[order]], axis=1))
    dark = [place for place, bar in zip(order, axes.patches, strict=True) if bar.get_hatch() is None]
    assert sorted(dark) == sorted(plan.critical)
    said = [text.get_text() for text in axes.texts]
    assert said[: len(order)] == [f"{100 * plan.core_index[place]:.0f} %" for place in order]
    assert said[len(order) :] == list(plan.phase_names)
    assert axes.get_xlabel() == "time (months)"
    line = f"roadmap, {plan.amount(plan.cost)} 19 panellists, geometric-mean, aij"
    beside = "beside a bar: share of the draws whose best set holds it"
    assert title_of(figure) == f"Telemedicine in Iran: {line}; {beside}"
    assert " ".join(figure.get_supxlabel().split()) == f"{plots.MADE_UP} Costs and durations are MADE UP."
    whole = replace(plan, phase_names=("1",), meta={**plan.meta, "synthetic": False, "costs_synthetic": False})
    figure = plots.figure_of(whole)
    assert [text.get_text() for text in figure.axes[0].texts] == said[: len(order)]
    assert figure.get_supxlabel() == ""


@pytest.mark.filterwarnings("ignore:Glyph")
@pytest.mark.parametrize("name", FIGURES)
def test_nothing_is_cut_off_at_the_edges_and_no_legend_covers_a_bar(name):
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    figure = FIGURES[name]()
    FigureCanvasAgg(figure).draw()
    drawn, paper = figure.get_tightbbox(), figure.bbox_inches
    assert min(drawn.x0 - paper.x0, drawn.y0 - paper.y0, paper.x1 - drawn.x1, paper.y1 - drawn.y1) > -0.01
    for axes in figure.axes:
        if axes.get_legend():
            assert axes.get_legend().get_window_extent().y0 >= axes.bbox.y1 - 1


def test_marks_of_reversals_stand_at_the_ranks_and_one_left_out_has_none():
    axes = plots.reversals(["x", "y", "z"], ["without P1", "without z"], [[2, 1, 3], [1, 2, 0]], [1, 2, 3]).axes[0]
    drawn = {line.get_label(): line for line in axes.lines if line.get_label() in "xyz"}
    assert {name: np.rint(line.get_xdata()).tolist() for name, line in drawn.items()} == {
        "x": [2, 1],
        "y": [1, 2],
        "z": [3],
    }
    assert drawn["z"].get_ydata().tolist() == [0]


def test_of_many_reversals_those_that_change_most_are_drawn(telemedicine, monkeypatch):
    found = mcda.reversals(telemedicine, of="solutions")
    tried = [
        change for change in found.changes if change.test in ("panellist", "organisation", "criterion", "alternative")
    ]
    drawn = [text.get_text() for text in plots.figure_of(found).axes[0].get_yticklabels()]
    assert [" ".join(text.split()) for text in drawn] == [f"{each.test} {each.id}" for each in tried]
    assert "change most" not in plots.figure_of(found).get_suptitle()
    monkeypatch.setattr(sys.modules["mcda.plots.reversals"], "MOST_ROWS", 3)
    by_change = sorted(tried, key=lambda each: (each.first_stays, -each.reversed))[:3]
    figure = plots.figure_of(found)
    texts = [" ".join(text.get_text().split()) for text in figure.axes[0].get_yticklabels()]
    assert texts == [f"{each.test} {each.id}" for each in tried if each in by_change]
    assert f"(of {len(tried)}, the 3 that change most)" in " ".join(figure.get_suptitle().split())
    others = replace(found, changes=tuple(replace(each, test="merged") for each in found.changes))
    with pytest.raises(
        ValueError, match="there is nothing to leave out: a single panellist, criterion and alternative"
    ):
        plots.figure_of(others)


def test_a_report_without_intervals_has_no_stability_to_draw(telemedicine):
    with pytest.raises(ValueError, match="no intervals: ask for them with intervals=True"):
        plots.figure_of(mcda.sensitivity(telemedicine, of="solutions", draws=20), "stability")


def test_what_cannot_be_drawn_is_refused(telemedicine):
    with pytest.raises(ValueError, match="plot 'pie' is not known: allowed are acceptability, stability, tornado"):
        plots.figure_of(mcda.rank(telemedicine), "pie")
    with pytest.raises(ValueError, match="there is no plot of a Ranking"):
        plots.figure_of(mcda.rank(telemedicine))
    with pytest.raises(ValueError, match="there is no plot 'specification-curve' of a Sweep: it can be drawn as sweep"):
        plots.figure_of(mcda.sweep(telemedicine, "legal"), "specification-curve")


def test_matplotlib_is_loaded_by_a_figure_only_and_pyplot_never():
    code = (
        "import sys, mcda, mcda.plots as plots; before = 'matplotlib' in sys.modules;"
        "plots.stability(['a'], [.5], [0], [1]);"
        "print(before, 'matplotlib' in sys.modules, 'matplotlib.pyplot' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["False", "True", "False"]


def test_without_matplotlib_the_cure_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(ImportError, match=r"figures need matplotlib: pip install 'mcda-panel\[plots\]'"):
        plots.stability(["a"], [0.5], [0], [1])
