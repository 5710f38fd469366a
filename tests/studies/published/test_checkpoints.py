import builtins

import numpy as np
import pytest

from sparse_rnn.studies.published.checkpoints import SUFFIXES, read_tensors

FOLDER = "analysis/lesion_experiments/MG/fixed_sparse_n_128_p_0.05_1"


@pytest.fixture(scope="module")
def content(published_folder):
    return [(published_folder / FOLDER / f"model.ckpt{suffix}").read_bytes() for suffix in SUFFIXES]


def test_the_tensors_have_their_names_shapes_and_values(content):
    tensors = read_tensors(*content, "net")
    assert len(tensors) == 17
    assert tensors["rnn/basic_rnn_cell/recurrent_kernel"].shape == (128, 128)
    assert tensors["output/output_kernel"].shape == (128, 50)
    sizes = sum(values.size for values in tensors.values())
    assert 4 * sizes == len(content[1]), "every byte of the data belongs to one tensor"
    # Adam's second moment decays by 0.999 an update: 100 epochs of 10 passes of 6 batches
    updates = np.log(float(tensors["beta2_power"])) / np.log(0.999)
    assert updates == pytest.approx(6001, abs=0.5)


@pytest.mark.parametrize("size", [0, 30, 300, -1])
def test_an_index_cut_short_is_named(content, size):
    index, data = content
    with pytest.raises(ValueError, match=r"^net\.index is cut short or no part of a checkpoint"):
        read_tensors(index[:size], data, "net")


def test_data_cut_short_are_named_with_the_tensor(content):
    index, data = content
    message = r"^net\.data-00000-of-00001, .*recurrent_kernel.* is cut short"
    with pytest.raises(ValueError, match=message):
        read_tensors(index, data[:-1], "net")


def test_without_the_reader_the_way_to_get_it_is_said(monkeypatch):
    real = builtins.__import__

    def without(name, *rest):
        if name.startswith("tensorflow_checkpoint_reader"):
            raise ImportError(f"No module named {name!r}")
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ImportError, match=r"pip install -c constraints.txt -e '\.\[workflow\]'"):
        read_tensors(b"", b"", "net")
