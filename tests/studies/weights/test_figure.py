from itertools import product

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex

from sparse_rnn.drawing.condition_panels import sparsest
from sparse_rnn.drawing.style import save_figure
from sparse_rnn.studies.weights.figure import PHASE_LOOKS, weights_figure
from sparse_rnn.studies.weights.measure import PHASES, histograms


def keys(task="mg", strategy="set", seed=0, diverged=0):
    return {
        "task": task, "model": "rnn", "strategy": strategy, "sparsity": 0.9, "seed": seed,
        "diverged": diverged,
    }  # fmt: skip


@pytest.fixture
def table():
    rng = np.random.default_rng(0)
    runs = product(("set", "deep_r"), (0, 1), PHASE_LOOKS)
    return histograms(
        [
            (keys(strategy=strategy, seed=seed) | {"phase": phase}, rng.normal(size=50))
            for strategy, seed, phase in runs
        ]
    )


def outlines(axes):
    """The outline of each histogram by colour: densities and edges."""
    filled = [patch for patch in axes.patches if not patch.get_fill()]
    return {to_hex(patch.get_edgecolor()): patch.get_data() for patch in filled}


def test_every_phase_has_a_look():
    assert tuple(PHASE_LOOKS) == PHASES


def test_a_panel_per_condition_and_an_outline_per_phase(table, tmp_path):
    figure = weights_figure(table)
    assert [axes.get_title(loc="left").split("$  ")[1] for axes in figure.axes] == [
        "Mackey–Glass, RNN, SET, 90 % sparse",
        "Mackey–Glass, RNN, DeepR, 90 % sparse",
    ]
    for axes in figure.axes:
        drawn = outlines(axes)
        assert set(drawn) == {colour.lower() for _, colour in PHASE_LOOKS.values()}
        for data in drawn.values():
            assert (data.values * np.diff(data.edges)).sum() == pytest.approx(1)
    assert [text.get_text() for text in figure.legends[0].get_texts()] == [
        label for label, _ in PHASE_LOOKS.values()
    ]
    assert "n = 2 networks each (seeds 0, 1)" in figure._supxlabel.get_text()
    assert save_figure(figure, tmp_path, "weights").is_file()


def test_panels_come_by_task_then_by_model(table):
    places = [("mtc", "rnn"), ("hgs", "ct_rnn"), ("hgs", "rnn")]
    figure = weights_figure(pd.concat(table.assign(task=t, model=m) for t, m in places))
    titles = [axes.get_title("left").split("$  ")[1] for axes in figure.axes[::2]]
    assert [title.rsplit(", ", 2)[0] for title in titles] == [
        "Hand gestures, RNN",
        "Hand gestures, CT-RNN",
        "Cognitive tasks, RNN",
    ]


def test_seeds_are_drawn_together(table):
    one = table[(table["strategy"] == "set") & (table["phase"] == "end")]
    total = one.groupby("low")["count"].sum().to_numpy()
    data = outlines(weights_figure(table).axes[0])[PHASE_LOOKS["end"][1].lower()]
    assert data.values * np.diff(data.edges) * 100 == pytest.approx(total)


def test_runs_that_diverged_are_left_out(table):
    table.loc[table["seed"] == 1, "diverged"] = 5
    figure = weights_figure(table)
    assert "n = 1 network each (seed 0); 2 diverged, left out" in figure._supxlabel.get_text()
    data = outlines(figure.axes[0])[PHASE_LOOKS["end"][1].lower()]
    one = table[(table["strategy"] == "set") & (table["phase"] == "end") & (table["seed"] == 0)]
    assert data.values * np.diff(data.edges) * 50 == pytest.approx(one["count"].to_numpy())


def test_a_phase_without_weights_is_not_drawn(table):
    table.loc[table["phase"] == "pruned", "count"] = 0
    assert len(outlines(weights_figure(table).axes[0])) == 2


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (dict(strategy="none"), "no drawing for strategy 'none'; known: pruning_1"),
        (dict(task="xor"), "no drawing for task 'xor'"),
        (dict(diverged=3), r"nothing to draw: the table has no rows \(of runs that did not div"),
    ],
)
def test_what_cannot_be_drawn_is_named(change, message):
    table = histograms([(keys(**change) | {"phase": "end"}, np.ones(3))])
    with pytest.raises(ValueError, match=message):
        weights_figure(table)
    assert isinstance(table, pd.DataFrame)


def test_the_sparsest_of_some_strategies():
    rows = [
        ("mg", "set", 0.9), ("mg", "set", 0.95), ("mg", "static", 0.95), ("mtc", "set", 0.9),
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["task", "strategy", "sparsity"]).assign(model="rnn")
    assert sparsest(table, ["set", "deep_r"]).index.tolist() == [1, 3]
    assert sparsest(table, ["deep_r"]).index.tolist() == [1, 2, 3]  # none there: all of them
