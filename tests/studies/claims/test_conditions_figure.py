from itertools import product

import numpy as np
import pandas as pd
import pytest

from sparse_rnn.drawing.style import PAGE_HEIGHT, save_figure
from sparse_rnn.studies.claims.conditions_figure import (
    FIGURE_COLUMNS,
    claim_conditions_figure,
    split,
)
from sparse_rnn.verdicts import words

RNNS = [(task, "rnn") for task in ("mnist", "sms", "mg", "hgs", "mtc")]
CONTINUOUS = [("hgs", "ct_rnn"), ("hgs", "neural_ode")]
STRATEGIES = ("deep_r", "pruning_1", "pruning_2", "set")


def findings(claim, statistic, places, sparsities=(0.9, 0.95), **changes):
    return [
        dict(claim=claim, statistic=statistic, task=task, model=model, strategy=strategy)
        | dict(sparsity=sparsity, variant="", low=0.1, estimate=0.5, high=0.9, limit=1.0)
        | dict(verdict="reproduced", scope="condition")
        | changes
        for (task, model), strategy, sparsity in product(places, STRATEGIES, sparsities)
    ]


@pytest.fixture
def claims():
    """Every condition of the archive's grid that has a panel of its own, alike but for its name."""
    loss = [words.LOSS, words.SETTLED, words.PROFILE, words.RISE, words.EXCESS]
    rows = [
        finding
        for claim, statistic in zip(("C1", "C2", "C3", "C4", "C8"), loss, strict=True)
        for finding in findings(claim, statistic, RNNS)
    ]
    rows += findings("C8", words.EXCESS, CONTINUOUS, [0.95])
    rows += findings("C4", words.AT_END, RNNS, scope="reported")
    for statistic in (words.LOSS, words.RISE, words.AT_END):
        rows += findings("C7", statistic, CONTINUOUS, [0.95])
    rows += findings("C8", words.EXCESS, RNNS, scope="reported")
    return pd.DataFrame(rows)


def panel_of(figure, claim, heading):
    titles = [axes.get_title("left") for axes in figure.axes]
    return figure.axes[next(i for i, t in enumerate(titles) if f"{claim}}}" in t and heading in t)]


def marks(axes):
    return [line for line in axes.lines if line.get_marker() not in ("", "None")]


def labels(axes):
    return [text.get_text().replace("\n", " ") for text in axes.get_yticklabels()]


def test_models_are_told_apart_where_a_panel_has_several(claims):
    figure = claim_conditions_figure(claims)
    assert labels(panel_of(figure, "C8", "no excess")) == [
        *("MNIST, RNN", "SMS spam, RNN", "Mackey–Glass, RNN", "Hand gestures, RNN"),
        *("Hand gestures, CT-RNN", "Hand gestures, Neural ODE", "Cognitive tasks, RNN"),
    ]
    continuous = panel_of(figure, "C7", "continuous time")
    assert labels(continuous) == ["Hand gestures, CT-RNN", "Hand gestures, Neural ODE"]
    assert labels(panel_of(figure, "C1", "like dense"))[3] == "Hand gestures"


def test_what_is_reported_beside_c8_is_left_to_the_table(claims):
    axes = panel_of(claim_conditions_figure(claims), "C8", "no excess")
    assert len(marks(axes)) == 8 * len(RNNS) + 4 * len(CONTINUOUS)


def test_marks_keep_apart_and_the_figure_keeps_to_a_page(claims, tmp_path):
    figure = claim_conditions_figure(claims)
    save_figure(figure, tmp_path, "claims")
    assert figure.get_figheight() <= PAGE_HEIGHT + 0.6
    for axes in figure.axes:
        places = np.array([[0, line.get_ydata()[0]] for line in marks(axes)]).reshape(-1, 2)
        heights = np.sort(axes.transData.transform(places)[:, 1]) * 72 / figure.dpi
        assert (np.diff(heights) > 2.7).all()  # a mark is three points high
    drawn, (width, height) = figure.get_tightbbox(), figure.get_size_inches()
    assert drawn.x0 >= 0 and drawn.x1 <= width and drawn.y0 >= 0 and drawn.y1 <= height


@pytest.mark.parametrize(
    ("heights", "parts"),
    [
        ([1, 1, 1], [(0, 1), (1, 2), (2, 3)]),
        ([5, 1, 1, 1, 2, 3], [(0, 1), (1, 4), (4, 6)]),
    ],
)
def test_columns_are_as_even_as_the_order_of_panels_lets_them(heights, parts):
    found = split(heights)
    assert len(found) == FIGURE_COLUMNS
    assert [(part.start, part.stop) for part in found] == parts


def test_harm_has_plain_ticks_on_a_named_scale():
    harm = dict(limit=1.1, low=10.0, estimate=22.0, high=47.0)
    rows = findings("C6", words.HARM_RATIO, [("mg", "rnn")], [0.95], **harm)
    rows += [{"claim": "C6", "scope": "overall", "verdict": "contradicted"}]
    (axes,) = claim_conditions_figure(pd.DataFrame(rows)).axes
    axes.figure.canvas.draw()
    shown = [text.get_text() for text in axes.get_xticklabels()]
    assert {"−10", "−1", "0"} <= set(shown)
    assert "linear to 1, then logarithmic" in axes.get_xlabel()


def test_numbers_of_networks_are_drawn_as_shares_beside_the_share_asked():
    numbers = {"n": 8, "low": 4.2, "estimate": 7.0, "high": 8.0, "limit": 4.0}
    table = pd.DataFrame(findings("C2", words.BIMODAL, RNNS[:1], [0.9], **numbers))
    (axes,) = claim_conditions_figure(table).axes
    assert {mark.get_xdata()[0] for mark in marks(axes)} == {7 / 8}
    assert axes.lines[0].get_xdata().tolist() == [4.2 / 8, 1.0]
    assert list(axes.lines[-1].get_xdata()) == [0.5, 0.5]
