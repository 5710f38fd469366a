import numpy as np
import pytest

from sparse_rnn.networks.annealing import Schedule, anneal
from sparse_rnn.networks.random_graphs import erdos_renyi
from sparse_rnn.plotting.annealing import TRIALS, annealing_figure, annealing_trials_figure
from sparse_rnn.plotting.style import save_figure


@pytest.fixture(scope="module")
def trace():
    return anneal(erdos_renyi(40, 0.15, 0), 1.0, 0, Schedule(2, 30, 6, 1)).trace


def test_eta_and_energy_are_drawn_along_the_run(trace, tmp_path):
    figure = annealing_figure(trace)
    for axes, column in zip(figure.axes, ("eta", "energy"), strict=True):
        (line,) = axes.lines
        assert line.get_xdata().tolist() == trace["proposals"].tolist()
        assert line.get_ydata().tolist() == trace[column].tolist()
        assert axes.get_xlabel() == "Exchanges proposed" and axes.get_ylabel()
    assert figure._supxlabel.get_text() == "Inverse temperature β rising from 2 to 30."
    assert save_figure(figure, tmp_path, "annealing").is_file()


def test_levels_are_drawn_as_lines(trace):
    figure = annealing_figure(trace, [0.6, 0.7])
    heights = [line.get_ydata() for line in figure.axes[0].lines[:2]]
    assert np.array(heights).tolist() == [[0.6, 0.6], [0.7, 0.7]]


def test_an_empty_trace_is_refused(trace):
    with pytest.raises(ValueError, match="nothing to draw: the trace of the run has no rows"):
        annealing_figure(trace.iloc[:0])


def test_the_runs_of_all_trials_are_drawn_side_by_side(balanced_tables, tmp_path):
    _, traces = balanced_tables
    figure = annealing_trials_figure(traces)
    for axes, column in zip(figure.axes, ("eta", "energy"), strict=True):
        for trial, line in zip((1, 2), axes.lines, strict=True):
            run = traces[traces["trial"] == trial]
            assert line.get_xydata().tolist() == run[["proposals", column]].to_numpy().tolist()
            assert line.get_color() == TRIALS[trial - 1].colour
    assert save_figure(figure, tmp_path, "annealing").is_file()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"trial": 9}, "9 trials to draw; there are 6 colours"),
        ({"task": "mnits"}, "no drawing for task 'mnits'"),
    ],
)
def test_trials_that_cannot_be_drawn(balanced_tables, change, message):
    with pytest.raises(ValueError, match=message):
        annealing_trials_figure(balanced_tables[1].assign(**change))
    with pytest.raises(ValueError, match="nothing to draw: the trace of the runs has no rows"):
        annealing_trials_figure(balanced_tables[1].iloc[:0])
