"""What jobs ask of a cluster: each cause of cost raises it, and so does each attempt."""

import pytest

from sparse_rnn.catalog import MODELS, TASKS
from sparse_rnn.layout import STAGES, jobs
from sparse_rnn.resources import OF_MODEL, TRAINING_NEEDS, asked

TRAIN = {"task": "mtc", "model": "rnn", "strategy": "set", "sparsity": "0.95", "seeds": "1-5"}


@pytest.fixture(scope="module")
def paper(load_profile):
    return load_profile("paper")


def test_every_task_and_model_is_known():
    assert set(TRAINING_NEEDS) == set(TASKS)
    assert set(OF_MODEL) == set(MODELS)


@pytest.mark.parametrize(
    ("change", "memory", "time"),
    [
        ({"seeds": "1-10"}, True, True),
        ({"model": "ct_rnn"}, True, True),
        ({"model": "neural_ode"}, True, True),
        ({"strategy": "dense", "sparsity": "0.0"}, False, True),
        ({"strategy": "set", "sparsity": "0.9"}, False, False),
    ],
)
def test_what_makes_training_dear(paper, change, memory, time):
    plain, dear = asked(paper, "train", TRAIN), asked(paper, "train", TRAIN | change)
    assert (dear["mem_mb"] > plain["mem_mb"]) == memory
    assert (dear["runtime"] > plain["runtime"]) == time


@pytest.mark.parametrize("stage", [*STAGES, "fetch", "figures"])
def test_each_attempt_asks_for_as_much_again(paper, stage):
    job = (jobs(paper, stage) if stage in STAGES else [{}])[0]
    first, third = asked(paper, stage, job), asked(paper, stage, job, attempt=3)
    assert all(isinstance(value, int) and value > 0 for value in first.values())
    assert third == {name: 3 * value for name, value in first.items()}


def test_longer_training_and_more_networks_ask_for_more_time(paper):
    twice = {**paper, "tasks": {**paper["tasks"]}}
    twice["tasks"]["mtc"] = paper["tasks"]["mtc"] | {"epochs": 2 * paper["tasks"]["mtc"]["epochs"]}
    assert asked(twice, "train", TRAIN)["runtime"] > 1.8 * asked(paper, "train", TRAIN)["runtime"]
    many = {**paper, "seeds": list(range(100))}
    place = {"task": "mtc", "model": "rnn"}
    assert (
        asked(many, "controls", place)["runtime"] > 9 * asked(paper, "controls", place)["runtime"]
    )
