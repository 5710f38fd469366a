import numpy as np
import pytest

from sparse_rnn.training.loop import Loop


@pytest.fixture
def spoil(monkeypatch):
    """Return what makes one replica of every run diverge in its second epoch."""

    def spoil(replica):
        real = Loop.train_epoch

        def spoiled(loop, draws):
            if loop.epoch == 2:
                loop.ensemble.parameters["readout"].data[replica, 0, 0] = np.nan
            return real(loop, draws)

        monkeypatch.setattr(Loop, "train_epoch", spoiled)

    return spoil
