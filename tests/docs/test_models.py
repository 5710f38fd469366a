"""The examples of docs/models.md, executed on a small network in the place that they name."""

import re
from pathlib import Path

import pytest

import sparse_rnn as sr
from sparse_rnn.config import Condition, training_settings
from sparse_rnn.results.schema import read_table
from sparse_rnn.training.condition import train_condition
from sparse_rnn.training.trained_network import TrainedNetwork

TEXT = (Path(__file__).parents[2] / "docs" / "models.md").read_text(encoding="utf-8")
JOB = Path("data/quick/train/mg/rnn/set/0.9/1-3")


@pytest.fixture(scope="module")
def trained(tmp_path_factory, load_profile):
    """A folder with the job that the page names, of smaller networks."""
    root = tmp_path_factory.mktemp("root")
    files = [root / JOB / name for name in ("networks.npz", "history.csv", "models")]
    condition = Condition("mg", "rnn", "set", 0.9)
    settings = training_settings(load_profile("smoke"), condition)
    train_condition(condition, settings, "code", root, *files, lambda _: 0.5)
    return root


@pytest.fixture
def names(trained, monkeypatch):
    """The names that the page's Python defines."""
    monkeypatch.chdir(trained)
    found = {}
    for block in re.findall(r"^```python\n(.*?)^```", TEXT, flags=re.DOTALL | re.MULTILINE):
        exec(compile(block, "models.md", "exec"), found)
    return found


def test_the_examples_do_what_they_say(names):
    history = read_table("history", JOB / "history.csv")
    assert names["metric"] == history[history["seed"] == 1]["test"].iloc[-1]
    assert names["forecast"].shape == (1, 10)
    assert names["eta"] == sr.balance(names["network"].weights).eta
    assert not names["cut"].weights[5].any() and names["network"].weights[5].any()
    assert names["metric_without_unit_5"] != names["metric"]


def first_column(head):
    """The words in code of the first column of a table."""
    rows = TEXT.partition(f"\n| {head} |")[2].partition("\n\n")[0].splitlines()[2:]
    return {word for row in rows for word in re.findall(r"`([\w.]+)", row.split("|")[1])}


def test_the_tables_name_all_that_there_is(names):
    network = names["network"]
    tensors = {*network.parameters, "mask", "embedding", "reversal"}
    assert first_column("tensor") == tensors
    public = {name for name in vars(TrainedNetwork) if not name.startswith("_")}
    members = {f"network.{name}" for name in (*public, "parameters", "mask", "metadata")}
    assert first_column("of a network") == members | {"network"}
    told = TEXT.partition("\nThe metadata is")[2].partition("\n\n")[0]
    assert {f"`{key}`" for key in network.metadata} <= set(re.findall(r"`\w+`", told))


def test_which_tasks_read_every_step():
    from sparse_rnn.tasks.registry import TASK_CLASSES, task_class

    told = re.search(r"of every step for (.*?) \|", TEXT)[1]
    assert set(re.findall(r"[a-z_]{3,}", told)) - {"and"} == {
        name for name in TASK_CLASSES if task_class(name).reads_every_step
    }
