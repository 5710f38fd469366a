"""``sparse-rnn evaluate``: the metric again, beside that of an archive."""

import io
import json
import shutil
import sys
from pathlib import Path

import pytest

from sparse_rnn.archive.collect import collect
from sparse_rnn.base.artifacts import load_table, save_record, save_table
from sparse_rnn.base.origin import origin, processor
from sparse_rnn.cli import main
from sparse_rnn.config import Condition, overlay, training_settings
from sparse_rnn.studies.structure.measure import mean_eta, measure_condition
from sparse_rnn.training.condition import train_condition
from sparse_rnn.training.trained_network import TrainedNetwork

EXAMPLE = Path(__file__).parents[2] / "notebooks" / "example_network.tsv"
CONDITION = Condition("mg", "rnn", "set", 0.8)
JOB = "mg/rnn/set/0.8/1-2"


@pytest.fixture(scope="module")
def config(load_profile):
    return load_profile("smoke")


@pytest.fixture(scope="module")
def trained(tmp_path_factory, config):
    """The folder of a run of one condition, and its archive."""
    run = tmp_path_factory.mktemp("run")
    training, structure = run / "train" / JOB, run / "structure" / JOB
    settings = training_settings(config, CONDITION)
    files = [training / name for name in ("networks.npz", "history.csv", "models")]
    train_condition(CONDITION, settings, "code", run, *files, mean_eta)
    save_record(training / "origin.json", origin("code", settings))
    tables = structure / "balance.csv", structure / "motifs.csv"
    measure_condition(CONDITION, config["census"] | {"networks": 5}, files[0], *tables)
    benchmark = run / "benchmarks/train/mg/rnn/set/0.8/1-2.tsv"
    benchmark.parent.mkdir(parents=True)
    benchmark.write_text("s\th:m:s\tmax_rss\tcpu_time\n2\t0:00:02\t300\t5\n")
    collect(run, run / "archive", config)
    return run


@pytest.fixture
def evaluate(trained, capsys):
    """Evaluate both networks; return the records that are printed."""

    def call(*words, archive=trained / "archive"):
        models = sorted(map(str, (trained / "train" / JOB / "models").iterdir()))
        assert main(["evaluate", *models, "--archive", str(archive), "--json", *words]) == 0
        return json.loads(capsys.readouterr().out)["models"]

    return call


def changed(trained, tmp_path, name, change):
    """A copy of the archive with one table changed."""
    shutil.copytree(trained / "archive", tmp_path / "other")
    path = tmp_path / "other/tables" / f"{name}.csv"
    save_table(path, change(load_table(path)))
    return tmp_path / "other"


def test_the_metric_is_the_archived_one(evaluate, trained):
    history = load_table(trained / "archive/tables/history.csv")
    last = history[history["epoch"] == 6].set_index("seed")["test"]
    for seed, record in enumerate(evaluate(), 1):
        assert record["metric"] == record["archived"] == last[seed]
        assert (record["equal"], record["note"]) == (True, "")
        assert record["metadata"]["seed"] == seed
        assert record["metric_name"].startswith("Mean squared error")


def test_another_value_is_told_with_the_processors(evaluate, trained, tmp_path):
    other = changed(trained, tmp_path, "history", lambda t: t.assign(test=t["test"] * (1 + 1e-12)))
    for record in evaluate(archive=other):
        assert record["equal"] is False
        assert record["archived"] == pytest.approx(record["metric"])
        assert record["note"] == f"archived on {processor()}, tested on {processor()}"


def test_what_cannot_be_compared_is_told(evaluate, trained, tmp_path):
    (record, _) = evaluate(archive=tmp_path)
    assert (record["archived"], record["equal"]) == (None, None)
    assert record["note"] == f"no archive in {tmp_path}"
    other = changed(trained, tmp_path, "history", lambda t: t[t["epoch"] < 6])
    assert {r["note"] for r in evaluate(archive=other)} == {"epoch 6 was not tested"}
    path = other / "provenance.json"
    text = path.read_text()
    path.write_text(text.replace("set/0.8/1-2", "set/0.8/1-3"))
    assert {r["note"] for r in evaluate(archive=other)} == {"epoch 6 was not tested"}
    path.write_text(text.replace("rnn/set", "ct_rnn/set"))
    assert {r["note"] for r in evaluate(archive=other)} == {"not archived"}


def test_other_settings_are_not_compared(evaluate, trained, config, tmp_path):
    shutil.copytree(trained / "archive", tmp_path / "other")
    path = tmp_path / "other/provenance.json"
    record = json.loads(path.read_text())
    changed = overlay(config, {"strategies": {"set": {"zeta": 0.3}}})
    fresh = origin("code", training_settings(changed, CONDITION))
    record["jobs"][f"train/{JOB}"]["settings"] = fresh["settings"]
    save_record(path, record)
    notes = {r["note"] for r in evaluate(archive=tmp_path / "other")}
    assert notes == {"archived with other settings"}


def test_the_table_has_all_digits(trained, capsys):
    models = [str(trained / "train" / JOB / f"models/{seed}.safetensors") for seed in (1, 2)]
    assert main(["evaluate", *models, "--archive", str(trained / "archive")]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    head, *rows, told = out.splitlines()
    names = "file task model strategy sparsity seed epoch metric archived equal"
    assert head.split() == names.split()
    for seed, row in enumerate(rows, 1):
        *place, metric, archived, equal = row.split()
        assert place == [f"{seed}.safetensors", "mg", "rnn", "set", "0.8", str(seed), "6"]
        assert metric == archived and len(metric) > 12
        assert equal == "yes"
    assert told.startswith("metric of mg: Mean squared error")


def test_a_wrong_file_is_told_in_one_line(capsys):
    assert main(["evaluate", str(EXAMPLE)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"sparse-rnn: error: {EXAMPLE} is no whole safetensors file (")
    assert err.count("\n") == 1


def test_all_files_are_read_before_any_network_is_tested(trained, capsys, monkeypatch):
    def tested(*_):
        raise AssertionError("tested in vain")

    monkeypatch.setattr(TrainedNetwork, "test_metric", tested)
    model = str(trained / "train" / JOB / "models/1.safetensors")
    assert main(["evaluate", model, str(EXAMPLE)]) == 2
    out, err = capsys.readouterr()
    assert out == "" and "is no whole safetensors file" in err


class Screen(io.StringIO):
    def isatty(self):
        return True


def test_progress_is_shown_to_a_terminal_alone(evaluate, monkeypatch):
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    assert len(evaluate()) == 2
    assert "2/2" in screen.getvalue()


def test_missing_torch_is_told(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "torch", None)
    for name in [n for n in sys.modules if n.startswith("sparse_rnn.training.trained")]:
        monkeypatch.delitem(sys.modules, name)
    assert main(["evaluate", "1.safetensors"]) == 2
    assert (
        "trained networks need torch: pip install '.[training]' in the checkout"
        in capsys.readouterr().err
    )
