from pathlib import Path

import pytest

from sparse_rnn.base.artifacts import load_arrays
from sparse_rnn.config import Condition, training_settings
from sparse_rnn.training.condition import build, train_condition

SPARSITY = 0.8


def a_condition(task, strategy, model="rnn"):
    return Condition(task, model, strategy, 0.0 if strategy == "dense" else SPARSITY)


@pytest.fixture
def smoke(load_profile):
    """Return a condition and its settings in the smoke profile, with values of one's own."""
    config = load_profile("smoke")

    def make(task, strategy, model="rnn", seeds=(1, 2), **own):
        condition = a_condition(task, strategy, model)
        settings = training_settings(config, condition)
        return condition, settings | {"seeds": list(seeds), "task": settings["task"] | own}

    return make


@pytest.fixture
def build_loop(smoke):
    """Build the untrained loop of a smoke condition."""
    return lambda *which, **own: build(*smoke(*which, **own), Path("no raw data"))


@pytest.fixture
def train(smoke):
    """Train a smoke condition in a folder; return the bytes of its files by their names."""

    def run(folder, *which, period=1000.0, **own):
        files = [folder / name for name in ("networks.npz", "history.csv", "models")]
        train_condition(*smoke(*which, **own), "code", folder, *files, lambda _: 0.5, period)
        return {p.name: p.read_bytes() for p in (*files[:2], *sorted(files[2].iterdir()))}

    return run


@pytest.fixture
def outcome():
    """Return the bytes of one replica up to an epoch: its snapshots and its rows of history."""

    def read(folder, seed, before=1000):
        arrays = load_arrays(folder / "networks.npz")
        place = arrays["seeds"].tolist().index(seed)
        snapshots = arrays["weights"][arrays["epochs"] < before, place]
        header, *lines = (folder / "history.csv").read_text().splitlines()
        rows = [dict(zip(header.split(","), line.split(","), strict=True)) for line in lines]
        kept = [r for r in rows if int(r["seed"]) == seed and int(r["epoch"]) < before]
        return snapshots.tobytes(), [[*row.values()][:-1] for row in kept]  # without "diverged"

    return read
