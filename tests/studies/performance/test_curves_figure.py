import numpy as np

from sparse_rnn.studies.performance.curves_figure import performance_curves_figure


def test_lines_are_mean_errors_over_the_seeds(synthetic_tables, lines_of):
    table = synthetic_tables(tasks=["mtc"])["history"]
    (curves,) = performance_curves_figure(table).axes
    wide = table[table["strategy"] == "set"].pivot(index="epoch", columns="seed", values="test")
    ((epochs, mean),) = lines_of(curves, "set")
    np.testing.assert_allclose(epochs, [0, 5, 10, 15, 20])
    np.testing.assert_allclose(mean, 1 - wide.mean(axis=1))
    assert curves.get_yscale() == "log"
    assert curves.get_ylabel() == "1 − performance (fraction)"


def test_the_mean_is_dotted_while_links_are_being_cut(synthetic_tables, lines_of, legend_of):
    figure = performance_curves_figure(synthetic_tables(tasks=["mtc"])["history"])
    (before, _), (after, _) = lines_of(figure.axes[0], "pruning_2")
    assert before.tolist() == [0, 5, 10] and after.tolist() == [10, 15, 20]
    assert "links still being cut" in legend_of(figure)


def test_the_mean_is_dotted_until_the_last_seed_is_sparse(synthetic_tables, lines_of):
    table = synthetic_tables(tasks=["mtc"], strategies=["pruning_2"])["history"]
    table.loc[(table["seed"] == 1) & (table["epoch"] == 10), "density"] = 0.4
    (before, _), (after, _) = lines_of(performance_curves_figure(table).axes[0], "pruning_2")
    assert before.tolist() == [0, 5, 10, 15] and after.tolist() == [15, 20]


def test_no_key_for_cutting_where_nothing_is_cut(synthetic_tables, legend_of):
    figure = performance_curves_figure(synthetic_tables(strategies=["set", "dense"])["history"])
    assert "links still being cut" not in legend_of(figure)


def test_the_error_of_mackey_glass_is_drawn_as_it_is(synthetic_tables, lines_of):
    table = synthetic_tables(tasks=["mg"], strategies=["set"])["history"]
    (curves,) = performance_curves_figure(table).axes
    assert curves.get_ylabel() == "Mean squared error"
    ((_, mean),) = lines_of(curves, "set")
    np.testing.assert_allclose(mean, table.groupby("epoch")["test"].mean())
