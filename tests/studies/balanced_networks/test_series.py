import numpy as np
import pandas as pd
import pytest

from sparse_rnn.studies.balanced_networks.series import (
    beside_draw,
    effects_in_words,
    series_effects,
    series_table,
    trained,
)


@pytest.fixture
def results(balanced_tables):
    return balanced_tables[0]


def test_errors_enter_as_gains(results):
    """The error rises with eta, the more so in the second trial: balance does harm."""
    effects = series_effects(results).set_index(["arm", "trial"])
    assert effects["rho"].tolist() == pytest.approx([-1] * 4)
    assert (effects["n"] == 3).all()
    rows = results[(results["arm"] == "fixed") & (results["trial"] == 2)]
    lines = [
        np.polyfit(own["eta"], -np.log(own["metric"]), 1)[0] for _, own in rows.groupby("seed")
    ]
    assert effects.loc[("fixed", 2), "change"] == pytest.approx(np.mean(lines) * 0.4)


def test_a_network_that_lost_a_draw_is_not_worse_for_it():
    """The metric rises with the level; the second draw adds ten, and one network lacks it."""
    rows = [
        dict(task="mnist", arm="fixed", trial=1, level=level, seed=seed, eta=level / 10)
        | dict(metric=level + 10.0 * seed, T_030T=0.5, diverged=int(seed == 1 and level == 3))
        for level in range(4)
        for seed in (0, 1)
    ]
    good = trained(pd.DataFrame(rows))
    assert len(good) == 7
    assert series_effects(pd.DataFrame(rows))["rho"].tolist() == pytest.approx([1.0])
    level = good.groupby("level")["metric"].mean()
    assert level[3] < level[2], "the plain mean would rank it below"
    assert beside_draw(good).groupby("seed")["metric"].mean().tolist() == pytest.approx([0, 0])


def test_nothing_left_has_no_effects(results):
    assert series_effects(results.assign(diverged=1)).empty
    assert effects_in_words(series_effects(results.assign(diverged=1))) == ""


def test_in_words_the_series_are_the_units(results):
    words = effects_in_words(series_effects(results)).splitlines()
    assert len(words) == 2
    assert words[0].startswith("- Mackey–Glass, recurrent weights fixed: $\\rho$ = -1.0")
    assert "(n = 2 series, each: -1.00, -1.00)" in words[0]


def test_a_table_of_series(results):
    effects = series_effects(results)
    changed = effects[["task", "arm", "trial"]].assign(mean=0.5, low=0.25, high=0.75)
    shown = series_table(effects, {"change": changed})
    assert shown.columns.tolist() == ["task", "arm", "trial", "networks", "ρ", "change"]
    assert set(shown["change"]) == {"0.500 [0.250, 0.750]"}
    assert set(shown["arm"]) == {"recurrent weights fixed", "recurrent weights trained"}
