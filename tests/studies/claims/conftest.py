import pandas as pd
import pytest


@pytest.fixture
def runs():
    """Make a table of one row per seed of a condition: the keys and columns of one value each.

    The k-th value of each column belongs to seed k; diverged is 0 unless given.
    """

    def make(task="mnist", strategy="set", model="rnn", sparsity=0.9, **columns):
        n = max(len(values) for values in columns.values())
        keys = dict(task=task, model=model, strategy=strategy, sparsity=sparsity, seed=range(n))
        return pd.DataFrame(keys | {"diverged": 0} | columns)

    return make


@pytest.fixture
def history(runs):
    """Make a history of one condition and its dense partner from final metrics, a seed each."""

    def make(sparse, dense, task="mnist", strategy="set", **keys):
        parts = [
            runs(task, strategy, test=sparse, **keys),
            runs(task, "dense", test=dense, **keys | {"sparsity": 0.0}),
        ]
        return pd.concat(parts, ignore_index=True).assign(epoch=9, valid=0.5, density=0.1)

    return make
