import numpy as np
import pandas as pd
import pytest
from scipy.stats import spearmanr

from sparse_rnn.studies.balanced_networks import bootstrap
from sparse_rnn.studies.balanced_networks.bootstrap import (
    effects,
    rank_correlations,
    slopes,
    trial_draws,
)
from sparse_rnn.studies.balanced_networks.effect import changes, correlations


@pytest.fixture
def series():
    """Two trials of six networks with two seeds; the metric rises by 1 and 2 per eta, and wavers."""
    rng = np.random.default_rng(3)
    eta = np.linspace(0.5, 0.9, 6)
    keys = dict(task="mnist", arm="fixed", level=range(6), eta=eta, T_030T=eta)
    return pd.concat(
        [
            pd.DataFrame(keys | dict(trial=trial, seed=seed))
            .assign(metric=trial * eta + 0.1 * rng.normal(size=6))
            for trial in (1, 2)
            for seed in (1, 2)
        ],
        ignore_index=True,
    )  # fmt: skip


class Whole:
    """A generator that draws every network once, each time in another order."""

    def integers(self, n, size):
        orders = [np.roll(np.arange(n), k) for k in range(size[0])]
        return np.stack(orders)


def test_a_draw_of_every_network_gives_the_estimates(series, monkeypatch):
    monkeypatch.setattr(bootstrap, "stream", lambda *names: Whole())
    monkeypatch.setattr(bootstrap, "DRAWS", 4)
    found = effects(series)
    rho = correlations(series).query("trial != 'pooled'")["rho"].mean()
    change = changes(series)["fitted"].median()
    assert found.correlation == pytest.approx((24, rho, rho, rho))
    assert found.change == pytest.approx((24, change, change, change))


def test_draws_are_of_networks_with_all_their_seeds(series, monkeypatch):
    monkeypatch.setattr(bootstrap, "DRAWS", 5)
    trial = series[series["trial"] == 1]
    chosen = bootstrap.stream(0, "claims", "bootstrap", "mnist", "fixed", 1).integers(
        6, size=(5, 6)
    )
    rho, change = trial_draws(trial, changes(trial))
    wide = trial.pivot(index="level", columns="seed", values="metric")
    eta = trial["eta"].unique()
    for draw, places in enumerate(chosen):
        mean = wide.mean(axis=1).to_numpy()[places]
        assert rho[draw] == pytest.approx(spearmanr(eta[places], mean).statistic)
        for s, seed in enumerate((1, 2)):
            slope = np.polyfit(eta[places], wide[seed].to_numpy()[places], 1)[0]
            assert change[draw, s] == pytest.approx(0.4 * slope)


def test_the_same_draws_again_and_intervals_around_the_estimates(series):
    found = effects(series)
    assert effects(series) == found
    for interval in found:
        assert interval.low < interval.mean < interval.high


def test_values_of_diverged_networks_are_left_out_of_the_line(series):
    lost = series.drop(series[(series["level"] == 2) & (series["seed"] == 1)].index)
    assert effects(lost).change.mean == changes(lost)["fitted"].median()
    assert np.isfinite(effects(lost).change).all()
    x, y = np.array([[0.0, 1.0, 2.0]]), np.array([[[0.0], [np.nan], [6.0]]])
    assert slopes(x, y).tolist() == [[3.0]]


def test_draws_of_one_network_alone_are_not_defined():
    one, two = np.array([[0.1, 0.1, 0.1]]), np.array([[1.0, 2.0, 3.0]])
    assert np.isnan(rank_correlations(one, two)).all()
    assert np.isnan(slopes(one, two[:, :, None])).all()


def test_two_networks_have_an_interval_from_the_draws_with_both(series):
    few = series[series["level"].isin([0, 5]) & (series["trial"] == 2)]
    found = effects(few)
    assert found.correlation[1:] == pytest.approx((1, 1, 1))
    assert np.isfinite(found.change).all()


def test_networks_of_one_eta_tell_nothing(series):
    for interval in effects(series.assign(eta=0.5)):
        assert interval.n == 24
        assert np.isnan(interval[1:]).all()
    assert np.isnan(effects(series.iloc[:0]).change.mean)
