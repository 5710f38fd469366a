from itertools import pairwise

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from sparse_rnn.drawing.glyphs import glyph_ticks, motif_glyph, signs_are_balanced
from sparse_rnn.graphs.motifs import BALANCED_SIGNS, FFL_SIGNS, UNBALANCED_SIGNS


def picture(signs, size=60, dpi=100):
    """The pixels of a glyph on white, rows from top to bottom, ``(h, w, 3)`` in 0..255."""
    figure = Figure(figsize=(size / 72, size / 72), dpi=dpi)
    figure.add_artist(motif_glyph(signs, size))
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())[..., :3].astype(int)


def is_red(pixels):
    return (pixels[..., 0] - pixels[..., 1] > 40) & (pixels[..., 0] - pixels[..., 2] > 40)


def test_the_eight_types_stand_in_the_order_of_the_project():
    assert FFL_SIGNS == ("+++", "++-", "+-+", "+--", "-++", "-+-", "--+", "---")


def test_balanced_means_that_path_and_link_agree():
    value = {"+": 1, "-": -1}
    for signs in FFL_SIGNS:
        ij, jk, ik = (value[sign] for sign in signs)
        assert signs_are_balanced(signs) == (ij * jk == ik)
    assert BALANCED_SIGNS == ("+++", "+--", "-+-", "--+")
    assert UNBALANCED_SIGNS == ("++-", "+-+", "-++", "---")


def test_the_eight_drawings_differ():
    drawings = [picture(signs) for signs in FFL_SIGNS]
    for i, first in enumerate(drawings):
        for second in drawings[i + 1 :]:
            assert (np.abs(first - second).sum(-1) > 100).mean() > 0.005


@pytest.mark.parametrize(
    ("signs", "side"),
    [("-++", np.s_[:60, :40]), ("+-+", np.s_[:72, 45:]), ("++-", np.s_[66:, :])],
)
def test_a_negative_link_is_red_on_its_own_side(signs, side):
    """i -> j is left, j -> k right, i -> k below."""
    red = is_red(picture(signs))
    elsewhere = red.copy()
    elsewhere[side] = False
    assert red[side].sum() > 50
    assert elsewhere.sum() < 0.2 * red.sum()


def test_a_loop_of_positive_links_has_no_red():
    assert not is_red(picture("+++")).any()


@pytest.mark.parametrize("call", [signs_are_balanced, motif_glyph])
def test_unknown_signs_are_named(call):
    with pytest.raises(ValueError, match=r"no drawing for signs '\+\+'; known: \+\+\+, \+\+-"):
        call("++")


@pytest.mark.parametrize("axis", ["x", "y"])
def test_glyphs_stand_beside_the_axis_at_their_positions(axis):
    figure = Figure(figsize=(4, 4))
    axes = figure.subplots()
    axes.set(xlim=(-1, 8), ylim=(-1, 8))
    glyph_ticks(axes, {signs: place for place, signs in enumerate(FFL_SIGNS)}, axis=axis)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    boxes = [artist.get_window_extent(canvas.get_renderer()) for artist in axes.artists]
    along = 0 if axis == "x" else 1
    ticks = [axes.transData.transform((place, place))[along] for place in range(8)]
    ends = np.array([box.get_points() for box in boxes])  # box, low and high, x and y
    assert ends[:, :, along].mean(axis=1) == pytest.approx(ticks, abs=1)
    assert ends[:, 1, 1 - along].max() < axes.bbox.min[1 - along]
    assert all(a[1, along] < b[0, along] for a, b in pairwise(ends))
