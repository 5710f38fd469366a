import numpy as np
import pytest

from sparse_rnn.drawing.palette import LOOP_COLOURS
from sparse_rnn.drawing.style import save_figure
from sparse_rnn.studies.mechanism.figure import SCALE_COLOURS, effects_figure, response_figure
from sparse_rnn.studies.mechanism.triad_response import response_table
from sparse_rnn.studies.weights.measure import histograms

KEYS = {"task": "mg", "model": "rnn", "strategy": "set", "sparsity": 0.9, "seed": 0, "diverged": 0}


def test_balanced_and_unbalanced_effects_are_drawn_apart(tmp_path):
    samples = {True: np.array([-1.0, 1.0, 1.0]), False: np.zeros(4)}
    table = histograms([(KEYS | {"balanced": key}, values) for key, values in samples.items()])
    figure = effects_figure(table)
    (axes,) = figure.axes
    drawn = [patch for patch in axes.patches if not patch.get_fill()]
    for balanced, patch in zip((True, False), drawn, strict=True):
        density, edges, _ = patch.get_data()
        expected, _ = np.histogram(samples[balanced], edges, density=True)
        assert density == pytest.approx(expected)
        assert np.allclose(patch.get_edgecolor()[:3], _rgb(LOOP_COLOURS[balanced]))
    labels = [text.get_text() for text in figure.legends[0].get_texts()]
    assert labels == ["balanced loops", "unbalanced loops"]
    assert save_figure(figure, tmp_path, "effects").is_file()


def _rgb(colour):
    return [int(colour[x : x + 2], 16) / 255 for x in (1, 3, 5)]


def test_the_response_is_dotted_where_the_formula_does_not_hold(tmp_path):
    table = response_table([0.2, 1.0], types=["+++", "++-"])
    figure = response_figure(table)
    titles = [axes.get_title(loc="left") for axes in figure.axes]
    assert [title.split("$  ")[1] for title in titles] == ["+++ (balanced)", "++- (unbalanced)"]
    for axes, signs in zip(figure.axes, ("+++", "++-"), strict=True):
        solid = [line for line in axes.lines if line.get_label().startswith("|w|")]
        for scale, line in zip((0.2, 1.0), solid, strict=True):
            rows = table[(table["signs"] == signs) & (table["scale"] == scale)]
            drawn = ~np.isnan(line.get_ydata())
            assert drawn.sum() == (rows["error"] <= 0.1).sum() > 0
            assert line.get_ydata()[drawn].tolist() == rows["response"].iloc[: drawn.sum()].tolist()
        flat = [line.get_ydata()[0] for line in axes.lines if line.get_linestyle() == "--"]
        assert flat == pytest.approx([0.04 + 0.2, 2.0] if signs == "+++" else [0.04 - 0.2, 0.0])
    assert "more than 10 %" in figure._supxlabel.get_text()
    assert save_figure(figure, tmp_path, "response").is_file()


@pytest.mark.parametrize("count", [0, 11])
def test_more_sizes_than_colours_are_refused(count):
    table = response_table(np.linspace(0.1, 1, max(count, 1)), [0.1], ["+++"])
    with pytest.raises(ValueError, match=f"{count} sizes of weights to draw; give 1 to 10 of them"):
        response_figure(table if count else table.iloc[:0])
    assert len(SCALE_COLOURS) == 10
