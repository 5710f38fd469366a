import numpy as np
import torch

from sparse_rnn.models.compiled.denormals import HALF, LEAST, denormals_flushed


def test_denormal_numbers_are_zero_inside_and_what_they_were_outside():
    assert LEAST * HALF > 0
    with denormals_flushed():
        assert LEAST * HALF == 0
        with denormals_flushed():
            assert (torch.tensor(LEAST) * 0.5).item() == 0
        assert LEAST * HALF == 0
    assert np.float32(LEAST) * HALF > 0
