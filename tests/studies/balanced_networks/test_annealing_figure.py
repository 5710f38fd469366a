import pytest

from sparse_rnn.drawing.style import save_figure
from sparse_rnn.studies.balanced_networks.annealing_figure import (
    TRIAL_LOOKS,
    annealing_trials_figure,
)


def test_the_runs_of_all_trials_are_drawn_side_by_side(balanced_tables, tmp_path):
    _, traces = balanced_tables
    figure = annealing_trials_figure(traces)
    for axes, column in zip(figure.axes, ("eta", "energy"), strict=True):
        for trial, line in zip((1, 2), axes.lines, strict=True):
            run = traces[traces["trial"] == trial]
            assert line.get_xydata().tolist() == run[["proposals", column]].to_numpy().tolist()
            assert line.get_color() == TRIAL_LOOKS[trial - 1].colour
    assert save_figure(figure, tmp_path, "annealing").is_file()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"trial": 9}, "9 trials to draw; there are 6 looks"),
        ({"task": "mnits"}, "no drawing for task 'mnits'"),
    ],
)
def test_trials_that_cannot_be_drawn(balanced_tables, change, message):
    with pytest.raises(ValueError, match=message):
        annealing_trials_figure(balanced_tables[1].assign(**change))
    with pytest.raises(ValueError, match="nothing to draw: the trace of the runs has no rows"):
        annealing_trials_figure(balanced_tables[1].iloc[:0])
