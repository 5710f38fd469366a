import numpy as np
import pytest
from scipy.stats import nct, t

from sparse_rnn.results.intervals import Interval, mean_interval
from sparse_rnn.verdicts.power import of_mean, smallest_effect
from sparse_rnn.verdicts.words import CORRELATION, LOSS, LOSS_RATIO, PROFILE

NAN = np.nan


@pytest.mark.parametrize("n", [2, 3, 5, 10, 100])
def test_the_interval_excludes_the_limit_with_80_percent(n):
    se = 0.3
    half = t.ppf(0.975, n - 1) * se
    effect = of_mean(n, 7 - half, 7 + half)
    assert nct.sf(t.ppf(0.975, n - 1), n - 1, effect / se) == pytest.approx(0.8, abs=1e-6)


def test_as_means_of_five_networks_show():
    """An effect of that size, drawn often: about 80 % of the intervals lie above 0."""
    n, sd = 5, 2.0
    half = t.ppf(0.975, n - 1) * sd / np.sqrt(n)
    draws = of_mean(n, -half, half) + sd * np.random.default_rng(1).normal(size=(20_000, n))
    spread = draws.std(axis=1, ddof=1) * t.ppf(0.975, n - 1) / np.sqrt(n)
    assert (draws.mean(axis=1) > spread).mean() == pytest.approx(0.8, abs=0.01)


def test_each_statistic_has_its_own():
    interval = mean_interval([0.1, 0.2, 0.4])
    told = of_mean(3, *interval[2:])
    assert smallest_effect(LOSS, interval) == told
    ratio = Interval(3, *np.exp(interval[1:]))
    assert smallest_effect(LOSS_RATIO, ratio) == pytest.approx(np.exp(told))
    rho = Interval(3, *np.tanh(interval[1:]))
    assert smallest_effect(CORRELATION, rho) == pytest.approx(np.tanh(told))


@pytest.mark.parametrize("statistic", [LOSS, LOSS_RATIO, CORRELATION, PROFILE, "", "another"])
def test_without_an_interval_nothing_is_known(statistic):
    assert np.isnan(smallest_effect(statistic, Interval(1, 0.5, NAN, NAN)))
    assert np.isnan(smallest_effect(PROFILE, Interval(5, 8.0, 7.0, 8.0)))
