import pandas as pd
import pytest

from sparse_rnn.drawing.style import save_figure
from sparse_rnn.studies.controls.figure import controls_figure

ARMS = [
    ("dense", "untrained_random_cut", 0.5),
    ("set", "as_trained", 0.8),
    ("set", "signs_shuffled", 0.49),
    ("pruning_2", "as_trained", 0.9),
]


@pytest.fixture
def tables():
    """eta and z of a few arms in two conditions of one seed; the second has 0.04 more."""
    keys = {"model": "rnn", "sparsity": 0.9, "seed": 0}
    rows = [
        keys | dict(task=task, strategy=strategy, control=control, eta=eta + more)
        for task, more in (("mg", 0), ("mtc", 0.04))
        for strategy, control, eta in ARMS
    ]
    eta = pd.DataFrame(rows)
    kinds = ((True, 1), (False, -1))
    return eta, pd.concat(eta.assign(balanced=k, z=sign * 10 * eta["eta"]) for k, sign in kinds)


def test_a_row_per_control_with_its_conditions_and_their_mean(tables, tmp_path):
    figure = controls_figure(*tables, "global-const")
    left, right = figure.axes
    labels = [text.get_text() for text in left.get_yticklabels()]
    assert labels == ["Untrained, random cut (2)", "Pruning II (2)", "SET (2)", "SET (2)"]
    bold = [line for line in left.lines if line.get_marker() == "D" and line.get_markersize() == 5]
    assert [line.get_xdata()[0] for line in bold] == pytest.approx([0.52, 0.92, 0.82, 0.51])
    pale = [line for line in left.lines if line.get_markersize() == 3]
    assert pale[1].get_xdata().tolist() == pytest.approx([0.9, 0.94])
    means = [line.get_xdata()[0] for line in right.lines if line.get_markersize() == 5]
    assert means[2:4] == pytest.approx([9.2, -9.2])
    headings = [text.get_text() for text in left.texts]
    assert headings[0] == "cut once from dense networks" and "shuffled" in headings[2]
    assert save_figure(figure, tmp_path, "controls").is_file()


def bold_of(axes):
    return [line.get_xdata()[0] for line in axes.lines if line.get_markersize() == 5]


def test_a_bold_mark_is_of_the_conditions_that_all_rows_of_its_group_have(tables):
    """Pruning II ran on the second task alone, so that SET's mean is of that task too."""
    without = (t[(t["strategy"] != "pruning_2") | (t["task"] == "mtc")] for t in tables)
    figure = controls_figure(*without, "global-const")
    assert bold_of(figure.axes[0]) == pytest.approx([0.52, 0.94, 0.84, 0.51])
    labels = [text.get_text() for text in figure.axes[0].get_yticklabels()]
    assert labels[1:3] == ["Pruning II (1)", "SET (2)"]
    assert "share (from the top: 2, 1, 2)" in figure._supxlabel.get_text()


def test_rows_without_a_common_condition_have_no_bold_mark(tables):
    eta, z = (t.replace({"task": {"mtc": "mg"}}) for t in tables)
    eta, z = (t.assign(sparsity=0.9 + 0.05 * (t["strategy"] == "set")) for t in (eta, z))
    figure = controls_figure(eta, z, "global-const")
    assert len(bold_of(figure.axes[0])) == 2
    assert "none, so no mark" in figure._supxlabel.get_text()


def test_the_dashed_line_leaves_the_headings_free(tables):
    left = controls_figure(*tables, "global-const").axes[0]
    ends = [part for lines in left.collections for part in lines.get_segments()]
    spans = [(part[0][1], part[1][1]) for part in ends]
    places = [text.get_position()[1] for text in left.texts]
    assert spans and not any(low < place < high for low, high in spans for place in places)


def test_an_empty_table_is_refused(tables):
    eta, z = tables
    with pytest.raises(ValueError, match="nothing to draw: the table of controls has no rows"):
        controls_figure(eta.iloc[:0], z, "global-const")
