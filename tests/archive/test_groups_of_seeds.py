"""An archive of groups of replicas: they may come one after the other, and in other sizes."""

import gzip
import shutil

import pytest

from sparse_rnn.archive.collect import collect
from sparse_rnn.archive.compare_runs import compare_group
from sparse_rnn.archive.load import archived_record, archived_table
from sparse_rnn.archive.networks import load_networks
from sparse_rnn.archive.superseded import forget
from sparse_rnn.archive.units import UNITS
from sparse_rnn.base.artifacts import load_table, save_record, save_table
from sparse_rnn.base.origin import origin
from sparse_rnn.config import Condition, overlay, training_settings
from sparse_rnn.results.schema import write_table
from sparse_rnn.seed_groups import seeds_of_group
from sparse_rnn.studies.structure.measure import mean_eta, measure_condition
from sparse_rnn.training.condition import train_condition

SPARSE = Condition("mg", "rnn", "pruning_2", 0.8)
PLACE = "mg/rnn/pruning_2/0.8"
BENCHMARK = "s\th:m:s\tmax_rss\tcpu_time\n2\t0:00:02\t300\t5\n"


def train_group(data, config, seeds):
    """Leave in a folder what training and census of a group leave there."""
    training, structure = (data / stage / PLACE / seeds for stage in ("train", "structure"))
    settings = training_settings(config, SPARSE, seeds_of_group(seeds))
    files = [training / name for name in ("networks.npz", "history.csv", "models")]
    train_condition(SPARSE, settings, "code", data, *files, mean_eta)
    save_record(training / "origin.json", origin("code", settings))
    tables = structure / "balance.csv", structure / "motifs.csv"
    measure_condition(SPARSE, config["census"] | {"networks": 5}, files[0], *tables)
    for stage in ("train", "structure"):
        path = data / "benchmarks" / stage / PLACE / f"{seeds}.tsv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(BENCHMARK)


@pytest.fixture(scope="module")
def three(config):
    return config | {"seeds": [1, 2, 3]}


@pytest.fixture(scope="module")
def runs(tmp_path_factory, three):
    """A folder for each group of seeds of one condition, and not to be changed."""
    folders = {name: tmp_path_factory.mktemp("run") for name in ("1-3", "1-2", "3")}
    for name, folder in folders.items():
        train_group(folder, three, name)
    return folders


def tables_and_networks(archive):
    return {
        path.relative_to(archive): path.read_bytes()
        for pattern in ("tables/*", "networks/**/*.*", "models/**/*.safetensors", "models.sha256")
        for path in sorted(archive.glob(pattern))
    }


@pytest.mark.parametrize("order", [["1-2", "3"], ["3", "1-2"], ["3", "1-2", "3"]])
def test_groups_come_in_any_order_and_give_what_one_job_gives(runs, three, tmp_path, order):
    collect(runs["1-3"], tmp_path / "whole", three)
    for name in order:
        collect(runs[name], tmp_path / "parts", three)
    assert tables_and_networks(tmp_path / "parts") == tables_and_networks(tmp_path / "whole")
    assert [name.seed for name in load_networks(tmp_path / "parts")] == [1, 2, 3]
    jobs = archived_record(tmp_path / "parts")["jobs"]
    assert sorted(jobs) == [f"train/{PLACE}/1-2", f"train/{PLACE}/3"]


def test_a_group_is_compared_with_its_own_seeds_alone(runs, three, tmp_path):
    """The archive has three seeds, the run from scratch two of them."""
    for name, archive in (("1-2", "a"), ("3", "a"), ("1-2", "b")):
        collect(runs[name], tmp_path / archive, three)
    table = compare_group(tmp_path / "a", tmp_path / "b", f"{PLACE}/1-2")
    assert table["agree"].all()
    assert table["fresh"].tolist() == [2, 2]
    with pytest.raises(ValueError, match=r"b has no train/.*/3: it was not finished"):
        compare_group(tmp_path / "a", tmp_path / "b", f"{PLACE}/3")


def test_groups_of_another_size_replace_those_whose_seeds_all_come_again(runs, three, tmp_path):
    for name in ("3", "1-3"):
        collect(runs[name], tmp_path / "archive", three)
    assert list(archived_record(tmp_path / "archive")["jobs"]) == [f"train/{PLACE}/1-3"]
    jobs = archived_table(tmp_path / "archive", "jobs")["job"].tolist()
    assert jobs == [f"structure/{PLACE}/1-3", f"train/{PLACE}/1-3"]
    collect(runs["3"], tmp_path / "archive", three)
    names = sorted(archived_record(tmp_path / "archive")["jobs"])
    assert names == [f"train/{PLACE}/1-3", f"train/{PLACE}/3"], "seeds 1 and 2 are of the former"


def test_networks_trained_otherwise_leave_when_fresh_ones_of_their_condition_come(
    runs, three, tmp_path
):
    """The replicas of a condition differ by seed only; here some had more hidden units."""
    other = overlay(three, {"tasks": {"mg": {"hidden": 22}}})
    train_group(tmp_path / "other", other, "1-2")
    collect(tmp_path / "other", tmp_path / "archive", other)
    found = collect(runs["3"], tmp_path / "archive", three)
    assert found["outdated_in_archive"] == []
    collect(runs["3"], tmp_path / "alone", three)
    archives = tmp_path / "archive", tmp_path / "alone"
    first, second = map(tables_and_networks, archives)
    assert first == second
    assert [name.seed for name in load_networks(archives[0])] == [3]


def let_diverge(run):
    for path in run.glob(f"*/{PLACE}/*/*.csv"):
        save_table(path, load_table(path).assign(diverged=1))


def test_a_diverged_group_waits_for_one_that_came_through(runs, three, tmp_path):
    shutil.copytree(runs["3"], tmp_path / "run")
    let_diverge(tmp_path / "run")
    with pytest.raises(FileNotFoundError, match="nothing is finished"):
        collect(tmp_path / "run", tmp_path / "archive", three)
    for stage in ("train", "structure"):
        shutil.copytree(runs["1-2"] / stage / PLACE, tmp_path / "run" / stage / PLACE,
                        dirs_exist_ok=True)  # fmt: skip
    found = collect(tmp_path / "run", tmp_path / "archive", three)
    assert (found["train"], found["diverged"]) == ([f"{PLACE}/1-2", f"{PLACE}/3"], [])
    history = archived_table(tmp_path / "archive", "history")
    assert history.groupby("seed")["diverged"].first().tolist() == [0, 0, 1]


def test_a_condition_that_diverged_as_a_whole_is_left_out_and_told(data, config, tmp_path):
    shutil.copytree(data, tmp_path / "run")
    let_diverge(tmp_path / "run")
    found = collect(tmp_path / "run", tmp_path / "archive", config)
    assert (found["train"], found["diverged"]) == (
        ["mg/rnn/dense/0.0/1-2"],
        [f"train/{PLACE}/1-2"],
    )
    assert set(archived_table(tmp_path / "archive", "history")["strategy"]) == {"dense"}


def test_what_was_measured_on_networks_leaves_with_them(runs, three, tmp_path, made_up_table):
    archive = tmp_path / "archive"
    collect(runs["1-2"], archive, three)
    others = {"task": "mg", "model": "rnn", "strategy": "pruning_2", "sparsity": 0.8}
    kinds = [kind for unit in UNITS.values() if unit.of == "train" for kind in unit.tables]
    for kind in kinds:
        rows = [others | {"seed": seed} for seed in (1, 2, 3)]
        write_table(kind, archive / f"tables/{kind}.csv", made_up_table(kind, rows))
    forget(archive, [f"train/{PLACE}/1-2"])
    for kind in kinds:
        assert archived_table(archive, kind)["seed"].tolist() == [3], kind


def test_a_group_of_the_same_name_may_be_of_other_size_and_length(runs, three, tmp_path):
    archive, again = tmp_path / "archive", tmp_path / "run"
    collect(runs["1-2"], archive, three)
    longer = overlay(three, {"tasks": {"mg": {"epochs": three["tasks"]["mg"]["epochs"] + 1}}})
    train_group(again, longer, "1-2")
    collect(again, archive, longer)
    record = archived_record(archive)["jobs"][f"train/{PLACE}/1-2"]
    assert record["settings"] == UNITS["train"].asked(longer, f"{PLACE}/1-2")
    text = gzip.decompress((archive / f"networks/{PLACE}.tsv.gz").read_bytes()).decode()
    assert f"# epoch: {longer['tasks']['mg']['epochs']}\n" in text
