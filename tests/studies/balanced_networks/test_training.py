import logging
import re

import numpy as np
import pytest

from sparse_rnn.base.artifacts import load_arrays, save_arrays
from sparse_rnn.base.seeding import torch_seed
from sparse_rnn.config import given_settings
from sparse_rnn.graphs.draw_weights import draw_weights
from sparse_rnn.results.join import join_tables
from sparse_rnn.results.schema import read_table
from sparse_rnn.studies.balanced_networks.annealing import anneal_trials
from sparse_rnn.studies.balanced_networks.training import train_balanced
from sparse_rnn.training.loop import Loop


@pytest.fixture
def settings(load_profile):
    config = load_profile("smoke")
    return given_settings(config, "balanced", "mg") | {"seeds": [1, 2]}


@pytest.fixture
def series(load_profile, tmp_path):
    """The file of the smoke profile's networks."""
    networks = load_profile("smoke")["balanced"]["networks"]
    anneal_trials("mg", 20, networks, 0, tmp_path / "series.npz", tmp_path / "annealing.csv")
    return tmp_path / "series.npz"


@pytest.fixture
def train(settings, series):
    """Train in a folder of one's own; return the bytes of what is written."""

    def run(folder, arm="fixed", trials=(1, 2), **own):
        names = {"results": "results.csv", "history": "history.csv", "networks": "networks.npz"}
        files = {kind: folder / name for kind, name in names.items()}
        train_balanced("mg", arm, trials, settings | own, "code", folder, series, **files)
        return [path.read_bytes() for path in files.values()]

    return run


def test_what_is_written(tmp_path, train, series, settings):
    train(tmp_path / "a")
    given = load_arrays(series)
    results = read_table("balanced_networks", tmp_path / "a" / "results.csv")
    met = np.isfinite(given["eta"])
    assert len(results) == 2 * met.sum()
    assert results["trial"].unique().tolist() == [1, 2]
    assert set(results["seed"]) == {1, 2}
    for row in results.itertuples():
        assert row.eta == given["eta"][row.trial - 1, row.level]
        assert given["ratio"][row.trial - 1, row.level, 0] == row.T_030T
    history = read_table("balanced_networks_history", tmp_path / "a" / "history.csv")
    last = history[history["epoch"] == history["epoch"].max()]
    assert last["test"].tolist() == results["metric"].tolist()
    assert sorted(history["epoch"].unique()) == [0, settings["task"]["epochs"]]
    assert len(load_arrays(tmp_path / "a" / "networks.npz")["weights"]) == len(results)
    names = ["history.csv", "networks.npz", "results.csv"]
    assert sorted(p.name for p in (tmp_path / "a").iterdir()) == names


def test_fixed_weights_stay_and_trained_ones_move_on_the_same_links(
    tmp_path, train, series, settings
):
    given = load_arrays(series)
    results = []
    for arm in ("fixed", "trained"):
        train(tmp_path / arm, arm)
        weights = load_arrays(tmp_path / arm / "networks.npz")["weights"]
        results.append(read_table("balanced_networks", tmp_path / arm / "results.csv"))
        for row, after in zip(results[-1].itertuples(), weights, strict=True):
            root = torch_seed(row.seed, "trial", row.trial)
            signs = given["signs"][row.trial - 1, row.level]
            before = draw_weights(signs, 0.7, 1.1, root).astype(np.float32)
            assert ((after != 0) == (signs != 0)).all()
            assert (after == before).all() == (arm == "fixed")
    fixed, trained = results
    assert (fixed["eta_after"] == fixed["eta"]).all()
    assert (fixed["metric"] != trained["metric"]).all()
    assert (fixed["eta"] == trained["eta"]).all()


def test_networks_of_a_trial_share_all_streams_and_trials_none(tmp_path, train, monkeypatch):
    starts = []
    real = Loop.start
    monkeypatch.setattr(Loop, "start", lambda loop: (starts.append(loop.ensemble), real(loop)))
    train(tmp_path / "a")
    assert len(starts) == 4
    for ensemble in starts:
        assert len(set(ensemble.seeds)) == 1
    assert len({ensemble.seeds[0] for ensemble in starts}) == 4


def test_an_interrupted_run_ends_in_the_same_bytes(tmp_path, train, monkeypatch, caplog):
    undisturbed = train(tmp_path / "a")
    real = Loop.advance

    def stopping(loop):
        if len(list((tmp_path / "b").iterdir())) == 3 and loop.epoch == 1:
            raise KeyboardInterrupt
        real(loop)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Loop, "advance", stopping)
        patch.setattr("sparse_rnn.training.fixed_topology.PERIOD", 0.0)
        train(tmp_path / "b")
    names = ["checkpoint_1_1.npz", "checkpoint_1_2.npz", "checkpoint_2_1.npz"]
    assert sorted(p.name for p in (tmp_path / "b").iterdir()) == names
    advanced = []
    monkeypatch.setattr(Loop, "advance", lambda loop: (advanced.append(loop.epoch), real(loop)))
    with caplog.at_level(logging.INFO):
        assert train(tmp_path / "b") == undisturbed
    assert advanced == [1, 0, 1], "two groups were done, the third half, the fourth not begun"


def test_other_networks_are_not_resumed(tmp_path, train, series, monkeypatch, caplog):
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Loop, "advance", lambda loop: (_ for _ in ()).throw(KeyboardInterrupt))
        train(tmp_path / "b")
    arrays = load_arrays(series)
    save_arrays(series, **arrays | {"signs": -arrays["signs"]})
    with caplog.at_level(logging.INFO):
        train(tmp_path / "b")
    assert "resuming" not in caplog.text


def test_a_network_is_the_same_whatever_else_is_trained(tmp_path, train, series):
    train(tmp_path / "all")
    arrays = load_arrays(series)
    arrays["eta"][:, 1:] = np.nan  # as if no level had been met
    save_arrays(series, **arrays)
    train(tmp_path / "few", seeds=[2])
    every, few = (
        read_table("balanced_networks", tmp_path / f / "results.csv") for f in ("all", "few")
    )
    same = every[(every["level"] == 0) & (every["seed"] == 2)].reset_index(drop=True)
    assert len(few) == 2 and few.equals(same)


def test_networks_and_tables_do_not_depend_on_which_trials_and_seeds_share_a_job(tmp_path, train):
    whole = train(tmp_path / "whole")
    folders = [tmp_path / f"{trial}{seed}" for trial in (1, 2) for seed in (1, 2)]
    for folder in folders:
        trial, seed = map(int, folder.name)
        train(folder, trials=[trial], seeds=[seed])
    names = {"balanced_networks": "results.csv", "balanced_networks_history": "history.csv"}
    for name, file in names.items():
        join_tables(name, [folder / file for folder in folders], tmp_path / file)
    assert [(tmp_path / file).read_bytes() for file in names.values()] == whole[:2]
    weights = [load_arrays(folder / "networks.npz")["weights"] for folder in folders]
    every = load_arrays(tmp_path / "whole" / "networks.npz")["weights"]
    assert np.array_equal(np.concatenate(weights), every)


def test_diverged_networks_have_no_metric(tmp_path, train, spoil):
    spoil(1)
    train(tmp_path)
    results = read_table("balanced_networks", tmp_path / "results.csv")
    lost = results["diverged"] == 2
    assert lost.sum() == 4
    assert (results["metric"].isna() == lost).all()
    assert np.isfinite(load_arrays(tmp_path / "networks.npz")["weights"]).all()


def test_if_all_diverge_it_is_said_and_refused_when_all_trials_are_together(
    tmp_path, train, settings, caplog
):
    parts = [tmp_path / f"{trial}" / "results.csv" for trial in (1, 2)]
    for trial, part in enumerate(parts, 1):
        train(part.parent, trials=[trial], task=settings["task"] | {"learning_rate": 1e30})
        assert read_table("balanced_networks", part)["metric"].isna().all()
    message = r"all \d+ networks of this job diverged, .*: lower balanced.training.learning_rate"
    assert re.search(message, caplog.text)
    with pytest.raises(FloatingPointError, match="all networks of task mg, arm fixed diverged: lo"):
        join_tables("balanced_networks", parts, tmp_path / "all.csv")
    train(tmp_path / "2", trials=[2])
    join_tables("balanced_networks", parts, tmp_path / "all.csv")
    kept = read_table("balanced_networks", tmp_path / "all.csv").groupby("trial")["diverged"]
    assert kept.agg(lambda epochs: (epochs > 0).all()).tolist() == [True, False]


def test_a_trial_that_was_not_annealed_is_refused(tmp_path, train):
    with pytest.raises(
        ValueError, match=r"there are the trials 1 to 2, and trials \[3\] are asked"
    ):
        train(tmp_path, trials=[3])


def test_an_unknown_arm_is_refused(tmp_path, train):
    with pytest.raises(ValueError, match="unknown arm 'free'; legal: fixed, trained"):
        train(tmp_path, "free")


def test_networks_of_another_size_are_refused(tmp_path, train, settings):
    message = "the given weights have shape .*, 20, 20.*, the ensemble's .*, 21, 21"
    with pytest.raises(ValueError, match=message):
        train(tmp_path, task=settings["task"] | {"hidden": 21})
