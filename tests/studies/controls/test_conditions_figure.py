import pandas as pd
import pytest

from sparse_rnn.drawing.style import save_figure
from sparse_rnn.results.runs import mean_z
from sparse_rnn.studies.controls.conditions_figure import SIGN_MARKS, control_conditions_figure
from sparse_rnn.studies.controls.contrasts import CUT_LABELS, SIGN_LABELS, by_run
from sparse_rnn.studies.controls.measure import AS_TRAINED, CUTS, SIGN_CONTROLS

ARMS = [
    ("dense", "untrained_random_cut", 0.5),
    ("dense", "trained_magnitude_cut", 0.7),
    ("set", "as_trained", 0.8),
    ("set", "signs_shuffled", 0.49),
    ("pruning_2", "as_trained", 0.9),
]


@pytest.fixture
def tables():
    """eta and z of a few arms, two seeds; z is 10 (eta - 0.5), of unbalanced loops its negative."""
    rows = []
    for task in ("mtc", "mg"):
        for strategy, control, eta in ARMS:
            for seed in (0, 1):
                keys = {"task": task, "model": "rnn", "strategy": strategy, "sparsity": 0.9}
                keys |= {"seed": seed, "control": control, "diverged": 0}
                rows.append(keys | {"eta": eta + 0.01 * seed})
    balance = pd.DataFrame(rows)
    motifs = pd.concat(
        balance.assign(balanced=kind, sd=1.0, z=sign * 10 * (balance.eta - 0.5))
        for kind, sign in ((True, 1), (False, -1))
    )
    return by_run(balance, "eta"), mean_z(motifs, "control")


def means(axes):
    """What is marked: place on the y axis -> values."""
    found = {}
    for line in axes.lines:
        if len(line.get_xdata()) == 1:
            found.setdefault(round(float(line.get_ydata()[0]), 2), []).append(
                round(float(line.get_xdata()[0]), 3)
            )
    return found


def test_cuts_come_first_then_strategies_with_their_signs_side_by_side(tables, tmp_path):
    figure = control_conditions_figure(*tables, "global-const")
    eta, z, lower_eta, _ = figure.axes
    assert [axes.get_title(loc="left").split("$  ")[1] for axes in (eta, lower_eta)] == [
        "Mackey–Glass, RNN, 90 % sparse",
        "Cognitive tasks, RNN, 90 % sparse",
    ]
    labels = [text.get_text() for text in eta.get_yticklabels()]
    assert labels == ["Untrained, random cut", "Dense trained, small |w| cut", "Pruning II", "SET"]
    drawn = means(eta)
    assert drawn == {0: [0.505], 1: [0.705], 1.75: [0.905], 2.75: [0.805], 3: [0.495]}
    assert means(z)[1.75] == [4.05, -4.05]
    assert "n = 2 networks each (seeds 0, 1)" in figure._supxlabel.get_text()
    assert "global-const" in figure._supxlabel.get_text()
    assert save_figure(figure, tmp_path, "controls").is_file()


def test_the_names_of_controls_leave_room_for_two_columns_only(tables):
    eta, z = (pd.concat(t.assign(sparsity=s / 100) for s in range(90, 100)) for t in tables)
    figure = control_conditions_figure(eta, z, "global-const")
    assert len(figure.axes) == 2 * 20
    assert figure.axes[0].get_gridspec().ncols == 2 * 2
    assert [bool(axes.get_xlabel()) for axes in figure.axes[::2]] == [False] * 18 + [True] * 2


def test_an_interval_is_that_of_the_mean_over_seeds(tables):
    eta = control_conditions_figure(*tables, "global-const").axes[0]
    ends = {round(line.get_ydata()[0], 2): line.get_xdata() for line in eta.lines[:-1:2]}
    half = 12.7062 * 0.01 / 2  # two seeds that differ by 0.01
    assert ends[1.75] == pytest.approx([0.905 - half, 0.905 + half], abs=1e-4)


def test_an_interval_ends_where_no_eta_can_be(tables):
    eta, z = tables
    eta = eta.assign(eta=1 - eta["seed"] / 5)
    ends = [
        line.get_xdata() for line in control_conditions_figure(eta, z, "global-const").axes[0].lines
    ]
    assert max(max(pair) for pair in ends) == 1
    assert min(min(pair) for pair in ends) == 0


def test_every_control_has_a_look():
    assert list(CUT_LABELS) == list(CUTS)
    assert list(SIGN_LABELS) == [AS_TRAINED, *SIGN_CONTROLS]
    assert len(set(SIGN_MARKS.values())) == len(SIGN_LABELS)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (dict(control="cut"), "no drawing for control 'cut'; known: untrained_random_cut"),
        (dict(strategy="sett"), "no drawing for strategy 'sett'"),
        (dict(task="xor"), "no drawing for task 'xor'"),
    ],
)
def test_what_cannot_be_drawn_is_named(tables, change, message):
    eta, z = tables
    with pytest.raises(ValueError, match=message):
        control_conditions_figure(eta.assign(**change), z, "global-const")
    with pytest.raises(ValueError, match="nothing to draw: the table of controls has no rows"):
        control_conditions_figure(eta.iloc[:0], z, "global-const")
