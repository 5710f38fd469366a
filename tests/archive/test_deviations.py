import copy
import math
import shutil
from pathlib import Path

import pandas as pd
import pytest
from scipy.stats import ttest_rel

from sparse_rnn.archive import deviations
from sparse_rnn.archive.budget import job_costs
from sparse_rnn.archive.collect import collect
from sparse_rnn.archive.deviations import (
    asked_of,
    changes_nothing,
    deviations_as_markdown,
    measure,
    named_deviations,
)
from sparse_rnn.archive.final_values import compare_outcomes, z_by_kind
from sparse_rnn.archive.reanalyses import (
    REANALYSES,
    eta_without_zeros,
    metric_at_the_end,
    set_core,
    z_under,
)
from sparse_rnn.base.artifacts import load_table, save_table
from sparse_rnn.config import (
    conditions,
    given_settings,
    load_yaml,
    training_settings,
    validate,
)
from sparse_rnn.results.runs import CONDITION, RUN
from sparse_rnn.results.schema import write_table

ROOT = Path(__file__).parents[2]
CHANGES = {
    "mtc_outputs_from_half": {"tasks.mtc.readout_bias": 0.0},
    "mtc_twice_the_trials": {"tasks.mtc.epochs": 300},
    "deep_r_per_epoch": {"strategies.deep_r.period": "epoch"},
    "hgs_zscore_after_split": {"tasks.hgs.data.zscore": "after_split"},
    "mg_delay_17": {"tasks.mg.data.delay": 17},
    "own_start_values": {
        **{f"tasks.{task}.readout": None for task in ("mnist", "sms", "mg", "hgs")},
        "tasks.sms.readout_bias": None,
        "tasks.sms.embedding": None,
    },
    "balanced_own_training": {
        "balanced.training.weight_limit.sms": 0.7,
        "balanced.training.weight_limit.hgs": 0.7,
        "balanced.training.input_std.hgs": None,
        "balanced.training.learning_rate.mg": 0.001,
        "balanced.training.learning_rate.hgs": 0.005,
        "balanced.training.epochs.sms": 100,
        "balanced.training.epochs.mg": 50,
        "balanced.training.epochs.hgs": 200,
    },
    "lesions_own_training": {
        "lesions.training.weight_limit": 0.7,
        "lesions.training.spectral_radius.default": None,
        "lesions.training.spectral_radius.mg": 1.1,
        "lesions.training.learning_rate.mg": 0.001,
        "lesions.training.learning_rate.hgs": 0.005,
    },
    "lesions_at_the_last_epoch": {"lesions.training.keep_best.hgs": False},
    "neural_ode_step_hundredth": {"models.neural_ode.duration": 0.06},  # six steps
    "neural_ode_step_tenth": {"models.neural_ode.duration": 0.6},
}
SET, DENSE = ("mg", "rnn", "set", 0.9), ("mg", "rnn", "dense", 0.0)
OVERLAY = """\
profile: elsewhere
conditions:
  - {tasks: [mg], models: [rnn], strategies: [dense, pruning_2, set], sparsities: [0.8]}
"""


def by_run(condition, **values):
    """Values of a condition by seed, written s1=..., s2=..."""
    keys = [(*condition, int(seed[1:])) for seed in values]
    return pd.Series(list(values.values()), pd.MultiIndex.from_tuples(keys, names=RUN), dtype=float)


def leaves(config, prefix=()):
    for key, value in config.items():
        if isinstance(value, dict):
            yield from leaves(value, (*prefix, key))
        else:
            yield ".".join((*prefix, key)), value


def test_every_overlay_is_known_here():
    assert sorted(p.stem for p in (ROOT / deviations.OVERLAYS).glob("*")) == sorted(CHANGES)


@pytest.mark.parametrize("name", CHANGES)
def test_an_overlay_differs_from_the_paper_in_what_its_name_says(name, load_profile, schema):
    paper, config = load_profile("paper"), load_profile(f"deviations/{name}")
    validate(config, schema)
    ours, theirs = dict(leaves(paper)), dict(leaves(config))
    missing = object()
    changed = {key: theirs[key] for key in theirs if ours.get(key, missing) != theirs[key]}
    assert changed.pop("profile") == f"deviation_{name}"
    for key in ("conditions", "balanced.tasks", "lesions.tasks"):
        changed.pop(key, None)
    if changed.pop("balanced.arms.hgs", ["fixed"]) != ["fixed"]:
        pytest.fail("an arm that the paper lacks")
    assert changed == CHANGES[name]


@pytest.mark.parametrize("name", CHANGES)
def test_an_overlay_changes_how_each_of_its_conditions_is_trained(name, load_profile):
    paper, config = load_profile("paper"), load_profile(f"deviations/{name}")
    asked = asked_of(load_yaml(ROOT / deviations.OVERLAYS / f"{name}.yaml"))
    if "conditions" in asked:
        assert set(conditions(config)) < set(conditions(paper))
    for condition in conditions(config) if "conditions" in asked else ():
        assert training_settings(config, condition) != training_settings(paper, condition)
    for study in set(asked) - {"conditions"}:
        assert set(config[study]["tasks"]) <= set(paper[study]["tasks"])
        for task in config[study]["tasks"]:
            ours, theirs = (given_settings(of, study, task) for of in (paper, config))
            assert ours != theirs


FORMER = {"own_start_values", "balanced_own_training", "lesions_own_training"}
FORMER |= {"lesions_at_the_last_epoch"}


def test_former_values_change_nothing_of_networks_that_had_them(load_profile, monkeypatch, request):
    monkeypatch.chdir(request.config.rootpath)
    names = [*CHANGES, "eta_without_zeros"]
    assert not any(changes_nothing(name, load_profile("paper")) for name in names)
    archived = load_profile("archived")
    assert {name for name in names if changes_nothing(name, archived)} == FORMER


def test_what_an_overlay_asks_for():
    assert asked_of({"tasks": {}}) == ["conditions"]
    assert asked_of({"balanced": {"training": {}}}) == ["conditions"]
    assert asked_of({"lesions": {"tasks": ["mg"]}}) == ["lesions"]
    both = {"balanced": {"tasks": ["mg"]}, "lesions": {"tasks": ["mg"]}, "conditions": []}
    assert asked_of(both) == ["balanced", "lesions", "conditions"]


def test_differences_are_taken_seed_by_seed():
    reference = by_run(SET, s1=0.1, s2=0.5, s3=0.7, s4=9.0, s5=math.nan)
    deviating = by_run(SET, s3=3.7, s2=2.5, s1=1.1, s5=9.0, s6=9.0)
    (row,) = compare_outcomes({"eta": reference}, {"eta": deviating}).to_dict("records")
    low, high = ttest_rel([1.1, 2.5, 3.7], [0.1, 0.5, 0.7]).confidence_interval(0.95)
    assert row == dict(zip(CONDITION, SET, strict=True)) | {
        "quantity": "eta",
        "n": 3,
        "reference": pytest.approx(1.3 / 3),
        "deviating": pytest.approx(7.3 / 3),
        "difference": pytest.approx(2),
        "low": pytest.approx(low),
        "high": pytest.approx(high),
    }


def test_only_what_both_sides_have_is_compared():
    reference = {"eta": pd.concat([by_run(SET, s1=1), by_run(DENSE, s1=2)]), "z": by_run(SET, s1=1)}
    deviating = {"eta": by_run(SET, s1=3), "z": by_run(SET, s1=math.nan)}
    table = compare_outcomes(reference, deviating)
    assert table[["strategy", "quantity", "n", "difference"]].to_numpy().tolist() == [
        ["set", "eta", 1, 2.0]
    ]
    assert table[["low", "high"]].isna().all(axis=None)


def test_rows_for_people():
    table = compare_outcomes({"eta": by_run(SET, s1=0.5)}, {"eta": by_run(SET, s1=0.75)})
    assert deviations_as_markdown(table.assign(deviation="x")).splitlines() == [
        "| deviation | condition | quantity | n | reference | deviating | difference |",
        "|---|---|---|---|---|---|---|",
        "| x | mg rnn set 0.9 | eta | 1 | 0.500 | 0.750 | 0.250 |",
    ]


@pytest.fixture
def archive(data, tmp_path, config, monkeypatch):
    """The archive of a run, in a folder of its own that is also where the workflow would run."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(deviations, "OVERLAYS", "overlays")
    Path("overlays").mkdir()
    Path("overlays/x.yaml").write_text(OVERLAY)
    collect(data, "archive", config)
    return tmp_path / "archive"


@pytest.fixture
def trained(data, monkeypatch):
    """Stand in for the workflow: the same networks, but for what a function does to the folder."""

    def prepare(change=lambda folder: None):
        def train_and_count(configfiles, cores, targets):
            assert (configfiles, cores) == (["mine.yaml", "overlays/x.yaml"], 2)
            assert targets == ["networks"]
            shutil.copytree(data, "data/elsewhere", dirs_exist_ok=True)
            change(Path("data/elsewhere"))

        monkeypatch.setattr(deviations, "train_and_count", train_and_count)

    return prepare


def edit(path, change):
    save_table(path, change(load_table(path)))


def raise_eta(folder):
    path = folder / "structure/mg/rnn/pruning_2/0.8/1-2/balance.csv"
    edit(path, lambda table: table.assign(eta=table["eta"] + 0.125))


def let_diverge(folder):
    for path in folder.glob("*/mg/rnn/pruning_2/0.8/1-2/*.csv"):
        edit(path, lambda table: table.assign(diverged=1))


def test_mean_z_is_that_of_each_kind_after_training_against_the_first_null_model(archive):
    path = archive / "tables/motifs.csv"

    def made_up(table):
        table = table[table["strategy"] == "pruning_2"]
        z = table["balanced"].map({True: 4.0, False: -2.0}).where(table["epoch"] > 0, 99.0)
        last = table.assign(sd=1.0, z=z, z_frequency=z + 0.5)
        last.loc[last["signs"] == "+++", "z"] = 8.0
        last.loc[last["signs"] == "++-", ["sd", "z"]] = 0.0, -math.inf
        other = last[last["decides"]].assign(null_model="no-regard", decides=False, z=77.0)
        return pd.concat([last, other])

    edit(path, made_up)
    means = {name: values.tolist() for name, values in z_by_kind(archive).items()}
    assert means == {"z balanced": [5.0, 5.0], "z unbalanced": [-2.0, -2.0]}
    table = measure("z_of_frequencies", archive, {}, [], 1)
    assert table["n"].tolist() == [2, 2]
    assert table["difference"].tolist() == [-0.5, 0.5]  # 4.5 instead of 5, -1.5 instead of -2
    other = z_under("no-regard", archive)
    assert other["difference"].tolist() == [72.0, 79.0]
    assert z_under("absent", archive).empty


def test_cores_are_compared_with_their_networks(archive, made_up_table):
    keys = {"task": "mg", "model": "rnn", "strategy": "set", "sparsity": 0.9, "draw": 0}
    rows = [
        keys | {"seed": seed, "control": control, "eta": eta + seed / 10}
        for seed in (1, 2)
        for control, eta in (("as_trained", 0.5), ("core", 0.75), ("signs_shuffled", 0.0))
    ]
    loops = [
        {key: row[key] for key in row if key != "eta"}
        | {"signs": signs, "balanced": signs == "+++", "decides": decides}
        | {"null_model": "fanmod-global-const" if decides else "sign-permutation"}
        | {"sd": 1.0, "z": z * (1 + row["eta"]) if decides else 99.0}
        for row in rows
        for signs, z in (("+++", 1.0), ("++-", -2.0))
        for decides in (True, False)
    ]
    assert set_core(archive).empty, "no controls yet"
    for name, made in (("control_balance", rows), ("control_motifs", loops)):
        write_table(name, archive / f"tables/{name}.csv", made_up_table(name, made))
    table = set_core(archive).set_index("quantity")
    assert table["strategy"].tolist() == ["set"] * 3 and table["n"].tolist() == [2] * 3
    found = table["difference"].to_dict()
    assert found == pytest.approx({"eta": 0.25, "z balanced": 0.25, "z unbalanced": -0.5})


def test_eta_without_the_types_that_have_no_balanced_loop(archive):
    ratios = {"T_030T": 0.5, "T_120D": 1.0, "T_120U": 0.0, "T_300": math.nan}
    edit(archive / "tables/balance.csv", lambda table: table.assign(eta=0.5, **ratios))
    table = eta_without_zeros(archive)
    assert table["strategy"].tolist() == ["dense", "pruning_2"]
    assert (table[["reference", "deviating", "difference"]] == [0.5, 0.75, 0.25]).all(axis=None)


def test_eta_with_the_types_that_have_no_balanced_loop_is_that_of_the_archive(archive):
    balance = load_table(archive / "tables/balance.csv")
    ratios = balance[["T_030T", "T_120D", "T_120U", "T_300"]]
    assert balance["eta"].tolist() == pytest.approx(ratios.mean(axis=1).tolist(), nan_ok=True)


def test_the_null_models_of_the_paper_are_those_that_z_is_read_under(load_profile):
    models = load_profile("paper")["census"]["null_models"]
    names = [f"z_under_{name.replace('-', '_')}" for name in models[1:]]
    assert [name for name in REANALYSES if name.startswith("z_under")] == names


def test_the_metric_at_the_end_differs_where_the_best_validation_epoch_is_chosen(archive):
    def made_up(table):
        rows = table[table["strategy"] == "dense"].assign(task="hgs", valid=0.0, test=0.25)
        rows.loc[rows["epoch"] == 0, ["valid", "test"]] = 0.5, 0.75
        return pd.concat([table, rows])

    edit(archive / "tables/history.csv", made_up)
    (row,) = metric_at_the_end(archive).to_dict("records")
    assert (row["task"], row["quantity"], row["n"]) == ("hgs", "metric", 2)
    assert (row["reference"], row["deviating"], row["difference"]) == (0.75, 0.25, -0.5)


def test_networks_trained_otherwise_are_compared_with_the_archive(archive, trained, config, capsys):
    trained(raise_eta)
    table = measure("x", archive, config, ["mine.yaml"], 2)
    eta = table[table["quantity"] == "eta"].set_index("strategy")["difference"]
    assert eta.to_dict() == pytest.approx({"dense": 0, "pruning_2": 0.125})
    assert (table.loc[table["quantity"] != "eta", "difference"] == 0).all()
    assert set(table["quantity"]) == {"metric", "eta", "z balanced", "z unbalanced"}
    assert (table["n"] == 2).all()
    assert (
        load_table(archive / "tables/deviations.csv")["difference"].sum()
        == table["difference"].sum()
    )
    out = capsys.readouterr().out
    assert "left out: mg/rnn/set/0.8, it is not archived\n" in out
    assert out.count("left out") == 1


def test_what_it_cost_is_kept_apart(archive, trained, config, capsys):
    before = [(archive / f"budget/{name}.csv").read_bytes() for name in ("jobs", "stages")]
    trained()
    measure("x", archive, config, ["mine.yaml"], 2)
    after = [(archive / f"budget/{name}.csv").read_bytes() for name in ("jobs", "stages")]
    assert after == before
    costs = load_table(archive / "budget/deviations.csv").set_index(["deviation", "stage"])
    hours = job_costs("data/elsewhere")["cpu_seconds"].sum() / 3600
    assert costs.loc[("x", "total"), "core_hours"] == pytest.approx(hours)
    assert f"| total | 4 | {hours:.2f} |" in capsys.readouterr().out


def test_rows_of_other_deviations_and_of_conditions_not_measured_now_stay(archive, trained, config):
    trained(raise_eta)
    measure("x", archive, config, ["mine.yaml"], 2)
    measure("eta_without_zeros", archive, config, [], 2)
    first = (archive / "tables/deviations.csv").read_bytes()
    trained(let_diverge)
    measure("x", archive, config, ["mine.yaml"], 2)
    assert (archive / "tables/deviations.csv").read_bytes() == first


def test_networks_that_diverged_are_told(archive, trained, config, capsys):
    trained(let_diverge)
    table = measure("x", archive, config, ["mine.yaml"], 2)
    assert set(table["strategy"]) == {"dense"}
    assert "mg/rnn/pruning_2/0.8, a network of each pair diverged\n" in capsys.readouterr().out


def test_what_was_archived_under_other_settings_is_no_reference(archive, trained, config, capsys):
    trained(raise_eta)
    other = copy.deepcopy(config)
    other["strategies"]["pruning_2"]["gamma"] = 1.0
    table = measure("x", archive, other, ["mine.yaml"], 2)
    assert set(table["strategy"]) == {"dense"}
    told = capsys.readouterr().out
    assert "left out: mg/rnn/pruning_2/0.8, it was archived under other settings\n" in told
    trained(lambda folder: pytest.fail("trained"))
    with pytest.raises(ValueError, match=r"pruning_2/0.8 were archived under .*archived.yaml"):
        measure("x", archive, {**other, "seeds": [7]}, ["mine.yaml"], 2)


def test_where_no_condition_is_archived_nothing_is_written(archive, trained, config, capsys):
    trained()
    for kind, more in (("history", {"valid": 0.5}), ("balance", {}), ("motifs", {})):
        path = archive / f"tables/{kind}.csv"
        edit(path, lambda table, more=more: table.assign(task="har", **more))
    assert measure("x", archive, config, ["mine.yaml"], 2).empty
    assert not (archive / "tables/deviations.csv").exists()
    assert capsys.readouterr().out.count("it is not archived") == 3


def test_without_a_reference_nothing_is_trained(archive, trained, config):
    trained(lambda folder: pytest.fail("trained"))
    (archive / "tables/motifs.csv").unlink()
    with pytest.raises(FileNotFoundError, match=r"motifs.csv is missing: .* make archive"):
        measure("x", archive, config, ["mine.yaml"], 2)


def test_all_deviations_are_measured_if_none_is_named(archive):
    assert named_deviations([]) == [*REANALYSES, "x"]
    assert named_deviations(["x"]) == ["x"]
    with pytest.raises(ValueError, match=r"no deviation is called y, z; legal: z_of_.*, x$"):
        named_deviations(["y", "x", "z"])
