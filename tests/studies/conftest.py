import numpy as np
import pytest
from matplotlib.colors import to_hex

from sparse_rnn.catalog import STRATEGIES
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


@pytest.fixture
def lines_of():
    """Find the mean lines (or the thin ones) of a strategy with any data, as (x, y) arrays."""

    def lines_of(axes, strategy, thin=False):
        colour = STRATEGIES[strategy].colour.lower()
        return [
            (line.get_xdata(), line.get_ydata())
            for line in axes.lines
            if to_hex(line.get_color()) == colour
            and (line.get_linewidth() == 0.4) == thin
            and len(line.get_xdata()) > 1
        ]

    return lines_of


@pytest.fixture
def caption_of():
    """Read the line below a figure."""
    return lambda figure: figure._supxlabel.get_text()


@pytest.fixture
def legend_of():
    """Read the legend of a figure."""
    return lambda figure: [text.get_text() for text in figure.legends[0].get_texts()]
