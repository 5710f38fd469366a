from itertools import product

import pandas as pd
import pytest

from sparse_rnn.drawing.style import save_figure
from sparse_rnn.studies.controls.by_size_figure import balance_by_size_figure


@pytest.fixture
def eta():
    """Two strategies, two sparsities, three seeds: the strongest links gain what is cut."""
    rows = [
        dict(task="mg", model="rnn", strategy=strategy, sparsity=sparsity, seed=seed)
        | dict(kept=kept, share=share)
        | dict(eta=0.5 + 0.01 * seed + (1 - share) * (kept == "strongest"))
        for strategy, sparsity, seed, kept, share in product(
            ("set", "static"), (0.9, 0.95), (1, 2, 3), ("strongest", "random"), (1.0, 0.75)
        )
    ]
    return pd.DataFrame(rows)


def test_a_panel_per_condition_and_two_curves_per_strategy(eta, tmp_path):
    figure = balance_by_size_figure(eta)
    assert len(figure.axes) == 2
    panel = figure.axes[0]
    curves = [line.get_ydata().tolist() for line in panel.lines if line.get_marker() not in "None"]
    assert curves == [pytest.approx([0.52, 0.77])] * 2
    assert panel.xaxis_inverted()
    assert save_figure(figure, tmp_path, "by_size").is_file()


def test_an_unknown_strategy_is_named(eta):
    with pytest.raises(ValueError, match="no drawing for strategy 'magic'"):
        balance_by_size_figure(eta.assign(strategy="magic"))
