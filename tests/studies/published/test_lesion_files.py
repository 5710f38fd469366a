import json
import shutil

import numpy as np
import pytest

from sparse_rnn.studies.lesions.tangent_loops import loop_weights
from sparse_rnn.studies.published.checkpoints import SUFFIXES
from sparse_rnn.studies.published.lesion_files import (
    LESION_FOLDERS,
    LESION_NUMBERS,
    description,
    read_lesion_network,
)

SIZES = {"mnist": (28, 150, 10), "mg": (1, 128, 50), "hgs": (32, 128, 5)}
FOLDER = "published/analysis/lesion_experiments/MG/fixed_sparse_n_128_p_0.05_3"


@pytest.mark.parametrize("task", LESION_FOLDERS)
def test_every_network_is_a_core_with_15_tangent_loops(task, published_folder):
    inputs, n, outputs = SIZES[task]
    shapes = {"input": (inputs, n), "recurrent": (n, n), "bias": (1, n)}
    shapes |= {"readout": (n, outputs), "readout_bias": (1, outputs)}
    weights = []
    for number in LESION_NUMBERS:
        network = read_lesion_network(task, number, published_folder.parent)
        assert {name: a.shape for name, a in network.parameters.items()} == shapes
        weights.append(network.parameters["recurrent"])
        assert network.nodes.shape == (15, 3) and len(np.unique(network.nodes)) == 45
        assert loop_weights(network.nodes, weights[-1]).all()
        core = n - 30
        links = np.count_nonzero(weights[-1]) - 45 - np.count_nonzero(weights[-1].diagonal())
        assert links / (core * (core - 1)) == pytest.approx(0.05, abs=0.008)
    assert len({w.tobytes() for w in weights}) == 10
    assert network.recorded.keys() == {
        "mnist": set(), "mg": {"test"}, "hgs": {"train", "valid", "test"}
    }[task]  # fmt: skip


@pytest.mark.parametrize("task", ["mg", "hgs"])
def test_what_is_recorded_is_of_the_state_that_was_saved(task, published_folder):
    """Adam's moments in the checkpoint count the updates, and these the epochs."""
    from sparse_rnn.studies.published.checkpoints import read_tensors

    per_epoch = {"mg": 60, "hgs": 14}[task]
    place = published_folder / "analysis/lesion_experiments"
    for number in LESION_NUMBERS:
        folder = place / f"{LESION_FOLDERS[task]}_{number}"
        content = [(folder / f"model.ckpt{suffix}").read_bytes() for suffix in SUFFIXES]
        decay = float(read_tensors(*content, "net")["beta2_power"])
        epoch = (np.log(decay) / np.log(0.999) - 1) / per_epoch
        assert epoch == pytest.approx(round(epoch), abs=0.02)
        name = "valid_loss" if task == "mg" else "test_accuracy"
        curve = np.loadtxt(folder / f"{name}.txt")
        network = read_lesion_network(task, number, published_folder.parent)
        assert network.recorded["test"] == curve[round(epoch) - 1]


@pytest.fixture
def copied(published_folder, tmp_path):
    """A folder of raw files with one network, to be damaged."""
    shutil.copytree(published_folder.parent / FOLDER, tmp_path / FOLDER)
    for path in (tmp_path / FOLDER).iterdir():
        path.chmod(0o644)
    return tmp_path


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_checkpoint_cut_short_or_changed_by_a_byte_is_refused_by_name(copied, suffix):
    assert read_lesion_network("mg", 3, copied).nodes.shape == (15, 3)
    path = copied / FOLDER / f"model.ckpt{suffix}"
    content = path.read_bytes()
    changed = bytes([content[100] ^ 1])
    for damaged in (content[:-1], content[:100] + changed + content[101:], b""):
        path.write_bytes(damaged)
        with pytest.raises(ValueError, match=rf"{path.name} is corrupt or cut short"):
            read_lesion_network("mg", 3, copied)


def test_a_missing_description_is_named(copied):
    (copied / FOLDER / "hp.json").unlink()
    with pytest.raises(
        FileNotFoundError, match=r"fixed_sparse_n_128_p_0\.05_3/hp\.json is missing"
    ):
        read_lesion_network("mg", 3, copied)


@pytest.mark.parametrize(("task", "number"), [("sms", 1), ("mtc", 1), ("mg", 11), ("mg", 0)])
def test_networks_that_were_not_published(task, number, tmp_path):
    with pytest.raises(ValueError, match=f"no lesioned network of '{task}'|_{number}/model"):
        read_lesion_network(task, number, tmp_path)


MASK = [[0, 1, 1], [0, 0, 1], [0, 0, 0]]


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ("{", "does not describe a network"),
        ("[]", "does not describe a network"),
        ({"w_rec_mask": MASK}, "does not describe a network"),
        ({"w_rec_mask": MASK[:2], "feedforward_motifs": [[0, 1, 2]]}, r"shape \(2, 3\)"),
        ({"w_rec_mask": [[0.5]], "feedforward_motifs": [[0, 0, 0]]}, "no square of 0 and 1"),
        ({"w_rec_mask": MASK, "feedforward_motifs": [[0, 1]]}, r"shape \(1, 2\)"),
        ({"w_rec_mask": MASK, "feedforward_motifs": [[0, 1, 3]]}, "nodes 0 to 2"),
    ],
)
def test_a_description_that_is_none_is_refused_by_name(record, message):
    content = record if isinstance(record, str) else json.dumps(record)
    with pytest.raises(ValueError, match=rf"^hp\.json.*{message}"):
        description(content.encode(), "hp.json")


def test_a_description():
    record = {"w_rec_mask": MASK, "feedforward_motifs": [[0, 1, 2]]}
    mask, nodes = description(json.dumps(record).encode(), "hp.json")
    assert mask.tolist() == np.array(MASK, bool).tolist() and nodes.tolist() == [[0, 1, 2]]
