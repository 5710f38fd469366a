import pytest
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sparse_rnn.drawing.legend import legend_above


def handles(number, label="links still being removed"):
    return [Line2D([], [], label=f"{label} {i}") for i in range(number)]


@pytest.mark.parametrize(("number", "columns"), [(1, 1), (3, 3), (8, 3)])
def test_a_legend_takes_as_few_rows_as_fit_the_figure(number, columns):
    figure = Figure(figsize=(8.5, 3), layout="constrained")
    legend_above(figure, handles(number))
    (legend,) = figure.legends
    assert legend._ncols == columns
    assert len(legend.get_texts()) == number
    assert legend.get_window_extent().width <= figure.bbox.width


def test_an_entry_wider_than_the_figure_is_drawn_all_the_same():
    figure = Figure(figsize=(1, 3), layout="constrained")
    legend_above(figure, handles(2))
    (legend,) = figure.legends
    assert legend._ncols == 1
