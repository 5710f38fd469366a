import numpy as np
import pandas as pd
import pytest

from sparse_rnn.base.seeding import stream
from sparse_rnn.graphs.census.sparse import signed_ffl_counts
from sparse_rnn.graphs.motifs import FFL_SIGNS
from sparse_rnn.graphs.nulls import mixing
from sparse_rnn.graphs.nulls.mixing import (
    ALL,
    FEWEST_TO_COMPARE,
    SWAPS,
    has_spread,
    mixing_table,
    settled_at,
    summary,
)


@pytest.fixture(scope="module")
def graph(networks):
    return networks["trained"]


@pytest.fixture(scope="module")
def table(graph):
    return mixing_table(graph, "no-regard", networks=160)


def at(table, swaps):
    return table[table["swaps"] == swaps].set_index("signs")


def test_there_is_a_row_for_each_number_of_swaps_and_each_loop(table):
    assert list(table["swaps"]) == [swaps for swaps in SWAPS for _ in range(9)]
    assert list(table["signs"]) == [*FFL_SIGNS, ALL] * len(SWAPS)
    assert set(table["null_model"]) == {"no-regard"}


def test_without_swaps_the_chains_are_where_they_started(table, graph):
    none = at(table, 0.0)
    assert (none["overlap"] == 1).all() and (none["overlap_far"] < 0.1).all()
    assert list(none["mean"][:8]) == list(signed_ffl_counts(graph))
    assert none["mean"][ALL] == signed_ffl_counts(graph).sum()
    assert none["z"].isna().all() and none["z_far"].notna().all()
    assert none["apart"].iloc[0] == np.inf


def test_in_the_end_nothing_tells_where_a_chain_started(table):
    last = at(table, SWAPS[-1])
    assert last["overlap"].iloc[0] == pytest.approx(last["overlap_far"].iloc[0], abs=0.01)
    assert last["mean_errors"].max() < 4 and last["apart"].iloc[0] < 4
    assert 1 <= settled_at(table) <= 9


def test_a_slow_chain_is_not_called_settled_too_early():
    """Nine swaps are too few here, though a chain looks much the same after twice as many."""
    rng = stream(3, "test of settling")
    links = rng.random((18, 18)) < 0.41
    weights = links * np.where(rng.random((18, 18)) < 0.6, 1, -1)
    np.fill_diagonal(weights, 0)
    slow = mixing.SignedGraph.from_weights(weights)
    found = settled_at(mixing_table(slow, "local-const-travelling", 200))
    assert found is None or found > 18


def test_standard_errors_are_the_spread_of_repeated_runs():
    rng = np.random.default_rng(0)
    observed, runs = np.array([12.0, 3.0]), []
    for _ in range(400):
        near, far = rng.gamma(4.0, 2.0, (200, 2)), rng.gamma(4.0, 2.0, (200, 2))
        runs.append(pd.DataFrame(mixing.differences(observed, near, far)))
    z = np.stack([run["z_difference"] for run in runs])
    errors = np.stack([run["z_se"] for run in runs])
    np.testing.assert_allclose(z.std(0) / errors.mean(0), 1, atol=0.12)
    means = np.stack([run["mean_errors"] for run in runs])
    np.testing.assert_allclose((means > 1).mean(0), 0.317, atol=0.08)


def test_a_fixed_number_has_no_z(graph):
    table = mixing_table(graph, "sign-permutation", networks=40)
    fixed = table[table["signs"] == ALL]
    assert fixed[["z", "z_se", "mean_errors"]].isna().all(axis=None)
    assert (fixed["mean"] == fixed["mean_far"]).all()


def test_where_nothing_is_drawn_nothing_breaks(random_graph):
    table = mixing_table(random_graph(5, 0.0, 0), networks=32)
    assert table[["overlap", "accepted", "z"]].isna().all(axis=None)
    assert settled_at(table) is None and not has_spread(table)


def differing(errors, moved=2.0):
    """A table whose starts differ by so many standard errors."""
    rows = [
        {"swaps": float(swaps), "signs": signs, "apart": error}
        for swaps, error in enumerate(errors)
        for signs in ("+++", ALL)
    ]
    return pd.DataFrame(rows).assign(moved=moved)


@pytest.mark.parametrize(
    ("errors", "expected"),
    [([9, 5, 2, 1], 2), ([9, 0, 4.5, 1, 1], 3), ([0, 1, 2], 0), ([9, 1, 5], None), ([9, 1], None)],
)
def test_it_is_settled_when_no_later_difference_is_large(errors, expected):
    assert settled_at(differing(errors)) == expected


def test_starts_that_agree_since_nothing_moves_are_in_doubt():
    assert settled_at(differing([0, 0, 0], moved=0.1)) is None


def test_the_summary_has_a_row_for_each_number_of_swaps(table):
    short = summary(table)
    assert list(short["swaps"]) == list(SWAPS)
    assert short["means"].iloc[-1] == at(table, SWAPS[-1])["mean_errors"].max()


def test_too_few_chains_are_refused(graph):
    with pytest.raises(
        ValueError, match=f"mixing needs {FEWEST_TO_COMPARE} or more networks, got 9"
    ):
        mixing_table(graph, networks=9)
