import pytest

from sparse_rnn.drawing.style import save_figure
from sparse_rnn.studies.balanced_networks.annealing_figure import TRIAL_LOOKS
from sparse_rnn.studies.balanced_networks.figure import balance_effect_figure


def lines(axes, marker):
    return [line for line in axes.lines if line.get_marker() == marker]


def test_every_network_its_mean_over_seeds_and_a_line(balanced_tables, tmp_path):
    results, _ = balanced_tables
    figure = balance_effect_figure(results)
    titles = [axes.get_title(loc="left").split("$  ")[1] for axes in figure.axes]
    assert titles == [
        "Mackey–Glass, recurrent weights fixed",
        "Mackey–Glass, recurrent weights trained",
    ]
    for axes, arm in zip(figure.axes, ("fixed", "trained"), strict=True):
        own = results[(results["arm"] == arm) & (results["trial"] == 2)]
        assert lines(axes, ".")[1].get_xydata().tolist() == own[["eta", "metric"]].values.tolist()
        (mean,) = lines(axes, TRIAL_LOOKS[1].marker)
        expected = own.groupby("level")[["eta", "metric"]].mean()
        assert mean.get_xydata() == pytest.approx(expected.to_numpy())
        first, last = lines(axes, "None")[1].get_xydata()
        assert [first[0], last[0]] == [own["eta"].min(), own["eta"].max()]
    words = figure._supxlabel.get_text()
    assert words.startswith("n = 2 trials of 3 networks, seeds on each: 2.")
    assert "diverged" not in words
    assert save_figure(figure, tmp_path, "effect").is_file()


def test_diverged_networks_are_counted_and_left_out(balanced_tables):
    results, _ = balanced_tables
    results.loc[0, ["diverged", "metric"]] = [3, None]
    figure = balance_effect_figure(results)
    assert figure._supxlabel.get_text().endswith("1 diverged, left out.")
    assert len(lines(figure.axes[0], ".")[0].get_xdata()) == 5


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"diverged": 1}, "nothing to draw: no network that did not diverge"),
        ({"arm": "free"}, "no drawing for arm 'free'; known: fixed, trained"),
        ({"task": "mnits"}, "no drawing for task 'mnits'; known: mnist, sms"),
        ({"trial": 7}, "7 trials to draw; there are 6 colours"),
    ],
)
def test_what_cannot_be_drawn(balanced_tables, change, message):
    with pytest.raises(ValueError, match=message):
        balance_effect_figure(balanced_tables[0].assign(**change))


def test_series_with_gaps_are_told_by_their_length(balanced_tables):
    """A level that a run leapt over has no network."""
    results, _ = balanced_tables
    gap = (results["trial"] == 1) & (results["level"] == 1)
    words = balance_effect_figure(results[~gap])._supxlabel.get_text()
    assert words.startswith("n = 2 trials of 2–3 networks, seeds on each: 2.")
