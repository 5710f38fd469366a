import numpy as np
import pandas as pd
import pytest

from sparse_rnn.drawing.marks import MOTIF_PLACES
from sparse_rnn.drawing.palette import LOOP_COLOURS
from sparse_rnn.drawing.profile import profile_figure
from sparse_rnn.drawing.style import save_figure
from sparse_rnn.graphs.motifs import BALANCED_SIGNS, FFL_SIGNS


@pytest.fixture
def motifs():
    columns = {
        "signs": FFL_SIGNS,
        "count": range(1000, 1008),
        "sd": 2.0,
        "z": [3.5, -1, -2, 3, 0, 4, 5, -6],
    }
    return pd.DataFrame(columns)


def points(figure):
    """Place, z and colour of every point."""
    return [
        (*map(float, line.get_xydata()[0]), line.get_color())
        for line in figure.axes[0].lines
        if line.get_marker() == "o"
    ]


def test_every_loop_is_drawn_at_its_place_with_its_z_and_count(motifs):
    figure = profile_figure(motifs, "a network", "against chance")
    expected = [
        (MOTIF_PLACES[signs], float(z), LOOP_COLOURS[signs in BALANCED_SIGNS])
        for signs, z in zip(motifs["signs"], motifs["z"], strict=True)
    ]
    assert points(figure) == expected
    texts = [text.get_text() for text in figure.axes[0].texts]
    assert [text for text in texts if text.startswith("1,00")] == [f"1,00{i}" for i in range(8)]
    assert figure.axes[0].get_title(loc="left") == "a network"
    assert figure._supxlabel.get_text().startswith("against chance")


def test_a_loop_without_a_spread_is_left_out(motifs, tmp_path):
    motifs.loc[0, "sd"] = 0
    assert len(points(profile_figure(motifs, "", ""))) == 7
    motifs["sd"] = 0.0
    figure = profile_figure(motifs, "", "")
    assert points(figure) == []
    assert "no z-score: the counts of all random networks agree" in [
        text.get_text() for text in figure.axes[0].texts
    ]
    assert save_figure(figure, tmp_path, "empty").is_file()


def test_an_infinite_z_is_a_triangle_at_the_edge(motifs, tmp_path):
    motifs.loc[[0, 1], "sd"] = 0.0
    motifs.loc[[0, 1], "z"] = [np.inf, -np.inf]
    figure = profile_figure(motifs, "", "")
    assert len(points(figure)) == 6
    (axes,) = figure.axes
    triangles = {line.get_marker(): line for line in axes.lines if line.get_marker() in "^v"}
    for marker, signs, edge in (("^", "+++", 0.96), ("v", "++-", 0.04)):
        (x, y) = triangles[marker].get_xydata()[0]
        assert (x, y) == (MOTIF_PLACES[signs], edge)
        assert triangles[marker].get_transform() == axes.get_xaxis_transform()
    assert "z is infinite" in figure._supxlabel.get_text()
    assert save_figure(figure, tmp_path, "endless").is_file()


def test_another_motif_is_refused(motifs):
    motifs.loc[3, "signs"] = "++"
    with pytest.raises(ValueError, match=r"no drawing for signs '\+\+'; known: \+\+\+, "):
        profile_figure(motifs, "", "")
