import numpy as np
import pandas as pd
import pytest

from sparse_rnn.drawing.four_nodes import MOST_ROWS, four_nodes_figure
from sparse_rnn.drawing.glyphs import four_node_glyph
from sparse_rnn.drawing.style import save_figure


@pytest.fixture
def rows():
    columns = {"id": [204, 904, 2190], "name": ["bi-fan", "bi-parallel", "two-middle loop"]}
    columns |= {"signs": ["+--+", "++++", "-+-+-"], "count": [1234, 5, 0]}
    return pd.DataFrame(columns | {"sd": [2.0, 0.0, 0.0], "z": [-3.5, np.inf, -np.inf]})


def test_every_class_has_its_row_with_name_count_and_z(rows, tmp_path):
    figure = four_nodes_figure(rows, "a network", "against chance")
    (axes,) = figure.axes
    labels = [label.get_text() for label in axes.get_yticklabels()]
    assert labels == ["bi-fan +−−+", "bi-parallel ++++", "two-middle loop −+−+−"]
    assert axes.yaxis_inverted(), "the first is on top"
    points = {line.get_marker(): line.get_xydata().tolist() for line in axes.lines}
    assert points["o"] == [[-3.5, 0]]
    assert points[">"] == [[0.99, 1]] and points["<"] == [[0.01, 2]]
    assert [text.get_text() for text in axes.texts] == ["1,234", "5", "0"]
    assert axes.get_title(loc="left") == "a network"
    assert figure._supxlabel.get_text().startswith("against chance Triangle: z is infinite")
    assert save_figure(figure, tmp_path, "classes").is_file()


def test_as_many_rows_are_drawn_as_a_page_holds(rows):
    many = pd.concat([rows] * 100)
    (axes,) = four_nodes_figure(many, "", "").axes
    assert len(axes.get_yticks()) == MOST_ROWS


def ends(glyph):
    """Where the line of each link starts and ends, as shares of the side."""
    lines = [artist for artist in glyph.get_children() if hasattr(artist, "get_xydata")]
    return [line.get_xydata() / glyph.width for line in lines]


def test_links_run_between_their_nodes():
    (line,) = ends(four_node_glyph([(2, 0)], "+"))
    assert line[:, 0] == pytest.approx([0.1, 0.1])
    assert line[0, 1] > line[1, 1], "node 2 stands above node 0"


def test_the_links_of_a_mutual_pair_lie_apart():
    one, other = ends(four_node_glyph([(0, 1), (1, 0)], "++"))
    assert np.abs(one[:, 1].mean() - other[:, 1].mean()) == pytest.approx(0.12)
