import numpy as np
import pandas as pd
import pytest
from scipy.stats import f

from sparse_rnn.studies.balanced_networks.reliability import (
    intraclass,
    reliability,
    reliability_in_words,
)

# Shrout & Fleiss 1979, table 2: six targets rated by four judges
RATINGS = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7.0]]
)


def test_as_published():
    """ICC(3, 1) = 0.71 there; F is 11.247 / 1.019 on 5 and 15 degrees of freedom."""
    n, mean, low, high = intraclass([RATINGS])
    assert n == 6 and mean == pytest.approx(0.715, abs=1e-3)
    ratio = 11.24167 / 1.01944
    for end, quantile in ((low, 0.975), (high, 0.025)):
        bound = ratio / f.ppf(quantile, 5, 15)
        assert end == pytest.approx((bound - 1) / (bound + 3), abs=1e-4)


def test_levels_of_series_and_draws_do_not_count():
    shifted = RATINGS + np.array([0, 5, -3, 100.0])
    assert intraclass([shifted + 7]) == pytest.approx(intraclass([RATINGS]))
    twice = intraclass([RATINGS, RATINGS + 50])
    assert twice.mean == pytest.approx(intraclass([RATINGS]).mean)
    assert twice.high - twice.low < np.diff(intraclass([RATINGS])[2:])[0]


def test_the_interval_covers_the_true_share():
    """Half of the variance belongs to the network: 95 % of the intervals hold one half."""
    rng = np.random.default_rng(0)
    held = 0
    for _ in range(400):
        tables = [rng.normal(size=(8, 1)) + rng.normal(size=(8, 3)) for _ in range(3)]
        _, _, low, high = intraclass(tables)
        held += low < 0.5 < high
    assert 0.92 < held / 400 < 0.98


def results(spread, draws=3):
    rng = np.random.default_rng(1)
    rows = [
        dict(task="hgs", arm="fixed", trial=trial, level=level, seed=seed)
        | dict(metric=spread * np.sin(7 * level + trial) + rng.normal())
        for trial in (1, 2, 3)
        for level in range(30)
        for seed in range(draws)
    ]
    return pd.DataFrame(rows)


def test_what_a_share_says():
    (little,) = reliability(results(0.0)).itertuples()
    assert (little.n, little.draws) == (90, 3) and little.high < 0.2
    assert "so the network hardly matters" in reliability_in_words(reliability(results(0.0)))
    words = reliability_in_words(reliability(results(9.0)))
    assert words.startswith("- Hand gestures, recurrent weights fixed: 0.9")
    assert words.endswith("(n = 90 networks, 3 draws of weights each), so the network matters.")


def test_one_draw_tells_nothing_and_incomplete_networks_are_left_out():
    assert reliability(results(1.0, draws=1)).empty
    assert reliability_in_words(reliability(results(1.0, draws=1))) == ""
    some = results(1.0)
    lost = some[(some["level"] > 0) | (some["seed"] > 0)]
    assert reliability(lost)["n"].tolist() == [87]
