import numpy as np
import pytest

from sparse_rnn.base.seeding import torch_seed
from sparse_rnn.config import protocol_settings
from sparse_rnn.graphs.balance.of_graph import global_balance
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.results.join import join_tables
from sparse_rnn.results.schema import read_table
from sparse_rnn.studies.published.training import train_published
from sparse_rnn.studies.published.training_effect import NETWORK, save_effect
from sparse_rnn.training import fixed_topology
from sparse_rnn.training.loop import Loop

TABLES = ("published_training", "published_training_history")
EFFECT = "published_training_effect"


@pytest.fixture
def settings(load_profile):
    """The authors' protocol for mg on networks and a task of the smoke profile's size."""
    settings = protocol_settings(load_profile("smoke"), "mg", "theirs")
    short = {"epochs": 2, "evaluate_every": 1, "snapshot_every": 2}
    return settings | {"seeds": [1, 2], "task": settings["task"] | short}


@pytest.fixture
def stand_in_series():
    """Stand-ins for the authors' series: two trials of three random networks with self-loops."""
    rng = np.random.default_rng(5)
    signs = rng.choice([-1, 0, 1], p=[0.1, 0.8, 0.1], size=(2, 3, 20, 20)).astype(np.int8)
    balances = [
        global_balance(SignedGraph.from_weights(network)) for network in signs.reshape(6, 20, 20)
    ]
    return {
        "signs": signs,
        "eta": np.array([balance.eta for balance in balances]).reshape(2, 3),
        "ratio": np.array([list(b.ratio.values()) for b in balances], float).reshape(2, 3, 4),
        "named_eta": np.array([[np.nan, 0.5, 0.6], [0.4, 0.5, 0.6]]),
        "self_loops": np.count_nonzero(np.diagonal(signs, axis1=2, axis2=3), axis=2),
    }


@pytest.fixture
def train(settings, stand_in_series):
    """Train in a folder of one's own; return the tables that are written, by name."""

    def run(folder, trials=(1, 2), **own):
        tables = {name: folder / f"{name}.csv" for name in TABLES}
        words = trials, settings | own, "code", folder, stand_in_series
        train_published("mg", "theirs", *words, tables)
        return {name: read_table(name, path) for name, path in tables.items()}

    return run


def effect_of(*folders):
    """Return what balance does along training in the networks of some folders, as a table."""
    path = folders[0] / f"{EFFECT}.csv"
    save_effect(*([folder / f"{name}.csv" for folder in folders] for name in TABLES), path)
    return read_table(EFFECT, path)


def test_every_network_is_trained_with_every_draw_of_weights(tmp_path, train, stand_in_series):
    results, history = train(tmp_path).values()
    assert len(results) == 2 * 3 * 2 and not results["diverged"].any()
    for row in results.itertuples():
        place = row.trial - 1, row.level
        assert row.eta == stand_in_series["eta"][place]
        assert stand_in_series["ratio"][*place, 0] == row.T_030T
        assert row.self_loops == stand_in_series["self_loops"][place]
    assert results["self_loops"].sum() > 0
    assert results["named_eta"].isna().sum() == 2
    last = history[history["epoch"] == 2]
    assert last["test"].tolist() == results["metric"].tolist()
    assert sorted(history["epoch"].unique()) == [0, 1, 2]
    assert sorted(p.stem for p in tmp_path.iterdir()) == sorted(TABLES)
    effect = effect_of(tmp_path)
    assert len(effect) == 2 * 2 * 3 and (effect["n"] == 3).all()


def test_tables_do_not_depend_on_which_trials_and_seeds_share_a_job(tmp_path, train):
    train(tmp_path / "whole")
    groups = [((1, 2), [1]), ((1,), [2]), ((2,), [2])]
    for trials, seeds in groups:
        train(tmp_path / f"{trials}{seeds}", trials, seeds=seeds)
    folders = [tmp_path / f"{trials}{seeds}" for trials, seeds in groups]
    for name in TABLES:
        join_tables(name, [folder / f"{name}.csv" for folder in folders], tmp_path / "joined.csv")
        rows = read_table(name, tmp_path / "joined.csv")
        whole = read_table(name, tmp_path / "whole" / f"{name}.csv")
        rows = rows.sort_values(["trial", "seed"], kind="stable", ignore_index=True)
        assert rows.equals(whole)
    assert effect_of(*folders).equals(effect_of(tmp_path / "whole"))


def test_recurrent_weights_are_drawn_by_the_protocol_and_stay(
    tmp_path, train, monkeypatch, stand_in_series
):
    loops = []
    real = Loop.start
    monkeypatch.setattr(Loop, "start", lambda loop: (loops.append(loop), real(loop)))
    train(tmp_path)
    assert len(loops) == 4
    for loop, place in zip(loops, [0, 0, 1, 1], strict=True):
        weights = loop.ensemble.recurrent.detach().numpy()
        assert (np.sign(weights) == stand_in_series["signs"][place]).all(), "self-loops are links"
        radii = np.abs(np.linalg.eigvals(weights)).max(-1)
        assert radii == pytest.approx([1.1] * 3, rel=1e-4)
        readout = loop.ensemble.parameters["readout"]
        assert not readout.equal(readout[:1] * 0)
    seeds = [loop.seeds for loop in loops]
    expected = [torch_seed(seed, "trial", trial) for trial in (1, 2) for seed in (1, 2)]
    assert seeds == [[seed] * 3 for seed in expected]


def test_a_run_that_was_stopped_ends_in_the_same_rows(tmp_path, train, monkeypatch):
    whole = train(tmp_path / "a")
    real = Loop.advance

    def stopping(loop):
        if len(list((tmp_path / "b").iterdir())) == 3 and loop.epoch == 1:
            raise KeyboardInterrupt
        real(loop)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Loop, "advance", stopping)
        patch.setattr(fixed_topology, "PERIOD", 0.0)
        train(tmp_path / "b")
    again = train(tmp_path / "b")
    assert all(again[name].equals(whole[name]) for name in TABLES)


def test_diverged_networks_have_no_metric_and_no_part_in_the_effect(tmp_path, train, spoil):
    spoil(1)
    results, _ = train(tmp_path).values()
    lost = results["diverged"] == 2
    assert lost.sum() == 4 and set(results.loc[lost, "level"]) == {1}
    assert (results["metric"].isna() == lost).all()
    assert (effect_of(tmp_path)["n"] == 2).all()


def test_if_all_diverge_it_is_said_and_they_have_no_effect(tmp_path, train, settings, caplog):
    train(tmp_path, task=settings["task"] | {"learning_rate": 1e30})
    assert "all 12 networks of this job diverged" in caplog.text
    with pytest.raises(FloatingPointError, match="protocol theirs diverged: lower publ"):
        effect_of(tmp_path)


def test_networks_of_another_size_are_refused(tmp_path, train, settings):
    with pytest.raises(ValueError, match="the given weights have shape"):
        train(tmp_path, task=settings["task"] | {"hidden": 21})


def test_the_names_of_a_network_are_its_key(tmp_path, train):
    results = train(tmp_path)["published_training"]
    assert list(results.columns[:5]) == NETWORK
