import xml.etree.ElementTree as ET

import numpy as np
import pandas as pd
import pytest

from sparse_rnn.drawing.palette import LOOP_COLOURS, NEGATIVE_COLOUR, POSITIVE_COLOUR
from sparse_rnn.graphs.motifs import BALANCED_SIGNS, FFL_SIGNS
from sparse_rnn.reports.svg import loop_glyph, profile_svg

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("signs", FFL_SIGNS)
def test_a_glyph_has_three_nodes_and_a_head_for_each_link(signs):
    drawn = ET.fromstring(loop_glyph(signs))
    assert drawn.find("title").text == signs
    assert len(drawn.findall("circle")) == 3
    heads = drawn.findall("polygon")
    assert [head.get("fill") for head in heads] == [POSITIVE_COLOUR] * signs.count("+")
    negative = [line for line in drawn.findall("line") if line.get("stroke") == NEGATIVE_COLOUR]
    dashed = [line for line in negative if line.get("stroke-dasharray")]
    assert (len(negative), len(dashed)) == (2 * signs.count("-"), signs.count("-"))


def test_links_of_a_glyph_run_from_i_over_j_to_k():
    """j is on top; the first link rises, the second falls, the third is level."""
    first, second, third = ET.fromstring(loop_glyph("+++", 100)).findall("line")
    assert float(first.get("y1")) > float(first.get("y2"))
    assert float(second.get("y1")) < float(second.get("y2"))
    assert third.get("y1") == third.get("y2") and float(third.get("x1")) < float(third.get("x2"))


def test_other_signs_are_refused():
    with pytest.raises(ValueError, match="no feed-forward loop has the signs '--'; there are"):
        loop_glyph("--")


def profile(z):
    table = pd.DataFrame({"triad": "030T", "signs": FFL_SIGNS, "count": range(8), "z": z})
    return ET.fromstring(profile_svg(table))


def test_every_z_is_drawn_on_its_side_of_zero():
    z = np.array([5, -1, -2, 3, -4, 2.5, 6, -3])
    drawn = profile(z)
    dots = [(float(c.get("cy")), c.get("fill")) for c in drawn.findall(f"{SVG}circle")]
    zero = float(drawn.findall(f"{SVG}line")[0].get("y1"))
    order = [*BALANCED_SIGNS, *(s for s in FFL_SIGNS if s not in BALANCED_SIGNS)]
    expected = [z[FFL_SIGNS.index(signs)] for signs in order]
    assert [height < zero for height, _ in dots] == [value > 0 for value in expected]
    assert (
        np.argsort([height for height, _ in dots]).tolist() == np.argsort(-z_of(expected)).tolist()
    )
    assert [colour for _, colour in dots] == [LOOP_COLOURS[True]] * 4 + [LOOP_COLOURS[False]] * 4


def z_of(values):
    return np.array(values, dtype=float)


def test_an_infinite_z_is_a_triangle_and_an_undefined_one_nothing():
    drawn = profile([np.inf, -np.inf, np.nan, 0, 0, 0, 0, 0])
    triangles = [p.get("points") for p in drawn.findall(f"{SVG}polygon")]
    assert len(triangles) == 2 and len(drawn.findall(f"{SVG}circle")) == 5
    ends = [[float(pair.split(",")[1]) for pair in points.split()] for points in triangles]
    (up, _, above), (down, _, below) = ends
    assert above < up < down < below, "one points up from the top, the other down from the bottom"
    assert len(profile([np.nan] * 8).findall(f"{SVG}circle")) == 0
