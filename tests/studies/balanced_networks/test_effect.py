import numpy as np
import pandas as pd
import pytest

from sparse_rnn.studies.balanced_networks.effect import (
    ARM_LABELS,
    change_intervals,
    changes,
    correlations,
    rank_correlation,
)


def made_up(slopes=(1.0, 3.0), seeds=(1, 2), noise=0.0):
    """Series of five networks whose metric rises with eta, by its trial's slope, and the seed."""
    eta = np.linspace(0.5, 0.9, 5)
    wave = noise * np.array([1, 0, 0, 0, -1])
    return pd.concat(
        [
            pd.DataFrame(
                dict(task="mg", arm="fixed", trial=trial, level=range(5), seed=seed, eta=eta)
                | dict(T_030T=-eta, metric=slope * eta + 10 * trial + seed / 10 * eta + wave)
            )
            for trial, slope in enumerate(slopes, 1)
            for seed in seeds
        ],
        ignore_index=True,
    )


def test_correlations_of_each_trial_and_pooled():
    table = correlations(made_up()).set_index("trial")
    assert table.loc[[1, 2], "rho"].tolist() == pytest.approx([1, 1])
    assert table["n"].tolist() == [5, 5, 10]
    # pooled, every eta occurs twice: 5 pairs of tied ranks against ranks 1-5 and 6-10
    tied = np.repeat(np.arange(5), 2)
    metric = np.array([[r, r + 5] for r in range(5)]).ravel()
    assert table.loc["pooled", "rho"] == pytest.approx(np.corrcoef(tied, metric)[0, 1])
    assert correlations(made_up(), "T_030T").set_index("trial").loc[1, "rho"] == pytest.approx(-1)


def test_changes_from_the_random_to_the_most_balanced_network():
    table = changes(made_up().sample(frac=1, random_state=0))
    assert table[["eta_random", "eta_balanced"]].drop_duplicates().to_numpy().tolist() == [
        [0.5, 0.9]
    ]
    expected = [0.4 * (slope + seed / 10) for slope in (1, 3) for seed in (1, 2)]
    assert table["change"].tolist() == pytest.approx(expected)
    assert table["fitted"].tolist() == pytest.approx(expected)


def test_the_straight_line_uses_all_networks():
    noisy = changes(made_up(noise=0.1)).iloc[0]
    assert noisy["change"] == pytest.approx(0.44 - 0.2)
    # least squares: the ends have leverage 2 each of 10
    assert noisy["fitted"] == pytest.approx(0.44 - 0.2 * 0.8)


def test_intervals_are_over_seeds_within_and_over_trials_between():
    table = change_intervals(changes(made_up()), "change").set_index("trial")
    assert table["n"].tolist() == [2, 2, 2]
    assert table["mean"].tolist() == pytest.approx([0.46, 1.26, 0.86])
    half = 12.7062 * 0.4  # t of one degree of freedom, standard error |1.26 - 0.46| / 2
    assert table.loc["pooled", "high"] == pytest.approx(0.86 + half, abs=1e-3)
    assert table.loc[1, "high"] == pytest.approx(0.46 + 12.7062 * 0.02, abs=1e-3)


def test_networks_without_a_metric_are_left_out():
    results = made_up(seeds=(1,))
    results.loc[results["level"] == 4, "metric"] = np.nan
    assert changes(results)["eta_balanced"].tolist() == pytest.approx([0.8, 0.8])
    assert correlations(results)["n"].tolist() == [4, 4, 8]


def test_one_network_has_no_line():
    results = made_up(seeds=(1,))
    assert changes(results[results["level"] == 0])["fitted"].isna().all()
    assert correlations(results[results["level"] == 0])["rho"].isna().all()


def test_rank_correlation():
    x, y = pd.Series([1.0, 2.0, 3.0, np.nan]), pd.Series([1.0, 8.0, 27.0, 0.0])
    assert rank_correlation(x, y) == pytest.approx(1)
    assert rank_correlation(x, -y) == pytest.approx(-1)
    # ranks 1, 2.5, 2.5 against 1, 2, 3
    tied = rank_correlation(pd.Series([1.0, 2.0, 2.0]), pd.Series([1.0, 2.0, 3.0]))
    assert tied == pytest.approx(np.sqrt(3) / 2)


@pytest.mark.parametrize("values", [[1.0], [1.0, np.nan], [2.0, 2.0, 2.0]])
def test_there_is_no_rank_correlation_of_one_value(values):
    other = pd.Series(range(len(values)), dtype=float)
    assert np.isnan(rank_correlation(pd.Series(values), other))


def test_every_arm_has_a_label():
    from sparse_rnn.studies.balanced_networks.training import ARMS

    assert list(ARM_LABELS) == list(ARMS)
