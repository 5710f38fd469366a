"""How benchmarks/fanmod.py compares two Monte Carlo estimates."""

import runpy
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
difference_in_errors = runpy.run_path(str(BENCHMARKS / "agreement.py"))["difference_in_errors"]


def estimates(rng, networks, observed=103.0):
    """Figures of 4000 motifs that are all alike: normal counts of mean 100 and sd 5."""
    counts = rng.normal(100, 5, (networks, 4000))
    table = pd.DataFrame({"mean": counts.mean(0), "sd": counts.std(0, ddof=1)})
    table["z"] = table["z_frequency"] = (observed - table["mean"]) / table["sd"]
    return table


def test_estimates_of_the_same_differ_by_one_standard_error():
    rng = np.random.default_rng(0)
    apart = difference_in_errors(estimates(rng, 300), 300, estimates(rng, 700), 700)
    assert apart.mean().abs().max() < 0.1
    assert apart.std().between(0.95, 1.05).all()


def test_without_spread_there_is_no_error_to_measure_in():
    table = pd.DataFrame({"mean": [1.0], "sd": [0.0], "z": [0.0], "z_frequency": [0.0]})
    assert difference_in_errors(table, 10, table, 10).isna().all(axis=None)


def test_tables_must_be_of_the_same_motifs():
    table = pd.DataFrame({"mean": [1.0, 2.0]}, index=["+++", "---"])
    with pytest.raises(ValueError, match="tables of other motifs"):
        difference_in_errors(table, 1, table.iloc[::-1], 1)
