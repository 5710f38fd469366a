import numpy as np
import pytest
import torch

from sparse_rnn.config import published_settings
from sparse_rnn.graphs.motifs import is_balanced
from sparse_rnn.results.schema import read_table
from sparse_rnn.studies.lesions.removal import removal_orders
from sparse_rnn.studies.lesions.tangent_loops import loop_weights
from sparse_rnn.studies.published import lesions
from sparse_rnn.studies.published.lesion_files import LESION_NUMBERS, read_lesion_network
from sparse_rnn.studies.published.lesions import (
    all_sequences,
    lesion_published,
    trained_ensemble,
    weighted_mean,
)
from sparse_rnn.training.loop import evaluate


@pytest.fixture
def settings(load_profile):
    return lambda task: published_settings(load_profile("paper"), task)


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(lesions, "LESION_NUMBERS", LESION_NUMBERS[:2])


def stepwise(network, inputs):
    """The readout by the definition, in double precision; inputs (T, B, n_in)."""
    p = {name: values.astype(float) for name, values in network.parameters.items()}
    state, outputs = 0.0 * p["bias"], []
    for x in inputs.numpy().astype(float):
        state = np.tanh(x @ p["input"] + state @ p["recurrent"] + p["bias"])
        outputs.append(state @ p["readout"] + p["readout_bias"])
    return np.stack(outputs)


def test_series_of_the_authors_delay_give_errors_like_theirs(published_folder, settings):
    """Theirs and ours are two stretches of one attractor; with the paper's delay nothing agrees."""
    raw = published_folder.parent
    network = read_lesion_network("mg", 1, raw)
    data, _ = trained_ensemble("mg", [network], settings("mg"), raw)
    (batch,) = data.eval_batches("test")
    outputs = stepwise(network, batch.inputs[0])[-1]
    error = np.square(outputs - batch.targets[0].numpy()).mean()
    assert 1 / 3 < error / network.recorded["test"] < 3
    paper = settings("mg")
    paper["task"]["data"]["delay"] = 23.0
    (batch,) = trained_ensemble("mg", [network], paper, raw)[0].eval_batches("test")
    outputs = stepwise(network, batch.inputs[0])[-1]
    error = np.square(outputs - batch.targets[0].numpy()).mean()
    assert error > 30 * network.recorded["test"]


def test_the_lesions_of_gestures(published_folder, settings, few, tmp_path):
    raw = published_folder.parent
    files = tmp_path / "lesions.csv", tmp_path / "metrics.csv"
    lesion_published("hgs", 2, settings("hgs"), raw, *files)
    table = read_table("published_lesions", files[0])
    metrics = read_table("published_metrics", files[1]).set_index(["part", "network"])
    networks = [read_lesion_network("hgs", number, raw) for number in (1, 2)]
    assert set(table["network"]) == {1, 2}
    assert set(table["kind"]) == {"unbalanced", "balanced", "random"}
    for number, network in enumerate(networks, 1):
        rows = table[table["network"] == number]
        whole = rows.loc[rows["removed"] == 0, "metric"]
        assert (whole == metrics.loc[("test", number), "metric"]).all()
        assert metrics.loc[("test", number), "recorded"] == network.recorded["test"]
        # most sequences of our test set were in their training set; all sequences are the same
        ours, theirs = metrics.loc[("all", number), ["metric", "recorded"]]
        assert abs(ours - theirs) < 0.02 < metrics.loc[("test", number), "metric"] - theirs + 0.03
        weights = network.parameters["recurrent"]
        loose = int((~is_balanced(loop_weights(network.nodes, weights))).sum())
        assert rows.groupby("kind")["removed"].max().to_dict() == {
            "unbalanced": loose, "balanced": 15 - loose, "random": loose,
        }  # fmt: skip


def test_a_metric_is_that_of_the_network_without_these_links(
    published_folder, settings, few, tmp_path
):
    raw = published_folder.parent
    files = tmp_path / "lesions.csv", tmp_path / "metrics.csv"
    lesion_published("hgs", 1, settings("hgs"), raw, *files)
    rows = read_table("published_lesions", files[0])
    rows = rows[(rows["network"] == 2) & (rows["kind"] == "balanced")]
    network = read_lesion_network("hgs", 2, raw)
    weights = network.parameters["recurrent"] = network.parameters["recurrent"].copy()
    (order,) = removal_orders(weights, network.nodes, "balanced", 1, 2, "hgs")
    for source, target in order.reshape(-1, 2):
        assert weights[source, target] != 0
        weights[source, target] = 0
    data, _ = trained_ensemble("hgs", [network], settings("hgs"), raw)
    right = items = 0
    for batch in data.eval_batches("test"):
        answers = stepwise(network, batch.inputs[0]).argmax(-1)
        right += (answers == batch.targets[0].numpy()).sum()
        items += answers.size
    last = rows.loc[rows["removed"].idxmax(), "metric"]
    assert last == pytest.approx(right / items, abs=1e-3)  # single against double precision


def test_digits_are_told_apart_and_nothing_is_recorded(published_folder, settings):
    raw = published_folder.parent
    network = read_lesion_network("mnist", 1, raw)
    assert network.recorded == {}
    data, ensemble = trained_ensemble("mnist", [network], settings("mnist"), raw)
    data.data["test"] = tuple(values[:500] for values in data.data["test"])
    accuracy = evaluate(data, ensemble, ensemble.recurrent != 0, "test").item()
    (batch, *_) = data.eval_batches("test")
    answers = stepwise(network, batch.inputs[0])[-1].argmax(-1)
    assert (answers == batch.targets[0].numpy()).mean() > 0.9
    assert accuracy > 0.9


def test_networks_of_another_shape_than_the_task_are_named(published_folder, settings):
    network = read_lesion_network("mg", 1, published_folder.parent)
    small = settings("mg")
    small["task"]["data"]["horizon"] = 20
    message = r"fixed_sparse_n_128_p_0\.05_1: 'readout' has shape \(1, 128, 50\).* paper's settings"
    with pytest.raises(ValueError, match=message):
        trained_ensemble("mg", [network], small, published_folder)


def test_all_sequences_are_those_of_every_part(published_folder, settings):
    network = read_lesion_network("hgs", 1, published_folder.parent)
    data, _ = trained_ensemble("hgs", [network], settings("hgs"), published_folder.parent)
    whole = all_sequences(data)
    (inputs, targets) = whole.data["test"]
    assert len(inputs) == len(targets) == sum(len(values) for values, _ in data.data.values())
    assert torch.equal(inputs[-1], list(data.data.values())[-1][0][-1])
    assert data.data.keys() > {"test"}, "the task itself is as it was"


def test_a_weighted_mean():
    assert weighted_mean({"a": 1.0, "b": 4.0}, {"a": 2, "b": 1}) == 2.0
