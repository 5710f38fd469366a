import numpy as np
import pandas as pd

from sparse_rnn.studies.structure.rise_figure import balance_figure


def test_eta_starts_at_an_open_circle(synthetic_tables, lines_of, legend_of):
    figure = balance_figure(synthetic_tables(tasks=["mg"])["balance"])
    (curves,) = figure.axes
    ((epochs, mean),) = lines_of(curves, "set")
    np.testing.assert_allclose(mean, 0.5 + 0.31 * epochs / 20)
    open_circles = [line for line in curves.lines if line.get_markerfacecolor() == "w"]
    assert len(open_circles) == 3
    assert all((line.get_xdata()[0], line.get_ydata()[0]) == (0, 0.5) for line in open_circles)
    assert "before training" in legend_of(figure)


def test_undefined_eta_leaves_a_gap(synthetic_tables, lines_of):
    table = synthetic_tables(tasks=["mg"], strategies=["set"])["balance"]
    table.loc[(table["seed"] == 1) & (table["epoch"] == 5), "eta"] = np.nan
    (curves,) = balance_figure(table).axes
    ((_, mean),) = lines_of(curves, "set")
    assert np.isnan(mean).tolist() == [False, True, False, False, False]


def test_sparsities_have_panels_of_their_own(synthetic_tables):
    table = synthetic_tables(tasks=["mg"], strategies=["set"])["balance"]
    both = pd.concat([table, table.assign(sparsity=0.95)])
    titles = [axes.get_title("left") for axes in balance_figure(both).axes]
    assert ["90 %" in titles[0], "95 %" in titles[1]] == [True, True]
