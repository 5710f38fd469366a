from itertools import product

import pandas as pd
from matplotlib.figure import Figure

from sparse_rnn.drawing.style import save_figure
from sparse_rnn.drawing.titles import fit_titles, in_two_lines, narrow, set_title
from sparse_rnn.studies.controls.conditions_figure import control_conditions_figure

PLACES = [("mnist", "rnn"), ("sms", "rnn"), ("mg", "rnn")]
PLACES += [("hgs", "rnn"), ("hgs", "ct_rnn"), ("hgs", "neural_ode")]
LONG = "Hand gestures, Neural ODE, Random sparse, 95 % sparse"


def of_controls(places):
    rows = [
        dict(task=task, model=model, strategy="dense", sparsity=sparsity, seed=seed, eta=0.5)
        | dict(control="trained_magnitude_cut")
        for (task, model), sparsity, seed in product(places, (0.9, 0.95), (0, 1))
    ]
    eta = pd.DataFrame(rows)
    return control_conditions_figure(eta, eta.assign(balanced=True, z=eta["seed"]), "global-const")


def test_no_text_leaves_the_canvas_at_twelve_panels(tmp_path):
    figure = of_controls(PLACES)
    titles = [axes.get_title("left") for axes in figure.axes]
    assert len(list(filter(None, titles))) == 12
    save_figure(figure, tmp_path, "many")
    drawn, (width, height) = figure.get_tightbbox(), figure.get_size_inches()
    assert drawn.x0 >= 0 and drawn.y0 >= 0
    assert drawn.x1 <= width and drawn.y1 <= height


def titled(*titles, inches=4.0):
    """A figure with panels side by side, and its panels."""
    figure = Figure(figsize=(inches, 2))
    panels = figure.subplots(1, len(titles), squeeze=False)[0]
    for axes, title in zip(panels, titles, strict=True):
        set_title(axes, title, loc="left")
    return figure, panels


def test_a_title_that_would_meet_the_next_one_is_broken():
    figure, (left, right) = titled(LONG, "Short, and fitting", inches=6)
    assert fit_titles(figure)
    assert left.get_title("left") == "Hand gestures, Neural ODE,\nRandom sparse, 95 % sparse"
    assert right.get_title("left") == "Short, and fitting"


def test_titles_that_fit_stay_as_they_are():
    figure, (axes,) = titled("Hand gestures, RNN")
    assert not fit_titles(figure)
    assert axes.get_title("left") == "Hand gestures, RNN"


def test_a_line_that_is_still_too_wide_is_set_smaller():
    figure, _ = titled(LONG, inches=2)
    assert fit_titles(figure)
    (title,) = figure.findobj(lambda artist: artist.get_gid() == "title")
    assert title.get_window_extent().x1 <= figure.bbox.x1
    assert not fit_titles(figure)


def test_without_a_comma_there_is_nothing_to_break():
    assert in_two_lines("Hand gestures") == "Hand gestures"


def test_brackets_of_a_label_stand_on_a_line_of_their_own():
    assert narrow("Human activity (3 of 25 recordings)") == "Human activity\n(3 of 25 recordings)"
    assert narrow("Hand gestures") == "Hand gestures"
