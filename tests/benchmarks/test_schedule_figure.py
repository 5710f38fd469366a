import runpy
from pathlib import Path

from sparse_rnn.drawing.style import save_figure

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
schedule_figure = runpy.run_path(str(BENCHMARKS / "schedule_figure.py"))["schedule_figure"]

RECORD = {
    "cores": [1, 10],
    "seeds": {
        "10": {"jobs": 588, "wall_hours": [30.0, 4.0], "chain_hours": 2.0},
        "100": {"jobs": 5160, "wall_hours": [300.0, 40.0], "chain_hours": 20.0},
    },
}


def test_each_number_of_seeds_has_a_line_above_its_longest_chain(tmp_path):
    figure = schedule_figure(RECORD, "simulated")
    (axes,) = figure.axes
    assert (axes.get_xscale(), axes.get_yscale()) == ("log", "log")
    few, floor, many, higher_floor, _ = axes.lines
    assert list(few.get_xdata()) == [1, 10] and list(few.get_ydata()) == [30.0, 4.0]
    assert list(many.get_ydata()) == [300.0, 40.0]
    assert list(floor.get_ydata()) == [2.0, 2.0] and list(higher_floor.get_ydata()) == [20.0, 20.0]
    labels = [text.get_text() for text in axes.get_legend().get_texts()]
    assert labels[:2] == ["10 seeds, 588 jobs", "100 seeds, 5,160 jobs"]
    assert save_figure(figure, tmp_path, "scaling").stat().st_size > 10_000
