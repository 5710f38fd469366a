"""Every strategy works with every model, on a task read at its end and on one read at every step."""

import pytest

from sparse_rnn.models.registry import MODEL_CLASSES
from sparse_rnn.sparsify.registry import STRATEGY_CLASSES
from sparse_rnn.training.loop import train


@pytest.mark.parametrize("task", ["mg", "mtc"])
@pytest.mark.parametrize("model", MODEL_CLASSES)
@pytest.mark.parametrize("strategy", STRATEGY_CLASSES)
def test_a_strategy_with_a_model_on_a_task(build_loop, strategy, model, task):
    loop = build_loop(task, strategy, model)
    n = loop.ensemble.recurrent.shape[1]
    train(loop)
    links = n * n if strategy == "dense" else round(0.2 * n * n)
    assert loop.structure.mask.flatten(1).sum(1).tolist() == [links, links]
    assert not loop.ensemble.recurrent[~loop.structure.mask].any()
    assert (loop.snapshots[0] != loop.snapshots[6]).any(), "it trains"
    assert loop.history[-1][:, 3].isfinite().all(), "it is scored"
