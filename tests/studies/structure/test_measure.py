import numpy as np
import pytest

from sparse_rnn.base.artifacts import save_arrays
from sparse_rnn.base.seeding import stream
from sparse_rnn.config import Condition
from sparse_rnn.results.schema import read_table
from sparse_rnn.studies.structure.measure import mean_eta, measure_condition

CONDITION = Condition("mg", "rnn", "set", 0.8)
SETTINGS = {"null_models": ["global-const"], "networks": 30, "swaps_per_edge": 3}


def measured(
    folder,
    weights,
    epochs=(0, 5),
    seeds=(7,),
    diverged=(0,),
    settings=SETTINGS,
    condition=CONDITION,
):
    keys = {"epochs": epochs, "seeds": seeds, "diverged": diverged}
    save_arrays(
        folder / "networks.npz", weights=weights, **{k: np.array(v) for k, v in keys.items()}
    )
    paths = {kind: folder / f"{kind}.csv" for kind in ("balance", "motifs")}
    measure_condition(condition, settings, folder / "networks.npz", **paths)
    return tuple(read_table(name, path) for name, path in paths.items())


def test_a_network_of_one_balanced_loop(tmp_path):
    weights = np.zeros((2, 1, 4, 4), dtype=np.float32)
    weights[:, 0, 0, 1], weights[:, 0, 1, 2], weights[:, 0, 0, 2] = 1, -2, -3  # + - : -
    weights[0, 0, 0, 2] = 3  # unbalanced before training
    weights[:, 0, 3, 3] = 9  # a self-loop, which counts nowhere
    balance, motifs = measured(tmp_path, weights)
    assert balance["eta"].tolist() == [0.0, 1.0]
    assert mean_eta(weights[[1, 0, 1], 0]) == pytest.approx(2 / 3)
    assert balance["T_030T"].tolist() == [0.0, 1.0]
    assert balance["n_030T"].tolist() == [1, 1]
    assert balance["T_300"].isna().all()
    after = motifs[motifs["epoch"] == 5].set_index("signs")
    assert after["count"]["+--"] == 1
    assert after["count"].sum() == 1
    assert list(after.index) == ["+++", "++-", "+-+", "+--", "-++", "-+-", "--+", "---"]
    assert after.index[after["balanced"]].tolist() == ["+++", "+--", "-+-", "--+"]


def test_rows_and_keys(tmp_path):
    weights = stream(0, "test").normal(size=(3, 2, 12, 12)).astype(np.float32)
    weights *= stream(0, "mask").random(weights.shape) < 0.2
    balance, motifs = measured(tmp_path, weights, epochs=(0, 5, 9), seeds=(7, 8), diverged=(0, 4))
    assert len(balance) == 3 * 2
    assert len(motifs) == 2 * 2 * 8  # before and after training only
    assert sorted(motifs["epoch"].unique()) == [0, 9]
    assert set(zip(balance["seed"], balance["epoch"], strict=True)) == {
        (s, e) for s in (7, 8) for e in (0, 5, 9)
    }
    assert all(
        set(zip(table["seed"], table["diverged"], strict=True)) == {(7, 0), (8, 4)}
        for table in (balance, motifs)
    )
    assert (
        balance[["task", "model", "strategy", "sparsity"]] == list(CONDITION.label.values())
    ).all(None)


def test_the_first_null_model_before_training_and_every_one_after(tmp_path):
    weights = stream(0, "test").normal(size=(3, 2, 20, 20)).astype(np.float32)
    weights *= stream(0, "mask").random(weights.shape) < 0.2
    nulls = ["sign-permutation", "global-const"]
    keys = dict(epochs=(0, 5, 9), seeds=(7, 8), diverged=(0, 4))
    _, motifs = measured(tmp_path, weights, **keys, settings=SETTINGS | {"null_models": nulls})
    found = motifs.groupby("epoch")["null_model"].unique().map(list).to_dict()
    assert found == {0: nulls[:1], 9: nulls}
    assert motifs.groupby(["seed", "epoch", "null_model"]).size().eq(8).all()
    assert (motifs["decides"] == (motifs["null_model"] == nulls[0])).all()
    (tmp_path / "alone").mkdir()
    for null in nulls:  # against each as if it were the only one
        own = SETTINGS | {"null_models": [null]}
        _, alone = measured(tmp_path / "alone", weights, **keys, settings=own)
        rows = motifs[(motifs["null_model"] == null) & (motifs["epoch"] == 9)]
        expected = alone[alone["epoch"] == 9]
        alike = rows.assign(decides=True).reset_index(drop=True)
        assert alike.equals(expected.reset_index(drop=True))


def test_a_dense_network_is_compared_with_the_first_null_model_alone(tmp_path):
    weights = stream(0, "test").normal(size=(2, 1, 8, 8)).astype(np.float32)
    settings = SETTINGS | {"null_models": ["sign-permutation", "global-const"]}
    dense = Condition("mg", "rnn", "dense", 0.0)
    _, motifs = measured(tmp_path, weights, settings=settings, condition=dense)
    assert motifs["null_model"].unique().tolist() == ["sign-permutation"]
    assert motifs["count"].eq(0).all()


def test_a_network_without_triads_has_no_eta(tmp_path):
    weights = np.zeros((2, 1, 4, 4), dtype=np.float32)
    weights[:, 0, 0, 1] = 1
    balance, motifs = measured(tmp_path, weights)
    assert balance["eta"].isna().all()
    assert np.isnan(mean_eta(weights[0]))
    assert (motifs["count"] == 0).all()


def test_weights_that_are_not_finite_are_refused(tmp_path):
    weights = np.zeros((2, 1, 4, 4), dtype=np.float32)
    weights[1, 0, 2, 3] = np.nan
    with pytest.raises(ValueError, match=r"(?i)nan|finite"):
        measured(tmp_path, weights)
