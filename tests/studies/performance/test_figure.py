import pytest
from matplotlib.colors import to_hex

from sparse_rnn.catalog import STRATEGIES
from sparse_rnn.studies.performance.figure import performance_figure


def marks(axes, strategy):
    """The places along x of the marks of a strategy."""
    colour = STRATEGIES[strategy].colour.lower()
    lines = [line for line in axes.lines if to_hex(line.get_color()) == colour]
    return [line.get_xdata()[0] for line in lines if len(line.get_xdata()) == 1]


@pytest.fixture
def history(synthetic_tables):
    """SET falls behind dense by 3 points, and its error is twice that of dense."""
    table = synthetic_tables(tasks=["mg", "mtc"], strategies=["set", "dense"])["history"]
    sparse = table["strategy"] == "set"
    table.loc[sparse & (table["task"] == "mtc"), "test"] -= 0.03
    table.loc[sparse & (table["task"] == "mg"), "test"] *= 2
    return table


def test_accuracies_are_compared_by_points_and_errors_by_ratios(history):
    points, ratios = performance_figure(history).axes
    assert marks(points, "set") == pytest.approx([-3])
    assert marks(ratios, "set") == pytest.approx([2])
    assert (points.get_xscale(), ratios.get_xscale()) == ("linear", "log")
    assert [text.get_text() for text in points.get_yticklabels()] == [
        "Cognitive tasks, RNN, 90 % sparse"
    ]


def test_the_limit_of_what_is_comparable_is_dashed(history):
    for axes, limit in zip(performance_figure(history).axes, (-2, 1.5), strict=True):
        dashed = [line.get_xdata()[0] for line in axes.lines if line.get_linestyle() == "--"]
        assert dashed == [pytest.approx(limit)]


def test_without_dense_networks_the_figure_says_so(history):
    (axes,) = performance_figure(history[history["strategy"] == "set"]).axes
    assert "to compare with" in axes.texts[0].get_text()


def test_an_empty_table_is_refused(history):
    with pytest.raises(ValueError, match="nothing to draw"):
        performance_figure(history.iloc[:0])
