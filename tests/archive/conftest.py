import pandas as pd
import pytest

from sparse_rnn.base.artifacts import save_record
from sparse_rnn.base.origin import origin
from sparse_rnn.config import Condition, training_settings
from sparse_rnn.results.schema import write_table
from sparse_rnn.results.schema.tables import SCHEMA
from sparse_rnn.seed_groups import seed_groups
from sparse_rnn.studies.structure.measure import mean_eta, measure_condition
from sparse_rnn.training.condition import train_condition

BENCHMARK = "s\th:m:s\tmax_rss\tcpu_time\n{}\t0:00:09\t{}\t{}\n"


VALUES = {"string": "made up", "integer": 0, "number": 0.5, "boolean": True}


def _made_up_table(name, rows):
    """Return rows of a table of the schema; columns that they do not name get a legal value."""
    columns = SCHEMA[name].columns
    blank = {c.name: c.values[0] if c.values else VALUES[c.type] for c in columns}
    return pd.DataFrame([blank | row for row in rows])


@pytest.fixture(scope="session")
def made_up_table():
    return _made_up_table


@pytest.fixture(scope="session")
def config(load_profile):
    """The smoke profile with two conditions."""
    entry = {"tasks": ["mg"], "models": ["rnn"], "strategies": ["dense", "pruning_2"]}
    return load_profile("smoke") | {"conditions": [entry | {"sparsities": [0.8]}]}


@pytest.fixture(scope="session")
def conditions():
    return [Condition("mg", "rnn", "dense", 0.0), Condition("mg", "rnn", "pruning_2", 0.8)]


def made_by_the_workflow(data, condition, config):
    """Leave in a folder what training and census of a condition leave there."""
    place = "/".join([*condition.wildcards.values(), *seed_groups(config, "mg")])
    settings = training_settings(config, condition)
    training, structure = data / "train" / place, data / "structure" / place
    files = [training / name for name in ("networks.npz", "history.csv", "models")]
    train_condition(condition, settings, "code", data, *files, mean_eta)
    save_record(training / "origin.json", origin("code", settings))
    tables = structure / "balance.csv", structure / "motifs.csv"
    measure_condition(condition, config["census"] | {"networks": 5}, files[0], *tables)
    for stage, seconds in (("train", 100), ("structure", 50)):
        folder = data / "benchmarks" / stage / place
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.with_name(f"{folder.name}.tsv").write_text(BENCHMARK.format(2, 300, seconds))


@pytest.fixture(scope="session")
def data(tmp_path_factory, config, conditions):
    """The folder of a run of two conditions; not to be changed."""
    folder = tmp_path_factory.mktemp("run")
    for condition in conditions:
        made_by_the_workflow(folder, condition, config)
    (folder / "tables").mkdir()
    response = _made_up_table("triad_response", [{"scale": 0.1}])
    write_table("triad_response", folder / "tables/triad_response.csv", response)
    (folder / "tables" / "history.csv").write_text("joined, by the workflow\n")
    return folder
