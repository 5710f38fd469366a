import shutil

import pytest

from sparse_rnn.archive.collect import collect, collect_tables
from sparse_rnn.archive.load import archived_record, archived_table
from sparse_rnn.archive.networks import load_networks
from sparse_rnn.archive.units import UNITS
from sparse_rnn.base.artifacts import load_arrays, load_table
from sparse_rnn.base.code_digest import digest
from sparse_rnn.base.origin import digest_of, environment
from sparse_rnn.config import overlay
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.results.schema import write_table
from sparse_rnn.results.schema.tables import SCHEMA


@pytest.fixture
def run(data, tmp_path):
    """A copy of the run that a test may change."""
    shutil.copytree(data, tmp_path / "run")
    return tmp_path / "run"


def everything(folder):
    return {p.relative_to(folder): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_the_archive_has_tables_networks_origin_and_costs(data, tmp_path, config):
    found = collect(data, tmp_path, config)
    assert found["train"] == ["mg/rnn/dense/0.0/1-2", "mg/rnn/pruning_2/0.8/1-2"]
    assert found["outdated"] == found["weights"] == []
    assert set(map(str, everything(tmp_path))) == {
        "budget/jobs.csv",
        "budget/stages.csv",
        "models.sha256",
        *(
            f"models/mg/rnn/{c}/{s}.safetensors"
            for c in ("dense/0.0", "pruning_2/0.8")
            for s in "12"
        ),
        "networks/mg/rnn/pruning_2/0.8.tsv.gz",
        "provenance.json",
        "tables/balance.csv",
        "tables/claims.csv",
        "tables/history.csv",
        "tables/motifs.csv",
        "tables/triad_response.csv",
    }


def test_tables_hold_the_rows_of_all_conditions(data, tmp_path, config):
    collect(data, tmp_path, config)
    for kind, folder in (("history", "train"), ("balance", "structure"), ("motifs", "structure")):
        parts = sorted((data / folder).rglob(f"{kind}.csv"))
        lines = [part.read_text().splitlines() for part in parts]
        expected = [lines[0][0], *(line for part in lines for line in part[1:])]
        assert (tmp_path / f"tables/{kind}.csv").read_text().splitlines() == expected


def test_networks_are_those_at_the_end_of_training(data, tmp_path, config, conditions):
    collect(data, tmp_path, config)
    networks = load_networks(tmp_path)
    arrays = load_arrays(data / "train/mg/rnn/pruning_2/0.8/1-2/networks.npz")
    assert list(networks) == [("mg", "rnn", "pruning_2", 0.8, seed) for seed in (1, 2)]
    for weights, graph in zip(arrays["weights"][-1], networks.values(), strict=True):
        assert graph.digest() == SignedGraph.from_weights(weights).digest()


def test_the_origin_of_every_job_is_kept(data, tmp_path, config):
    collect(data, tmp_path, config)
    record = archived_record(tmp_path)
    job = record["jobs"]["train/mg/rnn/pruning_2/0.8/1-2"]
    assert (job["code"], job["seeds"]) == ("code", [1, 2])
    counting = {
        "code": digest("sparse_rnn.studies.structure.measure"),
        "settings": config["census"],
    }
    assert job["structure"] == digest_of(counting)
    assert record["environments"] == {job["environment"]: environment()}
    assert (record["profile"], record["config"]) == ("smoke", digest_of(config))
    assert set(environment()["packages"]) >= {"torch", "numpy", "numba"}


def test_again_gives_the_same_bytes(data, tmp_path, config):
    collect(data, tmp_path / "a", config)
    first = everything(tmp_path / "a")
    collect(data, tmp_path / "a", config)
    collect(data, tmp_path / "b", config)
    assert everything(tmp_path / "a") == everything(tmp_path / "b") == first


@pytest.mark.parametrize("later", ["dense/0.0", "pruning_2/0.8"])
def test_in_parts_it_is_the_same_archive(data, run, tmp_path, config, later):
    """Whichever condition comes later, and though the former run's folder is gone by then."""
    collect(data, tmp_path / "whole", config)
    other = {"dense/0.0": "pruning_2/0.8", "pruning_2/0.8": "dense/0.0"}[later]
    for place, absent in ((other, later), (later, other)):
        folder = tmp_path / place.replace("/", "_")
        shutil.copytree(run, folder)
        for path in (folder / "train", folder / "structure"):
            shutil.rmtree(path / "mg/rnn" / absent)
        for path in folder.glob(f"benchmarks/*/mg/rnn/{absent}/*.tsv"):
            path.unlink()
        collect(folder, tmp_path / "parts", config)
    assert everything(tmp_path / "parts") == everything(tmp_path / "whole")


def test_what_is_trained_again_replaces_what_was_archived(data, run, tmp_path, config):
    collect(run, tmp_path / "archive", config)
    path = run / "structure/mg/rnn/pruning_2/0.8/1-2/balance.csv"
    table = load_table(path).assign(eta=0.75)
    table.to_csv(path, index=False)
    collect(run, tmp_path / "archive", config)
    balance = load_table(tmp_path / "archive/tables/balance.csv")
    changed = balance[balance["strategy"] == "pruning_2"]
    assert (changed["eta"] == 0.75).all()
    assert len(changed) == len(table)
    assert not (balance[balance["strategy"] == "dense"]["eta"] == 0.75).any()


@pytest.mark.parametrize(
    ("name", "job"),
    [("weights", "mg/rnn"), ("mechanism", "mg/rnn"), ("controls", "mg/rnn/1"),
     ("balance_by_size", "mg/rnn")],
)  # fmt: skip
def test_a_run_of_some_conditions_leaves_the_others_of_its_model(
    tmp_path, name, job, made_up_table
):
    """One job describes the conditions of a task and model that its run has, and no others."""
    unit, keys = UNITS[name], {"task": "mg", "model": "rnn", "sparsity": 0.8, "seed": 1}
    both, later = tmp_path / "both", tmp_path / "later"
    for folder, strategies, value in ((both, ["dense", "set"], 1), (later, ["set"], 2)):
        for kind, path in unit.tables.items():
            rows = [keys | {"strategy": name, number_of(kind): value} for name in strategies]
            write_table(kind, folder / path.format(job=job), made_up_table(kind, rows))
        collect_tables(folder, tmp_path / "archive", unit, [job])
    for kind in unit.tables:
        table = archived_table(tmp_path / "archive", kind)
        found = table[["strategy", number_of(kind)]].to_numpy().tolist()
        assert found == [["dense", 1], ["set", 2]]


@pytest.mark.parametrize("name", ["weights", "mechanism", "balance_by_size"])
def test_seeds_may_be_run_in_folders_of_their_own(tmp_path, name, made_up_table):
    unit, keys = UNITS[name], {"task": "mg", "model": "rnn", "strategy": "set", "sparsity": 0.8}
    for seed in (2, 1):
        for kind, path in unit.tables.items():
            table = made_up_table(kind, [keys | {"seed": seed}])
            write_table(kind, tmp_path / f"{seed}" / path.format(job="mg/rnn"), table)
        collect_tables(tmp_path / f"{seed}", tmp_path / "archive", unit, ["mg/rnn"])
    for kind in unit.tables:
        assert archived_table(tmp_path / "archive", kind)["seed"].tolist() == [1, 2]


def test_what_is_not_archived_costs_nothing_there(run, tmp_path, config):
    for name in ("train/mg/rnn/set/0.9/1-2", "controls/mg/rnn/1-2", "fetch/mg"):
        path = run / f"benchmarks/{name}.tsv"
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(next(run.glob("benchmarks/train/**/*.tsv")), path)
    collect(run, tmp_path / "archive", config)
    jobs = set(archived_table(tmp_path / "archive", "jobs")["job"])
    assert "fetch/mg" in jobs and "train/mg/rnn/pruning_2/0.8/1-2" in jobs
    assert not jobs & {"train/mg/rnn/set/0.9/1-2", "controls/mg/rnn/1-2"}


def number_of(name):
    """Return a column of a table of the schema that holds a number and is no key."""
    table = SCHEMA[name]
    return next(c.name for c in table.columns if c.type == "number" and c.name not in table.key)


@pytest.mark.parametrize("missing", ["train", "structure"])
def test_a_condition_that_is_not_finished_is_left_for_later(run, tmp_path, config, missing):
    next((run / missing / "mg/rnn/pruning_2/0.8/1-2").glob("*.csv")).unlink()
    assert collect(run, tmp_path / "archive", config)["train"] == ["mg/rnn/dense/0.0/1-2"]
    history = archived_table(tmp_path / "archive", "history")
    assert set(history["strategy"]) == {"dense"}


def test_other_settings_than_the_configuration_has_are_left_out(run, tmp_path, config):
    changed = overlay(config, {"strategies": {"pruning_2": {"gamma": 2.0}}})
    found = collect(run, tmp_path / "archive", changed)
    assert found["train"] == ["mg/rnn/dense/0.0/1-2"]
    assert found["outdated"] == ["train/mg/rnn/pruning_2/0.8/1-2"]


def test_what_was_archived_with_other_settings_is_told(run, tmp_path, config):
    collect(run, tmp_path / "archive", config)
    shutil.rmtree(run / "train/mg/rnn/pruning_2")
    changed = overlay(config, {"strategies": {"pruning_2": {"gamma": 2.0}}})
    found = collect(run, tmp_path / "archive", changed)
    assert found["outdated"] == []
    assert found["outdated_in_archive"] == ["train/mg/rnn/pruning_2/0.8/1-2"]


def test_so_is_what_was_measured_on_their_networks(run, tmp_path, config, made_up_table):
    for kind, path in UNITS["mechanism"].tables.items():
        row = {"task": "mg", "model": "rnn", "strategy": "pruning_2", "sparsity": 0.8, "seed": 1}
        write_table(kind, run / path.format(job="mg/rnn"), made_up_table(kind, [row]))
    assert collect(run, tmp_path / "all", config)["mechanism"] == ["mg/rnn"]
    changed = overlay(config, {"strategies": {"pruning_2": {"gamma": 2.0}}})
    found = collect(run, tmp_path / "archive", changed)
    assert found["mechanism"] == []
    assert found["outdated"] == ["train/mg/rnn/pruning_2/0.8/1-2", "mechanism/mg/rnn"]
    assert not (tmp_path / "archive/tables/loop_sizes.csv").exists()


@pytest.mark.parametrize(
    "place", ["mg/rnn/lottery/0.8/1-2", "mg/rnn/set/most/1-2", "mg/rnn/set/0.8/2-1"]
)
def test_what_no_configuration_can_name_is_left_out(run, tmp_path, config, place):
    for folder in (run / "train", run / "structure"):
        shutil.copytree(folder / "mg/rnn/pruning_2/0.8/1-2", folder / place)
    found = collect(run, tmp_path / "archive", config)
    assert found["train"] == ["mg/rnn/dense/0.0/1-2", "mg/rnn/pruning_2/0.8/1-2"]
    assert found["outdated"] == [f"train/{place}"]


def test_an_empty_run_is_no_archive(tmp_path, config):
    with pytest.raises(FileNotFoundError, match=r"nothing is finished in .*; run the workflow"):
        collect(tmp_path, tmp_path / "archive", config)
    assert not (tmp_path / "archive").exists()


def test_a_damaged_file_of_the_run_is_named(run, tmp_path, config):
    path = run / "train/mg/rnn/pruning_2/0.8/1-2/networks.npz"
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(ValueError, match=r"pruning_2/0.8/1-2/networks.npz is not a whole npz file"):
        collect(run, tmp_path / "archive", config)


def test_other_columns_are_refused(run, tmp_path, config):
    path = run / "structure/mg/rnn/pruning_2/0.8/1-2/balance.csv"
    load_table(path).assign(more=1).to_csv(path, index=False)
    with pytest.raises(
        ValueError,
        match=r"pruning_2/0.8/1-2/balance.csv: table balance: .* unknown column \['more'\]",
    ):
        collect(run, tmp_path / "archive", config)


def test_a_missing_archive_is_told(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"balance.csv is missing: .* make archive"):
        archived_table(tmp_path, "balance")
    with pytest.raises(FileNotFoundError, match=r"provenance.json is missing: .* make archive"):
        archived_record(tmp_path)
    with pytest.raises(FileNotFoundError, match=r"no archived networks in .*; .* make archive"):
        load_networks(tmp_path)


def test_a_table_without_rows_is_told(tmp_path):
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables/balance.csv").write_text(",".join(SCHEMA["balance"].names) + "\n")
    with pytest.raises(ValueError, match=r"balance.csv has no row; restore it: git checkout"):
        archived_table(tmp_path, "balance")


DAMAGED = {
    "half": "{",
    "no record": "[]",
    "no names of jobs": '{"environments": {}, "jobs": []}',
    "a job without settings": '{"environments": {"x": {}}, "jobs": {"a": {"environment": "x"}}}',
    "no environments": '{"jobs": {"a": {"environment": "x"}}}',
    "an unknown environment": '{"environments": {}, "jobs": {"a": {"environment": "x"}}}',
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_record_is_told(tmp_path, damage):
    (tmp_path / "provenance.json").write_text(DAMAGED[damage])
    with pytest.raises(ValueError, match=r"provenance.json is damaged .*; restore it: git"):
        archived_record(tmp_path)


def test_nothing_is_added_to_a_damaged_record(data, tmp_path, config):
    (tmp_path / "provenance.json").write_text("{")
    with pytest.raises(ValueError, match=r"provenance.json is damaged"):
        collect(data, tmp_path, config)
