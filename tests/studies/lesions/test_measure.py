import numpy as np
import pytest
import torch

from sparse_rnn.base.artifacts import load_arrays, save_arrays
from sparse_rnn.config import given_settings
from sparse_rnn.graphs.motifs import is_balanced
from sparse_rnn.results.schema import read_table
from sparse_rnn.studies.lesions.measure import lesion_networks
from sparse_rnn.studies.lesions.removal import LESION_KINDS, removal_orders
from sparse_rnn.studies.lesions.tangent_loops import loop_weights, tangent_loops
from sparse_rnn.studies.lesions.training import train_tangent_loops
from sparse_rnn.training.condition import untrained
from sparse_rnn.training.loop import Loop, evaluate

CONSTRUCTION = {"p": 0.2, "loops": 4}


@pytest.fixture
def settings(load_profile):
    return given_settings(load_profile("smoke"), "lesions", "mg")


@pytest.fixture
def train(settings):
    """Train in a folder of one's own; return the bytes of what is written."""

    def run(folder, construction=CONSTRUCTION, **own):
        files = folder / "networks.npz", folder / "history.csv"
        train_tangent_loops("mg", construction, settings | own, "code", folder, *files)
        return [path.read_bytes() for path in files]

    return run


@pytest.fixture
def lesion(settings):
    """Lesion the networks of a folder; return the table."""

    def run(folder, orders=2, **own):
        files = folder / "networks.npz", folder / "lesions.csv"
        lesion_networks("mg", orders, settings | own, folder, *files)
        return read_table("lesions", files[1])

    return run


def test_the_networks_that_are_trained(tmp_path, train):
    train(tmp_path)
    arrays = load_arrays(tmp_path / "networks.npz")
    assert arrays["seeds"].tolist() == [1, 2]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["history.csv", "networks.npz"]
    for seed, nodes, weights in zip(
        arrays["seeds"], arrays["nodes"], arrays["recurrent"], strict=True
    ):
        made = tangent_loops(20, 4, 0.2, int(seed), "lesions", "mg")
        assert (nodes == made.nodes).all()
        assert ((weights != 0) == (made.graph.to_weights() != 0)).all()
    history = read_table("tangent_loops_history", tmp_path / "history.csv")
    assert history.groupby("network")["epoch"].max().to_dict() == {1: 2, 2: 2}


def test_the_metric_after_each_removal(tmp_path, train, lesion, settings):
    train(tmp_path)
    table = lesion(tmp_path)
    arrays = load_arrays(tmp_path / "networks.npz")
    assert (table["task"] == "mg").all()
    history = read_table("tangent_loops_history", tmp_path / "history.csv")
    trained = history[history["epoch"] == 2].set_index("network")["test"]
    whole = table[table["removed"] == 0]
    assert len(whole) == 2 * len(LESION_KINDS) * 2
    assert (whole["metric"] == whole["network"].map(trained)).all()
    for r, seed in enumerate((1, 2)):
        balanced = is_balanced(loop_weights(arrays["nodes"][r], arrays["recurrent"][r]))
        steps = {"balanced": balanced.sum(), "unbalanced": (~balanced).sum()}
        steps["random"] = steps["unbalanced"]
        rows = table[table["network"] == seed]
        assert rows.groupby("kind")["removed"].max().to_dict() == steps
        for (kind, _), order in rows.groupby(["kind", "order"]):
            assert order["removed"].tolist() == list(range(steps[kind] + 1))


def test_a_metric_is_that_of_the_network_without_these_links(tmp_path, train, lesion, settings):
    train(tmp_path)
    table = lesion(tmp_path)
    arrays = load_arrays(tmp_path / "networks.npz")
    task, ensemble, _ = untrained("mg", "rnn", settings | {"seeds": [2]}, tmp_path)
    for name, parameter in ensemble.parameters.items():
        parameter.data = torch.from_numpy(arrays[name][1:].copy())
    order = removal_orders(arrays["recurrent"][1], arrays["nodes"][1], "balanced", 2, 2, "mg")[1]
    for source, target in order.reshape(-1, 2):
        assert ensemble.recurrent.data[0, source, target] != 0
        ensemble.recurrent.data[0, source, target] = 0
    metric = evaluate(task, ensemble, ensemble.recurrent != 0, "test").item()
    rows = table[(table["network"] == 2) & (table["kind"] == "balanced") & (table["order"] == 2)]
    assert rows.sort_values("removed")["metric"].iloc[-1] == metric
    assert len(rows) == len(order) + 1 and rows["metric"].nunique() > 1
    source, target = order.reshape(-1, 2).T
    size = np.abs(arrays["recurrent"][1][source, target]).sum(dtype=float)
    assert rows["size"].min() == 0 and rows["size"].max() == pytest.approx(size, rel=1e-6)


def test_the_same_bytes_again_and_after_an_interruption(tmp_path, train, lesion, monkeypatch):
    undisturbed = train(tmp_path / "a")
    real = Loop.advance

    def stopping(loop):
        if loop.epoch == 1:
            raise KeyboardInterrupt
        real(loop)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Loop, "advance", stopping)
        patch.setattr("sparse_rnn.training.fixed_topology.PERIOD", 0.0)
        train(tmp_path / "b")
    assert [p.name for p in (tmp_path / "b").iterdir()] == ["checkpoint.npz"]
    assert train(tmp_path / "b") == undisturbed
    first, second = (lesion(tmp_path / folder) for folder in ("a", "b"))
    assert first.equals(second)


def test_diverged_networks_are_left_out(tmp_path, train, lesion, spoil):
    spoil(0)
    train(tmp_path)
    assert load_arrays(tmp_path / "networks.npz")["seeds"].tolist() == [2]
    assert lesion(tmp_path)["network"].unique().tolist() == [2]
    history = read_table("tangent_loops_history", tmp_path / "history.csv")
    assert history.groupby("network")["diverged"].first().to_dict() == {1: 2, 2: 0}


def test_if_all_diverge_it_is_said(tmp_path, train, settings):
    with pytest.raises(
        FloatingPointError, match="all 2 networks of this job diverged, the last in epoch"
    ):
        train(tmp_path, task=settings["task"] | {"learning_rate": 1e30})


def test_more_loops_than_nodes_for_them_are_refused_before_training(tmp_path, train):
    message = "m = 7 tangent loops need N = 21 nodes or more"
    with pytest.raises(ValueError, match=message):
        train(tmp_path, {"p": 0.2, "loops": 7})
    assert not list(tmp_path.iterdir())


def test_a_core_without_cycles_cannot_have_a_spectral_radius(tmp_path, train):
    with pytest.raises(ValueError, match="no cycle and thus the spectral radius 0"):
        train(tmp_path, {"p": 1e-9, "loops": 4}, spectral_radius=1.1)


def test_networks_of_another_ensemble_are_refused(tmp_path, train, lesion, settings):
    train(tmp_path)
    with pytest.raises(ValueError, match=r"networks\.npz: 'input' has shape .* train the networks"):
        lesion(tmp_path, task=settings["task"] | {"hidden": 21})
    arrays = load_arrays(tmp_path / "networks.npz")
    del arrays["readout"]
    save_arrays(tmp_path / "networks.npz", **arrays)
    with pytest.raises(ValueError, match=r"networks\.npz: 'readout' has shape None"):
        lesion(tmp_path)
