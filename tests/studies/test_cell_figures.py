"""What the figures of performance, balance and motifs have in common: a cell per condition."""

import numpy as np
import pytest

from sparse_rnn.catalog import STRATEGIES
from sparse_rnn.studies.performance.curves_figure import performance_curves_figure
from sparse_rnn.studies.structure.profile_figure import motif_figure
from sparse_rnn.studies.structure.rise_figure import balance_figure

FIGURES = {"history": performance_curves_figure, "motifs": motif_figure, "balance": balance_figure}
every_figure = pytest.mark.parametrize("name", FIGURES)


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
def test_any_subset_is_drawn_and_saved(
    synthetic_tables, tmp_path, name, subset, caption_of, legend_of
):
    figure = FIGURES[name](synthetic_tables(**subset)[name])
    figure.set_dpi(20)
    figure.draw_without_rendering()
    cells = len(subset.get("tasks", "ab"))
    assert len(figure.axes) == cells
    strategies = subset.get("strategies", ("pruning_2", "set", "static", "dense"))
    drawn = [s for s in strategies if s != "dense" or name == "history"]
    assert {STRATEGIES[s].label for s in drawn} == {
        look.label for look in STRATEGIES.values() if look.label in legend_of(figure)
    }
    n = len(subset.get("seeds", "abc"))
    assert f"n = {n} " in caption_of(figure) and "seed" in caption_of(figure)
    assert all(axes.get_ylabel() for axes in figure.axes[:: len(figure.axes) // cells])


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
    table = synthetic_tables()[name].replace({"strategy": {"set": "snip"}})
    with pytest.raises(ValueError, match="no drawing for strategy 'snip'; known: pruning_1"):
        FIGURES[name](table)


def test_an_interval_is_drawn_as_far_as_values_are_possible(synthetic_tables):
    tables = synthetic_tables(tasks=["mtc"], strategies=["set"], seeds=[0, 8])
    (band,) = balance_figure(tables["balance"]).axes[0].collections
    last = band.get_paths()[0].vertices
    ends = last[last[:, 0] == 20][:, 1]
    np.testing.assert_allclose([ends.min(), ends.max()], [0.84 - 0.508248, 1], atol=1e-5)


def test_panels_of_one_unit_share_an_axis(synthetic_tables):
    tables = synthetic_tables()
    for name in ("motifs", "balance"):
        assert len({axes.get_ylim() for axes in FIGURES[name](tables[name]).axes}) == 1
    errors, accuracies = performance_curves_figure(tables["history"]).axes
    assert errors.get_ylim() != accuracies.get_ylim()


def test_single_runs_are_no_lines_and_intervals_are_bands(synthetic_tables, lines_of):
    tables = synthetic_tables(tasks=["mtc"], strategies=["set"])
    for name in ("history", "balance"):
        (axes,) = FIGURES[name](tables[name]).axes
        assert lines_of(axes, "set", thin=True) == [] and len(axes.collections) == 1


@every_figure
def test_diverged_runs_are_not_drawn_but_counted(synthetic_tables, name, caption_of):
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
