import numpy as np
import pytest
from scipy.stats import linregress, t

from sparse_rnn.drawing.style import save_figure
from sparse_rnn.studies.balanced_networks.annealing_figure import TRIAL_LOOKS
from sparse_rnn.studies.balanced_networks.figure import balance_effect_figure, fitted_line


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
        own = results[(results["arm"] == arm) & (results["trial"] == 2)].copy()
        own["metric"] = np.log10(own["metric"])  # errors are drawn as ratios
        expected = own.groupby("level")[["eta", "metric"]].mean()
        own["metric"] -= (level := expected["metric"].mean())
        expected["metric"] -= level
        points = lines(axes, ".")[1].get_xydata()
        assert points == pytest.approx(own[["eta", "metric"]].to_numpy())
        (mean,) = lines(axes, TRIAL_LOOKS[1].marker)
        assert mean.get_xydata() == pytest.approx(expected.to_numpy())
        fits = [line for line in lines(axes, "None") if len(line.get_xdata()) == 30]
        assert [*fits[1].get_xdata()[[0, -1]]] == [own["eta"].min(), own["eta"].max()]
        assert any(text.get_text().startswith("ρ = ") for text in axes.texts)
    assert len({axes.get_ylim() for axes in figure.axes}) == 1
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
        ({"trial": 7}, "7 trials to draw; there are 6 looks"),
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


def test_the_interval_of_a_line_is_students():
    """Half its width at the mean of x is t s / sqrt(n); the line is that of SciPy."""
    x, y = np.array([0.0, 1.0, 2.0, 3.0, 4.0]), np.array([0.1, 0.9, 2.2, 2.8, 4.1])
    places, line, half = fitted_line(x, y)
    fit = linregress(x, y)
    assert line == pytest.approx(fit.intercept + fit.slope * places)
    rest = y - fit.intercept - fit.slope * x
    spread = np.sqrt((rest**2).sum() / 3)
    ends = t.ppf(0.975, 3) * spread * np.sqrt(1 / 5 + 4 / 10)
    assert half[[0, -1]] == pytest.approx([ends, ends])
    assert np.isnan(fitted_line(x[:2], y[:2])[2]).all()
