import pandas as pd
import pytest

from sparse_rnn.drawing.style import save_figure
from sparse_rnn.studies.lesions.effect import KIND_LABELS, harm_curves
from sparse_rnn.studies.lesions.figure import (
    FEWEST_NETWORKS,
    FEWEST_OF_BAND,
    KIND_LOOKS,
    lesion_figure,
)
from sparse_rnn.studies.lesions.removal import LESION_KINDS
from sparse_rnn.verdicts import limits

NONE = harm_curves(pd.DataFrame(columns=["task", "network", "kind", "removed"]).astype("str"))
"""Networks of the authors, where none were had."""


@pytest.fixture
def curves(lesion_table):
    return harm_curves(lesion_table)


def test_a_curve_with_its_band_for_each_kind(curves, tmp_path):
    curves = curves.assign(n=FEWEST_NETWORKS)
    figure = lesion_figure(curves, NONE)
    (axes,) = figure.axes
    assert axes.get_ylabel() == "Error / error of whole network"
    assert [line.get_ydata()[0] for line in axes.lines[:2]] == [1, limits.ALLOWED_HARM_RATIO]
    for (kind, label), line, band in zip(
        KIND_LABELS.items(), axes.lines[2:], axes.collections, strict=True
    ):
        curve = curves[curves["kind"] == kind]
        assert line.get_label() == label
        assert line.get_xydata().tolist() == curve[["removed", "mean"]].to_numpy().tolist()
        low, high = band.get_datalim(axes.transData).intervaly
        assert [low, high] == pytest.approx([curve["low"].min(), curve["high"].max()])
    assert "over the networks (n ≤ 5)" in figure._supxlabel.get_text()
    assert save_figure(figure, tmp_path, "lesions").is_file()


def test_every_kind_of_lesion_has_a_label_and_a_look():
    assert list(KIND_LABELS) == list(KIND_LOOKS) == list(LESION_KINDS)


def test_panels_come_in_the_order_of_tasks_that_all_figures_share(curves):
    figure = lesion_figure(pd.concat([curves, curves.assign(task="mnist")]), NONE)
    assert ["MNIST" in axes.get_title("left") for axes in figure.axes] == [True, False]


def test_the_authors_networks_stand_below_ours(curves):
    ours, theirs = lesion_figure(curves, curves.assign(mean=2 * curves["mean"])).axes
    assert "authors" in theirs.get_title("left") and "authors" not in ours.get_title("left")
    assert theirs.lines[-1].get_ydata().tolist() == (2 * ours.lines[-1].get_ydata()).tolist()
    assert ours.get_ylim() == theirs.get_ylim()


def test_curves_stop_where_fewer_than_five_networks_are_left(curves):
    most = curves["removed"].max()
    curves = curves.assign(n=FEWEST_NETWORKS - (curves["removed"] == most))
    (axes,) = lesion_figure(curves, NONE).axes
    assert {line.get_xdata().max() for line in axes.lines[2:]} == {most - 1}


def test_small_runs_have_whole_curves_but_two_networks_no_band(curves):
    few = curves["removed"] == curves["removed"].max()
    curves = curves.assign(n=(FEWEST_OF_BAND - few))
    (axes,) = lesion_figure(curves, NONE).axes
    for line, band in zip(axes.lines[2:], axes.collections, strict=True):
        assert line.get_xdata().max() == curves["removed"].max()
        assert band.get_datalim(axes.transData).x1 == curves["removed"].max() - 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kind": "all"}, "no drawing for kind 'all'; known: unbalanced, balanced, random"),
        ({"task": "mnits"}, "no drawing for task 'mnits'"),
    ],
)
def test_what_cannot_be_drawn(curves, change, message):
    with pytest.raises(ValueError, match=message):
        lesion_figure(curves.assign(**change), NONE)
    with pytest.raises(ValueError, match="nothing to draw: no lesioned network"):
        lesion_figure(curves.iloc[:0], NONE)
