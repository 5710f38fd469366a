import numpy as np
import pandas as pd
import pytest

from sparse_rnn.drawing.mixing import MARKERS, mixing_figure
from sparse_rnn.drawing.style import save_figure
from sparse_rnn.graphs.nulls.mixing import mixing_table
from sparse_rnn.graphs.signed_graph import SignedGraph


@pytest.fixture(scope="module")
def table():
    rng = np.random.default_rng(0)
    weights = (rng.random((30, 30)) < 0.2) * rng.choice([-1.0, 1.0], (30, 30))
    graph = SignedGraph.from_weights(weights)
    return pd.concat(
        [mixing_table(graph, null, networks=40) for null in ("no-regard", "sign-permutation")]
    )


def test_each_null_model_has_a_row_that_shows_its_numbers(table, tmp_path):
    figure = mixing_figure(table, "40 chains")
    assert len(figure.axes) == 6
    titles = [axes.get_title(loc="left") for axes in figure.axes[::3]]
    assert ["no-regard" in titles[0], "sign-permutation" in titles[1]] == [True, True]
    near, far = figure.axes[0].lines[:2]
    rows = table[(table["null_model"] == "no-regard") & (table["signs"] == "+--")]
    assert list(near.get_ydata()) == list(rows["overlap"])
    assert list(far.get_ydata()) == list(rows["overlap_far"])
    shown = [line.get_ydata() for line in figure.axes[1].lines]
    expected = rows["mean_errors"].to_numpy()
    assert any(len(y) == len(expected) and np.allclose(y, expected, equal_nan=True) for y in shown)
    assert save_figure(figure, tmp_path, "mixing").stat().st_size > 10_000


def test_every_loop_has_a_mark_of_its_own():
    assert len(set(MARKERS.values())) == 8
