"""Replicas that are trained in groups are, byte for byte, those of one job."""

import numpy as np
import pytest

from sparse_rnn.config import Condition
from sparse_rnn.results.join import join_tables
from sparse_rnn.results.replicas import by_condition, load_replicas
from sparse_rnn.studies.controls.balance_by_size import measure_by_size
from sparse_rnn.studies.controls.measure import measure_controls
from sparse_rnn.studies.mechanism.measure import save_mechanism
from sparse_rnn.studies.structure.measure import measure_condition
from sparse_rnn.studies.weights.measure import WEIGHT_TABLES, save_weight_tables
from sparse_rnn.training.loop import Loop

WHOLE, GROUPS = [[1, 2, 3]], [[1, 2], [3]]
NAMES = ("weights", "epochs", "seeds", "diverged")
CENSUS = {"null_models": ["fanmod-global-const", "sign-permutation"], "networks": 5}
CONTROLS = {"draws": 2, "null_model": "global-const", "networks": 3, "shares": [1.0, 0.5]}
SWAPS = {"swaps_per_edge": 3}


@pytest.fixture
def trained(tmp_path, train):
    """Train a condition of the smoke profile in groups; return the folder of each."""

    def run(groups, task, strategy, **own):
        folders = [tmp_path / "_".join(map(str, seeds)) for seeds in groups]
        for folder, seeds in zip(folders, groups, strict=True):
            train(folder, task, strategy, seeds=seeds, **own)
        return folders

    return run


def measured(folders, condition, out):
    """Count the networks of each group; return the bytes of the three joined tables."""
    names = ("history", "balance", "motifs")
    for folder in folders:
        tables = {name: folder / f"{name}.csv" for name in names[1:]}
        measure_condition(condition, CENSUS | SWAPS, folder / "networks.npz", **tables)
    for name in names:
        join_tables(name, [folder / f"{name}.csv" for folder in folders], out / f"{name}.csv")
    return {name: (out / f"{name}.csv").read_bytes() for name in names}


def described(folders, conditions, out):
    """Measure the networks of a model from the files of each group; return the tables' bytes."""
    pairs = conditions, [folder / "networks.npz" for folder in folders]
    save_weight_tables(*pairs, **{name: out / name for name in WEIGHT_TABLES})
    save_mechanism(*pairs, 0.1, *(out / name for name in ("effects", "loops", "links")))
    measure_by_size(*pairs, CONTROLS, out / "by_size")
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}


def same_networks(one, other):
    """Tell whether the replicas of two lists of folders are equal to the last bit."""
    first, second = (
        load_replicas([folder / "networks.npz" for folder in folders], *NAMES)
        for folders in (one, other)
    )
    return all(
        first[name].dtype == second[name].dtype and np.array_equal(first[name], second[name])
        for name in NAMES
    )


def models_of(folders):
    """Return the bytes of the trained networks of some groups, by the names of their files."""
    paths = [path for folder in folders for path in (folder / "models").iterdir()]
    return {path.name: path.read_bytes() for path in paths}


@pytest.mark.parametrize(
    ("task", "model", "strategy"),
    [
        ("mg", "rnn", "dense"),
        ("mg", "rnn", "deep_r"),
        ("mg", "ct_rnn", "pruning_2"),
        ("mg", "neural_ode", "set"),
        ("mtc", "rnn", "set"),
        ("mtc", "rnn", "pruning_1"),
    ],
)
def test_networks_and_tables_do_not_depend_on_the_groups(tmp_path, trained, task, model, strategy):
    condition = Condition(task, model, strategy, 0.0 if strategy == "dense" else 0.8)
    whole, groups = (trained(seeds, task, strategy, model=model) for seeds in (WHOLE, GROUPS))
    assert same_networks(whole, groups)
    assert models_of(whole) == models_of(groups)
    assert len(models_of(whole)) == 3
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    tables = [
        measured(folders, condition, tmp_path / name)
        for folders, name in ((whole, "a"), (groups, "b"))
    ]
    assert tables[0] == tables[1]


def test_nor_does_what_is_measured_of_all_networks_of_a_model(tmp_path, trained):
    conditions = [Condition("mg", "rnn", strategy, 0.8) for strategy in ("deep_r", "set")]
    tables = []
    for groups in (WHOLE, GROUPS):
        folders, names = [], []
        for condition in conditions:
            for seeds in groups:
                (folder,) = trained([seeds], "mg", condition.strategy)
                folders.append(folder.rename(folder.with_name(f"{condition.strategy}{seeds}")))
                names.append(condition)
        out = tmp_path / f"tables{len(groups)}"
        out.mkdir()
        tables.append(described(folders, names, out))
    assert tables[0] == tables[1]
    assert len(tables[0]) == 7


def test_controls_of_groups_are_joined_into_those_of_one_job(tmp_path, trained):
    """Dense networks are cut to the sparsities of two conditions, which share a file here."""
    conditions = [Condition("mg", "rnn", "dense", 0.0)]
    conditions += [Condition("mg", "rnn", "set", sparsity) for sparsity in (0.8, 0.9)]
    names = ("control_balance", "control_motifs")
    for groups in (WHOLE, GROUPS):
        for seeds in groups:
            files = []
            for strategy in ("dense", "set"):
                (folder,) = trained([seeds], "mg", strategy)
                files.append(folder / "networks.npz")
                files[-1] = files[-1].rename(tmp_path / f"{strategy}{seeds}.npz")
            paths = [tmp_path / f"{name}{seeds}.csv" for name in names]
            measure_controls(conditions, [*files, files[-1]], CONTROLS | SWAPS, *paths)
        for name in names:
            parts = [tmp_path / f"{name}{seeds}.csv" for seeds in groups]
            join_tables(name, parts, tmp_path / f"{name} in {len(groups)}.csv")
    for name in names:
        whole, joined = ((tmp_path / f"{name} in {n}.csv").read_bytes() for n in (1, 2))
        assert whole == joined


def test_a_group_that_diverged_as_a_whole_is_as_among_others(tmp_path, trained, monkeypatch):
    """It stops early alone, and has its rows and snapshots nevertheless."""
    real = Loop.train_epoch

    def spoil_the_third(loop, draws):
        if loop.epoch == 5 and 3 in loop.ensemble.seeds:
            loop.ensemble.parameters["readout"].data[loop.ensemble.seeds.index(3)] = np.nan
        return real(loop, draws)

    monkeypatch.setattr(Loop, "train_epoch", spoil_the_third)
    whole, groups = (trained(seeds, "mg", "set") for seeds in (WHOLE, GROUPS))
    assert load_replicas([groups[1] / "networks.npz"], "diverged")["diverged"].tolist() == [5]
    assert same_networks(whole, groups)
    assert models_of(whole) == models_of(groups)
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    condition = Condition("mg", "rnn", "set", 0.8)
    assert measured(whole, condition, tmp_path / "a") == measured(groups, condition, tmp_path / "b")


def test_files_go_to_their_conditions():
    one, other = Condition("mg", "rnn", "set", 0.8), Condition("mg", "rnn", "set", 0.9)
    files = by_condition([one, one, other], ["a", "b", "c"])
    assert files == {one: ["a", "b"], other: ["c"]}


def test_groups_that_do_not_belong_together_are_named(trained):
    first, second = trained(GROUPS, "mg", "set")
    paths = [folder / "networks.npz" for folder in (first, second)]
    with pytest.raises(ValueError, match=r"a seed is in more than one of .*; name each once"):
        load_replicas([paths[0], paths[0]], "weights")
    trained([[3]], "mg", "set", epochs=7)
    with pytest.raises(ValueError, match=r"3/networks\.npz has snapshots of other epochs or sizes"):
        load_replicas(paths, "weights")
    trained([[3]], "mg", "set", hidden=15)
    with pytest.raises(ValueError, match=r"3/networks\.npz has snapshots of other epochs or sizes"):
        load_replicas(paths, "weights")
