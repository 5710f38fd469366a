import numpy as np
import pytest

from sparse_rnn.drawing.palette import LOOP_COLOURS
from sparse_rnn.drawing.style import save_figure
from sparse_rnn.graphs.motifs import BALANCED_SIGNS, UNBALANCED_SIGNS
from sparse_rnn.studies.mechanism.figure import SCALE_LINES, effects_figure, response_figure
from sparse_rnn.studies.mechanism.triad_response import response_table
from sparse_rnn.studies.weights.measure import histograms

KEYS = {"task": "mg", "model": "rnn", "strategy": "set", "sparsity": 0.9, "seed": 0, "diverged": 0}


def test_balanced_and_unbalanced_effects_are_drawn_apart(tmp_path):
    samples = {True: np.array([-1.0, 1.0, 1.0]), False: np.zeros(4)}
    table = histograms([(KEYS | {"balanced": key}, values) for key, values in samples.items()])
    middle = (table["low"] + table["high"]).abs() / 2
    mean = np.average(middle, weights=table["count"])  # of all seven loops, but for the bins
    figure = effects_figure(table)
    (axes,) = figure.axes
    drawn = [patch for patch in axes.patches if not patch.get_fill()]
    for balanced, patch in zip((True, False), drawn, strict=True):
        density, edges, _ = patch.get_data()
        expected, _ = np.histogram(samples[balanced] / mean, edges, density=True)
        assert density == pytest.approx(expected)
        assert np.allclose(patch.get_edgecolor()[:3], _rgb(LOOP_COLOURS[balanced]))
    labels = [text.get_text() for text in figure.legends[0].get_texts()]
    assert labels == ["balanced loops", "unbalanced loops"]
    assert save_figure(figure, tmp_path, "effects").is_file()


def test_loops_beyond_the_axis_are_told():
    """One balanced loop of four has an effect of nine times the mean of all."""
    samples = {True: np.array([0.1, 0.1, 0.1, 9.0]), False: np.full(6, 0.1)}
    table = histograms([(KEYS | {"balanced": key}, values) for key, values in samples.items()])
    words = effects_figure(table)._supxlabel.get_text()
    assert "beyond ±3 at most 25.0 % of the loops of a kind" in words
    inside = {True: np.array([-1.0, 1.0]), False: np.zeros(4)}
    table = histograms([(KEYS | {"balanced": key}, values) for key, values in inside.items()])
    assert "beyond" not in effects_figure(table)._supxlabel.get_text()


def _rgb(colour):
    return [int(colour[x : x + 2], 16) / 255 for x in (1, 3, 5)]


def test_a_curve_is_faint_where_the_formula_does_not_hold(tmp_path):
    table = response_table([0.2, 1.0], types=["+++", "++-", "-+-"])
    figure = response_figure(table)
    titles = [axes.get_title(loc="left").split("$  ")[1] for axes in figure.axes]
    assert titles == ["balanced loops", "unbalanced loops"]
    assert [len(axes.artists) for axes in figure.axes] == [2, 1]  # a drawing for each loop
    assert figure.axes[0].get_ylim() == figure.axes[1].get_ylim()
    for axes, types in zip(figure.axes, (["+++", "-+-"], ["++-"]), strict=True):
        solid = [
            line for line in axes.lines if line.get_alpha() is None and len(line.get_xdata()) > 2
        ]
        expected = [(signs, scale) for signs in types for scale in (0.2, 1.0)]
        for (signs, scale), line in zip(expected, solid, strict=True):
            rows = table[(table["signs"] == signs) & (table["scale"] == scale)]
            drawn = ~np.isnan(line.get_ydata())
            assert drawn.sum() == (rows["error"] <= 0.1).sum() > 0
            direct = 1 if signs[2] == "+" else -1
            told = direct * rows["response"].iloc[: drawn.sum()]
            assert line.get_ydata()[drawn].tolist() == told.tolist()
        flat = {round(line.get_ydata()[0], 6) for line in axes.lines if len(line.get_xdata()) == 2}
        assert flat == ({0.24, 2.0} if "+++" in types else {0.16, 0.0})
    assert "more than 10 % of $|w_{ij} w_{jk}|" in figure._supxlabel.get_text()
    assert save_figure(figure, tmp_path, "response").is_file()


@pytest.mark.parametrize("kind", [BALANCED_SIGNS, UNBALANCED_SIGNS])
def test_the_four_loops_of_a_kind_have_one_curve(kind):
    table = response_table([0.3, 1.0], types=list(kind))
    direct = table["signs"].str[2].map({"+": 1, "-": -1})
    along = table.assign(along=direct * table["response"])
    spread = along.groupby(["scale", "pulse"])["along"].agg(np.ptp)
    assert spread.max() < 1e-12


@pytest.mark.parametrize("count", [0, 9])
def test_more_sizes_than_lines_are_refused(count):
    table = response_table(np.linspace(0.1, 1, max(count, 1)), [0.1], ["+++"])
    with pytest.raises(ValueError, match=f"{count} sizes of weights to draw; give 1 to 8 of them"):
        response_figure(table if count else table.iloc[:0])
    assert len(set(SCALE_LINES)) == 8
