import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex

from sparse_rnn.drawing.marks import MOTIF_PLACES
from sparse_rnn.drawing.style import STRATEGIES, save_figure
from sparse_rnn.studies.performance.figure import balance_figure, motif_figure, performance_figure

FIGURES = {"history": performance_figure, "motifs": motif_figure, "balance": balance_figure}
every_figure = pytest.mark.parametrize("name", FIGURES)


def lines_of(axes, strategy, thin=False):
    """The mean lines (or the thin ones) of a strategy with any data, as (x, y) arrays."""
    colour = STRATEGIES[strategy].colour.lower()
    return [
        (line.get_xdata(), line.get_ydata())
        for line in axes.lines
        if to_hex(line.get_color()) == colour
        and (line.get_linewidth() == 0.4) == thin
        and len(line.get_xdata()) > 1
    ]


def caption_of(figure):
    return figure._supxlabel.get_text()


def legend_of(figure):
    return [text.get_text() for text in figure.legends[0].get_texts()]


@every_figure
@pytest.mark.parametrize(
    "subset",
    [
        dict(),
        dict(tasks=["hgs"]),
        dict(seeds=[4]),
        dict(tasks=["mg"], strategies=["set"], seeds=[0]),
        dict(tasks=("mnist", "sms", "har"), seeds=[0, 1], strategies=("deep_r", "pruning_1")),
    ],
    ids=["all", "one task", "one seed", "one run", "three tasks"],
)
def test_any_subset_is_drawn_and_saved(synthetic_tables, tmp_path, name, subset):
    figure = FIGURES[name](synthetic_tables(**subset)[name])
    figure.set_dpi(20)
    figure.draw_without_rendering()
    cells = len(subset.get("tasks", "ab"))
    assert len(figure.axes) == cells * (1 if name == "motifs" else 2)
    strategies = subset.get("strategies", ("pruning_2", "set", "static", "dense"))
    drawn = [s for s in strategies if s != "dense" or name == "history"]
    assert {STRATEGIES[s].label for s in drawn} == {
        look.label for look in STRATEGIES.values() if look.label in legend_of(figure)
    }
    n = len(subset.get("seeds", "abc"))
    assert f"n = {n} " in caption_of(figure) and "seed" in caption_of(figure)
    assert all(axes.get_ylabel() for axes in figure.axes[:: len(figure.axes) // cells])


def test_a_figure_is_saved_as_png_and_pdf(synthetic_tables, tmp_path):
    figure = motif_figure(synthetic_tables(tasks=["mg"])["motifs"])
    png = save_figure(figure, tmp_path, "profile")
    assert png.read_bytes().startswith(b"\x89PNG")
    assert png.with_suffix(".pdf").read_bytes().startswith(b"%PDF")


@every_figure
def test_an_empty_table_is_refused(synthetic_tables, name):
    with pytest.raises(ValueError, match="nothing to draw"):
        FIGURES[name](synthetic_tables()[name].iloc[:0])


@pytest.mark.parametrize("name", ["motifs", "balance"])
def test_dense_networks_are_left_out(synthetic_tables, name):
    with pytest.raises(ValueError, match="nothing to draw"):
        FIGURES[name](synthetic_tables(strategies=["dense"])[name])


@every_figure
def test_an_unknown_strategy_is_named(synthetic_tables, name):
    table = synthetic_tables()[name].replace({"strategy": {"set": "rigl"}})
    with pytest.raises(ValueError, match="no drawing for strategy 'rigl'; known: pruning_1"):
        FIGURES[name](table)


def test_performance_lines_are_the_seeds_and_their_mean(synthetic_tables):
    table = synthetic_tables(tasks=["mtc"])["history"]
    curves, _ = performance_figure(table).axes
    wide = table[table["strategy"] == "set"].pivot(index="epoch", columns="seed", values="test")
    ((epochs, mean),) = lines_of(curves, "set")
    np.testing.assert_allclose(epochs, [0, 5, 10, 15, 20])
    np.testing.assert_allclose(mean, wide.mean(axis=1))
    thin = lines_of(curves, "set", thin=True)
    np.testing.assert_allclose([line for _, line in thin], wide.to_numpy().T)
    assert curves.get_yscale() == "linear"


def test_the_mean_is_dotted_while_links_are_being_cut(synthetic_tables):
    figure = performance_figure(synthetic_tables(tasks=["mtc"])["history"])
    (before, _), (after, _) = lines_of(figure.axes[0], "pruning_2")
    assert before.tolist() == [0, 5, 10] and after.tolist() == [10, 15, 20]
    assert "links still being cut" in legend_of(figure)


def test_the_mean_is_dotted_until_the_last_seed_is_sparse(synthetic_tables):
    table = synthetic_tables(tasks=["mtc"], strategies=["pruning_2"])["history"]
    table.loc[(table["seed"] == 1) & (table["epoch"] == 10), "density"] = 0.4
    (before, _), (after, _) = lines_of(performance_figure(table).axes[0], "pruning_2")
    assert before.tolist() == [0, 5, 10, 15] and after.tolist() == [15, 20]


def test_no_key_for_cutting_where_nothing_is_cut(synthetic_tables):
    figure = performance_figure(synthetic_tables(strategies=["set", "dense"])["history"])
    assert "links still being cut" not in legend_of(figure)


def test_the_strip_shows_the_final_metric_with_its_interval(synthetic_tables):
    _, strip = performance_figure(synthetic_tables(tasks=["mtc"])["history"]).axes
    points, bar = lines_of(strip, "set")
    np.testing.assert_allclose(points[1], [0.9, 0.91, 0.92], atol=1e-6)
    np.testing.assert_allclose(bar[1], [0.91 - 0.0248414, 0.91 + 0.0248414], atol=1e-6)


def test_an_interval_is_drawn_as_far_as_values_are_possible(synthetic_tables):
    tables = synthetic_tables(tasks=["mtc"], strategies=["set"], seeds=[0, 8])
    for figure, ends in (
        (performance_figure(tables["history"]), [0.94 - 0.508248, 1]),
        (balance_figure(tables["balance"]), [0.84 - 0.508248, 1]),
    ):
        _, bar = lines_of(figure.axes[1], "set")
        np.testing.assert_allclose(bar[1], ends, atol=1e-5)


def test_the_error_of_mackey_glass_has_a_logarithmic_axis(synthetic_tables):
    curves, _ = performance_figure(synthetic_tables(tasks=["mg"])["history"]).axes
    assert curves.get_yscale() == "log"
    assert curves.get_ylabel() == "Mean squared error"


def test_eta_starts_at_an_open_circle(synthetic_tables):
    figure = balance_figure(synthetic_tables(tasks=["mg"])["balance"])
    curves, strip = figure.axes
    ((epochs, mean),) = lines_of(curves, "set")
    np.testing.assert_allclose(mean, 0.5 + 0.31 * epochs / 20)
    open_circles = [line for line in curves.lines if line.get_markerfacecolor() == "w"]
    assert len(open_circles) == 3
    assert all((line.get_xdata()[0], line.get_ydata()[0]) == (0, 0.5) for line in open_circles)
    assert "before training" in legend_of(figure)
    assert strip.get_ylim() == curves.get_ylim()


def test_undefined_eta_leaves_a_gap(synthetic_tables):
    table = synthetic_tables(tasks=["mg"], strategies=["set"])["balance"]
    table.loc[(table["seed"] == 1) & (table["epoch"] == 5), "eta"] = np.nan
    curves, _ = balance_figure(table).axes
    ((_, mean),) = lines_of(curves, "set")
    assert np.isnan(mean).tolist() == [False, True, False, False, False]


def profile_of(axes, strategy):
    """The filled markers of a strategy: x and z of the balanced, then of the unbalanced loops."""
    return [line for line in lines_of(axes, strategy) if abs(line[1][0]) >= 1]


def test_the_profile_shows_final_means_of_balanced_then_unbalanced_loops(synthetic_tables):
    (axes,) = motif_figure(synthetic_tables(tasks=["mg"])["motifs"]).axes
    (x, balanced), (y, unbalanced) = profile_of(axes, "set")
    np.testing.assert_allclose([balanced, unbalanced], [[5] * 4, [-5] * 4])
    np.testing.assert_allclose(x, [MOTIF_PLACES[s] for s in ("+++", "+--", "-+-", "--+")], atol=0.1)
    np.testing.assert_allclose(y, [MOTIF_PLACES[s] for s in ("++-", "+-+", "-++", "---")], atol=0.1)


def test_the_initial_profile_is_faint_and_open(synthetic_tables):
    (axes,) = motif_figure(synthetic_tables(tasks=["mg"], strategies=["set"])["motifs"]).axes
    faint = [line for line in axes.lines if line.get_alpha() == 0.4]
    assert all(line.get_markerfacecolor() == "w" for line in faint)
    # 0.1 * place - 0.4 at the places of the four balanced loops in the order of the project
    np.testing.assert_allclose(faint[0].get_ydata(), [-0.4, -0.1, 0.1, 0.2])


def test_undefined_z_is_left_out(synthetic_tables):
    table = synthetic_tables(tasks=["mg"], strategies=["set"])["motifs"]
    table.loc[(table["signs"] == "+++") & (table["seed"] == 0), "z"] = np.nan
    table.loc[table["signs"] == "---", "z"] = np.nan
    table.loc[table["epoch"] == 0, "z"] = np.nan
    figure = motif_figure(table)
    figure.draw_without_rendering()
    (_, balanced), (_, unbalanced) = profile_of(figure.axes[0], "set")
    np.testing.assert_allclose(balanced, [5.5, 5, 5, 5])
    np.testing.assert_allclose(unbalanced, [-5, -5, -5, np.nan])


def test_a_z_score_without_a_scale_is_left_out(synthetic_tables):
    table = synthetic_tables(tasks=["mg"], strategies=["set"])["motifs"]
    table.loc[table["epoch"] == 0, ["sd", "z"]] = 0.0
    (axes,) = motif_figure(table).axes
    faint = [line.get_ydata() for line in axes.lines if line.get_alpha() == 0.4]
    assert np.isnan(faint).all()


def test_glyphs_stand_below_the_lowest_panels_only(synthetic_tables):
    tables = synthetic_tables(tasks=("mnist", "sms", "mg"), seeds=[0], strategies=["set"])
    figure = motif_figure(tables["motifs"])
    assert [len(axes.artists) for axes in figure.axes] == [0, 8, 8]


def test_sparsities_have_panels_of_their_own(synthetic_tables):
    table = synthetic_tables(tasks=["mg"], strategies=["set"])["balance"]
    both = pd.concat([table, table.assign(sparsity=0.95)])
    titles = [axes.get_title("left") for axes in balance_figure(both).axes[::2]]
    assert ["90 %" in titles[0], "95 %" in titles[1]] == [True, True]


@every_figure
def test_diverged_runs_are_not_drawn_but_counted(synthetic_tables, name):
    whole = synthetic_tables(seeds=[0, 1])[name]
    table = synthetic_tables()[name]
    value = {"history": "test", "motifs": "z", "balance": "eta"}[name]
    lost = table["seed"] == 2
    table.loc[lost, ["diverged", value]] = [7, 1e9]
    drawn, expected = (FIGURES[name](t) for t in (table, whole))
    for axes, others in zip(drawn.axes, expected.axes, strict=True):
        assert len(axes.lines) == len(others.lines)
        for line, other in zip(axes.lines, others.lines, strict=True):
            assert np.array_equal(line.get_xydata(), other.get_xydata(), equal_nan=True)
    runs = 6 if name != "history" else 8  # of two tasks, without the dense ones
    assert f"(seeds 0, 1); {runs} diverged, left out" in caption_of(drawn)


def test_final_errors_are_drawn_over_decades_around_their_geometric_mean(synthetic_tables):
    history = synthetic_tables(tasks=["mg", "mtc"], strategies=["set"])["history"]
    figure = performance_figure(history)
    errors, performances = figure.axes[1], figure.axes[3]
    assert (errors.get_yscale(), performances.get_yscale()) == ("log", "linear")
    final = history[(history["task"] == "mg") & (history["epoch"] == history["epoch"].max())]
    (mean,) = errors.lines[-1].get_ydata()
    assert mean == pytest.approx(np.exp(np.log(final["test"]).mean()))
