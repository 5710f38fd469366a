import numpy as np
import pytest

from sparse_rnn.studies.performance.figure import performance_figure


def test_performance_lines_are_the_seeds_and_their_mean(synthetic_tables, lines_of):
    table = synthetic_tables(tasks=["mtc"])["history"]
    curves, _ = performance_figure(table).axes
    wide = table[table["strategy"] == "set"].pivot(index="epoch", columns="seed", values="test")
    ((epochs, mean),) = lines_of(curves, "set")
    np.testing.assert_allclose(epochs, [0, 5, 10, 15, 20])
    np.testing.assert_allclose(mean, wide.mean(axis=1))
    thin = lines_of(curves, "set", thin=True)
    np.testing.assert_allclose([line for _, line in thin], wide.to_numpy().T)
    assert curves.get_yscale() == "linear"


def test_the_mean_is_dotted_while_links_are_being_cut(synthetic_tables, lines_of, legend_of):
    figure = performance_figure(synthetic_tables(tasks=["mtc"])["history"])
    (before, _), (after, _) = lines_of(figure.axes[0], "pruning_2")
    assert before.tolist() == [0, 5, 10] and after.tolist() == [10, 15, 20]
    assert "links still being cut" in legend_of(figure)


def test_the_mean_is_dotted_until_the_last_seed_is_sparse(synthetic_tables, lines_of):
    table = synthetic_tables(tasks=["mtc"], strategies=["pruning_2"])["history"]
    table.loc[(table["seed"] == 1) & (table["epoch"] == 10), "density"] = 0.4
    (before, _), (after, _) = lines_of(performance_figure(table).axes[0], "pruning_2")
    assert before.tolist() == [0, 5, 10, 15] and after.tolist() == [15, 20]


def test_no_key_for_cutting_where_nothing_is_cut(synthetic_tables, legend_of):
    figure = performance_figure(synthetic_tables(strategies=["set", "dense"])["history"])
    assert "links still being cut" not in legend_of(figure)


def test_the_strip_shows_the_final_metric_with_its_interval(synthetic_tables, lines_of):
    _, strip = performance_figure(synthetic_tables(tasks=["mtc"])["history"]).axes
    points, bar = lines_of(strip, "set")
    np.testing.assert_allclose(points[1], [0.9, 0.91, 0.92], atol=1e-6)
    np.testing.assert_allclose(bar[1], [0.91 - 0.0248414, 0.91 + 0.0248414], atol=1e-6)


def test_the_error_of_mackey_glass_has_a_logarithmic_axis(synthetic_tables):
    curves, _ = performance_figure(synthetic_tables(tasks=["mg"])["history"]).axes
    assert curves.get_yscale() == "log"
    assert curves.get_ylabel() == "Mean squared error"


def test_final_errors_are_drawn_over_decades_around_their_geometric_mean(synthetic_tables):
    history = synthetic_tables(tasks=["mg", "mtc"], strategies=["set"])["history"]
    figure = performance_figure(history)
    errors, performances = figure.axes[1], figure.axes[3]
    assert (errors.get_yscale(), performances.get_yscale()) == ("log", "linear")
    final = history[(history["task"] == "mg") & (history["epoch"] == history["epoch"].max())]
    (mean,) = errors.lines[-1].get_ydata()
    assert mean == pytest.approx(np.exp(np.log(final["test"]).mean()))
